"""Rival definitions of the state that came out of October, on the same months, in the same form.

Each names a beginning, what lies between, and the state that it is about; they share the measures of the
three codings, which are the criteria of the book's postface (`thermidor.codings.measures.CRITERIA`).
"""

from __future__ import annotations

from thermidor.codings.classes import CONTROL, NO_CONTROL, workers_control
from thermidor.codings.declare import Class, Coding, a_class, all_of, any_of, most_of, without
from thermidor.engine.declare import Grounds

TROTSKY = "Trotsky, The Revolution Betrayed, 1936, chapter 9; In Defence of Marxism, 1939-40"
CLIFF = (
    "Cliff, State Capitalism in Russia, London 1955 (first as The Nature of Stalinist Russia, 1948)"
)
RIZZI = "Rizzi, La bureaucratisation du monde, Paris 1939; Shachtman, The Bureaucratic Revolution, New York 1962"
FRIEDRICH = (
    "Friedrich and Brzezinski, Totalitarian Dictatorship and Autocracy, Cambridge (Mass.) 1956"
)
REPORT = "Khrushchev, report to the twentieth congress, closed session, February 1956"


def _beginning(meaning: str, publication: str, book: tuple[str, ...] = ()) -> Class:
    def degree(living_soviets, removable, strikes, workers_overruled):
        return workers_control(living_soviets, removable, strikes, workers_overruled)

    return a_class(
        "workers_state", meaning, "open", CONTROL, degree, publication=publication, book=book
    )


def _expropriated(living_soviets, removable, strikes, workers_overruled):
    return without(workers_control(living_soviets, removable, strikes, workers_overruled))


def _deformed(
    living_soviets,
    removable,
    strikes,
    workers_overruled,
    privilege,
    filter_complete,
    private_owners,
):
    gone = _expropriated(living_soviets, removable, strikes, workers_overruled)
    return all_of(gone, without(most_of(privilege, filter_complete)), without(private_owners))


def _degenerated(
    living_soviets,
    removable,
    strikes,
    workers_overruled,
    privilege,
    filter_complete,
    private_owners,
):
    gone = _expropriated(living_soviets, removable, strikes, workers_overruled)
    return all_of(gone, most_of(privilege, filter_complete), without(private_owners))


def _owners_again(private_owners, living_soviets, removable, strikes, workers_overruled):
    return all_of(
        _expropriated(living_soviets, removable, strikes, workers_overruled), private_owners
    )


def _before_accumulation(
    living_soviets, removable, strikes, workers_overruled, forced_accumulation
):
    return all_of(
        _expropriated(living_soviets, removable, strikes, workers_overruled),
        without(forced_accumulation),
    )


def _state_capital(living_soviets, removable, strikes, workers_overruled, forced_accumulation):
    return all_of(
        _expropriated(living_soviets, removable, strikes, workers_overruled), forced_accumulation
    )


def _before_the_class(
    living_soviets, removable, strikes, workers_overruled, privilege, collectivised
):
    gone = _expropriated(living_soviets, removable, strikes, workers_overruled)
    return all_of(gone, without(all_of(privilege, most_of(privilege, collectivised))))


def _new_class(living_soviets, removable, strikes, workers_overruled, privilege, collectivised):
    gone = _expropriated(living_soviets, removable, strikes, workers_overruled)
    return all_of(gone, privilege, most_of(privilege, collectivised))


def _thermidorian_stage(living_soviets, removable, strikes, workers_overruled, broad_list):
    return all_of(
        _expropriated(living_soviets, removable, strikes, workers_overruled), without(broad_list)
    )


def _nomenklaturist(living_soviets, removable, strikes, workers_overruled, broad_list, privilege):
    return all_of(
        _expropriated(living_soviets, removable, strikes, workers_overruled), broad_list, privilege
    )


def _several(other_parties, free_press, shootings):
    return all_of(other_parties, most_of(free_press, without(shootings)))


def _dictatorship(other_parties, free_press, shootings, police_alone):
    return all_of(
        without(other_parties), without(most_of(without(free_press), shootings, police_alone))
    )


def _totalitarian(other_parties, free_press, shootings, police_alone):
    return all_of(without(other_parties), most_of(without(free_press), shootings, police_alone))


def _norms(one_decides, leaders_struck):
    return without(any_of(one_decides, leaders_struck))


def _one_man(one_decides, leaders_shot, leaders_struck):
    return all_of(one_decides, any_of(leaders_struck, leaders_shot))


def _between_norms(one_decides, leaders_struck):
    return all_of(any_of(one_decides, leaders_struck), without(all_of(one_decides, leaders_struck)))


