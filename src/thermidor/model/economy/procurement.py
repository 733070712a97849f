"""The state gets grain: by purchase, requisition, tax and market, or quota; and changes its way."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import (
    System,
    choice,
    flow,
    here,
    observable,
    parameter,
    rule,
    variable,
)
from thermidor.engine.month import Month

BUYING, REQUISITION, MARKET_WAY, QUOTA = 0.0, 1.0, 2.0, 3.0


class Procurement(System):
    """State of the procurement of grain."""

    method: Array = variable("code", "0 war purchase, 1 requisition, 2 tax and market, 3 quota",
                             start=0.0, high=3.0, book=("procurement.r02", "procurement.r05"))
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
    withheld: Array = variable("share", "surplus that the village keeps back", high=1.0,
                               start=parameter(0.4, "share", 0.2, 0.6, book=("money.r04",),
                                               assumption="dear goods in the war"))


LEVY = flow("procurement.levy", "grain", "countryside.stock", "procurement.reserve", "tonnes",
            "grain taken by requisition, tax or quota", dim="region", book=("procurement.r02",))
PURCHASE = flow("procurement.purchase", "grain", "countryside.stock", "procurement.reserve", "tonnes",
                "grain bought by the state", dim="region", book=("procurement.r05",))
MARKET = flow("procurement.market", "grain", "countryside.stock", "supply.town_stock", "tonnes",
              "grain sold or smuggled to the towns", dim="region", book=("supply.r06",))
EXPORT = flow("procurement.export", "grain", "procurement.reserve", "border:export", "tonnes", "grain sold abroad",
              book=("supply.r11",))

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
      parameters=dict(goods_weight=parameter(0.8, "share", 0.4, 1.1, assumption="wide"),
                      price_weight=parameter(0.16, "share", 0.05, 0.4, assumption="wide"),
                      paper=parameter(1.0, "share a growth rate", 0.3, 2.0, assumption="wide")),
      neutral=0.0, signs=dict(goods=-1, scissors=+1, printing=+1), unit="share of surplus")
def peasants_keep_grain_back(goods, scissors, printing, goods_weight, price_weight, paper):
    """Peasants keep grain back when goods are dear and scarce and money loses its worth."""
    return jnp.clip(goods_weight * (1 - goods) + price_weight * jnp.clip(scissors - 1, 0, None)
                    + paper * printing, 0, 1)


@rule("procurement.r05", "supply.r06",
      reads=dict(surplus="now:countryside.surplus", reach="now:countryside.reach",
                 rail="industry.locomotives", kept=here(0.0, 1.0, "share kept back"),
                 hunger="supply.hunger_towns"),
      parameters=dict(pace=parameter(0.075, "a month", 0.04, 0.2, assumption="sold over the year"),
                      halt=parameter(0.4, "share", 0.1, 0.7, book=("supply.r03",),
                                     assumption="half of trade can go by cart"),
                      barter=parameter(0.03, "a month", 0.0, 0.08, book=("supply.r06",),
                                       assumption="things for flour in hungry towns")),
      neutral=0.0, signs=dict(surplus=+1, kept=-1, rail=+1, hunger=+1), unit="tonnes")
def grain_offered(surplus, reach, rail, kept, hunger, pace, halt, barter):
    """The village sells what it does not keep; hungry towns bring their things to it."""
    return surplus * reach * (pace * (1 - kept) + barter * hunger) * (1 - halt * (1 - rail))


@rule("procurement.r02", "countryside.r07", "supply.r03",
      reads=dict(surplus="now:countryside.surplus", stock="now:countryside.stock",
                 reach="now:countryside.reach", revolt="countryside.revolt",
                 pressure="procurement.pressure", rail="industry.locomotives"),
      parameters=dict(norm=parameter(0.07, "a month", 0.03, 0.15, assumption="norms on the surplus"),
                      excess=parameter(0.022, "a month", 0.008, 0.05, book=("countryside.r07",),
                                       assumption="norms often exceeded: food and seed"),
                      sealed=parameter(0.7, "share", 0.3, 1.0, assumption="revolt keeps detachments out")),
      neutral=0.0, signs=dict(surplus=+1, stock=+1, pressure=+1, revolt=-1, reach=+1), unit="tonnes")
def detachments_requisition(surplus, stock, reach, revolt, pressure, rail, norm, excess, sealed):
    """Detachments take the surplus by norm, and often beyond it."""
    return pressure * reach * (1 - sealed * revolt) * rail * (norm * surplus + excess * stock)


@rule("procurement.r05", "countryside.r09",
      reads=dict(crop="countryside.crop", reach="now:countryside.reach", hunger="supply.hunger"),
      parameters=dict(share=parameter(0.08, "share of the crop", 0.04, 0.14,
                                      publication="Narkomprod: 3.8 and 5.9 million tonnes")),
      neutral=0.0, signs=dict(crop=+1, hunger=-1), unit="tonnes")
def tax_in_kind_is_paid(crop, reach, hunger, share):
    """A tenth at most, known beforehand; the starving are let off."""
    return share * crop * reach * (1 - hunger) / 12


@rule("procurement.r09", "procurement.r10", "collectivisation.r08", "collectivisation.r14",
      reads=dict(base="procurement.plan_base", crop="countryside.crop", sown="countryside.sown", rural="population.rural",
                 share="collectivisation.share", pressure="procurement.pressure",
                 reach="now:countryside.reach", season=here(0.0, 1.0, "share of the year's quota")),
      parameters=dict(norm="countryside.food_norm", seed="countryside.seed_rate",
                      cut=parameter(0.85, "share of the surplus", 0.6, 1.1,
                                    book=("procurement.r09",), assumption="a quarter to a third "
                                    "of the harvest of grain areas"),
                      most=parameter(0.37, "share of the crop", 0.33, 0.5, book=("procurement.r09",),
                                     assumption="no more was ever got away, a third on average"),
                      hold=parameter(0.55, "share", 0.3, 0.8, book=("collectivisation.r08",),
                                     assumption="taken from private farms with more trouble")),
      neutral=0.0, signs=dict(base=+1, pressure=+1, share=+1, rural=-1), unit="tonnes")
def quota_before_harvest(base, crop, sown, rural, share, pressure, reach, season, norm, seed, cut,
                         most, hold):
    """The quota is set beforehand on a good crop and taken whatever the harvest was."""
    free = jnp.maximum(base - 12 * norm * rural - seed * sown, 0)
    wanted = cut * pressure * (hold + (1 - hold) * share) * free
    return jnp.minimum(wanted, most * crop) * reach * season


@rule("procurement.r09", reads=dict(crop="countryside.crop", base="procurement.plan_base"),
      parameters=dict(up=parameter(0.08, "a month", 0.03, 0.2, assumption="success is the norm"),
                      down=parameter(0.04, "a month", 0.01, 0.08, assumption="failure is believed late")),
      neutral=0.0, signs=dict(crop=+1), unit="tonnes")
def a_good_crop_becomes_the_norm(crop, base, up, down):
    """Plans remember the good year and forget the bad one."""
    return jnp.where(crop > base, up, down) * (crop - base)


@rule("procurement.r10", "procurement.r04", "collectivisation.r09",
      reads=dict(line="organs.line_peasantry", fast="organs.line_industry",
                 hunger="supply.hunger_towns", correction="organs.correction",
                 terror="police.terror", villages="supply.hunger"),
      parameters=dict(base=parameter(0.45, "index", 0.2, 0.7, assumption="wide"),
                      force=parameter(0.3, "index", 0.1, 0.6, assumption="wide"),
                      need=parameter(0.35, "index", 0.1, 0.7, assumption="wide"),
                      plan=parameter(0.3, "index", 0.1, 0.6, assumption="wide"),
                      heed=parameter(1.5, "index", 0.3, 3.0, assumption="wide"),
                      purge=parameter(0.1, "index", 0.0, 0.3, book=("collectivisation.r09",),
                                      assumption="wide")),
      neutral=0.3, signs=dict(line=-1, fast=+1, hunger=+1, correction=-1, terror=+1, villages=-1),
      unit="index 0-1")
def collectors_press(line, fast, hunger, correction, terror, villages, base, force, need, plan,
                     heed, purge):
    """Hungry towns, a hard line and a hasty plan press the collectors; only correction hears the village."""
    return jnp.clip(base - force * line + plan * jnp.clip(fast, 0, 1) + need * hunger + purge * terror
                    - heed * correction * villages.mean(), 0, 1)


@rule("procurement.r01", "procurement.r02",
      reads=dict(power="soviets.power", hunger="supply.hunger_towns", goods="industry.goods_rural",
                 line="organs.line_peasantry", war="civil_war.intensity"),
      parameters=dict(rate=parameter(2.5, "a month", 0.8, 6.0, assumption="wide"),
                      wartime=parameter(0.98, "share", 0.8, 1.0, assumption="mostly a war measure")),
      neutral=0.0, signs=dict(power=+1, hunger=+1, goods=-1, line=-1, war=+1),
      unit="probability a month")
def towns_take_what_they_cannot_buy(power, hunger, goods, line, war, rate, wartime):
    """A soviet power with hungry towns and no goods to give sends detachments."""
    return rate * power * hunger * (1 - goods) * (1 - wartime + wartime * war) * (1 - line) / 2


@rule("procurement.r03", "procurement.r05", "supply.r07",
      reads=dict(revolt="countryside.revolt", strikers="labour.strikers", workers="classes.workers",
                 villages="supply.hunger", towns="supply.hunger_towns", line="organs.line_peasantry",
                 correction="organs.correction", war="civil_war.intensity"),
      parameters=dict(rate=parameter(1.0, "a month", 0.3, 2.5, assumption="wide"),
                      threshold=parameter(0.08, "index", 0.0, 0.2, assumption="wide"),
                      strike_weight=parameter(2.0, "index", 0.5, 5.0, assumption="wide"),
                      waiting=parameter(0.93, "share", 0.7, 1.0, book=("procurement.r03",),
                                        assumption="refused while war takes all"),
                      ideas=parameter(0.3, "share", 0.0, 0.6, assumption="wide: how much events alone move")),
      neutral=0.0, signs=dict(line=+1, correction=+1, war=-1, revolt=+1, strikers=+1),
      unit="probability a month")
def alarm_turns_requisition_into_tax(revolt, strikers, workers, villages, towns, line, correction, war,
                                     rate, threshold, strike_weight, waiting, ideas):
    """Revolt, hunger and strikes bring the turn where the party can hear them; else it is refused."""
    alarm = jnp.clip(revolt.mean() + villages.mean() + strike_weight * strikers
                     / jnp.maximum(workers, 1) + towns / 2 - threshold, 0, 1)
    will = ideas * correction + (1 - ideas) * correction * (1 + line) / 2
    return rate * alarm * will * (1 - waiting * war)


@rule("procurement.r06", "procurement.r08", "countryside.r13", "supply.r10",
      reads=dict(withheld="procurement.withheld", goods="industry.goods_rural",
                 hunger="supply.hunger_towns", line="organs.line_peasantry",
                 fast="organs.line_industry", power="soviets.power"),
      parameters=dict(rate=parameter(0.5, "a month", 0.15, 1.5, assumption="wide"),
                      panic=parameter(0.5, "share", 0.1, 1.0, assumption="wide")),
      neutral=0.0, signs=dict(withheld=+1, goods=-1, line=-1, power=+1, fast=+1),
      unit="probability a month")
def withheld_grain_is_seized(withheld, goods, hunger, line, fast, power, rate, panic):
    """Grain kept back in a goods famine is seized by a leadership that leans to coercion."""
    crisis = withheld * (1 - goods) * (1 + panic * hunger)
    return rate * power * crisis * jnp.clip(-line, 0, 1) * (1 + jnp.clip(fast, -1, 1)) / 2


@rule("procurement.r07", "procurement.r13", "money.r08",
      reads=dict(line="organs.line_peasantry", correction="organs.correction",
                 share="collectivisation.share", drive="collectivisation.drive"),
      parameters=dict(rate=parameter(0.3, "a month", 0.1, 0.6, assumption="wide")),
      neutral=0.0, signs=dict(line=+1, correction=+1, share=-1, drive=-1), unit="probability a month")
def seizure_is_revoked(line, correction, share, drive, rate):
    """The market comes back where the line turns to concession before the village is enclosed."""
    return rate * (1 + line) / 2 * correction * (1 - share) * (1 - drive)


@rule("supply.r11", "industry.r11",
      reads=dict(reserve="procurement.reserve", fast="organs.line_industry",
                 need=here(3e5, 1.5e6, "tonnes a month for towns and army"),
                 blockade="intervention.blockade", method="procurement.method"),
      parameters=dict(cover=parameter(2.0, "months", 1.0, 4.0, assumption="kept for towns"),
                      pace=parameter(0.12, "a month", 0.05, 0.3, assumption="wide"),
                      machines=parameter(1.0, "share", 0.3, 2.0, assumption="machines paid in grain")),
      neutral=0.0, signs=dict(reserve=+1, fast=+1, blockade=-1), unit="tonnes")
def grain_pays_for_machines(reserve, fast, need, blockade, method, cover, pace, machines):
    """Grain beyond the towns' need goes abroad, the more so the hastier the plan."""
    spare = jnp.maximum(reserve - cover * need, 0)
    hurry = jnp.clip(1 + machines * fast, 0, 2) * jnp.where(method >= 1 + 1, 1.0, 0.0)
    return pace * spare * hurry * (1 - blockade)


