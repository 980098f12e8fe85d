"""Files go out by their digest to anyone: whole, in part, or no longer."""

import base64
import hashlib
from uuid import UUID

import msgspec
import pytest
from django.core.management import CommandError, call_command

from campus.audit.models import Deed
from courses.catalogue import revising
from courses.drafting.attaching import attach
from courses.files.blobs import Withdrawn, keep_media
from courses.files.withdrawing import give_back, withdraw
from courses.models import Blob, Course, CourseRelease, ReleaseBlob, ReleaseLesson
from courses.releases.publishing import publish
from courses.rest import blobs, ready
from tests.api import Api, assert_problem
from tests.drawn import PNG
from tests.trainers import a_staff_member
from tests.world import a_draft, a_published_course, lessons_of

pytestmark = pytest.mark.django_db
FILM = bytes(range(256)) * 40


def a_media_blob(course: Course, body: bytes, media_type: str) -> str:
    blob = keep_media(body, media_type=media_type)
    ReleaseBlob.objects.create(release=course.current_release, blob=blob)
    return f"/blobs/{blob.digest}"


def test_a_blob_is_its_bytes_for_ever() -> None:
    course = a_published_course()
    row = ReleaseLesson.objects.get(lesson=lessons_of(course)[0])
    response = Api().get(f"/blobs/{row.blob_id}")
    assert hashlib.sha256(response.content).hexdigest() == row.blob_id
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["ETag"] == f'"{row.blob_id}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("media_type", "is_shown"),
    [
        ("image/png", True),
        ("image/webp", True),
        ("image/svg+xml", False),
        ("application/pdf", False),
        ("application/xhtml+xml", False),
    ],
)
def test_only_harmless_types_open_in_the_page(media_type: str, is_shown: bool) -> None:
    path = a_media_blob(a_published_course(), b"<svg/>", media_type)
    response = Api().get(path)
    assert response.headers["Content-Type"] == media_type
    assert response.headers.get("Content-Disposition") == (None if is_shown else "attachment")


def test_a_file_that_no_release_refers_to_is_hidden() -> None:
    blob = keep_media(b"<p>brouillon</p>", media_type="text/html")
    assert_problem(Api().get(f"/blobs/{blob.digest}"), 404, "not_found")
    course = a_published_course()
    ReleaseBlob.objects.create(release=course.current_release, blob=blob)
    assert Api().get(f"/blobs/{blob.digest}").content == b"<p>brouillon</p>"


def test_a_long_file_goes_out_in_pieces_and_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    body = b"film" * 50_000
    path = a_media_blob(a_published_course(), body, "video/mp4")
    at_once = Api().get(path)
    monkeypatch.setattr(blobs, "AT_ONCE", 1_000)
    in_pieces = Api().get(path)
    assert (at_once.streaming, in_pieces.streaming) == (False, True)
    assert in_pieces.getvalue() == at_once.content == body
    for name in ("ETag", "Cache-Control", "Content-Type", "Content-Length", "Content-Disposition"):
        assert in_pieces.headers.get(name) == at_once.headers.get(name), name
    again = Api().get(path, **{"If-None-Match": in_pieces.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("digest", ["x", "A" * 64, "0" * 63, "0" * 65])
def test_what_is_no_digest_is_not_found(digest: str) -> None:
    assert_problem(Api().get(f"/blobs/{digest}"), 404, "not_found")


def test_every_release_names_only_public_blobs() -> None:
    a_published_course(lessons=("article", "quiz"))
    for release in CourseRelease.objects.all():
        assert Api().get(f"/blobs/{release.digest}").status_code == 200


@pytest.fixture
def film() -> str:
    return a_media_blob(a_published_course(), FILM, "video/mp4")


@pytest.mark.parametrize("at_once", [1 << 22, 1000], ids=["short", "long"])
@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=10000-", 10000, len(FILM)),
        ("bytes=-500", len(FILM) - 500, len(FILM)),
        ("bytes=0-99999999", 0, len(FILM)),
        ("bytes=-99999999", 0, len(FILM)),
    ],
)
def test_a_part_of_a_film_is_sent_alone(
    film: str, monkeypatch: pytest.MonkeyPatch, at_once: int, asked: str, start: int, end: int
) -> None:
    monkeypatch.setattr(blobs, "AT_ONCE", at_once)
    response = Api().get(film, Range=asked)
    assert response.status_code == 206
    assert response.getvalue() == FILM[start:end]
    assert response.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(FILM)}"
    assert response.headers["Content-Length"] == str(end - start)
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["ETag"] == f'"{hashlib.sha256(FILM).hexdigest()}"'


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "items=0-1", "bytes=5-2", "bytes=x", "bytes=-"])
def test_what_cannot_be_cut_out_is_sent_whole(film: str, asked: str) -> None:
    response = Api().get(film, Range=asked)
    assert (response.status_code, response.getvalue()) == (200, FILM)
    assert response.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", [f"bytes={len(FILM)}-", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused_with_the_size(film: str, asked: str) -> None:
    response = Api().get(film, Range=asked)
    assert_problem(response, 416, "no_such_range")
    assert response.headers["Content-Range"] == f"bytes */{len(FILM)}"


