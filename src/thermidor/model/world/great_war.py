"""The World War bleeds the old army, wears it out and empties it, until it is fought no more or the soviets stop it."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, flow, here, parameter, rule, variable
from thermidor.engine.month import Month


class GreatWar(System):
    """The Russian front and the old army."""

    soldiers: Array = variable(
        "persons", "men of the old army, and of that of any government but the soviets'", quantity="people",
        start=parameter(7.0e6, "persons", 6.0e6, 9.0e6, book=("abroad.great_war.r03", "c2-f070")))
    weariness: Array = variable(
        "index 0-1", "weariness of war in the army", high=1.0,
        start=parameter(0.5, "index 0-1", 0.3, 0.7, assumption="half of full weariness after two and a half years of "
                        "losses, since fronts held in January and dissolved within the year; three or seven tenths"))
    authority: Array = variable(
        "index 0-1", "authority of officers over their men", high=1.0,
        start=parameter(0.7, "index 0-1", 0.4, 0.9, assumption="the army obeys but for single mutinies: seven tenths "
                        "of full command, what commanders reported as reliable units; two fifths or nine tenths"))
    front: Array = variable(
        "share", "fighting on the Russian front", high=1.0,
        start=parameter(1.0, "share", 1.0, 1.0, assumption="the whole of the front stands in January 1917 by "
                        "definition of the scale"))
    attacking: Array = variable(
        "share", "an offensive ordered lately (fades)", high=1.0, start=0.0)


FALLEN = flow("great_war.fallen", "people", "great_war.soldiers", "border:killed_in_the_world_war", "persons a month",
              "soldiers of the old army killed or dead", book=("abroad.great_war.r01",))
DESERTERS = flow("great_war.deserters", "people", "great_war.soldiers", "population.rural", "persons a month",
                 "soldiers who go home without leave", dim="region", book=("abroad.great_war.r03",))
DISCHARGED = flow("great_war.discharged", "people", "great_war.soldiers", "population.rural", "persons a month",
                  "soldiers sent home", dim="region", book=("abroad.great_war.r11",))
CALLED = flow("great_war.called", "people", "population.rural", "great_war.soldiers", "persons a month",
              "men called up in peace by governments other than the soviets'", dim="region",
              assumption="every government calls up men for the army it keeps")
OFFENSIVE = choice("great_war.offensive", "the provisional government orders an offensive",
                   kind="decision", book=("abroad.great_war.r07", "abroad.great_war.r09"))
ARMISTICE = choice("great_war.armistice", "the government of Russia seeks an armistice on its front",
                   kind="decision", book=("abroad.great_war.r11", "abroad.great_war.r12"))


@rule("abroad.great_war.r07", reads=dict(
          provisional="soviets.provisional", front="great_war.front", recent="great_war.attacking",
          authority="great_war.authority", war="outside:great_war"),
      parameters=dict(pressure=parameter(0.35, "a month", 0.1, 0.7, assumption="Allied demands came at once; one offensive in eight months was tried")),
      neutral=0.0, signs=dict(provisional=+1, front=+1, recent=-1, authority=+1, war=+1),
      unit="probability a month")
def allies_want_an_offensive(provisional, front, recent, authority, war, pressure):
    """A bourgeois government, bound to the Allies, attacks while it still has an army that obeys."""
    return pressure * provisional * front * war * authority * (1 - recent)


@rule("abroad.great_war.r01", "abroad.great_war.r09", reads=dict(
          soldiers="great_war.soldiers", front="great_war.front", war="outside:great_war",
          attack=here(0.0, 1.0, "an offensive is ordered this month")),
      parameters=dict(
          rate=parameter(0.0035, "share a month", 0.002, 0.008, assumption="one man in three hundred of the army is "
                         "killed a month while it only holds: 2.5 million dead in thirty months (abroad.great_war.r01, "
                         "p. 23) is three times as many a month, in years of offensives and retreats; six tenths, or "
                         "that rate of the years before less a third"),
          costly=parameter(3.0, "times", 1.0, 6.0, assumption="an offensive quadruples it: shock units ran out of "
                           "breath in June 1917 and troops fled (abroad.great_war.r09, p. 34), with 56,000 fallen in "
                           "one retreat (c1-f116, p. 38); twice or seven times")),
      neutral=0.0, signs=dict(soldiers=+1, front=+1, war=+1, attack=+1), unit="persons a month")
def front_kills(soldiers, front, war, attack, rate, costly):
    """Every month on the front costs lives, an offensive several times more."""
    return rate * soldiers * front * war * (1 + costly * attack)


@rule("abroad.great_war.r05", "abroad.great_war.r06", reads=dict(
          authority="great_war.authority", tsar="soviets.tsar", power="soviets.power",
          weariness="great_war.weariness"),
      parameters=dict(
          committees=parameter(0.10, "a month", 0.03, 0.3, assumption="about 43,000 officers driven out in eight months of committees"),
          fear=parameter(0.01, "a month", 0.0, 0.05, assumption="under the old regime a weary army loses one part in a "
                         "hundred of its obedience a month, a tenth in a year, as mutinies of 1916 were few; none, or "
                         "nearly half"),
          peace=parameter(0.3, "a month", 0.1, 0.8, assumption="the command collapses within weeks once soviets govern")),
      neutral=0.0, signs=dict(authority=+1, tsar=-1, power=+1, weariness=+1), unit="index a month")
def command_loses_its_men(authority, tsar, power, weariness, committees, fear, peace):
    """Soldiers' committees and humiliation repaid undo the authority of officers, fast once the tsar is gone."""
    return authority * weariness * (fear + committees * (1 - tsar) + peace * power)


