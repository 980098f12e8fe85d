"""What people of the demo did: said through the same door as any learner's records.

A record's id follows from who did what and its time from the enrolment, so that saying it again
is a duplicate and changes nothing.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from campus.accounts.models import User
from campus.errors import Conflict
from campus.records.receiving import ReceiptStatus, receive
from courses.enrolment import enrol
from courses.models import Choice, Course, Enrolment, ReleaseLesson
from courses.quizzes import attempting
from courses.rules.grading import read_key, right_response
from courses.rules.quizrules import read_rules
from tracks.models import StepKind, Track, TrackEnrolment
from tracks.steps import attest

ALL = None
_CHOSEN = ("single", "multiple", "truefalse")
_DEMO = uuid.uuid5(uuid.NAMESPACE_URL, "https://campus.example/demo")


def study(person: User, course: Course, *, lessons: int | None = ALL, mistakes: int = 0) -> None:
    """Do the first lessons of a course, or all; a quiz is answered with so many mistakes."""
    enrolment, _is_new = enrol(person=person, course=course)
    released = enrolment.release.lessons.order_by("position")[:lessons]
    asked = [lesson for lesson in released if read_rules(lesson.quiz).needs_attempt]
    items = [
        msgspec.json.encode(_said(enrolment, lesson, number, mistakes))
        for number, lesson in enumerate(released, start=1)
        if lesson not in asked
    ]
    refused = [r for r in receive(person=person, items=items).receipts if r.status not in _KEPT]
    if refused:
        raise Conflict(f"The demo's own record was refused: {refused[0]}.", code="demo_refused")
    for lesson in asked:
        _attempt(person, enrolment, lesson)


_KEPT = {ReceiptStatus.STORED, ReceiptStatus.DUPLICATE}


def _said(
    enrolment: Enrolment, lesson: ReleaseLesson, number: int, mistakes: int
) -> Mapping[str, Any]:
    is_quiz = lesson.kind == "quiz"
    spent = {"duration": f"PT{lesson.minutes}M"}
    answers = {"response": _answers(lesson, mistakes)} if is_quiz else {}
    return {
        "id": record_id(enrolment.registration, lesson.lesson_id),
        "enrolment": enrolment.id,
        "lesson": lesson.lesson_id,
        "verb": "answered" if is_quiz else "completed",
        "at": enrolment.enrolled_at + timedelta(seconds=number),
        "result": spent | answers,
    }


def _attempt(person: User, enrolment: Enrolment, lesson: ReleaseLesson) -> None:
    """Answer what an attempt draws, all of it right; whoever did so before is left alone."""
    if enrolment.attempts.filter(lesson=lesson.lesson_id).exists():
        return
    begun, _is_new = attempting.begin(person=person, quiz=lesson.lesson_id, enrolment=enrolment.id)
    key = read_key(lesson.key)
    answers = {id_: right_response(key[id_]) for id_ in begun.question_ids}
    attempting.submit(person=person, quiz=lesson.lesson_id, attempt=begun.id, answers=answers)


def record_id(registration: UUID, what: UUID) -> UUID:
    return uuid.uuid5(_DEMO, f"{registration} {what}")


def _answers(lesson: ReleaseLesson, mistakes: int) -> dict[str, list[str]]:
    """The answers of the release's key, the first `mistakes` of its choices wrong ones instead."""
    key = read_key(lesson.key)
    answers = {id_: right_response(question) for id_, question in key.items()}
    chosen = [id_ for id_, question in key.items() if question.kind in _CHOSEN]
    for id_ in chosen[:mistakes]:
        wrong = Choice.objects.filter(question_id=id_, is_correct=False).earliest("position")
        answers[id_] = [str(wrong.id)]
    return answers


def attend_workshop(track: Track, learners: Iterable[User], *, coach: User) -> None:
    """The coach says who came to the track's workshop."""
    revision = track.revisions.get(replaced_at=None)
    step = revision.steps.get(kind=StepKind.WORKSHOP).step_id
    for person in learners:
        enrolment = TrackEnrolment.objects.get(track=track, person=person)
        attest(
            by=coach,
            enrolment=enrolment.id,
            step=step,
            record_id=record_id(enrolment.registration, step),
            at=enrolment.enrolled_at,
        )
