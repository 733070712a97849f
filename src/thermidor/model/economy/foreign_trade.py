"""The monopoly of foreign trade, debts annulled, and grain, oil and gold that pay for machines."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, flow, here, output, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import METHODS, REGIONS
from thermidor.model.nature import HALF, MILLION, PER_CENT, is_code
from thermidor.model.party.ballot import ballot

VOLGA = REGIONS.index("volga")


class ForeignTrade(System):
    """State of trade with the rest of the world."""

    annulled: Array = variable("flag", "debts of the old order are annulled", high=1.0, start=0.0, book=("foreign_trade.r01",))
    loosened: Array = variable("flag", "exemptions are made from the monopoly of foreign trade", high=1.0, start=0.0,
                               gives="trade.loosened", book=("foreign_trade.r02",))
    exposed: Array = variable("index 0-1", "home works and money exposed to the world market", high=1.0, start=0.0,
                              book=("foreign_trade.r04",))
    concessions: Array = variable("index 0-1", "mines and wells let to foreign capital", high=1.0, start=0.0,
                                  book=("foreign_trade.r05",))
    gold: Array = variable("million gold roubles", "gold of the state", quantity="gold", start=parameter(
        1100, "million gold roubles", 1000, 1300, publication="reserve of the State Bank, January 1917"), typical=(50.0, 1300.0),
        gives="trade.gold", book=("foreign_trade.r08",))
    debt: Array = variable("million gold roubles", "debts to firms and banks abroad", start=0.0, typical=(0.0, 1200.0),
                           book=("foreign_trade.r07",))
    short: Array = variable("share", "machines wanted from abroad that cannot be paid", high=1.0, start=0.0,
                            book=("foreign_trade.r06",))
    raw: Array = variable("share", "cotton, wool and rubber from abroad over need", high=1.0, start=parameter(
        0.9, "share", 0.7, 1.0, assumption="bought for war orders"), book=("foreign_trade.r06",))
    grain_exports: Array = variable("million tonnes a month", "grain that foreign trade asks for", start=0.0, typical=(0.0, 0.6),
                                    book=("foreign_trade.r06",))


EXPORT = flow("foreign_trade.export", "grain", "procurement.reserve", "border:export", "tonnes", "grain sold abroad",
              book=("supply.r11",))
MINED = flow("foreign_trade.mined", "gold", "border:mines", "foreign_trade.gold", "million gold roubles", "gold mined",
             book=("foreign_trade.r08",))
PAID = flow("foreign_trade.paid", "gold", "foreign_trade.gold", "border:world", "million gold roubles", "gold paid abroad",
            book=("foreign_trade.r08",))
CAPTURED = flow("foreign_trade.captured", "gold", "foreign_trade.gold", "border:whites", "million gold roubles",
                "gold taken by the Whites", book=("foreign_trade.r08",))

LOOSENED = choice("foreign_trade.monopoly_loosened", "exemptions from the monopoly of foreign trade", kind="decision",
                  book=("foreign_trade.r02", "1922-cc-monopoly-october"))
RESTORED = choice("foreign_trade.monopoly_restored", "the monopoly of foreign trade is restored", kind="decision",
                  book=("foreign_trade.r02", "1922-cc-monopoly-december"))

EXEMPTIONS = parameter([-0.2, -0.7, 0.0, 0.3, 0.0, 0.0], "index -1..1", 0.6, 1.4, dim="axis",
                       assumption="the monopoly shields works that the plan would build: against industry first, somewhat for a "
                                  "village that would buy abroad")
"""Direction of the motion to make exemptions from the monopoly."""

MONTHS_EXPOSED = parameter(12, "months", 6, 24, assumption="agents and contracts come within a year of an opening and go as slowly; half or "
                           "twice that where the border is long")
MONTHS_OF_CONTRACTS = parameter(6, "months", 3, 12, assumption="orders for machines and cotton run half a year ahead of what pays for them; "
                                "a season for cotton, a year for turbines")


@rule("foreign_trade.r01", "money.r02",
      reads=dict(output="industry.output", power="soviets.power", annulled="foreign_trade.annulled"),
      parameters=dict(interest=parameter(45.0, "million 1913 roubles a month", 35.0, 60.0, publication="interest on state debt, 1913 and war "
                                         "loans at the prices of 1917"),
                      income=parameter(0.45, "million 1913 roubles a month a point", 0.3, 0.7, assumption="a quarter of the taxes of 1913 "
                                       "still came in where prices had risen tenfold")),
      neutral=0.0, signs=dict(power=+1, output=-1), unit="flag")
def interest_beyond_income_ends_the_debt(output, power, annulled, interest, income):
    """A soviet power whose income is less than the interest on the old order's debts annuls them."""
    return jnp.maximum(annulled, power * jnp.where(interest > income * output, 1.0, 0.0))


