"""Raised, lowered and struck-out text: what would say something else if it were plain."""

import re

from bs4 import BeautifulSoup, Tag

from . import notes

# 10³ is not 103, but 1er and XIXe are read as they should be without being raised.
_ORDINAL = re.compile(r"(e|er|ers|ère|re|es|ème|d|de|nd|nde|st|rd|th)")
_NUMBER = re.compile(r"(\d|\b[IVXLC]+)\s*$")


def settle(soup: BeautifulSoup) -> None:
    """After the notes are taken: their marks stand alone, as ordinals do."""
    for tag in soup.find_all("strike"):
        tag.name = "s"
    for tag in soup.find_all(["sup", "sub", "s"]):
        words = tag.get_text(strip=True)
        if not words or notes.OPEN in words or tag.find_parent(tag.name) or _is_ordinal(tag, words):
            tag.unwrap()


def _is_ordinal(tag: Tag, words: str) -> bool:
    before = tag.previous_sibling
    if tag.name != "sup" or before is None or not _ORDINAL.fullmatch(words):
        return False
    return _NUMBER.search(before.get_text()) is not None
