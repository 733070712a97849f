"""The scenarios that come with the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from thermidor.experiments.five_loops import FIVE_LOOPS
from thermidor.experiments.loops import CUTS, PARTY
from thermidor.record import load
from thermidor.scenarios import Scenario, catalogue

SHIPPED = list(catalogue())
ECONOMY = {
    "countryside", "procurement", "supply", "industry", "transport",
    "labour", "planning", "money", "foreign_trade", "collectivisation",
}  # fmt: skip
"""Systems of the record in which people work, trade and eat."""


def test_the_first_ten_and_the_baseline_are_there() -> None:
    assert SHIPPED[0] == "baseline"
    assert set(SHIPPED) >= {
        "german-insurrection-october-1923", "lenin-active-one-more-year", "tendencies-kept-legal-tenth-congress",
        "trotsky-circulates-georgian-note", "grain-tax-a-year-earlier-1920", "no-foreign-intervention-1918",
        "delegates-elected-without-filter-january-1924", "testament-made-public-may-1924",
        "lenin-levy-replaced-by-selection-1924", "scissors-closed-patiently-1923-1928",
    }  # fmt: skip


@pytest.mark.parametrize("id", SHIPPED)
def test_a_shipped_scenario_is_complete_and_cites_the_record(id: str) -> None:
    scenario = Scenario.load(id)
    points = load().decision_points
    assert scenario.id == id
    assert scenario.title.fr
    assert scenario.summary
    assert bool(scenario.do) == (id != "baseline")
    assert scenario.cites
    if id in points:
        assert scenario.cites[0] == id
        assert scenario.pages == tuple(sorted({e.page for e in points[id].evidence}))
    else:
        assert id in {"baseline", *CUTS, *(loop.cut for loop in FIVE_LOOPS)}
    cited = {e.page for cite in scenario.cites for e in points[cite].evidence}
    assert set(scenario.pages) <= cited


def test_no_scenario_rests_on_the_order_of_its_file() -> None:
    for scenario in catalogue().values():
        assert Scenario.from_yaml(scenario.to_yaml()) == scenario


def test_files_are_named_for_their_scenario() -> None:
    folder = Path(__import__("thermidor.scenarios", fromlist=["x"]).__file__).parent / "catalogue"
    assert sorted(p.stem for p in folder.glob("*.yaml")) == sorted(SHIPPED)


def test_the_party_has_thirty_questions_and_five_cuts() -> None:
    points = load().decision_points
    party = [id for id in SHIPPED if id in points and set(points[id].systems) & set(PARTY)]
    assert len(party) >= 30
    assert set(CUTS) <= set(SHIPPED)


def test_works_and_village_have_twenty_five_questions() -> None:
    points = load().decision_points
    economy = [id for id in SHIPPED if id in points and set(points[id].systems) & ECONOMY]
    assert len(economy) >= 25


def test_titles_are_short_and_no_two_are_the_same() -> None:
    titles = [s.title for s in catalogue().values()]
    assert len({t.en for t in titles}) == len({t.fr for t in titles}) == len(titles)
    for scenario in catalogue().values():
        assert scenario.title.fr
        assert len(scenario.title.fr.split()) <= 8, scenario.id


def test_a_question_is_asked_by_every_scenario_but_the_baseline() -> None:
    for scenario in catalogue().values():
        if scenario.id != "baseline":
            assert scenario.question, scenario.id
            assert scenario.expected, scenario.id
