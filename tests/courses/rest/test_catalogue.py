"""The catalogue lists what is published, narrows it, and counts what each filter would leave."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Course, CourseSkill, Skill
from courses.publishing import publish
from tests.api import Api, assert_problem
from tests.world import a_draft, a_published_course

pytestmark = pytest.mark.django_db


def titles(query: str = "") -> list[str]:
    return [card["title"] for card in Api().results(f"/courses{query}")]


def publish_with(course: Course, **fields: object) -> Course:
    Course.objects.filter(id=course.id).update(**fields)
    course.refresh_from_db()
    publish(course=course, by=None)
    return course


def test_a_published_course_is_listed_and_a_draft_is_not() -> None:
    published = a_published_course("Publié")
    a_draft("Brouillon")
    assert titles() == [published.title]


def test_an_archived_course_is_listed_no_more() -> None:
    course = a_published_course()
    assert titles() == [course.title]
    publish_with(course, archived_at="2026-01-01T00:00Z")
    assert titles() == []


def test_a_card_says_what_is_published_and_not_what_the_draft_says_since() -> None:
    course = a_published_course("Titre publié")
    Course.objects.filter(id=course.id).update(title="Titre en chantier", level=4)
    (card,) = Api().results("/courses")
    assert (card["title"], card["level"]) == (course.title, 1)
    assert titles("?q=chantier") == []


@pytest.mark.parametrize("word", ["ecrire", "ÉCRIRE", "Écrire simpl", "simplement ecrire"])
def test_search_ignores_accents_case_and_order(word: str) -> None:
    course = a_published_course("Écrire simplement")
    a_published_course("Conduire un projet")
    assert titles(f"?q={word}") == [course.title]


@pytest.mark.parametrize("word", ["%", "_", "\\", "%25"])
def test_signs_with_a_meaning_in_sql_are_only_signs(word: str) -> None:
    a_published_course("Écrire simplement")
    assert Api().client.get("/api/v1/courses", {"q": word}).json()["results"] == []


def test_the_title_counts_more_than_the_summary() -> None:
    in_title = a_published_course("Design de service")
    in_summary = publish_with(a_draft("Autre"), summary="Un peu de design.")
    assert titles("?q=design") == [in_title.title, in_summary.title]


def test_each_filter_narrows_the_list() -> None:
    plain = a_published_course("Simple", lessons=("article",), minutes=5)
    quiz = a_published_course("Quiz", lessons=("article", "quiz"), minutes=20)
    english = publish_with(a_draft("English", language="en", minutes=10), level=3)
    assert titles("?kind=quiz") == [quiz.title]
    assert titles("?max_minutes=5") == [plain.title]
    assert titles("?language=en") == [english.title]
    assert titles("?level=3") == [english.title]
    assert titles("?level=1&language=en") == []


def test_a_skill_narrows_the_list_and_is_shown_with_its_level() -> None:
    skill = Skill.objects.create(key="plain-language", title={"fr": "Langage clair"})
    course = a_draft()
    CourseSkill.objects.create(course=course, skill=skill, level=2)
    publish(course=course, by=None)
    a_published_course("Sans")
    (card,) = Api().results("/courses?skill=plain-language")
    assert card["skills"] == [
        {"key": "plain-language", "title": {"fr": "Langage clair"}, "level": 2, "from_level": 0}
    ]


def test_facets_count_what_each_value_would_leave() -> None:
    a_published_course("Un", lessons=("article",))
    a_published_course("Deux", lessons=("article", "quiz"))
    a_published_course("Three", language="en", lessons=("article",))
    facets = Api().get("/courses?language=en").json()["facets"]
    assert {f["value"]: f["count"] for f in facets["language"]} == {"fr": 2, "en": 1}
    assert {f["value"]: f["count"] for f in facets["kind"]} == {"article": 1}


def test_pages_lead_forth_and_back_over_every_course_once() -> None:
    made = [a_published_course(f"Cours {n}", lessons=("article",)).title for n in range(5)][::-1]
    first = Api().get("/courses?limit=2").json()
    second = Api().client.get(first["next"]).json()
    third = Api().client.get(second["next"]).json()
    assert [c["title"] for page in (first, second, third) for c in page["results"]] == made
    assert third["next"] is None
    assert first["previous"] is None
    assert Api().client.get(third["previous"]).json()["results"] == second["results"]
    assert Api().client.get(second["previous"]).json()["results"] == first["results"]


def test_more_than_100_are_never_given_at_once() -> None:
    a_published_course()
    assert Api().get("/courses?limit=1000").status_code == 200


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "level=9", "cursor=zzz", "cursor=W1tdXQ", "max_minutes=1e99"]
)
def test_a_query_that_makes_no_sense_is_refused(query: str) -> None:
    problem = assert_problem(Api().get(f"/courses?{query}"), 400, "invalid")
    assert problem["errors"][0]["pointer"] == query.split("=", maxsplit=1)[0]


def test_a_nul_character_in_the_query_is_refused() -> None:
    assert_problem(Api().get("/courses?q=a%00b"), 400, "nul_character")


def queries() -> int:
    with CaptureQueriesContext(connection) as asked:
        assert Api().get(f"/courses?limit=100&max_minutes={queries.count}").status_code == 200
    queries.count += 1
    return len(asked)


queries.count = 1_000


def test_the_number_of_queries_is_the_same_for_one_and_for_many() -> None:
    a_published_course("Un", lessons=("article",))
    for_one = queries()
    for number in range(12):
        a_published_course(f"Cours {number}", lessons=("article",))
    assert queries() == for_one
