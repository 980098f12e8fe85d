"""What differs between two texts: nothing is lost, and only what changed is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.releases.differing import lines, words

TEXTS = st.text(st.sampled_from("ab \n.é"), max_size=80)


def _shown(before: str, after: str) -> list[str]:
    return [f"{line.sign}{line.text}" for line in lines(before, after)]


def test_equal_texts_do_not_differ() -> None:
    assert lines("un\ndeux", "un\ndeux") == []


def test_a_changed_line_stands_between_the_lines_around_it() -> None:
    before = "un\ndeux\ntrois\nquatre\ncinq\nsix\nsept"
    after = before.replace("quatre", "quatre et demi")
    assert _shown(before, after) == [
        "…", " deux", " trois", "-quatre", "+quatre et demi", " cinq", " six", "…",
    ]  # fmt: skip


def test_only_the_changed_words_of_a_line_are_marked() -> None:
    was, now = words("Le chat dort ici.", "Le chien dort ici.")
    assert [part.text for part in was if part.is_changed] == ["chat"]
    assert [part.text for part in now if part.is_changed] == ["chien"]


def test_a_line_that_has_nothing_in_common_is_shown_whole() -> None:
    (gone, come) = lines("Le chat dort ici.", "Aucun rapport entre eux !")
    assert not [part for part in (*gone.parts, *come.parts) if part.is_changed]


@pytest.mark.parametrize(("before", "after", "sign"), [("", "neuf", "+"), ("vieux", "", "-")])
def test_a_text_that_comes_or_goes_is_all_of_one_sign(before: str, after: str, sign: str) -> None:
    assert {line.sign for line in lines(before, after)} == {sign}


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_what_differs_with_all_lines_around(
    before: str, after: str
) -> None:
    found = lines(before, after, around=1000)
    if before.splitlines() == after.splitlines():
        assert found == []
        return
    assert [one.text for one in found if one.sign in " -"] == before.splitlines()
    assert [one.text for one in found if one.sign in " +"] == after.splitlines()


@given(TEXTS, TEXTS)
def test_words_cut_a_line_without_losing_a_sign(before: str, after: str) -> None:
    was, now = words(before, after)
    assert ("".join(p.text for p in was), "".join(p.text for p in now)) == (before, after)


def test_a_long_line_is_compared_in_no_time() -> None:
    lines("mot " * 50_000, "mots " * 50_000)
