"""The ladder: from the state of the month alone, which regime this is."""

import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, here, observable, parameter, rule, variable
from thermidor.engine.month import Month

PHASES = (
    "tsarism", "dual_power", "soviet_power", "war_communism", "bureaucratised", "thermidor", "brumaire",
    "counter_revolution", "soviet_democracy", "collegial_nep", "restoration", "military_bonapartism",
    "occupation", "collapse",
)
"""The book's ladder first, then what lies off it; the order gives the codes."""

CODE = {name: float(i) for i, name in enumerate(PHASES)}


class Regime(System):
    """Where the month stands on the ladder."""

    phase: Array = variable("code", "phase of the ladder", start=0.0, high=float(len(PHASES) - 1))
    ended: Array = variable("flag", "soviet power existed and was overthrown", start=0.0, high=1.0)
    thermidor: Array = variable("index 0-1", "how far power has passed to the apparatus", start=0.0, high=1.0)


@rule(
    "regime.r07", "delegation.r05", "regime.r18", "classes.r07",
    reads=dict(appointed=here(0, 1), congress=here(0, 1), participation=here(0, 1), authority=here(0, 1),
               correction=here(0, 1)),
    parameters=dict(
        posts=parameter(0.72, "share", 0.6, 0.9, book=("regime.r07", "delegation.r05")),
        silence=parameter(0.08, "share", 0.03, 0.15, book=("delegation.r02", "delegation.r05")),
        asleep=parameter(0.35, "index 0-1", 0.2, 0.5, book=("regime.r05", "regime.r07")),
        blind=parameter(0.3, "index 0-1", 0.2, 0.45, book=("regime.r06",)),
    ),
    neutral=0.0, signs=dict(appointed=+1, congress=-1, participation=-1, authority=-1, correction=-1),
    unit="index 0-1",
)
def power_of_the_apparatus(appointed, congress, participation, authority, correction, posts, silence, asleep, blind):
    """The share of the criteria of Thermidor that the month meets.

    Nominated posts, a congress without opposition, masses out of power, no authority above the
    apparatus, no correction.
    """
    return (0.2 * (appointed >= posts) + 0.2 * (congress <= silence) + 0.2 * (participation <= asleep)
            + 0.2 * (authority < 0.5) + 0.2 * (correction <= blind))


