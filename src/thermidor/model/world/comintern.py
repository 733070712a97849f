"""The International: its sections' autonomy, the quality of its advice, and what victories and defeats do to hope."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, here, parameter, rule, variable
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
        start=parameter(0.5, "index 0-1", 0.3, 0.7, assumption="advice given by groups without experience of their own "
                        "is right as often as wrong; three or seven tenths"))
    members: Array = variable("persons", "members of the sections outside Russia", gives="comintern.members",
                              book=("comintern.r15",), start=0.0, typical=(1.0e4, 1.5e6))
    isolation: Array = variable("index 0-1", "isolation of the Soviet state", gives="comintern.isolation",
                                book=("regime.r01",), high=1.0, start=0.0)
    hope: Array = variable(
        "index 0-1", "hope in revolution abroad", high=1.0, gives="comintern.hope", book=("mood.r09",),
        start=parameter(0.4, "index 0-1", 0.2, 0.7, assumption="two fifths of full hope: revolutionaries of all "
                        "countries in exile expected it, hardly anybody else saw it in the third winter of war; a "
                        "fifth or seven tenths"))
    belief: Array = variable(
        "index 0-1", "belief that the world revolution comes in time", high=1.0,
        start=parameter(0.95, "index 0-1", 0.8, 1.0, assumption="nearly all of the party in 1917 sees Russia as the "
                        "vanguard detachment of a world revolution (regime.r17, p. 58), the few who doubt it are those "
                        "against the rising; a fifth of them at most"))
    ties: Array = variable("index 0-1", "how far there is an International, with its emissaries, conditions and money",
                           high=1.0, start=0.0)
    sectarian: Array = variable("index 0-1", "line against any common front", high=1.0, start=0.0)


@rule("comintern.r06", "comintern.r10", "comintern.r12", "comintern.r13", "ideology.r14", reads=dict(
          autonomy="comintern.autonomy", appointed="appointments.appointed", deciders="organs.deciders",
          ties="comintern.ties", debate="organs.correction", isolation="comintern.isolation",
          facade="ideology.facade"),
      parameters=dict(
          pace=parameter(0.03, "a month", 0.01, 0.06, assumption="the sections are remade in about three years"),
          subsidy=parameter(0.25, "share", 0.1, 0.4, assumption="in full isolation money from Moscow takes a quarter "
                            "of a section's independence: own dues tiny, salaries rising from 1923 (comintern.r10, p. "
                            "226), but votes were still to be won; a tenth or two fifths"),
          few=parameter(4.0, "persons", 2.0, 8.0, assumption="with four equal men at home half of the secret hold that "
                        "one man has abroad is there: a committee that decided in secret, emissaries and money under "
                        "its first president, 1920-22 (comintern.r06, p. 171), when more decided; two or eight"),
          command=parameter(0.6, "share", 0.3, 0.8, assumption="nominations at home make three fifths of the hold, "
                            "narrowness at the top the rest: leaderships were revoked in 1924 as the apparatus at home "
                            "closed (comintern.r09, p. 223), before one man ruled; three tenths or four fifths"),
          heard=parameter(0.5, "share", 0.2, 0.8, assumption="a Russian party that debates freely leaves its sections half "
                          "of what nomination would take"),
          guests=parameter(0.1, "share", 0.0, 0.25, assumption="guests, fees and friends bind leaders who would otherwise have "
                           "left: a tenth of their freedom; nothing, or as much as the subsidy")),
      neutral=0.0, signs=dict(appointed=-1, deciders=+1, debate=+1, isolation=-1, ties=-1, facade=-1), unit="index a month")
def centre_takes_command(autonomy, appointed, deciders, ties, debate, isolation, facade, pace, subsidy, few,
                         command, heard, guests):
    """Once there is an International, money and a Russian party filled from above take its sections' independence."""
    hold = command * appointed * (1 - heard * debate) * (1 + few / (few + deciders)) * HALF \
        + (1 - command) * few / (few + deciders)
    goal = 1 - ties * jnp.clip(subsidy * isolation + hold + guests * facade, 0.0, 1.0)
    return pace * (goal - autonomy)


