"""Any value of any option: an answer or one line, never a traceback."""

from __future__ import annotations

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from thermidor.cli import app

OPTIONS = [
    "--histories",
    "--seed",
    "--start",
    "--stop",
    "--branch",
    "--set",
    "--parameters",
    "--data",
    "--out",
]
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
odd = (
    words
    | st.integers().map(str)
    | st.floats().map(str)
    | st.sampled_from(["", "-", "--", "a=", "=1", "1917-00"])
)


def answers(arguments: list[str]) -> None:
    """Run in this process, with a folder that cannot be written so that nothing is ever simulated."""
    result = CliRunner().invoke(app, arguments, prog_name="thermidor")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 2), result.output
    if result.exit_code == 2:
        assert result.stderr.count("\n") == 1, result.stderr
        assert result.stderr.startswith("thermidor: ")


@settings(max_examples=150)
@given(
    st.sampled_from(["run", "compare"]),
    st.lists(st.tuples(st.sampled_from(OPTIONS), odd), max_size=4),
    odd,
)
@example("run", [("--set", "a=\ud7ff")], "baseline")
@example("run", [], "--")
def test_run_and_compare(command: str, options: list[tuple[str, str]], scenario: str) -> None:
    chosen = [word for option, value in options for word in (option, value)]
    answers([command, *chosen, "--out", "/dev/null/never", scenario])


@settings(max_examples=60)
@given(st.lists(odd, max_size=4))
def test_scenarios(arguments: list[str]) -> None:
    answers(["scenarios", *arguments])


@settings(max_examples=60)
@given(st.lists(words, min_size=1, max_size=3))
def test_no_such_command(arguments: list[str]) -> None:
    answers([f"un{arguments[0]}", *arguments[1:]])


def test_scenarios_in_json_is_one_document() -> None:
    result = CliRunner().invoke(app, ["scenarios", "--json"], prog_name="thermidor")
    assert len(json.loads(result.stdout)["scenarios"]) >= 11
    assert result.stderr == ""
