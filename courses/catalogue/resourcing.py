"""Owns what the catalogue shows beside courses: tools, and experts and labs who agreed to it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from campus.accounts.models import Consent, User
from campus.errors import NotFound
from courses.models import Resource


def listed(*, kind: str = "", skill: str = "") -> QuerySet[Resource]:
    """Published resources, newest first; a person only while she agrees, and to these words."""
    listed_people = Consent.objects.filter(
        person=OuterRef("person"), kind=Consent.Kind.LISTED, withdrawn_at=None
    )
    rows = Resource.objects.filter(
        Q(kind=Resource.Kind.TOOL) | Q(Exists(listed_people), agreed_at__isnull=False)
    )
    rows = rows.filter(published_at__isnull=False)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(skills__key=skill) if skill else rows
    return rows.select_related("organisation").prefetch_related("skills").order_by("-id")


def find_resource(slug: str) -> Resource:
    found = listed().filter(slug=slug).first()
    if found is None:
        raise NotFound(_("There is no such tool, expert or lab: look at all of them."))
    return found


def awaiting(person: User) -> QuerySet[Resource]:
    """What the campus would show of this person, published or not, for her to agree to or not."""
    rows = Resource.objects.filter(person=person).exclude(kind=Resource.Kind.TOOL)
    return rows.select_related("organisation").order_by("-id")
