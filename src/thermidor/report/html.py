"""The report as one HTML file that needs no network."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
import xarray as xr
from markupsafe import Markup

from thermidor import plots
from thermidor.experiments.regions import Regional
from thermidor.experiments.scores import by_pit, sentences
from thermidor.glossary import terms
from thermidor.keep import write_text
from thermidor.plots.labels import number, sentence
from thermidor.plots.milestones import milestone_ids, recorded_months, recorded_order
from thermidor.plots.observation import Observation
from thermidor.report import answer, conditions, tables
from thermidor.report.branch import MOST_MOVED, MOST_SURPRISING, Branch, branch_of
from thermidor.report.bundle import javascript
from thermidor.report.described import described
from thermidor.report.manifest import command
from thermidor.report.payload import in_script, pack
from thermidor.report.regions import map_of
from thermidor.report.summary import Summary
from thermidor.report.tables import Table
from thermidor.theories import BOOK
from thermidor.theories.outputs import by_sector

FOLDER = Path(__file__).parent / "page"
PERIODS = (
    ("1917–1920", 1917, 1921),
    ("1921–1924", 1921, 1925),
    ("1925–1929", 1925, 1930),
    ("1930–1940", 1930, 1941),
)


@dataclass(frozen=True)
class ReportChart:
    """A chart with its caption, what it shows in a sentence and in which unit, and the tables that say the same."""

    id: str
    caption: str
    text: str
    chart: Markup
    height: int
    tables: list[Table] = field(default_factory=list)
    cites: str = ""
    unit: str = "share of the histories"


def write_report(
    ds: xr.Dataset,
    summary: Summary,
    path: str | os.PathLike[str],
    *,
    observations: Iterable[Observation] = (),
    parameters: Iterable[Mapping[str, Any]] = (),
    comparisons: Iterable[Mapping[str, Any]] = (),
    regions: Regional | None = None,
) -> Path:
    """Write the report of an ensemble, whole or not at all.

    Args:
        ds: the ensemble.
        summary: what `summarise` returned for it.
        path: the HTML file.
        observations: recorded figures, drawn in the fans.
        parameters: mappings with path, value, unit, low, high, basis and cites.
        comparisons: twins, as mappings with title, difference, low, high, necessity and sufficiency.
        regions: by month, for the map of some of the histories; without it there is no map.

    Returns:
        The path written.

    Raises:
        OSError: the file cannot be written.

    Example:
        >>> write_report(ds, summarise(ds), "report.html", observations=(), parameters=())
        PosixPath('report.html')
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    parameters, comparisons = list(parameters), list(comparisons)
    branch = branch_of(ds)
    page = environment.get_template("report.html.j2").render(
        style=Markup((FOLDER / "report.css").read_text(encoding="utf-8")),
        script=Markup((FOLDER / "report.js").read_text(encoding="utf-8")),
        library=Markup(javascript()),
        question=answer.QUESTION,
        headline=answer.headline(summary),
        meaning=[*answer.by_codings(summary), *answer.meaning(summary)],
        conditions=conditions.conditions(),
        reading=conditions.reading(),
        book=conditions.book(),
        summary=summary,
        branch=branch,
        branch_charts=[] if branch is None else list(_branch(branch)),
        effects=_effects(comparisons),
        outcomes=list(_outcomes(summary)),
        definitions=answer.definitions(summary),
        words=answer.words(summary),
        deaths=tables.deaths_table(summary),
        recorded_deaths=tables.recorded_deaths_table(summary),
        milestones=list(_milestones(ds, summary)),
        ladder=list(_ladder(ds, summary)),
        sectors=dict(_fans(ds, summary, list(observations))),
        regions=None if regions is None else map_of(regions),
        regions_script=Markup((FOLDER / "regions.js").read_text(encoding="utf-8")),
        fit_sentences=sentences(summary.fit.counts, summary.fit.crps_ratio),
        fit_charts=list(_pit(summary)),
        fit=tables.fit_table(summary),
        uninformative=tables.uninformative_table(summary),
        parameters=_parameters(parameters),
        bases=Counter(str(p.get("basis") or "not said") for p in parameters).most_common(),
        parameter_count=len(parameters),
        command=command(summary.manifest),
        described=Markup(in_script(described(summary, parameters))),
    )
    return write_text(path, page)


