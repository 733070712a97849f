"""From cell to congress: what members think, what they dare vote, and what each level lets through."""

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, output, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import MILIEUS, ORGANISATIONS
from thermidor.model.nature import HALF, NEGLIGIBLE
from thermidor.model.party.appointments import FIEF, of_lords

ARMY = np.eye(len(MILIEUS), dtype=np.float32)[MILIEUS.index("army")]
FACTORIES, OFFICES = MILIEUS.index("factories"), MILIEUS.index("offices")
MOSCOW = ORGANISATIONS.index("moscow")


class Delegation(System):
    """The chain of delegation."""

    since: Array = variable("months", "months since the last congress or conference",
                            start=parameter(6.0, "months", 0, 12, assumption="the last conference was years ago, "
                                            "the next is called in spring 1917"), typical=(0, 48))
    place: Array = variable("share", "members by the milieu of their cells", dim="milieu", high=1.0,
                            start=parameter([0.7, 0.1, 0.1, 0.08, 0.02], "share", 0.9, 1.0, dim="milieu",
                                            assumption="seven in ten cells of an underground party are in works, the "
                                            "rest split between clerks, students, barracks and a few villages; a tenth "
                                            "less at most"))
    dare: Array = variable("probability", "readiness of a dissenter to vote as he thinks", start=1.0, high=1.0,
                           gives="party.dare", book=("delegation.r06",))
    cell: Array = variable("share", "votes against the leadership in the cells", start=0.0, high=1.0,
                           dim=("organisation", "milieu"), book=("delegation.r06",))
    voted: Array = variable("share", "votes counted against the leadership at the base", start=0.0, high=1.0,
                            gives="party.opposition_voted", book=("delegation.r06", "delegation.r07"))
    district: Array = variable("share", "opposition at district conferences", start=0.0, high=1.0,
                               dim="organisation", book=("delegation.r02",))
    province: Array = variable("share", "opposition at provincial conferences", start=0.0, high=1.0,
                               dim="organisation", book=("delegation.r02",))
    elected: Array = variable("share", "opposition among the delegates of each organisation", start=0.0, high=1.0,
                              dim="organisation", book=("delegation.r02",))
    delegates: Array = variable("share", "opposition among the delegates of the last congress",
                                start=parameter(0.35, "share", 0.2, 0.5, assumption="a third of the members stood "
                                                "against each decision of 1917, on average of margins from one vote to "
                                                "all but two (delegation.r01, p. 41); a fifth or a half"), high=1.0,
                                gives="congress.opposition", book=("delegation.r02",))
    cells: Array = variable("share", "votes against the leadership in the cells before the last congress",
                            start=parameter(0.35, "share", 0.2, 0.5, assumption="meetings of January 1917 are too "
                                            "small to differ from what members think: the third in opposition of the "
                                            "votes told for 1917 (delegation.r01, p. 41)"), high=1.0,
                            gives="congress.cells", book=("delegation.r02",))
    moscow: Array = variable("share", "votes against the leadership in Moscow cells before the last congress",
                             high=1.0, gives="moscow.cells", book=("delegation.r02",),
                             start=parameter(0.35, "share", 0.2, 0.5, assumption="delegates differ from cells as "
                                             "little as meetings do before posts are given: a third against, as in the "
                                             "votes told for 1917 (delegation.r01, p. 41)"))
    appointees: Array = variable("share", "delegates who owe their post to nomination", start=0.0, high=1.0,
                                 gives="congress.appointees", book=("delegation.r05",))
    sitting: Array = variable("flag", "a congress or conference sits this month", start=0.0, high=1.0)
    open: Array = variable("index 0-1", "a discussion is open in the party", high=1.0, gives="party.discussion",
                           book=("delegation.r09",), start=parameter(1.0, "index 0-1", 0.8, 1.0,
                                   assumption="currents argue openly in 1917, to the point of printing against a "
                                   "decision taken (delegation.r01, p. 31); four fifths at the least, since an "
                                   "underground party has few meetings"))
    strong_arm: Array = variable("index 0-1", "meetings broken up, speakers shouted down", start=0.0, high=1.0,
                                 gives="party.strong_arm", book=("delegation.r06", "delegation.r10"))
    mandate: Array = variable("share", "of a congress to which a minority of an organ could turn", start=parameter(
        0.35, "share", 0.2, 0.5, assumption="as many as the dissenting delegates of the last congress that was held, "
        "since nobody yet stands between a minority and it (delegation.r01, p. 31)"), high=1.0, book=("organs.r05",))
    hidden: Array = variable("share", "delegates who strike the ruler's name in a closed ballot", start=0.0, high=1.0,
                             gives="congress.hidden", book=("delegation.r12",))


CONGRESS = choice("delegation.congress", "a congress or conference meets", kind="event",
                  book=("organs.r14", "delegation.r10"))
POSTPONED = choice("delegation.postponed", "a congress that is due is put off", kind="decision",
                   book=("delegation.r10",))
DISCUSSION = choice("delegation.discussion", "a discussion is opened in the party", kind="decision",
                    book=("delegation.r09", "factions.r06"))

VOTES = parameter(1500.0, "delegates", 700, 1700, book=("delegation.r10", "c8-f078"))
"""Delegates of a congress; less than half a delegate of an organisation elects none."""

