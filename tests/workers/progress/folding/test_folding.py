"""The fold: what is owed becomes progress exactly once, whoever folds and whoever dies."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campus.ids import new_id
from campus.owed.claiming import MOST_TRIES, do_owed
from campus.owed.models import Owed
from campus.records.appending import append
from campus.records.models import LearningRecord
from campus.records.sharding import SHARDS, shard_of
from campus.records.statements import NewRecord
from campus.records.voiding import void
from courses.drafting.authoring import add_lesson
from courses.enrolment import enrol, withdraw
from courses.models import CourseCompletion
from courses.releases.publishing import publish
from tests import world
from tests.killing import a_worker
from tests.racing import another_process, wait_until, wait_until_blocked
from tests.tracks.test_tailoring import plans_of
from tests.world import an_item, begun, done, say
from tracks.models import StepState, TrackRevision
from tracks.tailoring import make_track, revise
from workers.progress.folding import shards
from workers.progress.folding.earning import CREDENTIAL, course_key
from workers.progress.folding.shards import fold_all, fold_shard, refold_track
from workers.progress.folding.sparing import UNFOLDED
from workers.progress.models import ObjectState, Progress
from workers.progress.proving.stretches import all_stretches
from workers.progress.proving.verifying import Verification, _compare_states, replay, verify


def _of(enrolment) -> Progress:
    return Progress.objects.get(enrolment=enrolment.id)


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_owed")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
class TestOneCourse:
    def test_enrolling_makes_a_row_without_progress(self):
        enrolment = begun(world.a_published_course(), lessons=0)
        assert fold_all() == 1
        row = _of(enrolment)
        assert (row.state, row.minutes_done, row.minutes) == ("not_started", 0, 20)
        assert (row.person, row.target) == (enrolment.person_id, enrolment.course_id)

    def test_a_lesson_done_is_its_minutes_of_all(self):
        enrolment = begun(world.a_published_course(), lessons=1)
        fold_all()
        assert (_of(enrolment).fraction, _of(enrolment).state) == (0.5, "in_progress")
        assert not CourseCompletion.objects.exists()

    def test_more_seconds_than_an_integer_holds_stop_nobody(self):
        course = world.a_published_course()
        enrolment = begun(course, lessons=0)
        lesson = world.lessons_of(course)[0].id

        def read_half_an_hour():
            result = {"duration": "PT30M"}
            item = an_item(enrolment.id, verb="experienced", lesson=lesson, result=result)
            say(enrolment.person, item)

        read_half_an_hour()
        fold_all()
        ObjectState.objects.filter(verb="experienced").update(seconds=2_147_483_000)
        read_half_an_hour()
        assert fold_all() == 1
        assert _of(enrolment).seconds == 2_147_484_800

    def test_the_last_lesson_completes_it_and_owes_a_credential(self):
        enrolment = begun(world.a_published_course(lessons=("article", "quiz")), lessons=2)
        fold_all()
        row = _of(enrolment)
        assert (row.fraction, row.state) == (1.0, "completed")
        assert enrolment.completion.completed_at == row.completed_at
        key = course_key(enrolment.work_id, enrolment.person_id, 1)
        assert Owed.objects.filter(kind=CREDENTIAL, key=key).exists()

    def test_a_failed_quiz_completes_nothing(self):
        course = world.a_published_course(lessons=("quiz",))
        learner, quiz = world.a_learner(), world.quiz_of(course)
        enrolment, _ = enrol(person=learner, course=course)
        wrong = {"response": world.wrong_answers(quiz)}
        say(learner, an_item(enrolment.id, lesson=quiz.id, verb="answered", result=wrong))
        fold_all()
        assert (_of(enrolment).state, _of(enrolment).minutes_done) == ("in_progress", 0)

    def test_folding_again_finds_nothing_and_owes_nothing(self):
        begun(world.a_published_course(), lessons=2)
        fold_all()
        Owed.objects.all().delete()
        assert fold_all() == 0
        assert not Owed.objects.exists()

    def test_more_records_after_completion_owe_no_second_credential(self):
        enrolment = begun(world.a_published_course(), lessons=2)
        fold_all()
        Owed.objects.all().delete()
        lesson = world.lessons_of(enrolment.course)[0]
        say(enrolment.person, an_item(enrolment.id, lesson=lesson.id, verb="completed"))
        assert fold_all() == 1
        assert not Owed.objects.filter(kind=CREDENTIAL).exists()

    def test_her_own_release_says_what_counts(self):
        course = world.a_published_course()
        enrolment = begun(course, lessons=2)
        added = add_lesson(module=course.modules.get(), title="Une de plus")
        added.source = "Du texte."
        added.save()
        publish(course=course, by=None)
        fold_all()
        assert _of(enrolment).state == "completed"

    def test_leaving_and_coming_back(self):
        enrolment = begun(world.a_published_course(), lessons=1)
        withdraw(enrolment=enrolment)
        fold_all()
        assert _of(enrolment).state == "withdrawn"
        enrol(person=enrolment.person, course=enrolment.course)
        fold_all()
        assert (_of(enrolment).state, _of(enrolment).fraction) == ("in_progress", 0.5)

    def test_a_record_about_nobody_s_enrolment_is_reduced_and_moves_nothing(self, a_lone_record):
        append([a_lone_record()])
        assert fold_all() == 1
        assert (ObjectState.objects.count(), Progress.objects.count()) == (1, 0)


@pytest.fixture
def a_lone_record():
    def make(**fields) -> NewRecord:
        known = {
            "id": uuid4(),
            "learner": uuid4(),
            "actor": uuid4(),
            "registration": uuid4(),
            "object_kind": "lesson",
            "object": uuid4(),
            "verb": "completed",
            "occurred_at": datetime(2026, 3, 1, tzinfo=UTC),
        }
        return NewRecord(**(known | fields))

    return make


@pytest.fixture
def somebody():
    return world.a_learner()


# Order, batches, repetition: the SQL fold against the replay in plain Python.

one_log = st.lists(
    st.tuples(
        st.integers(0, 1),  # which registration
        st.integers(0, 2),  # which object
        st.sampled_from(("completed", "passed", "failed")),
        st.sampled_from(("declared", "graded")),
        st.none() | st.sampled_from((0.0, 0.25, 0.5, 1.0)),
        st.sampled_from((None, "PT40S", "PT2H")),
        st.booleans(),  # whether it is taken back in the end
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(log=one_log, seed=st.randoms(use_true_random=False))
def test_any_order_batching_and_repetition_folds_to_the_replay_of_the_log(
    log, seed, a_lone_record, somebody
):
    learner, numbers = UUID(int=7), [uuid4() for _ in range(5)]
    records = [
        a_lone_record(
            learner=learner,
            registration=numbers[registration],
            object=numbers[2 + object_],
            verb=verb,
            trust=trust,
            release=numbers[0] if object_ else numbers[1],
            object_kind="course" if object_ else "lesson",
            result={
                **({} if score is None else {"score": {"scaled": score}}),
                **({"duration": duration} if duration else {}),
            },
        )
        for registration, object_, verb, trust, score, duration, _is_voided in log
    ]
    wrong = {
        record.id for record, (*_said, is_voided) in zip(records, log, strict=True) if is_voided
    }
    sent = [*records, *seed.sample(records, seed.randint(0, len(records)))]
    seed.shuffle(sent)
    with transaction.atomic():
        while sent:
            size = seed.randint(1, len(sent))
            append(sent[:size])
            del sent[:size]
            if seed.random() < 0.5:
                fold_all()
        void(records=LearningRecord.objects.filter(id__in=wrong), by=somebody)
        fold_all()
        found = Verification()
        (stretch,) = all_stretches()
        _compare_states(found, replay(found, stretch), stretch)
        assert (found.differences, found.records) == ([], len(records))
        transaction.set_rollback(True)


# Two at once


@pytest.mark.django_db(transaction=True)
def test_two_workers_fold_every_record_once(a_lone_record):
    learners = [uuid4() for _ in range(40)]
    append([a_lone_record(learner=learner) for learner in learners for _ in range(10)])
    with another_process() as run:
        workers = [run(fold_all) for _ in range(2)]
        folded = [worker.result() for worker in workers]
    assert sum(folded) == 400
    assert (ObjectState.objects.count(), _waiting()) == (400, 0)
    assert verify().differences == []


@pytest.mark.django_db(transaction=True)
def test_records_that_come_while_others_are_folded_are_folded_too(a_lone_record):
    learner = uuid4()
    with another_process() as run:
        with transaction.atomic():
            append([a_lone_record(learner=learner)])
            assert run(fold_all).result() == 0
        append([a_lone_record(learner=learner)])
    assert fold_all() == 2


@pytest.mark.django_db(transaction=True)
def test_a_learner_whom_one_worker_folds_is_left_to_it():
    enrolment = begun(world.a_published_course(), lessons=1)
    shard, person = shard_of(enrolment.person_id), enrolment.person
    second = done(enrolment, world.lessons_of(enrolment.course)[1])
    with another_process() as run, transaction.atomic():
        fold_shard(shard)
        run(say, person, second).result()
        assert run(fold_shard, shard).result() == 0
    assert fold_all() == 1
    assert _of(enrolment).minutes_done == 20


@pytest.mark.parametrize(("is_guarded", "minutes"), [(True, 180), (False, 0)])
@pytest.mark.django_db(transaction=True)
def test_deciding_a_track_again_waits_for_whoever_folds_its_people(
    is_guarded, minutes, settle, monkeypatch
):
    """Unguarded is the control: it decides by what was known before, and writes that last."""
    if not is_guarded:
        monkeypatch.setattr(shards, "wait_for_shard", lambda _shard: None)
    of = world.a_team_with_a_track()
    settle()
    enrolment = of.track.enrolments.get(person=of.member)
    say(of.coach, an_item(enrolment.id, step=of.step("workshop").step_id, verb="attended"))
    with another_process() as run:
        with transaction.atomic():
            fold_shard(shard_of(of.member.id))
            again = run(transaction.atomic(refold_track), str(of.track.id))
            wait_until_blocked()
        again.result()
    settle()
    row = Progress.objects.get(enrolment=enrolment.id)
    assert row.minutes_done == minutes
    assert (verify().differences == []) is is_guarded


DIES = """
import signal
import django
django.setup()
from workers.progress.folding import shards
def die(_registrations):
    print("begun", flush=True)
    signal.pause()
