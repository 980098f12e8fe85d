"""Every form of the administration asks in words: no JSON, no UUID to type, no raw id.

The walk is over the admin's own table of addresses, so a new page is looked at without a line
here; a new model needs an object in `_fill`, or the test says so.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from campus.audit.noting import note
from campus.jobs import working
from campus.outbox.models import OutboxMail
from campus.owed.models import Owed
from campus.records.lrs.clients import make_client
from courses.drafting.attaching import attach
from courses.kinds import KINDS
from courses.models import (
    Course,
    CourseSkill,
    Draw,
    EquivalentActivity,
    QuestionBank,
    Quiz,
    Relation,
    Skill,
)
from tests.access.world import World, a_world
from tests.browser.test_admin import PNG
from tests.no_raw_forms import faults_of_form, faults_of_page, forms_in
from tests.world import EVERY_KIND, a_question_of, lessons_of, quiz_of
from workers.certificates.models import CertificateTemplate, Credential, NameRequest, Signatory
from workers.certificates.pages.themes import LAUREL

pytestmark = pytest.mark.django_db

# Nothing is typed there: a file of a course, and a difference that is answered by yes or no.
NO_FORMS = {"courses_media_bytes", "courses_course_difference"}
PEOPLE = ("superuser", "trainer")
MOST_OBJECTS = 12


@pytest.fixture
def world() -> World:
    found = a_world()
    _fill(found)
    return found


def _fill(world: World) -> None:
    """At least one object of each model, with all that its form may show."""
    course = Course.objects.filter(current_release__isnull=False)[0]
    skill = Skill.objects.create(key="clarte", title={"fr": "Clarté"}, description={"fr": "Dire"})
    skill.levels.create(level=1, title={"fr": "Débuter"})
    CourseSkill.objects.create(course=course, skill=skill, level=2)
    Relation.objects.create(course=course, work=course.work)
    attach(course=course, path="images/plan.png", body=PNG)
    lessons = lessons_of(course)
    for kind in KINDS:
        lessons[0].module.lessons.create(kind=kind, title=kind, slug=f"any-{kind}", position=9)
    bank = QuestionBank.objects.create(organisation=course.organisation, title="Banque")
    quiz = quiz_of(course)
    rules, _is_new = Quiz.objects.get_or_create(lesson=quiz)
    Draw.objects.create(quiz=rules, bank=bank, count=1, tag="a")
    for kind in EVERY_KIND:
        a_question_of(kind, lesson=quiz)
        a_question_of(kind, bank=bank)
    Owed.objects.create(kind="fold", key="1", due_at=timezone.now())
    OutboxMail.objects.create(sender="a@example.org", recipients=["b@example.org"], subject="?")
    for role in PEOPLE:
        working.start(kind="test", owner=world.people[role], title="Un travail", arguments={})
    make_client(name="Un autre système")
    Signatory.objects.create(organisation=course.organisation, name="Odile Brun")
    CertificateTemplate.objects.create(
        organisation=course.organisation, name="Laurier", theme=asdict(LAUREL)
    )
    NameRequest.objects.get_or_create(
        credential=Credential.objects.all()[0],
        defaults={"name": "Zoé Brun", "asked_at": timezone.now()},
    )
    EquivalentActivity.objects.create(
        iri="https://example.org/course", course=course, by=world.people["staff"]
    )
    note(by=world.people["staff"], deed="release.published", about=course, detail={"number": 1})


def _pages(model: type[Model], found: Any) -> Iterator[tuple[str, str]]:
    """By the name of its route each address of an admin class, once for each object there is."""
    objects = list(model._default_manager.all()[:MOST_OBJECTS])
    assert objects, f"_fill makes no {model._meta.label}: its forms would not be looked at"
    for pattern in found.get_urls():
        if not isinstance(pattern, URLPattern) or pattern.name is None:
            continue
        names = set(pattern.pattern.converters)
        if pattern.name in NO_FORMS or not names <= {"object_id", "number"}:
            continue
        for obj in objects if "object_id" in names else [None]:
            given = {"object_id": quote(obj.pk) if obj else "", "number": 1}
            kwargs = {name: given[name] for name in names}
            yield pattern.name, reverse(f"admin:{pattern.name}", kwargs=kwargs)


def _looked_at(client: Client, address: str) -> tuple[int, list[str]]:
    response = client.get(address)
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if response.status_code != 200 or not is_page:
        return response.status_code, []
    faults = list(faults_of_page(response.content.decode()))
    for form in forms_in(response.context):
        faults += faults_of_form(form)
    return 200, faults


@pytest.mark.parametrize("role", PEOPLE)
def test_no_form_of_the_administration_asks_for_json_or_an_id(world: World, role: str) -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(world.people[role])
    faults, answers = [], {}
    for model, found in admin.site._registry.items():
        for name, address in _pages(model, found):
            status, wrong = _looked_at(client, address)
            answers.setdefault(name, set()).add(status)
            faults += [f"{address}: {one}" for one in wrong]
    assert faults == []
    broken = {name: codes for name, codes in answers.items() if max(codes) >= 500}
    assert broken == {}
    if role == "superuser":
        unseen = {name for name, codes in answers.items() if not codes & {200, 302, 403, 405}}
        assert unseen == set(), "not one of these pages was looked at"
        assert sum(200 in codes for codes in answers.values()) > 60


class _Planted(forms.Form):
    title = forms.JSONField(initial=dict)
    work = forms.UUIDField()
    hidden = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField()


def test_a_planted_field_of_json_or_uuid_is_found() -> None:
    found = list(faults_of_form(_Planted()))
    assert found == ["_Planted.title asks for JSON", "_Planted.work asks for a UUID"]


def test_a_planted_raw_id_is_found() -> None:
    widget = ForeignKeyRawIdWidget(Relation._meta.get_field("work").remote_field, admin.site)
    form = type("Raw", (forms.Form,), {"work": forms.CharField(widget=widget)})()
    assert list(faults_of_form(form)) == ["Raw.work asks for a raw id"]
    assert list(faults_of_page(str(form))) == ["“work” is a field for a raw id"]


@pytest.mark.parametrize(
    ("html", "is_fault"),
    [
        ('<textarea name="t">{"fr": "Titre"}</textarea>', True),
        ('<textarea name="t">[1, 2]</textarea>', True),
        ('<textarea name="t" readonly>{"fr": "Titre"}</textarea>', False),
        ('<textarea name="t">{une accolade}</textarea>', False),
        ('<input name="t" value="0199d2c4-7c1e-7aaa-8bbb-0123456789ab">', True),
        ('<input name="t" type="hidden" value="0199d2c4-7c1e-7aaa-8bbb-0123456789ab">', False),
        ('<label for="t">Identifier (UUID)</label><input id="t" name="t">', True),
        ('<label for="t">Title</label><input id="t" name="t" value="Un titre">', False),
    ],
)
def test_what_a_template_asks_is_found_as_well(html: str, is_fault: bool) -> None:
    assert bool(list(faults_of_page(html))) == is_fault


def test_a_form_within_the_admin_s_wrappers_is_found(world: World) -> None:
    """The walk would see nothing if it did not reach the forms of inlines."""
    course = Relation.objects.get().course
    client = Client()
    client.force_login(world.people["superuser"])
    shown = client.get(reverse("admin:courses_course_change", args=[course.pk]))
    fields = {name for form in forms_in(shown.context) for name in form.fields}
    assert {"title", "slug", "skill", "kind", "work"} <= fields
