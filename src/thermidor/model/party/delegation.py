"""From cell to congress: what members think, what they dare vote, and what each level lets through."""

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, observable, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import MILIEUS
from thermidor.model.party.appointments import FIEF, of_lords

ARMY = np.eye(len(MILIEUS), dtype=np.float32)[MILIEUS.index("army")]
OFFICES = MILIEUS.index("offices")


class Delegation(System):
    """The chain of delegation."""

    since: Array = variable("months", "months since the last congress or conference",
                            start=parameter(6.0, "months", 0, 12, assumption="the last conference was years ago, "
                                            "the next is called in spring 1917"), typical=(0, 48))
    place: Array = variable("share", "members by the milieu of their cells", dim="milieu", high=1.0,
                            start=parameter([0.7, 0.1, 0.1, 0.08, 0.02], "share", 0.9, 1.0, dim="milieu",
                                            assumption="an underground party of workers"))
    dare: Array = variable("probability", "readiness of a dissenter to vote as he thinks", start=1.0, high=1.0,
                           book=("delegation.r06",))
    cell: Array = variable("share", "votes against the leadership in the cells", start=0.0, high=1.0,
                           dim=("organisation", "milieu"), book=("delegation.r06",))
    voted: Array = variable("share", "votes against the leadership as counted and published", start=0.0, high=1.0)
    district: Array = variable("share", "opposition at district conferences", start=0.0, high=1.0,
                               dim="organisation", book=("delegation.r02",))
    province: Array = variable("share", "opposition at provincial conferences", start=0.0, high=1.0,
                               dim="organisation", book=("delegation.r02",))
    elected: Array = variable("share", "opposition among the delegates of each organisation", start=0.0, high=1.0,
                              dim="organisation", book=("delegation.r02",))
    delegates: Array = variable("share", "opposition among the delegates of the last congress",
                                start=parameter(0.35, "share", 0.2, 0.5, book=("delegation.r01",)), high=1.0)
    cells: Array = variable("share", "votes against the leadership in the cells before the last congress",
                            start=parameter(0.35, "share", 0.2, 0.5, book=("delegation.r01",)), high=1.0)
    moscow: Array = variable("share", "the same in the Moscow cells", high=1.0, book=("delegation.r02",),
                             start=parameter(0.35, "share", 0.2, 0.5, book=("delegation.r01",)))
    appointees: Array = variable("share", "delegates who owe their post to nomination", start=0.0, high=1.0,
                                 book=("delegation.r05",))
    sitting: Array = variable("flag", "a congress or conference sits this month", start=0.0, high=1.0)
    open: Array = variable("index 0-1", "a discussion is open", high=1.0, book=("delegation.r09",), start=parameter(
        1.0, "index 0-1", 0.8, 1.0, book=("delegation.r01",), assumption="currents argue openly in 1917"))
    strong_arm: Array = variable("index 0-1", "meetings broken up, speakers shouted down", start=0.0, high=1.0,
                                 book=("delegation.r06", "delegation.r10"))
    hidden: Array = variable("share", "delegates who strike the ruler's name in a closed ballot", start=0.0, high=1.0,
                             book=("delegation.r12",))


CONGRESS = choice("delegation.congress", "a congress or conference meets", kind="event",
                  book=("organs.r14", "delegation.r10"))
POSTPONED = choice("delegation.postponed", "a congress that is due is put off", kind="decision",
                   book=("delegation.r10",))
DISCUSSION = choice("delegation.discussion", "a discussion is opened in the party", kind="decision",
                    book=("delegation.r09", "factions.r06"))

VOTES = parameter(1500.0, "delegates", 700, 1700, book=("delegation.r10",))
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
    return x / jnp.maximum(x.sum(axis=1, keepdims=True), 1e-6)


@rule(
    "membership.r04", "membership.r03",
    reads=dict(bench="membership.at_bench", peasants="membership.peasants_share", fighting="army.communists",
               members="membership.total", red="army.red"),
    parameters=dict(
        garrison=parameter(0.02, "communists a soldier", 0.005, 0.05, assumption="cells of a peacetime army"),
        students=parameter(0.05, "share", 0.03, 0.09, assumption="workers' faculties and universities"),
        village=parameter(0.6, "share", 0.3, 0.9, assumption="members of peasant origin who are in village cells")),
    neutral=0.2, unit="share")
