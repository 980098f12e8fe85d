"""Owns what the catalogue holds beside courses: tools, experts and labs, and what is wished for."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _

from campus.accounts.models import Organisation
from campus.ids import new_id

from .catalogue import Course
from .skills import Skill


class Words(Func):
    """What is searched of texts by language: stems of French and English, words of all."""

    function = "courses_texts"
    output_field = SearchVectorField()


class Resource(models.Model):
    """A toolkit or guide, a person who helps, or a place where projects are tried.

    An expert or a lab is public only while its person consents to being listed, and agreed to
    these words.
    """

    class Kind(models.TextChoices):
        TOOL = "tool", _("tool")
        EXPERT = "expert", _("expert")
        LAB = "lab", _("lab")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TOOL)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="resources", verbose_name=_("organisation")
    )
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    title = models.JSONField(_("title"), help_text=_("By language."))
    summary = models.JSONField(_("summary"), default=dict, blank=True)
    address = models.URLField(_("address"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name=_("person who answers for it"),
    )
    skills = models.ManyToManyField(
        Skill, blank=True, related_name="resources", verbose_name=_("skills")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    agreed_at = models.DateTimeField(
        _("agreed"), null=True, blank=True, editable=False,
        help_text=_("When the person agreed to be shown with these words."),
    )  # fmt: skip
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["slug"]
        indexes = [GinIndex(Words("title", "summary"), name="resource_by_words")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="tool") | Q(person__isnull=False),
                name="experts_and_labs_have_a_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.title.get("fr") or next(iter(self.title.values()), self.slug))


class Wish(models.Model):
    """A course that somebody misses: a demand that staff see."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="wishes",
        verbose_name=_("person"),
    )
    title = models.CharField(_("what is missing"), max_length=200)
    why = models.TextField(_("what for"), blank=True, max_length=2000)
    language = models.CharField(_("language"), max_length=8)
    made_at = models.DateTimeField(_("made"))
    answered_by = models.ForeignKey(
        Course,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="wishes",
        verbose_name=_("the course that answers it"),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.title


class WishSupport(models.Model):
    """Somebody else misses it too."""

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="supports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wish", "person"], name="one_support_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.wish_id} {self.person_id}"
