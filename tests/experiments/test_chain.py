"""The chain of delegation, read from made-up histories of which every month is known."""

from __future__ import annotations

import json

import numpy as np
import pytest

from thermidor.experiments.chain import (
    HEADS,
    KEPT,
    NEEDED,
    QUANTITIES,
    chain,
    count,
    markdown,
    read,
    recorded,
    sentences,
    sittings,
    summarise,
    table,
)

MONTHS = 120
START, OPENS = 10, 20
SITS = (8, 16, 26, 40, 60)
NOW = np.arange(MONTHS)


def kept(before: float, *after: float) -> np.ndarray:
    """A share that each congress leaves as it is until the next."""
    values = np.full(MONTHS, float(before))
    for month, value in zip(SITS, after, strict=True):
        values[month:] = value
    return values


def history(**changes) -> dict[str, np.ndarray]:
    """The record's conditions from month 10, a discussion in month 20, congresses in five months."""
    series = {n: np.zeros(MONTHS) for n in NEEDED}
    series["power.stalin_secretary"] = (NOW >= 4).astype(float)
    series["power.secretariat"] = np.where(NOW >= 4, 0.4, 0.0)
    series["power.lenin_capacity"] = np.where(NOW >= START, 0.1, 1.0)
    series["party.banned"] = (NOW >= 2).astype(float)
    series["party.discussion"] = 0.5 ** np.where(NOW >= OPENS, NOW - OPENS, 99)
    series["party.opposition"] = np.full(MONTHS, 0.4)
    series["party.opposition_voted"] = np.where(NOW >= START + 60, 0.004, 0.3)
    series["moscow.districts"] = 0.5 - NOW / 1000
    series["moscow.province"] = 0.2 - NOW / 1000
    series["moscow.delegates"] = 0.1 - NOW / 2000
    series["moscow.cells"] = kept(0.35, 0.34, 0.33, 0.55, 0.3, 0.2)
    series["congress.cells"] = kept(0.35, 0.3, 0.3, 0.4, 0.3, 0.2)
    series["congress.appointees"] = kept(0.0, 0.2, 0.5, 0.7, 0.9, 0.95)
    series["congress.opposition"] = kept(0.35, 0.2, 0.1, 0.03, 0.01, 0.0)
    for name, value in changes.items():
        series[name.replace("__", ".")] = np.asarray(value, float)
    return series


