"""What a chart is drawn of: an ensemble, a comparison, a branch point, or the rows that it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import xarray as xr

from thermidor.errors import BadRequest
from thermidor.experiments.coded import ANSWER, PREFIX
from thermidor.experiments.intervals import share
from thermidor.plots.bands import finished
from thermidor.plots.flags import meanings

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class End:
    """Share of the histories that end in a class, with its interval."""

    p: float
    low: float
    high: float


def ensemble(what: Any, chart: str) -> xr.Dataset:
    """An ensemble, or a refusal that says what is drawn instead.

    Args:
        what: that a chart was asked of.
        chart: its name.

    Raises:
        BadRequest: it is no ensemble.
    """
    if isinstance(what, xr.Dataset) and "history" in what.dims:
        return what
    right = (
        "th.plot.effects and th.plot.outcomes draw that" if _is_comparison(what) else
        "th.plot.effective and th.plot.surprises draw that" if hasattr(what, "figures") else
        "th.simulate and th.branch make one"
    )  # fmt: skip
    raise BadRequest(f"{chart} draws an ensemble of histories, not {_kind(what)}; {right}")


def ends(what: Any, coding: str = "") -> Mapping[str, Any]:
    """Shares of the ends of histories, with intervals, by class of a coding.

    Args:
        what: a summary, an ensemble, or a comparison, of which the histories with the intervention are meant.
        coding: its name; that of the answer by default.

    Raises:
        BadRequest: it is none of these.
    """
    if hasattr(what, "ranked"):
        return dict(what.ranked(coding))
    if _is_comparison(what):
        found = what.codings.get(coding)
        shares = {n: c.with_it for n, c in found.items()} if found else what.outcomes
        return {name: End(*interval) for name, interval in shares.items()}
    ds = ensemble(what, "outcomes")
    done, coding = finished(ds), f"{PREFIX}{coding or ANSWER}"
    array = ds[coding].isel(month=-1) if coding in ds else ds["outcome"]
    counts = {
        name: int(((array.values == code) & done).sum()) for code, name in meanings(array).items()
    }
    counts["failed"] = int(len(done) - sum(counts.values()))
    return {name: End(*share(n, len(done))) for name, n in counts.items() if n or name != "failed"}


def effect_rows(what: Any) -> list[Mapping[str, Any]]:
    """Effects as rows of a chart: of a comparison, of several, or rows already.

    Raises:
        BadRequest: it is none of these.
    """
    one = _is_comparison(what) or (isinstance(what, Mapping) and not isinstance(what, xr.Dataset))
    each = [what] if one else what
    if isinstance(each, xr.Dataset | str) or not isinstance(each, Iterable):
        raise BadRequest(f"effects draws comparisons, not {_kind(what)}; th.compare makes one")
    return [c if isinstance(c, Mapping) else c.row() for c in each]


def figure_rows(what: Any, chart: str) -> list[Mapping[str, Any]]:
    """Figures that weighed the particles, as rows: of a branch point, of a branched ensemble, or rows already.

    Raises:
        BadRequest: it has none.
    """
    if isinstance(what, xr.Dataset):
        from thermidor.experiments.branches.tables import figure_rows as of_ensemble

        found: list[Mapping[str, Any]] = list(of_ensemble(what))
        if not found:
            raise BadRequest(
                f"{chart} draws how the record weighed particles, and these histories are free; th.branch follows it"
            )
        return found
    if hasattr(what, "figures"):
        return [f.to_json() for f in what.figures]
    return _rows(what, chart, "a branch point or a branched ensemble; th.branch_point makes one")


def constant_rows(what: Any, chart: str) -> list[Mapping[str, Any]]:
    """Constants that learnt from the past, as rows: of a branched ensemble, or rows already.

    Raises:
        BadRequest: it has none.
    """
    if isinstance(what, xr.Dataset):
        from thermidor.experiments.branches.tables import learned_rows

        found: list[Mapping[str, Any]] = list(learned_rows(what))
        if not found:
            raise BadRequest(
                f"{chart} draws what constants learnt, and none did in these histories; "
                "th.branch(..., learn=True) lets them"
            )
        return found
    return _rows(what, chart, "a branched ensemble; th.branch(..., learn=True) makes one")


def _rows(what: Any, chart: str, right: str) -> list[Mapping[str, Any]]:
    rows = [what] if isinstance(what, Mapping) else what
    if isinstance(rows, str) or not isinstance(rows, Iterable) or _is_comparison(what):
        raise BadRequest(f"{chart} does not draw {_kind(what)}, but {right}")
    found = list(rows)
    if not all(isinstance(row, Mapping) or hasattr(row, "to_json") for row in found):
        raise BadRequest(f"{chart} does not draw {_kind(what)}, but {right}")
    return [row if isinstance(row, Mapping) else row.to_json() for row in found]


def _is_comparison(what: Any) -> bool:
    from thermidor.experiments.comparison import Comparison

    return isinstance(what, Comparison)


def _kind(what: Any) -> str:
    kind = type(what).__name__
    return f"{'an' if kind[0] in 'AEIOUaeiou' else 'a'} {kind}"


__all__ = ["constant_rows", "effect_rows", "ends", "ensemble", "figure_rows"]
