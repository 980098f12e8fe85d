"""Owns reading tables that people save from a spreadsheet: separators, encodings, named columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from campus.errors import Fault, Invalid

MOST_BYTES = 5 * 2**20
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table by its column names, and where it begins in the file."""

    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def fault(self, code: str, detail: str) -> Fault:
        words = _("line {line}: {detail}").format(line=self.line, detail=detail)
        return Fault(f"line {self.line}", code, words)


@dataclass(frozen=True, slots=True)
class Sheet:
    rows: Sequence[Row]
    encoding: str


def read_sheet(data: bytes, *, known: Collection[str], most: int) -> Sheet:
    """The rows of a CSV of commas, semicolons or tabs, in UTF-8 or as Excel saves it.

    Raises Invalid for what is no such table, for columns that are not `known`, for more than
    `most` rows.
    """
    text, encoding = decoded(data)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        header = [name.strip().lower() for name in next(lines, [])]
        _refuse_columns(header, known)
        rows = _rows(lines, header, most)
    except csv.Error as error:
        detail = _("Line {line} cannot be read as CSV ({why}): correct its quotation marks.")
        raise Invalid(detail.format(line=lines.line_num, why=error), code="bad_csv") from error
    if not rows:
        raise Invalid(_("The table has no line below its heading."), code="empty_table")
    return Sheet(rows, encoding)


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; raises Invalid for what is not text or too large."""
    if len(data) > MOST_BYTES:
        detail = _("The file has more than {most} MB: send it in parts.")
        raise Invalid(detail.format(most=MOST_BYTES // 2**20), code="file_too_large")
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Invalid(_("This file is not text: save the table as CSV."), code="not_text")
    for encoding in ("utf-16", "utf-8-sig", "windows-1252"):
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return data.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise Invalid(_("This file is in no encoding we know: save it as UTF-8."), code="not_utf8")


def _separator(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(_SEPARATORS, key=header.count)


def _refuse_columns(header: Sequence[str], known: Collection[str]) -> None:
    unknown = [name for name in header if name and name not in known]
    if unknown or not any(header):
        detail = _("These columns are not known: {unknown}. There are: {known}.")
        words = detail.format(unknown=", ".join(unknown) or "–", known=", ".join(known))
        raise Invalid(words, code="unknown_column")
    doubled = {name for name in header if name and header.count(name) > 1}
    if doubled:
        detail = _("The column {name} is there twice: keep one.")
        raise Invalid(detail.format(name=", ".join(sorted(doubled))), code="doubled_column")


def _rows(lines: Any, header: Sequence[str], most: int) -> list[Row]:
    rows: list[Row] = []
    before = lines.line_num
    for cells in lines:
        if any(cell.strip() for cell in cells):
            rows.append(Row(before + 1, dict(zip(header, cells, strict=False))))
        before = lines.line_num
        if len(rows) > most:
            detail = _("The table has more than {most} lines: send it in parts.")
            raise Invalid(detail.format(most=most), code="too_many_lines")
    return rows