LOT = parameter(0.0, "share", 0.0, 0.0,
                assumption="nil by construction: share of delegates drawn by lot from the members, a question to ask")

WEIGHT = parameter([0.14, 0.11, 0.17, 0.06, 0.12, 0.34, 0.06], "share", 0.7, 1.3, dim="organisation",
                   assumption="members by region, about as the party censuses give them")

TILT = parameter(
    [[1.3, 1.0, 0.8, 2.2, 0.1], [1.6, 0.9, 1.2, 1.6, 0.1], [1.1, 0.9, 1.0, 0.8, 1.0], [0.8, 1.0, 1.0, 0.7, 1.3],
     [0.9, 1.0, 1.1, 0.7, 1.2], [0.9, 1.0, 1.0, 0.8, 1.2], [0.3, 1.2, 1.4, 0.5, 1.6]],
    "factor", 0.7, 1.4, dim=("organisation", "milieu"),
    assumption="capitals have more factory and student cells, the borders more army and village cells")


def make_up(place: Array, tilt: Array) -> Array:
    """Share of each milieu in each organisation.

    Args:
        place: (milieu), shares in the whole party.
        tilt: (organisation, milieu), factors.

    Returns:
        (organisation, milieu), each row summing to one.
    """
    x = place * tilt
    return x / jnp.maximum(x.sum(axis=1, keepdims=True), NEGLIGIBLE)


def mean_of_regions(share: Array, weight: Array) -> Array:
    """Share in the whole party.

    Args:
        share: (organisation).
        weight: (organisation), members.

    Returns:
        A number.

    Example:
        >>> mean_of_regions(jnp.array([0.5, 0.0]), jnp.array([3.0, 1.0])).item()
        0.375
    """
    return jnp.sum(weight / weight.sum() * share)


def heard(bloc: Array, prestige: Array) -> Array:
    """Share of the leaders' prestige that stands in the open opposition.

    Args:
        bloc: (leader), how far each stands in it.
        prestige: (leader).

    Returns:
        A number from 0 to 1.
    """
    return jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), NEGLIGIBLE)


@rule(
    "membership.r04", "membership.r03",
    reads=dict(bench="membership.at_bench", peasants="membership.peasants_share", fighting="army.communists",
               members="membership.total", red="army.red"),
    parameters=dict(
        garrison=parameter(0.02, "communists a soldier", 0.005, 0.05, assumption="a communist to each fifty soldiers "
                           "of a peacetime garrison, a half of the share that an army at war is given; a cell a "
                           "company at the least, one in twenty at the most"),
        students=parameter(0.05, "share", 0.03, 0.09, assumption="one member in twenty studies, some forty thousand in "
                           "workers' faculties and universities by the party census of 1922; from three to nine in a "
                           "hundred"),
        village=parameter(0.6, "share", 0.3, 0.9, assumption="six in ten members of peasant origin work in village "
                          "cells, the others having become officials or soldiers; three or nine tenths"),
        levied=parameter(0.45, "share", 0.35, 0.6,
                         assumption="no war leaves a party more than half in uniform: somebody governs and produces; "
                                    "a quarter was reached, a third must be possible"),
        clerks=parameter(0.03, "share", 0.01, 0.08,
                         assumption="even a party of workers keeps its secretaries: three in a hundred; one if "
                                    "committees work after hours, eight if all of them are paid")),
    neutral=0.2, unit="share")
def where_the_cells_are(bench, peasants, fighting, members, red, garrison, students, village, levied, clerks):
    """Cells of the bench, the army, the schools and the villages; what is left sits in offices."""
    soldiers = jnp.clip((fighting + garrison * red) / jnp.maximum(members, 1.0), 0.0, levied)
    rural = village * peasants
    parts = jnp.stack([bench, 0.0 * bench, soldiers, students + 0.0 * bench, rural])
    others = jnp.maximum(1.0 - parts.sum(), clerks)
    parts = parts + others * jnp.eye(len(MILIEUS))[OFFICES]
    return parts / parts.sum()


@rule(
    "delegation.r01",
    reads=dict(since="delegation.since", appointed="appointments.appointed", banned="factions.banned",
               publication="information.rights"),
    parameters=dict(
        custom=parameter(0.3, "a month", 0.1, 0.6, assumption="in the months before a congress is due, with posts "
                         "elected and groups allowed, platforms are out within a quarter: two or three months before "
                         "the congresses of 1919-21, as before that of 1927 by rule (delegation.r10, p. 258); six "
                         "weeks or ten months"),
        due=parameter(8.0, "months", 5, 11, assumption="platforms come out some months before a congress"),
    ),
    neutral=0.0, signs=dict(since=+1, appointed=-1, banned=-1, publication=+1), unit="probability a month",
)
def discussion_before_a_congress_is_a_right(since, appointed, banned, publication, custom, due):
    """Where posts are elected and groups allowed, platforms are discussed before each congress."""
    return custom * (1.0 - jnp.minimum(banned + appointed, 1.0) * (1.0 - publication)) * jax.nn.sigmoid(since - due)


