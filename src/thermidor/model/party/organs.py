"""The leading organs set the line, correct errors or fail to, and are enlarged or hollowed out."""

import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, observable, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import AXES, LEADERS
from thermidor.model.party.ballot import ballot
from thermidor.model.party.persons import best, trait

WORLD, INDUSTRY, DEMOCRACY, PEASANTRY = (AXES.index(a) for a in (
    "world_revolution", "industrialisation", "party_democracy", "peasantry"))
L = len(LEADERS)


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
    deciders: Array = variable("persons", "effective number of persons who decide", low=1.0, high=float(L),
                               start=parameter(6.0, "persons", 3, 10, book=("organs.r01",)), typical=(1, 10))
    politburo: Array = variable("flag", "has a seat in the inner organ", dim="leader", high=1.0, start=parameter(
        [float(p > 0.4) for p in trait("prestige")], "flag", 1.0, 1.0, dim="leader",
        assumption="those of first rank lead together until a committee is elected"))
    committee: Array = variable("flag", "has a seat in the Central Committee", dim="leader", high=1.0, start=parameter(
        [float(p > 0.24) for p in trait("prestige")], "flag", 1.0, 1.0, dim="leader",
        assumption="those of first and second rank"))
    meetings: Array = variable("plenums a year", "how often the Central Committee meets", low=0.0, high=30.0,
                               start=parameter(8.0, "plenums a year", 4, 14, book=("organs.r14",),
                                               assumption="a small committee that sits nearly every month"),
                               typical=(0, 12))
    control: Array = variable("index 0-1", "will of the Control Commission to resist", high=1.0,
                              start=parameter(0.8, "index 0-1", 0.6, 0.95, book=("organs.r10", "organs.r11")))
    refused: Array = variable("index 0-1", "an expulsion has just been refused", start=0.0, high=1.0,
                              book=("organs.r11",))
    may_expel: Array = variable("flag", "the committee may expel its own members", start=0.0, high=1.0,
                                      book=("organs.r03",))
    weight: Array = variable("share", "weight of each leader in decisions", start=1 / L, dim="leader", high=1.0,
                             book=("organs.r01",))
    cc_members: Array = variable("persons", "full members of the Central Committee", low=5.0, high=200.0,
                                 start=parameter(12.0, "persons", 8, 25,
                                                 assumption="a narrow committee in Russia and abroad"),
                                 typical=(10, 80))
    cc_old_guard: Array = variable("share", "members of the Central Committee who were members in 1917",
                                   start=1.0, high=1.0, book=("organs.r16",))


EXPULSION_POWER = choice("organs.expulsion_power", "the committee is given power to expel its own members",
                         kind="decision", book=("organs.r03",))
REFUSAL = choice("organs.plenum_refuses", "a joint plenum refuses an expulsion", kind="decision",
                 book=("organs.r11",))
SCRUPLE_FADES = parameter(0.6, "share left a month", 0.3, 0.8, book=("organs.r11", "organs.r12"))
"""The brake held for some weeks, twice."""
WORKERS_ENLARGED = parameter(0.0, "share", 0.0, 0.0,
                             assumption="nil by construction: how far the committee is enlarged with workers from "
                                        "the bench, a question to ask")


