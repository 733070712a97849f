"""Recorded points speak the model's language and hide no doubt."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from thermidor.record import Record, observations

# The output variables that notebooks and lessons rely on, by unit.
UNITS = {
    "persons": [
        "population.total", "population.urban", "population.petrograd", "workers.industrial",
        "workers.active", "workers.unemployed", "officials", "traders", "army.red", "army.white",
        "police.strength", "camps.prisoners", "camps.deportees", "party.members",
        "party.candidates", "cc.members", "privilege.nomenklatura", "comintern.members",
        "germany.kpd_members", "china.cpc_members", "france.pcf_members", "britain.cpgb_members",
        "party.core", "party.appeals",
    ],
    "posts": ["party.posts"],
    "persons a month": [
        "deaths.war", "deaths.famine", "deaths.epidemic", "deaths.repression", "repression.arrests",
        "repression.executions", "party.expelled", "unrest.strikers",
    ],
    "share of households": ["peasants.poor", "peasants.middle", "peasants.rich"],
    "hectares": ["agriculture.sown"],
    "tonnes, in the harvest year to date": ["agriculture.harvest_grain"],
    "tonnes a month": ["agriculture.procured_grain", "trade.grain_exports"],
    "head": ["livestock.horses", "livestock.cattle"],
    "index, 1913 = 100": [
        "agriculture.output", "industry.output", "industry.heavy", "industry.light", "wages.real",
    ],
    "share": [
        "transport.locomotives_working", "soviets.bolshevik", "soviets.participation",
    ],
    "industrial over agricultural prices, 1913 = 1": ["prices.scissors"],
    "1913 = 1": ["prices.level"],
    "grams a day, workers in the capital": ["supply.bread_ration"],
    "share of peasant households": ["collectivisation.share"],
    "share of the population under soviet power": ["territory.soviet"],
    "share of members": [
        "party.workers_share", "party.before_1917_share", "party.after_1923_share",
        "party.literate_share", "party.bench_share", "party.opposition",
    ],
    "share of counted votes at the base": ["party.opposition_voted"],
    "share of delegates at the last congress": [
        "congress.opposition", "congress.appointees", "congress.hidden",
    ],
    "share of votes in the cells before the last congress": ["moscow.cells"],
    "share of votes at the district conferences": ["moscow.districts"],
    "share of votes at the provincial conference": ["moscow.province"],
    "share of posts whose holders owe them to the General Secretary's network": [
        "power.secretariat"
    ],
    "risings a month": ["unrest.risings"],
    "share aged 9 and over": ["literacy"],
    "share, last national election": ["germany.nazi_vote"],
}  # fmt: skip

UNIT_OF = {variable: unit for unit, variables in UNITS.items() for variable in variables}

AGGREGATES = {
    "month value": {1},
    "year mean": {12},
    "year sum": {12},
    "agricultural year sum": {12},
}


@pytest.fixture(scope="module")
def points():
    return observations()


def test_there_are_enough_points(points) -> None:
    assert len(points) >= 250
    assert len({o.variable for o in points}) >= 45


def test_variables_and_units_are_those_of_the_model(points) -> None:
    assert not {(o.variable, o.unit) for o in points if UNIT_OF.get(o.variable) != o.unit}


def test_a_value_lies_in_its_range(points) -> None:
    for o in points:
        assert math.isfinite(o.low)
        assert math.isfinite(o.high)
        assert 0 <= o.low <= o.value <= o.high
        assert o.sd >= 0


def test_every_point_has_a_width(points) -> None:
    assert not [o for o in points if o.high == o.low]


def test_shares_lie_between_0_and_1(points) -> None:
    assert not [o for o in points if o.unit.startswith("share") and o.high > 1]


def test_months_fit_the_aggregate(points) -> None:
    for o in points:
        first, last = (int(m[:4]) * 12 + int(m[5:]) for m in (o.first_month, o.last_month))
        assert last - first + 1 in AGGREGATES.get(o.aggregate, range(2, 61)), o
    assert all(
        o.first_month.endswith("-07") for o in points if o.aggregate == "agricultural year sum"
    )


def test_points_lie_in_the_simulated_time(points) -> None:
    assert all("1917-01" <= o.first_month <= "1940-12" for o in points)


def test_every_figure_and_source_exists(points, record: Record) -> None:
    for o in points:
        assert all(id in record.independent or id in record.figures for id in o.ids)
        assert all(source in record.sources for source in o.source)
        assert (o.page is None) == (o.basis == "independent")


def test_a_doubtful_figure_is_never_confirmed_and_always_a_range(points, record: Record) -> None:
    doubtful = [
        o
        for o in points
        if any(id in record.figures and record.figures[id].doubtful for id in o.ids)
    ]
    assert doubtful
    for o in doubtful:
        assert not o.confirmed
        assert o.high / max(o.low, 1e-9) > 1.2
        assert o.caveat


def test_contradictory_figures_make_one_range(points, record: Record) -> None:
    of = {id: o for o in points for id in o.ids}
    for figure in record.figures.values():
        for other in figure.contradicts:
            if figure.id in of and other in of and of[figure.id].variable == of[other].variable:
                same = of[figure.id] is of[other]
                apart = of[figure.id].first_month != of[other].first_month
                assert same or apart, (figure.id, other)


def test_famine_and_grain_follow_the_advice_on_disagreements(record: Record) -> None:
    famine = next(o for o in observations("deaths.famine") if o.first_month == "1932-01")
    assert (famine.low, famine.high) == record.disagreements["x-famine-1932-33"].range
    grain = {o.first_month[:4]: o for o in observations("agriculture.harvest_grain")}
    assert (round(grain["1932"].low / 1e6), round(grain["1932"].high / 1e6)) == (55, 60)
    army = next(o for o in observations("army.red") if o.first_month == "1924-09")
    assert army.value == 478_500


def test_orders_of_magnitude_are_right() -> None:
    def one(variable: str, month: str) -> float:
        return next(o.value for o in observations(variable) if o.first_month == month)

    assert 140e6 < one("population.total", "1917-01") < 150e6
    assert one("prices.scissors", "1923-10") == pytest.approx(3.1)
    assert one("collectivisation.share", "1930-03") == pytest.approx(0.572)
    assert one("transport.locomotives_working", "1919-12") == pytest.approx(0.4)
    assert one("agriculture.sown", "1932-07") == pytest.approx(134.4e6, rel=0.01)
    assert one("agriculture.procured_grain", "1931-07") == pytest.approx(22.8e6)
    assert one("camps.deportees", "1931-12") == pytest.approx(1_418_392)
    assert one("unrest.risings", "1930-01") == pytest.approx(13_754)
    assert one("cc.members", "1934-02") == 71


def test_bounds_of_the_book_are_ends_of_ranges() -> None:
    (appointees,) = observations("congress.appointees")
    assert (appointees.low, appointees.high) == (0.875, 1)
    (militants,) = observations("party.core")
    assert (militants.value, militants.high) == (8000, 20000)


def test_the_chain_of_moscow_has_its_recorded_steps() -> None:
    steps = [observations(f"moscow.{level}")[0] for level in ("cells", "districts", "province")]
    assert {o.first_month for o in steps} == {"1924-01"}
    assert [o.value for o in steps[1:]] == [0.36, 0.18]
    assert [o.confirmed for o in steps] == [False, True, True]
    assert steps[0].value > steps[1].high


def test_work_at_the_bench_is_not_origin() -> None:
    bench = {o.first_month: o for o in observations("party.bench_share")}
    origin = {o.first_month: o for o in observations("party.workers_share")}
    assert bench["1919-03"].high < origin["1919-03"].low
    assert bench["1928-07"].high < min(o.low for o in origin.values() if o.first_month == "1928-01")


def test_no_figure_counts_twice_for_one_variable(points) -> None:
    used = Counter((o.variable, id) for o in points for id in o.ids)
    twice = {key for key, count in used.items() if count > 1}
    assert not twice
