"""Each layout says all that the face says, in reading order, on one page, however long it is."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from tests.workers.certificates.drawings import a_logo, a_signature
from tests.workers.certificates.faces import (
    LONGEST,
    RIGHT_TO_LEFT,
    SHORTEST,
    USUAL,
    ZOE,
    dressed,
)
from workers.certificates.pages import looks
from workers.certificates.pages.themes import BUILT_IN, LOGO_PLACES, PINE
from workers.certificates.pages.typesetting import Face, sys_inputs, typeset

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
PICTURES = {"logo": a_logo(), "signature": a_signature()}
POINTS_A_MM = 72 / 25.4
themes = pytest.mark.parametrize("theme", sorted(BUILT_IN))


def made(face: Face) -> bytes:
    return typeset(face, credential='{"a": 1}', issued_at=NOW, pictures=PICTURES)


def read(face: Face) -> PdfReader:
    return PdfReader(io.BytesIO(made(face)))


def said(face: Face) -> str:
    return " ".join(read(face).pages[0].extract_text().split())


def drawn_at(face: Face) -> list[float]:
    """How far above the page's lower edge each text stands, in millimetres."""
    heights: list[float] = []

    def note(text: str, matrix: list[float], position: list[float], *_more: object) -> None:
        if text.strip():
            heights.append((matrix[3] * position[5] + matrix[5]) / POINTS_A_MM)

    read(face).pages[0].extract_text(visitor_text=note)
    return heights


def tags(face: Face) -> list[tuple[str, str]]:
    """The structure's elements in reading order: their kind, and what they say instead."""
    found: list[tuple[str, str]] = []

    def walk(node: object) -> None:
        element = node.get_object() if hasattr(node, "get_object") else node
        for one in element if isinstance(element, list) else [element]:
            if isinstance(one, dict):
                found.append((str(one.get("/S", "")), str(one.get("/Alt", ""))))
                if "/K" in one:
                    walk(one["/K"])
            elif hasattr(one, "get_object") and one is not node:
                walk(one)

    walk(read(face).trailer["/Root"]["/StructTreeRoot"])
    return found


@themes
@pytest.mark.parametrize("face", [SHORTEST, USUAL, LONGEST, RIGHT_TO_LEFT, ZOE])
def test_it_is_one_page_of_less_than_150_kb(theme: str, face: Face) -> None:
    pdf = made(dressed(face, theme, logo="logo"))
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert len(pdf) < 150_000


@themes
def test_nothing_of_the_longest_runs_over_the_edge(theme: str) -> None:
    heights = drawn_at(dressed(LONGEST, theme, logo="logo"))
    assert len(heights) > 20
    assert min(heights) > 9


@themes
def test_the_same_data_give_the_same_bytes(theme: str) -> None:
    assert made(dressed(USUAL, theme)) == made(dressed(USUAL, theme))


@themes
def test_everything_is_said_in_reading_order(theme: str) -> None:
    face = dressed(replace(USUAL, role=ZOE.role, people=ZOE.people, people_label="Avec"), theme)
    text = said(face)
    order = [face.issuer, face.title, face.awarded_to, face.name, face.role, face.because]
    order += [face.subject, face.summary, face.people, *(one["title"] for one in face.skills)]
    order += [one["name"] for one in face.signatories]
    places = [text.casefold().find(words.casefold()) for words in order]
    assert -1 not in places, dict(zip(order, places, strict=True))
    assert places == sorted(places)
    for words in (*(word for fact in face.facts for word in fact), face.verify_label):
        assert words in text


@themes
def test_title_and_subject_are_headings_and_pictures_say_what_they_show(theme: str) -> None:
    pictured = replace(USUAL, signatories=LONGEST.signatories[:1])
    found = tags(dressed(pictured, theme, logo="logo"))
    kinds = [kind for kind, _alt in found]
    assert kinds.index("/H1") < kinds.index("/H2")
    alts = [alt for kind, alt in found if kind == "/Figure"]
    assert set(alts) == {USUAL.logo_alt, LONGEST.signatories[0]["alt"], USUAL.qr_alt}


@themes
@pytest.mark.parametrize("place", LOGO_PLACES)
@pytest.mark.parametrize("has_seal", [True, False])
def test_the_logo_may_stand_anywhere_with_the_seal_or_without(
    theme: str, place: str, has_seal: bool
) -> None:
    chosen = replace(BUILT_IN[theme], logo_place=place, has_seal=has_seal)
    assert len(read(dressed(USUAL, chosen, logo="logo")).pages) == 1


def test_a_logo_alone_says_the_name_it_stands_for() -> None:
    face = dressed(USUAL, replace(PINE, logo_place="alone"), logo="logo")
    assert USUAL.issuer in [alt for kind, alt in tags(face) if kind == "/Figure"]


def test_what_was_issued_before_there_were_looks_keeps_the_first_layout() -> None:
    assert looks.layout_of(ZOE.look) == looks.FIRST_LAYOUT
    assert "theme" not in sys_inputs(ZOE, "{}", {})["face"]
    assert made(ZOE) != made(dressed(ZOE, PINE))


def test_a_page_is_never_made_without_its_picture() -> None:
    with pytest.raises(KeyError):
        typeset(dressed(USUAL, "pine", logo="gone"), credential="{}", issued_at=NOW)


def test_the_qr_code_is_in_the_main_colour_of_its_theme() -> None:
    assert PINE.main in sys_inputs(dressed(ZOE, PINE), "{}", {})["qr"]
    night = BUILT_IN["midnight"]
    assert night.main in sys_inputs(dressed(ZOE, night), "{}", {})["qr"]
