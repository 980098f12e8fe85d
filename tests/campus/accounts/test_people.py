"""People: one for each e-mail address, named in records by a pseudonym only."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campus.accounts.models import Consent, User
from tests import world

pytestmark = pytest.mark.django_db


def test_a_person_has_an_id_a_pseudonym_and_no_rights():
    person = world.a_person("Awa Diop")
    assert person.id != person.actor
    assert person.actor.version == 4
    assert not person.is_staff
    assert not person.is_superuser
    assert person.check_password(world.PASSWORD)


def test_an_e_mail_address_is_one_person_whatever_its_capitals():
    world.a_person(email="awa@example.org")
    with pytest.raises(IntegrityError, match="one_person_per_email"), transaction.atomic():
        world.a_person(email="AWA@example.org")
    assert User.objects.get_by_natural_key("Awa@Example.org").email == "awa@example.org"


def test_a_person_without_an_e_mail_address_is_refused():
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_a_person_without_a_password_cannot_sign_in():
    person = User.objects.create_user("awa@example.org")
    assert not person.has_usable_password()


def test_an_agreement_is_given_once_and_again_after_it_was_taken_back():
    person, kind = world.a_person(), Consent.Kind.NAMED_TO_MANAGER
    given = Consent.objects.create(person=person, kind=kind, given_at=timezone.now())
    with pytest.raises(IntegrityError, match="one_live_consent"), transaction.atomic():
        Consent.objects.create(person=person, kind=kind, given_at=timezone.now())
    given.withdrawn_at = timezone.now()
    given.save()
    Consent.objects.create(person=person, kind=kind, given_at=timezone.now())
    assert Consent.objects.count() == 2
