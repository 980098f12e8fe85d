"""Owns taking in a framework of skills from CSV: what would change is said before it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from campus.errors import Fault, Invalid
from courses.catalogue.sheets import read_sheet
from courses.catalogue.skillrows import ToldLevel, ToldSkill, columns, read_row
from courses.models import Skill, SkillLevel

__all__ = ["MOST_IN_A_NAME", "TakenIn", "columns", "take_in"]

MOST_SKILLS = 5000
MOST_IN_A_NAME = 120


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was made or changed, in words, a line each; `encoding` is what the file was in."""

    changes: tuple[str, ...]
    skills: int
    encoding: str


@transaction.atomic
def take_in(data: bytes, *, framework: str, dry_run: bool = False) -> TakenIn:
    """Make or change the skills of a framework; what the file does not say stays as it is.

    A skill that has no framework yet joins this one. Raises Invalid, naming every line at fault,
    and then changes nothing.
    """
    framework = framework.strip()
    _refuse_name(framework)
    sheet = read_sheet(data, known=columns(), most=MOST_SKILLS)
    read = [read_row(row) for row in sheet.rows]
    told = [one for one in read if isinstance(one, ToldSkill)]
    held = _held(told)
    faults = [one for one in read if isinstance(one, Fault)]
    faults += [*_doubled(told), *_of_others(told, held, framework), *_wordless(told, held)]
    if faults:
        raise Invalid.of([Invalid(one.detail, code=one.code, faults=[one]) for one in faults])
    changes = tuple(line for one in told for line in _write(one, held.get(one.key), framework))
    if dry_run:
        transaction.set_rollback(True)
    return TakenIn(changes, len(told), sheet.encoding)


def _refuse_name(framework: str) -> None:
    if not framework or len(framework) > MOST_IN_A_NAME:
        detail = _("Give the framework a name of {most} characters at most.")
        raise Invalid(detail.format(most=MOST_IN_A_NAME), code="bad_framework")


def _held(told: Sequence[ToldSkill]) -> dict[str, Skill]:
    rows = Skill.objects.select_for_update().filter(key__in={one.key for one in told})
    return {skill.key: skill for skill in rows.prefetch_related("levels")}


def _doubled(told: Sequence[ToldSkill]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for one in told:
        line = first.setdefault(one.key, one.row.line)
        if line != one.row.line:
            detail = _("“{key}” is in line {first} already: give each skill its own key.")
            yield one.row.fault("doubled", detail.format(key=one.key, first=line))


def _of_others(
    told: Sequence[ToldSkill], held: Mapping[str, Skill], framework: str
) -> Iterator[Fault]:
    """A key that means a skill of another framework: two meanings need two keys."""
    for one in told:
        theirs = held[one.key].framework if one.key in held else ""
        if theirs not in ("", framework):
            detail = _("“{key}” is a skill of the framework “{framework}”: give it another key.")
            yield one.row.fault("of_another", detail.format(key=one.key, framework=theirs))


def _wordless(told: Sequence[ToldSkill], held: Mapping[str, Skill]) -> Iterator[Fault]:
    for one in told:
        skill = held.get(one.key)
        known = {row.level for row in skill.levels.all()} if skill else set()
        for level, said in one.levels.items():
            if not said.title and level not in known:
                detail = _("level {level} has an address and no words: say what it means.")
                yield one.row.fault("no_title", detail.format(level=level))


def _write(told: ToldSkill, skill: Skill | None, framework: str) -> Iterator[str]:
    values = {
        "title": told.title,
        "description": told.description,
        "framework": framework,
        "code": told.code,
        "alignment": told.alignment,
    }
    if skill is None:
        skill = Skill.objects.create(key=told.key, **values)
        yield _("new: {skill}").format(skill=skill)
    elif _merge(skill, values):
        yield _("changed: {skill}").format(skill=skill)
    for level, said in told.levels.items():
        if _write_level(skill, level, said):
            yield _("level {level} of {skill}").format(level=level, skill=skill)


def _write_level(skill: Skill, level: int, told: ToldLevel) -> bool:
    values = {"title": told.title, "alignment": told.alignment}
    held = next((row for row in skill.levels.all() if row.level == level), None)
    if held is None:
        SkillLevel.objects.create(skill=skill, level=level, **values)
        return True
    return _merge(held, values)


def _merge(row: Skill | SkillLevel, values: Mapping[str, Any]) -> bool:
    """Write what is said and other than what is there; whether anything was."""
    changed = []
    for name, value in values.items():
        now = getattr(row, name)
        merged = {**now, **value} if isinstance(value, dict) else value or now
        if merged != now:
            setattr(row, name, merged)
            changed.append(name)
    if changed:
        row.save(update_fields=changed)
    return bool(changed)
