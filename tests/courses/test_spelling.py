"""When two typed answers are the same: a table of texts, a table of numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.spelling import find_number, find_text, normalised, read_number, unaccented

SAME = [
    ("Données ouvertes", "données  ouvertes "),
    ("l'État", "L’état"),
    ("Straße", "STRASSE"),
    ("ﬁchier", "fichier"),
    ("open data", "open\u00a0data"),
    ("école", "e\u0301cole"),
    ("peut-être", "peut\u2011être"),
]


@pytest.mark.parametrize(("accepted", "typed"), SAME)
def test_spellings_of_one_text_are_the_same(accepted, typed):
    assert find_text(typed, {"a": accepted}) == ["a"]


@pytest.mark.parametrize("typed", ["donnees ouvertes", "DONNÉES OUVERTES", "dönnèes ouvertes"])
def test_accents_cost_nothing_where_they_tell_nothing_apart(typed):
    assert find_text(typed, {"a": "données ouvertes", "b": "données fermées"}) == ["a"]


@pytest.mark.parametrize(
    ("typed", "found"), [("ou", ["a"]), ("Où", ["b"]), ("òu", []), ("et", ["c"])]
)
def test_accents_count_where_two_answers_differ_only_by_them(typed, found):
    assert find_text(typed, {"a": "ou", "b": "où", "c": "et"}) == found


@pytest.mark.parametrize("typed", ["", "   ", "autre chose", "donnée"])
def test_another_text_is_not_found(typed):
    assert find_text(typed, {"a": "données"}) == []


@given(st.text())
def test_normalising_twice_is_normalising_once(text):
    once = normalised(text)
    assert normalised(once) == once
    assert unaccented(unaccented(text)) == unaccented(text)


NUMBERS = [
    ("3,14", "3.14"),
    ("3.14", "3.14"),
    ("1 234,5", "1234.5"),
    ("1\u202f234,5", "1234.5"),
    ("1\u00a0234\u00a0567", "1234567"),
    ("1.234,5", "1234.5"),
    ("1,234.5", "1234.5"),
    ("1.234.567", "1234567"),
    ("1'234", "1234"),
    ("1,5e3", "1500"),
    ("1.5E3", "1500"),
    ("-2e-2", "-0.02"),
    ("−7", "-7"),
    ("+7", "7"),
    (",5", "0.5"),
    ("5,", "5"),
]


@pytest.mark.parametrize(("typed", "meant"), NUMBERS)
def test_a_number_is_read_as_people_write_it(typed, meant):
    assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed", ["", "douze", "1,2,3.4.5", "1e9999", "nan", "inf", "12 %", "--1", "1e", "0x10", "."]
)
def test_what_is_no_number_is_not_read(typed):
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "is_near"), [("0,3", True), ("0.1", True), ("0,31", False), ("0.09", False)]
)
def test_the_ends_of_a_tolerance_belong_to_it(typed, is_near):
    assert bool(find_number(typed, {"a": "0.2"}, {"a": 0.1})) is is_near


def test_without_a_tolerance_a_number_is_exact():
    assert find_number("2,50", {"a": "2.5"}, {}) == ["a"]
    assert find_number("2,51", {"a": "2.5"}, {}) == []


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_every_number_is_read_as_it_is_written(number):
    assert read_number(str(number)) == number
    assert read_number(str(number).replace(".", ",")) == number