@rule(
    "regime.r10",
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
               hope="comintern.hope", appointed="appointments.appointed", correction="organs.correction",
               positions="leaders.positions"),
    parameters=dict(
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
    "factions.r03", "regime.r06", "organs.r04", "factions.r17", "information.r15", "organs.r14", "delegation.r01",
    reads=dict(banned="factions.banned", fear="factions.fear", appointed="appointments.appointed",
               participation="soviets.participation", pluralism="soviets.pluralism", deciders="organs.deciders",
               accuracy="information.accuracy", open="delegation.open", meetings="organs.meetings",
               workers="organs.cc_old_guard"),
    parameters=dict(
        enlarged="organs.workers_enlarged",
        blind=parameter(0.5, "share", 0.2, 0.8, book=("information.r15",)),
        seldom=parameter(1.5, "plenums a year", 0.5, 3.0, assumption="rate at which a committee loses half its use"),
        ban=parameter(0.45, "share", 0.15, 0.7, book=("factions.r03", "regime.r06")),
        base=parameter(0.45, "share", 0.2, 0.7, book=("soviets.r17", "mood.r05")),
        plural=parameter(0.2, "share", 0.05, 0.4, book=("factions.r03",)),
        awe=parameter(0.75, "share", 0.4, 0.95, book=("factions.r17",)),
        council=parameter(3.0, "persons", 2, 6, assumption="number of deciders at which half of the errors of one "
                          "are seen by another"),
    ),
    neutral=0.5, signs=dict(banned=-1, fear=-1, participation=+1, pluralism=+1, deciders=+1, appointed=-1,
                            accuracy=+1, meetings=+1),
    unit="index 0-1",
)
def open_dissent_corrects_errors(banned, fear, appointed, participation, pluralism, deciders, accuracy, open, meetings,
                                 workers, enlarged, blind, seldom, ban, base, plural, awe, council):
    """Errors are corrected where currents may speak, members are unafraid and more than one decides.

    What is not reported upward is not corrected, nor is it in an organ that hardly meets.
    """
    voice = (1.0 - base - plural) + base * jnp.maximum(participation, 0.6 * enlarged) + plural * pluralism
    heads = deciders / (deciders + council)
    freedom = 1.0 - ban * banned * (1.0 - 0.5 * open)
    eyes = (1.0 - blind * (1.0 - accuracy)) * (0.6 + 0.4 * meetings / (meetings + seldom)) * (0.9 + 0.1 * workers)
    hands = 1.0 - 0.5 * appointed * (1.0 - 0.5 * enlarged)
    return jnp.clip(1.25 * voice * freedom * (1.0 - awe * fear) * hands * heads * eyes, 0.0, 1.0)


@rule(
    "organs.r07",
    reads=dict(size="organs.cc_members", sitting="delegation.sitting", appointed="appointments.appointed",
               members="membership.total"),
    parameters=dict(
        base=parameter(20.0, "seats", 15, 25, assumption="a committee that works: all tendencies and the capitals"),
        per_member=parameter(1.2e-5, "seats per member", 0.0, 4e-5, assumption="seats follow the party's size a little"),
        packing=parameter(29.0, "seats", 12, 45, book=("organs.r07",)),
        top=parameter(75.0, "seats", 60, 100, book=("organs.r07",)),
        share=parameter(0.75, "share", 0.4, 0.95, assumption="a congress goes most of the way"),
    ),
    neutral=0.0, signs=dict(appointed=+1, members=+1), unit="seats",
)
def the_committee_is_enlarged(size, sitting, appointed, members, base, per_member, packing, top, share):
    """Each congress enlarges the committee; a nominated cadre fills the new seats."""
    aim = jnp.minimum(base + per_member * members + 2.0 * packing * appointed, top)
    return sitting * share * jnp.maximum(aim - size, 0.0)


@rule(
    "organs.r16", "regime.r12", "organs.r07",
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
    "organs.r01", "organs.r13", "organs.r14", "succession.r09", "succession.r06",
    reads=dict(ties="leaders.ties", standing="succession.standing", prestige="leaders.prestige", capacity="leaders.capacity",
               patronage="appointments.patronage", appointed="appointments.appointed", seat="organs.politburo",
               committee="organs.committee", secretary="succession.secretary", fear="factions.fear",
               dependence="leaders.dependence", abroad="leaders.abroad"),
    parameters=dict(
        colleges=parameter(0.78, "share", 0.4, 0.95, book=("organs.r13",),
                           assumption="share of the weight that posts can give while organs still vote"),
        outer=parameter(0.12, "1", 0.04, 0.3, assumption="a committee member against a member of the inner organ"),
        vassals=parameter(0.75, "share", 0.4, 0.95, book=("appointments.r13", "leaders.r18")),
    ),
    neutral=0.0125, unit="share",
)
def weight_in_decisions(ties, standing, prestige, capacity, patronage, appointed, seat, committee, secretary, fear,
                        dependence, abroad, colleges, outer, vassals):
    """A leader weighs by prestige where votes are free, by posts where they are nominated.

    Followers of the Secretary lend him their weight as their dependence and fear grow.
    """
    place = (seat + outer * committee * (1.0 - seat) + 0.02) * (1.0 - 0.8 * abroad)
    own = standing * capacity * place * jnp.square(prestige)
    own = own / jnp.maximum(own.sum(), 1e-6)
    posts = standing * patronage
    posts = posts / jnp.maximum(posts.sum(), 1e-6)
    reach = appointed * colleges
    mixed = (1.0 - reach) * own + reach * posts
    lent = vassals * appointed * jnp.maximum(ties, dependence) * (0.5 + 0.5 * fear)
    moved = mixed * lent * (1.0 - secretary)
    return mixed - moved + secretary * moved.sum()


