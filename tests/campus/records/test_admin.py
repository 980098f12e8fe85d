"""The admin of xAPI clients: made by staff, their secret shown once, revoked and never deleted."""

import re

import pytest

from campus.records.lrs.clients import find_client, make_client
from campus.records.models import XapiClient
from tests.trainers import Admin, a_staff_member, a_trainer
from tests.world import a_published_course, a_team_with_a_track

pytestmark = pytest.mark.django_db
ADD, CHANGE, LIST = (f"records_xapiclient_{page}" for page in ("add", "change", "changelist"))


@pytest.fixture
def staff():
    return Admin(a_staff_member())


def test_the_secret_is_shown_once_and_opens(staff):
    response = staff.post(ADD, data={"name": "LMS", "scopes": ["state", "profile"]})
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    client = XapiClient.objects.get()
    shown = re.findall(r"<code>([^<]+)</code>", response.content.decode())
    assert shown[1] == client.key
    assert find_client(client.key, shown[2]) == client
    assert client.scopes == ["profile", "state"]
    again = staff.get(CHANGE, client.id).content.decode()
    assert client.key in again
    assert shown[2] not in again


def test_courses_are_picked_by_title_and_tracks_are_not(staff):
    course = a_published_course("Écrire simplement")
    of = a_team_with_a_track(course)
    page = staff.get(ADD).content.decode()
    assert "Écrire simplement" in page
    assert str(of.track.id) not in page
    data = {"name": "LMS", "scopes": ["assert"], "asserts_on": [str(course.id)]}
    staff.post(ADD, data=data)
    assert XapiClient.objects.get().asserts_on == [course.id]


@pytest.mark.parametrize("data", [{"scopes": ["assert"]}, {"scopes": ["all"], "asserts_on": 1}, {}])
def test_half_of_it_is_refused_beside_its_field(staff, data):
    if "asserts_on" in data:
        data = data | {"asserts_on": [str(a_published_course().id)]}
    response = staff.post(ADD, data={"name": "LMS", **data})
    assert response.status_code == 200
    assert response.context["errors"]
    assert not XapiClient.objects.exists()


def test_what_it_may_is_changed_and_its_key_stays(staff):
    client, secret = make_client(name="LMS")
    data = {"name": "LMS 2", "scopes": ["state"], "asserts_on": []}
    assert staff.post(CHANGE, client.id, data=data).status_code == 302
    found = find_client(client.key, secret)
    assert found is not None
    assert (found.name, found.scopes) == ("LMS 2", ["state"])


def test_a_client_is_revoked_after_a_question_and_never_deleted(staff):
    client, secret = make_client(name="LMS")
    page = "records_xapiclient_revoke"
    assert "opens nothing" in staff.get(page, client.id).content.decode()
    assert find_client(client.key, secret) == client
    staff.post(page, client.id, data={})
    assert find_client(client.key, secret) is None
    assert (
        staff.post("records_xapiclient_delete", client.id, data={"post": "yes"}).status_code == 403
    )
    assert XapiClient.objects.filter(id=client.id).exists()


def test_a_trainer_sees_no_clients():
    client, _secret = make_client(name="LMS")
    trainer = Admin(a_trainer())
    assert trainer.get(LIST).status_code == 403
    assert trainer.get(CHANGE, client.id).status_code in (403, 404)
    assert trainer.post(ADD, data={"name": "X", "scopes": ["all"]}).status_code == 403
