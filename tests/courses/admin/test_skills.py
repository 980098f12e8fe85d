"""Skills in the admin: staff write them language by language, trainers read them as words."""

import pytest

from courses.models import Skill
from tests.trainers import Admin, a_staff_member, a_trainer

pytestmark = pytest.mark.django_db


def _page(admin: Admin) -> str:
    skill = Skill.objects.create(key="ecoute", title={"fr": "Écoute", "en": "Listening"})
    response = admin.get("courses_skill_change", skill.id)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_trainer_reads_titles_not_data() -> None:
    page = _page(Admin(a_trainer()))
    assert "Listening (en) · Écoute (fr)" in page
    assert "{&quot;" not in page


def test_staff_write_a_title_a_language() -> None:
    page = _page(Admin(a_staff_member()))
    assert 'value="Listening"' in page
    assert 'value="Écoute"' in page
    assert "Listening (en)" not in page
