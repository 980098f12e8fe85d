"""Owns the page that says what publishing will change and what to check, and the button."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.models import User
from campus.adminsite import pages
from campus.errors import CampusError, Conflict
from courses.models import Course, CourseRelease
from courses.releases.checking import Checked, check
from courses.releases.comparing import Changes, changes_since
from courses.releases.correcting import check_correction, correct, differing_rules
from courses.releases.differences import Difference, differences
from courses.releases.publishing import publish
from courses.releases.releasing import row_of
from courses.releases.versions import release_version, version_of_draft

from .comparing import with_value
from .showing import public_address

if TYPE_CHECKING:
    from campus.adminsite.skin import ModelAdmin

RELEASE, CORRECTION = "release", "correction"


class Publication(forms.Form):
    """How to publish: what its warnings and its differences allow."""

    how = forms.ChoiceField(
        label=gettext_lazy("Publish as"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "release-how"}),
        choices=[
            (RELEASE, gettext_lazy("a new release: whoever follows the course stays on hers")),
            (CORRECTION, gettext_lazy("a correction: everybody reads it at once")),
        ],
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What is new, for your colleagues and for readers."),
    )
    accepts = forms.BooleanField(
        label=gettext_lazy("I have seen the warnings, and publish all the same"), required=True
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, checked: Checked, may_correct: bool) -> None:
        super().__init__(data, initial={"how": RELEASE, "stamp": checked.stamp})
        if not checked.warnings:
            del self.fields["accepts"]
        if not may_correct:
            del self.fields["how"]

    def look_again(self, stamp: str) -> None:
        """What is shown now is what would be published next, with no warning ticked yet."""
        self.data = with_value(self.data, "stamp", stamp)
        self.data = with_value(self.data, "accepts", "")

    @property
    def is_correction(self) -> bool:
        return self.cleaned_data.get("how") == CORRECTION


def publish_page(admin: "ModelAdmin[Any]", request: HttpRequest, course: Course) -> HttpResponse:
    """Compiles the draft once, whether it is looked at or sent."""
    current, checked = course.current_release, check(course)
    more = differing_rules(current, checked.compiled) if current and checked.compiled else []
    form = Publication(
        pages.sent(request), checked=checked, may_correct=bool(current and checked.compiled)
    )

    def act() -> str:
        if form.cleaned_data["stamp"] != checked.stamp:
            form.look_again(checked.stamp)
            detail = _("Somebody changed the draft since you looked: look again, then publish.")
            raise Conflict(detail, code="changed_meanwhile")
        return _publish(request, course, form, checked)

    return pages.ask(
        admin,
        request,
        course,
        form=form,
        act=act,
        title=_("Publish: {course}").format(course=course.title),
        button="" if checked.blocking else _("Publish"),
        template="admin/courses/course/publish.html",
        current=current,
        difference=_difference(current, checked),
        changes=_changes(current, checked),
        checked=checked,
        more_than_words=[fault.detail for fault in more if fault.code != "minutes"],
    )


def _difference(current: CourseRelease | None, checked: Checked) -> Difference | None:
    """None where the current release keeps no text to compare with."""
    try:
        before = release_version(current) if current else None
    except CampusError:
        return None
    return differences(before, version_of_draft(checked.draft))


def _changes(current: CourseRelease | None, checked: Checked) -> Changes | None:
    if checked.compiled is None:
        return None
    return changes_since(current, map(row_of, checked.compiled.lessons))


def _publish(request: HttpRequest, course: Course, form: Publication, checked: Checked) -> str:
    before, by = course.current_release_id, cast("User", request.user)
    note = form.cleaned_data["note"]
    if form.is_correction:
        release = correct(course=course, by=by, note=note, checked=_as_correction(course, checked))
    else:
        release = publish(course=course, by=by, note=note, checked=checked)
    if release.pk == before:
        said = _("Nothing has changed since release {n}.").format(n=release.number)
        messages.info(request, said)
    else:
        address = public_address(course)
        words = _("Published: number {n}, at").format(n=release.number)
        messages.success(request, format_html('{} <a href="{}">{}</a>', words, address, address))
    return pages.address(course)


def _as_correction(course: Course, checked: Checked) -> Checked:
    """The same, unless a lesson without given minutes now takes others than were published."""
    assert course.current_release is not None
    compiled = checked.fit()
    was = dict(course.current_release.lessons.values_list("lesson_id", "minutes"))
    is_same = all(was.get(one.lesson, one.minutes) == one.minutes for one in compiled.lessons)
    return checked if is_same else check_correction(course)
