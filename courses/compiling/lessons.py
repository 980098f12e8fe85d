"""One lesson of a draft as the bytes that readers get."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import get_language

from campus.errors import Fault, Invalid
from campus.markdown import Finding, Rendered, TooMuch, render
from campus.markdown.allowing import sanitised
from courses.kinds import KINDS, Material
from courses.rules.quizrules import read_rules

from .compiled import CompiledBlob, CompiledLesson, CompiledQuestions, html_blob, json_blob
from .drafts import Draft, DraftLesson
from .questions import feedback_of, inline, key_of, question_shown, rules_of, unanswerable
from .sources import lesson_source

WORDS_PER_MINUTE = 200


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
    questions, found = compiled_questions(draft, lesson)
    public = _public(lesson, questions)
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
        public=public.digest if public else None,
        questions=questions,
        source=lesson_source(lesson),
    )
    blobs = (text, public) if public else (text,)
    warned = (replace(one, path=lesson.path or lesson.slug) for one in kind.warns(material))
    return LessonBytes(compiled, blobs, (*rendered.findings, *found, *warned))


def rendered_lesson(draft: Draft, lesson: DraftLesson) -> Rendered:
    return _rendered(draft, lesson, lesson.source)


def _rendered(draft: Draft, lesson: DraftLesson, source: str) -> Rendered:
    """A text of the lesson; raises Invalid, in the author's language, if it is too much."""
    where = lesson.path or lesson.slug
    resolve = draft.shelf.resolver(draft.slug, lesson.path)
    try:
        return render(
            source,
            language=draft.language,
            path=where,
            resolve=resolve,
            video_hosts=settings.VIDEO_HOSTS,
        )
    except TooMuch as error:
        detail = f"{where}: {error.said(get_language() or 'en')}"
        raise Invalid(detail, code=error.code) from error


def material_of(draft: Draft, lesson: DraftLesson) -> Material:
    found = draft.shelf.file(lesson.file, draft.slug, lesson.path)
    captions = [
        (language, path, draft.shelf.file(path, draft.slug, lesson.path))
        for language, path in lesson.captions
    ]
    return Material(
        language=draft.language,
        address=lesson.address,
        file=lesson.file,
        file_href=draft.shelf.blob_address(found.digest) if found else "",
        file_type=found.media_type if found else "",
        file_size=found.size if found else 0,
        questions=sum(1 for _one in lesson.asked()),
        captions=tuple((lang, draft.shelf.blob_address(m.digest)) for lang, _, m in captions if m),
        missing_captions=tuple(path for _, path, m in captions if not m),
        transcript=_rendered(draft, lesson, lesson.transcript).html if lesson.transcript else "",
    )


def compiled_questions(
    draft: Draft, lesson: DraftLesson
) -> tuple[CompiledQuestions | None, list[Finding]]:
    """What a quiz asks and how it is graded; its lines are not the lesson's, so none are named."""
    asked = list(lesson.asked())
    if not asked:
        return None, []
    findings: list[Finding] = []

    def shown(source: str) -> str:
        rendered = _rendered(draft, lesson, source)
        findings.extend(replace(one, line=0) for one in rendered.findings)
        return rendered.html

    questions = [question_shown(one, lambda source: inline(shown(source))) for one in asked]
    compiled = CompiledQuestions(
        asked=questions,
        rules=rules_of(lesson),
        key=key_of(lesson),
        feedback=dict(feedback_of(lesson, shown)),
    )
    return compiled, findings


def _public(lesson: DraftLesson, questions: CompiledQuestions | None) -> CompiledBlob | None:
    """Questions for everybody: none where an attempt hands them out; practice carries its key."""
    if questions is None or read_rules(questions.rules).needs_attempt:
        return None
    told: dict[str, object] = {"mastery": lesson.mastery, "questions": questions.asked}
    if lesson.quiz.mode == "practice":
        told |= {"key": questions.key, "feedback": questions.feedback}
    return json_blob(told)


def move_on(lesson: DraftLesson) -> str:
    """What completes it: its author may only say that it does not count; the kind says the rest.

    A practice quiz proves nothing, so having done it is enough.
    """
    if lesson.move_on == "NotApplicable":
        return lesson.move_on
    is_practice = lesson.kind == "quiz" and lesson.quiz.mode == "practice"
    return "Completed" if is_practice else KINDS[lesson.kind].move_on


def minutes_to_read(lesson: DraftLesson, words: int) -> int:
    asked = len(lesson.questions) + sum(draw.count for draw in lesson.quiz.draws)
    return max(1, math.ceil(words / WORDS_PER_MINUTE), asked)


def _unfit(lesson: DraftLesson, fault: Fault) -> Invalid:
    where = lesson.path or lesson.title
    return Invalid(f"{where}: {fault.detail}", code=fault.code, faults=[fault])
