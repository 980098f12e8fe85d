"""What HTML a lesson may hold: the allow-list, and the last word over every rendered text."""

from __future__ import annotations

import re

import nh3

from campus.markdown import videos
from campus.markdown.highlighting import CLASS_NAMES
from campus.markdown.mathml import (
    MATHML_ATTRIBUTES,
    MATHML_TAGS,
    MATHML_VALUE,
    PLACEHOLDER,
)

_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
    "wbr",
}  # fmt: skip
_BLOCKS = {
    "aside", "audio", "blockquote", "caption", "col", "colgroup", "dd", "details", "div", "dl",
    "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video",
}  # fmt: skip
# What authors may write; what only the renderer writes comes on top of it.
ALLOWED_TAGS = _INLINE | _BLOCKS
SHOWN_TAGS = ALLOWED_TAGS | MATHML_TAGS | {"track"}
_NEVER_ALLOWED = {
    "applet", "area", "article", "base", "body", "button", "canvas", "center", "data", "datalist",
    "dialog", "embed", "fieldset", "font", "footer", "form", "frame", "frameset", "head",
    "header", "hgroup", "html", "iframe", "input", "label", "legend", "link", "main", "map",
    "marquee", "math", "menu", "meta", "meter", "nav", "noscript", "object", "optgroup", "option",
    "output", "param", "picture", "progress", "rp", "rt", "ruby", "script", "search", "select",
    "slot", "source", "strike", "style", "svg", "template", "textarea", "title", "track", "tt",
}  # fmt: skip
KNOWN_TAGS = ALLOWED_TAGS | _NEVER_ALLOWED

ALLOWED_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "lang", "dir", "title"},
    "a": {"href", "name", "rel", "download", "data-lesson"},
    "img": {"src", "alt", "width", "height", "loading", "data-undescribed"},
    "audio": {"src", "controls", "preload", "aria-label"},
    "video": {"src", "controls", "preload", "width", "height", "aria-label"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
    "details": {"open"},
    "div": {"role", "tabindex", "aria-label"},
    "pre": {"tabindex"},
    "span": {"aria-hidden", "data-address", "role", "aria-label"},
}
SHOWN_ATTRIBUTES = {
    **ALLOWED_ATTRIBUTES,
    **MATHML_ATTRIBUTES,
    "figure": {
        "data-embed",
        "data-place",
        "data-title",
        "data-show",
        "data-always",
        "data-stop",
    },
    "img": ALLOWED_ATTRIBUTES["img"] | {"srcset", "sizes"},
    "track": {"kind", "src", "srclang", "label", "default"},
}
# How wide a lesson's text is: that of the page, less its margins, up to the measure of a line.
SIZES = "(min-width: 46rem) 44rem, 94vw"
_CANDIDATE = r"/api/v1/blobs/[0-9a-f]{64} [0-9]{1,5}w"
_VALUES = {
    ("img", "srcset"): re.compile(rf"{_CANDIDATE}(?:, {_CANDIDATE}){{0,5}}"),
    ("img", "sizes"): re.compile(re.escape(SIZES)),
    ("div", "role"): re.compile(r"region"),
    ("div", "tabindex"): re.compile(r"0"),
    ("pre", "tabindex"): re.compile(r"0"),
    ("span", "aria-hidden"): re.compile(r"true"),
    ("span", "role"): re.compile(r"img"),
    ("a", "rel"): re.compile(r"noopener noreferrer"),
    ("figure", "data-embed"): videos.EMBEDDED,
    ("track", "kind"): re.compile(r"captions"),
}
# A page's own classes and ids must not be borrowed: only these mean something inside a lesson.
CLASS_SHAPE = re.compile(
    r"admonition(-title)?|tip|info|note|warning|danger|important|example|details|lexique|button"
    r"|toc|footnote(-ref|-backref)?|language-[a-z0-9_+#.-]{1,30}|table-scroll|undescribed(-note)?"
    r"|missing|unresolved|task|align-(left|right|center)|decorative|formula|video-elsewhere"
)
_PLACEHOLDER_CLASS = re.compile(r"f\d{1,5}")
_SCHEMES = {"https", "http", "mailto", "tel"}
_DROPPED_WITH_THEIR_TEXT = {"script", "style", "template", "noscript", "title"}


def _kept(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return " ".join(name for name in value.split() if _may_have(tag, name)) or None
    shape = MATHML_VALUE if tag in MATHML_TAGS else _VALUES.get((tag, attribute))
    return None if shape and not shape.fullmatch(value) else value


def _may_have(tag: str, name: str) -> bool:
    shape = _PLACEHOLDER_CLASS if tag == PLACEHOLDER else CLASS_SHAPE
    return bool(shape.fullmatch(name)) or name in CLASS_NAMES


def _cleaner(tags: set[str], attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes=attributes,
        attribute_filter=_kept,
        url_schemes=_SCHEMES,
        clean_content_tags=_DROPPED_WITH_THEIR_TEXT,
        link_rel=None,
        strip_comments=True,
    )


_OF_AUTHORS = _cleaner(ALLOWED_TAGS | {PLACEHOLDER}, ALLOWED_ATTRIBUTES)
_SHOWN = _cleaner(SHOWN_TAGS, SHOWN_ATTRIBUTES)


def tidied(html: str) -> str:
    """What an author wrote, as well-formed HTML5, with places for our own elements in it."""
    return _OF_AUTHORS.clean(html)


def sanitised(html: str) -> str:
    """`html` as well-formed HTML5 with nothing in it that is not on the allow-list."""
    return _SHOWN.clean(html)
