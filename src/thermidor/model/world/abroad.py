"""Twelve countries: crises, workers' organisation, communist parties, risings, defeats, fascism and the threat of war."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, here, output, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import COUNTRIES, RISING_OUTCOMES
from thermidor.model.nature import HALF, is_code, square

# Vectors below follow the order of the countries:
# germany austria hungary italy france britain poland finland bulgaria china spain usa
_COARSE = ("countries ranked by what the histories of each say, since no measure spans them; within the range neighbours in "
           "rank change places, the first and the last do not")


class Abroad(System):
    """The state of the labour movement and its enemies in twelve countries."""

    exhaustion: Array = variable(
        "index 0-1", "exhaustion by the World War", dim="country", high=1.0,
        start=parameter([.55, .6, .55, .45, .5, .35, .5, .3, .45, 0, 0, 0], "index 0-1", 0.7, 1.3,
                        dim="country", assumption=_COARSE))
    crisis: Array = variable(
        "index 0-1", "depth of the social and political crisis", dim="country", high=1.0,
        start=parameter([.25, .3, .3, .25, .25, .15, .2, .25, .2, .25, .15, .05], "index 0-1", 0.5, 1.5,
                        dim="country", assumption=_COARSE))
    organisation: Array = variable(
        "index 0-1", "organisation of the working class", dim="country", high=1.0,
        start=parameter([.75, .65, .5, .55, .45, .55, .4, .6, .4, .06, .35, .2], "index 0-1", 0.7, 1.3,
                        dim="country", assumption=_COARSE))
    cp: Array = variable("persons", "members of the communist party", dim="country", start=0.0,
                         typical=(500.0, 3.0e5))
    leadership: Array = variable(
        "index 0-1", "independence and quality of the communist leadership", dim="country", high=1.0,
        start=parameter([.45, .3, .3, .35, .25, .25, .45, .3, .4, .25, .3, .2], "index 0-1", 0.6, 1.4,
                        dim="country", assumption=_COARSE))
    right: Array = variable(
        "index 0-1", "strength of the armed or fascist right", dim="country", high=1.0,
        start=parameter([.25, .2, .25, .15, .15, .1, .3, .35, .25, .3, .25, .1], "index 0-1", 0.5, 1.5,
                        dim="country", assumption=_COARSE))
    loyalty: Array = variable(
        "index 0-1", "loyalty of the army to the old order", dim="country", high=1.0,
        start=parameter([.9, .75, .75, .75, .8, .9, .7, .7, .75, .7, .8, .95], "index 0-1", 0.8, 1.1,
                        dim="country", assumption=_COARSE))
    discouraged: Array = variable("index 0-1", "discouragement after defeats", dim="country", high=1.0, start=0.0)
    movement: Array = variable("index 0-1", "masses in motion: strikes, councils, demonstrations", dim="country",
                               high=1.0, start=0.0)
    power: Array = variable("0 or 1", "workers' power", dim="country", high=1.0, start=0.0)
    nazi_vote: Array = variable("share", "votes for the National Socialists in Germany", high=1.0, start=0.0)
    nazi_power: Array = variable("0 or 1", "National Socialists govern Germany", high=1.0, start=0.0)
    rearmament: Array = variable("index 0-1", "rearmament of aggressive states", high=1.0, start=0.0)
    threat: Array = variable(
        "index 0-1", "threat of war against the Soviet state", high=1.0, start=0.0)


WEIGHT = parameter([.30, .06, .03, .07, .12, .14, .05, .01, .01, .08, .04, .35], "share", 0.7, 1.3,
                   dim="country", assumption="share in the industry of the capitalist world, rounded; China by population")
"""How much workers' power in a country would end the isolation of Russia."""
BURDEN = parameter([.022, .025, .022, .02, .022, .014, .018, .01, .018, 0, 0, .004], "index a month", 0.6, 1.4,
                   dim="country", assumption="wear of a month of total war: a third of all there is in under two years "
                   "for those on the continent, two thirds of it for Britain, a fifth for America; two fifths up or "
                   "down, for losses, bread and strikes rank alike but not by as much")
BEATEN = parameter([1, 1, 1, .35, 0, 0, .3, .3, .9, 0, 0, 0], "share", 0.8, 1.0, dim="country",
                   assumption="whose army the war has beaten: the three empires whole (abroad.great_war.r16, p. 96), "
                   "Bulgaria nearly, Italy by a third for Caporetto and a victory felt as lost, Poland and Finland as "
                   "parts of empires; a fifth less at most")
"""States whose old order falls with defeat (Italy: a victory felt as defeat; Poland, Finland: new states)."""
NEIGHBOUR = parameter([.1, .15, .2, .15, .06, .04, .2, .7, .2, .15, .06, .03], "share", 0.6, 1.4,
                      dim="country", assumption="reach of the Russian example, Finland inside the empire")
EXPOSURE = parameter([.95, .75, .6, .4, .35, .4, .6, .3, .5, .25, .75, .6], "share", 0.7, 1.2, dim="country",
                     assumption="Germany nearly whole, Austria and Spain three quarters, the western victors a third, "
                     "as unemployment of 1932 and debts abroad rank them; three tenths less or a fifth more")
STANDING = parameter([.1, .15, .15, .15, .1, .08, .18, .08, .25, .38, .22, .05], "index 0-1", 0.7, 1.3,
                     dim="country", assumption="land question and foreign domination keep a crisis open")
POTENTIAL = parameter([6.5e5, 4e4, 5e4, 1.2e5, 2.2e5, 2.5e4, 4e4, 3e4, 6e4, 1.2e5, 1e5, 8e4], "persons", 0.6, 1.6,
                      dim="country", publication="order of magnitude of the highest memberships: Weber, Die Wandlung des deutschen Kommunismus, Frankfurt 1969, for Germany; figures of the book for France, China, Britain (abroad.europe.r11, abroad.china.r06, abroad.britain.r07)")
SMALL = parameter([0, .5, .9, .4, .15, .15, .6, 1, 1, .2, .6, 0], "share", 0.8, 1.0, dim="country",
                  assumption="Hungary, Finland and Bulgaria in a season, Austria and Poland halfway, France and Britain "
                  "hardly, Germany and America never: by people and arms against those around; a fifth less")
