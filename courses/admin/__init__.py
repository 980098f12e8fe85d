"""What trainers see of courses: the draft, its parts, and the way to publish it."""

from . import banks, collections, courses, lessons, media, modules, relations, resources, skills

__all__ = [
    "banks",
    "collections",
    "courses",
    "lessons",
    "media",
    "modules",
    "relations",
    "resources",
    "skills",
]
