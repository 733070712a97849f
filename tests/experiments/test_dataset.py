"""Of many histories only what is asked for is kept, and that is the same as in all of them."""

from __future__ import annotations

import numpy as np
import pytest

from thermidor.engine.controls import Schedule
from thermidor.experiments.dataset import Seen, dataset
from thermidor.experiments.milestones import first_months
from thermidor.experiments.request import wanted_variables

pytestmark = pytest.mark.lowest


def seen_of(toy, numbers, wanted, first=0, last=11) -> Seen:
    seen = Seen(toy.model.registry, wanted, len(numbers), first, last)
    for batch in toy.run(numbers, 7, Schedule(toy.model.registry), end=last + 1):
        seen.add(batch)
    return seen


def made(toy, seen):
    return dataset(toy, seen, "toy", Schedule(toy.model.registry), 7, {})


def test_what_is_kept_grows_with_what_is_wanted_and_not_with_what_the_model_gives_out(toy, numbers):
    def kept(seen: Seen) -> int:
        return sum(x.nbytes for x in seen._values.values())

    one = kept(seen_of(toy, numbers, ["regime"]))
    assert one == len(numbers) * 12 * 4
    assert kept(seen_of(toy, numbers, ["regime", "coin.heat"])) == 2 * one
    assert kept(seen_of(toy, numbers, ["regime"], first=6)) == one // 2


def test_milestones_found_tile_by_tile_are_those_of_all_histories(toy, numbers):
    seen = seen_of(toy, numbers, ["regime"])
    whole = first_months({"regime": seen["regime"]})
    assert list(whole) == list(seen.milestones)
    assert any(np.isfinite(x).any() for x in whole.values())
    for id, month in whole.items():
        np.testing.assert_array_equal(seen.milestones[id], month)


def test_months_before_the_first_one_shown_still_count_for_milestones(toy, numbers):
    late, whole = (made(toy, seen_of(toy, numbers, ["regime"], first=f)) for f in (6, 0))
    assert (late.sizes["month"], whole.sizes["month"]) == (6, 12)
    milestones = [name for name in whole if str(name).startswith("milestone.")]
    for name in milestones:
        np.testing.assert_array_equal(late[name], whole[name])
    assert any((whole[name] == 0).any() for name in milestones)


def test_a_variable_has_the_same_bits_alone_and_among_all(toy, numbers):
    every = list(toy.model.registry.outputs)
    alone, among = (made(toy, seen_of(toy, numbers, w)) for w in (["coin.heat", "regime"], every))
    assert alone["coin.heat"].values.tobytes() == among["coin.heat"].values.tobytes()


def test_what_was_not_reached_before_an_interrupt_is_left_out(toy, numbers):
    seen = Seen(toy.model.registry, ["regime"], len(numbers), 0, 11)
    seen.add(next(toy.run(numbers, 7)))
    ds = made(toy, seen)
    assert ds.sizes["history"] == ds.attrs["histories"] == toy.tile


def test_wanted_variables_come_in_the_order_of_the_model(toy):
    registry = toy.model.registry
    assert wanted_variables(registry, ["coin.heat", "regime"]) == ["regime", "coin.heat"]
    assert wanted_variables(registry, None) == list(registry.outputs)
    assert wanted_variables(registry, []) == []
