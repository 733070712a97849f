"""Workers' jobs, wages, norms and strikes."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import METHODS
from thermidor.model.nature import PER_CENT, is_code, square


class Labour(System):
    """State of labour."""

    real_wage: Array = variable("index", "real wage, 1913 = 100", start=parameter(
        85, "index", 75, 95, book=("labour.r02",), assumption="19.3 of about 22 roubles of 1913"),
        typical=(15.0, 130.0), gives="wages.real", book=("labour.r02",))
    norms: Array = variable("index", "output norms, 1913 = 1", start=parameter(
        1.0, "index", 0.95, 1.05, assumption="base"), typical=(0.8, 1.6))
    strikers: Array = variable("persons a month", "workers on strike", start=parameter(
        250e3, "persons a month", 150e3, 350e3, publication="factory inspection, January 1917"),
        typical=(0.0, 8e5), gives="unrest.strikers", book=("labour.r05",))
    jobs: Array = variable("persons", "industrial workers whom plant and fuel could employ",
        start=parameter(3.3e6, "persons", 3.0e6, 3.5e6, publication="Gaponenko 1970"),
        typical=(1e6, 8e6))


MONTHS_TO_FEEL_A_WAGE = parameter(4, "months", 2, 8, assumption="rates are agreed and rations set some times a year; half "
                                  "as long where they follow prices, twice where they are decreed")
MONTHS_OF_A_STRIKE = parameter(2, "months", 1, 4, assumption="a movement of strikes spreads from works to works and ebbs in "
                               "weeks; a month for a strike of hunger, a season for one that is led")


@rule("labour.r10", "labour.r16", "industry.r05", "industry.r14",
      reads=dict(capital="industry.capital", fuel="industry.fuel", norms="labour.norms", method="procurement.method"),
      parameters=dict(men=parameter(3.3e6, "persons", 3.0e6, 3.6e6, publication="Gaponenko 1970"),
                      scale=parameter(0.62, "elasticity", 0.4, 0.8, assumption="plant grows faster than hands"),
                      idle=parameter(0.65, "elasticity", 0.3, 0.9, assumption="idle plant keeps some hands where the state or the war pays them; none where "
                                     "works must live from their sales"),
                      thrift=parameter(0.6, "elasticity", 0.2, 1.0, book=("industry.r06",),
                                       assumption="higher norms spare workers"),
                      least=parameter(1 / 12, "index, 1913 = 1", 0.05, 0.2, assumption="who is paid does at least a twelfth "
                                      "of the work of 1913, or the place is no job; keeps jobs finite")),
      neutral=3.3e6, signs=dict(capital=+1, fuel=+1, norms=-1), unit="persons")
def plant_offers_jobs(capital, fuel, norms, method, men, scale, idle, thrift, least):
    """Jobs follow plant and fuel, and fewer are needed as norms rise; works that live from sales keep no idle hands."""
    idle = jnp.where(is_code(method, METHODS, "market") > 0, jnp.maximum(idle, 1), idle)
    return men * jnp.maximum(capital, 0) ** scale * jnp.maximum(fuel, 0) ** idle / jnp.maximum(norms, least) ** thrift


@rule("industry.r06", "labour.r06", "labour.r13",
      reads=dict(norms="labour.norms", unemployed="classes.unemployed", workers="classes.workers",
                 fast="organs.line_industry", hunger="supply.hunger_towns",
                 power="soviets.power"),
      parameters=dict(squeeze=parameter(0.010, "a month", 0.003, 0.02, book=("labour.r06",),
                                        assumption="12-14 per cent in a year at most"),
                      plan=parameter(0.004, "a month", 0.001, 0.01, assumption="orders close a twentieth of the gap to the "
                                     "body's limit in a year; a quarter as much where foremen wink, over twice as much "
                                     "under records"),
                      order=parameter(0.02, "a month", 0.005, 0.05, assumption="habits of work return"),
                      slip=parameter(0.03, "a month", 0.01, 0.06, assumption="norms of work sank by a third in the two "
                                     "hungriest years; a third or twice as fast as masters and piecework hold them"),
                      most=parameter(1.6, "index", 1.3, 2.0, assumption="body's limit with given plant")),
      neutral=0.0, signs=dict(unemployed=+1, fast=+1, hunger=-1), unit="index a month")
def norms_are_raised(norms, unemployed, workers, fast, hunger, power, squeeze, plan, order, slip,
                    most):
    """Unemployment and the plan raise norms; hunger and disorder lower them."""
    pressed = squeeze * jnp.clip(unemployed / jnp.maximum(workers, 1), 0, 1) + plan * jnp.clip(fast, 0, 1)
    return (pressed * (most - norms) + order * jnp.maximum(1 - norms, 0) * (1 - hunger)
            - slip * hunger * norms * power)


@rule("money.r01", "labour.r02", "labour.r06", "labour.r09", "money.r11",
      reads=dict(output="industry.light", hunger="supply.hunger_towns", growth="money.growth",
                 fast="organs.line_industry", unemployed="classes.unemployed",
                 workers="classes.workers", urban="population.urban"),
      parameters=dict(start="initial.population.urban",
                      top=parameter(102, "index", 90, 115, publication="1926/27: about 101"),
                      goods_weight=parameter(0.40, "elasticity", 0.2, 0.7, assumption="two fifths of a worker's budget "
                                             "are goods; a fifth for the poorest, most of it where bread is free"),
                      bread=parameter(0.75, "share", 0.5, 1.0, assumption="the rest of the budget is bread and rent; "
                                      "half where things can be bought for money, all where only rations count"),
                      paper=parameter(1.5, "share a growth rate", 0.5, 3.0, book=("money.r01",), assumption="wages run "
                                      "some six weeks behind notes, as the fall of a third in 1917 has it; from a "
                                      "fortnight to three months"),
                      invest=parameter(0.45, "share", 0.2, 0.6, assumption="wages frozen while prices rise"),
                      queue=parameter(0.2, "share", 0.0, 0.4, assumption="whom the gate can replace asks for less: a "
                                      "tenth less where one in two is without work; nothing where unions hold rates, "
                                      "twice that where they do not")),
      neutral=85.0, signs=dict(output=+1, hunger=-1, growth=-1, fast=-1, unemployed=-1, urban=-1),
      unit="index")
def wages_buy_what_there_is(output, hunger, growth, fast, unemployed, workers, urban, start, top,
                            goods_weight, bread, paper, invest, queue):
    """The wage buys what is made and eaten for each townsman, less what emission and the plan take from it."""
    jobless = unemployed / jnp.maximum(workers + unemployed, 1)
    plenty = (jnp.maximum(output, 1) / PER_CENT * start.sum() / jnp.maximum(urban.sum(), 1)) ** goods_weight
    return top * plenty * (1 - bread * hunger) * (1 - queue * jobless) \
        * (1 - invest * jnp.clip(fast, 0, 1)) / (1 + paper * growth)


@rule("labour.r05", "mood.r03", "mood.r08", "mood.r14", "labour.r15", "labour.r11", "classes.r10",
      reads=dict(united="classes.united", discontent="mood.discontent", fear="mood.fear", active="classes.active", workers="classes.workers", terror="police.terror",
                 fatigue="mood.fatigue"),
      parameters=dict(rate=parameter(0.55, "share a month", 0.2, 1.0, assumption="half of workers struck "
                                     "in the worst months of 1917"),
                      cadres=parameter(0.02, "share of workers", 0.01, 0.04, assumption="organisers needed"),
                      alone=parameter(0.5, "share", 0.25, 0.75, assumption="where nobody unifies them half of the strikes are left, each "
                                      "of one works; a quarter, or three quarters"),
                      tired=parameter(0.5, "share", 0.2, 0.8, assumption="the weary strike half as much for the same "
                                      "wrong; a fifth less if hunger drives them, four fifths if it lames them"),
                      crushed=parameter(0.9, "share", 0.6, 1.0, assumption="full terror leaves one strike in ten, short "
                                        "and unnamed; two in five where it passes works by, none where it does not")),
      neutral=0.0, signs=dict(united=+1, discontent=+1, fear=-1, active=+1, terror=-1, fatigue=-1),
      unit="persons a month")
def discontent_strikes(united, discontent, fear, active, workers, terror, fatigue, rate, cadres,
                       alone, tired, crushed):
    """Discontent becomes strikes where there are workers to lead and fear does not hold them, and spreads where it is unified."""
    led = active / jnp.maximum(active + cadres * workers, 1) * (alone + (1 - alone) * united)
    return (rate * workers * square(jnp.clip(discontent, 0, 1)) * led * (1 - fear)
            * (1 - crushed * terror) * (1 - tired * fatigue))


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    m.set("jobs", m.rule(plant_offers_jobs))
    m.change("norms", m.rule(norms_are_raised))
    m.approach("real_wage", m.rule(wages_buy_what_there_is), "labour.months_to_feel_a_wage")
    m.approach("strikers", m.rule(discontent_strikes), "labour.months_of_a_strike")
