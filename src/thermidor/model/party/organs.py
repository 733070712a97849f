"""The leading organs set the line, correct errors or fail to, and are enlarged or hollowed out."""

import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, output, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import AXES, LEADERS
from thermidor.model.nature import HALF, NEGLIGIBLE, square
from thermidor.model.party.ballot import ballot
from thermidor.model.party.persons import best, trait

WORLD, INDUSTRY, DEMOCRACY, PEASANTRY = (AXES.index(a) for a in (
    "world_revolution", "industrialisation", "party_democracy", "peasantry"))
L = len(LEADERS)
PROGRAMME = jnp.asarray([float(a in ("industrialisation", "peasantry")) for a in AXES])
"""Axes of the two programmes of the twenties."""


class Organs(System):
    """Who decides, and on what line."""

    line_world: Array = variable("index -1..1", "line: one country to world revolution", low=-1.0, high=1.0,
                                 gives="party.line_world", book=("regime.r17",),
                                 start=parameter(0.5, "index -1..1", 0.2, 0.9,
                                                 assumption="in 1917 leaders saw Russia as the vanguard of a world "
                                                 "that would follow (regime.r17, p. 58), yet some of them doubted that "
                                                 "it would be soon: half of the axis; hardly at all, or all but "
                                                 "wholly, as one counts the doubters"))
    line_industry: Array = variable("index -1..1", "line: slow industry to fast plan", low=-1.0, high=1.0,
                                    start=0.0)
    line_peasantry: Array = variable("index -1..1", "line: coercion to concession", low=-1.0, high=1.0, start=0.0,
                                     gives="party.line_peasantry", book=("procurement.r08",))
    line_democracy: Array = variable("index -1..1", "line: command to free discussion in the party", low=-1.0,
                                     high=1.0, gives="party.line_democracy", book=("delegation.r01",),
                                     start=parameter(0.5, "index -1..1", 0.2, 0.8,
                                                     assumption="decisions are put to open majorities that lose and "
                                                     "stay (delegation.r01, p. 31), in a party of committees used to "
                                                     "illegality: half of the axis, from a fifth for its discipline to "
                                                     "four fifths for its debates"))
    correction: Array = variable("index 0-1", "capacity of the party to see and correct errors", high=1.0,
                                 gives="party.correction", book=("regime.r06",),
                                 start=parameter(0.8, "index 0-1", 0.6, 0.95,
                                                 assumption="in 1917 the leaders' wrong votes were reversed within "
                                                 "weeks, by Lenin and by the base (delegation.r01, p. 31): four errors "
                                                 "in five are taken to be put right, between three and nearly all"))
    deciders: Array = variable("persons", "effective number of persons who decide", low=1.0, high=float(L),
                               gives="power.deciders", book=("organs.r14",),
                               start=parameter(6.0, "persons", 3, 10, assumption="Lenin outweighs each other and is "
                                               "outvoted by several: a weight that six equals would have, fewer than "
                                               "the nine elected in April; three if he alone counts, ten if every "
                                               "member does (organs.r01, p. 121)"), typical=(1, 10))
    politburo: Array = variable("flag", "has a seat in the inner organ", dim="leader", high=1.0, start=0.0)
    committee: Array = variable("flag", "has a seat in the Central Committee", dim="leader", high=1.0, start=parameter(
        [float(p > 0.24) for p in trait("prestige")], "flag", 1.0, 1.0, dim="leader",
        assumption="those of first and second rank, with a prestige above 0.24"))
    meetings: Array = variable("plenums a year", "how often the Central Committee meets", low=0.0, high=30.0,
                               gives="party.plenums", book=("organs.r14",),
                               start=parameter(8.0, "plenums a year", 4, 14, assumption="a committee of nine at large "
                                               "in one town sits nearly every month, against one not called for "
                                               "eighteen months later (organs.r14, p. 285); once a quarter where "
                                               "members travel, every three weeks in the autumn of 1917"),
                               typical=(0, 12))
    control: Array = variable("index 0-1", "independence of the Control Commission", high=1.0,
                              gives="party.control", book=("organs.r10",),
                              start=parameter(0.8, "index 0-1", 0.6, 0.95, assumption="old members judge each other by "
                                              "what they did, apart from any Secretariat, and a commission of them "
                                              "resisted twice as late as 1927 (organs.r11, p. 258): all but a fifth of "
                                              "full independence, before there is a commission"))
    refused: Array = variable("index 0-1", "an expulsion has just been refused", start=0.0, high=1.0,
                              book=("organs.r11",))
    may_expel: Array = variable("flag", "the committee may expel its own members", start=0.0, high=1.0,
                                      book=("organs.r03",))
    weight: Array = variable("share", "weight of each leader in decisions", start=1 / L, dim="leader", high=1.0,
                             book=("organs.r01",))
    cc_members: Array = variable("persons", "full members of the Central Committee", low=5.0, high=200.0,
                                 start=parameter(12.0, "persons", 8, 25,
                                                 assumption="four or five in Russia and as many abroad, with those "
                                                 "co-opted in prison: a dozen names in January 1917; eight are "
                                                 "certain, twenty-five if every agent counts"),
                                 typical=(10, 80))
    cc_old_guard: Array = variable("share", "members of the Central Committee who were members in 1917",
                                   start=1.0, high=1.0, gives="cc.old_guard", book=("organs.r16",))


EXPULSION_POWER = choice("organs.expulsion_power", "the committee is given power to expel its own members",
                         kind="decision", book=("organs.r03",))
REFUSAL = choice("organs.plenum_refuses", "a joint plenum refuses an expulsion", kind="decision",
                 book=("organs.r11",))
TEMPER = parameter(0.5, "pull", 0.4, 0.65, assumption="fitted on half of the recorded ballots, which beyond this range are "
                   "told worse by two units of log likelihood; leaders and members alike")
"""Pull at which a voter is about three quarters decided, in every vote."""
HESITATION = parameter(0.8, "1", 0.0, 1.0, assumption="fitted on half of the recorded ballots, which hardly tell it from "
                       "nothing or from a full vote: few abstentions are on record")
"""Weight of abstaining beside an option that neither attracts nor repels."""
CLIENTAGE = parameter(1.4, "pull", 0.6, 2.5, assumption="fitted on half of the recorded ballots; below the range they are "
                      "told worse by two units of log likelihood, above it a client's vote is certain already")
