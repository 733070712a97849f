"""The International: its sections' autonomy, the quality of its advice, and what victories and defeats do to hope."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.nature import HALF


class Comintern(System):
    """The Communist International and the isolation of the Soviet state."""

    autonomy: Array = variable(
        "index 0-1", "sections' independence of Moscow", high=1.0, gives="comintern.autonomy",
        book=("comintern.r06",),
        start=parameter(1.0, "index 0-1", 0.9, 1.0, assumption="no International commands the left groups of 1917"))
    advice: Array = variable(
        "index 0-1", "quality of the advice given to the sections", high=1.0,
        start=parameter(0.5, "index 0-1", 0.3, 0.7, assumption="groups without experience of their own"))
    members: Array = variable("persons", "members of the sections outside Russia", gives="comintern.members",
                              book=("comintern.r15",), start=0.0, typical=(1.0e4, 1.5e6))
    isolation: Array = variable("index 0-1", "isolation of the Soviet state", gives="comintern.isolation",
                                book=("regime.r01",), high=1.0, start=0.0)
    hope: Array = variable(
        "index 0-1", "hope in revolution abroad", high=1.0, gives="comintern.hope", book=("mood.r09",),
        start=parameter(0.4, "index 0-1", 0.2, 0.7, assumption="expected by revolutionaries, seen by few in 1917"))
    sectarian: Array = variable("index 0-1", "line against any common front", high=1.0, start=0.0)


@rule("comintern.r06", "comintern.r10", "comintern.r12", "comintern.r13", "ideology.r14", reads=dict(
          autonomy="comintern.autonomy", appointed="appointments.appointed", deciders="organs.deciders",
          power="soviets.power", debate="organs.correction", isolation="comintern.isolation",
          facade="ideology.facade"),
      parameters=dict(
          pace=parameter(0.03, "a month", 0.01, 0.06, assumption="the sections are remade in about three years"),
          subsidy=parameter(0.25, "share", 0.1, 0.4, book=("comintern.r10",)),
          few=parameter(4.0, "persons", 2.0, 8.0, book=("comintern.r06",)),
          command=parameter(0.6, "share", 0.3, 0.8, book=("comintern.r09", "comintern.r12")),
          heard=parameter(0.5, "share", 0.2, 0.8, assumption="a Russian party that debates freely leaves its sections half "
                          "of what nomination would take"),
          guests=parameter(0.1, "share", 0.0, 0.25, assumption="guests, fees and friends bind leaders who would otherwise have "
                           "left: a tenth of their freedom; nothing, or as much as the subsidy")),
      neutral=0.0, signs=dict(appointed=-1, deciders=+1, debate=+1, isolation=-1, power=-1, facade=-1), unit="index a month")
def centre_takes_command(autonomy, appointed, deciders, power, debate, isolation, facade, pace, subsidy, few, command,
                         heard, guests):
    """Money and a Russian party whose posts are filled from above take the sections' independence."""
    hold = command * appointed * (1 - heard * debate) * (1 + few / (few + deciders)) * HALF \
        + (1 - command) * few / (few + deciders)
    goal = 1 - power * jnp.clip(subsidy * isolation + hold + guests * facade, 0.0, 1.0)
    return pace * (goal - autonomy)


@rule("comintern.r05", "comintern.r07", "comintern.r11", "comintern.r19", "abroad.china.r13", "ideology.r01", reads=dict(
          autonomy="comintern.autonomy", correction="organs.correction", isolation="comintern.isolation",
          line="organs.line_world", sectarian="comintern.sectarian", stage="ideology.stage"),
      parameters=dict(
          own=parameter(0.35, "weight", 0.2, 0.5, assumption="sections that decide on the spot judge better"),
          centre=parameter(0.35, "weight", 0.2, 0.5, book=("comintern.r07",)),
          world=parameter(0.3, "weight", 0.1, 0.5, book=("comintern.r16",)),
          despair=parameter(0.3, "share", 0.1, 0.6, assumption="an isolated centre sacrifices sections to the state"),
          narrow=parameter(0.5, "share", 0.2, 0.8, book=("comintern.r15",)),
          yields=parameter(0.4, "share", 0.1, 0.7, assumption="advice to leave the lead to the bourgeoisie is wrong where there is "
                           "power to take, in two cases of five; rarely, or mostly")),
      neutral=0.5, signs=dict(autonomy=+1, correction=+1, isolation=-1, line=+1, sectarian=-1, stage=-1), unit="index 0-1")
def advice_is_made(autonomy, correction, isolation, line, sectarian, stage, own, centre, world, despair, narrow, yields):
    """Advice is good where sections judge for themselves and the centre can still correct its errors."""
    good = own * autonomy + centre * correction + world * (1 + line) * HALF
    return good / (own + centre + world) * (1 - despair * isolation * (1 - autonomy)) * (1 - narrow * sectarian) \
        * (1 - yields * stage)


