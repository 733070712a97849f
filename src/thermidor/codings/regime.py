"""After the coding practice of political science: recruitment, constraints, competition, civil liberties."""

from __future__ import annotations

from thermidor.codings import measures as measures  # declares what the classes read
from thermidor.codings.declare import Coding, a_class, all_of, any_of, most_of, without
from thermidor.engine.declare import Grounds

BMR = (
    "contestation and participation: Boix, Miller and Rosato, A Complete Data Set of Political Regimes, "
    "Comparative Political Studies 46, 2013; V-Dem Codebook v13, v2x_polyarchy"
)
ANOCRACY = (
    "factional or restricted competition: PARCOMP 2-3, XRCOMP 1-2, Polity5 Dataset Users' Manual 2020; "
    "competitive oligarchy: Dahl, Polyarchy, New Haven 1971"
)
PARTY = (
    "party regime: Geddes, Wright and Frantz, Autocratic Breakdown and Regime Transitions, Perspectives on "
    "Politics 12, 2014"
)
PERSON = (
    "personalist regime: Geddes, Wright and Frantz, How Dictatorships Work, Cambridge 2018, chapter 4; "
    "XCONST 1, Polity5"
)
TERROR = "v2x_clphy, V-Dem Codebook v13; level 5 of the Political Terror Scale (Wood and Gibney, Human Rights Quarterly 32, 2010)"


COMPETITION = all_of("other_parties", most_of("legal_currents", "free_press", "free_meetings"))
"""Other parties are necessary; voices inside and outside them stand in for one another."""

LIBERTIES = most_of("loses_only_votes", without("shootings"), without("political_arrests"))

INSIDE = most_of(
    "removable", "contested_congress", "committee_meets", "votes_are_counted", "legal_currents", "loses_only_votes",
    without("members_overruled"),
)  # fmt: skip
"""What is left of recruitment, constraints and competition inside a ruling party."""

ALONE = all_of("one_decides", without("removable"), without("contested_congress"))
VIOLENCE = most_of("shootings", "leaders_struck")

REGIME = Coding(
    "regime", "after political science",
    "how rulers come and go, who restrains them, who competes, what citizens risk: Polity5, V-Dem, Boix-Miller-Rosato, "
    "Geddes-Wright-Frantz",
    (
        a_class("contested", "rulers are elected against others and can be removed; all may speak", "open",
                all_of("living_soviets", "removable", COMPETITION, LIBERTIES), publication=BMR),
        a_class("siege", "removable rulers govern by exception in a war", "between",
                all_of(any_of("civil_war", "shootings"), "removable", without(COMPETITION)), publication=ANOCRACY),
        a_class("restricted", "competition inside one party, none outside", "between",
                all_of(without(all_of("living_soviets", COMPETITION)), INSIDE), publication=ANOCRACY),
        a_class("party_rule", "a party rules by a college that nobody below can remove", "closed",
                all_of(without(INSIDE), without("one_decides")), publication=PARTY),
        a_class("personal_rule", "one person rules, whom no body restrains", "closed",
                all_of(ALONE, without(VIOLENCE)), publication=PERSON),
        a_class("personal_terror", "one person rules by mass violence", "closed",
                all_of(ALONE, VIOLENCE), publication=f"{PERSON}; {TERROR}"),
    ),
    Grounds(publication="Polity5 2020; V-Dem Codebook v13; Boix, Miller and Rosato 2013; Geddes, Wright and Frantz 2018"),
)  # fmt: skip
