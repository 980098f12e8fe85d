"""`/xapi/statements`: what each version asks of requests and answers."""

import json
from datetime import datetime
from threading import Event
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import parse_http_date

from campus.records.models import LearningRecord
from campus.records.xapi.timestamps import instant
from tests import racing
from tests.api import assert_problem
from tests.campus.records.lrs.store import ADDRESS, V1, V2, Store, a_statement
from tests.campus.records.xapi.samples import DEFINITION, GROUP

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("version", [V1, V2])
THROUGH = "X-Experience-API-Consistent-Through"


@BOTH
def test_put_stores_under_the_id_that_the_address_says(version):
    store, statement = Store(version=version), a_statement()
    id_ = statement.pop("id")
    response = store.put(statement, statementId=id_)
    assert (response.status_code, response.content) == (204, b"")
    assert store.one(id_)["id"] == id_


@BOTH
def test_put_needs_its_id_and_takes_no_other_and_no_list(version):
    store, statement = Store(version=version), a_statement()
    assert store.put(statement).status_code == 400
    assert store.put(statement, StatementId=statement["id"]).status_code == 400
    assert store.put(statement, statementId=a_statement()["id"]).status_code == 400
    assert store.put([statement], statementId=statement["id"]).status_code == 400
    assert store.put(statement, statementId="1").status_code == 400
    assert not LearningRecord.objects.exists()


@BOTH
def test_other_content_under_a_known_id_is_a_conflict(version):
    store, statement = Store(version=version), a_statement()
    store.keep(statement)
    other = {**statement, "verb": {"id": "https://example.org/other"}}
    assert_problem(store.post(other), 409, "id_taken")
    assert_problem(store.put(other, statementId=statement["id"]), 409, "id_taken")
    assert store.one(statement["id"])["verb"] == statement["verb"]


@pytest.mark.parametrize(
    "given",
    [
        {"StatementId": "x"},
        {"LIMIT": "1"},
        {"foo": "bar"},
        {"statementId": "x"},
        {"agent": "x"},
        {"verb": "x"},
        {"activity": "x"},
        {"registration": "x"},
        {"since": "yesterday"},
        {"limit": "-1"},
        {"format": "exactly"},
        {"ascending": "yes"},
        {"more": "x"},
    ],
    ids=str,
)
@BOTH
def test_a_parameter_that_is_wrong_is_refused(version, given):
    response = Store(version=version).get(**given)
    assert response.status_code == 400
    assert instant(response.headers[THROUGH])


@BOTH
@pytest.mark.parametrize("single", ["statementId", "voidedStatementId"])
def test_one_statement_is_asked_for_with_nothing_but_its_presentation(version, single):
    store, statement = Store(version=version), a_statement()
    store.keep(statement)
    id_ = statement["id"]
    for name, value in (("limit", 1), ("ascending", True), ("verb", "x:y")):
        assert store.get(**{single: id_, name: value}).status_code == 400
    assert store.get(statementId=id_, voidedStatementId=id_).status_code == 400
    assert store.get(statementId=id_, format="ids", attachments=False).status_code == 200


@BOTH
def test_nothing_found_is_an_empty_page(version):
    response = Store(version=version).get(verb="https://example.org/none")
    assert response.json() == {"statements": [], "more": ""}


@BOTH
def test_every_answer_says_its_version_and_how_far_it_is_consistent(version):
    store = Store(version=version)
    answers = [
        store.get(),
        store.head(),
        store.post(a_statement()),
        store.post(b"{"),
        store.get(statementId=a_statement()["id"]),
        Client().get(ADDRESS, headers={"X-Experience-API-Version": version}),
    ]
    assert [each.status_code for each in answers] == [200, 200, 200, 400, 404, 401]
    for each in answers:
        assert each.headers["X-Experience-API-Version"] == version
        assert instant(each.headers[THROUGH])


@pytest.mark.django_db(transaction=True)
def test_what_is_being_stored_holds_the_consistent_time_back():
    store = Store()
    begun, may_end = Event(), Event()

    def write_slowly() -> datetime:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id(), now()")
            started = cursor.fetchone()[1]
            begun.set()
            may_end.wait(10)
        return started

    with racing.another_process() as run:
        writing = run(write_slowly)
        begun.wait(10)
        held = [instant(store.get().headers[THROUGH]) for _ in range(2)]
        may_end.set()
        started = writing.result(timeout=10)
    assert held == [started, started]
    assert instant(store.get().headers[THROUGH]) > started


