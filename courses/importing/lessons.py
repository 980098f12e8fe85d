"""One file of a course as a lesson: its front matter, its title, and for a quiz its questions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from campus.markdown import Finding

from . import naming
from .files import Files
from .frontmatter import decoded, headed
from .heads import Head, lesson_keys
from .quizzes import read_quiz
from .shapes import ImportedLesson
from .titles import first_title


@dataclass(frozen=True)
class ReadLesson:
    """A lesson, what was found, and what its front matter says of the whole course."""

    lesson: ImportedLesson
    findings: tuple[Finding, ...]
    language: str
    course: dict[str, Any]
    heading: str


def read_lesson(files: Files, path: str) -> ReadLesson:
    """Raises Invalid, naming file and line, for a text that cannot be read."""
    text = decoded(files.read[path](), path=path).replace("\r\n", "\n").replace("\r", "\n")
    parts = headed(text, path=path)
    head = Head(parts.head, path)
    head.report_unknown(lesson_keys(head.kind()))
    heading = first_title(parts.body)
    lesson = ImportedLesson(
        path=path,
        slug=naming.lesson_slug(path),
        title=_title(head, heading),
        kind=head.kind(),
        id=head.uuid("id"),
        permalink=head.text("permalink", most=300),
        source=parts.body,
        first_line=parts.first_line,
        address=head.text("address"),
        file=head.text("file", most=300),
        minutes=head.whole("minutes", least=1, most=1_000),
        move_on=head.move_on(),
        mastery=head.share("mastery", 0.7),
    )
    said = head.keys.get("course")
    course = said if isinstance(said, dict) else {"title": said} if said else {}
    return ReadLesson(
        _with_questions(lesson), tuple(head.findings), head.text("language"), course, heading
    )


def _title(head: Head, heading: str) -> str:
    title = head.text("title", most=300) or heading[:300]
    if not title:
        title = naming.humanised(head.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        head.report("title_from_name", title=title)
    return title


def _with_questions(lesson: ImportedLesson) -> ImportedLesson:
    """A quiz keeps its introduction as its text: its key must not be in what is rendered."""
    if lesson.kind != "quiz":
        return lesson
    intro, questions = read_quiz(lesson.source, path=lesson.path, first_line=lesson.first_line)
    return replace(lesson, source=intro, questions=questions)
