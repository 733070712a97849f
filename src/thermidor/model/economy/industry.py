"""Industry works as far as fuel, food, hands and machines let it, and sends goods to the village."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import (
    System,
    choice,
    constraint,
    flow,
    here,
    parameter,
    rule,
    variable,
)
from thermidor.engine.month import Month
from thermidor.model.names import METHODS
from thermidor.model.nature import HALF, MILLION, NEGLIGIBLE, PER_CENT, is_code

INDEX = ("Gukhman 1929; Davies, Harrison and Wheatcroft, The Economic Transformation of the Soviet Union 1913-1945, "
         "Cambridge 1994; Nutter, Growth of Industrial Production in the Soviet Union, Princeton 1962")


class Industry(System):
    """State of industry and transport."""

    output: Array = variable("index", "industrial output, 1913 = 100", start=parameter(
        88, "index", 80, 100, publication=INDEX), typical=(15.0, 300.0),
        gives="industry.output", book=("industry.r05",))
    heavy: Array = variable("index", "heavy industry, 1913 = 100", start=parameter(
        95, "index", 85, 115, publication=INDEX), typical=(10.0, 500.0),
        gives="industry.heavy", book=("industry.r14",))
    light: Array = variable("index", "light industry, 1913 = 100", start=parameter(
        82, "index", 70, 95, publication=INDEX), typical=(15.0, 200.0),
        gives="industry.light", book=("industry.r16",))
    capital: Array = variable("1913 = 1", "plant and machines", start=parameter(
        1.08, "1913 = 1", 1.0, 1.15, publication=INDEX), typical=(0.7, 4.0))
    heavy_share: Array = variable("share", "share of heavy industry in plant", high=1.0,
        start=parameter(0.45, "share", 0.4, 0.5, publication=INDEX))
    fuel: Array = variable("index 0-1", "fuel on hand over need", high=1.0, start=parameter(
        0.85, "index 0-1", 0.75, 0.95, publication="coal and oil 1913-1917"))
    goods: Array = variable("million 1913 roubles", "consumer goods in store", quantity="goods",
        start=parameter(500, "million 1913 roubles", 250, 900, assumption="shops hold two months of what is sold, as "
                        "traders' books had it before the war with a third less in it; one month or nearly four"),
        typical=(50.0, 1000.0))
    goods_rural: Array = variable("index 0-1", "goods on offer to villages over demand", high=1.0,
        start=parameter(0.55, "index 0-1", 0.4, 0.7, assumption="villages get little over half of the goods that they "
                        "want while works make shells; two or three fifths by trade papers of 1916, seven tenths with "
                        "crafts"))
    consumer_goods: Array = variable("million 1913 roubles a month", "consumer goods made", start=parameter(
        210, "million 1913 roubles a month", 170, 300, assumption="goods of the light industry of 1917"), typical=(40.0, 700.0),
        book=("industry.r16",))
    village_sales: Array = variable("million 1913 roubles a month", "goods sold to villages", start=parameter(
        90, "million 1913 roubles a month", 60, 140, assumption="half of the sales of 1913"), typical=(5.0, 300.0),
        book=("industry.r16",))
    building: Array = variable("1913 = 1", "plant begun and not finished", start=parameter(
        0.06, "1913 = 1", 0.02, 0.12, assumption="half a year's building for war"), typical=(0.0, 1.5), book=("industry.r14",))
    controlled: Array = variable("share", "works taken over by their committees", high=1.0, start=0.0, book=("industry.r03",))
    specialists: Array = variable("share", "engineers at liberty and left to decide", high=1.0, start=0.9,
                                  gives="industry.specialists", book=("industry.r13", "industry.r15"))
    policy: Array = variable("code", "0 none, 1 prices cut by order, 2 cheap goods by plan",
                             high=2.0, start=0.0, book=("industry.r08",))


MADE = flow("industry.made", "goods", "border:production", "industry.goods", "million 1913 roubles", "goods made",
            book=("industry.r05",))
TO_ARMY = flow("industry.to_army", "goods", "industry.goods", "border:armies", "million 1913 roubles", "goods for armies",
               book=("industry.r04",))
TO_TOWNS = flow("industry.to_towns", "goods", "industry.goods", "border:towns", "million 1913 roubles", "goods for towns",
                assumption="towns are served first")
TO_VILLAGES = flow("industry.to_villages", "goods", "industry.goods", "border:villages", "million 1913 roubles",
                   "goods for villages", book=("countryside.r10",))

POLICIES = ("none", "price_cut", "plan")
"""Ways of closing the scissors, in the order of their codes."""
SCISSORS_POLICY = choice("planning.scissors_policy", "how the scissors are closed", kind="decision", system="industry",
                         options=POLICIES, book=("industry.r08", "industry.r16", "money.r05"))

MONTHS_TO_MAKE = parameter(4, "months", 2, 8, assumption="work under way carries a plant over a season when fuel or men "
                           "fail, and takes as long to begin again; half as long for cloth, twice for machines")
MONTHS_TO_SEE_SHELVES = parameter(6, "months", 3, 12, assumption="who goes to market some times a year knows the shelves "
                                  "after half a year; a season near towns, a year far from them")


@rule("supply.r02", "transport.r06", "transport.r08", "foreign_trade.r05",
      reads=dict(corridor="transport.corridor", war="civil_war.intensity",
                 towns="supply.hunger_towns", rail="transport.locomotives", concessions="foreign_trade.concessions"),
      parameters=dict(sources=parameter([.05, .02, .04, .01, .01, .03, .08, .05, .02, .19, .28, .01,
                                         .01, .17, .02, .01], "share of fuel", 0.9, 1.1, dim="region",
                                        publication="coal, oil, wood and peat of 1913"),
                      usual="initial.transport.locomotives",
                      fighting=parameter(0.25, "share", 0.0, 0.6, assumption="what the fronts cut off is counted by the corridors; "
                                         "fighting costs a quarter of the rest in flooded pits and burnt wells; nothing, "
                                         "or over half, where it passes by or through"),
                      hungry=parameter(0.5, "share", 0.2, 0.8, assumption="mines where towns starve give half: miners "
                                       "leave for villages that eat; a fifth or four fifths less"),
                      halt=parameter(0.45, "share", 0.2, 0.7, assumption="coal needs rail: with no engine of the usual number half "
                                     "of the fuel, wood and peat near by, would still come by water and cart beside what "
                                     "mines burn themselves"),
                      let=parameter(0.06, "share", 0.02, 0.12, assumption="mines and wells let to foreigners gave a few parts in a hundred "
                                    "of the fuel")),
      neutral=0.85, signs=dict(corridor=+1, war=-1, towns=-1, rail=+1, concessions=+1), unit="index 0-1")
def fuel_comes_from_the_south(corridor, war, towns, rail, concessions, sources, usual, fighting, hungry, halt, let):
    """Donets coal and Baku oil feed industry; war, hunger, cut corridors and broken engines take them from it."""
    return ((sources * corridor).sum() * (1 - fighting * war) * (1 - hungry * towns)
            * (1 - halt * jnp.clip(1 - rail / usual, 0, 1)) * (1 + let * concessions))


@constraint("share", 0.0, parameters=dict(sources="industry.fuel_comes_from_the_south.sources"),
            publication="coal, oil, wood and peat of 1913")
def regions_give_all_the_fuel(sources):
    """The shares of the regions in the fuel of 1913 sum to one."""
    return sources.sum() - 1


@rule("supply.r02", reads=dict(fuel="industry.fuel", supply=here(0.0, 1.0, "fuel coming")),
      parameters=dict(fall=parameter(0.18, "a month", 0.08, 0.4, assumption="two thirds of the stocks of coal and oil "
                                     "are gone in half a year without supply, as in the winter after the Don was lost; "
                                     "a year or two months"),
                      rise=parameter(0.028, "a month", 0.012, 0.04,
                                     publication="flooded mines: coal, a third of 1913 in 1920, regained it in seven years: 30, 33, 55 and 95 in "
                                     "a hundred in 1920, 1922, 1924 and 1926")),
      neutral=0.0, signs=dict(supply=+1, fuel=-1), unit="index a month")
def mines_drown_fast_and_dry_slowly(fuel, supply, fall, rise):
    """Fuel is lost in months and won back in years."""
    gap = supply - fuel
    return jnp.where(gap < 0, fall, rise) * gap


@rule("labour.r03", "industry.r04", reads=dict(hunger="supply.hunger_towns", fatigue="mood.fatigue"),
      parameters=dict(weight=parameter(0.55, "share", 0.3, 0.8, assumption="output a worker fell to a third by 1920, a "
                                       "good half of it by hunger, the rest by fuel and plant; from a third to most"),
                      slack=parameter(0.2, "share", 0.05, 0.4, assumption="weariness without hunger slows work by a "
                                      "fifth, as in late 1917; hardly, or by two fifths, at the ends")),
      neutral=1.0, signs=dict(hunger=-1, fatigue=-1), unit="factor")
def hungry_workers_work_badly(hunger, fatigue, weight, slack):
    """Hunger, absence and weariness lower the work of those who stay."""
    return (1 - weight * hunger) * (1 - slack * fatigue)


@rule("classes.r04", reads=dict(workers="classes.workers", jobs="labour.jobs", strain="planning.strain"),
      parameters=dict(hoard="labour.plant_offers_jobs.hoard",
                      weight=parameter(0.6, "elasticity", 0.4, 0.9, assumption="labour's share of what industry adds, in "
                                       "1913 over half; lower where machines stand idle anyway, higher where each needs "
                                       "its man")),
      neutral=1.0, signs=dict(workers=+1), unit="factor")
def machines_want_hands(workers, jobs, strain, hoard, weight):
    """Plant without workers stands still; those kept against storming are not missed at it."""
    return jnp.clip(workers * (1 + hoard * strain) / jnp.maximum(jobs, 1), 0, 1) ** weight


@rule("industry.r02",
      reads=dict(provisional="soviets.provisional", strikers="labour.strikers", workers="classes.workers",
                 participation="soviets.participation"),
      parameters=dict(lockout=parameter(0.03, "share a month", 0.0, 0.08, assumption="9, 38 and 48 thousand laid off in three months "
                                        "of 1917 (industry.r02, p. 59) are three in a hundred of some three million hands; "
                                        "none if it was orders that lacked, eight if all claims were answered so"),
                      strike_weight=parameter(0.5, "share", 0.2, 1.0, assumption="a striker's month costs half of what "
                                              "he makes, since strikes last days and stocks are worked up; a fifth or "
                                              "all")),
      neutral=1.0, signs=dict(provisional=-1, strikers=-1, participation=-1), unit="factor")
def owners_close_and_workers_stop(provisional, strikers, workers, participation, lockout, strike_weight):
    """Owners close plants the more committees claim control; strikes stop others."""
    return ((1 - lockout * provisional * (1 + participation))
            * (1 - strike_weight * jnp.clip(strikers / jnp.maximum(workers, 1), 0, 1)))


@rule("industry.r03",
      reads=dict(controlled="industry.controlled", provisional="soviets.provisional", power="soviets.power", participation="soviets.participation",
                 war="civil_war.intensity", appointed="appointments.appointed"),
      parameters=dict(seize=parameter(0.12, "a month", 0.04, 0.25, assumption="where workers are armed, most works change hands within a year; "
                                      "within four months, or two years"),
                      before=parameter(0.15, "share", 0.05, 0.3, assumption="under owners' government one in seven of those that arms would take"),
                      bound=parameter(0.1, "a month", 0.04, 0.2, assumption="one-man management came back within two years of war and nomination")),
      neutral=0.0, signs=dict(participation=+1, war=-1, appointed=-1, controlled=-1), unit="share a month")
def committees_take_works_where_they_have_arms(controlled, provisional, power, participation, war, appointed, seize, before, bound):
    """Control was to be supervision; committees put owners out wherever arms let them, until war and nomination end it."""
    armed = jnp.clip(power + before * provisional, 0, 1) * participation
    return seize * armed * (1 - controlled) - bound * jnp.maximum(war, appointed) * controlled


@rule("industry.r03", reads=dict(controlled="industry.controlled", specialists="industry.specialists", capacity="planning.capacity"),
      parameters=dict(disorder=parameter(0.12, "share", 0.0, 0.3, assumption="works run by committees alone lost an eighth by want of orders, credit and "
                                         "engineers; nothing where engineers stayed, a third where all went")),
      neutral=1.0, signs=dict(controlled=-1), unit="factor")
def committees_without_office_or_credit(controlled, specialists, capacity, disorder):
    """A works run by its committee alone wants orders, credit and often its engineers."""
    return 1 - disorder * controlled * (1 - capacity * specialists)


@rule("industry.r13", "industry.r15", "planning.r09", "planning.r11",
      reads=dict(specialists="industry.specialists", blame="ideology.blame", strain="planning.strain", override="planning.override",
                 terror="police.terror", mass="police.mass_terror", failures="planning.failures", threat="abroad.threat"),
      parameters=dict(hunt=parameter(0.25, "a month", 0.08, 0.5, assumption="with targets missed by a third and somebody to blame most are watched, "
                                     "arrested or hold their tongue within a year"),
                      mass_hunt=parameter(0.06, "a month", 0.02, 0.15, assumption="mass operations take half within a year"),
                      back=parameter(0.03, "a month", 0.01, 0.06, assumption="released and given back their say within three years"),
                      needed=parameter(2.0, "1", 0.5, 4.0, assumption="failures that nobody can hide, or a threat of war, treble the pace")),
      neutral=0.0, signs=dict(strain=-1, mass=-1, failures=+1, threat=+1), unit="share a month")
def saboteurs_are_sought_and_released(specialists, blame, strain, override, terror, mass, failures, threat, hunt, mass_hunt, back, needed):
    """Each campaign for targets becomes a campaign against saboteurs; failure and the threat of war give engineers back."""
    hunted = hunt * strain * override * (terror + (1 - terror) * blame) + mass_hunt * mass
    return back * (1 + needed * jnp.maximum(failures, threat)) * (1 - specialists) - hunted * specialists


@rule("industry.r13", "industry.r09", "industry.r11", "planning.r08",
      reads=dict(specialists="industry.specialists", strain="planning.strain", override="planning.override", capacity="planning.capacity"),
      parameters=dict(missed=parameter(0.15, "share", 0.05, 0.3, assumption="a shop without its engineer works on with more breakage: a seventh less "
                                       "with none of them; hardly anything, or twice that"),
                      storm=parameter(0.35, "share", 0.1, 0.6, assumption="storming at the quarter's end and standstill after it spoil a third of what "
                                      "is asked beyond the means; a tenth to six tenths, for accounts of it are anecdotes")),
      neutral=1.0, signs=dict(specialists=+1, strain=-1), unit="factor")
def storming_wastes_what_it_makes(specialists, strain, override, capacity, missed, storm):
    """Targets beyond means bring storming, breakage and waste, and works without engineers do worse."""
    return (1 - missed * (1 - specialists)) * (1 - storm * strain * (HALF + HALF * override) * (1 - HALF * capacity))


@rule("labour.r10", "industry.r14", "planning.r07", "labour.r12", "labour.r17", "industry.r06", "labour.r06",
      reads=dict(skill="labour.skill", turnover="labour.turnover", wage="labour.real_wage", devotion="labour.devotion", norms="labour.norms"),
      parameters=dict(clumsy=parameter(0.45, "elasticity", 0.2, 0.7, assumption="a shop of newcomers makes half of what trained hands would; "
                                       "from three tenths where belts set the pace to nearly as little where tools break"),
                      leaving=parameter(0.8, "share a share a month", 0.3, 1.5, assumption="a place left stands empty or badly filled for most of a month"),
                      paid=parameter(0.12, "elasticity", 0.03, 0.25, assumption="wages halved beyond what hunger does take a twelfth of the work; the return "
                                     "on wages that the alternative counted on is three times that at most"),
                      faith=parameter(0.12, "share", 0.03, 0.25, assumption="youth that believes does an eighth more"),
                      pressed=parameter(0.35, "elasticity", 0.1, 0.6, assumption="norms raised by an eighth gave output up by a twentieth beside "
                                        "what plant and hands explain"),
                      least=parameter(0.1, "index", 0.05, 0.2, assumption="who is paid a tenth lives by something else; keeps the factor finite"),
                      known="initial.labour.skill", usual="initial.labour.turnover"),
      neutral=1.0, signs=dict(skill=+1, turnover=-1, wage=+1, devotion=+1, norms=+1), unit="factor")
def hands_work_as_they_are_taught_and_paid(skill, turnover, wage, devotion, norms, clumsy, leaving, paid, faith, pressed, least, known,
                                       usual):
    """Untrained hands that come and go work badly; pay, norms and faith make up for some of it."""
    willing = jnp.maximum(wage / PER_CENT, least) ** paid * (1 + faith * devotion)
    return (skill / known) ** clumsy * (1 - leaving * (turnover - usual)) * willing * jnp.maximum(norms, least) ** pressed


@rule("industry.r05", "industry.r10", "transport.r08", "industry.r07",
      reads=dict(capital="industry.capital", fuel="industry.fuel", rail="transport.carried"),
      parameters=dict(fuel_weight=parameter(0.85, "elasticity", 0.5, 1.2, assumption="output follows fuel nearly one for "
                                            "one, some being saved; half where wood will do, more than all where a cold "
                                            "furnace is lost"),
                      rail_weight=parameter(0.5, "elasticity", 0.2, 0.8, assumption="freight that finds no train stops half as much "
                                            "work, for works near the pit and stocks bridge the rest"),
                      old="initial.industry.capital",
                      newer=parameter(0.3, "share", 0.0, 0.6, assumption="new works on foreign patterns give three tenths more for the same "
                                      "outlay than those of before the war, where a hand did a tenth of what an American did; nothing if "
                                      "nobody masters them, twice that if all do. Chosen with industry of 1937 in view")),
      neutral=100.0, signs=dict(capital=+1, fuel=+1, rail=+1), unit="index")
def plant_fuel_and_rail(capital, fuel, rail, fuel_weight, rail_weight, old, newer):
    """Plant, better the newer it is, works as far as fuel and trains allow."""
    technique = 1 + newer * jnp.maximum(1 - old / jnp.maximum(capital, old), 0)
    return PER_CENT * capital * technique * jnp.maximum(fuel, 0) ** fuel_weight * jnp.maximum(rail, 0) ** rail_weight


FUEL_AND_ENGINES = parameter(1.35, "elasticity", 1.2, 1.5, assumption="output of 1920 over fuel and engines of that year: between a fifth and a half "
                             "more than they fall together")
"""How far output falls where fuel and engines fall together."""


@constraint("elasticity", 0.15, parameters=dict(
    fuel="industry.plant_fuel_and_rail.fuel_weight", rail="industry.plant_fuel_and_rail.rail_weight",
    together="industry.fuel_and_engines"), publication=INDEX,
    assumption="with a third of the coal and half of the engines of 1913 works made a fifth to a third of its output in 1920: where both "
    "are halved somewhat less than half is made")
def fuel_and_engines_together_carry_output(fuel, rail, together):
    """Where fuel and engines fall together output falls by a third more than they do."""
    return together - fuel - rail


@rule("industry.r10",
      reads=dict(crop="countryside.crop", cattle="countryside.cattle", raw="foreign_trade.raw"),
      parameters=dict(normal_crop=parameter(58e6, "tonnes", 50e6, 68e6, publication=INDEX), herd="initial.countryside.cattle",
                      field=parameter(0.25, "elasticity", 0.1, 0.6, assumption="cotton, flax, beet and grain for mills: a quarter"),
                      hides=parameter(0.2, "elasticity", 0.1, 0.4, assumption="hides, wool and fat: a fifth"),
                      bales=parameter(0.15, "elasticity", 0.05, 0.3, assumption="cotton and wool from abroad, half of the fibre of 1913 and of "
                                      "1927, for a third of the trade: a seventh; least where home cotton grows"),
                      least=parameter(0.1, "share", 0.05, 0.2, assumption="mills spin a tenth from stocks and waste; keeps the factor finite")),
      neutral=1.0, signs=dict(crop=+1, cattle=+1, raw=+1), unit="factor")
def light_industry_lives_on_the_field(crop, cattle, raw, normal_crop, herd, field, hides, bales, least):
    """Textiles, leather and food wait for the crop, the herd and bales from abroad."""
    return ((jnp.maximum(crop.sum(), 1) / normal_crop) ** field * jnp.maximum(cattle / herd, least) ** hides
            * jnp.maximum(raw, least) ** bales)


@rule("industry.r14", "industry.r08", "planning.r08", "industry.r11",
      reads=dict(investment="planning.investment", product="planning.product", fast="organs.line_industry", override="planning.override",
                 capacity="planning.capacity", exposed="foreign_trade.exposed"),
      parameters=dict(part=parameter(0.33, "share", 0.25, 0.4, publication="industry in the capital works of 1925-28, a third with its houses"),
                      more=parameter(0.2, "share", 0.1, 0.28, publication="industry in the capital works of 1931-33, about a half"),
                      worth=parameter(4800, "million 1913 roubles", 3800, 6500, publication="Kahan 1978; Strumilin: capital of industry, 1913, some six "
                                      "milliard", assumption="nearly five of it within the later border; chosen with industry of 1926 and 1937 in view"),
                      wild=parameter(0.3, "share", 0.1, 0.6, assumption="works doubled, changed and given up on the way, as tractors and rubber were: a "
                                     "third of what is built where the summit sets all and planners know nothing"),
                      flight=parameter(0.3, "share", 0.1, 0.6, assumption="undersold works do not build: three tenths less on an open border")),
      neutral=0.0, signs=dict(investment=+1, product=+1, fast=+1, exposed=-1), unit="1913 = 1 a month")
def surplus_goes_into_plant(investment, product, fast, override, capacity, exposed, part, more, worth, wild, flight):
    """What is given up becomes sites of works, less what is begun by authority without competence and thrown away."""
    share = part + more * jnp.clip(fast, 0, 1)
    return share * investment * product / worth * (1 - wild * override * (1 - capacity)) * (1 - flight * exposed)


@rule("industry.r14", "industry.r12",
      reads=dict(building="industry.building", strain="planning.strain", machines="foreign_trade.short"),
      parameters=dict(months=parameter(15, "months", 9, 24, assumption="a works takes one to two years from first brick to first goods"),
                      spread=parameter(1.2, "1", 0.5, 2.5, assumption="sites begun everywhere at once wait for bricks: with a third of the target missed "
                                       "half as long again; hardly, or nearly twice as long"),
                      foreign=parameter(0.5, "1", 0.2, 1.0, assumption="a hall without its machine from abroad is no works: half as long again with "
                                        "none")),
      neutral=0.0, signs=dict(building=+1, strain=-1, machines=-1), unit="1913 = 1 a month")
def sites_become_works(building, strain, machines, months, spread, foreign):
    """Sites become works after a year or two, later where everything is begun at once or the machine is missing."""
    return building / (months * (1 + spread * strain + foreign * machines))


@rule(reads=dict(capital="industry.capital", output="industry.output", war="civil_war.intensity"),
      parameters=dict(wear=parameter(0.0036, "a month", 0.002, 0.006, publication=INDEX),
                      ruin=parameter(0.004, "a month", 0.0, 0.012, assumption="three years of war inside the country cost "
                                     "a seventh of the plant, beyond wear; nothing if it was only cut off, two fifths if "
                                     "it was burnt and carried away")),
      neutral=0.0, signs=dict(capital=+1, output=+1, war=+1), unit="1913 = 1 a month",
      assumption="plant wears by what it makes, and armies ruin what they pass")
def plant_wears_out(capital, output, war, wear, ruin):
    """Plant wears, and is ruined where armies pass."""
    return wear * output / PER_CENT + capital * ruin * war


@rule("industry.r08", "industry.r14", "industry.r15",
      reads=dict(share="industry.heavy_share", fast="organs.line_industry", policy="industry.policy",
                 finished=here(0.0, 0.05, "plant finished"), capital="industry.capital", threat="abroad.threat"),
      parameters=dict(low=parameter(0.5, "share", 0.4, 0.6, publication=INDEX),
                      high=parameter(0.85, "share", 0.75, 0.9, publication="heavy industry in the industrial investment of 1929-37"),
                      cheap=parameter(0.15, "share", 0.0, 0.3, assumption="a plan of cheap goods keeps a seventh of the new plant for the village; none, or most "
                                      "of what the hasty plan moves"),
                      arms=parameter(0.1, "share", 0.0, 0.2, assumption="a threat of war asks for a tenth of it for arms")),
      neutral=0.0, signs=dict(fast=+1, share=-1, threat=+1), unit="share a month")
def heavy_industry_first(share, fast, policy, finished, capital, threat, low, high, cheap, arms):
    """A hasty plan builds machines to build machines; the patient one makes goods for the village."""
    haste = jnp.clip(fast, 0, 1)
    aim = low + (high - low) * haste - cheap * is_code(policy, POLICIES, "plan") + arms * threat * (1 - haste)
    return finished / jnp.maximum(capital, NEGLIGIBLE) * (aim - share)


@rule("money.r06", "industry.r16", "countryside.r13",
      reads=dict(rural="population.rural", crop="countryside.crop", cattle="countryside.cattle", policy="industry.policy",
                 scissors="money.scissors"),
      parameters=dict(normal_crop="industry.light_industry_lives_on_the_field.normal_crop", herd="initial.countryside.cattle",
                      meat="planning.what_the_country_makes.meat",
                      income=parameter(1.2, "elasticity", 0.9, 1.6, publication="Houthakker, An international comparison of household "
                                       "expenditure patterns, Econometrica 25 (1957): clothing and other goods"),
                      need=parameter(1.6, "1913 roubles a head a month", 1.1, 2.2,
                                     publication="rural sales about 2 milliard roubles in 1913"),
                      cheap=parameter(0.35, "share", 0.1, 0.7, assumption="goods made cheaper by order are asked for "
                                      "by a third more, as the empty shops after the cuts of 1924 showed; a tenth or "
                                      "seven tenths"),
                      dear=parameter(0.55, "elasticity", 0.3, 0.8, assumption="salt, nails and paraffin are bought at any "
                                     "price, cloth is put off: scissors of three to one cut sales by nearly a half, so that in the "
                                     "autumn of 1923 trusts had unsold goods while they made a third of those of 1913; by a "
                                     "quarter, or by six tenths")),
      neutral=(100.0, 100.0), signs=dict(rural=+1, crop=+1, cattle=+1), unit="million 1913 roubles")
def village_wants_goods(rural, crop, cattle, policy, scissors, normal_crop, herd, meat, income, need, cheap, dear):
    """Villages buy by what their fields and herds bring them and by price; prices cut by order empty the shelves.

    Given are what they would buy at this price, and what they would at that of before the war.
    """
    ordered = is_code(policy, POLICIES, "price_cut")
    brings = (1 - meat) * crop.sum() / normal_crop + meat * cattle / herd
    asked = rural.sum() / MILLION * need * brings ** income * (1 + cheap * ordered)
    return asked / jnp.maximum(scissors, 1) ** dear, asked


@rule("industry.r16", "industry.r08", "money.r05", "money.r07",
      reads=dict(scissors="money.scissors", line="organs.line_peasantry", fast="organs.line_industry",
                 correction="organs.correction", power="soviets.power", method="procurement.method",
                 policy="industry.policy"),
      parameters=dict(rate=parameter(0.35, "a month", 0.1, 0.8, assumption="an order needs no plan: prices were cut within "
                                     "some months of the gap of 1923; a year "
                                     "and a half, or two months, at the ends"),
                      plan=parameter(0.15, "a month", 0.05, 0.4, assumption="a plan that everybody wants takes about half "
                                     "a year to be set up; two years if each branch is bargained over, a season if the "
                                     "office stands"),
                      bearable=parameter(0.8, "index", 0.3, 1.5, assumption="a gap of eight tenths over 1913 is let "
                                         "be, as from the winter of 1922-23 to the summer; three tenths, if peasants "
                                         "protest at once, or one and a half")),
      neutral=(0.0, 0.0), signs=dict(scissors=+1, correction=+1, power=+1), unit="probabilities a month")
def scissors_ask_for_a_policy(scissors, line, fast, correction, power, method, policy, rate, plan, bearable):
    """Open scissors bring price cuts by order; with will to build and to spare the village, a plan."""
    gap = jnp.clip(scissors - 1 - bearable, 0, 1) * power
    gap = gap * jnp.where(method > METHODS.index("requisition"), 1.0, 0.0)
    cut = rate * gap * correction * is_code(policy, POLICIES, "none")
    planned = plan * gap * correction * jnp.clip(fast, 0, 1) * jnp.clip(1 + line, 0, 1)
    return cut, planned * (1 - is_code(policy, POLICIES, "plan"))


@rule(reads=dict(light="industry.light"),
      parameters=dict(value=parameter(2.6, "million 1913 roubles a month a point", 2.2, 4.0,
                                      publication="consumer goods of 1913: about 4 milliard roubles")),
      neutral=0.0, signs=dict(light=+1), unit="million 1913 roubles",
      assumption="consumer goods are what light industry makes")
def goods_are_made(light, value):
    """Light industry fills the stores."""
    return light * value


@rule("industry.r04",
      reads=dict(soldiers="great_war.soldiers", red="army.red", urban="population.urban", wage="labour.real_wage",
                 goods="industry.goods", method="procurement.method"),
      parameters=dict(kit=parameter(10.0, "1913 roubles a man a month", 5.0, 20.0, assumption="a fifth of a soldier's upkeep is "
                                    "cloth, boots and harness; half for a militia, twice that for men newly called"),
                      town=parameter(5.0, "1913 roubles a head a month", 3.0, 8.0, assumption="with the villages' two milliard a "
                                     "year it makes up the four milliard of consumer goods of 1913; the towns' part "
                                     "may have been a quarter to two thirds"),
                      served=parameter(0.45, "share of the store", 0.3, 0.6, assumption="not more than nine twentieths "
                                       "of the store goes to towns while villages wait too: a fifth of the people with "
                                       "most of the money; three tenths or six"),
                      closed=parameter(0.65, "share of the store", 0.5, 0.75, assumption="where the state alone hands out, works and "
                                       "towns come first: hardly more than a third of its stores of cloth and boots went to the "
                                       "villages of the early thirties; a half, or a quarter")),
      neutral=(0.0, 0.0), signs=dict(soldiers=+1, red=+1), unit="million 1913 roubles")
def who_gets_goods(soldiers, red, urban, wage, goods, method, kit, town, served, closed):
    """Armies are clothed first, then towns as they are paid; the village gets the rest."""
    first = served + (closed - served) * is_code(method, METHODS, "quota")
    return (soldiers + red) * kit / MILLION, jnp.minimum(urban.sum() * town * wage / PER_CENT / MILLION, first * goods)


@rule(reads=dict(goods="industry.goods", rail="transport.carried",
                 wanted=here(0.0, 300.0, "million 1913 roubles that villages would spend")),
      parameters=dict(pace=parameter(0.6, "a month", 0.3, 0.9, assumption="three fifths of what is in store can be "
                                     "sold in a month, half of it in three weeks, the rest being in the wrong place; "
                                     "three or nine tenths")),
      neutral=0.0, signs=dict(goods=+1, rail=+1, wanted=+1), unit="million 1913 roubles",
      assumption="shops sell what is in store and can be carried, no more than villages would spend")
def shops_sell_what_they_hold(goods, rail, wanted, pace):
    """Shops sell what villages want, from stock and as far as goods reach them."""
    return jnp.minimum(wanted, pace * goods * rail)


@rule(reads=dict(sent="now:industry.to_villages", asked=here(0.0, 300.0, "million 1913 roubles")),
      neutral=1.0, signs=dict(sent=+1, asked=-1), unit="share of demand",
      assumption="goods that are not there and goods that are too dear are missed alike: what is bought is set beside what would be at the "
      "prices of before the war")
def shelves_seen_from_the_village(sent, asked):
    """How much of what villages would buy at a fair price they find and can pay."""
    return sent / jnp.maximum(asked, 1)


@rule(reads=dict(work=here(10.0, 300.0, "index of work done"), share="industry.heavy_share"),
      parameters=dict(start="initial.industry.heavy_share"),
      neutral="work", signs=dict(work=+1, share=+1), unit="index, 1913 = 100",
      assumption="machines and mines make what their share of the plant can")
def work_of_heavy_plant(work, share, start):
    """Heavy industry works as its part of the plant has grown."""
    return work * share / start


@rule("industry.r16", "industry.r08",
      reads=dict(work=here(10.0, 300.0, "index of work done"), share="industry.heavy_share", policy="industry.policy"),
      parameters=dict(start="initial.industry.heavy_share",
                      ordered=parameter(0.12, "share", 0.04, 0.25, assumption="what a thing costs hangs on the order of all state industry, its "
                                        "carts, its money and its shops (p. 290): with work given to the best mills an eighth more is "
                                        "made of the same plant; a twenty-fifth where all that is left is talk, a quarter where half of "
                                        "the mills stood idle")),
      neutral="work", signs=dict(work=+1, share=-1), unit="index, 1913 = 100")
def work_of_light_plant(work, share, policy, start, ordered):
    """Light industry works with the plant that heavy industry leaves it, better where a plan of cheap goods gives it order."""
    return work * (1 - share) / (1 - start) * (1 + ordered * is_code(policy, POLICIES, "plan"))


@rule("foreign_trade.r04", reads=dict(exposed="foreign_trade.exposed"),
      parameters=dict(lost=parameter(0.3, "share", 0.1, 0.5, assumption="home cloth at twice the price of foreign cloth would lose three tenths of its "
                                     "sales on an open border; a tenth if it cannot be paid for, half where smugglers come anyway")),
      neutral=1.0, signs=dict(exposed=-1), unit="factor")
def foreign_goods_undersell_home_works(exposed, lost):
    """On an open border dear home goods lose their buyers."""
    return 1 - lost * exposed


@rule(reads=dict(heavy="now:industry.heavy", light="now:industry.light"),
      parameters=dict(start="initial.industry.heavy_share"),
      neutral=100.0, signs=dict(heavy=+1, light=+1), unit="index, 1913 = 100",
      assumption="weights of the plant at the start, as an index with a fixed base has them")
def industry_as_a_whole(heavy, light, start):
    """Output is heavy and light industry together, weighed as the plant was at the start."""
    return start * heavy + (1 - start) * light


@rule(reads=dict(policy="industry.policy", chosen=here(0.0, 2.0, "policy chosen")),
      neutral="policy", signs=dict(chosen=+1), unit="code",
      assumption="prices once cut, or a plan once begun, are not given up but for another policy")
def a_policy_lasts(policy, chosen):
    """The way of closing the scissors stands until another is chosen."""
    return jnp.where(chosen > 0, chosen, policy)


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    m.change("fuel", m.rule(mines_drown_fast_and_dry_slowly, supply=m.rule(fuel_comes_from_the_south)))
    m.change("controlled", m.rule(committees_take_works_where_they_have_arms))
    m.change("specialists", m.rule(saboteurs_are_sought_and_released))
    work = (m.rule(plant_fuel_and_rail) * m.rule(hungry_workers_work_badly) * m.rule(machines_want_hands)
            * m.rule(owners_close_and_workers_stop) * m.rule(committees_without_office_or_credit)
            * m.rule(storming_wastes_what_it_makes) * m.rule(hands_work_as_they_are_taught_and_paid))
    m.approach("heavy", m.rule(work_of_heavy_plant, work=work), "industry.months_to_make")
    m.approach("light", m.rule(work_of_light_plant, work=work) * m.rule(light_industry_lives_on_the_field)
               * m.rule(foreign_goods_undersell_home_works), "industry.months_to_make")
    m.set("output", m.rule(industry_as_a_whole))
    finished = m.rule(sites_become_works)
    m.change("building", m.rule(surplus_goes_into_plant), -finished)
    m.change("capital", finished, -m.rule(plant_wears_out))
    m.change("heavy_share", m.rule(heavy_industry_first, finished=finished))

    made = m.flow(MADE, m.rule(goods_are_made))
    m.set("consumer_goods", made)
    army, towns = m.rule(who_gets_goods)
    m.flow(TO_ARMY, army)
    m.flow(TO_TOWNS, towns)
    wanted, asked = m.rule(village_wants_goods)
    m.set("village_sales", m.flow(TO_VILLAGES, m.rule(shops_sell_what_they_hold, wanted=wanted)))
    m.approach("goods_rural", m.rule(shelves_seen_from_the_village, asked=asked),
               "industry.months_to_see_shelves")
    cut, plan = m.rule(scissors_ask_for_a_policy)
    m.set("policy", m.rule(a_policy_lasts, chosen=m.choose(SCISSORS_POLICY, cut, plan)))
