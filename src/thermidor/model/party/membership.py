"""The party admits, tests and loses members; who enters when decides how it votes later."""

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
from thermidor.model.names import COHORTS
from thermidor.model.nature import HALF, NEGLIGIBLE, square

C = len(COHORTS)
TRAINED = COHORTS.index("civil_war") + 1
"""Cohorts that the underground, 1917 or the war taught, which the record tells apart."""
MEMBERSHIP = "Rigby, Communist Party Membership in the USSR 1917-1967, Princeton 1968"
UNDERGROUND, LEVIED = COHORTS.index("underground"), COHORTS.index("levy")


class Membership(System):
    """Members by cohort of entry, and the doors."""

    cohort: Array = variable(
        "persons", "full members of the party", quantity="members", dim="cohort",
        gives="party.members", book=("membership.r02", "membership.r03"),
        start=parameter([23_800.0, 0, 0, 0, 0, 0, 0], "persons", 0.7, 1.2, dim="cohort",
                        publication="about 23,600-24,000 in January 1917; " + MEMBERSHIP),
        typical=(0, 400_000))
    candidates: Array = variable("persons", "candidate members", quantity="members", start=0.0,
                                 typical=(0, 600_000), gives="party.candidates", book=("membership.r06",))
    total: Array = variable("persons", "full members", start=parameter(
        23_800.0, "persons", 16_000, 29_000, publication="as membership.cohort"), typical=(20_000, 2_000_000))
    docility: Array = variable("index 0-1", "readiness to follow whoever leads the cell", start=0.1, high=1.0,
                               gives="party.docility", book=("membership.r08",))
    old_guard: Array = variable("share", "members who joined before 1917", start=1.0, high=1.0,
                                book=("membership.r09",))
    workers_share: Array = variable("share", "members of worker origin", high=1.0, gives="party.workers_share",
                                    book=("membership.r05",), start=parameter(
        0.602, "share", 0.5, 0.7, publication="social position of members, 1917: 60.2 per cent; " + MEMBERSHIP))
    openness: Array = variable("index 0-1", "how open the doors are", high=1.0, start=parameter(
        0.8, "index 0-1", 0.4, 1.0, assumption="the doors of 1917 stand open to whoever agrees, with a recommendation "
                "and dues still asked: 79,000 in April, more than twice that in July (membership.r02, p. 31); closed "
                "by six tenths in January, or wholly open"))
    peasants_share: Array = variable("share", "members of peasant origin", high=1.0, start=parameter(
        0.076, "share", 0.05, 0.12, publication="social position of members, 1917: 7.6 per cent; " + MEMBERSHIP))
    literate: Array = variable("share", "literate members", high=1.0, gives="party.literate_share",
                               book=("membership.r08",), start=parameter(
        0.95, "share", 0.85, 1.0, assumption="an underground party reads papers and writes leaflets: all but a "
                "twentieth of its members, mostly skilled workers of the capitals, can read; a seventh cannot at most"))
    at_bench: Array = variable("share", "members who still work in factories", high=1.0, gives="party.bench_share",
                               book=("membership.r04",), start=parameter(
        0.55, "share", 0.4, 0.7, assumption="nearly all of those of worker origin, six in ten members, work at the "
                "bench before there are posts; four tenths with the many dismissed, or seven"))
    formed: Array = variable("index 0-1", "readiness to follow of those who came after the war", high=1.0,
                             start=parameter(0.5, "index 0-1", 0.3, 0.7, assumption="as an entrant whom an elected "
                                             "cell forms"))
    careful: Array = variable("index 0-1", "strictness of admission", high=1.0, start=0.0,
                              book=("membership.r06", "membership.r07"))
    appeals: Array = variable("persons", "appeals of the expelled not yet decided", start=0.0,
                              typical=(0, 200_000), gives="party.appeals", book=("membership.r12",))
    closed: Array = variable("flag", "admission is closed", start=0.0, high=1.0, book=("membership.r14",))
    enrolling: Array = variable("index 0-1", "a mass enrolment is under way", start=0.0, high=1.0,
                                gives="party.levy", book=("membership.r08",))
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
LEVY_FADES = parameter(0.7, "share left a month", 0.5, 0.85, assumption="an enrolment called fades by three tenths a "
                       "month, so that most of it falls into its first quarter: the Levy of early 1924 was taken in at "
                       "one stroke (membership.r08, p. 219), from February to May; two months or half a year")
"""A mass enrolment takes a few months."""
REJECTED = parameter(0.15, "a month", 0.05, 0.3, assumption="half lost over the five months of a purge where "
                     "members lose a fourth, since candidates have nobody to vouch for them yet; a fourth or three "
                     "quarters")
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
    reads=dict(cohort="outside:cohort"),
    neutral=0.0, unit="share",
    assumption="the party's book-keeping counts whoever enters in the cohort of the year",
)
def entrants_are_of_their_year(cohort):
    """An entrant belongs to the cohort of the month in which he enters."""
    return (jnp.arange(C) == cohort).astype(jnp.float32)


@rule(
    "membership.r05", "membership.r08",
    reads=dict(purging="membership.purging", enrolling="membership.enrolling",
               purged=here(0, 1, "a purge is decided"), levied=here(0, 1, "a mass enrolment is decided")),
    parameters=dict(purge_fades="membership.purge_fades", levy_fades="membership.levy_fades"),
    neutral=("purged", "levied"), signs=dict(purging=+1, purged=+1), unit="index 0-1",
)
def campaigns_take_months(purging, enrolling, purged, levied, purge_fades, levy_fades):
    """A purge or a mass enrolment that is decided works on for some months, ever more weakly."""
    return jnp.maximum(purging * purge_fades, purged), jnp.maximum(enrolling * levy_fades, levied)


