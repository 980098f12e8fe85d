"""From a draft to a folder or zip of Markdown and YAML, the same to the byte every time."""

from .packing import export_course
from .reading import Text, text_form

__all__ = ["Text", "export_course", "text_form"]
