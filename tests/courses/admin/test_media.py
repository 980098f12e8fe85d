"""Files of a course: taken in by their bytes, shown to its trainers only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from courses import attaching
from courses.models import Course, Media
from tests.drawn import PNG
from tests.trainers import Admin, a_trainer, errors_of
from tests.world import a_draft, an_organisation

pytestmark = pytest.mark.django_db


def upload(admin: Admin, course: Course, name: str, body: bytes, path: str = "") -> HttpResponse:
    data = {"course": course.id, "where": path, "upload": SimpleUploadedFile(name, body)}
    return admin.post("courses_media_add", data=data)


def test_a_file_is_kept_under_its_name_or_the_path_one_writes() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    upload(admin, course, "plan.png", PNG)
    upload(admin, course, "plan.png", PNG, path="images/plan.png")
    assert list(course.media.values_list("path", flat=True)) == ["images/plan.png", "plan.png"]
    assert len(set(course.media.values_list("blob", flat=True))) == 1


def test_a_file_put_there_again_replaces_the_first() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    upload(admin, course, "notice.txt", b"un")
    upload(admin, course, "notice.txt", b"deux")
    assert course.media.get().blob.size == 4


@pytest.mark.parametrize(
    ("name", "body", "path"),
    [
        ("plan.png", b"<html>", ""),
        ("plan.png", b"MZ\x90\0", "images/plan.png"),
        ("rien.txt", b" " * 0 + b"", ""),
        ("ok.txt", b"texte", "../dehors.txt"),
        ("ok.txt", b"texte", "/etc/passwd"),
        ("ok.pdf", b"texte", ""),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name: str, body: bytes, path: str) -> None:
    course = a_draft()
    refused = upload(Admin(a_trainer(course.organisation)), course, name, body, path)
    assert errors_of(refused)
    assert not Media.objects.exists()


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attaching, "MOST_BYTES", 1000)
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    refused = upload(admin, course, "long.txt", b"x" * 1001)
    assert "make it smaller" in errors_of(refused)
    upload(admin, course, "court.txt", b"x" * 1000)
    assert course.media.count() == 1


def test_the_bytes_of_a_draft_are_shown_to_its_trainers_only() -> None:
    course = a_draft()
    media = attaching.attach(course=course, path="plan.png", body=PNG)
    address = reverse("admin:courses_media_bytes", args=[course.id, media.blob_id])
    colleague = Admin(a_trainer(course.organisation)).client.get(address)
    assert b"".join(colleague) == PNG
    assert "no-store" in colleague.headers["Cache-Control"]
    stranger = Admin(a_trainer(an_organisation())).client.get(address)
    assert stranger.status_code == 404


def test_a_drawing_that_may_hold_scripts_is_downloaded_never_shown() -> None:
    course = a_draft()
    media = attaching.attach(course=course, path="plan.svg", body=b"<svg/>")
    address = reverse("admin:courses_media_bytes", args=[course.id, media.blob_id])
    response = Admin(a_trainer(course.organisation)).client.get(address)
    b"".join(response)
    assert response.headers["Content-Type"] == "application/octet-stream"


def test_files_are_only_put_into_ones_own_courses() -> None:
    stranger = Admin(a_trainer(an_organisation()))
    refused = upload(stranger, a_draft(), "notice.txt", b"un")
    assert "Select a valid choice" in errors_of(refused)