@rule(
    "membership.r02", "membership.r03",
    reads=dict(bolshevik="soviets.bolshevik", power="soviets.power", provisional="soviets.provisional",
               openness="membership.openness", closed="now:membership.closed", hunger="supply.hunger_towns",
               members="membership.total", workers="classes.workers"),
    parameters=dict(
        before=parameter(0.75, "a month", 0.35, 1.2, book=("membership.r02", "c1-f091", "c1-f113")),
        free=parameter(0.6, "share", 0.3, 0.9, assumption="legality alone brings three fifths of the growth of 1917: "
                       "it came at once when all parties were free, before the masses went to this one "
                       "(membership.r02, p. 31); from three tenths, were it all conviction, to nine tenths"),
        office=parameter(0.11, "a month", 0.05, 0.2, book=("membership.r03", "c5-f081", "c5-f017")),
        advantage=parameter(0.3, "1", 0.0, 1.0, assumption="the worst hunger makes a party in power three tenths more "
                            "attractive: shock administrations had rations first (privilege.r01, p. 145), by which "
                            "careerists came in (membership.r03, p. 147); nothing, for fear of the front, or twice as "
                            "attractive"),
        reach=parameter(0.15, "share of workers", 0.08, 0.3,
                        assumption="a party of struggle can organise one industrial worker in seven, half a million of "
                        "three and a half, as it had by 1920 with soldiers; one in twelve or three in ten"),
    ),
    neutral=0.0, signs=dict(openness=+1, workers=+1, closed=-1), unit="persons a month",
)
def the_party_attracts(bolshevik, power, provisional, openness, closed, hunger, members, workers, before, free, office,
                       advantage, reach):
    """Before power legality and conviction draw members, after it also office and bread; closed doors keep them out."""
    room = jnp.clip(1.0 - members / jnp.maximum(reach * workers, 1.0), 0.0, 1.0)
    # Conviction is won where it is contested: most of all where two halves contend.
    contest = (1.0 - free) * bolshevik * (1.0 - bolshevik) / square(HALF)
    struggle = free * provisional + contest
    revolution = (1.0 - power) * before * struggle * room
    attraction = power * office * (1.0 + advantage * hunger)
    return (revolution + attraction) * openness * members * (1.0 - closed)


@rule(
    "membership.r06", "membership.r07",
    reads=dict(careful="membership.careful", authority="succession.authority", power="soviets.power",
               appointed="appointments.appointed", members="membership.total"),
    parameters=dict(
        wish=parameter(0.8, "index 0-1", 0.4, 1.0, assumption="a founder with full authority over a party twice its "
                       "ideal size would have it four fifths of the way to the strictest terms: he asked for eighteen "
                       "to thirty-six months and got part (membership.r06, p. 179); two fifths or all"),
        ideal=parameter(350_000.0, "persons", 300_000, 400_000, book=("membership.r07", "c5-f139")),
        pace=parameter(0.08, "a month", 0.03, 0.2, assumption="a year of debates on the scale of probation"),
        alert=parameter(0.8, "1", 0.6, 1.0,
                        assumption="share of the ideal size from which he presses: he foresees growth, and holds that "
                                   "size to be excessive already; from six tenths, or from that size itself"),
    ),
    neutral=0.0, signs=dict(authority=+1, appointed=-1), unit="change a month",
)
def the_founder_wants_a_small_party(careful, authority, power, appointed, members, wish, ideal, pace, alert):
    """Above an ideal size the founder presses for long probation; nominated secretaries do not follow."""
    aim = power * wish * authority * jnp.clip(members / ideal - alert, 0.0, 1.0) * (1.0 - appointed)
    return pace * (aim - careful)


@rule(
    "membership.r06",
    reads=dict(candidates="now:membership.candidates", power="soviets.power", purge="membership.purging",
               closed="membership.closed", careful="membership.careful", workers="membership.workers_share",
               peasants="membership.peasants_share"),
    parameters=dict(
        lax=parameter([6.0, 12.0, 12.0], "months", 0.7, 1.5, dim="origin", book=("membership.r06",)),
        strict=parameter([15.0, 24.0, 36.0], "months", 0.7, 1.5, dim="origin", book=("membership.r06",),
                         assumption="workers: between six months for those long in large industry and eighteen"),
        slow=parameter(2.0, "factor", 1.2, 3.0,
                       assumption="confirmations come twice as late as the shortest term allows, for cells and "
                                  "committees both decide; hardly later in a levy, three times where nobody hurries"),
        early=parameter(0.9, "a month", 0.6, 1.0, assumption="before power nobody serves a probation: nine candidates "
                        "in ten are members within the month, the rest waiting for a meeting; six in ten where "
                        "meetings are raided"),
        suspended=parameter(0.7, "share", 0.4, 0.95,
                            assumption="confirmations that wait while members are sifted or doors are shut: most, since "
                                       "the same commissions decide; less than half if cells go on, nearly all if not"),
    ),
    neutral=0.0, signs=dict(candidates=+1, power=-1, careful=-1), unit="persons a month",
)
def candidates_serve_their_time(candidates, power, purge, closed, careful, workers, peasants, lax, strict, slow, early,
                                suspended):
    """Candidates become members after a probation set by class, short or long as the party is lax or careful."""
    classes = jnp.stack([workers, peasants, jnp.maximum(1.0 - workers - peasants, 0.0)])
    months = slow * jnp.sum(classes * (lax + careful * (strict - lax))) / classes.sum()
    decided = (1.0 - suspended * jnp.maximum(purge, closed)) / jnp.maximum(months, 1.0)
    return candidates * jnp.where(power > HALF, decided, early)


