"""Recorded figures of a series as a chart, and the variables of the model that are compared with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thermidor.plots.theme import BOOK, FAINT, FONT, INDEPENDENT, INK, RULE
from thermidor.record import SeriesPoint, SeriesView, observations
from thermidor.web.service.model import registry
from thermidor.web.words.i18n import Lang, number, translator
from thermidor.web.words.names import unit_name, variable_name

FEWEST = 2
"""Dated figures that make a chart."""

MOST_FANS = 8
"""Variables that one answer of the model shows at most."""


def fans(variables: Iterable[str], lang: Lang) -> list[dict[str, Any]]:
    """The variables whose simulated distribution is drawn beside a series.

    Args:
        variables: names of output variables.
        lang: of the titles.

    Returns:
        For each its name, title and unit; those that the model does not give out are left out.
    """
    known = registry().outputs
    return [
        {
            "variable": name, "title": variable_name(name, lang), "unit": unit_name(known[name].unit, lang),
            "points": len(observations(name)),
        }
        for name in dict.fromkeys(variables)
        if name in known and name != "regime"
    ][:MOST_FANS]  # fmt: skip


def rows(view: SeriesView) -> list[dict[str, Any]]:
    """The figures of a series for a table, in the order of time, undated ones last."""
    ordered = sorted(view.points, key=lambda p: (p.first_month is None, p.first_month or "", p.id))
    return [{"point": p, "doubt": _doubt(p)} for p in ordered]


def _doubt(point: SeriesPoint) -> str:
    if point.doubtful:
        return "doubtful"
    if point.vague:
        return "vague"
    return "" if point.confirmed else "unconfirmed"


def chart(view: SeriesView, lang: Lang) -> dict[str, Any] | None:
    """A series as a Vega-Lite specification: figures with the time they cover and their ranges.

    Args:
        view: the series.
        lang: of its texts.

    Returns:
        The specification; None where fewer than two figures have a date and a size.
    """
    _ = translator(lang)
    data = [_row(p, lang) for p in view.points if p.first_month and _known(p)]
    if len(data) < FEWEST or len({(d["first"], d["last"]) for d in data}) < FEWEST:
        return None
    hue = BOOK if view.basis == "book" else INDEPENDENT
    y = {"type": "quantitative", "scale": {"zero": _from_nil(data)}, "title": ", ".join(unit_name(u, lang) for u in view.units)}  # fmt: skip
    x = _time(data)
    tooltip = [
        {"field": "size", "title": _("Figure")},
        {"field": "when", "title": _("Date")},
        {"field": "page", "title": _("Page")},
    ]
    return {
        "width": "container",
        "height": 240,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "datasets": {"points": data},
        "data": {"name": "points"},
        "layer": [
            _rule({"y": {"field": "low", **y}, "y2": {"field": "high"}, "x": {"field": "middle", **x}}, hue),
            _rule({"x": {"field": "first", **x}, "x2": {"field": "last"}, "y": {"field": "value", **y}}, hue),
            *(
                {
                    "transform": [{"filter": f"{'!' if filled else ''}datum.doubt"}],
                    "mark": {"type": "point", "filled": filled, "size": 55, "aria": False, "color": hue, "opacity": 1},
                    "encoding": {"x": {"field": "middle", **x}, "y": {"field": "value", **y}, "tooltip": tooltip},
                }
                for filled in sorted({not d["doubt"] for d in data})
            ),
        ],
        "config": _config(),
    }  # fmt: skip


def _known(point: SeriesPoint) -> bool:
    return any(v is not None for v in (point.value, point.low, point.high))


def _row(point: SeriesPoint, lang: Lang) -> dict[str, Any]:
    from thermidor.web.pages.entries import date_words

    low, high = point.low, point.high
    value = point.value
    if value is None and low is not None and high is not None:
        value = (low + high) / 2
    elif value is None:
        value = low if low is not None else high
    return {
        "first": f"{point.first_month}-01", "last": f"{point.last_month}-28",
        "middle": _middle(point.first_month or "", point.last_month or ""),
        "value": value, "low": value if low is None else low, "high": value if high is None else high,
        "doubt": point.doubtful or point.vague,
        "size": size(point, lang), "when": date_words(point.date, point.date_end, lang),
        "page": "–" if point.page is None else str(point.page),
    }  # fmt: skip


def size(point: SeriesPoint, lang: Lang) -> str:
    """The figure in words: its value, its range, and whether it is only a bound."""
    from thermidor.web.words.vocabulary import term

    _ = translator(lang)
    low, high = (number(v, lang) if v is not None else "" for v in (point.low, point.high))
    if point.value is None and point.bound == "upper":
        low = ""
    elif point.value is None and point.bound == "lower":
        high = ""
    if low and high:
        span = _("%(low)s to %(high)s", low=low, high=high)
    else:
        span = _("at least %(low)s", low=low) if low else _("at most %(high)s", high=high)
    if point.value is None:
        if not (low or high):
            return "–"
        return f"{term('bound', point.bound, lang)} {span}" if point.bound == "approx" else span
    text = number(point.value, lang) + (f" ({span})" if low or high else "")
    return f"{term('bound', point.bound, lang)} {text}" if point.bound else text


def _middle(first: str, last: str) -> str:
    months = [int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last)]
    half = sum(months) // 2
    return f"{half // 12:04d}-{half % 12 + 1:02d}-15"


def _from_nil(data: list[dict[str, Any]]) -> bool:
    """Whether the axis starts at nothing: not for years and the like, whose sizes lie close together."""
    lows, highs = [d["low"] for d in data], [d["high"] for d in data]
    return min(lows) <= 0 or max(highs) / min(lows) > 1.3


def _time(data: list[dict[str, Any]]) -> dict[str, Any]:
    """The axis of time, in years, or in months where the figures span few years."""
    years = int(max(d["last"] for d in data)[:4]) - int(min(d["first"] for d in data)[:4])
    ticks = {"format": "%Y", "tickCount": 8} if years >= 6 else {"format": "%m/%Y", "tickCount": 6}
    axis = {**ticks, "grid": False, "labelOverlap": True}
    return {"type": "temporal", "scale": {"type": "utc", "nice": True}, "title": None, "axis": axis}


def _rule(encoding: dict[str, Any], hue: str) -> dict[str, Any]:
    mark = {"type": "rule", "strokeWidth": 1.5, "color": hue, "aria": False}
    return {"mark": mark, "encoding": encoding}


def _config() -> dict[str, Any]:
    return {
        "font": FONT,
        "background": "transparent",
        "padding": 4,
        "axis": {
            "labelColor": FAINT, "titleColor": FAINT, "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal",
            "gridColor": RULE, "gridOpacity": 0.7, "domainColor": FAINT, "tickColor": FAINT,
        },
        "axisY": {
            "titleAnchor": "start", "titleAlign": "left", "titleAngle": 0, "titleX": 0, "titleY": -8,
            "titleBaseline": "bottom", "domain": False, "ticks": False, "tickCount": 4, "titleLimit": 340, "format": ",r",
        },
        "legend": {"labelColor": INK, "titleColor": FAINT, "labelFontSize": 11},
        "view": {"stroke": None},
    }  # fmt: skip
