"""Owns how the closed table of verbs reads in the OpenAPI document: from the table itself."""

from typing import Any

from campus.records.verbs import VERBS, Accepted, sendable


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
    return f"| {row.object} | {row.kind} | `{row.verb}` | {row.said_by} | {fields or '–'} | {note} |"
