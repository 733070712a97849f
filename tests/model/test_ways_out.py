"""Histories find the way out of war communism and of worthless money, and the economy moves as it is recorded to."""

import numpy as np
import pytest

from thermidor.experiments.check.walk import Group, walk
from thermidor.experiments.request import Following, Request, Span
from thermidor.model.names import METHODS
from thermidor.theories import BOOK, lequenne

HISTORIES, TWINS = 512, 128
LATE = 120
"""Months before the end in which no way of getting bread should still be that of the civil war."""
REQUISITION, MARKET = (METHODS.index(way) for way in ("requisition", "market"))
STATES = (
    "procurement.method", "money.log_price", "money.circulation", "money.reformed", "money.scissors",
    "civil_war.intensity", "industry.locomotives", "labour.real_wage", "classes.unemployed", "countryside.sown",
)  # fmt: skip
OUTPUTS = ("agriculture.procured_grain", "unrest.risings")
REGISTRY = lequenne().registry


def at(date: str) -> int:
    year, month = date.split("-")
    return (int(year) - 1917) * 12 + int(month) - 1


def told(histories: int, *settings: str) -> dict[str, np.ndarray]:
    """States and outputs of free histories, (month, history)."""
    asked = Request(
        "baseline", settings, histories, 0, Span("1917-01", "1940-12"), BOOK, "point",
        Following(None, False, None, (), ()),
    )  # fmt: skip
    names, parts = list(asked.simulator.model.registry.outputs), []
    for first in range(0, histories, asked.simulator.tile):
        numbers = np.arange(first, min(histories, first + asked.simulator.tile), dtype=np.uint32)
        months = []
        for step in walk(asked.simulator, Group("free", numbers, asked.schedule)):
            state = {p: np.asarray(step.after[p])[..., : len(numbers)] for p in STATES}
            state = {p: x.sum(0) if x.ndim > 1 else x for p, x in state.items()}
            months.append(state | {p: step.seen[names.index(p)] for p in OUTPUTS})
        parts.append({p: np.stack([m[p] for m in months]) for p in months[0]})
    return {p: np.concatenate([part[p] for part in parts], -1) for p in parts[0]}


@pytest.fixture(scope="module")
def free():
    return told(HISTORIES)


@pytest.fixture(scope="module")
def deaf():
    return told(TWINS, "organs.correction=0.02")


def requisitions(of: dict[str, np.ndarray]) -> np.ndarray:
    return of["procurement.method"] == REQUISITION


def in_peace(of: dict[str, np.ndarray]) -> np.ndarray:
    war = REGISTRY.parameters["regime.soviets_war_or_offices_rule.war"].value
    return of["civil_war.intensity"] < float(war)


def band(x: np.ndarray, *q: float) -> np.ndarray:
    return np.quantile(x, q or (0.05, 0.5, 0.95))


@pytest.mark.parametrize("which", ["free", "deaf"])
def test_no_history_requisitions_outside_a_war_in_the_thirties(which, request):
    of = request.getfixturevalue(which)
    assert not (requisitions(of) & in_peace(of))[-LATE:].any()
    assert requisitions(of).any()


def test_a_power_that_hears_nothing_leaves_requisition_later_and_at_a_greater_cost(free, deaf):
    def paths(of):
        took = requisitions(of)[:, :TWINS]
        ever = took.any(0)
        last = len(took) - 1 - took[::-1].argmax(0)
        sown = of["countryside.sown"][last, np.arange(TWINS)]
        risings = (of["unrest.risings"][:, :TWINS] * took).sum(0)
        return [float(np.median(x[ever])) for x in (last, risings, sown)]

    (late, risings, sown), (deaf_late, deaf_risings, deaf_sown) = paths(free), paths(deaf)
    assert deaf_late > late
    assert deaf_risings > risings
    assert deaf_sown < sown


@pytest.mark.parametrize("which", ["free", "deaf"])
def test_prices_never_come_to_their_bound(which, request):
    of = request.getfixturevalue(which)["money.log_price"]
    assert of.max() < REGISTRY.states["money.log_price"].high - 10


def test_a_worthless_currency_gives_way_in_every_history(free):
    assert free["money.reformed"][at("1930-12")].mean() > 0.97


def test_notes_move_with_trade_after_the_reform(free):
    notes = free["money.circulation"]
    decade = np.abs(notes[-1] / notes[-LATE] - 1)
    assert (decade < 0.01).mean() < 0.05


def test_grain_is_bought_in_autumn_rather_than_in_spring(free):
    months = slice(at("1923-07"), at("1930-07"))
    bought = free["agriculture.procured_grain"][months]
    on_market = free["procurement.method"][months] == MARKET
    season = np.arange(len(bought)) % 12

    def mean(first: int) -> float:
        chosen = (season >= first) & (season < first + 3)
        return float(bought[chosen][on_market[chosen]].mean())

    october, april = 3, 9
    assert mean(october) > 1.3 * mean(april)


@pytest.mark.parametrize(
    ("path", "date", "low", "high"),
    [
        ("industry.locomotives", "1919-12", 0.34, 0.52),
        ("money.scissors", "1923-10", 1.8, 3.4),
        ("classes.unemployed", "1922-06", 0.12e6, 0.8e6),
        ("classes.unemployed", "1927-06", 1.0e6, 2.3e6),
    ],
)
def test_half_of_the_histories_lie_on_the_side_of_the_record(free, path, date, low, high):
    x = free[path][at(date)]
    assert low < np.median(x) < high


@pytest.mark.parametrize(
    ("path", "date", "value"),
    [
        ("industry.locomotives", "1919-12", 0.40),
        ("money.scissors", "1923-10", 3.10),
        ("classes.unemployed", "1922-06", 0.5e6),
        ("classes.unemployed", "1927-06", 1.7e6),
    ],
)
def test_the_record_lies_in_the_bulk_of_the_histories(free, path, date, value):
    low, _, high = band(free[path][at(date)])
    assert low < value < high


def test_wages_do_not_stand_still_in_the_thirties(free):
    wage = free["labour.real_wage"]
    assert (np.abs(wage[-1] / wage[-LATE] - 1) < 0.01).mean() < 0.1
