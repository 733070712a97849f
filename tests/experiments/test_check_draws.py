"""Stocks and flows: planted faults of a small model are found; drawn histories of the book's model have none."""

import dataclasses
import sys
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermidor.engine.controls import Intervention, Schedule
from thermidor.engine.month import Month
from thermidor.engine.simulator import Simulator
from thermidor.errors import BadRequest
from thermidor.experiments.check.ledger import check_draws, run
from thermidor.experiments.check.ledger.balance import entry
from thermidor.experiments.check.ledger.months import Ledger, Page
from thermidor.experiments.check.ledger.run import _begun
from thermidor.experiments.check.ledger.sentences import SENTENCES
from thermidor.experiments.check.ledger.tally import Counting, Tally, together
from thermidor.experiments.check.walk import Group

sys.path.insert(0, str(Path(__file__).parent.parent / "engine"))
from toy_pond import model_of, module  # pyright: ignore[reportMissingImports]

HISTORIES = 20


def pond(step: Any = None, *interventions: Intervention) -> tuple[Ledger, Group]:
    """A pond, with a step that comes after its own, and what is done to it."""
    made = module()
    if step is not None:
        own = made.step

        def both(m: Month) -> None:
            own(m)
            step(m)

        made.step = both
    sim = Simulator(model_of(made), months=12, tile=32)
    numbers = np.arange(HISTORIES, dtype=np.uint32)
    return Ledger(sim), Group("pond", numbers, Schedule(sim.model.registry, interventions), seed=5)


def counted(ledger: Ledger, group: Group) -> Tally:
    counting = Counting(ledger.registry, group)
    for page in ledger.months(group):
        counting.look(page)
    return counting.tally()


@pytest.fixture(scope="module")
def sound() -> tuple[Ledger, Group, list[Page]]:
    ledger, group = pond()
    return ledger, group, list(ledger.months(group))


def find(id: str, page: Page) -> dict[str, np.ndarray]:
    (one,) = (s for s in SENTENCES if s.id == id)
    return dict(one.find(page))


def test_the_ledger_advances_as_an_ordinary_run_does(sound: tuple[Ledger, Group, list[Page]]):
    ledger, group, pages = sound
    (batch,) = ledger.sim.run(group.numbers, group.seed)
    names = list(ledger.registry.outputs)
    for page in pages:
        for name, seen in page.seen.items():
            ordinary = batch.values[:, page.number, names.index(name)]
            np.testing.assert_allclose(seen, ordinary, rtol=1e-6, atol=1e-6)


def test_nothing_is_wrong_in_a_sound_model(sound: tuple[Ledger, Group, list[Page]]):
    tally = counted(*sound[:2])
    assert not tally.broken
    assert tally.months == 12 * HISTORIES
    assert tally.drift["water"] < 1e-6
    assert set(tally.cut) <= {"pond.drink"}


def test_water_that_nobody_carried_away_is_missed():
    def leak(m: Month) -> None:
        m.new["pond.sea"] = m.new["pond.sea"] * 0.999

    tally = counted(*pond(leak))
    assert set(tally.broken) == {"ledger.conserved"}
    (one,) = tally.broken["ledger.conserved"].items()
    assert one[0] == "pond.sea"
    assert one[1].histories == HISTORIES
    assert one[1].where == "pond, history 0, 1917-01"


def test_a_stock_that_only_its_bound_keeps_from_falling_below_nothing_is_found():
    def overdrawn(m: Month) -> None:
        m.new["pond.sea"] = m.new["pond.sea"] - 1e3

    assert set(counted(*pond(overdrawn)).broken) == {"ledger.conserved", "ledger.no-debt"}


def test_a_number_that_is_none_is_found():
    tally = counted(*pond(None, Intervention("hold", "pond.a_root.x", -1.0, 5, 11)))
    assert tally.broken["ledger.finite"]["all"].where == "pond, history 0, 1917-06"


def test_what_an_intervention_gives_and_takes_is_no_fault():
    done = (
        Intervention("add", "pond.sea", 7.0, 2, 4),
        Intervention("set", "pond.water.south", 0.0, 6, 6),
        Intervention("scale", "pond.run", 3.0, 0, 11),
    )
    assert not counted(*pond(None, *done)).broken


@given(st.data())
@settings(max_examples=60)
def test_whatever_is_taken_from_any_stock_beyond_rounding_is_missed(
    sound: tuple[Ledger, Group, list[Page]], data: st.DataObject
):
    page = data.draw(st.sampled_from(sound[2]))
    path = data.draw(st.sampled_from(["pond.water", "pond.sea"]))
    after = np.array(page.after[path])
    place = tuple(data.draw(st.integers(0, n - 1)) for n in after.shape)
    part = data.draw(st.floats(1e-5, 1.0))
    e = entry(page, path)
    through = (e.held + e.came + e.went)[place]
    after[place] -= np.float32(part * through)
    broken = find("ledger.conserved", dataclasses.replace(page, after={**page.after, path: after}))
    assert (broken[path] > 0).nonzero()[0].tolist() == [place[-1]]
    assert sum((x > 0).sum() for x in broken.values()) == 1


