"""Exactly one credential for whomever the rule holds, and none for anybody else."""

import base64
import hashlib
import threading
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from campus.accounts.models import Consent
from campus.env import Env
from campus.errors import Conflict
from campus.outbox.models import OutboxMail
from campus.owed.claiming import do_owed
from campus.owed.models import Owed
from courses.models import Enrolment
from courses.releases.publishing import publish
from tests import servers, world
from tests.killing import a_worker
from tests.racing import wait_until
from tests.workers.certificates.working import a_signed_team, attend, work
from tests.workers.certificates.written import published
from tracks.teams import add_member, remove_member, sign_outcome
from workers.certificates.issuers import keys
from workers.certificates.issuers.keys import NoSigningKey
from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.issuing import courses as course_credentials
from workers.certificates.issuing.handling import CREDENTIAL, issue
from workers.certificates.issuing.sweeping import find_unissued, unissued
from workers.certificates.issuing.wanting import waiting_for_names
from workers.certificates.models import Achievement, AchievementVersion, Credential
from workers.certificates.naming import confirm
from workers.certificates.pages.rendering import DOCUMENT, render_document
from workers.certificates.rules.eligibility import Record, thawed, unmet
from workers.certificates.signed import proofs
from workers.progress.folding.earning import course_key, track_key
from workers.progress.folding.shards import fold_all
from workers.progress.folding.teams import TEAM_PROGRESS
from workers.progress.models import ObjectState


def key_of(enrolment: Enrolment) -> str:
    return course_key(enrolment.work_id, enrolment.person_id, enrolment.period)


