"""What trainers see of courses: the draft, its parts, and the way to publish it."""

from . import collections, courses, lessons, media, modules, questions, relations, resources, skills

__all__ = [
    "collections",
    "courses",
    "lessons",
    "media",
    "modules",
    "questions",
    "relations",
    "resources",
    "skills",
]
