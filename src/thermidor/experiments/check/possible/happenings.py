"""Happenings: what happens once does, and what is renewed has a cause."""

from __future__ import annotations

from importlib import resources
from typing import Any

import numpy as np

from thermidor.experiments.check.account import Account
from thermidor.experiments.check.possible.check import Broken, possible
from thermidor.model.regime.regime import CODE
from thermidor.scenarios._yaml import parse

PHASE = "regime.phase"
RENEWED = "soviet_democracy"
LOST = (
    "bureaucratised",
    "thermidor",
    "brumaire",
    "counter_revolution",
    "collegial_nep",
    "military_bonapartism",
)
"""Phases in which democracy in the soviets is gone: to come back from them takes a cause."""

CAUSES = (
    "factions.repeal", "soviets.other_parties", "succession.recall", "succession.replacement",
    "police.brought_to_account", "succession.testament_public", "delegation.discussion",
)  # fmt: skip
"""What can bring it back."""

RECENT = 24
"""Months in which a cause must lie."""


def _once() -> list[dict[str, Any]]:
    source = resources.files("thermidor.experiments.data") / "check" / "once.yaml"
    return parse(source.read_bytes(), "once.yaml")[0]


ONCE = _once()
"""What happens a limited number of times in a history: `choice`, `most`, and what makes it possible `again`."""


@possible("possible.once-is-once")
def once_is_once(account: Account) -> Broken:
    """What happens once in the record's sense happens once, unless something has made it possible again."""
    found = {}
    for one in ONCE:
        if one["choice"] not in account.fell:
            continue
        fell = account.happened(one["choice"])
        count = np.zeros(fell.shape[1:], int)
        broken = np.zeros(fell.shape, bool)
        for month in range(len(fell)):
            for path in one.get("again", ()):
                count = np.where(account.fell[path][month] > 0, 0, count)
            count = count + fell[month]
            broken[month] = fell[month] & (count > one["most"])
        found[one["choice"]] = broken
    return found


@possible("possible.a-renewal-shows-a-cause", PHASE, *CAUSES)
def a_renewal_shows_a_cause(account: Account) -> Broken:
    """Soviet democracy, once lost, comes back after something that can bring it back."""
    lost = np.isin(account.before(PHASE), [CODE[p] for p in LOST])
    renewed = lost & (account.after(PHASE) == CODE[RENEWED])
    cause = np.any([account.fell[path] > 0 for path in CAUSES], axis=0)
    so_far = np.cumsum(np.concatenate([np.zeros((RECENT, cause.shape[1]), int), cause]), axis=0)
    recent = so_far[RECENT:] - so_far[:-RECENT]
    return {PHASE: renewed & (recent == 0)}


CHECKS = (once_is_once, a_renewal_shows_a_cause)
