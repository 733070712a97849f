"""Readers behind one address: a turn each, a part of what their address may, and all their work charged."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from finishing import finish
from pretend import PretendWorker, tile_of
from starlette.testclient import TestClient

from thermidor.keep import Files, Recent
from thermidor.web.app import create_app
from thermidor.web.service.inquiry import Inquiry
from thermidor.web.service.jobs import Jobs
from thermidor.web.service.limits import COSTS, Budgets, Refused, Settings
from thermidor.web.service.logs import quiet
from thermidor.web.service.questions import Question
from thermidor.web.service.readers import Tokens, home, reader
from thermidor.web.service.service import Service
from thermidor.web.service.turns import Turns

SHORT = "n=32&stop=1918-12"
OWN = (
    b"id: mine\ntitle: {en: Mine}\ndo:\n  - hold: delegation.members_dare_to_vote\n    value: 0.5\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TestClient]:
    quiet()
    settings = Settings(cache=tmp_path, workers=1, budget=4000.0, refill=1e-9)
    app = create_app(settings)
    app.state.service = Service(settings, PretendWorker.kind())
    app.state.budgets = app.state.service.budgets
    yield TestClient(app, raise_server_exceptions=False)
    app.state.service.stop()
    quiet(False)


def token_in(page: str) -> str:
    found = re.search(r'<meta name="reader" content="([^"]+)">', page)
    assert found
    return found[1]


# -- tokens ----------------------------------------------------------------------------------------


def test_each_page_has_a_token_of_its_own_and_stores_nothing_with_the_reader(site) -> None:
    pages = [site.get(path) for path in ("/en/", "/en/", "/fr/record", "/en/embed", "/fr/nothing")]
    assert len({token_in(page.text) for page in pages}) == 5
    assert all("set-cookie" not in page.headers for page in pages)
    assert all("private" in page.headers["cache-control"] or page.status_code == 404 for page in pages)  # fmt: skip


@pytest.mark.parametrize("change", [str.lower, str.swapcase, lambda t: t[:-1], lambda t: "x" + t[1:], lambda t: "", lambda t: t + "x", lambda t: "é" * 30])  # fmt: skip
def test_a_token_that_we_have_not_signed_is_nobody_s(change) -> None:
    tokens = Tokens()
    fresh = tokens.fresh()
    assert tokens.name_in(fresh)
    assert tokens.name_in(change(fresh)) == (
        "" if change(fresh) != fresh else tokens.name_in(fresh)
    )
    assert Tokens().name_in(fresh) == ""


def test_the_addresses_of_one_household_are_one() -> None:
    assert reader("2001:db8:1:2::5") == reader("2001:db8:1:2:ffff::9") != reader("2001:db8:1:3::5")
    assert reader("::ffff:203.0.113.5") == "203.0.113.5"
    assert home(reader("203.0.113.5", "abc")) == "203.0.113.5"


# -- turns -----------------------------------------------------------------------------------------


def asked(turns: Turns, reader: str, seed: int, n: int = 64) -> Inquiry:
    question = Question.of({"set": (f"delegation.members_dare_to_vote=0.{seed}",), "histories": n, "seed": seed})  # fmt: skip
    inquiry = Inquiry.of(question, reader)
    turns.look(inquiry)
    turns.want(inquiry)
    turns.line_up(inquiry)
    return inquiry


def order(turns: Turns, all_: dict[str, list[Inquiry]], units: int) -> list[str]:
    out = []
    for _ in range(units):
        unit = turns.take()
        assert unit is not None
        out.append(next(w for w, own in all_.items() if any(unit.key in i.units for i in own)))
        turns.deliver(unit, tile_of(unit))
    return out


def test_readers_of_one_address_take_turns_however_many_questions_one_has() -> None:
    turns = Turns(Recent(1 << 30, lambda tile: tile.bytes), 32)
    all_ = {
        "greedy": [asked(turns, "school#greedy", seed) for seed in (1, 2, 3, 4)],
        "a": [asked(turns, "school#a", 5)],
        "b": [asked(turns, "school#b", 6)],
    }
    assert Counter(order(turns, all_, 9)) == {"greedy": 3, "a": 3, "b": 3}
    assert (turns.addresses, turns.readers) == (1, 3)


def test_an_address_has_no_more_turns_in_a_round_than_the_operator_lets_it() -> None:
    turns = Turns(Recent(1 << 30, lambda tile: tile.bytes), 2)
    many = [asked(turns, f"many#{n}", n + 1) for n in range(6)]
    one = [asked(turns, "one#x", 8, 256)]
    found = Counter(order(turns, {"many": many, "one": one}, 9))
    assert found == {"many": 6, "one": 3}
    for inquiry in many:
        turns.leave(inquiry)
    assert (turns.addresses, turns.readers) == (1, 1)


def test_long_work_of_readers_takes_turns(tmp_path: Path) -> None:
    jobs = Jobs(Files(tmp_path, 1 << 20), most=24, most_of_one=16)
    for n in range(4):
        jobs.begin(f"greedy {n}", "f", {}, reader="school#greedy")
    jobs.begin("modest", "f", {}, reader="school#modest")
    taken = []
    for _ in range(3):
        job = jobs.next(0.0)
        assert job is not None
        taken.append(job.key)
        jobs.finish(job, 1)
    assert taken == ["greedy 0", "modest", "greedy 1"]


# -- parts of what an address may ------------------------------------------------------------------


def test_a_reader_takes_a_part_of_his_address_s_budget_and_leaves_the_rest_to_others() -> None:
    budgets = Budgets(1000.0, 1e-9, share=0.5)
    budgets.take("school#greedy", 400)
    with pytest.raises(Refused, match="this reader") as refused:
        budgets.take("school#greedy", 200)
    assert refused.value.status == 429
    budgets.take("school#other", 400)
    with pytest.raises(Refused, match="this address"):
        budgets.take("school#third", 300)
    budgets.take("elsewhere", 400)


def test_a_reader_fills_only_his_part_of_the_places_for_long_work(tmp_path: Path) -> None:
    jobs = Jobs(Files(tmp_path, 1 << 20), most=24, most_of_one=4, share=0.5)
    for n in range(2):
        jobs.begin(f"a {n}", "f", {}, reader="school#a")
    with pytest.raises(Refused, match="This reader waits"):
        jobs.begin("a 2", "f", {}, reader="school#a")
    for n in range(2):
        jobs.begin(f"b {n}", "f", {}, reader="school#b")
    with pytest.raises(Refused, match="This address waits"):
        jobs.begin("c", "f", {}, reader="school#c")


def test_a_reader_fills_only_his_part_of_the_places_for_questions(tmp_path: Path) -> None:
    gate = threading.Event()
    settings = Settings(cache=tmp_path, workers=1, waiting_of_one=4)
    service = Service(settings, PretendWorker.kind(gate=gate))

    async def run() -> None:
        def ask(seed: int, reader: str) -> asyncio.Task:
            return asyncio.ensure_future(service.answer(Question.from_query(f"{SHORT}&seed={seed}"), reader))  # fmt: skip

        own = [ask(1, "school#a"), ask(2, "school#a")]
        await asyncio.sleep(0.3)
        with pytest.raises(Refused, match="This reader waits"):
            await ask(3, "school#a")
        others = [ask(4, "school#b"), ask(5, "school#b")]
        await asyncio.sleep(0.3)
        with pytest.raises(Refused, match="This address waits"):
            await ask(6, "school#c")
        gate.set()
        await asyncio.gather(*own, *others)

    try:
        finish(run())
    finally:
        gate.set()
        service.stop()


def test_work_for_which_there_is_no_room_is_not_charged(tmp_path: Path) -> None:
    jobs, charged = Jobs(Files(tmp_path, 1 << 20), most=1), []
    jobs.begin("a", "f", {}, charge=lambda: charged.append("a"))
    with pytest.raises(Refused):
        jobs.begin("b", "f", {}, charge=lambda: charged.append("b"))
    jobs.begin("a", "f", {}, charge=lambda: charged.append("again"))
    assert charged == ["a"]


# -- what is charged -------------------------------------------------------------------------------


def left(site: TestClient) -> float:
    budgets = site.app.state.budgets  # type: ignore[attr-defined]
    return budgets._now(("address", "testclient"), 1.0, time.monotonic())


@pytest.mark.parametrize(
    ("path", "cost"),
    [
        (f"/api/v1/answer.svg?{SHORT}", COSTS.picture),
        (f"/api/v1/answer.png?{SHORT}", COSTS.picture),
        (f"/api/v1/answer.csv?{SHORT}", COSTS.table),
        (f"/api/v1/answer.nc?{SHORT}", COSTS.file * 32 * 6),
        ("/api/v1/record/search?q=Kronstadt", COSTS.search),
        ("/api/v1/answer?set=mood.feeer=0.5", COSTS.refusal),
        ("/api/v1/scenarios/german-insurection", COSTS.refusal),
        ("/api/v1/variables?theory=lequene", COSTS.refusal),
        ("/api/v1/parameters", 0),
    ],
)
def test_whatever_a_program_has_done_is_charged(site, path, cost) -> None:
    site.get(f"/api/v1/answer?{SHORT}")
    before = left(site)
    site.get(path)
    assert before - left(site) == pytest.approx(cost + COSTS.request, abs=0.01)


@pytest.mark.parametrize(
    ("path", "cost"),
    [
        ("/en/record?q=Kronstadt", COSTS.search),
        ("/en/claims?q=party", COSTS.search),
        ("/en/?set=mood.feeer=0.5", COSTS.refusal),
        ("/en/history?outcome=thermidr", COSTS.refusal),
        ("/en/record", 0),
        ("/en/", 0),
    ],
)
def test_pages_are_free_but_for_searches_and_misspellings(site, path, cost) -> None:
    before = left(site)
    site.get(path)
    assert before - left(site) == pytest.approx(cost, abs=0.01)


def test_an_upload_is_charged(site) -> None:
    before = left(site)
    assert site.post("/api/v1/scenarios/check", content=OWN).status_code == 200
    assert before - left(site) == pytest.approx(COSTS.upload + COSTS.request, abs=0.01)


def test_a_greedy_reader_is_refused_and_his_neighbour_is_served(site) -> None:
    greedy, modest = ({"x-reader": token_in(site.get("/en/").text)} for _ in range(2))
    seen = [site.get(f"/api/v1/answer?set=mood.fe{n}r=0.5", headers=greedy).status_code for n in range(150)]  # fmt: skip
    assert seen[0] == 400
    assert seen[-1] == 429
    answer = site.get("/api/v1/answer?set=mood.feer=0.5", headers=greedy)
    assert answer.json()["error"]["what"].startswith("this reader")
    assert int(answer.headers["retry-after"]) >= 1
    assert site.get(f"/api/v1/answer?{SHORT}", headers=modest).status_code == 200


def test_a_refusal_costs_no_more_than_a_page(site) -> None:
    def spent(paths: list[str]) -> float:
        site.get(paths[0])
        begun = time.process_time()
        for path in paths[1:]:
            site.get(path)
        return (time.process_time() - begun) / (len(paths) - 1)

    page = spent(["/en/"] * 9)
    refused = spent([f"/en/?set=mood.fe{n}errr=0.5" for n in range(9)])
    longest = spent([f"/en/?set={'x' * 180}{n}=0.5" for n in range(9)])
    assert max(refused, longest) < 3 * page
