"""Who holds the Secretariat, who is struck down next: one rule of coalition by threat."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, observable, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import LEADERS
from thermidor.model.party.ballot import ballot

L = len(LEADERS)


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


HEAD = choice("succession.general_secretary", "who is made General Secretary", kind="decision",
              options=("none", *LEADERS), book=("appointments.r01",))
NOTE = choice("succession.georgian_note", "the case against the Secretary is put before the leadership",
              kind="decision", book=("leaders.r05", "organs.r08"))
TESTAMENT = choice("succession.testament_public", "the Testament is read to the party", kind="decision",
                   book=("succession.r01", "organs.r09"))
RECALL = choice("succession.recall", "the General Secretary is recalled", kind="decision",
                book=("succession.r01", "leaders.r06"))
STRIKE = choice("succession.strike", "the target of the coalition loses a post", kind="decision",
                book=("leaders.r11", "succession.r05"))
TAKEOVER = choice("succession.military_takeover", "the head of the army takes power with it", kind="decision",
                  book=("leaders.r09", "army.r17"))

CHARGE_FADES = parameter(0.75, "share left a month", 0.5, 0.9, assumption="a matter not settled is overtaken in months")
WATCH_FADES = parameter(0.99, "share left a month", 0.96, 0.998, assumption="vigilance after a recall lasts some years")
ALARM = parameter(0.4, "index 0-1", 0.1, 0.7, book=("leaders.r06", "succession.r01"))
"""How much an open charge, or the founder's judgement, opens the leaders' eyes."""
PUT_ASIDE = parameter(0.6, "share", 0.3, 0.9, assumption="standing that the others lose when an army chief takes power")

CASE = parameter([0.1, 0.0, 0.8, 0.0, 0.6, 0.3], "index -1..1", 0.6, 1.4, dim="axis",
                 book=("leaders.r19", "leaders.r05"))
"""Direction of a motion to recall the Secretary: for party democracy and the nations' rights."""


@rule(
    "leaders.r01", "leaders.r03", "regime.r07",
    reads=dict(prestige="leaders.prestige", capacity="leaders.capacity", standing="succession.standing"),
    parameters=dict(threshold=parameter(0.62, "index 0-1", 0.5, 0.75, book=("leaders.r01",)),
                    width=parameter(0.25, "index 0-1", 0.15, 0.35, assumption="authority grows with prestige")),
    neutral=0.0, signs=dict(prestige=+1, capacity=+1, standing=+1), unit="index 0-1",
)
def an_authority_stands_above(prestige, capacity, standing, threshold, width):
    """A leader of very high prestige who can work holds the others' rivalry in check."""
    return jnp.clip((jnp.max(prestige * capacity * standing) - threshold) / width, 0.0, 1.0)


@rule(
    "appointments.r01",
    reads=dict(standing="succession.standing", capacity="leaders.capacity", prestige="leaders.prestige"),
    parameters=dict(
        skill="leaders.skill",
        modest=parameter(0.55, "index 0-1", 0.35, 0.8, book=("appointments.r01", "leaders.r16")),
        choosy=parameter(14.0, "1", 6, 22, assumption="how clearly the ablest administrator is preferred"),
    ),
    neutral=1 / L, unit="probability of each leader",
)
def an_administrator_is_preferred(standing, capacity, prestige, skill, modest, choosy):
    """The office looks administrative: it goes to an able organiser of middling prestige."""
    fit = skill * standing * capacity - jnp.square(prestige - modest * 0.6) - jnp.maximum(prestige - modest, 0.0)
    return jax.nn.softmax(choosy * fit + jnp.log(jnp.maximum(standing * capacity, 1e-6)))


@rule(
    "leaders.r11", "succession.r05", "organs.r18", "leaders.r10", "leaders.r16", "appointments.r07",
    reads=dict(standing="succession.standing", capacity="leaders.capacity", prestige="leaders.prestige",
               network="appointments.network", secretary="succession.secretary",
               recognition="succession.recognition", authority="succession.authority",
               pursued="succession.target"),
    parameters=dict(
        positions="leaders.positions", allies="leaders.allies_of_the_secretary",
        chase=parameter(1.8, "1", 0.5, 3.0, book=("leaders.r11",),
                        assumption="a rival under attack is pursued until he is out"),
        rivalry=parameter(0.6, "1", 0.2, 1.2, assumption="fear of a man against distance from his positions"),
        least=parameter(0.08, "index 0-1", 0.03, 0.2, assumption="nobody combines against the weak"),
    ),
    neutral=0.0, unit="index 0-1",
)
def others_combine_against_the_most_threatening(standing, capacity, prestige, network, secretary, recognition,
                                                authority, pursued, positions, allies, chase, rivalry,
                                                least):
    """Leaders combine against whoever seems to threaten them most: visible prestige, far positions.

    Networks are seen late; followers of the Secretary threaten nobody while he holds his office.
    """
    weight = standing * (network + 0.2 * prestige)
    centre = (weight @ positions) / jnp.maximum(weight.sum(), 1e-6)
    distance = jnp.mean(jnp.abs(positions - centre), axis=1)
    visible = standing * capacity * (prestige + recognition * network)
    follower = allies * secretary[2] * (1.0 - secretary)
    seen = visible * (rivalry + distance) * (1.0 - 0.9 * follower) * (1.0 - secretary * (1.0 - recognition))
    seen = seen * (1.0 + chase * (pursued > 0) * (standing > 0.01))
    top = jnp.max(seen)
    return jnp.where((seen >= top) & (top > least), 1.0, 0.0) * (1.0 - authority)


