"""The ladder: from the state of the month alone, which regime this is."""

import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import METHODS

RUNGS = (
    "tsarism", "dual_power", "soviet_power", "war_communism", "bureaucratised", "thermidor", "brumaire",
    "counter_revolution", "soviet_democracy", "collegial_nep", "restoration", "military_bonapartism",
    "occupation", "collapse", "generals", "constituent_republic", "partition",
)
"""The book's ladder first, then what lies off it; the order gives the codes."""

CODE = {name: float(i) for i, name in enumerate(RUNGS)}


class Regime(System):
    """Where the month stands on the ladder."""

    phase: Array = variable("code", "phase of the ladder", gives="regime",
                            book=("regime.r07", "regime.r08", "regime.r12"), start=0.0, high=float(len(RUNGS) - 1))
    ended: Array = variable("flag", "soviet power existed and was overthrown", start=0.0, high=1.0)
    thermidor: Array = variable("index 0-1", "how far power has passed to the apparatus", start=0.0, high=1.0,
                                gives="regime.thermidor", book=("regime.r07",))


@rule(
    "regime.r07", "delegation.r05", "regime.r18", "classes.r07",
    reads=dict(appointed="now:appointments.appointed", congress="now:delegation.delegates",
               participation="now:soviets.participation", authority="now:succession.authority",
               correction="now:organs.correction", power="now:soviets.power"),
    parameters=dict(
        posts=parameter(0.72, "share", 0.6, 0.9, assumption="posts named from above at nearly three in four: seven "
                        "eighths of the delegates of 1925 were appointees and part of those of 1923, with the cut-off "
                        "not in the book (delegation.r05, p. 197); between three fifths and nine tenths, whose middle "
                        "it is"),
        silence=parameter(0.08, "share", 0.03, 0.15, assumption="a congress with under a twelfth of opponents does not "
                          "hear them: four delegates of some two hundred came through the filter in January 1924 and "
                          "three voted against (delegation.r02, p. 210); one in thirty or one in seven"),
        asleep=parameter(0.35, "index 0-1", 0.2, 0.5, assumption="under a third of what masses out in full would be: "
                         "Thermidor comes when offices hold power (regime.r07, p. 205) and masses have left it "
                         "(regime.r05, p. 142), which has no figure; from a fifth to a half"),
        blind=parameter(0.3, "index 0-1", 0.2, 0.45, assumption="under three errors in ten put right: corrections grow "
                        "fewer with each further ban (regime.r06, p. 145), without the book saying how few are none; a "
                        "fifth or nearly a half"),
        above=parameter(0.5, "index 0-1", 0.35, 0.65, assumption="an authority that holds back half of the coalitions "
                        "outweighs the apparatus, by what half means; a third or two thirds"),
        each=parameter(0.2, "share of the criteria", 0.2, 0.2, assumption="five criteria of equal weight"),
    ),
    neutral=0.0, signs=dict(appointed=+1, congress=-1, participation=-1, authority=-1, correction=-1),
    unit="index 0-1",
)
def power_of_the_apparatus(appointed, congress, participation, authority, correction, power, posts, silence, asleep,
                           blind, above, each):
    """The share of the criteria of Thermidor that the month meets under soviet power.

    Nominated posts, a congress without opposition, masses out of power, no authority above the
    apparatus, no correction.
    """
    return (each * (appointed >= posts) + each * (congress <= silence) + each * (participation <= asleep)
            + each * (authority < above) + each * (correction <= blind)) * power


APPARATUS = parameter(0.9, "index 0-1", 0.7, 1.0, assumption="all criteria of Thermidor but for rounding")
"""Share of the criteria from which power has passed to the apparatus."""


@rule(
    "regime.r02", "regime.r04", "regime.r05", "soviets.r04",
    reads=dict(participation="now:soviets.participation", pluralism="now:soviets.pluralism",
               banned="now:factions.banned", method="now:procurement.method", intensity="now:civil_war.intensity"),
    parameters=dict(
        democracy=parameter(0.4, "index 0-1", 0.3, 0.5, assumption="the height that participation has in the months of "
                            "October, when the book has the soviets live by daily votes (soviets.r17, p. 45); a "
                            "quarter less or more"),
        war=parameter(0.3, "index 0-1", 0.15, 0.45, assumption="intensity from which the war decides how the "
                      "country is run: below it lie risings, above it campaigns"),
        several=parameter(0.5, "index 0-1", 0.3, 0.7, assumption="half of the way to free parties counts as several: "
                          "one ally in office and others tolerated; three or seven tenths"),
    ),
    neutral=CODE["soviet_power"], unit="code",
)
def soviets_war_or_offices_rule(participation, pluralism, banned, method, intensity, democracy, war, several):
    """Before the apparatus rules: soviets that live, war communism, or offices."""
    c = CODE
    living, peace = participation >= democracy, intensity < war
    free = (pluralism > several) & (banned < 1.0) & (method != METHODS.index("purchase"))
    return jnp.where(living & peace, jnp.where(free, c["soviet_democracy"], c["soviet_power"]),
                     jnp.where((method == METHODS.index("requisition")) | (intensity > war), c["war_communism"],
                               jnp.where(living, c["soviet_power"], c["bureaucratised"])))


