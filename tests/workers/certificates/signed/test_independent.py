"""Implementations that are not ours agree with what we sign, and with what we refuse; offline."""

import copy
import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.workers.certificates.conftest import DID, KEY, METHOD, NOW, PUBLIC
from workers.certificates.rules import bitstrings
from workers.certificates.signed import canonical, documents, issuer, proofs, tokens

HERE = Path(__file__).with_name("independent")
ROOT = Path(__file__).parents[4]
LIST = "https://campus.example/status/list"
REVOKED = 94_567
P256 = derive_private_key(20_261_123, SECP256R1())
P256_PUBLIC = issuer.multibase(P256.public_key())
STRANGER = Ed25519PrivateKey.from_private_bytes(b"somebody else who signs as well.")
Json = dict[str, Any]
Sign = Callable[[Json], str]
Build = Callable[..., Json]


@pytest.fixture(scope="session")
def folder() -> Path:
    """npm's packages beside our scripts; kept between runs, out of the repository."""
    if not (npm := shutil.which("npm")) or not shutil.which("node"):
        pytest.skip("npm and node are not installed")
    folder = ROOT / ".tools" / "independent-verifier"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / "package.json").read_text()
    installed = folder / "installed.json"
    if not installed.exists() or installed.read_text() != wanted:
        shutil.copy(HERE / "package.json", folder)
        command = [
            npm,
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--no-package-lock",
        ]
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=180, check=False)
        if done.returncode:
            pytest.skip("npm could not install the verifiers: " + done.stderr.decode()[-300:])
        installed.write_text(wanted)
    for script in HERE.glob("*.mjs"):
        shutil.copy(script, folder)
    return folder


@pytest.fixture
def ask(folder: Path, tmp_path: Path, did_document: Json) -> Callable[..., list[Json]]:
    """Run one of the scripts on credentials or tokens, at a moment."""

    def asked(script: str, **about: Any) -> list[Json]:
        everything = {
            "contexts": str(canonical._FOLDER),
            "dids": [did_document],
            "lists": [],
            "credentials": [],
            "now": (NOW + timedelta(days=1)).isoformat(),
        }
        path = tmp_path / "asked.json"
        path.write_text(json.dumps(everything | about))
        command = ["node", folder / f"{script}.mjs", path]
        done = subprocess.run(command, capture_output=True, timeout=60, check=True)
        verdicts: list[Json] = json.loads(done.stdout)
        return verdicts

    return asked


def verdicts(answers: list[Json]) -> list[bool]:
    return [each["verified"] for each in answers]


def changed(document: Json, **changes: Any) -> Json:
    return copy.deepcopy(document) | changes


@pytest.fixture
def cases(build: Build, sign: Sign) -> dict[str, Json]:
    whole: Json = json.loads(sign(build()))
    subject = whole["credentialSubject"] | {"role": "Directrice"}
    evil = build(issuer=documents.Issuer("did:web:evil.example", "Campus", "https://evil.example"))
    by_a_stranger = proofs.sign(build(), key=STRANGER, verification_method=METHOD, created=NOW)
    return {
        "whole": whole,
        "least": json.loads(sign(build(related=(), valid_until=None, description=""))),
        "another name": changed(whole, name="Diplôme d’État"),
        "another role": changed(whole, credentialSubject=subject),
        "less evidence": changed(whole, evidence=whole["evidence"][:1]),
        "longer validity": changed(whole, validUntil="2099-01-01T00:00:00Z"),
        "another issuer": json.loads(sign(evil)),
        "a stranger's key": json.loads(by_a_stranger),
    }


@pytest.mark.parametrize("script", ["verify", "second"])
def test_they_verify_ours_and_refuse_what_is_not(
    script: str, cases: dict[str, Json], ask: Callable[..., list[Json]], issuers: Any
) -> None:
    found = ask(script, credentials=list(cases.values()))
    agreed = dict(zip(cases, verdicts(found), strict=True))
    assert [name for name, verified in agreed.items() if verified] == ["whole", "least"]
    why = found[list(cases).index("another issuer")]["why"]
    assert "evil.example" in why or "issuer must match the verification method" in why


@pytest.mark.parametrize("script", ["verify", "second"])
@pytest.mark.parametrize(("days", "verified"), [(-1, False), (0, True), (999, True), (1001, False)])
def test_they_refuse_what_has_expired_or_not_begun(
    script: str, days: int, verified: bool, cases: Any, ask: Callable[..., list[Json]]
) -> None:
    at = (NOW + timedelta(days=days, minutes=5)).isoformat()
    assert verdicts(ask(script, credentials=[cases["whole"]], now=at)) == [verified]


