"""Currents form on errors and privileges; a ban, once made, protects itself; fear silences and breaks."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, output, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import AXES, LEADERS
from thermidor.model.nature import HALF, NEGLIGIBLE
from thermidor.model.party.appointments import FIEF, of_lords
from thermidor.model.party.ballot import ballot
from thermidor.model.party.delegation import make_up
from thermidor.model.party.information import COMMITTEE, MEMBERS, TESTAMENT

L = len(LEADERS)
TROTSKY = LEADERS.index("trotsky")
INDUSTRY, PEASANTRY = AXES.index("industrialisation"), AXES.index("peasantry")
ON_THE_LINE = slice(AXES.index("world_revolution"), PEASANTRY + 1)
"""The axes on which the leading organs keep a line."""

SANCTIONS = ("debate", "reprimand", "transfer", "expulsion", "deportation", "isolator", "death")
"""Rungs of the ladder, from 0."""
TRANSFER, DEPORTATION, DEATH = (SANCTIONS.index(s) for s in ("transfer", "deportation", "death"))


class Factions(System):
    """Opposition in the party and what it costs."""

    opposition: Array = variable("share", "members who sincerely disagree with the leadership", high=1.0,
                                 gives="party.opposition", book=("delegation.r07",),
                                 start=parameter(0.3, "share", 0.15, 0.45, assumption="decisions of 1917 by margins of "
                                                 "one in April, six to four in September, all but two in October "
                                                 "(delegation.r01, p. 41): between a fifth and a half of the party "
                                                 "stood against each, a third on average; the members are taken to "
                                                 "divide as the committee did"))
    dissent: Array = variable("share", "the same by region and milieu", high=1.0, start=parameter(
        [[0.3] * 5] * 7, "share", 0.5, 1.5, dim=("organisation", "milieu"), assumption="every region and milieu starts "
                "with the third of opponents that the votes of 1917 show (delegation.r01, p. 41), since the book tells "
                "none apart before power; by half less or more"),
        dim=("organisation", "milieu"))
    latent: Array = variable("index 0-1", "discontent stored while the voice is closed", start=0.0, high=1.0,
                             gives="party.latent", book=("factions.r04",))
    banned: Array = variable("flag", "groups with their own platform are forbidden", start=0.0, high=1.0,
                             gives="party.banned", book=("factions.r01",))
    fear: Array = variable("index 0-1", "what contradicting the line has cost lately", start=0.0, high=1.0,
                           gives="party.fear", book=("mood.r12",))
    sanction: Array = variable("rung 0-6", "highest sanction in use against dissent", start=0.0, high=6.0,
                               gives="party.sanction", book=("factions.r16",))
    bloc: Array = variable("index 0-1", "stands in the open opposition", start=0.0, dim="leader", high=1.0)
    voice: Array = variable("index 0-1", "the opposition speaks to the cells", start=0.0, high=1.0,
                            book=("factions.r09",))
    printed: Array = variable("index 0-1", "copies of a secret platform go round", start=0.0, high=1.0,
                              book=("factions.r18",))
    cohesion: Array = variable("index 0-1", "unity of the opposition", high=1.0, gives="party.cohesion",
                               book=("factions.r10",), start=parameter(
                                   0.5, "index 0-1", 0.2, 0.8, assumption="without a bloc yet, old comrades and old "
                                           "quarrels weigh alike; a fifth or four fifths as one counts the splits "
                                           "before the war"))
    core: Array = variable("persons", "militants of the opposition", start=0.0, typical=(0, 20_000),
                           gives="party.core", book=("factions.r09",))
    expelled: Array = variable("flag", "expelled from the party", start=0.0, dim="leader", high=1.0)
    deported: Array = variable("index 0-1", "deported or exiled", start=0.0, dim="leader", high=1.0)
    recanted: Array = variable("flag", "has recanted", start=0.0, dim="leader", high=1.0, book=("factions.r13",))
    misgivings: Array = variable("index 0-1", "officials doubt the line that they carry out", start=0.0, high=1.0,
                                 gives="party.misgivings", book=("succession.r10", "factions.r15"))
    complicity: Array = variable("index 0-1", "organs are bound by crimes for which they have voted", start=0.0, high=1.0,
                                 gives="party.complicity", book=("leaders.r14",))
    exile_network: Array = variable("index 0-1", "letters between the deported", start=0.0, high=1.0,
                                    gives="party.exile_network", book=("factions.r18",))


BAN = choice("factions.ban", "the congress forbids groups and tendencies", kind="decision",
             book=("factions.r01", "organs.r03"))
REPEAL = choice("factions.repeal", "a congress restores the right of tendency", kind="decision",
                book=("factions.r02",))
APPEAL = choice("factions.appeal", "the opposition appeals openly to the cells", kind="decision",
                book=("factions.r09", "factions.r19"))
RETREAT = choice("factions.retreat", "the opposition declares its submission", kind="decision",
                 book=("factions.r10",))
PRINTING = choice("factions.printing", "a platform is printed in secret", kind="decision", book=("factions.r18",))
PLENUM = choice("factions.expulsion", "the joint plenum expels the opposition", kind="decision",
                book=("organs.r12", "factions.r11"))
DISSIDENTS = choice("factions.dissidents", "a late circle of dissidents is discovered in the apparatus",
                    kind="event", book=("factions.r15",))
RECANTATION = choice("factions.{leader}.recantation", "recants and asks to be taken back", kind="decision",
                     dim="leader", book=("factions.r13", "factions.r14"))

QUESTION = parameter([0.0, 0.0, -1.0, 0.0, 0.0, -0.8], "index -1..1", 0.6, 1.4, dim="axis",
                     assumption="the resolution forbids groups and punishes platforms (factions.r01, p. 167): it asks "
                     "everything of party democracy and nearly as much of tolerance, and nothing of the other four "
                     "axes, on which its supporters of 1921 were divided; all stronger or weaker by two fifths")
"""Direction of the motion to forbid groups: against party democracy and tolerance."""

EXPULSION_QUESTION = parameter([0.0, 0.0, -0.6, 0.0, 0.0, -0.9], "index -1..1", 0.6, 1.4, dim="axis",
                      assumption="it is a matter of tolerance first, of free discussion second; between a question of "
                                 "persons and one of principle")
"""Direction of the motion to expel the opposition."""

ADMITTED = parameter(12.0, "months", 6.0, 24.0, assumption="a disaster is admitted among friends within a year: after the next "
                     "harvest has failed as well, or at the first")
"""Months in which what officials see becomes what they think."""

READMITTED = parameter(0.15, "index 0-1", 0.05, 0.35, assumption="half of what one blow takes: the readmitted of 1928 "
                       "came back to the party and to economic posts, none to a leading organ (factions.r13, p. 265); "
                       "a bare card at 0.05, a whole place at 0.35")
"""Standing of a leader who has recanted."""

VOICE_FADES = parameter(0.8, "share left a month", 0.6, 0.92, assumption="an appeal is followed up for some months")
ALARMED = parameter(0.12, "index 0-1", 0.03, 0.25, assumption="a discovered circle adds an eighth of full fear at "
                    "once, so that the two of 1930-32 together make a quarter (factions.r15, p. 288); the book calls "
                    "the apparatus frightened by them without a measure, hence a factor of two or four")
"""Fear that a discovered circle leaves in the party."""


def prestige_of(bloc: Array, prestige: Array) -> Array:
    """Share of the leaders' prestige that stands in the opposition.

    Args:
        bloc: (leader), 0 to 1.
        prestige: (leader), not negative.

    Returns:
        0 to 1.

    Example:
        >>> float(prestige_of(jnp.array([1.0, 0.0]), jnp.array([0.75, 0.25])))
        0.75
    """
    return jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), NEGLIGIBLE)


@rule(
    "factions.r01", "regime.r04", "mood.r20",
    reads=dict(revolt="countryside.revolt", discontent="mood.discontent", fatigue="mood.fatigue", rising="now:mood.rising"),
    parameters=dict(
        sailors=parameter(0.25, "1", 0.1, 0.5, assumption="a congress whose delegates leave for the ice feels half as much again of the danger: "
                          "without the rising it would have been another"),
        towns=parameter(0.5, "1", 0.3, 0.8, assumption="strikes in the capitals alarm as much as risings in the villages; "
                        "a third more or less either way"),
        villages=parameter(0.5, "1", 0.3, 0.8, assumption="as the towns: the two come together in one winter"),
        spread=parameter(2.0, "1", 1.2, 3.0, assumption="risings in half of the regions alarm as much as in all; in a "
                         "third of them, or hardly before all"),
        tired=parameter(0.2, "1", 0.0, 0.4, assumption="weariness alone moves nobody to a ban, it adds to what moves "
                        "them: between nothing and the weight of the strikes"),
    ),
    neutral=0.0, signs=dict(revolt=+1, discontent=+1, fatigue=+1, rising=+1), unit="index 0-1",
)
def revolt_and_strikes_are_felt_as_danger(revolt, discontent, fatigue, rising, sailors, towns, villages, spread, tired):
    """Strikes, risings and exhaustion make one danger in the eyes of those in power."""
    villages = villages * jnp.minimum(spread * jnp.mean(revolt), 1.0)
    return towns * discontent + villages + tired * fatigue + sailors * rising


@rule(
    reads=dict(standing="succession.standing", prestige="leaders.prestige", capacity="leaders.capacity",
               seat="organs.politburo"),
    parameters=dict(
        unseated=parameter(0.2, "share", 0.05, 0.5, assumption="a leader outside the inner organ carries a fifth of the "
                           "delegates whom he would carry from within; a speaker of name up to half")),
    neutral=0.0, signs=dict(standing=+1, prestige=+1, seat=+1), unit="votes",
    assumption="the book counts no votes by name; delegates come with the leaders whom they know",
)
def delegates_follow_names(standing, prestige, capacity, seat, unseated):
    """At a congress each leader carries delegates by prestige, most from a seat in the inner organ."""
    return standing * prestige * capacity * (unseated + (1.0 - unseated) * seat)


@rule(
    "factions.r01", "organs.r03", "regime.r04",
    reads=dict(threat=here(0.2, 1.2, "danger felt by those in power"),
               weights=here(0, 1, "delegates whom each leader carries", "leader"), positions="leaders.positions",
               power="soviets.power", pluralism="soviets.pluralism", sitting="now:delegation.sitting",
               banned="factions.banned"),
    parameters=dict(
        question="factions.question", hesitation="organs.hesitation", temper="organs.temper", spread="organs.spread",
        danger=parameter(4.2, "1", 2.0, 7.0, assumption="a party alone, under revolt and strikes at their worst, pulls "
                         "on the vote as four axes of conviction do, so that almost nobody votes no, as in March 1921 "
                         "(factions.r01, p. 167); at 2 a party used to currents would still refuse, at 7 half of the "
                         "danger is enough"),
        calm=parameter(0.4, "index 0-1", 0.25, 0.55, assumption="at two fifths of the worst danger leaders are pulled "
                       "neither way, since wars with no revolt at home had been lived through under debate; a quarter "
                       "if any war alarms them, over a half if only Kronstadt does"),
        sincere=parameter(0.5, "share", 0.3, 0.7, assumption="half of the pull is belief that unity is needed, half fear "
                          "of being held to weaken it; neither alone would carry a congress"),
    ),
    neutral=0.0, signs=dict(threat=+1, sitting=+1, banned=-1), unit="probability a month",
)
def danger_makes_unity_a_law(threat, weights, positions, power, pluralism, sitting, banned, question, hesitation, temper,
                             spread, danger, calm, sincere):
    """Revolt and strikes around a party alone in power carry a motion to forbid its currents."""
    alone = power * (1.0 - pluralism)
    pull = danger * (threat - calm) * alone
    vote = ballot(question, positions, weights, trust=sincere * pull, fear=(1.0 - sincere) * pull,
                  hesitation=hesitation, temper=temper, spread=spread)
    return alone * vote.carries * sitting * (1.0 - banned)


@rule(
    "factions.r02",
    reads=dict(congress="now:delegation.delegates", line="organs.line_democracy",
               correction="organs.correction", sitting="now:delegation.sitting", banned="factions.banned"),
    parameters=dict(
        majority=parameter(0.5, "share", 0.4, 0.6, book=("factions.r02",)),
        goodwill=parameter(0.12, "1", 0.0, 0.3, assumption="leaders who want discussion bring delegates with them"),
        steep=parameter(18.0, "1", 8, 40, assumption="three points of votes around the half decide three chances in "
                        "five either way: delegates are counted, and few change sides in the hall; half as sharp or "
                        "twice"),
    ),
    neutral=0.0, signs=dict(congress=+1, line=+1, sitting=+1), unit="probability a month",
)
def only_a_majority_repeals(congress, line, correction, sitting, banned, majority, goodwill, steep):
    """Asking for repeal is itself an offence: nothing but a majority of delegates can lift the ban."""
    vote = 1.0 / (1.0 + jnp.exp(-steep * (congress + goodwill * (line + correction) - majority)))
    return vote * sitting * banned


@rule(
    "factions.r01",
    reads=dict(banned="factions.banned", ban=here(0, 1, "a congress forbids"),
               repeal=here(0, 1, "a congress repeals")),
    neutral="banned", signs=dict(repeal=-1), unit="flag",
)
def a_ban_lasts_until_it_is_repealed(banned, ban, repeal):
    """What one congress forbids stays forbidden until another repeals it."""
    return jnp.where(banned > 0, 1.0 - repeal, ban)


@rule(
    "classes.r04",
    reads=dict(active="classes.active", workers="classes.workers"),
    parameters=dict(
        layer=parameter(0.02, "active a worker", 0.01, 0.05,
                        assumption="share of the workers that is politically active in an ordinary year of peace"),
        rest=parameter(0.5, "share", 0.3, 0.7, assumption="half of the dissent needs no active workers: students, "
                       "soldiers and officials have voices of their own"),
        most=parameter(1.3, "1", 1.1, 1.6, assumption="a year like 1917 carries a third more than an ordinary one; what "
                       "is said more often is heard by the same ears"),
    ),
    neutral=1.0, signs=dict(active=+1), unit="factor",
)
def active_workers_carry_dissent(active, workers, layer, rest, most):
    """A thinned layer of active workers carries less of what the party could hear."""
    return jnp.minimum(rest + (1.0 - rest) * active / jnp.maximum(layer * workers, 1.0), most)


@rule(
    "factions.r09", "ideology.r08",
    reads=dict(bloc="factions.bloc", prestige="leaders.prestige", popularity="leaders.popularity",
               voice="factions.voice", open="delegation.open", reach="ideology.reach"),
    parameters=dict(
        army="leaders.army",
        whispered=parameter(0.3, "share", 0.1, 0.6, assumption="where no discussion is open a name is still followed by "
                            "a third of those who would follow it openly: comrades of the war, pupils")),
    neutral=0.0, signs=dict(popularity=+1, open=+1, voice=+1, reach=+1), unit="index 0-1",
)
def leaders_who_speak_are_followed(bloc, prestige, popularity, voice, open, reach, army, whispered):
    """Men of name, chiefs of the army and speakers in the cells find hearers, most where discussion is open."""
    names = prestige_of(bloc, prestige)
    soldiers = jnp.sum(bloc * army) / jnp.maximum(jnp.sum(army), NEGLIGIBLE)
    hearers = jnp.minimum(names + soldiers + voice * jnp.max(bloc * popularity), 1.0)
    return hearers * reach * jnp.maximum(open, whispered)


@rule(
    "factions.r04", "appointments.r04", "information.r05",
    reads=dict(discontent="mood.discontent", appointed="appointments.appointed", docility="membership.docility",
               caste="privilege.caste", latent="factions.latent", open="delegation.open",
               known="information.known", heard=here(0, 1, "hearers of the leaders who speak")),
    parameters=dict(
        shown=parameter(0.35, "share", 0.1, 0.7, assumption="a text of the founder that all members had read would add "
                        "a third of the party to the dissenters: the documents of 1922-24 were kept from them "
                        "(information.r05, p. 192), so the effect has to be supposed, from a tenth to a majority"),
        anger=parameter([0.45, 0.3, 0.35, 0.4, 0.4], "share", 0.5, 1.4, dim="milieu",
                        assumption="at the worst discontent between three tenths and under half of a milieu turn "
                        "critical, factories most, offices least, as with the strikes and groups of 1923 "
                        "(factions.r04, p. 201), which were in factories; halved or two fifths more"),
        posts=parameter([0.9, 0.75, 1.0, 1.5, 0.6], "share", 0.4, 1.4, dim="milieu",
                        assumption="if every secretary were named from above and nobody docile, criticism would take "
                        "the army cells whole, the students and more; it was against nominations that the opposition "
                        "of October 1923 rose (appointments.r04, p. 206), and students and soldiers voted for it most; "
                        "two fifths of it or two fifths more"),
        rank=parameter([0.6, 0.1, 0.4, 0.6, 0.4], "share", 0.3, 1.6, dim="milieu",
                       assumption="full privilege makes dissenters of three fifths of factory cells and students' "
                       "cells at most and of hardly any office, which lives on it; the book blames the ranks for the "
                       "bureaucracy (regime.r06, p. 145) and counts nobody, so the bounds run from a third to half as "
                       "much again"),
        chief=parameter([0.85, 0.38, 1.0, 1.2, 0.18], "share", 0.3, 1.5, dim="milieu",
                        assumption="an opposition led by names that all know gains the students and soldiers whole, "
                        "factories mostly, villages hardly: in January 1924 a third of army cells and most student "
                        "cells voted with it (delegation.r03, p. 210); a third of that, or half as much again"),
        burst=parameter(1.4, "share", 0.5, 2.2, assumption="discontent stored in full nearly doubles the largest "
                        "dissent that a month can show, once a discussion opens: most of the rank and file of Moscow "
                        "within weeks in November 1923 (delegation.r09, p. 208); a third of it if half of the stored "
                        "keeps silent"),
    ),
    neutral=0.0, signs=dict(discontent=+1, caste=+1, latent=+1, open=+1, known=+1, heard=+1, docility=-1),
    unit="share",
)
def grievances_make_dissent(discontent, appointed, docility, caste, latent, open, known, heard, shown, anger, posts,
                            rank, chief, burst):
    """Misery, nominations, privileges, leaders and texts feed dissent; an open discussion lets out what was stored."""
    stored = burst * latent * open
    aim = anger * discontent + posts * appointed * (1.0 - docility) + rank * caste + chief * heard + stored
    return aim + shown * jnp.max(known[:, MEMBERS])


@rule(
    "factions.r07", "mood.r09", "ideology.r07", "ideology.r15",
    reads=dict(won="ideology.one_country", vulgate="ideology.vulgate", wanted=here(0, 3, "dissent that grievances would make", "milieu"),
               ripe=here(0.5, 1.3, "how much of it active workers carry"), docility="membership.docility",
               hope="comintern.hope", strong="delegation.strong_arm"),
    parameters=dict(
        followers=parameter(0.47, "share", 0.2, 0.75, assumption="an entirely docile party keeps only half of those "
                            "who would dissent: the others follow the secretary who formed them (appointments.r05, p. "
                            "180); a fifth if the untrained forget him in a crisis, three quarters if they know nobody "
                            "else"),
        discouraged=parameter(0.35, "share", 0.1, 0.6, assumption="no hope abroad at all silences a third of the "
                              "dissenters: defeats discouraged millions while right forecasts won thousands (mood.r09, "
                              "p. 257), which tells the sign; a tenth if critics of the defeat hold out, six tenths if "
                              "few do"),
        vilified=parameter([0.1, 0.3, 0.3, 0.0, 0.5], "share", 0.4, 1.5, dim="milieu",
                           assumption="a campaign at full force turns away half of the villages, a third of offices "
                           "and army, a tenth of the factories and no student: backward layers turn and the core "
                           "hardens (factions.r07, p. 209), the shares are ours, from two fifths of them to half as "
                           "much again"),
        homeland=parameter(0.35, "share", 0.15, 0.6, assumption="who is promised peace and a homeland forgives a third of his grievances; "
                           "the rest is about bread and posts"),
        turned=parameter(0.25, "share", 0.1, 0.5, assumption="a turn of the line is the reason of one dissenter in four, and a vulgate has "
                         "none for it"),
    ),
    neutral="wanted", signs=dict(wanted=+1, ripe=+1, docility=-1, hope=+1, strong=-1, won=-1, vulgate=-1), unit="share",
)
def docility_defeats_and_campaigns_drain_it(won, vulgate, wanted, ripe, docility, hope, strong, followers, discouraged,
                                            vilified, homeland, turned):
    """The untrained follow their secretary, defeats abroad discourage, one country consoles, vilification turns away."""
    return (wanted * ripe * (1.0 - followers * docility) * (1.0 - discouraged * (1.0 - hope))
            * (1.0 - vilified * strong) * (1.0 - homeland * won) * (1.0 - turned * vulgate))


@rule(
    "appointments.r08",
    reads=dict(wanted=here(0, 1, "dissent by milieu", "milieu"), loyal="appointments.loyal", bloc="factions.bloc"),
    parameters=dict(officials=parameter(0.85, "share", 0.6, 0.98, assumption="of an organisation whose lord is in "
                                        "opposition six in seven officials go with him, until he falls: in Leningrad "
                                        "almost all did at the end of 1925 and 96.3 per cent turned a month later "
                                        "(appointments.r08, p. 241), the second figure being of the turn")),
    neutral="wanted", signs=dict(wanted=+1, loyal=-1, bloc=+1), unit="share",
)
def a_fief_goes_with_its_lord(wanted, loyal, bloc, officials):
    """While a lord in opposition holds his organisation, nearly all of its officials stand with him."""
    rebel = (FIEF * (1.0 - loyal) * of_lords(bloc))[:, None]
    return wanted + rebel * officials * jnp.maximum(1.0 - wanted, 0.0)


@rule(
    "factions.r04", "factions.r17",
    reads=dict(dissent="factions.dissent", open="delegation.open",
               wanted=here(0, 1.5, "dissent to which it moves", ("organisation", "milieu"))),
    parameters=dict(
        pace=parameter(0.12, "a month", 0.05, 0.25, assumption="opinions move within the year"),
        stirred=parameter(2.0, "1", 0.5, 4.0, assumption="in an open discussion opinions move three times as fast: in a "
                          "season; hardly faster where nobody reads, in weeks where all do"),
        fastest=parameter(0.6, "a month", 0.4, 0.8, assumption="meetings take weeks to go through all cells: more than "
                          "half in a month, never all"),
        most=parameter(0.98, "share", 0.9, 1.0, assumption="some agree with the leadership everywhere; one in fifty, at "
                       "most one in ten"),
    ),
    neutral=0.0, signs=dict(wanted=+1), unit="change a month",
)
def discontent_feeds_opposition(dissent, open, wanted, pace, stirred, fastest, most):
    """Members come to disagree as grievances and leaders move them, fastest while a discussion is open."""
    quick = pace * (1.0 + stirred * open)
    return jnp.minimum(quick, fastest) * (jnp.minimum(wanted, most) - dissent)


@rule(
    "factions.r04",
    reads=dict(dissent="now:factions.dissent", place="now:delegation.place"),
    parameters=dict(tilt="delegation.tilt", weight="delegation.weight"),
    neutral=0.0, signs=dict(dissent=+1), unit="share",
)
def dissent_adds_up(dissent, place, tilt, weight):
    """Members who disagree in the whole party: those of each organisation and milieu by its members."""
    return jnp.sum(weight / weight.sum() * jnp.sum(make_up(place, tilt) * dissent, axis=1))


@rule(
    "factions.r04", "factions.r03",
    reads=dict(latent="factions.latent", opposition="factions.opposition", banned="factions.banned",
               open="delegation.open", discontent="mood.discontent", appointed="appointments.appointed"),
    parameters=dict(
        store=parameter(0.06, "a month", 0.02, 0.12, assumption="with every voice shut and all discontented the store "
                        "is half full in a year: from the ban to the strikes and groups of 1923 it took two "
                        "(factions.r04, p. 201), at the discontent of a good harvest; half a year or three years at "
                        "the bounds"),
        release=parameter(0.25, "a month", 0.1, 0.5, assumption="an open discussion lets out a quarter of the store "
                          "each month: the discussion of 1923 ran from November to the middle of January "
                          "(delegation.r09, p. 208) and left some; in a fortnight at 0.5, hardly at all before it is "
                          "closed at 0.1"),
        forget=parameter(0.02, "a month", 0.005, 0.05, assumption="with nothing new half of the store is forgotten in "
                         "three years, as those who lived it change works or leave; eleven years or one"),
    ),
    neutral=0.0, signs=dict(opposition=+1, discontent=+1, open=-1), unit="change a month",
)
def closed_voices_store_discontent(latent, opposition, banned, open, discontent, appointed, store, release, forget):
    """What may not be said accumulates outside the legal forms and bursts when a discussion opens."""
    shut = (1.0 - open) * jnp.maximum(banned, appointed)
    return store * shut * (opposition + discontent) * (1.0 - latent) - (release * open + forget) * latent


@rule(
    "mood.r15", "ideology.r13",
    reads=dict(terror="police.terror", mass="police.mass_terror", banned="factions.banned", blame="ideology.blame"),
    parameters=dict(
        early=parameter(0.25, "index 0-1", 0.1, 0.5, assumption="who was right too early is punished for it: culprits sought everywhere "
                        "frighten members less than terror itself does"),
        police=parameter(0.35, "index 0-1", 0.1, 0.6, assumption="police terror at its height, felt by all, makes a "
                         "third of full fear among members whom it does not touch: arrests of 1927 scattered the base "
                         "of the opposition and left the rest voting (police.r08, p. 257); six tenths where anybody "
                         "may be next"),
        outside=parameter(0.3, "share", 0.1, 0.6, assumption="terror against others frightens members a third as much as "
                          "when their own dissent is forbidden; kin and friends are struck"),
    ),
    neutral=0.0, signs=dict(terror=+1, mass=+1, banned=+1, blame=+1), unit="index 0-1",
)
def terror_reaches_the_party(terror, mass, banned, blame, early, police, outside):
    """What the police does to others members fear for themselves, most where they may be called an opposition."""
    return police * (terror + mass) * (outside + (1.0 - outside) * banned) + early * blame


@rule(
    "ideology.r17", "privilege.r07",
    reads=dict(scare="ideology.scare", interest="privilege.interest"),
    parameters=dict(
        treason=parameter(0.25, "index 0-1", 0.1, 0.4, assumption="to be called a traitor in a war that is said to come costs less than "
                          "the ban's own penalty, more than a purge of cards"),
        flat=parameter(0.3, "index 0-1", 0.1, 0.5, assumption="post, ration and flat at once: somewhat less than the penalty of the ban, "
                       "since it strikes office-holders and those who hope to be"),
    ),
    neutral=0.0, signs=dict(scare=+1, interest=+1), unit="index 0-1",
)
def name_and_place_may_be_lost(scare, interest, treason, flat):
    """Who contradicts may be called a traitor, and lose what the hand that named him has given."""
    return 1.0 - (1.0 - treason * scare) * (1.0 - flat * interest)


@rule(
    "delegation.r08", "factions.r08", "factions.r11", "membership.r11", "information.r15",
    reads=dict(fear="factions.fear", banned="factions.banned", appointed="appointments.appointed",
               terrified=here(0, 0.7, "fear of the police"), purge="membership.purging", deciders="organs.deciders",
               sanction="factions.sanction", lost=here(0, 1, "name and place that may be lost")),
    parameters=dict(
        pace=parameter(0.1, "a month", 0.04, 0.25, assumption="fear is half of what circumstances ask in seven months, "
                       "by the first cases that one has heard of; a year and a half or a season"),
        penalty=parameter(0.4, "index 0-1", 0.2, 0.6, assumption="a ban with every secretary named makes two fifths of "
                          "full fear by itself, before anybody is arrested: the statute threatens expulsion, the cell "
                          "votes its retraction (delegation.r08, p. 247); a fifth while both are new, six tenths where "
                          "expulsion costs the job"),
        rungs=parameter(0.3, "index 0-1", 0.1, 0.5, assumption="the whole ladder of sanctions, up to death, makes "
                        "three tenths of full fear in those who have not been on it: opponents went on speaking after "
                        "deportations began (factions.r11, p. 257); a tenth or a half"),
        one=parameter(0.3, "index 0-1", 0.1, 0.5, assumption="one master alone adds three tenths of full fear: in 1935 "
                      "an independent mind was ground enough for expulsion (membership.r11, p. 322), which nobody "
                      "dared under a college; a tenth if his whims are rare"),
        checked=parameter(0.1, "index 0-1", 0.02, 0.25, assumption="a purge of cards costs the careless, not the critic: "
                          "a quarter of what the ban adds, more where critics are sought"),
        two=parameter(2.0, "persons", 1.5, 3.0, assumption="where two decide a member can lean on the other; below that "
                      "there is one to please"),
    ),
    neutral=0.0, signs=dict(banned=+1, appointed=+1, terrified=+1, sanction=+1, lost=+1), unit="change a month",
)
def dissent_is_made_costly(fear, banned, appointed, terrified, purge, deciders, sanction, lost, pace, penalty, rungs,
                           one, checked, two):
    """Ban, nominated secretaries, police and a single master make contradiction cost more each year.

    Each is one more way in which it can cost: whoever escapes all of them is safe.
    """
    safe = (1.0 - penalty * banned * appointed) * (1.0 - rungs * sanction / DEATH)
    safe = safe * (1.0 - jnp.minimum(terrified, 1.0)) * (1.0 - checked * purge)
    safe = safe * (1.0 - one * jnp.clip(two - deciders, 0.0, 1.0))
    safe = safe * (1.0 - lost)
    return pace * (1.0 - safe - fear)


@rule(
    "factions.r16", "factions.r01", "factions.r11", "leaders.r14", "regime.r11",
    reads=dict(banned="factions.banned", appointed="appointments.appointed", voice="factions.voice",
               deported="factions.deported", expelled="factions.expelled", deciders="organs.deciders",
               autonomy="police.autonomy", mass="police.mass_terror", executed="leaders.executed"),
    parameters=dict(
        posts=parameter(1.2, "rungs", 0.7, 1.8, assumption="who names the posts can transfer: from reprimand to about "
                        "transfer, not to expulsion"),
        defied=parameter(0.5, "rungs", 0.2, 1.0, assumption="an appeal to the cells is answered half a rung higher; a "
                         "full one where it counts as a breach of discipline"),
        few=parameter(3.0, "persons", 2.2, 4.0, assumption="under three who decide nobody is left to object to the "
                      "police; four would still be a college"),
        blood=parameter(2.5, "rungs", 2.0, 3.5, assumption="mass terror takes the ladder from isolator to death, over "
                        "two rungs; the first of them may be left out"),
        first=parameter(5.0, "persons", 2.0, 10.0, assumption="with five leaders shot death is in use; a single case "
                        "might be an exception, ten never")),
    neutral=0.0, signs=dict(banned=+1, appointed=+1, deciders=-1),
    unit="rung 0-6",
)
def power_over_dissent_reaches_a_rung(banned, appointed, voice, deported, expelled, deciders, autonomy, mass, executed,
                                      posts, defied, few, blood, first):
    """Ban, nominations, the first expelled, the first deported, a sole master, the first shot: each allows one more."""
    rung = banned * (1.0 + posts * appointed + defied * voice) + jnp.minimum(expelled.sum(), 1.0)
    rung = rung + jnp.minimum(deported.sum(), 1.0) + jnp.clip(few - deciders, 0.0, 1.0) * autonomy
    return rung + blood * jnp.minimum(mass + executed.sum() / first, 1.0)


@rule(
    "factions.r16", "leaders.r14", "mood.r10",
    reads=dict(sanction="factions.sanction", discontent="mood.discontent", threshold="mood.threshold",
               allowed=here(0, 8, "rung that power over dissent allows")),
    parameters=dict(
        saluted=parameter(1.0, "1", 0.2, 2.0, assumption="crowds that salute without moving hurry on what was to come: sympathy of half the scale by "
                          "a half"),
        climb=parameter(0.06, "a month", 0.02, 0.12, assumption="at the foot of the ladder a rung takes over a year, above it "
                        "months, since each makes the next quicker: from the letter of 1923 to expulsion "
                        "four years, from there to deportation three months (factions.r11, p. 257), to executions nine "
                        "years; three times slower or twice as fast"),
        relax=parameter(0.01, "a month", 0.0, 0.03, assumption="a precedent is given up in years, if ever"),
    ),
    neutral=0.0, signs=dict(allowed=+1), unit="rungs a month",
)
def each_precedent_opens_the_next(sanction, discontent, threshold, allowed, saluted, climb, relax):
    """Debate, reprimand, transfer, expulsion, deportation, isolator, death: each opens the next rung.

    Sympathy that does not dare to act only hurries it.
    """
    gap = jnp.minimum(allowed, DEATH) - sanction
    hurried = climb * (1.0 + sanction) * (1.0 + saluted * jnp.minimum(discontent, threshold))
    return jnp.where(gap > 0, hurried, relax) * gap


@rule(
    "factions.r15", "leaders.r15",
    reads=dict(found=here(0, 1, "a circle is discovered")),
    parameters=dict(alarmed="factions.alarmed"),
    neutral=0.0, signs=dict(found=+1), unit="index 0-1",
)
def a_discovery_frightens_the_party(found, alarmed):
    """A circle discovered among the ruler's own men makes every one of them suspect."""
    return alarmed * found


