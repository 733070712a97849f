"""Charts, files and sentences of an answer, on made-up numbers."""

from __future__ import annotations

import csv
import io
import re

import pytest
from made_up_answer import answer

from thermidor.web.pages import charts, files
from thermidor.web.routes.ask import from_form, told
from thermidor.web.service.recorded import recorded_points


class Form(dict):
    def getlist(self, key):
        value = self.get(key, [])
        return value if isinstance(value, list) else [value]


def test_sentences_say_shares_with_and_without_and_their_paired_difference():
    said = told(answer(), "en")
    assert "100%" in said["sentences"][0]
    assert "75%" in said["sentences"][0]
    assert "−25 points" in said["sentences"][1]
    assert not any("%(" in sentence or "%%" in sentence for sentence in said["sentences"])
    assert "25%" in said["causes"]["necessity"]
    assert "Of the 64 histories" in said["causes"]["necessity"]
    assert "Only 16 histories" in said["causes"]["sufficiency"]  # under 30: no share
    assert "%" not in said["causes"]["sufficiency"]
    assert "April 1924" in said["parting"]


def test_sentences_are_in_french_where_the_page_is():
    said = told(answer(), "fr")
    assert "75\u202f%" in said["sentences"][0]
    assert said["sentences"] != told(answer(), "en")["sentences"]
    assert "avril 1924" in said["parting"]


def test_a_difference_that_chance_could_make_is_called_so():
    unclear = answer()
    unclear["reached"]["difference"] = {"d": -0.01, "low": -0.05, "high": 0.03}
    assert len(told(unclear, "en")["sentences"]) == len(told(answer(), "en")["sentences"]) + 1


def test_where_nothing_is_changed_no_twins_are_spoken_of():
    said = told(answer(set=[]), "en")
    assert said["single"]
    assert said["causes"] == {}
    assert len(said["sentences"]) == 1
    assert said["definitions"] == []
    assert "Most often they end in: Thermidor, 50%" in said["head"]
    assert all(len(row) == 3 for row in said["fans"][0]["rows"])


def test_the_answer_is_headed_by_what_moves_most_though_another_coding_tells_it():
    assert told(answer(), "en")["head"].startswith(
        "What moves most is the end “Contested rule”, by the coding of political science: 0% → 50%"
    )
    still = answer()
    still["moves_most"] = {**still["moves_most"], "beyond_chance": False}
    assert "chance" in told(still, "en")["head"]
    still["moves_most"] = None
    assert told(still, "fr")["head"].startswith("Rien ne bouge")


def test_an_answer_that_only_restates_its_question_says_so():
    (line,) = told(answer(), "en")["definitions"]
    assert line.startswith("By definition: ")
    assert "the book’s coding (party.levy)" in line


def test_what_without_the_change_means_is_said_for_each_branch():
    assert "free from January 1917" in told(answer(), "en")["against"]
    branched = told(answer(branch="1924-01"), "en")["against"]
    assert "follow the record to January 1924" in branched
    assert "differs from one turning point to another" in branched
    other = told(answer(against="secret-ballot"), "en")["against"]
    assert "Secret ballot" in other


def test_the_table_of_outcomes_stands_for_every_coding():
    rows = list(csv.DictReader(io.StringIO(files.outcomes_csv(answer()))))
    assert {r["coding"] for r in rows} == {"book", "regime", "class"}
    assert {r["outcome"] for r in rows if r["coding"] == "regime"} == {
        "no_say_from_below_ever", "party_rule", "contested",
    }  # fmt: skip


def test_outcomes_that_never_occur_are_left_out_of_bars():
    assert [row["code"] for row in charts.outcome_rows(answer(), "en")] == [
        "thermidor", "brumaire", "soviet_democracy",
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(files.outcomes_csv(answer()))))
    assert "restoration" not in [row["outcome"] for row in rows]
    assert float(rows[0]["difference"]) == -0.25


def test_the_table_of_figures_holds_both_arms_month_by_month():
    rows = list(csv.DictReader(io.StringIO(files.fans_csv(answer(), ("party.members",)))))
    assert len(rows) == 2 * 288
    last = {row["arm"]: row for row in rows if row["month"] == "1940-12"}
    assert float(last["with"]["median"]) == pytest.approx(1e6)
    assert float(last["without"]["median"]) == pytest.approx(1.5e6)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("variable", ["outcomes", "outcomes-class", "party.members", "party.fear"])
def test_a_chart_to_keep_carries_its_title_its_question_and_no_address_of_the_web(variable, lang):
    svg = files.picture(answer(branch="1924-01"), variable, "svg", lang).decode()
    texts = re.sub(r"<[^>]+>", " ", svg)
    assert "thermidor 0.1.0" in texts.replace("\u00a0", " ")
    assert "64" in texts
    assert ("1,5" in texts) == (lang == "fr" and variable == "party.members")
    assert not re.search(r"(href|src)=\"http", svg)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_chart_of_outcomes_says_which_bar_is_which(lang):
    svg = files.picture(answer(), "outcomes", "svg", lang)
    words = {"en": ("without the change", "with it"), "fr": ("sans le changement", "avec")}[lang]
    assert all(word in svg.decode() for word in words)
    assert words[0] not in files.picture(answer(set=[]), "outcomes", "svg", lang).decode()


def test_a_chart_to_keep_is_an_image_too():
    assert files.picture(answer(), "outcomes", "png", "en").startswith(b"\x89PNG")


def test_a_fan_without_a_change_has_one_arm():
    single = charts.fan_chart(answer(set=[]), "party.members", "en")
    double = charts.fan_chart(answer(), "party.members", "en")
    assert len(single["layer"]) == len(double["layer"]) - 2
    assert not any(k.startswith("without") for k in single["datasets"]["histories"][0])


def test_recorded_points_lie_in_the_unit_of_the_variable():
    points = recorded_points("party.members")
    assert len(points) > 10
    assert all(p["low"] <= p["value"] <= p["high"] for p in points)
    assert all(p["first"] <= p["month"] <= p["last"] for p in points)
    year = next(p for p in recorded_points("deaths.famine") if "sum" in p["aggregate"])
    months = 12 * (int(year["last"][:4]) - int(year["first"][:4])) + int(year["last"][5:])
    months -= int(year["first"][5:]) - 1
    assert year["value"] == pytest.approx(year["total"][0] / months, rel=1e-3)


def test_a_form_that_is_sent_without_javascript_becomes_the_same_question():
    form = Form(
        scenario="german-insurrection-october-1923", branch="own", n="64",
        **{"c.levy": "1", "c.elections": "0.5", "c.drought": "1"},
        show=["party.fear"], keep=["classes.struggle_forms_new_active_workers.slow=0.02"],
    )  # fmt: skip
    question = from_form(form)
    assert question.branch == "1923-08"
    assert question.histories == 64
    assert question.show == ("party.fear",)
    assert set(question.set) == {
        "membership.levy=forbid",
        "appointments.enforced=0.5",
        "classes.struggle_forms_new_active_workers.slow=0.02",
    }


def test_a_form_may_leave_the_scenarios_own_branch():
    assert from_form(Form(scenario="kirov-replaces-stalin-1934", branch="free")).branch is None
    assert (
        from_form(Form(scenario="kirov-replaces-stalin-1934", branch="1929-01")).branch == "1929-01"
    )
