"""Workers are hired, dismissed and scattered; the active layer is spent; officials multiply."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, flow, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import METHODS
from thermidor.model.nature import HALF, PER_CENT, is_code, square


class Classes(System):
    """State of the classes of the towns."""

    workers: Array = variable("persons", "industrial workers", quantity="workers",
        gives="workers.industrial", book=("classes.r09",), start=parameter(
        3.3e6, "persons", 3.0e6, 3.5e6, publication="Gaponenko, Rabochii klass Rossii v 1917 godu, Moscow 1970"), typical=(1e6, 8e6))
    unemployed: Array = variable("persons", "unemployed", quantity="workers",
        gives="workers.unemployed", book=("labour.r16",), start=parameter(
        0.1e6, "persons", 0.0, 0.3e6, assumption="war industry wants hands, three per cent of them change places or "
                "wait; none, or three times as many with the evacuated works"), typical=(0.0, 2e6))
    active: Array = variable("persons", "politically active layer of the workers", quantity="active",
        gives="workers.active", book=("classes.r04",),
        start=parameter(120e3, "persons", 60e3, 200e3, assumption="one worker in some thirty is the conscious minority "
                        "that fronts and offices will take (classes.r04, p. 143): party members of worker origin and "
                        "as many without a card; half if party members alone count, two thirds more if committees of "
                        "1917 do"), typical=(1e4, 2.5e5))
    officials: Array = variable("persons", "officials and employees of the state", quantity="officials",
        gives="officials", book=("classes.r05",),
        start=parameter(1.25e6, "persons", 0.9e6, 1.6e6, publication="employees of 1913: 1.6 million"),
        typical=(5e5, 8e6))
    hired: Array = variable("persons a month", "villagers hired last month", start=0.0, typical=(0.0, 2e5))
    taken: Array = variable("persons a month", "officials taken on last month", start=0.0, typical=(0.0, 1e5))
    traders: Array = variable("persons", "private traders", gives="traders", book=("classes.r08",), start=parameter(
        0.9e6, "persons", 0.5e6, 1.2e6, assumption="one townsman in twenty keeps a shop or a stall before trade is "
                "banned, as in the count of employments of 1897 with its growth; half or a third "
                "more"), typical=(0.0, 1e6))
    opposed: Array = variable("index 0-1", "interests of workers and peasants opposed", start=0.0, high=1.0,
                              book=("classes.r06",))
    united: Array = variable("index 0-1", "how far an organisation can unify the anger of workers", start=1.0, high=1.0,
                             book=("classes.r10",))
    deadlock: Array = variable("index 0-1", "two opposed classes neither of which can rule", start=0.0, high=1.0,
                               book=("classes.r13",))


FROM_VILLAGE = flow("classes.from_village", "workers", "border:village", "classes.workers", "persons", "workers hired from villages",
                    book=("classes.r09", "labour.r10"))
REHIRED = flow("classes.rehired", "workers", "classes.unemployed", "classes.workers", "persons", "unemployed hired",
               book=("labour.r16",))
DISMISSED = flow("classes.dismissed", "workers", "classes.workers", "classes.unemployed", "persons", "workers laid off",
                 book=("industry.r02", "labour.r02"))
SCATTERED = flow("classes.scattered", "workers", "classes.workers", "border:village", "persons",
                 "workers gone to villages, fronts and offices", book=("classes.r04", "population.r03"))
SEEKERS = flow("classes.seekers", "workers", "border:village", "classes.unemployed", "persons", "villagers and soldiers seeking work",
               book=("labour.r16",))
GIVEN_UP = flow("classes.given_up", "workers", "classes.unemployed", "border:village", "persons", "unemployed going back",
                assumption="those who find no work go home")
TO_SITES = flow("classes.to_sites", "workers", "classes.unemployed", "border:sites", "persons", "unemployed hired by building sites and offices",
                book=("labour.r16",))
FALLEN = flow("classes.fallen", "active", "classes.active", "border:war", "persons", "active workers killed",
              book=("classes.r04", "population.r13"))
TO_OFFICE = flow("classes.to_office", "active", "classes.active", "border:offices", "persons", "active workers gone to office or front",
                 book=("classes.r04",))
WORN_OUT = flow("classes.worn_out", "active", "classes.active", "border:private_life", "persons",
                "active workers tired, silenced or arrested", book=("mood.r07", "classes.r10"))
AWAKENED = flow("classes.awakened", "active", "border:workers", "classes.active", "persons", "workers becoming active",
                book=("mood.r03", "classes.r04"))
APPOINTED = flow("classes.appointed", "officials", "border:towns", "classes.officials", "persons", "officials taken on",
                 book=("classes.r05",))
RELEASED = flow("classes.released", "officials", "classes.officials", "border:towns", "persons", "officials released",
                book=("classes.r05",))


@rule("labour.r10", "labour.r16",
      reads=dict(workers="classes.workers", jobs="now:labour.jobs", hunger="supply.hunger_towns",
                 unemployed="classes.unemployed"),
      parameters=dict(hire=parameter(0.10, "a month", 0.04, 0.2, assumption="a works fills its places within "
                                     "a year; training for a trade takes from half a year to two years"),
                      fire=parameter(0.05, "a month", 0.015, 0.08, assumption="works without orders lay off five in a hundred of "
                                     "those too many a month: 48,000 of some three million hands in the worst month of "
                                     "1917 (industry.r02, p. 59), where a third were too many; one and a half to eight"),
                      kin=parameter(0.5, "share", 0.2, 0.8, assumption="half of those hired come straight from the "
                                    "village and half out of the town's jobless: seasonal hands in peat, building and "
                                    "mines, townsmen in metal; a fifth or four fifths"),
                      gate=parameter(3.0, "1", 1.0, 6.0, assumption="with one at the gate for three at work half of those are taken there who "
                                     "would have been sent for in the village")),
      neutral=(0.0, 0.0, 0.0), signs=dict(jobs=+1), unit="persons")
def works_hire_and_fire(workers, jobs, hunger, unemployed, hire, fire, kin, gate):
    """Works take on hands when there are jobs, and lay off when there are not."""
    gap = jobs - workers
    taken = hire * jnp.maximum(gap, 0) * (1 - hunger)
    straight = kin / (1 + gate * unemployed / jnp.maximum(workers, 1))
    return taken * (1 - straight), taken * straight, fire * jnp.maximum(-gap, 0)


@rule("classes.r04", "population.r03",
      reads=dict(workers="classes.workers", hunger="supply.hunger_towns", war="civil_war.intensity"),
      parameters=dict(hungry=parameter(0.045, "a month", 0.02, 0.08, assumption="half left in three years"),
                      called=parameter(0.010, "a month", 0.003, 0.02, assumption="one worker in a hundred a month goes "
                                       "to fronts and detachments while the war is at its height, an eighth in a year, "
                                       "as the levies of trade unions had it; a third or twice")),
      neutral=0.0, signs=dict(workers=+1, hunger=+1, war=+1), unit="persons")
def workers_scatter(workers, hunger, war, hungry, called):
    """Hunger sends workers to the villages, war to the fronts."""
    return workers * (hungry * hunger + called * war)


@rule("labour.r16",
      reads=dict(before="labour.builders", now="now:labour.builders", taken=here(0.0, 2e5, "officials taken on")),
      parameters=dict(jobless=parameter(0.6, "share", 0.3, 0.9, assumption="the exchanges of the towns sent more than half of those whom sites took on, until "
                                        "they had nobody left to send"),
                      learned=parameter(0.2, "share", 0.05, 0.4, assumption="one in five of the registered had worked in an office")),
      neutral=0.0, signs=dict(now=+1, before=-1, taken=+1), unit="persons")
def sites_and_offices_take_the_jobless(before, now, taken, jobless, learned):
    """New building sites and offices take people from the exchanges of the towns."""
    return jobless * jnp.maximum(now - before, 0) + learned * taken


@rule("labour.r16", "mood.r21",
      reads=dict(rural="population.rural", wage="labour.real_wage", unemployed="now:classes.unemployed", workers="classes.workers",
                 hunger="supply.hunger_towns", share="collectivisation.share"),
      parameters=dict(rate=parameter(0.0014, "a month of villagers", 0.0005, 0.0025,
                                     assumption="of a hundred million villagers 140,000 a month would seek work at the "
                                     "wage of 1913 if nobody waited at the gate: half a million unemployed in 1922 and "
                                     "1.7 million at the end of 1927 (labour.r16, p. 175), while as many had found it; "
                                     "a third or nearly twice"),
                      bound=parameter(0.7, "share", 0.3, 1.0, assumption="enclosed villages send seven tenths fewer "
                                      "seekers on their own, since farms sign hands over by contract; three tenths, or "
                                      "none without leave"),
                      told=parameter(2.0, "1", 1.0, 4.0, assumption="with one at the gate for two at work half of those stay at home who would "
                                     "have come; at one for one, or for four")),
      neutral=0.0, signs=dict(wage=+1, hunger=-1, rural=+1, share=-1, unemployed=-1), unit="persons")
def village_seeks_work(rural, wage, unemployed, workers, hunger, share, rate, bound, told):
    """Too many hands in the village seek work in towns that eat, fewer where many wait at the gate."""
    pull = jnp.clip(wage / PER_CENT, 0, 1) * square(1 - hunger) / (1 + told * unemployed / jnp.maximum(workers, 1))
    return rate * rural.sum() * pull * (1 - bound * share)


@rule("mood.r21", "privilege.r05",
      reads=dict(home="now:army.demobilised_workers"),
      parameters=dict(workers=parameter(0.5, "share", 0.3, 0.7, assumption="half of the townsmen who come home from the front were "
                                        "workers and look for a place; a third where offices take them, most where "
                                        "they do not")),
      neutral=0.0, signs=dict(home=+1), unit="persons")
def released_soldiers_seek_work(home, workers):
    """Released soldiers look for work in their towns."""
    return workers * home.sum()


@rule(reads=dict(unemployed="now:classes.unemployed", hunger="supply.hunger_towns", war="civil_war.intensity"),
      parameters=dict(called=parameter(6.0, "1", 2.0, 12.0, assumption="who has no work is the first to be called up or put under labour "
                                       "service: within half a year in the height of war"),
                      back=parameter(0.022, "a month", 0.01, 0.05, assumption="half of the jobless have gone home or "
                                     "found other bread in two and a half years of search; six years or one"),
                      flight=parameter(3.0, "1", 1.0, 10.0, assumption="in a hungry town the jobless leave four times as fast as otherwise, in a year, having no "
                                       "ration of a works; twice, or eleven times")),
      neutral=0.0, signs=dict(unemployed=+1, hunger=+1, war=+1), unit="persons",
      assumption="the record says who comes to seek work, not who gives it up")
def the_jobless_go_home(unemployed, hunger, war, called, back, flight):
    """Those who find no work go back to their village, the sooner the hungrier the town; war calls them up."""
    return back * (1 + flight * hunger + called * war) * unemployed


@rule("classes.r04", "population.r13",
      reads=dict(active="classes.active", losses="civil_war.vanguard_losses"), neutral=0.0,
      signs=dict(losses=+1), unit="persons")
def the_best_fall_first(active, losses):
    """The conscious minority goes first to the front and dies there."""
    return jnp.minimum(losses, active)


@rule("classes.r04", "privilege.r05", "mood.r16",
      reads=dict(active="classes.active", appointed="now:classes.appointed", war="civil_war.intensity", power="soviets.power"),
      parameters=dict(share=parameter(0.012, "share of new officials", 0.004, 0.04,
                                      assumption="of each hundred new officials a little over one is an active worker: "
                                      "they are few, and the reliable come first; four in a thousand or one in "
                                      "twenty-five"),
                      called=parameter(0.025, "a month", 0.008, 0.05, assumption="the fronts take one active worker in "
                                       "forty a month of full war, a quarter in a year: each danger signal took the "
                                       "conscious minority (classes.r04, p. 143) in levies of a tenth to a half; a "
                                       "twelfth to nearly half a year"),
                      most=parameter(0.03, "a month", 0.01, 0.06, assumption="offices never took more than a third "
                                     "of the active of a town in a year, by what is told of 1918-20")),
      neutral=0.0, signs=dict(active=+1, appointed=+1, war=+1, power=+1), unit="persons")
def office_and_front_take_the_active(active, appointed, war, power, share, called, most):
    """New offices and every danger at the front draw active workers out of the factories."""
    return power * (jnp.minimum(share * appointed, most * active) + called * war * active)


@rule("mood.r07", "classes.r07",
      reads=dict(active="classes.active", fatigue="mood.fatigue", fear="mood.fear",
                 terror="police.terror"),
      parameters=dict(tired=parameter(0.007, "a month", 0.002, 0.02, assumption="weariness "
                                      "alone halves the active layer in four to thirty years"),
                      silenced=parameter(0.02, "a month", 0.005, 0.05, assumption="under full "
                                         "fear a layer falls silent within two to fifteen years"),
                      usual=parameter(0.004, "a month", 0.001, 0.008, assumption="one in twenty a year by age and "
                                      "death, for most are between twenty and forty; one in eighty or one in ten")),
      neutral=0.0, signs=dict(active=+1, fatigue=+1, fear=+1, terror=+1), unit="persons")
def the_active_tire_or_are_silenced(active, fatigue, fear, terror, tired, silenced, usual):
    """Weariness, fear and arrest wear the active layer away."""
    return active * (usual + tired * fatigue + silenced * fear * jnp.maximum(terror, fear))


@rule("mood.r03", "mood.r05", "classes.r04", "soviets.r17",
      reads=dict(workers="classes.workers", active="classes.active", confidence="mood.confidence",
                 discontent="mood.discontent", participation="soviets.participation", fear="mood.fear",
                 appointed="appointments.appointed", strikers="labour.strikers", unemployed="classes.unemployed"),
      parameters=dict(able=parameter(0.055, "share of workers", 0.03, 0.1, assumption="at "
                                     "its height in 1917 one worker in ten to thirty spoke, stood for a committee or led"),
                      slow=parameter(0.045, "a month", 0.02, 0.09, assumption="schools of struggle take years: with soviets that "
                                     "hardly live and a strike now and then a layer forms anew in ten to fifteen; in "
                                     "five where the young learn from old hands, in thirty where none are left; more than doubled "
                                     "after the layer was seen never to regrow"),
                      live=parameter(0.6, "share", 0.3, 0.9, assumption="three fifths of the schooling comes from "
                                     "soviets that decide, the rest from shop and union; three or nine tenths"),
                      stifled=parameter(0.5, "share", 0.2, 0.8, assumption="where all posts are named, struggle "
                                        "still forms people, half as many"),
                      fight=parameter(3.0, "1", 1.0, 6.0, assumption="a month in which one worker in ten strikes "
                                      "teaches as much as three tenths of a living soviet, for blows and strikes bring "
                                      "members and seats within weeks (mood.r03, p. 14); from a tenth to six"),
                      gate=parameter(0.5, "share", 0.2, 0.8, assumption="with as many at the gate as at work, half of those "
                                     "who would stand up keep their places instead")),
      neutral=0.0, signs=dict(workers=+1, confidence=+1, participation=+1, fear=-1, appointed=-1, strikers=+1,
                              unemployed=-1),
      unit="persons")
def struggle_forms_new_active_workers(workers, active, confidence, discontent, participation, fear,
                                      appointed, strikers, unemployed, able, slow, live, stifled, fight, gate):
    """Confidence, strikes and living soviets form new active workers, slowly; fear, command and the gate do not."""
    room = jnp.maximum(able * workers - active, 0)
    jobless = jnp.clip(unemployed / jnp.maximum(workers, 1), 0, 1)
    school = (1 - live + live * participation) * (1 - stifled * appointed) * (confidence + discontent) * HALF
    strikes = fight * jnp.clip(strikers / jnp.maximum(workers, 1), 0, 1)
    return slow * room * (school + strikes) * (1 - fear) * (1 - gate * jobless)


@rule("classes.r05", "privilege.r03", "privilege.r09", "government.r10",
      reads=dict(urban="population.urban", goods="industry.goods_rural", hunger="supply.hunger_towns",
                 power="soviets.power", method="procurement.method",
                 participation="soviets.participation", quality="government.quality"),
      parameters=dict(muddle=parameter(0.4, "1", 0.1, 0.8, assumption="offices that can do nothing take a fifth more people for the "
                                       "same count than middling ones, able ones a fifth fewer; a twentieth, or two fifths"),
                      base=parameter(0.044, "share of townspeople", 0.035, 0.06, publication="1913: employees"),
                      counting=parameter(0.06, "share", 0.03, 0.12, assumption="full scarcity puts one townsman in "
                                         "seventeen into allotting it: their union grew from 114,539 to 529,841 in a "
                                         "year (classes.r05, p. 167), of some twenty million townsmen, at a scarcity "
                                         "of half and without those outside the union; 0.03 if most were clerks "
                                         "before, 0.12 with all canteens and depots"),
                      market=parameter(0.6, "share", 0.3, 0.9, assumption="where trade is free the state needs three "
                                       "fifths of the counters: rations of whole trades ended in 1921-22, taxes and "
                                       "trusts stayed; three or nine tenths"),
                      citizens=parameter(0.3, "share", 0.0, 0.6, assumption="where all take part three tenths of the "
                                         "counting is done by committees of consumers without pay; none, or six tenths "
                                         "as programmes had it")),
      neutral=1.25e6, signs=dict(goods=-1, power=+1, participation=-1, quality=-1), unit="persons")
def scarcity_needs_counters(urban, goods, hunger, power, method, participation, quality, muddle, base,
                            counting, market, citizens):
    """To allot scarce goods the state needs people who count and share them out."""
    scarcity = 1 - goods * (1 - hunger)
    traded = jnp.where(is_code(method, METHODS, "market") > 0, market, 1.0)
    staff = counting * scarcity * traded * (1 - citizens * participation)
    return urban.sum() * (base + power * staff * (1 + muddle * (HALF - quality)))


@rule("planning.r14", "classes.r05",
      reads=dict(output="industry.output", urban="population.urban", power="soviets.power", fast="organs.line_industry",
                 plan="planning.plan"),
      parameters=dict(accounts=parameter(4000.0, "persons a point of output", 2500.0, 5500.0, book=("planning.r14",),
                                         assumption="half a million clerks at some 110 points of output"),
                      planning=parameter(0.035, "share of townspeople", 0.015, 0.06, assumption="the plan at full speed adds one office to "
                                         "twenty-nine townsmen, of the employees of 1932-37 those beyond who count and "
                                         "allot; one to seventy or to seventeen")),
      neutral=0.0, signs=dict(output=+1, power=+1, fast=+1), unit="persons")
def state_works_keep_accounts(output, urban, power, fast, plan, accounts, planning):
    """State industry is run by clerks who keep its accounts, and a plan by those who report on it."""
    return power * (accounts * output + planning * jnp.clip(fast, 0, 1) * (HALF + HALF * plan) * urban.sum())


@rule("classes.r08", "privilege.r04", reads=dict(method="procurement.method", urban="population.urban",
      terror="police.terror"),
      parameters=dict(most=parameter(0.030, "share of townspeople", 0.015, 0.045, publication="census of 1926"),
                      hidden=parameter(0.15, "share", 0.0, 0.4, assumption="under a ban one trader in seven goes on "
                                       "with a bag or under the counter, where no terror is; none, or two in five as "
                                       "half of the bread of towns came that way")),
      neutral=0.0, signs=dict(urban=+1), unit="persons")
def trade_lives_where_it_may(method, urban, terror, most, hidden):
    """Traders come with free trade and vanish with it."""
    free = is_code(method, METHODS, "purchase") + is_code(method, METHODS, "market")
    return most * urban.sum() * jnp.where(free > 0, 1.0, hidden * (1 - terror))


@rule("classes.r05",
      reads=dict(caste="privilege.caste", held="classes.officials", wanted=here(0.0, 6e6, "officials wanted")),
      parameters=dict(pace=parameter(0.08, "a month", 0.03, 0.2, book=("classes.r05"),
                                     assumption="within a year"),
                      sticky=parameter(0.4, "share", 0.0, 0.8, assumption="a settled caste slows moves in and out by "
                                       "two fifths: its members keep their chairs, not all they had; not at all, or by "
                                       "four fifths"),
                      lingering=parameter(0.5, "share", 0.2, 1.0, assumption="offices are closed half as fast "
                                          "as they are opened")),
      neutral=(0.0, 0.0), signs=dict(wanted=+1, held=-1), unit="persons")
def offices_fill_and_empty(caste, held, wanted, pace, sticky, lingering):
    """Offices fill within a year, and a settled caste keeps its chairs."""
    moved = pace * (1 - sticky * caste)
    return moved * jnp.maximum(wanted - held, 0), moved * jnp.maximum(held - wanted, 0) * lingering


POLITICS_LAGS = parameter(36.0, "months", 18, 72, assumption="what the economy does to classes comes to political expression in "
                          "years: half as many where markets are free to show it, twice where nobody may say it")
"""Time in which opposed interests become opposed classes."""


@rule("classes.r06",
      reads=dict(power="soviets.power", method="procurement.method", scissors="money.scissors", hunger="supply.hunger_towns",
                 war="civil_war.intensity"),
      parameters=dict(ruin=parameter(0.6, "share", 0.3, 0.9, assumption="towns that starve have nothing to give for bread and take "
                                     "it: more than half of an opposition by itself"),
                      trade=parameter(0.4, "share", 0.2, 0.7, assumption="a free market sets buyers of bread against sellers: "
                                      "two fifths by itself, more as prices part"),
                      taken=parameter(0.6, "share", 0.3, 0.9, assumption="a quota sets the town that receives against the village "
                                      "that delivers: as ruin"),
                      parallel=parameter(0.6, "share", 0.3, 0.9, assumption="while the landlord may come back the two fight side "
                                         "by side, mostly")),
      neutral=0.0, signs=dict(power=+1, hunger=+1, war=-1, scissors=+1), unit="index 0-1")
def worker_stands_against_peasant(power, method, scissors, hunger, war, ruin, trade, taken, parallel):
    """Ruin, then free trade, part two classes whose interests ran side by side; the White threat holds them together."""
    dear = 1 - 1 / jnp.maximum(scissors, 1)
    market = is_code(method, METHODS, "market") * (trade + (1 - trade) * dear)
    side_by_side = (1 - ruin * hunger) * (1 - market) * (1 - taken * is_code(method, METHODS, "quota"))
    return power * (1 - side_by_side) * (1 - parallel * war)


@rule("classes.r13", "classes.r07",
      reads=dict(opposed="now:classes.opposed", participation="soviets.participation", revolt="countryside.revolt"),
      neutral=0.0, signs=dict(opposed=+1, participation=-1, revolt=-1), unit="index 0-1")
def neither_class_can_rule(opposed, participation, revolt):
    """Of two opposed classes the one does not rule through its soviets, the other does not rise everywhere."""
    return opposed * (1 - participation) * (1 - revolt.mean())


@rule("classes.r10",
      reads=dict(power="soviets.power", pluralism="soviets.pluralism", participation="soviets.participation",
                 militants="factions.core"),
      parameters=dict(many=parameter(3_000.0, "persons", 1_000, 6_000, assumption="with a thousand or two of militants an opposition "
                                     "is heard in the works of the capitals only, with eight thousand in those of most towns")),
      neutral=1.0, signs=dict(power=-1, pluralism=+1, participation=+1, militants=+1), unit="index 0-1")
def somebody_unifies_anger(power, pluralism, participation, militants, many):
    """Under one party's rule other parties, living soviets or the militants of an opposition can unify anger, or nobody."""
    nobody = (1 - pluralism) * (1 - participation) * many / (many + militants)
    return 1 - power * nobody


