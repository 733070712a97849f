"""What happened in one history: its choices, rules and votes, written down as its months are traced.

A month notes what it does for whoever listens.  In an ordinary run nobody does, and the compiled
program holds nothing of it.  `Simulator.record` listens: it keeps the states of one history from
the program of a tile, then replays its months side by side, each from the state that the month
before had left, so that looking at a history cannot change it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

import jax
import numpy as np

T = TypeVar("T")
V = TypeVar("V", bound=Any)


class Recorder:
    """What one month has noted so far: trees of arrays by name."""

    def __init__(self) -> None:
        self.choices: dict[str, dict[str, Any]] = {}
        self.rules: dict[str, Any] = {}
        self.notes: dict[str, dict[str, Any]] = {}
        self.rule = ""
        """The rule that is being evaluated, to which notes belong."""

    def pages(self) -> dict[str, Any]:
        """All that was noted, as one tree."""
        return {"choices": self.choices, "rules": self.rules, "notes": self.notes}


_listener: ContextVar[Recorder | None] = ContextVar("listener", default=None)


@contextmanager
def listening() -> Iterator[Recorder]:
    """Give a recorder that hears what months note until the end of the block."""
    recorder = Recorder()
    token = _listener.set(recorder)
    try:
        yield recorder
    finally:
        _listener.reset(token)


def note(kind: str, result: Mapping[str, Any], **parts: Any) -> None:
    """Note something inside a rule, such as a vote and how each voter was pulled.

    Args:
        kind: what it is ("ballot").
        result: what came out of it, on which choices may rest.
        parts: numbers and arrays that went into it; what is None is left out.
    """
    recorder = _listener.get()
    if recorder is not None:
        name = _fresh(f"{recorder.rule}:{kind}", recorder.notes)
        given = {k: v for k, v in parts.items() if v is not None}
        recorder.notes[name] = {"result": dict(result), "parts": given}


def note_ballot(verdict: V, weights: Any) -> V:
    """Note a vote: its count, and each voter's pull by part.

    Args:
        verdict: a named tuple with `share`, `carries` and `abstained`; the rest are its parts.
        weights: votes that each voter casts.

    Returns:
        The verdict.
    """
    parts = verdict._asdict()
    result = {name: parts.pop(name) for name in ("share", "carries", "abstained")}
    note("ballot", result, weights=weights, **parts)
    return verdict


def note_choice(path: str, chances: Any, code: T) -> T:
    """Note a choice: the chance of each option but the first, and the number of the one that fell."""
    recorder = _listener.get()
    if recorder is not None:
        recorder.choices[_fresh(path, recorder.choices)] = {"chances": chances, "code": code}
    return code


@contextmanager
def evaluating(rule: str) -> Iterator[None]:
    """Say which rule is being evaluated, so that notes made inside it bear its name."""
    recorder = _listener.get()
    if recorder is None:
        yield
        return
    before, recorder.rule = recorder.rule, rule
    try:
        yield
    finally:
        recorder.rule = before


def note_rule(name: str, result: T) -> T:
    """Note what a rule gave, after its switch."""
    recorder = _listener.get()
    if recorder is not None:
        recorder.rules[_fresh(name, recorder.rules)] = result
    return result


def _fresh(name: str, taken: Mapping[str, Any]) -> str:
    """The name, numbered from the second time on ("a", "a#2", "a#3")."""
    count = sum(1 for t in taken if t.partition("#")[0] == name) + 1
    return name if count == 1 else f"{name}#{count}"


# -- which vote decided what -----------------------------------------------------------------------


def with_links(function: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    """Add to a traced month which notes its choices rest on.

    Args:
        function: returns a tuple whose last part is `Recorder.pages()`.

    Returns:
        The same with `links` on the pages: choice -> note -> 1, for each note whose result reaches
        the chances of the choice by any path that does not lead through another choice.  They are
        the names of a tree, so that a stored program keeps them.
    """

    def run(*arguments: Any) -> tuple[Any, ...]:
        traced, shape = jax.make_jaxpr(function, return_shape=True)(*arguments)
        paths = [_names(p) for p, _ in jax.tree_util.tree_flatten_with_path(shape)[0]]
        found = dict(zip(paths, traced.jaxpr.outvars, strict=True))
        last = max(p[0] for p in paths)
        *rest, pages = function(*arguments)
        pages["links"] = {
            choice: {n: np.float32(1.0) for n in notes}
            for choice, notes in _links(traced.jaxpr, found, last).items()
        }
        return (*rest, pages)

    return run


def _names(path: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(getattr(k, "key", getattr(k, "idx", getattr(k, "name", None))) for k in path)


def _links(jaxpr: Any, found: dict[tuple[Any, ...], Any], last: Any) -> dict[str, list[str]]:
    choices = {
        p[2]: v for p, v in found.items() if p[:2] == (last, "choices") and p[3] == "chances"
    }
    codes = {id(v) for p, v in found.items() if p[:2] == (last, "choices") and p[3] == "code"}
    noted: dict[int, set[str]] = {}
    for p, v in found.items():
        if p[:2] == (last, "notes") and p[3] == "result":
            noted.setdefault(id(v), set()).add(p[2])
    makers = {id(v): e for e in jaxpr.eqns for v in e.outvars}
    links: dict[str, list[str]] = {}
    for path, sink in choices.items():
        seen: set[int] = set()
        hits: set[str] = set()
        stack = [sink]
        while stack:
            v = stack.pop()
            if id(v) in seen or id(v) in codes:
                continue
            seen.add(id(v))
            hits |= noted.get(id(v), set())
            if id(v) in makers:
                stack += makers[id(v)].invars
        if hits:
            links[path] = sorted(hits)
    return links


# -- what a reader gets ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Recording:
    """One history month by month; every array begins with the axis of months.

    Attributes:
        history: its number.
        seed: of its ensemble.
        before: state at the beginning of each month, by path.
        after: state at the end of each month, by path.
        outputs: (month, output).
        failure: 0, or the number of the month in which the history broke off.
        choices: path -> `chances` (month, option but the first, *dim) and `code` (month, *dim).
        rules: name -> what the rule gave, after its switch; a tuple where it gives one.
        notes: "rule:kind" -> the `result` of what was noted in it, and its `parts`.
        links: choice -> the notes that its chances rest on.
        gap: largest difference, relative to size, between a month as it was and as it was replayed.
    """

    history: int
    seed: int
    before: dict[str, np.ndarray]
    after: dict[str, np.ndarray]
    outputs: np.ndarray
    failure: int
    choices: dict[str, dict[str, np.ndarray]]
    rules: dict[str, Any]
    notes: dict[str, dict[str, dict[str, np.ndarray]]]
    links: dict[str, list[str]]
    gap: float


def by_month(tree: Any) -> Any:
    """Arrays of a replay, whose last axis is that of months, as arrays that begin with it."""
    return jax.tree.map(lambda x: np.moveaxis(np.asarray(x), -1, 0), tree)


def largest_gap(a: Mapping[str, np.ndarray], b: Mapping[str, np.ndarray]) -> float:
    """Largest difference between two sets of variables, each relative to the variable's largest size."""
    gaps = [0.0]
    for path, x in a.items():
        size = max(float(np.max(np.abs(x), initial=0.0)), 1.0)
        gaps.append(float(np.max(np.abs(x - b[path]), initial=0.0)) / size)
    return float(np.max(gaps))