@rule("comintern.r05", "comintern.r07", "comintern.r11", "comintern.r19", "abroad.china.r13", "ideology.r01", reads=dict(
          autonomy="comintern.autonomy", correction="organs.correction", isolation="comintern.isolation",
          line="organs.line_world", sectarian="comintern.sectarian", stage="ideology.stage"),
      parameters=dict(
          own=parameter(0.35, "weight", 0.2, 0.5, assumption="what sections judge on the spot weighs as much as what "
                        "the centre can correct, and somewhat more than the line; a fifth or a half"),
          centre=parameter(0.35, "weight", 0.2, 0.5, assumption="what the centre can correct weighs a third as much as "
                           "what sections judge themselves and the world allows together do: its third congress turned "
                           "to winning the masses, which sections could not apply (comintern.r07, p. 173); a fifth or "
                           "a half"),
          world=parameter(0.3, "weight", 0.1, 0.5, assumption="a line for world revolution weighs somewhat less: at "
                          "the seventh congress defence of the state had taken its place and reports were heard "
                          "without discussion (comintern.r16, p. 324), after other faults; a tenth or a half"),
          despair=parameter(0.3, "share", 0.1, 0.6, assumption="in full isolation a centre that commands spoils three "
                            "tenths of what its advice is worth, by what the state needs; a tenth or six tenths"),
          narrow=parameter(0.5, "share", 0.2, 0.8, assumption="a line against all others halves what advice is worth: "
                           "it helped the German defeat and was dropped in silence (comintern.r15, p. 286), workers' "
                           "own fronts being part of what was left; a fifth or four fifths"),
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
          siege=parameter(0.5, "share", 0.2, 0.8, assumption="siege and blockade seal half of what is not sealed by "
                          "defeats: letters and delegates came through in 1919; a fifth or four fifths"),
          defeats=parameter(1.5, "share", 0.5, 2.5, assumption="defeats felt in two thirds of the world's weight "
                            "isolate as a full siege does: that of 1923 ended the compromise at home "
                            "(abroad.germany.r15, p. 205), Germany being a sixth to a quarter of it; half of it "
                            "hardly, at 2.5 Germany and Italy suffice"),
          weight="abroad.weight"),
      neutral=0.0, signs=dict(power=+1, abroad=-1, discouraged=+1, engaged=+1, blockade=+1), unit="index 0-1")
def state_stands_alone(power, abroad, discouraged, engaged, blockade, enough, alone, siege, defeats, weight):
    """Without workers' power in weighty countries the state stands alone, the more so under siege and after defeats."""
    share = weight / weight.sum()
    friends = jnp.clip((abroad * share).sum() / enough, 0.0, 1.0)
    worse = 1 - (1 - siege * (engaged + blockade) * HALF) * jnp.clip(1 - defeats * (discouraged * share).sum(), 0.0, 1.0)
    return power * (1 - friends) * (alone + (1 - alone) * worse)


@rule("regime.r17", "regime.r01", "mood.r09", "abroad.germany.r15", "abroad.china.r16", reads=dict(
          belief="comintern.belief", discouraged="abroad.discouraged", abroad="abroad.power",
          isolation="comintern.isolation", window=here(0.0, 1.0, "what is read as an open window")),
      parameters=dict(
          wear=parameter(0.1, "a month", 0.04, 0.2, assumption="one German defeat takes a third of the belief in the "
                         "years in which it is felt: millions are discouraged by the fact of defeat (mood.r09, p. "
                         "257); an eighth or more than a half"),
          waiting=parameter(0.006, "a month", 0.002, 0.012, assumption="waiting alone in full isolation halves belief "
                            "in about ten years: completion was to come from advanced countries, survival alone for a "
                            "time (regime.r01, p. 23), a time that nobody gave; five to thirty years"),
          renewed=parameter(0.015, "a month", 0.005, 0.04, assumption="a great movement gives back in a year or two part of what "
                            "was lost, as Spain did in 1936"),
          won=parameter(0.15, "a month", 0.05, 0.3, assumption="a victory in a weighty country restores it within a year"),
          weight="abroad.weight"),
      neutral=0.0, signs=dict(discouraged=-1, abroad=+1, isolation=-1, window=+1), unit="index a month")
def defeats_wear_belief_out(belief, discouraged, abroad, isolation, window, wear, waiting, renewed, won, weight):
    """Defeats, and waiting in vain, take belief that the revolution comes; great movements and victories give some back."""
    share = weight / weight.sum()
    back = renewed * window + won * (share * abroad).sum()
    return back * (1 - belief) - (wear * (share * discouraged).sum() + waiting * isolation) * belief


