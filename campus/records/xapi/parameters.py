"""Owns reading one parameter of a request, as strictly as the same value in a statement."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from . import identifiers
from .actors import agent
from .reading import read_json
from .refusals import Malformed, below
from .shapes import Check, one_of

Parameters = Mapping[str, str]

_MOST_DIGITS = 9


def check_names(given: Iterable[str], known: Iterable[str], required: Iterable[str] = ()) -> None:
    """Refuses a parameter that is unknown, or wrongly cased, and the lack of a required one."""
    names = tuple(known)
    for name in given:
        if name not in names:
            meant = [each for each in names if each.lower() == name.lower()]
            detail = (
                f"Write it {meant[0]}: case counts." if meant else "Leave it out: unknown here."
            )
            raise Malformed(below("", name), "unknown_parameter", detail)
    present = set(given)
    for name in required:
        if name not in present:
            raise Malformed(below("", name), "missing", f"Add the parameter {name}.")


def check_alone(given: Iterable[str], name: str, *, with_: Iterable[str]) -> None:
    """Refuses every parameter beside this one but those that go with it."""
    together = (name, *with_)
    for other in given:
        if other not in together:
            detail = f"Ask for {name} with nothing else than {', '.join(with_)}."
            raise Malformed(below("", other), "not_together", detail)


def read_flag(given: Parameters, name: str) -> bool:
    value = given.get(name, "false")
    one_of("true", "false")(value, below("", name))
    return value == "true"


def read_limit(given: Parameters) -> int:
    """How many at most; 0, as when it is not said, is as many as the server lets."""
    value = given.get("limit", "0")
    if not (value.isascii() and value.isdigit()):
        raise Malformed("/limit", "not_a_number", "Send a whole number, 0 or more.")
    return int(value) if len(value) <= _MOST_DIGITS else 10**_MOST_DIGITS


def read_uuid(value: str, pointer: str) -> UUID:
    identifiers.uuid(value, pointer)
    return UUID(value)


def read_iri(value: str, pointer: str) -> str:
    identifiers.iri(value, pointer)
    return value


def read_agent(value: str, pointer: str = "/agent") -> dict[str, Any]:
    """The Agent of a document or of the Agents resource, as JSON in a parameter: no group."""
    return read_object(value, agent, pointer)


def read_object(value: str, check: Check, pointer: str) -> dict[str, Any]:
    try:
        found = read_json(value)
    except Malformed as fault:
        raise Malformed(pointer + fault.pointer, fault.code, fault.detail) from None
    check(found, pointer)
    assert isinstance(found, dict)
    return found
