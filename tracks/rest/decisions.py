"""Owns `/api/v1/steps/{id}/decisions`: what named persons decided about a step of somebody."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.models import Role, User
from campus.accounts.rest.asking import person_of
from campus.accounts.roles import is_campus_staff, organisations_of
from campus.errors import NotFound
from campus.rest import parsing
from campus.rest.policies import SignedIn
from campus.rest.problems import NOT_FOUND
from campus.rest.schemas import described
from campus.rest.views import View
from tracks.models import TrackEnrolment
from tracks.teams import teams_led_by
from tracks.waivers import Waiver, waivers_of
from tracks.waiving import MOST_REASON, take_back, waive

from .examples import DECISION


class Decide(Struct, forbid_unknown_fields=True):
    """What is decided; sent again with the same `id`, it is decided once."""

    enrolment: Annotated[UUID, Meta(description="Whose step: her enrolment in the track.")]
    decision: Annotated[
        Literal["waive"], Meta(description="The step counts as done for this one person.")
    ]
    reason: Annotated[
        str,
        Meta(min_length=1, max_length=MOST_REASON, description="She and her team's lead read it."),
    ]
    id: Annotated[UUID | None, Meta(description="Of the record to be made: your own UUID.")] = None


class Decision(Struct):
    """A decision that counts; `id` is the record that says so."""

    id: UUID
    enrolment: UUID
    step: UUID
    decision: Annotated[str, Meta(description="waive")]
    reason: str
    decided_by: str
    decided_at: datetime


class Decisions(Struct):
    """In the order of the log, without what was taken back."""

    results: list[Decision]


class StepDecisions(View):
    permission_classes = [SignedIn]

    @described(
        "What was decided about a step",
        name="steps_decisions_list",
        tag="tracks",
        answer=Decisions,
        problems=(401, 404),
        example={"results": [DECISION]},
    )
    def get(self, request: Request, step_id: UUID) -> Response:
        """About me; of the whole team for its lead, its coach and the trainers."""
        return Response(Decisions([_shown(one) for one in _decided(request, step_id)]))

    @described(
        "Decide about a step",
        name="steps_decide",
        tag="tracks",
        body=Decide,
        answer=Decision,
        status=201,
        problems=(400, 401, 403, 404, 409),
        send={
            "enrolment": DECISION["enrolment"],
            "decision": "waive",
            "reason": DECISION["reason"],
        },
        example=DECISION,
    )
    def post(self, request: Request, step_id: UUID) -> Response:
        """By the team's coach, a trainer of its organisation or campus staff, about others."""
        asked, person = parsing.body(request, Decide), person_of(request)
        enrolment = _followers(person, step_id).filter(id=asked.enrolment).first()
        if enrolment is None:
            raise NotFound(str(NOT_FOUND))
        record = waive(
            by=person, enrolment=enrolment, step=step_id, reason=asked.reason, record=asked.id
        )
        said = next(one for one in waivers_of([enrolment]) if one.record == record)
        return Response(_shown(said), status=201)


class StepDecision(View):
    permission_classes = [SignedIn]

    @described(
        "Take a decision back",
        name="steps_decision_destroy",
        tag="tracks",
        status=204,
        problems=(401, 403, 404),
    )
    def delete(self, request: Request, step_id: UUID, decision_id: UUID) -> Response:
        """The step is asked for again, and the number may fall; the log keeps who said so."""
        if all(one.record != decision_id for one in _decided(request, step_id)):
            raise NotFound(str(NOT_FOUND))
        take_back(by=person_of(request), record=decision_id)
        return Response(status=204)


def _decided(request: Request, step_id: UUID) -> list[Waiver]:
    followers = list(_followers(person_of(request), step_id))
    if not followers:
        raise NotFound(str(NOT_FOUND))
    return [one for one in waivers_of(followers) if one.step == step_id]


def _followers(person: User, step_id: UUID) -> QuerySet[TrackEnrolment]:
    """Of the step's track: herself, and those whose team she leads, coaches or trains."""
    rows = TrackEnrolment.objects.filter(track__steps=step_id)
    if is_campus_staff(person):
        return rows
    trained: Any = organisations_of(person, Role.Kind.TRAINER)
    return rows.filter(
        Q(person=person, withdrawn_at=None)
        | Q(track__team__in=teams_led_by(person).values("id"))
        | Q(track__team__organisation__in=trained)
    )


def _shown(waiver: Waiver) -> Decision:
    return Decision(
        id=waiver.record,
        enrolment=waiver.enrolment.id,
        step=waiver.step,
        decision="waive",
        reason=waiver.reason,
        decided_by=waiver.name,
        decided_at=waiver.at,
    )
