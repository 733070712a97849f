"""How far histories keep to the record: the scores by which every page, table and file reports it.

A recorded figure is set beside what the histories show of it.  Does its value lie inside the central 90
per cent of the histories, and inside the central half?  Does the range that the record allows touch the
90 per cent?  Which part of the histories lies below the value (the probability integral transform: over
many figures of a sound ensemble it is even)?  And how far off are the histories, against a reference (the
continuous ranked probability score)?

Distances are logarithms for quantities, with a hundredth of the variable's largest recorded figure
added, so that a unit does not matter and nought is no infinity; they are plain for shares and indices.
A band that spans nearly all that is possible, or is wider than a factor of ten, meets every figure and
says nothing: such figures are counted apart where values inside are counted.  They stay in the parts
below and in the score, where a wide band is no merit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from thermidor.experiments.branches.likelihood import SMALL
from thermidor.experiments.crps import fair_crps

SPAN = 0.85
"""Part of what is possible from which a band is uninformative: a little under the 0.9 of a guess without
knowledge, so that chance in the quantiles does not decide."""

FACTOR = 10.0
"""Factor between the ends of a band of what has no upper end from which it is uninformative."""

TENTHS = 10
"""Classes of the part of the histories below the recorded value."""

ROUNDING = 1e-6
"""Relative difference within which a simulated value, in single precision, is the recorded one."""

EVEN = 1.36
"""Over the root of their number: the distance from even that independent figures of a sound ensemble
stay under nineteen times in twenty (Kolmogorov and Smirnov)."""

Kind = Literal["quantity", "index", "share"]

SHARES = frozenset({"flag", "probability", "0 or 1", "0 to 1", "0..1", "index 0-1"})
"""Units of what lies between 0 and 1, beside those that begin with "share"."""

FROM_MINUS_ONE = "index -1..1"


@dataclass(frozen=True)
class Scale:
    """The scale on which distances of one variable are measured.

    Attributes:
        kind: "quantity" (by logarithms), "index" or "share" (plainly).
        low: the least that is possible.
        high: the most; infinite for quantities and most indices.
        offset: added before the logarithm, in the variable's unit.
    """

    kind: Kind
    low: float = 0.0
    high: float = math.inf
    offset: float = 0.0

    def of(self, values: np.ndarray | float) -> np.ndarray:
        """Values on the scale.

        Args:
            values: in the variable's unit; totals as their monthly mean.
        """
        x = np.asarray(values, np.float64)
        return np.asarray(
            np.log(np.maximum(x, 0.0) + self.offset) if self.kind == "quantity" else x
        )

    def informative(self, q05: float, q95: float) -> bool:
        """Whether a band says anything.

        Args:
            q05: its lower end, in the variable's unit.
            q95: its upper end.
        """
        if math.isfinite(self.high):
            return q95 - q05 < SPAN * (self.high - self.low)
        return q95 + self.offset < FACTOR * (max(q05, 0.0) + self.offset)


def scale(unit: str, recorded: Iterable[float]) -> Scale:
    """The scale of a variable.

    Args:
        unit: of the variable, as it is declared or as the record has it.
        recorded: its recorded figures, totals as their monthly mean.

    Example:
        >>> scale("persons", [50.0, 200.0])
        Scale(kind='quantity', low=0.0, high=inf, offset=2.0)
    """
    unit = unit.strip().lower()
    if unit == FROM_MINUS_ONE:
        return Scale("index", -1.0, 1.0)
    if unit in SHARES or unit.startswith("share"):
        return Scale("share", 0.0, 1.0)
    offset = SMALL * max((abs(x) for x in recorded), default=0.0) or 1.0
    return Scale("index" if unit.startswith("index") else "quantity", offset=offset)


@dataclass(frozen=True)
class Figure:
    """A recorded figure, as it is scored.

    Attributes:
        variable: of the model.
        value: in its unit.
        low: lower end of what the record allows.
        high: upper end.
        months: over which it is a total; 1 for a level.
        reference: what it would be by the reference forecast; None where there is none.
    """

    variable: str
    value: float
    low: float
    high: float
    months: int = 1
    reference: float | None = None


@dataclass(frozen=True)
class Score:
    """A recorded figure beside what histories show of it.

    Attributes:
        variable: of the model.
        value: recorded.
        low: lower end of what the record allows.
        high: upper end.
        q05, median, q95: of the histories, in the unit of the figure.
        pit: part of the histories below the recorded value, between 0 and 1; ties count half.
        inside_50: whether the value lies in the central half of the histories.
        informative: whether the band from q05 to q95 says anything.
        crps: distance of the histories from the value on the scale of its kind; 0 is perfect; None where
            the histories themselves are not known.
        reference: distance of the reference forecast on the same scale; None without one.
    """

    variable: str
    value: float
    low: float
    high: float
    q05: float
    median: float
    q95: float
    pit: float
    inside_50: bool
    informative: bool
    crps: float | None = None
    reference: float | None = None

    @property
    def inside_90(self) -> bool:
        """Whether the value lies in the central 90 per cent of the histories."""
        return _between(self.q05, self.value, self.q95)

    @property
    def touches_90(self) -> bool:
        """Whether any value that the record allows lies in the central 90 per cent."""
        slack = ROUNDING * abs(self.value)
        return self.low <= self.q95 + slack and self.high >= self.q05 - slack

    @property
    def where(self) -> str:
        """In words: "inside 50%", "inside 90%", "range touches 90%", "outside" or "uninformative"."""
        if not self.informative:
            return "uninformative"
        if self.inside_90:
            return "inside 50%" if self.inside_50 else "inside 90%"
        return "range touches 90%" if self.touches_90 else "outside"

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "recorded": self.value, "low": self.low, "high": self.high, "q05": self.q05,
            "median": self.median, "q95": self.q95, "inside_90": self.inside_90,
            "inside_50": self.inside_50, "touching_90": self.touches_90,
            "informative": self.informative, "pit": self.pit, "crps": self.crps,
            "crps_persistence": self.reference,
        }  # fmt: skip


def score(members: np.ndarray, figure: Figure, on: Scale) -> Score:
    """Compare what histories show of a figure with the record.

    Args:
        members: simulated, (history,), finite, in the unit of the figure.
        figure: recorded.
        on: the scale of its variable.

    Returns:
        The score.

    Raises:
        ValueError: there is no history.

    Example:
        >>> score(np.array([1.0, 2.0, 3.0]), Figure("a.b", 2.0, 2.0, 2.0), scale("index", [2.0])).pit
        0.5
    """
    members = np.asarray(members, np.float64)
    if not len(members):
        raise ValueError(f"no history shows {figure.variable}")
    q05, q25, median, q75, q95 = np.quantile(members, [0.05, 0.25, 0.5, 0.75, 0.95]).tolist()
    at = on.of(figure.value / figure.months)
    crps = fair_crps(on.of(members / figure.months)[:, None], at[None])
    reference = None
    if figure.reference is not None:
        reference = float(abs(at - on.of(figure.reference / figure.months)))
    return Score(
        figure.variable, figure.value, figure.low, figure.high, q05, median, q95,
        pit=pit(members, figure.value),
        inside_50=_between(q25, figure.value, q75),
        informative=on.informative(q05 / figure.months, q95 / figure.months),
        crps=float(crps[0]),
        reference=reference,
    )  # fmt: skip


def pit(members: np.ndarray, value: float) -> float:
    """Part of the histories below a value, the value itself standing as one more history among them.

    Args:
        members: simulated, (history,).
        value: recorded.

    Returns:
        Between 0 and 1, neither included; even over many values drawn as the members are.

    Example:
        >>> pit(np.array([1.0, 2.0, 3.0]), 9.0)
        0.875
    """
    ties = np.abs(members - value) <= ROUNDING * abs(value)
    below = np.sum((members < value) & ~ties)
    return float((below + 0.5 * ties.sum() + 0.5) / (len(members) + 1))


@dataclass(frozen=True)
class Counts:
    """What the scores of many figures say together.

    Attributes:
        points: figures that were compared.
        uninformative: those whose band says nothing.
        uninformative_inside: those of them whose value lies in the central 90 per cent all the same.
        inside_90: informative figures whose value lies in the central 90 per cent of the histories.
        inside_50: informative figures whose value lies in the central half.
        touching_90: informative figures of which any allowed value lies in the central 90 per cent.
        pit: all figures by the part of the histories below them, in tenths.
        pit_uninformative: those of them whose band says nothing.
        pit_mean: mean part; under a half, the histories lie too high.
        pit_distance: greatest distance of the parts from even ones, 0 for none; None without figures.
    """

    points: int = 0
    uninformative: int = 0
    uninformative_inside: int = 0
    inside_90: int = 0
    inside_50: int = 0
    touching_90: int = 0
    pit: tuple[int, ...] = (0,) * TENTHS
    pit_uninformative: tuple[int, ...] = (0,) * TENTHS
    pit_mean: float | None = None
    pit_distance: float | None = None

    @property
    def informative(self) -> int:
        """Figures that meet a band that says something."""
        return self.points - self.uninformative

    def share(self, counted: int) -> float | None:
        """Part of the informative figures; None without any.

        Args:
            counted: how many of them.
        """
        return counted / self.informative if self.informative else None

    def to_json(self) -> dict[str, Any]:
        """Plain data; shares are of the informative figures."""
        return {
            "points": self.points, "informative": self.informative,
            "uninformative": self.uninformative, "uninformative_inside": self.uninformative_inside,
            "inside_90": self.inside_90, "share": self.share(self.inside_90),
            "inside_50": self.inside_50, "share_50": self.share(self.inside_50),
            "touching_90": self.touching_90, "share_touching": self.share(self.touching_90),
            "pit": list(self.pit), "pit_uninformative": list(self.pit_uninformative), "pit_mean": self.pit_mean, "pit_distance": self.pit_distance,
        }  # fmt: skip


def count(scores: Iterable[Score]) -> Counts:
    """Count the scores of figures.

    Args:
        scores: of any variables.
    """
    scores = list(scores)
    kept = [s for s in scores if s.informative]
    wide = [s for s in scores if not s.informative]
    parts = np.sort([s.pit for s in scores])
    return Counts(
        points=len(scores),
        uninformative=len(wide),
        uninformative_inside=sum(s.inside_90 for s in wide),
        inside_90=sum(s.inside_90 for s in kept),
        inside_50=sum(s.inside_50 for s in kept),
        touching_90=sum(s.touches_90 for s in kept),
        pit=_tenths(scores),
        pit_uninformative=_tenths(wide),
        pit_mean=float(parts.mean()) if scores else None,
        pit_distance=_from_even(parts) if scores else None,
    )


def by_pit(scores: Sequence[Score]) -> list[int]:
    """The order of figures by the part of the histories below them.

    Args:
        scores: of figures.

    Returns:
        Places in `scores`; where all histories lie on one side, the farthest off stand outermost.
    """

    def key(place: int) -> tuple[float, float]:
        s = scores[place]
        return s.pit, math.copysign(s.crps or 0.0, s.value - s.median)

    return sorted(range(len(scores)), key=key)


def ratio(scores: Iterable[Score]) -> tuple[float, int]:
    """Distance of the histories over that of the reference, summed over figures of one variable.

    Args:
        scores: of its figures; those without a reference are left out.

    Returns:
        The ratio, under 1 where the histories are nearer, infinite where the reference alone is perfect,
        not a number without any figure; and the figures that were compared.
    """
    pairs = [
        (s.crps, s.reference) for s in scores if s.reference is not None and s.crps is not None
    ]
    if not pairs:
        return math.nan, 0
    own = max(0.0, sum(crps for crps, _ in pairs))
    known = sum(reference for _, reference in pairs)
    return own / known if known > 0 else (1.0 if own == 0 else math.inf), len(pairs)


def pooled(ratios: Iterable[tuple[float, int]]) -> float | None:
    """One ratio of many: their geometric mean, weighted by figures.

    Args:
        ratios: of variables, each with its figures; those that are 0 or infinite are left out.

    Returns:
        The mean, or None without any.

    Example:
        >>> pooled([(0.5, 1), (2.0, 1)])
        1.0
    """
    kept = [(r, n) for r, n in ratios if n and math.isfinite(r) and r > 0]
    weight = sum(n for _, n in kept)
    return math.exp(sum(n * math.log(r) for r, n in kept) / weight) if weight else None


def by_variable(scores: Iterable[Score]) -> Mapping[str, list[Score]]:
    """Scores under the names of their variables, in the order of the alphabet.

    Args:
        scores: of any figures.
    """
    found: dict[str, list[Score]] = {}
    for s in sorted(scores, key=lambda s: s.variable):
        found.setdefault(s.variable, []).append(s)
    return found


def sentences(counts: Counts, over_reference: float | None = None) -> list[str]:
    """What the counts say, in sentences.

    Args:
        counts: of figures.
        over_reference: the pooled ratio, where there is one.
    """
    if not counts.points:
        return ["No recorded figure was compared."]
    found = []
    if counts.informative:
        found.append(
            f"Of {counts.informative} recorded figures the value lies inside the histories' 90% band for "
            f"{_of(counts.inside_90, counts)} and inside the 50% band for {_of(counts.inside_50, counts)}; "
            f"the range that the record allows touches the 90% band for {_of(counts.touching_90, counts)}."
        )
    if counts.uninformative:
        met = counts.inside_90 + counts.uninformative_inside
        found.append(
            f"{'Another' if counts.informative else 'All'} {counts.uninformative} are told apart as "
            f"uninformative, whose band spans {SPAN:.0%} of what is possible or a factor of {FACTOR:g}; the "
            f"value lies inside it for {counts.uninformative_inside} (inside any band: {met} of "
            f"{counts.points}, {met / counts.points:.0%})."
        )
    if counts.pit_distance is not None and counts.pit_mean is not None:
        found.append(
            f"Part of the histories below the recorded value (PIT), all {counts.points} figures by tenths: "
            f"{', '.join(map(str, counts.pit))}; mean {counts.pit_mean:.2f}; distance from even "
            f"{counts.pit_distance:.2f} (sound: under {EVEN / math.sqrt(counts.points):.2f})."
        )
    if over_reference is not None:
        found.append(
            f"Score (CRPS, on the logarithm for quantities) {over_reference:.2f} of that of a forecast that "
            "repeats the last figure; below 1 is better."
        )
    return found


def _of(counted: int, counts: Counts) -> str:
    return f"{counted} ({counts.share(counted):.0%})"


def _between(low: float, value: float, high: float) -> bool:
    slack = ROUNDING * abs(value)
    return low - slack <= value <= high + slack


def _tenths(scores: Sequence[Score]) -> tuple[int, ...]:
    places = [min(int(s.pit * TENTHS), TENTHS - 1) for s in scores]
    return tuple(places.count(i) for i in range(TENTHS))


def _from_even(parts: np.ndarray) -> float:
    """The statistic of Kolmogorov and Smirnov of sorted parts between 0 and 1."""
    n = len(parts)
    steps = np.arange(n + 1) / n
    return float(max((steps[1:] - parts).max(), (parts - steps[:-1]).max()))


__all__ = [
    "EVEN",
    "FACTOR",
    "SPAN",
    "TENTHS",
    "Counts",
    "Figure",
    "Scale",
    "Score",
    "by_pit",
    "by_variable",
    "count",
    "pit",
    "pooled",
    "ratio",
    "scale",
    "score",
    "sentences",
]
