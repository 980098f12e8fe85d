"""Owns the way to the process that reads dropped files: started at the first one, asked by many."""

import atexit
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from django.utils.translation import gettext as _
from msgspec.structs import replace

from campus.errors import CampusError

from . import serving
from .readings import UNKNOWN, Reading
from .serving import OVER, WALL_SECONDS, request

_ROOT: Final = Path(__file__).parents[3]
# A web process has few threads: one may be kept busy by a file, the others go on answering.
_AT_ONCE: Final = 1
_TURN_SECONDS: Final = 0.3
_PATIENCE_SECONDS: Final = WALL_SECONDS + 5
_LONGEST_ANSWER: Final = 4_000_000
BROKE_OFF: Final = "broke_off"
_turns = threading.BoundedSemaphore(_AT_ONCE)
_starting = threading.Lock()
# By process: a fork of ours must not speak on its parent's socket.
_server: dict[int, "_Server"] = {}


class _Server(NamedTuple):
    control: socket.socket
    process: subprocess.Popen[bytes]


class Busy(CampusError):
    status = 503
    code = "busy"
    wait = WALL_SECONDS


def ask(body: bytes, issuers: Mapping[str, Any]) -> Reading:
    """What a process of its own read in the file; raises Busy where too many files wait.

    A file on which that process ends, by a limit or by a fault, has the trouble `broke_off`.
    """
    if not _turns.acquire(timeout=_TURN_SECONDS):
        raise Busy(_("Too many files are being checked: try again in some seconds."))
    try:
        return _read(_answered(request(msgspec.json.encode(issuers), body)))
    finally:
        _turns.release()


def warm() -> None:
    """Start the server if it is not there, without waiting for it: a file will follow."""
    with _starting:
        _control()


def _read(answer: bytes) -> Reading:
    """The last reading that came whole."""
    lines = answer.split(b"\n")[:-1]
    is_over = lines[-1:] == [OVER]
    told = lines[:-1] if is_over else lines
    reading = msgspec.json.decode(told[-1], type=Reading) if told else Reading(UNKNOWN)
    return reading if is_over else replace(reading, trouble=BROKE_OFF)


def _answered(asked: bytes) -> bytes:
    connection = _connected()
    with connection:
        connection.settimeout(_PATIENCE_SECONDS)
        try:
            connection.sendall(asked)
            return b"".join(_parts(connection))
        except (ConnectionError, TimeoutError):
            return b""


def _parts(connection: socket.socket) -> Iterator[bytes]:
    """What comes before the end, or before the process was ended for its limits."""
    received = 0
    while received < _LONGEST_ANSWER:
        try:
            part = connection.recv(65_536)
        except (ConnectionError, TimeoutError):
            return
        if not part:
            return
        received += len(part)
        yield part


def _connected() -> socket.socket:
    """A socket whose other end a child of the server has; the server is started where it is not."""
    ours, theirs = socket.socketpair()
    with theirs, _starting:
        try:
            socket.send_fds(_control(), [b"."], [theirs.fileno()])
        except OSError:
            stop()
            socket.send_fds(_control(), [b"."], [theirs.fileno()])
    return ours


def _control() -> socket.socket:
    if os.getpid() not in _server:
        _server.clear()
        _server[os.getpid()] = _started()
    return _server[os.getpid()].control


def stop() -> None:
    """The server ends when nobody holds the other end of its socket."""
    server = _server.pop(os.getpid(), None)
    if server is not None:
        server.control.close()
        server.process.wait()


atexit.register(stop)


def _started() -> _Server:
    """It sees nothing of our environment; its streams lead nowhere, so that nothing is logged."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", serving.__name__, str(theirs.fileno())],
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT)},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    return _Server(ours, process)
