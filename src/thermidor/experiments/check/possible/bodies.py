"""Bodies and offices: founded before they sit, vacated before they are filled, gone with their power."""

from __future__ import annotations

import numpy as np

from thermidor.experiments.check.account import Account
from thermidor.experiments.check.possible.check import Broken, possible

HALF = 0.5
SECRETARY, HEAD = "succession.secretary", "succession.general_secretary"
FALLS = ("succession.recall", "succession.replacement")
"""What takes the office from its holder."""

PLACES = "organs.a_congress_fills_the_organs.inner"
"""Constant that says how many places the inner organ has; the end of its range is the most there can be."""

OF_SOVIET_POWER = ("organs.politburo", SECRETARY, "delegation.sitting", "collectivisation.campaign")
"""Organs and campaigns that a fallen soviet power does not have any more."""


def some(x: np.ndarray) -> np.ndarray:
    """Whether a flag is raised, for anybody where there are several, (month, history)."""
    raised = np.asarray(x > HALF)
    return raised if x.ndim == 2 else np.any(raised, axis=1)


@possible("possible.one-secretary", SECRETARY)
def one_secretary(account: Account) -> Broken:
    """The office of General Secretary has one holder at the most."""
    return {SECRETARY: (account.after(SECRETARY) > HALF).sum(1) > 1}


@possible(
    "possible.a-post-is-vacated-before-it-is-filled",
    SECRETARY, HEAD, *FALLS, "leaders.alive", "factions.expelled", "succession.standing",
)  # fmt: skip
def a_post_is_vacated_before_it_is_filled(account: Account) -> Broken:
    """Nobody is made General Secretary while another holds the office and does not lose it."""
    chosen = (
        account.fell[HEAD][:, None] == np.arange(1, account.before(SECRETARY).shape[1] + 1)[:, None]
    )
    there = (account.after("leaders.alive") > HALF) & (account.after("factions.expelled") < HALF)
    there &= account.before("succession.standing") > 0.02
    lost = np.any([account.fell[path] > 0 for path in FALLS], axis=0)
    holds = (account.before(SECRETARY) > HALF) & there & ~chosen
    return {HEAD: (account.fell[HEAD] > 0) & holds.any(1) & ~lost}


@possible("possible.no-more-seats-than-places", "organs.politburo")
def no_more_seats_than_places(account: Account) -> Broken:
    """The inner organ has no more members than places."""
    places = account.registry.parameters.get(PLACES)
    most = np.inf if places is None else float(np.max(places.high))
    return {"organs.politburo": (account.after("organs.politburo") > HALF).sum(1) > most}


@possible("possible.organs-end-with-their-power", "regime.ended", "soviets.power", *OF_SOVIET_POWER)
def organs_end_with_their_power(account: Account) -> Broken:
    """A month after soviet power has fallen its organs do not sit any more, nor go its campaigns on."""
    power = (account.before("soviets.power") < HALF) & (account.after("soviets.power") < HALF)
    fallen = power & (account.before("regime.ended") > HALF)
    return {path: some(account.after(path)) & fallen for path in OF_SOVIET_POWER}


@possible(
    "possible.a-body-sits-after-its-founding",
    "organs.politburo", SECRETARY, "soviets.power", "delegation.congress", "appointments.secretariat",
)  # fmt: skip
def a_body_sits_after_its_founding(account: Account) -> Broken:
    """The inner organ sits once a congress under soviet power has founded it, a Secretary once his office is there."""
    founded = (account.fell["delegation.congress"] > 0) & (account.after("soviets.power") > HALF)
    founded = np.maximum.accumulate(founded, axis=0) | (account.first > 0)
    office = some(account.after("appointments.secretariat"))
    return {
        "organs.politburo": some(account.after("organs.politburo")) & ~founded,
        SECRETARY: some(account.after(SECRETARY)) & ~office,
    }


CHECKS = (
    one_secretary, a_post_is_vacated_before_it_is_filled, no_more_seats_than_places,
    organs_end_with_their_power, a_body_sits_after_its_founding,
)  # fmt: skip
