"""Peasants are driven into collective farms, resist, leave and are driven again."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, observable, parameter, rule, variable
from thermidor.engine.month import Month


class Collectivisation(System):
    """State of collectivisation."""

    share: Array = variable("share", "peasant households in collective farms", high=1.0, start=0.0)
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
                 relief="collectivisation.relief"),
      parameters=dict(rate=parameter(0.5, "a month", 0.15, 1.5, assumption="wide"),
                      crisis=parameter(0.5, "index", 0.2, 1.0, assumption="wide"),
                      afraid=parameter(0.8, "share", 0.3, 1.0, assumption="fresh revolt stays the hand")),
      neutral=0.0, signs=dict(line=-1, fast=+1, correction=-1, withheld=+1, hunger=+1, relief=-1),
      unit="probability a month")
def crisis_answered_by_enclosure(line, fast, correction, withheld, hunger, revolt, relief, rate,
                                 crisis, afraid):
    """A grain crisis, a coercive line, a hasty plan and no correction make the forced drive."""
    return (rate * (withheld + crisis * hunger) * jnp.clip(-line, 0, 1) * jnp.clip(fast, 0, 1)
            * (1 - correction) * (1 - afraid * revolt.mean()) * (1 - relief))


@rule("collectivisation.r05", "collectivisation.r06", "collectivisation.r12", "procurement.r13",
      reads=dict(revolt="countryside.revolt", hunger="supply.hunger", correction="organs.correction",
                 line="organs.line_peasantry", drive="collectivisation.drive"),
      parameters=dict(rate=parameter(1.0, "a month", 0.3, 2.0, assumption="wide"),
                      famine=parameter(0.8, "index", 0.2, 1.5, assumption="famine is heard late"),
                      floor=parameter(0.35, "share", 0.1, 0.6, assumption="even the deaf hear arms")),
      neutral=0.0, signs=dict(revolt=+1, hunger=+1, correction=+1, line=+1), unit="probability a month")
def disaster_forces_retreat(revolt, hunger, correction, line, drive, rate, famine, floor):
    """Revolt, and more slowly famine, force a pause; the deafer the party the later."""
    ears = floor + (1 - floor) * correction
    return rate * (revolt.mean() * drive + famine * hunger.mean()) * ears * (1 + line / 2)


@rule("collectivisation.r01", "collectivisation.r03", "collectivisation.r07", "collectivisation.r16",
      reads=dict(drive="collectivisation.drive", terror="police.terror"),
      parameters=dict(pace=parameter(0.12, "a month", 0.05, 0.3, book=("collectivisation.r07",),
                                     assumption="half of the village in a winter at the fastest"),
                      fear=parameter(1.0, "share", 0.0, 2.0, assumption="wide")),
      neutral=0.0, signs=dict(drive=+1, terror=+1), unit="share a month")
def villages_are_driven_in(drive, terror, pace, fear):
    """Under the drive villages enter in a rush, faster under terror and quotas of kulaks."""
    return pace * drive * (1 + fear * terror)


@rule("collectivisation.r06", "collectivisation.r08", "countryside.r15",
      reads=dict(share="collectivisation.share", drive="collectivisation.campaign",
                 terror="police.terror", settled="collectivisation.settled",
                 pressure="procurement.pressure", method="procurement.method"),
      parameters=dict(pace=parameter(0.15, "a month", 0.05, 0.3, book=("collectivisation.r07",),
                                     assumption="from 56 to under 25 per cent in five months"),
                      hold=parameter(0.9, "share", 0.5, 1.0, assumption="fear of losing land keeps them"),
                      volunteers=parameter(0.01, "share", 0.0, 0.03, publication="1927: 0.8 per cent")),
      neutral=0.0, signs=dict(share=+1, drive=-1, terror=-1, settled=-1), unit="share a month")
def members_leave(share, drive, terror, settled, pressure, method, pace, hold, volunteers):
    """Coercion is what holds them: without it they leave, unless habit or fear of tax binds them."""
    bound = jnp.clip(settled + hold * jnp.maximum(terror, pressure * jnp.where(method > 1 + 1, 1, 0)), 0, 1)
    return pace * jnp.maximum(share - volunteers, 0) * (1 - drive) * (1 - bound)


@rule("collectivisation.r12", "procurement.r15", "supply.r14",
      reads=dict(settled="collectivisation.settled", share="collectivisation.share",
                 hunger="supply.hunger", relief="collectivisation.relief"),
      parameters=dict(pace=parameter(0.03, "a month", 0.01, 0.06, assumption="four years of habit, "
                                     "plots and markets")),
      neutral=0.0, signs=dict(settled=-1, hunger=-1), unit="share a month")
def kolkhoz_settles(settled, share, hunger, relief, pace):
    """Plots, a cow and a market let collective farms settle where nobody starves."""
    return pace * ((1 - hunger.mean()) * (1 + relief) / 2 * share - settled * (1 - share))


@rule("collectivisation.r12", "procurement.r13", reads=dict(relief="collectivisation.relief",
      fast="organs.line_industry"),
      parameters=dict(fading=parameter(0.04, "a month", 0.01, 0.1, assumption="wide"),
                      hurry=parameter(0.5, "share", 0.0, 1.0, assumption="wide")),
      neutral=0.0, signs=dict(relief=+1, fast=+1), unit="share a month")
def relief_fades(relief, fast, fading, hurry):
    """Relief wears off, sooner where the plan presses."""
    return fading * relief * (1 + hurry * fast)


@rule("collectivisation.r06", "procurement.r13", reads=dict(method="procurement.method"),
      parameters=dict(size=parameter(0.45, "share", 0.2, 0.8, assumption="wide")),
      neutral=0.0, unit="share")
def what_a_retreat_grants(method, size):
    """A retreat lightens quotas and lets a cow and a plot be kept."""
    return size * jnp.where(method > 1 + 1, 1.0, 0.0)


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    drive, relief = m.last("collectivisation.campaign"), m.last("collectivisation.relief")
    quota = m.last("procurement.method") > 1 + 1
    start = m.choose(FORCED_DRIVE, jnp.where(quota & (drive < 1), m.rule(crisis_answered_by_enclosure), 0.0))
    stop = m.choose(RETREAT, jnp.where(quota, m.rule(disaster_forces_retreat), 0.0))
    on = jnp.where(stop > 0, 0.0, jnp.where(start > 0, 1.0, drive))
    share = m.last("collectivisation.share")
    on = m.set("campaign", jnp.where(m.last("soviets.power") > 0, on, 0.0))
    m.set("drive", on * (1 - share))
    m.set("share", share + m.rule(villages_are_driven_in) - m.rule(members_leave))
    m.set("settled", m.last("collectivisation.settled") + m.rule(kolkhoz_settles))
    m.set("relief", jnp.where(stop > 0, jnp.maximum(relief, m.rule(what_a_retreat_grants)),
                              relief - m.rule(relief_fades)))


@observable("collectivisation.share", "share", "peasant households in collective farms",
            system="collectivisation", high=1.0, book=("collectivisation.r07",))
def _share(w, flows):
    return w.collectivisation.share
