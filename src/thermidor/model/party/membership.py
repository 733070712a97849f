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
    enrolling: Array = variable("index 0-1", "a mass enrolment is under way", start=0.0, high=1.0)
    purging: Array = variable("index 0-1", "a purge is under way", start=0.0, high=1.0)
    since_purge: Array = variable("months", "months since the last purge began", start=0.0, typical=(0, 120))


ADMISSION = flow("members", "border:applicants", "membership.candidates", "persons a month",
                 "applicants admitted as candidates", book=("membership.r03", "membership.r06"))
LEVY = flow("members", "border:applicants", "membership.cohort", "persons a month",
            "entrants of a mass enrolment, without probation", dim="cohort", book=("membership.r08",))
CONFIRMATION = flow("members", "membership.candidates", "membership.cohort", "persons a month",
                    "candidates made full members", dim="cohort", book=("membership.r06",))
REJECTION = flow("members", "membership.candidates", "border:rejected", "persons a month",
                 "candidates not confirmed", book=("membership.r05",))
EXPULSION = flow("members", "membership.cohort", "border:expelled", "persons a month",
                 "members expelled", dim="cohort", book=("membership.r05", "membership.r10", "membership.r13"))
FALLEN = flow("members", "membership.cohort", "border:fallen", "persons a month",
              "members killed at the fronts", dim="cohort", book=("membership.r04",))
DEPARTURE = flow("members", "membership.cohort", "border:departed", "persons a month",
                 "members who die or leave", dim="cohort", book=("membership.r04",))

PURGE_FADES = parameter(0.8, "share left a month", 0.7, 0.9, book=("membership.r05",))
"""A purge takes about half a year."""
LEVY_FADES = parameter(0.7, "share left a month", 0.5, 0.85, book=("membership.r08",))
"""A mass enrolment takes a few months."""
REJECTED = parameter(0.08, "a month", 0.03, 0.15, assumption="candidates are purged somewhat harder than members")
"""Candidates struck off while a purge runs at full force."""

VERIFICATION = choice("membership.purge", "the members are verified and purged", kind="decision",
                      book=("membership.r05", "membership.r10", "membership.r11"))
LENIN_LEVY = choice("membership.levy", "a mass enrolment of untrained workers", kind="decision",
                    book=("membership.r08",))


@rule(
    "membership.r02", "membership.r03",
    reads=dict(bolshevik="soviets.bolshevik", power="soviets.power", openness="membership.openness",
               hunger="supply.hunger_towns", members="membership.total", workers="classes.workers"),
    parameters=dict(
        before=parameter(0.75, "a month", 0.35, 1.2, book=("membership.r02",)),
        office=parameter(0.14, "a month", 0.05, 0.22, book=("membership.r03",)),
        advantage=parameter(0.3, "1", 0.0, 1.0, book=("membership.r03", "privilege.r01")),
        reach=parameter(0.15, "share of workers", 0.08, 0.3,
                        assumption="a party of struggle can organise so many of the industrial workers"),
    ),
    neutral=0.0, signs=dict(openness=+1, workers=+1), unit="persons a month",
)
def the_party_attracts(bolshevik, power, openness, hunger, members, workers, before, office, advantage, reach):
    """Before power conviction draws members, after it also office and bread."""
    room = jnp.clip(1.0 - members / jnp.maximum(reach * workers, 1.0), 0.0, 1.0)
    revolution = (1.0 - power) * before * bolshevik * (1.0 - bolshevik) * room
    attraction = power * office * (1.0 + advantage * hunger)
    return (4.0 * revolution + attraction) * openness * members


@rule(
    "membership.r06",
    reads=dict(candidates=here(0, 900_000), power="soviets.power", purge="membership.purging"),
    parameters=dict(
        probation=parameter(20.0, "months", 6, 36, book=("membership.r06",)),
        early=parameter(0.9, "a month", 0.6, 1.0, assumption="no probation before power"),
    ),
    neutral=0.0, signs=dict(candidates=+1, power=-1), unit="persons a month",
)
def candidates_serve_their_time(candidates, power, purge, probation, early):
    """Candidates become members after a probation, which did not exist before power."""
    return candidates * jnp.where(power > 0.5, (1.0 - 0.7 * purge) / probation, early)


