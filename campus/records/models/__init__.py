"""The log as Python sees it, and what stands beside it for other systems."""

from .clients import Scope, XapiClient
from .documents import XapiDocument
from .known import XapiKnown
from .log import LearningRecord, RecordQuerySet, Void

__all__ = [
    "LearningRecord",
    "RecordQuerySet",
    "Scope",
    "Void",
    "XapiClient",
    "XapiDocument",
    "XapiKnown",
]
