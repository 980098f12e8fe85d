"""Prior learning: evidence accredits a course once, in every track, until it is withdrawn."""

from uuid import uuid4

import pytest
from django.conf import settings

from campus.accounts.models import User
from campus.errors import Conflict, Invalid, NotAllowed, NotFound
from campus.records.models import LearningRecord
from courses.accrediting import Evidence, accredit, withdraw
from courses.accrediting.statements import accredit_from_statement, vouch
from courses.enrolment import withdraw as leave
from courses.models import Accreditation, Course, CourseCompletion, Enrolment
from tests.trainers import a_staff_member, a_trainer
from tests.world import a_draft, a_learner, a_published_course, an_organisation, begun
from workers.progress.folding.shards import fold_all
from workers.progress.models import Progress

pytestmark = pytest.mark.django_db

SHOWN = Evidence("attestation", "Attestation de l’école, vue le 3 mai.", "https://ecole.example/1")


@pytest.fixture
def course() -> Course:
    return a_published_course(lessons=("article", "article"), organisation=an_organisation())


@pytest.fixture
def trainer(course: Course) -> User:
    return a_trainer(course.organisation)


def standing(enrolment: Enrolment) -> tuple[int, int, str]:
    fold_all()
    row = Progress.objects.get(enrolment=enrolment.id)
    return row.minutes_done, row.minutes, row.state


class TestRecognising:
    def test_evidence_makes_the_whole_course_count(self, course: Course, trainer: User) -> None:
        enrolment = begun(course, lessons=0)
        row, is_new = accredit(person=enrolment.person, course=course, evidence=SHOWN, by=trainer)
        assert is_new
        assert standing(enrolment) == (20, 20, "accredited")
        assert CourseCompletion.objects.filter(enrolment=enrolment).exists()
        record = LearningRecord.objects.get(id=row.record)
        assert (record.verb, record.trust, record.asserted_by) == (
            "accredited", "attested", trainer.id,
        )  # fmt: skip
        assert "vue le 3 mai" in record.statement

    def test_who_does_not_follow_the_course_is_enrolled(
        self, course: Course, trainer: User
    ) -> None:
        awa = a_learner()
        accredit(person=awa, course=course, evidence=SHOWN, by=trainer)
        enrolment = Enrolment.objects.get(person=awa)
        assert enrolment.release == course.current_release
        assert standing(enrolment)[2] == "accredited"

    def test_who_follows_a_translation_keeps_that_enrolment(
        self, course: Course, trainer: User
    ) -> None:
        english = a_published_course(
            language="en", translates=course, organisation=course.organisation
        )
        enrolment = begun(english, lessons=0)
        accredit(person=enrolment.person, course=course, evidence=SHOWN, by=trainer)
        assert Enrolment.objects.count() == 1
        assert standing(enrolment)[2] == "accredited"

    def test_who_left_the_course_does_not_come_back_by_it(
        self, course: Course, trainer: User
    ) -> None:
        enrolment = begun(course, lessons=0)
        leave(enrolment=enrolment)
        accredit(person=enrolment.person, course=course, evidence=SHOWN, by=trainer)
        enrolment.refresh_from_db()
        assert enrolment.withdrawn_at is not None

    def test_the_same_evidence_counts_once(self, course: Course, trainer: User) -> None:
        awa = a_learner()
        first, is_new = accredit(person=awa, course=course, evidence=SHOWN, by=trainer)
        again, is_new_again = accredit(person=awa, course=course, evidence=SHOWN, by=trainer)
        assert (is_new, is_new_again, again.pk) == (True, False, first.pk)
        assert LearningRecord.objects.filter(verb="accredited").count() == 1

    def test_other_evidence_is_another_record(self, course: Course, trainer: User) -> None:
        awa, other = a_learner(), Evidence("attestation", "Un diplôme.")
        accredit(person=awa, course=course, evidence=SHOWN, by=trainer)
        _row, is_new = accredit(person=awa, course=course, evidence=other, by=trainer)
        assert is_new

    def test_nobody_recognises_her_own_learning(self, course: Course, trainer: User) -> None:
        with pytest.raises(NotAllowed) as refused:
            accredit(person=trainer, course=course, evidence=SHOWN, by=trainer)
        assert refused.value.code == "own_learning"

    @pytest.mark.parametrize("kind", ["author", "manager"])
    def test_authors_and_managers_recognise_nothing(self, kind: str, course: Course) -> None:
        by = a_trainer(course.organisation, kind=kind)
        with pytest.raises(NotAllowed):
            accredit(person=a_learner(), course=course, evidence=SHOWN, by=by)

    def test_a_trainer_of_another_organisation_is_refused_and_campus_staff_is_not(
        self, course: Course
    ) -> None:
        awa = a_learner()
        with pytest.raises(NotAllowed) as refused:
            accredit(person=awa, course=course, evidence=SHOWN, by=a_trainer(an_organisation()))
        assert refused.value.code == "not_a_trainer_of_it"
        assert accredit(person=awa, course=course, evidence=SHOWN, by=a_staff_member())[1]

    def test_nothing_shown_accredits_nothing(self, course: Course, trainer: User) -> None:
        nothing = Evidence("attestation", "  ")
        with pytest.raises(Invalid):
            accredit(person=a_learner(), course=course, evidence=nothing, by=trainer)

    def test_a_draft_accredits_nothing(self, trainer: User, course: Course) -> None:
        draft = a_draft(organisation=course.organisation)
        with pytest.raises(NotFound):
            accredit(person=a_learner(), course=draft, evidence=SHOWN, by=trainer)


