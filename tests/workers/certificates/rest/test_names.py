"""`/api/v1/me/certificate-name`: phones confirm the name on certificates too."""

import json

import pytest
from django.http import HttpResponse

from tests import world
from tests.api import ROOT, Api, assert_problem
from tests.workers.certificates.working import a_credential

pytestmark = pytest.mark.django_db
PATH = "/me/certificate-name"


def put(api: Api, name: str) -> HttpResponse:
    body = json.dumps({"name": name})
    return api.client.put(ROOT + PATH, body, content_type="application/json")


def test_it_is_null_until_i_confirm_it() -> None:
    api = Api(world.a_learner("Awa Diop", is_confirmed=False))
    assert api.get(PATH).json() == {"name": None, "suggested": "Awa Diop", "may_change": True}
    assert put(api, " Awa  Diop\u202e ").json()["name"] == "Awa Diop"
    assert api.get(PATH).json()["name"] == "Awa Diop"


def test_what_is_no_name_is_refused() -> None:
    api = Api(world.a_learner("Awa Diop"))
    assert_problem(put(api, "\u200b"), 400, "name_missing")
    assert_problem(put(api, "a" * 201), 400, "name_too_long")
    assert api.get(PATH).json()["name"] == "Awa Diop"


def test_another_name_than_my_certificates_show_is_refused() -> None:
    awa = world.a_learner("Awa Diop")
    a_credential(awa)
    assert_problem(put(Api(awa), "Awa Sow"), 409, "name_is_on_certificates")
    assert Api(awa).get(PATH).json()["may_change"] is False
    assert put(Api(awa), "Awa Diop").status_code == 200
