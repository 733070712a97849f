"""`thermidor run --history N --trace SYSTEM`: one history in plain lines, bad input in one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from thermidor.experiments.request import Request
from thermidor.experiments.trace import Change, Decision, Trace, TracedBallot, TraceMonth, Vote

Command = Callable[..., Any]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--trace", "party"], "--trace party tells one history: say which with --history N"),
        (["--history", "3"], "--history 3 is told with --trace SYSTEM, such as --trace party"),
        (["--history", "-1", "--trace", "party"], "greater than or equal to 0"),
        (["--history", "1000000", "--trace", "party"], "less than or equal to 999999"),
        (["--history", "third", "--trace", "party"], "valid integer"),
        (["--history", "0", "--trace", "partty"], "no system or sector of the model is called 'partty'; nearest: party"),
        (["--history", "0", "--trace", "party,zzz"], "no system or sector of the model is called 'zzz'; sectors: "),
        (["--history", "0", "--trace", ""], "no system or sector of the model is called ''"),
        (["--history", "0", "--trace", "party", "--from", "1924-01", "--to", "1923-01"], "--to 1923-01 lies before --from 1924-01"),
        (["--history", "0", "--trace", "party", "--from", "1941-01"], "1941-01 lies outside 1917-01..1940-12"),
        (["--history", "0", "--trace", "party", "--to", "May 1923"], "'May 1923' is not a month"),
        (["--history", "0", "--trace", "party", "--out", "here"], "--out does not go with --trace"),
        (["--history", "0", "--trace", "party", "--theory", "lequene"], "unknown theory 'lequene'"),
        (["--from", "1923-01"], "--from goes with --history N --trace SYSTEM"),
        (["--all"], "--all goes with --history N --trace SYSTEM"),
        (["--close", "2"], "--close"),
    ],
)  # fmt: skip
def test_bad_options_of_a_trace_are_one_clear_line(
    command: Command, tmp_path: Path, options: list[str], words: str
) -> None:
    answer = command("run", *options)
    assert answer.code == 2, answer.err
    assert answer.out == ""
    assert answer.err.count("\n") == 1, answer.err
    assert answer.err.startswith("thermidor: ")
    assert words in answer.err
    assert not list(tmp_path.iterdir())


def vote(voter: str, weight: float, option: str, trust: float) -> Vote:
    parts = {"conviction": 0.5, "ignorance": -0.25, "trust": trust, "fear": 0.0}
    return Vote(voter, weight, option, 0.75, sum(parts.values()), parts)


MADE_UP = Trace(
    scenario="baseline", history=4, seed=9, theory="lequenne", systems=("factions",), identical=True, gap=0.0,
    failure="", close=0.25, start=(("factions.bloc", "in the open opposition", ("trotsky", "radek")),),
    months=(
        TraceMonth(
            "1923-11",
            (
                Change("factions.bloc", "smilga", "in the open opposition", True, 0.0, 1.0),
                Change("factions.bloc", "radek", "in the open opposition", True, 1.0, 0.0),
                Change("succession.standing", "trotsky", "place in the leading organs", False, 1.0, 0.66),
            ),
            (
                Decision("factions.ban", "", "groups are forbidden", "decision", True, "yes", 0.375, False),
                Decision("factions.repeal", "", "the ban is lifted", "decision", False, "no", 0.3, False),
                Decision("leaders.lenin.death", "lenin", "dies", "event", True, "yes", 0.0, True),
            ),
            (
                TracedBallot(
                    "factions.ban", "factions.danger", ("for",), (0.6,), (0.8,),
                    (vote("zinoviev", 0.6, "for", 1.0), vote("trotsky", 0.395, "against", -1.0),
                     vote("radek", 0.005, "for", 0.0)),
                ),
            ),
        ),
        TraceMonth("1923-12", (), (), ()),
    ),
    years={1923: {"party.members": 446_089.0, "party.opposition": 0.3125}},
)  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the command asks for, answered with a trace that was made up."""
    seen: dict[str, Any] = {}

    def trace(asked: Request, history: int, systems: str, close: float, moved: Any) -> Trace:
        seen.update(
            scenario=asked.name, seed=asked.seed, history=history, systems=systems, close=close,
            start=asked.span.start, stop=asked.span.stop,
        )  # fmt: skip
        return MADE_UP

    monkeypatch.setattr(TRACED, trace)
    return seen


TRACED = "thermidor.experiments.trace.trace_request"
TRACE = ("run", "--history", "4", "--trace", "factions")


def test_the_options_reach_the_trace(command: Command, asked: dict[str, Any]) -> None:
    command(*TRACE, "--seed", "9", "--from", "1923-11", "--to", "1923-12", "--close", "0.5")
    expected = {"scenario": "baseline", "history": 4, "seed": 9, "systems": "factions"}
    assert expected.items() <= asked.items()
    assert (asked["start"], asked["stop"], asked["close"]) == ("1923-11", "1923-12", 0.5)


def test_a_month_says_who_what_and_with_which_probability(
    command: Command, asked: dict[str, Any]
) -> None:
    lines = [line.strip() for line in command(*TRACE).out.splitlines()]
    assert "in the open opposition: Trotsky, Radek" in lines
    assert "1923-11  decided: groups are forbidden (38%)" in lines
    assert "happened: dies: Lenin (forced; the rules gave 0%)" in lines
    assert "in the open opposition: + Smilga; no longer Radek" in lines
    assert "place in the leading organs: Trotsky 1 -> 0.66" in lines
    assert "1923 ends: party.members 446,089; party.opposition 0.3125" in lines


def test_a_vote_is_a_table_of_pulls_by_part_for_those_who_count(
    command: Command, asked: dict[str, Any]
) -> None:
    out = command(*TRACE).out
    assert (
        "vote on 'groups are forbidden' (factions.danger): 60% for, carried with 80%; adopted (38%)"
        in out
    )
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.strip()}
    assert rows["voter"] == ["votes", "conviction", "ignorance", "trust", "fear", "pull", "for"]
    assert rows["Zinoviev"] == ["60%", "+0.50", "-0.25", "+1.00", "+0.00", "+1.25", "for", "(75%)"]
    assert rows["Trotsky"][-2] == "against"
    assert "and 1 with 0.5% of the votes together, of them 75% for" in out


def test_what_nearly_happened_is_told_only_on_request(
    command: Command, asked: dict[str, Any]
) -> None:
    line = "not decided: the ban is lifted (30%)"
    assert line not in command(*TRACE).out
    assert line in command(*TRACE, "--all").out


def test_json_is_one_document_with_the_same_content(
    command: Command, asked: dict[str, Any]
) -> None:
    answer = command(*TRACE, "--json")
    document = json.loads(answer.out)
    assert document["identical"] is True
    month = document["months"][0]
    assert [d["path"] for d in month["decisions"]] == [
        "factions.ban",
        "factions.repeal",
        "leaders.lenin.death",
    ]
    assert month["ballots"][0]["votes"][1]["parts"]["trust"] == -1.0


def test_a_history_that_differs_from_an_ordinary_run_is_said_to(
    command: Command, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    assert "same bits" in command(*TRACE).out
    monkeypatch.setattr(TRACED, lambda *a, **k: replace(MADE_UP, identical=False))
    assert "Warning: its variables differ" in command(*TRACE).out
