"""Towns and armies are fed or not: rations, hunger in towns and villages."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, flow, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import METHODS
from thermidor.model.nature import HALF, MONTHS_A_YEAR, PER_CENT, is_code


class Supply(System):
    """State of the food supply."""

    town_stock: Array = variable("tonnes", "grain in the towns", quantity="grain", start=parameter(
        0.7e6, "tonnes", 0.3e6, 1.2e6, assumption="six weeks of bread for eighteen million townsmen, less than a "
                "merchant's store before the war; three weeks to three months"), typical=(5e4, 2e6))
    ration: Array = variable("grams a day", "bread ration, workers in the capital",
        start=parameter(410, "grams a day", 300, 450, book=("supply.r01", "c2-f065")), typical=(50.0, 600.0),
        gives="supply.bread_ration", book=("supply.r01",))
    hunger_towns: Array = variable("index 0-1", "hunger in the towns", high=1.0, start=parameter(
        0.10, "index 0-1", 0.0, 0.25, assumption="queues, the ration not yet cut; none, or the first cut, at the ends"))
    hunger: Array = variable("index 0-1", "hunger in the villages", dim="region", high=1.0, start=0.0)
    gardens: Array = variable("share", "bread that the starving need no more for what they have planted", dim="region", high=1.0,
                              start=0.0, typical=(0.0, 0.4))
    short: Array = variable("tonnes a month", "bread that villages bought last month", start=parameter(
        2e5, "tonnes a month", 1e5, 3e5, assumption="villages of the north lived half of the winter on bought bread"),
        typical=(0.0, 4e5))
    sealed: Array = variable("index 0-1", "starving districts closed to flight and to trade", high=1.0, start=0.0,
                             book=("collectivisation.r10",))
    cards: Array = variable("share", "bread of the towns that is had on cards only", high=1.0, start=0.0,
                            book=("supply.r10", "supply.r14"))
    army_fed: Array = variable("share", "bread of the armies over need", high=1.0, start=parameter(
        0.9, "share", 0.7, 1.0, assumption="soldiers get nine tenths of their norm, being served before towns and by "
                "the same rails; seven tenths at the worst front"))


RATIONS = flow("supply.rations", "grain", "procurement.reserve", "supply.town_stock", "tonnes",
               "state grain sent to towns", book=("procurement.r04", "supply.r07"))
ARMY = flow("supply.army", "grain", "procurement.reserve", "border:eaten", "tonnes", "eaten by the armies",
            book=("supply.r04",))
EATEN = flow("supply.eaten", "grain", "supply.town_stock", "border:eaten", "tonnes", "eaten in the towns",
             book=("supply.r04",))
BEYOND = flow("supply.beyond", "grain", "countryside.stock", "border:eaten", "tonnes",
              "eaten in towns beyond the government's reach", dim="region",
              assumption="towns behind other fronts live on their own region")
WORKED = flow("supply.worked", "grain", "procurement.reserve", "border:worked", "tonnes",
              "grain for horses of the towns, spirits and works",
              assumption="fed to carters' horses and to cows, brewed, distilled and starched it is bread no more")
RELIEF = flow("supply.relief", "grain", "procurement.reserve", "countryside.stock", "tonnes", "seed and famine relief",
              book=("supply.r12", "supply.r13"), dim="region")

AID = flow("supply.aid", "grain", "border:aid", "countryside.stock", "tonnes", "relief from abroad", dim="region",
           book=("supply.r13",))
CLOSED_DISTRICTS = choice("supply.closed_districts", "starving districts are closed", kind="decision",
                          book=("collectivisation.r10", "supply.r12"))

RETURNED = flow("supply.returned", "grain", "procurement.reserve", "countryside.stock", "tonnes",
                "grain that the poor buy back from the state in spring", dim="region", book=("countryside.r11",))

BOUGHT_BACK = flow("supply.bought_back", "grain", "supply.town_stock", "countryside.stock", "tonnes",
                   "grain bought by villages that are short", dim="region", book=("supply.r06",))

MONTHS_TO_FEED_AN_ARMY = parameter(3, "months", 1, 6, assumption="magazines and field stores last a season; a month in "
                                   "the field, half a year in garrison")
MONTHS_OF_CARDS = parameter(6, "months", 3, 12, assumption="cards spread over a country, and go, within a year; half of "
                            "that or twice")
MONTHS_TO_HUNGER = parameter(2, "months", 1, 4, assumption="a household's store and flesh last some weeks; a month for "
                             "the poor of the towns, a season for who can sell things")


@rule(reads=dict(eaten="now:countryside.eaten", rural="population.rural", reach="now:countryside.reach",
                 rail="transport.locomotives", method="procurement.method", store="now:supply.town_stock",
                 sealed="supply.sealed", starving="supply.hunger"),
      parameters=dict(norm="countryside.food_norm",
                      pace=parameter(0.7, "share of the lack", 0.4, 1.0, assumption="poor villages of the "
                                     "north buy bread with wages and crafts"),
                      part=parameter(0.4, "share of the store", 0.2, 0.6, assumption="dealers sell to villages while "
                                     "more than half is left for their town; a fifth where it is guarded, over half "
                                     "where the village pays more"),
                      spent=parameter(0.9, "share", 0.5, 1.0, assumption="who starves has sold what he had and earns nothing: a village "
                                      "wholly starving buys a tenth of what it lacks; half where kin in towns pay, or nothing"),
                      shut="procurement.who_buys.shut"),
      neutral=0.0, signs=dict(rail=+1, eaten=-1, starving=-1), unit="tonnes",
      assumption="villages that lack bread buy it in towns as far as it can be bought, paid and carried")
def short_villages_buy_bread(eaten, rural, reach, rail, method, store, sealed, starving, norm, pace, part, spent, shut):
    """Villages of the poor north buy the bread that they lack where trade is free and trains run, while they have what to pay with.

    Where trade is shut cards and carriers of sacks bring some of it; closed districts get none.
    """
    legal = is_code(method, METHODS, "purchase") + is_code(method, METHODS, "market")
    lack = pace * jnp.maximum(norm * rural - eaten, 0) * reach * rail * (1 - sealed) * (1 - spent * starving)
    lack = lack * jnp.where(legal > 0, 1.0, 1 - shut)
    return lack * jnp.minimum(1, part * store / jnp.maximum(lack.sum(), 1))


@rule(reads=dict(poor="countryside.poor", rural="population.rural", reserve="now:procurement.reserve",
                 need=here(1e5, 1e6, "tonnes"), reach="now:countryside.reach", sealed="supply.sealed", method="procurement.method"),
      parameters=dict(norm="countryside.food_norm",
                      part=parameter(0.35, "share of their bread", 0.15, 0.5, assumption="who has no horse eats what he grows until "
                                     "midwinter, having sold some in autumn for the tax, and buys again: a third of his "
                                     "bread over the year; a sixth to a half"),
                      guarded=parameter(0.15, "share of the store beside the towns' month", 0.05, 0.3, assumption="shops of cooperatives sell "
                                        "the villages a seventh of what towns can spare in a month; a twentieth where "
                                        "queues stand, a third where stores are full")),
      neutral=0.0, signs=dict(poor=+1, reserve=+1, need=-1, sealed=-1), unit="tonnes",
      assumption="who has to sell in autumn has to buy in spring")
def the_poor_buy_back_in_spring(poor, rural, reserve, need, reach, sealed, method, norm, part, guarded):
    """The poor, who eat what they grow, sell in autumn and buy bread from the state until the new crop."""
    asked = part * poor * rural * norm * reach * (1 - sealed)
    traded = jnp.where(method > METHODS.index("requisition"), 1.0, 0.0)
    spare = guarded * jnp.maximum(reserve - need, 0)
    return traded * asked * jnp.minimum(1, spare / jnp.maximum(asked.sum(), 1))


@rule(reads=dict(bought="now:supply.bought_back", returned="now:supply.returned"), neutral=0.0, signs=dict(bought=+1, returned=+1),
      unit="tonnes a month", assumption="the state learns within a month how much bread villages ask for in its shops")
def what_villages_bought(bought, returned):
    """Bread that villages bought this month."""
    return bought.sum() + returned.sum()


@rule(reads=dict(urban="population.urban", reach="now:countryside.reach"),
      parameters=dict(norm=parameter(0.0180, "tonnes a head a month", 0.015, 0.021,
                                     publication="urban budgets: about 200 kg a year")),
      neutral=0.0, signs=dict(urban=+1), unit="tonnes",
      assumption="townspeople of all years want the same bread a head")
def towns_need(urban, reach, norm):
    """Bread that the towns under the government want in a month."""
    return (urban * reach).sum() * norm


@rule(reads=dict(urban="population.urban", reach="now:countryside.reach", output="industry.output", reserve="now:procurement.reserve",
                 bread=here(1e5, 1e6, "tonnes")),
      parameters=dict(norm=parameter(0.009, "tonnes a head a month", 0.005, 0.013, assumption="oats of a million horses of the towns and "
                                     "feed of their cows, spirits, beer and starch: half as much grain as is eaten as bread where "
                                     "works run as before the war; a quarter, or seven tenths"),
                      first=parameter(0.3, "of what is spare a month", 0.15, 0.6, assumption="bread of the month goes first; of what lies in store "
                                      "beyond it horses and stills get no more than three tenths in a month; a seventh, or most")),
      neutral=0.0, signs=dict(urban=+1, output=+1, reserve=+1, bread=-1), unit="tonnes",
      assumption="towns use grain beyond bread, as far as works run and stores allow")
def horses_stills_and_works_take_grain(urban, reach, output, reserve, bread, norm, first):
    """Horses, stills and works of the towns take grain after the month's bread, the more the busier works are."""
    asked = norm * (urban * reach).sum() * jnp.minimum(output / PER_CENT, 1)
    return jnp.minimum(asked, first * jnp.maximum(reserve - bread, 0))


