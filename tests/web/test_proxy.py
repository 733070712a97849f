"""Behind a prefix and a proxy: links lead there, readers are who the proxy says, names are checked, crawlers begin nothing."""

from __future__ import annotations

import contextlib
import html
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from made_up_history import decision, document, told
from starlette.testclient import TestClient

from thermidor.web.app import create_app
from thermidor.web.front import host_in, is_known, network, prefix, spoken_for
from thermidor.web.links import under
from thermidor.web.service.jobs import Job
from thermidor.web.service.limits import Refused, Settings
from thermidor.web.service.logs import quiet
from thermidor.web.service.service import Service

ADDRESS = re.compile(r' (?:href|src|action|data-[a-z-]+)="([^"]+)"')
PAGES = ("/{}/", "/{}/history", "/{}/record", "/{}/record/system/army", "/{}/claims", "/{}/claims/k0824", "/{}/method", "/{}/glossary", "/{}/embed", "/api/docs")  # fmt: skip


# -- a real process behind a real proxy --------------------------------------------------------------------


@dataclass
class Site:
    """A server and the proxy in front of it."""

    server: int
    proxy: int
    log: Path

    def get(self, path: str, port: int = 0, source: str = "127.0.0.1", method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:  # fmt: skip
        connection = http.client.HTTPConnection(
            "127.0.0.1", port or self.proxy, timeout=60, source_address=(source, 0)
        )
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=sent)
            answer = connection.getresponse()
            said = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, said, answer.read().decode()
        finally:
            connection.close()

    def last_address(self, mark: str) -> str:
        """The address from which the log says that a request with this query came."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            for line in reversed(self.log.read_text().splitlines()):
                if mark in line and line.startswith("{"):
                    return json.loads(line)["address"]
            time.sleep(0.1)
        raise AssertionError(f"no request {mark} in the log")


def proxy_to(port: int, strips: bool) -> ThreadingHTTPServer:
    """A proxy as operators have them: it shows the server below /thermidor, and says for whom it speaks."""

    class Passed(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if not self.path.startswith("/thermidor"):
                self.send_error(404)
                return
            path = self.path.removeprefix("/thermidor") or "/" if strips else self.path
            earlier = self.headers.get("x-forwarded-for")
            length = int(self.headers.get("content-length") or 0)
            inner = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            inner.request(
                self.command, path, self.rfile.read(length) if length else None,
                {
                    "host": self.headers["host"], "accept-encoding": "identity",
                    "x-forwarded-for": ", ".join(filter(None, (earlier, self.client_address[0]))),
                    "x-forwarded-proto": "https",
                },
            )  # fmt: skip
            answer = inner.getresponse()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in (
                    "transfer-encoding",
                    "connection",
                    "date",
                    "content-length",
                ):
                    self.send_header(name, value)
            self.send_header("connection", "close")
            self.end_headers()
            with contextlib.suppress(OSError, http.client.HTTPException):
                while part := answer.read1(4096):
                    self.wfile.write(part)
                    self.wfile.flush()
            inner.close()
            self.close_connection = True

        do_POST = do_HEAD = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Passed)
    made.daemon_threads = True
    threading.Thread(target=made.serve_forever, daemon=True).start()
    return made


@pytest.fixture(scope="module", params=[True, False], ids=["prefix taken off", "prefix left"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:  # fmt: skip
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log"
    words = ["--port", str(port), "--workers", "1", "--no-warm", "--root-path", "/thermidor"]
    words += ["--proxy", "127.0.0.1", "--host-name", "explorer.example.org"]
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "thermidor", "serve", *words], stderr=file, start_new_session=True,
            env={**os.environ, "THERMIDOR_EXPLORER_FOLDER": str(folder / "kept")},
        )  # fmt: skip
    proxy = proxy_to(port, request.param)
    found = Site(port, proxy.server_address[1], log)
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                if found.get("/robots.txt", port)[0] == 200:
                    break
            time.sleep(0.2)
        yield found
    finally:
        proxy.shutdown()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_every_link_and_file_of_every_page_is_found_behind_the_proxy(site: Site) -> None:
    seen, wrong = set(), []
    for lang in ("en", "fr"):
        for page in PAGES:
            status, _, text = site.get("/thermidor" + page.format(lang))
            assert status == 200, page
            for link in {html.unescape(a) for a in ADDRESS.findall(text)}:
                if link.startswith("/") and not link.startswith("/thermidor/"):
                    wrong.append((page, link))
                here = link.partition("#")[0]
                if here.startswith("/") and "/api/v1/" not in here and here not in seen:
                    seen.add(here)
    assert not wrong
    some = sorted(seen, key=lambda a: ("static" not in a, "record/" in a, len(a)))[:150]
    assert {a: s for a in some if (s := site.get(a)[0]) not in (200, 301, 303, 307, 308)} == {}
    assert any("/static/" in a for a in some)


@pytest.mark.parametrize("path", ["", "/", "/fr", "/en"])
def test_redirections_stay_below_the_prefix(site: Site, path: str) -> None:
    status, headers, _ = site.get(f"/thermidor{path}", accept_language="fr")
    assert status in (307, 308)
    assert re.fullmatch(r"/thermidor/(fr|en)/", headers["location"])


def test_the_event_stream_begins_at_once_behind_the_proxy(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.proxy, timeout=60)
    connection.request("GET", "/thermidor/api/v1/answer/stream?n=32&stop=1917-12")
    answer = connection.getresponse()
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["x-accel-buffering"] == "no"
    begun = time.monotonic()
    first = answer.read1(200)
    assert b"event: waiting" in first
    assert time.monotonic() - begun < 10
    connection.close()


def test_the_proxy_is_believed_and_nobody_else(site: Site) -> None:
    site.get("/thermidor/en/glossary?mark=a", x_forwarded_for="203.0.113.7")
    assert site.last_address("mark=a") == "203.0.113.7"
    site.get("/en/glossary?mark=b", site.server, "127.0.0.9", x_forwarded_for="203.0.113.7")
    assert site.last_address("mark=b") == "127.0.0.9"


def test_the_name_of_the_server_is_checked(site: Site) -> None:
    def status(host: str, **more: str) -> int:
        return site.get("/thermidor/en/glossary", site.server, "127.0.0.9", host=host, **more)[0]

    assert [status(h) for h in ("localhost", "127.0.0.1:8017", "explorer.example.org")] == [200] * 3
    assert status("evil.example") == 421
    assert status("evil.example", x_forwarded_host="localhost") == 421
    assert site.get("/thermidor/en/", host="evil.example")[0] == 421
    text = site.get("/fr/", site.server, host="evil.example")[2]
    assert "Ce serveur ne porte pas ce nom." in text


def test_health_is_503_until_a_worker_is_ready(site: Site) -> None:
    status, headers, body = site.get("/thermidor/healthz")
    ready = json.loads(body)["ready"]
    assert status == (200 if ready else 503)
    if not ready:
        assert int(headers["retry-after"]) > 0


def test_the_interface_for_programs_says_where_it_stands(site: Site) -> None:
    found = json.loads(site.get("/thermidor/api/openapi.json")[2])
    assert found["servers"] == [{"url": "/thermidor"}]


# -- without a process ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "header", "reader"),
    [
        ("203.0.113.9", "1.2.3.4", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.7", "1.2.3.4"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4, nonsense", "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4:5678", "1.2.3.4"),
        ("10.0.0.1", "[2001:db8::1]:5678", "2001:db8::1"),
        ("::ffff:10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("unknown", "1.2.3.4", "unknown"),
    ],
)
def test_only_what_a_proxy_of_ours_has_written_is_read(peer, header, reader) -> None:
    assert spoken_for(peer, header, [network("10.0.0.0/8")]) == reader


@pytest.mark.parametrize(
    "text", ["thermidor", "//x", "/a b", "/a?b", "/../x", "/en", "/api/x", "/é"]
)
def test_what_is_no_prefix_is_refused(text) -> None:
    with pytest.raises(ValueError, match="is no prefix"):
        prefix(text)


@pytest.mark.parametrize(
    ("header", "names", "known"),
    [
        ("localhost:8017", (), True),
        ("a.localhost", (), True),
        ("[::1]:8017", (), True),
        ("10.1.2.3", (), True),
        ("evil.example", (), False),
        ("localhost.evil.example", (), False),
        ("127.0.0.1.evil.example", (), False),
        ("Explorer.Example.org.", ("explorer.example.org",), True),
        ("a.example.org", ("*.example.org",), True),
        ("aexample.org", ("*.example.org",), False),
        ("evil.example", ("*",), True),
        ("evil.example/localhost", (), False),
        ("localhost@evil.example", (), False),
    ],
)  # fmt: skip
def test_names_by_which_the_server_goes(header, names, known) -> None:
    assert is_known(host_in(header), names) is known


def test_texts_and_addresses_elsewhere_keep_their_form() -> None:
    page = '<p title="see &#34; href=&#34;/en/">//x</p><a href="//other/">a</a><a href="https://x/">b</a>'
    assert under("/t", page) == page


class Nothing(Service):
    """A service that notes what is begun; nothing is there but one history."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    def look(self, function: str, *, key: str) -> Job | None:
        return None

    def known(self, question: Any) -> None:
        return None

    def begin(self, function: str, *, key: str, **arguments: Any) -> Job:
        self.begun.append(function)
        return Job(key, function, arguments)

    async def answer(self, question: Any, reader: str) -> None:
        self.begun.append("answer")
        raise AssertionError

    async def call(self, function: str, **arguments: Any) -> None:
        self.begun.append(function)
        raise AssertionError

    def events(self, question: Any, reader: str) -> None:
        self.begun.append("events")
        raise AssertionError

    async def arrays(self, question: Any, reader: str) -> Any:
        self.begun.append("arrays")
        raise AssertionError


