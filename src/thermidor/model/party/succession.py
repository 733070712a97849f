"""Who holds the Secretariat, who is struck down next: one rule of coalition by threat."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, observable, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import LEADERS
from thermidor.model.party.ballot import ballot
from thermidor.model.party.information import COMMITTEE, POLITBURO, SECRETARIAT, TESTAMENT
from thermidor.model.party.information import NOTE as NOTE_TEXT
from thermidor.model.party.persons import tie

L = len(LEADERS)
LENIN, TROTSKY = LEADERS.index("lenin"), LEADERS.index("trotsky")


class Succession(System):
    """The struggle at the summit."""

    standing: Array = variable("index 0-1", "place in the leading organs: 1 full, 0 driven out", start=1.0,
                               dim="leader", high=1.0)
    secretary: Array = variable("flag", "holds the office of General Secretary", start=0.0, dim="leader", high=1.0)
    target: Array = variable("flag", "against whom the others combine", start=0.0, dim="leader", high=1.0)
    authority: Array = variable("index 0-1", "an authority above the apparatus is present", high=1.0,
                                start=parameter(0.8, "index 0-1", 0.6, 1.0, book=("leaders.r01",)))
    recognition: Array = variable("index 0-1", "how far the leaders see the network as a danger", start=0.05,
                                  high=1.0, book=("leaders.r16",))
    charge: Array = variable("index 0-1", "a charge against the Secretary lies open before the voters", start=0.0,
                             high=1.0)
    curbed: Array = variable("index 0-1", "a recalled Secretary's office is under watch", start=0.0, high=1.0)
    army_rules: Array = variable("flag", "the head of the army has taken power", start=0.0, high=1.0)
    exposed: Array = variable("flag", "the Testament has been read to the party", start=0.0, high=1.0)
    cult: Array = variable("index 0-1", "the dead founder made a relic", start=0.0, high=1.0, book=("succession.r04",))
    heir: Array = variable("share", "rank among the heirs", start=0.0, dim="leader", high=1.0,
                           book=("succession.r15",))
    ties_to_target: Array = variable("index 0-1", "personal ties to the one under attack", start=0.0, dim="leader",
                                     high=1.0, book=("succession.r05",))
    truce: Array = variable("index 0-1", "an offer of alliance has been accepted", start=0.0, high=1.0,
                            book=("succession.r07",))
    alternative: Array = variable("index 0-1", "a leader who could replace the ruler is alive and free",
                                  high=1.0, book=("succession.r11",), start=parameter(
                                      1.0, "index 0-1", 0.9, 1.0, assumption="many could lead, nobody rules"))


HEAD = choice("succession.general_secretary", "who is made General Secretary", kind="decision",
              options=("none", *LEADERS), book=("appointments.r01",))
NOTE = choice("succession.georgian_note", "the case against the Secretary is put before the leadership",
              kind="decision", book=("leaders.r05", "organs.r08"))
TESTAMENT_READ = choice("succession.testament_public", "the Testament is read to the party", kind="decision",
                   book=("succession.r01", "organs.r09"))
RECALL = choice("succession.recall", "the General Secretary is recalled", kind="decision",
                book=("succession.r01", "leaders.r06"))
STRIKE = choice("succession.strike", "the target of the coalition loses a post", kind="decision",
                book=("leaders.r11", "succession.r05"))
TAKEOVER = choice("succession.military_takeover", "the head of the army takes power with it", kind="decision",
                  book=("leaders.r09", "army.r17"))

OFFER = choice("succession.offer", "a rival accepts the Secretary's offer of alliance", kind="decision",
               book=("succession.r07",))
REPLACEMENT = choice("succession.replacement", "a congress puts another in the ruler's place", kind="decision",
                     book=("succession.r10",))

TEMPER = parameter(0.4, "1", 0.2, 0.8, assumption="leaders are firmer than members: a pull of two fifths of the full "
                   "distance on one axis makes three of four sure; from the resolute to the hesitant")
"""Firmness of convictions in every vote of the leading organs."""
SPREAD = parameter(0.07, "share", 0.03, 0.15, assumption="one or two of twenty are absent or change their mind in the "
                   "room; from a full inner organ to a plenum in summer")
"""What absences and last words can change in every count of the leading organs."""

TRUCE_FADES = parameter(0.92, "share left a month", 0.8, 0.97, assumption="an alliance of convenience lasts about a year")
CHARGE_FADES = parameter(0.75, "share left a month", 0.5, 0.9, assumption="a matter not settled is overtaken in months")
WATCH_FADES = parameter(0.99, "share left a month", 0.96, 0.998, assumption="vigilance after a recall lasts some years")
ALARM = parameter(0.4, "index 0-1", 0.1, 0.7, book=("leaders.r06", "succession.r01"))
"""How much an open charge, or the founder's judgement, opens the leaders' eyes."""
PUT_ASIDE = parameter(0.6, "share", 0.3, 0.9, assumption="standing that the others lose when an army chief takes power")

CASE = parameter([0.1, 0.0, 0.8, 0.0, 0.6, 0.3], "index -1..1", 0.6, 1.4, dim="axis",
                 book=("leaders.r19", "leaders.r05"))
"""Direction of a motion to recall the Secretary: for party democracy and the nations' rights."""


