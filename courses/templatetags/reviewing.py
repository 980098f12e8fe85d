"""Owns how templates of the admin get the comments on the course or lesson that they show."""

from typing import Any

from django import template

from courses.drafting.reviewing import comments_on
from courses.models import Course, Lesson

register = template.Library()


@register.simple_tag
def reviewed(shown: Course | Lesson | None) -> dict[str, Any]:
    """The comments on it, and what its form speaks of."""
    if shown is None or not shown.pk:
        return {}
    is_lesson = isinstance(shown, Lesson)
    course = shown.module.course if isinstance(shown, Lesson) else shown
    rows = list(comments_on(course, shown if isinstance(shown, Lesson) else None))
    return {
        "course": course,
        "lesson": shown if is_lesson else None,
        "open": [one for one in rows if not one.settled_at],
        "settled": [one for one in rows if one.settled_at],
    }
