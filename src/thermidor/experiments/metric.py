"""One number a history: what a claim measures, and the conditions under which it counts."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from thermidor.engine.calendar import month_number
from thermidor.experiments.milestones import MILESTONES, THERMIDOR_OR_BEYOND, first_months
from thermidor.model.regime.regime import PHASES

Reduce = Literal["mean", "max", "min", "sum", "first", "last", "change", "ratio", "ever", "month"]

SHORT = {"thermidor_or_beyond": THERMIDOR_OR_BEYOND}
"""Names for several phases at once."""


def _window(value: Any) -> Any:
    if not (isinstance(value, list | tuple) and len(value) == 2):
        raise ValueError(f"a window is two months, [YYYY-MM, YYYY-MM], not {value!r}")
    first, last = (month_number(str(v)) for v in value)
    if first > last:
        raise ValueError(f"the window ends ({value[1]}) before it begins ({value[0]})")
    return (str(value[0]), str(value[1]))


Window = Annotated[tuple[str, str], BeforeValidator(_window)]


class Form(BaseModel):
    """Plain data that is checked strictly: no unknown key, no change afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Metric(Form):
    """One number a history.

    Attributes:
        of: an output variable; "milestone:m55"; "outcome:thermidor" (the class in the last month of the
            window), several joined by "+"; "reached:thermidor_or_beyond" or "reached:brumaire" (in any
            month of the window).
        reduce: of a variable: its mean, max, min, sum, first or last value, its `change` from the first
            to the last month, or their `ratio`; of a milestone: `ever` (0 or 1) or `month` (number since
            1917-01 of its first month, the month after the window where it does not come).
        window: first and last month; `at: YYYY-MM` in its place means the value of one month.
        since: an earlier window with which this one is compared, reduced in the same way.
        by: whether that comparison is the `ratio` of the later to the earlier one, or the `change`.
        per: another variable by which the reduced value is divided, reduced in the same way.
        above: makes it 1 where the number is above this and 0 elsewhere.
        below: likewise, below.

    Example:
        >>> str(Metric(of="party.members", at="1921-03", above=5e5))
        'party.members (last above 500000, 1921-03)'
    """

    of: str
    reduce: Reduce = "mean"
    window: Window
    since: Window | None = None
    by: Literal["ratio", "change"] = "ratio"
    per: str | None = None
    above: float | None = None
    below: float | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_month(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "at" not in data:
            return data
        if "window" in data:
            raise ValueError("give either 'at' or 'window', not both")
        rest = {k: v for k, v in data.items() if k != "at"}
        return {"reduce": "last", **rest, "window": [data["at"]] * 2}

    @model_validator(mode="after")
    def _fits(self) -> Metric:
        if self.above is not None and self.below is not None:
            raise ValueError("give 'above' or 'below', not both")
        kind, _, name = self.of.rpartition(":")
        if self.since is not None and (kind or self.reduce in ("change", "ratio")):
            raise ValueError("'since' compares a mean, sum, max, min, first or last of a variable")
        if kind == "milestone":
            if name not in {m.id for m in MILESTONES}:
                raise ValueError(unknown("milestone", name, [m.id for m in MILESTONES]))
            if self.reduce not in ("ever", "month"):
                raise ValueError("a milestone is reduced by 'ever' or 'month'")
        elif kind in ("outcome", "reached"):
            for phase in name.split("+"):
                if phase not in (*PHASES, *SHORT):
                    raise ValueError(unknown("phase", phase, [*PHASES, *SHORT]))
        elif kind:
            raise ValueError(
                f"'{kind}:' is no kind of metric; there is milestone:, outcome: and reached:"
            )
        elif self.reduce in ("ever", "month"):
            raise ValueError(f"'{self.reduce}' belongs to milestones; {self.of} is a variable")
        return self

    @property
    def comparison(self) -> Literal["ratio", "change"] | None:
        """How it compares two times, or None where it measures one."""
        if self.since is not None:
            return self.by
        return self.reduce if self.reduce in ("change", "ratio") else None  # type: ignore[return-value]

    @property
    def is_share(self) -> bool:
        """Whether it is 0 or 1 in each history, so that its mean is a share of histories."""
        cut = self.above is not None or self.below is not None
        happened = self.of.startswith("milestone:") and self.reduce == "ever"
        return cut or happened or self.of.startswith(("outcome:", "reached:"))

    @property
    def variables(self) -> tuple[str, ...]:
        """Output variables that it needs."""
        kind, _, name = self.of.rpartition(":")
        if kind == "milestone":
            return next(m.needs for m in MILESTONES if m.id == name)
        if kind:
            return ("regime",)
        return (self.of,) if self.per is None else (self.of, self.per)

    def values(self, series: dict[str, np.ndarray]) -> np.ndarray:
        """The number of each history.

        Args:
            series: (history, month) by name, all months from 1917-01.

        Returns:
            (history,); not a number where it is not defined.
        """
        x = self._number(series, *_months(self.window))
        known = np.isfinite(x)
        if self.above is not None:
            return np.where(known, (x > self.above).astype(float), np.nan)
        if self.below is not None:
            return np.where(known, (x < self.below).astype(float), np.nan)
        return x

    def _number(self, series: dict[str, np.ndarray], first: int, last: int) -> np.ndarray:
        kind, _, name = self.of.rpartition(":")
        if kind == "milestone":
            month = first_months({n: series[n][:, : last + 1] for n in self.variables})[name]
            had = np.isfinite(month) & (month >= first)
            return had.astype(float) if self.reduce == "ever" else np.where(had, month, last + 1.0)
        if kind:
            codes = [PHASES.index(p) for word in name.split("+") for p in SHORT.get(word, (word,))]
            inside = np.isin(np.rint(np.nan_to_num(series["regime"], nan=-1.0)), codes)
            months = (
                inside[:, last] if kind == "outcome" else inside[:, first : last + 1].any(axis=1)
            )
            return months.astype(float)
        x = self._variable(series, first, last)
        if self.since is None:
            return x
        earlier = self._variable(series, *_months(self.since))
        return x - earlier if self.by == "change" else _over(x, earlier)

    def _variable(self, series: dict[str, np.ndarray], first: int, last: int) -> np.ndarray:
        x = _reduced(series[self.of][:, first : last + 1], self.reduce)
        if self.per is None:
            return x
        return _over(x, _reduced(series[self.per][:, first : last + 1], self.reduce))

    def __str__(self) -> str:
        how = "share" if ":" in self.of and self.reduce != "month" else self.reduce
        text = f"{self.of}{f' per {self.per}' if self.per else ''} ({how}"
        for word, level in (("above", self.above), ("below", self.below)):
            if level is not None:
                text += f" {word} {level:g}"
        text += f", {_span(self.window)}"
        if self.since is not None:
            text += f", {self.by} to {_span(self.since)}"
        return text + ")"


class Condition(Metric):
    """A metric that says yes or no of a history: whether it counts."""

    @model_validator(mode="after")
    def _decides(self) -> Condition:
        if not self.is_share:
            raise ValueError("a condition needs 'above' or 'below'")
        return self


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """One line for a name that does not exist, with the nearest ones.

    Example:
        >>> unknown("phase", "brumair", ["brumaire", "thermidor"])
        "no phase is called 'brumair'; nearest: brumaire"
    """
    near = difflib.get_close_matches(str(name)[:100], list(known), n=3, cutoff=0.4)
    hint = f"; nearest: {', '.join(near)}" if near else ""
    return f"no {what} is called {str(name)[:100]!r}{hint}"


def _months(window: tuple[str, str]) -> tuple[int, int]:
    return month_number(window[0]), month_number(window[1])


def _span(window: tuple[str, str]) -> str:
    return window[0] if window[0] == window[1] else f"{window[0]}..{window[1]}"


def _over(x: np.ndarray, by: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.abs(by) > 0, x / by, np.nan)


def _reduced(x: np.ndarray, how: str) -> np.ndarray:
    if how == "change":
        return x[:, -1] - x[:, 0]
    if how == "ratio":
        return _over(x[:, -1], x[:, 0])
    if how in ("first", "last"):
        return x[:, 0 if how == "first" else -1]
    function = {"mean": np.mean, "max": np.max, "min": np.min, "sum": np.sum}[how]
    return np.asarray(function(x, axis=1))


__all__ = ["Condition", "Form", "Metric", "Window", "unknown"]
