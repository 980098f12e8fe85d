"""Owns what named persons did to somebody's number: moved her, or recognised her learning.

Whoever explains a number names these beside its parts: each comes with the record that says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.records.models import LearningRecord
from courses.models import Enrolment

VERBS = ("moved", "accredited")


@dataclass(frozen=True, slots=True)
class Intervention:
    """What was done, in words; `record` is the one that says so."""

    verb: str
    said: str
    record: UUID
    at: datetime


def interventions(enrolment: Enrolment) -> list[Intervention]:
    """In the order of the log, without what was taken back; two queries."""
    rows = LearningRecord.objects.counting().filter(
        registration=enrolment.registration, verb__in=VERBS
    )
    records = list(rows.order_by("position"))
    names = _names(record.asserted_by for record in records)
    return [_intervention(record, names) for record in records]


def _names(ids: Iterable[UUID | None]) -> Mapping[UUID | None, str]:
    people = User.objects.in_bulk([id_ for id_ in set(ids) if id_])
    return {id_: person.get_full_name() or _("a trainer") for id_, person in people.items()}


def _intervention(record: LearningRecord, names: Mapping[UUID | None, str]) -> Intervention:
    result = msgspec.json.decode(record.statement or "{}").get("result", {})
    told = result.get("extensions", {})
    words = _moved if record.verb == "moved" else _accredited
    day = date_format(localtime(record.stored_at), "DATE_FORMAT")
    said = words(told, names.get(record.asserted_by, ""), day)
    return Intervention(record.verb, said, record.id, record.stored_at)


def _moved(told: Mapping[str, Any], name: str, day: str) -> str:
    numbers = {
        "before": told.get(_extension("release_before"), "–"),
        "after": told.get(_extension("release"), "–"),
        "day": day,
        "name": name,
    }
    if not name:
        return _(
            "You moved from release {before} to release {after} on {day}: its lessons count."
        ).format(**numbers)
    return _(
        "{name} moved you from release {before} to release {after} on {day}: its lessons count."
    ).format(**numbers)


def _accredited(told: Mapping[str, Any], name: str, day: str) -> str:
    evidence = told.get(_extension("evidence"), {})
    return _("{name} recognised on {day} that you learnt all of it elsewhere: {shown}").format(
        name=name, day=day, shown=evidence.get("text", "–")
    )


def _extension(name: str) -> str:
    return f"{settings.CAMPUS_IRI}/x/{name}"