@rule("comintern.r11", "comintern.r15", "abroad.nazism.r04", "abroad.nazism.r14", reads=dict(
          sectarian="comintern.sectarian", peasantry="organs.line_peasantry", industry="organs.line_industry",
          autonomy="comintern.autonomy", correction="organs.correction", nazi="abroad.nazi_power"),
      parameters=dict(
          pace=parameter(0.07, "a month", 0.03, 0.2, assumption="a turn at home reaches the sections within a year"),
          shock=parameter(0.06, "a month", 0.02, 0.15, book=("abroad.nazism.r14",))),
      neutral=0.0, signs=dict(peasantry=-1, industry=+1, autonomy=-1, correction=-1, nazi=-1), unit="index a month")
def turns_at_home_are_copied(sectarian, peasantry, industry, autonomy, correction, nazi, pace, shock):
    """Sections under command copy the turn at home: a forced drive there, a line against all others here."""
    drive = jnp.clip((industry - peasantry) * HALF, 0.0, 1.0)
    return pace * (drive * (1 - autonomy) * (1 - correction) * (1 - nazi) - sectarian) - shock * nazi * sectarian


@rule("abroad.great_war.r14", "abroad.germany.r15", "abroad.germany.r16", "abroad.china.r16", reads=dict(
          power="soviets.power", abroad="abroad.power", discouraged="abroad.discouraged",
          engaged="intervention.engaged", blockade="intervention.blockade"),
      parameters=dict(
          enough=parameter(0.35, "share", 0.2, 0.6, assumption="workers' power in countries of this weight ends the isolation"),
          alone=parameter(0.65, "index 0-1", 0.4, 0.8, assumption="a workers' state alone in the world is isolated before any defeat"),
          siege=parameter(0.5, "share", 0.2, 0.8, assumption="war and blockade seal it off"),
          defeats=parameter(1.5, "share", 0.5, 2.5, book=("abroad.germany.r15",)),
          weight="abroad.weight"),
      neutral=0.0, signs=dict(power=+1, abroad=-1, discouraged=+1, engaged=+1, blockade=+1), unit="index 0-1")
def state_stands_alone(power, abroad, discouraged, engaged, blockade, enough, alone, siege, defeats, weight):
    """Without workers' power in weighty countries the state stands alone, the more so under siege and after defeats."""
    share = weight / weight.sum()
    friends = jnp.clip((abroad * share).sum() / enough, 0.0, 1.0)
    worse = 1 - (1 - siege * (engaged + blockade) * HALF) * jnp.clip(1 - defeats * (discouraged * share).sum(), 0.0, 1.0)
    return power * (1 - friends) * (alone + (1 - alone) * worse)


@rule("abroad.great_war.r16", "abroad.germany.r15", "mood.r09", "abroad.china.r16", reads=dict(
          hope="comintern.hope", crisis="abroad.crisis", discouraged="abroad.discouraged", abroad="abroad.power",
          soviet="soviets.power"),
      parameters=dict(
          pace=parameter(0.07, "a month", 0.03, 0.2, assumption="moods follow events within a year"),
          windows=parameter(1.9, "share", 0.9, 3.5, assumption="crises in weighty countries read as open windows"),
          ordinary=parameter(0.16, "index 0-1", 0.08, 0.25, assumption="troubles of ordinary years that nobody takes for a window"),
          example=parameter(0.2, "index", 0.0, 0.4, assumption="the Russian victory itself"),
          defeats=parameter(1.7, "share", 0.7, 2.6, book=("mood.r09",)),
          weight="abroad.weight"),
      neutral=0.0, signs=dict(crisis=+1, discouraged=-1, abroad=+1, soviet=+1), unit="index a month")
def hope_rises_and_falls(hope, crisis, discouraged, abroad, soviet, pace, windows, ordinary, example,
                         defeats, weight):
    """Open crises and victories abroad raise hope, defeats lower it."""
    share = weight / weight.sum()
    window = jnp.clip(example * soviet + windows * jnp.maximum((share * crisis).sum() - ordinary, 0.0),
                      0.0, 1.0)
    goal = jnp.clip(window * jnp.maximum(1 - defeats * (share * discouraged).sum(), 0.0) + (share * abroad).sum(), 0.0, 1.0)
    return pace * (goal - hope)


@rule("comintern.r01", "comintern.r08", "comintern.r15", reads=dict(cp="abroad.cp", power="soviets.power"),
      parameters=dict(rest=parameter(1.6, "times", 1.2, 2.5, assumption="sections outside the twelve countries (Czechoslovakia above all)")),
      neutral=0.0, signs=dict(cp=+1, power=+1), unit="persons")
def sections_add_up(cp, power, rest):
    """The International is the sum of its sections."""
    return power * rest * cp.sum()


def step(m: Month) -> None:
    """Take the month's step."""
    m.change("autonomy", m.rule(centre_takes_command))
    m.change("sectarian", m.rule(turns_at_home_are_copied))
    m.set("advice", m.rule(advice_is_made))
    m.set("isolation", m.rule(state_stands_alone))
    m.change("hope", m.rule(hope_rises_and_falls))
    m.set("members", m.rule(sections_add_up))