def where_the_cells_are(bench, peasants, fighting, members, red, garrison, students, village):
    """Cells of the bench, the army, the schools and the villages; what is left sits in offices."""
    soldiers = jnp.clip((fighting + garrison * red) / jnp.maximum(members, 1.0), 0.0, 0.45)
    rural = village * peasants
    parts = jnp.stack([bench, 0.0 * bench, soldiers, students + 0.0 * bench, rural])
    others = jnp.maximum(1.0 - parts.sum(), 0.03)
    parts = parts + others * jnp.eye(len(MILIEUS))[OFFICES]
    return parts / parts.sum()


@rule(
    "delegation.r09", "factions.r04", "factions.r05", "factions.r06", "delegation.r01",
    reads=dict(latent="factions.latent", open="delegation.open", since="delegation.since",
               appointed="appointments.appointed", banned="factions.banned", bloc="factions.bloc",
               prestige="leaders.prestige", deciders="organs.deciders", power="soviets.power",
               publication="information.rights"),
    parameters=dict(
        custom=parameter(0.3, "a month", 0.1, 0.6, book=("delegation.r01", "delegation.r10")),
        due=parameter(8.0, "months", 5, 11, assumption="platforms come out some months before a congress"),
        forced=parameter(0.3, "a month", 0.1, 0.6, book=("delegation.r09", "factions.r05")),
        several=parameter(2.5, "persons", 1.5, 4.0, assumption="leaders who still have to reckon with one another"),
        sure=parameter(0.85, "share", 0.6, 0.95, book=("delegation.r10",)),
    ),
    neutral=0.0, signs=dict(latent=+1, open=-1, publication=+1), unit="probability a month",
)
def a_discussion_is_opened(latent, open, since, appointed, banned, bloc, prestige, deciders, power, publication,
                           custom, due, forced, several, sure):
    """Discussion comes with congresses where it is a right; under the ban, by miscalculation.

    Stored discontent and an opposition of known leaders make a divided summit open it.
    """
    right = custom * (1.0 - jnp.minimum(banned + appointed, 1.0) * (1.0 - publication)) * jax.nn.sigmoid(since - due)
    voice = jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), 1e-6)
    divided = deciders / (deciders + several)
    slip = forced * jnp.minimum(latent + 2.0 * voice, 1.0) * divided * (1.0 - sure * jnp.square(appointed))
    return jnp.clip(right + slip, 0.0, 0.9) * (1.0 - open) * jnp.maximum(power, 0.3)


@rule(
    "delegation.r09", "delegation.r10", "factions.r06",
    reads=dict(open="delegation.open", appointed="appointments.appointed", banned="factions.banned",
               power="soviets.power", publication="information.rights"),
    parameters=dict(
        lasts=parameter(0.85, "share left a month", 0.7, 0.95, assumption="a discussion lasts about half a year"),
        closure=parameter(0.45, "share", 0.2, 0.7, book=("delegation.r09",)),
    ),
    neutral=0.9, signs=dict(appointed=-1, publication=+1), unit="share left a month",
)
def campaign_and_closure(open, appointed, banned, power, publication, lasts, closure):
    """Where posts are nominated the discussion is a month of opinion, then campaign and closure."""
    keep = lasts * (1.0 - closure * appointed * banned * (1.0 - publication))
    return jnp.where(power > 0, keep, 1.0) * open


@rule(
    "delegation.r06", "delegation.r10", "factions.r12", "factions.r06",
    reads=dict(strong="delegation.strong_arm", bloc="factions.bloc", prestige="leaders.prestige",
               appointed="appointments.appointed", banned="factions.banned", voice="factions.voice",
               sanction="factions.sanction"),
    parameters=dict(
        answer=parameter(0.25, "a month", 0.1, 0.5, book=("factions.r06", "delegation.r10")),
        force=parameter(1.6, "1", 0.6, 3.0, book=("delegation.r10", "factions.r12")),
    ),
    neutral=0.0, signs=dict(voice=+1, appointed=+1), unit="change a month",
)
def meetings_are_broken_up(strong, bloc, prestige, appointed, banned, voice, sanction, answer, force):
    """An opposition that goes to the cells is answered as in war: by whistles, fists and arrests.

    The higher the sanction that is already usual, the rougher the answer.
    """
    open_leaders = jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), 1e-6)
    usual = jnp.minimum(sanction / 4.0, 1.0)
    aim = jnp.minimum(force * appointed * banned * usual * jnp.minimum(0.4 * open_leaders + voice, 1.0), 1.0)
    return answer * (aim - strong)