@pytest.mark.django_db
class TestACourse:
    def test_whoever_did_all_of_it_gets_one_credential_and_one_document(self) -> None:
        awa, course = world.a_learner("Awa Diop"), world.a_published_course()
        world.finish(awa, course)
        work()
        credential = Credential.objects.get()
        assert (credential.person, credential.recipient_name) == (awa, "Awa Diop")
        assert course.title in credential.title
        assert bytes(credential.certificate.body).startswith(b"%PDF-1.7")

    def test_its_document_is_signed_by_the_campus(self) -> None:
        world.finish(world.a_learner(), world.a_published_course(lessons=("article", "quiz")))
        work()
        document = proofs.parse(Credential.objects.get().document)
        assert proofs.verify(document, issuer_documents())
        assert document["name"].startswith("Démonstration")

    @pytest.mark.parametrize("missing", [0, 1, 2])
    def test_nobody_gets_one_while_a_lesson_is_missing(self, missing: int) -> None:
        awa = world.a_learner()
        course = world.a_published_course(lessons=("article", "article", "quiz"))
        enrolment, _is_new = world.enrol(person=awa, course=course)
        lessons = world.lessons_of(course)
        for number, lesson in enumerate(lessons):
            if number != missing:
                world.say(awa, world.done(enrolment, lesson))
        work()
        issue(key_of(enrolment))
        assert not Credential.objects.exists()
        world.say(awa, world.done(enrolment, lessons[missing]))
        work()
        assert Credential.objects.count() == 1

    def test_wrong_answers_earn_nothing(self) -> None:
        awa, course = world.a_learner(), world.a_published_course(lessons=("quiz",))
        enrolment, _is_new = world.enrol(person=awa, course=course)
        quiz = world.quiz_of(course)
        wrong = {"response": world.wrong_answers(quiz)}
        world.say(awa, world.an_item(enrolment.id, lesson=quiz.id, verb="answered", result=wrong))
        work()
        assert not Credential.objects.exists()

    def test_asking_again_changes_nothing(self) -> None:
        enrolment = world.finish(world.a_learner(), world.a_published_course())
        work()
        before = list(Credential.objects.values())
        for _ in range(3):
            issue(key_of(enrolment))
        assert list(Credential.objects.values()) == before
        assert AchievementVersion.objects.count() == 1

    def test_what_was_revoked_does_not_come_back_by_itself(self) -> None:
        enrolment = world.finish(world.a_learner(), world.a_published_course())
        work()
        Credential.objects.update(revoked_at=timezone.now(), revocation_reason="Erreur")
        issue(key_of(enrolment))
        assert Credential.objects.count() == 1

    def test_its_rule_and_evidence_are_frozen_and_agree(self) -> None:
        world.finish(world.a_learner(), world.a_published_course(lessons=("article", "quiz")))
        work()
        credential = Credential.objects.get()
        rule = thawed(credential.rule)
        records = [
            Record(s.first_id, s.registration, s.object, s.verb, s.trust)
            for s in ObjectState.objects.all()
            if str(s.first_id) in credential.evidence
        ]
        assert len(rule) == len(records) == 2
        assert unmet(rule, records) == []
        assert len(unmet(rule, records[1:])) == 1

    def test_the_holder_is_told_in_her_language_in_the_same_transaction(self) -> None:
        john = world.a_learner("John Roe", language="en")
        world.finish(john, world.a_published_course())
        work()
        mail = OutboxMail.objects.get()
        assert mail.recipients == [john.email]
        assert mail.subject == "Your certificate is ready"
        assert f"/verify/{Credential.objects.get().id}" in mail.text

    def test_nothing_is_issued_in_production_until_a_key_is_named(self, settings: Any) -> None:
        keys.forget()
        settings.IS_DEVELOPMENT = False
        enrolment = world.finish(world.a_learner(), world.a_published_course())
        fold_all()
        with pytest.raises(NoSigningKey):
            issue(key_of(enrolment))
        assert not Credential.objects.exists()
        settings.IS_DEVELOPMENT = True
        issue(key_of(enrolment))
        assert Credential.objects.count() == 1

    def test_records_that_disagree_with_the_projection_earn_nothing(self) -> None:
        enrolment = world.finish(world.a_learner(), world.a_published_course())
        fold_all()
        ObjectState.objects.filter(verb="completed").first().delete()
        with pytest.raises(Conflict, match="run verify_progress"):
            issue(key_of(enrolment))
        assert not Credential.objects.exists()

    def test_nobody_gets_one_before_she_confirmed_her_name(self) -> None:
        awa = world.a_learner("Awa Diop", is_confirmed=False)
        enrolment = world.finish(awa, world.a_published_course())
        work()
        issue(key_of(enrolment))
        assert not Credential.objects.exists()
        assert unissued() == []
        assert waiting_for_names() == {awa.id}
        confirm(person=awa, name="Awa Diop-Sarr")
        work()
        assert Credential.objects.get().recipient_name == "Awa Diop-Sarr"
        assert waiting_for_names() == set()

    def test_a_new_title_makes_a_new_version_and_leaves_the_old_one(self) -> None:
        course = world.a_published_course()
        world.finish(world.a_learner(), course)
        work()
        course.title = "Un autre titre"
        course.save()
        publish(course=course, by=None)
        world.finish(world.a_learner("Marc Roy"), course)
        work()
        assert Achievement.objects.count() == 1
        versions = Credential.objects.order_by("issued_at", "person_id").values_list(
            "version__number", flat=True
        )
        assert sorted(versions) == [1, 2]

    def test_the_sweeper_finds_whoever_no_bell_announced(self) -> None:
        world.finish(world.a_learner(), world.a_published_course())
        fold_all()
        Owed.objects.all().delete()
        assert find_unissued() == 1
        work()
        assert Credential.objects.count() == 1
        assert find_unissued() == 0

    def test_the_sweeper_leaves_what_was_parked_alone_for_an_hour(self) -> None:
        world.finish(world.a_learner(), world.a_published_course())
        fold_all()
        now = timezone.now()
        Owed.objects.filter(kind=CREDENTIAL).update(tries=3, parked_at=now)
        assert find_unissued() == 0
        Owed.objects.filter(kind=CREDENTIAL).update(parked_at=now - timedelta(hours=2))
        assert find_unissued() == 1
        work()
        assert Credential.objects.count() == 1

    def test_the_sweeper_finds_a_document_that_was_never_made(self) -> None:
        world.finish(world.a_learner(), world.a_published_course())
        fold_all()
        do_owed(CREDENTIAL)
        Owed.objects.filter(kind=DOCUMENT).delete()
        assert find_unissued() == 1
        work()
        assert Credential.objects.get().certificate


