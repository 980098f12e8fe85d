"""Texts of other formats as Markdown: HTML, plain text, and what Moodle lets people mix."""

from __future__ import annotations

import html
import re

from courses.pasting import pasted
from courses.quizform.lines import FALSE_WORDS, TRUE_WORDS

FORMATS = ("html", "markdown", "plain", "moodle")
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);", re.I)
_FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.S)
_MARKS = re.compile(r"([\\*`\[\]]|<(?=[a-z/!]))", re.I)
_EDGE = re.compile(r"(?<![\w_])_(?=[\w*])|(?<=[\w*])_(?![\w_])")
_BLOCK = re.compile(r"^(\s*\d{0,9})([-+#>]|(?<=\d)[.)]|:{3,})(?=\s|$)", re.M)


def markdown(text: str, written_as: str) -> str:
    """Raises Invalid for HTML nested more deeply than any document is."""
    match written_as:
        case "markdown":
            return text.strip()
        case "html":
            return from_html(text)
        case "plain":
            return from_plain(text)
        case _:
            return from_html(_with_breaks(text)) if _TAG.search(text) else from_plain(text)


def from_html(text: str) -> str:
    """Formulas between `\\(` and `\\)` are kept as the campus writes them."""
    formulas: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        formulas.append(_formula(found))
        return f"\ue000{len(formulas) - 1}\ue001"

    made = pasted(_FORMULA.sub(put_aside, text)).markdown.strip()
    plain = re.compile("\ue000(\\d+)\ue001")
    return plain.sub(lambda found: html.unescape(formulas[int(found[1])]), made)


def from_plain(text: str) -> str:
    """The same words, without any that Markdown would take for a mark."""
    parts: list[str] = []
    end = 0
    for found in _FORMULA.finditer(text):
        parts += [_escaped(text[end : found.start()]), _formula(found)]
        end = found.end()
    whole = "".join([*parts, _escaped(text[end:])]).strip()
    return _BLOCK.sub(r"\1\\\2", whole)


def true_and_false(language: str) -> tuple[str, str]:
    place = 0 if language.startswith("fr") else 1
    return TRUE_WORDS[place].capitalize(), FALSE_WORDS[place].capitalize()


def one_line(markdown_text: str) -> str:
    """A typed answer: learners type words, not marks."""
    return " ".join(re.sub(r"\\([\\*`\[\]_<>#+.)-])", r"\1", markdown_text).split())


def _formula(found: re.Match[str]) -> str:
    return f"${found[1].strip()}$" if found[1] else f"$${found[2].strip()}$$"


def _escaped(text: str) -> str:
    return _EDGE.sub(r"\\_", _MARKS.sub(r"\\\1", text))


def _with_breaks(text: str) -> str:
    """Moodle's own format breaks a line where its author did."""
    return text.strip().replace("\n\n", "<p>").replace("\n", "<br>")
