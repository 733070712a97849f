"""Servers and workers that are killed in the middle of their work: nothing is lost that a reader had a link to.

The processes are real and the model is simulated, for a few months of a few histories.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psutil
import pytest

SHORT = "set=delegation.members_dare_to_vote%3D0.5&n=96&stop=1919-12"
LONG = "set=delegation.members_dare_to_vote%3D0.25&n=512"
OWN = (
    b"id: mine\ntitle: {en: Mine}\ndo:\n  - hold: delegation.members_dare_to_vote\n    value: 0.5\n"
)


class Server:
    """A server process with a folder of its own."""

    def __init__(self, folder, workers=1):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "thermidor", "serve", "--no-warm", "--quiet", "--port", str(self.port),
             "--workers", str(workers)],
            env={**os.environ, "THERMIDOR_EXPLORER_FOLDER": str(folder)},
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._wait()

    def _wait(self):
        end = time.monotonic() + 300
        while time.monotonic() < end:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.health()["ready"]:
                    return
            time.sleep(0.3)
        self.kill()
        raise TimeoutError("the server does not get ready")

    def get(self, path, data=None):
        with urllib.request.urlopen(
            urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data), timeout=300
        ) as answer:
            return answer.read()

    def health(self):
        return json.loads(self.get("/healthz"))

    def workers(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def begin(self, query):
        """Ask for a stream, and read until its first event."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.request("GET", f"/api/v1/answer/stream?{query}")
        answer = connection.getresponse()
        assert answer.status == 200
        while not answer.readline().startswith(b"data:"):
            pass
        return connection, answer

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)


@pytest.fixture
def served(tmp_path):
    servers = []

    def serve(name="one", **options):
        server = Server(tmp_path / name, **options)
        servers.append(server)
        return server

    yield serve
    for server in servers:
        server.kill()


def wait_until(true, seconds=30.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.2)
    return False


def test_a_killed_server_gives_the_same_bytes_after_a_new_start(served):
    server = served()
    id = json.loads(server.get("/api/v1/scenarios/check", OWN))["scenario"]
    whole = server.get(f"/api/v1/answer?{SHORT}")
    own = server.get(f"/api/v1/answer?scenario={id}&n=32&stop=1917-12")
    connection, _ = server.begin(LONG)
    workers = server.workers()
    assert workers
    server.kill()
    connection.close()
    assert wait_until(lambda: not any(w.is_running() and w.status() != "zombie" for w in workers))

    again = served()
    assert again.get(f"/api/v1/answer?{SHORT}") == whole
    assert again.get(f"/api/v1/answer?scenario={id}&n=32&stop=1917-12") == own
    again.kill()

    fresh = served("elsewhere")
    assert fresh.get(f"/api/v1/answer?{SHORT}") == whole


def test_a_killed_worker_is_replaced_and_its_unit_computed_again(served):
    server = served()
    whole = server.get(f"/api/v1/answer?{SHORT.replace('0.5', '0.6')}")
    server.kill()

    other = served("other")
    connection, answer = other.begin(LONG)
    for worker in other.workers():
        worker.kill()
    assert other.get(f"/api/v1/answer?{SHORT.replace('0.5', '0.6')}") == whole
    assert other.health()["workers_replaced"] >= 1
    answer.close()
    connection.close()


def test_a_reader_who_goes_frees_the_queue(served):
    server = served()
    connection, answer = server.begin(LONG)
    assert server.health()["questions"] == 1
    answer.close()
    connection.close()
    assert wait_until(lambda: server.health()["questions"] == 0)


def test_a_server_that_is_told_to_stop_ends_with_its_workers(served):
    server = served()
    connection, answer = server.begin(LONG)
    workers = server.workers()
    server.process.terminate()
    server.process.wait(30)
    assert wait_until(lambda: not any(w.is_running() and w.status() != "zombie" for w in workers))
    answer.close()
    connection.close()
