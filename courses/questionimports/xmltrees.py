"""XML as small trees, one for each question, without anything XML can do to whoever reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString
from django.utils.translation import gettext as _

from .shapes import refusal

MOST_DEEP, MOST_PARTS = 30, 5_000
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


@dataclass
class Node:
    tag: str
    line: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def every(self, tag: str) -> list[Node]:
        return [one for one in self.children if one.tag == tag]

    def first(self, tag: str) -> Node:
        """An empty one where there is none."""
        return next(iter(self.every(tag)), Node(tag, self.line))

    def said(self, tag: str) -> str:
        """`<tag><text>said</text></tag>`, and `<tag>said</tag>`, which some programs write."""
        found = self.first(tag)
        return (found.first("text").text or found.text).strip()


def read_trees(text: str, *, root: str, take: Callable[[Node], None]) -> None:
    """Hand each child of the root to `take`; raises Invalid with the line of what is wrong."""
    trees = _Trees(root, take)
    # The text is decoded already, whatever its declaration says.
    plain = _DECLARATION.sub(_its_lines, text, count=1).lstrip(" \t")
    try:
        parseString(plain.encode(), trees, forbid_dtd=True)
    except SAXParseException as error:
        detail = _("This XML is broken ({why}): export it again.").format(why=error.getMessage())
        raise refusal(detail, code="bad_xml", line=error.getLineNumber() or 1) from error
    except DefusedXmlException as error:
        detail = _("This XML declares entities or a document type, which no export does.")
        raise refusal(detail, code="unsafe_xml", line=trees.line) from error


def _its_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


class _Trees(ContentHandler):
    def __init__(self, root: str, take: Callable[[Node], None]) -> None:
        super().__init__()
        self._root, self._take = root, take
        self._open: list[Node] = []
        self._parts = 0
        self._locator: Locator | None = None

    @property
    def line(self) -> int:
        return (self._locator.getLineNumber() or 1) if self._locator else 1

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        if not self._open and name != self._root:
            detail = _("This XML begins with <{name}>, not with <{root}>: export Moodle XML.")
            said = detail.format(name=name[:60], root=self._root)
            raise refusal(said, code="other_xml", line=self.line)
        self._parts += 1
        if self._parts > MOST_PARTS or len(self._open) > MOST_DEEP:
            raise refusal(_("No question has so many parts."), code="bad_xml", line=self.line)
        node = Node(name, self.line, dict(attrs.items()))
        if len(self._open) > 1:
            self._open[-1].children.append(node)
        self._open.append(node)

    def characters(self, content: str) -> None:
        """What an embedded file holds is not kept: it is never read."""
        if self._open and self._open[-1].tag != "file":
            self._open[-1].parts.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        node = self._open.pop()
        if len(self._open) == 1:
            self._take(node)
            self._parts = 0
