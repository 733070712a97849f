"""`thermidor conditions`, `timing`, `loops`, `coalitions` and `chain`: what they print, write and refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import thermidor
from thermidor.experiments.chain import QUANTITIES, summarise
from thermidor.experiments.coalitions import Coalitions, Course
from thermidor.experiments.conditions import Answer, Conditions
from thermidor.experiments.intervals import Interval, share
from thermidor.experiments.loops import CONCENTRATION, Effect
from thermidor.experiments.timing import YEARS, Ending, Loss, Timing
from thermidor.report.made import MADE

Command = Callable[..., Any]

INTERVAL = Interval(-0.2, -0.3, -0.1)
EFFECT = Effect(
    "secret-ballot", "Secret ballot in every cell", "loop", "", dict.fromkeys(CONCENTRATION, INTERVAL),
    dict.fromkeys(CONCENTRATION, 0.5), {"book": INTERVAL}, {"book": INTERVAL}, share(9, 10),
)  # fmt: skip
FOUND = Coalitions(
    2, 2, 0, (Course(1, 70, (("left", 90), ("partners", 110), ("right", 150)), 153.0, "one man"),),
    {"all": share(1, 2)}, False,
)  # fmt: skip
ANSWER = Answer(
    "no-stroke", None, "book", "1940-12", share(5, 10), share(2, 10), INTERVAL, INTERVAL
)
CONDITIONS = Conditions((ANSWER,), (ANSWER,), 10, 0)
CHAIN = summarise({n: np.full(3, 0.2) for n in ("opening", *(q.id for q in QUANTITIES))}, 4, 4, 0)


HALF = Interval(0.5, 0.4, 0.6)
TIMING = Timing(
    (Loss("", None, "book", dict.fromkeys(YEARS, HALF), ("1924-01", "1924-07", None)),),
    (Ending("", None, "book", "Thermidor", "closed", HALF, HALF),), 100, 0,
)  # fmt: skip


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thermidor, "loops", lambda *a, **k: [EFFECT], raising=False)
    monkeypatch.setattr(thermidor, "conditions", lambda *a, **k: CONDITIONS, raising=False)
    monkeypatch.setattr(thermidor, "timing", lambda *a, **k: TIMING, raising=False)
    monkeypatch.setattr(thermidor, "coalitions", lambda *a, **k: FOUND, raising=False)
    monkeypatch.setattr(thermidor, "chain", lambda *a, **k: CHAIN, raising=False)


def test_each_prints_one_document(command: Command) -> None:
    cut = json.loads(command("loops", "secret-ballot", "--json").out)
    assert cut["loops"][0]["scenario"] == "secret-ballot"
    assert cut["loops"][0]["concentration"]["power.deciders"] == {
        "d": -0.2,
        "low": -0.3,
        "high": -0.1,
    }
    carried = json.loads(command("conditions", "--json").out)
    assert carried["conditions"][0]["effect"] == {"value": -0.2, "low": -0.3, "high": -0.1}
    assert carried["below_the_floor"] == []
    came = json.loads(command("timing", "--json").out)
    assert came["losses"][0]["by"]["1924"]["value"] == 0.5
    assert came["endings"][0]["class"] == "Thermidor"
    fell = json.loads(command("coalitions", "--json").out)
    assert fell["recorded"]["p"] == 1.0
    assert fell["orders"][0]["falls"] == "left, partners, right"
    assert fell["medians"]["left"] == "1924-07"
    passed = json.loads(command("chain", "--json").out)
    assert passed["conditions"]["p"] == 0.75
    districts = next(f for f in passed["figures"] if f["id"] == "districts")
    assert (districts["q50"], districts["recorded"]["low"], districts["inside"]) == (
        0.2,
        0.36,
        False,
    )


def test_each_prints_a_table_for_people(command: Command) -> None:
    cut = command("loops", "secret-ballot")
    assert cut.code == 0
    assert "-20.0 (-30.0 to -10.0)" in cut.out
    carried = command("conditions", "no-stroke")
    assert carried.code == 0
    assert "-20.0 (-30.0 to -10.0)" in carried.out
    assert "no single switch" in carried.out
    came = command("timing")
    assert came.code == 0
    assert "1924-01, 1924-07, never" in came.out
    assert "50.0% (40.0% to 60.0%)" in came.out
    fell = command("coalitions")
    assert fell.code == 0
    assert "left, partners, right" in fell.out
    assert "100.0%" in fell.out
    passed = command("chain")
    assert passed.code == 0
    assert "of 1,679 (p. 265)" in passed.out


@pytest.mark.parametrize(
    "words", [("conditions",), ("timing",), ("loops", "secret-ballot"), ("coalitions",), ("chain",)]
)
def test_a_page_of_figures_is_written_whole(command: Command, words: tuple[str, ...]) -> None:
    assert command(*words, "--page", "deep/page.md").code == 0
    text = Path("deep/page.md").read_text()
    assert "| " in text
    made = MADE.match(text)
    assert made
    assert made[3].startswith(f"thermidor {' '.join(words)} --histories ")
    assert made[3].endswith("--seed 0")


def test_an_interrupt_says_how_far_it_came(command: Command) -> None:
    done = command("loops", "secret-ballot", "delegates-by-lot")
    assert done.code == 130
    assert "interrupted after 1 of 2 scenarios" in done.err


@pytest.mark.parametrize(("name", "found"), [("coalitions", FOUND), ("chain", CHAIN)])
def test_an_interrupt_of_free_histories_prints_what_was_finished(
    command: Command, monkeypatch: pytest.MonkeyPatch, name: str, found: Any
) -> None:
    cut = replace(found, wanted=5000, interrupted=True)
    monkeypatch.setattr(thermidor, name, lambda *a, **k: cut)
    done = command(name, "--json", "--page", "page.md")
    assert (done.code, json.loads(done.out)["histories"]) == (130, found.histories)
    assert done.err == f"thermidor: interrupted after {found.histories} of 5,000 histories\n"
    assert Path("page.md").exists()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("loops", "--histories", "1"), "greater than or equal to 2"),
        (("loops", "--page", "/dev/null/page.md"), "the folder of --page '/dev/null' cannot be written"),
        (("chain", "--histories", "0"), "greater than or equal to 1"),
        (("chain", "--page", "/dev/null/page.md"), "the folder of --page '/dev/null' cannot be written"),
        (("coalitions", "--histories", "0"), "greater than or equal to 1"),
        (("coalitions", "--seed", "-1"), "greater than or equal to 0"),
        (("coalitions", "--page", "/dev/null/page.md"), "the folder of --page '/dev/null' cannot be written"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_line(command: Command, words: tuple[str, ...], answer: str) -> None:
    done = command(*words)
    assert done.code == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert answer in done.err
