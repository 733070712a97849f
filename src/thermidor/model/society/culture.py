"""Letters, schools and the few who are educated; arts that are free, then commanded, then silent."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.nature import HALF, PER_CENT
from thermidor.model.party.ballot import ballot


class Culture(System):
    """Who can read, who is educated, and what may be written."""

    men: Array = variable("share", "literate men", high=1.0, gives="culture.literate_men", book=("culture.r01",),
        start=parameter(0.398, "share", 0.36, 0.43, book=("culture.r01", "c6-f026", "c6-f025"),
                        assumption="between the two censuses that the book quotes, at their pace"))
    women: Array = variable("share", "literate women", high=1.0, gives="culture.literate_women", book=("culture.r01",),
        start=parameter(0.230, "share", 0.20, 0.26, book=("culture.r01", "c6-f028", "c6-f027"), assumption="as the men"))
    schools: Array = variable("factor", "effort of the schools, the last decades of the old order = 1",
        gives="culture.schools", book=("culture.r03",), start=parameter(
            0.8, "factor", 0.5, 1.1, assumption="a third winter of war: teachers called up, no new schools"),
        typical=(0.1, 15.0))
    specialists: Array = variable("persons", "educated people of the old order still at work", gives="culture.specialists",
        book=("culture.r02",), start=parameter(
            190e3, "persons", 130e3, 260e3, publication="136,000 with higher and 54,000 with secondary special education "
            "at work in 1913; TsSU, Narodnoe khozyaistvo SSSR"), typical=(2e4, 2.6e5))
    cadres: Array = variable("persons", "educated people whom the revolution has formed", gives="culture.cadres",
        book=("culture.r02",), start=parameter(
            6e3, "persons", 2e3, 15e3, assumption="students and graduates among revolutionaries of all currents; fewer than "
            "the one party's members of that year by far"), typical=(2e3, 3e6))
    educated: Array = variable("share", "places of the apparatus that educated people of the revolution's own could fill",
        high=1.0, gives="culture.educated", book=("culture.r02",), start=0.0)
    plurality: Array = variable("index 0-1", "freedom of artists and their currents", high=1.0, gives="culture.plurality",
        book=("culture.r04", "culture.r14"), start=parameter(
            0.35, "index 0-1", 0.2, 0.5, assumption="censors of a war, and an avant-garde that lives on its margins"))
    sectarians: Array = variable("index 0-1", "strength of those who want the arts put under the party's command",
        high=1.0, book=("culture.r05",), start=0.0)
    commanded: Array = variable("flag", "the arts are under command", high=1.0, start=0.0, book=("culture.r06",))
    silenced: Array = variable("share", "writers, artists and historians who are silent or gone", high=1.0, start=0.0,
        gives="culture.silenced", book=("culture.r07", "culture.r08"))
    science: Array = variable("index 0-1", "researchers at work", high=1.0, gives="culture.science", book=("culture.r09",),
        start=parameter(0.5, "index 0-1", 0.3, 0.7, assumption="a few good schools of a poor country: half of what its "
                        "industry could use"))
    religion: Array = variable("index 0-1", "churches and belief", high=1.0, gives="culture.religion",
        book=("culture.r10",), start=parameter(
            0.85, "index 0-1", 0.7, 0.95, assumption="a peasant country under a state church; workers of the capitals apart"))


COMMAND = choice("culture.command", "the arts are put under the party's command", kind="decision",
                 book=("culture.r05", "culture.r06"))

MOTION = parameter([0.0, 0.0, -0.2, 0.0, 0.0, -0.4], "index -1..1", 0.6, 1.4, dim="axis",
                   assumption="intolerance first, command next, each half of what a ban on currents asks: leaders who forbade "
                              "currents left the arts alone")
"""Direction of the motion to put the arts under command."""


@rule(
    "culture.r01",
    reads=dict(men="culture.men", women="culture.women", schools="culture.schools"),
    parameters=dict(
        sons=parameter(0.00052, "a month", 0.00045, 0.0006, book=("culture.r01", "c6-f026", "c6-f025"),
                       assumption="illiterate men of 1897 who were no more so in 1920, by the month"),
        daughters=parameter(0.00050, "a month", 0.00043, 0.0006, book=("culture.r01", "c6-f028", "c6-f027"), assumption="likewise women"),
    ),
    neutral=(0.0, 0.0), signs=dict(schools=+1, men=-1), unit="share a month",
)
def schools_teach_to_read(men, women, schools, sons, daughters):
    """Letters spread slowly among men and among women, as fast as there are schools."""
    return sons * schools * (1.0 - men), daughters * schools * (1.0 - women)


SCHOOLS_LAG = parameter(18.0, "months", 9, 36, assumption="a school is built in a season, a teacher formed in two or three years")
"""Time in which schools follow means and will."""


@rule(
    "culture.r03", "culture.r13",
    reads=dict(output="industry.output", hunger="supply.hunger_towns", war="civil_war.intensity", power="soviets.power",
               authority="succession.authority"),
    parameters=dict(
        will=parameter(4.0, "factor", 2.0, 6.0, publication="396 in a thousand of all ages could read; census of 1926, TsSU",
                       assumption="set so that letters spread from 1920 to 1926 as the two counts say: a revolution whose leaders "
                       "put the letters of the masses first does five times what the old order did with the same means"),
        founder=parameter(0.6, "factor", 0.2, 1.5, assumption="what the founder would cut elsewhere for schools: a fifth more, "
                          "for the programme had hardly begun; nearly none, or half more"),
        fighting=parameter(0.5, "share", 0.2, 0.8, assumption="war takes buildings and teachers: half of them; a fifth far "
                           "from the fronts, most near them"),
    ),
    neutral=1.0, signs=dict(output=+1, hunger=-1, war=-1, power=+1, authority=+1), unit="factor",
)
def means_and_will_make_schools(output, hunger, war, power, authority, will, founder, fighting):
    """Schools follow the country's means, and how far those who rule put learning before other spending."""
    means = output / PER_CENT * (1.0 - hunger) * (1.0 - fighting * war)
    return means * (1.0 + power * (will + founder * authority))


