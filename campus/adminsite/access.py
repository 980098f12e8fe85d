"""Owns the question of who counts as campus staff; `campus.accounts` answers it.

The ground may not import who people are, so the rule is handed in at start-up.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

StaffRule = Callable[[Any], bool]
_KEPT = "_campus_is_staff"


def _nobody(person: Any) -> bool:
    return False


_rules: list[StaffRule] = [_nobody]


def ask(rule: StaffRule) -> None:
    """From `campus.accounts` at start-up: this function knows who is campus staff."""
    _rules[:] = [rule]


def has_entered(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_staff", False))


def is_campus_staff(request: HttpRequest) -> bool:
    """Asked many times a page, so the answer stays with the request."""
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, has_entered(request) and _rules[0](request.user))
    return bool(getattr(request, _KEPT))
