"""The Red Army is raised, armed, taught and, after the war, sent home and given posts."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, flow, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import WAR_OUTCOMES
from thermidor.model.nature import HALF, square


class Army(System):
    """The Red Army."""

    red: Array = variable("persons", "men of the Red Army", quantity="people", gives="army.red",
                          book=("army.r04", "c5-f127"), start=0.0, typical=(5.0e4, 4.0e6))
    arms: Array = variable(
        "sets", "usable arms in Red hands, one set a soldier", quantity="arms",
        start=parameter(1.2e6, "sets", 5.0e5, 2.5e6, assumption="stocks of the old army arm a little over a million: "
                        "inherited huge and without order, machines without their cartridges (army.r19, p. 89), they "
                        "fitted out the levies of 1918 and no more; half a million if most were useless, two and a "
                        "half if they were sorted at once"))
    conscription: Array = variable("0 or 1", "mobilisation by classes in force", high=1.0, start=0.0)
    officers: Array = variable("0 or 1", "officers of the old army are employed", high=1.0, start=0.0)
    competence: Array = variable(
        "index 0-1", "quality of command", high=1.0, gives="army.competence", book=("army.r03",),
        start=parameter(0.2, "index 0-1", 0.05, 0.4, assumption="elected commanders and sergeants make a fifth of a "
                        "trained command: units marched, and could not be moved together; a twentieth in a militia, "
                        "two fifths with the staffs that stayed"))
    communists: Array = variable("persons", "party members at the fronts", start=0.0, typical=(1.0e3, 3.0e5))
    ex_soldiers_in_posts: Array = variable("index 0-1", "demobilised commanders in civil posts", high=1.0, start=0.0)


VOLUNTEERS = flow("army.volunteers", "people", "population.urban", "army.red", "persons a month", "volunteers from the towns",
                  dim="region", book=("army.r02", "army.r18"))
DRAFTED = flow("army.drafted", "people", "population.rural", "army.red", "persons a month", "peasants mobilised",
               dim="region", book=("army.r04",))
DRAFTED_WORKERS = flow("army.drafted_workers", "people", "population.urban", "army.red", "persons a month", "townspeople mobilised",
                       dim="region", book=("army.r04",))
DESERTED = flow("army.deserted", "people", "army.red", "population.rural", "persons a month", "deserters from the Red Army",
                dim="region", book=("army.r04", "army.r07"))
DEMOBILISED = flow("army.demobilised", "people", "army.red", "population.rural", "persons a month", "soldiers sent back to the villages",
                   dim="region", book=("privilege.r05", "c5-f127"))
DEMOBILISED_WORKERS = flow("army.demobilised_workers", "people", "army.red", "population.urban", "persons a month",
                           "soldiers sent back to the towns", dim="region", book=("privilege.r05",))
ARMS_MADE = flow("army.arms_made", "arms", "border:arms_works", "army.arms", "sets a month", "arms produced and repaired",
                 book=("army.r19",))
ARMS_WORN = flow("army.arms_worn", "arms", "army.arms", "border:arms_worn", "sets a month", "arms worn out and lost", book=("army.r19",))

MOBILISATION = choice("army.mobilisation", "classes are called up for the Red Army", kind="decision", book=("army.r04",))
SPECIALISTS = choice("army.specialists", "officers of the old army are employed under commissars",
                     kind="decision", book=("army.r03",))


@rule("army.r02", "army.r18", "army.r01", reads=dict(
          power="soviets.power", intensity="civil_war.intensity", confidence="mood.confidence",
          urban="population.urban", red="civil_war.red"),
      parameters=dict(rate=parameter(0.004, "share a month", 0.001, 0.01, assumption="some 200,000 volunteers in the first months of 1918")),
      neutral=0.0, signs=dict(power=+1, intensity=+1, confidence=+1, urban=+1, red=+1), unit="persons a month")
def workers_volunteer(power, intensity, confidence, urban, red, rate):
    """Workers volunteer when the soviets are threatened: too few, with mixed motives."""
    return rate * power * intensity * confidence * urban * red


@rule("army.r04", "army.r02", reads=dict(
          power="soviets.power", intensity="civil_war.intensity", conscription="army.conscription"),
      parameters=dict(readiness=parameter(1.0, "a month", 0.3, 2.0, assumption="decided within a month or so of "
                                          "fighting at its height: volunteers in February 1918, call-ups by classes "
                                          "from June, when the legion rose; two weeks to three months")),
      neutral=0.0, signs=dict(power=+1, intensity=+1, conscription=-1), unit="probability a month")
def danger_brings_mobilisation(power, intensity, conscription, readiness):
    """Volunteers do not suffice: danger brings the call-up of classes."""
    return readiness * power * intensity * (1 - conscription)


@rule("army.r03", reads=dict(
          power="soviets.power", intensity="civil_war.intensity", specialists="army.officers"),
      parameters=dict(readiness=parameter(0.5, "a month", 0.15, 1.0, assumption="under attack at full force officers "
                                          "are taken on within two months: elected command was given up in spring 1918 "
                                          "after an open debate (army.r03, p. 87), before the worst defeats; one or "
                                          "six months")),
      neutral=0.0, signs=dict(power=+1, intensity=+1, specialists=-1), unit="probability a month")
def officers_are_taken_on(power, intensity, specialists, readiness):
    """Defeats decide the debate in favour of officers of the old army under commissars."""
    return readiness * power * jnp.sqrt(intensity) * (1 - specialists)


@rule("army.r04", "c5-f127", "abroad.nazism.r13", reads=dict(
          conscription="army.conscription", threat="abroad.threat", power="soviets.power",
          people=here(3.0e7, 1.6e8, "population under soviet power")),
      parameters=dict(
          war=parameter(0.052, "share of the population", 0.03, 0.07, assumption="one in twenty under arms is what a ruined country bears"),
          peace=parameter(0.0032, "share of the population", 0.002, 0.005, assumption="a cadre army with its "
                          "territorials of 560,000 in a people of 140 millions is four in a thousand, less its "
                          "schools; two or five"),
          threatened=parameter(0.02, "share of the population", 0.008, 0.04, assumption="army of the eve of a great war"),
          convex=parameter(2.0, "power", 1.0, 3.0, assumption="mobilisation is put off until the threat is plain")),
      neutral=0.0, signs=dict(conscription=+1, threat=+1, people=+1), unit="persons")
def army_is_wanted(conscription, threat, power, people, war, peace, threatened, convex):
    """The army that is wanted: while classes are called up a mass army, in peace a small one, larger as war threatens.

    It counts rations, not bayonets: the classes once called stay under the colours when the fronts shrink,
    and go home when the war is over.
    """
    return power * people * jnp.maximum(war * conscription, peace + threatened * threat ** convex)


@rule("army.r04", "army.r07", reads=dict(
          red="army.red", wanted=here(1.0e5, 5.0e6, "army wanted"), people=here(3.0e7, 1.6e8, "population under soviet power"),
          participation="soviets.participation", competence="army.competence"),
      parameters=dict(
          gap=parameter(0.15, "of the gap a month", 0.05, 0.25, assumption="offices, trains and barracks take in a "
                        "seventh of the gap a month, so that a call-up takes half a year; a twentieth or a quarter"),
          most=parameter(0.006, "share of the population a month", 0.003, 0.008, assumption="largest intake of trained military offices; set so that call-ups of two and a half years bring five million under the colours (c5-f127)"),
          reach=parameter(0.5, "share", 0.2, 0.8, assumption="half of an intake comes even where local soviets are "
                          "dead, by volost scribes and detachments; a fifth if nobody lists the young, four fifths if "
                          "armies collect them")),
      neutral=0.0, signs=dict(wanted=+1, people=+1, red=-1, participation=+1,
                               competence=+1), unit="persons a month")
def classes_are_called_up(red, wanted, people, participation, competence, gap, most, reach):
    """Small detachments, military offices and local soviets fill the gap between the army wanted and the army there."""
    return jnp.minimum(gap * jnp.maximum(wanted - red, 0.0), most * people * competence) * (reach + (1 - reach) * participation)


@rule("army.r04", "army.r23", "army.r07", "nature_of_state.r10", reads=dict(
          attachment="mood.attachment", red="army.red", attitude="countryside.attitude", hunger="supply.hunger_towns",
          intensity="civil_war.intensity", communists="army.communists", ratio="civil_war.strength_ratio"),
      parameters=dict(
          rate=parameter(0.055, "share a month", 0.02, 0.1, assumption="desertion of 1919-20, most of it returned under amnesty"),
          hostile=parameter(0.8, "share", 0.2, 1.5, assumption="villages wholly hostile raise the losses from one to "
                            "nearly two: four fifths more of their sons run while the grain is taken, back when the "
                            "harvest calls; a fifth or two and a half times"),
          hungry=parameter(0.5, "share", 0.1, 1.0, assumption="a starving army loses half as many men again by "
                           "desertion: hunger, no rest and no officers dissolved brigades within weeks in Galicia "
                           "(army.r23, p. 132); a tenth if villages feed it, twice as many if they shut their doors"),
          held=parameter(0.5, "share", 0.2, 0.8, assumption="ranks full of communists desert half as much: they were "
                         "mobilised first and made a wavering mass an army in some weeks (army.r04, p. 88), with "
                         "tribunals beside them; a fifth or four fifths less"),
          gains=parameter(0.4, "1", 0.1, 0.8, assumption="where what October gave is held to by all a fifth fewer run than where half "
                          "hold to it, whoever commands; a twentieth, or two fifths"),
          rout=parameter(4.0, "times", 1.5, 7.0, assumption="an army that loses all odds melts five times as fast as "
                         "one at par, as the Eastern front in spring 1918 and Kolchak's in autumn 1919; two or eight "
                         "times"),
          leaven=parameter(0.03, "communists a soldier", 0.01, 0.08, assumption="a few in a hundred hold a unit")),
      neutral=0.0, signs=dict(red=+1, attitude=-1, hunger=+1, communists=-1, ratio=-1, attachment=-1), unit="persons a month")
def soldiers_desert(attachment, red, attitude, hunger, intensity, communists, ratio, rate, hostile, hungry, held, gains,
                    rout, leaven):
    """Peasant soldiers run home from a hungry army that takes their grain; communists and what October gave hold them."""
    density = communists / (communists + leaven * red + 1)
    return rate * red * intensity * (1 - hostile * attitude.mean()) * (1 + hungry * hunger) * (1 - held * density) \
        * (1 + rout * square(1 - ratio)) * (1 + gains * (HALF - attachment))


@rule("army.r04", "army.r05", reads=dict(
          intensity="civil_war.intensity", total="membership.total", red="army.red", outcome="civil_war.outcome"),
      parameters=dict(
          war=parameter(0.5, "share of members", 0.3, 0.7, assumption="about half the party was under arms in 1919-20"),
          peace=parameter(0.06, "share of members", 0.02, 0.12, assumption="one member in sixteen serves in peace: "
                          "some forty to sixty thousand cells' members in an army of half a million; one in fifty or "
                          "in eight"),
          leaven=parameter(0.12, "communists a soldier", 0.05, 0.25, assumption="one communist to eight soldiers is as "
                           "many as an army can place among commissars, staffs and companies; one to twenty or one to "
                           "four")),
      neutral=0.0, signs=dict(intensity=+1, total=+1, red=+1), unit="persons")
def communists_are_sent(intensity, total, red, outcome, war, peace, leaven):
    """Communists are mobilised first and sent where the front wavers."""
    share = peace + (war - peace) * intensity * (1 - jnp.clip(outcome, 0.0, 1.0))
    return jnp.minimum(share * total, leaven * red)


@rule("army.r03", "army.r21", "army.r16", reads=dict(
          competence="army.competence", specialists="army.officers", terror="police.terror", red="army.red",
          generals="soviets.regime_other"),
      parameters=dict(
          school=parameter(0.06, "a month", 0.02, 0.12, assumption="a usable command within half a year"),
          old=parameter(0.3, "index", 0.1, 0.5, assumption="officers of the old army bring three tenths of full "
                        "command, as much as the Red Army knew at first: thousands served for one in a hundred who "
                        "betrayed (army.r03, p. 87); a tenth if they are only advisers, a half if they command"),
          own=parameter(0.35, "index", 0.15, 0.5, assumption="commanders risen from the ranks bring a third in the "
                        "end, by November 1918 in thousands (army.r21, p. 88): a little more than the officers, since "
                        "they stay; 0.15 if schools fail, a half if war is the school"),
          base=parameter(0.2, "index", 0.1, 0.3, assumption="sergeants of the old army and partisans are a fifth of a "
                         "trained command, the state that volunteers were in by spring 1918; a tenth or three"),
          purge=parameter(0.06, "a month", 0.02, 0.15, assumption="at the height of the terror command loses half of "
                          "its quality in a year: 40,000 cadres and the high command within eighteen months (army.r16, "
                          "p. 339), doctrine with them; a fifth or five sixths in a year"),
          steep=parameter(4.0, "power", 2.0, 8.0, assumption="only an extreme terror reaches the high command")),
      neutral=0.0, signs=dict(specialists=+1, generals=+1, terror=-1), unit="index a month")
def command_learns(competence, specialists, terror, red, generals, school, old, own, base, purge, steep):
    """Officers of the old army teach, the ranks give their own commanders, terror destroys command."""
    goal = base + old * jnp.maximum(specialists, generals) + own * jnp.where(red + generals > 0, 1.0, 0.0)
    return school * (1 - terror ** steep) * (goal - competence) - purge * terror ** steep * competence


@rule("army.r19", "culture.r09", reads=dict(output="industry.output", arms="army.arms", wanted=here(1.0e5, 5.0e6, "army wanted"),
                                            science="culture.science"),
      parameters=dict(
          design=parameter(0.5, "1", 0.1, 1.0, assumption="without researchers works make a quarter less than with half of those whom "
                           "they could use, with all a quarter more; rifles hardly need them, rockets do"),
          rate=parameter(2500.0, "sets a month a point of output", 800.0, 5000.0, assumption="rifles made and repaired in 1919-20: 50 to 80 thousand a month on a fifth of pre-war output"),
          enough=parameter(1.0, "sets a soldier wanted", 0.6, 1.5, assumption="works switch to other goods when depots are full")),
      neutral=0.0, signs=dict(output=+1, arms=-1, wanted=+1, science=+1), unit="sets a month")
def works_make_arms(output, arms, wanted, science, design, rate, enough):
    """Works make and repair what industry still can, for the army that is wanted."""
    need = enough * wanted
    return rate * output * (1 + design * (science - HALF)) * need / (need + arms + 1)


@rule("army.r19", reads=dict(arms="army.arms", intensity="civil_war.intensity"),
      parameters=dict(
          war=parameter(0.035, "share a month", 0.015, 0.08, assumption="one set in twenty-eight is lost or ruined in "
                        "a month of full war, a third in a year, as rifles were replaced at half a million a year; a "
                        "sixth or two thirds a year"),
          rust=parameter(0.004, "share a month", 0.001, 0.01, assumption="one set in two hundred and fifty a month, a "
                         "twentieth in a year, rusts or becomes old in depots; one in a hundred or one in eight a "
                         "year")),
      neutral=0.0, signs=dict(arms=+1, intensity=+1), unit="sets a month")
def arms_wear_out(arms, intensity, war, rust):
    """Arms are worn out and lost."""
    return arms * (rust + war * intensity)


@rule("privilege.r05", "c5-f127", reads=dict(
          red="army.red", wanted=here(1.0e5, 5.0e6, "army wanted"), outcome="civil_war.outcome"),
      parameters=dict(
          pace=parameter(0.12, "of the excess a month", 0.05, 0.15,
                         publication="Bezugolny, Natsionalnyi sostav Krasnoi armii: 5.3 million in December 1920, 1.8 in September "
                                     "1921, 0.8 in October 1922",
                         assumption="trains and food limit it; half as fast where both fail"),
          flight=parameter(0.5, "a month", 0.2, 0.8, assumption="a beaten army disperses by half in a month and is "
                           "gone in a season, as both armies of the South were; a fifth or four fifths")),
      neutral=0.0, signs=dict(red=+1, wanted=-1), unit="persons a month")
def army_goes_home(red, wanted, outcome, pace, flight):
    """The army that is no longer wanted goes home over years; a beaten one disperses."""
    return jnp.where(outcome > 1, flight * red, pace * jnp.maximum(red - wanted, 0.0))


@rule("privilege.r05", "soviets.r14", reads=dict(
          posts="army.ex_soldiers_in_posts", home="now:army.demobilised", towns="now:army.demobilised_workers"),
      parameters=dict(
          many=parameter(5.0e6, "persons", 2.0e6, 8.0e6, book=("c5-f127",)),
          turnover=parameter(0.008, "a month", 0.003, 0.02, assumption="half of them are gone from posts, or changed, in seven years")),
      neutral=0.0, signs=dict(home=+1, towns=+1), unit="index a month")
def commanders_take_posts(posts, home, towns, many, turnover):
    """Demobilised commanders take civil posts and bring habits of command."""
    released = home.sum() + towns.sum()
    return (1 - posts) * released / many - turnover * posts


@rule("army.r04", reads=dict(rural="population.rural", urban="population.urban", held="civil_war.red"),
      neutral=0.0, signs=dict(rural=+1, urban=+1, held=+1), unit="persons")
def people_under_soviet_power(rural, urban, held):
    """Who can be called up: those who live under soviet power."""
    return (held * (rural + urban)).sum()


@rule("army.r04", "civil_war.r14", reads=dict(
          called=here(0, 1), conscription="army.conscription", outcome="civil_war.outcome", poland="intervention.poland"),
      neutral="conscription", signs=dict(called=+1), unit="flag")
def call_up_lasts_as_long_as_the_war(called, conscription, outcome, poland):
    """Classes stay called up until the civil war is decided and no neighbour makes war."""
    war = jnp.where((outcome < 1) | ((outcome < WAR_OUTCOMES.index("soviets_beaten")) & (poland > 0)), 1.0, 0.0)
    return jnp.maximum(conscription, called) * war


@rule("army.r04", reads=dict(
          intake=here(0.0, 5.0e5), people=here(3.0e7, 1.6e8, "population under soviet power"),
          rural="population.rural", urban="population.urban", held="civil_war.red"),
      neutral=(0.0, 0.0), signs=dict(intake=+1), unit="persons a month")
def each_region_gives_its_share(intake, people, rural, urban, held):
    """Villages and towns under soviet power give soldiers by their numbers."""
    share = held / jnp.maximum(people, 1.0)
    return intake * share * rural, intake * share * urban


@rule("army.r04", reads=dict(running=here(0.0, 5.0e5), rural="population.rural"),
      neutral=0.0, signs=dict(running=+1), unit="persons a month")
def deserters_go_to_their_village(running, rural):
    """Deserters are peasants, and go home."""
    return running * rural / jnp.maximum(rural.sum(), 1.0)


@rule("privilege.r05", reads=dict(leaving=here(0.0, 5.0e5), rural="population.rural", urban="population.urban"),
      neutral=(0.0, 0.0), signs=dict(leaving=+1), unit="persons a month")
def soldiers_go_where_they_came_from(leaving, rural, urban):
    """The demobilised return to villages and towns by their numbers."""
    home = rural / jnp.maximum(rural.sum() + urban.sum(), 1.0)
    towns = urban / jnp.maximum(rural.sum() + urban.sum(), 1.0)
    return leaving * home, leaving * towns


def step(m: Month) -> None:
    """Take the month's step."""
    people = m.rule(people_under_soviet_power)
    called = m.choose(MOBILISATION, m.rule(danger_brings_mobilisation))
    m.set("conscription", m.rule(call_up_lasts_as_long_as_the_war, called=called))
    m.latch("officers", m.choose(SPECIALISTS, m.rule(officers_are_taken_on)))
    wanted = m.rule(army_is_wanted, people=people)
    m.flow(VOLUNTEERS, m.rule(workers_volunteer))
    intake = m.rule(classes_are_called_up, wanted=wanted, people=people)
    peasants, workers = m.rule(each_region_gives_its_share, intake=intake, people=people)
    m.flow(DRAFTED, peasants)
    m.flow(DRAFTED_WORKERS, workers)
    m.flow(DESERTED, m.rule(deserters_go_to_their_village, running=m.rule(soldiers_desert)))
    home, towns = m.rule(soldiers_go_where_they_came_from, leaving=m.rule(army_goes_home, wanted=wanted))
    m.flow(DEMOBILISED, home)
    m.flow(DEMOBILISED_WORKERS, towns)
    m.flow(ARMS_MADE, m.rule(works_make_arms, wanted=wanted))
    m.flow(ARMS_WORN, m.rule(arms_wear_out))
    m.set("communists", m.rule(communists_are_sent))
    m.change("competence", m.rule(command_learns))
    m.change("ex_soldiers_in_posts", m.rule(commanders_take_posts))
