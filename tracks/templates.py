"""Owns the freezing of a template: tracks are made from an immutable revision of it."""

import hashlib
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from .models import TemplateRevision, TemplateStep, TrackTemplate


@transaction.atomic
def freeze(*, template: TrackTemplate) -> TemplateRevision:
    """The revision that equals the template's draft: the newest if nothing changed since."""
    template = TrackTemplate.objects.select_for_update().get(pk=template.pk)
    steps = [_frozen(step) for step in template.steps.all()]
    content = [template.title, template.summary, template.in_order, steps]
    digest = hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()
    newest = template.revisions.first()
    if newest and newest.digest == digest:
        return newest
    return TemplateRevision.objects.create(
        template=template,
        number=newest.number + 1 if newest else 1,
        title=template.title,
        summary=template.summary,
        in_order=template.in_order,
        steps=steps,
        digest=digest,
        created_at=timezone.now(),
    )


def _frozen(step: TemplateStep) -> dict[str, Any]:
    return {
        "id": str(step.id),
        "kind": step.kind,
        "title": step.title,
        "course": str(step.course_id) if step.course_id else None,
        "minutes": step.minutes,
        "scope": step.scope,
        "required": step.required,
    }
