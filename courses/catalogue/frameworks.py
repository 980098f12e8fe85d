"""Owns taking in a framework of skills from CSV: what would change is said before it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campus.errors import Fault, Invalid
from courses.catalogue.sheets import Row, read_sheet
from courses.models import Skill, SkillLevel

LEVELS = (1, 2, 3, 4)
MOST_SKILLS = 5000
_is_address = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class FrameworkSkill:
    """A line of the file, or several with the same key: a skill, and what its levels mean."""

    line: int
    key: str
    code: str
    title: dict[str, str]
    description: dict[str, str]
    alignment: str
    levels: Mapping[int, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was made or changed, in words, a line each; `encoding` is what the file was in."""

    changes: tuple[str, ...]
    skills: int
    encoding: str


def columns() -> tuple[str, ...]:
    """Every column that is read; `key` or `code`, and one title, are needed."""
    codes = [code for code, _name in settings.LANGUAGES]
    texts = [f"{name}_{code}" for name in ("title", "description") for code in codes]
    return ("key", "code", "alignment", *texts, *_level_columns(codes))


def _level_columns(codes: list[str]) -> list[str]:
    return [f"level{level}_{code}" for level in LEVELS for code in codes]


@transaction.atomic
def take_in(data: bytes, *, framework: str, dry_run: bool = False) -> TakenIn:
    """Make or change the skills of a framework; skills it does not name stay as they are.

    Raises Invalid, naming every line at fault, and then changes nothing.
    """
    sheet = read_sheet(data, known=columns(), most=MOST_SKILLS)
    read = [_skill(row) for row in sheet.rows]
    faults = [one for one in read if isinstance(one, Fault)]
    skills = [one for one in read if isinstance(one, FrameworkSkill)]
    faults += _doubled(skills)
    if faults:
        raise Invalid.of([Invalid(one.detail, code=one.code, faults=[one]) for one in faults])
    changes = tuple(change for one in skills for change in _write(one, framework))
    if dry_run:
        transaction.set_rollback(True)
    return TakenIn(changes, len(skills), sheet.encoding)


def _skill(row: Row) -> FrameworkSkill | Fault:
    codes = [code for code, _name in settings.LANGUAGES]
    title = {code: row.text(f"title_{code}") for code in codes if row.text(f"title_{code}")}
    key = slugify(row.text("key") or row.text("code") or next(iter(title.values()), ""))[:120]
    if not title or not key:
        return row.fault("no_title", _("this skill has no title: fill in title_fr or title_en."))
    alignment = row.text("alignment")
    if alignment and not _leads_somewhere(alignment):
        detail = _("“{address}” is no address: begin it with https://.")
        return row.fault("bad_address", detail.format(address=alignment))
    return FrameworkSkill(
        line=row.line,
        key=key,
        code=row.text("code")[:120],
        title={code: text[:300] for code, text in title.items()},
        description={
            c: row.text(f"description_{c}") for c in codes if row.text(f"description_{c}")
        },
        alignment=alignment,
        levels=_levels(row, codes),
    )


def _levels(row: Row, codes: list[str]) -> dict[int, dict[str, str]]:
    told = {
        level: {c: row.text(f"level{level}_{c}") for c in codes if row.text(f"level{level}_{c}")}
        for level in LEVELS
    }
    return {level: texts for level, texts in told.items() if texts}


def _leads_somewhere(address: str) -> bool:
    try:
        _is_address(address)
    except ValidationError:
        return False
    return len(address) <= 500


def _doubled(skills: list[FrameworkSkill]) -> list[Fault]:
    first: dict[str, int] = {}
    faults = []
    for one in skills:
        if first.setdefault(one.key, one.line) != one.line:
            detail = _(
                "line {line}: “{key}” is in line {first} already: give each skill its own key."
            )
            detail = detail.format(line=one.line, key=one.key, first=first[one.key])
            faults.append(Fault(f"line {one.line}", "doubled", detail))
    return faults


def _write(wanted: FrameworkSkill, framework: str) -> Iterator[str]:
    values = {
        "title": wanted.title,
        "description": wanted.description,
        "framework": framework,
        "code": wanted.code,
        "alignment": wanted.alignment,
    }
    skill, is_new = Skill.objects.get_or_create(key=wanted.key, defaults=values)
    if is_new:
        yield _("new: {skill}").format(skill=skill)
    elif any(getattr(skill, name) != value for name, value in values.items()):
        Skill.objects.filter(pk=skill.pk).update(**values)
        yield _("changed: {skill}").format(skill=skill)
    for level, title in wanted.levels.items():
        yield from _write_level(skill, level, title)


def _write_level(skill: Skill, level: int, title: dict[str, str]) -> Iterator[str]:
    held = SkillLevel.objects.filter(skill=skill, level=level).first()
    if held is None:
        SkillLevel.objects.create(skill=skill, level=level, title=title)
    elif held.title != title:
        SkillLevel.objects.filter(pk=held.pk).update(title=title)
    else:
        return
    yield _("level {level} of {skill}").format(level=level, skill=skill)
