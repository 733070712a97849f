"""Currents form on errors and privileges; a ban, once made, protects itself; fear silences and breaks."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, observable, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import AXES, LEADERS
from thermidor.model.party.appointments import FIEF, of_lords
from thermidor.model.party.ballot import ballot
from thermidor.model.party.delegation import make_up

L = len(LEADERS)
INDUSTRY, PEASANTRY = AXES.index("industrialisation"), AXES.index("peasantry")


class Factions(System):
    """Opposition in the party and what it costs."""

    opposition: Array = variable("share", "members who sincerely disagree with the leadership", high=1.0,
                                 start=parameter(0.3, "share", 0.15, 0.45, book=("delegation.r01",)))
    dissent: Array = variable("share", "the same by region and milieu", high=1.0, start=parameter(
        [[0.3] * 5] * 7, "share", 0.5, 1.5, dim=("organisation", "milieu"), book=("delegation.r01",)),
        dim=("organisation", "milieu"))
    latent: Array = variable("index 0-1", "discontent stored while the voice is closed", start=0.0, high=1.0,
                             book=("factions.r04",))
    banned: Array = variable("flag", "groups with their own platform are forbidden", start=0.0, high=1.0)
    fear: Array = variable("index 0-1", "what contradicting the line has cost lately", start=0.0, high=1.0)
    sanction: Array = variable("rung 0-6", "highest sanction in use: debate, reprimand, transfer, expulsion, "
                               "deportation, isolator, death", start=0.0, high=6.0, book=("factions.r16",))
    bloc: Array = variable("index 0-1", "stands in the open opposition", start=0.0, dim="leader", high=1.0)
    voice: Array = variable("index 0-1", "the opposition speaks to the cells", start=0.0, high=1.0,
                            book=("factions.r09",))
    printed: Array = variable("index 0-1", "copies of a secret platform go round", start=0.0, high=1.0,
                              book=("factions.r18",))
    cohesion: Array = variable("index 0-1", "unity of the opposition", high=1.0, book=("factions.r10",), start=parameter(
        0.5, "index 0-1", 0.2, 0.8, assumption="neither a bloc nor a quarrel yet"))
    core: Array = variable("persons", "militants of the opposition", start=0.0, typical=(0, 20_000),
                           book=("factions.r09",))
    expelled: Array = variable("flag", "expelled from the party", start=0.0, dim="leader", high=1.0)
    deported: Array = variable("index 0-1", "deported or exiled", start=0.0, dim="leader", high=1.0)
    recanted: Array = variable("flag", "has recanted", start=0.0, dim="leader", high=1.0, book=("factions.r13",))
    exile_network: Array = variable("index 0-1", "letters between the deported", start=0.0, high=1.0,
                                    book=("factions.r18",))


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
                     book=("factions.r01",))
"""Direction of the motion to forbid groups: against party democracy and tolerance."""

READMITTED = parameter(0.15, "index 0-1", 0.05, 0.35, book=("factions.r13",))
"""Standing of a leader who has recanted."""


@rule(
    "factions.r01", "organs.r03", "regime.r04",
    reads=dict(standing="succession.standing", prestige="leaders.prestige", capacity="leaders.capacity",
               positions="leaders.positions", seat="organs.politburo",
               revolt="countryside.revolt", discontent="mood.discontent", power="soviets.power",
               pluralism="soviets.pluralism", fatigue="mood.fatigue"),
    parameters=dict(
        question="factions.question",
        danger=parameter(4.2, "1", 2.0, 7.0, book=("factions.r01", "regime.r04")),
        calm=parameter(0.4, "index 0-1", 0.25, 0.55, assumption="danger at which leaders are evenly pulled"),
        temper=parameter(0.45, "1", 0.25, 0.8, assumption="firmness of convictions in a vote of leaders"),
        spread=parameter(0.07, "share", 0.03, 0.15, assumption="last words, absences"),
    ),
    neutral=0.0, signs=dict(discontent=+1, power=+1), unit="probability at a congress",
)
def danger_makes_unity_a_law(standing, prestige, capacity, positions, seat, revolt, discontent, power, pluralism,
                             fatigue, question, danger, calm, temper, spread):
    """Revolt and strikes around a party alone in power carry a motion to forbid its currents."""
    threat = 0.5 * discontent + 0.5 * jnp.minimum(2.0 * jnp.mean(revolt), 1.0) + 0.2 * fatigue
    alone = power * (1.0 - pluralism)
    pull = danger * (threat - calm) * alone
    weights = standing * prestige * capacity * (0.2 + 0.8 * seat)
    vote = ballot(question, positions, weights, trust=pull * 0.5, fear=0.5 * pull, temper=temper, spread=spread)
    return alone * vote.carries


@rule(
    "factions.r02",
    reads=dict(congress="now:delegation.delegates", line="organs.line_democracy",
               correction="organs.correction"),
    parameters=dict(
        majority=parameter(0.5, "share", 0.4, 0.6, book=("factions.r02",)),
        goodwill=parameter(0.12, "1", 0.0, 0.3, assumption="leaders who want discussion bring delegates with them"),
        steep=parameter(18.0, "1", 8, 40, assumption="a majority is a threshold"),
    ),
    neutral=0.0, signs=dict(congress=+1, line=+1), unit="probability at a congress",
)
def only_a_majority_repeals(congress, line, correction, majority, goodwill, steep):
    """Asking for repeal is itself an offence: nothing but a majority of delegates can lift the ban."""
    return 1.0 / (1.0 + jnp.exp(-steep * (congress + goodwill * (line + correction) - majority)))


@rule(
    "factions.r04", "factions.r09", "factions.r07", "appointments.r04", "appointments.r08", "mood.r09", "factions.r17",
    reads=dict(dissent="factions.dissent", latent="factions.latent", open="delegation.open",
               discontent="mood.discontent", caste="privilege.caste", appointed="appointments.appointed",
               docility="membership.docility", hope="comintern.hope", active="classes.active",
               workers="classes.workers", bloc="factions.bloc", prestige="leaders.prestige",
               popularity="leaders.popularity", voice="factions.voice", loyal="appointments.loyal",
               strong="delegation.strong_arm", known="information.known"),
    parameters=dict(
        army="leaders.army",
        shown=parameter(0.35, "share", 0.1, 0.7, book=("information.r05", "factions.r18"),
                        assumption="what a text that all had read would add to dissent"),
        pace=parameter(0.12, "a month", 0.05, 0.25, assumption="opinions move within the year"),
        anger=parameter([0.45, 0.3, 0.35, 0.4, 0.4], "share", 0.5, 1.4, dim="milieu", book=("factions.r04",)),
        posts=parameter([0.9, 0.75, 1.0, 1.5, 0.6], "share", 0.4, 1.4, dim="milieu", book=("appointments.r04",)),
        rank=parameter([0.6, 0.1, 0.4, 0.6, 0.4], "share", 0.3, 1.6, dim="milieu", book=("regime.r06",)),
        chief=parameter([0.85, 0.38, 1.0, 1.2, 0.18], "share", 0.3, 1.5, dim="milieu", book=("factions.r09",),
                        assumption="soldiers for a chief of the army, youth for men of name"),
        followers=parameter(0.47, "share", 0.2, 0.75, book=("appointments.r05", "membership.r10")),
        discouraged=parameter(0.35, "share", 0.1, 0.6, book=("mood.r09", "factions.r10")),
        burst=parameter(1.4, "share", 0.5, 2.2, book=("factions.r04", "delegation.r09")),
        vilified=parameter([0.1, 0.3, 0.3, 0.0, 0.5], "share", 0.4, 1.5, dim="milieu", book=("factions.r07",)),
        layer=parameter(0.02, "active a worker", 0.01, 0.05,
                        assumption="share of the workers that is politically active in an ordinary year of peace"),
        officials=parameter(0.85, "share", 0.6, 0.98, book=("appointments.r08",)),
    ),
    neutral=0.0, unit="change a month",
)
def discontent_feeds_opposition(dissent, latent, open, discontent, caste, appointed, docility, hope, active, workers,
                                bloc, prestige, popularity, voice, loyal, strong, known, army, shown, pace, anger, posts, rank,
                                chief, followers, discouraged, burst, vilified, layer, officials):
    """Misery, nominations and privileges feed dissent; docility, campaigns and defeats abroad drain it.

    It follows the leaders who speak: an army chief in the army, men of name among the young, the
    lord of a fief in its organisation.  A thinned layer of active workers carries less of it.
    """
    ripe = jnp.minimum((0.5 + 0.5 * active / jnp.maximum(layer * workers, 1.0)), 1.3)
    names = jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), 1e-6)
    soldiers = jnp.sum(bloc * army) / jnp.maximum(jnp.sum(army), 1e-6)
    heard = jnp.minimum(names + soldiers + voice * jnp.max(bloc * popularity), 1.0) * jnp.maximum(open, 0.3)
    stored = burst * latent * open
    aim = anger * discontent + posts * appointed * (1.0 - docility) + rank * caste + chief * heard + stored
    aim = aim + shown * jnp.max(known[:, -1])
    aim = aim * ripe * (1.0 - followers * docility) * (1.0 - discouraged * (1.0 - hope)) * (1.0 - vilified * strong)
    rebel = (FIEF * (1.0 - loyal) * of_lords(bloc))[:, None]
    aim = aim + rebel * officials * jnp.maximum(1.0 - aim, 0.0)
    quick = pace * (1.0 + 2.0 * open)
    return jnp.minimum(quick, 0.6) * (jnp.minimum(aim, 0.98) - dissent)


@rule(
    "factions.r04", "factions.r03",
    reads=dict(latent="factions.latent", opposition="factions.opposition", banned="factions.banned",
               open="delegation.open", discontent="mood.discontent", appointed="appointments.appointed"),
    parameters=dict(
        store=parameter(0.06, "a month", 0.02, 0.12, book=("factions.r04",)),
        release=parameter(0.25, "a month", 0.1, 0.5, book=("factions.r04", "delegation.r09")),
        forget=parameter(0.02, "a month", 0.005, 0.05, assumption="stored anger fades in years"),
    ),
    neutral=0.0, signs=dict(opposition=+1, discontent=+1, open=-1), unit="change a month",
)
def closed_voices_store_discontent(latent, opposition, banned, open, discontent, appointed, store, release, forget):
    """What may not be said accumulates outside the legal forms and bursts when a discussion opens."""
    shut = (1.0 - open) * jnp.maximum(banned, appointed)
    return store * shut * (opposition + discontent) * (1.0 - latent) - (release * open + forget) * latent


@rule(
    "delegation.r08", "factions.r08", "factions.r11", "mood.r15", "membership.r11", "information.r15",
    reads=dict(fear="factions.fear", banned="factions.banned", appointed="appointments.appointed",
               terror="police.terror", mass="police.mass_terror", purge="membership.purging",
               deciders="organs.deciders", sanction="factions.sanction"),
    parameters=dict(
        pace=parameter(0.1, "a month", 0.04, 0.25, assumption="fear builds in a year"),
        penalty=parameter(0.4, "index 0-1", 0.2, 0.6, book=("factions.r01", "delegation.r08")),
        rungs=parameter(0.3, "index 0-1", 0.1, 0.5, book=("factions.r16", "factions.r11")),
        police=parameter(0.35, "index 0-1", 0.1, 0.6, book=("police.r08", "mood.r15")),
        one=parameter(0.3, "index 0-1", 0.1, 0.5, book=("membership.r11",)),
    ),
    neutral=0.0, signs=dict(banned=+1, appointed=+1, terror=+1, mass=+1, sanction=+1), unit="change a month",
)
def dissent_is_made_costly(fear, banned, appointed, terror, mass, purge, deciders, sanction, pace, penalty, rungs,
                           police, one):
    """Ban, nominated secretaries, police and a single master make contradiction cost more each year."""
    aim = penalty * banned * appointed + rungs * sanction / 6.0
    aim = aim + police * (terror + mass) * (0.3 + 0.7 * banned) + 0.1 * purge
    aim = aim + one * jnp.clip(2.0 - deciders, 0.0, 1.0)
    return pace * (aim - fear)


@rule(
    "factions.r16", "factions.r01", "factions.r11", "leaders.r14", "regime.r11",
    reads=dict(sanction="factions.sanction", banned="factions.banned", appointed="appointments.appointed",
               voice="factions.voice", deported="factions.deported", expelled="factions.expelled",
               deciders="organs.deciders", autonomy="police.autonomy", mass="police.mass_terror",
               executed="leaders.executed"),
    parameters=dict(
        climb=parameter(0.06, "a month", 0.02, 0.12, book=("factions.r16", "leaders.r14")),
        relax=parameter(0.01, "a month", 0.0, 0.03, assumption="a precedent is given up in years, if ever"),
    ),
    neutral=0.0, signs=dict(banned=+1, appointed=+1), unit="rungs a month",
)
def each_precedent_opens_the_next(sanction, banned, appointed, voice, deported, expelled, deciders, autonomy, mass,
                                  executed, climb, relax):
    """Debate, reprimand, transfer, expulsion, deportation, isolator, death: each opens the next rung."""
    aim = banned * (1.0 + 1.2 * appointed + 0.5 * voice) + jnp.minimum(expelled.sum(), 1.0)
    aim = aim + jnp.minimum(deported.sum(), 1.0) + jnp.clip(3.0 - deciders, 0.0, 1.0) * autonomy
    aim = aim + 2.5 * jnp.minimum(mass + executed.sum() / 5.0, 1.0)
    gap = jnp.minimum(aim, 6.0) - sanction
    return jnp.where(gap > 0, climb * (1.0 + sanction), relax) * gap


@rule(
    "factions.r09", "factions.r05", "factions.r20", "leaders.r08", "leaders.r05", "leaders.r16", "factions.r19",
    reads=dict(ties="leaders.ties", near_target="succession.ties_to_target", bloc="factions.bloc", positions="leaders.positions", standing="succession.standing",
               hostage="leaders.hostage", dependence="leaders.dependence", secretary="succession.secretary",
               target="succession.target", fear="factions.fear", world="organs.line_world",
               industry="organs.line_industry", democracy="organs.line_democracy",
               peasantry="organs.line_peasantry", cohesion="factions.cohesion", recanted="factions.recanted",
               capacity="leaders.capacity", recognition="succession.recognition", latent="factions.latent",
               abroad="leaders.abroad", authority="succession.authority"),
    parameters=dict(
        caution="leaders.caution", circle="leaders.circle", first="initial.leaders.positions",
        pace=parameter(0.22, "a month", 0.1, 0.4, assumption="taking sides takes months"),
        distance=parameter(2.4, "1", 1.2, 4.0, book=("factions.r05", "factions.r09")),
        injury=parameter(1.6, "1", 0.6, 3.0, book=("leaders.r11", "succession.r05")),
        friends=parameter(1.5, "1", 0.5, 3.0, book=("factions.r09", "factions.r05")),
        silence=parameter(2.0, "1", 0.8, 3.5, book=("leaders.r08", "leaders.r05")),
        price=parameter(1.8, "1", 0.6, 3.5, book=("factions.r01",)),
        owed=parameter(3.0, "1", 1.5, 5.0, book=("appointments.r05",)),
        respect=parameter(0.9, "1", 0.3, 1.8, book=("leaders.r01", "leaders.r03")),
        threshold=parameter(1.6, "1", 1.1, 2.4, assumption="how much it takes to stand up"),
        steep=parameter(2.5, "1", 1.2, 5.0, assumption="a decision, not a shade"),
    ),
    neutral=0.0, unit="change a month",
)
def leaders_take_sides(ties, near_target, bloc, positions, standing, hostage, dependence, secretary, target, fear, world, industry,
                       democracy, peasantry, cohesion, recanted, capacity, recognition, latent, abroad, authority, caution,
                       circle, first, pace, distance, injury, friends, silence, price, owed, respect, threshold, steep):
    """Far from the line, attacked, or bound to one who is, a leader speaks; seat, caution and fear hold him back."""
    line = jnp.stack([world, industry, democracy, peasantry])
    known = first[:, :4] != 0
    away = jnp.sum(jnp.abs(positions[:, :4] - line) * known, axis=1) / (jnp.sum(known, axis=1) + 1.0)
    hurt = jnp.maximum(target, 1.0 - standing)
    company = jnp.minimum(circle @ (bloc @ circle) / 3.0, 1.0)
    attacked = near_target
    pull = distance * away + injury * hurt * (1.0 + recognition) + friends * (attacked + company) * (0.2 + 0.6 * cohesion)
    pull = pull + 0.5 * latent
    held = silence * hostage * caution + price * fear * caution + owed * dependence + 2.0 * recanted
    held = held + owed * ties + respect * authority
    aim = jax.nn.sigmoid(steep * (pull - held - threshold)) * (1.0 - secretary) * capacity * (1.0 - 0.7 * abroad)
    return pace * (aim - bloc)


@rule(
    "factions.r09", "factions.r19", "factions.r06",
    reads=dict(core="factions.core", bloc="factions.bloc", prestige="leaders.prestige", voice="factions.voice",
               latent="factions.latent", fear="factions.fear", banned="factions.banned", seat="organs.politburo", power="soviets.power"),
    parameters=dict(
        hazard=parameter(0.35, "a month", 0.1, 0.7, book=("factions.r09")),
        ready=parameter(600.0, "persons", 300, 1200, book=("factions.r09"))),
    neutral=0.0, signs=dict(core=+1, voice=-1), unit="probability a month")
def the_opposition_goes_to_the_cells(core, bloc, prestige, voice, latent, fear, banned, seat, power, hazard,
                                     ready):
    """With a core of militants and leaders who may still address any cell, the bloc appeals to the base."""
    channel = jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), 1e-6)
    legal = 0.4 + 0.6 * jnp.max(bloc * seat)
    ready_for_it = core / (core + ready)
    urge = jnp.minimum(2.5 * channel * (0.5 + latent), 1.0) * (1.0 - 0.5 * fear)
    return hazard * power * banned * ready_for_it * legal * urge * (1.0 - voice)


@rule(
    "factions.r10", "leaders.r05",
    reads=dict(voice="factions.voice", bloc="factions.bloc", strong="delegation.strong_arm", voted="delegation.voted", standing="succession.standing"),
    parameters=dict(
        caution="leaders.caution",
        hazard=parameter(0.3, "a month", 0.1, 0.6, book=("factions.r10")),
        hopeless=parameter(6.0, "1", 2.0, 12.0, assumption="small counted votes discourage")),
    neutral=0.0, signs=dict(strong=+1, voted=-1), unit="probability a month")
def fear_of_a_split_makes_it_retreat(voice, bloc, strong, voted, standing, caution, hazard, hopeless):
    """Fists and small counted votes bring an offer of truce from leaders who fear a split."""
    careful = jnp.sum(bloc * caution * standing) / jnp.maximum(jnp.sum(bloc * standing), 0.05)
    return hazard * voice * strong * jnp.exp(-hopeless * voted) * careful * jnp.minimum(jnp.sum(bloc), 1.0)


@rule(
    "factions.r10", "factions.r13", "factions.r14", "factions.r09",
    reads=dict(cohesion="factions.cohesion", retreat=here(0, 1), voice="factions.voice", bloc="factions.bloc",
               recanted="factions.recanted", positions="leaders.positions", industry="organs.line_industry"),
    parameters=dict(
        build=parameter(0.05, "a month", 0.02, 0.12, book=("factions.r09",)),
        disavowal=parameter(0.45, "share", 0.2, 0.7, book=("factions.r10",)),
        borrowed=parameter(0.06, "a month", 0.02, 0.15, book=("factions.r14",)),
    ),
    neutral=0.0, signs=dict(retreat=-1), unit="change a month",
)
def blocs_hold_or_dissolve(cohesion, retreat, voice, bloc, recanted, positions, industry, build, disavowal, borrowed):
    """Common action binds former adversaries; disavowal and a borrowed programme dissolve them."""
    stolen = jnp.sum(bloc * jnp.maximum(positions[:, INDUSTRY] * industry, 0.0)) / jnp.maximum(jnp.sum(bloc), 0.5)
    gain = build * (0.4 + 0.6 * voice) * jnp.minimum(jnp.sum(bloc) / 5.0, 1.0) * (1.0 - cohesion)
    return gain - disavowal * retreat * cohesion - borrowed * stolen * cohesion - 0.01 * jnp.minimum(recanted.sum(), 5.0) * cohesion


@rule(
    "factions.r09", "factions.r11",
    reads=dict(core="factions.core", members="membership.total", opposition="factions.opposition",
               bloc="factions.bloc", prestige="leaders.prestige", cohesion="factions.cohesion",
               expelled="now:membership.expulsion", fear="factions.fear", docility="membership.docility"),
    parameters=dict(
        engaged=parameter(0.1, "share of dissenters", 0.03, 0.25, book=("factions.r09",),
                          assumption="some 8,000 adherents for an opposition of a tenth or more of the members"),
        pace=parameter(0.12, "a month", 0.05, 0.25, assumption="months to organise"),
        thinned=parameter(1.0, "share of expulsions", 0.3, 2.0, book=("factions.r11",)),
    ),
    neutral=0.0, signs=dict(members=+1, fear=-1), unit="persons a month",
)
def militants_gather(core, members, opposition, bloc, prestige, cohesion, expelled, fear, docility, engaged, pace,
                     thinned):
    """Around known leaders some of the dissenters become militants; the expelled are not replaced tenfold."""
    known = jnp.minimum(3.0 * jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), 1e-6), 1.0)
    aim = engaged * members * opposition * known * cohesion * (1.0 - fear) * (1.0 - docility)
    lost = thinned * jnp.sum(expelled) * core / jnp.maximum(members, 1.0)
    return pace * (aim - core) - lost


@rule(
    "factions.r18", "delegation.r10", "information.r05",
    reads=dict(core="factions.core", bloc="factions.bloc", rights="information.rights", cohesion="factions.cohesion"),
    parameters=dict(
        hazard=parameter(0.15, "a month", 0.05, 0.4, book=("factions.r18")),
        able=parameter(600.0, "persons", 300, 1500, assumption="militants who can print and carry")),
    neutral=0.0, signs=dict(core=+1, rights=-1), unit="probability a month")
def a_refused_platform_is_printed(core, bloc, rights, cohesion, hazard, able):
    """A platform that the apparatus refuses to print is printed in secret, and raided."""
    return hazard * (1.0 - rights) * core / (core + able) * jnp.minimum(bloc.sum() / 6.0, 1.0) * cohesion


@rule(
    "organs.r12", "factions.r11", "factions.r12", "organs.r11", "organs.r10", "delegation.r10", "organs.r03",
    reads=dict(bloc="factions.bloc", banned="factions.banned", standing="succession.standing",
               prestige="leaders.prestige", capacity="leaders.capacity", positions="leaders.positions",
               network="appointments.network", appointed="appointments.appointed", secretary="succession.secretary",
               voice="factions.voice", fear="factions.fear", control="organs.control", seat="organs.politburo",
               autonomy="police.autonomy", printing=here(0, 1), expulsion="organs.may_expel",
               congress="delegation.delegates", refused="now:organs.refused"),
    parameters=dict(
        pace=parameter(0.14, "a month", 0.05, 0.3, assumption="joint plenums sit every two or three months"),
        temper=parameter(0.4, "1", 0.2, 0.8, assumption="firmness of convictions"),
        spread=parameter(0.07, "share", 0.03, 0.15, assumption="last words, absences"),
        offence=parameter(1.3, "1", 0.4, 2.5, book=("factions.r11", "factions.r18")),
        invented=parameter(0.8, "1", 0.2, 1.6, book=("factions.r12", "organs.r12")),
        scruple=parameter(1.5, "1", 0.6, 2.6, book=("organs.r11",)),
        orders=parameter(1.4, "1", 0.5, 2.5, book=("organs.r10", "appointments.r06")),
    ),
    neutral=0.0, unit="probability a month",
)
def the_joint_plenum_votes_expulsion(bloc, banned, standing, prestige, capacity, positions, network, appointed,
                                     secretary, voice, fear, control, seat, autonomy, printing, expulsion, congress,
                                     refused, pace, temper, spread, offence, invented, scruple, orders):
    """The committees vote on the opposition; old members' scruples hold twice, then an invented plot ends them."""
    question = jnp.asarray([0.0, 0.0, -0.6, 0.0, 0.0, -0.9])
    heard = jnp.minimum(3.0 * jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), 1e-6), 1.0)
    voters = standing * capacity * (1.0 - bloc) * (0.3 + 0.7 * seat)
    own, posts = voters * prestige, voters * (network + 1e-4)
    weights = ((1.0 - appointed) * own / jnp.maximum(own.sum(), 1e-6)
               + appointed * posts / jnp.maximum(posts.sum(), 1e-6))
    net = jnp.sum(network * secretary)
    trust = offence * (voice + printing) + invented * autonomy - scruple * (control + 0.3)
    vote = ballot(question, positions, weights, trust=trust, fear=orders * (0.4 + fear) * net, temper=temper,
                  spread=spread)
    held = (1.0 - refused) * (1.0 - jnp.minimum(2.0 * congress, 1.0))
    return pace * banned * expulsion * heard * vote.carries * held


