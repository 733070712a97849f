"""The toy rival, known while its tests run, and one compiled program of each theory for all of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def zealots() -> Iterator[str]:
    """Name of the rival's theory, registered as long as the tests of a module run."""
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))
    from tests.theories.rival import ZEALOTS

    from thermidor.theories import forget, register

    yield register(ZEALOTS).name
    forget(ZEALOTS.name)
