"""Owns that the page after somebody's act holds it: no number on it is older than what she did.

Where the log ended when she had acted is a cookie for the next page alone. The site's script sets
it too (`records.js`), from what the campus answered.
"""

from django.http import HttpRequest, HttpResponse

from campus.accounts.models import User
from campus.records.waiting import log_end, wait_until_counted

AFTER = "after"
_SECONDS_KEPT = 30
# What takes longer comes by itself: an open page asks again (`live.js`).
PATIENCE_SECONDS = 1.0


def position_of_act(request: HttpRequest) -> int | None:
    """The place in the log up to which this page should count; None where she did nothing."""
    text = request.COOKIES.get(AFTER, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def wait_for_own_act(request: HttpRequest) -> None:
    position = position_of_act(request) if request.method == "GET" else None
    if position is not None and isinstance(request.user, User):
        wait_until_counted(position, learners=[request.user.pk], within_seconds=PATIENCE_SECONDS)


def remember_act(request: HttpRequest, response: HttpResponse) -> None:
    """After a form, for the page that it leads to; that page forgets it.

    A stranger's pages may be kept by others: no cookie goes with them.
    """
    is_act = request.method == "POST"
    if not (is_act or AFTER in request.COOKIES) or not isinstance(request.user, User):
        return
    if is_act:
        response.set_cookie(AFTER, str(log_end()), max_age=_SECONDS_KEPT, samesite="Lax")
    else:
        response.delete_cookie(AFTER, samesite="Lax")
