"""The launcher's few lines on the terminal."""

import os
import sys


def say(line: str) -> None:
    try:
        print(line, flush=True)  # a program that waits for the ready line reads through a pipe
    except OSError:
        # The reader has left; Campus goes on without it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
