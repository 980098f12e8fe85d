"""Owns the making of a credential from an entitlement: its words, its signed text, its reasons."""

from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.ids import new_secret_id
from tracks.models import ProjectTeam
from workers.certificates.issuers.signing import Signer, signer, the_issuer
from workers.certificates.issuing.earned import earned
from workers.certificates.models import AchievementVersion, Credential, SubjectKind
from workers.certificates.pages import wording
from workers.certificates.rules.eligibility import Record, Requirement, frozen
from workers.certificates.rules.validity import valid_until
from workers.certificates.signed import documents
from workers.certificates.statuses.lists import Place, entry


@dataclass(frozen=True, slots=True)
class Entitled:
    """Somebody for whom a rule holds, and everything her credential will say.

    What the version froze (skills, look, signatories, validity) is read from `version`.
    """

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
    works: tuple[documents.Evidence, ...] = ()
    """What was made for it, beside the records: a team's project."""
    holders: tuple[User, ...] = ()
    named: tuple[UUID, ...] = ()
    """Whom it names beside its holder: the members who agreed, on a team's."""

    @property
    def kind(self) -> SubjectKind:
        return SubjectKind.PERSON if isinstance(self.subject, User) else SubjectKind.TEAM


@dataclass(frozen=True, slots=True)
class Office:
    """Who issues, when, and with which key: the same for all that are issued at once."""

    issuer: documents.Issuer
    now: datetime
    sign: Signer


def the_office(now: datetime) -> Office:
    issuer = the_issuer()
    return Office(issuer, now, signer(issuer.did, at=now))


def made(entitled: Entitled, *, office: Office, place: Place) -> Credential:
    """Signed, and not kept yet; `place` is where the world reads whether it is in force."""
    with translation.override(entitled.language):
        return _made(entitled, office, place)


def _made(entitled: Entitled, office: Office, place: Place) -> Credential:
    issuer, now = office.issuer, office.now
    id_, version = new_secret_id(), entitled.version
    until = valid_until(now, version.valid_for_months)
    shown = wording.face(
        entitled.told,
        name=entitled.name,
        issuer=issuer.name,
        issued_at=now,
        language=entitled.language,
        verify_address=f"{settings.CAMPUS_PUBLIC_URL}/verify/{id_}",
        shown=wording.Shown(
            version.look, version.skills, version.signatories, version.source_language
        ),
        valid_until=until,
    )
    document = office.sign(_document(entitled, id_, office, place))
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
        valid_until=until,
        recipient_name=entitled.name,
        title=f"{entitled.told.title} · {entitled.told.subject}"[:400],
        language=entitled.language,
        document=document,
        people_named=list(entitled.named),
        document_digest=sha256(document.encode()).hexdigest(),
        face=asdict(shown),
        rule=frozen(entitled.requirements),
        evidence=sorted(str(record.id) for record in entitled.evidence),
        status_list_id=place.list_id,
        status_index=place.bit,
    )


def _document(entitled: Entitled, id_: str, office: Office, place: Place) -> documents.JsonObject:
    told, version = entitled.told, entitled.version
    evidence = documents.Evidence(
        name=_("Learning records"),
        narrative=told.how_earned,
        digest=documents.digest_of_ids(record.id for record in entitled.evidence),
    )
    return documents.build(
        address=f"{settings.CAMPUS_IRI}/verify/{id_}",
        name=wording.document_name(f"{told.title} · {told.subject}"),
        issuer=office.issuer,
        issued_at=office.now,
        subject=documents.Subject(uuid4(), entitled.name, told.role),
        earned=earned(
            version,
            name=told.subject,
            description=told.summary or told.subject,
            criteria=entitled.criteria,
            language=entitled.language,
        ),
        evidence=[evidence, *entitled.works],
        related=entitled.related,
        description=f"{told.title}, {told.because} {told.subject}",
        valid_until=valid_until(office.now, version.valid_for_months),
        status=entry(*place),
    )