"""Pull of his patron, or of fellows of his circle, on a voter who owes them all."""
WEIGHT_OF_FEAR = parameter(2.1, "pull", 1.3, 2.6, assumption="fitted on half of the recorded ballots, which beyond this "
                           "range are told worse by two units of log likelihood")
"""Pull of the line of whoever holds the posts where contradiction costs all and the voter is fully exposed."""
EXPOSURE = parameter(0.7, "index 0-1", 0.5, 0.9, assumption="a member of a committee is seen and can be reached less than "
                     "one in a cell, who is wholly exposed, and more than leaders among themselves, half of whom are")
"""How far a member of a committee who contradicts is seen and can be reached."""
SPREAD = parameter(0.11, "share", 0.07, 0.16, assumption="fitted on half of the recorded ballots, which beyond this range "
                   "are told worse by two units of log likelihood; the other half has its best at the same value")
"""What absences and last words can change in every count."""

SCRUPLE_FADES = parameter(0.6, "share left a month", 0.3, 0.8, assumption="a refusal by the commission deters the next "
                          "motion for ten weeks on average: it resisted in July and again in August 1927 and not in "
                          "October (organs.r11, p. 258); six weeks to five months")
"""The brake held for some weeks, twice."""
WORKERS_ENLARGED = parameter(0.0, "share", 0.0, 0.0,
                             assumption="nil by construction: how far the committee is enlarged with workers from "
                                        "the bench, a question to ask")


@rule(
    "regime.r10",
    reads=dict(hunger="now:supply.hunger_towns", shortfall="now:procurement.shortfall"),
    neutral=0.0, signs=dict(hunger=+1, shortfall=+1), unit="index 0-1",
)
def towns_feel_the_shortage(hunger, shortfall):
    """The summit feels hunger in the towns, and grain that does not come as it was wanted."""
    return jnp.maximum(hunger, shortfall)


@rule(
    "regime.r17", "ideology.r06", "ideology.r07",
    reads=dict(hope="comintern.hope", appointed="appointments.appointed", won="ideology.one_country"),
    parameters=dict(
        unspoken=parameter(0.5, "share", 0.25, 0.8, assumption="an apparatus that settles goes half of the way in practice; the rest "
                           "needs a doctrine that the members hold"),
        realism=parameter(0.9, "1", 0.2, 1.6, assumption="with no hope abroad and all posts nominated the line ends "
                          "nine tenths of the way to one country: proclaimed in the autumn of 1924 after the German "
                          "defeat, and kept (comintern.r11, p. 222); a fifth if leaders lag behind their doctrine, "
                          "beyond full where they outbid it"),
    ),
    neutral=0.0, signs=dict(hope=-1, appointed=+1, won=+1), unit="index -1..1",
)
def fading_hope_turns_to_one_country(hope, appointed, won, unspoken, realism):
    """As hope of revolution abroad fades, an apparatus settles in one country, and a doctrine that members hold says so."""
    said = unspoken + (1.0 - unspoken) * won
    return jnp.minimum(realism * (1.0 - hope) * appointed * said, 1.0)


@rule(
    "regime.r04", "regime.r10",
    reads=dict(revolt="countryside.revolt", hunger="supply.hunger", war="civil_war.intensity"),
    parameters=dict(
        give=parameter(0.7, "share", 0.4, 0.95, assumption="risings in a third of the country with hunger at its worst "
                       "win seven tenths of what peasants ask: the tax of 1921, price, cow and plot in 1932-35 "
                       "(regime.r10, p. 270), never the whole; two fifths where the summit bargains"),
        spread=parameter(2.0, "1", 1.2, 3.0,
                         assumption="risings in half of the regions wring as much as in all; in a third of them, or "
                                    "hardly before all"),
    ),
    neutral=0.0, signs=dict(revolt=+1, hunger=+1, war=-1), unit="index 0-1",
)
def disaster_wrings_a_concession(revolt, hunger, war, give, spread):
    """Risings and hunger in the villages force a concession, refused while a war takes all."""
    disaster = jnp.minimum(spread * jnp.mean(revolt) + jnp.mean(hunger), 1.0)
    return give * disaster * jnp.maximum(1.0 - war, 0.0)


@rule(
    "regime.r10", "procurement.r08", "industry.r09",
    reads=dict(weight=here(0, 1, "weight of each leader", "leader"), secretary="succession.secretary",
               crisis=here(0, 1, "towns short of grain"), missed="planning.strain", appointed="appointments.appointed",
               correction="organs.correction"),
    parameters=dict(
        coercion=parameter(2.0, "1", 0.6, 3.0, assumption="a campaign that lags by half turns a single uncontrolled "
                           "ruler wholly to coercion and two equals by half: the third way was taken in 1929 as the "
                           "summit narrowed (procurement.r08, p. 268); only a failure out of the ordinary, or a third "
                           "of the grain missing"),
        forced=parameter(2.0, "1", 0.6, 3.0, assumption="the same lag, of grain or of a plan in force, turns a sole ruler as far to forced industry: "
                         "cuts proposed, doubling demanded (industry.r09, p. 293); a third as far if he listens to "
                         "planners, half as far again if he listens to none"),
    ),
    neutral=(0.0, 0.0), signs=dict(crisis=+1, appointed=+1, correction=-1), unit="index -1..1",
)
def shortage_turns_a_blind_summit_to_force(weight, secretary, crisis, missed, appointed, correction, coercion, forced):
    """Shortage of grain turns a narrow uncontrolled summit to coercion; shortage, or a missed plan, a sole ruler to forced industry.

    Given are the turns towards coercion and towards forced industry.  In a college each still reckons with others.
    """
    blind = appointed * (1.0 - correction)
    narrow = jnp.sum(square(weight))
    return (jnp.minimum(coercion * crisis * blind * narrow, 1.0),
            jnp.minimum(forced * jnp.maximum(crisis, missed) * blind * jnp.sum(weight * secretary), 1.0))


