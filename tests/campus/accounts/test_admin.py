"""People in the admin: campus staff only, and nobody climbs."""

from typing import Any

import pytest

from campus.accounts.models import Organisation, Role, User
from tests.trainers import Admin, a_staff_member, a_trainer
from tests.world import a_person, an_organisation

pytestmark = pytest.mark.django_db

PEOPLE_PAGES = ("accounts_user_changelist", "accounts_user_add", "accounts_organisation_changelist")


@pytest.mark.parametrize("page", PEOPLE_PAGES)
def test_people_and_organisations_are_for_campus_staff_only(page: str) -> None:
    assert Admin(a_trainer()).get(page).status_code == 403
    assert Admin(a_staff_member()).get(page).status_code == 200


def sent(person: User, **change: Any) -> dict[str, Any]:
    data = {"name": person.name, "email": person.email, "language": "fr", "is_active": "on"}
    for prefix in ("roles", "affiliations", "consents"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return data | change


def test_a_trainer_cannot_raise_herself() -> None:
    trainer = a_trainer()
    admin = Admin(trainer)
    role = {
        "roles-TOTAL_FORMS": "1",
        "roles-0-organisation": trainer.roles.get().organisation_id,
        "roles-0-kind": "staff",
        "roles-0-person": trainer.id,
    }
    data = sent(trainer, is_staff="on", is_superuser="on", **role)
    assert admin.post("accounts_user_change", trainer.id, data=data).status_code in (403, 404)
    trainer.refresh_from_db()
    assert not trainer.is_superuser
    assert list(trainer.roles.values_list("kind", flat=True)) == ["trainer"]


def test_campus_staff_give_a_role() -> None:
    person, organisation = a_person("Rose Martin"), an_organisation()
    role = {
        "roles-TOTAL_FORMS": "1",
        "roles-0-organisation": organisation.id,
        "roles-0-kind": "trainer",
        "roles-0-person": person.id,
    }
    data = sent(person, is_staff="on", **role)
    Admin(a_staff_member()).post("accounts_user_change", person.id, data=data)
    assert Role.objects.get(person=person).kind == "trainer"


def test_nobody_is_made_a_superuser_here() -> None:
    person, staff = a_person("Rose Martin"), a_staff_member()
    data = sent(person, is_superuser="on", is_staff="on")
    Admin(staff).post("accounts_user_change", person.id, data=data)
    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser) == (True, False)


def test_staff_may_not_change_a_superuser_and_a_superuser_may() -> None:
    chief = a_person("Chef", is_staff=True, is_superuser=True)
    data = sent(chief, email="autre@example.org", is_staff="on")
    assert (
        Admin(a_staff_member()).post("accounts_user_change", chief.id, data=data).status_code == 403
    )
    chief.refresh_from_db()
    assert chief.email != "autre@example.org"
    Admin(chief).post("accounts_user_change", chief.id, data=data)
    chief.refresh_from_db()
    assert chief.email == "autre@example.org"


def test_a_person_made_here_has_no_password_until_she_chooses_one() -> None:
    new = a_person(is_confirmed=False)
    new.delete()
    data = sent(User(name="Neuve", email="neuve@example.org"))
    Admin(a_staff_member()).post("accounts_user_add", data=data)
    assert not User.objects.get(email="neuve@example.org").has_usable_password()


def test_nobody_is_deleted_by_a_click_and_no_second_campus_is_made() -> None:
    person, admin = a_person(), Admin(a_staff_member())
    assert admin.post("accounts_user_delete", person.id, data={"post": "yes"}).status_code == 403
    data = {"name": "Un autre", "slug": "un-autre", "is_campus": "on"}
    admin.post("accounts_organisation_add", data=data)
    assert Organisation.objects.filter(is_campus=True).count() == 1


def test_the_choice_of_people_is_closed_to_trainers() -> None:
    query = {"app_label": "accounts", "model_name": "role", "field_name": "person"}
    assert Admin(a_trainer()).get("autocomplete", **query).status_code == 403
