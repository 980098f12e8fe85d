"""Every cell of the matrix is tried, and the matrix names every route there is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from rest_framework.views import APIView

from campus.rest.policies import NobodyUnlessNamed
from tests.access import matrix
from tests.access.matrix import ADMIN, API, ENTERING, KEYS, ROLES, SCOPES, SITE, XAPI, Key, Row
from tests.access.routes import FOREIGN, Route, routes
from tests.access.world import World, a_world
from tests.campus.records.lrs.asking import Store, ask

ROWS = (*API, *XAPI, *SITE, *ADMIN)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once, tried by every row, and undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_world()
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.route} {row.of}")
def test_everybody_gets_what_the_matrix_says(row: Row, world: World) -> None:
    got = {role: _try(row, role, world) for role in ROLES}
    assert got == {role: row.expects(role) for role in ROLES}


def _try(row: Row, role: str, world: World) -> int:
    """What she gets; whatever it changed is undone, so that all find the same."""
    client = Client(headers={"Accept-Language": "en", "X-Experience-API-Version": "2.0.0"})
    with transaction.atomic():
        if role in world.people:
            client.force_login(world.people[role])
        address = reverse(row.route, kwargs=world.objects[row.of])
        status = _ask(client, row, address, world.bodies[row.body])
        transaction.set_rollback(True)
    return status


def _ask(client: Client, row: Row, address: str, body: Any) -> int:
    if row.method == "POST" and row.is_page:
        return client.post(address, body).status_code
    ask = getattr(client, row.method.lower())
    more = (
        {"data": body, "content_type": "application/json"}
        if row.body or row.method == "POST"
        else {}
    )
    status: int = ask(address, **more).status_code
    return status


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key.method} {key.route}")
@pytest.mark.django_db
def test_a_key_opens_what_the_matrix_says_and_nothing_else(key: Key) -> None:
    got = {scope: _try_key(key, scope) for scope in SCOPES}
    assert {scope for scope in SCOPES if got[scope] != 403} == key.opened_by
    assert set(got.values()) <= {200, 400, 403}, got


def _try_key(key: Key, scope: str) -> int:
    """Without any parameter: whoever may come in is told what is missing."""
    store = Store(scope, asserts_on=[uuid4()] if scope == "assert" else ())
    status: int = ask(store, key.method, reverse(key.route)).status_code
    return status


def test_the_matrix_of_keys_names_every_method_of_the_record_store() -> None:
    named = {(key.method, key.route) for key in KEYS}
    doors = [route for route in OWN if route.name.startswith("xapi-")]
    there = {(method, route.name) for route in doors for method in route.methods}
    assert named == there - {("GET", "xapi-about")}


OWN = [route for route in routes() if not route.is_foreign]


@pytest.mark.parametrize("route", OWN, ids=lambda route: route.name)
def test_the_matrix_names_every_route_and_method(route: Route) -> None:
    named = {row.method for row in ROWS if row.route == route.name}
    assert named == set(route.methods), f"{route.pattern} answers to {route.methods}"


@pytest.mark.parametrize("route", OWN, ids=lambda route: route.name)
def test_every_route_names_its_policy(route: Route) -> None:
    assert route.names_its_policy or route.name in ("healthz", "readyz"), route.pattern


def test_the_matrix_names_no_route_that_is_not_there() -> None:
    assert {row.route for row in ROWS} <= {route.name for route in routes()}


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ENTERING])
def test_no_page_of_the_admin_opens_for_whoever_may_not_enter(role: str, world: World) -> None:
    client = Client(headers={"Accept-Language": "en"})
    if role in world.people:
        client.force_login(world.people[role])
    pages = [r for r in routes() if r.pattern.startswith("admin/") and "logout" not in r.pattern]
    assert len(pages) > 80
    for page in pages:
        for got in (client.get(f"/{_filled(page)}"), client.post(f"/{_filled(page)}")):
            assert got.status_code in (302, 403, 404), (page.pattern, got.status_code)


def _filled(page: Route) -> str:
    """The address with something plausible in every place."""
    return re.sub(r"<[^>]*>|\(\?P<[^)]*\)|[\^$]", str(uuid4()), page.pattern).replace("^", "")


def test_routes_without_a_policy_or_a_name_would_be_noticed() -> None:
    """The walk's own control: what it looks for is not there by accident."""

    class Forgotten(APIView):
        pass

    assert Forgotten.permission_classes == [NobodyUnlessNamed]
    assert not Route("forgotten", "forgotten", Forgotten.as_view()).names_its_policy
    assert not Route("page", "page", lambda request: None).names_its_policy
    assert len(OWN) > 40
    assert {
        prefix for prefix in FOREIGN if any(r.name.startswith(prefix) for r in routes())
    } == set(FOREIGN)


def test_the_page_is_the_matrix() -> None:
    kept = Path(__file__).with_name("matrix.md").read_text(encoding="utf-8")
    assert kept == matrix.as_page(), "run python -m tests.access.matrix > tests/access/matrix.md"
