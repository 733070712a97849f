"""Towns and armies are fed or not: rations, hunger in towns and villages."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, flow, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import METHODS
from thermidor.model.nature import MONTHS_A_YEAR, is_code


class Supply(System):
    """State of the food supply."""

    town_stock: Array = variable("tonnes", "grain in the towns", quantity="grain", start=parameter(
        0.7e6, "tonnes", 0.3e6, 1.2e6, assumption="about six weeks"), typical=(5e4, 2e6))
    ration: Array = variable("grams a day", "bread ration, workers in the capital",
        start=parameter(410, "grams a day", 300, 450, book=("supply.r01",)), typical=(50.0, 600.0),
        gives="supply.bread_ration", book=("supply.r01",))
    hunger_towns: Array = variable("index 0-1", "hunger in the towns", high=1.0, start=parameter(
        0.10, "index 0-1", 0.0, 0.25, assumption="queues, the ration not yet cut; none, or the first cut, at the ends"))
    hunger: Array = variable("index 0-1", "hunger in the villages", dim="region", high=1.0, start=0.0)
    army_fed: Array = variable("share", "bread of the armies over need", high=1.0, start=parameter(
        0.9, "share", 0.7, 1.0, assumption="the army came first"))


RATIONS = flow("supply.rations", "grain", "procurement.reserve", "supply.town_stock", "tonnes",
               "state grain sent to towns", book=("procurement.r04", "supply.r07"))
ARMY = flow("supply.army", "grain", "procurement.reserve", "border:eaten", "tonnes", "eaten by the armies",
            book=("supply.r04",))
EATEN = flow("supply.eaten", "grain", "supply.town_stock", "border:eaten", "tonnes", "eaten in the towns",
             book=("supply.r04",))
BEYOND = flow("supply.beyond", "grain", "countryside.stock", "border:eaten", "tonnes",
              "eaten in towns beyond the government's reach", dim="region",
              assumption="towns behind other fronts live on their own region")
RELIEF = flow("supply.relief", "grain", "procurement.reserve", "countryside.stock", "tonnes", "seed and famine relief",
              book=("supply.r12", "supply.r13"), dim="region")

BOUGHT_BACK = flow("supply.bought_back", "grain", "supply.town_stock", "countryside.stock", "tonnes",
                   "grain bought by villages that are short", dim="region", book=("supply.r06",))

MONTHS_TO_FEED_AN_ARMY = parameter(3, "months", 1, 6, assumption="magazines and field stores last a season; a month in "
                                   "the field, half a year in garrison")
MONTHS_TO_HUNGER = parameter(2, "months", 1, 4, assumption="a household's store and flesh last some weeks; a month for "
                             "the poor of the towns, a season for who can sell things")


@rule("supply.r06", "countryside.r11",
      reads=dict(eaten="now:countryside.eaten", rural="population.rural", reach="now:countryside.reach",
                 rail="transport.locomotives", method="procurement.method", store="now:supply.town_stock"),
      parameters=dict(norm="countryside.food_norm",
                      pace=parameter(0.7, "share of the lack", 0.4, 1.0, assumption="poor villages of the "
                                     "north buy bread with wages and crafts"),
                      part=parameter(0.4, "share of the store", 0.2, 0.6, assumption="dealers sell to villages while "
                                     "more than half is left for their town; a fifth where it is guarded, over half "
                                     "where the village pays more"),
                      shut="procurement.who_buys.shut"),
      neutral=0.0, signs=dict(rail=+1, eaten=-1), unit="tonnes")
def short_villages_buy_bread(eaten, rural, reach, rail, method, store, norm, pace, part, shut):
    """Villages of the poor north buy the bread that they lack where trade is free and trains run."""
    legal = is_code(method, METHODS, "purchase") + is_code(method, METHODS, "market")
    lack = pace * jnp.maximum(norm * rural - eaten, 0) * reach * rail
    lack = lack * jnp.where(legal > 0, 1.0, 1 - shut)
    return lack * jnp.minimum(1, part * store / jnp.maximum(lack.sum(), 1))


@rule("supply.r04", reads=dict(urban="population.urban", reach="now:countryside.reach"),
      parameters=dict(norm=parameter(0.0180, "tonnes a head a month", 0.015, 0.021,
                                     publication="urban budgets: about 200 kg a year")),
      neutral=0.0, signs=dict(urban=+1), unit="tonnes")
def towns_need(urban, reach, norm):
    """Bread that the towns under the government want in a month."""
    return (urban * reach).sum() * norm


@rule("supply.r04", reads=dict(soldiers="great_war.soldiers", red="army.red"),
      parameters=dict(norm=parameter(0.024, "tonnes a head a month", 0.02, 0.035,
                                     book=("supply.r04",), assumption="a pound and a half, and horses")),
      neutral=0.0, signs=dict(soldiers=+1, red=+1), unit="tonnes")
def armies_need(soldiers, red, norm):
    """Soldiers get half as much again as workers."""
    return (soldiers + red) * norm


@rule("supply.r03", "supply.r07", "procurement.r04",
      reads=dict(reserve="now:procurement.reserve", need=here(1e5, 1e6, "tonnes"),
                 rail="transport.food", left=here(1.0, 12.0, "months to new bread")),
      parameters=dict(halt=parameter(0.75, "share", 0.4, 0.95, assumption="without trains a quarter still comes by "
                                     "river, cart and from fields near by; over half for towns in the grain, a twentieth "
                                     "for the capitals"),
                      haste=parameter(0.5, "1", 0.2, 1.0, assumption="allotted too fast, without reserve")),
      neutral=0.0, signs=dict(reserve=+1, rail=+1, need=+1), unit="tonnes")
def grain_is_allotted(reserve, need, rail, left, halt, haste):
    """State grain is spread to the next harvest, too fast, as far as trains run."""
    return jnp.minimum(need, reserve / (1 + (left - 1) * haste)) * (1 - halt * (1 - rail))


@rule("supply.r01", "supply.r05",
      reads=dict(stock="now:supply.town_stock", need=here(1e5, 1e6, "tonnes")),
      parameters=dict(cover=parameter(1.3, "months", 1.0, 2.5, assumption="bread stock behind a full ration")),
      neutral=1.0, signs=dict(stock=+1, need=-1), unit="share of need eaten")
def bread_in_the_towns(stock, need, cover):
    """Towns eat their fill while stocks last, and cut steps by step as they sink."""
    return jnp.clip(stock / jnp.maximum(cover * need, 1), 0, 1)


@rule("supply.r01", "money.r04", reads=dict(eaten=here(0.0, 1.0, "share of need")),
      parameters=dict(pain=parameter(1.0, "index", 0.7, 1.4, assumption="no bread at all is full hunger; potatoes may "
                                     "spare a third of it, or half of the bread be all that life needs"),
                      slack=parameter(0.05, "share", 0.0, 0.2, assumption="first cuts hurt little")),
      neutral=0.0, signs=dict(eaten=-1), unit="index 0-1")
def short_bread_is_hunger(eaten, pain, slack):
    """What is missing from the loaf is hunger."""
    return jnp.clip(pain * (1 - eaten - slack), 0, 1)


@rule("supply.r01", "supply.r04", "supply.r14",
      reads=dict(eaten=here(0.0, 1.0, "share of need"), rail="transport.locomotives"),
      parameters=dict(full=parameter(450, "grams a day", 410, 600, book=("supply.r01",),
                                     assumption="one pound, more when bread is free"),
                      far=parameter(0.3, "share", 0.0, 0.6, assumption="capitals live on rail")),
      neutral=410.0, signs=dict(eaten=+1, rail=+1), unit="grams a day")
def ration_of_the_capital(eaten, rail, full, far):
    """The ration follows the stock; the capital is far from grain."""
    return full * eaten * (1 - far * (1 - rail))


@rule("supply.r08", "supply.r11", "supply.r12", "population.r06", "countryside.r11",
      reads=dict(eaten="now:countryside.eaten", rural="population.rural"),
      parameters=dict(subsistence=parameter(0.0120, "tonnes a head a month", 0.010, 0.0135,
                                            publication="famine norms: about 145 kg a year, potatoes aside"),
                      uneven=parameter(0.15, "share of subsistence", 0.08, 0.2, assumption="within a region districts and "
                                       "households differ, the poor eat what they grow: with a mean at subsistence a "
                                       "tenth of the bread is missing on the tables that lack it; half of that where "
                                       "neighbours share, a third more where a drought strikes in strips")),
      neutral=0.0, signs=dict(eaten=-1, rural=+1), unit="index 0-1")
def empty_barns_are_hunger(eaten, rural, subsistence, uneven):
    """What tables lack of subsistence is hunger, and some lack it before the mean does."""
    missing = 1 - eaten / jnp.maximum(subsistence * rural, 1)
    return jnp.clip(uneven * jnp.logaddexp(0, missing / uneven), 0, 1)


@rule("supply.r12", "supply.r13", "procurement.r10",
      reads=dict(hunger="supply.hunger", rural="population.rural", reserve="now:procurement.reserve",
                 correction="organs.correction"),
      parameters=dict(norm="countryside.food_norm",
                      share=parameter(0.3, "share", 0.1, 0.6, assumption="of what a stricken region lacks"),
                      reach=parameter(0.15, "a month", 0.05, 0.3, assumption="of the reserve")),
      neutral=0.0, signs=dict(reserve=+1, correction=+1), unit="tonnes")
def relief_where_hunger_may_be_named(hunger, rural, reserve, correction, norm, share, reach):
    """Relief comes where reports of hunger are believed; elsewhere they are called fables."""
    lack = share * hunger * rural * norm * correction
    return lack * jnp.minimum(1, reach * reserve / jnp.maximum(lack.sum(), 1))


@rule(reads=dict(fed="now:supply.army", need=here(0.0, 3e5, "tonnes")),
      neutral=1.0, signs=dict(fed=+1, need=-1), unit="share of need",
      assumption="an army of nobody wants nothing; else it is fed as far as its bread goes round")
def bread_of_the_armies(fed, need):
    """What the armies eat over what they need."""
    return jnp.where(need > 0, fed / jnp.maximum(need, 1), 1.0)


@rule(reads=dict(urban="population.urban", reach="now:countryside.reach"),
      parameters=dict(norm="supply.towns_need.norm"),
      neutral=0.0, signs=dict(urban=+1, reach=-1), unit="tonnes",
      assumption="behind other fronts a town eats its fill of its own region's grain")
def towns_beyond_eat_of_their_region(urban, reach, norm):
    """Towns that the government does not reach live on the villages around them."""
    return urban * (1 - reach) * norm


@rule("supply.r07", reads=dict(month="outside:month_of_year"),
      parameters=dict(first="countryside.harvest_season.first"), neutral=6.0, unit="months")
def months_left(month, first):
    """The store must last to the new bread."""
    return jnp.mod(first - month, MONTHS_A_YEAR) + 1



def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    left, army, need = m.rule(months_left), m.rule(armies_need), m.rule(towns_need)
    m.flow(ARMY, army)
    m.approach("army_fed", m.rule(bread_of_the_armies, need=army), "supply.months_to_feed_an_army")
    m.flow(RELIEF, m.rule(relief_where_hunger_may_be_named))
    m.flow(RATIONS, m.rule(grain_is_allotted, need=need, left=left))
    m.flow(BOUGHT_BACK, m.rule(short_villages_buy_bread))
    share = m.rule(bread_in_the_towns, need=need)
    m.flow(EATEN, share * need)
    m.flow(BEYOND, m.rule(towns_beyond_eat_of_their_region))
    m.approach("hunger_towns", m.rule(short_bread_is_hunger, eaten=share), "supply.months_to_hunger")
    m.set("ration", m.rule(ration_of_the_capital, eaten=share))
    m.approach("hunger", m.rule(empty_barns_are_hunger), "supply.months_to_hunger")
