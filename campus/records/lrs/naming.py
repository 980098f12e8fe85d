"""Owns how the campus's own things are named in statements, read back from their names."""

from typing import Any
from uuid import UUID

from campus.records.names import campus_names
from campus.records.statements import campus_authority
from campus.records.verbs import VERBS


def is_campus(agent: dict[str, Any]) -> bool:
    """Whether this is who answers for the campus's own records."""
    account = agent.get("account")
    return any(account == campus_authority(iri)["account"] for iri in campus_names())


def actor_named(agent: dict[str, Any]) -> UUID | None:
    """The name of a person or team of the campus, if this is an account of ours."""
    account = agent.get("account", {})
    if account.get("homePage") not in campus_names():
        return None
    return canonical_uuid(account["name"])


def object_named(iri: str) -> tuple[str, UUID] | None:
    """The kind and id of what an IRI of ours names, such as a lesson."""
    root = next((f"{ours}/" for ours in campus_names() if iri.startswith(f"{ours}/")), None)
    if root is None:
        return None
    kinds, _slash, name = iri.removeprefix(root).partition("/")
    id_ = canonical_uuid(name)
    return (kinds.removesuffix("s"), id_) if id_ and kinds.endswith("s") else None


def canonical_uuid(text: str) -> UUID | None:
    """The UUID, if it is written as we write them: IRIs and names are compared as strings."""
    try:
        id_ = UUID(text)
    except ValueError:
        return None
    return id_ if str(id_) == text else None


def verbs_named(iri: str) -> list[str]:
    """Our short names for a verb; none where the campus has no such verb."""
    return [verb.name for verb in VERBS.values() if verb.iri == iri]
