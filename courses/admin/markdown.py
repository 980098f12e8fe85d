"""Owns the field in which lessons are written: a textarea, a toolbar, and what learners will see.

The preview is rendered by the server with the renderer of the release. The script is ours.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from campus.adminsite.skin import AreaWidget


@dataclass(frozen=True, slots=True)
class Tool:
    """A button: `how` is what the script does with the selection, `keys` its shortcut."""

    name: str
    label: Any
    icon: str
    how: str
    before: str = ""
    after: str = ""
    keys: str = ""

    @property
    def shortcut(self) -> str:
        """As ARIA spells keys."""
        return self.keys.replace("Ctrl", "Control")


def _around(name: str, label: Any, icon: str, before: str, after: str, keys: str = "") -> Tool:
    return Tool(name, label, icon, "around", before, after, keys)


def _lines(name: str, label: Any, icon: str, before: str, keys: str = "") -> Tool:
    return Tool(name, label, icon, "lines", before, "", keys)


def _block(name: str, label: Any, icon: str, before: str, after: str = "") -> Tool:
    return Tool(name, label, icon, "block", before, after)


# In groups, as the toolbar shows them.
TOOLS = (
    (
        Tool("heading", _("Heading"), "format_h2", "heading", "## ", "", "Alt+2"),
        Tool("subheading", _("Heading below"), "format_h3", "heading", "### ", "", "Alt+3"),
        Tool("subsubheading", _("Smallest heading"), "format_h4", "heading", "#### ", "", "Alt+4"),
    ),
    (
        _around("bold", _("Bold"), "format_bold", "**", "**", "Ctrl+B"),
        _around("italic", _("Italic"), "format_italic", "*", "*", "Ctrl+I"),
        _around("code", _("Code"), "code", "`", "`", "Ctrl+E"),
        Tool("link", _("Link"), "link", "link", "[", "](https://)", "Ctrl+K"),
        Tool("image", _("Picture"), "image", "image"),
    ),
    (
        _lines("list", _("List"), "format_list_bulleted", "- ", "Ctrl+Shift+8"),
        _lines("numbers", _("Numbered list"), "format_list_numbered", "1. ", "Ctrl+Shift+7"),
        _lines("tasks", _("Tasks"), "checklist", "- [ ] "),
        _lines("quote", _("Quotation"), "format_quote", "> ", "Ctrl+Shift+9"),
    ),
    (
        _block("table", _("Table"), "table", "|  |  |\n| --- | --- |\n|  |  |\n"),
        _block("listing", _("Lines of code"), "code_blocks", "```\n", "\n```"),
        _around("formula", _("Formula"), "function", "$", "$"),
        Tool("footnote", _("Footnote"), "superscript", "footnote"),
    ),
    (
        _block("tip", _("Box: tip"), "lightbulb", "::: tip\n", "\n:::"),
        _block("info", _("Box: good to know"), "info", "::: info\n", "\n:::"),
        _block("warning", _("Box: warning"), "warning", "::: warning\n", "\n:::"),
        _block("example", _("Box: example"), "description", "::: example\n", "\n:::"),
        _block("details", _("Details to unfold"), "unfold_more", "::: details\n", "\n:::"),
    ),
)


class MarkdownWidget(AreaWidget):
    template_name = "courses/admin/markdown.html"

    class Media:
        css = {"all": ("courses/admin/draft.css", "courses/admin/editor.css")}
        js = ("courses/admin/editor.js", "courses/admin/taking.js", "courses/admin/keeping.js")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"tools": TOOLS}
