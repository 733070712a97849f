"""One number a history: what a claim measures, and the conditions under which it counts."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from thermidor.codings import CODINGS, by_name, classify, groups_of, names_of, outputs_read
from thermidor.engine.calendar import month_number
from thermidor.errors import unknown
from thermidor.experiments.coded import ANSWER, LADDER
from thermidor.experiments.milestones import CODED, MILESTONES, first_months
from thermidor.model.regime.regime import RUNGS

Reduce = Literal["mean", "max", "min", "sum", "first", "last", "change", "ratio", "ever", "month"]

CROSSING = re.compile(r"(?P<name>[a-z0-9_.]+) (?P<side>[<>]) (?P<level>-?\d+(?:\.\d+)?)")
"""An event that is no milestone: a variable passes a level ("party.sanction > 2")."""

HAPPENINGS = ("milestone", "event")
"""Kinds of metric that have a month."""


def _window(value: Any) -> Any:
    if not (isinstance(value, list | tuple) and len(value) == 2):
        raise ValueError(f"a window is two months, [YYYY-MM, YYYY-MM], not {value!r}")
    if all(isinstance(v, int) and not isinstance(v, bool) for v in value):
        first, last = value
    else:
        first, last = (month_number(str(v)) for v in value)
        value = (str(value[0]), str(value[1]))
    if first > last:
        raise ValueError(f"the window ends ({value[1]}) before it begins ({value[0]})")
    return tuple(value)


Window = Annotated[tuple[str, str] | tuple[int, int], BeforeValidator(_window)]
"""Two months, or, beside `after`, two numbers of months counted from what it names."""


class Form(BaseModel):
    """Plain data that is checked strictly: no unknown key, no change afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Metric(Form):
    """One number a history.

    Attributes:
        of: an output variable; "milestone:m55"; "event:party.sanction > 2" (a variable passes a level for
            the first time); who rules by the book's coding, by its class or group, in the last month of the
            window ("outcome:restoration") or in any ("reached:closed"), several joined by "+"; or by another
            coding ("outcome:regime:personal_rule"), or on the ladder inside the model ("reached:ladder:thermidor").
        reduce: of a variable: its mean, max, min, sum, first or last value, its `change` from the first
            to the last month, or their `ratio`; of a milestone or event: `ever` (0 or 1) or `month`
            (number since 1917-01, or since what `after` names, of its first month, the month after the
            window where it does not come).
        window: first and last month; `at: YYYY-MM` in its place means the value of one month.
        after: what the months of `window` and `since` are counted from, where the book ties its claim to
            an event that falls at any date in free histories: a milestone ("m83"), the first month in
            classes ("reached:war_communism") or a variable that passes a level ("party.sanction > 2"), as it
            falls in the history without the intervention.  A history that does not have it, or has it
            too early or late for the window, does not count; where the window ends after the run, a
            milestone or event counts only if it comes.
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
    after: str | None = None
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
        kind, _, name = self.of.partition(":") if ":" in self.of else ("", "", self.of)
        happens = kind in HAPPENINGS
        for window in (self.window, *((self.since,) if self.since else ())):
            if isinstance(window[0], int) is (self.after is None):
                raise ValueError("months are numbers where 'after' is given, and YYYY-MM elsewhere")
        if self.after is not None:
            _check_event(self.after)
        if self.since is not None and (kind or self.reduce in ("change", "ratio")):
            raise ValueError("'since' compares a mean, sum, max, min, first or last of a variable")
        if happens:
            _check_happening(kind, name)
            if self.reduce not in ("ever", "month"):
                raise ValueError(f"a {kind} is reduced by 'ever' or 'month'")
        elif kind in ("outcome", "reached"):
            _check_phases(name)
        elif kind == "taken" and isinstance(self, Condition):
            if self.after is not None:
                raise ValueError(
                    "a decision is taken in months of the calendar, not 'after' an event"
                )
        elif kind:
            raise ValueError(
                f"'{kind}:' is no kind of metric; there is milestone:, event:, outcome: and reached:, "
                "and in a condition taken:"
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
        happened = self.of.startswith(("milestone:", "event:")) and self.reduce == "ever"
        return cut or happened or self.of.startswith(("outcome:", "reached:", "taken:"))

    @property
    def decision(self) -> str | None:
        """The decision that a condition asks for, or None."""
        return self.of.removeprefix("taken:") if self.of.startswith("taken:") else None

    @property
    def coding(self) -> str | None:
        """The coding that it asks who rules, or None."""
        return _coding_of(self.of)

    @property
    def measured(self) -> tuple[str, ...]:
        """Output variables that its number is made of."""
        kind, _, name = self.of.partition(":")
        if not name:
            return (self.of,) if self.per is None else (self.of, self.per)
        if kind == "taken":
            return ()
        return _needs(name if kind in HAPPENINGS else self.of)

    @property
    def variables(self) -> tuple[str, ...]:
        """Output variables that it needs, those included that say from which month."""
        return self.measured if self.after is None else (*self.measured, *_needs(self.after))

    @property
    def reads(self) -> tuple[str, ...]:
        """Output variables that it reads of a model that gives them out, those that it does not need included."""
        return (*self.variables, *_beside(self.of), *_beside(self.after or ""))

    def made_of(self, given: Container[str]) -> tuple[str, ...]:
        """Output variables that its number is made of, where a model gives these out."""
        return (*self.measured, *(n for n in _beside(self.of) if n in given))

    def values(
        self, series: dict[str, np.ndarray], events: Mapping[str, np.ndarray] | None = None
    ) -> np.ndarray:
        """The number of each history.

        Args:
            series: (history, month) by name, all months from 1917-01.
            events: (history,) months of what `after` names, in the histories without the intervention;
                found in `series` itself by default.

        Returns:
            (history,); not a number where it is not defined.
        """
        origin = None
        if self.after is not None:
            origin = event_months(self.after, series) if events is None else events[self.after]
        x = self._number(series, origin)
        known = np.isfinite(x)
        if self.above is not None:
            return np.where(known, (x > self.above).astype(float), np.nan)
        if self.below is not None:
            return np.where(known, (x < self.below).astype(float), np.nan)
        return x

    def _number(self, series: dict[str, np.ndarray], origin: np.ndarray | None) -> np.ndarray:
        kind, _, name = self.of.partition(":") if ":" in self.of else ("", "", self.of)
        if kind in HAPPENINGS:
            return self._happening(
                event_months(name, series), origin, len(series[_needs(name)[0]][0])
            )
        if kind:
            inside = _slice(_in_phases(name, series).astype(float), self.window, origin)
            return inside[:, -1] if kind == "outcome" else inside.max(axis=1)
        x = self._variable(series, self.window, origin)
        if self.since is None:
            return x
        earlier = self._variable(series, self.since, origin)
        return x - earlier if self.by == "change" else _over(x, earlier)

    def _happening(self, month: np.ndarray, origin: np.ndarray | None, run: int) -> np.ndarray:
        """Whether or when it comes in the window; `run` is the number of months that are known."""
        first, last = _months(self.window)
        if origin is not None:
            month = month - origin
        had = np.isfinite(month) & (month >= first) & (month <= last)
        x = had.astype(float) if self.reduce == "ever" else np.where(had, month, last + 1.0)
        if origin is None:
            return x
        return np.where(np.isfinite(origin) & (had | (origin + last < run)), x, np.nan)

    def _variable(
        self, series: dict[str, np.ndarray], window: tuple[Any, Any], origin: np.ndarray | None
    ) -> np.ndarray:
        x = _reduced(_slice(series[self.of], window, origin), self.reduce)
        if self.per is None:
            return x
        return _over(x, _reduced(_slice(series[self.per], window, origin), self.reduce))

    def __str__(self) -> str:
        how = "share" if ":" in self.of and self.reduce != "month" else self.reduce
        text = f"{self.of}{f' per {self.per}' if self.per else ''} ({how}"
        for word, level in (("above", self.above), ("below", self.below)):
            if level is not None:
                text += f" {word} {level:g}"
        text += f", {_span(self.window)}"
        if self.since is not None:
            text += f", {self.by} to {_span(self.since)}"
        return text + (f", months after {self.after})" if self.after else ")")


class Condition(Metric):
    """A metric that says yes or no of a history: whether it counts."""

    @model_validator(mode="after")
    def _decides(self) -> Condition:
        if not self.is_share:
            raise ValueError("a condition needs 'above' or 'below'")
        return self


def event_months(event: str, series: dict[str, np.ndarray]) -> np.ndarray:
    """Month of an event in each history, (history,), or not a number where it does not come.

    Args:
        event: a milestone ("m83"), "reached:" and phases, or a variable that passes a level
            ("party.sanction > 2").
        series: (history, month) by name, all months from 1917-01.
    """
    if event.startswith("reached:"):
        inside = _in_phases(event.removeprefix("reached:"), series)
        return np.where(inside.any(axis=1), inside.argmax(axis=1).astype(float), np.nan)
    if crossing := CROSSING.fullmatch(event):
        x, level = series[crossing["name"]], float(crossing["level"])
        passed = x > level if crossing["side"] == ">" else x < level
        return np.where(passed.any(axis=1), passed.argmax(axis=1).astype(float), np.nan)
    codes = {n.removeprefix(CODED): x for n, x in series.items() if n.startswith(CODED)}
    names = (*_needs(event), *(n for n in _beside(event) if n in series))
    return first_months({n: series[n] for n in names}, codes)[event]


def digest(x: np.ndarray, salt: int) -> np.ndarray:
    """A number that is the same for two histories only where all their values are, (history,).

    Args:
        x: single precision, (history, month).
        salt: tells this variable from others whose digests are added to it.
    """
    weights = np.random.default_rng(salt).integers(1, 2**63, x.shape[1], np.uint64) | np.uint64(1)
    return (x.view(np.uint32).astype(np.uint64) * weights).sum(axis=1, dtype=np.uint64)


def codes_of(metrics: Iterable[Metric], series: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Classes of the codings that metrics ask, (history, month), as further series.

    Args:
        metrics: all that are to be measured.
        series: outputs by name, (history, month).
    """
    metrics = tuple(metrics)
    asked = {_coding_of(m.of) for m in metrics} | {_coding_of(m.after or "") for m in metrics}
    return {
        f"{CODED}{name}": _codes(name, series)
        for name in asked
        if name and all(n in series for n in outputs_read([by_name(name)]))
    }


