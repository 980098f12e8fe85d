"""Owns the doors of wishes: what is missing, for whoever is signed in."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.models import User
from campus.accounts.rest.asking import person_of
from campus.rest import paging, parsing
from campus.rest.paging import Cursor, PageQuery
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View
from courses.catalogue import wishing
from courses.models import Wish

from .examples import WISH, WISHES
from .standing import MakeWish, WishOut, WishPage


class Wishes(View):
    permission_classes = [SignedIn]

    @described(
        "Courses that are missing",
        name="wishes_list",
        tag="wishes",
        query=PageQuery,
        answer=WishPage,
        problems=(400, 401),
        example=WISHES,
    )
    def get(self, request: Request) -> Response:
        """Open wishes, the newest first, with how many people share each."""
        asked, person = paging.asked(request), person_of(request)
        rows = paging.newest_first(wishing.open_wishes(seen_by=person), asked)
        page, has_more = paging.trim(rows, asked)
        following, before = paging.addresses(
            request, asked, [Cursor([], row.id) for row in page], has_more
        )
        return Response(WishPage([_shown(row, person) for row in page], following, before))

    @described(
        "Wish for a course",
        name="wishes_create",
        tag="wishes",
        body=MakeWish,
        answer=WishOut,
        status=201,
        also=200,
        problems=(400, 401, 409),
        send={"title": "Mener une enquête de terrain", "language": "fr"},
        example=WISH,
    )
    def post(self, request: Request) -> Response:
        """201 for a new wish; words that somebody wrote before support hers, with 200."""
        asked, person = parsing.body(request, MakeWish), person_of(request)
        made, is_new = wishing.wish(
            person=person, title=asked.title, why=asked.why, language=asked.language
        )
        row = wishing.open_wishes(seen_by=person).get(pk=made.pk)
        return Response(_shown(row, person), status=201 if is_new else 200)


class WishSupport(View):
    permission_classes = [SignedIn]

    @described("Miss it too", name="wishes_support", tag="wishes", status=204, problems=(401, 404))
    def put(self, request: Request, wish_id: UUID) -> Response:
        """Counts once, however often it is said."""
        wishing.support(wish=wishing.find_wish(wish_id), person=person_of(request))
        return Response(status=204)

    @described(
        "Miss it no longer", name="wishes_unsupport", tag="wishes", status=204, problems=(401, 404)
    )
    def delete(self, request: Request, wish_id: UUID) -> Response:
        wishing.withdraw_support(wish=wishing.find_wish(wish_id), person=person_of(request))
        return Response(status=204)


def _shown(row: Wish, person: User) -> WishOut:
    return WishOut(
        id=row.id,
        title=row.title,
        why=row.why,
        language=row.language,
        made_at=row.made_at,
        support=getattr(row, "support", 1),
        is_supported=bool(getattr(row, "is_supported", False)),
        is_mine=row.person_id == person.pk,
    )
