"""Posts are filled by election from below or by nomination from above: the circular flow of power."""

import jax
import jax.numpy as jnp
import numpy as np
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
from thermidor.model.names import LEADERS, MILIEUS, ORGANISATIONS
from thermidor.model.nature import NEGLIGIBLE

L = len(LEADERS)
OFFICES = MILIEUS.index("offices")
LORDS = ("kamenev", "zinoviev", "rakovsky", "ordzhonikidze", None, None, None)
"""Whose fief each regional organisation is, where the record names one."""
SCHAPIRO = "Schapiro, The Communist Party of the Soviet Union, second edition, London 1970"
FIEF = np.array([float(lord is not None) for lord in LORDS], np.float32)


def of_lords(x: Array) -> Array:
    """What the lord of each organisation has; 0 where it has none.

    Args:
        x: (leader).

    Returns:
        (organisation).
    """
    return jnp.stack([x[LEADERS.index(lord)] if lord else jnp.zeros_like(x[0]) for lord in LORDS])


def to_lords(x: Array) -> Array:
    """Give what belongs to each organisation to its lord.

    Args:
        x: (organisation).

    Returns:
        (leader).
    """
    return sum((x[k] * np.eye(L, dtype=np.float32)[LEADERS.index(lord)] for k, lord in enumerate(LORDS) if lord),
               start=jnp.zeros(L))



class Appointments(System):
    """Who fills the posts, and to whom their holders owe them."""

    elected: Array = variable("posts", "responsible posts filled by election", quantity="posts",
                              start=parameter(600.0, "posts", 300, 1200,
                                              assumption="a secretary or committee member for each forty of the 24,000 "
                                              "members of an underground party; half as many if only town committees "
                                              "count, twice with circles"))
    assigned: Array = variable("posts", "responsible posts filled by nomination from above", quantity="posts",
                               start=0.0, typical=(0, 30000))
    appointed: Array = variable("share", "share of posts filled from above", start=0.0, high=1.0,
                                gives="party.posts_appointed", book=("appointments.r03",))
    patronage: Array = variable("share", "share of nominated posts owed to each leader's network",
                                start=parameter([1 / L] * L, "share", 0.5, 2.0, dim="leader",
                                                assumption="before there is an office that assigns, every leader's "
                                                "recommendation counts alike; half or twice for single "
                                                "ones"), dim="leader", high=1.0)
    network: Array = variable("share", "share of all posts owed to each leader's network", start=0.0,
                              dim="leader", high=1.0)
    secretariat: Array = variable("flag", "a Secretariat with the power of assignment has a head", start=0.0,
                                  high=1.0, book=("appointments.r01",))
    power: Array = variable("index 0-1", "power of assignment of the centre", start=0.0, high=1.0)
    loyal: Array = variable("share", "regional officials who follow the Secretary", start=0.0,
                            dim="organisation", high=1.0, book=("appointments.r08", "appointments.r12"))
    transfer: Array = variable("index 0-1", "power to move critics away", start=0.0, high=1.0,
                               book=("appointments.r04",))
    dossiers: Array = variable("share", "officials chosen for a compromised past", start=0.0, high=1.0,
                               gives="party.dossiers", book=("appointments.r10",))
    vacancies: Array = variable("share", "posts emptied by purge and not yet filled", start=0.0, high=1.0,
                                book=("appointments.r11",))


NEW_POSTS = flow("appointments.new_posts", "posts", "border:created", "appointments.elected", "posts a month",
                 "posts that a growing party creates", book=("appointments.r02",))
POSTS_LAPSE = flow("appointments.posts_lapse", "posts", "appointments.elected", "border:abolished", "posts a month",
                   "posts that lapse when the party shrinks", book=("appointments.r02",))
ASSIGNMENT = flow("appointments.assignment", "posts", "appointments.elected", "appointments.assigned", "posts a month",
                  "posts that pass from election to nomination", book=("appointments.r02", "appointments.r03"))
ELECTION = flow("appointments.election", "posts", "appointments.assigned", "appointments.elected", "posts a month",
                "posts that return to election", book=("organs.r04",))

GENERAL_SECRETARY = choice("appointments.general_secretary", "the office of General Secretary is created",
                           kind="decision", book=("appointments.r01",))


