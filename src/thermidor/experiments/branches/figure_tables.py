"""Figures in the tables that people have: one a line, or a wide table with time along its columns or down its rows.

Spreadsheets, Vensim and old systems part cells by commas, semicolons or tabs, write decimals with a point
or a comma, and end lines each in its own way.  What comes out is the same: a row for each figure.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from thermidor.engine.calendar import FIRST_YEAR, MONTHS, month_text
from thermidor.errors import BadRequest, nearest
from thermidor.scenarios.typed import text_of

ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".dat")
"""Of the names of files that hold tables."""

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheets themselves begin."""

MISSING = {"", ":NA:", "NA", "N/A", "#N/A", ".", ".."}
"""Cells that say that there is no figure."""

TIME = re.compile(r"(time|date|month|year)?\s*(\((month|year)s?\))?", re.IGNORECASE)
"""The head of an axis of time, as Vensim and people write it."""

_MONTH = re.compile(r"(\d{4})-(\d{1,2})(-\d{1,2}([ T][0:.]+)?)?")


class BadFigures(BadRequest):
    """A file of figures that cannot be used; its one line says where, and what would be right."""


class Row(NamedTuple):
    """A figure as it stands in a file: the place to name when it is wrong, and its keys."""

    place: str
    given: dict[str, Any]


def rows_of(
    content: bytes, source: str, keys: Collection[str], variables: Collection[str]
) -> list[Row]:
    """The figures of a table.

    Args:
        content: of the file.
        source: its name, for messages.
        keys: of a figure, which are the heads of a table with one figure a line.
        variables: of the model, which a wide table names with dots, underscores or spaces.

    Returns:
        The figures in the order of the file.

    Raises:
        BadFigures: with file, line and what would be right.
    """
    lines, comma = _cells(_text(content, source), source)
    if not lines:
        return []
    heads = {_key(cell, keys) for cell in lines[0][1]}
    if len(heads & set(keys)) > 1 or not (series := _series(lines)):
        return [Row(place, _typed(given, comma)) for place, given in _figures(lines, source, keys)]
    named = {_plain(v): v for v in variables}
    rows: list[Row] = []
    for line, name, times, cells in series:
        variable = named.get(_plain(_name(name)), _name(name))
        spans = _spans(times, f"{source}:{line}")
        for (time, span), cell in zip(spans, cells, strict=True):
            if cell not in MISSING:
                value = _decimal(cell) if comma else cell
                given = {"variable": variable, **span, "value": value}
                rows.append(Row(f"{source}:{line} ({time})", given))
    return rows


# -- from bytes to cells ---------------------------------------------------------------------------


def _text(content: bytes, source: str) -> str:
    if content.startswith(WORKBOOKS):
        raise BadFigures(f"{source}: a workbook; save its sheet as CSV")
    try:
        return text_of(content)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFigures(f"{source}:{line}: not text in UTF-8") from None


Lines = list[tuple[int, list[str]]]


def _cells(text: str, source: str) -> tuple[Lines, bool]:
    """Lines that hold anything, with their numbers, and whether a comma is their decimal sign."""
    told = re.match(r"sep=(.)\n", text)  # a spreadsheet's own line
    mark = told[1] if told else _mark(text)
    text = "\n" + text[told.end() :] if told else text
    reader = csv.reader(io.StringIO(text), strict=True, delimiter=mark)
    lines: Lines = []
    try:
        for cells in reader:
            cells = [c.strip() for c in cells]
            if any(cells):
                lines.append((reader.line_num, cells))
    except csv.Error as error:
        raise BadFigures(f"{source}:{reader.line_num}: not CSV: {error}") from None
    pointed = any(re.search(r"\d\.\d", c) for _, cells in lines for c in cells)
    return lines, mark == ";" and not pointed


def _mark(text: str) -> str:
    """What parts the cells: a tab or a semicolon where there are any, since commas stand inside numbers."""
    for line in text.splitlines():
        bare = re.sub(r'"[^"]*"', "", line)
        for mark in "\t;,":
            if mark in bare:
                return mark
    return ","


# -- one figure a line -----------------------------------------------------------------------------