@rule("foreign_trade.r02", "foreign_trade.r03", "organs.r05",
      reads=dict(standing="succession.standing", prestige="leaders.prestige", capacity="leaders.capacity",
                 positions="leaders.positions", committee="organs.committee", quality="government.quality",
                 method="procurement.method", loosened="foreign_trade.loosened"),
      parameters=dict(question="foreign_trade.exemptions", hesitation="organs.hesitation", temper="organs.temper", spread="organs.spread",
                      rate=parameter(0.05, "a month", 0.02, 0.12, assumption="put twice in the first two years of the market"),
                      clumsy=parameter(0.8, "pull", 0.3, 1.5, assumption="an office that does nothing right is most of a conviction for opening")),
      neutral=(0.0, 0.0), signs=dict(quality=-1), unit="probabilities a month")
def the_monopoly_is_put_to_the_vote(standing, prestige, capacity, positions, committee, quality, method, loosened, question,
                                    hesitation, temper, spread, rate, clumsy):
    """On a free market bad administration speaks for opening the border; who is present defends the monopoly or regains it."""
    vote = ballot(question, positions, standing * prestige * capacity * committee, trust=clumsy * (HALF - quality),
                  hesitation=hesitation, temper=temper, spread=spread)
    put = rate * is_code(method, METHODS, "market")
    again = jnp.where(method > METHODS.index("requisition"), 1.0, 0.0)
    return put * vote.carries * (1 - loosened), again * (1 - vote.carries) * loosened


@rule("foreign_trade.r02", reads=dict(loosened="foreign_trade.loosened", opened=here(0.0, 1.0, "exemptions decided"),
                                      closed=here(0.0, 1.0, "monopoly restored")),
      neutral="loosened", signs=dict(loosened=+1, opened=+1, closed=-1), unit="flag")
def exemptions_last_until_the_monopoly_is_restored(loosened, opened, closed):
    """What is opened stays open until it is closed."""
    return jnp.maximum(loosened, opened) * (1 - closed)


@rule("foreign_trade.r04", "money.r12", reads=dict(loosened="now:foreign_trade.loosened", blockade="intervention.blockade"),
      neutral=0.0, signs=dict(loosened=+1, blockade=-1), unit="index 0-1")
def open_borders_bring_agents_and_goods(loosened, blockade):
    """Without the monopoly foreign goods undersell home works, and agents carry money and grain abroad."""
    return loosened * (1 - blockade)


@rule("foreign_trade.r05", reads=dict(concessions="foreign_trade.concessions", method="procurement.method", fast="organs.line_industry",
                                      blockade="intervention.blockade", war="civil_war.intensity"),
      parameters=dict(pace=parameter(0.02, "a month", 0.01, 0.05, assumption="contracts take four years; a year and a half, or eight, as "
                                     "claims on the old owners' account are settled or not"),
                      shy=parameter(0.5, "share", 0.2, 0.8, assumption="annulled debts frighten half of those who would come")),
      neutral=0.0, signs=dict(fast=-1, blockade=-1, war=-1), unit="index a month")
def concessions_are_let(concessions, method, fast, blockade, war, pace, shy):
    """With the market mines and wells are let to foreign capital, until a plan takes them back."""
    aim = (1 - shy) * is_code(method, METHODS, "market") * (1 - blockade) * (1 - war) * (1 - jnp.clip(fast, 0, 1))
    return pace * (aim - concessions)


@rule("foreign_trade.r06", "foreign_trade.r09", "foreign_trade.r10",
      reads=dict(light="industry.light", heavy="industry.heavy", crisis="outside:world_crisis", blockade="intervention.blockade",
                 front="great_war.front", pact="abroad.nazi_power", threat="abroad.threat", fast="organs.line_industry"),
      parameters=dict(first=parameter(45.0, "million 1913 roubles a month", 35.0, 55.0, publication="exports of 1926-28 without grain, about "
                                      "550 million a year at the prices of 1913: oil, timber, furs, flax, butter"),
                      scale=parameter(0.5, "elasticity", 0.2, 0.8, assumption="oil and timber for sale grow half as fast as works, which use "
                                      "them too"),
                      fall=parameter(0.45, "share", 0.3, 0.6, publication="League of Nations: raw materials lost half of their price against "
                                     "1929, machines a fifth"),
                      push=parameter(0.8, "share", 0.3, 1.3, publication="volume of exports of 1931 over 1928, without grain: four fifths more"),
                      armed=parameter(0.3, "share", 0.1, 0.6, assumption="a neighbour who arms buys oil and ores: three tenths more")),
      neutral=40.0, signs=dict(light=+1, heavy=+1, crisis=-1, blockade=-1, front=-1, threat=+1, fast=+1), unit="million 1913 roubles a month")
