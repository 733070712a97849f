"""The leading organs set the line, correct errors or fail to, and are enlarged or hollowed out."""

import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, here, observable, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import AXES

WORLD, INDUSTRY, DEMOCRACY, PEASANTRY = (AXES.index(a) for a in (
    "world_revolution", "industrialisation", "party_democracy", "peasantry"))


class Organs(System):
    """Who decides, and on what line."""

    line_world: Array = variable("index -1..1", "line: one country to world revolution", low=-1.0, high=1.0,
                                 start=parameter(0.5, "index -1..1", 0.2, 0.9, book=("regime.r17",)))
    line_industry: Array = variable("index -1..1", "line: slow industry to fast plan", low=-1.0, high=1.0,
                                    start=0.0)
    line_peasantry: Array = variable("index -1..1", "line: coercion to concession", low=-1.0, high=1.0, start=0.0)
    line_democracy: Array = variable("index -1..1", "line: command to free discussion in the party", low=-1.0,
                                     high=1.0, start=parameter(0.5, "index -1..1", 0.2, 0.8,
                                                               book=("delegation.r01",)))
    correction: Array = variable("index 0-1", "capacity of the party to see and correct errors", high=1.0,
                                 start=parameter(0.8, "index 0-1", 0.6, 0.95, book=("delegation.r01",)))
    deciders: Array = variable("persons", "effective number of persons who decide", low=1.0, high=24.0,
                               start=parameter(6.0, "persons", 3, 10, book=("organs.r01",)), typical=(1, 10))
    cc_members: Array = variable("persons", "full members of the Central Committee", low=5.0, high=200.0,
                                 start=parameter(12.0, "persons", 8, 25,
                                                 assumption="a narrow committee in Russia and abroad"),
                                 typical=(10, 80))
    cc_old_guard: Array = variable("share", "members of the Central Committee who were members in 1917",
                                   start=1.0, high=1.0, book=("organs.r16",))


@rule(
    "procurement.r06", "regime.r10",
    reads=dict(hunger="now:supply.hunger_towns", withheld="now:procurement.withheld"),
    parameters=dict(usual=parameter(0.4, "share", 0.2, 0.7,
                                    assumption="share of the surplus that villages keep in ordinary years")),
    neutral=0.0, signs=dict(hunger=+1, withheld=+1), unit="index 0-1",
)
def towns_feel_the_shortage(hunger, withheld, usual):
    """The summit feels hunger in the towns, and grain kept back beyond the usual."""
    return jnp.maximum(hunger, jnp.clip((withheld - usual) / (1.0 - usual), 0.0, 1.0))


@rule(
    "organs.r01", "leaders.r12", "factions.r14",
    reads=dict(weight=here(0, 1, "weight of each leader", "leader"), target="succession.target",
               secretary="succession.secretary", world="organs.line_world", industry="organs.line_industry",
               peasantry="organs.line_peasantry", democracy="organs.line_democracy",
               crisis=here(0, 1, "towns short of grain"), danger="mood.discontent",
               hope="comintern.hope", appointed="appointments.appointed", correction="organs.correction"),
    parameters=dict(
        positions="leaders.positions",
        pace=parameter(0.08, "a month", 0.03, 0.2, assumption="a line turns within a year"),
        zigzag=parameter(1.0, "1", 0.3, 1.6, book=("leaders.r12", "factions.r14")),
        coercion=parameter(1.1, "1", 0.3, 2.0, book=("procurement.r08", "regime.r10")),
        forced=parameter(1.2, "1", 0.3, 2.5, book=("industry.r09", "regime.r10")),
        realism=parameter(0.9, "1", 0.2, 1.6, book=("regime.r17", "comintern.r11")),
        command=parameter(0.8, "1", 0.2, 1.6, book=("organs.r03",)),
    ),
    neutral=(0.0, 0.0, 0.0, 0.0), unit="index -1..1 a month",
)
def the_line_follows_who_decides(weight, target, secretary, world, industry, peasantry, democracy, crisis, danger,
                                 hope, appointed, correction, positions, pace, zigzag, coercion, forced, realism, command):
    """The line is that of those who decide, turned against the present opponent and by emergencies.

    A leader who has one opponent left takes the opposite of his position; shortage of grain in the
    towns turns an uncontrolled summit to force; fading hope abroad turns it to one country.
    """
    centre = weight @ positions
    opponent = target @ positions
    sole = jnp.sum(weight * secretary)
    aim = centre - zigzag * sole * opponent
    w = aim[WORLD] - realism * (1.0 - hope) * appointed
    blind = appointed * (1.0 - correction)
    i = aim[INDUSTRY] + forced * crisis * blind * sole
    p = aim[PEASANTRY] - coercion * crisis * blind
    d = aim[DEMOCRACY] - command * (0.5 * danger + appointed * 0.5)
    return pace * (w - world), pace * (i - industry), pace * (p - peasantry), pace * (d - democracy)