@rule(
    "appointments.r01",
    reads=dict(members="membership.total", candidates="membership.candidates", intensity="civil_war.intensity",
               power="soviets.power", officials="privilege.caste", headed="appointments.secretariat"),
    parameters=dict(
        size=parameter(450_000.0, "persons", 250_000, 900_000, assumption="half-way between the 250,000 and the "
                       "730,000 counted in March 1919 and March 1921 (membership.r03, p. 147), members and candidates "
                       "together, by ratio: at the first nobody asked for a head of administration, after the second "
                       "one was named"),
        hazard=parameter(0.09, "a month", 0.03, 0.2, assumption="a party of that size at peace, with offices to fill, "
                         "has its head named within eleven months: peace at the end of 1920, the office in April 1922 "
                         "(appointments.r01, p. 168); five months or three years"),
        steep=parameter(6.0, "1", 3, 12,
                        assumption="a party a third below the size hardly feels the want, one a third above it "
                                   "nearly always; half as steep if the apparatus feels it early, twice if at a limit"),
        plain=parameter(0.5, "1", 0.2, 1.0,
                        assumption="a party without a caste of officials wants an office too: half as much as one "
                                   "where they make up half of the posts, between a fifth and as much"),
    ),
    neutral=0.0, signs=dict(members=+1, candidates=+1, intensity=-1, headed=-1), unit="probability a month",
)
def an_administrative_head_is_wanted(members, candidates, intensity, power, officials, headed, size, hazard, steep,
                                     plain):
    """A large party that turns from war to administration wants an administrative head, until it has one."""
    wanted = jax.nn.sigmoid(steep * ((members + candidates.sum()) / size - 1.0))
    return hazard * power * wanted * (1.0 - intensity) * (plain + officials) * (1.0 - headed)


ENFORCED = parameter(0.0, "share", 0.0, 0.0,
                     assumption="nil by construction: how far election to all posts is enforced, a question to ask")


@rule(
    assumption="no page says how often a post is filled anew; a purge empties more of them",
    reads=dict(vacancies="appointments.vacancies"),
    parameters=dict(
        usual=parameter(0.15, "a month", 0.08, 0.2,
                        publication="conferences of districts and provinces elect every half year by the party rules "
                                    "of 1919, once a year by those of August 1922; " + SCHAPIRO,
                        assumption="nearer to the older custom, since many are moved between two elections"),
        filled="appointments.the_purge_empties_posts.filled",
    ),
    neutral=0.0, signs=dict(vacancies=+1), unit="share of posts a month",
)
def posts_fall_vacant(vacancies, usual, filled):
    """Every post is to be filled anew in half a year or so, and those that a purge has emptied within months."""
    return jnp.minimum(usual + filled * vacancies, 1.0)


@rule(
    "appointments.r02", "appointments.r05", "appointments.r12", "government.r15", "classes.r13",
    reads=dict(deadlock="classes.deadlock", appointees="delegation.appointees", congress="delegation.delegates",
               power="appointments.power", docility="membership.docility", fear="factions.fear", participation="soviets.participation",
               isolation="comintern.isolation", circular="government.circular"),
    parameters=dict(
        asked=parameter(0.6, "share", 0.3, 0.85, assumption="where no office is run by circular three fifths of the pace are left: men "
                        "are still sent, fewer posts wait to be filled by paper"),
        alone=parameter(0.6, "share", 0.2, 0.9, assumption="a revolution won abroad takes three fifths of the centre's "
                        "hold on vacancies: the guard of the change is isolation confirmed (regime.r07, p. 205), and "
                        "only the retrograde forces of isolation carry an apparatus without a class (classes.r07, p. "
                        "217); a fifth or nine tenths"),
        reach=parameter(0.22, "share", 0.1, 0.4,
                        publication="over ten thousand assignments in the year before the twelfth congress, nearly "
                                    "half of them to responsible posts, of which there were some fifteen thousand; "
                                    "Carr, The Interregnum, 1954",
                        assumption="fitted on that one figure: a third of the posts in a year are as many when members "
                                   "and soviets resist as they then did"),
        training=parameter(0.55, "share", 0.2, 0.8, assumption="a party without a docile member gives the centre less "
                           "than half of what a docile one gives: careers owed are obeyed (appointments.r05, p. 180), "
                           "but posts were filled by it in 1919-21 too; a fifth less or a fifth left"),
        scatter=parameter(0.5, "share", 0.1, 0.9, assumption="soviets wholly alive keep half of the posts out of the "
                          "centre's reach: their masses' withdrawal left them to ranked men (soviets.r14, p. 177); a "
                          "tenth if they never chose party officials, nine tenths if they chose all"),
        arbiter=parameter(0.5, "1", 0.2, 1.0, assumption="above two classes that hold each other the centre has half as much room "
                          "again; a fifth, or as much again"),
    ),
    neutral=0.0, signs=dict(power=+1, docility=+1, participation=-1, fear=+1, isolation=+1, appointees=+1, congress=-1,
                            circular=+1, deadlock=+1),
    unit="share of the posts that fall vacant",
)
def patronage_closes_the_circle(deadlock, appointees, congress, power, docility, fear, participation, isolation, circular,
                                asked, alone, reach, training, scatter, arbiter):
    """The centre fills the posts that it reaches, and more as far as a congress of its nominees lets it.

    Members obey in a docile, frightened and isolated party whose soviets are empty.
    """
    obey = (1.0 - training) + training * docility
    empty = 1.0 - scatter * participation
    paper = asked + (1.0 - asked) * circular
    may = power * obey * empty * paper * (1.0 + fear) * (1.0 + arbiter * deadlock) * (1.0 - alone * (1.0 - isolation))
    ratified = appointees * (1.0 - congress)
    return jnp.minimum(may * (reach + (1.0 - reach) * ratified), 1.0)


