"""The state of the whole: one frozen tree of the systems' states."""

import equinox as eqx

from thermidor.model.economy.collectivisation import Collectivisation
from thermidor.model.economy.countryside import Countryside
from thermidor.model.economy.industry import Industry
from thermidor.model.economy.labour import Labour
from thermidor.model.economy.money import Money
from thermidor.model.economy.procurement import Procurement
from thermidor.model.economy.supply import Supply
from thermidor.model.party.appointments import Appointments
from thermidor.model.party.delegation import Delegation
from thermidor.model.party.factions import Factions
from thermidor.model.party.information import Information
from thermidor.model.party.leaders import Leaders
from thermidor.model.party.membership import Membership
from thermidor.model.party.organs import Organs
from thermidor.model.party.succession import Succession
from thermidor.model.regime.regime import Regime
from thermidor.model.society.classes import Classes
from thermidor.model.society.mood import Mood
from thermidor.model.society.population import Population
from thermidor.model.society.privilege import Privilege
from thermidor.model.state.army import Army
from thermidor.model.state.civil_war import CivilWar
from thermidor.model.state.police import Police
from thermidor.model.state.soviets import Soviets
from thermidor.model.world.abroad import Abroad
from thermidor.model.world.comintern import Comintern
from thermidor.model.world.great_war import GreatWar
from thermidor.model.world.intervention import Intervention


class World(eqx.Module):
    """Russia and its world at the end of a month."""

    # the world outside
    great_war: GreatWar
    intervention: Intervention
    abroad: Abroad
    comintern: Comintern
    # war
    army: Army
    civil_war: CivilWar
    # economy
    countryside: Countryside
    procurement: Procurement
    supply: Supply
    industry: Industry
    labour: Labour
    money: Money
    collectivisation: Collectivisation
    # society
    population: Population
    classes: Classes
    privilege: Privilege
    mood: Mood
    # state
    soviets: Soviets
    police: Police
    # party
    membership: Membership
    appointments: Appointments
    delegation: Delegation
    organs: Organs
    leaders: Leaders
    factions: Factions
    information: Information
    succession: Succession
    # regime
    regime: Regime
