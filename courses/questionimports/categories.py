"""Categories of other platforms as tags: each part of the way to one."""

from __future__ import annotations

import re

_PART = re.compile(r"(?<!/)/(?!/)")
_NOTHING = re.compile(r"^(?:top|\$[^$]*\$|)$", re.I)


def category_tags(path: str) -> tuple[str, ...]:
    """`$course$/top/Droit/Les bases` → ("Droit", "Les bases"); `//` is a slash in a name."""
    named = (part.replace("//", "/").strip() for part in _PART.split(path.strip()))
    # A comma would end a tag.
    return tuple(re.sub(r"\s*[,;]\s*", " ", one) for one in named if not _NOTHING.match(one))
