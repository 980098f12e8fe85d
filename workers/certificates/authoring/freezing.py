"""Owns what a version keeps of rows that may change: skills, signatories, the look."""

from collections.abc import Iterator
from typing import Any

from workers.certificates.models import (
    Achievement,
    AchievementSkill,
    CertificateTemplate,
    Signatory,
)
from workers.certificates.pages import looks, themes


def frozen(achievement: Achievement) -> dict[str, Any]:
    """As the JSON columns of `AchievementVersion` have it."""
    skills = achievement.skills.select_related("skill").order_by("skill__key")
    signatories = achievement.signatories.select_related("signatory")
    return {
        "skills": [_skill(one) for one in skills],
        "signatories": [_signatory(one.signatory) for one in signatories],
        "look": look_of(achievement),
    }


def of_others(achievement: Achievement) -> Iterator[str]:
    """Names of the template and signatories that another organisation owns."""
    template, own = achievement.template, achievement.organisation_id
    if template and template.organisation_id != own:
        yield template.name
    foreign = achievement.signatories.exclude(signatory__organisation=own)
    yield from foreign.values_list("signatory__name", flat=True)


def template_of(achievement: Achievement) -> CertificateTemplate | None:
    """The one it names, or its organisation's default."""
    defaults = CertificateTemplate.objects.filter(
        organisation=achievement.organisation_id, is_default=True
    )
    return achievement.template or defaults.first()


def _skill(one: AchievementSkill) -> dict[str, Any]:
    skill = one.skill
    return {
        "id": str(skill.id),
        "title": skill.title,
        "level": one.level,
        "framework": skill.framework,
        "code": skill.code,
        "alignment": skill.alignment,
    }


def _signatory(signatory: Signatory) -> dict[str, Any]:
    return {
        "name": signatory.name,
        "role": signatory.role,
        "signature": signatory.signature_id or "",
    }


def look_of(achievement: Achievement) -> dict[str, Any]:
    """That of its template; without one it is set as always before there were templates."""
    template = template_of(achievement)
    if template is None:
        return {}
    theme = themes.parse(template.theme)
    return looks.look(theme, logo=template.logo_id or "", layout=template.layout)
