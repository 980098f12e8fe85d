"""Why, also where somebody recognised, waived or moved: parts that add up, in both languages."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.utils.translation import override

from campus.records.appending import append
from campus.records.models import LearningRecord
from campus.records.statements import NewRecord
from campus.records.verbs import Trust
from courses.accrediting import Evidence, accredit, withdraw
from courses.enrolment import enrol
from courses.models import Enrolment, Lesson
from courses.releases.publishing import publish
from tests import world
from tests.trainers import a_trainer
from tracks.models import TrackEnrolment
from workers.progress.explaining.parts import (
    Explanation,
    explain_course,
    explain_team,
    explain_track,
)
from workers.progress.models import Progress, TeamProgress
from workers.progress.reporting.tables import team_table

pytestmark = pytest.mark.django_db
Settle = Callable[[], None]
SHOWN = Evidence("attestation", "Attestation de l’école, vue le 3 mai.")


@pytest.fixture
def of() -> world.Followed:
    return world.a_team_with_a_track()


def hers(of: world.Followed) -> TrackEnrolment:
    return TrackEnrolment.objects.get(track=of.track, person=of.member)


def adds_up(explained: Explanation, shown: float) -> None:
    """Exactly: whole minutes of whole minutes, and the shares of the parts to the last bit."""
    assert explained.fraction == shown
    (total,) = {part.total for part in explained.parts}
    assert sum(part.minutes_done for part in explained.parts) / total == shown
    assert sum(part.minutes for part in explained.parts) == total
    assert {part.object for part in explained.missing} == {
        part.object for part in explained.parts if part.minutes_done < part.minutes
    }


def all_of_it(of: world.Followed) -> dict[str, Explanation]:
    """Of the member's track and her team, each beside the number that is shown."""
    track, team = explain_track(hers(of)), explain_team(team_table(of.team, of.track))
    adds_up(track, Progress.objects.get(enrolment=hers(of).id).fraction)
    adds_up(team, TeamProgress.objects.get(track=of.track.id).fraction)
    return {"track": track, "team": team}


def recognise(of: world.Followed) -> None:
    trainer = a_trainer(of.course.organisation)
    accredit(person=of.member, course=of.course, evidence=SHOWN, by=trainer)


REASON = "Elle anime cet atelier elle-même."


def waive(of: world.Followed, kind: str) -> None:
    enrolment, step = hers(of), of.step(kind)
    append([
        NewRecord(
            id=uuid4(), learner=of.member.id, actor=of.member.actor,
            registration=enrolment.registration, object_kind="step", object=step.step_id,
            release=step.revision_id, verb="waived", occurred_at=datetime.now(UTC),
            trust=Trust.ATTESTED, result={"reason": REASON}, asserted_by=of.coach.id,
            asserted_actor=of.coach.actor,
        )
    ])  # fmt: skip


def test_a_course_recognised_half_way_adds_up_lesson_by_lesson(
    of: world.Followed, settle: Settle
) -> None:
    enrolment, _is_new = enrol(person=of.member, course=of.course)
    world.say(of.member, world.done(enrolment, world.lessons_of(of.course)[0]))
    recognise(of)
    settle()
    course = explain_course(enrolment)
    adds_up(course, Progress.objects.get(enrolment=enrolment.id).fraction)
    assert [part.state for part in course.parts] == ["completed", "accredited"]
    assert all(part.record for part in course.parts)
    explained = all_of_it(of)
    assert [part.state for part in explained["track"].parts] == ["accredited", "not_started"]


def test_what_was_recognised_and_withdrawn_adds_up_again(
    of: world.Followed, settle: Settle
) -> None:
    trainer = a_trainer(of.course.organisation)
    row, _is_new = accredit(person=of.member, course=of.course, evidence=SHOWN, by=trainer)
    settle()
    withdraw(accreditation=row, by=trainer, because="Une erreur.")
    settle()
    assert [part.state for part in all_of_it(of)["track"].parts] == ["not_started"] * 2


@pytest.mark.parametrize("kind", ["course", "workshop"])
def test_a_step_that_was_waived_counts_whole_and_names_its_record(
    of: world.Followed, settle: Settle, kind: str
) -> None:
    waive(of, kind)
    settle()
    with override("en"):
        track = all_of_it(of)["track"]
    (part,) = [part for part in track.parts if part.rule == kind]
    assert (part.state, part.counts) == ("waived", part.of)
    assert part.record is not None
    assert part.because.startswith(f"{of.coach.name} waived this step on ")
    assert part.because.endswith(REASON)


