"""Owns the page that says what publishing will change, and the button that does it."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.adminsite import pages
from campus.errors import CampusError
from courses import compiling
from courses.comparing import changes_since
from courses.models import Course
from courses.publishing import publish
from courses.releasing import row_of

from .showing import public_address

if TYPE_CHECKING:
    from campus.adminsite.skin import ModelAdmin


class Note(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What is new, for your colleagues and for readers."),
    )


def publish_page(admin: "ModelAdmin[Any]", request: HttpRequest, course: Course) -> HttpResponse:
    try:
        draft = compiling.compile_course(course)
    except CampusError as error:
        return pages.refuse(request, course, error)
    form = Note(pages.sent(request))

    def act() -> str:
        return _publish(request, course, form.cleaned_data["note"])

    return pages.ask(
        admin,
        request,
        course,
        form=form,
        act=act,
        title=_("Publish: {course}").format(course=course.title),
        button=_("Publish"),
        template="admin/courses/course/publish.html",
        changes=changes_since(course.current_release, map(row_of, draft.lessons)),
        current=course.current_release,
        findings=_said(draft.findings),
    )


def _publish(request: HttpRequest, course: Course, note: str) -> str:
    before = course.current_release_id
    release = publish(course=course, by=cast("User", request.user), note=note)
    address = public_address(course)
    if release.pk == before:
        messages.info(
            request, _("Nothing has changed since publication {n}.").format(n=release.number)
        )
    else:
        words = _("Published: number {n}, at").format(n=release.number)
        messages.success(request, format_html('{} <a href="{}">{}</a>', words, address, address))
    return pages.address(course)


def _said(findings: Any) -> list[tuple[str, str]]:
    language = get_language() or "fr"
    places = [f"{one.path}:{one.line}" if one.line else one.path for one in findings]
    return [(place, one.said(language)) for place, one in zip(places, findings, strict=True)]