@rule(
    "leaders.r01", "leaders.r03",
    reads=dict(prestige="leaders.prestige", capacity="leaders.capacity", standing="succession.standing",
               secretary="succession.secretary", dependence="leaders.dependence"),
    parameters=dict(threshold=parameter(0.62, "index 0-1", 0.5, 0.75, book=("leaders.r01",)),
                    width=parameter(0.25, "index 0-1", 0.15, 0.35, assumption="authority grows with prestige")),
    neutral=0.0, signs=dict(prestige=+1, capacity=+1, standing=+1), unit="index 0-1",
)
def an_authority_stands_above(prestige, capacity, standing, secretary, dependence, threshold, width):
    """A leader of very high prestige who can work holds the others' rivalry in check.

    Prestige that comes with the Secretary's own posts stands not above the apparatus: it is its head.
    """
    above = prestige * capacity * standing * (1.0 - secretary) * (1.0 - dependence)
    return jnp.clip((jnp.max(above) - threshold) / width, 0.0, 1.0)


@rule(
    "appointments.r01",
    reads=dict(standing="succession.standing", capacity="leaders.capacity", prestige="leaders.prestige",
               committee="organs.committee"),
    parameters=dict(
        skill="leaders.skill",
        outsider=parameter(0.05, "1", 0.01, 0.2, assumption="chance of one who does not sit in the committee"),
        modest=parameter(0.55, "index 0-1", 0.35, 0.8, book=("appointments.r01", "leaders.r16")),
        choosy=parameter(14.0, "1", 6, 22, assumption="how clearly the ablest administrator is preferred"),
    ),
    neutral=1 / L, unit="probability of each leader",
)
def an_administrator_is_preferred(standing, capacity, prestige, committee, skill, outsider, modest, choosy):
    """The office looks administrative: it goes to an able organiser of middling prestige."""
    fit = skill * standing * capacity - jnp.square(prestige - modest * 0.6) - jnp.maximum(prestige - modest, 0.0)
    odds = standing * capacity * (outsider + committee) * jnp.exp(choosy * (fit - 1.0))
    return odds / jnp.maximum(odds.sum(), 1e-9)


@rule(
    "leaders.r11", "succession.r05", "organs.r18", "leaders.r10", "leaders.r16", "appointments.r07",
    reads=dict(ties="leaders.ties", standing="succession.standing", capacity="leaders.capacity", prestige="leaders.prestige",
               network="appointments.network", secretary="succession.secretary",
               recognition="succession.recognition", authority="succession.authority",
               pursued="succession.target", positions="leaders.positions", dependence="leaders.dependence",
               truce="succession.truce", deciding="now:organs.weight"),
    parameters=dict(
        chase=parameter(1.8, "1", 0.5, 3.0, book=("leaders.r11",),
                        assumption="a rival under attack is pursued until he is out"),
        rivalry=parameter(0.6, "1", 0.2, 1.2, assumption="fear of a man against distance from his positions"),
        least=parameter(0.08, "index 0-1", 0.03, 0.2, assumption="nobody combines against the weak"),
    ),
    neutral=0.0, unit="index 0-1",
)
def others_combine_against_the_most_threatening(ties, standing, capacity, prestige, network, secretary, recognition,
                                                authority, pursued, positions, dependence, truce, deciding, chase, rivalry, least):
    """Leaders combine against whoever seems to threaten them most: visible prestige, far positions.

    Networks are seen late; followers of the Secretary threaten nobody while he holds his office, and
    nobody combines against himself: who decides alone is feared by none who decides.
    """
    weight = standing * (network + 0.2 * prestige)
    centre = (weight @ positions) / jnp.maximum(weight.sum(), 1e-6)
    distance = jnp.mean(jnp.abs(positions - centre), axis=1)
    visible = standing * capacity * (prestige + recognition * network)
    follower = jnp.maximum(ties, dependence) * (1.0 - secretary)
    seen = visible * (rivalry + distance) * (1.0 - 0.9 * follower) * (1.0 - secretary * (1.0 - recognition))
    seen = seen * (1.0 + chase * (pursued > 0) * (standing > 0.01)) * (1.0 - 0.7 * truce * (pursued > 0))
    seen = seen * (1.0 - deciding)
    top = jnp.max(seen)
    return jnp.where((seen >= top) & (top > least), 1.0, 0.0) * (1.0 - authority)


