"""Files of a course: taken in by their bytes, shown to its trainers only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from courses.drafting import attaching, uploading
from courses.files.withdrawing import withdraw
from courses.models import Course, Media
from tests.drawn import PNG
from tests.trainers import Admin, a_staff_member, a_trainer, errors_of
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


def test_a_drawing_is_shown_cleaned_and_in_a_sandbox() -> None:
    course = a_draft()
    body = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><path d="M0 0"/></svg>'
    )
    media = attaching.attach(course=course, path="plan.svg", body=body)
    address = reverse("admin:courses_media_bytes", args=[course.id, media.blob_id])
    response = Admin(a_trainer(course.organisation)).client.get(address)
    assert b"script" not in response.getvalue()
    assert b"M0 0" in response.getvalue()
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Content-Security-Policy"].startswith("sandbox;")


def test_any_other_file_of_a_draft_is_only_downloaded() -> None:
    course = a_draft()
    media = attaching.attach(course=course, path="page.html", body=b"<script>alert(1)</script>")
    address = reverse("admin:courses_media_bytes", args=[course.id, media.blob_id])
    response = Admin(a_trainer(course.organisation)).client.get(address)
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert media.blob.media_type == "application/octet-stream"


def test_what_was_withdrawn_is_not_shown_in_the_admin_either() -> None:
    course = a_draft()
    media = attaching.attach(course=course, path="plan.png", body=PNG)
    withdraw(digest=media.blob_id, because="Erreur", by=None)
    address = reverse("admin:courses_media_bytes", args=[course.id, media.blob_id])
    assert Admin(a_trainer(course.organisation)).client.get(address).status_code == 404


def test_files_are_described_in_the_list_itself() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    attaching.attach(course=course, path="a.png", body=PNG)
    attaching.attach(course=course, path="b.pdf", body=b"%PDF-1.4 fiche")
    page = admin.get("courses_media_changelist").content.decode()
    assert page.count("No alternative text") == 1, "a document needs none"
    changed_at = course.changed_at
    rows = list(course.media.order_by("path"))
    data = {
        "form-TOTAL_FORMS": 2,
        "form-INITIAL_FORMS": 2,
        "form-0-id": rows[0].pk,
        "form-0-alt": " Le plan\tdu guichet ",
        "form-0-credit": "Awa Diop",
        "form-0-licence": "CC BY 4.0",
        "form-1-id": rows[1].pk,
        "_save": "Save",
    }
    assert admin.post("courses_media_changelist", data=data).status_code == 302
    rows[0].refresh_from_db()
    assert (rows[0].alt, rows[0].credit, rows[0].licence) == (
        "Le plan du guichet",
        "Awa Diop",
        "CC BY 4.0",
    )
    course.refresh_from_db()
    assert course.changed_at > changed_at
    page = admin.get("courses_media_changelist").content.decode()
    assert "No alternative text" not in page


def test_a_picture_both_decorative_and_described_is_refused() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    media = attaching.attach(course=course, path="a.png", body=PNG)
    both = {"alt": "Un plan", "is_decorative": "on"}
    refused = admin.save("courses_media_change", media.pk, change=both)
    assert "not both" in errors_of(refused)
    assert (
        admin.save("courses_media_change", media.pk, change={"alt": "Un plan"}).status_code == 302
    )
    media.refresh_from_db()
    assert (media.alt, media.is_decorative) == ("Un plan", False)


def test_those_without_words_are_found_together() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    for path in ("a.png", "b.png", "c.png"):
        attaching.attach(course=course, path=path, body=PNG)
    a, b, _c = course.media.order_by("path")
    attaching.describe(media=a, alt="Un plan", is_decorative=False)
    attaching.describe(media=b, alt="", is_decorative=True)
    attaching.attach(course=course, path="d.pdf", body=b"%PDF-1.4 fiche")
    listed = admin.get("courses_media_changelist", described="no").context["cl"].result_list
    assert [media.path for media in listed] == ["c.png"]


def test_staff_withdraw_a_file_with_a_reason_and_nobody_else_does() -> None:
    course = a_draft()
    media = attaching.attach(course=course, path="a.png", body=PNG)
    trainer, staff = Admin(a_trainer(course.organisation)), Admin(a_staff_member())
    page = "courses_media_withdraw"
    assert trainer.get(page, media.pk).status_code == 404
    assert trainer.post(page, media.pk, data={"because": "Erreur"}).status_code == 404
    assert "Withdraw" not in trainer.get("courses_media_change", media.pk).content.decode()
    assert "Withdraw" in staff.get("courses_media_change", media.pk).content.decode()
    assert staff.post(page, media.pk, data={"because": " "}).status_code == 200
    media.blob.refresh_from_db()
    assert media.blob.withdrawn_at is None
    assert staff.post(page, media.pk, data={"because": "Erreur"}).status_code == 302
    media.blob.refresh_from_db()
    assert media.blob.withdrawn_because == "Erreur"
    assert "Withdrawn" in trainer.get("courses_media_changelist").content.decode()
    assert staff.post("courses_media_give_back", media.pk, data={}).status_code == 302
    media.blob.refresh_from_db()
    assert media.blob.withdrawn_at is None


def test_the_page_to_add_files_names_those_that_broke_off() -> None:
    course = a_draft()
    trainer = a_trainer(course.organisation)
    upload = uploading.begin(course=course, by=trainer, path="film.mp4", size=100)
    page = Admin(trainer).get("courses_media_add").content.decode()
    assert "film.mp4" in page
    assert reverse("upload", args=[upload.pk]) in page
    colleague = Admin(a_trainer(course.organisation)).get("courses_media_add").content.decode()
    assert "film.mp4" not in colleague


def test_files_are_only_put_into_ones_own_courses() -> None:
    stranger = Admin(a_trainer(an_organisation()))
    refused = upload(stranger, a_draft(), "notice.txt", b"un")
    assert "Select a valid choice" in errors_of(refused)
