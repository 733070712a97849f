"""Thermidor: an executable statement of a book on a revolution and its reversal.

Example:
    >>> import thermidor as th
    >>> ds = th.simulate("baseline", histories=4, stop="1918-12")
    >>> ds["party.members"].dims
    ('history', 'month')
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import Any

try:
    _installed = metadata.version("thermidor")
except metadata.PackageNotFoundError:
    _installed = "0.1.0"

__version__ = _installed
"""Version of the program, which every result carries in its attributes."""

_HOMES = {
    "simulate": "thermidor.experiments.ensemble",
    "compare": "thermidor.experiments.compare",
    "Comparison": "thermidor.experiments.comparison",
    "branch": "thermidor.experiments.ensemble",
    "branch_point": "thermidor.experiments.branches.point",
    "forecasts": "thermidor.experiments.branches.forecasts",
    "hinges": "thermidor.experiments.branches.hinges",
    "claims": "thermidor.experiments.claims",
    "ablate": "thermidor.experiments.ablation",
    "trace": "thermidor.experiments.trace",
    "Trace": "thermidor.experiments.trace",
    "conditions": "thermidor.experiments.conditions",
    "timing": "thermidor.experiments.timing",
    "loops": "thermidor.experiments.loops",
    "coalitions": "thermidor.experiments.coalitions",
    "chain": "thermidor.experiments.chain",
    "check": "thermidor.experiments.check",
    "Scenario": "thermidor.scenarios",
    "Intervention": "thermidor.engine.controls",
    "parameters": "thermidor.experiments.listing",
    "variables": "thermidor.experiments.listing",
    "outside_series": "thermidor.experiments.listing",
    "rules": "thermidor.experiments.listing",
    "record": "thermidor.record",
    "plot": "thermidor.plots",
    "Theory": "thermidor.engine.theory",
    "register": "thermidor.theories",
    "lequenne": "thermidor.theories",
}

_MODULES = ("record", "plot")
"""Names that are packages themselves; `record` can be called as well."""

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that `import thermidor` is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'thermidor' has no attribute '{name}'")
    if _HOMES[name].startswith(("thermidor.experiments", "thermidor.theories", "thermidor.engine")):
        from thermidor.engine.devices import prepare

        prepare()
    module = import_module(_HOMES[name])
    value = module if name in _MODULES else getattr(module, name)
    globals()[name] = value
    return value
