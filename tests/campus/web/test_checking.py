"""The page where anybody drops a file: judged, and neither kept nor read beyond 5 MB."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from campus.web.checking import LARGEST
from tests import world
from tests.workers.certificates.checking.editing import written_anew
from tests.workers.certificates.working import a_credential
from workers.certificates.checking.advising import ADVICE
from workers.certificates.checking.judgements import UNREADABLE
from workers.certificates.models import Credential

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def nobody_asked_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def send(body: bytes, *, name: str = "x", client: Client | None = None, **headers: str) -> Any:
    client = client or Client(headers=ENGLISH | headers)
    return client.post("/verify", {"file": SimpleUploadedFile(name, body)})


def test_a_valid_file_is_called_valid() -> None:
    credential = a_credential(world.a_learner("Awa Diop"))
    said = send(credential.document.encode()).content.decode()
    assert "This file is a valid certificate" in said
    assert "Awa Diop" in said
    assert f'href="/verify/{credential.id}"' in said


def test_an_edited_one_is_called_altered() -> None:
    text = a_credential(world.a_learner("Awa Diop")).document.replace("Awa", "Eve")
    assert "This certificate was altered" in send(text.encode()).content.decode()


def test_a_page_that_is_not_proved_is_a_warning_above_what_is_signed() -> None:
    """No success is shown to whoever looks at the page only: neither in green nor in words."""
    pdf = bytes(a_credential(world.a_learner("Awa Diop")).certificate.body)
    assert "validity--" not in send(pdf).content.decode()
    said = send(written_anew(pdf)).content.decode()
    assert "The page you see is not proved" in said
    assert 'class="validity validity--past"' in said
    assert "is a valid certificate" not in said
    assert "the page says the same" not in said
    places = [
        said.index(words) for words in ("compare it with the page", "Awa Diop", "checked just")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("far", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_day_that_no_calendar_shows_is_answered_as_a_page(far: str) -> None:
    document = {"issuer": "did:web:other.example", "name": "X", "validFrom": far, "validUntil": far}
    answer = send(json.dumps(document).encode())
    assert answer.status_code == 200
    assert far in answer.content.decode().replace("&#x2B;", "+")


def test_a_machine_sends_the_file_alone_and_gets_json() -> None:
    body = bytes(a_credential().certificate.body)
    answer = Client(headers={"Accept": "application/json"}).post(
        "/verify", body, content_type="application/pdf"
    )
    assert answer.json()["verdict"] == "valid"
    assert {one["code"] for one in answer.json()["findings"]} >= {"proof", "seal", "words"}


def test_the_api_describes_the_answer_that_machines_get() -> None:
    document = yaml.safe_load(Path("campus/openapi.yaml").read_text())
    described = document["components"]["schemas"]["Judgement"]["properties"]
    verdicts = set(described["verdict"]["enum"])
    assert verdicts == set(ADVICE) | {UNREADABLE}
    answer = Client(headers={"Accept": "application/json"}).post(
        "/verify", written_anew(bytes(a_credential().certificate.body)), content_type="x/y"
    )
    assert answer.json().keys() == described.keys()
    assert answer.json()["verdict"] in verdicts
    assert document["paths"]["/verify"]["post"]["responses"]["200"]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_body_that_is_too_large_is_refused_unread(accept: str) -> None:
    answer = Client(headers={"Accept": accept}).generic(
        "POST",
        "/verify",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 << 20),
        **{"wsgi.input": Unreadable()},
    )
    assert answer.status_code == 413
    kinds = {"text/html": "text/html", "application/json": "application/problem+json"}
    assert answer.headers["Content-Type"].startswith(kinds[accept])


class Unreadable(io.BytesIO):
    def read(self, *_args: Any) -> bytes:
        raise AssertionError("Nothing of it may be read.")

    readline = read  # type: ignore[assignment]


def test_the_form_stays_there_and_says_what_was_wrong_with_the_file() -> None:
    answer = send(b"x" * (LARGEST + 20_000))
    said = answer.content.decode()
    assert 'type="file"' in said
    assert "larger than 5 MB" in said
    assert 'aria-invalid="true"' in said


def test_a_revoked_one_says_since_when_and_why() -> None:
    credential = a_credential()
    day = datetime(2026, 3, 5, 12, tzinfo=UTC)
    Credential.objects.update(revoked_at=day, revocation_reason="Issued by mistake.")
    said = send(credential.document.encode()).content.decode()
    assert "This certificate was revoked" in said
    assert "The campus revoked it on 5 March 2026." in said
    assert "Reason: Issued by mistake." in said
    assert "Demonstration, without value" in said


def test_one_of_exactly_5_mb_is_read() -> None:
    assert send(b"x" * LARGEST).status_code == 200
    assert send(b"x" * (LARGEST + 20_000)).status_code == 413


@pytest.mark.parametrize("files", [{}, {"file": ""}, {"other": "x"}])
def test_a_form_without_a_file_is_told_to_choose_one(files: dict[str, str]) -> None:
    answer = Client(headers=ENGLISH).post("/verify", files)
    assert answer.status_code == 400
    assert "choose one first" in answer.content.decode()


def test_nothing_of_it_is_kept_or_written_down(
    tmp_path: Any, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "missing")  # a file there would fail
    before = Credential.objects.count()
    with caplog.at_level(logging.DEBUG):
        send(b'{"secret": "Zebulon Quux"}' + b" " * 4_000_000, name="Zebulon.json")
    assert "Zebulon" not in caplog.text
    assert Credential.objects.count() == before


def test_a_form_of_another_site_may_bring_a_file_too() -> None:
    """It changes nothing; and a token looked for in the body would be a body read."""
    client = Client(enforce_csrf_checks=True)
    assert send(b"x", client=client).status_code == 200


def test_whoever_sends_too_many_is_told_to_wait() -> None:
    answers = [send(b"x", Accept="application/json").status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
    in_a_browser = send(b"x")
    assert in_a_browser.status_code == 429
    assert in_a_browser.headers["Retry-After"]
    assert 'type="file"' in in_a_browser.content.decode()


def test_the_form_says_what_it_takes() -> None:
    page = Client(headers=ENGLISH).get("/verify")
    assert "up to 5 MB" in page.content.decode()
