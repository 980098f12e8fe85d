"""A theme is data: whatever could not be read, printed or set is refused, field by field."""

from dataclasses import asdict, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from campus.errors import Invalid
from workers.certificates.pages import colours, themes
from workers.certificates.pages.themes import BUILT_IN, LAUREL, LAYOUTS, PINE, palette, parse

COLOUR = some.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize("theme", BUILT_IN.values(), ids=str)
def test_every_theme_of_ours_passes_its_own_checks(theme: themes.Theme) -> None:
    assert parse(asdict(theme)) == theme


def test_each_layout_has_a_theme_of_ours() -> None:
    assert {theme.layout for theme in BUILT_IN.values()} == set(LAYOUTS)
    assert len(BUILT_IN) >= 3


def test_what_is_not_said_is_as_in_the_theme_of_the_layout() -> None:
    assert parse({}) == PINE
    assert parse({"layout": "classical", "accent": "#123456"}) == replace(LAUREL, accent="#123456")


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"colour": "#000000"}, "/colour", "has no"),
        ({"layout": "../../etc/passwd"}, "/layout", "one of: panel"),
        ({"headings": "Comic Sans"}, "/headings", "one of: Source Serif 4"),
        ({"main": "red"}, "/main", "written like"),
        ({"main": "#0F3D2F; x"}, "/main", "written like"),
        ({"main": 7}, "/main", "written like"),
        ({"ink": None}, "/ink", "written like"),
        ({"name": ""}, "/name", "1 to 120"),
        ({"has_seal": "yes"}, "/has_seal", "true or false"),
        ({"logo_place": ["beside"]}, "/logo_place", "one of: beside"),
        ({"soft": "#999999"}, "/soft", "contrast of 2.7"),
        ({"main": "#f2b53a"}, "/main", "needs 4.5"),
        ({"paper": "#101010"}, "/paper", "must be light"),
    ],
)
def test_what_is_wrong_is_named_with_its_reason(wrong: object, field: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(wrong)
    assert [fault.pointer for fault in refused.value.faults] == [field]
    assert said in refused.value.detail


@pytest.mark.parametrize("wrong", [None, [], "pine", 3])
def test_what_is_no_object_is_no_theme(wrong: object) -> None:
    with pytest.raises(Invalid, match="JSON object"):
        parse(wrong)


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        parse({"main": "red", "ink": "blue", "shadow": True})
    assert len(refused.value.faults) == 3


@given(COLOUR, COLOUR)
def test_whatever_the_designer_chose_what_stands_on_it_is_read(main: str, accent: str) -> None:
    shown = palette(replace(PINE, main=main, accent=accent))
    assert colours.contrast(shown["on_main"], main) >= 4.5
    assert colours.contrast(shown["on_main_soft"], main) >= 4.5
    assert colours.contrast(shown["on_accent"], accent) >= 4.5
    assert colours.contrast(shown["accent_ink"], PINE.paper) >= 4.5


def test_contrast_is_that_of_the_specification() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_mix_goes_from_the_one_to_the_other() -> None:
    steps = [colours.mixed("#000000", "#ffffff", share / 4) for share in range(5)]
    assert steps == ["#000000", "#404040", "#808080", "#bfbfbf", "#ffffff"]
    assert all(colours.luminance(a) < colours.luminance(b) for a, b in pairwise(steps))
