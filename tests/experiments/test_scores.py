"""The scores of fit, against closed forms and what must hold of any score."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thermidor.experiments.scores import (
    EVEN,
    Counts,
    Figure,
    Score,
    by_pit,
    count,
    pit,
    pooled,
    ratio,
    scale,
    score,
    sentences,
)

PLAIN = scale("index", [1.0])
SIZES = st.floats(1e-3, 1e6)
MEMBERS = st.lists(SIZES, min_size=2, max_size=40).map(np.array)


def exact(value: float, reference: float | None = None, months: int = 1) -> Figure:
    return Figure("a.b", value, value, value, months, reference)


def drawn(spread: float, figures: int = 2000, members: int = 99) -> list[Score]:
    """Figures of a standard normal, scored by histories of another spread."""
    draw = np.random.default_rng(5)
    own = draw.normal(0, spread, (figures, members))
    return [
        score(m, exact(x), PLAIN)
        for m, x in zip(own, draw.normal(size=figures).tolist(), strict=True)
    ]


def wide(scores: list[Score]) -> list[Score]:
    """The same scores, all called informative: a normal around 0 has no factor."""
    return [replace(s, informative=True) for s in scores]


def test_parts_below_are_even_when_the_record_is_drawn_from_the_model() -> None:
    counts = count(wide(drawn(1.0)))
    assert counts.pit_distance is not None
    assert counts.pit_distance < EVEN / math.sqrt(2000)
    assert counts.pit_mean == pytest.approx(0.5, abs=0.02)
    assert min(counts.pit) > 150
    assert counts.inside_90 / 2000 == pytest.approx(0.9, abs=0.025)
    assert counts.inside_50 / 2000 == pytest.approx(0.5, abs=0.035)


@pytest.mark.parametrize(("spread", "outer"), [(0.5, 900), (2.0, 90)])
def test_parts_below_heap_up_outside_when_bands_are_narrow_and_inside_when_they_are_wide(
    spread: float, outer: int
) -> None:
    counts = count(wide(drawn(spread)))
    assert counts.pit_distance is not None
    assert counts.pit_distance > 2 * EVEN / math.sqrt(2000)
    ends = counts.pit[0] + counts.pit[-1]
    assert ends > outer if spread < 1 else ends < outer


def test_the_distance_from_even_is_the_greatest_gap_between_the_steps_and_the_line() -> None:
    scores = [replace(drawn(1.0, 1)[0], pit=p) for p in (0.1, 0.2, 0.9)]
    assert count(scores).pit_distance == pytest.approx(2 / 3 - 0.2)


def test_crps_is_that_of_the_normal() -> None:
    # Gneiting and Raftery 2007, Journal of the American Statistical Association 102, equation 21.
    members = np.random.default_rng(1).normal(3.0, 2.0, 40_000)
    for value in (-1.0, 3.0, 4.5):
        z = (value - 3.0) / 2.0
        below = 0.5 * (1 + math.erf(z / math.sqrt(2)))
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        expected = 2.0 * (z * (2 * below - 1) + 2 * density - 1 / math.sqrt(math.pi))
        assert score(members, exact(value), PLAIN).crps == pytest.approx(expected, abs=0.03)


@given(MEMBERS, SIZES, SIZES, st.floats(1e-4, 1e4))
def test_a_change_of_unit_changes_no_score_of_a_quantity(
    members: np.ndarray, value: float, reference: float, factor: float
) -> None:
    own = score(members, exact(value, reference), scale("persons", [value, 1.0]))
    other = score(
        factor * members, exact(factor * value, factor * reference), scale("thousands", [factor * value, factor])
    )  # fmt: skip
    assert other.crps == pytest.approx(own.crps, rel=1e-6, abs=1e-9)
    assert other.reference == pytest.approx(own.reference, rel=1e-6, abs=1e-9)
    assert other.pit == own.pit


@given(MEMBERS, SIZES, st.integers(2, 60))
def test_a_total_scores_as_its_monthly_mean(members: np.ndarray, value: float, months: int) -> None:
    on = scale("persons", [value])
    mean = score(members, exact(value, 2 * value), on)
    total = score(months * members, exact(months * value, 2 * months * value, months), on)
    assert total.crps == pytest.approx(mean.crps, rel=1e-6, abs=1e-9)
    assert total.reference == pytest.approx(mean.reference)


@given(MEMBERS, SIZES)
def test_values_inside_the_half_are_inside_nine_tenths_and_those_touch(
    members: np.ndarray, value: float
) -> None:
    s = score(members, Figure("a.b", value, 0.9 * value, 1.1 * value), scale("persons", [value]))
    assert s.inside_50 <= s.inside_90 <= s.touches_90
    assert 0 < s.pit < 1
    assert s.crps is not None


def test_a_value_outside_whose_range_touches_is_not_inside() -> None:
    members = np.linspace(1.0, 2.0, 21)
    s = score(members, Figure("a.b", 3.0, 1.9, 4.0), PLAIN)
    assert (s.inside_90, s.touches_90, s.where) == (False, True, "range touches 90%")
    counts = count([s])
    assert (counts.inside_90, counts.touching_90) == (0, 1)


@given(st.floats(0, 1), st.sampled_from(["share of members", "flag", "probability", "0 to 1"]))
def test_a_band_that_spans_all_that_is_possible_is_uninformative(value: float, unit: str) -> None:
    everything = np.linspace(0, 1, 201)
    s = score(everything, exact(value), scale(unit, [value]))
    assert s.where == "uninformative"
    counts = count([s])
    assert (counts.informative, counts.inside_90, counts.touching_90) == (0, 0, 0)
    assert (counts.uninformative, counts.share(0)) == (1, None)
    guess = np.random.default_rng(0).random(512)
    assert not score(guess, exact(value), scale(unit, [value])).informative
    assert score(everything / 2, exact(value), scale(unit, [value])).informative


def test_a_band_wider_than_a_factor_of_ten_is_uninformative_for_what_has_no_upper_end() -> None:
    on = scale("persons", [100.0])
    assert on.informative(20.0, 190.0)
    assert not on.informative(20.0, 210.0)
    assert not on.informative(0.0, 50.0)
    assert on.informative(0.0, 5.0), "under a tenth of the largest figure, nought is near"
    assert scale("index -1..1", [0.0]).informative(-0.8, 0.8)
    assert not scale("index -1..1", [0.0]).informative(-0.9, 0.9)


def test_an_uninformative_band_is_no_merit_in_the_parts_below() -> None:
    wide_and_missed = score(np.linspace(1.0, 50.0, 99), exact(90.0), scale("persons", [100.0]))
    counts = count([wide_and_missed])
    assert (counts.uninformative, counts.uninformative_inside) == (1, 0)
    assert (counts.pit[-1], counts.pit_uninformative[-1]) == (1, 1)


def test_a_simulated_value_in_single_precision_is_the_recorded_one() -> None:
    members = np.full(9, np.float64(np.float32(0.511)))
    s = score(members, exact(0.511), scale("share", [0.511]))
    assert (s.inside_90, s.inside_50, s.pit) == (True, True, 0.5)


def test_figures_that_all_histories_miss_stand_outermost_by_how_far() -> None:
    members = np.linspace(9.0, 11.0, 20)
    scores = [score(members, exact(x), PLAIN) for x in (12.0, 1.0, 10.0, 30.0, 8.0)]
    assert [scores[i].value for i in by_pit(scores)] == [1.0, 8.0, 10.0, 12.0, 30.0]


def test_ratios_sum_over_figures_and_pool_over_variables() -> None:
    own = replace(drawn(1.0, 1)[0], crps=1.0, reference=4.0)
    assert ratio([own, replace(own, crps=5.0), replace(own, reference=None)]) == (0.75, 2)
    assert math.isinf(ratio([replace(own, reference=0.0)])[0])
    assert ratio([replace(own, crps=0.0, reference=0.0)]) == (1.0, 1)
    assert math.isnan(ratio([])[0])
    assert pooled([(0.5, 3), (4.0, 1), (math.inf, 5), (0.0, 5)]) == pytest.approx(2**-0.25)
    assert pooled([]) is None


def test_the_part_below_counts_ties_half() -> None:
    assert pit(np.array([0.0, 0.0, 1.0]), 0.0) == pytest.approx(1.5 / 4)


def test_sentences_lead_with_values_and_tell_wide_bands_apart() -> None:
    text = " ".join(sentences(count(wide(drawn(1.0, 50))), 0.5))
    assert text.index("value lies inside") < text.index("touches the 90% band")
    assert "0.50 of that of a forecast" in text
    assert "uninformative" not in text
    assert sentences(Counts()) == ["No recorded figure was compared."]
    everything = score(np.linspace(0, 1, 99), exact(0.5), scale("share", [0.5]))
    assert "All 1 are told apart as uninformative" in " ".join(sentences(count([everything])))


def test_a_figure_that_no_history_shows_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no history shows a\.b"):
        score(np.array([]), exact(1.0), PLAIN)