@rule(
    "factions.r05", "factions.r09",
    reads=dict(positions="leaders.positions", world="organs.line_world", industry="organs.line_industry",
               democracy="organs.line_democracy", peasantry="organs.line_peasantry"),
    parameters=dict(
        faint=parameter(0.15, "index -1..1", 0.05, 0.3, assumption="what is said once a year is not yet an opinion: about "
                        "the step that one debate moves a man; half of it, or two such steps")),
    neutral=0.0, unit="index 0-2",
)
def leaders_differ_from_the_line(positions, world, industry, democracy, peasantry, faint):
    """How far each stands from the line, on the axes on which he has come to an opinion."""
    line = jnp.stack([world, industry, democracy, peasantry])
    known = jnp.abs(positions[:, ON_THE_LINE]) > faint
    away = jnp.sum(jnp.abs(positions[:, ON_THE_LINE] - line) * known, axis=1)
    return away / (jnp.sum(known, axis=1) + 1.0)


@rule(
    "factions.r09", "factions.r05",
    reads=dict(near_target="succession.ties_to_target", bloc="factions.bloc", cohesion="factions.cohesion"),
    parameters=dict(
        circle="leaders.circle",
        friends=parameter(1.5, "1", 0.5, 3.0, assumption="a circle all of which has spoken draws the last of its "
                          "members as strongly as one and a half axes of disagreement: the two of 1925 never parted, "
                          "the friends of 1923 signed together (factions.r05, p. 206); at 0.5 friendship decides no "
                          "vote, at 3 nobody stays behind"),
        enough=parameter(3.0, "persons", 1.5, 5.0, assumption="with three of his circle in opposition a man is in "
                         "company; one is a private friendship, five a group without him"),
        quarrelled=parameter(0.2, "share", 0.05, 0.4, assumption="in an opposition at odds with itself a friend still "
                             "counts for a fifth: personal loyalty without common action"),
        united=parameter(0.6, "share", 0.3, 0.8, assumption="common action makes friends count four times as much; with "
                         "the fifth before it less than one, for no bloc is quite of one mind"),
    ),
    neutral=0.0, signs=dict(near_target=+1, bloc=+1, cohesion=+1), unit="pull",
)
def friends_in_opposition_draw(near_target, bloc, cohesion, circle, friends, enough, quarrelled, united):
    """Who belongs to the circle of one under attack, or of those who have spoken, is drawn after them."""
    company = jnp.minimum(circle @ (bloc @ circle) / enough, 1.0)
    return friends * (near_target + company) * (quarrelled + united * cohesion)


