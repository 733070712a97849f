"""A model that contradicts itself does not start."""

from types import ModuleType

import equinox as eqx
import jax
import jax.numpy as jnp
import pytest
from jax import Array
from toy_pond import SUN, TOY, Pond, World, model_of, module, number

from thermidor.engine.controls import Schedule
from thermidor.engine.declare import (
    System,
    choice,
    flow,
    here,
    output,
    parameter,
    rule,
    variable,
)
from thermidor.engine.month import Controls
from thermidor.engine.registry import ModelError, Registry
from thermidor.engine.simulator import Simulator


def with_(**items) -> ModuleType:
    extra = ModuleType("toy.extra", "More.")
    vars(extra).update(items)
    return extra


def registry_with(extra: ModuleType) -> Registry:
    return Registry(World, [module(), extra], [SUN])


def trace(pond: ModuleType) -> None:
    """One month of the pond, without running it."""
    simulator = Simulator(model_of(pond), months=1)
    registry = simulator.model.registry
    controls = Controls(*(jnp.asarray(x[0]) for x in Schedule(registry).controls(end=1)))

    def month(p, key):
        return simulator.advance(simulator.start(p), key, p, jnp.int32(0), controls, jnp.zeros(1))[
            0
        ]

    jax.eval_shape(month, registry.point, jax.random.key(0))


def acting(act) -> ModuleType:
    """The pond whose step does one thing more."""
    pond = module()
    usual = pond.step

    def step(m):
        usual(m)
        act(m, pond)

    vars(pond)["step"] = step
    return pond


def test_the_pond_itself_is_sound():
    trace(module())


@pytest.mark.parametrize("source", [
    "pond.nothing", "outside:moon", "pond.water.west", "elsewhere.heat",
])  # fmt: skip
def test_a_rule_that_reads_what_is_not_declared(source):
    r = rule(reads={"x": source}, system="extra", neutral=0.0, unit="1", assumption=TOY)(
        lambda x: x
    )
    with pytest.raises(ModelError, match="not declared"):
        registry_with(with_(r=r))


def test_a_rule_with_a_parameter_that_nobody_declares():
    r = rule(
        parameters={"x": "pond.nothing"}, system="extra", neutral=0.0, unit="1", assumption=TOY
    )(lambda x: x)
    with pytest.raises(ModelError, match="not declared"):
        registry_with(with_(r=r))


def test_a_rule_whose_arguments_are_not_the_declared_ones():
    with pytest.raises(TypeError, match="declares"):
        rule(reads={"x": "pond.heat"}, neutral=0.0, unit="1", assumption=TOY)(lambda y: y)


def test_a_name_that_is_declared_twice():
    one, two = (
        rule(neutral=0.0, unit="1", assumption=TOY, system="extra")(lambda: 0.0) for _ in range(2)
    )
    with pytest.raises(ModelError, match="twice"):
        registry_with(with_(a=one, b=two))
    with pytest.raises(ModelError, match="name of"):
        registry_with(
            with_(
                c=choice("pond.heat", "a taken name", kind="event", system="extra", assumption=TOY)
            )
        )


def test_a_declaration_without_grounds():
    r = rule(neutral=0.0, unit="1", system="extra")(lambda: 0.0)
    with pytest.raises(ModelError, match="neither"):
        registry_with(with_(r=r))
    with pytest.raises(ModelError, match="no grounds"):
        registry_with(with_(P=parameter(1.0, "1", 0, 2)))


def test_a_flow_between_things_that_are_no_stocks_of_it():
    f = flow("extra.f", "water", "pond.heat", "border:nowhere", "litres", "wrong", assumption=TOY)
    with pytest.raises(ModelError, match="no stock"):
        registry_with(with_(F=f))


def test_a_value_outside_its_own_range():
    with pytest.raises(ValueError, match="outside its range"):
        number(5.0, 0, 1)


@pytest.mark.parametrize(("act", "says"), [
    (lambda m, pond: m.set("heat", 1.0), "twice"),
    (lambda m, pond: m.set("moon", 1.0), "does not own"),
    (lambda m, pond: m.set("sea", 1.0), "stock of water"),
    (lambda m, pond: m.flow(pond.RAIN, 1.0), "twice"),
    (lambda m, pond: m.last("pond.moon"), "not declared"),
    (lambda m, pond: m.now("pond.water.west"), "not declared"),
    (lambda m, pond: m.rule(pond.a_root, y=1.0), "does not declare"),
])  # fmt: skip
def test_a_step_that_does_what_it_may_not(act, says):
    with pytest.raises(ModelError, match=says):
        trace(acting(act))


def test_a_step_may_not_write_for_another_system():
    class Moon(System):
        light: Array = variable("share", "moonlight", start=0.0, high=1.0, assumption=TOY)

    class Both(eqx.Module):
        pond: Pond
        moon: Moon

    moon = ModuleType("toy.moon", "It shines.")
    vars(moon)["step"] = lambda m: m.set("heat", 1.0)
    simulator = Simulator(model_of(module(), Both), months=1)

    def month(m):
        m.run(moon)

    object.__setattr__(simulator.model, "month", month)
    registry = simulator.model.registry
    controls = Controls(*(jnp.asarray(x[0]) for x in Schedule(registry).controls(end=1)))
    with pytest.raises(ModelError, match="does not own"):
        jax.eval_shape(
            lambda p, k: simulator.advance(simulator.start(p), k, p, jnp.int32(0), controls, jnp.zeros(1))[0],
            registry.point, jax.random.key(0))  # fmt: skip


def test_a_rule_that_reads_what_nobody_has_made_this_month():
    r = rule(reads={"x": "now:pond.nothing"}, system="pond", neutral=0.0, unit="1", assumption=TOY)(
        lambda x: x
    )
    pond = acting(lambda m, pond: m.rule(r))
    vars(pond)["r"] = r
    with pytest.raises(ModelError, match="not declared"):
        trace(pond)


def test_an_input_of_the_same_month_is_passed_by_the_step():
    r = rule(reads={"x": here(0, 1)}, system="extra", neutral=0.0, unit="1", assumption=TOY)(
        lambda x: x
    )
    assert registry_with(with_(r=r)).rules["extra.<lambda>"].reads["x"].high == 1


def test_an_output_takes_the_flows_the_state_and_exactly_its_parameters():
    with pytest.raises(TypeError, match=r"declares \['weight'\] but takes \[\]"):
        output(
            "pond.size", "1", "size", system="pond", assumption="a toy",
            parameters={"weight": parameter(2.0, "1", 1.0, 3.0, assumption="a toy")},
        )(lambda world, flows: 1.0)  # fmt: skip
