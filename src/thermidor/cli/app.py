"""The command `thermidor`: where its commands come together."""

from __future__ import annotations

import os
import signal
import sys
from typing import Annotated

import typer

from thermidor.cli import (
    ballots,
    branches,
    branching,
    cases,
    check,
    evidence,
    experiments,
    model,
    scenarios,
    serve,
    simulation,
    version,
)
from thermidor.cli.errors import INTERRUPTED, Commands
from thermidor.cli.output import ready_streams
from thermidor.cli.progress import exit_code, interrupt
from thermidor.record.cli import app as record

app = typer.Typer(
    cls=Commands,
    name="thermidor",
    help="An executable statement of a book: how a revolution was undone from within, 1917-1940, and "
    "whether it had to be.\n\nExample: thermidor run german-insurrection-october-1923 --histories 500",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def told(wanted: bool | None) -> None:
    """Print the version and end, where that is wanted."""
    if wanted:
        version.version()
        raise typer.Exit


@app.callback()
def whole(
    version: Annotated[
        bool | None,
        typer.Option("--version", is_eager=True, callback=told, help="Print the version."),
    ] = None,
) -> None:
    """Options that stand before a command."""


app.command()(simulation.run)
app.command()(simulation.compare)
app.command()(evidence.claims)
app.command()(evidence.systems)
app.command()(experiments.conditions)
app.command()(experiments.timing)
app.command()(experiments.loops)
app.command()(experiments.coalitions)
app.command()(experiments.chain)
app.command()(branches.branches)
app.command()(branching.forecasts)
app.command()(branching.hinges)
app.command()(model.rules)
app.command()(model.phases)
app.command()(ballots.ballots)
app.command()(cases.cases)
app.command()(check.check)
app.command()(scenarios.scenarios)
app.command()(model.parameters)
app.command()(model.variables)
app.command()(model.settable)
app.add_typer(record, name="record")
app.command()(serve.serve)
app.command()(version.version)


def main() -> None:
    """Run the command line."""
    ready_streams()
    signal.signal(signal.SIGTERM, interrupt)
    try:
        app(prog_name="thermidor")
    except SystemExit as end:
        if end.code == INTERRUPTED:
            # What was being computed goes on in threads of its own, and Python's orderly end
            # under them can crash.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(exit_code())
        raise
