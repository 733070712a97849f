"""What is put into building, out of whose share, by what plan; and what the plan asks beyond its means."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, here, output, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.economy.industry import INDEX, POLICIES
from thermidor.model.names import METHODS
from thermidor.model.nature import HALF, MILLION, MONTHS_A_YEAR, PER_CENT, is_code

INCOME = "Gregory 1982; Moorsteen and Powell 1966; Davies, Harrison and Wheatcroft 1994"


class Planning(System):
    """State of planning and accumulation."""

    powers: Array = variable("index 0-1", "say of the planners over offices and works", high=1.0, start=0.0,
                             book=("planning.r01", "planning.r02"))
    plan: Array = variable("flag", "a five-year plan is in force", high=1.0, start=0.0, gives="planning.plan",
                           book=("planning.r04",))
    capacity: Array = variable("index 0-1", "what planners know and can", high=1.0, start=parameter(
        0.3, "index 0-1", 0.15, 0.5, assumption="economists and statisticians of the zemstvos and the war committees"),
        book=("planning.r13",))
    override: Array = variable("index 0-1", "targets set by the summit against experts", high=1.0, start=0.0,
                               gives="planning.override", book=("planning.r05",))
    pace: Array = variable("share a year", "growth of industry that is asked for", high=1.0, start=0.0, typical=(0.0, 0.5),
                           gives="planning.pace", book=("planning.r05",))
    target: Array = variable("index", "industrial output asked for by this month, 1913 = 100", start=parameter(
        88, "index", 80, 100, publication=INDEX), typical=(15.0, 500.0), book=("planning.r05",))
    strain: Array = variable("index 0-1", "how far what is asked exceeds what is made", high=1.0, start=0.0,
                             gives="planning.strain", book=("planning.r07",))
    failures: Array = variable("index 0-1", "failures of the last years", high=1.0, start=0.0, book=("planning.r09",))
    padding: Array = variable("factor", "output as reported over output made", low=1.0, start=1.0, typical=(1.0, 2.0),
                              book=("planning.r06",))
    product: Array = variable("million 1913 roubles a month", "national product", start=parameter(
        1100, "million 1913 roubles a month", 900, 1300, publication=INCOME), typical=(400.0, 3000.0))
    village: Array = variable("share", "product that the village gives for nothing, by grain and by prices", high=1.0,
                              start=0.0, typical=(0.0, 0.15), book=("money.r07",))
    turnover: Array = variable("share", "product taken for building by a tax on what is sold", high=1.0, start=0.0,
                               typical=(0.0, 0.15), book=("money.r07",))
    investment: Array = variable("share", "national product put into building", high=1.0, gives="planning.investment",
        start=parameter(0.06, "share", 0.03, 0.09, assumption="less than before the war, when it was some nine parts in a hundred"),
        typical=(0.02, 0.35), book=("planning.r04",))
    credit: Array = variable("share", "product put into building that nobody has given up yet", high=1.0, start=0.0,
                             typical=(0.0, 0.05), book=("money.r11",))
    grain_wanted: Array = variable("million tonnes a year", "grain that the state wants", start=parameter(
        6.0, "million tonnes a year", 4.0, 9.0, assumption="bread of armies and of towns far from grain"),
        typical=(3.0, 30.0), book=("planning.r10",))


FIVE_YEAR_PLAN = choice("planning.five_year_plan", "a five-year plan is adopted", kind="decision", book=("planning.r04",))

USUAL = parameter(0.085, "share", 0.06, 0.11, publication=INCOME, assumption="net and gross of wear differ: eight or nine parts in a "
                  "hundred of the product of 1913 and of 1926-27 went into buildings and machines")
"""Investment of calm years."""
MONTHS_TO_BUDGET = parameter(9, "months", 6, 18, assumption="budgets are yearly and sites take a season to open: most of a new "
                             "course is spent within a year and a half")
MONTHS_OF_A_TAX = parameter(12, "months", 6, 24, assumption="a tax on sales needs state shops and price lists: a year to bring "
                            "most of what it can, half that where shops are there, twice where they are not")
MONTHS_TO_PLAN = parameter(12, "months", 6, 24, assumption="control figures are drawn once a year, quarterly at the fastest")
MONTHS_REMEMBERED = parameter(24, "months", 12, 48, assumption="the failures of 1930-31 were admitted in the summer of 1931 and in "
                              "January 1933: two years, one to four")


@rule("planning.r01", "planning.r02", "planning.r03",
      reads=dict(powers="planning.powers", fast="organs.line_industry", correction="organs.correction", power="soviets.power"),
      parameters=dict(conceded=parameter(0.3, "share", 0.1, 0.6, assumption="what critics who are heard are granted without the "
                                         "summit wanting a plan: rights to give opinions, a third of a say; hardly any, or "
                                         "half, as those rights are used"),
                      pace=parameter(0.05, "a month", 0.02, 0.1, assumption="an office is staffed within two years, one to four")),
      neutral=0.0, signs=dict(fast=+1, correction=+1, powers=-1), unit="index a month")
def a_plan_waits_for_a_summit_that_wants_it(powers, fast, correction, power, conceded, pace):
    """While the summit wants no plan the office plans nothing; critics who are heard get rights on paper."""
    return pace * (power * jnp.maximum(jnp.clip(fast, 0, 1), conceded * correction) - powers)


@rule("planning.r13", "planning.r03",
      reads=dict(capacity="planning.capacity", powers="planning.powers", specialists="industry.specialists",
                 educated="culture.educated", mass="police.mass_terror"),
      parameters=dict(most=parameter(0.8, "index 0-1", 0.6, 1.0, assumption="with learned people enough and a say four fifths of "
                                     "what a plan needs was known in that age; the rest nobody knew"),
                      alone=parameter(0.5, "share", 0.3, 0.7, assumption="without a say planners learn from books: half"),
                      slow=parameter(0.02, "a month", 0.01, 0.04, assumption="planners are formed in four years, two to eight"),
                      purged=parameter(0.06, "a month", 0.02, 0.12, assumption="under full mass terror half of them are gone "
                                       "within a year; in half a year, or three")),
      neutral=0.0, signs=dict(powers=+1, specialists=+1, educated=+1, mass=-1), unit="index a month")
def planners_are_formed_and_lost(capacity, powers, specialists, educated, mass, most, alone, slow, purged):
    """Planners learn by planning, with specialists at liberty; mass terror takes them and leaves beginners."""
    people = HALF * (specialists + educated)
    return slow * (most * people * (alone + (1 - alone) * powers) - capacity) - purged * mass * capacity


@rule("planning.r04", "planning.r03",
      reads=dict(fast="organs.line_industry", powers="now:planning.powers", plan="planning.plan", power="soviets.power"),
      parameters=dict(rate=parameter(0.25, "a month", 0.08, 0.6, assumption="two years of drafts under a summit that half wants "
                                     "them; half a year, or six years, at the ends")),
      neutral=0.0, signs=dict(fast=+1, powers=+1, plan=-1), unit="probability a month")
def drafts_become_a_plan(fast, powers, plan, power, rate):
    """Drafts lie until the summit wants industry fast and the planners have a say; then one is adopted."""
    return rate * jnp.clip(fast, 0, 1) * powers * (1 - plan) * power


@rule("planning.r04", reads=dict(plan="planning.plan", adopted=here(0.0, 1.0, "plan adopted"), power="soviets.power"),
      neutral="plan", signs=dict(plan=+1, adopted=+1, power=+1), unit="flag")
def a_plan_stays(plan, adopted, power):
    """Plan follows plan under the power that has adopted one."""
    return jnp.maximum(plan, adopted) * power


@rule("planning.r05", "planning.r04", "planning.r09", "industry.r09", "industry.r11",
      reads=dict(fast="organs.line_industry", appointed="appointments.appointed", correction="organs.correction",
                 plan="now:planning.plan", failures="planning.failures"),
      parameters=dict(learned=parameter(0.5, "share", 0.2, 0.8, assumption="what failures wrung from the summit in 1931 and 1933: "
                                        "a slower tempo for the second plan, no control of it; a fifth to most"),
                      loud=parameter(3.0, "1", 1.5, 5.0, assumption="a third of the target missed for years is failure that nobody "
                                     "can hide; a fifth, or most of it")),
      neutral=0.0, signs=dict(fast=+1, appointed=+1, correction=-1, failures=-1), unit="index 0-1")
def the_summit_overrules_the_experts(fast, appointed, correction, plan, failures, learned, loud):
    """A hasty summit that nobody can correct recasts drafts from end to end; only loud failure teaches it something."""
    lesson = learned * jnp.clip(loud * failures, 0, 1)
    return jnp.clip(fast, 0, 1) * appointed * (1 - correction) * plan * (1 - lesson)


@rule("planning.r05", "planning.r04", "industry.r09",
      reads=dict(investment="planning.investment", override="planning.override", strain="planning.strain",
                 capacity="planning.capacity"),
      parameters=dict(usual="planning.usual",
                      calm=parameter(0.05, "share a year", 0.03, 0.08, assumption="growth that planners expect of usual building once "
                                     "the pre-war level is regained; three to eight parts in a hundred"),
                      yield_=parameter(0.7, "share a year a share", 0.4, 1.0, assumption="a tenth of the product more in building "
                                       "was reckoned to give seven parts in a hundred of growth a year more"),
                      bold=parameter(0.12, "share a year", 0.05, 0.2, assumption="the plan of 1929 asked for a growth of 20 to 22 "
                                     "in a hundred a year where its drafts had 10 to 16"),
                      ratchet=parameter(0.7, "share a year", 0.3, 1.2, assumption="after shortfalls of a fifth to a third the year's target "
                                        "went up from a fifth to over two fifths, and doubling was demanded where cuts "
                                        "were proposed (planning.r05, p. 293); half of it, or twice")),
      neutral=0.05, signs=dict(investment=+1, override=+1), unit="share a year")
def a_missed_target_is_raised(investment, override, strain, capacity, usual, calm, yield_, bold, ratchet):
    """Experts ask what building can give, and less after failure; the summit asks for more, and raises what was missed."""
    expert = (calm + yield_ * (investment - usual)) * (1 - (1 - override) * capacity * strain)
    return jnp.maximum(expert + override * (bold + ratchet * strain), 0)


@rule("planning.r05", reads=dict(target="planning.target", pace="now:planning.pace", output="industry.output"),
      parameters=dict(months="planning.months_to_plan"),
      neutral="output", signs=dict(target=+1, pace=+1, output=+1), unit="index")
def next_year_starts_from_what_was_made(target, pace, output, months):
    """Targets grow month by month at the pace asked for, and each year's starts again from what was made."""
    return target * (1 + pace / MONTHS_A_YEAR) + (output - target) / months