@rule(
    "culture.r02", "culture.r03",
    reads=dict(schools="culture.schools", men="culture.men", power="soviets.power", cadres="culture.cadres",
               mass="police.mass_terror", intensity="civil_war.intensity"),
    parameters=dict(
        rate=parameter(27_000.0, "persons a month", 12_000, 45_000, publication="521,000 specialists at work in 1928 and 2.4 "
                       "million in 1941; TsSU, Narodnoe khozyaistvo SSSR", assumption="set between the two"),
        places=parameter(3.0, "factor", 1.5, 6.0, assumption="with three times the effort of the old order half of those who "
                         "could learn find a place and a teacher"),
        spent=parameter(0.008, "a month", 0.003, 0.015, assumption="a tenth a year of the educated volunteers of a civil war "
                        "fall or are worn out"),
        struck=parameter(0.012, "a month", 0.005, 0.03, assumption="mass terror takes one in seven of them in a year, more than "
                         "of others: they hold the posts"),
    ),
    neutral=0.0, signs=dict(schools=+1, men=+1, cadres=-1, mass=-1), unit="persons a month",
)
def learning_forms_cadres(schools, men, power, cadres, mass, intensity, rate, places, spent, struck):
    """Those who can read and find a school become the revolution's own educated people; war and terror take them."""
    formed = rate * power * men * schools / (schools + places)
    return formed - cadres * (spent * intensity + struck * mass)


@rule(
    "culture.r02",
    reads=dict(specialists="culture.specialists", war="civil_war.intensity", terror="police.terror",
               mass="police.mass_terror"),
    parameters=dict(
        age=parameter(0.002, "a month", 0.001, 0.003, assumption="a working life of some forty years"),
        flight=parameter(0.009, "a month", 0.003, 0.02, assumption="war at its height drives one in ten a year abroad or into "
                         "private life: about a quarter had gone by its end"),
        hunted=parameter(0.012, "a month", 0.004, 0.03, assumption="terror against the old educated, as against the new"),
    ),
    neutral=0.0, signs=dict(specialists=-1, war=-1, terror=-1, mass=-1), unit="persons a month",
)
def the_old_educated_leave(specialists, war, terror, mass, age, flight, hunted):
    """The educated of the old order emigrate, are struck, and grow old."""
    return -specialists * (age + flight * war + hunted * (terror * war + mass))


@rule(
    "culture.r02",
    reads=dict(cadres="now:culture.cadres", officials="classes.officials"),
    parameters=dict(
        needed=parameter(0.3, "share of officials", 0.15, 0.5, assumption="one place in three of an apparatus decides and needs "
                         "more than letters; one in seven at the least, half at most")),
    neutral=0.0, signs=dict(cadres=+1, officials=-1), unit="share",
)
def the_educated_are_few(cadres, officials, needed):
    """Of the places that need learning the revolution's own people can fill few, for years."""
    return cadres / (cadres + needed * jnp.maximum(officials, 1.0))


