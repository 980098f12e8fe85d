"""Owns the people of the access matrix, and the objects they try their hands at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.admin.utils import quote
from django.utils import timezone

from campus.accounts.models import User
from campus.accounts.roles import campus_organisation
from campus.jobs import working
from campus.records.models import LearningRecord
from courses.accrediting import Evidence, accredit
from courses.catalogue import agreeing, wishing
from courses.drafting import uploading
from courses.enrolment import enrol
from courses.models import (
    Accreditation,
    Attempt,
    Course,
    Enrolment,
    QuestionBank,
    ReleaseLesson,
    Resource,
)
from courses.quizzes.attempting import begin
from courses.releases.previews import make_link
from tests.standing import a_collection, a_resource
from tests.trainers import a_trainer
from tests.world import (
    Followed,
    a_draft,
    a_learner,
    a_person,
    a_published_course,
    a_quiz,
    a_team,
    a_team_with_a_track,
    an_item,
    an_organisation,
    finish,
    lessons_of,
    quiz_of,
    right_answers,
)
from tracks.models import ProjectTeam, TrackEnrolment
from tracks.teams import add_member
from tracks.waiving import waive
from workers.certificates.issuing.handling import issue
from workers.certificates.models import Credential, NameRequest
from workers.progress.folding.earning import course_key
from workers.progress.folding.shards import fold_all
from workers.progress.models import Move


@dataclass(frozen=True)
class World:
    """Who there is, and by name the parts of the addresses of what there is."""

    people: Mapping[str, User]
    objects: Mapping[str, Mapping[str, Any]]
    bodies: Mapping[str, Mapping[str, Any]]


def a_world() -> World:
    """One course with a learner who completed it, one team with a track on it, and the others."""
    course = a_published_course(lessons=("article", "quiz"), organisation=an_organisation())
    of = a_team_with_a_track(course)
    of.team.organisation = course.organisation
    of.team.save()
    disabled = a_person("Une ancienne", is_active=False)
    add_member(team=of.team, person=disabled)
    learner = a_learner("Awa Diop")
    enrolment = finish(learner, course)
    fold_all()
    issue(course_key(course.work_id, learner.id, enrolment.period))
    people = {
        "outsider": a_learner("Une passante"),
        "learner": learner,
        "member": of.member,
        "lead": of.lead,
        "coach": of.coach,
        "other lead": a_team().lead,
        "author": a_trainer(course.organisation, kind="author"),
        "trainer": a_trainer(course.organisation),
        "other trainer": a_trainer(an_organisation("Ailleurs")),
        "manager": a_trainer(course.organisation, kind="manager", name="Une cheffe"),
        "staff": a_trainer(campus_organisation(), kind="staff"),
        "superuser": a_person("Root", is_staff=True, is_superuser=True),
        "disabled": disabled,
    }
    draft = a_draft("Brouillon", organisation=course.organisation)
    return World(
        people,
        _objects(course, draft, of, learner, enrolment),
        _bodies(course, draft, of, enrolment),
    )


def _previewed(draft: Course) -> dict[str, Any]:
    token = make_link(course=draft, release=None, by=None, days=1).token
    return {
        "a preview of the draft": {"token": token},
        "a lesson of the preview": {"token": token, "lesson": lessons_of(draft)[0].id},
        "no file of the preview": {"token": token, "digest": "0" * 64},
        "a link that nobody signed": {"token": "signed~by~nobody"},
    }


def _objects(
    course: Course, draft: Course, of: Followed, learner: User, enrolment: Enrolment
) -> dict[str, Any]:
    own_team = ProjectTeam.objects.create(name="La leur", organisation=course.organisation)
    lesson, hidden = lessons_of(course)[0], lessons_of(draft)[0]
    followed = TrackEnrolment.objects.get(track=of.track, person=of.member)
    asked, workshop = of.step("course").step_id, of.step("workshop").step_id
    waiver = waive(by=of.coach, enrolment=followed, step=asked, reason="Déjà formé.")
    credential = Credential.objects.get(person=learner)
    now = timezone.now()
    wrong_name = NameRequest.objects.create(
        credential=credential, name="Un nom", asked_at=now, decided_at=now, is_accepted=False
    )
    attempt, together = Attempt.objects.get(enrolment=enrolment), _a_team_s_attempt(of)
    author = User.objects.get(roles__kind="author", roles__organisation=course.organisation)
    upload = uploading.begin(course=draft, by=author, path="film.mp4", size=100)
    job = working.start(kind="test", owner=learner, title="Un long travail", arguments={})
    recognised, move = _recognised(course), _a_move(course, enrolment)
    bank = QuestionBank.objects.create(organisation=course.organisation, title="Réserve")
    shelf, hidden_shelf = a_collection(course), a_collection(course, is_public=False)
    tool, expert = a_resource(), a_resource("expert", person=learner)
    wished, _is_new = wishing.wish(person=learner, title="Un vœu", why="", language="fr")
    return {
        "": {},
        "the collection": {"slug": shelf.slug},
        "page of the collection": {"slug": shelf.slug},
        "a hidden collection": {"slug": hidden_shelf.slug},
        "page of a hidden collection": {"slug": hidden_shelf.slug},
        "the tool": {"slug": tool.slug},
        "page of the tool": {"slug": tool.slug},
        "an expert who did not agree": {"slug": expert.slug},
        "page of an expert who did not agree": {"slug": expert.slug},
        "the wish": {"wish_id": wished.id},
        "page of the wish": {"wish": wished.id},
        **_previewed(draft),
        "the learner's job": {"job_id": job.id},
        "the learner's job in the admin": {"object_id": job.id},
        "what was recognised": {"object_id": recognised.id},
        "a move of the learner": {"object_id": move.id},
        "the course": {"course": course.slug},
        "a draft": {"course": draft.slug},
        "its release": {"course": course.slug, "number": 1},
        "a draft's release": {"course": draft.slug, "number": 1},
        "page of its release": {"slug": course.slug, "number": 1},
        "page of a draft's release": {"slug": draft.slug, "number": 1},
        "section of the sitemap": {"section": "courses"},
        "its lesson": {"lesson_id": lesson.id},
        "a draft's lesson": {"lesson_id": hidden.id},
        "its text": {"digest": ReleaseLesson.objects.filter(lesson=lesson)[0].blob_id},
        "the author's upload": {"upload_id": upload.id},
        "a file of nobody": {"digest": "0" * 64},
        "the learner's enrolment": {"enrolment_id": enrolment.id},
        "the member's enrolment": {"enrolment_id": followed.id},
        "the team": {"team_id": of.team.id},
        "the team's track": {"track": of.track.slug},
        "a waived step": {"step_id": asked},
        "the workshop": {"step_id": workshop},
        "the member's waiver": {"step_id": asked, "decision_id": waiver},
        "page of the member's waiver": {"team": of.team.id, "record": waiver},
        "the track in the admin": {"object_id": of.track.id},
        "the member's waiver in the admin": {"object_id": of.track.id, "record": waiver},
        "the learner's certificate's list": {"list_id": credential.status_list_id},
        "a list of nobody": {"list_id": "x" * 22},
        "the learner's certificate": {"credential_id": credential.id},
        # the pages' addresses name them by other words
        "page of the course": {"slug": course.slug},
        "page of a draft": {"slug": draft.slug},
        "page of its lesson": {"slug": course.slug, "lesson": lesson.id},
        "page of a draft's lesson": {"slug": draft.slug, "lesson": hidden.id},
        "page of its quiz": {"slug": course.slug, "lesson": quiz_of(course).id},
        "its quiz": {"quiz_id": quiz_of(course).id},
        "the learner's attempt": {"quiz_id": quiz_of(course).id, "attempt_id": attempt.id},
        "the team's attempt": {"quiz_id": together.lesson_id, "attempt_id": together.id},
        "page of an attempt": {
            "slug": course.slug,
            "lesson": quiz_of(course).id,
            "record": LearningRecord.objects.get(
                registration=enrolment.registration, verb="answered"
            ).id,
        },
        "page of the team's attempt": {
            "slug": together.enrolment.course.slug,
            "lesson": together.lesson_id,
            "record": together.id,
        },
        "link to its lesson": {"lesson": lesson.id},
        "page of the track": {"slug": of.track.slug},
        "page of the team": {"team": of.team.id},
        "page of the team's track": {"team": of.team.id, "slug": of.track.slug},
        "the course in the admin": {"object_id": course.id},
        "a draft in the admin": {"object_id": draft.id},
        "the learner's certificate in the admin": {"object_id": quote(credential.id)},
        "a wrong name in the admin": {"object_id": wrong_name.id},
        "an achievement in the admin": {"object_id": credential.achievement_id},
        "an export of certificates": {
            "object_id": credential.achievement_id,
            "job_id": job.id,
        },
        "an export of a draft": {"object_id": draft.id, "job_id": job.id},
        "a lesson in the admin": {"object_id": hidden.id},
        "a quiz in the admin": {"object_id": quiz_of(course).id},
        "a bank in the admin": {"object_id": bank.id},
        "a language of the admin": {"code": "fr"},
        "the learner in the admin": {"object_id": learner.id},
        "a team": {"object_id": own_team.id},
    }


def _a_team_s_attempt(of: Followed) -> Attempt:
    """The lead began it, the member joined by the code; the coach has no part in it."""
    course, quiz = a_quiz(is_team=True)
    hers, _is_new = enrol(person=of.lead, course=course)
    attempt, _is_new = begin(person=of.lead, quiz=quiz.id, enrolment=hers.id)
    theirs, _is_new = enrol(person=of.member, course=course)
    begin(person=of.member, quiz=quiz.id, enrolment=theirs.id, code=str(attempt.code))
    return attempt


def _recognised(course: Course) -> Accreditation:
    trainer = User.objects.get(roles__kind="trainer", roles__organisation=course.organisation)
    evidence = Evidence("attestation", "Une attestation d’ailleurs.")
    row, _is_new = accredit(person=a_learner(), course=course, evidence=evidence, by=trainer)
    return row


def _a_move(course: Course, enrolment: Enrolment) -> Move:
    """Looked at, and done by nobody."""
    return Move.objects.create(
        course=course,
        release=enrolment.release,
        by=User.objects.get(roles__kind="trainer", roles__organisation=course.organisation),
        looked_at=timezone.now(),
    )


def _bodies(course: Course, draft: Course, of: Followed, enrolment: Enrolment) -> dict[str, Any]:
    lesson = lessons_of(course)[0]
    workshop = of.step("workshop").step_id
    form = {"record": uuid4(), "at": timezone.now().isoformat()}
    followed = TrackEnrolment.objects.get(track=of.track, person=of.member)
    shown = Resource.objects.get(person=enrolment.person)
    return {
        "": {},
        "a record": {"records": [an_item(enrolment.id, lesson=lesson.id, verb="experienced")]},
        "the course": {"course": course.slug},
        "a new upload": {"course": draft.slug, "path": "film.mp4", "size": 100},
        "another course": {"course": a_published_course("Un autre").slug},
        "a draft": {"course": str(draft.id)},
        "a wish": {"title": "Un autre vœu"},
        "a comment": {"text": "À relire."},
        "a wish on a page": {"title": "Encore un vœu", "why": "Pour un projet."},
        "an agreement": {"agree": "yes", "resource": str(shown.id), "read": agreeing.stamp(shown)},
        "a name to confirm": {"name": "Nouveau nom"},
        "a name": {"name": "Nouveau nom", "language": "fr"},
        "the team's track": {"track": of.track.slug},
        "the learner's enrolment": {"enrolment": str(enrolment.id)},
        "no answers": {"answers": {}},
        "a move nobody looked at": {"release": 1, "seen": "nothing"},
        "a waiver": {"enrolment": str(followed.id), "decision": "waive", "reason": "Déjà formé."},
        "a waiver on a page": {
            "what": f"{followed.id}:{workshop}",
            "reason": "Déjà formé.",
            "record": uuid4(),
        },
        "an outcome": {"outcome": "Sept démarches réunies."},
        "a form": form,
        "answers": form
        | {
            f"question-{question}": choices
            for question, choices in right_answers(quiz_of(course)).items()
        },
        "an attendance": {
            "step": workshop,
            "at": form["at"],
            "attended": followed.id,
            f"record-{followed.id}": uuid4(),
        },
    }
