"""Words are compared without accents and case, on both sides alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.words import plain
from courses.models import Listing
from courses.releases.publishing import publish
from tests.world import a_draft, a_published_course


@pytest.mark.parametrize(
    ("text", "as_searched"),
    [
        ("Écrire", "ecrire"),
        ("ÉCRIRE", "ecrire"),
        ("e\u0301crire", "ecrire"),
        ("Cœur, Æther", "coeur, aether"),
        ("Straße", "strasse"),
        ("l’usager", "l'usager"),
    ],
)
def test_accents_case_and_ligatures_do_not_count(text: str, as_searched: str) -> None:
    assert plain(text) == as_searched


@given(st.text())
def test_spelling_plainly_twice_is_spelling_plainly_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.django_db
def test_publishing_lists_a_course_once_and_a_draft_not_at_all() -> None:
    a_draft()
    course = a_published_course()
    course.summary = "Autrement."
    course.save()
    publish(course=course, by=None)
    listing = Listing.objects.get()
    assert (listing.course_id, listing.release.number) == (course.id, 2)
    assert listing.summary == "Autrement."
