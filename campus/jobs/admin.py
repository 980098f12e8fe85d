"""Owns the pages of my jobs: a list, and one page that shows how far a job is."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from campus.adminsite import pages
from campus.adminsite.guarding import READING, Deed
from campus.adminsite.skin import ModelAdmin
from campus.errors import CampusError

from . import doing, working
from .models import Job

DEEDS: dict[str, Callable[..., None]] = {"cancel": working.cancel, "again": working.start_again}


@admin.register(Job)
class JobAdmin(ModelAdmin[Job]):
    """Everybody who enters sees her own jobs, and those alone."""

    deeds = READING
    list_display = ("title", "state", "how_far", "made_at", "ended_at")
    list_filter = ("state",)

    def may(self, request: HttpRequest, deed: Deed, obj: Any = None) -> bool:
        return obj is None or obj.owner_id == request.user.pk

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return super().get_queryset(request).filter(owner_id=request.user.pk)

    @admin.display(description=Job._meta.get_field("done").verbose_name)
    def how_far(self, job: Job) -> str:
        return f"{job.done} / {job.total}" if job.total else "–"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        job: Job = pages.the_object(self, request, object_id)
        if request.method == "POST":
            return self._act(request, job)
        return pages.show(
            self,
            request,
            job,
            title=job.title,
            template="admin/jobs/job/progress.html",
            job=job,
            keeps_chunks=doing.keeps_chunks(job.kind),
            back=reverse("admin:jobs_job_changelist"),
            source=reverse("job", args=[job.pk]),
        )

    def _act(self, request: HttpRequest, job: Job) -> HttpResponse:
        deed = DEEDS.get(request.POST.get("deed", ""))
        try:
            if deed is not None:
                deed(job=job)
        except CampusError as error:
            return pages.refuse(request, job, error)
        if deed is working.cancel:
            messages.info(request, _called_off(job))
        return redirect(pages.address(job))


def _called_off(job: Job) -> str:
    if doing.keeps_chunks(job.kind):
        return _("Cancelled: what was done until now stays.")
    return _("Cancelled: nothing of it is kept.")
