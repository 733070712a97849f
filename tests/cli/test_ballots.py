"""`thermidor ballots`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Command = Callable[..., Any]
ONE = "1926-leningrad-discussion"


def test_the_table_is_one_json_document(command: Command) -> None:
    done = command("ballots", "--json")
    assert done.code == 0
    found = json.loads(done.out)
    assert len(found["ballots"]) == 195
    for entry in found["ballots"]:
        assert {"id", "recorded", "inside", "likeliest", "low", "median", "high", "reason"} <= set(
            entry
        )
        assert entry["inside"] in (True, False, None)
        assert entry["likeliest"] in (True, False, None)
    assert found["summary"]["ballots"] == 195


def test_the_table_says_how_many_lie_where_they_should(command: Command) -> None:
    out = " ".join(command("ballots").out.split())
    assert "Tallies inside the central 90%" in out
    assert "does not run" in out
    assert "Half on which the shared constants were fitted" in out


def test_one_ballot_shows_who_sat_and_why_they_voted_so(command: Command) -> None:
    out = command("ballots", ONE).out
    for word in ("Conviction", "Not shown", "Trust", "Fear", "Recorded", "workers_in_cells"):
        assert word in out
    (entry,) = json.loads(command("ballots", ONE, "--json").out)["ballots"]
    assert entry["id"] == ONE
    (voter,) = entry["voters"]
    assert set(voter["pull"]["opposition"]) == {"conviction", "ignorance", "trust", "fear"}
    assert voter["pull"]["leadership"]["fear"] > voter["pull"]["opposition"]["fear"] == 0.0


def test_a_ballot_that_does_not_run_says_why(command: Command) -> None:
    assert "never put to a vote" in command("ballots", "1934-kirov-candidacy").out


def test_an_unknown_ballot_is_bad_input(command: Command) -> None:
    done = command("ballots", "1918-brest-cc-sing")
    assert (done.code, done.out) == (2, "")
    assert "1918-brest-cc-sign" in done.err
    assert len(done.err.strip().splitlines()) == 1
