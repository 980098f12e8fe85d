"""Owns what the catalogue lists: works, and courses in one language each."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campus.accounts.models import Organisation
from campus.ids import new_id

LEVELS = (MinValueValidator(1), MaxValueValidator(4))


class Work(models.Model):
    """What all translations of a course have in common; completing any completes it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(_("key"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")

    def __str__(self) -> str:
        """People know it by the title of its course: a published one, in the language they read."""
        hers = get_language()
        courses = self.courses.all()
        return min(
            ((one.current_release_id is None, one.language != hers, one.title) for one in courses),
            default=(True, True, self.key),
        )[2]


class Course(models.Model):
    """A course in one language. These rows are the draft; learners read a `CourseRelease`."""

    class Language(models.TextChoices):
        FRENCH = "fr", _("French")
        ENGLISH = "en", _("English")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    work = models.ForeignKey(Work, models.PROTECT, related_name="courses", verbose_name=_("work"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="courses", verbose_name=_("organisation")
    )
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    language = models.CharField(
        _("language"), max_length=8, choices=Language.choices, default=Language.FRENCH
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    level = models.PositiveSmallIntegerField(_("level"), default=1, validators=LEVELS)
    authors = models.CharField(_("authors"), max_length=500, blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=100,
        default="CC-BY-4.0",
        help_text=_("What others may do with it, by its short name: CC-BY-4.0, etalab-2.0."),
    )
    licence_text = models.TextField(_("text of the licence"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    current_release = models.OneToOneField(
        "CourseRelease", models.PROTECT, null=True, editable=False, related_name="+"
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["work", "language"], name="one_course_per_language"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4), name="course_level_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OldSlug(models.Model):
    """A slug a course once had; it redirects for ever."""

    slug = models.SlugField(max_length=120, unique=True)
    course = models.ForeignKey(Course, models.CASCADE, related_name="old_slugs")

    def __str__(self) -> str:
        return self.slug
