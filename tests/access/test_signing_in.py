"""A program signs in with a password, sends its token back, and loses it with the account."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from campus.accounts.models import User
from tests.api import Api, assert_problem
from tests.world import PASSWORD, a_learner

pytestmark = pytest.mark.django_db

LOGIN = "/_allauth/app/v1/auth/login"


def a_verified_learner() -> User:
    person = a_learner()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def log_in(person: User, password: str = PASSWORD, **headers: str) -> Any:
    body = {"email": person.email, "password": password}
    return Client(headers=headers).post(LOGIN, body, content_type="application/json")


def test_a_token_answers_for_its_person() -> None:
    person = a_verified_learner()
    token = log_in(person).json()["meta"]["session_token"]
    assert Api().get("/me", **{"X-Session-Token": token}).json()["email"] == person.email


@pytest.mark.parametrize("token", ["", "nonsense", "a" * 500])
def test_a_token_that_is_none_opens_nothing(token: str) -> None:
    assert_problem(Api().get("/me", **{"X-Session-Token": token}), 401, "not_signed_in")


def test_a_wrong_password_gives_no_token() -> None:
    answer = log_in(a_verified_learner(), "wrong")
    assert answer.status_code == 400
    assert "session_token" not in answer.json().get("meta", {})


def test_a_token_ends_when_the_account_is_disabled() -> None:
    person = a_verified_learner()
    token = log_in(person).json()["meta"]["session_token"]
    person.is_active = False
    person.save()
    assert_problem(Api().get("/me", **{"X-Session-Token": token}), 401, "not_signed_in")
    assert "session_token" not in log_in(person).json().get("meta", {})


def test_a_token_ends_with_the_password_it_was_got_with() -> None:
    person = a_verified_learner()
    token = log_in(person).json()["meta"]["session_token"]
    person.set_password("another one, and longer")
    person.save()
    assert_problem(Api().get("/me", **{"X-Session-Token": token}), 401, "not_signed_in")


@pytest.mark.parametrize("days", [-1, 1])
def test_a_token_ends_with_its_time(days: int) -> None:
    token = log_in(a_verified_learner()).json()["meta"]["session_token"]
    Session.objects.filter(pk=token).update(expire_date=timezone.now() + timedelta(days=days))
    answer = Api().get("/me", **{"X-Session-Token": token})
    assert answer.status_code == (200 if days > 0 else 401)


def test_a_session_in_which_nobody_signed_in_opens_nothing() -> None:
    session = SessionStore()
    session["asked"] = "something"
    session.save()
    answer = Api().get("/me", **{"X-Session-Token": str(session.session_key)})
    assert_problem(answer, 401, "not_signed_in")


def test_a_token_known_costs_one_query_before_those_of_the_door(
    django_assert_num_queries: Any,
) -> None:
    token = log_in(a_verified_learner()).json()["meta"]["session_token"]
    Api().get("/me", **{"X-Session-Token": token})
    with django_assert_num_queries(1 + 2):
        Api().get("/me", **{"X-Session-Token": token})


def test_a_token_that_came_to_name_somebody_else_answers_for_her() -> None:
    hers, his = (log_in(a_verified_learner()).json()["meta"]["session_token"] for _ in "12")
    asked = Api().get("/me", **{"X-Session-Token": hers}).json()["email"]
    text = Session.objects.get(pk=his).session_data
    Session.objects.filter(pk=hers).update(session_data=text)
    now = Api().get("/me", **{"X-Session-Token": hers}).json()["email"]
    assert now == Api().get("/me", **{"X-Session-Token": his}).json()["email"] != asked


def test_a_token_writes_without_a_cookie_and_so_without_a_csrf_token() -> None:
    token = log_in(a_verified_learner()).json()["meta"]["session_token"]
    client = Client(enforce_csrf_checks=True, headers={"X-Session-Token": token})
    answer = client.post("/api/v1/records", {"records": []}, content_type="application/json")
    assert (answer.status_code, answer.json()) == (200, {"results": [], "position": None})


@pytest.mark.parametrize(("proxies", "status"), [(1, 200), (0, 400)])
def test_a_guesser_behind_the_same_proxy_locks_nobody_out_where_the_proxy_is_named(
    proxies: int, status: int, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    cache.clear()
    for number in range(11):
        guessed = User(email=f"guess{number}@example.org")
        answer = log_in(guessed, "wrong", **{"X-Forwarded-For": "203.0.113.9"})
    assert answer.json()["errors"][0]["code"] == "too_many_login_attempts"
    hers = log_in(a_verified_learner(), **{"X-Forwarded-For": "198.51.100.7"})
    cache.clear()
    assert hers.status_code == status
