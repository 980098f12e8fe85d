"""A program sends a long file to a draft as tus says, and goes on where it broke off."""

import base64
import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from campus.accounts.models import User
from courses.drafting.uploading import append
from courses.files.arriving import Part
from courses.models import Course, Media, Upload
from tests.api import Api, assert_problem
from tests.trainers import a_trainer
from tests.world import a_draft, a_learner, an_organisation

pytestmark = pytest.mark.django_db
BODY = b"%PDF-1.7 " + b"une fiche " * 1000
OCTETS = "application/offset+octet-stream"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "UPLOADS_FOLDER", tmp_path / "uploads")
    return tmp_path / "uploads"


def metadata(**told: str) -> str:
    return ",".join(f"{name} {base64.b64encode(v.encode()).decode()}" for name, v in told.items())


class Tus:
    """A client that knows nothing of the campus but the protocol."""

    def __init__(self, person: User | None) -> None:
        self.client = Client(headers={"Accept-Language": "en", "Tus-Resumable": "1.0.0"})
        if person:
            self.client.force_login(person)

    def create(self, size: int, **told: str) -> HttpResponse:
        headers = {"Upload-Length": str(size), "Upload-Metadata": metadata(**told)}
        return self.client.post("/api/v1/uploads", headers=headers, content_type="")

    def send(self, address: str, at: int, body: bytes, **headers: str) -> HttpResponse:
        given = {"Upload-Offset": str(at), **headers}
        return self.client.patch(address, body, content_type=OCTETS, headers=given)


def an_author(course: Course) -> User:
    return a_trainer(course.organisation)


def begun(course: Course, person: User) -> tuple[Tus, str]:
    tus = Tus(person)
    created = tus.create(len(BODY), course=course.slug, filename="fiche.pdf")
    assert created.status_code == 201, created.content
    return tus, created.headers["Location"]


def test_a_client_of_tus_sends_a_file_in_parts() -> None:
    course = a_draft()
    tus, address = begun(course, an_author(course))
    first = tus.send(address, 0, BODY[:4000])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "4000")
    head = tus.client.head(address)
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == ("4000", "10009")
    assert head.headers["Cache-Control"] == "no-store"
    assert head.headers["Tus-Resumable"] == "1.0.0"
    assert "Upload-Expires" in head.headers
    last = tus.send(address, 4000, BODY[4000:])
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(BODY)))
    media = course.media.get()
    assert media.blob_id == hashlib.sha256(BODY).hexdigest()
    told = tus.client.get(address).json()
    assert told["media"] == {
        "id": str(media.id),
        "path": "fiche.pdf",
        "digest": media.blob_id,
        "media_type": "application/pdf",
    }
    assert tus.client.head(address).headers["Upload-Offset"] == str(len(BODY))


def test_what_the_campus_can_do_is_asked_for_first() -> None:
    answer = Tus(a_trainer()).client.options("/api/v1/uploads")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Max-Size"] == str(2 * 2**30)
    assert answer.headers["Tus-Extension"] == "creation,checksum,expiration,termination"
    assert "sha256" in answer.headers["Tus-Checksum-Algorithm"]


def test_another_version_of_the_protocol_is_refused() -> None:
    client = Tus(a_trainer()).client
    answer = client.get("/api/v1/uploads/" + "0" * 8 + "-0000-7000-8000-" + "0" * 12)
    assert answer.status_code == 404
    old = client.post("/api/v1/uploads", headers={"Tus-Resumable": "0.2.2"})
    assert_problem(old, 412, "other_tus_version")
    assert old.headers["Tus-Version"] == "1.0.0"


def test_a_program_may_begin_in_json_too() -> None:
    course = a_draft()
    body = {"course": str(course.id), "path": "films/a.mp4", "size": 100}
    api = Api(an_author(course))
    created = api.post("/uploads", body)
    assert (created.status_code, created.json()["offset"]) == (201, 0)
    assert created.headers["Location"] == f"/api/v1/uploads/{created.json()['id']}"
    assert_problem(api.post("/uploads", {**body, "more": 1}), 400, "invalid")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"path": "../x.mp4"}, 400, "bad_path"),
        ({"size": 0}, 400, "empty_file"),
        ({"size": 3 * 2**30}, 413, "file_too_large"),
        ({"size": -1}, 400, "invalid"),
        ({"course": "no-such"}, 404, "not_found"),
    ],
)
def test_what_cannot_be_is_refused_at_once(change: dict[str, Any], status: int, code: str) -> None:
    course = a_draft()
    body = {"course": course.slug, "path": "films/a.mp4", "size": 100, **change}
    assert_problem(Api(an_author(course)).post("/uploads", body), status, code)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Upload-Length": "x"}, "bad_number"),
        ({"Upload-Metadata": "course !!"}, "bad_metadata"),
        ({"Upload-Metadata": metadata(course="x")}, "metadata_missing"),
        ({"Upload-Metadata": metadata(course="x\0", path="a.pdf")}, "nul_character"),
    ],
)
def test_headers_that_cannot_be_read_are_refused(headers: dict[str, str], code: str) -> None:
    usual = {"Upload-Length": "10", "Upload-Metadata": metadata(course="x", path="a.pdf")}
    answer = Tus(a_trainer()).client.post("/api/v1/uploads", headers={**usual, **headers})
    assert_problem(answer, 400, code)


