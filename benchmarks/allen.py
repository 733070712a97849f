"""NEP without collectivisation in 1939, beside Robert Allen's simulations: prints the tables of docs/allen.md.

Run alone: `python benchmarks/allen.py --picture docs/images/allen.png`.  The arms are the scenarios of
`allen_arms/`; what Allen published, and what is cut in an arm to see which rule carries a difference,
stands in `allen.yaml`.
"""

from __future__ import annotations

import argparse
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import xarray as xr
import yaml

import thermidor as th
from thermidor.experiments.markdown import table
from thermidor.plots.save import save
from thermidor.plots.theme import BAND, BOOK, FAINT, INDEPENDENT, themed
from thermidor.scenarios import Scenario
from thermidor.scenarios.operation import Operation

HERE = Path(__file__).parent
Ask = Callable[[Scenario], Sequence[xr.Dataset]]
"""Histories of an arm, of each seed."""
BRANCH = "1929-01"
"""First month that is free."""
FIRST, LAST = 1928, 1939
"""Allen's simulations begin with the first of these years and end with the last."""
ARMS = ("collectivised", "nep", "hard-budgets", "usual-building")
SEEDS = (0, 1)
FREE = "baseline"
"""Histories that nobody interferes with."""
NONE = "–"
MILLION = 1e6

AT_WORK = ("workers.industrial", "workers.builders", "officials", "traders", "army.red")
"""Those at work outside farming whom the model counts."""
VARIABLES = (
    *AT_WORK, "population.urban", "population.total", "camps.deportees", "workers.unemployed",
    "industry.output", "industry.light", "economy.consumption", "planning.investment", "agriculture.output",
    "livestock.cattle", "deaths.famine", "deaths.repression",
)  # fmt: skip
MEASURES = {
    "towns": "townspeople",
    "hands": "at work outside farming",
    "outside": "made outside farming",
    "industry": "industry",
    "product": "national product",
    "consumption": "consumption a head",
    "people": "people",
}
"""What is compared, by name."""
REASONED = ("towns", "hands", "outside", "product", "people")
"""What is told of a cut."""
FARMING = 0.5
"""Part of farming in the product of 1913, by the rule that makes the product; carrying and selling are not farming."""
LOOKED_AT = (1930, 1933, 1937, 1939)
"""Years of the table year by year."""
YEAR_OF_HUNGER = 1933
COLOURS = {"collectivised": BOOK, "nep": INDEPENDENT, "hard-budgets": BAND, "usual-building": FAINT}
LABELS = {
    "collectivised": "collectivisation, plan",
    "nep": "market, plan",
    "hard-budgets": "market, plan, hard budgets",
    "usual-building": "market, hard budgets, no plan",
}


# -- what is asked -----------------------------------------------------------------------------


def arms() -> dict[str, Scenario]:
    """The arms, as scenarios by name."""
    return {name: Scenario.load(HERE / "allen_arms" / f"{name}.yaml") for name in ARMS}


def data() -> dict[str, Any]:
    """What Allen published, and what is cut to find reasons."""
    return yaml.safe_load((HERE / "allen.yaml").read_text(encoding="utf-8"))


def with_cut(arm: Scenario, cut: Sequence[Mapping[str, Any]]) -> Scenario:
    """An arm with further operations; those of the arm on the same paths give way.

    Args:
        arm: as it is.
        cut: operations in the form of scenario files.
    """
    added = tuple(Operation.model_validate(dict(operation)) for operation in cut)
    paths = {operation.path for operation in added}
    return arm.model_copy(update={"do": (*(o for o in arm.do if o.path not in paths), *added)})


def run(scenario: Scenario | str, histories: int, particles: int, seed: int) -> xr.Dataset:
    """Histories that follow the record to the branch and then go by an arm."""
    return th.branch(
        BRANCH, scenario, histories=histories, particles=particles, seed=seed,
        start=f"{FIRST}-01", stop=f"{LAST}-12", variables=VARIABLES,
    )  # fmt: skip


# -- what is counted ---------------------------------------------------------------------------


def yearly(ds: xr.Dataset, variable: str) -> np.ndarray:
    """Means of the years, (history, year)."""
    values = ds[variable].values
    return values.reshape(len(values), LAST - FIRST + 1, -1).mean(axis=2)


