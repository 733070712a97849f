"""A small model, compiled once, and a way to look at its histories under interventions."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from thermidor.engine.controls import Intervention, Schedule
from thermidor.engine.devices import prepare
from thermidor.engine.simulator import Simulator

sys.path.insert(0, str(Path(__file__).parent))
prepare()

from toy_pond import MONTHS, model_of, module  # noqa: E402


@pytest.fixture(scope="session")
def pond() -> Simulator:
    return Simulator(model_of(module()), months=MONTHS, tile=32)


@pytest.fixture(scope="session")
def see(pond: Simulator) -> Callable[..., dict[str, np.ndarray]]:
    """What histories look like under interventions: output -> (history, month)."""

    def see(
        *interventions: Intervention,
        histories: Sequence[int] | np.ndarray = range(40),
        simulator: Simulator = pond,
        **options: Any,
    ) -> dict[str, np.ndarray]:
        schedule = Schedule(simulator.model.registry, interventions)
        batches = list(simulator.run(np.asarray(histories), 1, schedule, **options))
        values = np.concatenate([b.values for b in batches])
        seen = {n: values[:, :, k] for k, n in enumerate(simulator.model.registry.outputs)}
        return {**seen, "failure": np.concatenate([b.failure for b in batches])}

    return see


@pytest.fixture(scope="session")
def base(see: Callable[..., dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    return see()
