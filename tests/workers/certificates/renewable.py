"""Owns certificates that end, as the tests of their renewal speak of them."""

from datetime import UTC, datetime

from django.utils import timezone

from campus.accounts.models import User
from courses.models import Course, Enrolment
from tests import world
from tests.workers.certificates.working import work
from tests.workers.certificates.written import published
from workers.certificates.models import Credential
from workers.certificates.renewal.renewing import renew

FAR = datetime(2200, 1, 1, tzinfo=UTC)


def a_certified(
    holder: User | None = None,
    course: Course | None = None,
    *,
    months: int | None = 12,
    opens: int | None = 12,
) -> Credential:
    """Hers of a course, valid for so many months; renewed from its first day, unless said."""
    holder = holder or world.a_learner()
    course = course or world.a_published_course(lessons=("article",))
    achievement = published(course, valid_for_months=months, renewal_opens_months=opens)
    world.finish(holder, course)
    work()
    return Credential.objects.get(person=holder, achievement=achievement)


def renewed(credential: Credential, now: datetime | None = None) -> tuple[Enrolment, bool]:
    assert credential.person
    return renew(person=credential.person, credential=credential, now=now or timezone.now())


def course_of(credential: Credential) -> Course:
    return Course.objects.get(work=credential.achievement.target)