def _figures(
    lines: Lines, source: str, keys: Collection[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    last = max(n for n, cell in enumerate(lines[0][1], 1) if cell)
    heads = [_key(cell, keys) for cell in lines[0][1][:last]]
    if not set(heads) & set(keys):
        raise BadFigures(
            f"{source}:{lines[0][0]}: the first line holds neither the keys of a figure ({', '.join(keys)}) nor months "
            f"(1923-04) or years along a wide table{nearest(heads[0], keys)}"
        )  # fmt: skip
    for line, cells in lines[1:]:
        if not any(cells[len(heads) :]):  # a spreadsheet fills rows up
            cells = cells[: len(heads)]
        if len(cells) != len(heads):
            raise BadFigures(f"{source}:{line}: {len(cells)} cells under {len(heads)} heads")
        yield f"{source}:{line}", {h: c for h, c in zip(heads, cells, strict=True) if c}


def _key(head: str, keys: Collection[str]) -> str:
    """A head as the key that it means, however it is capitalised."""
    plain = head.lower().replace(" ", "_")
    return plain if plain in keys else head


def _typed(given: dict[str, Any], comma: bool) -> dict[str, Any]:
    """Numbers of a table with decimal commas as numbers; the others are read where they are checked."""
    if not comma:
        return given
    numbers = ("value", "low", "high")
    return {k: _decimal(v) if k in numbers else v for k, v in given.items()}


# -- wide tables -----------------------------------------------------------------------------------

Series = list[tuple[int, str, tuple[str, list[str]], list[str]]]
"""Line, name, head and labels of its times, cells."""


def _series(lines: Lines) -> Series:
    """A wide table as rows of a name and what stands at each time; nothing where the table is none."""
    if listed := _listed(lines):
        return listed
    head, *labels = lines[0][1]
    while labels and not labels[-1]:
        labels.pop()
    width = len(labels)
    if labels and all(map(_is_time, labels)):  # time along the columns
        told = "" if not TIME.fullmatch(head) else head
        return [
            (line, cells[0], (told, labels), (cells[1:] + [""] * width)[:width])
            for line, cells in lines[1:]
            if cells[0]
        ]
    if TIME.fullmatch(head) and all(_is_time(cells[0]) for _, cells in lines[1:]) and lines[1:]:
        times = [cells[0] for _, cells in lines[1:]]
        return [
            (lines[0][0], name, (head, times), [(c + [""] * (n + 1))[n] for _, c in lines[1:]])
            for n, name in enumerate(lines[0][1])
            if n and name
        ]
    return []


def _listed(lines: Lines) -> Series:
    """Vensim's list of series: the name of one on a line of its own, below it a time and a figure a line."""
    if any(cells[1:] and any(cells[1:]) for _, cells in lines[:1]) or len(lines) < 2:
        return []
    found: Series = []
    for line, cells in lines:
        if not any(cells[1:]):
            found.append((line, cells[0], ("", []), []))
        elif found and _is_time(cells[0]) and len(cells) == 2:
            found[-1][2][1].append(cells[0])
            found[-1][3].append(cells[1])
        else:
            return []
    return found


def _is_time(label: str) -> bool:
    return bool(_MONTH.fullmatch(label) or re.fullmatch(r"\d{1,4}([.,]\d+)?", label))


def _spans(times: tuple[str, list[str]], place: str) -> list[tuple[str, dict[str, str]]]:
    """What each label of an axis of time means: its months.

    Months are months.  Whole years alone are years, of which a figure is the mean; with fractions among them
    they are moments.  Other numbers count the months from January 1917, as Vensim's clock does.
    """
    head, labels = times
    numbers = [float(t.replace(",", ".")) for t in labels if not _MONTH.fullmatch(t)]
    whole = all(n.is_integer() for n in numbers)
    counted = "month" in head.lower() if "(" in head else all(n < 1000 for n in numbers)
    return [(t, _span(t, place, counted, whole)) for t in labels]


def _span(label: str, place: str, counted: bool, whole: bool) -> dict[str, str]:
    if found := _MONTH.fullmatch(label):
        return {"first_month": f"{found[1]}-{int(found[2]):02d}"}
    number = float(label.replace(",", "."))
    if counted:
        if not number.is_integer():
            raise BadFigures(f"{place}: {label} is no whole month; save a figure for each month")
        month = int(number)
    elif whole:
        return {"first_month": f"{int(number)}-01", "last_month": f"{int(number)}-12"}
    else:
        month = round((number - FIRST_YEAR) * 12)
    if not 0 <= month < MONTHS:
        raise BadFigures(
            f"{place}: time {label} lies outside {month_text(0)}..{month_text(MONTHS - 1)}; "
            f"months are counted from {month_text(0)} as 0"
        )
    return {"first_month": month_text(month)}


def _name(cell: str) -> str:
    """The name of a series without what Vensim adds: quotation marks, and the run after a colon."""
    return re.sub(r"\s:\s.*$", "", cell).strip().strip('"')


def _plain(name: str) -> str:
    return re.sub(r"[\s._-]+", " ", name).strip().lower()


def _decimal(cell: str) -> str | float:
    """A cell of a table whose decimal sign is the comma: there 1,500 is one and a half."""
    return float(cell.replace(",", ".")) if re.fullmatch(r"-?\d+,\d{3}", cell) else cell


__all__ = ["ENDINGS", "BadFigures", "Row", "rows_of"]
