"""The political police grows out of war, learns that it goes unpunished, and ends above the party."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import (
    System,
    choice,
    flow,
    here,
    output,
    parameter,
    rule,
    variable,
)
from thermidor.engine.month import Month
from thermidor.model.nature import HALF, square


class Police(System):
    """Cheka, GPU, NKVD: one organ."""

    strength: Array = variable("persons", "staff and troops of the political police", gives="police.strength",
                               book=("police.r11",), start=0.0, typical=(1_000, 800_000))
    autonomy: Array = variable("index 0-1", "freedom of the police from any control", start=0.0, high=1.0,
                               gives="police.autonomy", book=("police.r05",))
    terror: Array = variable("index 0-1", "terror against the population", high=1.0,
                             start=parameter(0.05, "index 0-1", 0.0, 0.15, assumption="the old police exiled by the "
                                             "thousand and martial law held the front zone: a twentieth of a full "
                                             "terror; nothing in a quiet month, a seventh in a bad one"))
    arrests: Array = variable("persons a month", "political arrests", start=0.0, typical=(0, 100_000),
                              gives="repression.arrests", publication="order of magnitude after Zemskov 2018")
    mass_terror: Array = variable("index 0-1", "mass operations against the party and the people", start=0.0,
                                  high=1.0)
    fear_of_overthrow: Array = variable("index 0-1", "the summit's fear of being overthrown", start=0.0, high=1.0)


EXECUTIONS = flow("police.executions", "people", "population.urban", "border:executed", "persons a month",
                  "executions by sentence of the police and its tribunals", dim="region",
                  book=("police.r04", "police.r05", "terror.r01"))
MASS_OPERATIONS = choice("police.mass_operations", "the summit lets the police loose on party and people",
                         kind="decision", book=("leaders.r15", "police.r15"))
HALT = choice("police.halt", "the summit stops the mass operations", kind="decision",
              book=("police.r15", "police.r19"))
ACCOUNT = choice("police.brought_to_account", "the police is brought before courts and soviets", kind="decision",
                 book=("police.r05",))


ONE_MAN = parameter(3.0, "persons", 2.2, 3.5, assumption="below this effective number of deciders one man begins to rule")
"""Number of deciders below which a single ruler uses the police against his own."""
RUNNING = parameter(0.3, "index 0-1", 0.2, 0.4, assumption="size from which mass operations feed themselves; the first "
                    "lists are larger")
"""Size from which mass operations run by denunciation."""


@rule(
    "civil_war.r12", "police.r04", "police.r06",
    reads=dict(intensity="civil_war.intensity", white="civil_war.white_territory", engaged="intervention.engaged",
               revolt="countryside.revolt"),
    parameters=dict(
        massacres=parameter(0.1, "share", 0.03, 0.3, assumption="a tenth of the country under the Whites gives "
                            "news of massacres enough for half of what their terror can call out; a thirtieth if a few towns do"),
        hatred=parameter(0.5, "share", 0.2, 0.8, assumption="White terror everywhere counts for half as much as war that is "
                         "lost; no measure tells the two apart"),
        landed=parameter(0.3, "share", 0.1, 0.6, assumption="foreign troops and their plots count for less than White terror: "
                         "they stay on the rim"),
        risings=parameter(1.5, "1 a share of the regions", 0.8, 3.0, assumption="revolt in a tenth of all villages, as in 1921, "
                          "endangers the power a seventh as much as war at its height"),
    ),
    neutral=0.0, signs=dict(intensity=+1, white=+1, engaged=+1, revolt=+1), unit="index 0-1",
)
def power_is_attacked(intensity, white, engaged, revolt, massacres, hatred, landed, risings):
    """War, White terror, foreign troops and risings put those in power in fear for their lives."""
    safe = (1.0 - intensity) * (1.0 - hatred * white / (white + massacres)) * (1.0 - landed * engaged)
    return 1.0 - safe * (1.0 - jnp.minimum(risings * jnp.mean(revolt), 1.0))


@rule(
    "police.r04", "civil_war.r12", "police.r06", "police.r03", "ideology.r13",
    reads=dict(terror="police.terror", attacked=here(0.0, 1.0), power="soviets.power", other="soviets.regime_other",
               autonomy="police.autonomy", oversight="organs.correction", blame="ideology.blame"),
    parameters=dict(
        reprisal=parameter(0.85, "index 0-1", 0.6, 1.0, assumption="mortal danger calls out seventeen twentieths of "
                           "all terror that there can be, as White massacres and attempts did in 1918 (civil_war.r12, "
                           "p. 82); the rest takes an organ without control; three fifths if courts go on sitting"),
        mortal=parameter(1.5, "power", 1.0, 2.0, assumption="small dangers are left to courts and militia, more than in "
                         "proportion; not to them alone"),
        up=parameter(0.5, "a month", 0.25, 0.9, assumption="half of the way to what danger calls for in a month: "
                     "hostages were taken and shot within days of the attempts in the capitals, for weeks after in the "
                     "provinces (police.r04, p. 90); three weeks or four months"),
        down=parameter(0.15, "a month", 0.06, 0.25, assumption="terror leaves three times more slowly than it came, in "
                       "six months by half and more: convictions fell to a seventh in two years from 1921, and the "
                       "book has the organ go on unpunished after its tasks (police.r05, p. 128); four to sixteen "
                       "months"),
        habit=parameter(0.18, "index 0-1", 0.05, 0.3, assumption="terror that an organ above all control keeps up in "
                        "peace: half free of control it keeps up a quarter of it, as the few convictions of 1923 say; "
                        "the shooting on the eve of abolition shows that it keeps some (police.r05, p. 128)"),
        brake=parameter(0.4, "share", 0.1, 0.7, assumption="a party that controls the organ keeps back two fifths of "
                        "the terror: a commission of twelve in which one vote stopped a death (police.r03, p. 94), "
                        "before attempts made it give way; a tenth if it only signs, seven tenths if it judges"),
        culprits=parameter(0.4, "index 0-1", 0.15, 0.7, assumption="culprits sought for a failure everywhere call out less terror than war "
                           "does, more than habit"),
    ),
    neutral=0.0, signs=dict(attacked=+1, autonomy=+1, oversight=-1, blame=+1), unit="change a month",
)
def terror_answers_terror(terror, attacked, power, other, autonomy, oversight, blame, reprisal, mortal, up, down, habit,
                          brake, culprits):
    """Attacks call terror out within weeks; it leaves more slowly than it came, and never wholly."""
    ruled = jnp.maximum(power, other)
    aim = ruled * (reprisal * attacked ** mortal + habit * square(autonomy) + culprits * blame) * (1.0 - brake * oversight)
    return jnp.where(aim > terror, up, down) * (aim - terror)


@rule(
    "police.r05", "police.r01", "police.r09", "police.r10", "police.r17", "government.r12",
    reads=dict(autonomy="police.autonomy", terror="police.terror", correction="organs.correction",
               deciders="organs.deciders", power="soviets.power", banned="factions.banned",
               courts="government.courts"),
    parameters=dict(
        judged=parameter(0.03, "a month", 0.01, 0.06, assumption="courts left alone would bind it as control by the party does, within the "
                         "same years"),
        impunity=parameter(0.035, "a month", 0.01, 0.07, assumption="at full terror an unpunished organ wins half of "
                           "what control it still lacks in twenty months: from the hostages of September 1918 to the "
                           "shooting of January 1920 it came to disobey a decree (police.r05, p. 128); ten months or "
                           "six years"),
        alone=parameter(0.03, "a month", 0.008, 0.07, assumption="one who decides alone frees the organ by half in two "
                        "years: from files and isolators in 1929 to the abolition of the Interior commissariats in "
                        "November 1930 (police.r10, p. 285); ten months or seven years"),
        oversight=parameter(0.03, "a month", 0.01, 0.06, assumption="a party that corrects itself takes half of its "
                            "freedom back in two years: the commission of twelve of 1918 (police.r03, p. 94), the "
                            "reform of 1922 by which it lost its name; one or six years"),
        dissolved=parameter(0.2, "a month", 0.1, 0.5, assumption="an organ whose power has fallen is hunted down or "
                            "disbands within a year"),
        few="police.one_man",
        most=parameter(1.5, "persons", 1.0, 2.0, assumption="what one man alone adds over a college of two and a half"),
    ),
    neutral=0.0, signs=dict(terror=+1, correction=-1, deciders=-1, courts=-1), unit="change a month",
)
def impunity_makes_it_autonomous(autonomy, terror, correction, deciders, power, banned, courts, judged, impunity, alone,
                                 oversight, dissolved, few, most):
    """Each unpunished killing frees the organ; a single ruler uses it against his own; control binds it.

    It ends with the power that it serves.
    """
    grow = impunity * terror + alone * jnp.clip(few - deciders, 0.0, most) * banned
    ruling = power * (grow * (1.0 - autonomy) - (oversight * correction + judged * courts) * autonomy)
    return ruling - (1.0 - power) * dissolved * autonomy


@rule(
    "police.r05", "regime.r03",
    reads=dict(intensity="civil_war.intensity", correction="organs.correction", autonomy="police.autonomy",
               power="soviets.power"),
    parameters=dict(hazard=parameter(0.02, "a month", 0.005, 0.05, assumption="with the fronts quiet and the party "
                                     "able to correct itself its powers are cut within four years at a venture: the "
                                     "death penalty was abolished once in the peace of January 1920, and the shooting "
                                     "of that night went unpunished (police.r05, p. 128); one or seventeen years")),
    neutral=0.0, signs=dict(intensity=-1, correction=+1, autonomy=-1), unit="probability a month",
)
def peace_brings_it_to_account(intensity, correction, autonomy, power, hazard):
    """When the fronts are quiet the party may abolish its powers, if it can still correct itself."""
    return power * hazard * (1.0 - intensity) * correction * (1.0 - autonomy)


@rule(
    "police.r11", "police.r02", "police.r10",
    reads=dict(strength="police.strength", terror="police.terror", drive="collectivisation.share", power="soviets.power", autonomy="police.autonomy",
               deciders="organs.deciders"),
    parameters=dict(
        war=parameter(270_000.0, "persons", 120_000, 450_000,
                      publication="about 260,000 with internal troops at the end of 1921; Leggett, The Cheka: Lenin's Political Police, Oxford 1981"),
        instrument=parameter(420_000.0, "persons", 150_000, 1_000_000, book=("police.r11", "c9-f161")),
        pace=parameter(0.08, "a month", 0.03, 0.2, assumption="staff follows tasks within a year"),
        height=parameter(1.6, "1 over terror", 1.2, 2.5, assumption="terror at the end of 1921, when the staff was counted, "
                         "stood at some six tenths of its scale"),
        few="police.one_man",
        most=parameter(2.0, "persons", 1.5, 2.0, assumption="one man alone is two away from a college of three; half a "
                       "man less if one friend counts"),
    ),
    neutral=0.0, signs=dict(terror=+1, drive=+1), unit="persons a month",
)
def the_organ_grows_with_its_tasks(strength, terror, drive, power, autonomy, deciders, war, instrument, pace, height,
                                   few, most):
    """Staff follows terror, forced collectivisation and the needs of a ruler without a class."""
    tasks = war * terror * height + instrument * drive * autonomy * jnp.clip(few - deciders, 0.0, most)
    return pace * (power * tasks - strength)


@rule(
    "leaders.r15", "mood.r15", "succession.r10", "regime.r11",
    reads=dict(discontent="mood.discontent", hunger="supply.hunger", opposition="factions.opposition",
               guard="organs.cc_old_guard", threat="abroad.threat"),
    parameters=dict(
        disaster=parameter(1.2, "1", 0.4, 2.5, assumption="a famine everywhere is by itself reason enough for full "
                           "fear: Stalin sat among his own men and trusted none after it (leaders.r15, p. 300); two "
                           "fifths if successes abroad cover it, past the full if all know the cause"),
        murmur=parameter(0.4, "1", 0.1, 0.8, assumption="full discontent makes two fifths of full fear, a third of "
                         "what famine does: a ruler hears of it through the same police; a tenth or four fifths"),
        silent=parameter(0.5, "1", 0.1, 1.2, assumption="all the party silently opposed makes half of full fear: "
                         "hundreds struck his name in a closed ballot (succession.r10, p. 318), and he knew it; a "
                         "tenth if they are thought loyal, all of it if each is thought a rival"),
        war=parameter(0.5, "1", 0.1, 1.0, assumption="certain war makes half of full fear: the caste was expected to "
                      "fall as one of its first effects (regime.r16, p. 368), abroad and by its own; a tenth or all of "
                      "it"),
        nobody=parameter(0.3, "share", 0.1, 0.6, assumption="three tenths of the alarm is left when no old member "
                         "could replace him: the young owe him all and know no other; a tenth or six tenths"),
    ),
    neutral=0.0, signs=dict(discontent=+1, guard=+1, opposition=+1, threat=+1), unit="index 0-1",
)
def disaster_makes_rivals_of_the_silent(discontent, hunger, opposition, guard, threat, disaster, murmur, silent, war,
                                        nobody):
    """After a disaster the silent, the old members who could replace him, and war are to be feared."""
    return jnp.clip((disaster * jnp.mean(hunger) + murmur * discontent + silent * opposition + war * threat)
                    * (nobody + (1.0 - nobody) * guard), 0.0, 1.0)


@rule(
    "leaders.r15", "succession.r10",
    reads=dict(fear="police.fear_of_overthrow", deciders="organs.deciders", banned="factions.banned",
               power="soviets.power", reason=here(0, 1)),
    parameters=dict(
        few="police.one_man",
        up=parameter(0.03, "a month", 0.01, 0.08, assumption="fear of one's own rises by half in two years once there "
                     "is reason, as from 1932 to the end of 1934; nine months or six years"),
        down=parameter(0.012, "a month", 0.004, 0.03, assumption="it fades by half in five years where the reasons "
                       "have gone, since the feared have been hurt; two or fifteen years"),
    ),
    neutral=0.0, signs=dict(deciders=-1, reason=+1), unit="change a month",
)
def the_fearful_are_feared(fear, deciders, banned, power, reason, few, up, down):
    """A sole ruler comes to fear whoever could replace him."""
    aim = jnp.clip(few - deciders, 0.0, 1.0) * banned * power * reason
    return jnp.where(aim > fear, up, down) * (aim - fear)


@rule(
    "leaders.r15", "police.r15", "organs.r16", "terror.r01",
    reads=dict(fear="police.fear_of_overthrow", autonomy="police.autonomy", deciders="organs.deciders",
               mass="police.mass_terror", guard="organs.cc_old_guard"),
    parameters=dict(
        few="police.one_man",
        hazard=parameter(0.07, "a month", 0.02, 0.15, assumption="with full fear, a free police and an old guard left "
                         "the blow falls within fifteen months: congress in January 1934, murder in December, the "
                         "great trials from August 1936 (leaders.r15, p. 300); half a year or four years"),
        sharp=parameter(14.0, "1", 6, 25, assumption="three points of fear around the edge decide three chances in "
                        "five: a ruler strikes or waits; half as sharp or twice"),
        edge=parameter(0.42, "index 0-1", 0.25, 0.6, assumption="the fear at which half of such rulers strike, a "
                       "little under half of all there can be, since at the full they would all have and at a quarter "
                       "none on record did; a quarter or three fifths"),
        over=parameter(0.05, "index 0-1", 0.01, 0.1, assumption="operations that have shrunk to this are over and may begin "
                       "again"),
    ),
    neutral=0.0, signs=dict(fear=+1, autonomy=+1, deciders=-1, guard=+1), unit="probability a month",
)
def panic_lets_the_police_loose(fear, autonomy, deciders, mass, guard, few, hazard, sharp, edge, over):
    """A frightened sole ruler with an autonomous police strikes at whoever could replace him."""
    sole = jnp.clip(few - deciders, 0.0, 1.0)
    return hazard * jax.nn.sigmoid(sharp * (fear - edge)) * autonomy * sole * guard * (mass < over)


@rule(
    "police.r15", "police.r14", "police.r19", "mood.r15",
    reads=dict(mass="police.mass_terror", guard="organs.cc_old_guard"),
    parameters=dict(running="police.running", hazard=parameter(0.14, "a month", 0.05, 0.3,
            assumption="at its height, and with none of the old guard left, mass terror ends within seven months: from "
            "the fall of one chief at the end of September 1936 to that of the next in December 1938 it lasted "
            "twenty-six (police.r15, p. 330), mostly while there were some; three months to twenty")),
    neutral=0.0, signs=dict(mass=+1, guard=-1), unit="probability a month",
)
def the_terrorisers_are_terrorised(mass, guard, running, hazard):
    """It stops when it has taken whoever could be feared and disorganises the state itself."""
    return hazard * (mass > running) * mass * (1.0 - guard)


@rule(
    "mood.r15", "police.r14",
    reads=dict(mass="police.mass_terror", started=here(0, 1), halted=here(0, 1)),
    parameters=dict(
        opening=parameter(0.4, "index 0-1", 0.35, 0.6, assumption="the first lists are two fifths of the later ones: "
                          "former oppositionists before nationalities and kulaks by quota; a third or three fifths"),
        spread=parameter(0.2, "a month", 0.08, 0.35, assumption="denunciation doubles small operations in four months: "
                         "begun in the summer of 1936 they were everywhere in the autumn of 1937, when fear had "
                         "reached those who led them (mood.r15, p. 348); nine months or two"),
        stop=parameter(0.2, "share left", 0.05, 0.3, assumption="when the summit stops it a fifth of it goes on "
                       "through the month: arrests ceased with the change of chief in December 1938, camps and "
                       "sentences pending did not (police.r15, p. 330); nearly nothing or three tenths"),
        fade=parameter(0.6, "share left a month", 0.3, 0.85, assumption="of operations that run out two fifths end "
                       "each month, cases that are open being finished; seven tenths, or a seventh"),
        running="police.running",
    ),
    neutral=0.0, signs=dict(started=+1, halted=-1), unit="index 0-1",
)
def operations_widen_and_end(mass, started, halted, opening, spread, stop, fade, running):
    """Denunciation widens the operations until the summit stops them."""
    course = jnp.where(mass > running, mass + spread * mass * (1.0 - mass), fade * mass)
    return jnp.maximum(jnp.where(halted > HALF, stop * mass, course), opening * started)


@rule(
    "police.r04", "police.r08", "police.r11", "terror.r01", "police.r14",
    reads=dict(terror="police.terror", mass="police.mass_terror", drive="now:collectivisation.force", banned="factions.banned", voted="delegation.voted"),
    parameters=dict(
        usual=parameter(11_000.0, "persons a month", 4_000, 30_000,
                        assumption="arrests at full war terror; independent series begin in 1921 with 36,000 "
                                   "convictions a year, arrests were more"),
        great=parameter(60_000.0, "persons a month", 35_000, 100_000,
                        publication="790,665 convictions in 1937; Zemskov 2018"),
        village=parameter(14_000.0, "persons a month", 6_000, 30_000,
                          publication="180,696 to 239,664 convictions a year in 1931-33; Zemskov 2018"),
        dissenters=parameter(300.0, "persons a month", 50, 1_000, assumption="members arrested when all votes are against the "
                             "line under the ban: thousands in a year"),
    ),
    neutral=0.0, signs=dict(terror=+1, mass=+1, drive=+1), unit="persons a month",
)
def arrests_follow_terror(terror, mass, drive, banned, voted, usual, great, village, dissenters):
    """Arrests by war terror, by the war on the village, by mass operations."""
    return usual * terror + great * mass + village * drive + dissenters * banned * voted


@rule(
    "police.r04", "police.r05", "police.r02", "police.r03",
    reads=dict(attacked=here(0.0, 1.0), autonomy="police.autonomy", mass=here(0, 1)),
    parameters=dict(
        peace=parameter(0.07, "share", 0.03, 0.15,
                        publication="death sentences over convictions of 1923-30, 4 to 15 per cent; Zemskov 2018"),
        bound=parameter(0.1, "index 0-1", 0.03, 0.3, assumption="an organ as bound as in the first half of 1918 shoots "
                        "hardly anybody; at the autonomy of 1920 it shoots nearly as it likes"),
        reprisal=parameter(0.35, "share", 0.2, 0.5, publication="death sentences over convictions of 1921, 27 per cent; "
                           "Zemskov 2018", assumption="more in 1918, when war and White terror came on top of risings"),
        mass_share=parameter(0.44, "share", 0.3, 0.55,
                             publication="353,074 of 790,665 in 1937; Zemskov 2018"),
        most=parameter(0.6, "share", 0.5, 0.8, assumption="in no year were more of the arrested shot than six in ten"),
    ),
    neutral=0.0, signs=dict(attacked=+1, autonomy=+1, mass=+1), unit="share",
)
def death_is_the_answer_to_attack(attacked, autonomy, mass, peace, bound, reprisal, mass_share, most):
    """The share of death sentences is high under attack and in mass operations; a bound organ leaves it to courts."""
    calm = peace * autonomy / (autonomy + bound)
    return jnp.clip(calm + reprisal * attacked + mass_share * mass, 0.0, most)


@rule(
    "police.r04", "police.r05",
    reads=dict(arrests=here(0, 100_000), deadly=here(0, 1)),
    neutral=0.0, signs=dict(arrests=+1, deadly=+1), unit="persons a month",
)
def some_of_them_are_shot(arrests, deadly):
    """Of those arrested, some are shot."""
    return arrests * deadly


@rule(
    "police.r05",
    reads=dict(terror="police.terror", autonomy="police.autonomy", more_terror=here(0.0, 0.2), more_autonomy=here(0.0, 0.1),
               account=here(0, 1)),
    parameters=dict(
        restrained=parameter(0.5, "share", 0.2, 0.9, assumption="terror that ends when the organ is brought before courts: "
                             "half, more or less, for courts sentence too"),
        bound=parameter(0.6, "share", 0.3, 0.9, assumption="autonomy that it loses then: more than half, not all"),
    ),
    neutral=(0.0, 0.0), signs=dict(account=-1), unit="change a month",
)
def courts_bind_the_organ(terror, autonomy, more_terror, more_autonomy, account, restrained, bound):
    """Brought before courts, the organ loses part of its terror and of its freedom."""
    return (-restrained * account * (terror + more_terror), -bound * account * (autonomy + more_autonomy))


@rule(
    "police.r04", reads=dict(shot=here(0, 60_000), urban="now:population.urban"),
    neutral=0.0, signs=dict(shot=+1), unit="persons a month",
)
def sentences_fall_where_towns_are(shot, urban):
    """Executions are counted where the townspeople live."""
    return shot * urban / jnp.maximum(urban.sum(), 1.0)


def step(m: Month) -> None:
    """Terror, autonomy, staff, the fear of the summit, mass operations, arrests and executions."""
    account = m.choose(ACCOUNT, m.rule(peace_brings_it_to_account))
    attacked = m.rule(power_is_attacked)
    terror, autonomy = m.rule(terror_answers_terror, attacked=attacked), m.rule(impunity_makes_it_autonomous)
    less_terror, less_autonomy = m.rule(courts_bind_the_organ, more_terror=terror, more_autonomy=autonomy, account=account)
    m.change("terror", terror, less_terror)
    m.change("autonomy", autonomy, less_autonomy)
    m.change("strength", m.rule(the_organ_grows_with_its_tasks))
    reason = m.rule(disaster_makes_rivals_of_the_silent)
    m.change("fear_of_overthrow", m.rule(the_fearful_are_feared, reason=reason))
    started = m.choose(MASS_OPERATIONS, m.rule(panic_lets_the_police_loose))
    halted = m.choose(HALT, m.rule(the_terrorisers_are_terrorised))
    mass = m.set("mass_terror", m.rule(operations_widen_and_end, started=started, halted=halted))
    arrests = m.set("arrests", m.rule(arrests_follow_terror))
    deadly = m.rule(death_is_the_answer_to_attack, attacked=attacked, mass=mass)
    shot = m.rule(some_of_them_are_shot, arrests=arrests, deadly=deadly)
    m.flow(EXECUTIONS, m.rule(sentences_fall_where_towns_are, shot=shot))


@output("repression.executions", "persons a month", "Executions", system="police",
        publication="Zemskov 2018 from 1921; orders of magnitude before")
def executions(w, flows):
    """Executions of the month."""
    return flows["police.executions"].sum()


@output("deaths.repression", "persons a month", "Deaths by execution", system="police",
        publication="Zemskov 2018 from 1921; deaths in camps and exile are not modelled yet")
def deaths_repression(w, flows):
    """Executions only at this depth; deaths in detention are absent, not nil."""
    return flows["police.executions"].sum()
