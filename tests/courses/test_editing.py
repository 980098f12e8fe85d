"""Saving what was seen and nothing else; two who save at once; who has a lesson open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campus.errors import CampusError, Conflict
from courses.drafting import editing
from courses.models import Course, Lesson, OldSlug
from tests.racing import another_process, take_no_locks, wait_until, wait_until_blocked
from tests.trainers import a_trainer
from tests.world import a_draft, a_person, lessons_of


def a_lesson() -> Lesson:
    return lessons_of(a_draft())[0]


@pytest.mark.django_db
def test_saving_counts_the_version_and_says_who() -> None:
    lesson, ines = a_lesson(), a_trainer()
    saved = editing.save_lesson(lesson=lesson, by=ines, version=1, source="Neuf")
    lesson.refresh_from_db()
    assert (lesson.source, lesson.version, lesson.changed_by) == ("Neuf", 2, ines)
    assert saved.version == 2


@pytest.mark.django_db
def test_an_older_version_overwrites_nothing_and_the_newest_does() -> None:
    lesson, ines = a_lesson(), a_trainer()
    editing.save_lesson(lesson=lesson, by=ines, version=1, source="le sien")
    with pytest.raises(Conflict) as refused:
        editing.save_lesson(lesson=lesson, by=None, version=1, title="Autre", source="le mien")
    assert refused.value.code == "edited_meanwhile"
    lesson.refresh_from_db()
    assert (lesson.source, lesson.version) == ("le sien", 2)
    editing.save_lesson(lesson=lesson, by=None, version=2, source="le mien")
    lesson.refresh_from_db()
    assert lesson.source == "le mien"


@pytest.mark.django_db
def test_saving_what_is_so_already_changes_nothing() -> None:
    lesson = a_lesson()
    before = Lesson.objects.values().get(id=lesson.id)
    editing.save_lesson(lesson=lesson, by=None, version=1, source=lesson.source)
    assert Lesson.objects.values().get(id=lesson.id) == before


@pytest.mark.django_db
def test_captions_are_kept_by_language() -> None:
    lesson = lessons_of(a_draft(lessons=("video",)))[0]
    editing.save_lesson(lesson=lesson, by=None, version=1, captions={"fr": "a.vtt", "en": "b.vtt"})
    editing.save_lesson(lesson=lesson, by=None, version=2, captions={"fr": "", "de": ""})
    assert list(lesson.captions.values_list("language", "path")) == [("en", "b.vtt")]


@pytest.mark.django_db
def test_facts_of_a_course_are_guarded_by_what_was_seen() -> None:
    course = a_draft()
    seen = editing.facts_stamp(course)
    editing.save_course(course=course, stamp=seen, title="Un", slug="un-nouveau")
    assert OldSlug.objects.filter(slug=course.slug).exists()
    with pytest.raises(Conflict):
        editing.save_course(course=course, stamp=seen, title="Deux")
    assert Course.objects.get(id=course.id).title == "Un"


@pytest.mark.parametrize("is_locked", [True, False])
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(
    is_locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have read the lesson before either writes; without the lock the first is lost."""
    lesson = a_lesson()
    arrived: list[str] = []
    write = editing.mark_changed

    def slowly(course: Course) -> None:
        """The first to write commits only once the other waits for it."""
        arrived.append("writing")
        if len(arrived) == 1:
            wait_until_blocked()
        write(course)

    def save(text: str) -> str:
        try:
            editing.save_lesson(lesson=lesson, by=None, version=1, source=text)
        except CampusError as error:
            return error.code
        return "saved"

    monkeypatch.setattr(editing, "mark_changed", slowly)
    if not is_locked:
        take_no_locks(monkeypatch)
    with another_process() as run:
        first = run(save, "un")
        wait_until(lambda: bool(arrived))
        second = run(save, "deux")
        told = sorted([first.result(10), second.result(10)])
    wanted = ["edited_meanwhile", "saved"] if is_locked else ["saved", "saved"]
    assert told == wanted


@pytest.mark.django_db
def test_whoever_has_it_open_is_named_to_the_others_and_forgotten_after_a_while() -> None:
    lesson, now = a_lesson(), timezone.now()
    ines, marc = a_person("Inès Moreau"), a_person("Marc Roy")
    assert editing.seen(lesson=lesson, person=ines, at=now) == []
    assert editing.seen(lesson=lesson, person=marc, at=now) == [ines]
    later = now + timedelta(seconds=51)
    assert editing.seen(lesson=lesson, person=marc, at=later) == []
    editing.seen(lesson=lesson, person=ines, at=later)
    editing.left(lesson=lesson, person=marc)
    assert editing.seen(lesson=lesson, person=ines, at=later) == []


def test_a_difference_is_read_by_lines_with_some_around() -> None:
    theirs = "\n".join(f"ligne {n}" for n in range(20))
    hers = theirs.replace("ligne 3", "autre").replace("ligne 15", "encore")
    lines = editing.difference(theirs, hers, around=1)
    assert [(one.sign, one.text) for one in lines] == [
        (" ", "ligne 2"), ("-", "ligne 3"), ("+", "autre"), (" ", "ligne 4"), ("…", ""),
        (" ", "ligne 14"), ("-", "ligne 15"), ("+", "encore"), (" ", "ligne 16"),
    ]  # fmt: skip
    assert editing.difference(theirs, theirs) == []
