"""What an intervention changes, in figures and in words."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from thermidor.codings import Definition, said
from thermidor.engine.calendar import month_text
from thermidor.experiments.brief import Brief, html_of
from thermidor.experiments.coded import ANSWER, names_in
from thermidor.experiments.intervals import Interval, paired_difference, share
from thermidor.experiments.moves import Change, Mover, moves_most
from thermidor.experiments.tidy import COLUMNS, rows_of
from thermidor.experiments.twins import (
    LEAST_BASE,
    Causation,
    MilestoneEffect,
    Parting,
    Twins,
    causation,
    milestone_effects,
    parting,
)
from thermidor.glossary import outcome_name
from thermidor.theories import BOOK

EVENT = "no_say_from_below"
"""The event of which necessity and sufficiency are told first: those below ever lose all say, by the book's coding."""

LADDER = "thermidor_or_beyond"
"""What stands in its place for a model that cannot be coded: Thermidor or beyond on the ladder of its own rules."""

FAILED = "failed"
"""Class of a history that stopped being a finite number: counted and named, never dropped."""


@dataclass(frozen=True, repr=False)
class Comparison(Brief):
    """What an intervention changes, from twins.

    The probabilities of causation speak of the condition that the intervention takes away.  The
    treatment X is the course of the histories without the intervention; X' is the intervention; Y is an
    event, such as "those below ever lose all say over those who rule":

    - necessity, PN = P(Y is false under X' | X, and Y is true): among the histories that have the event
      as things went, the share whose twin with the intervention is spared it;
    - sufficiency, PS = P(Y is true under X | X', and Y is false): among the histories that the
      intervention leaves without the event, the share whose twin, as things went, has it;
    - both, PNS = P(Y under X, and not Y under X'): the share of all twins of which both are true.

    A twin is the same history under the other treatment (same draws, same parameters), which is the
    definition of a structural counterfactual: the three are counted, not bounded.  The bounds of Tian and
    Pearl, all that unpaired arms would allow, stand beside them.

    Attributes:
        scenario: the intervention's name.
        against: name of the scenario without it.
        theory: of the model.
        histories: twins finished.
        wanted: twins asked for.
        seed: of both arms.
        start: first month looked at.
        stop: last month looked at; outcomes are those of this month.
        parameters: "point" or "prior".
        version: of the program.
        fingerprint: of the model's declarations and formulas.
        seconds: of work.
        interrupted: whether it was stopped before the end.
        failed: histories that failed, with and without the intervention.
        outcomes: share that ends in each class with the intervention, by the book's coding (on the ladder, where there is
            no coding).
        outcomes_against: without it.
        difference: of the shares, paired, by class.
        reached: share in which those below ever lose all say by the book's coding (on the ladder, Thermidor or beyond, where
            there is no coding): with, without, difference.
        milestones: each milestone in both arms.
        causation: the three probabilities and their bounds by event, the loss of all say first, then
            every class.
        parting: when the twins part.
        effects: for each variable the 5, 50 and 95 per cent quantiles of the twins' differences at the
            chosen dates: dimensions `quantile` and `month`.
        branch: month up to which both arms follow the record; None where they are free from the beginning.
        codings: share that ends in each class with and without it, and their difference, by coding and class.
        closed: by coding the share in which those below ever lose all say: with, without, difference.
        defined_by: interventions that act directly on what a coding reads: there the effect is a definition.

    Example:
        >>> import thermidor as th
        >>> twins = th.compare("secret-ballot", histories=4, stop="1918-12")
        >>> twins.effects.sizes["quantile"], len(twins.outcomes) == len(twins.difference)
        (3, True)
    """

    scenario: str
    against: str
    theory: str
    histories: int
    wanted: int
    seed: int
    start: str
    stop: str
    parameters: str
    version: str
    fingerprint: str
    seconds: float
    interrupted: bool
    failed: tuple[int, int]
    outcomes: dict[str, Interval]
    outcomes_against: dict[str, Interval]
    difference: dict[str, Interval]
    reached: tuple[Interval, Interval, Interval]
    milestones: list[MilestoneEffect]
    causation: dict[str, Causation]
    parting: Parting
    effects: xr.Dataset = field(repr=False)
    branch: str | None = None
    codings: dict[str, dict[str, Change]] = field(default_factory=dict)
    closed: dict[str, Change] = field(default_factory=dict)
    defined_by: tuple[Definition, ...] = ()

    @property
    def necessity(self) -> Interval:
        """PN of the course without the intervention, for the loss of all say."""
        return self.causation[EVENT].necessity

    @property
    def sufficiency(self) -> Interval:
        """PS of the course without the intervention, for the loss of all say."""
        return self.causation[EVENT].sufficiency

    @property
    def event(self) -> str:
        """What `reached` tells of: the loss of all say, or a rung of the ladder where the model cannot be coded."""
        return EVENT if self.closed else LADDER

    @property
    def moves_most(self) -> Mover | None:
        """What the intervention moves most, of the losses of all say and of the ends under every coding."""
        ends = self.codings or {"": self._ends}
        return moves_most(self.closed or {"": Change(*self.reached)}, ends)

    @property
    def _ends(self) -> dict[str, Change]:
        """With, without and difference of each class by the answer's own coding."""
        return {
            c: Change(p, self.outcomes_against[c], self.difference[c])
            for c, p in self.outcomes.items()
        }

    # -- for readers ---------------------------------------------------------------------------

    def _repr_html_(self) -> str:
        """What a notebook shows: the answer in sentences, and how the histories end in both arms."""
        rows = [
            (name, f"{a.value:.1%}", f"{b.value:.1%}", _points(d))
            for name, a, b, d in (
                (name, self.outcomes_against[name], with_it, self.difference[name])
                for name, with_it in self.outcomes.items()
            )
            if a.value or b.value
        ]
        heads = ("outcome", f"{self.against}", f"{self.scenario}", "difference")
        return html_of(f"{self.scenario} against {self.against}", self.explain(), heads, rows)

    def explain(self) -> str:
        """What the comparison says, in sentences, with the meaning of each probability."""
        with_it, without, d = self.reached
        cause, most = self.causation[EVENT], self.moves_most
        pn, ps = cause.shown
        lines = [
            *([most.sentence()] if most else []),
            f"{self.histories:,} histories were run twice with the same draws: as '{self.against}' and as "
            f"'{self.scenario}'"
            + (
                f", from {self.branch} on; until then they follow the record."
                if self.branch
                else "."
            ),
            f"{_told(self.event)} in {_percent(without)} of them as '{self.against}' and in "
            f"{_percent(with_it)} as '{self.scenario}': a difference of {_points(d)}.",
            *(
                f"By the coding '{n}', {_closed(*x)}."
                for n, x in self.closed.items()
                if n != ANSWER
            ),
            f"Necessity of the course without the intervention: of the {cause.had:,} histories of '{self.against}' where "
            + (
                f"it comes, {_percent(pn)} are spared it by the intervention."
                if pn
                else f"it comes, too few (under {LEAST_BASE}) to say which share is spared it."
            ),
            f"Sufficiency of that course: of the {cause.spared:,} histories that '{self.scenario}' leaves without it, "
            + (
                f"in {_percent(ps)} it comes without the intervention."
                if ps
                else f"too few (under {LEAST_BASE}) to say in which share it comes without the intervention."
            ),
            f"The twins part in {_percent(_complement(self.parting.never))} of the cases"
            + (
                ""
                if math.isnan(self.parting.median)
                else f", half of these by {month_text(int(self.parting.median))}"
            )
            + "; before the intervention bites they are equal in every bit.",
            "The treatment is the course without the intervention, because it is what the question is about: "
            "a twin is the same history under the other treatment, so both probabilities are counted and not "
            "estimated from unpaired shares.",
        ]
        lines += said(self.defined_by)
        if any(self.failed):
            lines.append(
                f"{self.failed[0]} histories failed with the intervention and {self.failed[1]} without; "
                "they count as a class of their own and as not having come to that."
            )
        if self.interrupted:
            lines.append(
                f"The run was interrupted: {self.histories:,} of {self.wanted:,} twins were finished."
            )
        return "\n".join(lines)

    def table(self) -> Any:
        """The comparison as a `rich` table: loss of all say by each coding, outcomes, milestones."""
        from rich.table import Table

        table = Table(title=f"{self.scenario} against {self.against}: {self.histories:,} twins")
        table.add_column("", overflow="fold", ratio=1)
        for title in ("without", "with", "points", "95% interval", "needed", "enough"):
            table.add_column(title, justify="right", no_wrap=True)

        def row(
            name: str, without: Interval, with_it: Interval, d: Interval, event: str | None
        ) -> None:
            causes = (
                ["", ""]
                if event is None
                else [
                    _based(*x)
                    for c in [self.causation[event]]
                    for x in zip(c.shown, (c.had, c.spared), strict=True)
                ]
            )
            table.add_row(
                name,
                f"{without.value:.1%}",
                f"{with_it.value:.1%}",
                f"{100 * d.value:+.1f}",
                f"{100 * d.low:+.1f} to {100 * d.high:+.1f}",
                *causes,
            )

        if not self.closed:
            row(
                "Thermidor or beyond on the ladder, ever",
                self.reached[1],
                self.reached[0],
                self.reached[2],
                EVENT,
            )
        for n, (with_it, without, d) in self.closed.items():
            row(
                f"no say from below, ever ({n})",
                without,
                with_it,
                d,
                EVENT if n == ANSWER else None,
            )
        table.add_section()
        for name, d in self.difference.items():
            if self.outcomes[name].value or self.outcomes_against[name].value:
                row(
                    outcome_name(name),
                    self.outcomes_against[name],
                    self.outcomes[name],
                    d,
                    name,
                )
        table.add_section()
        for m in self.milestones:
            row(f"{m.id} {m.name}", m.against, m.share, m.difference, None)
        return table

    def to_json(self) -> dict[str, Any]:
        """Plain data, as `thermidor compare --json` prints it; what is not defined is null."""
        months = [month_text(n) for n in self.effects.attrs["month_numbers"]]
        return _plain(
            {
                "scenario": self.scenario,
                "against": self.against,
                "theory": self.theory,
                "start": self.start,
                "stop": self.stop,
                "branch": self.branch,
                "histories": self.histories,
                "wanted": self.wanted,
                "seed": self.seed,
                "version": self.version,
                "fingerprint": self.fingerprint,
                "seconds": self.seconds,
                "parameters": self.parameters,
                "interrupted": self.interrupted,
                "failed": {"with": self.failed[0], "without": self.failed[1]},
                "outcomes": {k: _p(v) for k, v in self.outcomes.items()},
                "outcomes_against": {k: _p(v) for k, v in self.outcomes_against.items()},
                "difference": {k: _d(v) for k, v in self.difference.items()},
                "reached": {
                    "event": self.event,
                    "with": _p(self.reached[0]),
                    "without": _p(self.reached[1]),
                    "difference": _d(self.reached[2]),
                },
                "codings": {
                    n: {c: change.to_json() for c, change in found.items()}
                    for n, found in self.codings.items()
                },
                "closed": {n: change.to_json() for n, change in self.closed.items()},
                "moves_most": self.moves_most.to_json() if self.moves_most else None,
                "defined_by": [d.to_json() for d in self.defined_by],
                "milestones": [
                    {
                        "id": m.id,
                        "name": m.name,
                        "share": m.share.value,
                        "low": m.share.low,
                        "high": m.share.high,
                        "median": _month(m.median),
                        "q05": _month(m.q05),
                        "q95": _month(m.q95),
                        "recorded": _month(m.recorded),
                        "against": _p(m.against),
                        "difference": _d(m.difference),
                        "shift": m.shift,
                    }
                    for m in self.milestones
                ],
                "necessity": self._causation("necessity", 0, "had"),
                "sufficiency": self._causation("sufficiency", 1, "spared"),
                "necessity_and_sufficiency": self._causation("both", 2, None),
                "parting": {
                    "never": _p(self.parting.never),
                    "q05": _month(self.parting.q05),
                    "median": _month(self.parting.median),
                    "q95": _month(self.parting.q95),
                },
                "effects": {
                    "months": months,
                    "variables": {
                        str(n): {
                            "unit": a.attrs["units"],
                            "q05": a.values[0].tolist(),
                            "median": a.values[1].tolist(),
                            "q95": a.values[2].tolist(),
                        }
                        for n, a in self.effects.data_vars.items()
                    },
                },
            }
        )

    def to_dataframe(self) -> pd.DataFrame:
        """Every figure of the comparison as a tidy table, the one that the explorer gives as CSV.

        Returns:
            A row for each figure: shares in both arms and their difference by coding, necessity, sufficiency, parting,
            milestones, effects on variables.
        """
        return pd.DataFrame(rows_of(self.to_json()), columns=list(COLUMNS))

    def __str__(self) -> str:
        """What `explain` says: a data set of twins is no reading matter."""
        return self.explain()

    def row(self, title: str | None = None) -> dict[str, Any]:
        """The effect of the intervention as one row of a chart or table, on the loss of all say, by the book's coding, as one row of a chart or table.

        Args:
            title: what a reader sees; the scenario's name by default.

        Returns:
            `title`, `scenario`, `difference`, `low`, `high`, the same by each coding in `closed`; `necessity` and
            `sufficiency` with `p`, `low`, `high` and `base`, or None where the base is under 30 histories;
            `defined_by`, the codings that only restate the intervention.
        """
        d, cause = self.reached[2], self.causation[EVENT]
        shown = zip(cause.shown, (cause.had, cause.spared), strict=True)
        needed, enough = (None if i is None else {**_p(i), "base": base} for i, base in shown)
        return _plain(
            {
                "title": title or self.scenario,
                "scenario": self.scenario,
                "difference": d.value,
                "low": d.low,
                "high": d.high,
                "closed": {n: _d(change.difference) for n, change in self.closed.items()},
                "necessity": needed,
                "sufficiency": enough,
                "defined_by": sorted({n for d in self.defined_by for n in d.codings}),
            }
        )

    def _causation(self, which: str, place: int, base: str | None) -> dict[str, Any]:
        def entry(c: Causation) -> dict[str, Any]:
            counted = self.histories if base is None else getattr(c, base)
            return {**_p(getattr(c, which)), "base": counted, "bounds": c.bounds[place]._asdict()}

        return {
            "event": self.event,
            **entry(self.causation[EVENT]),
            "outcomes": {e: entry(c) for e, c in self.causation.items() if e != EVENT},
        }