@rule(
    "leaders.r11", "organs.r13", "succession.r06", "succession.r09", "organs.r12", "factions.r10",
    reads=dict(target=here(0, 1, "the target", "leader"), standing="succession.standing",
               prestige="leaders.prestige", capacity="leaders.capacity", network="appointments.network",
               appointed="appointments.appointed", secretary="succession.secretary",
               recognition="succession.recognition", authority="succession.authority", fear="factions.fear",
               congress="delegation.delegates", hope="comintern.hope"),
    parameters=dict(
        positions="leaders.positions",
        pace=parameter(0.16, "a month", 0.06, 0.3,
                       assumption="months between the steps of a removal; the book gives two to three years "
                                  "from first attack to exclusion"),
        temper=parameter(0.4, "1", 0.2, 0.8, assumption="firmness of leaders' convictions"),
        spread=parameter(0.07, "share", 0.03, 0.15, assumption="last words, absences"),
        wariness=parameter(1.6, "1", 0.6, 3.0, book=("leaders.r11",)),
        bound=parameter(1.0, "1", 0.3, 2.0, book=("leaders.r16",)),
        orders=parameter(1.4, "1", 0.5, 2.5, book=("organs.r10", "appointments.r06")),
        triumph=parameter(0.5, "1", 0.0, 1.2, book=("regime.r16", "abroad.germany.r12")),
    ),
    neutral=0.0, unit="probability a month",
)
def the_coalition_strikes(target, standing, prestige, capacity, network, appointed, secretary, recognition,
                          authority, fear, congress, hope, positions, pace, temper, spread, wariness, bound, orders,
                          triumph):
    """A ballot of the leaders and of the posts decides whether the target loses a place."""
    motion = -(target @ positions)
    motion = motion / jnp.maximum(jnp.sum(jnp.abs(motion)), 0.5)
    voters = standing * (1.0 - target) * capacity
    weights = voters * ((1.0 - appointed) * jnp.square(prestige) / jnp.maximum(jnp.sum(voters * jnp.square(prestige)), 1e-6)
                        + appointed * network / jnp.maximum(jnp.sum(voters * network), 1e-6))
    menace = jnp.sum(target * prestige)
    net = jnp.sum(network * secretary)
    attacked = jnp.sum(target * secretary)
    trust = wariness * menace - bound * recognition * net * (1.0 - secretary) * (1.0 - attacked)
    line = orders * fear * net * (1.0 - 2.0 * attacked) - triumph * (hope - 0.5)
    vote = ballot(motion, positions, weights, trust=trust - wariness * 0.55, fear=line, temper=temper, spread=spread)
    return pace * vote.carries * (1.0 - authority) * (1.0 - congress) * (jnp.sum(target) > 0)


@rule(
    "leaders.r16", "leaders.r14", "appointments.r07", "succession.r08",
    reads=dict(recognition="succession.recognition", network="appointments.network",
               secretary="succession.secretary", standing="succession.standing", prestige="leaders.prestige"),
    parameters=dict(
        learn=parameter(0.018, "a month", 0.006, 0.05, book=("leaders.r16", "appointments.r07")),
        losses=parameter(0.03, "a month", 0.0, 0.08, book=("appointments.r07",)),
        forget=parameter(0.005, "a month", 0.0, 0.02, assumption="alarm fades when nothing happens"),
    ),
    neutral=0.0, signs=dict(recognition=-1), unit="change a month",
)
def partners_see_the_network_late(recognition, network, secretary, standing, prestige, learn, losses, forget):
    """Rivals despise an administrator; they see the network when it has taken their own posts."""
    net = jnp.sum(network * secretary)
    hurt = jnp.sum(prestige * (1.0 - standing)) / jnp.maximum(jnp.sum(prestige), 1e-6)
    return (learn * net + losses * hurt) * (1.0 - recognition) - forget * recognition


