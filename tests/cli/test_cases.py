"""`thermidor cases`: text, page, given, expected, got; the exit code says whether all is as marked."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

Command = Callable[..., Any]


def test_a_rule_is_told_with_text_page_given_expected_and_got(command: Command) -> None:
    done = command("cases", "delegation.r02")
    out = " ".join(done.out.split())
    assert done.code == 0
    for words in ("indirect election at several levels", "page 210", "factions.dissent", "0.6",
                  "below moscow.districts", "as expected", "passes"):  # fmt: skip
        assert words in out


def test_json_names_rule_case_page_and_whether_it_passes(command: Command) -> None:
    found = json.loads(command("cases", "delegation", "--json").out)["cases"]
    assert len({entry["rule"] for entry in found}) > 10
    for entry in found:
        assert entry["rule"].startswith("delegation.")
        assert entry["passes"] is (entry["fails"] is None)
        assert {"case", "page", "given", "expected"} <= set(entry)


def test_a_known_failure_is_shown_with_its_reason(command: Command) -> None:
    done = command("cases", "delegation.r10")
    assert done.code == 0
    assert "fails, as marked" in done.out
    assert "Known to fail: the levels let six delegates in a thousand" in done.out


def test_the_exit_code_is_one_where_a_case_is_not_as_marked(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thermidor.cases import run as cases_run

    real = cases_run.run_cases

    def broken(*arguments: Any) -> list[Any]:
        first, *rest = real(*arguments)
        findings = tuple(dataclasses.replace(f, met=False) for f in first.findings)
        return [dataclasses.replace(first, findings=findings), *rest]

    monkeypatch.setattr(cases_run, "run_cases", broken)
    done = command("cases", "delegation.r02")
    assert done.code == 1
    assert "FAILS" in done.out
    assert "not as marked: 1" in done.out


def test_an_unknown_rule_is_bad_input(command: Command) -> None:
    done = command("cases", "delegation.r99")
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "neither a rule nor a system; nearest: delegation" in done.err
