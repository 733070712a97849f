"""What is known: the book as data, independent statistics beside it, and the points a simulation is compared with.

Everything is loaded when first used, so that importing this package costs next to nothing.

Example:
    >>> import thermidor.record as record
    >>> record.load().decision_points["lenin-active-one-more-year"].rank
    2

The package is also the function `thermidor.record()`, which does what `load` does: Python binds a
subpackage to its parent under its own name, so that one name has to serve for both.

Example:
    >>> record() is record.load()
    True
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._dates import Months, months, to_new_style
    from ._errors import RecordError, UnknownKind, UnknownRecordId
    from ._milestones import RecordedMilestone, milestones
    from ._observations import Observation, is_sum, observations
    from ._pages import page_of_line
    from ._record import KINDS, Collection, Record, load
    from ._search import Hit, search
    from ._series import SeriesPoint, SeriesView, series
    from ._show import show
    from ._tables import tables

_HOME = {
    "Months": "_dates",
    "months": "_dates",
    "to_new_style": "_dates",
    "RecordError": "_errors",
    "UnknownKind": "_errors",
    "UnknownRecordId": "_errors",
    "RecordedMilestone": "_milestones",
    "milestones": "_milestones",
    "Observation": "_observations",
    "is_sum": "_observations",
    "observations": "_observations",
    "page_of_line": "_pages",
    "KINDS": "_record",
    "Record": "_record",
    "Collection": "_record",
    "load": "_record",
    "Hit": "_search",
    "search": "_search",
    "SeriesPoint": "_series",
    "SeriesView": "_series",
    "series": "_series",
    "show": "_show",
    "tables": "_tables",
}

__all__ = [
    "KINDS",
    "Collection",
    "Hit",
    "Months",
    "Observation",
    "Record",
    "RecordError",
    "RecordedMilestone",
    "SeriesPoint",
    "SeriesView",
    "UnknownKind",
    "UnknownRecordId",
    "is_sum",
    "load",
    "milestones",
    "months",
    "observations",
    "page_of_line",
    "search",
    "series",
    "show",
    "tables",
    "to_new_style",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Callable(ModuleType):
    """The package, which answers `thermidor.record()` whoever imported it, and in whatever order."""

    def __call__(self) -> Record:
        """The whole record, loaded once; see `load`."""
        return self.load()


sys.modules[__name__].__class__ = _Callable
