"""What only a worker makes comes within a moment, and whoever asks waits no longer than that."""

import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from campus.owed.claiming import do_owed
from campus.owed.models import Owed
from tests.workers.certificates.working import an_issued_credential
from workers.certificates.holding import asking
from workers.certificates.holding.asking import NotReady, made_on_demand
from workers.certificates.holding.mine import pdf_of
from workers.certificates.models import CertificateDocument
from workers.certificates.pages.rendering import DOCUMENT


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_first_gets_it_as_soon_as_a_worker_made_it() -> None:
    credential = an_issued_credential()
    Owed.objects.filter(kind=DOCUMENT).delete()

    def work() -> None:
        try:
            while not do_owed(DOCUMENT):
                time.sleep(0.02)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        body = pdf_of(credential)
    finally:
        worker.join()
    assert body == bytes(CertificateDocument.objects.get().body)


@pytest.mark.django_db
class TestNobodyWorks:
    def test_whoever_asks_waits_for_a_limited_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(asking, "LONGEST_SECONDS", 0.2)
        start = time.monotonic()
        with pytest.raises(NotReady):
            made_on_demand(DOCUMENT, "x", lambda: None)
        assert 0.2 <= time.monotonic() - start < 2
        assert Owed.objects.filter(kind=DOCUMENT, key="x").exists()

    def test_what_is_there_costs_nothing(self) -> None:
        assert made_on_demand(DOCUMENT, "x", lambda: "made") == "made"
        assert not Owed.objects.exists()

    def test_a_second_thread_does_not_wait(self) -> None:
        start = time.monotonic()
        with asking._waiting, pytest.raises(NotReady):
            made_on_demand(DOCUMENT, "x", lambda: None)
        assert time.monotonic() - start < 2
        assert Owed.objects.filter(kind=DOCUMENT, key="x").exists()

    def test_what_failed_too_often_is_neither_waited_for_nor_tried_again(self) -> None:
        Owed.objects.create(
            kind=DOCUMENT, key="x", due_at=timezone.now(), tries=3, parked_at=timezone.now()
        )
        start = time.monotonic()
        with pytest.raises(NotReady):
            made_on_demand(DOCUMENT, "x", lambda: None)
        assert time.monotonic() - start < 2
        assert Owed.objects.get().tries == 3
