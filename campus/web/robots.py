"""Owns what search engines are told: which pages there are, and which are not for them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import F, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from campus.web.pages import Audience, page
from courses.catalogue.collecting import published_collections
from courses.catalogue.resourcing import listed
from courses.models import Collection, CourseRelease, Listing, ReleaseLesson, Resource

_HIDDEN = ("/admin/", "/api/", "/_allauth/", "/*/account", "/*/learning", "/*/tracks", "/*/teams")
_public = urlsplit(settings.CAMPUS_PUBLIC_URL)


class _Pages(Sitemap):  # type: ignore[type-arg]
    """Each page in both languages of the site, at the campus's public address."""

    i18n = True
    alternates = True
    limit = 2000
    protocol = _public.scheme

    def get_latest_lastmod(self) -> datetime | None:
        """Of all pages of courses; Django's own way would read every row."""
        latest: datetime | None = CourseRelease.objects.aggregate(at=Max("published_at"))["at"]
        return latest

    def get_domain(self, site: Any = None) -> str:
        return _public.netloc


class Places(_Pages):
    def items(self) -> list[str]:
        return ["web:home", "web:catalogue", "web:collections", "web:resources"]

    def location(self, item: str) -> str:
        return reverse(item)


class Courses(_Pages):
    def items(self) -> QuerySet[Listing]:
        rows = Listing.objects.filter(course__archived_at=None)
        return rows.select_related("course", "release").order_by("course_id")

    def location(self, item: Listing) -> str:
        return reverse("web:course", args=[item.course.slug])

    def lastmod(self, item: Listing) -> datetime:
        return item.release.published_at


class Lessons(_Pages):
    def items(self) -> QuerySet[ReleaseLesson]:
        rows = ReleaseLesson.objects.filter(
            release=F("release__course__current_release"), release__course__archived_at=None
        )
        return rows.select_related("release__course").order_by("lesson_id")

    def location(self, item: ReleaseLesson) -> str:
        return reverse("web:lesson", args=[item.release.course.slug, item.lesson_id])

    def lastmod(self, item: ReleaseLesson) -> datetime:
        return item.release.published_at


class Shelves(_Pages):
    def items(self) -> QuerySet[Collection]:
        return published_collections()

    def location(self, item: Collection) -> str:
        return reverse("web:collection", args=[item.slug])


class Resources(_Pages):
    def items(self) -> QuerySet[Resource]:
        return listed()

    def location(self, item: Resource) -> str:
        return reverse("web:resource", args=[item.slug])


SITEMAPS: dict[str, Callable[[], _Pages]] = {
    "places": Places,
    "courses": Courses,
    "lessons": Lessons,
    "collections": Shelves,
    "resources": Resources,
}


@page(Audience.ANYONE, may_be_kept=True)
def all_pages(request: HttpRequest) -> HttpResponse:
    return index(request, SITEMAPS, sitemap_url_name="sitemap-section").render()  # type: ignore[arg-type]


@page(Audience.ANYONE, may_be_kept=True)
def some_pages(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap(request, SITEMAPS, section=section).render()  # type: ignore[arg-type]


@page(Audience.ANYONE, may_be_kept=True)
def robots(request: HttpRequest) -> HttpResponse:
    hidden = [f"Disallow: {path}" for path in _HIDDEN]
    where = f"Sitemap: {settings.CAMPUS_PUBLIC_URL}/sitemap.xml"
    text = "\n".join(["User-agent: *", *hidden, where, ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
