"""Owns how the shape of a JSON value is checked: small checks, put together into larger ones."""

from collections.abc import Callable, Mapping
from typing import Any

from .refusals import Malformed, below

Check = Callable[[Any, str], None]
"""Raises Malformed where the value at the pointer is not what it should be."""


def wrong_type(pointer: str, wanted: str) -> Malformed:
    return Malformed(pointer, "wrong_type", f"Send {wanted} here.")


def text(value: Any, pointer: str) -> None:
    if not isinstance(value, str):
        raise wrong_type(pointer, "a string")


def flag(value: Any, pointer: str) -> None:
    if not isinstance(value, bool):
        raise wrong_type(pointer, "true or false")


def number(value: Any, pointer: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong_type(pointer, "a number")


def count(value: Any, pointer: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise wrong_type(pointer, "a whole number, 0 or more,")


def anything(value: Any, pointer: str) -> None:
    """What an extension holds: any JSON, null too (1.0.3, 4.1)."""


def one_of(*values: str) -> Check:
    listed = ", ".join(f"“{value}”" for value in values)

    def check(value: Any, pointer: str) -> None:
        text(value, pointer)
        if value not in values:
            raise Malformed(pointer, "not_listed", f"Send one of {listed}, in this very case.")

    return check


def formatted(is_right: Callable[[str], bool], code: str, wanted: str) -> Check:
    def check(value: Any, pointer: str) -> None:
        text(value, pointer)
        if not is_right(value):
            raise Malformed(pointer, code, f"Send {wanted}: this is none.")

    return check


def array(each: Check, *, at_least: int = 0) -> Check:
    def check(value: Any, pointer: str) -> None:
        if not isinstance(value, list):
            raise wrong_type(pointer, "an array")
        if len(value) < at_least:
            raise Malformed(pointer, "too_few", f"List at least {at_least} here.")
        for place, item in enumerate(value):
            each(item, below(pointer, place))

    return check


def mapping(name: Check, each: Check) -> Check:
    """An object whose names are data themselves: a language map, extensions."""

    def check(value: Any, pointer: str) -> None:
        require_object(value, pointer)
        for key, item in value.items():
            name(key, below(pointer, key))
            each(item, below(pointer, key))

    return check


def record(
    *, required: Mapping[str, Check] | None = None, optional: Mapping[str, Check] | None = None
) -> Check:
    """An object of these properties and no other; names are told apart by case."""
    needed = required or {}
    known = {**needed, **(optional or {})}

    def check(value: Any, pointer: str) -> None:
        require_object(value, pointer)
        for name in needed:
            if name not in value:
                raise Malformed(pointer, "missing", f"Add the property “{name}”.")
        for name, item in value.items():
            if name not in known:
                raise unknown(pointer, name, known)
            known[name](item, below(pointer, name))

    return check


def require_object(value: Any, pointer: str) -> None:
    if not isinstance(value, dict):
        raise wrong_type(pointer, "an object")


def unknown(pointer: str, name: str, known: Mapping[str, Any]) -> Malformed:
    meant = [each for each in known if each.lower() == name.lower()]
    if meant:
        detail = f"Write this property “{meant[0]}”: case counts."
    else:
        detail = "Remove this property: xAPI has none of this name here, use extensions."
    return Malformed(below(pointer, name), "unknown_property", detail)
