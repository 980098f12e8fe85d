"""Months of the calendar in Paris: the same day, or the month's last, to its last second."""

from datetime import UTC, datetime

import pytest

from workers.certificates.rules.validity import renewal_opens, valid_until


@pytest.mark.parametrize(
    ("issued", "months", "until"),
    [
        # 23:59:59 in Paris is an hour earlier in winter by UTC, two in summer.
        (datetime(2026, 1, 15, 9, tzinfo=UTC), 12, datetime(2027, 1, 15, 22, 59, 59, tzinfo=UTC)),
        (datetime(2026, 1, 31, 9, tzinfo=UTC), 1, datetime(2026, 2, 28, 22, 59, 59, tzinfo=UTC)),
        (datetime(2023, 8, 31, 9, tzinfo=UTC), 6, datetime(2024, 2, 29, 22, 59, 59, tzinfo=UTC)),
        (datetime(2024, 2, 29, 9, tzinfo=UTC), 12, datetime(2025, 2, 28, 22, 59, 59, tzinfo=UTC)),
        (datetime(2026, 1, 15, 9, tzinfo=UTC), 6, datetime(2026, 7, 15, 21, 59, 59, tzinfo=UTC)),
        # Shortly before midnight by UTC it is the next day there.
        (datetime(2026, 6, 30, 23, tzinfo=UTC), 1, datetime(2026, 8, 1, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_it_ends_with_the_same_day_so_many_months_later(
    issued: datetime, months: int, until: datetime
) -> None:
    assert valid_until(issued, months) == until


@pytest.mark.parametrize("months", [None, 0])
def test_without_months_it_never_ends(months: int | None) -> None:
    assert valid_until(datetime(2026, 1, 15, tzinfo=UTC), months) is None


def test_renewal_opens_with_the_day_that_it_names() -> None:
    until = valid_until(datetime(2024, 5, 31, tzinfo=UTC), 12)
    assert until == datetime(2025, 5, 31, 21, 59, 59, tzinfo=UTC)
    # Midnight in Paris; the month's last day where it is shorter; at once for "0 months before".
    assert renewal_opens(until, 2) == datetime(2025, 3, 30, 22, tzinfo=UTC)
    assert renewal_opens(until, 3) == datetime(2025, 2, 27, 23, tzinfo=UTC)
    assert renewal_opens(until, 0) == datetime(2025, 5, 30, 22, tzinfo=UTC)


def test_renewal_opens_before_the_end_and_never_for_what_has_none() -> None:
    until = valid_until(datetime(2026, 1, 15, tzinfo=UTC), 24)
    assert renewal_opens(until, 3) == datetime(2027, 10, 14, 22, tzinfo=UTC)
    assert renewal_opens(None, 3) is None
    assert renewal_opens(until, None) is None
