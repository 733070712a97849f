"""Promise 2 for branches: what was being followed survives a kill; no damaged file is ever used."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from branched import PARTICLES, fingerprint, kept_in

import thermidor as th
from thermidor.experiments.branches import store

SOURCE = Path(__file__).resolve().parents[2] / "src"
AT = "1921-03"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A branch point made without a pause, and the folder in which it lies."""
    folder = tmp_path_factory.mktemp("whole")
    with kept_in(folder):
        made = fingerprint(th.branch_point(AT, particles=PARTICLES))
    return made, folder


def test_promise_2_a_process_killed_while_it_follows_the_record_leaves_no_torn_file(
    whole, tmp_path
):
    words = [sys.executable, "-m", "thermidor", "branches", AT, "--particles", str(PARTICLES)]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "THERMIDOR_CACHE": str(tmp_path)}
    running = subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    folder = tmp_path / "branches"
    end = time.monotonic() + 300
    while not list(folder.glob("*/seen-*")) and running.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    assert running.wait() in (-signal.SIGKILL, 0)
    left = {p.name for p in folder.glob("*/*")}
    assert any(name.startswith("seen-") for name in left)
    with kept_in(folder):
        assert fingerprint(th.branch_point(AT, particles=PARTICLES)) == whole[0]


@pytest.mark.parametrize(
    "name", ["sample-50.kept", "sample-10.kept", "seen-0-10.kept", "assimilated-10-50.kept"]
)
@pytest.mark.parametrize("harm", ["cut", "emptied", "gone", "other"])
def test_promise_2_a_damaged_file_is_made_anew(whole, name, harm):
    made, folder = whole
    (path,) = folder.glob(f"*/{name}")
    content = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes({"cut": content[:-20], "emptied": b"", "other": b"[1]"}[harm])
    with kept_in(folder):
        assert fingerprint(th.branch_point(AT, particles=PARTICLES)) == made
    with kept_in(folder):
        found = store.read(path.parent, 50)
        assert found is not None


def test_promise_2_a_folder_that_cannot_be_written_costs_only_the_store(whole, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with kept_in(tmp_path / "file" / "branches"):
        assert fingerprint(th.branch_point(AT, particles=PARTICLES)) == whole[0]