@rule(
    "delegation.r06", "delegation.r07", "mood.r12",
    reads=dict(fear="factions.fear", appointed="appointments.appointed", open="delegation.open",
               strong="delegation.strong_arm", unemployed="classes.unemployed", workers="classes.workers"),
    parameters=dict(
        risk=parameter(2.6, "1", 1.3, 6.0, book=("delegation.r06", "delegation.r07")),
        exposure=parameter([1.0, 1.35, 1.15, 0.6, 0.9], "factor", 0.7, 1.3, dim="milieu",
                           assumption="officials and soldiers have most to lose, students least"),
        bread=parameter(1.5, "1", 0.3, 3.0, book=("delegation.r06",)),
        relief=parameter(0.92, "share", 0.6, 0.98, book=("delegation.r09",),
                         assumption="while a discussion is open a vote is a right"),
        blows=parameter(0.7, "1", 0.3, 1.2, book=("delegation.r06",)),
        secret=parameter(0.0, "share", 0.0, 0.0,
                         assumption="nil by construction: share of cells that vote in secret, a question to ask"),
    ),
    neutral=1.0, signs=dict(fear=-1, strong=-1, open=+1), unit="probability",
)
def members_dare_to_vote(fear, appointed, open, strong, unemployed, workers, risk, exposure, bread,
                         relief, blows, secret):
    """Open voting turns conviction into votes only as far as job, bread and secretary allow."""
    idle = unemployed / jnp.maximum(workers + unemployed, 1.0)
    need = exposure * (1.0 + bread * idle * jnp.eye(len(MILIEUS))[MILIEUS.index("factories")])
    shelter = 1.0 - relief * open * (1.0 - strong)
    danger = risk * fear * (0.3 + 0.7 * appointed) * shelter + blows * strong
    return secret + (1.0 - secret) * jnp.exp(-need * danger)


@rule(
    "delegation.r06", "delegation.r13", "appointments.r05",
    reads=dict(dissent="factions.dissent", brave=here(0, 1, "readiness by milieu", "milieu"),
               docility="membership.docility", bloc="factions.bloc", loyal="appointments.loyal",
               appointed="appointments.appointed"),
    parameters=dict(
        follow=parameter(0.4, "share", 0.2, 0.7, book=("delegation.r13",)),
        led=parameter([0.9, 1.1, 1.2, 0.6, 1.1], "factor", 0.7, 1.3, dim="milieu",
                      assumption="soldiers, officials and villagers follow their chiefs more than students"),
    ),
    neutral=0.0, unit="share of votes",
)
def cells_vote(dissent, brave, docility, bloc, loyal, appointed, follow, led):
    """Dissenters vote as far as they dare; the untrained vote as the secretary of their region does."""
    herd = jnp.clip(follow * docility * led, 0.0, 0.95)
    rebel = (FIEF * (1.0 - loyal) * of_lords(bloc))[:, None]
    free = dissent * brave
    # A loyal secretary's followers vote with him as far as he was named from above.
    own = free * (1.0 - herd * (0.4 + 0.6 * appointed) * (1.0 - rebel))
    return own + herd * rebel * (1.0 - own)


