"""A lesson that is watched: what it shows, what stops its publication, what its author is told."""

import re
from dataclasses import replace
from typing import Any

import pytest

from campus.markdown import render
from campus.markdown.allowing import sanitised
from campus.markdown.videos import DAILYMOTION, YOUTUBE
from courses.drafting.attaching import attach
from courses.kinds import KINDS, Material
from courses.models import Caption, Lesson
from courses.releases.checking import check
from tests.world import a_draft, lessons_of

VIDEO = KINDS["video"]
A_FILM = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(1_000)
FILM = Material(
    "fr", file="film.mp4", file_href="/b/1", file_type="video/mp4", file_size=3_000_000,
    captions=(("en", "/b/en"), ("fr", "/b/fr")), transcript="<p>Bonjour.</p>",
)  # fmt: skip


def shown(material: Material) -> str:
    return sanitised(VIDEO.element(material))


def told(material: Material) -> list[str]:
    return [one.code for one in VIDEO.warns(material)]


def test_a_film_of_ours_has_its_captions_its_own_language_first_and_its_transcript() -> None:
    html = shown(FILM)
    assert '<video controls="" preload="metadata" src="/b/1">' in html
    french = 'src="/b/fr" srclang="fr" label="Sous-titres (Français)" default=""'
    assert html.index(french) < html.index('src="/b/en" srclang="en"')
    assert html.count("default") == 1
    assert "<details><summary>Transcription</summary><p>Bonjour.</p></details>" in html
    assert (VIDEO.lacks(FILM), told(FILM)) == (None, [])


def test_the_names_in_a_transcript_do_not_meet_those_of_the_lesson() -> None:
    said = render("## Début\n\n[au début](#debut)[^1]\n\n[^1]: Note.", language="fr").html
    html = shown(replace(FILM, transcript=said))
    assert 'id="c-t-debut"' in html
    assert 'href="#c-t-debut"' in html
    assert set(re.findall(r'(?:id="|href="#)(?!c-t-)', html)) == set()


def test_a_sound_of_ours_is_played_and_needs_no_captions() -> None:
    sound = Material(
        "en", file="a.mp3", file_href="/b/1", file_type="audio/mpeg", transcript="<p>Hello.</p>"
    )
    assert "<audio controls" in shown(sound)
    assert told(sound) == []


def test_a_film_without_captions_or_transcript_warns_and_may_be_published() -> None:
    bare = Material("fr", file="film.mp4", file_href="/b/1", file_type="video/mp4")
    assert VIDEO.lacks(bare) is None
    assert told(bare) == ["no_captions", "no_transcript"]


def test_captions_that_are_not_there_are_told_by_name() -> None:
    missing = Material(
        "fr", file="film.mp4", file_href="/b/1", transcript="x", missing_captions=("film.fr.vtt",)
    )
    found = VIDEO.warns(missing)
    assert [one.code for one in found] == ["missing_captions", "no_captions"]
    assert "film.fr.vtt" in found[0].said("fr")


@pytest.mark.parametrize(
    ("material", "code"),
    [
        (Material("fr"), "film_missing"),
        (Material("fr", address="javascript:x"), "address_missing"),
        (Material("fr", file="film.mp4"), "file_missing"),
        (Material("fr", file="a.pdf", file_href="/b", file_type="application/pdf"),
         "file_not_played"),
    ],
)  # fmt: skip
def test_a_lesson_with_nothing_to_watch_is_refused(material: Material, code: str) -> None:
    fault = VIDEO.lacks(material)
    assert fault is not None
    assert fault.code == code


def test_a_video_elsewhere_asks_first_and_holds_no_frame() -> None:
    html = shown(Material("en", address="https://youtu.be/dQw4w9WgXcQ"))
    assert 'data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"' in html
    assert "sends your IP address to www.youtube-nocookie.com" in html
    assert "<iframe" not in html
    assert told(Material("en", address="https://youtu.be/dQw4w9WgXcQ")) == ["captions_unseen"]


def test_a_host_of_peertube_plays_once_the_operator_lists_it(settings: Any) -> None:
    there = Material("fr", address="https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv", transcript="x")
    settings.VIDEO_HOSTS = ()
    assert "data-embed" not in shown(there)
    assert "Voir la vidéo sur tube.example" in shown(there)
    assert told(there) == ["video_only_linked"]
    settings.VIDEO_HOSTS = ("tube.example",)
    assert "https://tube.example/videos/embed/" in shown(there)
    assert told(there) == []


def test_the_policy_lets_frames_come_from_those_hosts_alone(settings: Any) -> None:
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]
    hosts = (YOUTUBE, DAILYMOTION, *settings.VIDEO_HOSTS)
    assert policy == [f"https://{host}" for host in hosts]


def test_other_kinds_warn_of_nothing() -> None:
    assert [one.warns(Material("fr")) for one in KINDS.values() if one is not VIDEO] == [[]] * 4


@pytest.mark.django_db
def test_a_film_with_its_captions_is_compiled_whole_and_one_without_is_on_the_checklist() -> None:
    course = a_draft(lessons=("video",))
    film = lessons_of(course)[0]
    attach(course=course, path="film.mp4", body=A_FILM)
    attach(course=course, path="film.fr.vtt", body=b"WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour.\n")
    Lesson.objects.filter(id=film.id).update(file="film.mp4", address="")
    assert {one.code for one in check(course).warnings} >= {"no_captions", "no_transcript"}
    Caption.objects.create(lesson=film, language="fr", path="film.fr.vtt")
    Caption.objects.create(lesson=film, language="en", path="film.en.vtt")
    Lesson.objects.filter(id=film.id).update(transcript="Bonjour *à vous*.")
    checked = check(course)
    assert [one.code for one in checked.warnings] == ["missing_captions"]
    html = "".join(str(blob.body) for blob in checked.fit().blobs)
    assert 'srclang="fr"' in html
    assert "<em>" in html
