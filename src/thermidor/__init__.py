"""Thermidor: an executable statement of a book on a revolution and its reversal.

Example:
    >>> import thermidor as th
    >>> ds = th.simulate("baseline", histories=4, stop="1918-12")
    >>> ds["party.members"].dims
    ('history', 'month')
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any

# What type checkers and editors see; a test holds it against the table below.
if TYPE_CHECKING:
    from thermidor import plots as plot  # noqa: F401
    from thermidor import record as record
    from thermidor.engine.controls import Intervention as Intervention
    from thermidor.engine.theory import Theory as Theory
    from thermidor.experiments.ablation import ablate as ablate
    from thermidor.experiments.branches.forecasts import forecasts as forecasts
    from thermidor.experiments.branches.hinges import hinges as hinges
    from thermidor.experiments.branches.point import branch_point as branch_point
    from thermidor.experiments.chain import chain as chain
    from thermidor.experiments.check import check as check
    from thermidor.experiments.check import check_draws as check_draws
    from thermidor.experiments.claims import claims as claims
    from thermidor.experiments.coalitions import coalitions as coalitions
    from thermidor.experiments.compare import compare as compare
    from thermidor.experiments.comparison import Comparison as Comparison
    from thermidor.experiments.conditions import conditions as conditions
    from thermidor.experiments.ensemble import branch as branch
    from thermidor.experiments.ensemble import simulate as simulate
    from thermidor.experiments.listing import outside_series as outside_series
    from thermidor.experiments.listing import parameters as parameters
    from thermidor.experiments.listing import rules as rules
    from thermidor.experiments.listing import settable as settable
    from thermidor.experiments.listing import variables as variables
    from thermidor.experiments.loops import loops as loops
    from thermidor.experiments.stored import open_histories as open_histories
    from thermidor.experiments.timing import timing as timing
    from thermidor.experiments.trace import Trace as Trace
    from thermidor.experiments.trace import trace as trace
    from thermidor.scenarios import Scenario as Scenario
    from thermidor.theories import lequenne as lequenne
    from thermidor.theories import register as register

try:
    _installed = metadata.version("thermidor")
except metadata.PackageNotFoundError:
    _installed = "0.1.0"

__version__ = _installed
"""Version of the program, which every result carries in its attributes."""

_HOMES = {
    "simulate": "thermidor.experiments.ensemble",
    "open_histories": "thermidor.experiments.stored",
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
    "check_draws": "thermidor.experiments.check",
    "Scenario": "thermidor.scenarios",
    "Intervention": "thermidor.engine.controls",
    "parameters": "thermidor.experiments.listing",
    "variables": "thermidor.experiments.listing",
    "outside_series": "thermidor.experiments.listing",
    "rules": "thermidor.experiments.listing",
    "settable": "thermidor.experiments.listing",
    "record": "thermidor.record",
    "plot": "thermidor.plots",
    "Theory": "thermidor.engine.theory",
    "register": "thermidor.theories",
    "lequenne": "thermidor.theories",
}

_MODULES = ("record", "plot")
"""Names that are packages themselves; `record` can be called as well."""

__all__ = ["__version__", *_HOMES]


def __dir__() -> list[str]:
    """The public names, whether they have been loaded or not."""
    return sorted({*globals(), *_HOMES})


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that `import thermidor` is quick."""
    if name not in _HOMES:
        from thermidor.errors import nearest

        raise AttributeError(
            f"module 'thermidor' has no attribute '{name}'{nearest(name, _HOMES, 0.5)}"
        )
    if _HOMES[name].startswith(("thermidor.experiments", "thermidor.theories", "thermidor.engine")):
        from thermidor.engine.devices import prepare

        prepare()
    module = import_module(_HOMES[name])
    value = module if name in _MODULES else getattr(module, name)
    globals()[name] = value
    return value