@rule("supply.r04", reads=dict(soldiers="great_war.soldiers", red="army.red"),
      parameters=dict(norm=parameter(0.024, "tonnes a head a month", 0.02, 0.035,
                                     book=("supply.r04", "c4-f056"), assumption="a pound and a half, and horses")),
      neutral=0.0, signs=dict(soldiers=+1, red=+1), unit="tonnes")
def armies_need(soldiers, red, norm):
    """Soldiers get half as much again as workers."""
    return (soldiers + red) * norm


@rule("supply.r03", "supply.r07", "procurement.r04",
      reads=dict(reserve="now:procurement.reserve", need=here(1e5, 1e6, "tonnes"), short="supply.short",
                 rail="transport.food", left=here(1.0, 12.0, "months to new bread")),
      parameters=dict(halt=parameter(0.75, "share", 0.4, 0.95, assumption="without trains a quarter still comes by "
                                     "river, cart and from fields near by; over half for towns in the grain, a twentieth "
                                     "for the capitals"),
                      haste=parameter(0.5, "1", 0.2, 1.0, assumption="half of what is left of the year is taken as its "
                                      "length in dealing out, since each office asks now; a fifth, or all months "
                                      "alike")),
      neutral=0.0, signs=dict(reserve=+1, rail=+1, need=+1), unit="tonnes")
