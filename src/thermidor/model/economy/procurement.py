"""The state gets grain: by purchase, requisition, tax and market, or quota; and changes its way."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import (
    System,
    choice,
    flow,
    here,
    output,
    parameter,
    rule,
    variable,
)
from thermidor.engine.month import Month
from thermidor.model.names import METHODS, WAR_OUTCOMES
from thermidor.model.nature import FULL_TURN, HALF, MILLION, MONTHS_A_YEAR, is_code, square


class Procurement(System):
    """State of the procurement of grain."""

    method: Array = variable(
        "code", "how the state gets grain: 0 war purchase, 1 requisition, 2 tax and market, 3 quota",
        start=0.0, high=3.0, gives="procurement.method",
        book=("procurement.r02", "procurement.r05", "procurement.r09"))
    pressure: Array = variable("index 0-1", "pressure of the collectors", high=1.0, start=parameter(
        0.2, "index 0-1", 0.1, 0.3, assumption="levies at fixed prices in the winter of 1916-17"))
    reserve: Array = variable("tonnes", "grain in the hands of the state", quantity="grain",
        start=parameter(1.2e6, "tonnes", 0.5e6, 2.5e6, assumption="two months of bread for an army of seven millions "
                        "and a month of its horses' oats in stores; one to four months"),
        typical=(1e5, 5e6))
    plan_base: Array = variable("tonnes", "good crop on which plans are based", dim="region",
        start=parameter([0.75e6, 1.25e6, 4.4e6, 9.5e6, 0.9e6, 7.9e6, 3.9e6, 4.6e6, 0.48e6, 7.0e6,
                         15.0e6, 2.0e6, 0.68e6, 1.0e6, 2.0e6, 1.7e6], "tonnes", 0.9, 1.1,
                        dim="region", assumption="the crop of 1916 region by region, since quotas of that winter were "
                        "laid on it; a tenth either way by the two counts that there are"), typical=(4e5, 1.8e7))
    unpaid: Array = variable("tonnes a month", "grain taken for nothing last month", dim="region",
                             start=0.0, typical=(0.0, 6e5))
    state_price: Array = variable("1913 = 1", "what the state pays for grain, in goods", start=parameter(
        0.75, "1913 = 1", 0.6, 0.9, assumption="fixed prices of 1916 beside goods a third dearer than grain"),
        typical=(0.2, 1.5), book=("procurement.r06",))
    market_price: Array = variable("1913 = 1", "what the market pays for grain, in goods", start=parameter(
        0.85, "1913 = 1", 0.7, 1.1, assumption="a little above the fixed prices of 1916"),
        typical=(0.2, 2.0), book=("procurement.r06",))
    wanted: Array = variable("tonnes a year", "grain that the state wants", start=parameter(
        6e6, "tonnes a year", 4e6, 9e6, assumption="bread of armies and of towns that cannot feed themselves"),
        typical=(3e6, 2.5e7), book=("procurement.r09",))
    quota: Array = variable("tonnes a year", "grain laid upon each region before the harvest", dim="region", start=0.0,
                            typical=(0.0, 4e6), book=("procurement.r09",))
    collected: Array = variable("tonnes", "grain got since the harvest began", start=parameter(
        4e6, "tonnes", 2e6, 6e6, assumption="half a year of levies of the war"), typical=(0.0, 2.5e7))
    success: Array = variable("tonnes a year", "grain got in the last campaign", start=parameter(
        6e6, "tonnes a year", 4e6, 9e6, assumption="levies of 1915-16"), typical=(2e6, 2.5e7),
        book=("procurement.r09",))
    shortfall: Array = variable("index 0-1", "how far the campaign lags behind what the state wants", high=1.0,
                                start=parameter(0.3, "index 0-1", 0.1, 0.5, assumption="levies of the winter of 1916-17 brought seven tenths of "
                                "what was asked; half, or nine tenths"),
                                book=("procurement.r10",))
    law: Array = variable("index 0-1", "severity against theft of the common grain", high=1.0, start=0.0,
                          book=("procurement.r12",))
    withheld: Array = variable(
        "share", "share of its surplus that the village keeps back from the state", high=1.0,
        start=parameter(0.4, "share", 0.2, 0.6, assumption="two fifths of what could be sold stays in barns for want "
                        "of goods in the war, as deliveries of the autumn of 1916 fell short; a fifth or three"),
        gives="procurement.withheld", book=("procurement.r06",))


LEVY = flow("procurement.levy", "grain", "countryside.stock", "procurement.reserve", "tonnes",
            "grain taken by requisition, tax or quota", dim="region", book=("procurement.r02",))
PURCHASE = flow("procurement.purchase", "grain", "countryside.stock", "procurement.reserve", "tonnes",
                "grain bought by the state", dim="region", book=("procurement.r05",))
MARKET = flow("procurement.market", "grain", "countryside.stock", "supply.town_stock", "tonnes",
              "grain sold or smuggled to the towns", dim="region", book=("supply.r06",))
MONTHS_TO_PRESS = parameter(6, "months", 3, 12, assumption="collectors learn within one campaign what is "
                            "wanted of them; half of one if orders are sharp, two if they are put off")

SPOILT = flow("procurement.spoilt", "grain", "procurement.reserve", "border:spoilt", "tonnes",
              "grain of the state that rots at stations", assumption="what is collected and not carried lies in the open")

REQUISITION_CHOICE = choice("procurement.requisition", "requisition of surpluses by detachments",
                            kind="decision", book=("procurement.r01", "procurement.r02"))
TAX_IN_KIND = choice("procurement.tax_in_kind", "fixed tax in kind and free sale of the rest",
                     kind="decision", book=("procurement.r03", "procurement.r05"))
EMERGENCY = choice("procurement.emergency_measures", "extraordinary measures, then quotas",
                   kind="decision", book=("procurement.r07", "procurement.r08"))
LAW_ON_THEFT = choice("procurement.law_on_theft", "death and confiscation for theft of the common grain",
                      kind="decision", book=("procurement.r12",))
RETURN = choice("procurement.return_to_market", "emergency measures revoked, prices raised",
                kind="decision", book=("procurement.r07",))


@rule("countryside.r10", "countryside.r13", "money.r06",
      reads=dict(goods="industry.goods_rural", price="procurement.market_price", printing="money.growth",
                 untaxed="money.untaxed"),
      parameters=dict(goods_weight=parameter(0.6, "share", 0.4, 0.8, assumption="where shops are empty taxes, salt and "
                                             "debts still bring out two fifths of the surplus, as the villages sold half "
                                             "of what they had sold before 1914 from half-empty shops; a fifth if money is "
                                             "hoarded by nobody, three fifths if there is much to pay"),
                      unasked=parameter(0.25, "share", 0.1, 0.4, assumption="where no tax asks for money most of these stay at home "
                                        "too, as in 1919-22; a tenth of the surplus if salt is dear, all of it if money is "
                                        "not taken"),
                      price_weight=parameter(0.15, "share", 0.05, 0.3, assumption="grain at a third of its price in goods "
                                             "keeps three tenths of the surplus at home; a tenth if it must be sold for "
                                             "the tax, most of it if animals can eat it"),
                      paper=parameter(1.0, "share a growth rate", 0.3, 2.0, assumption="who sells loses by the next "
                                      "market what notes lose in a month; a third if he buys at once, twice that if "
                                      "he keeps them two months"),
                      least=parameter(0.2, "1913 = 1", 0.1, 0.3, assumption="grain at a fifth of its price in goods is "
                                      "given away, and lower prices say no more; a tenth to three tenths"),
                      most=parameter(0.9, "share", 0.8, 1.0, assumption="salt, debts and the poor who must sell bring out a "
                                     "tenth whatever happens; a fifth near towns, nothing far from them")),
      neutral=0.0, signs=dict(goods=-1, price=-1, printing=+1, untaxed=+1), unit="share of surplus")
def peasants_keep_grain_back(goods, price, printing, untaxed, goods_weight, unasked, price_weight, paper, least, most):
    """Peasants keep grain from every buyer when goods are dear and scarce, no tax asks for money and it loses its worth."""
    dear = 1 / jnp.maximum(price, least) - 1
    return jnp.clip((goods_weight + unasked * untaxed) * (1 - goods) + price_weight * jnp.maximum(dear, 0) + paper * printing, 0, most)


@rule("procurement.r06", "countryside.r13", "money.r04",
      reads=dict(price="procurement.market_price", scissors="money.scissors", goods="industry.goods_rural",
                 hunger="supply.hunger_towns", villages="supply.hunger"),
      parameters=dict(idle=parameter(0.7, "share", 0.3, 1.2, assumption="money that finds no goods bids for bread: with two "
                                     "fifths of the shelves empty grain is over a quarter dearer than lists have it; a "
                                     "tenth if money is hoarded, half if none is"),
                      dearth=parameter(1.5, "1", 0.5, 3.0, assumption="hungry people give what they have beside what the scissors say: "
                                       "with half of the bread missing three quarters more; a quarter to twice and a half"),
                      months=parameter(3, "months", 2, 6, assumption="markets learn the crop and the shelves within a "
                                       "season, or half a year over bad roads")),
      neutral="price", signs=dict(scissors=-1, goods=-1, hunger=+1, villages=+1), unit="1913 = 1")
def bread_finds_its_price(price, scissors, goods, hunger, villages, idle, dearth, months):
    """On the market grain costs what goods leave it by the scissors, more where money finds none or bread is missing."""
    aim = (1 + idle * (1 - goods)) * (1 + dearth * jnp.maximum(hunger, villages.mean())) / jnp.maximum(scissors, HALF)
    return price + (aim - price) / months


@rule("procurement.r06", "procurement.r07", "procurement.r08", "money.r08",
      reads=dict(paid="procurement.state_price", market="now:procurement.market_price", fast="organs.line_industry",
                 line="organs.line_peasantry", shortfall="procurement.shortfall", printing="money.growth", raised=here(0.0, 1.0, "return decided")),
      parameters=dict(squeeze=parameter(0.8, "share", 0.4, 1.0, assumption="a plan at half of the hastiest pays three fifths "
                                        "of the market's price, as official prices of 1927-28 lay by a third to a half "
                                        "under those of the market"),
                      cheap=parameter(0.5, "share", 0.2, 0.7, assumption="a buyer of most of the grain lowers its price while it "
                                      "comes in, as in the campaign of 1926-27, by two fifths even without haste; a "
                                      "sixth, or over half"),
                      yields=parameter(0.8, "share", 0.3, 1.0, assumption="where the line spares the village four fifths of "
                                       "that is given up when the grain does not come; a third where works are wanted "
                                       "all the same"),
                      rise=parameter(0.2, "share", 0.15, 0.25, book=("procurement.r07",)),
                      months=parameter(8, "months", 4, 12, assumption="prices are set for a campaign and revised "
                                       "between two; a season, or a whole year")),
      neutral="market", signs=dict(market=+1, fast=-1, line=+1, raised=+1, printing=-1), unit="1913 = 1")
def state_sets_its_price(paid, market, fast, line, shortfall, printing, raised, squeeze, cheap, yields, rise, months):
    """A hasty plan buys cheaply, as does every great buyer while grain comes in; a line that spares the village pays more when it does not.

    Prices are set in notes for a campaign and lag behind the market; a return from seizure raises them at once.
    """
    haste, easy = jnp.clip(fast, 0, 1), cheap * square(1 - shortfall)
    spared = yields * shortfall * jnp.clip(1 + line, 0, 1)
    aim = market * (1 - squeeze * (haste * (1 - spared) + (1 - haste) * easy))
    return (paid + (aim - paid) / months) * (1 - printing) * (1 + rise * raised)


@rule("procurement.r06", "money.r09", reads=dict(market="now:procurement.market_price", paid="now:procurement.state_price"),
      parameters=dict(lure=parameter(1.2, "share a share", 0.6, 2.0, assumption="deliveries were halved when markets paid from "
                                     "two fifths to four fifths more than the state; at a gap of half to one and a half"),
                      least=parameter(0.1, "1913 = 1", 0.05, 0.2, assumption="under a tenth of the old price nobody calls it "
                                      "a price; keeps the gap finite")),
      neutral=1.0, signs=dict(market=-1, paid=+1), unit="share of the state's part")
def gap_draws_grain_from_the_state(market, paid, lure, least):
    """The further markets pay above the state's price, the more grain goes to speculators or waits for them."""
    gap = market / jnp.maximum(paid, least) - 1
    return 1 / (1 + lure * jnp.maximum(gap, 0))


