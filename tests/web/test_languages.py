"""Both languages are whole: every text is translated, and no text escapes translation."""

from __future__ import annotations

import importlib.util
import re
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import jinja2
import pytest

from thermidor.web.words import i18n, names
from thermidor.web.words.i18n import (
    LANGUAGES,
    month,
    month_of,
    number,
    percent,
    preferred,
    translator,
)

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "thermidor" / "web"
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
SCRIPTS = sorted((WEB / "static").glob("*.js"))


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def sources(messages):
    return {str(messages._shown(m.id)): m for m in messages.extracted() if m.id}


@pytest.fixture(scope="module")
def french(messages):
    return {str(messages._shown(m.id)): m for m in messages.known() if m.id}


# -- the catalogue -----------------------------------------------------------------------------


def test_every_text_of_the_sources_is_in_french(messages):
    assert messages.missing(messages.updated()) == []


def test_the_catalogue_holds_no_text_that_has_gone(sources, french):
    assert sorted(set(french) - set(sources)) == []


def test_no_translation_waits_for_a_second_look(french):
    assert [text for text, message in french.items() if message.fuzzy] == []


PLACE = re.compile(r"%\(\w+\)s|%%|\{\w+\}|</?\w+[^>]*>")


def test_translations_keep_the_places_of_values_and_the_tags(french):
    wrong = []
    for text, message in french.items():
        plural = isinstance(message.id, (tuple, list))
        for said in message.string if plural else (message.string,):
            wanted = sorted(PLACE.findall(message.id[1] if plural else text))
            found = sorted(PLACE.findall(said))
            if found != wanted and not (plural and set(found) <= set(wanted)):
                wrong.append((text, said))
    assert wrong == []


HARD = "\u00a0\u202f"
LOOSE = re.compile(rf"'|…\.|(?<![{HARD}])[;?!»](?=\s|$)|(?<![{HARD}]):(?=\s|$)|«(?![{HARD}])")


def test_french_sets_its_signs_as_french_does(french):
    """Hard spaces before double signs and inside quotation marks, curly apostrophes."""
    wrong = []
    for message in french.values():
        said = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        wrong += [s for s in said if LOOSE.search(re.sub(r"</?\w+[^>]*>|%\(\w+\)s", "x", s))]
    assert wrong == []


def test_a_missing_translation_would_be_noticed(messages):
    catalogue = messages.updated()
    catalogue.add("A text that nobody has translated")
    assert "A text that nobody has translated" in messages.missing(catalogue)


# -- nothing outside the catalogue --------------------------------------------------------------

SPOKEN = ("aria-label", "title", "alt", "placeholder", "content", "value", "label")
FREE = {"Thermidor", "SVG", "PNG", "CSV", "YAML", "NetCDF", "JSON", "OpenAPI"}
"""Names that are the same in both languages."""
WORD = re.compile(r"[^\W\d_]{2,}")


class _Texts(HTMLParser):
    """Text of a page and of the attributes that are read out, outside code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._code = 0

    def handle_starttag(self, tag, attrs):
        self._code += tag in ("code", "script", "style")
        names = {name for name, _ in attrs}
        for name, value in attrs:
            if name == "content" and names & {"name", "http-equiv"}:
                continue
            if name == "value" and tag not in ("button",) and ("submit", "submit") not in attrs:
                continue
            if name in SPOKEN and value:
                self._note(value)

    def handle_endtag(self, tag):
        self._code -= tag in ("code", "script", "style")

    def handle_data(self, data):
        if not self._code:
            self._note(data)

    def _note(self, text: str) -> None:
        text = " ".join(word for word in text.replace("\x00", " ").split() if word[0] != "/")
        if any(word not in FREE for word in WORD.findall(text)):
            self.found.append(text)


def untranslated(source: str) -> list[str]:
    """Literal text of a template outside gettext and trans."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    page, inside, classes = [], False, False
    tokens = list(environment.lex(source))
    for i, (_, kind, value) in enumerate(tokens):
        if kind == "block_begin":
            word = next(v for _, k, v in tokens[i + 1 :] if k == "name")
            inside = word == "trans" or (inside and word == "pluralize")
            names = [v for _, k, v in tokens[i + 1 : i + 8] if k == "name"][:2]
            classes = names == ["block", "body_class"] or (classes and word != "endblock")
        elif kind == "data" and not (inside or classes):
            page.append(value)
        elif kind == "variable_begin":
            page.append("\x00")
    parser = _Texts()
    parser.feed("".join(page))
    return parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_a_template_says_nothing_outside_gettext(path):
    assert untranslated(path.read_text(encoding="utf-8")) == []


def test_text_outside_gettext_would_be_noticed():
    assert untranslated("<p>Hello there</p>{% trans %}fine{% endtrans %}") == ["Hello there"]
    assert untranslated('<a aria-label="Not this" href="x">{{ _("fine") }}</a>') == ["Not this"]
    assert untranslated("{% if a %}<p>{{ a }}: {{ b }}</p><code>ls</code>{% endif %}") == []