@rule(
    "delegation.r09", "factions.r04", "factions.r05", "factions.r06",
    reads=dict(right=here(0, 1, "chance of a discussion by right"), latent="factions.latent", open="delegation.open",
               appointed="appointments.appointed", bloc="factions.bloc", prestige="leaders.prestige",
               deciders="organs.deciders", power="soviets.power"),
    parameters=dict(
        forced=parameter(0.3, "a month", 0.1, 0.6, assumption="a summit divided in equal parts, with all the "
                         "discontent stored, opens a discussion by mistake within half a year: letters of early "
                         "October 1923, the press opened on 7 November (delegation.r09, p. 208); a quarter to a year "
                         "and a half"),
        several=parameter(2.5, "persons", 1.5, 4.0, assumption="at two and a half equal leaders a summit is half as "
                          "divided as a college without end: each still has to reckon with another; one and a half or "
                          "four"),
        sure=parameter(0.85, "share", 0.6, 0.95, assumption="where all posts are nominated a divided summit hardly "
                       "makes the mistake twice: the discussion before the congress of 1927 was put under rules and a "
                       "platform refused (delegation.r10, p. 258); all but three twentieths of the chance of 1923, "
                       "between three fifths and nineteen twentieths"),
        names=parameter(2.0, "1", 1.0, 4.0,
                        assumption="letters of leaders with half of the prestige force it as surely as discontent "
                                   "at its height; all of them at the least, a quarter at the most"),
        most=parameter(0.9, "a month", 0.7, 1.0,
                       assumption="one month in ten the summit still finds a way out; three if it is skilled, none "
                                  "if it has no choice"),
        opposed=parameter(0.3, "share", 0.1, 0.6,
                          assumption="before power most discussions are of the street, not of the party alone: a "
                                     "third count, a tenth if only congresses do, more than half if all debates do"),
    ),
    neutral=0.0, signs=dict(right=+1, latent=+1, open=-1), unit="probability a month",
)
def a_discussion_is_opened(right, latent, open, appointed, bloc, prestige, deciders, power, forced, several, sure,
                           names, most, opposed):
    """Under the ban a discussion is opened by miscalculation, where it is no right.

    Stored discontent and an opposition of known leaders make a divided summit open it.
    """
    divided = deciders / (deciders + several)
    pressed = jnp.minimum(latent + names * heard(bloc, prestige), 1.0)
    slip = forced * pressed * divided * (1.0 - sure * jnp.square(appointed))
    return jnp.clip(right + slip, 0.0, most) * (1.0 - open) * jnp.maximum(power, opposed)


@rule(
    "ideology.r17",
    reads=dict(scare="ideology.scare"),
    parameters=dict(
        treason=parameter(0.8, "share", 0.5, 0.95, assumption="while war is said to be coming four of five discussions that would "
                          "be opened are not: the word is meant to forbid any, and the critic still answers with his right to "
                          "criticise in war; half if that is heard, nearly all if not"),
    ),
    neutral=1.0, signs=dict(scare=-1), unit="share",
)
def division_before_a_war_is_treason(scare, treason):
    """How far a discussion may still be opened while war is said to be coming."""
    return 1.0 - treason * scare


@rule(
    "delegation.r09", "delegation.r10", "factions.r06",
    reads=dict(open="delegation.open", opened=here(0, 1, "a discussion is opened this month"),
               appointed="appointments.appointed", banned="factions.banned", power="soviets.power",
               publication="information.rights"),
    parameters=dict(
        lasts=parameter(0.85, "share left a month", 0.7, 0.95, assumption="a discussion lasts about half a year"),
        closure=parameter(0.45, "share", 0.2, 0.7, assumption="under the ban with all secretaries nominated a "
                          "discussion lasts half as long: opinion for a month, then campaign and closure "
                          "(delegation.r09, p. 208), from early November to the middle of January; hardly cut, or by "
                          "seven tenths"),
    ),
    neutral="open", signs=dict(opened=+1, appointed=-1, publication=+1), unit="index 0-1",
)
def campaign_and_closure(open, opened, appointed, banned, power, publication, lasts, closure):
    """Where posts are nominated the discussion is a month of opinion, then campaign and closure."""
    keep = lasts * (1.0 - closure * appointed * banned * (1.0 - publication))
    return jnp.maximum(jnp.where(power > 0, keep, 1.0) * open, opened)


@rule(
    "delegation.r06", "delegation.r10", "factions.r12", "factions.r06",
    reads=dict(strong="delegation.strong_arm", bloc="factions.bloc", prestige="leaders.prestige",
               appointed="appointments.appointed", banned="factions.banned", voice="factions.voice",
               sanction="factions.sanction"),
    parameters=dict(
        answer=parameter(0.25, "a month", 0.1, 0.5, assumption="the answer to an open opposition is at full force "
                         "within four months: vilification began in the week of the open letter of December 1923, "
                         "whistles and fists in the autumn of 1926 (factions.r06, p. 208); two or ten months"),
        force=parameter(1.6, "1", 0.6, 3.0, assumption="with ban and nominations complete fists come at two thirds of "
                        "the provocation that would bring them if force grew in step: in 1926 the first visit to a "
                        "factory was enough (delegation.r10, p. 258); less than in step, or at a third"),
        rough=parameter(4.0, "rung 0-6", 3.0, 6.0,
                        assumption="where deportation is usual anything may be done at a meeting; expulsion may "
                                   "suffice for that, or only death does"),
        names=parameter(0.4, "1", 0.2, 0.8,
                        assumption="leaders who are silent in the cells provoke less than half of what a voice there "
                                   "does; a fifth if they are left alone, nearly as much if their name is enough"),
    ),
    neutral=0.0, signs=dict(voice=+1, appointed=+1), unit="change a month",
)
def meetings_are_broken_up(strong, bloc, prestige, appointed, banned, voice, sanction, answer, force,
                           rough, names):
    """An opposition that goes to the cells is answered as in war: by whistles, fists and arrests.

    The higher the sanction that is already usual, the rougher the answer.
    """
    usual = jnp.minimum(sanction / rough, 1.0)
    provoked = jnp.minimum(names * heard(bloc, prestige) + voice, 1.0)
    aim = jnp.minimum(force * appointed * banned * usual * provoked, 1.0)
    return answer * (aim - strong)


