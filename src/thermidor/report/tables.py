"""The tables that say the same as the charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xarray as xr

from thermidor.experiments.scores import TENTHS, by_pit
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


def outcomes_table(summary: Summary, coding: str = "") -> Table:
    """Return how the histories end by a coding, the likeliest first; by that of the answer by default."""
    ranked = summary.ranked(coding)
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


def ladder_table(ds: xr.Dataset, coding: str = "") -> Table:
    """Return the share of histories in each class of a coding, every January and in the last month."""
    shares = ladder_shares(ds, coding)
    rows = [
        (month, *(percent(float(share[place])) for share in shares.values()))
        for place, month in _januaries(ds, last=True)
    ]
    return Table("Share of the histories in each class", ("Month", *map(name, shares)), rows)


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


RECORDED = (
    "When", "Recorded", "Range", "Histories (5–95%)", "Value", "Below it", "Source", "Page", "Caveat",
)  # fmt: skip


def recorded_table(points_of: Iterable[ScoredPoint]) -> Table:
    """Return the recorded figures of one variable beside the histories."""
    return Table(
        "Recorded figures", RECORDED, [recorded_row(p) for p in points_of], numeric=False, wide=True
    )


def recorded_row(point: ScoredPoint) -> tuple[str, ...]:
    """Return one recorded figure as a row."""
    share, s = is_share(point.unit), point.score
    return (
        point.when,
        number(s.value, point.unit) if share else f"{number(s.value)} {point.unit}".strip(),
        f"{number(s.low, point.unit)} to {number(s.high, point.unit)}"
        if s.low < s.high
        else "none given",
        f"{number(s.q05, point.unit)} to {number(s.q95, point.unit)}",
        s.where if s.informative else f"{s.where} ({'inside' if s.inside_90 else 'outside'} 90%)",
        percent(s.pit),
        (point.source or "–") + ("" if point.basis == "book" else " (independent)"),
        point.page or "–",
        point.caveat or "–",
    )


FIT = (
    "Variable", "Figures", "Value in 90%", "Value in 50%", "Range touches 90%", "Share in 90%", "Uninformative",
    "Mean part below", "Score / persistence",
)  # fmt: skip


def fit_table(summary: Summary) -> Table:
    """Return the fit by variable, the worst first."""
    ranked = sorted(
        ((row, row.counts.share(row.counts.inside_90)) for row in summary.fit.variables),
        key=lambda pair: (2.0 if pair[1] is None else pair[1], -pair[0].counts.points),
    )
    rows = [
        (
            sentence(row.title),
            str(c.informative),
            str(c.inside_90),
            str(c.inside_50),
            str(c.touching_90),
            "–" if share is None else percent(share),
            str(c.uninformative),
            "–" if c.pit_mean is None else f"{c.pit_mean:.2f}",
            "–" if row.crps_ratio is None else f"{row.crps_ratio:.2f}",
        )
        for row, share in ranked
        for c in (row.counts,)
    ]
    return Table("Fit by variable", FIT, rows, wide=True)


PLACED = ("Variable", "When", "Recorded", "Range", "Histories (5–95%)", "Value", "Below it")


def pit_table(summary: Summary) -> Table:
    """Return every recorded figure, by the part of the histories below it."""
    scored = summary.fit.scored
    ordered = [scored[i] for i in by_pit([p.score for p in scored])]
    return _placed(summary, ordered, "Recorded figures by the part of the histories below them")


def uninformative_table(summary: Summary) -> Table:
    """Return the figures that meet a band that says nothing."""
    return _placed(summary, summary.fit.uninformative, "Uninformative: nearly any figure is inside")


def _placed(summary: Summary, points_of: Iterable[ScoredPoint], caption: str) -> Table:
    titles = {row.variable: sentence(row.title) for row in summary.fit.variables}
    kept = len(PLACED) - 1
    rows = [(titles[p.variable], *recorded_row(p)[:kept]) for p in points_of]
    return Table(caption, PLACED, rows, numeric=False)


def tenths_table(summary: Summary) -> Table:
    """Return the figures by tenths of the histories below them."""
    counts = summary.fit.counts
    rows = [
        (f"{10 * i}% to {10 * (i + 1)}%", str(n), str(wide), f"{counts.points / TENTHS:.1f}")
        for i, (n, wide) in enumerate(zip(counts.pit, counts.pit_uninformative, strict=True))
    ]
    return Table(
        "Figures by tenths",
        ("Histories below the value", "Figures", "Of these uninformative", "Even"),
        rows,
    )


def effects_table(comparisons: Iterable[Mapping[str, Any]]) -> Table:
    """Return what each condition changes, by every coding, with necessity and sufficiency."""
    comparisons = list(comparisons)
    others = list(dict.fromkeys(n for c in comparisons for n in c.get("closed") or ()))[1:]
    rows = [
        (
            str(c.get("title") or c.get("scenario")),
            points(c["difference"]) + _restated(c, "book"),
            f"{points(c['low'])} to {points(c['high'])}",
            *(_by_coding(c, n) for n in others),
            _probability(c.get("necessity")),
            _probability(c.get("sufficiency")),
        )
        for c in sorted(comparisons, key=lambda c: -abs(float(c["difference"])))
    ]
    heads = (
        "Condition changed",
        "Change in P(no say from below), points",
        "95% interval",
        *(f"By the coding '{n}'" for n in others),
        "Necessity",
        "Sufficiency",
    )
    return Table("What each condition changes", heads, rows)


def _by_coding(c: Mapping[str, Any], coding: str) -> str:
    d = (c.get("closed") or {}).get(coding)
    if d is None:
        return "–"
    return f"{points(d['d'])} ({points(d['low'])} to {points(d['high'])}){_restated(c, coding)}"


def _restated(c: Mapping[str, Any], coding: str) -> str:
    """What stands beside a figure where the change acts directly on what the coding reads."""
    return " by definition" if coding in (c.get("defined_by") or ()) else ""


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
        base = f"; of {value['base']:,}" if value.get("base") else ""
        return (
            f"{percent(float(value['p']))} ({ends}{base})" if value.get("p") is not None else ends
        )
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
