"""Owns durations as xAPI writes them: ISO 8601:2004, 4.4.3.2, kept as they were sent."""

import re

from .shapes import formatted

_DATE = r"(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?"
_TIME = r"(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?"
_WHOLE = re.compile(rf"P(?=[0-9T]){_DATE}{_TIME}|P[0-9]+W")
# Only the last of its numbers may have a fraction.
_FRACTION = re.compile(r"[.,][0-9]+(?=[YMWDHS]\Z)")
_SECONDS = re.compile(r"([0-9]+)[.,]([0-9]+)S\Z")


def is_duration(value: str) -> bool:
    return _WHOLE.fullmatch(_FRACTION.sub("", value)) is not None


def comparable(value: str) -> str:
    """The text that says whether two durations are the same: no unit is converted (1.0.3, 2.3.1),
    and what is finer than a hundredth of a second does not count (4.6)."""
    found = _SECONDS.search(value)
    if found is None:
        return value
    hundredths = found[2][:2].rstrip("0")
    return value[: found.start()] + (f"{found[1]}.{hundredths}S" if hundredths else f"{found[1]}S")


duration = formatted(is_duration, "not_a_duration", "a duration such as PT4H35M59.14S or P4W")
