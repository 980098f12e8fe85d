"""Stands over one program: forwards signals, and leaves no descendant when it or the launcher ends.

Run as `python -S -m campus.launcher.guardian '{"command": [...], ...}'`, one for each program: the
parent's death signal reaches a child but no grandchild, and web server, Celery and PostgreSQL all
have some. Imports little, because it stays in memory as long as its program.
"""

import json
import os
import pwd
import signal
import sys
from typing import NoReturn

from campus.launcher.descendants import adopt_orphans, die_with_parent, kill_descendants

KILL_ALL = signal.SIGUSR1
FORWARDED = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP}
WATCHED = FORWARDED | {KILL_ALL, signal.SIGCHLD}


def main() -> None:
    wish = json.loads(sys.argv[1])
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    adopt_orphans()
    die_with_parent(KILL_ALL, parent=wish["launcher"])
    child = os.fork()
    if child == 0:
        _become(wish["command"], wish["user"], wish["folder"], guardian=os.getppid())
    status = _attend(child)
    kill_descendants()
    os._exit(os.waitstatus_to_exitcode(status) % 256 if status is not None else 1)


def _attend(child: int) -> int | None:
    """The child's wait status once it has ended, or None when all are to be killed."""
    while (number := signal.sigwait(WATCHED)) != KILL_ALL:
        if number in FORWARDED:
            os.kill(child, number)
        elif (status := _reap(child)) is not None:
            return status
    return None


def _reap(child: int) -> int | None:
    """Take leave of all that have ended, adopted ones too; the child's status if it has."""
    found = None
    try:
        while (ended := os.waitpid(-1, os.WNOHANG))[0] != 0:
            found = ended[1] if ended[0] == child else found
    except ChildProcessError:
        pass
    return found


def _become(command: list[str], user: str | None, folder: str, *, guardian: int) -> NoReturn:
    try:
        os.closerange(3, 256)  # the launcher's lock is the guardian's to hold, not the program's
        os.setsid()
        if user is not None:
            entry = pwd.getpwnam(user)
            os.initgroups(user, entry.pw_gid)
            os.setgid(entry.pw_gid)
            os.setuid(entry.pw_uid)
        die_with_parent(signal.SIGKILL, parent=guardian)
        os.chdir(folder)
        os.umask(0o077)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        os.execvp(command[0], command)
    except (OSError, KeyError) as error:
        print(f"{command[0]}: {error}", file=sys.stderr, flush=True)
        os._exit(127)


if __name__ == "__main__":
    main()
