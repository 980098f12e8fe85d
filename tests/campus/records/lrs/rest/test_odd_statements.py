"""Nothing that a client sends instead of a statement ends as a fault of the campus."""

import random
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.campus.records.lrs.store import V1, V2, Store
from tests.campus.records.xapi.samples import changed, full, within

pytestmark = pytest.mark.django_db
ODD: list[Any] = [
    ...,
    None,
    True,
    -1,
    1e308,
    2**63 - 1,
    2**63,
    "",
    "\0",
    "\ud800",
    "x" * 5_000,
    [],
    [[]],
    {},
    {"a": 1},
    "https://example.org/" + "y" * 4_000,
    "9999-12-31T23:59:59.999999-23:59",
    "0001-01-01T00:00:00+23:00",
    "P99999999999999999999Y",
    "StatementRef",
    "SubStatement",
    "Group",
]


def pointers(value: Any, pointer: str = "") -> Iterator[str]:
    """To everything in it, as `changed` takes them."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, each in inner:
        below = f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"
        yield below
        if isinstance(each, dict | list):
            yield from pointers(each, below)


@pytest.mark.parametrize("version", [V1, V2])
@pytest.mark.parametrize("sample", [full, within])
def test_something_odd_anywhere_is_refused_or_kept(version, sample):
    store, chance = Store(version=version), random.Random(f"{version} {sample.__name__}")
    places = list(pointers(sample()))
    for _ in range(60):
        odd = changed(sample(id=str(uuid4())), chance.choice(places), chance.choice(ODD))
        assert store.post(odd).status_code in (200, 400, 409), odd
    assert store.get().status_code == 200
