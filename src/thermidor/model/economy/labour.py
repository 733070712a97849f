"""Workers' jobs, wages, norms and strikes."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import METHODS
from thermidor.model.nature import HALF, MILLION, PER_CENT, is_code, square


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
    skill: Array = variable("share", "hands who know their work", high=1.0, start=parameter(
        0.85, "share", 0.75, 0.95, assumption="a sixth of the workers of 1917 had come in the war"), gives="labour.skill",
        book=("labour.r10",))
    turnover: Array = variable("share a month", "workers who leave their place", high=1.0, start=parameter(
        0.06, "share a month", 0.04, 0.09, publication="turnover of Moscow works before and in the war"), typical=(0.01, 0.16),
        gives="labour.turnover", book=("labour.r14",))
    bound: Array = variable("index 0-1", "passport and labour book bind people to place and work", high=1.0, start=0.0,
                            gives="labour.bound", book=("labour.r14",))
    unions: Array = variable("index 0-1", "unions that speak for workers", high=1.0, gives="labour.unions", start=parameter(
        0.1, "index 0-1", 0.0, 0.3, assumption="unions were forbidden before February"), book=("labour.r04",))
    gap: Array = variable("ratio", "skilled pay over unskilled", low=1.0, start=parameter(
        2.2, "ratio", 1.8, 2.6, publication="Bergson 1944: wage spread before the war"), typical=(1.2, 3.5), gives="wages.gap",
        book=("labour.r07",))
    devotion: Array = variable("index 0-1", "faith and sacrifice of the young at work", high=1.0, start=0.0, book=("labour.r12",))
    rooms: Array = variable("persons", "townspeople housed as in 1913", start=parameter(
        25e6, "persons", 22e6, 28e6, assumption="towns had grown by a tenth in the war without houses"), typical=(1.5e7, 4e7))
    housing: Array = variable("1913 = 1", "room for each townsman", start=0.95, typical=(0.4, 1.6), book=("labour.r07", "labour.r10"))
    builders: Array = variable("persons", "workers on building sites", start=parameter(
        0.4e6, "persons", 0.2e6, 0.7e6, assumption="works and lines of the war"), typical=(0.1e6, 4e6), gives="workers.builders",
        book=("industry.r14",))
    pull: Array = variable("persons a month", "people drawn from villages by works, sites and offices", start=0.0,
                           typical=(0.0, 4e5), gives="labour.pull", book=("labour.r10", "classes.r09"))
    jobs: Array = variable("persons", "industrial workers whom plant and fuel could employ",
        start=parameter(3.3e6, "persons", 3.0e6, 3.5e6, publication="Gaponenko, Rabochii klass Rossii v 1917 godu, Moscow 1970"),
        typical=(1e6, 8e6))


MONTHS_TO_FEEL_A_WAGE = parameter(4, "months", 2, 8, assumption="rates are agreed and rations set some times a year; half "
                                  "as long where they follow prices, twice where they are decreed")
MONTHS_OF_A_CUSTOM = parameter(12, "months", 6, 24, assumption="scales, papers and the ways of unions change within a year or two")
MONTHS_TO_OPEN_A_SITE = parameter(4, "months", 2, 8, assumption="gangs are hired by the season")
MONTHS_OF_A_STRIKE = parameter(2, "months", 1, 4, assumption="a movement of strikes spreads from works to works and ebbs in "
                               "weeks; a month for a strike of hunger, a season for one that is led")


@rule("labour.r10", "labour.r16", "industry.r05", "industry.r14", "industry.r06", "industry.r02", "labour.r01",
      reads=dict(capital="industry.capital", fuel="industry.fuel", norms="labour.norms", method="procurement.method",
                 strain="planning.strain", provisional="soviets.provisional", participation="soviets.participation"),
      parameters=dict(lockout="industry.owners_close_and_workers_stop.lockout",
                      hoard=parameter(1.2, "1", 0.5, 2.0, assumption="works that are judged by targets keep men against storming: with a third "
                                      "of the target missed two fifths more; a sixth to two thirds, as workers doubled while plant "
                                      "grew by some three quarters in 1928-32"),
                      men=parameter(3.3e6, "persons", 3.0e6, 3.6e6, publication="Gaponenko, Rabochii klass Rossii v 1917 godu, Moscow 1970"),
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
      neutral=3.3e6, signs=dict(capital=+1, fuel=+1, norms=-1, strain=+1, provisional=-1, participation=-1), unit="persons")
def plant_offers_jobs(capital, fuel, norms, method, strain, provisional, participation, lockout, hoard, men, scale, idle, thrift, least):
    """Jobs follow plant and fuel, fewer as norms rise and owners close; works that live from sales keep no idle hands, those judged by targets hoard them."""
    idle = jnp.where(is_code(method, METHODS, "market") > 0, jnp.maximum(idle, 1), idle)
    open_ = 1 - lockout * provisional * (1 + participation)
    return men * open_ * (1 + hoard * strain) * jnp.maximum(capital, 0) ** scale * jnp.maximum(fuel, 0) ** idle / jnp.maximum(norms, least) ** thrift


@rule("industry.r06", "labour.r06", "labour.r13",
      reads=dict(norms="labour.norms", unemployed="classes.unemployed", workers="classes.workers",
                 fast="organs.line_industry", hunger="supply.hunger_towns",
                 power="soviets.power", unions="labour.unions"),
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
      neutral=0.0, signs=dict(unemployed=+1, fast=+1, hunger=-1, unions=-1), unit="index a month")
def norms_are_raised(norms, unemployed, workers, fast, hunger, power, unions, squeeze, plan, order, slip,
                    most):
    """Unemployment and the plan raise norms; hunger and disorder lower them."""
    pressed = squeeze * jnp.clip(unemployed / jnp.maximum(workers, 1), 0, 1) + plan * jnp.clip(fast, 0, 1)
    return (pressed * (1 - unions) * (most - norms) + order * jnp.maximum(1 - norms, 0) * (1 - hunger)
            - slip * hunger * norms * power)


TIMELY_RAISE = parameter(0.0, "share", 0.0, 0.0, assumption="nil by construction: how far building is left to other sources than wages, "
                         "as the rejected alternative asked; a question to ask")
"""Part of the tax on buyers that is given up so that wages rise in time."""


@rule("labour.r09", "money.r11", "labour.r17", reads=dict(turnover="planning.turnover", credit="planning.credit"),
      parameters=dict(invest=parameter(2.2, "share a share", 1.2, 3.5, assumption="wages and offices have some two fifths of the product: each part "
                                       "in a hundred taken from buyers and savers is over two of what they can buy")),
      neutral=1.0, signs=dict(turnover=-1, credit=-1), unit="factor")
def wages_pay_for_building(turnover, credit, invest):
    """What buyers, lenders and holders of notes give up for building is missing in what a wage buys; no rise makes up for it."""
    return jnp.maximum(1 - invest * (turnover + credit), 0)


@rule(reads=dict(crop="countryside.crop", cattle="countryside.cattle"),
      parameters=dict(normal_crop="industry.light_industry_lives_on_the_field.normal_crop", herd="initial.countryside.cattle",
                      bread=parameter(0.15, "elasticity", 0.05, 0.3, assumption="flour takes a fifth of a worker's budget and is dearer when the "
                                      "crop is short; a third of that where the state keeps its price"),
                      meat=parameter(0.1, "elasticity", 0.05, 0.2, assumption="meat, milk and fat take an eighth, and come from the herd"),
                      least=parameter(0.1, "share", 0.05, 0.2, assumption="a tenth of the herd is always left in some yard; keeps the factor finite")),
      neutral=1.0, signs=dict(crop=+1, cattle=+1), unit="factor",
      assumption="what a wage buys falls when bread and meat are short")
def dear_food_eats_wages(crop, cattle, normal_crop, herd, bread, meat, least):
    """A short crop and a thin herd make the worker's table dear before anybody hungers."""
    return (jnp.maximum(crop.sum(), 1) / normal_crop) ** bread * jnp.maximum(cattle / herd, least) ** meat


