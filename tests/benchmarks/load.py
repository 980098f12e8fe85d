"""Owns the asking: many requests over few kept connections, cheap enough not to be the limit.

Requests are sent in bundles (HTTP/1.1 pipelining), and answers, which are all of one length, are
counted by their bytes. So the asker spends a small part of what the server spends.
"""

import selectors
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Lock

CONNECTIONS = 4
BUNDLE = 16
_PATIENCE = 5.0


def answer(port: int, path: str, etag: str = "", headers: str = "") -> tuple[bytes, bytes]:
    """Head and body of one answer; `etag` is that of what the asker has already, `headers` are
    whole lines."""
    with socket.create_connection(("127.0.0.1", port), _PATIENCE) as asking:
        asking.sendall(_request(port, path, etag, headers))
        text = b""
        while b"\r\n\r\n" not in text:
            text += asking.recv(65_536)
        head, _, body = text.partition(b"\r\n\r\n")
        while len(body) < _content_length(head):
            body += asking.recv(65_536)
        return head, body


def requests_per_second(
    port: int, path: str, *, seconds: float, etag: str = "", headers: str = ""
) -> float:
    """How many answers of 200 come back, of 304 with an `etag`; raises ValueError if they differ
    in length."""
    head, body = answer(port, path, etag, headers)
    if not head.startswith(b"HTTP/1.1 304" if etag else b"HTTP/1.1 200"):
        raise ValueError(head.decode())
    size = len(head) + 4 + len(body)
    bundle = _request(port, path, etag, headers) * BUNDLE
    with selectors.DefaultSelector() as ready:
        for _ in range(CONNECTIONS):
            asking = socket.create_connection(("127.0.0.1", port), _PATIENCE)
            asking.sendall(bundle)
            ready.register(asking, selectors.EVENT_READ, [size * BUNDLE])
        began = time.perf_counter()
        bundles = 0
        while (passed := time.perf_counter() - began) < seconds:
            for key, _event in ready.select(_PATIENCE):
                bundles += _take(key, bundle, size)
        keys = list(ready.get_map().values())
        begun = sum(1 - key.data[0] / (size * BUNDLE) for key in keys)
        for key in keys:
            key.fileobj.close()
    return (bundles + begun) * BUNDLE / passed


def different_per_second(port: int, paths: Iterator[str], *, seconds: float) -> float:
    """How many answers of 200 come back, each to another question; one thread a connection."""
    lock, until, answered = Lock(), time.perf_counter() + seconds, [0] * CONNECTIONS

    def ask(number: int) -> None:
        asking = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        while time.perf_counter() < until:
            with lock:
                path = next(paths)
            asking.request("GET", path)
            answer = asking.getresponse()
            answer.read()
            if answer.status != 200:
                raise ValueError(f"{answer.status} at {path}")
            answered[number] += 1
        asking.close()

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(ask, range(CONNECTIONS)))
    return sum(answered) / seconds


def posts_per_second(port: int, bodies: Iterator[bytes], *, seconds: float, most: int) -> float:
    """How many posts are answered with 200, `most` under way at once, each on a connection kept.

    `bodies` are whole requests, as `a_post` makes them.
    """
    with selectors.DefaultSelector() as ready:
        for _ in range(most):
            asking = socket.create_connection(("127.0.0.1", port), _PATIENCE)
            asking.sendall(next(bodies))
            ready.register(asking, selectors.EVENT_READ, bytearray())
        began, answered = time.perf_counter(), 0
        while (passed := time.perf_counter() - began) < seconds:
            for key, _event in ready.select(_PATIENCE):
                if _answered(key):
                    answered += 1
                    key.fileobj.sendall(next(bodies))
        for key in list(ready.get_map().values()):
            key.fileobj.close()
    return answered / passed


def a_post(path: str, body: bytes, headers: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Content-Type: application/json\r\n{headers}\r\n".encode() + body


def _answered(key: selectors.SelectorKey) -> bool:
    """Take what came; whether that is a whole answer. Raises ValueError for any but 200."""
    came: bytearray = key.data
    came += key.fileobj.recv(1_048_576)
    end = came.find(b"\r\n\r\n")
    if end < 0 or len(came) < end + 4 + _content_length(bytes(came[:end])):
        return False
    if not came.startswith(b"HTTP/1.1 200"):
        raise ValueError(bytes(came[:2_000]).decode())
    came.clear()
    return True


def _take(key: selectors.SelectorKey, bundle: bytes, size: int) -> int:
    left = key.data
    left[0] -= len(key.fileobj.recv(1_048_576))
    if left[0] > 0:
        return 0
    if left[0] < 0:
        raise ValueError("The answers differ in length.")
    left[0] = size * BUNDLE
    key.fileobj.sendall(bundle)
    return 1


def _request(port: int, path: str, etag: str, headers: str) -> bytes:
    known = f"If-None-Match: {etag}\r\n" if etag else ""
    first = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\n"
    return f"{first}{known}{headers}\r\n".encode()


def etag_of(port: int, path: str, headers: str = "") -> str:
    head, _body = answer(port, path, headers=headers)
    return next(
        line.split(":", 1)[1].strip()
        for line in head.decode().splitlines()
        if line.lower().startswith("etag:")
    )


def _content_length(head: bytes) -> int:
    if head.startswith(b"HTTP/1.1 304"):
        return 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    raise ValueError("The answer has no Content-Length.")
