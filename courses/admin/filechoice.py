"""Owns the field that names a file of a course: chosen among them, or sent from the form itself."""

from typing import Any

from django.urls import reverse

from campus.adminsite.skin import SelectWidget
from courses.models import Course

CAPTIONS = ".vtt"


class FileChoice(SelectWidget):
    """`accept` says what the browser offers to send; what a file is, its bytes decide."""

    template_name = "courses/admin/file_choice.html"

    class Media:
        css = {"all": ("courses/admin/draft.css", "courses/admin/filechoice.css")}
        js = ("courses/admin/filechoice.js",)

    def __init__(self, course: Course, now: str, *, accept: str = "") -> None:
        ending = CAPTIONS if accept == CAPTIONS else ""
        paths = course.media.filter(path__endswith=ending).values_list("path", flat=True)
        listed = sorted({*paths, *([now] if now else [])})
        super().__init__(choices=[("", "–"), *((path, path) for path in listed)])
        self.course, self.accept = course, accept

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        more = {"accept": self.accept, "course": str(self.course.pk), "send": reverse("uploads")}
        return super().get_context(name, value, attrs) | more
