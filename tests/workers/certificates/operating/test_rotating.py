"""Keys are exchanged and what they signed stays valid, unless somebody else got hold of one."""

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from campus.audit.models import Deed
from campus.errors import Conflict, Invalid, NotFound
from workers.certificates.issuers import keys
from workers.certificates.issuers.keys import NoSigningKey
from workers.certificates.issuers.signing import issuer_documents, sign
from workers.certificates.models import IssuerKey
from workers.certificates.operating import rotating
from workers.certificates.signed import proofs
from workers.certificates.signed.documents import JsonObject

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_of_their_own(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.CAMPUS_DATA = tmp_path
    keys.forget()
    yield tmp_path / "keys"
    keys.forget()


def signed(build: Any, at: datetime | None = None) -> JsonObject:
    return proofs.parse(sign(build(), at=at or timezone.now()))


def key_of(document: JsonObject) -> str:
    method: str = document["proof"]["verificationMethod"]
    return method.partition("#")[2]


def rotate(file: Path | None = None) -> rotating.Rotated:
    return rotating.rotate(use="proof", file=file, at=timezone.now())


def test_old_credentials_go_on_verifying_and_new_ones_carry_the_new_key(build: Any) -> None:
    before = signed(build)
    rotated = rotate()
    after = signed(build)
    assert key_of(before) != key_of(after) == rotated.public
    for document in (before, after):
        assert proofs.verify(document, issuer_documents())


def test_the_old_key_signs_nothing_more_in_a_worker_that_still_holds_it(
    build: Any, keys_of_their_own: Path, settings: Any
) -> None:
    signed(build)
    old = keys_of_their_own / "signing.pem"
    settings.SIGNING_KEY_FILE = old
    rotate(keys_of_their_own / "next.pem")  # The operator has not named the new one yet.
    with pytest.raises(NoSigningKey, match="CAMPUS_SIGNING_KEY_FILE"):
        signed(build)
    settings.SIGNING_KEY_FILE = keys_of_their_own / "next.pem"
    assert signed(build)


def test_a_new_key_is_published_before_it_signs(build: Any) -> None:
    signed(build)
    rotated = rotate()
    (published,) = issuer_documents().values()
    assert published["assertionMethod"][-1].endswith(rotated.public)
    assert IssuerKey.objects.get(public_key=rotated.public).retired_at is None
    assert IssuerKey.objects.filter(retired_at=None).count() == 1


def test_both_private_keys_stay_secret_and_none_is_lost(build: Any) -> None:
    signed(build)
    rotated = rotate()
    assert rotated.file is not None
    assert rotated.old_file is not None
    for path in (rotated.file, rotated.old_file):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert keys.load(path, use="proof")


def test_a_key_used_before_does_not_come_back(build: Any) -> None:
    signed(build)
    rotated = rotate()
    with pytest.raises(Conflict, match="used before"):
        rotate(rotated.old_file)


def test_what_a_compromised_key_signs_afterwards_is_refused_and_says_so(build: Any) -> None:
    now = timezone.now()
    before = signed(build, now - timedelta(days=2))
    after = signed(build, now)
    rotating.mark_compromised(key_of(before), since=now - timedelta(days=1))
    assert proofs.verify(before, issuer_documents())
    with pytest.raises(Invalid) as refused:
        proofs.verify(after, issuer_documents())
    assert refused.value.code == "key_compromised"


def test_the_moment_of_the_compromise_counts_as_after_it(build: Any) -> None:
    now = timezone.now().replace(microsecond=0)
    document = signed(build, now)
    rotating.mark_compromised(key_of(document), since=now)
    with pytest.raises(Invalid):
        proofs.verify(document, issuer_documents())


@pytest.mark.parametrize("created", [None, "", "yesterday", "2020-01-01T00:00:00", 5])
def test_a_compromised_key_proves_nothing_whose_moment_cannot_be_read(
    build: Any, monkeypatch: pytest.MonkeyPatch, created: object
) -> None:
    assert proofs.moment(created) == proofs.LATEST


def test_a_compromised_key_signs_nothing_more(build: Any, keys_of_their_own: Path) -> None:
    document = signed(build)
    rotating.mark_compromised(key_of(document), since=timezone.now())
    with pytest.raises(NoSigningKey):
        signed(build)


def test_nobody_elses_key_can_be_marked() -> None:
    with pytest.raises(NotFound):
        rotating.mark_compromised("z6Mkunknown", since=timezone.now())


def test_the_command_says_what_it_did_and_the_audit_keeps_it(build: Any) -> None:
    old, out = key_of(signed(build)), StringIO()
    call_command("rotate_key", "--compromised-since", "2020-01-01T00:00", stdout=out)
    assert f"What {old} signed from 2020-01-01" in out.getvalue()
    assert "destroy it" in out.getvalue()
    assert set(Deed.objects.values_list("deed", flat=True)) == {"key.rotated", "key.compromised"}
    assert proofs.verify(signed(build), issuer_documents())


def test_the_command_rotates_the_key_of_tokens_too(keys_of_their_own: Path) -> None:
    call_command("rotate_key", "--use", "token", stdout=StringIO())
    (row,) = IssuerKey.objects.all()
    assert row.use == "token"
    assert row.public_key.startswith("zDn")


def test_the_command_names_the_setting_where_the_key_is_elsewhere(tmp_path: Path) -> None:
    out = StringIO()
    call_command("rotate_key", "--file", str(tmp_path / "next.pem"), stdout=out)
    assert f"Set CAMPUS_SIGNING_KEY_FILE={tmp_path / 'next.pem'}" in out.getvalue()


def test_the_command_refuses_a_file_that_holds_another_kind_of_key(tmp_path: Path) -> None:
    keys.make(tmp_path / "token.pem", use="token")
    with pytest.raises(CommandError, match="is not an Ed25519 key"):
        call_command("rotate_key", "--file", str(tmp_path / "token.pem"))
    assert not IssuerKey.objects.exists()
