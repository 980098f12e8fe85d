"""Runs the web server: Campus is loaded once, and its workers are forked from that.

A worker that dies is there again at once, instead of after the seconds that loading takes; they
also share what was loaded. The arguments are Granian's.
"""

import gc

from django.urls import get_resolver
from granian.cli import entrypoint

import campus.wsgi  # noqa: F401  the application, as a worker finds it

if __name__ == "__main__":
    assert get_resolver().url_patterns  # loaded with every door, which Django leaves to the first
    gc.freeze()  # else the collector would touch, and so copy, every page that is shared
    entrypoint()  # type: ignore[no-untyped-call]