class TestWithdrawing:
    def test_the_number_is_again_what_was_learnt_here(self, course: Course, trainer: User) -> None:
        enrolment = begun(course, lessons=1)
        row, _ = accredit(person=enrolment.person, course=course, evidence=SHOWN, by=trainer)
        assert standing(enrolment) == (20, 20, "accredited")
        withdraw(accreditation=row, by=trainer, because="Ce n’était pas son attestation.")
        assert standing(enrolment) == (10, 20, "in_progress")
        assert not CourseCompletion.objects.filter(enrolment=enrolment).exists()
        row.refresh_from_db()
        assert (row.withdrawn_by, bool(row.withdrawn_at)) == (trainer, True)

    def test_one_of_two_evidences_withdrawn_leaves_it_accredited(
        self, course: Course, trainer: User
    ) -> None:
        enrolment, other = begun(course, lessons=0), Evidence("attestation", "Un diplôme.")
        row, _ = accredit(person=enrolment.person, course=course, evidence=SHOWN, by=trainer)
        accredit(person=enrolment.person, course=course, evidence=other, by=trainer)
        withdraw(accreditation=row, by=trainer, because="Un doublon.")
        assert standing(enrolment)[2] == "accredited"

    def test_withdrawn_evidence_shown_again_counts_no_more(
        self, course: Course, trainer: User
    ) -> None:
        enrolment = begun(course, lessons=0)
        row, _ = accredit(person=enrolment.person, course=course, evidence=SHOWN, by=trainer)
        withdraw(accreditation=row, by=trainer, because="Un faux.")
        again, is_new = accredit(person=enrolment.person, course=course, evidence=SHOWN, by=trainer)
        assert (is_new, bool(again.withdrawn_at)) == (False, True)
        assert standing(enrolment)[2] == "not_started"

    def test_it_is_withdrawn_once_and_with_a_reason(self, course: Course, trainer: User) -> None:
        row, _ = accredit(person=a_learner(), course=course, evidence=SHOWN, by=trainer)
        with pytest.raises(Invalid) as refused:
            withdraw(accreditation=row, by=trainer, because=" ")
        assert refused.value.code == "no_reason"
        withdraw(accreditation=row, by=trainer, because="Un faux.")
        with pytest.raises(Conflict):
            withdraw(accreditation=row, by=trainer, because="Un faux.")

    def test_a_trainer_of_another_organisation_withdraws_nothing(
        self, course: Course, trainer: User
    ) -> None:
        row, _ = accredit(person=a_learner(), course=course, evidence=SHOWN, by=trainer)
        with pytest.raises(NotAllowed):
            withdraw(accreditation=row, by=a_trainer(an_organisation()), because="Un faux.")


