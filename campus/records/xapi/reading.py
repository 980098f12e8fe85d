"""Owns reading JSON strictly: whatever could not be stored or read alike elsewhere is refused."""

import json
import re
from collections import Counter
from typing import Any

from .refusals import Malformed, below

DEEPEST = 20
_LONGEST_INTEGER = 20
_INT64 = range(-(2**63), 2**63)
# JSON may escape both; UTF-8 has no lone surrogate and PostgreSQL's text no NUL.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class _Odd:
    """Stands where JSON's grammar was left, until the walk knows where that is."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        self.detail = detail


def read_json(body: bytes | str) -> Any:
    """The value of a JSON document (RFC 8259), its objects as dicts.

    Raises Malformed for anything but UTF-8, a name twice in one object, NaN and Infinity, numbers
    that neither an int64 nor a double holds, NUL, lone surrogates, and nesting beyond `DEEPEST`.
    """
    value = _parsed(_text(body))
    _check(value, "", 0)
    return value


def _text(body: bytes | str) -> str:
    if isinstance(body, str):
        return body
    try:
        return body.decode()
    except UnicodeDecodeError as fault:
        raise Malformed("", "not_utf8", f"Encode it as UTF-8 (byte {fault.start}).") from None


def _parsed(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as fault:
        detail = f"This is not JSON: {fault.msg} at line {fault.lineno}, column {fault.colno}."
        raise Malformed("", "not_json", detail) from None
    except RecursionError:
        raise _too_deep("") from None


def _object(pairs: list[tuple[str, Any]]) -> Any:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    counts = Counter(name for name, _ in pairs)
    twice = next(name for name, count in counts.items() if count > 1)
    return _Odd("name_twice", f"{twice!r} stands twice in this object: keep one.")


def _integer(text: str) -> Any:
    # int() itself refuses thousands of digits, with an error of its own.
    if len(text) <= _LONGEST_INTEGER and (number := int(text)) in _INT64:
        return number
    return _Odd("number_too_large", "This integer does not fit into 64 bits: send it as a string.")


def _float(text: str) -> Any:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        return _Odd("number_too_large", "This number is beyond a double: send it as a string.")
    return number


def _constant(name: str) -> _Odd:
    return _Odd("not_json", f"{name} is not JSON: leave the property out or send a number.")


def _too_deep(pointer: str) -> Malformed:
    return Malformed(pointer, "too_deep", f"Nest at most {DEEPEST} objects and arrays.")


def _check(value: Any, pointer: str, depth: int) -> None:
    kind = type(value)
    if kind is str:
        _check_text(value, pointer)
    elif kind is _Odd:
        raise Malformed(pointer, value.code, value.detail)
    elif kind in (dict, list):
        if depth >= DEEPEST:
            raise _too_deep(pointer)
        for name, each in value.items() if kind is dict else enumerate(value):
            _check(name, pointer, depth)
            _check(each, below(pointer, name), depth + 1)


def _check_text(text: str, pointer: str) -> None:
    if _UNSTORABLE.search(text):
        detail = "Leave out NUL and unpaired surrogates: they are no text in UTF-8."
        raise Malformed(pointer, "not_text", detail)
