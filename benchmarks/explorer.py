"""What the explorer costs: a server process of its own, asked as a browser asks.

Run alone it prints a table; `benchmarks/run.py` calls it with --json.  `--crowd N --seconds S` says how
many readers ask different things at once, and for how long.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

BRANCH = {"branch": "1923-03", "stop": "1929-12"}
SLIDER = "delegation.members_dare_to_vote"


class Server:
    """A running `thermidor serve`."""

    def __init__(self, folder: str):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "thermidor",
            "serve",
            "--no-warm",
            "--quiet",
            "--port",
            str(self.port),
        ]
        # what is compiled lies where it always lies; answers begin from nothing
        self.process = subprocess.Popen(
            command,
            env={**os.environ, "THERMIDOR_EXPLORER_FOLDER": folder},
            stderr=subprocess.DEVNULL,
        )

    def health(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=30) as found:
            return json.load(found)

    def wait(self, seconds: float = 600.0) -> float:
        """Seconds until all workers are ready."""
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            try:
                health = self.health()
                if health["ready"] >= health["wanted"]:
                    return time.perf_counter() - begun
            except OSError:
                pass
            time.sleep(0.2)
        raise TimeoutError("the server does not get ready")

    def memory(self) -> float:
        """MiB of the server and its workers."""
        import psutil

        root = psutil.Process(self.process.pid)
        family = [root, *root.children(recursive=True)]
        return sum(p.memory_info().rss for p in family) / 2**20

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def events(
    port: int, question: dict[str, Any], address: str = "127.0.0.1", timeout: float = 180.0
) -> Iterator[tuple[float, str, int]]:
    """What a reader is told: seconds since it asked, kind of event, twins."""
    begun = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout, source_address=(address, 0))
    connection.request("GET", f"/api/v1/answer/stream?{urlencode(question)}")
    answer = connection.getresponse()
    if answer.status != 200:
        body = answer.read()
        connection.close()
        raise RuntimeError(f"{answer.status} {body[:200]!r}")
    number = 0
    kind = ""
    try:
        for line in answer:
            if line.startswith(b"id: "):
                number = int(line[4:])
            elif line.startswith(b"event: "):
                kind = line[7:].strip().decode()
            elif line.startswith(b"data: "):
                yield time.perf_counter() - begun, kind, number
    finally:
        connection.close()


def slide(server: Server, window: dict[str, str], times: int) -> dict[str, float]:
    """Median seconds from moving a slider to the first chart and to the whole answer."""
    usual = {**window, "n": 200}
    for _ in events(server.port, {**usual, "set": f"{SLIDER}=0.999"}):
        pass
    first, whole = [], []
    for n in range(times):
        told = list(events(server.port, {**usual, "set": f"{SLIDER}={0.1 + n / 1000}"}))
        first.append(next(t for t, kind, _ in told if kind in ("partial", "complete")))
        whole.append(told[-1][0])
        assert told[-1][1] == "complete", told[-1]
    return {"first_s": statistics.median(first), "whole_s": statistics.median(whole)}


def crowd(server: Server, readers: int, seconds: float) -> dict[str, Any]:
    """Many readers who ask different things again and again: waiting times, errors, memory."""
    end = time.perf_counter() + seconds
    first: list[list[float]] = [[] for _ in range(readers)]
    whole: list[list[float]] = [[] for _ in range(readers)]
    errors: list[str] = []
    memory = [server.memory()]

    def read(me: int) -> None:
        rng = random.Random(me)
        while time.perf_counter() < end:
            question = {**BRANCH, "n": 200, "set": f"{SLIDER}={rng.random():.6f}"}
            try:
                told = list(events(server.port, question, f"127.0.0.{me + 2}"))
                if told[-1][1] != "complete":
                    errors.append(told[-1][1])
                first[me].append(next(t for t, kind, _ in told if kind != "waiting"))
                whole[me].append(told[-1][0])
            except Exception as error:
                errors.append(repr(error)[:200])
                time.sleep(0.5)

    threads = [threading.Thread(target=read, args=(n,)) for n in range(readers)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        memory.append(server.memory())
        time.sleep(1.0)
    answered = [len(mine) for mine in whole]
    waits = sorted(x for mine in whole for x in mine)
    charts = sorted(x for mine in first for x in mine)
    return {
        "readers": readers,
        "seconds": seconds,
        "answers": len(waits),
        "errors": len(errors),
        "error": errors[0] if errors else "",
        "first_median_s": statistics.median(charts) if charts else None,
        "whole_median_s": statistics.median(waits) if waits else None,
        "whole_longest_s": waits[-1] if waits else None,
        "fewest_answers": min(answered),
        "most_answers": max(answered),
        "memory_begun_MiB": memory[0],
        "memory_peak_MiB": max(memory),
    }


def measure(readers: int, seconds: float, times: int) -> dict[str, Any]:
    """All of it."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        try:
            found: dict[str, Any] = {"ready_s": server.wait()}
            found["branch"] = slide(server, BRANCH, times)
            found["whole_run"] = slide(server, {}, times)
            found["memory_idle_MiB"] = server.memory()
            if readers:
                found["crowd"] = crowd(server, readers, seconds)
            found["health"] = server.health()
        finally:
            server.end()
    return found


def rows(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The table: what, how much, target."""
    branch, run = found["branch"], found["whole_run"]
    out = [
        ("explorer ready, program compiled before", f"{found['ready_s']:.1f} s", ""),
        ("slider to first chart, branch 1923-03 to 1929-12", f"{branch['first_s']:.2f} s", "0.2 s"),
        ("slider to 200 histories, the same", f"{branch['whole_s']:.2f} s", "0.5 s"),
        ("slider to first chart, whole run", f"{run['first_s']:.2f} s", ""),
        ("slider to 200 histories, whole run", f"{run['whole_s']:.2f} s", ""),
        ("memory of server and workers", f"{found['memory_idle_MiB']:.0f} MiB", ""),
    ]
    if crowd_ := found.get("crowd"):
        name = f"{crowd_['readers']} readers for {crowd_['seconds']:.0f} s"
        out += [
            (f"{name}: errors", f"{crowd_['errors']} {crowd_['error']}".strip(), "0"),
            (
                f"{name}: answers, fewest and most a reader",
                f"{crowd_['answers']}, {crowd_['fewest_answers']} to {crowd_['most_answers']}",
                "fair",
            ),
            (
                f"{name}: first chart, whole answer, longest wait",
                f"{crowd_['first_median_s'] or 0:.1f}, {crowd_['whole_median_s'] or 0:.1f}, "
                f"{crowd_['whole_longest_s'] or 0:.1f} s",
                "",
            ),
            (
                f"{name}: memory before and at most",
                f"{crowd_['memory_begun_MiB']:.0f}, {crowd_['memory_peak_MiB']:.0f} MiB",
                "bounded",
            ),
        ]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--crowd", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--times", type=int, default=7)
    chosen = parser.parse_args()
    found = measure(chosen.crowd, chosen.seconds, chosen.times)
    if chosen.json:
        print(json.dumps(found))
        return
    table = rows(found)
    width = max(len(name) for name, _, _ in table)
    for name, value, target in table:
        print(f"{name:<{width}}  {value:<28} {'target ' + target if target else ''}".rstrip())


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    main()
