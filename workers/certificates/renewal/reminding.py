"""Owns the mail that says that a certificate may be renewed now: one for each period."""

from datetime import datetime
from functools import partial
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from campus.owed.owing import owe
from workers.certificates.ends.telling import tell
from workers.certificates.models import Credential, RenewalReminder
from workers.certificates.renewal.renewing import renewals
from workers.certificates.rules.validity import renewal_opens

REMINDER: Final = "certificate.renewal"
"""Owed once the renewal of a credential opens."""
_MOST: Final = 10_000

# Coarse by a day, for months of the calendar are counted by one rule alone, and not here.
_OPEN: Final = """
SELECT c.id, c.valid_until, v.renewal_opens_months FROM certificates_credential c
JOIN certificates_achievementversion v ON v.id = c.version_id
JOIN certificates_achievement a ON a.id = c.achievement_id
WHERE c.person_id IS NOT NULL AND c.revoked_at IS NULL AND c.superseded_at IS NULL
    AND a.target_kind = 'work' AND a.archived_at IS NULL
    AND c.valid_until - make_interval(months => v.renewal_opens_months::int, days => 2) <= %(now)s
    AND NOT EXISTS (
        SELECT FROM certificates_renewalreminder r WHERE r.person_id = c.person_id
            AND r.achievement_id = c.achievement_id AND r.period = c.period)
    AND NOT EXISTS (
        SELECT FROM courses_enrolment e WHERE e.person_id = c.person_id
            AND e.work_id = a.target AND e.period > c.period)
    AND NOT EXISTS (SELECT FROM owed_owed o WHERE o.kind = %(kind)s AND o.key = c.id)
ORDER BY c.valid_until LIMIT %(most)s
"""


def find_opened(now: datetime) -> int:
    """Owe the mails of those whose renewal opened since; answers how many, 10,000 at most."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"now": now, "kind": REMINDER, "most": _MOST})
        rows = cursor.fetchall()
    due = [id_ for id_, until, months in rows if (at := renewal_opens(until, months)) and at <= now]
    owe(REMINDER, due)
    return len(due)


@transaction.atomic
def remind(key: str) -> None:
    """Handler of what is owed: tells the holder of the credential with this id, unless she was
    told of its period before, or has begun it.
    """
    now = timezone.now()
    rows = Credential.objects.select_related("person", "version").defer("document", "face")
    one = rows.filter(id=key, person__isnull=False).first()
    renewal = renewals(one.person, [one], now).get(one.id) if one and one.person else None
    if one is None or renewal is None or renewal.is_begun or not renewal.is_open:
        return
    _told, is_new = RenewalReminder.objects.get_or_create(
        person=one.person,
        achievement_id=one.achievement_id,
        period=one.period,
        defaults={"told_at": now},
    )
    if is_new:
        tell(one, partial(_worded, one, now))


def _worded(credential: Credential, now: datetime) -> tuple[str, str]:
    until = credential.valid_until
    assert until is not None
    text = (
        _(
            "Your certificate was valid until {day}: {title}\n\n"
            "You can renew it: follow the course once more, and you get a new one.\n\n{address}"
        )
        if until <= now
        else _(
            "Your certificate is valid until {day}: {title}\n\n"
            "You can renew it from today on: follow the course once more, and you get a new one. "
            "The one you have stays valid until that day.\n\n{address}"
        )
    )
    page = reverse("web:credential", args=[credential.id])
    return _("You can renew your certificate"), text.format(
        day=date_format(localtime(until), "DATE_FORMAT"),
        title=credential.title,
        address=f"{settings.CAMPUS_PUBLIC_URL}{page}",
    )
