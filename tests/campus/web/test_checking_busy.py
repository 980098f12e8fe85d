"""What is too large, and too much at once, is refused soon, and in words that reach the sender."""

import io
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from campus.web import verify
from campus.web.checking import LARGEST
from workers.certificates.checking import asking

pytestmark = pytest.mark.django_db
KINDS = {"text/html": "text/html", "application/json": "application/problem+json"}


@pytest.fixture(autouse=True)
def nobody_asked_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def send(body: bytes, **headers: str) -> Any:
    return Client(headers=headers).post("/verify", {"file": SimpleUploadedFile("x", body)})


def test_of_a_form_in_chunks_that_was_cut_nothing_is_judged() -> None:
    """Such a body is read up to one byte beyond the longest, and may lack the form's end."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
    answer = Client(headers={"Transfer-Encoding": "chunked"}).generic(
        "POST",
        "/verify",
        (head + b"x" * LARGEST)[: LARGEST + 1],
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413


def test_a_body_a_little_too_large_is_read_away_so_that_its_sender_reads_why() -> None:
    body = io.BytesIO(b"x" * (LARGEST + 1))
    environ: dict[str, Any] = {"CONTENT_LENGTH": str(LARGEST + 1), "wsgi.input": body}
    answer = Client().generic("POST", "/verify", b"", **environ)
    assert answer.status_code == 413
    assert body.read() == b""


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_the_refusal_says_when_to_come_back(accept: str) -> None:
    for _again in range(31):
        answer = send(b"x", Accept=accept)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 60
    assert answer.headers["Content-Type"].startswith(KINDS[accept])


def test_while_one_file_takes_long_the_next_sender_does_not_hold_a_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "_turns", busy := threading.BoundedSemaphore(1))
    busy.acquire()
    start = time.monotonic()
    answer = send(b"x", Accept="application/json")
    assert time.monotonic() - start < 2
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    busy.release()
    assert send(b"x", Accept="application/json").status_code == 200


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_whoever_looks_at_too_many_certificates_is_told_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    monkeypatch.setattr(verify, "_A_MINUTE", 2)
    answers = [Client(headers={"Accept": accept}).get("/verify/none") for _again in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert int(answers[2].headers["Retry-After"]) >= 60
    assert answers[2].headers["Content-Type"].startswith(KINDS[accept])
    elsewhere = Client(headers={"Accept": accept}, REMOTE_ADDR="192.0.2.7").get("/verify/none")
    assert elsewhere.status_code == 404
