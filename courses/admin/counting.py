"""Owns the numbers above an outline: lessons, minutes, words, and those of one module."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from courses.drafting.outlining import OutlinedModule, outline
from courses.models import Course, Module


def totals(parts: Sequence[OutlinedModule]) -> dict[str, int]:
    rows = [row for part in parts for row in part.lessons]
    return {
        "lessons": len(rows),
        "minutes": sum(row.minutes for row in rows),
        "words": sum(row.words for row in rows),
    }


def counts(course: Course, module: Module) -> dict[str, str]:
    """What a new lesson changes in the numbers around it."""
    parts = outline(course)
    minutes = next(part.minutes for part in parts if part.module == module)
    shown = {"totals": totals(parts)}
    return {
        "totals": render_to_string("admin/courses/course/outline_totals.html", shown).strip(),
        "minutes": _("%(minutes)s min") % {"minutes": minutes},
    }