TRADERS_ADJUST = parameter(12.0, "months", 6, 24, assumption="stocks, premises and licences take about a year "
                           "to come or to go")
"""Time in which traders come with a market and go with it."""


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    hire, straight, fire = m.rule(works_hire_and_fire)
    found = m.flow(REHIRED, hire)
    m.set("hired", m.flow(FROM_VILLAGE, straight + hire - found))
    m.flow(DISMISSED, fire)
    m.flow(SCATTERED, m.rule(workers_scatter))
    m.flow(SEEKERS, m.rule(village_seeks_work) + m.rule(released_soldiers_seek_work))
    m.flow(GIVEN_UP, m.rule(the_jobless_go_home))
    taken, let_go = m.rule(offices_fill_and_empty,
                           wanted=m.rule(scarcity_needs_counters) + m.rule(state_works_keep_accounts))
    m.flow(TO_SITES, m.rule(sites_and_offices_take_the_jobless, taken=taken))
    m.set("taken", m.flow(APPOINTED, taken))
    m.flow(RELEASED, let_go)
    m.flow(FALLEN, m.rule(the_best_fall_first))
    m.flow(TO_OFFICE, m.rule(office_and_front_take_the_active))
    m.flow(WORN_OUT, m.rule(the_active_tire_or_are_silenced))
    m.flow(AWAKENED, m.rule(struggle_forms_new_active_workers))
    m.approach("traders", m.rule(trade_lives_where_it_may), "classes.traders_adjust")
    m.approach("opposed", m.rule(worker_stands_against_peasant), "classes.politics_lags")
    m.set("deadlock", m.rule(neither_class_can_rule))
    m.set("united", m.rule(somebody_unifies_anger))