@pytest.mark.django_db
class TestATeamsTrack:
    def tracks_credentials(self) -> list[Credential]:
        return list(
            Credential.objects.filter(achievement__target_kind="track").order_by("issued_at")
        )

    def test_the_team_and_each_member_get_one(self) -> None:
        of = a_signed_team()
        work()
        issued = self.tracks_credentials()
        assert sorted(c.recipient_name for c in issued) == ["Lina Costa", "Marc Roy", of.team.name]
        assert {c.person for c in issued} == {of.lead, of.member, None}

    def test_a_members_credential_points_at_the_teams_by_digest(self) -> None:
        of = a_signed_team()
        work()
        team = Credential.objects.get(team=of.team)
        hers = Credential.objects.get(person=of.lead, achievement__target_kind="track")
        (related,) = proofs.parse(hers.document)["relatedResource"]
        digest = base64.b64encode(hashlib.sha256(team.document.encode()).digest()).decode()
        assert related["id"].endswith(f"/verify/{team.id}")
        assert related["digestSRI"] == f"sha256-{digest}"
        assert "Costa" not in team.document

    def test_nothing_before_the_coach_has_signed(self) -> None:
        of = world.a_team_with_a_track()
        for person in of.learners:
            world.finish(person, of.course)
        attend(of, *of.learners)
        work()
        issue(track_key(of.track.id))
        assert self.tracks_credentials() == []
        sign_outcome(project=of.project, coach=of.coach, outcome="Fait.")
        work()
        assert len(self.tracks_credentials()) == 3

    def test_nothing_while_a_member_has_a_step_to_do(self) -> None:
        of = world.a_team_with_a_track()
        for person in of.learners:
            world.finish(person, of.course)
        attend(of, of.lead)
        sign_outcome(project=of.project, coach=of.coach, outcome="Fait.")
        work()
        assert self.tracks_credentials() == []
        attend(of, of.member)
        work()
        assert len(self.tracks_credentials()) == 3

    def test_somebody_who_left_gets_none(self) -> None:
        of = world.a_team_with_a_track()
        world.finish(of.lead, of.course)
        attend(of, of.lead)
        remove_member(membership=of.team.memberships.get(person=of.member))
        sign_outcome(project=of.project, coach=of.coach, outcome="Fait.")
        work()
        assert {c.person for c in self.tracks_credentials()} == {of.lead, None}

    def test_somebody_who_comes_afterwards_gets_none(self) -> None:
        of = a_signed_team()
        work()
        late = world.a_person("Paul Tard")
        add_member(team=of.team, person=late)
        world.finish(late, of.course)
        attend(of, late)
        work()
        assert not Credential.objects.filter(person=late, achievement__target_kind="track").exists()

    def test_members_are_named_on_the_teams_only_where_they_agreed(self) -> None:
        of = a_signed_team()
        Consent.objects.create(
            person=of.lead, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL, given_at=timezone.now()
        )
        work()
        people = Credential.objects.get(team=of.team).face["people"]
        assert "Lina Costa" in people
        assert "Marc Roy" not in people

    def test_asking_again_changes_nothing(self) -> None:
        of = a_signed_team()
        work()
        before = Credential.objects.count()
        for _ in range(3):
            issue(track_key(of.track.id))
        assert Credential.objects.count() == before

    def test_the_sweeper_finds_a_team_that_no_bell_announced(self) -> None:
        a_signed_team()
        fold_all()
        do_owed(TEAM_PROGRESS)
        Owed.objects.all().delete()
        find_unissued()
        work()
        assert len(self.tracks_credentials()) == 3


@pytest.fixture
def finished(transactional_db: None) -> Enrolment:
    enrolment = world.finish(world.a_learner(), world.a_published_course())
    fold_all()
    return enrolment


def at_once(number: int, key: str) -> list[BaseException]:
    """So many workers issue for the same key at the same moment; what each raised, if anything."""
    start, faults = threading.Barrier(number), []

    def come() -> None:
        try:
            start.wait()
            issue(key)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=come) for _ in range(number)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return faults


