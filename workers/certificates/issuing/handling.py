"""Owns issuing: what is owed comes in as a key, and whoever the rule holds for gets hers."""

from typing import Final

from django.db import transaction

from campus.owed.claiming import Together
from workers.certificates.issuing import courses as course_credentials
from workers.certificates.issuing import tracks as track_credentials
from workers.progress.folding.earning import CREDENTIAL

__all__ = ["CREDENTIAL", "TOGETHER", "issue"]

TOGETHER: Final = Together("work:", course_credentials.issue_all)


@transaction.atomic
def issue(key: str) -> None:
    """Handler of what is owed: `work:{work}:{person}:{period}` or `track:{track}`.

    Issues to whomever the rule holds for now and who has no credential yet; nothing to
    anybody else, however often it is called.
    """
    kind, _, track = key.partition(":")
    if kind == "track":
        track_credentials.issue(track)
    else:
        course_credentials.issue_all([key])
