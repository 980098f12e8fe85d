"""Trainers write and publish the achievements of their own organisation; staff export them."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from campus.audit.models import Deed
from campus.jobs import doing
from campus.jobs.models import Job
from courses.models import Skill
from tests import world
from tests.trainers import Admin, a_staff_member, a_trainer
from tests.workers.certificates.working import work
from tests.workers.certificates.written import an_achievement, published
from workers import doorbells
from workers.certificates.authoring.beginning import begin
from workers.certificates.issuing.exporting import EXPORT
from workers.certificates.models import Achievement, Credential, Signatory

pytestmark = pytest.mark.django_db

LIST = "certificates_achievement_changelist"
ADD = "certificates_achievement_add"
CHANGE = "certificates_achievement_change"


@pytest.fixture(autouse=True)
def handlers() -> None:
    for kind, handler in doorbells.CHUNK_HANDLERS.items():
        doing.register(kind, handler, in_chunks=True)


class TestWriting:
    def test_a_certificate_of_a_course_begins_as_a_draft(self) -> None:
        course, admin = world.a_published_course(), Admin(a_trainer())
        change = {"course": course.pk, "kind": "certificate", "subject_kind": "person"}
        answer = admin.save(ADD, change=change)
        achievement = Achievement.objects.get()
        assert answer.status_code == 302
        assert (achievement.target, achievement.is_draft) == (course.work_id, True)
        assert achievement.organisation == course.organisation
        assert Deed.objects.filter(deed="achievement.began").exists()

    def test_a_second_one_of_the_same_kind_leads_to_the_first(self) -> None:
        course, admin = world.a_published_course(), Admin(a_trainer())
        change = {"course": course.pk, "kind": "certificate", "subject_kind": "person"}
        admin.save(ADD, change=change)
        assert "There is one already" in admin.said(admin.save(ADD, change=change))
        assert Achievement.objects.count() == 1

    def test_whoever_translated_a_work_of_others_is_refused_its_certificates(self) -> None:
        course, prefecture = world.a_published_course(), world.an_organisation()
        translation = world.a_published_course(
            "Writing", translates=course, language="en", organisation=prefecture
        )
        change = {"kind": "certificate", "subject_kind": "person"}
        admin = Admin(a_trainer(prefecture))
        answer = admin.save(ADD, change=change | {"course": translation.pk})
        assert f"given by {course.organisation.name}" in admin.said(answer)
        assert not Achievement.objects.exists()
        Admin(a_trainer()).save(ADD, change=change | {"course": course.pk})
        assert Achievement.objects.get().organisation == course.organisation

    @pytest.mark.parametrize("both", [True, False])
    def test_neither_none_nor_both_is_possible(self, both: bool) -> None:
        of, admin = world.a_team_with_a_track(), Admin(a_trainer())
        organisation = of.course.organisation
        of.team.organisation = organisation
        of.team.save()
        targets = {"course": of.course.pk, "track": of.track.pk} if both else {}
        change = {"kind": "certificate", "subject_kind": "person"} | targets
        assert admin.save(ADD, change=change).status_code == 200
        assert not Achievement.objects.exists()

    def test_texts_are_written_in_a_field_for_each_language(self) -> None:
        course, admin = world.a_published_course(), Admin(a_trainer())
        achievement = an_achievement(course)
        admin.save(
            CHANGE,
            achievement.pk,
            change={"title_fr": "Écriture", "title_en": "Writing", "valid_for_months": 24},
        )
        achievement.refresh_from_db()
        assert achievement.title == {"fr": "Écriture", "en": "Writing"}
        assert achievement.valid_for_months == 24

    def test_renewal_without_an_end_is_refused_on_the_form(self) -> None:
        achievement = an_achievement(world.a_published_course())
        answer = Admin(a_trainer()).save(CHANGE, achievement.pk, change={"renewal_opens_months": 2})
        assert "never renewed" in answer.content.decode()
        achievement.refresh_from_db()
        assert achievement.renewal_opens_months is None

    def test_another_organisation_s_achievement_is_not_there(self) -> None:
        achievement = an_achievement(world.a_published_course())
        admin = Admin(a_trainer(world.an_organisation()))
        assert admin.get(CHANGE, achievement.pk).status_code == 404
        assert "Rédaction claire" not in admin.get(LIST).content.decode()
        for page in ("publish", "issue", "export", "archive", "restore"):
            name = f"certificates_achievement_{page}"
            assert admin.post(name, achievement.pk, data={}).status_code == 404
        achievement.refresh_from_db()
        assert achievement.is_draft

    def test_only_one_s_own_signatories_are_offered(self) -> None:
        course = world.a_published_course()
        Signatory.objects.create(organisation=course.organisation, name="Odile Brun")
        Signatory.objects.create(organisation=world.an_organisation(), name="Hugo Autre")
        page = Admin(a_trainer()).get(CHANGE, an_achievement(course).pk).content.decode()
        assert "Odile Brun" in page
        assert "Hugo Autre" not in page


class TestDeeds:
    @pytest.mark.django_db(transaction=True)
    def test_publishing_issues_to_everybody_entitled_by_a_job(self) -> None:
        course, trainer = world.a_published_course(), a_trainer()
        world.finish(world.a_learner(), course)
        work()
        achievement = an_achievement(course)
        achievement.skills.create(
            skill=Skill.objects.create(key="clarte", title={"fr": "Clarté"}), level=2
        )
        answer = Admin(trainer).post("certificates_achievement_publish", achievement.pk, data={})
        job = Job.objects.get(owner=trainer)
        assert str(job.pk) in answer.headers["Location"]
        doing.do_one()
        credential = Credential.objects.get(achievement=achievement)
        assert credential.version.skills[0]["title"] == {"fr": "Clarté"}

    def test_what_cannot_be_published_says_why_and_stays_a_draft(self) -> None:
        achievement = an_achievement(world.a_published_course(), least_trust="graded")
        answer = Admin(a_trainer()).post(
            "certificates_achievement_publish", achievement.pk, data={}
        )
        assert "nobody could earn it" in answer.content.decode()
        achievement.refresh_from_db()
        assert achievement.is_draft
        assert not Job.objects.exists()

    def test_a_get_publishes_nothing(self) -> None:
        achievement = an_achievement(world.a_published_course())
        page = Admin(a_trainer()).get("certificates_achievement_publish", achievement.pk)
        assert page.status_code == 200
        achievement.refresh_from_db()
        assert achievement.is_draft

    @pytest.mark.django_db(transaction=True)
    def test_the_zip_is_fetched_by_whoever_asked_and_by_nobody_else(self) -> None:
        course, staff = world.a_published_course(), a_staff_member()
        world.finish(world.a_learner(), course)
        work()
        achievement = Achievement.objects.get()
        Admin(staff).post("certificates_achievement_export", achievement.pk, data={})
        doing.do_one()
        job = Job.objects.get(kind=EXPORT)
        page = "certificates_achievement_exported"
        mine = Admin(staff).get(page, achievement.pk, job.pk)
        assert mine.headers["Content-Type"] == "application/zip"
        assert b"".join(mine.streaming_content).startswith(b"PK")
        hers = Admin(a_staff_member()).get(page, achievement.pk, job.pk)
        assert hers.status_code == 302

    def test_a_trainer_exports_nobodys_names_and_is_shown_no_button_for_it(self) -> None:
        course = world.a_published_course()
        world.finish(world.a_learner(), course)
        work()
        achievement = Achievement.objects.get()
        trainer, staff = Admin(a_trainer()), Admin(a_staff_member())
        for method in (trainer.get, partial(trainer.post, data={})):
            assert method("certificates_achievement_export", achievement.pk).status_code == 403
        assert not Job.objects.filter(kind=EXPORT).exists()
        address = reverse("admin:certificates_achievement_export", args=[achievement.pk])
        shown = [who.get(CHANGE, achievement.pk).content.decode() for who in (trainer, staff)]
        assert [address in page for page in shown] == [False, True]

    def test_the_preview_draws_what_is_written_now_and_issues_nothing(self) -> None:
        achievement, admin = an_achievement(world.a_published_course()), Admin(a_trainer())
        page = admin.get("certificates_achievement_preview", achievement.pk)
        drawn = admin.get("certificates_achievement_drawn", achievement.pk)
        assert drawn.request["PATH_INFO"] in page.content.decode()
        assert drawn.content.startswith(b"\x89PNG")
        assert not achievement.versions.exists()

    def test_archiving_and_bringing_back(self) -> None:
        achievement, admin = published(world.a_published_course()), Admin(a_trainer())
        admin.post("certificates_achievement_archive", achievement.pk, data={})
        achievement.refresh_from_db()
        assert achievement.archived_at
        admin.post("certificates_achievement_restore", achievement.pk, data={})
        achievement.refresh_from_db()
        assert achievement.archived_at is None

    def test_the_queries_of_the_list_do_not_grow_with_it(self) -> None:
        admin = Admin(a_trainer())

        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert admin.get(LIST).status_code == 200
            return len(queries)

        an_achievement(world.a_published_course())
        asked()
        few = asked()
        for _ in range(5):
            an_achievement(world.a_published_course())
        assert asked() == few

    def test_what_nobody_titled_goes_by_its_course_in_the_readers_language(self) -> None:
        course = world.a_published_course("Écrire clair")
        world.a_published_course("Writing", translates=course, language="en")
        achievement, admin = an_achievement(course), Admin(a_trainer())
        Achievement.objects.update(title={})
        achievement.refresh_from_db()
        page = admin.get(CHANGE, achievement.pk).content.decode()
        assert str(achievement.target) not in page
        for language, title in (("fr", "Écrire clair"), ("en", "Writing")):
            with override(language):
                assert str(achievement).startswith(title)

    def test_it_is_found_by_its_own_title_and_by_that_of_its_course(self) -> None:
        achievement, admin = an_achievement(world.a_published_course("Écrire")), Admin(a_trainer())
        Achievement.objects.update(title={"fr": "Rédiger"})

        def is_found(words: str) -> bool:
            page = admin.client.get(reverse(f"admin:{LIST}"), {"q": words})
            return str(achievement.pk) in page.content.decode()

        assert [is_found(words) for words in ("écrire", "rédig", "zèbre")] == [True, True, False]

    def test_that_of_a_team_goes_by_its_track(self) -> None:
        of, staff = world.a_team_with_a_track(), a_staff_member()
        achievement, _is_new = begin(of=of.track, kind="certificate", subject_kind="team", by=staff)
        assert str(achievement) in of.track.title.values()
