"""Owns the field in which lessons are written: a textarea, a toolbar, and what learners will see.

The preview is rendered by the server with the renderer of the release. The script is ours.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from campus.adminsite.skin import AreaWidget

# Name, what goes before and after the selection, and whether it starts each line instead.
TOOLS = (
    ("heading", _("Heading"), "## ", "", True),
    ("bold", _("Bold"), "**", "**", False),
    ("italic", _("Italic"), "*", "*", False),
    ("link", _("Link"), "[", "](https://)", False),
    ("image", _("Image"), "![", "](images/)", False),
    ("list", _("List"), "- ", "", True),
    ("numbers", _("Numbered list"), "1. ", "", True),
    ("quote", _("Quotation"), "> ", "", True),
    ("tip", _("Box"), "::: tip\n", "\n:::", False),
)


class MarkdownWidget(AreaWidget):
    template_name = "courses/admin/markdown.html"

    class Media:
        css = {"all": ("courses/admin/editor.css",)}
        js = ("courses/admin/editor.js",)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"tools": TOOLS}
