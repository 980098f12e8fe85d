"""Owns the award: one signed credential, kept once, its document owed and its holders told."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Conflict
from campus.ids import new_secret_id
from campus.owed.owing import owe
from tracks.models import ProjectTeam

from . import documents, wording
from .eligibility import Record, Requirement, frozen, unmet
from .models import AchievementVersion, Credential, SubjectKind
from .rendering import DOCUMENT
from .signing import sign, the_issuer


@dataclass(frozen=True, slots=True)
class Entitled:
    """Somebody for whom a rule holds, and everything her credential will say."""

    version: AchievementVersion
    subject: User | ProjectTeam
    period: int
    name: str
    language: str
    told: wording.Told
    criteria: str
    requirements: tuple[Requirement, ...]
    evidence: tuple[Record, ...]
    related: tuple[documents.Related, ...] = ()
    holders: tuple[User, ...] = ()

    @property
    def kind(self) -> SubjectKind:
        return SubjectKind.PERSON if isinstance(self.subject, User) else SubjectKind.TEAM


def has_one(version: AchievementVersion, subject: UUID, period: int) -> bool:
    """Live or revoked: what was revoked does not come back by itself."""
    return Credential.objects.filter(
        achievement=version.achievement_id, subject=subject, period=period
    ).exists()


def award(entitled: Entitled) -> Credential | None:
    """Make, sign and keep the credential; None where another worker was first.

    Raises Conflict where the evidence does not meet the rule: the projection that said so and
    the log disagree, and nothing is issued on that.
    """
    if missing := unmet(entitled.requirements, entitled.evidence):
        raise Conflict(
            f"The log lacks {len(missing)} records that the rule asks for: run verify_progress.",
            code="evidence_missing",
        )
    with translation.override(entitled.language):
        credential = _made(entitled, timezone.now().replace(microsecond=0))
    Credential.objects.bulk_create([credential], ignore_conflicts=True)
    if not Credential.objects.filter(id=credential.id).exists():
        return None
    owe(DOCUMENT, [credential.id])
    for holder in entitled.holders:
        _tell(holder, credential)
    return credential


def _made(entitled: Entitled, now: datetime) -> Credential:
    id_ = new_secret_id()
    issuer = the_issuer()
    shown = wording.face(
        entitled.told,
        name=entitled.name,
        issuer=issuer.name,
        issued_at=now,
        language=entitled.language,
        verify_address=f"{settings.CAMPUS_PUBLIC_URL}/verify/{id_}",
    )
    return Credential(
        id=id_,
        achievement_id=entitled.version.achievement_id,
        version=entitled.version,
        subject_kind=entitled.kind,
        subject=entitled.subject.id,
        person=entitled.subject if isinstance(entitled.subject, User) else None,
        team=entitled.subject if isinstance(entitled.subject, ProjectTeam) else None,
        period=entitled.period,
        issued_at=now,
        recipient_name=entitled.name,
        title=f"{entitled.told.title} · {entitled.told.subject}",
        language=entitled.language,
        document=sign(_document(entitled, id_, issuer, now), at=now),
        face=asdict(shown),
        rule=frozen(entitled.requirements),
        evidence=sorted(str(record.id) for record in entitled.evidence),
    )


def _document(
    entitled: Entitled, id_: str, issuer: documents.Issuer, now: datetime
) -> documents.JsonObject:
    told, version = entitled.told, entitled.version
    evidence = documents.Evidence(
        name=_("Learning records"),
        narrative=told.how_earned,
        digest=documents.digest_of_ids(record.id for record in entitled.evidence),
    )
    return documents.build(
        address=f"{settings.CAMPUS_IRI}/verify/{id_}",
        name=wording.document_name(f"{told.title} · {told.subject}"),
        issuer=issuer,
        issued_at=now,
        subject=documents.Subject(uuid4(), entitled.name, told.role),
        earned=documents.Earned(
            id=version.achievement_id,
            version=version.number,
            name=told.subject,
            description=told.summary or told.subject,
            criteria=entitled.criteria,
            language=entitled.language,
        ),
        evidence=[evidence],
        related=entitled.related,
    )


def _tell(holder: User, credential: Credential) -> None:
    """By mail, in her language; the outbox keeps it with this transaction."""
    with translation.override(holder.language):
        text = _(
            "Hello {name},\n\n"
            "Your certificate is ready: {title}\n\n"
            "Anyone can check it at this address, which only those you give it to know:\n"
            "{address}\n\n"
            "You find the PDF and the file for machines among your certificates.\n\n"
            "{campus}"
        )
        send_mail(
            _("Your certificate is ready"),
            text.format(
                name=holder.get_short_name(),
                title=credential.title,
                address=credential.face["verify_address"],
                campus=credential.face["issuer"],
            ),
            None,
            [holder.email],
        )
