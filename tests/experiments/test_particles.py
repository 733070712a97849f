"""The particle filter against closed forms: a linear Gaussian toy and its exact Kalman filter."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from thermidor.experiments.particles import (
    Impossible,
    Measurement,
    WeightedSample,
    assimilate,
    begin,
    effective_size,
    follow,
    from_unbounded,
    generator,
    liu_west,
    normalise,
    should_resample,
    systematic,
    to_unbounded,
    weighted_quantile,
)

# The toy: two variables that lean on each other; the first is seen every month, the second every third.
TURN = np.array([[0.9, 0.3], [-0.2, 0.8]])
SHOCK = np.array([0.5, 0.4])
ERROR = np.array([1.0, 0.8])
BEGINS = np.array([1.0, 0.6])
MONTHS = 9


class Seen(NamedTuple):
    month: int
    axis: int
    value: float


@dataclass(frozen=True)
class Toy:
    """Particles of the toy, (particle, 2); the randomness of a particle goes by its place."""

    seed: int

    def beginning(self, particles: int) -> np.ndarray:
        rng = generator(self.seed, 0, "toy begins")
        return BEGINS * rng.standard_normal((particles, 2))

    def advance(self, state: np.ndarray, first: int, last: int) -> np.ndarray:
        for month in range(first, last + 1):
            shocks = generator(self.seed, month, "toy").standard_normal(state.shape)
            state = state @ TURN.T + SHOCK * shocks
        return state

    def take(self, state: np.ndarray, ancestors: np.ndarray) -> np.ndarray:
        return state[ancestors]


def log_normal(value: float, mean: np.ndarray, sd: float) -> np.ndarray:
    return -0.5 * ((value - mean) / sd) ** 2 - math.log(sd) - 0.5 * math.log(2 * math.pi)


def known(
    name: str, month: int, log_likelihood: Callable[[np.ndarray], np.ndarray]
) -> Measurement[np.ndarray]:
    return Measurement(name, month, log_likelihood)


def figure(seen: Seen) -> Measurement[np.ndarray]:
    return known(
        f"axis {seen.axis} in {seen.month}",
        seen.month,
        lambda state: log_normal(seen.value, state[:, seen.axis], ERROR[seen.axis]),
    )


def past(seed: int, months: int = MONTHS) -> tuple[np.ndarray, list[Seen]]:
    """A true history of the toy, (month, 2), and what was seen of it."""
    rng = np.random.default_rng([7, seed])
    x, states, seen = BEGINS * rng.standard_normal(2), [], []
    for month in range(months):
        x = TURN @ x + SHOCK * rng.standard_normal(2)
        states.append(x)
        for axis in (0, 1) if month % 3 == 1 else (0,):
            seen.append(Seen(month, axis, x[axis] + ERROR[axis] * rng.standard_normal()))
    return np.array(states), seen


class Exact(NamedTuple):
    mean: np.ndarray
    covariance: np.ndarray
    scores: np.ndarray


def kalman(seen: Sequence[Seen], months: int = MONTHS) -> Exact:
    """Exact moments at the end of each month, and the log predictive density of each figure."""
    mean, covariance = np.zeros(2), np.diag(BEGINS**2)
    means, covariances, scores = [], [], []
    for month in range(months):
        mean, covariance = TURN @ mean, TURN @ covariance @ TURN.T + np.diag(SHOCK**2)
        for _, axis, value in (s for s in seen if s.month == month):
            of_figure = covariance[axis, axis] + ERROR[axis] ** 2
            scores.append(float(log_normal(value, mean[axis], math.sqrt(of_figure))))
            gain = covariance[:, axis] / of_figure
            mean = mean + gain * (value - mean[axis])
            covariance = covariance - np.outer(gain, covariance[axis])
        means.append(mean)
        covariances.append(covariance)
    return Exact(np.array(means), np.array(covariances), np.array(scores))


def filtered(
    seen: Sequence[Seen], particles: int, seed: int, threshold: float = 0.5, months: int = MONTHS
) -> WeightedSample[np.ndarray]:
    toy = Toy(seed)
    sample = begin(toy.beginning(particles), particles)
    return follow(toy, sample, [figure(s) for s in seen], months, seed, threshold)


def scores(sample: WeightedSample[np.ndarray]) -> list[float]:
    return [score for step in sample.steps for score in step.scores]


@pytest.fixture(scope="module")
def ours() -> list[Seen]:
    return past(0)[1]


# Against the exact filter


def test_filter_has_the_mean_and_spread_of_the_exact_filter_in_every_month(
    ours: list[Seen],
) -> None:
    exact, toy, particles = kalman(ours), Toy(3), 60_000
    sample = begin(toy.beginning(particles), particles)
    for month in range(MONTHS):
        sample = follow(
            toy, sample, [figure(s) for s in ours if s.month == month], month + 1, seed=3
        )
        mean = sample.weights @ sample.state
        sd = np.sqrt(sample.weights @ (sample.state - mean) ** 2)
        exact_sd = np.sqrt(np.diag(exact.covariance[month]))
        assert np.abs(mean - exact.mean[month]).max() / exact_sd.min() < 0.03, month
        assert np.abs(sd / exact_sd - 1).max() < 0.02, month


def test_each_figure_has_the_score_of_the_exact_filter(ours: list[Seen]) -> None:
    sample = filtered(ours, 60_000, seed=4)
    assert any(step.resampled for step in sample.steps)
    assert scores(sample) == pytest.approx(list(kalman(ours).scores), abs=0.02)


@pytest.mark.parametrize("threshold", [0.0, 0.5, 1.1])
def test_evidence_is_unbiased_whatever_the_threshold_of_resampling(
    ours: list[Seen], threshold: float
) -> None:
    few = [s for s in ours if s.month < 6]
    exact = kalman(few, 6).scores.sum()
    ratios = np.exp(
        [filtered(few, 64, seed, threshold, 6).log_evidence - exact for seed in range(2000)]
    )
    error = ratios.std(ddof=1) / math.sqrt(len(ratios))
    assert error < 0.02, f"the standard error {error:.4f} is too wide to show a bias"
    assert abs(ratios.mean() - 1) < 3 * error, f"mean {ratios.mean():.4f}, error {error:.4f}"


def test_intervals_of_90_per_cent_cover_the_truth_in_88_to_92_per_cent_of_pasts() -> None:
    # Of 2,000 pasts an exact interval covers between 88.6 and 91.4 per cent, 95 times in 100.
    pasts, inside = 2000, []
    for seed in range(pasts):
        states, seen = past(seed, 6)
        sample = filtered(seen, 1000, seed, months=6)
        low, high = weighted_quantile(sample.state, sample.weights, np.array([0.05, 0.95]))
        inside.append((low <= states[-1]) & (states[-1] <= high))
    for axis, share in enumerate(np.mean(inside, axis=0)):
        assert 0.88 <= share <= 0.92, f"axis {axis}: {share:.4f} of {pasts} pasts are covered"


# Promises of following


def test_scores_add_up_to_the_log_evidence(ours: list[Seen]) -> None:
    sample = filtered(ours, 200, seed=5)
    assert [name for step in sample.steps for name in step.names] == [
        f"axis {s.axis} in {s.month}" for s in ours
    ]
    assert sample.log_evidence == pytest.approx(sum(scores(sample)))


def test_without_resampling_the_evidence_is_the_mean_of_the_whole_likelihoods(
    ours: list[Seen],
) -> None:
    toy, total = Toy(6), np.zeros(300)
    state = toy.beginning(300)
    for month in range(MONTHS):
        state = toy.advance(state, month, month)
        for s in ours:
            if s.month == month:
                total += figure(s).log_likelihood(state)
    sample = filtered(ours, 300, seed=6, threshold=0.0)
    assert not any(step.resampled for step in sample.steps)
    assert sample.log_evidence == pytest.approx(math.log(np.exp(total).mean()), rel=1e-12)


def test_order_of_figures_within_a_month_moves_their_scores_and_not_the_evidence(
    ours: list[Seen],
) -> None:
    first = [s for s in ours if s.month == 1]
    assert len(first) == 2
    one, other = filtered(first, 200, seed=8), filtered(first[::-1], 200, seed=8)
    assert one.log_evidence == pytest.approx(other.log_evidence, rel=1e-12)
    assert other.steps[0].names == one.steps[0].names[::-1]
    assert abs(scores(one)[0] - scores(other)[1]) > 1e-3
    whole, turned = (filtered(seen, 200, seed=8) for seen in (ours, ours[::-1]))
    assert whole.log_evidence == pytest.approx(turned.log_evidence, rel=1e-9)


def test_same_seed_gives_the_same_bits_and_another_seed_does_not(ours: list[Seen]) -> None:
    one, again, other = (filtered(ours, 100, seed) for seed in (9, 9, 10))
    assert one.state.tobytes() == again.state.tobytes()
    assert one.log_weights.tobytes() == again.log_weights.tobytes()
    assert scores(one) == scores(again)
    assert one.state.tobytes() != other.state.tobytes()


@pytest.mark.parametrize("rest", range(1, MONTHS))
def test_two_legs_give_the_same_bits_as_one(ours: list[Seen], rest: int) -> None:
    toy, whole = Toy(11), filtered(ours, 100, seed=11)
    sample = begin(toy.beginning(100), 100)
    sample = follow(toy, sample, [figure(s) for s in ours if s.month < rest], rest, seed=11)
    assert sample.month == rest
    sample = follow(toy, sample, [figure(s) for s in ours if s.month >= rest], MONTHS, seed=11)
    assert sample.state.tobytes() == whole.state.tobytes()
    assert sample.log_weights.tobytes() == whole.log_weights.tobytes()
    assert sample.log_evidence == whole.log_evidence


def test_following_nothing_is_the_free_run() -> None:
    toy = Toy(12)
    sample = follow(toy, begin(toy.beginning(50), 50), [], MONTHS, seed=12)
    free = toy.advance(toy.beginning(50), 0, MONTHS - 1)
    assert sample.state.tobytes() == free.tobytes()
    assert sample.log_evidence == 0.0
    assert sample.effective == 1.0
    assert not sample.steps


def test_degenerate_weights_are_resampled_and_recorded_and_even_ones_are_not() -> None:
    sharp = known("sharp", 0, lambda state: np.where(np.arange(len(state)) == 17, 0.0, -50.0))
    vague = known("vague", 0, lambda state: np.full(len(state), -3.0))
    for one, effective, resampled in ((sharp, 0.01, True), (vague, 1.0, False)):
        toy = Toy(13)
        sample = follow(toy, begin(toy.beginning(100), 100), [one], 1, seed=13)
        (step,) = sample.steps
        assert step.effective == pytest.approx(effective)
        assert step.resampled is resampled
    # A single survivor: all are its copies, of even weight, until the next month parts them.
    copies = follow(toy, begin(toy.beginning(100), 100), [sharp], 1, seed=13)
    ancestors = copies.steps[0].ancestors
    assert ancestors is not None
    assert set(ancestors.tolist()) == {17}
    assert np.ptp(copies.state, axis=0).max() == 0
    assert copies.effective == 1.0
    assert np.ptp(follow(toy, copies, [], 2, seed=13).state, axis=0).min() > 0


def test_an_impossible_figure_is_named_with_its_month() -> None:
    toy = Toy(14)
    never = known("famine", 2, lambda state: np.full(len(state), -np.inf))
    with pytest.raises(Impossible, match=r"'famine' of month 2 is impossible in all 10 particles"):
        follow(toy, begin(toy.beginning(10), 10), [never], 3, seed=14)


def test_a_particle_that_rules_a_figure_out_leaves_no_heir() -> None:
    toy = Toy(15)
    half = known("half", 0, lambda state: np.where(np.arange(len(state)) < 5, -np.inf, -1.0))
    sample = follow(toy, begin(toy.beginning(10), 10), [half], 1, seed=15, threshold=0.9)
    ancestors = sample.steps[0].ancestors
    assert ancestors is not None
    assert set(ancestors.tolist()) == {5, 6, 7, 8, 9}
    assert sample.log_evidence == pytest.approx(math.log(0.5) - 1)


@pytest.mark.parametrize("month", [-1, 3])
def test_a_figure_outside_the_months_followed_is_refused(month: int) -> None:
    toy = Toy(16)
    late = known("late", month, lambda state: np.zeros(len(state)))
    with pytest.raises(ValueError, match=f"'late' of month {month} lies outside .* 0 to 2"):
        follow(toy, begin(toy.beginning(10), 10), [late], 3, seed=16)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_likelihood_that_is_no_number_is_refused_with_its_figure(bad: float) -> None:
    toy = Toy(17)
    wrong = known("wrong", 1, lambda state: np.where(np.arange(len(state)) == 3, bad, 0.0))
    with pytest.raises(ValueError, match="'wrong' of month 1: a log likelihood is not a number"):
        follow(toy, begin(toy.beginning(10), 10), [wrong], 3, seed=17)


# The pieces


finite = st.floats(-30, 30)
some_weights = arrays(np.float64, st.integers(1, 40), elements=st.floats(0, 1))
uniform = st.floats(0, 1, exclude_max=True)


@given(some_weights, uniform, st.integers(1, 90))
def test_systematic_counts_are_never_off_by_more_than_one(
    weights: np.ndarray, u: float, size: int
) -> None:
    assume(weights.sum() > 1e-6)
    ancestors = systematic(weights, u, size)
    counts = np.bincount(ancestors, minlength=len(weights))
    assert counts.sum() == size == len(ancestors)
    assert (np.diff(ancestors) >= 0).all()
    assert not counts[weights == 0].any()
    assert np.abs(counts - size * weights / weights.sum()).max() < 1 + 1e-9


@given(some_weights)
def test_systematic_counts_are_unbiased_over_the_uniform(weights: np.ndarray) -> None:
    assume(weights.sum() > 1e-6)
    grid, n = 200, len(weights)
    counts = sum(
        np.bincount(systematic(weights, (k + 0.5) / grid), minlength=n) for k in range(grid)
    )
    # Either end of a particle's segment of weight falls between two points of the grid.
    assert np.abs(counts / grid - n * weights / weights.sum()).max() <= 1 / grid + 1e-9


def test_equal_weights_keep_every_particle_once() -> None:
    for u in (1e-6, 0.5, 1 - 1e-6):
        assert systematic(np.full(1000, 0.1), u).tolist() == list(range(1000))


def test_the_largest_uniform_draws_no_particle_without_weight() -> None:
    largest = float(np.nextafter(1.0, 0.0))
    assert systematic(np.array([0.3, 0.7, 0.0]), largest, 10_000)[-1] == 1
    assert systematic(np.array([0.0, 0.3, 0.7]), 0.0)[0] == 1


@pytest.mark.parametrize(
    ("weights", "u"), [([0.0, 0.0], 0.5), ([-1.0, 2.0], 0.5), ([np.nan, 1.0], 0.5), ([1.0], 1.0)]
)
def test_systematic_refuses_what_is_no_weight_or_no_uniform(weights: list[float], u: float) -> None:
    with pytest.raises(ValueError, match="must"):
        systematic(np.array(weights), u)


@given(arrays(np.float64, st.integers(1, 40), elements=finite), st.floats(-1e4, 1e4))
def test_weights_do_not_hang_on_their_common_scale(log_weights: np.ndarray, scale: float) -> None:
    weights, mean = normalise(log_weights)
    moved, moved_mean = normalise(log_weights + scale)
    assert weights.sum() == pytest.approx(1.0)
    assert moved == pytest.approx(weights, abs=1e-9)
    assert moved_mean == pytest.approx(mean + scale, abs=1e-8)
    assert 1 - 1e-9 <= effective_size(log_weights) <= len(log_weights) * (1 + 1e-9)


@given(
    arrays(np.float64, 12, elements=finite),
    arrays(np.float64, 12, elements=finite),
    arrays(np.float64, 12, elements=finite),
)
def test_two_figures_one_after_the_other_are_both_at_once(
    before: np.ndarray, one: np.ndarray, other: np.ndarray
) -> None:
    weighed, first = assimilate(before, one)
    weighed, second = assimilate(weighed, other)
    at_once, score = assimilate(before, one + other)
    assert first + second == pytest.approx(score, abs=1e-9)
    assert normalise(weighed)[0] == pytest.approx(normalise(at_once)[0], abs=1e-9)
    assert np.exp(weighed).mean() == pytest.approx(1.0)


def test_score_is_the_probability_in_a_case_counted_by_hand() -> None:
    log_weights, score = assimilate(np.log([1.0, 3.0]), np.log([0.8, 0.4]))
    assert math.exp(score) == pytest.approx(0.25 * 0.8 + 0.75 * 0.4)
    assert normalise(log_weights)[0] == pytest.approx([0.4, 0.6])


def test_effective_size_counts_the_particles_that_matter() -> None:
    log_weights = np.where(np.arange(100) < 30, 0.0, -np.inf)
    assert effective_size(log_weights) == pytest.approx(30)
    assert should_resample(log_weights, 0.31)
    assert not should_resample(log_weights, 0.29)
    assert not should_resample(log_weights, 0.0)
    assert should_resample(np.zeros(10), 1.1)


def test_no_weight_at_all_is_refused() -> None:
    with pytest.raises(Impossible, match="weight zero"):
        normalise(np.full(3, -np.inf))
    with pytest.raises(ValueError, match="not a number"):
        normalise(np.array([0.0, np.nan]))
    with pytest.raises(ValueError, match="one number a particle"):
        normalise(np.zeros((2, 2)))
    with pytest.raises(ValueError, match="one number a particle"):
        assimilate(np.zeros(3), np.zeros(2))


def test_randomness_depends_on_seed_month_and_purpose_and_on_nothing_else() -> None:
    keys = [(0, 0, "resampling"), (0, 1, "resampling"), (1, 0, "resampling"), (0, 0, "kernel")]
    draws = [generator(*key).random() for key in keys]
    assert draws == [generator(*key).random() for key in keys]
    assert len(set(draws)) == len(draws)
    assert draws[0] != np.random.Generator(np.random.Philox(key=[0, 0])).random()


@given(
    arrays(np.float64, (9, 2), elements=st.integers(-5, 5).map(float)),
    arrays(np.int64, 9, elements=st.integers(0, 4)),
    st.floats(0, 1),
)
def test_a_particle_of_weight_k_counts_as_k_particles(
    values: np.ndarray, times: np.ndarray, q: float
) -> None:
    assume(times.sum() > 0)
    repeated = np.repeat(values, times, axis=0)
    expected = np.quantile(repeated, q, axis=0, method="inverted_cdf")
    got = weighted_quantile(values, times.astype(float), q)
    edge = np.abs(q * times.sum() - np.round(q * times.sum())) < 1e-9
    assert edge or got.tolist() == expected.tolist()


def test_quantiles_take_many_shares_and_leave_out_what_is_missing() -> None:
    values = np.array([[1.0, np.nan, np.nan], [2.0, 5.0, np.nan], [3.0, 4.0, np.nan]])
    got = weighted_quantile(values, np.array([0.2, 0.3, 0.5]), np.array([0.0, 0.5, 1.0]))
    assert got[:, :2].tolist() == [[1.0, 4.0], [2.0, 4.0], [3.0, 5.0]]
    assert np.isnan(got[:, 2]).all()
    without_ends = weighted_quantile(values[:, 0], np.array([0.0, 1.0, 0.0]), np.array([0.0, 1.0]))
    assert without_ends.tolist() == [2.0, 2.0]
    for weights, q in (([0.5, -0.5, 1.0], 0.5), ([1.0, 1.0, 1.0], 1.5), ([1.0, 1.0], 0.5)):
        with pytest.raises(ValueError, match="must"):
            weighted_quantile(values, np.array(weights), q)


# Parameters that learn


def sample_of_parameters(particles: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(18)
    mix = np.array([[1.0, 0.5, 0.0], [0.0, 1.0, -0.7], [0.0, 0.0, 0.3]])
    parameters = rng.gumbel(size=(particles, 3)) @ mix + [2.0, -1.0, 0.0]
    return parameters, np.exp(-((parameters[:, 0] - 1.0) ** 2))  # weights that lean to one side


def moments(parameters: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.average(parameters, axis=0, weights=weights), np.cov(
        parameters.T, aweights=weights, ddof=0
    )


@pytest.mark.parametrize("discount", [1 / 3, 0.6, 0.95, 1.0])
@pytest.mark.parametrize("anew", [False, True])
def test_kernel_keeps_mean_and_covariance_of_the_weighted_sample(
    discount: float, anew: bool
) -> None:
    parameters, weights = sample_of_parameters(100_000)
    ancestors = systematic(weights, 0.5) if anew else None
    moved = liu_west(parameters, weights, discount, np.random.default_rng(19), ancestors)
    mean, covariance = moments(parameters, weights)
    new_mean, new_covariance = moments(moved, np.ones(len(moved)) if anew else weights)
    assert np.abs((new_mean - mean) / np.sqrt(np.diag(covariance))).max() < 0.02
    assert np.abs(new_covariance - covariance).max() < 0.03 * covariance.max()


def test_kernel_at_discount_one_moves_nothing() -> None:
    parameters, weights = sample_of_parameters(50)
    moved = liu_west(parameters, weights, 1.0, np.random.default_rng(20))
    assert moved == pytest.approx(parameters, abs=1e-12)


def test_kernel_at_discount_one_third_forgets_where_a_particle_was() -> None:
    parameters, weights = sample_of_parameters(2000)
    moved = liu_west(parameters, weights, 1 / 3, np.random.default_rng(21))
    for k in range(3):
        assert abs(np.corrcoef(parameters[:, k], moved[:, k])[0, 1]) < 0.08
    # Without the normal draws everything lies at the mean: the shrinkage alone.
    shifted = liu_west(
        np.array([[0.0], [1.0]]), np.array([1.0, 3.0]), 1 / 3, Still(), np.array([0, 1])
    )
    assert shifted == pytest.approx(np.full((2, 1), 0.75))


class Still(np.random.Generator):
    """Normal draws that are all zero."""

    def __init__(self) -> None:
        super().__init__(np.random.PCG64(0))

    def standard_normal(self, size: tuple[int, ...], *_: object) -> np.ndarray:  # type: ignore[override]
        return np.zeros(size)


@pytest.mark.parametrize("discount", [0.5, 0.8, 0.98])
def test_kernel_shrinks_to_the_mean_by_the_published_share(discount: float) -> None:
    parameters, weights = sample_of_parameters(40)
    mean, _ = moments(parameters, weights)
    moved = liu_west(parameters, weights, discount, Still())
    share = (3 * discount - 1) / (2 * discount)
    assert moved - mean == pytest.approx(share * (parameters - mean))


def test_kernel_parts_copies_and_keeps_a_parameter_that_all_share() -> None:
    first = np.zeros(30, dtype=np.int64)
    for held in np.linspace(0.1, 7.0, 40):
        parameters, weights = sample_of_parameters(30)
        parameters[:, 1] = held
        moved = liu_west(parameters, weights, 0.4, np.random.default_rng(22), first)
        assert len(np.unique(moved[:, 0])) == 30
        assert (moved[:, 1] == held).all()
        assert np.isfinite(moved).all()


def test_kernel_keeps_parameters_that_go_together_together() -> None:
    for seed in range(20):
        one = np.random.default_rng(seed).standard_normal((25, 1))
        parameters = one @ np.array([[1.0, 1 / 3, -0.7]])
        moved = liu_west(parameters, np.ones(25), 0.9, np.random.default_rng(seed))
        assert np.isfinite(moved).all()
        assert moved[:, 1] == pytest.approx(moved[:, 0] / 3, abs=1e-6)


@pytest.mark.parametrize("discount", [0.3, 1.01, math.nan])
def test_a_discount_out_of_range_is_refused(discount: float) -> None:
    with pytest.raises(ValueError, match=r"must lie in 1/3\.\.1"):
        liu_west(np.zeros((3, 1)), np.ones(3), discount, np.random.default_rng(0))


ranges = st.tuples(st.floats(-1e6, 1e6), st.one_of(st.just(0.0), st.floats(1e-3, 1e6)))


@given(ranges, arrays(np.float64, 7, elements=st.floats(0, 1)))
def test_round_trip_gives_the_parameters_back_within_their_bounds(
    span: tuple[float, float], shares: np.ndarray
) -> None:
    low, high = np.array([span[0]]), np.array([span[0] + span[1]])
    values = np.clip(low + shares[:, None] * (high - low), low, high)
    unbounded = to_unbounded(values, low, high)
    assert np.isfinite(unbounded).all()
    back = from_unbounded(unbounded, low, high)
    assert ((back >= low) & (back <= high)).all()
    assert np.abs(back - values).max() <= 1e-7 * (high - low)[0] + 1e-9 * abs(low[0])


@given(ranges, arrays(np.float64, 7, elements=st.floats(allow_nan=False)))
def test_no_number_leaves_the_bounds(span: tuple[float, float], anything: np.ndarray) -> None:
    low, high = np.array([span[0]]), np.array([span[0] + span[1]])
    values = from_unbounded(anything[:, None], low, high)
    assert ((values >= low) & (values <= high)).all()
    assert from_unbounded(np.array([[-np.inf], [np.inf]]), low, high).tolist() == [
        low.tolist(),
        high.tolist(),
    ]


def test_a_parameter_held_at_one_value_stays_to_the_bit_through_scale_and_kernel() -> None:
    low, high = np.array([0.1, 0.0]), np.array([0.1, 2.0])
    values = np.column_stack([np.full(20, 0.1), np.linspace(0.2, 1.8, 20)])
    unbounded = to_unbounded(values, low, high)
    moved = liu_west(unbounded, np.ones(20), 0.9, np.random.default_rng(23))
    back = from_unbounded(moved, low, high)
    assert (back[:, 0] == 0.1).all()
    assert (back[:, 1] != values[:, 1]).all()


@pytest.mark.parametrize(
    ("value", "low", "high", "says"),
    [(3.0, 0.0, 2.0, "outside"), (np.nan, 0.0, 2.0, "outside"), (1.0, 2.0, 0.0, "range must be")],
)
def test_a_value_or_range_that_cannot_be_is_refused(
    value: float, low: float, high: float, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        to_unbounded(np.array([[value]]), np.array([low]), np.array([high]))


@dataclass(frozen=True)
class Learner:
    """The toy in one dimension with an unknown persistence; state is (value, persistence on the logit)."""

    seed: int

    def advance(self, state: np.ndarray, first: int, last: int) -> np.ndarray:
        for month in range(first, last + 1):
            shocks = generator(self.seed, month, "learner").standard_normal(len(state))
            persistence = from_unbounded(state[:, 1:], *LEARNS)[:, 0]
            state = np.column_stack([persistence * state[:, 0] + 0.5 * shocks, state[:, 1]])
        return state

    def take(self, state: np.ndarray, ancestors: np.ndarray) -> np.ndarray:
        taken = state[ancestors]
        rng = generator(self.seed, int(ancestors.sum()), "kernel")
        taken[:, 1:] = liu_west(taken[:, 1:], np.ones(len(taken)), 0.98, rng)
        return taken


LEARNS = np.array([0.0]), np.array([1.0])


def test_filter_learns_a_parameter_as_its_exact_posterior_says() -> None:
    rng, seen, x = np.random.default_rng(24), [], 0.0
    for month in range(60):
        x = 0.8 * x + 0.5 * rng.standard_normal()
        seen.append(Seen(month, 0, x + 0.3 * rng.standard_normal()))
    # Exact: the evidence of each persistence on a grid, by a Kalman filter of one dimension.
    grid = (np.arange(400) + 0.5) / 400
    mean, variance, log_evidence = np.zeros(400), np.zeros(400), np.zeros(400)
    for _, _, value in seen:
        mean, variance = grid * mean, grid**2 * variance + 0.25
        of_figure = variance + 0.09
        log_evidence += -0.5 * ((value - mean) ** 2 / of_figure + np.log(of_figure))
        gain = variance / of_figure
        mean, variance = mean + gain * (value - mean), variance * (1 - gain)
    posterior = normalise(log_evidence)[0]
    exact = posterior @ grid
    exact_sd = math.sqrt(posterior @ (grid - exact) ** 2)

    n = 8000
    prior = generator(25, 0, "prior").random((n, 1))
    start = np.column_stack([np.zeros(n), to_unbounded(prior, *LEARNS)])
    figures = [
        known(str(s.month), s.month, lambda z, v=s.value: log_normal(v, z[:, 0], 0.3)) for s in seen
    ]
    sample = follow(Learner(25), begin(start, n), figures, 60, seed=25)
    learnt = from_unbounded(sample.state[:, 1:], *LEARNS)[:, 0]
    got = sample.weights @ learnt
    sd = math.sqrt(sample.weights @ (learnt - got) ** 2)
    assert exact_sd < 0.12  # the prior's is 0.29: there is something to learn
    assert abs(got - exact) < 0.3 * exact_sd, f"{got:.3f}, exactly {exact:.3f}"
    assert 0.75 < sd / exact_sd < 1.25, f"{sd:.3f}, exactly {exact_sd:.3f}"
