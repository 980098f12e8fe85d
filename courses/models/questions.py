"""Owns the draft of a quiz: its rules, its questions with their keys, and banks to draw from.

Nothing that learners are sent is made from these: publishing compiles what may be seen.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.accounts.models import Organisation
from campus.ids import new_id, new_registration

from .catalogue import LEVELS, Course
from .content import Lesson
from .skills import Skill


class Quiz(models.Model):
    """The rules of a quiz lesson; every one has a row, `Lesson.mastery` beside it.

    A `practice` quiz may carry its key and works offline; a `graded` one only the campus grades.
    """

    class Mode(models.TextChoices):
        PRACTICE = "practice", _("practice: whoever answers sees the answers; it proves nothing")
        GRADED = "graded", pgettext_lazy("quiz", "graded by the campus")

    class ShowsKey(models.TextChoices):
        SUBMITTED = "submitted", _("after each attempt")
        PASSED = "passed", _("once it is passed or no attempt is left")
        NEVER = "never", _("never")

    lesson = models.OneToOneField(
        Lesson, models.CASCADE, primary_key=True, related_name="quiz", verbose_name=_("lesson")
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.GRADED)
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as one likes."),
    )  # fmt: skip
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("time limit in minutes"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Empty: none."),
    )  # fmt: skip
    shuffles_questions = models.BooleanField(
        _("questions in another order each time"), default=False
    )
    shuffles_choices = models.BooleanField(_("answers in another order each time"), default=False)
    shows_key = models.CharField(
        _("right answers are shown"),
        max_length=10,
        choices=ShowsKey.choices,
        default=ShowsKey.SUBMITTED,
    )
    is_team = models.BooleanField(_("answered by a team together"), default=False)

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [
            models.CheckConstraint(
                condition=Q(attempts_allowed=None) | Q(attempts_allowed__gte=1),
                name="at_least_one_attempt",
            ),
            models.CheckConstraint(
                condition=Q(time_limit_minutes=None) | Q(time_limit_minutes__gte=1),
                name="at_least_one_minute",
            ),
        ]

    def __str__(self) -> str:
        return str(self.lesson)


class QuestionBank(models.Model):
    """Questions of an organisation, in one language, that several quizzes draw from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="banks", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(
        _("language"), max_length=8, choices=Course.Language.choices, default="fr"
    )

    class Meta:
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="bank_titles_are_unique")
        ]

    def __str__(self) -> str:
        return self.title


class Draw(models.Model):
    """So many questions of a bank, drawn anew for each attempt; empty filters take all."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="draws", verbose_name=_("quiz"))
    position = models.PositiveIntegerField(_("position"), default=0)
    bank = models.ForeignKey(
        QuestionBank, models.PROTECT, related_name="draws", verbose_name=_("question bank")
    )
    count = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill")
    )
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True, validators=LEVELS)
    tag = models.CharField(_("tag"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("questions drawn from a bank")
        verbose_name_plural = _("questions drawn from a bank")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.count} × {self.bank}"


class Question(models.Model):
    """A question of a quiz or of a bank. Learners' serializers never import this model."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("one right answer")
        MULTIPLE = "multiple", _("several right answers")
        TRUEFALSE = "truefalse", _("true or false")
        ORDERING = "ordering", _("put in order")
        MATCHING = "matching", _("match")
        TEXT = "text", _("short text")
        NUMBER = "number", pgettext_lazy("question", "number")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lesson = models.ForeignKey(
        Lesson, models.CASCADE, null=True, blank=True, related_name="questions",
        verbose_name=_("quiz"),
    )  # fmt: skip
    bank = models.ForeignKey(
        QuestionBank, models.CASCADE, null=True, blank=True, related_name="questions",
        verbose_name=_("question bank"),
    )  # fmt: skip
    position = models.PositiveIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SINGLE)
    prompt = models.TextField(_("question (Markdown)"))
    hint = models.TextField(_("hint (Markdown)"), blank=True)
    explanation = models.TextField(_("explanation (Markdown)"), blank=True)
    points = models.FloatField(_("points"), default=1.0, validators=[MinValueValidator(0.0)])
    gives_partial_credit = models.BooleanField(_("partly right counts in part"), default=False)
    tags = ArrayField(
        models.CharField(max_length=60), verbose_name=_("tags"), default=list, blank=True
    )
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill")
    )
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True, validators=LEVELS)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lesson=None) ^ Q(bank=None), name="question_of_a_quiz_or_of_a_bank"
            ),
            models.CheckConstraint(condition=Q(points__gte=0), name="points_are_not_negative"),
        ]

    def __str__(self) -> str:
        return Truncator(self.prompt).chars(80)


class Choice(models.Model):
    """One possible answer, with the key; what it means depends on the question's kind.

    Choices of an ordering stand in the right order. A pair of a matching is `text` and `match`;
    a `match` without text is a decoy. For short text and number, right choices are the answers
    accepted. Ids are random, because their order must tell nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_registration, editable=False)
    question = models.ForeignKey(
        Question, models.CASCADE, related_name="choices", verbose_name=_("question")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    text = models.TextField(_("answer (Markdown)"), blank=True)
    is_correct = models.BooleanField(_("right"), default=False)
    feedback = models.TextField(_("feedback (Markdown)"), blank=True)
    match = models.TextField(_("goes with (Markdown)"), blank=True)
    match_id = models.UUIDField(default=new_registration, editable=False)
    tolerance = models.FloatField(
        _("tolerance"), null=True, blank=True, validators=[MinValueValidator(0.0)]
    )
    credit = models.FloatField(
        _("share of the points"), null=True, blank=True,
        validators=[MinValueValidator(-1.0), MaxValueValidator(1.0)],
        help_text=_("From -1 to 1. Empty: by the usual rule."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text[:80]
