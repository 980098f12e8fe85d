"""Owns how fast a course of 200 lessons is published, as a ratio against rendering alone.

`python -m tests.benchmarks.publishing`: on servers of its own, made and thrown away.
"""

import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks.stage import a_campus

LESSONS = 200
PARAGRAPH = (
    "Une démarche commence par une *question* et par les gens qui la posent. On écoute, on "
    "observe, on essaie ; puis on **recommence**, car rien n’est juste du premier coup.\n\n"
)
LIST = "- écouter\n- observer\n- [la suite](lecon-{next}.md)\n\n"
TABLE = "| quoi | qui |\n|---|---|\n| un entretien | deux personnes |\n\n"


def main() -> None:
    with a_campus():
        _measure()


def _measure() -> None:
    from courses.models import Blob, Lesson
    from courses.releases.publishing import publish

    course = _a_long_course()
    rendering = _seconds(lambda: _render(course))
    first = _seconds(lambda: publish(course=course, by=None))
    course.refresh_from_db()
    blobs = Blob.objects.count()
    lesson = Lesson.objects.filter(module__course=course).order_by("position")[9]
    Lesson.objects.filter(pk=lesson.pk).update(source=f"{lesson.source}Un mot de plus.")
    second = _seconds(lambda: publish(course=course, by=None))
    written = Blob.objects.count() - blobs
    unchanged = _seconds(lambda: publish(course=course, by=None))
    print(f"rendering {LESSONS} lessons alone      {rendering:6.2f} s")
    print(f"first publication             {first:6.2f} s   {first / rendering:4.1f} × rendering")
    print(f"one lesson changed            {second:6.2f} s   {second / rendering:4.1f} × rendering")
    print(f"nothing changed               {unchanged:6.2f} s")
    print(f"blobs written for one lesson  {written} (the lesson, the outline)")


def _render(course: Any) -> None:
    from campus.markdown import render
    from courses.models import Lesson

    for source in Lesson.objects.filter(module__course=course).values_list("source", flat=True):
        render(source, language="fr", resolve=lambda _reference: None)


def _a_long_course() -> Any:
    from courses.models import Lesson
    from tests.world import a_draft

    course = a_draft("Un long cours", lessons=("article",))
    module = course.modules.get()
    Lesson.objects.filter(module=module).delete()
    Lesson.objects.bulk_create(
        Lesson(
            module=module,
            position=number,
            slug=f"lecon-{number}",
            path=f"lecon-{number}.md",
            title=f"Leçon {number}",
            source=_text(number),
        )
        for number in range(1, LESSONS + 1)
    )
    return course


def _text(number: int) -> str:
    """About 700 words, as a lesson has."""
    part = f"## Partie {number}\n\n{PARAGRAPH * 5}{LIST.format(next=number % LESSONS + 1)}{TABLE}"
    return f"# Leçon {number}\n\n{part * 4}"


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
