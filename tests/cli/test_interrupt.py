"""Ctrl-C: exit code 130, one line, and what was finished is kept."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xarray as xr
from typer.testing import CliRunner

from thermidor.cli import app
from thermidor.cli.progress import progress

SIMULATE = "thermidor.experiments.ensemble.simulate_request"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_was_finished_is_kept(
    here: Path, monkeypatch: pytest.MonkeyPatch, ensemble: Callable[..., xr.Dataset]
) -> None:
    def simulate(asked: Any, progress: Any) -> xr.Dataset:
        return ensemble(3, interrupted=1)

    monkeypatch.setattr(SIMULATE, simulate)
    monkeypatch.setattr(
        "thermidor.cli.results.write_results", lambda *a, **k: [("data", Path("kept"))]
    )
    result = CliRunner().invoke(
        app, ["run", "--out", "kept", "--histories", "50", "--json"], prog_name="thermidor"
    )
    assert result.exit_code == 130
    assert json.loads(result.stdout)["histories"] == 3
    assert json.loads(result.stdout)["interrupted"] is True
    assert (
        result.stderr == "thermidor: interrupted after 3 of 50 histories; those are kept in kept\n"
    )


def test_nothing_finished_leaves_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def simulate(*words: Any, **options: Any) -> xr.Dataset:
        raise KeyboardInterrupt

    monkeypatch.setattr(SIMULATE, simulate)
    result = CliRunner().invoke(app, ["run"], prog_name="thermidor")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "thermidor: interrupted\n")
    assert not list(here.iterdir())


def test_an_interrupt_that_a_library_forgets_is_raised_at_the_next_part_of_the_work() -> None:
    class Forgetful:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.1)

    with progress("work") as moved:
        moved(1, 3)
        thing = Forgetful()
        del thing
        gc.collect()
        with pytest.raises(KeyboardInterrupt):
            moved(2, 3)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_process_that_is_interrupted_ends_at_once(
    environment: dict[str, str], here: Path
) -> None:
    code = (
        "import os, signal, sys\n"
        "from thermidor.experiments import ensemble\n"
        "ensemble.simulate_request = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.argv = ['thermidor', 'run']\n"
        "from thermidor.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, env=environment, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "thermidor: interrupted\n")


def test_a_supervisor_that_ends_the_process_gets_what_was_finished(
    environment: dict[str, str], here: Path
) -> None:
    code = (
        "import os, signal, sys\n"
        "from thermidor.experiments import ensemble\n"
        "def simulate(request, moved):\n"
        "    try:\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "        moved(1, 2)\n"
        "    except KeyboardInterrupt:\n"
        "        print('kept')\n"
        "        raise\n"
        "ensemble.simulate_request = simulate\n"
        "sys.argv = ['thermidor', 'run']\n"
        "from thermidor.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, env=environment, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (143, "kept\n")
    assert done.stderr == "thermidor: interrupted\n"
