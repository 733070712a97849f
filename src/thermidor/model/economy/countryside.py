"""The village sows, harvests, eats, feeds its animals, and loves or hates the power in the towns."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import (
    System,
    constraint,
    flow,
    here,
    normal,
    output,
    parameter,
    rule,
    variable,
)
from thermidor.engine.month import Month
from thermidor.model.names import METHODS, WAR_OUTCOMES
from thermidor.model.nature import (
    HALF,
    MONTHS_A_YEAR,
    PER_CENT,
    is_code,
    square,
)

STATISTICS = ("Narodnoe khoziaistvo RSFSR/SSSR series; Davies, Harrison and Wheatcroft, The Economic Transformation of the "
              "Soviet Union 1913-1945, Cambridge 1994")
SHARES = "regional split of national totals, rounded by the authors of the model"


class Countryside(System):
    """State of the village."""

    sown: Array = variable("hectares", "sown area", dim="region", start=parameter(
        [1.2e6, 2.0e6, 7.0e6, 14.5e6, 1.4e6, 14.5e6, 6.0e6, 7.0e6, 0.7e6, 10.5e6, 20.5e6, 3.0e6,
         0.8e6, 1.4e6, 2.6e6, 3.2e6], "hectares", 0.9, 1.1, dim="region", publication=STATISTICS,
        assumption=SHARES), typical=(5e5, 2.5e7), gives="agriculture.sown", book=("countryside.r09",))
    stock: Array = variable("tonnes", "grain in village barns", dim="region", quantity="grain",
        start=parameter(
            [0.55e6, 1.0e6, 3.3e6, 6.5e6, 0.65e6, 5.8e6, 2.9e6, 3.6e6, 0.35e6, 4.9e6, 10.5e6,
             1.5e6, 0.5e6, 0.75e6, 1.5e6, 1.4e6], "tonnes", 0.8, 1.25, dim="region",
            assumption="half a year's use and some surplus of the war years, " + SHARES),
        typical=(1e5, 1e7))
    horses: Array = variable("head", "horses", start=parameter(
        33e6, "head", 30e6, 36e6, publication=STATISTICS), typical=(1.2e7, 3.6e7),
        gives="livestock.horses", book=("collectivisation.r04",))
    cattle: Array = variable("head", "cattle", start=parameter(
        57e6, "head", 52e6, 61e6, publication=STATISTICS), typical=(3e7, 7e7),
        gives="livestock.cattle", book=("collectivisation.r04",))
    attitude: Array = variable("index -1..1", "village towards soviet power", dim="region",
        start=0.0, low=-1.0, high=1.0, book=("countryside.r06",))
    rich: Array = variable("share", "well-off households", high=1.0, start=parameter(
        0.13, "share", 0.1, 0.2, assumption="the 10 to 15 in a hundred well-off that the book gives for 1928 "
                "(countryside.r11, p. 286), taken for 1917 too, since repartition and the market undid each other; a "
                "tenth or a fifth, its other count"), gives="peasants.rich", book=("countryside.r11",))
    middle: Array = variable("share", "middle households", high=1.0, start=parameter(
        0.25, "share", 0.2, 0.4, assumption="before the levelling of 1918 the middle was thin"),
        gives="peasants.middle", book=("countryside.r11",))
    poor: Array = variable("share", "poor households", high=1.0, start=parameter(
        0.62, "share", 0.4, 0.7, assumption="three in five households are neither well-off nor without land worth the "
                "name before repartition, as the counts of sown land by farm in 1916-17 have a majority under four "
                "desyatins; two fifths or seven tenths"), gives="peasants.poor", book=("countryside.r11",))
    land: Array = variable("share", "landlords' land in peasants' hands", high=1.0, start=0.0)
    revolt: Array = variable("index 0-1", "armed revolt of the village", dim="region", start=0.0,
        high=1.0, book=("countryside.r07",))
    burden: Array = variable("share", "share of the crop taken for nothing in the last year",
        dim="region", start=parameter([0.03] * 16, "share", 0.0, 2.0, dim="region",
        assumption="levies at fixed prices take three in a hundred of a crop in the winter of 1916-17, when a sixth of "
                                      "the planned quota came in; nothing to twice as much by "
                                      "region"), high=1.0, typical=(0.0, 0.6))
    crop: Array = variable("tonnes", "last crop", dim="region", start=parameter(
        [0.75e6, 1.25e6, 4.4e6, 9.5e6, 0.9e6, 7.9e6, 3.9e6, 4.6e6, 0.48e6, 7.0e6, 15.0e6, 2.0e6,
         0.68e6, 1.0e6, 2.0e6, 1.7e6], "tonnes", 0.9, 1.1, dim="region", publication=STATISTICS,
        assumption=SHARES), typical=(4e5, 1.8e7))
    surplus: Array = variable("tonnes", "grain above the village's own needs", dim="region",
        start=parameter([2e5] * 16, "tonnes", 0.5, 2.0, dim="region",
        assumption="a place holder, for the rule computes it in the first month; two hundred thousand tonnes a region "
                        "are a tenth of a year's trade"), typical=(0.0, 4e6))
    reach: Array = variable("share", "share of the region that answers to the central government",
        dim="region", start=parameter([1.0] * 16, "share", 1.0, 1.0, dim="region",
        assumption="one government in January 1917"), high=1.0)
    harvest_to_date: Array = variable("tonnes", "grain harvested in the harvest year to date",
        start=parameter(60e6, "tonnes", 52e6, 68e6, publication=STATISTICS),
        gives="agriculture.harvest_grain", book=("countryside.r09",))
    fed: Array = variable("share", "fodder given, over need", start=parameter(
        0.95, "share", 0.7, 1.2, assumption="bread a twentieth short: villages ate well in the war and their draught "
                "animals less; three tenths short, or a fifth over"), high=1.5)


HARVEST = flow("countryside.harvest", "grain", "border:harvest", "countryside.stock", "tonnes", "harvest into the barns",
               dim="region", book=("countryside.r09",))
EATEN = flow("countryside.eaten", "grain", "countryside.stock", "border:eaten", "tonnes", "eaten in the villages",
             dim="region", book=("countryside.r11",))
SEED = flow("countryside.seed", "grain", "countryside.stock", "border:seed", "tonnes", "sown", dim="region",
            book=("supply.r11",))
FODDER = flow("countryside.fodder", "grain", "countryside.stock", "border:fodder", "tonnes", "fed to animals and spoilt",
              dim="region", assumption="animals eat about a quarter of the grain")

SEED_RATE = parameter(0.125, "tonnes a hectare of grain", 0.10, 0.15, publication=STATISTICS)
GRAIN_SHARE = parameter(0.88, "share of sown area", 0.82, 0.92, publication=STATISTICS)
FOOD_NORM = parameter(0.0185, "tonnes a head a month", 0.016, 0.021, publication=STATISTICS)
OATS = parameter(0.6, "share of the fodder", 0.4, 0.8, assumption="working beasts' oats are not for sale, what fattens "
                 "others is: about half of each, and more of the first where herds have shrunk")
STORE = parameter([2, 2, 3, 4, 2, 6, 6, 4, 2, 5, 4, 3, 3, 3, 3, 6], "months of bread", 0.5, 1.5, dim="region",
                  assumption="a village that can keeps a third of a year's bread against a bad harvest, as one in three or "
                  "four was; half of that in the north, where bread is bought and crops are even, half a year on the dry "
                  "steppe")
MONTHS_TO_THIN = parameter(6, "months", 3, 12, assumption="animals live half a year on their fat; a season at least, "
                           "a year with what woods and roofs give")
MONTHS_TO_JUDGE = parameter(12, "months", 6, 24, assumption="a village judges by its last farming year; a season's wrong "
                            "may suffice, two years' right may be needed")
MONTHS_TO_RISE = parameter(4, "months", 2, 8, assumption="bands gather and scatter within a season, half as long or "
                           "twice where woods and steppe differ")
MEMORY_OF_LEVIES = parameter(12, "months", 6, 24, assumption="a levy weighs until the next crop; half a year if trade "
                             "makes up for it, two years if it took horses and seed")


@rule("supply.r03",
      reads=dict(power="soviets.power", red="now:civil_war.red", lost="now:intervention.lost",
                 white="now:civil_war.held_white", begun="civil_war.begun", war="civil_war.outcome"),
      neutral=1.0, signs=dict(lost=-1), unit="share")
def central_government_reaches(power, red, lost, white, begun, war):
    """The government draws on what it holds: soviets on theirs, Whites who have beaten them on theirs.

    Before there was a civil war, where none came, or after one that the soviets had won before they fell, it holds all
    that no enemy has cut off.
    """
    no_enemy_left = is_code(war, WAR_OUTCOMES, "red_victory")
    others = jnp.where((begun > 0) & (no_enemy_left == 0), white, 1.0)
    return jnp.where(power > 0, red, others) * (1 - lost)


@rule("supply.r08", "supply.r09", reads=dict(drought="outside:drought"),
      parameters=dict(
          exposure=parameter([.4, .25, .6, .9, .3, 3.8, 2.0, .9, .4, 1.3, 1.2, .3, .5, .8, .8, 2.8],
                             "1", 0.75, 1.25, dim="region",
                             publication="Wheatcroft, The Significance of Climatic and Weather Change on Soviet "
                                         "Agriculture, Birmingham 1977: yields of rye varied some three times as much on the lower "
                                         "Volga as in the country, and little in the north-west",
                             assumption="drought is the cause of most of this variation; between the named regions "
                                        "by their steppe"),
          drying=parameter(0.18, "log yield a unit", 0.12, 0.25, assumption="at 1.6, the drought of 1921, a quarter of "
                           "the average yield and six tenths of the Volga's is lost, as the harvest of 36 million "
                           "tonnes on the area sown says; two thirds or four thirds of it, as fields left in disorder "
                           "explain more or less"),
          common=parameter(0.08, "log yield", 0.04, 0.12, assumption="spread of national yields before the war, "
                           "of which weather is at least a half"),
          local=parameter(0.10, "log yield", 0.05, 0.15, assumption="spread of regional yields around the national; "
                          "half as much over larger regions")),
      draws=dict(sky=normal(every="year"), place=normal("region", every="year")),
      neutral=1.0, signs=dict(drought=-1), unit="factor of the yield")
def weather_of_the_year(drought, exposure, drying, common, local, sky, place):
    """Drought is national misfortune that falls hardest on the steppe."""
    return jnp.exp(-exposure * (drying * drought + common * sky) - local * place)


@rule("countryside.r11", "collectivisation.r15",
      reads=dict(horses="countryside.horses", heavy="industry.heavy", share="collectivisation.farms",
                 rural="population.rural"),
      parameters=dict(first="initial.population.rural", normal_herd=parameter(33e6, "head", 30e6, 36e6, publication=STATISTICS),
                      tractors=parameter(4e4, "horses a point of heavy industry", 1e4, 8e4,
                                         publication="tractor power of 1937"),
                      hands=parameter(0.3, "share", 0.2, 0.4, assumption="cows, spades and a neighbour's horse late in the "
                                      "season bring in a third of a crop where no horse is left; a fifth on heavy, two "
                                      "fifths on light soils"),
                      weight=parameter(0.6, "elasticity", 0.4, 0.8, assumption="half of the horses gone costs a quarter of "
                                       "the crop; a sixth where horses stood idle for much of the year, a third where "
                                       "sowing comes late")),
      neutral=1.0, signs=dict(horses=+1, heavy=+1), unit="factor of the crop")
def horses_pull_the_plough(horses, heavy, share, rural, first, normal_herd, tractors, hands, weight):
    """Without horses, or later tractors, land is badly ploughed and late; some is worked by cows and hands.

    Fewer villagers work less land and need fewer horses; more of them have no more land to plough.
    """
    asked = normal_herd * jnp.minimum(rural.sum() / first.sum(), 1)
    draught = jnp.maximum(horses + tractors * heavy * share, 1) / jnp.maximum(asked, 1)
    return hands + (1 - hands) * draught ** weight


@rule("procurement.r11", "collectivisation.r11", reads=dict(hunger="supply.hunger"),
      parameters=dict(weakness=parameter(0.4, "share", 0.2, 0.6, assumption="where all starve two fifths of the crop stay "
                                         "in the field or are eaten green; a fifth if only the dying drop out, three "
                                         "fifths if few can stand, for who has come through to July reaps")),
      neutral=1.0, signs=dict(hunger=-1), unit="factor of the crop")
def the_starved_reap_less(hunger, weakness):
    """Hungry hands bring in less, and eat the unripe ear."""
    return 1 - weakness * hunger


@rule("planning.r11", reads=dict(share="collectivisation.farms", settled="collectivisation.settled", relief="collectivisation.relief"),
      parameters=dict(disorder=parameter(0.17, "share", 0.05, 0.35, assumption="a sixth of the crop is what "
                      "weather and horses leave unexplained of the fall of 1931-33; from a twentieth to a third as they "
                      "explain more or less"),
                      sold=parameter(0.6, "share", 0.3, 0.9, assumption="a plot, a market and less police mend six tenths of it at once, as the harvest "
                                     "rose with the sales of 1935 against the policy (planning.r11, p. 322-323); three tenths or nearly all")),
      neutral=1.0, signs=dict(share=-1, settled=+1, relief=+1), unit="factor of the crop",
      assumption="who has just been driven in works without tools, beasts and will of his own; habit mends it")
def forced_farms_work_badly(share, settled, relief, disorder, sold):
    """New collective farms lose tools, animals and will; disorder passes as they settle, and where they may sell."""
    return 1 - disorder * share * (1 - settled) * (1 - sold * relief)


@rule(reads=dict(sown="countryside.sown", war="civil_war.intensity", technique="industry.heavy",
                 share="collectivisation.farms", output="industry.output"),
      parameters=dict(
          yields=parameter([.79, .79, .79, .68, .84, .57, .67, .67, .79, .66, .73, .79, .95, .92, .92,
                            .71], "tonnes a hectare", 0.85, 1.15, dim="region",
                           publication=STATISTICS, assumption=SHARES + "; potatoes counted in the north"),
          grain="countryside.grain_share",
          ravage=parameter(0.12, "share", 0.0, 0.3, assumption="a front that passes over a whole country costs an "
                           "eighth of its crop by trampling, requisition of carts and lost hands; nothing, where "
                           "sowing escapes it, or three tenths"),
          machines=parameter(0.06, "share a unit of log heavy industry", 0.0, 0.15,
                             assumption="ten times as much heavy industry behind enclosed farms adds a seventh to "
                             "yields: tractors replaced horses rather than hands, and manure was little; nothing or a "
                             "third"),
          iron=parameter(0.08, "share", 0.02, 0.16, assumption="ploughshares, scythes and drills wear out where works "
                         "send none: the yield of 1917 lay a tenth under that of 1909-13, that of 1923 hardly, with a "
                         "quarter of the horses gone; hardly anything if smiths mend all, a sixth if the loss of "
                         "1918-20 beside drought and horses is all of it worn tools. Chosen among three values with "
                         "the harvests of 1917-23 in view")),
      neutral=0.0, signs=dict(sown=+1, war=-1, output=+1), unit="tonnes",
      assumption="a crop is area times yield; war tramples it, worn tools leave some of it, machines add to it")
def standing_crop(sown, war, technique, share, output, yields, grain, ravage, machines, iron):
    """Area times the yield of the region, less what war tramples and worn tools leave, more what machines add."""
    gain = machines * share * jnp.maximum(jnp.log(jnp.maximum(technique, 1) / PER_CENT), 0)
    return sown * grain * yields * (1 - ravage * war) * (1 - iron * jnp.clip(1 - output / PER_CENT, 0, 1)) * (1 + gain)


@rule(reads=dict(month="outside:month_of_year"),
      parameters=dict(first=parameter(6, "month", 6, 6, publication="July to September"),
                      length=parameter(3, "months", 3, 3, publication="July to September")),
      neutral=1 / 12, unit="share of the crop",
      assumption="rye and wheat of all regions are cut between the end of June and September")
def harvest_season(month, first, length):
    """The crop comes in three months of late summer."""
    return jnp.where((month >= first) & (month < first + length), 1 / length, 0.0)


@rule(reads=dict(month="outside:month_of_year"),
      parameters=dict(first="countryside.harvest_season.first"), neutral=6.0, unit="months",
      assumption="bread of the new crop is eaten from July on")
def months_to_new_bread(month, first):
    """The barn must last until the next July."""
    return jnp.mod(first - month - 1, MONTHS_A_YEAR) + 1


@rule(reads=dict(month="outside:month_of_year", standing=here(4e5, 1.8e7, "tonnes in the field", "region")),
      parameters=dict(first="countryside.harvest_season.first", length="countryside.harvest_season.length"),
      neutral=0.0, signs=dict(standing=+1), unit="tonnes",
      assumption="once the reaping has begun a village sees what is still to be carried in")
def crop_still_in_the_field(month, standing, first, length):
    """In the months of harvest a village counts what it has still to bring in."""
    reaped = month - first + 1
    return standing * jnp.where((reaped > 0) & (reaped < length), 1 - reaped / length, 0.0)


@rule(reads=dict(month="outside:month_of_year"),
      parameters=dict(first="countryside.harvest_season.first", spring="countryside.sowing_time.spring"),
      neutral=1.0, unit="flag", assumption="seed lies in the barn from the harvest until it is sown, and not after")
def seed_waits_for_the_spring(month, first, spring):
    """Seed is set aside at the harvest and goes into the ground in spring."""
    return jnp.where((month >= first) | (month < spring + HALF), 1.0, 0.0)


@rule(reads=dict(month="outside:month_of_year"),
      parameters=dict(spring=parameter(3, "month", 3, 4, publication="spring sowing in April-May")),
      neutral=1 / 12, unit="flag",
      assumption="one sowing a year, that of spring; winter rye is counted with it")
def sowing_time(month, spring):
    """Spring decides how much is sown."""
    return jnp.where(jnp.abs(month - spring) < HALF, 1.0, 0.0)


@rule("countryside.r07", "countryside.r10", "supply.r09", "countryside.r09",
      reads=dict(burden="countryside.burden", goods="industry.goods_rural", price="procurement.market_price",
                 revolt="countryside.revolt", share="collectivisation.farms", method="procurement.method",
                 own=here(0.2, 1.0, "share of the land for own bread", "region")),
      parameters=dict(spite=parameter(1.2, "share", 0.5, 2.2, assumption="a third of the crop taken leaves two fifths of "
                                      "the land unsown, as in the surplus regions by 1920; half of what is taken if "
                                      "the family sows on, twice that if only for itself"),
                      goods_weight=parameter(0.06, "share", 0.0, 0.2, assumption="empty shops took a twentieth of the "
                                             "area in the war; nothing if the peasant sows for his table, a fifth if "
                                             "for the market"),
                      price_weight=parameter(0.08, "share", 0.0, 0.2, assumption="grain at a third of its price in goods slowed the "
                                             "return of the fields in 1923 but did not stop it: a twentieth of the land; a "
                                             "tenth and more would have"),
                      fighting=parameter(0.15, "share", 0.0, 0.4, assumption="revolt takes hands and horses for some "
                                         "weeks of the spring; for none of it, or nearly all, at the ends"),
                      bound=parameter(0.85, "share", 0.5, 1.0, assumption="enclosed farms sow seventeen twentieths of "
                                      "what they would not: their plans are orders, horses and seed may still lack; "
                                      "half or all"),
                      told=parameter(0.5, "share", 0.2, 0.8, assumption="under quotas plans of sowing are laid on those outside too, who obey half "
                                     "as much as farms do; a fifth where nobody comes to see, four fifths where fines follow")),
      neutral=1.0, signs=dict(burden=-1, goods=+1, price=+1, revolt=-1, own=+1), unit="share of the land")
def peasants_sow_what_pays(burden, goods, price, revolt, share, method, own, spite, goods_weight,
                           price_weight, fighting, bound, told):
    """Peasants sow less when the surplus is taken and when grain buys little, down to their own bread; under quotas they are told to sow."""
    ordered = share + told * (1 - share) * is_code(method, METHODS, "quota")
    dislike = (spite * burden + goods_weight * (1 - goods)
               + price_weight * jnp.clip(1 - price, 0, 1) + fighting * revolt)
    return jnp.clip(1 - dislike * (1 - bound * ordered), own, 1)


@rule(reads=dict(food=here(0.0, 6e5, "tonnes", "region"), fodder=here(0.0, 6e5, "tonnes", "region"),
                 room=here(5e5, 2.5e7, "hectares", "region"), yielded=here(0.3, 1.1, "draught, as it tells on yields", "region")),
      parameters=dict(yields="countryside.standing_crop.yields", grain="countryside.grain_share", seed="countryside.seed_rate",
                      oats="countryside.oats",
                      least=parameter(0.4, "share", 0.3, 0.5, assumption="who could live from less land still sows two "
                                      "fifths of it, for flax, roots and luck; a third to a half")),
      neutral=0.0, signs=dict(food=+1, fodder=+1, room=-1), unit="share of the land",
      assumption="whatever is taken, a family sows what it must eat")
def the_family_sows_its_bread(food, fodder, room, yielded, yields, grain, seed, oats, least):
    """Land that a village must sow in a usual year for its own bread, working beasts and seed."""
    bears = jnp.maximum(yields * yielded - seed, seed) * grain
    return jnp.clip(MONTHS_A_YEAR * (food + oats * fodder) / bears / room, least, 1)


@rule("population.r01", "countryside.r07",
      reads=dict(soldiers="great_war.soldiers", red="army.red", rural="population.rural"),
      parameters=dict(weight=parameter(1.1, "share", 0.4, 1.8, publication="1913: 105 m ha; those of 1916, a twelfth less "
                                       "with nine million away of some hundred and twenty", assumption="one villager in "
                                       "three or four is a man who ploughs; women, boys and old men do a third of "
                                       "his work, and most of it where land was short, not hands")),
      neutral=1.0, signs=dict(soldiers=-1, red=-1), unit="share of the land")
def hands_at_the_front(soldiers, red, rural, weight):
    """Men in uniform do not plough."""
    return jnp.clip(1 - weight * (soldiers + red) / jnp.maximum(rural.sum(), 1), 0, 1)


@rule("collectivisation.r04", "collectivisation.r15",
      reads=dict(horses="countryside.horses", fed="countryside.fed", war="civil_war.intensity",
                 front="great_war.front", hunger="supply.hunger", tempo="collectivisation.tempo",
                 share="collectivisation.share", settled="collectivisation.settled"),
      parameters=dict(breeding=parameter(0.015, "a month", 0.008, 0.022, publication=STATISTICS,
                                         assumption="chosen with the horses of 1922-28 in view"),
                      ceiling=parameter(38e6, "head", 34e6, 42e6, publication=STATISTICS),
                      starving=parameter(0.015, "a month", 0.006, 0.025, assumption="a winter without oats kills one in "
                                         "six, and summer grass none; under a tenth on good hay, a quarter on straw and "
                                         "thatch"),
                      eaten=parameter(0.03, "a month", 0.015, 0.05, assumption="the horse is eaten after the cow, for who hopes to plough "
                                      "keeps it: where all starve half as many, where they go short hardly any; a quarter, or nearly "
                                      "as many"),
                      levy=parameter(0.008, "a month", 0.002, 0.015, assumption="armies take a tenth of the horses a "
                                     "year, some of which the wounded village gets back; a fortieth to a sixth"),
                      slaughter=parameter(0.1, "a month", 0.03, 0.2, assumption="a tenth of the horses is gone within the winter of the drive, half as much "
                                          "as of the cattle, for they are no meat; a third or twice as fast"),
                      neglect=parameter(0.045, "a month", 0.02, 0.075, assumption="nobody's horses: in the new farms a quarter "
                                        "died in each of two years, of overwork and want of care, and fewer the more each was worth that "
                                        "was left: their number fell by a quarter in 1931-32 and hardly in 1934; a tenth to four tenths")),
      neutral=0.0, signs=dict(fed=+1, war=-1, front=-1, hunger=-1, tempo=-1, settled=+1), unit="head")
def horses_live_and_die(horses, fed, war, front, hunger, tempo, share, settled, breeding, ceiling, starving, eaten, levy,
                        slaughter, neglect):
    """Horses breed when fed, go to the armies, starve, are eaten by the hungry, and are killed before entry.

    Grass and hay grow for all of them: the fewer are left, the less they lack for want of oats, and the better each is kept.
    """
    rate = (breeding * (1 - horses / ceiling) - starving * square(jnp.clip(1 - fed, 0, 1)) * horses / ceiling
            - levy * jnp.maximum(war, front) - eaten * square(hunger).mean() - slaughter * tempo * (1 - share)
            - neglect * share * square(1 - settled) * horses / ceiling)
    return horses * rate


@rule("collectivisation.r04",
      reads=dict(cattle="countryside.cattle", fed="countryside.fed", war="civil_war.intensity",
                 hunger="supply.hunger", tempo="collectivisation.tempo",
                 share="collectivisation.share", settled="collectivisation.settled"),
      parameters=dict(breeding=parameter(0.016, "a month", 0.008, 0.025, publication=STATISTICS),
                      ceiling=parameter(72e6, "head", 65e6, 80e6, publication=STATISTICS),
                      starving=parameter(0.015, "a month", 0.006, 0.025, assumption="as horses, for no study tells "
                                         "them apart: a herd wholly unfed loses one in six in a year, grass and hay "
                                         "going on; one in fourteen or one in four"),
                      eaten=parameter(0.06, "a month", 0.03, 0.1, assumption="where all starve half of the animals are "
                                      "eaten within a year, as on the Volga in 1921-22; a third where the village hopes "
                                      "to plough, nearly all where it gives up"),
                      levy=parameter(0.008, "a month", 0.002, 0.015, assumption="armies eat a tenth of the cattle a "
                                     "year where they pass; a fortieth if meat is bought elsewhere, a sixth if not"),
                      slaughter=parameter(0.2, "a month", 0.08, 0.4, assumption="herds lose a quarter from 1928 to 1930 (collectivisation.r04, p. 290), most of it in the "
                                          "winter of the drive, when it is at its fastest; half or twice as fast"),
                      neglect=parameter(0.03, "a month", 0.012, 0.06, assumption="as horses, but cows soon went back to the "
                                        "yards: two thirds as much")),
      neutral=0.0, signs=dict(fed=+1, war=-1, hunger=-1, tempo=-1, settled=+1), unit="head")
def cattle_live_and_die(cattle, fed, war, hunger, tempo, share, settled, breeding, ceiling, starving, eaten, levy, slaughter,
                        neglect):
    """The hungry eat their animals; owners kill and eat their animals rather than bring them into the common herd.

    The fewer are left, the less they lack for want of grain beside grass and hay, and the better each is kept.
    """
    return cattle * (breeding * (1 - cattle / ceiling) - starving * square(jnp.clip(1 - fed, 0, 1)) * cattle / ceiling
                     - levy * war - eaten * hunger.mean() - slaughter * tempo * (1 - share) - neglect * share * square(1 - settled) * cattle / ceiling)


@rule("countryside.r03", "countryside.r04", "countryside.r05", "countryside.r08",
      reads=dict(land="countryside.land", tsar="soviets.tsar", power="soviets.power",
                 other="soviets.regime_other", partisans="civil_war.partisans"),
      parameters=dict(pace=parameter(0.06, "a month", 0.02, 0.12,
                                     assumption="without a decree a sixteenth of the land left is taken a month, as "
                                     "seizures reported rose from tens to thousands between March and October 1917; a "
                                     "fiftieth or an eighth"),
                      decree=parameter(0.3, "a month", 0.1, 0.6, assumption="once decreed two thirds of it is taken "
                                       "within a season, before the sowing of spring; a half year, or two months"),
                      restored=parameter(0.04, "a month", 0.015, 0.1,
                                         assumption="under other rule landlords take back two fifths of it in a year, "
                                         "where columns pass and nobody resists; a sixth where they wait for courts, or "
                                         "seven tenths")),
      neutral=0.0, signs=dict(tsar=-1, power=+1, other=-1, partisans=+1), unit="share a month")
def peasants_take_the_land(land, tsar, power, other, partisans, pace, decree, restored):
    """Where no power is present promises end in seizure; the decree makes it law; bands keep the landlord away."""
    taken = (1 - tsar) * (1 - other) * (pace * (1 - power) + decree * power) * (1 - land)
    return taken - restored * other * land * (1 - partisans)


@rule("countryside.r05", "countryside.r06", "countryside.r08", "collectivisation.r03",
      reads=dict(land="countryside.land", white="civil_war.held_white", burden="countryside.burden",
                 hunger="supply.hunger", goods="industry.goods_rural", drive="collectivisation.drive",
                 stretched="collectivisation.stretched"),
      parameters=dict(bearable="countryside.village_rises.bearable",
                      gift=parameter(0.4, "index", 0.2, 0.8, assumption="land alone makes a village well disposed, not "
                                     "devoted; half as much if soon taken for granted, twice if long remembered"),
                      landlord=parameter(0.5, "index", 0.1, 0.9, assumption="in the Whites' rear land and fear together "
                                         "bring it near full loyalty; hardly more than land alone if few believe in a "
                                         "return, all of it if everybody does"),
                      taking=parameter(11.0, "index a share", 4.0, 20.0, assumption="beyond what an old tax took, a tenth "
                                       "of the crop undoes all that land and fear have won; a quarter at the patient end, a "
                                       "twentieth at the other"),
                      misery=parameter(0.6, "index", 0.2, 1.0, assumption="famine outweighs the gift of land; half of "
                                       "it where hunger makes apathetic, full hostility where the power is blamed"),
                      wares=parameter(0.3, "index", 0.1, 0.6, assumption="empty shops anger less than the gift of land "
                                      "pleases; little if the village spins for itself, as much as hunger at most"),
                      force=parameter(0.8, "index", 0.3, 1.2, assumption="a full drive turns a friendly village "
                                      "hostile, as in the winter of 1930; less where the poor share in the spoils, any "
                                      "village where they do not")),
      neutral=0.0, signs=dict(land=+1, burden=-1, hunger=-1, goods=+1, drive=-1, white=+1),
      unit="index -1..1")
def village_judges_the_power(land, white, burden, hunger, goods, drive, stretched, gift, landlord, taking,
                             misery, wares, force, bearable):
    """Land won is loyalty while the landlord may return; levies, hunger, empty shops and kulaks who are none undo it."""
    return jnp.clip(gift * land + landlord * land * white - taking * jnp.maximum(burden - bearable, 0) - misery * hunger
                    - wares * (1 - goods) - force * drive * (1 + stretched), -1, 1)


@rule("countryside.r07", "countryside.r08", "collectivisation.r05", "mood.r21",
      reads=dict(attitude="countryside.attitude", burden="countryside.burden", terror="police.terror",
                 force="collectivisation.force",
                 autonomy="police.autonomy", reach="countryside.reach",
                 share="collectivisation.farms", tempo="collectivisation.tempo"),
      parameters=dict(anger=parameter(12.0, "index", 4.0, 24.0, assumption="a hostile village rises when a tenth of its "
                                      "crop beyond the bearable is taken, as in 1920-21; a quarter if it is slow, a "
                                      "twentieth if quick"),
                      herding=parameter(3.5, "index", 1.0, 7.0, assumption="a rush of half of the highest tempo into farms of which nobody "
                                        "has heard any good puts a third of the villages in riot, as in March 1930; a third "
                                        "of that if women's riots are not counted, twice if they are all counted as arms. Chosen with "
                                        "the riots of that month in view"),
                      bearable=parameter(0.05, "share of the crop", 0.0, 0.1,
                                         assumption="a tenth is an old tax and no cause to rise"),
                      disarmed=parameter(0.85, "share", 0.5, 1.0,
                                         assumption="of those in enclosed farms five sixths fewer rise: no horse, no store, no "
                                         "assembly of their own; half, or all"),
                      watched=parameter(0.8, "share", 0.5, 0.95, assumption="a police that nobody binds knows who would lead a rising and takes "
                                      "him first: four fifths fewer, as under the same levies in the thirties as in 1920-21; "
                                      "half, or nearly all. Chosen with the risings of both times in view"),
                      crushed=parameter(0.7, "share", 0.3, 0.9, assumption="police and troops put most risings of 1930 "
                                        "down within weeks; a third where they are few, nearly all where they wait")),
      neutral=0.0, signs=dict(attitude=-1, burden=+1, tempo=+1, terror=-1, share=-1), unit="index 0-1")
def village_rises(attitude, burden, terror, force, autonomy, reach, share, tempo, anger, herding, bearable,
                  disarmed, watched, crushed):
    """A hostile village from which grain is taken, or one that is rushed into farms, rises, unless it is crushed."""
    felt = jnp.maximum(burden - bearable, 0)
    rush = herding * tempo * (1 - attitude) * HALF
    heat = jnp.clip(-attitude, 0, 1) * anger * felt * (1 - watched * autonomy) + rush
    return jnp.clip(heat * reach * (1 - crushed * jnp.maximum(terror, force)) * (1 - disarmed * share), 0, 1)


@rule("countryside.r10", "countryside.r12", "collectivisation.r17", "classes.r08",
      reads=dict(rich="countryside.rich", middle="countryside.middle", method="procurement.method", price="procurement.market_price",
                 land="countryside.land", line="organs.line_peasantry", drive="collectivisation.drive"),
      parameters=dict(levelling=parameter(0.02, "a month", 0.008, 0.05, assumption="repartition, levies and committees halved the "
                                          "well-off within two to three years, as did taxes before which the richest sold "
                                          "out; a year, or six"),
                      luck=parameter(0.0013, "a month", 0.0006, 0.0025, assumption="many hands and good years make one middle "
                                     "household in sixty well off in a year, market or not; half or twice"),
                      gain=parameter(0.0007, "a month", 0.0003, 0.0015, assumption="so that the 10 to 15 in a hundred well-off of 1928 "
                                     "(countryside.r11, p. 286) are reached in some six years of trade at even prices; half or twice as fast"),
                      favour=parameter(0.6, "share", 0.0, 1.2, assumption="hiring and leasing made lawful speed "
                                       "enrichment by more than half; not at all if the appeal was a phrase, to more "
                                       "than twice if it was needed"),
                      parted=parameter(0.008, "a month", 0.004, 0.015, publication="Shanin 1972: a tenth of the large households "
                                       "parted in a year"),
                      broken=parameter(0.2, "a month", 0.05, 0.4, assumption="the drive breaks a fifth of those left a "
                                       "month, nine tenths in a year, by tax, exile and flight; a half or all in a "
                                       "year")),
      neutral=0.0, signs=dict(drive=-1, line=+1, middle=+1, price=+1), unit="share a month")
def village_divides(rich, middle, method, price, land, line, drive, levelling, luck, gain, favour, parted, broken):
    """Households rise by luck and trade, faster under the enrichment line; they part, sell out before seizure, or are broken."""
    market = is_code(method, METHODS, "market")
    rise = (luck + gain * (1 + favour * line) * market * jnp.clip(price, 0, 1)) * middle
    return rise - (parted + levelling * land * (1 - market) + broken * drive) * rich


@rule("countryside.r05", "countryside.r11",
      reads=dict(poor="countryside.poor", middle="countryside.middle", land="countryside.land", horses="countryside.horses",
                 hunger="supply.hunger", share="collectivisation.share"),
      parameters=dict(usual="countryside.horses_pull_the_plough.normal_herd",
                      lifted=parameter(0.045, "a month", 0.02, 0.08, assumption="with land and a horse half of the poor were middle "
                                       "households within a year and a half of the repartition; three years, or one"),
                      fallen=parameter(0.016, "a month", 0.01, 0.03, assumption="so many lose their "
                                        "horse, their hands or their cow that a third stays without one (countryside.r11, p. 286) while herds are as before "
                                       "the war; a fifth to a half"),
                      lost=parameter(1.5, "1", 0.5, 3.0, assumption="with a fifth of the horses gone three tenths more fall; half or "
                                     "twice that, as neighbours lend"),
                      sold=parameter(3.0, "1", 1.0, 6.0, assumption="in a famine of half of the villages twice and a half as many "
                                     "sell all they have; half or twice that")),
      neutral=0.0, signs=dict(middle=+1, horses=-1, hunger=+1), unit="share a month")
def the_poor_rise_and_the_middle_falls(poor, middle, land, horses, hunger, share, usual, lifted, fallen, lost, sold):
    """Land and a horse lift the poor; who loses his horse or starves falls back; in the farms nobody does either."""
    drawn = horses / usual
    falls = fallen * (1 + lost * jnp.maximum(1 - drawn, 0) + sold * hunger.mean()) * middle
    return (falls - lifted * land * drawn * poor) * (1 - share)


@rule(reads=dict(rich="now:countryside.rich", poor="now:countryside.poor"),
      neutral=0.0, signs=dict(rich=-1, poor=-1), unit="share",
      assumption="three layers, as the book counts them, are all households")
def the_rest_are_middle(rich, poor):
    """Who is neither well off nor poor is of the middle."""
    return 1 - rich - poor


@rule("procurement.r02",
      reads=dict(crop="countryside.crop", collected="procurement.unpaid", method="procurement.method"),
      parameters=dict(memory="countryside.memory_of_levies",
                      lawful=parameter(0.4, "share", 0.2, 0.7, assumption="a tax known beforehand with free sale of the rest is felt "
                                       "less than the same grain taken by detachments"),
                      seized=parameter(1.8, "factor", 1.0, 3.0,
                                       assumption="norms exceeded, mutual responsibility, horses and men "
                                       "taken with the grain"),
                      most=parameter(3.0, "share of the crop, yearly rate", 2.0, 5.0,
                                     assumption="a month's taking at thrice the rate of the whole crop is a sack of the "
                                     "village: more cannot be felt")),
      neutral=0.0, signs=dict(collected=+1, crop=-1), unit="share of the crop a month")
def what_was_taken(crop, collected, method, memory, lawful, seized, most):
    """Levies are felt as a share of the crop, a fixed tax less than a seizure."""
    felt = jnp.where(method == METHODS.index("market"), lawful,
                     jnp.where(method == METHODS.index("requisition"), seized, 1))
    return jnp.clip(MONTHS_A_YEAR * felt * collected / jnp.maximum(crop, 1), 0, most) / memory


@rule(reads=dict(burden="countryside.burden"), parameters=dict(memory="countryside.memory_of_levies"),
      neutral=0.0, signs=dict(burden=+1), unit="share of the crop a month",
      assumption="a burden is felt over the last year, older levies ever less")
def old_levies_are_forgotten(burden, memory):
    """What was taken long ago weighs no more."""
    return burden / memory


@rule(reads=dict(rural="population.rural"),
      parameters=dict(norm="countryside.food_norm"), neutral=0.0, signs=dict(rural=+1), unit="tonnes",
      assumption="villagers of all regions and years want the same bread a head")
def village_needs(rural, norm):
    """What the villages of a region want to eat in a month."""
    return rural * norm


@rule(reads=dict(sown="countryside.sown", horses="countryside.horses",
                                          cattle="countryside.cattle"),
      parameters=dict(horse=parameter(0.027, "tonnes a month", 0.02, 0.04, publication=STATISTICS),
                      cow=parameter(0.006, "tonnes a month", 0.003, 0.01, publication=STATISTICS)),
      neutral=0.0, signs=dict(horses=+1, cattle=+1), unit="tonnes",
      assumption="a horse and a cow want the same grain beside grass and hay everywhere")
def animals_need(sown, horses, cattle, horse, cow):
    """Fodder wanted, spread over the regions as the fields are."""
    return (horses * horse + cattle * cow) * sown / jnp.maximum(sown.sum(), 1)


@rule("countryside.r10", reads=dict(scissors="money.scissors", goods="industry.goods_rural"),
      parameters=dict(most=parameter(1.25, "share of need", 1.1, 1.5, assumption="grain fed rather "
                      "than sold when it buys little"),
                      comfort=parameter(0.5, "share", 0.2, 0.8, assumption="full shops draw half of the waste back to "
                                        "the market; a fifth to four fifths as spirit and meat pay more or less"),
                      limit=parameter(2.0, "1913 = 1", 1.5, 3.0, assumption="a barn and a herd hold no more than twice "
                                      "what the even scissors of 1913 let be wasted; thrice with new animals")),
      neutral=1.0, signs=dict(goods=-1), unit="share of need")
def plenty_is_wasted(scissors, goods, most, comfort, limit):
    """Grain that buys little is fed to animals, drunk as spirit or left to spoil."""
    return 1 + (most - 1) * jnp.clip(scissors * (1 - comfort * goods), 0, limit)


@rule(reads=dict(area=here(5e5, 2.5e7, "hectares meant", "region"),
                               waits=here(0.0, 1.0, "whether seed waits to be sown")),
      parameters=dict(grain="countryside.grain_share", seed="countryside.seed_rate"),
      neutral=0.0, signs=dict(area=+1, waits=+1), unit="tonnes",
      assumption="each hectare of grain wants the same seed")
def seed_wanted(area, waits, grain, seed):
    """Seed that the fields meant for the next spring want, until it is sown."""
    return area * grain * seed * waits


@rule(reads=dict(hunger="supply.hunger", wanted=here(0.0, 3e6, "seed", "region")),
      parameters=dict(despair=parameter(0.5, "share", 0.2, 0.8, assumption="where all starve half of the seed is eaten; a "
                                        "fifth where the commune guards it, most where it cannot")),
      neutral=0.0, signs=dict(hunger=-1), unit="tonnes",
      assumption="peasants go short before they eat their seed, but not to death")
def seed_kept_back(hunger, wanted, despair):
    """Peasants guard the seed and go short themselves; the starving eat it."""
    return wanted * (1 - despair * hunger)


@rule(reads=dict(stock="now:countryside.stock", coming=here(0.0, 1.2e7, "tonnes still in the field", "region"),
                 seed=here(0.0, 3e6, "tonnes of seed kept back", "region"), left=here(1.0, 12.0, "months to new bread")),
      parameters=dict(thrift=parameter(0.8, "share", 0.6, 1.0, assumption="a short barn is made to last, yet the first "
                                       "months eat a fifth more than an even part, as hunger in the villages was worst "
                                       "from spring to the new bread; evenly at the best, two thirds more at the "
                                       "worst")),
      neutral="stock", signs=dict(stock=+1, coming=+1, seed=-1, left=-1), unit="tonnes",
      assumption="peasants know what lies in the barn, what stands in the field, and when the new bread comes")
def the_barn_must_last(stock, coming, seed, left, thrift):
    """What is not kept for seed is spread over the months to the new bread, nearly evenly."""
    return jnp.maximum(stock + coming - seed, 0) / (1 + (left - 1) * thrift)


@rule(reads=dict(food=here(0.0, 6e5, "tonnes", "region"), fodder=here(0.0, 6e5, "tonnes", "region"),
                                    within=here(0.0, 2e6, "tonnes that the barn allows", "region"),
                                    rural="population.rural"),
      parameters=dict(subsistence="supply.empty_barns_are_hunger.subsistence"),
      neutral="food", signs=dict(food=+1, within=+1, fodder=-1), unit="tonnes",
      assumption="people keep themselves alive before their beasts, and go short beside them")
def people_eat_first(food, fodder, within, rural, subsistence):
    """People eat first what keeps them alive; of the rest who feeds his horse goes short himself."""
    bare = jnp.minimum(subsistence * rural, food)
    table = jnp.minimum(within, bare)
    return table + jnp.minimum((within - table) / jnp.maximum(food - bare + fodder, 1), 1) * (food - bare)


@rule(reads=dict(stock="now:countryside.stock", coming=here(0.0, 1.2e7, "tonnes still in the field", "region"),
                 food=here(0.0, 6e5, "tonnes a month", "region"), fodder=here(0.0, 6e5, "tonnes a month", "region"),
                 seed=here(0.0, 3e6, "tonnes", "region"), left=here(1.0, 12.0, "months to new bread"),
                 plenty=here(1.0, 1.5, "share of need")),
      parameters=dict(oats="countryside.oats", store="countryside.store"),
      neutral="fodder", signs=dict(stock=+1, coming=+1, food=-1, seed=-1, plenty=+1), unit="tonnes",
      assumption="a village fills its store against a bad year before it fattens beasts")
def beasts_are_fattened_beside_a_full_store(stock, coming, food, fodder, seed, left, plenty, oats, store):
    """Working beasts get their oats; others are fattened, and grain wasted, as the store for a bad year fills."""
    beyond = stock + coming - (food + oats * fodder) * left - seed
    filled = jnp.clip(beyond / jnp.maximum(store * food, 1), 0, 1)
    return fodder * (oats + (plenty - oats) * filled)


@rule(reads=dict(stock="now:countryside.stock", eaten="now:countryside.eaten",
                 coming=here(0.0, 1.2e7, "tonnes still in the field", "region"), seed=here(0.0, 3e6, "tonnes of seed", "region"),
                 left=here(1.0, 12.0, "months to new bread")),
      neutral="stock", signs=dict(stock=+1, coming=+1, seed=-1, left=-1), unit="tonnes",
      assumption="beasts are put on straw as soon as the barn does not hold bread and seed for all")
def what_animals_may_have(stock, eaten, coming, seed, left):
    """The part of this month in what the barn holds beside all of the seed."""
    return jnp.maximum(stock + eaten + coming - seed, 0) / left


@rule(reads=dict(within=here(0.0, 2e6, "tonnes that the barn allows beside all seed", "region"),
                 eaten="now:countryside.eaten", wanted=here(0.0, 1e6, "tonnes of fodder", "region")),
      neutral="wanted", signs=dict(within=+1, eaten=-1, wanted=+1), unit="tonnes",
      assumption="grain goes to animals after people, from the same month's part of the barn, and never the seed")
def animals_get_the_rest(within, eaten, wanted):
    """Animals are fed with what people and the next fields leave."""
    return jnp.clip(within - eaten, 0, wanted)


@rule(reads=dict(given="now:countryside.fodder", need=here(0.0, 6e5, "tonnes of fodder", "region")),
      neutral=1.0, signs=dict(given=+1, need=-1), unit="share of need",
      assumption="animals of all regions thrive or starve as the sum of the fodder does")
def fodder_over_need(given, need):
    """How well animals are fed."""
    return given.sum() / jnp.maximum(need.sum(), 1)


@rule(reads=dict(stock="now:countryside.stock", coming=here(0.0, 1.2e7, "tonnes still in the field", "region"),
                 food=here(0.0, 6e5, "tonnes a month", "region"), fodder=here(0.0, 6e5, "tonnes a month", "region"),
                 seed=here(0.0, 3e6, "tonnes", "region"), left=here(1.0, 12.0, "months to new bread"),
                 price="procurement.market_price"),
      parameters=dict(oats="countryside.oats",
                      tempted=parameter(0.1, "share of own bread", 0.05, 0.15, assumption="at the old price in goods a tenth of the family's own "
                                        "bread is sold for salt and cloth, for twice that a fifth, as villages ate a sixth "
                                        "less in 1921-23; half of it where nobody trusts in potatoes, half as much again "
                                        "where cows feed the children")),
      neutral=0.0, signs=dict(stock=+1, coming=+1, food=-1, fodder=-1, seed=-1, price=+1), unit="tonnes",
      assumption="what is for sale is what the village as a whole does not need until the new bread")
def grain_beyond_own_needs(stock, coming, food, fodder, seed, left, price, oats, tempted):
    """Surplus is what the barn holds beyond bread, working beasts' oats and seed up to the new harvest; dear bread is sold too."""
    own = food * (1 - tempted * jnp.minimum(price, 1 + 1)) + oats * fodder
    return jnp.clip(stock + coming - own * left - seed, 0, stock)