@rule("procurement.r09", reads=dict(month="outside:month_of_year"),
      parameters=dict(first="countryside.harvest_season.first",
                      months=parameter(7, "months", 5, 9, publication="collections run July-January")),
      neutral=1 / 12, unit="share of the year")
def collecting_season(month, first, months):
    """Quotas are collected from the harvest to midwinter."""
    return jnp.where(jnp.mod(month - first, 12) < months, 1 / months, 0.0)


@rule("procurement.r05", "money.r07", reads=dict(method="procurement.method"),
      parameters=dict(war=parameter(0.6, "share", 0.4, 0.8, assumption="army purchase"),
                      market=parameter(0.4, "share", 0.2, 0.7, assumption="state and cooperative buyers"),
                      monopoly=parameter(0.75, "share", 0.5, 1.0,
                                         assumption="trade that lives beside a grain monopoly"),
                      shut=parameter(0.45, "share", 0.2, 0.8, book=("supply.r06",),
                                     assumption="half of the towns' bread came with bagmen")),
      neutral=(0.0, 1.0), unit="shares")
def who_buys(method, war, market, monopoly, shut):
    """How much of what is offered the state buys, and how much trade is left alive at all."""
    legal = (method < 1 / 2) | (jnp.abs(method - 2) < 1 / 2)
    state = jnp.where(method < 1 / 2, war, jnp.where(legal, market, 0.0))
    return state, jnp.where(method < 1 / 2, monopoly, jnp.where(legal, 1.0, 1 - shut))