GERMANY = COUNTRIES.index("germany")
"""Place of Germany in the vectors."""
IN_GERMANY = jnp.array([country == "germany" for country in COUNTRIES], jnp.float32)
"""1 for Germany, 0 for the others."""
CHINA = COUNTRIES.index("china")
"""Place of China in the vectors."""

INSURRECTION = choice("abroad.{country}.insurrection.outcome", "an attempt of workers to take power",
                      kind="event", options=RISING_OUTCOMES, dim="country",
                      book=("abroad.germany.r07", "abroad.germany.r13", "abroad.europe.r07", "abroad.china.r10", "abroad.spain.r03"))
SPARK = choice("abroad.{country}.spark", "a shock that sets masses in motion: general strike, killings, coup",
               kind="event", dim="country", book=("abroad.china.r06", "abroad.britain.r05", "abroad.europe.r14"))
OVERTHROW = choice("abroad.{country}.overthrow", "workers' power is overthrown", kind="event", dim="country",
                   book=("abroad.europe.r07", "abroad.germany.r08"))
NAZI_POWER = choice("abroad.germany.nazi_power", "National Socialists are given the government of Germany",
                    kind="event", book=("abroad.nazism.r09",))


@rule("abroad.great_war.r14", reads=dict(exhaustion="abroad.exhaustion", war="outside:great_war"),
      parameters=dict(burden="abroad.burden",
                      healing=parameter(0.035, "a month", 0.015, 0.07, assumption="half is gone in about twenty months")),
      neutral=0.0, signs=dict(war=+1), unit="index a month")
def war_exhausts(exhaustion, war, burden, healing):
    """Total war wears every belligerent out; peace heals slowly."""
    return war * burden * (1 - exhaustion) - healing * exhaustion * (1 - war)


@rule("abroad.great_war.r16", "abroad.germany.r01", reads=dict(exhaustion="abroad.exhaustion", war="outside:great_war"),
      parameters=dict(
          tension=parameter(0.35, "share", 0.15, 0.6, assumption="while the war goes on a third of what exhaustion is "
                            "breaks through censors and martial law, as the strikes of January 1918; a seventh or six "
                            "tenths"),
          collapse=parameter(0.95, "share", 0.6, 1.1, assumption="where the state is beaten nearly all of the "
                             "exhaustion turns to crisis, as in Germany and Austria in November 1918; six tenths or a "
                             "little more than all"),
          after=parameter(0.5, "share", 0.25, 0.75, assumption="demobilisation leaves victors half of the crisis that "
                          "exhaustion allows, as in the strikes of 1919-20; a quarter or three"),
          beaten="abroad.beaten"),
      neutral=0.0, signs=dict(exhaustion=+1), unit="index 0-1")
def war_leaves_a_crisis(exhaustion, war, tension, collapse, after, beaten):
    """War holds its tensions down while it lasts; the beaten collapse, the victors demobilise."""
    return exhaustion * (war * tension + (1 - war) * (after + (collapse - after) * beaten))


@rule("abroad.great_war.r16", "abroad.germany.r10", "abroad.nazism.r01", reads=dict(
          hope="comintern.hope", soviet="soviets.power", slump="outside:world_crisis",
          reparations="outside:reparations", from_war=here(0.0, 1.0, "crisis left by the war", dim="country")),
      parameters=dict(
          ruhr=parameter(0.75, "share", 0.4, 1.0, assumption="at the full weight of reparations the Ruhr makes three "
                         "quarters of a crisis in Germany by itself: savings and wages gone from January to September "
                         "1923, a cabinet toppled (abroad.germany.r10, p. 201); two fifths, or a whole one"),
          felt=parameter(2.0, "power", 1.0, 3.0, assumption="ordinary payments are borne, an occupation breaks the currency"),
          depth=parameter(0.8, "share", 0.5, 1.0, assumption="an industrial slump of the depth of 1932 is a national crisis"),
          neighbour="abroad.neighbour", exposure="abroad.exposure", standing="abroad.standing"),
      neutral=0.0, signs=dict(from_war=+1, hope=+1, soviet=+1, slump=+1, reparations=+1),
      unit="index 0-1")
def crisis_ripens(hope, soviet, slump, reparations, from_war, ruhr, felt, depth, neighbour, exposure, standing):
    """War, ruinous reparations, slump and the Russian example ripen a crisis."""
    return 1 - (1 - from_war) * (1 - standing) * (1 - neighbour * soviet * hope) \
        * (1 - depth * exposure * slump) * (1 - ruhr * reparations ** felt * IN_GERMANY)


@rule("abroad.china.r06", "abroad.britain.r05", "abroad.europe.r14", "abroad.spain.r02", reads=dict(
          crisis="abroad.crisis", organisation="abroad.organisation", nazi="abroad.nazi_power"),
      parameters=dict(
          chance=parameter(0.04, "a month", 0.015, 0.1, assumption="about one great shock in a decade and a country, several in a crisis"),
          alarm=parameter(0.5, "share", 0.0, 1.5, assumption="Nazis in power next door make sparks half as frequent "
                          "again: in February 1934 the marches of two unions merged against the orders of one party "
                          "(abroad.europe.r14, p. 316), and not elsewhere; not at all, or two and a half times")),
      neutral=0.0, signs=dict(crisis=+1, organisation=+1, nazi=+1), unit="probability a month")
def sparks_fall(crisis, organisation, nazi, chance, alarm):
    """Killings, coups and great strikes set masses in motion; fascism next door alarms them."""
    return chance * crisis * (organisation + crisis) * (1 + alarm * nazi)


