"""Owns the titles of what an achievement is of: whatever nobody titled goes by them."""

from collections.abc import Mapping
from typing import TypeVar, cast

from django.db.models import Aggregate, JSONField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from courses.models import Course
from tracks.models import Track

A = TypeVar("A", bound=Model)


class _ByLanguage(Aggregate):
    function = "jsonb_object_agg"
    output_field = JSONField()


class Titled(QuerySet[A]):
    def with_target_titles(self) -> "Titled[A]":
        """Each with `titles_of_target`, by language: of its track, or of its work's courses."""
        tracks = Track.objects.filter(pk=OuterRef("target"))
        courses = Course.objects.filter(work=OuterRef("target")).order_by().values("work")
        titles = Coalesce(
            Subquery(tracks.values("title")),
            Subquery(courses.annotate(titles=_ByLanguage("language", "title")).values("titles")),
            output_field=JSONField(),
        )
        return cast("Titled[A]", self.annotate(titles_of_target=titles))


def spoken(texts: Mapping[str, str], source: str) -> str:
    """In the reader's language where there is one, else in that it was written in."""
    wanted = [texts.get((get_language() or source)[:2]), texts.get(source), *texts.values()]
    return next(filter(None, wanted), "")
