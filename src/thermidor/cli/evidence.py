"""`thermidor systems` and `thermidor claims`: the book's systems and claims beside the model."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from thermidor.cli.output import Json, print_json, print_table, print_text


def systems(
    id: Annotated[
        str | None, typer.Argument(help="A system of the record, such as procurement.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the systems of the book.

    Says how much of each the model implements and tests.

    Example: thermidor systems procurement
    """
    from thermidor.cli.coverage import coverage, describe

    entries = coverage(id)
    if as_json:
        print_json({"systems": entries})
    elif id is not None:
        describe(entries[0])
    else:
        _print(entries)


def _print(entries: list[dict[str, Any]]) -> None:
    counts = ("rules", "rules_implemented", "claims", "claims_hold", "claims_fail", "claims_undecided",
              "figures", "decision_points", "scenarios")  # fmt: skip
    heads = (
        "System",
        "Rules",
        "Implemented",
        "Claims",
        "Hold",
        "Fail",
        "Undecided",
        "Figures",
        "Decisions",
        "Scenarios",
    )
    rows = [(e["id"], *(str(e[c]) for c in counts)) for e in entries]
    print_table(heads, rows, right=range(1, len(heads)))
    rules = sum(e["rules"] for e in entries)
    done = sum(e["rules_implemented"] for e in entries)
    print_text(f"{len(entries)} systems; {done} of {rules} rules implemented ({done / rules:.0%}). A claim, a decision "
               "or a scenario counts in every system that it touches.")  # fmt: skip


def claims(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Claims of the record; all encoded ones by default.")
    ] = None,
    system: Annotated[str | None, typer.Option(help="Only claims that touch this system.")] = None,
    histories: Annotated[
        int, typer.Option("--histories", "-n", min=2, max=1_000_000, help="Histories an arm.")
    ] = 1000,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Seed.")] = 0,
    as_json: Json = False,
) -> None:
    """Run the book's claims as experiments.

    Each holds, fails or stays undecided, by interval and never by point estimate.

    Example: thermidor claims --system procurement
    """
    from thermidor.cli.coverage import check_system, remember_verdicts

    if system is not None:
        check_system(system)

    import thermidor as th  # sets the devices up before the experiments load the engine

    assert th.lequenne
    from thermidor.experiments.claims import run_claims

    results = run_claims(ids=ids or None, system=system, histories=histories, seed=seed)
    entries = [
        {
            "id": r.id,
            "verdict": r.verdict,
            "effect": r.effect,
            "low": r.low,
            "high": r.high,
            "systems": list(r.systems),
        }
        for r in results
    ]
    remember_verdicts(entries)
    if as_json:
        print_json({"claims": entries})
        return
    print_table(
        ("Claim", "Verdict", "Effect", "95% interval", "Systems"),
        [
            (
                e["id"],
                e["verdict"],
                f"{e['effect']:+.3g}",
                f"{e['low']:+.3g} to {e['high']:+.3g}",
                ", ".join(e["systems"]),
            )
            for e in entries
        ],
        right=(2, 3),
    )
    verdicts = [e["verdict"] for e in entries]
    print_text(f"{len(entries)} claims: " + ", ".join(
        f"{verdicts.count(v)} {words}" for v, words in (("holds", "hold"), ("fails", "fail"), ("undecided", "undecided"))
    ))  # fmt: skip
