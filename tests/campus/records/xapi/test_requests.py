"""The statements of one request: all accepted, or all refused."""

from uuid import UUID, uuid4

import pytest

from campus.records.xapi.refusals import Malformed
from campus.records.xapi.statements import read_post, read_put
from campus.records.xapi.versions import Version
from tests.campus.records.xapi.samples import UUID_1, UUID_2, plain

BOTH = pytest.mark.parametrize("version", Version)


@BOTH
def test_a_post_holds_one_statement_or_many(version):
    assert read_post(plain(), version) == [plain()]
    assert read_post([plain(), plain(id=UUID_1), plain(id=UUID_2), plain()], version)[3] == plain()
    assert read_post([], version) == []


@BOTH
def test_a_batch_is_refused_whole_where_one_of_it_is(version):
    with pytest.raises(Malformed) as refused:
        read_post([plain(), plain(verb={"id": "x"})], version)
    assert refused.value.pointer == "/1/verb/id"
    for neither in (None, "x", 1, [[]], [plain(), None]):
        with pytest.raises(Malformed):
            read_post(neither, version)


@BOTH
def test_two_of_a_batch_have_two_ids(version):
    read_post([plain(id=UUID_1), plain(id=UUID_2)], version)
    with pytest.raises(Malformed) as refused:
        read_post([plain(id=UUID_1), plain(), plain(id=UUID_1.upper())], version)
    assert (refused.value.code, refused.value.pointer) == ("id_twice", "/2/id")


@BOTH
def test_a_put_statement_has_the_id_of_its_request(version):
    id_ = UUID(UUID_1)
    assert read_put(plain(), id_, version)["id"] == UUID_1
    assert read_put(plain(id=UUID_1.upper()), id_, version)["id"] == UUID_1
    with pytest.raises(Malformed) as refused:
        read_put(plain(id=str(uuid4())), id_, version)
    assert refused.value.pointer == "/id"
    with pytest.raises(Malformed):
        read_put([plain()], id_, version)
