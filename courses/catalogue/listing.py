"""Owns the catalogue's rows: publishing a course keeps what the list shows and finds it by."""

import msgspec

from courses.catalogue import revising
from courses.catalogue.words import plain, words_kept
from courses.models import Course, CourseRelease, Listing, Word
from courses.outlines import Outline


def list_course(course: Course, release: CourseRelease) -> Listing:
    """Show the course as this release has it; the row that was there is replaced."""
    outline = msgspec.json.decode(bytes(release.outline.body or b""), type=Outline)
    shown = listed_facts(outline, provider=course.organisation.name)
    listing, _is_new = Listing.objects.update_or_create(
        course=course,
        defaults={"release": release, **shown},
        create_defaults={"release": release, "listed_at": release.published_at, **shown},
    )
    keep_words(outline)
    revising.bump()
    return listing


def listed_facts(outline: Outline, *, provider: str) -> dict[str, object]:
    """What a listing says of a release, by column."""
    lessons = [lesson for module in outline.modules for lesson in module.lessons]
    return {
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
        "topics": _topics(outline),
        "names": f"{outline.authors} {provider}",
    }


def keep_words(*outlines: Outline) -> None:
    """Keep the words in use, to correct typing errors by; in one order, so that no two
    publications wait for each other."""
    words: dict[str, str] = {}
    for outline in outlines:
        skills = (title for skill in outline.skills for title in skill.title.values())
        words |= words_kept(" ".join([outline.title, outline.summary, _topics(outline), *skills]))
    rows = [Word(word=word, shown=words[word]) for word in sorted(words)]
    Word.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)


def _topics(outline: Outline) -> str:
    modules = [module.title for module in outline.modules]
    return "\n".join(modules + [one.title for m in outline.modules for one in m.lessons])
