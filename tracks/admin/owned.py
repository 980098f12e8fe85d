"""Owns who sees what of tracks: the trainers of an organisation; authors write courses only."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from campus.accounts.admin.owned import Owned, OwnedInline
from campus.accounts.models import Role
from courses.models import Course

TRAINERS = (Role.Kind.TRAINER,)


class Trained(Owned):
    kinds = TRAINERS


class TrainedInline(OwnedInline):
    kinds = TRAINERS

    def choices(self, field: Any, request: HttpRequest) -> QuerySet[Any]:
        if field.related_model is Course:
            return courses_for_steps(self.organisations(request))
        return super().choices(field, request)


def courses_for_steps(organisations: Any) -> QuerySet[Course]:
    """Published courses are for all; a draft may be planned with by its own organisation."""
    mine = Q(organisation__in=organisations)
    return Course.objects.filter(mine | Q(current_release__isnull=False), archived_at=None)
