"""Owns what is answered while the database is away: 503 and when to come back, never a 500."""

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

RETRY_AFTER_SECONDS = 2
CODE = "database_away"
DETAIL = _(
    "The database does not answer just now. Send the same again in a few seconds: what you "
    "were told is stored is kept, and nothing counts twice."
)


def is_away(error: BaseException | None) -> bool:
    """Whether it is the database's want, or follows from it: a lost connection, a full disk.

    Also a deadlock or a cancelled query: there too, the same again may well succeed.
    """
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__
    return False


def page() -> HttpResponse:
    """For a person: in both languages, for which one she reads may be in the database."""
    return told_when(HttpResponse(render_to_string("503.html"), status=503))


def told_when(response: HttpResponse) -> HttpResponse:
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response
