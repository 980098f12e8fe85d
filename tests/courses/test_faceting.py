"""Filters, counts and orders agree with going through every course one by one."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.faceting import Shelves
from courses.catalogue.facts import FACETS, Fact, band_of
from courses.catalogue.ordering import SORTS, Place

_numbers = st.integers(0, 3)
FACTS = st.lists(
    st.builds(
        Fact,
        id=st.uuids(version=4),
        listed=_numbers,
        published=_numbers,
        title=st.sampled_from(["a", "b", "ecrire"]),
        minutes=st.sampled_from([0, 15, 16, 30, 31, 60, 61, 120, 121]),
        language=st.sampled_from(["fr", "en"]),
        level=st.integers(1, 4),
        kinds=st.lists(st.sampled_from(["article", "quiz"]), unique=True).map(tuple),
        skills=st.lists(st.sampled_from(["x", "y", "z"]), unique=True).map(tuple),
        provider=st.sampled_from(["campus", "ecole"]),
    ),
    max_size=25,
    unique_by=lambda fact: fact.id,
)
CHOSEN = st.fixed_dictionaries(
    {},
    optional={
        "skill": st.sampled_from(["x", "nothing"]),
        "language": st.just("fr"),
        "level": st.sampled_from(["1", "4"]),
        "duration": st.sampled_from(["15", "30", "more"]),
        "kind": st.just("quiz"),
        "provider": st.just("ecole"),
    },
)


def fits(fact: Fact, chosen: dict[str, str], most: int | None, since: int | None) -> bool:
    has = set(fact.values())
    within = most is None or fact.minutes <= most
    return within and (since is None or fact.published >= since) and set(chosen.items()) <= has


@given(FACTS, CHOSEN, st.none() | st.integers(0, 130), st.none() | _numbers, st.data())
def test_each_filter_counts_what_its_values_would_leave_all_others_kept(
    facts: list[Fact],
    chosen: dict[str, str],
    most: int | None,
    since: int | None,
    data: st.DataObject,
) -> None:
    found = data.draw(st.lists(st.sampled_from(facts), unique=True)) if facts else []
    shelves = Shelves(facts)
    bits = shelves.having(fact.id.bytes for fact in found)
    counts = shelves.count(bits, shelves.fitting(chosen, most_minutes=most, since=since))
    for name in FACETS:
        others = {n: value for n, value in chosen.items() if n != name}
        left = [fact for fact in found if fits(fact, others, most, since)]
        values = [value for fact in left for n, value in fact.values() if n == name]
        assert dict(counts[name]) == {value: values.count(value) for value in set(values)}
        assert [n for _value, n in counts[name]] == sorted(dict(counts[name]).values())[::-1]


@given(FACTS, st.sampled_from(sorted(SORTS)), st.integers(1, 7), st.data())
def test_pages_in_any_order_hold_every_course_once_forth_and_back(
    facts: list[Fact], sort: str, most: int, data: st.DataObject
) -> None:
    shelves = Shelves(facts)
    group = data.draw(st.lists(st.integers(0, 2), min_size=len(facts), max_size=len(facts)))
    groups = [
        shelves.having(fact.id.bytes for fact, of in zip(facts, group, strict=True) if of == one)
        for one in range(2)
    ]
    inside = [(of, fact) for fact, of in zip(facts, group, strict=True) if of < 2]
    inside.sort(key=lambda one: (one[0], SORTS[sort](one[1]), -one[1].id.int))
    wanted = [fact.id for _of, fact in inside]
    assert walk(shelves, groups, sort, most, backwards=False) == wanted
    assert walk(shelves, groups, sort, most, backwards=True) == wanted[::-1][1:]


def walk(
    shelves: Shelves, groups: list[int], sort: str, most: int, *, backwards: bool
) -> list[UUID]:
    """All pages one after the other; backwards from the last course on."""
    everything = shelves.page(groups, sort=sort, most=1_000)
    beside: Place | None = everything[-1][0] if everything and backwards else None
    seen: list[UUID] = []
    while page := shelves.page(
        groups, sort=sort, most=most, beside=beside, backwards=backwards and beside is not None
    ):
        if backwards and beside is None:
            break
        seen += [id_ for _place, id_ in page]
        beside = page[-1][0]
    return seen


def test_bands_are_named_for_their_longest() -> None:
    bands = [band_of(minutes) for minutes in (0, 15, 16, 30, 31, 60, 61, 120, 121)]
    assert bands == ["15", "15", "30", "30", "60", "60", "120", "120", "more"]


def test_a_place_of_another_order_is_told() -> None:
    id_ = UUID(int=1)
    assert Place(0, "a", id_).is_of("title")
    assert not Place(0, 1, id_).is_of("title")
    assert not Place(0, "a", id_).is_of("newest")
    assert not Place(4, 1, id_).is_of("newest")
