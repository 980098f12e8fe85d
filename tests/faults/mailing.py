"""Owns a mail server just large enough to count what it was given."""

import re
import socketserver
import threading
import time
from collections import Counter

_ID = re.compile(rb"^Message-ID: <([0-9a-f-]+)@", re.MULTILINE | re.IGNORECASE)


class MailServer:
    """Listens at once; `delivered` counts by the id of the mail in the outbox."""

    def __init__(self) -> None:
        self.delivered: Counter[str] = Counter()
        self.seconds_to_answer = 0.0
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk, bind_and_activate=True)
        server.daemon_threads = True
        server.mail = self  # type: ignore[attr-defined]
        self.port: int = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self._take()
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return

    def _take(self) -> None:
        mail: MailServer = self.server.mail  # type: ignore[attr-defined]
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        time.sleep(mail.seconds_to_answer)
        if found := _ID.search(b"".join(lines)):
            mail.delivered[found[1].decode()] += 1
