"""Owns what tus 1.0.0 says in headers: versions, sizes, offsets, metadata, checksums.

Core, creation, checksum, expiration and termination: https://tus.io/protocols/resumable-upload
"""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from campus.errors import CampusError, Invalid
from campus.rest.policies import SignedIn
from campus.rest.views import View
from courses.files import arriving
from courses.files.arriving import Part

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
OCTETS = "application/offset+octet-stream"
_PIECE = 256 * 1024


class OtherVersion(CampusError):
    status = 412
    code = "other_tus_version"


class NotOctets(CampusError):
    status = 415
    code = "not_octets"


class Tus(View):
    permission_classes = [SignedIn]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.headers.get("Tus-Resumable", VERSION) != VERSION and request.method != "OPTIONS":
            raise OtherVersion(_("The campus speaks tus {version}.").format(version=VERSION))

    def options(  # type: ignore[override]  # what the protocol says, not what the framework would
        self, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        headers = {
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(settings.LARGEST_UPLOAD),
            "Tus-Checksum-Algorithm": ",".join(arriving.CHECKSUMS),
        }
        return HttpResponse(status=204, headers=headers)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers["Tus-Resumable"] = VERSION
        final.headers["Cache-Control"] = "no-store"
        if final.status_code == 412:
            final.headers["Tus-Version"] = VERSION
        return final


def metadata(request: Request) -> dict[str, str]:
    header = request.headers.get("Upload-Metadata", "")
    try:
        pairs = (pair.split() for pair in header.split(",") if pair.strip())
        told = {
            name: base64.b64decode(rest[0] if rest else "", validate=True).decode()
            for name, *rest in pairs
        }
    except (binascii.Error, UnicodeDecodeError) as error:
        detail = _("Upload-Metadata holds names, each followed by its value in Base64.")
        raise Invalid(detail, code="bad_metadata") from error
    if "\0" in "".join(told.values()):
        raise Invalid(_("A NUL character is no part of a name."), code="nul_character")
    return told


def number(request: Request, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        detail = _("{header} is a number of bytes.").format(header=header)
        raise Invalid(detail, code="bad_number")
    return int(text)


def part_of(request: Request) -> Part:
    if (request.content_type or "").split(";")[0].strip() != OCTETS:
        raise NotOctets(_("Send the part as {type}.").format(type=OCTETS))
    pieces, at = _pieces(request), number(request, "Upload-Offset")
    given = request.headers.get("Upload-Checksum")
    if given is None:
        return Part(at, pieces)
    algorithm, _blank, digest = given.partition(" ")
    try:
        expected = base64.b64decode(digest, validate=True)
    except binascii.Error:
        expected = b""
    if algorithm not in arriving.CHECKSUMS or not expected:
        detail = _("Upload-Checksum is one of {algorithms}, then the digest in Base64.")
        said = detail.format(algorithms=", ".join(arriving.CHECKSUMS))
        raise Invalid(said, code="bad_checksum")
    return Part(at, pieces, algorithm, expected)


def _pieces(request: Request) -> Iterator[bytes]:
    """The body as it arrives, never whole; one that breaks off ends there."""
    try:
        while piece := request._request.read(_PIECE):
            yield piece
    except UnreadablePostError:
        return
