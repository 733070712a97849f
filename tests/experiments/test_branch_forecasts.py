"""Forecasts: what is repeated by persistence, what is scored, and how scores are counted."""

import json
import math
from dataclasses import replace
from typing import Any

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest
from jax import Array

from thermidor.engine.declare import System, output, variable
from thermidor.engine.model import Model
from thermidor.engine.month import Month
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import Simulator
from thermidor.experiments.branches.following import Assimilated
from thermidor.experiments.branches.forecasts import (
    FIGURE_HEADS,
    HEADS,
    WINDOWS,
    Forecast,
    Forecasts,
    forecasts,
    markdown,
    repeated,
    rows,
    score,
    sentences,
    show,
    within,
)
from thermidor.experiments.branches.likelihood import Likelihood, likelihoods
from thermidor.experiments.branches.steps import STEP_HEADS, counted, sectors, step_rows
from thermidor.experiments.scores import Score
from thermidor.record import Observation


def figure(
    value: float,
    first: str,
    last: str = "",
    aggregate: Any = "month value",
    variable: str = "toy.x",
) -> Likelihood:
    o = Observation(
        variable=variable, first_month=first, last_month=last or first, aggregate=aggregate,
        value=value, low=0.9 * value, high=1.1 * value, unit="persons", source=("s-toy",), page=None,
        ids=("i-toy",), confirmed=True, basis="independent", caveat="",
    )  # fmt: skip
    return likelihoods([o])[0]


MARCH = figure(50.0, "1922-03")
YEAR = figure(120.0, "1922-01", "1922-12", "year sum")
LATER = figure(70.0, "1923-06")


def test_persistence_repeats_the_last_figure_that_was_complete() -> None:
    earlier = figure(10.0, "1921-01")
    assert repeated(LATER, [earlier, MARCH, LATER], 72) == 50.0
    assert repeated(LATER, [earlier, MARCH], 62) == 10.0
    assert repeated(LATER, [LATER], 72) is None
    assert repeated(LATER, [figure(5.0, "1922-01", variable="toy.y")], 72) is None


def test_a_figure_that_is_not_complete_before_the_fit_ends_is_not_known() -> None:
    assert repeated(LATER, [MARCH, YEAR], 71) == 50.0
    assert repeated(LATER, [MARCH, YEAR], 72) == 10.0


def test_totals_and_levels_are_turned_into_one_another() -> None:
    total = figure(300.0, "1923-01", "1923-06", "period sum")
    assert repeated(total, [YEAR], 72) == pytest.approx(60.0)
    assert repeated(total, [MARCH], 72) == pytest.approx(300.0)
    assert repeated(figure(1.0, "1923-01", "1923-12", "year mean"), [YEAR], 72) == 10.0


def test_of_figures_complete_in_the_same_month_those_of_the_same_kind_are_repeated() -> None:
    december = figure(40.0, "1922-12")
    assert repeated(LATER, [YEAR, december], 72) == 40.0
    assert repeated(figure(9.0, "1923-01", "1923-12", "year sum"), [YEAR, december], 72) == 120.0
    assert repeated(LATER, [december, figure(20.0, "1922-12")], 72) == 30.0


def test_only_figures_that_lie_wholly_in_the_window_are_forecast() -> None:
    before = figure(1.0, "1922-12", "1923-02", "period mean")
    after = figure(1.0, "1925-12", "1926-01", "period mean")
    assert within([MARCH, before, LATER, after], *WINDOWS[0]) == [LATER]


def test_a_forecast_that_is_sure_and_right_has_no_error_and_one_beside_it_has() -> None:
    f = score(LATER, "1923-01", np.full(9, 70.0), np.full(9, 40.0), [MARCH])
    assert (f.own.crps, f.repeated) == (pytest.approx(0.0, abs=1e-12), 50.0)
    # A hundredth of the largest known figure is added before the logarithm.
    assert f.free.crps == pytest.approx(math.log(70.7 / 40.7))
    assert f.own.reference == pytest.approx(math.log(70.7 / 50.7))
    assert f.own.inside_90
    assert not score(LATER, "1923-01", np.full(9, 90.0), np.full(9, 40.0), [MARCH]).own.inside_90


def test_a_total_and_its_monthly_mean_are_as_far_from_the_record() -> None:
    total = figure(1200.0, "1923-01", "1923-12", "year sum")
    mean = figure(100.0, "1923-01", "1923-12", "year mean")
    members = np.array([60.0, 110.0, 300.0])
    a = score(total, "1923-01", 12 * members, members, [YEAR])
    b = score(mean, "1923-01", members, members, [YEAR])
    assert a.own.crps == pytest.approx(b.own.crps)
    assert a.own.reference == pytest.approx(b.own.reference)
    assert a.own.informative == b.own.informative


def forecast(variable: str, crps: float, free: float, baseline: float | None, fit: str = "1923-01"):
    back = None if baseline is None else 100.0 + baseline
    own, other = (
        Score(variable, 100.0, 90.0, 110.0, 80.0, 95.0, 130.0, 0.6, True, True, x, baseline)
        for x in (crps, free)
    )
    return Forecast(f"{variable} 1924", fit, own, other, back)


FOUND = Forecasts(
    (
        forecast("party.members", 5.0, 40.0, 20.0),
        forecast("party.members", 15.0, 20.0, 20.0, "1927-01"),
        forecast("prices.level", 30.0, 10.0, 10.0),
        forecast("army.red", 3.0, 3.0, None),
    ),
    (), 2, 128, 0,
)  # fmt: skip