@rule(
    "delegation.r03", "delegation.r08", "delegation.r04", "organs.r10",
    reads=dict(votes=here(0, 1, "votes in the cells", ("organisation", "milieu")), appointed="appointments.appointed",
               loyal="appointments.loyal", banned="factions.banned", control="organs.control",
               publication="information.rights", bloc="factions.bloc"),
    parameters=dict(
        third=parameter(0.33, "share", 0.2, 0.5, book=("delegation.r03",)),
        stop=parameter(0.9, "share", 0.5, 1.0, book=("delegation.r03",)),
        retract=parameter(0.4, "share", 0.15, 0.7, book=("delegation.r08", "organs.r10")),
    ),
    neutral=0.0, unit="share of votes taken off",
)
def unfavourable_votes_are_undone(votes, appointed, loyal, banned, control, publication, bloc, third, stop, retract):
    """Polls that turn out badly are stopped in the army and retracted elsewhere before the commission."""
    hand = (appointed * (1.0 - FIEF * (1.0 - loyal) * of_lords(bloc)))[:, None] * (1.0 - publication)
    army = stop * jnp.minimum(2.0 * hand, 1.0) * jnp.maximum(votes - third, 0.0) * ARMY
    summoned = retract * hand * appointed * banned * (1.0 - control) * votes
    return -jnp.minimum(army + summoned, votes)


@rule(
    "delegation.r07", "information.r09",
    reads=dict(votes=here(0, 1), appointed="appointments.appointed", open="delegation.open",
               strong="delegation.strong_arm"),
    parameters=dict(
        absent=parameter(0.6, "share", 0.3, 0.85, book=("delegation.r07",)),
        closed=parameter(0.9, "share", 0.6, 0.99, book=("delegation.r07", "delegation.r10"),
                         assumption="where no discussion is open there is hardly an occasion to vote against"),
    ),
    neutral=0.0, signs=dict(open=+1, strong=-1), unit="share of votes taken off",
)
def counts_understate(votes, appointed, open, strong, absent, closed):
    """The published count takes the nominal size of cells and the occasions that were allowed."""
    seen = (1.0 - absent * appointed * (0.4 + 0.6 * strong)) * (1.0 - closed * (1.0 - open))
    return votes * seen - votes


@rule(
    "delegation.r02", "delegation.r05", "delegation.r04", "organs.r08",
    reads=dict(share=here(0, 1, "opposition at the level below", "organisation"), appointed="appointments.appointed",
               loyal="appointments.loyal", bloc="factions.bloc", publication="information.rights",
               named="appointments.secretariat"),
    parameters=dict(
        secret="delegation.members_dare_to_vote.secret",
        watched=parameter(0.6, "share", 0.3, 0.85, book=("delegation.r06", "delegation.r12"),
                          assumption="part of the secretary's hold on a conference that needs a show of hands; the "
                                     "rest is his list of candidates"),
        push=parameter(1.25, "1 a level", 0.6, 2.2, book=("delegation.r02",),
                       assumption="odds of the opposition are divided by about e a level where all secretaries "
                                  "are nominated; the ratio between district and province is the book's, the "
                                  "form is ours"),
    ),
    neutral=0.0, unit="share of delegates taken off",
)
def filter_thins_out_the_opposition(share, appointed, loyal, bloc, publication, named, secret, watched, push):
    """Each level lets through less, the more secretaries are nominated; a rebel fief filters for its lord."""
    rebel = FIEF * (1.0 - loyal) * of_lords(bloc)
    hold = appointed * (named - 2.0 * rebel) * (1.0 - 0.3 * publication) * (1.0 - watched * secret)
    odds = jnp.log(jnp.maximum(share, 1e-4)) - jnp.log(jnp.maximum(1.0 - share, 1e-4))
    return jax.nn.sigmoid(odds - push * hold) - share


@rule(
    "delegation.r05", "organs.r08",
    reads=dict(appointed="appointments.appointed", loyal="appointments.loyal"),
    parameters=dict(bias=parameter(1.6, "odds", 1.0, 3.0, book=("delegation.r05",),
                                   assumption="secretaries are more often delegates than the elected")),
    neutral=0.0, signs=dict(appointed=+1), unit="share",
)
def secretaries_supply_the_delegates(appointed, loyal, bias):
    """Secretaries named from above are over-represented among the delegates."""
    return bias * appointed / (1.0 + (bias - 1.0) * appointed) * (0.8 + 0.2 * jnp.mean(loyal))


