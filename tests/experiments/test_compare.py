"""Twins: what an intervention changes, on a model of which everything is known."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from thermidor.engine.controls import Intervention, Schedule
from thermidor.experiments import compare as module
from thermidor.experiments.compare import compare, compare_arms
from thermidor.experiments.comparison import EVENT
from thermidor.experiments.twins import first_difference

FALLS = 0.4
"""Probability that the coin of the toy falls."""


@pytest.fixture(scope="module")
def halved(toy, numbers):
    """The coin falls half as often."""
    r = toy.model.registry
    with_it = Schedule(r, [Intervention("scale", "coin.fall", 0.5, 0, 11)])
    return compare_arms(
        toy, with_it, Schedule(r), numbers, 7, names=("halved", "as it is"), dates=(0, 11)
    )


def test_promise_11_necessity_and_sufficiency_of_a_toy_with_a_closed_form(halved):
    for found, truth in (
        (halved.necessity, 0.5),
        (halved.sufficiency, (FALLS / 2) / (1 - FALLS / 2)),
        (halved.causation[EVENT].both, FALLS / 2),
        (halved.reached[0], FALLS / 2),
        (halved.reached[1], FALLS),
    ):
        assert found.low <= truth <= found.high


def test_a_data_frame_of_a_comparison_has_a_row_for_each_figure_and_none_twice(halved):
    frame = halved.to_dataframe()
    assert not frame.duplicated(["part", "coding", "name", "arm", "statistic", "month"]).any()
    parts = frame["part"].value_counts()
    dates, variables = halved.effects.sizes["month"], len(halved.effects.data_vars)
    assert parts["variable"] == dates * variables
    assert len(halved.effects.to_dataframe()) == dates * halved.effects.sizes["quantile"]
    (lost,) = frame[(frame.part == "ever") & (frame.arm == "difference")].value
    assert lost == halved.reached[2].value
    (needed,) = frame[(frame.part == "necessity") & (frame.name == halved.event)].value
    assert needed == halved.necessity.value
    (share,) = frame[
        (frame.part == "end") & (frame.name == "thermidor") & (frame.arm == "with")
    ].value
    assert share == halved.outcomes["thermidor"].value


def test_promise_11_every_event_obeys_the_bounds(halved):
    for c in halved.causation.values():
        assert c.bounds.necessity.holds(c.necessity.value)
        assert c.bounds.sufficiency.holds(c.sufficiency.value)
        assert c.bounds.both.holds(c.both.value)


def test_promise_11_counted_exactly_from_the_luck_of_each_twin(toy, halved, numbers):
    """Nothing is gained by halving the chance, so that PNS is the difference of the shares."""
    assert halved.causation[EVENT].both.value == pytest.approx(-halved.reached[2].value)
    assert halved.necessity.value == pytest.approx(
        -halved.reached[2].value / halved.reached[1].value
    )


def test_the_share_of_a_class_moves_by_its_difference(halved):
    d = halved.difference["thermidor"]
    assert d.value == pytest.approx(
        halved.outcomes["thermidor"].value - halved.outcomes_against["thermidor"].value
    )
    assert d.high < 0
    assert sum(x.value for x in halved.difference.values()) == pytest.approx(0, abs=1e-12)


def test_twins_part_in_the_first_month_or_never(halved):
    assert halved.parting.never.value == pytest.approx(1 + halved.reached[2].value)
    assert set(halved.parting.month[np.isfinite(halved.parting.month)]) == {0.0}
    assert halved.parting.median == 0


def test_effects_on_some_variables_are_those_among_all(toy, halved, numbers):
    r = toy.model.registry
    with_it = Schedule(r, [Intervention("scale", "coin.fall", 0.5, 0, 11)])
    some, none = (
        compare_arms(toy, with_it, Schedule(r), numbers, 7, dates=(0, 11), variables=v)
        for v in (["coin.heat"], [])
    )
    assert list(some.effects) == ["coin.heat"]
    np.testing.assert_array_equal(some.effects["coin.heat"], halved.effects["coin.heat"])
    assert list(none.effects) == []
    assert some.reached == none.reached == halved.reached


def test_an_intervention_that_changes_nothing_parts_no_twins(toy, numbers):
    r = toy.model.registry
    idle = Schedule(r, [Intervention("scale", "coin.fall", 1.0, 0, 11)])
    same = compare_arms(toy, idle, Schedule(r), numbers[:200], 7)
    assert same.parting.never.value == 1
    assert same.reached[2].value == 0
    assert same.necessity.value == 0
    assert math.isnan(same.parting.median)


def test_effects_on_every_variable_are_quantiles_of_the_differences(halved):
    heat = halved.effects["coin.heat"]
    assert heat.dims == ("quantile", "month")
    assert heat.attrs["units"] == "degrees"
    assert (heat.values[0] <= heat.values[2]).all()
    assert heat.sel(quantile=0.05).values[-1] < 0


def test_milestones_are_compared_by_share_and_month(halved):
    m55 = next(m for m in halved.milestones if m.id == "m55")
    assert m55.difference.value == pytest.approx(halved.reached[2].value)
    assert m55.shift == 0


def test_plain_data_holds_no_number_that_json_does_not_know(halved):
    data = json.loads(json.dumps(halved.to_json(), allow_nan=False))
    assert {"scenario", "against", "outcomes", "difference", "necessity", "sufficiency"} <= set(
        data
    )
    assert set(data["difference"]["thermidor"]) == {"d", "low", "high"}
    assert set(data["necessity"]) == {"event", "p", "low", "high", "base", "bounds", "outcomes"}
    assert data["necessity"]["base"] == round(halved.reached[1].value * halved.histories)
    assert data["necessity"]["outcomes"]["occupation"]["p"] is None


def test_it_can_be_read(halved):
    text = halved.explain()
    assert "halved" in text
    assert "spared" in text
    table = halved.table()
    assert table.row_count > 3
    row = halved.row("Half a coin")
    assert row["title"] == "Half a coin"
    assert set(row) == {
        "title",
        "scenario",
        "difference",
        "low",
        "high",
        "closed",
        "necessity",
        "sufficiency",
        "defined_by",
    }
    assert row["necessity"]["base"] >= 30


def test_necessity_and_sufficiency_stand_with_their_base_and_not_at_all_under_30(toy, numbers):
    r = toy.model.registry
    with_it = Schedule(r, [Intervention("scale", "coin.fall", 0.5, 0, 11)])
    few = compare_arms(toy, with_it, Schedule(r), numbers[:40], 7)
    cause = few.causation[EVENT]
    assert cause.had < 30 <= cause.spared
    assert cause.shown == (None, cause.sufficiency)
    assert few.row()["necessity"] is None
    assert few.row()["sufficiency"]["base"] == cause.spared
    assert "too few (under 30)" in few.explain()
    assert f"{cause.spared} histories" in few.explain()


def test_the_answer_begins_with_what_moves_most(halved):
    most = halved.moves_most
    assert most is not None
    assert most.beyond_chance
    every = [halved.reached[2], *halved.difference.values()]
    assert abs(most.change.difference.value) == max(abs(d.value) for d in every)
    assert halved.explain().startswith("What moves most is ")
    assert halved.to_json()["moves_most"]["difference"]["d"] == most.change.difference.value


def test_what_is_beyond_chance_goes_before_a_larger_wobble():
    from thermidor.experiments.intervals import Interval
    from thermidor.experiments.moves import Change, moves_most

    share = Interval(0.5, 0.4, 0.6)
    wobble = Change(share, share, Interval(0.3, -0.1, 0.7))
    sure = Change(share, share, Interval(-0.1, -0.15, -0.05))
    found = moves_most({"book": wobble}, {"book": {"thermidor": sure, "brumaire": wobble}})
    assert (found.name, found.beyond_chance) == ("thermidor", True)
    only = moves_most({"book": wobble}, {})
    assert not only.beyond_chance
    assert only.sentence().startswith("Nothing moves beyond chance")
    assert moves_most({"book": Change(share, share, Interval(0.0, -0.1, 0.1))}, {}) is None


def test_an_interrupt_keeps_what_both_arms_finished(toy, numbers):
    r = toy.model.registry

    def stop(done, wanted):
        raise KeyboardInterrupt

    cut = compare_arms(toy, Schedule(r), Schedule(r), numbers, 7, progress=stop)
    assert cut.interrupted
    assert cut.histories == toy.width
    assert cut.wanted == len(numbers)
    assert "interrupted" in cut.explain()


def test_an_interrupt_before_the_first_twin_is_passed_on(toy, numbers, monkeypatch):
    def twins(*args):
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(module, "_twins", twins)
    r = toy.model.registry
    with pytest.raises(KeyboardInterrupt):
        compare_arms(toy, Schedule(r), Schedule(r), numbers, 7)


def test_a_failed_history_is_counted_and_named(toy, numbers):
    r = toy.model.registry
    hot = Schedule(r, [Intervention("add", "coin.heat", 3e38, 0, 5)])
    broken = compare_arms(toy, hot, Schedule(r), numbers[:64], 7)
    assert broken.failed == (64, 0)
    assert broken.outcomes["failed"].value == 1
    assert broken.reached[0].value == 0
    assert sum(x.value for x in broken.outcomes.values()) == pytest.approx(1)
    assert "64 histories failed with the intervention" in broken.explain()


def test_first_difference_takes_two_missing_values_for_the_same():
    a = np.array([[[1.0], [np.nan], [3.0]], [[1.0], [2.0], [3.0]]])
    b = np.array([[[1.0], [np.nan], [4.0]], [[1.0], [2.0], [3.0]]])
    found = first_difference(a, b)
    assert found[0] == 2
    assert np.isnan(found[1])


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"histories": 0}, "whole number from 1"),
        ({"histories": True}, r"whole number, not True \(bool\)"),
        ({"seed": -1}, "seed"),
        ({"start": "1930-01", "stop": "1920-01"}, "stops"),
        ({"theory": "stalin"}, "theory"),
        ({"stop": "1920-12", "dates": ["1925-01"]}, "outside"),
    ],
)
def test_bad_wishes_get_one_line(wish, words):
    with pytest.raises(ValueError, match=words) as error:
        compare("baseline", **wish)
    assert "\n" not in str(error.value)


@pytest.mark.slow
def test_twins_of_the_whole_model_are_equal_before_the_intervention():
    c = compare("german-insurrection-october-1923", histories=64)
    parted = c.parting.month[np.isfinite(c.parting.month)]
    assert (parted >= 12 * 6 + 9).all()
    assert len(parted)
    for causes in c.causation.values():
        assert causes.bounds.necessity.holds(causes.necessity.value)
        assert causes.bounds.sufficiency.holds(causes.sufficiency.value)


def test_a_notebook_gets_a_short_line_a_table_and_charts(halved):
    from thermidor import plots

    assert len(repr(halved)) <= 300
    assert repr(halved).startswith("Comparison(scenario='halved', against='as it is'")
    shown = halved._repr_html_()
    assert "<h4>halved against as it is</h4>" in shown
    assert shown.count("<tr>") == 1 + sum(
        bool(halved.outcomes[name].value or halved.outcomes_against[name].value)
        for name in halved.outcomes
    )
    assert plots.effects(halved).to_dict()["layer"]
    assert plots.effects([halved, halved.row("again")]).to_dict()["layer"]
    assert plots.outcomes(halved).to_dict()["layer"]
