"""Owns where an address of the API leads whose course has another slug by now."""

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from rest_framework.request import Request

from campus.errors import NotFound
from courses import browsing
from courses.models import Course


def find_or_lead(request: Request, reference: str) -> Course | HttpResponsePermanentRedirect:
    """The published course, or the way to the same address, query included, under today's slug."""
    try:
        return browsing.find_course(reference)
    except NotFound:
        slug = browsing.moved_to(reference)
        if slug is None:
            raise
    match = request.resolver_match
    assert match is not None
    address = reverse(match.view_name, kwargs={**match.kwargs, "course": slug})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
