"""Owns who asks: the person behind a request to a door that wants her signed in."""

from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from campus.accounts.models import User


def person_of(request: Request) -> User:
    """Raises NotAuthenticated for nobody, which the door's policy has refused before."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user