def measures(ds: xr.Dataset) -> dict[str, np.ndarray]:
    """What is compared, (history, year): persons, and parts of the product of 1913.

    The national product is what a head consumes, times heads, over the part that is not built; what is
    made outside farming is the product without farming, whose index the rule of the product implies.
    """
    heads = yearly(ds, "population.total") - yearly(ds, "army.red") - yearly(ds, "camps.deportees")
    consumed = (
        yearly(ds, "economy.consumption")
        * heads
        / (100 * MILLION * constant("planning._consumption.people"))
    )
    product = consumed * (1 - constant("planning.usual")) / (1 - yearly(ds, "planning.investment"))
    industry = yearly(ds, "industry.output") / 100
    field = constant("planning.what_the_country_makes.field")
    farms = (product - (1 - field) * industry) / field
    return {
        "towns": yearly(ds, "population.urban"),
        "hands": np.sum([yearly(ds, v) for v in AT_WORK], axis=0),
        "outside": product - FARMING * farms,
        "industry": industry,
        "product": product,
        "consumption": yearly(ds, "economy.consumption"),
        "people": yearly(ds, "population.total"),
    }


@functools.cache
def constant(path: str) -> float:
    """The point value of a constant of the model."""
    return float(th.parameters(path)[0]["value"])


def cell(by_seed: Iterable[np.ndarray], form: str = "{:.2f}") -> str:
    """Median of histories, with the tenth and the ninetieth of a hundred; of further seeds the median.

    Args:
        by_seed: values, (history,), of each seed.
        form: of a number.

    Example:
        >>> cell([np.array([1.0, 2.0, 3.0]), np.array([4.0])], "{:.0f}")
        '2 (1 to 3); 4'
    """
    first, *others = by_seed
    middle, low, high = (form.format(x) for x in np.nanpercentile(first, (50, 10, 90)))
    return "; ".join(
        [f"{middle} ({low} to {high})", *(form.format(np.nanmedian(x)) for x in others)]
    )


def allens(measure: str, arm: str, over: str | None = None, year: int = LAST) -> str:
    """Allen's figure of a year: over his of 1928, or over that of another arm in that year; a dash where none was had."""
    entry = next((e for e in data()["published"] if e["measure"] == measure), None)
    if entry is None:
        return NONE
    value = entry["values"].get(arm, {}).get(year)
    base = entry["start"].get(FIRST) if over is None else entry["values"].get(over, {}).get(year)
    return f"{value / base:.2f}" if value and base else NONE


def allens_row(words: str, cells: Sequence[str]) -> list[list[str]]:
    """A row of Allen's figures, or none where none was had."""
    return [[f"{words}, Allen", *cells]] if set(cells) != {NONE} else []


Found = Mapping[str, Sequence[xr.Dataset]]
"""Data of each arm, one of each seed."""


def over_1928(found: Found) -> list[str]:
    """The table of 1939 over 1928, arm by arm, Allen's figure above the model's."""
    rows = []
    for name, words in MEASURES.items():
        rows += allens_row(words, [allens(name, arm) for arm in ARMS])
        rows.append([words, *(cell(grown(ds, name) for ds in found[arm]) for arm in ARMS)])
    return table(("1939 over 1928", *(LABELS[a] for a in ARMS)), rows, right=range(1, 5))


def grown(ds: xr.Dataset, name: str, year: int = LAST) -> np.ndarray:
    """A measure of a year over that of 1928, (history,)."""
    values = measures(ds)[name]
    return values[:, year - FIRST] / values[:, 0]


def between(found: Found) -> list[str]:
    """The table of each arm over the first in 1939, twin by twin."""
    rows = []
    for name, words in MEASURES.items():
        rows += allens_row(words, [allens(name, arm, ARMS[0]) for arm in ARMS[1:]])
        rows.append([words, *(cell(beside(found[arm], found[ARMS[0]], name)) for arm in ARMS[1:])])
    return table(
        ("1939, over the first arm", *(LABELS[a] for a in ARMS[1:])), rows, right=range(1, 4)
    )


def beside(
    arm: Sequence[xr.Dataset], other: Sequence[xr.Dataset], name: str, year: int = LAST
) -> list[np.ndarray]:
    """A measure of a year in an arm over that of its twins in another, (history,) for each seed."""
    place = year - FIRST
    return [
        measures(a)[name][:, place] / measures(b)[name][:, place]
        for a, b in zip(arm, other, strict=True)
    ]


