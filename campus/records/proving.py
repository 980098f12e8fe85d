"""Owns the proof that nobody changed the log: hashes, seals, and ids, a stretch at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection

from .fitting import faults_of
from .models import LearningRecord
from .retracted import faults_of_voiding, faults_of_voids, taken_back_by
from .sealing import FIRST_ROOT, MOST_RECORDS, Seal, root_of

_SEALS = "SELECT number, after, last, records, root FROM records_seal ORDER BY number"

_CHANGED = """
SELECT id FROM records_record
WHERE position > %s AND position <= %s AND erased_at IS NULL
    AND hash IS DISTINCT FROM sha256(salt || convert_to(statement, 'UTF8'))
"""
_WITHOUT_ID = """
SELECT r.id FROM records_record r LEFT JOIN records_id i USING (id, stored_at)
WHERE r.position > %s AND r.position <= %s AND i.id IS NULL
"""
_WITHOUT_RECORD = """
SELECT i.id FROM records_id i LEFT JOIN records_record r USING (id, stored_at)
WHERE r.id IS NULL LIMIT 1000
"""
_HIGHEST = "SELECT coalesce(max(position), 0) FROM records_record"

_AT_ONCE = 2_000
"""Records whose texts are looked at together."""

Report = Callable[[int], Any]
"""Told how many positions more are proved."""


def _say_nothing(_more: int) -> None:
    pass


@dataclass(slots=True)
class Proof:
    """What was looked at, and every fault in words; `last` is the last seal that fits."""

    records: int = 0
    unsealed: int = 0
    faults: list[str] = field(default_factory=list)
    last: Seal = field(default_factory=lambda: Seal(0, 0, FIRST_ROOT))


def highest_position() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_HIGHEST)
        return int(cursor.fetchone()[0])


def prove(*, expected: dict[int, bytes] | None = None, report: Report = _say_nothing) -> Proof:
    """Look at every record, sealed or not yet.

    `expected` are roots that somebody noted elsewhere, by the number of their seal: a log that was
    cut short together with its seals fits itself, and not them. An erased record has lost its text
    and keeps its hash, so it is proved by its seal alone.
    """
    proof = Proof()
    for number, after, last, records, root in _all_seals():
        _prove_seal(proof, Seal(number, last, bytes(root)), after, records)
        _prove_stretch(proof, after, last)
        report(last - after)
    sealed, highest = proof.last.last, highest_position()
    for after in range(sealed, highest, MOST_RECORDS):
        last = min(after + MOST_RECORDS, highest)
        proof.unsealed += _prove_stretch(proof, after, last)
        report(last - after)
    proof.faults += [f"id without a record: {id_}" for (id_,) in _rows(_WITHOUT_RECORD)]
    proof.faults += faults_of_voids()
    _prove_expected(proof, expected or {})
    return proof


def _all_seals() -> list[tuple[Any, ...]]:
    return list(_rows(_SEALS))


def _prove_seal(proof: Proof, seal: Seal, after: int, records: int) -> None:
    before = proof.last
    if (seal.number, after) != (before.number + 1, before.last):
        proof.faults.append(f"seal {seal.number} does not follow seal {before.number}")
    found, root = root_of(before.root, after, seal.last)
    if found != records:
        proof.faults.append(f"seal {seal.number} is over {records} records, and there are {found}")
    elif root != seal.root:
        proof.faults.append(f"seal {seal.number}: its root does not fit the records under it")
    proof.last = seal


def _prove_stretch(proof: Proof, after: int, last: int) -> int:
    stretch = [after, last]
    changed = {id_ for (id_,) in _rows(_CHANGED, stretch)}
    proof.faults += [f"the text is not what was hashed: {id_}" for id_ in sorted(changed)]
    proof.faults += [f"record without its id: {id_}" for (id_,) in _rows(_WITHOUT_ID, stretch)]
    rows = LearningRecord.objects.filter(position__gt=after, position__lte=last).iterator()
    records = 0
    while some := list(islice(rows, _AT_ONCE)):
        records += len(some)
        _prove_texts(proof, [r for r in some if r.erased_at is None and r.id not in changed])
    proof.records += records
    return records


def _prove_texts(proof: Proof, records: Sequence[LearningRecord]) -> None:
    taken_back = {record.id: taken_back_by(record.statement) for record in records}
    proof.faults += faults_of(records)
    proof.faults += faults_of_voiding({id_: of for id_, of in taken_back.items() if of})


def _prove_expected(proof: Proof, expected: dict[int, bytes]) -> None:
    found = {number: bytes(root) for number, *_between, root in _all_seals()}
    for number, root in sorted(expected.items()):
        if number not in found:
            proof.faults.append(f"seal {number} is gone: the log was cut short")
        elif found[number] != root:
            proof.faults.append(f"seal {number} is another than the one that was noted")


def _rows(sql: str, values: list[Any] | None = None) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        yield from cursor.fetchall()
