"""Owns the pages on which trainers move people to another release: look first, then the job."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.admin.owned import Owned
from campus.accounts.models import Role, User
from campus.adminsite import pages
from campus.adminsite.skin import ModelAdmin
from campus.errors import CampusError
from courses.models import Course, CourseRelease
from workers.progress.moving.carrying_out import start
from workers.progress.moving.looking import look, look_back
from workers.progress.moving.telling import counts_of, people_of, ways_of

from .models import Move

PEOPLE_A_PAGE = 100


class WhichCourse(forms.Form):
    course = forms.ModelChoiceField(Course.objects.none(), label=gettext_lazy("Course"))


class ByNumber(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A release by its number and the first line of its note."""

    def label_from_instance(self, obj: CourseRelease) -> str:
        named = _("Release {number}").format(number=obj.number)
        note = obj.note.strip()
        return f"{named} – {note.splitlines()[0][:80]}" if note else named


class WhichRelease(forms.Form):
    release = ByNumber(
        CourseRelease.objects.none(),
        label=gettext_lazy("Release to move to"),
        help_text=gettext_lazy("Nobody moves yet: you see first what it does to everybody."),
    )


@admin.register(Move)
class MoveAdmin(Owned, ModelAdmin[Move]):
    """A move is made by looking, and never changed: what was seen is what is done."""

    kinds = (Role.Kind.TRAINER,)
    owner = "course__organisation"
    deeds = frozenset({"view", "add"})
    list_display = ("course", "to", "looked_at", "by", "ended_at")
    list_select_related = ("course__organisation", "release", "by")
    search_fields = ("course__title",)
    ordering = ("-looked_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Move]:
        return super().get_queryset(request).select_related("course__organisation", "release")

    @admin.display(description=gettext_lazy("Where to"))
    def to(self, move: Move) -> str:
        if move.release is None:
            return _("back, as before")
        return _("release {number}").format(number=move.release.number)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        courses = Course.objects.filter(
            organisation__in=self.organisations(request), current_release__isnull=False
        )
        if "course" not in request.GET:
            return self._ask_course(request, courses.order_by("title"))
        return self._ask_release(request, self._course(courses, request.GET["course"]))

    def _course(self, courses: QuerySet[Course], id_: str) -> Course:
        try:
            found = courses.filter(pk=UUID(id_)).first()
        except ValueError as error:
            raise Http404 from error
        if found is None:
            raise Http404
        return found

    def _ask_course(self, request: HttpRequest, courses: QuerySet[Course]) -> HttpResponse:
        form = WhichCourse(pages.sent(request))
        cast("forms.ModelChoiceField[Course]", form.fields["course"]).queryset = courses

        def act() -> str:
            chosen = {"course": str(form.cleaned_data["course"].pk)}
            return reverse("admin:progress_move_add", query=chosen)

        return pages.ask(
            self, request, Move(), form=form, act=act, original=None,
            title=_("Move people to another release"), button=_("Choose the release"),
            back=reverse("admin:progress_move_changelist"),
        )  # fmt: skip

    def _ask_release(self, request: HttpRequest, course: Course) -> HttpResponse:
        form = WhichRelease(pages.sent(request), initial={"release": course.current_release_id})
        field = cast("ByNumber", form.fields["release"])
        field.queryset = course.releases.order_by("-number")

        def act() -> str:
            release = form.cleaned_data["release"]
            return pages.address(
                look(course=course, release=release, by=cast("User", request.user))
            )

        return pages.ask(
            self, request, Move(), form=form, act=act, original=None,
            title=_("Move people to another release: {course}").format(course=course.title),
            button=_("Show what changes"), introduction=[course.title],
            back=reverse("admin:progress_move_changelist"),
        )  # fmt: skip

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        move: Move = pages.the_object(self, request, object_id)
        if request.method == "POST":
            return self._act(request, move)
        shown = Paginator(people_of(move), PEOPLE_A_PAGE)
        return pages.show(
            self, request, move, title=_title(move),
            template="admin/progress/move/look.html", move=move, counts=counts_of(move),
            ways=ways_of(move), page=shown.get_page(request.GET.get("page")),
            job=reverse("admin:jobs_job_change", args=[move.job]) if move.job else "",
            is_owner=move.by_id == request.user.pk,
            again=reverse("admin:progress_move_add", query={"course": str(move.course_id)}),
            back=reverse("admin:progress_move_changelist"),
        )  # fmt: skip

    def _act(self, request: HttpRequest, move: Move) -> HttpResponse:
        by, deed = cast("User", request.user), request.POST.get("deed", "")
        try:
            if deed == "move":
                return redirect("admin:jobs_job_change", start(move=move, by=by).pk)
            if deed == "undo":
                return pages.to(look_back(move=move, by=by))
        except CampusError as error:
            messages.error(request, error.detail)
        return redirect(pages.address(move))


def _title(move: Move) -> str:
    if move.release is None:
        return _("Move back: {course}").format(course=move.course.title)
    return _("Move to release {number}: {course}").format(
        number=move.release.number, course=move.course.title
    )
