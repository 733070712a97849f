"""What an observer sees of who rules whom, month by month, each between 0 and 1.

Sources for coding practice, named short below: Polity5 (Marshall and Gurr, Polity5 Dataset Users' Manual,
Center for Systemic Peace 2020), V-Dem (Coppedge and others, V-Dem Codebook v13, Gothenburg 2023), BMR (Boix,
Miller and Rosato, Comparative Political Studies 46, 2013), GWF (Geddes, Wright and Frantz, Perspectives on
Politics 12, 2014, and How Dictatorships Work, Cambridge 2018).
"""

from __future__ import annotations

import numpy as np

from thermidor.codings.declare import (
    all_of,
    any_of,
    ever,
    kept_since,
    measure,
    ramp,
    without,
    year_mean,
    year_most,
)
from thermidor.engine.declare import parameter
from thermidor.model.names import METHODS
from thermidor.model.nature import HALF, MILLION, MONTHS_A_YEAR

VDEM = "V-Dem Codebook v13, Gothenburg 2023"
POLITY = "Polity5 Dataset Users' Manual, Center for Systemic Peace 2020"
GWF = "Geddes, Wright and Frantz, How Dictatorships Work, Cambridge 2018"
LEAST = 1e-3
"""Keeps a ratio of shares from nought."""


# -- who decides below: soviets, parties, currents -----------------------------------------------------


@measure(
    "soviets are elected, recall and decide",
    reads=dict(participation="soviets.participation"),
    signs=dict(participation=+1),
    looks_back=True,
    book=("soviets.r17", "soviets.r09", "soviets.r13"),
    parameters=dict(
        none=parameter(
            0.1,
            "index 0-1",
            0.05,
            0.15,
            assumption="one in ten still takes part: meetings at which "
            "appointed delegates decide, as in 1920-21; one in twenty, one in seven",
        ),
        full=parameter(
            0.4,
            "index 0-1",
            0.3,
            0.5,
            assumption="two in five take part: what soviets of 1917-18 could "
            "muster beside work and front; a third, a half",
        ),
    ),
)
def living_soviets(participation, none, full):
    """Pyramid of councils: elections, recall, decisions."""
    return ramp(year_mean(participation), none, full)


@measure(
    "other parties stand and sit",
    reads=dict(pluralism="soviets.pluralism"),
    signs=dict(pluralism=+1),
    book=("soviets.r08", "soviets.r10"),
    publication=f"competition of parties: PARREG and PARCOMP, {POLITY}; v2psparban, {VDEM}",
    parameters=dict(
        none=parameter(
            0.1,
            "index 0-1",
            0.05,
            0.2,
            assumption="a tenth of their rights is single deputies without a party",
        ),
        full=parameter(
            0.5,
            "index 0-1",
            0.4,
            0.8,
            assumption="half of their rights lets one other party stand "
            "whole, as the left partner to July 1918",
        ),
    ),
)
def other_parties(pluralism, none, full):
    """Whether others than the rulers may be voted for."""
    return ramp(pluralism, none, full)


@measure(
    "currents in the ruling party are legal",
    reads=dict(banned="party.banned"),
    signs=dict(banned=-1),
    looks_back=True,
    book=("factions.r01", "regime.r06"),
)
def legal_currents(banned):
    """Organised disagreement exists by right, in the year's mean."""
    return without(year_mean(banned))


@measure(
    "an opposition's texts are printed",
    reads=dict(platforms="press.platforms"),
    signs=dict(platforms=+1),
    looks_back=True,
    book=("delegation.r10", "information.r05"),
    publication=f"v2x_freexp_altinf, {VDEM}",
)
def free_press(platforms):
    """What is written against the line is printed, in the year's mean."""
    return year_mean(platforms)


