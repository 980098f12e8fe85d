"""The page of a course, joining it and leaving it."""

from collections.abc import Callable

from django.test import Client

from campus.accounts.models import User
from courses.accrediting import Evidence, accredit
from courses.accrediting import withdraw as withdraw_evidence
from courses.enrolment import find_enrolment
from courses.models import OldSlug
from tests.trainers import a_trainer
from tests.world import a_draft, a_learner, a_published_course, finish
from workers.progress.folding.shards import fold_all

Browser = Callable[[User], Client]


def test_a_stranger_reads_the_outline_and_is_told_what_an_account_gives(stranger: Client) -> None:
    course = a_published_course()
    page = stranger.get(f"/fr/courses/{course.slug}").content.decode()
    assert "Article 1" in page
    assert "Connectez-vous" in page


def test_a_draft_is_not_found(stranger: Client) -> None:
    assert stranger.get(f"/fr/courses/{a_draft().slug}").status_code == 404


def test_an_old_slug_leads_to_the_course(stranger: Client) -> None:
    course = a_published_course()
    OldSlug.objects.create(slug="avant", course=course)
    answer = stranger.get("/fr/courses/avant")
    assert (answer.status_code, answer["Location"]) == (301, f"/fr/courses/{course.slug}")


def test_joining_enrols_and_leaving_ends_it(signed_in: Browser) -> None:
    course, awa = a_published_course(), a_learner()
    browser = signed_in(awa)
    browser.post(f"/fr/courses/{course.slug}/join")
    assert find_enrolment(person=awa, course=course)
    browser.post(f"/fr/courses/{course.slug}/leave")
    assert find_enrolment(person=awa, course=course) is None


def test_a_stranger_who_joins_is_asked_to_sign_in_first(stranger: Client) -> None:
    course = a_published_course()
    answer = stranger.post(f"/fr/courses/{course.slug}/join")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/fr/account/login/")


def test_joining_never_leads_to_another_site(signed_in: Browser) -> None:
    course = a_published_course()
    answer = signed_in(a_learner()).post(
        f"/fr/courses/{course.slug}/join", {"next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == f"/fr/courses/{course.slug}"


def test_a_finished_course_is_shown_as_done(signed_in: Browser) -> None:
    course, awa = a_published_course(), a_learner()
    finish(awa, course)
    fold_all()
    page = signed_in(awa).get(f"/fr/courses/{course.slug}").content.decode()
    assert page.count("mark--completed") == 2
    assert 'value="100"' in page


def test_somebody_who_follows_the_other_translation_is_led_there(signed_in: Browser) -> None:
    course, awa = a_published_course(), a_learner()
    english = a_published_course("Plain language", language="en", translates=course)
    signed_in(awa).post(f"/fr/courses/{course.slug}/join")
    page = signed_in(awa).get(f"/fr/courses/{english.slug}").content.decode()
    assert f'class="button" href="/fr/courses/{course.slug}"' in page


def test_home_goes_on_where_somebody_was_and_greets_strangers(
    stranger: Client, signed_in: Browser
) -> None:
    course, awa = a_published_course(), a_learner()
    browser = signed_in(awa)
    browser.post(f"/fr/courses/{course.slug}/join")
    home = browser.get("/fr/").content.decode()
    assert "Bonjour Awa Diop" in home
    assert "Reprendre où vous en étiez" in home
    assert "Créer un compte" in stranger.get("/fr/").content.decode()


def test_my_learning_shows_what_is_to_do_before_what_is_done(signed_in: Browser) -> None:
    done, begun, awa = a_published_course("Fini"), a_published_course("Commencé"), a_learner()
    browser = signed_in(awa)
    browser.post(f"/fr/courses/{begun.slug}/join")
    finish(awa, done)
    fold_all()
    page = browser.get("/fr/learning").content.decode()
    assert page.index(begun.title) < page.index(done.title)


def test_what_was_learnt_elsewhere_is_said_with_who_recognised_it(signed_in: Browser) -> None:
    course, awa = a_published_course(), a_learner()
    trainer = a_trainer(course.organisation)
    evidence = Evidence("attestation", "Attestation de l’école", "https://ecole.example/1")
    row, _is_new = accredit(person=awa, course=course, evidence=evidence, by=trainer)
    fold_all()
    address = f"/fr/courses/{course.slug}"
    page = signed_in(awa).get(address).content.decode()
    assert "Attestation de l’école" in page
    assert trainer.name in page
    withdraw_evidence(accreditation=row, by=trainer, because="Un faux.")
    fold_all()
    assert "Attestation de l’école" not in signed_in(awa).get(address).content.decode()
