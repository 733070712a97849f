"""Conditions made good, acts, accidents, and chains that are cut: what is asked, counted and said."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from thermidor.codings import by_name, names_of
from thermidor.engine.calendar import MONTHS, month_number
from thermidor.errors import BadPart
from thermidor.experiments.conditions import (
    AFTER,
    BY,
    TOGETHER,
    Answer,
    Condition,
    Conditions,
    Questions,
    conditions,
    ends,
    link_rows,
    markdown,
    questions,
    rows_of,
    sentences,
)
from thermidor.experiments.ears import NOTHING_TOLD, rules_told, told
from thermidor.experiments.intervals import Interval
from thermidor.experiments.models import known_model
from thermidor.scenarios import Scenario
from thermidor.theories import BOOK, theories, theory


def of(value: float, width: float = 0.05) -> Interval:
    return Interval(value, value - width, value + width)


def answer(
    row: str, without: float, within: float, cut: float | None = None, **more: str
) -> Answer:
    where = {"branch": None, "coding": "book", "by": BY[-1]} | more
    left = None if cut is None else of(cut)
    return Answer(
        row,
        where["branch"],
        where["coding"],
        where["by"],
        of(without),
        of(within),
        of(within - without),
        left,
    )


def test_every_operation_is_one_that_the_model_knows():
    asked = questions()
    with told(BOOK, (o.path for c in asked.chains for o in c.cut)) as name:
        registry = known_model(name).registry
        for id, operations in [
            *((c.id, c.do) for c in asked.rows),
            *((c.id, c.cut) for c in asked.chains),
        ]:
            Scenario(id=id, title={"en": id}, summary=id, do=operations).compile(registry)
    assert name not in theories()


def test_all_good_conditions_are_conditions_and_no_acts():
    asked = questions()
    assert {asked.of(id).kind for id in asked.together} == {"condition"}
    assert asked.rows[-1].id == TOGETHER
    assert len(asked.rows[-1].do) == sum(len(asked.of(id).do) for id in asked.together)


def test_a_chain_of_an_unknown_condition_is_refused():
    one = {
        "id": "bread",
        "title": "Bread",
        "kind": "condition",
        "do": [{"hold": "supply.ration", "value": 400.0}],
    }
    with pytest.raises(ValidationError, match="no condition is called peace"):
        Questions.model_validate(
            {
                "conditions": [one],
                "together": ["bread"],
                "chains": [{"id": "x", "condition": "peace", "cut": []}],
            }
        )


def test_a_condition_that_counts_a_class_that_there_is_not_is_refused():
    with pytest.raises(ValidationError, match="coding book has no class empire"):
        Condition(id="x", title="X", kind="condition", do=(), counts={"book": ("empire",)})


def test_classes_are_counted_at_the_end_and_not_in_a_history_that_failed():
    names = names_of(by_name("book"))
    codes = np.full((3, MONTHS), names.index("thermidor"))
    codes[1:, month_number(BY[-1])] = names.index("brumaire")
    found = ends({"book": ("brumaire",)}, {"book": codes}, np.array([0, 0, 5]))
    assert found["book"][BY[-1]].tolist() == [False, True, False]
    assert not found["book"][BY[0]].any()


def test_a_rule_that_is_told_sees_what_it_is_told_and_else_what_there_is():
    path = "factions.only_a_majority_repeals"
    rule = rules_told(theory(BOOK), [f"{path}.sees_banned", f"{path}.sees_moon", "x.sees_y"])[path]
    given = dict.fromkeys(rule.reads, 0.6) | dict.fromkeys(rule.parameters, 1.0) | {"banned": 1.0}
    assert float(rule.function(**given | {"sees_banned": 0.0})) == 0.0
    own = theory(BOOK).registry.rules[path].function
    same = {n: x for n, x in given.items() if n != "sees_banned"}
    assert float(rule.function(**given | {"sees_banned": NOTHING_TOLD})) == float(own(**same)) > 0


def test_an_unknown_condition_gets_one_line_and_the_nearest():
    with pytest.raises(BadPart, match="no condition is called 'no-strokes'") as error:
        conditions(["no-strokes"], histories=2)
    assert "no-stroke" in str(error.value)


def test_a_switch_that_leaves_less_than_a_fifth_is_below_the_floor_and_all_together_is_none():
    found = Conditions(
        (answer("health", 0.6, 0.1), answer("bread", 0.6, 0.2), answer(TOGETHER, 0.6, 0.0)),
        (),
        100,
        0,
    )
    assert [a.row for a in found.below_the_floor()] == ["health"]
    assert "health (17%)" in sentences(found)[1]
    held = Conditions((answer("bread", 0.6, 0.2),), (), 100, 0)
    assert "no single switch" in sentences(held)[1]


@pytest.mark.parametrize(
    ("within", "cut", "goes"), [(0.2, -0.05, True), (0.2, -0.3, False), (0.58, 0.0, False)]
)
def test_an_effect_goes_where_less_than_half_is_left_of_one_that_is_there(within, cut, goes):
    assert answer("health", 0.6, within, cut).goes is goes


def test_tables_have_a_row_for_nothing_changed_and_one_for_each_condition_and_chain():
    answers = tuple(
        answer(row, 0.6, 0.3, coding=c, by=by)
        for row in ("health", "bread")
        for c in ("book", "class")
        for by in BY
    )
    chain = tuple(
        answer("bread", 0.6, 0.3, -0.1, coding=c, by=by) for c in ("book", "class") for by in BY
    )
    found = Conditions(answers, chain, 100, 0)
    rows = rows_of(found.answers)
    assert [r[0] for r in rows] == ["nothing changed", "health", "bread"]
    assert rows[0][2:] == ("60%",) * 4
    assert all(cell.endswith("goes") for cell in link_rows(found.chains)[0][2:])
    assert markdown(found).count("\n|---") == 2


@pytest.fixture(scope="module")
def found() -> Conditions:
    rows = ["active-layer-kept", "no-attachment", "no-complicity"]
    return conditions(rows, histories=128, points=[None])


def rows(answers: tuple[Answer, ...], row: str) -> dict[tuple[str, str], Answer]:
    return {(a.coding, a.by): a for a in answers if a.row == row}


def test_an_active_layer_that_is_kept_spares_histories_the_loss_and_its_cut_takes_that_away(found):
    by = rows(found.answers, "active-layer-kept")
    assert set(by) == {(c, b) for c in ("book", "regime", "class") for b in BY}
    assert by["book", "1940-12"].effect.high < 0
    assert by["class", "1940-12"].effect.high < 0
    links = rows(found.chains, "vanguard")
    assert links["class", "1940-12"].goes
    assert links["book", "1940-12"].goes
    assert np.isclose(links["book", "1929-12"].effect.value, by["book", "1929-12"].effect.value)


def test_what_october_gave_keeps_the_power_through_disasters_and_its_cut_takes_that_away(found):
    links = rows(found.chains, "attachment")
    assert all(a.effect.high < -0.1 and a.goes for a in links.values())


def test_a_condition_that_acts_after_the_loss_is_counted_by_its_classes_and_not_by_the_loss(found):
    assert not rows(found.answers, "no-complicity")
    assert not rows(found.chains, "complicity")
    assert set(rows(found.after, "complicity")) == {(c, b) for c in ("book", "regime") for b in BY}
    assert AFTER in markdown(found)
