"""Owns what no bell announced: whoever is entitled and has no credential is owed one again."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.db.models import Exists, OuterRef
from django.utils import timezone

from campus.owed.models import Owed
from campus.owed.owing import owe
from workers.certificates.issuing import wanting
from workers.certificates.issuing.awarding import DOCUMENT_IN_TIME
from workers.certificates.models import Credential
from workers.certificates.pages.rendering import DOCUMENT
from workers.progress.folding.earning import CREDENTIAL, course_key, track_key

_MOST = 1_000
_REST = timedelta(hours=1)


def find_unissued() -> int:
    """Owe every credential and document that is missing; answers how many (at most 1,000 each).

    What is owed already is left alone, and what was parked rests for an hour: then the reason
    may be gone (the operator has named a key, say). What a job issues at this moment is its own.
    """
    keys = list(islice(_keys(most=_MOST, rested=True), _MOST))
    return _owe_anew(CREDENTIAL, keys) + _owe_anew(DOCUMENT, _without_document())


def unissued() -> list[str]:
    """The keys of those for whom the rule holds and who have no credential, live or revoked.

    Whoever has not confirmed her name is not among them: hers waits for that.
    """
    return list(_keys(most=None, rested=False))


def _keys(*, most: int | None, rested: bool) -> Iterator[str]:
    due = wanting.of_courses(most=most, rested=rested)
    yield from dict.fromkeys(course_key(one.work, one.person, one.period) for one in due)
    yield from map(track_key, wanting.of_tracks())


def _without_document() -> list[str]:
    """Of those that can have one: what was erased is shown no more."""
    in_time = Owed.objects.filter(kind=DOCUMENT_IN_TIME, key=OuterRef("id"))
    lacking = Credential.objects.filter(~Exists(in_time), certificate=None, erased_at=None)
    return list(lacking.order_by("issued_at").values_list("id", flat=True)[:_MOST])


def _owe_anew(kind: str, keys: list[str]) -> int:
    known = Owed.objects.filter(kind=kind, key__in=keys)
    resting = known.exclude(parked_at__lt=timezone.now() - _REST)
    missing = set(keys) - set(resting.values_list("key", flat=True))
    owe(kind, missing)
    return len(missing)
