"""Owns `/xapi/activities`: what is known of an activity."""

from typing import ClassVar

from django.http import HttpResponse

from campus.records.lrs.knowing import definitions
from campus.records.models import Scope
from campus.records.xapi.parameters import check_names, read_iri

from .answers import json_answer
from .asking import Asked
from .door import Door


class Activities(Door):
    scopes: ClassVar = {"get": tuple(scope for scope in Scope if scope != Scope.ASSERT)}

    def get(self, asked: Asked) -> HttpResponse:
        check_names(asked.parameters, ("activityId",), required=("activityId",))
        iri = read_iri(asked.parameters["activityId"], "/activityId")
        known = definitions([iri])
        told = {"definition": known[iri]} if iri in known else {}
        return json_answer({"objectType": "Activity", "id": iri, **told})
