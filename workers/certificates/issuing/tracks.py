"""Owns the credentials of a team's track: the team's, and one for each member who did hers.

A member has hers by the share she did, whenever her name is confirmed or an achievement published;
the members are those of the instant at which the track was first certified.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.utils import translation

from tracks.models import Membership, ProjectTeam, Track
from workers.certificates.authoring.achievements import issued_versions, least_trust
from workers.certificates.authoring.targets import target_of_track
from workers.certificates.issuing import track_words
from workers.certificates.issuing.awarding import Key, award, award_all, evidence_missing, held
from workers.certificates.issuing.making import Entitled
from workers.certificates.issuing.shares import Share
from workers.certificates.issuing.team_shares import TeamShares, shares_of_team
from workers.certificates.models import (
    AchievementVersion,
    Credential,
    SubjectKind,
    TargetKind,
)
from workers.certificates.naming import held_names, names_of
from workers.certificates.rules.eligibility import approval, records_for, unmet
from workers.certificates.signed import documents
from workers.progress.folding.states import states_of

PERIOD = 1


@dataclass(frozen=True, slots=True)
class Wanting:
    """What the rule holds for and nobody has yet."""

    team: Sequence[AchievementVersion] = ()
    members: Sequence[tuple[AchievementVersion, Share]] = ()
    shares: TeamShares | None = None
    names: Mapping[UUID, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.team or self.members)


def issue(track_id: str) -> None:
    """Issue to the team, and to its members of that instant, what each earned and has not.

    Raises Conflict where the log lacks records that the projection counted.
    """
    track = Track.objects.select_related("team__project").filter(id=UUID(track_id)).first()
    if track is None or track.team is None:
        return
    wanting = find_wanting(track, names=_held(track.team))
    if wanting.shares is None:
        return
    if wanting.shares.is_first and (missing := wanting.shares.missing):
        raise evidence_missing(missing)
    for version in wanting.team:
        award(_for_the_team(track, version, wanting.shares, wanting.names))
    if not wanting.members:
        return
    teams = _credentials_of_team(track)
    award_all(
        [
            _for_a_member(track, version, share, wanting.names, teams)
            for version, share in wanting.members
        ]
    )


def _held(team: ProjectTeam) -> dict[UUID, str]:
    """The members' names; nobody changes what the team's says of them before it is kept."""
    members = Membership.objects.filter(team=team)
    names = held_names(set(members.values_list("person", flat=True)))
    ProjectTeam.objects.select_for_update(no_key=True).only("id").get(id=team.id)
    return names


def find_wanting(track: Track, *, names: Mapping[UUID, str] | None = None) -> Wanting:
    """Nothing where the rule does not hold, or all is issued; asking issues nothing.

    `names` are those of its people, where the caller holds them.
    """
    target = target_of_track(track)
    if target is None or track.team is None:
        return Wanting()
    shares = shares_of_team(track, _credentials(track))
    if shares is None:
        return Wanting()
    of_team = issued_versions(target, SubjectKind.TEAM)
    of_members = issued_versions(target, SubjectKind.PERSON)
    people = [share.membership.person_id for share in shares.of("declared")]
    there = held(
        [version.achievement_id for version in (*of_team, *of_members)], [track.team.id, *people]
    )
    names = names_of(people) if names is None else names
    return Wanting(
        [
            version
            for version in of_team
            if _key(version, track.team.id) not in there and _team_did(shares, version)
        ],
        [] if _was_revoked(track) else [
            (version, share)
            for version in of_members
            for share in shares.of(least_trust(version))
            if _key(version, share.membership.person_id) not in there
            and share.membership.person_id in names
            and (shares.is_first or _did(share))
        ],
        shares,
        names,
    )  # fmt: skip


def _key(version: AchievementVersion, subject: UUID) -> Key:
    return version.achievement_id, subject, PERIOD


def _did(share: Share) -> bool:
    return not unmet(share.requirements, share.evidence)


def _team_did(shares: TeamShares, version: AchievementVersion) -> bool:
    return all(_did(share) for share in shares.of(least_trust(version)))


def _credentials(track: Track) -> list[Credential]:
    """Every one of this track, whatever became of it, without the heavy columns."""
    return list(
        Credential.objects.filter(
            achievement__target=track.id, achievement__target_kind=TargetKind.TRACK
        )
        .only("id", "subject_kind", "issued_at", "revoked_at", "superseded_at")
        .order_by("issued_at")
    )


def _was_revoked(track: Track) -> bool:
    """Whether the team had a credential of it and has none any more: its members get none anew."""
    teams = [one for one in _credentials(track) if one.subject_kind == SubjectKind.TEAM]
    return bool(teams) and all(one.revoked_at or one.superseded_at for one in teams)


def _credentials_of_team(track: Track) -> list[Credential]:
    """The live ones, which those of the members point at; the oldest first."""
    return list(
        Credential.objects.filter(
            team=track.team_id,
            achievement__target=track.id,
            achievement__target_kind=TargetKind.TRACK,
            revoked_at=None,
            superseded_at=None,
        )
        .select_related("achievement")
        .order_by("issued_at", "id")
    )


def _for_the_team(
    track: Track, version: AchievementVersion, shares: TeamShares, names: Mapping[UUID, str]
) -> Entitled:
    """The members' shares and the coach's signature."""
    assert track.team is not None
    of_members = shares.of(least_trust(version))
    signature = approval(track.registration, track.team.project.id)
    evidence = [record for share in of_members for record in share.evidence]
    evidence += records_for([signature], states_of({track.registration}))
    language = track_words.language_of(version, track)
    with translation.override(language):
        people = track_words.people_shown([share.membership for share in of_members], names)
        return Entitled(
            version=version,
            subject=track.team,
            period=PERIOD,
            name=track.team.name,
            language=language,
            told=track_words.told_of_team(track, version, people, evidence),
            criteria=track_words.criteria(version),
            requirements=(*(r for share in of_members for r in share.requirements), signature),
            evidence=tuple(evidence),
            works=(track_words.work_of(track),),
            named=people.named,
        )


def _for_a_member(
    track: Track,
    version: AchievementVersion,
    share: Share,
    names: Mapping[UUID, str],
    teams: Sequence[Credential],
) -> Entitled:
    """Her own share; the team's credential is named by address and digest."""
    person = share.membership.person
    language = track_words.language_of(version, track)
    with translation.override(language):
        return Entitled(
            version=version,
            subject=person,
            period=PERIOD,
            name=names[person.id],
            language=language,
            told=track_words.told_of_member(track, version, share),
            criteria=track_words.criteria(version),
            requirements=share.requirements,
            evidence=share.evidence,
            related=_related(version, teams),
            holders=(person,),
        )


def _related(
    version: AchievementVersion, teams: Sequence[Credential]
) -> tuple[documents.Related, ...]:
    """The team's of the same kind, or else its first."""
    same = [team for team in teams if team.achievement.kind == version.achievement.kind]
    return tuple(
        documents.Related(
            f"{settings.CAMPUS_IRI}/verify/{team.id}", documents.digest(team.document.encode())
        )
        for team in (same or teams)[:1]
    )
