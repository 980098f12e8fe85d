"""Statements of xAPI for tests: a plain one, a full one, and one of them changed in one place."""

import copy
from typing import Any

AGENT = {"objectType": "Agent", "mbox": "mailto:ada@example.org"}
OTHER = {"account": {"homePage": "https://lms.example.org", "name": "4711"}}
GROUP = {"objectType": "Group", "name": "Crew", "member": [AGENT, OTHER]}
TEAM = {"objectType": "Group", "mbox": "mailto:team@example.org", "member": [OTHER]}
ACTIVITY = "https://example.org/activities/intro"
VERB = "http://adlnet.gov/expapi/verbs/completed"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
UUID_1 = "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"
UUID_2 = "12345678-1234-5678-1234-567812345678"
SHA2 = "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"
ATTACHMENT = {
    "usageType": "https://example.org/attachments/essay",
    "display": {"en": "Essay"},
    "contentType": "text/plain; charset=ascii",
    "length": 27,
    "sha2": SHA2,
    "fileUrl": "https://example.org/essay.txt",
}
DEFINITION = {
    "name": {"en": "Introduction", "fr": "Introduction"},
    "description": {"en": "The first of all."},
    "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
    "moreInfo": "https://example.org/more",
    "interactionType": "choice",
    "correctResponsesPattern": ["a[,]b"],
    "choices": [{"id": "a", "description": {"en": "A"}}, {"id": "b"}],
    "extensions": {"https://example.org/x": None},
}
CONTEXT = {
    "registration": UUID_1,
    "instructor": AGENT,
    "team": TEAM,
    "contextActivities": {"parent": {"id": "https://example.org/course"}},
    "revision": "2",
    "platform": "Example",
    "language": "fr-FR",
    "statement": {"objectType": "StatementRef", "id": UUID_2},
    "extensions": {"https://example.org/y": {"deep": [1]}},
}
RESULT = {
    "score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10},
    "success": True,
    "completion": False,
    "response": "a",
    "duration": "PT4H35M59.14S",
    "extensions": {},
}


def plain(**fields: Any) -> dict[str, Any]:
    """The least that a statement has."""
    return copy.deepcopy(
        {"actor": AGENT, "verb": {"id": VERB}, "object": {"id": ACTIVITY}, **fields}
    )


def full(**fields: Any) -> dict[str, Any]:
    """A statement with every property that both versions know."""
    return plain(
        **{
            "id": UUID_1,
            "verb": {"id": VERB, "display": {"en": "completed", "fr": "a terminé"}},
            "object": {"objectType": "Activity", "id": ACTIVITY, "definition": DEFINITION},
            "result": RESULT,
            "context": CONTEXT,
            "timestamp": "2026-03-02T10:30:00.123+01:00",
            "stored": "2026-03-02T09:31:00Z",
            "authority": AGENT,
            "attachments": [ATTACHMENT],
            **fields,
        }
    )


def within(**fields: Any) -> dict[str, Any]:
    """A statement about a sub-statement."""
    left_out = ("id", "stored", "authority")
    sub = {name: value for name, value in full().items() if name not in left_out}
    return plain(object={"objectType": "SubStatement", **sub, **fields})


def changed(value: Any, pointer: str, new: Any) -> Any:
    """A copy in which something else stands at the pointer; `...` takes away what stands there."""
    made = copy.deepcopy(value)
    *way, last = [each.replace("~1", "/").replace("~0", "~") for each in pointer.split("/")[1:]]
    holder = made
    for name in way:
        holder = holder[int(name) if isinstance(holder, list) else name]
    key: Any = int(last) if isinstance(holder, list) else last
    if new is ...:
        del holder[key]
    else:
        holder[key] = new
    return made
