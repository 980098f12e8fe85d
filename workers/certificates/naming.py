"""Owns the name that certificates show: its holder confirms it, and what waited is owed.

Whoever issues holds the names from when they are read until the credentials are kept, and whoever
changes or erases one locks it first: nothing is issued with a name that is not hers any more.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.consents import has_given
from campus.accounts.models import Consent, User
from campus.errors import Conflict, Invalid
from campus.owed.owing import owe
from courses.models import CourseCompletion
from tracks.models import Membership, Track
from workers.certificates.rules.spelling import LONGEST_NAME, cleaned, is_a_name
from workers.progress.folding.earning import CREDENTIAL, course_key, track_key
from workers.progress.models import TeamProgress
from workers.progress.models.progress import ProgressState

from .models import ConfirmedName, Credential

TEAM_NAMES: Final = "credential.team_names"
"""Owed by person: her teams' credentials say of her what she wants (`ends.agreeing`)."""

# Shared: those who issue to the same person do not wait for each other.
_HOLD = """
SELECT person_id, name FROM certificates_confirmedname WHERE person_id = ANY(%s)
ORDER BY person_id FOR SHARE
"""


def confirmed_name(person: User) -> str | None:
    """The name that her certificates show; nothing is issued to her while there is none."""
    names = ConfirmedName.objects.filter(person=person)
    return names.values_list("name", flat=True).first()


def names_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """Of those who confirmed theirs, as they are at this moment."""
    return dict(ConfirmedName.objects.filter(person__in=people).values_list("person", "name"))


def held_names(people: Iterable[UUID]) -> dict[UUID, str]:
    """As `names_of`; nobody changes or erases one of them before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [list(people)])
        return dict(cursor.fetchall())


def locked_name(person: User) -> str | None:
    """Her name; nothing is issued to her before this transaction ends.

    To be called before any of her credentials is locked, so that nobody waits in a circle.
    """
    User.objects.select_for_update(no_key=True).only("id").get(id=person.id)
    names = ConfirmedName.objects.select_for_update().filter(person=person)
    return names.values_list("name", flat=True).first()


def may_change(person: User) -> bool:
    """Freely until a certificate shows it; from then on each certificate's is asked for there."""
    if Credential.objects.filter(person=person).exists():
        return False
    teams = Membership.objects.filter(person=person).values("team")
    return not Credential.objects.filter(
        team__in=teams, people_named__contains=[person.id]
    ).exists()


def spelled(name: str) -> str:
    """The name as a certificate would show it.

    Raises Invalid with code `name_missing` or `name_too_long`.
    """
    clean = cleaned(name)
    if not is_a_name(clean):
        raise Invalid(
            _("Write your name as your certificates should show it."), code="name_missing"
        )
    if len(clean) > LONGEST_NAME:
        detail = _("The name is longer than {most} letters: shorten it.")
        raise Invalid(detail.format(most=LONGEST_NAME), code="name_too_long")
    return clean


@transaction.atomic
def confirm(*, person: User, name: str) -> str:
    """The name as it is kept, the same one again changes nothing; what waited for it is owed.

    Raises Invalid as `spelled` does, and Conflict where a certificate shows another name already.
    """
    name = spelled(name)
    if confirmed_name(person) == name:
        return name
    # What is owed before her name, as a worker takes the two: else each might wait for the other.
    owe(CREDENTIAL, [*_courses_of(person), *_tracks_of(person)])
    if has_given(person, Consent.Kind.NAME_ON_TEAM_CREDENTIAL):
        owe(TEAM_NAMES, [str(person.id)])
    known = locked_name(person)
    if known not in (None, name) and not may_change(person):
        raise Conflict(
            _("Your certificates show another name: ask there for the right one."),
            code="name_is_on_certificates",
        )
    keep(person=person, name=name)
    return name


def keep(*, person: User, name: str) -> None:
    """What a person or, on her request, a member of staff found right."""
    ConfirmedName.objects.update_or_create(
        person=person, defaults={"name": name, "confirmed_at": timezone.now()}
    )


def _courses_of(person: User) -> list[str]:
    """All that she completed; issuing finds out what of it earns what, and what is there."""
    completions = CourseCompletion.objects.filter(person=person)
    rows = completions.values_list("work", "person", "enrolment__period")
    return [course_key(*row) for row in rows]


def _tracks_of(person: User) -> list[str]:
    """Those that a team of hers has completed."""
    completed = TeamProgress.objects.filter(state=ProgressState.COMPLETED, track=OuterRef("id"))
    tracks = Track.objects.filter(Exists(completed), team__memberships__person=person)
    return [track_key(id_) for id_ in tracks.values_list("id", flat=True).distinct()]