@rule(reads=dict(rural="population.rural", share="collectivisation.farms"),
      parameters=dict(first="initial.population.rural", area="initial.countryside.sown",
                      more=parameter(0.15, "share", 0.05, 0.25, publication=STATISTICS + ": 113 million hectares in 1928, 134 in 1932, 135 in 1937",
                                     assumption="the plans of enclosed farms plough up fallow and steppe"),
                      room=parameter(1.20, "factor", 1.15, 1.25, publication="1913: 105 m ha; 1926: 110; 1928: 113",
                                     assumption="those of 1928, some sowing a twentieth to a tenth less than they could for the price"),
                      pull=parameter(0.5, "elasticity", 0.2, 0.8, assumption="the steppe has land that waits for hands, the "
                                     "black earth has none: between the two, and well off either end")),
      neutral=1.0, signs=dict(rural=+1, share=+1), unit="hectares",
      assumption="more hands sow more land, by less than in proportion; farms that are given plans plough up more")
def room_to_sow(rural, share, first, area, more, room, pull):
    """Land that a village of this size would sow if all went well, and more where it is ordered."""
    return area * room * (1 + more * share) * (jnp.maximum(rural, 1) / first) ** pull


@rule("countryside.r11", reads=dict(share="collectivisation.farms", plough=here(0.5, 1.0, "draught, as it tells on crops", "region")),
      parameters=dict(weight=parameter(0.5, "elasticity", 0.2, 1.0, assumption="half of the lost draught shows as fallow, "
                                       "half as bad ploughing; a fifth where neighbours lend horses, all on heavy "
                                       "soils")),
      neutral=1.0, signs=dict(plough=+1, share=+1), unit="share of the land")
