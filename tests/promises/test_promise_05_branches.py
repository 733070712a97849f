"""Promise 5 for branches: an intervention that changes nothing leaves results bit-equal."""

from __future__ import annotations

import numpy as np
import pytest
from branched import PARTICLES, kept_in

import thermidor as th
from thermidor.engine.calendar import MONTHS
from thermidor.engine.controls import Intervention

FIRST, END = 10, 30


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    with kept_in(tmp_path_factory.mktemp("branches")):
        return th.branch_point("1917-11", particles=PARTICLES).origin


@pytest.fixture(scope="module")
def free(run, origin):
    return run(np.arange(64), origin=origin, end=END)[0]


@pytest.mark.parametrize(
    "nothing",
    [
        Intervention("scale", "countryside.sown", 1.0, FIRST, MONTHS - 1),
        Intervention("add", "money.scissors", 0.0, FIRST, MONTHS - 1),
        Intervention("hold", "appointments.patronage_closes_the_circle", 1.0, FIRST, MONTHS - 1),
        Intervention("forbid", "succession.testament_public", None, FIRST, FIRST + 3),
    ],
    ids=lambda i: str(i).split(" (")[0],
)
def test_promise_5_what_changes_nothing_leaves_a_branch_as_it_is(nothing, run, origin, free):
    values, _ = run(np.arange(64), [nothing], origin=origin, end=END)
    assert values.tobytes() == free.tobytes()


def test_promise_5_what_acts_only_before_the_branch_changes_nothing_after_it(run, origin, free):
    past = Intervention("scale", "countryside.sown", 0.5, 0, FIRST - 1)
    values, _ = run(np.arange(64), [past], origin=origin, end=END)
    assert values.tobytes() == free.tobytes()
