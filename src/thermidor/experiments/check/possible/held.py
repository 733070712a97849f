"""Branches: who held office under a record that was followed is who held it."""

from __future__ import annotations

from functools import cache

import numpy as np

from thermidor.engine.calendar import month_number, month_text
from thermidor.engine.declare import DIMENSIONS
from thermidor.experiments.branches.decisions import held
from thermidor.experiments.check.account import Account
from thermidor.experiments.check.possible.check import Broken, possible
from thermidor.record import load

HALF = 0.5
POLITBURO, SECRETARY, ALIVE = "organs.politburo", "succession.secretary", "leaders.alive"
GENERAL_SECRETARY = ("stalin", "1922-04")
"""Who holds the office in the record, and since when."""


@cache
def seats(organ: str, at: str) -> tuple[frozenset[str], frozenset[str]]:
    """Leaders who surely sat in an organ in a month, and those who surely did not.

    Args:
        organ: of the record.
        at: the month, "YYYY-MM".

    Returns:
        The two sets; of the others the record leaves the date open.

    Example:
        >>> sure, never = seats("politburo", "1923-03")
        >>> "trotsky" in sure, "molotov" in never, "sverdlov" in never
        (True, True, True)
    """
    sat, never = set(), set()
    for id in DIMENSIONS["leader"]:
        tenures = [t for t in load().leaders[id].tenures if t.organ == organ]
        before = [
            t.start is not None and str(t.start)[: len(at)] > at[: len(str(t.start))]
            for t in tenures
        ]
        gone = [
            t.stop is not None and str(t.stop)[:7] < at[: len(str(t.stop)[:7])] for t in tenures
        ]
        if all(b or g for b, g in zip(before, gone, strict=True)):
            never.add(id)
        for t in tenures:
            begun = t.start is not None and f"{t.start}-12"[:7] < at
            last = str(t.stop) if t.stop is not None else max(map(str, t.attested), default="")
            if begun and last and f"{last}-01"[:7] > at:
                sat.add(id)
    return frozenset(sat), frozenset(never)


@cache
def deaths(month: int) -> tuple[frozenset[str], frozenset[str]]:
    """Leaders whom the record has let die before a month, and those whom it forbids to die before it."""
    done, spared = set(), set()
    for i in held(month):
        system, _, rest = i.path.partition(".")
        name, _, kind = rest.rpartition(".")
        if system == "leaders" and kind in ("death", "execution"):
            if i.operation == "force" and i.first < month and i.value not in (False, "no"):
                done.add(name)
            elif (
                kind == "death" and i.operation == "forbid" and i.first == 0 and i.last >= month - 1
            ):
                spared.add(name)
    return frozenset(done), frozenset(spared - done)


@possible("possible.who-held-office-holds-it", ALIVE, POLITBURO, SECRETARY)
def who_held_office_holds_it(account: Account) -> Broken:
    """Where the record was followed, those live, sit and hold office who lived, sat and held it."""
    if not account.group.name.startswith("branch"):
        return {}
    at = month_text(account.first)
    leaders, empty = DIMENSIONS["leader"], np.zeros((account.months, account.histories), bool)

    def first(path: str, name: str, wanted: bool) -> np.ndarray:
        wrong = empty.copy()
        wrong[0] = (account.before(path)[0, leaders.index(name)] > HALF) != wanted
        return wrong

    found = {}
    done, spared = deaths(account.first)
    for names, wanted in ((done, False), (spared, True)):
        found.update({f"{ALIVE}.{n}": first(ALIVE, n, wanted) for n in names})
    if at >= "1919-04":
        for names, wanted in zip(seats("politburo", at), (True, False), strict=True):
            found.update({f"{POLITBURO}.{n}": first(POLITBURO, n, wanted) for n in names})
    else:
        found.update({f"{POLITBURO}.{n}": first(POLITBURO, n, False) for n in leaders})
    name, since = GENERAL_SECRETARY
    if account.first > month_number(since):
        found.update({f"{SECRETARY}.{n}": first(SECRETARY, n, n == name) for n in leaders})
    return found


CHECKS = (who_held_office_holds_it,)
