"""Owns the thread that rings, so that nobody who writes something waits for the broker."""

import atexit
import os
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

# What is rung within this time is rung once; a worker hears of it that much later at most.
PAUSE_SECONDS = 0.02
_LONGEST_END = 1.0


class Ringer:
    """Rings each kind that was asked for, from one thread of this process, begun at the first."""

    def __init__(self, ring: Callable[[str], None]) -> None:
        self._ring = ring
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)
        atexit.register(self.finish)

    def _begin_anew(self) -> None:
        self._asked: SimpleQueue[str | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def ring_soon(self, kind: str) -> None:
        self._asked.put(kind)
        if self._thread is None:
            self._start()

    def finish(self) -> None:
        """Ring what was asked for so far; a process that ends does so, and may begin again."""
        with self._starting:
            if self._thread is not None:
                self._asked.put(None)
                self._thread.join(_LONGEST_END)
                self._thread = None

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="bells", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        kinds: set[str | None] = set()
        while None not in kinds:
            kinds = {self._asked.get()}
            while not self._asked.empty():
                kinds.add(self._asked.get())
            for kind in filter(None, kinds):
                self._ring(kind)
            time.sleep(PAUSE_SECONDS)
