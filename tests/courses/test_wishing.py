"""A wish is made once, supported by others, and answered by staff."""

import pytest
from django.test import Client
from django.urls import reverse

from campus.accounts.models import User
from campus.errors import Conflict, Invalid
from courses.catalogue import wishing
from courses.models import Wish
from tests.api import Api
from tests.trainers import a_trainer
from tests.world import a_person, a_published_course

pytestmark = pytest.mark.django_db


def _wished(person: User, title: str) -> tuple[Wish, bool]:
    return wishing.wish(person=person, title=title, why="", language="fr")


def test_the_same_words_again_support_the_first_wish() -> None:
    first, is_new = _wished(a_person(), "Mener  une enquête")
    assert (is_new, first.title) == (True, "Mener une enquête")
    again, is_new = _wished(a_person(), "mener une Enquête")
    assert (again, is_new) == (first, False)
    assert [row.support for row in wishing.open_wishes()] == [2]


def test_somebody_supports_a_wish_once_and_never_her_own() -> None:
    author, other = a_person(), a_person()
    made, _is_new = _wished(author, "Négocier")
    for _time in range(3):
        wishing.support(wish=made, person=other)
        wishing.support(wish=made, person=author)
    assert [row.support for row in wishing.open_wishes()] == [2]
    wishing.withdraw_support(wish=made, person=other)
    assert [row.support for row in wishing.open_wishes()] == [1]


@pytest.mark.parametrize("title", ["   ", "\u200b", "\u2060\u00ad", "…"])
def test_a_wish_without_a_word_is_refused(title: str) -> None:
    with pytest.raises(Invalid):
        _wished(a_person(), title)


@pytest.mark.parametrize("title", ["C++", "2026", "L’écoute"])
def test_a_wish_of_a_word_is_taken(title: str) -> None:
    assert _wished(a_person(), title)[1]


def test_nobody_floods_the_list() -> None:
    person = a_person()
    for number in range(wishing.MOST_OPEN):
        _wished(person, f"Vœu {number}")
    with pytest.raises(Conflict):
        _wished(person, "Un de trop")


def test_a_program_wishes_and_supports() -> None:
    author, other = Api(a_person()), Api(a_person())
    answer = author.post("/wishes", {"title": "Négocier", "language": "fr"})
    assert answer.status_code == 201
    wish = answer.json()
    assert (wish["support"], wish["is_mine"]) == (1, True)
    assert other.client.put(f"/api/v1/wishes/{wish['id']}/support").status_code == 204
    (seen,) = other.results("/wishes")
    assert (seen["support"], seen["is_supported"], seen["is_mine"]) == (2, True, False)
    assert "person" not in seen


def test_the_most_wanted_stands_first_for_staff_who_close_it(client: Client) -> None:
    wanted, _new = _wished(a_person(), "Très demandé")
    _wished(a_person(), "Peu demandé")
    for _one in range(3):
        wishing.support(wish=wanted, person=a_person())
    client.force_login(a_trainer(kind="staff"))
    page = client.get("/admin/courses/wish/").content.decode()
    assert page.index("Très demandé") < page.index("Peu demandé")
    course = a_published_course()
    address = reverse("admin:courses_wish_answer", args=[wanted.pk])
    client.post(address, {"course": course.pk})
    wanted.refresh_from_db()
    assert wanted.closed_at
    assert wanted.answered_by == course
    assert [row.title for row in wishing.open_wishes()] == ["Peu demandé"]


def test_trainers_do_not_see_the_wishes_of_the_admin(client: Client) -> None:
    client.force_login(a_trainer())
    assert client.get("/admin/courses/wish/").status_code == 403
    assert Wish.objects.count() == 0