@rule(
    "factions.r13", "factions.r11", "leaders.r13", "succession.r09",
    reads=dict(deported="factions.deported", expelled="factions.expelled", recanted=here(0, 1, "recanted", "leader"),
               sanction="factions.sanction", autonomy="police.autonomy", prestige="leaders.prestige"),
    parameters=dict(
        rate=parameter(0.15, "a month", 0.05, 0.4, book=("factions.r13")),
        known=parameter(1.5, "1", 0.5, 3.0, book=("leaders.r13")),
        back=parameter(0.3, "a month", 0.1, 0.6, book=("factions.r13"))),
    neutral=0.0, unit="change a month")
def the_expelled_are_deported(deported, expelled, recanted, sanction, autonomy, prestige, rate, known,
                              back):
    """Who does not recant is deported, the most dangerous first; who recants may come back."""
    hard = jnp.clip((sanction - 2.0) / 2.0, 0.0, 1.0)
    away = rate * hard * expelled * (1.0 - recanted) * (1.0 + known * prestige) * (0.5 + 0.5 * autonomy)
    return jnp.minimum(away, 0.8) * (1.0 - deported) - back * recanted * deported


@rule(
    "factions.r13", "factions.r14", "factions.r08", "leaders.r12",
    reads=dict(expelled="factions.expelled", deported="factions.deported", recanted="factions.recanted",
               positions="leaders.positions", industry="organs.line_industry", peasantry="organs.line_peasantry",
               fear="factions.fear", cohesion="factions.cohesion"),
    parameters=dict(
        caution="leaders.caution", circle="leaders.circle",
        rate=parameter(0.05, "a month", 0.02, 0.12, book=("factions.r13",)),
        turn=parameter(2.0, "1", 0.8, 4.0, book=("factions.r14",)),
        firm=parameter(0.85, "share", 0.5, 0.97, book=("factions.r13", "factions.r08"),
                       assumption="the head of a circle does not recant before his friends"),
    ),
    neutral=0.0, unit="probability a month",
)
def the_expelled_recant(expelled, deported, recanted, positions, industry, peasantry, fear, cohesion, caution,
                        circle, rate, turn, firm):
    """Isolation, fear for the party and a line that borrows their programme draw capitulators."""
    near = jnp.maximum(positions[:, INDUSTRY] * industry, 0.0) + jnp.maximum(positions[:, PEASANTRY] * peasantry, 0.0)
    gone = circle @ (recanted @ circle) / jnp.maximum(circle @ (jnp.maximum(expelled, recanted) @ circle), 0.1)
    head = firm * jnp.any((circle >= jnp.max(circle, axis=0)) & (circle > 0.5), axis=1) * (1.0 - jnp.minimum(gone, 1.0))
    return (rate * expelled * (1.0 - recanted) * caution * (0.4 + fear + turn * near) * (1.0 - 0.7 * cohesion)
            * (1.0 - head) * (0.7 + 0.3 * deported))


