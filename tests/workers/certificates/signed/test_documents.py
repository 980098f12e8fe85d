"""A credential says what it must in terms that Open Badges 3.0 defines, and nothing empty."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from workers.certificates.signed import documents
from workers.certificates.signed.canonical import canonical_form

Build = Callable[..., dict[str, Any]]
ID = UUID("0198c6f2-7a1b-7c3d-8e4f-5a6b7c8d9e0f")
STATUS = documents.Status("https://campus.example/status/abc", 94_567)


def texts_of(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        part = list(part.values())
    return [text for each in part for text in texts_of(each)] if isinstance(part, list) else []


def test_everything_it_says_is_in_what_is_signed(build: Build) -> None:
    document = build(status=STATUS)
    signed = canonical_form(document).decode()
    del document["@context"]
    said = [text for text in texts_of(document) if text not in signed]
    # Types are shorthand for the vocabulary's names, which the canonical form spells out.
    assert all(f"#{name}>" in signed for name in said if name != "Alignment")
    assert "https://schema.org/AlignmentObject" in signed


def test_it_says_where_its_status_is_read(build: Build) -> None:
    assert build(status=STATUS)["credentialStatus"] == {
        "id": "https://campus.example/status/abc#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": "https://campus.example/status/abc",
    }


def test_it_says_until_when_it_is_valid(build: Build) -> None:
    until = datetime(2029, 2, 28, 12, tzinfo=UTC)
    assert build(valid_until=until)["validUntil"] == "2029-02-28T12:00:00Z"


def test_a_skill_of_a_framework_is_aligned_and_another_is_a_tag(build: Build) -> None:
    achievement = build()["credentialSubject"]["achievement"]
    (aligned,) = achievement["alignment"]
    assert aligned["targetUrl"].startswith("http://data.europa.eu/esco/")
    assert (aligned["targetFramework"], aligned["targetCode"]) == ("ESCO", "S1.13")
    assert aligned["targetType"] == "ceasn:Competency"
    assert achievement["tag"] == ["Relire"]


def test_what_is_not_known_is_left_out(build: Build) -> None:
    earned = documents.Earned(ID, 1, "Écrire", "Un cours.", "Tout faire.", "fr")
    document = build(
        subject=documents.Subject(ID, "Zoé"),
        earned=earned,
        related=(),
        description="",
        valid_until=None,
    )
    for absent in ("validUntil", "credentialStatus", "relatedResource", "description"):
        assert absent not in document
    achievement = document["credentialSubject"]["achievement"]
    assert not {"alignment", "tag", "creator"} & achievement.keys()
    assert "role" not in document["credentialSubject"]
    assert canonical_form(document)


def test_a_name_that_is_not_hashed_says_so(build: Build) -> None:
    (identity,) = build()["credentialSubject"]["identifier"]
    assert identity["hashed"] is False
