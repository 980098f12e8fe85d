"""Owns the keys under which statements are found: of what a statement mentions, and of a query."""

import hashlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from uuid import UUID

import msgspec

from .canonical import mailbox
from .walking import (
    Thing,
    activities,
    actors,
    kind_of,
    other_actors,
    parts,
    target,
    with_members,
)


class Role(StrEnum):
    """As what a statement mentions something: one for each filter of a query, and its target."""

    AGENT = "agent"
    RELATED_AGENT = "related agent"
    VERB = "verb"
    ACTIVITY = "activity"
    RELATED_ACTIVITY = "related activity"
    REGISTRATION = "registration"
    TARGET = "target"


def key(role: Role, *name: str) -> UUID:
    """128 bits of a digest: the same for what is mentioned and for what is asked.

    IRIs are compared as strings (RFC 3987, 5.3.1).
    """
    named = msgspec.json.encode([role, *name])
    return UUID(bytes=hashlib.sha256(named).digest()[:16])


def agent_key(agent: Thing, *, related: bool = False) -> UUID | None:
    """The key of who is identified; None for an anonymous group. Agents and groups are the same
    where their identifiers are (2.1.3)."""
    role = Role.RELATED_AGENT if related else Role.AGENT
    if "mbox" in agent:
        return key(role, "mbox", mailbox(agent["mbox"]))
    if "mbox_sha1sum" in agent:
        return key(role, "mbox_sha1sum", agent["mbox_sha1sum"].lower())
    if "openid" in agent:
        return key(role, "openid", agent["openid"])
    if "account" in agent:
        return key(role, "account", agent["account"]["homePage"], agent["account"]["name"])
    return None


def verb_key(iri: str) -> UUID:
    return key(Role.VERB, iri)


def activity_key(iri: str, *, related: bool = False) -> UUID:
    return key(Role.RELATED_ACTIVITY if related else Role.ACTIVITY, iri)


def registration_key(registration: UUID) -> UUID:
    return key(Role.REGISTRATION, str(registration))


def target_key(statement_id: UUID) -> UUID:
    """Of the statements that are about this one; a filter that it passes lets them pass too."""
    return key(Role.TARGET, str(statement_id))


def marks(keys: Iterable[UUID]) -> int:
    """64 bits, two or fewer set for each key, as a signed number.

    What has all these keys has all their marks; what has the marks most often has the keys.
    """
    bits = 0
    for each in keys:
        bits |= 1 << (each.bytes[0] & 63) | 1 << (each.bytes[1] & 63)
    return bits - (1 << 64) if bits >> 63 else bits


def mentions(statement: Thing) -> set[UUID]:
    """The keys of everything by which an accepted statement is found.

    Its `authority` counts where it has one: put ours in before.
    """
    found = {verb_key(statement["verb"]["id"])}
    found.update(_agents(statement))
    found.update(_activities(statement))
    registration = statement.get("context", {}).get("registration")
    if registration is not None:
        found.add(registration_key(UUID(registration)))
    if (aimed_at := target(statement)) is not None:
        found.add(target_key(UUID(aimed_at)))
    return found


def _agents(statement: Thing) -> Iterator[UUID]:
    yield from _keys_of(actors(statement), related=False)
    for part in parts(statement):
        yield from _keys_of(actors(part), related=True)
        yield from _keys_of(other_actors(part), related=True)


def _keys_of(found: Iterable[Thing], *, related: bool) -> Iterator[UUID]:
    for actor in found:
        for each in with_members(actor):
            if (named := agent_key(each, related=related)) is not None:
                yield named


def _activities(statement: Thing) -> Iterator[UUID]:
    if kind_of(statement["object"]) == "Activity":
        yield activity_key(statement["object"]["id"])
    for activity in activities(statement):
        yield activity_key(activity["id"], related=True)