@rule("money.r01", "labour.r02", "labour.r06", "labour.r09", "money.r11",
      reads=dict(output="industry.light", hunger="supply.hunger_towns", growth="money.growth", given=here(0.0, 1.2, "part of the wage that building and dear food leave"),
                 unemployed="classes.unemployed",
                 workers="classes.workers", urban="population.urban", unions="labour.unions"),
      parameters=dict(start="initial.population.urban",
                      top=parameter(102, "index", 90, 115, publication="1926/27: about 101"),
                      goods_weight=parameter(0.40, "elasticity", 0.2, 0.7, assumption="two fifths of a worker's budget "
                                             "are goods; a fifth for the poorest, most of it where bread is free"),
                      bread=parameter(0.75, "share", 0.5, 1.0, assumption="the rest of the budget is bread and rent; "
                                      "half where things can be bought for money, all where only rations count"),
                      paper=parameter(1.5, "share a growth rate", 0.5, 3.0, assumption="wages run some six weeks "
                                      "behind notes, as the fall of a third in 1917 has it while notes doubled "
                                      "(money.r01, p. 58); from a fortnight to three months"),
                      queue=parameter(0.2, "share", 0.0, 0.4, assumption="whom the gate can replace asks for less: a "
                                      "tenth less where one in two is without work; nothing where unions hold rates, "
                                      "twice that where they do not")),
      neutral=85.0, signs=dict(output=+1, hunger=-1, growth=-1, given=+1, unemployed=-1, urban=-1, unions=+1),
      unit="index")
