"""Owns who learns in a storm, and what: a team on a track and somebody alone, in one course."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from http.client import HTTPException
from typing import Any
from uuid import UUID

from campus.accounts.models import User
from courses.enrolment import enrol
from courses.models import Course, Enrolment, Lesson
from tests import world
from tests.faults.phoning import Item, Phone, in_batches
from tests.faults.struck import wait_for
from tests.stories.founding import confirm
from tests.stories.visiting import Visitor


@dataclass(slots=True)
class Learners:
    """Those of one round: their enrolments and their clients, signed in."""

    enrolments: list[Enrolment]
    visitors: list[Visitor]
    lessons: list[Lesson]
    age: timedelta = field(default=timedelta(seconds=1))
    zone: tzinfo = UTC

    @property
    def registrations(self) -> set[UUID]:
        return {enrolment.registration for enrolment in self.enrolments}

    def phones(self, chance: random.Random) -> list[Phone]:
        """Everything, in some order, a few at a time; one in six never asks again."""
        return [
            Phone(visitor, in_batches(items, chance), gives_up=chance.random() < 1 / 6)
            for visitor, items in zip(self.visitors, self._items(chance), strict=True)
        ]

    def one_phone(self) -> Phone:
        """The first learner alone, everything at once: what a control can foresee."""
        return Phone(self.visitors[0], [self._said_by(self.enrolments[0])])

    def late_phone(self) -> Phone:
        """Somebody who comes when the others are done, and finishes the course as well."""
        late = new_learner(self.enrolments[0].course, self.visitors[0].port)
        self.enrolments += late.enrolments
        return Phone(late.visitors[0], [self._said_by(late.enrolments[0])])

    def phones_backwards(self, *, pause: float) -> list[Phone]:
        """The last thing first, and time between, so that each is folded before the next."""
        return [
            Phone(visitor, [[item] for item in reversed(self._said_by(e))], pause_seconds=pause)
            for visitor, e in zip(self.visitors, self.enrolments, strict=True)
        ]

    def _items(self, chance: random.Random) -> list[list[Item]]:
        said = [self._said_by(enrolment) for enrolment in self.enrolments]
        for items in said:
            chance.shuffle(items)
        return said

    def _said_by(self, enrolment: Enrolment) -> list[Item]:
        """Each lesson for a minute; done, or answered better and better."""
        items: list[Item] = []
        began, minute = datetime.now(UTC) - self.age - timedelta(hours=1), timedelta(minutes=1)

        def say(lesson: Lesson, verb: str, **result: Any) -> None:
            at = (began + minute * len(items)).astimezone(self.zone)
            named = {"lesson": lesson.id, "verb": verb, "at": at, "result": result}
            items.append(world.an_item(enrolment.id, **named))

        for lesson in self.lessons:
            say(lesson, "experienced", duration="PT1M")
            if lesson.kind == "quiz":
                for response in _ever_better(lesson):
                    say(lesson, "answered", response=response, duration="PT30S")
            else:
                say(lesson, "completed", duration="PT2M")
        return items


def _ever_better(quiz: Lesson) -> list[dict[str, list[str]]]:
    """Nothing right, the first question right, everything right."""
    wrong, right = world.wrong_answers(quiz), world.right_answers(quiz)
    first = next(iter(right))
    return [wrong, wrong | {first: right[first]}, right]


def new_learners(course: Course, port: int, *, age: timedelta = timedelta(seconds=1)) -> Learners:
    of = world.a_team_with_a_track(course)
    return _learners(course, port, [of.lead, of.member, world.a_learner("Seule")], age)


def new_learner(course: Course, port: int) -> Learners:
    of = world.a_team_with_a_track(course)
    return _learners(course, port, [of.lead], timedelta(seconds=1))


def _learners(course: Course, port: int, people: list[User], age: timedelta) -> Learners:
    for person in people:
        confirm(person)
    visitors = [_signed_in(person, port) for person in people]
    enrolments = [enrol(person=person, course=course)[0] for person in people]
    return Learners(enrolments, visitors, world.lessons_of(course), age)


def _signed_in(person: User, port: int) -> Visitor:
    """As soon as the campus has got over the round before."""
    visitor = Visitor(port)

    def signs_in() -> bool:
        try:
            visitor.sign_in(person.email, world.PASSWORD)
        except (AssertionError, OSError, HTTPException):
            return False
        return True

    assert wait_for(signs_in), f"{person.email} cannot sign in"
    return visitor
