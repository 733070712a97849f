"""`thermidor loops`, `coalitions` and `chain`: experiments on the struggle inside the party."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thermidor.cli.errors import INTERRUPTED, say
from thermidor.cli.options import Seed, check_writable
from thermidor.cli.output import Json, print_json, print_table, print_text
from thermidor.cli.progress import progress

Page = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Also write the table there, as Markdown.", dir_okay=False),
]


def loops(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(help="Scenarios; the five cuts and the hinges by default."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also decision points that are no hinges.")
    ] = False,
    histories: Annotated[
        int, typer.Option("--histories", "-n", min=2, max=20_000, help="Twins of each scenario.")
    ] = 400,
    seed: Seed = 0,
    page: Page = None,
    as_json: Json = False,
) -> None:
    """Cut the loop of appointments and measure what becomes of power.

    Each scenario runs against twins without it: who decides, whose posts they are and whether
    Thermidor comes, by 1929 and ever.

    Example: thermidor loops --histories 200
    """
    if page is not None:
        check_writable(page.parent, "the folder of --page")

    import thermidor as th

    run = th.loops
    from thermidor.experiments import loops as experiment

    wanted = list(scenarios or [*experiment.CUTS, *experiment.hinges(everything)])
    with progress("cutting the loop") as moved:
        found = run(wanted, histories, seed, moved)
    if page is not None:
        from thermidor.report.atomic import write_text

        write_text(page, experiment.markdown(found, histories, seed))
    if as_json:
        print_json({
            "histories": histories, "seed": seed, "horizon": experiment.HORIZON,
            "loops": [e.to_json() for e in found],
        })  # fmt: skip
    else:
        heads = experiment.HEADS
        print_table(heads, experiment.rows(found), right=range(2, len(heads) - 1), fixed=(0, 1))
        print_text(
            f"{histories:,} twins of each, seed {seed}: differences from the baseline, of Thermidor in "
            f"percentage points, of the rest in {experiment.HORIZON}, with intervals of 95 per cent."
        )
    if len(found) < len(wanted):
        say(f"interrupted after {len(found)} of {len(wanted)} scenarios")
        raise typer.Exit(INTERRUPTED)


def coalitions(
    histories: Annotated[
        int, typer.Option("--histories", "-n", min=1, max=100_000, help="How many histories.")
    ] = 1000,
    seed: Seed = 0,
    page: Page = None,
    as_json: Json = False,
) -> None:
    """Count in what order leaders fall in free histories, and who is left.

    Of the histories with the conditions of the record, says in which share its sequence came out, and
    what came in its place elsewhere.

    Example: thermidor coalitions --histories 500
    """
    if page is not None:
        check_writable(page.parent, "the folder of --page")

    import thermidor as th

    run = th.coalitions
    from thermidor.experiments import coalitions as experiment

    with progress("following the leaders") as moved:
        found = run(histories, seed, moved)
    if page is not None:
        from thermidor.report.atomic import write_text

        write_text(page, experiment.markdown(found))
    if as_json:
        print_json(found.to_json())
    else:
        for line in experiment.sentences(found):
            print_text(line)
        print_table(
            ("Who falls, in order", "Ending", "Share", "95% interval"),
            [
                (order, ending, f"{i.value:.1%}", f"{i.low:.1%} to {i.high:.1%}")
                for order, ending, i in found.table
            ],
            right=(2, 3),
            fixed=(1, 2, 3),
        )
        print_text("; ".join(f"{name}: {means}" for name, means in experiment.ENDINGS.items()))
    if found.interrupted:
        say(f"interrupted after {found.histories:,} of {found.wanted:,} histories")
        raise typer.Exit(INTERRUPTED)


def chain(
    histories: Annotated[
        int, typer.Option("--histories", "-n", min=1, max=100_000, help="How many histories.")
    ] = 1000,
    seed: Seed = 0,
    page: Page = None,
    as_json: Json = False,
) -> None:
    """Follow an opposition from the cells to the congress, beside the record.

    Of the histories with the conditions of the record, gives the distribution of what each level lets
    through, of the delegates who owe their post to nomination, and of what is counted of dissent.

    Example: thermidor chain --histories 500
    """
    if page is not None:
        check_writable(page.parent, "the folder of --page")

    import thermidor as th

    run = th.chain
    from thermidor.experiments import chain as experiment

    with progress("following the delegates") as moved:
        found = run(histories, seed, moved)
    if page is not None:
        from thermidor.report.atomic import write_text

        write_text(page, experiment.markdown(found))
    if as_json:
        print_json(found.to_json())
    else:
        for line in experiment.sentences(found):
            print_text(line)
        heads = experiment.HEADS
        print_table(heads, experiment.table(found), right=(2, 3, 4, 5), fixed=(2, 3, 4, 5, 7))
    if found.interrupted:
        say(f"interrupted after {found.histories:,} of {found.wanted:,} histories")
        raise typer.Exit(INTERRUPTED)
