"""Owns the form of agents and groups, wherever a statement or a request names one."""

from collections.abc import Mapping
from typing import Any

from . import identifiers
from .refusals import Malformed, below
from .shapes import Check, array, one_of, record, require_object, text

# An account's homePage is an IRL: of the same form as an IRI.
account = record(required={"homePage": identifiers.iri, "name": text})

IDENTIFIERS: Mapping[str, Check] = {
    "mbox": identifiers.mailto,
    "mbox_sha1sum": identifiers.sha1,
    "openid": identifiers.iri,
    "account": account,
}
"""What tells one agent or group from another; each has exactly one, anonymous groups none."""

_AGENT = record(optional={"objectType": one_of("Agent"), "name": text, **IDENTIFIERS})


def identifiers_of(value: Mapping[str, Any]) -> list[str]:
    return [name for name in IDENTIFIERS if name in value]


def agent(value: Any, pointer: str) -> None:
    """An Agent; `objectType` may be left out, where it is no statement's object."""
    _AGENT(value, pointer)
    _require_one_identifier(value, pointer)


_GROUP = record(
    required={"objectType": one_of("Group")},
    optional={"name": text, "member": array(agent), **IDENTIFIERS},
)


def group(value: Any, pointer: str) -> None:
    """A Group with its identifier, or an anonymous one with its members."""
    _GROUP(value, pointer)
    if identifiers_of(value):
        _require_one_identifier(value, pointer)
    elif not value.get("member"):
        detail = "List the members of this group, or give it an identifier."
        raise Malformed(pointer, "no_member", detail)


def _require_one_identifier(value: Mapping[str, Any], pointer: str) -> None:
    found = identifiers_of(value)
    if len(found) != 1:
        given = f"of {' and '.join(found)}" if found else f"of {', '.join(IDENTIFIERS)}"
        raise Malformed(pointer, "not_one_identifier", f"Identify it by exactly one {given}.")


def actor(value: Any, pointer: str) -> None:
    """An Agent or a Group."""
    require_object(value, pointer)
    (group if value.get("objectType") == "Group" else agent)(value, pointer)


def identified(value: Any, pointer: str) -> None:
    """An Agent or an identified Group: whom a query may ask for."""
    actor(value, pointer)
    if not identifiers_of(value):
        detail = "An anonymous group cannot be asked for: name it by an identifier."
        raise Malformed(pointer, "not_one_identifier", detail)


def authority(value: Any, pointer: str) -> None:
    """An Agent; or an anonymous Group of two, an application and who uses it (2.4.9)."""
    actor(value, pointer)
    if value.get("objectType") != "Group":
        return
    if identifiers_of(value):
        detail = "A group that asserts has no identifier, only its two members."
        raise Malformed(pointer, "not_anonymous", detail)
    if len(value["member"]) != 2:
        detail = "A group that asserts has two members: the application and the person."
        raise Malformed(below(pointer, "member"), "not_two", detail)
