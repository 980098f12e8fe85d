"""What always holds of progress, whatever is recorded, in whatever order it is folded."""

from dataclasses import replace
from functools import cache
from uuid import UUID, uuid5

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.workers.progress import naive
from tests.workers.progress.naive import WORKS, Lesson, Record, Releases, Revision, Step
from tests.workers.progress.said import day
from workers.progress.rules.courses import LessonRule, decide_course
from workers.progress.rules.decisions import Decision
from workers.progress.rules.states import State, merge, pinned_release
from workers.progress.rules.steps import RevisionRule, StepDecision, StepRule, standing_of
from workers.progress.rules.tracks import decide_track

LESSONS = {work: tuple(f"{work} {n}" for n in (1, 2)) for work in WORKS}
STEPS = ("step 1", "step 2")
WEIGHTS = st.sampled_from((30, 7, 1, 0))


MOST_OF = {
    work: st.sampled_from((names, names, names[:1], names[1:], ()))
    for work, names in (LESSONS | {"track": STEPS}).items()
}


@cache
def named(name: str) -> UUID:
    return uuid5(UUID(int=0), name)


# What may be asked for


@st.composite
def releases(draw: st.DrawFn) -> Releases:
    """Two releases of each work; lessons come, go, and change their minutes and their rule."""
    lesson = st.builds(
        Lesson,
        st.just(""),
        WEIGHTS,
        st.sampled_from(
            ("Completed", "Passed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable")
        ),
    )
    return {
        work: {
            number: tuple(replace(draw(lesson), name=name) for name in draw(MOST_OF[work]))
            for number in (1, 2)
        }
        for work in WORKS
    }


@st.composite
def steps(draw: st.DrawFn, name: str) -> Step:
    minutes, required = draw(WEIGHTS), draw(st.booleans())
    if draw(st.integers(0, 3)) == 0:
        return Step(name, "workshop", minutes, required)
    work, *as_good = draw(st.sampled_from((WORKS, WORKS[:1], WORKS[1:])))
    at_least = draw(st.sampled_from((0, 0, 2)))
    return Step(name, "course", minutes, required, work, at_least, tuple(as_good))


@st.composite
def revisions(draw: st.DrawFn) -> list[Revision]:
    days = sorted(draw(st.sets(st.integers(2, 9), max_size=2)))
    return [Revision(on, draw(some_steps())) for on in (*days, None)]


@st.composite
def some_steps(draw: st.DrawFn) -> tuple[Step, ...]:
    return tuple(draw(steps(name)) for name in draw(MOST_OF["track"]))


# What may be recorded


TRUSTS = st.sampled_from(("graded", "attested", "attested", "observed", "declared"))


@st.composite
def learnings(draw: st.DrawFn) -> Record:
    """Of a work: reading, doing, passing; or recognised as learnt elsewhere."""
    work, seconds = draw(st.sampled_from(WORKS)), draw(st.integers(0, 90))
    if draw(st.integers(0, 4)) == 0:
        return Record(0, work, work, "accredited", draw(TRUSTS))
    verb = draw(st.sampled_from(("completed", "passed", "completed", "passed", "experienced")))
    return Record(0, work, draw(st.sampled_from(LESSONS[work])), verb, draw(TRUSTS), 0, seconds)


taking_part = st.builds(
    Record,
    st.just(0),
    st.just("track"),
    st.sampled_from(STEPS),
    st.sampled_from(("attended", "waived")),
    TRUSTS,
)
MORE = learnings() | learnings() | taking_part
ENROLLED = [Record(0, about, about, "enrolled", "observed", 1) for about in (*WORKS, "track")]


@st.composite
def logs(draw: st.DrawFn, *, may_lower: bool = True) -> list[Record]:
    """Everybody joins first; one record a day; some go, come back, are moved or taken back."""
    lowering = (
        st.builds(
            lambda work, verb: Record(0, work, work, verb, "observed", 2),
            st.sampled_from(WORKS),
            st.sampled_from(("withdrew", "moved", "voided")),
        )
        if may_lower
        else st.nothing()
    )
    log = list(ENROLLED)
    log += draw(st.lists(MORE | MORE | lowering, max_size=12))
    dated = [replace(record, day=n) for n, record in enumerate(log, start=-len(ENROLLED) + 1)]
    return [_aimed(record, dated, draw) if record.verb == "voided" else record for record in dated]


def _aimed(record: Record, log: list[Record], draw: st.DrawFn) -> Record:
    """A record that takes an earlier one back is about the same enrolment."""
    voidable = [r for r in log if 0 < r.day < record.day and r.verb != "voided"]
    if not voidable:
        return replace(record, verb="experienced")
    target = draw(st.sampled_from(voidable))
    return replace(record, about=target.about, object=f"record {target.day}", voids=target.day)


# What the rules make of it


