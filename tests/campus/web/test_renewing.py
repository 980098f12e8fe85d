"""Her page of certificates says from when one is renewed, and then renews it by a button."""

from collections.abc import Callable

import pytest
from django.test import Client

from campus.accounts.models import User
from courses.models import Enrolment
from tests import world
from tests.workers.certificates.renewable import a_certified, course_of, renewed
from tests.workers.certificates.working import work
from workers.certificates.models import Credential

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
PAGES = ("/en/certificates", "/en/certificates/{id}")


def texts(client: Client, credential: Credential) -> list[str]:
    return [client.get(page.format(id=credential.id)).content.decode() for page in PAGES]


def test_before_its_day_it_says_from_when_and_has_no_button(signed_in: SignedIn) -> None:
    old = a_certified(months=24, opens=2)
    assert old.person
    for text in texts(signed_in(old.person), old):
        assert "You can renew it from" in text
        assert "/renewal" not in text


def test_the_button_leads_to_the_course_and_the_page_then_says_how_to_go_on(
    signed_in: SignedIn,
) -> None:
    old = a_certified()
    assert old.person
    client, address = signed_in(old.person), f"/en/certificates/{old.id}/renewal"
    for text in texts(client, old):
        assert f'action="{address}"' in text
    answer = client.post(address)
    course = f"/en/courses/{course_of(old).slug}"
    assert answer.headers["Location"] == course
    assert "You follow the course once more" in client.get(course).content.decode()
    assert Enrolment.objects.filter(period=2).count() == 1
    for text in texts(client, old):
        assert "You are renewing it" in text
        assert address not in text
    world.finish(old.person, course_of(old))
    work()
    new = Credential.objects.get(achievement=old.achievement, period=2)
    for text in texts(client, old):
        assert f'/en/certificates/{new.id}">Open the new certificate' in text


def test_my_courses_show_one_that_i_renew_once_and_anew(signed_in: SignedIn) -> None:
    old = a_certified()
    assert old.person
    client, title = signed_in(old.person), course_of(old).title
    before = client.get("/en/learning").content.decode().count(title)
    renewed(old)
    assert client.get("/en/learning").content.decode().count(title) == before


def test_a_get_renews_nothing_and_a_stranger_finds_nothing(signed_in: SignedIn) -> None:
    old = a_certified()
    assert old.person
    address = f"/en/certificates/{old.id}/renewal"
    assert signed_in(old.person).get(address).status_code == 405
    assert signed_in(world.a_learner("Marc Roy")).post(address).status_code == 404
    assert Enrolment.objects.count() == 1
