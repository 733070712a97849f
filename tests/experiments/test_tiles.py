"""Reading histories tile by tile, on a simulator that counts instead of simulating."""

from types import SimpleNamespace

import numpy as np
import pytest

from thermidor.errors import BadRequest
from thermidor.experiments.tiles import read_tiles, tiles

TILE, MONTHS = 4, 3
NAMES = ("a", "b", "c")


def run(histories, seed, schedule=None, *, parameters=None):
    """Values 100 * history + 10 * output + month."""
    for begin in range(0, len(histories), TILE):
        chunk = histories[begin : begin + TILE]
        h, m, o = np.ix_(chunk.astype(float), np.arange(MONTHS), np.arange(len(NAMES)))
        yield SimpleNamespace(histories=chunk, values=100 * h + 10 * o + m)


SIM = SimpleNamespace(
    model=SimpleNamespace(registry=SimpleNamespace(outputs=dict.fromkeys(NAMES))), run=run
)


def read(numbers, series):
    return [(int(n), row.tolist()) for n, row in zip(numbers, series["c"], strict=True)]


def test_each_history_is_read_once_under_its_number_and_name() -> None:
    found = read_tiles(SIM, ("c", "a"), 10, 0, read)
    together = [row for part in found.parts for row in part]
    assert together == [(n, [100 * n + 20, 100 * n + 21, 100 * n + 22]) for n in range(10)]
    assert (found.histories, found.interrupted) == (10, False)


def test_only_what_is_asked_for_is_kept() -> None:
    for _, series in tiles(SIM, ("b",), 10, 0):
        assert list(series) == ["b"]
        whole = series["b"] if series["b"].base is None else series["b"].base
        assert whole.size == series["b"].size


def test_progress_counts_the_last_short_tile_too() -> None:
    said: list[tuple[int, int]] = []
    read_tiles(SIM, NAMES, 10, 0, read, lambda *moved: said.append(moved))
    assert said == [(4, 10), (8, 10), (10, 10)]


def test_an_interrupt_while_a_tile_is_read_keeps_the_tiles_before_it() -> None:
    def stop(numbers, series):
        if 8 in numbers:
            raise KeyboardInterrupt
        return read(numbers, series)

    found = read_tiles(SIM, NAMES, 10, 0, stop)
    assert (len(found.parts), found.histories, found.interrupted) == (2, 8, True)


def test_an_interrupt_after_a_tile_was_read_keeps_that_tile() -> None:
    def stop(done: int, wanted: int) -> None:
        raise KeyboardInterrupt

    found = read_tiles(SIM, NAMES, 10, 0, read, stop)
    assert (found.histories, found.interrupted) == (4, True)


def test_an_interrupt_before_any_tile_is_finished_goes_on() -> None:
    def stop(numbers, series):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_tiles(SIM, NAMES, 10, 0, stop)


def test_all_that_a_model_does_not_give_out_is_named_at_once() -> None:
    with pytest.raises(BadRequest, match=r"does not give out x, y$"):
        next(tiles(SIM, ("x", "a", "y"), 10, 0))
