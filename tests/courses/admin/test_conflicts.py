"""Two people at one lesson: the second sees both texts, and nothing is lost."""

from typing import Any

import pytest

from courses.drafting.attaching import attach
from courses.models import Caption, Course, Lesson, Module
from tests.trainers import Admin, a_trainer, filled
from tests.world import a_draft, an_organisation, lessons_of

pytestmark = pytest.mark.django_db


def two_at_a_lesson() -> tuple[Lesson, Admin, Admin]:
    course = a_draft()
    ines = a_trainer(course.organisation)
    marc = a_trainer(course.organisation, name="Marc Roy")
    return lessons_of(course)[0], Admin(ines), Admin(marc)


def a_form(admin: Admin, lesson: Lesson, **change: Any) -> dict[str, Any]:
    return filled(admin.get("courses_lesson_change", lesson.id)) | change


def test_the_second_to_save_sees_both_texts_and_keeps_hers_in_the_form() -> None:
    lesson, ines, marc = two_at_a_lesson()
    hers = a_form(ines, lesson, source="Une ligne.\nLa mienne.", title="Mon titre")
    marc.save("courses_lesson_change", lesson.id, change={"source": "Une ligne.\nLa sienne."})
    page = ines.post("courses_lesson_change", lesson.id, data=hers)
    assert page.status_code == 200
    shown = page.content.decode()
    assert "Marc Roy saved something else" in shown
    form = page.context["adminform"].form
    assert form["source"].value() == "Une ligne.\nLa mienne."
    fields = {one.name: one for one in form.meanwhile.fields}
    assert {"title", "source"} == set(fields)
    lines = [(one.sign, one.text) for one in fields["source"].lines]
    assert lines == [(" ", "Une ligne."), ("-", "La sienne."), ("+", "La mienne.")]
    assert Lesson.objects.get(id=lesson.id).source == "Une ligne.\nLa sienne."


def test_line_ends_of_a_browser_change_nothing() -> None:
    lesson, ines, _marc = two_at_a_lesson()
    Lesson.objects.filter(id=lesson.id).update(source="\nUne ligne.\n\nDeux.\n")
    ines.save(
        "courses_lesson_change", lesson.id, change={"source": "\r\nUne ligne.\r\n\r\nDeux.\r\n"}
    )
    lesson.refresh_from_db()
    assert (lesson.source, lesson.version) == ("\nUne ligne.\n\nDeux.\n", 1)


def test_saving_again_keeps_hers_and_who_saved_a_third_time_is_compared_again() -> None:
    lesson, ines, marc = two_at_a_lesson()
    hers = a_form(ines, lesson, source="La mienne.")
    marc.save("courses_lesson_change", lesson.id, change={"source": "La sienne."})
    page = ines.post("courses_lesson_change", lesson.id, data=hers)
    again = hers | {"version": page.context["adminform"].form["version"].value()}
    marc.save("courses_lesson_change", lesson.id, change={"source": "Encore une."})
    assert ines.post("courses_lesson_change", lesson.id, data=again).status_code == 200
    assert Lesson.objects.get(id=lesson.id).source == "Encore une."
    page = ines.post("courses_lesson_change", lesson.id, data=again)
    last = hers | {"version": page.context["adminform"].form["version"].value()}
    assert ines.post("courses_lesson_change", lesson.id, data=last).status_code == 302
    assert Lesson.objects.get(id=lesson.id).source == "La mienne."


def test_a_lesson_dragged_elsewhere_meanwhile_is_not_dragged_back_unseen() -> None:
    lesson, ines, marc = two_at_a_lesson()
    course = lesson.module.course
    hers = a_form(ines, lesson, source="La mienne.")
    marc.post("courses_module_add", data={"course": course.id, "title": "Suite"})
    for _ in range(2):
        marc.post("courses_course_move", course.id, data={"move": f"down lesson {lesson.id}"})
    page = ines.post("courses_lesson_change", lesson.id, data=hers)
    labels = [one.name for one in page.context["adminform"].form.meanwhile.fields]
    assert "module" in labels
    assert Lesson.objects.get(id=lesson.id).module.title == "Suite"


