"""Owns how a round of a storm goes: learners learn while a fault strikes; then it must be calm."""

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, connections
from django.utils import timezone

from campus.owed.models import Owed
from courses.models import Course
from tests.faults import checking
from tests.faults.learning import Learners, new_learners
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
    told: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def send(self, phones: Sequence[Phone] | None = None) -> None:
        send_from_all(phones or self._phones(), self.heard)

    def send_meanwhile(self, strike: Callable[[], None]) -> None:
        sending = threading.Thread(target=self.send, args=[self._phones()])
        sending.start()
        strike()
        sending.join()

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
        """The broken promises that these rounds brought to light, and the rounds."""
        self.known |= set(self._found(once=True))
        rounds = [self._round(fault, seed, is_control=False) for seed in seeds]
        return self._news(rounds, once=not fault.may_repeat_mail), rounds

    def control(self, fault: Fault) -> list[str]:
        """The same with its guards off: what the judgement finds must not be nothing."""
        self.known |= set(self._found(once=True))
        for guard in fault.guards:
            self.struck.switches.turn_off(guard)
        round_ = self._round(fault, seed=0, is_control=True)
        found = self._news([round_], once=not fault.may_repeat_mail)
        self.struck.calm()
        self._settle(seconds=20)
        return found

    def _round(self, fault: Fault, seed: int, *, is_control: bool) -> Round:
        learners = new_learners(self.course, self.struck.port, age=fault.age)
        self._settle(seconds=PATIENCE_SECONDS)
        chance = random.Random(f"{fault.name} {seed}")
        round_ = Round(self.struck, learners, chance, is_control)
        try:
            fault.strike(round_)
        finally:
            if not is_control:
                self.struck.calm()
        if not self._settle(seconds=8 if is_control else PATIENCE_SECONDS):
            round_.told.append("it was not calm again in time")
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

    def _news(self, rounds: Sequence[Round], *, once: bool) -> list[str]:
        found = [*self._found(once=once)]
        for round_ in rounds:
            found += [*round_.told, *_of_round(round_)]
        return [fault for fault in found if fault not in self.known]

    def _found(self, *, once: bool) -> list[str]:
        return [
            *checking.of_the_fold(),
            *checking.of_the_clock(self.began),
            *checking.of_the_seals(),
            *checking.of_credentials(),
            *checking.of_effects(self.struck.mail.delivered, at_most_once=once),
        ]


def _of_round(round_: Round) -> list[str]:
    heard = round_.heard
    return [
        *(f"refused: {why}" for why in heard.refused.values()),
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
