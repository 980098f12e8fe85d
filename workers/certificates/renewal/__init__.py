"""Certificates that end, earned anew: from when, the period that begins, and its reminder."""
