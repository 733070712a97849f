"""Promise 11: necessity and sufficiency obey the bounds of Tian and Pearl."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thermidor.experiments.bounds import tian_pearl
from thermidor.experiments.twins import causation


def grid(n: int = 1000) -> np.ndarray:
    return (np.arange(n) + 0.5) / n


@pytest.mark.parametrize(("a", "b"), [(0.8, 0.2), (0.5, 0.1), (1.0, 0.3), (0.6, 0.6)])
def test_exact_where_the_treatment_only_adds(a, b):
    """Y happens when luck lies below a with the treatment and below b without: PN = (a-b)/a, PS = (a-b)/(1-b)."""
    c = causation(grid() < a, grid() < b)
    assert c.necessity.value == pytest.approx((a - b) / a)
    assert c.sufficiency.value == pytest.approx((a - b) / (1 - b))
    assert c.both.value == pytest.approx(a - b)
    assert c.bounds.necessity.low == pytest.approx(c.necessity.value)
    assert c.bounds.both.low == pytest.approx(c.both.value)


@pytest.mark.parametrize(("a", "b"), [(0.8, 0.2), (0.3, 0.5)])
def test_exact_where_the_arms_have_luck_of_their_own(a, b):
    """Independent luck: PN = 1-b, PS = a."""
    one, other = np.meshgrid(grid(100), grid(100))
    c = causation((one < a).ravel(), (other < b).ravel())
    assert c.necessity.value == pytest.approx(1 - b)
    assert c.sufficiency.value == pytest.approx(a)


@pytest.mark.parametrize(("a", "b"), [(0.8, 0.2), (0.3, 0.5)])
def test_the_upper_bounds_are_reached_where_luck_is_opposite(a, b):
    c = causation(grid() < a, grid() > 1 - b)
    assert c.necessity.value == pytest.approx(c.bounds.necessity.high)
    assert c.sufficiency.value == pytest.approx(c.bounds.sufficiency.high)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=200))
def test_any_twins_obey_the_bounds_of_their_margins(pairs):
    treated, untreated = (np.array(x, bool) for x in zip(*pairs, strict=True))
    c = causation(treated, untreated)
    assert c.bounds.necessity.holds(c.necessity.value)
    assert c.bounds.sufficiency.holds(c.sufficiency.value)
    assert c.bounds.both.holds(c.both.value)


def test_a_condition_without_cases_leaves_everything_open():
    b = tian_pearl(0.0, 1.0)
    assert b.necessity == (0.0, 1.0)
    assert b.sufficiency == (0.0, 1.0)
    assert b.both == (0.0, 0.0)


def test_a_margin_must_be_a_probability():
    with pytest.raises(ValueError, match=r"0\.\.1"):
        tian_pearl(1.2, 0.1)
