"""My jobs in the admin: a list, a bar, a way to call one off."""

import pytest

from campus.jobs.models import Job
from tests.trainers import Admin, a_staff_member, a_trainer

from .laundry import some_laundry

pytestmark = pytest.mark.django_db


def test_the_list_holds_my_jobs_and_nobody_elses() -> None:
    trainer = a_trainer()
    mine, other = some_laundry(trainer), some_laundry(a_staff_member())
    page = Admin(trainer).get("jobs_job_changelist").content.decode()
    assert str(mine.id) in page
    assert str(other.id) not in page


def test_the_page_of_another_persons_job_is_not_there() -> None:
    job = some_laundry(a_trainer())
    admin = Admin(a_staff_member())
    assert admin.get("jobs_job_change", job.id).status_code == 404
    assert admin.post("jobs_job_change", job.id, data={"deed": "cancel"}).status_code == 404
    job.refresh_from_db()
    assert job.state == "queued"


def test_the_page_shows_how_far_it_is_without_a_script() -> None:
    trainer = a_trainer()
    job = some_laundry(trainer)
    Job.objects.update(state="running", done=2, total=5)
    page = Admin(trainer).get("jobs_job_change", job.id).content.decode()
    assert '<progress id="job-progress" value="2" max="5">' in page
    assert f'data-job="/api/v1/jobs/{job.id}"' in page


def test_a_job_is_called_off_and_asked_for_again_from_its_page() -> None:
    trainer = a_trainer()
    job, admin = some_laundry(trainer), Admin(trainer)
    admin.post("jobs_job_change", job.id, data={"deed": "cancel"})
    job.refresh_from_db()
    assert job.state == "cancelled"
    admin.post("jobs_job_change", job.id, data={"deed": "again"})
    job.refresh_from_db()
    assert job.state == "queued"


def test_what_cannot_be_done_is_said() -> None:
    trainer = a_trainer()
    job, admin = some_laundry(trainer), Admin(trainer)
    Job.objects.update(state="done", ended_at=job.made_at)
    answer = admin.post("jobs_job_change", job.id, data={"deed": "cancel"})
    assert "nothing to cancel" in admin.said(answer)


def test_what_failed_says_why_and_where_to_go() -> None:
    trainer = a_trainer()
    job = some_laundry(trainer)
    Job.objects.update(state="failed", ended_at=job.made_at, detail="quiz.md:12 has no answer.")
    page = Admin(trainer).get("jobs_job_change", job.id).content.decode()
    assert "quiz.md:12 has no answer." in page
    assert "<progress" not in page


def test_nobody_adds_or_deletes_a_job_by_hand() -> None:
    trainer = a_trainer()
    job, admin = some_laundry(trainer), Admin(trainer)
    assert admin.get("jobs_job_add").status_code == 403
    assert admin.post("jobs_job_delete", job.id, data={"post": "yes"}).status_code == 403
    assert Job.objects.filter(pk=job.pk).exists()
