"""The month: read this table and you know the order of the model."""

from thermidor.model.economy import (
    collectivisation,
    countryside,
    foreign_trade,
    industry,
    labour,
    money,
    planning,
    procurement,
    supply,
    transport,
)
from thermidor.model.party import (
    appointments,
    delegation,
    factions,
    information,
    leaders,
    membership,
    organs,
    succession,
)
from thermidor.model.regime import measures, regime
from thermidor.model.society import classes, culture, ideology, mood, population, privilege
from thermidor.model.state import army, civil_war, government, police, soviets
from thermidor.model.world import abroad, comintern, great_war, intervention

PHASES = {
    "The world outside": (great_war, intervention, abroad, comintern),
    "War": (army, civil_war),
    "Bread and goods": (planning, countryside, procurement, foreign_trade, supply, transport, industry,
                        labour, money, collectivisation),
    "Society": (population, classes, privilege, mood, culture, ideology),
    "State": (soviets, police, government),
    "Party": (membership, appointments, delegation, organs, leaders, factions, information, succession),
    "Regime": (regime, measures),
}
"""Phases of a month with their systems; each reads last month's world and what ran before it in this one."""
