"""Signing up, in and out, and my account."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from campus.accounts.models import User
from campus.outbox.models import OutboxMail
from tests.workers.certificates.working import a_credential
from tests.world import PASSWORD, a_learner
from workers.certificates.naming import confirmed_name

Browser = Callable[[User], Client]


@pytest.mark.usefixtures("mail_kept")
def test_a_new_account_is_named_and_opens_once_its_address_is_confirmed(stranger: Client) -> None:
    form = {"name": "Awa Diop", "email": "awa@example.org", "password1": "un-long-mot-de-passe"}
    stranger.post("/fr/account/signup/", form)
    assert confirmed_name(User.objects.get(email="awa@example.org")) == "Awa Diop"
    assert User.objects.get(email="awa@example.org").name == "Awa Diop"
    assert stranger.get("/fr/account").status_code == 302
    link = re.search(r"https?://[^/\s]+(/\S+confirm-email/\S+)", OutboxMail.objects.get().text)
    assert link
    stranger.post(link[1])
    signing = {"login": "awa@example.org", "password": "un-long-mot-de-passe"}
    stranger.post("/fr/account/login/", signing)
    assert stranger.get("/fr/account").status_code == 200


@pytest.mark.usefixtures("mail_kept")
def test_signing_up_in_an_app_confirms_the_name_too(stranger: Client) -> None:
    form = {"name": "Awa  Diop", "email": "awa@example.org", "password": "un-long-mot-de-passe"}
    stranger.post("/_allauth/app/v1/auth/signup", form, content_type="application/json")
    awa = User.objects.get(email="awa@example.org")
    assert (awa.name, confirmed_name(awa)) == ("Awa Diop", "Awa Diop")


def test_nobody_signs_up_with_a_name_that_cannot_be_shown(stranger: Client) -> None:
    form = {"name": "🎓", "email": "awa@example.org", "password1": "un-long-mot-de-passe"}
    page = stranger.post("/fr/account/signup/", form)
    assert page.status_code == 200
    assert not User.objects.exists()


def test_my_name_changes_on_certificates_until_one_shows_it(signed_in: Browser) -> None:
    awa = a_learner("Awa Diop")
    signed_in(awa).post("/fr/account", {"name": "Awa Sow", "language": "fr"})
    assert confirmed_name(awa) == "Awa Sow"
    a_credential(awa)
    signed_in(awa).post("/fr/account", {"name": "Awa Ndiaye", "language": "fr"})
    awa.refresh_from_db()
    assert (awa.name, confirmed_name(awa)) == ("Awa Ndiaye", "Awa Sow")


def test_a_wrong_password_says_so_and_opens_nothing(stranger: Client) -> None:
    awa = a_learner()
    page = stranger.post("/fr/account/login/", {"login": awa.email, "password": "faux"})
    assert "alert--bad" in page.content.decode()
    assert stranger.get("/fr/account").status_code == 302


@pytest.mark.usefixtures("mail_kept")
def test_a_forgotten_password_is_chosen_anew_by_mail(stranger: Client) -> None:
    awa = a_learner()
    stranger.post("/fr/account/password/reset/", {"email": awa.email})
    mail = OutboxMail.objects.get()
    assert mail.subject == "Choisissez un nouveau mot de passe"
    assert mail.text.startswith("Bonjour,")
    link = re.search(r"https?://[^/\s]+(/\S+reset/key/\S+)", mail.text)
    assert link
    page = stranger.get(link[1], follow=True)
    form = {"password1": "un-autre-mot-de-passe", "password2": "un-autre-mot-de-passe"}
    stranger.post(page.request["PATH_INFO"], form)
    awa.refresh_from_db()
    assert awa.check_password("un-autre-mot-de-passe")
    assert not awa.check_password(PASSWORD)


def test_my_name_and_language_are_mine_to_change(signed_in: Browser) -> None:
    awa = a_learner()
    signed_in(awa).post("/fr/account", {"name": "Awa Diop-Martin", "language": "en"})
    awa.refresh_from_db()
    assert (awa.name, awa.language) == ("Awa Diop-Martin", "en")


def test_an_empty_name_is_refused_and_the_page_says_where(signed_in: Browser) -> None:
    awa = a_learner()
    page = signed_in(awa).post("/fr/account", {"name": "", "language": "fr"})
    assert 'aria-invalid="true"' in page.content.decode()
    awa.refresh_from_db()
    assert awa.name == "Awa Diop"