@rule("abroad.china.r06", "abroad.britain.r05", "abroad.germany.r01", "abroad.europe.r16", reads=dict(
          movement="abroad.movement", crisis="abroad.crisis", discouraged="abroad.discouraged",
          spark=here(0.0, 1.0, dim="country"), beaten=here(0.0, 1.0, dim="country"), nazi="now:abroad.nazi_power"),
      parameters=dict(
          roused=parameter(0.6, "share", 0.3, 0.9, assumption="a general strike or a massacre sets in motion most of those "
                           "who can be moved"),
          deep=parameter(3.0, "power", 2.0, 4.0, assumption="ordinary troubles and standing grievances move few, a crisis of the whole state moves "
                         "masses without any one spark"),
          pace=parameter(0.06, "a month", 0.03, 0.12, assumption="a movement lasts for a year or two: China 1925-27, "
                         "Spain 1936-37; seven months of the miners of 1926"),
          crushed=parameter(0.8, "share", 0.5, 1.0, assumption="a beaten rising sends four in five home, the others "
                            "going on in single towns, as in Germany in the spring of 1919; a half or all")),
      neutral=0.0, signs=dict(crisis=+1, spark=+1, discouraged=-1, beaten=-1, nazi=-1), unit="index a month")
def masses_are_set_in_motion(movement, crisis, discouraged, spark, beaten, nazi, roused, deep, pace, crushed):
    """Deep crises and great shocks set masses in motion; it lasts for a year or two, or until it is beaten."""
    free = (1 - discouraged) * (1 - nazi * IN_GERMANY)
    more = pace * (crisis ** deep * free - movement) + roused * spark * free * (1 - movement)
    return more - crushed * beaten * (movement + more)


@rule("abroad.china.r01", "abroad.europe.r01", "abroad.china.r06", "abroad.nazism.r11", reads=dict(
          organisation="abroad.organisation", movement="abroad.movement", discouraged="abroad.discouraged",
          right="abroad.right", nazi="abroad.nazi_power"),
      parameters=dict(
          gain=parameter(0.1, "a month", 0.04, 0.2, assumption="masses in motion double their unions within a year, as in "
                         "China in 1925-26"),
          custom=parameter(0.005, "a month", 0.002, 0.02, assumption="custom lets an organised class grow by five in a "
                           "thousand a month without any movement, as unions did before 1914; two or twenty"),
          grown=parameter(0.2, "index 0-1", 0.1, 0.4, assumption="custom keeps unions that have grown so far; below it there "
                          "are circles"),
          loss=parameter(0.015, "a month", 0.005, 0.04, assumption="defeat and the armed right thin them out by a sixth a year"),
          dissolved=parameter(0.3, "a month", 0.1, 0.6, assumption="Nazis in power dissolve half of what workers have "
                              "built in two months: unions on 2 May, the last party in June 1933 (abroad.nazism.r11, "
                              "p. 311), three months after they came; one to seven months"),
          underground=parameter(0.03, "index 0-1", 0.01, 0.06, assumption="circles of one in thirty of what there was "
                                "outlive any dictatorship; one in a hundred, or in sixteen")),
      neutral=0.0, signs=dict(movement=+1, discouraged=-1, right=-1, nazi=-1), unit="index a month")
def workers_organise(organisation, movement, discouraged, right, nazi, gain, custom, grown, loss, dissolved,
                     underground):
    """Masses in motion build unions and parties, custom keeps them, defeats and the armed right break them."""
    kept = custom * organisation / (organisation + grown)
    return (gain * movement + kept) * organisation * (1 - organisation) * (1 - discouraged) \
        - loss * (discouraged + square(right)) * organisation \
        - dissolved * nazi * IN_GERMANY * jnp.maximum(organisation - underground, 0.0)


@rule("abroad.germany.r05", "abroad.europe.r11", "comintern.r15", reads=dict(
          organisation="abroad.organisation", autonomy="comintern.autonomy", sectarian="comintern.sectarian",
          nazi="abroad.nazi_power", soviet="soviets.power", war="outside:great_war"),
      parameters=dict(
          few=parameter(0.25, "index 0-1", 0.1, 0.4, assumption="at a quarter of full organisation workers' parties "
                        "have half of their reach, below it they stay circles: Italy's and Poland's at their weakest; "
                        "a tenth or two fifths"),
          steep=parameter(3.0, "power", 2.0, 4.0, assumption="a class hardly organised has a party of hundreds, as in China "
                          "before 1925"),
          remade=parameter(0.3, "share", 0.1, 0.6, assumption="a party wholly under orders can win three in ten fewer: "
                           "the French section fell from 83,000 to 35,000 in four years of remaking "
                           "(abroad.europe.r11, p. 170), for other reasons too; a tenth or six tenths"),
          narrow=parameter(0.3, "share", 0.1, 0.6, assumption="a narrow line costs as much again: all parties declined "
                           "from 1929 to 1934 except the German (comintern.r15, p. 286), which grew with unemployment; "
                           "a tenth or six tenths"),
          potential="abroad.potential"),
      neutral=0.0, signs=dict(organisation=+1, autonomy=+1, sectarian=-1, nazi=-1, soviet=+1, war=-1), unit="persons")
def a_party_has_its_reach(organisation, autonomy, sectarian, nazi, soviet, war, few, steep, remade, narrow, potential):
    """Who can be won for a party: organised workers, after October and the war; orders and narrow lines leave fewer."""
    class_ = organisation ** steep
    return potential * soviet * (1 - war) * class_ / (class_ + few ** steep) \
        * (1 - remade * (1 - autonomy)) * (1 - narrow * sectarian) * (1 - nazi * IN_GERMANY)


@rule("abroad.europe.r11", "abroad.britain.r07", "abroad.china.r06", "comintern.r08", reads=dict(
          cp="abroad.cp", reach=here(0.0, 6e5, dim="country"), movement="abroad.movement",
          hope="comintern.hope"),
      parameters=dict(
          core=parameter(0.12, "share", 0.05, 0.3, assumption="in calm one in eight of those who can be won stays, "
                         "dues payers of the quiet middle twenties against the highest count; one in twenty or three "
                         "in ten"),
          join=parameter(0.2, "a month", 0.1, 0.4, assumption="a party goes a fifth of the way to those whom it can "
                         "win each month of masses in motion: from 1,000 to 10,000 in two months of 1925 and 30,000 in "
                         "a year (abroad.china.r06, p. 252), the first being its start from nothing; a tenth or two "
                         "fifths"),
          leave=parameter(0.05, "a month", 0.02, 0.1, assumption="and leave within a year or two when it is over")),
      neutral=0.0, signs=dict(movement=+1, hope=+1, reach=+1), unit="persons a month")
