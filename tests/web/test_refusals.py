"""Refusals are said in the reader's language: pages, the interface for programs, and the stream."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pretend import PretendWorker
from starlette.testclient import TestClient

from thermidor.web.app import create_app
from thermidor.web.service.limits import BUSY, Budgets, Refused, Settings
from thermidor.web.service.logs import quiet
from thermidor.web.service.service import Service
from thermidor.web.words.refusals import FORMS, in_words, is_said, said

QUESTIONS = [
    "set=mood.feeer=0.5", "set=mood.fear=abc", "set=mood.fear", "set=delegation.members_dare_to_vote=-1", "scenario=nope",
    f"scenario=own-{'0' * 32}", "scenario=claim-k9999", "theory=nope", "stop=1950-01", "branch=x", "branch=1940-12&stop=1920-01",
    "n=5", "n=x", "seed=-1", "show=nope", "show=regime", "show=a,b,c,d,e,f,g,h,i", "foo=1", "n=32&n=64", "set=a=1&set=a=2",
    "&".join(f"set=mood.fear={i}" for i in range(30)), "set=" + "x" * 300, "set=population.urban=1e12", "set=party.members=1",
    "set=mood.fear=1e400", "set=factions.ban=maybe", "scenario=german-insurrection-october-1923&branch=1930-01",
    "set=appointments.enforced=99",
]  # fmt: skip
PAGES = [
    "/fr/nothing", "/fr/record/nope/x", "/fr/record/system/nope", "/fr/record?kind=nope", "/fr/record?page=900", "/fr/record?from=x",
    "/fr/record?from=-5", f"/fr/record?q={'x' * 300}", "/fr/claims?status=x", "/fr/claims?system=x", "/fr/claims/k9999",
    "/fr/claims/k0824?run=5", "/fr/claims/k0824?seed=x", "/fr/claims/k9999/scenario.yaml", "/fr/method/nope", "/fr/method?theory=nope",
    "/fr/history?history=x", "/fr/history?outcome=utopia", "/fr/history?year=1950", "/fr/history?at=1923-13", "/fr/history?layer=x",
    "/fr/history/document.json?history=3&n=32", "/fr/embed?variable=nope", f"/fr/?{'a' * 5000}", "/de/",
]  # fmt: skip
FILES = [b"", b"x", b"id: x", b"title: 3", b"do: [1]", b"id: a\ntitle: {en: a}\ndo:\n - hold: nope\n   value: 1\n", b"id: a\ntitle: {en: a}\nfoo: 1\ndo: []\n", b"id: a\ntitle: {en: a}\ndo:\n - hold: mood.fear\n   value: x\n"]  # fmt: skip
ENGLISH = re.compile(r"\b(the|of|is|are|not|with|must|should|write|there|names?|here|it)\b")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    quiet()
    settings = Settings(cache=tmp_path_factory.mktemp("explorer"), workers=1, budget=1e9)
    app = create_app(settings)
    app.state.service = Service(settings, PretendWorker.kind())
    yield TestClient(app, follow_redirects=False, raise_server_exceptions=False)
    app.state.service.stop()
    quiet(False)


def texts_of(page: str) -> list[str]:
    main = page[page.index("<main") : page.index("</main>")]
    return [re.sub(r"<code>.*?</code>|<[^>]+>", "", t) for t in re.findall(r"<(?:h1|p)\b.*?</(?:h1|p)>", main, re.S)]  # fmt: skip


@pytest.mark.parametrize("path", [*(f"/fr/?{q}" for q in QUESTIONS), *PAGES])
def test_a_page_that_refuses_does_so_in_french(client, path) -> None:
    answer = client.get(path, headers={"accept-language": "fr"})
    assert answer.status_code >= 400
    if answer.headers["content-type"].startswith("application/json"):
        return
    assert 'lang="en"' not in answer.text[answer.text.index("<main") :], path
    said_ = [re.sub(r"'[^']*'", "", t) for t in texts_of(answer.text)]
    assert [t for t in said_ if ENGLISH.search(t)] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_program_is_refused_in_the_language_that_it_asks_for(client, question) -> None:
    english = client.get(f"/api/v1/answer?{question}").json()["error"]
    french = client.get(f"/api/v1/answer?{question}", headers={"accept-language": "fr"})
    assert french.json()["error"]["where"] == english["where"]
    assert french.json()["error"] != english
    assert french.headers["vary"] == "accept-language"


@pytest.mark.parametrize("content", FILES)
def test_what_is_wrong_with_a_file_is_said_in_french(client, content) -> None:
    answer = client.post(
        "/api/v1/scenarios/check", content=content, headers={"accept-language": "fr"}
    )
    assert answer.status_code == 400
    assert not ENGLISH.search(
        re.sub(r"'[^']*'|les clés sont .*", "", answer.json()["error"]["what"])
    )


def test_a_stream_that_fails_says_so_in_french(client) -> None:
    class Failing(Service):
        async def events(self, question, reader, *, partial=True):
            from thermidor.web.service.service import Event, Waiting

            yield Event("waiting", waiting=Waiting("model"))
            raise Refused(BUSY, "queue", "Ask again in a while.", status=503)

    kept = client.app.state.service
    client.app.state.service = Failing.__new__(Failing)
    try:
        text = client.get("/api/v1/answer/stream?n=32", headers={"accept-language": "fr"}).text
    finally:
        client.app.state.service = kept
    assert "Le serveur a autant de questions" in text


def test_a_spent_budget_is_told_in_french() -> None:
    spent = Budgets(10.0, 1.0)
    spent.take("a", 10)
    with pytest.raises(Refused) as refused:
        spent.take("a", 5)
    french = in_words(refused.value, "fr")
    assert french.what == "cette adresse a demandé beaucoup d’histoires en peu de temps"
    assert french.right == "redemandez dans 5 s, ou moins d’histoires"
    assert (french.status, french.after) == (429, refused.value.after)


def test_every_form_is_recognised_by_itself_and_by_none_before_it() -> None:
    for form in FORMS:
        text = re.sub(r"%\((\w+)\)s", lambda m: "7" if m[1] in ("number", "size") else "abc", form)
        assert is_said(text, "fr"), form
        assert said(text, "fr") != text or "abc" not in text, form


def test_a_sentence_that_nobody_knows_stays_and_is_marked() -> None:
    assert said("a sentence of another program", "fr") == "a sentence of another program"
    assert not is_said("a sentence of another program", "fr")
