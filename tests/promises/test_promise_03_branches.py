"""Promise 3 for branches: the first histories do not depend on how many follow."""

from __future__ import annotations

import numpy as np
import pytest
from branched import PARTICLES, kept_in

import thermidor as th


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    with kept_in(tmp_path_factory.mktemp("branches")):
        return th.branch_point("1917-11", particles=PARTICLES).origin


def test_promise_3_histories_0_to_99_of_200_of_a_branch_equal_a_run_of_100(run, origin):
    all_, _ = run(np.arange(200), origin=origin, end=24)
    hundred, _ = run(np.arange(100), origin=origin, end=24)
    assert hundred.tobytes() == all_[:100].tobytes()


def test_promise_3_an_earlier_end_changes_no_month_before_it(run, origin):
    longer, _ = run(np.arange(32), origin=origin, end=24)
    shorter, _ = run(np.arange(32), origin=origin, end=18)
    assert shorter[:, :18].tobytes() == longer[:, :18].tobytes()
    assert not shorter[:, 18:].any()
