"""Owns skills, their levels, and from which level to which a course leads."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id

from .catalogue import LEVELS, Course


class Skill(models.Model):
    """An ability, aligned with a public framework where one has it (ESCO, RNCP)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(_("key"), max_length=120, unique=True)
    title = models.JSONField(_("title"), help_text=_("By language."))
    description = models.JSONField(_("description"), default=dict, blank=True)
    framework = models.CharField(_("framework"), max_length=120, blank=True)
    code = models.CharField(_("code in the framework"), max_length=120, blank=True)
    alignment = models.URLField(_("alignment address"), blank=True, max_length=500)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.title.get("fr") or next(iter(self.title.values()), self.key))


class SkillLevel(models.Model):
    """What having a skill at a level means, as its framework words it."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="levels", verbose_name=_("skill"))
    level = models.PositiveSmallIntegerField(_("level"), validators=LEVELS)
    title = models.JSONField(_("what it means"), help_text=_("By language."))
    alignment = models.URLField(_("alignment address"), blank=True, max_length=500)

    class Meta:
        verbose_name = _("level of a skill")
        verbose_name_plural = _("levels of skills")
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(fields=["skill", "level"], name="each_level_of_a_skill_once"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4), name="skill_level_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.level}"


class CourseSkill(models.Model):
    """A course leads from a level of a skill, 0 being none, to a level from 1 to 4."""

    course = models.ForeignKey(
        Course, models.CASCADE, related_name="course_skills", verbose_name=_("course")
    )
    skill = models.ForeignKey(
        Skill, models.PROTECT, related_name="course_skills", verbose_name=_("skill")
    )
    from_level = models.PositiveSmallIntegerField(
        _("from level"), default=0, validators=[MaxValueValidator(3)]
    )
    level = models.PositiveSmallIntegerField(_("to level"), default=1, validators=LEVELS)

    class Meta:
        verbose_name = _("skill of a course")
        verbose_name_plural = _("skills of courses")
        constraints = [
            models.UniqueConstraint(fields=["course", "skill"], name="one_level_per_course_skill"),
            models.CheckConstraint(
                condition=Q(from_level__lt=F("level")), name="course_skill_leads_upwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.level}"
