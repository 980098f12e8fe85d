"""Owns what statements of other record stores accredit: activities that are as good as a course."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from campus.accounts.models import User
from campus.errors import Conflict, Invalid
from campus.records.lrs.hearing import still_said
from courses.models import Accreditation, Course, EquivalentActivity

from .mapping import Learnt, learnt
from .recognising import Evidence, Source, accredit, take_away, why_not

_is_address = URLValidator(schemes=["http", "https"])


@transaction.atomic
def vouch(*, iri: str, course: Course, by: User) -> EquivalentActivity:
    """From now on, who completes this activity elsewhere has learnt this course, in `by`'s name.

    Raises Invalid for what is no web address, NotAllowed for courses of other organisations,
    Conflict where it is said already.
    """
    try:
        _is_address(iri)
    except ValidationError as error:
        raise Invalid(_("The activity’s address begins with http or https.")) from error
    if refusal := _may_not_vouch(by, course):
        raise refusal
    row, is_new = EquivalentActivity.objects.get_or_create(
        iri=iri, course=course, defaults={"by": by}
    )
    if not is_new:
        raise Conflict(_("This activity is equivalent to the course already."), code="said_already")
    return row


def hear(statements: Sequence[Mapping[str, Any]], asserts_on: Collection[UUID]) -> None:
    """What a trusted client just said: it accredits in the courses that are named to it."""
    said = (learnt(each, campus_iri=settings.CAMPUS_IRI) for each in statements)
    activities = {one.activity for one in said if one}
    if not EquivalentActivity.objects.filter(iri__in=activities).exists():
        return
    named = Course.objects.filter(id__in=asserts_on)
    works = set(named.values_list("work_id", flat=True))
    for each in statements:
        accredit_from_statement(statement=each, works=works)


def take_back(statements: Collection[UUID]) -> None:
    """These count no more where they came from, nor does what they accredited.

    Another statement that says as much, and added nothing until now, accredits from now on.
    Nobody is asked whether she may: it was said in the voucher's name, and is unsaid in it.
    """
    digests = [Evidence(Source.XAPI, "", told_by=str(id_)).digest for id_ in statements]
    held = Accreditation.objects.select_for_update(of=("self",)).select_related("by", "person")
    for row in held.filter(source=Source.XAPI, digest__in=digests, withdrawn_at=None):
        with override(row.by.language):
            because = _("The other platform took its record back.")
        take_away(row, by=row.by, because=because)
        for said, asserts_on in still_said(row.person.actor, row.address):
            hear([said], asserts_on)


@transaction.atomic
def accredit_from_statement(
    *, statement: Mapping[str, Any], works: Collection[UUID] | None
) -> list[Accreditation]:
    """What a validated statement of a trusted client accredits; most accredit nothing.

    `works` are those that the client's scope lets it assert on, None for all. It counts in the name
    of whoever vouched for the activity, as long as she may. An activity completed, then passed,
    accredits once.
    """
    said = learnt(statement, campus_iri=settings.CAMPUS_IRI)
    if said is None:
        return []
    # Two statements about her wait for each other, or both would find nothing that counts yet.
    found = User.objects.select_for_update(no_key=True)
    person = found.filter(actor=said.actor, is_active=True).first()
    if person is None:
        return []
    rows = EquivalentActivity.objects.filter(iri=said.activity).select_related("course", "by")
    made = [_accredit(row, person, said) for row in rows if _is_in_scope(row, works)]
    return [one for one in made if one]


def _is_in_scope(row: EquivalentActivity, works: Collection[UUID] | None) -> bool:
    return works is None or row.course.work_id in works


def _accredit(row: EquivalentActivity, person: User, said: Learnt) -> Accreditation | None:
    live = Accreditation.objects.filter(
        person=person, work_id=row.course.work_id, source=Source.XAPI, address=said.activity
    )
    if before := live.filter(withdrawn_at=None).first():
        return before
    is_hidden = row.course.current_release_id is None
    if is_hidden or why_not(by=row.by, person=person, course=row.course):
        return None
    evidence = _evidence(said, row.by.language)
    made, _is_new = accredit(person=person, course=row.course, evidence=evidence, by=row.by)
    return None if made.withdrawn_at else made


def _evidence(said: Learnt, language: str) -> Evidence:
    """Told by its statement: the same one, sent again after it was withdrawn, counts no more."""
    with override(language):
        passed = _("Passed on another platform ({day}).")
        completed = _("Completed on another platform ({day}).")
    shown = (passed if said.verb == "passed" else completed).format(day=said.at or "–")
    return Evidence(Source.XAPI, shown, said.activity, told_by=str(said.statement))


def _may_not_vouch(by: User, course: Course) -> Exception | None:
    """As for recognising: of nobody in particular, so only the organisation matters."""
    return why_not(by=by, person=User(), course=course)