@rule("procurement.r06", "countryside.r13",
      reads=dict(kept=here(0.0, 1.0, "share kept from all"), drawn=here(0.2, 1.0, "part of its grain that the state still gets")),
      neutral="kept", signs=dict(kept=+1, drawn=-1), unit="share")
def what_the_state_does_not_get(kept, drawn):
    """Of the surplus the state misses what is kept from all, and what the gap between prices draws away."""
    return 1 - (1 - kept) * drawn


@rule(reads=dict(month="outside:month_of_year"),
      parameters=dict(peak=parameter(10, "month", 9, 11, assumption="threshed, carted on frozen roads and sold for the tax by "
                                     "the end of the year: the most in November; a month before or after as harvest and "
                                     "frost are early or late"),
                      swing=parameter(0.5, "share", 0.3, 0.8, assumption="three fifths are sold in the half-year after the "
                                      "harvest, beside what fuller barns add; half where barns are good, "
                                      "three quarters where they are not")),
      neutral=1.0, unit="factor of the year's mean",
      assumption="the village threshes and sells in autumn and has least to sell, and worst roads, in spring")
def grain_is_sold_in_autumn(month, peak, swing):
    """The village sells most in autumn, and little in spring."""
    return 1 + swing * jnp.cos(FULL_TURN * (month - peak) / MONTHS_A_YEAR)