@rule(
    "delegation.r06", "delegation.r07", "mood.r12",
    reads=dict(fear="factions.fear", appointed="appointments.appointed", open="delegation.open",
               strong="delegation.strong_arm", unemployed="classes.unemployed", workers="classes.workers"),
    parameters=dict(
        risk=parameter(2.6, "1", 1.3, 6.0, assumption="full fear in open voting leaves one dissenter in fourteen to "
                       "raise his hand, half fear one in four: in one plant 27 of 105 still did in 1926 "
                       "(delegation.r06, p. 247); one in four or one in four hundred with full fear"),
        exposure=parameter([1.0, 1.35, 1.15, 0.6, 0.9], "factor", 0.7, 1.3, dim="milieu",
                           assumption="officials and soldiers have most to lose, students least"),
        bread=parameter(1.5, "1", 0.3, 3.0, assumption="where half of the hands are out of work fear weighs three "
                        "quarters more in the factories: the risk named is that of losing one's bread (delegation.r06, "
                        "p. 247), in a year of a million unemployed; a seventh to one and a half times more"),
        relief=parameter(0.92, "share", 0.6, 0.98, assumption="while a discussion is open nine tenths of the danger is "
                         "gone: most of the rank and file voted as they thought in November 1923 (delegation.r09, p. "
                         "208); three fifths if secretaries note names, all but a fiftieth if nobody does"),
        blows=parameter(0.7, "1", 0.3, 1.2, assumption="strong-arm men at full force halve by themselves the hands of "
                        "exposed dissenters: shouts and fists preceded the counts of 1926 (delegation.r06, p. 247) "
                        "along with all other reasons; a quarter or seven tenths"),
        secret=parameter(0.0, "share", 0.0, 0.0,
                         assumption="nil by construction: share of cells that vote in secret, a question to ask"),
        elected=parameter(0.3, "share", 0.1, 0.6,
                          assumption="danger where the secretary is elected, against one named from above: neighbours "
                                     "and managers see the hand too; a tenth if comrades shield one another, more "
                                     "than half if the manager decides"),
    ),
    neutral=1.0, signs=dict(fear=-1, strong=-1, open=+1), unit="probability",
)
def members_dare_to_vote(fear, appointed, open, strong, unemployed, workers, risk, exposure, bread,
                         relief, blows, secret, elected):
    """Open voting turns conviction into votes only as far as job, bread and secretary allow."""
    idle = unemployed / jnp.maximum(workers + unemployed, 1.0)
    need = exposure * (1.0 + bread * idle * jnp.eye(len(MILIEUS))[FACTORIES])
    shelter = 1.0 - relief * open * (1.0 - strong)
    danger = risk * fear * (elected + (1.0 - elected) * appointed) * shelter + blows * strong
    return secret + (1.0 - secret) * jnp.exp(-need * danger)


@rule(
    "delegation.r06",
    reads=dict(brave=here(0, 1, "readiness by milieu", "milieu"), place="now:delegation.place"),
    neutral=1.0, signs=dict(brave=+1), unit="probability",
)
def readiness_over_the_milieus(brave, place):
    """What a dissenter dares, taken over the milieus in which members are."""
    return jnp.sum(place * brave)


@rule(
    "delegation.r06", "delegation.r13", "appointments.r05",
    reads=dict(dissent="factions.dissent", brave=here(0, 1, "readiness by milieu", "milieu"),
               docility="membership.docility", bloc="factions.bloc", loyal="appointments.loyal",
               appointed="appointments.appointed"),
    parameters=dict(
        follow=parameter(0.4, "share", 0.2, 0.7, assumption="a region wholly docile and led by a secretary loses two "
                         "fifths of its free votes to him: whoever formed an entrant is followed (delegation.r13, p. "
                         "178), even in votes on persons; a fifth or seven tenths"),
        led=parameter([0.9, 1.1, 1.2, 0.6, 1.1], "factor", 0.7, 1.3, dim="milieu",
                      assumption="soldiers, officials and villagers follow their chiefs more than students"),
        most=parameter(0.95, "share", 0.85, 1.0,
                       assumption="in the most docile cell some still vote as they think: one in twenty, up to one "
                                  "in seven, at the limit nobody"),
        chosen=parameter(0.4, "share", 0.2, 0.7,
                         assumption="followers whom an elected secretary leads with the line, against one named from "
                                    "above: he has to reckon with his cell; a fifth if the cell leads him, most if "
                                    "followers ask no question"),
    ),
    neutral=0.0, unit="share of votes",
)
def cells_vote(dissent, brave, docility, bloc, loyal, appointed, follow, led, most, chosen):
    """Dissenters vote as far as they dare; the untrained vote as the secretary of their region does."""
    followers = jnp.clip(follow * docility * led, 0.0, most)
    rebel = (FIEF * (1.0 - loyal) * of_lords(bloc))[:, None]
    free = dissent * brave
    # A loyal secretary's followers vote with him as far as he was named from above.
    # A loyal secretary's followers vote with him as far as he was named from above.
    own = free * (1.0 - followers * (chosen + (1.0 - chosen) * appointed) * (1.0 - rebel))
    return own + followers * rebel * (1.0 - own)


