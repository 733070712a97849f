"""Every page in French speaks French: no English of the catalogue, no code, no line of the source text."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import made_up_history as made_up
import pytest
from starlette.testclient import TestClient

from thermidor.experiments.claims import load_claims
from thermidor.record import load, observations
from thermidor.web.app import create_app
from thermidor.web.pages import entries
from thermidor.web.service.jobs import Job
from thermidor.web.service.limits import Settings
from thermidor.web.service.logs import quiet
from thermidor.web.service.service import Service

ROOT = Path(__file__).resolve().parents[2]
EACH = 7
"""Entries of a kind that are visited."""

ENGLISH = re.compile(
    r"\b(the|of|is|are|not|with|must|from|which|was|by|who|their|months?|points of)\b"
)
CODE = re.compile(r"\b(?:reached|outcome|milestone|event|taken):[a-z]|(?<![\w/.])[a-z]+_[a-z_]+(?![\w/.])|\b[a-z]+\.[a-z]+_[a-z]")  # fmt: skip
LINES = re.compile(r"\blines? \d{2,}|\bligne \d{2,}")
NAMES = {"Thermidor", "English"}
EMPTY = {"br", "img", "input", "meta", "link", "hr", "rect", "line", "circle", "path", "col", "source"}  # fmt: skip


class French(HTMLParser):
    """Texts of a page that are in its own language, and all its texts."""

    def __init__(self) -> None:
        super().__init__()
        self.own: list[str] = []
        self.all: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        _, foreign, hidden = self._open[-1] if self._open else ("", False, False)
        foreign = foreign or tag == "code" or given.get("lang", "fr") != "fr"
        hidden = hidden or tag in ("script", "style")
        for name in ("aria-label", "title", "alt", "placeholder"):
            if given.get(name) and not hidden:
                self._note(given[name] or "", foreign)
        if tag not in EMPTY:
            self._open.append((tag, foreign, hidden))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        _, foreign, hidden = self._open[-1] if self._open else ("", False, False)
        if data.strip() and not hidden:
            self._note(data, foreign)

    def _note(self, text: str, foreign: bool) -> None:
        said = " ".join(text.split())
        self.all.append(said)
        if not foreign:
            self.own.append(said)


def read(page: str) -> French:
    parser = French()
    parser.feed(page)
    parser.close()
    return parser


class Told(Service):
    """A service at which one history has been told and nothing else is there."""

    def __init__(self) -> None:
        vote = made_up.told(
            "1922-05", made_up.decision("factions.ban"), ballots=(made_up.ballot(),)
        )
        self.document = made_up.document(vote)

    def look(self, function: str, *, key: str) -> Job | None:
        if "run_claim" in function:
            return None
        found = {"history": 7, "outcome": "thermidor", "of": 3, "among": 64, "outcomes": {}}
        return Job(
            key, function, {}, "done", 1, 1, found if "typical" in function else self.document
        )


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    quiet()
    app = create_app(Settings(cache=tmp_path_factory.mktemp("explorer"), workers=1))
    app.state.service = Told()
    yield TestClient(app, follow_redirects=False)
    quiet(False)


@pytest.fixture(scope="module")
def english() -> set[str]:
    """Texts of the catalogue that are other ones in French, and that no French text is."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pairs = [(m.id, m.string) for m in module.known() if m.id and isinstance(m.id, str)]
    french = {string for _, string in pairs}
    return {id for id, string in pairs if id != string and id not in french and "%" not in id}


def some(found: list[str]) -> list[str]:
    return found[:: max(1, len(found) // EACH)]


def paths() -> list[str]:
    record = load()
    out = [
        "/fr/",
        "/fr/?scenario=german-insurrection-october-1923&set=membership.levy=forbid",
        "/fr/?scenario=nope",
    ]
    out += [
        "/fr/history?year=1922",
        "/fr/history?year=1921&layer=hunger",
        "/fr/history?year=1917",
        "/fr/record",
        "/fr/record?q=Kronstadt",
        "/fr/record?page=150",
    ]
    for kind in entries.KINDS_NAMES:
        out.append(f"/fr/record?kind={kind}")
        ids = some(list(record.collection(kind)))
        out += [entries.address("fr", kind, id).partition("#")[0] for id in ids]
    out += ["/fr/claims", "/fr/claims?status=left", "/fr/claims?sort=effect"]
    out += [f"/fr/claims/{id}" for id in sorted(load_claims())[::29]]
    out += [
        "/fr/method",
        "/fr/method/mood",
        "/fr/glossary",
        "/fr/embed?variable=party.fear&show=party.fear",
        "/fr/embed",
        "/api/docs",
        "/fr/nothing",
    ]
    return list(dict.fromkeys(out))  # fmt: skip


@pytest.mark.parametrize("path", paths())
def test_a_page_in_french_says_nothing_in_english_and_shows_no_code(client, english, path) -> None:
    page = read(client.get(path, headers={"accept-language": "fr"}).text)
    assert len(page.own) > 5
    assert sorted({t for t in page.own if t in english and t not in NAMES}) == []
    assert sorted({t for t in page.own if ENGLISH.search(re.sub(r"«[^»]*»|“[^”]*”", "", t))}) == []
    if path != "/api/docs":
        assert sorted({t for t in page.own if CODE.search(t)}) == []
    assert sorted({t for t in page.all if LINES.search(t)}) == []


def test_english_and_codes_would_be_noticed(english) -> None:
    assert "Show the answer" in english
    page = read(
        '<html lang="fr"><p>Show the answer <code>a_b</code> <span lang="en">the</span></p><p title="the"></html>'
    )
    assert page.own == ["Show the answer", "the"]
    assert CODE.search("reached:thermidor_or_beyond")
    assert LINES.search("see line 5883")


def test_every_unit_of_the_record_s_figures_has_a_french_name() -> None:
    from thermidor.theories.outputs import units
    from thermidor.web.words.names import named

    record = load()
    figures = [*record.figures.values(), *record.independent.values(), *record.disagreements.values()]  # fmt: skip
    found = {unit for f in (*figures, *observations()) if (unit := getattr(f, "unit", None))}
    assert sorted(found - set(named()["units"]) - set(units())) == []
