"""Owns what the store learns of activities and verbs from the statements that it accepts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from campus.records.models import XapiClient, XapiKnown
from campus.records.xapi.activities import definitions_in, displays_in, grown
from campus.records.xapi.mentions import activity_key, verb_key

from . import describing

Thing = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Word:
    """What statements say of an activity, or of a verb."""

    iri: str
    what: Thing
    is_verb: bool


Said = Mapping[UUID, Word]


def learn(statements: Iterable[Thing], *, client: XapiClient) -> None:
    """Let what is known grow by statements just stored; in the transaction that stores them.

    Nothing known is lost. Whoever spoke of it first may put its texts right; others only add.
    """
    said: dict[UUID, Word] = {}
    for statement in statements:
        for iri, what in definitions_in(statement).items():
            before = said.get(activity_key(iri))
            grew = grown(before.what if before else None, what)
            said[activity_key(iri)] = Word(iri, grew, is_verb=False)
        for iri, shown in displays_in(statement).items():
            before = said.get(verb_key(iri))
            grew = {**(before.what if before else {}), **shown}
            said[verb_key(iri)] = Word(iri, grew, is_verb=True)
    if said:
        _keep(said, client)


def definitions(iris: Iterable[str]) -> dict[str, Thing]:
    """By id, the definitions of these activities, as far as any is known.

    Of those that are ours, what their owner says, whatever statements said.
    """
    wanted = list(iris)
    return {**_known(wanted, activity_key), **describing.described(wanted)}


def displays(iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """By id, how these verbs are displayed, as far as that is known."""
    return _known(iris, verb_key)


def _known(iris: Iterable[str], key: Callable[[str], UUID]) -> dict[str, Any]:
    keys = [key(iri) for iri in iris]
    return dict(XapiKnown.objects.filter(key__in=keys).values_list("iri", "said"))


def _keep(said: Said, client: XapiClient) -> None:
    """Most statements say what is known already: rows are locked only where something changes.

    They are taken in the order of their keys, so that two batches never wait for each other.
    """
    known = {row.key: row for row in XapiKnown.objects.filter(key__in=said)}
    news = {key: each for key, each in said.items() if _differs(known.get(key), each, client)}
    if not news:
        return
    _make_rows(news, client)
    rows = list(XapiKnown.objects.select_for_update().filter(key__in=news).order_by("key"))
    for row in rows:
        row.said = _after(row, news[row.key], client)
    XapiKnown.objects.bulk_update(rows, ["said"])


def _differs(row: XapiKnown | None, said: Word, client: XapiClient) -> bool:
    return row is None or _after(row, said, client) != row.said


def _after(row: XapiKnown, said: Word, client: XapiClient) -> Thing:
    may_correct = row.client == client.id
    if said.is_verb:
        return _displayed(row.said, said.what, may_correct=may_correct)
    return grown(row.said or None, said.what, may_correct=may_correct)


def _displayed(known: Thing, said: Thing, *, may_correct: bool) -> Thing:
    return {**known, **said} if may_correct else {**said, **known}


_MAKE = """
INSERT INTO records_xapiknown (key, iri, said, client)
SELECT key, iri, '{}'::jsonb, %s FROM unnest(%s::uuid[], %s::text[]) AS new(key, iri)
WHERE NOT EXISTS (SELECT 1 FROM records_xapiknown old WHERE old.key = new.key)
ORDER BY key ON CONFLICT DO NOTHING
"""


def _make_rows(said: Said, client: XapiClient) -> None:
    """Empty rows for what is new, so that there is something to lock."""
    keys = list(said)
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, [client.id, keys, [said[key].iri for key in keys]])
