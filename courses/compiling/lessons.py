"""One lesson of a draft as the bytes that readers get."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campus.errors import Fault, Invalid
from campus.markdown import Finding, Rendered, TooMuch, render
from campus.markdown.allowing import sanitised

from ..kinds import KINDS, Material
from .compiled import CompiledBlob, CompiledLesson, html_blob, json_blob
from .drafts import Draft, DraftLesson, DraftQuestion

WORDS_PER_MINUTE = 200
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>\s*", re.S)


@dataclass(frozen=True)
class LessonBytes:
    lesson: CompiledLesson
    blobs: tuple[CompiledBlob, ...]
    findings: tuple[Finding, ...]


def compile_lesson(draft: Draft, lesson: DraftLesson, position: int) -> LessonBytes:
    """Raises Invalid if the lesson lacks what its kind needs, TooMuch if its text is too much."""
    kind = KINDS[lesson.kind]
    material = material_of(draft, lesson)
    for lack in filter(None, [kind.lacks(material), *unanswerable(lesson)]):
        raise _unfit(lesson, lack)
    rendered = rendered_lesson(draft, lesson)
    text = html_blob(rendered.html + sanitised(kind.element(material)))
    questions, found = _asked(draft, lesson)
    feedback, told = _feedback(draft, lesson)
    compiled = CompiledLesson(
        lesson=lesson.id,
        position=position,
        slug=lesson.slug,
        kind=lesson.kind,
        title=lesson.title,
        minutes=lesson.minutes or minutes_to_read(lesson, rendered.words),
        move_on=move_on(lesson),
        mastery=lesson.mastery,
        blob=text.digest,
        questions=questions.digest if questions else None,
        key=key_of(lesson) if questions else None,
        feedback=feedback if questions else None,
    )
    blobs = (text, questions) if questions else (text,)
    return LessonBytes(compiled, blobs, (*rendered.findings, *found, *told))


def rendered_lesson(draft: Draft, lesson: DraftLesson) -> Rendered:
    return _rendered(draft, lesson, lesson.source)


def _rendered(draft: Draft, lesson: DraftLesson, source: str) -> Rendered:
    """A text of the lesson; raises Invalid, in the author's language, if it is too much."""
    where = lesson.path or lesson.slug
    resolve = draft.shelf.resolver(draft.slug, lesson.path)
    try:
        return render(source, language=draft.language, path=where, resolve=resolve)
    except TooMuch as error:
        detail = f"{where}: {error.said(get_language() or 'en')}"
        raise Invalid(detail, code=error.code) from error


def material_of(draft: Draft, lesson: DraftLesson) -> Material:
    found = draft.shelf.file(lesson.file, draft.slug, lesson.path)
    return Material(
        language=draft.language,
        address=lesson.address,
        file=lesson.file,
        file_href=draft.shelf.blob_address(found.digest) if found else "",
        file_type=found.media_type if found else "",
        file_size=found.size if found else 0,
        questions=len(lesson.questions),
    )


def _asked(draft: Draft, lesson: DraftLesson) -> tuple[CompiledBlob | None, list[Finding]]:
    """The questions as a learner may see them: no key, no explanation, no feedback."""
    if not lesson.questions:
        return None, []
    findings: list[Finding] = []

    def shown(source: str) -> str:
        return inline(_part_shown(draft, lesson, source, findings))

    asked = [_question_shown(one, shown) for one in lesson.questions]
    return json_blob({"mastery": lesson.mastery, "questions": asked}), findings


def _feedback(draft: Draft, lesson: DraftLesson) -> tuple[dict[str, str], list[Finding]]:
    """By question and by choice, what is said after answering."""
    findings: list[Finding] = []
    said = {one.id: one.explanation for one in lesson.questions}
    said |= {choice.id: choice.feedback for one in lesson.questions for choice in one.choices}
    shown = {id_: _part_shown(draft, lesson, text, findings) for id_, text in said.items() if text}
    return shown, findings


def _part_shown(draft: Draft, lesson: DraftLesson, source: str, findings: list[Finding]) -> str:
    """A text of a question; its lines are not the lesson's, so what is found names none."""
    rendered = _rendered(draft, lesson, source)
    findings.extend(replace(one, line=0) for one in rendered.findings)
    return rendered.html


def _question_shown(question: DraftQuestion, shown: Callable[[str], str]) -> dict[str, object]:
    return {
        "id": question.id,
        "kind": question.kind,
        "prompt": shown(question.prompt),
        "choices": [{"id": one.id, "text": shown(one.text)} for one in question.choices],
    }


def inline(html: str) -> str:
    """A text of one paragraph without its `<p>`, to stand in a label."""
    found = _ONE_PARAGRAPH.fullmatch(html)
    return found[1] if found else html.strip()


def key_of(lesson: DraftLesson) -> dict[str, list[str]]:
    return {
        question.id: [choice.id for choice in question.choices if choice.is_correct]
        for question in lesson.questions
    }


def move_on(lesson: DraftLesson) -> str:
    """What completes it: its author may only say that it does not count; the kind says the rest."""
    return lesson.move_on if lesson.move_on == "NotApplicable" else KINDS[lesson.kind].move_on


def minutes_to_read(lesson: DraftLesson, words: int) -> int:
    return max(1, math.ceil(words / WORDS_PER_MINUTE), len(lesson.questions))


def unanswerable(lesson: DraftLesson) -> Iterator[Fault]:
    """What makes the questions of a quiz impossible to answer."""
    for number, question in enumerate(lesson.questions, start=1):
        right = sum(choice.is_correct for choice in question.choices)
        if not right or len(question.choices) < 2 or (question.kind == "single" and right > 1):
            detail = _("Question {number} needs two choices or more, and the right ones marked.")
            detail = detail.format(number=number)
            yield Fault(f"questions/{number}", "question_unanswerable", detail)


def _unfit(lesson: DraftLesson, fault: Fault) -> Invalid:
    where = lesson.path or lesson.title
    return Invalid(f"{where}: {fault.detail}", code=fault.code, faults=[fault])
