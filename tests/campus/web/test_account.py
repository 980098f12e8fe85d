"""Signing up, in and out, and my account."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from campus.accounts.models import User
from campus.outbox.models import OutboxMail
from tests.world import PASSWORD, a_learner

Browser = Callable[[User], Client]


@pytest.mark.usefixtures("mail_kept")
def test_a_new_account_is_named_and_opens_once_its_address_is_confirmed(stranger: Client) -> None:
    form = {"name": "Awa Diop", "email": "awa@example.org", "password1": "un-long-mot-de-passe"}
    stranger.post("/fr/account/signup/", form)
    assert User.objects.get(email="awa@example.org").name == "Awa Diop"
    assert stranger.get("/fr/account").status_code == 302
    link = re.search(r"https?://[^/\s]+(/\S+confirm-email/\S+)", OutboxMail.objects.get().text)
    assert link
    stranger.post(link[1])
    signing = {"login": "awa@example.org", "password": "un-long-mot-de-passe"}
    stranger.post("/fr/account/login/", signing)
    assert stranger.get("/fr/account").status_code == 200


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
