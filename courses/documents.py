"""Owns what a reader gets: a course and a lesson as one release holds them, never the draft.

All of it is compiled; the answer key of a graded quiz is in none of these and in no blob.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from msgspec import UNSET, Meta, Struct, UnsetType

from campus.accounts.models import User
from campus.errors import NotFound
from courses.browsing import published
from courses.catalogue.relating import listings_of, translations_of
from courses.enrolment import of_latest_period
from courses.files.withdrawing import as_told, said
from courses.models import Blob, Course, CourseRelease, Enrolment, Listing, ReleaseLesson
from courses.outlines import Asked, AskedQuestion, LinkedCourse, Outline, as_said, texts_of
from courses.releases.following import corrected_facts
from courses.rules.quizrules import read_rules


class ReleaseDocument(Struct, kw_only=True):
    number: int
    digest: Annotated[str, Meta(description="SHA-256 of the outline, a blob.")]
    published_at: datetime


class ReleasedCourse(Outline, kw_only=True):
    """A course as one of its releases says, and which release that is: it stays so."""

    slug: str
    organisation: str
    release: ReleaseDocument


class CourseDocument(ReleasedCourse, kw_only=True):
    """The same, with what is so today."""

    current_release: Annotated[int, Meta(description="Number of the newest release.")]
    archived_at: datetime | None
    releases: Annotated[
        list[ReleaseDocument] | UnsetType, Meta(description="With `?expand=releases`.")
    ] = UNSET
    translations: Annotated[
        list[LinkedCourse] | UnsetType, Meta(description="With `?expand=translations`.")
    ] = UNSET


class QuizDocument(Struct, kw_only=True):
    """The rules of a quiz."""

    mode: Annotated[
        str,
        Meta(
            description="`graded` by the campus, or `practice`: it proves nothing, and the blob of "
            "its questions holds `key` and `feedback`."
        ),
    ]
    attempts_allowed: Annotated[int | None, Meta(description="Null: as many as one likes.")]
    time_limit_minutes: int | None
    shows_key: Annotated[
        str,
        Meta(
            description="When right answers are told: `submitted` (after each attempt), `passed` "
            "(or when no attempt is left) or `never`."
        ),
    ]
    is_team: bool
    questions: Annotated[int, Meta(description="How many an attempt asks.")]
    needs_attempt: Annotated[
        bool, Meta(description="Its questions are told only by `POST /quizzes/{id}/attempts`.")
    ]
    questions_digest: Annotated[
        str | None, Meta(description="SHA-256 of its questions, a blob; null if it needs attempts.")
    ]


class LessonDocument(Struct, kw_only=True):
    """A lesson, ready to be shown; a quiz has its questions beside, without the key."""

    id: UUID
    title: str
    kind: str
    course: UUID
    course_slug: str
    language: str
    release: Annotated[int, Meta(description="Number of the release this is from.")]
    digest: Annotated[str, Meta(description="SHA-256 of the HTML.")]
    minutes: int
    html: Annotated[str, Meta(description="Sanitised; links to lessons are /lessons/{id}.")]
    corrected_at: Annotated[datetime | None, Meta(description="Since when a correction is read.")]
    previous: UUID | None
    next: UUID | None
    mastery: Annotated[float | None, Meta(description="Share that passes the quiz.")] = None
    questions: list[AskedQuestion] | None = None
    quiz: QuizDocument | None = None


_outline = msgspec.json.Decoder(Outline)
_asked = msgspec.json.Decoder(Asked)


def course_document(course: Course, release: CourseRelease) -> CourseDocument:
    """As whoever is enrolled on this release reads it: in the words of what corrects it.

    From the release's outline; no query for the current one if it came with its outline.
    """
    assert course.current_release is not None
    facts = _released(course, release)
    if release.pk != course.current_release_id:
        facts |= corrected_facts(release, facts["modules"])
    return CourseDocument(
        **facts,
        current_release=course.current_release.number,
        archived_at=course.archived_at,
    )


def release_document(course: Course, release: CourseRelease) -> ReleasedCourse:
    return ReleasedCourse(**_released(course, release))


def _released(course: Course, release: CourseRelease) -> dict[str, Any]:
    outline = _outline.decode(bytes(release.outline.body or b""))
    return {
        **{name: getattr(outline, name) for name in Outline.__struct_fields__},
        "slug": course.slug,
        "organisation": course.organisation.name,
        "release": _release(release),
    }


def _release(release: CourseRelease) -> ReleaseDocument:
    return ReleaseDocument(
        number=release.number, digest=release.digest, published_at=release.published_at
    )


def outlines_by_digest(digests: Collection[str]) -> dict[str, Outline]:
    """One query; what is not there is left out."""
    rows = Blob.objects.filter(digest__in=digests).values_list("digest", "body")
    return {digest: _outline.decode(bytes(body or b"")) for digest, body in rows}


def fill(document: ReleasedCourse, release: CourseRelease, expand: Collection[str]) -> None:
    """Put in what was asked for beside the outline; one query each."""
    if "lessons" in expand:
        rows = release.lessons.select_related("blob")
        texts = as_told({row.lesson_id: _text(row) for row in rows}, release.course.language)
        for module in document.modules:
            for lesson in module.lessons:
                lesson.html = texts.get(lesson.id, "")
    if isinstance(document, CourseDocument):
        _lead_on(document, release, expand)


def _lead_on(document: CourseDocument, release: CourseRelease, expand: Collection[str]) -> None:
    if "releases" in expand:
        document.releases = [_release(row) for row in release.course.releases.all()]
    if "translations" in expand:
        others = translations_of(document.work, except_for=document.id)
        document.translations = [_linked(row) for row in others]
    if "relations" in expand:
        listed = listings_of({one.work for one in document.relations}, document.language)
        for one in document.relations:
            one.course = _linked(listed[one.work]) if one.work in listed else None


def _linked(row: Listing) -> LinkedCourse:
    return LinkedCourse(slug=row.course.slug, title=row.title, language=row.language)


def find_lesson(
    lesson_id: UUID, *, person: User | None = None, number: int | None = None
) -> ReleaseLesson:
    """The lesson in the release asked for, else in the one this person reads, else the current.

    What this person reads is in the words of its correction; a release that is asked for by its
    number says what it always said. Raises NotFound where that release of a published course
    does not hold it, and says which do.
    """
    rows = _readable(lesson_id)
    if number is not None:
        row = rows.filter(release__number=number).first()
    else:
        current = rows.filter(release=F("release__course__current_release"))
        row = (_pinned(rows, person) if person else None) or current.first()
    if row is None:
        raise NotFound(_where_it_is(rows))
    return row if number is not None else row.as_read()


def lesson_document(row: ReleaseLesson) -> LessonDocument:
    """One more query, for the lessons before and after; another if it shows files."""
    asked = _asked.decode(bytes(row.questions.body or b"")).questions if row.questions else None
    before, after = _neighbours(row)
    course = row.release.course
    html = _text(row)
    told = as_told({text: text for text in (html, *texts_of(asked or ()))}, course.language)
    return LessonDocument(
        id=row.lesson_id,
        title=row.title,
        kind=row.kind,
        course=course.id,
        course_slug=course.slug,
        language=course.language,
        release=row.release.number,
        digest=row.blob_id,
        minutes=row.minutes,
        html=told[html],
        corrected_at=row.corrected_at,
        previous=before,
        next=after,
        mastery=row.mastery if row.kind == "quiz" else None,
        questions=None if asked is None else as_said(asked, told),
        quiz=_quiz(row) if row.kind == "quiz" else None,
    )


def _quiz(row: ReleaseLesson) -> QuizDocument:
    rules = read_rules(row.quiz)
    return QuizDocument(
        mode=rules.mode,
        attempts_allowed=rules.attempts_allowed,
        time_limit_minutes=rules.time_limit_minutes,
        shows_key=rules.shows_key,
        is_team=rules.is_team,
        questions=rules.number_asked or len(row.key or {}),
        needs_attempt=rules.needs_attempt,
        questions_digest=row.questions_id,
    )


def _text(row: ReleaseLesson) -> str:
    if row.blob.withdrawn_at:
        return f'<p class="missing">{said(row.release.course.language)}</p>'
    return bytes(row.blob.body or b"").decode()


def _readable(lesson_id: UUID) -> QuerySet[ReleaseLesson]:
    rows = ReleaseLesson.objects.filter(lesson=lesson_id, release__course__in=published())
    corrected = ("corrected_by__blob", "corrected_by__questions")
    rows = rows.select_related("release__course", "blob", "questions", *corrected)
    return rows.order_by("-release__number")


def _pinned(rows: QuerySet[ReleaseLesson], person: User) -> ReleaseLesson | None:
    """In the release this person is enrolled on, if that holds the lesson."""
    live = Enrolment.objects.filter(of_latest_period(), person=person, withdrawn_at=None)
    return rows.filter(release__in=live.values("release")).first()


def _where_it_is(rows: QuerySet[ReleaseLesson]) -> str:
    numbers = list(rows.values_list("release__number", flat=True)[:5])
    if not numbers:
        return _("There is no such published lesson.")
    held = ", ".join(str(number) for number in numbers)
    return _("This release does not hold the lesson: ask for ?release= {held}.").format(held=held)


def _neighbours(row: ReleaseLesson) -> tuple[UUID | None, UUID | None]:
    around = ReleaseLesson.objects.filter(
        release=row.release_id, position__in=(row.position - 1, row.position + 1)
    )
    beside = dict(around.values_list("position", "lesson_id"))
    return beside.get(row.position - 1), beside.get(row.position + 1)
