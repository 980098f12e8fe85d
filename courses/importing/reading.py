"""A folder or archive of Markdown as a course: what it says, and what was found on the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from campus.errors import CampusError, Invalid
from campus.markdown import Finding, TooMuch, render
from campus.markdown.findings import finding
from campus.markdown.slugs import slug
from courses.textform import names
from courses.textform.endings import as_lines

from . import naming
from .archives import open_course
from .arranging import modules_of, with_titles
from .attached import read_media
from .facts import Sure, course_head, relations_of, skills_of
from .files import Files
from .findings import WORDING
from .frontmatter import decoded
from .heads import Head
from .identities import Identities, read_identities
from .lessons import ReadLesson, read_lesson
from .licences import licence_named
from .shapes import ImportedCourse, ImportedMedia, ImportedModule

_SUMMARY_LENGTH = 300
_MOST_IN_A_SUMMARY = 20_000


def read_course(path: Path, *, source: str = "", name: str = "") -> ImportedCourse:
    """The course in a folder or zip; raises Invalid, naming file and line, if it is not one."""
    return course_from(open_course(path, name=name), source=source)


def course_from(files: Files, *, source: str = "") -> ImportedCourse:
    ids, (media, found) = read_identities(files), read_media(files)
    read = _read_all(files, _texts(files, media), ids)
    head = course_head(files, read)
    if not read and not head.keys:
        raise Invalid(_nothing_to_read(files), code="no_markdown")
    modules = modules_of(head, [one.lesson for one in read])
    title, licence_text = _title(head, read, files), _licence_text(files, head)
    sure = Sure(head)
    return ImportedCourse(
        id=head.uuid("id"),
        slug=sure.slug("slug") or slug(files.name)[:120] or "course",
        work=sure.slug("work") or sure.slug("slug") or slug(files.name)[:120] or "course",
        title=title,
        summary=_summary(head, modules),
        language=_language(head, read),
        level=head.whole("level", least=1, most=4) or 1,
        authors=head.names("authors"),
        licence=_licence(head, licence_text),
        licence_text=licence_text,
        source=(source or _source(head, files))[:500],
        archived_at=head.moment("archived"),
        modules=with_titles(modules, title),
        media=media,
        skills=tuple(skills_of(head)),
        relations=relations_of(head),
        draft=ids.draft,
        findings=_all_findings(files, read, head, found),
    )


def _texts(files: Files, media: Sequence[ImportedMedia]) -> list[str]:
    """The files that are lessons: neither licence nor transcript, nor attached for download."""
    attached = {one.lies_at for one in media}
    apart = {*names.LICENCES, *attached}
    texts = [one for one in files.texts() if one not in apart and not names.is_transcript(one)]
    return sorted(texts, key=naming.in_order)


def _read_all(files: Files, texts: Sequence[str], ids: Identities) -> list[ReadLesson]:
    """All lessons; raises one Invalid that names everything wrong, so that one run tells all."""
    read, errors = [], []
    for path in texts:
        try:
            read.append(read_lesson(files, path, ids))
        except CampusError as error:
            errors.append(error)
    if errors:
        raise Invalid.of(errors)
    return read


def _title(head: Head, read: Sequence[ReadLesson], files: Files) -> str:
    """The manifest's title, else the README's heading if it says anything, else the folder's."""
    if written := head.text("title", most=200):
        return written
    readmes = (one.heading for one in read if names.is_readme(one.lesson.lies_at))
    heading = next(readmes, "")
    if naming.says_something(heading):
        return heading[:200]
    title = naming.humanised(naming.accented(files.name, _words(read)))[:200] or "Course"
    head.report("title_from_folder", heading=heading or "README", title=title)
    return title


def _words(read: Sequence[ReadLesson]) -> str:
    return " ".join(one.lesson.source for one in read)


def _summary(head: Head, modules: Sequence[ImportedModule]) -> str:
    if head.says("summary"):
        return head.text("summary", most=_MOST_IN_A_SUMMARY)
    return _lead(modules)


def _lead(modules: Sequence[ImportedModule]) -> str:
    first = next((lesson for module in modules for lesson in module.lessons), None)
    try:
        lead = render(first.source, language="fr").lead if first else ""
    except TooMuch:
        return ""  # said with the lesson, by whoever renders it
    return naming.cut(lead, _SUMMARY_LENGTH)


def _language(head: Head, read: Sequence[ReadLesson]) -> str:
    said = head.text("language") or next((one.language for one in read if one.language), "")
    if said:
        if said[:2].lower() not in {"fr", "en"}:
            raise head.wrong("language", "fr, en")
        return said[:2].lower()
    guessed = naming.guessed_language(_words(read))
    head.report("language_guessed", language=guessed)
    return guessed


def _licence_text(files: Files, head: Head) -> str:
    """The folder's, else that of the folder above, which may hold several courses."""
    holders = (files.read,) if "licence" in head.keys else (files.read, files.outside)
    for holder in holders:
        for name in names.LICENCES:
            if name in holder:
                return as_lines(decoded(holder[name](), path=name))
    return ""


def _licence(head: Head, text: str) -> str:
    if "licence" in head.keys:
        return head.text("licence", most=100)
    licence = licence_named(text)
    if not licence:
        head.report("licence_missing")
    return licence


def _source(head: Head, files: Files) -> str:
    if "source" in head.keys:
        return head.text("source")
    source = f"{files.parent}/{files.name}".strip("/")
    head.report("source_assumed", source=source)
    return source


def _all_findings(
    files: Files, read: Sequence[ReadLesson], head: Head, found: Sequence[Finding]
) -> tuple[Finding, ...]:
    lessons = {names.transcript_of(one.lesson.lies_at) for one in read}
    alone = [one for one in files.texts() if names.is_transcript(one) and one not in lessons]
    told = [
        *(finding(WORDING, "ignored_file", path=path) for path in files.ignored),
        *(finding(WORDING, "transcript_alone", path=path) for path in alone),
        *(said for one in read for said in one.findings),
    ]
    return tuple(sorted({*told, *head.findings, *found}))


def _nothing_to_read(files: Files) -> str:
    holders = sorted({path.split("/")[0] for path in files.texts() if "/" in path})
    if holders:
        detail = _("{name} has no Markdown of its own; import one of: {holders}.")
    else:
        detail = _("{name} holds no Markdown file (.md): name a folder that has the lessons in it.")
    return detail.format(name=files.name, holders=", ".join(holders))
