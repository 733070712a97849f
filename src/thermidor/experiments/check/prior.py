"""Prior predictive: histories with constants drawn from their ranges are still histories of this country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thermidor.engine.calendar import month_text
from thermidor.engine.registry import Registry
from thermidor.experiments.check.account import has_all
from thermidor.experiments.check.blame import UNCLEAR, constants_to_blame
from thermidor.experiments.check.corners import LIMIT, Corners
from thermidor.experiments.check.finding import Fault, Finding, over_limit
from thermidor.experiments.check.walk import Group, Step

PEOPLE = (120e6, 200e6)
"""Population of December 1940 that is no wonder: the census of January 1939 has about 170 million."""

INSIDE = 0.95
"""Share of the histories that must lie in it."""

FAMINE = 1e-3
"""Share of the people who die of hunger in a harvest year from which it is a famine: some 150,000."""

NORMAL_CROP = 0.9
"""A crop is normal from nine tenths of the average one a head of the years 1909-13."""

CROP_OF_1913 = 0.5
"""Tonnes of grain a head: about 72 million tonnes, 145 million people within the later frontiers."""

CALM = 0.15
"""Intensity of the civil war up to which a year is calm."""

READS = (
    "civil_war.intensity", "procurement.method", "collectivisation.campaign", "countryside.harvest_to_date",
    "population.rural", "population.urban",
)  # fmt: skip
DEAD = "deaths.famine"
FORCED = (1.0, 3.0)
"""Codes of requisition and of quotas: years in which the state takes grain by force are not calm."""

JULY, YEAR = 6, 12


@dataclass(frozen=True)
class HarvestYears:
    """Years from July to June, (year, history).

    Attributes:
        begins: number of the first month of each.
        calm: without civil war, requisition, quotas or a campaign in any month.
        normal: whose crop a head was normal.
        famine: in which hunger killed more than `FAMINE` of the people, from August to July: who dies in July dies of
            the crop before.
    """

    begins: tuple[int, ...]
    calm: np.ndarray
    normal: np.ndarray
    famine: np.ndarray

    @property
    def senseless(self) -> np.ndarray:
        """Years of famine without a cause."""
        return self.calm & self.normal & self.famine


def harvest_years(registry: Registry, group: Group, steps: Sequence[Step]) -> HarvestYears:
    """Sum a group's months up by harvest years.

    Args:
        registry: of the model.
        group: the histories.
        steps: all their months.

    Returns:
        The whole years among them.
    """
    count, dead = len(group.numbers), list(registry.outputs).index(DEAD)
    whole = [k for k, s in enumerate(steps) if s.number % YEAR == JULY and k + YEAR < len(steps)]
    calm, normal, famine = [], [], []
    for k in whole:
        year = steps[k : k + YEAR]
        intensity, method, campaign, crop, rural, urban = (
            np.stack([np.asarray(s.after[p])[..., :count] for s in year]) for p in READS
        )
        people = (rural + urban).sum(1)
        forced = np.isin(method, FORCED) | (campaign > 0)
        calm.append(((intensity <= CALM) & ~forced).all(0))
        normal.append(crop.max(0) / people[0] >= NORMAL_CROP * CROP_OF_1913)
        bread = steps[k + 1 : k + YEAR + 1]
        famine.append(sum(s.seen[dead] for s in bread) > FAMINE * people[0])
    begins = tuple(steps[k].number for k in whole)
    return HarvestYears(
        begins, *(np.array(x).reshape(len(whole), count) for x in (calm, normal, famine))
    )


class CalmYears:
    """Looks for famines without a cause in histories whose constants are at their point values."""

    def __init__(self, registry: Registry):
        self.registry = registry
        self.asked = has_all(registry, READS) and DEAD in registry.outputs
        self._bad = self._all = 0
        self._where = ""

    def look(self, group: Group, steps: Sequence[Step]) -> None:
        """Look at the histories of a group.

        Args:
            group: the histories.
            steps: all their months.
        """
        if not self.asked:
            return
        years = harvest_years(self.registry, group, steps)
        self._bad += int(years.senseless.any(0).sum())
        self._all += years.senseless.shape[1]
        if not self._where and years.senseless.any():
            year, history = (int(x[0]) for x in np.nonzero(years.senseless))
            begun = month_text(years.begins[year])
            self._where = (
                f"{group.name}, history {int(group.numbers[history])}, {begun} and the year after"
            )

    def findings(self) -> list[Finding]:
        """One finding, whose figure is the share of histories with such a famine."""
        if not self.asked:
            return []
        share = self._bad / max(self._all, 1)
        faults = (Fault(DEAD, share, self._where),) if share > LIMIT else ()
        return [
            Finding("famine.in-calm-years", "No famine comes in a calm year with a normal crop.", not faults,
                    share, faults)
        ]  # fmt: skip


class PriorPredictive:
    """Looks at histories with constants drawn, and says which constants kill a country.

    Args:
        registry: of the model.
    """

    def __init__(self, registry: Registry):
        self.registry = registry
        self.asked = has_all(registry, READS) and DEAD in registry.outputs
        self.corners = Corners(registry)
        self._drawn: list[np.ndarray] = []
        self._people: list[np.ndarray] = []
        self._famine: list[np.ndarray] = []
        self._bounds: list[np.ndarray] = []

    def look(self, group: Group, steps: Sequence[Step]) -> None:
        """Look at the histories of a group.

        Args:
            group: the histories, with their constants.
            steps: all their months.
        """
        if group.parameters is None or not self.asked:
            return
        count = len(group.numbers)
        self._drawn.append(group.parameters[:count])
        last = steps[-1].after
        rural, urban = (
            np.asarray(last[p])[..., :count] for p in ("population.rural", "population.urban")
        )
        self._people.append(np.sum(rural + urban, axis=0))
        self._famine.append(np.any(harvest_years(self.registry, group, steps).senseless, axis=0))
        self._bounds.append(self.corners.at_bounds(steps, count))

    def findings(self) -> list[Finding]:
        """Three findings; what fails names the constants to blame."""
        if not self._drawn:
            return []
        drawn, people = np.concatenate(self._drawn), np.concatenate(self._people)
        famine, bounds = np.concatenate(self._famine), np.concatenate(self._bounds, axis=1)
        inside = (people >= PEOPLE[0]) & (people <= PEOPLE[1])
        found = [
            self._finding(
                "prior.population", "With constants drawn, 95% of histories have 120 to 200 million people in 1940.",
                drawn, ~inside, float(inside.mean()), bool(inside.mean() >= INSIDE),
            ),
            self._finding(
                "prior.famine", "With constants drawn, no famine comes in a calm year with a normal crop.",
                drawn, famine, float(famine.mean()), bool(famine.mean() <= LIMIT),
            ),
        ]  # fmt: skip
        stuck = [
            Fault(path, float(share.mean()), self._words(drawn, share))
            for path, share in zip(self.corners.paths, bounds, strict=True)
        ]
        says = "With constants drawn, no quantity lies at a hard bound in over 5% of months."
        found.append(over_limit("prior.bound", says, stuck, LIMIT))
        return found

    def _finding(
        self, id: str, says: str, drawn: np.ndarray, failed: np.ndarray, figure: float, passes: bool
    ) -> Finding:
        blame = () if passes else constants_to_blame(self.registry, drawn, failed)
        return Finding(id, says, passes, figure, blame)

    def _words(self, drawn: np.ndarray, share: np.ndarray) -> str:
        """The constants to blame for a quantity at its bound, in words: the clear ones alone."""
        if share.mean() <= LIMIT:
            return ""
        blame = constants_to_blame(self.registry, drawn, share > LIMIT, most=3)
        return ", ".join(f"{f.what} {f.share:+.2f}" for f in blame if not f.where.endswith(UNCLEAR))


__all__ = ["CalmYears", "HarvestYears", "PriorPredictive", "harvest_years"]
