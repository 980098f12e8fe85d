"""Owns what statements of other systems taught the campus about activities and verbs."""

from django.db import models


class XapiKnown(models.Model):
    """The definition of an activity, or how a verb is displayed, grown by many statements.

    `key` is `mentions.activity_key` or `verb_key` of the IRI, which may be long.
    """

    key = models.UUIDField(primary_key=True)
    iri = models.TextField()
    said = models.JSONField()
    client = models.UUIDField()

    def __str__(self) -> str:
        return self.iri
