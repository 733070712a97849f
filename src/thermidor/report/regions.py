"""The tile map of the regions in the report: what its picture, its legend and its tables say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup

from thermidor.engine.calendar import month_number, month_text
from thermidor.engine.declare import DIMENSIONS
from thermidor.experiments.regions import Quantity, Regional, by_name, quantities, tiles
from thermidor.plots.labels import date
from thermidor.report.payload import in_script
from thermidor.report.tables import Table

LANG = "en"
"""Language of the report."""

SHOWN = "1921-12"
"""Month that the map shows first, where it is told."""


@dataclass(frozen=True)
class ReportTile:
    """A region on the map as it is first drawn: its place, name, shade, and its values by quantity."""

    id: str
    column: int
    row: int
    name: str
    lines: list[str]
    shade: int
    said: dict[str, str]


@dataclass(frozen=True)
class ReportMap:
    """The map as the page draws it.

    Attributes:
        about: whose regions these are, in a sentence.
        quantities: what it shows, with `name`, `unit` and `shades`, six labels of a legend; by id.
        first: the quantity that is shown first.
        begun: the first month, as a number from January 1917.
        last: the last month.
        shown: the month that is shown first.
        month: its name.
        tiles: as they are first drawn.
        data: all months, for the script.
        tables: the end of each year, a table for each quantity.
    """

    about: str
    quantities: dict[str, dict[str, Any]]
    first: str
    begun: int
    last: int
    shown: int
    month: str
    tiles: list[ReportTile]
    data: Markup
    tables: list[Table]


def map_of(regional: Regional) -> ReportMap:
    """Return the map of the regions of one history, or of medians over several.

    Args:
        regional: the regions by month.
    """
    begun, last = regional.begun, regional.months - 1
    shown = month_number(SHOWN)
    shown = shown if begun <= shown <= last else last
    told = {id: by_name(x) for id, x in regional.values.items()}
    first = next(iter(quantities()))
    return ReportMap(
        about=_about(regional),
        quantities={
            id: {"name": q.name[LANG], "unit": q.unit[LANG], "shades": shades(q)}
            for id, q in quantities().items()
        },
        first=first,
        begun=begun,
        last=last,
        shown=shown,
        month=date(month_text(shown)),
        tiles=[
            ReportTile(
                id, tile.column, tile.row, tile.name[LANG], tile.lines(LANG),
                quantities()[first].shade(told[first][id][shown]),
                {q: quantities()[q].said(told[q][id][shown], LANG) for q in told},
            )
            for id, tile in tiles().items()
        ],
        data=Markup(in_script(_data(told))),
        tables=[yearly_table(q, regional) for q in quantities().values()],
    )  # fmt: skip


def shades(quantity: Quantity) -> list[str]:
    """Return what each shade stands for, the palest first.

    Example:
        >>> shades(quantities()["farms"])
        ['under 5%', '5–20%', '20–40%', '40–60%', '60–80%', '80% and more']
    """
    said = [quantity.said(bound, LANG) for bound in quantity.bounds]
    between = [f"{low}–{high}" for low, high in zip(quantity.bounds, said[1:], strict=False)]
    return [f"under {said[0]}", *between, f"{said[-1]} and more"]


def yearly_table(quantity: Quantity, regional: Regional) -> Table:
    """Return a quantity of every region at the end of each year."""
    ends = [n for n in range(regional.begun, regional.months) if n % 12 == 11]
    ends = ends or [regional.months - 1]
    whole = np.rint(np.nan_to_num(regional.values[quantity.id])).astype(int)
    places = {name: k for k, name in enumerate(DIMENSIONS["region"])}
    return Table(
        f"{quantity.name[LANG]}, {quantity.unit[LANG]}, at the end of each year",
        ("Region", *(str(1917 + n // 12) for n in ends)),
        [
            (tile.name[LANG], *(f"{whole[n, places[id]]:,}" for n in ends))
            for id, tile in tiles().items()
        ],
        wide=True,
    )


def _about(regional: Regional) -> str:
    if len(regional.histories) == 1:
        return f"History {regional.histories[0]} of this run."
    return (
        f"Medians over {len(regional.histories)} histories of this run, region by region and quantity by quantity: "
        "no history need look like this."
    )


def _data(told: dict[str, dict[str, list[int]]]) -> dict[str, Any]:
    return {
        id: {
            "bounds": list(q.bounds),
            "suffix": q.suffix(LANG),
            "name": q.name[LANG],
            "unit": q.unit[LANG],
            "regions": told[id],
        }
        for id, q in quantities().items()
    }
