"""Streams, folders and settings that a machine may have: one line where something is wrong, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ENOUGH = 90


def shell(
    line: str, environment: dict[str, str], folder: Path, **more: str
) -> subprocess.CompletedProcess[str]:
    command = f"{sys.executable} -m thermidor"
    return subprocess.run(
        ["sh", "-c", line.replace("thermidor", command)],
        env={**environment, **more}, cwd=folder, capture_output=True, text=True, errors="replace", timeout=ENOUGH, check=False,
    )  # fmt: skip


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")
@pytest.mark.parametrize("words", ["scenarios", "scenarios --json", "version", "--help"])
def test_a_full_standard_output_is_told_in_one_line(words, environment, tmp_path):
    done = shell(f"thermidor {words} > /dev/full", environment, tmp_path)
    assert (done.returncode, done.stderr) == (1, "thermidor: No space left on device\n")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_nowhere(closed, environment, tmp_path):
    done = shell(
        f"thermidor version {closed}; thermidor scenarios nope {closed}", environment, tmp_path
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") <= 1


def test_a_reader_that_has_had_enough_is_left_alone(environment, tmp_path):
    done = shell("thermidor scenarios --json | head -c 1", environment, tmp_path)
    assert (done.stdout, done.stderr) == ("{", "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1251"])
def test_letters_that_a_stream_does_not_know_are_written_by_their_numbers(
    encoding, environment, tmp_path
):
    more = {"PYTHONIOENCODING": encoding}
    done = shell("thermidor scenarios", environment, tmp_path, **more)
    assert (done.returncode, done.stderr) == (0, "")
    done = shell("thermidor scenarios --json", environment, tmp_path, **more)
    titles = [s["title"]["fr"] for s in json.loads(done.stdout)["scenarios"]]
    assert any("é" in title for title in titles)


def test_a_home_that_does_not_exist_costs_nothing(environment, tmp_path):
    for home in ({"HOME": "/nonexistent"}, {"HOME": ""}):
        more = {**home, "THERMIDOR_CACHE": "", "XDG_CACHE_HOME": ""}
        done = shell("thermidor record show mood.r01 --json", environment, tmp_path, **more)
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") <= 1


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            {"THERMIDOR_DEVICES": "abc"},
            "THERMIDOR_DEVICES is 'abc'; it must be a whole number from 1",
        ),
        ({"THERMIDOR_DEVICES": "0"}, "THERMIDOR_DEVICES is '0'"),
        (
            {"JAX_PLATFORMS": "nonsense"},
            "JAX_PLATFORMS is 'nonsense', and this machine has no such device",
        ),
    ],
)
def test_a_setting_that_cannot_be_met_is_told_in_one_line(more, says, environment, tmp_path):
    done = shell("thermidor run --histories 4", environment, tmp_path, **more)
    assert done.returncode == 2
    assert done.stderr.startswith(f"thermidor: {says}")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_is_empty_counts_as_not_made(environment, tmp_path):
    empty = {"THERMIDOR_DEVICES": "", "JAX_PLATFORMS": "", "THERMIDOR_CACHE": ""}
    done = shell("thermidor variables party.fear --json", environment, tmp_path, **empty)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_version_is_told_by_an_option_too(environment, tmp_path):
    said = shell("thermidor --version", environment, tmp_path).stdout
    assert said == shell("thermidor version", environment, tmp_path).stdout
    assert said.startswith("thermidor ")
