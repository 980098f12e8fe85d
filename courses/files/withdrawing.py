"""Owns the withdrawal of files: their address answers 410, for ever and in every copy we know of.

The bytes stay where they are, out of reach, so that a withdrawal by mistake can be taken back.
Releases go on naming the file: no restoring and no new publication makes it public again.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.audit.noting import note
from campus.errors import Invalid, NotFound
from campus.markdown import tokens
from campus.markdown.tokens import Token
from courses.catalogue import revising
from courses.models import Blob

Key = TypeVar("Key", bound=Hashable)

_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHOWN = re.compile(r"/api/v1/blobs/([0-9a-f]{64})")
_SAID = {"fr": "Ce fichier a été retiré.", "en": "This file was withdrawn."}
_HOLDING = ("video", "audio", "a")


@transaction.atomic
def withdraw(*, digest: str, because: str, by: User | None) -> Blob:
    """Take a file back, with all the widths made of it; whoever did so before keeps the credit.

    Raises Invalid without a reason, NotFound for a digest that is none of ours.
    """
    because = because.strip()
    if not because:
        raise Invalid(_("Say why: the reason is kept."), code="no_reason")
    blob = _the_blob(digest)
    if blob.withdrawn_at:
        return blob
    told = {"withdrawn_at": timezone.now(), "withdrawn_by": by, "withdrawn_because": because}
    _with_variants(blob).filter(withdrawn_at=None).update(**told)
    return _noted(blob, "blob.withdrawn", by, {"because": because})


@transaction.atomic
def give_back(*, digest: str, by: User | None) -> Blob:
    """Make it public again where a release shows it, and tell copies. Raises NotFound."""
    blob = _the_blob(digest)
    if blob.withdrawn_at is None:
        return blob
    nothing: dict[str, Any] = {"withdrawn_at": None, "withdrawn_by": None, "withdrawn_because": ""}
    _with_variants(blob).update(**nothing, returned_at=timezone.now())
    return _noted(blob, "blob.returned", by, {})


def withdrawn() -> QuerySet[Blob]:
    return Blob.objects.exclude(withdrawn_at=None)


def as_told(html: Mapping[Key, str], language: str) -> dict[Key, str]:
    """Texts of lessons, with a word in place of what was withdrawn; one query if they show files.

    `language` is that of the course.
    """
    shown = {digest for text in html.values() for digest in _SHOWN.findall(text)}
    gone = set(withdrawn().filter(digest__in=shown).values_list("digest", flat=True))
    if not gone:
        return dict(html)
    return {key: _without(text, gone, said(language)) for key, text in html.items()}


def said(language: str) -> str:
    return _SAID.get(language[:2].lower(), _SAID["en"])


def _the_blob(digest: str) -> Blob:
    rows = Blob.objects.select_for_update(of=("self",)).defer("body")
    blob = rows.filter(digest=digest).first() if _DIGEST.fullmatch(digest) else None
    if blob is None:
        raise NotFound(_("There is no file of this digest: it has 64 digits, 0 to 9 and a to f."))
    return blob


def _with_variants(blob: Blob) -> QuerySet[Blob]:
    variants = blob.variants.values("variant")
    return Blob.objects.filter(Q(pk=blob.pk) | Q(pk__in=variants))


def _noted(blob: Blob, deed: str, by: User | None, detail: Mapping[str, str]) -> Blob:
    media = blob.media.order_by("id").first()
    title = media.path if media else blob.digest
    note(by=by, deed=deed, about=("blob", blob.digest, title), detail=detail)
    revising.bump_files()
    blob.refresh_from_db(fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    return blob


def _without(html: str, gone: set[str], words: str) -> str:
    return tokens.joined(_replaced(tokens.read(html), gone, words))


def _replaced(body: Iterable[Token], gone: set[str], words: str) -> Iterator[Token]:
    """A picture becomes the word; so does a film with all that is in it; a link keeps its text."""
    inside = ""
    for one in body:
        if inside:
            if one.ends and one.name == inside:
                inside = ""
                yield from (_note(words) if one.name == "a" else ())
            elif inside == "a":
                yield one
        elif not (one.starts and _shows(one, gone)):
            yield one
        elif one.name == "img" and not _shows(one, gone, attributes=("src",)):
            yield Token("img", attributes=_plain(one.attributes))
        elif one.name != "track":
            inside = one.name if one.name in _HOLDING else ""
            yield from () if inside == "a" else _note(words)


def _shows(
    one: Token, gone: set[str], attributes: Iterable[str] = ("src", "href", "srcset")
) -> bool:
    told = " ".join(one.attributes.get(name, "") for name in attributes)
    return any(digest in gone for digest in _SHOWN.findall(told))


def _plain(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in ("srcset", "sizes")}


def _note(words: str) -> list[Token]:
    return [tokens.start("span", class_="missing"), tokens.text(words), tokens.end("span")]
