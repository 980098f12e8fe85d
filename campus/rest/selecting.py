"""Owns `?fields=` and `?expand=`: an answer cut down to, or filled up with, what was asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Any

import msgspec
from django.utils.translation import gettext as _

from campus.errors import Fault, Invalid

from .paging import PageQuery

# By name what is wanted inside it; nothing inside means all of it.
Tree = dict[str, "Tree"]
_LONGEST = 1000
_DEEPEST = 6


Fields = Annotated[
    str,
    msgspec.Meta(
        max_length=_LONGEST,
        description="Only these, with commas between; a dot goes inside: "
        "`title,release.number`. In a list they are those of each result.",
    ),
]


class FieldsQuery(msgspec.Struct, kw_only=True):
    """For a client that wants less: a phone, or a list of titles."""

    fields: Fields = ""


class PageFieldsQuery(PageQuery, kw_only=True):
    """A list of which a client wants less."""

    fields: Fields = ""


def cut(document: msgspec.Struct, fields: str) -> Any:
    """The document with only the named fields; raises Invalid, naming what there is, for others."""
    wanted = _tree(fields)
    return _cut(document, wanted, "") if wanted else document


def cut_results(page: msgspec.Struct, fields: str) -> Any:
    """A page of a list, each of its `results` with only the named fields."""
    wanted = _tree(fields)
    return _replaced(page, "results", wanted) if wanted else page


def expansions(text: str, known: Collection[str]) -> frozenset[str]:
    """What `?expand=` names; raises Invalid for what cannot be expanded here."""
    asked = frozenset(filter(None, (name.strip() for name in text.split(","))))
    for name in sorted(asked - set(known)):
        detail = _("“{name}” cannot be expanded here: {known} can.")
        raise _invalid("expand", detail.format(name=name, known=", ".join(sorted(known))))
    return asked


def _tree(fields: str) -> Tree:
    tree: Tree = {}
    for path in filter(None, (one.strip() for one in fields.split(","))):
        names = path.split(".")
        if len(names) > _DEEPEST:
            raise _invalid("fields", _("“{path}” goes too deep.").format(path=path))
        _plant(tree, names)
    return tree


def _plant(tree: Tree, names: Sequence[str]) -> None:
    """`release` beside `release.number` asks for all of it, whichever comes first."""
    *outer, last = names
    for name in outer:
        if tree.get(name) == {} and name in tree:
            return
        tree = tree.setdefault(name, {})
    tree[last] = {}


def _cut(value: Any, wanted: Tree, place: str) -> Any:
    if not wanted or value is None:
        return value
    if isinstance(value, list):
        return [_cut(one, wanted, place) for one in value]
    held = _held(value)
    if held is None:
        raise _invalid("fields", _("“{place}” has nothing inside.").format(place=place[:-1]))
    for name in wanted:
        if name not in held and isinstance(value, msgspec.Struct):
            raise _unknown(f"{place}{name}", held)
    kept = ((name, held.get(name), inside) for name, inside in wanted.items() if name in held)
    return {
        name: _cut(one, inside, f"{place}{name}.")
        for name, one, inside in kept
        if one is not msgspec.UNSET
    }


def _held(value: Any) -> dict[str, Any] | None:
    if isinstance(value, msgspec.Struct):
        return {name: getattr(value, name) for name in value.__struct_fields__}
    return value if isinstance(value, dict) else None


def _replaced(page: msgspec.Struct, name: str, wanted: Tree) -> dict[str, Any]:
    held = {one: getattr(page, one) for one in page.__struct_fields__}
    return held | {name: _cut(held[name], wanted, "")}


def _unknown(name: str, held: Collection[str]) -> Invalid:
    detail = _("“{name}” is no field here: there are {known}.")
    return _invalid("fields", detail.format(name=name, known=", ".join(sorted(held))))


def _invalid(pointer: str, detail: str) -> Invalid:
    return Invalid(detail, code=f"bad_{pointer}", faults=[Fault(pointer, f"bad_{pointer}", detail)])
