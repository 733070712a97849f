"""Milestones of the book that a simulated history can have, each by a condition on its state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from thermidor.engine.calendar import MONTHS, month_number
from thermidor.experiments.coded import coded, named, outputs_of_answer

Series = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Milestone:
    """One milestone: its id in the record and the condition by which a history has had it.

    Args:
        id: in the record ("m37").
        name: short.
        recorded: month of the record, "YYYY-MM".
        needs: names of the variables that the condition reads.
        condition: series by name, each (history, month) -> boolean (history, month).
        coded: whether it asks who rules by the book's coding, so that it reads all that this reads, where a model
            gives it out, and else its ladder.
    """

    id: str
    name: str
    recorded: str
    needs: tuple[str, ...]
    condition: Callable[[Series], np.ndarray]
    coded: bool = False

    @property
    def reads(self) -> tuple[str, ...]:
        """The variables that it reads of a model that gives all of them out."""
        return tuple(dict.fromkeys((*self.needs, *(outputs_of_answer() if self.coded else ()))))

    def first(self, series: Series) -> np.ndarray:
        """First month in which the condition holds, as a number since 1917-01, or not a number."""
        hit = self.condition(series)
        return np.where(hit.any(axis=1), hit.argmax(axis=1).astype(float), np.nan)


def _above(name: str, level: float) -> Callable[[Series], np.ndarray]:
    return lambda s: s[name] > level


def _below(name: str, level: float) -> Callable[[Series], np.ndarray]:
    return lambda s: s[name] < level


def _year_sum(x: np.ndarray, months: int = 12) -> np.ndarray:
    total = np.cumsum(x.astype(np.float64), axis=1)
    out = total.copy()
    out[:, months:] -= total[:, :-months]
    return out


def _doubled(x: np.ndarray, months: int, factor: float) -> np.ndarray:
    out = np.zeros(x.shape, bool)
    out[:, months:] = x[:, months:] > factor * np.maximum(x[:, :-months], 1e-9)
    return out


CODED = "coding:"
"""Names of codes that are there already among the series begin so."""


def _no_say_left(s: Series) -> np.ndarray:
    known = {n.removeprefix(CODED): x for n, x in s.items() if n.startswith(CODED)}
    return named(known or coded(s), s["regime"]).lost


MILESTONES: tuple[Milestone, ...] = (
    Milestone(
        "m4",
        "The capital rises, the garrison goes over",
        "1917-03",
        ("soviets.tsar",),
        _below("soviets.tsar", 0.5),
    ),
    Milestone(
        "m9",
        "Bolshevik majority in the soviets",
        "1917-09",
        ("soviets.bolshevik",),
        _above("soviets.bolshevik", 0.5),
    ),
    Milestone(
        "m11",
        "October: the soviets take power",
        "1917-11",
        ("soviets.power",),
        _above("soviets.power", 0.5),
    ),
    Milestone(
        "m22",
        "End of the bloc of soviet parties",
        "1918-07",
        ("soviets.pluralism",),
        _below("soviets.pluralism", 0.3),
    ),
    Milestone(
        "m23",
        "Red Terror: over a thousand executions in a month",
        "1918-09",
        ("repression.executions", "soviets.power"),
        lambda s: (s["repression.executions"] > 1000) & (s["soviets.power"] > 0.5),
    ),
    Milestone(
        "m34",
        "No White army holds territory in Russia",
        "1920-12",
        ("army.white",),
        lambda s: (
            (np.maximum.accumulate(s["army.white"], axis=1) > 50_000) & (s["army.white"] < 5_000)
        ),
    ),
    Milestone(
        "m37",
        "Tax in kind replaces requisition",
        "1921-03",
        ("procurement.method",),
        lambda s: (
            (np.maximum.accumulate(s["procurement.method"] == 1, axis=1))
            & (s["procurement.method"] == 2)
        ),
    ),
    Milestone(
        "m38",
        "Ban on factions and groups",
        "1921-03",
        ("party.banned",),
        _above("party.banned", 0.5),
    ),
    Milestone(
        "m40",
        "Stalin becomes General Secretary",
        "1922-04",
        ("power.stalin_secretary",),
        _above("power.stalin_secretary", 0.5),
    ),
    Milestone(
        "m42",
        "Lenin disabled by an attack",
        "1922-05",
        ("power.lenin_capacity",),
        _below("power.lenin_capacity", 0.6),
    ),
    Milestone(
        "m52",
        "A congress without the opposition that the cells have",
        "1924-01",
        ("congress.opposition", "party.opposition", "soviets.power"),
        lambda s: (
            (s["congress.opposition"] < 0.05)
            & (s["party.opposition"] > 0.15)
            & (s["soviets.power"] > 0.5)
        ),
    ),
    Milestone(
        "m53",
        "Death of Lenin",
        "1924-01",
        ("power.lenin_capacity",),
        _below("power.lenin_capacity", 1e-6),
    ),
    Milestone(
        "m55",
        "Soviet Thermidor: power passes to the apparatus",
        "1925-01",
        ("regime",),
        _no_say_left,
        coded=True,
    ),
    Milestone(
        "m57",
        "Mass enrolment: the party grows by a third within half a year",
        "1924-05",
        ("party.levy",),
        _above("party.levy", 0.5),
    ),
    Milestone(
        "m60",
        "Line of one country",
        "1924-12",
        ("party.line_world", "soviets.power"),
        lambda s: (s["party.line_world"] < -0.15) & (s["soviets.power"] > 0.5),
    ),
    Milestone(
        "m61",
        "Trotsky loses his last military post",
        "1925-01",
        ("power.trotsky_standing", "soviets.power"),
        lambda s: (s["power.trotsky_standing"] < 0.8) & (s["soviets.power"] > 0.5),
    ),
    Milestone(
        "m62",
        "The former partner Zinoviev is defeated",
        "1925-12",
        ("power.zinoviev_standing", "soviets.power"),
        lambda s: (s["power.zinoviev_standing"] < 0.7) & (s["soviets.power"] > 0.5),
    ),
    Milestone(
        "m71",
        "Trotsky out of the party",
        "1927-11",
        ("power.trotsky_standing", "soviets.power"),
        lambda s: (s["power.trotsky_standing"] < 0.1) & (s["soviets.power"] > 0.5),
    ),
    Milestone(
        "m82",
        "Price gives way to coercion in the village",
        "1929-11",
        ("procurement.method",),
        lambda s: (
            (np.maximum.accumulate(s["procurement.method"] == 2, axis=1))
            & (s["procurement.method"] == 3)
        ),
    ),
    Milestone(
        "m83",
        "Forced and total collectivisation",
        "1929-11",
        ("collectivisation.share",),
        _above("collectivisation.share", 0.15),
    ),
    Milestone(
        "m84",
        "The right is removed",
        "1929-11",
        ("power.right_standing", "soviets.power"),
        lambda s: (s["power.right_standing"] < 0.7) & (s["soviets.power"] > 0.5),
    ),
    Milestone(
        "m94",
        "Famine: over two million dead of hunger in a year, after the quota",
        "1932-12",
        ("deaths.famine", "procurement.method"),
        lambda s: (_year_sum(s["deaths.famine"]) > 2e6) & (s["procurement.method"] == 3),
    ),
    Milestone(
        "m96",
        "National Socialists govern Germany",
        "1933-01",
        ("germany.nazi_power",),
        _above("germany.nazi_power", 0.5),
    ),
    Milestone(
        "m116",
        "Over 100,000 executions in a year",
        "1937-12",
        ("repression.executions", "soviets.power"),
        lambda s: (_year_sum(s["repression.executions"]) > 1e5) & (s["soviets.power"] > 0.5),
    ),
    Milestone(
        "m119",
        "Under a third of the committee from 1917: the October generation destroyed",
        "1938-06",
        ("cc.old_guard", "soviets.power"),
        lambda s: (s["cc.old_guard"] < 0.33) & (s["soviets.power"] > 0.5),
    ),
)


def first_months(
    series: Series, codes: Mapping[str, np.ndarray] | None = None
) -> dict[str, np.ndarray]:
    """First months of all milestones whose variables are there.

    Args:
        series: (history, month) arrays by name.
        codes: of the codings, (history, month), where they are known; found in the series by default.

    Returns:
        (history,) arrays by milestone id; not a number where a history never has it.
    """
    whole = {**series, **{f"{CODED}{n}": x for n, x in (codes or {}).items()}}
    return {m.id: m.first(whole) for m in MILESTONES if all(n in series for n in m.needs)}


def recorded_month(m: Milestone) -> int:
    """Number of the month in which the record has the milestone."""
    number = month_number(m.recorded)
    assert 0 <= number < MONTHS
    return number
