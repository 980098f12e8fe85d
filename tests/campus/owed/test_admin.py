"""Owed work in the admin: seen by campus staff, parked rows are tried again."""

import pytest
from django.utils import timezone

from campus.owed.models import Owed
from campus.owed.owing import owe
from tests.trainers import Admin, a_staff_member, a_trainer

pytestmark = pytest.mark.django_db


def a_parked_row() -> Owed:
    owe("test", ["key"])
    Owed.objects.update(parked_at=timezone.now(), tries=3, fault="ValueError: no")
    return Owed.objects.get(kind="test")


def test_a_parked_row_is_due_again_when_staff_say_so() -> None:
    row, admin = a_parked_row(), Admin(a_staff_member())
    page = admin.get("owed_owed_try_again", row.id)
    assert b"ValueError: no" in page.content
    row.refresh_from_db()
    assert row.parked_at is not None
    admin.post("owed_owed_try_again", row.id, data={})
    row.refresh_from_db()
    assert (row.parked_at, row.tries) == (None, 0)


def test_nobody_else_sees_or_tries() -> None:
    row, admin = a_parked_row(), Admin(a_trainer())
    assert admin.get("owed_owed_changelist").status_code == 403
    assert admin.post("owed_owed_try_again", row.id, data={}).status_code == 404
    row.refresh_from_db()
    assert row.parked_at is not None


def test_owed_work_is_neither_added_nor_changed_nor_deleted() -> None:
    row, admin = a_parked_row(), Admin(a_staff_member())
    assert admin.get("owed_owed_add").status_code == 403
    assert admin.post("owed_owed_change", row.id, data={"tries": 9}).status_code == 403
    assert admin.post("owed_owed_delete", row.id, data={"post": "yes"}).status_code == 403
