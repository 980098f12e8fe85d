#!/usr/bin/env python
"""The door for commands: settles the role of the command, and says in one line what stops it."""

import os
import sys

from campus.env import BadSettings, load
from campus.launcher.reachable import NotReachable, check_database

# These change tables, which only the owner may; all others act as the application.
OWNERS_COMMANDS = {"createcachetable", "flush", "migrate"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campus.settings")
    if OWNERS_COMMANDS.intersection(sys.argv[1:2]):
        os.environ["CAMPUS_DATABASE_AS"] = "owner"
    try:
        load()
        run()
    except (BadSettings, NotReachable) as error:
        sys.exit(f"campus: {error}")


def run() -> None:
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        check_database(load())  # the usual reason, in one line; any other is worth its traceback
        raise


if __name__ == "__main__":
    main()
