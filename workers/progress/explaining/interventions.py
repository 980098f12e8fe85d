"""Owns what named persons did to somebody's number: moved her, recognised learning, waived a step.

Whoever explains a number names these beside its parts: each comes with the record that says so.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.records.models import LearningRecord
from campus.records.names import extensions_of
from courses.models import Enrolment
from workers.progress.explaining.waivings import Intervention, day_of, waivings_of_course

IN_A_COURSE = ("moved", "accredited")
VERBS = (*IN_A_COURSE, "waived")


def interventions(enrolment: Enrolment) -> list[Intervention]:
    """In the order of the log, without what was taken back; four queries, seven with waivers.

    In her tracks the course may be waived: that counts there, and is said here too.
    """
    said = LearningRecord.objects.counting().since(enrolment.enrolled_at)
    rows = said.filter(registration=enrolment.registration, verb__in=IN_A_COURSE)
    records = list(rows.order_by("position"))
    names = _names(record.asserted_by for record in records)
    found = [_intervention(record, names) for record in records]
    return sorted([*found, *waivings_of_course(enrolment)], key=lambda one: one.at)


def _names(ids: Iterable[UUID | None]) -> Mapping[UUID | None, str]:
    people = User.objects.in_bulk([id_ for id_ in set(ids) if id_])
    return {id_: person.get_full_name() or _("a trainer") for id_, person in people.items()}


def _intervention(record: LearningRecord, names: Mapping[UUID | None, str]) -> Intervention:
    result = msgspec.json.decode(record.statement or "{}").get("result", {})
    told = extensions_of(result)
    words = _moved if record.verb == "moved" else _accredited
    said = words(told, names.get(record.asserted_by, ""), day_of(record.stored_at))
    return Intervention(record.verb, said, record.id, record.stored_at)


def _moved(told: Mapping[str, Any], name: str, day: str) -> str:
    numbers = {
        "before": told.get("release_before", "–"),
        "after": told.get("release", "–"),
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
    evidence = told.get("evidence", {})
    return _("{name} recognised on {day} that you learnt all of it elsewhere: {shown}").format(
        name=name, day=day, shown=evidence.get("text", "–")
    )
