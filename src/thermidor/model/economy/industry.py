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
    output,
    parameter,
    rule,
    variable,
)
from thermidor.engine.month import Month
from thermidor.model.names import METHODS
from thermidor.model.nature import MILLION, PER_CENT, is_code

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
    locomotives: Array = variable("share", "locomotives in working order", high=1.0, start=parameter(
        0.83, "share", 0.78, 0.86, publication="Narodnyi komissariat putei soobshcheniia"))
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


@rule("supply.r02", "industry.r04",
      reads=dict(reach="countryside.reach", war="civil_war.intensity",
                 towns="supply.hunger_towns", rail="industry.locomotives"),
      parameters=dict(sources=parameter([.05, .02, .04, .01, .01, .03, .08, .05, .02, .19, .28, .01,
                                         .01, .17, .02, .01], "share of fuel", 0.9, 1.1, dim="region",
                                        publication="coal, oil, wood and peat of 1913"),
                      fighting=parameter(0.25, "share", 0.0, 0.6, assumption="what the fronts cut off is counted by reach; "
                                         "fighting costs a quarter of the rest in flooded pits and burnt wells; nothing, "
                                         "or over half, where it passes by or through"),
                      hungry=parameter(0.5, "share", 0.2, 0.8, assumption="mines where towns starve give half: miners "
                                       "leave for villages that eat; a fifth or four fifths less"),
                      halt=parameter(0.4, "share", 0.2, 0.8, assumption="without railways two fifths of the coal stays "
                                     "at the pit, the rest being burnt there or going by water; a fifth or four "
                                     "fifths")),
      neutral=0.85, signs=dict(reach=+1, war=-1, towns=-1, rail=+1), unit="index 0-1")
def fuel_comes_from_the_south(reach, war, towns, rail, sources, fighting, hungry, halt):
    """Donets coal and Baku oil feed industry; war, hunger and broken rails cut them."""
    return ((sources * reach).sum() * (1 - fighting * war) * (1 - hungry * towns)
            * (1 - halt * jnp.clip(1 - rail, 0, 1)))


@constraint("share", 0.0, parameters=dict(sources="industry.fuel_comes_from_the_south.sources"),
            publication="coal, oil, wood and peat of 1913")
def regions_give_all_the_fuel(sources):
    """The shares of the regions in the fuel of 1913 sum to one."""
    return sources.sum() - 1