@rule(
    "leaders.r11", "organs.r13", "succession.r06", "succession.r09", "organs.r12", "factions.r10",
    reads=dict(ties="leaders.ties", near_target=here(0, 1, "ties to the target", "leader"), target=here(0, 1, "the target", "leader"), standing="succession.standing",
               prestige="leaders.prestige", capacity="leaders.capacity", network="appointments.network",
               appointed="appointments.appointed", secretary="succession.secretary",
               recognition="succession.recognition", authority="succession.authority", fear="factions.fear",
               congress="delegation.delegates", hope="comintern.hope", positions="leaders.positions",
               seat="organs.politburo", dependence="leaders.dependence", wiretap="information.tapped",
               cult="succession.cult"),
    parameters=dict(
        pace=parameter(0.11, "a month", 0.05, 0.25,
                       assumption="months between the steps of a removal; the book gives two to three years "
                                  "from first attack to exclusion"),
        temper=parameter(0.4, "1", 0.2, 0.8, assumption="firmness of leaders' convictions"),
        spread=parameter(0.07, "share", 0.03, 0.15, assumption="last words, absences"),
        wariness=parameter(1.6, "1", 0.6, 3.0, book=("leaders.r11",)),
        bound=parameter(1.0, "1", 0.3, 2.0, book=("leaders.r16",)),
        orders=parameter(1.4, "1", 0.5, 2.5, book=("organs.r10", "appointments.r06")),
        bonds=parameter(1.5, "1", 0.6, 2.5, book=("succession.r05", "leaders.r08")),
        triumph=parameter(0.5, "1", 0.0, 1.2, book=("regime.r16", "abroad.germany.r12")),
        ear=parameter(0.4, "1", 0.0, 0.9, book=("information.r07",)),
    ),
    neutral=0.0, unit="probability a month",
)
def the_coalition_strikes(ties, near_target, target, standing, prestige, capacity, network, appointed, secretary, recognition,
                          authority, fear, congress, hope, positions, seat, dependence, wiretap, cult, pace,
                          temper, spread, wariness, bound, orders, bonds, triumph, ear):
    """A ballot of the leaders and of the posts decides whether the target loses a place.

    Each weighs his distance from the target, his ties to him, his fear of the man and of the Secretary.
    """
    motion = -(target @ positions)
    motion = motion / jnp.maximum(jnp.sum(jnp.abs(motion)), 0.5)
    voters = standing * (1.0 - target) * capacity * (0.15 + 0.85 * seat)
    free = voters * jnp.square(prestige)
    posts = voters * network
    weights = ((1.0 - appointed) * free / jnp.maximum(free.sum(), 1e-6)
               + appointed * posts / jnp.maximum(posts.sum(), 1e-6))
    menace = jnp.sum(target * prestige)
    net = jnp.sum(network * secretary)
    attacked = jnp.sum(target * secretary)
    client = jnp.maximum(ties, dependence)
    trust = wariness * (menace - 0.55) - bound * recognition * net * (1.0 - secretary) * (1.0 - attacked)
    trust = trust - bonds * near_target + client * (0.5 + cult) * (1.0 - 2.0 * attacked)
    line = (orders * fear + ear * wiretap) * net * (1.0 - 2.0 * attacked) - triumph * (hope - 0.5)
    vote = ballot(motion, positions, weights, trust=trust, fear=line, temper=temper, spread=spread)
    return pace * vote.carries * (1.0 - authority) * (1.0 - congress * (1.0 - attacked)) * (jnp.sum(target) > 0)


@rule(
    "leaders.r16", "leaders.r14", "appointments.r07",
    reads=dict(recognition="succession.recognition", network="appointments.network",
               secretary="succession.secretary", standing="succession.standing", prestige="leaders.prestige",
               alive="leaders.alive"),
    parameters=dict(
        learn=parameter(0.018, "a month", 0.006, 0.05, book=("leaders.r16", "appointments.r07")),
        losses=parameter(0.03, "a month", 0.0, 0.08, book=("appointments.r07",)),
        forget=parameter(0.005, "a month", 0.0, 0.02, assumption="alarm fades when nothing happens"),
    ),
    neutral=0.0, signs=dict(recognition=-1), unit="change a month",
)
def partners_see_the_network_late(recognition, network, secretary, standing, prestige, alive, learn, losses, forget):
    """Rivals despise an administrator; they see the network when it has taken their own posts."""
    net = jnp.sum(network * secretary)
    hurt = jnp.sum(alive * prestige * (1.0 - standing)) / jnp.maximum(jnp.sum(alive * prestige), 1e-6)
    return (learn * net + losses * hurt) * (1.0 - recognition) - forget * recognition


