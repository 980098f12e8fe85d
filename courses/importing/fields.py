"""Sets the fields of a row to what a file says, and says which were different."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model

# Beyond this many characters a value is named, not quoted.
_QUOTED = 60


def apply(
    row: Model, values: Mapping[str, Any], what: str, *, unsaid: Collection[str] = ()
) -> list[str]:
    """Save what differs, if anything does; one line for each field but those `unsaid`."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    lines = [
        _line(what, name, getattr(row, name), value)
        for name, value in different.items()
        if name not in unsaid
    ]
    for name, value in different.items():
        setattr(row, name, value)
    if different:
        row.save()
    return lines


def _line(what: str, name: str, old: Any, new: Any) -> str:
    words = name.removesuffix("_id").replace("_", " ")
    if old in ("", None) or len(str(old)) + len(str(new)) > _QUOTED:
        return f"changed {what}: {words}"
    return f"changed {what}: {words} from “{old}” to “{new}”"
