"""Issuing to a cohort: chunks that commit, nothing doubled, nobody who earns alone behind it."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from campus.accounts.models import Role
from campus.env import Env
from campus.errors import Conflict, NotAllowed, NotFound
from campus.jobs import claims, doing, working
from campus.jobs.models import Job
from campus.outbox.models import OutboxMail
from campus.owed.claiming import do_owed
from campus.owed.models import Owed
from courses.models import Course, CourseCompletion
from tests import world
from tests.killing import a_worker
from tests.racing import wait_until
from tests.trainers import a_staff_member, a_trainer
from tests.workers.certificates.working import a_signed_team, work
from tests.workers.certificates.written import an_achievement, published
from workers import doorbells
from workers.certificates.authoring.publishing import archive
from workers.certificates.issuing import bulk, exporting
from workers.certificates.issuing.awarding import DOCUMENT_IN_TIME
from workers.certificates.issuing.courses import completions_of, issue_to
from workers.certificates.issuing.sweeping import find_unissued
from workers.certificates.models import Achievement, ConfirmedName, Credential
from workers.certificates.pages.rendering import DOCUMENT
from workers.progress.folding.earning import CREDENTIAL
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def handlers() -> None:
    for kind, handler in doorbells.CHUNK_HANDLERS.items():
        doing.register(kind, handler, in_chunks=True)


def a_cohort(people: int) -> Course:
    """So many completed the course, and have what comes of itself."""
    course = world.a_published_course(lessons=("article",))
    for number in range(people):
        world.finish(world.a_learner(f"Personne {number}"), course)
    work()
    return course


def issued(achievement: Achievement) -> int:
    return Credential.objects.filter(achievement=achievement).count()


def test_everybody_entitled_gets_one_and_the_documents_come_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    course, trainer = a_cohort(5), a_trainer()
    achievement = published(course)
    mails = OutboxMail.objects.count()
    job = bulk.start_issuing(achievement=achievement, by=trainer)
    assert doing.do_one()
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 5, 5)
    assert "5" in job.result["text"]
    assert issued(achievement) == 5
    assert OutboxMail.objects.count() == mails + 5
    assert Owed.objects.filter(kind=DOCUMENT_IN_TIME).count() == 5
    assert not Owed.objects.filter(kind=DOCUMENT).exists()
    assert find_unissued() == 0, "what is owed in time is not owed at once as well"
    do_owed(DOCUMENT_IN_TIME)
    assert not Credential.objects.filter(certificate=None).exists()


def test_asking_again_while_it_is_under_way_starts_nothing_else() -> None:
    achievement, trainer = published(a_cohort(1)), a_trainer()
    first = bulk.start_issuing(achievement=achievement, by=trainer)
    assert bulk.start_issuing(achievement=achievement, by=trainer) == first


def test_what_a_job_has_in_hand_is_left_to_it_by_the_sweeper() -> None:
    achievement = published(a_cohort(2))
    job = bulk.start_issuing(achievement=achievement, by=a_trainer())
    assert find_unissued() == 0
    working.cancel(job=job)
    assert find_unissued() == 2


def test_a_draft_and_what_is_archived_are_not_issued() -> None:
    course = a_cohort(1)
    with pytest.raises(Conflict):
        bulk.start_issuing(achievement=an_achievement(course), by=a_trainer())
    attestation = Achievement.objects.get(kind="attestation")
    archive(achievement=attestation, by=a_trainer())
    with pytest.raises(Conflict):
        bulk.start_issuing(achievement=attestation, by=a_trainer())


def test_whoever_has_no_confirmed_name_is_counted_and_waits() -> None:
    course = a_cohort(2)
    ConfirmedName.objects.filter(name="Personne 1").delete()
    achievement = published(course)
    job = bulk.start_issuing(achievement=achievement, by=a_trainer())
    doing.do_one()
    job.refresh_from_db()
    assert issued(achievement) == 1
    assert "1 personne" in job.result["text"] or "1 person" in job.result["text"]


def test_what_was_issued_before_it_was_cancelled_stays_and_the_rest_follows_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(doing, "_PAUSE_SECONDS", 0)
    achievement = published(a_cohort(5))
    job = bulk.start_issuing(achievement=achievement, by=a_trainer())

    def cancel_after_the_first_chunk(*given: Any) -> Any:
        working.cancel(job=job)
        return whole(*given)

    whole = bulk._issue_chunk
    monkeypatch.setattr(bulk, "_issue_chunk", cancel_after_the_first_chunk)
    doing.do_one()
    job.refresh_from_db()
    assert (job.state, issued(achievement)) == ("cancelled", 2)
    monkeypatch.setattr(bulk, "_issue_chunk", whole)
    working.start_again(job=job)
    doing.do_one()
    assert issued(achievement) == 5
    assert (
        Credential.objects.filter(achievement=achievement).values("person").distinct().count() == 5
    )


DIES = """
import signal
import django
django.setup()
from django.db import transaction
from campus.jobs import doing
from workers.certificates.issuing import bulk
bulk.AT_ONCE = 2
whole, calls = bulk._issue_chunk, []
def die_before_the_commit(*given):
    with transaction.atomic():
        answer = whole(*given)
        calls.append(answer)
        if len(calls) == 2:
            print("awarded", *answer, flush=True)
            signal.pause()
    return answer