@rule(
    "membership.r05",
    reads=dict(candidates="now:membership.candidates", purge="now:membership.purging"),
    parameters=dict(rejected="membership.rejected"),
    neutral=0.0, signs=dict(candidates=+1, purge=+1), unit="persons a month",
)
def a_purge_takes_candidates_too(candidates, purge, rejected):
    """Whoever sifts the members sifts those who want to become members."""
    return rejected * purge * candidates


@rule(
    "membership.r05", "membership.r10", "membership.r11", "membership.r03",
    reads=dict(unsifted="membership.unsifted", power="soviets.power",
               intensity="civil_war.intensity", hunger="supply.hunger", discontent="mood.discontent", deciders="organs.deciders"),
    parameters=dict(
        hazard=parameter(0.12, "a month", 0.03, 0.3, assumption="with many unsifted, the fronts quiet and discontent "
                         "at half, the purge comes within eight months of being wanted: complaints of intruders at the "
                         "end of 1920, commissions in August 1921 (membership.r05, p. 178); a quarter or three years"),
        many=parameter(0.55, "share", 0.3, 0.75, assumption="when over half of the members have come since it ruled, "
                       "intruders are what the party talks about, as at the end of 1920; three tenths or three "
                       "quarters"),
        steep=parameter(14.0, "1", 7, 25, assumption="five points of unsifted around that share decide two chances in "
                        "three: few notice intruders in a party that hardly grows; half as sharp or nearly twice"),
        distrust=parameter(1.5, "1", 0.3, 4.0, assumption="hunger everywhere, or a sole ruler, makes doubt of the "
                           "members two and a half times as pressing: verifications of 1929-31, 1933 and 1935 followed "
                           "each other (membership.r10, p. 301); a third more or five times"),
        few=parameter(2.0, "persons", 1.5, 3.0,
                      assumption="one who nearly decides alone distrusts what others have let in; two who share power "
                                 "answer for it together; three at most"),
        quiet=parameter(2.0, "1", 1.0, 4.0,
                        assumption="fronts leave no commissioners while war is at half of its height; the height itself "
                                   "at the least, a quarter of it at the most"),
    ),
    neutral=0.0, signs=dict(unsifted=+1, discontent=+1, intensity=-1), unit="probability a month",
)
def the_leadership_purges(unsifted, power, intensity, hunger, discontent, deciders, hazard, many, steep, distrust,
                          few, quiet):
    """Intruders after growth, and later doubt of the members, bring a purge when the fronts are quiet."""
    doubt = discontent * (1.0 + distrust * (jnp.mean(hunger) + jnp.maximum(0.0, few - deciders)))
    ripe = jax.nn.sigmoid(steep * (unsifted - many))
    return hazard * power * ripe * jnp.clip(1.0 - quiet * intensity, 0.0, 1.0) * doubt / HALF


@rule(
    "membership.r08", "membership.r10",
    reads=dict(appointed="appointments.appointed", authority="succession.authority",
               opposition="factions.opposition", levy="membership.enrolling",
               secretariat="appointments.power", members="membership.total", closed="membership.closed"),
    parameters=dict(
        hazard=parameter(0.3, "a month", 0.1, 0.7, assumption="with nominations complete, no authority above and all "
                         "in opposition the doors are opened within three and a half months: the Levy was decided in "
                         "the week after the death (membership.r08, p. 219), with half of Moscow in opposition; six "
                         "weeks or ten months"),
        half=parameter(0.3, "share", 0.15, 0.5, assumption="share of nominated posts at which the apparatus "
                       "can admit whom it likes"),
        large=parameter(650_000.0, "persons", 450_000, 1_000_000, assumption="above two thirds of a million no flood "
                        "is needed: half a million were members before the Levy and three quarters after "
                        "(membership.r08, p. 219), and 650,000 had been called too many in 1921; less than half a "
                        "million or a whole one"),
        steep=parameter(12.0, "1", 6, 24,
                        assumption="an apparatus dares it within a quarter more of the posts, since the doors are one "
                                   "decision; half as steep if regions differ, twice if the centre alone decides"),
        room=parameter(6.0, "1", 3, 12,
                       assumption="a flood makes sense in a party a third below the large size and hardly any a third "
                                  "above it; half as steep if size matters little, twice if it is what matters"),
    ),
    neutral=0.0, signs=dict(appointed=+1, opposition=+1, authority=-1, members=-1, closed=-1),
    unit="probability a month",
)
def the_apparatus_opens_the_doors(appointed, authority, opposition, levy, secretariat, members, closed, hazard,
                                  half, large, steep, room):
    """An apparatus that faces opposition without an authority above it floods the party."""
    able = jax.nn.sigmoid(steep * (appointed - half))
    return (hazard * able * (1.0 - authority) * opposition * secretariat
            * (1.0 - levy) * jax.nn.sigmoid(room * (1.0 - members / large)) * (1.0 - closed))


