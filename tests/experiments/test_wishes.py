"""Public functions take what notebooks hold, and say truly what is wrong with the rest."""

from __future__ import annotations

import datetime
import inspect
import multiprocessing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import thermidor as th
from thermidor.errors import BadPart, BadRequest
from thermidor.experiments import wishes
from thermidor.experiments.brief import MOST, Brief

FUNCTIONS = (
    "simulate", "compare", "branch", "branch_point", "forecasts", "hinges", "claims", "ablate", "trace",
    "conditions", "loops", "coalitions", "chain", "check", "parameters", "variables", "outside_series", "rules",
)  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_misspelt_option_is_refused_with_the_nearest_at_every_entry(name: str) -> None:
    function = getattr(th, name)
    (option, *_) = [p for p in inspect.signature(function).parameters if len(p) > 4]
    with pytest.raises(BadRequest, match=f"has no option '{option}s'; nearest: .*{option}"):
        function(**{f"{option}s": 1})


@pytest.mark.parametrize("value", [4, np.int64(4), np.uint8(4), np.array(4), 4.0, np.float32(4)])
def test_whole_numbers_of_every_library_are_taken(value: Any) -> None:
    assert wishes.whole_number("histories", value) == 4
    assert type(wishes.whole_number("histories", value)) is int


@pytest.mark.parametrize("value", ["4", 4.5, True, [4], None, np.array([1, 2]), float("nan")])
def test_what_is_no_whole_number_is_named_with_its_kind(value: Any) -> None:
    with pytest.raises(
        BadPart, match=rf"histories must be a whole number, not .*\({type(value).__name__}\)"
    ):
        wishes.whole_number("histories", value)


@pytest.mark.parametrize(
    "value",
    [
        "1921-03", pd.Timestamp("1921-03-05"), pd.Period("1921-03"), datetime.date(1921, 3, 1),
        datetime.datetime(1921, 3, 1), np.datetime64("1921-03-01"), np.array("1921-03", "datetime64[ns]"),
        xr.DataArray(np.datetime64("1921-03-01", "ns")),
    ],
)  # fmt: skip
def test_dates_of_every_library_are_taken(value: Any) -> None:
    assert wishes.month("start", value) == "1921-03"


@pytest.mark.parametrize(
    "value",
    ["a.b", ["a.b"], ("a.b",), {"a.b"}, np.array(["a.b"]), pd.Index(["a.b"]), pd.Series(["a.b"])],
)
def test_names_are_taken_one_or_many(value: Any) -> None:
    assert wishes.names("variables", value) == ("a.b",)


@pytest.mark.parametrize("value", [3, [3], b"a.b", {"a.b": 1}, [b"a"]])
def test_what_are_no_names_is_said(value: Any) -> None:
    with pytest.raises(BadPart, match=r"variables (holds names|is a list), not "):
        wishes.names("variables", value)


@pytest.mark.parametrize(
    "value",
    ["a.b=0.5", ["a.b=0.5"], {"a.b": 0.5}, [("a.b", 0.5)], pd.Series({"a.b": 0.5}).to_dict(), {"a.b": np.float64(0.5)}],
)  # fmt: skip
def test_settings_are_taken_as_texts_mapping_or_pairs(value: Any) -> None:
    assert wishes.settings("settings", value) == ("a.b=0.5",)


def test_a_scenario_is_taken_in_every_form() -> None:
    plain = {"id": "mine", "title": {"en": "Mine"}, "do": []}
    assert wishes.scenario("scenario", plain) == th.Scenario.from_data(plain)
    for given in ("baseline", Path("mine.yaml"), th.Scenario.load("baseline"), []):
        assert wishes.scenario("scenario", given) == given
    for wrong in (None, 3, {1, 2}):
        with pytest.raises(BadPart, match="is no scenario"):
            wishes.scenario("scenario", wrong)


@dataclass(frozen=True, repr=False)
class Large(Brief):
    """A result with much in it."""

    name: str
    share: float
    rows: tuple[int, ...]
    table: Any


def test_a_large_result_is_told_in_one_short_line() -> None:
    text = repr(Large("a & b", 1 / 3, tuple(range(5000)), xr.Dataset()))
    assert text == "Large(name='a & b', share=0.3333, rows=<5000>, table=<0>)"
    assert len(repr(Large("x" * 5000, 0.0, (), None))) <= MOST


def in_a_fork(queue: Any) -> None:
    try:
        th.variables("party.fear")
        queue.put("not refused")
    except BaseException as error:
        queue.put(f"{type(error).__name__}: {error}")


def test_a_process_forked_after_a_simulation_fails_clearly_instead_of_waiting() -> None:
    from thermidor.engine.devices import devices

    devices()
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    child = context.Process(target=in_a_fork, args=(queue,))
    child.start()
    child.join(30)
    assert child.exitcode == 0
    said = queue.get()
    assert "forked from one that had begun to simulate" in said
    assert "get_context('spawn')" in said