def _codes(coding: str, series: Mapping[str, np.ndarray]) -> np.ndarray:
    if f"{CODED}{coding}" in series:
        return series[f"{CODED}{coding}"]
    return classify(series, [by_name(coding)])[coding]


def _coding_of(asked: str) -> str | None:
    """The coding that "outcome:[CODING:]CLASSES", "reached:[CODING:]CLASSES" or a milestone asks; None for others."""
    kind, names = asked.split(":", 1) if ":" in asked else ("", asked)
    if kind in ("outcome", "reached"):
        coding = names.rpartition(":")[0] or ANSWER
        return None if coding == LADDER else coding
    if kind in ("", "milestone"):
        return ANSWER if any(m.id == names and m.coded for m in MILESTONES) else None
    return None


def _in_phases(names: str, series: Mapping[str, np.ndarray]) -> np.ndarray:
    coding, _, classes = names.rpartition(":")
    coding = coding or ANSWER
    if coding == LADDER:
        codes = [RUNGS.index(p) for p in classes.split("+")]
        return np.isin(np.rint(np.nan_to_num(series["regime"], nan=-1.0)), codes)
    of = by_name(coding)
    groups = groups_of(of)
    wanted = [i for i, n in enumerate(names_of(of)) if {n, groups[i]} & set(classes.split("+"))]
    return np.isin(_codes(coding, series), wanted)


