"""Owns what the certificates of a team's track say, in the language that is active."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from campus.accounts.models import Consent
from tracks.models import Membership, Project, Track
from workers.certificates.issuing.course_words import trusted
from workers.certificates.issuing.shares import Share
from workers.certificates.models import Achievement, AchievementVersion
from workers.certificates.pages import wording
from workers.certificates.rules.eligibility import Record
from workers.certificates.signed import documents


@dataclass(frozen=True, slots=True)
class People:
    """The members as a team's certificate shows them, and which of them it names."""

    shown: str
    named: tuple[UUID, ...] = ()


NOBODY: Final = People("")


def language_of(version: AchievementVersion, track: Track) -> str:
    """That of the track's own texts, where the achievement has a text in it."""
    language = track.source_language
    return language if language in version.title else version.source_language


def told_of_team(
    track: Track, version: AchievementVersion, people: People, evidence: Sequence[Record]
) -> wording.Told:
    project = _project(track)
    return wording.Told(
        title=_("Team certificate")
        if _is_attestation(version)
        else _("Team certificate of achievement"),
        awarded_to=_("awarded to the team"),
        because=_("for carrying out, along the track “{track}”, the project").format(
            track=_title(version, track)
        ),
        subject=project.title,
        summary=_summary(version, track, project),
        people=people.shown,
        facts=_facts(track, project),
        how_earned=wording.how_earned(record.trust for record in evidence),
    )


def told_of_member(track: Track, version: AchievementVersion, share: Share) -> wording.Told:
    project = _project(track)
    return wording.Told(
        title=_("Certificate of participation")
        if _is_attestation(version)
        else _("Certificate of achievement"),
        awarded_to=_("awarded to"),
        because=_("for carrying out with the team, along the track “{track}”, the project").format(
            track=_title(version, track)
        ),
        subject=project.title,
        summary=_summary(version, track, project),
        role=_role(share.membership),
        facts=_facts(track, project),
        how_earned=wording.how_earned(record.trust for record in share.evidence),
    )


def criteria(version: AchievementVersion) -> str:
    rule = _(
        "Every member completes the required steps of the track, and the coach signs the "
        "outcome of the project."
    )
    return " ".join(filter(None, (rule, trusted(version))))


def work_of(track: Track) -> documents.Evidence:
    project = _project(track)
    return documents.Evidence(name=project.title, narrative=project.outcome, genre=_("Project"))


def _project(track: Track) -> Project:
    assert track.team is not None
    return track.team.project


def _is_attestation(version: AchievementVersion) -> bool:
    return version.achievement.kind == Achievement.Kind.ATTESTATION


def _title(version: AchievementVersion, track: Track) -> str:
    return str(version.title[language_of(version, track)])


def _summary(version: AchievementVersion, track: Track, project: Project) -> str:
    return version.description.get(language_of(version, track)) or project.outcome


def _role(membership: Membership) -> str:
    roles = {
        Membership.Role.LEAD: _("Project lead, team “{team}”"),
        Membership.Role.MEMBER: _("Member of the team “{team}”"),
    }
    return roles[Membership.Role(membership.role)].format(team=membership.team.name)


def people_shown(members: Sequence[Membership], names: Mapping[UUID, str]) -> People:
    """By name where they agree to it and confirmed one; the others are counted."""
    people = [member.person_id for member in members]
    consents = Consent.objects.filter(
        person__in=people, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL, withdrawn_at=None
    )
    agreed = set(consents.values_list("person", flat=True))
    named = [person for person in people if person in agreed and person in names]
    shown = wording.names([names[person] for person in named], len(people) - len(named))
    return People(shown, tuple(named[: wording.MOST_NAMES]))


def _facts(track: Track, project: Project) -> tuple[tuple[str, str], ...]:
    assert project.signed_by is not None
    assert project.signed_at is not None
    steps = track.revisions.get(replaced_at=None).steps.filter(required=True).count()
    return (
        (_("Track"), wording.steps(steps)),
        (_("Outcome signed by"), _("{name}, coach").format(name=project.signed_by.name)),
        (_("Signed on"), wording.day(project.signed_at)),
    )
