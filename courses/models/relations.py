"""Owns how works relate: prerequisites, successors, equivalents, and shelves of works."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campus.accounts.models import Organisation
from campus.ids import new_id

from .catalogue import Course, Work


class Relation(models.Model):
    """What a course says of another work, whatever language that is read in."""

    class Kind(models.TextChoices):
        PREREQUISITE = "prerequisite", _("comes before it")
        RELATED = "related", _("goes with it")
        EQUIVALENT = "equivalent", _("counts as the same")
        SUCCESSOR = "successor", _("replaces it")

    course = models.ForeignKey(
        Course, models.CASCADE, related_name="relations", verbose_name=_("course")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.RELATED)
    work = models.ForeignKey(
        Work, models.PROTECT, related_name="related_from", verbose_name=_("the other course")
    )

    class Meta:
        verbose_name = _("relation of a course")
        verbose_name_plural = _("relations of courses")
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["course", "kind", "work"], name="each_relation_once")
        ]

    def __str__(self) -> str:
        return str(self.work)


class Collection(models.Model):
    """A shelf of works that belong together, named in every language it is shown in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="collections", verbose_name=_("organisation")
    )
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    title = models.JSONField(_("title"), help_text=_("By language."))
    summary = models.JSONField(_("summary"), default=dict, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.title.get("fr") or next(iter(self.title.values()), self.slug))


class CollectionItem(models.Model):
    collection = models.ForeignKey(
        Collection, models.CASCADE, related_name="items", verbose_name=_("collection")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    work = models.ForeignKey(
        Work, models.PROTECT, related_name="collected", verbose_name=_("course")
    )

    class Meta:
        verbose_name = _("course of a collection")
        verbose_name_plural = _("courses of collections")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "work"], name="each_work_once_per_collection"
            )
        ]

    def __str__(self) -> str:
        return str(self.work)