@rule(
    "culture.r04", "culture.r14",
    reads=dict(power="soviets.power", provisional="soviets.provisional", commanded="now:culture.commanded",
               terror="police.terror"),
    parameters=dict(
        censors=parameter(0.35, "index 0-1", 0.2, 0.5, assumption="as at the start: censors of a war, and an avant-garde that lives on its margins"),
        frightened=parameter(0.4, "share", 0.1, 0.7, assumption="full terror closes studios and journals, not all: two in "
                             "five; poets recited in the civil war too"),
        drawers=parameter(0.05, "share", 0.0, 0.15, assumption="what is written without hope of print, or spared by a whim: one in twenty"),
    ),
    neutral=0.35, signs=dict(commanded=-1, terror=-1), unit="index 0-1",
)
def the_revolution_frees_the_arts(power, provisional, commanded, terror, censors, frightened, drawers):
    """Revolution gives those on the margins a public, and leaders who do not direct the arts let them compete."""
    revolution = jnp.maximum(power, provisional)
    free = (1.0 - frightened * terror) * (1.0 - (1.0 - drawers) * commanded)
    return censors * (1.0 - revolution) + revolution * free


ARTS_LAG = parameter(9.0, "months", 4, 18, assumption="journals, stages and groups are founded or closed within the year")
"""Time in which the life of the arts follows what is allowed."""


@rule(
    "culture.r05", "culture.r14",
    reads=dict(power="soviets.power", sectarians="culture.sectarians", docility="membership.docility",
               literate="membership.literate"),
    parameters=dict(
        pace=parameter(0.04, "a month", 0.015, 0.1, assumption="a movement with its journals grows in two years"),
        seed=parameter(0.25, "index 0-1", 0.1, 0.5, assumption="partisans of an art of one class, whatever the members are"),
        base=parameter(0.75, "index 0-1", 0.4, 1.0, assumption="violence came from a base bewildered by what it did not grasp: "
                       "a party wholly untrained would all be theirs, or half"),
    ),
    neutral=0.0, signs=dict(docility=+1, sectarians=-1), unit="index a month",
)
def a_bewildered_base_wants_command(power, sectarians, docility, literate, pace, seed, base):
    """Those who want one art under command gather the untrained; beaten at a meeting they keep their organisation."""
    aim = power * (seed + base * docility * (1.0 + (1.0 - literate)))
    return pace * (jnp.minimum(aim, 1.0) - sectarians)


@rule(
    "culture.r04", "culture.r05", "culture.r06",
    reads=dict(power="soviets.power", sectarians="culture.sectarians", commanded="culture.commanded",
               weight="organs.weight", positions="leaders.positions", deciders="organs.deciders",
               alive="leaders.alive"),
    parameters=dict(
        question="culture.motion", hesitation="organs.hesitation", temper="organs.temper", spread="organs.spread",
        hazard=parameter(0.06, "a month", 0.02, 0.12, assumption="a question of the arts comes before the leaders once in a year "
                         "or two while a movement presses for it"),
        reserve=parameter(0.9, "pull", 0.4, 1.5, assumption="leaders of classical taste who deny the party's authority over the arts: "
                          "nearly a full conviction, while they are there"),
        few=parameter(3.0, "persons", 2.2, 4.0, assumption="under three who decide the old elite has no voice left"),
    ),
    neutral=0.0, signs=dict(sectarians=+1, commanded=-1, deciders=-1), unit="probability a month",
)
def the_summit_defends_the_arts_or_gives_way(power, sectarians, commanded, weight, positions, deciders, alive, question,
                                             hesitation, temper, spread, hazard, reserve, few):
    """Those who decide are asked to command the arts; the educated among them refuse while they have a voice."""
    elite = 1.0 - jnp.clip(few - deciders, 0.0, 1.0)
    vote = ballot(question, positions, weight * alive, trust=-reserve * elite, hesitation=hesitation, temper=temper, spread=spread)
    return hazard * power * sectarians * vote.carries * (1.0 - commanded)


