"""Owns how the numbers of a move are written: as a share in per cent."""

from django import template

from workers.progress.models import MovedEnrolment
from workers.progress.moving.foreseeing import effect_of
from workers.progress.moving.weighing import Number
from workers.progress.rules.decisions import whole_percents

register = template.Library()


@register.filter
def share_before(row: MovedEnrolment) -> str:
    return share(effect_of(row).before)


@register.filter
def share_after(row: MovedEnrolment) -> str:
    return share(effect_of(row).after)


@register.filter
def share(number: Number) -> str:
    return f"{whole_percents(number.fraction)} %"
