"""`thermidor run` and `thermidor compare`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from thermidor.cli.errors import INTERRUPTED, say
from thermidor.cli.options import (
    MOST_HISTORIES,
    Branch,
    DataFormat,
    Draw,
    Figures,
    Histories,
    Learn,
    LearnOnly,
    NotHeld,
    Out,
    Parameters,
    Particles,
    Seed,
    Set,
    Start,
    Stop,
    Theory,
    branch_of,
    check_dates,
    check_format,
    check_writable,
)
from thermidor.cli.output import Json, console, print_json, print_text
from thermidor.cli.progress import progress
from thermidor.cli.tracing import (
    All,
    Close,
    From,
    History,
    Systems,
    To,
    check_trace,
    tell_history,
)

ScenarioName = Annotated[
    str, typer.Argument(help="A scenario of the catalogue, or the path of a file.")
]


def run(
    scenario: ScenarioName = "baseline",
    histories: Histories = 1000,
    seed: Seed = 0,
    start: Start = "1917-01",
    stop: Stop = "1940-12",
    branch: Branch = None,
    learn: Learn = False,
    learn_only: LearnOnly = None,
    particles: Particles = None,
    not_held: NotHeld = None,
    figures: Figures = None,
    theory: Theory = "lequenne",
    set_: Set = None,
    parameters: Draw = Parameters.point,
    out: Out = None,
    data: Annotated[DataFormat, typer.Option(help="Form of the data.")] = DataFormat.zarr,
    conditions: Annotated[
        int,
        typer.Option(
            min=0,
            max=MOST_HISTORIES,
            help="Twins for each hinge of the record that is shipped, for the part of the report that says what each "
            "condition changes; 0 leaves that part out.",
        ),
    ] = 0,
    history: History = None,
    trace: Systems = None,
    first: From = None,
    last: To = None,
    everything: All = False,
    close: Close = None,
    as_json: Json = False,
) -> None:
    """Simulate an ensemble of histories, or tell one of them.

    Prints the headline and writes the report and the data. With --history and --trace it tells one
    history month by month instead, and writes nothing.

    Example: thermidor run no-foreign-intervention-1918 --histories 500 --seed 1 --out out/no-war

    Example: thermidor run trotsky-circulates-georgian-note --branch own --histories 500

    Example: thermidor run --history 17 --trace party --from 1923-01 --to 1924-12
    """
    from thermidor.scenarios import Scenario, with_settings

    check_dates(start, stop)
    if check_trace(history, trace, first, last, everything, close, out):
        chosen = with_settings(Scenario.load(scenario), set_ or ())
        tell_history(
            chosen, history, trace,
            start=first or start, stop=last or stop, seed=seed, theory=theory,
            parameters=parameters.value, branch=branch_of(branch, chosen), learn=learn_only or learn,
            particles=particles, not_held=not_held or (), figures=figures or (),
            everything=everything, close=close, as_json=as_json,
        )  # fmt: skip
        return
    chosen = with_settings(Scenario.load(scenario), set_ or ())
    at = branch_of(branch, chosen)
    check_dates(start, stop, at)
    check_format(data)
    folder = out or Path("out") / f"{chosen.id}-{seed}"
    check_writable(folder)

    import thermidor as th

    with progress(chosen.id) as moved:
        ds = th.simulate(
            chosen, histories=histories, seed=seed, start=start, stop=stop, theory=theory,
            parameters=parameters.value, branch=at, learn=learn_only or learn, particles=particles,
            not_held=not_held or (), figures=figures or (), progress=moved,
        )  # fmt: skip
    from thermidor.cli.results import summary_of, write_results

    summary = summary_of(ds)
    rows = _conditions(chosen, conditions, seed=seed, start=start, stop=stop, theory=theory)
    files = write_results(ds, summary, folder, data, rows)
    if as_json:
        print_json(_run_json(ds, summary, chosen, files))
    else:
        _print_run(ds, summary, chosen, files)
    if ds.attrs["interrupted"]:
        say(
            f"interrupted after {summary.histories:,} of {histories:,} histories; those are kept in {folder}"
        )
        raise typer.Exit(INTERRUPTED)


def compare(
    scenario: ScenarioName,
    against: Annotated[str, typer.Option(help="What it is compared with.")] = "baseline",
    histories: Histories = 1000,
    seed: Seed = 0,
    start: Start = "1917-01",
    stop: Stop = "1940-12",
    branch: Branch = None,
    learn: Learn = False,
    learn_only: LearnOnly = None,
    particles: Particles = None,
    not_held: NotHeld = None,
    figures: Figures = None,
    theory: Theory = "lequenne",
    set_: Set = None,
    parameters: Draw = Parameters.point,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Compare two scenarios over twins.

    Twins share their chance, so that they part only where the scenario bites.

    Example: thermidor compare tendencies-kept-legal-tenth-congress --histories 500
    """
    from thermidor.scenarios import Scenario, with_settings

    chosen = with_settings(Scenario.load(scenario), set_ or ())
    other = Scenario.load(against)
    at = branch_of(branch, chosen)
    check_dates(start, stop, at)
    if out is not None:
        check_writable(out)

    import thermidor as th

    with progress(f"{chosen.id} against {other.id}") as moved:
        comparison = th.compare(
            chosen, other, histories=histories, seed=seed, start=start, stop=stop, theory=theory,
            parameters=parameters.value, branch=at, learn=learn_only or learn, particles=particles,
            not_held=not_held or (), figures=figures or (), progress=moved,
        )  # fmt: skip
    if out is not None:
        from thermidor.cli.results import write_comparison

        write_comparison(comparison.to_json(), out)
    if as_json:
        print_json(comparison.to_json())
    else:
        print_text(f"{chosen.title.en} (against: {other.title.en})", bold=True)
        console().print(comparison.table())
        print_text(comparison.explain())
        print_text(f"{comparison.histories:,} twins in {comparison.seconds:.1f} s, seed {seed}.")
    if comparison.interrupted:
        say(f"interrupted after {comparison.histories:,} of {histories:,} twins")
        raise typer.Exit(INTERRUPTED)