@rule(
    "membership.r08",
    reads=dict(levy="now:membership.enrolling", members="membership.total", closed="now:membership.closed",
               year=here(0, 1, "cohort of this month's entrants", "cohort")),
    parameters=dict(
        selection="membership.selection",
        pace=parameter(0.16, "a month", 0.08, 0.25, book=("membership.r08", "c7-f014")),
        sifted=parameter(0.8, "share", 0.5, 0.95,
                         assumption="applicants of an enrolment whom careful selection would send back: one in five "
                                    "was active before he was asked; half of them at most, one in twenty at least"),
    ),
    neutral=0.0, signs=dict(levy=+1, members=+1, closed=-1), unit="persons a month",
)
def a_levy_adds_half_as_many(levy, members, closed, year, selection, pace, sifted):
    """A levy adds about half as many members again in a few months, most of them unlettered."""
    return pace * levy * members * (1.0 - sifted * selection) * year * (1.0 - closed)


@rule(
    "membership.r03", "membership.r10", "membership.r07",
    reads=dict(appointed="appointments.appointed", authority="succession.authority",
               intensity="civil_war.intensity"),
    parameters=dict(
        selective=parameter(0.1, "index 0-1", 0.02, 0.3, assumption="without war or nominations the doors stand open "
                            "by a tenth: the cap of 300,000 to 400,000 asked for (membership.r07, p. 179) would have "
                            "let in only what death and purge left room for; a fiftieth or three tenths"),
        war=parameter(0.7, "index 0-1", 0.4, 0.95, assumption="war at full force opens them by seven tenths: "
                      "recruitment weeks without criteria (membership.r03, p. 147), but with the front as a test; two "
                      "fifths or all but a twentieth"),
        instrument=parameter(0.52, "index 0-1", 0.25, 0.8, assumption="posts wholly nominated and no authority above "
                             "open them by half: a million in 1927, three millions by 1933 (membership.r10, p. 301) "
                             "beyond what the enrolments brought; a quarter or four fifths"),
    ),
    neutral=0.0, signs=dict(appointed=+1, authority=-1, intensity=+1), unit="index 0-1",
)
def war_and_the_secretariat_want_open_doors(appointed, authority, intensity, selective, war, instrument):
    """War calls everybody in; so does a Secretariat with posts to fill and no authority above it."""
    return jnp.maximum(selective, jnp.maximum(war * intensity, instrument * (appointed * (1.0 - authority))))


@rule(
    "membership.r10", "membership.r14", "membership.r07",
    reads=dict(openness="membership.openness", wanted=here(0, 1, "how open the doors are wanted"),
               purge="now:membership.purging", members="membership.total", power="soviets.power",
               closed="now:membership.closed", careful="membership.careful"),
    parameters=dict(
        lag=parameter(0.1, "a month", 0.04, 0.2, assumption="an order to open or shut the doors is half obeyed in "
                      "seven months, by branches that meet monthly; a year and a half or three months"),
        saturation=parameter(3_500_000.0, "persons", 2_000_000, 5_000_000, book=("membership.r10",)),
        strict=parameter(0.8, "share", 0.5, 0.95,
                         assumption="applicants whom strict admission turns away: four in five, since long probation "
                                    "deters too; half if only form changes, nearly all if the founder is obeyed"),
        sifting=parameter(0.3, "index 0-1", 0.15, 0.5,
                          assumption="a purge that runs at a third of its force still occupies those who admit; at a "
                                     "seventh if commissions are small, at half if they are not the same"),
        shut=parameter(0.35, "a month", 0.2, 0.6,
                       assumption="cells stop admitting within a season of the word that members are sifted; within "
                                  "five months if they hear late, two if at once"),
    ),
    neutral=0.0, signs=dict(wanted=+1, purge=-1, members=-1), unit="change a month",
)
def size_is_an_instrument(openness, wanted, purge, members, power, closed, careful, lag, saturation, strict, sifting,
                          shut):
    """Doors are opened as far as wanted in a party that is not yet too large, and shut while it is purged."""
    room = jnp.clip(1.0 - members / saturation, 0.0, 1.0)
    aim = wanted * (1.0 - purge) * room * (1.0 - closed) * (1.0 - strict * careful)
    aim = jnp.where(power > 0, aim, 1.0)
    return jnp.where(purge > sifting, -shut * openness, lag * (aim - openness))