def test_workers_that_come_at_once_issue_one(finished: Enrolment) -> None:
    assert at_once(8, key_of(finished)) == []
    assert Credential.objects.count() == 1
    assert OutboxMail.objects.count() == 1
    assert Owed.objects.filter(kind=DOCUMENT).count() == 1


def test_fifty_that_come_at_once_issue_one_of_each_achievement(finished: Enrolment) -> None:
    achievement = published(finished.course)
    assert at_once(50, key_of(finished)) == []
    assert sorted(Credential.objects.values_list("achievement__kind", flat=True)) == [
        "attestation",
        "certificate",
    ]
    assert Credential.objects.filter(achievement=achievement).count() == 1
    assert OutboxMail.objects.count() == 2


DIES = """
import signal
import django
django.setup()
from campus.owed import claiming
from workers.certificates.issuing import handling as issuing
def die_before_the_commit(key):
    issuing.issue(key)
    print("awarded", flush=True)
    signal.pause()
claiming.register(issuing.CREDENTIAL, die_before_the_commit)
claiming.do_owed(issuing.CREDENTIAL)
"""


def test_a_worker_killed_between_award_and_commit_leaves_nothing_and_the_next_issues_one(
    finished: Enrolment, campus_servers: Env
) -> None:
    with a_worker(DIES, campus_servers, said="awarded"):
        pass
    wait_until(lambda: not is_held(finished))
    assert not Credential.objects.exists()
    assert not OutboxMail.objects.exists()
    Owed.objects.update(due_at=timezone.now())
    do_owed(CREDENTIAL)
    do_owed(CREDENTIAL)
    assert Credential.objects.count() == 1
    assert OutboxMail.objects.count() == 1


def is_held(enrolment: Enrolment) -> bool:
    """Whether the row of what is owed is still locked, by a worker not missed yet."""
    with transaction.atomic():
        rows = Owed.objects.select_for_update(skip_locked=True).filter(kind=CREDENTIAL)
        return not rows.filter(key=key_of(enrolment)).exists()


def test_workers_that_come_at_once_issue_to_a_team_and_each_member_once(
    transactional_db: None,
) -> None:
    of = a_signed_team()
    fold_all()
    do_owed(TEAM_PROGRESS)
    assert at_once(6, track_key(of.track.id)) == []
    held = Credential.objects.filter(achievement__target_kind="track")
    assert sorted(held.values_list("subject_kind", flat=True)) == ["person", "person", "team"]


def nobody_looks_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all had looked before any had issued: the worst moment, every time."""
    monkeypatch.setattr(course_credentials, "held", lambda *_args: set())


def test_workers_that_all_saw_none_issue_one(
    finished: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody_looks_first(monkeypatch)
    assert at_once(8, key_of(finished)) == []
    assert Credential.objects.count() == 1
    assert OutboxMail.objects.count() == 1


def test_without_the_constraint_they_would_issue_several(
    finished: Enrolment, campus_servers: Env, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above: what it relies on is two indexes, by name."""
    owner = servers.on_database(campus_servers.database_owner_url, connection.settings_dict["NAME"])
    with psycopg.connect(owner, autocommit=True) as owners:
        owners.execute("DROP INDEX one_credential_per_period, one_first_credential_per_period")
    nobody_looks_first(monkeypatch)
    assert at_once(8, key_of(finished)) == []
    assert Credential.objects.count() == 8


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["document", "recipient_name", "evidence", "rule", "face"])
def test_the_database_refuses_to_change_what_was_issued(field: str) -> None:
    world.finish(world.a_learner(), world.a_published_course())
    work()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Credential.objects.update(**{field: "other"})
    Credential.objects.update(revoked_at=timezone.now(), revocation_reason="Erreur")


@pytest.mark.django_db
def test_a_document_is_made_once_and_kept() -> None:
    world.finish(world.a_learner(), world.a_published_course())
    work()
    credential = Credential.objects.get()
    before = credential.certificate.rendered_at
    render_document(credential.id)
    credential.refresh_from_db()
    assert credential.certificate.rendered_at == before
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        type(credential.certificate).objects.update(body=b"other")
