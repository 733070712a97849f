"""`thermidor branches`: what is kept, one looked at, an interrupt that loses little."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import thermidor
from thermidor import keep
from thermidor.cli import app

Command = Callable[..., Any]
SMALL = ("--particles", "128")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of branch points of this test alone."""
    _ = thermidor.branch_point
    from thermidor.experiments.branches import point, store

    folder = tmp_path / "kept"
    monkeypatch.setattr(store, "root", lambda: folder)
    point._memory.clear()
    yield folder
    point._memory.clear()


def test_nothing_kept_says_how_to_make_one(command: Command, kept: Path) -> None:
    done = command("branches")
    assert (done.code, done.err) == (0, "")
    assert "thermidor branches 1923-03" in done.out
    assert json.loads(command("branches", "--json").out) == {"branches": []}


def test_a_branch_point_is_made_told_drawn_listed_and_thrown_away(
    command: Command, kept: Path, tmp_path: Path
) -> None:
    told = json.loads(command("branches", "1918-06", *SMALL, "--charts", "pictures", "--json").out)
    assert (told["at"], told["particles"], told["learned"]) == ("1918-06", 128, [])
    assert 0 < told["least_effective"] <= told["effective"] <= 1
    assert {"figure", "surprise", "effective", "reached"} <= set(told["figures"][0])
    assert "force soviets.october.outcome = victory (1917-11)" in told["held"]
    pictures = sorted(p.name for p in (tmp_path / "pictures").iterdir())
    assert pictures == ["1918-06-effective.svg", "1918-06-surprises.svg"]
    for name in told["unreached"]:
        assert name in (tmp_path / "pictures" / "1918-06-surprises.svg").read_text()

    again = command("branches", "1918-06", *SMALL)
    assert again.code == 0
    assert "The record followed to 1918-06" in again.out
    assert "The most surprising figures" in again.out

    listed = json.loads(command("branches", "--json").out)["branches"]
    assert [k["at"] for k in listed] == ["1917-11", "1918-06"]
    assert all(k["current"] and k["record"] and k["bytes"] > 0 for k in listed)
    assert listed[1]["effective"] == pytest.approx(told["effective"])
    assert listed[1]["least_effective"] == pytest.approx(told["least_effective"])
    assert listed[1]["unreached"] == len(told["unreached"])
    assert "1918-06" in command("branches").out

    (about,) = kept.glob("*/about.kept")
    keep.remember(about, (keep.recall(about) or b"").replace(b'"made_by": "', b'"made_by": "0'))
    assert not any(k["current"] for k in json.loads(command("branches", "--json").out)["branches"])
    assert "older version" in command("branches").out
    assert json.loads(command("branches", "--clear", "--json").out)["cleared"] == 2
    assert json.loads(command("branches", "--json").out) == {"branches": []}


def test_a_damaged_branch_point_is_listed_as_such(command: Command, kept: Path) -> None:
    command("branches", "1917-11", *SMALL)
    (cloud,) = kept.glob("*/sample-10.kept")
    cloud.write_bytes(b"")
    assert "damaged" in command("branches").out


def test_figures_of_a_file_weigh_and_are_kept_apart_from_the_record(
    command: Command, kept: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.csv").write_text("variable,first_month,value\nparty.members,1917-08,24000\n")
    words = ("branches", "1917-11", *SMALL, "--json")
    record = json.loads(command(*words).out)
    mine = json.loads(command(*words, "--figures", "mine.csv").out)
    both = json.loads(command(*words, "--figures", "mine.csv", "--figures", "record").out)
    assert [f["figure"] for f in mine["figures"]] == ["party.members 1917-08"]
    assert len(both["figures"]) == len(record["figures"]) + 1
    listed = json.loads(command("branches", "--json").out)["branches"]
    assert sorted(k["record"] for k in listed) == [False, False, True]


def test_an_interrupt_says_what_is_kept(
    command: Command, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def branch_point(at: str, *, progress: Any, **options: Any) -> Any:
        progress(60, 144)
        raise KeyboardInterrupt

    monkeypatch.setattr(thermidor, "branch_point", branch_point)
    result = CliRunner().invoke(app, ["branches", "1929-01"], prog_name="thermidor")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "thermidor: interrupted in 1921-12; what led to 1921-03 is kept\n"


def test_all_makes_those_that_are_usually_kept(
    command: Command, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(thermidor, "branch_point", lambda at, **options: asked.append(at))
    assert command("branches", "--all").code == 0
    assert asked[0] == "1934-01"
    assert set(asked) == {
        "1917-01", "1917-11", "1921-03", "1923-03", "1924-01", "1926-01", "1927-10", "1929-01", "1934-01",
    }  # fmt: skip


@pytest.mark.slow
def test_a_history_of_a_branch_is_told_from_the_branch_on_with_the_bits_of_an_ordinary_run(
    command: Command, kept: Path
) -> None:
    words = (
        "--branch",
        "1917-11",
        *SMALL,
        "--history",
        "3",
        "--trace",
        "soviets",
        "--to",
        "1918-06",
    )
    told = json.loads(command("run", *words, "--json").out)
    assert told["identical"] is True
    assert told["gap"] < 1e-5
    assert [m["month"] for m in told["months"]] == [
        "1917-11", "1917-12", "1918-01", "1918-02", "1918-03", "1918-04", "1918-05", "1918-06",
    ]  # fmt: skip


@pytest.mark.slow
def test_particles_that_learn_give_the_same_bits_from_the_store_and_in_two_legs(
    kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from thermidor.experiments.branches import point, store

    options: dict[str, Any] = {"particles": 128, "learn": True}
    whole = thermidor.branch_point("1918-06", **options)
    point._memory.clear()
    again = thermidor.branch_point("1918-06", **options)
    monkeypatch.setattr(store, "root", lambda: tmp_path / "legs")
    point._memory.clear()
    thermidor.branch_point("1918-03", **options)
    point._memory.clear()
    legs = thermidor.branch_point("1918-06", **options)
    assert whole.origin.parameters is not None
    for other in (again, legs):
        assert other.origin.parameters is not None
        assert other.origin.parameters.tobytes() == whole.origin.parameters.tobytes()
        assert other.figures == whole.figures