@rule(
    reads=dict(danger="mood.discontent", appointed="appointments.appointed"),
    parameters=dict(
        command=parameter(0.8, "1", 0.2, 1.6, assumption="a party in full danger, or with all posts nominated, is led "
                          "by command four fifths of the way: the power to expel committee members came with the "
                          "danger of 1921 and stayed with the posts (organs.r03, p. 167); a fifth if danger passes, or "
                          "more than enough"),
        alarm=parameter(0.5, "share", 0.2, 0.8,
                        assumption="danger among the people and the interest of the nominated weigh alike; a fifth or "
                                   "four fifths of it danger, as command is a reflex or an interest"),
    ),
    neutral=0.0, signs=dict(danger=+1, appointed=+1), unit="index -1..1",
    assumption="a party in danger closes its ranks, and officials named from above lead by order",
)
def danger_and_posts_turn_to_command(danger, appointed, command, alarm):
    """A party that feels itself in danger, and whose posts are nominated, is led by command."""
    return jnp.minimum(command * (alarm * danger + appointed * (1.0 - alarm)), 1.0)


@rule(
    "leaders.r12", "industry.r08",
    reads=dict(target="succession.target", secretary="succession.secretary", seat="organs.politburo", prestige="leaders.prestige",
               dependence="leaders.dependence", standing="succession.standing", positions="leaders.positions"),
    parameters=dict(one=parameter(0.1, "index 0-1", 0.03, 0.2, assumption="one free man of the second rank who thinks otherwise on one question is half an "
                                  "opposition: three of them were a whole one in 1928 (p. 270-271), followers are none")),
    neutral=0.0, unit="index -1..1",
)
def what_the_opponent_stands_for(target, secretary, seat, prestige, dependence, standing, positions, one):
    """Positions of the one under attack; between industry first and the enrichment of the village there is one choice.

    Where it is the Secretary whom the others combine against, his opponents are those who sit with him, owe him little and
    think otherwise than he does on industry and village.
    Who wants industry fast is said to neglect the village, who wants to spare the village to neglect industry.
    """
    apart = jnp.sum(PROGRAMME * square(positions - secretary @ positions), axis=1)
    others = (1.0 - secretary) * standing * seat * prestige * (1.0 - dependence) * apart
    others = others / (others.sum() + one)
    known = (target * (1.0 - secretary) + jnp.sum(target * secretary) * others) @ positions
    programme = HALF * (known[INDUSTRY] - known[PEASANTRY])
    return known.at[INDUSTRY].set(programme).at[PEASANTRY].set(-programme)


@rule(
    "leaders.r12", "factions.r14", "organs.r01",
    reads=dict(weight=here(0, 1, "weight of each leader", "leader"), secretary="succession.secretary",
               positions="leaders.positions", opponent=here(-1, 1, "what the opponent stands for", "axis")),
    parameters=dict(zigzag=parameter(0.9, "share", 0.4, 1.0, assumption="a Secretary who decides alone takes nine "
                                     "tenths of what his opponent rejects: against the Left by the Right, then against "
                                     "the Right by the Left's plan (leaders.r12, p. 270); at two fifths he has a line "
                                     "of his own, at 1 none")),
    neutral=0.0, unit="index -1..1",
)
def those_who_decide_want(weight, secretary, positions, opponent, zigzag):
    """What those who decide want; the Secretary takes the opposite of what his opponent stands for."""
    turned = opponent + jnp.abs(opponent) * (secretary @ positions)
    return weight @ positions - zigzag * jnp.sum(weight * secretary) * turned


@rule(
    "organs.r01", "regime.r10", "leaders.r12",
    reads=dict(wanted=here(-1, 1, "what those who decide want", "axis"), weight=here(0, 1, "weight of each leader", "leader"),
               secretary="succession.secretary", world="organs.line_world", industry="organs.line_industry", peasantry="organs.line_peasantry",
               democracy="organs.line_democracy", retreat=here(0, 1, "turn to one country"),
               coercion=here(0, 1, "turn to coercion"), concession=here(0, 1, "turn to concession"),
               forced=here(0, 1, "turn to forced industry"), command=here(0, 1, "turn to command")),
    parameters=dict(
        pace=parameter(0.08, "a month", 0.03, 0.15, assumption="a line turns within a year where several must be won for it"),
        sole=parameter(0.2, "a month", 0.1, 0.4, assumption="where the Secretary decides alone it turns within a season or two: measures against the "
                       "village in January 1928, back in July, total in November 1929, back in March 1930 (regime.r10, "
                       "leaders.r12, p. 270-271, 287); weeks, or hardly faster than a college"),
    ),
    neutral=(0.0, 0.0, 0.0, 0.0), signs=dict(retreat=-1, world=-1), unit="index -1..1 a month",
)
def the_line_follows_who_decides(wanted, weight, secretary, world, industry, peasantry, democracy, retreat, coercion,
                                 concession, forced, command, pace, sole):
    """The line is that of those who decide, turned by emergencies part of the way to one end, the sooner the fewer they are."""
    pace = pace + (sole - pace) * jnp.sum(weight * secretary)
    village = wanted[PEASANTRY]
    village = village + concession * (1.0 - village) - coercion * (1.0 + village)
    return (pace * (wanted[WORLD] - retreat * (1.0 + wanted[WORLD]) - world),
            pace * (wanted[INDUSTRY] + forced * (1.0 - wanted[INDUSTRY]) - industry),
            pace * (village - peasantry),
            pace * (wanted[DEMOCRACY] - command * (1.0 + wanted[DEMOCRACY]) - democracy))


@rule(
    "factions.r03", "regime.r06", "delegation.r01",
    reads=dict(banned="factions.banned", participation="soviets.participation", pluralism="soviets.pluralism",
               open="delegation.open"),
    parameters=dict(
        enlarged="organs.workers_enlarged",
        ban=parameter(0.45, "share", 0.15, 0.7, assumption="the ban takes nearly half of the voice by which errors are "
                      "told, the rest passing through soviets, papers and private talk: the last contradiction that "
                      "could correct is gone (factions.r03, p. 145), says the book, which is the upper end, seven "
                      "tenths; 0.15 if all still say it"),
        base=parameter(0.45, "share", 0.2, 0.7, assumption="soviets and meetings carry nearly half of the criticism, "
                       "as much as currents in the party do: masses left of the party turned its committees in 1917 "
                       "(mood.r05, p. 31); a fifth if they only shout, seven tenths if they decide"),
        plural=parameter(0.2, "share", 0.05, 0.4, assumption="other parties carry a fifth of the criticism: with them "
                         "went the last from outside (factions.r03, p. 145), but after 1918 they had papers for months "
                         "only; from a twentieth to two fifths"),
        bench=parameter(0.6, "share", 0.3, 0.9,
                        assumption="workers in the committee speak for the bench less than soviets in which all take "
                                   "part: six tenths, a third if they leave it for good, nearly all if they return"),
        unbanned=parameter(0.5, "share", 0.2, 0.8,
                           assumption="an open discussion suspends half of the ban: all may speak, no group may form; "
                                      "a fifth if speaking alone changes nothing, four fifths if groups form anyway"),
        full=parameter(1.25, "1", 1.1, 1.5,
                       assumption="all errors are corrected at four fifths of the conditions of 1917, the best on "
                                  "record; at nine tenths, or at two thirds"),
    ),
    neutral=1.0, signs=dict(banned=-1, participation=+1, pluralism=+1, open=+1), unit="1",
)
def currents_may_speak(banned, participation, pluralism, open, enlarged, ban, base, plural, bench, unbanned, full):
    """Errors are told where the base takes part, other parties exist and no ban forbids a current."""
    voice = (1.0 - base - plural) + base * jnp.maximum(participation, bench * enlarged) + plural * pluralism
    return full * voice * (1.0 - ban * banned * (1.0 - unbanned * open))


