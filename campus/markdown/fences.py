"""Fenced blocks of code: where they open and close, and the HTML they become."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from campus.markdown.highlighting import highlighted

_OPENING = re.compile(r"(`{3,}|~{3,})[ \t]*([^`]*)$")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+#.-]{1,30}")


@dataclass(frozen=True)
class Fence:
    mark: str
    language: str

    def closed_by(self, text: str) -> bool:
        bare = text.strip()
        return bare.startswith(self.mark) and not bare.strip(self.mark[0])


def opening(text: str) -> Fence | None:
    """The fence that a line without its indentation opens, if it does."""
    found = _OPENING.match(text)
    if found is None:
        return None
    language = _LANGUAGE.match(found[2].strip().strip("{.}"))
    return Fence(found[1], language[0].lower() if language else "")


def as_html(code: str, language: str) -> str:
    """The block as HTML; `tabindex` lets a keyboard scroll long lines."""
    kind = f' class="language-{html.escape(language)}"' if language else ""
    words = highlighted(code + "\n", language)
    return f'<pre tabindex="0"><code{kind}>{words}</code></pre>'
