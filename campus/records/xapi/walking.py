"""Owns where a statement names agents, verbs and activities: to read them, and to rebuild them.

Statements here are accepted ones: their context activities stand in arrays.
"""

from collections.abc import Callable, Iterator
from typing import Any

Thing = dict[str, Any]
Change = Callable[[Thing], Thing]


def kind_of(object_: Thing) -> str:
    """The object's type: an activity unless it says otherwise."""
    return str(object_.get("objectType", "Activity"))


def parts(statement: Thing) -> Iterator[Thing]:
    """The statement, and the one within it."""
    yield statement
    if kind_of(statement["object"]) == "SubStatement":
        yield statement["object"]


def target(statement: Thing) -> str | None:
    """The id of the statement that this one is about, if it is about one."""
    object_ = statement["object"]
    return str(object_["id"]) if kind_of(object_) == "StatementRef" else None


def actors(part: Thing) -> Iterator[Thing]:
    """Who does it, and to whom."""
    yield part["actor"]
    if kind_of(part["object"]) in ("Agent", "Group"):
        yield part["object"]


def other_actors(part: Thing) -> Iterator[Thing]:
    """Who else takes part: who asserts it, instructor, team, agents and groups of the context."""
    context = part.get("context", {})
    for holder, name in ((part, "authority"), (context, "instructor"), (context, "team")):
        if name in holder:
            yield holder[name]
    yield from (each["agent"] for each in context.get("contextAgents", ()))
    yield from (each["group"] for each in context.get("contextGroups", ()))


def with_members(actor: Thing) -> Iterator[Thing]:
    yield actor
    yield from actor.get("member", ())


def context_activities(part: Thing) -> Iterator[Thing]:
    for listed in part.get("context", {}).get("contextActivities", {}).values():
        yield from listed


def activities(statement: Thing) -> Iterator[Thing]:
    """Every activity that the statement names anywhere."""
    for part in parts(statement):
        if kind_of(part["object"]) == "Activity":
            yield part["object"]
        yield from context_activities(part)


def rebuilt(part: Thing, *, actor: Change, verb: Change, activity: Change) -> Thing:
    """A copy in which every agent or group, verb and activity is what these make of it."""
    changes = {"actor": actor, "verb": verb, "activity": activity}
    made = {**part, "actor": actor(part["actor"]), "verb": verb(part["verb"])}
    made["object"] = _object(part["object"], changes)
    if "authority" in part:
        made["authority"] = actor(part["authority"])
    if "context" in part:
        made["context"] = _context(part["context"], changes)
    return made


def _object(object_: Thing, changes: dict[str, Change]) -> Thing:
    match kind_of(object_):
        case "Activity":
            return changes["activity"](object_)
        case "Agent" | "Group":
            return changes["actor"](object_)
        case "SubStatement":
            return rebuilt(object_, **changes)
    return object_


def _context(context: Thing, changes: dict[str, Change]) -> Thing:
    actor, activity = changes["actor"], changes["activity"]
    made = dict(context)
    for name in ("instructor", "team"):
        if name in made:
            made[name] = actor(made[name])
    for name, who in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in made:
            made[name] = [{**each, who: actor(each[who])} for each in made[name]]
    if "contextActivities" in made:
        by_type = made["contextActivities"].items()
        made["contextActivities"] = {kind: [*map(activity, each)] for kind, each in by_type}
    return made
