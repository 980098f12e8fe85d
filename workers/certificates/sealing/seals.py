"""Owns the signature of a PDF (PAdES B-B): nothing may change after it, and it leaves no mark."""

import asyncio
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
)
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko_certvalidator.registry import SimpleCertificateStore

from campus.errors import CampusError
from workers.certificates.sealing.keys import PageKey

_HASH: Final = "sha256"
_FIELD: Final = "Signature"
# Hexadecimal digits kept free in the file; a time stamp brings its own certificates.
_LEAST_SPACE, _FOR_TIMESTAMP = 4096, 16384
# PDF/A wants each annotation printable, PDF/UA wants each described one outside of the page.
_UNSEEN: Final = InvisSigSettings(
    set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True
)
_DIGEST_HERE: Final = hashlib.sha256(b"the digest stands here").digest()


class NoTimestamp(CampusError):
    """The authority does not answer, or refuses: what is owed is tried again."""

    status = 503
    code = "no_timestamp"


class _Writer(IncrementalPdfFileWriter):
    """Writes neither the time nor anything random: the same input gives the same bytes."""

    def _update_meta(self) -> None:
        pass

    @classmethod
    def _handle_id(cls, prev: Any) -> generic.ArrayObject:
        first, _second = prev.trailer["/ID"]
        prev.stream.seek(0)
        digest = hashlib.sha256(prev.stream.read()).digest()
        return generic.ArrayObject([first, generic.ByteStringObject(digest[:16])])


class _Signer(Signer):
    def __init__(self, key: PageKey, *, signature: bytes | None = None) -> None:
        known = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        known.register_multiple([key.certificate, *key.chain])
        super().__init__(signing_cert=key.certificate, cert_registry=known)
        self._key, self._signature = key, signature

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        return self._signature or self._key.sign(data)


@dataclass(frozen=True, slots=True)
class _Envelope:
    """A CMS structure in which only the file's digest and the signature differ each time."""

    signed: bytes
    whole: bytes
    signature_here: bytes

    def around(self, digest: bytes, sign: Callable[[bytes], bytes]) -> bytes:
        signature = sign(self.signed.replace(_DIGEST_HERE, digest))
        return self.whole.replace(_DIGEST_HERE, digest).replace(self.signature_here, signature)


def seal(pdf: bytes, key: PageKey, *, by: str, at: datetime, timestamps: str | None) -> bytes:
    """The PDF with its signature, which certifies it and allows no change.

    It says to be made `at`, or as soon as its certificate was valid. Byte-reproducible unless
    `timestamps`, the address of an authority, is asked for a time stamp; raises NoTimestamp
    where it gives none.
    """
    space = _space(key) + (_FOR_TIMESTAMP if timestamps else 0)
    # Without a line's end after %%EOF, the first object of the update breaks PDF/A (6.1.9).
    writer = _Writer(io.BytesIO(pdf + b"\n"))
    field = SigFieldSpec(_FIELD, invis_sig_settings=_UNSEEN, readable_field_name=f"{_FIELD}, {by}")
    steps: Any = PdfCMSEmbedder(field).write_cms(_FIELD, writer)
    next(steps)
    steps.send(
        SigObjSetup(
            SignatureObject(
                timestamp=max(at, key.certificate.not_valid_before),
                subfilter=SigSeedSubFilter.PADES,
                bytes_reserved=space * 2,
                name=by,
            ),
            SigMDPSetup(md_algorithm=_HASH, certify=True, docmdp_perms=MDPPerm.NO_CHANGES),
        )
    )
    prepared, out = steps.send(SigIOSetup(md_algorithm=_HASH, in_place=True))
    steps.send(_signature(prepared.document_digest, key, timestamps))
    sealed: bytes = out.getvalue()
    return sealed


def _space(key: PageKey) -> int:
    """Bytes for the structure: its certificates, and 1,500 for all the rest."""
    needed = sum(len(one.dump()) for one in (key.certificate, *key.chain)) + 1500
    return max(_LEAST_SPACE, -(-needed // 1024) * 1024)


def _signature(digest: bytes, key: PageKey, timestamps: str | None) -> bytes:
    if timestamps is None:
        return _envelope(key).around(digest, key.sign)
    # Few have an authority: the others spare the memory of two HTTP clients.
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError
    from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper

    stamper = HTTPTimeStamper(timestamps, timeout=10)  # type: ignore[no-untyped-call]
    signing = _Signer(key).async_sign(digest, _HASH, use_pades=True, timestamper=stamper)
    try:
        return bytes(asyncio.run(signing).dump())
    except TimestampRequestError as fault:
        raise NoTimestamp(f"{timestamps} gives no time stamp: {fault}") from fault


@lru_cache(maxsize=4)
def _envelope(key: PageKey) -> _Envelope:
    """Made by pyHanko once: building it anew costs more than signing."""
    length = key.certificate.public_key.byte_size
    signature = hashlib.shake_256(b"the signature stands here").digest(length)
    signing = _Signer(key, signature=signature).async_sign(_DIGEST_HERE, _HASH, use_pades=True)
    made: cms.ContentInfo = asyncio.run(signing)
    signed = made["content"]["signer_infos"][0]["signed_attrs"]
    return _Envelope(signed.untag().dump(), made.dump(), signature)
