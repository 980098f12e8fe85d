"""Owns the shelves, tools, experts and skills that tests speak of."""

from itertools import count

from django.utils import timezone

from campus.accounts.models import User
from campus.accounts.roles import campus_organisation
from courses.models import Collection, CollectionItem, Course, Resource

_number = count(1)


def a_collection(
    *courses: Course, title: str = "Premiers pas", is_public: bool = True
) -> Collection:
    made = Collection.objects.create(
        organisation=campus_organisation(),
        slug=f"collection-{next(_number)}",
        title={"fr": title, "en": "First steps"},
        published_at=timezone.now() if is_public else None,
    )
    for position, course in enumerate(courses, start=1):
        CollectionItem.objects.create(collection=made, position=position, work=course.work)
    return made


def a_resource(
    kind: str = "tool", *, person: User | None = None, is_public: bool = True, title: str = "Outil"
) -> Resource:
    return Resource.objects.create(
        kind=kind,
        organisation=campus_organisation(),
        slug=f"resource-{next(_number)}",
        title={"fr": f"{title} {kind}"},
        address="https://example.org/tool",
        person=person,
        published_at=timezone.now() if is_public else None,
    )
