"""Writing a course in Chromium: dragging, keys, pasting, pictures, what is kept, conflicts."""

import base64
import io
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from campus.accounts.models import User
from campus.markdown import render
from courses.drafting.authoring import add_module
from courses.models import Course, Lesson, Media
from tests.trainers import a_trainer
from tests.world import PASSWORD, a_draft, lessons_of

from .conftest import Opened, Reader

pytestmark = pytest.mark.django_db(transaction=True)

CLIPBOARDS = Path(__file__).parents[1] / "courses" / "pasting"
# What is put on the clipboard by another program arrives as this event.
PASTE = """([html, plain, picture]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (plain) data.setData("text/plain", plain);
  if (picture) {
    const bytes = Uint8Array.from(atob(picture), (one) => one.charCodeAt(0));
    data.items.add(new File([bytes], "plan du hall.png", { type: "image/png" }));
  }
  const area = document.querySelector("textarea[name=source]");
  area.focus();
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  area.dispatchEvent(new ClipboardEvent("paste", how));
}"""
AREA = "textarea[name=source]"


@dataclass(frozen=True)
class Desk:
    course: Course
    lessons: list[Lesson]
    ines: User
    marc: User

    @property
    def outline(self) -> str:
        return f"/admin/courses/course/{self.course.id}/change/"

    @property
    def editor(self) -> str:
        return f"/admin/courses/lesson/{self.lessons[0].id}/change/"


def a_desk() -> Desk:
    course = a_draft(lessons=("article", "article", "article"))
    add_module(course=course, title="Suite")
    people = [a_trainer(course.organisation, name=name) for name in ("Inès Moreau", "Marc Roy")]
    for one in people:
        EmailAddress.objects.create(user=one, email=one.email, verified=True, primary=True)
    return Desk(course, lessons_of(course), *people)


def a_picture() -> str:
    body = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(body, "PNG")
    return base64.b64encode(body.getvalue()).decode()


def at(reader: Reader, person: User, address: str) -> None:
    reader.sign_in(person.email, PASSWORD)
    reader.go(address)
    if "/course/" in address:  # what is found to check moves the rows a little
        reader.page.wait_for_selector("[data-outline][data-looked]")


def writing(reader: Reader, desk: Desk, person: User | None = None) -> None:
    at(reader, person or desk.ines, desk.editor)
    reader.page.frame_locator(".editor iframe").locator("#text").wait_for()
    reader.page.wait_for_load_state("load")


def kept(reader: Reader) -> None:
    """Until the server has the order that is shown."""
    reader.page.wait_for_selector("[data-outline][data-kept]")


def titles(course: Course) -> list[list[str]]:
    return [
        list(module.lessons.order_by("position").values_list("title", flat=True))
        for module in course.modules.order_by("position")
    ]


def drag(reader: Reader, row: str, to: str, *, by: tuple[float, float] = (20, 4)) -> None:
    handle = reader.page.locator(f"{row} [data-handle]").first.bounding_box()
    target = reader.page.locator(to).first.bounding_box()
    assert handle
    assert target
    mouse = reader.page.mouse
    mouse.move(handle["x"] + 8, handle["y"] + 8)
    mouse.down()
    for part in (0.3, 0.7, 1.0):
        y = handle["y"] + (target["y"] + by[1] - handle["y"]) * part
        mouse.move(target["x"] + by[0], y)
        reader.page.wait_for_timeout(60)
    mouse.up()


def test_a_lesson_is_dragged_into_another_module(opened: Opened) -> None:
    desk = a_desk()
    first, second, third = (lesson.title for lesson in desk.lessons)
    modules = list(desk.course.modules.order_by("position"))
    with opened() as reader:
        at(reader, desk.ines, desk.outline)
        drag(reader, f"#lesson-{desk.lessons[0].id}", f"#module-{modules[1].id} .draft-module-row")
        kept(reader)
        assert reader.complaints == []
    assert titles(desk.course) == [[second, third], [first]]


