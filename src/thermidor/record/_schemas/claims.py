"""What the book claims, and how a claim can be tested."""

from __future__ import annotations

from typing import Literal

from .common import Cited, Entry, Evidences, Id, PartialDate, PrintedDate, Text


class ClaimTest(Entry):
    """The experiment or the trajectory that decides a claim.

    Attributes:
        intervention: what is changed, for an experiment.
        contrast: what is compared, for a trajectory.
        metric: what is measured.
        direction: the metric under the intervention against the baseline, or its course in the baseline.
        window: first and last date, New Style.
    """

    intervention: Text | None = None
    contrast: Text | None = None
    metric: Text
    direction: Text
    window: tuple[PartialDate, PartialDate]


class Claim(Cited):
    """One causal or evaluative claim.

    Attributes:
        sign: direction of the effect, or enables, blocks, delays, none.
        strength: weight of the cause; `strength_basis` says whose reading it is.
        holder: who claims it; `author_verdict` is what the author makes of it.
        testable: by experiment, by trajectory, or no, and then `why`.
        rank: 1 to 60 for the sixty most important testable claims.
    """

    id: Id
    cause: Text
    effect: Text
    sign: Literal["+", "-", "enables", "blocks", "delays", "none"]
    condition: str
    period: tuple[PartialDate | None, PartialDate | None]
    period_os: tuple[PrintedDate, PrintedDate] | None = None
    calendar: Literal["unclear"] | None = None
    scope: Literal["general"] | None = None
    strength: Literal["decisive", "major", "contributing", "minor"]
    strength_basis: Literal["book", "reader"]
    systems: tuple[Id, ...]
    kind: Literal["mechanism", "historical-attribution", "evaluation", "forecast", "counterfactual"]
    holder: Text
    author_verdict: Literal["endorses", "reports", "rejects"]
    testable: Literal["experiment", "trajectory", "no"]
    test: ClaimTest | None = None
    why: Text | None = None
    rank: int | None = None
    statement: Text | None = None
    note: Text | None = None
    evidence: Evidences

    @property
    def title(self) -> str:
        """Cause, sign and effect in a line."""
        return f"{self.cause} => ({self.sign}) {self.effect}"
