"""Owns how a course is cited, and how it describes itself to search engines (schema.org)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from courses.documents import ReleasedCourse

# Addresses of licences that are named by a short word; any other is given as it is written.
LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "etalab-2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    "Licence Ouverte 2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
_LEVELS = {1: "Beginner", 2: "Intermediate", 3: "Advanced", 4: "Expert"}
# What could end the element, or open another, is spelled as JSON allows.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def release_address(slug: str, number: int) -> str:
    """The permanent public address of a release."""
    return f"{settings.CAMPUS_PUBLIC_URL}{reverse('web:release', args=[slug, number])}"


def course_data(course: ReleasedCourse) -> dict[str, Any]:
    """The course as schema.org has it.  Source: schema.org/Course, schema.org/CourseInstance."""
    address = f"{settings.CAMPUS_PUBLIC_URL}{reverse('web:course', args=[course.slug])}"
    workload = f"PT{course.minutes}M"
    data = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": address,
        "url": address,
        "name": course.title,
        "description": course.summary,
        "inLanguage": course.language,
        "provider": {"@type": "Organization", "name": course.organisation},
        "author": [_author(name, course.organisation) for name in _names(course.authors)],
        "license": LICENCES.get(course.licence, course.licence),
        "educationalLevel": _LEVELS[course.level],
        "teaches": [_skill(skill.title, course.language) for skill in course.skills],
        "timeRequired": workload,
        "version": str(course.release.number),
        "datePublished": course.release.published_at.date().isoformat(),
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "EUR"},
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": workload,
        },
    }
    return {name: value for name, value in data.items() if value not in ("", [])}


def as_element(data: dict[str, Any]) -> SafeString:
    """A data block: no browser runs it, so the strict policy lets it be."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308  nothing in it can end the element
    )


def _names(authors: str) -> Iterable[str]:
    return filter(None, (name.strip() for name in authors.split(",")))


def _author(name: str, organisation: str) -> dict[str, str]:
    kind = "Organization" if name == organisation else "Person"
    return {"@type": kind, "name": name}


def _skill(titles: dict[str, str], language: str) -> str:
    """In the language of the course, else in any."""
    return titles.get(language) or next(iter(titles.values()), "")
