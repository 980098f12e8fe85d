"""Owns what the editor asks the server: a preview, clean pasted text, an image, who else writes."""

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campus.accounts.models import User
from campus.adminsite import pages
from campus.errors import CampusError, Invalid
from courses.drafting import attaching, editing, taking
from courses.models import Lesson

from .previewing import preview

if TYPE_CHECKING:
    from campus.adminsite.skin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object

# As much as a document of some hundred pages with its pictures; requests beyond are refused.
MOST_PASTED = 5_000_000


class Writing(Base):
    """The addresses behind the editor; each looks the lesson up as its page does."""

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view
        deeds = {"preview": self.preview, "paste": self.paste, "image": self.image,
                 "open": self.open, "close": self.close}  # fmt: skip
        return [
            *(
                path(f"<uuid:object_id>/{name}/", view(require_POST(deed)),
                     name=f"courses_lesson_{name}")
                for name, deed in deeds.items()
            ),
            *super().get_urls(),
        ]  # fmt: skip

    def preview(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        return preview(request, pages.the_object(self, request, str(object_id)))

    def paste(self, request: HttpRequest, object_id: Any) -> JsonResponse:
        """Markdown from what a word processor put on the clipboard; its pictures are kept."""
        lesson = pages.the_object(self, request, str(object_id))
        html = request.POST.get("html", "")
        try:
            if len(html) > MOST_PASTED:
                raise Invalid(_("This is too much to paste at once."), code="too_much")
            taken = taking.take_html(lesson=lesson, html=html)
        except CampusError as error:
            return _refused(error)
        return JsonResponse(
            {
                "markdown": taken.markdown,
                "undescribed": [{"path": one, "href": taken.shown[one]} for one in taken.shown],
                "said": taken.said,
            }
        )

    def image(self, request: HttpRequest, object_id: Any) -> JsonResponse:
        """A picture that was pasted, dropped or chosen; or what one already there shows."""
        lesson = pages.the_object(self, request, str(object_id))
        sent = request.FILES.get("file")
        alt = request.POST.get("alt", "")
        is_decorative = request.POST.get("decorative") == "on"
        try:
            if sent is None:
                where = request.POST.get("path", "")
                markdown = taking.describe(
                    lesson=lesson, path=where, alt=alt, is_decorative=is_decorative
                )
            else:
                attaching.refuse_size(sent.size or 0)
                markdown = taking.take_image(
                    lesson=lesson, name=sent.name or "", body=sent.read(),
                    alt=alt, is_decorative=is_decorative,
                )  # fmt: skip
        except CampusError as error:
            return _refused(error)
        return JsonResponse({"markdown": markdown})

    def open(self, request: HttpRequest, object_id: Any) -> JsonResponse:
        """Said every few seconds while the editor is open; answers what its author should know."""
        lesson = pages.the_object(self, request, str(object_id))
        others = editing.seen(lesson=lesson, person=cast("User", request.user))
        return JsonResponse(
            {"others": _others(others), "version": lesson.version, "saved": _saved(lesson)}
        )

    def close(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        lesson = pages.the_object(self, request, str(object_id))
        editing.left(lesson=lesson, person=cast("User", request.user))
        return HttpResponse(status=204)


def _refused(error: CampusError) -> JsonResponse:
    return JsonResponse({"detail": error.detail, "code": error.code}, status=error.status)


def _others(people: Any) -> str:
    names = ", ".join(person.name for person in people)
    if not names:
        return ""
    return _("Also open at this moment with: {names}. Agree on who writes.").format(names=names)


def _saved(lesson: Lesson) -> str:
    """Said to whoever has an older version open."""
    at = date_format(localtime(lesson.changed_at), "TIME_FORMAT")
    if lesson.changed_by is None:
        return _("This lesson was saved at {time} by somebody else.").format(time=at)
    words = _("{name} saved this lesson at {time}. Your text is kept; saving will compare both.")
    return words.format(name=lesson.changed_by.name, time=at)