@rule("abroad.great_war.r16", "regime.r17", "abroad.china.r16", "abroad.spain.r15", reads=dict(
          movement="abroad.movement", organisation="abroad.organisation", soviet="soviets.power"),
      parameters=dict(
          windows=parameter(4.0, "share", 2.0, 7.0, assumption="masses in motion in Germany alone, as in 1923, are read as the "
                            "open window by half of the party"),
          example=parameter(0.3, "index", 0.1, 0.5, assumption="the Russian victory by itself opens three tenths of a "
                            "window, by showing that it can be done; a tenth or a half"),
          weight="abroad.weight"),
      neutral=0.0, signs=dict(movement=+1, organisation=+1, soviet=+1), unit="index 0-1")
def windows_open(movement, organisation, soviet, windows, example, weight):
    """Organised masses in motion in weighty countries are read as open windows; ruin without them is not."""
    share = weight / weight.sum()
    return jnp.clip(example * soviet + windows * (share * movement * organisation).sum(), 0.0, 1.0)


@rule("abroad.great_war.r16", "abroad.germany.r15", "mood.r09", "abroad.china.r16", reads=dict(
          hope="comintern.hope", belief="comintern.belief", discouraged="abroad.discouraged", abroad="abroad.power",
          window=here(0.0, 1.0, "what is read as an open window")),
      parameters=dict(
          pace=parameter(0.07, "a month", 0.03, 0.2, assumption="moods follow events within a year"),
          defeats=parameter(1.7, "share", 0.7, 2.6, assumption="defeats felt by three fifths of the world's weight "
                            "leave no hope for the moment: the German one of 1923 counted for most (mood.r09, p. 257), "
                            "others abroad were awaited; all of it, or two fifths"),
          weight="abroad.weight"),
      neutral=0.0, signs=dict(window=+1, discouraged=-1, abroad=+1, belief=+1), unit="index a month")
def hope_rises_and_falls(hope, belief, discouraged, abroad, window, pace, defeats, weight):
    """Open windows and victories abroad raise the hope of those who still believe, defeats lower it."""
    share = weight / weight.sum()
    left = belief * jnp.maximum(1 - defeats * (share * discouraged).sum(), 0.0)
    return pace * (jnp.clip(window * left + (share * abroad).sum(), 0.0, 1.0) - hope)


@rule("comintern.r01", "comintern.r08", "comintern.r15", reads=dict(cp="abroad.cp", power="soviets.power"),
      parameters=dict(rest=parameter(1.6, "times", 1.2, 2.5, assumption="sections outside the twelve countries add six "
                                     "tenths more members, Czechoslovakia's 350,000 of 1921 above all; a fifth or one "
                                     "and a half times")),
      neutral=0.0, signs=dict(cp=+1, power=+1), unit="persons")
def sections_add_up(cp, power, rest):
    """The International is the sum of its sections."""
    return power * rest * cp.sum()


@rule("comintern.r01", "comintern.r02", "comintern.r03", reads=dict(
          ties="comintern.ties", members="now:comintern.members", power="soviets.power"),
      parameters=dict(
          enough=parameter(1.5e5, "persons", 5e4, 4e5, assumption="of the size of the German party of 1919, with which "
                           "an International could be called"),
          pace=parameter(0.07, "a month", 0.03, 0.15, assumption="from loose mandates in 1919 to conditions of admission in 1920")),
      neutral=0.0, signs=dict(members=+1, power=+1), unit="index a month")
def an_international_comes_about(ties, members, power, enough, pace):
    """With parties to join it and a power to sustain it an International comes about."""
    return pace * (power * members / (members + enough) - ties)


def step(m: Month) -> None:
    """Take the month's step."""
    m.change("autonomy", m.rule(centre_takes_command))
    m.change("sectarian", m.rule(turns_at_home_are_copied))
    m.set("advice", m.rule(advice_is_made))
    m.set("isolation", m.rule(state_stands_alone))
    window = m.rule(windows_open)
    m.change("hope", m.rule(hope_rises_and_falls, window=window))
    m.change("belief", m.rule(defeats_wear_belief_out, window=window))
    m.set("members", m.rule(sections_add_up))
    m.change("ties", m.rule(an_international_comes_about))
