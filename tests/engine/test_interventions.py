"""Set, add, scale, hold, force and forbid do what they say, on every kind of site."""

import tracemalloc

import numpy as np
import pytest
from toy_pond import MONTHS, SHORES, TOY, model_of, module, number, same

from thermidor.engine.controls import BadIntervention, Intervention, Schedule
from thermidor.engine.declare import output
from thermidor.engine.registry import UnknownPath
from thermidor.engine.simulator import Simulator

pytestmark = pytest.mark.lowest

LAST = MONTHS - 1
HERE = range(5, 9)
"""Months in which the tests act."""


def do(operation, path, value=None, first=HERE[0], last=HERE[-1]):
    return Intervention(operation, path, value, first, last)


def during(x):
    return x[:, HERE[0] : HERE[-1] + 1]


def test_no_interventions_and_interventions_that_change_nothing_give_equal_bits(base, see, pond):
    paths = [p for p in pond.model.registry.paths() if "{" not in p]
    nothing = [do(o, p, v, 0, LAST) for p in paths for o, v in (("scale", 1.0), ("add", 0.0))]
    assert same(base, see(*nothing))
    assert same(base, see(*(do("hold", f"pond.{r}", 1.0) for r in ("it_rains", "a_root"))))


def test_twins_are_equal_until_the_first_month_of_an_intervention(base, see):
    twin = see(do("scale", "pond.rain", 3.0), do("forbid", "pond.storm"))
    for name in ("pond.sea", "pond.heat", "pond.wind", "pond.water.north"):
        assert twin[name][:, : HERE[0]].tobytes() == base[name][:, : HERE[0]].tobytes()
    assert np.any(twin["pond.sea"] != base["pond.sea"])


@pytest.mark.parametrize(
    "act",
    [do("force", "pond.storm", "yes"), do("scale", "pond.it_rains", 0.5), do("set", "pond.heat", 3.0, 5, 5)],
)  # fmt: skip
def test_what_an_intervention_does_not_touch_keeps_its_luck(base, see, act):
    twin = see(act)
    assert twin["pond.wind"].tobytes() == base["pond.wind"].tobytes()
    assert twin["pond.catch.south"].tobytes() == base["pond.catch.south"].tobytes()


# -- variables -------------------------------------------------------------------------------------


def test_set_gives_a_variable_a_value_once_and_lets_it_go_on(base, see):
    twin = see(do("set", "pond.heat", 7.0, 5, 5))
    assert np.all(twin["pond.heat"][:, 5] == 7.0)
    growth = base["pond.heat"][:, 6:] / base["pond.heat"][:, 5:-1]
    assert np.allclose(twin["pond.heat"][:, 6:] / twin["pond.heat"][:, 5:-1], growth, rtol=1e-5)


def test_hold_keeps_a_variable_at_a_value(base, see):
    twin = see(do("hold", "pond.heat", 7.0))
    assert np.all(during(twin["pond.heat"]) == 7.0)
    assert np.all(twin["pond.heat"][:, HERE[-1] + 1] != 7.0)


def test_add_and_scale_act_in_each_month_of_the_span(base, see):
    once, twice = see(do("add", "pond.heat", 1.0, 5, 5)), see(do("scale", "pond.heat", 2.0, 5, 6))
    assert np.allclose(once["pond.heat"][:, 5], base["pond.heat"][:, 5] + 1, rtol=1e-6)
    assert np.allclose(twice["pond.heat"][:, 6], 4 * base["pond.heat"][:, 6], rtol=1e-5)


def test_scale_and_add_of_one_variable_combine_in_their_order(base, see):
    both = see(do("add", "pond.heat", 1.0, 5, 5), do("scale", "pond.heat", 2.0, 5, 5))
    assert np.allclose(both["pond.heat"][:, 5], 2 * (base["pond.heat"][:, 5] + 1), rtol=1e-6)