@rule(
    "information.r15", "organs.r14", "ideology.r09", "ideology.r11",
    reads=dict(accuracy="information.accuracy", meetings="organs.meetings", guard="organs.cc_old_guard",
               falsified="ideology.falsified", orthodoxy="ideology.orthodoxy"),
    parameters=dict(
        blind=parameter(0.5, "share", 0.2, 0.8, assumption="with no true report coming up half of the errors are still "
                        "seen, in harvests and in queues: leaders learnt of famine all the same (information.r15, p. "
                        "345); a fifth where one can walk out and look, four fifths under plans"),
        seldom=parameter(1.5, "plenums a year", 0.5, 3.0, assumption="at one and a half plenums a year a committee is "
                         "half as useful as one always in session: two sessions see a budget and its result; one in "
                         "two years, or three"),
        meeting=parameter(0.4, "share", 0.2, 0.7,
                          assumption="part of the errors that only a committee sees, the rest being seen by the inner "
                                     "organ; a fifth if plenums only listen, most if they debate"),
        schooled=parameter(0.1, "share", 0.0, 0.25,
                           assumption="part that only members of 1917 see, who have known another party; none if the "
                                      "young learn it, a quarter if it cannot be learnt"),
        quoted=parameter(0.3, "share", 0.1, 0.6, assumption="errors that a debate of quotations cannot see: those of doctrine, three in "
                         "ten; a tenth if practice tells anyhow, more than half if doctrine is all"),
    ),
    neutral=1.0, signs=dict(accuracy=+1, meetings=+1, guard=+1, falsified=-1, orthodoxy=-1), unit="1",
)
def what_the_organs_see(accuracy, meetings, guard, falsified, orthodoxy, blind, seldom, meeting, schooled, quoted):
    """What is not reported upward is not corrected, nor is it in an organ that hardly meets."""
    told = 1.0 - blind * (1.0 - accuracy)
    met = (1.0 - meeting) + meeting * meetings / (meetings + seldom)
    remembered = (1.0 - schooled) + schooled * guard * (1.0 - falsified)
    return told * met * remembered * (1.0 - quoted * orthodoxy)


@rule(
    "factions.r17", "organs.r04", "ideology.r13", "mood.r05",
    reads=dict(pressure="mood.pressure", infallible="ideology.infallible", spoken=here(0, 1.25, "errors told"), seen=here(0, 1, "errors seen"), fear="factions.fear",
               appointed="appointments.appointed", deciders="organs.deciders"),
    parameters=dict(
        enlarged="organs.workers_enlarged",
        awe=parameter(0.75, "share", 0.4, 0.95, assumption="full fear silences three quarters of those who would tell "
                      "an error: when disasters came nobody was left to teach otherwise (factions.r17, p. 249), while "
                      "specialists still wrote memoranda; two fifths, or all but a twentieth"),
        council=parameter(3.0, "persons", 2, 6, assumption="number of deciders at which half of the errors of one "
                          "are seen by another"),
        named=parameter(0.5, "share", 0.2, 0.8,
                        assumption="corrections that officials named from above do not carry out: half, for they "
                                   "obey; a fifth if they do so well, four fifths if only in words"),
        watched=parameter(0.5, "share", 0.2, 0.8,
                          assumption="part of these that workers in the committee see through; as many as they miss, "
                                     "a fifth if they are managed, four fifths if they stay at the bench"),
        pressed=parameter(0.8, "1", 0.3, 1.5, assumption="what an angry base that holds to October says at meetings and in strikes is "
                          "told as loudly as open dissent, or a little less"),
        denied=parameter(0.5, "share", 0.2, 0.8, assumption="a line that never erred is turned without saying why, and half of what was "
                         "learnt is lost; a fifth, or four fifths"),
    ),
    neutral=0.5, signs=dict(spoken=+1, seen=+1, fear=-1, deciders=+1, appointed=-1, infallible=-1, pressure=+1), unit="index 0-1",
)
def open_dissent_corrects_errors(pressure, infallible, spoken, seen, fear, appointed, deciders, enlarged, awe, council, named, watched,
                                 pressed, denied):
    """Errors told and seen are corrected where members are unafraid, officials carry it out and several decide."""
    heads = deciders / (deciders + council)
    hands = 1.0 - named * appointed * (1.0 - watched * enlarged)
    told = spoken + pressed * pressure
    return jnp.clip(told * (1.0 - awe * fear) * hands * heads * seen * (1.0 - denied * infallible), 0.0, 1.0)


@rule(
    "organs.r07",
    reads=dict(size="organs.cc_members", sitting="delegation.sitting", appointed="appointments.appointed",
               members="membership.total"),
    parameters=dict(
        base=parameter(20.0, "seats", 15, 25, assumption="a committee that works: all tendencies and the capitals"),
        per_member=parameter(1.2e-5, "seats per member", 0.0, 4e-5, assumption="a million members bring a dozen seats "
                             "more, one for each large organisation that there then is; none or forty"),
        packing=parameter(58.0, "seats", 24, 90, assumption="a wholly nominated cadre fills some sixty seats beyond "
                          "what size asks: the committee grew from 27 in 1922 to 71 in 1927, while Lenin had asked for "
                          "up to a hundred (organs.r07, p. 190); from two dozen to ninety"),
        top=parameter(75.0, "seats", 60, 100, assumption="the committee stops at three quarters of the hundred that "
                      "Lenin named as the most (organs.r07, p. 190): at 71 full members of 1927, 1930 and 1934; below "
                      "sixty it could not hold the regions, above a hundred it is a congress"),
        share=parameter(0.75, "share", 0.4, 0.95, assumption="a congress fills three quarters of the seats that size "
                        "and posts ask for, the rest by the next: the committee grew over three congresses to its size "
                        "of 1927; two fifths or nearly all"),
    ),
    neutral=0.0, signs=dict(appointed=+1, members=+1), unit="seats",
)
def the_committee_is_enlarged(size, sitting, appointed, members, base, per_member, packing, top, share):
    """Each congress enlarges the committee; a nominated cadre fills the new seats."""
    aim = jnp.minimum(base + per_member * members + packing * appointed, top)
    return sitting * share * jnp.maximum(aim - size, 0.0)


