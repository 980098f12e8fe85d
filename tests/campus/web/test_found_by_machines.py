"""What search engines, feed readers and whoever cites are told."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from campus.web.citing import course_data
from courses.documents import course_document
from courses.drafting.authoring import archive, change_slug
from courses.models import CourseRelease, CourseSkill, Skill
from courses.releases.publishing import publish
from tests.world import a_draft, a_published_course, lessons_of

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_course_describes_itself_to_search_engines(stranger: Client) -> None:
    course = a_draft("Écrire </script><b> & lire", lessons=("article",), minutes=45)
    course.licence = "CC-BY-4.0"
    course.authors = "Awa Diop, Inès Moreau"
    course.save()
    publish(course=course, by=None)
    page = stranger.get(f"/fr/courses/{course.slug}").content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    data = json.loads(text)
    assert data["@type"] == "Course"
    assert data["name"] == course.title
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [one["name"] for one in data["author"]] == ["Awa Diop", "Inès Moreau"]
    assert data["hasCourseInstance"]["courseWorkload"] == "PT45M"
    assert data["provider"]["name"] == course.organisation.name


@pytest.mark.parametrize(("language", "skill"), [("fr", "Écoute"), ("en", "Listening")])
def test_what_it_teaches_is_said_in_the_language_of_the_course(language: str, skill: str) -> None:
    course = a_draft(lessons=("article",), language=language)
    known = Skill.objects.create(key="listening", title={"en": "Listening", "fr": "Écoute"})
    CourseSkill.objects.create(course=course, skill=known, level=1)
    course.authors = f"{course.organisation.name}, Awa Diop"
    course.save()
    publish(course=course, by=None)
    course.refresh_from_db()
    assert course.current_release is not None
    data = course_data(course_document(course, course.current_release))
    assert data["teaches"] == [skill]
    assert [one["@type"] for one in data["author"]] == ["Organization", "Person"]


def test_a_release_has_a_page_that_keeps_saying_the_same(stranger: Client) -> None:
    course = a_published_course()
    before = stranger.get(f"/fr/courses/{course.slug}/releases/1").content.decode()
    title = course.title
    course.title = "Un tout autre titre"
    course.save()
    first = lessons_of(course)[0]
    first.title = "Une autre leçon"
    first.save()
    publish(course=course, by=None)
    after = stranger.get(f"/fr/courses/{course.slug}/releases/1").content.decode()
    assert title in after
    assert "Une autre leçon" not in after
    assert f"/courses/{course.slug}/releases/1</a>" in before
    assert (
        "Une autre leçon" in stranger.get(f"/fr/courses/{course.slug}/releases/2").content.decode()
    )
    assert stranger.get(f"/fr/courses/{course.slug}/releases/3").status_code == 404


def test_an_old_slug_leads_to_the_release(stranger: Client) -> None:
    course = a_published_course()
    was = course.slug
    change_slug(course=course, slug="un-nouveau-nom")
    answer = stranger.get(f"/fr/courses/{was}/releases/1")
    assert (answer.status_code, answer["Location"]) == (
        301,
        "/fr/courses/un-nouveau-nom/releases/1",
    )


def test_the_feed_tells_what_was_published_newest_first(stranger: Client) -> None:
    older, newer = a_published_course("Un"), a_published_course("Two", language="en")
    CourseRelease.objects.filter(course=older).update(
        published_at=timezone.now() - timedelta(days=1)
    )
    a_draft("Un brouillon")
    entries = ElementTree.fromstring(stranger.get("/fr/feed").content).findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == [newer.title, older.title]
    link = entries[1].find(f"{ATOM}link").attrib["href"]
    assert link.endswith(f"/fr/courses/{older.slug}/releases/1")
    only = ElementTree.fromstring(stranger.get("/fr/feed?language=fr").content)
    assert len(only.findall(f"{ATOM}entry")) == 1


def test_the_sitemap_names_published_courses_and_lessons_in_both_languages(
    stranger: Client,
) -> None:
    course, draft, gone = (
        a_published_course("Un"),
        a_draft("Brouillon"),
        a_published_course("Parti"),
    )
    archive(item=gone)
    sections = ElementTree.fromstring(stranger.get("/sitemap.xml").content)
    named = [one.text or "" for one in sections.iter(f"{MAP}loc")]
    assert {one.rsplit("/", 1)[1] for one in named} == {
        "sitemap-places.xml", "sitemap-courses.xml", "sitemap-lessons.xml",
        "sitemap-collections.xml", "sitemap-resources.xml",
    }  # fmt: skip
    listed = [
        loc.text or ""
        for section in ("courses", "lessons")
        for loc in ElementTree.fromstring(stranger.get(f"/sitemap-{section}.xml").content).iter(
            f"{MAP}loc"
        )
    ]
    assert {one.split("/")[3] for one in listed} == {"fr", "en"}
    assert len(listed) == 2 * (1 + len(lessons_of(course)))
    assert not [one for one in listed if draft.slug in one or gone.slug in one]


def test_robots_are_told_what_is_not_for_them(stranger: Client) -> None:
    text = stranger.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert text.rstrip().endswith("/sitemap.xml")