def conclude(
    twins: Twins,
    seed: int,
    *,
    names: tuple[str, str],
    first: int,
    last: int,
    wanted: int,
    fingerprint: str,
    effects: xr.Dataset | None = None,
    drawn: bool = False,
    theory: str = BOOK,
    branch: str | None = None,
    seconds: float = 0.0,
    interrupted: bool = False,
    defined_by: tuple[Definition, ...] = (),
) -> Comparison:
    """What some twins show, all that were wanted or those that are there so far.

    Args:
        twins: with and without the intervention.
        seed: of both arms.
        names: of the two arms.
        first: number of the first month looked at.
        last: number of the last one.
        wanted: twins asked for.
        fingerprint: of the model's declarations and formulas.
        effects: on every variable; none by default.
        drawn: whether the parameters were drawn.
        theory: name of the theory.
        branch: month up to which both arms follow the record.
        seconds: of work.
        interrupted: whether no more twins will come, although more were wanted.
        defined_by: interventions that act directly on what a coding reads.

    Returns:
        The comparison.
    """
    from thermidor import __version__

    a, b = twins.with_it, twins.without
    done = len(a.outcome)
    outcomes, outcomes_against, difference = {}, {}, {}
    causes = {EVENT: causation(b.reached, a.reached)}
    for code, name in [*enumerate(names_in(b.coding)), (-1, FAILED)]:
        y_with, y_without = a.outcome == code, b.outcome == code
        if name == FAILED and not (y_with.any() or y_without.any()):
            continue
        outcomes[name] = share(int(y_with.sum()), done)
        outcomes_against[name] = share(int(y_without.sum()), done)
        difference[name] = paired_difference(y_with, y_without)
        causes[name] = causation(y_without, y_with)
    return Comparison(
        scenario=names[0],
        against=names[1],
        theory=theory,
        histories=done,
        wanted=wanted,
        seed=seed,
        start=month_text(first),
        stop=month_text(last),
        parameters="prior" if drawn else "point",
        version=__version__,
        fingerprint=fingerprint,
        seconds=seconds,
        interrupted=interrupted,
        failed=(int((a.outcome == -1).sum()), int((b.outcome == -1).sum())),
        outcomes=outcomes,
        outcomes_against=outcomes_against,
        difference=difference,
        reached=(
            share(int(a.reached.sum()), done),
            share(int(b.reached.sum()), done),
            paired_difference(a.reached, b.reached),
        ),
        milestones=milestone_effects(a.milestones, b.milestones),
        causation=causes,
        parting=parting(twins.parted),
        effects=xr.Dataset(attrs={"month_numbers": []}) if effects is None else effects,
        branch=branch,
        codings={n: _by_class(n, x.outcome, b.codings[n].outcome) for n, x in a.codings.items()},
        closed={n: Change.of(x.closed, b.codings[n].closed) for n, x in a.codings.items()},
        defined_by=defined_by,
    )


