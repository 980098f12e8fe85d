"""What stands between the braces of a GIFT question, by the kind that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.quizform.numbers import number
from courses.quizform.shapes import WrittenChoice

from . import texts
from .credits import credited, typed
from .giftparts import Part, markdown, part, parts, put_back

_TRUE, _FALSE = ("T", "TRUE", "V", "VRAI"), ("F", "FALSE", "FAUX")


def answered(
    section: str, usual: str, language: str
) -> tuple[str, Sequence[WrittenChoice], Sequence[str]]:
    """The kind, the choices, and what could not be kept; raises ValueError saying why not."""
    plain = section.strip()
    if plain.startswith("#"):
        return _numbers(plain[1:])
    word, *said = plain.split("#")
    if word.strip().upper() in (*_TRUE, *_FALSE):
        is_true = word.strip().upper() in _TRUE
        feedback = [markdown(one, usual) for one in said]
        return "truefalse", true_or_false(is_true, feedback, language), ()
    found = list(parts(plain))
    if "->" in plain and all(one.sign == "=" for one in found):
        return "matching", [_pair(one, usual) for one in found], ()
    if all(one.sign == "=" for one in found):
        return _texts(found, usual)
    is_single = any(one.sign == "=" for one in found) or sum(one.share > 0 for one in found) < 2
    chosen = [
        credited(markdown(one.text, usual), one.share, markdown(one.feedback, usual), is_single)
        for one in found
    ]
    return "single" if is_single else "multiple", chosen, ()


def true_or_false(is_true: bool, feedback: Sequence[str], language: str) -> list[WrittenChoice]:
    """`feedback` is what the wrong answer is told, then what the right one is."""
    wrong, well = [*feedback, "", ""][:2]
    yes, no = texts.true_and_false(language)
    return [
        WrittenChoice(yes, is_correct=is_true, feedback=well if is_true else wrong),
        WrittenChoice(no, is_correct=not is_true, feedback=wrong if is_true else well),
    ]


def ranged(words: str) -> tuple[str, float | None]:
    """`3:0.5` and `2.5..3.5` as number and tolerance; raises ValueError for neither."""
    low, dots, high = words.partition("..")
    middle, colon, within = words.partition(":")
    if dots:
        ends = [Decimal(_number(low)), Decimal(_number(high))]
        return f"{(ends[0] + ends[1]) / 2:f}", float(abs(ends[1] - ends[0]) / 2)
    value = _number(middle)
    return value, abs(float(_number(within))) if colon and within.strip() else None


def _number(words: str) -> str:
    found = number(words.strip())
    if found is None:
        raise ValueError(_("“{words}” is no number.").format(words=words.strip()))
    return found


def _numbers(section: str) -> tuple[str, list[WrittenChoice], list[str]]:
    found = list(parts(section)) if "=" in section else [part("=", section)]
    kept, lost = typed(_typed(one, "moodle") for one in found)
    choices = []
    for one in kept:
        value, tolerance = ranged(one.text)
        choices.append(replace(one, text=value, tolerance=tolerance))
    return "number", choices, lost


def _texts(found: list[Part], usual: str) -> tuple[str, list[WrittenChoice], list[str]]:
    kept, lost = typed(_typed(one, usual) for one in found)
    return "text", kept, lost


def _typed(one: Part, usual: str) -> tuple[str, float, str]:
    return put_back(one.text), one.share, markdown(one.feedback, usual)


def _pair(one: Part, usual: str) -> WrittenChoice:
    left, _arrow, match = one.text.partition("->")
    return WrittenChoice(markdown(left, usual), match=markdown(match, usual))
