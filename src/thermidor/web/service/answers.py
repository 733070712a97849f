"""The answer to a question, from the tiles of both arms that are there."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from thermidor import __version__
from thermidor.codings import Definition, defined_by
from thermidor.engine.calendar import month_text
from thermidor.experiments.coded import LADDER, known_to
from thermidor.experiments.comparison import conclude
from thermidor.experiments.twins import Arm, Twins, first_difference
from thermidor.keep import Recent
from thermidor.web.service.limits import TILE_OF_WEB
from thermidor.web.service.model import fingerprint, model, registry
from thermidor.web.service.questions import Question
from thermidor.web.service.recorded import recorded_points
from thermidor.web.service.workers import Tile

QUANTILES = {"q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95}
COMMON = (
    "outcomes",
    "outcomes_against",
    "difference",
    "reached",
    "codings",
    "closed",
    "moves_most",
    "defined_by",
    "milestones",
    "necessity",
    "sufficiency",
    "necessity_and_sufficiency",
    "parting",
    "failed",
)
"""What an answer has in common with a comparison."""

_fans: Recent[str] = Recent(32 * 1024 * 1024, len)


@dataclass(frozen=True)
class Answer:
    """An answer, whole or as far as it is known.

    Attributes:
        json: its plain data as text, the same to the byte whenever it is computed.
        done: twins in it.
        complete: whether these are all.
    """

    json: bytes
    done: int
    complete: bool

    @functools.cached_property
    def data(self) -> dict[str, Any]:
        """Its plain data."""
        return json.loads(self.json)


@dataclass(frozen=True)
class Arrays:
    """What an answer is made of, history by history.

    Attributes:
        question: that was asked.
        months: "YYYY-MM" of each.
        with_it: by variable (history, month).
        without: the same of the twins.
        codings: codes by coding, (history, month), with and without; the ladder's where the model cannot be coded.
        coding: that names the outcome.
        outcome: code at the end, -1 where the history failed, (history,), with and without.
        milestones: by id the month of each since 1917-01, (history,), or not a number, with and without.
    """

    question: Question
    months: list[str]
    with_it: dict[str, np.ndarray]
    without: dict[str, np.ndarray]
    codings: dict[str, tuple[np.ndarray, np.ndarray]]
    coding: str
    outcome: tuple[np.ndarray, np.ndarray]
    milestones: tuple[dict[str, np.ndarray], dict[str, np.ndarray]]


Pairs = Sequence[tuple[int, Tile, Tile]]
"""Number of a tile, and the tile with and without what is asked about."""


def answer_of(question: Question, arms: tuple[str, str], pairs: Pairs) -> Answer:
    """The answer that some tiles give.

    Args:
        question: that was asked.
        arms: identities of the two.
        pairs: tiles that are there in both arms, in order.
    """
    last = question.end - 1
    sizes = [_size(question, number) for number, _, _ in pairs]
    twins = Twins.joined([_twins(a, b, last, n) for (_, a, b), n in zip(pairs, sizes, strict=True)])
    found = conclude(
        twins,
        question.seed,
        names=(question.scenario, question.against),
        first=0,
        last=last,
        wanted=question.histories,
        fingerprint=fingerprint(question.theory),
        theory=question.theory,
        defined_by=_definitions(question),
    ).to_json()
    done = sum(sizes)
    head = {
        "key": question.key,
        "question": {**question.model_dump(mode="json"), "query": question.query()},
        "done": done,
        "wanted": question.histories,
        "complete": done == question.histories,
        **{name: _rounded(found[name]) for name in COMMON},
        "record": _record(question),
        "tile": TILE_OF_WEB,
        "version": __version__,
        "fingerprint": fingerprint(question.theory),
    }
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    fans = ",".join(
        f"{json.dumps(v)}:{_variable(question, v, arms, pairs, sizes)}" for v in question.show
    )
    return Answer(f'{text[:-1]},"fans":{{{fans}}}}}'.encode(), done, head["complete"])


def arrays_of(question: Question, pairs: Pairs) -> Arrays:
    """The histories of a whole answer."""
    last = question.end - 1
    sizes = [_size(question, number) for number, _, _ in pairs]
    twins = Twins.joined([_twins(a, b, last, n) for (_, a, b), n in zip(pairs, sizes, strict=True)])

    def joined(arm: int, get: Callable[[Tile], np.ndarray]) -> np.ndarray:
        parts = ((a, b)[arm] for _, a, b in pairs)
        return np.concatenate([get(t)[:n, : last + 1] for t, n in zip(parts, sizes, strict=True)])

    def shown(arm: int) -> dict[str, np.ndarray]:
        return {v: joined(arm, lambda t, v=v: t.values[v]) for v in question.show}

    def months(arm: int, coding: str) -> np.ndarray:
        return joined(arm, lambda t: t.codings.get(coding, t.regime))

    return Arrays(
        question,
        [month_text(m) for m in range(last + 1)],
        shown(0),
        shown(1),
        {n: (months(0, n), months(1, n)) for n in pairs[0][1].codings or (LADDER,)},
        twins.with_it.coding,
        (twins.with_it.outcome, twins.without.outcome),
        (twins.with_it.milestones, twins.without.milestones),
    )


# -- its parts -----------------------------------------------------------------------------------


def _size(question: Question, number: int) -> int:
    """Histories of a tile that are asked for."""
    return min(TILE_OF_WEB, question.histories - number * TILE_OF_WEB)


def _arm(tile: Tile, last: int, n: int) -> Arm:
    return Arm.seen(
        tile.regime[:n],
        tile.failure[:n],
        {k: month[:n] for k, month in tile.milestones.items()},
        0,
        last,
        {k: codes[:n] for k, codes in tile.codings.items()},
    )


def _twins(a: Tile, b: Tile, last: int, n: int) -> Twins:
    until = last + 1
    parted = first_difference(a.prints[:n, :until, None], b.prints[:n, :until, None])
    return Twins(_arm(a, last, n), _arm(b, last, n), parted, np.zeros((n, 0, 0)))


@functools.lru_cache(maxsize=256)
def _definitions(question: Question) -> tuple[Definition, ...]:
    """Interventions of one arm alone that act directly on what a coding reads."""
    with_it, without = question.arms
    only = [i.path for i in (*with_it, *without) if i not in with_it or i not in without]
    found = model(question.theory)
    return defined_by(found, known_to(found.registry), only)


def _rounded(x: Any) -> Any:
    """Shares to five decimals: an interval of a thousand histories has no more to say."""
    if isinstance(x, dict):
        return {k: _rounded(v) for k, v in x.items()}
    if isinstance(x, list):
        return [_rounded(v) for v in x]
    return round(x, 5) if isinstance(x, float) else x


def _record(question: Question) -> dict[str, list[dict[str, Any]]]:
    return {
        v: [p for p in _points(v) if str(p.get("last") or p["month"]) <= question.stop]
        for v in question.show
    }


@functools.cache
def _points(variable: str) -> list[dict[str, Any]]:
    return json.loads(json.dumps(recorded_points(variable), default=list))


def _variable(
    question: Question, name: str, arms: tuple[str, str], pairs: Pairs, sizes: list[int]
) -> str:
    months = ",".join(f'"{month_text(m)}"' for m in range(question.end))
    unit = registry(question.theory).outputs[name].unit
    with_it, without = (
        _fan(
            (arms[place], name, question.end, tuple(p[0] for p in pairs), tuple(sizes)),
            [(a, b)[place].values[name] for _, a, b in pairs],
        )
        for place in (0, 1)
    )
    return f'{{"unit":{json.dumps(unit)},"months":[{months}],"with":{with_it},"without":{without}}}'


def _fan(name: tuple[Any, ...], parts: list[np.ndarray]) -> str:
    """The quantiles of each month as JSON, made once for an arm."""
    known = _fans.get(repr(name))
    if known is None:
        end, sizes = name[2], name[4]
        values = np.concatenate([x[:n, :end] for x, n in zip(parts, sizes, strict=True)])
        found = quantiles(values, list(QUANTILES.values()))
        rows = (f'"{q}":[{_numbers(row)}]' for q, row in zip(QUANTILES, found, strict=True))
        known = f"{{{','.join(rows)}}}"
        _fans.put(repr(name), known)
    return known


def quantiles(values: np.ndarray, wanted: Sequence[float]) -> np.ndarray:
    """Quantiles over histories of each month; histories without a number do not count.

    Args:
        values: (history, month).
        wanted: shares, 0 to 1.

    Returns:
        (quantile, month); not a number where no history has one.
    """
    ordered = np.sort(values.T.astype(np.float64), axis=1)
    known = np.isfinite(ordered)
    if not known.all():
        ordered = np.sort(np.where(known, ordered, np.inf), axis=1)
    count = known.sum(axis=1)
    place = np.maximum(count - 1, 0) * np.asarray(wanted)[:, None]
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, np.maximum(count - 1, 0))
    rows = np.arange(len(ordered))
    a, b = ordered[rows, low], ordered[rows, high]
    with np.errstate(invalid="ignore"):
        return np.where(count > 0, a + (b - a) * (place - low), math.nan)


def _numbers(row: np.ndarray) -> str:
    """Numbers to four digits, as JSON has them."""
    text = ",".join(["%.4g"] * len(row)) % tuple(row.tolist())
    return text.replace("nan", "null") if "n" in text else text
