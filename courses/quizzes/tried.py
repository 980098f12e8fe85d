"""Owns how an attempt is read back: by whoever took part, and by nobody else."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Meta, Struct

from campus.accounts.models import User
from campus.errors import NotFound
from courses.models import Attempt, AttemptMember
from courses.outlines import AskedQuestion
from courses.quizzes.handing import close
from courses.quizzes.results import AttemptResult, questions_asked, results_of, shows_key
from courses.quizzes.tries import GRACE, is_over, of_person, tries_of, was_cut_off
from courses.rules.quizrules import QuizRules, read_rules


class AttemptSummary(Struct, kw_only=True):
    id: UUID
    quiz: UUID
    number: Annotated[int, Meta(description="Counted by whoever began it.")]
    started_at: datetime
    due_at: datetime | None
    submitted_at: datetime | None
    mastery: Annotated[float, Meta(description="Share that passes, as it was at the beginning.")]
    scaled: float | None
    is_passed: bool | None


class AttemptTeam(Struct, kw_only=True):
    code: Annotated[str, Meta(description="Who has it joins, from an enrolment of her own.")]
    members: Annotated[list[str], Meta(description="Names.")]


class AttemptDocument(AttemptSummary, kw_only=True):
    """An attempt: what it asks, what is answered so far, and its result once handed in."""

    enrolment: Annotated[UUID, Meta(description="The caller's own.")]
    release: UUID
    seconds_left: Annotated[
        int | None, Meta(description="By the campus's clock; null without a time limit.")
    ]
    grace_seconds: Annotated[int, Meta(description="What answers may take on their way, after.")]
    attempts_left: Annotated[int | None, Meta(description="Null: as many as one likes.")]
    questions: list[AskedQuestion]
    answers: dict[str, list[str]]
    team: AttemptTeam | None
    result: AttemptResult | None


def attempts_of(person: User, quiz: UUID) -> QuerySet[Attempt]:
    return Attempt.objects.filter(of_person(person), lesson=quiz)


def find_attempt(person: User, quiz: UUID, attempt: UUID) -> Attempt:
    """Hers, by its id or that of the record it came as; handed in if its time is over.

    Raises NotFound for anybody else's.
    """
    rows = attempts_of(person, quiz).select_related(
        "enrolment__course",
        "released__asked",
        "released__questions",
        "released__corrected_by__asked",
    )
    row = rows.filter(Q(id=attempt) | Q(record=attempt)).first()
    if row is None:
        raise NotFound(_("You have no such attempt."), code="unknown_attempt")
    if row.submitted_at is None and is_over(row):
        close(row.id)
        return rows.get(id=row.id)
    return row


def summary_of(row: Attempt) -> AttemptSummary:
    return AttemptSummary(
        id=row.id,
        quiz=row.lesson_id,
        number=row.number,
        started_at=row.started_at,
        due_at=row.due_at,
        submitted_at=row.submitted_at,
        mastery=row.mastery,
        scaled=row.scaled,
        is_passed=row.is_passed,
    )


def attempt_document(person: User, row: Attempt) -> AttemptDocument:
    """Two queries; two more for a team's."""
    rules = read_rules(row.released.quiz)
    enrolment = _own_enrolment(person, row)
    counts = (
        tries_of(enrolment, row.lesson_id)
        .order_by()
        .aggregate(
            begun=Count("id"),
            over=Count("id", filter=Q(submitted_at__isnull=False)),
            passed=Count("id", filter=Q(is_passed=True)),
        )
    )
    response = {str(one.question): one.response for one in row.answers.all()}
    return AttemptDocument(
        **{name: getattr(summary_of(row), name) for name in AttemptSummary.__struct_fields__},
        enrolment=enrolment,
        release=row.released.release_id,
        seconds_left=_seconds_left(row),
        grace_seconds=int(GRACE.total_seconds()),
        attempts_left=_left(rules, counts["begun"]),
        questions=questions_asked(row),
        answers=response,
        team=_team(row),
        result=_result(row, rules, response, counts),
    )


def _result(
    row: Attempt, rules: QuizRules, response: Mapping[str, list[str]], counts: Mapping[str, int]
) -> AttemptResult | None:
    if row.submitted_at is None or row.scaled is None:
        return None
    may_tell = shows_key(
        rules, is_submitted=True, has_passed=bool(counts["passed"]), attempts=counts["over"]
    )
    return AttemptResult(
        scaled=row.scaled,
        is_passed=bool(row.is_passed),
        was_cut_off=was_cut_off(row),
        questions=results_of(row, response) if may_tell else None,
    )


def _own_enrolment(person: User, row: Attempt) -> UUID:
    if row.enrolment.person_id == person.id:
        return row.enrolment_id
    joined = AttemptMember.objects.filter(attempt=row, enrolment__person=person)
    enrolment: UUID = joined.values_list("enrolment", flat=True)[0]
    return enrolment


def _seconds_left(row: Attempt) -> int | None:
    if row.due_at is None or row.submitted_at is not None:
        return None
    return max(0, (row.due_at - timezone.now()) // timedelta(seconds=1))


def _left(rules: QuizRules, begun: int) -> int | None:
    return None if rules.attempts_allowed is None else max(0, rules.attempts_allowed - begun)


def _team(row: Attempt) -> AttemptTeam | None:
    if row.code is None:
        return None
    who = User.objects.filter(
        Q(id=row.enrolment.person_id) | Q(enrolments__team_attempts__attempt=row)
    )
    return AttemptTeam(
        code=row.code, members=list(who.distinct().order_by("name").values_list("name", flat=True))
    )
