"""A course goes out as a zip and comes in again, after its difference was shown and agreed to."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from campus.audit.noting import deeds_about
from campus.jobs import doing
from campus.jobs.models import Job
from courses.drafting import authoring
from courses.exporting.packing import snapshot
from courses.files import waiting
from courses.models import Course, Lesson
from tests.courses.importing_folders import QUIZ, a_folder, packed, zipped
from tests.trainers import Admin, a_trainer
from tests.world import a_draft, an_organisation, lessons_of

pytestmark = pytest.mark.django_db


def asked_for(admin: Admin, course: Course) -> Job:
    answer = admin.post("courses_course_export", course.id, data={})
    return Job.objects.get(pk=answer.headers["Location"].rstrip("/").split("/")[-2])


def done(job: Job) -> Job:
    assert doing.do_one()
    job.refresh_from_db()
    assert job.state == "done", job.detail
    return job


def edited(archive: bytes, old: str, new: str) -> bytes:
    """With one text in another's place, in every Markdown file."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as read, zipfile.ZipFile(made, "w") as written:
        for name in read.namelist():
            body = read.read(name)
            written.writestr(name, body.replace(old.encode(), new.encode()))
    return made.getvalue()


def send(admin: Admin, archive: bytes, into: Course | None, **fields: Any) -> HttpResponse:
    file = SimpleUploadedFile("cours.zip", archive, content_type="application/zip")
    page = ("courses_course_import_text", into.id) if into else ("courses_course_import_new",)
    return admin.post(*page, data={"archive": file, **fields})


def shown(admin: Admin, answer: HttpResponse) -> HttpResponse:
    """The page of the difference."""
    assert answer.status_code == 302, answer.context["form"].errors
    return admin.client.get(answer.headers["Location"])


def agree(admin: Admin, sent: HttpResponse, page: HttpResponse) -> Job:
    seen = page.context["tried"].draft
    answer = admin.client.post(sent.headers["Location"], {"seen": seen})
    return Job.objects.get(pk=answer.headers["Location"].rstrip("/").split("/")[-2])


def a_course() -> tuple[Admin, Course]:
    course = a_draft("Écrire", organisation=an_organisation())
    return Admin(a_trainer(course.organisation)), course


@pytest.mark.django_db(transaction=True)
def test_a_course_goes_out_as_a_job_that_shows_how_far_it_is_and_is_noted() -> None:
    admin, course = a_course()
    question = admin.get("courses_course_export", course.id)
    assert question.status_code == 200
    assert not Job.objects.exists(), "looking starts nothing"
    job = done(asked_for(admin, course))
    (deed,) = deeds_about(course.pk).filter(deed="course.exported")
    assert deed.by_id == job.owner_id
    parts = len(zipfile.ZipFile(io.BytesIO(packed(course))).namelist())
    assert (job.done, job.total) == (parts, parts)
    answer = admin.client.get(job.result["address"])
    assert answer.headers["Content-Type"] == "application/zip"
    assert f'filename="{course.slug}.zip"' in answer.headers["Content-Disposition"]
    assert b"".join(answer.streaming_content) == packed(course)


@pytest.mark.django_db(transaction=True)
def test_what_was_made_for_her_nobody_else_fetches() -> None:
    admin, course = a_course()
    address = done(asked_for(admin, course)).result["address"]
    assert b"".join(admin.client.get(address).streaming_content)
    colleague = Admin(a_trainer(course.organisation))
    assert "There is no such archive" in colleague.said(colleague.client.get(address))
    assert Admin(a_trainer(an_organisation())).client.get(address).status_code == 404
    other = a_draft("Autre", organisation=course.organisation)
    elsewhere = address.replace(str(course.pk), str(other.pk))
    assert "There is no such archive" in admin.said(admin.client.get(elsewhere))


@pytest.mark.django_db(transaction=True)
def test_an_archive_is_gone_after_its_days_and_that_is_said() -> None:
    admin, course = a_course()
    address = done(asked_for(admin, course)).result["address"]
    assert waiting.forget_old(now=timezone.now()) == 0
    waiting.forget_old(now=timezone.now() + waiting.KEPT_FOR * 2)
    assert "no longer here" in admin.said(admin.client.get(address))


@pytest.mark.django_db(transaction=True)
def test_authors_write_on_while_a_course_is_packed() -> None:
    _admin, course = a_course()
    with transaction.atomic():
        text = snapshot(course)
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(_write_at_once, course).result()
    assert any("Le texte" in one for one in text.texts.values())
    assert lessons_of(course)[-1].title == "Neuve"


@pytest.mark.django_db(transaction=True)
def test_authors_would_wait_for_a_packing_that_kept_the_row() -> None:
    _admin, course = a_course()
    with transaction.atomic(), ThreadPoolExecutor(1) as elsewhere:
        Course.objects.select_for_update().get(pk=course.pk)
        waited = elsewhere.submit(_write_at_once, course)
        with pytest.raises(OperationalError):
            waited.result()