@rule(
    "leaders.r19", "succession.r14",
    reads=dict(authority="succession.authority", network="appointments.network",
               secretary="succession.secretary", appointed="appointments.appointed",
               recognition="succession.recognition", gatekeeper="information.guarded"),
    parameters=dict(
        kept=parameter(0.5, "share", 0.2, 0.8, book=("information.r03", "information.r04")),
        insight=parameter(0.25, "a month", 0.08, 0.6, book=("leaders.r19", "organs.r05"),
                          assumption="the founder, who stands above the posts, sees in months what his partners "
                                     "see in years"),
    ),
    neutral=0.0, signs=dict(authority=+1, appointed=+1, recognition=-1), unit="change a month",
)
def the_founder_sees_it_first(authority, network, secretary, appointed, recognition, gatekeeper, kept, insight):
    """An active founder meets the network in each quarrel that he takes up and warns of it."""
    seen = jnp.sum(network * secretary) + 0.5 * appointed
    return insight * authority * seen * secretary.sum() * (1.0 - recognition) * (1.0 - kept * gatekeeper)


@rule(
    "leaders.r05", "leaders.r19", "organs.r08", "leaders.r06",
    reads=dict(recognition="succession.recognition", secretary="succession.secretary", power="appointments.power",
               capacity="leaders.capacity", standing="succession.standing", charge="succession.charge",
               prestige="leaders.prestige", seat="organs.politburo", ties="leaders.ties",
               gatekeeper="information.guarded", known="information.known", wiretap="information.tapped"),
    parameters=dict(
        caution="leaders.caution",
        kept=parameter(0.7, "share", 0.3, 0.95, book=("information.r03", "leaders.r05")),
        will=parameter(0.05, "a month", 0.01, 0.15, book=("leaders.r05", "leaders.r19")),
    ),
    neutral=0.0, signs=dict(recognition=+1, charge=-1), unit="probability a month",
)
def the_case_is_put(recognition, secretary, power, capacity, standing, charge, prestige, seat, ties, gatekeeper,
                    known, wiretap, caution, kept, will):
    """A leader who has seen the danger may put the case before the others; caution keeps it back.

    A guarded founder hardly can; an ally who holds his note can, and a heard telephone forestalls.
    """
    founder = jax.nn.one_hot(LENIN, L)
    able = standing * capacity * (1.0 - secretary) * (1.0 - caution) * prestige * seat * (1.0 - ties)
    means = jnp.where(founder > 0, 1.0 - kept * gatekeeper, 0.6 + 0.8 * known[NOTE_TEXT, POLITBURO])
    bold = jnp.max(able * means)
    return will * recognition * bold * power * secretary.sum() * (1.0 - charge) * 2.0 * (1.0 - 0.4 * wiretap)


@rule(
    "succession.r01", "organs.r09",
    reads=dict(secretary="succession.secretary", capacity="leaders.capacity.lenin", alive="leaders.alive.lenin",
               appointed="appointments.appointed", exposed="succession.exposed", fear="factions.fear",
               recognition="succession.recognition", known="information.known"),
    parameters=dict(chance=parameter(0.03, "a month", 0.008, 0.08, book=("succession.r01",))),
    neutral=0.0, signs=dict(appointed=-1, exposed=-1, recognition=+1), unit="probability a month",
)
def the_testament_comes_out(secretary, capacity, alive, appointed, exposed, fear, recognition, known, chance):
    """A sick or dead founder's judgement may reach the party, unless the apparatus keeps it from it."""
    ill = jnp.clip((0.6 - capacity * alive) / 0.6, 0.0, 1.0)
    held = known[TESTAMENT, SECRETARIAT] * secretary.sum()
    return chance * ill * held * (1.0 - appointed) * (1.0 - fear) * (1.0 - exposed) * (0.5 + recognition)


