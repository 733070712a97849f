"""Leaders age, fall ill and die; their prestige grows with victories and wanes with vilification."""

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import LEADERS

L = len(LEADERS)


def _by_leader(default: float, **named: float) -> list[float]:
    return [named.get(name, default) for name in LEADERS]


POSITIONS = parameter(
    [
        (0.88, 0.07, 0.13, 0.3, 0.95, -0.1),
        (0.93, 0.8, 0.53, 0.25, 0.45, 0.5),
        (-0.65, -0.6, -0.7, 0.1, -0.9, -0.3),
        (0.6, 0.4, -0.5, -0.3, -0.5, -0.8),
        (-0.3, 0.3, 0.0, -0.3, 0.2, -0.8),
        (0.65, -0.8, 0.2, 0.9, 0.2, -0.5),
        (0.0, -0.4, 0.4, 0.6, 0.3, -0.4),
        (-0.5, -0.4, 0.0, 0.5, 0.0, -0.4),
        (0.0, 0.0, 0.5, 0.0, 0.0, 0.0),
        (0.0, -0.5, -0.4, 0.0, -0.7, -0.25),
        (0.0, 0.9, -0.9, -1.0, -0.8, -1.0),
        (0.0, 0.8, 0.0, -1.0, 0.0, -1.0),
        (0.0, 0.0, -0.9, 0.0, 0.0, 0.0),
        (0.4, 0.5, 0.3, 0.4, -1.0, 0.4),
        (0.0, 0.0, -0.8, 0.0, -0.3, -0.9),
        (0.0, 0.0, -0.8, 0.4, 0.0, 0.6),
        (0.0, 0.0, 0.3, 0.4, 0.0, -0.5),
        (0.0, 0.0, 0.1, -0.8, 0.0, -1.0),
        (0.0, 0.9, 0.83, -0.4, 0.0, 0.8),
        (0.8, 0.9, 0.7, 0.0, 0.0, 0.6),
        (0.53, 0.0, 0.7, 0.0, 0.0, 0.6),
        (0.0, 0.4, 0.8, 0.0, 0.9, 0.9),
        (0.6, 0.0, 0.8, 0.0, 0.0, 0.8),
        (0.0, 0.4, 0.0, 0.0, 0.0, 0.4),
    ],
    "index -1..1", 0.8, 1.2, dim=("leader", "axis"),
    book=tuple(LEADERS),
)
"""Mean of the positions that the record dates before 1926, else the first one; 0 where it has none."""

SKILL = parameter(
    _by_leader(0.5, lenin=1.0, trotsky=0.7, stalin=0.95, zinoviev=0.6, sverdlov=0.95, molotov=0.8,
               kaganovich=0.85, kuibyshev=0.7, dzerzhinsky=0.8, piatakov=0.7, bukharin=0.25, krestinsky=0.6,
               kirov=0.7, radek=0.2),
    "index 0-1", 0.7, 1.3, dim="leader", book=tuple(LEADERS),
)
"""Organisational skill, our reading of the traits in the record; 0.5 where it has none."""

ALLIES_OF_THE_SECRETARY = parameter(
    _by_leader(0.0, stalin=1.0, molotov=0.95, kaganovich=0.95, kuibyshev=0.85, ordzhonikidze=0.75,
               voroshilov=0.85, kirov=0.7, mikoyan=0.85, kalinin=0.4, dzerzhinsky=0.4),
    "index 0-1", 0.6, 1.05, dim="leader", book=("appointments.r13", "army.r09", "leaders.r07"),
)
"""Personal ties with Stalin: followers of whatever he holds; our reading of patrons and clients."""

CAUTION = parameter(
    _by_leader(0.6, trotsky=0.85, kamenev=0.8, zinoviev=0.6, stalin=0.7, kirov=0.9, bukharin=0.7,
               lenin=0.2, preobrazhensky=0.3),
    "index 0-1", 0.7, 1.15, dim="leader", book=("leaders.r05", "leaders.r09"),
)
"""Reluctance to use force, a split or an appeal over the party's head."""


class Leaders(System):
    """Persons on whom the argument turns."""

    alive: Array = variable("flag", "alive", start=1.0, dim="leader", high=1.0)
    capacity: Array = variable("index 0-1", "capacity for political work", dim="leader", high=1.0,
                               start=parameter([1.0] * L, "index 0-1", 0.9, 1.0, dim="leader",
                                               assumption="all in full activity in January 1917"))
    prestige: Array = variable(
        "index 0-1", "prestige in party, army and among the masses", dim="leader", high=1.0,
        start=parameter(
            _by_leader(0.2, lenin=0.95, trotsky=0.72, zinoviev=0.55, kamenev=0.48, bukharin=0.42, stalin=0.3,
                       rykov=0.35, sverdlov=0.45, tomsky=0.3, dzerzhinsky=0.35, radek=0.3, kalinin=0.25,
                       preobrazhensky=0.3, piatakov=0.3, rakovsky=0.35, smilga=0.25, krestinsky=0.25,
                       kaganovich=0.05, mikoyan=0.08, kirov=0.1, molotov=0.12, kuibyshev=0.12,
                       voroshilov=0.12, ordzhonikidze=0.2),
            "index 0-1", 0.8, 1.05, dim="leader", book=tuple(LEADERS)))


HEALTH_CLOCK = parameter(
    _by_leader(0.0, lenin=0.0), "years", 0.0, 0.0, dim="leader",
    assumption="nil by construction: years added to a leader's age, for questions about health")

DEATH = choice("leaders.{leader}.death", "natural death or accident", kind="event", dim="leader",
               book=("leaders.r02", "succession.r08"))
