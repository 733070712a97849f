"""The board of claims: all that is encoded, with the verdicts of a stored run that says what it is."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import TestClient

from thermidor.experiments.claims import left_claims, load_claims, made_by
from thermidor.record import load
from thermidor.scenarios import Scenario
from thermidor.web.app import create_app
from thermidor.web.pages import board as boards
from thermidor.web.service.claims import run_claim, scenario_of_claim
from thermidor.web.service.model import model
from thermidor.web.service.questions import Question


def result(id: str, verdict: str, effect: float, low: float, high: float, **more: Any) -> dict[str, Any]:  # fmt: skip
    claim = load_claims()[id]
    return {
        "id": id, "verdict": verdict, "effect": effect, "low": low, "high": high, "n": 60, "level": 1.0,
        "required": claim.strength, "floor": 0.0, "expected": claim.expected, "reason": "", "size": "", "asked_by": claim.asked_by, "kind": claim.kind, **more,
    }  # fmt: skip


def of(kind: str, expect: str | None) -> list[str]:
    return [c.id for c in load_claims().values() if c.kind == kind and c.expect == expect]


UP, WEAK, DOWN = of("contrast", "up")[0], of("contrast", "up")[1], of("contrast", "down")[0]
COURSE = of("trajectory", "up")[0]
MADE_BY = made_by(model()).account()


def run(**more: Any) -> dict[str, Any]:
    asked = {id: load_claims()[id].strength for id in (UP, WEAK, DOWN)}
    return {
        "version": "0.1.0", "made_by": MADE_BY, "histories": 64, "seed": 3, "expected_false": 0.1,
        "claims": [
            result(UP, "as_claimed", 3 * asked[UP], 2 * asked[UP], 4 * asked[UP], size="reaches"),
            result(WEAK, "as_claimed", 0.4 * asked[WEAK], 0.2 * asked[WEAK], 0.6 * asked[WEAK], size="short"),
            result(DOWN, "opposite", asked[DOWN], 0.5 * asked[DOWN], 2 * asked[DOWN]),
            result(COURSE, "descriptive", 0.5, 0.4, 0.6),
        ],
        **more,
    }  # fmt: skip


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ships a stored run: plain data, text, or nothing."""

    def ship(data: Any) -> None:
        path = tmp_path / "claims.json"
        if data is not None:
            path.write_text(data if isinstance(data, str) else json.dumps(data))
        found = boards.stored(path)
        for module in ("thermidor.web.pages.board", "thermidor.web.routes.claims"):
            monkeypatch.setattr(f"{module}.board", lambda: found)

    return ship


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    return TestClient(create_app(), follow_redirects=False)  # not entered: no worker starts


