"""Lists: Word writes paragraphs with a mark in front; Google Docs nests lists beside items."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from .styles import style_of

_LEVEL = re.compile(r"mso-list\s*:[^;]*\blevel(\d+)", re.I)
_IGNORED = re.compile(r"mso-list\s*:\s*Ignore", re.I)
_ORDERED = re.compile(r"\s*(\d+|[a-z]{1,4})[.)°]", re.I)


@dataclass(frozen=True)
class Mark:
    level: int
    is_ordered: bool


def make_lists(soup: BeautifulSoup) -> None:
    """Real lists out of paragraphs that only look like items; call it while styles are there."""
    for paragraph in soup.find_all(["p", "h1", "h2", "h3", "h4", "h5", "h6"]):
        if paragraph.parent is not None and _mark_of(paragraph):
            _gather(soup, paragraph)


def _gather(soup: BeautifulSoup, first: Tag) -> None:
    """The run of items that begins with this paragraph, as one list."""
    run = [first]
    while (following := _next(run[-1])) is not None and _mark_of(following):
        run.append(following)
    marks = [_taken_mark(one) for one in run]
    holder = soup.new_tag("div")
    first.insert_before(holder)
    open_lists: list[tuple[int, Tag]] = []
    for paragraph, mark in zip(run, marks, strict=True):
        _hang(soup, holder, open_lists, mark).append(_item(soup, paragraph))
    holder.unwrap()


def _hang(soup: BeautifulSoup, holder: Tag, open_lists: list[tuple[int, Tag]], mark: Mark) -> Tag:
    """The list that an item of this level belongs to, opened below the last item if need be."""
    name = "ol" if mark.is_ordered else "ul"
    while open_lists and open_lists[-1][0] > mark.level:
        open_lists.pop()
    if open_lists and open_lists[-1][0] == mark.level:
        if open_lists[-1][1].name == name:
            return open_lists[-1][1]
        open_lists.pop()
    last = open_lists[-1][1].find_all("li", recursive=False)[-1] if open_lists else holder
    made = soup.new_tag(name)
    last.append(made)
    open_lists.append((mark.level, made))
    return made


def _item(soup: BeautifulSoup, paragraph: Tag) -> Tag:
    item = soup.new_tag("li")
    paragraph.insert_before(item)
    item.append(paragraph.extract())
    paragraph.unwrap()
    return item.extract()


def _next(paragraph: Tag) -> Tag | None:
    """The next paragraph, over the line breaks between them only."""
    sibling = paragraph.next_sibling
    while sibling is not None and not isinstance(sibling, Tag) and not str(sibling).strip():
        sibling = sibling.next_sibling
    return sibling if isinstance(sibling, Tag) else None


def _mark_of(paragraph: Tag) -> bool:
    return bool(_LEVEL.search(style_of(paragraph)))


def _taken_mark(paragraph: Tag) -> Mark:
    """The item's level and kind; its mark, which Markdown writes anew, is taken away."""
    found = _LEVEL.search(style_of(paragraph))
    marks = [one for one in paragraph.find_all("span") if _IGNORED.search(style_of(one))]
    text = marks[0].get_text() if marks else ""
    for mark in marks:
        mark.decompose()
    # “o” is the bullet of Word's second level, not a letter.
    is_ordered = bool(_ORDERED.match(text))
    return Mark(int(found[1]) if found else 1, is_ordered)


def settle(soup: BeautifulSoup) -> None:
    """Lists in the form that Markdown writes: nested ones inside items, one paragraph plain."""
    for inner in soup.find_all(["ul", "ol"]):
        outer = inner.parent
        if outer is not None and outer.name in ("ul", "ol"):
            before = inner.find_previous_sibling("li")
            item = before if isinstance(before, Tag) else soup.new_tag("li")
            if before is None:
                inner.insert_before(item)
            item.append(inner.extract())
    for item in soup.find_all("li"):
        paragraphs = item.find_all("p", recursive=False)
        if len(paragraphs) == 1:
            paragraphs[0].unwrap()
