"""A theory may replace rules and add systems; the rule that replaces another is the one that runs."""

from types import ModuleType

import numpy as np
import pytest
from jax import Array

from thermidor.engine.declare import System, dimension, here, parameter, rule, uniform, variable
from thermidor.engine.registry import ModelError
from thermidor.engine.simulator import Simulator
from thermidor.engine.theory import Theory, state_of

TOY = "a toy"
MONTHS = 6


def system(name: str, fields: dict, **items) -> ModuleType:
    """A module as an author of a system writes it."""
    module = ModuleType(f"toy.{name}", f"The {name}.")
    annotations = dict.fromkeys(fields, Array)
    body = {"__annotations__": annotations, "__module__": module.__name__, **fields}
    vars(module).update(items, State=type("State", (System,), body))
    return module


def number(value: float, low: float = 0.0, high: float = 10.0):
    return parameter(value, "1", low, high, assumption=TOY)


@rule(
    system="field",
    reads={"wheat": "field.wheat", "sown": here(0, 1)},
    parameters={"rate": number(0.1)},
    draws={"rain": uniform()},
    neutral=0.0,
    unit="tonnes",
    assumption=TOY,
)
def wheat_grows(wheat, sown, rate, rain):
    """Wheat grows where it is sown and it rains."""
    return rate * sown * rain + 0.0 * wheat


@rule(system="field", neutral=0.0, unit="share", assumption=TOY)
def fields_are_sown():
    """All of them."""
    return 1.0


def field_step(m):
    m.change("wheat", m.rule(wheat_grows, sown=m.rule(fields_are_sown)))


FIELD = system(
    "field",
    {"wheat": variable("tonnes", "wheat", start=0.0, gives="field.wheat", assumption=TOY)},
    wheat_grows=wheat_grows,
    fields_are_sown=fields_are_sown,
    step=field_step,
)
BASE = Theory("base", {"Work": (FIELD,)})


@rule(
    system="elsewhere",
    reads={"wheat": "field.wheat", "sown": here(0, 1), "skill": "school.skill"},
    parameters={"rate": number(0.1), "taught": number(2.0)},
    draws={"rain": uniform()},
    neutral=0.0,
    unit="tonnes",
    assumption=TOY,
)
def the_skilled_grow_more(wheat, sown, skill, rate, taught, rain):
    """Schools, the rival says, make wheat grow."""
    return wheat_grows.function(wheat, sown, rate, rain) * (1 + taught * skill)


@rule(system="school", neutral=0.0, unit="index 0-1", assumption=TOY)
def schools_teach():
    """A little every month."""
    return 0.1


def school_step(m):
    m.change("skill", m.rule(schools_teach))


SCHOOL = system(
    "school",
    {"skill": variable("index 0-1", "skill", start=0.0, gives="school.skill", assumption=TOY)},
    schools_teach=schools_teach,
    step=school_step,
)
RIVAL = BASE.rival(
    "schools", replaces={"field.wheat_grows": the_skilled_grow_more}, adds=(("Work", SCHOOL),)
)


def wheat(theory: Theory, taught: float | None = None) -> np.ndarray:
    simulator = Simulator(theory.model, months=MONTHS, tile=16)
    registry = theory.registry
    p = registry.point
    if taught is not None:
        p[registry.parameter_place["field.wheat_grows.taught"]] = taught
    (batch,) = simulator.run(np.arange(16), 0, parameters=np.tile(p, (16, 1)))
    return batch.values[:, :, list(registry.outputs).index("field.wheat")]


def test_the_rule_that_replaces_another_is_the_one_that_runs():
    assert (wheat(RIVAL)[:, -1] > wheat(BASE)[:, -1]).all()


def test_a_rival_whose_coefficient_is_nil_equals_the_base_bit_for_bit():
    assert wheat(RIVAL, taught=0.0).tobytes() == wheat(BASE).tobytes()


def test_both_theories_take_the_same_draws():
    streams = RIVAL.registry.streams
    assert set(BASE.registry.streams) <= set(streams)
    assert "field.wheat_grows.rain" in streams


def test_the_rule_keeps_the_path_and_the_switch_of_the_one_it_replaces():
    assert RIVAL.registry.rules["field.wheat_grows"].function is the_skilled_grow_more.function
    assert "elsewhere.the_skilled_grow_more" not in RIVAL.registry.rules


