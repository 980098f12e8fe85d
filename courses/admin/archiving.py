"""Owns the buttons that archive, restore and delete a part of a draft."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.adminsite import pages
from campus.adminsite.skin import page_action
from courses.drafting import authoring
from courses.models import Course

if TYPE_CHECKING:
    from campus.adminsite.skin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object

EXPLANATION = gettext_lazy(
    "It is left out of the next release. What is published stays readable, and what people "
    "did stays recorded. You can restore it at any time."
)


class Archiving(Base):
    """What was ever published is archived, never deleted."""

    @page_action(description=gettext_lazy("Archive"), icon="archive")
    def archive(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._ask(request, object_id, authoring.archive, _("Archive"), [EXPLANATION])

    @page_action(description=gettext_lazy("Restore"), icon="unarchive")
    def restore(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._ask(request, object_id, authoring.restore, _("Restore"), [])

    @page_action(description=gettext_lazy("Delete"), icon="delete", path="remove")
    def remove(self, request: HttpRequest, object_id: str) -> HttpResponse:
        item = pages.the_object(self, request, object_id)
        if authoring.was_released(item):
            detail = _("“{item}” has been published, so it is kept: archive it instead.")
            messages.error(request, detail.format(item=item))
            return redirect(pages.address(item))
        return self._ask(request, object_id, authoring.remove, _("Delete"), [_("For good.")])

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's page would delete along chains of keys; there is one way, and it can refuse."""
        return self.remove(request, object_id=object_id)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """Only the buttons that would do something."""
        item = self.get_object(request, str(object_id))
        is_archived = bool(getattr(item, "archived_at", None))
        hidden = {"archive" if is_archived else "restore"}
        if item is None or authoring.was_released(item):
            hidden.add("remove")
        listed = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        return [one for one in listed if one.action_name.rsplit("_", 1)[1] not in hidden]

    def _after(self, item: authoring.DraftItem) -> str:
        """Where to go once the item is no more."""
        if isinstance(item, Course):
            return reverse("admin:courses_course_changelist")
        return pages.address(authoring.course_of(item))

    def _ask(
        self, request: HttpRequest, object_id: str, deed: Any, name: str, lines: list[Any]
    ) -> HttpResponse:
        item = pages.the_object(self, request, object_id)
        address = self._after(item) if deed == authoring.remove else pages.address(item)
        words = _("{deed}: {item}").format(deed=name, item=item)

        def act() -> str:
            deed(item=item, by=request.user)
            messages.success(request, _("Done: {what}.").format(what=words))
            return address

        return pages.ask(
            self, request, item, form=forms.Form(pages.sent(request)), act=act,
            title=words, button=name, introduction=lines,
        )  # fmt: skip