def oil_and_timber_pay(light, heavy, crisis, blockade, front, pact, threat, fast, first, scale, fall, push, armed):
    """Oil, timber and butter pay for most imports, more are pressed out in haste; the world crisis takes half of their price."""
    made = jnp.minimum(light, heavy) / PER_CENT
    return first * made ** scale * (1 - fall * crisis) * (1 + push * jnp.clip(fast, 0, 1)) * (1 + armed * pact * threat) * (1 - blockade) * (1 - front)


@rule("foreign_trade.r06", "industry.r11",
      reads=dict(investment="planning.investment", product="planning.product", heavy="industry.heavy", light="industry.light",
                 strain="planning.strain", power="soviets.power", fast="organs.line_industry"),
      parameters=dict(grown=parameter(0.35, "share", 0.1, 0.7, assumption="a hasty plan has cotton grown at home instead of a third of what is bought"),
                      equipment=parameter(0.35, "share", 0.25, 0.45, publication="Moorsteen and Powell 1966: equipment in gross investment"),
                      foreign=parameter(0.65, "share", 0.4, 0.8, assumption="of the machines of 1913 and of new kinds in 1931 over half came from abroad"),
                      half=parameter(200.0, "index", 100.0, 300.0, assumption="heavy works of three times those of 1913 make half "
                                     "of what was bought; by 1936 next to nothing was"),
                      cotton=parameter(0.25, "million 1913 roubles a month a point", 0.15, 0.35, publication="imports of cotton, wool, hides, "
                                       "rubber and dyes, 1926-28"),
                      rush=parameter(1.0, "1", 0.0, 2.0, assumption="types changed on the way are bought twice: as many more as the plan is "
                                     "strained")),
      neutral=(20.0, 20.0), signs=dict(investment=+1, product=+1), unit="million 1913 roubles a month")
def machines_and_cotton_are_wanted(investment, product, heavy, light, strain, power, fast, grown, equipment, foreign, half, cotton,
                                   rush):
    """Building wants machines that home works do not make yet; mills want cotton and wool."""
    home = half / (half + jnp.maximum(heavy - PER_CENT, 0))
    return power * equipment * foreign * home * investment * product * (1 + rush * strain), power * cotton * light * (1 - grown * jnp.clip(fast, 0, 1))


@rule("foreign_trade.r06",
      reads=dict(machines=here(0.0, 120.0, "machines wanted"), cotton=here(0.0, 60.0, "cotton wanted"), earned=here(0.0, 80.0, "earned by oil and timber"),
                 crisis="outside:world_crisis", method="procurement.method", blockade="intervention.blockade"),
      parameters=dict(price="planning.the_village_pays.price",
                      ports=parameter(0.55, "million tonnes a month", 0.4, 0.8, publication="exports of the best months of 1930-31, over half of "
                                      "those of 1909-13")),
      neutral=0.0, signs=dict(machines=+1, cotton=+1, earned=-1, crisis=+1, blockade=-1), unit="million tonnes a month")
def grain_is_asked_for_machines(machines, cotton, earned, crisis, method, blockade, price, ports):
    """Grain is asked for what oil and timber do not pay, the more tonnes the lower its price abroad."""
    lacking = jnp.maximum(machines + cotton - earned, 0) / (price * (1 - HALF * crisis))
    legal = jnp.where(method > METHODS.index("requisition"), 1.0, 0.0)
    return jnp.minimum(lacking, ports) * legal * (1 - blockade)


@rule("foreign_trade.r06", "supply.r11",
      reads=dict(asked="now:foreign_trade.grain_exports", reserve="procurement.reserve", urban="population.urban", red="army.red",
                 fast="organs.line_industry"),
      parameters=dict(norm="countryside.food_norm",
                      cover=parameter(2.0, "months", 1.0, 4.0, assumption="bread kept for towns and armies; a hasty plan lives from "
                                      "train to train"),
                      pace=parameter(0.2, "a month", 0.1, 0.35, assumption="ports and ships take a fifth of what is spare in a month, most of it "
                                     "between harvest and spring")),
      neutral=0.0, signs=dict(asked=+1, reserve=+1, urban=-1), unit="tonnes")