def ploughing_limits_area(share, plough, weight):
    """A farm without a horse leaves land fallow; ordered sowing ignores it and lowers the yield."""
    return plough ** (weight * (1 - share))


@rule("countryside.r11", "collectivisation.r15",
      reads=dict(share="collectivisation.farms", plough=here(0.3, 1.1, "draught, as it tells on crops", "region")),
      parameters=dict(weight="countryside.ploughing_limits_area.weight"),
      neutral=1.0, signs=dict(plough=+1), unit="factor of the yield")
def ploughing_limits_yields(share, plough, weight):
    """What of lost draught does not show as fallow shows as bad ploughing."""
    return plough ** (1 - weight * (1 - share))


@rule(reads=dict(land="countryside.land", sown="countryside.sown",
                                    wish=here(5e5, 2.5e7, "hectares that would pay", "region")),
      parameters=dict(pace=parameter(0.5, "share of the gap a year", 0.3, 0.8, assumption="the fields lost by 1921 came "
                                     "back by about half of the gap a spring; slower with few horses, faster with "
                                     "loans of seed"),
                      unrest=parameter(0.1, "share of the gap a year", 0.0, 0.3, assumption="who holds the land himself "
                                       "asks no landlord and is a little quicker; not at all, or by half, at the ends")),
      neutral="sown", signs=dict(wish=+1), unit="hectares",
      assumption="fields are given up and taken up within some springs, not within one")
