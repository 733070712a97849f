"""The party admits, tests and loses members; who enters when decides how it votes later."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import (
    System,
    choice,
    flow,
    here,
    observable,
    parameter,
    rule,
    variable,
)
from thermidor.engine.month import Month
from thermidor.model.names import COHORTS

C = len(COHORTS)
TRAINED = COHORTS.index("civil_war") + 1
"""Cohorts that the underground, 1917 or the war taught, which the record tells apart."""


class Membership(System):
    """Members by cohort of entry, and the doors."""

    cohort: Array = variable(
        "persons", "full members by cohort of entry", quantity="members", dim="cohort",
        start=parameter([23_800.0, 0, 0, 0, 0, 0, 0], "persons", 0.7, 1.2, dim="cohort",
                        publication="about 23,600-24,000 in January 1917; Schapiro 1970, p. 171"),
        typical=(0, 400_000))
    candidates: Array = variable("persons", "candidates on probation", quantity="members", start=0.0,
                                 typical=(0, 600_000))
    total: Array = variable("persons", "full members", start=parameter(
        23_800.0, "persons", 16_000, 29_000, publication="as membership.cohort"), typical=(20_000, 2_000_000))
    docility: Array = variable("index 0-1", "readiness to follow whoever leads the cell", start=0.1, high=1.0,
                               book=("membership.r08",))
    old_guard: Array = variable("share", "members who joined before 1917", start=1.0, high=1.0,
                                book=("membership.r09",))
    workers_share: Array = variable("share", "members of worker origin", high=1.0, start=parameter(
        0.602, "share", 0.5, 0.7, publication="social position of members, 1917: 60.2 per cent; Rigby 1968"))
    openness: Array = variable("index 0-1", "how open the doors are", high=1.0, start=parameter(
        0.8, "index 0-1", 0.4, 1.0, book=("membership.r02",)))
    peasants_share: Array = variable("share", "members of peasant origin", high=1.0, start=parameter(
        0.076, "share", 0.05, 0.12, publication="social position of members, 1917: 7.6 per cent; Rigby 1968"))
    literate: Array = variable("share", "literate members", high=1.0, start=parameter(
        0.95, "share", 0.85, 1.0, assumption="trained cadres of an underground party"))
    at_bench: Array = variable("share", "members who still work in factories", high=1.0, start=parameter(
        0.55, "share", 0.4, 0.7, assumption="nearly all members of worker origin, before there are posts"))
    formed: Array = variable("index 0-1", "readiness to follow of those who came after the war", high=1.0,
                             start=parameter(0.5, "index 0-1", 0.3, 0.7, assumption="as an entrant whom an elected "
                                             "cell forms"))
    careful: Array = variable("index 0-1", "strictness of admission", high=1.0, start=0.0,
                              book=("membership.r06", "membership.r07"))
    appeals: Array = variable("persons", "appeals of the expelled not yet decided", start=0.0,
                              typical=(0, 200_000), book=("membership.r12",))
    closed: Array = variable("flag", "admission is closed", start=0.0, high=1.0, book=("membership.r14",))
    enrolling: Array = variable("index 0-1", "a mass enrolment is under way", start=0.0, high=1.0)
    purging: Array = variable("index 0-1", "a purge is under way", start=0.0, high=1.0)
    unsifted: Array = variable("share", "members who have come to a party in power since the last purge", start=0.0, high=1.0,
                               book=("membership.r05",))


ADMISSION = flow("membership.admission", "members", "border:applicants", "membership.candidates", "persons a month",
                 "applicants admitted as candidates", book=("membership.r03", "membership.r06"))
LEVY = flow("membership.levy", "members", "border:applicants", "membership.cohort", "persons a month",
            "entrants of a mass enrolment, without probation", dim="cohort", book=("membership.r08",))
CONFIRMATION = flow("membership.confirmation", "members", "membership.candidates", "membership.cohort", "persons a month",
                    "candidates made full members", dim="cohort", book=("membership.r06",))
REJECTION = flow("membership.rejection", "members", "membership.candidates", "border:rejected", "persons a month",
                 "candidates not confirmed", book=("membership.r05",))
REINSTATEMENT = flow("membership.reinstatement", "members", "border:reinstated", "membership.cohort", "persons a month",
                     "expelled members taken back on appeal", dim="cohort", book=("membership.r12",))
EXPULSION = flow("membership.expulsion", "members", "membership.cohort", "border:expelled", "persons a month",
                 "members expelled", dim="cohort", book=("membership.r05", "membership.r10", "membership.r13"))
FALLEN = flow("membership.fallen", "members", "membership.cohort", "border:fallen", "persons a month",
              "members killed at the fronts", dim="cohort", book=("membership.r04",))
DEPARTURE = flow("membership.departure", "members", "membership.cohort", "border:departed", "persons a month",
                 "members who die or leave", dim="cohort", book=("membership.r04",))

PURGE_FADES = parameter(0.8, "share left a month", 0.7, 0.9, book=("membership.r05",))
"""A purge takes about half a year."""
LEVY_FADES = parameter(0.7, "share left a month", 0.5, 0.85, book=("membership.r08",))
"""A mass enrolment takes a few months."""
REJECTED = parameter(0.15, "a month", 0.05, 0.3, assumption="candidates are purged somewhat harder than members")
"""Candidates struck off while a purge runs at full force."""

VERIFICATION = choice("membership.purge", "the members are verified and purged", kind="decision",
                      book=("membership.r05", "membership.r10", "membership.r11"))
CLOSURE = choice("membership.closure", "admission is closed", kind="decision", book=("membership.r14",))
REOPENING = choice("membership.reopening", "admission is opened again", kind="decision", book=("membership.r14",))
SELECTION = parameter(0.0, "share", 0.0, 0.0,
                      assumption="nil by construction: how far careful selection takes the place of a mass "
                                 "enrolment, a question to ask")

LENIN_LEVY = choice("membership.levy", "a mass enrolment of untrained workers", kind="decision",
                    book=("membership.r08",))


@rule(
    "membership.r02", "membership.r03",
    reads=dict(bolshevik="soviets.bolshevik", power="soviets.power", provisional="soviets.provisional",
               openness="membership.openness", hunger="supply.hunger_towns", members="membership.total",
               workers="classes.workers"),
    parameters=dict(
        before=parameter(0.75, "a month", 0.35, 1.2, book=("membership.r02",)),
        free=parameter(0.6, "share", 0.3, 0.9, book=("membership.r02",),
                       assumption="part of the growth that legality alone brings"),
        office=parameter(0.14, "a month", 0.05, 0.22, book=("membership.r03",)),
        advantage=parameter(0.3, "1", 0.0, 1.0, book=("membership.r03", "privilege.r01")),
        reach=parameter(0.15, "share of workers", 0.08, 0.3,
                        assumption="a party of struggle can organise so many of the industrial workers"),
    ),
    neutral=0.0, signs=dict(openness=+1, workers=+1), unit="persons a month",
)
def the_party_attracts(bolshevik, power, provisional, openness, hunger, members, workers, before, free, office,
                       advantage, reach):
    """Before power legality and conviction draw members, after it also office and bread."""
    room = jnp.clip(1.0 - members / jnp.maximum(reach * workers, 1.0), 0.0, 1.0)
    struggle = free * provisional + 4.0 * (1.0 - free) * bolshevik * (1.0 - bolshevik)
    revolution = (1.0 - power) * before * struggle * room
    attraction = power * office * (1.0 + advantage * hunger)
    return (revolution + attraction) * openness * members


@rule(
    "membership.r06", "membership.r07",
    reads=dict(careful="membership.careful", authority="succession.authority", power="soviets.power",
               appointed="appointments.appointed", members="membership.total"),
    parameters=dict(
        wish=parameter(0.8, "index 0-1", 0.4, 1.0, book=("membership.r06", "membership.r07")),
        ideal=parameter(350_000.0, "persons", 300_000, 400_000, book=("membership.r07",)),
        pace=parameter(0.08, "a month", 0.03, 0.2, assumption="a year of debates on the scale of probation"),
    ),
    neutral=0.0, signs=dict(authority=+1, appointed=-1), unit="change a month",
)
def the_founder_wants_a_small_party(careful, authority, power, appointed, members, wish, ideal, pace):
    """Above an ideal size the founder presses for long probation; nominated secretaries do not follow."""
    aim = power * wish * authority * jnp.clip(members / ideal - 0.8, 0.0, 1.0) * (1.0 - appointed)
    return pace * (aim - careful)


@rule(
    "membership.r06",
    reads=dict(candidates=here(0, 900_000), power="soviets.power", purge="membership.purging",
               closed="membership.closed", careful="membership.careful", workers="membership.workers_share",
               peasants="membership.peasants_share"),
    parameters=dict(
        lax=parameter([6.0, 12.0, 12.0], "months", 0.7, 1.5, dim="origin", book=("membership.r06",)),
        strict=parameter([15.0, 24.0, 36.0], "months", 0.7, 1.5, dim="origin", book=("membership.r06",),
                         assumption="workers: between six months for those long in large industry and eighteen"),
        slow=parameter(2.9, "factor", 1.4, 4.0,
                       assumption="confirmations come later than the shortest term allows"),
        early=parameter(0.9, "a month", 0.6, 1.0, assumption="no probation before power"),
    ),
    neutral=0.0, signs=dict(candidates=+1, power=-1, careful=-1), unit="persons a month",
)
def candidates_serve_their_time(candidates, power, purge, closed, careful, workers, peasants, lax, strict, slow, early):
    """Candidates become members after a probation set by class, short or long as the party is lax or careful."""
    classes = jnp.stack([workers, peasants, jnp.maximum(1.0 - workers - peasants, 0.0)])
    months = slow * jnp.sum(classes * (lax + careful * (strict - lax))) / jnp.maximum(classes.sum(), 0.1)
    return candidates * jnp.where(power > 0.5, (1.0 - 0.7 * jnp.maximum(purge, closed)) / jnp.maximum(months, 2.0), early)


@rule(
    "membership.r05", "membership.r10", "membership.r11", "membership.r03",
    reads=dict(unsifted="membership.unsifted", power="soviets.power",
               intensity="civil_war.intensity", hunger="supply.hunger", discontent="mood.discontent", deciders="organs.deciders"),
    parameters=dict(
        hazard=parameter(0.12, "a month", 0.03, 0.3, book=("membership.r05",),
                         assumption="months from the complaint about intruders to the commissions"),
        many=parameter(0.55, "share", 0.3, 0.75, assumption="unsifted members at which intruders are a matter"),
        steep=parameter(14.0, "1", 7, 25, assumption="few notice intruders in a party that hardly grows"),
        distrust=parameter(1.5, "1", 0.3, 4.0, book=("membership.r10", "membership.r11")),
    ),
    neutral=0.0, signs=dict(unsifted=+1, discontent=+1, intensity=-1), unit="probability a month",
)
def the_leadership_purges(unsifted, power, intensity, hunger, discontent, deciders, hazard, many, steep, distrust):
    """Intruders after growth, and later doubt of the members, bring a purge when the fronts are quiet."""
    doubt = discontent * (1.0 + distrust * (jnp.mean(hunger) + jnp.maximum(0.0, 2.0 - deciders)))
    ripe = jax.nn.sigmoid(steep * (unsifted - many))
    return hazard * power * ripe * jnp.clip(1.0 - 2.0 * intensity, 0.0, 1.0) * 2.0 * doubt


@rule(
    "membership.r08", "membership.r10",
    reads=dict(appointed="appointments.appointed", authority="succession.authority",
               opposition="factions.opposition", levy="membership.enrolling",
               secretariat="appointments.power", members="membership.total"),
    parameters=dict(
        hazard=parameter(0.3, "a month", 0.1, 0.7, book=("membership.r08",)),
        half=parameter(0.3, "share", 0.15, 0.5, assumption="share of nominated posts at which the apparatus "
                       "can admit whom it likes"),
        large=parameter(650_000.0, "persons", 450_000, 1_000_000, book=("membership.r07", "membership.r08")),
    ),
    neutral=0.0, signs=dict(appointed=+1, opposition=+1, authority=-1, members=-1), unit="probability a month",
)
def the_apparatus_opens_the_doors(appointed, authority, opposition, levy, secretariat, members, hazard,
                                  half, large):
    """An apparatus that faces opposition without an authority above it floods the party."""
    return (hazard * jax.nn.sigmoid(12.0 * (appointed - half)) * (1.0 - authority) * opposition * secretariat
            * (1.0 - levy) * jax.nn.sigmoid(6.0 * (1.0 - members / large)))


@rule(
    "membership.r08",
    reads=dict(levy=here(0, 1), members="membership.total"),
    parameters=dict(selection="membership.selection", pace=parameter(0.16, "a month", 0.08, 0.25, book=("membership.r08",))),
    neutral=0.0, signs=dict(levy=+1, members=+1), unit="persons a month",
)
def a_levy_adds_half_as_many(levy, members, selection, pace):
    """A levy adds about half as many members again in a few months, most of them unlettered."""
    return pace * levy * members * (1.0 - 0.8 * selection)


@rule(
    "membership.r10", "membership.r14", "membership.r07",
    reads=dict(openness="membership.openness", purge=here(0, 1), appointed="appointments.appointed",
               authority="succession.authority", intensity="civil_war.intensity", members="membership.total",
               power="soviets.power", closed=here(0, 1), careful="membership.careful"),
    parameters=dict(
        selective=parameter(0.1, "index 0-1", 0.02, 0.3, book=("membership.r07",)),
        war=parameter(0.7, "index 0-1", 0.4, 0.95, book=("membership.r03",)),
        instrument=parameter(0.52, "index 0-1", 0.25, 0.8, book=("membership.r10",)),
        lag=parameter(0.1, "a month", 0.04, 0.2, assumption="doors open over a year"),
        saturation=parameter(3_500_000.0, "persons", 2_000_000, 5_000_000, book=("membership.r10",)),
    ),
    neutral=0.0, signs=dict(purge=-1, members=-1), unit="change a month",
)
def size_is_an_instrument(openness, purge, appointed, authority, intensity, members, power, closed, careful,
                          selective, war, instrument, lag, saturation):
    """War and a strong Secretariat open the doors, a purge shuts them."""
    strong = appointed * (1.0 - authority)
    aim = jnp.maximum(selective, jnp.maximum(war * intensity, instrument * strong))
    aim = aim * (1.0 - purge) * jnp.clip(1.0 - members / saturation, 0.0, 1.0) * (1.0 - closed) * (1.0 - 0.8 * careful)
    aim = jnp.where(power > 0, aim, 1.0)
    return jnp.where(purge > 0.3, -0.35 * openness, lag * (aim - openness))


@rule(
    "membership.r05", "membership.r13", "factions.r11",
    reads=dict(cohort="membership.cohort", purge=here(0, 1), terror="police.mass_terror", voted="delegation.voted",
               banned="factions.banned", opposition="factions.opposition",
               appointed="appointments.appointed"),
    parameters=dict(
        purged=parameter(0.06, "a month", 0.03, 0.1, book=("membership.r05",)),
        careerists=parameter([0.4, 0.6, 1.1, 1.2, 1.0, 1.2, 1.0], "factor", 0.6, 1.5, dim="cohort",
                             book=("membership.r05",)),
        dissent=parameter(0.0035, "a month", 0.001, 0.01, book=("factions.r11",)),
        carnage=parameter([0.065, 0.055, 0.03, 0.025, 0.012, 0.008, 0.003], "a month", 0.5, 1.6, dim="cohort",
                          book=("membership.r13", "classes.r11")),
    ),
    neutral=0.0, signs=dict(purge=+1, terror=+1, banned=+1), unit="persons a month",
)
def members_are_expelled(cohort, purge, terror, voted, banned, opposition, appointed, purged, careerists,
                         dissent, carnage):
    """Purges take intruders, the ban takes those who vote against, mass terror takes the old members."""
    rate = purged * purge * careerists + dissent * banned * (voted + opposition * appointed) + carnage * terror
    return cohort * jnp.clip(rate, 0.0, 0.4)


@rule(
    "membership.r04", "population.r13",
    reads=dict(cohort="membership.cohort", intensity="civil_war.intensity", front="army.communists",
               members="membership.total"),
    parameters=dict(rate=parameter([0.013, 0.012, 0.006, 0, 0, 0, 0], "a month", 0.4, 1.8, dim="cohort",
                                   book=("membership.r04", "population.r13"))),
    neutral=0.0, signs=dict(intensity=+1, cohort=+1), unit="persons a month",
)
def the_best_fall_at_the_fronts(cohort, intensity, front, members, rate):
    """Each danger sends communists to the front, the oldest first, where they are decimated."""
    exposed = jnp.minimum(front / jnp.maximum(members, 1.0), 1.0)
    return cohort * rate * intensity * (0.5 + 1.5 * exposed)


@rule(
    "membership.r09",
    reads=dict(cohort="membership.cohort", ),
    parameters=dict(rate=parameter([0.0022, 0.0025, 0.008, 0.006, 0.003, 0.003, 0.003], "a month", 0.5, 2.0,
                                   dim="cohort", assumption="natural deaths, fatigue and withdrawal: 3 to 5 "
                                                            "per cent a year, more of those who came in war")),
    neutral=0.0, signs=dict(cohort=+1), unit="persons a month",
)
def members_leave_and_die(cohort, rate):
    """Members die and drop out."""
    return cohort * rate


@rule(
    "membership.r08", "delegation.r13", "appointments.r05",
    reads=dict(formed="membership.formed", later=here(0, 1_500_000, "members who came after the war"),
               entrants=here(0, 100_000), levied=here(0, 100_000), appointed="appointments.appointed"),
    parameters=dict(
        usual=parameter(0.5, "index 0-1", 0.3, 0.7, assumption="an entrant whom an elected cell forms"),
        nominated=parameter(0.9, "index 0-1", 0.7, 1.0, book=("appointments.r05", "delegation.r13"),
                            assumption="an entrant whom a nominated secretary forms"),
        enrolled=parameter(0.95, "index 0-1", 0.75, 1.0, book=("membership.r08",),
                           assumption="an entrant of a mass enrolment, whom nobody forms"),
    ),
    neutral=0.0, signs=dict(formed=-1, appointed=+1), unit="change a month",
)
def entrants_are_what_their_cadre_makes_them(formed, later, entrants, levied, appointed, usual, nominated, enrolled):
    """Entrants follow whoever formed them; a mass enrolment brings in at one stroke those whom nobody has."""
    new = usual + (nominated - usual) * appointed
    return (entrants * (new - formed) + levied * (enrolled - formed)) / jnp.maximum(later + entrants + levied, 1.0)


@rule(
    "membership.r08", "membership.r09", "delegation.r13", "organs.r04",
    reads=dict(cohort=here(0, 400_000, "members by cohort", "cohort"), formed=here(0, 1),
               literate="membership.literate"),
    parameters=dict(unlettered=parameter(0.25, "index 0-1", 0.05, 0.5, book=("membership.r08",)),
                    trained=parameter([0.1, 0.22, 0.5, 0.0, 0.0, 0.0, 0.0], "index 0-1", 0.7, 1.3, dim="cohort",
                                      book=("membership.r09",),
                                      assumption="the underground, 1917 and the war taught; who came later has no "
                                                 "weight here, for he is what his cadre made him")),
    neutral=0.1, signs=dict(formed=+1, literate=-1), unit="index 0-1",
)
def untrained_entrants_follow(cohort, formed, literate, unlettered, trained):
    """The less a member has lived of the underground and 1917, and read, the more he follows the secretary."""
    later = cohort[TRAINED:].sum()
    lived = (jnp.sum(cohort * trained) + later * formed) / jnp.maximum(jnp.sum(cohort), 1.0)
    return lived + (1.0 - lived) * unlettered * (1.0 - literate)


@rule(
    "membership.r03", "membership.r05", "membership.r08",
    reads=dict(workers="membership.workers_share", peasants="membership.peasants_share", entrants=here(0, 100_000),
               levied=here(0, 100_000), members="membership.total", power="soviets.power",
               intensity="civil_war.intensity", purge=here(0, 1)),
    parameters=dict(
        ordinary=parameter(0.4, "share", 0.25, 0.6, book=("membership.r03",)),
        enrolled=parameter(0.9, "share", 0.7, 0.97,
                           publication="92.4 per cent workers among the admitted of 1924; Rigby 1968"),
        policy=parameter(0.66, "share", 0.5, 0.8, assumption="share of workers sought among later entrants"),
        soldiers=parameter(0.35, "share", 0.2, 0.5,
                           assumption="peasants in uniform among those who enter in war, most of the rest employees"),
        villages=parameter(0.2, "share", 0.1, 0.35, assumption="peasants among entrants in peace"),
        cleansing=parameter(0.012, "a month", 0.0, 0.03, book=("membership.r05",)),
    ),
    neutral=(0.0, 0.0), unit="change a month",
)
def origin_of_entrants(workers, peasants, entrants, levied, members, power, intensity, purge, ordinary, enrolled,
                       policy, soldiers, villages, cleansing):
    """Victory brings employees and peasants, levies bring workers by origin, purges take the intruders."""
    size = jnp.maximum(members, 1.0)
    usual = jnp.where(power > 0, jnp.where(members < 800_000.0, ordinary, policy), 0.6)
    rural = power * (villages + (soldiers - villages) * intensity)
    w = (entrants * (usual - workers) + levied * (enrolled - workers)) / size
    p = (entrants * (rural - peasants) + levied * (0.05 - peasants)) / size
    w = w + cleansing * purge * (1.0 - workers - peasants)
    return w, p


@rule(
    "membership.r08", "delegation.r13",
    reads=dict(literate="membership.literate", entrants=here(0, 100_000), levied=here(0, 100_000),
               members="membership.total", peasants="membership.peasants_share", power="soviets.power"),
    parameters=dict(
        levy=parameter(0.43, "share", 0.35, 0.75, book=("membership.r08",)),
        usual=parameter(0.8, "share", 0.7, 0.92, assumption="literate among ordinary entrants, mostly townsmen"),
        village=parameter(0.5, "share", 0.2, 0.7, assumption="fewer among peasants"),
        school=parameter(0.01, "a month", 0.003, 0.03, assumption="party schools teach most within some years"),
    ),
    neutral=0.0, signs=dict(literate=-1), unit="change a month",
)
def entrants_bring_or_lack_letters(literate, entrants, levied, members, peasants, power, levy, usual, village, school):
    """A levy brings the unlettered; schools catch up over years."""
    size = jnp.maximum(members, 1.0)
    come = usual - village * peasants
    return (entrants * (come - literate) + levied * (levy - literate)) / size + power * school * (1.0 - literate)


@rule(
    "membership.r04", "classes.r04",
    reads=dict(bench="membership.at_bench", workers="membership.workers_share", power="soviets.power",
               intensity="civil_war.intensity", levied=here(0, 100_000), members="membership.total",
               posts="appointments.appointed"),
    parameters=dict(
        front=parameter(0.1, "a month", 0.04, 0.2, book=("membership.r04",)),
        offices=parameter(0.035, "a month", 0.015, 0.07, book=("membership.r04",)),
        back=parameter(0.03, "a month", 0.01, 0.07, assumption="works that start again call skilled members back"),
        settled=parameter(0.7, "share", 0.5, 0.9,
                          assumption="share of members of worker origin who stay at the bench in quiet years"),
    ),
    neutral=0.0, signs=dict(intensity=-1, workers=+1), unit="change a month",
)
def power_takes_members_from_the_bench(bench, workers, power, intensity, levied, members, posts, front, offices,
                                       back, settled):
    """Fronts and offices empty the factory cells; peace and levies fill them again."""
    taken = power * (front * intensity + offices * posts) * bench
    peace = power * back * (1.0 - intensity) * jnp.maximum(settled * workers - bench, 0.0)
    return peace - taken + 0.9 * levied / jnp.maximum(members, 1.0) * (1.0 - bench)


@rule(
    "membership.r12",
    reads=dict(appeals="membership.appeals", expelled=here(0, 30_000), mass="police.mass_terror",
               fear="factions.fear"),
    parameters=dict(
        protest=parameter(0.25, "share", 0.1, 0.5, book=("membership.r12",)),
        decided=parameter(0.06, "a month", 0.02, 0.15, assumption="control commissions sit for a year or two"),
        granted=parameter(0.55, "share", 0.4, 0.75, book=("membership.r12",)),
    ),
    neutral=(0.0, 0.0), signs=dict(expelled=+1), unit="persons a month",
)
def appeals_pile_up(appeals, expelled, mass, fear, protest, decided, granted):
    """Appeals lie while terror runs; afterwards about half of those who appealed are taken back."""
    heard = decided * appeals * (1.0 - mass) * (1.0 - 0.7 * fear)
    return protest * expelled - heard, granted * heard


@rule(
    "membership.r14", "membership.r10",
    reads=dict(closed="membership.closed", purge="membership.purging", deciders="organs.deciders",
               power="soviets.power", hunger="supply.hunger", mass="police.mass_terror"),
    parameters=dict(
        shut=parameter(0.08, "a month", 0.03, 0.3, book=("membership.r14",)),
        few=parameter(2.6, "persons", 1.8, 3.2, assumption="one man, or nearly, decides"),
        reopen=parameter(0.025, "a month", 0.008, 0.06, book=("membership.r14",)),
        replace=parameter(0.12, "a month", 0.03, 0.3, book=("membership.r14", "membership.r13")),
    ),
    neutral=(0.0, 0.0), signs=dict(purge=+1), unit="probability a month",
)
def doors_are_shut_and_opened(closed, purge, deciders, power, hunger, mass, shut, few, reopen, replace):
    """A sole ruler in a famine shuts the doors while he sifts, and opens them to replace the old members."""
    sole = power * jnp.clip(few - deciders, 0.0, 1.0)
    return ((1.0 - closed) * shut * sole * jnp.minimum(purge + jnp.mean(hunger), 1.0),
            closed * (reopen + replace * mass))


def step(m: Month) -> None:
    """Doors, entrants, probation, purges, losses, composition."""
    last = m.last
    entry = (jnp.arange(C) == m.outside("cohort")).astype(jnp.float32)
    purged = m.choose(VERIFICATION, m.rule(the_leadership_purges))
    purge = m.set("purging", jnp.maximum(last("membership.purging") * m.parameter("membership.purge_fades"), purged))
    levied = m.choose(LENIN_LEVY, m.rule(the_apparatus_opens_the_doors) * (1.0 - last("membership.closed")))
    levy = m.set("enrolling", jnp.maximum(last("membership.enrolling") * m.parameter("membership.levy_fades"), levied))
    shut, opened = m.rule(doors_are_shut_and_opened)
    shut, opened = m.choose(CLOSURE, shut), m.choose(REOPENING, opened)
    closed = m.set("closed", jnp.where(last("membership.closed") > 0, 1.0 - opened, shut))
    m.set("careful", last("membership.careful") + m.rule(the_founder_wants_a_small_party))
    m.set("openness", last("membership.openness") + m.rule(size_is_an_instrument, purge=purge, closed=closed))
    m.flow(ADMISSION, m.rule(the_party_attracts) * (1.0 - closed))
    entrants = m.flow(LEVY, m.rule(a_levy_adds_half_as_many, levy=levy) * entry * (1.0 - closed)).sum()
    confirmed = m.rule(candidates_serve_their_time, candidates=m.now("membership.candidates"))
    m.flow(CONFIRMATION, confirmed * entry)
    m.flow(REJECTION, m.parameter("membership.rejected") * purge * m.now("membership.candidates"))
    m.flow(FALLEN, m.rule(the_best_fall_at_the_fronts))
    expelled = m.flow(EXPULSION, m.rule(members_are_expelled, purge=purge)).sum()
    m.flow(DEPARTURE, m.rule(members_leave_and_die))
    queue, back = m.rule(appeals_pile_up, expelled=expelled)
    m.set("appeals", last("membership.appeals") + queue)
    before = m.now("membership.cohort")
    m.flow(REINSTATEMENT, back * before / jnp.maximum(before.sum(), 1.0))
    cohort = m.now("membership.cohort")
    total = m.set("total", cohort.sum())
    come = m.last("soviets.power") * (confirmed + entrants) / jnp.maximum(total, 1.0)
    m.set("unsifted", jnp.where(purged > 0, 0.0, last("membership.unsifted") * (1.0 - come) + come))
    m.set("old_guard", cohort[0] / jnp.maximum(total, 1.0))
    formed = m.set("formed", last("membership.formed") + m.rule(
        entrants_are_what_their_cadre_makes_them, later=cohort[TRAINED:].sum(), entrants=confirmed, levied=entrants))
    m.set("docility", m.rule(untrained_entrants_follow, cohort=cohort, formed=formed))
    workers, peasants = m.rule(origin_of_entrants, entrants=confirmed, levied=entrants, purge=purge)
    m.set("workers_share", last("membership.workers_share") + workers)
    m.set("peasants_share", last("membership.peasants_share") + peasants)
    m.set("literate", last("membership.literate") + m.rule(
        entrants_bring_or_lack_letters, entrants=confirmed, levied=entrants))
    m.set("at_bench", last("membership.at_bench") + m.rule(power_takes_members_from_the_bench, levied=entrants))


@observable("party.members", "persons", "Full members of the party", system="membership",
            book=("membership.r02", "membership.r03"))
def members(w, flows):
    """Full members."""
    return w.membership.cohort.sum()


@observable("party.candidates", "persons", "Candidate members", system="membership", book=("membership.r06",))
def candidates(w, flows):
    """Candidates."""
    return w.membership.candidates


@observable("party.workers_share", "share", "Members of worker origin", system="membership", high=1.0,
            book=("membership.r05",))
def workers_share(w, flows):
    """Share by social origin."""
    return w.membership.workers_share


@observable("party.literate_share", "share", "Literate members", system="membership", high=1.0,
            book=("membership.r08",))
def literate_share(w, flows):
    """Members who can read and write."""
    return w.membership.literate


@observable("party.bench_share", "share", "Members who still work in factories", system="membership", high=1.0,
            book=("membership.r04",))
def bench_share(w, flows):
    """Workers by occupation, not by origin."""
    return w.membership.at_bench


@observable("party.appeals", "persons", "Appeals of the expelled not yet decided", system="membership",
            book=("membership.r12",))
def appeals_pending(w, flows):
    """The queue."""
    return w.membership.appeals


@observable("party.before_1917_share", "share", "Members who joined before 1917", system="membership", high=1.0,
            book=("membership.r09",))
def before_1917(w, flows):
    """First cohort over all."""
    return w.membership.cohort[0] / jnp.maximum(w.membership.cohort.sum(), 1.0)


@observable("party.after_1923_share", "share", "Members who joined after 1923", system="membership", high=1.0,
            book=("membership.r09",))
def after_1923(w, flows):
    """Cohorts of the levy and later over all."""
    return w.membership.cohort[4:].sum() / jnp.maximum(w.membership.cohort.sum(), 1.0)


@observable("party.expelled", "persons a month", "Members expelled", system="membership",
            book=("membership.r05", "membership.r10"))
def expelled(w, flows):
    """Expulsions of the month."""
    return flows["membership.expulsion"].sum()


@observable("party.levy", "index 0-1", "A mass enrolment is under way", system="membership", high=1.0,
            book=("membership.r08",))
def levy_under_way(w, flows):
    """1 when it begins, fading in half a year."""
    return w.membership.enrolling


@observable("party.docility", "index 0-1", "Readiness to follow whoever leads the cell", system="membership", high=1.0,
            book=("membership.r08",))
def docility(w, flows):
    """A modelling scale, by cohorts of entry."""
    return w.membership.docility
