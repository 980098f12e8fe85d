"""From a draft to the bytes of a release: `compile_course`, and `preview` of one lesson."""

from .compiled import (
    CompiledBlob,
    CompiledLesson,
    CompiledQuestions,
    CompiledRelease,
    CompiledSource,
    asked_source,
)
from .courses import compile_course
from .previewing import preview

__all__ = [
    "CompiledBlob",
    "CompiledLesson",
    "CompiledQuestions",
    "CompiledRelease",
    "CompiledSource",
    "asked_source",
    "compile_course",
    "preview",
]