def state(record: Record) -> State:
    at = day(record.day)
    return State(
        object=named(record.object),
        verb=record.verb,
        trust=record.trust,
        first_at=at,
        first_id=named(f"record {record.day}"),
        last_at=at,
        seconds=record.seconds,
        position=record.day + 100,
        last_release=named(f"release {record.release}") if record.object in WORKS else None,
    )


def fold(log: list[Record], about: str) -> list[State]:
    """By object, verb and trust; the log keeps a record once, however often it was sent."""
    gone = {record.voids for record in log if record.verb == "voided"}
    kept: dict[tuple[object, ...], State] = {}
    for one in (state(r) for r in dict.fromkeys(log) if r.about == about and r.day not in gone):
        key = (one.object, one.verb, one.trust)
        kept[key] = merge(kept[key], one) if key in kept else one
    return list(kept.values())


def course(log: list[Record], work: str, of: Releases) -> tuple[Decision, int]:
    """Also the number of the release that the log names."""
    states = fold(log, work)
    number = 2 if pinned_release(states) == named("release 2") else 1
    rules = [LessonRule(named(x.name), x.minutes, x.move_on) for x in of[work][number]]
    return decide_course(rules, states), number


def rule(step: Step) -> StepRule:
    return StepRule(
        named(step.name),
        step.kind,
        step.minutes,
        required=step.required,
        work=named(step.work) if step.work else None,
        release_at_least=step.at_least or None,
        equivalents=tuple(named(work) for work in step.as_good),
    )


def track(
    log: list[Record], revised: list[Revision], of: Releases
) -> tuple[Decision, list[StepDecision]]:
    standings = {}
    for work in WORKS:
        decision, number = course(log, work, of)
        standings[named(work)] = standing_of(decision, release_number=number)
    rules = [
        RevisionRule(
            None if r.replaced_on is None else day(r.replaced_on),
            tuple(rule(step) for step in r.steps),
        )
        for r in revised
    ]
    return decide_track(rules, fold(log, "track"), standings)


# Properties


@given(log=logs(), of=releases())
def test_a_course_is_what_a_naive_reading_of_the_log_makes_of_it(log, of):
    for work in WORKS:
        decision, number = course(log, work, of)
        told = naive.course(work, log, of)
        assert told is not None
        assert (decision.minutes_done, decision.minutes) == (told.done, told.of)
        assert (decision.state == "completed") == told.is_complete
        assert decision.completed_at == (None if told.day is None else day(told.day))
        assert number == told.release


@given(log=logs(), revised=revisions(), of=releases())
def test_a_track_is_what_a_naive_reading_of_the_log_makes_of_it(log, revised, of):
    decision, steps = track(log, revised, of)
    done, minutes, is_complete, by_step = naive.track(log, revised, of)
    assert {s.step: (s.state, s.minutes_done) for s in steps} == {
        named(name): told for name, told in by_step.items()
    }
    assert (decision.minutes_done, decision.minutes) == (done, minutes)
    assert (decision.state == "completed") == is_complete


@given(log=logs(), revised=revisions(), of=releases())
def test_a_fraction_stays_between_nothing_and_everything(log, revised, of):
    whole = [track(log, revised, of)[0], *(course(log, work, of)[0] for work in WORKS)]
    for decision in whole:
        assert 0 <= decision.minutes_done <= decision.minutes
        if decision.state in ("completed", "accredited"):
            assert decision.minutes_done == decision.minutes


@given(log=logs(), seed=st.randoms(use_true_random=False), revised=revisions(), of=releases())
def test_neither_order_nor_duplicates_change_anything(log, seed, revised, of):
    again = [*log, *seed.sample(log, seed.randint(0, len(log)))]
    seed.shuffle(again)
    assert track(again, revised, of) == track(log, revised, of)
    for work in WORKS:
        assert course(again, work, of) == course(log, work, of)


@given(log=logs(), more=st.lists(MORE, min_size=1, max_size=5), revised=revisions(), of=releases())
def test_more_learning_never_makes_less_of_it(log, more, revised, of):
    added = [*log, *(replace(r, day=log[-1].day + n) for n, r in enumerate(more, start=1))]
    pairs = [(course(log, work, of)[0], course(added, work, of)[0]) for work in WORKS]
    (before, steps), (after, later) = track(log, revised, of), track(added, revised, of)
    for less, greater in [*pairs, (before, after)]:
        assert greater.minutes == less.minutes
        assert greater.minutes_done >= less.minutes_done
        assert not (less.state == "completed" and greater.state != "completed")
    minutes = {step.step: step.minutes_done for step in later}
    assert all(minutes[step.step] >= step.minutes_done for step in steps)


SHORT, LONG = Lesson("writing 1", 10, "Completed"), Lesson("writing 2", 30, "Completed")
TWO_RELEASES: Releases = {work: {1: (SHORT,), 2: (SHORT, LONG)} for work in WORKS}
FINISHED = [*ENROLLED, Record(1, "writing", "writing 1", "completed", "declared")]


