"""The five loops of the economy can be cut, and what they do goes with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from thermidor.experiments.five_loops import FIVE_LOOPS, Gone, Loop, what_goes
from thermidor.experiments.intervals import Interval
from thermidor.scenarios import Scenario

PAGE = Path(__file__).parents[2] / "docs" / "economy.md"


@pytest.mark.parametrize(
    ("sign", "interval", "expected"),
    [
        (+1, Interval(2.0, 1.0, 3.0), True),
        (+1, Interval(2.0, -1.0, 5.0), False),
        (+1, Interval(-2.0, -3.0, -1.0), False),
        (-1, Interval(-2.0, -3.0, -1.0), True),
        (-1, Interval(2.0, 1.0, 3.0), False),
        (-1, Interval(0.0, 0.0, 0.0), False),
    ],
)
def test_an_effect_is_as_expected_when_its_whole_interval_is(sign, interval, expected) -> None:
    assert Gone("a", "A", "1", sign, 1.0, interval).as_expected is expected


@pytest.mark.parametrize("loop", FIVE_LOOPS, ids=lambda loop: loop.cut)
def test_a_loop_is_looked_at_where_its_cut_has_begun_and_not_in_what_the_cut_holds(
    loop: Loop,
) -> None:
    cut = Scenario.load(loop.cut)
    assert cut.branch is not None
    assert str(cut.branch) < loop.first < loop.last
    held = {part for operation in cut.do for part in str(operation).split()}
    assert not held & set(loop.links)
    expected = {name: sign for name, sign in cut.expected.items() if name in loop.links}
    assert expected
    for name, sign in expected.items():
        assert sign == ("+" if loop.links[name] > 0 else "-"), name


def test_the_page_has_a_row_for_each_link_of_the_five_loops() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    for loop in FIVE_LOOPS:
        assert any(f"| `{loop.cut}` |" in row for row in rows), loop.name
        for name in loop.links:
            assert any(f"(`{name}`)" in row for row in rows), name


@pytest.mark.slow
@pytest.mark.parametrize("loop", FIVE_LOOPS, ids=lambda loop: loop.cut)
def test_what_a_loop_does_goes_where_it_is_cut(loop: Loop) -> None:
    for gone in what_goes(loop, histories=256):
        assert gone.as_expected, gone
