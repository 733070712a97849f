"""When those below lose all say, and other endings: what is counted, and from when."""

from __future__ import annotations

import numpy as np
import pytest

from thermidor.codings import groups_of, names_of
from thermidor.engine.calendar import month_number
from thermidor.errors import BadPart
from thermidor.experiments import timing as experiment
from thermidor.experiments.coded import by_name
from thermidor.experiments.timing import (
    ENDING_HEADS,
    LOSS_HEADS,
    Timing,
    ending_rows,
    loss_rows,
    markdown,
    timing,
)

BOOK = by_name("book")
OPEN, CLOSED = groups_of(BOOK).index("open"), groups_of(BOOK).index("closed")
MONTHS = 288


def histories(*lost: str | None) -> np.ndarray:
    """Codes of histories that lose all say in a month, (history, month)."""
    codes = np.full((len(lost), MONTHS), OPEN)
    for i, month in enumerate(lost):
        if month is not None:
            codes[i, month_number(month) :] = CLOSED
    return codes


def test_a_loss_counts_from_its_year_and_quartiles_are_of_all_histories():
    codes = histories("1924-01", "1925-12", "1927-06", None)
    loss = experiment._loss("", None, "book", codes, np.zeros(4, int))  # pyright: ignore[reportPrivateUsage]
    assert [loss.by[y].value for y in (1923, 1924, 1925, 1926, 1927, 1940)] == [
        0, 0.25, 0.5, 0.5, 0.75, 0.75,
    ]  # fmt: skip
    assert loss.quartiles == ("1924-01", "1925-12", "1927-06")


def test_a_history_that_failed_before_its_loss_has_not_lost():
    codes = histories("1924-01", "1924-01")
    failed = np.array([month_number("1923-05") + 1, month_number("1930-01") + 1])
    loss = experiment._loss("", None, "book", codes, failed)  # pyright: ignore[reportPrivateUsage]
    assert loss.by[1940].value == 0.5
    assert loss.quartiles == ("1924-01", "1924-01", None)


def test_what_the_record_lost_before_a_branch_does_not_count_and_earlier_years_are_left_out():
    codes = histories("1922-05")
    codes[0, month_number("1923-01") :] = OPEN
    loss = experiment._loss("", "1923-03", "book", codes, np.zeros(1, int))  # pyright: ignore[reportPrivateUsage]
    assert loss.by[1940].value == 0
    assert 1922 not in loss.by


def test_an_ending_that_is_passed_through_is_told_from_one_that_stays():
    codes = histories(None, None)
    codes[0, month_number("1922-01") : month_number("1922-09")] = CLOSED
    found = experiment._endings("", None, "book", codes, np.zeros(2, int))  # pyright: ignore[reportPrivateUsage]
    passed = next(e for e in found if e.name == names_of(BOOK)[CLOSED])
    assert (passed.ever.value, passed.last.value) == (0.5, 0.0)
    assert passed.group == "closed"


def test_what_came_before_the_turn_of_1921_is_no_ending():
    codes = histories(None)
    codes[0, : month_number("1921-01")] = CLOSED
    found = experiment._endings("", None, "book", codes, np.zeros(1, int))  # pyright: ignore[reportPrivateUsage]
    assert sum(e.ever.value for e in found) == 1


def test_tables_have_a_cell_under_every_head_and_name_what_stands_elsewhere_once():
    codes, sound = histories("1924-01", None), np.zeros(2, int)
    losses = [experiment._loss("", None, n, codes, sound) for n in ("book", "regime")]  # pyright: ignore[reportPrivateUsage]
    ends = [e for n in ("book", "regime") for e in experiment._endings("", None, n, codes, sound)]  # pyright: ignore[reportPrivateUsage]
    found = Timing(tuple(losses), tuple(ends), 2, 0)
    assert {len(r) for r in loss_rows(found)} == {len(LOSS_HEADS)}
    assert {len(r) for r in ending_rows(found)} == {len(ENDING_HEADS)}
    elsewhere = [r for r in ending_rows(found) if r[2] == "elsewhere"]
    assert {r[0] for r in elsewhere} == {"all"}
    assert len({r[1] for r in elsewhere}) == len(elsewhere)
    assert "1924-01, 1924-01, never" in markdown(found)


def test_an_unknown_condition_gets_one_line_and_the_nearest():
    with pytest.raises(BadPart, match="no condition is called 'tendency-legal'") as error:
        timing(["tendency-legal"], histories=2)
    assert "tendencies-legal" in str(error.value)