@rule(
    "membership.r05", "membership.r13", "factions.r11", "classes.r11", "privilege.r13",
    reads=dict(cohort="membership.cohort", purge="now:membership.purging", terror="police.mass_terror", voted="delegation.voted",
               banned="factions.banned", opposition="factions.opposition",
               appointed="appointments.appointed"),
    parameters=dict(
        purged=parameter(0.06, "a month", 0.03, 0.1, book=("membership.r05",)),
        careerists=parameter([0.4, 0.6, 1.1, 1.2, 1.0, 1.2, 1.0], "factor", 0.6, 1.5, dim="cohort",
                             assumption="a purge takes entrants of the war and after it three times as readily as "
                             "those of the underground: intruders, grand lords and the bureaucratised were meant "
                             "(membership.r05, p. 178), old members were struck too; two fifths less apart or half as "
                             "much again"),
        dissent=parameter(0.0035, "a month", 0.001, 0.01, assumption="the ban takes one open dissenter in three "
                          "hundred a month, four in a hundred a year: eight thousand adherents of 1926 were expelled "
                          "by thousands in 1927-28 only (factions.r11, p. 257); a hundredth or a tenth a year"),
        carnage=parameter([0.065, 0.055, 0.03, 0.025, 0.012, 0.008, 0.003], "a month", 0.5, 1.6, dim="cohort",
                          assumption="a year of mass terror at full force takes half of the underground, a third of "
                          "the war's entrants, one in ten of the Levy and few who came later: old members were removed "
                          "while newcomers entered (classes.r11, p. 365) and over 100,000 were expelled in 1937 "
                          "(membership.r13, p. 347); half of it or half as much again"),
        most=parameter(0.4, "a month", 0.25, 0.6,
                       assumption="commissions hear at most two members in five a month; one in four if files are read, "
                                  "three in five if only lists are"),
    ),
    neutral=0.0, signs=dict(purge=+1, terror=+1, banned=+1), unit="persons a month",
)
def members_are_expelled(cohort, purge, terror, voted, banned, opposition, appointed, purged, careerists,
                         dissent, carnage, most):
    """Purges take intruders, the ban takes those who vote against, mass terror takes the old members."""
    rate = purged * purge * careerists + dissent * banned * (voted + opposition * appointed) + carnage * terror
    return cohort * jnp.clip(rate, 0.0, most)


@rule(
    "membership.r04", "population.r13",
    reads=dict(cohort="membership.cohort", intensity="civil_war.intensity", front="army.communists",
               members="membership.total"),
    parameters=dict(
        rate=parameter([0.013, 0.012, 0.006, 0, 0, 0, 0], "a month", 0.4, 1.8, dim="cohort",
                       assumption="a year of war at full force kills one old member or entrant of 1917 in seven, half "
                       "as many of those who came in the war: the best were sent at each danger and decimated "
                       "(membership.r04, p. 143); two fifths of it, or nearly twice"),
        rear=parameter(0.5, "1", 0.2, 0.8,
                       assumption="epidemics, risings and raids in the rear kill a quarter as many as the front; an "
                                  "eighth if the rear is quiet, a third if there is none"),
        front_line=parameter(1.5, "1", 0.8, 2.5,
                             assumption="the front adds three times what the rear takes; less than twice if communists "
                                        "are spared there, five times if they go first"),
    ),
    neutral=0.0, signs=dict(intensity=+1, cohort=+1), unit="persons a month",
)
def the_best_fall_at_the_fronts(cohort, intensity, front, members, rate, rear, front_line):
    """Each danger sends communists to the front, the oldest first, where they are decimated."""
    exposed = jnp.minimum(front / jnp.maximum(members, 1.0), 1.0)
    return cohort * rate * intensity * (rear + front_line * exposed)


@rule(
    "membership.r09",
    reads=dict(cohort="membership.cohort"),
    parameters=dict(rate=parameter([0.0022, 0.004, 0.013, 0.009, 0.003, 0.003, 0.003], "a month", 0.5, 2.0,
                                   dim="cohort",
                                   assumption="natural deaths, fatigue and withdrawal: 3 to 5 per cent a year; of those "
                                              "who came in the war one in seven, read off the fall of members between "
                                              "two counts, January 1922 and 1924, with the doors ajar")),
    neutral=0.0, signs=dict(cohort=+1), unit="persons a month",
)
def members_leave_and_die(cohort, rate):
    """Members die and drop out."""
    return cohort * rate


@rule(
    "membership.r08", "delegation.r13", "appointments.r05",
    reads=dict(formed="membership.formed", cohort="now:membership.cohort", entrants="now:membership.confirmation",
               levied="now:membership.levy", appointed="appointments.appointed"),
    parameters=dict(
        usual=parameter(0.5, "index 0-1", 0.3, 0.7, assumption="an entrant formed by an elected cell follows halfway: "
                        "he owes it his schooling and votes on its officers; three or seven tenths"),
        nominated=parameter(0.9, "index 0-1", 0.7, 1.0, assumption="who is formed by a nominated secretary follows "
                            "nine tenths as far as one can: he owes the career to the cadre who formed him "
                            "(appointments.r05, p. 180), a tenth being left to shop and family; seven tenths or all"),
        enrolled=parameter(0.95, "index 0-1", 0.75, 1.0, assumption="nobody forms the entrant of a mass enrolment, 57 "
                           "in a hundred of them unlettered (membership.r08, p. 219): he follows all but a twentieth "
                           "of the way; three quarters if a factory has formed him, or wholly"),
    ),
    neutral=0.0, signs=dict(formed=-1, appointed=+1), unit="change a month",
)
def entrants_are_what_their_cadre_makes_them(formed, cohort, entrants, levied, appointed, usual, nominated, enrolled):
    """Entrants follow whoever formed them; a mass enrolment brings in at one stroke those whom nobody has."""
    later, entrants, levied = cohort[TRAINED:].sum(), entrants.sum(), levied.sum()
    new = usual + (nominated - usual) * appointed
    return (entrants * (new - formed) + levied * (enrolled - formed)) / jnp.maximum(later + entrants + levied, 1.0)


