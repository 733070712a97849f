"""Decision points asked of histories that are ours and of free ones, on a circle of posts and of the record."""

import json
import math
from dataclasses import replace
from types import ModuleType

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest
from jax import Array

from thermidor.engine.controls import Schedule
from thermidor.engine.declare import System, output, parameter, rule, uniform, variable
from thermidor.engine.model import Model
from thermidor.engine.month import Month
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import Simulator
from thermidor.experiments.branches.following import Follower, follow_record, origin_of
from thermidor.experiments.branches.hinges import (
    BY,
    EVER,
    GROUND_HEADS,
    HEADS,
    Hinges,
    ask,
    branches_of,
    end_rows,
    ground_rows,
    hinges,
    markdown,
    median_delay,
    questions,
    rows,
)
from thermidor.experiments.branches.point import BranchPoint
from thermidor.experiments.request import Request
from thermidor.scenarios import Scenario


class Circle(System):
    posts: Array = variable("share", "posts filled from above", start=0.1, high=1.0)


class World(eqx.Module):
    circle: Circle


@pytest.fixture(scope="module")
def sim() -> Simulator:
    circle = ModuleType("toy.circle", "Posts that bring posts.")

    @rule(system="circle",
        reads={"posts": "circle.posts"},
        parameters={"speed": parameter(0.4, "a month", 0, 1, assumption="a toy")},
        draws={"luck": uniform()}, neutral=0.0, unit="share a month", assumption="a toy",
    )  # fmt: skip
    def posts_bring_posts(posts, speed, luck):
        """The more posts, the faster the rest follow."""
        return speed * posts * (1.0 - posts) * luck

    def step(m: Month) -> None:
        m.set("posts", m.last("circle.posts") + m.rule(posts_bring_posts))

    def give(name: str, function) -> None:
        seen = output(name, "1", name, system="circle", high=13.0, assumption="a toy")
        circle.__dict__[name] = seen(function)

    give("regime", lambda w, flows: jnp.where(w.circle.posts > 0.5, 5.0, 2.0))
    give("power.secretariat", lambda w, flows: 0.5 * w.circle.posts)
    circle.__dict__.update(posts_bring_posts=posts_bring_posts, step=step)

    def month(m: Month) -> None:
        with m.phase("Toy"):
            m.run(circle)

    return Simulator(Model(Registry(World, [circle]), month, "toy"), months=24, tile=16)


def scenario(id: str, *operations: str) -> Scenario:
    text = f"id: {id}\ntitle: {{en: {id}}}\nbranch: 1917-05\ndo:\n"
    return Scenario.from_yaml(text + "".join(f"  - {{{o}}}\n" for o in operations))


BREAKS = scenario("breaks", "forbid: circle.posts_bring_posts")
SLOWS = scenario("slows", "scale: circle.posts_bring_posts, value: 0.7")
NOTHING = scenario("nothing", "scale: circle.posts_bring_posts, value: 1")


@pytest.fixture(scope="module")
def point(sim) -> BranchPoint:
    sample = Follower(sim, Schedule(sim.model.registry), 1).begin(32)
    sample, _ = follow_record(Follower(sim, Schedule(sim.model.registry), 1), sample, [], 12)
    sample = replace(sample, log_weights=np.where(np.arange(32) < 12, 0.0, -np.inf))
    origin = origin_of(sample, list(sample.state.segments), 1, "nothing")
    return BranchPoint("1918-01", origin, (), sample.effective, 0.0, 32, 1, False, ())


def asked(sim, point=None, histories=40, **more):
    pairs = [(s, s.compile(sim.model.registry)) for s in (BREAKS, SLOWS, NOTHING)]
    return ask(sim, pairs, histories, 1, point, **more)


@pytest.fixture(scope="module")
def free(sim):
    return asked(sim)


@pytest.fixture(scope="module")
def ours(sim, point):
    return asked(sim, point)


def test_what_breaks_the_circle_spares_thermidor_for_good(free) -> None:
    breaks, _, _ = free[0]
    assert breaks.without[EVER].value == 1.0
    assert breaks.by[EVER].value == -1.0
    assert breaks.causes[EVER].necessity.value == breaks.causes[EVER].sufficiency.value == 1.0
    assert breaks.median.value == math.inf
    assert breaks.posts.high < -0.3
    assert breaks.delay.value > 5


def test_what_slows_the_circle_shows_as_delay_where_it_spares_little(free) -> None:
    breaks, slows, _ = free[0]
    assert slows.by[EVER].value > breaks.by[EVER].value
    assert 0 < slows.delay.value < breaks.delay.value
    assert 0 < slows.median.low <= slows.median.value <= slows.median.high


def test_what_changes_nothing_leaves_every_number_at_nought(free, ours) -> None:
    for answers, _ in (free, ours):
        nothing = answers[2]
        assert nothing.parted == 0.0
        assert all(i.value == 0 for i in nothing.by.values())
        assert (nothing.delay.value, nothing.median.value, nothing.posts.value) == (0.0, 0.0, 0.0)
        assert nothing.causes[EVER].necessity.value == 0.0


def test_in_a_branch_nothing_parts_before_its_month(free, ours) -> None:
    assert np.nanmin(ours[0][0].comparison.parting.month) == 12
    assert np.nanmin(free[0][0].comparison.parting.month) == 0
    assert ours[0][0].branch == ours[0][0].comparison.branch == "1918-01"


