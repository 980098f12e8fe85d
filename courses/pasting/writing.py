"""The whole way from a clipboard's HTML to Markdown; start reading at `pasted`."""

import re
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString
from markdownify import MarkdownConverter

from campus.errors import Invalid

from . import lists, notes, pictures, raising, spaces, styles, tables
from .pictures import Picture

MOST_DEEP = 100
_CONDITIONS = re.compile(r"<!\[(?:if|endif)[^>]*>", re.I)
_COMMENTS = re.compile(r"<!--.*?-->", re.S)
_DROPPED = ["head", "style", "script", "meta", "link", "title", "xml", "del", "object", "iframe"]
_HEADINGS = re.compile("^h[1-6]$")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BLOCK_START = re.compile(r"^(\s*\d*)([-+#>]|(?<=\d)[.)]|:{3,})(?=\s|$)", re.M)


@dataclass(frozen=True)
class Pasted:
    """`missing` names the pictures that the clipboard only mentions."""

    markdown: str
    pictures: tuple[Picture, ...]
    missing: tuple[str, ...]


def pasted(html: str) -> Pasted:
    """Clean Markdown; what has no place in it (fonts, colours, sizes) is left behind.

    Raises Invalid for a text nested more deeply than any document is.
    """
    soup = BeautifulSoup(_CONDITIONS.sub("", _COMMENTS.sub("", html)), "html.parser")
    _refuse_deep(soup)
    _drop(soup)
    lists.make_lists(soup)
    styles.give_meaning(soup)
    blocks = notes.take_notes(soup)
    raising.settle(soup)
    taken, missing = pictures.take_pictures(soup)
    _tidy(soup)
    text = "\n\n".join(filter(None, [_markdown(soup), _notes(blocks)]))
    return Pasted(text + "\n" if text else "", tuple(taken), tuple(missing))


def _refuse_deep(soup: BeautifulSoup) -> None:
    """Markdown is made by recursion; what would end it is no document that somebody wrote."""
    level: list[Tag] = [soup]
    for _depth in range(MOST_DEEP):
        level = [child for one in level for child in one.children if isinstance(child, Tag)]
    if level:
        raise Invalid("This text is nested too deeply to be pasted.", code="text_too_deep")


def _drop(soup: BeautifulSoup) -> None:
    """What was never text: styles, settings, and the tags that Word and Outlook invented."""
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for odd in [one for one in soup.descendants if isinstance(one, PreformattedString)]:
        odd.extract()
    for tag in soup.find_all(re.compile(r"^[vw]:|^m:(?!r$|t$)")):
        tag.unwrap()
    for tag in soup.find_all(re.compile(":")):  # smart tags, <o:p>
        tag.unwrap()
    for tag in soup.find_all(style=re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)):
        tag.decompose()


def _tidy(soup: BeautifulSoup) -> None:
    for text in soup.find_all(string=True):
        if text.find_parent("pre") is None:
            clean = re.sub(r"[ \t\r\n]+", " ", spaces.put_aside(str(text)))
            text.replace_with(NavigableString(clean))
    _leave_anchors(soup)
    _demote(soup)
    for name in (["b", "strong"], ["i", "em"], ["code"]):
        _join(soup, name)
    tables.settle(soup)
    lists.settle(soup)
    for block in soup.find_all(["p", "div", "blockquote", _HEADINGS]):
        if not block.get_text(strip=True) and not block.find(["img", "table"]):
            block.decompose()


def _leave_anchors(soup: BeautifulSoup) -> None:
    """Bookmarks of the document are no links of the lesson."""
    for link in soup.find_all("a"):
        href = str(link.get("href") or "")
        if not href.startswith(("http://", "https://", "mailto:", "tel:")):
            link.unwrap()
        elif href.startswith("https://www.google.com/url?q="):
            link["href"] = href.split("?q=", 1)[1].split("&", 1)[0]


def _demote(soup: BeautifulSoup) -> None:
    """A lesson has its title already: if the text has one, all its headings go one level down."""
    headings = soup.find_all(_HEADINGS)
    if any(one.name == "h1" for one in headings):
        for one in headings:
            one.name = f"h{min(6, int(one.name[1]) + 1)}"


def _join(soup: BeautifulSoup, names: list[str]) -> None:
    """Neighbours with the same mark are one: word processors cut runs anywhere."""
    for tag in soup.find_all(names):
        following = tag.next_sibling
        while isinstance(following, Tag) and following.name in names:
            for part in list(following.contents):
                tag.append(part.extract())
            following.decompose()
            following = tag.next_sibling
    for tag in soup.find_all(names):
        if tag.find_parent(names) is not None:
            tag.unwrap()
        tag.smooth()


class _Converter(MarkdownConverter):
    def escape(self, text: str, parent_tags: Any) -> str:
        """A text that shows tags is about them: they are words, not marks of the lesson."""
        shown = str(super().escape(text, parent_tags))  # type: ignore[misc]
        return _TAG.sub("&lt;", _ENTITY.sub("&amp;", shown))

    def convert_s(self, el: Tag, text: str, parent_tags: Any) -> str:
        return f"<s>{text}</s>"

    def convert_br(self, el: Tag, text: str, parent_tags: Any) -> str:
        in_cell = el.find_parent(["td", "th"]) is not None
        return "<br>" if in_cell else "  \n"

    def convert_a(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Without the short form <https://…>, which readers aloud spell."""
        words, href = text.strip(), str(el.get("href"))
        return f"[{words}]({href})" if words else ""

    def convert_td(self, el: Tag, text: str, parent_tags: Any) -> str:
        return str(super().convert_td(el, text.replace("|", "\\|"), parent_tags))  # type: ignore[misc]

    def convert_th(self, el: Tag, text: str, parent_tags: Any) -> str:
        return str(super().convert_th(el, text.replace("|", "\\|"), parent_tags))  # type: ignore[misc]

    def convert_p(self, el: Tag, text: str, parent_tags: Any) -> str:
        """A paragraph that begins like a list, a heading or a box is none."""
        kept = _BLOCK_START.sub(r"\1\\\2", text.strip(" \n")) if "li" not in parent_tags else text
        return str(super().convert_p(el, kept, parent_tags))  # type: ignore[misc]


def _markdown(soup: Tag) -> str:
    made = _Converter(
        heading_style="atx", bullets="-", escape_underscores=False, keep_inline_images_in=["td"],
        sup_symbol="<sup>", sub_symbol="<sub>",
    ).convert_soup(soup)  # fmt: skip
    lines = [
        line if line.endswith("  ") and line.strip() else line.rstrip() for line in made.split("\n")
    ]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return notes.put_back(spaces.put_back(text))


def _notes(blocks: dict[str, Tag]) -> str:
    written = []
    for number, block in sorted(blocks.items(), key=lambda one: int(one[0])):
        for text in block.find_all(string=True):
            text.replace_with(NavigableString(spaces.put_aside(str(text))))
        _leave_anchors(block)  # type: ignore[arg-type]
        words = re.sub(r"\s*\n\s*", " ", _markdown(block)).strip()
        written.append(f"[^{number}]: {words}")
    return "\n".join(written)
