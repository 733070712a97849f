"""Scarcity, money privileges, fatigue and command form a privileged stratum of officials."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, here, observable, parameter, rule, variable
from thermidor.engine.month import Month


class Privilege(System):
    """State of privilege."""

    ratio: Array = variable("ratio", "income of a senior official over a worker's", low=1.0,
        start=parameter(12.0, "ratio", 6.0, 20.0, assumption="officials of the old order"), typical=(1.0, 20.0))
    caste: Array = variable("index 0-1", "formation of an official caste under soviet power", high=1.0,
                            start=0.0, book=("privilege.r06",))
    nomenklatura: Array = variable("persons", "holders of listed posts", start=0.0, typical=(0.0, 8e5),
                                   book=("privilege.r09",))


@rule("privilege.r01", "privilege.r02", "privilege.r03", "privilege.r04", "privilege.r05", "privilege.r06",
      reads=dict(goods="industry.goods_rural", hunger="supply.hunger_towns", traders="classes.traders",
                 fatigue="mood.fatigue", hope="comintern.hope",
                 command="army.ex_soldiers_in_posts", participation="soviets.participation",
                 active="classes.active", workers="classes.workers", appointed="appointments.appointed"),
      parameters=dict(scarce=parameter(0.22, "index", 0.1, 0.4, assumption="wide"),
                      money=parameter(0.18, "index", 0.05, 0.35, book=("privilege.r04"), assumption="wide"),
                      tired=parameter(0.18, "index", 0.05, 0.35, assumption="fatigue and lost hope in Europe"),
                      barracks=parameter(0.18, "index", 0.05, 0.35, book=("privilege.r05"), assumption="wide"),
                      empty=parameter(0.14, "index", 0.05, 0.35, assumption="masses pushed out"),
                      named=parameter(0.30, "index", 0.1, 0.5, book=("privilege.r07"), assumption="wide"),
                      nepman=parameter(0.6e6, "persons", 0.3e6, 1e6, assumption="traders who can bribe"),
                      guard=parameter(0.25, "share", 0.0, 0.6, assumption="an active class controls officials"),
                      layer=parameter(0.03, "share of workers", 0.02, 0.06, assumption="active layer of 1917")),
      neutral=0.0, signs=dict(goods=-1, fatigue=+1, hope=-1, command=+1, participation=-1, appointed=+1,
                              traders=+1, active=-1), unit="index 0-1")
def elements_of_a_caste(goods, hunger, traders, fatigue, hope, command, participation, active,
                        workers, appointed, scarce, money, tired, barracks, empty, named, nepman, guard,
                        layer):
    """Scarcity, bribes, fatigue, lost hope, barracks manners and absent masses; nomination binds them."""
    sum_ = (scarce * (1 - goods * (1 - hunger)) + money * traders / (traders + nepman)
            + tired * fatigue * (1 - hope) + barracks * command + empty * (1 - participation)
            + named * appointed)
    watch = jnp.clip(active / jnp.maximum(layer * workers, 1), 0, 1)
    return jnp.clip(sum_ * (1 - guard * watch), 0, 1)


@rule("privilege.r03", "privilege.r07", "privilege.r13",
      reads=dict(caste="privilege.caste", power="soviets.power", aim=here(0.0, 1.0, "elements of a caste")),
      parameters=dict(grow=parameter(0.022, "a month", 0.008, 0.05, assumption="all there in four years"),
                      shrink=parameter(0.008, "a month", 0.002, 0.02, assumption="privilege yields slowly")),
      neutral=0.0, signs=dict(aim=+1), unit="index a month")
def caste_forms(caste, power, aim, grow, shrink):
    """A caste forms in a few years and dissolves more slowly."""
    gap = power * aim - caste
    return jnp.where(gap > 0, grow, shrink) * gap


@rule("privilege.r02", "privilege.r08", "privilege.r10", "privilege.r14",
      reads=dict(caste="privilege.caste", power="soviets.power", capital="industry.capital"),
      parameters=dict(old=parameter(12.0, "ratio", 6.0, 20.0, assumption="old order"),
                      norm=parameter(2.0, "ratio", 1.0, 4.0, publication="party maximum"),
                      span=parameter(13.0, "ratio", 6.0, 25.0, assumption="salaries and special shops of the 1930s"),
                      wealth=parameter(0.3, "elasticity", 0.0, 0.6, assumption="more to share")),
      neutral=2.0, signs=dict(caste=+1, capital=+1), unit="ratio")
def posts_pay(caste, power, capital, old, norm, span, wealth):
    """Soviet power cuts high pay to near a worker's; the caste raises it again in kind and money."""
    soviet = norm + span * caste ** (1 + 1) * jnp.maximum(capital, 1 / 12) ** wealth
    return jnp.where(power > 0, soviet, old)


@rule("privilege.r07", "privilege.r09", "classes.r12",
      reads=dict(officials="classes.officials", appointed="appointments.appointed", caste="privilege.caste",
                 power="soviets.power"),
      parameters=dict(share=parameter(0.10, "share of officials", 0.04, 0.2, assumption="posts worth listing")),
      neutral=0.0, signs=dict(officials=+1, appointed=+1, caste=+1), unit="persons")
def list_of_posts(officials, appointed, caste, power, share):
    """Posts filled from above are put on the list, and the list grows with the caste."""
    return share * officials * appointed * caste * power


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    caste = m.last("privilege.caste")
    m.set("caste", caste + m.rule(caste_forms, aim=m.rule(elements_of_a_caste)))
    ratio = m.last("privilege.ratio")
    m.set("ratio", ratio + (m.rule(posts_pay) - ratio) / 12)
    listed = m.last("privilege.nomenklatura")
    m.set("nomenklatura", listed + (m.rule(list_of_posts) - listed) / 12)


@observable("privilege.ratio", "ratio", "income of a senior official over a worker's",
            system="privilege", low=1.0, book=("privilege.r10",))
def _ratio(w, flows):
    return w.privilege.ratio


@observable("privilege.nomenklatura", "persons", "holders of listed posts", system="privilege",
            book=("privilege.r09",))
def _nomenklatura(w, flows):
    return w.privilege.nomenklatura
