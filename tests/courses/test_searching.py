"""People find courses by the words they have: other forms, other accents, typing errors."""

from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.demo.scaling import grow
from courses.catalogue.searching import Answer, Wanted, search
from courses.models import Course, CourseSkill, Skill
from courses.releases.publishing import publish
from tests.world import a_draft, an_organisation

pytestmark = pytest.mark.django_db


def found(q: str, **wanted: str) -> Answer:
    return search(Wanted(q=q, **wanted), sort="relevance", limit=50)


def titles(q: str) -> list[str]:
    return [card.title for card in found(q).cards]


def published(title: str, *, summary: str = "", language: str = "fr", authors: str = "") -> Course:
    course = a_draft(title, language=language, lessons=("article",))
    Course.objects.filter(id=course.id).update(title=title, summary=summary, authors=authors)
    course.refresh_from_db()
    publish(course=course, by=None)
    return course


FRENCH = (
    "Évaluer une politique publique",
    "L’œuvre des élus : cœur de métier",
    "Rédiger des consignes structurées",
    "Algorithmes et décisions",
    "Aujourd’hui, la sous-préfecture",
    "Données de data.gouv.fr",
    "À la une",
)
ENGLISH = ("Writing for everybody", "The ethics of a nudge")


@pytest.fixture
def shelf() -> None:
    for title in FRENCH:
        published(title)
    for title in ENGLISH:
        published(title, language="en")


@pytest.mark.parametrize(
    ("q", "title"),
    [
        # stems, in French and in English, whatever the language of who asks
        ("évaluations", FRENCH[0]),
        ("évaluation", FRENCH[0]),
        ("évaluée", FRENCH[0]),
        ("politiques publiques", FRENCH[0]),
        ("consigne structurée", FRENCH[2]),
        ("structurer", FRENCH[2]),
        ("write", ENGLISH[0]),
        ("written writing writes", None),
        ("ethic nudges", ENGLISH[1]),
        # accents, case, ligatures, apostrophes, hyphens, dots
        ("EVALUER", FRENCH[0]),
        ("e\u0301valuer", FRENCH[0]),
        ("oeuvre", FRENCH[1]),
        ("Œuvre", FRENCH[1]),
        ("coeur", FRENCH[1]),
        ("l'oeuvre d'élu", FRENCH[1]),
        ("l’élu", FRENCH[1]),
        ("aujourd'hui", FRENCH[4]),
        ("aujourd’hui", FRENCH[4]),
        ("sous-préfecture", FRENCH[4]),
        ("sous préfecture", FRENCH[4]),
        ("data gouv", FRENCH[5]),
        ("data.gouv.fr", FRENCH[5]),
        # words of no weight are left out where others say something, and looked for where none does
        ("le de la évaluer", FRENCH[0]),
        ("the writing", ENGLISH[0]),
        ("à la", FRENCH[6]),
        # words that only begin so, and typing errors
        ("algori", FRENCH[3]),
        ("algoritme", FRENCH[3]),
        ("algorythmes", FRENCH[3]),
        ("evaleur", FRENCH[0]),
        ("ecthis nudge", ENGLISH[1]),
    ],
)
def test_a_course_is_found_by_other_forms_of_its_words(
    shelf: None, q: str, title: str | None
) -> None:
    assert (titles(q)[:1] or [None]) == [title]


def test_a_correction_says_what_was_searched_for_instead(shelf: None) -> None:
    answer = found("algoritme public")
    assert answer.total == 0
    answer = found("algoritme")
    assert (answer.corrected, answer.did_you_mean, answer.total) == ("algorithmes", None, 1)


def test_few_courses_come_with_what_may_have_been_meant() -> None:
    published("Le portail des plans")
    for number in range(4):
        published(f"Le portrait, fois {'abcd'[number]}")
    answer = found("portrai")
    assert answer.total == 4, "words that begin so are found as they are"
    published("Un portrat mal écrit")
    answer = found("portrat")
    assert (answer.total, answer.corrected) == (1, None)
    assert found("portraits").did_you_mean is None


def test_what_finds_enough_is_not_corrected(shelf: None) -> None:
    answer = found("évaluer")
    assert (answer.corrected, answer.did_you_mean) == (None, None)


def test_the_title_counts_before_the_summary_the_topics_and_the_names() -> None:
    names = published("Quatre", authors="Agence du phare")
    topics = a_draft("Trois", lessons=("article",))
    lesson = topics.modules.get().lessons.get()
    lesson.title = "Le phare"
    lesson.save()
    publish(course=topics, by=None)
    summary = published("Deux", summary="Il y a un phare.")
    title = published("Un phare")
    newer = published("Encore autre chose", authors="Un phare")
    order = [card.id for card in found("phare").cards]
    assert order == [title.id, summary.id, topics.id, newer.id, names.id]


def test_a_course_is_found_by_its_skill_in_either_language_and_by_its_organisation() -> None:
    skill = Skill.objects.create(key="plain", title={"fr": "Langage clair", "en": "Plain writing"})
    course = a_draft("Autre", organisation=an_organisation("Préfecture de la Drôme"))
    CourseSkill.objects.create(course=course, skill=skill, level=2)
    publish(course=course, by=None)
    for q in ("langages clairs", "written plainly", "write", "préfecture drome"):
        assert [card.id for card in found(q).cards] == (
            [] if q == "written plainly" else [course.id]
        )


@pytest.mark.parametrize(
    "q",
    [
        "'", '"', "\\", "%", "_", "&", "|", "!", "(", ")", ":*", "<->", "a:*B & !c", "';--",
        "''\\'", "évaluer:A", "évaluer & !politique", "$1", "%(words)s", "%s", "{}", "\u0149",
        "ʼ", "🙂", "´", "\u202e", "x" * 200, "é" * 200, "a " * 100, "(" * 200, "évaluer " * 25,
        "1e999", "-1", "../..",
    ],
)  # fmt: skip
def test_no_sign_is_a_command_and_none_breaks_anything(shelf: None, q: str) -> None:
    answer = found(q)
    assert answer.total <= len(FRENCH + ENGLISH)
    assert not (answer.total and not any(sign.isalnum() for sign in q))


def test_a_question_of_200_signs_is_answered_by_all_its_words(shelf: None) -> None:
    q = " ".join(["évaluer une politique publique"] * 6)
    assert 180 < len(q) <= 200
    assert titles(q) == [FRENCH[0]]
    assert titles(f"{q} nudge") == []


def test_a_course_of_very_many_lessons_can_be_listed() -> None:
    """A vector holds at most 1 MB, so what is searched of a course is cut."""
    course = a_draft("Immense", lessons=("article",))
    words = (sha256(str(n).encode()).hexdigest() for n in range(20_000))
    Course.objects.filter(id=course.id).update(summary="phare " + " ".join(words))
    course.refresh_from_db()
    publish(course=course, by=None)
    assert [card.id for card in found("phare").cards] == [course.id]


@pytest.mark.parametrize("q", ["", "ressource"])
def test_the_number_of_queries_is_the_same_for_10_and_for_1000_courses(q: str) -> None:
    counted = []
    for size in (10, 1_000):
        grow(size)
        found(q, language="fr")
        with CaptureQueriesContext(connection) as asked:
            found(q, language="fr")
        counted.append(len(asked))
    assert counted[0] == counted[1] <= (4 if q else 2)
