"""Rival definitions of the state that came out of October, on the same months, in the same form.

Each names a beginning, what lies between, and the state that it is about; they share the measures of the
three codings, which are the criteria of the book's postface (`thermidor.codings.measures.CRITERIA`).
"""

from __future__ import annotations

from thermidor.codings.classes import CONTROL, EXPROPRIATED
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
    return a_class("workers_state", meaning, "open", CONTROL, publication=publication, book=book)


SOCIALISED = all_of(CONTROL, "collectivised")
"""Workers rule an economy that is theirs down to the village."""


CASTE = most_of("privilege", "filter_complete")
OWNERSHIP = all_of("privilege", most_of("privilege", "collectivised"))
TERROR = most_of(without("free_press"), "shootings", "police_alone")

DEGENERATED = Coding(
    "degenerated", "degenerated workers' state",
    "property is October's, a caste has taken the power: falls by political revolution or restoration",
    (
        a_class("workers_state", "workers rule what October made theirs", "open",
                all_of(CONTROL, without("collectivised")), publication=TROTSKY),
        a_class("regenerated", "workers rule a collectivised base: what a political revolution would bring", "open",
                SOCIALISED, book=("nature_of_state.r03",), publication=TROTSKY),
        a_class("deformed", "a workers' state with bureaucratic deformation", "between",
                all_of(EXPROPRIATED, without(CASTE), without("private_owners")), book=("nature_of_state.r01",)),
        a_class("degenerated_workers_state", "property of October, power of a caste", "closed",
                all_of(EXPROPRIATED, CASTE, without("private_owners")),
                book=("nature_of_state.r02",), publication=TROTSKY),
        a_class("sliding_back", "owners dispose again before the power has changed its name", "closed",
                all_of(EXPROPRIATED, "private_owners"), book=("nature_of_state.r03",), publication=TROTSKY),
    ),
    Grounds(("nature_of_state.r02", "nature_of_state.r03"), TROTSKY),
)  # fmt: skip

STATE_CAPITALISM = Coding(
    "state_capitalism", "state capitalism",
    "a state that accumulates at the cost of its workers is a capitalist, from the first Plan on",
    (
        _beginning("workers rule", CLIFF),
        a_class("bureaucratic", "workers have lost the power, accumulation does not yet rule", "between",
                all_of(EXPROPRIATED, without("forced_accumulation")), publication=CLIFF),
        a_class("state_capitalism", "accumulation rules a class without power", "closed",
                all_of(EXPROPRIATED, "forced_accumulation"), publication=CLIFF,
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
                all_of(EXPROPRIATED, without(OWNERSHIP)), publication=RIZZI),
        a_class("bureaucratic_collectivism", "a new class exploits by owning the state", "closed",
                all_of(EXPROPRIATED, OWNERSHIP), publication=RIZZI,
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
                all_of(EXPROPRIATED, without("broad_list"), without("private_owners")), book=("nature_of_state.r12",)),
        a_class("bourgeois", "private accumulation, under whatever name", "closed",
                all_of(EXPROPRIATED, "private_owners"), book=("nature_of_state.r12",)),
        a_class("nomenklaturist_state", "the list defines the state", "closed",
                all_of(EXPROPRIATED, "broad_list", "privilege", without("private_owners")),
                book=("nature_of_state.r07", "nature_of_state.r06")),
    ),
    Grounds(("nature_of_state.r06", "nature_of_state.r07", "nature_of_state.r12")),
)  # fmt: skip

CONTINUITY = Coding(
    "continuity", "continuity",
    "one party, one press and terror from October on: what came later was there at the beginning",
    (
        a_class("several_parties", "several parties and presses", "open",
                all_of("other_parties", most_of("free_press", without("shootings"))), publication=FRIEDRICH),
        a_class("dictatorship", "one party, with some room left", "between",
                all_of(without("other_parties"), without(TERROR)), publication=FRIEDRICH),
        a_class("totalitarian", "one party, no other voice, a police above the law", "closed",
                all_of(without("other_parties"), TERROR),
                publication=FRIEDRICH, book=("nature_of_state.r05",)),
    ),
    Grounds(("nature_of_state.r05",), FRIEDRICH),
)  # fmt: skip

CULT = Coding(
    "cult", "cult of personality",
    "one man broke the norms of a sound party and struck its leaders; the system is not in question",
    (
        a_class("norms", "a college leads by the norms of the party", "open",
                without(any_of("one_decides", "leaders_struck")), publication=REPORT),
        a_class("breaches", "one man outweighs the others", "between",
                all_of(any_of("one_decides", "leaders_struck"), without(all_of("one_decides", "leaders_struck"))),
                publication=REPORT),
        a_class("cult_of_personality", "one man rules and strikes the leaders of the party", "closed",
                all_of("one_decides", any_of("leaders_struck", "leaders_shot")), publication=REPORT,
                book=("nature_of_state.r05",)),
    ),
    Grounds(("nature_of_state.r05",), REPORT),
)  # fmt: skip

RIVALS = (DEGENERATED, STATE_CAPITALISM, COLLECTIVISM, NOMENKLATURIST, CONTINUITY, CULT)
