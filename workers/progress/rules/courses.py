"""Owns when a lesson counts as done, and what fraction of its course that makes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from .decisions import Decision, standing_word
from .states import ACCREDITED, NO_LEARNING, State, by_object, first, moment


@dataclass(frozen=True, slots=True)
class LessonRule:
    """A lesson as its release compiled it."""

    lesson: UUID
    minutes: int
    move_on: str

    @property
    def counts(self) -> bool:
        return self.move_on != "NotApplicable"


def lesson_done(rule: LessonRule, states: Sequence[State]) -> State | None:
    """The state that satisfied the lesson's `move_on`, or None while nothing does.

    Passing needs a grade of ours.  Source: cmi5, section 10.2.4 (moveOn).
    """
    completed = first(states, "completed")
    passed = first(states, "passed", at_least="graded")
    both = [state for state in (completed, passed) if state]
    match rule.move_on:
        case "Completed":
            return completed
        case "Passed":
            return passed
        case "CompletedAndPassed":
            return max(both, key=moment) if len(both) == 2 else None
        case "CompletedOrPassed":
            return min(both, key=moment, default=None)
        case _:
            return None


def decide_course(rules: Sequence[LessonRule], states: Sequence[State]) -> Decision:
    """Progress in a course: the minutes of the lessons done, of those that count.

    Prior learning that a named person recognised is the whole course, from that moment on; who
    had done all lessons before, or does so later, has completed it.
    """
    said = by_object(states)
    counting = [rule for rule in rules if rule.counts]
    done = {rule.lesson: lesson_done(rule, said.get(rule.lesson, ())) for rule in counting}
    moments = [state.first_at for state in done.values() if state]
    minutes = sum(rule.minutes for rule in counting)
    is_complete = bool(counting) and len(moments) == len(counting)
    accredited = first(states, ACCREDITED, at_least="attested")
    whole = [max(moments)] if is_complete else []
    if accredited:
        whole.append(accredited.first_at)
    return Decision(
        minutes_done=minutes if whole else sum(r.minutes for r in counting if done[r.lesson]),
        minutes=minutes,
        state=standing_word(
            states,
            whole="completed" if is_complete else ACCREDITED if accredited else None,
            has_begun=_has_begun(states),
        ),
        completed_at=min(whole, default=None),
        as_of=max(state.last_at for state in states),
        position=max(state.position for state in states),
        seconds=sum(state.seconds for state in states),
    )


def deciding(rules: Sequence[LessonRule], states: Sequence[State]) -> State | None:
    """What made the course whole: the last of its lessons, or prior learning recognised before.

    None while it is not whole; `decide_course` completes it at this moment.
    """
    said = by_object(states)
    done = [lesson_done(rule, said.get(rule.lesson, ())) for rule in rules if rule.counts]
    lessons = [state for state in done if state]
    whole = [max(lessons, key=moment)] if lessons and len(lessons) == len(done) else []
    if accredited := first(states, ACCREDITED, at_least="attested"):
        whole.append(accredited)
    return min(whole, key=moment, default=None)


def _has_begun(states: Iterable[State]) -> bool:
    return any(state.verb not in NO_LEARNING for state in states)