@rule(
    "factions.r09", "factions.r05", "leaders.r16",
    reads=dict(away=here(0, 2, "distance from the line", "leader"), drawn=here(0, 2.4, "pull of friends", "leader"),
               target="succession.target", standing="succession.standing", recognition="succession.recognition",
               latent="factions.latent"),
    parameters=dict(
        distance=parameter(2.4, "1", 1.2, 4.0, assumption="a leader one full axis away on average speaks unless his "
                           "seat, a debt or caution hold him: distance outweighs any one of them but a debt "
                           "(factions.r05, p. 206); half as much leaves the opposition to the wronged alone"),
        injury=parameter(1.6, "1", 0.6, 3.0, assumption="who has lost every post is moved as by two thirds of a full "
                         "disagreement, twice that once he sees the network: allies who were struck became the next "
                         "opposition (leaders.r11, p. 283); 0.6 makes it pique, 3 makes all the fallen rebels"),
        hope=parameter(0.5, "1", 0.2, 1.0, assumption="discontent that only waits for a voice moves a leader by a fifth "
                       "of what his own distance does: he hopes for hearers; at most by two fifths"),
    ),
    neutral=0.0, signs=dict(away=+1, drawn=+1, target=+1, standing=-1, recognition=+1, latent=+1), unit="pull",
)
def reasons_to_speak_add_up(away, drawn, target, standing, recognition, latent, distance, injury, hope):
    """Distance from the line, injury by those who have been seen through, friends, and hearers who wait."""
    hurt = jnp.maximum(target, 1.0 - standing)
    return distance * away + injury * hurt * (1.0 + recognition) + drawn + hope * latent