@rule(
    "factions.r18", "factions.r13", "factions.r17",
    reads=dict(network="factions.exile_network", deported="factions.deported", prestige="leaders.prestige",
               autonomy="police.autonomy", terror="police.terror", mass="police.mass_terror"),
    parameters=dict(
        write=parameter(0.2, "a month", 0.05, 0.5, book=("factions.r18",)),
        cut=parameter(0.25, "a month", 0.1, 0.6, book=("factions.r18", "factions.r16")),
    ),
    neutral=0.0, signs=dict(mass=-1, autonomy=-1), unit="change a month",
)
def the_deported_write(network, deported, prestige, autonomy, terror, mass, write, cut):
    """The deported exchange letters from place to place until the police takes the relays."""
    many = jnp.minimum(jnp.sum(deported * prestige) / 1.5, 1.0)
    return write * many * (1.0 - network) - cut * (0.2 + autonomy + terror + 2.0 * mass) * network


@rule(
    "factions.r15",
    reads=dict(deciders="organs.deciders", hunger="supply.hunger", discontent="mood.discontent",
               latent="factions.latent", fear="factions.fear", network="factions.exile_network",
               mass="police.mass_terror", banned="factions.banned"),
    parameters=dict(
        hazard=parameter(0.05, "a month", 0.01, 0.12, book=("factions.r15",)),
        few=parameter(3.0, "persons", 2.2, 4.0, assumption="a nearly sole ruler to be rid of"),
    ),
    neutral=0.0, signs=dict(discontent=+1, latent=+1, mass=-1), unit="probability a month",
)
def disaster_makes_dissidents_in_the_apparatus(deciders, hunger, discontent, latent, fear, network, mass, banned,
                                               hazard, few):
    """Under one man, famine and misery make circles even among his own; infiltrators find them first."""
    sole = jnp.clip(few - deciders, 0.0, 1.0) * banned
    grief = jnp.minimum(jnp.mean(hunger) + 0.5 * discontent + 0.5 * latent + 0.3 * network, 1.0)
    return hazard * sole * grief * (1.0 - 0.5 * fear) * (1.0 - jnp.minimum(4.0 * mass, 1.0))