def test_a_variable_stays_within_its_bounds(see):
    assert np.all(see(do("add", "pond.heat", 1e6))["pond.heat"] <= 100.0)
    assert np.all(see(do("add", "pond.heat", -1e6))["pond.heat"] >= 0.0)


def test_one_element_of_a_vector_is_held_and_the_others_are_not(base, see):
    twin = see(do("hold", "pond.water.south", 3.0))
    assert np.all(during(twin["pond.water.south"]) == 3.0)
    assert twin["pond.water.north"].tobytes() == base["pond.water.north"].tobytes()


# -- parameters and series from outside --------------------------------------------------------------


def test_a_parameter_is_held_scaled_and_added_to(base, see):
    for act, factor in (
        (do("hold", "pond.it_rains.mean", 6.0), 3.0),
        (do("scale", "pond.it_rains.mean", 2.0), 2.0),
        (do("add", "pond.it_rains.mean", -1.0), 0.5),
    ):
        twin = see(act)
        assert np.allclose(
            during(twin["pond.rain.east"]), factor * during(base["pond.rain.east"]), rtol=1e-5
        )
        assert np.array_equal(twin["pond.rain.east"][:, 9:], base["pond.rain.east"][:, 9:])


def test_a_series_from_outside_is_held(base, see):
    twin = see(do("hold", "outside.sun", 1.0))
    assert np.all(during(twin["pond.rain.north"]) == 0)
    assert np.all(twin["pond.rain.north"][:, 9:] == base["pond.rain.north"][:, 9:])


# -- flows -----------------------------------------------------------------------------------------


def test_a_flow_is_held_scaled_and_added_to(base, see):
    assert np.all(during(see(do("hold", "pond.rain", 4.0))["pond.rain.south"]) == 4.0)
    rain = during(base["pond.rain.south"])
    assert np.allclose(during(see(do("scale", "pond.rain", 2.0))["pond.rain.south"]), 2 * rain)
    assert np.allclose(during(see(do("add", "pond.rain", 1.0))["pond.rain.south"]), rain + 1)
    one = see(do("hold", "pond.rain.south", 4.0))
    assert np.array_equal(one["pond.rain.north"], base["pond.rain.north"])


def test_a_flow_never_takes_more_than_there_is_and_never_less_than_nothing(base, see):
    dry = see(do("hold", "pond.run", 1e6))
    assert np.all(during(dry["pond.run.north"]) < 1e6)
    assert np.all(during(dry["pond.water.north"]) == 0)
    thirst = see(do("hold", "pond.drink", 1e6))
    assert np.all(during(thirst["pond.sea"]) >= 0)
    assert np.all(during(thirst["pond.drink.north"]) < 1e6)
    assert np.all(during(see(do("hold", "pond.rain", -5.0))["pond.rain.north"]) == 0)


def test_the_books_balance_whatever_is_done_to_flows(see):
    for acts in (
        (),
        (do("hold", "pond.run", 1e6),),
        (do("hold", "pond.drink", 1e6), do("scale", "pond.rain", 10.0)),
    ):
        x = see(*acts)
        stock = x["pond.sea"] + sum(x[f"pond.water.{s}"] for s in SHORES)
        inward = sum(x[f"pond.rain.{s}"] - x[f"pond.drink.{s}"] for s in SHORES)
        assert np.allclose(np.diff(stock, axis=1), inward[:, 1:], atol=2e-4 * stock.max())


# -- rules -----------------------------------------------------------------------------------------


def test_a_forbidden_rule_gives_its_neutral_value(base, see):
    assert np.all(during(see(do("forbid", "pond.it_rains"))["pond.rain.north"]) == 0)
    heat = see(do("forbid", "pond.it_warms"))["pond.heat"]
    assert np.all(during(heat) == heat[:, HERE[0] - 1 : HERE[0]])


