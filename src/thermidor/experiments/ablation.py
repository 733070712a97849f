"""What each rule does: switched off for the whole run, measured against twins that have it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from thermidor.engine.calendar import MONTHS
from thermidor.engine.controls import Intervention, Schedule
from thermidor.engine.identity import (
    Identity,
    code,
    declarations,
    formulas,
    machine,
    sources,
)
from thermidor.engine.registry import UnknownPath
from thermidor.engine.simulator import Simulator
from thermidor.errors import BadRequest
from thermidor.experiments.coded import coded, ever_closed, named, names_in
from thermidor.experiments.comparison import EVENT, LADDER
from thermidor.experiments.intervals import paired_difference, share
from thermidor.experiments.request import Progress, Request
from thermidor.experiments.wishes import plainly
from thermidor.keep import cache_folder, forget_oldest, recall, remember
from thermidor.theories import BOOK

MOST = 2_000
"""Most twins: the histories with every rule at work are kept in memory while the rules take turns."""

RUNS = 16
"""Runs kept in the cache, of this and of earlier versions of the model."""

OUR_CODE = (
    "experiments/ablation.py",
    "experiments/coded.py",
    "experiments/intervals.py",
    "experiments/milestones.py",
)
"""What makes the results of a rule from histories."""

SHOWN = 8
"""How many of the variables that a rule changes most are kept."""


@plainly
def ablate(
    rules: Sequence[str] | None = None,
    histories: int = 200,
    seed: int = 0,
    progress: Progress | None = None,
    *,
    theory: str = BOOK,
    store: str | os.PathLike[str] | None = None,
    resume: bool = True,
) -> list[dict[str, Any]]:
    """Switch rules off, one at a time, for the whole run, and measure what changes.

    Finished rules are kept in a file that belongs to this model, seed and number of histories, so that an
    interrupted run goes on where it stopped.

    Args:
        rules: paths of rules; all by default.
        histories: twins, 1 to 2,000.
        seed: of both arms.
        progress: called with (rules done, rules wanted).
        theory: whose rules.
        store: folder of the files; by default the user's cache.
        resume: whether to take finished rules from the file.

    Returns:
        One mapping a rule, in the order of the model, with `id`, `system`, `reads`, `implements`; `effect`, what
        switching it off changes: "no_say_from_below" ("thermidor_or_beyond" on the ladder, where the model cannot be
        coded) and each class at the end by the same (differences of shares)
        and the standardised change of the variables changed most ("variable:NAME"); `largest`, the
        outcome whose share it changes most, with "d", "low" and "high"; `reached`, the change of the share in which those below ever
        lose all say by the book's coding, likewise, and `closed` by each coding;
        `changed`, the share of histories in which any variable differs in any month, with its interval;
        `variables`, how many variables differ anywhere; `dead`, when none does. When interrupted, the
        rules finished so far.

    Raises:
        ValueError: for bad input, in one line.
        KeyboardInterrupt: when interrupted before any rule was finished.

    Example:
        >>> (entry,) = ablate(["leaders.leaders_die"], histories=2)
        >>> entry["id"], entry["system"]
        ('leaders.leaders_die', 'leaders')
    """
    sim = Request(histories=histories, seed=seed, theory=theory, most=MOST).simulator
    known = sim.model.registry.rules
    for path in rules or ():
        if path not in known:
            raise BadRequest(
                str(UnknownPath(path, known)).replace("nothing in the model", "no rule", 1)
            )
    wanted = [r for r in known if rules is None or r in set(rules)]
    kept = _Store(_folder(store) / f"{_key(sim, histories, seed)}.kept", resume)
    return ablate_rules(sim, wanted, histories, seed, kept.rules, kept.write, progress)


def ablate_rules(
    sim: Simulator,
    rules: Sequence[str],
    histories: int,
    seed: int,
    finished: dict[str, dict[str, Any]] | None = None,
    keep: Callable[[], None] = lambda: None,
    progress: Progress | None = None,
) -> list[dict[str, Any]]:
    """Measure rules of any compiled model.

    Args:
        sim: the model.
        rules: paths.
        histories: twins.
        seed: of both arms.
        finished: results by path, read before and filled by the work.
        keep: called after each rule.
        progress: called with (rules done, rules wanted).

    Returns:
        As `ablate`.
    """
    finished = {} if finished is None else finished
    registry = sim.model.registry
    usual: tuple[np.ndarray, np.ndarray] | None = None
    begun = sum(r in finished for r in rules)
    done = begun
    if progress is not None:
        progress(done, len(rules))
    try:
        for path in rules:
            if path in finished:
                continue
            if usual is None:
                usual = _usual(sim, histories, seed)
            off = Schedule(registry, [Intervention("forbid", path, None, 0, MONTHS - 1)])
            finished[path] = _entry(sim, path, *usual, _values(sim, off, histories, seed))
            done += 1
            keep()
            if progress is not None:
                progress(done, len(rules))
    except KeyboardInterrupt:
        if done == begun and not done:
            raise
    return [finished[r] for r in rules if r in finished]


def _usual(sim: Simulator, histories: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The histories with every rule at work, and the spread of each variable in them."""
    base = _values(sim, Schedule(sim.model.registry), histories, seed)
    return base, np.asarray(np.nanstd(base, axis=(0, 1), dtype=np.float64))