def _figure(
    ident: str,
    caption: str,
    text: str,
    chart: Any,
    height: int,
    found: Sequence[Table],
    **more: Any,
) -> ReportChart:
    packed = pack(chart, legend=more.pop("legend", True), title=False)
    return ReportChart(ident, caption, text, Markup(packed), height, list(found), **more)


def _effects(comparisons: list[Mapping[str, Any]]) -> ReportChart | None:
    if not comparisons:
        return None
    until = {str(c["until"]) for c in comparisons if c.get("until")}
    by = f" until {until.pop()}" if len(until) == 1 else ""
    text = f"Twin histories with and without each condition: change in the probability that those below ever lose all say over those who rule, by the book's coding{by}, in percentage points, with 95% intervals."
    return _figure(
        "effects", "What each condition changes", text, plots.effects(comparisons),
        40 * len(comparisons) + 50, [tables.effects_table(comparisons)], unit="percentage points",
    )  # fmt: skip


def _branch(branch: Branch) -> Iterator[ReportChart]:
    if branch.figures:
        text = "Effective size after each recorded figure, as a share of the particles; sizes under a twentieth are named."
        yield _figure(
            "branch-size", "How many particles still count", text,
            plots.effective(branch.figures), 230, [branch.sizes], legend=False, unit="share of the particles",
        )  # fmt: skip
        text = "How much less probable each figure was than if every particle had shown it, the most surprising first."
        shown = min(MOST_SURPRISING, len(branch.figures))
        yield _figure(
            "branch-surprises", "Where the model finds our history hard to believe", text,
            plots.surprises(branch.figures, MOST_SURPRISING), 40 * shown + 50, [branch.surprises], legend=False,
            unit="log probability",
        )  # fmt: skip
    if branch.constants:
        text = "Mean and 90% of the particles for the constants that moved most, each on its prior range."
        shown = min(MOST_MOVED, len(branch.constants))
        yield _figure(
            "branch-learned", "What the past says of constants", text,
            plots.learned(branch.constants, MOST_MOVED), 40 * shown + 50, [branch.learned], legend=False,
            unit="share of the prior range",
        )  # fmt: skip


def _outcomes(summary: Summary) -> Iterator[ReportChart]:
    for coding in summary.codings.outcomes or ("",):
        by = _by(coding)
        yield _figure(
            f"outcomes-{coding or 'ladder'}", f"How the histories end{by}",
            f"Share of the histories that end in each outcome{by}, with 95% intervals.",
            plots.outcomes(summary, coding), 40 * len(summary.ranked(coding)) + 36,
            [tables.outcomes_table(summary, coding)],
        )  # fmt: skip


def _by(coding: str) -> str:
    """By which coding, in words; the ladder where there is none."""
    if not coding:
        return ", on the ladder of the model's own rules"
    title = terms()[coding].name["en"]
    return f", by {title[:1].lower()}{title[1:]}"


def _milestones(ds: xr.Dataset, summary: Summary) -> Iterator[ReportChart]:
    if not summary.milestones:
        return
    order, ids, recorded = recorded_order(ds), milestone_ids(ds), recorded_months(ds)
    years = 1917 + recorded / 12
    groups = [
        (title, [i for i in order if first <= years[i] < last]) for title, first, last in PERIODS
    ]
    placed = {i for _, group in groups for i in group}
    groups.append(("without a recorded date", [i for i in order if i not in placed]))
    for place, (title, group) in enumerate(groups):
        if group:
            caption = (
                f"Milestones {title}"
                if place == len(PERIODS)
                else f"Milestones recorded in {title}"
            )
            text = "Simulated dates by half-year (darker: more histories), their median, and the recorded date."
            found = [tables.milestones_table(summary, [ids[i] for i in group])]
            chart = plots.milestones(ds, [ids[i] for i in group])
            yield _figure(
                f"milestones-{place + 1}",
                caption,
                text,
                chart,
                40 * len(group) + 36,
                found,
                unit="month",
            )


