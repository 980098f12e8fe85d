"""Formulas of a text (`$…$`, `$$…$$`): where they are written, and the MathML they become."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from inspect import getmembers, isclass
from xml.etree.ElementTree import Element

from latex2mathml import exceptions
from latex2mathml.converter import Converter

from campus.markdown import letters, tokens
from campus.markdown.mathml import (
    MATHML_ATTRIBUTES,
    MATHML_PARTS,
    MATHML_TAGS,
    PLACEHOLDER,
    is_length,
)
from campus.markdown.reporting import Reporting
from campus.markdown.tokens import Token

_MOST_CHARACTERS = 1_000
_MOST_BRACES = 60
# Definitions can grow without bounds; the rest paints or moves what is outside of the formula.
_REFUSED = re.compile(
    r"\\(?:(?:re|provide)?newcommand|renewcommand|newenvironment|def|let|DeclareMathOperator"
    r"|(?:f?color|f)box|color|textcolor|rule|unicode|href|style|class|cssId|[rlc]lap|smash"
    r"|(?:[hm]?k|h|m)ern|[hm]skip|hspace\*?|raise|lower)(?![A-Za-z])"
)
_NOT_LATEX: tuple[type[Exception], ...] = (
    *(one for _, one in getmembers(exceptions, isclass) if issubclass(one, Exception)),
    ArithmeticError, AttributeError, LookupError, RuntimeError, StopIteration, TypeError,
    ValueError,
)  # fmt: skip
# Environments by the names that the converter knows; numbers of equations mean nothing here.
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([^{}]*?)\*?\}")
_KNOWN_AS = {
    "align": "align*", "aligned": "split", "alignedat": "split", "eqnarray": "split",
    "gather": "matrix", "gathered": "matrix", "multline": "matrix",
}  # fmt: skip
_KNOWN = {
    "array", "Bmatrix", "Vmatrix", "bmatrix", "cases", "matrix", "pmatrix", "smallmatrix", "split",
    "vmatrix", *_KNOWN_AS,
}  # fmt: skip
_WITHOUT_MEANING = {"equation", "displaymath", "math"}
_LABEL = {"fr": "Formule", "en": "Formula"}
_DISPLAY = r"(?<![\\$])\$\$(?!\$)((?:\\.|[^$\\])+)\$\$(?!\$)"
# Pandoc's rule, and stricter: neither « 10 $ et 20 $ » nor “5$/10$” nor $HOME/$PATH is a formula.
_INLINE = r"(?<![\\$\w])\$(?![\s$])((?:\\.|[^$\\])+?)(?<![\s\\])\$(?![\w$])"
# What may hold a dollar that is none of ours: an image's text, a link's address, an address.
_NOT_OURS = r"!\[[^\]]*\]|\]\([^)\s]*|https?://[^\s<>]+"
PATTERN = f"{_NOT_OURS}|{_DISPLAY}|{_INLINE}"
_A_PRICE = re.compile(r"\d[\d .,]*\s+(?:[^\W\d_]{2,}|à\b|a\b)")


@dataclass(frozen=True)
class Formula:
    latex: str
    line: int
    is_display: bool


@dataclass
class Formulas:
    """The formulas of one text in order; what is written for each is its number."""

    kept: list[Formula] = field(default_factory=list)

    def keep(self, latex: str, line: int, *, is_display: bool) -> str:
        self.kept.append(Formula(latex.strip(), line, is_display))
        # Without quotation marks, which would end the title of a block.
        return f"<{PLACEHOLDER} class=f{len(self.kept) - 1}></{PLACEHOLDER}>"

    def written(self, display: str | None, inline: str | None, line: int) -> str | None:
        """What to write for what `PATTERN` found; None to leave it as it is."""
        if display and display.strip():
            return self.keep(display, line, is_display=True)
        if inline and not _A_PRICE.match(inline):
            return self.keep(inline, line, is_display=False)
        return None


def finished(body: Sequence[Token], formulas: Formulas, report: Reporting) -> list[Token]:
    """`body` with a formula for each placeholder."""
    out: list[Token] = []
    blocks = place = 0
    while place < len(body):
        one = body[place]
        formula = _meant(one, formulas)
        if formula is None:
            out += [] if one.name == PLACEHOLDER else [one]
        elif formula.is_display and (last := _end_of_its_own(body, place)):
            blocks += 1
            out.pop()
            out += _block(formula, blocks, report)
            place = last
        else:
            out += _inline(formula, report)
        place += 1
    return out


def _meant(one: Token, formulas: Formulas) -> Formula | None:
    number = one.attributes.get("class", "")[1:] if one.starts and one.name == PLACEHOLDER else ""
    return formulas.kept[int(number)] if number and int(number) < len(formulas.kept) else None


def _end_of_its_own(body: Sequence[Token], place: int) -> int | None:
    """Where the paragraph ends that holds only this formula; None if it holds more."""
    if not place or not (body[place - 1].starts and body[place - 1].name == "p"):
        return None
    following = range(place + 2, len(body))
    last = next((n for n in following if body[n].name or body[n].text.strip()), None)
    return last if last is not None and body[last].name == "p" else None


def _block(formula: Formula, number: int, report: Reporting) -> list[Token]:
    shown = mathml(formula)
    if shown is None:
        code = [tokens.start("code"), tokens.text(f"{formula.latex}\n"), tokens.end("code")]
        _report(formula, report)
        return [tokens.start("pre", tabindex="0"), *code, tokens.end("pre")]
    label = f"{_LABEL.get(report.language[:2].lower(), _LABEL['en'])} {number}"
    frame = tokens.start("div", class_="formula", role="region", tabindex="0")
    frame.attributes["aria-label"] = label
    return [frame, *shown, tokens.end("div")]


def _inline(formula: Formula, report: Reporting) -> list[Token]:
    shown = mathml(formula)
    if shown is not None:
        return shown
    _report(formula, report)
    sign = "$$" if formula.is_display else "$"
    words = tokens.text(f"{sign}{formula.latex}{sign}")
    return [tokens.start("code"), words, tokens.end("code")]


def _report(formula: Formula, report: Reporting) -> None:
    report("unreadable_formula", formula.line, formula=formula.latex)


def mathml(formula: Formula) -> list[Token] | None:
    """The formula as MathML; None if it cannot be read."""
    latex = formula.latex
    if not latex or _is_too_much(latex) or _REFUSED.search(latex):
        return None
    try:
        tree = Converter(display="block" if formula.is_display else "inline")
        out = list(_tokens(tree.convert_to_element(_ENVIRONMENT.sub(_as_known, latex))))
    except _NOT_LATEX:  # the converter answers wrong input with whatever went wrong inside it
        return None
    # An unknown command, or a column outside of any table, is left as a word.
    return None if any(one.text.startswith(("\\", "&amp;")) for one in out) else out


def _is_too_much(latex: str) -> bool:
    is_deep = max(latex.count("{"), latex.count(r"\left")) > _MOST_BRACES
    return is_deep or len(latex) > _MOST_CHARACTERS


def _as_known(found: re.Match[str]) -> str:
    name = found[2]
    if name not in _KNOWN | _WITHOUT_MEANING:
        raise LookupError(name)
    return "" if name in _WITHOUT_MEANING else f"\\{found[1]}{{{_KNOWN_AS.get(name, name)}}}"


def _tokens(element: Element) -> Iterator[Token]:
    known = element.tag in MATHML_TAGS
    if len(element) != MATHML_PARTS.get(element.tag, len(element)):
        raise ValueError(element.tag)  # a fraction that ends after its first half
    given = dict(_attributes(element))
    words = letters.styled(html.unescape(element.text or ""), given.pop("mathvariant", ""))
    if known:
        upright = {"mathvariant": "normal"} if _is_upright(element) else {}
        yield Token(element.tag, attributes=given | upright)
    if words.strip(" "):
        yield tokens.text(words)
    for child in element:
        yield from _tokens(child)
    if known:
        yield tokens.end(element.tag)


def _is_upright(element: Element) -> bool:
    """Also a letter of `\\mathrm{d}`, which the converter gives as its number and without style."""
    text = element.text or ""
    is_by_number = text.startswith("&#x") and html.unescape(text).isascii()
    return element.tag == "mi" and (is_by_number or element.get("mathvariant") == "normal")


def _attributes(element: Element) -> Iterable[tuple[str, str]]:
    allowed = MATHML_ATTRIBUTES.get(element.tag, set()) | {"mathvariant"}
    for name, value in element.attrib.items():
        if name in allowed and (is_length(value) or value.isalpha()):
            yield name, value
