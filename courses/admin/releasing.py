"""Owns the pages of a course's releases: the list, comparing two, going back, previews, history."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from campus.accounts.models import Role, User
from campus.accounts.roles import organisations_of
from campus.adminsite import pages
from campus.adminsite.skin import page_action
from campus.audit.deeds import said
from campus.audit.noting import deeds_about
from campus.errors import CampusError
from courses.models import Course, CourseRelease
from courses.releases import previews
from courses.releases.differences import differences
from courses.releases.following import last_correction
from courses.releases.restoring import roll_back
from courses.releases.reverting import take_back
from courses.releases.versions import Version, draft_version, release_version

from .showing import public_address

if TYPE_CHECKING:
    from campus.adminsite.skin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object

DRAFT = "draft"
DEEDS_A_PAGE = 50


class GoingBack(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Releasing(Base):
    @page_action(description=gettext_lazy("Releases"), icon="layers")
    def releases(self, request: HttpRequest, object_id: str) -> HttpResponse:
        course: Course = pages.the_object(self, request, object_id)
        rows = course.releases.select_related("published_by", "corrects", "restores", "course")
        return pages.show(
            self, request, course,
            title=_("Releases: {course}").format(course=course.title),
            template="admin/courses/course/releases.html",
            releases=list(rows.defer("source")),
            public=public_address(course),
            days=(1, 7, previews.MOST_DAYS),
            may_move=course.organisation_id in _trained(request),
        )  # fmt: skip

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's would tell what was typed into its forms, and nothing else that was done."""
        course: Course = pages.the_object(self, request, object_id)
        page = Paginator(deeds_about(course.pk), DEEDS_A_PAGE).get_page(request.GET.get("page"))
        told = [(deed, said(deed.deed, deed.detail)) for deed in page]
        return pages.show(
            self, request, course,
            title=_("History: {course}").format(course=course.title),
            template="admin/courses/course/history.html", page=page, told=told,
        )  # fmt: skip

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view
        return [
            path("<uuid:object_id>/compare/", view(self.compare), name="courses_course_compare"),
            path(
                "<uuid:object_id>/preview-link/",
                view(require_POST(self.preview_link)),
                name="courses_course_preview_link",
            ),
            path(
                "<uuid:object_id>/releases/<int:number>/back/",
                view(self.back),
                name="courses_course_back",
            ),
            path(
                "<uuid:object_id>/releases/<int:number>/draft/",
                view(self.into_draft),
                name="courses_course_into_draft",
            ),
            *super().get_urls(),
        ]

    def compare(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        course: Course = pages.the_object(self, request, str(object_id))
        numbers = [str(n) for n in course.releases.values_list("number", flat=True)]
        before = request.GET.get("before") or (numbers or [DRAFT])[0]
        after = request.GET.get("after") or DRAFT
        difference, refused = None, ""
        try:
            difference = differences(_version(course, before), _version(course, after))
        except CampusError as error:
            refused = error.detail
        return pages.show(
            self, request, course,
            title=_("Compare: {course}").format(course=course.title),
            template="admin/courses/course/compare.html", back=_list_of(course),
            numbers=numbers, before=before, after=after, difference=difference, refused=refused,
        )  # fmt: skip

    def preview_link(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        course: Course = pages.the_object(self, request, str(object_id))
        number, days = request.POST.get("release", ""), request.POST.get("days", "")
        try:
            made = previews.make_link(
                course=course,
                release=_release(course, number) if number else None,
                by=cast("User", request.user),
                days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,
            )
        except CampusError as error:
            return pages.refuse(request, course, error)
        where = f"/{course.language}/previews/{made.token}"
        address = f"{settings.CAMPUS_PUBLIC_URL}{where}"
        words = _("Whoever has this link reads it until {day}:").format(
            day=date_format(localtime(made.until), "DATE_FORMAT")
        )
        link = '{} <a class="release-link" href="{}">{}</a>'
        messages.success(request, format_html(link, words, address, address))
        return redirect(_list_of(course))

    def back(self, request: HttpRequest, object_id: Any, number: int) -> HttpResponse:
        course: Course = pages.the_object(self, request, str(object_id))
        release = _release(course, str(number))
        form = GoingBack(pages.sent(request))

        def act() -> str:
            by = cast("User", request.user)
            made = roll_back(release=release, by=by, note=form.cleaned_data["note"])
            told = _("Published: number {n}, as number {old} was.")
            messages.success(request, told.format(n=made.number, old=number))
            return _list_of(course)

        explained = _(
            "Readers see the lessons of release {n} again, under a new number. People who "
            "follow the course stay on the release they began with; the draft stays as it is."
        )
        return pages.ask(
            self, request, course, form=form, act=act, back=_list_of(course),
            title=_("Go back to release {n}").format(n=number), button=_("Publish it again"),
            introduction=[explained.format(n=number), *_of_corrections(release)],
        )  # fmt: skip

    def into_draft(self, request: HttpRequest, object_id: Any, number: int) -> HttpResponse:
        course: Course = pages.the_object(self, request, str(object_id))
        release = _release(course, str(number))

        def act() -> str:
            take_back(release=release, by=cast("User", request.user))
            told = _("The draft is as release {n} was written.")
            messages.success(request, told.format(n=number))
            return pages.address(course)

        explained = _(
            "Texts, order, quizzes and facts of the draft become those of release {n}. What "
            "the draft has now is archived, not lost. Readers see nothing of it until you publish."
        )
        return pages.ask(
            self, request, course, form=forms.Form(pages.sent(request)), act=act,
            back=_list_of(course), button=_("Take it into the draft"),
            title=_("Take release {n} into the draft").format(n=number),
            introduction=[explained.format(n=number)],
        )  # fmt: skip


def _trained(request: HttpRequest) -> set[UUID]:
    """The organisations whose people she may move from release to release."""
    return organisations_of(cast("User", request.user), Role.Kind.TRAINER)


def _list_of(course: Course) -> str:
    return reverse("admin:courses_course_releases", args=[course.pk])


def _of_corrections(release: CourseRelease) -> list[str]:
    if last_correction(release) is None:
        return []
    return [
        _("Its corrections are taken back: whoever reads them now reads the older words again.")
    ]


def _version(course: Course, named: str) -> Version:
    return draft_version(course) if named == DRAFT else release_version(_release(course, named))


def _release(course: Course, number: str) -> CourseRelease:
    found = None
    if number.isascii() and number.isdigit() and len(number) < 9:
        found = course.releases.select_related("source").filter(number=int(number)).first()
    if found is None:
        raise Http404
    return found