shards._settle_tracks = die
shards.fold_all()
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_fold_loses_nothing(campus_servers):
    enrolment = begun(world.a_published_course(), lessons=2)
    before = _waiting()
    with a_worker(DIES, campus_servers):
        pass
    assert (_waiting(), Progress.objects.count()) == (before, 0)

    wait_until(lambda: fold_all() > 0)  # till the server has noticed that its lock is gone
    assert _of(enrolment).state == "completed"
    assert _waiting() == 0
    assert verify().differences == []


def _in_the_shard_of(person) -> UUID:
    return UUID(int=new_id().int & ~0xF | shard_of(person.id))


@pytest.mark.django_db(transaction=True)
class TestSomebodyWhoCannotBeFolded:
    @pytest.fixture
    def broken(self):
        """Her track has lost its revision, as no code of ours lets happen."""
        of = world.a_team_with_a_track()
        revision = of.track.revisions.get()
        elsewhere = make_track(template=world.a_template(), by=of.coach, person=of.coach)
        TrackRevision.objects.filter(id=revision.id).update(
            track=elsewhere, number=9, replaced_at=of.track.created_at
        )
        return of, revision

    def test_holds_up_nobody_of_her_shard(self, broken):
        of, _revision = broken
        neighbour = world.a_learner(id=_in_the_shard_of(of.member))
        enrolment = world.finish(neighbour, world.a_published_course())
        fold_all()
        assert _of(enrolment).state == "completed"
        assert _waiting() == 0

    def test_is_owed_a_try_of_her_own_and_parked_in_the_end(self, broken):
        of, _revision = broken
        fold_all()
        hers = Owed.objects.filter(kind=UNFOLDED, key=str(of.track.enrolments.first().registration))
        for _try in range(MOST_TRIES):
            hers.update(due_at=of.track.created_at)
            do_owed(UNFOLDED)
        assert hers.get().parked_at is not None

    def test_is_folded_when_what_was_wrong_is_mended(self, broken, settle):
        of, revision = broken
        world.finish(of.member, of.course)
        fold_all()
        TrackRevision.objects.filter(id=revision.id).update(
            track=of.track, number=1, replaced_at=None
        )
        Owed.objects.update(due_at=of.track.created_at)
        do_owed(UNFOLDED)
        settle()
        assert Progress.objects.get(kind="track", person=of.member.id).minutes_done == 60
        assert verify().differences == []