def test_a_flow_asked_to_run_backwards_is_found(sound: tuple[Ledger, Group, list[Page]]):
    page = sound[2][0]
    back = {**page.backward, "pond.run": np.full(HISTORIES, 0.5)}
    found = find("ledger.one-way", dataclasses.replace(page, backward=back))
    assert (found["pond.run"] > 0).all()
    assert not (found["pond.rain"] > 0).any()


def test_a_stock_that_holds_less_than_is_asked_is_told():
    tally = counted(*pond(None, Intervention("scale", "pond.run", 10.0, 0, 11)))
    assert not tally.broken
    months, part = tally.cut["pond.run"]
    assert 0.3 < months <= 1
    assert 0.3 < part < 0.6


def test_tallies_add_up_and_keep_their_form():
    def leak(m: Month) -> None:
        m.new["pond.sea"] = m.new["pond.sea"] * 0.999

    tally = counted(*pond(leak))
    assert Tally.from_json(tally.to_json()) == tally
    two = together((tally, tally), "twice")
    assert two.histories == 2 * HISTORIES
    assert two.broken["ledger.conserved"]["pond.sea"].histories == 2 * HISTORIES
    assert two.drift == tally.drift


def test_a_file_cut_off_in_a_line_goes_on_before_it(tmp_path: Path, sound: Any):
    file = tmp_path / "draws.jsonl"
    assert _begun(file, "head") == {}
    line = '{"name": "a", "group": "g", "histories": 3, "broken": {}, "ranges": {}, "held": {}, "cut": {}}\n'
    file.write_text(f"head\n{line}" + '{"name": "b", "gro')
    assert _begun(file, "head") == {"a": Tally("g", 3)}
    assert file.read_text() == f"head\n{line}"
    with pytest.raises(BadRequest, match="holds another search"):
        _begun(file, "another head")


def test_a_guard_that_changes_something_is_counted():
    from thermidor.experiments.check.ledger.guards import merged, with_guards
    from thermidor.experiments.check.place import rules_by_code

    made = module()
    rules = {"pond.guarded": dataclasses.replace(made.a_root, function=_guarded)}
    found: list[str] = []
    run = with_guards(lambda x: (_guarded(x), {}), rules_by_code(rules), found)
    *_, shares = run(jnp.array([-1.0, 0.5, 3.0, 0.2]))
    assert merged(found, np.array(shares)) == {
        "pond.guarded: jnp.clip(x, 0, 1)": 0.5,
        "pond.guarded: jnp.maximum(x, 0.3)": 0.5,
    }


def _guarded(x: Any) -> Any:
    return jnp.clip(x, 0, 1) + jnp.maximum(x, 0.3)


def test_a_check_that_is_stopped_says_so_and_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    looked: list[int] = []

    def count(ledger: Ledger, group: Group) -> Tally:
        looked.append(int(group.numbers[0]))
        return Tally(group.name, len(group.numbers))

    def stop(done: int, wanted: int) -> None:
        if done == 256:
            raise KeyboardInterrupt

    monkeypatch.setattr(run, "_counted", count)
    file = tmp_path / "draws.jsonl"
    found = check_draws(300, scenarios=("baseline",), file=file, progress=stop)
    assert (found.interrupted, found.histories, found.wanted) == (True, 256, 364)
    found = check_draws(300, scenarios=("baseline",), file=file)
    assert (found.interrupted, found.histories) == (False, 364)
    assert looked == [0, 128, 256, 0]


def test_some_dozens_of_drawn_histories_and_a_scenario_keep_their_accounts(tmp_path: Path):
    file = tmp_path / "draws.jsonl"
    found = check_draws(48, scenarios=("grain-exports-cut-1930-1931",), file=file)
    assert found.passes, [(f.id, x.what, x.where) for f in found.findings for x in f.faults]
    assert len(found.findings) == 10
    assert (found.drawn.histories, found.scenarios.histories) == (48, 64)
    assert found.drawn.months == 48 * 288
    lines = file.read_text()
    assert check_draws(48, scenarios=("grain-exports-cut-1930-1931",), file=file) == found
    assert file.read_text() == lines


@pytest.mark.slow
def test_five_hundred_drawn_histories_and_every_scenario_keep_their_accounts():
    found = check_draws(500)
    assert found.passes, [(f.id, x.what, x.where) for f in found.findings for x in f.faults]
