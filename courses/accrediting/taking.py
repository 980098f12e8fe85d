"""Owns what a table of another platform would accredit, line by line, and the taking of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from campus.accounts.models import Role, User
from campus.accounts.roles import organisations_of
from courses.models import Accreditation, Course

from .recognising import Evidence, Source, accredit
from .tables import Row


class Fate(models.TextChoices):
    """What becomes of a line; only `NEW` accredits anything."""

    NEW = "new", gettext_lazy("counts from now on")
    ALREADY = "already", gettext_lazy("counts already")
    TWICE = "twice", gettext_lazy("stands twice in this table")
    WITHDRAWN = "withdrawn", gettext_lazy("this evidence was withdrawn, and counts no more")
    NOBODY = (
        "nobody",
        gettext_lazy("no account has this e-mail address: ask the person to create one"),
    )
    NO_COURSE = "no_course", gettext_lazy("there is no such published course")
    NOT_YOURS = "not_yours", gettext_lazy("this course belongs to another organisation")
    OWN = "own", gettext_lazy("nobody recognises their own learning")
    TOO_LOW = "too_low", gettext_lazy("the score is lower than asked, or missing")
    UNFINISHED = "unfinished", gettext_lazy("it was not completed on that platform")
    UNREADABLE = "unreadable", gettext_lazy("cannot be read")


@dataclass(frozen=True, slots=True)
class Looked:
    """A line of the table, and what would become of it."""

    row: Row
    fate: Fate
    person: User | None = None
    course: Course | None = None

    @property
    def said(self) -> str:
        return self.row.fault or str(self.fate.label)


def look(rows: Sequence[Row], *, by: User, least: float | None = None) -> list[Looked]:
    """What each line would do; a constant number of queries, and nothing is written.

    `least` is the lowest score that counts, in [0, 1].
    """
    people, courses = _people(rows), _courses(rows)
    mine = organisations_of(by, Role.Kind.TRAINER)
    before = _before(rows, people)
    looked: list[Looked] = []
    seen: set[tuple[UUID, UUID, str]] = set()
    for row in rows:
        person, course = people.get(row.email.lower()), courses.get(row.course.lower())
        fate = _unfit(row, person, course, by, mine, least)
        if fate is None:
            assert person
            assert course
            key = (person.id, course.work_id, evidence_of(row).digest)
            fate = Fate.TWICE if key in seen else before.get(key, Fate.NEW)
            seen.add(key)
        looked.append(Looked(row, fate, person, course))
    return looked


def take(looked: Sequence[Looked], *, by: User) -> int:
    """Accredit the lines that are new; answers how many did.

    Each line for itself, so that nobody's phone waits for the whole table. Taken again after a
    fault in the midst, the lines before it count already.
    """
    made = 0
    for one in looked:
        if one.fate is Fate.NEW and one.person and one.course:
            evidence = evidence_of(one.row)
            _row, is_new = accredit(person=one.person, course=one.course, evidence=evidence, by=by)
            made += is_new
    return made


def evidence_of(row: Row) -> Evidence:
    """Told by what the line says, whatever the language it was taken in."""
    day = row.on.isoformat() if row.on else ""
    told_by = "\n".join([row.course, day, row.score, row.shown, row.address])
    parts = [row.shown or row.course, day, row.score]
    return Evidence(Source.CSV, " · ".join(filter(None, parts)), row.address, told_by=told_by)


def _unfit(
    row: Row,
    person: User | None,
    course: Course | None,
    by: User,
    mine: set[UUID],
    least: float | None,
) -> Fate | None:
    if row.fault:
        return Fate.UNREADABLE
    if row.is_unfinished:
        return Fate.UNFINISHED
    if course is None:
        return Fate.NO_COURSE
    if course.organisation_id not in mine:
        return Fate.NOT_YOURS
    if person is None:
        return Fate.NOBODY
    if person.pk == by.pk:
        return Fate.OWN
    if least is not None and (row.share is None or row.share < least):
        return Fate.TOO_LOW
    return None


def _people(rows: Sequence[Row]) -> Mapping[str, User]:
    named = {row.email.lower() for row in rows}
    found: Any = User.objects.annotate(lower=Lower("email"))
    return {one.lower: one for one in found.filter(lower__in=named, is_active=True)}


def _courses(rows: Sequence[Row]) -> Mapping[str, Course]:
    """By slug, else by the key of the work; of translations the first that was begun."""
    named = {row.course.lower() for row in rows}
    asked = Q(slug__in=named) | Q(work__key__in=named)
    found = Course.objects.filter(asked, current_release__isnull=False)
    courses = list(found.select_related("work").order_by("-id"))
    return {c.work.key: c for c in courses} | {c.slug: c for c in courses}


def _before(
    rows: Sequence[Row], people: Mapping[str, User]
) -> Mapping[tuple[UUID, UUID, str], Fate]:
    digests = {evidence_of(row).digest for row in rows if not row.fault}
    ids = [one.pk for one in people.values()]
    kept = Accreditation.objects.filter(person__in=ids, digest__in=digests)
    return {
        (person, work, digest): Fate.WITHDRAWN if withdrawn else Fate.ALREADY
        for person, work, digest, withdrawn in kept.values_list(
            "person", "work", "digest", "withdrawn_at"
        )
    }