bulk._issue_chunk = die_before_the_commit
doing.register(bulk.ISSUE, bulk.issue_asked, in_chunks=True)
doing.do_one()
"""


def test_killed_between_award_and_commit_it_keeps_what_it_committed_and_doubles_nothing(
    campus_servers: Env,
) -> None:
    achievement = published(a_cohort(5))
    job = bulk.start_issuing(achievement=achievement, by=a_trainer())
    with a_worker(DIES, campus_servers, said="awarded 2 0"):
        assert issued(achievement) == 2
    wait_until(claims.is_due, seconds=5)
    assert issued(achievement) == 2
    assert doing.do_one()
    job.refresh_from_db()
    assert (job.state, job.tries) == ("done", 2)
    assert issued(achievement) == 5
    assert OutboxMail.objects.count() == 10, "each of five was told of two, once"


def test_the_queries_of_a_chunk_do_not_grow_with_its_people() -> None:
    course = world.a_published_course(lessons=("article",))
    for number in range(12):
        world.finish(world.a_learner(f"Personne {number}"), course)
    fold_all()
    Owed.objects.filter(kind=CREDENTIAL).delete()
    rows = list(completions_of(course.work_id))
    with transaction.atomic():
        assert issue_to(course.work_id, rows[:1]).credentials, "warm: keys, releases, the issuer"

    def asked(people: list[CourseCompletion]) -> int:
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            assert len(issue_to(course.work_id, people).credentials) == len(people)
        # One place in 64, and they are drawn at random, has its status list counted.
        return len([query for query in queries if "COUNT(*)" not in query["sql"]])

    assert asked(rows[1:3]) == asked(rows[3:12])


def test_a_team_s_track_is_issued_as_well() -> None:
    of = a_signed_team()
    work()
    achievement = published(of.track)
    bulk.start_issuing(achievement=achievement, by=a_trainer())
    doing.do_one()
    assert issued(achievement) == 2


class TestExport:
    def test_it_holds_every_pdf_and_a_table_in_which_nothing_is_a_formula(self) -> None:
        course, staff = a_cohort(1), a_staff_member()
        eve = world.a_learner("Eve")
        ConfirmedName.objects.filter(person=eve).update(name='=HYPERLINK("https://evil";"x")')
        world.finish(eve, course)
        fold_all()
        do_owed(CREDENTIAL)
        assert Credential.objects.filter(certificate=None).count() == 1
        achievement = Achievement.objects.get()
        job = exporting.start_export(achievement=achievement, by=staff)
        doing.do_one()
        job.refresh_from_db()
        assert (job.state, job.done, job.total) == ("done", 2, 2)
        with exporting.made(achievement=achievement, job_id=job.pk, by=staff) as file:
            archive = zipfile.ZipFile(io.BytesIO(file.read()))
        names = archive.namelist()
        assert len(names) == 3
        assert all(archive.read(name).startswith(b"%PDF-") for name in names[:2])
        table = list(csv.reader(io.StringIO(archive.read("certificates.csv").decode("utf-8-sig"))))
        assert [row[6] for row in table[1:]] == names[:2]
        assert {row[1] for row in table[1:]} == {"Personne 0", '\'=HYPERLINK("https://evil";"x")'}

    def test_only_whoever_asked_may_fetch_it(self) -> None:
        a_cohort(1)
        achievement, staff = Achievement.objects.get(), a_staff_member()
        job = exporting.start_export(achievement=achievement, by=staff)
        doing.do_one()
        with pytest.raises(NotFound):
            exporting.made(achievement=achievement, job_id=job.pk, by=a_staff_member())
        Role.objects.filter(person=staff).delete()
        with pytest.raises(NotAllowed):
            exporting.made(achievement=achievement, job_id=job.pk, by=staff)

    def test_a_trainer_gets_nobodys_names(self) -> None:
        a_cohort(1)
        with pytest.raises(NotAllowed):
            exporting.start_export(achievement=Achievement.objects.get(), by=a_trainer())
        assert not Job.objects.exists()

    def test_nothing_in_force_is_nothing_to_export(self) -> None:
        achievement = published(world.a_published_course())
        with pytest.raises(Conflict):
            exporting.start_export(achievement=achievement, by=a_staff_member())


def test_ten_jobs_of_one_achievement_are_one() -> None:
    achievement, trainer = published(a_cohort(1)), a_trainer()
    for _ in range(10):
        bulk.start_issuing(achievement=achievement, by=trainer)
    assert Job.objects.filter(kind=bulk.ISSUE).count() == 1
