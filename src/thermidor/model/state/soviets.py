"""Power passes from tsar to cabinet to soviets, or past them; then the soviets live or empty."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, observable, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.party.ballot import ballot


class Soviets(System):
    """Who holds power in Russia, and what the soviets are worth."""

    tsar: Array = variable("flag", "the tsar reigns", start=1.0, high=1.0, book=("soviets.r04",))
    provisional: Array = variable("flag", "a provisional government is in office", start=0.0, high=1.0)
    power: Array = variable("flag", "soviets hold the central power", start=0.0, high=1.0)
    regime_other: Array = variable("flag", "a White or military government rules", start=0.0, high=1.0)
    bolshevik: Array = variable("share", "share of the soviets that votes Bolshevik", start=0.0, high=1.0,
                                typical=(0, 1))
    participation: Array = variable("index 0-1", "how far the masses take part in deciding", start=0.05, high=1.0)
    pluralism: Array = variable("index 0-1", "rights of other parties in the soviets", start=1.0, high=1.0)


FEBRUARY = choice("soviets.february", "the capital rises and its garrison goes over", kind="event",
                  book=("soviets.r04", "supply.r01", "mood.r04"))
KORNILOV = choice("soviets.kornilov.outcome", "the command tries to seize power", kind="event",
                  options=("none", "defeat", "victory"), book=("mood.r03", "soviets.r06"))
OCTOBER = choice("soviets.october.outcome", "the soviets rise against the cabinet", kind="decision",
                 options=("none", "defeat", "victory"), book=("delegation.r01", "soviets.r08"))
ONE_PARTY = choice("soviets.one_party", "the last allied party leaves or is put out", kind="event",
                   book=("soviets.r10", "regime.r02"))
OTHER_PARTIES = choice("soviets.other_parties", "other soviet parties are admitted again", kind="decision",
                       book=("regime.r03",))

ADMITTED = parameter(0.8, "share", 0.4, 1.0, assumption="rights that come back at once")
PUT_OUT = parameter(0.5, "share", 0.3, 0.9, book=("soviets.r10",))
"""Share of the other parties' rights that goes with each rupture."""

RISING = parameter([0.8, 0.0, 0.35, 0.2, 0.2, 0.0], "index -1..1", 0.6, 1.4, dim="axis",
                   book=("delegation.r01", "leaders.r01"))
"""Direction of the motion for insurrection: world revolution first, trust in the base."""


@rule(
    "supply.r01", "mood.r04", "abroad.great_war.r05",
    reads=dict(tsar="soviets.tsar", hunger="supply.hunger_towns", weariness="great_war.weariness"),
    parameters=dict(hazard=parameter(1.4, "a month", 0.6, 2.5, book=("supply.r01", "mood.r04"))),
    neutral=0.0, signs=dict(hunger=+1, weariness=+1), unit="probability a month",
)
def hunger_and_war_bring_down_the_tsar(tsar, hunger, weariness, hazard):
    """Empty shops and a beaten army bring the capital into the street and the garrison with it."""
    return tsar * hazard * (0.25 + hunger) * weariness


@rule(
    "mood.r05", "soviets.r05", "soviets.r06", "mood.r03", "leaders.r01", "soviets.r17",
    reads=dict(share="soviets.bolshevik", provisional="soviets.provisional", weariness="great_war.weariness",
               hunger="supply.hunger_towns", blow=here(0, 1), present="leaders.capacity.lenin",
               power="soviets.power"),
    parameters=dict(
        growth=parameter(1.3, "a month", 0.7, 2.0, book=("soviets.r05", "soviets.r06")),
        lenin=parameter(0.45, "share", 0.15, 0.75, book=("leaders.r01",)),
        backfire=parameter(0.35, "index 0-1", 0.1, 0.6, book=("mood.r03",)),
        seed=parameter(0.03, "share", 0.01, 0.06, book=("soviets.r03",)),
        ruling=parameter(0.7, "share", 0.5, 0.9, book=("soviets.r08",)),
    ),
    neutral=0.0, signs=dict(weariness=+1, hunger=+1, blow=+1, present=+1), unit="change a month",
)
def the_base_turns_to_the_bolsheviks(share, provisional, weariness, hunger, blow, present, power, growth, lenin,
                                     backfire, seed, ruling):
    """War, hunger and blows from the right carry the soviets over one by one, if the party has a line."""
    line = (1.0 - lenin) + lenin * present
    rate = growth * line * (0.5 * weariness + 0.5 * hunger)
    before = provisional * (rate * share * (1.0 - share) + seed * (1.0 - share) * line + backfire * blow * (1.0 - share))
    return before + power * 0.1 * (ruling - share)


