"""Owns badges: a picture of a credential's seal with the signed document baked into it.

Source: Open Badges 3.0, section 5.3.1; PNG (third edition), section 11.3.3.4.
"""

import zlib
from dataclasses import replace

from campus.errors import Invalid
from workers.certificates.models import Credential
from workers.certificates.pages import looks
from workers.certificates.pages.rendering import pictures_of, thawed
from workers.certificates.pages.typesetting import draw_badge
from workers.certificates.signed import proofs
from workers.certificates.signed.pngs import KEYWORD, SIGNATURE, baked

# A PNG begins with its signature and the 25 bytes of its header; texts may follow at once.
_HEADER_ENDS = len(SIGNATURE) + 25


def bake(credential: Credential) -> bytes:
    """The badge, the same bytes each time; it needs no key, for the document is signed already."""
    face = thawed(credential.face)
    face = replace(face, look={**(face.look or looks.look()), "layout": ""})
    picture = draw_badge(face, credential=credential.document, pictures=pictures_of(face))
    return bake_into(picture, credential.document)


def bake_into(picture: bytes, text: str) -> bytes:
    """The PNG with this text in an `iTXt` chunk, uncompressed as the specification wants."""
    if not picture.startswith(SIGNATURE) or picture[12:16] != b"IHDR":
        raise Invalid("The picture is no PNG.", code="damaged")
    content = KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + text.encode()
    chunk = b"iTXt" + content
    whole = len(content).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    return picture[:_HEADER_ENDS] + whole + picture[_HEADER_ENDS:]


def unbake(picture: bytes) -> str:
    """The document that a badge carries, unverified.

    Raises Invalid where it carries none or several (section 5.3.1.1 allows one), and where the
    text is damaged or longer, also once unpacked, than any credential.
    """
    if not picture.startswith(SIGNATURE):
        raise Invalid("The picture is no PNG.", code="damaged")
    found = baked(picture, longest=proofs.LONGEST_TEXT)
    if len(found) != 1:
        raise Invalid(f"The picture carries {len(found)} credentials.", code="damaged")
    return found[0]
