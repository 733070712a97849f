"""What tests of the documentation share: its folder, and the modules that make its pages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "tests")]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT
