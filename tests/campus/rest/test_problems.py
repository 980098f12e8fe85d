"""Every error of the API is one problem document, in the reader's language."""

import logging
from typing import Any

import pytest
from django.db import DatabaseError

from courses import browsing
from tests.api import Api, assert_problem
from tests.world import a_learner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/nothing", "/courses/", "/lessons/no-uuid", "/teams/x", "/x/../../y"]
)
def test_an_unknown_address_is_a_problem(path: str) -> None:
    assert_problem(Api().get(path), 404, "not_found")


def test_details_are_in_the_readers_language_and_types_are_not() -> None:
    english = assert_problem(Api(language="en").get("/me"), 401, "not_signed_in")
    french = assert_problem(Api(language="fr").get("/me"), 401, "not_signed_in")
    assert english["detail"].startswith("Sign in")
    assert french["detail"].startswith("Connectez-vous")
    assert english["title"] != french["title"]


def test_not_signed_in_names_a_way_that_no_browser_answers_with_a_dialogue() -> None:
    challenge = Api().get("/me").headers["WWW-Authenticate"]
    assert challenge.split()[0] not in ("Basic", "Digest", "NTLM", "Negotiate")


def test_a_method_that_is_not_possible_is_told_which_are() -> None:
    response = Api(a_learner()).delete("/me")
    assert_problem(response, 405, "method_not_allowed")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_session_without_its_csrf_token_may_read_and_not_write() -> None:
    api = Api(a_learner(), enforce_csrf_checks=True)
    assert api.get("/me").status_code == 200
    assert_problem(api.post("/enrolments", {"course": "a"}), 403, "csrf_failed")


def test_the_request_id_of_a_proxy_is_kept_and_nonsense_is_not() -> None:
    given = assert_problem(
        Api().get("/me", **{"X-Request-ID": "proxy-0123456789"}), 401, "not_signed_in"
    )
    assert given["request_id"] == "proxy-0123456789"
    made = assert_problem(Api().get("/me", **{"X-Request-ID": "<b>"}), 401, "not_signed_in")
    assert len(made["request_id"]) == 32


def test_a_fault_of_ours_gives_nothing_away_and_is_found_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> Any:
        raise DatabaseError("secret of the database")

    monkeypatch.setattr(browsing, "find_course", fail)
    api = Api(raise_request_exception=False)
    with caplog.at_level(logging.ERROR):
        response = api.get("/courses/any")
    problem = assert_problem(response, 500, "fault")
    assert b"secret" not in response.content
    assert problem["request_id"] in caplog.text


def test_a_foreign_host_is_refused_as_a_problem() -> None:
    response = Api().client.get("/api/v1/me", headers={"Host": "evil.example"})
    assert_problem(response, 400, "malformed")
