"""What an ensemble says, in numbers small enough for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Estimate:
    """A probability with its 95% interval, from `count` of `total` histories."""

    p: float
    low: float
    high: float
    count: int
    total: int


@dataclass(frozen=True)
class MilestoneDates:
    """When a milestone falls, as "YYYY-MM", among the histories in which it does."""

    id: str
    name: str
    share: float
    low: float
    high: float
    median: str | None
    q05: str | None
    q95: str | None
    recorded: str | None


@dataclass(frozen=True)
class Toll:
    """The dead of one cause over the whole run: median and 90% of the histories."""

    variable: str
    title: str
    median: float
    q05: float
    q95: float


@dataclass(frozen=True)
class ScoredPoint:
    """A recorded figure beside what the histories give for it."""

    variable: str
    first_month: str
    last_month: str
    aggregate: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    page: str
    ids: tuple[str, ...]
    basis: str
    when: str
    caveat: str
    q05: float
    median: float
    q95: float
    inside: bool
    crps: float
    baseline: float | None


@dataclass(frozen=True)
class FitOfVariable:
    """How one variable keeps to the record."""

    variable: str
    title: str
    points: int
    inside_90: int
    share: float
    crps_ratio: float | None


@dataclass(frozen=True)
class Fit:
    """How the ensemble keeps to the record.

    `crps_ratio` compares the score with that of a forecast that repeats the last recorded figure: below 1
    the model does better. Over variables it is the geometric mean, weighted by the figures of each.
    """

    points: int = 0
    inside_90: int = 0
    share: float | None = None
    crps_ratio: float | None = None
    not_compared: int = 0
    variables: tuple[FitOfVariable, ...] = ()
    by_basis: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    scored: tuple[ScoredPoint, ...] = ()


@dataclass(frozen=True)
class Summary:
    """Outcomes, milestones, deaths and fit of one ensemble."""

    histories: int
    failed: int
    failures: Mapping[str, int]
    outcomes: Mapping[str, Estimate]
    thermidor: Estimate
    milestones: tuple[MilestoneDates, ...]
    deaths: tuple[Toll, ...]
    fit: Fit
    manifest: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Return plain numbers and words, ready for JSON: outcomes, thermidor, milestones, deaths, fit, manifest.

        Example:
            >>> summary.as_dict()["outcomes"]["thermidor"]
            {'p': 0.41, 'low': 0.38, 'high': 0.44}
        """
        keep = ("p", "low", "high")
        plain = asdict(self)
        plain["outcomes"] = {
            name: {key: e[key] for key in keep} for name, e in plain["outcomes"].items()
        }
        plain["thermidor"] = {key: plain["thermidor"][key] for key in keep}
        plain["fit"].pop("scored")
        plain["fit"]["by_basis"] = {
            basis: {"points": points, "inside_90": inside}
            for basis, (points, inside) in self.fit.by_basis.items()
        }
        return plain
