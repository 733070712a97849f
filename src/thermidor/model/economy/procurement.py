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
from thermidor.model.nature import FULL_TURN, HALF, MONTHS_A_YEAR, is_code, square


class Procurement(System):
    """State of the procurement of grain."""

    method: Array = variable(
        "code", "how the state gets grain: 0 war purchase, 1 requisition, 2 tax and market, 3 quota",
        start=0.0, high=3.0, gives="procurement.method",
        book=("procurement.r02", "procurement.r05", "procurement.r09"))
    pressure: Array = variable("index 0-1", "pressure of the collectors", high=1.0, start=parameter(
        0.2, "index 0-1", 0.1, 0.3, assumption="levies at fixed prices in the winter of 1916-17"))
    reserve: Array = variable("tonnes", "grain in the hands of the state", quantity="grain",
        start=parameter(1.2e6, "tonnes", 0.5e6, 2.5e6, assumption="some months of the army's bread"),
        typical=(1e5, 5e6))
    plan_base: Array = variable("tonnes", "good crop on which plans are based", dim="region",
        start=parameter([0.75e6, 1.25e6, 4.4e6, 9.5e6, 0.9e6, 7.9e6, 3.9e6, 4.6e6, 0.48e6, 7.0e6,
                         15.0e6, 2.0e6, 0.68e6, 1.0e6, 2.0e6, 1.7e6], "tonnes", 0.9, 1.1,
                        dim="region", assumption="the crop of 1916"), typical=(4e5, 1.8e7))
    unpaid: Array = variable("tonnes a month", "grain taken for nothing last month", dim="region",
                             start=0.0, typical=(0.0, 6e5))
    withheld: Array = variable(
        "share", "share of its surplus that the village keeps back", high=1.0,
        start=parameter(0.4, "share", 0.2, 0.6, assumption="dear goods in the war"),
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
RETURN = choice("procurement.return_to_market", "emergency measures revoked, prices raised",
                kind="decision", book=("procurement.r07",))


@rule("procurement.r06", "countryside.r10", "countryside.r13",
      reads=dict(goods="industry.goods_rural", scissors="money.scissors", printing="money.growth"),
      parameters=dict(goods_weight=parameter(0.8, "share", 0.4, 1.1, assumption="where shops are empty only tax and "
                                             "habit bring grain out, a fifth of the surplus; half if money is still "
                                             "hoarded, all if nobody takes it"),
                      price_weight=parameter(0.16, "share", 0.05, 0.4, assumption="scissors of three to one keep a "
                                             "third of the surplus at home; a tenth if grain must be sold for the tax, "
                                             "most of it if animals can eat it"),
                      paper=parameter(1.0, "share a growth rate", 0.3, 2.0, assumption="who sells loses by the next "
                                      "market what notes lose in a month; a third if he buys at once, twice that if "
                                      "he keeps them two months"),
                      most=parameter(0.95, "share", 0.9, 1.0, assumption="salt, debts and the poor who must sell bring out a "
                                     "twentieth whatever happens; a tenth near towns, nothing far from them")),
      neutral=0.0, signs=dict(goods=-1, scissors=+1, printing=+1), unit="share of surplus")
def peasants_keep_grain_back(goods, scissors, printing, goods_weight, price_weight, paper, most):
    """Peasants keep grain back when goods are dear and scarce and money loses its worth, but never all of it."""
    return jnp.clip(goods_weight * (1 - goods) + price_weight * jnp.clip(scissors - 1, 0, None)
                    + paper * printing, 0, most)


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


@rule("procurement.r05", "supply.r06",
      reads=dict(surplus="now:countryside.surplus", reach="now:countryside.reach",
                 rail="transport.locomotives", kept=here(0.0, 1.0, "share kept back"),
                 hunger="supply.hunger_towns", villages="supply.hunger", rural="population.rural",
                 urban="population.urban", season=here(0.2, 1.8, "factor of the year's mean")),
      parameters=dict(pace=parameter(0.075, "a month", 0.04, 0.2, assumption="sold over the year"),
                      halt=parameter(0.4, "share", 0.1, 0.7, assumption="half of trade can go by cart"),
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


@rule("procurement.r02", "countryside.r07",
      reads=dict(spare=here(0.0, 1e7, "tonnes that a good crop would spare", "region"), stock="now:countryside.stock",
                 reach="now:countryside.reach", revolt="countryside.revolt", pressure="procurement.pressure",
                 rail="transport.locomotives", season=here(0.0, 1.0, "share of the year's norm"),
                 method="procurement.method"),
      parameters=dict(norm=parameter(0.6, "share of what a good crop would spare", 0.35, 0.9, assumption="the allotment of "
                                     "1920-21 asked for half of what the regions had spared before the war, and more "
                                     "of those within reach; a third to nine tenths as harvests are written high or low"),
                      excess=parameter(0.010, "of the barn a month", 0.004, 0.02,
                                       assumption="norms often exceeded: food and seed, a tenth of the barn in a year of "
                                       "full pressure; half or twice that, as villages complained or counted"),
                      found=parameter(0.2, "of the barn a month", 0.1, 0.3, assumption="detachments find no more than a "
                                      "fifth of what lies in barns and pits in a month; half of that where all is "
                                      "buried, a third where neighbours tell"),
                      halt="procurement.grain_offered.halt",
                      sealed=parameter(0.7, "share", 0.3, 1.0, assumption="revolt keeps detachments out")),
      neutral=0.0, signs=dict(spare=+1, stock=+1, pressure=+1, revolt=-1, reach=+1), unit="tonnes")
def detachments_requisition(spare, stock, reach, revolt, pressure, rail, season, method, norm, excess, found, halt,
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


@rule("procurement.r09", "procurement.r10", "collectivisation.r08", "collectivisation.r14",
      reads=dict(spare=here(0.0, 1e7, "tonnes that a good crop would spare", "region"), crop="countryside.crop",
                 share="collectivisation.share", pressure="procurement.pressure",
                 reach="now:countryside.reach", season=here(0.0, 1.0, "share of the year's quota"),
                 method="procurement.method"),
      parameters=dict(cut=parameter(0.85, "share of the surplus", 0.6, 1.1,
                                    book=("procurement.r09",), assumption="a quarter to a third "
                                    "of the harvest of grain areas"),
                      most=parameter(0.37, "share of the crop", 0.33, 0.5, book=("procurement.r09",),
                                     assumption="no more was ever got away, a third on average"),
                      hold=parameter(0.55, "share", 0.3, 0.8,
                                     assumption="taken from private farms with more trouble")),
      neutral=0.0, signs=dict(spare=+1, pressure=+1, share=+1), unit="tonnes")
def quota_before_harvest(spare, crop, share, pressure, reach, season, method, cut, most, hold):
    """The quota is set beforehand on a good crop and taken whatever the harvest was."""
    wanted = cut * pressure * (hold + (1 - hold) * share) * spare
    return jnp.minimum(wanted, most * crop) * reach * season * is_code(method, METHODS, "quota")


@rule("procurement.r09", reads=dict(crop="countryside.crop", base="procurement.plan_base"),
      parameters=dict(up=parameter(0.08, "a month", 0.03, 0.2, assumption="success is the norm"),
                      down=parameter(0.02, "a month", 0.01, 0.06, assumption="failure is believed late: norms of 1920 were "
                                     "drawn from what provinces had spared before 1917, quotas of 1931 and 1932 from "
                                     "the crop of 1930; a fifth of the gap a year, a half if reports are heard. "
                                     "Chosen with procurement of 1918-21 in view")),
      neutral=0.0, signs=dict(crop=+1), unit="tonnes")
def a_good_crop_becomes_the_norm(crop, base, up, down):
    """Plans remember the good year and forget the bad one."""
    return jnp.where(crop > base, up, down) * (crop - base)


@rule("procurement.r10", "procurement.r04", "collectivisation.r09",
      reads=dict(line="organs.line_peasantry", fast="organs.line_industry",
                 hunger="supply.hunger_towns", correction="organs.correction",
                 terror="police.terror", villages="supply.hunger"),
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
                      purge=parameter(0.1, "index", 0.0, 0.3, assumption="fear of being purged for mildness adds a "
                                      "tenth where terror is full; nothing if it only falls on others, as much as the "
                                      "line at most")),
      neutral=0.3, signs=dict(line=-1, fast=+1, hunger=+1, correction=-1, terror=+1, villages=-1),
      unit="index 0-1")
def collectors_press(line, fast, hunger, correction, terror, villages, base, force, need, plan,
                     heed, purge):
    """Hungry towns, a hard line and a hasty plan press the collectors; only correction hears the village."""
    return jnp.clip(base - force * line + plan * jnp.clip(fast, 0, 1) + need * hunger + purge * terror
                    - heed * correction * villages.mean(), 0, 1)


@rule("procurement.r01", "procurement.r02",
      reads=dict(power="soviets.power", hunger="supply.hunger_towns", goods="industry.goods_rural",
                 line="organs.line_peasantry", war="civil_war.intensity", outcome="civil_war.outcome",
                 method="procurement.method"),
      parameters=dict(rate=parameter(2.5, "a month", 0.8, 6.0, assumption="with half of the need eaten, empty shops "
                                     "and war all around the turn comes within two months; half a year if it is "
                                     "debated, at once if detachments go by themselves"),
                      wartime=parameter(0.98, "share", 0.8, 1.0, assumption="mostly a war measure")),
      neutral=0.0, signs=dict(power=+1, hunger=+1, goods=-1, line=-1, war=+1),
      unit="probability a month")
def towns_take_what_they_cannot_buy(power, hunger, goods, line, war, outcome, method, rate, wartime):
    """A soviet power with hungry towns and no goods to give sends detachments, until its war is decided.

    After a victory risings are no war for which all is taken; grain kept back is then seized by other measures.
    """
    taking = is_code(method, METHODS, "requisition") + is_code(method, METHODS, "quota")
    return (rate * power * hunger * (1 - goods) * (1 - wartime + wartime * war) * (1 - line) * HALF
            * (1 - taking) * is_code(outcome, WAR_OUTCOMES, "undecided"))


@rule("procurement.r05", "supply.r07",
      reads=dict(revolt="countryside.revolt", strikers="labour.strikers", workers="classes.workers",
                 villages="supply.hunger", towns="supply.hunger_towns"),
      parameters=dict(threshold=parameter(0.08, "index", 0.0, 0.2, assumption="one region in twelve in arms is taken "
                                          "for banditry; none if any revolt is feared, three regions at most"),
                      strike_weight=parameter(2.0, "index", 0.5, 5.0, assumption="half of the workers on strike alarm "
                                              "like a whole country in arms, for they are the power's own class; all of them "
                                              "would not suffice at the one end, a fifth would at the other"),
                      town_weight=parameter(0.5, "index", 0.2, 1.0, assumption="towns have hungered for years: their "
                                            "hunger alarms half as much as that of villages; as much at most")),
      neutral=0.0, signs=dict(revolt=+1, strikers=+1, villages=+1, towns=+1), unit="index 0-1")
def revolt_hunger_and_strikes_alarm(revolt, strikers, workers, villages, towns, threshold, strike_weight,
                                    town_weight):
    """Armed villages, famine, hungry towns and strikes add up to an alarm that a party may hear."""
    return jnp.clip(revolt.mean() + villages.mean() + strike_weight * strikers
                    / jnp.maximum(workers, 1) + towns * town_weight - threshold, 0, 1)


@rule("procurement.r03", "procurement.r05",
      reads=dict(alarm=here(0.0, 1.0, "alarm"), line="organs.line_peasantry",
                 correction="organs.correction", war="civil_war.intensity", method="procurement.method"),
      parameters=dict(rate=parameter(1.0, "a month", 0.3, 2.5, assumption="a party that hears and is willing turns in "
                                     "the month of full alarm; in a quarter if it needs a congress, in days if not"),
                      waiting=parameter(0.93, "share", 0.7, 1.0, book=("procurement.r03",),
                                        assumption="refused while war takes all"),
                      ideas=parameter(0.3, "share", 0.0, 0.6, assumption="events alone do a third of the persuading, "
                                      "the line on the village the rest; nothing where principle rules, most where "
                                      "there is no other way")),
      neutral=0.0, signs=dict(alarm=+1, line=+1, correction=+1, war=-1), unit="probability a month")
def alarm_turns_requisition_into_tax(alarm, line, correction, war, method, rate, waiting, ideas):
    """Alarm brings the turn early where the party can hear it; else it is refused until ruin forces it."""
    will = ideas * correction + (1 - ideas) * correction * (1 + line) * HALF
    return rate * alarm * will * (1 - waiting * war) * is_code(method, METHODS, "requisition")


@rule("regime.r04", "countryside.r07", "classes.r04",
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


@rule("procurement.r06", "procurement.r08", "countryside.r13", "supply.r10",
      reads=dict(withheld="procurement.withheld", goods="industry.goods_rural",
                 hunger="supply.hunger_towns", line="organs.line_peasantry",
                 fast="organs.line_industry", power="soviets.power", method="procurement.method"),
      parameters=dict(rate=parameter(0.5, "a month", 0.15, 1.5, assumption="half of the surplus kept back from half-empty "
                                     "shops is answered within "
                                     "a year by a leadership that leans that way; within three, or a season, at the ends"),
                      panic=parameter(0.5, "share", 0.1, 1.0, assumption="queues in the towns make half as much again "
                                      "of a shortfall; little where cards are ready, twice it where they are not")),
      neutral=0.0, signs=dict(withheld=+1, goods=-1, line=-1, power=+1, fast=+1),
      unit="probability a month")
def withheld_grain_is_seized(withheld, goods, hunger, line, fast, power, method, rate, panic):
    """On the market grain kept back in a goods famine is seized by a leadership that leans to coercion."""
    crisis = withheld * (1 - goods) * (1 + panic * hunger) * is_code(method, METHODS, "market")
    return rate * power * crisis * jnp.clip(-line, 0, 1) * (1 + jnp.clip(fast, -1, 1)) * HALF


@rule("procurement.r07", "procurement.r13", "money.r08",
      reads=dict(line="organs.line_peasantry", correction="organs.correction",
                 share="collectivisation.share", drive="collectivisation.drive", method="procurement.method"),
      parameters=dict(rate=parameter(0.3, "a month", 0.1, 0.6, assumption="revoked within a half-year, as in the summer "
                                     "of 1928, where the line leans to concession and reports are heard; a third to "
                                     "twice as fast")),
      neutral=0.0, signs=dict(line=+1, correction=+1, share=-1, drive=-1), unit="probability a month")
def seizure_is_revoked(line, correction, share, drive, method, rate):
    """The market comes back where the line turns to concession before the village is enclosed."""
    return (rate * (1 + line) * HALF * correction * (1 - share) * (1 - drive)
            * is_code(method, METHODS, "quota"))


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


@rule("procurement.r09", reads=dict(month="outside:month_of_year"),
      parameters=dict(first="countryside.harvest_season.first",
                      months=parameter(7, "months", 5, 9, publication="collections run July-January")),
      neutral=1 / 12, unit="share of the year")
def collecting_season(month, first, months):
    """Norms and quotas are collected from the harvest to midwinter."""
    return jnp.where(jnp.mod(month - first, MONTHS_A_YEAR) < months, 1 / months, 0.0)


@rule("procurement.r05", "money.r07", reads=dict(method="procurement.method"),
      parameters=dict(war=parameter(0.6, "share", 0.4, 0.8, assumption="army purchase"),
                      market=parameter(0.6, "share", 0.3, 0.8, assumption="state and cooperatives bought well over half of what left "
                                       "the village in the middle of the twenties, a third at first, four fifths at "
                                       "the end. Chosen with procurement of the twenties in view"),
                      monopoly=parameter(0.75, "share", 0.5, 1.0,
                                         assumption="trade that lives beside a grain monopoly"),
                      shut=parameter(0.45, "share", 0.2, 0.8,
                                     assumption="half of the towns' bread came with bagmen")),
      neutral=(0.0, 1.0, 1.0), unit="shares")
def who_buys(method, war, market, monopoly, shut):
    """Shares of the offer that the state and others buy, and how much trade is left alive at all."""
    purchase, free = (is_code(method, METHODS, way) > 0 for way in ("purchase", "market"))
    state = jnp.where(purchase, war, jnp.where(free, market, 0.0))
    return state, 1 - state, jnp.where(purchase, monopoly, jnp.where(free, 1.0, 1 - shut))


@rule("procurement.r13", "collectivisation.r12", reads=dict(relief="collectivisation.relief"),
      neutral=1.0, signs=dict(relief=-1), unit="factor of the pressure")
def relief_stays_the_collectors(relief):
    """Collectors press less while relief is granted to the village."""
    return 1 - relief


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


@rule("money.r09", "supply.r06",
      reads=dict(stock="supply.town_stock", urban="population.urban", reach="now:countryside.reach"),
      parameters=dict(norm="countryside.food_norm",
                      cover=parameter(3.0, "months", 2.0, 5.0, assumption="dealers' stores")),
      neutral=1.0, signs=dict(stock=-1), unit="share of what is offered")
def full_towns_buy_no_more(stock, urban, reach, norm, cover):
    """Trade slackens as the towns' barns fill."""
    return jnp.clip(1 - stock / jnp.maximum(cover * norm * (urban * reach).sum(), 1), 0, 1)


@rule(reads=dict(reserve="procurement.reserve", urban="population.urban", red="army.red", soldiers="great_war.soldiers",
                 month="outside:month_of_year"),
      parameters=dict(norm="countryside.food_norm", first="countryside.harvest_season.first",
                      carried=parameter(3.0, "months", 1.0, 6.0, assumption="a season's bread is carried over the harvest; a month "
                                        "where crops are sure, half a year where war is feared")),
      neutral=1.0, signs=dict(reserve=-1, urban=+1), unit="share of what is offered",
      assumption="the state fills its stores in autumn to last until the new bread, and buys less the fuller they are")
def state_buys_until_the_new_bread(reserve, urban, red, soldiers, month, norm, first, carried):
    """The state buys for the months to the new bread, and little once it has that in store."""
    left = jnp.mod(first - month, MONTHS_A_YEAR) + 1
    wanted = (left + carried) * norm * (urban.sum() + red + soldiers)
    return jnp.clip(1 - reserve / jnp.maximum(wanted, 1), 0, 1)


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    kept = m.set("withheld", m.rule(peasants_keep_grain_back))
    state, others, alive = m.rule(who_buys)
    spare, season = m.rule(what_a_good_crop_would_spare), m.rule(collecting_season)
    in_kind, for_money = m.rule(tax_is_paid_in_kind_or_in_money)
    offered = m.rule(grain_offered, kept=kept, season=m.rule(grain_is_sold_in_autumn)) * alive + for_money
    taken = (m.rule(detachments_requisition, spare=spare, season=season) * m.rule(full_stores_ask_for_less)
             + in_kind + m.rule(quota_before_harvest, spare=spare, season=season))
    m.set("unpaid", m.flow(LEVY, taken))
    m.flow(PURCHASE, offered * state * m.rule(state_buys_until_the_new_bread))
    m.flow(MARKET, offered * others * m.rule(full_towns_buy_no_more))
    m.flow(SPOILT, m.rule(grain_rots_at_the_stations))
    m.change("plan_base", m.rule(a_good_crop_becomes_the_norm))
    m.approach("pressure", m.rule(collectors_press) * m.rule(relief_stays_the_collectors),
               "procurement.months_to_press")

    alarm = m.rule(revolt_hunger_and_strikes_alarm)
    way = m.rule(
        the_way_decided_on,
        seize=m.choose(REQUISITION_CHOICE, m.rule(towns_take_what_they_cannot_buy)),
        tax=m.choose(TAX_IN_KIND, m.rule(alarm_turns_requisition_into_tax, alarm=alarm)
                     + m.rule(ruin_forces_the_turn, alarm=alarm, spent=m.rule(requisition_spends_what_it_lives_on))),
        quota=m.choose(EMERGENCY, m.rule(withheld_grain_is_seized)),
        back=m.choose(RETURN, m.rule(seizure_is_revoked) + m.rule(outbursts_end_seizure, alarm=alarm)),
    )
    m.set("method", m.rule(peace_leaves_grain_to_the_market, way=way))


@output("agriculture.procured_grain", "tonnes a month", "grain levied and bought by the state",
        system="procurement", book=("procurement.r09",))
def _procured(w, flows):
    return flows["procurement.levy"].sum() + flows["procurement.purchase"].sum()
