"""Owns what captions must be before a film may have them: WebVTT in UTF-8, with times to go by.

A browser takes captions for UTF-8 and leaves out, without a word, each cue whose times it cannot
read: so their author hears of it here. https://www.w3.org/TR/webvtt1/#file-structure
"""

from __future__ import annotations

import re
from pathlib import Path

from django.utils.translation import gettext as _

from campus.errors import Invalid

VTT = "text/vtt"
# Ten times what three hours of talk come to.
MOST_BYTES = 5 * 2**20
_TIME = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
_TIMES = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?")
_LINE_END = re.compile(r"\r\n|\r|\n")


def refuse_unreadable(name: str, content: bytes | Path) -> None:
    """Raises Invalid with the line at fault."""
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if size > MOST_BYTES:
        detail = _("This file has {size} MB and may have {most} MB: make it smaller.")
        sizes = {"size": -(-size // 2**20), "most": MOST_BYTES // 2**20}
        raise Invalid(detail.format(**sizes), code="file_too_large")
    body = content if isinstance(content, bytes) else content.read_bytes()
    for number, line in enumerate(_LINE_END.split(_text(name, body)), start=1):
        if "-->" in line and not _TIMES.fullmatch(line):
            detail = _("{name}, line {line}: write times as 00:01.000 --> 00:04.500.")
            raise Invalid(detail.format(name=name, line=number), code="bad_times")


def _text(name: str, body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_LINE_END.split(body[: error.start].decode("latin-1")))
        detail = _(
            "{path}: this file is not UTF-8 (byte {byte}, line {line}): "
            "save it again with the encoding UTF-8."
        )
        said = detail.format(path=name, byte=error.start, line=line)
        raise Invalid(said, code="not_utf8") from error
