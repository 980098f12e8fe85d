"""Owns who holds which credential: hers, and those that she earned with a team."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import NotFound
from courses.models import CourseCompletion
from tracks.models import Membership, Track
from tracks.teams import LEARNING_ROLES
from workers.certificates.holding.asking import made_on_demand
from workers.certificates.models import CertificateDocument, Credential
from workers.certificates.naming import confirmed_name
from workers.certificates.pages.rendering import DOCUMENT
from workers.progress.models import TeamProgress
from workers.progress.models.progress import ProgressState

_HEAVY = ("document", "face", "rule", "evidence")

# Her share is in the rule that the team met, or she holds one of the same track: the first waits
# for no name, the second stays where a rule asked nothing of her.
_OF_HER_TEAMS: Final = """
SELECT c.id FROM certificates_credential c
JOIN certificates_achievement a ON a.id = c.achievement_id
WHERE c.team_id IN (
    SELECT m.team_id FROM tracks_membership m
    WHERE m.person_id = %(person)s AND m.role = ANY(%(roles)s))
AND (EXISTS (
    SELECT 1 FROM (
        SELECT registration FROM tracks_trackenrolment WHERE person_id = %(person)s
        UNION ALL
        SELECT registration FROM courses_enrolment WHERE person_id = %(person)s) hers
    WHERE c.rule @> jsonb_build_array(jsonb_build_object('registration', hers.registration)))
OR EXISTS (
    SELECT 1 FROM certificates_credential k
    JOIN certificates_achievement b ON b.id = k.achievement_id
    WHERE k.person_id = %(person)s AND b.target_kind = a.target_kind AND b.target = a.target))
"""


def held_by(person: User) -> QuerySet[Credential]:
    """Without the heavy columns; a list of credentials needs none of them."""
    rows = Credential.objects.filter(Q(person=person) | Q(id__in=earned_with_teams(person)))
    return rows.select_related("certificate", "version").defer(*_HEAVY, "certificate__body")


def earned_with_teams(person: User) -> list[str]:
    """The teams' credentials she had a share in; neither who came later nor a coach has any."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_HER_TEAMS, {"person": person.id, "roles": list(LEARNING_ROLES)})
        return [row[0] for row in cursor.fetchall()]


def find_held(person: User, id_: str) -> Credential:
    """Raises NotFound for a credential of somebody else as for one that is not there."""
    credential = held_by(person).filter(id=id_).first()
    if credential is None:
        raise NotFound(_("There is no such certificate among yours."))
    return credential


def waits_for_name(person: User) -> bool:
    """She earned something, and nothing is issued before she said how her name is written."""
    if confirmed_name(person) is not None:
        return False
    if CourseCompletion.objects.filter(person=person).exists() or earned_with_teams(person):
        return True
    hers = Membership.objects.filter(person=person, left_at=None, role__in=LEARNING_ROLES)
    done = TeamProgress.objects.filter(state=ProgressState.COMPLETED, track=OuterRef("id"))
    signed = Track.objects.filter(Exists(done), team__project__signed_at__isnull=False)
    return signed.filter(team__in=hers.values("team")).exists()


def followers_of(ids: Iterable[str]) -> Mapping[str, str]:
    """By credential, the one that replaced it."""
    rows = Credential.objects.filter(supersedes__in=list(ids))
    return dict(rows.values_list("supersedes_id", "id"))


def pdf_of(credential: Credential) -> bytes:
    """Made by a worker when nobody asked for it before; raises asking.NotReady where none came."""
    documents = CertificateDocument.objects.filter(credential=credential)
    body = made_on_demand(DOCUMENT, credential.id, documents.values_list("body", flat=True).first)
    return bytes(body)
