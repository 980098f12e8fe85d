"""Owns how the catalogue keeps a published course: one flat row, made when it is published."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, GeneratedField, Q

from .catalogue import Course
from .releases import CourseRelease


class Vector(Func):
    """What is searched: title, summary, topics and skills, names, in this order of weight."""

    function = "courses_vector"
    output_field = SearchVectorField()


class Listing(models.Model):
    """What the list shows and searches: the current release's facts, never the draft's.

    `topics` are the titles of modules and lessons, `names` the authors' and the organisation's.
    `title_words` is the title as `catalogue.words.plain` spells it, to sort and complete by.
    """

    course = models.OneToOneField(Course, models.CASCADE, primary_key=True, related_name="listing")
    release = models.ForeignKey(CourseRelease, models.CASCADE, related_name="+")
    listed_at = models.DateTimeField()
    title = models.CharField(max_length=200)
    summary = models.TextField()
    language = models.CharField(max_length=8)
    level = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    lessons = models.PositiveIntegerField()
    licence = models.CharField(max_length=100)
    authors = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=10))
    skills = models.JSONField()
    skill_keys = ArrayField(models.CharField(max_length=120))
    title_words = models.TextField()
    topics = models.TextField()
    names = models.TextField()
    vector = GeneratedField(
        expression=Vector("language", "title", "summary", "topics", "skills", "names"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="listing_by_words", fastupdate=False)]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        return self.course.slug


class Word(models.Model):
    """A word that some published course has or had: what a typing error may have meant."""

    word = models.TextField(primary_key=True)
    shown = models.TextField()

    class Meta:
        indexes = [GistIndex(fields=["word"], name="word_by_likeness", opclasses=["gist_trgm_ops"])]

    def __str__(self) -> str:
        return self.shown


class CatalogueRevision(models.Model):
    """One row; `courses.catalogue.revising` says when its tokens change."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField()
    files = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_catalogue_revision")]

    def __str__(self) -> str:
        return str(self.token)