def test_names_do_not_depend_on_which_theory_was_built_first():
    first = Theory("one", {"Work": (FIELD,)}).rival(
        "two", replaces={"field.wheat_grows": the_skilled_grow_more}, adds=(("Work", SCHOOL),)
    )
    assert list(first.registry.sites) == list(RIVAL.registry.sites)
    assert the_skilled_grow_more.name == "elsewhere.the_skilled_grow_more"


def test_an_added_system_runs_at_the_end_of_its_phase_and_a_new_phase_comes_last():
    later = BASE.rival("later", adds=(("Evening", SCHOOL),))
    assert [m.__name__ for m in later.modules] == ["toy.field", "toy.school"]
    assert list(later.order) == ["Work", "Evening"]


def test_the_recording_shows_the_rule_that_ran():
    told = Simulator(RIVAL.model, months=MONTHS, tile=16).record(3, 0)
    usual = Simulator(BASE.model, months=MONTHS, tile=16).record(3, 0)
    grown, plain = told.rules["field.wheat_grows"], usual.rules["field.wheat_grows"]
    assert (grown[1:] > plain[1:]).all()


@rule(reads={"moon": here(0, 1)}, neutral=0.0, unit="1", assumption=TOY, system="elsewhere")
def wants_the_moon(moon):
    """It wants what its step does not pass."""
    return moon


@rule(neutral=(0.0, 0.0), unit="1", assumption=TOY, system="elsewhere")
def gives_two():
    """It gives two results."""
    return 0.0, 0.0


@pytest.mark.parametrize(
    ("replaces", "says"),
    [
        ({"field.wheat_grow": the_skilled_grow_more}, "nearest: field.wheat_grows"),
        ({"field.wheat_grows": wants_the_moon}, "wants moon from its step, which passes sown"),
        ({"field.wheat_grows": gives_two}, "gives 2 results, not 1"),
    ],
)
def test_a_replacement_that_does_not_fit_is_refused_in_one_line(replaces, says):
    with pytest.raises(ModelError, match=says):
        _ = BASE.rival("wrong", replaces=replaces, adds=(("Work", SCHOOL),)).registry


def test_a_rule_that_reads_a_system_which_the_theory_lacks_is_refused():
    lacking = BASE.rival("lacking", replaces={"field.wheat_grows": the_skilled_grow_more})
    with pytest.raises(ModelError, match=r"reads school\.skill, which is not declared"):
        _ = lacking.registry


def test_a_system_has_one_state():
    with pytest.raises(ModelError, match="0 classes of state"):
        state_of(ModuleType("toy.empty"))


def test_an_axis_that_a_theory_does_not_name_is_refused():
    dimension("plot", ("upper", "lower"))
    regional = system(
        "plots",
        {"size": variable("ha", "size", start=0.0, dim="plot", assumption=TOY)},
        step=lambda m: None,
    )
    with pytest.raises(ModelError, match=r"does not name: \['plot'\]"):
        _ = BASE.rival("regional", adds=(("Work", regional),)).registry
    assert BASE.rival("named", adds=(("Work", regional),), axes=("plot",)).registry


def test_a_rule_that_is_no_part_of_the_model_is_refused():
    stranger = system(
        "stranger",
        {"x": variable("1", "x", start=0.0, assumption=TOY)},
        step=lambda m: m.set("x", m.rule(gives_two)),
    )
    simulator = Simulator(BASE.rival("s", adds=(("Work", stranger),)).model, months=1, tile=16)
    with pytest.raises(ModelError, match=r"elsewhere\.gives_two is not part of the model"):
        list(simulator.run(np.arange(16), 0))


def test_a_rule_written_beside_an_added_system_runs_only_in_the_place_that_it_takes():
    school = ModuleType("toy.school", "Schools, and what they do for wheat.")
    own = rule(
        system="school",
        reads=the_skilled_grow_more.reads,
        parameters=the_skilled_grow_more.parameters,
        draws=the_skilled_grow_more.draws,
        neutral=0.0,
        unit="tonnes",
        assumption=TOY,
    )(the_skilled_grow_more.function)
    vars(school).update({n: x for n, x in vars(SCHOOL).items() if not n.startswith("__")}, own=own)
    rival = BASE.rival("own", replaces={"field.wheat_grows": own}, adds=(("Work", school),))
    assert set(rival.registry.rules) == set(RIVAL.registry.rules)