@rule("supply.r06",
      reads=dict(surplus="now:countryside.surplus", reach="now:countryside.reach",
                 rail="transport.locomotives", kept=here(0.0, 1.0, "share kept back"),
                 hunger="supply.hunger_towns", villages="supply.hunger", rural="population.rural",
                 urban="population.urban", season=here(0.2, 1.8, "factor of the year's mean")),
      parameters=dict(pace=parameter(0.085, "a month", 0.05, 0.2, assumption="what is for sale is sold over the year, over half of it before the next "
                                     "harvest; a third, or nearly all, as barns and roads allow"),
                      halt=parameter(0.4, "share", 0.1, 0.7, assumption="without railways two fifths of the grain for "
                                     "sale cannot move, half of trade going by cart to the nearest town or mill; a "
                                     "tenth or seven"),
                      barter=parameter(0.06, "a month", 0.02, 0.12,
                                       assumption="half of the bread that towns ate in 1918-20 came with bagmen: of a surplus "
                                       "of ten million tonnes, through roadblocks and on the trains of those years, "
                                       "a seventeenth a month where towns starve; a third or twice as much. Villages without "
                                       "bread bring cattle, cloth and tools as far as other provinces")),
      neutral=0.0, signs=dict(surplus=+1, kept=-1, rail=+1, hunger=+1, season=+1), unit="tonnes")
def grain_offered(surplus, reach, rail, kept, hunger, villages, rural, urban, season, pace, halt, barter):
    """The village sells what it does not keep; hungry townspeople and starving villagers bring their things to it."""
    starving = (villages * rural).sum() / jnp.maximum(urban.sum(), 1)
    asked = barter * (hunger + starving)
    return surplus * reach * (pace * season * (1 - kept) + asked) * (1 - halt * (1 - rail))


@rule("procurement.r02", "procurement.r09",
      reads=dict(base="procurement.plan_base", rural="population.rural", sown="countryside.sown"),
      parameters=dict(norm="countryside.food_norm", seed="countryside.seed_rate"),
      neutral=0.0, signs=dict(base=+1, rural=-1, sown=-1), unit="tonnes a year")
def what_a_good_crop_would_spare(base, rural, sown, norm, seed):
    """Norms are laid on what a region would have to spare of a good crop, whatever has grown."""
    return jnp.maximum(base - MONTHS_A_YEAR * norm * rural - seed * sown, 0)


@rule(reads=dict(reserve="procurement.reserve", urban="population.urban", red="army.red", soldiers="great_war.soldiers"),
      parameters=dict(norm="countryside.food_norm",
                      cover=parameter(18, "months", 12, 30, assumption="nobody requisitions with the bread of a year and a "
                                      "half for towns and armies in store: a year where stores are bad, two and a half "
                                      "where war is feared")),
      neutral=1.0, signs=dict(reserve=-1, urban=+1), unit="factor of the norm",
      assumption="detachments are sent for bread that is wanted")
def full_stores_ask_for_less(reserve, urban, red, soldiers, norm, cover):
    """The norms are slackened as the state's stores fill, hardly so while they are not half full."""
    return jnp.clip(1 - square(reserve / jnp.maximum(cover * norm * (urban.sum() + red + soldiers), 1)), 0, 1)


@rule("countryside.r14", "procurement.r02",
      reads=dict(poor="countryside.poor", rich="countryside.rich", farms="collectivisation.farms", law="procurement.law",
                 force="collectivisation.force"),
      parameters=dict(found=parameter(0.2, "of the barn a month", 0.1, 0.3, assumption="detachments from elsewhere find no more than a "
                                      "fifth of what lies in barns and pits in a month; half of that where all is "
                                      "buried, a third where neighbours tell"),
                      told=parameter(0.5, "share", 0.2, 0.8, assumption="of the pits the poor show half, where they get a part "
                                     "of what is found and are all of the village; a fifth where they are kin, most "
                                     "of them where they are not"),
                      tied=parameter(2.0, "share a share of rich households", 0.5, 4.0, assumption="officials who live with the village spare "
                                     "those who feed them: with one household in ten well off a fifth less is found, "
                                     "until the summit sends others; a twentieth to two fifths"),
                      common=parameter(0.25, "of the barn a month", 0.1, 0.4, assumption="the threshing floor of a farm is seen "
                                       "by all: a third of what lies there is taken in a month beside what searches "
                                       "find; a tenth where chairmen look away, as much again where they do not"),
                      feared=parameter(0.3, "share", 0.1, 0.6, assumption="death for ears of corn brings out a third more; a "
                                       "tenth where judges spare, twice as much where they do not")),
      neutral=0.2, signs=dict(poor=+1, rich=-1, farms=+1, law=+1, force=+1), unit="of the barn a month")
def what_searches_find(poor, rich, farms, law, force, found, told, tied, common, feared):
    """The poor tell where others hide, officials tied to the rich do not look, a common barn hides nothing, fear opens pits."""
    ties = jnp.minimum(tied * rich, 1) * (1 - force)
    return (found * (1 + told * poor) * (1 - ties) + common * farms) * (1 + feared * law)


@rule("procurement.r02", "countryside.r07",
      reads=dict(spare=here(0.0, 1e7, "tonnes that a good crop would spare", "region"), stock="now:countryside.stock",
                 reach="now:countryside.reach", revolt="countryside.revolt", pressure="procurement.pressure",
                 rail="transport.locomotives", season=here(0.0, 1.0, "share of the year's norm"),
                 method="procurement.method", found=here(0.1, 0.5, "of the barn a month", "region")),
      parameters=dict(norm=parameter(0.6, "share of what a good crop would spare", 0.35, 0.9, assumption="the allotment of "
                                     "1920-21 asked for half of what the regions had spared before the war, and more "
                                     "of those within reach; a third to nine tenths as harvests are written high or low"),
                      excess=parameter(0.010, "of the barn a month", 0.004, 0.02,
                                       assumption="norms often exceeded: food and seed, a tenth of the barn in a year of "
                                       "full pressure; half or twice that, as villages complained or counted"),
                      halt="procurement.grain_offered.halt",
                      sealed=parameter(0.7, "share", 0.3, 1.0, assumption="a region wholly in revolt is shut by seven "
                                       "tenths to detachments, which go on along the lines; three tenths or wholly")),
      neutral=0.0, signs=dict(spare=+1, stock=+1, pressure=+1, revolt=-1, reach=+1), unit="tonnes")
def detachments_requisition(spare, stock, reach, revolt, pressure, rail, season, method, found, norm, excess, halt,
                            sealed):
    """Under requisition detachments fill a norm laid down beforehand from what they find, food and seed too.

    Carts bring it to the stations: want of trains keeps more of it there than in the barns.
    """
    wanted = (1 - halt * (1 - rail)) * (norm * spare * season + excess * stock)
    taken = pressure * reach * (1 - sealed * revolt) * jnp.minimum(wanted, found * stock)
    return taken * is_code(method, METHODS, "requisition")


