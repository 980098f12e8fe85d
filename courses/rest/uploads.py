"""Owns the doors of uploads: a file of a draft, sent in parts by any client of tus."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.rest.asking import person_of
from campus.errors import Invalid
from campus.rest import parsing
from campus.rest.schemas import described
from courses.drafting import uploading
from courses.models import Upload

from .tus import Tus, metadata, number, part_of


class NewUpload(Struct, forbid_unknown_fields=True):
    """A client of tus says the same in `Upload-Length` and `Upload-Metadata`, without a body."""

    course: Annotated[str, Meta(description="Its slug or id; you are one of its authors.")]
    path: Annotated[str, Meta(description="How lessons refer to it: images/plan.png")]
    size: Annotated[int, Meta(ge=0, lt=10**15, description="In bytes.")]


class UploadedMedia(Struct):
    id: UUID
    path: str
    digest: Annotated[str, Meta(description="SHA-256 of what is kept: images are cleaned.")]
    media_type: str


class UploadOut(Struct, kw_only=True):
    id: UUID
    course: UUID
    path: str
    size: int
    offset: Annotated[int, Meta(description="From which byte on to send.")]
    expires_at: Annotated[datetime, Meta(description="Unless more is sent before.")]
    media: Annotated[UploadedMedia | None, Meta(description="Once it is a file of the draft.")]


EXAMPLE: dict[str, Any] = {
    "id": "0198c6f2-0005-7c3d-8e4f-5a6b7c8d9e0f",
    "course": "0198c6f2-0003-7c3d-8e4f-5a6b7c8d9e0f",
    "path": "films/bienvenue.mp4",
    "size": 734003200,
    "offset": 8388608,
    "expires_at": "2026-11-25T10:00:00Z",
    "media": None,
}


class Uploads(Tus):
    @described(
        "Begin to upload a file",
        name="uploads_create",
        tag="authoring",
        body=NewUpload,
        answer=UploadOut,
        status=201,
        problems=(400, 401, 403, 404, 412, 507),
        example=EXAMPLE,
        send={"course": "ecrire-clairement", "path": "films/bienvenue.mp4", "size": 734003200},
    )
    def post(self, request: Request) -> HttpResponse:
        """A file of a draft, in parts that go on after whatever broke them off: tus 1.0.0.

        Any client of tus will do: it sends no body, but `Upload-Length` and `Upload-Metadata`
        with `course` and `path` (or `filename`). The answer's `Location` takes the parts.
        """
        person = person_of(request)
        wanted = parsing.body(request, NewUpload) if _is_json(request) else _by_headers(request)
        course = uploading.find_course(wanted.course, person=person)
        upload = uploading.begin(course=course, by=person, path=wanted.path, size=wanted.size)
        response = Response(_shown(upload), status=201)
        response.headers["Location"] = reverse("upload", args=[upload.pk])
        return _with_state(response, upload)


class OneUpload(Tus):
    @described(
        "How far an upload is",
        name="uploads_retrieve",
        tag="authoring",
        answer=UploadOut,
        problems=(401, 404, 412),
        example=EXAMPLE,
    )
    def get(self, request: Request, upload_id: UUID) -> HttpResponse:
        """`HEAD` says the same in `Upload-Offset` and `Upload-Length`."""
        upload = uploading.find_upload(upload_id, person=person_of(request))
        return _with_state(Response(_shown(upload)), upload)

    def head(self, request: Request, upload_id: UUID) -> HttpResponse:
        upload = uploading.find_upload(upload_id, person=person_of(request))
        return _with_state(HttpResponse(status=200), upload)

    @described(
        "Send a part of a file",
        name="uploads_append",
        tag="authoring",
        status=204,
        problems=(400, 401, 403, 404, 409, 412, 413, 415, 423, 460, 507),
    )
    def patch(self, request: Request, upload_id: UUID) -> HttpResponse:
        """Bytes as `application/offset+octet-stream`, from `Upload-Offset` on.

        With `Upload-Checksum` the part counts whole or not at all; without, what arrived before a
        connection broke is kept. The last part answers once the file is in the draft, or refused.
        """
        upload = uploading.find_upload(upload_id, person=person_of(request))
        uploading.append(upload=upload, part=part_of(request))
        return _with_state(HttpResponse(status=204), upload)

    @described(
        "Give up an upload",
        name="uploads_destroy",
        tag="authoring",
        status=204,
        problems=(401, 403, 404, 412, 423),
    )
    def delete(self, request: Request, upload_id: UUID) -> HttpResponse:
        """What was sent is deleted; a file that reached the draft stays there."""
        uploading.abort(upload=uploading.find_upload(upload_id, person=person_of(request)))
        return HttpResponse(status=204)


def _shown(upload: Upload) -> UploadOut:
    media = upload.media
    kept = None
    if media:
        kept = UploadedMedia(media.pk, media.path, media.blob_id, media.blob.media_type)
    return UploadOut(
        id=upload.pk,
        course=upload.course_id,
        path=upload.path,
        size=upload.size,
        offset=uploading.offset(upload),
        expires_at=uploading.expires_at(upload),
        media=kept,
    )


def _with_state(response: HttpResponse, upload: Upload) -> HttpResponse:
    response.headers["Upload-Offset"] = str(uploading.offset(upload))
    response.headers["Upload-Length"] = str(upload.size)
    response.headers["Upload-Expires"] = http_date(uploading.expires_at(upload).timestamp())
    return response


def _is_json(request: Request) -> bool:
    return "Upload-Length" not in request.headers


def _by_headers(request: Request) -> NewUpload:
    told = metadata(request)
    size = number(request, "Upload-Length")
    path = told.get("path") or told.get("filename") or told.get("name") or ""
    if not told.get("course") or not path:
        detail = _("Name the course and the path in Upload-Metadata.")
        raise Invalid(detail, code="metadata_missing")
    return NewUpload(told["course"], path, size)
