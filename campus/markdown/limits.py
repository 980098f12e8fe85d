"""How much Markdown is rendered at once: sizes that are refused, and the time a text may take."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from campus.errors import Invalid

MOST_CHARACTERS = 200_000
MOST_SECONDS = 5.0
# Below this many characters the caps alone keep every text under about a second (measured with
# sixty hostile ones), so that the clock, which costs as much again as rendering, is left out.
UNTIMED_CHARACTERS = 20_000
# Each cap is a construct whose cost grows faster than its length (3,000 footnotes take 9 s) or
# that recurses (nested quotes), well above what real chapters hold.
_CAPS = (
    ("footnotes", re.compile(r"\[\^[^\]\n]+\]"), 400),
    ("abbreviations", re.compile(r"^[ ]{0,3}\*\[", re.M), 300),
    ("headings", re.compile(r"^[ ]{0,3}#{1,6}|^(?:=+|-+)[ ]*$", re.M), 600),
    ("lists of contents", re.compile(r"^[ ]*\[\[?toc\]\]?", re.M | re.I), 3),
    ("blocks opened by “:::”", re.compile(r"^ *:{3,}", re.M), 1_000),
    ("square brackets", re.compile(r"\["), 2_000),
    ("HTML tags", re.compile(r"<[/A-Za-z!?]"), 3_000),
    ("emphasis marks", re.compile(r"[*_]"), 20_000),
    ("backquotes", re.compile(r"`"), 10_000),
)
_DEEP = (
    ("a quotation", re.compile(r"^[ ]{0,3}(?:>[ ]?){21}", re.M), 20),
    ("a list", re.compile(r"^(?:[-*+][ ]+){11}|^[ ]{80}[ ]*(?:[-*+]|\d+\.)[ ]", re.M), 10),
)


class TooMuch(Invalid):
    """A text larger or slower than a lesson may be."""


def refuse_too_much(source: str) -> None:
    """Raise TooMuch if `source` is beyond what is rendered; says what to split."""
    if len(source) > MOST_CHARACTERS:
        raise TooMuch(
            f"This text has {len(source):,} characters and a lesson may have "
            f"{MOST_CHARACTERS:,}: split it into several lessons.",
            code="text_too_long",
        )
    for name, pattern, most in _CAPS:
        count = sum(1 for _ in pattern.finditer(source))
        if count > most:
            raise TooMuch(
                f"This text has {count:,} {name} and a lesson may have {most:,}: "
                "split it into several lessons.",
                code="text_too_complex",
            )
    for name, pattern, most in _DEEP:
        if pattern.search(source):
            raise TooMuch(
                f"{name.capitalize()} is nested more than {most} levels deep: flatten it.",
                code="text_too_deep",
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
        if time.monotonic() > ends:
            sys.setprofile(None)
            raise TooMuch(
                f"This text takes more than {seconds:g} s to render: split or simplify it.",
                code="text_too_slow",
            )

    sys.setprofile(watch)
    try:
        yield
    finally:
        sys.setprofile(None)
