"""Owns whom a session token names: asked at every door, so by two probes and no more."""

from collections.abc import Mapping
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
_PERSON = f"""
SELECT {", ".join(_FIELDS)} FROM accounts_user WHERE id = %s AND is_active
"""  # noqa: S608 - only the constant above
_SESSION = """
SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()
"""


class SessionToken(XSessionTokenAuthentication):  # type: ignore[misc]
    """As allauth's, which is also asked wherever the short way does not find somebody for certain.

    Nothing is kept between requests: a session that ended or a person who was disabled a moment
    ago is nobody.
    """

    def authenticate(self, request: Request) -> Any:
        token = self.get_session_token(request)
        person = _find_person(token) if token else None
        return (person, None) if person else super().authenticate(request)


class SessionTokenScheme(XSessionTokenAuthenticationScheme):  # type: ignore[no-untyped-call]
    """The OpenAPI document describes it as it does allauth's."""

    target_class = SessionToken  # type: ignore[assignment]


def _find_person(token: str) -> User | None:
    with prepared() as cursor:
        cursor.execute(_SESSION, [token])
        row = cursor.fetchone()
        said = SessionStore().decode(row[0]) if row else {}
        if said.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
            return None
        cursor.execute(_PERSON, [said[SESSION_KEY]])
        row = cursor.fetchone()
    person = User.from_db(connection.alias, _FIELDS, row) if row else None
    return person if person and _is_proven(person, said) else None


def _is_proven(person: User, said: Mapping[str, str]) -> bool:
    """A session ends with the password it was opened with."""
    proof = said.get(HASH_SESSION_KEY, "")
    return constant_time_compare(proof, person.get_session_auth_hash())
