"""Persons: the dead are dead, the disabled are left alone, nobody sits in judgement on himself."""

from __future__ import annotations

import numpy as np

from thermidor.engine.declare import DIMENSIONS
from thermidor.experiments.check.account import Account
from thermidor.experiments.check.possible.check import Broken, possible

ALIVE, DEATH, EXECUTION = "leaders.alive", "leaders.{leader}.death", "leaders.{leader}.execution"
HALF = 0.5
LEFT = 0.02
"""What is left of a place or an index by rounding."""

HOLDINGS = (
    "organs.politburo", "organs.committee", "organs.weight", "succession.secretary", "succession.standing",
    "succession.target", "succession.heir", "appointments.network", "appointments.patronage", "factions.bloc",
    "factions.deported", "leaders.capacity", "leaders.abroad",
)  # fmt: skip
"""What only the living hold or suffer."""

SEATS = ("organs.politburo", "organs.committee", "succession.secretary")
"""What only members of the party hold."""

BODIES_WITH_A_VOTE: frozenset[str] = frozenset()
"""Ballots on expulsions in which the body's rules give those in question a vote."""

DISABLED = 0.5
"""Capacity under which somebody does no political work for which he could be expelled."""

SENT_AWAY = 0.1
"""How far a month must deport somebody for it to be told."""


def dead(account: Account) -> np.ndarray:
    """Who was dead when the month began, (month, leader, history)."""
    return account.before(ALIVE) < HALF


def expelled_now(account: Account) -> np.ndarray:
    """Who is expelled in a month, (month, leader, history)."""
    return (account.after("factions.expelled") > HALF) & (
        account.before("factions.expelled") <= HALF
    )


@possible("possible.the-dead-do-not-act", ALIVE)
def the_dead_do_not_act(account: Account) -> Broken:
    """Nothing that only the living do, or that befalls them, falls to one who was dead."""
    found, leaders = {}, DIMENSIONS["leader"]
    for path, choice in account.registry.choices.items():
        if choice.dim == ("leader",) and path not in (DEATH, EXECUTION):
            found[path] = account.happened(path) & dead(account)
        person = path.split(".")[1]
        if not choice.dim and person in leaders:
            found[path] = account.happened(path) & dead(account)[:, leaders.index(person)]
        if choice.options[1:] == leaders:
            chosen = account.fell[path][:, None] == np.arange(1, len(leaders) + 1)[:, None]
            found[path] = chosen & dead(account)
    return found


@possible("possible.everybody-dies-once", ALIVE, DEATH, EXECUTION)
def everybody_dies_once(account: Account) -> Broken:
    """Nobody dies twice, in one month or in two."""
    dies, is_killed = (account.fell[path] > 0 for path in (DEATH, EXECUTION))
    return {DEATH: dies & dead(account), EXECUTION: is_killed & (dead(account) | dies)}


@possible("possible.the-dead-hold-nothing", ALIVE, *HOLDINGS)
def the_dead_hold_nothing(account: Account) -> Broken:
    """A month after his death nobody has a seat, an office, a following, a place of exile."""
    return {path: (account.after(path) > LEFT) & dead(account) for path in HOLDINGS}


@possible("possible.the-dead-do-not-vote", ALIVE)
def the_dead_do_not_vote(account: Account) -> Broken:
    """Nobody who was dead votes in a ballot that is held."""
    return {
        ballot: voted & dead(account) & account.counted(ballot)[:, None]
        for ballot, voted in account.voted.items()
    }


@possible("possible.the-dead-are-not-expelled", ALIVE, "factions.expelled")
def the_dead_are_not_expelled(account: Account) -> Broken:
    """Nobody is expelled who was dead."""
    return {"factions.expelled": expelled_now(account) & dead(account)}


@possible("possible.nobody-votes-on-his-own-expulsion", "factions.expulsion", "factions.expelled")
def nobody_votes_on_his_own_expulsion(account: Account) -> Broken:
    """Who is expelled by a ballot had no vote in it, unless the body's rules gave him one."""
    taken = (account.fell["factions.expulsion"] > 0)[:, None]
    return {
        ballot: account.voted[ballot] & expelled_now(account) & taken
        for ballot in account.links.get("factions.expulsion", ())
        if ballot in account.voted and ballot not in BODIES_WITH_A_VOTE
    }


@possible(
    "possible.the-disabled-are-left-alone",
    ALIVE, "leaders.capacity", "leaders.illness", "factions.expelled", "factions.deported",
)  # fmt: skip
def the_disabled_are_left_alone(account: Account) -> Broken:
    """Nobody is expelled or deported for activity whom an illness has disabled; a fever passes."""
    feverish = np.zeros((1, len(DIMENSIONS["leader"]), 1), bool)
    feverish[:, DIMENSIONS["leader"].index("trotsky")] = True
    disabled = (account.before("leaders.capacity") < DISABLED) & ~dead(account)
    disabled &= ~(feverish & (account.before("leaders.illness") > LEFT)[:, None])
    away = account.after("factions.deported") - account.before("factions.deported") > SENT_AWAY
    return {
        "factions.expelled": expelled_now(account) & disabled,
        "factions.deported": away & disabled,
    }


@possible("possible.the-expelled-hold-no-seat", "factions.expelled", *SEATS)
def the_expelled_hold_no_seat(account: Account) -> Broken:
    """A month after his expulsion nobody has a seat in the party's organs."""
    out = (account.before("factions.expelled") > HALF) & (account.after("factions.expelled") > HALF)
    return {path: (account.after(path) > HALF) & out for path in SEATS}


CHECKS = (
    the_dead_do_not_act, everybody_dies_once, the_dead_hold_nothing, the_dead_do_not_vote,
    the_dead_are_not_expelled, nobody_votes_on_his_own_expulsion, the_disabled_are_left_alone,
    the_expelled_hold_no_seat,
)  # fmt: skip