@rule(
    "regime.r08", "regime.r09", "regime.r11", "regime.r12",
    reads=dict(index="now:regime.thermidor", deciders="now:organs.deciders", guard="now:organs.cc_old_guard",
               autonomy="now:police.autonomy", voted="now:delegation.voted"),
    parameters=dict(
        apparatus="regime.apparatus",
        one=parameter(2.6, "persons", 1.8, 3.2, assumption="decided by fewer than 2.6 equal men: a first consul with a "
                      "formal second (regime.r08, p. 248) counts as two or so, the college of three of 1923-25 as "
                      "three; 1.8 asks for nearly one man, 3.2 lets three pass"),
        alone=parameter(2.2, "persons", 1.7, 2.6, assumption="completed with fewer than 2.2: personal power above all "
                        "classes (regime.r09, p. 271) with a Politburo informed afterwards (regime.r12, p. 351); from "
                        "1.7 to the measure of the first consul"),
        survivors=parameter(0.35, "share", 0.2, 0.5, assumption="a third of the old guard left: of the committee 28 of "
                            "139 were (organs.r16, p. 351), a fifth, and of old members at large more, since many had "
                            "no post; a fifth to a half"),
        police=parameter(0.5, "index 0-1", 0.35, 0.7, assumption="an organ half free of control: each superior "
                         "sanctions at will, as wives and kin are held (police.r17, p. 364), which is a description of "
                         "the whole of it; from a third to seven tenths"),
        dissent=parameter(0.05, "share", 0.02, 0.1, assumption="under one vote in twenty counted against: Brumaire has "
                          "a congress without opponents (regime.r08, p. 248) and the counts before it were under one "
                          "in a hundred, with abstentions more; a fiftieth or a tenth"),
    ),
    neutral=(0.0, 0.0), unit="flag",
)
def one_man_rules_the_apparatus(index, deciders, guard, autonomy, voted, apparatus, one, alone, survivors, police,
                                dissent):
    """Brumaire: one man above an apparatus that no longer votes; completed: with its old guard gone."""
    ruled = index > apparatus
    return (jnp.where(ruled & (deciders <= one) & (voted <= dissent), 1.0, 0.0),
            jnp.where(ruled & (deciders <= alone) & (guard <= survivors) & (autonomy >= police), 1.0, 0.0))


@rule(
    "regime.r08",
    reads=dict(index="now:regime.thermidor", deciders="now:organs.deciders", method="now:procurement.method",
               market="now:organs.line_peasantry"),
    parameters=dict(
        apparatus="regime.apparatus",
        colleges=parameter(2.6, "persons", 2.0, 4.0, assumption="above two and a half equal men a college rules, as "
                           "long as one stands beside the first in more than form (regime.r08, p. 248); it is the same "
                           "line as for one man's rule, from two to four"),
        concession=parameter(0.0, "index -1..1", -0.1, 0.2, assumption="the tax is in force and trade free; the line "
                             "need only not lean to coercion; a little of it may be talk, or some concession be asked"),
    ),
    neutral=0.0, unit="flag",
)
def a_college_keeps_the_market(index, deciders, method, market, apparatus, colleges, concession):
    """The apparatus rules by a college, under the tax in kind and a line of concessions."""
    return jnp.where((index > apparatus) & (deciders > colleges) & (method == METHODS.index("market"))
                     & (market > concession), 1.0, 0.0)


@rule(
    assumption="the book counts occupation by lands; here it is weighed by those who live there",
    reads=dict(lost="now:intervention.lost", rural="now:population.rural", urban="now:population.urban"),
    neutral=0.0, signs=dict(lost=+1), unit="share",
)
def people_under_foreign_arms(lost, rural, urban):
    """The share of the people that lives under foreign arms."""
    people = rural + urban
    return jnp.sum(lost * people) / jnp.maximum(people.sum(), 1.0)


@rule(
    "abroad.intervention.r08",
    reads=dict(lost="now:intervention.lost", white="now:civil_war.held_white", power="now:soviets.power",
               rural="now:population.rural", urban="now:population.urban"),
    neutral=1.0, signs=dict(lost=-1), unit="share",
)
def people_left_by_the_enemy(lost, white, power, rural, urban):
    """The share of the people that neither foreign arms nor, from the soviets, the Whites have taken."""
    people, taken = rural + urban, lost + power * white
    return jnp.sum(jnp.maximum(1.0 - taken, 0.0) * people) / jnp.maximum(people.sum(), 1.0)