@rule(
    "leaders.r19", "organs.r05", "succession.r14", "leaders.r04",
    reads=dict(authority="succession.authority", network="appointments.network",
               secretary="succession.secretary", appointed="appointments.appointed",
               recognition="succession.recognition"),
    parameters=dict(
        insight=parameter(0.25, "a month", 0.08, 0.6, book=("leaders.r19", "organs.r05"),
                          assumption="the founder, who stands above the posts, sees in months what his partners "
                                     "see in years"),
    ),
    neutral=0.0, signs=dict(authority=+1, appointed=+1, recognition=-1), unit="change a month",
)
def the_founder_sees_it_first(authority, network, secretary, appointed, recognition, insight):
    """An active founder meets the network in each quarrel that he takes up and warns of it."""
    return insight * authority * (jnp.sum(network * secretary) + 0.5 * appointed) * secretary.sum() * (1.0 - recognition)


@rule(
    "leaders.r05", "leaders.r19", "organs.r08", "leaders.r06",
    reads=dict(recognition="succession.recognition", secretary="succession.secretary", power="appointments.power",
               capacity="leaders.capacity", standing="succession.standing", charge="succession.charge"),
    parameters=dict(
        caution="leaders.caution",
        will=parameter(0.05, "a month", 0.01, 0.15, book=("leaders.r05", "leaders.r19")),
    ),
    neutral=0.0, signs=dict(recognition=+1, charge=-1), unit="probability a month",
)
def the_case_is_put(recognition, secretary, power, capacity, standing, charge, caution, will):
    """A leader who has seen the danger may put the case before the others; caution keeps it back."""
    able = standing * capacity * (1.0 - secretary)
    bold = jnp.maximum(able[0] * (1.0 - caution[0]), able[1] * (1.0 - caution[1]))
    return will * recognition * bold * power * secretary.sum() * (1.0 - charge) * 2.0


@rule(
    "succession.r01", "organs.r09", "leaders.r10",
    reads=dict(secretary="succession.secretary", capacity="leaders.capacity.lenin", alive="leaders.alive.lenin",
               appointed="appointments.appointed", exposed="succession.exposed", fear="factions.fear",
               recognition="succession.recognition"),
    parameters=dict(chance=parameter(0.02, "a month", 0.004, 0.06, book=("succession.r01",))),
    neutral=0.0, signs=dict(appointed=-1, exposed=-1, recognition=+1), unit="probability a month",
)
def the_testament_comes_out(secretary, capacity, alive, appointed, exposed, fear, recognition, chance):
    """A sick or dead founder's judgement may reach the party, unless the apparatus keeps it from it."""
    ill = jnp.clip((0.6 - capacity * alive) / 0.6, 0.0, 1.0)
    return chance * ill * secretary[2] * (1.0 - appointed) * (1.0 - fear) * (1.0 - exposed) * (0.5 + recognition)