def wages_buy_what_there_is(output, hunger, growth, given, unemployed, workers, urban, unions, start, top,
                            goods_weight, bread, paper, queue):
    """The wage buys what is made and eaten for each townsman, less what building, dear food and the presses take from it."""
    jobless = unemployed / jnp.maximum(workers + unemployed, 1)
    plenty = (jnp.maximum(output, 1) / PER_CENT * start.sum() / jnp.maximum(urban.sum(), 1)) ** goods_weight
    return top * plenty * (1 - bread * hunger) * (1 - queue * jobless * (1 - unions)) \
        * given / (1 + paper * growth)


@rule("labour.r10", "industry.r07",
      reads=dict(skill="labour.skill", workers="classes.workers", came="classes.hired", turnover="labour.turnover", educated="culture.educated"),
      parameters=dict(before="initial.classes.workers", months=parameter(20, "months", 12, 36, assumption="a villager makes a trained hand in a year or two"),
                      raw=parameter(0.25, "share", 0.1, 0.4, assumption="a newcomer knows a quarter of the work"),
                      lost=parameter(0.25, "share", 0.1, 0.4, assumption="who changes his place leaves a quarter of his skill there")),
      neutral=0.0, signs=dict(skill=-1, came=-1, turnover=-1), unit="share a month")
def newcomers_learn_on_the_machine(skill, workers, came, turnover, educated, before, months, raw, lost):
    """Villagers put to machines thin out the skilled, if they are not old hands who return; time teaches, moving about unteaches."""
    fresh = jnp.clip(came / jnp.maximum(workers, 1), 0, 1)
    knows = raw + (1 - raw) * jnp.clip(1 - workers / before, 0, 1)
    return (1 - skill) * (HALF + HALF * educated) / months - fresh * jnp.maximum(skill - knows, 0) - lost * turnover * skill * (1 - skill)


@rule("labour.r14", "labour.r10",
      reads=dict(unemployed="classes.unemployed", workers="classes.workers", hunger="supply.hunger_towns", wage="labour.real_wage",
                 housing="labour.housing", bound="labour.bound"),
      parameters=dict(most=parameter(0.12, "share a month", 0.08, 0.16, publication="turnover of 1930: a place changed hands one and a half times a "
                                     "year"),
                      held=parameter(3.0, "1", 1.0, 6.0, assumption="one at the gate for three at work keeps half of those who would go"),
                      tied=parameter(0.6, "share", 0.3, 0.9, assumption="passport and labour book, with prison for lateness, keep six in ten")),
      neutral=0.05, signs=dict(unemployed=-1, hunger=+1, wage=-1, housing=-1, bound=-1), unit="share a month")
def who_can_go_goes(unemployed, workers, hunger, wage, housing, bound, most, held, tied):
    """Where work is everywhere and bread, pay and room are bad, workers go from place to place; papers bind them."""
    gate = 1 / (1 + held * unemployed / jnp.maximum(workers, 1))
    bad = jnp.clip(1 - HALF * (jnp.clip(wage / PER_CENT, 0, 1) + jnp.clip(housing, 0, 1)) + hunger, 0, 1)
    return most * gate * (HALF + HALF * bad) * (1 - tied * bound)


