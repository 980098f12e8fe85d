"""Every door of /xapi: version, key, scope, syntax and errors, the same at all of them."""

import base64
import json
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from campus.records.lrs.clients import revoke
from campus.records.lrs.rest import knocking
from campus.records.lrs.rest.documents import States
from campus.records.models import Scope
from tests.api import assert_problem
from tests.campus.records.lrs.asking import (
    DOCUMENTS,
    STATE,
    V1,
    V2,
    Store,
    ask,
    params_of,
)
from tests.campus.records.lrs.test_clients import NOW

pytestmark = pytest.mark.django_db
AGENTS, ACTIVITIES, ABOUT = "/xapi/agents", "/xapi/activities", "/xapi/about"
WHO = {"agent": {"mbox": "mailto:awa@example.org"}}
VERSION = "X-Experience-API-Version"
BOTH = pytest.mark.parametrize("version", [V1, V2])
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def nobody_knocked():
    cache.clear()


# Versions


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("1.0", V1), ("1.0.0", V1), ("1.0.3", V1), ("1.0.9", V1), ("2.0", V2), ("2.0.1", V2)],
)
def test_the_answer_names_the_last_patch_of_the_version_asked_for(asked, answered):
    response = ask(Store(), "GET", AGENTS, WHO, X_Experience_API_Version=asked)
    assert response.status_code == 200
    assert response.headers[VERSION] == answered


@pytest.mark.parametrize("asked", [None, "", "0.9", "0.95", "1.1", "1.1.0", "2.1.0", "3", "x"])
def test_a_version_that_is_missing_or_not_spoken_is_refused(asked):
    response = ask(Store(), "GET", AGENTS, WHO, X_Experience_API_Version=asked)
    code = "version_missing" if asked is None else "version_unknown"
    assert_problem(response, 400, code)
    assert response.headers[VERSION] == V2


@pytest.mark.parametrize("address", ["/xapi/statements", AGENTS, ACTIVITIES, *DOCUMENTS])
def test_without_a_version_the_tests_of_both_versions_get_what_they_ask_for(address):
    bare = ask(Store(), "GET", address, X_Experience_API_Version=None)
    assert (bare.status_code, bare.headers[VERSION]) == (400, V1)
    for method in ("GET", "PUT", "POST"):
        given = {"statementId": str(uuid4())} if method != "POST" else {}
        response = ask(Store(), method, "/xapi/statements", given, X_Experience_API_Version=None)
        assert (response.status_code, response.headers[VERSION]) == (400, V2)


@BOTH
def test_errors_name_the_version_too(version):
    store = Store(version=version)
    for response in (
        ask(store, "GET", AGENTS),
        ask(store, "GET", AGENTS, WHO, Authorization=None),
        ask(store, "PUT", AGENTS, WHO),
        ask(store, "GET", STATE, params_of(STATE)),
        ask(store, "PUT", STATE, params_of(STATE), b"x" * (5 * 1024 * 1024 + 1)),
    ):
        assert response.status_code in (400, 401, 404, 405, 413), response.content
        assert response.headers[VERSION] == version


@pytest.mark.parametrize("asked", [None, "0.9", "1.0.1", "2.0.0", "nonsense"])
def test_about_answers_anybody_in_any_version(asked):
    response = ask(None, "GET", ABOUT, X_Experience_API_Version=asked)
    assert response.status_code == 200
    assert response.headers[VERSION] == (V1 if asked == "1.0.1" else V2)
    assert "1.0.3" in response.json()["version"]
    assert ("2.0.0" in response.json()["version"]) == (asked != "1.0.1")
    assert response.json()["extensions"] == {}


def test_about_takes_no_parameter():
    assert_problem(ask(None, "GET", ABOUT, {"x": "1"}), 400, "unknown_parameter")


# Keys


def test_a_wrong_key_gets_401_that_opens_no_dialogue_in_a_browser():
    store = Store()
    encode = base64.b64encode
    for wrong in (
        None,
        "",
        "Basic",
        "Basic ~~~",
        "Basic:" + encode(b"a:b").decode(),
        "Basic " + encode(b"no colon").decode(),
        "Basic " + encode(b"nobody:secret").decode(),
        "Basic " + encode(f"{store.system.key}:wrong".encode()).decode(),
        "Basic " + encode(b"\xff\xfe:a").decode(),
        "Basic " + encode(b"a\0:b").decode(),
        "Bearer " + store.headers["Authorization"].partition(" ")[2],
    ):
        response = ask(store, "GET", AGENTS, WHO, Authorization=wrong)
        assert_problem(response, 401, "not_signed_in")
        assert not response.headers["WWW-Authenticate"].lower().startswith("basic")
    assert ask(store, "GET", AGENTS, WHO).status_code == 200


def test_a_revoked_key_gets_401():
    store = Store()
    revoke(client=store.system, by=None, now=NOW)
    assert_problem(ask(store, "GET", AGENTS, WHO), 401, "not_signed_in")


def test_the_session_of_a_person_is_no_key():
    from tests.trainers import a_staff_member

    client = Client(headers={VERSION: V2})
    client.force_login(a_staff_member())
    assert client.get(AGENTS).status_code == 401