def grain_is_allotted(reserve, need, short, rail, left, halt, haste):
    """State grain for towns, and for villages that buy there, is spread to the next harvest, too fast, as far as trains run."""
    return jnp.minimum(need + short, reserve / (1 + (left - 1) * haste)) * (1 - halt * (1 - rail))


@rule("supply.r01",
      reads=dict(stock="now:supply.town_stock", need=here(1e5, 1e6, "tonnes")),
      parameters=dict(cover=parameter(1.3, "months", 1.0, 2.5, assumption="a full ration needs five or six weeks of "
                                      "bread behind it, mills and barges holding most of it; four weeks or eleven")),
      neutral=1.0, signs=dict(stock=+1, need=-1), unit="share of need eaten")
def bread_in_the_towns(stock, need, cover):
    """Towns eat their fill while stocks last, and cut steps by step as they sink."""
    return jnp.clip(stock / jnp.maximum(cover * need, 1), 0, 1)


@rule("supply.r01", "money.r04", reads=dict(eaten=here(0.0, 1.0, "share of need")),
      parameters=dict(pain=parameter(1.0, "index", 0.7, 1.4, assumption="no bread at all is full hunger; potatoes may "
                                     "spare a third of it, or half of the bread be all that life needs"),
                      slack=parameter(0.05, "share", 0.0, 0.2, assumption="the first twentieth short hurts nobody, as "
                                      "bread is thrown away in good times; nothing or a fifth")),
      neutral=0.0, signs=dict(eaten=-1), unit="index 0-1")
