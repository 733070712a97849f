"""Scarcity, money privileges, fatigue and command form a privileged stratum of officials."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.nature import square


class Privilege(System):
    """State of privilege."""

    ratio: Array = variable("ratio", "income of a senior official over a worker's", low=1.0,
        gives="privilege.ratio", book=("privilege.r10",),
        start=parameter(12.0, "ratio", 6.0, 20.0, assumption="an official of rank has twelve times a worker's wage "
                        "under the old order, as department heads against textile hands in the lists of 1913; six for "
                        "clerks and foremen, twenty for chiefs"), typical=(1.0, 20.0))
    caste: Array = variable("index 0-1", "formation of an official caste under soviet power", high=1.0,
                            start=0.0, book=("privilege.r06",))
    nomenklatura: Array = variable("persons", "holders of listed posts", start=0.0, typical=(0.0, 8e5),
                                   gives="privilege.nomenklatura",
                                   book=("privilege.r09",))
    interest: Array = variable("index 0-1", "posts whose holders enjoy what the hand that gives can take back",
                               start=0.0, high=1.0, book=("privilege.r07", "privilege.r10"))
    careerists: Array = variable("share", "members who came for what an office gives", start=0.0, high=1.0,
                                 book=("privilege.r03",))
    risen: Array = variable("share", "holders of posts who owe them to a purge", start=0.0, high=1.0,
                            book=("privilege.r08",))
    base: Array = variable("share", "townspeople who live by the power's favour, with their families", start=0.0, high=1.0,
                           book=("privilege.r14",))


@rule("privilege.r02", "privilege.r03", "privilege.r04",
      reads=dict(goods="industry.goods_rural", hunger="supply.hunger_towns", traders="classes.traders"),
      parameters=dict(scarce=parameter(0.22, "index", 0.1, 0.4, assumption="what is scarce is allotted first to "
                                       "those who allot; a fifth of the whole, as each of five sources"),
                      money=parameter(0.18, "index", 0.05, 0.35, assumption="full trade beside the state makes a fifth "
                                      "of a caste, one of five sources of nearly equal weight; a twentieth if bribes "
                                      "are few, a third if offices live from them"),
                      nepman=parameter(0.6e6, "persons", 0.3e6, 1e6, assumption="with the six hundred thousand dealers "
                                       "that licences of the middle twenties counted, half of what bribes can do is "
                                       "done; half as many or two thirds more")),
      neutral=0.0, signs=dict(goods=-1, traders=+1), unit="index 0-1")
def scarcity_and_bribes_favour_officials(goods, hunger, traders, scarce, money, nepman):
    """Who counts and shares out scarce goods serves himself; where there are traders, in money too."""
    return scarce * (1 - goods * (1 - hunger)) + money * traders / (traders + nepman)


@rule("privilege.r06", "mood.r09",
      reads=dict(fatigue="mood.fatigue", hope="comintern.hope"),
      parameters=dict(tired=parameter(0.18, "index", 0.05, 0.35, assumption="full fatigue without hope makes a fifth "
                                      "of a caste, one of five sources of nearly equal weight; a twentieth or a "
                                      "third")),
      neutral=0.0, signs=dict(fatigue=+1, hope=-1), unit="index 0-1")
def the_weary_settle_down(fatigue, hope, tired):
    """Cadres who are tired and expect nothing from Europe want to enjoy their rank."""
    return tired * fatigue * (1 - hope)


@rule("privilege.r05", "government.r10",
      reads=dict(command="army.ex_soldiers_in_posts", participation="soviets.participation",
                 circular="government.circular"),
      parameters=dict(desks=parameter(0.08, "index", 0.0, 0.2, assumption="ways of the old desk count half as much as those of the "
                                      "barracks: they are older and less bold"),
                      barracks=parameter(0.18, "index", 0.05, 0.35, assumption="one of five sources: men who have "
                                         "learnt to rule by command in the war"),
                      empty=parameter(0.14, "index", 0.05, 0.35, assumption="masses that take no part at all leave "
                                      "offices to themselves: a seventh of a caste, less than scarcity gives and more "
                                      "than one circular; a twentieth or a third")),
      neutral=0.0, signs=dict(command=+1, participation=-1, circular=+1), unit="index 0-1")
def ranked_men_push_the_masses_out(command, participation, circular, desks, barracks, empty):
    """Ranked men from the army bring command into soviets and works, and the masses leave."""
    return barracks * command + desks * circular + empty * (1 - participation)


@rule("privilege.r07", reads=dict(appointed="appointments.appointed"),
      parameters=dict(named=parameter(0.30, "index", 0.1, 0.5, assumption="nomination is what binds the sources "
                                      "together: the largest of them, not the whole")),
      neutral=0.0, signs=dict(appointed=+1), unit="index 0-1")
def nomination_binds_them(appointed, named):
    """Posts carry the privileges, so whoever names gives them and can take them back."""
    return named * appointed


@rule("privilege.r06",
      reads=dict(active="classes.active", workers="classes.workers", scarcity=here(0.0, 0.6), weariness=here(0.0, 0.3),
                 command=here(0.0, 0.5), nomination=here(0.0, 0.5)),
      parameters=dict(guard=parameter(0.25, "share", 0.0, 0.6, assumption="an active layer as large as in 1917 takes a "
                                      "quarter off what makes a caste, by looking into stores and cars; none if it has "
                                      "no right to, six tenths if it can recall"),
                      layer=parameter(0.03, "share of workers", 0.02, 0.06, assumption="one worker in thirty-three: "
                                      "the active of 1917 against three and a half million in large industry; a "
                                      "fiftieth or a sixteenth")),
      neutral=0.0, signs=dict(active=-1, scarcity=+1, weariness=+1, command=+1, nomination=+1), unit="index 0-1")
def elements_of_a_caste(active, workers, scarcity, weariness, command, nomination, guard, layer):
    """The elements of a caste together, less what an active class watches over."""
    watch = jnp.clip(active / jnp.maximum(layer * workers, 1), 0, 1)
    return jnp.clip((scarcity + weariness + command + nomination) * (1 - guard * watch), 0, 1)


@rule("privilege.r03", "privilege.r07",
      reads=dict(caste="privilege.caste", power="soviets.power", aim=here(0.0, 1.0, "elements of a caste")),
      parameters=dict(grow=parameter(0.022, "a month", 0.008, 0.05, assumption="with all elements there it is half "
                                     "formed in two and a half years and all but formed in eight: from the lists of "
                                     "posts of 1923 to closed shops of the early thirties; a year or seven"),
                      shrink=parameter(0.008, "a month", 0.002, 0.02, assumption="privilege without a source yields by "
                                       "half in seven years, since flats and schools are kept while posts change; "
                                       "thirty years or three")),
      neutral=0.0, signs=dict(aim=+1), unit="index a month")
def caste_forms(caste, power, aim, grow, shrink):
    """A caste forms in a few years and dissolves more slowly."""
    gap = power * aim - caste
    return jnp.where(gap > 0, grow, shrink) * gap


@rule("privilege.r01", "privilege.r02",
      reads=dict(hunger="supply.hunger_towns", war="civil_war.intensity", power="soviets.power"),
      parameters=dict(canteen=parameter(0.8, "ratio", 0.3, 1.5, assumption="where the town gets half a ration a canteen of officials "
                                        "gives two fifths more than the town's: a fuller plate; from a seventh to three quarters"),
                      shock=parameter(0.4, "ratio", 0.1, 0.8, assumption="men of the offices that a war at its height puts first get a "
                                      "ration and a half for it: as soldiers beside workers; hardly more, or nearly two")),
      neutral=0.0, signs=dict(hunger=+1, war=+1, power=+1), unit="ratio")
def war_feeds_its_offices_first(hunger, war, power, canteen, shock):
    """In hunger a canteen is a privilege, and the means go first to the offices that must not fail, and to their staff."""
    return power * (canteen * hunger + shock * war)


@rule("privilege.r10",
      reads=dict(caste="privilege.caste", power="soviets.power", capital="industry.capital",
                 kind=here(0.0, 2.3, "what is given in kind above the town's ration")),
      parameters=dict(old=parameter(12.0, "ratio", 6.0, 20.0, assumption="twelve times a worker's wage, as an official "
                                    "of rank had in 1913; six for clerks and foremen, twenty for chiefs"),
                      norm=parameter(2.0, "ratio", 1.0, 4.0, publication="party maximum"),
                      span=parameter(13.0, "ratio", 6.0, 25.0, assumption="a full caste has thirteen wages more than "
                                     "the norm, with salaries, special shops, cars and flats of the thirties counted "
                                     "at what they would cost; six by salary alone, twenty-five with what cannot be "
                                     "bought"),
                      wealth=parameter(0.3, "elasticity", 0.0, 0.6, assumption="a doubled plant makes a post worth a "
                                       "fifth more: part of what is made goes to shops that are closed to others; "
                                       "nothing or half as much again"),
                      ruin=parameter(0.0833333, "share of the capital of 1913", 0.04, 0.2, assumption="in the worst ruin "
                                     "there is still something to share")),
      neutral=2.0, signs=dict(caste=+1, capital=+1, kind=+1), unit="ratio")
def posts_pay(caste, power, capital, kind, old, norm, span, wealth, ruin):
    """Soviet power cuts high pay to near a worker's; rations, then the caste raise it again in kind and money.

    Under any power ruin leaves less to share.
    """
    wealth_of_all = jnp.maximum(capital, ruin) ** wealth
    return jnp.where(power > 0, norm * (1 + kind) + span * square(caste) * wealth_of_all, 1.0 + (old - 1.0) * wealth_of_all)


@rule("privilege.r07", "privilege.r09", "privilege.r12", "privilege.r13", "classes.r12",
      reads=dict(officials="classes.officials", appointed="appointments.appointed", caste="privilege.caste",
                 power="soviets.power", specialists="culture.specialists", cadres="culture.cadres", mass="police.mass_terror"),
      parameters=dict(share=parameter(0.10, "share of officials", 0.04, 0.2, assumption="one official in ten has a "
                                      "post worth a list, above clerks and below nobody; one in twenty-five for "
                                      "central lists, one in five with local ones"),
                      experts=parameter(0.10, "share", 0.04, 0.2, assumption="of engineers, doctors and teachers as "
                                        "of officials: one in ten directs something"),
                      struck=parameter(0.4, "share", 0.2, 0.7, assumption="a year and a half of terror at its height takes two in five "
                                       "of those on the list before others fill their places; a fifth, or most of them")),
      neutral=0.0, signs=dict(officials=+1, appointed=+1, caste=+1, specialists=+1, cadres=+1, mass=-1), unit="persons")
def list_of_posts(officials, appointed, caste, power, specialists, cadres, mass, share, experts, struck):
    """Posts filled from above are put on the list; in calm years it is carried to directors and specialists.

    It grows with the caste, terror strikes those who are on it, and it ends with the power.
    """
    beyond = experts * (specialists + cadres) * caste * (1 - mass)
    return (share * officials + beyond) * appointed * caste * power * (1 - struck * mass)


@rule("privilege.r07", "privilege.r10",
      reads=dict(ratio="now:privilege.ratio", appointed="appointments.appointed", power="soviets.power"),
      neutral=0.0, signs=dict(ratio=+1, appointed=+1, power=+1), unit="index 0-1")
def whoever_names_can_take_it_back(ratio, appointed, power):
    """What an office is worth above a wage is given with a nominated post, and lost with it."""
    return power * appointed * (1 - 1 / jnp.maximum(ratio, 1))


@rule("privilege.r08", "classes.r11",
      reads=dict(risen="privilege.risen", vacancies="appointments.vacancies", mass="police.mass_terror",
                 appointed="appointments.appointed", power="soviets.power"),
      parameters=dict(filled=parameter(0.15, "a month", 0.06, 0.3, assumption="as posts that a purge empties are filled: within a year"),
                      fade=parameter(0.005, "a month", 0.002, 0.01, assumption="who rose by a purge counts as any other holder after "
                                     "some fifteen years, when half of the witnesses are gone")),
      neutral=0.0, signs=dict(vacancies=+1, mass=+1, appointed=+1, risen=-1), unit="share a month")
def the_purge_makes_its_own_men(risen, vacancies, mass, appointed, power, filled, fade):
    """Whoever is named to a place that terror has emptied owes it to the terror."""
    return power * filled * vacancies * mass * appointed * (1 - risen) - fade * risen


@rule("privilege.r03", "privilege.r08", "membership.r05", "membership.r11",
      reads=dict(careerists="privilege.careerists", ratio="now:privilege.ratio", unsifted="membership.unsifted",
                 power="soviets.power", appointed="appointments.appointed", risen="now:privilege.risen"),
      parameters=dict(drawn=parameter(0.5, "share", 0.2, 0.8, assumption="of those who come to a ruling party whose offices are "
                                      "worth many wages every second comes for one; a fifth where conviction is asked, "
                                      "most where nothing is"),
                      sifted=parameter(0.25, "a month", 0.1, 0.5, assumption="a purge that asks workers and peasants, as in 1921, "
                                       "is done with intruders in half a year")),
      neutral=0.0, signs=dict(careerists=-1, ratio=+1, unsifted=+1, power=+1, risen=+1), unit="share a month")
def careerists_enter(careerists, ratio, unsifted, power, appointed, risen, drawn, sifted):
    """The more an office is worth, the more who come or rise want one; elected men find them in a purge, nominees do not."""
    came = drawn * unsifted
    gap = power * (came + (1 - came) * risen) * (1 - 1 / jnp.maximum(ratio, 1)) - careerists
    return jnp.where(gap > 0, gap, sifted * (1 - appointed) * gap)


@rule("privilege.r14",
      reads=dict(members="membership.total", listed="now:privilege.nomenklatura", urban="population.urban",
                 interest="now:privilege.interest"),
      parameters=dict(family=parameter(3.0, "persons", 2.0, 4.0, assumption="a holder with wife and a child; four where parents live "
                                       "with them, two where both are members")),
      neutral=0.0, signs=dict(members=+1, listed=+1, urban=-1, interest=+1), unit="share")
def members_rank_above_the_rest(members, listed, urban, interest, family):
    """Each depends on whoever is above him, and all of them with their families are privileged over the rest."""
    return interest * jnp.clip(family * (members + listed) / jnp.maximum(urban.sum(), 1), 0, 1)


PAY_ADJUSTS = parameter(12.0, "months", 6, 24, assumption="scales of pay and lists of posts are revised by the year")
"""Time in which pay and the list of posts follow what they rest on."""


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    elements = m.rule(
        elements_of_a_caste, scarcity=m.rule(scarcity_and_bribes_favour_officials),
        weariness=m.rule(the_weary_settle_down), command=m.rule(ranked_men_push_the_masses_out),
        nomination=m.rule(nomination_binds_them))
    m.change("caste", m.rule(caste_forms, aim=elements))
    m.approach("ratio", m.rule(posts_pay, kind=m.rule(war_feeds_its_offices_first)), "privilege.pay_adjusts")
    m.approach("nomenklatura", m.rule(list_of_posts), "privilege.pay_adjusts")
    m.set("interest", m.rule(whoever_names_can_take_it_back))
    m.change("risen", m.rule(the_purge_makes_its_own_men))
    m.change("careerists", m.rule(careerists_enter))
    m.set("base", m.rule(members_rank_above_the_rest))