def test_facts_of_a_course_are_compared_as_well() -> None:
    course = a_draft()
    ines, marc = (Admin(a_trainer(course.organisation)) for _ in range(2))
    hers = filled(ines.get("courses_course_change", course.id)) | {"summary": "Le mien"}
    marc.save("courses_course_change", course.id, change={"summary": "Le sien"})
    page = ines.post("courses_course_change", course.id, data=hers)
    assert [one.name for one in page.context["adminform"].form.meanwhile.fields] == ["summary"]
    assert Course.objects.get(id=course.id).summary == "Le sien"
    hers["stamp"] = page.context["adminform"].form["stamp"].value()
    ines.post("courses_course_change", course.id, data=hers)
    assert Course.objects.get(id=course.id).summary == "Le mien"


def test_two_who_rename_one_module_see_both_titles() -> None:
    course = a_draft()
    names = ("Inès Moreau", "Marc Roy")
    ines, marc = (Admin(a_trainer(course.organisation, name=name)) for name in names)
    module = course.modules.get()
    hers = filled(ines.get("courses_module_change", module.id)) | {"title": "Le mien"}
    marc.save("courses_module_change", module.id, change={"title": "Le sien"})
    page = ines.post("courses_module_change", module.id, data=hers)
    assert [one.theirs for one in page.context["adminform"].form.meanwhile.fields] == ["Le sien"]
    assert "Marc Roy saved something else" in page.content.decode()
    assert Module.objects.get(id=module.id).title == "Le sien"
    hers["seen"] = page.context["adminform"].form["seen"].value()
    assert ines.post("courses_module_change", module.id, data=hers).status_code == 302
    assert Module.objects.get(id=module.id).title == "Le mien"


def test_a_key_saves_without_leaving_and_says_the_new_version() -> None:
    lesson, ines, _marc = two_at_a_lesson()
    address = f"/admin/courses/lesson/{lesson.id}/change/"
    data = a_form(ines, lesson, source="Neuf.") | {"_continue": "1"}
    answer = ines.client.post(address, data, headers={"Accept": "application/json"})
    assert answer.json()["version"] == 2
    assert Lesson.objects.get(id=lesson.id).changed_by is not None


def test_whoever_opens_a_lesson_learns_who_else_has_it_open_and_who_saved() -> None:
    lesson, ines, marc = two_at_a_lesson()
    assert ines.post("courses_lesson_open", lesson.id, data={}).json()["others"] == ""
    assert "Inès Moreau" in marc.post("courses_lesson_open", lesson.id, data={}).json()["others"]
    marc.save("courses_lesson_change", lesson.id, change={"source": "Le sien."})
    told = ines.post("courses_lesson_open", lesson.id, data={}).json()
    assert told["version"] == 2
    assert "Marc Roy saved" in told["saved"]
    marc.post("courses_lesson_close", lesson.id, data={})
    assert ines.post("courses_lesson_open", lesson.id, data={}).json()["others"] == ""


@pytest.mark.parametrize("page", ["open", "close", "paste", "image", "preview"])
def test_a_stranger_asks_the_editor_in_vain(page: str) -> None:
    lesson, _ines, _marc = two_at_a_lesson()
    stranger = Admin(a_trainer(an_organisation()))
    assert stranger.post(f"courses_lesson_{page}", lesson.id, data={}).status_code == 404


def test_a_films_transcript_and_captions_are_chosen_among_the_courses_files() -> None:
    course = a_draft(lessons=("video",))
    (lesson,) = lessons_of(course)
    attach(course=course, path="film/fr.vtt", body=b"WEBVTT\n\n00:00.000 --> 00:01.000\nun\n")
    admin = Admin(a_trainer(course.organisation))
    change = {"captions_fr": "film/fr.vtt", "transcript": "On y dit *bonjour*."}
    admin.save("courses_lesson_change", lesson.id, change=change)
    assert Caption.objects.get(lesson=lesson).path == "film/fr.vtt"
    assert Lesson.objects.get(id=lesson.id).transcript == "On y dit *bonjour*."
    admin.save("courses_lesson_change", lesson.id, change={"captions_fr": ""})
    assert not Caption.objects.filter(lesson=lesson).exists()


def test_pasted_html_becomes_markdown_and_an_undescribed_picture_is_refused() -> None:
    lesson, ines, _marc = two_at_a_lesson()
    html = "<h2>Un plan</h2><p class=MsoNormal>mot<o:p></o:p></p>"
    told = ines.post("courses_lesson_paste", lesson.id, data={"html": html}).json()
    assert told == {"markdown": "## Un plan\n\nmot\n", "undescribed": [], "said": []}
    refused = ines.post(
        "courses_lesson_image", lesson.id, data={"path": "images/no.png", "alt": "x"}
    )
    assert refused.status_code == 400
