"""Owns the names of members that a team's certificate shows, where one must change or go.

Whoever changes what a team's certificate says of people holds the team first: two who change it at
once come one after the other, and the second finds what the first made.
"""

from django.utils import translation

from campus.accounts.models import User
from tracks.models import Membership, ProjectTeam, Track
from workers.certificates.ends.replacing import Words, replace
from workers.certificates.issuing.team_shares import shares_of_team
from workers.certificates.issuing.track_words import people_shown
from workers.certificates.models import Credential, SubjectKind
from workers.certificates.naming import names_of


def of_her_teams(person: User) -> list[Credential]:
    """All that the teams she ever was in have, but what was erased; teams and rows are locked."""
    memberships = Membership.objects.filter(person=person)
    teams = ProjectTeam.objects.select_for_update(no_key=True).order_by("id")
    ids = list(teams.filter(id__in=memberships.values("team")).values_list("id", flat=True))
    rows = Credential.objects.select_for_update(of=["self"]).order_by("id")
    return list(rows.filter(subject_kind=SubjectKind.TEAM, team__in=ids, erased_at=None))


def correct_teams(person: User) -> list[Credential]:
    """Where a team's certificate shows her name, one with what she confirmed since replaces it."""
    in_force = [
        one
        for one in of_her_teams(person)
        if person.id in one.people_named and not (one.superseded_at or one.revoked_at)
    ]
    return [replace_people(one) for one in in_force]


def replace_people(one: Credential) -> Credential:
    """By those who agree today to be named, under the names that they confirmed.

    The caller found `one` by `of_her_teams`, so that its team is held, and not yet replaced.
    """
    members = _members(one)
    with translation.override(one.language):
        people = people_shown(members, names_of(member.person_id for member in members))
        return replace(one, Words(one.recipient_name, people))


def _members(one: Credential) -> list[Membership]:
    """Those of the instant at which the track was first certified."""
    track = Track.objects.select_related("team__project").get(id=one.achievement.target)
    issued = Credential.objects.filter(achievement__target=track.id).order_by("issued_at")
    shares = shares_of_team(track, list(issued.defer("document", "face")))
    return list(shares.members) if shares else []