def short_bread_is_hunger(eaten, pain, slack):
    """What is missing from the loaf is hunger."""
    return jnp.clip(pain * (1 - eaten - slack), 0, 1)


@rule("supply.r04",
      reads=dict(eaten=here(0.0, 1.0, "share of need"), cards="supply.cards"),
      parameters=dict(workers=parameter(0.35, "share of the towns", 0.25, 0.5, assumption="workers and theirs, who get a pound where "
                                        "others get a half: a third of those fed; a quarter in towns of offices, half in "
                                        "towns of works"),
                      others=parameter(0.5, "share of a worker's ration", 0.3, 0.7, book=("supply.r04",))),
      neutral="eaten", signs=dict(eaten=+1), unit="share of a full ration")
def workers_eat_before_others(eaten, cards, workers, others):
    """As far as bread is had on cards a worker gets twice what those get who do no useful work."""
    favoured = jnp.minimum(eaten / (workers + (1 - workers) * others), HALF * (1 + eaten))
    return eaten + cards * jnp.maximum(favoured - eaten, 0)


@rule("supply.r10", "supply.r11", "supply.r14", "money.r09",
      reads=dict(market="procurement.market_price", paid="procurement.state_price", hunger="supply.hunger_towns",
                 shortfall="procurement.shortfall", relief="collectivisation.relief", method="procurement.method"),
      parameters=dict(shy=parameter(0.4, "share a share", 0.2, 0.8, assumption="bread twice as dear on the market as at the "
                                    "state's shops puts two fifths of the buyers into queues, and cards follow; a fifth "
                                    "where wages allow the market, most where they do not"),
                      least="procurement.gap_draws_grain_from_the_state.least"),
      neutral=0.0, signs=dict(market=+1, paid=-1, hunger=+1, shortfall=+1, relief=-1), unit="share")
def cards_come_and_go(market, paid, hunger, shortfall, relief, method, shy, least):
    """Cards come where bread is missing or markets are dear beside seizure, and go when the village may sell again."""
    gap = market / jnp.maximum(paid, least) - 1
    seized = is_code(method, METHODS, "quota") + is_code(method, METHODS, "requisition")
    return jnp.maximum(hunger, seized * jnp.clip(shy * gap + shortfall, 0, 1) * (1 - relief))


@rule("supply.r01", "supply.r04",
      reads=dict(eaten=here(0.0, 1.0, "share of need"), rail="transport.locomotives"),
      parameters=dict(full=parameter(450, "grams a day", 410, 600, book=("supply.r01", "c2-f065"),
                                     assumption="one pound, more when bread is free"),
                      far=parameter(0.3, "share", 0.0, 0.6, assumption="without railways the capitals lose three "
                                    "tenths of the ration beyond what all towns do, being far from grain and near "
                                    "water; nothing or six tenths")),
      neutral=410.0, signs=dict(eaten=+1, rail=+1), unit="grams a day")
