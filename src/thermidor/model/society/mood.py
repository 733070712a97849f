"""Confidence, fatigue, fear and discontent of working people."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.nature import HALF, PER_CENT


class Mood(System):
    """State of mind of the working people, each from 0 to 1."""

    confidence: Array = variable("index 0-1", "confidence", high=1.0, gives="mood.confidence", book=("mood.r09",),
        start=parameter(0.45, "index 0-1", 0.2, 0.7, book=("mood.r01",), assumption="rising since 1912"))
    fatigue: Array = variable("index 0-1", "weariness", high=1.0, gives="mood.fatigue",
        book=("mood.r07",), start=parameter(
        0.35, "index 0-1", 0.2, 0.5, assumption="third winter of war"))
    fear: Array = variable("index 0-1", "fear", high=1.0, gives="mood.fear", book=("mood.r15",), start=parameter(
        0.25, "index 0-1", 0.1, 0.4, assumption="police of the old order"))
    discontent: Array = variable("index 0-1", "discontent", high=1.0, gives="mood.discontent", book=("mood.r14",),
        start=parameter(0.60, "index 0-1", 0.4, 0.8, book=("supply.r01",), assumption="winter of 1916-17"))
    attachment: Array = variable("index 0-1", "attachment to what October gave, apart from approval of its leaders",
                                 start=0.0, high=1.0, book=("mood.r07", "mood.r13"))
    pressure: Array = variable("index 0-1", "anger of those who hold to October and can speak", start=0.0, high=1.0,
                               book=("mood.r05",))


@rule("mood.r01", "mood.r03", "mood.r05", "mood.r09", "mood.r13",
      reads=dict(hope="comintern.hope", participation="soviets.participation", fear="mood.fear",
                 fatigue="mood.fatigue", wage="labour.real_wage", strikers="labour.strikers",
                 workers="classes.workers", capital="industry.capital"),
      parameters=dict(world=parameter(0.30, "index", 0.1, 0.5, assumption="hope abroad counts "
                                      "for less than what people decide themselves; no measure of mood exists"),
                      soviets=parameter(0.40, "index", 0.2, 0.6, assumption="the largest "
                                        "single source, at most six tenths of full confidence"),
                      action=parameter(1.5, "index", 0.5, 3.0, book=("mood.r03"), assumption="action teaches"),
                      bread=parameter(0.20, "index", 0.05, 0.4, assumption="full pay gives a "
                                      "fifth of full confidence; fed workers were not always bold"),
                      faith=parameter(0.08, "index", 0.0, 0.2, book=("mood.r13"), assumption="building works"),
                      held=parameter(0.35, "index", 0.1, 0.6, assumption="full fear undoes what "
                                     "living soviets give, more or less"),
                      tired=parameter(0.30, "index", 0.1, 0.6, assumption="as fear, somewhat less: "
                                      "the weary still meet")),
      neutral=0.0, signs=dict(hope=+1, participation=+1, fear=-1, fatigue=-1, wage=+1, strikers=+1,
                              capital=+1), unit="index 0-1")
def confidence_grows_by_action_and_hope(hope, participation, fear, fatigue, wage, strikers, workers,
                                        capital, world, soviets, action, bread, faith, held, tired):
    """Action, living soviets and victories abroad give confidence; fear, weariness and defeat take it."""
    return jnp.clip(world * hope + soviets * participation + bread * wage / PER_CENT
                    + action * strikers / jnp.maximum(workers, 1) + faith * capital
                    - held * fear - tired * fatigue, 0, 1)


@rule("mood.r07", "population.r01", "classes.r04",
      reads=dict(war="civil_war.intensity", front="great_war.front", towns="supply.hunger_towns",
                 villages="supply.hunger", isolation="comintern.isolation", fatigue="mood.fatigue"),
      parameters=dict(fighting=parameter(0.45, "index", 0.2, 0.7, assumption="neither war nor "
                                         "hunger alone wears people out wholly; the two together nearly do"),
                      hungry=parameter(0.45, "index", 0.2, 0.7, assumption="as fighting"),
                      alone=parameter(0.30, "index", 0.1, 0.5, assumption="waiting in vain for "
                                      "help wears less than war and hunger"),
                      grow=parameter(0.05, "a month", 0.02, 0.1, assumption="two winters of war "
                                     "and hunger do it, one to four"),
                      rest=parameter(0.025, "a month", 0.01, 0.05, assumption="weariness outlives its cause")),
      neutral=0.0, signs=dict(war=+1, front=+1, towns=+1, villages=+1, isolation=+1, fatigue=-1),
      unit="index a month")
def war_and_hunger_weary(war, front, towns, villages, isolation, fatigue, fighting, hungry, alone, grow,
                         rest):
    """War, hunger and isolation weary people fast; rest comes slowly."""
    aim = jnp.clip(fighting * jnp.maximum(war, front) + hungry * (towns + villages.mean()) + alone * isolation, 0, 1)
    return jnp.where(aim > fatigue, grow, rest) * (aim - fatigue)


@rule("mood.r01", "mood.r12", "mood.r15",
      reads=dict(terror="police.terror", unemployed="classes.unemployed",
                 workers="classes.workers", tsar="soviets.tsar", appointed="appointments.appointed",
                 participation="soviets.participation"),
      parameters=dict(blow=parameter(0.85, "index", 0.5, 1.0, assumption="full terror frightens "
                                     "nearly everybody"),
                      work=parameter(0.35, "index", 0.1, 0.7, book=("mood.r12"), assumption="threat of dismissal"),
                      old=parameter(0.25, "index", 0.1, 0.4, assumption="tsarist police"),
                      open_=parameter(0.5, "share", 0.2, 0.8, assumption="living soviets protect")),
      neutral=0.0, signs=dict(terror=+1, unemployed=+1, tsar=+1, appointed=+1), unit="index 0-1")
def terror_and_dismissal_frighten(terror, unemployed, workers, tsar, appointed, participation,
                                  blow, work, old, open_):
    """Arrests frighten all; the loss of work and of the card frightens those who would speak."""
    jobless = jnp.clip(unemployed / jnp.maximum(workers, 1), 0, 1)
    return jnp.clip(blow * terror + work * appointed * (jobless + (1 - participation)) * HALF * (1 - open_ * participation)
                    + old * tsar, 0, 1)


@rule("mood.r08", "labour.r02", "labour.r05",
      reads=dict(hunger="supply.hunger_towns", wage="labour.real_wage", unemployed="classes.unemployed",
                 workers="classes.workers", ratio="privilege.ratio"),
      parameters=dict(bread=parameter(0.8, "index", 0.4, 1.2, assumption="hunger alone, at its worst, is enough "
                                      "for nearly full discontent, as in February 1917 and 1921"),
                      pay=parameter(0.45, "index", 0.2, 0.8, assumption="no wage at all counts for about half as "
                                    "much as no bread"),
                      idle=parameter(0.30, "index", 0.1, 0.6, assumption="the idle are discontented, those who "
                                     "fear to become so less"),
                      envy=parameter(0.015, "index a ratio", 0.0, 0.03, assumption="an official who earns ten "
                                     "wages adds a seventh of full discontent, or nothing at all")),
      neutral=0.0, signs=dict(hunger=+1, wage=-1, unemployed=+1, ratio=+1), unit="index 0-1")
def misery_embitters(hunger, wage, unemployed, workers, ratio, bread, pay, idle, envy):
    """Cut rations, low pay, layoffs and the sight of privilege embitter."""
    return (bread * hunger + pay * (1 - jnp.clip(wage / PER_CENT, 0, 1))
            + idle * jnp.clip(unemployed / jnp.maximum(workers, 1), 0, 1) + envy * (ratio - 1))


@rule("supply.r01", "mood.r03",
      reads=dict(front="great_war.front", weariness="great_war.weariness", tsar="soviets.tsar",
                 terror="police.terror"),
      parameters=dict(trench=parameter(0.35, "index", 0.1, 0.6, assumption="a third winter of war counts for "
                                       "about half as much as hunger"),
                      crown=parameter(0.20, "index", 0.05, 0.4, assumption="the old order by itself"),
                      blows=parameter(0.10, "index", 0.0, 0.3, assumption="blows embitter")),
      neutral=0.0, signs=dict(front=+1, tsar=+1, terror=+1), unit="index 0-1")
def war_and_blows_embitter(front, weariness, tsar, terror, trench, crown, blows):
    """A war without end, the old order and the blows of those in power embitter."""
    return trench * front * (1 + weariness) * HALF + crown * tsar + blows * terror


@rule("mood.r07", "privilege.r14",
      reads=dict(power="soviets.power", threat="civil_war.intensity", participation="soviets.participation",
                 attachment="mood.attachment", base="privilege.base"),
      parameters=dict(revenge=parameter(0.25, "index", 0.1, 0.5, assumption="fear of White revenge: a floor of "
                                        "support, smaller than hunger"),
                      voice=parameter(0.15, "index", 0.0, 0.3, assumption="those who decide complain less"),
                      gains=parameter(0.1, "index", 0.0, 0.25, assumption="land, peace and a state of one's own, once had, take "
                                      "the edge off hunger: less than the fear of losing them to the Whites"),
                      served=parameter(0.5, "share", 0.2, 0.8, assumption="of those who live by the power's favour every second has "
                                       "no complaint that outweighs it")),
      neutral=0.0, signs=dict(power=+1, threat=+1, participation=+1, attachment=+1, base=+1), unit="index 0-1")
def fear_of_revenge_holds_a_floor(power, threat, participation, attachment, base, revenge, voice, gains, served):
    """The White threat, a voice of their own, what October gave and what the power gives hold many to it."""
    return power * (revenge * threat + voice * participation + gains * attachment + served * base)


@rule("mood.r07", "mood.r13",
      reads=dict(attachment="mood.attachment", power="soviets.power", unmet="government.unmet",
                 participation="soviets.participation", wage="labour.real_wage"),
      parameters=dict(given=parameter(0.6, "share", 0.3, 0.8, assumption="land, peace and rank abolished hold without a voice in "
                                      "the soviets too: more than half; the rest comes with deciding oneself"),
                      grow=parameter(0.04, "a month", 0.015, 0.08, assumption="what was taken in 1917 is defended as one's own "
                                     "within two years"),
                      fade=parameter(0.006, "a month", 0.002, 0.015, assumption="a generation brought up in the cult of the "
                                     "revolution still holds to it: it fades in ten years and more")),
      neutral=0.0, signs=dict(power=+1, unmet=-1, participation=+1, wage=+1), unit="index a month")
def october_is_held_to(attachment, power, unmet, participation, wage, given, grow, fade):
    """Demands that are met bind people to October, more where they decide and eat; the bond outlives disasters."""
    aim = power * (1 - unmet) * (given + (1 - given) * jnp.maximum(participation, jnp.clip(wage / PER_CENT, 0, 1)))
    gap = aim - attachment
    return jnp.where(gap > 0, grow, fade) * gap


@rule("mood.r05", "mood.r10",
      reads=dict(attachment="now:mood.attachment", discontent="now:mood.discontent", fear="now:mood.fear",
                 active="classes.active", workers="classes.workers", power="soviets.power"),
      parameters=dict(layer=parameter(0.03, "share of workers", 0.02, 0.06, assumption="active layer of 1917, with which "
                                      "the base carried a new line against committees")),
      neutral=0.0, signs=dict(attachment=+1, discontent=+1, fear=-1, active=+1, power=+1), unit="index 0-1")
def the_base_presses_its_party(attachment, discontent, fear, active, workers, power, layer):
    """Those who hold to October and are angry press their own party, as far as active workers speak for them."""
    carried = jnp.clip(active / jnp.maximum(layer * workers, 1), 0, 1)
    return power * attachment * discontent * carried * (1 - fear)


@rule("mood.r08", "mood.r11", "labour.r11",
      reads=dict(misery=here(0.0, 1.5), blows=here(0.0, 0.6), floor=here(0.0, 0.4)),
      neutral=0.0, signs=dict(misery=+1, blows=+1, floor=-1), unit="index 0-1")
def hunger_war_and_inequality_embitter(misery, blows, floor):
    """What embitters less what holds."""
    return jnp.clip(misery + blows - floor, 0, 1)


CONFIDENCE_LAGS = parameter(6.0, "months", 3, 12, assumption="a lost or won struggle is felt for half a year")
"""Time in which confidence follows its causes."""

FEAR_LAGS = parameter(6.0, "months", 3, 12, assumption="as confidence")
"""Time in which fear follows its causes."""

DISCONTENT_LAGS = parameter(3.0, "months", 1, 6, assumption="bread riots follow cuts within weeks, the mood of a "
                            "town within a season")
"""Time in which discontent follows its causes."""


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    m.approach("confidence", m.rule(confidence_grows_by_action_and_hope), "mood.confidence_lags")
    m.approach("fear", m.rule(terror_and_dismissal_frighten), "mood.fear_lags")
    bitter = m.rule(hunger_war_and_inequality_embitter, misery=m.rule(misery_embitters),
                    blows=m.rule(war_and_blows_embitter), floor=m.rule(fear_of_revenge_holds_a_floor))
    m.approach("discontent", bitter, "mood.discontent_lags")
    m.change("fatigue", m.rule(war_and_hunger_weary))
    m.change("attachment", m.rule(october_is_held_to))
    m.set("pressure", m.rule(the_base_presses_its_party))
