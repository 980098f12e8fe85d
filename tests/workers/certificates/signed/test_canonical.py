"""The canonical form covers every part of a document, from bundled contexts alone."""

import copy
import json
import socket
import time
from typing import Any

import pytest

from campus.errors import Invalid
from workers.certificates.signed import canonical
from workers.certificates.signed.canonical import CREDENTIALS_V2, OPEN_BADGES_V3, canonical_form

DOCUMENT: dict[str, Any] = {
    "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
    "id": "https://campus.example/verify/x",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "did:web:campus.example", "type": ["Profile"], "name": "Campus"},
    "validFrom": "2026-11-23T08:00:00Z",
    "credentialSubject": {"id": "urn:uuid:1", "type": ["AchievementSubject"]},
}


def changed(path: str, value: object) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    *parents, name = path.split("/")
    place: Any = document
    for parent in parents:
        place = place[parent]
    place[name] = value
    return document


def test_the_order_of_keys_does_not_matter() -> None:
    turned = dict(reversed(DOCUMENT.items()))
    assert canonical_form(turned) == canonical_form(DOCUMENT)


def test_every_value_matters() -> None:
    assert canonical_form(changed("issuer/name", "Other")) != canonical_form(DOCUMENT)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("grade", "A"),
        ("issuer/zzz", 1),
        ("credentialSubject/@id", "urn:uuid:2"),
        ("name", None),
        ("id", "no-iri"),
        ("type", ["VerifiableCredential", "Unheard"]),
        ("credentialSubject/@context", {"name": "https://evil.example/name"}),
        ("@context", [CREDENTIALS_V2, {"grade": "https://evil.example/grade"}]),
        ("@context", [CREDENTIALS_V2, "https://evil.example/context.json"]),
        ("@context", [OPEN_BADGES_V3, CREDENTIALS_V2]),
        ("@context", CREDENTIALS_V2),
    ],
)
def test_what_no_signature_would_cover_is_refused(path: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        canonical_form(changed(path, value))
    assert refused.value.code == "credential_unreadable"


def test_it_never_touches_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    canonical._parsed.clear()
    assert canonical_form(DOCUMENT)
    with pytest.raises(Invalid):
        canonical_form(changed("@context", [CREDENTIALS_V2, "https://w3id.org/other"]))


def test_a_context_that_was_tampered_with_is_refused(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, _digest in canonical._BUNDLED.values():
        text = json.loads((canonical._FOLDER / name).read_text())
        (tmp_path / name).write_text(json.dumps(text))
    monkeypatch.setattr(canonical, "_FOLDER", tmp_path)
    canonical.bundled_context.cache_clear()
    with pytest.raises(RuntimeError, match="restore the file"):
        canonical.bundled_context(CREDENTIALS_V2)


ALIKE: dict[str, Any] = {"type": ["Evidence"], "name": "the same"}


def around(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": ["Evidence"], "genre": parts}


@pytest.mark.parametrize(
    "poison",
    [
        pytest.param([around([ALIKE] * 12)] * 2, id="alike parts in alike parts"),
        pytest.param([around([around([ALIKE] * 5)] * 5)] * 5, id="a tree of them"),
        pytest.param([{"id": f"_:b{i}", "genre": f"_:b{i + 1}"} for i in range(20)], id="a ring"),
        pytest.param(
            [{"id": f"_:b{i}", "genre": [{"id": f"_:b{j}"} for j in range(9)]} for i in range(9)],
            id="a clique",
        ),
    ],
)
def test_a_graph_made_to_take_for_ever_is_refused_at_once(poison: object) -> None:
    start = time.process_time()
    with pytest.raises(Invalid) as refused:
        canonical_form(DOCUMENT | {"evidence": poison})
    assert refused.value.code == "credential_unreadable"
    assert time.process_time() - start < 2


def test_a_few_parts_alike_are_told_apart() -> None:
    assert canonical_form(DOCUMENT | {"evidence": [around([ALIKE] * 3)] * 2})
    assert canonical_form(DOCUMENT | {"evidence": [ALIKE] * 50})


def test_a_thousand_contexts_are_refused_at_once() -> None:
    nested: Any = {"name": "deep"}
    for _ in range(1_000):
        nested = {"@context": {"name": "https://evil.example/name"}, "evidence": nested}
    start = time.process_time()
    many = changed("@context", [CREDENTIALS_V2] + [OPEN_BADGES_V3] * 1_000)
    for document in (DOCUMENT | {"evidence": nested}, many):
        with pytest.raises(Invalid):
            canonical_form(document)
    assert time.process_time() - start < 1
