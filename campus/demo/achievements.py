"""What the demo campus gives certificates for in its own words, how they look and who signs."""

from collections.abc import Mapping
from dataclasses import asdict

from campus.accounts.models import Organisation, User
from campus.accounts.roles import campus_organisation
from courses.models import Course, Skill
from workers.certificates.authoring.beginning import begin
from workers.certificates.authoring.publishing import publish
from workers.certificates.models import (
    Achievement,
    AchievementSignatory,
    AchievementSkill,
    CertificateTemplate,
    Signatory,
    SubjectKind,
)
from workers.certificates.pages.themes import LAUREL, MIDNIGHT, Theme

COURSE, SKILL, LEVEL = "langage-clair", "plain-language", 2
TITLE = {"fr": "Écrire en langage clair", "en": "Writing in plain language"}
DESCRIPTION = {
    "fr": "Sait réécrire un courrier administratif pour qu’il soit compris à la première lecture, "
    "et le tester avec ceux qui le reçoivent.",
    "en": "Is able to rewrite an official letter so that it is understood at first reading, and "
    "to test it with those who receive it.",
}
SIGNATORY = ("Hélène Caron", {"fr": "Directrice du campus", "en": "Director of the campus"})
MONTHS_VALID, MONTHS_TO_RENEW = 36, 6


def load_achievements(
    people: Mapping[str, User], courses: Mapping[str, Course], prefecture: Organisation
) -> None:
    """Once: what staff of this campus made of it since then stays as it is."""
    campus = campus_organisation()
    _template(prefecture, "Minuit", MIDNIGHT, is_default=True)
    template = _template(campus, "Laurier", LAUREL)
    author = people["trainer@campus.example"]
    achievement, _is_new = begin(
        of=courses[COURSE],
        kind=Achievement.Kind.ATTESTATION,
        subject_kind=SubjectKind.PERSON,
        by=author,
    )
    if achievement.is_authored:
        return
    achievement.title, achievement.description = TITLE, DESCRIPTION
    achievement.valid_for_months, achievement.renewal_opens_months = MONTHS_VALID, MONTHS_TO_RENEW
    achievement.template = template
    achievement.save()
    _say_what_it_proves(achievement, _signatory(campus))
    publish(achievement=achievement, by=author)


def _template(
    organisation: Organisation, name: str, theme: Theme, *, is_default: bool = False
) -> CertificateTemplate:
    template, _is_new = CertificateTemplate.objects.get_or_create(
        organisation=organisation,
        name=name,
        defaults={"theme": asdict(theme), "is_default": is_default},
    )
    return template


def _signatory(organisation: Organisation) -> Signatory:
    name, role = SIGNATORY
    signatory, _is_new = Signatory.objects.get_or_create(
        organisation=organisation, name=name, defaults={"role": role}
    )
    return signatory


def _say_what_it_proves(achievement: Achievement, signatory: Signatory) -> None:
    skill = Skill.objects.get(key=SKILL)
    AchievementSkill.objects.get_or_create(
        achievement=achievement, skill=skill, defaults={"level": LEVEL}
    )
    AchievementSignatory.objects.get_or_create(achievement=achievement, signatory=signatory)