@rule(
    "leaders.r08", "leaders.r05", "factions.r19",
    reads=dict(hostage="leaders.hostage", fear="factions.fear", dependence="leaders.dependence",
               recanted="factions.recanted", ties="leaders.ties", authority="succession.authority"),
    parameters=dict(
        caution="leaders.caution",
        silence=parameter(2.0, "1", 0.8, 3.5, assumption="a bound seat holds a cautious man back as strongly as nearly "
                          "a full axis of disagreement drives him: bound to the Politburo's discipline he kept silent "
                          "from 1924 to 1926 (leaders.r08, p. 221), and then spoke"),
        price=parameter(1.8, "1", 0.6, 3.5, assumption="full fear holds the cautious back three quarters as much as "
                        "full disagreement drives them, so that the bold still speak under the ban (factions.r01, p. "
                        "167) and nobody does under terror; a third or one and a half of it"),
        owed=parameter(3.0, "1", 1.5, 5.0, assumption="a career owed whole to the Secretary outweighs the largest "
                       "disagreement: followers change line with their patron (appointments.r05, p. 180); at 1.5 a "
                       "client may still speak, at 5 no feeling whatever makes him"),
        respect=parameter(0.9, "1", 0.3, 1.8, assumption="an authority above the apparatus holds back as half of a "
                          "full disagreement: rivals softened before meetings that Lenin would attend (leaders.r03, p. "
                          "181), yet some opposed him in each year; a sixth, or as much as a seat"),
        penitent=parameter(2.0, "1", 1.0, 4.0, assumption="who has recanted needs more than the whole of an ordinary "
                           "motive to speak again, or twice that"),
    ),
    neutral=0.0, signs=dict(hostage=+1, fear=+1, dependence=+1, recanted=+1, ties=+1, authority=+1), unit="pull",
)
def seat_debt_and_caution_hold_back(hostage, fear, dependence, recanted, ties, authority, caution, silence, price, owed,
                                    respect, penitent):
    """A seat under common discipline, fear, a debt to the Secretary, a submission made, an authority respected."""
    held = silence * hostage * caution + price * fear * caution + owed * dependence + penitent * recanted
    return held + owed * ties + respect * authority