@rule(
    "membership.r08", "membership.r09", "delegation.r13", "organs.r04", "privilege.r03",
    reads=dict(cohort="now:membership.cohort", formed="now:membership.formed",
               literate="membership.literate", careerists="privilege.careerists"),
    parameters=dict(placed=parameter(0.6, "index 0-1", 0.3, 0.9, assumption="who came for a place follows whoever gives it, in most "
                                     "questions: less than one whom nobody has formed, who follows in all"),
                    unlettered=parameter(0.25, "index 0-1", 0.05, 0.5, assumption="who cannot read follows a quarter "
                                         "more of what is left to him: doctrine by quotation was meant for such "
                                         "entrants (membership.r08, p. 219), who also knew their shop; a twentieth or "
                                         "a half"),
                    trained=parameter([0.1, 0.22, 0.5, 0.0, 0.0, 0.0, 0.0], "index 0-1", 0.7, 1.3, dim="cohort",
                                      assumption="the underground leaves a tenth of readiness to follow, 1917 a fifth, "
                                      "the war a half: under one in a hundred of 1926 had been in before the "
                                      "Revolution and three quarters came after 1923 (membership.r09, p. 242), whom "
                                      "their cadre makes and this does not; three tenths more or less")),
    neutral=0.1, signs=dict(formed=+1, literate=-1, careerists=+1), unit="index 0-1",
)
def untrained_entrants_follow(cohort, formed, literate, careerists, placed, unlettered, trained):
    """The less a member has lived of the underground and 1917, and read, the more he follows the secretary."""
    later = cohort[TRAINED:].sum()
    lived = (jnp.sum(cohort * trained) + later * formed) / jnp.maximum(jnp.sum(cohort), 1.0)
    follows = lived + (1.0 - lived) * unlettered * (1.0 - literate)
    return follows + (1.0 - follows) * placed * careerists


@rule(
    "membership.r03", "membership.r08",
    reads=dict(workers="membership.workers_share", peasants="membership.peasants_share",
               entrants="now:membership.confirmation", levied="now:membership.levy", members="membership.total",
               power="soviets.power", intensity="civil_war.intensity"),
    parameters=dict(
        ordinary=parameter(0.4, "share", 0.25, 0.6, assumption="of entrants to a party in power two in five are "
                           "workers, before the centre sets shares by class: employees and technicians came with "
                           "victory (membership.r03, p. 147), when 47 in a hundred of the purged party of industrial "
                           "provinces were workers or peasants; a quarter or three fifths"),
        enrolled=parameter(0.9, "share", 0.7, 0.97,
                           publication="92.4 per cent workers among the admitted of 1924; " + MEMBERSHIP),
        policy=parameter(0.66, "share", 0.5, 0.8, assumption="the share of workers that later recruiting rules asked "
                         "for, two in three; a half, as branches filled it, or four fifths, as in the largest works"),
        soldiers=parameter(0.35, "share", 0.2, 0.5,
                           assumption="peasants in uniform among those who enter in war, most of the rest employees"),
        villages=parameter(0.2, "share", 0.1, 0.35, assumption="one entrant in five comes from villages in peace, "
                           "after the share that cells there had among all; a tenth or a third"),
        struggle=parameter(0.6, "share", 0.5, 0.75,
                           assumption="workers among those who enter before power: as among the members of 1917, a "
                                      "tenth less if soldiers come, more if factories do"),
        regulated=parameter(800_000.0, "persons", 600_000, 1_000_000,
                            assumption="size from which the make-up of entrants is planned: that of the party after its "
                                       "first mass enrolment, a fifth less or more"),
        enrolled_villagers=parameter(0.05, "share", 0.02, 0.1,
                                     assumption="peasants among those whom an enrolment of workers takes: one in twenty "
                                                "slips in, one in fifty to one in ten"),
    ),
    neutral=(0.0, 0.0), signs=dict(workers=-1), unit="change a month",
)
def origin_of_entrants(workers, peasants, entrants, levied, members, power, intensity, ordinary, enrolled, policy,
                       soldiers, villages, struggle, regulated, enrolled_villagers):
    """Victory brings employees and peasants, levies bring workers by origin."""
    size, entrants, levied = jnp.maximum(members, 1.0), entrants.sum(), levied.sum()
    usual = jnp.where(power > 0, jnp.where(members < regulated, ordinary, policy), struggle)
    rural = power * (villages + (soldiers - villages) * intensity)
    w = (entrants * (usual - workers) + levied * (enrolled - workers)) / size
    p = (entrants * (rural - peasants) + levied * (enrolled_villagers - peasants)) / size
    return w, p


@rule(
    "membership.r05",
    reads=dict(workers="membership.workers_share", peasants="membership.peasants_share",
               purge="now:membership.purging"),
    parameters=dict(cleansing=parameter(0.018, "a month", 0.0, 0.05, book=("membership.r05",))),
    neutral=(0.0, 0.0), unit="change a month",
)
def a_purge_takes_the_intruders(workers, peasants, purge, cleansing):
    """Those who are neither workers nor peasants are purged first, so that the shares of both rise."""
    both = workers + peasants
    rise = cleansing * purge * jnp.maximum(1.0 - both, 0.0) / jnp.maximum(both, NEGLIGIBLE)
    return rise * workers, rise * peasants


@rule(
    "membership.r03", "membership.r05",
    reads=dict(unsifted="membership.unsifted", purged=here(0, 1, "a purge is decided"), power="soviets.power",
               entrants="now:membership.confirmation", levied="now:membership.levy",
               members="now:membership.total"),
    neutral="unsifted", unit="share",
)
def intruders_gather_until_a_purge(unsifted, purged, power, entrants, levied, members):
    """Whoever comes to a party in power is unsifted until the next purge."""
    come = power * (entrants.sum() + levied.sum()) / jnp.maximum(members, 1.0)
    return jnp.where(purged > 0, 0.0, unsifted * (1.0 - come) + come)