@rule("procurement.r05", "countryside.r09",
      reads=dict(crop="countryside.crop", reach="now:countryside.reach", hunger="supply.hunger",
                 reformed="money.reformed",
                 method="procurement.method"),
      parameters=dict(share=parameter(0.11, "share of the crop", 0.06, 0.14,
                                      publication="Narkomprod: 3.8 and 5.9 million tonnes, of harvests of 36 and "
                                      "50"),
                      sold=parameter(0.7, "share", 0.4, 0.9, assumption="who pays in money sells grain for most of it; two "
                                     "fifths where flax, milk or wages pay, nearly all in the black earth")),
      neutral=(0.0, 0.0), signs=dict(crop=+1, hunger=-1), unit="tonnes")
def tax_is_paid_in_kind_or_in_money(crop, reach, hunger, reformed, method, share, sold):
    """Beside the market a tenth at most, known beforehand; the starving are let off.

    Assessed on the harvest, it is paid in kind, and once there is a currency to pay in, by selling grain for it; by
    twelfths, though most came in by midwinter.
    """
    due = share * crop * reach * (1 - hunger) / MONTHS_A_YEAR * is_code(method, METHODS, "market")
    return due * (1 - reformed), due * reformed * sold


@rule("planning.r10", reads=dict(planned="planning.grain_wanted", bought="supply.short"),
      neutral=6e6, signs=dict(planned=+1, bought=+1), unit="tonnes a year")
def what_the_state_needs(planned, bought):
    """What the plan wants for towns, armies and ships, and the bread that villages buy back."""
    return planned * MILLION + MONTHS_A_YEAR * bought


@rule("procurement.r09", "procurement.r14", "collectivisation.r08", "collectivisation.r14",
      reads=dict(needed=here(4e6, 1.5e7, "tonnes a year"), fast="organs.line_industry", success="procurement.success",
                 farms="collectivisation.share"),
      parameters=dict(ratchet=parameter(0.2, "share of the last success", 0.1, 0.4, assumption="plans of 1929 to 1931 asked for a fifth "
                                        "to a half more than had been got before; a tenth or two fifths more at the ends")),
      neutral="needed", signs=dict(needed=+1, fast=+1, success=+1, farms=+1), unit="tonnes a year")
def success_becomes_the_plan(needed, fast, success, farms, ratchet):
    """In haste, and where control is easier, the state wants more than it got last time."""
    haste = square(jnp.clip(fast, 0, 1))
    return needed + (haste + (1 - haste) * farms) * jnp.maximum((1 + ratchet) * success - needed, 0)


@rule(reads=dict(asked=here(4e6, 2.5e7, "tonnes a year"), reserve="procurement.reserve", collected="procurement.collected",
                 month="outside:month_of_year"),
      parameters=dict(first="countryside.harvest_season.first", carried="procurement.state_buys_until_the_new_bread.carried"),
      neutral="asked", signs=dict(asked=+1, reserve=-1), unit="tonnes a year",
      assumption="a state levies for the year that it has to feed, not for ever: it has no need to ask again for more than "
                 "a season's bread that was, or will be, left in its stores when new bread comes")
def what_lies_in_store_is_not_asked_again(asked, reserve, collected, month, first, carried):
    """The state wants so much less as more than a season's bread lay in store when the year began, or will when it ends."""
    gone = jnp.mod(month - first, MONTHS_A_YEAR) / MONTHS_A_YEAR
    began = reserve + gone * asked - jnp.where(month == first, 0, collected)
    beyond = jnp.maximum(began, reserve - (1 - gone) * asked) - carried / MONTHS_A_YEAR * asked
    return jnp.clip(asked - beyond, 0, asked)


@rule("procurement.r09", "collectivisation.r08", "collectivisation.r14",
      reads=dict(quota="procurement.quota", spare=here(0.0, 1e7, "tonnes that a good crop would spare", "region"),
                 base="procurement.plan_base", wanted="now:procurement.wanted", month="outside:month_of_year",
                 relief="collectivisation.relief", method="procurement.method"),
      parameters=dict(first="countryside.harvest_season.first",
                      most=parameter(0.37, "share of a good crop", 0.33, 0.5, assumption="more than 37 in a hundred of a good crop was never "
                                     "laid on a region as a whole, above the third of the harvest of grain areas that the "
                                     "book has asked for (procurement.r09, p. 288); between that third and a half"),
                      lenient=parameter(0.5, "share", 0.2, 0.9, assumption="the target of 1932 was cut by two fifths, that of 1930 hardly: with as "
                                        "much relief as a retreat grants, a quarter; a tenth if targets are "
                                        "sacred, two fifths if they are not")),
      neutral="quota", signs=dict(base=+1, wanted=+1, relief=-1), unit="tonnes a year")
def quota_before_harvest(quota, spare, base, wanted, month, relief, method, first, most, lenient):
    """Before the harvest the plan is laid on the regions by what a good crop would spare, whatever will grow.

    It stands until the next harvest, and is laid at once where seizure begins within a campaign.
    """
    asked = wanted * (1 - lenient * relief) * spare / jnp.maximum(spare.sum(), 1)
    laid = jnp.minimum(asked, most * base)
    begins = (jnp.abs(jnp.mod(month + 1, MONTHS_A_YEAR) - first) < HALF) | (quota.sum() < 1)
    return jnp.where(begins, laid, quota) * is_code(method, METHODS, "quota")


@rule("procurement.r10", "procurement.r11", "collectivisation.r08", "collectivisation.r14",
      reads=dict(quota="now:procurement.quota", stock="now:countryside.stock", farms="collectivisation.farms",
                 pressure="procurement.pressure", reach="now:countryside.reach", revolt="countryside.revolt",
                 season=here(0.0, 1.0, "share of the year's quota"), found=here(0.1, 0.5, "of the barn a month", "region")),
      parameters=dict(hold=parameter(0.85, "share", 0.6, 1.0, assumption="taken from private farms with more trouble: as hard pressed, they "
                                     "bring in five sixths of what farms do"),
                      whole=parameter(0.45, "index", 0.3, 0.7, assumption="pressure at which a whole quota is brought in from "
                                      "farms: what collectors left alone do; a third where all obey, seven tenths "
                                      "where chairmen resist"),
                      over=parameter(1.25, "share of the quota", 1.0, 1.5, assumption="counter-plans took a quarter more than the "
                                     "quota from those who had filled it; nothing, or half as much again"),
                      sealed="procurement.detachments_requisition.sealed"),
      neutral=0.0, signs=dict(quota=+1, stock=+1, pressure=+1, farms=+1, revolt=-1), unit="tonnes")
