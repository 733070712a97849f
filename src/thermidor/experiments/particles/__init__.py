"""Particle filters: many histories weighed by what is known of ours, month by month.

Nothing is nudged.  A model's histories go forward by its own rules; each known figure multiplies the
weight of a history by the probability that the figure has in it; when few histories carry most of the
weight, they are drawn anew in proportion to it.  The pieces know nothing of any model.

Sources: N. J. Gordon, D. J. Salmond and A. F. M. Smith, "Novel approach to nonlinear/non-Gaussian
Bayesian state estimation", IEE Proceedings F 140 (1993), the bootstrap filter; Nicolas Chopin and
Omiros Papaspiliopoulos, An Introduction to Sequential Monte Carlo (Cham, 2020), chapters 9 and 10.
"""

from thermidor.experiments.particles.follow import (
    Measurement,
    Model,
    Step,
    WeightedSample,
    begin,
    follow,
)
from thermidor.experiments.particles.kernel import (
    from_unbounded,
    liu_west,
    to_unbounded,
    wandered,
)
from thermidor.experiments.particles.resampling import generator, should_resample, systematic
from thermidor.experiments.particles.weights import (
    Impossible,
    assimilate,
    effective_size,
    normalise,
    weighted_quantile,
)

__all__ = [
    "Impossible",
    "Measurement",
    "Model",
    "Step",
    "WeightedSample",
    "assimilate",
    "begin",
    "effective_size",
    "follow",
    "from_unbounded",
    "generator",
    "liu_west",
    "normalise",
    "should_resample",
    "systematic",
    "to_unbounded",
    "wandered",
    "weighted_quantile",
]