@rule(
    "organs.r04",
    reads=dict(participation="soviets.participation", docility="membership.docility", piled="government.piled",
               network="appointments.network", secretary="succession.secretary"),
    parameters=dict(
        spun=parameter(0.5, "share", 0.2, 0.8, assumption="the page names the Secretary's network last: were all posts in it, half of the elections "
                       "that are left would be its own; a fifth if members dare, most if they follow"),
        few=parameter(0.1, "index 0-1", 0.05, 0.2,
                      assumption="participation at which half of the posts find somebody to elect: half of what the soviets of "
                                 "1919 still had, twice what those of 1922 had; half or double of it"),
        gap=parameter(0.7, "share", 0.4, 0.95,
                      assumption="the page names the gap in level and followership first among what voids an election: a base "
                                 "wholly untrained re-elects its secretary in seven cases of ten; four, or nearly all"),
        nobody=parameter(0.4, "share", 0.2, 0.7, assumption="where each of the few holds several offices two elections in five find nobody "
                         "else to elect; a fifth, or most"),
    ),
    neutral=1.0, signs=dict(participation=+1, docility=-1, piled=-1), unit="share",
)
def who_could_elect(participation, docility, piled, network, secretary, spun, few, gap, nobody):
    """An election is more than a form where a base takes part, is trained, is in nobody's net and finds somebody to elect."""
    awake = participation / (participation + few)
    caught = spun * jnp.minimum(jnp.sum(network * secretary), 1.0)
    return awake * (1.0 - gap * docility) * (1.0 - nobody * piled) * (1.0 - caught)


@rule(
    "appointments.r02", "appointments.r07",
    reads=dict(vacant=here(0, 0.2, "posts that fall vacant"), named=here(0, 1, "share of them filled from above"),
               able=here(0, 1, "share of elections that are more than a form"),
               appointed="appointments.appointed", power="appointments.power"),
    parameters=dict(
        most=parameter(0.97, "share", 0.9, 1.0,
                       assumption="in the most docile party a few cells and soviets still elect somebody of their own: "
                                  "one post in thirty; one in ten, or none"),
    ),
    neutral=(0.0, 0.0), signs=dict(named=+1), unit="share of posts a month",
)
def vacant_posts_are_filled(vacant, named, able, appointed, power, most):
    """An elected man's post passes to nomination where the centre can name his successor.

    A nominee's stays with it as long as it has the power of assignment, and goes back to election as far as not and
    as somebody there can elect.
    """
    return vacant * named * jnp.maximum(most - appointed, 0.0), vacant * (1.0 - power) * able * appointed


@rule(
    "appointments.r03",
    reads=dict(intensity="civil_war.intensity", appointed="appointments.appointed", power="soviets.power"),
    parameters=dict(
        command=parameter(0.003, "a month", 0.001, 0.006, book=("appointments.r03",)),
        peace=parameter(0.3, "1", 0.1, 0.6,
                        assumption="emergencies of peace against full war: supply and transport still send men by "
                                   "order; a tenth if only disasters do, more than half if habits of war stay"),
    ),
    neutral=0.0, signs=dict(intensity=+1, appointed=-1), unit="share of posts a month",
)
def war_posts_by_order(intensity, appointed, power, command, peace):
    """War fills some posts by order: under a tenth of what came later."""
    return command * power * (intensity + peace) * (1.0 - appointed)


@rule(
    "organs.r04",
    reads=dict(named=here(0, 1, "posts that would pass to nomination"),
               able=here(0, 1, "share of elections that are more than a form")),
    parameters=dict(enforced="appointments.enforced"),
    neutral="named", signs=dict(named=+1), unit="share of posts a month",
)
def enforced_election_bars_nomination(named, able, enforced):
    """Where election to all posts is enforced and there are voters for it, none passes to nomination."""
    return named * (1.0 - enforced * able)


