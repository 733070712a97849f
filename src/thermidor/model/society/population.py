"""People are born, die, starve, fall ill, and move between town and village."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, constraint, flow, output, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import REGIONS
from thermidor.model.nature import MILLION, MONTHS_A_YEAR, PER_CENT, square

CENSUS = ("Lorimer, The Population of the Soviet Union, Geneva 1946; Andreev, Darskii and Kharkova, Naselenie Sovetskogo "
          "Soiuza 1922-1991, Moscow 1993")


class Population(System):
    """Civilians by region."""

    rural: Array = variable("persons", "villagers", dim="region", quantity="people", start=parameter(
        [2.1e6, 3.8e6, 10.4e6, 14.2e6, 2.5e6, 14.2e6, 6.6e6, 7.6e6, 0.85e6, 8.1e6, 19.5e6, 4.4e6,
         1.9e6, 2.9e6, 6.2e6, 4.5e6], "persons", 0.95, 1.05, dim="region", publication=CENSUS),
        typical=(5e5, 2.5e7))
    # In Petrograd the city alone.
    urban: Array = variable("persons", "townspeople", dim="region",
        quantity="people", gives="population.urban", book=("population.r03",), start=parameter(
            [2.5e6, 2.42e6, 2.2e6, 1.5e6, 0.5e6, 2.3e6, 1.3e6, 1.2e6, 0.6e6, 1.9e6, 5.4e6, 0.9e6,
             0.55e6, 0.8e6, 1.4e6, 0.5e6], "persons", 0.95, 1.05, dim="region", publication=CENSUS),
        typical=(3e5, 6e6))
    travelling: Array = variable("persons", "people on the road", quantity="people", start=parameter(
        0.3e6, "persons", 0.1e6, 0.6e6, assumption="refugees of the war who had not settled down"), typical=(1e4, 4e6))
    absence: Array = variable("share", "men away, to villagers, as births feel it", high=1.0, start=parameter(
        0.07, "share", 0.06, 0.09, assumption="nine million soldiers for some hundred and ten million villagers, most of "
        "them called up for longer than a year"))
    epidemic: Array = variable("index 0-1", "typhus and other epidemics", dim="region", high=1.0, start=parameter(
        [0.15] * 16, "index 0-1", 0.3, 2.0, dim="region", assumption="typhus in the third winter of war was counted at "
                "a seventh of what it reached in 1920, in camps and trains first; a third of that or twice"))


BIRTHS_RURAL = flow("population.births_rural", "people", "border:births", "population.rural", "persons", "births in villages",
                    dim="region", publication=CENSUS)
BIRTHS_URBAN = flow("population.births_urban", "people", "border:births", "population.urban", "persons", "births in towns",
                    dim="region", publication=CENSUS)
DEATHS_RURAL = flow("population.deaths_rural", "people", "population.rural", "border:deaths", "persons", "ordinary deaths, villages",
                    dim="region", publication=CENSUS)
DEATHS_URBAN = flow("population.deaths_urban", "people", "population.urban", "border:deaths", "persons", "ordinary deaths, towns",
                    dim="region", publication=CENSUS)
FAMINE_RURAL = flow("population.famine_rural", "people", "population.rural", "border:famine", "persons", "dead of famine, villages",
                    dim="region", book=("population.r06",))
FAMINE_URBAN = flow("population.famine_urban", "people", "population.urban", "border:famine", "persons", "dead of hunger, towns",
                    dim="region", book=("population.r03",))
EPIDEMIC_RURAL = flow("population.epidemic_rural", "people", "population.rural", "border:epidemic", "persons",
                      "dead of epidemics, villages", dim="region", book=("supply.r15",))
EPIDEMIC_URBAN = flow("population.epidemic_urban", "people", "population.urban", "border:epidemic", "persons",
                      "dead of epidemics, towns", dim="region", book=("supply.r15",))
LEAVING = flow("population.leaving", "people", "population.urban", "population.rural", "persons",
               "townspeople leaving for villages near by", dim="region", book=("population.r03", "supply.r05"))
LEAVING_FAR = flow("population.leaving_far", "people", "population.urban", "population.travelling", "persons",
                   "townspeople leaving for villages far away", dim="region", book=("population.r03", "supply.r05"))
FLEEING = flow("population.fleeing", "people", "population.rural", "population.travelling", "persons",
               "villagers fleeing from hunger", dim="region", book=("population.r04",))
SETTLING = flow("population.settling", "people", "population.travelling", "population.rural", "persons",
                "people from the road who settle in villages", dim="region", book=("population.r04",))
COMING = flow("population.coming", "people", "population.rural", "population.urban", "persons", "villagers coming to towns",
              dim="region", book=("population.r07", "classes.r09"))


MONTHS_TO_BIRTH = parameter(9, "months", 9, 12, assumption="nine months, and some more until all who were away have "
                            "come home")


@rule("population.r01", reads=dict(soldiers="great_war.soldiers", red="army.red", white="civil_war.white",
                                   rural="population.rural"),
      neutral=0.0, signs=dict(soldiers=+1, red=+1, white=+1, rural=-1), unit="share")
def men_are_away(soldiers, red, white, rural):
    """Men in uniform, to villagers."""
    return (soldiers + red + white) / jnp.maximum(rural.sum(), 1)


@rule("population.r01", "population.r02", "population.r12",
      reads=dict(rural="population.rural", away="now:population.absence", war="civil_war.intensity",
                 epidemic="population.epidemic", hunger="supply.hunger", settled="collectivisation.share"),
      parameters=dict(rate=parameter(0.0039, "a month", 0.0037, 0.0041, publication=CENSUS),
                      absent=parameter(4.5, "share a share of men away", 3.0, 6.0,
                                       assumption="men of an age to be called are a fifth of the villagers and most are "
                                       "husbands: one called in twenty villagers takes nearly a quarter of births, as "
                                       "they fell in 1915-17; a seventh to three tenths"),
                      torn=parameter(0.3, "share", 0.15, 0.4, assumption="births counted in 1920-22 are under those of "
                                     "1916, with fewer men called up: flight, sickness, widowhood and weddings put off "
                                     "took three tenths at the height of war or epidemic; half of it if many were not "
                                     "counted, two fifths if the returned made up for some"),
                      starved=parameter(0.6, "share", 0.3, 0.9, publication="births halved in 1933"),
                      custom=parameter(0.18, "share", 0.0, 0.3, publication=CENSUS + ": women at work")),
      neutral=0.0, signs=dict(away=-1, war=-1, epidemic=-1, hunger=-1, rural=+1), unit="persons")
def village_births(rural, away, war, epidemic, hunger, settled, rate, absent, torn, starved, custom):
    """Births fall while men are away, families torn apart by war and epidemics, and where people starve."""
    together = jnp.clip(1 - absent * away, 0, 1) * (1 - torn * jnp.maximum(war, epidemic))
    return rural * rate * together * (1 - starved * hunger) * (1 - custom * settled)


@rule("population.r01", "population.r03", reads=dict(urban="population.urban", soldiers="great_war.soldiers",
      red="army.red", hunger="supply.hunger_towns", plan="organs.line_industry"),
      parameters=dict(rate=parameter(0.0029, "a month", 0.0024, 0.0034, publication=CENSUS),
                      absent=parameter(0.02, "share a million of men away", 0.01, 0.05,
                                       assumption="ten millions away cut the births of towns by a fifth; towns gave fewer "
                                       "men than villages"),
                      starved=parameter(0.7, "share", 0.3, 0.9, assumption="births of Petrograd "
                                        "fell by more than half in 1919"),
                      custom=parameter(0.2, "share", 0.0, 0.3, publication=CENSUS + ": women at work")),
      neutral=0.0, signs=dict(soldiers=-1, hunger=-1, urban=+1), unit="persons")
def town_births(urban, soldiers, red, hunger, plan, rate, absent, starved, custom):
    """Towns bear fewer children, and fewer still in hunger and haste."""
    away = jnp.clip(absent * (soldiers + red) / MILLION, 0, 1)
    return urban * rate * (1 - away) * (1 - starved * hunger) * (1 - custom * jnp.clip(plan, 0, 1))


@rule("population.r01",
      reads=dict(wage="labour.real_wage", rural="now:population.rural", urban="now:population.urban"),
      parameters=dict(rate=parameter(0.00218, "a month", 0.0019, 0.0025, publication=CENSUS),
                      better=parameter(0.15, "share", 0.0, 0.3, assumption="mortality fell by "
                                       "a quarter from 1913 to 1927, partly for other reasons")),
      neutral=(0.0, 0.0), signs=dict(wage=-1, rural=+1), unit="persons")
def ordinary_deaths(wage, rural, urban, rate, better):
    """Ordinary mortality, in villages and in towns, falls slowly with the standard of living."""
    usual = rate * (1 + better - better * jnp.clip(wage / PER_CENT, 0, 1))
    return usual * rural, usual * urban


@rule("population.r04", "population.r06", "supply.r12", "collectivisation.r13",
      reads=dict(rural="now:population.rural", hunger="supply.hunger", sealed="supply.sealed"),
      parameters=dict(worst=parameter(0.16, "a month a squared index", 0.09, 0.22, publication="Davies and "
                      "Wheatcroft 2004: monthly mortality of early 1933, a fiftieth to a thirtieth in the villages "
                      "of the worst provinces"),
                      bearable=parameter(0.20, "index", 0.1, 0.3, assumption="a fifth of the bread short is borne for "
                                         "months without deaths rising, on roots, livestock and body; a tenth or "
                                         "three"),
                      spread=parameter(0.25, "index", 0.1, 0.4, assumption="what kills is the mean of the squares over "
                                       "districts, not the square of the mean: the worst districts of a province lost a "
                                       "fifth of their people where it lost a twentieth; a tenth where all share, four "
                                       "tenths where hail and drought go in strips"),
                      most=parameter(0.035, "a month", 0.025, 0.06, assumption="in the worst month of the worst province one in thirty died: where nobody "
                                     "has any bread a region loses no more than that in a month; one in forty, or in "
                                     "seventeen"),
                      flight=parameter(0.3, "share", 0.0, 0.6, assumption="where nobody is enclosed three tenths fewer "
                                       "starve for being able to leave: flight to towns was forbidden in March 1933 "
                                       "and 219,460 were stopped that month (collectivisation.r10, p. 289); nothing, "
                                       "since towns starved too, or six tenths")),
      neutral=0.0, signs=dict(rural=+1, hunger=+1, sealed=+1), unit="persons")
def village_famine(rural, hunger, sealed, worst, bearable, spread, most, flight):
    """Beyond what can be borne hunger kills with its square, more where flight is forbidden, most where it is worst."""
    deep = jnp.clip(hunger - bearable, 0, 1)
    dying = worst * deep * (deep + spread) * (1 - flight + flight * sealed)
    return dying * most / (dying + most) * rural


@rule("population.r03", "supply.r05",
      reads=dict(urban="now:population.urban", hunger="supply.hunger_towns"),
      parameters=dict(worst=parameter(0.012, "a month a squared index", 0.004, 0.03, assumption="townspeople fled "
                                      "before they starved: a seventh of what kills villages, or up to a third"),
                      bearable=parameter(0.25, "index", 0.2, 0.4, assumption="ration and black market; the cuts of 1917, to "
                                         "a fifth of the loaf, starved nobody; to two fifths where every family trades")),
      neutral=0.0, signs=dict(urban=+1, hunger=+1), unit="persons")
def town_famine(urban, hunger, worst, bearable):
    """Towns thin out by flight before they die."""
    return worst * square(jnp.clip(hunger - bearable, 0, 1)) * urban


@rule("supply.r15", "population.r02", reads=dict(epidemic="population.epidemic", war="civil_war.intensity",
      towns="supply.hunger_towns", villages="supply.hunger", fuel="industry.fuel",
      travelling="population.travelling", rural="population.rural", urban="population.urban"),
      parameters=dict(armies=parameter(0.55, "index", 0.2, 0.9, assumption="armies on the move "
                                       "carried typhus by themselves; with hunger they filled the scale in 1920"),
                      hunger=parameter(0.5, "index", 0.2, 0.9, assumption="as armies: 1922 had hunger "
                                       "and epidemics with hardly any fighting"),
                      filth=parameter(0.2, "index", 0.0, 0.4, assumption="without any fuel, hence soap and baths, a "
                                      "fifth of the worst epidemic comes from filth alone, the rest from armies and "
                                      "trains; nothing or two fifths"),
                      carried=parameter(0.3, "share", 0.1, 0.6, assumption="lice travel with soldiers, bagmen and refugees: "
                                        "where none of it began a province has three tenths of the country's sickness; a "
                                        "tenth off the railways, six tenths along them"),
                      road=parameter(5.0, "index a share of the villagers", 2.0, 10.0, assumption="one in fifty on the road "
                                     "adds a tenth of the scale, by trains and stations; less than half of it where they "
                                     "go on foot, twice where camps gather them"),
                      pace=parameter(0.12, "a month", 0.05, 0.3, assumption="a season")),
      neutral=0.0, signs=dict(war=+1, towns=+1, villages=+1, fuel=-1, travelling=+1), unit="index a month")
def typhus_follows_war_and_hunger(epidemic, war, towns, villages, fuel, travelling, rural, urban, armies, hunger, filth,
                                  carried, road, pace):
    """Typhus follows armies and trains, breaks out where people starve, and goes with those who leave."""
    flight = road * travelling / jnp.maximum(rural.sum(), 1)
    starving = (towns * urban + villages * rural) / jnp.maximum(urban + rural, 1)
    own = jnp.clip(armies * war + hunger * starving + filth * (1 - fuel) + flight, 0, 1)
    return pace * (jnp.maximum(own, carried * epidemic.mean()) - epidemic)


@rule("supply.r15", "population.r02",
      reads=dict(epidemic="population.epidemic", rural="now:population.rural", urban="now:population.urban"),
      parameters=dict(worst=parameter(0.0013, "a month", 0.0009, 0.0017, publication="epidemic deaths of "
                      "1918-22: some three to four million")),
      neutral=(0.0, 0.0), signs=dict(epidemic=+1, rural=+1), unit="persons")
def epidemic_mortality(epidemic, rural, urban, worst):
    """Epidemics kill in villages and in towns."""
    ill = worst * epidemic
    return ill * rural, ill * urban


@rule("population.r03", "supply.r05", reads=dict(urban="now:population.urban",
      hunger="supply.hunger_towns", land="countryside.land", villages="supply.hunger"),
      parameters=dict(far=parameter([.6, 1.25, .5, .2, .6, .25, .35, .2, .2, .2, .25, .3, .2, .3, .2, .2],
                                    "1", 0.7, 1.3, dim="region", assumption="the capital lies twice as far from grain "
                                    "as the mean of towns, northern and central ones somewhat, southern hardly; three "
                                    "tenths either way, for rail is not distance"),
                      rate=parameter(0.10, "a month", 0.04, 0.18, book=("supply.r05"),
                                     assumption="Petrograd lost two thirds in three years"),
                      land_pull=parameter(0.3, "share", 0.0, 0.6, assumption="a share in the land makes townsmen leave "
                                          "three tenths more readily: kin in the village drew most of them anyway; "
                                          "none or six tenths"),
                      near=parameter(0.4, "share", 0.2, 0.6, assumption="villages around a capital cannot take it in: two "
                                     "fifths go to them, the others to kin in other provinces; a fifth to three fifths, "
                                     "as workers were of the province or not")),
      neutral=(0.0, 0.0), signs=dict(urban=+1, hunger=+1, villages=-1), unit="persons")
def starving_towns_empty(urban, hunger, land, villages, far, rate, land_pull, near):
    """Those who have kin in a village leave hungry towns, the capital first, for near or far."""
    leave = far * rate * hunger * (1 - land_pull + land_pull * land) * (1 - villages) * urban
    return near * leave, (1 - near) * leave


@rule("population.r04", "collectivisation.r10",
      reads=dict(rural="now:population.rural", hunger="supply.hunger", sealed="supply.sealed"),
      parameters=dict(rate=parameter(0.02, "a month", 0.01, 0.04, assumption="one in twenty of those hit left the Volga "
                                     "within the year of hunger, in trains and on foot; half as many if only those "
                                     "counted at stations, twice if all who were seen on roads"),
                      bound=parameter(0.8, "share", 0.5, 1.0, book=("supply.r12",), assumption="five in six who left "
                                      "closed districts were stopped and sent home")),
      neutral=0.0, signs=dict(rural=+1, hunger=+1, sealed=-1), unit="persons")
def the_starving_wander(rural, hunger, sealed, rate, bound):
    """Who can leaves a starving village for regions that have bread."""
    return rate * hunger * (1 - bound * sealed) * rural


@rule("population.r04", reads=dict(travelling="now:population.travelling", crop="countryside.crop", hunger="supply.hunger"),
      parameters=dict(months=parameter(3, "months", 2, 6, assumption="a season between leaving and the next roof; two "
                                       "months by train, half a year on foot"),
                      shy=parameter(3.0, "1", 1.0, 5.0, assumption="news of hunger keeps people away: where half starve "
                                    "an eighth settle of those whom its fields would feed; a half to a thirtieth")),
      neutral=0.0, signs=dict(travelling=+1), unit="persons")
def wanderers_settle_where_bread_is(travelling, crop, hunger, months, shy):
    """People on the road come down where grain grows and nobody starves."""
    place = crop * (1 - hunger) ** shy
    return travelling / months * place / jnp.maximum(place.sum(), 1)


@rule("population.r07", "classes.r09",
      reads=dict(urban="population.urban", rural="population.rural", hunger="supply.hunger_towns",
                 wage="labour.real_wage", pull="labour.pull", drive="collectivisation.drive"),
      parameters=dict(first="initial.population.urban",
                      custom=parameter(0.0016, "a month", 0.0008, 0.003, publication=CENSUS),
                      return_=parameter(0.028, "a month of those who left", 0.01, 0.05,
                                        assumption="Petrograd doubled in six years"),
                      driven=parameter(0.004, "a month of villagers", 0.0, 0.01,
                                       assumption="the drive at full force sends four villagers in a thousand to the "
                                       "towns each month, five in a hundred a year: six million workers became twelve "
                                       "in the first plan, mostly peasants (classes.r09, p. 291) with their families; "
                                       "none, were all hired, or twice as many and more"),
                      most=parameter(0.006, "a month of villagers", 0.003, 0.012,
                                     assumption="in the years of the plan a fourteenth of a region's villagers left in a year")),
      neutral=0.0, signs=dict(hunger=-1, drive=+1, pull=+1), unit="persons")
def villagers_come_to_town(urban, rural, hunger, wage, pull, drive, first, custom, return_,
                           driven, most):
    """Work, schools and the drive bring villagers to towns that can feed them."""
    place = first / first.sum()
    work = pull * place + driven * drive * rural
    back = return_ * jnp.maximum(first - urban, 0) * wage / PER_CENT
    fed = jnp.clip(1 - hunger - hunger, 0, 1)
    return jnp.minimum((custom * urban + back) * fed + work * (1 - hunger), most * rural)


GROWTH = parameter(0.0175, "a year", 0.0165, 0.0185, publication="Mitchell: births of 1909-13, 43 to 45 a thousand; deaths "
                   "of the same years, 27 to 29; Lorimer 1946")


@constraint("a year", 0.001, parameters=dict(
    rural="initial.population.rural", urban="initial.population.urban", births="population.village_births.rate",
    in_towns="population.town_births.rate", deaths="population.ordinary_deaths.rate", growth="population.growth"),
    publication="Lorimer 1946; record: births a thousand of 1909-13",
    assumption="births and deaths of peace close on the growth before 1914, not on a later census")
def births_less_deaths_are_the_growth(rural, urban, births, in_towns, deaths, growth):
    """In peace births less deaths are the growth of the years before the war."""
    people = rural.sum() + urban.sum()
    born = rural.sum() * births + urban.sum() * in_towns
    return MONTHS_A_YEAR * (born / people - deaths) - growth


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    m.approach("absence", m.rule(men_are_away), "population.months_to_birth")
    m.flow(BIRTHS_RURAL, m.rule(village_births))
    m.flow(BIRTHS_URBAN, m.rule(town_births))
    old_rural, old_urban = m.rule(ordinary_deaths)
    ill_rural, ill_urban = m.rule(epidemic_mortality)
    starved_rural, starved_urban = m.rule(village_famine), m.rule(town_famine)
    near, far = m.rule(starving_towns_empty)
    fleeing, settling = m.rule(the_starving_wander), m.rule(wanderers_settle_where_bread_is)
    m.flow(DEATHS_RURAL, old_rural)
    m.flow(DEATHS_URBAN, old_urban)
    m.flow(FAMINE_RURAL, starved_rural)
    m.flow(FAMINE_URBAN, starved_urban)
    m.flow(EPIDEMIC_RURAL, ill_rural)
    m.flow(EPIDEMIC_URBAN, ill_urban)
    m.flow(LEAVING, near)
    m.flow(LEAVING_FAR, far)
    m.flow(FLEEING, fleeing)
    m.flow(SETTLING, settling)
    m.flow(COMING, m.rule(villagers_come_to_town))
    m.change("epidemic", m.rule(typhus_follows_war_and_hunger))


@output("population.total", "persons", "civilians and soldiers", system="population",
        book=("population.r09",))
def _total(w, flows):
    return (w.population.rural.sum() + w.population.urban.sum() + w.population.travelling
            + w.collectivisation.deported + w.great_war.soldiers + w.army.red + w.civil_war.white)


@output("population.petrograd", "persons", "inhabitants of Petrograd (Leningrad)",
        system="population", book=("supply.r05",))
def _petrograd(w, flows):
    return w.population.urban[REGIONS.index("petrograd")]


@output("deaths.famine", "persons a month", "deaths from famine", system="supply",
        book=("population.r06",))
def _famine(w, flows):
    return flows["population.famine_rural"].sum() + flows["population.famine_urban"].sum()


@output("deaths.epidemic", "persons a month", "deaths from epidemics", system="population",
        book=("supply.r15",))
def _epidemic(w, flows):
    return flows["population.epidemic_rural"].sum() + flows["population.epidemic_urban"].sum()