@rule(
    "organs.r16", "regime.r12", "organs.r07",
    reads=dict(share="organs.cc_old_guard", size="organs.cc_members", grown=here(0, 20),
               sitting="delegation.sitting", guard="membership.old_guard", terror="police.mass_terror",
               appointed="appointments.appointed"),
    parameters=dict(
        veterans=parameter(0.8, "share", 0.5, 0.95, assumption="four new seats in five go to members of before the war "
                           "or of 1917, as in the committees elected to 1927; half or nearly all"),
        turnover=parameter(0.05, "share", 0.01, 0.12, assumption="one seat in twenty changes at a congress beyond "
                           "those added: old names were kept on the list until they fell; one in a hundred, or one in "
                           "eight"),
        carnage=parameter(0.085, "a month", 0.04, 0.14, book=("organs.r16", "c11-f017", "c11-f018")),
        plenty=parameter(60.0, "1", 30, 120,
                         assumption="members of 1917 fill new seats while they are one in sixty of the party; while "
                                    "one in thirty if few are able, one in a hundred and twenty if all are"),
        passed_over=parameter(0.3, "share", 0.1, 0.6,
                              assumption="veterans whom a nominated cadre passes over: a third, for their names still "
                                         "count; a tenth if they come over, more than half if they do not"),
    ),
    neutral=0.0, signs=dict(terror=-1, guard=+1), unit="change a month",
)
def the_old_guard_leaves_the_committee(share, size, grown, sitting, guard, terror, appointed, veterans, turnover,
                                       carnage, plenty, passed_over):
    """New seats and replacements dilute the old guard; mass terror removes it."""
    entrants = veterans * jnp.minimum(guard * plenty, 1.0) * (1.0 - passed_over * appointed)
    change = sitting * (grown / size + turnover) * (entrants - share)
    return change - carnage * terror * share


@rule(
    "organs.r01", "organs.r17", "government.r13",
    reads=dict(standing="succession.standing", prestige="leaders.prestige", capacity="leaders.capacity",
               seat="organs.politburo", committee="organs.committee", abroad="leaders.abroad", chair="government.head"),
    parameters=dict(
        outer=parameter(0.12, "1", 0.04, 0.3, assumption="a member of the committee alone counts an eighth of one of "
                        "the inner organ, which meets weekly and he six times a year; one in twenty-five or three in "
                        "ten"),
        outside=parameter(0.02, "1", 0.0, 0.06,
                          assumption="who has no seat is still asked by friends: one in fifty of a member of the inner "
                                     "organ; nobody if doors are shut, half of a committee member at the most"),
        away=parameter(0.8, "share", 0.5, 0.95,
                       assumption="letters reach Moscow late: who is abroad loses four fifths of his weight, half if "
                                  "he is often recalled, nearly all if he is forgotten"),
        council=parameter(0.3, "1", 0.0, 0.6, assumption="the chair of the government adds a third of a seat of the inner organ: many "
                          "decisions are taken there; none if it only carries out, more than half if it governs"),
    ),
    neutral=1.0 / L, unit="share",
)
def weight_by_prestige(standing, prestige, capacity, seat, committee, abroad, chair, outer, outside, away, council):
    """In free votes a leader weighs by prestige, by the organ in which he sits, and by being there."""
    place = (seat + outer * committee * (1.0 - seat) + outside + council * chair) * (1.0 - away * abroad)
    own = standing * capacity * place * jnp.square(prestige)
    return own / jnp.maximum(own.sum(), NEGLIGIBLE)


@rule(
    "organs.r13", "organs.r14", "succession.r09", "succession.r06", "government.r14",
    reads=dict(own=here(0, 1, "weight by prestige", "leader"), ties="leaders.ties", standing="succession.standing",
               patronage="appointments.patronage", appointed="appointments.appointed",
               secretary="succession.secretary", fear="factions.fear", dependence="leaders.dependence",
               two="government.separation"),
    parameters=dict(
        state=parameter(0.2, "share", 0.05, 0.4, assumption="a state with a head of its own keeps a fifth of the decisions from those who "
                        "have only posts of the party to give"),
        colleges=parameter(0.78, "share", 0.4, 0.95, assumption="while organs vote, posts give at most four fifths of "
                           "the weight, so that a majority needed two years of removals (organs.r13, p. 270); two "
                           "fifths if names hold longer, all but a twentieth if votes are form"),
        vassals=parameter(0.75, "share", 0.4, 0.95, assumption="wholly dependent and frightened followers lend the "
                          "Secretary three quarters of their weight, so that a camarilla of four still counts for more "
                          "than one (organs.r14, p. 300); two fifths if a few refuse, as the committee was found to do "
                          "in 1932, or nearly all"),
        unafraid=parameter(0.5, "share", 0.2, 0.8,
                           assumption="friends and clients lend half of this for gratitude, half for fear; a fifth or "
                                      "four fifths without fear, as interest or attachment binds them"),
    ),
    neutral=(1.0 / L, float(L)), unit="share",
)
def weight_in_decisions(own, ties, standing, patronage, appointed, secretary, fear, dependence, two, state, colleges,
                        vassals, unafraid):
    """A leader weighs by prestige where votes are free, by posts where they are nominated.

    Followers of the Secretary lend him their weight as their dependence and fear grow.  Given are the
    weights, and how many leaders of equal weight would decide as narrowly.
    """
    posts = standing * patronage
    posts = posts / jnp.maximum(posts.sum(), NEGLIGIBLE)
    reach = appointed * colleges * (1.0 - state * two)
    mixed = (1.0 - reach) * own + reach * posts
    lent = vassals * appointed * jnp.maximum(ties, dependence) * (unafraid + (1.0 - unafraid) * fear)
    moved = mixed * lent * (1.0 - secretary)
    weight = mixed - moved + secretary * moved.sum()
    weight = weight / jnp.maximum(weight.sum(), NEGLIGIBLE)
    return weight, 1.0 / jnp.maximum(jnp.sum(jnp.square(weight)), NEGLIGIBLE)