def habit_of_sowing(land, sown, wish, pace, unrest):
    """Areas follow the wish within two or three springs."""
    return sown + (wish - sown) * (pace + unrest * land)


@rule("supply.r11", reads=dict(wanted=here(0.0, 3e6, "tonnes of seed", "region"),
                               kept=here(0.0, 3e6, "tonnes of seed kept back", "region"), stock="now:countryside.stock",
                               food=here(0.0, 6e5, "tonnes a month", "region"), left=here(1.0, 12.0, "months to new bread"),
                               spring=here(0.0, 1.0, "sowing time")),
      neutral="wanted", signs=dict(wanted=+1, kept=+1, stock=+1, food=-1), unit="tonnes")
def spring_sows_what_was_kept(wanted, kept, stock, food, left, spring):
    """What was kept for seed is sown; more only from what is not needed for bread until the harvest."""
    return spring * jnp.minimum(wanted, jnp.maximum(kept, stock - food * left))


@rule("supply.r11", "procurement.r11",
      reads=dict(sown="countryside.sown", area=here(5e5, 2.5e7, "hectares meant", "region"),
                 wanted=here(0.0, 3e6, "tonnes of seed", "region"), used="now:countryside.seed",
                 spring=here(0.0, 1.0, "sowing time")),
      neutral="sown", signs=dict(used=+1), unit="hectares")
