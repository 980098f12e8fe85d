"""A page's signature: the same bytes each time, no mark, no change allowed, ready for PAdES."""

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from asn1crypto import cms, keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pypdf import PdfReader

from tests.workers.certificates.faces import ZOE
from tests.workers.certificates.signedpages import (
    CREDENTIAL,
    NOW,
    a_key,
    edited,
    plain,
    signed,
    with_an_update,
    with_another_attachment,
)
from workers.certificates.sealing.reading import seals
from workers.certificates.sealing.seals import NoTimestamp, seal


def test_the_same_page_signed_again_is_the_same_file() -> None:
    assert signed() == signed()


def test_another_page_has_another_signature() -> None:
    assert signed() != signed(replace(ZOE, name="Eve"))


def test_what_was_set_stays_as_it_was_and_the_signature_follows() -> None:
    assert signed().startswith(plain() + b"\n")


def test_it_says_that_it_was_made_when_the_credential_was_issued() -> None:
    (found,) = seals(signed())
    assert found.claimed_at == NOW


def test_it_never_says_a_moment_before_its_certificate() -> None:
    (found,) = seals(seal(plain(), a_key(), by="C", at=NOW - timedelta(9999), timestamps=None))
    assert found.claimed_at == datetime(2020, 1, 1, tzinfo=UTC)


def test_it_certifies_and_allows_no_change() -> None:
    reader = PdfFileReader(io.BytesIO(signed()))
    (signature,) = reader.embedded_regular_signatures
    assert signature.docmdp_level is not None
    assert signature.docmdp_level.value == 1
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert reader.root["/Perms"]["/DocMDP"].get_object() == signature.sig_object


def test_it_leaves_no_mark_on_the_page() -> None:
    page: Any
    (page,) = PdfReader(io.BytesIO(signed())).pages
    (widget,) = (
        note.get_object() for note in page["/Annots"] if note.get_object()["/Subtype"] == "/Widget"
    )
    assert all(place < 0 for place in widget["/Rect"])
    assert widget["/TU"] == "Signature, Campus"
    assert widget["/F"] & 4  # printable, as PDF/A asks
    assert not widget["/F"] & 2  # not hidden, as PDF/A asks


def test_it_names_its_certificate_in_what_it_signs() -> None:
    """PAdES: signing-certificate-v2, and no time of its own."""
    pdf = PdfFileReader(io.BytesIO(signed())).embedded_regular_signatures[0]
    names = [one["type"].native for one in pdf.signer_info["signed_attrs"]]
    assert sorted(names) == ["content_type", "message_digest", "signing_certificate_v2"]
    assert isinstance(pdf.signed_data, cms.SignedData)


def test_a_signed_page_holds_for_every_byte() -> None:
    (found,) = seals(signed())
    assert (found.holds, found.covers_all) == (True, True)


@pytest.mark.parametrize("forge", [edited, with_another_attachment])
def test_a_page_that_was_changed_does_not_hold(forge: object) -> None:
    assert callable(forge)
    forged = forge(signed())
    assert len(forged) == len(signed())
    (found,) = seals(forged)
    assert not found.holds


def test_a_swapped_attachment_is_really_another() -> None:
    reader = PdfReader(io.BytesIO(with_another_attachment(signed())))
    assert reader.attachments["credential.json"][0].decode().strip() != CREDENTIAL.strip()


@pytest.mark.parametrize("added", [b"\n", b"% a comment", None], ids=["line", "comment", "update"])
def test_what_is_appended_is_not_covered(added: bytes | None) -> None:
    pdf = with_an_update(signed()) if added is None else signed() + added
    (found,) = seals(pdf)
    assert (found.holds, found.covers_all) == (True, False)


def test_a_page_without_signature_has_none() -> None:
    assert seals(plain()) == []


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"/ByteRange [0 1 2 3]",
        b"/ByteRange [0 22 24 99999999]<>",
        b"/ByteRange [5 22 24 3]",
        b"/ByteRange [0 40 90000000 3]" + b" " * 200,
        b"/ByteRange [0 28 32 0]     <00>",
        b"/ByteRange [" + b"9" * 500,
        b"/ByteRange [0 1 2 3]" * 10_000,
    ],
)
def test_junk_is_no_signature(junk: bytes) -> None:
    assert seals(junk) == []


def test_a_hole_beside_the_signature_covers_nothing() -> None:
    """A range that leaves out more than the signature would let somebody write there."""
    pdf = signed()
    found = pdf.rindex(b"/ByteRange")
    start, end = pdf.index(b"[", found), pdf.index(b"]", found)
    zero, until, gap_end, rest = (int(text) for text in pdf[start + 1 : end].split())
    wider = b"[%d %d %d %d" % (zero, until, gap_end + 1, rest - 1)
    assert seals(pdf[:start] + wider.ljust(end - start) + pdf[end:]) == []


def test_digits_in_the_signatures_padding_change_nothing_that_is_signed() -> None:
    pdf = signed()
    gap_end = pdf.index(b"00>\n/ByteRange")
    (found,) = seals(pdf[:gap_end] + b"41" + pdf[gap_end + 2 :])
    assert found.holds


@pytest.fixture
def an_authority() -> Iterator[str]:
    """A time stamp authority (RFC 3161) on this machine."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of time")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2050, 1, 1, tzinfo=UTC))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    clock = DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(
            key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
    )

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            given = clock.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(given)))
            self.end_headers()
            self.wfile.write(given)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Door) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        serving.join()


def test_an_authority_of_time_is_asked_where_one_is_named(an_authority: str) -> None:
    pdf = seal(plain(), a_key(), by="Campus", at=NOW, timestamps=an_authority)
    (found,) = seals(pdf)
    assert (found.holds, found.covers_all) == (True, True)
    info = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[0].signer_info
    (token,) = (
        one["values"][0]
        for one in info["unsigned_attrs"]
        if one["type"].native == "signature_time_stamp_token"
    )
    stamped = token["content"]["encap_content_info"]["content"].parsed
    assert abs(stamped["gen_time"].native - datetime.now(UTC)) < timedelta(minutes=1)


def test_without_the_authoritys_answer_nothing_is_signed() -> None:
    with pytest.raises(NoTimestamp, match=r"127\.0\.0\.1:9/ gives no time stamp"):
        seal(plain(), a_key(), by="Campus", at=NOW, timestamps="http://127.0.0.1:9/")
