"""Whatever a draft says goes out and comes back to the same bytes: drafts made by Hypothesis."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from courses.exporting import export_course
from courses.importing import import_course
from courses.models import Blob, Choice, Course, Lesson, Media, Module, Question, Quiz
from tests.courses.test_exporting import contents, everything
from tests.courses.whole_drafts import LONG_AGO
from tests.world import a_draft

pytestmark = pytest.mark.django_db

# What has broken formats of text before, more often than chance would find it.
AWKWARD = (
    "---", "--- ", "...", "no", "null", "~", "12:30", "2026-01-01", "1e5", "010", "a: b", "# a",
    "- a", "« a » : b", 'a "b" \'c\'', "a\r\nb", "a\rb", "a\n\nb  ", " a ", "\ta", "a\t", "😀", "é",
    "\u2028a", "\x85", "a\u00a0", "\ufeffa", "{a: b}", "[a]", "|", ">", "&a", "*a", "!a", "%a",
    "@a", "`a`", "\\", "a\x1bb", "\x7f", "א", "a\u0301", "## a ##", "- [x] a", "Explication : a",
    "> a", "```\n## a\n```", "~~~", "::: tip\na\n:::", "<script>", "a  \nb", "\n\na\n\n",
)  # fmt: skip
PATHS = (
    "", "a.md", "A.md", "á.md", "a\u0301.md", "b/a.md", "a.md/b.md", "con.md", "b/aux.markdown",
    "../a.md", "/a.md", "C:a.md", "a\\b.md",
    ".a.md", "a .md", "a. /b.md", "course.yaml", "ids.yaml",
    "LICENSE.md", "license.MD", "a.transcript.md", "A.transcript.md", "a.txt", "a?.md", "Ä b.md",
    "node_modules/a.md", "x" * 300, "a//b.md", "./a.md", "a\tb.md", "lessons/a-1.md",
)  # fmt: skip


def words(most: int = 60, *, least: int = 0) -> st.SearchStrategy[str]:
    any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
    mixed = st.lists(st.sampled_from(AWKWARD), max_size=3).map("\n".join)
    return (
        st.one_of(st.sampled_from(AWKWARD), mixed, any_text)
        .map(lambda t: t[:most])
        .filter(lambda t: len(t) >= least)
    )


SLUGS = st.from_regex(r"[a-zA-Z0-9_-]{1,12}", fullmatch=True)
ARCHIVED = st.sampled_from([None, None, LONG_AGO])
CHOICES = st.lists(words(), min_size=2, max_size=4, unique_by=lambda t: "".join(t.split()))
PLAIN = st.text("abc é'", min_size=1).filter(str.strip)


@st.composite
def lessons(draw: Any) -> dict[str, Any]:
    return {
        "path": draw(st.sampled_from(PATHS)),
        "slug": draw(SLUGS),
        "kind": draw(st.sampled_from(["article", "video", "quiz", "file", "link"])),
        "title": draw(words(300, least=1)),
        "source": draw(words(400)),
        "permalink": draw(words(300)),
        "address": draw(words(500)),
        "file": draw(words(300)),
        "minutes": draw(st.one_of(st.none(), st.integers(0, 32_767))),
        "move_on": draw(st.sampled_from(Lesson.MoveOn.values)),
        "mastery": draw(st.floats(0, 1)),
        "transcript": draw(words(400)),
        "archived_at": draw(ARCHIVED),
        "position": draw(st.integers(0, 3)),
    }


MODULES = st.tuples(
    words(200, least=1), ARCHIVED, st.integers(0, 2), st.lists(lessons(), max_size=3)
)
FACTS = st.fixed_dictionaries(
    {
        "title": words(200, least=1),
        "summary": words(400),
        "authors": words(500),
        "licence": words(100),
        "licence_text": words(400),
        "source": words(500),
        "level": st.integers(1, 4),
    }
)
QUESTIONS = st.lists(st.tuples(words(80), words(80), words(80), CHOICES), max_size=3)


def a_draft_of(facts: Any, modules: Any, media: list[str], asked: Any) -> Course:
    course = a_draft("Tout", lessons=())
    Course.objects.filter(pk=course.pk).update(**facts)
    course.modules.all().delete()
    for title, archived_at, position, held in modules:
        module = Module.objects.create(
            course=course, title=title, archived_at=archived_at, position=position
        )
        for fields in held:
            lesson = Lesson.objects.create(module=module, **fields)
            if lesson.kind == "quiz":
                Quiz.objects.create(lesson=lesson)
                ask(lesson, asked)
    blob, _is_new = Blob.objects.get_or_create(
        digest="2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        defaults={"media_type": "text/plain", "size": 3, "body": b"foo"},
    )
    for path in media:
        Media.objects.create(course=course, path=path, blob=blob, alt=path[:5])
    course.refresh_from_db()
    return course


def ask(lesson: Lesson, asked: Any) -> None:
    for position, (prompt, hint, explanation, choices) in enumerate(asked):
        question = Question.objects.create(
            lesson=lesson, position=position, prompt=f"? {prompt}", hint=hint,
            explanation=explanation,
        )  # fmt: skip
        for number, text in enumerate(choices):
            Choice.objects.create(
                question=question, position=number, text=f"{number} {text}", feedback=text,
                is_correct=number == 0,
            )  # fmt: skip


@settings(
    max_examples=25,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
)
@given(
    FACTS,
    st.lists(MODULES, max_size=3),
    st.lists(st.sampled_from([one for one in PATHS if one]), max_size=4, unique=True),
    QUESTIONS,
)
def test_whatever_a_draft_says_comes_back(
    facts: Any, modules: Any, media: list[str], asked: Any
) -> None:
    with transaction.atomic(), tempfile.TemporaryDirectory() as made:
        goes_round(a_draft_of(facts, modules, media, asked), Path(made))
        transaction.set_rollback(True)


def goes_round(course: Course, folder: Path) -> None:
    before, owner = everything(course), course.organisation
    export_course(course, folder / "one")
    again = import_course(folder / "one", organisation=owner)
    assert again.changes == ()
    assert everything(course) == before
    export_course(course, folder / "two.zip")
    Question.objects.filter(lesson__module__course=course).delete()
    course.delete()
    fresh = import_course(folder / "two.zip", organisation=owner).course
    export_course(fresh, folder / "three")
    assert contents(folder / "one") == contents(folder / "three")
