"""What the tile map knows of the regions: equal to the states, every region once, both languages whole."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thermidor.engine.declare import DIMENSIONS
from thermidor.experiments import mapped
from thermidor.experiments.models import known_model
from thermidor.experiments.regions import by_name, by_region, quantities, states_shown, tiles
from thermidor.experiments.request import Request, Span

LANGUAGES = {"en", "fr"}


def states_of(seed: int, months: int = 6) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(seed)
    shape = (months, len(DIMENSIONS["region"]))
    return {path: draw.uniform(1.0, 2.0, shape).astype("float32") for path in states_shown()}


def test_every_region_stands_on_the_map_once():
    places = [(tile.column, tile.row) for tile in tiles().values()]
    assert sorted(tiles()) == sorted(DIMENSIONS["region"])
    assert len(set(places)) == len(places)


def test_every_name_and_unit_is_in_both_languages():
    named = [tile.name for tile in tiles().values()]
    named += [text for q in quantities().values() for text in (q.name, q.unit)]
    assert all(set(texts) == LANGUAGES and all(texts.values()) for texts in named)


def test_every_name_fits_its_tile():
    for tile in tiles().values():
        for lang in LANGUAGES:
            lines = tile.lines(lang)
            assert len(lines) <= 3
            assert " ".join(lines).replace("- ", "-") == tile.name[lang]


def test_every_quantity_is_a_state_of_the_model_by_region():
    states = known_model().registry.states
    for path in states_shown():
        assert states[path].dim == ("region",)


def test_one_history_is_told_as_its_states_have_it():
    states = states_of(0)
    found = by_region([states])
    assert set(found) == set(quantities())
    for id, q in quantities().items():
        per = states[q.per].astype(float) if q.per else 1.0
        np.testing.assert_allclose(found[id], q.times * states[q.of].astype(float) / per)


def test_several_histories_are_told_by_their_median():
    three = [states_of(seed) for seed in range(3)]
    apart = np.stack([by_region([states])["revolt"] for states in three])
    np.testing.assert_array_equal(by_region(three)["revolt"], np.sort(apart, axis=0)[1])


def test_a_region_without_villagers_has_no_grain_to_share():
    states = states_of(0)
    states["population.rural"] = np.zeros_like(states["population.rural"])
    assert not by_region([states])["grain"].any()


def test_no_history_is_no_map():
    with pytest.raises(ValueError, match="no history"):
        by_region([])


def test_whole_numbers_keep_the_order_of_the_regions():
    values = np.arange(32.0).reshape(2, 16) + 0.2
    told = by_name(values)
    assert [told[name] for name in DIMENSIONS["region"]] == [[k, k + 16] for k in range(16)]


@given(st.integers(0, 10_000), st.sampled_from(sorted(quantities())))
def test_a_larger_value_is_never_paler(value, id):
    q = quantities()[id]
    assert 0 <= q.shade(value) <= q.shade(value + 1) <= len(q.bounds) == 5


class Recorder:
    """A simulator whose histories are made up; some break off."""

    def __init__(self, broken: tuple[int, ...] = ()):
        self.broken = broken

    def record(self, history: int, *_: object, **__: object) -> SimpleNamespace:
        failure = 7 if history in self.broken else 0
        return SimpleNamespace(after=states_of(history), failure=failure)


@pytest.fixture
def asked(monkeypatch):
    """Asks for February to May 1917 of made-up histories: `asked(broken=)`."""

    def of(*broken: int) -> Request:
        monkeypatch.setattr(Request, "simulator", Recorder(broken))
        return Request(span=Span("1917-02", "1917-05"))

    return of


def test_what_is_mapped_is_the_median_of_the_recorded_histories(asked):
    done = []
    regional = mapped.map_request(asked(), (0, 1, 2), lambda *n: done.append(n))
    wanted = by_region([states_of(seed) for seed in (0, 1, 2)])
    for id, values in regional.values.items():
        np.testing.assert_array_equal(values, wanted[id][:5])
    assert (regional.histories, regional.begun, regional.months) == ((0, 1, 2), 1, 5)
    assert done == [(1, 3), (2, 3), (3, 3)]


def test_a_history_that_breaks_off_is_not_mapped(asked):
    regional = mapped.map_request(asked(1), (0, 1))
    assert regional.histories == (0,)
    with pytest.raises(ValueError, match="broke off"):
        mapped.map_request(asked(1), (1,))
