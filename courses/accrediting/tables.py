"""Owns the reading of a table that another platform exported: lines of who learnt which course."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from campus.errors import Invalid
from courses.questionimports.decoding import text_of

from .days import day_of

# A form sends it back, where each accented letter takes three times its bytes.
MOST_BYTES = 500_000
MOST_LINES = 500
HEADINGS = {
    "email": (
        "email", "e-mail", "mail", "courriel", "e-mail address", "adresse e-mail",
        "email address", "adresse de courriel", "adresse courriel", "adresse mail",
    ),
    "course": (
        "course", "cours", "slug", "key", "clé",
        "shortname", "course short name", "nom abrégé", "nom abrégé du cours",
    ),
    "date": ("date",),
    "completed": (
        "completed", "completed on", "terminé", "terminé le", "course complete", "cours terminé",
        "completion date", "date d'achèvement", "date d’achèvement", "time completed",
        "timecompleted",
    ),
    "score": (
        "score", "note", "result", "résultat",
        "course total (percentage)", "total du cours (pourcentage)",
    ),
    "shown": ("evidence", "justificatif", "preuve", "title", "intitulé"),
    "address": ("address", "adresse", "url", "link", "lien"),
}  # fmt: skip
_NEEDED = ("email", "course")
_LONGEST = {
    "email": 254, "course": 120, "date": 60, "completed": 60, "score": 20, "shown": 500,
    "address": 500,
}  # fmt: skip
_EMPTY = ("-", "–")
_YES = ("yes", "oui", "1", "x", "completed", "complete", "terminé", "achevé")
_NO = ("", "no", "non", "0", "not completed", "incomplete", "non terminé", "pas terminé")
_is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it was written; `fault` says what in it cannot be read, "" where nothing.

    `is_unfinished` where the table says when each was completed, and of this one nothing.
    """

    line: int
    email: str = ""
    course: str = ""
    on: date | None = None
    score: str = ""
    share: float | None = None
    shown: str = ""
    address: str = ""
    fault: str = ""
    is_unfinished: bool = False


def read(data: bytes, *, today: date, course: str = "") -> list[Row]:
    """Every line below the headings, in order; one that cannot be read is there with its fault.

    Columns are found by their headings, in any order. `course` is what every line is about where
    no column says it, as in the completion report of one Moodle course. Raises Invalid for what is
    no table, for one without the columns that are needed, or with more than `MOST_LINES` lines.
    """
    if len(data) > MOST_BYTES:
        detail = _("The table is larger than 500 KB: make several tables of it.")
        raise Invalid(detail, code="table_too_large")
    lines = _lines(text_of_table(data))
    _number, headings = next(lines, (1, []))
    columns = _columns(headings, needed=[name for name in _NEEDED if name == "email" or not course])
    rows = [_row(number, cells, columns, today, course) for number, cells in lines if any(cells)]
    if len(rows) > MOST_LINES:
        detail = _("{count} lines are too many at once: make tables of at most {most}.")
        raise Invalid(detail.format(count=len(rows), most=MOST_LINES), code="too_many_lines")
    return rows


def text_of_table(data: bytes) -> str:
    """As `text_of`, and what is no UTF-8 as Windows-1252: Excel in France writes it so."""
    try:
        return text_of(data)
    except Invalid as refused:
        if refused.code != "not_utf8":
            raise
        try:
            return text_of(data.decode("cp1252").encode())
        except UnicodeDecodeError:
            raise refused from None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    says = first.strip('"').startswith("sep=")  # for Excel, above the headings
    reader = csv.reader(StringIO(text), delimiter=delimiter)
    try:
        if says:
            next(reader, None)
        for cells in reader:
            yield reader.line_num, [" ".join(cell.split()) for cell in cells]
    except csv.Error as error:
        detail = _("Line {line} is no line of a table: {why}.")
        raise Invalid(detail.format(line=reader.line_num, why=error), code="no_table") from error


def _columns(headings: list[str], *, needed: Sequence[str]) -> Mapping[str, int]:
    said = [heading.casefold() for heading in headings]
    found = {
        name: said.index(word)
        for name, words in HEADINGS.items()
        for word in reversed(words)
        if word in said
    }
    missing = [name for name in needed if name not in found]
    if missing:
        detail = _("The first line must name the columns; missing: {names}. It names: {headings}.")
        there = ", ".join(filter(None, headings))[:300]
        told = {"names": ", ".join(missing), "headings": there or "–"}
        hint = _("Or choose the course that every line is about.") if "course" in missing else ""
        raise Invalid(f"{detail.format(**told)} {hint}".strip(), code="columns_missing")
    return found


def _row(line: int, cells: list[str], columns: Mapping[str, int], today: date, course: str) -> Row:
    said = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
    said = {"course": course} | {k: "" if text in _EMPTY else text for k, text in said.items()}
    completed = said.get("completed", "yes").casefold()
    try:
        return Row(
            line=line,
            email=_needed(said, "email"),
            course=_needed(said, "course"),
            on=_day(_short(said, "date") or _dated(said, completed), today),
            score=_short(said, "score"),
            share=_share(_short(said, "score")),
            shown=_short(said, "shown"),
            address=_address(_short(said, "address")),
            is_unfinished=completed in _NO,
        )
    except ValueError as error:
        email, course = (said[name][: _LONGEST[name]] for name in _NEEDED)
        return Row(line, email=email, course=course, fault=str(error))


def _dated(said: Mapping[str, str], completed: str) -> str:
    """The day that the column of completions names, where it names one."""
    return "" if completed in (*_YES, *_NO) else _short(said, "completed")


def _short(said: Mapping[str, str], name: str) -> str:
    text = said.get(name, "")
    if len(text) > _LONGEST[name]:
        raise ValueError(_("“{name}” is too long.").format(name=name))
    return text


def _needed(said: Mapping[str, str], name: str) -> str:
    text = _short(said, name)
    if not text:
        raise ValueError(_("“{name}” is missing.").format(name=name))
    return text


def _day(text: str, today: date) -> date | None:
    if not text:
        return None
    if day := day_of(text):
        if day > today:
            raise ValueError(_("{day} lies in the future.").format(day=day.isoformat()))
        return day
    raise ValueError(_("“{text}” is no date: write 2026-05-03.").format(text=text))


def _share(text: str) -> float | None:
    """In [0, 1]: `0.85`, `85 %`, `85` (above 1, per cent) or `17/20`."""
    if not text:
        return None
    number, slash, whole = text.replace(",", ".").replace("%", "").partition("/")
    try:
        value = float(number) / (float(whole) if slash else 1)
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(_said_badly(text)) from error
    share = value / 100 if not slash and ("%" in text or value > 1) else value
    if not 0 <= share <= 1:
        raise ValueError(_said_badly(text))
    return share


def _said_badly(text: str) -> str:
    return _("“{text}” is no score: write 0.85, 85 % or 17/20.").format(text=text)


def _address(text: str) -> str:
    try:
        if text:
            _is_address(text)
    except ValidationError as error:
        raise ValueError(_("“{text}” is no web address.").format(text=text[:60])) from error
    return text
