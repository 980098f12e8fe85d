"""Owns the pages that bring a course in as text, after a look at what would change."""

import zipfile
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from campus.accounts.models import Organisation, User
from campus.adminsite import pages
from campus.adminsite.skin import FileWidget, page_action
from campus.errors import CampusError
from courses.importing import arriving, import_course
from courses.importing.files import refuse_too_large
from courses.importing.jobs import start_import
from courses.models import Course

from .goingout import GoingOut

SALT = "courses.import"
DAY = 86_400


class Archive(forms.Form):
    archive = forms.FileField(
        label=gettext_lazy("Zip archive"),
        widget=FileWidget(attrs={"accept": ".zip,application/zip"}),
        help_text=gettext_lazy(
            "A folder of Markdown, as Campus exports it or written by hand. You see what would "
            "change before anything is written."
        ),
    )

    def clean_archive(self) -> "UploadedFile[Any]":
        archive = cast("UploadedFile[Any]", self.cleaned_data["archive"])
        if not zipfile.is_zipfile(archive):
            raise forms.ValidationError(_("This is no zip archive: pack the folder, then send it."))
        try:
            refuse_too_large(archive.size or 0, archive.name or "")
        except CampusError as error:
            raise forms.ValidationError(error.detail) from error
        archive.seek(0)
        return archive


class ArchiveFor(Archive):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation")
    )


class InTextForm(GoingOut):
    """Export, and import on the page of a course, and import on the list for a new one."""

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view
        difference, exported = view(self.difference), view(self.exported)
        return [
            path("difference/", difference, name="courses_course_difference"),
            path(
                "<uuid:object_id>/export/<uuid:job_id>/", exported, name="courses_course_exported"
            ),
            *super().get_urls(),
        ]

    @page_action(description=gettext_lazy("Import text…"), icon="upload", path="import")
    def import_text(self, request: HttpRequest, object_id: str) -> HttpResponse:
        course: Course = pages.the_object(cast("Any", self), request, object_id)
        form = Archive(pages.sent(request), request.FILES or None)
        return self._take(request, form, into=course)

    @page_action(description=gettext_lazy("Import a course…"), icon="upload", path="import")
    def import_new(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ArchiveFor(pages.sent(request), request.FILES or None)
        field = cast("forms.ModelChoiceField[Organisation]", form.fields["organisation"])
        field.queryset = Organisation.objects.filter(id__in=self.organisations(request))
        field.initial = field.queryset.first()
        return self._take(request, form, into=None)

    def _take(self, request: HttpRequest, form: Archive, *, into: Course | None) -> HttpResponse:
        def act() -> str:
            organisation = into.organisation if into else form.cleaned_data["organisation"]
            archive = form.cleaned_data["archive"]
            sent = {
                "archive": arriving.keep(archive),
                "name": archive.name,
                "organisation": str(organisation.pk),
                "into": str(into.pk) if into else None,
                "person": str(request.user.pk),
            }
            token = signing.dumps(sent, salt=SALT, compress=True)
            return reverse("admin:courses_course_difference", query={"sent": token})

        return pages.ask(
            cast("Any", self),
            request,
            into or Course(),
            form=form,
            act=act,
            title=_("Import: {course}").format(course=into.title) if into else _("Import a course"),
            button=_("Show what would change"),
            back=_back(into),
            original=into,
        )

    def difference(self, request: HttpRequest) -> HttpResponse:
        """What the import would do, tried and taken back; the button starts it as a job."""
        sent = _sent(request)
        into = self._into(request, sent["into"])
        organisation = Organisation.objects.filter(id__in=self.organisations(request)).filter(
            pk=sent["organisation"]
        )
        owner = organisation.first()
        if owner is None:
            raise Http404
        if request.method == "POST":
            job = start_import(
                archive=sent["archive"], name=sent["name"], by=cast("User", request.user),
                organisation=owner, into=into, seen=request.POST.get("seen", ""),
            )  # fmt: skip
            return redirect("admin:jobs_job_change", job.pk)
        return self._show(request, sent, owner, into)

    def _show(
        self, request: HttpRequest, sent: dict[str, str], owner: Organisation, into: Course | None
    ) -> HttpResponse:
        tried, refused = None, ""
        try:
            with arriving.opened(sent["archive"]) as archive:
                tried = import_course(
                    archive, name=sent["name"], organisation=owner, into=into, dry_run=True
                )
        except CampusError as error:
            refused = error.detail
        language = get_language() or "fr"
        return pages.show(
            cast("Any", self),
            request,
            into or Course(),
            title=_("What this import changes: {name}").format(name=sent["name"]),
            template="admin/courses/course/difference.html",
            original=into,
            tried=tried,
            refused=refused,
            findings=[(_place(one), one.said(language)) for one in tried.findings] if tried else [],
            again=_again(into),
            back=_back(into),
        )

    def _into(self, request: HttpRequest, course_id: str | None) -> Course | None:
        if course_id is None:
            return None
        course: Course = pages.the_object(cast("Any", self), request, course_id)
        return course


def _sent(request: HttpRequest) -> dict[str, str]:
    """What she sent herself, a day ago at most."""
    try:
        sent: dict[str, str] = signing.loads(request.GET.get("sent", ""), salt=SALT, max_age=DAY)
    except signing.BadSignature as error:
        raise Http404 from error
    if UUID(sent["person"]) != request.user.pk:
        raise Http404
    return sent


def _place(finding: Any) -> str:
    return f"{finding.path}:{finding.line}" if finding.line else finding.path


def _back(into: Course | None) -> str:
    return pages.address(into) if into else reverse("admin:courses_course_changelist")


def _again(into: Course | None) -> str:
    if into is None:
        return reverse("admin:courses_course_import_new")
    return pages.address(into, "import_text")
