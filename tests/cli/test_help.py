"""Help is quick, and every command shows an example."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

Command = Callable[..., Any]
COMMANDS = [
    "run",
    "compare",
    "claims",
    "systems",
    "conditions",
    "loops",
    "coalitions",
    "chain",
    "branches",
    "forecasts",
    "hinges",
    "rules",
    "phases",
    "ballots",
    "cases",
    "check",
    "scenarios",
    "parameters",
    "variables",
    "version",
]


def test_help_lists_the_commands(command: Command) -> None:
    done = command("--help")
    assert done.code == 0
    for name in [*COMMANDS, "record"]:
        assert f"\n  {name} " in done.out
    assert command().out == done.out


def test_nothing_heavy_is_imported_for_help(environment: dict[str, str]) -> None:
    code = (
        "import sys, thermidor.cli\n"
        "heavy = {'jax', 'equinox', 'xarray', 'pandas', 'altair', 'duckdb', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, timeout=60)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example_and_offers_json(command: Command, name: str) -> None:
    done = command(name, "--help")
    assert done.code == 0
    assert f"Example: thermidor {name}" in done.out
    assert "--json" in done.out


def test_a_closed_pipe_is_no_error(environment: dict[str, str]) -> None:
    done = subprocess.run(
        f"{sys.executable} -m thermidor scenarios --json | head -c 1",
        shell=True, capture_output=True, text=True, env=environment, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout == "{"
    assert done.stderr == ""
