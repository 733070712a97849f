"""A real server for the tests of the explorer, readers in Chromium who reach nothing else, and axe.

One server serves all workers of a run: the first that asks starts it, the last that leaves ends it.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the tests import `visits`

START = 120.0
"""Seconds that a server may take to answer for the first time."""


class Explorer:
    """A running server."""

    def __init__(self, address: str):
        self.address = address

    def url(self, path: str = "/en/") -> str:
        return self.address + path

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (lower case) and body, without following redirections."""
        request = urllib.request.Request(self.url(path), headers=headers)
        try:
            answer = _opener.open(request, timeout=120)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()

    def text(self, path: str, **headers: str) -> str:
        status, _, body = self.get(path, **headers)
        assert status == 200, f"{path}: {status}"
        return body.decode()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)


@pytest.fixture(scope="session")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explorer]:
    """The server of this run of the tests; THERMIDOR_EXPLORER names one that runs already."""
    if given := os.environ.get("THERMIDOR_EXPLORER"):
        yield Explorer(given.rstrip("/"))
        return
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "explorer"
    folder.mkdir(exist_ok=True)
    state = folder / "state.json"
    with _locked(folder):
        known = json.loads(state.read_text()) if state.exists() else None
        if known is None or known["users"] <= 0:
            known = {**_start(folder), "users": 0}
        known["users"] += 1
        state.write_text(json.dumps(known))
    yield Explorer(known["address"])
    with _locked(folder):
        known = json.loads(state.read_text())
        known["users"] -= 1
        state.write_text(json.dumps(known))
        if known["users"] <= 0:
            _stop(known["pid"])


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _start(folder: Path) -> dict[str, Any]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    said = folder / "server.log"
    with said.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "thermidor", "serve", "--port", str(port), "--no-warm"],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "THERMIDOR_CACHE": str(folder / "store")},
            start_new_session=True,
        )
    until = time.monotonic() + START
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with (
            contextlib.suppress(OSError),
            _opener.open(f"{address}/robots.txt", timeout=5) as answer,
        ):
            if answer.status == 200:  # pages come before a worker is ready to compute
                return {"address": address, "pid": process.pid}
        time.sleep(0.1)
    _stop(process.pid)
    pytest.fail("the server did not start:\n" + said.read_text(errors="replace")[-4000:])


def _stop(pid: int) -> None:
    for sign, patience in ((signal.SIGTERM, 10.0), (signal.SIGKILL, 2.0)):
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.killpg(pid, sign)
            until = time.monotonic() + patience
            while time.monotonic() < until:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)
                os.killpg(pid, 0)
                time.sleep(0.05)


@pytest.fixture
def reader(browser: Any, explorer: Explorer) -> Iterator[Callable[..., Any]]:
    """Readers who reach nothing but the server: `reader(path, width=, scheme=, javascript=)` -> a page.

    The test fails when a page asks for anything else, when a script fails, or when the browser
    reports a violation of the content security policy or another error. Errors that a test provokes
    on purpose are taken out of `page.said` by it.
    """
    contexts: list[Any] = []
    pages: list[Any] = []

    def open_page(
        path: str | None = None,
        *,
        width: int = 1280,
        height: int = 900,
        scheme: str = "light",
        javascript: bool = True,
        **more: Any,
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        asked: list[str] = []

        def gate(route: Any) -> None:
            url = route.request.url
            if url.startswith(explorer.address + "/"):
                route.continue_()
            else:
                asked.append(url)
                route.abort()

        context.route("**/*", gate)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.said, page.asked = [], asked
        page.on("console", lambda message: _note(page, message))
        page.on("pageerror", lambda error: page.said.append(f"error in a script: {error}"))
        pages.append(page)
        if path is not None:
            page.goto(explorer.url(path))
        return page

    yield open_page
    said = [text for page in pages for text in page.said]
    asked = [url for page in pages for url in page.asked]
    for context in contexts:
        context.close()
    assert not asked, f"a page asked for what is not on the server: {asked}"
    assert not said, f"the browser reports: {said}"


def _note(page: Any, message: Any) -> None:
    own = message.location.get("url", "").split("#")[0] == page.url.split("#")[0]
    if own and "status of 404" in message.text:
        return  # the browser remarks on a page that is not there, when it is that which was asked for
    if message.type in ("error", "warning"):
        page.said.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], list[str]]:
    """What the accessibility checker axe finds serious or critical on a page."""
    from axe_playwright_python.sync_playwright import Axe

    checker = Axe()
    rules = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "resultTypes": ["violations"],
    }

    def check(page: Any) -> list[str]:
        before = len(page.said)
        found = checker.run(page, options=rules).response["violations"]
        del page.said[before:]
        return [
            f"{v['id']} ({v['impact']}): {v['help']}: {[n['html'][:160] for n in v['nodes'][:4]]}"
            for v in found
            if v["impact"] in ("serious", "critical")
        ]

    return check
