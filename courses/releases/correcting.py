"""Owns corrections: a release of other words and the same rules, which everybody reads at once."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.models import User
from campus.audit.noting import note as note_deed
from campus.errors import Conflict, Fault, Invalid
from courses.compiling import CompiledRelease
from courses.models import Course, CourseRelease, ReleaseLesson
from courses.outlines import Outline
from courses.releases.checking import Checked, check
from courses.releases.comparing import RULES
from courses.releases.following import lead_readers
from courses.releases.publishing import is_current
from courses.releases.releasing import locked, make_current, row_of, write_release

_NAMES = {
    "kind": gettext_lazy("its kind"),
    "minutes": gettext_lazy("its minutes"),
    "move_on": gettext_lazy("when it counts as done"),
    "mastery": gettext_lazy("its mastery score"),
    "quiz": gettext_lazy("the rules of its quiz"),
    "key": gettext_lazy("the right answers of its quiz"),
    "asked": gettext_lazy("the questions or choices of its quiz"),
}
_outline = msgspec.json.Decoder(Outline)


@transaction.atomic
def correct(
    *, course: Course, by: User | None, note: str = "", checked: Checked | None = None
) -> CourseRelease:
    """Publish the draft as a correction of the current release: who reads that one reads this.

    Raises Conflict for a course that is not published, Invalid("not_a_correction") where more
    than words differ, saying what; a draft without any change answers the current release.
    `checked` as for `publish`, by `check_correction`.
    """
    course = locked(course, stamp=checked.stamp if checked else "")
    current = _current(course)
    compiled = (checked or check_correction(course)).fit()
    refuse_other_rules(current, compiled)
    if is_current(compiled, current):
        return current
    release = write_release(course, compiled, by=by, note=note, corrects=current)
    lead_readers(current, release)
    told = {"number": release.number, "corrects": current.number}
    note_deed(by=by, deed="release.corrected", about=course, detail=told)
    make_current(course, release)
    return release


def check_correction(course: Course) -> Checked:
    """Where its author gave no minutes, a lesson keeps those that were published."""
    held = ReleaseLesson.objects.filter(release=course.current_release_id)
    return check(course, minutes=dict(held.values_list("lesson_id", "minutes")))


def _current(course: Course) -> CourseRelease:
    if course.current_release is None:
        detail = _("Nothing is published yet that could be corrected: publish the course first.")
        raise Conflict(detail, code="not_published")
    return course.current_release


def refuse_other_rules(current: CourseRelease, compiled: CompiledRelease) -> None:
    faults = differing_rules(current, compiled)
    if faults:
        told = " ".join(fault.detail for fault in faults)
        detail = _("This is more than a correction: {what} Publish it as a new release.")
        raise Invalid(detail.format(what=told), code="not_a_correction", faults=faults)


def differing_rules(current: CourseRelease, compiled: CompiledRelease) -> list[Fault]:
    """All that would change a number or a way through the course; empty for mere words."""
    before = {row.lesson_id: row for row in current.lessons.select_related("asked")}
    faults = list(_of_the_course(current, compiled))
    for lesson in compiled.lessons:
        was = before.get(lesson.lesson)
        if was is None:
            continue
        row = row_of(lesson)
        names = [name for name in RULES if getattr(was, name) != getattr(row, name)]
        asked = lesson.questions.asked if lesson.questions else []
        if not names and _skeleton(_asked(was)) != _skeleton(asked):
            names = ["asked"]
        if names:
            detail = _("“{lesson}” has changed in {what}.")
            what = ", ".join(str(_NAMES[name]) for name in names)
            detail = detail.format(lesson=lesson.title, what=what)
            faults.append(Fault(f"lessons/{lesson.lesson}", names[0], detail))
    return faults


def _of_the_course(current: CourseRelease, compiled: CompiledRelease) -> Iterator[Fault]:
    before = _outline.decode(bytes(current.outline.body or b""))
    after = _outline.decode(compiled.outline.body)
    if _way(before) != _way(after):
        yield Fault("modules", "lessons", _("Lessons came, went or moved."))
    if (before.language, before.level) != (after.language, after.level):
        yield Fault("level", "level", _("The level or the language has changed."))
    if _promises(before) != _promises(after):
        yield Fault("skills", "skills", _("The skills or the related courses have changed."))


def _way(outline: Outline) -> list[Any]:
    return [(module.id, [lesson.id for lesson in module.lessons]) for module in outline.modules]


def _promises(outline: Outline) -> Any:
    skills = [(one.key, one.from_level, one.level) for one in outline.skills]
    return skills, [(one.kind, one.work) for one in outline.relations]


def _asked(row: ReleaseLesson) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(row.asked.body) if row.asked else []
    return found


def _skeleton(asked: Sequence[dict[str, Any]]) -> list[Any]:
    """What is asked without its words."""
    return [
        (one["id"], one["kind"], one.get("points"), *(_ids(one, n) for n in ("choices", "matches")))
        for one in asked
    ]


def _ids(question: dict[str, Any], name: str) -> list[str]:
    return [one["id"] for one in question.get(name, ())]
