"""`thermidor check`: what fails, what is to blame, why that is known; the exit code says whether the list is exact."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import thermidor
from thermidor.experiments.check import Checked, Fault, Finding
from thermidor.experiments.check.known import Known, compare

Command = Callable[..., Any]
FINDINGS = (
    Finding(
        "possible.one",
        "Nobody dies twice.",
        False,
        0.25,
        (Fault("leaders.death", 0.25, "free, history 3"),),
    ),
    Finding("corners.bound", "Nothing is stuck.", True, 0.0),
)
REASON = "two events fall in one month"


def checked(*known: Known) -> Checked:
    return Checked(FINDINGS, compare(FINDINGS, known, True), known, 128, True, 0)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[str, Any]]]:
    """Let the check find this; gives what it was asked."""

    def find(*known: Known) -> list[dict[str, Any]]:
        asked: list[dict[str, Any]] = []

        def check(**wishes: Any) -> Checked:
            asked.append({k: v for k, v in wishes.items() if k != "progress"})
            return checked(*known)

        monkeypatch.setattr(thermidor, "check", check, raising=False)
        return asked

    return find


def test_the_page_shows_what_is_to_blame_and_why(command: Command, found: Any) -> None:
    asked = found(Known("possible.one", "leaders.death", REASON))
    done = command("check", "--possible", "--small")
    assert done.code == 0
    assert asked == [{"possible": True, "small": True, "seed": 0, "theory": "lequenne"}]
    for words in (
        "Nobody dies twice.",
        "FAILS",
        "leaders.death",
        "free, history 3",
        REASON,
        "1 of 2 checks pass",
    ):
        assert words in done.out


def test_an_unknown_failure_ends_with_code_1(command: Command, found: Any) -> None:
    found()
    done = command("check")
    assert done.code == 1
    assert "Not known: possible.one: leaders.death" in done.out


def test_a_known_failure_that_passes_ends_with_code_1(command: Command, found: Any) -> None:
    found(Known("possible.one", "leaders.death", REASON), Known("corners.bound", "grain", REASON))
    done = command("check")
    assert done.code == 1
    assert "does not fail any more: corners.bound: grain" in done.out


def test_the_json_form_has_the_fields_that_others_rely_on(command: Command, found: Any) -> None:
    found(Known("possible.one", "leaders.death", REASON))
    (one, two) = json.loads(command("check", "--json").out)["checks"]
    assert (one["id"], one["passes"], one["figure"]) == ("possible.one", False, 0.25)
    assert one["blame"] == [
        {"what": "leaders.death", "share": 0.25, "where": "free, history 3", "known": REASON}
    ]
    assert (two["passes"], two["blame"]) == (True, [])


def test_an_unknown_theory_is_bad_input(command: Command) -> None:
    done = command("check", "--theory", "lequene")
    assert done.code == 2
    assert "lequenne" in done.err
