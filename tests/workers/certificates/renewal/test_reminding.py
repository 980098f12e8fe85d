"""Once a certificate may be renewed its holder is told, in her language, and never twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campus.outbox.models import OutboxMail
from campus.owed.claiming import do_owed, register
from campus.owed.models import Owed
from tests import world
from tests.trainers import a_staff_member
from tests.workers.certificates.renewable import FAR, a_certified, renewed
from tests.workers.certificates.working import work
from workers.certificates.ends import correcting
from workers.certificates.models import Credential, RenewalReminder
from workers.certificates.renewal.reminding import REMINDER, find_opened, remind
from workers.certificates.renewal.renewing import opens_at, renewals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def handler() -> None:
    register(REMINDER, remind)


def mails(words: str = "renew your certificate") -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(subject__icontains=words))


def sweep(now: datetime | None = None) -> int:
    found = find_opened(now or timezone.now())
    do_owed(REMINDER)
    assert not Owed.objects.filter(kind=REMINDER).exists()
    return found


def test_the_holder_is_told_once_in_her_language() -> None:
    awa = world.a_learner(language="en")
    old = a_certified(awa)
    assert sweep() == 1
    (mail,) = mails()
    assert mail.recipients == [awa.email]
    assert "follow the course once more" in mail.text
    assert f"/en/certificates/{old.id}" in mail.text
    assert sweep() == 0
    remind(old.id)
    assert len(mails()) == 1


def test_a_holder_who_reads_french_is_led_to_the_french_page() -> None:
    old = a_certified(world.a_learner(language="fr"))
    sweep()
    assert OutboxMail.objects.filter(text__contains=f"/fr/certificates/{old.id}").count() == 1


def test_nobody_is_told_before_the_day_and_everybody_from_its_first_moment() -> None:
    old = a_certified(months=24, opens=2)
    opens = opens_at(old)
    assert opens
    assert find_opened(timezone.now()) == 0
    assert find_opened(opens - timedelta(seconds=1)) == 0
    assert find_opened(opens) == 1
    do_owed(REMINDER)  # the clock of the worker says that it is not open
    assert mails() == []
    assert not RenewalReminder.objects.exists()


def test_one_that_expired_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    a_certified(world.a_learner(language="en"), months=24, opens=2)
    monkeypatch.setattr(timezone, "now", lambda: FAR)
    assert sweep(FAR) == 1
    assert "was valid until" in mails()[0].text


def test_whoever_has_begun_is_not_told() -> None:
    old = a_certified()
    renewed(old)
    assert sweep(datetime(2100, 1, 1, tzinfo=UTC)) == 0
    remind(old.id)
    assert mails() == []


def test_a_correction_reminds_nobody_again() -> None:
    old = a_certified(world.a_learner(language="en"))
    assert old.person
    sweep()
    request = correcting.ask(
        person=old.person, credential=old, name="Awa Diop-Roy", reason="Je me suis mariée."
    )
    correcting.accept(request=request, by=a_staff_member(), answer="")
    new = Credential.objects.filter(supersedes=old).first()
    if new is None:
        correcting.carry_out(str(request.pk))
        new = Credential.objects.get(supersedes=old)
    assert sweep() == 0
    assert len(mails()) == 1
    assert renewals(old.person, [new], timezone.now())[new.id].is_open


@pytest.mark.parametrize(("months", "opens"), [(None, None), (12, None)])
def test_what_is_not_renewed_reminds_nobody(months: int | None, opens: int | None) -> None:
    a_certified(months=months, opens=opens)
    assert find_opened(FAR) == 0


def test_the_queries_do_not_grow_with_those_it_finds() -> None:
    course = world.a_published_course(lessons=("article",))
    a_certified(world.a_learner(), course)

    def asked() -> int:
        Owed.objects.filter(kind=REMINDER).delete()
        with CaptureQueriesContext(connection) as queries:
            find_opened(timezone.now())
        return len(queries)

    few = asked()
    for number in range(4):
        world.finish(world.a_learner(f"Personne {number}"), course)
    work()
    assert asked() == few
    assert Owed.objects.filter(kind=REMINDER).count() == 5
