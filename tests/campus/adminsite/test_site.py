"""Entering the admin: who may, where one signs in, what the pages are allowed to run."""

import pytest
from django.contrib import admin as django_admin

from campus.adminsite.guarding import Guarded
from tests.trainers import Admin, a_staff_member, a_trainer
from tests.world import a_learner, a_person

pytestmark = pytest.mark.django_db


def test_an_anonymous_visitor_is_sent_to_the_sites_own_sign_in() -> None:
    client = Admin().client
    response = client.get("/admin/", follow=True)
    address, _status = response.redirect_chain[-1]
    assert "/account/login" in address
    assert "next=%2Fadmin%2F" in address or "next=/admin/" in address


def test_a_learner_is_refused_at_the_door() -> None:
    client = Admin(a_learner()).client
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get("/admin/courses/course/", follow=True).status_code == 403


def test_a_trainer_enters() -> None:
    assert Admin(a_trainer()).client.get("/admin/").status_code == 200


def test_a_trainer_whose_account_is_closed_is_out_at_once() -> None:
    trainer = a_trainer()
    client = Admin(trainer).client
    trainer.is_active = False
    trainer.save()
    assert client.get("/admin/").status_code == 302


def test_the_admin_has_no_door_of_its_own_for_passwords() -> None:
    client = Admin().client
    response = client.post("/admin/login/", {"username": "a@example.org", "password": "secret"})
    assert response.status_code == 302
    assert "/account/login" in response.headers["Location"]


def test_signing_in_leads_back_into_the_admin_only_to_our_own_addresses() -> None:
    client = Admin().client
    response = client.get("/admin/login/?next=https://evil.example/")
    assert "evil.example" not in response.headers["Location"]


def test_only_the_admin_may_evaluate_and_nothing_may_run_inline() -> None:
    client = Admin(a_trainer()).client
    policy = client.get("/admin/").headers["Content-Security-Policy"]
    assert "'unsafe-eval'" in policy
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in client.get("/fr/").headers["Content-Security-Policy"]


def test_pages_have_landmarks_and_no_style_of_their_own() -> None:
    client = Admin(a_trainer()).client
    for page in ("/admin/", "/admin/courses/course/", "/admin/courses/course/add/"):
        html = client.get(page).content.decode()
        assert html.count("<main") == 1
        assert "<nav" in html
        assert "<style" not in html
        assert 'href="#content"' in html


def test_every_admin_class_is_guarded_by_our_rule() -> None:
    assert django_admin.site._registry
    for model, model_admin in django_admin.site._registry.items():
        assert isinstance(model_admin, Guarded), model
        for inline in model_admin.inlines:
            assert issubclass(inline, Guarded), inline


def test_a_class_without_our_rule_is_not_admitted() -> None:
    from django.contrib.auth.models import Group

    django_admin.site.register(Group, django_admin.ModelAdmin)
    assert not django_admin.site.is_registered(Group)


def test_groups_and_permissions_are_nowhere() -> None:
    registered = {model._meta.label for model in django_admin.site._registry}
    assert not registered & {"auth.Group", "auth.Permission", "admin.LogEntry", "sessions.Session"}


def test_djangos_own_permissions_open_nothing() -> None:
    from django.contrib.auth.models import Permission

    person = a_person(is_staff=True)
    person.user_permissions.set(Permission.objects.all())
    client = Admin(person).client
    assert client.get("/admin/courses/course/").status_code == 403
    assert client.get("/admin/accounts/user/").status_code == 403


def test_the_start_lists_only_what_one_may_see() -> None:
    trainers = {app["app_label"] for app in Admin(a_trainer()).get("index").context["app_list"]}
    staff = {app["app_label"] for app in Admin(a_staff_member()).get("index").context["app_list"]}
    assert trainers == {"courses", "tracks", "certificates", "progress", "jobs"}
    assert staff >= {"courses", "tracks", "accounts", "owed", "outbox"}