@rule("planning.r07", "industry.r10", reads=dict(target="now:planning.target", output="industry.output", plan="now:planning.plan"),
      neutral=0.0, signs=dict(target=+1, output=-1, plan=+1), unit="index 0-1")
def what_the_plan_asks_beyond_its_means(target, output, plan):
    """Part of what a plan in force asks for that is not made: copper, power, rails and skilled hands lack for it."""
    return plan * jnp.clip(1 - output / jnp.maximum(target, 1), 0, 1)


@rule("planning.r06", "industry.r12",
      reads=dict(padding="planning.padding", strain="planning.strain", correction="organs.correction"),
      parameters=dict(rate=parameter(0.04, "a month", 0.015, 0.08, publication="Nutter 1962, Moorsteen and Powell 1966 against the official "
                                     "index: a third to a half too high after nine years",
                                     assumption="at the strain of the plan's worst years, a fifth"),
                      honest=parameter(0.02, "a month", 0.005, 0.05, assumption="where figures may be contested a false series is "
                                       "recast within four years")),
      neutral=0.0, signs=dict(strain=+1, correction=-1, padding=-1), unit="factor a month")
def reports_hide_the_loss(padding, strain, correction, rate, honest):
    """Where nobody may contest them, unfinished works count as works and price indices vanish: reports run ahead of output."""
    return rate * strain * (1 - correction) - honest * correction * (padding - 1)


