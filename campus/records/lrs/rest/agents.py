"""Owns `/xapi/agents`: what is known of an agent, as a Person."""

from typing import Any, ClassVar

from django.http import HttpResponse

from campus.records.models import Scope
from campus.records.xapi.actors import IDENTIFIERS
from campus.records.xapi.parameters import check_names, read_agent

from .answers import json_answer
from .asking import Asked
from .door import Door


class Agents(Door):
    scopes: ClassVar = {"get": tuple(scope for scope in Scope if scope != Scope.ASSERT)}

    def get(self, asked: Asked) -> HttpResponse:
        check_names(asked.parameters, ("agent",), required=("agent",))
        return json_answer(person(read_agent(asked.parameters["agent"])))


def person(agent: dict[str, Any]) -> dict[str, Any]:
    """No more than was asked with: identifiers of one person are never joined here (1.0.3, 2.4).

    Whoever is an account of ours is a pseudonym, and stays one.
    """
    told = {name: [agent[name]] for name in ("name", *IDENTIFIERS) if name in agent}
    return {"objectType": "Person", **told}
