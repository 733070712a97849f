"""`thermidor.record` is a package and a function at once, whatever was imported before it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"

IMPORTS = [
    "import thermidor as th",
    "import thermidor as th; import thermidor.record",
    "import thermidor.record; import thermidor as th",
    "import thermidor as th; th.record; import thermidor.record",
    "import thermidor as th; from thermidor.record import load, observations",
    "from thermidor.record import Record; import thermidor as th",
    "import thermidor as th; from thermidor.record._record import load",
    "import thermidor as th; from thermidor import record; assert record is th.record",
    "import thermidor.record as record; import thermidor as th; assert record is th.record",
    "import thermidor as th; import thermidor.experiments.milestones",
]


@pytest.mark.parametrize("imports", IMPORTS)
def test_the_record_is_called_and_imported_from_in_any_order(imports: str) -> None:
    code = f"""{imports}
found = th.record()
from thermidor.record import Record, load
import thermidor.record
assert isinstance(found, Record)
assert found is load() is th.record() is thermidor.record() is th.record.load()
"""
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_call_takes_nothing_and_is_described() -> None:
    import thermidor as th

    assert "loaded once" in (type(th.record).__call__.__doc__ or "")
    with pytest.raises(TypeError):
        th.record("figures")
