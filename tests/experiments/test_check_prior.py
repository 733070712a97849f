"""Famines without a cause, and the constants to blame: planted ones are found, chance is not blamed."""

import numpy as np
import pytest

from thermidor.engine.controls import Schedule
from thermidor.experiments.check.blame import UNCLEAR, constants_to_blame
from thermidor.experiments.check.prior import DEAD, READS, CalmYears, harvest_years
from thermidor.experiments.check.walk import Group, Step
from thermidor.theories import lequenne

REGISTRY = lequenne().registry
MONTHS, PEOPLE = 31, 160e6


def steps(hungry: float = 0.0, crop: float = 80e6, **given: float) -> list[Step]:
    """Months of two histories from January; in the second somebody starves every month."""
    state = {p: np.zeros((*REGISTRY.sites[p].shape, 2)) for p in READS}
    state["population.rural"][:] = PEOPLE / 16
    state["countryside.harvest_to_date"][:] = crop
    for name, value in given.items():
        state[name.replace("__", ".")][..., 1] = value
    seen = np.zeros((len(REGISTRY.outputs), 2))
    seen[list(REGISTRY.outputs).index(DEAD), 1] = hungry / 12
    return [Step(k, state, state, seen, None) for k in range(MONTHS)]


GROUP = Group("free", np.array([7, 8]), Schedule(REGISTRY))


def test_only_whole_years_from_july_to_june_count():
    assert harvest_years(REGISTRY, GROUP, steps()).calm.shape == (2, 2)


def test_a_famine_in_a_calm_year_with_a_normal_crop_is_found():
    years = harvest_years(REGISTRY, GROUP, steps(hungry=0.01 * PEOPLE))
    assert years.senseless.tolist() == [[False, True]] * 2
    looker = CalmYears(REGISTRY)
    looker.look(GROUP, steps(hungry=0.01 * PEOPLE))
    (finding,) = looker.findings()
    assert not finding.passes
    assert finding.figure == 0.5
    assert finding.faults[0].where.startswith("free, history 8, 1917-07")


@pytest.mark.parametrize(
    "cause",
    [
        {"civil_war__intensity": 0.8},
        {"procurement__method": 1.0},
        {"procurement__method": 3.0},
        {"collectivisation__campaign": 1.0},
        {"crop": 40e6},
    ],
    ids=lambda c: next(iter(c)),
)
def test_a_famine_with_a_cause_is_none_of_its_business(cause: dict[str, float]):
    assert not harvest_years(REGISTRY, GROUP, steps(hungry=0.01 * PEOPLE, **cause)).senseless.any()


def test_who_dies_in_july_dies_of_the_crop_before():
    months = steps()
    for step in (months[6], months[18]):
        step.seen[list(REGISTRY.outputs).index(DEAD), 1] = 0.01 * PEOPLE
    seen = np.zeros((len(REGISTRY.outputs), 2))
    months = [
        Step(s.number, s.before, s.after, s.seen if s.number in (6, 18) else seen, None)
        for s in months
    ]
    assert harvest_years(REGISTRY, GROUP, months).famine[:, 1].tolist() == [True, False]


def test_some_deaths_are_no_famine():
    assert not harvest_years(REGISTRY, GROUP, steps(hungry=0.0005 * PEOPLE)).famine.any()


@pytest.fixture
def drawn() -> np.ndarray:
    low, high = REGISTRY.bounds
    return low + np.random.default_rng(0).random((400, low.size), np.float32) * (high - low)


def test_the_constant_that_kills_is_named_first_with_its_direction(drawn: np.ndarray):
    place = REGISTRY.parameter_place["supply.towns_need.norm"]
    norm = drawn[:, place].ravel()
    noise = np.random.default_rng(1).normal(0, norm.std() / 2, norm.size)
    blame = constants_to_blame(REGISTRY, drawn, norm + noise > np.quantile(norm, 0.6))
    assert blame[0].what == "supply.towns_need.norm"
    assert blame[0].share > 0.5
    assert blame[0].where == "fails where it is large"


def test_one_element_of_a_vector_of_constants_is_named(drawn: np.ndarray):
    place = REGISTRY.parameter_place["countryside.standing_crop.yields"]
    blame = constants_to_blame(
        REGISTRY, drawn, drawn[:, place.start + 5] < np.median(drawn[:, place.start + 5])
    )
    assert blame[0].what == "countryside.standing_crop.yields.volga"
    assert blame[0].share == pytest.approx(-1, abs=1e-6)
    assert len(blame) <= 5


def test_chance_is_marked_as_chance(drawn: np.ndarray):
    clear = 0
    for k in range(2, 42):
        failed = np.random.default_rng(k).random(len(drawn)) < 0.4
        blame = constants_to_blame(REGISTRY, drawn, failed)
        assert len(blame) == 5
        clear += any(not f.where.endswith(UNCLEAR) for f in blame)
    assert clear <= 8


def test_nobody_is_blamed_where_all_fail_or_none(drawn: np.ndarray):
    for failed in (np.ones(len(drawn), bool), np.zeros(len(drawn), bool)):
        assert constants_to_blame(REGISTRY, drawn, failed) == ()