def test_a_share_of_a_course_in_a_track_adds_up(of: world.Followed, settle: Settle) -> None:
    enrolment, _is_new = enrol(person=of.member, course=of.course)
    world.say(of.member, world.done(enrolment, world.lessons_of(of.course)[0]))
    settle()
    (course, _workshop) = all_of_it(of)["track"].parts
    assert (course.state, course.minutes_done, course.minutes) == ("in_progress", 30, 60)
    assert "30" in course.because


def test_the_time_spent_is_that_of_the_records(of: world.Followed, settle: Settle) -> None:
    enrolment, _is_new = enrol(person=of.member, course=of.course)
    first, second = world.lessons_of(of.course)
    for lesson, duration in ((first, "PT90S"), (first, "PT30S"), (second, "P1D")):
        result = {"duration": duration}
        item = world.an_item(enrolment.id, lesson=lesson.id, verb="experienced", result=result)
        world.say(of.member, item)
    settle()
    # A day is a page left open: half an hour of it counts.
    assert [part.seconds for part in explain_course(enrolment).parts] == [120, 1800]
    assert [part.seconds for part in explain_track(hers(of)).parts] == [1920, None]
    assert sorted(part.seconds or 0 for part in all_of_it(of)["team"].parts) == [0, 1920]


def test_it_says_so_in_french_and_in_english(of: world.Followed, settle: Settle) -> None:
    enrolment, _is_new = enrol(person=of.member, course=of.course)
    world.say(of.member, world.done(enrolment, world.lessons_of(of.course)[0]))
    settle()
    with override("en"):
        english = [part.because for part in explain_course(enrolment).parts]
    with override("fr"):
        french = [part.because for part in explain_course(enrolment).parts]
    assert english[1] == "Finish this lesson."
    assert all(one != other for one, other in zip(english, french, strict=True))


def test_a_course_step_names_the_record_and_the_release_that_settled_it(
    of: world.Followed, settle: Settle
) -> None:
    enrolment = world.finish(of.member, of.course)
    settle()
    with override("en"):
        (step, workshop) = all_of_it(of)["track"].parts
    last = max(explain_course(enrolment).parts, key=lambda part: (part.at, part.record))
    assert (step.record, step.at) == (last.record, last.at)
    assert (step.release, step.course) == (enrolment.release.number, of.course.slug)
    assert step.because == "The course was completed, by the rules of its release 1."
    assert (workshop.record, workshop.release, workshop.course) == (None, None, "")


def test_a_course_step_recognised_names_the_record_of_the_recognition(
    of: world.Followed, settle: Settle
) -> None:
    recognise(of)
    settle()
    said = LearningRecord.objects.get(verb="accredited")
    step = all_of_it(of)["track"].parts[0]
    assert (step.state, step.record, step.release) == ("accredited", said.id, 1)


def test_a_course_step_on_its_way_leads_to_the_course_and_names_no_record(
    of: world.Followed, settle: Settle
) -> None:
    enrolment, _is_new = enrol(person=of.member, course=of.course)
    world.say(of.member, world.done(enrolment, world.lessons_of(of.course)[0]))
    settle()
    step = all_of_it(of)["track"].parts[0]
    assert (step.record, step.course) == (None, of.course.slug)


def test_it_reads_the_release_that_the_log_names(of: world.Followed, settle: Settle) -> None:
    """As the fold does: an enrolment's own column says it too, and proves nothing."""
    enrolment, _is_new = enrol(person=of.member, course=of.course)
    world.say(of.member, world.done(enrolment, world.lessons_of(of.course)[0]))
    settle()
    Lesson.objects.filter(module__course=of.course).update(minutes=7)
    newer = publish(course=of.course, by=None)
    Enrolment.objects.filter(id=enrolment.id).update(release=newer)
    enrolment.refresh_from_db()
    explained = explain_course(enrolment)
    assert explained.release == newer.number - 1
    row = Progress.objects.get(enrolment=enrolment.id)
    assert (explained.minutes_done, explained.minutes) == (row.minutes_done, row.minutes)