def of(*histories: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {n: np.stack([h[n] for h in histories]) for n in NEEDED}


def one(**changes) -> dict[str, float]:
    return {n: float(x[0]) for n, x in read(of(history(**changes))).items()}


def opens(*months: int) -> np.ndarray:
    index = np.zeros(MONTHS)
    for month in months:
        index[month:] = np.maximum(index[month:], 0.5 ** (NOW[month:] - month))
    return index


def test_every_quantity_is_read_at_its_moment() -> None:
    found = one()
    assert set(found) == {"opening", *(q.id for q in QUANTITIES)}
    assert found == pytest.approx({
        "opening": 20, "sincere_opening": 0.4, "districts_opening": 0.48, "province_opening": 0.18,
        "delay": 6, "sincere": 0.4, "cells": 0.55, "districts": 0.474, "province": 0.174,
        "filter": 0.174 / 0.474, "moscow": 0.087, "conference": 0.03,
        "appointees": 0.9, "appointees_second": 0.7,
        "delegates": 0.0, "counted": 0.004, "dissent": 0.4, "counted_for_sincere": 0.01,
    })  # fmt: skip


def test_congresses_are_seen_by_what_they_leave_behind() -> None:
    assert tuple(np.flatnonzero(sittings(of(history()))[0])) == SITS


@pytest.mark.parametrize("name", KEPT)
def test_one_kept_variable_is_enough_to_see_a_congress(name: str) -> None:
    quiet = dict.fromkeys((n.replace(".", "__") for n in KEPT), np.zeros(MONTHS))
    quiet[name.replace(".", "__")] = (NOW >= 30).astype(float)
    assert tuple(np.flatnonzero(sittings(of(history(**quiet)))[0])) == (30,)


def test_the_first_discussion_after_the_conditions_counts() -> None:
    assert one(party__discussion=opens(5, 22, 30))["opening"] == 22
    assert one(party__discussion=opens(START))["opening"] == START
    assert one(party__discussion=opens(START + 24))["opening"] == START + 24


@pytest.mark.parametrize("month", [START - 1, START + 25])
def test_a_discussion_before_or_long_after_the_conditions_does_not_count(month: int) -> None:
    found = one(party__discussion=opens(month))
    assert np.isnan([found["opening"], found["delay"], found["districts_opening"]]).all()
    assert found["appointees"] == 0.9


def test_a_discussion_that_was_open_all_along_does_not_open() -> None:
    assert np.isnan(one(party__discussion=np.ones(MONTHS))["opening"])


def test_a_congress_in_the_month_of_the_opening_is_not_after_it() -> None:
    assert one(party__discussion=opens(16))["delay"] == 10
    assert one(party__discussion=opens(15))["delay"] == 1


def test_no_congress_after_the_discussion_leaves_its_steps_open() -> None:
    still = {n.replace(".", "__"): np.full(MONTHS, 0.3) for n in KEPT}
    found = one(**still)
    assert found["opening"] == OPENS
    assert np.isnan([found["delay"], found["cells"], found["appointees_second"]]).all()


def test_a_history_without_the_conditions_is_not_read() -> None:
    without = history(party__banned=np.zeros(MONTHS))
    values = read(of(history(), without, history(moscow__cells=kept(0, 0, 0, 0.6, 0, 0))))
    assert values["cells"] == pytest.approx([0.55, 0.6])
    assert all(not len(x) for x in read(of(without)).values())


def test_moments_beyond_the_end_are_left_open() -> None:
    late = {"power__lenin_capacity": np.where(NOW >= 70, 0.1, 1.0),
            "power__stalin_secretary": NOW >= 60, "power__secretariat": 0.4 * (NOW >= 60)}  # fmt: skip
    found = one(**late)
    assert found["appointees"] == 0.95
    assert np.isnan([found["delegates"], found["counted"], found["dissent"]]).all()


def test_no_ratio_is_formed_with_next_to_nothing() -> None:
    assert np.isnan(one(moscow__districts=np.full(MONTHS, 1e-4))["filter"])
    assert np.isnan(one(party__opposition=np.zeros(MONTHS))["counted_for_sincere"])


def test_the_recorded_figures_come_from_the_record() -> None:
    figures = recorded()
    assert set(figures) < {q.id for q in QUANTITIES}
    assert (figures["cells"].low, figures["cells"].high) == (0.5, 1.0)
    assert figures["districts"].low == figures["districts"].high == 0.36
    assert figures["filter"].low == pytest.approx(0.5)
    assert (figures["conference"].low, figures["conference"].high) == (3 / 128, 4 / 128)
    assert figures["delay"].low == 2
    assert figures["appointees"].low == 0.875
    assert figures["delegates"].low == 0
    assert figures["delegates"].high < 1 / 1679
    assert (figures["counted"].low, figures["counted"].high) == pytest.approx((0.003, 0.009))
    assert (figures["dissent"].low, figures["dissent"].high) == (0.4, 0.5)
    assert {figures[q].page for q in ("cells", "districts", "province", "conference")} == {210}


def made_up(n: int = 101, **changes) -> dict[str, np.ndarray]:
    values = {q.id: np.linspace(0.0, 1.0, n) for q in QUANTITIES}
    values["opening"] = np.full(n, 20.0)
    return {**values, **changes}


def test_a_figure_is_inside_where_the_central_nine_tenths_reach_it() -> None:
    few = np.full(101, 0.2)
    found = summarise(made_up(districts=few, province=few, cells=0.5 * few), 200, 200, 0)
    rows = {r.quantity.id: r for r in found.rows}
    assert rows["filter"].quantiles == pytest.approx((0.05, 0.5, 0.95))
    assert rows["filter"].inside
    assert (rows["districts"].inside, rows["districts"].below) == (False, 1.0)
    assert (rows["province"].inside, rows["province"].above) == (False, 1.0)
    assert rows["cells"].inside is False
    assert rows["moscow"].inside is None
    assert np.isnan(rows["moscow"].below)
    hits, of_all = found.inside
    assert of_all == len(recorded())
    assert hits == sum(r.inside is True for r in found.rows)


def test_a_bound_is_met_from_its_own_side_only() -> None:
    def inside(value: float) -> bool | None:
        found = summarise(made_up(appointees=np.full(101, value)), 200, 200, 0)
        return next(r.inside for r in found.rows if r.quantity.id == "appointees")

    assert inside(0.95)
    assert inside(0.87) is False


def test_nobody_is_less_than_half_a_delegate() -> None:
    delegates = np.array([0.0, 0.4 / 1679, 0.6 / 1679, 0.1])
    found = summarise(made_up(delegates=delegates), 200, 200, 0)
    assert found.nobody.value == 0.5


def test_shares_are_of_the_histories_that_could_show_it() -> None:
    values = made_up(4, opening=np.array([20.0, 21.0, np.nan, np.nan]),
                     delay=np.array([3.0, np.nan, np.nan, np.nan]))  # fmt: skip
    found = summarise(values, 8, 8, 0)
    assert (found.conditions.value, found.opened.value, found.met.value) == (0.5, 0.5, 0.5)
    assert next(r for r in found.rows if r.quantity.id == "delay").histories == 1


def test_the_reports_hold_what_was_found() -> None:
    found = summarise(made_up(), 200, 200, 7)
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert data["inside"]["of"] == len(recorded())
    filtered = next(f for f in data["figures"] if f["id"] == "filter")
    assert filtered["recorded"]["ids"] == ["c6-f080", "c6-f079"]
    assert filtered["q50"] == pytest.approx(0.5)
    assert {len(row) for row in table(found)} == {len(HEADS)}
    text = markdown(found)
    assert text.count("\n|") == len(QUANTITIES) + 2
    assert "0 of 1,679 (p. 265)" in text
    assert "seed 7" in " ".join(sentences(found))


def test_no_histories_give_no_number_out_of_nothing() -> None:
    found = summarise({n: np.zeros(0) for n in made_up()}, 5, 5, 0)
    assert found.inside == (0, 0)
    assert "no such histories" in markdown(found)
    json.dumps(found.to_json(), allow_nan=False)


def test_a_model_without_the_variables_is_refused_in_one_line(toy) -> None:
    with pytest.raises(ValueError, match=r"does not give out power\.stalin_secretary"):
        count(toy, 16, 0)


@pytest.mark.parametrize("wish", [{"histories": 0}, {"histories": True}, {"seed": -1}])
def test_bad_wishes_get_one_line(wish) -> None:
    with pytest.raises(ValueError, match="whole number"):
        chain(**wish)


@pytest.mark.slow
def test_the_model_thins_out_an_opposition_level_by_level() -> None:
    found = chain(64)
    assert found.histories == 64
    median = {r.quantity.id: r.quantiles[1] for r in found.rows if r.histories}
    assert len(median) == len(QUANTITIES)
    assert median["cells"] > median["districts"] > median["province"] > median["moscow"]
    assert 0 < median["filter"] < 1
    assert median["counted"] < median["dissent"]