def test_a_rule_is_weakened_between_itself_and_its_neutral_value(base, see):
    for act in (do("hold", "pond.it_rains", 0.5), do("scale", "pond.it_rains", 0.5)):
        rain = see(act)["pond.rain.north"]
        assert np.allclose(during(rain), 0.5 * during(base["pond.rain.north"]), rtol=1e-6)
    factor = base["pond.heat"][:, 5] / base["pond.heat"][:, 4]
    half = see(do("hold", "pond.it_warms", 0.5, 5, 5))["pond.heat"]
    assert np.allclose(half[:, 5] / half[:, 4], 0.5 * factor + 0.5, rtol=1e-5)


def test_a_rule_that_is_off_hides_even_what_is_not_a_number(see):
    broken = [
        do("hold", "pond.a_root.x", -1.0, 0, LAST),
        do("forbid", "pond.a_root", None, 0, LAST),
    ]
    assert np.all(see(*broken)["failure"] == 0)


# -- decisions and events --------------------------------------------------------------------------


def test_an_event_is_forced_and_forbidden(base, see):
    often = np.diff(see(do("force", "pond.storm", "yes"))["pond.storms"], axis=1)
    assert np.all(often[:, HERE[0] - 1 : HERE[-1]] == 1)
    never = np.diff(see(do("forbid", "pond.storm"))["pond.storms"], axis=1)
    assert np.all(never[:, HERE[0] - 1 : HERE[-1]] == 0)
    assert np.array_equal(never[:, HERE[-1] :], np.diff(base["pond.storms"], axis=1)[:, HERE[-1] :])


def test_an_outcome_of_several_is_forced_by_its_name(see):
    assert np.all(during(see(do("force", "pond.turn", "east"))["pond.wind"]) == 2)
    assert np.all(during(see(do("force", "pond.turn", "west"))["pond.wind"]) == 1)
    assert np.all(during(see(do("forbid", "pond.turn"))["pond.wind"]) == 0)


def test_the_chances_of_an_event_are_scaled_and_added_to(see):
    assert np.all(during(see(do("add", "pond.storm", 1.0))["pond.storms"])[:, -1] >= len(HERE))
    calm = see(do("scale", "pond.storm", 0.0, 0, LAST), histories=range(64))
    assert np.all(calm["pond.storms"] == 0)


def test_a_decision_of_one_element_is_forced(base, see):
    twin = see(do("force", "pond.east.fish", "yes"))
    assert np.all(np.diff(twin["pond.catch.east"], axis=1)[:, HERE[0] - 1 : HERE[-1]] == 1)
    assert np.array_equal(twin["pond.catch.north"], base["pond.catch.north"])


def test_events_happen_as_often_as_their_chances_say(see):
    x = see(histories=range(512))
    assert np.diff(x["pond.storms"], axis=1).mean() == pytest.approx(0.1, abs=0.012)
    assert [np.mean(x["pond.wind"] == k) for k in (1, 2)] == pytest.approx([0.3, 0.2], abs=0.02)


# -- what cannot be done -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        do("force", "pond.heat", 1.0), do("forbid", "pond.heat"), do("hold", "pond.storm", 1.0),
        do("force", "pond.turn", "north"), do("set", "pond.heat", 1.0), do("add", "pond.heat", True),
        do("hold", "pond.heat", float("nan")), do("hold", "pond.heat", 1.0, 5, 300),
        do("hold", "pond.heat", 1.0, 9, 5),
    ],
)  # fmt: skip
def test_an_impossible_intervention_is_refused(pond, act):
    with pytest.raises(BadIntervention):
        Schedule(pond.model.registry, [act])


def test_contradictory_values_are_refused(pond):
    with pytest.raises(BadIntervention, match="contradicts"):
        Schedule(
            pond.model.registry, [do("hold", "pond.heat", 1.0), do("set", "pond.heat", 2.0, 6, 6)]
        )