def year_by_year(found: Found) -> list[str]:
    """The table of what is made outside farming and of what a head consumes, over 1928."""
    rows = []
    for name in ("outside", "consumption"):
        for year in LOOKED_AT:
            words = f"{MEASURES[name]}, {year}"
            rows += allens_row(words, [allens(name, arm, year=year) for arm in ARMS])
            rows.append(
                [words, *(cell(grown(ds, name, year) for ds in found[arm]) for arm in ARMS)]
            )
    return table(("over 1928", *(LABELS[a] for a in ARMS)), rows, right=range(1, 5))


LEVELS: Mapping[str, tuple[str, Callable[[xr.Dataset], np.ndarray]]] = {
    "townspeople, millions": ("{:.1f}", lambda ds: measures(ds)["towns"][:, -1] / MILLION),
    "at work outside farming, millions": (
        "{:.1f}",
        lambda ds: measures(ds)["hands"][:, -1] / MILLION,
    ),
    "without work, of a hundred at work outside farming or seeking it": (
        "{:.0f}",
        lambda ds: _jobless(ds),
    ),
    "industry (1913 = 100)": ("{:.0f}", lambda ds: yearly(ds, "industry.output")[:, -1]),
    "farming (1913 = 100)": ("{:.0f}", lambda ds: yearly(ds, "agriculture.output")[:, -1]),
    "built, of a hundred of the product": (
        "{:.0f}",
        lambda ds: 100 * yearly(ds, "planning.investment")[:, -1],
    ),
    "cattle, millions": ("{:.0f}", lambda ds: yearly(ds, "livestock.cattle")[:, -1] / MILLION),
    "people, millions": ("{:.0f}", lambda ds: measures(ds)["people"][:, -1] / MILLION),
    "dead of hunger 1929-39, millions": ("{:.1f}", lambda ds: _dead(ds, "deaths.famine") / MILLION),
    "executed 1929-39, thousands": ("{:.0f}", lambda ds: _dead(ds, "deaths.repression") / 1e3),
}
"""Levels of 1939 that are told, each with the form of its numbers."""


def levels(found: Found) -> list[str]:
    """The table of levels of 1939 and of the dead of 1929-39, in the arms and where the model goes on by itself."""
    rows = [
        [words, *(cell((reduce(ds) for ds in found[arm]), form) for arm in (*ARMS, FREE))]
        for words, (form, reduce) in LEVELS.items()
    ]
    return table(
        ("1939", *(LABELS[a] for a in ARMS), "as the model goes on"), rows, right=range(1, 6)
    )


def _jobless(ds: xr.Dataset) -> np.ndarray:
    without = yearly(ds, "workers.unemployed")[:, -1]
    return 100 * without / (without + measures(ds)["hands"][:, -1])


def _dead(ds: xr.Dataset, variable: str) -> np.ndarray:
    return ds[variable].sel(month=slice(BRANCH, None)).values.sum(axis=1)


def reasons(found: Found, ask: Ask) -> list[str]:
    """The table of what each cut leaves of an arm in 1939, twin by twin."""
    rows = []
    for reason in data()["reasons"]:
        cut = ask(with_cut(arms()[reason["arm"]], reason["do"]))
        left = (medians(beside(cut, found[reason["arm"]], name)) for name in REASONED)
        rules = ", ".join(f"`{r}`" for r in reason["rules"])
        rows.append([LABELS[reason["arm"]], reason["name"], rules, *left])
    return table(
        ("arm", "what is cut", "rules", *(MEASURES[n] for n in REASONED)), rows, right=range(3, 8)
    )


def pairs(found: Found, ask: Ask) -> list[str]:
    """The table of the market arm over the first where both are cut, in 1939 and in the year of hunger, twin by twin."""

    def row(name: str, market: Sequence[xr.Dataset], first: Sequence[xr.Dataset]) -> list[str]:
        told = (medians(beside(market, first, n)) for n in REASONED)
        return [name, *told, medians(beside(market, first, "outside", YEAR_OF_HUNGER))]

    rows = [row("as they are", found["nep"], found["collectivised"])]
    for pair in data()["pairs"]:
        first, market = (ask(with_cut(arms()[a], pair[a])) for a in ("collectivised", "nep"))
        rows.append(row(pair["name"], market, first))
    heads = (*(MEASURES[n] for n in REASONED), f"{MEASURES['outside']}, {YEAR_OF_HUNGER}")
    return table(
        ("market and plan over collectivisation and plan", *heads), rows, right=range(1, 7)
    )


