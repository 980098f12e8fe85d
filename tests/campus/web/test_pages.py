"""What every page keeps: languages, the strict policy, errors as pages, doors with a policy."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import send_mail
from django.test import Client

from campus import web
from campus.accounts.models import User
from campus.web.pages import Audience
from campus.web.urls import neutral, pages
from tests.world import a_learner

TEMPLATES = sorted((Path(web.__file__).parent / "templates").glob("**/*.html"))
OPEN = ["/fr/", "/en/", "/fr/courses", "/fr/components", "/en/components", "/fr/accessibility"]
CLOSED = ["/fr/learning", "/fr/tracks", "/fr/certificates", "/fr/account"]


@pytest.mark.parametrize("address", [*OPEN, "/fr/account/login/", "/fr/account/signup/"])
def test_an_open_page_has_its_language_and_the_strict_policy(
    stranger: Client, address: str
) -> None:
    answer = stranger.get(address)
    assert answer.status_code == 200
    assert f'<html lang="{address[1:3]}"' in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", CLOSED)
def test_a_page_of_mine_asks_strangers_to_sign_in(stranger: Client, address: str) -> None:
    answer = stranger.get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"/fr/account/login/?next={address}"


@pytest.mark.parametrize("address", CLOSED)
def test_a_page_of_mine_is_kept_for_nobody_else(
    address: str, signed_in: Callable[[User], Client]
) -> None:
    answer = signed_in(a_learner()).get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("accepted", "language"), [("fr-FR,fr", "fr"), ("en-GB,en", "en"), ("de", "fr"), ("", "fr")]
)
def test_the_root_leads_to_the_browsers_language(
    stranger: Client, accepted: str, language: str
) -> None:
    answer = stranger.get("/", headers={"Accept-Language": accepted})
    assert answer["Location"] == f"/{language}/"
    assert "Accept-Language" in answer["Vary"]


def test_the_other_language_stays_on_the_same_page(stranger: Client) -> None:
    page = stranger.get("/fr/courses?level=2").content.decode()
    assert 'href="/en/courses?level=2" lang="en"' in page


def test_an_address_that_is_not_there_gets_a_page_that_helps(stranger: Client) -> None:
    answer = stranger.get("/fr/nothing-here")
    assert answer.status_code == 404
    assert "Voir les cours" in answer.content.decode()


def test_another_method_is_refused(stranger: Client) -> None:
    answer = stranger.post("/fr/courses")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_every_page_names_its_audience() -> None:
    nameless = [
        route.name
        for route in [*pages, *neutral]
        if not isinstance(getattr(route.callback, "audience", None), Audience)
    ]
    assert nameless == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_sets_styles_or_scripts_inline(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)


@pytest.mark.usefixtures("mail_kept")
def test_mail_is_read_in_development(stranger: Client) -> None:
    send_mail("Bonjour", "Votre lien : https://campus.example/x", None, ["awa@example.org"])
    assert "Votre lien" in stranger.get("/dev/mail").content.decode()


def test_mail_is_hidden_in_production(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IS_DEVELOPMENT", False)
    assert stranger.get("/dev/mail").status_code == 404