IRI = "https://autre.example/cours/7"


def a_statement(person: User, verb: str = "completed", **fields: object) -> dict[str, object]:
    account = {"homePage": settings.CAMPUS_IRI, "name": str(person.actor)}
    return {
        "id": str(uuid4()),
        "actor": {"objectType": "Agent", "account": account},
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": IRI},
        "timestamp": "2026-05-03T09:00:00Z",
        **fields,
    }


class TestStatements:
    @pytest.fixture(autouse=True)
    def vouched(self, course: Course, trainer: User) -> None:
        vouch(iri=IRI, course=course, by=trainer)

    @pytest.mark.parametrize("verb", ["completed", "passed"])
    def test_an_equivalent_activity_accredits_the_course(
        self, verb: str, course: Course, trainer: User
    ) -> None:
        enrolment = begun(course, lessons=0)
        (row,) = accredit_from_statement(statement=a_statement(enrolment.person, verb), works=None)
        assert (row.source, row.by, row.address) == ("xapi", trainer, IRI)
        assert standing(enrolment)[2] == "accredited"

    def test_completed_then_passed_accredits_once(self, course: Course) -> None:
        awa = a_learner()
        for verb in ("completed", "passed"):
            accredit_from_statement(statement=a_statement(awa, verb), works=None)
        assert Accreditation.objects.count() == 1

    @pytest.mark.parametrize(
        "fields",
        [
            {"verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"}},
            {"object": {"id": "https://autre.example/cours/8"}},
            {"object": {"objectType": "StatementRef", "id": str(uuid4())}},
            {"result": {"success": False}},
            {"result": {"completion": False}},
            {"actor": {"mbox": "mailto:awa@example.org"}},
            {"actor": {"account": {"homePage": "https://autre.example", "name": str(uuid4())}}},
            {"actor": {"account": {"homePage": settings.CAMPUS_IRI, "name": "awa"}}},
        ],
    )
    def test_a_statement_that_says_less_accredits_nothing(self, fields: dict[str, object]) -> None:
        said = a_statement(a_learner()) | fields
        assert accredit_from_statement(statement=said, works=None) == []
        assert not Accreditation.objects.exists()

    def test_only_works_of_the_clients_scope(self, course: Course) -> None:
        said = a_statement(a_learner())
        assert accredit_from_statement(statement=said, works=set()) == []
        assert accredit_from_statement(statement=said, works={course.work_id})

    def test_it_ends_when_who_vouched_works_there_no_more(self, trainer: User) -> None:
        trainer.roles.all().delete()
        assert accredit_from_statement(statement=a_statement(a_learner()), works=None) == []

    def test_the_statement_sent_again_after_it_was_withdrawn_counts_no_more(
        self, trainer: User
    ) -> None:
        said = a_statement(a_learner())
        (row,) = accredit_from_statement(statement=said, works=None)
        withdraw(accreditation=row, by=trainer, because="Un test de la plateforme.")
        assert accredit_from_statement(statement=said, works=None) == []

    def test_a_trainer_vouches_for_her_own_courses_only(self, course: Course) -> None:
        with pytest.raises(NotAllowed):
            vouch(iri="https://autre.example/9", course=course, by=a_trainer(an_organisation()))

    @pytest.mark.parametrize("iri", ["javascript:alert(1)", "cours/7", ""])
    def test_what_is_no_web_address_is_refused(
        self, iri: str, course: Course, trainer: User
    ) -> None:
        with pytest.raises(Invalid):
            vouch(iri=iri, course=course, by=trainer)

    def test_the_same_is_said_once(self, course: Course, trainer: User) -> None:
        with pytest.raises(Conflict):
            vouch(iri=IRI, course=course, by=trainer)
