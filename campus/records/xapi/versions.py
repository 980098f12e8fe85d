"""Owns which versions of xAPI are spoken, how a request names one, and where they contradict."""

import re
from enum import StrEnum

from .refusals import Malformed

HEADER = "X-Experience-API-Version"


class Version(StrEnum):
    """A version by the value of the header in our answers: always the latest patch of its kind."""

    V1 = "1.0.3"
    V2 = "2.0.0"

    @property
    def of_statement(self) -> str:
        """What a statement without `version` gets: the patch is never told (1.0.3, 2.4.10)."""
        return "1.0.0" if self is Version.V1 else "2.0.0"

    @property
    def has_alternate_syntax(self) -> bool:
        """Whether `POST ?method=…` with a form is a request; 2.0 dropped it."""
        return self is Version.V1

    @property
    def has_context_agents(self) -> bool:
        """Whether a context may hold `contextAgents` and `contextGroups`."""
        return self is Version.V2

    @property
    def replaces_state_blindly(self) -> bool:
        """Whether a PUT without precondition may overwrite a state document.

        1.0.3 lets it (3.1), 2.0 answers 409 as for profiles (4.1.4).
        """
        return self is Version.V1

    @property
    def creates_profile_blindly(self) -> bool:
        """Whether a PUT without precondition may make a new profile.

        1.0.3 wants the header from every client (3.1): 400. Over an existing one both answer 409.
        """
        return self is Version.V2

    @property
    def compares_timestamps(self) -> bool:
        """Whether two statements that happened at other instants differ; 2.0 (4.2) ignores it."""
        return self is Version.V1


WITHOUT = Version.V2
"""Whose header an answer carries where the request named none that is spoken."""

_PATCHES_OF_V1 = ("1.0.0", "1.0.1", "1.0.2", "1.0.3")
_SPOKEN = {Version.V1: re.compile(r"1\.0(\.[0-9]+)?"), Version.V2: re.compile(r"2\.0(\.[0-9]+)?")}


def of_header(value: str | None) -> Version:
    """The version that a request's header names; raises Malformed where it names none spoken."""
    for version, spoken in _SPOKEN.items():
        if value is not None and spoken.fullmatch(value.strip()):
            return version
    if value is None:
        detail = f"Send the header {HEADER} with 2.0.0 or 1.0.3."
        raise Malformed("", "version_missing", detail)
    detail = f"{HEADER} is {value!r}: send 2.0.0 or 1.0.3."
    raise Malformed("", "version_unknown", detail)


def listed(header: str | None) -> list[str]:
    """What `about` lists: a client of 1.0.x learns of no later version, as it could not read it."""
    if header is not None and _SPOKEN[Version.V1].fullmatch(header.strip()):
        return [*_PATCHES_OF_V1]
    return [*_PATCHES_OF_V1, Version.V2.value]


def check_statement_version(value: str, pointer: str, version: Version) -> None:
    """A statement's own `version`: 1.0.x; through the door of 2.0 also 2.0.x (4.2.4.2)."""
    allowed = [Version.V1] if version is Version.V1 else [Version.V1, Version.V2]
    if not any(_SPOKEN[each].fullmatch(value) for each in allowed):
        detail = f"Leave version out, or send {version.of_statement!r}: {value!r} is not spoken."
        raise Malformed(pointer, "version_unknown", detail)
