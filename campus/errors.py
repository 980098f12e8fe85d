"""Owns the kinds of error the domain raises; `campus.rest` turns them into problem documents."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault of an input: where it is, its stable code, and what to do about it."""

    pointer: str
    code: str
    detail: str


def pointer_to(*parts: str) -> str:
    """Where in a body a fault is: a JSON pointer (RFC 6901)."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


class CampusError(Exception):
    """What went wrong, said so that the reader knows what to do; `code` is stable."""

    status = 400
    code = "error"

    def __init__(
        self, detail: str, *, code: str | None = None, faults: Sequence[Fault] = ()
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.code
        self.faults = tuple(faults)


class Invalid(CampusError):
    status = 400
    code = "invalid"

    @classmethod
    def of(cls, errors: Sequence[CampusError]) -> "Invalid":
        """One error that tells all of several, a line each, so that one try finds them all."""
        details = "\n".join(error.detail for error in errors)
        faults = [fault for error in errors for fault in error.faults]
        return cls(details, code=errors[0].code, faults=faults)


class NotAllowed(CampusError):
    status = 403
    code = "not_allowed"


class NotFound(CampusError):
    status = 404
    code = "not_found"


class Conflict(CampusError):
    status = 409
    code = "conflict"