@rule(
    "organs.r01", "organs.r17", "organs.r07", "succession.r06", "appointments.r09", "leaders.r11",
    reads=dict(ties="leaders.ties", sitting="delegation.sitting", standing="succession.standing", prestige="leaders.prestige",
               capacity="leaders.capacity", dependence="leaders.dependence", appointed="appointments.appointed",
               secretary="succession.secretary", network="appointments.network", abroad="leaders.abroad",
               bloc="factions.bloc", politburo="organs.politburo", size="organs.cc_members",
               committee="organs.committee"),
    parameters=dict(
        inner=parameter(7.0, "seats", 5, 11, book=("organs.r01")),
        named=parameter(0.55, "share of seats", 0.35, 0.8,
                        assumption="seats of the committee that go to persons whom the record names"),
        favour=parameter(0.8, "1", 0.4, 1.2, book=("organs.r07", "appointments.r09")),
        habit=parameter(0.25, "1", 0.1, 0.5, assumption="who sits is elected again unless there is a reason")),
    neutral=(0.0, 0.0), unit="change of seats")
def a_congress_fills_the_organs(ties, sitting, standing, prestige, capacity, dependence, appointed, secretary, network,
                                abroad, bloc, politburo, size, committee, inner, named, favour, habit):
    """Seats go to prestige where delegates are elected, to the Secretary's men where he supplies them.

    Who is away, struck or in the open opposition loses his seat.
    """
    net = jnp.sum(network * secretary)
    liked = jnp.maximum(ties, dependence) + secretary
    reach = jnp.minimum(1.2 * appointed * net, 1.0)
    merit = (1.0 - 0.7 * reach) * prestige + favour * reach * liked * (0.4 + 0.6 * prestige)
    fit = standing * jnp.minimum(capacity + 0.5, 1.0) * (1.0 - 0.9 * abroad) * (1.0 - 0.7 * reach * bloc)
    score = jnp.clip(merit * fit / 1.4, 0.0, 1.0)
    first = best(jnp.clip(score * (1.0 + habit * politburo), 0.0, 1.0), inner)
    wide = best(jnp.clip(score * (1.0 + habit * committee), 0.0, 1.0), inner + named * jnp.maximum(size - inner, 1.0))
    return sitting * (first - politburo), sitting * (jnp.maximum(wide, first) - committee)


@rule(
    "organs.r14", "organs.r16",
    reads=dict(meetings="organs.meetings", deciders="organs.deciders", size="organs.cc_members",
               mass="police.mass_terror", intensity="civil_war.intensity"),
    parameters=dict(
        usual=parameter(10.0, "plenums a year", 6, 14, assumption="a committee of twelve that meets most months"),
        large=parameter(45.0, "seats", 25, 70, assumption="size at which a committee meets half as often"),
        pace=parameter(0.08, "a month", 0.03, 0.2, assumption="habits of a year"),
        few=parameter(2.0, "persons", 1.2, 3.0, book=("organs.r14",)),
    ),
    neutral=0.0, signs=dict(deciders=+1, size=-1), unit="change a month",
)
def organs_meet_ever_less(meetings, deciders, size, mass, intensity, usual, large, pace, few):
    """A larger committee meets less often; one who decides with three friends hardly needs it."""
    need = jnp.square(deciders) / (jnp.square(deciders) + few * few)
    aim = usual * need * large / (large + size) * (1.0 - 0.3 * mass) * (1.0 - 0.3 * intensity)
    return pace * (aim - meetings)


@rule(
    "organs.r10", "organs.r11", "organs.r08", "organs.r12",
    reads=dict(control="organs.control", appointed="appointments.appointed", secretary="succession.secretary",
               network="appointments.network", guard="organs.cc_old_guard", fear="factions.fear",
               authority="succession.authority"),
    parameters=dict(
        pace=parameter(0.05, "a month", 0.02, 0.1, assumption="commissions are renewed at congresses"),
        old=parameter(0.45, "index 0-1", 0.2, 0.7, book=("organs.r11"))),
    neutral=0.0, signs=dict(authority=+1, fear=-1), unit="change a month")
