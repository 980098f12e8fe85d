"""Preconditions: what the two headers mean for a document that is there, and for none."""

import pytest

from campus.errors import Conflict
from campus.records.lrs.preconditions import Precondition, PreconditionFailed

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


def test_what_is_there_is_replaced_by_who_looked_at_it_or_may_do_so_blindly():
    Precondition(if_match=f'"{TAG}"').check_replacing(TAG, blindly=False)
    Precondition().check_replacing(TAG, blindly=True)
    Precondition().check_replacing(None, blindly=False)


def test_what_is_there_is_not_replaced_unseen():
    with pytest.raises(Conflict) as conflict:
        Precondition().check_replacing(TAG, blindly=False)
    assert "If-Match" in conflict.value.detail


def test_blindness_is_no_way_round_a_precondition():
    with pytest.raises(PreconditionFailed):
        Precondition(if_match='"b"').check_replacing(TAG, blindly=True)
