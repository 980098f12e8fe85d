"""Sets the fields of a row to what a file says, and says which were different."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from courses.textform.endings import is_same

# Beyond this many characters a value is named, not quoted.
_QUOTED = 60


def apply(
    row: Model, values: Mapping[str, Any], what: str, *, unsaid: Collection[str] = ()
) -> list[str]:
    """Save what differs, if anything does; one line for each field but those `unsaid`.

    A text that would be written to a file in the same way is the same.
    """
    different = {name: new for name, new in values.items() if not is_same(getattr(row, name), new)}
    lines = [
        _line(what, _called(row, name), getattr(row, name), value)
        for name, value in different.items()
        if name not in unsaid
    ]
    for name, value in different.items():
        setattr(row, name, value)
    if different:
        row.save()
    return lines


def _called(row: Model, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _line(what: str, name: str, old: Any, new: Any) -> str:
    if old in ("", None) or len(str(old)) + len(str(new)) > _QUOTED:
        return _("changed {what}: {field}").format(what=what, field=name)
    line = _("changed {what}: {field} from “{old}” to “{new}”")
    return line.format(what=what, field=name, old=old, new=new)