@rule(
    assumption="a government holds the people whom it reaches, wherever they live",
    reads=dict(reach="now:countryside.reach", rural="now:population.rural", urban="now:population.urban"),
    neutral=1.0, signs=dict(reach=+1), unit="share",
)
def people_under_the_government(reach, rural, urban):
    """The share of the people that the central government reaches."""
    people = rural + urban
    return jnp.sum(reach * people) / jnp.maximum(people.sum(), 1.0)


@rule(
    "regime.r07", "regime.r08",
    reads=dict(index="now:regime.thermidor", takeover="now:succession.army_rules", before=here(0, len(RUNGS) - 1),
               one=here(0, 1), completed=here(0, 1), college=here(0, 1)),
    parameters=dict(apparatus="regime.apparatus"),
    neutral=CODE["soviet_power"], unit="code",
)
def rung_of_the_ladder(index, takeover, before, one, completed, college, apparatus):
    """Where soviet power stands on the ladder, or that the head of its army has taken it."""
    c = CODE
    ladder = jnp.where(completed > 0, c["counter_revolution"],
                       jnp.where(one > 0, c["brumaire"],
                                 jnp.where(college > 0, c["collegial_nep"],
                                           jnp.where(index > apparatus, c["thermidor"], before))))
    return jnp.where(takeover > 0, c["military_bonapartism"], ladder)


@rule(
    "civil_war.r05", "civil_war.r04",
    reads=dict(ended="now:regime.ended", land="now:countryside.land", held=here(0, 1, "share under the government")),
    parameters=dict(
        estates=parameter(0.5, "share", 0.3, 0.7, assumption="the old order is back in the village once the landlords "
                          "have most of their land again"),
        whole=parameter(0.5, "share", 0.4, 0.67, assumption="a government that reaches less than half of the people is "
                        "one among others"),
    ),
    neutral=CODE["generals"], unit="code",
)
def what_the_generals_bring(ended, land, held, estates, whole):
    """Generals in power: over parts of a divided country, with the landlords back where October was, or alone."""
    c = CODE
    return jnp.where(held < whole, c["partition"],
                     jnp.where((ended > 0) & (land < estates), c["restoration"], c["generals"]))


@rule(
    "soviets.r04", "soviets.r11", "abroad.great_war.r07",
    reads=dict(front="now:great_war.front", participation="now:soviets.participation", share="now:soviets.bolshevik"),
    parameters=dict(asleep="regime.power_of_the_apparatus.asleep", ripe="soviets.ripe"),
    neutral=CODE["dual_power"], unit="code",
)
def what_the_cabinet_brings(front, participation, share, asleep, ripe):
    """Two powers while there is war or the soviets live and want power; else the cabinet's assembly has it alone."""
    c = CODE
    rivals = (participation > asleep) & (share > ripe)
    return jnp.where((front > 0) | rivals, c["dual_power"], c["constituent_republic"])


@rule(
    "regime.r01", "abroad.intervention.r08",
    reads=dict(power="now:soviets.power", other="now:soviets.regime_other", provisional="now:soviets.provisional",
               tsar="now:soviets.tsar", occupied=here(0, 1), left=here(0, 1), rung=here(0, len(RUNGS) - 1),
               generals=here(0, len(RUNGS) - 1), cabinet=here(0, len(RUNGS) - 1)),
    neutral=CODE["soviet_power"], unit="code",
)
def who_holds_power(power, other, provisional, tsar, occupied, left, rung, generals, cabinet):
    """Occupiers, where foreign arms hold more than is left; else soviets on their ladder, generals, a cabinet, the tsar."""
    c = CODE
    native = jnp.where(power > 0, rung,
                       jnp.where(other > 0, generals,
                                 jnp.where(provisional > 0, cabinet,
                                           jnp.where(tsar > 0, c["tsarism"], c["collapse"]))))
    return jnp.where(occupied > left, c["occupation"], native)


@rule(
    assumption="a power that was there last month and is not there any more has fallen",
    reads=dict(before="soviets.power", now="now:soviets.power"), neutral=0.0, signs=dict(before=+1, now=-1),
    unit="flag",
)
def soviet_power_falls(before, now):
    """Soviet power existed and exists no more."""
    return jnp.maximum(before - now, 0.0)


def step(m: Month) -> None:
    """Read the state and name it; no threshold reads the calendar."""
    m.latch("ended", m.rule(soviet_power_falls))
    m.set("thermidor", m.rule(power_of_the_apparatus))
    one, completed = m.rule(one_man_rules_the_apparatus)
    rung = m.rule(
        rung_of_the_ladder, before=m.rule(soviets_war_or_offices_rule), one=one, completed=completed,
        college=m.rule(a_college_keeps_the_market))
    m.set("phase", m.rule(
        who_holds_power, rung=rung, occupied=m.rule(people_under_foreign_arms), left=m.rule(people_left_by_the_enemy),
        generals=m.rule(what_the_generals_bring, held=m.rule(people_under_the_government)),
        cabinet=m.rule(what_the_cabinet_brings)))