def test_a_part_of_another_version_is_not_mixed_in(film: str) -> None:
    etag = Api().get(film).headers["ETag"]
    same = Api().get(film, **{"Range": "bytes=0-9", "If-Range": etag})
    other = Api().get(film, **{"Range": "bytes=0-9", "If-Range": '"other"'})
    dated = Api().get(film, **{"Range": "bytes=0-9", "If-Range": "Mon, 23 Nov 2026 10:00:00 GMT"})
    assert [one.status_code for one in (same, other, dated)] == [206, 200, 200]
    known = Api().get(film, **{"Range": "bytes=0-9", "If-None-Match": etag})
    assert (known.status_code, known.getvalue()) == (304, b"")


def test_a_part_is_sent_though_the_whole_is_in_memory(film: str) -> None:
    api = Api()
    assert api.get(film).content == api.get(film).content == FILM
    assert api.get(film, Range="bytes=0-9").getvalue() == FILM[:10]
    assert api.get(film).content == FILM


@pytest.mark.parametrize("at_once", [1 << 22, 1000])
def test_head_says_how_long_it_is_and_sends_nothing(
    film: str, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(blobs, "AT_ONCE", at_once)
    response = Api().client.head(f"/api/v1{film}", headers={"Range": "bytes=0-9"})
    assert (response.status_code, response.getvalue()) == (200, b"")
    assert response.headers["Content-Length"] == str(len(FILM))
    assert response.headers["Accept-Ranges"] == "bytes"


def a_course_with_a_picture() -> tuple[Course, Blob]:
    course = a_draft()
    media = attach(course=course, path="images/plan.png", body=PNG)
    lesson = lessons_of(course)[0]
    lesson.source = "Voici ![le plan](images/plan.png) et [le même](images/plan.png)."
    lesson.save()
    publish(course=course, by=None)
    course.refresh_from_db()
    return course, media.blob


def test_a_withdrawn_file_is_gone_for_everybody_and_its_lesson_says_so() -> None:
    course, blob = a_course_with_a_picture()
    api, lesson = Api(), f"/lessons/{lessons_of(course)[0].id}"
    address = f"/blobs/{blob.digest}"
    assert (api.get(address).status_code, api.get(address).content) == (200, PNG)
    withdraw(digest=blob.digest, because="Visage reconnaissable", by=a_staff_member())
    assert_problem(Api().get(address), 410, "withdrawn")
    assert_problem(Api().get(address, Range="bytes=0-1"), 410, "withdrawn")
    html = Api().get(lesson).json()["html"]
    assert blob.digest not in html
    assert html.count("Ce fichier a été retiré.") == 2
    assert "le même" in html
    page = Api().client.get(f"/fr/courses/{course.slug}/lessons/{lessons_of(course)[0].id}")
    assert "Ce fichier a été retiré." in page.content.decode()
    deed = Deed.objects.get(deed="blob.withdrawn")
    assert (deed.object, deed.title) == (blob.digest, "images/plan.png")
    assert deed.detail == {"because": "Visage reconnaissable"}


@pytest.mark.django_db(transaction=True)
def test_it_is_gone_from_the_memory_of_this_process_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And within a second from that of others, which ask for the revision that often."""
    monkeypatch.setattr(ready, "SECONDS", 3600.0)
    _course, blob = a_course_with_a_picture()
    here = Api()
    address = f"/blobs/{blob.digest}"
    assert here.get(address).content == here.get(address).content == PNG
    withdraw(digest=blob.digest, because="Erreur", by=None)
    assert here.get(address).status_code == 410
    give_back(digest=blob.digest, by=None)
    assert here.get(address).content == PNG


def test_other_processes_learn_of_it_when_they_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "SECONDS", 3600.0)
    _course, blob = a_course_with_a_picture()
    there = Api()
    address = f"/blobs/{blob.digest}"
    assert there.get(address).content == PNG
    monkeypatch.setattr(revising, "_changed_here", lambda: None)
    withdraw(digest=blob.digest, because="Erreur", by=None)
    assert there.get(address).content == PNG, "it looked less than a second ago"
    monkeypatch.setattr(ready, "SECONDS", 0.0)
    assert there.get(address).status_code == 410


def test_a_new_publication_does_not_bring_it_back_nor_does_attaching_it() -> None:
    course, blob = a_course_with_a_picture()
    withdraw(digest=blob.digest, because="Erreur", by=None)
    lesson = lessons_of(course)[0]
    lesson.source = "Toujours ![le plan](images/plan.png)."
    lesson.save()
    publish(course=course, by=None)
    assert Api().get(f"/blobs/{blob.digest}").status_code == 410
    with pytest.raises(Withdrawn):
        attach(course=course, path="images/encore.png", body=PNG)
    assert course.media.count() == 1


def test_a_draft_says_nothing_of_what_was_withdrawn() -> None:
    media = attach(course=a_draft(), path="plan.png", body=PNG)
    withdraw(digest=media.blob_id, because="Erreur", by=None)
    assert_problem(Api().get(f"/blobs/{media.blob_id}"), 404, "not_found")


def test_caches_are_told_which_files_were_withdrawn_and_when() -> None:
    made = []
    for number in range(5):
        blob = keep_media(b"texte %d" % number, media_type="text/plain")
        made.append(withdraw(digest=blob.digest, because="Erreur", by=None))
    keep_media(b"un autre", media_type="text/plain")
    first = Api().get("/blobs/withdrawn?limit=2").json()
    listed, page = list(first["results"]), first
    while page["next"]:
        page = Api().client.get(page["next"]).json()
        listed += page["results"]
    assert [one["digest"] for one in listed] == [blob.digest for blob in made]
    back = Api().client.get(page["previous"]).json()["results"]
    assert [one["digest"] for one in back] == [blob.digest for blob in made[2:4]]
    since = made[3].withdrawn_at.isoformat().replace("+", "%2B")
    assert len(Api().results(f"/blobs/withdrawn?updated_since={since}")) == 2
    assert "because" not in first["results"][0]
    give_back(digest=made[0].digest, by=None)
    assert len(Api().results("/blobs/withdrawn")) == 4


@pytest.mark.parametrize("digest", ["a\0", "\0"])
def test_a_cursor_with_a_nul_character_is_none_of_ours(digest: str) -> None:
    at = "2026-11-20T10:00:00+00:00"
    cursor = msgspec.json.encode([[at, digest], str(UUID(int=0))])
    address = f"/blobs/withdrawn?cursor={base64.urlsafe_b64encode(cursor).decode()}"
    problem = assert_problem(Api().get(address), 400, "invalid")
    assert [one["code"] for one in problem["errors"]] == ["invalid_cursor"]


def test_the_command_withdraws_with_a_reason_and_in_a_name(capsys: pytest.CaptureFixture) -> None:
    _course, blob = a_course_with_a_picture()
    staff = a_staff_member()
    with pytest.raises(CommandError, match="Say why"):
        call_command("withdraw_blob", blob.digest)
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("withdraw_blob", blob.digest, because="Erreur", by="x@example.org")
    with pytest.raises(CommandError, match="64 digits"):
        call_command("withdraw_blob", "abc", because="Erreur")
    assert Api().get(f"/blobs/{blob.digest}").status_code == 200
    call_command("withdraw_blob", blob.digest, because="Erreur", by=staff.email)
    assert "was withdrawn" in capsys.readouterr().out
    blob.refresh_from_db()
    assert (blob.withdrawn_by, blob.withdrawn_because) == (staff, "Erreur")
    assert Api().get(f"/blobs/{blob.digest}").status_code == 410
    call_command("withdraw_blob", blob.digest, back=True)
    assert Api().get(f"/blobs/{blob.digest}").status_code == 200