def test_an_unknown_path_names_the_nearest(pond):
    with pytest.raises(UnknownPath, match=r"pond\.heat"):
        Schedule(pond.model.registry, [do("hold", "pond.heet", 1.0)])


def test_a_contradiction_is_told_by_its_first_month_and_the_last_that_was_said_of_it(pond):
    acts = [
        do("hold", "pond.heat", 1.0, 2, 9), do("hold", "pond.water.south", 3.0, 6, 20),
        do("hold", "pond.water", 3.0, 8, 20), do("hold", "pond.water.south", 4.0, 8, 12),
    ]  # fmt: skip
    with pytest.raises(BadIntervention) as said:
        Schedule(pond.model.registry, acts)
    assert str(said.value) == f"'{acts[3]}' contradicts '{acts[2]}' in 1917-09; keep one of them"


@pytest.mark.parametrize(
    "other",
    [
        do("hold", "pond.water.north", 2.0), do("hold", "pond.heat", 2.0, 9, 20), do("hold", "pond.water.south", 1.0),
        do("scale", "pond.water", 2.0),
    ],
)  # fmt: skip
def test_values_for_other_elements_other_months_or_the_same_value_do_not_contradict(pond, other):
    acts = [do("hold", "pond.water.south", 1.0), do("hold", "pond.heat", 1.0), other]
    assert len(Schedule(pond.model.registry, acts).interventions) == 3


# -- how a schedule is kept --------------------------------------------------------------------------


def test_some_months_of_a_schedule_are_those_of_the_whole(pond):
    schedule = Schedule(
        pond.model.registry,
        [
            do("scale", "pond.heat", 2.0, 3, 9), do("add", "pond.heat", 0.5, 5, 20), do("scale", "pond.heat", 3.0, 7, 7),
            do("hold", "pond.water.south", 4.0, 6, 12), do("forbid", "pond.storm", None, 0, 287),
        ],
    )  # fmt: skip
    whole = schedule.controls()
    for first, end in ((0, 288), (0, 1), (6, 8), (8, 21), (100, 288)):
        for part, table in zip(schedule.controls(first, end), whole, strict=True):
            assert part.dtype == table.dtype
            assert np.array_equal(part, table[first:end])


def test_checking_and_keeping_a_schedule_takes_no_table(pond):
    registry = pond.model.registry
    acts = [do("hold", "pond.heat", 1.0, 0, 287), do("scale", "pond.water", 2.0, 0, 287)]
    Schedule(registry, acts)
    tracemalloc.start()
    kept = [Schedule(registry, acts) for _ in range(20)]
    taken, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(kept) == 20
    one_table = 288 * registry.slots * np.float32().itemsize
    assert most < one_table, f"{taken} bytes kept"


def test_every_path_names_consecutive_slots(pond):
    for path in pond.model.registry.paths():
        if "{" not in path:
            assert np.all(np.diff(pond.model.registry.resolve(path)[1]) == 1), path


# -- parameters of outputs -------------------------------------------------------------------------


@output(
    "pond.murk", "1", "murk", system="pond", assumption=TOY,
    parameters={"weight": number(2.0, 1.0, 3.0), "mean": "pond.it_rains.mean"},
)  # fmt: skip
def murk(world, flows, weight, mean):
    return weight * world.pond.heat + mean


def test_an_output_is_counted_with_its_parameters_as_interventions_leave_them(see):
    murky = module()
    murky.murk = murk
    simulator = Simulator(model_of(murky), months=MONTHS, tile=32)
    mean = float(simulator.model.registry.parameters["pond.it_rains.mean"].value)
    seen = see(do("hold", "test_interventions.murk.weight", 3.0), simulator=simulator)
    weight = (seen["pond.murk"] - mean) / seen["pond.heat"]
    assert np.allclose(during(weight), 3.0, atol=1e-4)
    assert np.allclose(weight[:, : HERE[0]], 2.0, atol=1e-4)