@rule(
    "delegation.r12", "succession.r10",
    reads=dict(docility="membership.docility", fear="factions.fear", latent="factions.latent", hunger="supply.hunger",
               deciders="organs.deciders", discontent="mood.discontent"),
    parameters=dict(
        unseen=parameter(0.7, "share", 0.3, 1.0, book=("delegation.r12",),
                         assumption="of the 1,225 voting delegates at the seventeenth congress some 270 struck a name"),
        few=parameter(3.0, "persons", 2.0, 4.0, assumption="a ruler is there to be struck"),
    ),
    neutral=0.0, signs=dict(fear=-1, discontent=+1, latent=+1), unit="share of delegates",
)
def names_are_struck_out(docility, fear, latent, hunger, deciders, discontent, unseen, few):
    """In a closed ballot with as many names as seats delegates strike the ruler's: the last measure left."""
    reason = jnp.minimum(latent + discontent + 0.5 * jnp.mean(hunger), 1.0)
    return unseen * reason * (1.0 - 0.5 * fear) * (1.0 - 0.4 * docility) * jnp.clip(few - deciders, 0.0, 1.0)


@rule(
    "organs.r14", "delegation.r10",
    reads=dict(since="delegation.since", deciders="organs.deciders", open="delegation.open"),
    parameters=dict(
        concludes=parameter(7.0, "months", 2, 12, book=("delegation.r09", "delegation.r02"),
                            assumption="a discussion that has been opened is concluded by a conference"),
        interval=parameter(9.0, "months", 6, 12, book=("soviets.r07", "organs.r14")),
        neglect=parameter(14.0, "months", 6, 30, book=("organs.r14",)),
        steep=parameter(1.2, "1 a month", 0.5, 3.0, assumption="a congress is due within a few months"),
    ),
    neutral=0.0, signs=dict(since=+1, deciders=+1, open=+1), unit="probability a month",
)
def a_congress_is_called(since, deciders, open, concludes, interval, neglect, steep):
    """Congresses are due every year, sooner to conclude a discussion; the fewer decide, the longer they need none."""
    due = interval + neglect * jnp.clip(2.5 - deciders, 0.0, 2.0) - concludes * open
    return 0.7 * jax.nn.sigmoid(steep * (since - due))


@rule(
    "delegation.r10", "organs.r14",
    reads=dict(bloc="factions.bloc", prestige="leaders.prestige", appointed="appointments.appointed",
               banned="factions.banned", core="factions.voice"),
    parameters=dict(delay=parameter(2.5, "1", 1.0, 4.0, book=("delegation.r10",))),
    neutral=0.0, signs=dict(appointed=+1, banned=+1), unit="share of calls put off",
)
def a_congress_is_put_off(bloc, prestige, appointed, banned, core, delay):
    """An apparatus that faces an open opposition puts the congress off until it is expelled."""
    heard = jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), 1e-6)
    return jnp.clip(delay * appointed * banned * (heard + 0.3 * core), 0.0, 0.85)


def step(m: Month) -> None:
    """Votes in the cells, and the congress when one meets."""
    due, away = m.rule(a_congress_is_called), m.rule(a_congress_is_put_off)
    sitting = m.set("sitting", m.choose(CONGRESS, due * (1.0 - away)))
    m.choose(POSTPONED, due * away * (1.0 - sitting))
    m.set("since", jnp.where(sitting > 0, 0.0, m.last("delegation.since") + 1.0))
    place = m.set("place", m.rule(where_the_cells_are))
    opened = m.choose(DISCUSSION, m.rule(a_discussion_is_opened))
    m.set("open", jnp.maximum(m.rule(campaign_and_closure), opened))
    m.set("strong_arm", m.last("delegation.strong_arm") + m.rule(meetings_are_broken_up))

    brave = m.rule(members_dare_to_vote)
    m.set("dare", jnp.sum(place * brave))
    votes = m.rule(cells_vote, brave=brave)
    votes = m.set("cell", votes + m.rule(unfavourable_votes_are_undone, votes=votes))
    weights = make_up(place, m.parameter("delegation.tilt"))
    size = m.parameter("delegation.weight")
    size = size / size.sum()
    by_region = jnp.sum(weights * votes, axis=1)
    cast = jnp.sum(size * by_region)
    m.set("voted", cast + m.rule(counts_understate, votes=cast))

    district = m.set("district", by_region + m.rule(filter_thins_out_the_opposition, share=by_region))
    province = m.set("province", district + m.rule(filter_thins_out_the_opposition, share=district))
    elected = province + m.rule(filter_thins_out_the_opposition, share=province)
    none = 0.5 / (m.parameter("delegation.votes") * size)
    elected = m.set("elected", jnp.where(elected < none, 0.0, elected))
    lot = m.parameter("delegation.lot")
    thought = jnp.sum(size * jnp.sum(weights * m.last("factions.dissent"), axis=1))
    congress = (1.0 - lot) * jnp.sum(size * elected) + lot * thought
    kept = sitting > 0
    m.set("cells", jnp.where(kept, cast, m.last("delegation.cells")))
    m.set("moscow", jnp.where(kept, by_region[0], m.last("delegation.moscow")))
    m.set("delegates", jnp.where(kept, congress, m.last("delegation.delegates")))
    m.set("appointees", jnp.where(kept, m.rule(secretaries_supply_the_delegates) * (1.0 - lot),
                                  m.last("delegation.appointees")))
    m.set("hidden", jnp.where(kept, m.rule(names_are_struck_out), m.last("delegation.hidden")))