@measure(
    "what members think is counted",
    reads=dict(counted="party.opposition_voted", sincere="party.opposition"),
    signs=dict(counted=+1, sincere=-1),
    looks_back=True,
    book=("delegation.r06", "delegation.r07"),
    parameters=dict(
        none=parameter(
            0.05,
            "share",
            0.02,
            0.1,
            assumption="one dissenter in twenty: counts of one vote in a hundred where two in five thought so are under it "
            "(delegation.r07); one in fifty, or in ten",
        ),
        full=parameter(
            0.6,
            "share",
            0.4,
            0.9,
            assumption="three in five, as in a plant where a quarter dared and some two in five thought so (delegation.r06); "
            "two in five, or nearly all",
        ),
    ),
)
def votes_are_counted(counted, sincere, none, full):
    """Dissenters whose vote is counted at the most open vote of the year, of those who dissent."""
    return ramp(year_most(counted) / np.maximum(year_mean(sincere), LEAST), none, full)


@measure(
    "meetings are left in peace",
    reads=dict(strong_arm="party.strong_arm"),
    signs=dict(strong_arm=-1),
    looks_back=True,
    book=("delegation.r06", "delegation.r10"),
    publication=f"v2x_frassoc_thick, {VDEM}",
)
def free_meetings(strong_arm):
    """Speakers are heard and not shouted down, in the year's mean."""
    return without(year_mean(strong_arm))


# -- who is removed, and how -----------------------------------------------------------------------------


@measure(
    "delegates who disagree sit at the congress",
    reads=dict(delegates="congress.opposition"),
    signs=dict(delegates=+1),
    book=("delegation.r01", "delegation.r02"),
    publication=f"competitiveness of executive recruitment: XRCOMP, {POLITY}",
    parameters=dict(
        full=parameter(
            0.25,
            "share",
            0.15,
            0.4,
            assumption="half of what would be needed for a majority: with "
            "every fourth delegate a defeat is one quarrel of the leaders away",
        )
    ),
)
def contested_congress(delegates, full):
    """A body that elects the leadership could elect another."""
    return ramp(delegates, 0, full)


@measure(
    "the elected committee meets",
    reads=dict(plenums="party.plenums"),
    signs=dict(plenums=+1),
    book=("organs.r14",),
    publication=f"constraints by a party organ: {GWF}, chapter 4; XCONST, {POLITY}",
    parameters=dict(
        none=parameter(
            1.0,
            "meetings a year",
            0.5,
            1.5,
            assumption="once a year it hears what has been decided",
        ),
        full=parameter(
            4.0,
            "meetings a year",
            3.0,
            6.0,
            assumption="every season it meets before decisions are old",
        ),
    ),
)
def committee_meets(plenums, none, full):
    """Those whom the congress elects are there to restrain those whom they elect."""
    return ramp(plenums, none, full)


@measure(
    "rulers can be removed without force, or have been",
    reads=dict(
        voted_out="rulers.voted_out", delegates="congress.opposition", plenums="party.plenums"
    ),
    signs=dict(voted_out=+1, delegates=+1, plenums=+1),
    book=("delegation.r01", "organs.r14"),
    publication="removability as the test: Przeworski and others, Democracy and Development, Cambridge 2000",
    parameters=dict(
        turnover=parameter(
            0.3,
            "share a year",
            0.15,
            0.6,
            assumption="a third of the weight in decisions changes "
            "hands by votes in a year: one of a triumvirate, two of six",
        ),
        half=parameter(
            0.35,
            "share",
            0.25,
            0.5,
            assumption="a third of the delegates, with the waverers of any "
            "congress, makes a majority",
        ),
        rare=parameter(1.0, "meetings a year", 0.5, 1.5, assumption="as where the committee meets"),
        often=parameter(
            4.0, "meetings a year", 3.0, 6.0, assumption="as where the committee meets"
        ),
    ),
)
def removable(voted_out, delegates, plenums, turnover, half, rare, often):
    """They have been voted out, or could be by a congress and a committee that meet."""
    could = all_of(ramp(delegates, 0, half), ramp(plenums, rare, often))
    return any_of(could, ramp(voted_out, 0, turnover))


