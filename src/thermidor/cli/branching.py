"""`thermidor forecasts` and `hinges`: what the model says of histories that follow the record to a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from thermidor.cli.asking import Seeded, with_shared_options
from thermidor.cli.experiments import Page, carry_out, ready, typed
from thermidor.cli.options import Particles
from thermidor.cli.output import Json, print_table, print_text

if TYPE_CHECKING:
    from thermidor.experiments.branches.forecasts import Forecasts
    from thermidor.experiments.branches.hinges import Hinges

SHOWN = (0, 1, 3, 5, 6)
"""Columns of the table of hinges that fit a screen; the page has all of them."""


@with_shared_options
def forecasts(
    asked: Seeded,
    histories: Annotated[
        int,
        typer.Option("--histories", "-n", min=2, max=100_000, help="Histories of each forecast."),
    ] = 1024,
    particles: Particles = None,
    page: Page = None,
    as_json: Json = False,
) -> None:
    """Forecast the figures of some years from what was known before them.

    Histories follow the record to the end of 1922, of 1926 and of 1931; the figures of the three years
    after each are scored against repeating the last one known, beside the forecasts that are made one
    figure ahead along the whole record.

    Example: thermidor forecasts --histories 512
    """
    run = ready("forecasts", page)
    from thermidor.experiments.branches import forecasts as experiment
    from thermidor.experiments.branches.point import PARTICLES
    from thermidor.experiments.branches.steps import STEP_HEADS, step_rows

    def show(found: Forecasts) -> None:
        for line in experiment.sentences(found):
            print_text(line)
        print_table(experiment.HEADS, experiment.rows(found), right=(1, 2, 3), fixed=(1, 2, 3, 4))
        if found.steps:
            kept = (0, 1, 2, 3, 4, 5, 7)
            chosen = [
                [r[i] for i in kept] for r in (STEP_HEADS, *step_rows(found.steps, found.theory))
            ]
            print_table(chosen[0], chosen[1:], right=range(1, len(kept)), fixed=range(1, len(kept)))

    carry_out(
        "forecasting",
        typed("forecasts", histories=histories, seed=asked.seed, particles=particles),
        lambda moved: run(
            histories, asked.seed, particles or PARTICLES, moved, theory=asked.theory
        ),
        page,
        as_json,
        markdown=experiment.markdown,
        plain=lambda found: found.to_json(),
        show=show,
        stopped=lambda found: (
            f"{len({f.fit for f in found.figures})} of {len(experiment.WINDOWS)} forecasts"
            if found.interrupted
            else ""
        ),
    )


@with_shared_options
def hinges(
    asked: Seeded,
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(help="Scenarios; the decision points of 1922 to 1924 by default."),
    ] = None,
    histories: Annotated[
        int, typer.Option("--histories", "-n", min=2, max=20_000, help="Twins of each scenario.")
    ] = 512,
    particles: Particles = None,
    page: Page = None,
    as_json: Json = False,
) -> None:
    """Ask decision points of histories that are still ours, and of free ones.

    Each scenario runs against twins without it in free histories, from March 1923 and from January 1924,
    where it is not too late for it: whether and when those below lose all say (by the book's coding), whose posts they are in 1929, and
    how things end.

    Example: thermidor hinges trotsky-circulates-georgian-note --histories 256
    """
    run = ready("hinges", page)
    from thermidor.experiments.branches import hinges as experiment
    from thermidor.experiments.branches.point import PARTICLES

    def show(found: Hinges) -> None:
        for line in experiment.sentences(found):
            print_text(line)
        heads = experiment.GROUND_HEADS
        print_table(heads, experiment.ground_rows(found), right=range(1, len(heads)), fixed=(0,))
        chosen = [[row[i] for i in SHOWN] for row in (experiment.HEADS, *experiment.rows(found))]
        print_table(chosen[0], chosen[1:], right=range(2, len(SHOWN)), fixed=range(1, len(SHOWN)))

    carry_out(
        "asking the hinges",
        typed(
            "hinges", *(scenarios or ()), histories=histories, seed=asked.seed, particles=particles
        ),
        lambda moved: run(
            scenarios or None,
            histories,
            asked.seed,
            particles or PARTICLES,
            moved,
            theory=asked.theory,
        ),
        page,
        as_json,
        markdown=experiment.markdown,
        plain=lambda found: found.to_json(),
        show=show,
        stopped=lambda found: (
            f"{len(found.answers)} of {found.wanted} answers" if found.interrupted else ""
        ),
    )
