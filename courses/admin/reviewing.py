"""Owns the addresses behind the comments on a draft: write one, settle one, open it again."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from campus.accounts.models import User
from campus.adminsite import pages
from campus.errors import CampusError
from courses.drafting import reviewing
from courses.models import Course, Lesson

if TYPE_CHECKING:
    from campus.adminsite.skin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object


class Reviewing(Base):
    """Whoever may open the course may comment: its organisation's authors, and campus staff."""

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view
        deeds = {"comment": self.comment, "settle": self.settle}
        return [
            *(
                path(
                    f"<uuid:object_id>/{name}/",
                    view(require_POST(deed)),
                    name=f"courses_course_{name}",
                )
                for name, deed in deeds.items()
            ),
            *super().get_urls(),
        ]

    def comment(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        course: Course = pages.the_object(self, request, str(object_id))
        lesson = _lesson(request, course)
        try:
            text = request.POST.get("text", "")
            by = cast("User", request.user)
            reviewing.comment(course=course, lesson=lesson, by=by, text=text)
        except CampusError as error:
            messages.error(request, error.detail)
        return pages.to(lesson or course, "#comments")

    def settle(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        course: Course = pages.the_object(self, request, str(object_id))
        lesson = _lesson(request, course)
        comment = pages.part(course.comments, request.POST.get("comment", ""))
        deed = reviewing.reopen if request.POST.get("deed") == "reopen" else reviewing.settle
        try:
            deed(comment=comment, by=cast("User", request.user))
        except CampusError as error:
            messages.error(request, error.detail)
        return pages.to(lesson or course, "#comments")


def _lesson(request: HttpRequest, course: Course) -> Lesson | None:
    """The lesson that the form spoke of, if it spoke of one; of another course it is 404."""
    given = request.POST.get("lesson", "")
    found: Lesson | None = None
    if given:
        found = pages.part(Lesson.objects.filter(module__course=course), given)
    return found