def test_a_module_is_dragged_with_its_lessons_and_escape_leaves_all_as_it_was(
    opened: Opened,
) -> None:
    desk = a_desk()
    before = titles(desk.course)
    one, two = desk.course.modules.order_by("position")
    with opened() as reader:
        at(reader, desk.ines, desk.outline)
        page = reader.page
        handle = page.locator(f"#module-{two.id} [data-handle]").first.bounding_box()
        assert handle
        page.mouse.move(handle["x"] + 8, handle["y"] + 8)
        page.mouse.down()
        page.mouse.move(handle["x"] + 8, handle["y"] - 150)
        page.wait_for_timeout(80)
        reader.press("Escape")
        page.mouse.up()
        assert page.locator("[data-module]").first.get_attribute("data-module") == str(one.id)
        drag(reader, f"#module-{two.id}", f"#module-{one.id} .draft-module-row")
        kept(reader)
    assert titles(desk.course) == list(reversed(before))


def test_a_lesson_is_moved_by_touch(opened: Opened) -> None:
    desk = a_desk()
    first, second, third = (lesson.title for lesson in desk.lessons)
    with opened(has_touch=True, viewport={"width": 390, "height": 1400}) as reader:
        at(reader, desk.ines, desk.outline)
        boxes = [
            reader.page.locator(f"#lesson-{lesson.id} [data-handle]").bounding_box()
            for lesson in desk.lessons
        ]
        client = reader.page.context.new_cdp_session(reader.page)

        def touch(kind: str, box: Any, down: float = 12) -> None:
            points = [] if kind == "touchEnd" else [{"x": box["x"] + 10, "y": box["y"] + down}]
            client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            reader.page.wait_for_timeout(80)

        touch("touchStart", boxes[0])
        touch("touchMove", boxes[1])
        touch("touchMove", boxes[2], 4)
        touch("touchEnd", None)
        kept(reader)
    assert titles(desk.course)[0] == [second, first, third]


def test_alt_and_arrows_move_a_lesson_across_modules_and_say_where_it_is(opened: Opened) -> None:
    desk = a_desk()
    first, second, third = (lesson.title for lesson in desk.lessons)
    with opened() as reader:
        at(reader, desk.ines, desk.outline)
        page = reader.page
        page.locator(f"#lesson-{desk.lessons[2].id} .draft-title").focus()
        reader.press("Alt+ArrowDown")
        kept(reader)
        said = page.locator("[data-said]").inner_text()
        assert third in said
        assert "1" in said
        focused = page.evaluate("document.activeElement.closest('[data-lesson]').dataset.lesson")
        assert focused == str(desk.lessons[2].id)
        page.reload()
        page.locator(f"#lesson-{desk.lessons[2].id} .draft-title").focus()
        reader.press("Alt+ArrowUp", "Alt+ArrowUp")
        kept(reader)
        page.wait_for_timeout(300)
        assert reader.complaints == []
    assert titles(desk.course) == [[first, third, second], []]


def test_an_outline_that_changed_meanwhile_is_said_and_nothing_is_moved(opened: Opened) -> None:
    desk = a_desk()
    before = titles(desk.course)
    with opened() as reader:
        at(reader, desk.ines, desk.outline)
        page = reader.page
        page.evaluate("document.querySelector('[data-outline]').dataset.stamp")
        page.request.post(
            page.url.replace("change/", "lesson/"),
            form={
                "csrfmiddlewaretoken": page.locator(
                    "[name=csrfmiddlewaretoken]"
                ).first.input_value(),
                "module": page.locator("[data-module]").first.get_attribute("data-module") or "",
                "title": "De Marc",
                "kind": "article",
            },
            headers={"Referer": page.url},
        )
        page.locator(f"#lesson-{desk.lessons[0].id} .draft-title").focus()
        reader.press("Alt+ArrowDown")
        page.locator("[data-alert] a").wait_for()
        reader.complaints.clear()  # Chromium names every 409
    assert titles(desk.course) == [[*before[0], "De Marc"], []]