@rule(
    "factions.r09", "factions.r05", "factions.r20",
    reads=dict(bloc="factions.bloc", reasons=here(0, 12, "reasons to speak", "leader"),
               held=here(0, 12, "what holds back", "leader"), secretary="succession.secretary",
               capacity="leaders.capacity", abroad="leaders.abroad", alive="now:leaders.alive",
               recants=here(0, 1, "recants this month", "leader")),
    parameters=dict(
        pace=parameter(0.22, "a month", 0.1, 0.4, assumption="who has reasons enough stands up within four or five "
                       "months, at the next plenum or the one after; ten months or a season"),
        threshold=parameter(1.6, "1", 1.1, 2.4, assumption="reasons must outweigh what holds back by one and a half "
                            "axes before half of the leaders stand up: grumblers were many, signatories few; two "
                            "thirds, where names protect, or half as much again"),
        steep=parameter(2.5, "1", 1.2, 5.0, assumption="from one axis short of the threshold to one beyond it the "
                        "chance of speaking goes from a twelfth to eleven twelfths: to sign is a step, not a shade; "
                        "half as sharp or twice"),
        distant=parameter(0.7, "share", 0.4, 0.9, assumption="a post abroad leaves letters and visits, a third of what "
                          "one does at home; between a tenth and more than half"),
    ),
    neutral="bloc", signs=dict(reasons=+1, held=-1, recants=-1), unit="index 0-1",
)
def leaders_take_sides(bloc, reasons, held, secretary, capacity, abroad, alive, recants, pace, threshold, steep,
                       distant):
    """Far from the line, attacked, or bound to one who is, a leader speaks; seat, caution and fear hold him back."""
    speaks = jax.nn.sigmoid(steep * (reasons - held - threshold))
    aim = speaks * (1.0 - secretary) * capacity * (1.0 - distant * abroad)
    return (bloc + pace * (aim - bloc)) * alive * (1.0 - recants)


@rule(
    "factions.r09", "factions.r19", "factions.r06",
    reads=dict(core="factions.core", bloc="factions.bloc", prestige="leaders.prestige", voice="factions.voice",
               latent="factions.latent", fear="factions.fear", banned="factions.banned", seat="organs.politburo",
               power="soviets.power"),
    parameters=dict(
        hazard=parameter(0.35, "a month", 0.1, 0.7, assumption="with a core, seats that allow it and hearers waiting "
                         "the bloc goes to the cells within three months: formed by the summer of 1926 it first spoke "
                         "there on 30 September (factions.r09, p. 246), after hesitating; six weeks or ten months"),
        ready=parameter(600.0, "persons", 300, 1200, book=("factions.r09", "c7-f139")),
        unseated=parameter(0.4, "share", 0.15, 0.7, assumption="members of the committee may address a cell too, but are "
                           "let in less often than men of the inner organ: two times of five"),
        names=parameter(2.5, "1", 1.5, 4.0, assumption="two fifths of the leaders' prestige dare as much as all of it; "
                        "from a quarter to two thirds"),
        unripe=parameter(0.5, "share", 0.25, 0.8, assumption="with no discontent stored they would go to the cells half as "
                         "readily: for the sake of the cause, not of the hearers"),
        daunted=parameter(0.5, "share", 0.2, 0.8, assumption="leaders under threat dare half of what they would; their "
                          "own fear is less than the members'"),
    ),
    neutral=0.0, signs=dict(core=+1, voice=-1), unit="probability a month")
def the_opposition_goes_to_the_cells(core, bloc, prestige, voice, latent, fear, banned, seat, power, hazard,
                                     ready, unseated, names, unripe, daunted):
    """With a core of militants and leaders who may still address any cell, the bloc appeals to the base."""
    legal = unseated + (1.0 - unseated) * jnp.max(bloc * seat)
    ready_for_it = core / (core + ready)
    urge = jnp.minimum(names * prestige_of(bloc, prestige) * (unripe + latent), 1.0) * (1.0 - daunted * fear)
    return hazard * power * banned * ready_for_it * legal * urge * (1.0 - voice)


@rule(
    "factions.r10", "leaders.r05",
    reads=dict(voice="factions.voice", bloc="factions.bloc", strong="delegation.strong_arm",
               voted="delegation.voted", standing="succession.standing"),
    parameters=dict(
        caution="leaders.caution",
        hazard=parameter(0.3, "a month", 0.1, 0.6, assumption="under blows and with hardly any votes counted cautious "
                         "leaders offer a truce within three months; in October 1926 it took two weeks (factions.r10, "
                         "p. 247), in 1927 none was offered; a tenth to six tenths for that reason"),
        hopeless=parameter(6.0, "1", 2.0, 12.0, assumption="one vote in ten counted for it halves the wish to retreat, "
                           "one in three ends it: under one in a hundred were counted in the autumn of 1926; a third "
                           "of that or twice"),
        anybody=parameter(0.05, "persons", 0.01, 0.2, assumption="a bloc of less than a twentieth of one standing leader "
                          "has nobody whose caution could count; a fifth would still be one man in disgrace")),
    neutral=0.0, signs=dict(strong=+1, voted=-1), unit="probability a month")
def fear_of_a_split_makes_it_retreat(voice, bloc, strong, voted, standing, caution, hazard, hopeless, anybody):
    """Fists and small counted votes bring an offer of truce from leaders who fear a split."""
    careful = jnp.sum(bloc * caution * standing) / jnp.maximum(jnp.sum(bloc * standing), anybody)
    return hazard * voice * strong * jnp.exp(-hopeless * voted) * careful * jnp.minimum(jnp.sum(bloc), 1.0)


@rule(
    "factions.r09", "factions.r10", "factions.r19",
    reads=dict(voice="factions.voice", appeal=here(0, 1, "an appeal to the cells"),
               retreat=here(0, 1, "a declaration of submission")),
    parameters=dict(fades="factions.voice_fades"),
    neutral="voice", signs=dict(appeal=+1, retreat=-1), unit="index 0-1",
)
def an_appeal_is_followed_up(voice, appeal, retreat, fades):
    """Speakers go from cell to cell for some months, unless the leaders submit."""
    return jnp.maximum(voice * fades * (1.0 - retreat), appeal)


@rule(
    "factions.r18",
    reads=dict(printed="factions.printed", printing=here(0, 1, "a platform is printed")),
    parameters=dict(fades="factions.voice_fades"),
    neutral="printed", signs=dict(printing=+1), unit="index 0-1",
)
def copies_wear_out(printed, printing, fades):
    """What was printed in secret goes round for some months."""
    return jnp.maximum(printed * fades, printing)


@rule(
    "factions.r14",
    reads=dict(bloc="factions.bloc", positions="leaders.positions", industry="organs.line_industry"),
    neutral=0.0, unit="index 0-1",
)
def its_programme_is_borrowed(bloc, positions, industry):
    """How far the line has come to what the opposition asked of industry, the bearers still out of office."""
    return jnp.sum(bloc * jnp.maximum(positions[:, INDUSTRY] * industry, 0.0)) / jnp.maximum(jnp.sum(bloc), HALF)


@rule(
    "factions.r10", "factions.r13", "factions.r14", "factions.r09",
    reads=dict(cohesion="factions.cohesion", retreat=here(0, 1), voice="factions.voice", bloc="factions.bloc",
               recanted="factions.recanted", stolen=here(0, 1, "how far its programme is borrowed")),
    parameters=dict(
        build=parameter(0.05, "a month", 0.02, 0.12, assumption="former adversaries who act together are half of one "
                        "mind in a year, those who only agree much later: the bloc of 1926 was called one within "
                        "months and never ceased to quarrel (factions.r09, p. 242); two and a half times slower or "
                        "faster"),
        disavowal=parameter(0.45, "share", 0.2, 0.7, assumption="a truce with disavowal of allies breaks nearly half "
                            "of the cohesion at once: the best were demoralised in October 1926 and the bloc yet "
                            "fought on for a year (factions.r10, p. 247); a fifth or seven tenths"),
        borrowed=parameter(0.06, "a month", 0.02, 0.15, assumption="a line that takes the whole programme over "
                           "dissolves half of what is left within a year: from the left turn of 1928 to the "
                           "recantations of the summer of 1929 (factions.r14, p. 270); three years or five months"),
        quiet=parameter(0.4, "share", 0.2, 0.7, assumption="meetings and letters bind less than half as well as action in "
                        "the cells; most where the members have known one another long"),
        several=parameter(5.0, "persons", 3.0, 8.0, assumption="with five leaders there is a bloc with a plan; three are "
                          "an understanding, eight a staff"),
        each=parameter(0.01, "a month a person", 0.003, 0.03, assumption="every capitulation costs a hundredth of unity a "
                       "month: friends argue about it for years; a name of rank three times as much"),
        most=parameter(5.0, "persons", 3.0, 10.0, assumption="after five the rest have made their choice; ten at most"),
    ),
    neutral=0.0, signs=dict(retreat=-1, stolen=-1), unit="change a month",
)
def blocs_hold_or_dissolve(cohesion, retreat, voice, bloc, recanted, stolen, build, disavowal, borrowed, quiet, several,
                           each, most):
    """Common action binds former adversaries; disavowal and a borrowed programme dissolve them."""
    gain = build * (quiet + (1.0 - quiet) * voice) * jnp.minimum(jnp.sum(bloc) / several, 1.0) * (1.0 - cohesion)
    lost = jnp.minimum(recanted.sum(), most)
    return gain - disavowal * retreat * cohesion - borrowed * stolen * cohesion - each * lost * cohesion


