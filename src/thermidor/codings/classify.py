"""From outputs to classes: degrees by the month, a class where one leads, and a regime that lasts.

This runs after the simulation, on outputs.  Evaluated inside the month, codings would be state that rules
could read, would cost every compilation, and could not be put to a stored ensemble or to the record; after
it they can cause nothing, and another coding is another function.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np

from thermidor.codings.declare import MEASURES, Array, Coding
from thermidor.engine.declare import parameter
from thermidor.model.nature import HALF
from thermidor.model.regime.regime import RUNGS

SETTLED = parameter(
    6.0,
    "months",
    3.0,
    12.0,
    assumption="half a year: a regime is named anew when another has led for two seasons; shorter than the interval "
    "between congresses, longer than any crisis of a cabinet",
)
"""Months in a row for which another class has to lead before the regime bears its name."""

UNDER_SOVIETS = (
    "soviet_power", "war_communism", "bureaucratised", "thermidor", "brumaire", "counter_revolution",
    "soviet_democracy", "collegial_nep",
)  # fmt: skip
"""Rungs of the ladder on which soviets hold the power; all others name what stands in their place."""

ELSEWHERE = tuple(r for r in RUNGS if r not in UNDER_SOVIETS)
"""What a month is called where soviets do not hold the power: the ladder's names for it."""

POWER, PHASE, ARMY = "soviets.power", "regime", "power.army_rules"
"""Outputs that say whether a month is under soviet power, what it is called where not, and a takeover within."""


def outputs_read(codings: Iterable[Coding]) -> tuple[str, ...]:
    """Outputs that some codings read, directly or to know where soviets rule."""
    measures = dict.fromkeys(m for c in codings for m in c.reads)
    outputs = dict.fromkeys(o for m in measures for o in MEASURES[m].reads.values())
    return tuple(dict.fromkeys([*outputs, POWER, PHASE, ARMY]))


def outputs_asked(codings: Iterable[Coding]) -> tuple[str, ...]:
    """Outputs on which the classes of some codings turn: not how many people they are counted by."""
    measures = dict.fromkeys(m for c in codings for m in c.reads)
    outputs = dict.fromkeys(
        o for m in measures for a, o in MEASURES[m].reads.items() if a != MEASURES[m].per
    )
    return tuple(dict.fromkeys([*outputs, POWER, ARMY]))


def measured(series: Mapping[str, Array], codings: Iterable[Coding]) -> dict[str, Array]:
    """The measures that some codings read.

    Args:
        series: outputs by name, (history, month) from January 1917.
        codings: that are asked.

    Returns:
        By name, (history, month), each 0..1.
    """
    codings = tuple(codings)
    names = dict.fromkeys(m for c in codings for m in c.reads)
    past = {o for n in names if MEASURES[n].looks_back for o in MEASURES[n].reads.values()}
    own = of_this_power(series, past)
    found = {}
    for n in names:
        m = MEASURES[n]
        found[n] = np.asarray(m.of(own if m.looks_back else series), np.float32)
    return found


def of_this_power(series: Mapping[str, Array], outputs: Iterable[str]) -> dict[str, Array]:
    """Outputs without what another power left: before soviets rule, each stands as in their first month.

    A mean over the last year, taken in the first months of a power, would count against it what the people
    held against the power before.

    Args:
        series: outputs by name, (history, month).
        outputs: those that are wanted.

    Returns:
        By name, (history, month).
    """
    ruled = series[POWER] > HALF
    begun = np.where(ruled.any(axis=1), ruled.argmax(axis=1), 0)
    before = np.arange(ruled.shape[1]) < begun[:, None]
    rows, last = np.arange(len(begun)), int(begun.max(initial=0))
    out = {}
    for o in outputs:
        x = np.array(series[o], np.float32)
        first = x[rows, begun][:, None]
        x[:, :last] = np.where(before[:, :last], first, x[:, :last])
        out[o] = x
    return out


def degrees(coding: Coding, measures: Mapping[str, Array]) -> Array:
    """How far each month belongs to each class.

    Args:
        coding: the classes.
        measures: by name, as `measured` gives them.

    Returns:
        (class, history, month), each 0..1.
    """
    return np.stack([c.degree.of(measures) for c in coding.classes])


@cache
def names_of(coding: Coding) -> tuple[str, ...]:
    """Names of the codes of a coding: its classes, then what stands in place of soviet power."""
    return (*(c.name for c in coding.classes), *ELSEWHERE)


@cache
def groups_of(coding: Coding) -> tuple[str, ...]:
    """Group of each code: "open", "between", "closed" or "elsewhere"."""
    return (*(c.group for c in coding.classes), *("elsewhere" for _ in ELSEWHERE))


def classify(series: Mapping[str, Array], codings: Sequence[Coding]) -> dict[str, Array]:
    """Name every month of every history under some codings.

    Args:
        series: outputs by name, (history, month) from January 1917.
        codings: that are asked.

    Returns:
        By name of the coding the codes of its classes, (history, month); `names_of` gives their names.
    """
    found = measured(series, codings)
    phase = np.rint(np.nan_to_num(series[PHASE])).astype(int)
    under = under_soviets(series, phase)
    lead = np.stack([degrees(c, found).argmax(axis=0).astype(np.int8) for c in codings])
    named = settled(lead, under, round(float(SETTLED.value)))
    place = _places()
    return {
        c.name: np.where(under, code, len(c.classes) + place[phase]).astype(np.int8)
        for c, code in zip(codings, named, strict=True)
    }


def under_soviets(series: Mapping[str, Array], phase: Array) -> Array:
    """Months in which soviets hold the power, nobody has taken it over, and the land is not occupied."""
    ours = np.isin(phase, [RUNGS.index(r) for r in UNDER_SOVIETS])
    return (series[POWER] > HALF) & (series[ARMY] < HALF) & ours


@cache
def _places() -> Array:
    """Number among those elsewhere of each rung; 0 for the others, which never ask."""
    return np.array([ELSEWHERE.index(r) if r in ELSEWHERE else 0 for r in RUNGS])


def settled(lead: Array, under: Array, months: int) -> Array:
    """The class that is named: one stays until others have led for some months in a row.

    Args:
        lead: code of the class that leads, (..., history, month).
        under: whether the month is under soviet power, (history, month).
        months: for how long another has to lead.

    Returns:
        Codes like `lead`; a power that begins, or begins again, is named by its first month.
    """
    by_month, ruled = np.ascontiguousarray(np.moveaxis(lead, -1, 0)), np.ascontiguousarray(under.T)
    out = np.empty_like(by_month)
    now, count = by_month[0].copy(), np.zeros(by_month.shape[1:], np.int16)
    begun = np.zeros(ruled.shape[1], bool)
    for t, (leads, here) in enumerate(zip(by_month, ruled, strict=True)):
        if not np.array_equal(here, begun):
            np.copyto(now, leads, where=here & ~begun)
        count += 1
        count *= leads != now
        if count.max() >= months:
            change = (count >= months) & here
            np.copyto(now, leads, where=change)
            count[change] = 0
        begun = here
        out[t] = now
    return np.moveaxis(out, 0, -1)