def test_a_lesson_is_added_without_leaving_the_page(opened: Opened) -> None:
    desk = a_desk()
    modules = list(desk.course.modules.order_by("position"))
    with opened() as reader:
        at(reader, desk.ines, desk.outline)
        page = reader.page
        field = page.locator(f"#title-{modules[1].id}")
        field.fill("Écouter")
        reader.press("Enter")
        page.locator(f"#module-{modules[1].id} .draft-title", has_text="Écouter").wait_for()
        assert field.input_value() == ""
        assert page.evaluate("document.activeElement.id") == f"title-{modules[1].id}"
        page.locator(f"#module-{modules[1].id} .draft-lesson .draft-title").focus()
        reader.press("Alt+ArrowUp")
        kept(reader)
    assert titles(desk.course)[0][-1] == "Écouter"


@pytest.mark.parametrize("name", ["word", "libreoffice", "google"])
def test_what_a_word_processor_copied_is_pasted_as_markdown(opened: Opened, name: str) -> None:
    desk = a_desk()
    html = (CLIPBOARDS / f"{name}.html").read_text().replace("PICTURE", a_picture())
    with opened() as reader:
        writing(reader, desk)
        area = reader.page.locator(AREA)
        area.fill("Avant.")
        reader.page.evaluate(PASTE, [html, "en clair", None])
        reader.page.wait_for_function(f"document.querySelector('{AREA}').value.includes('| --- |')")
        text = area.input_value()
        assert text.startswith("Avant.\n\n## ")
        assert "mso" not in text
        reader.page.frame_locator(".editor iframe").locator("#text table").wait_for()
        reader.press("Control+z")
        assert area.input_value() == "Avant."
        assert reader.complaints == []


def test_source_text_is_pasted_as_it_is(opened: Opened) -> None:
    desk = a_desk()
    html = "<div style='white-space: pre;'><span>**gras** <b>x</b></span></div>"
    with opened() as reader:
        writing(reader, desk)
        taken = reader.page.evaluate(
            PASTE.replace("area.dispatchEvent", "return !area.dispatchEvent"),
            [html, "**gras**", None],
        )
        assert taken is False  # left to the browser, which pastes the plain text


def test_a_pasted_picture_must_be_described_or_marked_as_decorative(opened: Opened) -> None:
    desk = a_desk()
    with opened() as reader:
        writing(reader, desk)
        page, area = reader.page, reader.page.locator(AREA)
        area.fill("")
        page.evaluate(PASTE, [None, None, a_picture()])
        dialog = page.locator("dialog[open]")
        dialog.locator(".editor-primary").click()
        assert dialog.locator("[role=alert]").inner_text() != ""
        assert page.evaluate("document.activeElement.id") == "picture-alt"
        assert Axe().run(page).response["violations"] == []
        dialog.locator("#picture-alt").fill("Le hall vu d’en haut")
        dialog.locator(".editor-primary").click()
        page.locator("dialog").wait_for(state="detached")  # closed, then taken away: it is put in
        assert area.input_value() == "![Le hall vu d’en haut](images/plan-du-hall.png)"
        page.frame_locator(".editor iframe").locator("#text img").wait_for()
        area.fill("")
        page.evaluate(PASTE, [None, None, a_picture()])
        page.locator("#picture-decorative").check()
        page.locator("dialog .editor-primary").click()
        page.locator("dialog").wait_for(state="detached")
        assert area.input_value().endswith("{.decorative}")
        assert reader.complaints == []
    assert Media.objects.filter(course=desk.course).count() == 2


def test_escape_leaves_a_picture_out(opened: Opened) -> None:
    desk = a_desk()
    with opened() as reader:
        writing(reader, desk)
        reader.page.locator(AREA).fill("mot")
        reader.page.evaluate(PASTE, [None, None, a_picture()])
        reader.page.locator("dialog[open]").wait_for()
        reader.press("Escape")
        reader.page.locator("dialog").wait_for(state="detached")
        assert reader.page.locator(AREA).input_value() == "mot"
    assert not Media.objects.filter(course=desk.course).exists()


