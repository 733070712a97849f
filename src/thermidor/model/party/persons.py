"""The persons: what is dated of each before he acts in the model, and what we make of it.

Three tables, for whoever wants to read or correct them: `persons.csv` says when each was born and came to the
party, `facts.csv` what he had done, with the year, and `coding.csv` what a fact counts for.  Every trait is the sum
of what the facts count for, so that nobody has a number of his own, and what a man did later cannot enter.
"""

import csv
from pathlib import Path

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from thermidor.engine.calendar import month_text
from thermidor.model.names import AXES, CIRCLES, LEADERS
from thermidor.model.nature import HALF

FOLDER = Path(__file__).parent

TRAITS = ("prestige", "popularity", "command", "skill", "caution", "frailty")

COLUMNS = (*AXES, *TRAITS, *CIRCLES)
"""What a fact may count for."""

TABLES = {
    "persons.csv": ("leader", "born", "joined"),
    "facts.csv": ("leader", "year", "fact"),
    "coding.csv": ("fact", *COLUMNS),
}

EVERYBODY, A_YEAR = "everybody", "a year in the party"
"""Rows of the coding that need no entry among the facts."""


def read_table(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """One of the tables.

    Args:
        name: one of `TABLES`.
        folder: in which it lies.

    Returns:
        Its lines by column.

    Raises:
        ValueError: when the columns are not those of the model, or a line is too long or short.

    Example:
        >>> read_table("persons.csv")[0]["born"]
        '1870'
    """
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        titles, *rows = csv.reader(lines)
    if tuple(titles) != TABLES[name]:
        raise ValueError(f"{name}: the columns are {titles}, they should be {list(TABLES[name])}")
    out = []
    for row in rows:
        try:
            out.append(dict(zip(titles, row, strict=True)))
        except ValueError as e:
            raise ValueError(f"{name}, {row[0]}: {e}") from e
    return out


def read_persons(folder: Path = FOLDER) -> dict[str, dict[str, float]]:
    """What is known of each leader before he acts.

    Args:
        folder: in which the three tables lie.

    Returns:
        By leader, in the order of `LEADERS`: a number for each axis of opinion, trait and circle, held within the
        bounds of its kind, and his age when the model begins.

    Raises:
        ValueError: when the tables do not fit one another or the model, or a field is no number.

    Example:
        >>> lenin = read_persons()["lenin"]
        >>> lenin["age"], lenin["prestige"] > 0.8
        (47.0, True)
    """
    begins = int(month_text(0).partition("-")[0])
    lives = {row["leader"]: row for row in read_table("persons.csv", folder)}
    if tuple(lives) != LEADERS:
        wrong = sorted({*lives} ^ {*LEADERS}) or "their order"
        raise ValueError(f"persons.csv: the leaders are not those of the model: {wrong}")
    counts = {}
    for row in read_table("coding.csv", folder):
        counts[row["fact"]] = [_number(row[c], "coding.csv", row["fact"]) for c in COLUMNS]
    sums = {}
    for leader, life in lives.items():
        years = max(begins - _number(life["joined"], "persons.csv", leader), 0)
        sums[leader] = np.add(counts[EVERYBODY], np.multiply(years, counts[A_YEAR]))
    for row in read_table("facts.csv", folder):
        for known, name in ((sums, row["leader"]), (counts, row["fact"])):
            if name not in known:
                raise ValueError(f"facts.csv: nothing in the model is {name}")
        sums[row["leader"]] = sums[row["leader"]] + counts[row["fact"]]
    return {
        leader: {
            "age": begins - _number(lives[leader]["born"], "persons.csv", leader),
            **{c: _held(c, x) for c, x in zip(COLUMNS, total, strict=True)},
        }
        for leader, total in sums.items()
    }


def _number(text: str, table: str, line: str) -> float:
    try:
        return float(text)
    except ValueError as e:
        raise ValueError(f"{table}, {line}: {e}") from e


def _held(column: str, x: float) -> float:
    """Within the bounds of its kind, without the last bits of a sum."""
    low, high = (-1, 1) if column in AXES else (0, np.inf if column == "frailty" else 1)
    return float(np.round(np.clip(x, low, high), len(TRAITS)))


PERSONS = read_persons()


def trait(name: str) -> list[float]:
    """One trait of all leaders, in their order.

    Args:
        name: one of `TRAITS`, or "age".

    Returns:
        A number for each leader.

    Example:
        >>> trait("prestige")[0] == max(trait("prestige"))
        True
    """
    return [person[name] for person in PERSONS.values()]


def within_one(values: list[float], factor: float) -> np.ndarray:
    """Upper end of a prior range, as a factor of each value, that lets none pass 1.

    Args:
        values: 0 to 1.
        factor: where there is room.

    Returns:
        A factor for each value.

    Example:
        >>> [float(x) for x in within_one([0.5, 0.8], 1.5)]
        [1.5, 1.25]
    """
    return np.minimum(factor, np.divide(1, np.maximum(values, 1 / factor)))


def positions() -> list[tuple[float, ...]]:
    """Positions of all leaders on the axes of opinion at the start."""
    return [tuple(person[axis] for axis in AXES) for person in PERSONS.values()]


def circles() -> list[list[float]]:
    """How far each leader belongs to each circle."""
    return [[person[circle] for circle in CIRCLES] for person in PERSONS.values()]


def tie(one: Array, circle: Array) -> Array:
    """Personal loyalty of each leader to one of them.

    Args:
        one: (leader), 1 for him, 0 for the others; all 0 gives no tie.
        circle: (leader, circle), how far each belongs to each circle.

    Returns:
        (leader), 0 to 1.

    Example:
        >>> a = jnp.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
        >>> [float(x) for x in tie(jnp.array([1.0, 0.0, 0.0]), a)]
        [1.0, 0.5, 0.0]
    """
    return jnp.minimum(circle @ (one @ circle), 1.0)


def best(score: Array, places: Array, steps: int = 8) -> Array:
    """Give a number of places to the highest scores.

    Args:
        score: (leader), 0 to 1.
        places: how many places there are.
        steps: halvings of the interval in which the threshold is sought.

    Returns:
        (leader), 1 for those who get a place; ties share the last one or lose it.

    Example:
        >>> [float(x) for x in best(jnp.array([0.9, 0.1, 0.5]), jnp.asarray(2.0))]
        [1.0, 0.0, 1.0]
    """
    low, high = jnp.zeros_like(places), jnp.ones_like(places)
    for _ in range(steps):
        middle = HALF * (low + high)
        many = jnp.sum(score > middle) > places
        low, high = jnp.where(many, middle, low), jnp.where(many, high, middle)
    return (score > high).astype(jnp.float32)
