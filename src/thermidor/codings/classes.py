"""Who disposes of the surplus: workers by their soviets, a caste by its offices, or owners."""

from __future__ import annotations

from thermidor.codings import measures as measures  # declares what the classes read
from thermidor.codings.declare import Coding, a_class, all_of, any_of, most_of, without
from thermidor.engine.declare import Grounds

HEARD = most_of("removable", "strikes", without("workers_overruled"))
CONTROL = most_of("living_soviets", all_of(HEARD, any_of("living_soviets", "removable")))
"""Soviets that decide, or a class that can strike and be heard by rulers whom it can remove."""

EXPROPRIATED = without(CONTROL)
"""Workers control nothing."""

CLASS = Coding(
    "class", "who disposes of the surplus",
    "workers' control, privilege and property: the book's criteria and those of the Marxist debate",
    (
        a_class("workers", "workers dispose, by soviets and by rulers whom they can remove", "open",
                CONTROL,
                book=("nature_of_state.r11", "nature_of_state.r12")),
        a_class("deformed", "nobody controls the office holders, who take little for themselves yet", "between",
                all_of(EXPROPRIATED, without("privilege"), without("private_owners")), book=("nature_of_state.r01",)),
        a_class("owners", "traders and rich peasants dispose of what the state does not", "closed",
                all_of("private_owners", EXPROPRIATED), book=("classes.r06", "classes.r08")),
        a_class("caste", "office holders dispose and pay themselves", "closed",
                all_of(EXPROPRIATED, "privilege", without("broad_list")),
                book=("privilege.r06", "nature_of_state.r02", "classes.r07")),
        a_class("nomenklatura", "a list as broad as a small bourgeoisie disposes, by favour of the power", "closed",
                all_of(EXPROPRIATED, "privilege", "broad_list"),
                book=("privilege.r09", "nature_of_state.r07", "classes.r12")),
    ),
    Grounds(("nature_of_state.r09", "nature_of_state.r12"),
            "Trotsky, The Revolution Betrayed, 1936, chapter 9; Rakovsky, The Professional Dangers of Power, 1928"),
)  # fmt: skip
