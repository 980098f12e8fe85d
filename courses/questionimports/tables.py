"""Tables saved as CSV: a question a line, under a heading in French or English; cells are Markdown.

Several answers stand in one cell, with `|` or a line break between, or each in a column of its own.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from courses.catalogue.sheets import read_sheet

from .columns import NAMES, Cells, header_of, known_columns
from .gathering import Gathering
from .rows import question_of
from .shapes import MOST_QUESTIONS, Read, refusal


def read(text: str, *, language: str) -> Read:
    """Raises Invalid, with its line, for a table that is none."""
    _refuse_unknown(header_of(text))
    gathered = Gathering()
    sheet = read_sheet(text.encode(), known=NAMES, most=MOST_QUESTIONS)
    for row in sheet.rows:
        cells = Cells(row)
        try:
            question = question_of(cells, language)
        except ValueError as error:
            gathered.leave(row.line, cells.text("prompt"), str(error))
        else:
            gathered.add(row.line, question)
    return gathered.read()


def looks_like(text: str) -> bool:
    """Whether most of the first line are names of columns."""
    header = header_of(text)
    known = sum(name in NAMES for name in header)
    return len(header) > 1 and known > 1 and known * 2 >= len(header)


def _refuse_unknown(header: list[str]) -> None:
    unknown = [name for name in header if name and name not in NAMES]
    if unknown or not any(header):
        detail = _("These columns are not known: {unknown}. There are: {known}.")
        said = detail.format(unknown=", ".join(unknown)[:200] or "–", known=known_columns())
        raise refusal(said, code="unknown_column", line=1)