def ration_of_the_capital(eaten, rail, full, far):
    """The ration follows the stock; the capital is far from grain."""
    return full * eaten * (1 - far * (1 - rail))


@rule("supply.r08", "supply.r11", "population.r06",
      reads=dict(eaten="now:countryside.eaten", rural="population.rural", gardens="supply.gardens", farms="collectivisation.farms",
                 relief="collectivisation.relief"),
      parameters=dict(subsistence=parameter(0.0120, "tonnes a head a month", 0.010, 0.0135,
                                            publication="famine norms: about 145 kg a year, potatoes aside"),
                      bare=parameter(0.1, "share of subsistence", 0.0, 0.2, assumption="cow, poultry and garden of the yard go into the farm "
                                     "(collectivisation.r01, p. 286-287) until they are let again: milk and roots worth a tenth of the bread "
                                     "that one starves without; nothing where orders stay on paper, a fifth where all is taken"),
                      uneven=parameter(0.15, "share of subsistence", 0.08, 0.2, assumption="within a region districts and "
                                       "households differ, the poor eat what they grow: with a mean at subsistence a "
                                       "tenth of the bread is missing on the tables that lack it; half of that where "
                                       "neighbours share, a third more where a drought strikes in strips")),
      neutral=0.0, signs=dict(eaten=-1, rural=+1, gardens=-1, farms=+1, relief=-1), unit="index 0-1")
def empty_barns_are_hunger(eaten, rural, gardens, farms, relief, subsistence, bare, uneven):
    """What tables lack of subsistence, beside what gardens bear, is hunger, and some lack it before the mean does.

    In farms that took the cow and the garden from the yards more bread is wanted.
    """
    missing = 1 + bare * farms * (1 - relief) - gardens - eaten / jnp.maximum(subsistence * rural, 1)
    return jnp.clip(uneven * jnp.logaddexp(0, missing / uneven), 0, 1)


@rule(reads=dict(month="outside:month_of_year", gardens="supply.gardens", hunger="supply.hunger", farms="collectivisation.farms",
                 relief="collectivisation.relief"),
      parameters=dict(spring="countryside.sowing_time.spring",
                      most=parameter(0.3, "share of subsistence", 0.15, 0.45, publication="Narodnoe khoziaistvo SSSR: 3.1 million hectares under "
                                     "potatoes in 1913, 5.7 in 1928, after one famine, and 6.9 in 1937, after another",
                                     assumption="eight tonnes from each of two and a half million hectares more, four of them worth one of grain, "
                                     "are three tenths of the bread that the villages starve without; half of it where seed "
                                     "potatoes were eaten, half as much again where cows are kept"),
                      lesson=parameter(3.0, "1", 1.5, 5.0, assumption="a third of the bread missing sets everybody to planting; two thirds, or a fifth"),
                      planted=parameter(0.5, "share of the gap a spring", 0.25, 0.8, assumption="seed potatoes are eaten in the first spring, so "
                                        "that most are planted in the second; in the third, or the first"),
                      forgotten=parameter(0.2, "share of the gap a spring", 0.05, 0.4, assumption="with bread to be had half of it goes back "
                                          "to hay and flax in three years; in fourteen, or a year and a half")),
      neutral=0.0, signs=dict(hunger=+1, farms=-1, relief=+1, gardens=-1), unit="share a month",
      assumption="hunger teaches to plant what feeds most from a small plot; in the farms a plot must first be let")
def who_has_starved_plants_for_himself(month, gardens, hunger, farms, relief, spring, most, lesson, planted, forgotten):
    """Who has gone without bread plants potatoes the next spring, where he has land of his own or a plot is let him."""
    aim = most * jnp.minimum(lesson * hunger, 1) * (1 - farms * (1 - relief))
    due = jnp.where(jnp.abs(month - spring) < HALF, 1.0, 0.0)
    return due * jnp.where(aim > gardens, planted, forgotten) * (aim - gardens)