@BOTH
def test_head_answers_as_get_without_a_body(version):
    store = Store(version=version)
    (id_,) = store.keep(a_statement())
    got, head = store.get(statementId=id_), store.head(statementId=id_)
    assert head.content == b""
    for name in ("Content-Type", "Last-Modified", "X-Experience-API-Version"):
        assert head.headers[name] == got.headers[name]
    assert head.headers["Content-Length"] == str(len(got.content))


@BOTH
def test_last_modified_is_when_the_newest_was_stored(version):
    store = Store(version=version)
    ids = store.keep(a_statement(), a_statement())
    single = store.get(statementId=ids[0])
    stored = int(instant(single.json()["stored"]).timestamp())
    assert parse_http_date(single.headers["Last-Modified"]) == stored
    page = store.get()
    newest = int(instant(page.json()["statements"][0]["stored"]).timestamp())
    assert parse_http_date(page.headers["Last-Modified"]) == newest


@BOTH
def test_a_method_that_is_none_of_this_resource_is_refused(version):
    store = Store(version=version)
    response = store.client.delete(ADDRESS, headers=store.headers)
    assert response.status_code == 405


@BOTH
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"1",
        b'"x"',
        b"[1]",
        b"\xff",
        b'{"actor":NaN}',
        b"[" * 10_000,
        b'{"id":"\\u0000"}',
        b'{"a":1,"a":2}',
        b'{"actor":1' + b"0" * 5_000 + b"}",
    ],
    ids=range(11),
)
def test_whatever_is_no_statement_is_refused_as_malformed(version, body):
    store = Store(version=version)
    assert store.post(body).status_code == 400
    assert not LearningRecord.objects.exists()


@BOTH
def test_a_body_beyond_the_limit_is_too_large(version):
    store = Store(version=version)
    assert store.post(b'"' + b"x" * 5 * 1024 * 1024 + b'"').status_code == 413


@pytest.mark.parametrize(("version", "status"), [(V1, 200), (V2, 400)])
def test_the_alternate_syntax_is_spoken_in_the_first_version_only(version, status):
    store, statement = Store(version=version), a_statement()
    form = {"content": json.dumps(statement), "Content-Type": "application/json", **store.headers}
    sent = "application/x-www-form-urlencoded"
    response = store.client.post(f"{ADDRESS}?method=POST", urlencode(form), content_type=sent)
    assert response.status_code == status, response.content
    form = {"statementId": statement["id"], **store.headers}
    found = store.client.post(f"{ADDRESS}?method=GET", urlencode(form), content_type=sent)
    assert found.status_code == status


@BOTH
def test_a_page_is_answered_in_the_form_that_was_asked_for(version):
    store = Store(version=version)
    activity = {"id": "https://example.org/told", "definition": DEFINITION}
    verb = {"id": "https://example.org/v", "display": {"en": "did", "fr": "a fait"}}
    statement = a_statement(actor=GROUP, verb=verb, object=activity)
    store.keep(statement)
    exact = store.one(statement["id"])
    assert (exact["actor"], exact["verb"], exact["object"]) == (GROUP, verb, activity)
    ids = store.one(statement["id"], format="ids")
    assert (ids["verb"], ids["object"]) == ({"id": verb["id"]}, {"id": activity["id"]})
    assert all("name" not in each for each in ids["actor"]["member"])
    french = {"Accept-Language": "fr"}
    canonical = store.get(format="canonical", headers=french).json()["statements"][0]
    assert canonical["verb"]["display"] == {"fr": "a fait"}
    assert canonical["object"]["definition"]["name"] == {"fr": DEFINITION["name"]["fr"]}
    assert canonical["actor"] == GROUP


def test_canonical_answers_know_what_other_statements_said():
    store = Store()
    activity = {"id": "https://example.org/told"}
    telling = a_statement(object={**activity, "definition": DEFINITION})
    silent = a_statement(object=activity)
    store.keep(telling, silent)
    assert "definition" not in store.one(silent["id"])["object"]
    assert "definition" in store.one(silent["id"], format="canonical")["object"]


def test_a_page_asks_the_database_as_often_for_many_as_for_one():
    store = Store()
    store.keep(a_statement())
    with CaptureQueriesContext(connection) as for_one:
        store.get(format="canonical")
    store.keep(*(a_statement() for _ in range(10)))
    with CaptureQueriesContext(connection) as for_many:
        assert len(store.found(format="canonical")) == 11
    assert len(for_one) == len(for_many)
