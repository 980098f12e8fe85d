"""Trainers attest what was learnt elsewhere, take tables after a look, and withdraw evidence."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campus.accounts.models import User
from courses.models import Accreditation, Course, EquivalentActivity
from tests.trainers import Admin, a_staff_member, a_trainer
from tests.world import a_learner, a_published_course, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return a_published_course(organisation=an_organisation())


@pytest.fixture
def trainer(course: Course) -> User:
    return a_trainer(course.organisation)


def attestation(course: Course, person: User, **fields: Any) -> dict[str, Any]:
    return {
        "email": person.email,
        "course": course.id,
        "shown": "Attestation de l’école, vue le 3 mai.",
        "address": "https://ecole.example/1",
        **fields,
    }


def attested(admin: Admin, course: Course) -> Accreditation:
    admin.post("courses_accreditation_add", data=attestation(course, a_learner()))
    return Accreditation.objects.get()


class TestAttesting:
    def test_she_attests_in_her_name(self, course: Course, trainer: User) -> None:
        admin = Admin(trainer)
        row = attested(admin, course)
        assert (row.by, row.source, row.course) == (trainer, "attestation", course)
        page = admin.get("courses_accreditation_change", row.id).content.decode()
        assert "vue le 3 mai" in page

    def test_an_address_that_nobody_has_is_said(self, course: Course, trainer: User) -> None:
        given = attestation(course, a_learner(), email="nobody@example.org")
        page = Admin(trainer).post("courses_accreditation_add", data=given)
        assert "Nobody has this address here" in page.content.decode()
        assert not Accreditation.objects.exists()

    def test_her_own_learning_is_refused_in_words(self, course: Course, trainer: User) -> None:
        page = Admin(trainer).post("courses_accreditation_add", data=attestation(course, trainer))
        assert "ask a colleague" in page.content.decode()

    def test_a_course_of_another_organisation_cannot_be_chosen(self, trainer: User) -> None:
        other = a_published_course(organisation=an_organisation())
        Admin(trainer).post("courses_accreditation_add", data=attestation(other, a_learner()))
        assert not Accreditation.objects.exists()

    @pytest.mark.parametrize("kind", ["author", "manager"])
    def test_authors_and_managers_do_not(self, kind: str, course: Course) -> None:
        admin = Admin(a_trainer(course.organisation, kind=kind))
        assert admin.get("courses_accreditation_add").status_code == 403

    def test_what_another_organisation_recognised_is_not_there(
        self, course: Course, trainer: User
    ) -> None:
        row = attested(Admin(trainer), course)
        other = Admin(a_trainer(an_organisation()))
        assert other.get("courses_accreditation_change", row.id).status_code == 404
        assert other.get("courses_accreditation_withdraw", row.id).status_code == 404
        assert (
            Admin(a_staff_member()).get("courses_accreditation_change", row.id).status_code == 200
        )


class TestWithdrawing:
    def test_it_is_withdrawn_with_a_reason(self, course: Course, trainer: User) -> None:
        admin = Admin(trainer)
        row = attested(admin, course)
        admin.post("courses_accreditation_withdraw", row.id, data={"because": "Un faux."})
        row.refresh_from_db()
        assert (row.withdrawn_by, row.withdrawn_because) == (trainer, "Un faux.")

    def test_without_a_reason_it_is_not(self, course: Course, trainer: User) -> None:
        admin = Admin(trainer)
        row = attested(admin, course)
        admin.post("courses_accreditation_withdraw", row.id, data={"because": ""})
        row.refresh_from_db()
        assert row.withdrawn_at is None


class TestATable:
    def send(self, admin: Admin, text: str, **fields: Any) -> Any:
        file = SimpleUploadedFile("resultats.csv", text.encode(), content_type="text/csv")
        return admin.post("courses_accreditation_from_table", data={"table": file, **fields})

    def test_it_is_looked_at_then_taken(self, course: Course, trainer: User) -> None:
        admin, awa = Admin(trainer), a_learner()
        text = f"email,course,score\n{awa.email},{course.slug},0.9\nx@example.org,{course.slug},1"
        page = self.send(admin, text, least=50)
        shown = page.content.decode()
        assert str(awa) in shown
        assert "x@example.org" in shown
        assert not Accreditation.objects.exists()
        sent = {"text": page.context["text"], "least": page.context["least"]}
        answer = admin.post("courses_accreditation_from_table", data=sent)
        assert "1 line counts now" in admin.said(answer)
        assert Accreditation.objects.get().person == awa

    def test_what_is_too_low_when_looked_at_is_too_low_when_taken(
        self, course: Course, trainer: User
    ) -> None:
        admin = Admin(trainer)
        page = self.send(
            admin, f"email,course,score\n{a_learner().email},{course.slug},0.4", least=50
        )
        sent = {"text": page.context["text"], "least": page.context["least"]}
        admin.post("courses_accreditation_from_table", data=sent)
        assert not Accreditation.objects.exists()

    def test_what_is_no_table_is_said_beside_the_field(self, trainer: User) -> None:
        page = self.send(Admin(trainer), "nom,prenom\nDiop,Awa")
        assert "must name the columns" in page.content.decode()

    def test_a_file_that_was_tampered_with_is_refused_in_words(self, trainer: User) -> None:
        admin = Admin(trainer)
        answer = admin.post("courses_accreditation_from_table", data={"text": "nonsense"})
        assert "must name the columns" in admin.said(answer)

    def test_authors_take_none(self, course: Course) -> None:
        admin = Admin(a_trainer(course.organisation, kind="author"))
        assert admin.get("courses_accreditation_from_table").status_code == 403


class TestEquivalentActivities:
    def test_she_vouches_for_an_activity(self, course: Course, trainer: User) -> None:
        given = {"iri": "https://autre.example/cours/7", "course": course.id}
        Admin(trainer).post("courses_equivalentactivity_add", data=given)
        assert EquivalentActivity.objects.get().by == trainer

    def test_not_for_a_course_of_another_organisation(self, trainer: User) -> None:
        other = a_published_course(organisation=an_organisation())
        given = {"iri": "https://autre.example/cours/7", "course": other.id}
        Admin(trainer).post("courses_equivalentactivity_add", data=given)
        assert not EquivalentActivity.objects.exists()

    def test_what_is_no_longer_equivalent_is_taken_out(self, course: Course, trainer: User) -> None:
        iri = "https://autre.example/cours/7"
        row = EquivalentActivity.objects.create(iri=iri, course=course, by=trainer)
        Admin(trainer).post("courses_equivalentactivity_delete", row.pk, data={"post": "yes"})
        assert not EquivalentActivity.objects.exists()
