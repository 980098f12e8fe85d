"""Owns the credentials of a team's track: the team's, and one for each member who did hers."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from campus.accounts.models import Consent
from tracks.models import Membership, Project, Track
from tracks.teams import LEARNING_ROLES
from workers.progress.models.progress import ProgressState
from workers.progress.states import states_of
from workers.progress.teams import is_signed, members_progress, team_progress

from . import documents, wording
from .achievements import version_of
from .awarding import Entitled, award, has_one
from .eligibility import Record, approval, records_for
from .models import AchievementVersion, Credential, SubjectKind, TargetKind
from .shares import Share, share_of

PERIOD = 1


def issue(track_id: str) -> None:
    """Issue to the team, then to each of its members of this instant, if the rule holds."""
    track = Track.objects.select_related("team__project").filter(id=UUID(track_id)).first()
    if track is None or track.team is None or not _holds(track):
        return
    version = _version(track, SubjectKind.TEAM)
    if has_one(version, track.team.id, PERIOD):
        return
    shares = [share_of(track, membership) for membership in _members_who_did_theirs(track)]
    with translation.override(_language(track)):
        credential = award(_for_the_team(track, version, shares))
        if credential is None:
            return
        version = _version(track, SubjectKind.PERSON)
        for share in shares:
            award(_for_a_member(track, version, share, credential))


def _holds(track: Track) -> bool:
    """Every member of today completed the track, and the coach signed the outcome."""
    progress = team_progress(track)
    return progress is not None and progress.state == ProgressState.COMPLETED and is_signed(track)


def _members_who_did_theirs(track: Track) -> list[Membership]:
    done = {row.person for row in members_progress(track) if row.state == ProgressState.COMPLETED}
    live = Membership.objects.filter(
        team=track.team, left_at=None, role__in=LEARNING_ROLES, person__in=done
    )
    return list(live.select_related("person").order_by("joined_at", "id"))


def _language(track: Track) -> str:
    """A certificate is in one language, that of the track's own texts."""
    return track.source_language


def _version(track: Track, subject_kind: SubjectKind) -> AchievementVersion:
    assert track.team is not None
    return version_of(
        organisation=track.team.organisation,
        target_kind=TargetKind.TRACK,
        target=track.id,
        subject_kind=subject_kind,
        title=track.title,
        source_language=track.source_language,
        criteria={"complete": "track", "signed": True},
    )


def _title(track: Track) -> str:
    return str(track.title[track.source_language])


def _for_the_team(track: Track, version: AchievementVersion, shares: Sequence[Share]) -> Entitled:
    """The members' shares and the coach's signature; members by name where they agreed to it."""
    assert track.team is not None
    project = track.team.project
    signature = approval(track.registration, project.id)
    evidence = [record for share in shares for record in share.evidence]
    evidence += records_for([signature], states_of({track.registration}))
    return Entitled(
        version=version,
        subject=track.team,
        period=PERIOD,
        name=track.team.name,
        language=_language(track),
        told=wording.Told(
            title=_("Team certificate"),
            awarded_to=_("awarded to the team"),
            because=_("for carrying out, along the track “{track}”, the project").format(
                track=_title(track)
            ),
            subject=project.title,
            summary=project.outcome,
            people=_people(shares),
            facts=_facts(track, project),
            how_earned=_how_earned(evidence),
        ),
        criteria=_criteria(),
        requirements=(*(r for share in shares for r in share.requirements), signature),
        evidence=tuple(evidence),
    )


def _for_a_member(
    track: Track, version: AchievementVersion, share: Share, team: Credential
) -> Entitled:
    """Her own share; the team's credential is named by address and digest."""
    assert track.team is not None
    person, project = share.membership.person, track.team.project
    return Entitled(
        version=version,
        subject=person,
        period=PERIOD,
        name=person.name.strip() or _("The holder of this certificate"),
        language=_language(track),
        told=wording.Told(
            title=_("Certificate of participation"),
            awarded_to=_("awarded to"),
            because=_(
                "for carrying out with the team, along the track “{track}”, the project"
            ).format(track=_title(track)),
            subject=project.title,
            summary=project.outcome,
            role=_role(share.membership),
            facts=_facts(track, project),
            how_earned=_how_earned(share.evidence),
        ),
        criteria=_criteria(),
        requirements=share.requirements,
        evidence=share.evidence,
        related=(
            documents.Related(
                f"{settings.CAMPUS_IRI}/verify/{team.id}",
                documents.digest(team.document.encode()),
            ),
        ),
        holders=(person,),
    )


def _role(membership: Membership) -> str:
    roles = {
        Membership.Role.LEAD: _("Project lead, team “{team}”"),
        Membership.Role.MEMBER: _("Member of the team “{team}”"),
    }
    return roles[Membership.Role(membership.role)].format(team=membership.team.name)


def _people(shares: Sequence[Share]) -> str:
    people = [share.membership.person for share in shares]
    agreed = set(
        Consent.objects.filter(
            person__in=people, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL, withdrawn_at=None
        ).values_list("person", flat=True)
    )
    named = [person.name for person in people if person.id in agreed and person.name]
    return wording.names(named, len(people) - len(named))


def _facts(track: Track, project: Project) -> tuple[tuple[str, str], ...]:
    assert project.signed_by is not None
    assert project.signed_at is not None
    steps = track.revisions.get(replaced_at=None).steps.filter(required=True).count()
    return (
        (_("Track"), wording.steps(steps)),
        (_("Outcome signed by"), _("{name}, coach").format(name=project.signed_by.name)),
        (_("Signed on"), wording.day(project.signed_at)),
    )


def _how_earned(evidence: Sequence[Record]) -> str:
    return wording.how_earned(record.trust for record in evidence)


def _criteria() -> str:
    return _(
        "Every member completes the required steps of the track, and the coach signs the "
        "outcome of the project."
    )
