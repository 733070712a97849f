"""Charts of an answer: the fan of one variable and the bars of the outcomes, with and without the change.

One Vega-Lite frame serves the page, which fills it with rows as histories arrive (`static/charts.js`),
and the files to keep, which are drawn here.
"""

from __future__ import annotations

import copy
import functools
import json
import math
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from thermidor import glossary
from thermidor.plots.labels import is_share
from thermidor.plots.theme import BAND, BOOK, FAINT, INDEPENDENT, INK, RULE
from thermidor.theories import BOOK as THEORY_OF_THE_BOOK
from thermidor.web.pages.entries import theory_title
from thermidor.web.words.i18n import Lang, month, number, percent, translator
from thermidor.web.words.names import outcome_name, scenario_name, unit_name, variable_name

WITHOUT = "#6b6f76"
"""Colour of the course without the change; with it, the house's blue."""

OUTCOMES = {"outcomes": "book", "outcomes-regime": "regime", "outcomes-class": "class"}
"""Names of the charts of outcomes, where others have that of their variable, and the coding of each."""

LEVELS = ("q05", "q25", "median", "q75", "q95")
FORMATS = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["£", ""]},
    "fr": {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", "\u202f€"]},
}
"""How Vega writes numbers."""


# -- the frame of a fan ----------------------------------------------------------------------------


@functools.cache
def _fan_frame(lang: Lang) -> str:
    date = {
        "field": "month",
        "type": "temporal",
        "title": None,
        "scale": {"type": "utc", "nice": False},
        "axis": {
            "format": "%Y",
            "tickCount": {"interval": "year", "step": 3},
            "grid": False,
            "labelFlush": False,
        },
    }
    sign = "\u202f%" if lang == "fr" else "%"
    axis = {
        "labelExpr": f"share ? format(datum.value * 100, '~g') + '{sign}' : format(datum.value / divisor, '~g')",
        "tickCount": 4,
        "title": None,
        "domain": False,
        "ticks": False,
    }

    def y(field: str) -> dict[str, Any]:
        scale = {"zero": True, "nice": True}
        return {"field": field, "type": "quantitative", "axis": axis, "scale": scale}

    def area(arm: str, low: str, high: str, colour: str, opacity: float) -> dict[str, Any]:
        return {
            "data": {"name": "histories"},
            "mark": {"type": "area", "color": colour, "opacity": opacity, "aria": False},
            "encoding": {
                "x": date,
                "y": y(f"{arm}_{low}"),
                "y2": {"field": f"{arm}_{high}"},
            },
        }

    def line(arm: str, colour: str, dash: list[int], width: float) -> dict[str, Any]:
        mark = {"type": "line", "color": colour, "strokeWidth": width, "aria": False}
        return {
            "data": {"name": "histories"},
            "mark": {**mark, "strokeDash": dash} if dash else mark,
            "encoding": {"x": date, "y": y(f"{arm}_median")},
        }

    hue = {
        "field": "basis",
        "type": "nominal",
        "scale": {"domain": ["book", "independent"], "range": [BOOK, INDEPENDENT]},
        "legend": None,
    }
    shape = {
        "field": "basis",
        "type": "nominal",
        "scale": {"domain": ["book", "independent"], "range": ["circle", "diamond"]},
        "legend": None,
    }
    tooltip = {"field": "tooltip", "type": "nominal"}

    def recorded(mark: dict[str, Any], **encoding: Any) -> dict[str, Any]:
        return {
            "data": {"name": "recorded"},
            "mark": {"aria": False, **mark},
            "encoding": {"color": hue, "tooltip": tooltip, **encoding},
        }

    rule = {"type": "rule", "strokeWidth": 1.5}
    first = {**date, "field": "first"}
    layers = [
        {
            "data": {"name": "branch"},
            "mark": {"type": "rule", "color": FAINT, "strokeDash": [2, 3], "aria": False},
            "encoding": {"x": date},
        },
        area("without", "q05", "q95", WITHOUT, 0.16),
        area("with", "q05", "q95", BAND, 0.2),
        area("with", "q25", "q75", BAND, 0.32),
        line("without", WITHOUT, [5, 3], 1.75),
        line("with", BAND, [], 2.0),
        recorded(rule, x=date, y=y("low"), y2={"field": "high"}),
        recorded(rule, x=first, x2={"field": "last"}, y=y("value")),
        recorded(
            {"type": "point", "filled": True, "size": 42, "opacity": 1},
            x=date,
            y=y("value"),
            shape=shape,
        ),
    ]
    return json.dumps(
        {
            "width": "container",
            "height": 190,
            "autosize": {"type": "fit-x", "contains": "padding"},
            "params": [{"name": "divisor", "value": 1}, {"name": "share", "value": False}],
            "datasets": {"histories": [], "recorded": [], "branch": []},
            "layer": layers,
            "config": _config(),
        }
    )