def the_quota_is_collected(quota, stock, farms, pressure, reach, revolt, season, found, hold, whole, over, sealed):
    """The quota is taken from bread and seed alike, as far as collectors press and find it, more easily from farms."""
    got = quota * season * jnp.minimum(pressure / whole, over) * (hold + (1 - hold) * farms)
    return jnp.minimum(got, found * stock) * reach * (1 - sealed * revolt)


@rule("procurement.r09", "procurement.r10",
      reads=dict(month="outside:month_of_year", collected="procurement.collected", levied="now:procurement.levy",
                 bought="now:procurement.purchase", success="procurement.success"),
      parameters=dict(first="countryside.harvest_season.first"),
      neutral=("collected", "success"), signs=dict(levied=+1, bought=+1), unit="tonnes")
def a_campaign_is_counted_from_harvest_to_harvest(month, collected, levied, bought, success, first):
    """What is got is counted by campaign; the last one is the success that the next has to beat."""
    opens = month == first
    got = levied.sum() + bought.sum()
    return jnp.where(opens, 0, collected) + got, jnp.where(opens, collected, success)


@rule("procurement.r10",
      reads=dict(month="outside:month_of_year", collected="now:procurement.collected", wanted="procurement.wanted",
                 shortfall="procurement.shortfall"),
      parameters=dict(first="countryside.harvest_season.first",
                      bend=parameter(1.25, "1", 1.0, 1.6, assumption="two thirds of a year's grain were got by the end of "
                                     "December, a tenth by the end of July; a little earlier or later as harvests are"),
                      months=parameter(3, "months", 2, 6, assumption="a lag is believed after a season, or two")),
      neutral=0.0, signs=dict(collected=-1, wanted=+1), unit="index 0-1")
def a_campaign_lags(month, collected, wanted, shortfall, first, bend, months):
    """How far the grain got since the harvest lags behind what should be there by this month."""
    gone = (jnp.mod(month - first, MONTHS_A_YEAR) + 1) / MONTHS_A_YEAR
    due = wanted * jnp.sin(FULL_TURN * gone * HALF * HALF) ** bend
    return shortfall + (jnp.clip(1 - collected / jnp.maximum(due, 1), 0, 1) - shortfall) / months


@rule("procurement.r12",
      reads=dict(shortfall="procurement.shortfall", hunger="supply.hunger", farms="collectivisation.share",
                 terror="police.terror", correction="organs.correction", law="procurement.law"),
      parameters=dict(rate=parameter(6.0, "a month", 2.0, 15.0, assumption="a fifth of the campaign missing and a tenth of "
                                     "the villages starving in enclosed farms bring such a law within a year; half a "
                                     "year, or three")),
      neutral=0.0, signs=dict(shortfall=+1, hunger=+1, farms=+1, correction=-1, law=-1), unit="probability a month")
def hunger_in_common_fields_is_called_theft(shortfall, hunger, farms, terror, correction, law, rate):
    """Where the crop is common, the campaign lags and the starving glean, gleaning is made a capital crime."""
    return rate * shortfall * hunger.mean() * farms * (1 + terror) * (1 - correction) * (1 - law)


@rule("procurement.r12", reads=dict(law="procurement.law", passed=here(0.0, 1.0, "law decided")),
      parameters=dict(spent=parameter(0.08, "a month", 0.03, 0.2, assumption="judges were told to spare the small thief within "
                                      "half a year and let out most within three; a year, or a season")),
      neutral=0.0, signs=dict(law=+1, passed=+1), unit="index 0-1")
def judges_wear_a_law_down(law, passed, spent):
    """A law of that kind is applied in full at first, and ever less by those who judge neighbours."""
    return jnp.maximum(law * (1 - spent), passed)


@rule("procurement.r09", reads=dict(crop="countryside.crop", base="procurement.plan_base", hunger="supply.hunger"),
      parameters=dict(up=parameter(0.08, "a month", 0.03, 0.2, assumption="a good crop raises what is expected by a "
                                   "twelfth of the excess a month, half in a winter; two years or three months"),
                      down=parameter(0.02, "a month", 0.01, 0.06, assumption="failure is believed late: norms of 1920 were "
                                     "drawn from what provinces had spared before 1917, quotas of 1931 and 1932 from "
                                     "the crop of 1930; a fifth of the gap a year, a half if reports are heard. "
                                     "Chosen with procurement of 1918-21 in view"),
                      proven=parameter(10.0, "1", 3.0, 20.0, assumption="a famine is a proof: where a tenth of the villages starve "
                                       "failure is believed twice as fast, as norms by the hectare took the place of those "
                                       "of the good year in 1933; a third more, or three times as fast")),
      neutral=0.0, signs=dict(crop=+1), unit="tonnes")
def a_good_crop_becomes_the_norm(crop, base, hunger, up, down, proven):
    """Plans remember the good year and forget the bad one, until famine has proven it."""
    believed = jnp.minimum(down * (1 + proven * hunger.mean()), 1)
    return jnp.where(crop > base, up, believed) * (crop - base)


@rule("procurement.r10",
      reads=dict(line="organs.line_peasantry", fast="organs.line_industry",
                 hunger="supply.hunger_towns", correction="organs.correction",
                 terror="police.terror", villages="supply.hunger", shortfall="procurement.shortfall",
                 method="procurement.method"),
      parameters=dict(base=parameter(0.45, "index", 0.2, 0.7, assumption="collectors left alone press to about the middle "
                                     "of what they can; a fifth where they live in the village, seven tenths where "
                                     "they are paid by what they bring"),
                      force=parameter(0.3, "index", 0.1, 0.6, assumption="between the hardest and the mildest line "
                                      "lies more than half of the scale; a tenth if orders are little heeded, all of "
                                      "it if they are the only law"),
                      need=parameter(0.35, "index", 0.1, 0.7, assumption="hungry towns press as hard as a hard line; "
                                     "hardly at all if the line alone counts, to the limit if bread alone does"),
                      plan=parameter(0.3, "index", 0.1, 0.6, assumption="a hasty plan presses as a hard line does, "
                                     "for machines are paid in grain; same range"),
                      heed=parameter(1.5, "index", 0.3, 3.0, assumption="where reports are believed hunger in half of "
                                     "the villages stops the collecting; in a sixth if quickly, hardly ever if not"),
                      dead=parameter(0.3, "index 0-1", 0.1, 0.5, assumption="whoever is deaf to reports still sees the dead by the roads: as much as a "
                                     "party that hears three tenths; a tenth, or half"),
                      agents=parameter(0.5, "index", 0.2, 0.9, assumption="fifty thousand agents, fines and searches answer a campaign of seizure that "
                                       "lags by a fifth with a tenth of the scale, as detachments of workers did in 1918-20, more where "
                                       "those who soften it are purged; a twentieth, or a fifth")),
      neutral=0.3, signs=dict(line=-1, fast=+1, hunger=+1, correction=-1, terror=+1, villages=-1, shortfall=+1),
      unit="index 0-1")
