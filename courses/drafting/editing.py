"""Owns who writes what: saving without overwriting anybody, and who has a lesson open."""

import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.audit import noting
from campus.errors import Conflict
from courses.drafting.authoring import change_slug, mark_changed
from courses.models import Caption, Course, Editing, Lesson

# Whoever was not heard of for so long has closed the editor: three pings of 20 s, one missed.
OPEN_FOR = timedelta(seconds=50)
# What a course says of itself; its parts have protections of their own.
FACTS = ("title", "summary", "level", "slug", "authors", "licence", "source", "organisation_id")


@transaction.atomic
def save_lesson(
    *,
    lesson: Lesson,
    by: User | None,
    version: int,
    captions: Mapping[str, str] | None = None,
    **fields: Any,
) -> Lesson:
    """Write the fields of the lesson that was seen at `version`; answers it as it now is.

    `captions` maps a language to a file, "" to none; languages that it does not name stay.
    Raises Conflict("edited_meanwhile") if somebody saved it since: nothing is written then.
    """
    row = refuse_stale(lesson=lesson, version=version)
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    has_captions = captions is not None and _caption(row, captions)
    if not changed and not has_captions:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    row.changed_by = by
    row.save(update_fields=[*changed, "version", "changed_by", "changed_at"])
    mark_changed(row.module.course)
    noting.note(by=by, deed="lesson.saved", about=row, within=row.module.course)
    return row


def refuse_stale(*, lesson: Lesson, version: int) -> Lesson:
    """The lesson, locked until the transaction ends; raises Conflict if it is a newer one."""
    row = Lesson.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
    if row.version != version:
        raise Conflict(
            _("Somebody saved this lesson while you were writing: compare, then save again."),
            code="edited_meanwhile",
        )
    return row


def _caption(lesson: Lesson, wanted: Mapping[str, str]) -> bool:
    """Whether anything was written."""
    now = dict(lesson.captions.values_list("language", "path"))
    changed = {one: path for one, path in wanted.items() if now.get(one, "") != path}
    for language, path in changed.items():
        if path:
            Caption.objects.update_or_create(
                lesson=lesson, language=language, defaults={"path": path}
            )
        else:
            lesson.captions.filter(language=language).delete()
    return bool(changed)


@transaction.atomic
def save_course(*, course: Course, stamp: str, by: User | None = None, **fields: Any) -> Course:
    """Write facts of the course that were seen at `stamp`; an old slug redirects for ever.

    Raises Conflict("edited_meanwhile") if somebody changed a fact since.
    """
    row = refuse_stale_facts(course=course, stamp=stamp)
    slug = fields.pop("slug", row.slug)
    if slug != row.slug:
        change_slug(course=row, slug=slug)
        detail = {"before": row.slug, "after": slug}
        noting.note(by=by, deed="course.renamed", about=row, detail=detail)
        row.slug = slug
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=[*fields])
    mark_changed(row)
    if fields:
        noting.note(by=by, deed="course.saved", about=row)
    return row


def refuse_stale_facts(*, course: Course, stamp: str) -> Course:
    row = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    if facts_stamp(row) != stamp:
        raise Conflict(
            _("Somebody changed this course while you were writing: compare, then save again."),
            code="edited_meanwhile",
        )
    return row


def facts_stamp(course: Course) -> str:
    """The same as long as nobody changes what the course says of itself."""
    facts = [str(getattr(course, name)) for name in FACTS]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference: in both texts (" "), only in theirs ("-"), only in hers ("+")."""

    sign: str
    text: str


def difference(theirs: str, hers: str, *, around: int = 2) -> list[Line]:
    """What turns their text into hers, with some lines around; a gap is a line signed "…"."""
    compared = difflib.unified_diff(theirs.splitlines(), hers.splitlines(), lineterm="", n=around)
    lines = [Line("…", "") if one.startswith("@@") else Line(one[0], one[1:]) for one in compared]
    return lines[3:]  # without the two lines of file names and the first gap


def seen(*, lesson: Lesson, person: User, at: datetime | None = None) -> Sequence[User]:
    """Note that the person has the lesson open; answers who else has."""
    now = at or timezone.now()
    Editing.objects.update_or_create(lesson=lesson, person=person, defaults={"seen_at": now})
    others = Editing.objects.filter(lesson=lesson, seen_at__gt=now - OPEN_FOR)
    rows = others.exclude(person=person).select_related("person").order_by("person__name")
    return [row.person for row in rows]


def left(*, lesson: Lesson, person: User) -> None:
    Editing.objects.filter(lesson=lesson, person=person).delete()
