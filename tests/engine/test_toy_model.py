"""The engine on a model of two systems: what it refuses, what interventions do, that books balance."""

import types

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest
from jaxtyping import Array

from thermidor.engine.controls import BadIntervention, Intervention, Schedule
from thermidor.engine.declare import (
    System,
    choice,
    flow,
    here,
    observable,
    parameter,
    rule,
    uniform,
    variable,
)
from thermidor.engine.registry import ModelError, Registry, UnknownPath
from thermidor.engine.simulator import Model, Simulator

MONTHS = 24


class Barn(System):
    """Grain and its price."""

    grain: Array = variable(
        "tonnes",
        "grain",
        quantity="grain",
        start=parameter(100.0, "tonnes", 50, 200, assumption="toy"),
    )
    price: Array = variable(
        "1", "price", start=parameter(1.0, "1", 0.5, 2, assumption="toy"), high=10.0
    )


class Town(System):
    """Bread of a town."""

    bread: Array = variable("tonnes", "bread", quantity="grain", start=0.0, typical=(0, 100))


class World(eqx.Module):
    """Both."""

    barn: Barn
    town: Town


def barn_module():
    """A module like those of the model, made afresh for each test that spoils it."""
    m = types.ModuleType("toy.barn", "The barn sells.")
    m.SOLD = flow("grain", "barn.grain", "town.bread", "tonnes", "sold", assumption="toy")
    m.GROWN = flow("grain", "border:field", "barn.grain", "tonnes", "grown", assumption="toy")
    m.FIRE = choice("barn.fire", "the barn burns", kind="event", assumption="toy")

    @rule(
        "toy.r01",
        reads=dict(grain="barn.grain", price="barn.price"),
        neutral=0.0,
        signs=dict(grain=+1),
        unit="tonnes",
        parameters=dict(part=parameter(0.3, "share", 0.1, 0.9, assumption="toy")),
        draws=dict(luck=uniform()),
    )
    def sells(grain, price, part, luck):
        """It sells a part of what it has."""
        return part * grain * price * (0.5 + luck)

    @rule("toy.r02", reads=dict(sold=here(0, 100)), neutral=0.0, unit="1")
    def price_rises(sold):
        """Sales raise the price."""
        return 0.001 * sold

    m.sells, m.price_rises = sells, price_rises

    def step(month):
        month.flow(m.GROWN, 5.0)
        sold = month.flow(m.SOLD, month.rule(m.sells))
        fire = month.choose(m.FIRE, 0.05)
        month.set("price", month.last("barn.price") + month.rule(m.price_rises, sold=sold) + fire)

    m.step = step
    return m


def town_module():
    """The town eats."""
    m = types.ModuleType("toy.town", "The town eats.")
    m.EATEN = flow("grain", "town.bread", "border:eaten", "tonnes", "eaten", assumption="toy")

    def bread(w, flows):
        return w.town.bread

    def grain(w, flows):
        return w.barn.grain

    def price(w, flows):
        return w.barn.price

    def balance(w, flows):
        return w.barn.grain + w.town.bread

    def net(w, flows):
        return flows["barn.grown"] - flows["town.eaten"]

    for f in (bread, grain, price, balance, net):
        setattr(
            m,
            f.__name__,
            observable(
                f"toy.{f.__name__}", "1", f.__name__, system="town", low=-np.inf, assumption="toy"
            )(f),
        )
    m.step = lambda month: month.flow(m.EATEN, 1e9)
    return m


def make(barn=None, town=None):
    barn, town = barn or barn_module(), town or town_module()

    def month(m):
        m.run(barn)
        m.run(town)

    return Model(Registry(World, [barn, town]), month, "toy")


@pytest.fixture(scope="module")
def sim():
    return Simulator(make(), months=MONTHS, tile=16)


def run(sim, *interventions, histories=16):
    names = list(sim.model.registry.observables)
    batches = list(sim.run(np.arange(histories), 0, Schedule(sim.model.registry, interventions)))
    values = np.concatenate([b.values for b in batches])
    return {n.removeprefix("toy."): values[:, :, i] for i, n in enumerate(names)}


def test_a_flow_takes_no_more_than_there_is_and_the_books_balance(sim):
    out = run(sim)
    assert (out["bread"] >= 0).all()
    assert np.allclose(np.diff(out["balance"], axis=1), out["net"][:, 1:], atol=1e-3)