@rule("planning.r06", "planning.r09",
      reads=dict(strain="now:planning.strain", padding="planning.padding"),
      neutral=0.0, signs=dict(strain=+1, padding=-1), unit="index 0-1")
def what_is_reported_as_missed(strain, padding):
    """Those who command see what reports say is missing: formal figures hide the rest."""
    return jnp.clip(1 - (1 - strain) * padding, 0, 1)


@rule(reads=dict(crop="countryside.crop", cattle="countryside.cattle", output="industry.output"),
      parameters=dict(normal_crop="industry.light_industry_lives_on_the_field.normal_crop", herd="initial.countryside.cattle",
                      year=parameter(1200, "million 1913 roubles a month", 1050, 1350, publication="Gregory 1982: national product of 1913, "
                                     "reduced to the later territory"),
                      field=parameter(0.6, "share", 0.5, 0.7, assumption="farming half of the product of 1913, industry a fifth; of what "
                                      "carries, sells and serves a third goes with the field, the rest with works and towns"),
                      meat=parameter(0.35, "share", 0.25, 0.45, assumption="animals are a third of what farms make")),
      neutral=1100.0, signs=dict(crop=+1, cattle=+1, output=+1), unit="million 1913 roubles a month",
      assumption="what farms and works make together, at the prices of 1913, is the product that building is a share of")
