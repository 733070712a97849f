"""The book's ladder, each rung with the pages of its definition (its rules in the record give them)."""

from __future__ import annotations

from thermidor.codings import measures as measures  # declares what the classes read
from thermidor.codings.declare import Coding, a_class, all_of, any_of, most_of, without
from thermidor.engine.declare import Grounds


def _guard(defeat_abroad, leader_gone, levy_made, one_country, pioneers_displaced):
    """The book's guard: conditions that stand in for one another, so that no single one is needed."""
    return most_of(defeat_abroad, leader_gone, levy_made, one_country, pioneers_displaced)


GUARD = dict(defeat_abroad=+1, leader_gone=+1, levy_made=+1, one_country=+1, pioneers_displaced=+1)


NO_GUARD = dict.fromkeys(GUARD, -1)


def _soviet_democracy(living_soviets, other_parties, legal_currents, requisition, civil_war):
    return all_of(
        living_soviets, other_parties, legal_currents, without(requisition), without(civil_war)
    )


def _soviet_power(living_soviets, requisition, civil_war, other_parties):
    return all_of(living_soviets, without(any_of(requisition, civil_war)), without(other_parties))


def _apparatus(
    filter_complete, defeat_abroad, leader_gone, levy_made, one_country, pioneers_displaced
):
    guard = _guard(defeat_abroad, leader_gone, levy_made, one_country, pioneers_displaced)
    return all_of(filter_complete, guard)


def _war_communism(
    requisition,
    civil_war,
    filter_complete,
    defeat_abroad,
    leader_gone,
    levy_made,
    one_country,
    pioneers_displaced,
):
    rules = _apparatus(
        filter_complete, defeat_abroad, leader_gone, levy_made, one_country, pioneers_displaced
    )
    return all_of(any_of(requisition, civil_war), without(rules))


def _bureaucratised(
    living_soviets,
    requisition,
    civil_war,
    filter_complete,
    defeat_abroad,
    leader_gone,
    levy_made,
    one_country,
    pioneers_displaced,
):
    rules = _apparatus(
        filter_complete, defeat_abroad, leader_gone, levy_made, one_country, pioneers_displaced
    )
    return all_of(without(living_soviets), without(any_of(requisition, civil_war)), without(rules))


def _thermidor(
    filter_complete,
    defeat_abroad,
    leader_gone,
    levy_made,
    one_country,
    pioneers_displaced,
    one_decides,
):
    rules = _apparatus(
        filter_complete, defeat_abroad, leader_gone, levy_made, one_country, pioneers_displaced
    )
    return all_of(rules, without(one_decides))


def _collegial_nep(filter_complete, one_decides, grain_market, concessions, leaders_struck):
    return all_of(
        filter_complete, without(one_decides), grain_market, concessions, without(leaders_struck)
    )


def _brumaire(filter_complete, one_decides, loses_only_votes, old_guard_gone):
    return all_of(filter_complete, one_decides, without(loses_only_votes), without(old_guard_gone))


def _counter_revolution(one_decides, old_guard_gone, leaders_shot, police_alone, filter_complete):
    return all_of(
        one_decides,
        filter_complete,
        police_alone,
        old_guard_gone,
        any_of(leaders_shot, old_guard_gone),
    )


BOOK = Coding(
    "book", "the book's ladder",
    "soviets, offices, apparatus, one man, a new caste: Lequenne's rungs, each by what his pages ask of it",
    (
        a_class("soviet_democracy", "soviets that decide, several parties, free currents, peace", "open",
                dict(living_soviets=+1, other_parties=+1, legal_currents=+1, requisition=-1, civil_war=-1),
                _soviet_democracy, book=("regime.r03", "soviets.r17", "soviets.r08")),
        a_class("soviet_power", "soviets that decide, under one party", "open",
                dict(living_soviets=+1, requisition=-1, civil_war=-1, other_parties=-1), _soviet_power,
                book=("soviets.r08", "soviets.r09", "soviets.r10")),
        a_class("war_communism", "war and requisition decide", "between",
                dict(requisition=+1, civil_war=+1, filter_complete=-1, **NO_GUARD), _war_communism,
                book=("regime.r02", "regime.r04")),
        a_class("bureaucratised", "soviets have become administration, the party still argues", "between",
                dict(living_soviets=-1, requisition=-1, civil_war=-1, filter_complete=-1, **NO_GUARD), _bureaucratised,
                book=("regime.r05", "nature_of_state.r01")),
        a_class("thermidor", "an apparatus rules: its congress is a ratification, and the book's guard is met", "closed",
                dict(filter_complete=+1, **GUARD, one_decides=-1), _thermidor, book=("regime.r07", "delegation.r05")),
        a_class("collegial_nep", "an apparatus rules by a college that keeps the market", "closed",
                dict(filter_complete=+1, one_decides=-1, grain_market=+1, concessions=+1, leaders_struck=-1),
                _collegial_nep, book=("regime.r08",)),
        a_class("brumaire", "one man above an apparatus that no longer votes", "closed",
                dict(filter_complete=+1, one_decides=+1, loses_only_votes=-1, old_guard_gone=-1), _brumaire,
                book=("regime.r08", "regime.r09")),
        a_class("counter_revolution", "one man and his police; the party of October is destroyed", "closed",
                dict(one_decides=+1, old_guard_gone=+1, leaders_shot=+1, police_alone=+1, filter_complete=+1),
                _counter_revolution, book=("regime.r11", "regime.r12")),
    ),
    Grounds(("regime.r07", "regime.r08", "regime.r12", "delegation.r05")),
)  # fmt: skip
