"""The filter finds pasts that a model made itself, and its intervals hold as many truths as they say."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thermidor.engine.simulator import Simulator
from thermidor.errors import BadRequest
from thermidor.experiments.branches import synthetic
from thermidor.experiments.branches.likelihood import Likelihood, likelihoods
from thermidor.experiments.branches.synthetic import (
    Design,
    Exact,
    Found,
    look_for,
    of_hidden,
    places,
    search,
    summary,
    synthetic_pasts,
    whole,
)
from thermidor.record import Observation

sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))

from toy_pond import MONTHS, model_of, module

PARTICLES = 256
END = "1918-07"
SEEN = ("pond.sea", "pond.water.north", "pond.rain.south")


@pytest.fixture(scope="module")
def pond() -> Simulator:
    return Simulator(model_of(module()), months=MONTHS, tile=PARTICLES)


@pytest.fixture(scope="module")
def figures() -> list[Likelihood]:
    """Figures of three of the pond's variables, by the quarter, one of them over the quarter."""
    points = [
        Observation(
            name, month if name != "pond.rain.south" else first, month,
            "month value" if name != "pond.rain.south" else "period mean",
            5.0, 4.0, 6.0, "litres", ("toy",), None, (), True, "independent", "",
        )
        for first, month in (
            ("1917-01", "1917-03"), ("1917-04", "1917-06"), ("1917-07", "1917-09"),
            ("1917-11", "1918-01"), ("1918-04", "1918-06"),
        )
        for name in SEEN
    ]  # fmt: skip
    return likelihoods(points)


def design(**changed: object) -> Design:
    return replace(Design("pond", PARTICLES, 900, ("1917-08", END), False, "toy"), **changed)  # pyright: ignore[reportArgumentType]


@pytest.fixture(scope="module")
def found(
    pond: Simulator, figures: list[Likelihood], tmp_path_factory: pytest.TempPathFactory
) -> list[Found]:
    file = tmp_path_factory.mktemp("search") / "found.jsonl"
    return search(pond, figures, design(), 120, file)


def names(sim: Simulator) -> list[str]:
    return list(sim.model.registry.outputs)


# Pasts


def test_past_is_the_history_of_its_number_and_its_figures_scatter_about_what_it_shows(
    pond: Simulator, figures: list[Likelihood]
) -> None:
    pasts = synthetic_pasts(pond, figures, range(200), 900, 18, hidden=0.2)
    alone = synthetic_pasts(pond, figures, [7], 900, 18, hidden=0.2)[0]
    assert alone.truth.tobytes() == pasts[7].truth.tobytes()
    assert alone.shown == pasts[7].shown
    assert alone.hidden == pasts[7].hidden
    z = []
    for past in pasts:
        assert len(past.shown) + len(past.hidden) == len(figures)
        for f in (*past.shown, *past.hidden):
            place = names(pond).index(f.observation.variable)
            shows = float(past.truth[f.first : f.last + 1, place].mean())
            z.append((f.scaled(f.observation.value) - f.scaled(shows)) / f.error)
    assert np.mean(z) == pytest.approx(0, abs=0.1)
    assert np.median(np.abs(z)) == pytest.approx(0.741, abs=0.05)  # of Student's t with 4 degrees
    hidden = np.mean([len(p.hidden) for p in pasts]) / len(figures)
    assert hidden == pytest.approx(0.2, abs=0.03)
    assert all(f.weight == 1 for p in pasts for f in p.shown)


def test_as_used_figures_keep_the_weight_of_a_branch_point(
    pond: Simulator, figures: list[Likelihood]
) -> None:
    past = synthetic_pasts(pond, figures, [0], 900, 18, as_used=True, hidden=0.0)[0]
    assert [f.weight for f in past.shown] == [f.weight for f in figures if f.last < 18]
    assert min(f.weight for f in past.shown) < 1
    assert not any(isinstance(f, Exact) for f in past.shown)