VOICE_FADES = parameter(0.8, "share left a month", 0.6, 0.92, assumption="an appeal is followed up for some months")
ALARMED = parameter(0.12, "index 0-1", 0.03, 0.25, book=("factions.r15", "leaders.r15"))
"""Fear that a discovered circle leaves in the party."""


def step(m: Month) -> None:
    """Congresses ban or restore currents; opposition, fear and sanctions move every month."""
    last = m.last
    sitting = m.now("delegation.sitting")
    banned = last("factions.banned")
    ban = m.choose(BAN, m.rule(danger_makes_unity_a_law) * sitting * (1.0 - banned))
    repeal = m.choose(REPEAL, m.rule(only_a_majority_repeals) * sitting * banned)
    m.set("banned", jnp.where(banned > 0, 1.0 - repeal, ban))

    appeal = m.choose(APPEAL, m.rule(the_opposition_goes_to_the_cells))
    retreat = m.choose(RETREAT, m.rule(fear_of_a_split_makes_it_retreat))
    printed = m.choose(PRINTING, m.rule(a_refused_platform_is_printed))
    m.set("printed", jnp.maximum(last("factions.printed") * m.parameter("factions.voice_fades"), printed))
    m.set("voice", jnp.maximum(last("factions.voice") * m.parameter("factions.voice_fades") * (1.0 - retreat), appeal))
    expelled_now = m.choose(PLENUM, m.rule(the_joint_plenum_votes_expulsion, printing=printed))
    bloc = last("factions.bloc")
    recant = m.choose(RECANTATION, m.rule(the_expelled_recant)) * m.now("leaders.alive")
    recanted = m.set("recanted", jnp.maximum(last("factions.recanted"), recant))
    out = jnp.maximum(last("factions.expelled"), expelled_now * (bloc > 0.5))
    out = jnp.maximum(out, m.now("succession.standing") <= 0.0) * m.now("leaders.alive")
    m.set("expelled", out * (1.0 - recant))
    m.set("deported", (last("factions.deported") + m.rule(the_expelled_are_deported, recanted=recanted))
          * m.now("leaders.alive"))
    found = m.choose(DISSIDENTS, m.rule(disaster_makes_dissidents_in_the_apparatus))

    dissent = m.set("dissent", last("factions.dissent") + m.rule(discontent_feeds_opposition))
    weights = make_up(m.now("delegation.place"), m.parameter("delegation.tilt"))
    size = m.parameter("delegation.weight")
    m.set("opposition", jnp.sum(size / size.sum() * jnp.sum(weights * dissent, axis=1)))
    m.set("latent", last("factions.latent") + m.rule(closed_voices_store_discontent))
    m.set("fear", last("factions.fear") + m.rule(dissent_is_made_costly) + m.parameter("factions.alarmed") * found)
    m.set("sanction", last("factions.sanction") + m.rule(each_precedent_opens_the_next))
    m.set("cohesion", last("factions.cohesion") + m.rule(blocs_hold_or_dissolve, retreat=retreat))
    m.set("core", last("factions.core") + m.rule(militants_gather))
    m.set("bloc", (bloc + m.rule(leaders_take_sides)) * m.now("leaders.alive") * (1.0 - recant))
    m.set("exile_network", last("factions.exile_network") + m.rule(the_deported_write))


