"""Who disposes of the surplus: workers by their soviets, a caste by its offices, or owners."""

from __future__ import annotations

from thermidor.codings import measures as measures  # declares what the classes read
from thermidor.codings.declare import Coding, a_class, all_of, any_of, most_of, without
from thermidor.engine.declare import Grounds


def workers_control(living_soviets, removable, strikes, workers_overruled):
    """Soviets that decide, or a class that can strike and be heard by rulers whom it can remove."""
    heard = most_of(removable, strikes, without(workers_overruled))
    return most_of(living_soviets, all_of(heard, any_of(living_soviets, removable)))


CONTROL = dict(living_soviets=+1, removable=+1, strikes=+1, workers_overruled=-1)


def _workers_rule(living_soviets, removable, strikes, workers_overruled):
    return workers_control(living_soviets, removable, strikes, workers_overruled)


def _deformed(living_soviets, removable, strikes, workers_overruled, privilege, private_owners):
    control = workers_control(living_soviets, removable, strikes, workers_overruled)
    return all_of(without(control), without(privilege), without(private_owners))


def _owners(private_owners, living_soviets, removable, strikes, workers_overruled):
    control = workers_control(living_soviets, removable, strikes, workers_overruled)
    return all_of(private_owners, without(control))


def _caste(living_soviets, removable, strikes, workers_overruled, privilege, broad_list):
    control = workers_control(living_soviets, removable, strikes, workers_overruled)
    return all_of(without(control), privilege, without(broad_list))


def _listed(living_soviets, removable, strikes, workers_overruled, privilege, broad_list):
    control = workers_control(living_soviets, removable, strikes, workers_overruled)
    return all_of(without(control), privilege, broad_list)


NO_CONTROL = {m: -s for m, s in CONTROL.items()}

CLASS = Coding(
    "class", "who disposes of the surplus",
    "workers' control, privilege and property: the book's criteria and those of the Marxist debate",
    (
        a_class("workers", "workers dispose, by soviets and by rulers whom they can remove", "open",
                CONTROL, _workers_rule,
                book=("nature_of_state.r11", "nature_of_state.r12")),
        a_class("deformed", "nobody controls the office holders, who take little for themselves yet", "between",
                dict(**NO_CONTROL, privilege=-1, private_owners=-1), _deformed, book=("nature_of_state.r01",)),
        a_class("owners", "traders and rich peasants dispose of what the state does not", "closed",
                dict(private_owners=+1, **NO_CONTROL), _owners, book=("classes.r06", "classes.r08")),
        a_class("caste", "office holders dispose and pay themselves", "closed",
                dict(**NO_CONTROL, privilege=+1, broad_list=-1), _caste,
                book=("privilege.r06", "nature_of_state.r02", "classes.r07")),
        a_class("nomenklatura", "a list as broad as a small bourgeoisie disposes, by favour of the power", "closed",
                dict(**NO_CONTROL, privilege=+1, broad_list=+1), _listed,
                book=("privilege.r09", "nature_of_state.r07", "classes.r12")),
    ),
    Grounds(("nature_of_state.r09", "nature_of_state.r12"),
            "Trotsky, The Revolution Betrayed, 1936, chapter 9; Rakovsky, The Professional Dangers of Power, 1928"),
)  # fmt: skip
