"""An expectation is met by a difference of its kind that is worth the name."""

from __future__ import annotations

import doctest
import importlib

import pytest

from thermidor.cases.judge import is_met
from thermidor.cases.words import FORMS, Expectation, read_expectation, read_given


@pytest.mark.parametrize(
    ("text", "got", "compared", "met"),
    [
        ("up", 1.1, 1.0, True),
        ("up", 1.0, 1.1, False),
        ("up", 1.0005, 1.0, False),
        ("down", 0.9, 1.0, True),
        ("down", 0.9995, 1.0, False),
        ("unchanged", 1.0005, 1.0, True),
        ("unchanged", 1.1, 1.0, False),
        ("unchanged", 0.0, 0.0, True),
        ("likelier", 0.2, 0.1, True),
        ("likelier", 0.1, 0.1, False),
        ("less likely", 0.1, 0.2, True),
        ("less likely", 0.2, 0.1, False),
        ("never", 0.0, 0.0, True),
        ("never", 1e-6, 1e-6, False),
        ("above 0.5", 0.6, 0.6, True),
        ("above 0.5", 0.4, 0.4, False),
        ("below 0.5", 0.4, 0.4, True),
        ("below 0.5", 0.6, 0.6, False),
        ("between 0.1 and 0.2", 0.15, 0.15, True),
        ("between 0.1 and 0.2", 0.25, 0.25, False),
        ("above a.b", 0.6, 0.5, True),
        ("above a.b", 0.5, 0.5, False),
        ("below a.b is c", 0.4, 0.5, True),
        ("below a.b is c", 0.6, 0.5, False),
        ("up", float("nan"), 1.0, False),
        ("down", 1.0, float("inf"), False),
    ],
)
def test_each_word_means_what_it_says(text: str, got: float, compared: float, met: bool) -> None:
    assert is_met(read_expectation(text), got, compared) is met


@pytest.mark.parametrize("text", ["up", "less likely", "below a.b", "above 0.5", "between 1 and 2"])
def test_an_expectation_is_printed_as_it_is_written(text: str) -> None:
    assert str(read_expectation(text)) == text


def test_an_unknown_word_is_answered_with_all_forms() -> None:
    with pytest.raises(ValueError, match="no expectation") as found:
        read_expectation("whatever")
    assert all(form in str(found.value) for form in FORMS)


@pytest.mark.parametrize("value", [float("nan"), [1], None, "held at"])
def test_what_is_no_value_is_refused(value: object) -> None:
    if value == "held at":
        assert read_given(value).value == value, "a word may be the name of an option"
        return
    with pytest.raises(ValueError, match="a value is a number"):
        read_given(value)


def test_only_words_of_comparison_need_a_second_run() -> None:
    assert Expectation("up").compares
    assert not Expectation("never").compares
    assert not read_expectation("above a.b").compares


@pytest.mark.parametrize("name", ["thermidor.cases.judge", "thermidor.cases.words"])
def test_the_examples_are_true(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted > 0
    assert found.failed == 0
