"""Owns what reviewers say of a draft: comments on the course or one lesson, until settled."""

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.audit.noting import note as note_deed
from campus.errors import Conflict, Invalid
from courses.models import Comment, Course, Lesson

LONGEST = 5000


@transaction.atomic
def comment(*, course: Course, lesson: Lesson | None = None, by: User, text: str) -> Comment:
    """Raises Invalid for a comment that says nothing, too much, or speaks of another course."""
    text = text.replace("\0", "").strip()
    if not text or len(text) > LONGEST:
        detail = _("Write your comment, in at most {most} signs.").format(most=LONGEST)
        raise Invalid(detail, code="bad_comment")
    if lesson is not None and lesson.module.course_id != course.pk:
        raise Invalid(_("This lesson is not part of the course."), code="foreign_lesson")
    made = Comment.objects.create(
        course=course, lesson=lesson, author=by, text=text, written_at=timezone.now()
    )
    _note(made, by, "comment.written")
    return made


@transaction.atomic
def settle(*, comment: Comment, by: User) -> None:
    """Raises Conflict for one that is settled already."""
    open_one = Comment.objects.filter(pk=comment.pk, settled_at=None)
    if not open_one.update(settled_at=timezone.now(), settled_by=by):
        raise Conflict(_("Somebody settled this comment already."), code="settled")
    _note(comment, by, "comment.settled")


@transaction.atomic
def reopen(*, comment: Comment, by: User) -> None:
    """Raises Conflict for one that is open."""
    settled = Comment.objects.filter(pk=comment.pk, settled_at__isnull=False)
    if not settled.update(settled_at=None, settled_by=None):
        raise Conflict(_("This comment is open already."), code="open")
    _note(comment, by, "comment.reopened")


def comments_on(course: Course, lesson: Lesson | None = None) -> QuerySet[Comment]:
    """Of the whole course, lessons included, or of one lesson; the open ones first."""
    rows = Comment.objects.filter(course=course)
    if lesson is not None:
        rows = rows.filter(lesson=lesson)
    rows = rows.select_related("author", "settled_by", "lesson")
    return rows.order_by(F("settled_at").asc(nulls_first=True), "written_at", "id")


def _note(comment: Comment, by: User, deed: str) -> None:
    about = comment.lesson or comment.course
    told = {"text": comment.text[:200], "comment": str(comment.pk)}
    note_deed(by=by, deed=deed, about=about, within=comment.course, detail=told)