@rule(
    "factions.r09",
    reads=dict(bloc="factions.bloc", prestige="leaders.prestige"),
    parameters=dict(names=parameter(3.0, "1", 2.0, 5.0, assumption="a third of the leaders' prestige makes an opposition "
                                    "that everybody knows; a fifth with one man of first rank, half without")),
    neutral=0.0, signs=dict(bloc=+1), unit="index 0-1",
)
def leaders_make_an_opposition_known(bloc, prestige, names):
    """An opposition counts in the party, and to those who would expel it, as far as its leaders are known."""
    return jnp.minimum(names * jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), NEGLIGIBLE), 1.0)


@rule(
    "factions.r09", "factions.r11",
    reads=dict(core="factions.core", members="membership.total", opposition="factions.opposition",
               known=here(0, 1, "how far the opposition is known"), cohesion="factions.cohesion",
               expelled="now:membership.expulsion", fear="factions.fear", docility="membership.docility"),
    parameters=dict(
        engaged=parameter(0.1, "share of dissenters", 0.03, 0.25, assumption="an opposition of a tenth of a party of a "
                          "million, known everywhere and bold, has 10,000 militants, where the book counts some 8,000 "
                          "adherents around a core of 600 (factions.r09, p. 246); a third or two and a half times as "
                          "many"),
        pace=parameter(0.12, "a month", 0.05, 0.25, assumption="a core is half of what it could be in half a year: the "
                       "opposition of spring was one by autumn; three months or more than a year"),
        thinned=parameter(1.0, "share of expulsions", 0.3, 2.0, assumption="each hundredth of the party expelled takes "
                          "a hundredth of the core, as if opponents were struck like all others; a third if cells "
                          "protect theirs, twice if the police picks them, for ten new for one expelled proved false "
                          "(factions.r11, p. 257)"),
    ),
    neutral=0.0, signs=dict(members=+1, fear=-1, known=+1), unit="persons a month",
)
def militants_gather(core, members, opposition, known, cohesion, expelled, fear, docility, engaged, pace, thinned):
    """Around known leaders some of the dissenters become militants; the expelled are not replaced tenfold."""
    aim = engaged * members * opposition * known * cohesion * (1.0 - fear) * (1.0 - docility)
    lost = thinned * jnp.sum(expelled) * core / jnp.maximum(members, 1.0)
    return pace * (aim - core) - lost


@rule(
    "factions.r18", "delegation.r10", "information.r05",
    reads=dict(core="factions.core", bloc="factions.bloc", rights="information.rights", cohesion="factions.cohesion"),
    parameters=dict(
        hazard=parameter(0.15, "a month", 0.05, 0.4, assumption="a bloc with authors, a core and no press has its "
                         "platform printed within half a year: refused in September 1927 it was set in secret the same "
                         "month (factions.r18, p. 258), after a year in which nothing was; a quarter or two years"),
        able=parameter(600.0, "persons", 300, 1500, assumption="with the six hundred of its core an opposition is half "
                       "able to set, bind and carry a platform by itself; half as many skilled printers, or two and a "
                       "half times as many hands"),
        authors=parameter(6.0, "persons", 3.0, 13.0, assumption="half a dozen leaders write and answer for a platform; "
                          "three are too few to stand for a current, a full circle is a dozen")),
    neutral=0.0, signs=dict(core=+1, rights=-1), unit="probability a month")
def a_refused_platform_is_printed(core, bloc, rights, cohesion, hazard, able, authors):
    """A platform that the apparatus refuses to print is printed in secret, and raided."""
    return hazard * (1.0 - rights) * core / (core + able) * jnp.minimum(bloc.sum() / authors, 1.0) * cohesion


@rule(
    "organs.r12", "organs.r10",
    reads=dict(bloc="factions.bloc", standing="succession.standing", capacity="leaders.capacity",
               seat="organs.politburo", prestige="leaders.prestige", network="appointments.network",
               appointed="appointments.appointed"),
    parameters=dict(
        unseated=parameter(0.3, "share", 0.1, 0.6, assumption="in a joint plenum a member outside the inner organ counts "
                           "a third as much as one inside; all have one vote, few speak"),
        bare=parameter(1e-4, "share", 1e-5, 1e-3, assumption="whoever has no posts to give still has his own "
                       "vote, one in ten thousand posts; from one in a hundred thousand to one in a thousand")),
    neutral=0.0, unit="votes",
)
def a_plenum_weighs_names_or_posts(bloc, standing, capacity, seat, prestige, network, appointed, unseated, bare):
    """Among those not in question votes go with prestige where posts are elected, with posts where they are given.

    Those in question have lost their place in the committee before their place in the party is put to the vote.
    """
    voters = standing * capacity * jnp.where(bloc > HALF, 0.0, 1.0 - bloc) * (unseated + (1.0 - unseated) * seat)
    own, posts = voters * prestige, voters * (network + bare)
    return ((1.0 - appointed) * own / jnp.maximum(own.sum(), NEGLIGIBLE)
            + appointed * posts / jnp.maximum(posts.sum(), NEGLIGIBLE))


@rule(
    "factions.r11", "factions.r12", "organs.r11", "ideology.r17", "leaders.r14",
    reads=dict(voice="factions.voice", printing=here(0, 1, "a platform is printed"), autonomy="police.autonomy",
               control="organs.control", scare="ideology.scare", complicity="factions.complicity"),
    parameters=dict(
        offence=parameter(1.3, "1", 0.4, 2.5, assumption="open appeals and a secret press at once pull on the plenum "
                          "as 2.6 axes of conviction, past the scruple of old members, either of them alone just under "
                          "it: the first was forgiven in August 1927, the second was not (factions.r11, p. 257)"),
        invented=parameter(0.8, "1", 0.2, 1.6, assumption="what an unbound police invents weighs as much as four "
                           "fifths of an axis: an invented plot won over the last reluctant leaders in November 1927 "
                           "(organs.r12, p. 260), who had resisted true offences; a fifth if it is doubted, twice if "
                           "all believe"),
        scruple=parameter(1.5, "1", 0.6, 2.6, assumption="a commission with a will of its own outweighs an axis and a "
                          "half: it held out twice in the summer of 1927 (organs.r11, p. 258) and gave way in the "
                          "autumn to two offences and an invention; at 0.6 it stops nothing, at 2.6 it always does"),
        decency=parameter(0.3, "index 0-1", 0.1, 0.5, assumption="old members shrink from expelling their like a third as "
                          "much without any commission as with a willing one; more while few have been expelled"),
        treason=parameter(0.6, "1", 0.2, 1.2, assumption="division before a war that is said to come is treason: less than an offence "
                          "against the rules, since members answer with the right to criticise in war"),
        bound=parameter(0.4, "share", 0.2, 0.7, assumption="of those who have all voted the step before two in five have no scruple "
                        "left at the next, which would condemn their own vote: the brake held twice in 1927 among men who had "
                        "voted all that went before (organs.r11, p. 258); a fifth, or most"),
    ),
    neutral=0.0, signs=dict(voice=+1, printing=+1, autonomy=+1, control=-1, scare=+1, complicity=+1), unit="pull",
)
def offences_and_inventions_outweigh_scruples(voice, printing, autonomy, control, scare, complicity, offence, invented,
                                              scruple, decency, treason, bound):
    """Appeals and a secret press are offences, the police invents more; a commission that resists keeps scruples alive.

    Whoever has voted the step before cannot have them at the next.
    """
    scruples = scruple * (control + decency) * (1.0 - bound * complicity)
    return offence * (voice + printing) + invented * autonomy + treason * scare - scruples


@rule(
    "organs.r10",
    reads=dict(fear="factions.fear", network="appointments.network", secretary="succession.secretary"),
    parameters=dict(clientage="organs.clientage", weight_of_fear="organs.weight_of_fear", exposure="organs.exposure"),
    neutral=(0.0, 0.0), signs=dict(fear=+1), unit="pull",
)
def posts_vote_as_they_are_told(fear, network, secretary, clientage, weight_of_fear, exposure):
    """Who owes his post to the Secretariat votes its line, the more so the more contradiction costs."""
    held = jnp.sum(network * secretary)
    return weight_of_fear * exposure * fear * held, clientage * held


@rule(
    "organs.r11", "delegation.r10", "organs.r05",
    reads=dict(refused="now:organs.refused", congress="now:delegation.mandate"),
    parameters=dict(
        majority=parameter(2.0, "1", 1.7, 2.5, assumption="half of the delegates stop an expulsion altogether; two "
                           "fifths may, three fifths must")),
    neutral=1.0, signs=dict(refused=-1, congress=-1), unit="share",
)
def a_refusal_or_a_congress_stays_the_hand(refused, congress, majority):
    """An expulsion just refused is not asked again at once, nor one that a congress appealed to would undo."""
    return (1.0 - refused) * (1.0 - jnp.minimum(majority * congress, 1.0))


@rule(
    "organs.r12", "factions.r11", "delegation.r10", "organs.r03",
    reads=dict(known=here(0, 1, "how far the opposition is known"), weights=here(0, 1, "votes of the leaders", "leader"),
               case=here(-2, 3, "pull of offences against scruples"), owed=here(0, 2, "pull of posts owed"),
               told=here(0, 2, "pull of the cost of contradiction"),
               free=here(0, 1, "nothing stays the hand"), positions="leaders.positions", banned="factions.banned",
               expulsion="organs.may_expel"),
    parameters=dict(
        question="factions.expulsion_question", hesitation="organs.hesitation", temper="organs.temper",
        spread="organs.spread",
        pace=parameter(0.14, "a month", 0.05, 0.3, assumption="joint plenums sit every two or three months"),
    ),
    neutral=0.0, signs=dict(known=+1, case=+1, owed=+1, told=+1, free=+1, expulsion=+1), unit="probability a month",
)
def the_joint_plenum_votes_expulsion(known, weights, case, owed, told, free, positions, banned, expulsion, question,
                                     hesitation, temper, spread, pace):
    """The committees vote on the opposition; old members' scruples hold twice, then an invented plot ends them."""
    vote = ballot(question, positions, weights, trust=case + owed, fear=told, hesitation=hesitation, temper=temper,
                  spread=spread)
    return pace * banned * expulsion * known * vote.carries * free


