"""How much Markdown is rendered at once: sizes that are refused, and the time a text may take."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from campus.errors import Invalid

from .findings import in_french

MOST_CHARACTERS = 200_000
MOST_SECONDS = 5.0
_RENDERERS = ("markdown.", "campus.markdown.")
_CALLED_FROM_RUST = "campus.markdown.allowing"
# Below this many characters the caps alone keep every text under about a second (measured with
# sixty hostile ones), so that the clock, which costs as much again as rendering, is left out.
UNTIMED_CHARACTERS = 20_000
# Each cap is a construct whose cost grows faster than its length (3,000 footnotes take 9 s) or
# that recurses (nested quotes), well above what real chapters hold.
_CAPS = (
    ("footnotes", "notes de bas de page", re.compile(r"\[\^[^\]\n]+\]"), 400),
    ("abbreviations", "abréviations", re.compile(r"^[ ]{0,3}\*\[", re.M), 300),
    ("headings", "titres", re.compile(r"^[ ]{0,3}#{1,6}|^(?:=+|-+)[ ]*$", re.M), 600),
    ("lists of contents", "sommaires", re.compile(r"^[ ]*\[\[?toc\]\]?", re.M | re.I), 3),
    ("blocks “:::”", "blocs « ::: »", re.compile(r"^ *:{3,}", re.M), 1_000),
    ("square brackets", "crochets", re.compile(r"\["), 2_000),
    ("HTML tags", "balises HTML", re.compile(r"<[/A-Za-z!?]"), 3_000),
    ("emphasis marks", "marques d’emphase", re.compile(r"[*_]"), 20_000),
    ("backquotes", "accents graves", re.compile(r"`"), 10_000),
)
_DEEP = (
    re.compile(r"^[ ]{0,3}(?:>[ ]?){21}", re.M),
    re.compile(r"^(?:[-*+][ ]+){11}|^[ ]{80}[ ]*(?:[-*+]|\d+\.)[ ]", re.M),
)


class TooMuch(Invalid):
    """A text larger or slower than a lesson may be; said in both languages, as findings are."""

    def __init__(self, detail: str, detail_fr: str, *, code: str) -> None:
        super().__init__(detail, code=code)
        self.detail_fr = detail_fr

    def said(self, language: str) -> str:
        return in_french(self.detail_fr) if language.startswith("fr") else self.detail


def too_deep() -> TooMuch:
    return TooMuch(
        "Lists, quotations or blocks are nested too deeply in this text: flatten them.",
        "Des listes, citations ou blocs sont trop imbriqués dans ce texte : aplatissez-les.",
        code="text_too_deep",
    )


def refuse_too_much(source: str) -> None:
    """Raise TooMuch if `source` is beyond what is rendered; says what to split."""
    _refuse_more_than(len(source), MOST_CHARACTERS, "characters", "caractères", "text_too_long")
    for english, french, pattern, most in _CAPS:
        count = sum(1 for _ in pattern.finditer(source))
        _refuse_more_than(count, most, english, french, "text_too_complex")
    if any(pattern.search(source) for pattern in _DEEP):
        raise too_deep()


def _refuse_more_than(count: int, most: int, english: str, french: str, code: str) -> None:
    if count > most:
        raise TooMuch(
            f"This text has {count} {english} and a lesson may have {most}: split it into several.",
            f"Ce texte compte {count} {french} et une leçon peut en avoir {most} : "
            "répartissez-le en plusieurs leçons.",
            code=code,
        )


@contextmanager
def time_limit(source: str, seconds: float) -> Iterator[None]:
    """Raise TooMuch in this thread once rendering `source` has taken `seconds`.

    A profile hook looks at the clock at every call, because rendering happens in threads of the
    web server, where signals do not arrive. One call into C is not interrupted.
    """
    if len(source) <= UNTIMED_CHARACTERS or sys.getprofile() is not None:
        yield  # short enough, or somebody else's profiler is at work
        return
    ends = time.monotonic() + seconds

    def watch(frame: FrameType, event: str, argument: object) -> None:
        if time.monotonic() > ends and _may_stop(frame):
            raise _too_slow(seconds)

    sys.setprofile(watch)
    try:
        yield
    finally:
        sys.setprofile(None)


def _may_stop(frame: FrameType) -> bool:
    """Only the renderer's own code: callbacks from C (the sanitiser, the collector) swallow it."""
    module = str(frame.f_globals.get("__name__"))
    return module.startswith(_RENDERERS) and module != _CALLED_FROM_RUST


def _too_slow(seconds: float) -> TooMuch:
    return TooMuch(
        f"This text takes more than {seconds:g} s to render: split or simplify it.",
        f"Ce texte demande plus de {seconds:g} s : répartissez-le ou simplifiez-le.",
        code="text_too_slow",
    )
