"""A history is told as it went: on a council of three, of which everything is known, and on the model."""

import json
from types import ModuleType
from typing import Any

import equinox as eqx
import jax.numpy as jnp
import pytest
from jax import Array

from thermidor.engine.controls import Intervention, Schedule
from thermidor.engine.declare import (
    System,
    choice,
    dimension,
    output,
    parameter,
    rule,
    variable,
)
from thermidor.engine.model import Model
from thermidor.engine.month import Month
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import Simulator
from thermidor.errors import BadRequest
from thermidor.experiments.trace import sectors, systems_named, tell
from thermidor.model.party.ballot import ballot

TOY = "a toy"
MONTHS = 24
COUNCIL = dimension("councillor", ("ann", "bob", "cid"))


class Council(System):
    seat: Array = variable("flag", "has a seat", dim="councillor", start=1.0, assumption=TOY)
    rank: Array = variable("index 0-1", "rank", dim="councillor", start=1.0, high=1.0,
                           assumption=TOY)  # fmt: skip
    feast: Array = variable("flag", "a feast is held", start=0.0, high=1.0, assumption=TOY)
    alarm: Array = variable("index 0-1", "alarm", start=0.0, high=1.0, assumption=TOY)
    drift: Array = variable("index 0-1", "drift", start=0.0, high=1.0, assumption=TOY)


class World(eqx.Module):
    council: Council


def module() -> ModuleType:
    expel = choice("council.expulsion", "Cid loses his seat", kind="decision", assumption=TOY)
    feast = choice("council.{councillor}.feast", "gives a feast", kind="event", dim="councillor",
                   assumption=TOY)  # fmt: skip
    chief = choice("council.chief", "who is made chief", kind="decision",
                   options=("none", *COUNCIL), assumption=TOY)  # fmt: skip

    @rule(system="council",
        reads=dict(seat="council.seat"),
        parameters=dict(
            weights=parameter([2.0, 1.0, 1.0], "1", 0.5, 2, dim="councillor", assumption=TOY)
        ),
        neutral=0.0, unit="probability", assumption=TOY,
    )  # fmt: skip
    def the_council_votes(seat, weights):
        """Ann wants him out, Bob is afraid, he himself trusts nobody."""
        positions = jnp.array([[1.0], [-0.5], [-1.0]])
        fear = jnp.array([0.0, 2.0, 0.0])
        vote = ballot(
            jnp.array([1.0]),
            positions,
            weights * seat,
            trust=0.25,
            fear=fear,
            hesitation=0.0,
            temper=0.5,
            spread=0.08,
        )
        return 0.6 * vote.carries

    def step(m: Month) -> None:
        held = m.choose(feast, jnp.zeros(3))
        m.set("feast", jnp.max(held))
        gone = m.choose(expel, m.rule(the_council_votes))
        m.choose(chief, 0.1, 0.0, 0.2)
        m.set("seat", m.last("council.seat") * jnp.array([1.0, 1.0, 0.0]) ** gone)
        m.set("rank", m.last("council.rank") - 0.5 * gone * jnp.array([0.0, 0.0, 1.0]))
        m.set("alarm", jnp.maximum(0.6 * m.last("council.alarm"), gone))
        m.set("drift", m.last("council.drift") + 0.01)

    council = ModuleType("toy.council", "A council of three.")
    seats = output("council.seats", "persons", "seats", system="council", assumption=TOY)(
        lambda w, flows: w.council.seat.sum()
    )
    vars(council).update(
        EXPEL=expel, FEAST=feast, CHIEF=chief, vote=the_council_votes, step=step, seats=seats
    )
    return council


@pytest.fixture(scope="module")
def council() -> Simulator:
    toy = module()

    def month(m: Month) -> None:
        with m.phase("Council"):
            m.run(toy)

    return Simulator(Model(Registry(World, [toy]), month, "council"), months=MONTHS, tile=16)


SCRIPT = (
    Intervention("forbid", "council.expulsion", None, 0, 9),
    Intervention("force", "council.expulsion", True, 10, 10),
    Intervention("forbid", "council.expulsion", None, 11, MONTHS - 1),
    Intervention("force", "council.bob.feast", True, 3, 3),
    Intervention("force", "council.chief", "none", 0, 4),
    Intervention("force", "council.chief", "cid", 5, 5),
    Intervention("scale", "council.chief", 0.0, 6, MONTHS - 1),
)


@pytest.fixture(scope="module")
def told(council) -> Any:
    def told(first: int = 0, last: int = MONTHS - 1, **options: Any) -> Any:
        schedule = Schedule(council.model.registry, SCRIPT)
        recording = council.record(0, 0, schedule)
        return tell(council, recording, schedule, ["council"], range(first, last + 1), **options)

    return told


@pytest.fixture(scope="module")
def whole(told):
    return told()


def changes(trace: Any, path: str) -> list[tuple[str, str, float, float]]:
    return [
        (m.month, c.element, round(c.before, 2), round(c.after, 2))
        for m in trace.months
        for c in m.changes
        if c.path == path
    ]


def happened(trace: Any, path: str) -> list[tuple[str, str, bool]]:
    return [
        (m.month, d.option, d.forced)
        for m in trace.months
        for d in m.decisions
        if d.path == path and d.happened
    ]


def test_a_lost_seat_is_told_by_name_in_its_month(whole):
    assert changes(whole, "council.seat") == [("1917-11", "cid", 1.0, 0.0)]


