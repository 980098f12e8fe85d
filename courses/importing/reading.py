"""A folder or archive of Markdown as a course: what it says, and what was found on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from campus.errors import CampusError, Invalid
from campus.markdown import Finding, TooMuch, render
from campus.markdown.findings import finding
from campus.markdown.slugs import slug

from ..mediatypes import UNKNOWN, media_type
from . import naming
from .files import Files, open_course
from .findings import WORDING
from .frontmatter import decoded, mapping
from .heads import COURSE_KEYS, Head
from .lessons import ReadLesson, read_lesson
from .licences import FILES as LICENCE_FILES
from .licences import licence_named
from .shapes import (
    ImportedCourse,
    ImportedLesson,
    ImportedMedia,
    ImportedModule,
    ImportedSkill,
)

MANIFESTS = ("course.yaml", "course.yml")
_SUMMARY_LENGTH = 300


def read_course(path: Path, *, source: str = "") -> ImportedCourse:
    """The course in a folder or zip; raises Invalid, naming file and line, if it is not one."""
    return course_from(open_course(path), source=source)


def course_from(files: Files, *, source: str = "") -> ImportedCourse:
    manifest = _manifest(files)
    texts = [path for path in files.texts() if path not in LICENCE_FILES]
    if not texts:
        raise Invalid(_nothing_to_read(files), code="no_markdown")
    read = _read_all(files, sorted(texts, key=naming.in_order))
    head = _course_head(manifest, read)
    modules = _modules(head, [one.lesson for one in read], files)
    title = _title(head, read, files)
    licence_text = _licence_text(files)
    return ImportedCourse(
        slug=slug(head.text("slug", most=120)) or slug(files.name)[:120] or "course",
        work=slug(head.text("work", most=120)) or slug(files.name)[:120] or "course",
        title=title,
        summary=naming.cut(head.text("summary", most=2_000) or _lead(modules), _SUMMARY_LENGTH * 2),
        language=_language(head, read),
        level=head.whole("level", least=1, most=4) or 1,
        authors=head.names("authors"),
        licence=_licence(head, licence_text),
        licence_text=licence_text,
        source=(source or head.text("source") or _assumed_source(head, files))[:500],
        modules=_with_titles(modules, title),
        media=_media(files),
        skills=tuple(_skills(head)),
        findings=tuple(sorted({*_ignored(files), *head.findings, *_all_findings(read)})),
    )


def _manifest(files: Files) -> tuple[str, dict[str, Any]]:
    for path in MANIFESTS:
        if path in files.read:
            return path, mapping(decoded(files.read[path](), path=path), path=path)
    return "", {}


def _read_all(files: Files, texts: Sequence[str]) -> list[ReadLesson]:
    """All lessons; raises one Invalid that names everything wrong, so that one run tells all."""
    read, errors = [], []
    for path in texts:
        try:
            read.append(read_lesson(files, path))
        except CampusError as error:
            errors.append(error)
    if errors:
        raise Invalid.of(errors)
    return read


def _course_head(manifest: tuple[str, dict[str, Any]], read: Sequence[ReadLesson]) -> Head:
    """course.yaml, and below it what the README's front matter says under `course:`."""
    path, keys = manifest
    first = next((one for one in read if naming.is_readme(one.lesson.path)), None)
    said: Mapping[str, Any] = first.course if first else {}
    head = Head({**said, **keys}, path or (first.lesson.path if first else read[0].lesson.path))
    head.report_unknown(COURSE_KEYS)
    return head


def _title(head: Head, read: Sequence[ReadLesson], files: Files) -> str:
    """The manifest's title, else the README's heading if it says anything, else the folder's."""
    written = head.text("title", most=200)
    if written:
        return written
    heading = next((one.heading for one in read if naming.is_readme(one.lesson.path)), "")
    if naming.says_something(heading):
        return heading[:200]
    words = " ".join(one.lesson.source for one in read)
    title = naming.humanised(naming.accented(files.name, words))[:200] or "Course"
    head.report("title_from_folder", heading=heading or "README", title=title)
    return title


def _language(head: Head, read: Sequence[ReadLesson]) -> str:
    said = head.text("language") or next((one.language for one in read if one.language), "")
    if said:
        if said[:2].lower() not in {"fr", "en"}:
            raise Invalid(f"{head.path}: `language: {said}` should be fr or en.", code="language")
        return said[:2].lower()
    guessed = naming.guessed_language(" ".join(one.lesson.source for one in read))
    head.report("language_guessed", language=guessed)
    return guessed