@rule("labour.r14",
      reads=dict(turnover="labour.turnover", terror="police.terror", appointed="appointments.appointed", fast="organs.line_industry",
                 threat="abroad.threat", correction="organs.correction"),
      parameters=dict(usual=parameter(0.05, "share a month", 0.03, 0.08, assumption="a place that changes hands every other year alarms nobody"),
                      alarm=parameter(12.0, "1 a share", 6.0, 25.0, assumption="turnover twice the usual is most of a reason to bind people")),
      neutral=0.0, signs=dict(turnover=+1, terror=+1, appointed=+1, fast=+1, correction=-1, threat=+1), unit="index 0-1")
def police_papers_bind_those_who_would_go(turnover, terror, appointed, fast, threat, correction, usual, alarm):
    """A power that rules by nomination and police answers turnover and the threat of war with passports and labour books."""
    asked = jnp.clip(alarm * (turnover - usual), 0, 1)
    return jnp.clip(terror * (asked + threat), 0, 1) * appointed * (1 - correction) * jnp.clip(HALF + HALF * fast, 0, 1)


@rule("labour.r04", "labour.r09", "labour.r01",
      reads=dict(participation="soviets.participation", pluralism="soviets.pluralism", democracy="organs.line_democracy", power="soviets.power",
                 provisional="soviets.provisional", appointed="appointments.appointed", war="civil_war.intensity"),
      parameters=dict(belt=parameter(0.3, "index 0-1", 0.1, 0.5, assumption="the line that won in 1921 left unions a lever for complaints and rates")),
      neutral=0.3, signs=dict(participation=+1, appointed=-1, democracy=+1, war=-1), unit="index 0-1")
def unions_speak_or_carry_orders(participation, pluralism, democracy, power, provisional, appointed, war, belt):
    """Of the three designs the line of the party lets one live: unions speak where it lets discuss, carry orders where posts are named."""
    free = jnp.clip(provisional + power * pluralism, 0, 1)
    led = belt * (1 + democracy) * (1 - HALF * war)
    return jnp.clip(free * participation + (1 - free) * power * led * (1 - appointed * HALF), 0, 1)


@rule("labour.r07", "labour.r10",
      reads=dict(unions="labour.unions", fast="organs.line_industry", skill="labour.skill", hunger="supply.hunger_towns", method="procurement.method"),
      parameters=dict(level=parameter(1.5, "ratio", 1.2, 2.0, assumption="rations of war communism left half as much again to the skilled"),
                      market=parameter(0.8, "ratio", 0.4, 1.2, publication="wages of 1924-26, from 15 to 180 roubles"),
                      piece=parameter(0.9, "ratio", 0.4, 1.5, publication="Bergson 1944: wage spread of 1928 and 1934",
                                      assumption="piecework, scales of 1931 and records")),
      neutral=2.2, signs=dict(unions=-1, fast=+1, skill=-1, hunger=-1), unit="ratio")
def piecework_parts_the_paid(unions, fast, skill, hunger, method, level, market, piece):
    """Market and piecework draw wages apart, the more so where trained hands are few; unions and hunger level them."""
    return level + (market * is_code(method, METHODS, "market") + piece * jnp.clip(fast, 0, 1) * (1 + (1 - skill))) * (1 - HALF * unions) * (1 - hunger)


@rule("labour.r12",
      reads=dict(fast="organs.line_industry", attachment="mood.attachment", fatigue="mood.fatigue", building="industry.building",
                 praise="ideology.praise"),
      parameters=dict(half=parameter(0.3, "1913 = 1", 0.15, 0.6, assumption="sites for a third of the plant of 1913 are seen all over the country")),
      neutral=0.0, signs=dict(fast=+1, attachment=+1, fatigue=-1, building=+1, praise=+1), unit="index 0-1")
def youth_builds_in_faith(fast, attachment, fatigue, building, praise, half):
    """Youth taught to hold to the revolution, and told of its works, gives to building what it would not give to masters."""
    return (attachment + (1 - attachment) * HALF * praise) * jnp.clip(HALF + HALF * fast, 0, 1) * (1 - fatigue) * building / (building + half)