@rule(reads=dict(month="outside:month_of_year", sown="countryside.sown", stock="now:countryside.stock", reserve="now:procurement.reserve",
                 reach="now:countryside.reach", power="soviets.power"),
      parameters=dict(spring="countryside.sowing_time.spring", grain="countryside.grain_share", seed="countryside.seed_rate",
                      lent=parameter(0.6, "share of what lacks", 0.3, 0.9, assumption="loans come late and to those who are "
                                     "thought to repay: three fifths of what lacks; a third, or nearly all"),
                      part=parameter(0.4, "share of the reserve", 0.2, 0.6, assumption="two fifths of what is left in early spring may be "
                                     "lent; a fifth where towns are on cards, over half where they are not")),
      neutral=0.0, signs=dict(stock=-1, reserve=+1, sown=+1, power=+1), unit="tonnes",
      publication="Davies and Wheatcroft 2004: seed and food loans of the spring of 1933, over a million and a half tonnes",
      assumption="whoever lives from levies lends seed where barns are empty, for the next crop is his too")
def seed_is_lent_where_barns_are_empty(month, sown, stock, reserve, reach, power, spring, grain, seed, lent, part):
    """In the month before sowing the state lends seed to villages that have none left, without being told of hunger."""
    lack = lent * jnp.maximum(sown * grain * seed - stock, 0) * reach * power
    due = jnp.where(jnp.abs(month + 1 - spring) < HALF, 1.0, 0.0)
    return due * lack * jnp.minimum(1, part * reserve / jnp.maximum(lack.sum(), 1))


@rule("supply.r13",
      reads=dict(hunger="supply.hunger", rural="population.rural", known="information.abroad", accuracy="information.accuracy",
                 sealed="supply.sealed", blockade="intervention.blockade"),
      parameters=dict(norm="countryside.food_norm",
                      share=parameter(0.35, "share of what the starving lack", 0.2, 0.6, assumption="in 1921-22 foreign kitchens and "
                                      "seed brought some eight hundred thousand tonnes to regions that lacked two to "
                                      "three million; half or twice that with fewer or more ships")),
      neutral=0.0, signs=dict(hunger=+1, known=+1, sealed=-1, blockade=-1), unit="tonnes")
def the_world_feeds_whom_it_sees(hunger, rural, known, accuracy, sealed, blockade, norm, share):
    """Relief comes from abroad where hunger is admitted and seen; staged visits and closed districts keep it away."""
    return share * hunger * rural * norm * known * accuracy * (1 - sealed) * (1 - blockade)


@rule("collectivisation.r10", "supply.r12",
      reads=dict(hunger="supply.hunger", farms="collectivisation.farms", shortfall="procurement.shortfall",
                 correction="organs.correction", method="procurement.method", sealed="supply.sealed"),
      parameters=dict(rate=parameter(3.0, "a month", 1.0, 8.0, assumption="a tenth of the enclosed villages starving under quotas "
                                     "have their roads closed within half a year, as in the winter of 1932-33; a season, "
                                     "or a year and a half")),
      neutral=0.0, signs=dict(hunger=+1, farms=+1, shortfall=+1, correction=-1, sealed=-1), unit="probability a month")
def flight_from_the_farms_is_forbidden(hunger, farms, shortfall, correction, method, sealed, rate):
    """Under quotas that do not come in, a power that hears nothing closes the districts from which the starving flee."""
    hit = (hunger * farms).mean()
    return rate * hit * (1 + shortfall) * (1 - correction) * is_code(method, METHODS, "quota") * (1 - sealed)


@rule("collectivisation.r10",
      reads=dict(sealed="supply.sealed", closed=here(0.0, 1.0, "districts are closed"), hunger="supply.hunger"),
      parameters=dict(opened=parameter(0.08, "a month", 0.03, 0.2, assumption="roadblocks were lifted within the year as the new "
                                       "crop came in; within two, or a season"),
                      dying=parameter(0.03, "index 0-1", 0.01, 0.1, assumption="while half of one region in sixteen starves "
                                      "blocks stay; a third of that to all of it")),
      neutral=0.0, signs=dict(closed=+1, sealed=+1), unit="index 0-1")