@rule(
    "culture.r06", "culture.r07", "culture.r08",
    reads=dict(silenced="culture.silenced", commanded="now:culture.commanded", deciders="organs.deciders",
               mass="police.mass_terror"),
    parameters=dict(
        attacked=parameter(0.35, "share", 0.15, 0.6, assumption="attacks in the press silence a third while leaders are several"),
        one=parameter(0.35, "share", 0.15, 0.6, assumption="under one ruler who reads them himself as many more"),
        few=parameter(3.0, "persons", 2.2, 4.0, assumption="under three who decide nobody protects a writer against the others"),
        pace=parameter(0.03, "a month", 0.01, 0.08, assumption="from the first attacks to silence it took some three years"),
        taken=parameter(0.011, "a month", 0.006, 0.02, book=("culture.r08", "c11-f086"),
                        assumption="a third arrested in three years of full terror"),
    ),
    neutral=0.0, signs=dict(commanded=+1, deciders=-1, mass=+1), unit="share a month",
)
def command_silences(silenced, commanded, deciders, mass, attacked, one, few, pace, taken):
    """Attacks, refusals of print or of leave, one ruler's taste, then arrest: writers fall silent."""
    aim = commanded * (attacked + one * jnp.clip(few - deciders, 0.0, 1.0))
    return pace * (jnp.maximum(aim, silenced * commanded) - silenced) + taken * mass * (1.0 - silenced)


@rule(
    "culture.r09",
    reads=dict(science="culture.science", cadres="culture.cadres", specialists="culture.specialists",
               silenced="now:culture.silenced", mass="police.mass_terror", output="industry.output"),
    parameters=dict(
        pace=parameter(0.02, "a month", 0.008, 0.05, assumption="institutes are half of what money and people allow in "
                       "three years, which a laboratory takes to be staffed; seven years or one"),
        enough=parameter(200e3, "persons", 100e3, 400e3, assumption="educated people among whom half of the research that a "
                         "country of that size can use is done"),
        fed=parameter(30.0, "index", 15, 60, assumption="output, 1913 = 100, at which half of the instruments and rations of "
                      "laboratories can be had"),
        doctrine=parameter(0.35, "share", 0.1, 0.6, assumption="sciences that doctrine condemns, one in three; one in ten if only "
                           "genetics, more than half if physics too"),
        struck=parameter(0.015, "a month", 0.005, 0.03, assumption="full terror takes a sixth of the researchers in a year; "
                         "weapons save some"),
    ),
    neutral=0.0, signs=dict(science=-1, cadres=+1, specialists=+1, silenced=-1, mass=-1), unit="index a month",
)
def doctrine_is_put_on_science(science, cadres, specialists, silenced, mass, output, pace, enough, fed, doctrine, struck):
    """Research lives on educated people and means; a ruler's doctrine condemns sciences, his police researchers."""
    people = specialists + cadres
    aim = people / (people + enough) * output / (output + fed) * (1.0 - doctrine * silenced)
    return pace * (aim - science) - struck * mass * science


@rule(
    "culture.r10",
    reads=dict(religion="culture.religion", men="culture.men", women="culture.women", power="soviets.power",
               drive="collectivisation.drive", mass="police.mass_terror"),
    parameters=dict(
        reason=parameter(0.003, "a month", 0.001, 0.006, assumption="where all can read and no state pays a church belief halves "
                         "in twenty years; in ten or sixty"),
        closed=parameter(0.02, "a month", 0.008, 0.04, assumption="a forced drive in the villages closes a fifth of the churches "
                         "in a year"),
        destroyed=parameter(0.03, "a month", 0.01, 0.06, assumption="mass terror takes a third of clergy and churches in a year"),
    ),
    neutral=0.0, signs=dict(religion=-1, men=-1, drive=-1, mass=-1), unit="index a month",
)
def belief_wears_away_and_is_struck(religion, men, women, power, drive, mass, reason, closed, destroyed):
    """Letters wear belief away; drive and terror destroy churches and deport their clergy."""
    letters = HALF * (men + women)
    return -religion * (power * reason * letters + closed * drive + destroyed * mass)


def step(m: Month) -> None:
    """Schools and those they form; then what may be written."""
    men, women = m.rule(schools_teach_to_read)
    m.change("men", men)
    m.change("women", women)
    m.approach("schools", m.rule(means_and_will_make_schools), "culture.schools_lag")
    m.change("specialists", m.rule(the_old_educated_leave))
    m.change("cadres", m.rule(learning_forms_cadres))
    m.set("educated", m.rule(the_educated_are_few))
    m.latch("commanded", m.choose(COMMAND, m.rule(the_summit_defends_the_arts_or_gives_way)))
    m.change("sectarians", m.rule(a_bewildered_base_wants_command))
    m.approach("plurality", m.rule(the_revolution_frees_the_arts), "culture.arts_lag")
    m.change("silenced", m.rule(command_silences))
    m.change("science", m.rule(doctrine_is_put_on_science))
    m.change("religion", m.rule(belief_wears_away_and_is_struck))
