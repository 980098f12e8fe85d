"""Owns what every template knows besides the request."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def campus(request: HttpRequest) -> dict[str, Any]:
    """The languages to switch to, each under its own name, and whether this is a demonstration."""
    return {
        "is_development": settings.IS_DEVELOPMENT,
        "other_languages": [
            (code, name) for code, name in OWN_NAMES.items() if code != get_language()
        ],
    }


OWN_NAMES = {"fr": "Français", "en": "English"}