def test_a_part_at_another_place_is_a_conflict() -> None:
    course = a_draft()
    tus, address = begun(course, an_author(course))
    assert_problem(tus.send(address, 5, BODY), 409, "wrong_offset")
    assert tus.client.head(address).headers["Upload-Offset"] == "0"


def test_while_a_part_arrives_another_is_told_to_wait() -> None:
    course = a_draft()
    tus, address = begun(course, an_author(course))
    upload = Upload.objects.get()

    def pieces() -> Any:
        yield BODY[:100]
        assert_problem(tus.send(address, 0, BODY), 423, "locked")
        assert_problem(tus.client.delete(address), 423, "locked")

    append(upload=upload, part=Part(0, pieces()))
    assert tus.send(address, 100, BODY[100:]).status_code == 204


def test_a_part_that_was_changed_on_its_way_does_not_count() -> None:
    course = a_draft()
    tus, address = begun(course, an_author(course))
    digest = base64.b64encode(hashlib.sha1(BODY[:100]).digest()).decode()
    checksum = {"Upload-Checksum": f"sha1 {digest}"}
    wrong = tus.send(address, 0, b"z" + BODY[1:100], **checksum)
    assert_problem(wrong, 460, "wrong_checksum")
    assert tus.client.head(address).headers["Upload-Offset"] == "0"
    assert tus.send(address, 0, BODY[:100], **checksum).status_code == 204
    unknown = tus.send(address, 100, BODY[100:], **{"Upload-Checksum": "crc32 AAAA"})
    assert_problem(unknown, 400, "bad_checksum")


def test_a_part_says_what_it_is() -> None:
    course = a_draft()
    tus, address = begun(course, an_author(course))
    wrong = tus.client.patch(
        address, BODY, content_type="application/json", headers={"Upload-Offset": "0"}
    )
    assert_problem(wrong, 415, "not_octets")


def test_a_file_that_is_not_what_it_says_is_over(folder: Path) -> None:
    course = a_draft()
    tus = Tus(an_author(course))
    body = b"<html><script>alert(1)</script></html>"
    address = tus.create(len(body), course=course.slug, path="plan.png").headers["Location"]
    problem = assert_problem(tus.send(address, 0, body), 400, "not_that_type")
    assert "“plan.png” is called PNG" in problem["detail"]
    assert tus.client.head(address).status_code == 404
    assert (list(folder.iterdir()), Media.objects.count()) == ([], 0)


def test_giving_up_deletes_what_was_sent(folder: Path) -> None:
    course = a_draft()
    tus, address = begun(course, an_author(course))
    tus.send(address, 0, BODY[:100])
    assert tus.client.delete(address).status_code == 204
    assert tus.client.head(address).status_code == 404
    assert list(folder.iterdir()) == []


def test_an_upload_is_open_to_its_author_alone() -> None:
    course = a_draft()
    tus, address = begun(course, an_author(course))
    strangers = (an_author(course), a_trainer(an_organisation()), a_learner())
    for person in strangers:
        other = Tus(person)
        assert other.send(address, 0, BODY).status_code == 404
        assert other.client.head(address).status_code == 404
        assert other.client.delete(address).status_code == 404
    for person in strangers[1:]:
        assert Tus(person).create(10, course=course.slug, path="a.pdf").status_code == 404
    assert Tus(None).create(10, course=course.slug, path="a.pdf").status_code == 401
    assert tus.send(address, 0, BODY).status_code == 204


def test_a_browser_session_needs_its_csrf_token() -> None:
    course = a_draft()
    client = Client(enforce_csrf_checks=True)
    client.force_login(an_author(course))
    body = {"course": course.slug, "path": "a.pdf", "size": 10}
    answer = client.post("/api/v1/uploads", body, content_type="application/json")
    assert_problem(answer, 403, "csrf_failed")
