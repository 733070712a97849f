"""`thermidor check`: what is wrong in the histories that the model makes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thermidor.cli.errors import FAILED, INTERRUPTED, BadOption, say
from thermidor.cli.options import Seed, Theory, check_writable, named_path
from thermidor.cli.output import Json, figure, print_json, print_table, print_text
from thermidor.theories import BOOK

if TYPE_CHECKING:
    from thermidor.experiments.check import Checked, Drawn, Finding

MOST = 8
"""Faults of a check that are shown."""

SMALL = ("baseline", "grain-exports-cut-1930-1931")
"""Scenarios that --draws looks at with --small."""


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
    draws: Annotated[
        int,
        typer.Option(
            min=0,
            max=1_000_000,
            help="Instead, hold so many histories with constants drawn, and all scenarios, "
            "against what flows move and stocks hold.",
            show_default=False,
        ),
    ] = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            parser=named_path,
            metavar="FILE",
            help="With --draws: keep what is done there, so that the check goes on where it was stopped.",
        ),
    ] = None,
    seed: Seed = 0,
    theory: Theory = BOOK,
    as_json: Json = False,
) -> None:
    """Look for what is wrong in the histories that the model makes.

    Impossible histories, conditions of rules that never turn, quantities stuck in a corner, famines without a
    cause, and constants that kill the country. The exit code is 1 where something fails that is not in the
    list of known failures, or something in that list does not fail any more; with --draws, where anything fails.

    Example: thermidor check --possible --small

    Example: thermidor check --draws 10000 --out out/draws.jsonl
    """
    import thermidor as th
    from thermidor.cli.progress import progress

    if out is not None and not draws:
        raise BadOption("--out", "keeps what --draws does: say how many constants are drawn")
    if draws and possible:
        raise BadOption("--draws", "looks at stocks and flows; leave --possible out")
    if draws:
        if out is not None:
            check_writable(out.parent)
        with progress("holding histories against their flows") as moved:
            drawn = th.check_draws(
                draws,
                scenarios=SMALL if small else None,
                seed=seed,
                theory=theory,
                file=out,
                progress=moved,
            )
        _give_out(drawn, as_json, None if everything else MOST)
        return

    with progress("checking histories") as moved:
        found = th.check(possible=possible, small=small, seed=seed, theory=theory, progress=moved)
    if as_json:
        print_json(found.to_json())
    else:
        _show(found, None if everything else MOST)
    if not found.verdict.exact:
        raise typer.Exit(1)


def _give_out(found: Drawn, as_json: bool, most: int | None) -> None:
    """Print what drawn constants and scenarios came to; end with a code that says whether it is well."""
    if as_json:
        print_json(found.to_json())
    else:
        _table(found.findings, f"{found.histories:,} histories")
        for finding in found.findings:
            for fault in finding.faults[:most]:
                print_text(
                    f"{finding.id}: {fault.what}: {fault.share:.3g} of histories, first {fault.where}"
                )
            if most is not None and (left := len(finding.faults) - most) > 0:
                print_text(f"{finding.id}: and {left} more: --all shows them.")
        for tally in (found.drawn, found.scenarios):
            for price, (low, high) in tally.ranges.items():
                print_text(f"{tally.group}: {price} between {low:.3g} and {high:.3g}")
    if found.interrupted:
        say(f"interrupted after {found.histories:,} of {found.wanted:,} histories")
        raise typer.Exit(INTERRUPTED)
    if not found.passes:
        raise typer.Exit(FAILED)


def _table(findings: Sequence[Finding], title: str) -> None:
    print_table(
        ("Check", "Says", "Figure", ""),
        [(f.id, f.says, figure(f.figure), "passes" if f.passes else "FAILS") for f in findings],
        title=title,
        right=(2,),
        fixed=(0, 2, 3),
    )


def _show(found: Checked, most: int | None) -> None:
    _table(found.findings, f"{found.histories:,} histories")
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
