"""Markdown of authors to safe HTML: `render` and the shapes it takes and gives."""

from campus.markdown.findings import Finding
from campus.markdown.headings import Heading
from campus.markdown.limits import TooMuch
from campus.markdown.references import Reference, Resolve, Target
from campus.markdown.rendering import Rendered, render

__all__ = ["Finding", "Heading", "Reference", "Rendered", "Resolve", "Target", "TooMuch", "render"]
