"""Owns the admin's pages that take a file back for everybody, and bring it back: for staff only."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.models import User
from campus.adminsite import access, pages
from campus.adminsite.skin import page_action
from courses.files import withdrawing
from courses.models import Media

from .mediaforms import Reason

if TYPE_CHECKING:
    from campus.adminsite.skin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object


class Withdrawing(Base):
    actions_detail = ("withdraw", "give_back")

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """Only for staff, and only the button that would do something."""
        media = self.get_object(request, str(object_id))
        is_withdrawn = media is not None and media.blob.withdrawn_at is not None
        listed = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        shown = "give_back" if is_withdrawn else "withdraw"
        may = access.is_campus_staff(request)
        return [one for one in listed if may and one.action_name.endswith(f"_{shown}")]

    @page_action(description=gettext_lazy("Withdraw for everybody"), icon="block")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        media = self._of_staff(request, object_id)
        form = Reason(pages.sent(request))

        def act() -> str:
            withdrawing.withdraw(
                digest=media.blob_id,
                because=form.cleaned_data["because"],
                by=cast("User", request.user),
            )
            messages.success(request, _("The file is withdrawn: its address says so from now on."))
            return pages.address(media)

        lines = [
            _("Nobody will see this file any more, in any release; lessons say it was withdrawn."),
            _("It stays withdrawn whatever is published or restored. Staff can bring it back."),
        ]
        words = _("Withdraw for everybody")
        return pages.ask(
            self, request, media, form=form, act=act, title=words, button=words, introduction=lines
        )

    @page_action(description=gettext_lazy("Make public again"), icon="undo")
    def give_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        media = self._of_staff(request, object_id)

        def act() -> str:
            withdrawing.give_back(digest=media.blob_id, by=cast("User", request.user))
            messages.success(request, _("The file is public again where a release shows it."))
            return pages.address(media)

        form = forms.Form(pages.sent(request))
        because = media.blob.withdrawn_because
        lines = [_("It was withdrawn for this reason: {because}").format(because=because)]
        words = _("Make public again")
        return pages.ask(
            self, request, media, form=form, act=act, title=words, button=words, introduction=lines
        )

    def _of_staff(self, request: HttpRequest, object_id: str) -> Media:
        if not access.is_campus_staff(request):
            raise Http404
        media: Media = pages.the_object(self, request, object_id)
        return media
