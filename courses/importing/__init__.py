"""From a folder of Markdown to a draft: `import_course`, and what it says it did."""

from .entering import Imported, import_course

__all__ = ["Imported", "import_course"]
