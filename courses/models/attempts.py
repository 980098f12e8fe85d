"""Owns the tries at quizzes: what was asked, what was answered, what it was worth."""

from django.db import models
from django.db.models import Q

from campus.ids import new_id

from .content import Lesson
from .learning import Enrolment
from .releases import ReleaseLesson


class Attempt(models.Model):
    """One try at a quiz as one release holds it: that release's rules hold until it is over.

    `mastery` and `due_at` are fixed when it begins; `question_ids` are what was drawn, in the
    order asked; `seed` orders the answers and is told nobody. A team's attempt has a `code` by
    which others join. Answers that came as a learning record (`record`) are an attempt too.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    released = models.ForeignKey(ReleaseLesson, models.PROTECT, related_name="attempts")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    mastery = models.FloatField()
    question_ids = models.JSONField()
    code = models.CharField(max_length=12, null=True, unique=True)
    record = models.UUIDField(null=True, unique=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    scaled = models.FloatField(null=True)
    is_passed = models.BooleanField(null=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "number"], name="attempts_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "lesson"],
                condition=Q(submitted_at=None),
                name="one_open_attempt",
            ),
            models.CheckConstraint(
                condition=Q(scaled=None) | Q(scaled__gte=0.0, scaled__lte=1.0),
                name="attempt_scaled_0_to_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.number}"


class AttemptAnswer(models.Model):
    """The last answer to one question; `share` of its points, once the attempt is submitted."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers")
    question = models.UUIDField()
    response = models.JSONField()
    answered_at = models.DateTimeField()
    share = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "question"], name="one_answer_per_question")
        ]
        indexes = [models.Index(fields=["question"], name="answer_by_question")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.question}"


class AttemptMember(models.Model):
    """Somebody else who answers with the one who began a team's attempt."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="members")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="team_attempts")
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "enrolment"], name="joined_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.enrolment_id}"