def _values(sim: Simulator, schedule: Schedule, histories: int, seed: int) -> np.ndarray:
    numbers = np.arange(histories, dtype=np.uint32)
    return np.concatenate([b.values for b in sim.run(numbers, seed, schedule)])


def _entry(
    sim: Simulator, path: str, base: np.ndarray, spread: np.ndarray, off: np.ndarray
) -> dict[str, Any]:
    registry = sim.model.registry
    names = list(registry.outputs)
    rule = registry.rules[path]
    apart = (off != base) & ~(np.isnan(off) & np.isnan(base))
    histories, variables = apart.any(axis=(1, 2)), apart.any(axis=(0, 1))
    place = names.index("regime")
    codes = [coded({n: x[..., i] for i, n in enumerate(names)}) for x in (off, base)]
    months = [named(c, x[..., place]) for c, x in zip(codes, (off, base), strict=True)]
    ends = [np.where(np.isfinite(x[:, -1, place]), m.codes[:, -1], -1) for m, x in zip(months, (off, base), strict=True)]  # fmt: skip
    differences = {
        name: paired_difference(ends[0] == code, ends[1] == code)
        for code, name in [*enumerate(names_in(months[0].coding)), (-1, "failed")]
        if (ends[0] == code).any() or (ends[1] == code).any()
    }
    lost = [ever_closed(c) for c in codes]
    closed = {n: paired_difference(lost[0][n], lost[1][n]) for n in lost[0]}
    reached = paired_difference(*(np.asarray(m.lost.any(axis=1)) for m in months))
    outcome, largest = max(differences.items(), key=lambda item: abs(item[1].value))
    change = _standardised(off, base, spread)
    most = [i for i in np.argsort(-np.abs(change))[:SHOWN] if variables[i] and change[i] != 0]
    changed = share(int(histories.sum()), len(histories))
    return {
        "id": path,
        "system": rule.system,
        "reads": list(rule.systems_read),
        "implements": list(rule.implements),
        "effect": {
            EVENT if closed else LADDER: reached.value,
            **{k: d.value for k, d in differences.items()},
            **{f"variable:{names[i]}": float(change[i]) for i in most},
        },
        "largest": {
            "outcome": outcome,
            "d": largest.value,
            "low": largest.low,
            "high": largest.high,
        },
        "closed": {n: {"d": d.value, "low": d.low, "high": d.high} for n, d in closed.items()},
        "reached": {"d": reached.value, "low": reached.low, "high": reached.high},
        "changed": {"p": changed.value, "low": changed.low, "high": changed.high},
        "variables": int(variables.sum()),
        "dead": not bool(histories.any()),
    }


def _standardised(off: np.ndarray, base: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Largest mean change of any month, in standard deviations of the variable over histories and months."""
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.nanmean(off - base, axis=0, dtype=np.float64)
        top = np.take_along_axis(
            mean, np.nanargmax(np.abs(np.nan_to_num(mean)), axis=0)[None], axis=0
        )[0]
        return np.nan_to_num(np.where(spread > 0, top / spread, np.sign(top)))


# -- what is finished --------------------------------------------------------------------------


class _Store:
    """Finished rules in a file, written whole or not at all."""

    def __init__(self, path: Path, resume: bool):
        self.path = path
        self.rules: dict[str, dict[str, Any]] = {}
        found = recall(path) if resume else None
        if found is not None:
            self.rules = {r["id"]: r for r in json.loads(found)["rules"]}

    def write(self) -> None:
        # where it cannot be written, only resuming is lost
        kept = remember(self.path, json.dumps({"rules": list(self.rules.values())}).encode())
        if kept and self.path.parent == cache_folder("ablation"):
            forget_oldest(self.path.parent, most=RUNS)


def _folder(store: str | os.PathLike[str] | None) -> Path:
    return cache_folder("ablation") if store is None else Path(store)


def _key(sim: Simulator, histories: int, seed: int) -> str:
    """Name of the file: what its results depend on."""
    r = sim.model.registry
    made_of = Identity(
        declarations(r), formulas(sim.model), code(), sources(*OUR_CODE),
        machine(tile=sim.tile, devices=sim.devices),
    )  # fmt: skip
    return f"{sim.model.name}-{made_of.short}-{histories}-{seed}"


__all__ = ["ablate", "ablate_rules"]