@pytest.fixture
def open_site(tmp_path: Path) -> Iterator[tuple[TestClient, Nothing]]:
    quiet()
    app = create_app(Settings(cache=tmp_path, workers=1))
    app.state.service = service = Nothing()
    yield TestClient(app, follow_redirects=False, raise_server_exceptions=False), service
    quiet(False)


def links_of(text: str) -> set[str]:
    found = {html.unescape(a).partition("#")[0] for a in ADDRESS.findall(text)}
    return {a for a in found if a.startswith(("/", "?"))}


def test_a_crawler_that_follows_every_link_begins_nothing(open_site) -> None:
    client, service = open_site
    more = ("/{}/?scenario=german-insurrection-october-1923", "/{}/?answer=page", "/{}/history?n=64&year=1921", "/{}/history/document.json", "/{}/history/map.json", "/{}/claims/k0824?run=64")  # fmt: skip
    seen: set[str] = set()
    for page in (*PAGES, *more):
        for method in ("GET", "HEAD"):
            path = page.format("en")
            answer = client.request(method, path, headers={"user-agent": "Googlebot/2.1"})
            assert answer.status_code in (200, 403, 404), path
            for link in links_of(answer.text):
                seen.add(path.partition("?")[0] + link if link.startswith("?") else link)
    few = [a for a in seen if "/record/" not in a] + sorted(a for a in seen if "/record/" in a)[:30]
    for link in few:
        client.get(link, headers={"user-agent": "Mozilla/5.0 (compatible; bingbot/2.0)"})
    assert len(few) > 100
    assert service.begun == []