@pytest.mark.django_db(transaction=True)
def test_a_shard_that_fails_as_a_whole_does_not_hold_up_the_others(monkeypatch):
    enrolments = [begun(world.a_published_course(), lessons=1) for _ in range(10)]
    fails = shard_of(enrolments[0].person_id)

    def reduce_others(shard: int, **most: int):
        if shard == fails:
            raise OperationalError("the disk is full")
        return reduce(shard, **most)

    reduce = shards.reduce
    monkeypatch.setattr(shards, "reduce", reduce_others)
    with pytest.raises(ExceptionGroup):
        fold_all()
    for enrolment in enrolments:
        was_folded = Progress.objects.filter(enrolment=enrolment.id).exists()
        assert was_folded is (shard_of(enrolment.person_id) != fails)
    monkeypatch.undo()
    fold_all()
    assert Progress.objects.count() == 10


def test_every_learner_has_one_shard():
    assert {shard_of(new_id()) for _ in range(500)} == set(range(SHARDS))


@pytest.mark.django_db
def test_the_append_and_the_fold_agree_on_shards(a_lone_record):
    learners = [uuid4() for _ in range(50)]
    append([a_lone_record(learner=learner) for learner in learners])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.learner, o.shard FROM records_owed o JOIN records_record r USING (id)"
        )
        assert dict(cursor.fetchall()) == {learner: shard_of(learner) for learner in learners}