@rule(
    "delegation.r03", "delegation.r08", "delegation.r04", "organs.r10",
    reads=dict(votes=here(0, 1, "votes in the cells", ("organisation", "milieu")), appointed="appointments.appointed",
               loyal="appointments.loyal", banned="factions.banned", control="organs.control",
               publication="information.rights", bloc="factions.bloc"),
    parameters=dict(
        third=parameter(0.33, "share", 0.2, 0.5, book=("delegation.r03", "c6-f081")),
        stop=parameter(0.9, "share", 0.5, 1.0, assumption="nine tenths of what is above a third of army votes is taken "
                       "off by stopping the poll: it was stopped there at a third (delegation.r03, p. 210), with a few "
                       "cells still voting; a half if orders come late"),
        retract=parameter(0.4, "share", 0.15, 0.7, assumption="a commission that is an arm of the Secretariat has two "
                          "fifths of opposition votes retracted: a cell that voted for it was summoned and voted a "
                          "prepared text (delegation.r08, p. 247), not each of them; a seventh or seven tenths"),
        command=parameter(2.0, "1", 1.0, 4.0,
                          assumption="the army is commanded: half of the posts named from above suffice to stop a "
                                     "poll there; all of them if it obeys the party only, a quarter if always"),
    ),
    neutral=0.0, unit="share of votes taken off",
)
def unfavourable_votes_are_undone(votes, appointed, loyal, banned, control, publication, bloc, third, stop, retract,
                                  command):
    """Polls that turn out badly are stopped in the army and retracted elsewhere before the commission."""
    hand = (appointed * (1.0 - FIEF * (1.0 - loyal) * of_lords(bloc)))[:, None] * (1.0 - publication)
    army = stop * jnp.minimum(command * hand, 1.0) * jnp.maximum(votes - third, 0.0) * ARMY
    summoned = retract * hand * appointed * banned * (1.0 - control) * votes
    return -jnp.minimum(army + summoned, votes)


@rule(
    "delegation.r02",
    reads=dict(votes=here(0, 1, "votes in the cells", ("organisation", "milieu")), place="now:delegation.place"),
    parameters=dict(tilt="delegation.tilt"),
    neutral=0.0, signs=dict(votes=+1), unit="share of votes",
)
def votes_of_the_cells_of_a_region(votes, place, tilt):
    """First step of the chain: all cells of a region together, each milieu by its members there."""
    return jnp.sum(make_up(place, tilt) * votes, axis=1)


@rule(
    reads=dict(votes=here(0, 1, "votes in each region", "organisation")),
    parameters=dict(weight="delegation.weight"),
    neutral=0.0, signs=dict(votes=+1), unit="share of votes",
    assumption="a region weighs in the whole by its members",
)
def votes_of_the_whole_base(votes, weight):
    """Votes in all cells, as they would be counted if all were: what the published count is held against."""
    return mean_of_regions(votes, weight)


@rule(
    "delegation.r07", "information.r09",
    reads=dict(votes=here(0, 1), appointed="appointments.appointed", open="delegation.open",
               strong="delegation.strong_arm"),
    parameters=dict(
        absent=parameter(0.6, "share", 0.3, 0.85, assumption="blows and nominations complete, three fifths of the "
                         "votes vanish in the nominal size of cells: 27 of 1,300 counted in one plant where 27 of 105 "
                         "voted (delegation.r07, p. 247), which is nine tenths, and the least shown elsewhere is a "
                         "third"),
        closed=parameter(0.9, "share", 0.6, 0.99, assumption="with no discussion open there is hardly an occasion to "
                         "vote against: nine tenths of what would be cast is not asked, as in the counts of 1926, "
                         "under one per cent where an observer thought of forty to fifty (delegation.r07, p. 247)"),
        quiet=parameter(0.4, "share", 0.2, 0.7,
                        assumption="absences that a nominated secretary counts where meetings are left in peace, "
                                   "against where they are broken up; a fifth if all come, most if nobody cares"),
    ),
    neutral=0.0, signs=dict(open=+1, strong=-1), unit="share of votes taken off",
)
def counts_understate(votes, appointed, open, strong, absent, closed, quiet):
    """The published count takes the nominal size of cells and the occasions that were allowed."""
    seen = (1.0 - absent * appointed * (quiet + (1.0 - quiet) * strong)) * (1.0 - closed * (1.0 - open))
    return votes * seen - votes


