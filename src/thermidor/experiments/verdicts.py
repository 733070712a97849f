"""What a claim's experiment says: its direction by interval, and apart from it its size.

A cause counts where its effect passes a floor that is the same for all claims.  How large the book says
that it is comes second, and is judged only where the size is the book's own: most words for the strength
of a claim are the reader's.  An effect that is nil says nothing of the book: there a wire is missing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from thermidor.experiments.intervals import Interval, mean_difference, paired_difference, share

if TYPE_CHECKING:
    from thermidor.experiments.claims import EncodedClaim

Verdict = Literal[
    "as_claimed", "opposite", "practically_none", "undecided", "not_connected", "descriptive"
]
Size = Literal["reaches", "short", "open", ""]

VERDICTS: dict[str, str] = {
    "as_claimed": "as claimed",
    "opposite": "opposite",
    "practically_none": "practically none",
    "undecided": "undecided",
    "not_connected": "not connected",
    "descriptive": "descriptive",
}
"""The verdicts, with their names."""

DECIDED = ("as_claimed", "opposite", "practically_none")
"""Verdicts that chance could have made."""

FEWEST = 30
"""Histories that a verdict needs; with fewer (after the condition) a claim stays undecided."""

FLOOR = {"probability": 0.02, "index": 0.02, "relative": 0.05, "spread": 0.1}
"""Least effect that is one at all: points of a share or index, fraction of a level, standard deviations."""

CUT_OFF = 0.001
"""Fraction of its level below which an effect is no effect of the intervention but a missing wire."""


@dataclass(frozen=True)
class ClaimResult:
    """What an experiment says of a claim.

    Attributes:
        id: of the claim.
        verdict: of a contrast as claimed, opposite, practically none or undecided, by where its interval lies
            beside nil and the floor, or not connected where the effect is nil; of a trajectory descriptive.
        effect: of a contrast the mean difference between twins in units of the metric, or, where the book
            says in which range the metric lies, its mean with the intervention; of a trajectory the share
            of histories that show what is claimed.
        low: lower end of its 95% interval.
        high: upper end.
        systems: of the record.
        statement: the claim in the record's words.
        page: of the book.
        n: histories that count.
        level: mean of the metric without the intervention.
        floor: least effect that is one at all, in units of the metric.
        required: size that is asked, in units of the metric.
        asked_by: whose size that is: of the book, or of its reader.
        size: whether the interval reaches the size that the book asks, falls short of it or leaves it open;
            empty where the size is the reader's or there is no direction.
        expected: the expectation in words.
        metric: what was measured, in words.
        kind: contrast or trajectory.
        strength: the record's word.
        note: what metric and intervention stand for.
        reason: why it is undecided or not connected; empty otherwise.
    """

    id: str
    verdict: Verdict
    effect: float
    low: float
    high: float
    systems: tuple[str, ...]
    statement: str
    page: int | None
    n: int
    level: float
    floor: float
    required: float
    asked_by: Literal["book", "reader"]
    size: Size
    expected: str
    metric: str
    kind: str
    strength: str
    note: str
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data; what is not defined is null."""
        plain = {k: list(v) if isinstance(v, tuple) else v for k, v in vars(self).items()}
        return {
            k: None if isinstance(v, float) and not math.isfinite(v) else v
            for k, v in plain.items()
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> ClaimResult:
        """The result that `to_json` wrote."""
        numbers = ("effect", "low", "high", "level", "floor", "required")
        undefined = {k: math.nan for k in numbers if plain[k] is None}
        return cls(**{**plain, "systems": tuple(plain["systems"]), **undefined})


class Board(list[ClaimResult]):
    """Results of claims, with what belongs to all of them.

    Attributes:
        histories: an arm.
        seed: of all arms.
        interrupted: whether claims are missing because the run was stopped.
        made_by: the parts of what they depend on; see `thermidor.experiments.claims.made_by`.
    """

    histories: int = 0
    seed: int = 0
    interrupted: bool = False
    made_by: Mapping[str, str] = MappingProxyType({})

    def count(self, verdict: Any) -> int:
        """Claims of a verdict."""
        return sum(r.verdict == verdict for r in self)

    @property
    def sizes(self) -> dict[str, int]:
        """Of the claims that go as claimed, how many reach the size that the book asks, by what is said of it."""
        found = Counter(r.size for r in self if r.verdict == "as_claimed")
        return {s: found[s] for s in ("reaches", "short", "open")}

    @property
    def expected_false(self) -> float:
        """Most verdicts that chance alone makes wrong on average.

        Each verdict rests on one end of a 95% interval and is wrong with at most 2.5 per cent, however
        many others are given beside it; the sum over the claims decided says nothing of errors of the
        model.
        """
        return 0.025 * sum(map(self.count, DECIDED))

    def to_json(self) -> dict[str, Any]:
        """Plain data, as `thermidor claims --json` prints it."""
        from thermidor import __version__

        return {
            "version": __version__, "made_by": dict(self.made_by),
            "claims": [r.to_json() for r in self], "histories": self.histories, "seed": self.seed,
            "interrupted": self.interrupted, **{v: self.count(v) for v in VERDICTS},
            "sizes": self.sizes, "expected_false": self.expected_false,
        }  # fmt: skip


# -- verdicts ----------------------------------------------------------------------------------


def contrast(
    claim: EncodedClaim,
    with_it: np.ndarray,
    without: np.ndarray,
    counts: np.ndarray,
    moved: np.ndarray | None = None,
) -> ClaimResult:
    """Decide a claim from twins.

    Args:
        claim: to be decided.
        with_it: metric with the intervention, (history,).
        without: metric of the twins without it.
        counts: boolean, the histories that meet the claim's condition.
        moved: boolean, whether anything that the metric is made of differs in any bit from the twin's; by
            default whether the metric does.

    Returns:
        The result.
    """
    use = counts & np.isfinite(with_it) & np.isfinite(without)
    a, b = with_it[use], without[use]
    n, level = len(a), float(b.mean()) if len(a) else math.nan
    scale = _scale(claim, level, float(b.std(ddof=1)) if n > 1 else math.nan)
    required = claim.strength * scale
    floor = FLOOR[claim.floor_scale] * (scale if claim.scale else _unit(claim, b))
    is_share = claim.metric.is_share
    difference = paired_difference(a > 0.5, b > 0.5) if is_share else mean_difference(a, b)
    touched = (a != b).any() if moved is None else moved[use].any()
    weak = not is_share and abs(difference.value) < CUT_OFF * abs(level)
    effect, size = difference, _size(difference, claim.expect, required)
    if claim.inside is not None:
        effect = share(int((a > 0.5).sum()), n) if is_share else mean_difference(a, np.zeros(n))
        verdict = _within(effect, claim.inside)
    else:
        verdict = directed(effect, claim.expect, floor)
    result = _result(claim, verdict, effect, n, level, floor, required, size)
    if n < FEWEST:
        return result
    if not touched:
        return replace(result, verdict="not_connected", size="", reason="nothing of what is measured differs in any twin")  # fmt: skip
    if weak and directed(difference, "none", floor) == "as_claimed":
        return replace(result, verdict="not_connected", size="", reason="the effect is under a thousandth of the level")  # fmt: skip
    return result


def _scale(claim: EncodedClaim, level: float, spread: float) -> float:
    """The unit in which the strength is given, in units of the metric."""
    return {"relative": abs(level), "spread": spread}.get(claim.scale or "", 1.0)


def _unit(claim: EncodedClaim, without: np.ndarray) -> float:
    """The unit of the floor where the record itself gives the size."""
    if claim.floor_scale != "spread":
        return 1.0
    return float(without.std(ddof=1)) if len(without) > 1 else math.nan


def trajectory(claim: EncodedClaim, metric: np.ndarray, counts: np.ndarray) -> ClaimResult:
    """Describe the histories without an intervention: what claims that tell a course can be set beside.

    Args:
        claim: that is asked.
        metric: (history,).
        counts: boolean, the histories that meet the claim's condition.

    Returns:
        The result; its effect is the share of histories that show what is claimed.
    """
    x = metric[counts & np.isfinite(metric)]
    s = claim.strength
    low, high = (1 / (1 + s), 1 + s) if claim.metric.comparison == "ratio" else (-s, s)
    if claim.inside is not None:
        shows = (x >= claim.inside[0]) & (x <= claim.inside[1])
    elif claim.expect == "up":
        shows = (x >= high) & (x > (low + high) / 2 if s == 0 else True)
    elif claim.expect == "down":
        shows = (x <= low) & (x < (low + high) / 2 if s == 0 else True)
    else:
        shows = (x > low) & (x < high)
    found = share(int(shows.sum()), len(x))
    level = float(x.mean()) if len(x) else math.nan
    return _result(claim, "descriptive", found, len(x), level, math.nan, s, "")


def directed(effect: Interval, expect: str | None, floor: float) -> Verdict:
    """The verdict on an effect that should go up or down, or be none.

    Args:
        effect: with its interval.
        expect: "up", "down" or "none".
        floor: least effect that is one at all.

    Example:
        >>> directed(Interval(-0.3, -0.35, -0.25), "down", 0.02)
        'as_claimed'
        >>> directed(Interval(0.001, -0.01, 0.012), "down", 0.02)
        'practically_none'
    """
    value, low, high = effect
    if expect == "down":
        value, low, high = -value, -high, -low
    if not all(map(math.isfinite, (value, low, high, floor))):
        return "undecided"
    none = -floor < low and high < floor
    if expect == "none":
        if none:
            return "as_claimed"
        return "opposite" if abs(value) >= floor and not low <= 0 <= high else "undecided"
    if low > 0 and value >= floor:
        return "as_claimed"
    if high < 0 and value <= -floor:
        return "opposite"
    return "practically_none" if none else "undecided"


def _size(effect: Interval, expect: str | None, required: float) -> Size:
    """Whether the whole interval reaches the size asked, falls short of it, or spans it."""
    if expect not in ("up", "down") or not math.isfinite(required):
        return ""
    low, high = (effect.low, effect.high) if expect == "up" else (-effect.high, -effect.low)
    if low >= required:
        return "reaches"
    return "short" if high < required else "open"


def _within(mean: Interval, inside: tuple[float, float]) -> Verdict:
    if inside[0] <= mean.low and mean.high <= inside[1]:
        return "as_claimed"
    return "opposite" if mean.high < inside[0] or mean.low > inside[1] else "undecided"


def _result(
    claim: EncodedClaim, verdict: Verdict, effect: Interval, n: int, level: float, floor: float, required: float, size: Size
) -> ClaimResult:  # fmt: skip
    recorded, reason = claim.recorded, ""
    if n < FEWEST:
        reason = f"only {n} histories meet the condition, fewer than {FEWEST}"
        verdict, size = "descriptive" if claim.kind == "trajectory" else "undecided", ""
    elif verdict == "undecided":
        reason = "the interval leaves it open"
    if claim.asked_by == "reader":
        size = ""
    return ClaimResult(
        claim.id, verdict, effect.value, effect.low, effect.high, claim.systems, recorded.statement or recorded.title,
        recorded.page, n, level, floor, required, claim.asked_by, size, claim.expected, str(claim.metric), claim.kind,
        recorded.strength, claim.note, reason,
    )  # fmt: skip


def not_run(claim: EncodedClaim, reason: str) -> ClaimResult:
    """Result of a claim that the model cannot express."""
    nothing = Interval(math.nan, math.nan, math.nan)
    found = _result(claim, "undecided", nothing, 0, math.nan, math.nan, math.nan, "")
    return replace(found, reason=reason)


__all__ = [
    "DECIDED", "FEWEST", "FLOOR", "VERDICTS", "Board", "ClaimResult", "Size", "Verdict", "contrast", "directed",
    "not_run", "trajectory",
]  # fmt: skip
