"""Charts of an ensemble, in Altair: fans, outcomes, milestones, the ladder of regimes, effects, branches, fit.

Each function takes what there is: an ensemble, a comparison, a branch point.  It returns a chart, which a
notebook shows as a picture that needs no network; `altair.renderers.enable` chooses another form.

Example:
    >>> chart = ladder(ds).properties(title="Regimes")
    >>> save(chart, "regimes.png").name
    'regimes.png'
"""

import altair as alt

from thermidor.plots.branch import effective, learned, surprises
from thermidor.plots.effects import effects
from thermidor.plots.fan import fan, fan_spec
from thermidor.plots.ladder import ladder
from thermidor.plots.milestones import milestones
from thermidor.plots.observation import Observation
from thermidor.plots.outcomes import outcomes
from thermidor.plots.pit import pit_histogram, pit_order
from thermidor.plots.save import save

if alt.renderers.active == "default":  # which would fetch its scripts from the network
    alt.renderers.enable("svg")

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
