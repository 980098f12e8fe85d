"""Files made to exhaust whoever reads them: each is answered, soon, and in little memory."""

import base64
import io
import json
import os
import time
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
import pytest

from workers.certificates.checking import asking, serving
from workers.certificates.checking.asking import ask
from workers.certificates.signed.canonical import CREDENTIALS_V2, OPEN_BADGES_V3
from workers.certificates.signed.pngs import KEYWORD, SIGNATURE

GIGABYTE = 1 << 30


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + kind + content + checksum


@cache
def packed(size: int) -> bytes:
    """Zeros by the gigabyte in a thousandth of that."""
    packer = zlib.compressobj(9)
    block = b"\0" * (1 << 20)
    return b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()


def png(content: bytes) -> bytes:
    return SIGNATURE + chunk(b"iTXt", KEYWORD + b"\0\1\0\0\0" + content)


def pdf(*, stream: bytes = b"", filters: int = 1, file: bytes = b"") -> bytes:
    """One page whose content is a stream packed `filters` times."""
    with pikepdf.new() as opened:
        opened.add_blank_page()
        content = pikepdf.Stream(opened, stream)
        content.Filter = pikepdf.Array([pikepdf.Name.FlateDecode] * filters)
        opened.pages[0].Contents = opened.make_indirect(content)
        if file:
            opened.attachments["credential.json"] = file
        out = io.BytesIO()
        opened.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return out.getvalue()


def around_itself() -> bytes:
    """Pages that are their own parents, and a form that draws itself."""
    with pikepdf.new() as opened:
        opened.add_blank_page()
        opened.Root.Pages.Kids = pikepdf.Array([opened.Root.Pages] * 50)
        out = io.BytesIO()
        opened.save(out)
        return out.getvalue()


def poison(nodes: int) -> str:
    """Blank nodes that all look alike, each knowing each: naming them takes ever longer."""
    achievement = {"type": ["Achievement"], "name": "x", "description": "x", "criteria": {}}
    related: list[dict[str, Any]] = [
        {"type": ["Evidence"], "name": f"_:b{one % 2}"} for one in range(nodes)
    ]
    document = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"},
        "credentialSubject": {"type": ["AchievementSubject"], "achievement": achievement},
        "evidence": [{"type": ["Evidence"], "id": f"_:e{one}", "name": "x"} for one in range(nodes)]
        + related,
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "proofPurpose": "assertionMethod",
            "verificationMethod": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#"
            "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
            "proofValue": "z" + "1" * 64,
        },
    }
    return json.dumps(document)


def nested_contexts(count: int) -> str:
    context: Any = {}
    for number in range(count):
        context = {f"t{number}": {"@id": "https://x.example/", "@context": {}}, **context}
    return json.dumps({"@context": [CREDENTIALS_V2, *[context] * 10, *["https://x.ex"] * 1000]})


def token(payload: str) -> bytes:
    def part(text: str) -> bytes:
        return base64.urlsafe_b64encode(text.encode()).rstrip(b"=")

    return b".".join([part('{"alg":"none","typ":"JWT"}'), part(payload), part("nothing at all")])


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "a picture of another kind": lambda: b"\xff\xd8\xff\xe0" + b"x" * 1000,
    "half a PDF": lambda: b"%PDF-1.7\n1 0 obj\n<<",
    "only the header of a PDF, and 5 MB of noise": lambda: b"%PDF-1.7\n" + os.urandom(5_000_000),
    "a PDF of 5 MB of objects": lambda: b"%PDF-1.7\n" + b"1 0 obj\n[[[[\nendobj\n" * 200_000,
    "a PDF whose page is a gigabyte": lambda: pdf(stream=packed(GIGABYTE)),
    "a PDF packed twice": lambda: pdf(stream=zlib.compress(packed(GIGABYTE), 9), filters=2),
    "a PDF packed 500 times": lambda: pdf(stream=packed(1 << 20), filters=500),
    "a PDF whose attachment is a gigabyte": lambda: pdf(file=b" " * (200 << 20)),
    "a PDF around itself": around_itself,
    "an empty PNG": lambda: SIGNATURE,
    "a PNG whose text is a gigabyte": lambda: png(packed(GIGABYTE)),
    "a PNG of half a text": lambda: png(zlib.compress(b"x" * 1000)[:-20]),
    "a PNG with a chunk of 4 GB": lambda: SIGNATURE + b"\xff\xff\xff\xffiTXtopen",
    "a PNG of empty chunks": lambda: SIGNATURE + chunk(b"tEXt", b"") * 400_000,
    "JSON that is 10,000 deep": lambda: b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "JSON that is a list 10,000 deep": lambda: b'{"a":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "JSON of a million parts": lambda: b'{"a":[' + b"{}," * 1_000_000 + b"{}]}",
    "JSON with a number of 100,000 digits": lambda: b'{"a":' + b"9" * 100_000 + b"}",
    "JSON with half a letter": lambda: b'{"a":"\xff"}',
    "a thousand nested contexts": lambda: nested_contexts(1000).encode(),
    "a poison graph": lambda: poison(400).encode(),
    "a token 10,000 deep": lambda: token('{"a":' * 10_000),
    "a token that no algorithm signed": lambda: token('{"iss":"did:web:campus.example"}'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_answered_soon_and_never_called_true(name: str) -> None:
    body = HOSTILE[name]()
    start = time.monotonic()
    reading = ask(body, {})
    assert time.monotonic() - start < serving.WALL_SECONDS + 1
    assert reading.trouble or reading.proof is None or reading.proof.code != "proved"


def test_the_next_file_is_read_as_if_nothing_had_been() -> None:
    assert ask(HOSTILE["a PDF packed 500 times"](), {}).trouble
    assert ask(b'{"a": 1}', {}).document == {"a": 1}


def test_a_server_that_was_ended_is_started_again() -> None:
    assert ask(b'{"a": 1}', {}).document
    asking._server[os.getpid()].process.kill()
    asking._server[os.getpid()].process.wait()
    assert ask(b'{"a": 1}', {}).document
