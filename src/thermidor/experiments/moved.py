"""How the verdicts moved when direction and size were told apart, and why.

`data/claims_before.json` is the last board of the earlier verdicts (holds, fails, undecided, by thresholds of
strength): of each claim the verdict, its numbers, and a mark of how it was encoded.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from thermidor.experiments.intervals import Interval
from thermidor.experiments.verdicts import CUT_OFF, FEWEST, FLOOR, directed

if TYPE_CHECKING:
    from thermidor.experiments.claims import EncodedClaim

REASONS: dict[str, str] = {
    "told apart": "direction and size are told apart: the old figures give this verdict under the new rules",
    "described": "the course of free histories is described, not judged",
    "asked anew": "the claim is encoded anew",
    "model": "the same question has another answer on the model of today",
    "dropped": "the claim is no longer run; the reason stands beside it",
}
"""Why a verdict is another one."""


class Move(NamedTuple):
    """Claims that went from one verdict to another for one reason."""

    before: str
    now: str
    why: str
    claims: tuple[str, ...]


@cache
def before() -> dict[str, dict[str, Any]]:
    """What the last board of the earlier verdicts said of each claim."""
    file = resources.files("thermidor.experiments") / "data" / "claims_before.json"
    return json.loads(file.read_text(encoding="utf-8"))


def mark(claim: EncodedClaim) -> str:
    """A mark of how a claim is encoded."""
    plain = json.dumps(claim.model_dump(mode="json", exclude_unset=True), sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def rejudged(old: Mapping[str, Any]) -> str:
    """The verdict that the figures of an earlier board give under the rules of today.

    Args:
        old: of `before`.
    """
    if old["kind"] == "trajectory":
        return "descriptive"
    numbers = [old[k] for k in ("effect", "low", "high")]
    if old["kind"] != "contrast" or None in numbers or (old["n"] or 0) < FEWEST or not old["side"]:
        return "undecided"
    value, low, high = numbers
    level = old["level"] or 0.0
    if value == 0 or abs(value) < CUT_OFF * abs(level):
        return "not_connected"
    unit = 1.0
    if old["scale"] == "relative":
        unit = abs(level)
    elif old["scale"] == "spread":
        unit = (old["required"] or math.nan) / old["strength"]
    claimed = value > 0 if old["side"] == "claimed" else value < 0
    expect = "up" if claimed else "down"
    if old["side"] == "open":
        expect = "up"
    return directed(Interval(value, low, high), expect, FLOOR[old["scale"] or "index"] * unit)


def moves(results: Mapping[str, Mapping[str, Any]]) -> list[Move]:
    """How verdicts moved from the earlier board to another one.

    Args:
        results: of the claims by id, as a board stores them; claims without one are left out.

    Returns:
        The groups, largest first.
    """
    from thermidor.experiments.claims import load_claims

    encoded = load_claims()
    found: dict[tuple[str, str, str], list[str]] = {}
    for id, old in before().items():
        if id not in encoded:
            found.setdefault((old["verdict"], "left", "dropped"), []).append(id)
            continue
        if id not in results:
            continue
        now = results[id]["verdict"]
        found.setdefault((old["verdict"], now, _why(encoded[id], old, now)), []).append(id)
    groups = [Move(*key, tuple(ids)) for key, ids in found.items()]
    return sorted(groups, key=lambda m: (-len(m.claims), m[:3]))


def _why(claim: EncodedClaim, old: Mapping[str, Any], now: str) -> str:
    if now == "descriptive":
        return "described"
    if mark(claim) != old["asked"]:
        return "asked anew"
    return "told apart" if rejudged(old) == now else "model"


def reasons(groups: list[Move]) -> dict[str, int]:
    """How many claims moved for each reason."""
    counts = Counter[str]()
    for m in groups:
        counts[m.why] += len(m.claims)
    return {why: counts[why] for why in REASONS}


__all__ = ["REASONS", "Move", "before", "mark", "moves", "reasons", "rejudged"]
