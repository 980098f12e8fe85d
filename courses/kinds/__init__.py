"""The one table of lesson kinds; a new kind is one file here and one line below."""

from . import article, file, link, quiz, video
from .kind import Kind, Material

KINDS: dict[str, Kind] = {
    one.name: one for one in (article.KIND, video.KIND, quiz.KIND, file.KIND, link.KIND)
}

__all__ = ["KINDS", "Kind", "Material"]
