"""A draft as plain values, read from the database at one moment, for rules that know none."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from ..linking import KnownMedia, Shelf
from ..models import Course, CourseSkill, Lesson, Question
from ..shelving import own, shelf_for


@dataclass(frozen=True)
class DraftChoice:
    id: str
    text: str
    is_correct: bool
    feedback: str = ""


@dataclass(frozen=True)
class DraftQuestion:
    id: str
    kind: str
    prompt: str
    choices: tuple[DraftChoice, ...]
    explanation: str = ""

    def texts(self) -> list[str]:
        said = [text for one in self.choices for text in (one.text, one.feedback)]
        return [self.prompt, self.explanation, *said]


@dataclass(frozen=True)
class DraftLesson:
    id: UUID
    path: str
    slug: str
    kind: str
    title: str
    source: str
    address: str = ""
    file: str = ""
    minutes: int | None = None
    move_on: str = "Completed"
    mastery: float = 0.7
    questions: tuple[DraftQuestion, ...] = ()

    def texts(self) -> list[str]:
        """All its Markdown that learners see."""
        return [self.source, *(text for one in self.questions for text in one.texts())]


@dataclass(frozen=True)
class DraftModule:
    id: UUID
    title: str
    lessons: tuple[DraftLesson, ...]


@dataclass(frozen=True)
class Draft:
    """All that a release is made of; `shelf` knows where its links lead."""

    id: UUID
    work: str
    slug: str
    language: str
    title: str
    summary: str
    level: int
    authors: str
    licence: str
    licence_text: str
    source: str
    modules: tuple[DraftModule, ...]
    skills: tuple[tuple[str, dict[str, str], int], ...] = ()
    media: tuple[KnownMedia, ...] = ()
    shelf: Shelf = field(default_factory=Shelf, compare=False)

    @property
    def lessons(self) -> list[DraftLesson]:
        return [lesson for module in self.modules for lesson in module.lessons]


def read_draft(course: Course) -> Draft:
    """A constant number of queries, however long the course."""
    lessons = _lessons(course)
    known, media = own(course)
    texts = [(one.path, text) for held in lessons.values() for one in held for text in one.texts()]
    shelf = shelf_for(texts, course.slug)
    shelf.add(known, media)
    return Draft(
        id=course.id,
        work=course.work.key,
        slug=course.slug,
        language=course.language,
        title=course.title,
        summary=course.summary,
        level=course.level,
        authors=course.authors,
        licence=course.licence,
        licence_text=course.licence_text,
        source=course.source,
        modules=_modules(course, lessons),
        skills=_skills(course),
        media=tuple(media),
        shelf=shelf,
    )


def _modules(course: Course, lessons: dict[UUID, list[DraftLesson]]) -> tuple[DraftModule, ...]:
    """Without the modules that have no lesson: they would be headings over nothing."""
    rows = course.modules.filter(archived_at=None).order_by("position", "id")
    held = (DraftModule(row.id, row.title, tuple(lessons.get(row.id, ()))) for row in rows)
    return tuple(module for module in held if module.lessons)


def _lessons(course: Course) -> dict[UUID, list[DraftLesson]]:
    rows = Lesson.objects.filter(module__course=course, archived_at=None)
    held: dict[UUID, list[DraftLesson]] = {}
    for row in rows.order_by("position", "id").prefetch_related("questions__choices"):
        held.setdefault(row.module_id, []).append(draft_lesson(row))
    return held


def draft_lesson(row: Lesson) -> DraftLesson:
    return DraftLesson(
        id=row.id,
        path=row.path,
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        source=row.source,
        address=row.address,
        file=row.file,
        minutes=row.minutes,
        move_on=row.move_on,
        mastery=row.mastery,
        questions=tuple(map(_question, row.questions.all())) if row.kind == "quiz" else (),
    )


def _question(row: Question) -> DraftQuestion:
    choices = (DraftChoice(str(c.id), c.text, c.is_correct, c.feedback) for c in row.choices.all())
    return DraftQuestion(str(row.id), row.kind, row.prompt, tuple(choices), row.explanation)


def _skills(course: Course) -> tuple[tuple[str, dict[str, str], int], ...]:
    rows = CourseSkill.objects.filter(course=course).select_related("skill").order_by("skill__key")
    return tuple((row.skill.key, row.skill.title, row.level) for row in rows)