def parties_grow_and_shrink(cp, reach, movement, hope, core, join, leave):
    """Struggle and hope fill the communist parties at once; when they are over the parties empty more slowly."""
    moved = movement * (1 + hope) / (1 + hope * movement)
    size = reach * (core + (1 - core) * moved)
    return jnp.where(size > cp, join, leave) * (size - cp)


@rule("comintern.r04", "comintern.r09", "abroad.germany.r12", "abroad.china.r12", "abroad.china.r05", reads=dict(
          leadership="abroad.leadership", autonomy="comintern.autonomy", cp="abroad.cp",
          crisis="abroad.crisis"),
      parameters=dict(
          learning=parameter(0.012, "a month", 0.004, 0.03, assumption="in full crisis a leadership of its own learns "
                             "half of what it lacks in five years; twenty, or two"),
          removal=parameter(0.03, "a month", 0.01, 0.07, assumption="wholly under orders half of what leaders know is "
                            "removed with them in two years: the Polish leadership at one stroke, French critics one "
                            "by one, in 1924-25 (comintern.r09, p. 223); ten months or six years"),
          floor=parameter(0.1, "index 0-1", 0.0, 0.2, assumption="a tenth of full leadership is left wherever there "
                          "are workers' parties at all; nothing or a fifth"),
          many=parameter(2.0e4, "persons", 5e3, 6e4, assumption="at twenty thousand members a party learns half of "
                         "what it could from its struggles; five or sixty thousand"),
          circles=parameter(1.0e3, "persons", 300.0, 3e3, assumption="left groups that learn before there is a party")),
      neutral=0.0, signs=dict(autonomy=+1, crisis=+1, cp=+1), unit="index a month")
def leaders_learn_or_are_removed(leadership, autonomy, cp, crisis, learning, removal, floor, many, circles):
    """Leaders learn in their own struggles; orders from above remove those who think."""
    school = cp + circles
    return learning * autonomy * crisis * school / (school + many) * (1 - leadership) \
        - removal * (1 - autonomy) * jnp.maximum(leadership - floor, 0.0)


@rule("abroad.germany.r07", "abroad.europe.r04", "abroad.nazism.r02", "abroad.nazism.r03", reads=dict(
          right="abroad.right", crisis="abroad.crisis", discouraged="abroad.discouraged",
          organisation="abroad.organisation", nazi="abroad.nazi_power", power="abroad.power"),
      parameters=dict(
          despair=parameter(0.03, "a month", 0.01, 0.07, assumption="crisis without a workers' way out feeds the right in one or two years"),
          fade=parameter(0.02, "a month", 0.005, 0.05, assumption="in calm the right loses half of what crisis gave it "
                         "in three years, as from 1924 to 1928; ten or one"),
          rest=parameter(0.15, "index 0-1", 0.05, 0.3, assumption="a seventh of full strength is always there in "
                         "officers, estates and leagues; a twentieth or three tenths"),
          other=parameter(0.5, "share", 0.2, 0.8, assumption="the best organised class, undefeated, keeps half of the ruined "
                          "from the right")),
      neutral=0.0, signs=dict(crisis=+1, discouraged=+1, nazi=+1, power=-1), unit="index a month")
def right_feeds_on_crisis(right, crisis, discouraged, organisation, nazi, power, despair, fade, rest, other):
    """Crises that the workers do not resolve and defeats swell the right; calm lets it fade."""
    open_way = 1 - organisation * (1 - discouraged) * other
    return despair * crisis * open_way * (1 + nazi) * (1 - right) * (1 - power) \
        - fade * (1 - crisis) * jnp.maximum(right - rest, 0.0)


@rule("abroad.great_war.r14", "abroad.germany.r01", "abroad.germany.r03", "abroad.spain.r03", reads=dict(
          loyalty="abroad.loyalty", exhaustion="abroad.exhaustion", crisis="abroad.crisis",
          movement="abroad.movement", war="outside:great_war"),
      parameters=dict(
          divided=parameter(0.15, "share", 0.0, 0.3, assumption="masses in motion win a seventh even of a rested army: "
                            "in July 1936 where workers acted at once garrisons gave in within two days, elsewhere not "
                            "(abroad.spain.r03, p. 328); none, or three tenths"),
          pace=parameter(0.12, "a month", 0.05, 0.3, assumption="armies break and are remade within a year"),
          shaken=parameter(0.75, "share", 0.4, 1.0, assumption="wholly exhausted in a full crisis three quarters of an "
                           "army no longer obey, as in the garrisons of November 1918; two fifths or all"),
          held=parameter(0.4, "share", 0.1, 0.7, assumption="discipline of the front takes off two fifths of it while "
                         "the war goes on, since the mutinies of 1917 in France were ended; a tenth or seven")),
      neutral=0.0, signs=dict(exhaustion=-1, crisis=-1, movement=-1), unit="index a month")
def armies_waver(loyalty, exhaustion, crisis, movement, war, divided, pace, shaken, held):
    """Conscripts of a long war waver in a crisis; masses in motion divide even a rested army, and little of it."""
    goal = (1 - shaken * jnp.sqrt(exhaustion * crisis) * (1 - held * war)) * (1 - divided * movement)
    return pace * (goal - loyalty)


@rule("abroad.germany.r07", "abroad.germany.r09", "abroad.germany.r13", "abroad.europe.r08",
      "abroad.china.r14", "comintern.r05", reads=dict(
          crisis="abroad.crisis", organisation="abroad.organisation", cp="abroad.cp",
          discouraged="abroad.discouraged", hope="comintern.hope", power="abroad.power",
          nazi="abroad.nazi_power", advice="comintern.advice", loyalty="abroad.loyalty"),
      parameters=dict(
          deterred=parameter(0.95, "share", 0.7, 1.0, assumption="nobody rises against an army that is sure to shoot"),
          chance=parameter(1.4, "a month", 0.6, 2.5, assumption="a ripe crisis of an organised class comes to a trial within months"),
          steep=parameter(3.0, "power", 2.0, 4.0, assumption="crises below the greatest rarely come to a rising"),
          haste=parameter(0.5, "share", 0.0, 1.0, assumption="bad advice makes a trial come half as fast again: the "
                          "theory of the offensive had one called in March 1921 without regard for forces "
                          "(abroad.germany.r09, p. 169), and that of 1923 came late; no difference or twice as fast"),
          many=parameter(0.08, "share of the greatest membership", 0.02, 0.2,
                         assumption="a party of a twelfth of the greatest membership, fifty thousand in Germany, can "
                         "half call a rising; a fiftieth or a fifth"),
          potential="abroad.potential"),
      neutral=0.0, signs=dict(crisis=+1, organisation=+1, cp=+1, discouraged=-1, hope=+1, power=-1,
                               loyalty=-1, advice=-1), unit="probability a month")
