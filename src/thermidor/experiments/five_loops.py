"""The five loops of the economy, each beside the same histories in which a scenario cuts it.

Requisition takes what would have been sown; scarcity makes whoever allots a privileged man; dear goods keep grain in
the village; a quota laid on the good crop takes the seed; a target that is missed is raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from thermidor.experiments.ensemble import simulate
from thermidor.experiments.intervals import Interval, mean_difference
from thermidor.experiments.markdown import table
from thermidor.scenarios import Scenario


@dataclass(frozen=True)
class Loop:
    """A loop, the scenario that cuts it, and what goes with it.

    Attributes:
        name: of the loop.
        cut: id of the scenario.
        first: first month in which the cut is looked at, "YYYY-MM".
        last: last month.
        links: by output +1 where it rises without the loop, -1 where it falls; none of them is held by the scenario.
    """

    name: str
    cut: str
    first: str
    last: str
    links: dict[str, Literal[-1, 1]]


FIVE_LOOPS = (
    Loop(
        "requisition", "grain-tax-a-year-earlier-1920", "1920-03", "1922-02",
        {"agriculture.sown": +1, "agriculture.harvest_grain": +1, "unrest.risings": -1},
    ),
    Loop(
        "scarcity and privilege", "scarce-goods-shared-alike-1921", "1921-01", "1929-12",
        {"privilege.ratio": -1, "privilege.nomenklatura": -1, "party.docility": -1, "party.line_democracy": +1},
    ),
    Loop(
        "goods famine", "scissors-closed-patiently-1923-1928", "1923-06", "1928-12",
        {"prices.scissors": -1, "procurement.withheld": -1, "agriculture.procured_grain": +1, "agriculture.sown": +1},
    ),
    Loop(
        "quota spiral", "quotas-set-on-the-real-harvest-1931", "1930-06", "1933-12",
        {"agriculture.sown": +1, "agriculture.harvest_grain": +1, "unrest.risings": -1, "deaths.famine": -1},
    ),
    Loop(
        "target ratchet", "plan-targets-lowered-1930", "1930-01", "1937-12",
        {"planning.pace": -1, "industry.specialists": +1, "industry.output": +1},
    ),
)  # fmt: skip
"""The loops that the book sees in the economy, in the order in which they begin to turn."""


@dataclass(frozen=True)
class Gone:
    """What one output is with a loop, and what cutting the loop takes from it or gives.

    Attributes:
        variable: name of the output.
        meaning: what it is.
        unit: of its values.
        sign: +1 where it should rise without the loop, -1 where it should fall.
        with_loop: its mean over the months and the histories in which the loop turns.
        change: mean difference of the twins in which it is cut.
    """

    variable: str
    meaning: str
    unit: str
    sign: int
    with_loop: float
    change: Interval

    @property
    def as_expected(self) -> bool:
        """Whether the whole interval lies on the expected side of nought."""
        return min(self.sign * self.change.low, self.sign * self.change.high) > 0


def what_goes(loop: Loop, *, histories: int = 256, seed: int = 0) -> list[Gone]:
    """Cut a loop from the month of its scenario on, and measure what goes in twins that follow the record until then.

    Args:
        loop: one of the five.
        histories: how many twins.
        seed: of both arms.

    Returns:
        Its links in their order.
    """
    scenario = Scenario.load(loop.cut)
    cut, uncut = (
        simulate(
            s, histories=histories, seed=seed, branch=scenario.branch, variables=list(loop.links),
            start=loop.first, stop=loop.last,
        )
        for s in (scenario, "baseline")
    )  # fmt: skip
    found = []
    for name, sign in loop.links.items():
        with_it, without = (x[name].mean("month").values.astype(float) for x in (cut, uncut))
        says = cut[name].attrs
        change = mean_difference(with_it, without)
        found.append(
            Gone(name, says["long_name"], says["units"], sign, float(np.nanmean(without)), change)
        )
    return found


def markdown(*, histories: int = 256, seed: int = 0) -> str:
    """The table of the five loops and what goes where each is cut, as the documentation has it.

    Args:
        histories: how many twins for each loop.
        seed: of all of them.
    """
    rows = []
    for loop in FIVE_LOOPS:
        for at, gone in enumerate(what_goes(loop, histories=histories, seed=seed)):
            i = gone.change
            rows.append((
                f"{loop.name}, {loop.first} to {loop.last}" if at == 0 else "",
                f"`{loop.cut}`" if at == 0 else "",
                f"{gone.meaning[0].upper()}{gone.meaning[1:]}, {gone.unit} (`{gone.variable}`)",
                _said(gone.with_loop),
                f"{_said(i.value, sign=True)} ({_said(i.low, sign=True)} to {_said(i.high, sign=True)})",
                "yes" if gone.as_expected else "no",
            ))  # fmt: skip
    heads = (
        "loop, months",
        "what cuts it",
        "mean of",
        "with the loop",
        "change where it is cut",
        "as expected",
    )
    return "\n".join(table(heads, rows, right=(3, 4)))


def _said(value: float, *, sign: bool = False) -> str:
    plus = "+" if sign else ""
    size = abs(value)
    if size >= 1e6:
        return f"{value / 1e6:{plus}.3g} million"
    if size >= 100:
        return f"{float(f'{value:.3g}'):{plus},.0f}"
    return f"{value:{plus}.3g}"


__all__ = ["FIVE_LOOPS", "Gone", "Loop", "markdown", "what_goes"]
