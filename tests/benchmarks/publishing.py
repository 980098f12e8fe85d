"""How fast 200 lessons are published and one is previewed, beside rendering alone.

`python -m tests.benchmarks.publishing`: on servers of its own, made and thrown away; exits 1 above
what is promised.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks.stage import a_campus

LESSONS = 200
MOST_SECONDS, MOST_PREVIEW_MS, MOST_BLOBS = 3.0, 300.0, 2
PREVIEWS = 30
PARAGRAPH = (
    "Une démarche commence par une *question* et par les gens qui la posent. On écoute, on "
    "observe, on essaie ; puis on **recommence**, car rien n’est juste du premier coup.\n\n"
)
LIST = "- écouter\n- observer\n- [la suite](lecon-{next}.md)\n\n"
TABLE = "| quoi | qui |\n|---|---|\n| un entretien | deux personnes |\n\n"


def main() -> int:
    with a_campus():
        is_fast = _publishing()
        return 0 if _previewing() and is_fast else 1


def _publishing() -> bool:
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
    return max(first, second, unchanged) < MOST_SECONDS and written <= MOST_BLOBS


def _previewing() -> bool:
    """The answer of the admin's own address: session, rights and database included."""
    from campus.markdown import render
    from tests.trainers import Admin, a_trainer
    from tests.world import a_draft, lessons_of

    course = a_draft("Un brouillon", lessons=("article",))
    lesson, admin = lessons_of(course)[0], Admin(a_trainer(course.organisation))
    admin.client.defaults["SERVER_NAME"] = "127.0.0.1"
    # Another text each time: what was shown a moment ago may be remembered.
    texts = [f"{_text(number)}\n\nEncore." for number in range(PREVIEWS)]
    rendering, previews = [], []
    for text in texts:
        data = {"text": text}
        rendering.append(_seconds(lambda t=text: render(f"{t} Un.", language="fr", resolve=_none)))
        previews.append(_seconds(lambda d=data: _shown(admin, lesson.pk, d)))
    median, p95 = (1000 * one for one in (statistics.median(previews), _p95(previews)))
    share = statistics.median(previews) / statistics.median(rendering)
    print(f"preview of a lesson  median {median:.0f} ms, p95 {p95:.0f} ms, {share:.1f} × rendering")
    return p95 < MOST_PREVIEW_MS


def _shown(admin: Any, lesson: Any, data: dict[str, str]) -> None:
    answer = admin.post("courses_lesson_preview", lesson, data=data)
    if answer.status_code != 200 or "Encore." not in answer.json()["html"]:
        raise ValueError(f"{answer.status_code}: {answer.content[:200]!r}")


def _none(_reference: str) -> None:
    return None


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


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
    sys.exit(main())