@rule("abroad.great_war.r02", "abroad.great_war.r09", "abroad.great_war.r14", reads=dict(
          weariness="great_war.weariness", front="great_war.front", hunger="supply.hunger_towns",
          attack=here(0.0, 1.0, "an offensive is ordered this month")),
      parameters=dict(
          losses=parameter(0.02, "a month", 0.005, 0.05, assumption="four years of the front use up the will to fight; "
                              "some armies broke in two, others not in ten"),
          bread=parameter(0.03, "a month", 0.0, 0.1, assumption="hunger at home wearies the front by three in a "
                          "hundred a month, a third in a year, through letters; nothing or two thirds a year"),
          defeat=parameter(0.35, "share", 0.1, 0.7, assumption="the will to fight is gone after the June offensive"),
          rest=parameter(0.02, "a month", 0.005, 0.06, assumption="away from the front half of the weariness is gone "
                         "in three years; twelve years or one")),
      neutral=0.0, signs=dict(front=+1, hunger=+1, attack=+1), unit="index a month")
def war_wearies(weariness, front, hunger, attack, losses, bread, defeat, rest):
    """Losses, hunger and a failed offensive use up the will to fight; peace lets the weariness fade."""
    return (1 - weariness) * (losses * front + bread * hunger * front + defeat * attack) \
        - rest * weariness * (1 - front)


@rule("abroad.great_war.r03", reads=dict(
          soldiers="great_war.soldiers", weariness="great_war.weariness", rural="population.rural",
          authority="great_war.authority", front="great_war.front"),
      parameters=dict(rate=parameter(0.055, "share a month", 0.02, 0.15, book=("abroad.great_war.r03", "c2-f069"))),
      neutral=0.0, signs=dict(soldiers=+1, weariness=+1, authority=-1), unit="persons a month")
def soldiers_go_home(soldiers, weariness, rural, authority, front, rate):
    """Weary men whom nobody can hold go home, about one in seven by October 1917."""
    homes = rural / jnp.maximum(rural.sum(), 1.0)
    return rate * soldiers * weariness * (1 - authority) * jnp.maximum(front, 0.0) * homes


@rule("abroad.great_war.r11", "abroad.great_war.r12", reads=dict(
          power="soviets.power", weariness="great_war.weariness", front="great_war.front",
          war="outside:great_war"),
      parameters=dict(
          resolve=parameter(0.9, "a month", 0.4, 1.0, assumption="peace is the first promise of the soviets: a month or two"),
          others=parameter(0.04, "a month", 0.0, 0.15, assumption="a government other than the soviets' makes a separate peace only under utter weariness"),
          utter=parameter(12.0, "power", 6.0, 20.0, assumption="at nine tenths of weariness a quarter as ready, at eight tenths "
                          "hardly: utter weariness and nothing less")),
      neutral=0.0, signs=dict(power=+1, weariness=+1, front=+1), unit="probability a month")
def soviets_offer_peace(power, weariness, front, war, resolve, others, utter):
    """Soviet power seeks an armistice from below; any other government clings to the Allies."""
    wish = power * resolve * weariness ** (1 - power) + (1 - power) * others * weariness ** utter
    return jnp.where(front * war > 0, wish, 0.0) * front


