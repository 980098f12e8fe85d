"""Owns what the outline of a course does: a new order, a new lesson, a copy, what to check."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campus.accounts.models import User
from campus.adminsite import pages
from campus.adminsite.forms import ModelForm
from campus.adminsite.skin import page_action
from campus.errors import CampusError, Invalid
from courses import kinds
from courses.drafting import arranging, authoring, duplicating, outlining
from courses.models import Course, Lesson
from courses.releases.problems import problems_of

from . import counting

if TYPE_CHECKING:
    from campus.adminsite.skin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object


class CopyOfCourse(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title of the copy"), max_length=200)


class NewTitle(ModelForm[Lesson]):
    """What a lesson begins with, typed in the outline itself."""

    kind = forms.ChoiceField(choices=kinds.choices)

    class Meta:
        model = Lesson
        fields = ("title", "kind")


class Outlining(Base):
    """The addresses behind the outline. A program gets JSON, a form without a script a page."""

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view
        deeds = {"move": self.move, "arrange": self.arrange, "lesson": self.add_lesson,
                 "copy": self.copy}  # fmt: skip
        return [
            *(
                path(f"<uuid:object_id>/{name}/", view(require_POST(deed)),
                     name=f"courses_course_{name}")
                for name, deed in deeds.items()
            ),
            path("<uuid:object_id>/problems/", view(self.problems), name="courses_course_problems"),
            *super().get_urls(),
        ]  # fmt: skip

    def outlined(self, request: HttpRequest, course: Course) -> dict[str, Any]:
        """What the outline's template shows."""
        parts = outlining.outline(course)
        return {
            "outline": parts,
            "stamp": outlining.stamp_of(outlining.order_of(course)),
            "totals": counting.totals(parts),
            "kinds": kinds.choices(),
            "archived_items": [
                (item, pages.address(item)) for item in outlining.archived_items(course)
            ],
            **_just_moved(request),
        }

    def move(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """One step up or down, named by the button that was pressed: `up lesson <id>`."""
        course = pages.the_object(self, request, str(object_id))
        way, kind, item = [*request.POST.get("move", "").split(" "), "", "", ""][:3]
        step: arranging.Way = "up" if way == "up" else "down"
        by = cast("User", request.user)
        found = _part(course, kind, item)
        if kind == "module":
            arranging.move_module(module=found, way=step, by=by)
        else:
            arranging.move_lesson(lesson=found, way=step, by=by)
        # No fragment beside it: a browser that is sent to one gives nothing the focus.
        return redirect(f"{pages.address(course)}?moved={way}+{item}")

    def arrange(self, request: HttpRequest, object_id: Any) -> JsonResponse:
        """The whole order at once, `module:lesson,lesson;module:…`, after a drag or a key."""
        course = pages.the_object(self, request, str(object_id))
        try:
            order = _order(request.POST.get("order", ""))
            seen, by = request.POST.get("stamp", ""), cast("User", request.user)
            stamp = arranging.arrange(course=course, order=order, stamp=seen, by=by)
        except CampusError as error:
            return JsonResponse({"detail": error.detail, "code": error.code}, status=error.status)
        return JsonResponse({"stamp": stamp})

    def add_lesson(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        course = pages.the_object(self, request, str(object_id))
        module = _part(course, "module", request.POST.get("module", ""))
        form = NewTitle(request.POST)
        if not form.is_valid():
            return _refused(request, course, " ".join(_said(form)))
        by = cast("User", request.user)
        lesson = authoring.add_lesson(module=module, by=by, **form.cleaned_data)
        if _wants_json(request):
            return JsonResponse(
                {
                    "row": _row(request, lesson),
                    **counting.counts(course, module),
                    "stamp": outlining.stamp_of(outlining.order_of(course)),
                    "said": _("Added: {title}.").format(title=lesson.title),
                }
            )
        return redirect(f"{pages.address(course)}?added={module.pk}#add-{module.pk}")

    def copy(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """A lesson or a module once more, named by the button that was pressed: `lesson <id>`."""
        course = pages.the_object(self, request, str(object_id))
        kind, _blank, item = request.POST.get("copy", "").partition(" ")
        found = _part(course, kind, item)
        by = cast("User", request.user)
        made: Any
        if kind == "module":
            made = duplicating.duplicate_module(module=found, by=by)
        else:
            made = duplicating.duplicate_lesson(lesson=found, by=by)
        messages.success(request, _("Copied: {title}.").format(title=made.title))
        return redirect(f"{pages.address(course)}#{kind}-{made.pk}")

    def problems(self, request: HttpRequest, object_id: Any) -> JsonResponse:
        """What to look at, by lesson; asked for after the page, because it renders everything."""
        course = pages.the_object(self, request, str(object_id))
        found = problems_of(course, language=get_language() or "fr")
        lessons = {
            str(lesson): {
                "words": _counted([one.stops for one in said]),
                "stops": any(one.stops for one in said),
                "said": [one.said for one in said],
            }
            for lesson, said in found.items()
        }
        answer = JsonResponse({"lessons": lessons})
        answer["Cache-Control"] = "no-store"
        return answer

    @page_action(description=gettext_lazy("Duplicate"), icon="content_copy")
    def duplicate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A course once more, as a draft of its own."""
        course = pages.the_object(self, request, object_id)
        title = duplicating.copied_title(course.title, course.language)

        def act() -> str:
            made = duplicating.duplicate_course(
                course=course, by=cast("User", request.user), **form.cleaned_data
            )
            messages.success(request, _("Copied: {title}.").format(title=made.title))
            return pages.address(made)

        form = CopyOfCourse(pages.sent(request), initial={"title": title})
        lines = [_("Modules, lessons, quizzes and files are copied into a draft of its own.")]
        return pages.ask(
            self, request, course, form=form, act=act, introduction=lines,
            title=_("Duplicate: {course}").format(course=course.title), button=_("Duplicate"),
        )  # fmt: skip


def _part(course: Course, kind: str, item: str) -> Any:
    """A module or a lesson of the outline; anything else is 404."""
    if kind == "module":
        return pages.part(course.modules.filter(archived_at=None), item)
    shown = Lesson.objects.filter(module__course=course, module__archived_at=None)
    return pages.part(shown.filter(archived_at=None), item)


def _order(text: str) -> list[tuple[UUID, tuple[UUID, ...]]]:
    try:
        parts = [part.partition(":") for part in text.split(";") if part]
        return [
            (UUID(module), tuple(UUID(one) for one in lessons.split(",") if one))
            for module, _colon, lessons in parts
        ]
    except ValueError as error:
        detail = _("This order leaves something out: load the page again.")
        raise Invalid(detail, code="bad_order") from error


def _row(request: HttpRequest, lesson: Lesson) -> str:
    shown = {"row": outlining.outlined(lesson)}
    return render_to_string("admin/courses/course/outline_row.html", shown, request)


def _refused(request: HttpRequest, course: Course, detail: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"detail": detail}, status=400)
    messages.error(request, detail)
    return redirect(pages.address(course))


def _said(form: forms.BaseForm) -> list[str]:
    return [str(text) for texts in form.errors.values() for text in texts]


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _counted(stops: list[bool]) -> str:
    if any(stops):
        return _("cannot be published")
    many = len(stops)
    return ngettext("{count} thing to check", "{count} things to check", many).format(count=many)


def _just_moved(request: HttpRequest) -> dict[str, Any]:
    """So that the button just pressed has the focus again, in the row's new place."""
    way, _blank, item = request.GET.get("moved", "").partition(" ")
    try:
        added = UUID(request.GET["added"]) if "added" in request.GET else None
        return {"added": added, "moved": way, "moved_id": UUID(item) if item else None}
    except ValueError:
        return {}
