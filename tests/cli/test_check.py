"""`thermidor check`: what fails, what is to blame, why that is known; the exit code says whether the list is exact."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import thermidor
from thermidor.experiments.check import Checked, Drawn, Fault, Finding
from thermidor.experiments.check.known import Known, compare
from thermidor.experiments.check.ledger.tally import Tally

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


FLOWS = (
    Finding("ledger.conserved", "Stocks change by what flows bring and take.", True, 0.0),
    Finding(
        "ledger.prices",
        "No bound has to hold a price.",
        False,
        0.01,
        (Fault("money.log_price", 0.01, "constants drawn, history 104, 1923-05, by 0.04"),),
    ),
)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[str, Any]]]:
    """Let the check of drawn constants find this; gives what it was asked."""

    def find(findings: tuple[Finding, ...], interrupted: bool = False) -> list[dict[str, Any]]:
        asked: list[dict[str, Any]] = []

        def check_draws(draws: int, **wishes: Any) -> Drawn:
            asked.append({"draws": draws, **{k: v for k, v in wishes.items() if k != "progress"}})
            tally = Tally("constants drawn", 100, ranges={"money.log_price": (0.1, 40.0)})
            return Drawn(findings, tally, Tally("scenarios"), 10_000, 0, interrupted)

        monkeypatch.setattr(thermidor, "check_draws", check_draws, raising=False)
        return asked

    return find


def test_drawn_constants_are_held_against_flows_and_kept_in_a_file(
    command: Command, drawn: Any, tmp_path: Any
) -> None:
    asked = drawn(FLOWS)
    done = command("check", "--draws", "10000", "--out", str(tmp_path / "draws.jsonl"))
    assert done.code == 1
    assert asked == [
        {
            "draws": 10_000, "scenarios": None, "seed": 0, "theory": "lequenne",
            "file": tmp_path / "draws.jsonl",
        }
    ]  # fmt: skip
    for words in ("ledger.prices", "FAILS", "history 104, 1923-05", "between 0.1 and 40"):
        assert words in " ".join(done.out.split())


def test_drawn_constants_that_are_well_end_with_code_0(command: Command, drawn: Any) -> None:
    asked = drawn(FLOWS[:1])
    assert command("check", "--draws", "500", "--small").code == 0
    assert asked[0]["scenarios"]
    assert json.loads(command("check", "--draws", "500", "--json").out)["drawn"]["histories"] == 100


def test_a_check_of_drawn_constants_that_is_stopped_ends_with_code_130(
    command: Command, drawn: Any
) -> None:
    drawn(FLOWS[:1], interrupted=True)
    done = command("check", "--draws", "10000")
    assert done.code == 130
    assert "interrupted after 100 of 10,000 histories" in done.err


@pytest.mark.parametrize("options", [("--out", "x"), ("--draws", "5", "--possible")])
def test_options_that_do_not_go_together_are_bad_input(
    command: Command, options: tuple[str, ...]
) -> None:
    assert command("check", *options).code == 2
