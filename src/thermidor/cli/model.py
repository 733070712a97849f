"""`thermidor phases`, `rules`, `parameters` and `variables`: what the model is made of."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

import typer

from thermidor.cli.errors import BadOption
from thermidor.cli.output import Json, print_json, print_table, print_text, span, values


def phases(as_json: Json = False) -> None:
    """Print the order of a month.

    It is read from the model's code.

    Example: thermidor phases
    """
    from thermidor.cli.inspection import traced_month

    order = traced_month().order
    if as_json:
        groups: dict[str, list[dict[str, str]]] = {}
        for phase, system, does in order:
            groups.setdefault(phase, []).append({"system": system, "does": does})
        print_json({"phases": [{"phase": p, "steps": steps} for p, steps in groups.items()]})
        return
    rows, last = [], ""
    for phase, system, does in order:
        rows.append((phase if phase != last else "", system, does))
        last = phase
    print_table(("Phase", "System", "What it does in a month"), rows, title="The order of a month")


def rules(
    id: Annotated[
        str | None, typer.Argument(help="A rule, a system, or the id of a rule of the record.")
    ] = None,
    ablate: Annotated[
        bool,
        typer.Option("--ablate", help="Switch each rule off and measure what changes, with twins."),
    ] = False,
    histories: Annotated[
        int, typer.Option("--histories", "-n", min=2, max=100_000, help="Twins, with --ablate.")
    ] = 256,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Seed, with --ablate.")] = 0,
    as_json: Json = False,
) -> None:
    """List the rules of the model.

    Says what each implements, reads and rests on, or with --ablate what it does to the results.

    Example: thermidor rules countryside
    """
    from thermidor.cli.inspection import registry, rules_named

    chosen = rules_named(id)
    if ablate:
        _ablate([rule.name for rule in chosen], histories, seed, as_json)
        return
    calls = registry_calls()
    entries = [_rule(rule, calls) for rule in chosen]
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
        rule = chosen[0]
        for name, p in rule.parameters.items():
            path = p if isinstance(p, str) else f"{rule.name}.{name}"
            declared = registry().parameters[path]
            print_text(f"{path} = {values(declared.value.tolist())} {declared.unit} "
                       f"({span(declared.low.tolist(), declared.high.tolist())})")  # fmt: skip
    dead = [e["id"] for e in entries if not e["live"]]
    print_text(f"{len(entries)} rules" + (f"; never used: {', '.join(dead)}" if dead else ""))


def registry_calls() -> dict[str, int]:
    """How often each rule runs in a month."""
    from thermidor.cli.inspection import traced_month

    return traced_month().calls


def _rule(rule: Any, calls: dict[str, int]) -> dict[str, Any]:
    return {
        "id": rule.name, "system": rule.system, "implements": list(rule.implements),
        "reads": list(rule.systems_read),
        "inputs": {name: source if isinstance(source, str) else "computed in the same step"
                   for name, source in rule.reads.items()},
        "parameters": [p if isinstance(p, str) else f"{rule.name}.{name}" for name, p in rule.parameters.items()],
        "signs": dict(rule.signs), "unit": rule.unit, "basis": rule.grounds.basis, "cites": rule.grounds.cites,
        "says": " ".join((rule.function.__doc__ or "").split()), "live": rule.name in calls,
    }  # fmt: skip


def _ablate(names: list[str], histories: int, seed: int, as_json: bool) -> None:
    import thermidor as th
    from thermidor.cli.progress import progress

    with progress("switching rules off") as moved:
        found = th.ablate(names, histories=histories, seed=seed, progress=moved)
    if as_json:
        print_json({"rules": found})
        return
    rows = []
    for entry in found:
        ranked = sorted(entry["effect"].items(), key=lambda item: -abs(item[1]))[:4]
        effect = ", ".join(f"{name} {value:+.2g}" for name, value in ranked)
        rows.append((entry["id"], "DEAD" if entry["dead"] else effect))
    print_table(("Rule", "Without it"), rows)
    dead = [entry["id"] for entry in found if entry["dead"]]
    print_text(f"{len(found)} rules; {len(dead)} dead" + (f": {', '.join(dead)}" if dead else ""))


def parameters(
    path: Annotated[
        str | None, typer.Argument(help="A parameter, or the beginning of paths.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the constants of the model.

    With their ranges, and what they rest on.

    Example: thermidor parameters countryside
    """
    import thermidor as th

    everything = th.parameters()
    found = everything if path is None else [p for p in everything if _under(p["path"], path)]
    if not found:
        raise BadOption(_unknown("parameter", str(path), [p["path"] for p in everything]))
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
    )
    counts = Counter(p["basis"] for p in found)
    shares = "; ".join(
        f"{n} on {_BASES[basis]} ({n / len(found):.0%})" for basis, n in sorted(counts.items())
    )
    print_text(f"{len(found)} parameters: {shares}")


_BASES = {"book": "the book", "publication": "publications", "assumption": "assumption"}


def variables(
    name: Annotated[
        str | None, typer.Argument(help="A variable, or the beginning of names.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List what a simulation gives out.

    Example: thermidor variables party
    """
    import thermidor as th

    everything = th.variables()
    found = everything if name is None else [v for v in everything if _under(v["name"], name)]
    if not found:
        raise BadOption(_unknown("variable", str(name), [v["name"] for v in everything]))
    if as_json:
        print_json({"variables": found})
        return
    print_table(
        ("Variable", "Unit", "Meaning", "System", "Cites"),
        [(v["name"], v["unit"], v["meaning"], v["system"], ", ".join(v["cites"])) for v in found],
    )
    print_text(f"{len(found)} variables")


def _under(path: str, beginning: str) -> bool:
    return path == beginning or path.startswith(beginning.rstrip(".") + ".")


def _unknown(what: str, name: str, known: list[str]) -> str:
    from thermidor.record._errors import nearest_names

    near = nearest_names(name[:100], known, 3)
    return f"no {what} is called {name[:100]!r}" + (f"; nearest: {', '.join(near)}" if near else "")
