"""Owns how a fault of a body or a query is said: pointer, stable code, and what to do."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from campus.errors import Fault, pointer_to

_PATH = re.compile(r" - at `(key in )?\$(?P<path>[^`]*)`$")
_PART = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")

Wording = Callable[[re.Match[str]], str]

# What msgspec says, our code for it, and the words for a person. The first that fits counts.
_WORDINGS: tuple[tuple[re.Pattern[str], str, Wording], ...] = (
    (
        re.compile(r"Object contains unknown field `(?P<name>.*)`"),
        "unknown_key",
        lambda m: _("“{name}” is not known here: leave it out.").format(name=m["name"]),
    ),
    (
        re.compile(r"Object missing required field `(?P<name>.*)`"),
        "missing",
        lambda m: _("“{name}” is missing: add it.").format(name=m["name"]),
    ),
    (
        re.compile(r"Expected `(?P<wanted>[^`]*)`, got `(?P<got>[^`]*)`"),
        "wrong_type",
        lambda m: _("This must be {wanted}, not {got}.").format(wanted=m["wanted"], got=m["got"]),
    ),
    (
        re.compile(r"Expected `(?P<type>\w+)` (?P<bound><=|>=|<|>) (?P<limit>\S+)"),
        "out_of_range",
        lambda m: _("This must be {bound} {limit}.").format(bound=m["bound"], limit=m["limit"]),
    ),
    (
        re.compile(r"Expected `\w+` of length (?P<bound><=|>=) (?P<limit>\d+)"),
        "wrong_length",
        lambda m: _("Its length must be {bound} {limit}.").format(
            bound=m["bound"], limit=m["limit"]
        ),
    ),
    (
        re.compile(r"Expected `str` matching regex"),
        "wrong_form",
        lambda m: _("This is not written in the form that the documentation gives."),
    ),
    (
        re.compile(r"Invalid UUID"),
        "invalid_uuid",
        lambda m: _("This must be a UUID such as 0198c6f2-7a1b-7c3d-8e4f-5a6b7c8d9e0f."),
    ),
    (
        re.compile(r"Invalid RFC3339|Expected `datetime` with a timezone component"),
        "invalid_time",
        lambda m: _("This must be a time with offset such as 2026-11-23T08:30:00+01:00."),
    ),
    (
        re.compile(r"Invalid enum value"),
        "unknown_value",
        lambda m: _("This value is not one of those the documentation lists."),
    ),
    (
        re.compile(r"Number out of range|Integer value out of range"),
        "out_of_range",
        lambda m: _("This number is too large."),
    ),
)


def fault_of(message: str, *, is_query: bool = False) -> Fault:
    """The fault behind a message of msgspec; a query's pointer is the parameter's name."""
    found = _PATH.search(message)
    pointer = _pointer(found["path"]) if found else ""
    text = message[: found.start()] if found else message
    for pattern, code, wording in _WORDINGS:
        if match := pattern.match(text):
            if name := match.groupdict().get("name"):
                pointer += pointer_to(name)
            return Fault(pointer.lstrip("/") if is_query else pointer, code, wording(match))
    return Fault(pointer.lstrip("/") if is_query else pointer, "invalid", text)


def _pointer(path: str) -> str:
    """From msgspec's path such as `.records[0].verb`."""
    return pointer_to(*(name or index for name, index in _PART.findall(path)))
