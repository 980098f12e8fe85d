"""Organisations: the campus is one of them; people belong to others from a day to a day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from campus.accounts.models import Affiliation, Organisation, Role
from campus.accounts.roles import (
    AUTHORING,
    campus_organisation,
    has_role,
    is_campus_staff,
    organisations_of,
)
from tests import world

pytestmark = pytest.mark.django_db


def test_the_campus_is_there_from_the_first_migration_on():
    assert campus_organisation().is_campus


def test_there_is_one_campus():
    with pytest.raises(IntegrityError, match="one_campus"), transaction.atomic():
        Organisation.objects.create(name="Un autre", slug="un-autre", is_campus=True)
    Organisation.objects.create(name="Un autre", slug="un-autre")


def test_an_affiliation_does_not_end_before_it_starts():
    person, organisation = world.a_person(), world.an_organisation()

    def belong(ends_on: date) -> None:
        Affiliation.objects.create(
            person=person, organisation=organisation, starts_on=date(2026, 3, 1), ends_on=ends_on
        )

    with pytest.raises(IntegrityError, match="ends_after_it_starts"), transaction.atomic():
        belong(date(2026, 2, 28))
    belong(date(2026, 3, 1))


def test_a_person_belongs_to_an_organisation_once_at_a_time():
    person, organisation = world.a_person(), world.an_organisation()
    first = Affiliation.objects.create(
        person=person, organisation=organisation, starts_on=date(2026, 3, 1)
    )
    with pytest.raises(IntegrityError, match="one_open_affiliation"), transaction.atomic():
        Affiliation.objects.create(
            person=person, organisation=organisation, starts_on=date(2026, 4, 1)
        )
    first.ends_on = date(2026, 3, 31)
    first.save()
    Affiliation.objects.create(person=person, organisation=organisation, starts_on=date(2026, 4, 1))


@pytest.mark.parametrize(
    ("kind", "authors"), [("author", True), ("trainer", True), ("manager", False)]
)
def test_authors_and_trainers_write_the_courses_of_their_own_organisation(kind, authors):
    person, hers, other = world.a_person(), world.an_organisation(), world.an_organisation()
    Role.objects.create(person=person, organisation=hers, kind=kind)
    assert organisations_of(person, *AUTHORING) == ({hers.id} if authors else set())
    assert other.id not in organisations_of(person, Role.Kind(kind))
    assert has_role(person, Role.Kind(kind))
    assert not is_campus_staff(person)


@pytest.mark.parametrize("how", ["staff", "superuser"])
def test_campus_staff_see_every_organisation(how):
    person = world.a_person(is_superuser=how == "superuser")
    world.an_organisation()
    if how == "staff":
        Role.objects.create(person=person, organisation=campus_organisation(), kind="staff")
    assert is_campus_staff(person)
    assert organisations_of(person, Role.Kind.MANAGER) == {
        organisation.id for organisation in Organisation.objects.all()
    }


def test_whoever_may_enter_the_admin_is_not_staff_of_the_campus_for_that():
    person = world.a_person(is_staff=True)
    assert not is_campus_staff(person)
    assert organisations_of(person, *AUTHORING) == set()
