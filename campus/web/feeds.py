"""Owns the feed of what was published lately, in Atom."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.web.citing import release_address
from campus.web.pages import Audience, page
from courses.models import CourseRelease

NEWEST = 50


class Publications(Feed):  # type: ignore[type-arg]
    """The newest releases; `?language=` keeps those of one language. One query."""

    feed_type = Atom1Feed
    title = gettext_lazy("Campus: new courses and new releases")
    subtitle = gettext_lazy("Open courses for everybody, as they are published.")

    def get_object(self, request: HttpRequest) -> str:
        return request.GET.get("language", "")[:8].replace("\0", "")

    def link(self) -> str:
        return f"{settings.CAMPUS_PUBLIC_URL}{reverse('web:catalogue')}"

    def items(self, language: str) -> QuerySet[CourseRelease]:
        rows = CourseRelease.objects.filter(course__archived_at=None, corrects=None)
        if language:
            rows = rows.filter(course__language=language)
        return rows.select_related("course__organisation", "course__listing").order_by(
            "-published_at"
        )[:NEWEST]

    def item_title(self, item: CourseRelease) -> str:
        if item.number == 1:
            return item.course.listing.title
        return _("{course}, release {number}").format(
            course=item.course.listing.title, number=item.number
        )

    def item_description(self, item: CourseRelease) -> str:
        return "\n\n".join(filter(None, [item.course.listing.summary, item.note]))

    def item_link(self, item: CourseRelease) -> str:
        return release_address(item.course.slug, item.number)

    def item_guid(self, item: CourseRelease) -> str:
        return f"urn:uuid:{item.id}"

    def item_author_name(self, item: CourseRelease) -> str:
        return item.course.listing.authors or item.course.organisation.name

    def item_updateddate(self, item: CourseRelease) -> datetime:
        return item.published_at

    item_pubdate = item_updateddate


_publications = Publications()


@page(Audience.ANYONE, may_be_kept=True)
def publications(request: HttpRequest) -> HttpResponse:
    return _publications(request)