@observable("party.opposition", "share", "Members who sincerely disagree with the leadership", system="factions",
            high=1.0, book=("delegation.r07",))
def opposition(w, flows):
    """Sincere dissent."""
    return w.factions.opposition


@observable("party.fear", "index 0-1", "What contradicting the line has cost lately", system="factions", high=1.0,
            book=("mood.r12",))
def party_fear(w, flows):
    """Fear inside the party."""
    return w.factions.fear


@observable("party.banned", "flag", "Groups with their own platform are forbidden", system="factions", high=1.0,
            book=("factions.r01",))
def ban_in_force(w, flows):
    """The ban on groups."""
    return w.factions.banned


@observable("party.latent", "index 0-1", "Discontent stored while the voice is closed", system="factions", high=1.0,
            book=("factions.r04",))
def stored_discontent(w, flows):
    """A modelling scale."""
    return w.factions.latent


@observable("party.core", "persons", "Militants of the opposition", system="factions", book=("factions.r09",))
def militants(w, flows):
    """Organised adherents."""
    return w.factions.core


@observable("party.bloc", "persons", "Leaders in the open opposition", system="factions", high=float(L),
            book=("factions.r09",))
def leaders_in_opposition(w, flows):
    """Of the eighty leaders, those who stand in it more than not."""
    return jnp.sum(w.factions.bloc > 0.5).astype(jnp.float32)


@observable("party.sanction", "rung 0-6", "Highest sanction in use against dissent", system="factions", high=6.0,
            book=("factions.r16",))
def highest_sanction(w, flows):
    """Debate, reprimand, transfer, expulsion, deportation, isolator, death."""
    return w.factions.sanction


@observable("party.cohesion", "index 0-1", "Unity of the opposition", system="factions", high=1.0,
            book=("factions.r10",))
def unity_of_the_opposition(w, flows):
    """A modelling scale."""
    return w.factions.cohesion


@observable("leaders.deported", "persons", "Leaders of the record deported or exiled", system="factions",
            high=float(L), book=("factions.r13",))
def leaders_deported(w, flows):
    """Of the eighty leaders."""
    return w.factions.deported.sum()


@observable("leaders.recanted", "persons", "Leaders of the record who have recanted", system="factions",
            high=float(L), book=("factions.r13",))
def leaders_recanted(w, flows):
    """Of the eighty leaders."""
    return w.factions.recanted.sum()


@observable("party.exile_network", "index 0-1", "Letters between the deported", system="factions", high=1.0,
            book=("factions.r18",))
def letters_of_the_deported(w, flows):
    """A modelling scale."""
    return w.factions.exile_network
