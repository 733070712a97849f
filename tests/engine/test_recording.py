"""One history can be looked at: what it drew, decided and voted, without changing a bit of it."""

from contextlib import nullcontext
from types import ModuleType
from typing import Any

import equinox as eqx
import jax
import numpy as np
import pytest
from jax import Array
from toy_pond import MONTHS, TOY, model_of, module, number

from thermidor.engine import month as month_module
from thermidor.engine.controls import Intervention, Schedule
from thermidor.engine.declare import System, choice, output, rule, variable
from thermidor.engine.model import Model
from thermidor.engine.month import Month
from thermidor.engine.recording import note
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import Simulator

HISTORY, SEED = 7, 1


@pytest.fixture(scope="module")
def seen(pond):
    return pond.record(HISTORY, SEED)


@pytest.fixture(scope="module")
def look(pond):
    """The recording of a history under interventions."""

    def look(*interventions: Intervention) -> Any:
        schedule = Schedule(pond.model.registry, interventions)
        return pond.record(HISTORY, SEED, schedule)

    return look


def test_a_recorded_history_has_the_bits_that_it_has_in_an_ensemble(pond, base, seen):
    for k, name in enumerate(pond.model.registry.outputs):
        assert seen.outputs[:, k].tobytes() == base[name][HISTORY].tobytes(), name


def test_each_month_begins_where_the_one_before_it_ended(seen):
    for path, before in seen.before.items():
        assert np.array_equal(before[1:], seen.after[path][:-1]), path


def test_the_recorded_states_are_those_that_are_observed(base, seen):
    assert np.array_equal(seen.after["pond.heat"], base["pond.heat"][HISTORY])
    assert np.array_equal(seen.after["pond.water"][:, 1], base["pond.water.south"][HISTORY])


def test_replayed_months_end_as_the_months_themselves_did(seen):
    assert seen.gap < 1e-5


def test_what_was_drawn_is_what_the_state_shows(seen):
    assert np.array_equal(seen.choices["pond.turn"]["code"], seen.after["pond.wind"])
    assert np.array_equal(np.cumsum(seen.choices["pond.storm"]["code"]), seen.after["pond.storms"])
    fish = seen.choices["pond.{shore}.fish"]
    assert np.array_equal(np.cumsum(fish["code"], axis=0), seen.after["pond.catch"])


def test_each_option_but_the_first_has_its_chance(seen):
    turn = seen.choices["pond.turn"]["chances"]
    assert turn.shape == (MONTHS, 2)
    assert np.allclose(turn, [0.3, 0.2])
    assert seen.choices["pond.{shore}.fish"]["chances"].shape == (MONTHS, 1, 3)


def test_an_intervention_is_seen_in_what_it_touches(look, seen):
    found = look(
        Intervention("force", "pond.storm", True, 3, 3),
        Intervention("scale", "pond.turn", 0.5, 0, MONTHS - 1),
        Intervention("forbid", "pond.water_runs_off", None, 5, 5),
    )
    assert found.choices["pond.storm"]["code"][3] == 1
    assert np.allclose(found.choices["pond.turn"]["chances"], [0.15, 0.1])
    assert np.all(found.rules["pond.water_runs_off"][5] == 0)
    assert np.all(seen.rules["pond.water_runs_off"][5] > 0)


def test_a_drawn_vector_of_parameters_is_recorded_with_its_own_bits(pond, see):
    p = np.tile(pond.model.registry.point, (40, 1)) * np.linspace(0.9, 1.1, 40)[:, None]
    ensemble = see(parameters=p.astype(np.float32))
    found = pond.record(HISTORY, SEED, parameters=p[HISTORY].astype(np.float32))
    for k, name in enumerate(pond.model.registry.outputs):
        assert found.outputs[:, k].tobytes() == ensemble[name][HISTORY].tobytes(), name


def test_without_a_listener_the_traced_program_holds_nothing_of_it(pond, monkeypatch):
    def traced() -> str:
        r = pond.model.registry
        controls = Schedule(r).controls()
        rows = tuple(x[:MONTHS] for x in controls)
        numbers, seed = np.arange(32, dtype=np.uint32), np.array([SEED], np.uint32)
        first = pond._beginning(numbers, r.point, None, MONTHS)
        arguments = (*first, type(controls)(*rows), pond.outside(), seed)
        return str(jax.make_jaxpr(pond._tile)(*arguments))

    listening = traced()
    monkeypatch.setattr(month_module, "evaluating", lambda name: nullcontext())
    monkeypatch.setattr(month_module, "note_rule", lambda name, result: result)
    monkeypatch.setattr(month_module, "note_choice", lambda path, chances, code: code)
    assert traced() == listening


def test_a_stored_program_records_the_same(pond, seen, tmp_path):
    before = jax.config.jax_compilation_cache_dir
    jax.config.update("jax_compilation_cache_dir", str(tmp_path))
    try:
        found = [
            Simulator(model_of(module()), months=MONTHS, tile=32).record(HISTORY, SEED)
            for _ in range(2)
        ]
    finally:
        jax.config.update("jax_compilation_cache_dir", before)
    for again in found:
        assert again.outputs.tobytes() == seen.outputs.tobytes()
        assert again.choices.keys() == seen.choices.keys()


class Fair(System):
    held: Array = variable("flag", "a fair is held", start=0.0, high=1.0, assumption=TOY)


class Village(eqx.Module):
    fair: Fair


@pytest.fixture(scope="module")
def fair():
    """A village that votes whether to hold a fair; it may rain, and a fair may be robbed."""
    held = choice("fair.opening", "a fair is held", kind="decision", assumption=TOY)
    rain = choice("fair.rain", "it rains", kind="event", assumption=TOY)
    robbed = choice("fair.robbed", "the fair is robbed", kind="event", assumption=TOY)

    @rule(
        system="fair",
        parameters={"love": number(0.7, 0, 1)},
        neutral=0.0,
        unit="probability",
        assumption=TOY,
    )
    def villagers_vote(love):
        """They vote as they like fairs."""
        liking = love * np.array([1.0, 0.5], np.float32)
        share = liking.mean()
        note("ballot", {"share": share}, conviction=liking, trust=0.0, absent=None)
        return share

    def step(m: Month) -> None:
        m.choose(rain, 0.5)
        vote = m.rule(villagers_vote)
        fallen = m.choose(held, vote)
        m.choose(robbed, 0.2 * fallen)
        m.set("held", fallen)

    see = output("fair.seen", "flag", "a fair", system="fair", assumption=TOY)(
        lambda w, flows: w.fair.held
    )
    village = ModuleType("toy.fair", "Fairs are voted.")
    vars(village).update(
        HELD=held, RAIN=rain, ROBBED=robbed, vote=villagers_vote, step=step, see=see
    )

    def month(m: Month) -> None:
        with m.phase("Village"):
            m.run(village)

    registry = Registry(Village, [village])
    return Simulator(Model(registry, month, "fair"), months=MONTHS, tile=16).record(0, SEED)


def test_a_vote_is_noted_under_its_rule_with_all_that_was_given(fair):
    vote = fair.notes["fair.villagers_vote:ballot"]
    assert np.allclose(vote["result"]["share"], 0.525)
    assert vote["parts"]["conviction"].shape == (MONTHS, 2)
    assert vote["parts"]["trust"].shape == (MONTHS,)
    assert "absent" not in vote["parts"]


def test_a_vote_is_linked_to_the_choice_that_rests_on_it_and_to_no_other(fair):
    assert fair.links == {"fair.opening": ["fair.villagers_vote:ballot"]}
