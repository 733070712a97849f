"""What the report says of a branch: the particles on the way, the figures out of reach, what was learnt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xarray as xr

from thermidor.plots.labels import date, number, percent
from thermidor.report.tables import Table

MOST_SURPRISING, MOST_MOVED = 20, 30

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Branch:
    """What the page says in words and tables; charts are made where the other charts are.

    Attributes:
        at: the month, in words.
        sentences: how well the record was followed.
        figures: what each figure did, as rows.
        constants: what was learnt, as rows; empty without learning.
        unreached: figures that no particle came near.
        surprises: the most surprising ones.
        sizes: the smallest effective size of each year.
        learned: the constants that moved most.
        held: decisions that were held, one a line.
    """

    at: str
    sentences: tuple[str, ...]
    figures: Rows
    constants: Rows
    unreached: Table
    surprises: Table
    sizes: Table
    learned: Table
    held: tuple[str, ...]


def branch_of(ds: xr.Dataset) -> Branch | None:
    """What a data set tells of the branch from which its histories go on; None for free histories."""
    if "branch" not in ds.attrs:
        return None
    from thermidor.experiments.branches.tables import figure_rows, learned_rows

    figures, constants = figure_rows(ds), learned_rows(ds)
    units = {str(name): str(v.attrs.get("units", "")) for name, v in ds.data_vars.items()}
    moves = [_shift(c) for c in constants]
    missed = [f for f in figures if not f["reached"]]
    ranked = sorted(figures, key=lambda f: -f["surprise"])[:MOST_SURPRISING]
    return Branch(
        at=date(str(ds.attrs["branch"])),
        sentences=(*_sentences(ds.attrs, figures, missed), *_learnt(moves)),
        figures=figures,
        constants=constants,
        unreached=Table("Figures that no particle came near", HEADS, _figures(missed, units), numeric=False),
        surprises=Table("The most surprising figures", HEADS, _figures(ranked, units), numeric=False),
        sizes=_sizes(figures),
        learned=_learned(constants[:MOST_MOVED]),
        held=tuple(x for x in str(ds.attrs.get("held", "")).split("; ") if x),
    )  # fmt: skip


HEADS = ("Figure", "Complete in", "Recorded", "Particles before it (5–95%)", "Surprise")


def _sentences(attrs: Mapping[str, Any], figures: Rows, missed: Rows) -> Iterable[str]:
    particles = int(attrs["particles"])
    yield (
        f"Until {date(str(attrs['branch']))} these histories follow the record: recorded decisions are held, "
        f"and {len(figures)} recorded figures weigh {particles:,} particles by a bootstrap filter, each with "
        "the error that it may have. Nothing is pushed towards a figure. From then on everything is free."
    )
    yield (
        f"At the branch the effective size is {percent(float(attrs['effective']))} of the particles; on the way "
        f"it was never under {percent(float(attrs['least_effective']))}. The particles descend from "
        f"{int(attrs['lineages']):,} of the histories of January 1917."
    )
    if missed:
        yield (
            f"No particle came near {len(missed)} of the figures: there the model cannot show our history, "
            "and the figures decided nothing but which history was least wrong."
        )


def _shift(c: Mapping[str, Any]) -> float:
    return (c["mean"] - (c["low"] + c["high"]) / 2) / _spread(c)


def _spread(c: Mapping[str, Any]) -> float:
    return (c["high"] - c["low"]) / 12**0.5


def _learnt(moves: Sequence[float]) -> Iterable[str]:
    if not moves:
        return
    from thermidor.experiments.branches.learned import CLEAR, chance

    noise = chance(moves)
    if noise != noise:
        yield (
            f"Particles carried {len(moves):,} constants from their prior ranges; each January these wandered by a "
            "tenth of their range. So few can move together by chance, as few lineages are left: what another seed "
            "repeats is learnt, the rest is not."
        )
        return
    clear = sum(abs(m) > CLEAR * noise for m in moves)
    yield (
        f"Particles carried {len(moves):,} constants from their prior ranges; each January these wandered by a "
        "tenth of their range. Most are touched by no figure, and yet the mean of a constant moved by "
        f"{noise:.2f} standard deviations of its range: so much comes of the few lineages that are left. "
        + (
            f"{clear} of them moved by more than {CLEAR:g} times that."
            if clear
            else f"None moved by more than {CLEAR:g} times that: nothing can be said of single constants."
        )
    )


def _figures(rows: Rows, units: Mapping[str, str]) -> list[tuple[str, ...]]:
    out = []
    for f in rows:
        unit = units.get(f["variable"], "")
        out.append(
            (
                f["figure"],
                date(f["month"]),
                number(f["recorded"], unit),
                f"{number(f['q05'], unit)} to {number(f['q95'], unit)}",
                f"{f['surprise']:.2f}",
            )
        )
    return out


def _sizes(figures: Rows) -> Table:
    years: dict[str, list[dict[str, Any]]] = {}
    for f in figures:
        years.setdefault(f["month"][:4], []).append(f)
    rows = []
    for year, those in years.items():
        worst = min(those, key=lambda f: f["effective"])
        rows.append((year, str(len(those)), percent(worst["effective"]), worst["figure"]))
    return Table(
        "Effective size, year by year",
        ("Year", "Figures", "Smallest size", "After the figure"),
        rows,
        numeric=False,
    )


def _learned(constants: Rows) -> Table:
    rows = []
    for c in constants:
        spread = _spread(c)
        rows.append(
            (
                c["path"], c["unit"], f"{number(c['low'])} to {number(c['high'])}", number(c["mean"]),
                f"{number(c['q05'])} to {number(c['q95'])}",
                f"{_shift(c):+.2f}".replace("-", "−"),
                f"{c['sd'] / spread:.2f}",
            )
        )  # fmt: skip
    heads = (
        "Constant",
        "Unit",
        "Prior range",
        "Mean",
        "5% to 95%",
        "Shift of the mean",
        "Spread left",
    )
    return Table("What the past says of constants", heads, rows, numeric=False, wide=True)