@rule(
    "organs.r07", "appointments.r09", "delegation.r05",
    reads=dict(ties="leaders.ties", prestige="leaders.prestige", dependence="leaders.dependence",
               appointees="now:delegation.appointees", secretary="succession.secretary", network="appointments.network"),
    parameters=dict(
        unhelped=parameter(0.7, "share", 0.4, 0.9,
                           assumption="what prestige loses where the Secretary supplies all delegates: most, for a name "
                                      "still opens doors; less than half if delegates hesitate, nearly all if none does"),
        favour=parameter(0.8, "1", 0.4, 1.2, assumption="a full friend of the Secretary, known to all, gets four "
                         "fifths of the merit that full prestige gives: old names had to be outvoted by new seats "
                         "(organs.r07, p. 190), not by votes against them; two fifths or more than a full name"),
        supply=parameter(1.2, "1", 1.0, 1.5,
                         assumption="a congress of which five sixths owe him their posts is wholly supplied, since the rest is "
                                    "split; of two thirds, or not before all"),
        unknown=parameter(0.4, "share", 0.2, 0.7,
                          assumption="a protege without a name gets less than half of what one with a name does: a "
                                     "fifth if organs keep their dignity, most if favour is all"),
    ),
    neutral=("prestige", 0.0), signs=dict(prestige=+1), unit="index 0-1",
)
def delegates_prefer_whom_their_secretaries_prefer(ties, prestige, dependence, appointees, secretary, network,
                                                   unhelped, favour, supply, unknown):
    """Seats go to prestige where delegates are elected, to the Secretary's men where he supplies them.

    Given are the merit of each leader in the eyes of the delegates, and the share of them whom the
    Secretary supplies.
    """
    net = jnp.sum(network * secretary)
    liked = jnp.maximum(ties, dependence) + secretary
    reach = jnp.minimum(supply * appointees * net, 1.0)
    favoured = favour * reach * liked * (unknown + (1.0 - unknown) * prestige)
    return (1.0 - unhelped * reach) * prestige + favoured, reach


@rule(
    "organs.r17", "succession.r06", "leaders.r11",
    reads=dict(reach=here(0, 1, "delegates supplied by the Secretary"), standing="succession.standing",
               capacity="leaders.capacity", abroad="leaders.abroad", bloc="factions.bloc"),
    parameters=dict(
        opposed=parameter(0.7, "share", 0.4, 0.9,
                          assumption="what an open stand against the line costs a candidate where the Secretary supplies "
                                     "all delegates: most; less than half while leaders of first rank are spared, "
                                     "nearly all once they are not"),
        ill=parameter(0.5, "index 0-1", 0.2, 0.8,
                      assumption="who can do half of his work is elected as if well: congresses hope; a sick man at a "
                                 "fifth of it at the limit, or only at four fifths"),
        away=parameter(0.9, "share", 0.6, 1.0,
                       assumption="who is sent abroad is left out, but for one who is too well known; two in five at "
                                  "most keep their seats, none if missions are a punishment"),
    ),
    neutral=1.0, signs=dict(reach=-1, standing=+1, capacity=+1, abroad=-1, bloc=-1), unit="index 0-1",
)
def the_absent_and_the_opposed_are_left_out(reach, standing, capacity, abroad, bloc, opposed, ill, away):
    """Who is away, struck or in the open opposition loses his seat."""
    present = jnp.minimum(capacity + ill, 1.0) * (1.0 - away * abroad)
    return standing * present * (1.0 - opposed * reach * bloc)


@rule(
    "organs.r01",
    reads=dict(merit=here(0, 1.4, "merit in the eyes of the delegates", "leader"),
               fit=here(0, 1, "whether there and eligible", "leader"), sitting="delegation.sitting",
               politburo="organs.politburo", committee="organs.committee", size="organs.cc_members",
               power="soviets.power"),
    parameters=dict(
        inner=parameter(7.0, "seats", 5, 11, assumption="six are listed as members in 1920 by the book's own count "
                        "(c4-f061, p. 128), seven were elected in 1922 and 1924; five as first in 1919, up to eleven "
                        "with candidates, and the number only sets where the inner organ ends"),
        named=parameter(0.35, "share of seats", 0.2, 0.5,
                        assumption="seats of the committee that go to those who decide as persons: five in eight of the "
                                   "seats that go to whom the record names"),
        habit=parameter(0.25, "1", 0.1, 0.5, assumption="who sits has a quarter more merit in the delegates' eyes: few "
                        "were not elected again before there was a reason; a tenth or a half"),
        scale=parameter(1.4, "1", 1.25, 1.8,
                        assumption="scale on which merit keeps below one, so that ranks are not cut off: the highest "
                                   "prestige with the habit of a seat just fits; more only makes ranks coarser"),
    ),
    neutral=("politburo", "committee"), unit="seats",
)
def a_congress_fills_the_organs(merit, fit, sitting, politburo, committee, size, power, inner, named, habit, scale):
    """A congress that sits gives the seats of the inner organ and of the committee to the first in rank.

    The inner organ governs: a congress of a party in power founds it, and it ends with that power.
    """
    score = jnp.clip(merit * fit / scale, 0.0, 1.0)
    first = best(jnp.clip(score * (1.0 + habit * politburo), 0.0, 1.0), inner)
    wide = best(jnp.clip(score * (1.0 + habit * committee), 0.0, 1.0), inner + named * jnp.maximum(size - inner, 1.0))
    return ((politburo + sitting * (first - politburo)) * (power > HALF),
            committee + sitting * (jnp.maximum(wide, first) - committee))


@rule(
    "organs.r12",
    reads=dict(seat=here(0, 1, "has a seat", "leader"), alive="leaders.alive", standing="succession.standing"),
    parameters=dict(
        struck=parameter(0.02, "share", 0.0, 0.1,
                         assumption="standing at which nobody reckons with a man any more: his seat is taken without a "
                                    "congress; never while he lives at the least, at a tenth at the most")),
    neutral="seat", signs=dict(seat=+1), unit="seats",
)
def the_dead_and_the_expelled_vacate_their_seats(seat, alive, standing, struck):
    """A seat falls vacant, without a congress, when its holder dies or is driven out."""
    return seat * (alive * (standing > struck))


