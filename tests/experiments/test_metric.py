"""One number a history, from series written by hand."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from thermidor.experiments.metric import Condition, Metric
from thermidor.model.regime.regime import RUNGS

T = 24


def series(**values: list[float] | np.ndarray) -> dict[str, np.ndarray]:
    """Two years of one or more histories; `a__b` stands for a.b."""
    return {k.replace("__", "."): np.atleast_2d(np.asarray(v, float)) for k, v in values.items()}


RAMP = series(party__members=np.arange(T), party__posts=np.full(T, 2.0))


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ({"reduce": "mean", "window": ["1917-01", "1917-05"]}, 2.0),
        ({"reduce": "sum", "window": ["1917-01", "1917-05"]}, 10.0),
        ({"reduce": "max", "window": ["1917-01", "1917-05"]}, 4.0),
        ({"reduce": "min", "window": ["1917-02", "1917-05"]}, 1.0),
        ({"reduce": "first", "window": ["1917-02", "1917-05"]}, 1.0),
        ({"at": "1918-01"}, 12.0),
        ({"reduce": "change", "window": ["1917-03", "1918-01"]}, 10.0),
        ({"reduce": "ratio", "window": ["1917-03", "1917-05"]}, 2.0),
        ({"reduce": "ratio", "window": ["1917-01", "1917-05"]}, np.nan),
        (
            {"reduce": "mean", "window": ["1918-01", "1918-03"], "since": ["1917-01", "1917-03"]},
            13.0,
        ),
        (
            {"at": "1918-01", "since": ["1917-01", "1917-03"], "by": "change", "reduce": "mean"},
            11.0,
        ),
        ({"at": "1917-05", "per": "party.posts"}, 2.0),
        ({"at": "1917-05", "above": 3}, 1.0),
        ({"at": "1917-05", "below": 3}, 0.0),
    ],
)
def test_reductions_of_a_variable(form, value):
    found = Metric.model_validate({"of": "party.members", **form}).values(RAMP)
    assert found.shape == (1,)
    assert found[0] == pytest.approx(value, nan_ok=True)


def regimes() -> dict[str, np.ndarray]:
    """One history reaches Thermidor in month 10 and leaves it in month 20; the other never does."""
    codes = np.full((2, T), RUNGS.index("soviet_power"), float)
    codes[0, 10:20] = RUNGS.index("thermidor")
    return {"regime": codes}


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ({"of": "reached:ladder:thermidor", "window": ["1917-01", "1918-12"]}, [1, 0]),
        ({"of": "reached:ladder:thermidor", "window": ["1917-01", "1917-10"]}, [0, 0]),
        ({"of": "reached:ladder:brumaire", "window": ["1917-01", "1918-12"]}, [0, 0]),
        ({"of": "outcome:ladder:thermidor", "window": ["1917-01", "1918-06"]}, [1, 0]),
        ({"of": "outcome:ladder:thermidor+brumaire", "window": ["1917-01", "1918-12"]}, [0, 0]),
        ({"of": "milestone:m55", "reduce": "ever", "window": ["1917-01", "1918-12"]}, [1, 0]),
        ({"of": "milestone:m55", "reduce": "ever", "window": ["1918-01", "1918-12"]}, [0, 0]),
        ({"of": "milestone:m55", "reduce": "month", "window": ["1917-01", "1918-12"]}, [10, 24]),
        ({"of": "milestone:m55", "reduce": "month", "window": ["1917-01", "1917-06"]}, [6, 6]),
    ],
)
def test_what_happens_in_a_history(form, values):
    metric = Metric.model_validate(form)
    assert metric.values(regimes()).tolist() == values
    assert metric.is_share is (form.get("reduce") != "month")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"of": "party.members", "window": ["1918-01", "1917-01"]}, "ends"),
        ({"of": "party.members", "window": "1918-01"}, "two months"),
        ({"of": "party.members", "window": ["1916-01", "1917-01"]}, "1916-01"),
        ({"of": "party.members", "at": "1917-01", "window": ["1917-01", "1917-02"]}, "either"),
        ({"of": "party.members", "at": "1917-01", "above": 1, "below": 2}, "not both"),
        ({"of": "party.members", "at": "1917-01", "reduce": "ever"}, "milestones"),
        ({"of": "milestone:m5", "window": ["1917-01", "1917-02"], "reduce": "ever"}, "nearest"),
        ({"of": "milestone:m55", "window": ["1917-01", "1917-02"]}, "'ever' or 'month'"),
        ({"of": "outcome:thermidorr", "window": ["1917-01", "1917-02"]}, "nearest: thermidor"),
        ({"of": "share:thermidor", "window": ["1917-01", "1917-02"]}, "no kind"),
        ({"of": "party.members", "reduce": "ratio", "window": ["1918-01", "1918-02"], "since": ["1917-01", "1917-02"]}, "since"),
        ({"of": "party.members", "at": "1917-01", "colour": 1}, "colour"),
    ],
)  # fmt: skip
def test_a_wrong_form_is_told(form, words):
    with pytest.raises(ValidationError, match=words):
        Metric.model_validate(form)


def test_a_condition_says_yes_or_no():
    assert Condition(of="soviets.power", at="1921-01", above=0.5).is_share
    with pytest.raises(ValidationError, match="above"):
        Condition(of="soviets.power", at="1921-01")


def test_it_can_be_read():
    m = Metric(
        of="workers.active",
        per="workers.industrial",
        window=("1921-01", "1921-12"),
        since=("1918-01", "1918-12"),
    )
    assert (
        str(m)
        == "workers.active per workers.industrial (mean, 1921-01..1921-12, ratio to 1918-01..1918-12)"
    )


def test_months_are_counted_from_an_event_of_the_history():
    data = {**regimes(), **series(party__members=[np.arange(T), np.arange(T)])}
    m = Metric.model_validate(
        {"of": "party.members", "after": "m55", "window": [2, 4], "since": [-3, -1], "by": "change"}
    )
    found = m.values(data)
    assert found[0] == pytest.approx(13 - 8)
    assert np.isnan(found[1])
    assert set(m.variables) == {"party.members", "regime"}
    assert "months after m55" in str(m)


def test_a_window_that_leaves_the_run_does_not_count():
    m = Metric.model_validate(
        {"of": "reached:ladder:thermidor", "after": "reached:ladder:thermidor", "window": [0, 14]}
    )
    assert np.isnan(m.values(regimes())).all()


def test_the_event_is_that_of_the_history_without_the_intervention():
    m = Metric.model_validate({"of": "outcome:ladder:thermidor", "after": "m55", "window": [0, 0]})
    never = {"regime": np.zeros((2, T))}
    assert m.values(never, {"m55": np.array([10.0, np.nan])}).tolist()[0] == 0.0


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"of": "party.members", "after": "m55", "window": ["1917-01", "1917-02"]}, "numbers"),
        ({"of": "party.members", "window": [0, 3]}, "numbers"),
        ({"of": "party.members", "after": "m5", "window": [0, 3]}, "nearest"),
        ({"of": "party.members", "after": "party.members >", "window": [0, 3]}, "passes a level"),
        ({"of": "event:party.members", "reduce": "ever", "at": "1917-03"}, "passes a level"),
    ],
)
def test_a_wrong_event_is_told(form, words):
    with pytest.raises(ValidationError, match=words):
        Metric.model_validate(form)


STAIRS = {
    **regimes(),
    **series(party__sanction=[np.arange(T) / 4, np.arange(T) / 8], party__posts=np.ones((2, T))),
}


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ({"of": "event:party.sanction > 2", "reduce": "month", "window": ["1917-01", "1918-12"]}, [9, 17]),
        ({"of": "event:party.sanction > 2", "reduce": "ever", "window": ["1917-01", "1917-12"]}, [1, 0]),
        ({"of": "event:party.sanction < 1", "reduce": "month", "window": ["1917-01", "1918-12"]}, [0, 0]),
        ({"of": "event:party.sanction > 9", "reduce": "ever", "window": ["1917-01", "1918-12"]}, [0, 0]),
        ({"of": "party.sanction", "after": "party.sanction > 2", "window": [1, 1]}, [2.5, 2.25]),
        ({"of": "milestone:m55", "reduce": "ever", "after": "party.sanction > 2", "window": [0, 3]}, [1, 0]),
        ({"of": "milestone:m55", "reduce": "month", "after": "party.sanction > 2", "window": [0, 3]}, [1, 4]),
        ({"of": "milestone:m55", "reduce": "ever", "after": "party.sanction > 2", "window": [2, 3]}, [0, 0]),
        ({"of": "milestone:m55", "reduce": "ever", "after": "party.sanction > 2", "window": [0, 20]}, [1, np.nan]),
        ({"of": "event:party.sanction > 2", "reduce": "ever", "after": "m55", "window": [-9, 0]}, [1, np.nan]),
    ],
)  # fmt: skip
def test_one_event_can_be_looked_for_after_another(form, values):
    found = Metric.model_validate(form).values(STAIRS)
    assert found.tolist() == pytest.approx(values, nan_ok=True)


def test_an_event_needs_its_variable():
    m = Metric.model_validate(
        {"of": "milestone:m55", "reduce": "ever", "after": "party.sanction > 2", "window": [0, 3]}
    )
    assert set(m.variables) == {"regime", "party.sanction"}
    assert m.is_share


def test_who_rules_is_asked_of_the_books_coding_unless_another_is_named():
    metric = {"window": ["1917-01", "1918-12"]}
    for asked, coding in (
        ("reached:closed", "book"),
        ("outcome:thermidor+brumaire", "book"),
        ("outcome:regime:personal_rule", "regime"),
        ("reached:ladder:thermidor", None),
        ("milestone:m55", "book"),
        ("milestone:m53", None),
    ):
        reduce = {"reduce": "ever"} if asked.startswith("milestone") else {}
        assert Metric.model_validate({"of": asked, **metric, **reduce}).coding == coding, asked
    assert (
        "soviets.participation"
        in Metric.model_validate({"of": "reached:closed", **metric}).variables
    )
    with pytest.raises(ValidationError, match="class"):
        Metric.model_validate({"of": "reached:thermidor_or_beyond", **metric})
