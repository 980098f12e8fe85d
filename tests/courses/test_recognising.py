"""Which stored row a wanted thing is: by its id, by its words, by its place."""

from dataclasses import dataclass

import pytest

from courses.rules.recognising import recognised


@dataclass(frozen=True)
class Stored:
    pk: str
    text: str


@dataclass(frozen=True)
class Wanted:
    text: str
    id: str = ""


ONE, TWO, THREE = Stored("1", "un"), Stored("2", "deux"), Stored("3", "trois")
HELD = [ONE, TWO, THREE]


def rows(*wanted: Wanted, ids_are_ours: bool = True) -> list[Stored | None]:
    return recognised(HELD, wanted, ("text",), ids_are_ours=ids_are_ours)


@pytest.mark.parametrize("ids_are_ours", [True, False])
def test_an_id_goes_before_words_and_words_before_the_place(ids_are_ours: bool) -> None:
    wanted = (Wanted("trois"), Wanted("un", id="2"), Wanted("neuf"))
    assert rows(*wanted, ids_are_ours=ids_are_ours) == [THREE, TWO, None]


def test_words_are_the_same_however_they_are_spaced() -> None:
    assert rows(Wanted("x"), Wanted("x"), Wanted(" un\n")) == [None, TWO, ONE]


def test_what_changed_its_words_is_the_row_in_its_place() -> None:
    assert rows(Wanted("un"), Wanted("autre chose")) == [ONE, TWO]


def test_an_id_of_ours_that_is_gone_takes_nobodys_place_and_a_foreign_one_may() -> None:
    assert rows(Wanted("autre chose", id="9")) == [None]
    assert rows(Wanted("autre chose", id="9"), ids_are_ours=False) == [ONE]