@rule(
    "membership.r05", "membership.r10", "membership.r11",
    reads=dict(since="membership.since_purge", power="soviets.power",
               intensity="civil_war.intensity", hunger="supply.hunger", discontent="mood.discontent", deciders="organs.deciders"),
    parameters=dict(
        hazard=parameter(0.07, "a month", 0.02, 0.15, book=("membership.r05",)),
        rest=parameter(55.0, "months", 20, 96, assumption="a purge is not repeated for some years"),
        distrust=parameter(1.5, "1", 0.3, 4.0, book=("membership.r10", "membership.r11")),
    ),
    neutral=0.0, signs=dict(since=+1, discontent=+1, intensity=-1), unit="probability a month",
)
def the_leadership_purges(since, power, intensity, hunger, discontent, deciders, hazard, rest,
                          distrust):
    """Intruders after growth, and later doubt of the members, bring a purge when the fronts are quiet."""
    doubt = discontent * (1.0 + distrust * (jnp.mean(hunger) + jnp.maximum(0.0, 2.0 - deciders)))
    return hazard * power * jax.nn.sigmoid((since - rest) / 4.0) * (1.0 - intensity) * 2.0 * doubt


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
    parameters=dict(pace=parameter(0.16, "a month", 0.08, 0.25, book=("membership.r08",))),
    neutral=0.0, signs=dict(levy=+1, members=+1), unit="persons a month",
)
def a_levy_adds_half_as_many(levy, members, pace):
    """A levy adds about half as many members again in a few months, most of them unlettered."""
    return pace * levy * members


@rule(
    "membership.r10", "membership.r14", "membership.r07",
    reads=dict(openness="membership.openness", purge=here(0, 1), network="appointments.network",
               secretary="succession.secretary", intensity="civil_war.intensity", members="membership.total", power="soviets.power"),
    parameters=dict(
        selective=parameter(0.1, "index 0-1", 0.02, 0.3, book=("membership.r07",)),
        war=parameter(0.75, "index 0-1", 0.4, 1.0, book=("membership.r03",)),
        instrument=parameter(0.62, "index 0-1", 0.3, 0.9, book=("membership.r10",)),
        lag=parameter(0.06, "a month", 0.02, 0.15, assumption="doors open over a year"),
        saturation=parameter(2_500_000.0, "persons", 1_500_000, 4_000_000, book=("membership.r10",)),
    ),
    neutral=0.0, signs=dict(purge=-1, members=-1), unit="change a month",
)
def size_is_an_instrument(openness, purge, network, secretary, intensity, members, power,
                          selective, war, instrument, lag, saturation):
    """War and a strong Secretariat open the doors, a purge shuts them."""
    strong = jnp.sum(network * secretary)
    aim = jnp.maximum(selective, jnp.maximum(war * intensity, instrument * strong))
    aim = aim * (1.0 - purge) * jnp.clip(1.0 - members / saturation, 0.0, 1.0)
    aim = jnp.where(power > 0, aim, 1.0)
    return jnp.where(purge > 0.3, -0.35 * openness, lag * (aim - openness))