@functools.cache
def _config() -> dict[str, Any]:
    import altair as alt

    from thermidor.plots.theme import themed

    layered = alt.layer(alt.Chart({"values": []}).mark_line())
    return themed(layered).to_dict(validate=False)["config"]


def page_data(lang: Lang) -> dict[str, Any]:
    """Return what `ask_charts.html` needs, so that `static/charts.js` can draw.

    Args:
        lang: of the page.
    """
    _ = translator(lang)
    return {
        "chart_specs": {
            "fan": json.loads(_fan_frame(lang)),
            "format": FORMATS[lang],
            "locale": "fr-FR" if lang == "fr" else "en-GB",
        },
        "chart_texts": {
            "billion": _("billion"),
            "million": _("million"),
            "thousand": _("thousand"),
            "scaled": _("%(scale)s %(unit)s"),
            "month": _("Month"),
            "median": _("median"),
            "range": _("%(low)s to %(high)s"),
            "with": _("with the change"),
            "without": _("without it"),
            "value": _("%(value)s (%(low)s to %(high)s)"),
            "reading": _("%(month)s: with the change %(with)s; without it %(without)s"),
            "reading_single": _("%(month)s: %(with)s"),
            "recorded": _("Recorded"),
            "book": _("the book"),
            "page": _("p. %(page)s"),
            "independent": _("an independent source"),
            "failed": _("This chart could not be drawn; the table below holds the same figures."),
        },
    }


# -- charts to keep --------------------------------------------------------------------------------


def scale_of(values: Iterable[float | None]) -> tuple[float, str]:
    """Return by what an axis divides its figures, and the word for it in English.

    Example:
        >>> scale_of([3_200_000.0, None])
        (1000000.0, 'million')
    """
    known = [abs(v) for v in values if v is not None and math.isfinite(v)]
    top = max(known, default=1.0)
    for least, divisor, word in (
        (1e9, 1e9, "billion"),
        (1e6, 1e6, "million"),
        (1e4, 1e3, "thousand"),
    ):
        if top >= least:
            return divisor, word
    return 1.0, ""


def same_arms(answer: Mapping[str, Any]) -> bool:
    """Tell whether nothing is changed, so that the two arms are one."""
    question = answer["question"]
    return question["scenario"] == question["against"] and not question["set"]


def fan_rows(answer: Mapping[str, Any], variable: str) -> list[dict[str, Any]]:
    """Return the rows of a fan: a month and the quantiles of both arms.

    Args:
        answer: as the interface gives it.
        variable: one of those that it shows.
    """
    fan = answer["fans"][variable]
    arms = ("with",) if same_arms(answer) else ("with", "without")
    rows = []
    for n, code in enumerate(fan["months"]):
        row: dict[str, Any] = {"month": code}
        for arm in arms:
            for level in LEVELS:
                row[f"{arm}_{level}"] = fan[arm][level][n]
        rows.append(row)
    return rows


def fan_chart(answer: Mapping[str, Any], variable: str, lang: Lang) -> dict[str, Any]:
    """Return a fan as a Vega-Lite specification that carries its data and its words.

    Args:
        answer: as the interface gives it.
        variable: one of those that it shows.
        lang: of the words.
    """
    _ = translator(lang)
    spec = json.loads(_fan_frame(lang))
    fan = answer["fans"][variable]
    rows = [{**row, "month": _stamp(row["month"])} for row in fan_rows(answer, variable)]
    points = [
        {**p, **{key: _stamp(p[key]) for key in ("month", "first", "last")}, "tooltip": ""}
        for p in answer.get("record", {}).get(variable, [])
        if fan["months"][0] <= p["first"] and p["last"] <= fan["months"][-1]
    ]
    share = is_share(fan["unit"])
    highest = [row[key] for row in rows for key in ("with_q95", "without_q95") if key in row]
    divisor, word = (1.0, "") if share else scale_of([*highest, *(p["high"] for p in points)])
    branch = answer["question"].get("branch")
    spec["datasets"] = {
        "histories": rows,
        "recorded": points,
        "branch": [{"month": _stamp(branch)}] if branch else [],
    }
    two = not same_arms(answer)
    spec["layer"] = [
        layer
        for layer in spec["layer"]
        if spec["datasets"][layer["data"]["name"]]
        and (two or not layer["encoding"].get("y", {}).get("field", "").startswith("without_"))
    ]
    spec["params"] = [{"name": "divisor", "value": divisor}, {"name": "share", "value": share}]
    unit = unit_name(fan["unit"], lang)
    if word:
        unit = _("%(scale)s %(unit)s", scale=_(word), unit=unit)
    return _for_file(spec, answer, lang, variable_name(variable, lang), unit)