@rule(
    "organs.r04",
    reads=dict(correction="organs.correction", appointed="appointments.appointed", banned="factions.banned",
               able=here(0, 1, "share of elections that are more than a form")),
    parameters=dict(
        enforced="appointments.enforced",
        norm=parameter(0.12, "a month", 0.04, 0.25, assumption="a base that can correct the top and can elect takes an "
                       "eighth of the posts back a month, most of them within a year and a half: the resolution for "
                       "elections to all posts was unanimous (organs.r04, p. 178), its effect nil for want of such a "
                       "base; two years or four months"),
        hollow=parameter(0.6, "share", 0.2, 0.9, assumption="under the ban three fifths of that norm is hollow: void "
                         "by the gap of level, powers acquired and the network (organs.r04, p. 178), of which the ban "
                         "is the part that concerns groups; a fifth or nine tenths"),
        swift=parameter(2.0, "1", 1.0, 4.0,
                        assumption="election enforced everywhere against a base that can correct all: at least as "
                                   "strong; twice, since nobody has to complain first, at most a third a season"),
    ),
    neutral=0.0, signs=dict(correction=+1, banned=-1, appointed=+1, able=+1), unit="share of posts a month",
)
def norms_return_posts_to_election(correction, appointed, banned, able, enforced, norm, hollow, swift):
    """The norm of election to all posts works as far as the base can still correct the top, and elect."""
    return norm * appointed * able * jnp.maximum(correction * (1.0 - hollow * banned), swift * enforced)


@rule(
    "appointments.r07", "appointments.r09",
    reads=dict(patronage="appointments.patronage", secretary="succession.secretary",
               standing="succession.standing", prestige="leaders.prestige", capacity="leaders.capacity",
               power="appointments.power", loyal=here(0, 1, "officials who follow the Secretary", "organisation"),
               alive="leaders.alive"),
    parameters=dict(
        skill="leaders.skill",
        turnover=parameter(0.04, "a month", 0.015, 0.1, assumption="a twenty-fifth of all posts changes its patron "
                           "each month, the whole within about two years: transfers ran from 1922 to the end of 1925 "
                           "until partners had nothing left (appointments.r07, p. 235); five years or ten months"),
        size=parameter([0.14, 0.11, 0.17, 0.06, 0.12, 0.34, 0.06], "share", 0.7, 1.3, dim="organisation",
                       assumption="posts by region follow members, about as the party censuses give them"),
        hands=parameter(0.6, "share", 0.3, 0.85, assumption="three posts in five are filled by any Secretary whatever "
                        "the regions do: before 1923 Leningrad and Ukraine, with some two fifths of the party's "
                        "weight, stood outside the network (appointments.r12, p. 197); from three tenths to all but a "
                        "seventh"),
        disperse=parameter(3.0, "1", 1.0, 6.0,
                           assumption="clients of a fallen chief are moved four times as fast as others, in half a "
                                      "year; twice if they are forgotten, seven times if hunted"),
        most=parameter(0.5, "a month", 0.3, 0.8,
                       assumption="half of the posts of a network is the most that an office can move in a month; "
                                  "a third if it has to find men, more if it only signs"),
    ),
    neutral="patronage", unit="share",
)
def clients_follow_who_nominates(patronage, secretary, standing, prestige, capacity, power, loyal, alive, skill,
                                 turnover, size, hands, disperse, most):
    """Transfers move posts to the network of whoever nominates; a fief keeps its own while it holds.

    The clients of a dead man pass to those who have posts to give.
    """
    lords = standing * prestige * skill * capacity
    lords = lords / jnp.maximum(lords.sum(), NEGLIGIBLE)
    weight = size / jnp.maximum(size.sum(), NEGLIGIBLE)
    won = (hands + (1.0 - hands) * jnp.sum(weight * loyal)) * jnp.sum(secretary * skill) * power
    kept = to_lords(weight * (1.0 - loyal)) * standing
    rest = jnp.maximum(1.0 - won - kept.sum(), 0.0)
    aim = won * secretary + kept + rest * lords
    moved = jnp.clip(turnover * (1.0 + disperse * (1.0 - standing)), 0.0, most)
    aim = aim * alive / jnp.maximum(jnp.sum(aim * alive), NEGLIGIBLE)
    owed = jnp.clip(patronage + moved * (aim - patronage), 0.0, 1.0) * alive
    owed = owed + aim * jnp.maximum(1.0 - owed.sum(), 0.0)
    return owed / jnp.maximum(owed.sum(), NEGLIGIBLE)


