"""Owns the page of one lesson: its text, its place in the course, and "I have done it"."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import NotFound
from campus.ids import new_registration
from campus.web.beginning import beginning_of
from campus.web.course import Standing, standing_of
from campus.web.outline import ShownLesson, lessons_in, modules_shown, parts_of
from campus.web.pages import Audience, page, person_of
from campus.web.recording import record_said
from courses.browsing import find_course
from courses.documents import LessonDocument, course_document, find_lesson, lesson_document
from courses.enrolment import find_enrolment
from courses.models import Course, Enrolment, ReleaseLesson


@page(Audience.ANYONE, may_be_kept=True)
def one(request: HttpRequest, slug: str, lesson: UUID) -> HttpResponse:
    """Three queries for a stranger, seven for somebody who follows the course."""
    row = find_lesson(lesson, person=_reader(request), number=_release_asked(request))
    if row.release.course.slug != slug:
        return redirect("web:lesson", slug=row.release.course.slug, lesson=lesson, permanent=True)
    document = lesson_document(row)
    template = "web/quiz.html" if document.quiz else "web/lesson.html"
    return render(request, template, lesson_context(request, row, document))


@page(Audience.SIGNED_IN, "POST")
def done(request: HttpRequest, slug: str, lesson: UUID) -> HttpResponse:
    """Store that this lesson is done and go on to the next one."""
    enrolment = enrolment_in(request, slug)
    record_said(request, enrolment=enrolment, lesson=lesson, verb="completed")
    document = lesson_document(find_lesson(lesson, person=person_of(request)))
    if document.next is None:
        return redirect("web:course", slug=slug)
    return redirect("web:lesson", slug=slug, lesson=document.next)


@page(Audience.ANYONE)
def by_id(request: HttpRequest, lesson: UUID) -> HttpResponse:
    """Where links between lessons lead: to the page in the reader's language."""
    row = find_lesson(lesson, person=_reader(request))
    return redirect("web:lesson", slug=row.release.course.slug, lesson=lesson)


def lesson_context(
    request: HttpRequest, row: ReleaseLesson, document: LessonDocument
) -> dict[str, Any]:
    """What the page of a lesson, a quiz and a graded attempt have in common."""
    course = find_course(document.course_slug)
    standing = standing_of(request, course)
    place = _place(course, row, standing)
    return {
        "course": place.course,
        "lesson": place.lesson,
        "body": document.html,
        "beginning": beginning_of(document, standing.enrolment) if document.quiz else None,
        "mastery": document.mastery,
        "corrected_at": document.corrected_at,
        "modules": place.modules,
        "lesson_count": len(place.lessons),
        "previous": place.before,
        "next": place.after,
        "standing": standing,
        "state": place.lesson.state,
        "record": new_registration(),
        "now": timezone.now().isoformat(),
    }


@dataclass(frozen=True, slots=True)
class _Place:
    """A lesson among the others of its release."""

    course: Any
    modules: Any
    lessons: list[ShownLesson]
    lesson: ShownLesson

    @property
    def before(self) -> ShownLesson | None:
        return self.lessons[self.lesson.number - 2] if self.lesson.number > 1 else None

    @property
    def after(self) -> ShownLesson | None:
        return next(iter(self.lessons[self.lesson.number :]), None)


def _place(course: Course, row: ReleaseLesson, standing: Standing) -> _Place:
    is_current = row.release_id == course.current_release_id
    release = course.current_release if is_current else row.release
    assert release is not None
    document = course_document(course, release)
    modules = modules_shown(document, parts_of(standing.enrolment), current=row.lesson_id)
    lessons = lessons_in(modules)
    return _Place(document, modules, lessons, next(one for one in lessons if one.is_current))


def enrolment_in(request: HttpRequest, slug: str) -> Enrolment:
    """The enrolment a form speaks of; raises NotFound, saying to join, where there is none."""
    enrolment = find_enrolment(person=person_of(request), course=find_course(slug))
    if enrolment is None:
        raise NotFound(_("You do not follow this course: join it first."), code="not_enrolled")
    return enrolment


def _reader(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _release_asked(request: HttpRequest) -> int | None:
    text = request.GET.get("release", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
