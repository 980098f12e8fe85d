"""One file of a course as a lesson: its front matter, its title, and for a quiz its questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from campus.markdown import Finding
from courses.quizform.reading import read_quiz
from courses.textform import names
from courses.textform.endings import as_lines

from . import naming
from .files import Files
from .frontmatter import decoded, headed
from .heads import Head, lesson_keys
from .identities import Identities
from .rules import read_rules
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


def read_lesson(files: Files, path: str, ids: Identities) -> ReadLesson:
    """Raises Invalid, naming file and line, for a text that cannot be read."""
    parts = headed(as_lines(decoded(files.read[path](), path=path)), path=path)
    head = Head(parts.head, path, lines=parts.lines)
    head.report_unknown(lesson_keys())
    heading = first_title(parts.body)
    lesson = ImportedLesson(
        path=head.text("path", most=300) if "path" in head.keys else path,
        lies_at=path,
        slug=head.text("slug", most=120) or names.lesson_slug(path),
        states_slug=head.says("slug"),
        title=_title(head, heading),
        kind=head.kind(),
        id=head.uuid("id"),
        permalink=head.text("permalink", most=300),
        source=parts.body,
        first_line=parts.first_line,
        address=head.text("address"),
        file=head.text("file", most=300),
        minutes=head.whole("minutes", least=0, most=32_767),
        move_on=head.move_on(),
        mastery=head.share("mastery", 0.7),
        quiz=read_rules(head.part("quiz")),
        captions=tuple(sorted(head.texts("captions").items())),
        transcript=_transcript(files, path),
        archived_at=head.moment("archived"),
    )
    asked = _with_questions(lesson, path, ids)
    said, language = _of_the_course(head.keys), head.text("language")
    return ReadLesson(asked, tuple(head.findings), language, said, heading)


def _of_the_course(keys: Mapping[str, Any]) -> dict[str, Any]:
    said = keys.get("course")
    return said if isinstance(said, dict) else {"title": said} if said else {}


def _title(head: Head, heading: str) -> str:
    title = head.text("title", most=300) or heading[:300]
    if not title:
        title = naming.humanised(head.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        head.report("title_from_name", title=title)
    return title


def _transcript(files: Files, path: str) -> str:
    """What is said in a film, from the file beside the lesson that is called after it."""
    beside = names.transcript_of(path)
    if beside not in files.read:
        return ""
    return as_lines(decoded(files.read[beside](), path=beside))


def _with_questions(lesson: ImportedLesson, path: str, ids: Identities) -> ImportedLesson:
    """A quiz keeps its introduction as its text: its key must not be in what is rendered."""
    if lesson.kind != "quiz":
        return lesson
    intro, questions = read_quiz(
        lesson.source,
        path=path,
        first_line=lesson.first_line,
        # One that draws from banks needs none of its own; an export has drafts as they are.
        may_be_empty=bool(lesson.quiz.draws or lesson.id),
    )
    known, match_ids = ids.given_to(path, questions)
    return replace(lesson, source=intro, questions=known, match_ids=match_ids)