# Queries


@pytest.mark.django_db
def test_a_batch_costs_the_same_queries_for_ten_and_for_a_thousand_records():
    course = world.a_published_course()
    begun(course, lessons=0)
    fold_all()  # each process reads a release's rules once
    counts = []
    for size in (10, 1_000):
        enrolment = begun(course, lessons=0)
        lesson = world.lessons_of(course)[0]
        item = an_item(enrolment.id, lesson=lesson.id, verb="experienced")
        for _ in range(size // 10):
            say(enrolment.person, *(item | {"id": str(uuid4())} for _ in range(10)))
        with CaptureQueriesContext(connection) as queries:
            assert fold_shard(shard_of(enrolment.person_id)) == size + 1
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_a_batch_costs_the_same_queries_for_three_and_for_thirty_learners():
    course, shard = world.a_published_course(), 5
    world.a_team_with_a_track(course)
    fold_all()
    counts = []
    for size in (3, 30):
        for _ in range(size):
            in_shard = new_id().int & ~0xF | shard
            learner = world.a_learner(id=UUID(int=in_shard))
            world.finish(learner, course)
        with CaptureQueriesContext(connection) as queries:
            assert fold_shard(shard) == size * 3
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Tracks


@pytest.mark.django_db
def test_a_course_completed_moves_the_track_of_its_learner(settle):
    of = world.a_team_with_a_track()
    world.finish(of.member, of.course)
    settle()
    row = Progress.objects.get(kind="track", person=of.member.id)
    assert (row.minutes_done, row.minutes, row.state) == (60, 240, "in_progress")
    hers = StepState.objects.filter(enrolment__person=of.member)
    assert set(hers.values_list("state", flat=True)) == {"completed", "not_started"}


@pytest.mark.django_db
def test_a_course_completed_before_the_track_was_made_counts(settle):
    course, team = world.a_published_course(), world.a_team()
    world.finish(team.member, course)
    settle()
    make_track(template=world.a_template(courses=[course]), by=team.coach, team=team.team)
    settle()
    assert Progress.objects.get(kind="track", person=team.member.id).minutes_done == 60


@pytest.mark.django_db
def test_completing_a_translation_completes_the_step(settle):
    french = world.a_published_course()
    english = world.a_published_course("Plain writing", language="en", translates=french)
    team = world.a_team()
    world.finish(team.member, english)
    make_track(template=world.a_template(courses=[french]), by=team.coach, team=team.team)
    settle()
    assert Progress.objects.get(kind="track", person=team.member.id).minutes_done == 60


@pytest.mark.django_db(transaction=True)
def test_a_new_revision_is_decided_again_for_everybody(settle):
    of = world.a_team_with_a_track()
    world.finish(of.member, of.course)
    settle()
    revise(track=of.track, by=of.coach, steps=plans_of(of.track)[:1])
    settle()
    row = Progress.objects.get(kind="track", person=of.member.id)
    assert (row.fraction, row.state) == (1.0, "completed")
    assert Progress.objects.get(kind="track", person=of.lead.id).minutes == 60
    assert verify().differences == []
