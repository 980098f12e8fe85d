"""How the catalogue fares with few and with many courses: queries, and time of the first asking.

Run it with `python -m tests.benchmarks.catalogue`; exits 1 if the number of queries grows.
"""

import statistics
import sys
import time
from typing import Any

from tests.benchmarks.stage import a_campus

SIZES = (10, 1_000)
TIMES = 5


def main() -> int:
    with a_campus():
        counted = {size: _measure(size) for size in SIZES}
    few, many = (counted[size] for size in SIZES)
    for path in few:
        print(
            f"{path}: {few[path][0]} and {many[path][0]} queries,"
            f" {few[path][1]:.1f} and {many[path][1]:.1f} ms at {SIZES[0]} and {SIZES[1]:,} courses"
            f" (ratio {many[path][1] / few[path][1]:.1f})"
        )
    return 0 if all(few[path][0] == many[path][0] for path in few) else 1


def _measure(size: int) -> dict[str, tuple[int, float]]:
    """By address, the queries and the milliseconds of an asking that nothing is kept for."""
    _grow_to(size)
    return {
        path: _ask(path)
        for path in ("/courses", "/courses?q=simplement", "/courses?level=1&language=fr&limit=100")
    }


def _ask(path: str) -> tuple[int, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.api import Api

    api = Api(headers={"Host": "127.0.0.1", "Authorization": "none"})
    api.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert api.get(path).status_code == 200
        queries = len(asked)
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        api.get(path)
        times.append((time.perf_counter() - began) * 1000)
    return queries, statistics.median(times)


def _grow_to(size: int) -> None:
    """Copies of one published course of 20 lessons, each with an outline of its own."""
    from courses.models import Course
    from tests.world import a_published_course

    first = Course.objects.first() or a_published_course(lessons=("article",) * 20)
    _copy(first, size - Course.objects.count())


def _copy(course: Any, number: int) -> None:
    from django.utils import timezone

    from campus.ids import new_id
    from courses.compiling.compiled import text_blob
    from courses.listing import list_course
    from courses.models import Blob, Course, CourseRelease, ReleaseLesson, Work

    outline = bytes(course.current_release.outline.body).decode()
    lessons = list(ReleaseLesson.objects.filter(release=course.current_release))
    for _ in range(number):
        title = f"Écrire simplement, édition {timezone.now().timestamp()}"
        work = Work.objects.create(key=f"edition-{new_id()}")
        made = text_blob(outline.replace(course.title, title))
        blob = Blob.objects.create(
            digest=made.digest, media_type="application/json", size=1, body=made.body
        )
        copy = Course.objects.create(
            work=work, organisation=course.organisation, slug=work.key, title=title
        )
        release = CourseRelease.objects.create(
            course=copy, number=1, outline=blob, published_at=timezone.now()
        )
        for lesson in lessons:
            lesson.pk, lesson.release = None, release
        ReleaseLesson.objects.bulk_create(lessons)
        Course.objects.filter(pk=copy.pk).update(current_release=release)
        list_course(copy, release)


if __name__ == "__main__":
    sys.exit(main())
