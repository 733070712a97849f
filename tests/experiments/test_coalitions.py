"""The order of falls, read from made-up histories of which every turn is known."""

from __future__ import annotations

import json

import numpy as np
import pytest

from thermidor.experiments.coalitions import (
    ENDINGS,
    NEEDED,
    RECORDED,
    Coalitions,
    among_the_living,
    coalitions,
    conditions,
    count,
    markdown,
    read,
    sentences,
)
from thermidor.experiments.intervals import share
from thermidor.model.regime.regime import RUNGS

MONTHS = 48
OFFICE, DISABLED, BANNED = 4, 10, 2


def history(**changes) -> dict[str, np.ndarray]:
    """A history with the record's conditions from month 10 on, in which nobody falls."""
    now = np.arange(MONTHS)
    series = {n: np.ones(MONTHS) for n in NEEDED}
    series["power.deciders"] = np.full(MONTHS, 5.0)
    series["power.stalin_secretary"] = (now >= OFFICE).astype(float)
    series["power.secretariat"] = np.where(now >= OFFICE, 0.4, 0.0)
    series["power.lenin_capacity"] = np.where(now >= DISABLED, 0.1, 1.0)
    series["party.banned"] = (now >= BANNED).astype(float)
    series["party.bloc"] = np.zeros(MONTHS)
    series["leaders.executed"] = np.zeros(MONTHS)
    series["regime"] = np.full(MONTHS, RUNGS.index("bureaucratised"), float)
    for name, value in changes.items():
        series[name.replace("__", ".")] = np.asarray(value, float)
    return series


def blows(*months: int, by: float = 0.34) -> np.ndarray:
    """A place of which each blow takes a part."""
    lost = sum((by * (np.arange(MONTHS) >= m) for m in months), np.zeros(MONTHS))
    return np.clip(1.0 - lost, 0.0, 1.0)


def alone(month: int) -> np.ndarray:
    return np.where(np.arange(MONTHS) >= month, 1.2, 5.0)


def course(**changes):
    series = {n: x[None] for n, x in history(**changes).items()}
    (one,) = read(series)
    return one


def of_the_record(**changes):
    return course(
        **{
            "power__trotsky_standing": blows(14, 16),
            "power__zinoviev_standing": blows(20, 22),
            "power__right_standing": blows(30, 31),
            "power__deciders": alone(34),
            **changes,
        }
    )


def test_the_recorded_sequence_is_recognised_with_its_months() -> None:
    found = of_the_record()
    assert found.falls == (("left", 14), ("partners", 20), ("right", 30))
    assert found.start == DISABLED
    assert found.alone == 34
    assert found.ending == "one man"
    assert found.recorded
    assert found.stages == 4


@pytest.mark.parametrize(
    ("changes", "order", "ending", "stages"),
    [
        ({"power__deciders": np.full(MONTHS, 5.0)}, "left, partners, right", "collegial", 3),
        ({"power__right_standing": np.ones(MONTHS)}, "left, partners", "one man", 2),
        ({"power__trotsky_standing": blows(32)}, "partners, right, left", "one man", 0),
        ({"power__zinoviev_standing": blows(32, 33)}, "left, right, partners", "one man", 1),
        ({"power__zinoviev_standing": blows(14, by=0.4)}, "left+partners, right", "one man", 0),
        ({"power__stalin_standing": blows(36)}, "left, partners, right, secretary", "another", 3),
    ],
)  # fmt: skip
def test_another_course_is_not_the_recorded_one(changes, order, ending, stages) -> None:
    found = of_the_record(**changes)
    assert (found.order, found.ending, found.stages) == (order, ending, stages)
    assert not found.recorded


def test_one_man_before_the_last_fall_does_not_count_as_the_end() -> None:
    flickering = np.where((np.arange(MONTHS) >= 12) & (np.arange(MONTHS) < 20), 1.2, 5.0)
    found = of_the_record(power__deciders=flickering)
    assert np.isnan(found.alone)
    assert found.stages == 3


@pytest.mark.parametrize(
    ("changes", "ending"),
    [
        ({}, "collegial"),
        ({"power__stalin_secretary": (np.arange(MONTHS) >= 4) & (np.arange(MONTHS) < 30),
          "power__stalin_standing": blows(30)}, "recall"),
        ({"power__stalin_secretary": (np.arange(MONTHS) >= 4) & (np.arange(MONTHS) < 30),
          "power__stalin_standing": np.arange(MONTHS) < 30}, "death"),
        ({"power__deciders": alone(20), "power__stalin_secretary": (np.arange(MONTHS) >= 4) & (np.arange(MONTHS) < 30),
          "power__stalin_standing": blows(30)}, "another"),
        ({"regime": np.full(MONTHS, RUNGS.index("military_bonapartism"))}, "army"),
        ({"regime": np.full(MONTHS, RUNGS.index("restoration"))}, "overthrown"),
        ({"regime": np.full(MONTHS, RUNGS.index("generals"))}, "overthrown"),
        ({"regime": np.full(MONTHS, np.nan)}, "overthrown"),
    ],
)  # fmt: skip
def test_each_ending_is_told_from_the_others(changes, ending) -> None:
    assert course(**changes).ending == ending