def text_of(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return answer.text


def drawn(id: str, found: Any) -> dict[str, float]:
    at = boards.interval(boards.row(id, found[id]))
    assert at is not None
    return at


def rows_of(page: str) -> list[str]:
    return re.findall(r'<tr class="[^"]*" id="(k\d{4})">', page)


# -- the stored run --------------------------------------------------------------------------------


def test_the_board_shows_every_encoded_claim_once(client, shipped):
    shipped(run())
    assert rows_of(text_of(client, "/en/claims")) == sorted(load_claims())


@pytest.mark.parametrize(
    ("data", "state", "said"),
    [
        (None, "missing", "No run of the claims is stored"),
        ("{", "broken", "cannot be read"),
        ({"claims": [{"id": UP}]}, "broken", "cannot be read"),
        (run(claims=[result(UP, "perhaps", 1, 0, 2)]), "broken", "cannot be read"),
        (run(made_by=MADE_BY | {"formulas": "others"}), "old", "another state of the model"),
        (run(made_by={}), "old", "another state of the model"),
    ],
)
def test_a_run_that_is_missing_broken_or_old_says_so(client, shipped, tmp_path, data, state, said):
    shipped(data)
    assert boards.stored(tmp_path / "claims.json").state == state
    assert said in text_of(client, "/en/claims")
    assert said in text_of(client, f"/en/claims/{UP}")


def test_a_run_of_this_model_is_shown_with_its_histories_seed_and_version(client, shipped):
    shipped(run())
    page = text_of(client, "/en/claims")
    assert "64 histories an arm, seed 3, version 0.1.0" in page
    assert "notice" not in page


def test_the_package_s_own_run_can_be_read_where_there_is_one():
    found = boards.stored()
    assert found.state in ("current", "old", "missing")
    assert set(found.results) <= set(load_claims())


def test_the_command_prints_what_the_board_reads():
    from thermidor.experiments.claims import Board

    board = Board()
    board.made_by = MADE_BY
    assert {"version", "made_by", "histories", "seed", "claims"} <= set(board.to_json())


# -- filters and order -----------------------------------------------------------------------------


def test_a_verdict_picks_the_claims_that_have_it_and_a_size_those_among_them(client, shipped):  # fmt: skip
    shipped(run())
    assert set(rows_of(text_of(client, "/en/claims?status=as_claimed"))) == {UP, WEAK}
    assert rows_of(text_of(client, "/en/claims?status=reaches")) == [UP]
    assert rows_of(text_of(client, "/en/claims?status=short")) == [WEAK]
    assert rows_of(text_of(client, "/en/claims?status=opposite")) == [DOWN]
    assert rows_of(text_of(client, "/en/claims?status=descriptive")) == [COURSE]
    assert len(rows_of(text_of(client, "/en/claims?status=unrun"))) == len(load_claims()) - 4


def test_a_system_picks_the_claims_that_touch_it(client, shipped):
    shipped(run())
    shown = rows_of(text_of(client, "/en/claims?system=procurement"))
    assert shown == sorted(c.id for c in load_claims().values() if "procurement" in c.systems)


def test_claims_that_are_not_encoded_are_listed_with_the_reason(client, shipped):
    shipped(run())
    page = html.unescape(text_of(client, "/en/claims?status=left"))
    assert rows_of(page) == sorted(left_claims())
    assert all(reason in page for reason in left_claims().values())


@pytest.mark.parametrize("sort", boards.SORTS)
def test_sorting_keeps_every_claim_and_puts_them_in_order(shipped, tmp_path, sort):
    shipped(run())
    rows = boards.chosen(boards.stored(tmp_path / "claims.json"), sort=sort)
    assert sorted(r.id for r in rows) == sorted(load_claims())
    keys = {
        "number": lambda r: r.id,
        "page": lambda r: r.page or 999,
        "verdict": lambda r: boards.STATUSES.index(r.verdict),
        "effect": lambda r: -(boards.magnitude(r) or 0),
        "strength": lambda r: boards.STRENGTHS.index(r.strength),
    }
    assert [keys[sort](r) for r in rows] == sorted(keys[sort](r) for r in rows)


@pytest.mark.parametrize("query", ["system=no", "status=no", "kind=no", "sort=no"])
def test_a_filter_that_does_not_exist_is_refused_in_a_clear_line(client, query):
    answer = client.get(f"/en/claims?{query}")
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "<code>no</code>" in answer.text


def test_words_find_claims(client, shipped):
    shipped(run())
    found = rows_of(text_of(client, "/en/claims?q=kulak"))
    assert found
    assert set(found) < set(load_claims())
    assert "No claim fits" in text_of(client, "/en/claims?q=zzzzzz")


# -- what is drawn and said ------------------------------------------------------------------------


def test_the_drawing_puts_what_was_asked_and_the_interval_in_their_order(shipped, tmp_path):
    shipped(run())
    found = boards.stored(tmp_path / "claims.json").results
    up = drawn(UP, found)
    assert up["nil"] < up["asked"] < up["low"] < up["effect"] < up["high"]
    weak = drawn(WEAK, found)
    assert weak["nil"] < weak["low"] < weak["high"] < weak["asked"]
    down = drawn(DOWN, found)
    assert down["asked"] < down["nil"] < down["low"]
    course = drawn(COURSE, found)
    assert course["low"] < course["effect"] < course["high"]
    assert "nil" not in course


def test_an_undefined_effect_is_a_dash_and_no_drawing():
    row = boards.row(UP, result(UP, "undecided", None, None, None))  # type: ignore[arg-type]
    assert boards.interval(row) is None
    assert boards.effect_words(row, "en") == "–"
    assert boards.interval_words(row, "en") == "–"


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "a wire is missing in the model"), ("fr", "un fil manque au modèle")],
)
def test_each_verdict_is_explained_in_the_legend(client, shipped, lang, said):
    shipped(run())
    page = html.unescape(text_of(client, f"/{lang}/claims"))
    assert said in page
    assert page.count('<span class="tag ') >= len(boards.VERDICTS)


