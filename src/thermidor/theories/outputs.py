"""The outputs of a theory as readers meet them: sector by sector, with names in English and French.

An output is called in English what its declaration says.  Sectors in the order of reading, names in
French and units stand in `model/outputs.yaml`; what the package itself declares has to be there.  A
theory from elsewhere says both in its declarations (`output(..., sector=..., french=...)`); an output
that has no sector is shown last, under the name of its theory.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

import thermidor.model
from thermidor.engine.declare import Output
from thermidor.engine.registry import ModelError
from thermidor.engine.theory import Theory
from thermidor.theories import BOOK, theory

FILE = Path(thermidor.model.__file__).with_name("outputs.yaml")
OURS = "thermidor."
"""Beginning of the modules whose outputs have to be in the file."""

Language = Literal["en", "fr"]


@dataclass(frozen=True)
class Sector:
    """A part of society, with what a simulation says of it.

    Attributes:
        title: by language.
        outputs: names, in the order of reading.
    """

    title: Mapping[str, str]
    outputs: tuple[str, ...]


def sectors(name: str = BOOK) -> tuple[Sector, ...]:
    """Every output of a theory in its sector.

    Args:
        name: of the theory.

    Returns:
        The sectors in the order of reading.

    Raises:
        UnknownTheory: when no theory bears the name.
        ModelError: an output of the package or its unit is not in the file, or stands in two places.

    Example:
        >>> sectors()[0].title["fr"]
        'Les morts et les vivants'
    """
    return _sectors(theory(name))


@functools.lru_cache(maxsize=8)
def _sectors(described: Theory) -> tuple[Sector, ...]:
    outputs = described.registry.outputs
    if found := [text for o in outputs.values() for text in problems(o)]:
        raise ModelError("; ".join(found))
    titles = {s["title"]["en"]: s["title"] for s in _file()["sectors"]}
    own = {lang: described.title.get(lang) or described.name for lang in ("en", "fr")}
    named: dict[str, list[str]] = {
        s["title"]["en"]: [n for n in s["outputs"] if n in outputs] for s in _file()["sectors"]
    }
    last: list[str] = []
    for name, o in outputs.items():
        if o.sector:
            titles.setdefault(o.sector, {"en": o.sector, "fr": o.sector})
            named.setdefault(o.sector, []).append(name)
        elif name not in _french():
            last.append(name)
    whole = [Sector(titles[title], tuple(names)) for title, names in named.items() if names]
    return (*whole, Sector(own, tuple(last))) if last else tuple(whole)


def problems(o: Output) -> list[str]:
    """What is missing in the file about an output, or said twice.

    Args:
        o: of any theory.

    Returns:
        A clause for each fault; none for an output from outside the package that is not there.
    """
    listed, ours = o.name in _french(), o.module.startswith(OURS)
    found = []
    if listed and (o.sector or o.french):
        found.append(f"output {o.name} has its sector and French name twice: take one away")
    if ours and not listed and not (o.sector and o.french):
        found.append(f"output {o.name} has no place in {FILE.name}: add it to a sector")
    if ours and o.unit not in units():
        found.append(f"unit '{o.unit}' of output {o.name} has no name in {FILE.name}")
    return found


def by_sector(
    names: Iterable[str], of: str = BOOK, language: Language = "en"
) -> dict[str, list[str]]:
    """Some outputs by sector, in the order of reading; sectors with none are left out.

    Args:
        names: of the outputs.
        of: name of their theory.
        language: of the sectors' titles.

    Returns:
        Names by title of the sector.  What the theory does not give out, such as an output of an older
        version, is shown last, under the name of the theory.

    Raises:
        UnknownTheory: when no theory bears the name.
        ModelError: as `sectors`.

    Example:
        >>> by_sector(["party.members", "deaths.war"])
        {'The dead and the living': ['deaths.war'], 'The party': ['party.members']}
    """
    wanted = list(dict.fromkeys(names))
    grouped: dict[str, list[str]] = {}
    for s in sectors(of):
        if found := [n for n in s.outputs if n in wanted]:
            grouped[s.title[language]] = found
    known = {n for found in grouped.values() for n in found}
    if rest := [n for n in wanted if n not in known]:
        own = theory(of).title.get(language) or of
        grouped[own] = [*grouped.get(own, ()), *rest]
    return grouped


def french_name(o: Output) -> str:
    """What an output is called in French; in English where its theory does not say.

    Args:
        o: of any theory.
    """
    return o.french or _french().get(o.name, o.meaning)


def unit_name(unit: str, language: Language) -> str:
    """What a unit is called.

    Args:
        unit: as it is declared.
        language: of the name.

    Returns:
        Its name; a unit that only a theory from elsewhere uses is shown as it is declared.

    Example:
        >>> unit_name("persons a month", "fr")
        'personnes par mois'
    """
    return units().get(unit, {}).get(language, unit)


@functools.cache
def units() -> dict[str, dict[str, str]]:
    """The units of the file by language, each under the text with which it is declared."""
    return {
        str(unit): name if isinstance(name, dict) else {"en": str(unit), "fr": str(name)}
        for unit, name in _file()["units"].items()
    }


@functools.cache
def _french() -> dict[str, str]:
    """French names of the outputs in the file."""
    pairs = [(n, french) for s in _file()["sectors"] for n, french in s["outputs"].items()]
    if len(dict(pairs)) < len(pairs):
        raise ModelError(f"an output stands twice in {FILE.name}")
    return dict(pairs)


@functools.cache
def _file() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))
