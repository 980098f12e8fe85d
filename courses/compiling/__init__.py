"""From a draft to the bytes of a release: `compile_course`, and `preview` of one lesson."""

from .compiled import CompiledBlob, CompiledLesson, CompiledRelease
from .courses import compile_course
from .previewing import preview

__all__ = ["CompiledBlob", "CompiledLesson", "CompiledRelease", "compile_course", "preview"]
