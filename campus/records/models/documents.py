"""Owns the documents that other systems keep with the campus: states and profiles."""

from django.db import models


class XapiDocument(models.Model):
    """One document. Identifiers may be long, so rows are found by digests of them.

    `key` is of everything that identifies it, `shelf` of all but its name and registration: what
    lists are asked for. `agent` is `mentions.agent_key` of whom it is about, to forget her by.
    """

    key = models.UUIDField(primary_key=True)
    shelf = models.UUIDField()
    agent = models.UUIDField(null=True)
    registration = models.UUIDField(null=True)
    name = models.TextField()
    content_type = models.TextField()
    body = models.BinaryField()
    etag = models.CharField(max_length=40)
    stored_at = models.DateTimeField()
    client = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["shelf", "registration", "stored_at"], name="documents_by_shelf"),
            models.Index(fields=["agent"], name="documents_by_agent"),
        ]

    def __str__(self) -> str:
        return self.name