def _wrong(store, key=None):
    pair = f"{key or store.system.key}:{uuid4()}".encode()
    return "Basic " + base64.b64encode(pair).decode()


def test_wrong_secrets_for_a_key_lock_it_for_the_address_they_come_from():
    store, other = Store(), Store(name="Autre")
    for _time in range(10):
        ask(store, "GET", AGENTS, WHO, Authorization=_wrong(store))
    response = ask(store, "GET", AGENTS, WHO)
    assert_problem(response, 429, "too_many_requests")
    assert int(response.headers["Retry-After"]) > 0
    assert ask(other, "GET", AGENTS, WHO).status_code == 200
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").get(AGENTS, {}, headers=store.headers)
    assert elsewhere.status_code == 400  # known, and asked for what it lacks


def test_wrong_keys_are_told_to_wait_and_keep_nobody_else_out(monkeypatch):
    monkeypatch.setitem(knocking._RATES, "xapi_address", "3/m/ip")
    store = Store()
    got = [
        ask(store, "GET", AGENTS, WHO, Authorization=_wrong(store, "nobody")).status_code
        for _time in range(5)
    ]
    assert got == [401, 401, 401, 429, 429]
    assert ask(store, "GET", AGENTS, WHO).status_code == 200


# Scopes


def test_a_key_without_the_scope_gets_403_and_one_with_it_does_not():
    response = ask(Store(Scope.PROFILE), "GET", STATE, params_of(STATE))
    assert_problem(response, 403, "scope_missing")
    assert ask(Store(Scope.STATE), "GET", STATE, params_of(STATE)).status_code == 404


# Methods


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("PUT", AGENTS),
        ("POST", ACTIVITIES),
        ("DELETE", ACTIVITIES),
        ("PATCH", STATE),
        ("DELETE", "/xapi/statements"),
    ],
)
def test_a_method_that_is_not_there_gets_405_even_without_a_key(method, address):
    response = ask(None, method, address, X_Experience_API_Version=V1)
    assert_problem(response, 405, "method_not_allowed")
    assert "GET" in response.headers["Allow"]
    assert method not in response.headers["Allow"].split(", ")


@BOTH
def test_head_answers_as_get_without_its_body(version):
    store = Store(version=version)
    for address, given in ((ABOUT, {}), (AGENTS, WHO), (ACTIVITIES, {"activityId": "x:y"})):
        got, head = ask(store, "GET", address, given), ask(store, "HEAD", address, given)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["Content-Length"] == str(len(got.content))
        assert head.headers["Content-Type"] == got.headers["Content-Type"]


# Parameters


@BOTH
@pytest.mark.parametrize(
    "given",
    [{"foo": "bar"}, {"Agent": WHO["agent"]}, {**WHO, "extra": "1"}, {**WHO, "method": "GET"}],
)
def test_a_parameter_that_is_unknown_or_wrongly_cased_is_refused(version, given):
    assert ask(Store(version=version), "GET", AGENTS, given).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "agent=%7B%7D&agent=%7B%7D",
        "agent=%00",
        "agent=%FF",
        "agent=é",
        "agent=" + "a" * 10,
        "&".join(f"a{number}=1" for number in range(200)),
        'agent={"mbox":"mailto:a@b.example","mbox":"mailto:a@b.example"}',
        'agent={"mbox":"mailto:a%5Cu0000@b.example"}',
        "agent=NaN",
        "agent=[]",
        "agent=true",
        "activityId=ab=c://x",
    ],
)
def test_a_parameter_that_cannot_be_read_is_400_and_never_500(query):
    response = Client().generic("GET", f"{AGENTS}?{query}", headers=Store().headers)
    assert response.status_code == 400, response.content


def test_a_body_beyond_five_megabytes_is_413():
    store, given = Store(), params_of(STATE)
    largest = 5 * 1024 * 1024
    assert ask(store, "PUT", STATE, given, b"x" * largest, "text/plain").status_code == 204
    response = ask(store, "PUT", STATE, given, b"x" * (largest + 1), "text/plain")
    assert_problem(response, 413, "body_too_large")


def _in_chunks(store, body):
    """As a server hands on a body of unknown length: without a Content-Length."""
    from django.http import HttpRequest
    from django.test import RequestFactory

    query = f"?activityId=x:y&stateId=a&agent={json.dumps(WHO['agent'])}"
    request: HttpRequest = RequestFactory().generic(
        "PUT", STATE + query, content_type="text/plain", headers=store.headers
    )
    request.META |= {
        "HTTP_TRANSFER_ENCODING": "chunked",
        "CONTENT_LENGTH": "",
        "wsgi.input": BytesIO(body),
    }
    request.__dict__.pop("headers", None)
    return States.as_view()(request)


def test_a_body_in_chunks_is_read_as_far_as_any_other():
    store = Store()
    given = {"activityId": "x:y", "stateId": "a", **WHO}
    assert _in_chunks(store, b"abc" * 100_000).status_code == 204
    assert ask(store, "GET", STATE, given).content == b"abc" * 100_000
    assert _in_chunks(store, b"x" * (5 * 1024 * 1024 + 1)).status_code == 413
    assert ask(store, "GET", STATE, given).content == b"abc" * 100_000