@measure(
    "who loses, loses only by votes",
    reads=dict(sanction="party.sanction", free="losers.free"),
    signs=dict(sanction=-1, free=+1),
    book=("factions.r16", "delegation.r01"),
    parameters=dict(
        none=parameter(
            4.0,
            "rung 0-6",
            3.5,
            5.0,
            assumption="deportation, the fourth rung; halfway from expulsion to it, or the isolator",
        ),
        full=parameter(
            1.0,
            "rung 0-6",
            0.5,
            2.0,
            assumption="a reprimand, the first rung; half of the way to it, or a post lost",
        ),
    ),
)
def loses_only_votes(sanction, free, none, full):
    """A dissenter risks debate and reprimand; those who have lost are at liberty."""
    return all_of(ramp(sanction, none, full), ramp(free, 0, 1))


# -- how many decide, and for whom -------------------------------------------------------------------


@measure(
    "one person decides",
    reads=dict(deciders="power.deciders"),
    signs=dict(deciders=-1),
    looks_back=True,
    book=("regime.r08", "regime.r09", "succession.r09"),
    publication=f"personalism as the concentration of power: {GWF}, chapter 4; effective number: Laakso and "
    "Taagepera, Comparative Political Studies 12, 1979",
    parameters=dict(
        several=parameter(
            3.0, "persons", 2.5, 4.0, assumption="three of equal weight: any two outvote the third"
        ),
        one=parameter(
            1.5,
            "persons",
            1.2,
            2.0,
            assumption="one has four fifths of the weight and the next a fifth: "
            "nobody can outvote him",
        ),
    ),
)
def one_decides(deciders, several, one):
    """How near the effective number of those who decide is to one, in the year's mean."""
    return ramp(year_mean(deciders), several, one)


@measure(
    "a majority of members is against the adopted line",
    reads=dict(sincere="party.opposition"),
    signs=dict(sincere=+1),
    looks_back=True,
    book=("delegation.r07",),
    publication="responsiveness: Powell, Journal of Democracy 15, 2004",
    parameters=dict(
        none=parameter(
            0.4, "share", 0.3, 0.45, assumption="two in five against is an ordinary divided vote"
        ),
        full=parameter(
            0.6, "share", 0.55, 0.7, assumption="three in five against for a year is a line imposed"
        ),
    ),
)
def members_overruled(sincere, none, full):
    """Over a year, more members sincerely against the line than for it."""
    return ramp(year_mean(sincere), none, full)


@measure(
    "a majority of workers is against the adopted line",
    reads=dict(discontent="mood.discontent"),
    signs=dict(discontent=+1),
    looks_back=True,
    book=("mood.r14", "mood.r21"),
    publication="responsiveness: Powell, Journal of Democracy 15, 2004",
    parameters=dict(
        none=parameter(
            0.4, "index 0-1", 0.3, 0.5, assumption="as for members, the index read as a share"
        ),
        full=parameter(
            0.6, "index 0-1", 0.5, 0.8, assumption="as for members, the index read as a share"
        ),
    ),
)
def workers_overruled(discontent, none, full):
    """Over a year, more people discontented than not."""
    return ramp(year_mean(discontent), none, full)


# -- what the state does to persons ------------------------------------------------------------------


@measure(
    "people are shot for politics",
    reads=dict(executions="repression.executions", people="population.total"),
    signs=dict(executions=+1, people=-1),
    per="people",
    looks_back=True,
    book=("police.r17", "regime.r12"),
    publication=f"v2x_clphy and v2clkill, {VDEM}",
    parameters=dict(
        some=parameter(
            10.0,
            "persons a million a year",
            3.0,
            20.0,
            assumption="some two thousand a year, as in the "
            "twenties: one political case in many, by a court that may be named",
        ),
        mass=parameter(
            300.0,
            "persons a million a year",
            100.0,
            1000.0,
            assumption="some fifty thousand a year: "
            "as in the worst year of the civil war, a sixth of 1937",
        ),
    ),
)
def shootings(executions, people, some, mass):
    """Executions of the last year by head, on the scale of their logarithm."""
    a_year = year_mean(executions) * (MONTHS_A_YEAR * MILLION) / np.maximum(people, 1)
    return ramp(np.log(np.maximum(a_year, some)), np.log(some), np.log(mass))