def test_a_reader_s_form_begins_the_work(open_site) -> None:
    client, service = open_site
    assert client.post("/fr/history?n=64&history=3").status_code == 303
    assert client.post("/fr/claims/k0824", content="run=64").status_code == 303
    assert service.begun == ["thermidor.web.service.telling:tell", "thermidor.web.service.claims:run_claim"]  # fmt: skip
    client.post("/fr/", content="scenario=baseline&n=64")
    assert service.begun[2:] == ["answer"]


def test_robots_are_asked_to_stay_out_of_what_is_computed(open_site) -> None:
    client, _ = open_site
    text = client.get("/robots.txt").text
    closed = [line.removeprefix("Disallow: ") for line in text.splitlines()[1:]]
    patterns = [re.compile(re.escape(c).replace(r"\*", ".*")) for c in closed]

    def may(path: str) -> bool:
        return not any(p.match(path) for p in patterns)

    assert [may(p) for p in ("/en/", "/fr/record/system/army", "/en/claims/k0824", "/en/history")] == [True] * 4  # fmt: skip
    assert not any(may(p) for p in ("/api/v1/answer", "/en/history?n=64", "/en/?scenario=x&answer=page", "/fr/embed?n=32", "/en/claims/k0824?run=64"))  # fmt: skip


def test_a_history_that_has_been_told_is_shown_below_a_prefix(tmp_path: Path) -> None:
    made = document(told("1921-05", decision("factions.ban")))

    class Told(Nothing):
        def look(self, function: str, *, key: str) -> Job | None:
            found = {"history": 7, "outcome": "thermidor", "of": 3, "among": 64, "outcomes": {}}
            return Job(key, function, {}, "done", 1, 1, found if "typical" in function else made)

    quiet()
    app = create_app(Settings(cache=tmp_path, workers=1))
    app.state.service = Told()
    text = TestClient(app, root_path="/a/b").get("/fr/history?year=1921").text
    quiet(False)
    links = {a for a in ADDRESS.findall(text) if a.startswith("/")}
    assert len(links) > 20
    assert all(a.startswith("/a/b/") for a in links)