def what_the_country_makes(crop, cattle, output, normal_crop, herd, year, field, meat):
    """Farms, works and what lives of both make the national product."""
    farms = (1 - meat) * crop.sum() / normal_crop + meat * cattle / herd
    return year * (field * farms + (1 - field) * output / PER_CENT)


@rule("money.r07",
      reads=dict(unpaid="procurement.unpaid", product="now:planning.product", sold="industry.village_sales", scissors="money.scissors",
                 war="civil_war.intensity"),
      parameters=dict(price=parameter(45.0, "1913 roubles a tonne", 35.0, 55.0, publication="rye and wheat of 1913 at 70 to 85 kopecks a pud"),
                      kept=parameter(0.6, "share", 0.3, 0.9, assumption="trusts and treasury keep three fifths of what dear goods bring, "
                                     "traders the rest; a third to nine tenths")),
      neutral=0.0, signs=dict(unpaid=+1, sold=+1, scissors=+1, war=-1, product=-1), unit="share")
def the_village_pays(unpaid, product, sold, scissors, war, price, kept):
    """The village pays for building with grain taken for nothing and with dear goods; war eats what it pays."""
    grain = unpaid.sum() * price / MILLION
    goods = kept * sold * (1 - 1 / jnp.maximum(scissors, 1))
    return (grain + goods) * (1 - war) / jnp.maximum(product, 1)


@rule("industry.r08", "industry.r14", "money.r07",
      reads=dict(fast="organs.line_industry", plan="planning.plan", policy="industry.policy", war="civil_war.intensity",
                 front="great_war.front", method="procurement.method"),
      parameters=dict(usual="planning.usual",
                      drive=parameter(0.27, "share", 0.15, 0.35, publication="Moorsteen and Powell 1966; Bergson 1961: from a tenth to a quarter "
                                      "and more of the product", assumption="of a hasty plan in full, at early prices, at which machines count for more: from a quarter to over two fifths of "
                                      "the product was built; chosen with industry of 1937 in view"),
                      patient=parameter(0.05, "share", 0.02, 0.08, assumption="what the Opposition asked for: a half more than was built, "
                                        "from the well-off, the trader and cheaper offices"),
                      unplanned=parameter(0.4, "share", 0.2, 0.6, assumption="haste without a plan in force builds two fifths of that"),
                      front_cost=parameter(0.5, "share", 0.2, 0.8, assumption="a front at the border takes half of what could be built; "
                                           "less while orders pay, more as it drags on"),
                      idle=parameter(0.6, "share", 0.3, 0.9, assumption="under requisition nothing is built but for war: three fifths "
                                     "less; a third, or nearly all")),
      neutral=0.085, signs=dict(fast=+1, war=-1, front=-1, plan=+1), unit="share")
