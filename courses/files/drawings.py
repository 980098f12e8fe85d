"""SVG made safe: only shapes, texts and colours are kept, and nothing that leads elsewhere.

An allow-list: whatever it does not name is left out. Shown by `<img>` only, where a browser runs
no script either; this is for whoever opens the file itself, in a browser or another program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

MOST_BYTES = 5 * 2**20
MOST_ELEMENTS = 50_000
DEEPEST = 100
# What `use` would draw in the end: a few lines that use each other can be a billion shapes.
MOST_DRAWN = 200_000

_SVG = "http://www.w3.org/2000/svg"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_LINK = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = {
    "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse",
    "line", "polyline", "polygon", "text", "tspan", "textPath", "linearGradient", "radialGradient",
    "stop", "clipPath", "mask", "pattern", "marker", "filter", "image", "style", "switch",
    "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feDropShadow", "feFlood",
    "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode",
    "feOffset",
}  # fmt: skip
_ATTRIBUTES = {
    "id", "class", "style", "transform", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx",
    "cy", "r", "rx", "ry", "fx", "fy", "fr", "d", "points", "width", "height", "viewBox",
    "preserveAspectRatio", "version", "role", "lang", "rotate", "textLength", "lengthAdjust",
    "pathLength", "startOffset", "method", "spacing", "side", "offset", "gradientUnits",
    "gradientTransform", "spreadMethod", "clipPathUnits", "maskUnits", "maskContentUnits",
    "patternUnits", "patternContentUnits", "patternTransform", "markerUnits", "markerWidth",
    "markerHeight", "refX", "refY", "orient", "filterUnits", "primitiveUnits", "in", "in2",
    "result", "mode", "type", "values", "operator", "k1", "k2", "k3", "k4", "stdDeviation",
    "edgeMode", "tableValues", "slope", "intercept", "amplitude", "exponent",
    "alignment-baseline", "baseline-shift", "clip-path", "clip-rule", "color",
    "color-interpolation", "color-interpolation-filters", "direction", "display",
    "dominant-baseline", "fill", "fill-opacity", "fill-rule", "filter", "flood-color",
    "flood-opacity", "font-family", "font-size", "font-style", "font-variant", "font-weight",
    "font-stretch", "letter-spacing", "marker-end", "marker-mid", "marker-start", "mask",
    "mask-type", "opacity", "overflow", "paint-order", "shape-rendering", "stop-color",
    "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor",
    "text-decoration", "text-rendering", "unicode-bidi", "vector-effect", "visibility",
    "word-spacing", "writing-mode", "systemLanguage", "requiredFeatures", "href", "aria-label",
    "aria-labelledby", "aria-hidden", "aria-describedby",
    f"{_XML}space", f"{_XML}lang",
}  # fmt: skip
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_OWN = re.compile(r"#[\w.:-]+")
# In styles: anything that fetches, spelt outright or with CSS's escapes.
_FETCHES = re.compile(
    r"url\(\s*(?![\"']?\s*#)|@import|@font-face|image-set|src\(|\\|<|expression|-moz-binding"
    r"|javascript:",
    re.IGNORECASE,
)
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+svg[^\[>]*>", re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*[\"']?\s*#([\w.:-]+)")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")

ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


class UnsafeDrawing(ValueError):
    """It cannot be read, or would be too much to draw."""


def cleaned(body: bytes) -> bytes:
    """The drawing with nothing in it that acts or fetches; the same again changes nothing."""
    if len(body) > MOST_BYTES:
        raise UnsafeDrawing("too many bytes")
    root = _read(body)
    _refuse_too_much(root)
    if _name(root) != "svg":
        raise UnsafeDrawing("no svg element")
    safe = ElementTree.Element(f"{{{_SVG}}}svg")
    _copy(root, safe)
    _refuse_too_many_uses(safe)
    written: bytes = ElementTree.tostring(safe, "utf-8")
    return _HEAD + written


def size(body: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, from the attributes or else the view box, of a cleaned one."""
    root = _read(body)
    sides = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    numbers = [side[1] for side in sides if side]
    if len(numbers) < 2:
        numbers = root.get("viewBox", "").replace(",", " ").split()[2:4]
    try:
        width, height = (round(float(number)) for number in numbers)
    except (ValueError, OverflowError):
        return None
    return (width, height) if 0 < width < 100_000 and 0 < height < 100_000 else None


def _read(body: bytes) -> ElementTree.Element:
    """Without a DTD: its entities could grow without end, or name files."""
    try:
        root: ElementTree.Element = fromstring(_DOCTYPE.sub(b"", body, count=1), forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise UnsafeDrawing(str(error)) from error
    return root


def _refuse_too_much(root: ElementTree.Element) -> None:
    count, left = 0, [(root, 1)]
    while left:
        element, depth = left.pop()
        count += 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise UnsafeDrawing("too many elements")
        left.extend((child, depth + 1) for child in element)


def _copy(element: ElementTree.Element, safe: ElementTree.Element) -> None:
    for name, value in element.attrib.items():
        plain = name.removeprefix(f"{{{_SVG}}}")
        if _may_say(element, plain, value):
            safe.set(plain, value)
    safe.text = element.text
    for child in element:
        if name := _name_kept(child, inside=_name(safe)):
            made = ElementTree.SubElement(safe, f"{{{_SVG}}}{name}")
            made.tail = child.tail
            _copy(child, made)


def _name_kept(child: ElementTree.Element, *, inside: str) -> str:
    """Under which name it is kept; empty if it is not. A link becomes a group of what it held."""
    name = _name(child)
    if name == "a":
        return "tspan" if inside in ("text", "tspan", "textPath") else "g"
    fetches = name == "style" and (len(child) or _FETCHES.search(child.text or ""))
    return name if name in _ELEMENTS and not fetches else ""


def _may_say(element: ElementTree.Element, name: str, value: str) -> bool:
    if name in ("href", _LINK):
        wanted = _PICTURE if _name(element) == "image" else _OWN
        return bool(wanted.fullmatch(value))
    return name in _ATTRIBUTES and not _FETCHES.search(value)


def _name(element: ElementTree.Element) -> str:
    """Without the namespace of SVG, which some leave out; other namespaces' elements have none."""
    tag = str(element.tag)
    name = tag.removeprefix(f"{{{_SVG}}}")
    return "" if name.startswith("{") else name


def _refuse_too_many_uses(root: ElementTree.Element) -> None:
    """Counts what is drawn, each element once; a circle of uses is refused as well."""
    named = {one.get("id"): one for one in root.iter() if one.get("id")}
    drawn: dict[ElementTree.Element, int] = {}

    def count(one: ElementTree.Element, above: int) -> int:
        if one not in drawn:
            if above > 2 * DEEPEST:
                raise UnsafeDrawing("uses itself")
            used = [named[name] for name in _references(one) if name in named]
            drawn[one] = 1 + sum(count(part, above + 1) for part in [*one, *used])
        return drawn[one]

    if count(root, 0) > MOST_DRAWN:
        raise UnsafeDrawing("too much to draw")


def _references(one: ElementTree.Element) -> Iterator[str]:
    """The names of what is drawn again where this stands: by `use`, as a pattern, a mask."""
    for name, value in one.attrib.items():
        if name in ("href", _LINK):
            yield value.removeprefix("#")
        else:
            yield from _REFERENCE.findall(value)
