"""The tables that say the same as the charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xarray as xr

from thermidor.plots.bands import bands
from thermidor.plots.effects import points
from thermidor.plots.labels import date, is_share, name, number, percent, sentence
from thermidor.plots.ladder import ladder_shares
from thermidor.report.summary import ScoredPoint, Summary


@dataclass(frozen=True)
class Table:
    """A table: its caption, its column heads and its rows of text; the first cell of a row is its head."""

    caption: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    numeric: bool = True
    wide: bool = False


def outcomes_table(summary: Summary) -> Table:
    """Return the outcomes, the likeliest first."""
    ranked = sorted(summary.outcomes.items(), key=lambda item: -item[1].p)
    rows = [
        (name(code), percent(e.p), percent(e.low), percent(e.high), f"{e.count:,}")
        for code, e in ranked
    ]
    return Table(
        "How the histories end",
        ("Outcome", "Probability", "Low (95%)", "High (95%)", "Histories"),
        rows,
    )


def deaths_table(summary: Summary) -> Table:
    """Return the dead of each cause over the whole run."""
    rows = [
        (sentence(toll.title), number(toll.q05), number(toll.median), number(toll.q95))
        for toll in summary.deaths
    ]
    return Table(
        "Dead over the whole run, persons", ("Cause", "Low (5%)", "Median", "High (95%)"), rows
    )


def recorded_deaths_table(summary: Summary) -> Table:
    """Return the recorded figures of deaths, with range and source, beside the histories."""
    titles = {toll.variable: sentence(toll.title) for toll in summary.deaths}
    rows = [
        (titles[p.variable], *recorded_row(p)) for p in summary.fit.scored if p.variable in titles
    ]
    return Table(
        "Recorded figures of the dead", ("Cause", *RECORDED), rows, numeric=False, wide=True
    )


def milestones_table(summary: Summary, ids: Iterable[str] | None = None) -> Table:
    """Return the dates of the milestones, all or those named."""
    kept = None if ids is None else set(ids)
    rows = [
        (
            m.name,
            percent(m.share),
            date(m.median),
            f"{date(m.q05)} to {date(m.q95)}" if m.median else "–",
            date(m.recorded),
        )
        for m in summary.milestones
        if kept is None or m.id in kept
    ]
    heads = ("Milestone", "Occurs in", "Median date", "90% of dates", "Recorded")
    return Table("Dates of the milestones, where they occur", heads, rows)


def ladder_table(ds: xr.Dataset) -> Table:
    """Return the share of histories in each regime, every January and in the last month."""
    shares = ladder_shares(ds)
    rows = [
        (month, *(percent(float(share[place])) for share in shares.values()))
        for place, month in _januaries(ds, last=True)
    ]
    return Table("Share of the histories in each regime", ("Month", *map(name, shares)), rows)


def fan_table(ds: xr.Dataset, variable: str) -> Table:
    """Return the bands of a variable, every January."""
    unit = str(ds[variable].attrs.get("units", ""))
    lines = bands(ds, variable)
    rows = [
        (
            month.removeprefix("January "),
            *(number(float(line[place]), unit) for line in lines.values()),
        )
        for place, month in _januaries(ds)
    ]
    heads = ("January", "5%", "25%", "Median", "75%", "95%")
    return Table(f"Quantiles over the histories, {unit}", heads, rows)


RECORDED = ("When", "Recorded", "Range", "Histories (5–95%)", "Within", "Source", "Page", "Caveat")


def recorded_table(points_of: Iterable[ScoredPoint]) -> Table:
    """Return the recorded figures of one variable beside the histories."""
    return Table(
        "Recorded figures", RECORDED, [recorded_row(p) for p in points_of], numeric=False, wide=True
    )


def recorded_row(point: ScoredPoint) -> tuple[str, ...]:
    """Return one recorded figure as a row."""
    share = is_share(point.unit)
    return (
        point.when,
        number(point.value, point.unit) if share else f"{number(point.value)} {point.unit}".strip(),
        f"{number(point.low, point.unit)} to {number(point.high, point.unit)}"
        if point.low < point.high
        else "none given",
        f"{number(point.q05, point.unit)} to {number(point.q95, point.unit)}",
        "yes" if point.inside else "no",
        (point.source or "–") + ("" if point.basis == "book" else " (independent)"),
        point.page or "–",
        point.caveat or "–",
    )


def fit_table(summary: Summary) -> Table:
    """Return the fit by variable, the worst first."""
    ranked = sorted(summary.fit.variables, key=lambda row: (row.share, -row.points))
    rows = [
        (
            sentence(row.title),
            str(row.points),
            str(row.inside_90),
            percent(row.share),
            "–" if row.crps_ratio is None else f"{row.crps_ratio:.2f}",
        )
        for row in ranked
    ]
    return Table(
        "Fit by variable",
        ("Variable", "Figures", "Within band", "Share", "Score against persistence"),
        rows,
    )


def effects_table(comparisons: Iterable[Mapping[str, Any]]) -> Table:
    """Return what each condition changes, with necessity and sufficiency."""
    rows = [
        (
            str(c.get("title") or c.get("scenario")),
            points(c["difference"]),
            f"{points(c['low'])} to {points(c['high'])}",
            _probability(c.get("necessity")),
            _probability(c.get("sufficiency")),
        )
        for c in sorted(comparisons, key=lambda c: -abs(float(c["difference"])))
    ]
    heads = (
        "Condition changed",
        "Change in P(Thermidor), points",
        "95% interval",
        "Necessity",
        "Sufficiency",
    )
    return Table("What each condition changes", heads, rows)


def parameters_table(parameters: Iterable[Mapping[str, Any]], caption: str) -> Table:
    """Return parameters with value, range, basis and citation."""
    rows = [
        (
            str(p.get("path", "")), _value(p.get("value")), str(p.get("unit") or "–"),
            "–" if p.get("low") is None and p.get("high") is None else f"{_value(p.get('low'))} to {_value(p.get('high'))}",
            str(p.get("basis") or "–"), _cites(p.get("cites")),
        )
        for p in parameters
    ]  # fmt: skip
    return Table(
        caption, ("Parameter", "Value", "Unit", "Range", "Basis", "Cites"), rows, numeric=False
    )


def _januaries(ds: xr.Dataset, *, last: bool = False) -> list[tuple[int, str]]:
    months = ds["month"].values.astype("datetime64[M]").astype(str)
    final = len(months) - 1
    return [
        (i, date(m)) for i, m in enumerate(months) if m.endswith("-01") or (last and i == final)
    ]


def _probability(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, Mapping):
        ends = f"{percent(float(value['low']))} to {percent(float(value['high']))}"
        return f"{percent(float(value['p']))} ({ends})" if value.get("p") is not None else ends
    if isinstance(value, (tuple, list)):
        return " to ".join(percent(float(x)) for x in value)
    return percent(float(value))


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple, np.ndarray)):
        return ", ".join(_value(x) for x in value)
    if isinstance(value, bool) or value is None:
        return "–" if value is None else str(value).lower()
    return f"{value:.6g}" if isinstance(value, (int, float, np.number)) else str(value)


def _cites(cites: Any) -> str:
    if not cites:
        return "–"
    return cites if isinstance(cites, str) else ", ".join(map(str, cites))
