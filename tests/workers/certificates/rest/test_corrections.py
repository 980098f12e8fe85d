"""`/api/v1/credentials/{id}/corrections` and `/share`: mine to ask for and to switch."""

import pytest
from django.http import HttpResponse

from tests import world
from tests.api import ROOT, Api, assert_problem
from tests.trainers import a_staff_member
from tests.workers.certificates.working import an_issued_credential
from workers.certificates.ends.correcting import accept
from workers.certificates.models import Credential, NameRequest

pytestmark = pytest.mark.django_db


def put(api: Api, path: str) -> HttpResponse:
    return api.client.put(ROOT + path, content_type="application/json")


def test_i_ask_and_see_what_became_of_it() -> None:
    awa = world.a_learner("Awa Diop")
    one, api = an_issued_credential(awa), Api(awa)
    path = f"/credentials/{one.id}/corrections"
    assert api.results(path) == []
    asked = api.post(path, {"name": "Awa Ndiaye", "reason": "Mon mariage."})
    assert asked.status_code == 201
    assert asked.json()["status"] == "open"
    assert_problem(api.post(path, {"name": "Awa Sow"}), 409, "request_open")
    accept(request=NameRequest.objects.get(), by=a_staff_member(), answer="Bienvenue.")
    (shown,) = api.results(path)
    assert (shown["status"], shown["answer"]) == ("accepted", "Bienvenue.")
    old, new = api.get(f"/credentials/{one.id}").json(), Credential.objects.get(supersedes=one)
    assert (old["status"], old["superseded_by"]) == ("superseded", new.id)
    assert api.get(f"/credentials/{new.id}").json()["supersedes"] == one.id


def test_nobody_asks_for_somebody_elses() -> None:
    one, marc = an_issued_credential(), Api(world.a_learner("Marc Roy"))
    path = f"/credentials/{one.id}"
    assert_problem(marc.get(f"{path}/corrections"), 404, "not_found")
    assert_problem(marc.post(f"{path}/corrections", {"name": "Marc Roy"}), 404, "not_found")
    assert_problem(put(marc, f"{path}/share"), 404, "not_found")
    assert_problem(marc.delete(f"{path}/share"), 404, "not_found")


def test_the_share_link_is_on_until_i_switch_it_off() -> None:
    awa = world.a_learner()
    one, api = an_issued_credential(awa), Api(awa)
    path = f"/credentials/{one.id}"
    assert api.get(path).json()["share_url"] is None
    link = put(api, f"{path}/share").json()["share_url"]
    assert f"/verify/{one.id}?share=" in link
    assert api.get(path).json()["share_url"] == link
    assert api.delete(f"{path}/share").status_code == 204
    assert api.get(path).json()["share_url"] is None
