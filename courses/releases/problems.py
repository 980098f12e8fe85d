"""Owns what an author should look at in each lesson of a draft, for the outline's own marks."""

from dataclasses import dataclass
from uuid import UUID

from campus.errors import CampusError
from courses.compiling.lessons import compile_lesson
from courses.compiling.reading import read_draft
from courses.models import Course


@dataclass(frozen=True, slots=True)
class Problem:
    """`stops` says whether publishing refuses the lesson as it is."""

    said: str
    stops: bool


def said_of_a_lesson(error: CampusError) -> str:
    """What is said beside its title: without the path of its file, which few authors know."""
    return " ".join(fault.detail for fault in error.faults) or error.detail


def problems_of(course: Course, *, language: str) -> dict[UUID, list[Problem]]:
    """By lesson; a lesson without problems is not named. Renders the whole draft."""
    draft = read_draft(course)
    found: dict[UUID, list[Problem]] = {}
    for position, lesson in enumerate(draft.lessons, start=1):
        try:
            compiled = compile_lesson(draft, lesson, position)
        except CampusError as error:
            found[lesson.id] = [Problem(said_of_a_lesson(error), stops=True)]
            continue
        said = [
            Problem(f"{one.line}: {one.said(language)}" if one.line else one.said(language), False)
            for one in compiled.findings
        ]
        if said:
            found[lesson.id] = said
    return found
