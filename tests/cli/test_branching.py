"""`thermidor forecasts` and `hinges`: what they print, write and refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import thermidor
from thermidor.experiments.branches.following import Assimilated
from thermidor.experiments.branches.forecasts import Forecast, Forecasts
from thermidor.experiments.branches.hinges import BY, EVER, Ground, HingeAnswer, Hinges
from thermidor.experiments.comparison import conclude
from thermidor.experiments.intervals import Interval, share
from thermidor.experiments.scores import Score
from thermidor.experiments.twins import Arm, Twins, causation
from thermidor.report.made import MADE

Command = Callable[..., Any]

STEP = Assimilated(
    "party.members 1924-01", "party.members", 84, 350000.0, 340000.0, 360000.0, 3e5, 4e5, 5e5, 0.3, -1.0,
    -0.5, 0.4, True,
)  # fmt: skip
SCORE = Score(
    "party.members", 350000.0, 340000.0, 360000.0, 3e5, 4e5, 5e5, 0.3, True, True, 0.1, 0.2
)
FORECASTS = Forecasts(
    (Forecast("party.members 1924-01", "1923-01", SCORE, replace(SCORE, crps=0.3), 410000.0),),
    (STEP,), 2, 128, 0,
)  # fmt: skip
ARM = Arm("ladder", np.array([5, 5]), np.array([True, True]), {"m55": np.array([96.0, 97.0])})
TWINS = Twins(ARM, ARM, np.array([np.nan, 75.0]), np.zeros((0, 0, 0)))
CHANGE = Interval(-0.25, -0.5, 0.0)
WHEN = (*BY, EVER)
ANSWER = HingeAnswer(
    "secret-ballot", "Secret ballot", "1923-03", "hinge", "1923-03", "1923-03",
    dict.fromkeys(WHEN, CHANGE), dict.fromkeys(WHEN, share(1, 2)),
    dict.fromkeys(WHEN, causation(np.array([True, False]), np.array([False, False]))),
    Interval(4.0, 1.0, 7.0), Interval(np.inf, 0.0, np.inf), CHANGE, 0.5,
    conclude(TWINS, 0, names=("secret-ballot", "baseline"), first=0, last=287, wanted=2, fingerprint=""),
)  # fmt: skip
HINGES = Hinges(
    (ANSWER,),
    (Ground("1923-03", 1, 0.3, dict.fromkeys(WHEN, share(1, 2)), 96.0, {}),),
    2,
    128,
    0,
    1,
)


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thermidor, "forecasts", lambda *a, **k: FORECASTS, raising=False)
    monkeypatch.setattr(thermidor, "hinges", lambda *a, **k: HINGES, raising=False)


def test_each_prints_one_document(command: Command) -> None:
    told = json.loads(command("forecasts", "--json").out)
    assert told["all"]["better"]["p"] == 1.0
    assert told["figures"][0]["crps_persistence"] == 0.2
    assert told["one_step_ahead"]["sectors"][0]["sector"] == "The party"
    asked = json.loads(command("hinges", "--json").out)
    assert asked["answers"][0]["thermidor"]["1927-12"]["difference"]["value"] == -0.25
    assert asked["answers"][0]["delay_median"]["value"] is None


def test_each_prints_tables_for_people(command: Command) -> None:
    told = command("forecasts")
    assert told.code == 0
    assert "1 of 1 variables" in " ".join(told.out.split())
    assert "party.members" in told.out
    asked = command("hinges")
    assert asked.code == 0
    assert "ours to 1923-03" in asked.out
    assert "-25.0 (-50.0 to" in asked.out


@pytest.mark.parametrize("name", ["forecasts", "hinges"])
def test_a_page_of_figures_is_written_whole(command: Command, name: str) -> None:
    assert command(name, "--page", "deep/page.md").code == 0
    text = Path("deep/page.md").read_text()
    assert "| " in text
    made = MADE.match(text)
    assert made
    assert made[3].startswith(f"thermidor {name} --histories ")
    assert made[3].endswith("--seed 0")


@pytest.mark.parametrize(
    ("name", "cut", "words"),
    [
        ("forecasts", replace(FORECASTS, interrupted=True), "interrupted after 1 of 3 forecasts"),
        ("hinges", replace(HINGES, wanted=60), "interrupted after 1 of 60 answers"),
    ],
)
def test_an_interrupt_says_how_far_it_came(
    command: Command, monkeypatch: pytest.MonkeyPatch, name: str, cut: Any, words: str
) -> None:
    monkeypatch.setattr(thermidor, name, lambda *a, **k: cut)
    done = command(name, "--json")
    assert (done.code, json.loads(done.out)["interrupted"]) == (130, True)
    assert words in done.err


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("forecasts", "--histories", "1"), "greater than or equal to 2"),
        (("forecasts", "--page", "/dev/null/page.md"), "the folder of --page '/dev/null' cannot be written"),
        (("hinges", "--histories", "1"), "greater than or equal to 2"),
        (("hinges", "--seed", "-1"), "greater than or equal to 0"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_line(command: Command, words: tuple[str, ...], answer: str) -> None:
    done = command(*words)
    assert done.code == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert answer in done.err
