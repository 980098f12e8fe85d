"""Owns the names of members that a team's certificate shows, where one must change or go."""

from collections.abc import Iterable

from django.utils import translation

from campus.accounts.models import User
from tracks.models import Membership, Track
from workers.certificates.ends.replacing import Words, replace
from workers.certificates.issuing.team_shares import shares_of_team
from workers.certificates.issuing.track_words import people_shown
from workers.certificates.models import Credential, SubjectKind


def naming_her(person: User, names: Iterable[str]) -> list[Credential]:
    """The credentials of teams that she ever was in and that say one of these names."""
    teams = Membership.objects.filter(person=person).values("team")
    rows = Credential.objects.select_for_update(of=["self"]).filter(
        subject_kind=SubjectKind.TEAM, team__in=teams, erased_at=None
    )
    names = [name for name in names if name]
    return [one for one in rows if any(name in one.face["people"] for name in names)]


def correct_teams(person: User, *, before: str) -> None:
    """Where a team's certificate shows her old name, one with what she confirmed replaces it."""
    for one in naming_her(person, [before]):
        if one.superseded_at is None and one.revoked_at is None:
            replace_people(one)


def replace_people(one: Credential) -> Credential:
    """By those who agree today to be named, under the names that they confirmed."""
    with translation.override(one.language):
        return replace(one, Words(one.recipient_name, people_shown(_members(one))))


def _members(one: Credential) -> list[Membership]:
    """Those of the instant at which the track was first certified."""
    track = Track.objects.select_related("team__project").get(id=one.achievement.target)
    issued = Credential.objects.filter(achievement__target=track.id).order_by("issued_at")
    shares = shares_of_team(track, list(issued.defer("document", "face")))
    return list(shares.members) if shares else []