STRING = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`")
SENTENCE = re.compile(r"^[A-Z][a-z]+ [a-z]+|[a-z]{3,} [a-z]{2,} [a-z]{2,}")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_a_script_holds_no_sentence_of_its_own(path):
    code = path.read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/|^\s*//.*$|(?<=[;{},)\s])//\s.*$", "", code, flags=re.S | re.M)
    code = re.sub(r"(console\.\w+|new \w*Error)\([^;]*;", "", code)
    said = [a or b or c for a, b, c in STRING.findall(code)]
    assert [text for text in said if SENTENCE.search(re.sub(r"\$\{[^}]*\}", "", text))] == []


# -- names --------------------------------------------------------------------------------------


def test_variables_are_named_by_their_theory_and_in_the_file_beside_the_model():
    assert names.variable_name("deaths.famine", "en") == "Deaths from famine"
    assert names.variable_name("deaths.famine", "fr") == "Morts de faim"
    assert names.unit_name("flag", "en") == "yes or no"
    assert names.unit_name("flag", "fr") == "oui ou non"


def test_every_milestone_has_a_name_in_both_languages_and_the_english_is_the_experiments():
    from thermidor.experiments.milestones import MILESTONES

    known = names.named()["milestones"]
    assert {m.id: m.name for m in MILESTONES}.items() <= {
        id: known[id]["en"] for id in known
    }.items()
    assert all(known[id]["fr"] for id in known)


def test_every_milestone_of_the_record_has_a_french_name():
    from thermidor.record import load

    known = names.named()["recorded"]
    assert set(known) == set(load().milestones)
    assert names.milestone_name("m36", "fr") == known["m36"]["fr"]
    assert names.milestone_name("m36", "en") == load().milestones["m36"].name
    assert names.recorded_name("m53", "en") == "Death of Lenin"


def test_every_outcome_has_a_name_in_both_languages_and_the_english_is_the_reports():
    from thermidor import glossary
    from thermidor.plots.labels import name

    for code, term in glossary.outcomes().items():
        assert names.outcome_name(code, "en") == name(code) == term.name["en"]
        assert names.outcome_name(code, "fr") == term.name["fr"]


def test_every_scenario_has_title_summary_and_question_in_both_languages():
    from thermidor.scenarios import read_shipped
    from thermidor.scenarios.shipped import shipped_ids

    for id in shipped_ids():
        scenario = read_shipped(id)
        assert names.scenario_name(id, "en") != names.scenario_name(id, "fr"), id
        for text, say in (
            (scenario.summary, names.scenario_summary),
            (scenario.question, names.scenario_question),
        ):
            if text:
                assert say(id, "en") == text
                assert say(id, "fr") not in ("", text), f"{id}: {text}"


def test_every_leader_and_system_and_theory_has_a_french_name():
    from thermidor.record import load
    from thermidor.theories import BOOK
    from thermidor.web.pages.entries import theory_title

    leaders = names.named()["leaders"]
    assert sorted(set(load().leaders) - set(leaders)) == []
    for id in load().systems:
        assert names.system_name(id, "fr")
        assert names.system_name(id, "en") != names.system_name(id, "fr") or "NKVD" in (
            names.system_name(id, "en")
        ), id
    assert theory_title(BOOK, "en") != theory_title(BOOK, "fr")


def test_an_unknown_id_is_shown_as_words():
    assert names.variable_name("no.such_thing", "fr") == "No: such thing"
    assert names.system_name("no_such", "en") == "No such"


# -- numbers, dates, choice of language ----------------------------------------------------------


def test_numbers_and_dates_are_written_as_the_language_writes_them():
    assert number(1234567.5, "en") == "1,234,567.5"
    assert number(1234567.5, "fr") == "1\u202f234\u202f567,5"
    assert number(-0.5, "en") == "−0.5"
    assert number(float("nan"), "fr") == "–"
    assert percent(0.254, "en") == "25%"
    assert percent(0.254, "fr") == "25\u202f%"
    assert percent(0.0004, "en") == "under 0.1%"
    assert percent(0.9999, "fr") == "plus de 99,9\u202f%"
    assert month("1923-04", "fr") == "avril 1923"
    assert month("1924-01-21", "en") == "21 January 1924"
    assert month("1924-01-01", "fr") == "1er janvier 1924"
    assert month("1931-11-11", "fr") == "11 novembre 1931"
    assert month_of(75.4, "en") == "April 1923"


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (None, "en"),
        ("de", "en"),
        ("fr", "fr"),
        ("de, fr-CA;q=0.8, en;q=0.5", "fr"),
        ("fr;q=0, en;q=0.1", "en"),
        ("fr;q=nan", "en"),
        ("fr;q=x,en", "en"),
        (",;q=,;" * 1000, "en"),
    ],
)
def test_the_browsers_wish_chooses_the_language(header, lang):
    assert preferred(header) == lang


def test_counts_agree_with_their_noun():
    assert translator("en").many("{n} history", "{n} histories", 1) == "1 history"
    assert translator("en").many("{n} history", "{n} histories", 1200) == "1,200 histories"
    assert set(LANGUAGES) == {"en", "fr"}
    assert i18n.translator("en") is i18n.translator("en")
