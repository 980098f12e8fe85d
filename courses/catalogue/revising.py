"""Owns the catalogue's revision: one row that is another whenever what anybody reads may be.

Listing a course bumps it; so does the database itself where a course changes its slug or is
archived or restored, where an organisation or a skill changes its name, and where a tool is shown,
or a person is, or no longer agrees to be.
"""

from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Revision:
    """Texts to compare; the same one never comes back, not even after a rollback.

    `files` is another only when a published file was withdrawn or brought back: whatever else is
    published, the bytes of a digest stay what they are.
    """

    reading: str
    files: str


def current() -> Revision:
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, files FROM courses_cataloguerevision WHERE id = 1")
        reading, files = cursor.fetchone()
    return Revision(str(reading), str(files))


def bump() -> None:
    """Say, in the transaction that changes it, that courses or lessons read differently.

    Call it last: until that transaction ends, the row makes every other publication wait.
    """
    transaction.on_commit(_changed_here)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE courses_cataloguerevision SET token = gen_random_uuid()")


class Here:
    """How often this process itself changed what its memory holds: it need not wait to look."""

    changes = 0


def bump_files() -> None:
    """Say, in the same way, that a published file was withdrawn or brought back."""
    transaction.on_commit(_changed_here)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE courses_cataloguerevision SET token = gen_random_uuid(),"
            " files = gen_random_uuid()"
        )


def _changed_here() -> None:
    Here.changes += 1
