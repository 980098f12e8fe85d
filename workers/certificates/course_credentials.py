"""Owns the attestation of a course: who completed it, and what her credential says."""

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from courses.models import CourseCompletion, Enrolment, Listing, ReleaseLesson
from workers.progress.frozen import lesson_rules
from workers.progress.models import Progress
from workers.progress.models.progress import ProgressState
from workers.progress.states import states_of

from . import wording
from .achievements import version_of
from .awarding import Entitled, award, has_one
from .eligibility import course_requirements, records_for
from .models import AchievementVersion, SubjectKind, TargetKind


def issue(work: str, person: str, period: str) -> None:
    """Issue to this person if she completed the work in this period and has no credential.

    To nobody for learning from elsewhere: it says that she followed the course, and she did not.
    """
    completion = (
        CourseCompletion.objects.filter(
            work=UUID(work), person=UUID(person), enrolment__period=int(period)
        )
        .select_related("enrolment__person", "enrolment__release", "enrolment__course")
        .first()
    )
    if completion is None:
        return
    enrolment = completion.enrolment
    if _was_learnt_elsewhere(enrolment):
        return
    version = _version(enrolment)
    if not has_one(version, enrolment.person_id, enrolment.period):
        award(_entitled(enrolment, version))


def _was_learnt_elsewhere(enrolment: Enrolment) -> bool:
    accredited = Progress.objects.filter(state=ProgressState.ACCREDITED)
    return accredited.filter(registration=enrolment.registration).exists()


def _version(enrolment: Enrolment) -> AchievementVersion:
    course = enrolment.course
    published = Listing.objects.filter(course__work=enrolment.work_id)
    siblings = published.order_by("language").values_list("language", "title")
    return version_of(
        organisation=course.organisation,
        target_kind=TargetKind.WORK,
        target=enrolment.work_id,
        subject_kind=SubjectKind.PERSON,
        title=dict(siblings),
        source_language=course.language,
        criteria={"complete": "work"},
    )


def _entitled(enrolment: Enrolment, version: AchievementVersion) -> Entitled:
    registration = enrolment.registration
    requirements = course_requirements(registration, lesson_rules(enrolment.release_id))
    evidence = records_for(requirements, states_of({registration}))
    language = enrolment.course.language
    with translation.override(language):
        return Entitled(
            version=version,
            subject=enrolment.person,
            period=enrolment.period,
            name=enrolment.person.name.strip() or _("The holder of this certificate"),
            language=language,
            told=_told(enrolment, {record.trust for record in evidence}),
            criteria=_("Do every lesson that counts of one release of the course."),
            requirements=tuple(requirements),
            evidence=tuple(evidence),
            holders=(enrolment.person,),
        )


def _told(enrolment: Enrolment, trusts: set[str]) -> wording.Told:
    lessons = list(ReleaseLesson.objects.filter(release=enrolment.release_id))
    return wording.Told(
        title=_("Certificate of attendance"),
        awarded_to=_("awarded to"),
        because=_("for following the whole of the course"),
        subject=enrolment.course.listing.title,
        summary=enrolment.course.listing.summary,
        facts=(
            (_("Stated length"), wording.duration(sum(lesson.minutes for lesson in lessons))),
            (_("Content"), wording.content([lesson.kind for lesson in lessons])),
            (_("Release"), _("no. {number}").format(number=enrolment.release.number)),
        ),
        how_earned=wording.how_earned(trusts),
    )
