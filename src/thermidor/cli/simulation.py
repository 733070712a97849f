"""`thermidor run` and `thermidor compare`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thermidor.cli.asking import Asked, with_shared_options
from thermidor.cli.errors import FAILED, INTERRUPTED, say
from thermidor.cli.options import MOST_HISTORIES, DataFormat, Out, check_format
from thermidor.cli.output import Json, console, print_json, print_text
from thermidor.cli.place import COMPARISON, held, own_folder
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

if TYPE_CHECKING:
    from thermidor.codings import Definition
    from thermidor.experiments.regions import Regional
    from thermidor.experiments.request import Request

ScenarioName = Annotated[
    str, typer.Argument(help="A scenario of the catalogue, or the path of a file.")
]


MOST_MAPPED = 64
"""Histories whose regions may be mapped: each is gone through by itself."""


@with_shared_options
def run(
    asked: Asked,
    scenario: ScenarioName = "baseline",
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
    mapped: Annotated[
        int,
        typer.Option(
            "--map",
            min=0,
            max=MOST_MAPPED,
            help="Histories whose regions the report maps month by month, as medians where they are several; a few "
            "seconds each, and 0 leaves the map out.",
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
    one = check_trace(history, trace, first, last, everything, close, out)
    chosen = asked.scenario(scenario)
    if one is not None:
        request = asked.request(scenario, start=first, stop=last)
        tell_history(request, *one, everything=everything, close=close, as_json=as_json)
        return
    asked.branch_of(chosen)
    check_format(data)
    folder = out or own_folder(asked, chosen)
    with held(folder):
        request = asked.request(scenario)
        from thermidor.cli import results
        from thermidor.experiments import ensemble

        ds = results.taken_up(request)
        if ds is None:
            with progress(chosen.id) as moved:
                ds = ensemble.simulate_request(request, moved)
        if conditions:
            ds = ds.assign_attrs(conditions=conditions)
        if mapped:
            ds = ds.assign_attrs(map=mapped)
        summary = results.summary_of(ds)
        touched = _definitions(request)
        rows = _conditions(request, conditions)
        regions = _regions(request, mapped)
        files, fault = [], None
        try:
            files = results.write_results(ds, summary, folder, data, rows, regions)
        except OSError as error:
            fault = error.strerror or str(error)
            kept = not ds.attrs["interrupted"] and results.put_by(request, ds)
        else:
            results.written(request)
    if as_json:
        print_json(_run_json(ds, summary, chosen, files, touched))
    else:
        _print_run(ds, summary, chosen, files, touched)
    if fault is not None:
        again = "it is kept, and the same command takes it up" if kept else "nor can it be kept"
        say(f"the run cannot be written into '{folder}': {fault}; {again}")
        raise typer.Exit(FAILED)
    if ds.attrs["interrupted"]:
        say(
            f"interrupted after {summary.histories:,} of {request.histories:,} histories; those are kept in {folder}"
        )
        raise typer.Exit(INTERRUPTED)


@with_shared_options
def compare(
    scenario: ScenarioName,
    asked: Asked,
    against: Annotated[str, typer.Option(help="What it is compared with.")] = "baseline",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Compare two scenarios over twins.

    Twins share their chance, so that they part only where the scenario bites.

    Example: thermidor compare tendencies-kept-legal-tenth-congress --histories 500
    """
    from thermidor.scenarios import Scenario

    chosen = asked.scenario(scenario)
    other = Scenario.load(against)
    asked.branch_of(chosen)
    with nullcontext() if out is None else held(out, (COMPARISON,)):
        request = asked.request(scenario)
        from thermidor.experiments.compare import compare_requests

        with progress(f"{chosen.id} against {other.id}") as moved:
            comparison = compare_requests(request, request.other(other), moved)
        if out is not None:
            from thermidor.cli.results import write_comparison

            write_comparison(comparison.to_json(), out)
    if as_json:
        print_json(comparison.to_json())
    else:
        print_text(f"{chosen.title.en} (against: {other.title.en})", bold=True)
        console().print(comparison.table())
        print_text(comparison.explain())
        print_text(
            f"{comparison.histories:,} twins in {comparison.seconds:.1f} s, seed {asked.seed}."
        )
    if comparison.interrupted:
        say(f"interrupted after {comparison.histories:,} of {request.histories:,} twins")
        raise typer.Exit(INTERRUPTED)


HORIZON = "1929-12"
"""Month until which conditions are compared: what only delays Thermidor is seen as a delay."""


def _conditions(asked: Request, twins: int) -> list[dict[str, Any]]:
    """What every other shipped hinge of the record changes, as rows of the report."""
    if not twins:
        return []
    from thermidor.experiments.compare import compare_requests
    from thermidor.experiments.request import Request, Span
    from thermidor.record import load
    from thermidor.scenarios import catalogue

    points = load().decision_points
    hinges = {id for id, point in points.items() if point.importance == "hinge"}
    start = asked.span.start
    span = Span(start, max(start, min(asked.span.stop, HORIZON)))
    without = Request(
        asked.scenario, histories=twins, seed=asked.seed, span=span, theory=asked.theory
    )
    rows = []
    for other in catalogue().values():
        if other.id in hinges and other.id != asked.name:
            with progress(other.id) as moved:
                found = compare_requests(without.other(other), without, moved)
            rows.append({**found.row(other.title.en), "until": span.stop})
    return rows


def _regions(asked: Request, mapped: int) -> Regional | None:
    """The regions of the first histories, for the report's map; None where none are wished for."""
    if not mapped:
        return None
    from thermidor.experiments.mapped import map_request

    with progress("regions") as moved:
        return map_request(asked, range(min(mapped, asked.histories)), moved)


def _definitions(asked: Request) -> tuple[Definition, ...]:
    """Interventions of the scenario that act directly on what a coding reads."""
    from thermidor.codings import defined_by
    from thermidor.experiments.coded import known_to

    model = asked.simulator.model
    return defined_by(
        model, known_to(model.registry), [i.path for i in asked.schedule.interventions]
    )


def _run_json(
    ds: Any,
    summary: Any,
    scenario: Any,
    files: Sequence[tuple[str, Path]],
    touched: Sequence[Definition],
) -> dict[str, Any]:
    from thermidor.cli.results import branch_facts

    a = ds.attrs
    plain = summary.as_dict()
    return {
        "scenario": scenario.id, "theory": a["theory"], "start": a["start"], "stop": a["stop"],
        "branch": branch_facts(ds), "histories": summary.histories, "seed": a["seed"], "version": a["version"],
        "seconds": round(float(a["seconds"]), 3), "outcomes": plain["outcomes"],
        "ladder": plain["ladder"], "ending": plain["ending"], "codings": plain["codings"], "closed": plain["closed"],
        "agreement": plain["agreement"], "defined_by": [d.to_json() for d in touched], "milestones": plain["milestones"], "fit": plain["fit"],
        "failed": summary.failed, "interrupted": bool(a["interrupted"]),
        "interventions": [str(operation) for operation in scenario.do],
        "files": {name: str(path) for name, path in files},
    }  # fmt: skip


def _print_run(
    ds: Any,
    summary: Any,
    scenario: Any,
    files: Sequence[tuple[str, Path]],
    touched: Sequence[Definition],
) -> None:
    from thermidor.cli.results import print_branch, print_milestones, print_outcomes
    from thermidor.codings import said
    from thermidor.experiments.scores import sentences
    from thermidor.report import answer

    print_text(answer.QUESTION, bold=True)
    print_text(answer.headline(summary), bold=True)
    for line in answer.by_codings(summary):
        print_text(line)
    for line in said(touched):
        print_text(line)
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
