"""Owns the catalogue's rows: publishing a course keeps what the list shows and finds it by."""

import unicodedata

import msgspec

from .models import Course, CourseRelease, Listing
from .outlines import Outline

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "’": "'"})


def plain(text: str) -> str:
    """The text without accents and case: what is searched, and what is searched for."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


def list_course(course: Course, release: CourseRelease) -> Listing:
    """Show the course as this release has it; the row that was there is replaced."""
    outline = msgspec.json.decode(bytes(release.outline.body or b""), type=Outline)
    lessons = [lesson for module in outline.modules for lesson in module.lessons]
    shown = {
        "release": release,
        "title": outline.title,
        "summary": outline.summary,
        "language": outline.language,
        "level": outline.level,
        "minutes": outline.minutes,
        "lessons": len(lessons),
        "licence": outline.licence,
        "authors": outline.authors,
        "kinds": sorted({lesson.kind for lesson in lessons}),
        "skills": msgspec.to_builtins(outline.skills),
        "skill_keys": [skill.key for skill in outline.skills],
        "title_words": plain(outline.title),
        "summary_words": plain(outline.summary),
        "other_words": plain(_others(outline)),
    }
    return Listing.objects.update_or_create(course=course, defaults=shown)[0]


def _others(outline: Outline) -> str:
    titles = [module.title for module in outline.modules]
    titles += [lesson.title for module in outline.modules for lesson in module.lessons]
    skills = [title for skill in outline.skills for title in skill.title.values()]
    return " ".join([outline.authors, *titles, *skills])
