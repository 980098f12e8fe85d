"""Owns that banks keep what quizzes draw from them: who draws, and whether enough would be left."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models import Q
from django.utils.translation import gettext as _

from campus.errors import Conflict
from courses.models import Draw, QuestionBank


def drawing_quizzes(bank: QuestionBank) -> list[str]:
    """By course and title, each once."""
    return _named(bank.draws.select_related("quiz__lesson__module__course"))


def refuse_drawn(bank: QuestionBank) -> None:
    """Raises Conflict("bank_is_drawn_from") naming the quizzes."""
    if quizzes := drawing_quizzes(bank):
        detail = _(
            "Quizzes draw from this bank: {quizzes}. Take the draw out of them first, then "
            "delete the bank."
        )
        raise Conflict(detail.format(quizzes=" · ".join(quizzes)), code="bank_is_drawn_from")


@contextmanager
def still_supplied(bank: QuestionBank) -> Iterator[None]:
    """What is done inside must leave every quiz as many questions as it draws.

    Raises Conflict("questions_are_drawn") naming the quizzes that would lack some; where one had
    too few before, it may not lose more. To be used in a transaction.
    """
    before = _fitting(bank)
    yield
    after = _fitting(bank)
    short = [draw for draw, many in after.items() if many < min(draw.count, before[draw])]
    if short:
        detail = _(
            "Too few questions would be left for quizzes that draw from this bank: {quizzes}. Let "
            "them draw fewer first, or write others."
        )
        quizzes = " · ".join(_named(short))
        raise Conflict(detail.format(quizzes=quizzes), code="questions_are_drawn")


def _fitting(bank: QuestionBank) -> dict[Draw, int]:
    draws = bank.draws.select_related("quiz__lesson__module__course")
    return {draw: bank.questions.filter(_fits(draw)).count() for draw in draws}


def _fits(draw: Draw) -> Q:
    found = Q()
    if draw.skill_id:
        found &= Q(skill=draw.skill_id)
    if draw.level is not None:
        found &= Q(level=draw.level)
    if draw.tag:
        found &= Q(tags__contains=[draw.tag])
    return found


def _named(draws: Iterable[Draw]) -> list[str]:
    lessons = {draw.quiz.lesson for draw in draws}
    return sorted(f"{one.module.course.title} – {one.title}" for one in lessons)
