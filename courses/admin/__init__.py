"""What trainers see of courses: the draft, its parts, and the way to publish it."""

from . import (
    accrediting,
    banks,
    collections,
    courses,
    equivalents,
    lessons,
    media,
    modules,
    relations,
    resources,
    skills,
)

__all__ = [
    "accrediting",
    "banks",
    "collections",
    "courses",
    "equivalents",
    "lessons",
    "media",
    "modules",
    "relations",
    "resources",
    "skills",
]