@rule(
    "factions.r03", "regime.r06", "organs.r04", "factions.r17",
    reads=dict(banned="factions.banned", fear="factions.fear", appointed="appointments.appointed",
               participation="soviets.participation", pluralism="soviets.pluralism", deciders="organs.deciders"),
    parameters=dict(
        ban=parameter(0.45, "share", 0.15, 0.7, book=("factions.r03", "regime.r06")),
        base=parameter(0.45, "share", 0.2, 0.7, book=("soviets.r17", "mood.r05")),
        plural=parameter(0.2, "share", 0.05, 0.4, book=("factions.r03",)),
        awe=parameter(0.75, "share", 0.4, 0.95, book=("factions.r17",)),
        council=parameter(3.0, "persons", 2, 6, assumption="number of deciders at which half of the errors of one "
                          "are seen by another"),
    ),
    neutral=0.5, signs=dict(banned=-1, fear=-1, participation=+1, pluralism=+1, deciders=+1, appointed=-1),
    unit="index 0-1",
)
def open_dissent_corrects_errors(banned, fear, appointed, participation, pluralism, deciders, ban, base, plural,
                                 awe, council):
    """Errors are corrected where currents may speak, members are unafraid and more than one decides."""
    voice = (1.0 - base - plural) + base * participation + plural * pluralism
    heads = deciders / (deciders + council)
    return (jnp.clip(voice * (1.0 - ban * banned) * (1.0 - awe * fear) * (1.0 - 0.5 * appointed) * heads, 0.0, 1.0))


@rule(
    "organs.r07", "organs.r16",
    reads=dict(size="organs.cc_members", sitting="delegation.sitting", appointed="appointments.appointed",
               members="membership.total"),
    parameters=dict(
        per_member=parameter(9e-5, "seats per member", 4e-5, 2e-4, assumption="seats follow the party's size"),
        packing=parameter(16.0, "seats", 6, 32, book=("organs.r07",)),
        top=parameter(75.0, "seats", 60, 100, book=("organs.r07",)),
        share=parameter(0.35, "share", 0.15, 0.6, assumption="a congress goes a third of the way"),
    ),
    neutral=0.0, signs=dict(appointed=+1, members=+1), unit="seats",
)
def the_committee_is_enlarged(size, sitting, appointed, members, per_member, packing, top, share):
    """Each congress enlarges the committee; a nominated cadre fills the new seats."""
    aim = jnp.minimum(15.0 + per_member * members + 2.0 * packing * appointed, top)
    return sitting * share * jnp.maximum(aim - size, 0.0)


@rule(
    "organs.r16", "regime.r12", "organs.r07", "terror.r08",
    reads=dict(share="organs.cc_old_guard", size="organs.cc_members", grown=here(0, 20),
               sitting="delegation.sitting", guard="membership.old_guard", terror="police.mass_terror",
               appointed="appointments.appointed"),
    parameters=dict(
        veterans=parameter(0.8, "share", 0.5, 0.95, assumption="new seats go to members of 1917 for years"),
        turnover=parameter(0.05, "share", 0.01, 0.12, assumption="seats that change at a congress"),
        carnage=parameter(0.085, "a month", 0.04, 0.14, book=("organs.r16",)),
    ),
    neutral=0.0, signs=dict(terror=-1, guard=+1), unit="change a month",
)
def the_old_guard_leaves_the_committee(share, size, grown, sitting, guard, terror, appointed, veterans, turnover,
                                       carnage):
    """New seats and replacements dilute the old guard; mass terror removes it."""
    entrants = veterans * jnp.minimum(guard * 60.0, 1.0) * (1.0 - 0.3 * appointed)
    change = sitting * (grown / size + turnover) * (entrants - share)
    return change - carnage * terror * share


