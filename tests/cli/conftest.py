"""The command line as a user starts it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"}


@pytest.fixture
def thermidor(
    environment: dict[str, str], tmp_path: Path
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command in an empty folder: `thermidor("run", "--histories", "0")`."""

    def run(*words: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "thermidor", *words],
            capture_output=True, text=True, encoding="utf-8", timeout=timeout, env=environment,
            cwd=tmp_path, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip

    return run