DEGENERATED = Coding(
    "degenerated", "degenerated workers' state",
    "property is October's, a caste has taken the power: falls by political revolution or restoration",
    (
        _beginning("workers rule what October made theirs", TROTSKY),
        a_class("deformed", "a workers' state with bureaucratic deformation", "between",
                dict(**NO_CONTROL, privilege=-1, filter_complete=-1, private_owners=-1), _deformed, book=("nature_of_state.r01",)),
        a_class("degenerated_workers_state", "property of October, power of a caste", "closed",
                dict(**NO_CONTROL, privilege=+1, filter_complete=+1, private_owners=-1), _degenerated,
                book=("nature_of_state.r02",), publication=TROTSKY),
        a_class("sliding_back", "owners dispose again before the power has changed its name", "closed",
                dict(private_owners=+1, **NO_CONTROL), _owners_again, book=("nature_of_state.r03",), publication=TROTSKY),
    ),
    Grounds(("nature_of_state.r02", "nature_of_state.r03"), TROTSKY),
)  # fmt: skip

STATE_CAPITALISM = Coding(
    "state_capitalism", "state capitalism",
    "a state that accumulates at the cost of its workers is a capitalist, from the first Plan on",
    (
        _beginning("workers rule", CLIFF),
        a_class("bureaucratic", "workers have lost the power, accumulation does not yet rule", "between",
                dict(**NO_CONTROL, forced_accumulation=-1), _before_accumulation, publication=CLIFF),
        a_class("state_capitalism", "accumulation rules a class without power", "closed",
                dict(**NO_CONTROL, forced_accumulation=+1), _state_capital, publication=CLIFF,
                book=("nature_of_state.r04",)),
    ),
    Grounds(("nature_of_state.r04",), CLIFF),
)  # fmt: skip

COLLECTIVISM = Coding(
    "bureaucratic_collectivism", "bureaucratic collectivism",
    "those who own the state own what it owns: a new ruling class",
    (
        _beginning("workers rule", RIZZI),
        a_class("bureaucracy", "a bureaucracy that is no class yet", "between",
                dict(**NO_CONTROL, privilege=-1, collectivised=-1), _before_the_class, publication=RIZZI),
        a_class("bureaucratic_collectivism", "a new class exploits by owning the state", "closed",
                dict(**NO_CONTROL, privilege=+1, collectivised=+1), _new_class, publication=RIZZI,
                book=("nature_of_state.r04",)),
    ),
    Grounds(("nature_of_state.r04",), RIZZI),
)  # fmt: skip

NOMENKLATURIST = Coding(
    "nomenklaturist", "nomenklaturist state",
    "a list extended to what a small bourgeoisie was, interested in the power and subject to it: the book's own answer",
    (
        _beginning("a workers' state: managers serve under the people's control", "", ("nature_of_state.r11",)),
        a_class("thermidorian_stage", "collective property without the pyramid of councils", "between",
                dict(**NO_CONTROL, broad_list=-1), _thermidorian_stage, book=("nature_of_state.r12",)),
        a_class("nomenklaturist_state", "the list defines the state", "closed",
                dict(**NO_CONTROL, broad_list=+1, privilege=+1), _nomenklaturist, book=("nature_of_state.r07",)),
    ),
    Grounds(("nature_of_state.r06", "nature_of_state.r07", "nature_of_state.r12")),
)  # fmt: skip

CONTINUITY = Coding(
    "continuity", "continuity",
    "one party, one press and terror from October on: what came later was there at the beginning",
    (
        a_class("several_parties", "several parties and presses", "open",
                dict(other_parties=+1, free_press=+1, shootings=-1), _several, publication=FRIEDRICH),
        a_class("dictatorship", "one party, with some room left", "between",
                dict(other_parties=-1, free_press=+1, shootings=-1, police_alone=-1), _dictatorship, publication=FRIEDRICH),
        a_class("totalitarian", "one party, no other voice, a police above the law", "closed",
                dict(other_parties=-1, free_press=-1, shootings=+1, police_alone=+1), _totalitarian,
                publication=FRIEDRICH, book=("nature_of_state.r05",)),
    ),
    Grounds(("nature_of_state.r05",), FRIEDRICH),
)  # fmt: skip

CULT = Coding(
    "cult", "cult of personality",
    "one man broke the norms of a sound party and struck its leaders; the system is not in question",
    (
        a_class("norms", "a college leads by the norms of the party", "open",
                dict(one_decides=-1, leaders_struck=-1), _norms, publication=REPORT),
        a_class("breaches", "one man outweighs the others", "between",
                {"one_decides": 0, "leaders_struck": 0}, _between_norms, publication=REPORT),
        a_class("cult_of_personality", "one man rules and strikes the leaders of the party", "closed",
                dict(one_decides=+1, leaders_shot=+1, leaders_struck=+1), _one_man, publication=REPORT,
                book=("nature_of_state.r05",)),
    ),
    Grounds(("nature_of_state.r05",), REPORT),
)  # fmt: skip

RIVALS = (DEGENERATED, STATE_CAPITALISM, COLLECTIVISM, NOMENKLATURIST, CONTINUITY, CULT)