def _licence_text(files: Files) -> str:
    for holder in (files.read, files.outside):
        for name in LICENCE_FILES:
            if name in holder:
                return decoded(holder[name](), path=name).replace("\r\n", "\n")
    return ""


def _licence(head: Head, text: str) -> str:
    licence = head.text("licence", most=100) or licence_named(text)
    if not licence:
        head.report("licence_missing")
    return licence


def _assumed_source(head: Head, files: Files) -> str:
    source = f"{files.parent}/{files.name}".strip("/")
    head.report("source_assumed", source=source)
    return source


def _modules(head: Head, lessons: Sequence[ImportedLesson], files: Files) -> list[ImportedModule]:
    listed = head.items("modules")
    return _listed_modules(head, listed, lessons) if listed else _by_folder(lessons)


def _listed_modules(
    head: Head, listed: Sequence[Any], lessons: Sequence[ImportedLesson]
) -> list[ImportedModule]:
    left = {lesson.path: lesson for lesson in lessons}
    modules = []
    for one in listed:
        if not isinstance(one, dict) or not isinstance(one.get("lessons"), list):
            raise head.wrong("modules", "a list of `title:` with `lessons:`, a list of files")
        missing = [path for path in one["lessons"] if str(path) not in left]
        if missing:
            detail = f"{head.path}: {missing[0]} is listed but is no lesson here, or listed twice."
            raise Invalid(detail, code="lesson_missing")
        held = tuple(left.pop(str(path)) for path in one["lessons"])
        modules.append(ImportedModule(str(one.get("title") or "").strip()[:200], held))
    for path in left:
        head.findings.append(finding(WORDING, "lesson_unlisted", path=path))
    if left:
        modules.append(ImportedModule("", tuple(left.values())))
    return modules


def _by_folder(lessons: Sequence[ImportedLesson]) -> list[ImportedModule]:
    """One module for the files at the top, and one for each folder below."""
    folders: dict[str, list[ImportedLesson]] = {}
    for lesson in lessons:
        folders.setdefault(lesson.path.rpartition("/")[0], []).append(lesson)
    return [
        ImportedModule(_folder_title(name, held), tuple(held)) for name, held in folders.items()
    ]


def _folder_title(folder: str, lessons: Sequence[ImportedLesson]) -> str:
    if not folder:
        return ""
    is_named = naming.is_readme(lessons[0].path) and naming.says_something(lessons[0].title)
    return (lessons[0].title if is_named else naming.humanised(folder.rpartition("/")[2]))[:200]


def _with_titles(modules: Iterable[ImportedModule], title: str) -> tuple[ImportedModule, ...]:
    """A module without a name of its own bears the course's."""
    return tuple(ImportedModule(one.title or title, one.lessons) for one in modules)


def _lead(modules: Sequence[ImportedModule]) -> str:
    first = modules[0].lessons[0]
    try:
        return naming.cut(render(first.source, language="fr").lead, _SUMMARY_LENGTH)
    except TooMuch:
        return ""  # said with the lesson, by whoever renders it


def _skills(head: Head) -> Iterable[ImportedSkill]:
    for one in head.items("skills"):
        titles = one.get("title") if isinstance(one, dict) else None
        key = slug(str(one.get("id", "")))[:120] if isinstance(one, dict) else ""
        if not key or not isinstance(titles, dict) or not titles:
            raise head.wrong("skills", "a list of `id:` with `title: {fr: …, en: …}` and `level:`")
        level = Head(one, head.path).whole("level", least=1, most=4) or 1
        yield ImportedSkill(key, {str(k): str(v) for k, v in titles.items()}, level)


def _media(files: Files) -> tuple[ImportedMedia, ...]:
    known = {*files.texts(), *MANIFESTS, *LICENCE_FILES}
    paths = [path for path in files.read if path not in known]
    return tuple(ImportedMedia(path, media_type(path), files.read[path]) for path in paths)


def _ignored(files: Files) -> list[Finding]:
    unknown = [one.path for one in _media(files) if one.media_type == UNKNOWN]
    return [
        *(finding(WORDING, "ignored_file", path=path) for path in files.ignored),
        *(finding(WORDING, "unknown_media_type", path=path) for path in unknown),
    ]


def _all_findings(read: Sequence[ReadLesson]) -> list[Finding]:
    return [found for one in read for found in one.findings]


def _nothing_to_read(files: Files) -> str:
    holders = sorted({path.split("/")[0] for path in files.texts() if "/" in path})
    if holders:
        return f"{files.name} has no Markdown of its own; import one of: {', '.join(holders)}."
    return f"{files.name} holds no Markdown file (.md): name a folder that has the lessons in it."
