"""What can be taken away of an answer: every figure that the page shows, and what each file is."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from made_up_answer import answer
from pretend import PretendWorker
from starlette.testclient import TestClient

from thermidor.experiments.tidy import COLUMNS
from thermidor.web.app import create_app
from thermidor.web.pages import files, metadata
from thermidor.web.pages.charts import OUTCOMES
from thermidor.web.service.limits import Settings
from thermidor.web.service.service import Service

ROOT = Path(__file__).parents[2]
SHORT = "set=delegation.members_dare_to_vote=0.5&n=32&stop=1918-12&show=party.members,mood.fear"
HERE = "http://testserver"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    settings = Settings(cache=tmp_path_factory.mktemp("explorer"), workers=1, budget=1e9)
    app = create_app(settings)
    app.state.service = Service(settings, PretendWorker.kind())
    yield TestClient(app, raise_server_exceptions=False)
    app.state.service.stop()


def table(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def leaves(found: Any) -> set[float | str]:
    """Numbers and months somewhere in an answer."""
    if isinstance(found, dict):
        return set().union(*map(leaves, found.values()))
    if isinstance(found, list):
        return set().union(*map(leaves, found))
    if isinstance(found, float) or (isinstance(found, str) and re.fullmatch(r"\d{4}-\d{2}", found)):
        return {found}
    return set()


def test_the_table_of_figures_has_every_figure_that_the_page_shows(client):
    found = client.get(f"/api/v1/answer?{SHORT}").json()
    rows = table(client.get(f"/api/v1/answer.csv?{SHORT}").text)
    told: set[float | str] = set()
    for row in rows:
        told |= {float(row[c]) for c in ("value", "low", "high", "q25", "q75", "base") if row[c]}
        told |= {row["month"]}
    shown = ("codings", "closed", "reached", "parting", "milestones", "fans")
    assert leaves({k: found[k] for k in shown} | {"record": []}) - told == set()
    assert {(r["part"]) for r in rows} == {
        "ever", "end", "necessity", "sufficiency", "parting", "milestone", "variable", "recorded",
    }  # fmt: skip
    for which in ("necessity", "sufficiency"):
        (row,) = [r for r in rows if r["part"] == which and r["name"] == found[which]["event"]]
        assert int(row["base"]) == found[which]["base"]
        assert row["value"] == (str(found[which]["p"]) if found[which]["base"] >= 30 else "")


def test_a_table_says_every_class_under_every_coding_in_both_arms_with_the_difference():
    rows = table(files.figures_csv(answer()))
    ends = {(r["coding"], r["name"], r["arm"]): r for r in rows if r["part"] == "end"}
    assert {coding for coding, _, _ in ends} == {"book", "regime", "class"}
    assert float(ends["regime", "party_rule", "without"]["value"]) == 1
    assert float(ends["regime", "party_rule", "with"]["value"]) == 0.5
    difference = ends["regime", "party_rule", "difference"]
    assert [difference[c] for c in ("value", "low", "high")] == ["-0.5", "-0.4", "0.3"]
    assert difference["interval"] == "95% of chance"


def test_no_share_is_told_of_under_thirty_histories():
    (row,) = [r for r in table(files.figures_csv(answer())) if r["part"] == "sufficiency"]
    assert (row["base"], row["value"], row["low"], row["high"]) == ("16", "", "", "")


def test_a_table_of_an_answer_that_cannot_be_coded_stands_on_the_ladder():
    rows = table(files.figures_csv({**answer(), "codings": {}, "closed": {}}))
    assert {r["coding"] for r in rows if r["part"] in ("end", "ever")} == {"ladder"}


@pytest.mark.parametrize("variable", ["", "outcomes", "outcomes-class", "party.members"])
def test_every_table_has_a_variant_with_semicolons_and_decimal_commas(client, variable):
    path = f"/api/v1/answer.csv?{SHORT}" + (f"&variable={variable}" if variable else "")
    plain = table(client.get(path).text)
    comma = client.get(f"{path}&decimal=comma").text
    assert not re.search(r"\d\.\d", comma)
    again = [
        {k: re.sub(r"^(-?\d+),(\d+)", r"\1.\2", v) for k, v in row.items()}
        for row in table(comma, ";")
    ]
    assert again == plain
    assert client.get(f"{path}&decimal=point").text == client.get(path).text
    assert client.get(f"{path}&decimal=sometimes").status_code in (400, 422)


@pytest.mark.parametrize("variable", ["", *OUTCOMES, "party.members", "mood.fear"])
def test_every_chart_and_table_has_a_description_beside_it(client, variable):
    of = f"&variable={variable}" if variable else ""
    reply = client.get(f"/api/v1/answer.metadata.json?{SHORT}{of}")
    told = reply.json()
    for part in ("what", "unit", "source", "assumptions", "version", "link", "license", "columns"):
        assert told[part], part
    assert set(told["what"]) == {"en", "fr"}
    assert told["what"]["en"] != told["what"]["fr"]
    assert all(isinstance(line, str) and len(line) > 20 for line in told["assumptions"])
    name = re.search(r'filename="(.+)\.metadata\.json"', reply.headers["content-disposition"])
    assert name is not None
    for kind in ("csv", "svg") if variable else ("csv", "nc", "yaml"):
        disposition = client.get(f"/api/v1/answer.{kind}?{SHORT}{of}").headers["content-disposition"]  # fmt: skip
        assert f'filename="{name[1]}.{kind}"' in disposition
    assert told["files"] == name[1]
    heads = client.get(f"/api/v1/answer.csv?{SHORT}{of}").text.splitlines()[0].split(",")
    assert list(told["columns"]) == heads


def test_the_link_of_a_description_leads_to_the_same_answer(client):
    told = client.get(f"/api/v1/answer.metadata.json?{SHORT}").json()
    assert told["link"].startswith(f"{HERE}/en/?")
    again = client.get(told["data"].removeprefix(HERE)).json()
    assert (again["key"], again["version"]) == (told["key"], told["version"])


def test_the_licence_of_a_description_is_that_of_the_project(client):
    told = client.get(f"/api/v1/answer.metadata.json?{SHORT}").json()
    assert told["license"] == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"]  # fmt: skip
    name, _, version = told["license"].partition("-")
    text = (ROOT / "LICENSE").read_text()
    assert f"{name} License" in text
    assert f"Version {version}" in text


def test_what_is_assumed_of_a_chart_is_told_with_it():
    told = metadata.described(answer(branch="1923-03"), "outcomes", HERE)
    assert any("follow the record to March 1923" in line for line in told["assumptions"])
    assert any("membership.levy" in line for line in told["assumptions"])
    of_members = metadata.described(answer(), "party.members", HERE)
    assert of_members["unit"] == "persons"
    assert not any("membership.levy" in line for line in of_members["assumptions"])
    assert any("free from January 1917" in line for line in of_members["assumptions"])
    assert any("rest on assumption" in line for line in of_members["assumptions"])


def test_every_column_of_the_table_of_figures_is_described():
    assert list(table(files.figures_csv(answer()))[0]) == list(COLUMNS)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_page_offers_each_table_in_both_forms_and_its_description(client, lang):
    page = client.get(f"/{lang}/?{SHORT}").text
    links = re.findall(r'<a [^>]*data-file="([a-z.]+)"([^>]*)>', page)
    kinds = [(kind, "decimal" in rest) for kind, rest in links]
    for wanted in (("csv", False), ("csv", True), ("metadata.json", False)):
        assert kinds.count(wanted) == 3, wanted  # of the outcomes, of each variable, of the answer


def test_the_picture_of_the_outcomes_has_a_legend_that_tells_the_arms_apart():
    svg = ElementTree.fromstring(files.picture(answer(), "outcomes", "svg", "en"))
    legend = next(e for e in svg.iter() if "role-legend" in e.get("class", ""))
    words = [e.text for e in legend.iter() if e.tag.endswith("text")]
    assert words == ["without the change", "with it"]
    png = files.picture(answer(), "outcomes", "png", "en")
    assert len(png) > len(files.picture(answer(set=[]), "outcomes", "png", "en"))
