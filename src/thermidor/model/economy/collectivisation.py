"""Peasants are driven into collective farms, resist, leave and are driven again."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import METHODS
from thermidor.model.nature import is_code


class Collectivisation(System):
    """State of collectivisation."""

    share: Array = variable("share", "peasant households in collective farms", high=1.0, start=0.0,
                            gives="collectivisation.share", book=("collectivisation.r07",))
    campaign: Array = variable("flag", "a forced drive is on", high=1.0, start=0.0,
                               book=("collectivisation.r01",))
    drive: Array = variable("index 0-1", "force of the drive upon those still outside", high=1.0,
                            start=0.0, book=("collectivisation.r01",))
    settled: Array = variable("share", "how far the collective farms have settled down", high=1.0,
                              start=0.0)
    relief: Array = variable("share", "relief granted to the village", high=1.0, start=0.0,
                             book=("collectivisation.r12",))


FORCED_DRIVE = choice("collectivisation.forced_drive", "total collectivisation by force",
                      kind="decision", book=("collectivisation.r01", "collectivisation.r02"))
RETREAT = choice("collectivisation.retreat", "coercion relaxed after revolt or disaster",
                 kind="decision", book=("collectivisation.r06", "collectivisation.r12"))


@rule("collectivisation.r01", "collectivisation.r02", "procurement.r08", "collectivisation.r17",
      reads=dict(line="organs.line_peasantry", fast="organs.line_industry",
                 correction="organs.correction", withheld="procurement.withheld",
                 hunger="supply.hunger_towns", revolt="countryside.revolt",
                 relief="collectivisation.relief", method="procurement.method",
                 campaign="collectivisation.campaign"),
      parameters=dict(rate=parameter(0.5, "a month", 0.15, 1.5, assumption="half of the surplus withheld from a leadership "
                                     "bent on coercion and haste brings the drive within two seasons; in a year, or "
                                     "six weeks, as it waits for the harvest or not"),
                      crisis=parameter(0.5, "index", 0.2, 1.0, assumption="hunger in the towns counts half of the grain "
                                       "withheld, being its sequel; a fifth where cards are ready, as much where not"),
                      afraid=parameter(0.8, "share", 0.3, 1.0, assumption="a country wholly in revolt takes four "
                                       "fifths off the chance of a new drive: the one of 1930 was stopped by risings "
                                       "and taken up again in autumn; three tenths or all")),
      neutral=0.0, signs=dict(line=-1, fast=+1, correction=-1, withheld=+1, hunger=+1, relief=-1,
                              campaign=-1),
      unit="probability a month")
def crisis_answered_by_enclosure(line, fast, correction, withheld, hunger, revolt, relief, method, campaign, rate,
                                 crisis, afraid):
    """Under quotas a grain crisis, a coercive line, a hasty plan and no correction make the forced drive."""
    chance = (rate * (withheld + crisis * hunger) * jnp.clip(-line, 0, 1) * jnp.clip(fast, 0, 1)
              * (1 - correction) * (1 - afraid * revolt.mean()) * (1 - relief))
    return chance * is_code(method, METHODS, "quota") * (1 - campaign)


@rule("collectivisation.r05", "collectivisation.r06", "collectivisation.r12", "procurement.r13",
      reads=dict(revolt="countryside.revolt", hunger="supply.hunger", correction="organs.correction",
                 line="organs.line_peasantry", drive="collectivisation.drive", method="procurement.method"),
      parameters=dict(rate=parameter(1.0, "a month", 0.3, 2.0, assumption="a country in arms against the drive stops it in "
                                     "the month, as in March 1930; a season if the centre doubts its reports, a "
                                     "fortnight if it does not"),
                      mild=parameter(0.5, "share", 0.0, 1.0, assumption="the line on the village hastens or delays a "
                                     "retreat by half; not at all where fear alone decides, wholly where will does"),
                      famine=parameter(0.8, "index", 0.2, 1.5, assumption="famine everywhere moves a summit four "
                                       "fifths as much as risings everywhere do: it is heard later, and threatens "
                                       "nobody there; a fifth, or half as much again"),
                      floor=parameter(0.35, "share", 0.1, 0.6, assumption="even a party that hears nothing retreats a "
                                      "third as readily as one that hears all, for risings are armed; a tenth or six "
                                      "tenths")),
      neutral=0.0, signs=dict(revolt=+1, hunger=+1, correction=+1, line=+1), unit="probability a month")
def disaster_forces_retreat(revolt, hunger, correction, line, drive, method, rate, mild, famine, floor):
    """Revolt, and more slowly famine, force a pause; the deafer the party the later."""
    ears = floor + (1 - floor) * correction
    chance = rate * (revolt.mean() * drive + famine * hunger.mean()) * ears * (1 + mild * line)
    return chance * is_code(method, METHODS, "quota")


@rule("collectivisation.r01", "collectivisation.r03", "collectivisation.r07", "collectivisation.r16",
      reads=dict(drive="collectivisation.drive", terror="police.terror"),
      parameters=dict(pace=parameter(0.12, "a month", 0.05, 0.3, book=("collectivisation.r07", "c9-f028", "c9-f040"),
                                     assumption="half of the village in a winter at the fastest"),
                      fear=parameter(1.0, "share", 0.0, 2.0, assumption="deportation of some doubles the pace at which the "
                                     "rest enter; nothing if it scares into flight, thrice the pace if into the farm")),
      neutral=0.0, signs=dict(drive=+1, terror=+1), unit="share a month")
def villages_are_driven_in(drive, terror, pace, fear):
    """Under the drive villages enter in a rush, faster under terror and quotas of kulaks."""
    return pace * drive * (1 + fear * terror)


@rule("collectivisation.r06", "collectivisation.r08", "countryside.r15",
      reads=dict(share="collectivisation.share", drive="collectivisation.campaign",
                 terror="police.terror", settled="collectivisation.settled",
                 pressure="procurement.pressure", method="procurement.method"),
      parameters=dict(pace=parameter(0.15, "a month", 0.05, 0.3, book=("collectivisation.r07", "c9-f040", "c9-f043"),
                                     assumption="from 56 to under 25 per cent in five months"),
                      hold=parameter(0.9, "share", 0.5, 1.0, assumption="full terror, or a full tax on those outside, "
                                     "keeps nine tenths of members in, who would lose the land with the farm; a half "
                                     "or all"),
                      volunteers=parameter(0.01, "share", 0.0, 0.03, publication="1927: 0.8 per cent")),
      neutral=0.0, signs=dict(share=+1, drive=-1, terror=-1, settled=-1), unit="share a month")
def members_leave(share, drive, terror, settled, pressure, method, pace, hold, volunteers):
    """Coercion is what holds them: without it they leave, unless habit or fear of tax binds them."""
    bound = jnp.clip(settled + hold * jnp.maximum(terror, pressure * is_code(method, METHODS, "quota")), 0, 1)
    return pace * jnp.maximum(share - volunteers, 0) * (1 - drive) * (1 - bound)


@rule("collectivisation.r12", "procurement.r15", "supply.r14",
      reads=dict(settled="collectivisation.settled", share="collectivisation.share",
                 hunger="supply.hunger", relief="collectivisation.relief"),
      parameters=dict(pace=parameter(0.03, "a month", 0.01, 0.06, assumption="four years of habit, "
                                     "plots and markets"),
                      bare=parameter(0.5, "share", 0.2, 0.8, assumption="without plot and market habit settles a farm half "
                                     "as fast; a fifth if only they hold people, four fifths if they hardly matter")),
      neutral=0.0, signs=dict(settled=-1, hunger=-1), unit="share a month")
def kolkhoz_settles(settled, share, hunger, relief, pace, bare):
    """Plots, a cow and a market let collective farms settle where nobody starves."""
    return pace * ((1 - hunger.mean()) * (bare + (1 - bare) * relief) * share * (1 - settled) - settled * (1 - share))


@rule("collectivisation.r12", "procurement.r13", reads=dict(relief="collectivisation.relief",
      fast="organs.line_industry"),
      parameters=dict(fading=parameter(0.04, "a month", 0.01, 0.1, assumption="half of what March 1930 granted was "
                                       "taken back within a year and a half; within half a year, or six, at the ends"),
                      hurry=parameter(0.5, "share", 0.0, 1.0, assumption="a hasty plan takes it back half as fast again; "
                                      "no faster if harvests decide, twice as fast if the plan does")),
      neutral=0.0, signs=dict(relief=+1, fast=+1), unit="share a month")
def relief_fades(relief, fast, fading, hurry):
    """Relief wears off, sooner where the plan presses."""
    return fading * relief * (1 + hurry * fast)


@rule("collectivisation.r06", "procurement.r13", reads=dict(method="procurement.method"),
      parameters=dict(size=parameter(0.45, "share", 0.2, 0.8, assumption="a cow, a plot and the right to leave are nearly "
                                     "half of what the village had before the drive; a fifth where local offices "
                                     "keep them back, most of it where they do not")),
      neutral=0.0, unit="share")
def what_a_retreat_grants(method, size):
    """A retreat lightens quotas and lets a cow and a plot be kept."""
    return size * is_code(method, METHODS, "quota")


@rule(reads=dict(relief="collectivisation.relief", stop=here(0.0, 1.0, "retreat decided"),
                 granted=here(0.0, 0.8, "relief that a retreat grants"), faded=here(0.0, 0.1, "relief that wears off")),
      neutral="relief", signs=dict(relief=+1, granted=+1, faded=-1), unit="share",
      assumption="a retreat takes back nothing that an earlier one has granted")
def relief_until_it_fades(relief, stop, granted, faded):
    """A retreat raises relief to what it grants; in other months relief wears off."""
    return stop * jnp.maximum(relief, granted) + (1 - stop) * (relief - faded)


@rule("collectivisation.r06",
      reads=dict(campaign="collectivisation.campaign", power="soviets.power", start=here(0.0, 1.0, "drive decided"),
                 stop=here(0.0, 1.0, "retreat decided")),
      neutral="campaign", signs=dict(campaign=+1, start=+1, stop=-1), unit="flag")
def a_drive_lasts_until_a_retreat(campaign, power, start, stop):
    """A drive goes on until a retreat is decided on, under soviet power."""
    return jnp.where(power > 0, (1 - stop) * jnp.maximum(start, campaign), 0.0)


@rule(reads=dict(campaign="now:collectivisation.campaign", share="collectivisation.share"),
      neutral=0.0, signs=dict(campaign=+1, share=-1), unit="index 0-1",
      assumption="who has entered is no longer driven: the force falls with the number of those outside")
def those_outside_are_driven(campaign, share):
    """The drive bears upon the households still outside."""
    return campaign * (1 - share)


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    start = m.choose(FORCED_DRIVE, m.rule(crisis_answered_by_enclosure))
    stop = m.choose(RETREAT, m.rule(disaster_forces_retreat))
    m.set("campaign", m.rule(a_drive_lasts_until_a_retreat, start=start, stop=stop))
    m.set("drive", m.rule(those_outside_are_driven))
    m.change("share", m.rule(villages_are_driven_in), -m.rule(members_leave))
    m.change("settled", m.rule(kolkhoz_settles))
    m.set("relief", m.rule(relief_until_it_fades, stop=stop, granted=m.rule(what_a_retreat_grants),
                           faded=m.rule(relief_fades)))
