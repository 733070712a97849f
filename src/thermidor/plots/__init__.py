"""Charts of an ensemble, in Altair: fans, outcomes, milestones, the ladder of regimes, effects, branches, fit.

Each function returns a chart, which a notebook shows as it is.

Example:
    >>> chart = ladder(ds).properties(title="Regimes")
    >>> save(chart, "regimes.png").name
    'regimes.png'
"""

from thermidor.plots.branch import effective, learned, surprises
from thermidor.plots.effects import effects
from thermidor.plots.fan import fan, fan_spec
from thermidor.plots.ladder import ladder
from thermidor.plots.milestones import milestones
from thermidor.plots.observation import Observation
from thermidor.plots.outcomes import outcomes
from thermidor.plots.pit import pit_histogram, pit_order
from thermidor.plots.save import save

__all__ = [
    "Observation",
    "effective",
    "effects",
    "fan",
    "fan_spec",
    "ladder",
    "learned",
    "milestones",
    "outcomes",
    "pit_histogram",
    "pit_order",
    "save",
    "surprises",
]