@rule(
    "appointments.r06",
    reads=dict(dissent="factions.dissent"),
    parameters=dict(
        named=parameter(0.6, "1", 0.2, 1.5, assumption="a regional committee that dissents wholly gives the centre "
                        "sixty vacancies in a hundred: the Georgian committee resigned as a body and was replaced "
                        "(appointments.r06, p. 183), others kept their seats; a fifth, or half as many again by those "
                        "who go in sympathy"),
    ),
    neutral=0.0, signs=dict(dissent=+1), unit="1",
)
def protest_becomes_a_vacancy(dissent, named):
    """A committee that resigns in protest is replaced by one that the centre names."""
    return named * dissent[:, OFFICES]


@rule(
    "appointments.r08",
    reads=dict(appointed="appointments.appointed"),
    parameters=dict(
        reach=parameter(1.25, "1", 1.0, 1.6,
                        assumption="all who will follow do where four posts in five are nominated: the elected rest "
                                   "falls into line; no reach beyond the nominated at the least, five eighths suffice "
                                   "at most"),
        all=parameter(0.963, "share", 0.92, 0.99, book=("appointments.r08", "c7-f130")),
    ),
    neutral=0.0, signs=dict(appointed=+1), unit="share",
)
def officials_scent_who_names(appointed, reach, all):
    """Officials follow whoever names them, and the elected rest fall into line; a few never do."""
    return jnp.minimum(reach * appointed, all)


@rule(
    "appointments.r08", "appointments.r12",
    reads=dict(ties="leaders.ties", loyal="appointments.loyal", secretary="succession.secretary",
               power="appointments.power", appointed="appointments.appointed", standing="succession.standing",
               protest=here(0, 1, "posts given up in protest", "organisation"), fear="factions.fear",
               willing=here(0, 1, "officials who would follow")),
    parameters=dict(
        pace=parameter(0.1, "a month", 0.04, 0.2, assumption="a region without a lord of its own comes over within ten "
                       "months, sooner under protest and fear: most of the network grew from April 1922 to the "
                       "congress of April 1923 (appointments.r02, p. 178); two years or five months"),
        fief=parameter(0.88, "share", 0.6, 0.98, assumption="a lord in full standing slows the loss of his region to "
                       "an eighth: Leningrad and Ukraine stood apart until lords fell or were moved, in 1923 and the "
                       "winter of 1925-26 (appointments.r12, p. 197); two fifths, or not at all"),
        flip=parameter(0.7, "a month", 0.3, 0.95, assumption="once its lord has fallen seven tenths of a region turn "
                       "in one month: in January 1926 envoys took some weeks to turn all of it (appointments.r08, p. "
                       "241); three months or a fortnight"),
        safe=parameter(0.7, "share", 0.4, 0.9,
                       assumption="standing at which a lord is still obeyed at home: one defeat in the inner organ "
                                  "is not yet a fall; officials desert late at two fifths, at the first sign at nine "
                                  "tenths"),
        most=parameter(0.9, "a month", 0.7, 1.0,
                       assumption="a tenth hold out over the first month of a purge of officials, some more where "
                                  "envoys have to travel"),
        widowed=parameter(0.1, "a month", 0.03, 0.2,
                          assumption="without a Secretary loyalty to the office is lost in about a year, as a region "
                                     "takes to come over"),
    ),
    neutral=0.0, signs=dict(loyal=-1), unit="share a month",
)
def fiefs_stand_and_flip(ties, loyal, secretary, power, appointed, standing, protest, fear, willing, pace, fief,
                         flip, safe, most, widowed):
    """Regions go to the Secretary; a fief of another lord stands until he falls, then it flips at once."""
    lord, friend = of_lords(standing), of_lords(ties)
    guard = FIEF * fief * lord * (1.0 - friend)
    fallen = FIEF * (1.0 - friend) * jnp.clip(1.0 - lord / safe, 0.0, 1.0)
    rate = pace * power * (1.0 + protest + fear) * (1.0 - guard) + flip * power * fallen * appointed
    change = jnp.clip(rate, 0.0, most) * (willing - loyal)
    return jnp.where(secretary.sum() > 0, change, -widowed * loyal)


