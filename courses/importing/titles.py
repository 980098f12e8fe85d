"""The first heading of level 1 in a Markdown text, as plain words."""

from __future__ import annotations

import html
import re

_LINE = re.compile(r"[ ]{0,3}#(?:[ \t]+(.*?))?(?:[ \t]+#*)?$")
_UNDERLINE = re.compile(r"[ ]{0,3}=+[ \t]*$")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_MARKS = re.compile(
    r"!?\[([^\]]*)\]\([^)]*\)|<[^>]+>|\{[#.:][^}]*\}|[*`]|(?<!\w)_|_(?!\w)|\\(?=\W)"
)


def first_title(body: str) -> str:
    """The words of the first `# heading` outside code; empty if there is none."""
    fence, previous = "", ""
    for line in body.split("\n"):
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence):
            fence = ""
        elif not fence and (heading := _LINE.match(line)):
            return plain(heading[1] or "")
        elif not fence and _UNDERLINE.match(line) and previous.strip():
            return plain(previous)
        previous = line
    return ""


def plain(words: str) -> str:
    return " ".join(html.unescape(_MARKS.sub(lambda found: found[1] or "", words)).split())
