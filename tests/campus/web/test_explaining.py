"""Why, on a page: in words that a learner understands, with the record for whoever asks."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from campus.accounts.models import User
from courses.enrolment import withdraw
from tests.world import Followed, a_team_with_a_track, finish
from workers.progress.explaining.parts import explain_track
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db

Browser = Callable[[User], Client]


@pytest.fixture
def of() -> Followed:
    of = a_team_with_a_track()
    finish(of.member, of.course)
    fold_all()
    return of


def test_a_record_is_named_where_it_is_asked_for(of: Followed, signed_in: Browser) -> None:
    page = signed_in(of.member).get(f"/en/tracks/{of.track.slug}/why").content.decode()
    record = explain_track(of.track.enrolments.get(person=of.member)).parts[0].record
    shown = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert record is not None
    assert f"<code>{record}</code>" in page
    assert str(record) not in shown


def test_a_course_step_leads_to_why_the_course_is_done(of: Followed, signed_in: Browser) -> None:
    browser = signed_in(of.member)
    page = browser.get(f"/en/tracks/{of.track.slug}/why").content.decode()
    course = f"/en/courses/{of.course.slug}/why"
    assert f'href="{course}"' in page
    assert browser.get(course).status_code == 200
    withdraw(enrolment=of.course.enrolments.get(person=of.member))
    left = browser.get(f"/en/tracks/{of.track.slug}/why").content.decode()
    assert course not in left
