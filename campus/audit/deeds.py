"""Owns the table of deeds: the stable word that is stored, and the sentence that is shown.

A sentence may name what stands in the deed's `detail`. A word that is here stays for ever: rows
carry it.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

DEEDS: Mapping[str, Any] = {
    "course.began": _("Began the course"),
    "course.duplicated": _("Duplicated the course"),
    "course.imported": _("Imported the course from “{name}”"),
    "course.exported": _("Exported the course"),
    "course.renamed": _("Changed its address from {before} to {after}"),
    "course.saved": _("Changed what the course says of itself"),
    "outline.arranged": _("Changed the order of the outline"),
    "release.published": _("Published release {number}"),
    "release.corrected": _("Published release {number}, a correction of release {corrects}"),
    "release.restored": _("Published release {number}, which goes back to release {restores}"),
    "release.recompiled": _("Rendered release {number} again: {lessons} lessons changed"),
    "people.moved": _("Moved people to release {number}: {people}"),
    "people.moved_back": _("Moved people back to the releases they read before: {people}"),
    "draft.restored": _("Took release {number} back into the draft"),
    "preview.linked": _("Made a link to a preview that is valid until {until}"),
    "key.rotated": _("Exchanged the key that signs ({use})"),
    "key.compromised": _("Declared a key compromised since {since}"),
    "campus.moved": _("Moved the campus from {before} to {after}"),
    "item.archived": _("Archived it"),
    "item.restored": _("Brought it back from the archive"),
    "item.removed": _("Deleted it"),
    "module.added": _("Added the module"),
    "module.moved": _("Moved the module"),
    "module.renamed": _("Changed its title from “{before}” to “{after}”"),
    "lesson.added": _("Added the lesson"),
    "lesson.moved": _("Moved the lesson"),
    "lesson.saved": _("Changed the lesson"),
    "comment.written": _("Commented: {text}"),
    "comment.settled": _("Settled the comment: {text}"),
    "comment.reopened": _("Reopened the comment: {text}"),
    "blob.withdrawn": _("Withdrew the file: {because}"),
    "blob.returned": _("Made the file public again"),
    "client.made": _("Made the xAPI client, which may: {scopes}"),
    "client.changed": _("Changed the xAPI client, which now may: {scopes}"),
    "client.revoked": _("Revoked the xAPI client: its key opens nothing any more"),
    "step.waived": _("Waived this step for one person"),
    "step.asked_again": _("Took back that this step was waived for one person"),
    "achievement.began": _("Began to write the achievement"),
    "achievement.published": _("Published version {number} of the achievement"),
    "achievement.issued": _("Had the achievement issued to everybody entitled: {issued}"),
    "achievement.exported": _("Exported the certificates of the achievement: {certificates}"),
    "credential.revoked": _("Revoked the certificate"),
    "name_request.accepted": _("Accepted the request for another name on the certificate"),
    "name_request.refused": _("Refused the request for another name on the certificate"),
    "role.given": _("Gave the role of {role}"),
    "role.taken": _("Took away the role of {role}"),
}


class _Known(dict[str, Any]):
    """A detail that an older row lacks is shown as such, never as a fault."""

    def __missing__(self, name: str) -> str:
        return "–"


def said(deed: str, detail: Mapping[str, Any]) -> str:
    """The deed as a sentence in the reader's language; an unknown word stays as it is."""
    return str(DEEDS.get(deed, deed)).format_map(_Known(detail))


class _Open(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "…"


def in_general(deed: str) -> str:
    """The sentence of all deeds of this word, without what only one of them tells."""
    return str(DEEDS.get(deed, deed)).format_map(_Open())
