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
        85, "index", 75, 95, assumption="the 19.3 roubles of January 1917 (labour.r02, p. 59) against some twenty-two "
                "of 1913, a year for which the book prints none; a tenth either way"),
        typical=(15.0, 130.0), gives="wages.real", book=("labour.r02",))
    norms: Array = variable("index", "output norms, 1913 = 1", start=parameter(
        1.0, "index", 0.95, 1.05, assumption="the norm of January 1917 is the unit; a twentieth either way for works "
                "that differed"), typical=(0.8, 1.6))
    strikers: Array = variable("persons a month", "workers on strike", start=parameter(
        250e3, "persons a month", 150e3, 350e3, publication="factory inspection, January 1917"),
        typical=(0.0, 8e5), gives="unrest.strikers", book=("labour.r05",))
    jobs: Array = variable("persons", "industrial workers whom plant and fuel could employ",
        start=parameter(3.3e6, "persons", 3.0e6, 3.5e6, publication="Gaponenko, Rabochii klass Rossii v 1917 godu, Moscow 1970"),
        typical=(1e6, 8e6))


MONTHS_TO_FEEL_A_WAGE = parameter(4, "months", 2, 8, assumption="rates are agreed and rations set some times a year; half "
                                  "as long where they follow prices, twice where they are decreed")
MONTHS_OF_A_STRIKE = parameter(2, "months", 1, 4, assumption="a movement of strikes spreads from works to works and ebbs in "
                               "weeks; a month for a strike of hunger, a season for one that is led")


@rule("labour.r10", "labour.r16", "industry.r05", "industry.r14",
      reads=dict(capital="industry.capital", fuel="industry.fuel", norms="labour.norms", method="procurement.method"),
      parameters=dict(men=parameter(3.3e6, "persons", 3.0e6, 3.6e6, publication="Gaponenko, Rabochii klass Rossii v 1917 godu, Moscow 1970"),
                      scale=parameter(0.62, "elasticity", 0.4, 0.8, assumption="twice the plant asks for half as many "
                                      "hands again, new machines saving the rest: large industry of 1928-37 with its "
                                      "plant; a third or three quarters"),
                      idle=parameter(0.65, "elasticity", 0.3, 0.9, assumption="idle plant keeps some hands where the state or the war pays them; none where "
                                     "works must live from their sales"),
                      thrift=parameter(0.6, "elasticity", 0.2, 1.0, assumption="norms up by a tenth spare six in a "
                                       "hundred hands: in 1924-25 norms rose 12 to 14 per cent, output 13 to 19 and "
                                       "hands 4 (industry.r06, p. 236), which would say nine, but plant came back into "
                                       "use too; two or ten"),
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
      parameters=dict(squeeze=parameter(0.010, "a month", 0.003, 0.02, book=("labour.r06", "c7-f098"),
                                        assumption="12-14 per cent in a year at most"),
                      plan=parameter(0.004, "a month", 0.001, 0.01, assumption="orders close a twentieth of the gap to the "
                                     "body's limit in a year; a quarter as much where foremen wink, over twice as much "
                                     "under records"),
                      order=parameter(0.02, "a month", 0.005, 0.05, assumption="habits of work return by a fifth of "
                                      "the gap in a year of bread, as output a head did from 1921; a twentieth or a "
                                      "half"),
                      slip=parameter(0.03, "a month", 0.01, 0.06, assumption="norms of work sank by a third in the two "
                                     "hungriest years; a third or twice as fast as masters and piecework hold them"),
                      most=parameter(1.6, "index", 1.3, 2.0, assumption="with given plant a body can do six tenths "
                                     "more than in 1913, the shift of ten hours being worked with pauses; three tenths "
                                     "or twice as much")),
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
                      paper=parameter(1.5, "share a growth rate", 0.5, 3.0, assumption="wages run some six weeks "
                                      "behind notes, as the fall of a third in 1917 has it while notes doubled "
                                      "(money.r01, p. 58); from a fortnight to three months"),
                      invest=parameter(0.45, "share", 0.2, 0.6, assumption="the drive at full speed takes nine "
                                       "twentieths of the wage: frozen in money while prices doubled in the first "
                                       "plan; a fifth or three fifths"),
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


GENERAL = parameter(0.12, "share of workers", 0.06, 0.25, assumption="the works of the capital, where rails and telegraph meet, had "
                    "one worker in eight of the country")
"""Share of the workers whose strike stops the capital's transport and telegraph."""


@rule("labour.r05", "mood.r03", "mood.r08", "mood.r10", "mood.r14", "mood.r01", "mood.r04", "labour.r15", "labour.r11",
      "classes.r10",
      reads=dict(united="classes.united", discontent="mood.discontent", threshold="mood.threshold", fear="mood.fear", workers="classes.workers",
                 terror="police.terror", fatigue="mood.fatigue", strikers="labour.strikers"),
      parameters=dict(general="labour.general",
                      rate=parameter(0.8, "share a month", 0.4, 1.6, assumption="half of workers struck "
                                     "in the worst months of 1917; reset with the threshold so that 1917 and 1921 keep their size"),
                      fresh=parameter(2.0, "1", 0.5, 4.0, assumption="a siege that people are not cowed by yet makes a fifth of terror strike "
                                      "two fifths more of them; a tenth, or four fifths"),
                      drained=parameter(0.5, "share", 0.2, 0.8, assumption="a general strike eats its own means within a month or two: half of "
                                        "those who would go on cannot"),
                      alone=parameter(0.5, "share", 0.25, 0.75, assumption="where nobody unifies them half of the strikes are left, each "
                                      "of one works; a quarter, or three quarters"),
                      tired=parameter(0.5, "share", 0.2, 0.8, assumption="the weary strike half as much for the same "
                                      "wrong; a fifth less if hunger drives them, four fifths if it lames them"),
                      crushed=parameter(0.95, "share", 0.7, 1.0, assumption="full terror leaves one strike in twenty, short "
                                        "and unnamed; three in ten where it passes works by, none where it does not")),
      neutral=0.0, signs=dict(united=+1, discontent=+1, threshold=-1, fatigue=-1, strikers=-1),
      unit="persons a month")
def discontent_strikes(united, discontent, threshold, fear, workers, terror, fatigue, strikers, general, rate, fresh, drained,
                       alone, tired, crushed):
    """Discontent beyond the threshold strikes, and spreads where it is unified; full terror crushes strikes.

    Blows that nobody fears yet spread them. A strike that has become general must win, go on to a rising or be called off: its means are soon eaten.
    """
    answered = (1 + fresh * jnp.maximum(terror - fear, 0)) * (1 - crushed * square(terror))
    means = 1 - drained * jnp.minimum(strikers / jnp.maximum(general * workers, 1), 1)
    spread = (alone + (1 - alone) * united) * (1 - tired * fatigue)
    return rate * workers * square(jnp.clip(discontent - threshold, 0, 1)) * answered * means * spread


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    m.set("jobs", m.rule(plant_offers_jobs))
    m.change("norms", m.rule(norms_are_raised))
    m.approach("real_wage", m.rule(wages_buy_what_there_is), "labour.months_to_feel_a_wage")
    m.approach("strikers", m.rule(discontent_strikes), "labour.months_of_a_strike")