def test_the_checklist_leads_to_the_line_that_it_names(opened: Opened) -> None:
    desk = a_desk()
    long = "Un paragraphe assez long pour tenir sur plusieurs lignes de la page. " * 6
    lines = [line for n in range(1, 61) for line in (f"{n}. {long}", "")]
    lines[100] = "Voir [ce qui manque](absent.md)."
    Lesson.objects.filter(pk=desk.lessons[0].pk).update(source="\n".join(lines))
    with opened() as reader:
        reader.sign_in(desk.ines.email, PASSWORD)
        reader.go(f"/admin/courses/course/{desk.course.id}/publish/")
        reader.page.locator(".checklist a[href$='?line=101']").click()
        reader.page.frame_locator(".editor iframe").locator("#text").wait_for()
        area = reader.page.locator(AREA)
        shown = area.evaluate(
            "a => [document.activeElement === a, a.value.slice(a.selectionStart, a.selectionEnd),"
            " a.scrollTop / (a.scrollHeight - a.clientHeight)]"
        )
        assert shown[:2] == [True, lines[100]]
        assert 0.7 < shown[2] < 0.95, shown
        box = area.bounding_box()
        assert box
        assert box["y"] < 600
        assert reader.page.locator("textarea").count() == 2, "no copy is left in the page"
        reader.go(f"{desk.editor}?line=9999")
        reader.page.wait_for_function(f"document.querySelector('{AREA}').selectionStart > 20000")
        reader.go(f"{desk.editor}?line=-1")
        reader.page.frame_locator(".editor iframe").locator("#text").wait_for()
        assert area.evaluate("a => [a.selectionStart, a.scrollTop]") == [0, 0]
        assert reader.complaints == []


def test_text_of_a_closed_tab_is_offered_back_and_never_put_back_unasked(opened: Opened) -> None:
    desk = a_desk()
    before = desk.lessons[0].source
    with opened() as reader:
        writing(reader, desk)
        reader.page.locator(AREA).fill("Ce que je n’ai pas enregistré.")
        reader.page.wait_for_function(
            "Object.keys(localStorage).some(key => key.startsWith('campus-draft:'))"
        )
        reader.page.close(run_before_unload=False)
        reader.page = reader.context.new_page()
        reader.go(desk.editor)
        offer = reader.page.locator("[data-offer]")
        offer.wait_for()
        assert reader.page.locator(AREA).input_value() == before
        assert "Ce que je n’ai pas enregistré." in offer.locator("[data-lines]").inner_text()
        assert Axe().run(reader.page).response["violations"] == []
        offer.locator("[data-restore]").click()
        assert reader.page.locator(AREA).input_value() == "Ce que je n’ai pas enregistré."
        reader.press("Control+s")
        reader.page.wait_for_function("document.querySelector('[name=version]').value === '2'")
        reader.go(desk.editor)
        reader.page.wait_for_load_state("load")
        assert reader.page.locator("[data-offer]").is_hidden()
    assert Lesson.objects.get(id=desk.lessons[0].id).source == "Ce que je n’ai pas enregistré."


def test_leaving_with_unsaved_text_asks_first(opened: Opened) -> None:
    desk = a_desk()
    asked: list[str] = []
    with opened() as reader:
        writing(reader, desk)
        reader.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        reader.page.locator(AREA).press("End")
        reader.page.keyboard.type("x")
        reader.go(desk.outline)
        assert asked == ["beforeunload"]


def test_a_second_author_is_named_and_a_conflict_shows_both_texts(opened: Opened) -> None:
    desk = a_desk()
    with opened() as reader:
        writing(reader, desk)
        other = reader.context.browser
        assert other is not None
        marc = Reader(other.new_context(locale="fr-FR"), reader.base)
        writing(marc, desk, desk.marc)
        marc.page.locator("[data-others]", has_text="Inès Moreau").wait_for()
        marc.page.locator(AREA).fill("Le texte de Marc.")
        marc.press("Control+s")
        marc.page.wait_for_function("document.querySelector('[name=version]').value === '2'")

        reader.page.locator(AREA).fill("Le texte d’Inès.")
        reader.press("Control+s")
        conflict = reader.page.locator("[data-conflict]")
        conflict.wait_for()
        shown = conflict.inner_text()
        assert "Marc Roy" in shown
        assert "Le texte de Marc." in shown
        assert "Le texte d’Inès." in shown
        assert reader.page.locator(AREA).input_value() == "Le texte d’Inès."
        assert Axe().run(reader.page).response["violations"] == []
        conflict.locator("[data-take=source]").click()
        assert reader.page.locator(AREA).input_value() == "Le texte de Marc."
        reader.press("Control+z")
        assert reader.page.locator(AREA).input_value() == "Le texte d’Inès."
        reader.press("Control+s")
        reader.page.wait_for_function("document.querySelector('[name=version]').value === '3'")
    assert Lesson.objects.get(id=desk.lessons[0].id).source == "Le texte d’Inès."