def grain_pays_for_machines(asked, reserve, urban, red, fast, norm, cover, pace):
    """Of what is asked goes what lies in store beyond the bread of towns and armies, kept shorter in haste."""
    need = norm * (urban.sum() + red)
    spare = jnp.maximum(reserve - cover * (1 - HALF * jnp.clip(fast, 0, 1)) * need, 0)
    return jnp.minimum(asked * MILLION, pace * spare)


@rule("foreign_trade.r11", "foreign_trade.r06", "supply.r11",
      reads=dict(towns="supply.hunger_towns", villages="supply.hunger", fast="organs.line_industry",
                 correction="organs.correction"),
      parameters=dict(queues=parameter(0.08, "index 0-1", 0.04, 0.2, assumption="queues and cards in the towns ended exports "
                                       "in 1928: with a twelfth of the need unmet nearly two thirds of them; with half "
                                       "of that where queues are feared, over twice where they are not"),
                      dying=parameter(0.03, "index 0-1", 0.01, 0.1, assumption="a famine that half starves one region in "
                                      "sixteen is a national one, as in 1921; a third of that to all who starve there"),
                      driven=parameter(0.9, "share", 0.6, 1.0, assumption="five million tonnes a year left while cards "
                                       "spread in 1930-31: nearly all of the regard for queues goes with a hasty plan"),
                      field=parameter(0.2, "index 0-1", 0.1, 0.4, assumption="what no plan can do without is a village that ploughs: with a "
                                      "fifth of the villages starving even a hasty plan ships a third of what it would")),
      neutral=1.0, signs=dict(towns=-1, villages=-1, fast=+1, correction=-1), unit="factor")
def hunger_stops_the_ships(towns, villages, fast, correction, queues, dying, driven, field):
    """Queues in the towns stop exports, unless a hasty plan needs them; dying villages do where they are heard, and at last by themselves."""
    seen = towns / queues * (1 - driven * jnp.clip(fast, 0, 1))
    return jnp.exp(-seen - villages.mean() * (correction / dying + 1 / field))


@rule("foreign_trade.r07", "foreign_trade.r10",
      reads=dict(debt="foreign_trade.debt", gold="foreign_trade.gold", lacking=here(0.0, 100.0, "imports not yet paid"), crisis="outside:world_crisis",
                 blockade="intervention.blockade", scare="ideology.scare"),
      parameters=dict(most=parameter(900.0, "million gold roubles", 600.0, 1400.0, publication="debt of the trade agencies abroad in 1931, at most 1.4 "
                                     "milliard", assumption="short credits; no loan was ever got"),
                      lent=parameter(0.05, "a month", 0.02, 0.1, assumption="firms lend a twentieth of what they would still lend in a month"),
                      due=parameter(18, "months", 12, 24, publication="terms of trade credits, a year to two"),
                      spent=parameter(0.04, "a month", 0.015, 0.08, assumption="a twenty-fifth of the gold goes in a month where nothing else pays; "
                                      "half as much where a chest is kept for war")),
      neutral=(0.0, 0.0, 0.0), signs=dict(lacking=+1), unit="million gold roubles")
def credit_and_gold_fill_a_gap(debt, gold, lacking, crisis, blockade, scare, most, lent, due, spent):
    """Short credits no larger than the world will give, then gold, pay what exports do not; debts fall due."""
    repaid = debt / due
    borrowed = jnp.minimum(lacking + repaid, lent * jnp.maximum(most * (1 - HALF * crisis) - debt, 0)) * (1 - blockade)
    gold_paid = jnp.clip(lacking + repaid - borrowed, 0, spent * gold * (1 - HALF * scare)) * (1 - blockade)
    return borrowed, jnp.minimum(repaid, borrowed + gold_paid), gold_paid


@rule("foreign_trade.r06", "foreign_trade.r07",
      reads=dict(machines=here(0.0, 120.0, "machines wanted"), cotton=here(0.0, 60.0, "cotton wanted"), paid=here(0.0, 150.0, "what can be paid"),
                 fast="organs.line_industry"),
      parameters=dict(first=parameter(0.6, "share", 0.3, 0.9, assumption="a hasty plan serves machines first and leaves mills what is over: "
                                      "imports of cotton and wool fell to a third by 1932")),
      neutral=(0.0, 1.0), signs=dict(paid=-1, machines=+1), unit="shares")