@rule(
    "delegation.r02", "delegation.r05", "delegation.r04", "organs.r08", "privilege.r07", "privilege.r10",
    reads=dict(interest="now:privilege.interest", share=here(0, 1, "opposition at the level below", "organisation"), appointed="appointments.appointed",
               loyal="appointments.loyal", bloc="factions.bloc", publication="information.rights",
               named="appointments.secretariat"),
    parameters=dict(
        secret="delegation.members_dare_to_vote.secret",
        watched=parameter(0.6, "share", 0.3, 0.85, assumption="a secret vote takes three fifths of a secretary's hold "
                          "on a conference, the part that needs a show of hands (delegation.r06, p. 247); the rest is "
                          "his list of candidates, as with the names of 1934 put up by police men (delegation.r12, p. "
                          "318); a third or all but a seventh"),
        push=parameter(1.35, "1 a level", 0.6, 2.2, book=("delegation.r02",),
                       assumption="odds of the opposition are divided by about e a level where all secretaries "
                                  "are nominated and a post is worth four wages; the ratio between district and "
                                  "province is the book's, the form is ours; raised by a twelfth when the worth of a post was set beside nomination, so that the filter stays as strong"),
        turned=parameter(2.0, "1", 1.0, 3.0,
                         assumption="a rebel lord's secretaries filter for the opposition as hard as others against "
                                    "it; at the least they only stop, at the most they go twice as far"),
        printed=parameter(0.3, "share", 0.1, 0.6,
                          assumption="hold that secretaries lose when platforms are printed and read out: a third, "
                                     "for lists remain theirs; a tenth if nobody reads, more than half if all do"),
        given=parameter(0.35, "share", 0.15, 0.6,
                        assumption="part of that hold which is what a post is worth: delegates are holders, and vote for the hand that "
                                   "gives; a third, a seventh among men of the underground, most among those who came for a post"),
        trace=parameter(1e-4, "share", 1e-5, 1e-3,
                        assumption="one vote in ten thousand is as good as none at any level of the party; one in a "
                                   "thousand is a delegate, one in a hundred thousand is less than a member"),
    ),
    neutral=0.0, unit="share of delegates taken off",
)
def filter_thins_out_the_opposition(interest, share, appointed, loyal, bloc, publication, named, secret, watched, push,
                                    turned, printed, given, trace):
    """Each level lets through less, the more secretaries are nominated and give; a rebel fief filters for its lord."""
    rebel = FIEF * (1.0 - loyal) * of_lords(bloc)
    hand = (1.0 - given) * appointed + given * interest
    hold = hand * (named - turned * rebel) * (1.0 - printed * publication) * (1.0 - watched * secret)
    odds = jnp.log(jnp.maximum(share, trace)) - jnp.log(jnp.maximum(1.0 - share, trace))
    return jax.nn.sigmoid(odds - push * hold) - share


@rule(
    "delegation.r02", "delegation.r10",
    reads=dict(share=here(0, 1, "opposition that the province lets through", "organisation")),
    parameters=dict(votes="delegation.votes", weight="delegation.weight"),
    neutral="share", signs=dict(share=+1), unit="share of delegates",
)
def less_than_half_a_delegate_is_none(share, votes, weight):
    """An opposition too small for one delegate of its region has none at the congress."""
    none = HALF / (votes * (weight / weight.sum()))
    return jnp.where(share < none, 0.0, share)


@rule(
    "delegation.r02",
    reads=dict(elected="now:delegation.elected", dissent="factions.dissent", place="now:delegation.place"),
    parameters=dict(lot="delegation.lot", weight="delegation.weight", tilt="delegation.tilt"),
    neutral=0.0, signs=dict(elected=+1), unit="share of delegates",
)
def delegates_of_all_regions(elected, dissent, place, lot, weight, tilt):
    """Last step of the chain: delegates of all regions together; those drawn by lot think as the members do."""
    thought = jnp.sum(make_up(place, tilt) * dissent, axis=1)
    return (1.0 - lot) * mean_of_regions(elected, weight) + lot * mean_of_regions(thought, weight)


@rule(
    "delegation.r05", "organs.r08",
    reads=dict(appointed="appointments.appointed", loyal="appointments.loyal"),
    parameters=dict(
        lot="delegation.lot",
        bias=parameter(1.6, "odds", 1.0, 3.0, assumption="a secretary is a delegate 1.6 times as often as an elected "
                       "official: seven eighths and more of the delegates of 1925 were appointees (delegation.r05, p. "
                       "197), when not all posts were; from no difference to three times"),
        fief=parameter(0.2, "share", 0.05, 0.4,
                       assumption="nominated secretaries whom a fief keeps at home: a lord sends elected militants "
                                  "instead of one in five; of one in twenty if he sends the same, of two in five if "
                                  "none of the centre's"),
    ),
    neutral=0.0, signs=dict(appointed=+1, loyal=+1), unit="share",
)
def secretaries_supply_the_delegates(appointed, loyal, lot, bias, fief):
    """Secretaries named from above are over-represented among the delegates, as far as no lot decides."""
    named = bias * appointed / (1.0 + (bias - 1.0) * appointed)
    return named * ((1.0 - fief) + fief * jnp.mean(loyal)) * (1.0 - lot)


