"""What filters and orders know of a listed course. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

BANDS = (15, 30, 60, 120)
LONGER = "more"
FACETS = ("skill", "language", "level", "duration", "kind", "provider")


@dataclass(frozen=True, slots=True)
class Fact:
    """Times are microseconds since 1970; `title` is spelled plainly; `provider` is a slug."""

    id: UUID
    listed: int
    published: int
    title: str
    minutes: int
    language: str
    level: int
    kinds: Sequence[str]
    skills: Sequence[str]
    provider: str

    def values(self) -> Iterator[tuple[str, str]]:
        """The values it has of each filter in `FACETS`."""
        yield "language", self.language
        yield "level", str(self.level)
        yield "duration", band_of(self.minutes)
        yield "provider", self.provider
        yield from (("kind", kind) for kind in self.kinds)
        yield from (("skill", skill) for skill in self.skills)


def band_of(minutes: int) -> str:
    """The band a duration falls in, named for its longest: 16 minutes are in "30"."""
    return next((str(most) for most in BANDS if minutes <= most), LONGER)
