"""Owns taking a record back: another record says so, and the fold reads its enrolment again."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from campus.accounts.models import User
from campus.errors import Conflict
from campus.ids import new_registration

from .appending import append
from .mentioning import Mentioning, mention
from .models import LearningRecord
from .statements import NewRecord, campus_authority, canonical_statement
from .verbs import Trust

STATEMENT = "statement"

# Joining, leaving and moving also change the enrolment itself: taken back in the log alone, the
# two would say different things.
STANDING_VERBS = ("enrolled", "withdrew", "moved")
NOT_TAKEN_BACK = gettext_lazy(
    "Joining, leaving and moving are not taken back: join, leave or move again instead."
)

_VOID = """
INSERT INTO records_void (voided, by) SELECT * FROM unnest(%s::uuid[], %s::uuid[])
ON CONFLICT DO NOTHING RETURNING voided
"""


@transaction.atomic
def void(*, records: Sequence[LearningRecord], by: User) -> int:
    """Take records about people's learning back, in this person's name; answers how many.

    What is voided stays in the log and counts no more. What was voided before is left alone, and
    so is a record that voids another: nothing can be un-voided. Raises Conflict where one of them
    says who follows what, or reads which release.
    """
    if any(record.verb in STANDING_VERBS for record in records):
        raise Conflict(str(NOT_TAKEN_BACK), code="not_taken_back")
    targets = [record for record in records if record.verb != "voided"]
    ids = {record.id: new_registration() for record in targets}
    fresh = mark_void({record.id: ids[record.id] for record in targets})
    voiding = [_record(record, ids[record.id], by) for record in targets if record.id in fresh]
    append(voiding)
    mention([_mentioning(record) for record in voiding])
    return len(fresh)


def _mentioning(record: NewRecord) -> Mentioning:
    said = msgspec.json.decode(canonical_statement(record, campus_iri=settings.CAMPUS_IRI))
    return Mentioning(record.id, {**said, "authority": campus_authority(settings.CAMPUS_IRI)})


def mark_void(by_voided: dict[UUID, UUID]) -> set[UUID]:
    """Keep which record voids which; answers those that were not voided before."""
    with connection.cursor() as cursor:
        cursor.execute(_VOID, [list(by_voided), list(by_voided.values())])
        return {voided for (voided,) in cursor.fetchall()}


def _record(target: LearningRecord, id_: UUID, by: User) -> NewRecord:
    assert target.learner is not None
    return NewRecord(
        id=id_,
        learner=target.learner,
        learner_kind=target.learner_kind,
        actor=by.actor,
        registration=target.registration,
        object_kind=STATEMENT,
        object=target.id,
        verb="voided",
        occurred_at=timezone.now(),
        trust=Trust.ATTESTED,
        asserted_by=by.id,
    )
