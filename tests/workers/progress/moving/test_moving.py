"""Moving to another release: what was looked at is what comes, and it can be undone."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from campus.accounts.models import User
from campus.audit.noting import deeds_about
from campus.errors import Conflict, Invalid
from campus.jobs import doing, working
from campus.records.models import LearningRecord
from courses.drafting.authoring import add_lesson, archive
from courses.enrolment import enrol, renew, withdraw
from courses.models import Course, CourseRelease, Enrolment, Lesson
from courses.releases.publishing import publish
from tests import world
from tests.racing import another_process
from tests.trainers import a_trainer
from tests.world import begun, done, lessons_of, say
from workers.progress.folding.shards import fold_all
from workers.progress.models import Move, Progress
from workers.progress.moving import carrying_out
from workers.progress.moving.carrying_out import carry_out, move_own, start
from workers.progress.moving.foreseeing import foresee, stamp_of
from workers.progress.moving.looking import look, look_back
from workers.progress.proving.verifying import verify

pytestmark = pytest.mark.django_db


def a_newer_release(course: Course, *, add: int = 1, drop: bool = False) -> CourseRelease:
    """The next release: lessons of ten minutes more, and perhaps without the first one."""
    if drop:
        archive(item=lessons_of(course)[0], by=None)
    module = course.modules.get()
    for number in range(add):
        lesson = add_lesson(module=module, title=f"Une de plus {number}", kind="article")
        Lesson.objects.filter(pk=lesson.pk).update(source="Du texte.", minutes=10)
    release = publish(course=course, by=None)
    course.refresh_from_db()
    return release


def numbers_of(*enrolments: Enrolment) -> list[tuple[int, int]]:
    fold_all()
    kept = {row.enrolment: row for row in Progress.objects.all()}
    return [(kept[e.id].minutes_done, kept[e.id].minutes) for e in enrolments]


def moved(move: Move, by: User) -> dict[str, object]:
    """The same in this transaction, with what was reported."""
    said: list[tuple[int, int]] = []
    with override("en"):
        job = start(move=move, by=by)
        result = carry_out(job, lambda done, total: said.append((done, total)))
    return {**result, "said": said}


@pytest.fixture
def course() -> Course:
    return world.a_published_course(lessons=("article", "article"))


@pytest.fixture
def trainer(course: Course) -> User:
    return a_trainer(course.organisation)


def test_publishing_a_new_release_changes_nobodys_number(course: Course) -> None:
    people = [begun(course, lessons=n) for n in (0, 1, 2)]
    before = numbers_of(*people)
    a_newer_release(course, add=2, drop=True)
    assert numbers_of(*people) == before == [(0, 20), (10, 20), (20, 20)]


def test_looking_moves_nobody(course: Course, trainer: User) -> None:
    enrolment = begun(course, lessons=1)
    release = a_newer_release(course)
    look(course=course, release=release, by=trainer)
    assert numbers_of(enrolment) == [(10, 20)]
    enrolment.refresh_from_db()
    assert enrolment.release.number == 1


def test_the_result_is_what_was_looked_at(course: Course, trainer: User) -> None:
    people = [begun(course, lessons=n) for n in (0, 1, 2)]
    move = look(course=course, release=a_newer_release(course, add=2, drop=True), by=trainer)
    foreseen = {e.enrolment_id: (e.done_after, e.minutes_after) for e in move.enrolments.all()}
    assert [foreseen[e.id] for e in people] == [(0, 30), (0, 30), (10, 30)]
    result = moved(move, trainer)
    assert "3 people moved" in str(result["text"])
    assert result["said"] == [(3, 3)]
    assert numbers_of(*people) == [foreseen[e.id] for e in people]


def test_what_no_fold_has_seen_yet_is_looked_at_too(course: Course, trainer: User) -> None:
    enrolment = begun(course, lessons=0)
    fold_all()
    release = a_newer_release(course)
    say(enrolment.person, done(enrolment, lessons_of(course)[0]))
    row = look(course=course, release=release, by=trainer).enrolments.get()
    assert (row.done_before, row.done_after) == (10, 10)


def test_who_did_something_meanwhile_stays_and_is_listed(course: Course, trainer: User) -> None:
    moves, stays = begun(course, lessons=1), begun(course, lessons=1)
    move = look(course=course, release=a_newer_release(course), by=trainer)
    say(stays.person, done(stays, lessons_of(course)[1]))
    moved(move, trainer)
    assert numbers_of(moves, stays) == [(10, 30), (20, 20)]
    outcomes = {row.enrolment_id: row.outcome for row in move.enrolments.all()}
    assert outcomes == {moves.id: "moved", stays.id: "moved_on"}
    again = look(course=course, release=move.release, by=trainer)
    assert [row.enrolment_id for row in again.enrolments.all()] == [stays.id]


def test_who_only_opened_a_lesson_meanwhile_moves(course: Course, trainer: User) -> None:
    enrolment = begun(course, lessons=1)
    move = look(course=course, release=a_newer_release(course), by=trainer)
    lesson = lessons_of(course)[1]
    say(enrolment.person, world.an_item(enrolment.id, lesson=lesson.id, verb="experienced"))
    moved(move, trainer)
    assert move.enrolments.get().outcome == "moved"


def test_who_left_meanwhile_stays(course: Course, trainer: User) -> None:
    enrolment = begun(course, lessons=1)
    move = look(course=course, release=a_newer_release(course), by=trainer)
    withdraw(enrolment=enrolment)
    moved(move, trainer)
    enrolment.refresh_from_db()
    assert (enrolment.release.number, move.enrolments.get().outcome) == (1, "moved_on")


def test_what_was_completed_before_a_renewal_is_not_moved(course: Course, trainer: User) -> None:
    first = begun(course, lessons=2)
    second, _is_new = renew(enrolment=first)
    move = look(course=course, release=a_newer_release(course), by=trainer)
    assert [one.enrolment_id for one in move.enrolments.all()] == [second.id]
    moved(move, trainer)
    assert numbers_of(first, second) == [(20, 20), (0, 30)]


def test_undoing_gives_back_the_number_and_what_was_done_since(
    course: Course, trainer: User
) -> None:
    idle, busy, other = (begun(course, lessons=1) for _ in range(3))
    move = look(course=course, release=a_newer_release(course), by=trainer)
    say(other.person, done(other, lessons_of(course)[1]))
    moved(move, trainer)
    say(busy.person, done(busy, lessons_of(course)[1]))
    assert numbers_of(idle, busy, other) == [(10, 30), (20, 30), (20, 20)]
    undo = look_back(move=move, by=trainer)
    assert {row.enrolment_id for row in undo.enrolments.all()} == {idle.id, busy.id}
    moved(undo, trainer)
    assert numbers_of(idle, busy, other) == [(10, 20), (20, 20), (20, 20)]
    said = LearningRecord.objects.filter(registration=idle.registration, verb="moved")
    assert said.count() == 2


def test_a_move_is_undone_once(course: Course, trainer: User) -> None:
    begun(course, lessons=1)
    move = look(course=course, release=a_newer_release(course), by=trainer)
    moved(move, trainer)
    moved(look_back(move=move, by=trainer), trainer)
    with pytest.raises(Conflict) as refused:
        look_back(move=move, by=trainer)
    assert refused.value.code == "nobody_to_move"


def test_a_move_is_asked_for_once(course: Course, trainer: User) -> None:
    begun(course, lessons=1)
    move = look(course=course, release=a_newer_release(course), by=trainer)
    start(move=move, by=trainer)
    with pytest.raises(Conflict) as refused:
        start(move=move, by=trainer)
    assert refused.value.code == "asked_for_already"


def test_nobody_is_moved_to_another_course(course: Course, trainer: User) -> None:
    begun(course, lessons=1)
    other = world.a_published_course()
    with pytest.raises(Invalid) as refused:
        look(course=course, release=other.current_release, by=trainer)
    assert refused.value.code == "foreign_release"


def test_where_all_read_it_already_there_is_nothing_to_look_at(
    course: Course, trainer: User
) -> None:
    begun(course, lessons=1)
    with pytest.raises(Conflict):
        look(course=course, release=course.current_release, by=trainer)


@pytest.mark.django_db(transaction=True)
def test_the_log_says_where_everybody_reads_and_who_moved_her(
    course: Course, trainer: User
) -> None:
    enrolment = begun(course, lessons=1)
    release = a_newer_release(course)
    moved(look(course=course, release=release, by=trainer), trainer)
    record = LearningRecord.objects.get(registration=enrolment.registration, verb="moved")
    assert (record.release, record.trust, record.asserted_by) == (
        release.id, "attested", trainer.id,
    )  # fmt: skip
    assert '/x/release_before":1' in record.statement
    fold_all()
    assert verify().differences == []


@pytest.mark.django_db(transaction=True)
def test_a_pin_that_the_log_does_not_name_is_found(course: Course, trainer: User) -> None:
    """The control of the proof above: an enrolment moved behind the log's back."""
    enrolment = begun(course, lessons=1)
    release = a_newer_release(course)
    fold_all()
    Enrolment.objects.filter(id=enrolment.id).update(release=release)
    assert any("release of enrolment" in said for said in verify().differences)


