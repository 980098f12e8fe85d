"""Owns the doors of attempts at quizzes: begin, save answers, hand in, read what it was worth."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.rest.asking import person_of
from campus.rest import paging, parsing
from campus.rest.paging import Page, PageQuery
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View
from courses.quizzes import attempting
from courses.quizzes.tried import (
    AttemptDocument,
    AttemptSummary,
    attempt_document,
    attempts_of,
    find_attempt,
    summary_of,
)

from . import quizexamples as examples

# JSON may hold a NUL, PostgreSQL's JSON may not.
Text = Annotated[str, Meta(max_length=500, pattern=r"\A[^\x00]*\Z")]
Answers = Annotated[dict[Text, Annotated[list[Text], Meta(max_length=100)]], Meta(max_length=500)]


class NewAttempt(Struct, forbid_unknown_fields=True):
    enrolment: UUID
    code: Annotated[str, Meta(max_length=20, description="Of the team's attempt to join.")] = ""


class AnswersIn(Struct, forbid_unknown_fields=True):
    """By question, spelled as in learning records."""

    answers: Answers


class Submission(Struct, forbid_unknown_fields=True):
    answers: Answers | None = None


class AttemptPage(Page[AttemptSummary]):
    """Hers, and those of teams she joined; newest first."""


class Attempts(View):
    permission_classes = [SignedIn]

    @described(
        "My attempts at a quiz",
        name="attempts_list",
        tag="quizzes",
        query=PageQuery,
        answer=AttemptPage,
        problems=(400, 401, 404),
        example=examples.ATTEMPTS,
    )
    def get(self, request: Request, quiz_id: UUID) -> Response:
        """Answers that came as a learning record are attempts too."""
        cut = paging.asked(request)
        found = paging.newest_first(attempts_of(person_of(request), quiz_id), cut)
        rows, has_more = paging.trim(found, cut)
        cursors = [paging.Cursor([], row.id) for row in rows]
        following, before = paging.addresses(request, cut, cursors, has_more)
        return Response(AttemptPage([summary_of(row) for row in rows], following, before))

    @described(
        "Begin an attempt",
        name="attempts_create",
        tag="quizzes",
        body=NewAttempt,
        answer=AttemptDocument,
        status=201,
        also=200,
        problems=(400, 401, 404, 409),
        send=examples.BEGIN,
        example=examples.OPEN,
    )
    def post(self, request: Request, quiz_id: UUID) -> Response:
        """Draws the questions and fixes the mastery score and the time; 200 with the open one.

        With the `code` of a team's attempt she joins that. 409 `no_attempt_left` once all that
        the quiz allows were begun. Any change of the course meanwhile changes nothing in it.
        """
        body, person = parsing.body(request, NewAttempt), person_of(request)
        attempt, is_new = attempting.begin(
            person=person, quiz=quiz_id, enrolment=body.enrolment, code=body.code
        )
        return Response(attempt_document(person, attempt), status=201 if is_new else 200)


class OneAttempt(View):
    permission_classes = [SignedIn]

    @described(
        "One attempt",
        name="attempts_retrieve",
        tag="quizzes",
        answer=AttemptDocument,
        problems=(401, 404),
        example=examples.OPEN,
    )
    def get(self, request: Request, quiz_id: UUID, attempt_id: UUID) -> Response:
        """What it asks and what is saved, to go on with; its result once it is handed in.

        Which answers are right is told when the quiz's `shows_key` says so, never before.
        """
        person = person_of(request)
        return Response(attempt_document(person, find_attempt(person, quiz_id, attempt_id)))


class Answering(View):
    permission_classes = [SignedIn]

    @described(
        "Save answers",
        name="attempts_answer",
        tag="quizzes",
        body=AnswersIn,
        answer=AttemptSummary,
        problems=(400, 401, 404, 409),
        send=examples.ANSWERS,
        example=examples.SUMMARY,
    )
    def post(self, request: Request, quiz_id: UUID, attempt_id: UUID) -> Response:
        """Keeps them, the last for each question; sending them again changes nothing.

        409 `time_over` after `due_at` and the grace, 409 `attempt_submitted` once handed in.
        """
        answers = parsing.body(request, AnswersIn).answers
        attempt = attempting.save(
            person=person_of(request), quiz=quiz_id, attempt=attempt_id, answers=answers
        )
        return Response(summary_of(attempt))


class Submitting(View):
    permission_classes = [SignedIn]

    @described(
        "Hand in an attempt",
        name="attempts_submit",
        tag="quizzes",
        body=Submission,
        answer=AttemptDocument,
        problems=(400, 401, 404, 409),
        send=examples.ANSWERS,
        example=examples.SUBMITTED,
    )
    def post(self, request: Request, quiz_id: UUID, attempt_id: UUID) -> Response:
        """Grades it, once, by the rules it began with; again answers the same result.

        Records `answered`, and `passed` or `failed`, for everybody who took part. Answers that
        come when the time is over are refused (409 `time_over`): what was saved counts.
        """
        body, person = parsing.body(request, Submission), person_of(request)
        attempting.submit(person=person, quiz=quiz_id, attempt=attempt_id, answers=body.answers)
        return Response(attempt_document(person, find_attempt(person, quiz_id, attempt_id)))
