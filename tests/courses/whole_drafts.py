"""Owns drafts that have something in every field, for tests of ways that must lose nothing."""

import datetime

from courses.drafting.attaching import attach
from courses.models import (
    Caption,
    Choice,
    Course,
    CourseSkill,
    Draw,
    Lesson,
    Media,
    Module,
    Question,
    QuestionBank,
    Quiz,
    Relation,
    Skill,
)
from tests.world import a_draft, lessons_of, quiz_of

LONG_AGO = datetime.datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=datetime.UTC)
PLACE = "textes/Où aller ?.md"


def a_whole_draft() -> Course:
    """One of each kind of lesson, and no field of any part as it is by default."""
    course = a_draft("Tout", lessons=("article", "video", "quiz", "file", "link"), language="en")
    _say(course)
    _arrange(course)
    _film(next(one for one in lessons_of(course) if one.kind == "video"))
    _ask(quiz_of(course), course)
    _describe(course)
    course.refresh_from_db()
    return course


def _say(course: Course) -> None:
    facts = {
        "title": "« Tout » : l’été 😀 # non",
        "summary": "En bref.\r\nEt plus.",
        "level": 3,
        "authors": "Awa Diop, Léo: l’autre",
        "licence": "etalab-2.0",
        "licence_text": "Licence\r\n\r\nTexte sans fin de ligne",
        "source": "https://example.org/tout#1",
        "archived_at": LONG_AGO,
    }
    Course.objects.filter(pk=course.pk).update(**facts)
    skill = Skill.objects.create(key="ecrire", title={"fr": "Écrire", "en": "Writing"})
    CourseSkill.objects.create(course=course, skill=skill, from_level=1, level=3)
    other = a_draft("Avant").work
    Relation.objects.create(course=course, kind="prerequisite", work=other)
    Relation.objects.create(course=course, kind="successor", work=other)


def _arrange(course: Course) -> None:
    Module.objects.create(course=course, title=" vide ", position=7)
    old = Module.objects.create(course=course, title="yes", position=3, archived_at=LONG_AGO)
    same = {"path": "same.md", "slug": "same"}
    Lesson.objects.create(module=old, title="- un", position=0, source="no end", **same)
    Lesson.objects.create(
        module=old, title="12:30", position=0, source="\n\n x \n\n", archived_at=LONG_AGO, **same
    )
    article = lessons_of(course)[0]
    article.path, article.permalink, article.minutes = PLACE, "/tout/ici/", 12
    article.source, article.move_on = "# Ici\r\n\r\n---\r\ntitle: non\r\n", "NotApplicable"
    article.save()


def _film(film: Lesson) -> None:
    film.transcript = "---\ntitle: pas une tête\n---\nOn dit : bonjour."
    film.file = "films/a.mp4"
    film.save()
    for language in ("no", "fr"):
        path = f"films/a.{language}.vtt"
        attach(course=film.module.course, path=path, body=b"WEBVTT\n\n00:00.000 --> 00:01.000\nOui")
        Caption.objects.create(lesson=film, language=language, path=path)


def _ask(lesson: Lesson, course: Course) -> None:
    Lesson.objects.filter(pk=lesson.pk).update(mastery=0.55, source="Intro\r\n\r\n## pas un titre")
    Lesson.objects.filter(pk=lesson.pk).update(source="Intro\r\n\r\n- [ ] pas un choix")
    rules = {
        "mode": "practice",
        "attempts_allowed": 3,
        "time_limit_minutes": 20,
        "shuffles_questions": True,
        "shuffles_choices": True,
        "shows_key": "never",
        "is_team": True,
    }
    Quiz.objects.filter(pk=lesson.pk).update(**rules)
    bank = QuestionBank.objects.create(organisation=course.organisation, title="La banque : 1")
    skill = Skill.objects.get(key="ecrire")
    Draw.objects.create(
        quiz=lesson.quiz, position=1, bank=bank, count=4, skill=skill, level=2, tag="a"
    )
    Draw.objects.create(quiz=lesson.quiz, position=2, bank=bank)
    for position, (kind, choices) in enumerate(QUESTIONS.items(), start=10):
        question = Question.objects.create(
            lesson=lesson,
            position=position,
            kind=kind,
            prompt=f"Question **{kind}** ?\n\n## Indice ##\n\n- [x] non",
            hint="Un *indice*.\n\nEncore.",
            explanation="Parce que.\n\n- [ ] rien",
            points=2.5,
            gives_partial_credit=True,
            tags=["un tag", "deux"],
            skill=skill,
            level=4,
        )
        for number, fields in enumerate(choices):
            Choice.objects.create(question=question, position=number, **fields)


def _describe(course: Course) -> None:
    from tests.courses.importing_folders import PNG

    for path in ("images/plan.png", "notes.md", "course.yaml", "Images/PLAN.png", "aux.csv"):
        body = PNG if path.lower().endswith(".png") else b"a,b\n1,2\n"
        attach(course=course, path=path, body=body)
    Media.objects.filter(course=course, path="images/plan.png").update(
        alt="Un plan : « A » # B", credit="Photo: moi", licence="CC0-1.0"
    )
    Media.objects.filter(course=course, path="Images/PLAN.png").update(is_decorative=True)


QUESTIONS = {
    "single": [
        {"text": "Oui", "is_correct": True, "feedback": "Bien.\n\nTrès bien.", "credit": 1.0},
        {"text": "Non\n\n    du code", "feedback": "> cité", "credit": -0.25},
    ],
    "multiple": [
        {"text": "Un", "is_correct": True},
        {"text": "Deux", "is_correct": True},
        {"text": "Deux"},
    ],
    "truefalse": [{"text": "Vrai", "is_correct": True}, {"text": "Faux"}],
    "ordering": [{"text": "D’abord"}, {"text": "Puis"}, {"text": "Enfin"}],
    "matching": [
        {"text": "Paris", "match": "France"},
        {"text": "Rome", "match": "Italie"},
        {"match": "Espagne"},
    ],
    "text": [{"text": "Marianne", "is_correct": True}, {"text": "Marion", "credit": 0.5}],
    "number": [{"text": "3.14", "is_correct": True, "tolerance": 0.01, "feedback": "Oui."}],
}