@rule("abroad.great_war.r11", "abroad.great_war.r12", reads=dict(
          soldiers="great_war.soldiers", front="great_war.front", rural="population.rural",
          kept=here(0.0, 3.0e6, "army that is kept")),
      parameters=dict(pace=parameter(0.3, "share a month", 0.1, 0.6, assumption="the old army is gone by April 1918")),
      neutral=0.0, signs=dict(soldiers=+1, front=-1, kept=-1), unit="persons a month")
def army_dissolves(soldiers, front, rural, kept, pace):
    """Once nobody fights, the old army is sent home within months, but for what a government keeps of it."""
    return pace * jnp.maximum(soldiers - kept, 0.0) * (1 - front) * (rural / jnp.maximum(rural.sum(), 1.0))


@rule(reads=dict(power="soviets.power", threat="abroad.threat", rural="population.rural", urban="population.urban",
                 reach="countryside.reach"),
      parameters=dict(peace="army.army_is_wanted.peace", threatened="army.army_is_wanted.threatened",
                      convex="army.army_is_wanted.convex"),
      neutral=0.0, signs=dict(threat=+1, reach=+1, power=-1), unit="persons",
      assumption="a government of another colour keeps as large an army as the soviets in the same danger; only they dissolve "
                 "the old one")
def a_government_keeps_an_army(power, threat, rural, urban, reach, peace, threatened, convex):
    """Any government but the soviets' keeps an army of the people it reaches, larger as war threatens."""
    people = (reach * (rural + urban)).sum()
    return (1 - power) * people * (peace + threatened * threat ** convex)


@rule(reads=dict(soldiers="great_war.soldiers", front="great_war.front", rural="population.rural",
                 reach="countryside.reach", kept=here(0.0, 3.0e6, "army that is kept")),
      parameters=dict(gap="army.classes_are_called_up.gap"),
      neutral=0.0, signs=dict(soldiers=-1, front=-1, kept=+1), unit="persons a month",
      assumption="military offices work at the same pace under any government")
def men_are_called_up_in_peace(soldiers, front, rural, reach, kept, gap):
    """In peace villages give the men that the army of the state lacks."""
    homes = reach * rural / jnp.maximum((reach * rural).sum(), 1.0)
    return gap * jnp.maximum(kept - soldiers, 0.0) * (1 - front) * homes


@rule("abroad.great_war.r07", reads=dict(recent="great_war.attacking", attack=here(0.0, 1.0, "an offensive this month")),
      parameters=dict(memory=parameter(0.93, "share a month", 0.85, 0.98,
                                       assumption="an army cannot attack again for about a year")),
      neutral=0.0, signs=dict(recent=+1, attack=+1), unit="share")
def an_offensive_is_remembered(recent, attack, memory):
    """An army that has attacked cannot do it again for a year."""
    return jnp.maximum(recent * memory, attack)


@rule("abroad.great_war.r11", "abroad.great_war.r12", reads=dict(
          front="great_war.front", armistice=here(0.0, 1.0, "an armistice this month"), war="outside:great_war"),
      neutral="front", signs=dict(front=+1, armistice=-1), unit="share")
def an_armistice_ends_the_front(front, armistice, war):
    """The front holds until the government of Russia, or the World War, ends it."""
    return front * (1 - armistice) * jnp.where(war > 0, 1.0, 0.0)


def step(m: Month) -> None:
    """Take the month's step."""
    attack = m.choose(OFFENSIVE, m.rule(allies_want_an_offensive))
    armistice = m.choose(ARMISTICE, m.rule(soviets_offer_peace))
    m.set("attacking", m.rule(an_offensive_is_remembered, attack=attack))
    m.flow(FALLEN, m.rule(front_kills, attack=attack))
    m.flow(DESERTERS, m.rule(soldiers_go_home))
    kept = m.rule(a_government_keeps_an_army)
    m.flow(DISCHARGED, m.rule(army_dissolves, kept=kept))
    m.flow(CALLED, m.rule(men_are_called_up_in_peace, kept=kept))
    m.change("authority", -m.rule(command_loses_its_men))
    m.change("weariness", m.rule(war_wearies, attack=attack))
    m.set("front", m.rule(an_armistice_ends_the_front, armistice=armistice))