def test_whose_the_size_is_stands_beside_it(client, shipped):
    shipped(run())
    book, reader = (
        next(c.id for c in load_claims().values() if c.kind == "contrast" and c.asked_by == who)
        for who in ("book", "reader")
    )
    shipped(run(claims=[result(id, "as_claimed", 1.0, 0.5, 2.0) for id in (book, reader)]))
    assert "not judged" in html.unescape(text_of(client, f"/en/claims/{reader}"))
    assert "not judged)" not in html.unescape(text_of(client, f"/en/claims/{book}"))


def test_the_board_says_how_verdicts_moved_and_why(client, shipped, tmp_path):
    shipped(run())
    found = boards.stored(tmp_path / "claims.json")
    moved = [m for m in found.moves if m.why != "dropped"]
    assert {id for m in moved for id in m.claims} == {UP, WEAK, DOWN, COURSE}
    assert next(m for m in moved if COURSE in m.claims).why == "described"
    page = html.unescape(text_of(client, "/en/claims"))
    assert "How verdicts moved" in page
    assert "described, not judged" in page


# -- one claim -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_encoded_claim_opens_and_says_what_is_measured(client, lang):
    for id, claim in list(load_claims().items())[::6]:
        page = html.unescape(text_of(client, f"/{lang}/claims/{id}"))
        assert boards.metric_words(claim.metric, lang) in page, id
        assert not re.search(r"\b(reached|outcome|milestone):", page), (
            id
        )  # codes are for the data interface
        assert claim.note in page, id
        assert all(str(o) in page for o in claim.operations), id


def test_a_recorded_claim_that_is_not_encoded_is_no_experiment(client):
    id = next(iter(left_claims()))
    answer = client.get(f"/en/claims/{id}")
    assert answer.status_code == 404
    assert "not encoded" in answer.text
    assert client.get("/en/claims/nothing").status_code == 404


def test_the_intervention_of_a_claim_is_a_scenario_that_can_be_asked_about():
    contrasts = [c for c in load_claims().values() if c.operations]
    assert len(contrasts) > 200
    for claim in contrasts[::9]:
        scenario = scenario_of_claim(f"claim-{claim.id}")
        assert [str(o) for o in scenario.do] == [str(o) for o in claim.operations]
        question = Question.from_query(f"scenario=claim-{claim.id}&n=64")
        assert question.query() == f"scenario=claim-{claim.id}&n=64"


def test_the_scenario_file_of_a_claim_reads_back_to_the_same_operations(client):
    text = text_of(client, f"/en/claims/{UP}/scenario.yaml")
    read = Scenario.from_yaml(text, "claim.yaml")
    assert [str(o) for o in read.do] == [str(o) for o in load_claims()[UP].operations]
    assert client.get(f"/en/claims/{COURSE}/scenario.yaml").status_code == 404


def test_a_claim_leads_to_the_record_and_the_record_to_the_experiment(client):
    assert f'href="/en/record/claim/{UP}"' in text_of(client, f"/en/claims/{UP}")
    assert f'href="/en/claims/{UP}"' in text_of(client, f"/en/record/claim/{UP}")
    left = next(iter(left_claims()))
    assert f'href="/en/claims/{left}"' not in text_of(client, f"/en/record/claim/{left}")


def test_the_api_gives_a_claim_with_its_experiment(client, shipped):
    shipped(run())
    data = client.get(f"/api/v1/claims/{UP}").json()
    assert data["verdict"] == "as_claimed"
    assert data["experiment"]["id"] == UP
    assert data["run"]["histories"] == 64
    assert client.get("/api/v1/claims/k9999").status_code == 404


# -- running ---------------------------------------------------------------------------------------