@rule(
    "factions.r13", "factions.r11", "leaders.r13", "succession.r09",
    reads=dict(deported="factions.deported", expelled="factions.expelled", recanted=here(0, 1, "recanted", "leader"),
               sanction="factions.sanction", autonomy="police.autonomy", prestige="leaders.prestige",
               alive="now:leaders.alive", able="now:leaders.accountable"),
    parameters=dict(
        rate=parameter(0.15, "a month", 0.05, 0.4, assumption="half a year after his expulsion a leader of little name "
                       "is deported where that is usual: expelled on 14 November 1927, the first were sent off in "
                       "January 1928 (factions.r13, p. 265); two months or two years"),
        known=parameter(1.5, "1", 0.5, 3.0, assumption="the greatest name is deported two and a half times as fast as "
                        "one without: the most dangerous first (leaders.r13, p. 278); half as fast again if the police "
                        "goes by lists, four times if it goes by names alone"),
        back=parameter(0.3, "a month", 0.1, 0.6, assumption="who recants is home in three months: petitioners of "
                       "December 1927 were put on six months' trial and 38 readmitted in June 1928 (factions.r13, p. "
                       "265), others of 1929 at once; from one and a half to ten months"),
        courts=parameter(0.5, "share", 0.25, 0.8, assumption="without a police of its own the party still sends away "
                         "half of those whom it would: by transfer to a far post"),
        most=parameter(0.8, "a month", 0.5, 0.95, assumption="appeals, illness and the road take weeks: never all in one "
                       "month")),
    neutral="deported", signs=dict(expelled=+1, sanction=+1, autonomy=+1, recanted=-1), unit="index 0-1")
def the_expelled_are_deported(deported, expelled, recanted, sanction, autonomy, prestige, alive, able, rate, known,
                              back, courts, most):
    """Who does not recant is deported, the most dangerous first; who recants may come back."""
    hard = jnp.clip((sanction - TRANSFER) / (DEPORTATION - TRANSFER), 0.0, 1.0)
    away = (rate * hard * expelled * able * (1.0 - recanted) * (1.0 + known * prestige)
            * (courts + (1.0 - courts) * autonomy))
    return (deported + (jnp.minimum(away, most) * (1.0 - deported) - back * recanted * deported)) * alive


@rule(
    "factions.r14",
    reads=dict(positions="leaders.positions", industry="organs.line_industry", peasantry="organs.line_peasantry"),
    neutral=0.0, unit="index 0-2",
)
def a_line_comes_near_their_programme(positions, industry, peasantry):
    """How near the line has come to what each asked of industry and the village."""
    return (jnp.maximum(positions[:, INDUSTRY] * industry, 0.0)
            + jnp.maximum(positions[:, PEASANTRY] * peasantry, 0.0))


@rule(
    "factions.r13", "factions.r08",
    reads=dict(expelled="factions.expelled", recanted="factions.recanted"),
    parameters=dict(
        circle="leaders.circle",
        firm=parameter(0.85, "share", 0.5, 0.97, assumption="while his friends hold out the head of a circle recants a "
                       "seventh as readily as they: Trotsky never did, and Rakovsky years after his friends "
                       "(factions.r13, p. 265); half as readily if he has no special place, or practically not"),
        alone=parameter(0.1, "persons", 0.02, 0.3, assumption="a circle of whom hardly anybody has been expelled has no "
                        "friends for whom its head would wait")),
    neutral=0.0, unit="share",
)
def the_head_waits_for_his_friends(expelled, recanted, circle, firm, alone):
    """Whoever stands first in a circle holds out until those of it who were expelled have gone back."""
    gone = circle @ (recanted @ circle) / jnp.maximum(circle @ (jnp.maximum(expelled, recanted) @ circle), alone)
    head = jnp.any((circle >= jnp.max(circle, axis=0)) & (circle > HALF), axis=1)
    return firm * head * (1.0 - jnp.minimum(gone, 1.0))


@rule(
    "factions.r13", "factions.r14", "factions.r08", "leaders.r12",
    reads=dict(expelled="factions.expelled", deported="factions.deported", recanted="factions.recanted",
               near=here(0, 2, "how near the line has come", "leader"),
               waits=here(0, 1, "waits for his friends", "leader"), fear="factions.fear",
               cohesion="factions.cohesion"),
    parameters=dict(
        caution="leaders.caution",
        rate=parameter(0.05, "a month", 0.02, 0.12, assumption="a cautious man expelled into full isolation recants "
                       "within twenty months, sooner for fear and a borrowed programme: the two of 1925 took five "
                       "weeks, the friends of 1923 eighteen months (factions.r13, p. 265); fifty months or eight"),
        turn=parameter(2.0, "1", 0.8, 4.0, assumption="a line that has taken over his whole programme makes a deported "
                       "man recant three times as readily: Radek and others in 1929 (factions.r14, p. 270); nearly "
                       "twice or five times"),
        outcast=parameter(0.4, "1", 0.2, 0.8, assumption="to be out of the party weighs on a Bolshevik without any threat, "
                          "somewhat less than full fear would"),
        bound=parameter(0.7, "share", 0.4, 0.9, assumption="a united opposition keeps back two of three who would go; not "
                        "those who are tired of it"),
        at_home=parameter(0.7, "share", 0.4, 0.9, assumption="who was not sent away asks somewhat less often: he can hope "
                          "for a pardon without it"),
    ),
    neutral=0.0, unit="probability a month",
)
def the_expelled_recant(expelled, deported, recanted, near, waits, fear, cohesion, caution, rate, turn, outcast, bound,
                        at_home):
    """Isolation, fear for the party and a line that borrows their programme draw capitulators."""
    return (rate * expelled * (1.0 - recanted) * caution * (outcast + fear + turn * near) * (1.0 - bound * cohesion)
            * (1.0 - waits) * (at_home + (1.0 - at_home) * deported))


@rule(
    reads=dict(asks=here(0, 1, "asks to be taken back", "leader"), alive="now:leaders.alive"),
    neutral="asks", signs=dict(asks=+1, alive=+1), unit="flag",
    assumption="who dies in the month in which he asks has not recanted",
)
def only_the_living_recant(asks, alive):
    """A declaration counts when its author lives to sign it."""
    return asks * alive


@rule(
    "organs.r12", "factions.r11", "factions.r13",
    reads=dict(expelled="factions.expelled", voted=here(0, 1, "the plenum expels"), bloc="factions.bloc",
               standing="succession.standing", alive="now:leaders.alive", recants=here(0, 1, "recants", "leader"),
               able="now:leaders.accountable"),
    neutral="expelled", signs=dict(voted=+1, recants=-1), unit="flag",
)
def the_expelled_stay_out_until_they_recant(expelled, voted, bloc, standing, alive, recants, able):
    """A plenum expels all who stand in the opposition; who has lost his last place is out too.

    Nobody is expelled for what he does who can do nothing.
    """
    out = jnp.maximum(voted * (bloc > HALF), standing <= 0.0) * able
    return jnp.maximum(expelled, out) * alive * (1.0 - recants)


@rule(
    "factions.r18", "factions.r13", "factions.r17",
    reads=dict(network="factions.exile_network", deported="factions.deported", prestige="leaders.prestige",
               autonomy="police.autonomy", terror="police.terror", mass="police.mass_terror"),
    parameters=dict(
        write=parameter(0.2, "a month", 0.05, 0.5, assumption="writers of name all of whom are deported rebuild half "
                        "of the relay in three months: letters went round from Alma-Ata within the first half of 1928 "
                        "(factions.r18, p. 267), by thousands; a month and a half or a year"),
        cut=parameter(0.25, "a month", 0.1, 0.6, assumption="police at full autonomy, or a relay's loss, cuts a "
                      "quarter of the links a month: the raids of autumn 1928 to spring 1929 left little of them "
                      "(factions.r18, p. 267); a tenth if letters go by hand, six tenths if the posts are read"),
        many=parameter(1.5, "persons", 0.7, 3.0, assumption="two or three men of first rank among the "
                       "deported keep all in touch; one who writes daily, or a whole staff"),
        lost=parameter(0.2, "index 0-1", 0.05, 0.4, assumption="letters go astray without any police: a fifth as often as "
                       "where it reads them all"),
        swept=parameter(2.0, "1", 1.0, 4.0, assumption="mass terror takes writers as well as relays: twice what police "
                        "alone does, four times if all are moved to camps"),
    ),
    neutral=0.0, signs=dict(mass=-1, autonomy=-1), unit="change a month",
)
def the_deported_write(network, deported, prestige, autonomy, terror, mass, write, cut, many, lost, swept):
    """The deported exchange letters from place to place until the police takes the relays."""
    writers = jnp.minimum(jnp.sum(deported * prestige) / many, 1.0)
    return write * writers * (1.0 - network) - cut * (lost + autonomy + terror + swept * mass) * network