@rule(
    "delegation.r12", "succession.r10", "ideology.r12",
    reads=dict(docility="membership.docility", fear="factions.fear", latent="factions.latent", hunger="supply.hunger",
               deciders="organs.deciders", discontent="mood.discontent", praise="ideology.praise"),
    parameters=dict(
        unseen=parameter(0.7, "share", 0.3, 1.0, assumption="reasons complete and nothing feared, seven delegates in "
                         "ten strike the ruler's name: 270 strokes are told of 1934 (delegation.r12, p. 318), a fifth "
                         "or more of the ballots, after a famine and with some fear; three tenths or everybody"),
        few=parameter(3.0, "persons", 2.0, 4.0, assumption="below three equal men there is a ruler whose name can be "
                      "struck; between two and four the college shades into one man"),
        famine=parameter(0.5, "1", 0.2, 1.0,
                         assumption="delegates blame a general famine half as much as their own discontent, since "
                                    "they eat; a fifth if they do not see it, as much if it is theirs"),
        afraid=parameter(0.5, "share", 0.2, 0.8,
                         assumption="nobody is seen, yet lists are counted by somebody: half do not dare at the "
                                    "height of fear, a fifth if they trust the urn, four fifths if not"),
        docile=parameter(0.4, "share", 0.2, 0.7,
                         assumption="who follows his secretary in the open follows him less in the booth: two fifths, "
                                    "a fifth if only eyes bind, most if habit does"),
        liturgy=parameter(0.3, "share", 0.1, 0.6, assumption="of those who would strike it three in ten believe the praise, or that all "
                          "others do; a tenth of old members, more of the young"),
    ),
    neutral=0.0, signs=dict(fear=-1, discontent=+1, latent=+1, docility=-1, praise=-1), unit="share of delegates",
)
def names_are_struck_out(docility, fear, latent, hunger, deciders, discontent, praise, unseen, few, famine, afraid, docile,
                         liturgy):
    """In a closed ballot with as many names as seats delegates strike the ruler's: the last measure left."""
    reason = jnp.minimum(latent + discontent + famine * jnp.mean(hunger), 1.0)
    held = (1.0 - afraid * fear) * (1.0 - docile * docility) * (1.0 - liturgy * praise)
    return unseen * reason * held * jnp.clip(few - deciders, 0.0, 1.0)


@rule(
    "organs.r14", "delegation.r10",
    reads=dict(since="delegation.since", deciders="organs.deciders", open="delegation.open",
               power="soviets.power", ended="regime.ended"),
    parameters=dict(
        concludes=parameter(7.0, "months", 2, 12, assumption="an open discussion brings the next congress seven months "
                            "forward, to within a quarter of its opening: opened in November 1923 it was concluded by "
                            "a conference in the middle of January (delegation.r02, p. 210); hardly at all, or to the "
                            "next month"),
        interval=parameter(9.0, "months", 6, 12, assumption="from nine months on a congress is due, the statutes "
                           "asking for one a year and the years 1917-25 having conferences between them; half a year, "
                           "as in 1917, or the year of the statutes"),
        neglect=parameter(14.0, "months", 6, 30, assumption="one who decides alone puts the next congress off by a "
                          "year or two beyond its date: eighteen months without a plenum, three and a half years "
                          "between congresses after 1930 (organs.r14, p. 285), five after 1934; half a year or five "
                          "years"),
        steep=parameter(1.2, "1 a month", 0.5, 3.0, assumption="a congress is due within a few months"),
        few=parameter(2.5, "persons", 1.8, 3.5,
                      assumption="two who agree, with followers, can do without a congress; a third has to be "
                                 "outvoted somewhere; from nearly two to more than three"),
        ready=parameter(0.7, "a month", 0.4, 0.95,
                        assumption="a congress that is due meets within a month or two: halls, trains and elections "
                                   "take weeks; four in ten a month if they take a season"),
    ),
    neutral=0.0, signs=dict(since=+1, deciders=+1, open=+1), unit="probability a month",
)
def a_congress_is_called(since, deciders, open, power, ended, concludes, interval, neglect, steep, few, ready):
    """Congresses are due every year, sooner to conclude a discussion; the fewer decide, the longer they need none.

    Where soviet power has been overthrown none can meet.
    """
    due = interval + neglect * jnp.maximum(few - deciders, 0.0) - concludes * open
    return ready * jax.nn.sigmoid(steep * (since - due)) * (1.0 - ended * (power < HALF))


@rule(
    "delegation.r10", "organs.r14",
    reads=dict(due=here(0, 1, "chance that a congress is due"), bloc="factions.bloc", prestige="leaders.prestige",
               appointed="appointments.appointed", banned="factions.banned", voice="factions.voice"),
    parameters=dict(
        delay=parameter(2.5, "1", 1.0, 4.0, assumption="an opposition of full name under a full ban has the congress "
                        "put off twice over: that of 1927 waited until the expulsion (delegation.r10, p. 258), for two "
                        "months; at 1 a bloc of half that name is needed, at 4 a quarter"),
        cells=parameter(0.3, "1", 0.1, 0.6,
                        assumption="an opposition that speaks to the cells weighs like leaders with a third of the "
                                   "prestige; a tenth if only names count, more than half if numbers do"),
        most=parameter(0.85, "share", 0.7, 0.95,
                       assumption="a congress cannot be put off for ever: one call in seven is heeded, so that half "
                                  "a year is the usual delay, two months at the least, a year and a half at most"),
    ),
    neutral=(0.0, "due"), signs=dict(due=+1, appointed=+1, banned=+1), unit="probability a month",
)
def a_congress_is_put_off(due, bloc, prestige, appointed, banned, voice, delay, cells, most):
    """An apparatus that faces an open opposition puts the congress off until it is expelled.

    Given are the chances that a congress is put off, and that it meets.
    """
    away = jnp.clip(delay * appointed * banned * (heard(bloc, prestige) + cells * voice), 0.0, most)
    return due * away, due * (1.0 - away)


