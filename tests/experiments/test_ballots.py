"""The recorded ballots through the one ballot."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from thermidor.experiments.ballots import UnknownBallot, close_up, compare, encodings, find, summary
from thermidor.experiments.ballots.constants import OF_THE_MODEL, bounds, constants
from thermidor.experiments.ballots.draws import draw
from thermidor.experiments.ballots.electorate import electorate, mean_position, position
from thermidor.experiments.ballots.encoding import direction, groups, latest, results, rules
from thermidor.experiments.ballots.scores import Compared, crps, interval_score
from thermidor.record import load
from thermidor.theories import lequenne

RUN = [id for id, e in encodings().items() if e.runs]


@pytest.fixture(scope="module")
def table() -> list[Compared]:
    return compare()


def test_every_ballot_with_a_result_runs(table: list[Compared]) -> None:
    assert [r.id for r in table if r.runs] == RUN
    assert set(encodings()) == set(load().ballots)
    assert {r.id for r in table if not r.runs} == {
        "1917-vikzhel-coalition", "1928-opposition-split", "1934-kirov-candidacy",
    }  # fmt: skip
    assert all(r.reason for r in table if not r.runs)


def test_four_tallies_in_five_lie_in_the_central_ninety_per_cent(table: list[Compared]) -> None:
    found = summary(table)
    assert found.tallies > 50
    assert found.inside / found.tallies >= 0.8
    assert found.exact_inside / found.exact >= 0.8


def test_nine_outcomes_in_ten_are_the_likeliest(table: list[Compared]) -> None:
    found = summary(table)
    assert found.outcomes > 180
    assert found.likeliest / found.outcomes >= 0.9


def test_the_half_that_was_not_fitted_does_as_well(table: list[Compared]) -> None:
    held = summary(r for r in table if not r.fitted)
    assert held.tallies > 25
    assert held.inside / held.tallies >= 0.8
    assert held.likeliest / held.outcomes >= 0.85


def test_coverage_is_not_bought_by_width(table: list[Compared]) -> None:
    found, held = summary(table), summary(r for r in table if not r.fitted)
    assert found.width < 0.4
    assert found.crps_ratio < 0.5
    assert held.crps_ratio < 0.5
    assert (
        found.likeliest / found.outcomes > found.head_likeliest + 0.1 > found.blind_likeliest + 0.1
    )


def test_one_count_as_the_model_makes_it_tells_nine_outcomes_in_ten(table: list[Compared]) -> None:
    """Nothing is drawn: the chance that a rule of the model would give to what prevailed."""
    tosses_a_coin = 0.69
    for rows in (table, [r for r in table if not r.fitted]):
        found = summary(rows)
        assert found.carried / found.outcomes >= 0.9
        assert found.carried_loss < 0.5 * tosses_a_coin


def test_recorded_ballots_are_counted_with_the_constants_of_the_model() -> None:
    declared = lequenne().registry.parameters
    for name in OF_THE_MODEL:
        assert constants()[name] == float(declared[f"organs.{name}"].value)
    on_file = set(constants()) - set(OF_THE_MODEL)
    assert not on_file & {path.partition(".")[2] for path in declared if path.startswith("organs.")}


def test_other_constants_of_the_model_would_give_another_table(table: list[Compared]) -> None:
    row = next(r for r in table if r.id == "1926-leningrad-discussion")
    for name in set(OF_THE_MODEL) - {"exposure"}:
        (other,) = compare([row.id], number={**constants(), name: 0.5 * constants()[name]})
        assert replace(other, reason="") != replace(row, reason=""), name


def test_constants_lie_within_the_bounds_of_their_search() -> None:
    assert set(constants()) - set(bounds()) == {"exposure"}
    for name, (low, high) in bounds().items():
        assert low - 1e-6 <= constants()[name] <= high + 1e-6


def test_those_that_miss_say_why_and_others_do_not(table: list[Compared]) -> None:
    assert all(r.reason for r in table if r.misses)
    assert not any(r.reason for r in table if r.runs and not r.misses and results()[r.id].winner)


def test_the_table_takes_less_than_ten_seconds() -> None:
    start = time.perf_counter()
    compare(seed=5)
    assert time.perf_counter() - start < 10.0


def test_the_same_seed_gives_the_same_draws_in_any_company() -> None:
    (alone,) = compare(["1918-brest-cc-sign"])
    assert alone == next(r for r in compare(RUN[40:60]) if r.id == alone.id)
    (other,) = compare(["1918-brest-cc-sign"], seed=1)
    assert other.probability != alone.probability


def test_an_encoding_rests_on_the_record(table: list[Compared]) -> None:
    record = load()
    for encoding in encodings().values():
        assert encoding.id in encoding.cites
        for cite in encoding.cites:
            assert cite in record, cite
    for name, group in groups().items():
        assert group["cites"], name
    for encoding in (encodings()[id] for id in RUN):
        assert set(encoding.groups) <= set(groups())
        known = set(record.ballots[encoding.id].options) | {"rejection"}
        assert set(encoding.options) <= known or encoding.assumption


def test_the_numbers_of_a_ballot_are_coarse() -> None:
    """A number that can only be a tenth, and a direction that can only be a half, has no room for a tally."""
    for id in RUN:
        encoding = encodings()[id]
        for share in encoding.groups.values():
            assert round(share * 10, 6) % 1 == 0
        for words in encoding.options.values():
            assert all(round(x * 2, 6) % 1 == 0 for x in direction(words))
    for group in groups().values():
        assert all(round(x * 10, 6) % 1 == 0 for x in group.get("positions", {}).values())
    for steps in rules()["prestige"]["leaders"].values():
        assert all(round(x * 10, 6) % 1 == 0 for x in steps.values())
        assert all(a < b for a, b in pairwise(steps))


def test_leaders_stand_where_the_record_last_put_them() -> None:
    peasantry = 3
    assert position("bukharin", "1925-12")[peasantry] == 0.9
    assert position("bukharin", "1928-02")[peasantry] == 0.7
    assert position("bukharin", "1917-11")[peasantry] == 0.9
    assert position("sklyansky", "1924")[peasantry] is None


def test_members_do_not_know_the_future() -> None:
    lenin_alone = mean_position("1917-04-17")
    assert lenin_alone[1] == 0.0
    assert 0.0 < lenin_alone[0] < 1.0
    assert latest({"1917": 1, "1922-04": 2}, "1922-04-01") == 2


def test_who_has_declared_himself_keeps_his_word() -> None:
    for voter in close_up(find("1918-brest-cc-sign"))["voters"]:
        if voter["name"] in ("lenin", "trotsky", "bukharin"):
            (other,) = set(voter["probability"]) - {voter["recorded"]}
            assert voter["probability"][other] < 0.05


def test_one_who_was_not_shown_the_matter_cannot_weigh_it() -> None:
    seen = {
        v["name"]: v["pull"]["march"] for v in close_up(find("1921-georgia-invasion"))["voters"]
    }
    assert seen["trotsky"]["ignorance"] == pytest.approx(
        -0.9 * seen["trotsky"]["conviction"], abs=1e-5
    )
    assert seen["stalin"]["ignorance"] == 0.0


def test_a_secret_vote_would_have_given_the_opposition_more() -> None:
    who = electorate(encodings()["1926-leningrad-discussion"])
    k = who.options.index("opposition")
    open_, secret = (
        float(np.median(draw(replace(who, secret=s), constants()).share[:, k])) for s in (0.0, 1.0)
    )
    assert secret > 2 * open_


def test_an_unknown_ballot_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownBallot, match="1918-brest-cc-sign"):
        compare(["1918-brest-cc-sing"])


def test_scores_know_the_simplest_cases() -> None:
    assert crps(np.full(100, 0.4), 0.4) == pytest.approx(0.0)
    assert crps(np.full(100, 0.4), 0.6) == pytest.approx(0.2)
    even = (np.arange(10_000) + 0.5) / 10_000
    assert crps(even, 0.5) == pytest.approx(1 / 12, abs=1e-3)
    assert interval_score(even, 0.5) == pytest.approx(0.9, abs=1e-3)
    assert interval_score(even, 1.0) == pytest.approx(0.9 + 20 * 0.05, abs=1e-2)


def test_the_page_on_the_ballots_gives_the_figures_of_the_table(table: list[Compared]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "ballots.md").read_text(encoding="utf-8")
    halves = {
        "All": table, "Fitted": [r for r in table if r.fitted], "Held out": [r for r in table if not r.fitted],
    }  # fmt: skip
    for name, rows in halves.items():
        s = summary(rows)
        told = (
            f"| {name} | {s.inside} of {s.tallies} | {s.exact_inside} of {s.exact} | {s.likeliest} of {s.outcomes} "
            f"| {s.carried} of {s.outcomes} | {s.carried_loss:.2f} | {s.width:.2f} | {s.crps_ratio:.2f} |"
        )
        assert told in page
    assert set(re.findall(r"^\| `(\d{4}[\w-]+)`", page, re.M)) == {r.id for r in table if r.misses}
