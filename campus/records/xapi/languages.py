"""Owns language tags (RFC 5646), maps of texts by language, and which language a reader gets."""

import re
from collections.abc import Iterable, Mapping

from .shapes import formatted, mapping, text

_LANGUAGE = r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"
_VARIANT = r"(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})"
_EXTENSION = r"(?:[0-9a-wy-z](?:-[a-z0-9]{2,8})+)"
_PRIVATE = r"x(?:-[a-z0-9]{1,8})+"
_TAG = re.compile(
    rf"{_LANGUAGE}(?:-[a-z]{{4}})?(?:-(?:[a-z]{{2}}|[0-9]{{3}}))?"
    rf"(?P<variants>(?:-{_VARIANT})*)(?P<extensions>(?:-{_EXTENSION})*)(?:-{_PRIVATE})?"
    rf"|{_PRIVATE}"
)
# RFC 5646, 2.1: tags registered before its grammar and left out of it.
_IRREGULAR = re.compile(
    "en-gb-oed|sgn-(?:be-fr|be-nl|ch-de)"
    "|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
)
_MOST_RANGES = 50
_SHUT_OUT = -1.0
_RANGE = re.compile(r"\s*([A-Za-z0-9-]+|\*)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]*)?)\s*)?")


def is_tag(value: str) -> bool:
    """Whether this is well-formed: also no variant and no extension's letter twice (2.2.9)."""
    lowered = value.lower() if value.isascii() else ""
    found = _TAG.fullmatch(lowered)
    if found is None:
        return _IRREGULAR.fullmatch(lowered) is not None
    variants = (found["variants"] or "").split("-")[1:]
    letters = [each for each in (found["extensions"] or "").split("-") if len(each) == 1]
    return _are_distinct(variants) and _are_distinct(letters)


def _are_distinct(values: list[str]) -> bool:
    return len(set(values)) == len(values)


tag = formatted(is_tag, "not_a_language", "a language tag such as fr or pt-BR")
language_map = mapping(tag, text)


def preferences(accept_language: str | None) -> list[tuple[str, float]]:
    """The ranges of an Accept-Language header in lower case, each with its weight; junk is left."""
    listed = (accept_language or "").split(",")[:_MOST_RANGES]
    found = (_RANGE.fullmatch(each) for each in listed)
    return [(each[1].lower(), min(float(each[2] or 1), 1.0)) for each in found if each]


def chosen(tags: Iterable[str], wanted: list[tuple[str, float]]) -> str | None:
    """The tag that suits the reader best; the first where none does, None where there is none.

    A range matches a tag that equals it or begins with it (RFC 2616, 14.4); after that, the
    shorter tag is a fallback: who asks for fr-CA is better off with fr than with ja.
    """
    listed = list(tags)
    if not listed:
        return None
    return max(listed, key=lambda each: (_weight(each.lower(), wanted), -listed.index(each)))


def _weight(tag: str, wanted: list[tuple[str, float]]) -> tuple[float, float, int]:
    """How well a tag matches, then how well it falls back, then how closely."""
    matching = [(len(range_), q) for range_, q in wanted if _matches(tag, range_)]
    if not matching:
        named = (q for range_, q in wanted if range_.startswith(f"{tag}-"))
        return (0.0, max(named, default=0.0), 0)
    # The longest range that matches decides, so that `en-GB;q=0` shuts out what `en` lets in.
    length, q = max(matching)
    return (q or _SHUT_OUT, 0.0, length)


def _matches(tag: str, range_: str) -> bool:
    return range_ in ("*", tag) or tag.startswith(f"{range_}-")


def one_language(texts: Mapping[str, str], wanted: list[tuple[str, float]]) -> dict[str, str]:
    """The map with only the language that suits best."""
    best = chosen(texts, wanted)
    return {} if best is None else {best: texts[best]}
