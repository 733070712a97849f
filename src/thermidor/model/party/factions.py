"""Currents form on errors and privileges; a ban, once made, protects itself; fear silences."""

import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, observable, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.party.ballot import ballot


class Factions(System):
    """Opposition in the party and what it costs."""

    opposition: Array = variable("share", "members who sincerely disagree with the leadership", high=1.0,
                                 start=parameter(0.3, "share", 0.15, 0.45, book=("delegation.r01",)))
    banned: Array = variable("flag", "groups with their own platform are forbidden", start=0.0, high=1.0)
    fear: Array = variable("index 0-1", "what contradicting the line has cost lately", start=0.0, high=1.0)


BAN = choice("factions.ban", "the congress forbids groups and tendencies", kind="decision",
             book=("factions.r01", "organs.r03"))
REPEAL = choice("factions.repeal", "a congress restores the right of tendency", kind="decision",
                book=("factions.r02",))

QUESTION = parameter([0.0, 0.0, -1.0, 0.0, 0.0, -0.8], "index -1..1", 0.6, 1.4, dim="axis",
                     book=("factions.r01",))
"""Direction of the motion to forbid groups: against party democracy and tolerance."""


@rule(
    "factions.r01", "organs.r03", "regime.r04",
    reads=dict(standing="succession.standing", prestige="leaders.prestige", capacity="leaders.capacity",
               revolt="countryside.revolt", discontent="mood.discontent", power="soviets.power", pluralism="soviets.pluralism",
               fatigue="mood.fatigue"),
    parameters=dict(
        positions="leaders.positions", question="factions.question",
        danger=parameter(4.2, "1", 2.0, 7.0, book=("factions.r01", "regime.r04")),
        calm=parameter(0.4, "index 0-1", 0.25, 0.55, assumption="danger at which leaders are evenly pulled"),
        temper=parameter(0.45, "1", 0.25, 0.8, assumption="firmness of convictions in a vote of leaders"),
        spread=parameter(0.07, "share", 0.03, 0.15, assumption="last words, absences"),
    ),
    neutral=0.0, signs=dict(discontent=+1, power=+1), unit="probability at a congress",
)
def danger_makes_unity_a_law(standing, prestige, capacity, revolt, discontent, power, pluralism, fatigue, positions,
                             question, danger, calm, temper, spread):
    """Revolt and strikes around a party alone in power carry a motion to forbid its currents."""
    threat = 0.5 * discontent + 0.5 * jnp.minimum(2.0 * jnp.mean(revolt), 1.0) + 0.2 * fatigue
    alone = power * (1.0 - pluralism)
    pull = danger * (threat - calm) * alone
    vote = ballot(question, positions, standing * prestige * capacity, trust=pull * 0.5, fear=0.5 * pull,
                  temper=temper, spread=spread)
    return alone * vote.carries


@rule(
    "factions.r02",
    reads=dict(congress="delegation.delegates", line="organs.line_democracy",
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
    "factions.r04", "factions.r09", "appointments.r04", "mood.r09",
    reads=dict(opposition="factions.opposition", discontent="mood.discontent", caste="privilege.caste",
               appointed="appointments.appointed", docility="membership.docility", hope="comintern.hope",
               ),
    parameters=dict(
        pace=parameter(0.12, "a month", 0.05, 0.25, assumption="opinions move within the year"),
        anger=parameter(0.9, "share", 0.4, 1.3, book=("factions.r04",)),
        posts=parameter(0.9, "share", 0.3, 1.3, book=("appointments.r04",)),
        rank=parameter(0.4, "share", 0.1, 0.8, book=("regime.r06",)),
        followers=parameter(0.62, "share", 0.3, 0.9, book=("appointments.r05", "membership.r10")),
        discouraged=parameter(0.35, "share", 0.1, 0.6, book=("mood.r09", "factions.r10")),
    ),
    neutral=0.0, signs=dict(discontent=+1, caste=+1, docility=-1, hope=+1), unit="change a month",
)
def discontent_feeds_opposition(opposition, discontent, caste, appointed, docility, hope, pace, anger, posts, rank, followers, discouraged):
    """Misery, nominations and privileges feed dissent; docility and defeats abroad drain it."""
    aim = (anger * discontent + posts * appointed * (1.0 - docility) + rank * caste) * (1.0 - followers * docility)
    aim = aim * (1.0 - discouraged * (1.0 - hope))
    return pace * (aim - opposition)


@rule(
    "delegation.r08", "factions.r08", "factions.r11", "mood.r15", "membership.r11",
    reads=dict(fear="factions.fear", banned="factions.banned", appointed="appointments.appointed",
               terror="police.terror", mass="police.mass_terror", purge="membership.purging",
               deciders="organs.deciders"),
    parameters=dict(
        pace=parameter(0.1, "a month", 0.04, 0.25, assumption="fear builds in a year"),
        sanction=parameter(0.55, "index 0-1", 0.3, 0.8, book=("factions.r01", "delegation.r08")),
        police=parameter(0.35, "index 0-1", 0.1, 0.6, book=("police.r08", "mood.r15")),
        one=parameter(0.3, "index 0-1", 0.1, 0.5, book=("membership.r11",)),
    ),
    neutral=0.0, signs=dict(banned=+1, appointed=+1, terror=+1, mass=+1), unit="change a month",
)
def dissent_is_made_costly(fear, banned, appointed, terror, mass, purge, deciders, pace, sanction, police, one):
    """Ban, nominated secretaries, police and a single master make contradiction cost more each year."""
    aim = sanction * banned * appointed + police * (terror + mass) * (0.3 + 0.7 * banned) + 0.1 * purge
    aim = aim + one * jnp.clip(2.0 - deciders, 0.0, 1.0)
    return pace * (aim - fear)


def step(m: Month) -> None:
    """Congresses ban or restore currents; opposition and fear move every month."""
    sitting = m.now("delegation.sitting")
    banned = m.last("factions.banned")
    ban = m.choose(BAN, m.rule(danger_makes_unity_a_law) * sitting * (1.0 - banned))
    repeal = m.choose(REPEAL, m.rule(only_a_majority_repeals) * sitting * banned)
    m.set("banned", jnp.where(banned > 0, 1.0 - repeal, ban))
    m.set("opposition", m.last("factions.opposition") + m.rule(discontent_feeds_opposition))
    m.set("fear", m.last("factions.fear") + m.rule(dissent_is_made_costly))


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

