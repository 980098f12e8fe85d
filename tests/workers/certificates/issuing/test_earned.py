"""What a credential says was earned follows from the version of its achievement."""

from typing import Any

import pytest
from django.utils import translation

from campus.accounts.models import Organisation
from campus.accounts.roles import campus_organisation
from campus.ids import new_id
from workers.certificates.issuing.earned import earned, in_language
from workers.certificates.models import Achievement, AchievementVersion
from workers.certificates.signed import documents

WRITING = {
    "id": "0198c6f2-7a1b-7c3d-8e4f-5a6b7c8d9e0f",
    "title": {"fr": "Rédiger", "en": "Writing"},
    "level": 3,
    "framework": "ESCO",
    "code": "S1.13",
    "alignment": "http://data.europa.eu/esco/skill/1",
}


def said(version: AchievementVersion, language: str = "fr") -> documents.Earned:
    with translation.override(language):
        return earned(version, name="A", description="B", criteria="C", language=language)


@pytest.mark.parametrize(
    ("texts", "text"),
    [({"fr": "a", "en": "b"}, "a"), ({"en": "b"}, "b"), ({"fr": ""}, ""), ({}, "")],
)
def test_a_text_is_in_its_language_or_in_any(texts: dict[str, str], text: str) -> None:
    assert in_language(texts, "fr") == text


@pytest.mark.django_db
class TestAVersion:
    def version(self, organisation: Organisation, **more: Any) -> AchievementVersion:
        achievement = Achievement.objects.create(
            organisation=organisation, target_kind="work", target=new_id(), subject_kind="person",
            kind=more.pop("kind", Achievement.Kind.ATTESTATION),
        )  # fmt: skip
        return AchievementVersion(achievement=achievement, number=2, **more)

    def test_its_kind_is_one_of_open_badges(self) -> None:
        campus = campus_organisation()
        assert said(self.version(campus)).type == "CertificateOfCompletion"
        of_achievement = self.version(campus, kind=Achievement.Kind.CERTIFICATE)
        assert said(of_achievement).type == "Certificate"

    def test_its_skills_are_in_the_credentials_language(self) -> None:
        version = self.version(campus_organisation(), skills=[WRITING])
        (skill,) = said(version, "en").skills
        assert skill == documents.Skill(
            "Writing", "http://data.europa.eu/esco/skill/1", "ESCO", "S1.13", "Level 3 of 4"
        )

    def test_another_organisation_is_named_as_its_creator_and_the_campus_is_not(self) -> None:
        region = Organisation.objects.create(name="La région", slug="region")
        assert said(self.version(region)).creator == documents.Profile(
            f"urn:uuid:{region.id}", "La région"
        )
        assert said(self.version(campus_organisation())).creator is None