def test_thermidor_that_came_before_the_branch_cannot_be_spared(ours, point) -> None:
    before = (point.origin.path(np.arange(40))[..., 0] == 5.0).any(axis=1)
    assert 0 < before.mean() < 1
    assert ours[0][0].by[EVER].value == pytest.approx(before.mean() - 1)


def test_the_ground_tells_histories_without_intervention(free, ours) -> None:
    assert free[1].branch is None
    assert free[1].different == 40
    assert ours[1].different == 12
    assert ours[1].outcomes["thermidor"].value == 1.0
    assert 3 < ours[1].median < 24


def test_answers_do_not_hang_on_who_else_is_asked_or_on_the_number_of_twins(
    sim, point, ours
) -> None:
    pair = [(SLOWS, SLOWS.compile(sim.model.registry))]
    (alone,), _ = ask(sim, pair, 40, 1, point)
    assert alone.to_json() | {"seconds": 0} == ours[0][1].to_json() | {"seconds": 0}
    (few,), _ = ask(sim, pair, 20, 1, point)
    both = [x.comparison.parting.month for x in (few, alone)]
    np.testing.assert_array_equal(both[0], both[1][:20])


def test_progress_counts_questions_to_the_end(sim) -> None:
    told: list[tuple[int, int]] = []
    asked(sim, progress=lambda done, wanted: told.append((done, wanted)))
    assert told[-1] == (3, 3)
    assert told == sorted(told)


def test_the_median_delay_counts_what_never_comes_as_infinite() -> None:
    nan = math.nan
    assert median_delay(np.array([5.0, 9.0, nan]), np.array([4.0, 4.0, 4.0])).value == 5.0
    assert median_delay(np.array([nan, nan, 5.0]), np.array([4.0, 4.0, 4.0])).value == math.inf
    assert median_delay(np.array([3.0, 3.0, 3.0]), np.array([nan, nan, 4.0])).value == -math.inf
    assert median_delay(np.array([nan, 6.0]), np.array([nan, 4.0])).value == 2.0
    assert math.isnan(median_delay(np.array([nan]), np.array([nan])).value)


def test_the_interval_of_the_median_narrows_with_the_twins() -> None:
    rng = np.random.default_rng(0)
    few, many = (
        median_delay(rng.normal(10, 5, n), np.zeros(n)) for n in (40, 4000)
    )  # fmt: skip
    assert few.low < many.low < 10 < many.high < few.high


def test_questions_are_the_decision_points_of_the_years_in_the_order_of_their_branches() -> None:
    found = questions()
    assert {"trotsky-circulates-georgian-note", "stalin-as-general-secretary"} <= set(found)
    assert not {"alliance-choice-of-1926", "long-probation-and-small-party-1922"} & set(found)
    dates = [Scenario.load(id).branch or "" for id in found]
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    ("id", "months"),
    [
        ("trotsky-circulates-georgian-note", ["1923-03"]),
        ("trotsky-at-twelfth-congress", ["1923-03"]),
        ("sharper-testament-1922", ["1922-12"]),
        ("delegates-elected-without-filter-january-1924", ["1923-03"]),
        ("secretary-general-powers-cut-1925", ["1923-03", "1924-01"]),
        ("cult-of-lenin-refused-1924", ["1923-03", "1924-01"]),
        ("secret-ballot", []),
    ],
)
def test_a_question_is_asked_only_where_it_is_not_too_late(id: str, months: list[str]) -> None:
    asked = Scenario.load(id)
    assert branches_of(asked, Request(asked).schedule) == months


def test_tables_have_a_cell_for_every_head_and_json_has_no_infinity(free, ours) -> None:
    found = Hinges((*free[0], *ours[0]), (free[1], ours[1]), 40, 32, 1, 7)
    assert found.interrupted
    assert {len(row) for row in rows(found)} == {len(HEADS)}
    assert {len(row) for row in ground_rows(found)} == {len(GROUND_HEADS)}
    heads, body = end_rows(found)
    assert {len(row) for row in body} == {len(heads)}
    assert [a.branch for a in found.of("slows")] == [None, "1918-01"]
    assert "| slows | ours to 1918-01 |" in markdown(found)
    assert set(json.loads(json.dumps(found.to_json(), allow_nan=False))["answers"][0]["thermidor"]) == {
        *BY, EVER,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"histories": 1}, "whole number from 2"),
        ({"scenarios": ["testament-public-may-1924"]}, "nearest: testament-made-public-may-1924"),
    ],
)
def test_bad_wishes_get_one_line(wish, words) -> None:
    with pytest.raises(ValueError, match=words) as error:
        hinges(**wish)
    assert "\n" not in str(error.value)


@pytest.mark.slow
def test_free_histories_and_ours_answer_the_same_question(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("THERMIDOR_CACHE", str(tmp_path))
    found = hinges(["trotsky-circulates-georgian-note"], 64, particles=128)
    free, ours = found.of("trotsky-circulates-georgian-note")
    assert (free.branch, ours.branch) == (None, "1923-03")
    assert ours.without[EVER].value > free.without[EVER].value
    assert np.nanmin(ours.comparison.parting.month) >= 74
