"""Drawings keep their shapes and lose whatever acts or fetches."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.files.drawings import UnsafeDrawing, cleaned, size

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(inside: str, attributes: str = "") -> bytes:
    return f"<svg {NS} {attributes}>{inside}</svg>".encode()


HOSTILE = [
    "<script>alert(1)</script>",
    "<script xlink:href='https://evil.example/x.js'/>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<g onload='alert(1)'/>",
    "<g ONCLICK='alert(1)'/>",
    "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><img src='x' onerror='x'/></body>"
    "</foreignObject>",
    "<a xlink:href='javascript:alert(1)'><text>x</text></a>",
    "<a href='https://evil.example'><text>x</text></a>",
    "<use xlink:href='https://evil.example/x.svg#a'/>",
    "<use href='data:image/svg+xml;base64,PHN2Zy8+#a'/>",
    "<image href='https://evil.example/x.png'/>",
    "<image xlink:href='//evil.example/x.png'/>",
    "<image href='data:image/svg+xml;base64,PHN2Zy8+'/>",
    "<image href='file:///etc/passwd'/>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>@IMPORT url(x);</style>",
    "<style>.a{background:url(https://evil.example/x)}</style>",
    "<style>.a{background:u\\72l(https://evil.example/x)}</style>",
    "<style>@font-face{src:url(x)}</style>",
    "<style>.a{background:image-set('https://evil.example/x' 1x)}</style>",
    "<g style='fill:url(https://evil.example/x#a)'/>",
    "<g fill='url( &quot;//evil.example/x#a&quot; )'/>",
    "<g fill='u\\72l(https://evil.example/x)'/>",
    "<set attributeName='href' to='javascript:alert(1)'/>",
    "<animate attributeName='href' values='javascript:alert(1)'/>",
    "<feImage href='https://evil.example/x.png'/>",
    "<iframe src='https://evil.example'/>",
    "<html:script xmlns:html='http://www.w3.org/1999/xhtml'>alert(1)</html:script>",
    "<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>",
    "<g xml:base='https://evil.example/'/>",
    "<?xml-stylesheet href='https://evil.example/x.css'?>",
    "<metadata><x href='https://evil.example'/></metadata>",
    "<cursor href='https://evil.example/x.cur'/>",
    "<text>x</text><handler type='x'>alert(1)</handler>",
    "<g data-x='https://evil.example'/>",
    "<mask id='m' href='https://evil.example/#m'/>",
]


@pytest.mark.parametrize("inside", HOSTILE)
def test_nothing_is_left_that_acts_or_fetches(inside: str) -> None:
    safe = cleaned(
        drawing(f"<path d='M1 1'/>{inside}<path d='M2 2'/>", "onload='alert(1)'")
    ).decode()
    assert "M1 1" in safe
    assert "M2 2" in safe
    for word in ("evil.example", "alert", "script", "import", "passwd", "PHN2Zy8", "font-face"):
        assert word not in safe.lower(), safe
    assert not re.search(r"\son\w+=", safe, re.I)


KEPT = [
    '<path d="M0 0L9 9" fill="#c00" stroke-width="2" transform="rotate(3)" />',
    '<defs><linearGradient id="g"><stop offset="0" stop-color="red" /></linearGradient></defs>',
    '<rect fill="url(#g)" x="1" y="2" width="3" height="4" rx="1" />',
    '<text x="1" y="2" font-size="12">Café <tspan dy="3">crème</tspan> !</text>',
    '<use xlink:href="#g" /><use href="#g" />',
    "<style>.a{fill:url(#g);stroke:red}</style>",
    '<image href="data:image/png;base64,iVBORw0KGgo=" width="3" height="3" />',
    '<g aria-label="Un plan" role="img"><title>Un plan</title><desc>D’un guichet</desc></g>',
    '<clipPath id="c"><circle r="3" /></clipPath><g clip-path="url(#c)" style="opacity:0.5" />',
]


@pytest.mark.parametrize("inside", KEPT)
def test_shapes_texts_and_colours_stay_as_they_are(inside: str) -> None:
    assert inside in cleaned(drawing(inside)).decode()


def test_the_words_of_a_link_stay() -> None:
    safe = cleaned(drawing("<text>Voir <a href='https://evil.example'>ici</a>.</text>")).decode()
    assert "<text>Voir <tspan>ici</tspan>.</text>" in safe


def test_what_drawing_programs_add_goes_and_their_doctype_too() -> None:
    body = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Created with a program -->\n'
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:ink="http://www.inkscape.org/x" '
        b'viewBox="0 0 40.4 20" ink:version="1"><ink:grid/><path d="M0 0" ink:label="x"/></svg>'
    )
    safe = cleaned(body)
    assert b"ink" not in safe
    assert b"DTD" not in safe
    assert size(safe) == (40, 20)


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b"<svg>&x;</svg>",
        b"<svg>",
        b"",
        b"<html><svg/></html>",
        b"<svg>\xff</svg>",
        b"not xml",
        b"<svg>" + b"<g>" * 200 + b"</g>" * 200 + b"</svg>",
        b"<svg>" + b"<g/>" * 60_000 + b"</svg>",
        b"<svg>" + b" " * (5 * 2**20) + b"</svg>",
    ],
)
def test_what_cannot_be_read_or_is_too_much_is_refused(body: bytes) -> None:
    with pytest.raises(UnsafeDrawing):
        cleaned(body)


def laughing(levels: int) -> bytes:
    """Each level draws the one before ten times."""
    groups = ["<g id='l0'><path d='M0 0'/></g>"]
    for n in range(1, levels + 1):
        groups.append(f"<g id='l{n}'>" + f"<use href='#l{n - 1}'/>" * 10 + "</g>")
    return drawing("".join(groups))


def test_a_drawing_that_uses_itself_a_billion_times_is_refused_at_once() -> None:
    assert cleaned(laughing(3))
    began = time.monotonic()
    with pytest.raises(UnsafeDrawing, match="too much to draw"):
        cleaned(laughing(9))
    with pytest.raises(UnsafeDrawing, match="itself"):
        cleaned(drawing("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"))
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("width='40' height='20'", (40, 20)),
        ("width='40px' height='20.4px'", (40, 20)),
        ("width='100%' height='100%' viewBox='0 0 300 200'", (300, 200)),
        ("viewBox='0,0,300,200'", (300, 200)),
        ("width='4cm' height='2cm'", None),
        ("width='1e99' height='1'", None),
        ("viewBox='0 0 -1 5'", None),
        ("", None),
    ],
)
def test_its_size_is_told_where_it_is_known(
    attributes: str, expected: tuple[int, int] | None
) -> None:
    assert size(cleaned(drawing("", attributes))) == expected


@settings(max_examples=200)
@given(st.lists(st.sampled_from(HOSTILE + KEPT + [" texte ", "<g>", "</g>"]), max_size=8))
def test_cleaning_what_is_clean_changes_nothing(parts: list[str]) -> None:
    try:
        once = cleaned(drawing("".join(parts)))
    except UnsafeDrawing:
        return
    assert cleaned(once) == once