def medians(by_seed: Iterable[np.ndarray]) -> str:
    """Medians of histories, one of each seed."""
    return "; ".join(f"{np.nanmedian(x):.2f}" for x in by_seed)


# -- the picture -------------------------------------------------------------------------------


def picture(found: Mapping[str, xr.Dataset]) -> alt.HConcatChart:
    """Draw towns and what is made outside farming over 1928: Allen's simulations as points, ours as lines with bands.

    Args:
        found: data of each arm.
    """
    panels = (
        _panel(found, "towns", "Townspeople"),
        _panel(found, "outside", "Made outside farming"),
    )
    return themed(alt.hconcat(*panels))


def _panel(found: Mapping[str, xr.Dataset], measure: str, title: str) -> alt.LayerChart:
    entry = next(e for e in data()["published"] if e["measure"] == measure)
    ours, his = [], []
    for arm in ARMS:
        x = measures(found[arm])[measure]
        quantiles = np.nanpercentile(x / x[:, :1], (50, 10, 90), axis=0).T
        for year, (middle_, low, high) in zip(range(FIRST, LAST + 1), quantiles, strict=True):
            ours.append(
                {"year": year, "arm": LABELS[arm], "middle": middle_, "low": low, "high": high}
            )
        simulated = entry["values"].get(arm, {})
        for year, value in {**entry["start"], **simulated}.items() if simulated else ():
            his.append({"year": year, "arm": LABELS[arm], "middle": value / entry["start"][FIRST]})
    arms_in_order = alt.Scale(domain=list(LABELS.values()), range=[COLOURS[a] for a in ARMS])
    colour = alt.Color(
        "arm:N",
        title=None,
        scale=arms_in_order,
        legend=alt.Legend(orient="bottom", columns=2, labelLimit=260, symbolOpacity=1),
    )
    shape = alt.Shape(
        "arm:N",
        title=None,
        scale=alt.Scale(
            domain=list(LABELS.values()), range=["circle", "triangle-up", "square", "diamond"]
        ),
    )
    years = alt.X(
        "year:Q", title=None, axis=alt.Axis(format="d", values=list(range(FIRST, LAST + 1, 2)))
    )
    y = alt.Y("middle:Q", title="1928 = 1", scale=alt.Scale(zero=False))
    base = alt.Chart({"values": ours}).encode(x=years, color=colour)
    points = alt.Chart({"values": his}).mark_point(filled=True, size=46, opacity=1)
    layers = [
        base.mark_area(opacity=0.18).encode(y="low:Q", y2="high:Q"),
        base.mark_line(strokeWidth=2).encode(y=y),
        points.encode(x=years, y="middle:Q", color=colour, shape=shape),
    ]
    return alt.layer(*layers).properties(width=330, height=280, title=title)


# -- the whole ---------------------------------------------------------------------------------


def tables(
    histories: int, particles: int, seeds: Sequence[int] = SEEDS, to: Path | None = None
) -> list[str]:
    """Lines of all tables.

    Args:
        histories: of each arm and seed.
        particles: that follow the record.
        seeds: of the ensembles.
        to: file of the picture; none is drawn where None.
    """

    def ask(scenario: Scenario | str) -> list[xr.Dataset]:
        return [run(scenario, histories, particles, seed) for seed in seeds]

    found = {name: ask(scenario) for name, scenario in {**arms(), FREE: FREE}.items()}
    if to is not None:
        save(picture({name: by_seed[0] for name, by_seed in found.items()}), to)
    parts = (
        over_1928(found), between(found), year_by_year(found), levels(found), reasons(found, ask), pairs(found, ask),
    )  # fmt: skip
    return [line for part in parts for line in (*part, "")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables, and draw the picture where one is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--histories", type=int, default=256, help="of each arm and seed")
    parser.add_argument("--particles", type=int, default=1024, help="that follow the record")
    parser.add_argument("--picture", type=Path, help="file of the picture, .svg or .png")
    given = parser.parse_args(arguments)
    print("\n".join(tables(given.histories, given.particles, to=given.picture)))


if __name__ == "__main__":
    main()
