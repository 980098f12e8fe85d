"""Owns how a state is shown: as a word and a colour, never as a colour alone."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from courses.drafting.outlining import ARCHIVED, CHANGED, DRAFT, PUBLISHED
from courses.models import Course

WORDS = {
    DRAFT: _("Draft"),
    PUBLISHED: _("Published ({number})"),
    CHANGED: _("Changed since release {number}"),
    ARCHIVED: _("Archived"),
}


def state_badge(state: str, number: int) -> str:
    words = str(WORDS[state]).format(number=number)
    return format_html('<span class="state state-{}">{}</span>', state, words)


def public_address(course: Course) -> str:
    """Where learners find the course, in the interface language that is its own."""
    return f"/{course.language}/courses/{course.slug}"
