"""Stocks held against flows: what a month should have left of each, and how exactly float32 can say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from thermidor.engine.declare import Flow
from thermidor.engine.registry import Registry
from thermidor.experiments.check.ledger.months import Page

ROUNDING = 2.0**-24
"""Largest relative error of one addition in float32: half a unit in the last place."""

SMALLEST = 2.0**-126
"""The least number that processors keep: what is smaller they take for nothing."""


@dataclass(frozen=True)
class Entry:
    """One stock in one month.

    Attributes:
        held: at the beginning, (*dim, history).
        came: what flows brought.
        went: what flows took.
        left: at the end.
        due: what should be left by the flows, and by what an intervention does to the stock itself.
        tolerance: how far rounding alone may part the two.
    """

    held: np.ndarray
    came: np.ndarray
    went: np.ndarray
    left: np.ndarray
    due: np.ndarray
    tolerance: np.ndarray

    @property
    def gap(self) -> np.ndarray:
        """What is left beyond what is due, (*dim, history)."""
        return self.left - self.due


def stocks(registry: Registry) -> dict[str, str]:
    """By path of each stock, the quantity that it holds."""
    return {path: v.quantity for path, v in registry.states.items() if v.quantity is not None}


def entry(page: Page, path: str) -> Entry:
    """Hold a stock against the flows of a month.

    Args:
        page: the books of the month.
        path: of the stock.

    Returns:
        What it held, got, gave, should hold and holds.  Each flow is one addition, and the sum of a flow over
        regions one more for each; that many roundings of what went through the stock are allowed.
    """
    held, left = (np.asarray(x[path], float) for x in (page.before, page.after))
    came, went = np.zeros_like(held), np.zeros_like(held)
    steps = 1
    for flow in page.registry.flows.values():
        if path not in (flow.source, flow.target) or flow.name not in page.flows:
            continue
        moved = _on(held, page.flows, flow)
        steps += 1 if moved.shape == page.flows[flow.name].shape else page.flows[flow.name].shape[0]
        came = came + moved * (flow.target == path)
        went = went + moved * (flow.source == path)
    due = held + came - went
    through = held + came + went
    if page.forced(path):
        act, v = page.controls.at(page.registry.sites[path]), page.registry.states[path]
        scale = np.where(act.forced, 0.0, act.scale)[..., None].reshape(*held.shape[:-1], 1)
        add = np.where(act.forced, act.value, act.add)[..., None].reshape(*held.shape[:-1], 1)
        due = np.clip(due * scale + add, v.low, v.high)
        through = through * np.abs(scale) + np.abs(add)
    return Entry(held, came, went, left, due, (steps + 1) * (ROUNDING * through + SMALLEST))


def _on(held: np.ndarray, flows: Mapping[str, np.ndarray], flow: Flow) -> np.ndarray:
    """What a flow moves, on the axes of a stock: a flow from many regions into one stock is summed."""
    moved = np.asarray(flows[flow.name], float)
    return moved if moved.ndim == held.ndim else moved.sum(0)


__all__ = ["ROUNDING", "Entry", "entry", "stocks"]
