"""Owns the page where anybody drops a file: what is true of it, read and judged and not kept."""

from dataclasses import asdict
from typing import Final

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from campus.errors import CampusError, Invalid
from campus.rest import pacing
from campus.rest.rendering import encode
from campus.web.pages import Audience, page
from campus.web.verify import JSON, told_to_wait, unlisted, wants_json
from workers.certificates.checking import asking
from workers.certificates.checking.judging import judge

LARGEST: Final = 5 * 1024 * 1024
_ENVELOPE: Final = 10_000
_LONGEST_DRAIN: Final = 4 * LARGEST
_PIECE: Final = 64 * 1024
_A_MINUTE: Final = 30


class TooLarge(CampusError):
    status = 413
    code = "body_too_large"


class _NeverOnDisk(MemoryFileUploadHandler):
    """Django would put what is larger than half a limit into a file; the body is bounded here."""

    def handle_raw_input(self, *_args: object, **_more: object) -> None:
        self.activated = True


# It needs no token: it changes nothing, and looking for one would read the body, however large.
@csrf_exempt
@page(Audience.ANYONE, "GET", "HEAD", "POST")
@unlisted
def dropped(request: HttpRequest) -> HttpResponse:
    """The form and, to a file in it or as the whole body, the judgement: as a page or as JSON."""
    if request.method != "POST":
        asking.warm()
        return render(request, "web/check.html")
    try:
        pacing.bear(request, "check", a_minute=_A_MINUTE)
        found = judge(_sent(request), timezone.now())
    except CampusError as error:
        if wants_json(request):
            raise
        again = render(request, "web/check.html", {"error": error.detail}, status=error.status)
        return told_to_wait(again, error)
    if wants_json(request):
        return HttpResponse(encode(asdict(found)), content_type=JSON)
    return render(request, "web/check.html", {"found": found})


def _sent(request: HttpRequest) -> bytes:
    """Raises TooLarge before anything of it is kept, and Invalid where there is no file."""
    is_form = request.content_type == "multipart/form-data"
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > _longest(request, is_form=is_form):
        _drain(request, length)
        raise TooLarge(
            _("This file is larger than 5 MB, and no certificate is: nothing of it was read.")
        )
    if not is_form:
        body = request.body
    else:
        request.upload_handlers = [_NeverOnDisk(request)]
        file = request.FILES.get("file")
        body = file.read() if file else b""
    if not body:
        raise Invalid(_("There is no file in what you sent: choose one first."), code="no_file")
    return body


def _longest(request: HttpRequest, *, is_form: bool) -> int:
    """What came in chunks was cut one byte after LARGEST: a form so long may lack its end."""
    has_room = is_form and "Transfer-Encoding" not in request.headers
    return LARGEST + (_ENVELOPE if has_room else 0)


def _drain(request: HttpRequest, length: int) -> None:
    """Who is cut off while sending hardly ever reads why; more than a little is not waited for."""
    if length <= _LONGEST_DRAIN:
        while request.read(_PIECE):
            pass
