"""Owns the form of statements and sub-statements, and reading them from a request's JSON."""

from functools import cache
from typing import Any
from uuid import UUID

from . import identifiers
from .actors import actor, agent, authority, group
from .attaching import attachments
from .contexts import arrayed, check_about, context, statement_reference
from .definitions import activity
from .languages import language_map
from .refusals import Malformed, below
from .results import result
from .shapes import Check, one_of, record, require_object, text
from .timestamps import read_instant, timestamp, written
from .versions import Version, check_statement_version

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

Statement = dict[str, Any]

verb = record(required={"id": identifiers.iri}, optional={"display": language_map})

_OBJECTS: dict[str, Check] = {
    "Activity": activity,
    "Agent": agent,
    "Group": group,
    "StatementRef": statement_reference,
}


_of_sub_statement = one_of(*_OBJECTS)
_of_statement = one_of(*_OBJECTS, "SubStatement")


@cache
def _shape(version: Version, *, is_sub: bool) -> Check:
    def object_(value: Any, pointer: str) -> None:
        require_object(value, pointer)
        kind = value.get("objectType", "Activity")
        (_of_sub_statement if is_sub else _of_statement)(kind, below(pointer, "objectType"))
        if kind == "SubStatement":
            check_statement(value, pointer, version, is_sub=True)
        else:
            _OBJECTS[kind](value, pointer)

    def version_(value: Any, pointer: str) -> None:
        text(value, pointer)
        check_statement_version(value, pointer, version)

    kind = {"objectType": one_of("SubStatement")} if is_sub else {}
    by_server = {"id": identifiers.uuid, "stored": timestamp, "authority": authority}
    return record(
        required={"actor": actor, "verb": verb, "object": object_, **kind},
        optional={
            "result": result,
            "context": context(version),
            "timestamp": timestamp,
            "attachments": attachments,
            **({} if is_sub else {**by_server, "version": version_}),
        },
    )


def check_statement(value: Any, pointer: str, version: Version, *, is_sub: bool = False) -> None:
    """Raises Malformed where this is no statement of that version (1.0.3, 2.4; 2.0, 4.2.2)."""
    _shape(version, is_sub=is_sub)(value, pointer)
    check_about(value.get("context", {}), value["object"], below(pointer, "context"))
    if value["verb"]["id"] == VOIDED and value["object"].get("objectType") != "StatementRef":
        detail = "Voiding is said of a statement: send an object of objectType StatementRef."
        raise Malformed(below(pointer, "object"), "not_a_statement_ref", detail)


def accepted(value: Any, pointer: str, version: Version) -> Statement:
    """The statement, checked, in the form in which it is kept and answered."""
    check_statement(value, pointer, version)
    return _normal(value)


def _normal(value: Statement) -> Statement:
    """Context activities in arrays (2.4.6.2), the timestamp in UTC (2.0, 4.2.7)."""
    kept = dict(value)
    if "timestamp" in kept:
        kept["timestamp"] = written(read_instant(kept["timestamp"], "/timestamp"))
    if "context" in kept:
        kept["context"] = arrayed(kept["context"])
    if kept["object"].get("objectType") == "SubStatement":
        kept["object"] = _normal(kept["object"])
    return kept


def read_post(value: Any, version: Version) -> list[Statement]:
    """The statements of a POST, one or a list of them, all accepted or Malformed raised."""
    if not isinstance(value, list):
        return [accepted(value, "", version)]
    statements = [accepted(each, below("", place), version) for place, each in enumerate(value)]
    seen: set[UUID] = set()
    for place, statement in enumerate(statements):
        if "id" not in statement:
            continue
        if (id_ := UUID(statement["id"])) in seen:
            detail = "Give each statement of a batch an id of its own."
            raise Malformed(below(below("", place), "id"), "id_twice", detail)
        seen.add(id_)
    return statements


def read_put(value: Any, statement_id: UUID, version: Version) -> Statement:
    """The statement of a PUT, with the id that the request gave it."""
    statement = accepted(value, "", version)
    if "id" in statement and UUID(statement["id"]) != statement_id:
        raise Malformed("/id", "id_differs", "Send the id that statementId says, or leave it out.")
    return {**statement, "id": str(statement_id)}