@rule("industry.r04", "supply.r02", reads=dict(fuel="industry.fuel", supply=here(0.0, 1.0, "fuel coming")),
      parameters=dict(fall=parameter(0.18, "a month", 0.08, 0.4, assumption="two thirds of the stocks of coal and oil "
                                     "are gone in half a year without supply, as in the winter after the Don was lost; "
                                     "a year or two months"),
                      rise=parameter(0.02, "a month", 0.012, 0.035,
                                     publication="flooded mines: coal, a third of 1913 in 1920, regained it in seven years")),
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


@rule("labour.r03", "classes.r04", reads=dict(workers="classes.workers", jobs="labour.jobs"),
      parameters=dict(weight=parameter(0.6, "elasticity", 0.4, 0.9, assumption="labour's share of what industry adds, in "
                                       "1913 over half; lower where machines stand idle anyway, higher where each needs "
                                       "its man")),
      neutral=1.0, signs=dict(workers=+1), unit="factor")
def machines_want_hands(workers, jobs, weight):
    """Plant without workers stands still."""
    return jnp.clip(workers / jnp.maximum(jobs, 1), 0, 1) ** weight


@rule("industry.r02", "industry.r03",
      reads=dict(provisional="soviets.provisional", strikers="labour.strikers", workers="classes.workers"),
      parameters=dict(lockout=parameter(0.02, "share a month", 0.0, 0.05, book=("industry.r02", "c2-f063"),
                                        assumption="48,000 laid off of three million a month"),
                      strike_weight=parameter(0.5, "share", 0.2, 1.0, assumption="a striker's month costs half of what "
                                              "he makes, since strikes last days and stocks are worked up; a fifth or "
                                              "all")),
      neutral=1.0, signs=dict(provisional=-1, strikers=-1), unit="factor")
def owners_close_and_workers_stop(provisional, strikers, workers, lockout, strike_weight):
    """Owners close plants against workers' control; strikes stop others."""
    return (1 - lockout * provisional) * (1 - strike_weight * jnp.clip(strikers / jnp.maximum(workers, 1), 0, 1))


@rule("industry.r13", "industry.r09", "industry.r11",
      reads=dict(terror="police.terror", fast="organs.line_industry", correction="organs.correction"),
      parameters=dict(arrests=parameter(0.15, "share", 0.03, 0.3, assumption="a shop without its engineer works on, with "
                                        "more breakage: a seventh at full terror; hardly anything, or twice that, as "
                                        "few or many are taken"),
                      waste=parameter(0.15, "share", 0.03, 0.3, assumption="goals beyond means, uncorrected, spoil a "
                                      "seventh of the output in material and standstill; same range, for accounts of it "
                                      "are anecdotes")),
      neutral=1.0, signs=dict(terror=-1, correction=+1, fast=-1), unit="factor")
def targets_raised_and_saboteurs_sought(terror, fast, correction, arrests, waste):
    """Targets beyond means waste material, and the hunt for saboteurs takes the engineers."""
    return (1 - arrests * terror) * (1 - waste * jnp.clip(fast, 0, 1) * (1 - correction))


@rule("industry.r05", "industry.r10",
      reads=dict(capital="industry.capital", fuel="industry.fuel", rail="industry.locomotives"),
      parameters=dict(fuel_weight=parameter(0.85, "elasticity", 0.5, 1.2, assumption="output follows fuel nearly one for "
                                            "one, some being saved; half where wood will do, more than all where a cold "
                                            "furnace is lost"),
                      rail_weight=parameter(0.25, "elasticity", 0.1, 0.5, assumption="most of what rail costs it costs "
                                            "through fuel; the rest is a quarter, between works at the pit and works "
                                            "far from all")),
      neutral=100.0, signs=dict(capital=+1, fuel=+1, rail=+1), unit="index")
def plant_fuel_and_rail(capital, fuel, rail, fuel_weight, rail_weight):
    """Plant works as far as fuel and trains allow."""
    return PER_CENT * capital * jnp.maximum(fuel, 0) ** fuel_weight * jnp.maximum(rail, 0) ** rail_weight


@rule("industry.r10", "countryside.r10", reads=dict(crop="countryside.crop"),
      parameters=dict(normal_crop=parameter(58e6, "tonnes", 50e6, 68e6, publication=INDEX),
                      weight=parameter(0.25, "elasticity", 0.1, 0.6, assumption="half a crop takes a sixth off light "
                                       "industry, cotton being imported and flax, hides and beet stored; a fourteenth "
                                       "or a third")),
      neutral=1.0, signs=dict(crop=+1), unit="factor")
def light_industry_lives_on_the_field(crop, normal_crop, weight):
    """Textiles and food wait for the crop."""
    return (jnp.maximum(crop.sum(), 1) / normal_crop) ** weight


@rule("industry.r08", "industry.r09", "industry.r14",
      reads=dict(output="industry.output", fast="organs.line_industry", method="procurement.method",
                 war="civil_war.intensity", front="great_war.front", power="soviets.power",
                 policy="industry.policy"),
      parameters=dict(base=parameter(0.0078, "a month", 0.005, 0.012, assumption="repair and growth of under one in a "
                                     "hundred a month at the output of 1913, the tenth a year by which large industry "
                                     "grew from 1908 to 1913; six or fifteen in a hundred"),
                      drive=parameter(0.0170, "a month", 0.008, 0.025, assumption="the drive at full speed puts one "
                                      "and a half in a hundred of the plant's worth more into it a month at the output "
                                      "of 1913, three times custom; half or half as much again"),
                      plan=parameter(0.002, "a month", 0.0, 0.004,
                                     assumption="a patient plan adds two in a thousand a month, a quarter more than "
                                     "custom: variants of 1927 asked for that much beyond recovery; none or half as "
                                     "much again"),
                      other=parameter(0.3, "share", 0.0, 0.6, assumption="under any order but the quota three tenths "
                                      "of the drive's saving is found, by loans and profits, since nobody can be made "
                                      "to eat less; none or six tenths"),
                      front_cost=parameter(0.5, "share", 0.2, 0.8, assumption="the World War's front lay at the border: it "
                                           "took half of what could be built; less while orders paid, more as it "
                                           "dragged on")),
      neutral=0.0, signs=dict(output=+1, fast=+1, war=-1, front=-1), unit="1913 = 1 a month")
def surplus_goes_into_plant(output, fast, method, war, front, power, policy, base, drive, plan, other, front_cost):
    """Part of output becomes plant, much more under a hasty plan that takes it from the village."""
    forced = jnp.where(is_code(method, METHODS, "quota") > 0, 1.0, other)
    patient = plan * is_code(policy, POLICIES, "plan")
    rate = base + drive * jnp.clip(fast, 0, 1) * forced * power + patient
    return output / PER_CENT * rate * (1 - war) * (1 - front_cost * front)


@rule("industry.r04", "industry.r07", reads=dict(capital="industry.capital", output="industry.output", war="civil_war.intensity"),
      parameters=dict(wear=parameter(0.0036, "a month", 0.002, 0.006, publication=INDEX),
                      ruin=parameter(0.004, "a month", 0.0, 0.012, assumption="three years of war inside the country cost "
                                     "a seventh of the plant, beyond wear; nothing if it was only cut off, two fifths if "
                                     "it was burnt and carried away")),
      neutral=0.0, signs=dict(capital=+1, output=+1, war=+1), unit="1913 = 1 a month")
def plant_wears_out(capital, output, war, wear, ruin):
    """Plant wears, and is ruined where armies pass."""
    return wear * output / PER_CENT + capital * ruin * war


@rule("industry.r08", "industry.r14", reads=dict(share="industry.heavy_share", fast="organs.line_industry",
                                                 policy="industry.policy"),
      parameters=dict(low=parameter(0.45, "share", 0.4, 0.5, publication=INDEX),
                      high=parameter(0.72, "share", 0.6, 0.8, publication=INDEX),
                      pace=parameter(0.015, "a month", 0.005, 0.03, assumption="the share of heavy industry moves by a "
                                     "sixth of the gap in a year, as fast as plant is built; a twentieth or three "
                                     "tenths"),
                      cheap=parameter(0.1, "share", 0.0, 0.2, assumption="a plan of cheap goods keeps a tenth of the plant "
                                      "for the village, over a third of what a hasty plan moves; none, or most of it, "
                                      "at the ends")),
      neutral=0.0, signs=dict(fast=+1, share=-1), unit="share a month")
def heavy_industry_first(share, fast, policy, low, high, pace, cheap):
    """A hasty plan builds machines to build machines; the patient one makes goods for the village."""
    aim = low + (high - low) * jnp.clip(fast, 0, 1) - cheap * is_code(policy, POLICIES, "plan")
    return pace * (aim - share)


@constraint("a month", 0.002, parameters=dict(
    repair="industry.locomotives_break_and_are_mended.repair", usual="industry.locomotives_break_and_are_mended.usual",
    in_order="initial.industry.locomotives"), book=("supply.r03",),
    assumption="what broke at the traffic of 1913 was mended, so that as many engines were in order as in January 1917; "
    "a tenth of the mending either way is new engines and worse tracks")
def engines_mended_are_engines_broken(repair, usual, in_order):
    """At the traffic of 1913 works mend as many engines as break."""
    return repair * (1 - in_order) - usual * in_order


@rule("supply.r03", "industry.r04", reads=dict(rail="industry.locomotives", war="civil_war.intensity",
      front="great_war.front", fuel="industry.fuel", heavy="industry.heavy", output="industry.output"),
      parameters=dict(wear=parameter(0.09, "a month", 0.05, 0.13, assumption="83 to 40 per cent by 1920: more broke in war "
                                     "than works without fuel could mend"),
                      repair=parameter(0.10, "a month", 0.04, 0.2, assumption="works with fuel mend a tenth of the broken "
                                       "engines a month, so that half are back within the half-year; a year "
                                       "and a half if parts are lacking, a season if they are bought"),
                      craft=parameter(0.1, "share", 0.0, 0.3, assumption="a tenth of the mending is done by hand and with parts "
                                      "of other engines, without coal and steel; none of it, or a third"),
                      usual=parameter(0.02, "a month", 0.01, 0.03, assumption="with works that mend a tenth a month it leaves five "
                                      "engines in six in order at the traffic of 1913, as there were; new engines are built "
                                      "for more; less or more as the works mend less or more"),
                      far=parameter(3, "1", 2, 5, assumption="the front of the World War lay at the edge of the network: "
                                    "it wore engines a third as much as armies inside the country, a half to a fifth"),
                      care=parameter(0.5, "share", 0.2, 0.8, assumption="engines that burn coal and are heated in time "
                                     "break half as often as on wet wood; a fifth to four fifths less")),
      neutral=0.0, signs=dict(war=-1, front=-1, rail=-1, output=-1), unit="share a month")
def locomotives_break_and_are_mended(rail, war, front, fuel, heavy, output, wear, repair, craft, usual, far, care):
    """War and traffic wear locomotives out; works with fuel and steel mend them."""
    mended = repair * (craft + (1 - craft) * jnp.clip(jnp.minimum(fuel, heavy / PER_CENT), 0, 1)) * (1 - rail)
    worn = usual * jnp.clip(output / PER_CENT, 0, 1) + wear * jnp.maximum(war, front / far) * (1 - care * fuel)
    return mended - worn * rail


@rule("countryside.r10", "money.r06", "industry.r16",
      reads=dict(rural="population.rural", policy="industry.policy", scissors="money.scissors"),
      parameters=dict(need=parameter(1.6, "1913 roubles a head a month", 1.1, 2.2,
                                     publication="rural sales about 2 milliard roubles in 1913"),
                      cheap=parameter(0.35, "share", 0.1, 0.7, assumption="goods made cheaper by order are asked for "
                                      "by a third more, as the empty shops after the cuts of 1924 showed; a tenth or "
                                      "seven tenths"),
                      dear=parameter(0.35, "elasticity", 0.1, 0.7, assumption="salt, nails and paraffin are bought at any "
                                     "price, cloth is put off: scissors of three to one cut sales by a third; a tenth "
                                     "if all is needful, a half if little is")),
      neutral=100.0, signs=dict(rural=+1, scissors=-1), unit="million 1913 roubles")
def village_wants_goods(rural, policy, scissors, need, cheap, dear):
    """Villages buy by need and price; prices cut by order empty the shelves."""
    ordered = is_code(policy, POLICIES, "price_cut")
    return rural.sum() / MILLION * need * (1 + cheap * ordered) / jnp.maximum(scissors, 1) ** dear


@rule("industry.r05", "industry.r16", "money.r05", "industry.r08",
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


@rule("industry.r05", reads=dict(light="industry.light"),
      parameters=dict(value=parameter(2.6, "million 1913 roubles a month a point", 2.2, 4.0,
                                      publication="consumer goods of 1913: about 4 milliard roubles")),
      neutral=0.0, signs=dict(light=+1), unit="million 1913 roubles")
def goods_are_made(light, value):
    """Light industry fills the stores."""
    return light * value


@rule("industry.r04", "supply.r04",
      reads=dict(soldiers="great_war.soldiers", red="army.red", urban="population.urban",
                 goods="industry.goods"),
      parameters=dict(kit=parameter(10.0, "1913 roubles a man a month", 5.0, 20.0, assumption="a fifth of a soldier's upkeep is "
                                    "cloth, boots and harness; half for a militia, twice that for men newly called"),
                      town=parameter(5.0, "1913 roubles a head a month", 3.0, 8.0, assumption="with the villages' two milliard a "
                                     "year it makes up the four milliard of consumer goods of 1913; the towns' part "
                                     "may have been a quarter to two thirds"),
                      served=parameter(0.45, "share of the store", 0.3, 0.6, assumption="not more than nine twentieths "
                                       "of the store goes to towns while villages wait too: a fifth of the people with "
                                       "most of the money; three tenths or six")),
      neutral=(0.0, 0.0), signs=dict(soldiers=+1, red=+1), unit="million 1913 roubles")
def who_gets_goods(soldiers, red, urban, goods, kit, town, served):
    """Armies are clothed first, then towns; the village gets the rest."""
    return (soldiers + red) * kit / MILLION, jnp.minimum(urban.sum() * town / MILLION, served * goods)


@rule("countryside.r13", "industry.r05",
      reads=dict(goods="industry.goods", rail="industry.locomotives",
                 wanted=here(0.0, 300.0, "million 1913 roubles that villages would spend")),
      parameters=dict(pace=parameter(0.6, "a month", 0.3, 0.9, assumption="three fifths of what is in store can be "
                                     "sold in a month, half of it in three weeks, the rest being in the wrong place; "
                                     "three or nine tenths")),
      neutral=0.0, signs=dict(goods=+1, rail=+1, wanted=+1), unit="million 1913 roubles")
def shops_sell_what_they_hold(goods, rail, wanted, pace):
    """Shops sell what villages want, from stock and as far as goods reach them."""
    return jnp.minimum(wanted, pace * goods * rail)


@rule(reads=dict(sent="now:industry.to_villages", wanted=here(0.0, 300.0, "million 1913 roubles")),
      neutral=1.0, signs=dict(sent=+1, wanted=-1), unit="share of demand",
      assumption="a goods famine is felt as the part of the demand that is not met")
def shelves_seen_from_the_village(sent, wanted):
    """How much of what villages want to buy they find."""
    return sent / jnp.maximum(wanted, 1)


@rule(reads=dict(work=here(10.0, 300.0, "index of work done"), share="industry.heavy_share"),
      parameters=dict(start="initial.industry.heavy_share"),
      neutral="work", signs=dict(work=+1, share=+1), unit="index, 1913 = 100",
      assumption="machines and mines make what their share of the plant can")
def work_of_heavy_plant(work, share, start):
    """Heavy industry works as its part of the plant has grown."""
    return work * share / start


@rule(reads=dict(work=here(10.0, 300.0, "index of work done"), share="industry.heavy_share"),
      parameters=dict(start="initial.industry.heavy_share"),
      neutral="work", signs=dict(work=+1, share=-1), unit="index, 1913 = 100",
      assumption="mills and works for consumers make what the rest of the plant can")
def work_of_light_plant(work, share, start):
    """Light industry works with the plant that heavy industry leaves it."""
    return work * (1 - share) / (1 - start)


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
    m.change("locomotives", m.rule(locomotives_break_and_are_mended))
    work = (m.rule(plant_fuel_and_rail) * m.rule(hungry_workers_work_badly) * m.rule(machines_want_hands)
            * m.rule(owners_close_and_workers_stop) * m.rule(targets_raised_and_saboteurs_sought))
    m.approach("heavy", m.rule(work_of_heavy_plant, work=work), "industry.months_to_make")
    m.approach("light", m.rule(work_of_light_plant, work=work) * m.rule(light_industry_lives_on_the_field),
               "industry.months_to_make")
    m.set("output", m.rule(industry_as_a_whole))
    m.change("capital", m.rule(surplus_goes_into_plant), -m.rule(plant_wears_out))
    m.change("heavy_share", m.rule(heavy_industry_first))

    m.flow(MADE, m.rule(goods_are_made))
    army, towns = m.rule(who_gets_goods)
    m.flow(TO_ARMY, army)
    m.flow(TO_TOWNS, towns)
    wanted = m.rule(village_wants_goods)
    m.flow(TO_VILLAGES, m.rule(shops_sell_what_they_hold, wanted=wanted))
    m.approach("goods_rural", m.rule(shelves_seen_from_the_village, wanted=wanted),
               "industry.months_to_see_shelves")
    cut, plan = m.rule(scissors_ask_for_a_policy)
    m.set("policy", m.rule(a_policy_lasts, chosen=m.choose(SCISSORS_POLICY, cut, plan)))


@output("transport.locomotives_working", "share", "locomotives in working order",
        system="transport", high=1.0, book=("supply.r03",))
def _locomotives(w, flows):
    return w.industry.locomotives
