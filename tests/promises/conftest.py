"""One compiled model for all promises."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def sim():
    from thermidor.experiments.models import simulator

    return simulator()


@pytest.fixture(scope="session")
def run(sim):
    """Values and failures of histories under interventions."""
    from thermidor.engine.controls import Schedule

    def run(histories, interventions=(), *, simulator=sim, seed=0, **options):
        batches = list(
            simulator.run(
                np.asarray(histories),
                seed,
                Schedule(simulator.model.registry, interventions),
                **options,
            )
        )
        return np.concatenate([b.values for b in batches]), np.concatenate(
            [b.failure for b in batches]
        )

    return run


@pytest.fixture(scope="session")
def baseline(run):
    return run(np.arange(200))