@rule(
    "organs.r14", "organs.r16",
    reads=dict(meetings="organs.meetings", deciders="organs.deciders", size="organs.cc_members",
               mass="police.mass_terror", intensity="civil_war.intensity"),
    parameters=dict(
        usual=parameter(10.0, "plenums a year", 6, 14, assumption="a committee of twelve that meets most months"),
        large=parameter(45.0, "seats", 25, 70, assumption="at forty-five seats a committee meets half as often as a "
                        "small one, its members being spread over the country; twenty-five or seventy"),
        pace=parameter(0.08, "a month", 0.03, 0.2, assumption="a habit of meeting is half lost in eight months, after "
                       "two plenums put off; two years or a season"),
        few=parameter(2.0, "persons", 1.2, 3.0, assumption="one who decides alone needs a fifth of the plenums that a "
                      "college needs, two who are equal half, four most: with four around him he let eighteen months "
                      "pass without one (organs.r14, p. 285); at 1.2 only a single ruler drops them, at 3 any "
                      "triumvirate does"),
        disturbed=parameter(0.3, "share", 0.1, 0.6,
                            assumption="meetings that war or mass terror leaves no time for: a third, since both also "
                                       "need decisions; a tenth if they are called all the more, more than half if "
                                       "members are away"),
    ),
    neutral=0.0, signs=dict(deciders=+1, size=-1), unit="change a month",
)
def organs_meet_ever_less(meetings, deciders, size, mass, intensity, usual, large, pace, few, disturbed):
    """A larger committee meets less often; one who decides with three friends hardly needs it."""
    need = square(deciders) / (square(deciders) + square(few))
    aim = usual * need * large / (large + size) * (1.0 - disturbed * mass) * (1.0 - disturbed * intensity)
    return pace * (aim - meetings)


@rule(
    "organs.r10", "organs.r11", "organs.r08", "organs.r12",
    reads=dict(control="organs.control", appointed="appointments.appointed", secretary="succession.secretary",
               network="appointments.network", guard="organs.cc_old_guard", fear="factions.fear",
               authority="succession.authority"),
    parameters=dict(
        pace=parameter(0.05, "a month", 0.02, 0.1, assumption="a commission is half remade in fourteen months, at the "
                       "congress that renews it; three years or seven months"),
        old=parameter(0.45, "index 0-1", 0.2, 0.7, assumption="old members keep nearly half of a commission's "
                      "independence when all posts are nominated: it was led by veterans, condemned letters unheard in "
                      "1923 and resisted expulsions in 1927 (organs.r11, p. 258); a fifth or seven tenths"),
        arm=parameter(0.6, "share", 0.3, 0.9,
                      assumption="will that a Secretary with all posts takes from it: more than half, for it also has "
                                 "a congress of its own; a third if that counts, nearly all if not"),
        cowed=parameter(0.5, "share", 0.2, 0.8,
                        assumption="will that fear at its height takes: half, for judges are the last to be judged; a "
                                   "fifth if they feel safe, four fifths if they have friends to lose"),
        backed=parameter(0.8, "share", 0.5, 1.0,
                         assumption="will that an authority above the apparatus gives back: most of what it lacks; half "
                                    "if officials delay, all if the authority is obeyed")),
    neutral=0.0, signs=dict(authority=+1, fear=-1), unit="change a month")
def the_commission_becomes_an_arm(control, appointed, secretary, network, guard, fear, authority, pace, old, arm,
                                  cowed, backed):
    """Elected apart from the committee, the commission becomes an arm of the Secretariat; old members resist longest."""
    net = jnp.minimum(jnp.sum(network * secretary), 1.0)
    aim = (old * guard + (1.0 - old) * (1.0 - appointed)) * (1.0 - arm * net) * (1.0 - cowed * fear)
    aim = aim + backed * authority * (1.0 - aim)
    return pace * (aim - control)


@rule(
    "organs.r03", "factions.r01",
    reads=dict(banned="factions.banned", sitting="delegation.sitting", held="organs.may_expel",
               authority="succession.authority"),
    parameters=dict(
        chance=parameter(0.9, "probability", 0.5, 1.0, assumption="a congress that has voted the ban votes its "
                         "sanction nine times in ten: in March 1921 both passed on one day (organs.r03, p. 167); half "
                         "if the clause were put apart, as it was kept secret for three years"),
        uncalled=parameter(0.3, "share", 0.1, 0.6,
                           assumption="neither congress nor authority there, a plenum may still take the power: a third "
                                      "as likely; a tenth if it feels bound, more than half if nobody objects"),
    ),
    neutral=0.0, signs=dict(banned=+1, held=-1), unit="probability a month",
)
def a_ban_needs_a_sanction(banned, sitting, held, authority, chance, uncalled):
    """With the ban comes the power to expel committee members, provisional and then for good."""
    return chance * banned * (uncalled + (1.0 - uncalled) * jnp.maximum(sitting, authority)) * (1.0 - held)


@rule(
    "organs.r03",
    reads=dict(held="organs.may_expel", given=here(0, 1, "given this month"), banned="factions.banned"),
    neutral="held", signs=dict(held=+1, given=+1, banned=+1), unit="flag",
)
def the_sanction_lasts_as_long_as_the_ban(held, given, banned):
    """The provisional power stays with the ban that called for it, and so becomes permanent."""
    return jnp.maximum(held, given) * banned


@rule(
    "organs.r11",
    reads=dict(standing="succession.standing", capacity="leaders.capacity", bloc="factions.bloc",
               seat="organs.politburo", prestige="leaders.prestige"),
    parameters=dict(
        outer=parameter(0.2, "1", 0.08, 0.4,
                        assumption="voice of a member of the joint plenum against one of the inner organ: they are five "
                                   "times as many and less heard; a twelfth if silent, two fifths if all speak"),
    ),
    neutral=1.0 / L, signs=dict(bloc=-1, seat=+1, prestige=+1), unit="votes",
)
def who_votes_on_an_expulsion(standing, capacity, bloc, seat, prestige, outer):
    """The joint plenum votes without those in question, its old members by their prestige."""
    return standing * capacity * (1.0 - bloc) * (outer + (1.0 - outer) * seat) * prestige


