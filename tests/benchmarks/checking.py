"""Owns how long a dropped file takes to judge: `python -m tests.benchmarks.checking [times]`.

The floor is the same proof in this very process, without a child, a register or a page: what is
above it is what safety and the field-by-field comparison cost.
"""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from tests.benchmarks import stage

TIMES = 60


def measure(times: int = TIMES) -> None:
    from tests.workers.certificates.checking.editing import covered, with_another_word
    from tests.workers.certificates.working import a_credential
    from workers.certificates.holding.baking import bake
    from workers.certificates.issuers.signing import issuer_documents
    from workers.certificates.signed import proofs

    credential = a_credential()
    pdf, text = bytes(credential.certificate.body), credential.document
    last = credential.recipient_name.split()[-1]
    edited = with_another_word(pdf, last, last[0] + last[2] + last[1] + last[3:])
    issuers, document = issuer_documents(), proofs.parse(text)
    floor = _milliseconds(lambda: proofs.verify(document, issuers), times)
    print(f"floor: the proof alone, in process       {floor:7.1f} ms")
    files = {
        "JSON": text.encode(),
        "PDF": pdf,
        "edited PDF": edited,
        "PDF under a picture": covered(pdf),
        "PNG": bake(credential),
    }
    for name, body in files.items():
        took = _milliseconds(partial(_judged, body), times)
        print(f"{name:<40} {took:7.1f} ms  {took / floor:5.1f} times the floor")


def _judged(body: bytes) -> None:
    from django.utils import timezone

    from workers.certificates.checking.judging import judge

    judge(body, timezone.now())


def _milliseconds(act: Callable[[], object], times: int) -> float:
    """The median, after three that warm everything."""
    taken = []
    for _ in range(times + 3):
        start = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken[3:])


if __name__ == "__main__":
    with stage.a_campus():
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES)