@rule(
    "succession.r01", "leaders.r06", "succession.r05", "succession.r14",
    reads=dict(ties="leaders.ties", charge=here(0, 1), exposed=here(0, 1), standing="succession.standing", prestige="leaders.prestige",
               capacity="leaders.capacity", network="appointments.network", appointed="appointments.appointed",
               secretary="succession.secretary", recognition="succession.recognition",
               authority="succession.authority", target="succession.target",
               congress="delegation.delegates", fear="factions.fear", positions="leaders.positions",
               seat="organs.politburo", dependence="leaders.dependence", known="information.known",
               wiretap="information.tapped"),
    parameters=dict(
        case="succession.case", pace=parameter(0.3, "a month", 0.1, 0.6, assumption="a plenum every two or three months can decide it"),
        temper=parameter(0.4, "1", 0.2, 0.8, assumption="firmness of leaders' convictions"),
        spread=parameter(0.07, "share", 0.03, 0.15, assumption="last words, absences"),
        rival=parameter(1.2, "1", 0.4, 2.4, book=("leaders.r10", "succession.r07")),
        proof=parameter(1.5, "1", 0.6, 2.5, book=("leaders.r06", "succession.r01")),
        mandate=parameter(1.5, "1", 0.5, 3.0, book=("organs.r08", "delegation.r05")),
        quiet=parameter(0.85, "1", 0.4, 1.6, assumption="nobody is recalled without a reason"),
        hold=parameter(1.6, "1", 0.8, 2.6, book=("delegation.r05", "organs.r08")),
    ),
    neutral=0.0, signs=dict(charge=+1, exposed=+1, appointed=-1), unit="probability a month",
)
def a_plenum_may_recall_the_secretary(ties, charge, exposed, standing, prestige, capacity, network, appointed, secretary,
                                      recognition, authority, target, congress, fear, positions, seat, dependence,
                                      known, wiretap, case, pace, temper, spread, rival, proof, mandate, quiet, hold):
    """With a charge before them the leaders vote on the Secretary; fear of his rival saves him."""
    voters = standing * capacity * (1.0 - secretary) * (0.25 + 0.75 * seat)
    free = voters * jnp.square(prestige)
    free = free / jnp.maximum(free.sum(), 1e-6)
    threat_of_rival = jnp.sum(target * prestige * (1.0 - secretary)) * (1.0 - target)
    net = jnp.sum(network * secretary)
    shown = charge * (0.6 + 0.4 * jnp.maximum(known[TESTAMENT, COMMITTEE], authority)) + 0.3 * exposed
    client = jnp.maximum(ties, dependence)
    trust = (proof * shown + recognition * net + mandate * congress - rival * threat_of_rival - client - quiet
             - 0.3 * wiretap)
    vote = ballot(case, positions, free, trust=trust, fear=-hold * fear * net, temper=temper, spread=spread)
    loyal = jnp.clip(appointed * net * (1.0 - jnp.minimum(2.0 * congress, 1.0)), 0.0, 1.0)
    share = (1.0 - loyal) * vote.share
    carries = jax.nn.sigmoid((share - 0.5) / spread)
    alarm = jnp.clip(charge + 0.3 * exposed + recognition * net, 0.0, 1.0)
    return pace * carries * secretary.sum() * alarm


@rule(
    "leaders.r09", "army.r17",
    reads=dict(target=here(0, 1, "the target", "leader"), standing="succession.standing",
               popularity="leaders.popularity", capacity="leaders.capacity", force="army.red",
               mass="police.mass_terror", dependence="leaders.dependence"),
    parameters=dict(army="leaders.army", caution="leaders.caution",
                    cornered=parameter(0.08, "1", 0.0, 0.3, book=("army.r17",),
                                       assumption="mass terror finds chiefs of the army unready"),
                    chance=parameter(0.02, "a month", 0.004, 0.06, book=("leaders.r09", "army.r17"))),
    neutral=0.0, unit="probability a month",
)
def the_army_may_be_used(target, standing, popularity, capacity, force, mass, dependence, army, caution, cornered,
                         chance):
    """A chief of the army under attack could use it; caution makes it improbable."""
    cause = jnp.maximum(target, cornered * mass)
    could = cause * jnp.square(army) * (0.4 + 0.6 * popularity) * capacity * (1.0 - caution) * (standing > 0.6) * (1.0 - dependence)
    return chance * could * (force > 0.0)


@rule(
    "succession.r05", "leaders.r11",
    reads=dict(target=here(0, 1, "the target", "leader")),
    parameters=dict(circle="leaders.circle"),
    neutral=0.0, unit="index 0-1",
)
def friends_of_the_target(target, circle):
    """A blow at one of a circle is felt by the others: partners and clients stand by him."""
    return tie(target, circle)


