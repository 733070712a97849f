"""The book's ladder, each rung with the pages of its definition (its rules in the record give them)."""

from __future__ import annotations

from thermidor.codings import measures as measures  # declares what the classes read
from thermidor.codings.declare import Coding, a_class, all_of, any_of, most_of, without
from thermidor.engine.declare import Grounds

GUARD = most_of("defeat_abroad", "leader_gone", "levy_made", "one_country", "pioneers_displaced")
"""The book's guard: conditions that stand in for one another, so that no single one is needed."""

APPARATUS = all_of("filter_complete", GUARD)
WAR = any_of("requisition", "civil_war")

BOOK = Coding(
    "book", "the book's ladder",
    "soviets, offices, apparatus, one man, a new caste: Lequenne's rungs, each by what his pages ask of it",
    (
        a_class("soviet_democracy", "soviets that decide, several parties, free currents, peace", "open",
                all_of("living_soviets", "other_parties", "legal_currents", without("requisition"), without("civil_war")),
                book=("regime.r03", "soviets.r17", "soviets.r08")),
        a_class("soviet_power", "soviets that decide, under one party", "open",
                all_of("living_soviets", without(WAR), without("other_parties")),
                book=("soviets.r08", "soviets.r09", "soviets.r10")),
        a_class("war_communism", "war and requisition decide", "between",
                all_of(WAR, without(APPARATUS)),
                book=("regime.r02", "regime.r04")),
        a_class("bureaucratised", "soviets have become administration, the party still argues", "between",
                all_of(without("living_soviets"), without(WAR), without(APPARATUS)),
                book=("regime.r05", "nature_of_state.r01")),
        a_class("thermidor", "an apparatus rules: its congress is a ratification, and the book's guard is met", "closed",
                all_of(APPARATUS, without("one_decides")), book=("regime.r07", "delegation.r05")),
        a_class("collegial_nep", "an apparatus rules by a college that keeps the market", "closed",
                all_of("filter_complete", without("one_decides"), "grain_market", "concessions", without("leaders_struck")),
                book=("regime.r08",)),
        a_class("brumaire", "one man above an apparatus that no longer votes", "closed",
                all_of("filter_complete", "one_decides", without("loses_only_votes"), without("old_guard_gone")),
                book=("regime.r08", "regime.r09")),
        a_class("counter_revolution", "one man and his police; the party of October is destroyed", "closed",
                all_of("one_decides", "filter_complete", "police_alone", "old_guard_gone"),
                book=("regime.r11", "regime.r12")),
    ),
    Grounds(("regime.r07", "regime.r08", "regime.r12", "delegation.r05")),
)  # fmt: skip