def no_field_without_seed(sown, area, wanted, used, spring):
    """In spring as much is sown as there is seed for."""
    covered = used / jnp.maximum(wanted, 1)
    return jnp.where(spring > 0, sown + spring * (area * covered - sown), sown)


@rule(reads=dict(month="outside:month_of_year", counted="countryside.harvest_to_date", gathered="now:countryside.harvest"),
      parameters=dict(first="countryside.harvest_season.first"),
      neutral="counted", signs=dict(gathered=+1), unit="tonnes",
      assumption="statistics count grain by the year from harvest to harvest")
def harvest_year_opens_in_july(month, counted, gathered, first):
    """The count of grain harvested begins anew with each harvest year."""
    return jnp.where(month == first, 0, counted) + gathered.sum()


@rule(reads=dict(crop="countryside.crop", standing=here(4e5, 1.8e7, "tonnes in the field", "region"),
                 season=here(0.0, 1.0, "harvest season")),
      neutral="crop", unit="tonnes", assumption="the crop is known when it is cut")
def crop_is_known_when_cut(crop, standing, season):
    """The last crop is remembered until the next is cut."""
    return jnp.where(season > 0, standing, crop)


SPARE = parameter(5e6, "tonnes a year", 3e6, 7e6, publication="exports of 1909-13, some nine million tonnes, less what "
                  "the fields sown for 1917 bore under those of 1913; the harvest of 1909-13 is that of the revised "
                  "series on the territory before 1939")


