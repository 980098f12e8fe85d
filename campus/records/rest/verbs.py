"""Owns how the closed table of verbs reads in the OpenAPI document: from the table itself."""

from typing import Annotated, Any, get_type_hints

import msgspec

from campus.records.verbs import VERBS, Accepted, sendable


def documented(record: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """The struct the door reads, with the table on its `verb`."""
    hints = get_type_hints(record, include_extras=True)
    verb = msgspec.Meta(
        description=f"What may be sent about which kind of lesson or step:\n\n{as_table()}",
        extra_json_schema={"enum": names(), "x-accepted": accepted()},
    )
    hints["verb"] = Annotated[str, verb]
    fields: list[Any] = [
        (one.name, hints[one.name]) if one.required else (one.name, hints[one.name], one.default)
        for one in msgspec.structs.fields(record)
    ]
    made = msgspec.defstruct("Record", fields, forbid_unknown_fields=True)
    made.__doc__ = "One thing that was done, with an id made by the client."
    return made


def accepted() -> list[dict[str, Any]]:
    """The table for programs: one entry for each verb about each kind of object."""
    return [
        {
            "object": row.object,
            "kind": row.kind,
            "verb": row.verb,
            "iri": VERBS[row.verb].iri,
            "said_by": row.said_by,
            "result": dict(row.result),
            "needs": list(row.needs),
            "completes": row.completes,
            "note": row.note,
        }
        for row in sendable()
    ]


def names() -> list[str]:
    return list(dict.fromkeys(row.verb for row in sendable()))


def as_table() -> str:
    """The same table for a person, in Markdown."""
    lines = [
        "| about | kind | verb | said by | `result` | completes it |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_line(row) for row in sendable())])


def _line(row: Accepted) -> str:
    fields = "; ".join(
        f"`{name}`{' (needed)' if name in row.needs else ''}: {meaning}"
        for name, meaning in row.result
    )
    completes = "yes" if row.completes else "no"
    note = f"{completes}: {row.note}" if row.note else completes
    return (
        f"| {row.object} | {row.kind} | `{row.verb}` | {row.said_by} | {fields or '–'} | {note} |"
    )