def outcome_rows(
    answer: Mapping[str, Any], lang: Lang, coding: str = "book"
) -> list[dict[str, Any]]:
    """Return each outcome that occurs in either arm, in the order of its coding, with its shares.

    Args:
        answer: as the interface gives it.
        lang: of the names.
        coding: that names the outcomes; the ladder stands for the book's of a model that cannot be coded.
    """
    found = answer["codings"].get(coding)
    if found is None and coding == "book":
        found = {
            c: {"with": p, "without": answer["outcomes_against"][c], "difference": answer["difference"][c]}
            for c, p in answer["outcomes"].items()
        }  # fmt: skip
    return [
        {"code": code, "name": outcome_name(code, lang), **change}
        for code, change in (found or {}).items()
        if change["with"]["p"] or change["without"]["p"]
    ]


def coding_name(coding: str, lang: Lang) -> str:
    """Return the name of a coding as it stands inside a sentence.

    Example:
        >>> coding_name("book", "en"), coding_name("class", "fr")
        ('the book’s coding', 'le codage par la disposition du surplus')
    """
    name = glossary.terms()[coding].name[lang]
    return name[:1].lower() + name[1:]


def outcomes_title(answer: Mapping[str, Any], lang: Lang, coding: str = "book") -> str:
    """Return the title of the bars of the outcomes.

    Args:
        answer: as the interface gives it.
        lang: of the words.
        coding: that names the outcomes.
    """
    return translator(lang)(
        "How the histories end (%(month)s), by %(coding)s",
        month=month(answer["question"]["stop"], lang), coding=coding_name(coding, lang),
    )  # fmt: skip


def outcomes_chart(answer: Mapping[str, Any], lang: Lang, coding: str = "book") -> dict[str, Any]:
    """Return the bars of the outcomes as a Vega-Lite specification that carries its data and its words.

    Args:
        answer: as the interface gives it.
        lang: of the words.
        coding: that names the outcomes.
    """
    _ = translator(lang)
    single = same_arms(answer)
    words = {"without": _("without the change"), "with": _("with it")}
    rows = []
    for row in outcome_rows(answer, lang, coding):
        for arm in ("with",) if single else ("without", "with"):
            p = row[arm]
            rows.append(
                {
                    "key": f"{row['code']} {arm}",
                    "name": row["name"] if single or arm == "without" else "",
                    "p": p["p"],
                    "low": p["low"],
                    "high": p["high"],
                    "arm": words[arm],
                    "figure": f"{percent(p['p'], lang)} ({percent(p['low'], lang)}–{percent(p['high'], lang)})",
                }
            )
    order = [row["key"] for row in rows]
    y = {
        "field": "key",
        "type": "nominal",
        "sort": order,
        "axis": None,
        "scale": {"paddingInner": 0.15},
    }
    sign = "\u202f%" if lang == "fr" else "%"
    x = {
        "field": "p",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 1]},
        "axis": {"labelExpr": f"format(datum.value * 100, '~g') + '{sign}'", "tickCount": 5},
    }
    colour = {
        "field": "arm",
        "type": "nominal",
        "scale": {"domain": list(words.values()), "range": [WITHOUT, BAND]},
        "legend": None if single else {"title": None, "orient": "top", "symbolType": "square"},
    }
    text = {"type": "text", "aria": False, "baseline": "middle"}
    spec = {
        "datasets": {"rows": rows},
        "data": {"name": "rows"},
        "width": 420,
        "height": {"step": 20},
        "layer": [
            {
                "mark": {"type": "bar", "height": 11, "opacity": 0.75},
                "encoding": {"y": y, "x": x, "color": colour},
            },
            {
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1.25},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "mark": {**text, "align": "right", "dx": -8, "fontSize": 12, "color": INK},
                "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "name"}},
            },
            {
                "mark": {**text, "align": "left", "dx": 8, "fontSize": 11, "color": FAINT},
                "encoding": {"y": y, "x": {"value": 420}, "text": {"field": "figure"}},
            },
        ],
        "config": copy.deepcopy(_config()),
    }
    title = outcomes_title(answer, lang, coding)
    return _for_file(spec, answer, lang, title, _("share of the histories, with 95% intervals"))


