"""Claims of the book as experiments: their form, their verdicts, the board."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from thermidor.experiments import claims as module
from thermidor.experiments.claims import (
    FEWEST,
    STRENGTH,
    BadClaim,
    association,
    contrast,
    decide,
    load_claims,
    read_claim,
    run_claims,
    trajectory,
)
from thermidor.record import load
from thermidor.theories import lequenne

THREAD = [
    "countryside",
    "procurement",
    "supply",
    "industry",
    "labour",
    "money",
    "population",
    "classes",
    "mood",
    "civil_war",
    "army",
    "membership",
    "delegation",
    "appointments",
    "organs",
    "leaders",
    "factions",
    "police",
    "abroad.germany",
    "abroad.europe",
    "comintern",
    "regime",
    "privilege",
    "succession",
    "collectivisation",
]


def claim(**changes):
    """A contrast on the toy; k0613 is decisive."""
    form = {
        "id": "k0613", "kind": "contrast", "do": [{"scale": "coin.fall", "value": 0.25}],
        "metric": {"of": "reached:thermidor", "window": ["1917-01", "1917-12"]}, "expect": "down",
        "scale": "probability", "note": "A toy.", **changes,
    }  # fmt: skip
    return read_claim({k: v for k, v in form.items() if v is not None})


def course(**changes):
    """A trajectory on the toy."""
    return claim(**{"kind": "trajectory", "do": None, "scale": None, **changes})


# -- the encoded claims ------------------------------------------------------------------------


def test_at_least_sixty_claims_in_every_system_of_the_thread():
    encoded = load_claims()
    assert len(encoded) >= 64
    counts = Counter(system for c in encoded.values() for system in c.systems)
    assert {s: counts[s] for s in THREAD if not counts[s]} == {}


def test_most_of_the_sixty_most_important_are_encoded():
    ranked = [c for c in load().claims.values() if c.rank]
    assert sum(c.id in load_claims() for c in ranked) >= 50


@pytest.mark.parametrize("id", load_claims())
def test_each_claim_is_testable_and_says_what_stands_for_what(id):
    c = load_claims()[id]
    assert c.recorded.testable != "no"
    assert len(c.note) > 15
    assert c.inside is not None or c.strength >= 0
    if c.scenario:
        assert c.operations


@pytest.mark.parametrize("id", [c.id for c in load_claims().values() if c.kind == "contrast"])
def test_each_intervention_fits_the_model(id):
    class Model:
        model = lequenne()

    module._schedule(Model, load_claims()[id])  # type: ignore[arg-type]


def test_the_model_gives_out_what_nearly_all_claims_need():
    class Model:
        model = lequenne()

    missing = {c.id: module._missing(Model, c) for c in load_claims().values()}  # type: ignore[arg-type]
    missing = {k: v for k, v in missing.items() if v}
    assert len(load_claims()) - len(missing) >= 64, missing


def test_the_strength_follows_the_record_unless_a_size_is_given():
    for c in load_claims().values():
        if c.at_least is None and c.scale:
            assert c.strength == STRENGTH[c.scale][c.recorded.strength]
        if c.at_least is not None:
            assert c.because


# -- verdicts ----------------------------------------------------------------------------------

ALL = np.ones(400, bool)


def shares(k: int, n: int = 400) -> np.ndarray:
    return (np.arange(n) < k).astype(float)


@pytest.mark.parametrize(
    ("with_it", "without", "verdict", "side"),
    [
        (shares(0), shares(200), "holds", "claimed"),  # minus 50 points, 20 asked
        (shares(200), shares(200), "fails", "open"),  # nothing happens
        (shares(300), shares(200), "fails", "opposite"),
        (shares(170), shares(200), "fails", "claimed"),  # clearly weaker than asked
        (shares(120), shares(200), "undecided", "claimed"),  # the interval spans what is asked
    ],
)
def test_a_contrast_holds_only_when_its_whole_interval_reaches_the_strength(
    with_it, without, verdict, side
):
    r = contrast(claim(), with_it, without, ALL)
    assert (r.verdict, r.side) == (verdict, side)
    assert r.effect == pytest.approx(with_it.mean() - without.mean())
    assert r.low <= r.effect <= r.high
    assert r.required == 0.2


def test_a_large_effect_in_few_histories_decides_nothing():
    few = np.arange(400) < FEWEST - 1
    r = contrast(claim(), shares(0), shares(400), few)
    assert r.verdict == "undecided"
    assert str(FEWEST) in r.reason
    assert r.n == FEWEST - 1


def test_only_histories_that_meet_the_condition_count():
    r = contrast(claim(), shares(0), shares(200), np.arange(400) < 200)
    assert r.n == 200
    assert r.effect == -1


def test_missing_values_are_left_out():
    x = shares(0)
    x[:100] = np.nan
    assert contrast(claim(), x, shares(200), ALL).n == 300


VARIABLE = {"of": "coin.heat", "window": ["1917-01", "1917-12"]}


def test_a_relative_strength_is_a_fraction_of_the_level():
    c = claim(metric=VARIABLE, scale="relative", expect="up")
    base = 10 + np.sin(np.arange(400.0))
    assert contrast(c, base * 1.6, base, ALL).verdict == "holds"
    assert contrast(c, base * 1.2, base, ALL).verdict == "fails"
    assert contrast(c, base, base, ALL).required == pytest.approx(5, rel=0.01)


def test_a_spread_is_measured_in_standard_deviations():
    c = claim(metric=VARIABLE, scale="spread", expect="up")
    base = np.random.default_rng(0).normal(100, 2, 400)
    assert contrast(c, base + 3, base, ALL).verdict == "holds"
    assert contrast(c, base + 1, base, ALL).verdict == "fails"
    assert contrast(c, base, base, ALL).required == pytest.approx(0.8 * base.std(ddof=1))


def test_no_effect_is_an_equivalence():
    c = claim(metric=VARIABLE, scale=None, expect="none", at_least=1.0, because="A toy.")
    base = np.zeros(400)
    noise = np.random.default_rng(0).normal(0, 1, 400)
    assert contrast(c, base + noise, base, ALL).verdict == "holds"
    assert contrast(c, base + noise + 2, base, ALL).verdict == "fails"
    assert contrast(c, base + noise + 1, base, ALL).verdict == "undecided"


def test_a_range_speaks_of_the_mean_with_the_intervention():
    c = claim(scale=None, expect=None, inside=[0.0, 0.1])
    assert contrast(c, shares(4), shares(200), ALL).verdict == "holds"
    assert contrast(c, shares(40), shares(200), ALL).verdict == "undecided"
    r = contrast(c, shares(80), shares(200), ALL)
    assert r.verdict == "fails"
    assert r.effect == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("ratios", "expect", "verdict"),
    [
        ([2.0] * 300 + [1.0] * 100, "up", "holds"),
        ([2.0] * 100 + [1.0] * 300, "up", "fails"),
        ([2.0] * 200 + [1.0] * 200, "up", "undecided"),
        ([1.4] * 400, "up", "fails"),  # a half is asked
        ([0.5] * 400, "down", "holds"),
        ([0.8] * 400, "down", "fails"),
        ([0.8] * 400, "none", "holds"),
    ],
)
def test_a_trajectory_is_decided_by_the_share_of_histories(ratios, expect, verdict):
    metric = {"of": "coin.heat", "reduce": "ratio", "window": ["1917-01", "1917-12"]}
    r = trajectory(course(metric=metric, scale="relative", expect=expect), np.array(ratios), ALL)
    assert r.verdict == verdict
    assert 0 <= r.low <= r.effect + 1e-12
    assert r.effect - 1e-12 <= r.high <= 1


def test_any_rise_is_enough_where_the_record_gives_no_size():
    metric = {"of": "coin.heat", "reduce": "change", "window": ["1917-01", "1917-12"]}
    c = course(metric=metric, expect="up", at_least=0, because="A toy.")
    assert trajectory(c, np.full(400, 0.001), ALL).verdict == "holds"
    assert trajectory(c, np.zeros(400), ALL).verdict == "fails"


def together(**changes):
    """An association on the toy."""
    return claim(**{"kind": "association", "do": None, "metric": VARIABLE, "scale": "correlation", "expect": "up",
                    "against": {"of": "coin.side", "at": "1917-12"}, **changes})  # fmt: skip


@pytest.mark.parametrize(
    ("expect", "noise", "verdict"),
    [
        ("up", 0.5, "holds"),
        ("down", 0.5, "fails"),
        ("up", 10.0, "fails"),
        ("up", 1.73, "undecided"),
    ],
)
def test_an_association_is_decided_by_the_rank_correlation(expect, noise, verdict):
    rng = np.random.default_rng(0)
    x = rng.normal(0, 1, 400)
    r = association(together(expect=expect), x, np.exp(x + noise * rng.normal(0, 1, 400)), ALL)
    assert r.verdict == verdict
    assert r.low <= r.effect <= r.high


def test_what_does_not_vary_goes_with_nothing():
    r = association(together(), np.ones(400), np.arange(400.0), ALL)
    assert r.verdict == "undecided"
    assert "the same in all" in r.reason


# -- running -----------------------------------------------------------------------------------


def test_a_batch_runs_each_intervention_once(toy):
    chosen = [
        claim(),
        claim(id="k0848", metric={"of": "milestone:m55", "reduce": "ever", "window": ["1917-01", "1917-06"]}),
        course(id="k0004", metric={"of": "outcome:thermidor", "window": ["1917-12", "1917-12"]}, expect=None, inside=[0, 0]),
    ]  # fmt: skip
    seen: list[tuple[int, int]] = []
    board = decide(toy, chosen, 512, 3, lambda d, w: seen.append((d, w)))
    assert seen == [(1, 2), (2, 2)]
    assert [r.id for r in board] == ["k0613", "k0848", "k0004"]
    assert [r.verdict for r in board] == ["holds", "holds", "holds"]
    assert board[0].effect == pytest.approx(board[1].effect)
    assert board[0].effect == pytest.approx(-0.3, abs=0.07)
    assert board.expected_false == pytest.approx(0.075)
    plain = board.to_json()
    assert plain["holds"] == 3
    assert {"id", "verdict", "effect", "low", "high", "systems", "statement", "page", "n"} <= set(
        plain["claims"][0]
    )


def test_a_claim_whose_variable_is_not_given_out_stays_undecided(toy):
    c = claim(metric={"of": "police.autonomy", "window": ["1917-01", "1917-12"]}, scale="index")
    board = decide(toy, [c, claim(id="k0848")], 256, 3)
    assert board[0].verdict == "undecided"
    assert "police.autonomy" in board[0].reason
    assert math.isnan(board[0].effect)
    assert board[0].to_json()["effect"] is None
    assert board[1].n == 256


def test_an_interrupt_keeps_the_claims_that_were_finished(toy):
    def stop(done, wanted):
        if done == 2:
            raise KeyboardInterrupt

    chosen = [claim(), claim(id="k0848", do=[{"scale": "coin.fall", "value": 0.5}])]
    board = decide(toy, chosen, 256, 3, stop)
    assert board.interrupted
    assert [r.id for r in board] == ["k0613"]


def test_an_intervention_that_names_nothing_is_told_in_one_line(toy):
    with pytest.raises(BadClaim, match="names nothing") as error:
        decide(toy, [claim(do=[{"hold": "coin.wamring", "value": 0}])], 64, 3)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"ids": ["k061"]}, "nearest"),
        ({"ids": ["k0001"]}, "cannot be tested"),
        ({"ids": ["k0081"]}, "not encoded"),
        ({"system": "countrysid"}, "nearest: countryside"),
    ],
)
def test_unknown_claims_and_systems_are_told(wish, words):
    with pytest.raises(BadClaim, match=words):
        module._chosen(wish.get("ids"), wish.get("system"))


@pytest.mark.parametrize("wish", [{"histories": 1}, {"histories": 10**9}, {"seed": -1}])
def test_bad_wishes_get_one_line(wish):
    with pytest.raises(ValueError, match="whole number"):
        run_claims(**wish)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"expect": None}, "either 'expect' or 'inside'"),
        ({"scale": None}, "scale"),
        ({"do": None}, "either 'scenario' or 'do'"),
        ({"at_least": 0.1}, "reason"),
        ({"kind": "trajectory"}, "without an intervention"),
        ({"kind": "trajectory", "do": None}, "two times"),
        ({"kind": "association", "do": None}, "against"),
        ({"against": VARIABLE}, "against"),
        ({"scale": "correlation"}, "association"),
        ({"note": None}, "note"),
        ({"do": [{"hold": "coin.heat"}]}, "number"),
        ({"id": "k9999"}, "no claim of the record"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_form_is_told(changes, words):
    with pytest.raises(BadClaim, match=words) as error:
        claim(**changes)
    assert "\n" not in str(error.value)


@pytest.mark.slow
def test_the_board_of_one_system():
    board = run_claims(system="delegation", histories=128)
    assert len(board) >= 8
    assert {r.verdict for r in board} <= {"holds", "fails", "undecided"}
