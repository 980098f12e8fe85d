"""Owns the buttons of an achievement: publish, issue to all, export, archive, bring back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.models import User
from campus.accounts.roles import is_campus_staff
from campus.adminsite import pages
from campus.adminsite.skin import page_action
from campus.errors import CampusError, NotFound
from workers.certificates.authoring import previewing
from workers.certificates.authoring.publishing import archive, as_published, publish, restore
from workers.certificates.issuing.bulk import start_issuing
from workers.certificates.issuing.exporting import made, start_export

from ..models import Achievement

if TYPE_CHECKING:
    from campus.accounts.admin.owned import Owned as Base
else:
    Base = object

_PUBLISHED = gettext_lazy(
    "Texts, skills, signatories and look are frozen as they are now. Whoever has earned it and "
    "has none of it gets one; what was issued before stays as it is."
)
_ISSUED = gettext_lazy(
    "Everybody who has earned it and has none of it gets one. Nobody gets two, however often you "
    "ask; whoever has not confirmed her name gets hers when she does."
)
_EXPORTED = gettext_lazy(
    "You get a zip archive with the PDF of everyone that is in force, and a table of them. It "
    "holds names: keep it as you keep other personal data."
)
_ARCHIVED = gettext_lazy("Nothing new is issued. What was issued stays, and can be checked.")


class AchievementDeeds(Base):
    actions_detail = ("publish", "preview", "issue", "export", "archive", "restore")

    def get_urls(self) -> Any:
        view, name = self.admin_site.admin_view, "certificates_achievement"
        archived, drawn = "<uuid:object_id>/export/<uuid:job_id>/", "<uuid:object_id>/drawn/"
        return [
            path(archived, view(self.exported), name=f"{name}_exported"),
            path(drawn, view(self.drawn), name=f"{name}_drawn"),
            *super().get_urls(),
        ]

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """Only the buttons that would do something."""
        achievement = self.get_object(request, str(object_id))
        hidden = {"restore"}
        if achievement and achievement.archived_at:
            hidden = {"publish", "issue", "archive"}
        elif achievement and achievement.is_draft:
            hidden |= {"issue", "export"}
        if not is_campus_staff(self._by(request)):
            hidden |= {"export"}
        listed = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        return [one for one in listed if one.action_name.rsplit("_", 1)[1] not in hidden]

    @page_action(description=gettext_lazy("Publish…"), icon="publish", primary=True)
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        achievement = self._found(request, object_id)

        def act() -> str:
            version = publish(achievement=achievement, by=self._by(request))
            words = _("Published: version {number}.")
            messages.success(request, words.format(number=version.number))
            job = start_issuing(achievement=achievement, by=self._by(request))
            return pages.address(job)

        return self._ask(request, achievement, act, _("Publish"), _PUBLISHED)

    @page_action(description=gettext_lazy("Preview"), icon="visibility")
    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """As it is written now, with the names that are hardest to set."""
        achievement = self._found(request, object_id)
        return pages.show(
            cast("Any", self),
            request,
            achievement,
            title=_("Preview: {item}").format(item=achievement),
            template="admin/certificates/achievement/preview.html",
            picture=pages.address(achievement, "drawn"),
        )

    def drawn(self, request: HttpRequest, object_id: UUID) -> HttpResponse:
        """The picture in the page above."""
        achievement = self._found(request, str(object_id))
        try:
            picture = previewing.preview(as_published(achievement))
        except CampusError as error:
            return HttpResponse(error.detail, status=error.status, content_type="text/plain")
        answer = HttpResponse(picture, content_type="image/png")
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    @page_action(description=gettext_lazy("Issue to everybody…"), icon="group_add")
    def issue(self, request: HttpRequest, object_id: str) -> HttpResponse:
        achievement = self._found(request, object_id)

        def act() -> str:
            return pages.address(start_issuing(achievement=achievement, by=self._by(request)))

        return self._ask(request, achievement, act, _("Issue to everybody entitled"), _ISSUED)

    @page_action(description=gettext_lazy("Export as a zip archive"), icon="download")
    def export(self, request: HttpRequest, object_id: str) -> HttpResponse:
        achievement = self._found_by_staff(request, object_id)

        def act() -> str:
            return pages.address(start_export(achievement=achievement, by=self._by(request)))

        return self._ask(request, achievement, act, _("Export"), _EXPORTED)

    @page_action(description=gettext_lazy("Archive"), icon="archive")
    def archive(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._end(request, object_id, archive, _("Archive"), _ARCHIVED)

    @page_action(description=gettext_lazy("Restore"), icon="unarchive")
    def restore(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._end(request, object_id, restore, _("Restore"), _ISSUED)

    def exported(self, request: HttpRequest, object_id: UUID, job_id: UUID) -> HttpResponse:
        """The zip, for whoever asked for it."""
        achievement = self._found_by_staff(request, str(object_id))
        try:
            file = made(achievement=achievement, job_id=job_id, by=self._by(request))
        except NotFound as error:
            return pages.refuse(request, achievement, error)
        answer = FileResponse(file, as_attachment=True, filename="certificates.zip")
        answer.headers["Content-Type"] = "application/zip"
        answer.headers["Cache-Control"] = "private, no-store"
        return cast("HttpResponse", answer)

    def _end(
        self, request: HttpRequest, object_id: str, deed: Callable[..., None], name: str, said: Any
    ) -> HttpResponse:
        achievement = self._found(request, object_id)

        def act() -> str:
            deed(achievement=achievement, by=self._by(request))
            return pages.address(achievement)

        return self._ask(request, achievement, act, name, said)

    def _ask(
        self,
        request: HttpRequest,
        achievement: Achievement,
        act: Callable[[], str],
        button: str,
        said: Any,
    ) -> HttpResponse:
        return pages.ask(
            cast("Any", self),
            request,
            achievement,
            form=forms.Form(pages.sent(request)),
            act=act,
            title=_("{deed}: {item}").format(deed=button, item=achievement),
            button=button,
            introduction=[said],
        )

    def _found(self, request: HttpRequest, object_id: str) -> Achievement:
        return cast("Achievement", pages.the_object(cast("Any", self), request, object_id))

    def _found_by_staff(self, request: HttpRequest, object_id: str) -> Achievement:
        """Whoever may write it is not told by it who everybody is that has it."""
        achievement = self._found(request, object_id)
        if not is_campus_staff(self._by(request)):
            raise PermissionDenied
        return achievement

    def _by(self, request: HttpRequest) -> User:
        return cast("User", request.user)