def crises_come_to_a_trial(crisis, organisation, cp, discouraged, hope, power, nazi, advice, loyalty, chance,
                           steep, haste, many, potential, deterred):
    """A ripe crisis, an organised class and a party that believes come to a trial of force, sooner on bad advice."""
    size = cp / (cp + many * potential)
    return chance * crisis ** steep * organisation * size * (1 - discouraged) * hope \
        * (1 + haste * (1 - advice)) * (1 - power) * (1 - nazi * IN_GERMANY) * (1 - deterred * loyalty)


@rule("abroad.germany.r05", "abroad.germany.r13", "abroad.germany.r14", "abroad.germany.r16", "abroad.china.r10",
      "abroad.europe.r02", "abroad.spain.r12", "classes.r14", reads=dict(
          leadership="abroad.leadership", organisation="abroad.organisation", right="abroad.right",
          loyalty="abroad.loyalty", crisis="abroad.crisis", advice="comintern.advice",
          power="abroad.power"),
      parameters=dict(
          base=parameter(-5.5, "log odds", -7.5, -3.5, assumption="set so that all German trials of 1918-23 together succeed in 10 to 20 per cent of free histories: the book calls victory possible and no figure exists"),
          lead=parameter(2.5, "log odds", 1.0, 4.0, assumption="full leadership against none changes the odds "
                         "twelvefold: a plan hung on one conference and given up in a day lost October 1923 without a "
                         "fight (abroad.germany.r13, p. 204); threefold or fifty-fold"),
          class_=parameter(1.5, "log odds", 0.5, 3.0, assumption="full organisation against none changes the odds four "
                           "and a half fold, less than leadership or arms, for both could be had without it; by two "
                           "thirds or twentyfold"),
          guns=parameter(2.5, "log odds", 1.0, 4.0, assumption="a loyal army with a strong right divides the odds by "
                         "twelve: 50,000 soldiers against 33,000 men of the hundreds, hardly armed "
                         "(abroad.germany.r14, p. 202); by three or by fifty"),
          ripe=parameter(2.0, "log odds", 0.5, 4.0, assumption="a full crisis against none multiplies the odds by "
                         "seven, somewhat less than leadership: the deeper it is the weaker the state; by two thirds "
                         "or by fifty"),
          counsel=parameter(1.5, "log odds", 0.3, 3.0, assumption="good counsel against bad multiplies the odds by "
                            "four and a half: a centre absorbed by its own quarrel prepared in August what had ripened "
                            "since January (abroad.germany.r11, p. 201), which costs less than leaders or arms; a "
                            "third more or twenty-fold"),
          bridge=parameter(2.0, "log odds", 0.5, 4.0, assumption="workers in power in all the other countries multiply "
                           "the odds by seven: a bridge from the Ukraine to Budapest was the hope of 1919 "
                           "(abroad.europe.r07, p. 117) and a workers' Germany was thought to break the "
                           "counter-revolution (abroad.germany.r16, p. 105); by less than two or by fifty"),
          weight="abroad.weight"),
      neutral=0.0, signs=dict(leadership=+1, organisation=+1, right=-1, loyalty=-1, crisis=+1, advice=+1, power=+1),
      unit="probability")
def risings_succeed(leadership, organisation, right, loyalty, crisis, advice, power, base, lead,
                    class_, guns, ripe, counsel, bridge, weight):
    """A rising wins by leadership, organisation and a wavering army, with good counsel and workers' power next door."""
    odds = base + lead * leadership + class_ * organisation - guns * (loyalty + right) * HALF + ripe * crisis \
        + counsel * advice + bridge * (power * weight).sum() / weight.sum()
    return jax.nn.sigmoid(odds)


@rule("abroad.europe.r07", "abroad.germany.r08", "abroad.germany.r16", reads=dict(
          power="abroad.power", resolve="intervention.resolve", organisation="abroad.organisation"),
      parameters=dict(
          chance=parameter(0.25, "a month", 0.1, 0.5, book=("abroad.europe.r07",)),
          own=parameter(0.004, "a month", 0.0, 0.015, assumption="even a great workers' state falls once in twenty "
                        "years at odds of its own, as none is on record; never, or in six"),
          company=parameter(6.0, "1", 3.0, 10.0, assumption="workers' power in a sixth of the world's weight leaves a "
                            "third of the danger, in half of it a twentieth; half or nearly twice as fast"),
          guard=parameter(0.5, "share", 0.2, 0.8, assumption="a wholly organised class halves the odds of its enemies"),
          small="abroad.small", weight="abroad.weight"),
      neutral=0.0, signs=dict(resolve=+1, organisation=-1), unit="probability a month")
def neighbours_overthrow(power, resolve, organisation, chance, own, company, guard, small, weight):
    """A small workers' state alone is crushed within months; a great one, or several, can hold."""
    alone = jnp.exp(-company * (power * weight).sum() / weight.sum())
    return power * (chance * small * alone * resolve + own) * (1 - guard * organisation)


@rule("abroad.europe.r04", "abroad.germany.r15", "abroad.china.r11", reads=dict(
          discouraged="abroad.discouraged", defeat=here(0.0, 1.0, "a rising was beaten this month", dim="country")),
      parameters=dict(
          blow=parameter(0.55, "share", 0.2, 0.8, assumption="a beaten rising ends attempts for a year or more"),
          forget=parameter(0.014, "a month", 0.006, 0.03, assumption="courage returns in five or six years")),
      neutral=0.0, signs=dict(defeat=+1), unit="index a month")