@rule(
    "appointments.r04", "appointments.r15",
    reads=dict(transfer="appointments.transfer", power="appointments.power", banned="factions.banned",
               appointed="appointments.appointed", correction="organs.correction"),
    parameters=dict(
        lag=parameter(0.1, "a month", 0.03, 0.25, assumption="a practice of transfers is half usual in seven months, "
                      "one round of reports; two years or a season"),
        punish=parameter(0.7, "index 0-1", 0.4, 1.0, assumption="nominations complete, a secretary has seven tenths of "
                         "his critics moved without any ban, the rest with it: transfers were an old complaint in "
                         "October 1923 (appointments.r04, p. 206), and the ban was then the charge; two fifths or all"),
        brake=parameter(0.6, "share", 0.3, 0.9,
                        assumption="transfers that a party able to correct itself has undone: more than half, for "
                                   "critics can appeal; a third if appeals come late, nearly all if in time"),
    ),
    neutral=0.0, signs=dict(power=+1, correction=-1), unit="change a month",
)
def critics_are_moved(transfer, power, banned, appointed, correction, lag, punish, brake):
    """A secretary independent of his organisation has its critics transferred by the centre."""
    aim = power * appointed * (punish + (1.0 - punish) * banned) * (1.0 - brake * correction)
    return lag * (aim - transfer)


@rule(
    "appointments.r10", "appointments.r13",
    reads=dict(dossiers="appointments.dossiers", appointed="appointments.appointed", fear="factions.fear",
               deciders="organs.deciders", autonomy="police.autonomy", mass="police.mass_terror"),
    parameters=dict(
        pace=parameter(0.03, "a month", 0.01, 0.08, assumption="under one who decides alone the compromised fill a "
                       "third of what he would give them in a year, two thirds in three: named from 1929 to 1934 one "
                       "by one (appointments.r10, p. 285); eight years or one year"),
        choice=parameter(0.7, "share", 0.4, 0.9, assumption="he would give them seven posts in ten at most: persons "
                         "with a file were preferred, old friends kept posts without one (appointments.r10, p. 302); "
                         "two fifths or nine tenths"),
        few=parameter(3.0, "persons", 2.2, 4.0, assumption="under three equal men who decide one knows each file; "
                      "little over two, or four"),
        quiet=parameter(0.3, "share", 0.1, 0.6,
                        assumption="pasts that anybody may know: without a strong police a third of the files; a "
                                   "tenth if only the police keeps them, more than half if questionnaires do"),
        haste=parameter(2.0, "1", 0.5, 4.0,
                        assumption="mass terror empties so many posts that selection goes three times as fast; half "
                                   "as much again if the old criteria hold, five times if all are new"),
    ),
    neutral=0.0, signs=dict(autonomy=+1, deciders=-1), unit="change a month",
)
def the_compromised_are_preferred(dossiers, appointed, fear, deciders, autonomy, mass, pace, choice, few, quiet, haste):
    """One who decides alone prefers officials with a past in the files: they can be removed at any time."""
    known = quiet + (1.0 - quiet) * jnp.maximum(autonomy, fear)
    aim = choice * appointed * jnp.clip(few - deciders, 0.0, 1.0) * known
    return pace * (1.0 + haste * mass) * (aim - dossiers)


@rule(
    "appointments.r11", "membership.r13",
    reads=dict(vacancies="appointments.vacancies", mass="police.mass_terror", expelled="now:membership.expulsion",
               members="membership.total"),
    parameters=dict(
        emptied=parameter(0.05, "a month", 0.02, 0.1, assumption="mass terror at full force empties a twentieth of the "
                          "posts a month, nearly half in a year: over 100,000 promoted in one year from June 1937 "
                          "(appointments.r11, p. 348) in an apparatus of some hundreds of thousands; a fifth or seven "
                          "tenths a year"),
        filled=parameter(0.15, "a month", 0.06, 0.3, book=("appointments.r11", "c10-f162"))),
    neutral=0.0, signs=dict(mass=+1), unit="share a month")
def the_purge_empties_posts(vacancies, mass, expelled, members, emptied, filled):
    """Purge and terror empty posts; within the year they are filled."""
    out = emptied * mass + jnp.sum(expelled) / jnp.maximum(members, 1.0)
    return out * (1.0 - vacancies) - filled * vacancies


@rule(
    "appointments.r11", "appointments.r13", "privilege.r08",
    reads=dict(vacancies="appointments.vacancies", appointed="appointments.appointed", power="appointments.power",
               mass="police.mass_terror"),
    parameters=dict(hand=parameter(0.5, "share", 0.2, 0.9, assumption="of posts emptied by terror half a month's worth "
                                   "goes to men promoted in numbers: over 100,000 of a target of 140,000 were named "
                                   "within the year (appointments.r11, p. 348), by whoever was left to propose them; a "
                                   "fifth or nine tenths")),
    neutral=0.0, signs=dict(vacancies=+1, power=+1, mass=+1), unit="share of posts a month",
)
def new_men_owe_their_place(vacancies, appointed, power, mass, hand):
    """Where mass terror has emptied posts the centre promotes new men in numbers, who owe theirs to it."""
    return hand * mass * vacancies * power * (1.0 - appointed)


