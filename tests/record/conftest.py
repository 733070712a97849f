"""The record, read once, with its cache beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("THERMIDOR_CACHE", str(Path(__file__).resolve().parents[2] / ".cache"))

import pytest

from thermidor.record import Record, load


@pytest.fixture(scope="session")
def record() -> Record:
    return load()
