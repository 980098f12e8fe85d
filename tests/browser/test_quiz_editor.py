"""Writing a quiz in a browser: by keyboard alone, seen as learners see it, no word lost."""

from dataclasses import dataclass

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe

from campus.accounts.models import User
from courses.models import Course, Draw, Lesson, QuestionBank
from tests.browser.conftest import Opened, Reader
from tests.trainers import a_trainer
from tests.world import EVERY_KIND, PASSWORD, a_draft, a_question_of, quiz_of

pytestmark = pytest.mark.django_db(transaction=True)
# What is typed of each kind: the question, then field by field what goes where.
TYPED: dict[str, tuple[str, dict[str, str]]] = {
    "single": ("Par quoi commencer ?", {"c0-text": "Par les gens", "c1-text": "Par l’outil"}),
    "multiple": ("Qui écouter ?", {"c0-text": "Les usagers", "c1-text": "Les agents"}),
    "truefalse": ("Un prototype est **beau**.", {}),
    "ordering": ("Dans quel ordre ?", {"c0-text": "Écouter", "c1-text": "Essayer"}),
    "matching": (
        "Qui fait quoi ?",
        {"c0-text": "L’usager", "c0-match": "essaie", "c1-text": "L’agent", "c1-match": "observe"},
    ),
    "text": ("La capitale de la France ?", {"c0-text": "Paris"}),
    "number": ("Combien vaut π ?", {"c0-text": "3,14", "c0-tolerance": "0,01"}),
}
RIGHT = {"single": "0", "multiple": "0", "truefalse": "1"}


@dataclass(frozen=True)
class Study:
    trainer: User
    colleague: User
    course: Course
    quiz: Lesson
    bank: QuestionBank

    @property
    def editor(self) -> str:
        return f"/admin/courses/lesson/{self.quiz.id}/quiz/"

    @property
    def pages(self) -> list[str]:
        bank = f"/admin/courses/questionbank/{self.bank.id}"
        return [
            self.editor,
            f"{self.editor}?as=text",
            f"{self.editor}try/",
            f"{self.editor}copy/",
            "/admin/courses/questionbank/",
            f"{bank}/change/",
            f"{bank}/all/",
            f"{bank}/write/",
            f"{bank}/write/?question={self.bank.questions.all()[0].pk}",
        ]


def a_study(*, has_questions: bool = False) -> Study:
    course = a_draft(lessons=("article", "quiz"))
    trainer = a_trainer(course.organisation)
    colleague = a_trainer(course.organisation, name="Karim Haddad")
    for person in (trainer, colleague):
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    quiz = quiz_of(course)
    quiz.questions.all().delete()
    bank = QuestionBank.objects.create(organisation=course.organisation, title="Réserve")
    for kind in EVERY_KIND:
        a_question_of(kind, bank=bank)
        if has_questions:
            a_question_of(kind, lesson=quiz)
    if has_questions:
        Draw.objects.create(quiz=quiz.quiz, bank=bank, count=1)
    return Study(trainer, colleague, course, quiz, bank)


def opening(reader: Reader, person: User, address: str) -> None:
    reader.sign_in(person.email, PASSWORD)
    reader.go(address)


def has_focus(reader: Reader, id_: str) -> None:
    reader.page.wait_for_function("id => document.activeElement.id === id", arg=id_)


def pressed(reader: Reader, selector: str) -> None:
    """A button, by the keyboard."""
    reader.page.locator(selector).focus()
    reader.press("Enter")


def write(reader: Reader, n: int, kind: str) -> None:
    prompt, fields = TYPED[kind]
    reader.tab_to(f"button[value='add {kind}']", most=40 * (n + 1))
    reader.press("Enter")
    has_focus(reader, f"q{n}-prompt")
    reader.page.keyboard.insert_text(prompt)
    for name, words in fields.items():
        reader.tab_to(f"[name='q{n}-{name}']")
        reader.page.keyboard.insert_text(words)
    if kind in RIGHT:
        reader.page.locator(f"[name='q{n}-right'][value='{RIGHT[kind]}']").focus()
        reader.press("Space")


def previewed(reader: Reader, count: int) -> list[str]:
    """The prompts that the preview shows, once it shows so many questions."""
    frame = reader.page.frame_locator(".quiz-preview iframe")
    frame.locator(f".question:nth-of-type({count})").wait_for()
    return frame.locator(".question__prompt").all_inner_texts()


def test_a_quiz_of_every_kind_is_written_by_keyboard_as_form_and_as_text(opened: Opened) -> None:
    study = a_study()
    with opened() as reader:
        opening(reader, study.trainer, study.editor)
        for n, kind in enumerate(TYPED):
            write(reader, n, kind)
        prompts = [words.replace("**", "") for words, _fields in TYPED.values()]
        assert previewed(reader, 7) == prompts
        pressed(reader, "button[value=text]")
        has_focus(reader, "text")
        text = reader.page.locator("#text").input_value()
        assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [
            words for words, _fields in TYPED.values()
        ]
        assert "Réponse : 3.14 ± 0.01" in text
        reader.press("Control+End")
        reader.page.keyboard.insert_text("\n## Et après ?\n\n- [x] Rien\n- [ ] Tout\n")
        assert previewed(reader, 8)[-1] == "Et après ?"
        pressed(reader, "button[value=form]")
        has_focus(reader, "q0-prompt")
        assert reader.page.locator("#q7-prompt").input_value() == "Et après ?"
        assert reader.page.locator("[name='q6-c0-tolerance']").input_value() == "0.01"
        reader.press("Control+s")
        reader.page.get_by_text("8 questions").first.wait_for()
        assert reader.complaints == []
    asked = study.quiz.questions.all()
    assert [one.kind for one in asked] == [*TYPED, "single"]
    matching = asked[4].choices.values_list("text", "match")
    assert list(matching) == [("L’usager", "essaie"), ("L’agent", "observe")]
    assert asked[2].choices.get(is_correct=True).text == "Faux"


