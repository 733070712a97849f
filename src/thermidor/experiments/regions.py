"""What is known of the sixteen regions, month by month, and where each stands on a map of equal tiles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from thermidor.engine.declare import DIMENSIONS

FILE = Path(__file__).with_name("regions.yaml")

WIDEST = 13
"""Letters that fit on a line of a tile."""


@dataclass(frozen=True)
class Tile:
    """A region on the map: its column and row, from 0, and its name by language."""

    id: str
    column: int
    row: int
    name: Mapping[str, str]

    def lines(self, lang: str) -> list[str]:
        """Its name in lines that fit the tile.

        Example:
            >>> tiles()["don_caucasus"].lines("en")
            ['Don and N.', 'Caucasus']
            >>> tiles()["far_east"].lines("fr")
            ['Extrême-', 'Orient']
        """
        lines = [""]
        for word in re.findall(r"[^\s-]+-?\s?", self.name[lang]):
            if lines[-1] and len(lines[-1]) + len(word.strip()) > WIDEST:
                lines.append("")
            lines[-1] += word
        return [line.strip() for line in lines]


@dataclass(frozen=True)
class Quantity:
    """What the map shows of a region.

    Attributes:
        id: its name in data and addresses.
        of: the state that is shown.
        per: the state by which it is divided; "" for none.
        sign: "%", "kg" or "", written after a value.
        times: by which it is multiplied, to be read in whole numbers.
        bounds: where the shades begin, the palest before the first.
        name: by language.
        unit: by language.
    """

    id: str
    of: str
    times: int
    bounds: tuple[int, ...]
    name: Mapping[str, str]
    unit: Mapping[str, str]
    per: str = ""
    sign: str = ""

    def shade(self, value: int) -> int:
        """Which shade stands for a value; 0 is the palest.

        Example:
            >>> [quantities()["hunger"].shade(n) for n in (0, 4, 5, 40, 100)]
            [0, 0, 1, 3, 5]
        """
        return bisect_right(self.bounds, value)

    def said(self, value: int, lang: str) -> str:
        r"""A value with its sign, as a tile shows it.

        Example:
            >>> quantities()["grain"].said(1250, "en"), quantities()["farms"].said(40, "fr")
            ('1,250\xa0kg', '40\u202f%')
        """
        grouped = f"{value:,}" if lang == "en" else f"{value:,}".replace(",", "\u202f")
        return grouped + self.suffix(lang)

    def suffix(self, lang: str) -> str:
        """What stands after a value, with the space that the language puts before it."""
        if self.sign == "%":
            return "%" if lang == "en" else "\u202f%"
        return self.sign and f"\u00a0{self.sign}"


@dataclass(frozen=True)
class Regional:
    """Regions by month, of one history or as medians of several.

    Attributes:
        values: by quantity, (month, region), in the quantity's unit.
        histories: numbers of the histories.
        begun: the first month that is told, as a number from January 1917.
        months: how many months there are, from January 1917.
    """

    values: Mapping[str, np.ndarray]
    histories: tuple[int, ...]
    begun: int
    months: int


@cache
def _file() -> dict[str, Any]:
    return yaml.load(FILE.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def tiles() -> dict[str, Tile]:
    """The map's tiles, by region.

    Example:
        >>> tiles()["volga"].name["fr"], tiles()["volga"].column
        ('Volga', 3)
    """
    return {
        id: Tile(id, *given["at"], name={lang: given[lang] for lang in given if lang != "at"})
        for id, given in _file()["tiles"].items()
    }


@cache
def quantities() -> dict[str, Quantity]:
    """What the map shows, by name.

    Example:
        >>> list(quantities())
        ['hunger', 'grain', 'soviet', 'revolt', 'farms']
    """
    return {
        id: Quantity(id, **{**given, "bounds": tuple(given["bounds"])})
        for id, given in _file()["quantities"].items()
    }


def states_shown() -> frozenset[str]:
    """Paths of the states that the map needs."""
    return frozenset(path for q in quantities().values() for path in (q.of, q.per) if path)


def by_region(histories: Sequence[Mapping[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """The map's quantities of one history, or their medians over several.

    Args:
        histories: for each its states by path, (month, region).

    Returns:
        By quantity, (month, region) in the quantity's unit; regions in the order of the model.

    Raises:
        ValueError: no history is given.

    Example:
        >>> states = {q.of: np.full((2, 16), 0.5) for q in quantities().values()}
        >>> states["population.rural"] = np.full((2, 16), 10.0)
        >>> found = by_region([states])
        >>> float(found["hunger"][0, 0]), float(found["grain"][0, 0])
        (50.0, 50.0)
    """
    if not histories:
        raise ValueError("no history is given")
    return {
        id: np.median([_told(q, states) for states in histories], axis=0)
        for id, q in quantities().items()
    }


def _told(q: Quantity, states: Mapping[str, np.ndarray]) -> np.ndarray:
    value = q.times * np.asarray(states[q.of], np.float64)
    if q.per:
        people = np.asarray(states[q.per], np.float64)
        value = np.divide(value, people, out=np.zeros_like(value), where=people > 0)
    return value


def by_name(values: np.ndarray) -> dict[str, list[int]]:
    """A quantity's months by region, in whole numbers.

    Args:
        values: (month, region).
    """
    whole = np.rint(np.nan_to_num(values)).astype(int)
    return {name: whole[:, k].tolist() for k, name in enumerate(DIMENSIONS["region"])}
