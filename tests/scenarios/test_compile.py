"""Scenarios against a model: what does not fit is said with its line."""

from __future__ import annotations

import numpy as np
import pytest

from thermidor.engine.registry import Registry
from thermidor.scenarios import BadScenario, Operation, Scenario, with_settings

HEAD = "id: mine\ntitle: {en: Mine}\ndo:\n"


def scenario(*operations: str) -> Scenario:
    return Scenario.from_yaml(HEAD + "".join(f"  - {{{o}}}\n" for o in operations), "mine.yaml")


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        (["hold: countryside.sowm, value: 1"], "mine.yaml:4: 'countryside.sowm' names nothing in the model; nearest: countryside.sown"),
        (["hold: countryside.sown.volgograd, value: 1"], "mine.yaml:4: 'countryside.sown.volgograd' names nothing in the model; nearest: countryside.sown.volga"),
        (["force: countryside.sown, at: 1920-01"], "mine.yaml:4: force countryside.sown (1920-01): only decisions and events can be forced; countryside.sown is a variable: use set or hold"),
        (["forbid: countryside.sown"], "mine.yaml:4: forbid countryside.sown (1917-01..1940-12): only decisions, events and rules can be forbidden; countryside.sown is a variable: hold it at a value"),
        (["force: countryside.peace, value: victory, at: 1920-01"], "mine.yaml:4: force countryside.peace = victory (1920-01): countryside.peace has the options none, peace, war"),
        (["force: countryside.peace, at: 1920-01"], "mine.yaml:4: force countryside.peace (1920-01): say which: none, peace, war"),
        (["hold: procurement.tax_in_kind, value: 1"], "mine.yaml:4: hold procurement.tax_in_kind = 1.0 (1917-01..1940-12): procurement.tax_in_kind is a decision: use force or forbid"),
        (["hold: countryside.sown, value: 0, from: 1920-01, to: 1921-01", "scale: countryside.tax, value: 2", "hold: countryside.sown.volga, value: 2, from: 1921-01"],
         "mine.yaml:6: 'hold countryside.sown.volga = 2 (1921-01..)' contradicts 'hold countryside.sown = 0 (1920-01..1921-01)' (line 4) in 1921-01; keep one of them"),
        (["forbid: procurement.tax_in_kind", "force: procurement.tax_in_kind, at: 1920-03"],
         "mine.yaml:5: 'force procurement.tax_in_kind (1920-03)' contradicts 'forbid procurement.tax_in_kind (whole run)' (line 4) in 1920-03; keep one of them"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_with_its_line(
    registry: Registry, operations: list[str], expected: str
) -> None:
    with pytest.raises(BadScenario) as caught:
        scenario(*operations).compile(registry)
    assert str(caught.value).startswith(expected)


def test_operations_reach_their_slots_in_their_months(registry: Registry) -> None:
    operations = (
        "force: countryside.peace, value: war, at: 1918-03",
        "hold: countryside.sown.volga, value: 7, from: 1921-01, to: 1921-12",
        "scale: countryside.tax, value: 0.5",
        "forbid: countryside.peasants_keep_grain_back",
        "add: countryside.response.volga, value: -0.25",
        "add: outside.drought, value: 1, at: 1921-05",
    )
    controls = scenario(*operations).compile(registry).controls()
    (peace,) = registry.resolve("countryside.peace")[1]
    assert controls.value[14, peace] == 2.0
    assert controls.forced[:, peace].sum() == 1
    (volga,) = registry.resolve("countryside.sown.volga")[1]
    assert np.flatnonzero(controls.forced[:, volga]).tolist() == list(range(48, 60))
    assert (controls.scale[:, registry.resolve("countryside.tax")[1]] == 0.5).all()
    assert controls.forced[:, registry.resolve("countryside.peasants_keep_grain_back")[1]].all()
    assert (controls.add[:, registry.resolve("countryside.response.volga")[1]] == -0.25).all()
    assert controls.add[:, registry.resolve("outside.drought")[1]].sum() == 1.0


def test_spans_that_only_touch_do_not_contradict(registry: Registry) -> None:
    scenario(
        "hold: countryside.sown.volga, value: 1, from: 1920-01, to: 1920-12",
        "hold: countryside.sown.volga, value: 2, from: 1921-01",
        "hold: countryside.sown.volga, value: 2, from: 1922-01, to: 1922-02",
    ).compile(registry)


def test_a_scenario_made_in_python_names_its_operation(registry: Registry) -> None:
    own = Scenario(id="own", title={"en": "Own"}, do=[Operation(hold="nowhere.x", value=1.0)])  # type: ignore[arg-type]
    with pytest.raises(BadScenario, match=r"^own: 'nowhere.x' names nothing in the model"):
        own.compile(registry)


def test_settings_are_added_and_take_the_place_of_the_scenario(registry: Registry) -> None:
    base = scenario("hold: countryside.sown.volga, value: 1", "scale: countryside.tax, value: 2")
    own = with_settings(
        base,
        ["countryside.sown.volga=3", "procurement.tax_in_kind=forbid", "countryside.peace=war"],
    )
    assert [str(o) for o in own.do] == [
        "scale countryside.tax = 2 (whole run)", "hold countryside.sown.volga = 3 (whole run)",
        "forbid procurement.tax_in_kind (whole run)", "force countryside.peace = war (1917-01..)"]  # fmt: skip
    own.compile(registry)
    assert with_settings(base, []) is base


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (["countryside.sown"], "--set 'countryside.sown': write PATH=VALUE"),
        (["=3"], "--set '=3': write PATH=VALUE"),
        (["a.b=nan", "a.b=1"], "--set gives 'a.b' twice; keep one of them"),
        (["countryside.sown=.nan"], "--set 'countryside.sown=.nan': a value must be a finite number, not nan"),
        (["countryside.sown=1e300"], "--set 'countryside.sown=1e300': 'hold' wants a number that fits: 1e+300"),
        (["countryside.sowm=1"], "--set: 'countryside.sowm' names nothing in the model; nearest: countryside.sown"),
        (["countryside.sown=lots"], "--set: force countryside.sown = lots (1917-01..1940-12): only decisions and events"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_said_in_one_line(
    registry: Registry, settings: list[str], expected: str
) -> None:
    with pytest.raises(BadScenario) as caught:
        with_settings(scenario(), settings).compile(registry)
    assert str(caught.value).startswith(expected)
