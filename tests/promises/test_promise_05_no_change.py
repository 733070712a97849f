"""Promise 5: an intervention that changes nothing leaves results bit-equal."""

import numpy as np
import pytest

from thermidor.engine.calendar import MONTHS
from thermidor.engine.controls import Intervention


@pytest.mark.parametrize(
    "path",
    [
        "countryside.sown",
        "money.scissors",
        "appointments.power",
        "initial.membership.cohort",
        "membership.fallen",
        "factions.danger_makes_unity_a_law",
        "leaders.skill",
        "outside.drought",
    ],
)
def test_promise_5_scaling_by_one_and_adding_nothing_changes_nothing(path, run, baseline):
    nothing = [
        Intervention("scale", path, 1.0, 0, MONTHS - 1),
        Intervention("add", path, 0.0, 12, 200),
    ]
    values, _ = run(np.arange(64), nothing)
    assert values.tobytes() == baseline[0][:64].tobytes()


def test_promise_5_holding_a_rule_switch_at_one_changes_nothing(run, baseline):
    values, _ = run(
        np.arange(64),
        [Intervention("hold", "appointments.patronage_closes_the_circle", 1.0, 0, MONTHS - 1)],
    )
    assert values.tobytes() == baseline[0][:64].tobytes()


def test_promise_5_forbidding_what_never_happens_changes_nothing(sim, run, baseline):
    values, _ = run(
        np.arange(64), [Intervention("forbid", "succession.testament_public", None, 0, 3)]
    )
    assert values.tobytes() == baseline[0][:64].tobytes()
