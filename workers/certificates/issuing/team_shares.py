"""Owns whose shares a team's certificates stand on: the members of the first one's instant."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from courses.models import Enrolment
from tracks.models import Membership, Track, TrackEnrolment
from tracks.teams import LEARNING_ROLES
from workers.certificates.issuing.shares import Share, share_of
from workers.certificates.models import Credential, SubjectKind
from workers.certificates.rules.eligibility import unmet
from workers.progress.folding.teams import is_signed, members_progress, team_progress
from workers.progress.models.progress import ProgressState

_A_SECOND: Final = timedelta(seconds=1)


@dataclass(slots=True)
class TeamShares:
    """Each member's share, by the trust that is asked of its records; read when first asked for.

    `is_first`: nothing of this track was certified yet, so every share must be there.
    """

    track: Track
    members: Sequence[Membership]
    is_first: bool
    _known: dict[str, list[Share]] = field(default_factory=dict)

    def of(self, least_trust: str) -> Sequence[Share]:
        if least_trust not in self._known:
            self._known[least_trust] = [
                share_of(self.track, member, least_trust=least_trust) for member in self.members
            ]
        return self._known[least_trust]

    @property
    def missing(self) -> int:
        """How many records the log lacks of what every share asks."""
        return sum(len(unmet(one.requirements, one.evidence)) for one in self.of("declared"))


def shares_of_team(track: Track, credentials: Sequence[Credential]) -> TeamShares | None:
    """None while the rule does not hold; once something was issued, it has held.

    `credentials` are all those of the track, the oldest first.
    """
    if credentials:
        return TeamShares(track, _members_of_instant(track, credentials), is_first=False)
    if not _holds(track):
        return None
    return TeamShares(track, _members_who_did_theirs(track), is_first=True)


def _holds(track: Track) -> bool:
    """Every member of today completed the track, and the coach signed the outcome."""
    progress = team_progress(track)
    return progress is not None and progress.state == ProgressState.COMPLETED and is_signed(track)


def _members_who_did_theirs(track: Track) -> list[Membership]:
    done = {row.person for row in members_progress(track) if row.state == ProgressState.COMPLETED}
    return _learners(track, Q(left_at=None, person__in=done))


def _members_of_instant(track: Track, credentials: Sequence[Credential]) -> list[Membership]:
    """Those whose shares the team's first credential stands on; each once, in her last role."""
    team = [one.id for one in credentials if one.subject_kind == SubjectKind.TEAM]
    rules = Credential.objects.filter(id__in=team).order_by("issued_at")
    rule = next(filter(None, rules.values_list("rule", flat=True)), None)
    if rule is None:  # nobody issues the team's: then by the clock, which is kept to the second
        end = credentials[0].issued_at + _A_SECOND
        there = Q(joined_at__lt=end) & (Q(left_at=None) | Q(left_at__gte=end))
        return _learners(track, there & Q(person__track_enrolments__track=track))
    registrations = {UUID(part["registration"]) for part in rule}
    followers = TrackEnrolment.objects.filter(track=track)
    courses = Enrolment.objects.filter(registration__in=registrations).values("person")
    hers = followers.filter(Q(registration__in=registrations) | Q(person__in=courses))
    members = _learners(track, Q(person__in=hers.values("person")))
    return list({member.person_id: member for member in members}.values())


def _learners(track: Track, which: Q) -> list[Membership]:
    members = Membership.objects.filter(which, team=track.team_id, role__in=LEARNING_ROLES)
    return list(members.select_related("person", "team").order_by("joined_at", "id"))
