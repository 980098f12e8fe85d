"""The catalogue lists what is published, narrows it, and counts what each filter would leave."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Course, CourseSkill, Skill
from courses.releases.publishing import publish
from tests.api import Api, assert_problem
from tests.world import a_draft, a_published_course, an_organisation

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


def test_a_time_without_offset_is_refused_in_words_that_help() -> None:
    problem = assert_problem(
        Api().get("/courses?updated_since=2026-01-01T00:00:00"), 400, "invalid"
    )
    (fault,) = problem["errors"]
    assert (fault["pointer"], fault["code"]) == ("updated_since", "invalid_time")
    assert "offset" in fault["detail"]


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


def pages(query: str) -> list[list[str]]:
    """The ids on every page from the first on, and again from the last one back."""
    there, page = [], Api().get(f"/courses?{query}").json()
    while True:
        there.append([card["id"] for card in page["results"]])
        if not page["next"]:
            break
        page = Api().client.get(page["next"]).json()
    back = [there[-1]]
    while page["previous"]:
        page = Api().client.get(page["previous"]).json()
        back.append([card["id"] for card in page["results"]])
    assert back == there[::-1]
    return there


@pytest.mark.parametrize(
    "query", ["", "sort=newest", "sort=title", "sort=shortest", "q=cours", "q=cours&sort=title"]
)
def test_in_every_order_pages_lead_forth_and_back_also_where_courses_are_equal(query: str) -> None:
    for number in range(7):
        course = a_draft("Cours", lessons=("article",), minutes=(5, 5, 9)[number % 3])
        publish_with(course, title=("Cours", "Écrire un cours")[number % 2])
    whole = [one["id"] for one in Api().results(f"/courses?{query}")]
    assert len(set(whole)) == 7
    assert [id_ for page in pages(f"{query}&limit=2") for id_ in page] == whole


def test_an_order_is_by_title_without_accents_or_by_minutes() -> None:
    for title, minutes in (("Zone", 5), ("Écrire", 30), ("demain", 10)):
        publish_with(a_draft(title, lessons=("article",), minutes=minutes), title=title)
    assert titles("?sort=title") == ["demain", "Écrire", "Zone"]
    assert titles("?sort=shortest") == ["Zone", "demain", "Écrire"]
    assert titles("?sort=newest") == ["demain", "Écrire", "Zone"]


def test_a_cursor_of_another_order_is_refused_and_its_own_is_not() -> None:
    for _ in range(3):
        a_published_course(lessons=("article",))
    following = Api().get("/courses?sort=title&limit=1").json()["next"]
    assert Api().client.get(following).status_code == 200
    other = following.replace("sort=title", "sort=shortest")
    assert_problem(Api().client.get(other), 400, "invalid")


def test_a_provider_and_a_duration_narrow_the_list_and_are_counted() -> None:
    ours = a_published_course("Nôtre", lessons=("article",), minutes=15)
    theirs = a_published_course(
        "Leur", lessons=("article",), minutes=16, organisation=an_organisation("École")
    )
    slug = theirs.organisation.slug
    assert titles(f"?provider={slug}") == titles("?duration=30") == [theirs.title]
    assert titles("?duration=15") == [ours.title]
    assert titles("?duration=more") == []
    facets = Api().get(f"/courses?provider={slug}").json()["facets"]
    assert {"value": slug, "count": 1, "name": "École"} in facets["provider"]
    assert len(facets["provider"]) == 2
    assert facets["duration"] == [{"value": "30", "count": 1}]


def test_the_total_is_of_all_pages_and_a_correction_is_said() -> None:
    for title in ("Algorithmes", "Algorithmes publics", "Autre"):
        publish_with(a_draft(title, lessons=("article",)), title=title)
    page = Api().get("/courses?q=algoritme&limit=1").json()
    assert (page["total"], page["corrected"], page["did_you_mean"]) == (2, "algorithmes", None)
    assert [one["total"] for one in (page, Api().client.get(page["next"]).json())] == [2, 2]


def test_a_client_gets_the_fields_and_the_modules_it_asks_for() -> None:
    course = a_published_course("Un", lessons=("article", "quiz"))
    (card,) = Api().results("/courses?fields=slug,modules.lessons.title&expand=modules")
    assert card == {
        "slug": course.slug,
        "modules": [{"lessons": [{"title": "Article 1"}, {"title": "Quiz 2"}]}],
    }
    assert "modules" not in Api().results("/courses")[0]
    for wrong in ("fields=nom", "expand=everything", "fields=title.x"):
        assert Api().get(f"/courses?{wrong}").status_code == 400


def test_a_course_comes_with_texts_and_releases_where_they_are_asked_for() -> None:
    course = a_published_course("Un", lessons=("article",))
    whole = Api().get(f"/courses/{course.slug}?expand=lessons,releases").json()
    assert "leçon" in whole["modules"][0]["lessons"][0]["html"]
    assert [one["number"] for one in whole["releases"]] == [1]
    plain = Api().get(f"/courses/{course.slug}").json()
    assert "releases" not in plain
    assert "html" not in plain["modules"][0]["lessons"][0]
    cut = Api().get(f"/courses/{course.slug}/releases/1?expand=lessons&fields=title,release.number")
    assert cut.json() == {"title": course.title, "release": {"number": 1}}
