"""Owns how this package says that something is not xAPI: where, why, and what to do about it."""

from campus.errors import Fault, Invalid


class Malformed(Invalid):
    """What was sent is refused: `pointer` is an RFC 6901 pointer into it, `code` is stable."""

    code = "malformed"

    def __init__(self, pointer: str, code: str, detail: str) -> None:
        super().__init__(detail, code=code, faults=[Fault(pointer, code, detail)])
        self.pointer = pointer


def below(pointer: str, name: str | int) -> str:
    """The pointer to what is called `name` (or stands at that place) below another."""
    escaped = str(name).replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{escaped}"