@measure(
    "people are arrested for politics",
    reads=dict(arrests="repression.arrests", people="population.total"),
    signs=dict(arrests=+1, people=-1),
    per="people",
    looks_back=True,
    book=("police.r08",),
    publication=f"v2x_clphy and v2caviol, {VDEM}",
    parameters=dict(
        some=parameter(
            100.0,
            "persons a million a year",
            30.0,
            200.0,
            assumption="some fifteen thousand a year",
        ),
        mass=parameter(
            3000.0,
            "persons a million a year",
            1000.0,
            6000.0,
            assumption="some half a million a year, one household in seventy",
        ),
    ),
)
def political_arrests(arrests, people, some, mass):
    """Political arrests of the last year by head, on the scale of their logarithm."""
    a_year = year_mean(arrests) * (MONTHS_A_YEAR * MILLION) / np.maximum(people, 1)
    return ramp(np.log(np.maximum(a_year, some)), np.log(some), np.log(mass))


@measure(
    "leaders are exiled or shot",
    reads=dict(executed="leaders.executed", deported="leaders.deported"),
    signs=dict(executed=+1, deported=+1),
    book=("factions.r16", "factions.r13"),
    parameters=dict(
        full=parameter(
            5.0, "persons", 2.0, 12.0, assumption="one in ten of the leaders who decide as persons"
        )
    ),
)
def leaders_struck(executed, deported, full):
    """Leaders of the revolution deported, or dead by order."""
    return ramp(executed + deported, 0, full)


@measure(
    "leaders are shot",
    reads=dict(executed="leaders.executed"),
    signs=dict(executed=+1),
    book=("factions.r16", "regime.r12"),
    parameters=dict(
        full=parameter(
            10.0,
            "persons",
            5.0,
            20.0,
            assumption="one in five of the leaders who decide as persons, beyond any single trial",
        )
    ),
)
def leaders_shot(executed, full):
    """Leaders of the revolution dead by order of those who rule."""
    return ramp(executed, 0, full)


@measure(
    "the police answers to nobody",
    reads=dict(autonomy="police.autonomy"),
    signs=dict(autonomy=+1),
    looks_back=True,
    book=("police.r05", "police.r17"),
    publication=f"v2cltrnslw and judicial constraints v2x_jucon, {VDEM}",
)
def police_alone(autonomy):
    """Sentences without court, prosecutor or party, in the year's mean."""
    return year_mean(autonomy)


# -- what an office is worth, and who owns ---------------------------------------------------------------


@measure(
    "an office is worth much more than a wage",
    reads=dict(ratio="privilege.ratio"),
    signs=dict(ratio=+1),
    book=("privilege.r10", "nature_of_state.r06"),
    parameters=dict(
        none=parameter(
            2.5,
            "ratio",
            2.0,
            3.5,
            publication="the party maximum of 1920-29, about twice a skilled wage, "
            "with some perquisites: Matthews, Privilege in the Soviet Union, London 1978",
        ),
        full=parameter(
            6.0,
            "ratio",
            4.5,
            9.0,
            assumption="what an owner of a small firm makes beside his hands: "
            "from there on income is of another class",
        ),
    ),
)
def privilege(ratio, none, full):
    """Income of a senior official, in money and kind, over a worker's."""
    return ramp(ratio, none, full)


