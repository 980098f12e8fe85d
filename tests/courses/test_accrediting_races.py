"""Two at once with the same evidence: it accredits once."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from campus.records.models import LearningRecord
from courses.accrediting import Evidence, accredit
from courses.models import Accreditation
from tests.racing import another_process, wait_until_blocked
from tests.trainers import a_trainer
from tests.world import a_published_course, begun

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("is_guarded", [True, False])
def test_two_trainers_at_once_recognise_it_once(
    is_guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unguarded is the control: both find none, and only the database stops the second."""
    course = a_published_course()
    asked = {
        "person": begun(course, lessons=0).person,
        "course": course,
        "evidence": Evidence("attestation", "Attestation de l’école"),
        "by": a_trainer(course.organisation),
    }
    if not is_guarded:
        _only_create(monkeypatch)
    with another_process() as run:
        with transaction.atomic():
            first, _is_new = accredit(**asked)
            second = run(accredit, **asked)
            wait_until_blocked()
        if is_guarded:
            assert second.result(10) == (first, False)
        else:
            with pytest.raises(IntegrityError):
                second.result(10)
    assert Accreditation.objects.count() == 1
    assert LearningRecord.objects.filter(verb="accredited").count() == 1


def _only_create(monkeypatch: pytest.MonkeyPatch) -> None:
    before = QuerySet.get_or_create

    def only_create(rows, defaults=None, **fields):  # type: ignore[no-untyped-def]
        if rows.model is not Accreditation:
            return before(rows, defaults, **fields)
        return rows.create(**fields, **defaults), True

    monkeypatch.setattr(QuerySet, "get_or_create", only_create)