HORIZON = "1929-12"
"""Month until which conditions are compared: what only delays Thermidor is seen as a delay."""


def _conditions(scenario: Any, twins: int, **options: Any) -> list[dict[str, Any]]:
    """What every other shipped hinge of the record changes, as rows of the report."""
    if not twins:
        return []
    import thermidor as th
    from thermidor.record import load
    from thermidor.scenarios import catalogue

    points = load().decision_points
    hinges = {id for id, point in points.items() if point.importance == "hinge"}
    options["stop"] = max(options["start"], min(options["stop"], HORIZON))
    rows = []
    for other in catalogue().values():
        if other.id in hinges and other.id != scenario.id:
            with progress(other.id) as moved:
                found = th.compare(other, scenario, histories=twins, progress=moved, **options)
            rows.append({**found.row(other.title.en), "until": options["stop"]})
    return rows


def _run_json(
    ds: Any, summary: Any, scenario: Any, files: Sequence[tuple[str, Path]]
) -> dict[str, Any]:
    from thermidor.cli.results import branch_facts

    a = ds.attrs
    plain = summary.as_dict()
    return {
        "scenario": scenario.id, "theory": a["theory"], "start": a["start"], "stop": a["stop"],
        "branch": branch_facts(ds), "histories": summary.histories, "seed": a["seed"], "version": a["version"],
        "seconds": round(float(a["seconds"]), 3), "outcomes": plain["outcomes"],
        "thermidor": plain["thermidor"], "milestones": plain["milestones"], "fit": plain["fit"],
        "failed": summary.failed, "interrupted": bool(a["interrupted"]),
        "interventions": [str(operation) for operation in scenario.do],
        "files": {name: str(path) for name, path in files},
    }  # fmt: skip


def _print_run(ds: Any, summary: Any, scenario: Any, files: Sequence[tuple[str, Path]]) -> None:
    from thermidor.cli.results import print_branch, print_milestones, print_outcomes
    from thermidor.experiments.scores import sentences
    from thermidor.report import answer

    print_text(answer.QUESTION, bold=True)
    print_text(answer.headline(summary), bold=True)
    if scenario.do:
        print_text(f"Scenario: {scenario.title.en} ({'; '.join(map(str, scenario.do))})")
    if "branch" in ds.attrs:
        print_branch(ds)
    print_outcomes(summary)
    print_milestones(summary)
    for line in sentences(summary.fit.counts, summary.fit.crps_ratio):
        print_text(line)
    if summary.failed:
        print_text(f"{summary.failed:,} histories broke off and are counted as failed.")
    a = ds.attrs
    seconds = f"{float(a['seconds']):.1f} s"
    print_text(
        f"{summary.histories:,} histories in {seconds}, theory {a['theory']}, seed {a['seed']}."
    )
    for name, path in files:
        print_text(f"{name.capitalize()}: {path}")
