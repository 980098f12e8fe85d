"""Preconditions: what the two headers mean for a document that is there, and for none."""

import pytest

from campus.errors import Conflict, Invalid
from campus.records.lrs.preconditions import Precondition, PreconditionFailed, Unseen

TAG = "a" * 40
HOLD = [
    ({}, TAG),
    ({}, None),
    ({"if_match": f'"{TAG}"'}, TAG),
    ({"if_match": TAG}, TAG),
    ({"if_match": f'"b", "{TAG}"'}, TAG),
    ({"if_match": "*"}, TAG),
    ({"if_none_match": "*"}, None),
    ({"if_none_match": '"b"'}, TAG),
    ({"if_match": f'"{TAG}"', "if_none_match": '"b"'}, TAG),
]
FAIL = [
    ({"if_match": '"b"'}, TAG),
    ({"if_match": f'W/"{TAG}"'}, TAG),
    ({"if_match": f'"{TAG}"'}, None),
    ({"if_match": "*"}, None),
    ({"if_match": ""}, TAG),
    ({"if_none_match": "*"}, TAG),
    ({"if_none_match": f'"{TAG}"'}, TAG),
    ({"if_match": "*", "if_none_match": "*"}, TAG),
]


@pytest.mark.parametrize(("headers", "etag"), HOLD)
def test_a_precondition_holds(headers, etag):
    Precondition(**headers).check(etag)


@pytest.mark.parametrize(("headers", "etag"), FAIL)
def test_a_precondition_fails(headers, etag):
    with pytest.raises(PreconditionFailed) as failed:
        Precondition(**headers).check(etag)
    assert failed.value.status == 412


STRICT = Unseen(may_create=False, may_replace=False)
LENIENT = Unseen(may_create=True, may_replace=True)


def test_who_looked_at_what_is_there_or_may_do_without_puts():
    Precondition(if_match=f'"{TAG}"').check_putting(TAG, STRICT)
    Precondition(if_none_match="*").check_putting(None, STRICT)
    Precondition().check_putting(TAG, LENIENT)
    Precondition().check_putting(None, LENIENT)


def test_what_is_there_is_not_replaced_unseen():
    with pytest.raises(Conflict) as conflict:
        Precondition().check_putting(TAG, STRICT)
    assert "If-Match" in conflict.value.detail


def test_nothing_is_created_without_saying_that_nothing_was_seen():
    with pytest.raises(Invalid) as refused:
        Precondition().check_putting(None, STRICT)
    assert "If-None-Match" in refused.value.detail


def test_leniency_is_no_way_round_a_precondition():
    with pytest.raises(PreconditionFailed):
        Precondition(if_match='"b"').check_putting(TAG, LENIENT)
