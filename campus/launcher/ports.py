"""Whether the web server will get its port, asked before anything is started."""

import errno
import socket

from campus.env.checking import refusal


def check(host: str, port: int) -> None:
    """Raises BadSettings if nothing can listen there now."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except socket.gaierror as error:
        raise refusal(
            "CAMPUS_HOST", f"is {host!r}, which leads nowhere ({error})", "correct it"
        ) from error
    except OSError as error:
        _explain(host, port, error)


def _explain(host: str, port: int, error: OSError) -> None:
    match error.errno:
        case errno.EADDRINUSE:
            raise refusal(
                "PORT", f"{port} is taken", "set another, as PORT=8001, or stop what uses it"
            )
        case errno.EACCES:
            raise refusal("PORT", f"{port} is not for this user", "set one of 1024 or more")
        case _:
            raise refusal(
                "CAMPUS_HOST", f"is {host!r}, where nothing can listen ({error})", "correct it"
            )
