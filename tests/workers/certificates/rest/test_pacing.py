"""Doors that draw, wait or are open to all bear a busy client; the next person is not hurt."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests import world
from tests.api import Api, assert_problem
from tests.workers.certificates.working import a_credential
from workers.certificates.models import StatusList
from workers.certificates.rest import credentials, issuers, statuses

pytestmark = pytest.mark.django_db
FEW = 3


@pytest.fixture(autouse=True)
def nobody_asked_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def few_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "FILES_A_MINUTE", FEW)
    monkeypatch.setattr(issuers, "A_MINUTE", FEW)
    monkeypatch.setattr(statuses, "A_MINUTE", FEW)


def assert_told_to_wait(answer: Any) -> None:
    assert_problem(answer, 429, "too_many_requests")
    assert int(answer.headers["Retry-After"]) >= 60


def test_files_of_every_kind_count_together() -> None:
    awa = world.a_learner()
    id_ = a_credential(awa).id
    answers = [Api(awa).get(f"/credentials/{id_}.{kind}") for kind in ("pdf", "png", "pdf", "png")]
    assert [answer.status_code for answer in answers[:FEW]] == [200] * FEW
    assert_told_to_wait(answers[FEW])
    assert_told_to_wait(Api(awa).get(f"/credentials/{id_}.jwt"))


def test_what_is_read_as_it_lies_is_not_counted_with_them() -> None:
    awa = world.a_learner()
    id_ = a_credential(awa).id
    for _again in range(FEW + 1):
        Api(awa).get(f"/credentials/{id_}.png")
    for path in ("", f"/{id_}", f"/{id_}.json"):
        assert Api(awa).get(f"/credentials{path}").status_code == 200


def test_somebody_else_behind_the_same_address_gets_hers() -> None:
    awa, marc = world.a_learner("Awa Diop"), world.a_learner("Marc Roy")
    id_ = a_credential(marc).id
    for _again in range(FEW + 1):
        refused = Api(awa).get("/credentials/none.png")
    assert_told_to_wait(refused)
    assert Api(marc).get(f"/credentials/{id_}.png").status_code == 200


@pytest.mark.parametrize("path", ["/.well-known/did.json", "/status/{list}"])
def test_what_is_open_to_all_is_counted_by_address(path: str) -> None:
    a_credential()
    path = path.format(list=StatusList.objects.get().id)
    answers = [Client().get(path) for _again in range(FEW + 1)]
    assert [answer.status_code for answer in answers[:FEW]] == [200] * FEW
    assert_told_to_wait(answers[FEW])
    assert Client(REMOTE_ADDR="192.0.2.7").get(path).status_code == 200


def test_lists_that_are_not_there_are_counted_too() -> None:
    answers = [Client().get(f"/status/{'x' * 22}{number}") for number in range(FEW + 1)]
    assert [answer.status_code for answer in answers] == [404] * FEW + [429]