def _write_at_once(course: Course) -> None:
    """Whoever would have to wait for the course's row fails."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
        authoring.add_lesson(module=course.modules.get(), title="Neuve")
    finally:
        connection.close()


def test_what_went_out_and_comes_back_changes_nothing() -> None:
    admin, course = a_course()
    page = shown(admin, send(admin, packed(course), course))
    assert "the draft says the same already" in page.content.decode()
    assert not page.context["tried"].overwrites


def test_the_difference_is_shown_in_words_and_nothing_is_written_yet() -> None:
    admin, course = a_course()
    archive = edited(packed(course), "Le texte", "Tout un texte")
    page = shown(admin, send(admin, archive, course)).content.decode()
    assert "-Le texte de la leçon *Article 1*." in page
    assert "+Tout un texte de la leçon *Article 1*." in page
    assert lessons_of(course)[0].source.startswith("Le texte")


@pytest.mark.django_db(transaction=True)
def test_what_she_agreed_to_becomes_a_job_and_then_the_draft() -> None:
    before = _waiting_archives()
    admin, course = a_course()
    archive = edited(packed(course), "Le texte", "Tout un texte")
    sent = send(admin, archive, course)
    job = agree(admin, sent, shown(admin, sent))
    assert len(_waiting_archives() - before) == 1
    assert doing.do_one()
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 2, 2), job.detail
    assert job.result["address"] == reverse("admin:courses_course_change", args=[course.id])
    lesson = lessons_of(course)[0]
    assert lesson.source.startswith("Tout un texte")
    assert (lesson.version, lesson.changed_by_id) == (2, job.owner_id)
    assert _waiting_archives() <= before


def _waiting_archives() -> set[str]:
    storage = storages["blobs"]
    return set(storage.listdir(waiting.SENT)[1]) if storage.exists(waiting.SENT) else set()


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_changed_after_she_looked_is_left_alone() -> None:
    admin, course = a_course()
    sent = send(admin, edited(packed(course), "Le texte", "Tout un texte"), course)
    page = shown(admin, sent)
    Lesson.objects.filter(module__course=course).update(source="Autre chose")
    job = agree(admin, sent, page)
    doing.do_one()
    job.refresh_from_db()
    assert (job.state, job.code) == ("failed", "edited_meanwhile")
    assert lessons_of(course)[0].source == "Autre chose"


def test_a_draft_that_was_changed_after_the_export_is_said_to_be() -> None:
    admin, course = a_course()
    archive = packed(course)
    authoring.add_lesson(module=course.modules.get(), title="Neuve")
    page = shown(admin, send(admin, archive, course))
    assert page.context["tried"].overwrites
    assert "The draft was changed in the meantime" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_new_course_comes_in_from_the_list(tmp_path: Path) -> None:
    owner = an_organisation()
    admin = Admin(a_trainer(owner))
    archive = zipped(a_folder(tmp_path, "notre-cours")).read_bytes()
    sent = send(admin, archive, None, organisation=owner.pk)
    page = shown(admin, sent)
    assert "made the course" in page.content.decode()
    assert not Course.objects.filter(organisation=owner).exists()
    agree(admin, sent, page)
    doing.do_one()
    assert Course.objects.get(organisation=owner).title == "Écrire pour être compris"


def test_the_text_of_another_course_is_not_taken_for_this_one() -> None:
    admin, course = a_course()
    other = a_draft("Autre", organisation=course.organisation)
    page = shown(admin, send(admin, packed(other), course)).content.decode()
    assert "the text of another course" in page


def test_what_cannot_be_read_is_said_with_file_and_line_in_her_language(tmp_path: Path) -> None:
    admin, course = a_course()
    broken = QUIZ.replace("- [x] Rouge", "- [ ] Rouge")
    archive = zipped(a_folder(tmp_path, files={"2-quiz.md": broken})).read_bytes()
    page = shown(admin, send(admin, archive, course)).content.decode()
    assert "2-quiz.md:9" in page
    assert "nothing was changed" in page


def test_what_is_no_archive_is_refused_at_the_form() -> None:
    admin, course = a_course()
    answer = send(admin, b"# Un texte", course)
    assert "This is no zip archive" in str(answer.context["form"].errors)


def test_nobody_opens_what_somebody_else_sent() -> None:
    admin, course = a_course()
    sent = send(admin, packed(course), course).headers["Location"]
    colleague = Admin(a_trainer(course.organisation))
    assert admin.client.get(sent).status_code == 200
    assert colleague.client.get(sent).status_code == 404
    assert admin.client.get(sent + "x").status_code == 404


def test_a_trainer_of_another_organisation_neither_exports_nor_imports() -> None:
    _admin, course = a_course()
    other = Admin(a_trainer(an_organisation()))
    assert other.get("courses_course_export", course.id).status_code == 404
    assert other.get("courses_course_import_text", course.id).status_code == 404
    answer = send(other, b"", None, organisation=course.organisation_id)
    assert "organisation" in answer.context["form"].errors


def test_archives_nobody_said_yes_to_are_taken_away() -> None:
    admin, course = a_course()
    send(admin, packed(course), course)
    assert waiting.forget_old(now=timezone.now()) == 0
    assert waiting.forget_old(now=timezone.now() + waiting.KEPT_FOR * 2) >= 1