def collectors_press(line, fast, hunger, correction, terror, villages, shortfall, method, base, force, need, plan,
                     heed, dead, agents):
    """Hungry towns, a hard line, a hasty plan and a lagging campaign press; reports that are heard, and the dead, hold back."""
    lag = agents * shortfall * (1 + terror) * (is_code(method, METHODS, "quota") + is_code(method, METHODS, "requisition"))
    return jnp.clip(base - force * line + plan * jnp.clip(fast, 0, 1) + need * hunger + lag
                    - heed * jnp.maximum(correction, dead) * villages.mean(), 0, 1)


@rule("procurement.r01", "procurement.r02",
      reads=dict(power="soviets.power", hunger="supply.hunger_towns", goods="industry.goods_rural",
                 line="organs.line_peasantry", war="civil_war.intensity", outcome="civil_war.outcome",
                 method="procurement.method"),
      parameters=dict(rate=parameter(2.5, "a month", 0.8, 6.0, assumption="with half of the need eaten, empty shops "
                                     "and war all around the turn comes within two months; half a year if it is "
                                     "debated, at once if detachments go by themselves"),
                      wartime=parameter(0.98, "share", 0.8, 1.0, assumption="in peace towns set on the village fifty "
                                        "times less: detachments of workers were an order of war; a fifth as much, or "
                                        "never")),
      neutral=0.0, signs=dict(power=+1, hunger=+1, goods=-1, line=-1, war=+1),
      unit="probability a month")
def towns_take_what_they_cannot_buy(power, hunger, goods, line, war, outcome, method, rate, wartime):
    """A soviet power with hungry towns and no goods to give sends detachments, until its war is decided.

    After a victory risings are no war for which all is taken; grain kept back is then seized by other measures.
    """
    taking = is_code(method, METHODS, "requisition") + is_code(method, METHODS, "quota")
    return (rate * power * hunger * (1 - goods) * (1 - wartime + wartime * war) * (1 - line) * HALF
            * (1 - taking) * is_code(outcome, WAR_OUTCOMES, "undecided"))


@rule("procurement.r05", "mood.r20",
      reads=dict(revolt="countryside.revolt", strikers="labour.strikers", workers="classes.workers",
                 villages="supply.hunger", towns="supply.hunger_towns", rising="mood.rising"),
      parameters=dict(sailors=parameter(0.5, "index", 0.2, 0.8, assumption="a fleet that rises alarms as half of the country would: it was the pride of "
                                        "the power, and stood before its capital"),
                      threshold=parameter(0.08, "index", 0.0, 0.2, assumption="one region in twelve in arms is taken "
                                          "for banditry; none if any revolt is feared, three regions at most"),
                      strike_weight=parameter(2.0, "index", 0.5, 5.0, assumption="half of the workers on strike alarm "
                                              "like a whole country in arms, for they are the power's own class; all of them "
                                              "would not suffice at the one end, a fifth would at the other"),
                      town_weight=parameter(0.5, "index", 0.2, 1.0, assumption="towns have hungered for years: their "
                                            "hunger alarms half as much as that of villages; as much at most")),
      neutral=0.0, signs=dict(revolt=+1, strikers=+1, villages=+1, towns=+1, rising=+1), unit="index 0-1")
def revolt_hunger_and_strikes_alarm(revolt, strikers, workers, villages, towns, rising, sailors, threshold,
                                    strike_weight, town_weight):
    """Armed villages, famine, hungry towns and strikes add up to an alarm that a party may hear."""
    return jnp.clip(revolt.mean() + villages.mean() + strike_weight * strikers
                    / jnp.maximum(workers, 1) + towns * town_weight + sailors * rising - threshold, 0, 1)


@rule("procurement.r03", "procurement.r05",
      reads=dict(alarm=here(0.0, 1.0, "alarm"), line="organs.line_peasantry",
                 correction="organs.correction", war="civil_war.intensity", method="procurement.method"),
      parameters=dict(rate=parameter(1.0, "a month", 0.3, 2.5, assumption="a party that hears and is willing turns in "
                                     "the month of full alarm; in a quarter if it needs a congress, in days if not"),
                      waiting=parameter(0.93, "share", 0.7, 1.0, assumption="a war at full force leaves a fifteenth of "
                                        "the chance of the turn: proposed in the winter of 1919-20 it was refused and "
                                        "came a year later (procurement.r03, p. 144); three tenths, or none"),
                      ideas=parameter(0.3, "share", 0.0, 0.6, assumption="events alone do a third of the persuading, "
                                      "the line on the village the rest; nothing where principle rules, most where "
                                      "there is no other way")),
      neutral=0.0, signs=dict(alarm=+1, line=+1, correction=+1, war=-1), unit="probability a month")
def alarm_turns_requisition_into_tax(alarm, line, correction, war, method, rate, waiting, ideas):
    """Alarm brings the turn early where the party can hear it; else it is refused until ruin forces it."""
    will = ideas * correction + (1 - ideas) * correction * (1 + line) * HALF
    return rate * alarm * will * (1 - waiting * war) * is_code(method, METHODS, "requisition")


@rule("regime.r04", "classes.r04",
      reads=dict(sown="countryside.sown", workers="classes.workers"),
      parameters=dict(fields="initial.countryside.sown", hands="initial.classes.workers",
                      idle=parameter(0.4, "share", 0.2, 0.6, assumption="the proposal of 1920 names the fields first and the "
                                     "workers after: an empty works counts two fifths of a fallow field; a fifth if "
                                     "bread alone counts, over half if the class does")),
      neutral=0.0, signs=dict(sown=-1, workers=-1), unit="share")
def requisition_spends_what_it_lives_on(sown, workers, fields, hands, idle):
    """Fields left fallow and works left empty are what war communism has spent."""
    fallow = jnp.clip(1 - sown.sum() / fields.sum(), 0, 1)
    return jnp.clip(fallow + idle * jnp.clip(1 - workers / hands, 0, 1), 0, 1)


@rule("regime.r04", "procurement.r05",
      reads=dict(alarm=here(0.0, 1.0, "alarm"), spent=here(0.0, 1.0, "what war communism has spent"),
                 war="civil_war.intensity", method="procurement.method"),
      parameters=dict(rate=parameter(0.2, "a month", 0.08, 0.5, assumption="with half of the country spent or in arms a "
                                     "power that hears nothing holds out for two years, with a third for four; "
                                     "half as fast where it has other bread, twice as fast where its own sailors rise. "
                                     "Chosen with the date of the turn of 1921 in view"),
                      waiting="procurement.alarm_turns_requisition_into_tax.waiting"),
      neutral=0.0, signs=dict(alarm=+1, spent=+1, war=-1), unit="probability a month")
def ruin_forces_the_turn(alarm, spent, war, method, rate, waiting):
    """Exhaustion, risings and strikes force the turn on a power that did not hear them, and more than in proportion."""
    ruin = square(jnp.clip(alarm + spent, 0, 1))
    return rate * ruin * (1 - waiting * war) * is_code(method, METHODS, "requisition")