@measure(
    "a list of office holders is as broad as a small bourgeoisie",
    reads=dict(listed="privilege.nomenklatura", people="population.urban"),
    signs=dict(listed=+1, people=-1),
    per="people",
    book=("privilege.r09", "classes.r12", "nature_of_state.r07"),
    parameters=dict(
        none=parameter(
            0.003,
            "share of townspeople",
            0.001,
            0.006,
            assumption="one townsman in three hundred: the "
            "posts of the state's own summit, and no more",
        ),
        full=parameter(
            0.02,
            "share of townspeople",
            0.01,
            0.04,
            assumption="one in fifty, with family one in "
            "fifteen: directors and specialists, as many as owners and managers are elsewhere",
        ),
    ),
)
def broad_list(listed, people, none, full):
    """Holders of listed posts among townspeople."""
    return ramp(listed / np.maximum(people, 1), none, full)


@measure(
    "private owners dispose of part of the surplus",
    reads=dict(traders="traders", people="population.urban", rich="peasants.rich"),
    signs=dict(traders=+1, people=-1, rich=+1),
    per="people",
    book=("classes.r08", "classes.r06"),
    parameters=dict(
        trade=parameter(
            0.06,
            "share of townspeople",
            0.03,
            0.1,
            assumption="one townsman in sixteen lives on trade: "
            "most of what towns buy passes through private hands",
        ),
        rich_none=parameter(
            0.06,
            "share",
            0.03,
            0.08,
            assumption="well-off households that a village has in any year",
        ),
        rich_full=parameter(
            0.2,
            "share",
            0.12,
            0.3,
            assumption="one household in five: as before the revolution, "
            "most of the grain for sale is theirs",
        ),
    ),
)
def private_owners(traders, people, rich, trade, rich_none, rich_full):
    """Traders in towns, well-off households in villages, whichever is more."""
    return any_of(ramp(traders / np.maximum(people, 1), 0, trade), ramp(rich, rich_none, rich_full))


@measure(
    "grain is taken by force",
    reads=dict(method="procurement.method"),
    signs=dict(method=0),
    looks_back=True,
    book=("procurement.r02", "regime.r02"),
)
def requisition(method):
    """Requisition in the last year."""
    return year_mean(_is(method, "requisition"))


@measure(
    "grain is bought on a market",
    reads=dict(method="procurement.method"),
    signs=dict(method=0),
    looks_back=True,
    book=("procurement.r05", "regime.r04"),
)
def grain_market(method):
    """Tax in kind and trade in the last year."""
    return year_mean(_is(method, "market"))


def _is(method, name):
    return (np.abs(method - METHODS.index(name)) < HALF).astype(np.float32)


@measure(
    "workers strike",
    reads=dict(strikers="unrest.strikers", workers="workers.industrial"),
    signs=dict(strikers=+1, workers=-1),
    per="workers",
    looks_back=True,
    book=("labour.r05", "classes.r10"),
    parameters=dict(
        full=parameter(
            0.2,
            "share a year",
            0.1,
            0.4,
            assumption="one worker in five strikes once a year; in peace, "
            "where bread is dear and unions are free, as many did in western Europe after 1918",
        )
    ),
)
def strikes(strikers, workers, full):
    """Workers who struck in the last year."""
    return ramp(year_mean(strikers) * MONTHS_A_YEAR / np.maximum(workers, 1), 0, full)


@measure(
    "accumulation outruns consumption",
    reads=dict(heavy="industry.heavy", light="industry.light", wage="wages.real"),
    signs=dict(heavy=+1, light=-1, wage=-1),
    book=("industry.r14", "labour.r02"),
    publication="the law of accumulation as the test: Cliff, State Capitalism in Russia, London 1955",
    parameters=dict(
        even=parameter(
            1.0, "ratio", 0.8, 1.2, assumption="heavy and light industry in the proportion of 1913"
        ),
        forced=parameter(
            1.5,
            "ratio",
            1.2,
            2.0,
            assumption="half as much heavy industry again beside light as in 1913",
        ),
        restored=parameter(
            100.0,
            "index",
            80.0,
            120.0,
            assumption="plant of 1913: up to there industry is repaired, not accumulated",
        ),
        doubled=parameter(200.0, "index", 150.0, 300.0, assumption="twice that of 1913"),
        paid=parameter(
            100.0,
            "index",
            80.0,
            110.0,
            assumption="a wage that buys what it bought in 1913 is not held down",
        ),
        pressed=parameter(
            60.0, "index", 45.0, 75.0, assumption="three fifths of 1913, while industry grows"
        ),
    ),
)
def forced_accumulation(heavy, light, wage, even, forced, restored, doubled, paid, pressed):
    """Heavy industry grows at the cost of light industry and of wages below those of 1913."""
    outruns = ramp(heavy / np.maximum(light, 1), even, forced)
    return all_of(outruns, ramp(heavy, restored, doubled), ramp(wage, paid, pressed))