def test_an_address_below_that_is_none_is_a_problem_document():
    assert_problem(ask(Store(), "GET", "/xapi/nothing"), 404, "not_found")


# The alternate syntax


def _posted(store, method, form, address=STATE, query="", content_type=FORM, **headers):
    from urllib.parse import urlencode

    told = {k: json.dumps(v) if isinstance(v, dict) else v for k, v in form.items()}
    raw = urlencode(told).encode()
    address = f"{address}?method={method}{query}"
    return ask(store, "POST", address, None, raw, content_type, **headers)


def test_a_form_stands_for_the_request_in_1_0_3():
    store, given = Store(version=V1), params_of(STATE)
    assert _posted(store, "PUT", {**given, "content": {"page": 1}}).status_code == 204
    found = _posted(store, "GET", given)
    assert (found.status_code, found.json()) == (200, {"page": 1})
    assert found.headers["Content-Type"] == "application/json"
    head = _posted(store, "HEAD", given)
    assert (head.status_code, head.content, head.headers["Content-Length"]) == (200, b"", "0")
    wrong = _posted(store, "PUT", {**given, "content": "x", "If-Match": '"b"'})
    assert wrong.status_code == 412
    assert _posted(store, "DELETE", given).status_code == 204
    assert _posted(store, "GET", given).status_code == 404


def test_a_form_may_hold_key_and_version_and_they_count_before_the_headers():
    store, given = Store(version=V1), params_of(STATE)
    held = {
        "Authorization": store.headers["Authorization"],
        VERSION: "1.0.3",
        "Content-Type": "text/plain",
        "content": "réunion",
    }
    assert _posted(None, "PUT", {**given, **held}).status_code == 204
    found = ask(store, "GET", STATE, given)
    assert (found.content.decode(), found.headers["Content-Type"]) == ("réunion", "text/plain")
    assert _posted(store, "GET", {**given, VERSION: "0.8"}).status_code == 400
    assert _posted(store, "GET", {**given, "Authorization": "Basic x"}).status_code == 401


@pytest.mark.parametrize(
    ("method", "form", "more"),
    [
        ("PUT", {}, {}),
        ("POST", {}, {}),
        ("PUT", {"content": "{}", "foo": "1"}, {}),
        ("GET", {}, {"query": "&stateId=bookmark"}),
        ("GET", {}, {"content_type": "application/json"}),
        ("get", {}, {}),
        ("PATCH", {}, {}),
        ("", {}, {}),
    ],
)
def test_a_form_that_is_not_as_the_syntax_wants_it_is_refused(method, form, more):
    store, given = Store(version=V1), params_of(STATE)
    ask(store, "PUT", STATE, given, {"a": 1})
    assert _posted(store, method, {**given, **form}, **more).status_code == 400


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_the_method_in_the_address_goes_with_post_only(method):
    store = Store(version=V1)
    response = ask(store, method, f"{STATE}?method=POST", None, {"content": "{}"})
    assert_problem(response, 400, "not_by_post")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE"])
def test_2_0_has_no_alternate_syntax(method):
    store, given = Store(version=V2), params_of(STATE)
    response = _posted(store, method, {**given, "content": "{}"})
    assert_problem(response, 400, "no_alternate_syntax")
    assert response.headers[VERSION] == V2


# Other origins


def test_a_page_of_another_origin_may_read_every_answer():
    store = Store()
    for response in (
        ask(store, "GET", AGENTS, WHO),
        ask(None, "GET", AGENTS),
        ask(None, "GET", ABOUT),
    ):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        exposed = response.headers["Access-Control-Expose-Headers"].split(", ")
        assert {"ETag", "Last-Modified", VERSION, "X-Experience-API-Consistent-Through"} <= {
            *exposed
        }
        assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_browser_that_asks_before_is_told_what_it_may_without_a_key():
    for address in (*DOCUMENTS, "/xapi/statements"):
        response = Client().options(address, headers={"Origin": "https://tool.example"})
        assert (response.status_code, response.content) == (204, b"")
        assert "PUT" in response.headers["Access-Control-Allow-Methods"]
        allowed = response.headers["Access-Control-Allow-Headers"].split(", ")
        assert {"Authorization", "If-Match", VERSION, "X-Experience-API-Hash"} <= {*allowed}


@override_settings(DEBUG=False)
def test_no_cookie_is_asked_for_or_set():
    response = ask(Store(), "GET", AGENTS, WHO)
    assert not response.cookies
    assert response.headers["Cache-Control"] == "private, no-store"


def test_the_cookie_of_a_form_is_not_asked_for():
    """CSRF guards cookies; a system has none, and sends no token."""
    store = Store()
    strict = Client(enforce_csrf_checks=True, headers=store.headers)
    response = strict.post(
        f"{STATE}?activityId=x:y&stateId=a&agent=%7B%22mbox%22:%22mailto:a@b.example%22%7D",
        "{}",
        content_type="application/json",
    )
    assert response.status_code == 204, response.content