CROP_OF_THE_NEW_FARMS = parameter(0.22, "share", 0.15, 0.3, assumption="a hectare bore a quarter less in 1931-33 than in 1926-30; drought of one year in "
                                  "three explains a twentieth; from an eighth where weather counts for more to nearly a third")
"""What enclosed farms lost of the crop of a hectare within three years."""
MONTHS_OF_NEGLECT = parameter(9.0, "months", 6.0, 12.0, assumption="three years with six tenths of the households inside and a fifth of the way settled, "
                              "and two thirds of the herd: as long as nine months of full neglect; half a year, or a year")
"""Neglect of horses in the first three years of the farms."""
PART_IN_DISORDER = parameter(0.48, "share", 0.35, 0.6, assumption="of six tenths inside four fifths not settled; less or more as fewer or more "
                             "had entered anew")
"""Part of the village in farms that have not settled, after three years."""


@constraint("share", 0.06, parameters=dict(
    neglect="countryside.horses_live_and_die.neglect", hands="countryside.horses_pull_the_plough.hands",
    weight="countryside.horses_pull_the_plough.weight", disorder="countryside.forced_farms_work_badly.disorder",
    lost="countryside.crop_of_the_new_farms", months="countryside.months_of_neglect", part="countryside.part_in_disorder"),
    publication=STATISTICS, assumption="horses that die and disorder are what weather leaves to be explained")