@rule(
    reads=dict(since="delegation.since", sitting="now:delegation.sitting"),
    neutral="since", unit="months",
    assumption="the calendar: a month passes, or a congress sits",
)
def months_pass_until_a_congress_sits(since, sitting):
    """Months are counted from the last congress."""
    return jnp.where(sitting > 0, 0.0, since + 1.0)


@rule(
    reads=dict(sitting="now:delegation.sitting", now_cells=here(0, 1, "votes of the base"),
               now_regions=here(0, 1, "votes in each region", "organisation"), now_delegates=here(0, 1),
               now_appointees=here(0, 1), now_hidden=here(0, 1), cells="delegation.cells",
               moscow="delegation.moscow", delegates="delegation.delegates", appointees="delegation.appointees",
               hidden="delegation.hidden"),
    neutral=("cells", "moscow", "delegates", "appointees", "hidden"), signs=dict(now_cells=+1), unit="share",
    assumption="what a congress was stays on record until the next one sits",
)
def a_congress_is_recorded(sitting, now_cells, now_regions, now_delegates, now_appointees, now_hidden, cells, moscow,
                           delegates, appointees, hidden):
    """Cells, Moscow's cells, delegates, appointees and struck names as the last congress left them."""
    kept = sitting > 0
    return (jnp.where(kept, now_cells, cells), jnp.where(kept, now_regions[MOSCOW], moscow),
            jnp.where(kept, now_delegates, delegates), jnp.where(kept, now_appointees, appointees),
            jnp.where(kept, now_hidden, hidden))


@rule(
    "organs.r05",
    reads=dict(delegates="now:delegation.delegates", opposition="factions.opposition", dare="now:delegation.dare",
               banned="factions.banned", authority="succession.authority"),
    neutral="delegates", signs=dict(delegates=+1, opposition=+1, dare=+1, banned=-1, authority=+1), unit="share",
)
def an_organ_may_be_appealed_from(delegates, opposition, dare, banned, authority):
    """Who is outvoted can turn to the congress, and where groups are allowed to the members who would elect the next.

    Under the ban that would be factional, except for an authority whom nobody dares call so.
    """
    return jnp.maximum(delegates, opposition * dare * (1.0 - banned * (1.0 - authority)))


def step(m: Month) -> None:
    """Votes in the cells, and the congress when one meets."""
    put_off, meets = m.rule(a_congress_is_put_off, due=m.rule(a_congress_is_called))
    sitting = m.set("sitting", m.choose(CONGRESS, meets))
    m.choose(POSTPONED, put_off - put_off * sitting)
    m.set("since", m.rule(months_pass_until_a_congress_sits))
    m.set("place", m.rule(where_the_cells_are))
    right = m.rule(discussion_before_a_congress_is_a_right)
    opened = m.choose(DISCUSSION, m.rule(a_discussion_is_opened, right=right) * m.rule(division_before_a_war_is_treason))
    m.set("open", m.rule(campaign_and_closure, opened=opened))
    m.change("strong_arm", m.rule(meetings_are_broken_up))

    brave = m.rule(members_dare_to_vote)
    m.set("dare", m.rule(readiness_over_the_milieus, brave=brave))
    votes = m.rule(cells_vote, brave=brave)
    votes = m.set("cell", votes + m.rule(unfavourable_votes_are_undone, votes=votes))
    regions = m.rule(votes_of_the_cells_of_a_region, votes=votes)
    base = m.rule(votes_of_the_whole_base, votes=regions)
    m.set("voted", base + m.rule(counts_understate, votes=base))

    district = m.set("district", regions + m.rule(filter_thins_out_the_opposition, share=regions))
    province = m.set("province", district + m.rule(filter_thins_out_the_opposition, share=district))
    let_through = province + m.rule(filter_thins_out_the_opposition, share=province)
    m.set("elected", m.rule(less_than_half_a_delegate_is_none, share=let_through))
    cells, moscow, delegates, appointees, hidden = m.rule(
        a_congress_is_recorded, now_cells=base, now_regions=regions,
        now_delegates=m.rule(delegates_of_all_regions), now_appointees=m.rule(secretaries_supply_the_delegates),
        now_hidden=m.rule(names_are_struck_out))
    m.set("cells", cells)
    m.set("moscow", moscow)
    m.set("delegates", delegates)
    m.set("appointees", appointees)
    m.set("hidden", hidden)
    m.set("mandate", m.rule(an_organ_may_be_appealed_from))


@output("moscow.districts", "share", "Opposition at the district conferences of Moscow", system="delegation",
        high=1.0, book=("delegation.r02",))
def moscow_districts(w, flows):
    """Second step, as it would be this month."""
    return w.delegation.district[MOSCOW]


@output("moscow.province", "share", "Opposition at the provincial conference of Moscow", system="delegation",
        high=1.0, book=("delegation.r02",))
def moscow_province(w, flows):
    """Third step."""
    return w.delegation.province[MOSCOW]


@output("moscow.delegates", "share", "Opposition among the Moscow delegates", system="delegation", high=1.0,
        book=("delegation.r02",))
def moscow_delegates(w, flows):
    """Last step."""
    return w.delegation.elected[MOSCOW]
