"""Owns how the catalogue keeps a published course: one flat row, made when it is published."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .catalogue import Course
from .releases import CourseRelease


class Listing(models.Model):
    """What the list shows and searches: the current release's facts, never the draft's.

    The three `…_words` hold the texts as `courses.listing.plain` spells them.
    """

    course = models.OneToOneField(Course, models.CASCADE, primary_key=True, related_name="listing")
    release = models.ForeignKey(CourseRelease, models.CASCADE, related_name="+")
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
    summary_words = models.TextField()
    other_words = models.TextField()

    def __str__(self) -> str:
        return self.title
