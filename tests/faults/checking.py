"""Owns the judgement after a storm: what was accepted is in the log, and the log is what is shown.

In the style of Jepsen: every client writes down what it was told (`ok`) and what it never heard
(`unknown`); then `ok ⊆ log ⊆ ok ∪ unknown`, no id twice, and stored progress equals fold(log).
"""

from collections import Counter
from collections.abc import Collection, Iterator
from uuid import UUID

from campus.records.models import LearningRecord
from workers.progress.verifying import verify


def faults(*, ok: Collection[UUID], unknown: Collection[UUID] = ()) -> list[str]:
    """Every broken promise, N1 to N3; empty if all was kept."""
    return [*_of_the_log(set(ok), set(unknown)), *_of_the_fold()]


def _of_the_log(ok: set[UUID], unknown: set[UUID]) -> Iterator[str]:
    logged = Counter(LearningRecord.objects.filter(verb="completed").values_list("id", flat=True))
    yield from (f"accepted and not in the log: {id_}" for id_ in ok - set(logged))
    yield from (f"in the log and never sent: {id_}" for id_ in set(logged) - ok - unknown)
    yield from (f"{times} times in the log: {id_}" for id_, times in logged.items() if times > 1)


def _of_the_fold() -> Iterator[str]:
    found = verify()
    yield from (f"not folded: {found.waiting} records" for _ in [1] if found.waiting)
    yield from found.differences
