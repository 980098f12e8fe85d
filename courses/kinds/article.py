"""A lesson that is read."""

from .kind import Kind

KIND = Kind("article")