def defeats_discourage(discouraged, defeat, blow, forget):
    """A beaten rising discourages for years."""
    return blow * defeat * (1 - discouraged) - forget * discouraged


@rule("abroad.nazism.r01", reads=dict(slump="outside:world_crisis", exhaustion="abroad.exhaustion.germany"),
      parameters=dict(
          printed=parameter(0.06, "index 0-1", 0.02, 0.2, publication="Holtfrerich, The German Inflation 1914-1923: "
                            "Causes and Effects in International Perspective, Berlin and New York 1986",
                            assumption="debts of the war at which inflation keeps half of those at work whom a slump would "
                            "put out; German unemployment stayed low in 1920-22")),
      neutral="slump", signs=dict(slump=+1, exhaustion=-1), unit="index 0-1")
def inflation_hides_a_slump(slump, exhaustion, printed):
    """As long as the debts of the war are paid by the press, a world slump puts few Germans out of work."""
    return slump * printed / (printed + exhaustion)


@rule("abroad.nazism.r01", "abroad.germany.r10", "abroad.nazism.r08", reads=dict(
          jobless=here(0.0, 1.0, "slump felt in Germany"), right="abroad.right.germany",
          discouraged="abroad.discouraged.germany", power="abroad.power.germany", reparations="outside:reparations",
          unity=here(0.0, 1.0, "common front of the workers' parties")),
      parameters=dict(
          ceiling=parameter(0.65, "share", 0.5, 0.9, assumption="middle class, countryside and unemployed within reach of the "
                            "party; the rest is bound to the workers' parties and the Centre"),
          ruin=parameter(0.1, "share", 0.03, 0.3, assumption="lost savings drive a tenth as many as lost work: in 1923 "
                         "workers poured into the communist party and only a part of the crowd to the Nazis "
                         "(abroad.germany.r10, p. 202); a thirtieth or three tenths"),
          rest=parameter(0.04, "share", 0.01, 0.08, publication="2.6 per cent in the calm year 1928; Reichstag elections",
                         assumption="resentment of the lost war in ordinary years"),
          front=parameter(0.6, "share", 0.2, 0.9, assumption="a united front keeps three in five of those who would go "
                          "to them: the unemployed could still have been drawn back in 1932 (abroad.nazism.r08, p. "
                          "308), the employed had not gone; a fifth or nine tenths"),
          felt="abroad.crisis_ripens.felt"),
      neutral=0.0, signs=dict(jobless=+1, right=+1, unity=-1, power=-1, reparations=+1), unit="share")
def the_ruined_look_for_a_way_out(jobless, right, discouraged, power, reparations, unity, ceiling, ruin, rest, front, felt):
    """Unemployment and ruin drive crowds to the Nazis unless a united workers' front offers another way."""
    despair = jnp.sqrt(right + discouraged * (1 - right))
    return ceiling * jnp.minimum(jobless + ruin * reparations ** felt + rest, 1.0) * despair * (1 - front * unity) * (1 - power)


@rule("abroad.nazism.r06", "abroad.nazism.r01", reads=dict(
          vote="abroad.nazi_vote", pull=here(0.0, 1.0, "share within reach"), nazi="now:abroad.nazi_power"),
      parameters=dict(
          spread=parameter(0.25, "a month", 0.1, 0.5, assumption="a party known everywhere wins within months those who look "
                           "for a way out: from 18 to 37 per cent in under two years"),
          seed=parameter(0.005, "share", 0.002, 0.02, assumption="a party of some thousand members reaches one voter in two hundred"),
          known=parameter(0.1, "share", 0.04, 0.2, assumption="below a tenth of the votes it has no press, no halls and no credit; "
                          "it took from 1920 to 1930 to pass it"),
          leave=parameter(0.12, "a month", 0.05, 0.2, publication="6.5 per cent in May 1924, 3.0 in December; Reichstag elections",
                          assumption="voters of despair are lost within a year when it lifts")),
      neutral=0.0, signs=dict(pull=+1), unit="share a month")
def a_party_grows_by_those_it_has(vote, pull, nazi, spread, seed, known, leave):
    """A small party reaches few of the ruined, a large one all; while it rules nobody votes freely."""
    reach = (vote + seed) / (vote + seed + known)
    return (1 - nazi) * jnp.where(pull > vote, spread * reach, leave) * (pull - vote)


@rule("abroad.nazism.r08", "abroad.nazism.r04", "comintern.r11", "comintern.r15", reads=dict(
          leadership="abroad.leadership.germany", advice="comintern.advice", sectarian="comintern.sectarian"),
      parameters=dict(own=parameter(0.5, "share", 0.2, 0.8, assumption="half of what decides on a front is the German "
                                    "leadership's, half Moscow's: it reversed itself on orders in five days, and held "
                                    "out elsewhere; a fifth or four fifths")),
      neutral=0.0, signs=dict(leadership=+1, advice=+1, sectarian=-1), unit="share")
def front_unites(leadership, advice, sectarian, own):
    """A common front needs leaders who may think and advice that wants it."""
    return (own * leadership + (1 - own) * advice) * (1 - sectarian)


@rule("abroad.nazism.r09", "abroad.nazism.r05", reads=dict(
          vote="abroad.nazi_vote", crisis="abroad.crisis.germany", power="abroad.power.germany",
          unity=here(0.0, 1.0, "common front of the workers' parties"), governs="abroad.nazi_power"),
      parameters=dict(
          steep=parameter(3.0, "power", 2.0, 4.0, assumption="a party of a third of the votes is called eight times "
                          "less readily than one of two thirds, one of a tenth never; four or sixteen times"),
          chance=parameter(1.2, "a month", 0.5, 3.0, assumption="a party with a third of the votes in a deep crisis is called within a year or so"),
          front=parameter(1.2, "share", 0.5, 2.0, assumption="a front that is five sixths complete stops the call "
                          "altogether: the book holds the window open until big capital decides, to the strikes of the "
                          "end of 1932 (abroad.nazism.r08, p. 308); half of it must not suffice, at 2 it does")),
      neutral=0.0, signs=dict(vote=+1, crisis=+1, power=-1, unity=-1, governs=-1), unit="probability a month")