def what_policy_would_build(fast, plan, policy, war, front, method, usual, drive, patient, unplanned, front_cost, idle):
    """Policy sets the share that is to be built: the usual, the patient plan's, or the hasty one's."""
    hasty = drive * jnp.clip(fast, 0, 1) * (unplanned + (1 - unplanned) * plan)
    aim = usual + jnp.maximum(hasty, patient * is_code(policy, POLICIES, "plan"))
    return aim * (1 - war) * (1 - front_cost * front) * (1 - idle * is_code(method, METHODS, "requisition"))


@rule("labour.r17",
      reads=dict(aim=here(0.0, 0.4, "share to be built"), village="now:planning.village", method="procurement.method",
                 share="collectivisation.share"),
      parameters=dict(usual="planning.usual", raised="labour.timely_raise",
                      excise=parameter(0.03, "share", 0.01, 0.05, assumption="vodka, sugar and tobacco on a free market: three parts in a "
                                       "hundred for building beyond what offices and armies cost"),
                      shops=parameter(0.12, "share", 0.06, 0.16, assumption="where the state alone sells, half of the price of bread and "
                                      "cloth was tax by 1935; beside other uses an eighth of the product")),
      neutral=0.0, signs=dict(aim=+1, village=-1, share=+1), unit="share")
def a_tax_on_sales_finds_the_rest(aim, village, method, share, usual, raised, excise, shops):
    """What usual saving and the village do not give is asked of buyers, as far as the state is the only seller."""
    alone = is_code(method, METHODS, "quota") * (HALF + HALF * share)
    return jnp.clip(aim - usual - village, 0, excise + shops * alone) * (1 - raised)


@rule("money.r11",
      reads=dict(aim=here(0.0, 0.4, "share to be built"), village="now:planning.village", turnover="now:planning.turnover",
                 fast="organs.line_industry"),
      parameters=dict(usual="planning.usual",
                      most=parameter(0.04, "share", 0.02, 0.06, assumption="loans subscribed by order and notes paid out for building sites: "
                                     "four parts in a hundred at most, before prices run away with it; two to six")),
      neutral=0.0, signs=dict(aim=+1, village=-1, turnover=-1, fast=+1), unit="share")
def presses_and_loans_find_the_last(aim, village, turnover, fast, usual, most):
    """A hasty plan prints and borrows what is still lacking."""
    return jnp.clip(aim - usual - village - turnover, 0, most * jnp.clip(fast, 0, 1))


@rule(reads=dict(aim=here(0.0, 0.4, "share to be built"), village="now:planning.village", turnover="now:planning.turnover",
                 credit="now:planning.credit", machines="foreign_trade.short"),
      parameters=dict(usual="planning.usual",
                      foreign=parameter(0.3, "share", 0.1, 0.5, assumption="sites that wait for a machine from abroad are built on in part: where "
                                        "none comes three tenths of the building stops; a tenth to a half")),
      neutral=0.085, signs=dict(aim=+1, village=+1, turnover=+1, credit=+1, machines=-1), unit="share",
      assumption="building needs somebody who gives up what it takes: savings, the village, buyers or holders of notes")
def no_more_is_built_than_somebody_gives_up(aim, village, turnover, credit, machines, usual, foreign):
    """Building has its sources: saving of the works, the village, buyers, presses; want of machines holds it up."""
    return jnp.minimum(aim, usual + village + turnover + credit) * (1 - foreign * machines)


@rule("planning.r10",
      reads=dict(urban="population.urban", reach="countryside.reach", red="army.red", soldiers="great_war.soldiers",
                 ships="foreign_trade.grain_exports", method="procurement.method", output="industry.output"),
      parameters=dict(bread="supply.towns_need.norm", soldier="supply.armies_need.norm", bought="procurement.who_buys.market",
                      works="supply.horses_stills_and_works_take_grain.norm",
                      reserve=parameter(0.12, "share", 0.0, 0.3, assumption="a tenth and more beyond the year's use was wanted as a reserve "
                                        "in every year, and hardly ever got")),
      neutral=8.0, signs=dict(urban=+1, red=+1, ships=+1, output=+1), unit="million tonnes a year")