@rule(
    "leaders.r11", "factions.r16", "succession.r05", "organs.r12",
    reads=dict(near_target=here(0, 1, "ties to the target", "leader"), struck=here(0, 1), target=here(0, 1, "the target", "leader"), bloc="factions.bloc",
               secretary="succession.secretary"),
    parameters=dict(step=parameter(0.34, "index 0-1", 0.2, 0.5, book=("leaders.r11", "organs.r12")),
                    friends=parameter(0.6, "share", 0.2, 0.9, book=("leaders.r11", "succession.r05"))),
    neutral=0.0, unit="standing lost",
)
def a_place_is_lost_at_each_blow(near_target, struck, target, bloc, secretary, step, friends):
    """Post, seat and membership go one after another; those who stand with the target lose theirs too."""
    with_him = friends * bloc * near_target * (1.0 - secretary)
    return step * struck * jnp.maximum(target, with_him)


@rule(
    "factions.r16", "succession.r11", "terror.r01",
    reads=dict(ties="leaders.ties", standing="succession.standing", secretary="succession.secretary", mass="police.mass_terror",
               dependence="leaders.dependence"),
    parameters=dict(rate=parameter(0.07, "a month", 0.03, 0.15, book=("factions.r16", "succession.r11"))),
    neutral=0.0, signs=dict(mass=+1), unit="standing lost a month",
)
def terror_leaves_no_alternative(ties, standing, secretary, mass, dependence, rate):
    """Mass terror takes whoever could replace the ruler, his followers last."""
    near = jnp.maximum(ties, 0.6 * dependence)
    return standing * rate * mass * (1.0 - secretary) * (1.0 - 0.85 * near)


@rule(
    "succession.r04", "succession.r15", "succession.r03",
    reads=dict(cult="succession.cult", alive="leaders.alive.lenin", appointed="appointments.appointed",
               rights="information.rights", soviet="soviets.power"),
    parameters=dict(
        pace=parameter(0.15, "a month", 0.05, 0.3, book=("succession.r04",)),
        sober=parameter(0.25, "index 0-1", 0.05, 0.5, assumption="what mourning alone would leave of it"),
    ),
    neutral=0.0, signs=dict(appointed=+1, alive=-1), unit="change a month",
)
def the_founder_is_made_a_relic(cult, alive, appointed, rights, soviet, pace, sober):
    """A dead founder, a press of nominated editors: mummy, oath and litany make his disciples his heirs."""
    aim = soviet * (1.0 - alive) * (sober + (1.0 - sober) * appointed * (1.0 - 0.5 * rights))
    return pace * (aim - cult)


@rule(
    "succession.r15", "succession.r03", "succession.r04",
    reads=dict(standing="succession.standing", network="appointments.network", prestige="leaders.prestige",
               capacity="leaders.capacity", bloc="factions.bloc", seat="organs.politburo"),
    parameters=dict(posts=parameter(0.7, "share", 0.4, 0.9, book=("succession.r03", "succession.r15"))),
    neutral=0.0125, unit="share",
)
def heirs_are_ranked_by_posts(standing, network, prestige, capacity, bloc, seat, posts):
    """The first guard of honour is those who hold posts and seats, not those whom the dead man named."""
    name = standing * capacity * prestige * seat
    post = standing * capacity * network
    rank = (1.0 - posts) * name / jnp.maximum(name.sum(), 1e-6) + posts * post / jnp.maximum(post.sum(), 1e-6)
    return rank * (1.0 - 0.5 * bloc)


@rule(
    "succession.r02", "leaders.r07",
    reads=dict(before="leaders.alive.lenin", now="now:leaders.alive.lenin", illness="leaders.illness",
               abroad="leaders.abroad"),
    parameters=dict(coldness=parameter(0.12, "index 0-1", 0.03, 0.25, book=("succession.r02",))),
    neutral=0.0, unit="standing lost",
)
def absence_from_the_funeral_reads_as_coldness(before, now, illness, abroad, coldness):
    """Who is away, ill or misled about the date when the founder is buried loses standing."""
    away = jnp.maximum(abroad, illness * jax.nn.one_hot(TROTSKY, L))
    return coldness * jnp.maximum(before - now, 0.0) * away


