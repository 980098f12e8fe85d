"""Owns the bytes of reports in this process's memory, while what decides them stays the same.

Whoever asks here has been let in before: nothing that is kept says who may see it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass

from campus.rest.conditional import etag_of

MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A report as it goes out; `stamp` is what decided it."""

    stamp: Hashable
    content: bytes
    etag: str


class Reports:
    """One body for each report; the one that nobody asked for the longest goes first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._bytes, self._most_bytes = 0, most_bytes
        self._making: dict[Hashable, Future[Kept]] = {}
        self._lock = threading.Lock()

    def find_or_make(self, report: Hashable, stamp: Hashable, make: Callable[[], bytes]) -> Kept:
        """`make` reads the rows, so the stamp must have been read before.

        Of several who want the same at once one makes it, and the others wait for that one.
        """
        mine: Future[Kept] = Future()
        with self._lock:
            if (known := self._kept.get(report)) and known.stamp == stamp:
                self._kept.move_to_end(report)
                return known
            making = self._making.setdefault((report, stamp), mine)
        if making is mine:
            self._make(report, stamp, make, mine)
        return making.result()

    def _make(
        self, report: Hashable, stamp: Hashable, make: Callable[[], bytes], made: Future[Kept]
    ) -> None:
        try:
            content = make()
            kept = Kept(stamp, content, etag_of(content))
            self._keep(report, kept)
            made.set_result(kept)
        except BaseException as fault:  # whatever it was: the others wait for an answer
            made.set_exception(fault)
        finally:
            del self._making[report, stamp]

    def _keep(self, report: Hashable, kept: Kept) -> None:
        with self._lock:
            if former := self._kept.pop(report, None):
                self._bytes -= len(former.content)
            self._kept[report] = kept
            self._bytes += len(kept.content)
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._kept.popitem(last=False)[1].content)