@rule(
    "factions.r15",
    reads=dict(hunger="supply.hunger", discontent="mood.discontent", latent="factions.latent",
               network="factions.exile_network"),
    parameters=dict(
        misery=parameter(0.5, "1", 0.25, 0.8, assumption="discontent of the masses reaches officials half as strongly as "
                         "famine, which they see on their journeys"),
        unsaid=parameter(0.5, "1", 0.25, 0.8, assumption="what members may not say weighs on officials as the discontent "
                         "of the masses does"),
        bulletin=parameter(0.3, "1", 0.1, 0.5, assumption="letters of the exiles give words to it, a third as much as "
                           "famine gives cause; few read them"),
    ),
    neutral=0.0, signs=dict(hunger=+1, discontent=+1, latent=+1, network=+1), unit="index 0-1",
)
def disaster_reaches_officials(hunger, discontent, latent, network, misery, unsaid, bulletin):
    """Famine, misery, what may not be said and letters from exile weigh on those who carry the line out."""
    return jnp.minimum(jnp.mean(hunger) + misery * discontent + unsaid * latent + bulletin * network, 1.0)


@rule(
    "succession.r10", "organs.r13", "factions.r15",
    reads=dict(grief=here(0, 1, "disaster as officials see it"), withheld="procurement.withheld", hope="comintern.hope"),
    parameters=dict(
        short=parameter(0.3, "1", 0.1, 0.6, assumption="grain that the villages keep back threatens the plan before anybody is "
                        "hungry: a third as much as famine does"),
        beaten=parameter(0.2, "1", 0.0, 0.4, assumption="defeats abroad are laid at the same door, a fifth as heavily as famine: few "
                         "officials answer for them"),
        usual=parameter(0.6, "index 0-1", 0.4, 0.8, assumption="troubles of an ordinary year of the twenties, three fifths of what "
                        "a famine that all see would be; two for men who remember better years, four for those who know none"),
    ),
    neutral=0.0, signs=dict(grief=+1, withheld=+1, hope=-1), unit="index 0-1",
)
def a_line_that_fails_is_doubted(grief, withheld, hope, short, beaten, usual):
    """Disaster at home, grain strikes and defeats abroad make officials doubt, as far as they are worse than the usual."""
    failure = grief + short * withheld + beaten * (1.0 - hope)
    return jnp.clip((failure - usual) / (1.0 - usual), 0.0, 1.0)


@rule(
    "factions.r15",
    reads=dict(deciders="organs.deciders", grief=here(0, 1, "disaster as officials see it"), fear="factions.fear",
               mass="police.mass_terror", banned="factions.banned"),
    parameters=dict(
        hazard=parameter(0.05, "a month", 0.01, 0.12, assumption="under one man with all the country in mourning a "
                         "circle is found every twenty months: two are told of for 1930-32 (factions.r15, p. 288), and "
                         "those who were not found are not; eight years or eight months"),
        few=parameter(3.0, "persons", 2.2, 4.0, assumption="under three equal men there is a nearly sole ruler to be "
                      "rid of; little over two, or four"),
        silenced=parameter(0.5, "share", 0.2, 0.8, assumption="fear keeps half of those who despair from speaking to a "
                           "friend; the other half trust one"),
        swept=parameter(4.0, "1", 2.0, 8.0, assumption="a quarter of full terror leaves no circle time to form; an eighth "
                        "to a half"),
    ),
    neutral=0.0, signs=dict(grief=+1, mass=-1), unit="probability a month",
)
def disaster_makes_dissidents_in_the_apparatus(deciders, grief, fear, mass, banned, hazard, few, silenced, swept):
    """Under one man, famine and misery make circles even among his own; infiltrators find them first."""
    sole = jnp.clip(few - deciders, 0.0, 1.0) * banned
    return hazard * sole * grief * (1.0 - silenced * fear) * (1.0 - jnp.minimum(swept * mass, 1.0))


@rule(
    "leaders.r14", "organs.r16", "organs.r09",
    reads=dict(complicity="factions.complicity", voted=here(0, 1, "a plenum expels"), sanction="factions.sanction",
               mass="police.mass_terror", known="information.known", exposed="succession.exposed"),
    parameters=dict(
        vote=parameter(0.3, "share", 0.1, 0.5, assumption="after one expulsion a third of those who voted it could not vote "
                       "otherwise without condemning themselves; a tenth if it was discipline, half if it was their cause"),
        usual=parameter(0.01, "a month", 0.003, 0.03, assumption="where deportation and prison are usual every organ signs some: in "
                        "a year a tenth are bound who were not; a thirtieth, or a third"),
        hushed=parameter(0.01, "a month", 0.003, 0.03, assumption="a judgement kept from the members binds those who keep it as "
                         "slowly as the usual sanctions bind"),
        lists=parameter(0.15, "a month", 0.05, 0.3, assumption="in mass terror nobody stays who has not signed, within half a year"),
        renewed=parameter(0.01, "a month", 0.005, 0.02, assumption="committees are renewed in eight years, and the new have voted "
                          "nothing yet; in four, or in sixteen"),
    ),
    neutral=0.0, signs=dict(voted=+1, sanction=+1, mass=+1, exposed=-1), unit="change a month",
)
def who_votes_a_crime_is_bound_by_it(complicity, voted, sanction, mass, known, exposed, vote, usual, hushed, lists, renewed):
    """Consent to an expulsion, an arrest, a text kept back, a list: each makes it harder to vote otherwise the next time."""
    severe = jnp.clip((sanction - TRANSFER) / (DEATH - TRANSFER), 0.0, 1.0)
    kept = known[TESTAMENT, COMMITTEE] * (1.0 - known[TESTAMENT, MEMBERS]) * (1.0 - exposed)
    bound = jnp.minimum(vote * voted + usual * severe + hushed * kept + lists * mass, 1.0)
    return bound * (1.0 - complicity) - renewed * complicity


def step(m: Month) -> None:
    """Congresses ban or restore currents; opposition, fear and sanctions move every month."""
    ban = m.choose(BAN, m.rule(danger_makes_unity_a_law, threat=m.rule(revolt_and_strikes_are_felt_as_danger),
                               weights=m.rule(delegates_follow_names)))
    repeal = m.choose(REPEAL, m.rule(only_a_majority_repeals))
    m.set("banned", m.rule(a_ban_lasts_until_it_is_repealed, ban=ban, repeal=repeal))

    appeal = m.choose(APPEAL, m.rule(the_opposition_goes_to_the_cells))
    retreat = m.choose(RETREAT, m.rule(fear_of_a_split_makes_it_retreat))
    m.set("voice", m.rule(an_appeal_is_followed_up, appeal=appeal, retreat=retreat))
    printing = m.choose(PRINTING, m.rule(a_refused_platform_is_printed))
    m.set("printed", m.rule(copies_wear_out, printing=printing))

    known = m.rule(leaders_make_an_opposition_known)
    told, owed = m.rule(posts_vote_as_they_are_told)
    voted = m.choose(PLENUM, m.rule(
        the_joint_plenum_votes_expulsion, known=known, weights=m.rule(a_plenum_weighs_names_or_posts),
        case=m.rule(offences_and_inventions_outweigh_scruples, printing=printing),
        owed=owed, told=told, free=m.rule(a_refusal_or_a_congress_stays_the_hand)))
    asks = m.choose(RECANTATION, m.rule(the_expelled_recant, near=m.rule(a_line_comes_near_their_programme),
                                        waits=m.rule(the_head_waits_for_his_friends)))
    recants = m.rule(only_the_living_recant, asks=asks)
    recanted = m.latch("recanted", recants)
    m.set("expelled", m.rule(the_expelled_stay_out_until_they_recant, voted=voted, recants=recants))
    m.set("deported", m.rule(the_expelled_are_deported, recanted=recanted))
    grief = m.rule(disaster_reaches_officials)
    m.approach("misgivings", m.rule(a_line_that_fails_is_doubted, grief=grief), "factions.admitted")
    m.change("complicity", m.rule(who_votes_a_crime_is_bound_by_it, voted=voted))
    found = m.choose(DISSIDENTS, m.rule(disaster_makes_dissidents_in_the_apparatus, grief=grief))

    wanted = m.rule(grievances_make_dissent, heard=m.rule(leaders_who_speak_are_followed))
    wanted = m.rule(docility_defeats_and_campaigns_drain_it, wanted=wanted, ripe=m.rule(active_workers_carry_dissent))
    wanted = m.rule(a_fief_goes_with_its_lord, wanted=wanted)
    m.change("dissent", m.rule(discontent_feeds_opposition, wanted=wanted))
    m.set("opposition", m.rule(dissent_adds_up))
    m.change("latent", m.rule(closed_voices_store_discontent))
    m.change("fear", m.rule(dissent_is_made_costly, terrified=m.rule(terror_reaches_the_party), lost=m.rule(name_and_place_may_be_lost)),
             m.rule(a_discovery_frightens_the_party, found=found))
    m.change("sanction", m.rule(each_precedent_opens_the_next, allowed=m.rule(power_over_dissent_reaches_a_rung)))
    m.change("cohesion", m.rule(blocs_hold_or_dissolve, retreat=retreat, stolen=m.rule(its_programme_is_borrowed)))
    m.change("core", m.rule(militants_gather, known=known))
    reasons = m.rule(reasons_to_speak_add_up, away=m.rule(leaders_differ_from_the_line),
                     drawn=m.rule(friends_in_opposition_draw))
    m.set("bloc", m.rule(leaders_take_sides, reasons=reasons, held=m.rule(seat_debt_and_caution_hold_back),
                         recants=recants))
    m.change("exile_network", m.rule(the_deported_write))


@output("party.bloc", "persons", "Leaders in the open opposition", system="factions", high=float(L),
        book=("factions.r09",))
def leaders_in_opposition(w, flows):
    """Of those who decide as persons, the ones who stand in it more than not."""
    return jnp.sum(w.factions.bloc > HALF).astype(jnp.float32)


@output("leaders.deported", "persons", "Leaders of the record deported or exiled", system="factions",
        high=float(L), book=("factions.r13",))
def leaders_deported(w, flows):
    """Of those who decide as persons."""
    return w.factions.deported.sum()


@output("leaders.recanted", "persons", "Leaders of the record who have recanted", system="factions",
        high=float(L), book=("factions.r13",))
def leaders_recanted(w, flows):
    """Of those who decide as persons."""
    return w.factions.recanted.sum()
