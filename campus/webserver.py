"""Runs the web server: Campus is loaded once, and its workers are forked from that.

A worker that dies is there again at once, instead of after the seconds that loading takes; they
also share what was loaded. The arguments are Granian's.
"""

import gc

from granian.cli import entrypoint

# Loaded here, so that the workers need not; the application before what needs its settings.
import campus.wsgi
import campus.urls  # noqa: I001, F401

if __name__ == "__main__":
    gc.freeze()  # else the collector would touch, and so copy, every page that is shared
    entrypoint()
