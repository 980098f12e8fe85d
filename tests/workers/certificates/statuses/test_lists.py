"""A place in a signed list for each credential, nobody else's; what is withdrawn stands there."""

import threading
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from campus.owed.claiming import do_owed
from campus.owed.models import Owed
from courses.models import Enrolment
from tests import world
from tests.racing import another_process, take_no_locks, wait_until_blocked
from tests.workers.certificates.working import an_issued_credential
from workers.certificates.issuers.keys import NoSigningKey
from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.issuing.handling import issue
from workers.certificates.models import Credential, StatusList
from workers.certificates.rules.bitstrings import BITS
from workers.certificates.signed import proofs
from workers.certificates.statuses import lists as statuslist
from workers.certificates.statuses.lists import STATUS, allocate, status_bit, withdraw
from workers.progress.folding.earning import course_key
from workers.progress.folding.shards import fold_all


def key_of(enrolment: Enrolment) -> str:
    return course_key(enrolment.work_id, enrolment.person_id, enrolment.period)


def says(list_id: str, index: int) -> bool:
    """What the signed document says, its proof verified."""
    document = proofs.parse(StatusList.objects.get(id=list_id).document)
    assert proofs.verify(document, issuer_documents())
    return status_bit(document, index)


def in_order(start: int) -> Any:
    """Places that whoever else chooses the same way would choose too."""
    following = iter(range(start, BITS))
    return lambda count: [next(following) for _ in range(count)]


def a_list() -> None:
    with transaction.atomic():
        allocate(1)


def with_no_key(settings: Any) -> Any:
    raise NoSigningKey("none here")