@rule(
    "mood.r03", "soviets.r12", "abroad.great_war.r05",
    reads=dict(provisional="soviets.provisional", bolshevik="soviets.bolshevik", weariness="great_war.weariness"),
    parameters=dict(
        hazard=parameter(0.09, "a month", 0.03, 0.2, book=("mood.r03",)),
        success=parameter(0.55, "probability", 0.2, 0.9, assumption="against soviets without their own majority"),
    ),
    neutral=(0.0, 0.0), signs=dict(weariness=+1), unit="probability a month",
)
def the_command_strikes(provisional, bolshevik, weariness, hazard, success):
    """A command that sees its army dissolve tries a blow; it fails where the base is roused."""
    attempt = provisional * hazard * (0.3 + weariness) * (0.4 + bolshevik)
    wins = success * jnp.square(1.0 - bolshevik) * (1.0 - 0.6 * weariness)
    return attempt * (1.0 - wins), attempt * wins


@rule(
    "delegation.r01", "soviets.r08", "leaders.r01",
    reads=dict(provisional="soviets.provisional", bolshevik="soviets.bolshevik", weariness="great_war.weariness",
               capacity="leaders.capacity", prestige="leaders.prestige", standing="succession.standing",
               positions="leaders.positions", committee="organs.committee"),
    parameters=dict(
        question="soviets.rising",
        ripe=parameter(0.5, "share", 0.4, 0.6, book=("soviets.r08",)),
        resolve=parameter(0.75, "a month", 0.3, 1.0, book=("delegation.r01",)),
        temper=parameter(0.4, "1", 0.2, 0.8, assumption="firmness of leaders' convictions"),
        success=parameter(0.97, "probability", 0.75, 0.99, book=("soviets.r08",)),
    ),
    neutral=(0.0, 0.0), unit="probability a month",
)
def the_committee_votes_insurrection(provisional, bolshevik, weariness, capacity, prestige, standing, positions,
                                     committee, question, ripe, resolve, temper, success):
    """With a majority in the soviets the committee votes; Lenin and Trotsky carry the waverers."""
    vote = ballot(question, positions, capacity * standing * prestige * (0.1 + 0.9 * committee), trust=2.0 * (bolshevik - ripe), temper=temper)
    attempt = provisional * resolve * vote.carries * jax.nn.sigmoid(25.0 * (bolshevik - ripe))
    wins = success * jnp.clip(0.5 + 0.8 * bolshevik + 0.3 * (weariness - 0.5), 0.0, 1.0)
    return attempt * (1.0 - wins), attempt * wins


@rule(
    "mood.r07", "soviets.r13", "soviets.r14", "classes.r04", "regime.r05", "mood.r05",
    reads=dict(participation="soviets.participation", power="soviets.power", provisional="soviets.provisional",
               fatigue="mood.fatigue", fear="mood.fear", active="classes.active", command="army.ex_soldiers_in_posts", appointed="appointments.appointed",
               hope="comintern.hope", pluralism="soviets.pluralism", ),
    parameters=dict(
        pace=parameter(0.15, "a month", 0.05, 0.3, assumption="habits of deciding grow and wither in a year"),
        full=parameter(110_000.0, "persons", 70_000, 200_000, assumption="active workers who can carry soviets"),
        weary=parameter(0.6, "share", 0.3, 0.9, book=("mood.r07",)),
        barracks=parameter(0.5, "share", 0.2, 0.8, book=("soviets.r14",)),
        named=parameter(0.55, "share", 0.2, 0.8, book=("soviets.r13", "regime.r05")),
        other=parameter(0.35, "share", 0.1, 0.6, book=("soviets.r10",)),
        despair=parameter(0.35, "share", 0.1, 0.6, book=("mood.r09",)),
    ),
    neutral=0.0, signs=dict(hope=+1, fatigue=-1, fear=-1, active=+1, command=-1, appointed=-1, pluralism=+1),
    unit="change a month",
)
def masses_take_part_or_withdraw(participation, power, provisional, fatigue, fear, active, command, appointed, hope,
                                 pluralism, pace, full, weary, barracks, named, other, despair):
    """The masses decide while they are awake; fatigue, command habits and nominated seats send them home."""
    awake = jnp.maximum(power, provisional) * jnp.minimum(active / full, 1.2)
    aim = awake * (1.0 - weary * fatigue) * (1.0 - 0.7 * fear) * (1.0 - barracks * command)
    aim = aim * (1.0 - named * appointed) * (1.0 - other * (1.0 - pluralism))
    return pace * (aim * (1.0 - despair * (1.0 - hope)) - participation)


