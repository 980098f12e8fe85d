"""Owns the showing of a `{bcp47: text}` in the reader's language, else in one it has."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def in_language(texts: Mapping[str, str]) -> str:
    language = (get_language() or "fr")[:2]
    return texts.get(language) or next(iter(texts.values()), "–")