def machines_come_before_cotton(machines, cotton, paid, fast, first):
    """What can be paid is shared between machines and cotton; in haste machines come first.  Given: machines missing, cotton got."""
    ahead = first * jnp.clip(fast, 0, 1)
    part = jnp.clip(paid / jnp.maximum(machines + cotton, 1), 0, 1)
    got = part + (jnp.clip(paid / jnp.maximum(machines, 1), 0, 1) - part) * ahead
    left = jnp.clip((paid - got * machines) / jnp.maximum(cotton, 1), 0, 1)
    return 1 - got, left


@rule("foreign_trade.r08", reads=dict(gold="foreign_trade.gold", white="civil_war.held_white", heavy="industry.heavy"),
      parameters=dict(stored=parameter(0.6, "share", 0.5, 0.7, assumption="657 million lay at Kazan (foreign_trade.r08, p. 92) of some 1,100; half or seven tenths"),
                      veins=parameter(0.03, "million gold roubles a month a point", 0.02, 0.05, publication="gold output, 1913 to 1940")),
      neutral=(0.0, 0.0), signs=dict(white=+1), unit="million gold roubles")
def who_takes_the_middle_volga_takes_the_gold(gold, white, heavy, stored, veins):
    """The reserve sent to Kazan falls to whoever takes the Volga; mines give new gold."""
    return stored * gold * white[VOLGA], veins * heavy


@rule("foreign_trade.r06", reads=dict(shipped=here(0.0, 6e5, "grain shipped"), crisis="outside:world_crisis"),
      parameters=dict(price="planning.the_village_pays.price"),
      neutral=0.0, signs=dict(shipped=+1, crisis=-1), unit="million 1913 roubles")
def what_grain_brings(shipped, crisis, price):
    """Grain brings its price abroad, half of it in the depth of the world crisis."""
    return shipped * price * (1 - HALF * crisis) / MILLION


@rule("foreign_trade.r07", reads=dict(machines=here(0.0, 120.0, "machines wanted"), cotton=here(0.0, 60.0, "cotton wanted"),
                                      earned=here(0.0, 80.0, "earned by oil and timber"), sold=here(0.0, 30.0, "brought by grain")),
      neutral=0.0, signs=dict(machines=+1, cotton=+1, earned=-1, sold=-1), unit="million 1913 roubles")
def what_exports_leave_unpaid(machines, cotton, earned, sold):
    """What is wanted from abroad and not paid by what is sold there."""
    return jnp.maximum(machines + cotton - earned - sold, 0)


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    m.set("annulled", m.rule(interest_beyond_income_ends_the_debt))
    opened, closed = m.rule(the_monopoly_is_put_to_the_vote)
    m.set("loosened", m.rule(exemptions_last_until_the_monopoly_is_restored, opened=m.choose(LOOSENED, opened),
                             closed=m.choose(RESTORED, closed)))
    m.approach("exposed", m.rule(open_borders_bring_agents_and_goods), "foreign_trade.months_exposed")
    m.change("concessions", m.rule(concessions_are_let))
    earned = m.rule(oil_and_timber_pay)
    machines, cotton = m.rule(machines_and_cotton_are_wanted)
    m.set("grain_exports", m.rule(grain_is_asked_for_machines, machines=machines, cotton=cotton, earned=earned))
    shipped = m.flow(EXPORT, m.rule(grain_pays_for_machines) * m.rule(hunger_stops_the_ships))
    sold = m.rule(what_grain_brings, shipped=shipped)
    captured, mined = m.rule(who_takes_the_middle_volga_takes_the_gold)
    borrowed, repaid, gold = m.rule(credit_and_gold_fill_a_gap, lacking=m.rule(
        what_exports_leave_unpaid, machines=machines, cotton=cotton, earned=earned, sold=sold))
    m.flow(CAPTURED, captured)
    m.flow(MINED, mined)
    gold = m.flow(PAID, gold)
    m.change("debt", borrowed, -repaid)
    missing, got = m.rule(machines_come_before_cotton, machines=machines, cotton=cotton,
                          paid=earned + sold + borrowed + gold - repaid)
    m.approach("short", missing, "foreign_trade.months_of_contracts")
    m.approach("raw", got, "foreign_trade.months_of_contracts")


@output("trade.grain_exports", "tonnes a month", "grain exports", system="foreign_trade",
        book=("supply.r11",))
def _exports(w, flows):
    return flows["foreign_trade.export"]
