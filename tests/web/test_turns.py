"""The order in which units are computed: fairness, each unit once, what is kept, what is lost. No thread, no worker."""

from __future__ import annotations

import pytest
from pretend import tile_of

from thermidor.keep import Recent
from thermidor.web.service.inquiry import Inquiry
from thermidor.web.service.limits import LIVES
from thermidor.web.service.questions import Question
from thermidor.web.service.turns import Turns


@pytest.fixture
def turns():
    return Turns(Recent(1 << 30, lambda tile: tile.bytes))


def asked(turns, level, address="a", n=64, **parts):
    """A question whose two arms nobody else asks about, in line."""
    set_ = (f"delegation.members_dare_to_vote={level}",)
    question = Question.of({"set": set_, "histories": n, **parts})
    inquiry = Inquiry.of(question, address)
    turns.look(inquiry)
    turns.want(inquiry)
    turns.line_up(inquiry)
    return inquiry


def whose(unit, *inquiries):
    return next(n for n, i in enumerate(inquiries) if unit.key in i.units)


def computed(turns):
    unit = turns.take()
    turns.deliver(unit, tile_of(unit))
    return unit


def test_nobody_in_line_means_nothing_to_do(turns):
    assert turns.take() is None


def test_addresses_take_turns_however_many_questions_one_has(turns):
    greedy = [asked(turns, 0.1 * n, "greedy", seed=n) for n in (1, 2, 3)]
    modest = asked(turns, 0.9, "modest", seed=9)
    order = [whose(turns.take(), modest, *greedy) == 0 for _ in range(8)]
    assert order == [False, True] * 4


def test_questions_of_one_address_take_turns(turns):
    one, other = asked(turns, 0.1, seed=1), asked(turns, 0.2, seed=2)
    assert [whose(turns.take(), one, other) for _ in range(4)] == [0, 1, 0, 1]


def test_a_unit_that_is_being_computed_is_not_given_out_again(turns):
    asked(turns, 0.1, "a", n=32)
    asked(turns, 0.1, "b", n=32)
    given = {turns.take().key, turns.take().key}
    assert len(given) == 2
    assert turns.take() is None


def test_a_tile_goes_to_all_who_wait_for_it(turns):
    one, other = asked(turns, 0.1, "a", n=32), asked(turns, 0.1, "b", n=32)
    computed(turns)
    computed(turns)
    assert one.finished
    assert other.finished
    assert turns.computed == 2
    assert turns.take() is None


def test_a_unit_is_computed_with_all_that_those_who_wait_for_it_want(turns):
    asked(turns, 0.1, "a", n=32, stop="1920-12", show="party.fear")
    asked(turns, 0.1, "b", n=32, stop="1930-12", show="wages.real")
    unit = next(u for u in (turns.take(), turns.take()) if u.done)
    assert unit.end == 14 * 12
    assert set(unit.variables) == {"party.fear", "wages.real"}


def test_a_narrow_tile_does_not_satisfy_who_wants_more(turns):
    narrow = asked(turns, 0.1, "a", n=32, show="party.fear")
    units = [turns.take(), turns.take()]
    wide = asked(turns, 0.1, "b", n=32, show="wages.real")
    for unit in units:
        turns.deliver(unit, tile_of(unit))
    assert narrow.finished
    assert not wide.finished
    computed(turns)
    assert wide.finished


def test_what_is_kept_is_not_computed_again(turns):
    asked(turns, 0.1, "a", n=32)
    computed(turns)
    computed(turns)
    again = asked(turns, 0.1, "b", n=32, stop="1925-12")
    assert again.finished
    assert turns.take() is None


def test_who_has_left_is_waited_for_no_more(turns):
    one, other = asked(turns, 0.1, "a", seed=1), asked(turns, 0.2, "b", seed=2)
    turns.leave(one)
    assert turns.addresses == 1
    assert {whose(turns.take(), one, other) for _ in range(4)} == {1}
    assert turns.take() is None


def test_a_lost_unit_is_the_next_of_its_question(turns):
    asked(turns, 0.1)
    lost = turns.take()
    assert turns.lost(lost)
    assert turns.take().key == lost.key


def test_a_unit_that_costs_too_many_workers_is_given_up(turns):
    inquiry = asked(turns, 0.1, n=32)
    unit = turns.take()
    kept_on = []
    for _ in range(LIVES):
        kept_on.append(turns.lost(unit))
        if kept_on[-1]:
            assert turns.take().key == unit.key
    assert kept_on == [True] * (LIVES - 1) + [False]
    assert turns.give_up(unit) == [inquiry]


def test_a_unit_that_came_in_after_all_has_all_its_lives_again(turns):
    asked(turns, 0.1, n=32)
    unit = turns.take()
    turns.lost(unit)
    computed(turns)
    assert all(turns.lost(unit) for _ in range(LIVES - 1))
