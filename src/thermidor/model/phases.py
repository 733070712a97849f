"""The month: read this function and you know the order of the model."""

from thermidor.engine.month import Month
from thermidor.model.economy import (
    collectivisation,
    countryside,
    industry,
    labour,
    money,
    procurement,
    supply,
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
from thermidor.model.regime import regime
from thermidor.model.society import classes, mood, population, privilege
from thermidor.model.state import army, civil_war, police, soviets
from thermidor.model.world import abroad, comintern, great_war, intervention


def month(m: Month) -> None:
    """One month of one history, system by system.

    Args:
        m: the month; each system reads last month's world and what ran before it in this one.
    """
    with m.phase("The world outside"):
        m.run(great_war)
        m.run(intervention)
        m.run(abroad)
        m.run(comintern)
    with m.phase("War"):
        m.run(army)
        m.run(civil_war)
    with m.phase("Bread and goods"):
        m.run(countryside)
        m.run(procurement)
        m.run(supply)
        m.run(industry)
        m.run(labour)
        m.run(money)
        m.run(collectivisation)
    with m.phase("Society"):
        m.run(population)
        m.run(classes)
        m.run(privilege)
        m.run(mood)
    with m.phase("State"):
        m.run(soviets)
        m.run(police)
    with m.phase("Party"):
        m.run(membership)
        m.run(appointments)
        m.run(delegation)
        m.run(organs)
        m.run(leaders)
        m.run(factions)
        m.run(information)
        m.run(succession)
    with m.phase("Regime"):
        m.run(regime)


MODULES = (
    great_war, intervention, abroad, comintern, army, civil_war, countryside, procurement, supply, industry,
    labour, money, collectivisation, population, classes, privilege, mood, soviets, police, membership,
    appointments, delegation, organs, leaders, factions, information, succession, regime,
)
