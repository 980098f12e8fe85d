"""Owns what a form shows when somebody saved meanwhile: both versions, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from campus.adminsite.forms import ModelForm
from courses.drafting import editing
from courses.drafting.editing import Line


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that two people wrote differently; `name` is the form's, for the script."""

    name: str
    label: str
    theirs: str
    hers: str
    lines: Sequence[Line]
    is_long: bool


@dataclass(frozen=True, slots=True)
class Meanwhile:
    by: str
    at: datetime
    fields: Sequence[Differing]


def meanwhile(form: ModelForm[Any], theirs: Any, *, by: str, at: datetime) -> Meanwhile:
    """What the form would overwrite; `theirs` is the row as it now is."""
    shown = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    compared = (_differing(form, name, theirs) for name in shown if hasattr(theirs, name))
    return Meanwhile(by=by, at=at, fields=[one for one in compared if one])


def with_value(data: Any, name: str, value: str) -> Any:
    """What was sent, with another value in a hidden field."""
    data = data.copy()
    data[name] = value
    return data


def _differing(form: ModelForm[Any], name: str, theirs: Any) -> Differing | None:
    field, now = form.fields[name], getattr(theirs, name)
    given = form.cleaned_data.get(name, now)
    if given == now:
        return None
    before, after = _words(field, now), _words(field, given)
    is_long = isinstance(field.widget, forms.Textarea)
    lines = editing.difference(before, after) if is_long else []
    return Differing(name, str(field.label), before, after, lines, is_long)


def _words(field: forms.Field, value: Any) -> str:
    """A value as its author knows it: a choice by its words."""
    if isinstance(field, forms.ModelChoiceField) or value is None:
        return str(value or "–")
    choices = dict(getattr(field, "choices", ()) or ())
    return str(choices.get(value, value))
