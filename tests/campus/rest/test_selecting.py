"""Fields: less than all, exactly as asked, and clear words for what is not there."""

import msgspec
import pytest
from msgspec import UNSET, Struct, UnsetType

from campus.errors import Invalid
from campus.rest.paging import Page
from campus.rest.rendering import encode
from campus.rest.selecting import cut, cut_results, expansions


class Inner(Struct):
    number: int
    note: str


class Outer(Struct):
    title: str
    release: Inner
    lessons: list[Inner]
    texts: dict[str, str]
    nothing: Inner | None = None
    extra: str | UnsetType = UNSET


ONE = Outer("Un", Inner(2, "n"), [Inner(1, "a"), Inner(2, "b")], {"fr": "Un"})


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ("title", {"title": "Un"}),
        ("title, release.number", {"title": "Un", "release": {"number": 2}}),
        ("release,release.number", {"release": {"number": 2, "note": "n"}}),
        ("release.number,release", {"release": {"number": 2, "note": "n"}}),
        ("lessons.note", {"lessons": [{"note": "a"}, {"note": "b"}]}),
        ("texts.fr", {"texts": {"fr": "Un"}}),
        ("texts.de", {"texts": {}}),
        ("nothing.number", {"nothing": None}),
        ("title,extra", {"title": "Un"}),
    ],
)
def test_only_what_is_named_is_left(fields: str, left: object) -> None:
    assert msgspec.json.decode(encode(cut(ONE, fields))) == left


def test_without_fields_all_is_left() -> None:
    assert cut(ONE, "") is ONE
    assert cut(ONE, " , ") is ONE


@pytest.mark.parametrize("fields", ["nom", "release.nombre", "title.x", "a.b.c.d.e.f.g"])
def test_what_is_not_there_is_refused_with_what_there_is(fields: str) -> None:
    with pytest.raises(Invalid) as refused:
        cut(ONE, fields)
    assert refused.value.code == "bad_fields"
    assert [fault.pointer for fault in refused.value.faults] == ["fields"]


def test_what_has_nothing_inside_is_named_as_it_was_asked_for() -> None:
    with pytest.raises(Invalid, match=r"release\.note\s?[”»]"):
        cut(ONE, "release.note.x")


def test_in_a_list_the_fields_are_those_of_each_result() -> None:
    page = Page([ONE, ONE], "next", None)
    assert msgspec.json.decode(encode(cut_results(page, "title"))) == {
        "results": [{"title": "Un"}, {"title": "Un"}],
        "next": "next",
        "previous": None,
    }


def test_only_what_can_be_expanded_is() -> None:
    assert expansions("lessons, releases", {"lessons", "releases"}) == {"lessons", "releases"}
    assert expansions("", {"lessons"}) == frozenset()
    with pytest.raises(Invalid) as refused:
        expansions("lesson", {"lessons"})
    assert "lessons" in refused.value.detail