@rule(
    "membership.r08", "delegation.r13", "culture.r01",
    reads=dict(men="culture.men", literate="membership.literate", entrants="now:membership.confirmation", levied="now:membership.levy",
               members="membership.total", peasants="membership.peasants_share", power="soviets.power"),
    parameters=dict(
        levy=parameter(0.43, "share", 0.35, 0.75, book=("membership.r08", "c7-f016")),
        usual=parameter(0.8, "share", 0.7, 0.92, assumption="four fifths of ordinary entrants read, townsmen mostly, "
                        "where under half of all men and nine tenths of the men in works did; seven or nine tenths"),
        village=parameter(0.5, "share", 0.2, 0.7, assumption="among peasants half as many of them read as among "
                          "townsmen, the ratio of village to town in the censuses; a fifth or seven tenths fewer"),
        first="initial.culture.men",
        school=parameter(0.01, "a month", 0.003, 0.03, assumption="party schools teach half of those who cannot read "
                         "in six years, as the campaigns of the twenties promised in two; two to twenty years"),
    ),
    neutral=0.0, signs=dict(literate=-1, men=+1), unit="change a month",
)
def entrants_bring_or_lack_letters(men, literate, entrants, levied, members, peasants, power, levy, usual, village, first,
                                   school):
    """A levy brings the unlettered; schools catch up over years."""
    size, entrants, levied = jnp.maximum(members, 1.0), entrants.sum(), levied.sum()
    # What the country has learnt since the first year its entrants bring with them.
    learnt = jnp.clip((men - first) / (1.0 - first), 0.0, 1.0)
    come, levy = (x + learnt * (1.0 - x) for x in (usual - village * peasants, levy))
    return (entrants * (come - literate) + levied * (levy - literate)) / size + power * school * (1.0 - literate)


@rule(
    "membership.r04", "classes.r04",
    reads=dict(bench="membership.at_bench", workers="membership.workers_share", power="soviets.power",
               intensity="civil_war.intensity", levied="now:membership.levy", members="membership.total",
               posts="appointments.appointed"),
    parameters=dict(
        front=parameter(0.1, "a month", 0.04, 0.2, book=("membership.r04",)),
        offices=parameter(0.035, "a month", 0.015, 0.07, assumption="a party all of which holds posts sends a "
                          "twenty-eighth of its bench to them a month, a third in a year: 53 in a hundred worked for "
                          "the state in March 1919 and 11 in a factory (membership.r04, p. 143), fronts having taken "
                          "others; a sixth or six tenths a year"),
        back=parameter(0.03, "a month", 0.01, 0.07, assumption="in peace half of the skilled members whom works want "
                       "are back within two years; six years or ten months"),
        settled=parameter(0.7, "share", 0.5, 0.9,
                          assumption="share of members of worker origin who stay at the bench in quiet years"),
        straight=parameter(0.9, "share", 0.75, 1.0,
                           assumption="workers whom an enrolment takes straight from the bench and leaves there: nine "
                                      "in ten, the rest rising at once; three in four if posts wait, all if none do"),
    ),
    neutral=0.0, signs=dict(intensity=-1, workers=+1), unit="change a month",
)
def power_takes_members_from_the_bench(bench, workers, power, intensity, levied, members, posts, front, offices,
                                       back, settled, straight):
    """Fronts and offices empty the factory cells; peace and levies fill them again."""
    taken = power * (front * intensity + offices * posts) * bench
    peace = power * back * (1.0 - intensity) * jnp.maximum(settled * workers - bench, 0.0)
    return peace - taken + straight * levied.sum() / jnp.maximum(members, 1.0) * (1.0 - bench)


@rule(
    "membership.r12",
    reads=dict(appeals="membership.appeals", expelled="now:membership.expulsion", mass="police.mass_terror",
               fear="factions.fear", cohort="now:membership.cohort"),
    parameters=dict(
        protest=parameter(0.25, "share", 0.1, 0.5, book=("membership.r12", "c10-f160", "membership.r11")),
        decided=parameter(0.06, "a month", 0.02, 0.15, assumption="control commissions decide on a sixteenth of the "
                          "queue a month, half of it in a year; three years or five months"),
        granted=parameter(0.55, "share", 0.4, 0.75, book=("membership.r12",)),
        lying=parameter(0.7, "share", 0.4, 0.95,
                        assumption="appeals that nobody dares to decide at the height of fear: most, for a mercy is "
                                   "held against the judge; less than half in clear cases, nearly all if none is clear"),
    ),
    neutral=(0.0, 0.0), signs=dict(expelled=+1), unit="persons a month",
)
def appeals_pile_up(appeals, expelled, mass, fear, cohort, protest, decided, granted, lying):
    """Appeals lie while terror runs; afterwards about half of those who appealed are taken back.

    Given are the change of the queue and those taken back, by cohort as members are.
    """
    heard = decided * appeals * (1.0 - mass) * (1.0 - lying * fear)
    return protest * expelled.sum() - heard, granted * heard * cohort / jnp.maximum(cohort.sum(), 1.0)


@rule(
    reads=dict(cohort="now:membership.cohort"),
    neutral=(0.0, 0.0), signs=dict(cohort=+1), unit="persons",
    assumption="the party counts its members, and among them those of the underground",
)
def the_party_counts_its_members(cohort):
    """All members, and the share of those who joined before 1917."""
    total = cohort.sum()
    return total, cohort[UNDERGROUND] / jnp.maximum(total, 1.0)