@rule("procurement.r08", "procurement.r07", "money.r07",
      reads=dict(shortfall="procurement.shortfall", hunger="supply.hunger_towns", line="organs.line_peasantry",
                 fast="organs.line_industry", power="soviets.power", method="procurement.method"),
      parameters=dict(rate=parameter(3.5, "a month", 1.0, 8.0, assumption="a campaign that lags by two fifths under a "
                                     "leadership that leans to neither side of the village and a third of the way to haste "
                                     "is answered by seizure within the harvest year in three quarters of the cases; in a "
                                     "third or nearly all at the ends. Chosen with the winter of 1927-28 in view"),
                      calm=parameter(0.05, "index", 0.0, 0.15, assumption="without haste a lag is met by buying less, selling less "
                                     "abroad or paying more: hardly ever by force; never, or a seventh as often as in haste"),
                      panic=parameter(0.5, "share", 0.1, 1.0, assumption="queues in the towns make half as much again "
                                      "of a shortfall; little where cards are ready, twice it where they are not")),
      neutral=0.0, signs=dict(shortfall=+1, line=-1, power=+1, fast=+1, hunger=+1),
      unit="probability a month")
def withheld_grain_is_seized(shortfall, hunger, line, fast, power, method, rate, calm, panic):
    """Grain that does not come is seized, hardly by a line that spares the village, soonest by a hard and hasty one.

    The other ways are those that the prices take: the state pays more, or wants less.
    """
    crisis = shortfall * (1 + panic * hunger) * is_code(method, METHODS, "market")
    return rate * power * crisis * square((1 - line) * HALF) * (calm + jnp.clip(fast, 0, 1))


@rule("procurement.r07", "money.r08",
      reads=dict(line="organs.line_peasantry", meetings="organs.meetings",
                 share="collectivisation.share", drive="collectivisation.drive", method="procurement.method"),
      parameters=dict(rate=parameter(0.3, "a month", 0.1, 0.6, assumption="a committee that meets and spares the village revokes "
                                     "it within a half-year, as in the summer of 1928; a third to twice as fast"),
                      seldom="organs.what_the_organs_see.seldom"),
      neutral=0.0, signs=dict(line=+1, meetings=+1, share=-1, drive=-1), unit="probability a month")
def seizure_is_revoked(line, meetings, share, drive, method, rate, seldom):
    """The committee brings the market back where it meets and its line spares the village, before that is enclosed."""
    will = square((1 + line) * HALF) * meetings / (meetings + seldom)
    return rate * will * (1 - share) * (1 - drive) * is_code(method, METHODS, "quota")


@rule("procurement.r07", "regime.r10",
      reads=dict(alarm=here(0.0, 1.0, "alarm"), share="collectivisation.share", drive="collectivisation.drive",
                 method="procurement.method"),
      parameters=dict(rate=parameter(0.3, "a month", 0.1, 0.6, assumption="outbursts in a third of the country end seizure "
                                     "within a year, as those of the spring of 1928 did within a season; a third to "
                                     "twice as fast")),
      neutral=0.0, signs=dict(alarm=+1, share=-1, drive=-1), unit="probability a month")
def outbursts_end_seizure(alarm, share, drive, method, rate):
    """Outbursts bring concessions even from those who hear no reports, until the village is enclosed."""
    return rate * alarm * (1 - share) * (1 - drive) * is_code(method, METHODS, "quota")


@rule(reads=dict(reserve="now:procurement.reserve", rail="transport.locomotives"),
      parameters=dict(rot=parameter(0.06, "a month", 0.02, 0.12, assumption="of what waits without any train half is wet, "
                                    "eaten by mice or stolen within a year; a fifth under roofs, three quarters in "
                                    "heaps in the snow")),
      neutral=0.0, signs=dict(reserve=+1, rail=-1), unit="tonnes",
      assumption="detachments bring grain to the stations whether there are trains or not")
def grain_rots_at_the_stations(reserve, rail, rot):
    """Grain collected beyond what the trains carry rots where it lies."""
    return rot * (1 - rail) * reserve


@rule(reads=dict(month="outside:month_of_year"),
      parameters=dict(first="countryside.harvest_season.first",
                      months=parameter(7, "months", 5, 9, publication="collections run July-January")),
      neutral=1 / 12, unit="share of the year",
      assumption="norms and quotas are brought in while barns are full and roads are frozen")
def collecting_season(month, first, months):
    """Norms and quotas are collected from the harvest to midwinter."""
    return jnp.where(jnp.mod(month - first, MONTHS_A_YEAR) < months, 1 / months, 0.0)


@rule("procurement.r05", "procurement.r13", "procurement.r15",
      reads=dict(method="procurement.method", drawn=here(0.2, 1.0, "part of its grain that the state still gets"),
                 relief="collectivisation.relief"),
      parameters=dict(war=parameter(0.6, "share", 0.4, 0.8, assumption="six tenths of what is bought under fixed "
                                    "prices goes to the army and its horses, as in 1916-17; two or four fifths"),
                      market=parameter(0.75, "share", 0.5, 0.9, assumption="state and cooperatives bought three quarters of what left "
                                       "the village in the middle of the twenties, where they paid as the market did; half at "
                                       "first, nine tenths at the end. Chosen with procurement of the twenties in view"),
                      monopoly=parameter(0.75, "share", 0.5, 1.0,
                                         assumption="three quarters of the trade lives on beside a monopoly of grain "
                                         "without detachments, as in summer 1917; a half or all"),
                      shut=parameter(0.45, "share", 0.2, 0.8,
                                     assumption="half of the towns' bread came with bagmen")),
      neutral=(0.0, 1.0, 1.0), unit="shares")
def who_buys(method, drawn, relief, war, market, monopoly, shut):
    """Shares of the offer that the state and others buy, and how much trade is left alive at all.

    Beside quotas a relieved village may sell what is left of its plots and fields.
    """
    purchase, free = (is_code(method, METHODS, way) > 0 for way in ("purchase", "market"))
    state = jnp.where(purchase, war, jnp.where(free, market, 0.0)) * drawn
    return state, 1 - state, jnp.where(purchase, monopoly, jnp.where(free, 1.0, 1 - shut * (1 - relief)))


@rule("procurement.r13", "procurement.r15", "collectivisation.r12", reads=dict(relief="collectivisation.relief"),
      parameters=dict(stays=parameter(0.4, "share", 0.1, 0.8, assumption="plot, cow and the market for what is left stood beside the fullest "
                                      "collections, 28.3 million tonnes in 1935 (procurement.r15, p. 323): relief in full takes off two "
                                      "fifths of the pressure; a tenth where only words are granted, most of it where brigades go home")),
      neutral=1.0, signs=dict(relief=-1), unit="factor of the pressure")
def relief_stays_the_collectors(relief, stays):
    """Collectors press less while relief is granted to the village, which does not free it from its quota."""
    return 1 - stays * relief


