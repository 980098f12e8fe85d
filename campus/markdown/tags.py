"""Tags in the Markdown of an author: ours become HTML, foreign ones are reported, none vanishes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from campus.markdown import formulas
from campus.markdown.allowing import ALLOWED_ATTRIBUTES, ALLOWED_TAGS, KNOWN_TAGS
from campus.markdown.findings import WORDING, Finding, finding
from campus.markdown.formulas import Formulas
from campus.markdown.videos import video_at

_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_TAG = re.compile(r"<(/?)([A-Za-z][\w.:-]*)((?:\s+[^<>]*)?)(/?)>")
_TAG_OR_FORMULA = re.compile(f"{_TAG.pattern}|{formulas.PATTERN}")
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+)))?")
# Read by the renderer itself, so not for the sanitiser to judge.
_OURS = {"markdown"}


@dataclass
class Tags:
    """Rewrites the tags and the formulas of one text, line after line.

    `source` tells which tags are ever closed.
    """

    source: str
    path: str
    video_hosts: Collection[str] = ()
    formulas: Formulas = field(default_factory=Formulas)
    findings: list[Finding] = field(default_factory=list)

    def rewrite(self, text: str, line: int) -> str:
        """`text` with its tags and formulas rewritten, leaving spans of code alone."""
        if "<" not in text and "$" not in text:
            return self._address(text)
        parts, end = [], 0
        for span in _CODE_SPAN.finditer(text):
            parts += [self._plain(text[end : span.start()], line), span[0]]
            end = span.end()
        return "".join([*parts, self._plain(text[end:], line)])

    def _address(self, text: str) -> str:
        """An address that fills a line is a link if it is a video's, and shown as one if alone."""
        is_address = text.startswith(("https://", "http://")) and not re.search(r"\s", text)
        return f"<{text}>" if is_address and video_at(text, self.video_hosts) else text

    def _plain(self, text: str, line: int) -> str:
        if "$" not in text:
            return _TAG.sub(lambda found: self._tag(found, line), text)
        return _TAG_OR_FORMULA.sub(lambda found: self._tag_or_formula(found, line), text)

    def _tag_or_formula(self, found: re.Match[str], line: int) -> str:
        if found[2]:
            return self._tag(found, line)
        written = self.formulas.written(found[5], found[6], line)
        return found[0] if written is None else written

    def _tag(self, found: re.Match[str], line: int) -> str:
        closing, name = bool(found[1]), found[2]
        own = _OWN.get(name)
        if own is not None:
            return "" if closing else own(self, found, line)
        if name.lower() in KNOWN_TAGS:
            return self._known(found, line)
        if not closing and self._is_component(found):
            self.report("unknown_tag", line, tag=found[0])
        if closing or self._is_component(found):
            return ""
        self.report("tag_shown_as_text", line, tag=found[0])
        return html.escape(found[0], quote=False)

    def _is_component(self, found: re.Match[str]) -> bool:
        """Whether a tag that is not HTML is one at all, or words such as `<your-name>`."""
        return bool(found[3].strip() or found[4]) or f"</{found[2]}>" in self.source

    def _known(self, found: re.Match[str], line: int) -> str:
        name = found[2].lower()
        if name == "iframe":
            return "" if found[1] else self._embedded(found, line)
        if found[1]:
            return found[0]
        if name not in ALLOWED_TAGS:
            self.report("tag_removed", line, tag=found[0])
        else:
            self._report_attributes(found, line)
        return found[0]

    def _report_attributes(self, found: re.Match[str], line: int) -> None:
        name = found[2].lower()
        allowed = ALLOWED_ATTRIBUTES["*"] | ALLOWED_ATTRIBUTES.get(name, set()) | _OURS
        for attribute in sorted(set(attributes(found[3])) - allowed):
            self.report("attribute_removed", line, tag=name, attribute=attribute)

    def _embedded(self, found: re.Match[str], line: int) -> str:
        address = attributes(found[3]).get("src", "")
        if not video_at(address, self.video_hosts):
            self.report("embedded_page", line, address=address or "?")
        return _link(address, address) if address else ""

    def button(self, found: re.Match[str], line: int) -> str:
        """`<Button link="…" text="…"/>` as a link; without one of them, what it has."""
        given = attributes(found[3])
        link, text = given.get("link", "").strip(), given.get("text", "").strip()
        if link and text:
            return _link(link, text, kind="button")
        self.report("button_incomplete", line)
        return html.escape(text or link, quote=False)

    def report(self, code: str, line: int, **values: object) -> None:
        self.findings.append(finding(WORDING, code, path=self.path, line=line, **values))


_OWN: dict[str, Callable[[Tags, re.Match[str], int], str]] = {"Button": Tags.button}


def attributes(text: str) -> dict[str, str]:
    """The attributes in the inside of a tag, names in lower case, values unescaped."""
    found = _ATTRIBUTE.finditer(text)
    return {one[1].lower(): html.unescape(one[2] or one[3] or one[4] or "") for one in found}


def _link(address: str, text: str, *, kind: str = "") -> str:
    classes = f' class="{kind}"' if kind else ""
    # The renderer would read emphasis into the text: entities keep it as it is.
    words = re.sub(r"[*_`\[\]\\~!|:/]", lambda sign: f"&#{ord(sign[0])};", html.escape(text))
    return f'<a{classes} href="{html.escape(address)}">{words}</a>'
