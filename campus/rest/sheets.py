"""Owns tables as files, CSV and XLSX: no spreadsheet takes a cell of theirs for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TextIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | float | datetime | None
# Where a program takes what follows for a formula: at the beginning of a cell, and behind a
# semicolon or a break too, because where commas mark decimals it cuts the rows there.
_FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
_LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


class Share(float):
    """A number in [0, 1] that people read as a percentage."""


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with commas (RFC 4180); an apostrophe before what could be a formula."""
    text = io.StringIO(newline="")
    write_csv(text, header, rows)
    return text.getvalue().encode()


def write_csv(to: TextIO, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """The same into a file, a row at a time: as many as there are, in no more memory."""
    writer = csv.writer(to)
    writer.writerow([_harmless(name) for name in header])
    writer.writerows([_text(value) for value in row] for row in rows)


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet whose first row stays in sight; numbers are numbers, instants are UTC."""
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet(_title(title))
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name, bold=True) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _text(value: Value) -> str:
    if isinstance(value, str):
        return _harmless(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return "" if value is None else repr(float(value)) if isinstance(value, float) else str(value)


def _harmless(text: str) -> str:
    return _FORMULA.sub("'", text)


def _cell(sheet: WriteOnlyWorksheet, value: Value, *, bold: bool = False) -> Any:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"  # a text that begins like a formula stays a text
    elif isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value.replace(tzinfo=None))
    else:
        cell = WriteOnlyCell(sheet, float(value) if isinstance(value, float) else value)
        if isinstance(value, Share):
            cell.number_format = "0.0 %"  # as whole per cent, 0.996 would read as all
    if bold:
        cell.font = Font(bold=True)
    return cell


def _title(text: str) -> str:
    return text.translate(_NOT_IN_TITLES).strip()[:_LONGEST_TITLE] or "1"
