"""Owns the bytes in which a client's statement is kept, and when two statements are the same."""

from datetime import datetime
from typing import Any

import msgspec

from . import durations
from .timestamps import instant, written
from .versions import Version
from .walking import Thing, kind_of, rebuilt

SET_BY_SERVER = ("stored", "authority")
"""What we set ourselves whatever was sent, and keep beside the statement."""

# Assigned while a statement is processed, so no two statements differ by it (1.0.3, 2.3.1).
_ASSIGNED = ("id", "authority", "stored", "timestamp", "version", "attachments")

_encoder = msgspec.json.Encoder(order="sorted")


def canonical(statement: Thing, version: Version) -> bytes:
    """An accepted statement as JSON with sorted keys, as it is kept and hashed.

    It keeps the version that it came with, or gets the one of the door it came through, since it
    must be answered with it (2.4.10). A timestamp is there only if the client sent one.
    """
    kept = {name: value for name, value in statement.items() if name not in SET_BY_SERVER}
    return _encoder.encode({"version": version.of_statement, **kept})


def completed(kept: Thing, *, stored: datetime, authority: Thing) -> Thing:
    """A kept statement as it is answered, with what the server sets (2.4): the time of storing,
    which stands for the time that a client did not tell, and who asserts it."""
    by_us = {"timestamp": written(stored), "version": Version.V1.of_statement}
    return {**by_us, **kept, "stored": written(stored), "authority": authority}


def are_same(one: Thing, other: Thing, version: Version) -> bool:
    """Whether two accepted statements say the same, as their specification compares them.

    1.0.3 (2.3.1): what the server may assign, how the verb is displayed, how activities are
    defined, in which order a group's members stand and how an instant is written do not count. 2.0
    (4.2) leaves the instant out altogether. Case counts but where the value's own form ignores it.
    """
    if version.compares_timestamps and _differ_in_time(one, other):
        return False
    return comparable(one) == comparable(other)


def _differ_in_time(one: Thing, other: Thing) -> bool:
    """A statement without a time gets ours: only two that were sent can differ."""
    if "timestamp" not in one or "timestamp" not in other:
        return False
    return _moment(one["timestamp"]) != _moment(other["timestamp"])


def _moment(value: str) -> str:
    """To the millisecond: a store may keep no more (1.0.3, 4.5)."""
    moment = instant(value)
    assert moment is not None
    return written(moment.replace(microsecond=moment.microsecond // 1000 * 1000))


def comparable(statement: Thing) -> bytes:
    """The bytes that two accepted statements share exactly if they say the same, time aside."""
    kept = {name: value for name, value in statement.items() if name not in _ASSIGNED}
    return _encoder.encode(_part(rebuilt(kept, actor=_actor, verb=_verb, activity=_activity)))


def _part(part: Thing) -> Thing:
    made = {name: value for name, value in part.items() if name != "attachments"}
    if kind_of(made["object"]) == "SubStatement":
        made["object"] = _part(made["object"])
    if kind_of(made["object"]) == "StatementRef":
        made["object"] = _reference(made["object"])
    if "timestamp" in made:
        made["timestamp"] = _moment(made["timestamp"])
    if "duration" in made.get("result", {}):
        duration = durations.comparable(made["result"]["duration"])
        made["result"] = {**made["result"], "duration": duration}
    if "context" in made:
        made["context"] = _context(made["context"])
    return made


def _context(context: Thing) -> Thing:
    made = dict(context)
    for name in ("registration", "language"):
        if name in made:
            made[name] = made[name].lower()
    if "statement" in made:
        made["statement"] = _reference(made["statement"])
    return made


def _reference(reference: Thing) -> Thing:
    return {**reference, "id": reference["id"].lower()}


def _actor(actor: Thing) -> Thing:
    made: dict[str, Any] = {"objectType": "Agent", **actor}
    if "mbox" in made:
        made["mbox"] = mailbox(made["mbox"])
    if "mbox_sha1sum" in made:
        made["mbox_sha1sum"] = made["mbox_sha1sum"].lower()
    if "member" in made:
        made["member"] = sorted(map(_actor, made["member"]), key=_encoder.encode)
    return made


def mailbox(value: str) -> str:
    """An address whose domain is in lower case: case does not count there (1.0.3, 2.3.1)."""
    name, domain = value.rsplit("@", 1)
    return f"{name}@{domain.lower()}"


def _verb(verb: Thing) -> Thing:
    return {"id": verb["id"]}


def _activity(activity: Thing) -> Thing:
    return {"id": activity["id"]}
