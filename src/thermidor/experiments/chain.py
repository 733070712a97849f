"""The chain of delegation: what is left of an opposition between the cells and the congress.

The model knows none of the figures of the record at these moments.  It has one rule by which each level
thins out the opposition the more its secretaries are nominated, and one by which members vote as far as
they dare.  Free histories that meet the conditions of the record are read at moments counted from these
conditions and not by the calendar, and their distributions stand beside the recorded figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from thermidor.experiments import coalitions
from thermidor.experiments.brief import Brief
from thermidor.experiments.chain_figures import QUANTITIES, Quantity, Recorded, Unit, recorded
from thermidor.experiments.intervals import Interval, share
from thermidor.experiments.markdown import table as markdown_table
from thermidor.experiments.request import Request
from thermidor.experiments.tiles import Progress, Series, read_tiles
from thermidor.experiments.wishes import plainly
from thermidor.theories import BOOK

if TYPE_CHECKING:
    from thermidor.engine.simulator import Simulator
else:
    Simulator = Any

Values = dict[str, np.ndarray]

MOST = 100_000
"""Most histories: a few numbers of each are kept."""

CONDITIONS = (
    "power.stalin_secretary",
    "power.secretariat",
    "power.lenin_capacity",
    "party.banned",
)
"""What the conditions of the record are read from."""

KEPT = (
    "congress.opposition",
    "congress.cells",
    "congress.appointees",
    "congress.hidden",
    "moscow.cells",
)
"""Variables that stay as they are from one congress or conference to the next."""

NEEDED = (
    *CONDITIONS,
    *KEPT,
    "moscow.districts",
    "moscow.province",
    "moscow.delegates",
    "party.discussion",
    "party.opposition",
    "party.opposition_voted",
)

OPEN = 0.9
"""Index above which a discussion has just opened: it opens at one and closes month by month."""

WITHIN = 24
"""Most months between the conditions and the discussion."""

AFTER = {"three years": 36, "five years": 60}
"""Months after the conditions."""

CENTRAL = (0.05, 0.5, 0.95)
"""Shares of the histories that lie below the quantiles given."""

FEW = 1e-3
"""Share of votes below which no ratio is formed with it."""


@dataclass(frozen=True)
class Row:
    """One quantity over the histories in which it can be read.

    Attributes:
        quantity: what it is.
        recorded: the figure beside it, where there is one.
        histories: in how many histories it can be read.
        quantiles: 5, 50 and 95 per cent; not numbers where there are none.
        below: share of these histories below what the record allows; not a number without a figure.
        above: share above it.
    """

    quantity: Quantity
    recorded: Recorded | None
    histories: int
    quantiles: tuple[float, float, float]
    below: float
    above: float

    @property
    def inside(self) -> bool | None:
        """Whether the recorded figure meets the central 90 per cent; None where there is no figure."""
        if self.recorded is None or not self.histories:
            return None
        low, _, high = self.quantiles
        return self.recorded.low <= high and self.recorded.high >= low

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        figure = self.recorded
        return {
            "id": self.quantity.id,
            "title": self.quantity.title,
            "moment": self.quantity.moment,
            "unit": self.quantity.unit,
            "histories": self.histories,
            **{
                name: _number(q)
                for name, q in zip(("q05", "q50", "q95"), self.quantiles, strict=True)
            },
            "recorded": None
            if figure is None
            else {
                "low": figure.low, "high": figure.high, "text": figure.text, "ids": list(figure.ids),
                "page": figure.page,
            },
            "inside": self.inside,
            "below": _number(self.below),
            "above": _number(self.above),
        }  # fmt: skip


@dataclass(frozen=True, repr=False)
class Chain(Brief):
    """The chain of delegation in an ensemble.

    Attributes:
        histories: simulated.
        wanted: asked for.
        seed: of the ensemble.
        conditions: share of all histories that have the conditions of the record.
        opened: share of these in which a discussion opens in time.
        met: share of these in which a congress or conference meets after it.
        nobody: share of the histories five years after in which the opposition has no delegate.
        rows: the quantities.
        interrupted: whether it was stopped before the end.
    """

    histories: int
    wanted: int
    seed: int
    conditions: Interval
    opened: Interval
    met: Interval
    nobody: Interval
    rows: tuple[Row, ...]
    interrupted: bool

    @property
    def inside(self) -> tuple[int, int]:
        """In how many comparisons the record meets the central 90 per cent, of how many."""
        judged = [r.inside for r in self.rows if r.inside is not None]
        return sum(judged), len(judged)

    def to_json(self) -> dict[str, Any]:
        """Plain data, as `thermidor chain --json` prints it."""
        hits, of = self.inside
        return {
            "histories": self.histories,
            "wanted": self.wanted,
            "seed": self.seed,
            "interrupted": self.interrupted,
            "conditions": _p(self.conditions),
            "opened": _p(self.opened),
            "met": _p(self.met),
            "no_opposition_delegate": _p(self.nobody),
            "inside": {"hits": hits, "of": of},
            "figures": [r.to_json() for r in self.rows],
        }


@plainly
def chain(
    histories: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
    *,
    theory: str = BOOK,
) -> Chain:
    """Follow the opposition from the cells to the congress in free histories.

    Args:
        histories: how many, 1 to 100,000.
        seed: of the ensemble.
        progress: called with (done, wanted).
        theory: whose model.

    Returns:
        The distributions beside the record; when interrupted, of the histories finished.

    Raises:
        ValueError: for bad input, in one line.
        KeyboardInterrupt: when interrupted before any history was finished.

    Example:
        >>> found = chain(histories=8)
        >>> found.histories, 0 <= found.conditions.value <= 1
        (8, True)
    """
    asked = Request(histories=histories, seed=seed, theory=theory, most=MOST)
    return count(asked.simulator, histories, seed, progress)


def count(sim: Simulator, histories: int, seed: int, progress: Progress | None = None) -> Chain:
    """The same on any compiled model that gives out the variables needed."""
    found = read_tiles(sim, NEEDED, histories, seed, lambda _, series: read(series), progress)
    values = {n: np.concatenate([part[n] for part in found.parts]) for n in found.parts[0]}
    return summarise(values, found.histories, histories, seed, found.interrupted)


def summarise(
    values: Mapping[str, np.ndarray],
    histories: int,
    wanted: int,
    seed: int,
    interrupted: bool = False,
) -> Chain:
    """Distributions and shares of what was read.

    Args:
        values: of the histories with the conditions, as `read` gives them.
        histories: simulated.
        wanted: asked for.
        seed: of the ensemble.
        interrupted: whether it was stopped before the end.

    Returns:
        The chain.
    """
    opened = np.isfinite(values["opening"])
    met = np.isfinite(values["delay"])
    late = values["delegates"][np.isfinite(values["delegates"])]
    figures = recorded()
    return Chain(
        histories,
        wanted,
        seed,
        share(len(opened), histories),
        share(int(opened.sum()), len(opened)),
        share(int(met.sum()), int(opened.sum())),
        share(int((late < figures["delegates"].high).sum()), len(late)),
        tuple(_row(q, values[q.id], figures.get(q.id)) for q in QUANTITIES),
        interrupted,
    )


def _row(quantity: Quantity, values: np.ndarray, figure: Recorded | None) -> Row:
    known = values[np.isfinite(values)].astype(float)
    if not len(known):
        return Row(quantity, figure, 0, (math.nan, math.nan, math.nan), math.nan, math.nan)
    low, middle, high = (float(q) for q in np.quantile(known, CENTRAL))
    below = float((known < figure.low).mean()) if figure else math.nan
    above = float((known > figure.high).mean()) if figure else math.nan
    return Row(quantity, figure, len(known), (low, middle, high), below, above)


# -- reading the histories ---------------------------------------------------------------------


def read(series: Series) -> Values:
    """What is read in each history that has the conditions of the record.

    Args:
        series: (history, month) by name, all months from 1917-01.

    Returns:
        (history,) each, not a number where the moment does not come: the quantities; `opening`, the
        month in which the discussion opens.
    """
    begun = coalitions.conditions(series)["all"]
    rows = np.flatnonzero(np.isfinite(begun))
    found = {name: np.full(len(rows), np.nan) for name in ("opening", *(q.id for q in QUANTITIES))}
    sat = sittings(series)
    for place, row in enumerate(rows):
        one = {n: x[row] for n, x in series.items()}
        for name, value in _history(one, int(begun[row]), np.flatnonzero(sat[row])).items():
            found[name][place] = value
    return found


def sittings(series: Series) -> np.ndarray:
    """In which months a congress or conference sits: what is kept between two of them changes.

    Args:
        series: (history, month) by name.

    Returns:
        (history, month) boolean.
    """
    changed = [np.diff(series[n], axis=1) != 0 for n in KEPT]
    sat = np.logical_or.reduce(changed)
    return np.concatenate([np.zeros_like(sat[:, :1]), sat], axis=1)


def _history(one: Series, start: int, sat: np.ndarray) -> dict[str, float]:
    end = len(one["party.discussion"])
    found: dict[str, float] = {}
    above = one["party.discussion"] > OPEN
    opens = np.flatnonzero(above[1:] & ~above[:-1]) + 1
    opens = opens[(opens >= start) & (opens <= start + WITHIN)]
    if len(opens):
        month = int(opens[0])
        found |= {
            "opening": float(month),
            "sincere_opening": float(one["party.opposition"][month]),
            "districts_opening": float(one["moscow.districts"][month]),
            "province_opening": float(one["moscow.province"][month]),
        }
        later = sat[sat > month]
        if len(later):
            found |= _congress(one, month, int(later[0]))
    three, five = (start + n for n in AFTER.values())
    if three < end:
        found["appointees"] = float(one["congress.appointees"][three])
    after = sat[sat > start]
    if len(after) > 1:
        found["appointees_second"] = float(one["congress.appointees"][after[1]])
    if five < end:
        counted = float(one["party.opposition_voted"][five])
        sincere = float(one["party.opposition"][five])
        found |= {
            "delegates": float(one["congress.opposition"][five]),
            "counted": counted,
            "dissent": sincere,
            "counted_for_sincere": _over(counted, sincere),
        }
    return found


def _congress(one: Series, opened: int, month: int) -> dict[str, float]:
    """The chain at the congress or conference that sits in this month."""
    districts, province = one["moscow.districts"][month], one["moscow.province"][month]
    return {
        "delay": float(month - opened),
        "sincere": float(one["party.opposition"][month]),
        "cells": float(one["moscow.cells"][month]),
        "districts": float(districts),
        "province": float(province),
        "filter": _over(float(province), float(districts)),
        "moscow": float(one["moscow.delegates"][month]),
        "conference": float(one["congress.opposition"][month]),
    }


def _over(part: float, whole: float) -> float:
    return part / whole if whole >= FEW else math.nan


# -- for readers -------------------------------------------------------------------------------

HEADS = ("Moment", "What", "5%", "50%", "95%", "Histories", "Record", "Inside")
"""Columns of the table."""


def sentences(found: Chain) -> list[str]:
    """What the numbers say, in sentences."""
    hits, of = found.inside
    return [
        f"{found.histories:,} free histories, seed {found.seed}; the conditions of the record hold at some time "
        f"in {_percent(found.conditions)}.",
        f"Of these, a discussion opens within {WITHIN} months in {_percent(found.opened)}; where it does, a "
        f"congress or conference meets after it in {_percent(found.met)}.",
        f"Five years after the conditions the opposition has no delegate in {_percent(found.nobody)}.",
        f"In {hits} of {of} comparisons the recorded figure meets the central 90 per cent of the histories.",
    ]


def table(found: Chain) -> list[tuple[str, ...]]:
    """The rows as text, in the columns of `HEADS`."""
    rows = []
    for row in found.rows:
        figure = row.recorded
        record = "none" if figure is None else figure.text
        if figure is not None and figure.page is not None:
            record += f" (p. {figure.page})"
        inside = {None: "", True: "yes", False: "no"}[row.inside]
        rows.append((
            row.quantity.moment, row.quantity.title,
            *(_quantity(q, row.quantity.unit) for q in row.quantiles),
            f"{row.histories:,}", record, inside,
        ))  # fmt: skip
    return rows


def markdown(found: Chain) -> str:
    """The same as Markdown, for the documentation."""
    lines = [
        *(line for sentence in sentences(found) for line in (sentence, "")),
        *markdown_table(HEADS, table(found), right=range(2, 6)),
    ]
    return "\n".join(lines) + "\n"


def _quantity(value: float, unit: Unit) -> str:
    if not math.isfinite(value):
        return "-"
    if unit == "months":
        return f"{value:.0f}"
    if unit == "ratio":
        return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"
    return f"{value:.2%}" if value < 0.01 else f"{value:.1%}"


def _percent(i: Interval) -> str:
    if not math.isfinite(i.value):
        return "no share: there are no such histories"
    return f"{i.value:.1%} ({i.low:.1%} to {i.high:.1%})"


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _p(i: Interval) -> dict[str, float | None]:
    return {"p": _number(i.value), "low": i.low, "high": i.high}


__all__ = [
    "HEADS",
    "NEEDED",
    "QUANTITIES",
    "Chain",
    "Quantity",
    "Recorded",
    "Row",
    "chain",
    "count",
    "markdown",
    "read",
    "recorded",
    "sentences",
    "sittings",
    "summarise",
    "table",
]
