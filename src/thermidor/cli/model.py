"""`thermidor phases`, `rules`, `parameters` and `variables`: what the model is made of."""

from __future__ import annotations

import math
from collections import Counter
from typing import Annotated, Any

import typer

from thermidor.cli.asking import Seeded, with_shared_options
from thermidor.cli.options import Theory
from thermidor.cli.output import Json, print_json, print_table, print_text, span, values
from thermidor.theories import BOOK


def phases(theory: Theory = BOOK, as_json: Json = False) -> None:
    """Print the order of a month, and what comes from outside.

    Both are read from the model's code.

    Example: thermidor phases
    """
    import thermidor as th
    from thermidor.cli.inspection import traced_month

    order, outside = traced_month(theory).order, th.outside_series(theory=theory)
    if as_json:
        groups: dict[str, list[dict[str, str]]] = {}
        for phase, system, does in order:
            groups.setdefault(phase, []).append({"system": system, "does": does})
        print_json(
            {
                "phases": [{"phase": p, "steps": steps} for p, steps in groups.items()],
                "outside": outside,
            }
        )
        return
    rows, last = [], ""
    for phase, system, does in order:
        rows.append((phase if phase != last else "", system, does))
        last = phase
    print_table(("Phase", "System", "What it does in a month"), rows, title="The order of a month")
    print_table(
        ("Series", "Unit", "What it is", "Cites"),
        [(o["name"], o["unit"], o["meaning"], ", ".join(o["cites"])) for o in outside],
        title="What comes from outside",
    )


@with_shared_options
def rules(
    asked: Seeded,
    id: Annotated[
        str | None, typer.Argument(help="A rule, a system, or the id of a rule of the record.")
    ] = None,
    ablate: Annotated[
        bool,
        typer.Option("--ablate", help="Switch each rule off and measure what changes, with twins."),
    ] = False,
    histories: Annotated[
        int, typer.Option("--histories", "-n", min=1, max=5_000, help="Twins, with --ablate.")
    ] = 200,
    as_json: Json = False,
) -> None:
    """List the rules of the model.

    Says what each implements, reads and rests on, or with --ablate what it does to the results.

    Example: thermidor rules countryside
    """
    from thermidor.cli.inspection import rules_named, traced_month

    entries = rules_named(id, asked.theory)
    if ablate:
        _ablate([e["id"] for e in entries], histories, asked, as_json)
        return
    calls = traced_month(asked.theory).calls
    entries = [{**e, "live": e["id"] in calls} for e in entries]
    if as_json:
        print_json({"rules": entries})
        return
    print_table(
        ("Rule", "Implements", "Reads", "What it says"),
        [
            (e["id"], ", ".join(e["implements"]) or e["basis"], ", ".join(e["reads"]), e["says"])
            for e in entries
        ],
    )
    if len(entries) == 1:
        _details(entries[0], asked.theory)
    dead = [e["id"] for e in entries if not e["live"]]
    print_text(f"{len(entries)} rules" + (f"; never used: {', '.join(dead)}" if dead else ""))


def _details(entry: dict[str, Any], theory: str) -> None:
    """Print what one rule takes: inputs with their directions, parameters, draws, pages."""
    import thermidor as th

    signs = {+1: "raises it", -1: "lowers it"}
    rows = [
        ("reads", source, signs.get(entry["signs"].get(name, 0), ""))
        for name, source in entry["inputs"].items()
    ]
    for path in entry["parameters"]:
        (p,) = [p for p in th.parameters(path, theory=theory) if p["path"] == path]
        rows.append(
            (
                "parameter",
                path,
                f"{values(p['value'])} {p['unit']} ({span(p['low'], p['high'])}), {p['basis']}",
            )
        )
    rows += [("draws", draw, "") for draw in entry["draws"]]
    rows.append(("gives", entry["unit"], ""))
    rows.append(
        (
            "rests on",
            ", ".join(entry["cites"]),
            f"pages {', '.join(map(str, entry['pages']))}" if entry["pages"] else "",
        )
    )
    print_table(("", entry["id"], ""), rows, fixed=())


