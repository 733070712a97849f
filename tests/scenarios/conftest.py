"""A model of three systems' worth of names, enough to compile scenarios against."""

import types

import equinox as eqx
import jax
import numpy as np
import pytest

from thermidor.engine.declare import (
    Grounds,
    Outside,
    System,
    choice,
    flow,
    parameter,
    rule,
    variable,
)
from thermidor.engine.registry import Registry
from thermidor.model.names import REGIONS

GROUNDS = "a toy"


class Countryside(System):
    sown: jax.Array = variable("hectares", "sown area", start=2.0, dim="region", assumption=GROUNDS)
    stock: jax.Array = variable("tonnes", "barns", start=1.0, quantity="grain", assumption=GROUNDS)


class Toy(
    eqx.Module
):  # the registry reads the types of its fields, so annotations stay evaluated here
    countryside: Countryside


@rule(
    system="countryside",
    reads={"sown": "countryside.sown"},
    neutral=0.0,
    unit="share",
    assumption=GROUNDS,
)
def peasants_keep_grain_back(sown):
    """Toy."""
    return sown.mean()


@pytest.fixture(scope="session")
def registry() -> Registry:
    module = types.ModuleType("toy.countryside")
    module.TAX = flow(
        "countryside.tax",
        "grain",
        "countryside.stock",
        "border:state",
        "tonnes",
        "tax",
        assumption=GROUNDS,
    )  # type: ignore[attr-defined]
    module.PEACE = choice(
        "countryside.peace",
        "peace or war",
        kind="event",  # type: ignore[attr-defined]
        options=("none", "peace", "war"),
        assumption=GROUNDS,
    )
    module.TAX_IN_KIND = choice(
        "procurement.tax_in_kind", "tax", kind="decision", system="countryside", assumption=GROUNDS
    )  # type: ignore[attr-defined]
    module.RESPONSE = parameter(
        [1.0] * len(REGIONS), "1", 0.5, 2.0, dim="region", assumption=GROUNDS
    )  # type: ignore[attr-defined]
    module.peasants_keep_grain_back = peasants_keep_grain_back  # type: ignore[attr-defined]
    weather = Outside(
        "drought", "1", "weather", np.zeros(288, np.float32), Grounds(assumption=GROUNDS)
    )
    return Registry(Toy, [module], [weather])
