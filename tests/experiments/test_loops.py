"""Cutting the loop, on a circle of posts of which it is known what breaks it."""

import json
from dataclasses import replace
from types import ModuleType

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest
from jax import Array

from thermidor.engine.controls import Schedule
from thermidor.engine.declare import System, output, parameter, rule, uniform, variable
from thermidor.engine.model import Model
from thermidor.engine.month import Month
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import Simulator
from thermidor.experiments.intervals import Interval
from thermidor.experiments.loops import (
    CONCENTRATION,
    CUTS,
    PARTY,
    cut,
    heads,
    hinges,
    loops,
    markdown,
    measure,
    rows,
)
from thermidor.record import load
from thermidor.scenarios import Scenario, catalogue


class Circle(System):
    posts: Array = variable("share", "posts filled from above", start=0.1, high=1.0)


class World(eqx.Module):
    circle: Circle


def module() -> ModuleType:
    circle = ModuleType("toy.circle", "Posts that bring posts.")

    @rule(system="circle",
        reads={"posts": "circle.posts"},
        parameters={"speed": parameter(0.4, "a month", 0, 1, assumption="a toy")},
        draws={"luck": uniform()}, neutral=0.0, unit="share a month", assumption="a toy",
    )  # fmt: skip
    def posts_bring_posts(posts, speed, luck):
        """The more posts, the faster the rest follow."""
        return speed * posts * (1.0 - posts) * luck

    def step(m: Month) -> None:
        m.set("posts", m.last("circle.posts") + m.rule(posts_bring_posts))

    def give(name: str, function) -> None:
        seen = output(name, "1", name, system="circle", high=13.0, assumption="a toy")
        circle.__dict__[name] = seen(function)

    give("regime", lambda w, flows: jnp.where(w.circle.posts > 0.5, 5.0, 2.0))
    give("power.deciders", lambda w, flows: 6.0 - 5.0 * w.circle.posts)
    give("power.secretariat", lambda w, flows: 0.5 * w.circle.posts)
    give("party.posts_appointed", lambda w, flows: w.circle.posts)
    circle.__dict__.update(posts_bring_posts=posts_bring_posts, step=step)
    return circle


def scenario(id: str, *operations: str) -> Scenario:
    text = f"id: {id}\ntitle: {{en: {id}}}\ndo:\n"
    return Scenario.from_yaml(text + "".join(f"  - {{{o}}}\n" for o in operations))


BREAKS = scenario("breaks", "forbid: circle.posts_bring_posts")
FEEDS = scenario("feeds", "scale: circle.posts_bring_posts, value: 2")
NOTHING = scenario("nothing", "scale: circle.posts_bring_posts, value: 1")


@pytest.fixture(scope="module")
def sim() -> Simulator:
    circle = module()

    def month(m: Month) -> None:
        with m.phase("Toy"):
            m.run(circle)

    return Simulator(Model(Registry(World, [circle]), month, "toy"), months=24)


@pytest.fixture(scope="module")
def effects(sim):
    pairs = [(s, s.compile(sim.model.registry)) for s in (FEEDS, NOTHING, BREAKS)]
    return {e.scenario: e for e in cut(sim, pairs, 128, 1)}


def test_a_cut_loop_loses_its_effect(effects) -> None:
    e = effects["breaks"]
    assert e.verdict == "breaks"
    assert e.lowers == len(CONCENTRATION)
    assert e.concentration["power.deciders"].low > 0
    assert e.lost_by["ladder"].value < -0.9  # the toy cannot be coded
    assert e.parted.value == 1.0
    assert e.without["party.posts_appointed"] > 0.5


def test_a_fed_loop_is_not_called_broken(effects) -> None:
    e = effects["feeds"]
    assert e.verdict == "strengthens"
    assert e.lowers == 0
    assert e.concentration["power.secretariat"].low > 0


def test_what_changes_nothing_shows_no_effect(effects) -> None:
    e = effects["nothing"]
    assert e.verdict == "no effect shown"
    assert e.parted.value == 0.0
    assert all(i.value == 0 for i in e.concentration.values())


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (-0.30, -0.40, -0.20, "breaks"),
        (-0.30, -0.70, 0.10, "no effect shown"),
        (-0.05, -0.06, -0.04, "weakens"),
        (-0.01, -0.012, -0.008, "no effect shown"),
        (0.05, 0.04, 0.06, "strengthens"),
        (0.05, -0.01, 0.11, "no effect shown"),
    ],
)
def test_a_verdict_needs_both_an_interval_and_a_size(effects, value, low, high, verdict) -> None:
    e = effects["nothing"]
    changed = {**e.concentration, "power.secretariat": Interval(value, low, high)}
    assert replace(e, concentration=changed).verdict == verdict


def test_the_strongest_remedy_comes_first(effects) -> None:
    assert list(effects) == ["breaks", "nothing", "feeds"]


def test_the_table_has_a_column_for_every_head_and_no_empty_number(effects) -> None:
    table = rows(list(effects.values()))
    assert {len(row) for row in table} == {len(heads(list(effects.values())))}
    assert all(cell for row in table for cell in row)
    assert "| breaks | loop |" in markdown(list(effects.values()), 128, 1)
    json.dumps([e.to_json() for e in effects.values()], allow_nan=False)


def test_only_finished_scenarios_are_given_back_after_an_interrupt(sim) -> None:
    def stop(done: int, wanted: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    pairs = [(s, s.compile(sim.model.registry)) for s in (BREAKS, FEEDS)]
    assert [e.scenario for e in cut(sim, pairs, 16, 1, stop)] == ["breaks"]


def test_numbers_that_are_missing_in_both_arms_do_not_part_twins(sim) -> None:
    names = list(sim.model.registry.outputs)
    (batch,) = sim.run(np.arange(16, dtype=np.uint32), 1, Schedule(sim.model.registry))
    series = {n: np.array(batch.values[..., names.index(n)]) for n in (*CONCENTRATION, "regime")}
    series["power.deciders"][3, 5:9] = np.nan
    assert measure(NOTHING, series, {k: v.copy() for k, v in series.items()}).parted.value == 0.0


def test_hinges_are_those_of_the_record_in_its_order() -> None:
    points = load().decision_points
    found = hinges()
    assert [str(points[id].date) for id in found] == sorted(str(points[id].date) for id in found)
    assert {"testament-made-public-may-1924", "lenin-active-one-more-year"} <= set(found)
    assert "tendencies-kept-legal-tenth-congress" not in found
    for id in hinges(everything=True):
        assert set(points[id].systems) & set(PARTY)
    assert set(found) < set(hinges(everything=True))


def test_every_cut_is_shipped() -> None:
    assert set(CUTS) <= set(catalogue())


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"histories": 1}, "whole number from 2"),
        ({"histories": 10**6}, "whole number from 2"),
        ({"seed": -1}, "whole number"),
        ({"scenarios": ["secret-balot"]}, "nearest: secret-ballot"),
    ],
)
def test_bad_wishes_get_one_line(wish, words) -> None:
    with pytest.raises(ValueError, match=words) as error:
        loops(**wish)
    assert "\n" not in str(error.value)


@pytest.mark.slow
def test_every_cut_changes_the_histories_of_the_model() -> None:
    found = loops(CUTS, histories=64)
    assert {e.scenario for e in found} == set(CUTS)
    for e in found:
        assert e.parted.value > 0.5, e.scenario