@rule(
    "regime.r01", "regime.r02", "regime.r04", "regime.r05", "regime.r08", "regime.r09", "regime.r11", "regime.r12",
    "soviets.r04",
    reads=dict(tsar=here(0, 1), provisional=here(0, 1), power=here(0, 1), other=here(0, 1), ended=here(0, 1),
               index=here(0, 1), participation=here(0, 1), pluralism=here(0, 1), banned=here(0, 1),
               method=here(0, 3), intensity=here(0, 1), deciders=here(1, 24), guard=here(0, 1), autonomy=here(0, 1),
               voted=here(0, 1), takeover=here(0, 1), occupied=here(0, 1), market=here(-1, 1), authority=here(0, 1)),
    parameters=dict(
        democracy=parameter(0.5, "index 0-1", 0.35, 0.65, book=("regime.r03", "soviets.r17")),
        one=parameter(2.6, "persons", 1.8, 3.2, book=("regime.r08", "succession.r09")),
        alone=parameter(1.8, "persons", 1.3, 2.2, book=("regime.r09", "regime.r12")),
        survivors=parameter(0.35, "share", 0.2, 0.5, book=("regime.r12", "organs.r16")),
        police=parameter(0.5, "index 0-1", 0.35, 0.7, book=("police.r17", "regime.r12")),
        occupied_core=parameter(0.5, "share", 0.3, 0.7, assumption="half of the people under foreign arms"),
        dissent=parameter(0.05, "share", 0.02, 0.1, book=("regime.r08",)),
        colleges=parameter(2.6, "persons", 2.0, 4.0, book=("regime.r08",)),
    ),
    neutral=2.0, unit="code",
)
def rung_of_the_ladder(tsar, provisional, power, other, ended, index, participation, pluralism, banned, method,
                       intensity, deciders, guard, autonomy, voted, takeover, occupied, market,
                       authority, democracy, one, alone, survivors, police, occupied_core, dissent, colleges):
    """Thresholds on measurable state place the month; none of them reads the calendar."""
    c = CODE
    apparatus = index > 0.9
    brumaire = apparatus & (deciders <= one) & (voted <= dissent)
    completed = apparatus & (deciders <= alone + 0.4) & (guard <= survivors) & (autonomy >= police)
    collegial = apparatus & (deciders > colleges) & (method == 2.0) & (market > 0.15) & (voted <= 1.0) & (authority < 0.5)
    soviet = jnp.where((participation >= democracy) & (intensity < 0.3),
                       jnp.where((pluralism > 0.5) & (banned < 1.0) & (method != 0.0), c["soviet_democracy"],
                                 c["soviet_power"]),
                       jnp.where((method == 1.0) | (intensity > 0.3), c["war_communism"],
                                 jnp.where(participation >= democracy, c["soviet_power"], c["bureaucratised"])))
    ladder = jnp.where(completed, c["counter_revolution"],
                       jnp.where(brumaire, c["brumaire"],
                                 jnp.where(collegial, c["collegial_nep"],
                                           jnp.where(apparatus, c["thermidor"], soviet))))
    held = jnp.where(takeover > 0, c["military_bonapartism"],
                     jnp.where(occupied > occupied_core, c["occupation"], ladder))
    outside_power = jnp.where(ended > 0, c["restoration"], c["military_bonapartism"])
    return jnp.where(power > 0, held,
                     jnp.where(other > 0, outside_power,
                               jnp.where(provisional > 0, c["dual_power"],
                                         jnp.where(tsar > 0, c["tsarism"], c["collapse"]))))


def step(m: Month) -> None:
    """Read the state and name it."""
    now = m.now
    ended = m.set("ended", jnp.maximum(m.last("regime.ended"),
                                       jnp.maximum(m.last("soviets.power") - now("soviets.power"), 0.0)))
    takeover = now("succession.army_rules")
    index = m.set("thermidor", m.rule(
        power_of_the_apparatus, appointed=now("appointments.appointed"), congress=now("delegation.delegates"),
        participation=now("soviets.participation"), authority=now("succession.authority"),
        correction=now("organs.correction")) * now("soviets.power"))
    people = now("population.rural") + now("population.urban")
    occupied = jnp.sum(now("intervention.lost") * people) / jnp.maximum(people.sum(), 1.0)
    m.set("phase", m.rule(
        rung_of_the_ladder, tsar=now("soviets.tsar"), provisional=now("soviets.provisional"),
        power=now("soviets.power"), other=now("soviets.regime_other"), ended=ended, index=index,
        participation=now("soviets.participation"), pluralism=now("soviets.pluralism"),
        banned=now("factions.banned"), method=now("procurement.method"), intensity=now("civil_war.intensity"),
        deciders=now("organs.deciders"), guard=now("organs.cc_old_guard"), autonomy=now("police.autonomy"),
        voted=now("delegation.voted"), takeover=takeover,
        occupied=occupied, market=now("organs.line_peasantry"),
        authority=now("succession.authority")))


@observable("regime", "code", "Phase of the ladder", system="regime", high=float(len(PHASES) - 1),
            book=("regime.r07", "regime.r08", "regime.r12"))
def regime_code(w, flows):
    """Code of the phase; the results carry the names."""
    return w.regime.phase


@observable("regime.thermidor", "index 0-1", "How far power has passed to the apparatus", system="regime",
            high=1.0, book=("regime.r07",))
def thermidor_index(w, flows):
    """Share of the criteria met."""
    return w.regime.thermidor

