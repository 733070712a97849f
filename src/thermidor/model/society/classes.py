"""Workers are hired, dismissed and scattered; the active layer is spent; officials multiply."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, flow, observable, parameter, rule, variable
from thermidor.engine.month import Month


class Classes(System):
    """State of the classes of the towns."""

    workers: Array = variable("persons", "industrial workers", quantity="workers", start=parameter(
        3.3e6, "persons", 3.0e6, 3.5e6, publication="Gaponenko 1970"), typical=(1e6, 8e6))
    unemployed: Array = variable("persons", "unemployed", quantity="workers", start=parameter(
        0.1e6, "persons", 0.0, 0.3e6, assumption="few in the war"), typical=(0.0, 2e6))
    active: Array = variable("persons", "politically active layer of the workers", quantity="active",
        start=parameter(120e3, "persons", 60e3, 200e3, book=("classes.r04", "k0571"),
                        assumption="one worker in some thirty; order of magnitude"), typical=(1e4, 2.5e5))
    officials: Array = variable("persons", "officials and employees of the state", quantity="officials",
        start=parameter(1.25e6, "persons", 0.9e6, 1.6e6, publication="employees of 1913: 1.6 million"),
        typical=(5e5, 8e6))
    hired: Array = variable("persons a month", "villagers hired last month", start=0.0, typical=(0.0, 2e5))
    traders: Array = variable("persons", "private traders", start=parameter(
        0.9e6, "persons", 0.5e6, 1.2e6, assumption="before the trade ban"), typical=(0.0, 1e6))


FROM_VILLAGE = flow("classes.from_village", "workers", "border:village", "classes.workers", "persons", "workers hired from villages",
                    book=("classes.r09", "labour.r10"))
REHIRED = flow("classes.rehired", "workers", "classes.unemployed", "classes.workers", "persons", "unemployed hired",
               book=("labour.r16",))
DISMISSED = flow("classes.dismissed", "workers", "classes.workers", "classes.unemployed", "persons", "workers laid off",
                 book=("industry.r02", "labour.r02"))
SCATTERED = flow("classes.scattered", "workers", "classes.workers", "border:village", "persons",
                 "workers gone to villages, fronts and offices", book=("classes.r04", "population.r03"))
SEEKERS = flow("classes.seekers", "workers", "border:village", "classes.unemployed", "persons", "villagers and soldiers seeking work",
               book=("labour.r16",))
GIVEN_UP = flow("classes.given_up", "workers", "classes.unemployed", "border:village", "persons", "unemployed going back",
                assumption="those who find no work go home")
FALLEN = flow("classes.fallen", "active", "classes.active", "border:war", "persons", "active workers killed",
              book=("classes.r04", "population.r13"))
TO_OFFICE = flow("classes.to_office", "active", "classes.active", "border:offices", "persons", "active workers gone to office or front",
                 book=("classes.r04",))
WORN_OUT = flow("classes.worn_out", "active", "classes.active", "border:private_life", "persons",
                "active workers tired, silenced or arrested", book=("mood.r07", "classes.r10"))
AWAKENED = flow("classes.awakened", "active", "border:workers", "classes.active", "persons", "workers becoming active",
                book=("mood.r03", "classes.r04"))
APPOINTED = flow("classes.appointed", "officials", "border:towns", "classes.officials", "persons", "officials taken on",
                 book=("classes.r05",))
RELEASED = flow("classes.released", "officials", "classes.officials", "border:towns", "persons", "officials released",
                book=("classes.r05",))


@rule("labour.r10", "labour.r16", "industry.r02",
      reads=dict(workers="classes.workers", jobs="now:labour.jobs", hunger="supply.hunger_towns"),
      parameters=dict(hire=parameter(0.10, "a month", 0.04, 0.2, assumption="wide"),
                      fire=parameter(0.03, "a month", 0.015, 0.08, book=("industry.r02",), assumption="wide"),
                      kin=parameter(0.5, "share", 0.2, 0.8, assumption="hired straight from the village")),
      neutral=(0.0, 0.0, 0.0), signs=dict(jobs=+1), unit="persons")
def works_hire_and_fire(workers, jobs, hunger, hire, fire, kin):
    """Works take on hands when there are jobs, and lay off when there are not."""
    gap = jobs - workers
    taken = hire * jnp.maximum(gap, 0) * (1 - hunger)
    return taken * (1 - kin), taken * kin, fire * jnp.maximum(-gap, 0)


@rule("classes.r04", "labour.r03", "population.r03",
      reads=dict(workers="classes.workers", hunger="supply.hunger_towns", war="civil_war.intensity"),
      parameters=dict(hungry=parameter(0.045, "a month", 0.02, 0.08, assumption="half left in three years"),
                      called=parameter(0.010, "a month", 0.003, 0.02, assumption="fronts and detachments")),
      neutral=0.0, signs=dict(workers=+1, hunger=+1, war=+1), unit="persons")
def workers_scatter(workers, hunger, war, hungry, called):
    """Hunger sends workers to the villages, war to the fronts."""
    return workers * (hungry * hunger + called * war)


@rule("labour.r16", "mood.r21",
      reads=dict(rural="population.rural", wage="labour.real_wage",
                 hunger="supply.hunger_towns", drive="collectivisation.share"),
      parameters=dict(rate=parameter(0.0006, "a month of villagers", 0.0002, 0.0012,
                                     book=("labour.r16"), assumption="unemployed 0.5 to 1.7 million"),
                      bound=parameter(0.7, "share", 0.3, 1.0, assumption="kolkhozes recruit through the works"),
                      back=parameter(0.022, "a month", 0.01, 0.05, assumption="a few years of search"),
                      flight=parameter(8.0, "1", 2.0, 15.0, assumption="the jobless leave hungry towns first")),
      neutral=(0.0, 0.05), signs=dict(wage=+1, hunger=-1, rural=+1), unit="persons; share")
def village_seeks_work(rural, wage, hunger, drive, rate, bound, back,
                       flight):
    """Too many hands in the village seek work in towns that eat; some go home."""
    pull = jnp.clip(wage / 100, 0, 1) * (1 - hunger) ** (1 + 1)
    return rate * rural.sum() * pull * (1 - bound * drive), back * (1 + flight * hunger)


@rule("classes.r04", "population.r13",
      reads=dict(active="classes.active", losses="civil_war.vanguard_losses"), neutral=0.0,
      signs=dict(losses=+1), unit="persons")
def the_best_fall_first(active, losses):
    """The conscious minority goes first to the front and dies there."""
    return jnp.minimum(losses, active)


@rule("classes.r04", "privilege.r05", "mood.r16",
      reads=dict(active="classes.active", appointed="now:classes.appointed", war="civil_war.intensity", power="soviets.power"),
      parameters=dict(share=parameter(0.012, "share of new officials", 0.004, 0.04, assumption="offices take "
                      "the reliable first"),
                      called=parameter(0.025, "a month", 0.008, 0.05, book=("classes.r04"), assumption="wide"),
                      most=parameter(0.03, "a month", 0.01, 0.06, assumption="wide")),
      neutral=0.0, signs=dict(active=+1, appointed=+1, war=+1, power=+1), unit="persons")
def office_and_front_take_the_active(active, appointed, war, power, share, called, most):
    """New offices and every danger at the front draw active workers out of the factories."""
    return power * (jnp.minimum(share * appointed, most * active) + called * war * active)


@rule("mood.r07", "mood.r10", "classes.r10", "classes.r07",
      reads=dict(active="classes.active", fatigue="mood.fatigue", fear="mood.fear",
                 terror="police.terror"),
      parameters=dict(tired=parameter(0.007, "a month", 0.002, 0.02, assumption="wide"),
                      silenced=parameter(0.02, "a month", 0.005, 0.05, assumption="wide"),
                      usual=parameter(0.004, "a month", 0.001, 0.008, assumption="age and death")),
      neutral=0.0, signs=dict(active=+1, fatigue=+1, fear=+1, terror=+1), unit="persons")
def the_active_tire_or_are_silenced(active, fatigue, fear, terror, tired, silenced, usual):
    """Weariness, fear and arrest wear the active layer away."""
    return active * (usual + tired * fatigue + silenced * fear * jnp.maximum(terror, fear))


@rule("mood.r03", "mood.r05", "classes.r04",
      reads=dict(workers="classes.workers", active="classes.active", confidence="mood.confidence",
                 discontent="mood.discontent", participation="soviets.participation", fear="mood.fear",
                 appointed="appointments.appointed"),
      parameters=dict(able=parameter(0.055, "share of workers", 0.03, 0.1, assumption="wide"),
                      slow=parameter(0.02, "a month", 0.008, 0.04, assumption="schools of struggle take years"),
                      live=parameter(0.6, "share", 0.3, 0.9, assumption="soviets that decide form people")),
      neutral=0.0, signs=dict(workers=+1, confidence=+1, participation=+1, fear=-1, appointed=-1),
      unit="persons")
def struggle_forms_new_active_workers(workers, active, confidence, discontent, participation, fear,
                                      appointed, able, slow, live):
    """Confidence and living soviets form new active workers, slowly; fear and command do not."""
    room = jnp.maximum(able * workers - active, 0)
    school = (1 - live + live * participation) * (1 - appointed / 2) * (1 - fear)
    return slow * room * school * (confidence + discontent) / 2


@rule("classes.r05", "privilege.r03", "privilege.r09", "industry.r12",
      reads=dict(urban="population.urban", goods="industry.goods_rural", hunger="supply.hunger_towns",
                 power="soviets.power", method="procurement.method", fast="organs.line_industry",
                 participation="soviets.participation"),
      parameters=dict(base=parameter(0.048, "share of townspeople", 0.035, 0.06, publication="1913: employees"),
                      counting=parameter(0.075, "share", 0.03, 0.12, book=("classes.r05"),
                                         assumption="five times as many in a year in the union"),
                      market=parameter(0.6, "share", 0.3, 0.9, assumption="trade needs fewer state counters"),
                      planning=parameter(0.05, "share", 0.02, 0.1, assumption="employees of 1932-37"),
                      citizens=parameter(0.3, "share", 0.0, 0.6, assumption="participation replaces staff")),
      neutral=1.25e6, signs=dict(goods=-1, power=+1, fast=+1, participation=-1), unit="persons")
def scarcity_needs_counters(urban, goods, hunger, power, method, fast, participation, base,
                            counting, market, planning, citizens):
    """To allot scarce goods the state needs people who count and share them out."""
    scarcity = 1 - goods * (1 - hunger)
    traded = jnp.where(jnp.abs(method - 2) < 1 / 2, market, 1.0)
    staff = counting * scarcity * traded * (1 - citizens * participation) + planning * jnp.clip(fast, 0, 1)
    return urban.sum() * (base + power * staff)


@rule("classes.r08", "privilege.r04", reads=dict(method="procurement.method", urban="population.urban",
      terror="police.terror"),
      parameters=dict(most=parameter(0.030, "share of townspeople", 0.015, 0.045, publication="census of 1926"),
                      hidden=parameter(0.15, "share", 0.0, 0.4, assumption="those who stay under a ban")),
      neutral=0.0, signs=dict(urban=+1), unit="persons")
def trade_lives_where_it_may(method, urban, terror, most, hidden):
    """Traders come with free trade and vanish with it."""
    free = (method < 1 / 2) | (jnp.abs(method - 2) < 1 / 2)
    return most * urban.sum() * jnp.where(free, 1.0, hidden * (1 - terror))


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    hire, straight, fire = m.rule(works_hire_and_fire)
    found = m.flow(REHIRED, hire)
    m.set("hired", m.flow(FROM_VILLAGE, straight + hire - found))
    m.flow(DISMISSED, fire)
    m.flow(SCATTERED, m.rule(workers_scatter))
    seekers, back = m.rule(village_seeks_work)
    m.flow(SEEKERS, seekers)
    m.flow(GIVEN_UP, back * m.now("classes.unemployed"))
    wanted, held = m.rule(scarcity_needs_counters), m.last("classes.officials")
    m.flow(APPOINTED, m.rule(offices_fill_and_empty) * jnp.maximum(wanted - held, 0))
    m.flow(RELEASED, m.rule(offices_fill_and_empty) * jnp.maximum(held - wanted, 0) / 2)
    m.flow(FALLEN, m.rule(the_best_fall_first))
    m.flow(TO_OFFICE, m.rule(office_and_front_take_the_active))
    m.flow(WORN_OUT, m.rule(the_active_tire_or_are_silenced))
    m.flow(AWAKENED, m.rule(struggle_forms_new_active_workers))
    traders = m.last("classes.traders")
    m.set("traders", traders + (m.rule(trade_lives_where_it_may) - traders) / 12)


@rule("classes.r05", reads=dict(caste="privilege.caste"),
      parameters=dict(pace=parameter(0.08, "a month", 0.03, 0.2, book=("classes.r05"),
                                     assumption="within a year"),
                      sticky=parameter(0.4, "share", 0.0, 0.8, assumption="those in office stay")),
      neutral=0.0, signs=dict(caste=-1), unit="share of the gap a month")
def offices_fill_and_empty(caste, pace, sticky):
    """Offices fill within a year, and a settled caste keeps its chairs."""
    return pace * (1 - sticky * caste)


@observable("workers.industrial", "persons", "industrial workers", system="classes", book=("classes.r09",))
def _workers(w, flows):
    return w.classes.workers


@observable("workers.active", "persons", "politically active layer of the workers", system="classes",
            book=("classes.r04",))
def _active(w, flows):
    return w.classes.active


@observable("workers.unemployed", "persons", "unemployed", system="labour", book=("labour.r16",))
def _unemployed(w, flows):
    return w.classes.unemployed


@observable("officials", "persons", "officials and employees of the state", system="classes",
            book=("classes.r05",))
def _officials(w, flows):
    return w.classes.officials


@observable("traders", "persons", "private traders", system="classes", book=("classes.r08",))
def _traders(w, flows):
    return w.classes.traders
