"""Owns the pages of collections: all of them, and one with its courses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from campus.web.pages import Audience, page
from courses.catalogue.collecting import courses_in, find_collection, published_collections


@page(Audience.ANYONE, may_be_kept=True)
def all_of_them(request: HttpRequest) -> HttpResponse:
    return render(request, "web/collections.html", {"collections": published_collections()})


@page(Audience.ANYONE, may_be_kept=True)
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """Three queries, whatever stands on it."""
    collection = find_collection(slug)
    courses = courses_in(collection, get_language() or "fr")
    return render(request, "web/collection.html", {"collection": collection, "courses": courses})
