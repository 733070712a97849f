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


def _competition(other_parties, legal_currents, free_press, free_meetings):
    """Other parties are necessary; voices inside and outside them stand in for one another."""
    return all_of(other_parties, most_of(legal_currents, free_press, free_meetings))


def _inside(
    removable,
    contested_congress,
    committee_meets,
    votes_are_counted,
    legal_currents,
    loses_only_votes,
    members_overruled,
):
    """What is left of recruitment, constraints and competition inside a ruling party."""
    return most_of(
        removable,
        contested_congress,
        committee_meets,
        votes_are_counted,
        legal_currents,
        loses_only_votes,
        without(members_overruled),
    )


def _contested_rule(
    living_soviets,
    removable,
    other_parties,
    legal_currents,
    free_press,
    free_meetings,
    loses_only_votes,
    shootings,
    political_arrests,
):
    competition = _competition(other_parties, legal_currents, free_press, free_meetings)
    liberties = most_of(loses_only_votes, without(shootings), without(political_arrests))
    return all_of(living_soviets, removable, competition, liberties)


def _siege(
    civil_war, shootings, removable, other_parties, legal_currents, free_press, free_meetings
):
    competition = _competition(other_parties, legal_currents, free_press, free_meetings)
    return all_of(any_of(civil_war, shootings), removable, without(competition))


def _restricted(
    living_soviets,
    removable,
    contested_congress,
    committee_meets,
    votes_are_counted,
    legal_currents,
    loses_only_votes,
    members_overruled,
):
    inside = _inside(
        removable,
        contested_congress,
        committee_meets,
        votes_are_counted,
        legal_currents,
        loses_only_votes,
        members_overruled,
    )
    return all_of(without(living_soviets), inside)


def _party_rule(
    removable,
    contested_congress,
    committee_meets,
    votes_are_counted,
    legal_currents,
    loses_only_votes,
    members_overruled,
    one_decides,
):
    inside = _inside(
        removable,
        contested_congress,
        committee_meets,
        votes_are_counted,
        legal_currents,
        loses_only_votes,
        members_overruled,
    )
    return all_of(without(inside), without(one_decides))


def _personal_rule(one_decides, removable, contested_congress, shootings, leaders_struck):
    return all_of(
        one_decides,
        without(removable),
        without(contested_congress),
        without(most_of(shootings, leaders_struck)),
    )


def _personal_terror(one_decides, removable, contested_congress, shootings, leaders_struck):
    return all_of(
        one_decides,
        without(removable),
        without(contested_congress),
        most_of(shootings, leaders_struck),
    )


INSIDE = dict(
    removable=+1,
    contested_congress=+1,
    committee_meets=+1,
    votes_are_counted=+1,
    legal_currents=+1,
    loses_only_votes=+1,
    members_overruled=-1,
)
ALONE = dict(one_decides=+1, removable=-1, contested_congress=-1)

REGIME = Coding(
    "regime", "after political science",
    "how rulers come and go, who restrains them, who competes, what citizens risk: Polity5, V-Dem, Boix-Miller-Rosato, "
    "Geddes-Wright-Frantz",
    (
        a_class("contested", "rulers are elected against others and can be removed; all may speak", "open",
                dict(living_soviets=+1, removable=+1, other_parties=+1, legal_currents=+1, free_press=+1, free_meetings=+1,
                     loses_only_votes=+1, shootings=-1, political_arrests=-1), _contested_rule, publication=BMR),
        a_class("siege", "removable rulers govern by exception in a war", "between",
                dict(civil_war=+1, shootings=+1, removable=+1, other_parties=-1, legal_currents=-1, free_press=-1,
                     free_meetings=-1), _siege,
                publication=ANOCRACY),
        a_class("restricted", "competition inside one party, none outside", "between",
                dict(living_soviets=-1, **INSIDE), _restricted, publication=ANOCRACY),
        a_class("party_rule", "a party rules by a college that nobody below can remove", "closed",
                dict(**{m: -s for m, s in INSIDE.items()}, one_decides=-1), _party_rule, publication=PARTY),
        a_class("personal_rule", "one person rules, whom no body restrains", "closed",
                dict(**ALONE, shootings=-1, leaders_struck=-1), _personal_rule, publication=PERSON),
        a_class("personal_terror", "one person rules by mass violence", "closed",
                dict(**ALONE, shootings=+1, leaders_struck=+1), _personal_terror, publication=f"{PERSON}; {TERROR}"),
    ),
    Grounds(publication="Polity5 2020; V-Dem Codebook v13; Boix, Miller and Rosato 2013; Geddes, Wright and Frantz 2018"),
)  # fmt: skip