def test_figures_that_are_not_complete_in_time_are_not_shown(
    pond: Simulator, figures: list[Likelihood]
) -> None:
    past = synthetic_pasts(pond, figures, [0], 900, 9, hidden=0.0)[0]
    assert {f.last for f in past.shown} == {2, 5, 8}


@given(st.floats(-5, 5), st.floats(0.01, 100))
def test_exact_scale_and_its_inverse_undo_each_other_even_below_zero(
    scaled: float, offset: float
) -> None:
    exact = replace(whole(likelihoods([_point()])[0]), offset=offset)
    drawn = np.array([scaled]) + np.log(offset)
    assert exact.scaled(exact.unscaled(drawn)) == pytest.approx(drawn, abs=1e-6)


def _point() -> Observation:
    return Observation(
        "pond.sea", "1917-03", "1917-03", "month value", 5.0, 4.0, 6.0, "litres", ("toy",), None,
        (), True, "independent", "",
    )  # fmt: skip


# Places


def test_place_of_a_truth_between_particles_is_the_weight_below_it() -> None:
    values, weights = np.array([[1.0], [2.0], [3.0]]), np.array([0.2, 0.5, 0.3])
    rng = np.random.default_rng(0)
    for truth, place, inside in (
        (0.5, 0, False),
        (1.5, 0.2, True),
        (2.5, 0.7, True),
        (4, 1, False),
    ):
        got = places(values, weights, np.array([truth]), rng)
        assert got[0][0] == pytest.approx(place)
        assert bool(got[1][0]) is inside


def test_place_of_a_truth_that_particles_share_is_spread_over_their_weight() -> None:
    values, weights = np.array([[0.0], [1.0]]), np.array([0.25, 0.75])
    rng = np.random.default_rng(1)
    ones = [places(values, weights, np.array([1.0]), rng)[0][0] for _ in range(4000)]
    assert min(ones) >= 0.25
    assert max(ones) <= 1
    assert np.mean(ones) == pytest.approx(0.625, abs=0.02)
    assert places(values, weights, np.array([1.0]), rng)[1][0]


def test_places_are_uniform_for_a_truth_drawn_like_the_particles_continuous_or_not() -> None:
    rng = np.random.default_rng(2)
    draws = rng.standard_normal((600, 400, 2))
    draws[..., 1] = draws[..., 1] > 1.5
    got = np.array([places(d[1:], np.ones(399), d[0], rng)[0] for d in draws])
    assert ((got > 0.05) & (got < 0.95)).mean(axis=0) == pytest.approx([0.9, 0.9], abs=0.04)
    assert got.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.04)


def test_particles_that_failed_say_nothing() -> None:
    values = np.array([[1.0], [np.nan], [3.0]])
    got = places(values, np.array([0.25, 0.5, 0.25]), np.array([2.0]), np.random.default_rng(0))
    assert got[0][0] == pytest.approx(0.5)


# Coverage of the pond


def test_intervals_of_the_filter_hold_nine_tenths_of_the_pasts_of_the_pond(
    found: list[Found], pond: Simulator
) -> None:
    for at in ("1917-08", END):
        s = summary(found, names(pond), at)
        assert s.failed == 0
        assert abs(s.every.share - 0.9) < 3.5 * s.every.error + 0.01
        assert abs(s.one.share - 0.9) < 3.5 * s.one.error + 0.01
        assert abs(s.closed.share - 0.9) < 3.5 * s.closed.error + 0.01
        assert max(s.bins) < 0.14
        assert min(s.bins) > 0.06
    hidden = of_hidden(found)
    assert hidden.cases > 50
    assert abs(hidden.share - 0.9) < 3.5 * hidden.error + 0.02


