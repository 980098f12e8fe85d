"""Owns the door of a release's manifest: what to fetch for a complete copy."""

from typing import Annotated, Any

from django.http import Http404, HttpResponseBase
from msgspec import Meta, Struct
from rest_framework.request import Request

from campus.rest import parsing
from campus.rest.conditional import PUBLIC, Keep, ready
from campus.rest.policies import Anyone
from campus.rest.rendering import encode
from campus.rest.schemas import described
from campus.rest.views import View
from courses import browsing
from courses.models import Course
from courses.releases.manifests import Manifest, manifest

from .moving import find_or_lead
from .shapes import INT32

MANIFEST: dict[str, Any] = {
    "course": "0198c6f2-0003-7c3d-8e4f-5a6b7c8d9e0f",
    "slug": "ecrire-clairement",
    "release": 2,
    "since": 1,
    "published_at": "2026-11-20T10:00:00Z",
    "outline": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "corrected_by": None,
    "stylesheet": [
        {
            "url": "/static/web/lesson.4be1f0a2c3d4.css",
            "digest": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
            "bytes": 9120,
        }
    ],
    "blobs": [
        {
            "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "bytes": 1834,
            "type": "application/json",
            "role": "outline",
            "lesson": None,
        },
        {
            "digest": "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
            "bytes": 7311,
            "type": "text/html; charset=utf-8",
            "role": "lesson",
            "lesson": "0198c6f2-0002-7c3d-8e4f-5a6b7c8d9e0f",
        },
    ],
    "removed": ["3fdba35f04dc8c462986c992bcf875546257113072a909c162f7e470e581e278"],
}


class ManifestQuery(Struct):
    since: (
        Annotated[int, Meta(ge=1, le=INT32, description="Number of the release you have.")] | None
    ) = None


class OneManifest(View):
    permission_classes = [Anyone]

    @described(
        "What a copy of a release consists of",
        name="courses_manifest",
        tag="courses",
        query=ManifestQuery,
        answer=Manifest,
        problems=(400, 404),
        example=MANIFEST,
    )
    def get(self, request: Request, course: str, number: int) -> HttpResponseBase:
        """Every blob with its lesson, and the stylesheets; with `since`, only what is new since.

        Fetch the blobs that you lack, drop what is `removed`, and the copy is complete.
        """
        found = find_or_lead(request, course)
        if not isinstance(found, Course):
            return found
        query = parsing.query(request, ManifestQuery)
        if number > INT32:
            raise Http404
        release = browsing.find_release(found, number)
        since = browsing.find_release(found, query.since) if query.since else None
        document = manifest(release, since)
        return ready(request, encode(document), cache=PUBLIC, keep=Keep.THIS_REVISION)
