"""Railways: engines that break and are mended, corridors that are cut, and what goes first when not all can go."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, constraint, here, output, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import REGIONS
from thermidor.model.nature import HALF, PER_CENT

GATES = {
    "siberia": "urals", "far_east": "siberia", "urals": "volga", "turkestan": "volga", "kazakhstan": "volga",
    "don_caucasus": "black_earth", "azerbaijan_armenia": "don_caucasus", "georgia": "don_caucasus", "ukraine": "black_earth",
}
"""The region through which each remote one reaches the centre; the others lie on it."""
THROUGH = [REGIONS.index(GATES.get(r, r)) for r in REGIONS]
NEXT = [THROUGH[i] for i in THROUGH]


class Transport(System):
    """State of the railways."""

    locomotives: Array = variable("share", "locomotives in working order", high=1.0, start=parameter(
        0.83, "share", 0.78, 0.86, publication="Narodnyi komissariat putei soobshcheniia"))
    corridor: Array = variable("share", "how far the way to the centre is open", dim="region", high=1.0,
                               start=parameter([1.0] * 16, "share", 1.0, 1.0, dim="region", assumption="one network in January 1917"),
                               book=("transport.r06",))
    orders: Array = variable("index 0-1", "railways under army orders and staff priority", high=1.0, start=0.0,
                             book=("transport.r02", "transport.r09"))
    lines: Array = variable("1913 = 1", "lines, wagons and engines", start=parameter(
        1.1, "1913 = 1", 1.0, 1.2, assumption="lines built in the war"), typical=(0.8, 3.0), book=("transport.r10",))
    refused: Array = variable("share", "trains that railwaymen keep from moving", high=1.0, start=0.0, book=("transport.r04",))
    carried: Array = variable("share", "freight of the works that finds trains", high=1.0, start=parameter(
        0.9, "share", 0.8, 1.0, assumption="stations choked in the winter of 1916-17"), gives="transport.carried",
        book=("transport.r08",))
    food: Array = variable("share", "freight of bread that finds trains", high=1.0, start=parameter(
        0.9, "share", 0.8, 1.0, assumption="as other freight"), book=("transport.r07",))
    stalled: Array = variable("index 0-1", "armies and towns that can no longer be supplied", high=1.0, start=0.0,
                              book=("transport.r01",))


MONTHS_OF_REPAIR = parameter(3, "months", 1, 6, assumption="an order is felt in depots and yards within a season")


@rule("transport.r02", "transport.r09", "industry.r04",
      reads=dict(working="transport.locomotives", war="civil_war.intensity", power="soviets.power", democracy="organs.line_democracy"),
      parameters=dict(usual="initial.transport.locomotives",
                      alarm=parameter(2.0, "1", 1.0, 4.0, assumption="half of the usual engines gone put the railways wholly under army orders"),
                      held=parameter(0.4, "share", 0.1, 0.7, assumption="where the party is led by command, orders outlast the war: two fifths "
                                     "until its line is for discussion again")),
      neutral=0.0, signs=dict(working=-1, war=+1, power=+1, democracy=-1), unit="index 0-1")
def railways_go_under_orders(working, war, power, democracy, usual, alarm, held):
    """While war lasts and engines lack, army discipline and staff priority rule the railways; peace asks for their end."""
    danger = jnp.clip(alarm * (1 - working / usual), 0, 1)
    return power * danger * jnp.maximum(war, held * HALF * (1 - democracy))


@constraint("a month", 0.002, parameters=dict(
    repair="transport.locomotives_break_and_are_mended.repair", usual="transport.locomotives_break_and_are_mended.usual",
    in_order="initial.transport.locomotives"), book=("supply.r03",),
    assumption="what broke at the traffic of 1913 was mended, so that as many engines were in order as in January 1917; "
    "a tenth of the mending either way is new engines and worse tracks")
def engines_mended_are_engines_broken(repair, usual, in_order):
    """At the traffic of 1913 works mend as many engines as break."""
    return repair * (1 - in_order) - usual * in_order


@rule("transport.r02", reads=dict(rail="transport.locomotives", war="civil_war.intensity",
      front="great_war.front", fuel="industry.fuel", heavy="industry.heavy", output="industry.output", orders="now:transport.orders"),
      parameters=dict(wear=parameter(0.10, "a month", 0.05, 0.13, assumption="83 to 40 per cent by 1920: more broke in war "
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
                                     "break half as often as on wet wood; a fifth to four fifths less"),
                      ordered=parameter(0.3, "1", 0.1, 0.6, assumption="repairs rose by about a third under army orders in 1920; a tenth if the end "
                                        "of the fighting did it, most of it if orders did")),
      neutral=0.0, signs=dict(war=-1, front=-1, rail=-1, output=-1, orders=+1), unit="share a month")
def locomotives_break_and_are_mended(rail, war, front, fuel, heavy, output, orders, wear, repair, craft, usual, far, care, ordered):
    """War and traffic wear locomotives out; works with fuel and steel mend them, faster under orders."""
    mended = repair * (craft + (1 - craft) * jnp.clip(jnp.minimum(fuel, heavy / PER_CENT), 0, 1)) * (1 - rail) * (1 + ordered * orders)
    worn = usual * jnp.clip(output / PER_CENT, 0, 1) + wear * jnp.maximum(war, front / far) * (1 - care * fuel)
    return mended - worn * rail


@rule("transport.r06", reads=dict(reach="countryside.reach", revolt="countryside.revolt"),
      parameters=dict(cut=parameter(0.8, "share", 0.4, 1.0, assumption="where all villages along it rise a line carries a fifth of its trains, under "
                                    "guard: nothing came from Siberia for weeks of 1921; three fifths, or none")),
      neutral=1.0, signs=dict(reach=+1, revolt=-1), unit="share")
def a_cut_corridor_cuts_what_lies_behind(reach, revolt, cut):
    """What lies behind a region reaches the centre no more than that region does, whoever holds it or rises there."""
    reach = reach * (1 - cut * revolt)
    return jnp.minimum(reach, jnp.minimum(reach[jnp.array(THROUGH)], reach[jnp.array(NEXT)]))


@rule("transport.r10", reads=dict(lines="transport.lines", investment="planning.investment", product="planning.product",
                                  mass="police.mass_terror"),
      parameters=dict(part=parameter(0.13, "share", 0.08, 0.2, publication="transport in gross investment, 1928-37: a fifth to a seventh"),
                      worth=parameter(6500, "million 1913 roubles", 5000, 8000, publication="railway capital of 1913"),
                      wear=parameter(0.0024, "a month", 0.0015, 0.004, assumption="rails and wagons last some thirty-five years; twenty where "
                                     "they are driven hard"),
                      blamed=parameter(0.3, "share", 0.1, 0.5, assumption="railwaymen shot for failures of the lines leave a third less built and "
                                       "mended at full mass terror")),
      neutral=0.0, signs=dict(investment=+1, product=+1, lines=-1, mass=-1), unit="1913 = 1 a month")
def lines_are_built(lines, investment, product, mass, part, worth, wear, blamed):
    """Building adds lines and wagons; failures charged to railwaymen cost men who knew them."""
    return part * investment * product / worth * (1 - blamed * mass) - wear * lines


@rule("transport.r04", "transport.r03",
      reads=dict(strikers="labour.strikers", workers="classes.workers", tsar="soviets.tsar", provisional="soviets.provisional",
                 other="soviets.regime_other", participation="soviets.participation", terror="police.terror"),
      parameters=dict(share=parameter(1.0, "1", 0.5, 2.0, assumption="railwaymen stop with the other workers, sooner or later than they"),
                      hostile=parameter(0.4, "share", 0.2, 0.7, assumption="under generals two fifths of their trains stood or went astray in the "
                                        "days of August and October 1917"),
                      most=parameter(0.8, "share", 0.6, 1.0, assumption="even the wave of 1905 left some trains running")),
      neutral=0.0, signs=dict(strikers=+1, participation=+1, terror=-1), unit="share")
def railwaymen_stop_the_trains(strikers, workers, tsar, provisional, other, participation, terror, share, hostile, most):
    """Railwaymen stop with the other workers, and keep from moving the trains of a power that is against them."""
    against = jnp.clip(other + HALF * provisional + tsar, 0, 1) * participation * hostile
    struck = share * strikers / jnp.maximum(workers, 1)
    return jnp.clip(jnp.maximum(struck, against) * (1 - terror), 0, most)


@rule("transport.r08", "industry.r10", "planning.r07",
      reads=dict(working="now:transport.locomotives", lines="transport.lines", refused="now:transport.refused", output="industry.output",
                 war="civil_war.intensity"),
      parameters=dict(usual="initial.transport.locomotives",
                      room=parameter(1.25, "1", 1.1, 1.5, assumption="the network of 1913 could carry a quarter more than it did; a tenth to a half"),
                      armies=parameter(0.6, "share", 0.3, 0.8, assumption="war inside the country took more than half of the trains that ran"),
                      scale=parameter(0.5, "elasticity", 0.4, 0.8, publication="Hunter 1957: freight of 1937 over 1928 as industry to the power of two "
                                      "thirds; engines and wagons were used harder too"),
                      least=parameter(1 / 12, "1913 = 1", 0.05, 0.2, assumption="fuel for the railways themselves and soldiers are always carried")),
      neutral=1.0, signs=dict(working=+1, lines=+1, refused=-1, output=-1, war=-1), unit="factor")
def trains_there_are_for_the_freight(working, lines, refused, output, war, usual, room, armies, scale, least):
    """Engines in order, lines and men who will drive, over the freight that works ask for."""
    able = room * working / usual * lines * (1 - refused) * (1 - armies * war)
    return able / jnp.maximum(output / PER_CENT, least) ** scale


@rule("transport.r07", "transport.r08",
      reads=dict(trains=here(0.2, 3.0, "trains over freight"), hunger="supply.hunger_towns", working="now:transport.locomotives", power="soviets.power"),
      parameters=dict(usual="initial.transport.locomotives",
                      first=parameter(0.3, "1", 0.1, 0.6, assumption="with all starving passenger trains stop and bread goes before coal: three tenths "
                                      "more of it find a train; a tenth to six tenths")),
      neutral=(1.0, 1.0), signs=dict(trains=+1, hunger=-1), unit="shares")
def bread_goes_before_coal(trains, hunger, working, power, usual, first):
    """When not all can go, hungry towns have bread carried first, and works wait."""
    ahead = first * hunger * power
    return jnp.clip(trains * (1 - ahead), 0, 1), jnp.clip(working / usual * (1 + ahead), 0, 1)


@rule("transport.r01", reads=dict(working="now:transport.locomotives"),
      parameters=dict(threshold=parameter(0.25, "share", 0.2, 0.3, book=("transport.r01",)),
                      steep=parameter(40.0, "1", 20.0, 80.0, assumption="between three tenths and a fifth of the engines an army goes from want to "
                                      "standstill; sharper, or blunter by half")),
      neutral=0.0, signs=dict(working=-1), unit="index 0-1")
def below_a_quarter_the_war_is_lost(working, threshold, steep):
    """With a quarter of the engines running armies and towns can hardly be supplied any more, with fewer not at all."""
    return 1 / (1 + jnp.exp(steep * (working - threshold)))


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    m.approach("orders", m.rule(railways_go_under_orders), "transport.months_of_repair")
    m.change("locomotives", m.rule(locomotives_break_and_are_mended))
    m.set("corridor", m.rule(a_cut_corridor_cuts_what_lies_behind))
    m.change("lines", m.rule(lines_are_built))
    m.set("refused", m.rule(railwaymen_stop_the_trains))
    works, bread = m.rule(bread_goes_before_coal, trains=m.rule(trains_there_are_for_the_freight))
    m.set("carried", works)
    m.set("food", bread)
    m.set("stalled", m.rule(below_a_quarter_the_war_is_lost))


@output("transport.locomotives_working", "share", "locomotives in working order",
        system="transport", high=1.0, book=("supply.r03",))
def _locomotives(w, flows):
    return w.transport.locomotives
