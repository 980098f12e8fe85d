"""Owns what a statement of another system says was learnt: pure, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

_ADL = "http://adlnet.gov/expapi/verbs/"
COMPLETING = {_ADL + "completed": "completed", _ADL + "passed": "passed"}
"""Verbs that say a whole activity was learnt.  Source: ADL vocabulary; cmi5, section 9.3."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """Somebody of the campus, by her pseudonym, completed or passed an activity elsewhere."""

    statement: UUID
    actor: UUID
    activity: str
    verb: str
    score: float | None = None
    at: str = ""


def learnt(statement: Mapping[str, Any], *, campus_iri: str) -> Learnt | None:
    """What a validated statement says was learnt, or None where it says nothing of the kind.

    Its actor must be an account of this campus: nobody is found by an e-mail address. A result
    that says no, by `success` or `completion`, outweighs the verb.
    """
    verb = COMPLETING.get(statement["verb"]["id"])
    actor = _actor(statement["actor"], campus_iri)
    activity = _activity(statement["object"])
    result = statement.get("result", {})
    if verb is None or actor is None or activity is None or _says_no(result):
        return None
    return Learnt(
        statement=UUID(str(statement["id"])),
        actor=actor,
        activity=activity,
        verb=verb,
        score=result.get("score", {}).get("scaled"),
        at=str(statement.get("timestamp", ""))[:10],
    )


def _actor(actor: Mapping[str, Any], campus_iri: str) -> UUID | None:
    account = actor.get("account", {})
    if actor.get("objectType", "Agent") != "Agent" or account.get("homePage") != campus_iri:
        return None
    try:
        return UUID(account.get("name", ""))
    except ValueError:
        return None


def _activity(object_: Mapping[str, Any]) -> str | None:
    is_activity = object_.get("objectType", "Activity") == "Activity"
    return str(object_["id"]) if is_activity and "id" in object_ else None


def _says_no(result: Mapping[str, Any]) -> bool:
    return result.get("success") is False or result.get("completion") is False