def test_an_index_is_told_when_it_takes_a_large_step_and_not_when_it_drifts(whole):
    assert changes(whole, "council.rank") == [("1917-11", "cid", 1.0, 0.5)]
    assert changes(whole, "council.drift") == []


def test_the_tail_of_a_jump_is_not_told_again(whole):
    assert changes(whole, "council.alarm") == [("1917-11", "", 0.0, 1.0)]


def test_what_lasts_one_month_is_told_once(whole):
    assert changes(whole, "council.feast") == [("1917-04", "", 0.0, 1.0)]


def test_decisions_are_told_with_their_option_and_whether_they_were_forced(whole):
    assert happened(whole, "council.expulsion") == [("1917-11", "yes", True)]
    assert happened(whole, "council.bob.feast") == [("1917-04", "yes", True)]
    assert happened(whole, "council.chief") == [("1917-06", "cid", True)]


def test_the_probability_told_is_that_of_the_option_that_fell(whole):
    (chief,) = [
        d for m in whole.months for d in m.decisions if d.path == "council.chief" and d.happened
    ]
    assert chief.probability == pytest.approx(0.2)


def test_what_nearly_happened_is_kept_from_the_probability_asked_for(told):
    def refused(close: float) -> list[str]:
        trace = told(0, 5, close=close)
        return [
            m.month
            for m in trace.months
            for d in m.decisions
            if not d.happened and d.path == "council.chief"
        ]

    assert refused(0.29) == ["1917-01", "1917-02", "1917-03", "1917-04", "1917-05"]
    assert refused(0.31) == []


def test_a_ballot_is_told_when_its_choice_was_made_and_not_when_it_was_out_of_question(whole):
    votes = [(m.month, b.choice) for m in whole.months for b in m.ballots]
    assert votes == [("1917-11", "council.expulsion")]


def test_each_voter_has_his_name_his_weight_and_the_parts_of_his_pull(whole):
    (vote,) = whole.months[10].ballots
    by = {v.voter: v for v in vote.votes}
    assert vote.votes[0].voter == "ann"
    assert sum(v.weight for v in vote.votes) == pytest.approx(1)
    assert by["ann"].parts["conviction"] == pytest.approx(1.0)
    assert by["bob"].parts["fear"] == pytest.approx(2.0)
    assert (by["ann"].option, by["bob"].option, by["cid"].option) == ("for", "for", "against")
    for v in vote.votes:
        assert v.pull == pytest.approx(sum(v.parts.values()), abs=1e-5)
        assert v.probability > 0.5


def test_a_trace_of_some_months_says_what_stood_before_them(told):
    later = told(12, 15)
    assert [m.month for m in later.months] == ["1918-01", "1918-02", "1918-03", "1918-04"]
    assert {path: names for path, _, names in later.start}["council.seat"] == ("ann", "bob")


def test_the_yearly_numbers_are_those_of_its_last_month(whole):
    assert whole.years == {1917: {"council.seats": 2.0}, 1918: {"council.seats": 2.0}}


def test_the_table_holds_what_the_months_hold_and_json_can_hold_it(whole):
    frame = whole.to_frame()
    rows = sum(
        len(m.changes) + len(m.decisions) + sum(len(b.votes) for b in m.ballots)
        for m in whole.months
    )
    assert len(frame) == rows
    assert set(frame["kind"]) == {"change", "decision", "event", "vote"}
    assert json.loads(json.dumps(whole.to_dict()))["months"][3]["month"] == "1917-04"


# -- the model --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def registry():
    from thermidor.theories import lequenne

    return lequenne().registry


def test_a_sector_means_the_systems_of_its_folder(registry):
    party = systems_named(registry, "party")
    assert {
        "membership",
        "delegation",
        "organs",
        "appointments",
        "leaders",
        "factions",
        "succession",
    } <= set(party)
    assert systems_named(registry, ["party", "soviets"]) == systems_named(registry, "soviets,party")
    assert set(systems_named(registry, "all")) == {
        s for names in sectors(registry).values() for s in names
    }


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("partty", "nearest: party"),
        ("faction", "nearest: factions"),
        ("zzz", "sectors: "),
        ("", "sectors: "),
    ],
)
def test_an_unknown_system_is_named_with_the_nearest(registry, word, hint):
    with pytest.raises(BadRequest, match="no system or sector of the model is called") as error:
        systems_named(registry, word)
    assert hint in str(error.value)


def test_a_history_of_the_model_is_told_with_the_bits_that_it_has_in_an_ensemble(registry):
    import thermidor as th

    history = 5
    told = th.trace(history=history, seed=3, systems="party", start="1921-01", stop="1923-12")
    ensemble = th.simulate(histories=8, seed=3, start="1921-01", stop="1923-12")
    assert told.identical
    assert told.gap < 1e-3
    for year, numbers in told.years.items():
        for name in ("party.members", "power.deciders", "party.opposition"):
            one = ensemble[name].sel(history=history, month=f"{year}-12").item()
            assert numbers[name] == one, (year, name)
    banned = ensemble["party.banned"].sel(history=history).values
    rises = [
        m.month for m in told.months for c in m.changes if c.path == "factions.banned" and c.after
    ]
    before = next((path for path, _, _ in told.start if path == "factions.banned"), None)
    months = ensemble["month"].dt.strftime("%Y-%m").values
    expected = [
        m for m, was, now in zip(months[1:], banned[:-1], banned[1:], strict=True) if now > was
    ]
    assert rises == expected or before or rises[0] == months[0]
