"""Owns the doors of what stands beside courses: skills, collections, tools, experts and labs."""

from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import get_language
from rest_framework.request import Request

from campus.rest import paging, parsing
from campus.rest.conditional import PUBLIC, ready
from campus.rest.paging import Cursor
from campus.rest.policies import Anyone
from campus.rest.rendering import encode
from campus.rest.schemas import described
from campus.rest.selecting import FieldsQuery, PageFieldsQuery, cut, cut_results
from campus.rest.views import View
from courses.catalogue.collecting import courses_in, find_collection, published_collections
from courses.catalogue.resourcing import find_resource, listed
from courses.models import Collection, Listing, Resource, Skill

from .examples import COLLECTION, COLLECTIONS, RESOURCE, RESOURCES, SKILLS
from .standing import (
    CollectionDocument,
    CollectionOut,
    CollectionPage,
    ListedCourse,
    ResourceOut,
    ResourcePage,
    ResourceQuery,
    ResourceSkill,
    SkillLevelOut,
    SkillOut,
    SkillPage,
)


class Skills(View):
    permission_classes = [Anyone]

    @described(
        "Skills and their levels",
        name="skills_list",
        tag="courses",
        query=PageFieldsQuery,
        answer=SkillPage,
        problems=(400,),
        example=SKILLS,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """What courses lead to, aligned with public frameworks; courses name them by `key`."""
        asked = paging.asked(request)
        rows = paging.newest_first(Skill.objects.prefetch_related("levels"), asked)
        return _page(request, asked, rows, SkillPage, _skill)


class Collections(View):
    permission_classes = [Anyone]

    @described(
        "Collections of courses",
        name="collections_list",
        tag="courses",
        query=PageFieldsQuery,
        answer=CollectionPage,
        problems=(400,),
        example=COLLECTIONS,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Published shelves, the newest first."""
        asked = paging.asked(request)
        rows = paging.newest_first(published_collections(), asked)
        return _page(request, asked, rows, CollectionPage, _collection)


class OneCollection(View):
    permission_classes = [Anyone]

    @described(
        "One collection with its courses",
        name="collections_retrieve",
        tag="courses",
        query=FieldsQuery,
        answer=CollectionDocument,
        problems=(400, 404),
        example=COLLECTION,
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """In the order of the shelf; of translations, the one in the reader's language."""
        query = parsing.query(request, FieldsQuery)
        found = find_collection(slug)
        courses = [_course(row) for row in courses_in(found, get_language() or "fr")]
        document = CollectionDocument(**_facts(found), courses=courses)
        response = ready(request, encode(cut(document, query.fields)), cache=PUBLIC)
        response.headers["Vary"] = "Accept-Language"
        return response


class Resources(View):
    permission_classes = [Anyone]

    @described(
        "Tools, experts and labs",
        name="resources_list",
        tag="courses",
        query=ResourceQuery,
        answer=ResourcePage,
        problems=(400,),
        example=RESOURCES,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """What helps beside courses, the newest first; people are listed while they agree to it."""
        query = parsing.query(request, ResourceQuery)
        asked = paging.asked(request)
        fitting = listed(kind=query.kind or "", skill=query.skill or "", q=query.q)
        rows = paging.newest_first(fitting, asked)
        return _page(request, asked, rows, ResourcePage, _resource)


class OneResource(View):
    permission_classes = [Anyone]

    @described(
        "One tool, expert or lab",
        name="resources_retrieve",
        tag="courses",
        query=FieldsQuery,
        answer=ResourceOut,
        problems=(400, 404),
        example=RESOURCE,
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        query = parsing.query(request, FieldsQuery)
        document = _resource(find_resource(slug))
        return ready(request, encode(cut(document, query.fields)), cache=PUBLIC)


def _page(request: Request, asked: Any, rows: list[Any], page: Any, shown: Any) -> HttpResponseBase:
    kept, has_more = paging.trim(rows, asked)
    following, before = paging.addresses(
        request, asked, [Cursor([], row.id) for row in kept], has_more
    )
    document = page([shown(row) for row in kept], following, before)
    fields = parsing.query(request, PageFieldsQuery).fields
    return ready(request, encode(cut_results(document, fields)), cache=PUBLIC)


def _skill(skill: Skill) -> SkillOut:
    levels = [SkillLevelOut(one.level, one.title, one.alignment) for one in skill.levels.all()]
    return SkillOut(
        key=skill.key,
        title=skill.title,
        description=skill.description,
        framework=skill.framework,
        code=skill.code,
        alignment=skill.alignment,
        levels=levels,
    )


def _facts(collection: Collection) -> dict[str, Any]:
    return {
        "id": collection.id,
        "slug": collection.slug,
        "title": collection.title,
        "summary": collection.summary,
        "size": getattr(collection, "size", 0),
    }


def _collection(collection: Collection) -> CollectionOut:
    return CollectionOut(**_facts(collection))


def _course(row: Listing) -> ListedCourse:
    return ListedCourse(
        id=row.course_id,
        slug=row.course.slug,
        title=row.title,
        summary=row.summary,
        language=row.language,
        level=row.level,
        minutes=row.minutes,
    )


def _resource(resource: Resource) -> ResourceOut:
    return ResourceOut(
        id=resource.id,
        kind=resource.kind,
        slug=resource.slug,
        title=resource.title,
        summary=resource.summary,
        address=resource.address,
        licence=resource.licence,
        organisation=resource.organisation.name,
        skills=[ResourceSkill(one.key, one.title) for one in resource.skills.all()],
    )
