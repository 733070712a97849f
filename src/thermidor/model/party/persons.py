"""The persons: where the record puts each of its eighty leaders, and our reading of their traits."""

import csv
from pathlib import Path

import jax.numpy as jnp
from jaxtyping import Array

from thermidor.model.names import AXES, CIRCLES, LEADERS
from thermidor.model.nature import HALF

FILE = Path(__file__).with_name("persons.csv")
"""One leader a line, for whoever wants to read or correct what is said of him.

Positions are the mean of those that the record dates before 1926, else the one of that year, else 0: what is
first known of a man ten years later says little of 1917."""

TRAITS = ("prestige", "popularity", "command", "skill", "caution", "frailty")

COLUMNS = ("leader", *AXES, *TRAITS, *CIRCLES)


def read_persons(path: Path = FILE) -> dict[str, dict[str, float]]:
    """What is said of each leader.

    Args:
        path: of a table whose first line names the columns and whose others are one leader each.

    Returns:
        By leader, in the order of `LEADERS`: a number for each axis of opinion, trait and circle.

    Raises:
        ValueError: when columns or leaders are not those of the model in their order, or a field is no number.

    Example:
        >>> read_persons()["lenin"]["prestige"]
        0.95
    """
    with path.open(encoding="utf-8", newline="") as lines:
        titles, *rows = csv.reader(lines)
    if tuple(titles) != COLUMNS:
        raise ValueError(f"{path.name}: the columns are {titles}, they should be {list(COLUMNS)}")
    found = [row[0] for row in rows]
    if tuple(found) != LEADERS:
        wrong = sorted({*found} ^ {*LEADERS}) or "their order"
        raise ValueError(f"{path.name}: the leaders are not those of the model: {wrong}")
    persons = {}
    for leader, *fields in rows:
        try:
            persons[leader] = dict(zip(COLUMNS[1:], map(float, fields), strict=True))
        except ValueError as e:
            raise ValueError(f"{path.name}, {leader}: {e}") from e
    return persons


PERSONS = read_persons()


def trait(name: str) -> list[float]:
    """One trait of all leaders, in their order.

    Args:
        name: one of `TRAITS`.

    Returns:
        A number for each leader.

    Example:
        >>> trait("prestige")[0]
        0.95
    """
    return [person[name] for person in PERSONS.values()]


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
