"""Owns how tests look at a form: whether it asks for JSON, for an id, or for a raw key."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django import forms
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.forms.formsets import BaseFormSet

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
TYPED = frozenset({"text", "search", "url", "number", ""})
RAW_CLASSES = frozenset({"vForeignKeyRawIdAdminField", "vManyToManyRawIdAdminField", "vUUIDField"})


def forms_in(contexts: Any) -> Iterator[forms.BaseForm]:
    """Every form of a page's contexts, those of formsets and of the admin's wrappers too."""
    for context in contexts or ():
        for value in context.flatten().values():
            yield from _forms(value)


def _forms(value: Any) -> Iterator[forms.BaseForm]:
    if isinstance(value, forms.BaseForm):
        yield value
    elif isinstance(value, BaseFormSet):
        yield from value.forms
        yield value.empty_form
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _forms(one)
    elif hasattr(value, "formset") or hasattr(value, "form"):
        yield from _forms(getattr(value, "formset", None))
        yield from _forms(getattr(value, "form", None))


def faults_of_form(form: forms.BaseForm) -> Iterator[str]:
    for name, field in form.fields.items():
        widget = field.widget
        if widget.is_hidden:
            continue
        named = f"{type(form).__name__}.{name}"
        if isinstance(field, forms.JSONField):
            yield f"{named} asks for JSON"
        if isinstance(field, forms.UUIDField):
            yield f"{named} asks for a UUID"
        if isinstance(widget, ForeignKeyRawIdWidget):
            yield f"{named} asks for a raw id"


class _Page(HTMLParser):
    """What a page lets one type: each field with its type, classes and what stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: list[tuple[str, set[str], str]] = []
        self.labels: list[str] = []
        self._area: list[str] | None = None
        self._label: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        is_fixed = "readonly" in given or "disabled" in given
        if tag == "input" and given.get("type", "text").lower() in TYPED and not is_fixed:
            self.typed.append((given.get("name", ""), classes, given.get("value", "")))
        elif tag == "textarea" and not is_fixed:
            self._area = []
            self.typed.append((given.get("name", ""), classes, ""))
        elif tag in ("label", "legend"):
            self._label = []
        self.labels += [given[name] for name in ("aria-label", "placeholder") if name in given]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            name, classes, _empty = self.typed.pop()
            self.typed.append((name, classes, "".join(self._area)))
            self._area = None
        elif tag in ("label", "legend") and self._label is not None:
            self.labels.append("".join(self._label))
            self._label = None

    def handle_data(self, data: str) -> None:
        for held in (self._area, self._label):
            if held is not None:
                held.append(data)


def faults_of_page(html: str) -> Iterator[str]:
    """Whatever made the page, a form class or a template."""
    page = _Page()
    page.feed(html)
    for name, classes, value in page.typed:
        if classes & RAW_CLASSES:
            yield f"“{name}” is a field for a raw id"
        if UUID.fullmatch(value.strip()):
            yield f"“{name}” holds a UUID to be typed"
        if _is_json(value.strip()):
            yield f"“{name}” holds JSON"
    for label in page.labels:
        if re.search(r"\b(json|uuid)\b", label, re.I):
            yield f"a field is called “{label.strip()}”"


def _is_json(value: str) -> bool:
    if not value.startswith(("{", "[")):
        return False
    try:
        return isinstance(json.loads(value), dict | list)
    except ValueError:
        return False