def _needs(event: str) -> tuple[str, ...]:
    """Output variables that say whether or when something is so."""
    if event.startswith(("reached:", "outcome:")) and (coding := _coding_of(event)):
        return outputs_read([by_name(coding)])
    if event.startswith(("reached:", "outcome:")):
        return ("regime",)
    if crossing := CROSSING.fullmatch(event):
        return (crossing["name"],)
    return next(m.needs for m in MILESTONES if m.id == event)


def _beside(event: str) -> tuple[str, ...]:
    """What a milestone reads beside what it needs; nothing of others."""
    id = event.removeprefix("milestone:")
    found = next((m for m in MILESTONES if m.id == id), None)
    return () if found is None else tuple(n for n in found.reads if n not in found.needs)


def _check_event(event: str) -> None:
    if event.startswith("reached:"):
        _check_phases(event.removeprefix("reached:"))
    elif " " in event:
        _check_happening("event", event)
    elif event not in {m.id for m in MILESTONES}:
        raise ValueError(unknown("milestone", event, [m.id for m in MILESTONES]))


def _check_happening(kind: str, name: str) -> None:
    if kind == "milestone":
        _check_event(name)
    elif not CROSSING.fullmatch(name):
        raise ValueError(f"an event is a variable that passes a level, such as 'party.sanction > 2', not {name!r}")  # fmt: skip


def _check_phases(names: str) -> None:
    coding, _, classes = names.rpartition(":")
    coding = coding or ANSWER
    known: tuple[str, ...] = RUNGS
    if coding != LADDER:
        if coding not in {c.name for c in CODINGS}:
            raise ValueError(unknown("coding", coding, [*(c.name for c in CODINGS), LADDER]))
        known = tuple(dict.fromkeys((*names_of(by_name(coding)), *groups_of(by_name(coding)))))
    for name in classes.split("+"):
        if name not in known:
            raise ValueError(unknown("phase" if coding == LADDER else "class", name, known))


def _months(window: tuple[Any, Any]) -> tuple[int, int]:
    if isinstance(window[0], int):
        return window
    return month_number(window[0]), month_number(window[1])


def _slice(x: np.ndarray, window: tuple[Any, Any], origin: np.ndarray | None) -> np.ndarray:
    """The months of a window, (history, month of the window); no numbers where it leaves the run."""
    first, last = _months(window)
    if origin is None:
        return x[:, first : last + 1]
    known = np.isfinite(origin)
    months = np.where(known, origin, 0.0).astype(int)[:, None] + np.arange(first, last + 1)
    inside = known & (months[:, 0] >= 0) & (months[:, -1] < x.shape[1])
    taken = np.take_along_axis(x, np.clip(months, 0, x.shape[1] - 1), axis=1)
    return np.where(inside[:, None], taken, np.nan)


def _span(window: tuple[Any, Any]) -> str:
    a, b = (f"{w:+d}" if isinstance(w, int) else w for w in window)
    return a if a == b else f"{a}..{b}"


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


__all__ = ["Condition", "Form", "Metric", "Window", "codes_of", "digest", "event_months", "unknown"]