def test_the_look_asks_as_many_questions_for_one_as_for_many(course: Course, trainer: User) -> None:
    release = a_newer_release(course)
    first = course.releases.get(number=1)

    def questions(people: int) -> int:
        for _number in range(people):
            enrol(person=world.a_learner(), course=course, release=first)
        with CaptureQueriesContext(connection) as asked:
            look(course=course, release=release, by=trainer)
        return len(asked)

    questions(1)
    assert questions(1) == questions(20)


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_the_job_and_the_course_s_history_tells_it(
    course: Course, trainer: User
) -> None:
    enrolment = begun(course, lessons=1)
    move = look(course=course, release=a_newer_release(course), by=trainer)
    job = start(move=move, by=trainer)
    assert doing.do_one()
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    assert str(move.id) in job.result["address"]
    assert numbers_of(enrolment) == [(10, 30)]
    assert deeds_about(course.pk).filter(deed="people.moved", by=trainer).exists()


@pytest.mark.django_db(transaction=True)
def test_a_job_called_off_moves_nobody(
    course: Course, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its owner cancels it while it runs: the next report undoes all of it."""
    people = [begun(course, lessons=1) for _number in range(2)]
    move = look(course=course, release=a_newer_release(course), by=trainer)
    job = start(move=move, by=trainer)
    done_before = carrying_out._carry_out

    def cancelled(*args: Any) -> int:
        with another_process() as run:
            run(working.cancel, job=job).result(10)
        return done_before(*args)

    monkeypatch.setattr(carrying_out, "_carry_out", cancelled)
    assert doing.do_one()
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert numbers_of(*people) == [(10, 20), (10, 20)]


class TestMovingOneself:
    def test_she_moves_to_what_she_saw(self, course: Course) -> None:
        enrolment = begun(course, lessons=1)
        release = a_newer_release(course)
        (seen,) = foresee([enrolment], {enrolment.id: release.id})
        move_own(enrolment=enrolment, release=release, seen=stamp_of(seen))
        assert numbers_of(enrolment) == [seen.effect.after.minutes_of] == [(10, 30)]
        record = LearningRecord.objects.get(registration=enrolment.registration, verb="moved")
        assert (record.trust, record.asserted_by) == ("observed", None)

    def test_a_number_that_is_another_by_now_is_refused(self, course: Course) -> None:
        enrolment = begun(course, lessons=1)
        release = a_newer_release(course)
        (seen,) = foresee([enrolment], {enrolment.id: release.id})
        say(enrolment.person, done(enrolment, lessons_of(course)[1]))
        with pytest.raises(Conflict) as refused:
            move_own(enrolment=enrolment, release=release, seen=stamp_of(seen))
        assert refused.value.code == "moved_on"
        assert numbers_of(enrolment) == [(20, 20)]

    def test_who_left_comes_back_first(self, course: Course) -> None:
        enrolment = begun(course, lessons=1)
        release = a_newer_release(course)
        withdraw(enrolment=enrolment)
        (seen,) = foresee([enrolment], {enrolment.id: release.id})
        with pytest.raises(Conflict) as refused:
            move_own(enrolment=enrolment, release=release, seen=stamp_of(seen))
        assert refused.value.code == "withdrawn"
