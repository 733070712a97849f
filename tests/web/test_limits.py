"""Readers beside readers: connections, waiting, long work and workers each have their limit and their deadline."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import uvicorn
from pretend import PretendWorker

from thermidor.cli.serve import Limits
from thermidor.keep import Files, Recent
from thermidor.web.service import logs
from thermidor.web.service.connections import limited
from thermidor.web.service.jobs import Job, Jobs
from thermidor.web.service.limits import Budgets, Refused, Settings
from thermidor.web.service.pool import Abandoned, Pool
from thermidor.web.service.questions import Question
from thermidor.web.service.queue import Queue
from thermidor.web.service.service import Service
from thermidor.web.service.workers import Worker, WorkerDied


async def app(scope, receive, send) -> None:
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
    )
    await send({"type": "http.response.body", "body": b"ok"})


@contextlib.contextmanager
def serving(**limits) -> Iterator[int]:
    """A server in a thread; gives its port."""
    protocol = limited(**{"most": 100, "most_of_one": 5, "deadline": 0.5, **limits})
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, http=protocol, log_config=None, timeout_keep_alive=5)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=5)


GET = b"GET / HTTP/1.1\r\nhost: here\r\n\r\n"


def test_one_address_holds_no_more_connections_than_it_may_and_others_are_let_in_again() -> None:
    with serving(deadline=30.0) as port:
        held = [connect(port) for _ in range(5)]
        for connection in held:
            connection.sendall(GET)
            assert b"200" in connection.recv(1000)
        refused = connect(port).recv(1000)
        assert refused.startswith(b"HTTP/1.1 429 ")
        assert b"retry-after" in refused
        held[0].close()
        time.sleep(0.2)
        again = connect(port)
        again.sendall(GET)
        assert b"200" in again.recv(1000)


def test_all_addresses_together_hold_no_more_than_they_may() -> None:
    with serving(most=3, deadline=30.0) as port:
        held = [connect(port) for _ in range(3)]
        assert connect(port).recv(1000).startswith(b"HTTP/1.1 429 ")
        assert held


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nhost: here\r\n"])
def test_who_says_nothing_or_not_enough_is_let_go(said) -> None:
    with serving() as port:
        idle = connect(port)
        idle.sendall(said)
        begun = time.monotonic()
        with contextlib.suppress(ConnectionResetError):
            assert idle.recv(100) == b""
        assert time.monotonic() - begun < 3


def test_a_second_request_that_does_not_come_to_its_end_is_let_go_too() -> None:
    with serving() as port:
        slow = connect(port)
        slow.sendall(GET)
        said = b""
        while not said.endswith(b"ok"):
            said += slow.recv(1000)
        slow.sendall(b"GET / HT")
        with contextlib.suppress(ConnectionResetError):
            assert slow.recv(100) == b""


# -- long work -------------------------------------------------------------------------------------


def jobs(tmp_path: Path, **limits) -> Jobs:
    return Jobs(Files(tmp_path, 1_000_000), **{"most": 4, "most_of_one": 2, **limits})


def test_one_address_leaves_places_for_others(tmp_path) -> None:
    waiting = jobs(tmp_path)
    for n in range(2):
        waiting.begin(f"a {n}", "f", {}, reader="greedy")
    with pytest.raises(Refused, match="waits for much long work"):
        waiting.begin("a 2", "f", {}, reader="greedy")
    assert waiting.begin("b", "f", {}, reader="other").state == "waiting"


def test_work_that_nobody_waits_for_is_not_done(tmp_path) -> None:
    waiting = jobs(tmp_path)
    left, listened = waiting.begin("left", "f", {}), waiting.begin("listened", "f", {})
    here = [True]
    wanted = waiting.begin("wanted", "f", {}, then=lambda job: None, waits=lambda: here[0])
    for job in (left, listened, wanted):
        job.looked -= 1000
    listened.listeners.append(object())  # type: ignore[arg-type]
    assert waiting.next(0.0) is None
    assert (left.state, left.failure.status) == ("failed", 503)
    assert waiting.next(0.0) is listened
    assert waiting.next(0.0) is wanted
    here[0] = False
    assert not wanted.is_waited_for()
    assert waiting.known("wanted") is wanted  # somebody looked again
    assert wanted.is_waited_for()


def test_work_under_way_that_nobody_waits_for_any_more_is_given_up(tmp_path) -> None:
    class Slow(PretendWorker):
        def do(self, kind, wish, told=None, within=None):
            told(1, 2)
            return "done"

    waiting = jobs(tmp_path)
    job = waiting.begin("left", "f", {})
    taken = waiting.next(0.0)
    assert taken is job
    job.looked -= 1000
    queue = Queue(Settings(), Budgets(1.0, 1.0), Recent(1, lambda tile: 1))
    pool, worker = Pool(queue, waiting, 0, Slow), Slow()
    with pytest.raises(Abandoned):
        pool._do(job, worker)
    assert worker.dead


def test_a_worker_that_says_nothing_is_ended() -> None:
    worker = Worker()
    os.kill(worker.pid, signal.SIGSTOP)
    begun = time.monotonic()
    with pytest.raises(WorkerDied, match=r"said nothing for 0\.2 s"):
        worker.do("warm", None, within=0.2)
    assert time.monotonic() - begun < 10
    assert worker._process.poll() is not None


# -- what the operator sees ------------------------------------------------------------------------


def test_a_fault_that_comes_again_and_again_is_not_told_again_and_again(capsys) -> None:
    logs._alike.clear()
    logs.take_over()
    logger = logging.getLogger("asyncio")
    for n in range(1000):
        try:
            raise OSError(24, "Too many open files")
        except OSError:
            logger.error("socket.accept() out of system resource %d", n, exc_info=True)
    told = capsys.readouterr().err
    assert len(told.splitlines()) == logs.MOST_ALIKE
    assert all("Traceback" not in json.loads(line)["message"] for line in told.splitlines())


def test_every_limit_is_an_option_and_stands_in_the_table_of_the_documentation() -> None:
    settings = {f.name for f in fields(Settings)} - {
        "cache", "workers", "warm", "root_path", "proxies", "host_names",
    }  # fmt: skip
    assert {f.name for f in fields(Limits)} == settings
    assert Limits().plain() == {name: getattr(Settings(), name) for name in settings}
    page = (Path(__file__).parents[2] / "docs" / "explorer.md").read_text()
    table = dict(re.findall(r"^\| `--([a-z-]+)` \| ([0-9,.]+)[^|]*\|", page, re.MULTILINE))
    usual = {f.name.replace("_", "-"): f"{getattr(Limits(), f.name):g}" for f in fields(Limits)}
    assert {name: f"{float(text.replace(',', '')):g}" for name, text in table.items()} == usual


def test_a_job_knows_when_it_is_waited_for() -> None:
    assert Job("k", "f", {}).is_waited_for()


def test_the_answers_of_the_first_page_are_made_at_the_start(tmp_path: Path) -> None:
    from thermidor.web import app as module
    from thermidor.web.routes.ask import HINGES

    service, asked = Service(Settings(cache=tmp_path), PretendWorker.kind()), []

    async def answer(question: Question, address: str) -> None:
        asked.append((question.scenario, address))

    service.answer = answer  # type: ignore[method-assign]

    def started(
        settings: Settings,
    ) -> None:  # in a thread: browsers of other tests leave a loop here
        work = module._answers_of_home(service, settings)
        thread = threading.Thread(target=asyncio.run, args=(work,))
        thread.start()
        thread.join()

    started(Settings(cache=tmp_path, warm=True))
    assert asked == [(id, "server") for id in ("baseline", *(id for id, _ in HINGES))]
    started(Settings(cache=tmp_path))
    assert len(asked) == 1 + len(HINGES)