@rule(
    "appointments.r01", "appointments.r02", "organs.r03", "government.r11",
    reads=dict(power="appointments.power", secretariat=here(0, 1), banned="factions.banned",
               soviet="soviets.power", control="succession.curbed", congress="delegation.delegates",
               shelter="government.shelter"),
    parameters=dict(
        before=parameter(0.08, "index 0-1", 0.03, 0.15, book=("appointments.r03",)),
        head=parameter(0.65, "index 0-1", 0.4, 0.8, assumption="a head without ban, congress or shelter makes "
                       "assignment two thirds of a full power: the lever was acquired unnoticed in April 1922 "
                       "(appointments.r01, p. 168) and complained of within eighteen months; two fifths or four "
                       "fifths"),
        ban=parameter(0.27, "index 0-1", 0.1, 0.45, assumption="the right to punish groups adds a quarter: the clause "
                      "of March 1921 made transfer a discipline (organs.r03, p. 167), while assignments had been made "
                      "for need before; a tenth or nearly half, so that with the head it never passes full power by "
                      "much"),
        majority=parameter(0.5, "share", 0.4, 0.6,
                           assumption="a majority of the delegates makes the rules: half of them; two fifths with "
                                      "waverers, three fifths against a platform that is packed"),
        steep=parameter(15.0, "1", 8, 30,
                        assumption="a majority is a threshold: minorities of a third are outvoted, near half the rules "
                                   "are bargained; half as steep if currents overlap, twice if none yields"),
        curb=parameter(0.6, "share", 0.2, 0.9, assumption="a control commission of full independence keeps back three "
                       "fifths of that power: as an arm of the Secretariat it kept nothing back (organs.r10, p. 206), "
                       "and its independent days of 1921 show some; a fifth or nine tenths"),
        lag=parameter(0.2, "a month", 0.05, 0.5, assumption="a few months to build a records office"),
        hand=parameter(0.1, "index 0-1", 0.0, 0.25, assumption="an Inspection over all commissariats in the same hand adds half of what the "
                       "ban does: it knows the men; nothing if it is only a refuge"),
    ),
    neutral=0.0, signs=dict(secretariat=+1, banned=+1, control=-1, congress=-1, shelter=+1), unit="change a month",
)
def power_of_assignment_grows(power, secretariat, banned, soviet, control, congress, shelter, before, head, ban,
                              majority, steep, curb, lag, hand):
    """Assignment becomes a power when it has a head, when dissent may be punished, and when congresses give it rules.

    Without an office there is nobody to use the rules, nor the sanction.
    """
    office = (head + hand * shelter + ban * banned) * secretariat * jax.nn.sigmoid(steep * (majority - congress))
    aim = soviet * (before + office) * (1.0 - curb * control)
    return lag * (aim - power)


@rule(
    "leaders.r19", "succession.r14",
    reads=dict(authority="succession.authority", recognition="succession.recognition",
               appointed="appointments.appointed", democracy="organs.line_democracy",
               able=here(0, 1, "share of elections that are more than a form")),
    parameters=dict(
        resolve=parameter(0.18, "a month", 0.05, 0.4, assumption="an authority that has seen the whole network makes "
                          "it give a sixth of its posts back a month, half of them in four: he turned a plenum between "
                          "October and 18 December 1922 (organs.r05, p. 184), posts being slower; a year, or six "
                          "weeks"),
        line=parameter(0.5, "1", 0.2, 0.9,
                       assumption="a summit wholly for free discussion helps by half, one wholly for command halves "
                                  "it: the line counts for less than the authority, a fifth to nine tenths of it"),
    ),
    neutral=0.0, signs=dict(authority=+1, recognition=+1, appointed=+1, able=+1), unit="share of posts a month",
)
def authority_turned_against_the_apparatus(authority, recognition, appointed, democracy, able, resolve, line):
    """An authority above the apparatus that has recognised the network makes it give posts back, to whoever can elect."""
    return resolve * authority * recognition * appointed * (1.0 + line * democracy) * able


POSTS_PER_MEMBER = parameter(
    0.03, "posts per member", 0.015, 0.06,
    publication="15,325 responsible officials among some 510,000 members and candidates, August 1922; "
                + SCHAPIRO)


@rule(
    reads=dict(members="membership.total", elected="appointments.elected", assigned="appointments.assigned"),
    parameters=dict(ratio="appointments.posts_per_member",
                    pace=parameter(0.15, "a month", 0.05, 0.3, assumption="posts follow members in half a year")),
    neutral=(0.0, 0.0), signs=dict(members=+1), unit="posts a month",
    assumption="posts grow with the members that they lead",
)
def the_apparatus_grows(members, elected, assigned, ratio, pace):
    """Posts are created with the members that they lead, and lapse with them."""
    growth = pace * (ratio * members - elected - assigned)
    return jnp.maximum(growth, 0.0), jnp.maximum(-growth, 0.0)


