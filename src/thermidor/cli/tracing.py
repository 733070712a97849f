"""`thermidor run --history N --trace SYSTEM`: the options, their checks, and the work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thermidor.cli.errors import BadOption
from thermidor.cli.output import print_json
from thermidor.cli.progress import progress

if TYPE_CHECKING:
    from thermidor.experiments.request import Request

LAST_HISTORY = 999_999

History = Annotated[
    int | None,
    typer.Option(
        min=0, max=LAST_HISTORY, show_default=False,
        help="Number of one history, to be told with --trace; the first is 0.",
    ),
]  # fmt: skip
Systems = Annotated[
    str | None,
    typer.Option(
        metavar="SYSTEM[,SYSTEM]", show_default=False,
        help="Tell the history of --history month by month: systems, a sector ('party') or 'all'.",
    ),
]  # fmt: skip
From = Annotated[
    str | None,
    typer.Option("--from", metavar="YYYY-MM", help="First month told.", show_default=False),
]
To = Annotated[
    str | None,
    typer.Option("--to", metavar="YYYY-MM", help="Last month told.", show_default=False),
]
All = Annotated[bool, typer.Option("--all", help="Tell also what nearly happened.")]
Close = Annotated[
    float | None,
    typer.Option(
        min=0.0, max=1.0, show_default=False,
        help="Probability from which --all tells what did not happen, and refused votes are shown; "
        "0.25 by default.",
    ),
]  # fmt: skip


def check_trace(
    history: int | None,
    trace: str | None,
    first: str | None,
    last: str | None,
    everything: bool,
    close: float | None,
    out: Path | None,
) -> tuple[int, str] | None:
    """The history that is to be told, and its systems; None for an ensemble.

    Args:
        history: its number.
        trace: systems.
        first: month, of `--from`.
        last: month, of `--to`.
        everything: `--all`.
        close: `--close`.
        out: folder for the results of an ensemble.

    Raises:
        BadOption: for options that do not go together.
        BadDate: for a month that the model does not know.
    """
    if trace is not None and history is None:
        raise BadOption(
            f"--trace {trace} tells one history: say which with --history N, such as --history 0"
        )
    if history is not None and trace is None:
        raise BadOption(
            f"--history {history} is told with --trace SYSTEM, such as --trace party; an ensemble "
            "is asked for with --histories"
        )
    given = {
        "--from": first is not None, "--to": last is not None, "--all": everything,
        "--close": close is not None,
    }  # fmt: skip
    stray = [name for name, here in given.items() if here]
    if trace is None and stray:
        raise BadOption(f"{stray[0]} goes with --history N --trace SYSTEM")
    if trace is None or history is None:
        return None
    if out is not None:
        raise BadOption("--out does not go with --trace, which prints: send that into a file")
    from thermidor.engine.calendar import month_number

    ends = [month_number(text) for text in (first, last) if text is not None]
    if len(ends) == 2 and ends[0] > ends[1]:
        raise BadOption(f"--to {last} lies before --from {first}")
    return history, trace


def tell_history(
    asked: Request,
    history: int,
    systems: str,
    *,
    everything: bool,
    close: float | None,
    as_json: bool,
) -> None:
    """Make a trace and print it.

    Args:
        asked: of the model.
        history: its number.
        systems: words of the user.
        everything: also what nearly happened.
        close: probability from which that is so.
        as_json: as one JSON document.
    """
    from thermidor.experiments import trace

    level = trace.CLOSE if close is None else close
    with progress(f"{asked.name}, history {history}") as moved:
        told = trace.trace_request(asked, history, systems, level, moved)
    if as_json:
        print_json(told.to_dict())
    else:
        from thermidor.cli.trace import print_trace

        print_trace(told, everything=everything)