@rule(
    "soviets.r10", "regime.r02", "regime.r05",
    reads=dict(power="soviets.power", pluralism="soviets.pluralism", intensity="civil_war.intensity",
               terror="police.terror", lost="intervention.lost"),
    parameters=dict(hazard=parameter(0.25, "a month", 0.08, 0.5, book=("soviets.r10",))),
    neutral=0.0, signs=dict(intensity=+1, terror=+1), unit="probability a month",
)
def war_leaves_one_party(power, pluralism, intensity, terror, lost, hazard):
    """War and unequal peace drive the partners out, until one party is left."""
    return power * pluralism * hazard * (0.3 * intensity + 0.4 * terror + 1.5 * jnp.mean(lost))


@rule(
    "regime.r03", "soviets.r11",
    reads=dict(power="soviets.power", pluralism="soviets.pluralism", intensity="civil_war.intensity",
               isolation="comintern.isolation", correction="organs.correction", banned="factions.banned",
               threat="police.terror", revolt="countryside.revolt"),
    parameters=dict(hazard=parameter(0.035, "a month", 0.01, 0.08, book=("regime.r03",))),
    neutral=0.0, signs=dict(intensity=-1, correction=+1, isolation=-1), unit="probability a month",
)
def peace_may_reopen_the_soviets(power, pluralism, intensity, isolation, correction, banned, threat, revolt, hazard):
    """Peace, less isolation and a party that corrects itself may bring the other parties back."""
    ease = (1.0 - intensity) * (1.0 - 0.8 * isolation) * (1.0 - threat) * (1.0 - jnp.minimum(jnp.mean(revolt) * 2, 1.0))
    return power * (1.0 - pluralism) * hazard * ease * correction * (1.0 - 0.8 * banned)


def step(m: Month) -> None:
    """February, the blow from the right, October, and the life of the soviets."""
    tsar, provisional = m.last("soviets.tsar"), m.last("soviets.provisional")
    power, other = m.last("soviets.power"), m.last("soviets.regime_other")
    fallen = m.choose(FEBRUARY, m.rule(hunger_and_war_bring_down_the_tsar)) * tsar
    blow = m.choose(KORNILOV, *m.rule(the_command_strikes)) * provisional
    october = m.choose(OCTOBER, *m.rule(the_committee_votes_insurrection)) * provisional
    october = jnp.where(blow == 2, 0.0, october)
    lost = jnp.where(m.now("civil_war.outcome") == 2, power, 0.0)
    crushed = jnp.maximum((blow == 2).astype(jnp.float32), (october == 1).astype(jnp.float32))
    power = m.set("power", jnp.maximum(power, (october == 2).astype(jnp.float32)) - lost)
    m.set("tsar", tsar - fallen)
    m.set("regime_other", jnp.clip(jnp.maximum(other, jnp.maximum(crushed, lost)) * (1.0 - power), 0.0, 1.0))
    m.set("provisional", jnp.clip(jnp.maximum(provisional, fallen) - (october == 2) - crushed, 0.0, 1.0))
    change = m.rule(the_base_turns_to_the_bolsheviks, blow=jnp.minimum(blow, 1.0))
    m.set("bolshevik", (m.last("soviets.bolshevik") + change) * (1.0 - crushed))
    m.set("participation", m.last("soviets.participation") + m.rule(masses_take_part_or_withdraw))
    closed = m.choose(ONE_PARTY, m.rule(war_leaves_one_party))
    opened = m.choose(OTHER_PARTIES, m.rule(peace_may_reopen_the_soviets))
    pluralism = m.last("soviets.pluralism")
    m.set("pluralism", pluralism + opened * (1.0 - pluralism) * m.parameter("soviets.admitted")
          - closed * pluralism * m.parameter("soviets.put_out"))


@observable("soviets.bolshevik", "share", "Share of the soviets that votes Bolshevik", system="soviets", high=1.0,
            book=("soviets.r06", "soviets.r08"))
def bolshevik(w, flows):
    """Delegates of the soviets."""
    return w.soviets.bolshevik


@observable("soviets.participation", "share", "How far the masses take part in deciding", system="soviets", high=1.0,
            book=("mood.r07",))
def participation(w, flows):
    """A modelling scale, not a turnout."""
    return w.soviets.participation


@observable("soviets.power", "flag", "Soviets hold the central power", system="soviets", high=1.0,
            book=("soviets.r08",))
def soviets_hold_power(w, flows):
    """The central power."""
    return w.soviets.power


@observable("soviets.tsar", "flag", "The tsar reigns", system="soviets", high=1.0, book=("soviets.r04",))
def tsar_reigns(w, flows):
    """Until the capital rises."""
    return w.soviets.tsar


@observable("soviets.pluralism", "index 0-1", "Rights of other parties in the soviets", system="soviets", high=1.0,
            book=("soviets.r10",))
def pluralism(w, flows):
    """1 in full, 0 none."""
    return w.soviets.pluralism
