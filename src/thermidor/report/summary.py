"""What an ensemble says, in numbers small enough for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from thermidor.experiments.scores import Counts, Score


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

    first_month: str
    last_month: str
    aggregate: str
    unit: str
    source: str
    page: str
    ids: tuple[str, ...]
    basis: str
    when: str
    caveat: str
    score: Score

    @property
    def variable(self) -> str:
        """Name of its variable."""
        return self.score.variable


@dataclass(frozen=True)
class FitOfVariable:
    """How one variable keeps to the record."""

    variable: str
    title: str
    counts: Counts
    crps_ratio: float | None

    def as_dict(self) -> dict[str, Any]:
        """Return plain numbers and words, ready for JSON."""
        return {
            "variable": self.variable, "title": self.title, **self.counts.to_json(),
            "crps_ratio": self.crps_ratio,
        }  # fmt: skip


@dataclass(frozen=True)
class Fit:
    """How the ensemble keeps to the record.

    `crps_ratio` compares the score with that of a forecast that repeats the last recorded figure: below 1
    the model does better. Over variables it is the geometric mean, weighted by the figures of each.
    """

    counts: Counts = field(default_factory=Counts)
    crps_ratio: float | None = None
    not_compared: int = 0
    variables: tuple[FitOfVariable, ...] = ()
    by_basis: Mapping[str, Counts] = field(default_factory=dict)
    scored: tuple[ScoredPoint, ...] = ()

    @property
    def uninformative(self) -> tuple[ScoredPoint, ...]:
        """Figures that meet a band that says nothing."""
        return tuple(p for p in self.scored if not p.score.informative)

    def as_dict(self) -> dict[str, Any]:
        """Return plain numbers and words, ready for JSON.

        Example:
            >>> summary.fit.as_dict()["share"]
            0.74
        """
        return {
            **self.counts.to_json(), "crps_ratio": self.crps_ratio, "not_compared": self.not_compared,
            "variables": [v.as_dict() for v in self.variables],
            "by_basis": {basis: counts.to_json() for basis, counts in self.by_basis.items()},
            "uninformative_figures": [
                {"variable": p.variable, "first_month": p.first_month, "last_month": p.last_month, **p.score.to_json()}
                for p in self.uninformative
            ],
        }  # fmt: skip


@dataclass(frozen=True)
class Codings:
    """The answer under each coding, and how often two of them say the same.

    `closed` is the share of histories in which those below ever lose all say over those who rule, `ending` the
    share that end so; `agreement` the share of months under soviet power in which a pair of codings agrees on that.
    """

    outcomes: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    closed: Mapping[str, Estimate] = field(default_factory=dict)
    agreement: Mapping[str, float] = field(default_factory=dict)
    ending: Mapping[str, Estimate] = field(default_factory=dict)


@dataclass(frozen=True)
class Summary:
    """Outcomes, milestones, deaths and fit of one ensemble.

    `ladder` is the share that ever comes to Thermidor or beyond on the ladder that the model's own rules read: no answer
    where histories can be coded.
    """

    histories: int
    failed: int
    failures: Mapping[str, int]
    outcomes: Mapping[str, Estimate]
    ladder: Estimate
    milestones: tuple[MilestoneDates, ...]
    deaths: tuple[Toll, ...]
    fit: Fit
    manifest: Mapping[str, Any]
    codings: Codings = field(default_factory=Codings)

    @property
    def lost(self) -> Estimate:
        """Share that ends with no say left below by the first coding, the book's; of the ladder where none can be asked."""
        return next(iter(self.codings.ending.values()), self.ladder)

    @property
    def ends(self) -> Mapping[str, Estimate]:
        """How the histories end by the first coding, the book's; by the ladder where none can be asked."""
        return next(iter(self.codings.outcomes.values()), self.outcomes)

    def ranked(self, coding: str = "") -> list[tuple[str, Estimate]]:
        """How the histories end by a coding, the likeliest first, without the classes in which none ends.

        Args:
            coding: its name; that of the answer by default.
        """
        found = self.codings.outcomes.get(coding) or self.ends
        return sorted(((c, e) for c, e in found.items() if e.count), key=lambda item: -item[1].p)

    def as_dict(self) -> dict[str, Any]:
        """Return plain numbers and words, ready for JSON: outcomes, ladder, milestones, deaths, fit, manifest,
        codings.

        Example:
            >>> summary.as_dict()["outcomes"]["thermidor"]
            {'p': 0.41, 'low': 0.38, 'high': 0.44}
        """
        keep = ("p", "low", "high")
        plain = asdict(replace(self, fit=Fit(), codings=Codings()))
        plain["outcomes"] = {
            name: {key: e[key] for key in keep} for name, e in plain["outcomes"].items()
        }
        plain["ladder"] = {key: plain["ladder"][key] for key in keep}
        plain["fit"] = self.fit.as_dict()
        plain["codings"] = {
            coding: {name: _short(e) for name, e in outcomes.items()}
            for coding, outcomes in self.codings.outcomes.items()
        }
        plain["closed"] = {coding: _short(e) for coding, e in self.codings.closed.items()}
        plain["ending"] = {coding: _short(e) for coding, e in self.codings.ending.items()}
        plain["agreement"] = dict(self.codings.agreement)
        return plain


def _short(e: Estimate) -> dict[str, float]:
    return {"p": e.p, "low": e.low, "high": e.high}
