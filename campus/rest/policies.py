"""Owns who may knock at a door; what she then finds is a matter of the rows she may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import AllowAny, BasePermission

if TYPE_CHECKING:  # rest_framework.views imports this module, by the settings
    from rest_framework.request import Request
    from rest_framework.views import APIView


class NobodyUnlessNamed(BasePermission):
    """The default: a door that names no policy is closed to everybody."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return False


class Anyone(AllowAny):
    """Open to all, signed in or not: what is public."""


class SignedIn(BasePermission):
    """Anybody with an account that is not disabled; look-ups show her only what is hers."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(request.user.is_authenticated and request.user.is_active)
