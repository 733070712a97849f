"""Fifty readers beside a greedy address: nobody is refused for long, charts come in time, memory stays bounded."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

READERS, SECONDS = 50, float(os.environ.get("THERMIDOR_CROWD_SECONDS", "60"))
QUESTIONS = [f"n=32&stop=1920-12&seed={seed}" for seed in range(24)]
MOST_MEMORY = 3 * 2**30


def get(port: int, path: str, source: str, timeout: float = 60, method: str = "GET", token: str = "") -> tuple[int, bytes]:  # fmt: skip
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=timeout, source_address=(source, 0)
    )
    try:
        connection.request(method, path, headers={"x-reader": token} if token else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def reader(port: int, number: int, until: float, seconds: list[float], refused: list[int]) -> None:
    """A reader with an address of his own, who asks, looks, and asks again."""
    draw, source = random.Random(number), f"127.0.1.{number + 1}"
    while time.monotonic() < until:
        begun = time.monotonic()
        with contextlib.suppress(OSError, http.client.HTTPException):
            status, _ = get(port, f"/api/v1/answer?{draw.choice(QUESTIONS)}", source)
            if status == 200:
                seconds.append(time.monotonic() - begun)
            else:
                refused.append(status)
        time.sleep(draw.uniform(1.0, 4.0))


def greedy(port: int, until: float) -> None:
    """One address that holds all connections it gets, and asks for whatever is dear, each time as another reader."""
    held, source, token = [], "127.0.2.1", ""
    dear = (
        "/api/v1/answer?set=mood.feeer=0.5", "/en/history?n=1024&history=7", "/api/v1/answer/stream?n=1024&seed=99",
        "/api/v1/record/search?q=kronstatd", "/api/v1/history?history=3&n=512", "/en/",
        f"/api/v1/answer.png?{QUESTIONS[0]}", f"/api/v1/answer.nc?{QUESTIONS[1]}", "/en/claims/k0824",
    )  # fmt: skip
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            held.append(socket.create_connection(("127.0.0.1", port), 2, (source, 0)))
        with contextlib.suppress(OSError, http.client.HTTPException):
            path = dear[len(held) % len(dear)]
            method = "POST" if path.startswith("/en/history") else "GET"
            _, body = get(port, path, source, 0.5, method, token)
            if found := re.search(rb'name="reader" content="([^"]+)"', body):
                token = found[1].decode()
        if len(held) > 1200:
            held.pop(0).close()


def memory_of(group: int) -> int:
    """Bytes that the processes of a group hold; what they share counts once."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError):
            if int(status.read_text().rpartition(")")[2].split()[2]) == group:
                held = re.search(r"^Pss:\s+(\d+) kB", status.with_name("smaps_rollup").read_text(), re.MULTILINE)  # fmt: skip
                total += 1024 * int(held[1]) if held else 0
    return total


def crowd(port: int, beside: int) -> tuple[list[float], list[int]]:
    seconds: list[float] = []
    refused: list[int] = []
    until = time.monotonic() + SECONDS
    threads = [
        threading.Thread(target=reader, args=(port, n, until, seconds, refused), daemon=True)
        for n in range(READERS)
    ]
    threads += [
        threading.Thread(target=greedy, args=(port, until), daemon=True) for _ in range(beside)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS + 90)
    return seconds, refused


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.95 * (len(seconds) - 1))]


def test_fifty_readers_are_served_beside_a_greedy_address(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "thermidor", "serve", "--port", str(port), "--workers", "2", "--no-warm"],
            stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            until = time.monotonic() + 400
            while time.monotonic() < until:
                with contextlib.suppress(OSError):
                    if json.loads(get(port, "/healthz", "127.0.0.1")[1])["ready"] == 2:
                        break
                time.sleep(1)
            for question in QUESTIONS[:2]:
                get(port, f"/api/v1/answer?{question}", "127.0.0.1", 200)
            alone, refused_alone = crowd(port, 0)
            beside, refused_beside = crowd(port, 4)
            held = memory_of(server.pid)
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
    said = (tmp_path / "log").stat().st_size
    print(
        f"\n{READERS} readers for {SECONDS:g} s: alone {len(alone)} answers, p95 {p95(alone):.2f} s, "
        f"{len(refused_alone)} refused; beside a greedy address {len(beside)} answers, p95 {p95(beside):.2f} s, "
        f"{len(refused_beside)} refused; {held / 2**20:.0f} MiB, log {said / 2**20:.1f} MiB"
    )
    assert not refused_beside
    assert p95(beside) <= max(1.0, 2 * p95(alone))
    assert held < MOST_MEMORY
