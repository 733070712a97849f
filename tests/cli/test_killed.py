"""kill -9 at random moments: what a command was writing is whole or absent, and the next run finds nothing torn."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import xarray as xr

pytestmark = pytest.mark.slow

TIMES = 20

RUN = """
import sys, itertools, numpy as np, xarray as xr
from pathlib import Path
from thermidor.cli import results
from thermidor.cli.options import DataFormat
from thermidor.cli.place import held

def ensemble(seed):
    months = np.arange("1917-01", "1941-01", dtype="datetime64[M]").astype("datetime64[ns]")
    flags = {{"flag_values": np.arange(2, dtype=np.int8), "flag_meanings": "dual_power thermidor"}}
    regime = np.zeros((400, 288), np.int8)
    values = np.full((400, 288), float(seed), np.float32)
    data = {{f"x.{{n}}": (("history", "month"), values) for n in range(12)}}
    data |= {{"regime": (("history", "month"), regime, flags), "outcome": (("history",), regime[:, -1], flags)}}
    facts = {{"title": "Thermidor: simulated histories", "scenario": "baseline", "theory": "lequenne", "seed": seed,
             "start": "1917-01", "stop": "1940-12", "version": "0", "seconds": 1.0, "interrupted": 0, "histories": 400}}
    return xr.Dataset(data, {{"history": np.arange(400), "month": months}}, facts)

folder = Path(sys.argv[1])
for seed in itertools.count(int(sys.argv[2])):
    ds = ensemble(seed)
    with held(folder):
        results.write_results(ds, results.summary_of(ds), folder, DataFormat("{form}"))
    print(seed, flush=True)
"""


def killed_after(words: list[str], seconds: float, **more: str) -> None:
    """Start a process that writes again and again, let it come to its work, and kill it at some moment."""
    process = subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, text=True, env={**os.environ, **more}
    )
    assert process.stdout is not None
    assert process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def is_whole_or_absent(folder: Path) -> str:
    """See that what lies in a folder is of one run."""
    report = folder / "report.html"
    data = next((folder / n for n in ("data.zarr", "data.nc") if (folder / n).exists()), None)
    assert sum((folder / n).exists() for n in ("data.zarr", "data.nc")) <= 1
    if data is None:
        assert not report.exists()
        return "absent"
    ds = xr.open_zarr(data) if data.suffix == ".zarr" else xr.open_dataset(data, engine="h5netcdf")
    seed = ds.attrs["seed"]
    for name in ds.data_vars:
        if str(name).startswith("x_"):
            assert (ds[name].values == seed).all()
    if report.exists():
        assert f"--seed {seed}" in report.read_text()
        return "whole"
    return "data whole, report absent"


@pytest.mark.parametrize("form", ["zarr", "netcdf"])
def test_run_out_is_whole_or_absent_whenever_it_is_killed(form: str, tmp_path: Path) -> None:
    draw, seen = random.Random(1917), []
    program = tmp_path / "run.py"
    program.write_text(RUN.format(form=form))
    for n in range(TIMES // 2):
        folder = tmp_path / "out"
        killed_after([str(program), str(folder), str(1000 * (n + 1))], draw.uniform(0.0, 2.5))
        seen.append(is_whole_or_absent(folder))
    print(
        f"\nrun --out ({form}): {len(seen)} of {len(seen)} whole or absent: { {s: seen.count(s) for s in seen} }"
    )


BRANCH = """
import sys, itertools, numpy as np
from pathlib import Path
from thermidor import keep
folder = Path(sys.argv[1])
for n in itertools.count(int(sys.argv[2])):
    for name in range(6):
        keep.remember(folder / f"sample-{name}.kept", bytes([n % 250]) * 3_000_000)
    keep.forget_oldest(folder, most=4)
    print(n, flush=True)
"""


def test_what_branch_and_serve_keep_is_whole_or_absent_whenever_they_are_killed(
    tmp_path: Path,
) -> None:
    from thermidor.keep import recall

    draw, whole, absent = random.Random(1923), 0, 0
    program = tmp_path / "branch.py"
    program.write_text(BRANCH)
    for n in range(TIMES):
        killed_after([str(program), str(tmp_path / "kept"), str(n)], draw.uniform(0.0, 0.5))
        for name in range(6):
            found = recall(tmp_path / "kept" / f"sample-{name}.kept")
            whole += found is not None
            absent += found is None
            assert found is None or (len(found) == 3_000_000 and len(set(found)) == 1)
    print(f"\nbranch and serve: {TIMES} of {TIMES} kills; {whole} files whole, {absent} absent")


def test_an_explorer_that_was_killed_gives_the_same_answer_afterwards(tmp_path: Path) -> None:
    import socket

    draw, answers = random.Random(1924), []
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api/v1/answer?n=64&stop=1924-12"
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-m", "thermidor", "serve", "--port", str(port), "--workers", "1", "--quiet", "--no-warm"],
            env={**os.environ, "THERMIDOR_CACHE": str(tmp_path)}, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            until = time.monotonic() + 240
            while time.monotonic() < until:
                try:
                    with urllib.request.urlopen(url, timeout=200) as answer:
                        answers.append(json.load(answer)["outcomes"])
                    break
                except OSError:
                    time.sleep(0.3)
            time.sleep(draw.uniform(0, 0.5))
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert len(answers) == 4
    assert all(answer == answers[0] for answer in answers)