@measure(
    "the countryside is collectivised",
    reads=dict(share="collectivisation.share"),
    signs=dict(share=+1),
    book=("collectivisation.r07",),
)
def collectivised(share):
    """Households in collective farms."""
    return share


# -- the book's guard ------------------------------------------------------------------------------


@measure(
    "defeat abroad is confirmed",
    reads=dict(isolation="comintern.isolation"),
    signs=dict(isolation=+1),
    book=("regime.r07", "regime.r01"),
    parameters=dict(
        none=parameter(
            0.5,
            "index 0-1",
            0.3,
            0.6,
            assumption="another country is in workers' hands, or near it",
        ),
        full=parameter(
            0.7, "index 0-1", 0.62, 0.8, assumption="no other is, and the great ones are lost"
        ),
    ),
)
def defeat_abroad(isolation, none, full):
    """Isolation of the Soviet state."""
    return ramp(isolation, none, full)


@measure(
    "the leader of October is gone",
    reads=dict(capacity="power.lenin_capacity"),
    signs=dict(capacity=-1),
    book=("regime.r07",),
    parameters=dict(
        gone=parameter(0.1, "index 0-1", 0.0, 0.3, assumption="he dictates a note now and then"),
        there=parameter(0.6, "index 0-1", 0.4, 0.9, assumption="he works half days"),
    ),
)
def leader_gone(capacity, gone, there):
    """Whether he is seen at work."""
    return ramp(capacity, there, gone)


@measure(
    "the levy has been made",
    reads=dict(levy="party.levy"),
    signs=dict(levy=+1),
    looks_back=True,
    book=("regime.r07", "membership.r08"),
    parameters=dict(
        full=parameter(
            0.3,
            "index 0-1",
            0.1,
            0.6,
            assumption="a third of a full campaign of enrolment: from there on "
            "the untrained are as many as those who knew another party",
        )
    ),
)
def levy_made(levy, full):
    """A mass enrolment, once made, is not undone."""
    return ramp(ever(levy), 0, full)


@measure(
    "one country is the doctrine",
    reads=dict(line="party.line_world"),
    signs=dict(line=-1),
    book=("regime.r07", "ideology.r05"),
    parameters=dict(
        none=parameter(0.0, "index -1..1", -0.2, 0.2, assumption="the line says both"),
        full=parameter(
            -0.5,
            "index -1..1",
            -0.8,
            -0.3,
            assumption="the line is nearer to one country than to none",
        ),
    ),
)
def one_country(line, none, full):
    """What the adopted line says of world revolution."""
    return ramp(line, none, full)


@measure(
    "the pioneers are displaced by men of the second rank",
    reads=dict(pioneers="rulers.pioneers"),
    signs=dict(pioneers=-1),
    book=("regime.r07",),
    parameters=dict(
        there=parameter(0.85, "share", 0.7, 1.0, assumption="one of six is gone: a death"),
        gone=parameter(
            0.4, "share", 0.2, 0.6, assumption="more than half of those who led together are out"
        ),
    ),
)
def pioneers_displaced(pioneers, there, gone):
    """Of those who led together in 1917, how many no longer sit."""
    return ramp(pioneers, there, gone)