def _ladder(ds: xr.Dataset, summary: Summary) -> Iterator[ReportChart]:
    for coding in summary.codings.outcomes or ("",):
        by = _by(coding)
        yield _figure(
            f"ladder-{coding or 'chart'}", f"Who rules{by}",
            f"Share of the histories that bear each name, month by month{by}.",
            plots.ladder(ds, coding), 460, [tables.ladder_table(ds, coding)],
        )  # fmt: skip


def _fans(
    ds: xr.Dataset, summary: Summary, observations: list[Observation]
) -> Iterator[tuple[str, list[ReportChart]]]:
    shown = [
        str(v)
        for v in ds.data_vars
        if set(ds[v].dims) == {"history", "month"} and "flag_values" not in ds[v].attrs
    ]
    for sector, variables in by_sector(shown, ds.attrs.get("theory", BOOK)).items():
        yield sector, [_fan(ds, variable, summary, observations) for variable in variables]


def _fan(
    ds: xr.Dataset, variable: str, summary: Summary, observations: list[Observation]
) -> ReportChart:
    attributes = ds[variable].attrs
    scored = [point for point in summary.fit.scored if point.variable == variable]
    title = sentence(str(attributes.get("long_name", variable)))
    unit = str(attributes.get("units", ""))
    found = [tables.fan_table(ds, variable), *([tables.recorded_table(scored)] if scored else [])]
    cites = attributes.get("cites", "")
    return _figure(
        "v-" + variable.replace(".", "-"), title,
        f"{title}, {unit}: median, 50% and 90% of the histories by month"
        + (f", with {len(scored)} recorded figures." if scored else "."),
        plots.fan_spec(ds, variable, observations), 236, found,
        cites=cites if isinstance(cites, str) else ", ".join(map(str, cites)), legend=False, unit=unit,
    )  # fmt: skip


def _pit(summary: Summary) -> Iterator[Figure]:
    counts = summary.fit.counts
    if not counts.points:
        return
    text = "Recorded figures by the part of the histories that lies below them, in tenths, paler where the band is uninformative; the dashed line is even."
    yield _figure(
        "pit-tenths", "How many figures have how many histories below them", text,
        plots.pit_histogram(counts.pit, counts.pit_uninformative), 190, [tables.tenths_table(summary)],
        unit="recorded figures",
    )  # fmt: skip
    text = "Every recorded figure by the part of the histories below it, in that order; figures of a sound ensemble follow the dashed line."
    yield _figure(
        "pit-order", "Every figure, by the part of the histories below it", text,
        plots.pit_order(_by_pit(summary)), 300, [tables.pit_table(summary)],
    )  # fmt: skip


def _by_pit(summary: Summary) -> Iterator[dict[str, Any]]:
    titles = {row.variable: sentence(row.title) for row in summary.fit.variables}
    scored = summary.fit.scored
    for i in by_pit([p.score for p in scored]):
        p, s = scored[i], scored[i].score
        ends = f"{number(s.q05, p.unit)} to {number(s.q95, p.unit)}"
        yield {
            "label": f"{titles[p.variable]}, {p.when}",
            "figure": f"{number(s.value, p.unit)}; histories {ends}",
            "pit": s.pit,
            "where": s.where,
        }


def _parameters(parameters: list[Mapping[str, Any]]) -> list[Table]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for parameter in parameters:
        groups.setdefault(str(parameter.get("path", "")).split(".")[0], []).append(parameter)
    return [tables.parameters_table(group, stem) for stem, group in sorted(groups.items())]