def horses_and_disorder_cost_what_the_fields_lost(neglect, hands, weight, disorder, lost, months, part):
    """Horses that die of neglect and disorder of the new farms together lower the crop by what was lost in 1931-33."""
    left = jnp.exp(-neglect * months)
    return lost - 1 + (hands + (1 - hands) * left ** weight) * (1 - disorder * part)


@constraint("tonnes a year", 1.5e6, parameters=dict(
    area="initial.countryside.sown", grain="countryside.grain_share", yields="countryside.standing_crop.yields",
    horses="initial.countryside.horses", herd="countryside.horses_pull_the_plough.normal_herd",
    hands="countryside.horses_pull_the_plough.hands", weight="countryside.horses_pull_the_plough.weight",
    fallow="countryside.ploughing_limits_area.weight", seed="countryside.seed_rate", rural="initial.population.rural", food="countryside.food_norm",
    urban="initial.population.urban", bread="supply.towns_need.norm", cattle="initial.countryside.cattle",
    oats="countryside.animals_need.horse", meal="countryside.animals_need.cow", spare="countryside.spare"),
    publication=STATISTICS + "; record: harvest of 1909-13, sown area of 1913, yields",
    assumption="peasants, soldiers counted in, towns, beasts and the next fields lived on the harvest, and ate "
               "little more or less than is known")