class Service:
    """Stands in for the service: one job in a given state."""

    def __init__(self, **job: Any):
        self.job = SimpleNamespace(**{"done": 1, "wanted": 2, "result": None, "failure": None, **job})  # fmt: skip
        self.asked: list[dict[str, Any]] = []

    def look(self, function: str, *, key: str) -> Any:
        return self.job

    def begin(self, function: str, **arguments: Any) -> Any:
        self.asked.append({"function": function, **arguments})
        return self.job


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_a_run_that_is_not_finished_says_so_and_renews_itself(client, monkeypatch, state):
    monkeypatch.setattr(client.app.state, "service", Service(state=state), raising=False)
    page = text_of(client, f"/en/claims/{UP}?run=64")
    assert "being run" in page
    assert "data-running" in page
    assert "claims.js" in page
    assert 'http-equiv="refresh"' in page


def test_a_finished_run_shows_its_verdict_at_the_address_to_which_its_form_leads(client, monkeypatch):  # fmt: skip
    done = result(UP, "as_claimed", 0.9, 0.8, 0.95, histories=128, seed=5)
    service = Service(state="done", result=done)
    monkeypatch.setattr(client.app.state, "service", service, raising=False)
    sent = client.post(f"/en/claims/{UP}", content="run=128&seed=5")
    assert sent.status_code == 303
    assert sent.headers["location"] == f"/en/claims/{UP}?run=128&seed=5#run"
    page = text_of(client, sent.headers["location"])
    assert re.search(r'<section id="run"[^>]*>.*?class="tag as_claimed"', page, re.S)
    assert "data-running" not in page
    assert 'http-equiv="refresh"' not in page
    (asked,) = service.asked
    assert (asked["id"], asked["histories"], asked["seed"]) == (UP, 128, 5)
    assert asked["key"] == f"{UP} 128 5"


def test_a_run_that_failed_says_so_without_a_traceback(client, monkeypatch):
    service = Service(state="failed", failure=ValueError("the reason"))
    monkeypatch.setattr(client.app.state, "service", service, raising=False)
    page = text_of(client, f"/en/claims/{UP}?run=64")
    assert "did not come to its end" in page
    assert "Traceback" not in page


@pytest.mark.parametrize("query", ["run=63", "run=100000", "run=x", "run=64&seed=-1", "run=64&seed=x"])  # fmt: skip
def test_a_run_of_other_sizes_is_refused_before_anything_is_begun(client, monkeypatch, query):
    service = Service(state="waiting")
    monkeypatch.setattr(client.app.state, "service", service, raising=False)
    assert client.get(f"/en/claims/{UP}?{query}").status_code in (400, 422)
    assert client.post(f"/en/claims/{UP}", content=query).status_code in (400, 422)
    assert not service.asked


def test_a_form_of_another_site_begins_nothing(client, monkeypatch):
    service = Service(state="waiting")
    monkeypatch.setattr(client.app.state, "service", service, raising=False)
    answer = client.post(
        f"/en/claims/{UP}", content="run=64", headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403
    assert not service.asked


def test_opening_a_claim_runs_nothing(client, monkeypatch):
    service = Service(state="waiting")
    monkeypatch.setattr(client.app.state, "service", service, raising=False)
    text_of(client, f"/en/claims/{UP}")
    text_of(client, f"/en/claims/{UP}?run=64&seed=5")
    assert not service.asked


def test_a_claim_is_run_with_the_histories_and_seed_given(monkeypatch):
    from thermidor.experiments import claims

    seen: list[Any] = []

    def pretend(ids: Any, **more: Any) -> Any:
        seen.append((ids, more["histories"], more["seed"]))
        return [SimpleNamespace(to_json=lambda: result(UP, "as_claimed", 1, 0.5, 2))]

    monkeypatch.setattr(claims, "run_claims", pretend)
    found = run_claim(UP, 128, 7)
    assert seen == [([UP], 128, 7)]
    assert (found["verdict"], found["histories"], found["seed"]) == ("as_claimed", 128, 7)


def test_counts_of_a_system_add_up_to_its_claims(shipped, tmp_path):
    shipped(run())
    found = boards.stored(tmp_path / "claims.json")
    for system in load().systems:
        counts = found.counts(system)
        total = sum(n for status, n in counts.items() if status not in boards.SIZES)
        assert total == sum(system in c.systems for c in load_claims().values()), system