@rule(
    "succession.r07",
    reads=dict(target="succession.target", secretary="succession.secretary", recognition="succession.recognition",
               network="appointments.network", authority="succession.authority", truce="succession.truce",
               standing="succession.standing"),
    parameters=dict(
        caution="leaders.caution",
        hazard=parameter(0.08, "a month", 0.02, 0.2, book=("succession.r07",)),
        trusting=parameter(0.25, "probability", 0.05, 0.5, assumption="the offer was refused in the record"),
    ),
    neutral=0.0, signs=dict(truce=-1), unit="probability a month",
)
def an_offer_is_accepted(target, secretary, recognition, network, authority, truce, standing, caution, hazard, trusting):
    """The Secretary offers the rival under attack an alliance to keep him bound; a cautious one may take it."""
    offered = hazard * jnp.sum(network * secretary) * jnp.sum((target > 0) * (1.0 - secretary) * standing * caution)
    return jnp.clip(offered * trusting, 0.0, 1.0) * (1.0 - recognition) * (1.0 - authority) * (1.0 - truce)


@rule(
    "succession.r11", "succession.r10",
    reads=dict(alive="leaders.alive", standing="succession.standing", prestige="leaders.prestige",
               popularity="leaders.popularity", dependence="leaders.dependence", secretary="succession.secretary"),
    parameters=dict(enough=parameter(0.35, "index 0-1", 0.2, 0.5, assumption="prestige of one who could take over")),
    neutral=0.5, unit="index 0-1",
)
def an_alternative_is_left(alive, standing, prestige, popularity, dependence, secretary, enough):
    """While a leader of some name lives in freedom, the ruler can be replaced."""
    able = alive * standing * jnp.maximum(prestige, popularity) * (1.0 - 0.4 * dependence) * (1.0 - secretary)
    return jnp.clip(jnp.max(able) / enough, 0.0, 1.0)


@rule(
    "succession.r10", "delegation.r12", "leaders.r15",
    reads=dict(sitting="delegation.sitting", hidden="delegation.hidden", alternative="succession.alternative",
               secretary="succession.secretary", fear="factions.fear", wiretap="information.tapped",
               appointees="delegation.appointees", deciders="organs.deciders"),
    parameters=dict(
        chance=parameter(0.5, "probability", 0.2, 0.9, assumption="at a congress with a majority that would dare"),
        needed=parameter(0.4, "share", 0.25, 0.5, book=("succession.r10",),
                         assumption="struck names at which a corridor plan becomes a vote"),
        steep=parameter(14.0, "1", 7, 25, assumption="a majority is a threshold"),
    ),
    neutral=0.0, signs=dict(hidden=+1, alternative=+1, fear=-1, wiretap=-1), unit="probability",
)
def a_congress_may_replace_the_ruler(sitting, hidden, alternative, secretary, fear, wiretap, appointees, deciders,
                                     chance, needed, steep):
    """Delegates who strike his name may put another in his place, if one consents and nobody tells."""
    bold = jax.nn.sigmoid(steep * (hidden - needed)) * (1.0 - fear) * (1.0 - 0.5 * wiretap) * (1.0 - 0.3 * appointees)
    return chance * sitting * alternative * secretary.sum() * bold * jnp.clip(3.0 - deciders, 0.0, 1.0)


