"""Owns the credentials of a course: who completed it, and which of its achievements she has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation

from courses.models import CourseCompletion, Enrolment
from workers.certificates.authoring.achievements import issued_versions, least_trust
from workers.certificates.authoring.targets import courses_of_work, target_of_courses
from workers.certificates.issuing.awarding import Key, award_all, evidence_missing, held
from workers.certificates.issuing.course_words import criteria, language_of, told
from workers.certificates.issuing.making import Entitled
from workers.certificates.models import AchievementVersion, Credential, SubjectKind
from workers.certificates.naming import held_names
from workers.certificates.rules.eligibility import (
    Record,
    Requirement,
    States,
    course_requirements,
    raised,
    records_for,
    unmet,
)
from workers.progress.folding.frozen import lesson_rules
from workers.progress.folding.states import states_of
from workers.progress.models import Progress
from workers.progress.models.progress import ProgressState

# All that a credential says of an enrolment: the rows around it are wide.
_SAID: Final = (
    "person__email", "person__name", "person__language",
    "person", "course", "release", "registration", "period",
)  # fmt: skip

Ground = tuple[tuple[Requirement, ...], tuple[Record, ...]]
"""What is asked, and what of it the log holds."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What was issued, and to how many not, because the log lacks what the projection says."""

    credentials: Sequence[Credential]
    refused: int


def issue_all(keys: Iterable[str]) -> None:
    """Issue what each of these (`work:{work}:{person}:{period}`) says was earned and is not there.

    Raises Conflict where the log lacks records that the projection counted.
    """
    owed: dict[UUID, set[tuple[UUID, int]]] = {}
    for key in keys:
        _kind, work, person, period = key.split(":")
        owed.setdefault(UUID(work), set()).add((UUID(person), int(period)))
    for of_work, earners in owed.items():
        rows = completions_of(of_work).filter(person__in={person for person, _period in earners})
        earned = [row for row in rows if (row.person_id, row.enrolment.period) in earners]
        if refused := issue_to(of_work, earned).refused:
            raise evidence_missing(refused)


def completions_of(work: UUID) -> QuerySet[CourseCompletion]:
    """With what a credential says of its enrolment. Without learning from elsewhere: a credential
    says that she followed the course, and she did not.
    """
    elsewhere = Progress.objects.filter(
        registration=OuterRef("enrolment__registration"), state=ProgressState.ACCREDITED
    )
    rows = CourseCompletion.objects.filter(~Exists(elsewhere), work=work)
    return rows.select_related("enrolment__person").only(
        "work", "person", *(f"enrolment__{name}" for name in _SAID)
    )


def issue_to(
    work: UUID,
    completions: Iterable[CourseCompletion],
    *,
    only: UUID | None = None,
    in_time: bool = False,
) -> Issued:
    """The achievements of this work, or `only` one of them, to whoever earned them and has none.

    To nobody who has not confirmed her name. The number of queries does not grow with the people;
    `completions` are of `completions_of`.
    """
    courses = {course.id: course for course in courses_of_work(work)}
    target = target_of_courses(list(courses.values()))
    if target is None:
        return Issued([], 0)
    versions = [
        version
        for version in issued_versions(target, SubjectKind.PERSON)
        if only in (None, version.achievement_id)
    ]
    entitled: list[Entitled] = []
    refused = 0
    enrolments = [one.enrolment for one in completions]
    for enrolment in enrolments:
        enrolment.course = courses[enrolment.course_id]
    found = _Found.of(enrolments, versions)
    for enrolment in found.enrolments:
        earned = list(found.entitled(enrolment, versions))
        refused += None in earned
        entitled += [one for one in earned if one]
    return Issued(award_all(entitled, in_time=in_time), refused)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of many enrolments at once; the unnamed are left out."""

    enrolments: Sequence[Enrolment]
    names: Mapping[UUID, str]
    there: set[Key]
    states: States

    @classmethod
    def of(
        cls, enrolments: Sequence[Enrolment], versions: Sequence[AchievementVersion]
    ) -> "_Found":
        names = held_names({one.person_id for one in enrolments})
        named = [one for one in enrolments if one.person_id in names]
        there = held([version.achievement_id for version in versions], {e.person_id for e in named})
        wanting = [
            one
            for one in named
            if any((v.achievement_id, one.person_id, one.period) not in there for v in versions)
        ]
        return cls(wanting, names, there, states_of({one.registration for one in wanting}))

    def entitled(
        self, enrolment: Enrolment, versions: Sequence[AchievementVersion]
    ) -> Iterator[Entitled | None]:
        """One for each version that she earned and has not; None where the log lacks her records.

        Trust that a version asks beyond the lessons' own and that she has not is no fault.
        """
        rule = course_requirements(enrolment.registration, lesson_rules(enrolment.release_id))
        if unmet(rule, records_for(rule, self.states)):
            yield None
            return
        for version in versions:
            key = version.achievement_id, enrolment.person_id, enrolment.period
            asked = tuple(raised(rule, least_trust(version)))
            evidence = tuple(records_for(asked, self.states))
            if key not in self.there and not unmet(asked, evidence):
                yield self._entitled(enrolment, version, (asked, evidence))

    def _entitled(
        self, enrolment: Enrolment, version: AchievementVersion, ground: Ground
    ) -> Entitled:
        requirements, evidence = ground
        language = language_of(version, enrolment)
        with translation.override(language):
            return Entitled(
                version=version,
                subject=enrolment.person,
                period=enrolment.period,
                name=self.names[enrolment.person_id],
                language=language,
                told=told(enrolment, version, {record.trust for record in evidence}),
                criteria=criteria(version),
                requirements=requirements,
                evidence=evidence,
                holders=(enrolment.person,),
            )
