"""Owns how skills, collections, resources and wishes look to a program."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from campus.rest.paging import Page
from campus.rest.selecting import PageFieldsQuery

ByLanguage = Annotated[dict[str, str], Meta(description="By language.")]


class ResourceQuery(PageFieldsQuery, kw_only=True):
    kind: Literal["tool", "expert", "lab"] | None = None
    skill: Annotated[str, Meta(description="Key of a skill.")] | None = None
    q: Annotated[
        str,
        Meta(
            max_length=200,
            description="Words that all occur in title, summary or a skill, in any form, or begin "
            "so.",
        ),
    ] = ""


class SkillLevelOut(Struct):
    level: Annotated[int, Meta(ge=1, le=4)]
    title: ByLanguage
    alignment: Annotated[str, Meta(description="Address in the framework, or empty.")]


class SkillOut(Struct, kw_only=True):
    key: str
    title: ByLanguage
    description: ByLanguage
    framework: str
    code: str
    alignment: Annotated[str, Meta(description="Address in the framework, or empty.")]
    levels: list[SkillLevelOut]


class SkillPage(Page[SkillOut]):
    """One page of skills, the newest first."""


class CollectionOut(Struct, kw_only=True):
    id: UUID
    slug: str
    title: ByLanguage
    summary: ByLanguage
    size: Annotated[int, Meta(description="How many works stand on it.")]


class CollectionPage(Page[CollectionOut]):
    """One page of collections, the newest first."""


class ListedCourse(Struct, kw_only=True):
    id: UUID
    slug: str
    title: str
    summary: str
    language: str
    level: int
    minutes: int


class CollectionDocument(CollectionOut, kw_only=True):
    courses: list[ListedCourse]


class ResourceSkill(Struct):
    key: str
    title: ByLanguage


class ResourceOut(Struct, kw_only=True):
    id: UUID
    kind: Annotated[str, Meta(description="tool, expert or lab")]
    slug: str
    title: ByLanguage
    summary: ByLanguage
    address: str
    licence: str
    organisation: str
    skills: list[ResourceSkill]


class ResourcePage(Page[ResourceOut]):
    """One page of tools, experts and labs, the newest first."""


class MakeWish(Struct, forbid_unknown_fields=True):
    title: Annotated[str, Meta(min_length=1, max_length=200)]
    why: Annotated[str, Meta(max_length=2000)] = ""
    language: Literal["fr", "en"] = "fr"


class WishOut(Struct, kw_only=True):
    """A course that is missing; who wished for it is told to nobody."""

    id: UUID
    title: str
    why: str
    language: str
    made_at: datetime
    support: Annotated[int, Meta(description="How many people miss it.")]
    is_supported: Annotated[bool, Meta(description="Whether I said so too.")]
    is_mine: bool


class WishPage(Page[WishOut]):
    """One page of open wishes, the newest first."""