def _ablate(names: list[str], histories: int, asked: Seeded, as_json: bool) -> None:
    """Measure what rules do, and print it."""
    import thermidor as th
    from thermidor.cli.errors import INTERRUPTED, say
    from thermidor.cli.progress import progress

    with progress("switching rules off") as moved:
        found = th.ablate(names, histories, asked.seed, moved, theory=asked.theory)
    dead = [entry["id"] for entry in found if entry["dead"]]
    if as_json:
        print_json({"rules": found})
    else:
        print_table(
            (
                "Rule",
                "Histories changed",
                "No say from below, points",
                "95% interval",
                "Variables moved most",
            ),
            [_ablated(entry) for entry in found],
            right=(1, 2, 3),
            fixed=(0, 2, 3),
        )
        print_text(
            f"{len(found)} rules; {len(dead)} dead" + (f": {', '.join(dead)}" if dead else "")
        )
    if len(found) < len(names):
        say(
            f"interrupted after {len(found)} of {len(names)} rules; the same command goes on from there"
        )
        raise typer.Exit(INTERRUPTED)


def _ablated(entry: dict[str, Any]) -> tuple[str, ...]:
    """What switching one rule off changes, as a row."""
    if entry["dead"]:
        return (entry["id"], "none: DEAD", "", "", "")
    t = entry["reached"]
    moved = [
        f"{name.removeprefix('variable:')} {size:+.2g}"
        for name, size in entry["effect"].items()
        if name.startswith("variable:")
    ]
    return (
        entry["id"],
        f"{entry['changed']['p']:.0%}",
        f"{100 * t['d']:+.1f}",
        f"{100 * t['low']:+.1f} to {100 * t['high']:+.1f}",
        ", ".join(moved[:3]),
    )


def parameters(
    path: Annotated[
        str | None, typer.Argument(help="A parameter, or the beginning of paths.")
    ] = None,
    theory: Theory = BOOK,
    as_json: Json = False,
) -> None:
    """List the constants of the model.

    With their ranges, and what they rest on.

    Example: thermidor parameters countryside
    """
    import thermidor as th

    listed = th.parameters(path, theory=theory)
    found = [p for p in listed if p["kind"] != "absent"] or listed
    if as_json:
        print_json({"parameters": found})
        return
    print_table(
        ("Parameter", "Value", "Unit", "Range", "Basis", "Cites"),
        [
            (
                p["path"],
                values(p["value"]),
                p["unit"],
                span(p["low"], p["high"]),
                p["basis"],
                ", ".join(p["cites"]),
            )
            for p in found
        ],
        right=(1,),
        fixed=(0, 1, 4),
    )
    counts = Counter(p["basis"] for p in found)
    shares = "; ".join(
        f"{counts[basis]} on {words} ({counts[basis] / len(found):.0%})"
        for basis, words in _BASES.items()
    )
    print_text(f"{len(found)} parameters: {shares}")


_BASES = {"book": "the book", "publication": "publications", "assumption": "assumption"}


def settable(
    path: Annotated[
        str | None, typer.Argument(help="One of them, or the beginning of paths.")
    ] = None,
    theory: Theory = BOOK,
    as_json: Json = False,
) -> None:
    """List what `--set` and scenarios can act on.

    States, constants, flows, rules, decisions, events and outside series.

    Example: thermidor settable mood
    """
    import thermidor as th

    found = th.settable(path, theory=theory)
    if as_json:
        print_json({"settable": found})
        return

    def takes(row: dict[str, Any]) -> str:
        if row["options"]:
            return ", ".join(row["options"])
        low, high = ("" if x is None else f"{x:g}" for x in (row["low"], row["high"]))
        return f"{low} to {high}" if low or high else "a number"

    print_table(
        ("Path", "Kind", "Takes", "Unit", "Places"),
        [
            (
                row["path"],
                row["kind"],
                takes(row),
                row["unit"],
                str(math.prod(map(len, row["elements"]))),
            )
            for row in found
        ],
        right=(4,),
    )
    kinds = Counter(row["kind"] for row in found)
    print_text(f"{len(found)} can be set: {', '.join(f'{n} {kind}s' for kind, n in kinds.items())}")


def variables(
    name: Annotated[
        str | None, typer.Argument(help="A variable, or the beginning of names.")
    ] = None,
    theory: Theory = BOOK,
    as_json: Json = False,
) -> None:
    """List what a simulation gives out.

    What it gives out is counted from its state; `thermidor settable` lists what can be set.

    Example: thermidor variables party
    """
    import thermidor as th

    found = th.variables(name, theory=theory)
    if as_json:
        print_json({"variables": found})
        return
    print_table(
        ("Variable", "Unit", "Meaning", "System", "Cites"),
        [(v["name"], v["unit"], v["meaning"], v["system"], ", ".join(v["cites"])) for v in found],
    )
    print_text(f"{len(found)} variables")