@pytest.mark.parametrize(
    ("said", "minutes_done", "minutes", "state"),
    [
        (Record(2, "writing", "writing 1", "experienced", "declared"), 10, 10, "completed"),
        (Record(2, "writing", "writing", "moved", "observed", 2), 10, 40, "in_progress"),
        (Record(2, "writing", "it", "voided", voids=1), 0, 10, "not_started"),
        (Record(2, "writing", "writing", "withdrew", "observed"), 10, 10, "completed"),
    ],
    ids=["more learning", "moved", "taken back", "left"],
)
def test_only_to_be_moved_or_taken_back_lowers_a_number(said, minutes_done, minutes, state):
    """The twin of the property above: what it leaves out does lower a number."""
    decision, _number = course([*FINISHED, said], "writing", TWO_RELEASES)
    assert (decision.minutes_done, decision.minutes) == (minutes_done, minutes)
    assert decision.state == state


@given(log=logs(), more=MORE, revised=revisions(), new=some_steps(), of=releases())
def test_what_it_includes_never_goes_back(log, more, revised, new, of):
    """Neither by more records nor by a revision; only taking a record back may."""
    last = log[-1].day
    added = [*log, replace(more, day=last + 1)]
    replaced = [*revised[:-1], replace(revised[-1], replaced_on=max(last + 1, 13))]
    after = [*replaced, Revision(None, new)]
    for earlier, later in (
        (track(log, revised, of)[0], track(added, revised, of)[0]),
        (track(log, revised, of)[0], track(log, after, of)[0]),
        *((course(log, w, of)[0], course(added, w, of)[0]) for w in WORKS),
    ):
        assert later.as_of >= earlier.as_of
        assert later.position >= earlier.position


@given(log=logs(), name=st.sampled_from(STEPS), revised=revisions(), of=releases())
def test_any_step_can_be_waived_and_is_then_done(log, name, revised, of):
    in_force = {step.name: step for step in revised[-1].steps}
    assume(name in in_force)
    before = {step.step: step for step in track(log, revised, of)[1]}[named(name)]
    waived = [*log, Record(max(log[-1].day, 13) + 1, "track", name, "waived")]
    after = {step.step: step for step in track(waived, revised, of)[1]}[named(name)]
    assert after.minutes_done == in_force[name].minutes
    done = ("completed", "accredited", "waived")
    assert after.state == (before.state if before.state in done else "waived")


@given(
    log=logs(may_lower=False),
    revised=revisions(),
    of=releases(),
    trust=st.sampled_from(("declared", "observed", "graded")),
)
def test_a_word_that_nobody_attests_waives_nothing(log, revised, of, trust):
    """A client's word is not a decision: the steps stay as they are."""
    said = [*log, *(Record(20 + n, "track", name, "waived", trust) for n, name in enumerate(STEPS))]
    assert track(said, revised, of)[1] == track(log, revised, of)[1]


@given(log=logs(), minutes=WEIGHTS, of=releases(), works=st.permutations(WORKS))
def test_the_work_or_any_that_is_as_good_settles_the_step(log, minutes, of, works):
    """Whichever of them is done, and whatever release of another is asked for."""
    step = Step("step 1", "course", minutes, True, works[0], 2, tuple(works[1:]))
    standings = {work: course(log, work, of) for work in works}
    settling = [
        decision
        for work, (decision, number) in standings.items()
        if decision.completed_at and (work != works[0] or number >= 2)
    ]
    decision, (settled,) = track(log, [Revision(None, (step,))], of)
    waived = any(r.verb == "waived" and r.object == "step 1" for r in log)
    assume(not waived)
    assert (settled.state in ("completed", "accredited")) == bool(settling)
    if settling:
        assert settled.completed_at == min(d.completed_at for d in settling)
        assert decision.state == "completed"


@given(log=logs(), revised=revisions(), of=releases())
def test_a_removed_step_counts_no_more_and_stays_listed_if_it_was_done(log, revised, of):
    """Everything goes, from the day after the last record on."""
    end = max(log[-1].day, 13) + 1
    _before, steps = track(log, revised, of)
    emptied = [*revised[:-1], replace(revised[-1], replaced_on=end), Revision(None, ())]
    after, listed = track(log, emptied, of)
    assert (after.minutes, after.minutes_done) == (0, 0)
    done = {s.step: s for s in steps if s.completed_at}
    assert {s.step: s.state for s in listed} == {id_: s.state for id_, s in done.items()}


@given(log=logs(), of=releases())
def test_recognised_learning_is_the_whole_course_until_it_is_taken_back(log, of):
    last = log[-1].day
    for work in WORKS:
        recognised = [*log, Record(last + 1, work, work, "accredited")]
        whole, _number = course(recognised, work, of)
        assert whole.minutes_done == whole.minutes
        assert whole.state in ("accredited", "completed")
        taken_back = [*recognised, Record(last + 2, work, "it", "voided", voids=last + 1)]
        again, before = course(taken_back, work, of)[0], course(log, work, of)[0]
        assert (again.minutes_done, again.minutes) == (before.minutes_done, before.minutes)
        assert again.completed_at == before.completed_at