def test_scores_of_a_variable_are_sums_over_its_figures() -> None:
    members, prices = FOUND.variables()
    assert (members.variable, members.figures, members.ratio, members.free) == (
        "party.members", 2, 0.5, 1.5,
    )  # fmt: skip
    assert (prices.ratio, prices.free) == (3.0, 1.0)
    assert FOUND.variables("1927-01")[0].ratio == 0.75


def test_the_share_that_beats_persistence_counts_variables_and_only_compared_ones() -> None:
    assert FOUND.better().value == 0.5
    assert FOUND.better("1927-01").value == 1.0
    assert FOUND.better_free().value == 0.0
    assert FOUND.not_compared == FOUND.figures[3:]


def test_the_pooled_score_weighs_variables_by_their_figures() -> None:
    assert FOUND.pooled()[0] == pytest.approx((0.5**2 * 3.0) ** (1 / 3))
    assert math.isnan(Forecasts((), (), 2, 128, 0).pooled()[0])


def test_no_error_against_perfect_persistence_is_a_draw_and_any_error_a_loss() -> None:
    draw = replace(FOUND, figures=(forecast("a.b", 0.0, 1.0, 0.0),)).variables()[0]
    assert draw.ratio == 1.0
    assert math.isinf(draw.free)


def step(name: str, recorded: float, place: float, score: float) -> Assimilated:
    return Assimilated(
        f"{name} 1924", name, 90, recorded, 0.95 * recorded, 1.05 * recorded, 80.0, 100.0, 120.0, place,
        score, -0.5, 0.5, True,
    )  # fmt: skip


STEPS = (
    step("party.members", 100.0, 0.5, -0.6),
    step("party.members", 122.0, 1.0, -3.5),
    step("prices.level", 300.0, 1.0, -9.5),
    step("prices.level", 81.0, 0.06, -1.5),
)


def test_the_filters_forecasts_are_counted_by_value_and_by_range() -> None:
    told = counted(STEPS)
    assert (told.points, told.inside_90, told.inside_50, told.touching_90) == (4, 2, 1, 3)
    assert told.pit == (1, 0, 0, 0, 0, 1, 0, 0, 0, 2)


def test_the_windows_count_where_values_lie_in_followed_and_in_free_histories() -> None:
    own, free = FOUND.counts("1923-01")
    assert (own.points, own.inside_90, free.points) == (3, 3, 3)
    window = FOUND.to_json()["windows"][0]
    assert window["counts"] == own.to_json()


def test_the_most_surprising_figures_of_a_sector_come_first() -> None:
    prices, party = sectors(STEPS, 1)
    assert (prices["sector"], prices["surprise"]) == ("Prices, wages and bread", 5.0)
    assert [w["recorded"] for w in prices["worst"]] == [300.0]
    assert party["worst"][0]["recorded"] == 122.0


def test_tables_have_a_cell_for_every_head_and_json_has_no_infinity() -> None:
    found = replace(FOUND, steps=STEPS, figures=(*FOUND.figures, forecast("a.b", 1.0, 1.0, 0.0)))
    assert {len(row) for row in rows(found)} == {len(HEADS)}
    assert {len(row) for row in step_rows(STEPS)} == {len(STEP_HEADS)}
    text = markdown(found)
    assert f"| {' | '.join(FIGURE_HEADS)} |" in text
    assert all(line.count("|") > 4 for line in text.splitlines() if line.startswith("|"))
    assert "1 of 3 variables" in " ".join(sentences(found))
    json.dumps(found.to_json(), allow_nan=False)


class Clock(System):
    months: Array = variable("months", "months lived", start=0.0, high=1000.0)


class World(eqx.Module):
    clock: Clock


@pytest.fixture(scope="module")
def sim() -> Simulator:
    from types import ModuleType

    module = ModuleType("toy.clock", "A clock.")

    def step(m: Month) -> None:
        m.set("months", m.last("clock.months") + 1.0)

    seen = output("toy.x", "persons", "months lived", system="clock", assumption="a toy")
    module.__dict__.update(step=step, x=seen(lambda w, flows: jnp.asarray(w.clock.months)))

    def month(m: Month) -> None:
        with m.phase("Toy"):
            m.run(module)

    return Simulator(Model(Registry(World, [module]), month, "clock"), months=96, tile=16)


def test_histories_show_a_figure_in_its_own_months(sim) -> None:
    twice = figure(80.0, "1923-06")
    later, year, again = show(sim, [LATER, YEAR, twice], 20, 1, None)
    assert later.tolist() == [78.0] * 20
    assert year[0] == sum(range(61, 73))
    assert again.tolist() == later.tolist()
    assert show(sim, [], 20, 1, None) == []


@pytest.mark.parametrize(
    ("wish", "words"),
    [({"histories": 1}, "whole number from 2"), ({"seed": -1}, "whole number")],
)
def test_bad_wishes_get_one_line(wish, words) -> None:
    with pytest.raises(ValueError, match=words) as error:
        forecasts(**wish)
    assert "\n" not in str(error.value)


@pytest.mark.slow
def test_a_forecast_knows_nothing_of_the_figures_that_it_is_scored_on(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("THERMIDOR_CACHE", str(tmp_path))
    found = forecasts(64, particles=128, windows=[("1918-01", "1918-12")], until="1918-06")
    assert {f.fit for f in found.figures} == {"1918-01"}
    assert all(s.month < 17 for s in found.steps)
    again = forecasts(64, particles=128, windows=[("1918-01", "1918-06")], until="1918-01")
    own = {f.name: f for f in found.figures}
    assert again.figures
    assert all(f == own[f.name] for f in again.figures)