@rule(
    reads=dict(elected="now:appointments.elected", assigned="now:appointments.assigned"),
    neutral=1.0, signs=dict(elected=+1, assigned=+1), unit="posts",
    assumption="a post is filled either by election or by nomination",
)
def posts_of_the_party(elected, assigned):
    """All responsible posts, however they are filled."""
    return jnp.maximum(elected + assigned, 1.0)


@rule(
    "appointments.r03",
    reads=dict(assigned="now:appointments.assigned", posts=here(1, 60_000, "responsible posts")),
    neutral=0.0, signs=dict(assigned=+1, posts=-1), unit="share",
)
def share_filled_from_above(assigned, posts):
    """Posts whose holders were nominated, among all: what the record compares between years."""
    return assigned / posts


def step(m: Month) -> None:
    """Create posts, fill them, and see to whom they are owed."""
    created = m.choose(GENERAL_SECRETARY, m.rule(an_administrative_head_is_wanted))
    secretariat = m.latch("secretariat", created)
    m.change("power", m.rule(power_of_assignment_grows, secretariat=secretariat))
    new, lapsed = m.rule(the_apparatus_grows)
    m.flow(NEW_POSTS, new)
    m.flow(POSTS_LAPSE, lapsed)
    posts = m.rule(posts_of_the_party)
    m.change("vacancies", m.rule(the_purge_empties_posts))
    able = m.rule(who_could_elect)
    filled, vacated = m.rule(vacant_posts_are_filled, vacant=m.rule(posts_fall_vacant), able=able,
                             named=m.rule(patronage_closes_the_circle))
    named = filled + m.rule(war_posts_by_order) + m.rule(new_men_owe_their_place)
    m.flow(ASSIGNMENT, m.rule(enforced_election_bars_nomination, named=named, able=able) * posts)
    returned = vacated + m.rule(norms_return_posts_to_election, able=able)
    returned = returned + m.rule(authority_turned_against_the_apparatus, able=able)
    m.flow(ELECTION, returned * posts)
    appointed = m.set("appointed", m.rule(share_filled_from_above, posts=posts))
    loyal = m.change("loyal", m.rule(fiefs_stand_and_flip, protest=m.rule(protest_becomes_a_vacancy),
                                     willing=m.rule(officials_scent_who_names)))
    m.change("transfer", m.rule(critics_are_moved))
    m.change("dossiers", m.rule(the_compromised_are_preferred))
    patronage = m.set("patronage", m.rule(clients_follow_who_nominates, loyal=loyal))
    m.set("network", appointed * patronage)


@output("party.posts", "posts", "Responsible posts in the party", system="appointments",
        publication="as appointments.posts_per_member")
def posts(w, flows):
    """All responsible posts."""
    return w.appointments.elected + w.appointments.assigned


@output("power.secretariat", "share", "Share of posts owed to the General Secretary's network",
        system="appointments", high=1.0, book=("appointments.r02",))
def secretariat_network(w, flows):
    """Posts owed to whoever is General Secretary."""
    return jnp.sum(w.appointments.network * w.succession.secretary)


@output("fiefs.moscow", "share", "Moscow officials who follow the Secretary", system="appointments", high=1.0,
        book=("appointments.r08",))
def fief_of_moscow(w, flows):
    """The Moscow organisation."""
    return w.appointments.loyal[ORGANISATIONS.index("moscow")]


@output("fiefs.petrograd", "share", "Petrograd officials who follow the Secretary", system="appointments",
        high=1.0, book=("appointments.r08", "appointments.r12"))
def fief_of_petrograd(w, flows):
    """The Petrograd, later Leningrad, organisation."""
    return w.appointments.loyal[ORGANISATIONS.index("petrograd")]


@output("fiefs.ukraine", "share", "Ukrainian officials who follow the Secretary", system="appointments", high=1.0,
        book=("appointments.r12",))
def fief_of_ukraine(w, flows):
    """The Ukrainian organisation."""
    return w.appointments.loyal[ORGANISATIONS.index("ukraine")]


@output("fiefs.transcaucasia", "share", "Transcaucasian officials who follow the Secretary",
        system="appointments", high=1.0, book=("appointments.r06",))
def fief_of_transcaucasia(w, flows):
    """The Transcaucasian organisation."""
    return w.appointments.loyal[ORGANISATIONS.index("transcaucasia")]