@rule(
    "membership.r14", "membership.r10",
    reads=dict(closed="membership.closed", purge="membership.purging", deciders="organs.deciders",
               power="soviets.power", hunger="supply.hunger", mass="police.mass_terror"),
    parameters=dict(
        shut=parameter(0.08, "a month", 0.03, 0.3, assumption="a sole ruler in a famine, or in mid-purge, shuts the "
                       "doors within a year: shut in January 1933 (membership.r14, p. 365), in the first winter of the "
                       "famine; three years or a quarter"),
        few=parameter(2.6, "persons", 1.8, 3.2, assumption="under 2.6 equal men one decides on the doors, as for the "
                      "measure of one man's rule; below two, or from three down"),
        reopen=parameter(0.025, "a month", 0.008, 0.06, book=("membership.r14",)),
        replace=parameter(0.12, "a month", 0.03, 0.3, assumption="mass terror at full force opens them within eight "
                          "months: reopened on 1 November 1936 (membership.r14, p. 365), three months after the first "
                          "great trial, and hundreds of thousands entered; a quarter or three years"),
    ),
    neutral=(0.0, 0.0), signs=dict(purge=+1), unit="probability a month",
)
def doors_are_shut_and_opened(closed, purge, deciders, power, hunger, mass, shut, few, reopen, replace):
    """A sole ruler in a famine shuts the doors while he sifts, and opens them to replace the old members."""
    sole = power * jnp.clip(few - deciders, 0.0, 1.0)
    return ((1.0 - closed) * shut * sole * jnp.minimum(purge + jnp.mean(hunger), 1.0),
            closed * (reopen + replace * mass))


@rule(
    "membership.r14",
    reads=dict(closed="membership.closed", shut=here(0, 1, "the doors are shut"),
               opened=here(0, 1, "the doors are opened")),
    neutral="closed", unit="flag",
)
def doors_stay_as_they_were_put(closed, shut, opened):
    """Doors that are shut stay shut until they are opened, and the other way round."""
    return jnp.where(closed > 0, 1.0 - opened, shut)


def step(m: Month) -> None:
    """Doors, entrants, probation, purges, losses, composition."""
    year = m.rule(entrants_are_of_their_year)
    purged = m.choose(VERIFICATION, m.rule(the_leadership_purges))
    levied = m.choose(LENIN_LEVY, m.rule(the_apparatus_opens_the_doors))
    purging, enrolling = m.rule(campaigns_take_months, purged=purged, levied=levied)
    m.set("purging", purging)
    m.set("enrolling", enrolling)
    shut, opened = m.rule(doors_are_shut_and_opened)
    shut, opened = m.choose(CLOSURE, shut), m.choose(REOPENING, opened)
    m.set("closed", m.rule(doors_stay_as_they_were_put, shut=shut, opened=opened))
    m.change("careful", m.rule(the_founder_wants_a_small_party))
    m.change("openness", m.rule(size_is_an_instrument, wanted=m.rule(war_and_the_secretariat_want_open_doors)))

    m.flow(ADMISSION, m.rule(the_party_attracts))
    m.flow(LEVY, m.rule(a_levy_adds_half_as_many, year=year))
    confirmed = m.rule(candidates_serve_their_time)
    m.flow(CONFIRMATION, confirmed * year)
    m.flow(REJECTION, m.rule(a_purge_takes_candidates_too))
    m.flow(FALLEN, m.rule(the_best_fall_at_the_fronts))
    m.flow(EXPULSION, m.rule(members_are_expelled))
    m.flow(DEPARTURE, m.rule(members_leave_and_die))
    queue, taken_back = m.rule(appeals_pile_up)
    m.change("appeals", queue)
    m.flow(REINSTATEMENT, taken_back)

    total, old_guard = m.rule(the_party_counts_its_members)
    m.set("total", total)
    m.set("old_guard", old_guard)
    m.set("unsifted", m.rule(intruders_gather_until_a_purge, purged=purged))
    m.change("formed", m.rule(entrants_are_what_their_cadre_makes_them))
    m.set("docility", m.rule(untrained_entrants_follow))
    workers, peasants = m.rule(origin_of_entrants)
    sifted_workers, sifted_peasants = m.rule(a_purge_takes_the_intruders)
    m.change("workers_share", workers + sifted_workers)
    m.change("peasants_share", peasants + sifted_peasants)
    m.change("literate", m.rule(entrants_bring_or_lack_letters))
    m.change("at_bench", m.rule(power_takes_members_from_the_bench))


@output("party.before_1917_share", "share", "Members who joined before 1917", system="membership", high=1.0,
        book=("membership.r09",))
def before_1917(w, flows):
    """First cohort over all."""
    return w.membership.cohort[UNDERGROUND] / jnp.maximum(w.membership.cohort.sum(), 1.0)


@output("party.after_1923_share", "share", "Members who joined after 1923", system="membership", high=1.0,
        book=("membership.r09",))
def after_1923(w, flows):
    """Cohorts of the levy and later over all."""
    return w.membership.cohort[LEVIED:].sum() / jnp.maximum(w.membership.cohort.sum(), 1.0)


@output("party.expelled", "persons a month", "Members expelled", system="membership",
        book=("membership.r05", "membership.r10"))
def expelled(w, flows):
    """Expulsions of the month."""
    return flows["membership.expulsion"].sum()
