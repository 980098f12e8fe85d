"""Owns what the catalogue shows beside courses: tools, and experts and labs who agreed to it."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, Exists, Func, JSONField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from campus.accounts.models import Consent, User
from campus.errors import NotFound
from courses.catalogue.finding import beginning
from courses.models import Resource, Skill
from courses.models.resources import Words


class _Has(Func):
    """Whether a vector has what a tsquery asks for."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def listed(*, kind: str = "", skill: str = "", q: str = "") -> QuerySet[Resource]:
    """Published resources, newest first; a person only while she agrees, and to these words.

    `q` finds words in any form, or begun so, in title, summary and skills; one query more.
    """
    listed_people = Consent.objects.filter(
        person=OuterRef("person"), kind=Consent.Kind.LISTED, withdrawn_at=None
    )
    rows = Resource.objects.filter(
        Q(kind=Resource.Kind.TOOL) | Q(Exists(listed_people), agreed_at__isnull=False)
    )
    rows = rows.filter(published_at__isnull=False)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(skills__key=skill) if skill else rows
    asked = beginning(q)
    rows = rows if asked is None else _with_words(rows, asked)
    return rows.select_related("organisation").prefetch_related("skills").order_by("-id")


def _with_words(rows: QuerySet[Resource], asked: str) -> QuerySet[Resource]:
    if not asked:
        return rows.none()
    query = Cast(Value(asked), SearchQueryField())
    skills = Skill.objects.filter(_Has(Words("title", Value({}, JSONField())), query))
    with_skill = Resource.skills.through.objects.filter(
        resource=OuterRef("pk"), skill__in=skills.values("pk")
    )
    return rows.filter(Q(_Has(Words("title", "summary"), query)) | Q(Exists(with_skill)))


def find_resource(slug: str) -> Resource:
    found = listed().filter(slug=slug).first()
    if found is None:
        raise NotFound(_("There is no such tool, expert or lab: look at all of them."))
    return found


def awaiting(person: User) -> QuerySet[Resource]:
    """What the campus would show of this person, published or not, for her to agree to or not."""
    rows = Resource.objects.filter(person=person).exclude(kind=Resource.Kind.TOOL)
    return rows.select_related("organisation").order_by("-id")
