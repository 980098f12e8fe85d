"""What course.yaml says of the course itself: its names, skills and relations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from campus.markdown.slugs import slug
from courses.textform import names

from .files import Files
from .frontmatter import decoded, lines_of, mapping
from .heads import Head
from .lessons import ReadLesson
from .shapes import ImportedSkill

KEYS = {
    "id", "title", "summary", "language", "level", "licence", "authors", "source", "slug", "work",
    "skills", "relations", "modules", "archived",
}  # fmt: skip
RELATIONS = ("prerequisite", "related", "equivalent", "successor")
_IS_SLUG = re.compile(r"[-\w]{1,120}", re.ASCII)


@dataclass(frozen=True)
class Sure:
    """Slugs of a head: as they are written if they can be, else as near to it as can be."""

    head: Head

    def slug(self, key: str) -> str:
        return as_slug(self.head.text(key, most=120))


def as_slug(text: str) -> str:
    return text if _IS_SLUG.fullmatch(text) else slug(text)[:120]


def course_head(files: Files, read: Sequence[ReadLesson]) -> Head:
    """course.yaml, and below it what the README's front matter says under `course:`."""
    path, text = _manifest(files)
    keys = mapping(text, path=path) if path else {}
    first = next((one for one in read if names.is_readme(one.lesson.lies_at)), None)
    said: Mapping[str, Any] = first.course if first else {}
    held = first or next(iter(read), None)
    place = path or (held.lesson.lies_at if held else names.MANIFEST)
    head = Head({**said, **keys}, place, lines=lines_of(text))
    head.report_unknown(KEYS)
    return head


def _manifest(files: Files) -> tuple[str, str]:
    for path in names.MANIFESTS:
        if path in files.read:
            return path, decoded(files.read[path](), path=path)
    return "", ""


def skills_of(head: Head) -> Iterator[ImportedSkill]:
    wanted = _("a list of `id:` with `title: {fr: …, en: …}`, `from:` and `level:`")
    if not all(isinstance(one, dict) for one in head.items("skills")):
        raise head.wrong("skills", wanted)
    for one in head.parts("skills"):
        key, titles = as_slug(one.text("id")), one.texts("title")
        if not key or not titles:
            raise head.wrong("skills", wanted)
        level = one.whole("level", least=1, most=4) or 1
        from_level = one.whole("from", least=0, most=3) or 0
        if from_level >= level:
            raise head.wrong("skills", _("skills whose `from:` is lower than their `level:`"))
        yield ImportedSkill(key, titles, level, from_level)


def relations_of(head: Head) -> tuple[tuple[str, str], ...] | None:
    """Kinds with the keys of works, sorted; None where nothing is said of relations."""
    if "relations" not in head.keys:
        return None
    part = head.part("relations")
    if set(part.keys) - set(RELATIONS):
        kinds = ", ".join(RELATIONS)
        raise head.wrong("relations", _("lists below {kinds}").format(kinds=kinds))
    listed = ((kind, str(work)) for kind in part.keys for work in part.items(kind))
    return tuple(sorted(set(listed)))
