"""The few words in which a case says what is given and what is expected."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from thermidor.errors import nearest, shown

PLAIN = ("up", "down", "unchanged", "likelier", "less likely", "never")
"""Expectations of one word: all but the last compare two runs."""

FORMS = (*PLAIN, "above X", "below X", "between X and Y")

_NUMBER = r"[-+]?[0-9.]+(?:e[-+]?[0-9]+)?"
_BETWEEN = re.compile(rf"between ({_NUMBER}) and ({_NUMBER})")
_BOUND = re.compile(r"(above|below) (\S+(?: is \S+)?)")
_HELD = re.compile(r"held at (\S+)")
_OPTION = re.compile(r"(\S+) is (\S+)")


@dataclass(frozen=True)
class Given:
    """A value that a case gives to a path.

    Attributes:
        value: a number, or the name of an option.
        held: kept in every month; otherwise a variable goes on from there by itself.
    """

    value: float | str
    held: bool = False

    def __str__(self) -> str:
        value = self.value if isinstance(self.value, str) else f"{self.value:g}"
        return f"held at {value}" if self.held else value


@dataclass(frozen=True)
class Expectation:
    """What the book expects of one quantity.

    Attributes:
        word: one of `PLAIN`, or "above", "below", "between".
        low: lower end, for "above" and "between".
        high: upper end, for "below" and "between".
        other: path of a quantity of the same run to compare with, for "above" and "below".
    """

    word: str
    low: float = -math.inf
    high: float = math.inf
    other: str = ""

    @property
    def compares(self) -> bool:
        """Whether it needs a second run."""
        return self.word in PLAIN and self.word != "never"

    def __str__(self) -> str:
        if self.word == "between":
            return f"between {self.low:g} and {self.high:g}"
        if self.word in ("above", "below"):
            bound = self.low if self.word == "above" else self.high
            return f"{self.word} {self.other or f'{bound:g}'}"
        return self.word


def read_given(value: Any) -> Given:
    """A value as it stands in a file.

    Args:
        value: a number, the name of an option, or "held at NUMBER".

    Returns:
        What is given.

    Raises:
        ValueError: it is none of them.

    Example:
        >>> read_given("held at 0.5")
        Given(value=0.5, held=True)
    """
    if isinstance(value, bool):
        return Given("yes" if value else "no")
    if isinstance(value, int | float) and math.isfinite(value):
        return Given(float(value))
    if isinstance(value, str):
        if not (found := _HELD.fullmatch(value)):
            return Given(value)
        if re.fullmatch(_NUMBER, found[1]):
            return Given(float(found[1]), held=True)
    raise ValueError(
        f"a value is a number, the name of an option or 'held at NUMBER', not {shown(value)}"
    )


def read_expectation(text: Any) -> Expectation:
    """An expectation as it stands in a file.

    Args:
        text: one of `FORMS`.

    Returns:
        The expectation.

    Raises:
        ValueError: it is none of them.

    Example:
        >>> read_expectation("between 0.1 and 0.3")
        Expectation(word='between', low=0.1, high=0.3, other='')
    """
    if text in PLAIN:
        return Expectation(text)
    words = text if isinstance(text, str) else ""
    if (found := _BETWEEN.fullmatch(words)) and float(found[1]) < float(found[2]):
        return Expectation("between", float(found[1]), float(found[2]))
    if found := _BOUND.fullmatch(words):
        word, bound = found.groups()
        if not re.fullmatch(_NUMBER, bound):
            return Expectation(word, other=bound)
        number = float(bound)
        return Expectation(word, low=number) if word == "above" else Expectation(word, high=number)
    hint = nearest(words, PLAIN) or f"; write one of: {', '.join(FORMS)}"
    raise ValueError(f"{shown(text)} is no expectation{hint}")


def split_option(subject: str) -> tuple[str, str]:
    """The path and the option of what an expectation is about; without an option, an empty text.

    Example:
        >>> split_option("succession.general_secretary is trotsky")
        ('succession.general_secretary', 'trotsky')
    """
    found = _OPTION.fullmatch(subject)
    return (found[1], found[2]) if found else (subject, "")