def towns_armies_and_ships_want_grain(urban, reach, red, soldiers, ships, method, output, bread, soldier, bought, works, reserve):
    """Towns that trade does not feed, works, armies, ships and a reserve say what grain is needed."""
    fed = jnp.where(is_code(method, METHODS, "market") > 0, bought, 1.0)
    each = bread * fed + works * jnp.minimum(output / PER_CENT, 1)
    mouths = ((urban * reach).sum() * each + (red + soldiers) * soldier) / MILLION
    return MONTHS_A_YEAR * (mouths + ships) * (1 + reserve)


@rule("planning.r10", "procurement.r09",
      reads=dict(needed=here(4.0, 15.0, "million tonnes a year"), override="planning.override", fast="organs.line_industry",
                 base="procurement.plan_base"),
      parameters=dict(part=parameter(0.3, "share of a good crop", 0.25, 0.4, assumption="three tenths of the harvest of the good year, between the "
                                     "quarter and the third asked of grain areas (procurement.r09, p. 288); a quarter to two "
                                     "fifths")),
      neutral="needed", signs=dict(needed=+1, override=+1, fast=+1, base=+1), unit="million tonnes a year")
def the_good_year_is_asked_for_again(needed, override, fast, base, part):
    """A hasty summit asks for what the good year would bear, whatever is needed."""
    bold = part * base.sum() / MILLION
    return needed + jnp.maximum(override, jnp.clip(fast, 0, 1)) * jnp.maximum(bold - needed, 0)


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    m.change("powers", m.rule(a_plan_waits_for_a_summit_that_wants_it))
    m.change("capacity", m.rule(planners_are_formed_and_lost))
    m.set("plan", m.rule(a_plan_stays, adopted=m.choose(FIVE_YEAR_PLAN, m.rule(drafts_become_a_plan))))
    m.approach("pace", m.rule(a_missed_target_is_raised), "planning.months_to_budget")
    m.set("target", m.rule(next_year_starts_from_what_was_made))
    m.set("strain", m.rule(what_the_plan_asks_beyond_its_means))
    m.approach("override", m.rule(the_summit_overrules_the_experts), "planning.months_to_plan")
    m.approach("failures", m.rule(what_is_reported_as_missed), "planning.months_remembered")
    m.change("padding", m.rule(reports_hide_the_loss))

    m.set("product", m.rule(what_the_country_makes))
    m.approach("village", m.rule(the_village_pays), "planning.months_of_a_tax")
    aim = m.rule(what_policy_would_build)
    m.approach("turnover", m.rule(a_tax_on_sales_finds_the_rest, aim=aim), "planning.months_of_a_tax")
    m.set("credit", m.rule(presses_and_loans_find_the_last, aim=aim))
    m.approach("investment", m.rule(no_more_is_built_than_somebody_gives_up, aim=aim), "planning.months_to_budget")
    m.set("grain_wanted", m.rule(the_good_year_is_asked_for_again, needed=m.rule(towns_armies_and_ships_want_grain)))


@output("industry.reported", "index", "industrial output as reported, 1913 = 100", system="planning", book=("planning.r06",))
def _reported(w, flows):
    return w.industry.output * w.planning.padding


@output("economy.consumption", "index", "goods, food and services left to each head, 1913 = 100", system="planning",
        parameters=dict(year="planning.what_the_country_makes.year", usual="planning.usual",
                        people=parameter(140.0, "million persons", 135.0, 145.0, publication="population of 1913 within the later border")),
        assumption="what is not built, over all heads; armies are counted as they are fed")
def _consumption(w, flows, year, usual, people):
    heads = (w.population.rural.sum() + w.population.urban.sum()) / MILLION
    left = w.planning.product * (1 - w.planning.investment)
    return PER_CENT * left / heads * people / (year * (1 - usual))