@observable("party.opposition_voted", "share", "Votes counted against the leadership at the base",
            system="delegation", high=1.0, book=("delegation.r06", "delegation.r07"))
def opposition_voted(w, flows):
    """Counted and published votes in the cells."""
    return w.delegation.voted


@observable("party.dare", "probability", "Readiness of a dissenter to vote as he thinks", system="delegation",
            high=1.0, book=("delegation.r06",))
def readiness(w, flows):
    """Mean over the milieus."""
    return w.delegation.dare


@observable("congress.opposition", "share", "Opposition among the delegates of the last congress",
            system="delegation", high=1.0, book=("delegation.r02",))
def congress_opposition(w, flows):
    """Delegates of the last congress or conference."""
    return w.delegation.delegates


@observable("congress.cells", "share", "Votes against the leadership in the cells before the last congress",
            system="delegation", high=1.0, book=("delegation.r02",))
def cells_before_congress(w, flows):
    """What the cells voted before the congress whose delegates are counted."""
    return w.delegation.cells


@observable("congress.appointees", "share", "Delegates who owe their post to nomination", system="delegation",
            high=1.0, book=("delegation.r05",))
def appointed_delegates(w, flows):
    """At the last congress or conference."""
    return w.delegation.appointees


@observable("congress.hidden", "share", "Delegates who strike the ruler's name in a closed ballot",
            system="delegation", high=1.0, book=("delegation.r12",))
def hidden_dissent(w, flows):
    """At the last congress."""
    return w.delegation.hidden


@observable("moscow.cells", "share", "Votes against the leadership in Moscow cells before the last congress",
            system="delegation", high=1.0, book=("delegation.r02",))
def moscow_cells(w, flows):
    """First step of the chain."""
    return w.delegation.moscow


@observable("moscow.districts", "share", "Opposition at the district conferences of Moscow", system="delegation",
            high=1.0, book=("delegation.r02",))
def moscow_districts(w, flows):
    """Second step, as it would be this month."""
    return w.delegation.district[0]


@observable("moscow.province", "share", "Opposition at the provincial conference of Moscow", system="delegation",
            high=1.0, book=("delegation.r02",))
def moscow_province(w, flows):
    """Third step."""
    return w.delegation.province[0]


@observable("moscow.delegates", "share", "Opposition among the Moscow delegates", system="delegation", high=1.0,
            book=("delegation.r02",))
def moscow_delegates(w, flows):
    """Last step."""
    return w.delegation.elected[0]


@observable("party.discussion", "index 0-1", "A discussion is open in the party", system="delegation", high=1.0,
            book=("delegation.r09",))
def discussion_open(w, flows):
    """1 when it opens."""
    return w.delegation.open


@observable("party.strong_arm", "index 0-1", "Meetings broken up, speakers shouted down", system="delegation",
            high=1.0, book=("delegation.r06",))
def strong_arm(w, flows):
    """A modelling scale."""
    return w.delegation.strong_arm