STROKE = choice("leaders.lenin.stroke", "an attack that disables Lenin", kind="event",
                book=("leaders.r02",))


@rule(
    "leaders.r02",
    reads=dict(years="outside:years", capacity="leaders.capacity.lenin", strain="civil_war.intensity"),
    parameters=dict(
        clock="leaders.health_clock",
        hazard=parameter(0.0032, "a month", 0.001, 0.008,
                         assumption="arteriosclerosis, his father's age at death: median onset five to six "
                                    "years after 1917 with a spread of years"),
        growth=parameter(0.42, "a year", 0.2, 0.7, assumption="steep growth of hazard with the illness"),
        after=parameter(0.1, "a month", 0.03, 0.2, book=("leaders.r02",)),
        weight=parameter(0.3, "1", 0.0, 1.0, book=("leaders.r02",)),
    ),
    neutral=0.0, signs=dict(years=+1, capacity=-1), unit="probability a month",
)
def lenin_is_struck_down(years, capacity, strain, clock, hazard, growth, after, weight):
    """The hazard of an attack grows with age and strain, and jumps once the first has come."""
    age = jnp.maximum(years + clock[0], 0.0)
    first = hazard * (jnp.exp(growth * age) - 1.0) * (1.0 + weight * strain)
    return jnp.clip(jnp.where(capacity < 0.9, jnp.maximum(after, first), first), 0.0, 1.0)


@rule(
    "leaders.r02",
    reads=dict(capacity="leaders.capacity", struck=here(0, 1)),
    parameters=dict(
        blow=parameter(0.45, "share left", 0.25, 0.7, book=("leaders.r02", "succession.r02")),
        recovery=parameter(0.06, "a month", 0.02, 0.12, book=("leaders.r02",)),
        ceiling=parameter(0.75, "index 0-1", 0.5, 0.95, book=("leaders.r02",)),
    ),
    neutral=1.0, signs=dict(capacity=+1, struck=-1), unit="index 0-1",
)
def lenin_recovers_in_part(capacity, struck, blow, recovery, ceiling):
    """Each attack leaves a part of the capacity; between attacks some of it returns, never all."""
    c = capacity[0]
    healing = jnp.where(c < ceiling, recovery * (ceiling - c) * c, 0.0)
    return jnp.where(struck > 0.5, c * blow, jnp.where(c >= 0.9, c, c + healing))


@rule(
    "leaders.r02", "leaders.r07",
    reads=dict(years="outside:years", capacity="leaders.capacity"),
    parameters=dict(
        clock="leaders.health_clock",
        base=parameter(0.00045, "a month", 0.0002, 0.001,
                       publication="life table of men aged 35-45 in interwar Europe, order of magnitude"),
        frailty=parameter(_by_leader(1.0, sverdlov=6.0, dzerzhinsky=3.5, ordzhonikidze=2.0, kuibyshev=1.6,
                                     lenin=1.0), "factor", 0.6, 1.6, dim="leader", book=("leaders.r02",)),
        growth=parameter(0.07, "a year", 0.04, 0.1, publication="Gompertz slope of adult mortality"),
        ill=parameter(0.09, "a month", 0.03, 0.2, book=("leaders.r02",)),
    ),
    neutral=0.0, signs=dict(years=+1, capacity=-1), unit="probability a month",
)
def leaders_die(years, capacity, clock, base, frailty, growth, ill):
    """Leaders die by age and frailty; one whose capacity is destroyed by illness dies soon."""
    natural = base * frailty * jnp.exp(growth * jnp.maximum(years + clock, 0.0))
    return natural + ill * jnp.square(jnp.clip(1.0 - capacity / 0.6, 0.0, 1.0))


@rule(
    "leaders.r16", "factions.r07", "army.r06",
    reads=dict(prestige="leaders.prestige", standing="succession.standing", network="appointments.network",
               intensity="civil_war.intensity", territory="civil_war.red", target="succession.target",
               power="soviets.power"),
    parameters=dict(
        vilified=parameter(0.012, "a month", 0.004, 0.03, book=("factions.r07", "leaders.r08")),
        office=parameter(0.012, "a month", 0.004, 0.03, book=("appointments.r14", "succession.r04")),
        victory=parameter(0.006, "a month", 0.001, 0.015, book=("army.r06",)),
        power_of_cult=parameter(0.85, "index 0-1", 0.5, 1.0, assumption="ceiling of a cult made by posts"),
    ),
    neutral=0.0, signs=dict(target=-1), unit="change a month",
)
def prestige_moves(prestige, standing, network, intensity, territory, target, power, vilified, office, victory,
                   power_of_cult):
    """Campaigns wear a target's prestige down, posts build their holders', victory the army chief's."""
    loss = -vilified * target * prestige
    gain = office * power * network * (power_of_cult - prestige) * standing
    chief = jnp.asarray(np.eye(L)[LEADERS.index("trotsky")], jnp.float32)
    won = victory * power * intensity * jnp.mean(territory) * (0.95 - prestige) * chief
    return loss + jnp.maximum(gain, 0.0) + won


def step(m: Month) -> None:
    """Health first, then prestige."""
    struck = m.choose(STROKE, m.rule(lenin_is_struck_down) * m.last("leaders.alive.lenin"))
    capacity = m.last("leaders.capacity")
    lenin = m.rule(lenin_recovers_in_part, struck=struck)
    died = m.choose(DEATH, m.rule(leaders_die))
    alive = m.last("leaders.alive") * (1.0 - died)
    m.set("alive", alive)
    m.set("capacity", jnp.concatenate([lenin[None], capacity[1:]]) * alive)
    m.set("prestige", m.last("leaders.prestige") + m.rule(prestige_moves))
