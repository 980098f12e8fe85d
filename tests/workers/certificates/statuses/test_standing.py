"""One word for where a credential stands."""

from datetime import UTC, datetime, timedelta

import pytest

from workers.certificates.models import Credential
from workers.certificates.statuses.standing import status_of

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PAST, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("ended", "word"),
    [
        ({}, "valid"),
        ({"valid_until": LATER}, "valid"),
        ({"valid_until": NOW}, "expired"),
        ({"superseded_at": PAST, "valid_until": PAST}, "superseded"),
        ({"revoked_at": PAST, "superseded_at": PAST}, "revoked"),
        ({"erased_at": PAST, "revoked_at": PAST}, "erased"),
    ],
)
def test_what_ended_it_counts_before_what_only_ran_out(
    ended: dict[str, datetime], word: str
) -> None:
    assert status_of(Credential(**ended), NOW) == word
