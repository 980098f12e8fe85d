"""From what a word processor puts on the clipboard to the Markdown that its author would write.

Pure: HTML in, text and pictures out. `courses.drafting.taking` keeps the pictures.
"""

from .pictures import Picture
from .writing import Pasted, pasted

__all__ = ["Pasted", "Picture", "pasted"]
