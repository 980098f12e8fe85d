"""Owns the people, courses and teams that tests speak of, made the way production makes them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.utils.text import slugify

from campus.accounts.models import Organisation, User
from campus.accounts.roles import campus_organisation
from campus.records.receiving import Receipt, ReceiptStatus, receive
from courses.drafting.attaching import attach
from courses.drafting.authoring import add_lesson, add_module, begin_course
from courses.enrolment import enrol
from courses.models import (
    Choice,
    Course,
    Draw,
    Enrolment,
    Lesson,
    Question,
    QuestionBank,
    Quiz,
)
from courses.releases.publishing import publish
from tracks.models import Project, ProjectTeam, RevisionStep, StepKind, Track, TrackTemplate
from tracks.models.templates import TemplateStep
from tracks.tailoring import make_track
from tracks.teams import add_member
from workers.certificates.naming import confirm
from workers.certificates.rules.spelling import cleaned, is_a_name

PASSWORD = "campus-test-1"
_number = count(1)


def a_person(name: str = "Awa Diop", *, is_confirmed: bool = True, **fields: Any) -> User:
    """Signed up with this name, so it is the one that her certificates show."""
    number = next(_number)
    email = fields.pop("email", f"{slugify(name)}-{number}@example.org")
    person = User.objects.create_user(email, PASSWORD, name=name, **fields)
    if is_confirmed and is_a_name(cleaned(name)):
        confirm(person=person, name=name)
    return person


def a_learner(name: str = "Awa Diop", **fields: Any) -> User:
    return a_person(name, **fields)


def an_organisation(name: str = "Préfecture de la Drôme") -> Organisation:
    return Organisation.objects.create(name=name, slug=f"organisation-{next(_number)}")


def a_draft(
    title: str = "Écrire simplement",
    *,
    lessons: Sequence[str] = ("article", "article"),
    minutes: int = 10,
    organisation: Organisation | None = None,
    language: str = "fr",
    translates: Course | None = None,
) -> Course:
    """A course nobody published yet; `lessons` are kinds; quiz and practice have two questions."""
    course = begin_course(
        organisation=organisation or campus_organisation(),
        title=f"{title} {next(_number)}",
        language=language,
        translates=translates,
    )
    module = course.modules.first() or add_module(course=course, title=title)
    for position, kind in enumerate(lessons, start=1):
        as_made = "quiz" if kind == "practice" else kind
        lesson = add_lesson(module=module, title=f"{kind.title()} {position}", kind=as_made)
        _write(lesson, minutes)
        if kind == "practice":
            Quiz.objects.filter(lesson=lesson).update(mode="practice")
    course.refresh_from_db()
    return course


def _write(lesson: Lesson, minutes: int) -> None:
    lesson.source = f"Le texte de la leçon *{lesson.title}*."
    lesson.minutes = minutes
    if lesson.kind in ("video", "link"):
        lesson.address = "https://example.org/something"
    if lesson.kind == "file":
        lesson.file = "fichiers/notice.pdf"
        attach(course=lesson.module.course, path=lesson.file, body=b"%PDF-1.4 une notice")
    lesson.save()
    if lesson.kind == "quiz":
        a_question(lesson, right=("oui",), wrong=("non", "peut-être"))
        a_question(lesson, right=("rouge", "vert"), wrong=("sept",))


def a_question(lesson: Lesson, *, right: Sequence[str], wrong: Sequence[str]) -> Question:
    position = lesson.questions.count() + 1
    kind = "single" if len(right) == 1 else "multiple"
    question = Question.objects.create(
        lesson=lesson, position=position, kind=kind, prompt=f"Question {position} ?"
    )
    for number, text in enumerate([*right, *wrong], start=1):
        Choice.objects.create(
            question=question, position=number, text=text, is_correct=text in right
        )
    return question


def a_published_course(title: str = "Écrire simplement", **draft: Any) -> Course:
    course = a_draft(title, **draft)
    publish(course=course, by=None)
    course.refresh_from_db()
    return course


def lessons_of(course: Course) -> list[Lesson]:
    lessons = Lesson.objects.filter(module__course=course, archived_at=None)
    return list(lessons.order_by("module__position", "position"))


def quiz_of(course: Course) -> Lesson:
    return next(lesson for lesson in lessons_of(course) if lesson.kind == "quiz")


# One question of each kind: what it asks, its choices as (text, is right), pairs as (text, match).
EVERY_KIND = ("single", "multiple", "truefalse", "ordering", "matching", "text", "number")
_CHOICES: dict[str, list[dict[str, Any]]] = {
    "single": [{"text": "oui", "is_correct": True}, {"text": "non"}],
    "multiple": [
        {"text": "rouge", "is_correct": True},
        {"text": "vert", "is_correct": True},
        {"text": "sept"},
    ],
    "truefalse": [{"text": "Vrai", "is_correct": True}, {"text": "Faux"}],
    "ordering": [{"text": "un"}, {"text": "deux"}, {"text": "trois"}],
    "matching": [
        {"text": "Drôme", "match": "26"},
        {"text": "Gers", "match": "32"},
        {"text": "", "match": "99"},
    ],
    "text": [{"text": "données ouvertes", "is_correct": True}],
    "number": [{"text": "3,14", "is_correct": True, "tolerance": 0.01}],
}


def a_question_of(
    kind: str, *, lesson: Lesson | None = None, bank: QuestionBank | None = None, **fields: Any
) -> Question:
    """A question of this kind, in a quiz or in a bank."""
    of: Lesson | QuestionBank = lesson or bank  # type: ignore[assignment]
    position = of.questions.count() + 1
    question = Question.objects.create(
        lesson=lesson, bank=bank, position=position, kind=kind,
        **{"prompt": f"Question {position} ({kind}) ?", **fields},
    )  # fmt: skip
    for number, choice in enumerate(_CHOICES[kind], start=1):
        Choice.objects.create(question=question, position=number, **choice)
    return question


def a_quiz(
    *,
    kinds: Sequence[str] = EVERY_KIND,
    drawn: Sequence[str] = (),
    draw: int = 1,
    organisation: Organisation | None = None,
    mastery: float | None = None,
    **rules: Any,
) -> tuple[Course, Lesson]:
    """A published course of one quiz with a question of each kind, and `draw` from a bank."""
    course = a_draft(lessons=("quiz",), organisation=organisation)
    quiz = quiz_of(course)
    quiz.questions.all().delete()
    for kind in kinds:
        a_question_of(kind, lesson=quiz)
    Quiz.objects.filter(lesson=quiz).update(**rules)
    if mastery is not None:
        Lesson.objects.filter(id=quiz.id).update(mastery=mastery)
    if drawn:
        bank = QuestionBank.objects.create(
            organisation=course.organisation, title=f"Banque {next(_number)}"
        )
        for kind in drawn:
            a_question_of(kind, bank=bank)
        Draw.objects.create(quiz=quiz.quiz, bank=bank, count=draw)
    publish(course=course, by=None)
    course.refresh_from_db()
    quiz.refresh_from_db()
    return course, quiz


def right_answer(question: Question) -> list[str]:
    """What earns all the points of a question, spelled as clients spell it."""
    choices = list(question.choices.all())
    match question.kind:
        case "ordering":
            return [str(c.id) for c in choices]
        case "matching":
            return [f"{c.id}={c.match_id}" for c in choices if c.text and c.match]
        case "text" | "number":
            return [next(c.text for c in choices if c.is_correct)]
    return [str(c.id) for c in choices if c.is_correct]


def wrong_answer(question: Question) -> list[str]:
    """What earns nothing."""
    choices = list(question.choices.all())
    match question.kind:
        case "ordering":
            return [str(c.id) for c in reversed(choices)]
        case "matching":
            ids = [str(c.match_id) for c in choices]
            lefts = [str(c.id) for c in choices if c.text]
            return [f"{id_}={match}" for id_, match in zip(lefts, ids[1:], strict=False)]
        case "text" | "number":
            return ["-1"]
    return [str(c.id) for c in choices if not c.is_correct]


def questions_of(quiz: Lesson) -> list[Question]:
    """All it may ask, those of its banks among them."""
    draws = Draw.objects.filter(quiz=quiz.id)
    return [*quiz.questions.all(), *(q for draw in draws for q in draw.bank.questions.all())]


def right_answers(quiz: Lesson) -> dict[str, list[str]]:
    return {str(question.id): right_answer(question) for question in questions_of(quiz)}


def wrong_answers(quiz: Lesson) -> dict[str, list[str]]:
    return {str(question.id): wrong_answer(question) for question in questions_of(quiz)}


def an_item(
    enrolment: UUID, *, verb: str, at: datetime | str | None = None, **fields: Any
) -> dict[str, Any]:
    """One record as a client writes it; `lesson=` or `step=`, and whatever else is given."""
    at = at or datetime.now(UTC) - timedelta(seconds=1)
    return {
        "id": str(fields.pop("id", None) or uuid4()),
        "enrolment": str(enrolment),
        "verb": verb,
        "at": at if isinstance(at, str) else at.isoformat(),
        **{
            name: str(value) if isinstance(value, UUID) else value for name, value in fields.items()
        },
    }


def say(person: User, *items: dict[str, Any] | bytes) -> list[Receipt]:
    raw = [item if isinstance(item, bytes) else json.dumps(item).encode() for item in items]
    return receive(person=person, items=raw).receipts


def done(enrolment: Enrolment, lesson: Lesson, **fields: Any) -> dict[str, Any]:
    """The item that completes a lesson: its right answers if it is a quiz."""
    if lesson.kind == "quiz":
        result = {"response": right_answers(lesson)}
        return an_item(enrolment.id, lesson=lesson.id, verb="answered", result=result, **fields)
    return an_item(enrolment.id, lesson=lesson.id, verb="completed", **fields)


def begun(course: Course, *, lessons: int) -> Enrolment:
    """Somebody who has completed the first lessons of a course; nothing is folded yet."""
    learner = a_learner()
    enrolment, _is_new = enrol(person=learner, course=course)
    say(learner, *(done(enrolment, lesson) for lesson in lessons_of(course)[:lessons]))
    return enrolment


def finish(person: User, course: Course) -> Enrolment:
    """Enrol if need be and complete every lesson; nothing is folded yet."""
    enrolment, _is_new = enrol(person=person, course=course)
    receipts = say(person, *(done(enrolment, lesson) for lesson in lessons_of(course)))
    assert {receipt.status for receipt in receipts} == {ReceiptStatus.STORED}
    return enrolment


@dataclass(frozen=True)
class Team:
    team: ProjectTeam
    project: Project
    lead: User
    member: User
    coach: User

    @property
    def learners(self) -> tuple[User, User]:
        return self.lead, self.member


def a_team(name: str = "Équipe Drôme") -> Team:
    team = ProjectTeam.objects.create(name=name, organisation=an_organisation())
    people = [a_person("Lina Costa"), a_person("Marc Roy"), a_person("Chloé Petit")]
    for person, role in zip(people, ("lead", "member", "coach"), strict=True):
        add_member(team=team, person=person, role=role)
    project = Project.objects.create(team=team, title="Un accueil plus clair")
    return Team(team, project, *people)


def a_template(
    *, courses: Sequence[Course] = (), workshop: bool = True, in_order: bool = False
) -> TrackTemplate:
    """One step for each course, then a workshop."""
    template = TrackTemplate.objects.create(
        organisation=campus_organisation(),
        slug=f"template-{next(_number)}",
        title={"fr": "Mener son projet", "en": "Running your project"},
        in_order=in_order,
    )
    for position, course in enumerate(courses, start=1):
        TemplateStep.objects.create(
            template=template,
            position=position,
            kind=StepKind.COURSE,
            title={"fr": course.title},
            course=course,
            minutes=60,
        )
    if workshop:
        TemplateStep.objects.create(
            template=template,
            position=len(courses) + 1,
            kind=StepKind.WORKSHOP,
            title={"fr": "Atelier", "en": "Workshop"},
            minutes=180,
        )
    return template


@dataclass(frozen=True)
class Followed(Team):
    track: Track
    course: Course

    def step(self, kind: str) -> RevisionStep:
        return RevisionStep.objects.get(
            revision__track=self.track, revision__replaced_at=None, kind=kind
        )


def a_team_with_a_track(
    course: Course | None = None, *, courses: Sequence[Course] = (), in_order: bool = False
) -> Followed:
    """A lead, a member and a coach, and a track of one course (or several) and one workshop."""
    of = a_team()
    asked = list(courses) or [course or a_published_course()]
    template = a_template(courses=asked, in_order=in_order)
    track = make_track(template=template, by=of.coach, team=of.team)
    return Followed(of.team, of.project, of.lead, of.member, of.coach, track, asked[0])
