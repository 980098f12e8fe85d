"""Owns what a credential says was earned: a version of an achievement, in one language."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from workers.certificates.models import Achievement, AchievementVersion
from workers.certificates.signed import documents

_LEVELS: Final = 4
_TYPES: Final = {
    Achievement.Kind.ATTESTATION: documents.COMPLETION,
    Achievement.Kind.CERTIFICATE: documents.CERTIFICATE,
}


def earned(
    version: AchievementVersion, *, name: str, description: str, criteria: str, language: str
) -> documents.Earned:
    achievement = version.achievement
    return documents.Earned(
        id=achievement.id,
        version=version.number,
        name=name,
        description=description,
        criteria=criteria,
        language=language,
        type=_TYPES[Achievement.Kind(achievement.kind)],
        skills=tuple(_skill(skill, language) for skill in version.skills),
        creator=_creator(achievement),
    )


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, else in any that there is."""
    return texts.get(language) or next((text for text in texts.values() if text), "")


def _skill(skill: Mapping[str, Any], language: str) -> documents.Skill:
    level = skill.get("level")
    return documents.Skill(
        name=in_language(skill["title"], language),
        address=skill.get("alignment", ""),
        framework=skill.get("framework", ""),
        code=skill.get("code", ""),
        level=_("Level {level} of {levels}").format(level=level, levels=_LEVELS) if level else "",
    )


def _creator(achievement: Achievement) -> documents.Profile | None:
    """The organisation that owns it; the campus is named as the issuer already."""
    organisation = achievement.organisation
    if organisation.is_campus:
        return None
    return documents.Profile(f"urn:uuid:{organisation.id}", organisation.name)