def test_death_is_no_fall() -> None:
    dead = (np.arange(MONTHS) < 15).astype(float)
    assert course(power__trotsky_standing=dead).order == "nobody"
    assert course(power__right_standing=np.where(dead > 0, 1.0, 2 / 3)).order == "nobody"
    assert course(power__zinoviev_standing=np.where(dead > 0, 1.0, 0.5)).order == "nobody"
    assert course(power__stalin_standing=dead).order == "nobody"


def test_whoever_is_expelled_from_a_full_place_has_not_died() -> None:
    out = (np.arange(MONTHS) < 15).astype(float)
    bloc = np.full(MONTHS, 3.0)
    assert course(power__trotsky_standing=out, party__bloc=bloc).falls == (("left", 15),)
    assert course(power__zinoviev_standing=out, party__bloc=bloc).falls == (("partners", 15),)
    assert course(power__right_standing=out, party__bloc=bloc).falls == (("right", 15),)


def test_death_of_a_leader_of_the_opposition_takes_a_head_from_it() -> None:
    now = np.arange(MONTHS)
    out, bloc = (now < 15).astype(float), np.where(now < 15, 3.0, 2.0)
    assert course(power__trotsky_standing=out, party__bloc=bloc).order == "nobody"


def test_execution_is_a_fall() -> None:
    now = np.arange(MONTHS)
    shot = course(power__trotsky_standing=now < 15, leaders__executed=now >= 15)
    assert shot.falls == (("left", 15),)


def test_the_survivor_of_a_pair_can_still_fall() -> None:
    place = np.ones(MONTHS)
    place[15:] = 0.5
    place[25:] = 0.5 * 0.66
    assert course(power__zinoviev_standing=place).falls == (("partners", 25),)
    living = among_the_living(history(power__zinoviev_standing=place), "power.zinoviev_standing", 2)
    np.testing.assert_allclose(living[[14, 15, 25]], [1.0, 1.0, 0.66])


@pytest.mark.parametrize(
    "changes",
    [
        {"power__stalin_secretary": np.zeros(MONTHS)},
        {"power__secretariat": np.zeros(MONTHS)},
        {"power__lenin_capacity": np.ones(MONTHS)},
        {"power__lenin_capacity": np.where(np.arange(MONTHS) >= 40, 0.1, 1.0)},
        {"party__banned": np.zeros(MONTHS)},
        {"party__banned": np.arange(MONTHS) < 8},
    ],
)
def test_a_history_without_a_condition_does_not_count(changes) -> None:
    series = {n: x[None] for n, x in history(**changes).items()}
    assert not np.isfinite(conditions(series)["all"]).any()
    assert read(series) == []


def test_shares_are_of_the_histories_that_have_the_conditions() -> None:
    recorded, other = of_the_record(), course()
    found = Coalitions(
        5,
        5,
        0,
        (recorded, recorded, recorded, other),
        {"ban": share(5, 5), "all": share(4, 5)},
        False,
    )
    assert found.recorded.value == 0.75
    assert [s.value for s in found.stages] == [0.75] * 4
    assert found.table[0][:2] == ("left, partners, right", "one man")
    assert sum(i.value for *_, i in found.table) == pytest.approx(1.0)
    assert sum(i.value for i in found.endings.values()) == pytest.approx(1.0)
    assert set(found.endings) == set(ENDINGS)
    assert found.medians() == {
        "left": "1918-03", "partners": "1918-09", "right": "1919-07", "one man": "1919-11"}  # fmt: skip
    json.dumps(found.to_json(), allow_nan=False)
    assert markdown(found).count("|---") == 3
    assert "75.0%" in " ".join(sentences(found))


def test_no_histories_give_no_share_and_no_number_out_of_nothing() -> None:
    found = Coalitions(5, 5, 0, (), {"all": share(0, 5)}, False)
    assert np.isnan(found.recorded.value)
    assert "no such histories" in markdown(found)
    assert set(found.medians()) == {*RECORDED, "one man"}


def test_a_model_without_the_variables_is_refused_in_one_line(toy) -> None:
    with pytest.raises(ValueError, match=r"does not give out power\.trotsky_standing"):
        count(toy, 16, 0)


@pytest.mark.parametrize("wish", [{"histories": 0}, {"histories": True}, {"seed": -1}])
def test_bad_wishes_get_one_line(wish) -> None:
    with pytest.raises(ValueError, match="whole number"):
        coalitions(**wish)


@pytest.mark.slow
def test_the_model_gives_courses_to_count() -> None:
    found = coalitions(64)
    assert found.histories == 64
    assert sum(i.value for *_, i in found.table) == pytest.approx(1.0)
