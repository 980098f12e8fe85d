"""Questions of an imported quiz: matched so that answers given keep their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from campus.errors import Invalid
from courses.models import Choice, Lesson, Question, Skill
from courses.quizform.normalising import normal
from courses.quizform.shapes import WrittenChoice, WrittenQuestion
from courses.rules.recognising import recognised
from courses.textform.written import anonymous, written

from .fields import apply
from .matching import placed
from .shapes import ImportedLesson

Row = TypeVar("Row", Question, Choice)
QUESTION = (
    "kind", "prompt", "hint", "explanation", "points", "gives_partial_credit", "level",
)  # fmt: skip
CHOICE = ("text", "is_correct", "feedback", "match", "tolerance", "credit")


def write_questions(lesson: Lesson, wanted: ImportedLesson) -> Iterator[str]:
    held = list(lesson.questions.select_related("skill").prefetch_related("choices"))
    rows = recognised(held, wanted.questions, ("prompt",), ids_are_ours=False)
    asked = zip(wanted.questions, rows, placed(rows), strict=True)
    for number, (one, row, position) in enumerate(asked, start=1):
        what = _("question {number} of {path}").format(number=number, path=wanted.path)
        if row is None:
            yield _("added {what}").format(what=what)
            _add(lesson, one, position, wanted)
        else:
            yield from _change(row, one, position, what, wanted)
    for gone in held:
        if gone not in rows:
            gone.delete()
            yield _("removed a question of {path}").format(path=wanted.path)


def _add(lesson: Lesson, wanted: WrittenQuestion, position: int, of: ImportedLesson) -> None:
    given = free_id(Question, wanted.id)
    row = Question.objects.create(lesson=lesson, **given, **_values(wanted, position, of))
    _write_choices(row, wanted.choices, of.match_ids)


def _change(
    row: Question, wanted: WrittenQuestion, position: int, what: str, of: ImportedLesson
) -> list[str]:
    if _says_the_same(row, wanted):
        return apply(row, {"position": position}, what)
    told = apply(row, _values(wanted, position, of), what)
    has_changed = _write_choices(row, wanted.choices, of.match_ids)
    return told or ([_("changed the choices of {what}").format(what=what)] if has_changed else [])


def _says_the_same(row: Question, wanted: WrittenQuestion) -> bool:
    """Whether it would be written in the same words: no text form keeps blanks around them."""
    return anonymous(normal(written(row))) == anonymous(normal(wanted))


def _values(wanted: WrittenQuestion, position: int, of: ImportedLesson) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in QUESTION} | {
        "position": position,
        "skill": skill_named(wanted.skill, of.lies_at),
        "tags": list(wanted.tags),
    }


def skill_named(key: str, path: str) -> Skill | None:
    skill = Skill.objects.filter(key=key).first() if key else None
    if key and skill is None:
        detail = _("{path}: no skill is called {key}: add it to the skills first, or correct this.")
        raise Invalid(detail.format(path=path, key=key), code="skill_unknown")
    return skill


def _write_choices(
    question: Question, choices: Sequence[WrittenChoice], match_ids: Mapping[str, str]
) -> bool:
    """Whether anything was written."""
    held = list(question.choices.all())
    rows = recognised(held, choices, ("text", "match"), ids_are_ours=False)
    changed = False
    for wanted, row, position in zip(choices, rows, placed(rows), strict=True):
        values = {name: getattr(wanted, name) for name in CHOICE} | {"position": position}
        if row is None:
            known = {"match_id": UUID(match_ids[wanted.id])} if wanted.id in match_ids else {}
            given = free_id(Choice, wanted.id)
            Choice.objects.create(question=question, **given, **known, **values)
            changed = True
        else:
            changed = bool(apply(row, values, "")) or changed
    for gone in held:
        if gone not in rows:
            gone.delete()
            changed = True
    return changed


def free_id(model: type[Row], known: str) -> dict[str, UUID]:
    """The id it had, unless a row elsewhere has it: then it is a new one."""
    if not known or model._default_manager.filter(pk=known).exists():
        return {}
    return {"id": UUID(known)}
