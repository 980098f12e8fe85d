"""Owns the process that reads dropped files: warm, poor in rights, with a child for each file.

It is started by `asking` with one end of a socket, over which it is sent the socket of each file.
The child has little memory and time, may write no file and start no process, and ends with its
file: what a file does to it, it does to nothing else.
"""

import gc
import os
import resource
import select
import signal
import socket
import struct
import sys
from typing import Final

import msgspec

from .reading import read
from .warming import warm

MEGABYTE: Final = 1024 * 1024
MEMORY: Final = 512 * MEGABYTE
CPU_SECONDS: Final = 5
WALL_SECONDS: Final = 10
IDLE_SECONDS: Final = 600
OVER: Final = b"over"
_LENGTHS: Final = struct.Struct("!II")
_NICENESS: Final = 5


def main(control: socket.socket) -> None:
    """Until nobody asks any more, or whoever asked has ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    os.nice(_NICENESS)
    warm()
    gc.freeze()
    while select.select([control], [], [], IDLE_SECONDS)[0]:
        message, handles, _flags, _address = socket.recv_fds(control, 1, 1)
        if not message:
            return
        with socket.socket(fileno=handles[0]) as connection:
            if os.fork() == 0:
                control.close()
                _answer(connection)
                os._exit(0)


def _answer(connection: socket.socket) -> None:
    _limit()
    with connection.makefile("rb") as asked:
        of_issuers, of_body = _LENGTHS.unpack(asked.read(_LENGTHS.size))
        issuers, body = msgspec.json.decode(asked.read(of_issuers)), asked.read(of_body)
    for reading in read(body, issuers):
        connection.sendall(msgspec.json.encode(reading) + b"\n")
    connection.sendall(OVER + b"\n")


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)


def request(issuers: bytes, body: bytes) -> bytes:
    """What is sent for one file; `issuers` is JSON."""
    return _LENGTHS.pack(len(issuers), len(body)) + issuers + body


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
