"""What word processors say by styles and classes, as the elements that HTML has for it."""

import re

from bs4 import BeautifulSoup, Tag

_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(bold|bolder|[6-9]00)", re.I)
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(normal|[1-5]00)", re.I)
_ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*(italic|oblique)", re.I)
_NOT_ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*normal", re.I)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.I)
_LOWERED = re.compile(r"vertical-align\s*:\s*sub\b", re.I)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
_SAID_BY = {"strong": _BOLD, "em": _ITALIC, "sup": _RAISED, "sub": _LOWERED, "s": _STRUCK}
_TYPEWRITER = re.compile(r"font-family\s*:[^;]*(courier|consolas|monospace|mono\b|menlo)", re.I)
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-6])", re.I)
_TITLE_CLASSES = frozenset({"msotitle", "title"})
_QUOTE_CLASSES = frozenset({"msoquote", "msointensequote", "quotations", "quote"})


def style_of(tag: Tag) -> str:
    return str(tag.get("style") or "")


def classes_of(tag: Tag) -> frozenset[str]:
    named = tag.get("class") or ""
    return frozenset(
        str(one).lower() for one in (named.split() if isinstance(named, str) else named)
    )


def give_meaning(soup: BeautifulSoup) -> None:
    """Bold, italic, code, headings and quotations as elements; their styles no longer matter."""
    for tag in soup.find_all(["span", "font"]):
        _mark(soup, tag)
    for name in ("b", "strong"):
        _unwrap(soup, name, _NOT_BOLD)
    for name in ("i", "em"):
        _unwrap(soup, name, _NOT_ITALIC)
    for tag in soup.find_all(["p", "div"]):
        _name_block(soup, tag)
    for heading in soup.find_all(re.compile("^h[1-6]$")):
        for mark in heading.find_all(["b", "strong", "u"]):
            mark.unwrap()


def _mark(soup: BeautifulSoup, tag: Tag) -> None:
    style = style_of(tag)
    names = [name for name, says in _SAID_BY.items() if says.search(style)]
    face = f"font-family:{tag.get('face', '')}"
    if (_TYPEWRITER.search(style) or _TYPEWRITER.search(face)) and tag.get_text(strip=True):
        names = ["code"]
    for name in names:
        tag.wrap(soup.new_tag(name))
    tag.unwrap()


def _unwrap(soup: BeautifulSoup, name: str, undone: re.Pattern[str]) -> None:
    """Google Docs puts a whole document into one <b> that is not bold."""
    for tag in soup.find_all(name):
        if undone.search(style_of(tag)) or not tag.get_text(strip=True):
            tag.unwrap()


def _name_block(soup: BeautifulSoup, tag: Tag) -> None:
    classes = classes_of(tag)
    outline = _OUTLINE.search(style_of(tag))
    if classes & _TITLE_CLASSES:
        tag.name = "h1"
    elif outline and tag.name == "p":
        tag.name = f"h{outline[1]}"
    elif classes & _QUOTE_CLASSES:
        tag.wrap(soup.new_tag("blockquote"))
