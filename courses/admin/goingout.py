"""Owns the pages that take a course out as text: asked for, made as a job, fetched."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.models import User
from campus.adminsite import pages
from campus.adminsite.skin import page_action
from campus.errors import NotFound
from courses.exporting.jobs import made, start_export
from courses.models import Course

if TYPE_CHECKING:
    from campus.accounts.admin.owned import Owned as Base
else:
    Base = object

EXPLANATION = gettext_lazy(
    "You get the whole draft as one zip archive: lessons and questions as Markdown, facts as YAML, "
    "files as they are. You can edit it and import it again."
)


class GoingOut(Base):
    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.exported)
        address = "<uuid:object_id>/export/<uuid:job_id>/"
        return [path(address, view, name="courses_course_exported"), *super().get_urls()]

    @page_action(description=gettext_lazy("Export as text"), icon="download")
    def export(self, request: HttpRequest, object_id: str) -> HttpResponse:
        course: Course = pages.the_object(cast("Any", self), request, object_id)

        def act() -> str:
            return pages.address(start_export(course=course, by=cast("User", request.user)))

        return pages.ask(
            cast("Any", self),
            request,
            course,
            form=forms.Form(pages.sent(request)),
            act=act,
            title=_("Export: {course}").format(course=course.title),
            button=_("Export"),
            introduction=[EXPLANATION],
        )

    def exported(self, request: HttpRequest, object_id: UUID, job_id: UUID) -> HttpResponse:
        """The zip, for whoever asked for it."""
        course: Course = pages.the_object(cast("Any", self), request, str(object_id))
        try:
            archive = made(course=course, job_id=job_id, by=cast("User", request.user))
        except NotFound as error:
            return pages.refuse(request, course, error)
        answer = FileResponse(archive, as_attachment=True, filename=f"{course.slug}.zip")
        answer.headers["Content-Type"] = "application/zip"
        return cast("HttpResponse", answer)
