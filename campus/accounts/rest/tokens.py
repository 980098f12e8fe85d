"""Owns whom a session token names: asked at every door, so by one question of two probes."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils.crypto import constant_time_compare
from drf_spectacular.contrib.django_allauth import XSessionTokenAuthenticationScheme
from rest_framework.request import Request

from campus.accounts.models import User
from campus.database.base import prepared

_FIELDS = [field.attname for field in User._meta.concrete_fields]
# The session, and beside it the person whom it named when it was read last: a guess, which saves a
# question and is believed only where the session says the same.
_SESSION = f"""
SELECT s.session_data, {", ".join(f"u.{field}" for field in _FIELDS)} FROM django_session s
LEFT JOIN accounts_user u ON u.id = %s AND u.is_active
WHERE s.session_key = %s AND s.expire_date > now()
"""  # noqa: S608 - only the constant above
_MOST_GUESSES = 20_000


class SessionToken(XSessionTokenAuthentication):  # type: ignore[misc]
    """As allauth's, which is also asked wherever the short way does not find somebody for certain.

    Nothing is believed from the request before: a session that ended or a person who was disabled
    a moment ago is nobody.
    """

    def authenticate(self, request: Request) -> Any:
        token = self.get_session_token(request)
        person = _find_person(token) if token else None
        return (person, None) if person else super().authenticate(request)


class SessionTokenScheme(XSessionTokenAuthenticationScheme):  # type: ignore[no-untyped-call]
    """The OpenAPI document describes it as it does allauth's."""

    target_class = SessionToken  # type: ignore[assignment]


def _find_person(token: str) -> User | None:
    guess = _guesses.get(token)
    said, row = _ask(token, guess)
    if said.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    if said[SESSION_KEY] != guess:
        _remember(token, said[SESSION_KEY])
        said, row = _ask(token, said[SESSION_KEY])
    person = User.from_db(connection.alias, _FIELDS, row)
    return person if str(person.id) == said.get(SESSION_KEY) and _is_proven(person, said) else None


def _ask(token: str, guess: str | None) -> tuple[Mapping[str, str], Sequence[Any]]:
    """What the session says, nothing where there is none, and the row of the person guessed."""
    with prepared() as cursor:
        cursor.execute(_SESSION, [guess, token])
        row = cursor.fetchone()
    return (_read(row[0]), row[1:]) if row else ({}, [None] * len(_FIELDS))


@lru_cache(maxsize=2_000)
def _read(data: str) -> Mapping[str, str]:
    """What is signed in it; the same text always says the same."""
    return SessionStore().decode(data)


_guesses: dict[str, str] = {}


def _remember(token: str, person: str) -> None:
    if len(_guesses) >= _MOST_GUESSES:
        _guesses.clear()
    _guesses[token] = person


def _is_proven(person: User, said: Mapping[str, str]) -> bool:
    """A session ends with the password it was opened with."""
    proof = said.get(HASH_SESSION_KEY, "")
    return constant_time_compare(proof, person.get_session_auth_hash())
