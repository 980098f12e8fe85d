"""Texts of other formats as Markdown: HTML, plain text, and what Moodle lets people mix."""

from __future__ import annotations

import html
import re

from django.utils.translation import gettext as _

from campus.errors import Invalid
from courses.pasting import pasted, spaces
from courses.quizform.lines import FALSE_WORDS, TRUE_WORDS

# Reading HTML of so many takes half a second at worst.
MOST_CHARACTERS = 20_000
FORMATS = ("html", "markdown", "plain", "moodle")
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);", re.I)
# No formula holds the beginning of another: looking for its end stops there.
_FORMULA = re.compile(r"\\\(((?:(?!\\[(\[]).)+?)\\\)|\\\[((?:(?!\\[(\[]).)+?)\\\]", re.S)
_MARKS = re.compile(r"([\\*`\[\]]|<(?=[a-z/!]))", re.I)
_FILES = re.compile(r"@@PLUGINFILE@@|<(?:img|video|audio|iframe|object|embed|svg|source)\b", re.I)
# Parsers look for the end of what is no tag again and again.
_NO_TAG = re.compile(r"<(?!/?[a-z][^<>]*>)", re.I)
_INSTRUCTION = re.compile(r"<[?!][^<>]*>")
_PARAGRAPH = re.compile(
    r"\s*<p(?:\s+(?:dir|lang|id)=\"[^\"<>]*\"|\s+style=\"text-align:[^\"<>;]*;?\")*\s*>"
    r"([^<>]*)(?:<br\s*/?>\s*)?</p>\s*"
)
# Stand for formulas while Markdown is made; `courses.pasting` has others of its own.
_OPEN, _CLOSE = "\ue020", "\ue021"
_ASIDE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_EDGE = re.compile(r"(?<![\w_])_(?=[\w*])|(?<=[\w*])_(?![\w_])")
_BLOCK = re.compile(r"^([ \t]*\d{0,9})([-+#>]|(?<=\d)[.)]|:{3,})(?=\s|$)", re.M)


def markdown(text: str, written_as: str) -> str:
    """Raises Invalid for what is too long or too deep, and for what shows files."""
    refuse_unfit(text)
    match written_as:
        case "markdown":
            return text.strip()
        case "html":
            return from_html(text)
        case "plain":
            return from_plain(text)
        case _:
            return from_html(_with_breaks(text)) if _TAG.search(text) else from_plain(text)


def refuse_unfit(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        detail = _("One of its texts has more than {most} characters.")
        raise Invalid(detail.format(most=MOST_CHARACTERS), code="text_too_long")
    if _FILES.search(text):
        detail = _(
            "It shows a picture, a sound or another file, which does not come along: write this "
            "question by hand, and add the file to the course."
        )
        raise Invalid(detail, code="has_files")


def from_html(text: str) -> str:
    """Formulas between `\\(` and `\\)` are kept as the campus writes them."""
    text = _INSTRUCTION.sub("", _without_comments(text))
    plain = _paragraphs(text)
    if plain is not None:
        return "\n\n".join(filter(None, map(from_plain, plain)))
    text = _NO_TAG.sub("&lt;", text)
    formulas: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        formulas.append(_formula(found))
        return f"{_OPEN}{len(formulas) - 1}{_CLOSE}"

    text = text.replace(_OPEN, "").replace(_CLOSE, "")
    made = pasted(_FORMULA.sub(put_aside, text)).markdown.strip()
    return _ASIDE.sub(lambda found: html.unescape(formulas[int(found[1])]), made)


def _without_comments(text: str) -> str:
    """As browsers read them: one that is never closed goes to the end."""
    kept, end = [], 0
    while (begin := text.find("<!--", end)) >= 0:
        kept.append(text[end:begin])
        closed = text.find("-->", begin)
        end = len(text) if closed < 0 else closed + 3
    return "".join([*kept, text[end:]])


def _paragraphs(text: str) -> list[str] | None:
    """The usual case, a hundred times faster: paragraphs of words alone; None for anything else."""
    if "<" not in text:
        return [_words(text)]
    found, end = [], 0
    while one := _PARAGRAPH.match(text, end):
        found.append(_words(one[1]))
        end = one.end()
    return found if end == len(text) else None


def _words(text: str) -> str:
    kept = spaces.put_back(spaces.put_aside(html.unescape(text)))
    return re.sub(r"[ \t\r\n]+", " ", kept).strip()


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
