"""Owns issuing: what is owed comes in as a key, and whoever the rule holds for gets hers."""

from collections.abc import Callable
from typing import Final

from django.db import transaction

from workers.certificates.issuing import courses as course_credentials
from workers.certificates.issuing import tracks as track_credentials
from workers.progress.earning import CREDENTIAL

__all__ = ["CREDENTIAL", "issue"]

_ISSUERS: Final[dict[str, Callable[..., None]]] = {
    "work": course_credentials.issue,
    "track": track_credentials.issue,
}


@transaction.atomic
def issue(key: str) -> None:
    """Handler of what is owed: `work:{work}:{person}:{period}` or `track:{track}`.

    Issues to whomever the rule holds for now and who has no credential yet; nothing to
    anybody else, however often it is called.
    """
    kind, *ids = key.split(":")
    _ISSUERS[kind](*ids)
