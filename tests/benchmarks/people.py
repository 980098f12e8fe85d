"""Owns the crowds of benchmarks: people who joined a course all at once, and how they sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # models are there once a benchmark has its database
    from campus.accounts.models import User
    from courses.models import Course, Enrolment

_BATCH = 1_000


def joined(course: Course, number: int) -> list[Enrolment]:
    """So many new people follow a course, as the log says too; nothing is folded yet."""
    from django.utils import timezone

    from campus.accounts.models import User
    from campus.records.appending import append
    from courses.enrolment import _record
    from courses.models import Enrolment

    assert course.current_release
    now, release = timezone.now(), course.current_release
    names = (f"{course.slug}-{place}@example.org" for place in range(number))
    people = [User(email=name, name="Awa Diop", password="!") for name in names]
    enrolments = [
        Enrolment(
            person=person, course=course, work_id=course.work_id, release=release, enrolled_at=now
        )
        for person in people
    ]
    User.objects.bulk_create(people, batch_size=_BATCH)
    Enrolment.objects.bulk_create(enrolments, batch_size=_BATCH)
    for start in range(0, number, _BATCH):
        some = enrolments[start : start + _BATCH]
        append([_record(enrolment, enrolment.person, "enrolled", now) for enrolment in some])
    return enrolments


def session_of(person: User) -> str:
    """The key of a session in which this person is signed in: a cookie, or X-Session-Token."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)