def test_filter_that_trusts_its_figures_too_much_does_not_hold_them(
    pond: Simulator, figures: list[Likelihood]
) -> None:
    found = []
    for past in synthetic_pasts(pond, figures, range(40), 900, 18, hidden=0.0):
        sure = tuple(replace(f, error=f.error / 4) for f in past.shown)
        found.append(look_for(pond, replace(past, shown=sure), PARTICLES, [18]))
    sea = summary(found, names(pond), END).by_variable["pond.sea"]
    assert sea < 0.7


def test_figures_narrow_what_the_filter_says(pond: Simulator, figures: list[Likelihood]) -> None:
    past = synthetic_pasts(pond, figures, [3], 900, 18, hidden=0.0)[0]
    known = look_for(pond, past, PARTICLES, [18])
    blind = look_for(pond, replace(past, shown=()), PARTICLES, [18])
    assert blind.effective[END] == 1
    assert blind.lineages[END] == PARTICLES
    assert known.least < 0.5
    assert known.lineages[END] < PARTICLES


def test_variable_that_is_the_same_in_all_pasts_is_no_case(
    found: list[Found], pond: Simulator
) -> None:
    s = summary(found, names(pond), END)
    assert "pond.root" not in s.by_variable
    assert "pond.drink.north" not in s.by_variable
    assert {"pond.sea", "pond.storms", "pond.wind"} <= set(s.by_variable)
    many = round(s.closed.cases / len(found))
    assert many < round(s.every.cases / len(found))  # storms, wind and catch take few values


def test_past_in_which_the_filter_gave_up_counts_as_not_covered(
    found: list[Found], pond: Simulator
) -> None:
    given_up = [
        replace(f, place={}, truth={}, inside={}, effective={}, lineages={}, failed="lost")
        for f in found[:60]
    ]
    s = summary([*given_up, *found[60:]], names(pond), END)
    assert s.failed == 60
    assert s.one.cases == len(found)
    assert 0.35 < s.one.share < 0.5
    assert 0.35 < s.every.share < 0.5


# The file


def test_search_goes_on_from_its_file_and_finds_the_same(
    pond: Simulator, figures: list[Likelihood], found: list[Found], tmp_path: Path
) -> None:
    file = tmp_path / "found.jsonl"
    search(pond, figures, design(), 3, file)
    torn = file.read_text() + '{"past": 3, "tru'
    file.write_text(torn)
    looked: list[int] = []
    again = search(pond, figures, design(), 6, file, lambda done, wanted: looked.append(done))
    assert looked == [4, 5, 6]
    assert again == found[:6]
    assert [json.loads(line).get("past") for line in file.read_text().splitlines()] == [
        None, 0, 1, 2, 3, 4, 5,
    ]  # fmt: skip


def test_file_of_another_search_is_refused_and_left_as_it_is(
    pond: Simulator, figures: list[Likelihood], tmp_path: Path
) -> None:
    file = tmp_path / "found.jsonl"
    search(pond, figures, design(), 1, file)
    before = file.read_bytes()
    for other in (design(seed=901), design(made_by="another"), design(as_used=True)):
        with pytest.raises(BadRequest, match=r"^found\.jsonl holds another search"):
            search(pond, figures, other, 1, file)
    assert file.read_bytes() == before


# The model itself


@pytest.mark.slow
def test_intervals_hold_nine_tenths_of_the_pasts_of_the_model(tmp_path: Path) -> None:
    from thermidor.theories import lequenne

    months = 50
    sim = Simulator(lequenne(), months=months, tile=512)
    known: Sequence[Likelihood] = likelihoods(variables=names(sim))
    asked = Design("lequenne", 512, 10_000, ("1921-03",), False, "test")
    found = search(sim, known, asked, 100, tmp_path / "found.jsonl")
    s = summary(found, names(sim), "1921-03")
    assert s.failed == 0
    assert abs(s.every.share - synthetic.LEVEL) < 3 * s.every.error + 0.01
    assert abs(s.one.share - synthetic.LEVEL) < 3 * s.one.error
