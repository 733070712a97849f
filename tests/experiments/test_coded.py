"""Every history is coded three times, and a comparison knows which of its answers are definitions."""

from __future__ import annotations

import json

import numpy as np
import pytest

from thermidor.codings import CODINGS, names_of
from thermidor.engine.controls import Intervention
from thermidor.experiments.coded import PREFIX, Ends, agreement, by_name, coded, ever_closed
from thermidor.experiments.compare import compare
from thermidor.experiments.ensemble import simulate
from thermidor.model.regime.regime import RUNGS
from thermidor.report import answer, summarise


def codes(coding: str, *names: str) -> np.ndarray:
    known = names_of(by_name(coding))
    return np.array([[known.index(n) for n in names]], np.int8)


@pytest.fixture(scope="module")
def few():
    return simulate(histories=4, stop="1919-12", variables=["soviets.power"])


@pytest.fixture(scope="module")
def held():
    """An opposition that keeps nearly half of the delegates, and pay that cannot rise."""
    acts = [
        Intervention("hold", "delegation.delegates", 0.45, 0, 35),
        Intervention("hold", "privilege.caste", 0.0, 0, 35),
    ]
    return compare(acts, histories=4, stop="1919-12", variables=["soviets.power"])


def test_codings_agree_where_they_say_the_same_of_who_can_remove_whom():
    book = codes("book", "tsarism", "soviet_democracy", "thermidor", "thermidor")
    regime = codes("regime", "tsarism", "contested", "party_rule", "restricted")
    found = agreement({"book": book, "regime": regime})
    assert found == {"book-regime": pytest.approx(2 / 3)}


def test_no_months_under_soviet_power_are_no_agreement():
    assert np.isnan(
        agreement({"book": codes("book", "collapse"), "class": codes("class", "collapse")})[
            "book-class"
        ]
    )


def test_closed_once_is_closed_at_some_time():
    found = ever_closed({"class": codes("class", "workers", "caste", "workers")})
    assert found["class"].tolist() == [True]


def test_ends_of_rounds_are_those_of_all():
    one = Ends(np.array([1]), np.array([True]))
    assert Ends.joined([one, one]).outcome.tolist() == [1, 1]


def test_a_model_that_lacks_what_codings_read_is_not_coded():
    assert coded({"regime": np.zeros((1, 1))}) == {}


def test_histories_carry_their_classes_whatever_variables_are_wanted(few):
    for c in CODINGS:
        x = few[f"{PREFIX}{c.name}"]
        assert x.dims == ("history", "month")
        assert x.attrs["flag_meanings"].split() == list(names_of(c))
        ladder = [RUNGS[code] for code in few["regime"].values[:, 0]]
        assert [names_of(c)[code] for code in x.values[:, 0]] == ladder


def test_the_headline_is_said_under_all_three(few):
    summary = summarise(few)
    said = answer.headline(summary)
    assert all(f"'{c.name}'" in said for c in CODINGS)
    assert said.count(" to ") == len(CODINGS), "each coding has its interval"
    plain = json.loads(json.dumps(summary.as_dict(), default=str))
    assert (
        set(plain["codings"])
        == set(plain["closed"])
        == set(plain["ending"])
        == {c.name for c in CODINGS}
    )
    assert set(plain["agreement"]) == {"book-regime", "book-class", "regime-class"}
    for outcomes in plain["codings"].values():
        assert sum(e["p"] for e in outcomes.values()) == pytest.approx(1)


def test_a_comparison_says_which_answers_are_definitions(held):
    assert [d.path for d in held.defined_by] == ["delegation.delegates"]
    assert "By definition: delegation.delegates" in held.explain()
    data = json.loads(json.dumps(held.to_json(), allow_nan=False))
    assert data["defined_by"][0]["codings"] == ["book", "regime", "class"]
    assert set(data["codings"]) == set(data["closed"]) == {c.name for c in CODINGS}


def test_shares_of_classes_move_by_what_others_lose(held):
    for by_class in held.codings.values():
        assert sum(d.difference.value for d in by_class.values()) == pytest.approx(0, abs=1e-9)