@rule(
    "organs.r01", "organs.r13", "organs.r14", "succession.r09",
    reads=dict(standing="succession.standing", prestige="leaders.prestige", capacity="leaders.capacity",
               patronage="appointments.patronage", appointed="appointments.appointed",
               secretary="succession.secretary", fear="factions.fear"),
    parameters=dict(
        colleges=parameter(0.78, "share", 0.4, 0.95, book=("organs.r13",),
                           assumption="share of the weight that posts can give while organs still vote"),
        allies="leaders.allies_of_the_secretary",
        charm=parameter(2.0, "1", 1.0, 3.0, assumption="voices weigh more than in proportion to prestige"),
        vassals=parameter(0.9, "share", 0.5, 1.0, book=("appointments.r13", "leaders.r18")),
    ),
    neutral=0.0417, unit="share",
)
def weight_in_decisions(standing, prestige, capacity, patronage, appointed, secretary, fear, colleges, allies,
                        charm, vassals):
    """A leader weighs by prestige where votes are free, by posts where they are nominated.

    Followers of the Secretary lend him their weight as their dependence and fear grow.
    """
    own = standing * capacity * jnp.power(prestige, charm)
    own = own / jnp.maximum(own.sum(), 1e-6)
    posts = standing * patronage
    posts = posts / jnp.maximum(posts.sum(), 1e-6)
    reach = appointed * colleges
    mixed = (1.0 - reach) * own + reach * posts
    chief = secretary[2]
    lent = vassals * appointed * chief * allies * (0.5 + 0.5 * fear)
    moved = mixed * lent * (1.0 - secretary)
    return mixed - moved + secretary * moved.sum()


def step(m: Month) -> None:
    """Weigh the leaders, turn the line, keep or lose the power of correction, change the committee."""
    weight = m.rule(weight_in_decisions)
    weight = weight / jnp.maximum(weight.sum(), 1e-6)
    m.set("deciders", 1.0 / jnp.maximum(jnp.sum(jnp.square(weight)), 1e-3))
    crisis = m.rule(towns_feel_the_shortage)
    world, industry, peasantry, democracy = m.rule(the_line_follows_who_decides, weight=weight, crisis=crisis)
    m.set("line_world", m.last("organs.line_world") + world)
    m.set("line_industry", m.last("organs.line_industry") + industry)
    m.set("line_peasantry", m.last("organs.line_peasantry") + peasantry)
    m.set("line_democracy", m.last("organs.line_democracy") + democracy)
    m.set("correction", m.rule(open_dissent_corrects_errors))
    grown = m.rule(the_committee_is_enlarged)
    m.set("cc_members", m.last("organs.cc_members") + grown)
    m.set("cc_old_guard", m.last("organs.cc_old_guard") + m.rule(the_old_guard_leaves_the_committee, grown=grown))


@observable("power.deciders", "persons", "Effective number of persons who decide", system="organs", low=1.0,
            high=24.0, book=("organs.r14",))
def deciders(w, flows):
    """Inverse Simpson index of the leaders' weights."""
    return w.organs.deciders


@observable("cc.members", "persons", "Full members of the Central Committee", system="organs",
            book=("organs.r07",))
def cc_members(w, flows):
    """Size of the committee."""
    return jnp.round(w.organs.cc_members)


@observable("cc.old_guard", "share", "Members of the Central Committee who were members in 1917",
            system="organs", high=1.0, book=("organs.r16",))
def cc_old_guard(w, flows):
    """Share of the committee."""
    return w.organs.cc_old_guard


@observable("party.line_world", "index -1..1", "Line: one country to world revolution", system="organs", low=-1.0,
            high=1.0, book=("regime.r17",))
def line_on_the_world(w, flows):
    """The line of those who decide."""
    return w.organs.line_world


@observable("party.line_peasantry", "index -1..1", "Line: coercion to concession", system="organs", low=-1.0, high=1.0,
            book=("procurement.r08",))
def line_on_the_peasantry(w, flows):
    """The line of those who decide."""
    return w.organs.line_peasantry


@observable("party.correction", "index 0-1", "Capacity of the party to see and correct errors", system="organs",
            high=1.0, book=("regime.r06",))
def capacity_to_correct(w, flows):
    """A modelling scale."""
    return w.organs.correction