def capital_calls_the_nazis(vote, crisis, power, unity, governs, steep, chance, front):
    """Capital hands them the government when the crowd is there and the workers stand divided."""
    return chance * vote ** steep * crisis * jnp.clip(1 - front * unity, 0.0, 1.0) * (1 - power) * (1 - governs)


@rule("abroad.nazism.r13", "abroad.diplomacy.r07", "abroad.diplomacy.r12", reads=dict(
          nazi="abroad.nazi_power", rearmament="abroad.rearmament", slump="outside:world_crisis",
          competence="army.competence", engaged="intervention.engaged", poland="intervention.poland",
          right="abroad.right"),
      parameters=dict(
          asia=parameter(0.25, "index", 0.05, 0.5, assumption="a full slump makes Japan's expansion a quarter of a "
                         "full threat, being far from the centre; a twentieth or a half"),
          bluster=parameter(0.12, "index", 0.0, 0.3, assumption="hostile neighbours on the right of all countries make "
                            "an eighth of a full threat in ordinary years, as the notes of 1923 and 1927; nothing or "
                            "three tenths"),
          weakness=parameter(0.4, "share", 0.1, 0.8, assumption="an army that looks wholly beheaded adds two fifths to "
                             "what Nazi arms threaten: staffs abroad saw it, and Hitler used it against his generals "
                             "(abroad.diplomacy.r07, p. 352); a tenth or four fifths")),
      neutral=0.0, signs=dict(nazi=+1, rearmament=+1, slump=+1, competence=-1, engaged=+1, poland=+1),
      unit="index 0-1")
def war_threatens(nazi, rearmament, slump, competence, engaged, poland, right, asia, bluster, weakness):
    """Nazi rearmament, Japan, intervention and an army that looks weak add up to the threat of war."""
    states = rearmament * (nazi + weakness * (1 - competence) * nazi)
    return 1 - (1 - jnp.clip(states, 0.0, 1.0)) * (1 - asia * slump) * (1 - engaged) * (1 - poland) \
        * (1 - bluster * right.mean())


@rule("abroad.germany.r13", reads=dict(hazard=here(0.0, 1.0, dim="country"), success=here(0.0, 1.0, dim="country")),
      neutral=(0.0, 0.0), signs=dict(hazard=+1, success=-1), unit="probability a month")
def a_trial_is_lost_or_won(hazard, success):
    """An attempt that is made is lost or won."""
    return hazard * (1 - success), hazard * success


@rule("abroad.germany.r07", "abroad.europe.r07", reads=dict(
          power="abroad.power", trial=here(0.0, 2.0, "outcome of a rising", dim="country"),
          fall=here(0.0, 1.0, "workers' power is overthrown", dim="country"), called=here(0.0, 1.0, "Nazis are called")),
      neutral=(0.0, 0.0), unit="flag")
def risings_end(power, trial, fall, called):
    """Who has won power this month, and who has been beaten: in a rising, by neighbours, by the Nazis without a fight."""
    lost = is_code(trial, RISING_OUTCOMES, "defeat")
    beaten = jnp.maximum(lost, jnp.maximum(fall * power, called * IN_GERMANY))
    return is_code(trial, RISING_OUTCOMES, "victory"), beaten


@rule("abroad.europe.r07", "abroad.germany.r08", reads=dict(
          power="abroad.power", won=here(0.0, 1.0, dim="country"), fall=here(0.0, 1.0, dim="country")),
      neutral="power", signs=dict(won=+1, fall=-1), unit="flag")
def workers_take_and_lose_power(power, won, fall):
    """Workers hold power from a won rising until they are overthrown."""
    return jnp.maximum(power * (1 - fall), won)


@rule("abroad.great_war.r16", "abroad.germany.r15", reads=dict(
          crisis="abroad.crisis", ripe=here(0.0, 1.0, dim="country"), spark=here(0.0, 1.0, dim="country"),
          beaten=here(0.0, 1.0, dim="country")),
      parameters=dict(
          blow="abroad.blow",
          ripening=parameter(0.3, "a month", 0.1, 0.6, assumption="a crisis follows its causes within a quarter")),
      neutral="crisis", signs=dict(ripe=+1, spark=+1, beaten=-1), unit="index 0-1")
def shocks_deepen_and_defeats_end_crises(crisis, ripe, spark, beaten, blow, ripening):
    """A crisis follows its causes; a shock deepens it, a defeat of the workers ends much of it."""
    return (crisis + ripening * (ripe - crisis) + blow * spark * (1 - crisis)) * (1 - blow * beaten)


@rule("abroad.germany.r09", "abroad.china.r10", reads=dict(
          cp="abroad.cp", change=here(-5e4, 5e4, dim="country"), beaten=here(0.0, 1.0, dim="country")),
      parameters=dict(killed=parameter(0.35, "share", 0.1, 0.6, assumption="a beaten rising costs a party a third of "
                                       "its members: convictions by the thousand, mass dismissals and the loss of "
                                       "members in 1921 (abroad.germany.r09, p. 169), massacre in China "
                                       "(abroad.china.r10, p. 255), with the share ours; a tenth or six tenths")),
      neutral="cp", signs=dict(change=+1, beaten=-1), unit="persons")
def defeats_cost_members(cp, change, beaten, killed):
    """A beaten rising costs a party a third of its members."""
    return jnp.maximum(cp + change, 0.0) * (1 - killed * beaten)


@rule("abroad.germany.r07", reads=dict(
          leadership="abroad.leadership", change=here(-0.1, 0.1, dim="country"), beaten=here(0.0, 1.0, dim="country")),
      parameters=dict(beheaded=parameter(0.3, "share", 0.1, 0.6, assumption="three tenths of what its leaders are "
                                         "worth goes with those murdered: the two heads of January 1919 left risings "
                                         "without one (abroad.germany.r07, p. 102), and some who learnt later were "
                                         "alive; a tenth or six tenths")),
      neutral="leadership", signs=dict(change=+1, beaten=-1), unit="index 0-1")
