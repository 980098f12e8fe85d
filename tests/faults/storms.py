"""Owns how a round of a storm goes: learners learn while a fault strikes; then it must be calm."""

import random
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, connections
from django.utils import timezone

from campus.owed.models import Owed
from courses.models import Course
from tests.faults import checking
from tests.faults.learning import Learners, new_learners
from tests.faults.making import Made
from tests.faults.phoning import Heard, Phone, send_from_all
from tests.faults.struck import PATIENCE_SECONDS, Struck, wait_for

# A lease of 20 seconds is let run out at once, and rarely: each time costs the row a try.
_HURRY = """
UPDATE owed_owed SET due_at = now()
WHERE parked_at IS NULL AND due_at BETWEEN now() AND now() + interval '25 seconds'
"""


@dataclass(slots=True)
class Round:
    """What a fault has in its hands: the campus, the learners, and chance by a seed."""

    struck: Struck
    learners: Learners
    chance: random.Random
    is_control: bool = False
    heard: Heard = field(default_factory=Heard)
    made: Made = field(default_factory=Made)
    told: list[str] = field(default_factory=list)
    landed: str = ""
    """What shows that the strike struck: who was killed, how much was lost. Empty: it missed."""

    def send(self, phones: Sequence[Phone] | None = None) -> None:
        send_from_all(phones or self._phones(), self.heard)

    def send_meanwhile(self, strike: Callable[[], None]) -> None:
        with ThreadPoolExecutor(1) as thread:
            sending = thread.submit(self.send, self._phones())
            strike()
            sending.result()

    def _phones(self) -> list[Phone]:
        if self.is_control:
            return [self.learners.one_phone()]
        return self.learners.phones(self.chance)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, what it does to a round, and the guards without which it must be found."""

    name: str
    what: str
    strike: Callable[[Round], None]
    guards: tuple[str, ...]
    reveals: str
    """What the judgement must say, as a pattern, when the guards are off."""
    age: timedelta = timedelta(seconds=1)
    may_repeat_mail: bool = False
    needs_disk: bool = False


@dataclass(slots=True)
class Storm:
    """One campus and one course for all rounds; what was found before is not found again."""

    struck: Struck
    course: Course
    began: datetime = field(default_factory=lambda: timezone.now() - timedelta(seconds=5))
    known: set[str] = field(default_factory=set)

    def rounds(self, fault: Fault, seeds: Sequence[int]) -> tuple[list[str], list[Round]]:
        """The broken promises that came to light since the judgement before, and the rounds."""
        rounds = [self._round(fault, seed, is_control=False) for seed in seeds]
        return self._news(rounds, fault), rounds

    def control(self, fault: Fault) -> list[str]:
        """The same with its guards off; answers what the judgement says of just that guard.

        On a busy machine a strike may miss what it aims at: it is tried up to three times.
        """
        tries = (self._control(fault) for _try in range(3))
        return next(filter(None, tries), [])

    def _control(self, fault: Fault) -> list[str]:
        self._know(self._found())
        for guard in fault.guards:
            self.struck.switches.turn_off(guard)
        round_ = self._round(fault, seed=0, is_control=True)
        found = self._news([round_], fault)
        self.struck.calm()
        self._settle(seconds=20)
        return [one for one in found if re.search(fault.reveals, one)]

    def _round(self, fault: Fault, seed: int, *, is_control: bool) -> Round:
        learners = new_learners(self.course, self.struck.port, age=fault.age)
        is_calm = self._settle(seconds=PATIENCE_SECONDS)
        before, chance = Made.so_far(), random.Random(f"{fault.name} {seed}")
        round_ = Round(self.struck, learners, chance, is_control)
        if not is_calm:
            round_.told.append("it was not calm before it was struck")
        try:
            fault.strike(round_)
        finally:
            if not is_control:
                self.struck.calm()
        if not self._settle(seconds=8 if is_control else PATIENCE_SECONDS):
            round_.told.append(f"it was not calm again in time: {_left()}")
        round_.made = Made.so_far() - before
        return round_

    def _settle(self, *, seconds: float) -> bool:
        hurried = timezone.now()

        def is_calm() -> bool:
            nonlocal hurried
            if timezone.now() - hurried > timedelta(seconds=3):
                hurried = timezone.now()
                _tolerant(_hurry)
            return bool(_tolerant(_is_calm))

        return wait_for(is_calm, seconds=seconds)

    def _news(self, rounds: Sequence[Round], fault: Fault) -> list[str]:
        found = self._found()
        news = [one for one in found if one not in self.known]
        self._know(found)
        if fault.may_repeat_mail:
            news = [one for one in news if not checking.is_repeat(one)]
        for round_ in rounds:
            news += [*round_.told, *_of_round(round_)]
        return news

    def _know(self, found: Sequence[str]) -> None:
        self.known |= {one for one in found if not checking.is_passing(one)}

    def _found(self) -> list[str]:
        return [
            *checking.of_the_fold(),
            *checking.of_the_clock(self.began),
            *checking.of_the_seals(),
            *checking.of_credentials(),
            *checking.of_effects(self.struck.mail.delivered),
        ]


def _of_round(round_: Round) -> list[str]:
    heard = round_.heard
    return [
        *(f"refused: {why}" for why in heard.refused.values()),
        *heard.wrongs,
        *checking.of_the_log(
            heard.ok,
            heard.unknown,
            verbs=checking.SENT_BY_PHONES,
            registrations=round_.learners.registrations,
        ),
        *checking.of_contents(heard.sent),
    ]


def _is_calm() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM records_owed)")
        if cursor.fetchone()[0]:
            return False
    return not Owed.objects.filter(parked_at=None).exists()


def _left() -> str:
    """What is not done yet, and when it would be tried again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), now() FROM records_owed")
        records, now = cursor.fetchone()
    rows = Owed.objects.filter(parked_at=None).values_list("kind", "tries", "due_at", "fault")
    told = [f"{k}, tries {n}, in {due - now}, {fault[:80]!r}" for k, n, due, fault in rows]
    return "; ".join([f"{records} records", *told])


def _hurry() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HURRY)
    return True


def _tolerant(look: Callable[[], bool]) -> bool:
    """A database that is just being started again answers nothing yet."""
    try:
        return look()
    except (OperationalError, InterfaceError):
        connections.close_all()
        return False