@pytest.fixture
def status_list(sign: Sign) -> Json:
    """As `statuslist` words it, with one bit set."""
    unsigned = {
        "@context": [canonical.CREDENTIALS_V2],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": DID,
        "validFrom": documents.instant(NOW),
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bitstrings.encoded(bitstrings.with_bits(bitstrings.EMPTY, [REVOKED])),
            "ttl": 60_000,
        },
    }
    signed: Json = json.loads(sign(unsigned))
    return signed


def with_no_bit(status_list: Json) -> Json:
    empty = {"encodedList": bitstrings.encoded(bitstrings.EMPTY)}
    return changed(status_list, credentialSubject=status_list["credentialSubject"] | empty)


def test_they_read_from_the_list_which_one_was_withdrawn(
    build: Build, sign: Sign, status_list: Json, ask: Callable[..., list[Json]]
) -> None:
    """The first says "verified" of a revoked one too: its signature holds, its bit is set."""
    places = (REVOKED - 1, REVOKED, REVOKED + 1, 0, bitstrings.BITS - 1)
    credentials = [json.loads(sign(build(status=documents.Status(LIST, at)))) for at in places]
    found = ask("verify", credentials=credentials, lists=[status_list])
    assert [(each["verified"], each["withdrawn"]) for each in found] == [
        (True, at == REVOKED) for at in places
    ]


@pytest.mark.parametrize("script", ["verify", "second"])
def test_the_list_is_a_credential_itself(
    script: str, status_list: Json, ask: Callable[..., list[Json]]
) -> None:
    emptied = with_no_bit(status_list)
    assert verdicts(ask(script, credentials=[status_list, emptied])) == [True, False]


def test_a_credential_whose_list_was_emptied_is_refused(
    build: Build, sign: Sign, status_list: Json, ask: Callable[..., list[Json]]
) -> None:
    emptied = with_no_bit(status_list)
    credential = json.loads(sign(build(status=documents.Status(LIST, REVOKED))))
    assert verdicts(ask("verify", credentials=[credential], lists=[emptied])) == [False]


def test_what_was_signed_before_a_rotation_or_a_move_is_verified_with_what_is_archived(
    build: Build, cases: dict[str, Json], ask: Callable[..., list[Json]]
) -> None:
    new_did = issuer.did_of("https://new.example")
    new_key = issuer.multibase(STRANGER.public_key())
    keys = [issuer.Published(PUBLIC), issuer.Published(new_key)]
    archived = [
        issuer.did_document(DID, keys, url="https://campus.example"),
        issuer.did_document(new_did, keys[1:], url="https://new.example"),
    ]
    moved = proofs.sign(
        build(issuer=documents.Issuer(new_did, "Campus", "https://new.example/issuer")),
        key=STRANGER, verification_method=f"{new_did}#{new_key}", created=NOW,
    )  # fmt: skip
    rotated = proofs.sign(
        build(), key=STRANGER, verification_method=f"{DID}#{new_key}", created=NOW
    )
    three = [cases["whole"], json.loads(rotated), json.loads(moved)]
    for script in ("verify", "second"):
        assert verdicts(ask(script, credentials=three, dids=archived)) == [True, True, True]
        assert verdicts(ask(script, credentials=three)) == [True, False, False]


def test_jose_verifies_our_tokens_and_refuses_what_is_not(
    build: Build, ask: Callable[..., list[Json]]
) -> None:
    did = issuer.did_document(DID, [issuer.Published(P256_PUBLIC)], url="https://campus.example")
    method = issuer.verification_method(DID, P256_PUBLIC)
    stranger = derive_private_key(7, SECP256R1())
    good = tokens.sign_token(build(), key=P256, verification_method=method, at=NOW)
    forged = tokens.sign_token(build(), key=stranger, verification_method=method, at=NOW)
    head, body, signature = good.split(".")
    tampered = f"{head}.{body[:-2]}AA.{signature}"
    texts = [good, forged, tampered]
    found = ask("tokens", tokens=texts, dids=[did], issuer=DID)
    assert verdicts(found) == [True, False, False]
    assert found[0]["name"] == build()["name"]
    later = (NOW + timedelta(days=1001)).isoformat()
    assert verdicts(ask("tokens", tokens=[good], dids=[did], issuer=DID, now=later)) == [False]


def test_our_own_verdict_is_theirs(cases: dict[str, Json], issuers: Any) -> None:
    """All but the dates, which `standing` judges."""
    assert KEY
    for name, credential in cases.items():
        try:
            verified = bool(proofs.verify(credential, issuers))
        except Exception:
            verified = False
        assert verified == (name in ("whole", "least")), name
