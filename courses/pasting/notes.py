"""Footnotes of Word, LibreOffice and Google Docs: links there and back become `[^1]`."""

import re

from bs4 import BeautifulSoup, Tag

# Where the mark in the text leads, and where the mark before the note itself leads back to.
_TO_NOTE = re.compile(r"#_?(ftn|edn|ftnt|sdfootnote|sdendnote)(\d+)(sym)?$")
_BACK = re.compile(r"#_?(ftnref|ednref|ftnt_ref|sdfootnote|sdendnote)(\d+)(anc)?$")
# Stand for what Markdown would escape while it is made.
OPEN, CLOSE = "\ue010", "\ue011"


def take_notes(soup: BeautifulSoup) -> dict[str, Tag]:
    """Put marks where notes are referred to; answers each note's block, taken out of the text."""
    blocks = _note_blocks(soup)
    for link in soup.find_all("a", href=_TO_NOTE):
        found = _TO_NOTE.search(str(link.get("href")))
        number = found[2] if found else ""
        if number in blocks:
            _raised(link).replace_with(f"{OPEN}{number}{CLOSE}")
    return blocks


def _note_blocks(soup: BeautifulSoup) -> dict[str, Tag]:
    blocks: dict[str, Tag] = {}
    for back in soup.find_all("a", href=_BACK):
        found = _BACK.search(str(back.get("href")))
        block = back.find_parent(["p", "div", "li"])
        if not found or not isinstance(block, Tag) or _is_reference(back):
            continue
        _raised(back).decompose()
        whole = block.parent
        is_wrapped = isinstance(whole, Tag) and whole.name == "div" and whole.get("id")
        blocks[found[2]] = (whole if is_wrapped else block).extract()  # type: ignore[union-attr]
    return blocks


def _is_reference(link: Tag) -> bool:
    """LibreOffice's two links look alike but for the ends of their names."""
    href = str(link.get("href"))
    return href.endswith("sym")


def _raised(link: Tag) -> Tag:
    """The link with the superscript around it, if it stands alone in one."""
    around = link.parent
    alone = isinstance(around, Tag) and around.get_text(strip=True) == link.get_text(strip=True)
    return around if alone and around is not None and around.name in ("sup", "span") else link


def put_back(text: str) -> str:
    return text.replace(OPEN, "[^").replace(CLOSE, "]")
