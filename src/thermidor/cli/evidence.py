"""`thermidor systems` and `thermidor claims`: the book's systems and claims beside the model."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from thermidor.cli.asking import Seeded, with_shared_options
from thermidor.cli.errors import INTERRUPTED, say
from thermidor.cli.options import Theory
from thermidor.cli.output import Json, print_json, print_table, print_text, signed
from thermidor.cli.progress import progress
from thermidor.theories import BOOK


def systems(
    id: Annotated[
        str | None, typer.Argument(help="A system of the record, such as procurement.")
    ] = None,
    theory: Theory = BOOK,
    as_json: Json = False,
) -> None:
    """List the systems of the book.

    Says how much of each the model implements and tests, and what it leaves out with a reason.

    Example: thermidor systems procurement
    """
    from thermidor.cli.coverage import coverage, describe

    entries = coverage(id, theory)
    if as_json:
        print_json({"systems": entries})
    elif id is not None:
        describe(entries[0], theory)
    else:
        _print(entries)


COUNTS = {
    "rules": "Rules",
    "rules_implemented": "Implemented",
    "rules_whole": "Whole",
    "rules_part": "Part",
    "rules_name": "Name only",
    "rules_unread": "Unread",
    "rules_excused": "Excused",
    "state": "State",
    "state_modelled": "Modelled",
    "state_excused": "Excused",
    "claims": "Claims",
    "claims_as_claimed": "As claimed",
    "claims_opposite": "Opposite",
    "claims_practically_none": "None",
    "claims_undecided": "Undecided",
    "claims_not_connected": "Not connected",
    "claims_descriptive": "Course",
    "figures": "Figures",
    "decision_points": "Decisions",
    "scenarios": "Scenarios",
}
"""Columns of `thermidor systems`."""


def _print(entries: list[dict[str, Any]]) -> None:
    names = [*COUNTS]
    parting = names.index("claims")
    for counts in (names[:parting], names[parting:]):  # twenty columns are too many for one screen
        rows = [(e["id"], *(str(e[count]) for count in counts)) for e in entries]
        heads = [COUNTS[count] for count in counts]
        print_table(("System", *heads), rows, right=range(1, len(counts) + 1))
    total = {count: sum(e[count] for e in entries) for count in names}
    print_text(
        f"{len(entries)} systems; {total['rules_implemented']} of {total['rules']} rules implemented "
        f"({total['rules_implemented'] / total['rules']:.0%}): {total['rules_whole']} whole and {total['rules_part']} in "
        f"part by cases from the page, {total['rules_name']} of which no case passes, {total['rules_unread']} that nobody "
        f"has read beside it yet; {total['rules_excused']} left out with a reason; {total['state_modelled']} of "
        f"{total['state']} state variables modelled, {total['state_excused']} left out with a reason. A claim, a decision "
        "or a scenario counts in every system that it touches."
    )


@with_shared_options
def claims(
    asked: Seeded,
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Claims of the record; all that are encoded by default."),
    ] = None,
    system: Annotated[str | None, typer.Option(help="Only claims that touch this system.")] = None,
    histories: Annotated[
        int, typer.Option("--histories", "-n", min=2, max=1_000_000, help="Histories an arm.")
    ] = 400,
    as_json: Json = False,
) -> None:
    """Run the book's claims as experiments.

    Each goes as claimed, the opposite way or practically not at all, by interval and never by point estimate; one
    whose effect is nil is not connected: work to do, no verdict on the book. Courses are described.

    Example: thermidor claims --system procurement
    """
    import thermidor as th
    from thermidor.cli.coverage import remember_verdicts

    with progress("claims") as moved:
        board = th.claims(ids or None, system, histories, asked.seed, moved, theory=asked.theory)
    remember_verdicts({r.id: r.verdict for r in board}, asked.theory)
    if as_json:
        print_json(board.to_json())
    else:
        _print_board(board)
    if board.interrupted:
        say(f"interrupted; the {len(board)} claims that were finished are kept")
        raise typer.Exit(INTERRUPTED)


SIZES = {"reaches": "reached", "short": "less", "open": "open", "": ""}
"""Whether the size that the book asks is reached, in a column."""


def _print_board(board: Any) -> None:
    from thermidor.experiments.moved import REASONS, moves, reasons
    from thermidor.experiments.verdicts import VERDICTS

    print_table(
        (
            "Claim",
            "Verdict",
            "Effect",
            "95% interval",
            "Expected",
            "Size",
            "Page",
            "What the book says",
        ),
        [
            (
                r.id,
                VERDICTS[r.verdict],
                signed(r.effect),
                f"{signed(r.low)} to {signed(r.high)}",
                r.expected,
                SIZES[r.size] if r.asked_by == "book" else "the reader's",
                str(r.page or ""),
                r.statement + (f" [{r.reason}]" if r.reason else ""),
            )
            for r in board
        ],
        right=(2, 3, 6),
        fixed=(0, 1, 2, 3, 5, 6),
    )
    counts = ", ".join(f"{board.count(v)} {name}" for v, name in VERDICTS.items())
    print_text(
        f"{len(board)} claims: {counts} ({board.histories:,} histories an arm, seed {board.seed}). "
        f"Of those as claimed, {board.sizes['reaches']} reach the size that the book asks and "
        f"{board.sizes['short']} fall short of it; other sizes are the reader's and not judged. "
        f"Chance alone would make {board.expected_false:.1f} of these verdicts wrong at most, on average."
    )
    groups = moves({r.id: {"verdict": r.verdict} for r in board})
    here = {r.id for r in board}
    for why, n in reasons([m for m in groups if here & set(m.claims)]).items():
        if n:
            print_text(f"{n} moved from the board before: {REASONS[why]}.")
