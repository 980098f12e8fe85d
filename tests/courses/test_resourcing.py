"""Tools are for all; a person is shown while she agrees to it, and not a moment longer."""

import pytest
from django.test import Client

from campus.accounts import consents
from campus.accounts.models import Consent
from courses.catalogue import agreeing, revising
from courses.catalogue.resourcing import listed
from courses.models import Resource, Skill
from tests.api import Api
from tests.standing import a_resource
from tests.trainers import Admin, a_staff_member, errors_of
from tests.world import a_person

pytestmark = pytest.mark.django_db
LISTED = Consent.Kind.LISTED


def test_a_tool_is_shown_once_it_is_public() -> None:
    shown, hidden = a_resource(), a_resource(is_public=False)
    assert list(listed()) == [shown]
    assert Api().get(f"/resources/{hidden.slug}").status_code == 404


@pytest.mark.parametrize("kind", ["expert", "lab"])
def test_a_person_is_shown_only_while_she_agrees(kind: str, client: Client) -> None:
    person = a_person("Chloé Petit")
    resource = a_resource(kind, person=person)
    assert list(listed()) == []
    _agree(resource)
    assert list(listed(kind=kind)) == [resource]
    assert client.get(f"/fr/resources/{resource.slug}").status_code == 200
    consents.take_back(person=person, kind=LISTED)
    assert list(listed()) == []
    assert client.get(f"/fr/resources/{resource.slug}").status_code == 404
    assert Api().results(f"/resources?kind={kind}") == []


def test_another_agreement_is_not_this_one() -> None:
    person = a_person()
    resource = a_resource("expert", person=person)
    _agree(resource)
    consents.take_back(person=person, kind=LISTED)
    consents.give(person=person, kind=Consent.Kind.NAMED_TO_MANAGER)
    assert list(listed()) == []


def test_agreeing_to_one_text_is_not_agreeing_to_another() -> None:
    person = a_person()
    hers, others = a_resource("expert", person=person), a_resource("lab", person=person)
    _agree(hers)
    assert list(listed()) == [hers]
    _agree(others)
    assert set(listed()) == {hers, others}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("title", {"fr": "Tout autre chose"}),
        ("summary", {"fr": "Disponible jour et nuit."}),
        ("address", "https://example.org/else"),
        ("licence", "etalab-2.0"),
    ],
)
def test_whoever_rewrites_what_she_agreed_to_asks_her_again(name: str, words: object) -> None:
    resource = a_resource("expert", person=a_person())
    _agree(resource)
    resource.refresh_from_db()
    agreeing.keep(resource=resource)
    assert list(listed()) == [resource]
    setattr(resource, name, words)
    agreeing.keep(resource=resource)
    assert list(listed()) == []


def test_the_next_person_is_asked_for_herself() -> None:
    first, second = a_person(), a_person()
    resource, own = a_resource("lab", person=first), a_resource("expert", person=second)
    _agree(resource)
    _agree(own)
    resource.person = second
    agreeing.keep(resource=resource)
    assert list(listed()) == [own]


def test_the_admin_asks_her_again_too() -> None:
    """The form of an editor goes through the same function."""
    resource = a_resource("expert", person=a_person())
    _agree(resource)
    admin = Admin(a_staff_member())
    response = admin.save(
        "courses_resource_change", resource.pk, change={"title_fr": "Un autre titre"}
    )
    assert response.status_code == 302, errors_of(response)
    assert list(listed()) == []


def test_words_changed_since_she_read_them_are_not_agreed_to(client: Client) -> None:
    resource = a_resource("expert", person=(person := a_person()))
    read = agreeing.stamp(resource)
    resource.title = {"fr": "Autre chose"}
    agreeing.keep(resource=resource)
    client.force_login(person)
    form = {"agree": "yes", "resource": str(resource.id), "read": read}
    assert client.post("/fr/account/listed", form).status_code == 409
    assert list(listed()) == []
    assert client.post("/fr/account/listed", form | {"read": agreeing.stamp(resource)}).url
    assert list(listed()) == [resource]


def test_nobody_agrees_for_somebody_else(client: Client) -> None:
    resource = a_resource("expert", person=a_person())
    client.force_login(a_person())
    form = {"agree": "yes", "resource": str(resource.id), "read": agreeing.stamp(resource)}
    assert client.post("/fr/account/listed", form).status_code == 404
    assert client.post("/fr/account/listed", form | {"resource": "x"}).status_code == 404
    assert list(listed()) == []


