"""Owns the copying of rows: all that a row says, but for its identity and its history."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

Row = TypeVar("Row", bound=models.Model)

# What a copy has anew: its own identity and history.
_ITS_OWN = frozenset(
    {"id", "match_id", "version", "changed_by", "changed_at", "created_at", "archived_at"}
)


def copied_row(row: Row, **changes: Any) -> Row:
    """A row equal to this one but for `changes` and what is its own; it is not saved."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in _ITS_OWN and field.name not in changes
    }
    return type(row)(**kept, **changes)


def copy_rows_by(
    model: type[Row], rows: Iterable[Row], **owners: Mapping[UUID, Any]
) -> dict[Any, Row]:
    """Copies of rows, each with the copy of its owner; answers them by the original's key."""
    ((name, copies_of_owners),) = owners.items()
    made = {
        row.pk: copied_row(row, **{name: copies_of_owners[getattr(row, f"{name}_id")]})
        for row in rows
    }
    model._default_manager.bulk_create(made.values(), batch_size=500)
    return made


def copy_rows(model: type[Row], rows: Iterable[Row], **changes: Any) -> None:
    model._default_manager.bulk_create([copied_row(row, **changes) for row in rows], batch_size=500)