def roads_open_when_the_dying_is_over(sealed, closed, hunger, opened, dying):
    """Closed districts stay closed while people die in them, and open within a year of the new bread."""
    over = dying / (dying + hunger.mean())
    return jnp.maximum(closed, sealed * (1 - opened * over))


@rule("supply.r12",
      reads=dict(hunger="supply.hunger", rural="population.rural", reserve="now:procurement.reserve",
                 correction="organs.correction"),
      parameters=dict(norm="countryside.food_norm",
                      share=parameter(0.3, "share", 0.1, 0.6, assumption="a party that sees can send three tenths of "
                                      "what a stricken region lacks, villages keeping the rest of their dearth to "
                                      "themselves; a tenth or six"),
                      reach=parameter(0.15, "a month", 0.05, 0.3, assumption="a seventh of the reserve may go in a "
                                      "month, since towns eat from it too; a twentieth or three tenths")),
      neutral=0.0, signs=dict(reserve=+1, correction=+1), unit="tonnes")
def relief_where_hunger_may_be_named(hunger, rural, reserve, correction, norm, share, reach):
    """Relief comes where reports of hunger are believed; elsewhere they are called fables."""
    lack = share * hunger * rural * norm * correction
    return lack * jnp.minimum(1, reach * reserve / jnp.maximum(lack.sum(), 1))


@rule("transport.r08", reads=dict(rail="transport.food"),
      parameters=dict(halt="supply.grain_is_allotted.halt"),
      neutral=1.0, signs=dict(rail=+1), unit="share")
def bread_of_the_front_goes_by_rail(rail, halt):
    """Bread of the armies comes as far as trains run."""
    return 1 - halt * (1 - rail)


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


@rule(reads=dict(month="outside:month_of_year"),
      parameters=dict(first="countryside.harvest_season.first"), neutral=6.0, unit="months",
      assumption="a store is dealt out with an eye on the new bread")
def months_left(month, first):
    """The store must last to the new bread."""
    return jnp.mod(first - month, MONTHS_A_YEAR) + 1


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    left, army, need = m.rule(months_left), m.rule(armies_need), m.rule(towns_need)
    m.flow(ARMY, army * m.rule(bread_of_the_front_goes_by_rail))
    m.approach("army_fed", m.rule(bread_of_the_armies, need=army), "supply.months_to_feed_an_army")
    m.flow(RELIEF, m.rule(relief_where_hunger_may_be_named) + m.rule(seed_is_lent_where_barns_are_empty))
    m.flow(AID, m.rule(the_world_feeds_whom_it_sees))
    m.flow(RATIONS, m.rule(grain_is_allotted, need=need, left=left))
    m.flow(WORKED, m.rule(horses_stills_and_works_take_grain, bread=need + army))
    m.flow(RETURNED, m.rule(the_poor_buy_back_in_spring, need=need))
    m.flow(BOUGHT_BACK, m.rule(short_villages_buy_bread))
    m.set("short", m.rule(what_villages_bought))
    share = m.rule(bread_in_the_towns, need=need)
    m.flow(EATEN, share * need)
    m.flow(BEYOND, m.rule(towns_beyond_eat_of_their_region))
    m.approach("hunger_towns", m.rule(short_bread_is_hunger, eaten=share), "supply.months_to_hunger")
    m.approach("cards", m.rule(cards_come_and_go), "supply.months_of_cards")
    m.set("ration", m.rule(ration_of_the_capital, eaten=m.rule(workers_eat_before_others, eaten=share)))
    m.approach("hunger", m.rule(empty_barns_are_hunger), "supply.months_to_hunger")
    m.change("gardens", m.rule(who_has_starved_plants_for_himself))
    m.set("sealed", m.rule(roads_open_when_the_dying_is_over, closed=m.choose(
        CLOSED_DISTRICTS, m.rule(flight_from_the_farms_is_forbidden))))