@pytest.mark.parametrize(("operation", "path", "value", "check"), [
    ("set", "barn.price", 3.0, lambda a, b: (b["price"][:, 5] == 3.0).all()),
    ("hold", "barn.price", 3.0, lambda a, b: (b["price"][:, 5:11] == 3.0).all()),
    ("scale", "barn.sold", 0.0, lambda a, b: (b["bread"][:, 5:11] == 0.0).all()),
    ("add", "barn.grain", 7.0, lambda a, b: np.allclose(b["grain"][:, 5] - a["grain"][:, 5], 7.0, atol=1e-3)),
    ("forbid", "barn.sells", None, lambda a, b: (b["grain"][:, 5:11] > b["grain"][:, 4:10]).all()),
    ("force", "barn.fire", "yes", lambda a, b: (b["price"][:, 5] >= b["price"][:, 4] + 1).all()),
    ("hold", "barn.sells.part", 0.0, lambda a, b: (b["grain"][:, 5:11] > b["grain"][:, 4:10]).all()),
])  # fmt: skip
def test_each_operation_does_what_it_says_and_nothing_before_its_date(
    sim, operation, path, value, check
):
    before = run(sim)
    last = 5 if operation in ("set", "add", "force") else 10
    after = run(sim, Intervention(operation, path, value, 5, last))
    assert check(before, after)
    for name in before:
        assert before[name][:, :5].tobytes() == after[name][:, :5].tobytes()


def test_interventions_need_no_new_machine_code(sim):
    run(sim)
    made = [id(p) for programs in sim._programs.values() for p in programs]
    run(sim, Intervention("scale", "barn.sold", 0.5, 0, 20))
    assert made == [id(p) for programs in sim._programs.values() for p in programs]


@pytest.mark.parametrize("interventions", [
    [Intervention("force", "barn.price", "yes", 0, 3)],
    [Intervention("force", "barn.fire", "perhaps", 0, 3)],
    [Intervention("forbid", "barn.price", None, 0, 3)],
    [Intervention("set", "barn.price", 1.0, 0, 3)],
    [Intervention("hold", "barn.price", float("nan"), 0, 3)],
    [Intervention("hold", "barn.price", True, 0, 3)],
    [Intervention("hold", "barn.price", 1.0, 0, 3), Intervention("hold", "barn.price", 2.0, 3, 5)],
    [Intervention("hold", "barn.price", 1.0, 9, 3)],
])  # fmt: skip
def test_what_cannot_be_done_is_refused(sim, interventions):
    with pytest.raises(BadIntervention):
        Schedule(sim.model.registry, interventions)


def test_an_unknown_path_is_answered_with_the_nearest(sim):
    with pytest.raises(UnknownPath, match=r"barn\.price"):
        Schedule(sim.model.registry, [Intervention("hold", "barn.prise", 1.0, 0, 3)])


def test_a_read_that_is_not_declared_is_an_error():
    barn = barn_module()
    barn.bad = rule("toy.r03", reads=dict(x="barn.nothing"), neutral=0.0, unit="1")(lambda x: x)
    with pytest.raises(ModelError, match=r"barn\.nothing"):
        make(barn)


def test_a_rule_without_a_source_is_an_error():
    barn = barn_module()
    barn.bad = rule(reads=dict(x="barn.price"), neutral=0.0, unit="1")(lambda x: x)
    with pytest.raises(ModelError, match="neither"):
        make(barn)


def test_a_function_that_takes_what_it_does_not_declare_is_an_error():
    with pytest.raises(TypeError, match="declares"):
        rule("toy.r04", reads=dict(x="barn.price"), neutral=0.0, unit="1")(lambda x, y: x + y)


def test_the_same_path_for_a_variable_and_a_choice_is_an_error():
    barn = barn_module()
    barn.OTHER = choice("barn.price", "also the price", kind="event", assumption="toy")
    with pytest.raises(ModelError, match="is the name of"):
        make(barn)


@pytest.mark.parametrize(("spoil", "says"), [
    (lambda month: month.set("bread", jnp.float32(1.0)), "does not own"),
    (lambda month: month.set("grain", jnp.float32(1.0)), "move it by a flow"),
    (lambda month: [month.set("price", jnp.float32(x)) for x in (1.0, 2.0)], "written twice"),
])  # fmt: skip
def test_a_step_that_writes_what_it_may_not_is_an_error(spoil, says):
    barn = barn_module()
    barn.step = spoil
    with pytest.raises(ModelError, match=says):
        run(Simulator(make(barn), months=2, tile=16))
