"""Tracks are made from frozen templates and change only by immutable revisions."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from campus.errors import Conflict, Invalid
from campus.owed.models import Owed
from courses.enrolment import enrol
from courses.models import Enrolment
from courses.releases.publishing import publish
from tests import world
from tests.racing import (
    another_process,
    is_blocked,
    take_no_locks,
    wait_until,
    wait_until_blocked,
)
from tracks.enrolment import TRACK_CHANGED, join
from tracks.models import RevisionStep, Track, TrackRevision
from tracks.models.templates import TemplateRevision
from tracks.tailoring import StepPlan, make_track, revise
from tracks.teams import add_member
from tracks.templates import freeze


def plans_of(track: Track) -> list[StepPlan]:
    """The revision in force, as plans for the next one."""
    return [
        StepPlan(
            kind=step.kind,
            title=step.title,
            minutes=step.minutes,
            course=step.course,
            step=step.step_id,
            required=step.required,
            due_on=step.due_on,
        )
        for step in _in_force(track)
    ]


def _in_force(track: Track) -> list[RevisionStep]:
    return list(track.revisions.get(replaced_at=None).steps.select_related("course"))


def _publish_again(course):
    lesson = world.lessons_of(course)[0]
    lesson.source = "Un tout autre texte."
    lesson.save()
    release = publish(course=course, by=None)
    course.refresh_from_db()
    return release


@pytest.mark.django_db
class TestFreezing:
    def test_a_template_that_did_not_change_is_frozen_once(self):
        template = world.a_template(courses=[world.a_published_course()])
        assert freeze(template=template) == freeze(template=template)

    @pytest.mark.parametrize("change", [{"minutes": 7}, {"required": False}, {"position": 9}])
    def test_a_changed_step_makes_another_revision(self, change):
        template = world.a_template(courses=[world.a_published_course()])
        first = freeze(template=template)
        template.steps.filter(kind="course").update(**change)
        assert freeze(template=template).number == first.number + 1

    def test_another_order_of_opening_makes_another_revision(self):
        template = world.a_template()
        freeze(template=template)
        template.in_order = True
        template.save()
        assert freeze(template=template).in_order is True
        assert TemplateRevision.objects.count() == 2

    def test_a_frozen_revision_does_not_follow_its_template(self):
        template = world.a_template()
        frozen = freeze(template=template)
        template.steps.all().delete()
        freeze(template=template)
        frozen.refresh_from_db()
        assert len(frozen.steps) == 1


@pytest.mark.django_db
class TestMaking:
    def test_a_track_has_the_template_s_steps_and_the_team_follows_it(self):
        of = world.a_team_with_a_track(in_order=True)
        revision = of.track.revisions.get()
        assert (revision.number, revision.in_order) == (1, True)
        assert [step.kind for step in _in_force(of.track)] == ["course", "workshop"]
        assert of.step("course").release == of.course.current_release
        followers = set(of.track.enrolments.values_list("person", flat=True))
        assert followers == {of.lead.id, of.member.id}

    def test_whoever_follows_it_is_enrolled_in_its_courses(self):
        of = world.a_team_with_a_track()
        people = set(Enrolment.objects.values_list("person", flat=True))
        assert people == {of.lead.id, of.member.id}

    def test_two_tracks_of_one_template_share_its_revision_and_no_step(self):
        template = world.a_template()
        first, second = (
            make_track(template=template, by=world.a_person(), team=world.a_team().team)
            for _ in range(2)
        )
        assert first.template_revision == second.template_revision
        assert not set(first.steps.values_list("id")) & set(second.steps.values_list("id"))
        assert first.slug != second.slug

    def test_a_person_may_have_a_track_of_her_own(self):
        learner = world.a_learner()
        track = make_track(template=world.a_template(), by=learner, person=learner)
        assert (track.team, track.enrolments.get().person) == (None, learner)

    def test_a_track_of_nobody_or_of_two_is_refused(self):
        template, team = world.a_template(), world.a_team()
        for owners in ({}, {"team": team.team, "person": team.lead}):
            with pytest.raises(Invalid) as refused:
                make_track(template=template, by=team.coach, **owners)
            assert refused.value.code == "one_owner"

    def test_a_step_on_a_course_nobody_published_is_refused(self):
        template = world.a_template(courses=[world.a_draft()])
        with pytest.raises(Invalid) as refused, transaction.atomic():
            make_track(template=template, by=world.a_person(), team=world.a_team().team)
        assert refused.value.code == "course_not_published"
        assert not Track.objects.exists()

    def test_somebody_who_follows_the_course_keeps_her_release(self):
        course = world.a_published_course()
        team = world.a_team()
        before, _ = enrol(person=team.member, course=course)
        _publish_again(course)
        make_track(template=world.a_template(courses=[course]), by=team.coach, team=team.team)
        before.refresh_from_db()
        assert before.release.number == 1
        assert Enrolment.objects.get(person=team.lead).release.number == 2


@pytest.mark.django_db
class TestRevising:
    def test_a_revision_replaces_the_one_in_force_and_keeps_the_steps(self):
        of = world.a_team_with_a_track()
        plans = plans_of(of.track)
        revision = revise(track=of.track, by=of.coach, steps=plans, note="Rien que l'ordre")
        first = of.track.revisions.get(number=1)
        assert first.replaced_at is not None
        assert (revision.number, revision.replaced_at) == (2, None)
        assert [step.step_id for step in _in_force(of.track)] == [plan.step for plan in plans]
        assert Owed.objects.filter(kind=TRACK_CHANGED, key=str(of.track.id)).exists()

    def test_an_earlier_revision_never_changes(self):
        of = world.a_team_with_a_track()
        before = list(RevisionStep.objects.filter(revision__number=1).values())
        revise(track=of.track, by=of.coach, steps=plans_of(of.track)[:1])
        assert list(RevisionStep.objects.filter(revision__number=1).values()) == before

    def test_a_new_course_enrols_whoever_follows_the_track(self):
        of = world.a_team_with_a_track()
        new = world.a_published_course("Mesurer")
        plan = StepPlan(kind="course", title={"fr": "Mesurer"}, minutes=30, course=new)
        revise(track=of.track, by=of.coach, steps=[*plans_of(of.track), plan])
        assert set(new.enrolments.values_list("person", flat=True)) == {of.lead.id, of.member.id}

    def test_a_kept_step_keeps_its_release_and_a_new_one_names_the_current(self):
        of = world.a_team_with_a_track()
        second = _publish_again(of.course)
        kept = plans_of(of.track)
        revise(track=of.track, by=of.coach, steps=kept)
        assert of.step("course").release.number == 1
        revise(track=of.track, by=of.coach, steps=[replace(kept[0], step=None), kept[1]])
        assert of.step("course").release == second

    def test_a_release_may_be_named(self):
        of = world.a_team_with_a_track()
        second = _publish_again(of.course)
        plans = plans_of(of.track)
        revise(track=of.track, by=of.coach, steps=[replace(plans[0], release=second), plans[1]])
        assert of.step("course").release == second

    def test_a_revision_based_on_an_older_one_is_refused(self):
        of = world.a_team_with_a_track()
        plans = plans_of(of.track)
        revise(track=of.track, by=of.coach, steps=plans, after=1)
        with pytest.raises(Conflict) as refused, transaction.atomic():
            revise(track=of.track, by=of.coach, steps=plans[:1], after=1)
        assert refused.value.code == "revised_meanwhile"
        assert revise(track=of.track, by=of.coach, steps=plans, after=2).number == 3

    def test_a_step_of_another_track_is_refused(self):
        of, other = world.a_team_with_a_track(), world.a_team_with_a_track()
        foreign = replace(plans_of(of.track)[1], step=other.step("workshop").step_id)
        with pytest.raises(Invalid) as refused, transaction.atomic():
            revise(track=of.track, by=of.coach, steps=[foreign])
        assert refused.value.code == "foreign_step"
        assert TrackRevision.objects.filter(track=of.track).count() == 1

    def test_a_step_named_twice_is_refused(self):
        of = world.a_team_with_a_track()
        workshop = plans_of(of.track)[1]
        with pytest.raises(Invalid) as refused:
            revise(track=of.track, by=of.coach, steps=[workshop, workshop])
        assert refused.value.code == "foreign_step"

    @pytest.mark.parametrize("kind", ["course", "workshop"])
    def test_a_course_step_names_a_course_and_no_other_does(self, kind):
        of = world.a_team_with_a_track()
        course = of.course if kind == "workshop" else None
        plan = StepPlan(kind=kind, title={"fr": "Étape"}, minutes=5, course=course)
        with pytest.raises(Invalid) as refused:
            revise(track=of.track, by=of.coach, steps=[plan])
        assert refused.value.code == "course_of_step"


@pytest.mark.parametrize("is_guarded", [True, False])
@pytest.mark.django_db(transaction=True)
def test_whoever_joins_during_a_revision_is_enrolled_in_its_new_course(is_guarded, monkeypatch):
    """Unguarded is the control: she reads the revision before, the reviser does not see her."""
    if not is_guarded:
        take_no_locks(monkeypatch)
    of, newcomer = world.a_team_with_a_track(), world.a_person("Zoé Blanc")
    new = world.a_published_course("Mesurer")
    plan = StepPlan(kind="course", title={"fr": "Mesurer"}, minutes=30, course=new)
    with another_process() as run:
        with transaction.atomic():
            revise(track=of.track, by=of.coach, steps=[*plans_of(of.track), plan])
            joining = run(join, track=of.track, person=newcomer)
            wait_until(lambda: joining.done() or is_blocked())
        joining.result()
    assert new.enrolments.filter(person=newcomer).exists() is is_guarded


@pytest.mark.parametrize("is_guarded", [True, False])
@pytest.mark.django_db(transaction=True)
def test_whoever_joins_a_team_while_its_track_is_made_follows_it(is_guarded, monkeypatch):
    """Unguarded is the control: neither sees the other."""
    if not is_guarded:
        take_no_locks(monkeypatch)
    team, newcomer, template = world.a_team(), world.a_person("Zoé Blanc"), world.a_template()
    with another_process() as run:
        with transaction.atomic():
            track = make_track(template=template, by=team.coach, team=team.team)
            joining = run(add_member, team=team.team, person=newcomer)
            wait_until(lambda: joining.done() or is_blocked())
        joining.result()
    assert track.enrolments.filter(person=newcomer).exists() is is_guarded


@pytest.mark.parametrize("is_guarded", [True, False])
@pytest.mark.django_db(transaction=True)
def test_two_who_revise_at_once_make_two_revisions(is_guarded, monkeypatch):
    """Unguarded is the control: both replace the first, and the database refuses one."""
    of = world.a_team_with_a_track()
    plans = plans_of(of.track)
    if not is_guarded:
        take_no_locks(monkeypatch)
    with another_process() as run:
        with transaction.atomic():
            revise(track=of.track, by=of.coach, steps=plans)
            second = run(revise, track=of.track, by=of.lead, steps=plans)
            wait_until_blocked()
        assert isinstance(second.exception(), IntegrityError) is not is_guarded
        assert not is_guarded or second.result().number == 3
    assert TrackRevision.objects.filter(track=of.track, replaced_at=None).count() == 1
