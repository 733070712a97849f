"""The command line as a user starts it: a process of its own, or the same in this process, which is quicker."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from typer.testing import CliRunner

from thermidor.cli import app

SOURCE = Path(__file__).resolve().parents[2] / "src"


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"}


@pytest.fixture
def process(environment: dict[str, str], tmp_path: Path) -> Command:
    """Run the command in a process and a folder of its own: `process("run", "--histories", "0")`."""

    def run(*words: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "thermidor", *words],
            capture_output=True, text=True, encoding="utf-8", timeout=120, env=environment,
            cwd=tmp_path, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Answer:
        result = CliRunner().invoke(app, list(words), prog_name="thermidor")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def ensemble() -> Callable[[int, int], xr.Dataset]:
    """Make a small ensemble that nobody simulated: `ensemble(histories, interrupted)`."""
    return _ensemble


def _ensemble(histories: int, interrupted: int) -> xr.Dataset:
    months = np.array(["1917-01", "1917-02"], "datetime64[ns]")
    flags = {"flag_values": np.arange(2, dtype=np.int8), "flag_meanings": "dual_power thermidor"}
    regime = np.zeros((histories, 2), np.int8)
    return xr.Dataset(
        {
            "regime": (("history", "month"), regime, flags),
            "outcome": (("history",), regime[:, -1], flags),
            "failure": (("history",), np.zeros(histories, np.int32)),
        },
        {"history": np.arange(histories), "month": months},
        {
            "scenario": "baseline", "theory": "lequenne", "start": "1917-01", "stop": "1917-02", "seed": 0,
            "version": "0", "seconds": 1.0, "interrupted": interrupted, "histories": histories,
        },
    )  # fmt: skip
