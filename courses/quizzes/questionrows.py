"""Owns how written questions become rows: which row each one is, and what is written into it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Max
from django.utils.translation import gettext as _

from campus.errors import Fault, Invalid
from courses.models import Choice, Lesson, Question, QuestionBank, Skill
from courses.quizform.lacks import lacks
from courses.quizform.normalising import normal
from courses.quizform.shapes import WrittenChoice, WrittenQuestion

Owner = Lesson | QuestionBank
Row = TypeVar("Row", Question, Choice)
Written = TypeVar("Written", WrittenQuestion, WrittenChoice)
MOST_QUESTIONS = 500
_SAME = ("kind", "prompt", "hint", "explanation", "points", "gives_partial_credit", "level")
_CHOICE = ("text", "is_correct", "feedback", "match", "tolerance", "credit")


def refuse_unanswerable(questions: Sequence[WrittenQuestion]) -> None:
    """Raises Invalid with every fault, by the number of the question."""
    faults = [
        Fault(f"questions/{number}", one.code, one.detail)
        for number, question in enumerate(questions, start=1)
        for one in lacks(question)
    ]
    if len(questions) > MOST_QUESTIONS:
        detail = _("These are {many} questions, and {most} may be saved at once: make several.")
        said = detail.format(many=len(questions), most=MOST_QUESTIONS)
        faults.append(Fault("questions", "too_many_questions", said))
    if faults:
        words = _("Question {number}: {detail}")
        lines = [
            words.format(number=one.pointer.partition("/")[2], detail=one.detail) for one in faults
        ]
        raise Invalid("\n".join(lines), code="quiz_broken", faults=faults)


def matched(
    held: Sequence[Row], wanted: Sequence[Written], words: tuple[str, ...]
) -> list[Row | None]:
    """For each wanted the row that it is: by id, by words, else the one in its place if free."""
    left = list(held)
    found: list[Row | None] = [None] * len(wanted)

    def take(number: int, rows: Sequence[Row]) -> None:
        if found[number] is None and rows:
            found[number] = rows[0]
            left.remove(rows[0])

    for number, one in enumerate(wanted):
        take(number, [row for row in left if one.id and str(row.pk) == one.id])
    for number, one in enumerate(wanted):
        take(number, [row for row in left if _words(row, words) == _words(one, words)])
    for number, one in enumerate(wanted):
        if not one.id:
            take(number, [row for row in held[number : number + 1] if row in left])
    return found


def _words(one: Row | Written, names: tuple[str, ...]) -> list[str]:
    return [" ".join(str(getattr(one, name)).split()) for name in names]


def write_rows(
    owner: Owner, held: Sequence[Question], questions: Sequence[WrittenQuestion]
) -> list[Question]:
    wanted = [normal(one) for one in questions]
    refuse_unanswerable(wanted)
    skills = _skills(wanted)
    if not held:
        return _add_rows(owner, wanted, skills)
    rows = matched(held, wanted, ("prompt",))
    for gone in held:
        if gone not in rows:
            gone.delete()
    last = _last_position(owner)
    places = _places(rows, last)
    return [
        _write_question(owner, one, row, place, skills.get(one.skill))
        for one, row, place in zip(wanted, rows, places, strict=True)
    ]


def _add_rows(
    owner: Owner, wanted: Sequence[WrittenQuestion], skills: Mapping[str, Skill]
) -> list[Question]:
    """New ones only, in two statements: an import brings hundreds."""
    begin = _last_position(owner) + 1
    rows = Question.objects.bulk_create(
        Question(**_of(owner), **_values(one, position, skills.get(one.skill)))
        for position, one in enumerate(wanted, start=begin)
    )
    Choice.objects.bulk_create(
        Choice(question=row, position=position, **{name: getattr(one, name) for name in _CHOICE})
        for row, question in zip(rows, wanted, strict=True)
        for position, one in enumerate(question.choices, start=1)
    )
    return rows


def _of(owner: Owner) -> dict[str, Any]:
    return {"lesson": owner} if isinstance(owner, Lesson) else {"bank": owner}


def _values(wanted: WrittenQuestion, position: int, skill: Skill | None) -> dict[str, Any]:
    values = {name: getattr(wanted, name) for name in _SAME}
    return values | {"tags": list(wanted.tags), "skill": skill, "position": position}


def _write_question(
    owner: Owner, wanted: WrittenQuestion, row: Question | None, position: int, skill: Skill | None
) -> Question:
    values = _values(wanted, position, skill)
    if row is None:
        row = Question.objects.create(**_of(owner), **values)
    else:
        _apply(row, values)
    _write_choices(row, wanted.choices)
    return row


def _write_choices(question: Question, wanted: Sequence[WrittenChoice]) -> None:
    held = list(question.choices.all())
    rows = matched(held, wanted, ("text", "match"))
    for gone in held:
        if gone not in rows:
            gone.delete()
    for position, (one, row) in enumerate(zip(wanted, rows, strict=True), start=1):
        values = {name: getattr(one, name) for name in _CHOICE} | {"position": position}
        if row is None:
            Choice.objects.create(question=question, **values)
        else:
            _apply(row, values)


def _apply(row: Question | Choice, values: Mapping[str, Any]) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)


def _skills(questions: Sequence[WrittenQuestion]) -> dict[str, Skill]:
    keys = {one.skill for one in questions if one.skill}
    found = {one.key: one for one in Skill.objects.filter(key__in=keys)}
    faults = [
        Fault(f"questions/{number}", "skill_unknown", _unknown_skill(one.skill, number))
        for number, one in enumerate(questions, start=1)
        if one.skill and one.skill not in found
    ]
    if faults:
        details = "\n".join(one.detail for one in faults)
        raise Invalid(details, code="skill_unknown", faults=faults)
    return found


def _unknown_skill(key: str, number: int) -> str:
    detail = _("Question {number}: no skill is called “{key}”: choose one of the campus's skills.")
    return detail.format(number=number, key=key)


def _last_position(owner: Owner) -> int:
    return int(owner.questions.aggregate(last=Max("position"))["last"] or 0)


def _places(rows: Sequence[Question | None], last: int) -> list[int]:
    """The places that the rows had, in rising order, then places after all others."""
    had = sorted({one.position for one in rows if one is not None})
    return [*had, *range(last + 1, last + 1 + len(rows) - len(had))]
