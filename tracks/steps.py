"""Owns what may be said of a track's steps, and where each person stands with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import NotAllowed
from campus.records.appending import Outcome, append
from campus.records.checking import Accepted, Claim, Refusal, Verdict, judge_by_table
from campus.records.statements import NewRecord
from campus.records.verbs import Trust

from .models import RevisionStep, TrackEnrolment
from .teams import teams_led_by

STEP = "step"


def check(person: User, claims: Sequence[Claim]) -> list[Verdict]:
    """Believe what a lead or coach says of her team's steps; three queries for any number."""
    enrolments = _find_enrolments({claim.enrolment for claim in claims})
    kinds = _find_kinds(enrolments.values(), {claim.object for claim in claims})
    led = set(teams_led_by(person).values_list("id", flat=True))
    return [_judge(person, claim, enrolments.get(claim.enrolment), kinds, led) for claim in claims]


def _find_enrolments(ids: set[UUID]) -> dict[UUID, TrackEnrolment]:
    rows = TrackEnrolment.objects.filter(id__in=ids).select_related("person", "track")
    return {row.id: row for row in rows}


def _find_kinds(
    enrolments: Iterable[TrackEnrolment], steps: set[UUID]
) -> dict[tuple[UUID, UUID], RevisionStep]:
    """By track and step, the step as the newest revision that holds it has it."""
    tracks = {enrolment.track_id for enrolment in enrolments}
    rows = RevisionStep.objects.filter(revision__track_id__in=tracks, step_id__in=steps)
    newest_last = rows.select_related("revision").order_by("revision__number")
    return {(row.revision.track_id, row.step_id): row for row in newest_last}


def _judge(
    person: User,
    claim: Claim,
    enrolment: TrackEnrolment | None,
    kinds: dict[tuple[UUID, UUID], RevisionStep],
    led: set[UUID],
) -> Verdict:
    is_lead = (
        enrolment is not None and enrolment.withdrawn_at is None and enrolment.track.team_id in led
    )
    is_hers = enrolment is not None and enrolment.person_id == person.id
    if enrolment is None or not (is_lead or is_hers):
        return Refusal("unknown_enrolment", _("There is no such enrolment in a team you lead."))
    held = kinds.get((enrolment.track_id, claim.object))
    if held is None:
        return Refusal("foreign_step", _("This step is not part of the track of this enrolment."))
    row = judge_by_table(STEP, held.kind, claim)
    if isinstance(row, Refusal):
        return row
    if is_hers:
        detail = _("Nobody attests their own attendance: ask another lead or the coach.")
        return Refusal("not_about_yourself", detail)
    return Accepted(_record(person, claim, enrolment, held))


def _record(person: User, claim: Claim, enrolment: TrackEnrolment, held: RevisionStep) -> NewRecord:
    return NewRecord(
        id=claim.id,
        learner=enrolment.person_id,
        actor=enrolment.person.actor,
        registration=enrolment.registration,
        object_kind=STEP,
        object=claim.object,
        release=held.revision_id,
        verb=claim.verb,
        occurred_at=claim.at,
        trust=Trust.ATTESTED,
        result=claim.result,
        asserted_by=person.id,
        asserted_actor=person.actor,
    )


@transaction.atomic
def attest(
    *, by: User, enrolment: UUID, step: UUID, record_id: UUID, at: datetime | None = None
) -> Outcome:
    """A lead or coach says that a member attended; raises NotAllowed with the reason if not hers.

    A form that may be sent twice gives the same `record_id` and `at` both times.
    """
    claim = Claim(record_id, enrolment, step, "attended", at or timezone.now(), None)
    verdict = check(by, [claim])[0]
    if isinstance(verdict, Refusal):
        raise NotAllowed(verdict.detail, code=verdict.code)
    return append([verdict.record])[0]


@dataclass(frozen=True, slots=True)
class SettledStep:
    """What the fold found out about one step for one person."""

    enrolment: UUID
    step: UUID
    state: str
    minutes_done: int
    completed_at: datetime | None


_SETTLE = """
WITH settled AS (
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::int[], %s::timestamptz[])
        AS s(enrolment, step, state, minutes_done, completed_at)
), gone AS (
    DELETE FROM tracks_stepstate t WHERE t.enrolment_id = ANY(%s::uuid[]) AND NOT EXISTS (
        SELECT 1 FROM settled s WHERE s.enrolment = t.enrolment_id AND s.step = t.step_id)
)
INSERT INTO tracks_stepstate AS t (enrolment_id, step_id, state, minutes_done, completed_at)
SELECT enrolment, step, state, minutes_done, completed_at FROM settled ORDER BY enrolment, step
ON CONFLICT (enrolment_id, step_id) DO UPDATE
SET state = excluded.state, minutes_done = excluded.minutes_done,
    completed_at = excluded.completed_at, changed_at = statement_timestamp()
WHERE (t.state, t.minutes_done, t.completed_at)
    IS DISTINCT FROM (excluded.state, excluded.minutes_done, excluded.completed_at)
"""


# A row that somebody is just changing (leaving the track) is waited for in the order of the ids.
_COUNT = """
WITH counted AS (
    SELECT e.id, c.position FROM tracks_trackenrolment e
    JOIN unnest(%s::uuid[], %s::bigint[]) AS c(id, position) ON c.id = e.id
    WHERE e.position <> c.position ORDER BY e.id FOR NO KEY UPDATE OF e
)
UPDATE tracks_trackenrolment e SET position = counted.position FROM counted WHERE e.id = counted.id
"""


def settle(*, enrolments: Mapping[UUID, int], settled: Sequence[SettledStep]) -> None:
    """Keep the step states of these enrolments, whole, as the fold computed them.

    With each enrolment comes the position in the log up to which they are counted.
    """
    if not enrolments:
        return
    columns: list[list[Any]] = [
        [s.enrolment for s in settled],
        [s.step for s in settled],
        [s.state for s in settled],
        [s.minutes_done for s in settled],
        [s.completed_at for s in settled],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [*columns, list(enrolments)])
        cursor.execute(_COUNT, [list(enrolments), list(enrolments.values())])