def test_she_is_asked_on_her_account_and_agrees_with_a_click(client: Client) -> None:
    person = a_person()
    resource = a_resource("expert", person=person, title="Conception de formulaires")
    client.force_login(person)
    assert "Conception de formulaires" in client.get("/fr/account").content.decode()
    about = {"resource": str(resource.id), "read": agreeing.stamp(resource)}
    client.post("/fr/account/listed", about | {"agree": "yes"})
    assert listed().count() == 1
    client.post("/fr/account/listed", about | {"agree": "no"})
    assert listed().count() == 0
    (kept,) = Consent.objects.filter(person=person, kind=LISTED)
    assert kept.withdrawn_at is not None


def test_taking_one_text_back_leaves_the_other(client: Client) -> None:
    person = a_person()
    one, other = a_resource("expert", person=person), a_resource("lab", person=person)
    _agree(one)
    _agree(other)
    agreeing.take_back(person=person, resource_id=one.pk)
    assert list(listed()) == [other]


def test_resources_are_told_by_kind_and_fields() -> None:
    a_resource("tool")
    (told,) = Api().results("/resources?kind=tool&fields=kind,title")
    assert told == {"kind": "tool", "title": {"fr": "Outil tool"}}
    assert Api().get("/resources?kind=person").status_code == 400


def test_words_find_tools_and_people_in_any_form() -> None:
    workshop = a_resource(title="Ateliers d’écriture")
    other = a_resource(title="Mesurer")
    skill = Skill.objects.create(key="surveys", title={"fr": "Évaluation", "en": "Surveys"})
    other.skills.add(skill)
    assert list(listed(q="atelier écrit")) == [workshop]
    assert list(listed(q="EVALUATIONS")) == [other]
    assert list(listed(q="survey")) == [other]
    assert list(listed(q="atelier mesurer")) == []
    assert list(listed(q="?!")) == []
    assert set(listed(q="  ")) == {other, workshop}
    (told,) = Api().results("/resources?q=atelier")
    assert told["slug"] == workshop.slug
    assert Api().results("/resources?q=atelier&kind=lab") == []


def test_words_find_nobody_who_did_not_agree() -> None:
    resource = a_resource("expert", person=a_person(), title="Ateliers")
    assert list(listed(q="atelier")) == []
    _agree(resource)
    assert list(listed(q="atelier")) == [resource]


def test_the_catalogue_also_shows_tools_that_have_the_words(client: Client) -> None:
    a_resource(title="Ateliers d’écriture")
    assert "Ateliers d’écriture" in client.get("/fr/courses?q=atelier").content.decode()
    assert "Ateliers d’écriture" not in client.get("/fr/courses?q=mesure").content.decode()
    assert "Ateliers d’écriture" not in client.get("/fr/courses").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_catalogue_s_kept_page_forgets_who_took_her_word_back(client: Client) -> None:
    resource = a_resource("expert", person=(person := a_person()), title="Ateliers")
    _agree(resource)
    assert resource.slug in client.get("/fr/courses?q=atelier").content.decode()
    agreeing.take_back(person=person, resource_id=resource.pk)
    assert resource.slug not in client.get("/fr/courses?q=atelier").content.decode()
    _agree(resource)
    assert resource.slug in client.get("/fr/courses?q=atelier").content.decode()


def test_the_database_itself_says_so_whoever_takes_it_back() -> None:
    person = a_person()
    consents.give(person=person, kind=LISTED)
    before = revising.current().reading
    consents.give(person=person, kind=Consent.Kind.NAMED_TO_MANAGER)
    assert revising.current().reading == before
    consents.take_back(person=person, kind=LISTED)
    assert revising.current().reading != before


def test_the_page_goes_on_after_24_and_back_again(client: Client) -> None:
    made = sorted((a_resource() for _one in range(30)), key=lambda one: one.id, reverse=True)
    slugs = [one.slug for one in made]
    first = client.get("/fr/resources")
    assert [one.slug for one in first.context["resources"]] == slugs[:24]
    assert first.context["previous_query"] == ""
    second = client.get(f"/fr/resources?{first.context['next_query']}")
    assert [one.slug for one in second.context["resources"]] == slugs[24:]
    assert second.context["next_query"] == ""
    back = client.get(f"/fr/resources?{second.context['previous_query']}")
    assert [one.slug for one in back.context["resources"]] == slugs[:24]
    nonsense = client.get("/fr/resources?after=x&q=%00")
    assert len(nonsense.context["resources"]) == 24


def test_a_list_of_resources_takes_as_many_queries_for_many(django_assert_num_queries) -> None:
    for _one in range(3):
        a_resource()
    with django_assert_num_queries(2):
        Api().results("/resources")
    for _one in range(17):
        a_resource()
    with django_assert_num_queries(2):
        Api().results("/resources")


def _agree(resource: Resource) -> None:
    person = resource.person
    assert person is not None
    agreeing.agree(person=person, resource_id=resource.pk, read=agreeing.stamp(resource))