def step(m: Month) -> None:
    """Authority, office, coalition, blows, recall, heritage."""
    last = m.last
    m.set("authority", m.rule(an_authority_stands_above))
    alive = m.now("leaders.alive")
    present = alive * (last("succession.standing") > 0.02) * (1.0 - m.now("factions.expelled"))
    secretary = last("succession.secretary") * present
    vacant = m.now("appointments.secretariat") * (1.0 - jnp.sum(secretary))

    charged = m.choose(NOTE, m.rule(the_case_is_put))
    published = m.choose(TESTAMENT_READ, m.rule(the_testament_comes_out))
    fresh = jnp.maximum(charged, published)
    charge = jnp.maximum(last("succession.charge") * m.parameter("succession.charge_fades"), fresh)
    exposed = m.set("exposed", jnp.maximum(last("succession.exposed"), published))
    against_him = exposed * (1.0 - last("succession.curbed"))
    recalled = m.choose(RECALL, m.rule(a_plenum_may_recall_the_secretary, charge=charge, exposed=against_him))
    replaced = m.choose(REPLACEMENT, m.rule(a_congress_may_replace_the_ruler)) * (1.0 - recalled)
    gone = jnp.maximum(recalled, replaced)
    m.set("charge", charge * (1.0 - gone))
    m.set("curbed", jnp.maximum(last("succession.curbed") * m.parameter("succession.watch_fades"), gone))
    m.set("recognition", last("succession.recognition") + m.rule(partners_see_the_network_late)
          + m.rule(the_founder_sees_it_first) + m.parameter("succession.alarm") * (charged + published))

    odds = m.rule(an_administrator_is_preferred) * (1.0 - secretary) * present
    odds = odds / jnp.maximum(odds.sum(), 1e-6)
    open_office = jnp.maximum(vacant, gone)
    chosen = m.choose(HEAD, *[odds[i] * open_office for i in range(L)])
    named = (jnp.arange(1, L + 1) == chosen).astype(jnp.float32)
    m.set("secretary", jnp.where(chosen > 0, named, secretary * (1.0 - gone)))

    accepted = m.choose(OFFER, m.rule(an_offer_is_accepted))
    m.set("truce", jnp.maximum(last("succession.truce") * m.parameter("succession.truce_fades"), accepted))
    target = m.set("target", m.rule(others_combine_against_the_most_threatening))
    flag = (target > 0).astype(jnp.float32)
    near = m.set("ties_to_target", m.rule(friends_of_the_target, target=flag))
    struck = m.choose(STRIKE, m.rule(the_coalition_strikes, target=flag, near_target=near))
    by_chief = m.rule(the_army_may_be_used, target=flag) * present
    takeover = m.choose(TAKEOVER, by_chief.sum())
    rank = by_chief + 1e-6 * m.parameter("leaders.army") * present
    chief = takeover * (rank >= rank.max()).astype(jnp.float32)
    m.set("army_rules", jnp.maximum(last("succession.army_rules"), takeover))
    lost = (m.rule(a_place_is_lost_at_each_blow, struck=struck, target=flag, near_target=near)
            + m.parameter("succession.a_place_is_lost_at_each_blow.step") * gone * secretary
            + m.rule(terror_leaves_no_alternative) + m.rule(absence_from_the_funeral_reads_as_coldness)
            + m.parameter("succession.put_aside") * takeover * (1.0 - chief))
    standing = jnp.clip(last("succession.standing") - lost, 0.0, 1.0) * (1.0 - m.now("factions.expelled"))
    back = m.parameter("factions.readmitted") * m.now("factions.recanted") * (1.0 - m.now("factions.expelled"))
    m.set("standing", jnp.maximum(standing, back) * alive)
    m.set("cult", last("succession.cult") + m.rule(the_founder_is_made_a_relic))
    m.set("heir", m.rule(heirs_are_ranked_by_posts))
    m.set("alternative", m.rule(an_alternative_is_left))


@observable("power.authority", "index 0-1", "An authority above the apparatus is present", system="succession",
            high=1.0, book=("leaders.r01",))
def authority_present(w, flows):
    """Authority of the founder, or of whoever has his prestige."""
    return w.succession.authority


@observable("power.stalin_secretary", "flag", "Stalin holds the office of General Secretary", system="succession",
            high=1.0, book=("appointments.r01",))
def stalin_is_secretary(w, flows):
    """Whether the office is his."""
    return w.succession.secretary[2]


@observable("power.trotsky_standing", "index 0-1", "Trotsky's place in the leading organs", system="succession",
            high=1.0, book=("factions.r11",))
def trotsky_standing(w, flows):
    """1 in full, 0 driven out or dead."""
    return w.succession.standing[1]


@observable("power.stalin_standing", "index 0-1", "Stalin's place in the leading organs", system="succession", high=1.0,
            book=("succession.r01",))
def stalin_standing(w, flows):
    """1 in full, 0 driven out or dead."""
    return w.succession.standing[2]


@observable("power.alternative", "index 0-1", "A leader who could replace the ruler is alive and free",
            system="succession", high=1.0, book=("succession.r11",))
def alternative_left(w, flows):
    """1 when there is one of some name."""
    return w.succession.alternative


@observable("power.cult", "index 0-1", "The dead founder made a relic", system="succession", high=1.0,
            book=("succession.r04",))
def cult_of_the_founder(w, flows):
    """A modelling scale."""
    return w.succession.cult


@observable("power.recognition", "index 0-1", "How far the leaders see the network as a danger", system="succession",
            high=1.0, book=("leaders.r16",))
def network_seen(w, flows):
    """A modelling scale."""
    return w.succession.recognition


@observable("power.right_standing", "index 0-1", "Place of Bukharin, Rykov and Tomsky in the leading organs",
            system="succession", high=1.0, book=("succession.r09",))
def right_standing(w, flows):
    """Mean of the three."""
    return jnp.mean(w.succession.standing[5:8])


@observable("power.zinoviev_standing", "index 0-1", "Place of Zinoviev and Kamenev in the leading organs",
            system="succession", high=1.0, book=("succession.r05",))
def zinoviev_standing(w, flows):
    """Mean of the two."""
    return jnp.mean(w.succession.standing[3:5])