@pytest.mark.django_db
class TestAList:
    def test_the_first_place_opens_a_list_that_the_campus_signed(self) -> None:
        ((id_, index),) = allocate(1)
        document = proofs.parse(StatusList.objects.get().document)
        assert document["id"] == f"https://campus.example/status/{id_}"
        assert document["credentialSubject"]["statusPurpose"] == "revocation"
        assert not says(id_, index)

    def test_places_are_chosen_at_random_and_each_is_given_once(self) -> None:
        places = [index for _list, index in allocate(200)]
        assert len(set(places)) == 200
        assert places != sorted(places)
        assert max(places) > BITS // 2 > min(places)
        assert StatusList.objects.count() == 1

    def test_a_place_that_a_credential_has_is_not_given_again(self) -> None:
        one = an_issued_credential()
        assert one.status_index is not None
        ((_list, place),) = allocate(1, choose=in_order(one.status_index))
        assert place == one.status_index + 1

    def test_a_list_that_is_half_full_is_closed_and_another_opened(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = an_issued_credential()
        monkeypatch.setattr(statuslist, "_FULL", 2)
        allocate(1, choose=in_order(64))
        assert StatusList.objects.get().is_open
        monkeypatch.setattr(statuslist, "_FULL", 1)
        allocate(1, choose=in_order(65))  # not one of those at which it is counted
        assert StatusList.objects.get().is_open
        allocate(1, choose=in_order(64))
        assert not StatusList.objects.get().is_open
        ((other, _place),) = allocate(1)
        assert other != one.status_list_id
        assert StatusList.objects.get(id=other).is_open

    def test_a_list_of_another_name_of_the_campus_takes_no_more(self, settings: Any) -> None:
        ((old, _place),) = allocate(1)
        settings.CAMPUS_IRI = "https://campus-nouveau.example"
        ((new, _place),) = allocate(1)
        assert new != old
        document = proofs.parse(StatusList.objects.get(id=new).document)
        assert document["id"].startswith("https://campus-nouveau.example/status/")


@pytest.mark.django_db
class TestWithdrawing:
    def test_only_the_withdrawn_ones_bit_is_set(self) -> None:
        one, other = an_issued_credential(), an_issued_credential()
        assert one.status_list_id
        assert one.status_list_id == other.status_list_id
        withdraw([one])
        assert says(one.status_list_id, one.status_index or 0)
        assert not says(one.status_list_id, other.status_index or 0)
        withdraw([other])
        assert says(one.status_list_id, one.status_index or 0)
        assert says(one.status_list_id, other.status_index or 0)

    def test_whoever_reads_within_the_same_transaction_sees_it(self) -> None:
        one = an_issued_credential()
        with transaction.atomic():
            withdraw([one])
            assert says(one.status_list_id or "", one.status_index or 0)

    def test_nothing_is_said_when_the_transaction_fails(self) -> None:
        one = an_issued_credential()
        with transaction.atomic():
            withdraw([one])
            transaction.set_rollback(True)
        assert not says(one.status_list_id or "", one.status_index or 0)

    def test_a_process_without_a_key_leaves_the_signature_to_a_worker(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = an_issued_credential()
        with monkeypatch.context() as here:
            here.setattr(statuslist, "signer", lambda *_, **__: with_no_key(None))
            withdraw([one])
        assert not says(one.status_list_id or "", one.status_index or 0)
        assert Owed.objects.filter(kind=STATUS, key=one.status_list_id).exists()
        do_owed(STATUS)
        assert says(one.status_list_id or "", one.status_index or 0)


@pytest.mark.django_db
class TestTheAddress:
    def test_anybody_reads_the_signed_text(self) -> None:
        one = an_issued_credential()
        answer = Client().get(f"/status/{one.status_list_id}")
        assert answer.headers["Content-Type"] == "application/vc"
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert answer.content.decode() == StatusList.objects.get().document
        assert not answer.cookies

    def test_it_is_sent_again_only_when_it_was_signed_again(self) -> None:
        one = an_issued_credential()
        client, path = Client(), f"/status/{one.status_list_id}"
        known = {"If-None-Match": client.get(path).headers["ETag"]}
        assert client.get(path, headers=known).status_code == 304
        withdraw([one])
        assert client.get(path, headers=known).status_code == 200

    def test_one_that_is_not_there_is_a_problem(self) -> None:
        answer = Client().get(f"/status/{'x' * 22}")
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_a_credential_names_its_place(self) -> None:
        one = an_issued_credential()
        assert proofs.parse(one.document)["credentialStatus"] == {
            "id": f"https://campus.example/status/{one.status_list_id}#{one.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(one.status_index),
            "statusListCredential": f"https://campus.example/status/{one.status_list_id}",
        }


def allocate_together(count: int, each: int) -> list[int]:
    """Each in a transaction of its own that stays open until all have places."""
    meeting = threading.Barrier(count)

    def one() -> Sequence[int]:
        with transaction.atomic():
            places = [place for _list, place in allocate(each, choose=in_order(0))]
            meeting.wait(timeout=20)
            return places

    with another_process() as run:
        futures = [run(one) for _ in range(count)]
        return [place for future in futures for place in future.result()]


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_nobody_is_given_a_place_that_another_transaction_holds(self) -> None:
        a_list()
        places = allocate_together(5, 20)
        assert sorted(places) == list(range(100))

    def test_without_the_locks_they_would_be(self, monkeypatch: pytest.MonkeyPatch) -> None:
        a_list()
        monkeypatch.setattr(statuslist, "_TAKE", "SELECT unnest(%s::int[]) WHERE %s IS NOT NULL")
        places = allocate_together(5, 20)
        assert len(set(places)) < 100

    def test_fifty_awards_at_once_have_fifty_places(self) -> None:
        course = world.a_published_course(lessons=("article",))
        keys = [key_of(world.finish(world.a_learner(), course)) for _ in range(50)]
        fold_all()
        together = threading.Barrier(5)

        def award(mine: Sequence[str]) -> None:
            together.wait(timeout=20)
            for key in mine:
                issue(key)

        with another_process() as run:
            for waiting in [run(award, keys[start::5]) for start in range(5)]:
                waiting.result()
        places = set(Credential.objects.values_list("status_list", "status_index"))
        assert len(places) == Credential.objects.count() == 50
        assert StatusList.objects.count() == 1
        for one in Credential.objects.all():
            index = proofs.parse(one.document)["credentialStatus"]["statusListIndex"]
            assert index == str(one.status_index)

    def test_two_that_open_a_list_open_one(self) -> None:
        with another_process() as run:
            with transaction.atomic():
                allocate(1)
                waiting = run(transaction.atomic(allocate), 1)
                wait_until_blocked()
            waiting.result()
        assert StatusList.objects.count() == 1

    def _withdraw_two(self) -> list[bool]:
        one, other = an_issued_credential(), an_issued_credential()
        with another_process() as run:
            with transaction.atomic():
                withdraw([one])
                waiting = run(withdraw, [other])
                wait_until_blocked()
            waiting.result()
        return [says(x.status_list_id or "", x.status_index or 0) for x in (one, other)]

    def test_two_that_withdraw_from_one_list_both_stand_in_it(self) -> None:
        assert self._withdraw_two() == [True, True]

    def test_without_the_lock_on_its_row_the_database_refuses_to_lose_one(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        take_no_locks(monkeypatch)
        with pytest.raises(IntegrityError, match="what was withdrawn stays so"):
            self._withdraw_two()