def test_the_toolbar_is_one_stop_and_arrows_go_on(opened: Opened) -> None:
    desk = a_desk()
    with opened() as reader:
        writing(reader, desk)
        page, area = reader.page, reader.page.locator(AREA)
        assert page.locator("[data-tool][tabindex='0']").count() <= 1
        page.locator("[data-tool]").first.focus()
        reader.press("ArrowRight", "ArrowRight", "ArrowRight")
        assert page.evaluate("document.activeElement.dataset.tool") == "bold"
        for tool, wanted in (
            ("heading", "## mot"), ("tasks", "- [ ] mot"), ("formula", "$mot$"),
            ("tip", "::: tip\nmot\n:::"), ("footnote", "[^1]\n\n[^1]: "),
        ):  # fmt: skip
            area.fill("mot")
            area.press("Control+a")
            page.locator(f"[data-tool={tool}]").click()
            assert area.input_value() == wanted
            area.press("Control+z")
        area.fill("- un")
        area.press("End")
        reader.press("Enter")
        page.keyboard.type("deux")
        reader.press("Enter", "Enter")
        assert area.input_value() == "- un\n- deux\n"


def test_the_preview_follows_each_key_of_a_long_lesson(opened: Opened) -> None:
    """Within 300 ms, the pause of 150 ms included; on a busy machine, within what rendering takes.

    The clock alone is judged where nothing else runs: `tests.benchmarks.publishing`.
    """
    desk = a_desk()
    part = "Un paragraphe **gras** avec un [lien](article-2.md) et `du code`, assez long. " * 5
    text = "\n\n".join(f"## Titre {n}\n\n{part}\n\n- un\n- deux" for n in range(33))
    measure = """async () => {
      const area = document.querySelector("textarea[name=source]");
      const editor = document.querySelector("[data-editor]");
      area.focus();
      area.setSelectionRange(area.value.length, area.value.length);
      const times = [];
      for (let n = 0; n < 10; n++) {
        const begun = performance.now();
        const shown = new Promise((done) => editor.addEventListener("campus:shown",
          () => requestAnimationFrame(() => requestAnimationFrame(done)), { once: true }));
        document.execCommand("insertText", false, "a");
        await shown;
        times.push(performance.now() - begun);
      }
      return times.sort((a, b) => a - b);
    }"""
    with opened() as reader:
        writing(reader, desk)
        reader.page.locator(AREA).fill(text)
        reader.page.wait_for_timeout(1500)
        times = reader.page.evaluate(measure)
    print(
        f"\npreview of {len(text.split())} words: median {times[5]:.0f} ms, worst {times[-1]:.0f}"
    )
    assert times[5] < max(300, 150 + 10 * _rendering_ms(text))


def _rendering_ms(text: str) -> float:
    """The median time that rendering takes here and now, by itself."""
    times = []
    for number in range(5):
        began = time.perf_counter()
        render(f"{text} {number}", language="fr", resolve=lambda _reference: None)
        times.append(1_000 * (time.perf_counter() - began))
    return sorted(times)[2]


def test_the_editor_and_the_outline_are_whole_at_360_pixels(opened: Opened) -> None:
    desk = a_desk()
    with opened(viewport={"width": 360, "height": 800}, color_scheme="dark") as reader:
        reader.sign_in(desk.ines.email, PASSWORD)
        for address in (desk.outline, desk.editor):
            reader.go(address)
            reader.page.wait_for_load_state("load")
            assert reader.page.evaluate("document.documentElement.scrollWidth") <= 360
            assert Axe().run(reader.page).response["violations"] == []
