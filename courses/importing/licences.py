"""Under which licence a course comes, from the text that lies beside it."""

from __future__ import annotations

import re

# By what the head of the text says; the names are SPDX's.
_KNOWN = (
    ("etalab-2.0", r"licence ouverte.{0,20}2\.0|etalab-2\.0"),
    ("CC0-1.0", r"cc0|creative commons zero"),
    ("CC-BY-NC-SA-4.0", r"attribution[- ]noncommercial[- ]sharealike|cc[- ]by[- ]nc[- ]sa"),
    ("CC-BY-NC-4.0", r"attribution[- ]noncommercial|cc[- ]by[- ]nc"),
    ("CC-BY-SA-4.0", r"attribution[- ]sharealike|cc[- ]by[- ]sa"),
    ("CC-BY-4.0", r"creative commons attribution|attribution 4\.0|cc[- ]by[- ]4"),
    ("MIT", r"\bmit license\b|permission is hereby granted, free of charge"),
    ("ODbL-1.0", r"open database license"),
)


def licence_named(text: str) -> str:
    """The SPDX name of the licence, or the first line of its text."""
    head = " ".join(text[:600].lower().split())
    for name, shape in _KNOWN:
        if re.search(shape, head):
            return name
    first = next((line.strip("# \t") for line in text.splitlines() if line.strip("# \t")), "")
    return first[:100]
