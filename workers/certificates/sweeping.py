"""Owns what no bell announced: whoever is entitled and has no credential is owed one again."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from campus.owed.models import Owed
from campus.owed.owing import owe
from workers.progress.earning import CREDENTIAL, course_key, track_key

from .models import Credential
from .rendering import DOCUMENT

_MOST = 1_000
_REST = timedelta(hours=1)

_COURSES = """
SELECT c.work_id, c.person_id, e.period
FROM courses_coursecompletion c JOIN courses_enrolment e ON e.id = c.enrolment_id
WHERE NOT EXISTS (
    SELECT 1 FROM certificates_credential k
    JOIN certificates_achievement a ON a.id = k.achievement_id
    WHERE a.target = c.work_id AND a.target_kind = 'work' AND k.subject_kind = 'person'
        AND k.subject = c.person_id AND k.period = e.period)
    AND NOT EXISTS (
        SELECT 1 FROM progress_progress p
        WHERE p.registration = e.registration AND p.state = 'accredited')
LIMIT %s
"""

_TRACKS = """
SELECT t.track FROM progress_teamprogress t
JOIN tracks_track r ON r.id = t.track
JOIN tracks_project p ON p.team_id = t.team
WHERE t.state = 'completed' AND p.signed_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM certificates_credential k
    JOIN certificates_achievement a ON a.id = k.achievement_id
    WHERE a.target = t.track AND a.target_kind = 'track' AND k.subject_kind = 'team'
        AND k.subject = t.team)
LIMIT %s
"""


def find_unissued() -> int:
    """Owe every credential and document that is missing; answers how many (at most 1,000 each).

    What is owed already is left alone, and what was parked rests for an hour: then the reason
    may be gone (the operator has named a key, say).
    """
    unrendered = Credential.objects.filter(certificate=None).order_by("issued_at")
    return _owe_anew(CREDENTIAL, unissued(most=_MOST)) + _owe_anew(
        DOCUMENT, list(unrendered.values_list("id", flat=True)[:_MOST])
    )


def _owe_anew(kind: str, keys: list[str]) -> int:
    known = Owed.objects.filter(kind=kind, key__in=keys)
    resting = known.exclude(parked_at__lt=timezone.now() - _REST)
    missing = set(keys) - set(resting.values_list("key", flat=True))
    owe(kind, missing)
    return len(missing)


def unissued(*, most: int | None) -> list[str]:
    """The keys of those for whom the rule holds and who have no credential, live or revoked."""
    keys = [course_key(*row) for row in _rows(_COURSES, most)]
    return keys + [track_key(*row) for row in _rows(_TRACKS, most)]


def _rows(query: str, most: int | None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, [most])
        return list(cursor.fetchall())
