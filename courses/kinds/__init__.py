"""The one table of lesson kinds; a new kind is one file here and one line below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import article, file, link, quiz, video
from .kind import Kind, Material

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS: dict[str, Kind] = {
    one.name: one for one in (article.KIND, video.KIND, quiz.KIND, file.KIND, link.KIND)
}


def choices() -> list[tuple[str, StrOrPromise]]:
    """The kinds as a form offers them."""
    return [(kind.name, kind.label) for kind in KINDS.values()]


__all__ = ["KINDS", "Kind", "Material", "choices"]