def the_commission_becomes_an_arm(control, appointed, secretary, network, guard, fear, authority, pace, old):
    """Elected apart from the committee, the commission becomes an arm of the Secretariat; old members resist longest."""
    net = jnp.minimum(jnp.sum(network * secretary), 1.0)
    aim = (old * guard + (1.0 - old) * (1.0 - appointed)) * (1.0 - 0.6 * net) * (1.0 - 0.5 * fear)
    aim = aim + 0.8 * authority * (1.0 - aim)
    return pace * (aim - control)


@rule(
    "organs.r03", "factions.r01",
    reads=dict(banned="factions.banned", sitting="delegation.sitting", held="organs.may_expel",
               authority="succession.authority"),
    parameters=dict(chance=parameter(0.9, "probability", 0.5, 1.0, book=("organs.r03",))),
    neutral=0.0, signs=dict(banned=+1, held=-1), unit="probability a month",
)
def a_ban_needs_a_sanction(banned, sitting, held, authority, chance):
    """With the ban comes the power to expel committee members, provisional and then for good."""
    return chance * banned * (0.3 + 0.7 * jnp.maximum(sitting, authority)) * (1.0 - held)


@rule(
    "organs.r11", "leaders.r08",
    reads=dict(control="organs.control", bloc="factions.bloc", prestige="leaders.prestige", seat="organs.politburo",
               standing="succession.standing", capacity="leaders.capacity", dependence="leaders.dependence",
               positions="leaders.positions", fear="factions.fear", pending="organs.may_expel",
               voice="factions.voice", printed="factions.printed"),
    parameters=dict(
        hazard=parameter(0.25, "a month", 0.08, 0.5, book=("organs.r11",)),
        scruple=parameter(0.9, "1", 0.3, 1.6, book=("organs.r11", "leaders.r08")),
        temper=parameter(0.4, "1", 0.2, 0.8, assumption="firmness of convictions"),
    ),
    neutral=0.0, signs=dict(control=+1), unit="probability a month",
)
def old_members_refuse(control, bloc, prestige, seat, standing, capacity, dependence, positions, fear, pending, voice,
                       printed, hazard, scruple, temper):
    """A commission that still has a will, and leaders who fear the precedent, refuse an expulsion once or twice."""
    heard = jnp.minimum(3.0 * jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), 1e-6), 1.0)
    question = jnp.asarray([0.0, 0.0, 0.5, 0.0, 0.0, 0.7])
    voters = standing * capacity * (1.0 - bloc) * (0.2 + 0.8 * seat) * prestige
    vote = ballot(question, positions, voters, trust=scruple * (2.0 * control - 0.5) - 1.5 * dependence,
                  fear=-1.2 * fear, temper=temper)
    return hazard * heard * control * vote.carries * pending * jnp.minimum(voice + printed, 1.0)


def step(m: Month) -> None:
    """Fill the seats, weigh the leaders, turn the line, keep or lose the power of correction."""
    first, wide = m.rule(a_congress_fills_the_organs)
    alive = m.last("leaders.alive")
    present = alive * (m.last("succession.standing") > 0.02)
    m.set("politburo", (m.last("organs.politburo") + first) * present)
    m.set("committee", (m.last("organs.committee") + wide) * present)
    m.set("meetings", m.last("organs.meetings") + m.rule(organs_meet_ever_less))
    m.set("control", m.last("organs.control") + m.rule(the_commission_becomes_an_arm))
    given = m.choose(EXPULSION_POWER, m.rule(a_ban_needs_a_sanction))
    m.set("may_expel", jnp.maximum(m.last("organs.may_expel"), given) * m.last("factions.banned"))
    refusal = m.choose(REFUSAL, m.rule(old_members_refuse))
    m.set("refused", jnp.maximum(m.last("organs.refused") * m.parameter("organs.scruple_fades"), refusal))
    weight = m.rule(weight_in_decisions)
    weight = weight / jnp.maximum(weight.sum(), 1e-6)
    m.set("weight", weight)
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


@observable("party.plenums", "plenums a year", "How often the Central Committee meets", system="organs", high=30.0,
            book=("organs.r14",))
def plenums(w, flows):
    """Meetings a year."""
    return w.organs.meetings


@observable("party.control", "index 0-1", "Independence of the Control Commission", system="organs", high=1.0,
            book=("organs.r10",))
def control_commission(w, flows):
    """Its will to resist."""
    return w.organs.control


@observable("party.line_democracy", "index -1..1", "Line: command to free discussion in the party", system="organs",
            low=-1.0, high=1.0, book=("delegation.r01",))
def line_on_democracy(w, flows):
    """The line of those who decide."""
    return w.organs.line_democracy
