"""Claims of the book as experiments: their form, their verdicts, the board."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from thermidor.experiments import claims as module
from thermidor.experiments.claims import (
    STRENGTH,
    BadClaim,
    Kept,
    decide,
    load_claims,
    read_claim,
    run_claims,
)
from thermidor.experiments.restated import restated
from thermidor.experiments.verdicts import FEWEST, FLOOR, VERDICTS, contrast, trajectory
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
        "metric": {"of": "reached:ladder:thermidor", "window": ["1917-01", "1917-12"]}, "expect": "down",
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

    claim = load_claims()[id]
    module._schedule(Model, claim.operations, id)  # type: ignore[arg-type]


def test_no_metric_restates_its_intervention():
    model = lequenne()
    assert {c.id: restated(model, c) for c in load_claims().values() if restated(model, c)} == {}


def test_decisions_that_claims_ask_about_exist():
    registry = lequenne().registry
    asked = {g.decision for c in load_claims().values() for g in c.given if g.decision}
    assert asked
    for path in asked:
        site, _ = registry.resolve(path)
        assert site.path in registry.choices, path


def test_no_claim_counts_votes_of_contrasts_that_cannot_be_cast():
    """Votes are nil while no discussion is open: a contrast asks the sincere share, daring or an open one."""
    for c in load_claims().values():
        if c.kind == "contrast" and c.metric.of == "party.opposition_voted":
            opened = any(o.path == "delegation.discussion" for o in c.operations)
            assert opened or any(g.of == "party.discussion" for g in c.given), c.id


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
    ("with_it", "without", "verdict", "size"),
    [
        (shares(0), shares(200), "as_claimed", "reaches"),  # minus 50 points, 20 asked
        (
            shares(170),
            shares(200),
            "as_claimed",
            "short",
        ),  # weaker than the book says, and still so
        (shares(120), shares(200), "as_claimed", "open"),  # the interval spans what is asked
        (shares(300), shares(200), "opposite", "short"),
        (shares(199), shares(200), "practically_none", "short"),  # under two points
        (shares(200), shares(200), "not_connected", ""),  # nothing happens in any twin
    ],
)
def test_direction_and_size_of_a_contrast_are_told_apart(with_it, without, verdict, size):
    r = contrast(claim(), with_it, without, ALL)
    assert (r.verdict, r.size, r.asked_by) == (verdict, size, "book")
    assert r.effect == pytest.approx(with_it.mean() - without.mean())
    assert r.low <= r.effect <= r.high
    assert r.required == 0.2
    assert r.floor == FLOOR["probability"]


def test_an_effect_that_excludes_nil_and_stays_under_the_floor_is_not_as_claimed():
    base = np.zeros(400)
    c = claim(metric=VARIABLE, scale="index", expect="up")
    assert contrast(c, base + 0.015, base, ALL).verdict == "practically_none"
    assert contrast(c, base + 0.025, base, ALL).verdict == "as_claimed"


def test_an_interval_that_spans_nil_and_leaves_the_floor_is_undecided():
    noise = np.random.default_rng(0).normal(0, 1, 400)
    c = claim(metric=VARIABLE, scale="index", expect="up")
    r = contrast(c, noise - noise.mean() + 0.03, np.zeros(400), ALL)
    assert r.verdict == "undecided"
    assert "open" in r.reason


def test_what_moves_under_a_share_is_connected_though_the_share_is_the_same():
    same = shares(200)
    moved = contrast(claim(), same, same, ALL, moved=np.arange(400) < 3)
    assert moved.verdict == "practically_none"
    assert contrast(claim(), same, same, ALL, moved=~ALL).verdict == "not_connected"
    elsewhere = contrast(claim(), same, same, np.arange(400) > 9, moved=np.arange(400) < 3)
    assert elsewhere.verdict == "not_connected"


def test_an_effect_under_a_thousandth_of_the_level_is_a_missing_wire():
    base = 1000 + np.sin(np.arange(400.0))
    c = claim(metric=VARIABLE, scale="relative", expect="up")
    assert contrast(c, base + 0.5, base, ALL).verdict == "not_connected"
    assert contrast(c, base + 2, base, ALL).verdict == "practically_none"
    noise = np.random.default_rng(0).normal(0, 900, 400)
    wild = contrast(c, base + noise - noise.mean(), base, ALL)
    assert wild.verdict == "undecided"  # what throws histories about is no missing wire


def test_the_size_is_judged_only_where_the_word_is_the_book_s():
    readers = next(k.id for k in load().claims.values() if k.strength_basis == "reader")
    r = contrast(claim(id=readers), shares(0), shares(200), ALL)
    assert (r.verdict, r.asked_by, r.size) == ("as_claimed", "reader", "")
    assert r.required > 0
    given = claim(id=readers, at_least=0.1, because="A toy.")
    assert contrast(given, shares(0), shares(200), ALL).size == "reaches"


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


def test_a_relative_floor_and_size_are_fractions_of_the_level():
    c = claim(metric=VARIABLE, scale="relative", expect="up")
    base = 10 + np.sin(np.arange(400.0))
    assert contrast(c, base * 1.6, base, ALL).size == "reaches"
    weak = contrast(c, base * 1.2, base, ALL)
    assert (weak.verdict, weak.size) == ("as_claimed", "short")
    assert contrast(c, base * 1.04, base, ALL).verdict == "practically_none"
    assert weak.required == pytest.approx(5, rel=0.01)
    assert weak.floor == pytest.approx(0.5, rel=0.01)


def test_a_spread_is_measured_in_standard_deviations():
    c = claim(metric=VARIABLE, scale="spread", expect="up")
    base = np.random.default_rng(0).normal(100, 2, 400)
    assert contrast(c, base + 3, base, ALL).size == "reaches"
    assert contrast(c, base + 1, base, ALL).verdict == "as_claimed"
    assert contrast(c, base + 0.15, base, ALL).verdict == "practically_none"
    assert contrast(c, base + 1, base, ALL).required == pytest.approx(0.8 * base.std(ddof=1))


def test_no_effect_is_an_equivalence():
    c = claim(metric=VARIABLE, scale="index", expect="none")
    base = np.zeros(400)
    noise = np.random.default_rng(0).normal(0, 0.05, 400)
    assert contrast(c, base + noise, base, ALL).verdict == "as_claimed"
    assert contrast(c, base + noise + 0.1, base, ALL).verdict == "opposite"
    assert contrast(c, base + noise + 0.018, base, ALL).verdict == "undecided"
    assert contrast(c, base, base, ALL).verdict == "not_connected"


def test_a_range_speaks_of_the_mean_with_the_intervention():
    c = claim(scale=None, expect=None, inside=[0.0, 0.1])
    assert contrast(c, shares(4), shares(200), ALL).verdict == "as_claimed"
    assert contrast(c, shares(40), shares(200), ALL).verdict == "undecided"
    r = contrast(c, shares(80), shares(200), ALL)
    assert r.verdict == "opposite"
    assert r.effect == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("ratios", "expect", "share"),
    [
        ([2.0] * 300 + [1.0] * 100, "up", 0.75),
        ([2.0] * 100 + [1.0] * 300, "up", 0.25),
        ([1.4] * 400, "up", 0),  # a half is asked
        ([0.5] * 400, "down", 1),
        ([0.8] * 400, "down", 0),
        ([0.8] * 400, "none", 1),
    ],
)
def test_a_trajectory_is_described_by_the_share_of_histories(ratios, expect, share):
    metric = {"of": "coin.heat", "reduce": "ratio", "window": ["1917-01", "1917-12"]}
    r = trajectory(course(metric=metric, scale="relative", expect=expect), np.array(ratios), ALL)
    assert (r.verdict, r.size) == ("descriptive", "")
    assert r.effect == pytest.approx(share)
    assert 0 <= r.low <= r.effect + 1e-12
    assert r.effect - 1e-12 <= r.high <= 1


def test_any_rise_is_enough_where_the_record_gives_no_size():
    metric = {"of": "coin.heat", "reduce": "change", "window": ["1917-01", "1917-12"]}
    c = course(metric=metric, expect="up", at_least=0, because="A toy.")
    assert trajectory(c, np.full(400, 0.001), ALL).effect == 1
    assert trajectory(c, np.zeros(400), ALL).effect == 0


def test_a_result_is_read_back_as_it_was_written():
    r = contrast(claim(), shares(100), shares(200), ALL)
    assert type(r).from_json(r.to_json()) == r
    undefined = type(r).from_json(replace(r, effect=math.nan).to_json())
    assert math.isnan(undefined.effect)


# -- running -----------------------------------------------------------------------------------


def test_a_batch_runs_each_intervention_once(toy):
    chosen = [
        claim(),
        claim(id="k0848", metric={"of": "milestone:m55", "reduce": "ever", "window": ["1917-01", "1917-06"]}),
        course(id="k0004", metric={"of": "outcome:ladder:thermidor", "window": ["1917-12", "1917-12"]}, expect=None, inside=[0, 0]),
    ]  # fmt: skip
    seen: list[tuple[int, int]] = []
    board = decide(toy, chosen, 512, 3, lambda d, w: seen.append((d, w)))
    assert seen == [(1, 2), (2, 2)]
    assert [r.id for r in board] == ["k0613", "k0848", "k0004"]
    assert [r.verdict for r in board] == ["as_claimed", "as_claimed", "descriptive"]
    assert board[0].effect == pytest.approx(board[1].effect)
    assert board[0].effect == pytest.approx(-0.3, abs=0.07)
    assert board.expected_false == pytest.approx(0.05)
    plain = board.to_json()
    assert (plain["as_claimed"], plain["descriptive"]) == (2, 1)
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


def test_a_metric_that_restates_its_intervention_is_refused():
    class Model:
        model = lequenne()

    def refuse(**changes):
        module._refuse_restated(Model, claim(**changes))  # type: ignore[arg-type]

    held = [{"hold": "privilege.caste", "value": 0, "from": "1921-01", "to": "1924-12"}]
    ratio = {"of": "party.posts_appointed", "window": ["1923-01", "1923-12"]}
    posts = [{"hold": "appointments.appointed", "value": 0.2, "from": "1921-01", "to": "1924-12"}]
    with pytest.raises(BadClaim, match=r"k0613.*restates appointments\.appointed"):
        refuse(do=posts, metric=ratio, scale="index")
    refuse(do=held, metric=ratio, scale="index")
    later = {"of": "party.posts_appointed", "window": ["1926-01", "1926-12"]}
    refuse(do=posts, metric=later, scale="index")  # what is let go can answer
    rules = {"of": "reached:regime:personal_rule", "window": ["1921-03", "1929-12"]}
    with pytest.raises(BadClaim, match=r"restates factions\.ban"):
        refuse(do=[{"forbid": "factions.ban"}], metric=rules)


def test_a_run_goes_on_where_it_was_stopped(toy, tmp_path):
    chosen = [claim(), claim(id="k0848", do=[{"scale": "coin.fall", "value": 0.5}])]

    def stop(done, wanted):
        if done == 2:
            raise KeyboardInterrupt

    path = tmp_path / "board.kept"
    decide(toy, chosen, 256, 3, stop, kept=Kept(path))
    seen: list[int] = []
    again = decide(toy, chosen, 256, 3, lambda d, w: seen.append(w), kept=Kept(path))
    assert seen == [2, 2]  # one arm is left beside the one without an intervention
    assert again == decide(toy, chosen, 256, 3)
    seen.clear()
    assert decide(toy, chosen, 256, 3, lambda d, w: seen.append(w), kept=Kept(path)) == again
    assert not seen


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
        ({"kind": "association", "do": None}, "contrast"),
        ({"against": VARIABLE}, "against"),
        ({"metric": {"of": "taken:coin.fall", "window": ["1917-01", "1917-12"]}}, "taken"),
        ({"metric": {"of": "outcome:books:thermidor", "at": "1917-12"}}, "coding"),
        ({"metric": {"of": "outcome:book:thermidore", "at": "1917-12"}}, "thermidor"),
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
    assert {r.verdict for r in board} <= set(VERDICTS)
