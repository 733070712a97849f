"""The JSON forms: one document each, with the fields that others rely on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

Command = Callable[..., Any]


def document(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_systems_count_what_is_there(command: Command) -> None:
    systems = document(command("systems", "--json"))["systems"]
    assert len(systems) == 48
    for system in systems:
        assert set(system) >= {
            "id", "rules", "rules_implemented", "claims", "claims_as_claimed", "claims_not_connected", "claims_undecided",
            "decision_points", "scenarios",
        }  # fmt: skip
        assert 0 <= system["rules_implemented"] <= system["rules"]
    assert any(system["rules_implemented"] == 0 for system in systems)
    one = document(command("systems", "procurement", "--json"))["systems"]
    assert one == [s for s in systems if s["id"] == "procurement"]


def test_systems_count_the_verdicts_of_claims(
    command: Command, tmp_path: Path, monkeypatch: Any
) -> None:
    from thermidor.cli.coverage import remember_verdicts

    monkeypatch.setenv("THERMIDOR_CACHE", str(tmp_path))
    remember_verdicts({"k0002": "as_claimed"})
    remember_verdicts({"k0004": "not_connected", "k9999": "as_claimed"})
    counts = {s["id"]: s for s in document(command("systems", "--json"))["systems"]}
    assert (
        counts["comintern"]["claims_as_claimed"] == counts["appointments"]["claims_as_claimed"] == 1
    )
    assert sum(s["claims_not_connected"] for s in counts.values()) >= 1


def test_parameters_rest_on_something(command: Command) -> None:
    found = document(command("parameters", "--json"))["parameters"]
    assert len(found) > 100
    for p in found:
        assert set(p) >= {"path", "value", "unit", "low", "high", "basis", "cites"}
        assert p["basis"] in ("book", "publication", "assumption")
        assert p["cites"]
        low, value, high = (np.asarray(p[k]) for k in ("low", "value", "high"))
        assert np.all(low <= value)
        assert np.all(value <= high)
    some = document(command("parameters", "countryside", "--json"))["parameters"]
    assert {p["path"].split(".")[0] for p in some} == {"countryside"}


def test_rules_name_what_they_implement_and_read(command: Command) -> None:
    rules = document(command("rules", "procurement", "--json"))["rules"]
    assert rules
    assert all(
        r["system"] == "procurement" and {"id", "implements", "reads"} <= set(r) for r in rules
    )
    (one,) = document(command("rules", rules[0]["id"], "--json"))["rules"]
    assert one == rules[0]


def test_variables_and_phases(command: Command) -> None:
    variables = {v["name"]: v for v in document(command("variables", "--json"))["variables"]}
    assert variables["party.members"]["unit"] == "persons"
    assert variables["party.members"]["sector"] == "The party"
    month = document(command("phases", "--json"))
    assert {"reparations", "cohort"} <= {o["name"] for o in month["outside"]}
    phases = month["phases"]
    assert phases[0]["phase"] == "The world outside"
    assert phases[-1]["phase"] == "Regime"
    assert document(command("version", "--json"))["version"]


BOTH = """
import contextlib, sys
from thermidor.cli import app
for name, words in (
    ("run", "run german-insurrection-october-1923 --histories 3 --seed 7 --json"),
    ("compare", "compare lenin-levy-replaced-by-selection-1924 -n 3 --out twins --json"),
):
    with open(name + ".json", "w") as file, contextlib.redirect_stdout(file):
        assert app(words.split(), prog_name="thermidor", standalone_mode=False) == 0
"""


def test_run_and_compare_say_and_write_what_they_found(
    environment: dict[str, str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BOTH],
        capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=400, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    is_a_run(tmp_path)
    is_a_comparison(tmp_path)


def is_a_run(folder: Path) -> None:
    run = json.loads((folder / "run.json").read_text())
    assert (run["scenario"], run["theory"], run["histories"], run["seed"]) == (
        "german-insurrection-october-1923", "lequenne", 3, 7)  # fmt: skip
    assert (run["start"], run["stop"], run["branch"]) == ("1917-01", "1940-12", None)
    assert sum(o["p"] for o in run["outcomes"].values()) == 1.0
    assert all(o["low"] <= o["p"] <= o["high"] for o in run["outcomes"].values())
    assert all(
        {"id", "share", "median", "q05", "q95", "recorded"} <= set(m) for m in run["milestones"]
    )
    assert run["fit"]["points"] == run["fit"]["informative"] + run["fit"]["uninformative"] > 0
    assert sum(run["fit"]["pit"]) == run["fit"]["points"]
    assert (folder / run["files"]["report"]).stat().st_size > 10_000
    ds = xr.open_zarr(folder / run["files"]["data"])
    assert dict(ds.sizes)["history"] == 3
    assert ds["month"].values[0] == np.datetime64("1917-01-01")
    assert run["files"]["data"].startswith("out/german-insurrection-october-1923-7")


def test_run_prints_the_question_and_its_answer(
    command: Command, monkeypatch: pytest.MonkeyPatch, ensemble: Callable[[int, int], xr.Dataset]
) -> None:
    monkeypatch.setattr(
        "thermidor.experiments.ensemble.simulate_request", lambda *a, **k: ensemble(3, 0)
    )
    monkeypatch.setattr(
        "thermidor.cli.results.write_results",
        lambda *a, **k: [("report", Path("out/baseline-0/report.html"))],
    )
    answer = command("run", "--histories", "3")
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "Was the counter-revolution a fatality, or the result of precise conditions?"
    assert lines[1].startswith("This model cannot be coded from outside;")
    assert "0 of 3 histories (0%; 95% interval 0% to 56%)" in " ".join(lines[1:4])
    for words in (
        "How the histories end",
        "No recorded figure was compared",
        "3 histories in 1.0 s",
        "seed 0",
    ):
        assert words in answer.out
    assert lines[-1] == "Report: out/baseline-0/report.html"


def is_a_comparison(folder: Path) -> None:
    found = json.loads((folder / "compare.json").read_text())
    assert found["against"] == "baseline"
    assert all({"d", "low", "high"} == set(d) for d in found["difference"].values())
    assert {"p", "low", "high"} <= set(found["necessity"]) & set(found["sufficiency"])
    assert json.loads((folder / "twins" / "comparison.json").read_text()) == found
