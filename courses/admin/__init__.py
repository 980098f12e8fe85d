"""What trainers see of courses: the draft, its parts, and the way to publish it."""

from . import courses, lessons, media, modules, questions, skills

__all__ = ["courses", "lessons", "media", "modules", "questions", "skills"]