@rule(
    "organs.r11", "leaders.r08",
    reads=dict(voters=here(0, 1, "votes of each leader", "leader"), positions="leaders.positions",
               control="organs.control", dependence="leaders.dependence", fear="factions.fear"),
    parameters=dict(
        question=parameter([0.0, 0.0, 0.5, 0.0, 0.0, 0.7], "index -1..1", 0.6, 1.4, dim="axis",
                           assumption="a refusal is a matter of tolerance of oppositions first, of democracy in the "
                                      "party next; each by a third more or less, nothing else is at stake"),
        scruple=parameter(1.8, "1", 0.6, 3.2, assumption="a wholly independent commission holds leaders back as nearly "
                          "two axes of conviction would, more than a debt to a patron: it asked for a reprimand in "
                          "August 1927 and got it (organs.r11, p. 258); at 0.6 it changes no vote, at 3.2 only fear "
                          "does"),
        doubt=parameter(0.25, "index 0-1", 0.1, 0.5,
                        assumption="will of the commission at which old members are as ready to refuse as not: a "
                                   "quarter of its own; a tenth if any word suffices, half if they want a lead"),
        clientage="organs.clientage", weight_of_fear="organs.weight_of_fear", exposure="organs.exposure",
        hesitation="organs.hesitation", temper="organs.temper", spread="organs.spread",
    ),
    neutral=0.0, signs=dict(control=+1, fear=-1), unit="probability",
)
def a_plenum_refuses(voters, positions, control, dependence, fear, question, scruple, doubt, clientage, weight_of_fear,
                     exposure, hesitation, temper, spread):
    """Leaders who fear the precedent vote with the commission, as far as they owe nothing and are unafraid."""
    trust = scruple * (control - doubt) - clientage * dependence
    return ballot(question, positions, voters, trust=trust, fear=-weight_of_fear * exposure * fear,
                  hesitation=hesitation, temper=temper, spread=spread).carries


@rule(
    "organs.r11",
    reads=dict(carries=here(0, 1, "chance that the plenum refuses"), control="organs.control", bloc="factions.bloc",
               prestige="leaders.prestige", pending="organs.may_expel", voice="factions.voice",
               printed="factions.printed"),
    parameters=dict(
        hazard=parameter(0.25, "a month", 0.08, 0.5, assumption="with the weightiest names pending and an offence "
                         "given an independent commission refuses once in four months: twice between July and the "
                         "middle of August 1927 (organs.r11, p. 258); yearly or two months"),
        notable=parameter(3.0, "1", 1.5, 6.0,
                          assumption="leaders with a third of the prestige make an expulsion a matter for the plenum; "
                                     "two thirds if others may be expelled quietly, a sixth if nobody may"),
    ),
    neutral=0.0, signs=dict(carries=+1, control=+1), unit="probability a month",
)
def old_members_refuse(carries, control, bloc, prestige, pending, voice, printed, hazard, notable):
    """A commission that still has a will, and a plenum that follows it, refuse an expulsion once or twice."""
    weighty = jnp.minimum(notable * jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), NEGLIGIBLE), 1.0)
    return hazard * weighty * control * carries * pending * jnp.minimum(voice + printed, 1.0)


@rule(
    "organs.r11", "organs.r12",
    reads=dict(refused="organs.refused", refusal=here(0, 1, "refused this month")),
    parameters=dict(fades="organs.scruple_fades"),
    neutral="refusal", signs=dict(refused=+1, refusal=+1), unit="index 0-1",
)
def the_brake_holds_for_weeks_and_lapses(refused, refusal, fades):
    """A refusal binds for some weeks, then lapses."""
    return jnp.maximum(refused * fades, refusal)


def step(m: Month) -> None:
    """Fill the seats, weigh the leaders, turn the line, keep or lose the power of correction."""
    merit, reach = m.rule(delegates_prefer_whom_their_secretaries_prefer)
    fit = m.rule(the_absent_and_the_opposed_are_left_out, reach=reach)
    first, wide = m.rule(a_congress_fills_the_organs, merit=merit, fit=fit)
    m.set("politburo", m.rule(the_dead_and_the_expelled_vacate_their_seats, seat=first))
    m.set("committee", m.rule(the_dead_and_the_expelled_vacate_their_seats, seat=wide))
    m.change("meetings", m.rule(organs_meet_ever_less))
    m.change("control", m.rule(the_commission_becomes_an_arm))
    given = m.choose(EXPULSION_POWER, m.rule(a_ban_needs_a_sanction))
    m.set("may_expel", m.rule(the_sanction_lasts_as_long_as_the_ban, given=given))
    carries = m.rule(a_plenum_refuses, voters=m.rule(who_votes_on_an_expulsion))
    refusal = m.choose(REFUSAL, m.rule(old_members_refuse, carries=carries))
    m.set("refused", m.rule(the_brake_holds_for_weeks_and_lapses, refusal=refusal))

    weight, deciders = m.rule(weight_in_decisions, own=m.rule(weight_by_prestige))
    m.set("weight", weight)
    m.set("deciders", deciders)
    crisis = m.rule(towns_feel_the_shortage)
    coercion, forced = m.rule(shortage_turns_a_blind_summit_to_force, weight=weight, crisis=crisis)
    wanted = m.rule(those_who_decide_want, weight=weight, opponent=m.rule(what_the_opponent_stands_for))
    world, industry, peasantry, democracy = m.rule(
        the_line_follows_who_decides, wanted=wanted, weight=weight, retreat=m.rule(fading_hope_turns_to_one_country),
        coercion=coercion, concession=m.rule(disaster_wrings_a_concession), forced=forced,
        command=m.rule(danger_and_posts_turn_to_command))
    m.change("line_world", world)
    m.change("line_industry", industry)
    m.change("line_peasantry", peasantry)
    m.change("line_democracy", democracy)
    spoken, seen = m.rule(currents_may_speak), m.rule(what_the_organs_see)
    m.set("correction", m.rule(open_dissent_corrects_errors, spoken=spoken, seen=seen))
    grown = m.rule(the_committee_is_enlarged)
    m.change("cc_members", grown)
    m.change("cc_old_guard", m.rule(the_old_guard_leaves_the_committee, grown=grown))


@output("cc.members", "persons", "Full members of the Central Committee", system="organs",
        book=("organs.r07",))
def cc_members(w, flows):
    """Size of the committee."""
    return jnp.round(w.organs.cc_members)