@rule(
    "succession.r01", "leaders.r06", "succession.r05", "organs.r05", "succession.r14", "succession.r10",
    reads=dict(charge=here(0, 1), exposed=here(0, 1), standing="succession.standing", prestige="leaders.prestige",
               capacity="leaders.capacity", network="appointments.network", appointed="appointments.appointed",
               secretary="succession.secretary", recognition="succession.recognition",
               authority="succession.authority", target="succession.target",
               congress="delegation.delegates", fear="factions.fear"),
    parameters=dict(
        positions="leaders.positions", case="succession.case", allies="leaders.allies_of_the_secretary",
        pace=parameter(0.3, "a month", 0.1, 0.6, assumption="a plenum every two or three months can decide it"),
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
def a_plenum_may_recall_the_secretary(charge, exposed, standing, prestige, capacity, network, appointed, secretary,
                                      recognition, authority, target, congress, fear, positions, case, allies,
                                      pace, temper, spread, rival, proof, mandate, quiet, hold):
    """With a charge before them the leaders vote on the Secretary; fear of his rival saves him."""
    voters = standing * capacity * (1.0 - secretary)
    free = voters * jnp.square(prestige)
    free = free / jnp.maximum(free.sum(), 1e-6)
    threat_of_rival = jnp.sum(target * prestige * (1.0 - secretary)) * (1.0 - target)
    net = jnp.sum(network * secretary)
    trust = (proof * (charge + exposed * 0.8) * (0.6 + 0.4 * authority) + recognition * net + mandate * congress
             - rival * threat_of_rival - allies * secretary[2] - quiet)
    line = -hold * fear * net
    vote = ballot(case, positions, free, trust=trust, fear=line, temper=temper, spread=spread)
    loyal = jnp.clip(appointed * net * (1.0 - jnp.minimum(2.0 * congress, 1.0)), 0.0, 1.0)
    share = (1.0 - loyal) * vote.share
    carries = jax.nn.sigmoid((share - 0.5) / spread)
    alarm = jnp.clip(charge + exposed + recognition * net, 0.0, 1.0)
    return pace * carries * secretary.sum() * alarm


@rule(
    "leaders.r09", "army.r17",
    reads=dict(target=here(0, 1, "the target", "leader"), standing="succession.standing.trotsky",
               prestige="leaders.prestige.trotsky", capacity="leaders.capacity.trotsky",
               army="army.red"),
    parameters=dict(caution="leaders.caution",
                    chance=parameter(0.02, "a month", 0.004, 0.06, book=("leaders.r09", "army.r17"))),
    neutral=0.0, signs=dict(prestige=+1, standing=+1), unit="probability a month",
)
def the_army_may_be_used(target, standing, prestige, capacity, army, caution, chance):
    """The chief of the army under attack could use it; his caution makes it improbable."""
    return chance * target[1] * (1.0 - caution[1]) * prestige * capacity * (standing > 0.6) * (army > 0.0)


@rule(
    "leaders.r11", "factions.r16",
    reads=dict(struck=here(0, 1), target=here(0, 1, "the target", "leader")),
    parameters=dict(step=parameter(0.34, "index 0-1", 0.2, 0.5, book=("leaders.r11", "organs.r12"))),
    neutral=0.0, signs=dict(struck=+1), unit="standing lost",
)
def a_place_is_lost_at_each_blow(struck, target, step):
    """Post, seat and membership go one after another."""
    return step * struck * target


@rule(
    "factions.r16", "succession.r11", "terror.r01",
    reads=dict(standing="succession.standing", secretary="succession.secretary", mass="police.mass_terror",
               ),
    parameters=dict(allies="leaders.allies_of_the_secretary",
                    rate=parameter(0.07, "a month", 0.03, 0.15, book=("factions.r16", "succession.r11"))),
    neutral=0.0, signs=dict(mass=+1), unit="standing lost a month",
)
def terror_leaves_no_alternative(standing, secretary, mass, allies, rate):
    """Mass terror takes whoever could replace the ruler, his followers last."""
    return standing * rate * mass * (1.0 - secretary) * (1.0 - 0.85 * allies * secretary[2])


def step(m: Month) -> None:
    """Authority, office, coalition, blows, recall."""
    authority = m.rule(an_authority_stands_above)
    m.set("authority", authority)
    secretary = m.last("succession.secretary")
    alive = m.now("leaders.alive")
    vacant = m.now("appointments.secretariat") * (1.0 - jnp.sum(secretary * alive))

    charged = m.choose(NOTE, m.rule(the_case_is_put))
    charge = m.set("charge", jnp.maximum(m.last("succession.charge") * m.parameter("succession.charge_fades"), charged))
    published = m.choose(TESTAMENT, m.rule(the_testament_comes_out))
    exposed = m.set("exposed", jnp.maximum(m.last("succession.exposed"), published))
    recalled = m.choose(RECALL, m.rule(a_plenum_may_recall_the_secretary, charge=charge, exposed=exposed))
    m.set("curbed", jnp.maximum(m.last("succession.curbed") * m.parameter("succession.watch_fades"), recalled))
    m.set("recognition", m.last("succession.recognition") + m.rule(partners_see_the_network_late)
          + m.rule(the_founder_sees_it_first)
          + m.parameter("succession.alarm") * (charged + published))

    odds = m.rule(an_administrator_is_preferred) * (1.0 - secretary)
    odds = odds / jnp.maximum(odds.sum(), 1e-6)
    open_office = jnp.maximum(vacant, recalled)
    chosen = m.choose(HEAD, *[odds[i] * open_office for i in range(L)])
    named = (jnp.arange(1, L + 1) == chosen).astype(jnp.float32)
    m.set("secretary", jnp.where(chosen > 0, named, secretary * (1.0 - recalled) * alive))

    target = m.set("target", m.rule(others_combine_against_the_most_threatening))
    flag = (target > 0).astype(jnp.float32)
    struck = m.choose(STRIKE, m.rule(the_coalition_strikes, target=flag))
    takeover = m.choose(TAKEOVER, m.rule(the_army_may_be_used, target=flag))
    m.set("army_rules", jnp.maximum(m.last("succession.army_rules"), takeover) * alive[1])
    lost = (m.rule(a_place_is_lost_at_each_blow, struck=struck, target=flag) + m.parameter("succession.a_place_is_lost_at_each_blow.step") * recalled * secretary
            + m.rule(terror_leaves_no_alternative))
    standing = jnp.clip(m.last("succession.standing") - lost, 0.0, 1.0)
    seized = takeover * (1.0 - jax.nn.one_hot(1, L))
    m.set("standing", standing * alive * (1.0 - m.parameter("succession.put_aside") * seized))


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


@observable("power.lenin_capacity", "index 0-1", "Lenin's capacity for work", system="leaders", high=1.0,
            book=("leaders.r02",))
def lenin_capacity(w, flows):
    """0 when dead or paralysed."""
    return w.leaders.capacity[0]


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