def _for_file(
    spec: dict[str, Any], answer: Mapping[str, Any], lang: Lang, title: str, unit: str
) -> dict[str, Any]:
    """Give a specification what a chart needs that stands alone: size, ground, title and source."""
    said = textwrap.wrap(about(answer, lang).replace(" · ", "\u00a0· "), 96)
    subtitle = [unit[:1].upper() + unit[1:], *said]
    spec["title"] = {
        "text": title,
        "subtitle": subtitle,
        "anchor": "start",
        "frame": "group",
        "offset": 12,
        "subtitleColor": FAINT,
        "subtitlePadding": 4,
        "subtitleLineHeight": 15,
    }
    if spec.get("width") == "container":
        spec.update(width=640, height=300)
        spec.pop("autosize", None)
    spec["background"] = "white"
    spec["padding"] = 12
    spec["config"] = {**spec["config"], "view": {"stroke": RULE if "params" in spec else None}}
    return spec


def about(answer: Mapping[str, Any], lang: Lang) -> str:
    """Return in one line what an answer answers: scenario, branch, histories, version."""
    _ = translator(lang)
    question = answer["question"]
    parts = [asked(question, lang)]
    if not same_arms(answer):
        against = _scenario(question["against"], lang)
        parts.append(_("dashed and grey: %(against)s", against=against))
    parts.append(_.many("{n} history", "{n} histories", int(answer["done"])))
    parts.append(_("seed %(seed)s", seed=question["seed"]))
    parts.append(f"thermidor {answer.get('version', '')}".strip())
    return " · ".join(parts)


def asked(question: Mapping[str, Any], lang: Lang) -> str:
    """Return what a question changes, in words: the scenario, the conditions moved, the branch."""
    from thermidor.web.pages import conditions

    _ = translator(lang)
    moved, left = conditions.values_of(question["set"])
    words = (
        [] if question["scenario"] == "baseline" else [scenario_name(question["scenario"], lang)]
    )
    for id, value in moved.items():
        c = conditions.condition(id)
        words.append(
            c.title[lang] if c.kind == "switch" else f"{c.title[lang]}: {shown(c, value, lang)}"
        )
    words += left
    if not words:
        words = [_scenario("baseline", lang)]
    if question.get("theory", THEORY_OF_THE_BOOK) != THEORY_OF_THE_BOOK:
        words.append(theory_title(question["theory"], lang))
    if question.get("branch"):
        words.append(_("from %(month)s on", month=month(question["branch"], lang)))
    return ", ".join(words)


def _scenario(id: str, lang: Lang) -> str:
    if id == "baseline":
        return translator(lang)("Nothing is changed")
    from thermidor.scenarios.shipped import shipped_ids

    if id in shipped_ids():
        return scenario_name(id, lang)
    from thermidor.web.service.questions import scenario_of

    title = scenario_of(id).title
    return (title.fr or title.en) if lang == "fr" else title.en


def shown(condition: Any, value: float, lang: Lang) -> str:
    """Return a slider's value as it is read.

    Args:
        condition: the slider.
        value: at which it stands.
        lang: of the words.
    """
    if condition.show == "percent":
        return percent(round(value, 4), lang)
    if condition.show == "doublings":
        return f"× {number(2**value, lang)}" if value >= 0 else f"÷ {number(2 ** abs(value), lang)}"
    return f"× {number(round(value, 4), lang)}"


def drawn(spec: dict[str, Any], kind: str, lang: Lang) -> bytes:
    """Draw a specification as a picture, with no browser and no network.

    Args:
        spec: in Vega-Lite.
        kind: "svg" or "png".
        lang: in which numbers are written.
    """
    import vl_convert

    locale: Any = FORMATS[lang]
    if kind == "svg":
        text = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=locale)
        return text.encode()
    return vl_convert.vegalite_to_png(spec, scale=2.0, allowed_base_urls=[], format_locale=locale)


def _stamp(code: str) -> int:
    """Milliseconds since 1970 of the first of a month, the one date that every browser reads alike."""
    return int(np.datetime64(code, "ms").astype(int))
