"""Owns `GET /api/v1/jobs/{id}`: how far my long work is, and what came of it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.response import Response

from campus.errors import NotFound
from campus.rest.policies import SignedIn
from campus.rest.problems import NOT_FOUND
from campus.rest.schemas import described
from campus.rest.views import View

from .models import Job


class JobOut(Struct, kw_only=True):
    """Work that takes longer than an answer may; ask again until `ended_at` is there."""

    id: UUID
    kind: str
    title: str
    state: Annotated[str, Meta(description="queued, running, done, failed or cancelled")]
    done: Annotated[int, Meta(description="How many of `total` parts are done.")]
    total: Annotated[int, Meta(description="0 as long as that is not known.")]
    result: Annotated[dict[str, Any], Meta(description="What came of it; `address`: where it is.")]
    code: Annotated[str, Meta(description="Why it failed, for programs; empty otherwise.")]
    detail: Annotated[str, Meta(description="Why it failed, in the owner's language.")]
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


_EXAMPLE: dict[str, Any] = {
    "id": "0198c6f2-0009-7c3d-8e4f-5a6b7c8d9e0f",
    "kind": "courses.import",
    "title": "Import: plain-language.zip",
    "state": "running",
    "done": 12,
    "total": 40,
    "result": {},
    "code": "",
    "detail": "",
    "made_at": "2026-11-02T09:00:00Z",
    "started_at": "2026-11-02T09:00:01Z",
    "ended_at": None,
}


class MyJob(View):
    permission_classes = [SignedIn]

    @described(
        "How far long work is",
        name="job_retrieve",
        tag="jobs",
        answer=JobOut,
        problems=(401, 404),
        example=_EXAMPLE,
    )
    def get(self, request: Request, job_id: UUID) -> Response:
        """Seen by whoever asked for the work, and by nobody else."""
        job = Job.objects.filter(owner_id=request.user.pk, pk=job_id).first()
        if job is None:
            raise NotFound(str(NOT_FOUND))
        return Response(_shown(job))


def _shown(job: Job) -> JobOut:
    return JobOut(**{name: getattr(job, name) for name in JobOut.__struct_fields__})