@rule(
    "membership.r05", "membership.r13", "factions.r11",
    reads=dict(cohort="membership.cohort", purge=here(0, 1), terror="police.mass_terror", voted="delegation.voted",
               banned="factions.banned", opposition="factions.opposition",
               appointed="appointments.appointed"),
    parameters=dict(
        purged=parameter(0.05, "a month", 0.025, 0.08, book=("membership.r05",)),
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
    reads=dict(cohort="membership.cohort", intensity="civil_war.intensity", front="army.communists"),
    parameters=dict(rate=parameter([0.013, 0.012, 0.006, 0, 0, 0, 0], "a month", 0.4, 1.8, dim="cohort",
                                   book=("membership.r04", "population.r13"))),
    neutral=0.0, signs=dict(intensity=+1, cohort=+1), unit="persons a month",
)
def the_best_fall_at_the_fronts(cohort, intensity, front, rate):
    """Each danger sends communists to the front, the oldest first, where they are decimated."""
    return cohort * rate * intensity * (front > -1.0)


@rule(
    "membership.r09",
    reads=dict(cohort="membership.cohort", ),
    parameters=dict(rate=parameter([0.0022, 0.0025, 0.004, 0.004, 0.003, 0.003, 0.003], "a month", 0.5, 2.0,
                                   dim="cohort", assumption="natural deaths, fatigue and withdrawal: 3 to 5 "
                                                            "per cent a year")),
    neutral=0.0, signs=dict(cohort=+1), unit="persons a month",
)
def members_leave_and_die(cohort, rate):
    """Members die and drop out."""
    return cohort * rate


@rule(
    "membership.r08", "membership.r09", "delegation.r13", "organs.r04",
    reads=dict(cohort=here(0, 400_000, "members by cohort", "cohort")),
    parameters=dict(by_cohort=parameter([0.1, 0.22, 0.5, 0.55, 0.8, 0.85, 0.95], "index 0-1", 0.7, 1.05,
                                        dim="cohort", book=("membership.r08", "membership.r09"))),
    neutral=0.1, unit="index 0-1",
)
def untrained_entrants_follow(cohort, by_cohort):
    """The less a member has lived of the underground and 1917, the more he follows the secretary."""
    return jnp.sum(cohort * by_cohort) / jnp.maximum(jnp.sum(cohort), 1.0)


@rule(
    "membership.r03", "membership.r05", "membership.r08",
    reads=dict(share="membership.workers_share", entrants=here(0, 100_000), levied=here(0, 100_000),
               members="membership.total", power="soviets.power", ),
    parameters=dict(
        ordinary=parameter(0.4, "share", 0.25, 0.6, book=("membership.r03",)),
        enrolled=parameter(0.9, "share", 0.7, 0.97,
                           publication="92.4 per cent workers among the admitted of 1924; Rigby 1968"),
        policy=parameter(0.66, "share", 0.5, 0.8, assumption="share of workers sought among later entrants"),
    ),
    neutral=0.0, unit="change a month",
)
def origin_of_entrants(share, entrants, levied, members, power, ordinary, enrolled, policy):
    """Victory brings employees and peasants, levies bring workers by origin."""
    usual = jnp.where(power > 0, jnp.where(members < 800_000.0, ordinary, policy), 0.6)
    return (entrants * (usual - share) + levied * (enrolled - share)) / jnp.maximum(members, 1.0)


def step(m: Month) -> None:
    """Doors, entrants, probation, purges, losses, composition."""
    here_now = jnp.arange(C) == m.outside("cohort")
    entry = here_now.astype(jnp.float32)
    purged = m.choose(VERIFICATION, m.rule(the_leadership_purges))
    purge = m.set("purging", jnp.maximum(m.last("membership.purging") * m.parameter("membership.purge_fades"), purged))
    m.set("since_purge", jnp.where(purged > 0, 0.0, m.last("membership.since_purge") + 1.0))
    levied = m.choose(LENIN_LEVY, m.rule(the_apparatus_opens_the_doors))
    levy = m.set("enrolling", jnp.maximum(m.last("membership.enrolling") * m.parameter("membership.levy_fades"), levied))
    m.set("openness", m.last("membership.openness") + m.rule(size_is_an_instrument, purge=purge))
    admitted = m.flow(ADMISSION, m.rule(the_party_attracts))
    entrants = m.flow(LEVY, m.rule(a_levy_adds_half_as_many, levy=levy) * entry)
    confirmed = m.rule(candidates_serve_their_time, candidates=m.now("membership.candidates"))
    m.flow(CONFIRMATION, confirmed * entry)
    m.flow(REJECTION, m.parameter("membership.rejected") * purge * m.now("membership.candidates"))
    m.flow(FALLEN, m.rule(the_best_fall_at_the_fronts))
    m.flow(EXPULSION, m.rule(members_are_expelled, purge=purge))
    m.flow(DEPARTURE, m.rule(members_leave_and_die))
    cohort = m.now("membership.cohort")
    total = m.set("total", cohort.sum())
    m.set("old_guard", cohort[0] / jnp.maximum(total, 1.0))
    m.set("docility", m.rule(untrained_entrants_follow, cohort=cohort))
    m.set("workers_share", m.last("membership.workers_share") + m.rule(
        origin_of_entrants, entrants=confirmed, levied=entrants.sum()))
    del admitted


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