def the_harvest_feeds_the_country(area, grain, yields, horses, herd, hands, weight, fallow, seed, rural, food, urban, bread,
                                  cattle, oats, meal, spare):
    """An average harvest is seed, food of villages and towns, fodder, and what was exported before the war."""
    draught = hands + (1 - hands) * (horses / herd) ** weight
    harvest = (area * yields).sum() * grain * draught ** (1 - fallow)
    monthly = rural.sum() * food + urban.sum() * bread + horses * oats + cattle * meal
    return harvest - area.sum() * grain * seed - MONTHS_A_YEAR * monthly - spare


@constraint("share", 0.0, parameters=dict(rich="initial.countryside.rich", middle="initial.countryside.middle",
                                          poor="initial.countryside.poor"),
            assumption="three layers, as the book counts them, are all households")
def three_layers_are_all(rich, middle, poor):
    """The three layers of the village sum to one."""
    return rich + middle + poor - 1


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    m.set("reach", m.rule(central_government_reaches))
    season, left, spring = m.rule(harvest_season), m.rule(months_to_new_bread), m.rule(sowing_time)
    plough = m.rule(horses_pull_the_plough)
    yielded = m.rule(ploughing_limits_yields, plough=plough)
    standing = (m.rule(standing_crop) * m.rule(weather_of_the_year) * yielded
                * m.rule(the_starved_reap_less) * m.rule(forced_farms_work_badly))
    m.flow(HARVEST, standing * season)
    m.set("harvest_to_date", m.rule(harvest_year_opens_in_july))
    m.set("crop", m.rule(crop_is_known_when_cut, standing=standing, season=season))

    food, fodder, room = m.rule(village_needs), m.rule(animals_need), m.rule(room_to_sow)
    own = m.rule(the_family_sows_its_bread, food=food, fodder=fodder, room=room, yielded=yielded)
    wish = (room * m.rule(peasants_sow_what_pays, own=own) * m.rule(hands_at_the_front)
            * m.rule(ploughing_limits_area, plough=plough))
    area = m.rule(habit_of_sowing, wish=wish)
    seed = m.rule(seed_wanted, area=area, waits=m.rule(seed_waits_for_the_spring))
    kept = m.rule(seed_kept_back, wanted=seed)
    coming = m.rule(crop_still_in_the_field, standing=standing)
    fed = m.rule(beasts_are_fattened_beside_a_full_store, coming=coming, food=food, fodder=fodder, seed=seed, left=left,
                 plenty=m.rule(plenty_is_wasted))
    m.flow(EATEN, m.rule(people_eat_first, food=food, fodder=fodder,
                         within=m.rule(the_barn_must_last, coming=coming, seed=kept, left=left)))
    beside = m.rule(what_animals_may_have, coming=coming, seed=seed, left=left)
    m.flow(FODDER, m.rule(animals_get_the_rest, within=beside, wanted=fed))
    m.approach("fed", m.rule(fodder_over_need, need=fodder), "countryside.months_to_thin")
    m.flow(SEED, m.rule(spring_sows_what_was_kept, wanted=seed, kept=kept, food=food, left=left, spring=spring))
    m.set("sown", m.rule(no_field_without_seed, area=area, wanted=seed, spring=spring))
    m.set("surplus", m.rule(grain_beyond_own_needs, coming=coming, food=food, fodder=fodder, seed=seed, left=left))

    m.change("horses", m.rule(horses_live_and_die))
    m.change("cattle", m.rule(cattle_live_and_die))
    m.change("land", m.rule(peasants_take_the_land))
    m.approach("attitude", m.rule(village_judges_the_power), "countryside.months_to_judge")
    m.approach("revolt", m.rule(village_rises), "countryside.months_to_rise")
    m.change("burden", m.rule(what_was_taken), -m.rule(old_levies_are_forgotten))
    m.change("rich", m.rule(village_divides))
    m.change("poor", m.rule(the_poor_rise_and_the_middle_falls))
    m.set("middle", m.rule(the_rest_are_middle))


@output("agriculture.output", "index", "agricultural output, 1913 = 100", system="countryside",
        parameters=dict(
            crop=parameter(68e6, "tonnes", 60e6, 80e6, assumption="crop that counts as that of 1913: what January 1917 "
                           "had, raised to pre-war; at most what later statistics raised it to"),
            herd=parameter(60e6, "head", 52e6, 66e6, assumption="cattle that count as those of 1913: what January 1917 "
                           "had, raised to pre-war"),
            weight=parameter(2.0, "weight", 1.0, 3.0, assumption="the crop weighs twice as heavily as the herds, as it "
                             "feeds more people; from the same weight to three times"),
        ),
        assumption="crop and herds, weighed, against January 1917 raised to pre-war")
def agricultural_output(w, flows, crop, herd, weight):
    return PER_CENT * (weight * (w.countryside.crop.sum() / crop) + w.countryside.cattle / herd) / (weight + 1)


@output("unrest.risings", "risings a month", "peasant risings under way", system="mood",
        parameters=dict(region=parameter(40.0, "risings a month", 15.0, 100.0, assumption="risings for which a region "
                                         "wholly in revolt counts: some counties, each with several; a reading")),
        book=("mood.r21", "collectivisation.r05"))
def risings_under_way(w, flows, region):
    return region * w.countryside.revolt.sum()
