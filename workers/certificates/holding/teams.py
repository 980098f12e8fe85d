"""Owns what a team earned: its own credentials, and those of its members in its tracks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from campus.accounts.models import Consent, User
from campus.accounts.roles import is_campus_staff
from campus.errors import NotFound
from tracks.models import Membership, ProjectTeam
from workers.certificates.models import Credential, TargetKind

MOST = 200
_HEAVY = ("document", "face", "rule", "evidence")


@dataclass(frozen=True, slots=True)
class Earned:
    """A credential as those of the team may know it; without her consent a member is unnamed.

    `address_id` is the id that its public address is made of, for those who may have it: the
    team's own, one's own, and for staff every one.
    """

    credential: Credential
    name: str | None
    address_id: str | None


def earned_by(team_id: UUID, *, viewer: User) -> Sequence[Earned]:
    """For those in the team today, its coach, and campus staff; raises NotFound for all others."""
    team = ProjectTeam.objects.filter(id=team_id).first()
    is_staff = is_campus_staff(viewer)
    members = Membership.objects.filter(team=team_id, left_at=None)
    if team is None or not (is_staff or members.filter(person=viewer).exists()):
        raise NotFound(_("There is no such team among yours."))
    found = list(_credentials(team_id, viewer))
    named = _who_agreed([one.person_id for one in found if one.person_id])
    return [_shown(one, viewer, named, is_staff=is_staff) for one in found]


def _credentials(team_id: UUID, viewer: User) -> Sequence[Credential]:
    """Newest first; a member's is the team's affair only where it was earned in its tracks.

    What a corrected one replaced is for its holder: a former name beside the present one tells.
    """
    of_tracks = Q(
        achievement__target_kind=TargetKind.TRACK,
        achievement__target__in=ProjectTeam.objects.filter(id=team_id).values("tracks"),
    )
    rows = Credential.objects.filter(Q(team=team_id) | (Q(person__isnull=False) & of_tracks))
    rows = rows.filter(Q(team=team_id) | Q(superseded_at=None) | Q(person=viewer))
    rows = rows.select_related("version", "person").defer(*_HEAVY)
    return list(rows.order_by("-issued_at", "id")[:MOST])


def _who_agreed(people: Sequence[UUID]) -> set[UUID]:
    agreed = Consent.objects.filter(
        person__in=people, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL, withdrawn_at=None
    )
    return set(agreed.values_list("person", flat=True))


def _shown(one: Credential, viewer: User, named: set[UUID], *, is_staff: bool) -> Earned:
    is_open = one.person_id is None or one.person_id == viewer.id or is_staff
    name = one.recipient_name if is_open or one.person_id in named else None
    return Earned(one, name, one.id if is_open else None)
