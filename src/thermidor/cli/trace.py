"""A trace as plain lines, grouped by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from thermidor.cli.output import console, figure

HEADLINES = (
    "party.members",
    "party.posts_appointed",
    "party.opposition",
    "party.opposition_voted",
    "congress.opposition",
    "power.deciders",
    "power.secretariat",
)
"""Numbers of the yearly line, where a trace of the party has them."""

NUMBERS = 8
"""Numbers of the yearly line of another sector."""

NAMES = 14
"""Names that a line holds before it counts them."""

LIGHT = 0.01
"""Share of the votes below which voters are put together."""

PROPER = ("leader", "country", "organisation", "region")


def print_trace(trace: Any, *, everything: bool = False) -> None:
    """Print a trace.

    Args:
        trace: of one history.
        everything: also what nearly happened.
    """
    from rich.text import Text

    for line in lines(trace, everything=everything):
        text = Text(line.removeprefix("="), style="bold" if line.startswith("=") else "")
        console().print(text, soft_wrap=True)


def lines(trace: Any, *, everything: bool = False) -> Iterator[str]:
    """The lines of a trace; those that begin with "=" are headings.

    Args:
        trace: of one history.
        everything: also what nearly happened.

    Yields:
        Lines of text.
    """
    months = trace.months
    yield (
        f"=History {trace.history} of '{trace.scenario}', seed {trace.seed}, "
        f"{months[0].month} to {months[-1].month}: {', '.join(trace.systems)}"
    )
    if trace.identical:
        yield "Its variables have the same bits as those of this history in an ordinary run."
    else:
        yield (
            "Warning: its variables differ in their last bits from those of this history in an "
            "ordinary run."
        )
    if trace.gap > 1e-3:
        yield (
            f"Warning: replayed months differ by up to {trace.gap:.2g} from the months themselves; "
            "probabilities and votes are those of the replay."
        )
    if trace.failure:
        yield f"The history broke off in {trace.failure}; what follows it is void."
    if trace.start:
        yield ""
        yield f"=Before {months[0].month}"
        for path, meaning, elements in trace.start:
            yield f"  {meaning}: {_elements(path, elements)}"
    for year, told in groupby(months, key=lambda m: m.month[:4]):
        group = list(told)
        yield ""
        yield f"={year}"
        for month in group:
            yield from _month(month, everything)
        last = group[-1].month
        end = f"{year} ends" if last.endswith("-12") else f"by {last}"
        yield f"  {end}: {_numbers(trace.years[int(year)])}"


def _month(month: Any, everything: bool) -> Iterator[str]:
    told = [*_decisions(month.decisions, everything), *_changes(month.changes)]
    for ballot in month.ballots:
        told += _ballot(ballot, month.decisions)
    for k, line in enumerate(told):
        yield f"  {month.month if k == 0 else '       '}  {line}"


def _decisions(decisions: Sequence[Any], everything: bool) -> Iterator[str]:
    for d in decisions:
        if not d.happened and not everything:
            continue
        who = f": {_name(d.element, d.path)}" if d.element else ""
        what = (
            f": {_name(d.option, d.path)}" if d.option not in ("yes", "no") and d.happened else ""
        )
        verb = {"decision": "decided", "event": "happened"}[d.kind]
        yield f"{'' if d.happened else 'not '}{verb}: {d.meaning}{who}{what} ({_odds(d)})"


def _changes(changes: Sequence[Any]) -> Iterator[str]:
    for (path, meaning), group in groupby(changes, key=lambda c: (c.path, c.meaning)):
        same = list(group)
        if not same[0].flag:
            moves = [
                f"{_name(c.element, path)} {_level(c.before)} -> {_level(c.after)}".strip()
                for c in sorted(same, key=lambda c: -abs(c.after - c.before))
            ]
            rest = f" and {len(moves) - NAMES} more" if len(moves) > NAMES else ""
            yield f"{meaning}: {'; '.join(moves[:NAMES])}{rest}"
            continue
        if same[0].element == "":
            yield f"{meaning}: {'yes' if same[0].after > same[0].before else 'no longer'}"
            continue
        up = tuple(c.element for c in same if c.after > c.before)
        down = tuple(c.element for c in same if c.after <= c.before)
        parts = [f"+ {_elements(path, up)}"] if up else []
        parts += [f"no longer {_elements(path, down)}"] if down else []
        yield f"{meaning}: {'; '.join(parts)}"


def _ballot(ballot: Any, decisions: Sequence[Any]) -> Iterator[str]:
    own = [d for d in decisions if d.path.startswith(ballot.choice.split("{")[0])]
    title = own[0].meaning if own else ballot.choice
    if len(own) == 1:
        came = "adopted" if own[0].happened else "not adopted"
        end = f"; {came} ({_odds(own[0])})"
    else:
        end = ""
    if len(ballot.options) == 1:
        count = f"{ballot.shares[0]:.0%} for, carried with {_chance(ballot.carries[0])}"
    else:
        count = ", ".join(
            f"{o} {s:.0%}" for o, s in zip(ballot.options, ballot.shares, strict=True)
        )
    yield f"vote on '{title}' ({ballot.rule}): {count}{end}"
    heavy = [v for v in ballot.votes if v.weight >= LIGHT]
    light = [v for v in ballot.votes if 0 < v.weight < LIGHT]
    if not heavy:
        return
    parts = list(heavy[0].parts)
    width = max(len(_name(v.voter, "")) for v in heavy)
    heads = "".join(f"{p:>12}" for p in [*parts, "pull"])
    yield f"  {'voter':<{width}}{'votes':>7}{heads}  for"
    for v in heavy:
        numbers = "".join(f"{x:>+12.2f}" for x in [*v.parts.values(), v.pull])
        odds = "" if v.probability is None else f" ({_chance(v.probability)})"
        yield f"  {_name(v.voter, ''):<{width}}{v.weight:>7.0%}{numbers}  {v.option}{odds}"
    if light:
        weight = sum(v.weight for v in light)
        line = f"  and {len(light)} with {weight:.1%} of the votes together"
        if len(ballot.options) == 1 and all(v.probability is not None for v in light):
            line += f", of them {sum(v.weight * _for(v) for v in light) / weight:.0%} for"
        yield line


def _for(vote: Any) -> float:
    return vote.probability if vote.option == "for" else 1.0 - vote.probability


def _numbers(values: dict[str, float]) -> str:
    """The yearly line."""
    shown = [n for n in HEADLINES if n in values] or list(values)[:NUMBERS]
    return "; ".join(f"{n} {figure(values[n])}" for n in shown) or "nothing is counted"


def _elements(path: str, elements: Sequence[str]) -> str:
    """The names for which a flag stands, or how many they are."""
    if tuple(elements) == ("",):
        return "yes"
    names = [_name(e, path) for e in elements]
    if len(names) <= NAMES:
        return ", ".join(names)
    axis = _axis(elements[0])
    missing = [_name(e, path) for e in axis if e not in elements]
    if axis and len(missing) <= 4:
        return f"all but {', '.join(missing)}" if missing else "all"
    return f"{len(names)} of {len(axis)}" if axis else f"{len(names)}"


def _axis(label: str) -> Sequence[str]:
    from thermidor.engine.declare import DIMENSIONS

    return next((labels for labels in DIMENSIONS.values() if label in labels), ())


def _name(label: str, path: str) -> str:
    """A label as people write it."""
    from thermidor.engine.declare import DIMENSIONS

    words = label.replace("_", " ").replace("-", " ")
    own = label.split(", ")[0]
    return words.title() if any(own in DIMENSIONS.get(d, ()) for d in PROPER) else words


def _level(x: float) -> str:
    """A number, or nothing for next to nothing."""
    return "0" if abs(x) < 1e-4 else figure(x)


def _odds(d: Any) -> str:
    """The probability of a decision, and whether it counted."""
    if d.forced:
        by = "forced" if d.happened else "forbidden"
        return f"{by}; the rules gave {_chance(d.probability)}"
    return _chance(d.probability)


def _chance(p: float) -> str:
    """A probability as a share of a hundred."""
    if p != p:
        return "unknown"
    return f"{p:.0%}" if p >= 0.095 or p == 0 else f"{p:.1g}" if p < 0.001 else f"{p:.1%}"
