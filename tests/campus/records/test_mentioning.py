"""A statement about another one is found wherever the other is, whichever came first."""

from itertools import permutations
from uuid import uuid4

import pytest

from tests.campus.records.lrs.store import Store, a_statement, about

pytestmark = pytest.mark.django_db
TOLD = "https://example.org/verbs/told"


def a_chain() -> dict[str, dict]:
    """The first is about the second, which is about the third."""
    third = a_statement(verb={"id": TOLD})
    second = about(third["id"])
    return {"first": about(second["id"]), "second": second, "third": third}


@pytest.mark.parametrize("order", list(permutations(("first", "second", "third"))))
def test_a_chain_is_found_by_its_end_in_whatever_order_it_came(order):
    store, chain = Store(), a_chain()
    store.keep(*(chain[name] for name in order))
    assert set(store.found(verb=TOLD)) == {each["id"] for each in chain.values()}


def test_a_chain_in_one_batch_is_found_by_its_end():
    store, chain = Store(), a_chain()
    assert store.post(list(chain.values())).status_code == 200
    assert set(store.found(verb=TOLD)) == {each["id"] for each in chain.values()}


@pytest.mark.parametrize("order", list(permutations(("first", "second", "third"))))
def test_a_chain_is_found_by_two_filters_of_which_each_met_another_part(order):
    store, chain = Store(), a_chain()
    store.keep(*(chain[name] for name in order))
    referring = chain["first"]["verb"]["id"]
    agent = chain["first"]["actor"]
    assert set(store.found(verb=TOLD, agent=agent)) == {each["id"] for each in chain.values()}
    assert set(store.found(verb=referring, agent=agent)) == {
        chain["first"]["id"],
        chain["second"]["id"],
    }


def test_what_one_filter_finds_another_filter_leaves_out():
    store, told = Store(), a_statement(verb={"id": TOLD})
    store.keep(told, a_statement())
    assert store.found(verb=TOLD, agent=told["actor"]) == [told["id"]]
    assert store.found(verb=TOLD, agent={"mbox": "mailto:nobody@example.org"}) == []


def test_the_time_asked_for_is_that_of_the_statement_itself():
    store, target = Store(), a_statement(verb={"id": TOLD})
    store.keep(target)
    reference = about(target["id"])
    store.keep(reference)
    since = store.one(target["id"])["stored"]
    assert store.found(verb=TOLD, since=since) == [reference["id"]]
    assert store.found(verb=TOLD, until=since) == [target["id"]]


def test_each_filter_is_met_by_itself_or_by_what_it_is_about():
    store = Store()
    bob = {"mbox": "mailto:bob@example.org"}
    target = a_statement(verb={"id": TOLD})
    reference = about(target["id"], actor=bob)
    store.keep(target, reference)
    assert store.found(verb=TOLD, agent=bob) == [reference["id"]]


def test_a_reference_in_the_context_hands_nothing_on():
    store, target = Store(), a_statement(verb={"id": TOLD})
    named = {"statement": {"objectType": "StatementRef", "id": target["id"]}}
    store.keep(target, a_statement(context=named))
    assert store.found(verb=TOLD) == [target["id"]]


def test_statements_about_each_other_do_not_go_round_for_ever():
    store = Store()
    one, other = str(uuid4()), str(uuid4())
    store.keep(about(other, id=one, verb={"id": TOLD}), about(one, id=other))
    assert set(store.found(verb=TOLD)) == {one, other}


def test_who_sent_a_statement_is_not_handed_on():
    mine, other = Store("statements/write", "statements/read/mine"), Store()
    target = a_statement(verb={"id": TOLD})
    mine.keep(target)
    other.keep(about(target["id"]))
    assert mine.found(verb=TOLD) == [target["id"]]