# -- in a browser --------------------------------------------------------------------------------------------


class Slowly(Nothing):
    """A service that tells a history once somebody has it begun, and notes who asks."""

    def __init__(self) -> None:
        super().__init__()
        self.readers: list[str] = []
        self.looks = 0

    def look(self, function: str, *, key: str) -> Job | None:
        if not self.begun:
            return None
        found = {"history": 7, "outcome": "thermidor", "of": 3, "among": 64, "outcomes": {}}
        if "typical" in function:
            return Job(key, function, {}, "done", 1, 1, found)
        self.looks += 1
        state = "running" if self.looks < 3 else "done"
        return Job(
            key, function, {}, state, 1, 2, document(told("1921-05", decision("factions.ban")))
        )

    def begin(self, function: str, *, key: str, reader: str = "", **arguments: Any) -> Job:
        self.readers.append(reader)
        return super().begin(function, key=key, **arguments)

    async def events(self, question: Any, reader: str, *, partial: bool = True) -> Any:
        self.readers.append(reader)
        raise Refused(
            "The server has as many questions as it can hold.",
            "queue",
            "Ask again in a while.",
            status=503,
        )
        yield


@pytest.fixture
def below(tmp_path: Path) -> Iterator[tuple[str, Slowly]]:
    """A server below /thermidor in a thread; gives its address and its service."""
    quiet()
    app = create_app(Settings(cache=tmp_path, workers=1, root_path="/thermidor"))
    app.router.lifespan_context = _no_life
    app.state.service = service = Slowly()
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/thermidor", service
    server.should_exit = True
    thread.join(10)
    listening.close()
    quiet(False)


@contextlib.asynccontextmanager
async def _no_life(app: Any) -> AsyncIterator[None]:
    yield


def test_in_a_browser_a_history_is_begun_by_its_page_and_shown_when_it_is_told(
    below, browser
) -> None:
    address, service = below
    page = browser.new_page()
    page.goto(f"{address}/fr/history?year=1921")
    page.wait_for_selector("h2#year", timeout=30_000)
    assert "Le congrès interdit groupes et tendances" in page.inner_text("main")
    assert len(service.begun) == 1
    assert len(service.readers[0].partition("#")[2]) == 12
    page.click("a[data-language]")
    page.wait_for_url(f"{address}/en/history?year=1921*")
    page.close()


def test_in_a_browser_ask_listens_below_the_prefix_and_is_refused_in_its_language(
    below, browser
) -> None:
    address, service = below
    page = browser.new_page(locale="en-GB")
    page.goto(f"{address}/fr/?n=32")
    page.wait_for_selector("#fault:not([hidden])", timeout=30_000)
    assert "Le serveur a autant de questions" in page.inner_text("#fault")
    assert len(service.readers[0].partition("#")[2]) == 12
    assert page.get_attribute("[data-file=csv]", "href").startswith("/thermidor/api/v1/answer.csv")
    page.close()


def test_in_a_browser_a_refusal_to_begin_is_said_and_not_tried_again_and_again(
    below, browser
) -> None:
    address, service = below

    def begin(function: str, **more: Any) -> Job:
        service.begun.clear()
        service.readers.append("refused")
        raise Refused(
            "This address waits for much long work already.",
            "queue",
            "Ask again when some of it is done.",
            status=429,
        )

    service.begin = begin
    page = browser.new_page()
    page.goto(f"{address}/fr/history?year=1921")
    page.wait_for_selector("#wait:has-text('Cette adresse attend')", timeout=30_000)
    page.wait_for_timeout(1500)
    assert service.readers == ["refused"]
    page.close()
