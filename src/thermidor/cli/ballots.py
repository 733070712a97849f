"""`thermidor ballots`: the recorded ballots through the one ballot."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from thermidor.cli.output import Json, print_json, print_table, print_text, signed


def ballots(
    id: Annotated[
        str | None, typer.Argument(help="A ballot of the record, such as 1918-brest-cc-sign.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Put the recorded ballots to the vote again.

    Each goes through the one function that every vote of the model goes through, with what was known
    before it; the table says where the count on record lies.

    Example: thermidor ballots 1918-brest-cc-sign
    """
    from thermidor.experiments.ballots import close_up, compare, find, summary

    if id is not None:
        found = close_up(find(id))
        print_json({"ballots": [found]}) if as_json else _describe(found)
        return
    rows = compare()
    if as_json:
        print_json({"ballots": [r.to_json() for r in rows], "summary": vars(summary(rows))})
    else:
        _print(rows)


def _print(rows: list[Any]) -> None:
    from thermidor.experiments.ballots import summary

    heads = (
        "Ballot",
        "Recorded",
        "Share",
        "Simulated",
        "Inside",
        "P(recorded)",
        "Likeliest",
        "Why not",
    )
    print_table(heads, [_line(r) for r in rows], right=(5,), fixed=(0, 2, 3, 4, 5, 6))
    all_, fitted, held = (
        summary(rows), summary(r for r in rows if r.fitted), summary(r for r in rows if not r.fitted)
    )  # fmt: skip
    print_text(
        f"{all_.run} of {all_.ballots} ballots run. Tallies inside the central 90%: {_of(all_.inside, all_.tallies)} "
        f"(counts and near counts: {_of(all_.exact_inside, all_.exact)}). "
        f"Outcomes that are the likeliest: {_of(all_.likeliest, all_.outcomes)}; by picking blindly "
        f"{all_.blind_likeliest:.0%}, by picking what the head of the body moves {all_.head_likeliest:.0%}."
    )
    print_text(
        f"Half on which the shared constants were fitted: {_of(fitted.inside, fitted.tallies)} inside, "
        f"{_of(fitted.likeliest, fitted.outcomes)} likeliest; the other half: {_of(held.inside, held.tallies)}, "
        f"{_of(held.likeliest, held.outcomes)}."
    )
    print_text(
        f"Counted once with nothing drawn, as a rule of the model takes a vote: {_of(all_.carried, all_.outcomes)} have "
        f"the largest chance, mean log loss {all_.carried_loss:.2f} ({held.carried_loss:.2f} on the other half; 0.69 is "
        "tossing a coin)."
    )
    print_text(
        f"The central 90% is {all_.width:.2f} wide on average; distance from the counts (CRPS) is "
        f"{all_.crps_ratio:.2f} of that of a blind guess ({held.crps_ratio:.2f} on the other half). "
        "Inside and likeliest are compared only where the record gives a tally or an outcome."
    )


def _line(r: Any) -> tuple[str, ...]:
    told = r.recorded
    if not r.runs:
        return (r.id, "", "", "", "", "", "", f"does not run: {r.reason}")
    share = _range(told["low"], told["high"]) + f" {told['option']}" if "option" in told else ""
    drawn = f"{r.median:.2f} ({r.low:.2f}-{r.high:.2f})" if r.median is not None else ""
    probability = "" if r.probability is None else f"{r.probability:.2f}"
    return (
        r.id, told["winner"] or "-", share, drawn, _word(r.inside), probability, _word(r.likeliest), r.reason,
    )  # fmt: skip


def _describe(b: dict[str, Any]) -> None:
    print_text(f"{b['id']}  ({b['date']})", bold=True)
    print_text(b["question"])
    if not b["runs"]:
        print_text(f"Does not run: {b['reason']}.")
        return
    print_table(
        ("Option", "Meaning", "On the axes", "Votes recorded", "Share simulated", "P(first)"),
        [
            (
                key + (" (moved by whoever leads the body)" if o["line"] else ""),
                o["meaning"],
                ", ".join(o["direction"]) or "none",
                "" if o["votes"] is None else f"{o['votes']:g}",
                f"{o['median']:.2f} ({o['low']:.2f}-{o['high']:.2f})",
                f"{o['first']:.2f}",
            )
            for key, o in b["options"].items()
        ],
        right=(3, 5),
        fixed=(4, 5),
    )
    told = b["recorded"]
    print_text(f"Recorded: {told['winner'] or 'no option prevailed'}{_said(b)}.")
    towards = told["winner"] or next(iter(b["options"]))
    print_table(
        (
            "Who sat",
            "Votes",
            "Conviction",
            "Not shown",
            "Trust",
            "Fear",
            "All",
            "P(votes so)",
            "Recorded",
        ),
        [_voter(v, towards) for v in b["voters"]],
        title=f"Pull towards {towards} rather than the rest",
        right=range(1, 8),
    )
    if b["assumption"]:
        print_text(f"Assumed: {b['assumption']}.")
    print_text(f"Cites: {', '.join(b['cites'])}.")


def _voter(v: dict[str, Any], towards: str) -> tuple[str, ...]:
    others = [o for o in v["pull"] if o != towards]
    parts = [
        v["pull"][towards][part] - sum(v["pull"][o][part] for o in others) / len(others)
        for part in ("conviction", "ignorance", "trust", "fear")
    ]
    numbers = [signed(x) if abs(x) > 5e-4 else "0" for x in (*parts, sum(parts))]
    return (
        v["name"], f"{v['votes']:g}", *numbers, f"{v['probability'][towards]:.2f}", v["recorded"] or "",
    )  # fmt: skip


def _said(b: dict[str, Any]) -> str:
    told = b["recorded"]
    if "option" not in told:
        return ""
    place = "inside" if b["inside"] else "outside"
    return f"; share of {told['option']} {_range(told['low'], told['high'])}, {place} the central 90% of the draws"


def _range(low: float, high: float) -> str:
    return f"{low:.3f}" if high - low < 0.0015 else f"{low:.2f}-{high:.2f}"


def _word(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / max(whole, 1):.0%})"