def test_the_saved_quiz_is_tried_as_a_learner_by_keyboard(opened: Opened) -> None:
    study = a_study(has_questions=True)
    with opened() as reader:
        opening(reader, study.trainer, f"{study.editor}try/")
        assert reader.page.locator("fieldset.question").count() == 8
        reader.page.locator("input[type=radio]").first.focus()
        reader.press("Space")
        move = reader.page.locator("[data-order] button").nth(1)
        first = reader.page.locator(".order__text").first.inner_text()
        move.focus()
        reader.press("Enter")
        assert reader.page.locator(".order__text").nth(1).inner_text() == first
        pressed(reader, "form.quiz button[type=submit]")
        reader.page.locator(".verdict").first.wait_for()
        assert reader.page.locator(".verdict").count() == 8
        assert "% des points" in reader.page.locator("[role=status]").first.inner_text()
        assert reader.complaints == []


def test_a_second_editor_sees_both_texts_and_overwrites_nothing(opened: Opened) -> None:
    study = a_study(has_questions=True)
    with opened() as reader:
        opening(reader, study.trainer, study.editor)
        browser = reader.context.browser
        assert browser is not None
        other = Reader(browser.new_context(locale="fr-FR"), reader.base)
        opening(other, study.colleague, study.editor)
        other.page.fill("#q0-prompt", "La question de Karim ?")
        pressed(other, ".quiz-primary")
        other.page.wait_for_url(f"**{study.editor}")
        other.page.get_by_role("status").first.wait_for()
        reader.page.fill("#q0-prompt", "La question d’Inès ?")
        pressed(reader, ".quiz-primary")
        conflict = reader.page.locator(".conflict")
        conflict.wait_for()
        assert "Karim Haddad" in conflict.inner_text()
        assert "La question de Karim ?" in conflict.locator(".line-theirs").all_inner_texts()[0]
        assert "La question d’Inès ?" in conflict.locator(".line-hers").all_inner_texts()[0]
        assert reader.page.locator("#q0-prompt").input_value() == "La question d’Inès ?"
    assert study.quiz.questions.all()[0].prompt == "La question de Karim ?"


def test_what_was_not_saved_is_offered_again(opened: Opened) -> None:
    study = a_study(has_questions=True)
    with opened() as reader:
        opening(reader, study.trainer, study.editor)
        reader.page.fill("#q0-prompt", "Un long travail ?")
        reader.page.wait_for_function(
            "Object.keys(localStorage).some(k => k.startsWith('campus-quiz'))"
        )
        reader.page.on("dialog", lambda dialog: dialog.accept())
        reader.go(study.editor)
        pressed(reader, "[data-restore]")
        reader.page.wait_for_function(
            "document.querySelector('#q0-prompt').value === 'Un long travail ?'"
        )


@pytest.mark.parametrize(("language", "scheme"), [("fr-FR", "light"), ("en-GB", "dark")])
def test_the_pages_of_quizzes_are_accessible_and_chromium_has_no_complaint(
    opened: Opened, language: str, scheme: str
) -> None:
    study = a_study(has_questions=True)
    pages, faults = study.pages, []
    with opened(locale=language, color_scheme=scheme) as reader:
        reader.sign_in(study.trainer.email, PASSWORD)
        for page in pages:
            reader.go(page)
            for one in reader.page.locator("details").all():
                one.evaluate("one => { one.open = !one.closest('.adminsite-menu'); }")
            for violation in Axe().run(reader.page).response["violations"]:
                where = violation["nodes"][0]["html"][:160]
                faults.append(f"{page}: {violation['id']} at {where}")
        assert [*faults, *reader.complaints] == []


def test_no_page_of_a_quiz_scrolls_sideways_at_360_pixels(opened: Opened) -> None:
    study = a_study(has_questions=True)
    pages = study.pages
    with opened(viewport={"width": 360, "height": 740}) as reader:
        reader.sign_in(study.trainer.email, PASSWORD)
        for page in pages:
            reader.go(page)
            for one in reader.page.locator("main details").all():
                one.evaluate("one => { one.open = true; }")
            assert reader.page.evaluate("document.documentElement.scrollWidth") <= 360, page


def test_the_menu_of_a_page_opens_and_closes_by_keyboard(opened: Opened) -> None:
    study = a_study()
    with opened() as reader:
        opening(reader, study.trainer, f"/admin/courses/course/{study.course.id}/change/")
        reader.tab_to(".adminsite-menu > summary")
        reader.press("Enter")
        reader.page.get_by_role("link", name="Dupliquer", exact=True).first.wait_for()
        reader.press("Tab", "Escape")
        assert not reader.page.locator(".adminsite-menu").first.evaluate("one => one.open")
        assert reader.page.evaluate("document.activeElement.matches('.adminsite-menu > summary')")


def test_the_language_that_one_chose_stays(opened: Opened) -> None:
    study = a_study()
    with opened(locale="en-GB") as reader:
        opening(reader, study.trainer, "/admin/courses/questionbank/")
        assert reader.page.locator("html").get_attribute("lang") == "en"
        reader.page.locator("[aria-controls=adminsite-person-menu]").press("Enter")
        reader.page.get_by_role("link", name="Français").press("Enter")
        reader.page.wait_for_url("**/admin/courses/questionbank/")
        assert reader.page.locator("html").get_attribute("lang") == "fr"
        reader.go("/admin/")
        assert reader.page.locator("html").get_attribute("lang") == "fr"
        reader.go("/en/courses")
        assert reader.page.locator("html").get_attribute("lang") == "en"
