"""Owns the strikes at clocks: jumps of our processes' clocks, and the hour that comes twice."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from tests.faults.breaking.weather import WRONG_CLOCK
from tests.faults.storms import Round

PARIS, HOUR = ZoneInfo("Europe/Paris"), timedelta(hours=1)


def jump_clocks(round_: Round) -> None:
    def jump() -> None:
        for _jump in range(4):
            seconds = round_.chance.choice((-1, 1)) * round_.chance.choice((90, 3_600, 86_400))
            round_.struck.switches.set_clocks(seconds)
            time.sleep(round_.chance.uniform(0.1, 0.6))

    if round_.is_control:
        round_.struck.switches.set_clocks(86_400)
        round_.send()
    else:
        round_.send_meanwhile(jump)
    if round_.struck.switches.take_note(WRONG_CLOCK):
        round_.landed = "wrong time read"


def cross_summer_time(round_: Round) -> None:
    """Phones say the time on the wall as it is set back an hour; our clocks cross that as well."""
    change = _last_change(timezone.now())
    round_.learners.zone = PARIS
    round_.learners.age = timezone.now() - change - timedelta(hours=1) + timedelta(minutes=4)
    round_.struck.switches.set_clocks((change - timezone.now()).total_seconds() - 2)
    round_.send()
    offsets = {item["at"][-6:] for item in round_.heard.sent.values()}
    if len(offsets) == 2 and round_.struck.switches.take_note(WRONG_CLOCK):
        round_.landed = "both hours said"


def _last_change(now: datetime) -> datetime:
    """The last full hour after which the clocks on walls were an hour off."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    while hour.astimezone(PARIS).utcoffset() == (hour - HOUR).astimezone(PARIS).utcoffset():
        hour -= HOUR
    return hour
