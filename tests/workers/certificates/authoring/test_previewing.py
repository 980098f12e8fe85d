"""A preview is a picture of the page as it would be, for the names that are hardest to set."""

import io
from dataclasses import dataclass, field
from typing import Any

import pytest
from PIL import Image

from campus.errors import Invalid
from tests.workers.certificates.drawings import a_logo
from workers.certificates.authoring import previewing
from workers.certificates.models import Achievement, AchievementVersion, Credential
from workers.certificates.pages import looks, themes
from workers.certificates.pages.picturing import keep_logo

pytestmark = pytest.mark.django_db


@dataclass
class Draft:
    title: dict[str, str] = field(default_factory=lambda: {"fr": "Écrire clair"})
    description: dict[str, str] = field(default_factory=dict)
    source_language: str = "fr"
    skills: list[Any] = field(default_factory=list)
    signatories: list[Any] = field(default_factory=list)
    look: dict[str, Any] = field(default_factory=dict)
    valid_for_months: int | None = None


def image(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body))


def test_three_names_are_three_pages_below_each_other() -> None:
    one = image(previewing.preview(Draft(), ["Li"]))
    three = image(previewing.preview(Draft()))
    assert three.width == one.width
    assert three.height > 3 * one.height


def test_the_longest_name_is_as_long_as_a_name_may_be() -> None:
    assert 110 <= len(previewing.LONGEST) <= 120


def test_each_name_makes_another_picture() -> None:
    assert len({previewing.preview(Draft(), [name]) for name in previewing.NAMES}) == 3


@pytest.mark.parametrize("name", sorted(themes.BUILT_IN))
def test_a_preview_follows_its_theme(name: str) -> None:
    plain = previewing.preview(Draft(), ["Li"])
    shown = previewing.preview(Draft(look=looks.look(themes.BUILT_IN[name])), ["Li"])
    assert (shown == plain) == (name == "pine")


def test_a_preview_shows_the_logo() -> None:
    logo = keep_logo(a_logo())
    with_logo = Draft(look=looks.look(logo=logo.digest))
    assert previewing.preview(with_logo, ["Li"]) != previewing.preview(Draft(), ["Li"])


def test_skills_signatories_and_the_end_are_said_in_the_language_asked_for() -> None:
    draft = Draft(
        title={"fr": "Écrire clair", "en": "Write clearly"},
        skills=[{"title": {"fr": "Rédiger", "en": "Writing"}, "level": 2}],
        signatories=[{"name": "Jo Nœud", "role": {"fr": "Directrice"}, "signature": ""}],
        valid_for_months=12,
    )
    face = previewing.face_of(draft, "Li", "en")
    assert (face.subject, face.skills[0]["title"]) == ("Write clearly", "Writing")
    assert face.skills[0]["level"] == "level 2 of 4"
    assert face.signatories[0]["role"] == "Directrice"
    assert face.valid_until
    assert face.valid_until in dict(face.facts).values()


def test_a_version_that_is_not_kept_yet_can_be_looked_at() -> None:
    achievement = Achievement(kind="certificate", subject_kind="team", target_kind="track")
    version = AchievementVersion(achievement=achievement, title={"fr": "Un"}, source_language="fr")
    assert image(previewing.preview(version, ["Équipe"])).width > 300
    assert not Credential.objects.exists()


def test_a_layout_that_fails_is_said() -> None:
    broken = Draft(look=looks.look(layout="#panic()"))
    with pytest.raises(Invalid, match="cannot be used"):
        previewing.preview(broken, ["Li"])
