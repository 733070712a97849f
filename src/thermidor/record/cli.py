"""`thermidor record`: search the record, show an entry, list a series."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="record",
    help="What is known: the book as data, and independent statistics beside it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@app.command("search")
def search(
    words: Annotated[
        list[str], typer.Argument(help="What to look for, in English or French, accents or not.")
    ],
    kind: Annotated[
        str | None, typer.Option(help="Only entries of this kind: claim, event, figure, rule...")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many entries at most.")] = 20,
    as_json: Json = False,
) -> None:
    """Find entries by words.

    Example: thermidor record search promotion Lénine --kind event
    """
    from .commands import search_command

    _answer(lambda: search_command(" ".join(words), as_json, kind=kind, limit=limit), as_json)


@app.command("show")
def show(
    id: Annotated[
        str, typer.Argument(help="An id of any kind: k0613, m57, c7-f013, police.r04, lenin...")
    ],
    as_json: Json = False,
) -> None:
    """Show one entry in full, with the entries it refers to.

    Example: thermidor record show lenin-active-one-more-year
    """
    from .commands import show_command

    _answer(lambda: show_command(id, as_json), as_json)


@app.command("series")
def series(
    id: Annotated[
        str, typer.Argument(help="Name of a series of the book or of other publications.")
    ],
    as_json: Json = False,
) -> None:
    """List the figures of a series, with ranges, contradictions, sources and pages.

    Example: thermidor record series party.members
    """
    from .commands import series_command

    _answer(lambda: series_command(id, as_json), as_json)


def _answer(ask: Callable[[], tuple[dict[str, Any], Any]], as_json: bool) -> None:
    from ._errors import RecordError, UnknownKind, UnknownRecordId

    try:
        data, shown = ask()
    except (UnknownRecordId, UnknownKind, RecordError) as error:
        typer.echo(" ".join(str(error).split()), err=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    Console().print(shown, markup=False)


if __name__ == "__main__":
    app()