def defeats_behead_parties(leadership, change, beaten, beheaded):
    """A beaten rising costs a party its best leaders."""
    return (leadership + change) * (1 - beheaded * beaten)


@rule("abroad.germany.r07", "abroad.europe.r04", reads=dict(right="abroad.right", beaten=here(0.0, 1.0, dim="country")),
      parameters=dict(
          blow="abroad.blow",
          armed=parameter(0.5, "share", 0.2, 1.0, assumption="half of what a shock adds to a crisis is added to the bands "
                          "that have beaten it")),
      neutral=0.0, signs=dict(beaten=+1), unit="index a month")
def victory_arms_the_right(right, beaten, blow, armed):
    """The bands that have beaten the workers stay in arms."""
    return blow * beaten * (1 - right) * armed


@rule("abroad.nazism.r09", reads=dict(
          governs="abroad.nazi_power", called=here(0.0, 1.0, "called this month"), power="now:abroad.power.germany"),
      neutral="governs", signs=dict(called=+1), unit="flag")
def nazis_govern_until_workers_do(governs, called, power):
    """Once called they govern, as long as no workers' power replaces them."""
    return jnp.maximum(governs, called) * (1 - power)


@rule("abroad.nazism.r13", reads=dict(arms="abroad.rearmament", nazi="now:abroad.nazi_power"),
      parameters=dict(rearming=parameter(0.018, "a month", 0.008, 0.04, book=("abroad.nazism.r13",))),
      neutral=0.0, signs=dict(nazi=+1, arms=-1), unit="index a month")
def nazis_rearm(arms, nazi, rearming):
    """They rearm within some years."""
    return rearming * (nazi - arms)


BLOW = parameter(0.3, "share", 0.1, 0.5, assumption="what one shock adds to a crisis, or a defeat takes from it")
"""Size of a shock."""


def step(m: Month) -> None:
    """Take the month's step."""
    spark = m.choose(SPARK, m.rule(sparks_fall))
    lost, won = m.rule(a_trial_is_lost_or_won, hazard=m.rule(crises_come_to_a_trial), success=m.rule(risings_succeed))
    trial = m.choose(INSURRECTION, lost, won)
    fall = m.choose(OVERTHROW, m.rule(neighbours_overthrow))
    unity = m.rule(front_unites)
    called = m.choose(NAZI_POWER, m.rule(capital_calls_the_nazis, unity=unity))
    victorious, beaten = m.rule(risings_end, trial=trial, fall=fall, called=called)
    m.set("power", m.rule(workers_take_and_lose_power, won=victorious, fall=fall))
    m.change("exhaustion", m.rule(war_exhausts))
    ripe = m.rule(crisis_ripens, from_war=m.rule(war_leaves_a_crisis))
    m.set("crisis", m.rule(shocks_deepen_and_defeats_end_crises, ripe=ripe, spark=spark, beaten=beaten))
    m.change("discouraged", m.rule(defeats_discourage, defeat=beaten))
    m.change("organisation", m.rule(workers_organise))
    growth = m.rule(parties_grow_and_shrink, reach=m.rule(a_party_has_its_reach))
    m.set("cp", m.rule(defeats_cost_members, change=growth, beaten=beaten))
    learnt = m.rule(leaders_learn_or_are_removed)
    m.set("leadership", m.rule(defeats_behead_parties, change=learnt, beaten=beaten))
    m.change("right", m.rule(right_feeds_on_crisis), m.rule(victory_arms_the_right, beaten=beaten))
    m.change("loyalty", m.rule(armies_waver))
    m.set("nazi_power", m.rule(nazis_govern_until_workers_do, called=called))
    m.change("movement", m.rule(masses_are_set_in_motion, spark=spark, beaten=beaten))
    pull = m.rule(the_ruined_look_for_a_way_out, jobless=m.rule(inflation_hides_a_slump), unity=unity)
    m.change("nazi_vote", m.rule(a_party_grows_by_those_it_has, pull=pull))
    m.change("rearmament", m.rule(nazis_rearm))
    m.set("threat", m.rule(war_threatens))


@output("germany.kpd_members", "persons", "members of the Communist Party of Germany", system="abroad.germany",
        book=("abroad.germany.r09",))
def kpd_members(w, flows):
    """Members of the KPD."""
    return w.abroad.cp[GERMANY]


@output("china.cpc_members", "persons", "members of the Communist Party of China", system="abroad.china",
        book=("abroad.china.r06",))
def cpc_members(w, flows):
    """Members of the CPC."""
    return w.abroad.cp[CHINA]


@output("france.pcf_members", "persons", "members of the French Communist Party", system="abroad.europe",
        book=("abroad.europe.r11",))
def pcf_members(w, flows):
    """Members of the PCF."""
    return w.abroad.cp[COUNTRIES.index("france")]


@output("britain.cpgb_members", "persons", "members of the Communist Party of Great Britain",
        system="abroad.britain", book=("abroad.britain.r07",))
def cpgb_members(w, flows):
    """Members of the CPGB."""
    return w.abroad.cp[COUNTRIES.index("britain")]


@output("germany.nazi_vote", "share", "votes for the National Socialists", system="abroad.nazism", high=1.0,
        book=("abroad.nazism.r06",))
def nazi_vote(w, flows):
    """Share of votes for the Nazis."""
    return w.abroad.nazi_vote


@output("abroad.revolutions", "countries", "countries under workers' power besides Russia", system="abroad.europe",
        high=float(len(COUNTRIES)), book=("abroad.europe.r07",))
def revolutions(w, flows):
    """Countries under workers' power."""
    return w.abroad.power.sum()


@output("war.threat", "index 0-1", "threat of war against the Soviet state", system="abroad.diplomacy", high=1.0,
        book=("abroad.nazism.r13",))
def war_threat(w, flows):
    """Threat of war."""
    return w.abroad.threat


@output("germany.nazi_power", "flag", "National Socialists govern Germany", system="abroad.nazism", high=1.0,
        book=("abroad.nazism.r08",))
def nazi_power(w, flows):
    """Whether they hold the government."""
    return w.abroad.nazi_power