@measure(
    "the filter of delegates is complete",
    reads=dict(delegates="congress.opposition", sincere="party.opposition"),
    signs=dict(delegates=-1, sincere=+1),
    looks_back=True,
    book=("delegation.r05", "delegation.r02", "delegation.r10"),
    parameters=dict(
        nothing=parameter(
            0.15,
            "share",
            0.1,
            0.2,
            assumption="members who disagree with any leadership at any time",
        ),
        contested=parameter(
            0.3,
            "share",
            0.22,
            0.4,
            assumption="a quarter to two fifths of the members against, as in the plants and by the estimate of 1926 "
            "(delegation.r06, r07): there is something to contest",
        ),
        open=parameter(0.5, "share", 0.4, 0.8, book=("delegation.r02",)),
        shut=parameter(0.125, "share", 0.06, 0.25, book=("delegation.r05",)),
    ),
)
def filter_complete(delegates, sincere, nothing, contested, open, shut):
    """Delegates who disagree, of the members who do, at the last congress that had something to contest."""
    silence = ramp(delegates / np.maximum(sincere, LEAST), open, shut)
    return kept_since(silence, ramp(sincere, nothing, contested))


@measure(
    "the old guard is gone",
    reads=dict(guard="cc.old_guard"),
    signs=dict(guard=-1),
    book=("regime.r12", "organs.r16"),
    parameters=dict(
        there=parameter(
            0.6, "share", 0.5, 0.7, assumption="a committee that is still mostly of 1917"
        ),
        gone=parameter(0.2, "share", 0.1, 0.4, book=("regime.r12",)),
    ),
)
def old_guard_gone(guard, there, gone):
    """Members of 1917 in the Central Committee."""
    return ramp(guard, there, gone)


@measure(
    "the line leans to concessions to the peasantry",
    reads=dict(line="party.line_peasantry"),
    signs=dict(line=+1),
    book=("regime.r08", "procurement.r08"),
    parameters=dict(
        full=parameter(
            0.15, "index -1..1", 0.05, 0.4, assumption="clearly enough to be told from none"
        )
    ),
)
def concessions(line, full):
    """The adopted line towards the village."""
    return ramp(line, 0, full)


@measure(
    "the civil war decides how the country is run",
    reads=dict(intensity="war.civil"),
    signs=dict(intensity=+1),
    looks_back=True,
    book=("regime.r02",),
    parameters=dict(
        none=parameter(0.1, "index 0-1", 0.0, 0.2, assumption="risings"),
        full=parameter(0.4, "index 0-1", 0.3, 0.6, assumption="campaigns on several fronts"),
    ),
)
def civil_war(intensity, none, full):
    """Intensity of the civil war in the last year."""
    return ramp(year_mean(intensity), none, full)


@measure(
    "the dead founder is a relic",
    reads=dict(cult="power.cult"),
    signs=dict(cult=+1),
    book=("succession.r04", "nature_of_state.r05"),
)
def cult(cult):
    """Mausoleum, names, quotations."""
    return cult


CRITERIA: dict[str, tuple[str, ...] | str] = {
    "form of property": ("private_owners", "collectivised"),
    "origin of that form": "always its own revolution in a history of Russia: no measure tells months apart",
    "control and service of the collectivised base": (
        "living_soviets",
        "workers_overruled",
        "strikes",
    ),
    "tests of a class": ("privilege", "broad_list"),
    "pyramid of councils": ("living_soviets", "other_parties"),
    "independent proletariat": ("strikes", "workers_overruled"),
    "mould of the leadership": ("pioneers_displaced", "old_guard_gone"),
    "obedience to Moscow": "a criterion of other states; here the centre itself",
    "world market": "foreign trade beyond grain is not modelled: absent",
    "kind of counter-revolution": ("filter_complete", "leaders_struck", "leaders_shot"),
    "props of the regime": ("privilege", "broad_list", "shootings", "cult"),
    "viability": "lies beyond the last month that is simulated: absent",
}
"""The twelve criteria of the postface (nature_of_state.r09), and the measures that stand for each, or why none does."""