@rule("procurement.r02", "procurement.r05", "procurement.r07", "procurement.r08",
      reads=dict(method="procurement.method", seize=here(0.0, 1.0, "requisition decided"),
                 tax=here(0.0, 1.0, "tax decided"), quota=here(0.0, 1.0, "emergency measures decided"),
                 back=here(0.0, 1.0, "their end decided")),
      neutral="method", unit="code")
def the_way_decided_on(method, seize, tax, quota, back):
    """Each way of getting grain lasts until another is decided on."""
    revoked = (back > 0) & (method == METHODS.index("quota"))
    way = jnp.where(seize > 0, METHODS.index("requisition"), method)
    way = jnp.where((tax > 0) | revoked, METHODS.index("market"), way)
    return jnp.where(quota > 0, METHODS.index("quota"), way)


@rule(reads=dict(way=here(0.0, 3.0, "way decided on"), power="soviets.power", soldiers="great_war.soldiers",
                 urban="population.urban", war="civil_war.intensity"),
      parameters=dict(few=parameter(12, "townspeople a soldier", 6, 24, assumption="twice as many soldiers as in "
                                    "1913, when there were some twenty townspeople for one, still want grain by war "
                                    "purchase; half and twice that bracket what a treasury bears"),
                      calm=parameter(0.1, "index 0-1", 0.02, 0.2, assumption="where generals rule the bands of some "
                                     "districts are no war: below a tenth of the intensity of a war of the whole country "
                                     "no armies pass; a fiftieth where any shot counts, a fifth where only campaigns do")),
      neutral="way", unit="code",
      assumption="war purchase is a measure of war, and only soviets take grain by requisition or quota")
def peace_leaves_grain_to_the_market(way, power, soldiers, urban, war, few, calm):
    """War purchase ends when the armies go home; without soviet power there is neither requisition nor quota."""
    buying = way == METHODS.index("purchase")
    peace = buying & (soldiers < urban.sum() / few) & (war <= jnp.where(power > 0, 0.0, calm))
    free = peace | ((power <= 0) & ~buying)
    return jnp.where(free, METHODS.index("market"), way)


@rule(reads=dict(stock="supply.town_stock", urban="population.urban", reach="now:countryside.reach"),
      parameters=dict(norm="countryside.food_norm",
                      cover=parameter(3.0, "months", 2.0, 5.0, assumption="with three months of bread in stores towns "
                                      "buy no more, as dealers did before the war; two or five")),
      neutral=1.0, signs=dict(stock=-1), unit="share of what is offered",
      assumption="nobody buys bread for which he has no room")
def full_towns_buy_no_more(stock, urban, reach, norm, cover):
    """Trade slackens as the towns' barns fill."""
    return jnp.clip(1 - stock / jnp.maximum(cover * norm * (urban * reach).sum(), 1), 0, 1)


@rule(reads=dict(reserve="procurement.reserve", wanted="now:procurement.wanted", month="outside:month_of_year"),
      parameters=dict(first="countryside.harvest_season.first",
                      carried=parameter(3.0, "months", 1.0, 6.0, assumption="a season's bread is carried over the harvest; a month "
                                        "where crops are sure, half a year where war is feared")),
      neutral=1.0, signs=dict(reserve=-1, wanted=+1), unit="share of what is offered",
      assumption="a state buys for the year that it has to feed, not for ever")
def state_buys_until_the_new_bread(reserve, wanted, month, first, carried):
    """The state buys for the months to the new bread, and little once it has that in store."""
    left = jnp.mod(first - month, MONTHS_A_YEAR) + 1
    return jnp.clip(1 - reserve * MONTHS_A_YEAR / jnp.maximum((left + carried) * wanted, 1), 0, 1)


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    m.set("market_price", m.rule(bread_finds_its_price))
    alarm = m.rule(revolt_hunger_and_strikes_alarm)
    back = m.choose(RETURN, m.rule(seizure_is_revoked) + m.rule(outbursts_end_seizure, alarm=alarm))
    m.set("state_price", m.rule(state_sets_its_price, raised=back))
    kept, drawn = m.rule(peasants_keep_grain_back), m.rule(gap_draws_grain_from_the_state)
    m.set("withheld", m.rule(what_the_state_does_not_get, kept=kept, drawn=drawn))
    asked = m.rule(success_becomes_the_plan, needed=m.rule(what_the_state_needs))
    m.set("wanted", m.rule(what_lies_in_store_is_not_asked_again, asked=asked))
    state, others, alive = m.rule(who_buys, drawn=drawn)
    spare, season, found = m.rule(what_a_good_crop_would_spare), m.rule(collecting_season), m.rule(what_searches_find)
    m.set("quota", m.rule(quota_before_harvest, spare=spare))
    in_kind, for_money = m.rule(tax_is_paid_in_kind_or_in_money)
    offered = m.rule(grain_offered, kept=kept, season=m.rule(grain_is_sold_in_autumn)) * alive + for_money
    taken = (m.rule(detachments_requisition, spare=spare, season=season, found=found) * m.rule(full_stores_ask_for_less)
             + in_kind + m.rule(the_quota_is_collected, season=season, found=found))
    m.set("unpaid", m.flow(LEVY, taken))
    m.flow(PURCHASE, offered * state * m.rule(state_buys_until_the_new_bread))
    m.flow(MARKET, offered * others * m.rule(full_towns_buy_no_more))
    m.flow(SPOILT, m.rule(grain_rots_at_the_stations))
    m.change("plan_base", m.rule(a_good_crop_becomes_the_norm))
    m.approach("pressure", m.rule(collectors_press) * m.rule(relief_stays_the_collectors),
               "procurement.months_to_press")
    collected, success = m.rule(a_campaign_is_counted_from_harvest_to_harvest)
    m.set("collected", collected)
    m.set("success", success)
    m.set("shortfall", m.rule(a_campaign_lags))
    m.set("law", m.rule(judges_wear_a_law_down, passed=m.choose(
        LAW_ON_THEFT, m.rule(hunger_in_common_fields_is_called_theft))))

    way = m.rule(
        the_way_decided_on,
        seize=m.choose(REQUISITION_CHOICE, m.rule(towns_take_what_they_cannot_buy)),
        tax=m.choose(TAX_IN_KIND, m.rule(alarm_turns_requisition_into_tax, alarm=alarm)
                     + m.rule(ruin_forces_the_turn, alarm=alarm, spent=m.rule(requisition_spends_what_it_lives_on))),
        quota=m.choose(EMERGENCY, m.rule(withheld_grain_is_seized)),
        back=back,
    )
    m.set("method", m.rule(peace_leaves_grain_to_the_market, way=way))


@output("agriculture.procured_grain", "tonnes a month", "grain levied and bought by the state",
        system="procurement", book=("procurement.r09",))
def _procured(w, flows):
    return flows["procurement.levy"].sum() + flows["procurement.purchase"].sum()