@rule("money.r09", "supply.r06",
      reads=dict(stock="supply.town_stock", urban="population.urban", reach="now:countryside.reach"),
      parameters=dict(norm="countryside.food_norm",
                      cover=parameter(3.0, "months", 2.0, 5.0, assumption="dealers' stores")),
      neutral=1.0, signs=dict(stock=-1), unit="share of what is offered")
def full_towns_buy_no_more(stock, urban, reach, norm, cover):
    """Trade slackens as the towns' barns fill."""
    return jnp.clip(1 - stock / jnp.maximum(cover * norm * (urban * reach).sum(), 1), 0, 1)


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    method, power = m.last("procurement.method"), m.last("soviets.power")
    kept = m.set("withheld", m.rule(peasants_keep_grain_back))
    state, alive = m.rule(who_buys)
    offered = m.rule(grain_offered, kept=kept) * alive
    season = m.rule(collecting_season)
    taken = jnp.where(method == REQUISITION, m.rule(detachments_requisition),
                      jnp.where(method == MARKET_WAY, m.rule(tax_in_kind_is_paid),
                                jnp.where(method == QUOTA, m.rule(quota_before_harvest, season=season),
                                          0.0)))
    m.set("unpaid", m.flow(LEVY, taken))
    m.flow(PURCHASE, offered * state)
    m.flow(MARKET, offered * (1 - state) * m.rule(full_towns_buy_no_more))
    norm = m.parameter("countryside.food_norm")
    need = norm * (m.last("population.urban").sum() + m.last("army.red") + m.last("great_war.soldiers"))
    m.flow(EXPORT, m.rule(grain_pays_for_machines, need=need))
    base = m.last("procurement.plan_base")
    m.set("plan_base", base + m.rule(a_good_crop_becomes_the_norm))
    pressure = m.last("procurement.pressure")
    eased = m.last("collectivisation.relief")
    m.set("pressure", pressure + (m.rule(collectors_press) * (1 - eased) - pressure) / 6)

    soviet = power > 0
    seize = m.choose(REQUISITION_CHOICE, jnp.where(
        method != REQUISITION, m.rule(towns_take_what_they_cannot_buy)
        * jnp.where(method == QUOTA, 0.0, 1.0), 0.0))
    tax = m.choose(TAX_IN_KIND, jnp.where(method == REQUISITION, m.rule(alarm_turns_requisition_into_tax), 0.0))
    quota = m.choose(EMERGENCY, jnp.where(method == MARKET_WAY, m.rule(withheld_grain_is_seized), 0.0))
    back = m.choose(RETURN, jnp.where(method == QUOTA, m.rule(seizure_is_revoked), 0.0))
    new = jnp.where(seize > 0, REQUISITION, method)
    new = jnp.where((tax > 0) | ((back > 0) & (method == QUOTA)), MARKET_WAY, new)
    new = jnp.where(quota > 0, QUOTA, new)
    peace = (m.last("great_war.soldiers") < m.last("population.urban").sum() / 12) & (new == BUYING)
    new = jnp.where(peace & (m.last("civil_war.intensity") <= 0), MARKET_WAY, new)
    m.set("method", jnp.where(soviet | (new == BUYING), new, MARKET_WAY))


@observable("agriculture.procured_grain", "tonnes a month", "grain levied and bought by the state",
            system="procurement", book=("procurement.r09",))
def _procured(w, flows):
    return flows["procurement.levy"].sum() + flows["procurement.purchase"].sum()


@observable("trade.grain_exports", "tonnes a month", "grain exports", system="foreign_trade",
            book=("supply.r11",))
def _exports(w, flows):
    return flows["procurement.export"]


@observable("procurement.method", "code", "How the state gets grain: 0 war purchase, 1 requisition, 2 tax and market, 3 quota",
            system="procurement", high=3.0, book=("procurement.r02", "procurement.r05", "procurement.r09"))
def _method(w, flows):
    return w.procurement.method


@observable("procurement.withheld", "share", "Share of its surplus that the village keeps back", system="procurement",
            high=1.0, book=("procurement.r06",))
def _withheld(w, flows):
    return w.procurement.withheld
