"""A record is folded soon after its answer; also without a sweeper, and also without a broker."""

import pytest

from tests.faults.lagging import measured_apart
from workers.schedule import EVERY_SWEEP


@pytest.fixture(scope="module")
def lags() -> dict[str, dict[str, float]]:
    """Of a few seconds at a normal pace; `python -m tests.faults.lagging` tells figures."""
    return measured_apart(seconds=3)


def test_the_doorbell_is_heard_long_before_a_sweeper_would_come(lags):
    assert lags["doorbell"]["p50"] < EVERY_SWEEP / 2


def test_without_a_broker_everything_is_folded_within_a_minute(lags):
    assert lags["no broker"]["max"] < 60