@rule("labour.r10", "industry.r14",
      reads=dict(rooms="labour.rooms", investment="planning.investment", product="planning.product", war="civil_war.intensity"),
      parameters=dict(part=parameter(0.12, "share", 0.07, 0.2, publication="dwellings in the capital works of 1924-37"),
                      cost=parameter(900.0, "1913 roubles a head", 600.0, 1300.0, assumption="what a townsman's room of 1913 cost to build"),
                      decay=parameter(0.0012, "a month", 0.0006, 0.002, assumption="wooden houses last some seventy years"),
                      burnt=parameter(0.003, "a month", 0.0, 0.006, assumption="a tenth of the houses went for fuel and in fighting in three years")),
      neutral=0.0, signs=dict(rooms=-1, investment=+1, product=+1, war=-1), unit="persons")
def houses_come_last(rooms, investment, product, war, part, cost, decay, burnt):
    """Of what is built little goes into dwellings."""
    return part * investment * product * MILLION / cost - rooms * (decay + burnt * war)


@rule("labour.r07", "labour.r10", reads=dict(rooms="now:labour.rooms", urban="population.urban"), neutral=1.0,
      signs=dict(rooms=+1, urban=-1), unit="1913 = 1")
def barracks_for_those_who_come(rooms, urban):
    """Towns that grow faster than houses put people up in barracks."""
    return rooms / jnp.maximum(urban.sum(), 1)


@rule("industry.r14", "labour.r10", "labour.r16",
      reads=dict(investment="planning.investment", product="planning.product"),
      parameters=dict(hands=parameter(7500.0, "persons a million 1913 roubles a month", 5000.0, 10000.0, publication="building workers of 1928 and "
                                      "1932, 0.7 and 3.1 million")),
      neutral=4e5, signs=dict(investment=+1, product=+1), unit="persons")
def sites_want_hands(investment, product, hands):
    """Building is done by hands, with spades, by peasants and women."""
    return hands * investment * product


@rule("labour.r10", "classes.r09",
      reads=dict(hired="classes.hired", before="labour.builders", now="now:labour.builders", taken="classes.taken"),
      parameters=dict(family=parameter(1.5, "persons a worker", 1.1, 2.2, assumption="who comes to work brings half another person, first to barracks, then "
                                       "to a room; a tenth, or more than one, as rooms are found"),
                      town=parameter(0.45, "share", 0.2, 0.7, assumption="townspeople's wives and children took half of the new places"),
                      around=parameter(0.8, "persons a place", 0.4, 1.2, assumption="works and sites bring nearly as many again who carry, cook, sell and teach: "
                                       "all who earned rose by seventeen millions in 1928-37, workers of industry, builders and officials by nine")),
      neutral=0.0, signs=dict(hired=+1, now=+1, before=-1, taken=+1), unit="persons a month")
def work_draws_villagers(hired, before, now, taken, family, town, around):
    """Works, sites and offices draw villagers, and who belongs to them, beside the jobless of the towns."""
    places = hired * (1 + around) + (1 - town) * (jnp.maximum(now - before, 0) * (1 + around) + taken)
    return family * places


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
    m.approach("real_wage", m.rule(wages_buy_what_there_is, given=m.rule(wages_pay_for_building) * m.rule(dear_food_eats_wages)),
               "labour.months_to_feel_a_wage")
    m.approach("strikers", m.rule(discontent_strikes), "labour.months_of_a_strike")
    m.approach("unions", m.rule(unions_speak_or_carry_orders), "labour.months_of_a_custom")
    m.change("skill", m.rule(newcomers_learn_on_the_machine))
    m.approach("turnover", m.rule(who_can_go_goes), "labour.months_to_feel_a_wage")
    m.approach("bound", m.rule(police_papers_bind_those_who_would_go), "labour.months_of_a_custom")
    m.approach("gap", m.rule(piecework_parts_the_paid), "labour.months_of_a_custom")
    m.approach("devotion", m.rule(youth_builds_in_faith), "labour.months_of_a_custom")
    m.change("rooms", m.rule(houses_come_last))
    m.set("housing", m.rule(barracks_for_those_who_come))
    m.approach("builders", m.rule(sites_want_hands), "labour.months_to_open_a_site")
    m.set("pull", m.rule(work_draws_villagers))
