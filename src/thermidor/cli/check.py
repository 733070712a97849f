"""`thermidor check`: what is wrong in the histories that the model makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from thermidor.cli.options import Seed, Theory
from thermidor.cli.output import Json, figure, print_json, print_table, print_text
from thermidor.theories import BOOK

if TYPE_CHECKING:
    from thermidor.experiments.check import Checked, Finding

MOST = 8
"""Faults of a check that are shown."""


def check(
    possible: Annotated[
        bool, typer.Option("--possible", help="Look for impossible histories alone.")
    ] = False,
    small: Annotated[
        bool,
        typer.Option(
            "--small", help="128 free histories and two scenarios, not thousands and all."
        ),
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Show every fault of a check.")] = False,
    seed: Seed = 0,
    theory: Theory = BOOK,
    as_json: Json = False,
) -> None:
    """Look for what is wrong in the histories that the model makes.

    Impossible histories, conditions of rules that never turn, quantities stuck in a corner, famines without a
    cause, and constants that kill the country. The exit code is 1 where something fails that is not in the
    list of known failures, or something in that list does not fail any more.

    Example: thermidor check --possible --small
    """
    import thermidor as th
    from thermidor.cli.progress import progress

    with progress("checking histories") as moved:
        found = th.check(possible=possible, small=small, seed=seed, theory=theory, progress=moved)
    if as_json:
        print_json(found.to_json())
    else:
        _show(found, None if everything else MOST)
    if not found.verdict.exact:
        raise typer.Exit(1)


def _show(found: Checked, most: int | None) -> None:
    print_table(
        ("Check", "Says", "Figure", ""),
        [
            (f.id, f.says, figure(f.figure), "passes" if f.passes else "FAILS")
            for f in found.findings
        ],
        title=f"{found.histories:,} histories",
        right=(2,),
        fixed=(0, 2, 3),
    )
    for finding in found.findings:
        if finding.faults:
            _blame(found, finding, most)
    known = sum(bool(found.reason(f.id, x.what)) for f in found.findings for x in f.faults)
    print_text(
        f"{sum(f.passes for f in found.findings)} of {len(found.findings)} checks pass. Faults known and "
        f"explained: {known}; not known: {len(found.verdict.unknown)}."
    )
    for id, what in found.verdict.unknown:
        print_text(f"Not known: {id}: {what or 'as a whole'}")
    for k in found.verdict.mended:
        print_text(f"Known, but does not fail any more: {k.id}: {k.what or 'as a whole'}")


def _blame(found: Checked, finding: Finding, most: int | None) -> None:
    shown = finding.faults[:most]
    print_table(
        ("To blame", "Share", "Where", "Known"),
        [(x.what, f"{x.share:.3g}", x.where, found.reason(finding.id, x.what)) for x in shown],
        title=finding.id,
        right=(1,),
        fixed=(1,),
    )
    if left := len(finding.faults) - len(shown):
        print_text(f"And {left} more: --all shows them.")


__all__ = ["check"]