def _by_class(coding: str, with_it: np.ndarray, without: np.ndarray) -> dict[str, Change]:
    """Shares of each class that occurs in either arm."""
    return {
        name: Change.of(with_it == code, without == code)
        for code, name in [*enumerate(names_in(coding)), (-1, FAILED)]
        if (with_it == code).any() or (without == code).any()
    }


# -- words and plain data ----------------------------------------------------------------------


def _complement(i: Interval) -> Interval:
    return Interval(1 - i.value, 1 - i.high, 1 - i.low)


def _percent(i: Interval) -> str:
    if math.isnan(i.value):
        return "no share (there are no such histories)"
    return f"{i.value:.1%} ({i.low:.1%} to {i.high:.1%})"


def _based(i: Interval | None, base: int) -> str:
    return "" if i is None else f"{i.value:.0%} of {base:,}"


def _points(i: Interval) -> str:
    return f"{100 * i.value:+.1f} points ({100 * i.low:+.1f} to {100 * i.high:+.1f})"


def _told(event: str) -> str:
    return (
        "By the book's coding, those below ever lose all say over those who rule" if event == EVENT
        else "Thermidor or beyond comes, on the ladder of the model's own rules,"
    )  # fmt: skip


def _closed(with_it: Interval, without: Interval, d: Interval) -> str:
    return (
        f"they lose it in {_percent(without)} without it and in "
        f"{_percent(with_it)} with it: {_points(d)}"
    )


def _p(i: Interval) -> dict[str, float]:
    return {"p": i.value, "low": i.low, "high": i.high}


def _d(i: Interval) -> dict[str, float]:
    return {"d": i.value, "low": i.low, "high": i.high}


def _month(number: float) -> str | None:
    return None if math.isnan(number) else month_text(int(number))


def _plain(x: Any) -> Any:
    if isinstance(x, dict):
        return {str(k): _plain(v) for k, v in x.items()}
    if isinstance(x, list | tuple):
        return [_plain(v) for v in x]
    if isinstance(x, np.generic):
        x = x.item()
    if isinstance(x, float) and not math.isfinite(x):
        return None
    return x


__all__ = ["EVENT", "FAILED", "LADDER", "Comparison", "conclude"]
