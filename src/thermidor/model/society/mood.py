"""Confidence, fatigue, fear and discontent of working people."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, observable, parameter, rule, variable
from thermidor.engine.month import Month


class Mood(System):
    """State of mind of the working people, each from 0 to 1."""

    confidence: Array = variable("index 0-1", "confidence in their own strength", high=1.0,
        start=parameter(0.45, "index 0-1", 0.2, 0.7, book=("mood.r01",), assumption="rising since 1912"))
    fatigue: Array = variable("index 0-1", "weariness", high=1.0, start=parameter(
        0.35, "index 0-1", 0.2, 0.5, assumption="third winter of war"))
    fear: Array = variable("index 0-1", "fear", high=1.0, start=parameter(
        0.25, "index 0-1", 0.1, 0.4, assumption="police of the old order"))
    discontent: Array = variable("index 0-1", "discontent with those in power", high=1.0,
        start=parameter(0.60, "index 0-1", 0.4, 0.8, book=("supply.r01",), assumption="winter of 1916-17"))


@rule("mood.r01", "mood.r03", "mood.r05", "mood.r09", "mood.r13",
      reads=dict(hope="comintern.hope", participation="soviets.participation", fear="mood.fear",
                 fatigue="mood.fatigue", wage="labour.real_wage", strikers="labour.strikers",
                 workers="classes.workers", capital="industry.capital"),
      parameters=dict(world=parameter(0.30, "index", 0.1, 0.5, book=("mood.r09"), assumption="wide"),
                      soviets=parameter(0.40, "index", 0.2, 0.6, assumption="wide"),
                      action=parameter(1.5, "index", 0.5, 3.0, book=("mood.r03"), assumption="action teaches"),
                      bread=parameter(0.20, "index", 0.05, 0.4, assumption="wide"),
                      faith=parameter(0.08, "index", 0.0, 0.2, book=("mood.r13"), assumption="building works"),
                      held=parameter(0.35, "index", 0.1, 0.6, assumption="wide"),
                      tired=parameter(0.30, "index", 0.1, 0.6, assumption="wide")),
      neutral=0.0, signs=dict(hope=+1, participation=+1, fear=-1, fatigue=-1, wage=+1, strikers=+1,
                              capital=+1), unit="index 0-1")
def confidence_grows_by_action_and_hope(hope, participation, fear, fatigue, wage, strikers, workers,
                                        capital, world, soviets, action, bread, faith, held, tired):
    """Action, living soviets and victories abroad give confidence; fear, weariness and defeat take it."""
    return jnp.clip(world * hope + soviets * participation + bread * wage / 100
                    + action * strikers / jnp.maximum(workers, 1) + faith * capital
                    - held * fear - tired * fatigue, 0, 1)


@rule("mood.r07", "population.r01", "classes.r04",
      reads=dict(war="civil_war.intensity", front="great_war.front", towns="supply.hunger_towns",
                 villages="supply.hunger", isolation="comintern.isolation", fatigue="mood.fatigue"),
      parameters=dict(fighting=parameter(0.45, "index", 0.2, 0.7, assumption="wide"),
                      hungry=parameter(0.45, "index", 0.2, 0.7, assumption="wide"),
                      alone=parameter(0.30, "index", 0.1, 0.5, book=("mood.r09",), assumption="wide"),
                      grow=parameter(0.05, "a month", 0.02, 0.1, assumption="wide"),
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
      parameters=dict(blow=parameter(0.85, "index", 0.5, 1.0, assumption="wide"),
                      work=parameter(0.35, "index", 0.1, 0.7, book=("mood.r12"), assumption="threat of dismissal"),
                      old=parameter(0.25, "index", 0.1, 0.4, assumption="tsarist police"),
                      open_=parameter(0.5, "share", 0.2, 0.8, assumption="living soviets protect")),
      neutral=0.0, signs=dict(terror=+1, unemployed=+1, tsar=+1, appointed=+1), unit="index 0-1")
def terror_and_dismissal_frighten(terror, unemployed, workers, tsar, appointed, participation,
                                  blow, work, old, open_):
    """Arrests frighten all; the loss of work and of the card frightens those who would speak."""
    jobless = jnp.clip(unemployed / jnp.maximum(workers, 1), 0, 1)
    return jnp.clip(blow * terror + work * appointed * (jobless + (1 - participation)) / 2 * (1 - open_ * participation)
                    + old * tsar, 0, 1)


@rule("supply.r01", "mood.r03", "mood.r08", "mood.r11", "labour.r05", "labour.r11", "labour.r02",
      reads=dict(hunger="supply.hunger_towns", wage="labour.real_wage", unemployed="classes.unemployed", workers="classes.workers", ratio="privilege.ratio",
                 front="great_war.front", weariness="great_war.weariness", terror="police.terror",
                 tsar="soviets.tsar", threat="civil_war.intensity", power="soviets.power",
                 participation="soviets.participation"),
      parameters=dict(bread=parameter(0.8, "index", 0.4, 1.2, assumption="wide"),
                      pay=parameter(0.45, "index", 0.2, 0.8, assumption="wide"),
                      idle=parameter(0.30, "index", 0.1, 0.6, assumption="wide"),
                      envy=parameter(0.015, "index a ratio", 0.0, 0.03, assumption="wide"),
                      trench=parameter(0.35, "index", 0.1, 0.6, assumption="wide"),
                      crown=parameter(0.20, "index", 0.05, 0.4, assumption="wide"),
                      revenge=parameter(0.25, "index", 0.1, 0.5, book=("mood.r07"),
                                        assumption="fear of White revenge"),
                      voice=parameter(0.15, "index", 0.0, 0.3, assumption="those who decide complain less"),
                      blows=parameter(0.10, "index", 0.0, 0.3, book=("mood.r03"), assumption="blows embitter")),
      neutral=0.0, signs=dict(hunger=+1, wage=-1, unemployed=+1, ratio=+1, front=+1, terror=+1, tsar=+1),
      unit="index 0-1")
def hunger_war_and_inequality_embitter(hunger, wage, unemployed, workers, ratio, front, weariness,
                                       terror, tsar, threat, power, participation, bread, pay, idle, envy,
                                       trench, crown, revenge, voice, blows):
    """Hunger, low pay, war and privilege embitter; the White threat holds many to the soviets."""
    return jnp.clip(bread * hunger + pay * (1 - jnp.clip(wage / 100, 0, 1))
                    + idle * jnp.clip(unemployed / jnp.maximum(workers, 1), 0, 1) + envy * (ratio - 1)
                    + trench * jnp.maximum(front, 0) * (1 + weariness) / 2 + crown * tsar + blows * terror
                    - power * (revenge * threat + voice * participation), 0, 1)


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    for name, target, months in (("confidence", m.rule(confidence_grows_by_action_and_hope), 6),
                                 ("fear", m.rule(terror_and_dismissal_frighten), 6),
                                 ("discontent", m.rule(hunger_war_and_inequality_embitter), 3)):
        now = m.last(f"mood.{name}")
        m.set(name, now + (target - now) / months)
    m.set("fatigue", m.last("mood.fatigue") + m.rule(war_and_hunger_weary))


@observable("mood.confidence", "index 0-1", "confidence", system="mood", high=1.0, book=("mood.r09",))
def _confidence(w, flows):
    return w.mood.confidence


@observable("mood.fatigue", "index 0-1", "weariness", system="mood", high=1.0, book=("mood.r07",))
def _fatigue(w, flows):
    return w.mood.fatigue


@observable("mood.fear", "index 0-1", "fear", system="mood", high=1.0, book=("mood.r15",))
def _fear(w, flows):
    return w.mood.fear


@observable("mood.discontent", "index 0-1", "discontent", system="mood", high=1.0, book=("mood.r14",))
def _discontent(w, flows):
    return w.mood.discontent
