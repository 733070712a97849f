"""Leaders age, fall ill and die; their prestige and their positions move with posts and defeats."""

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from thermidor.engine.declare import (
    System,
    choice,
    here,
    normal,
    output,
    parameter,
    rule,
    uniform,
    variable,
)
from thermidor.engine.month import Month
from thermidor.model.names import AXES, LEADERS
from thermidor.model.nature import HALF
from thermidor.model.party.persons import circles, positions, tie, trait, within_one

L = len(LEADERS)
LENIN, TROTSKY = LEADERS.index("lenin"), LEADERS.index("trotsky")
WORLD, INDUSTRY, DEMOCRACY, PEASANTRY, TOLERANCE = (AXES.index(a) for a in (
    "world_revolution", "industrialisation", "party_democracy", "peasantry", "opposition_tolerance"))
FREEDOM = np.isin(np.arange(len(AXES)), (DEMOCRACY, TOLERANCE)).astype(np.float32)
"""The axes on which those who are driven out and those who hold the posts part."""
LINED = np.isin(np.arange(len(AXES)), (WORLD, INDUSTRY, DEMOCRACY, PEASANTRY, TOLERANCE)).astype(np.float32)
"""The axes on which the line of those who decide pronounces."""

LIVES = ("Haupt and Marie, Makers of the Russian Revolution, London 1974 (the lives of 1925-29 in Granat's encyclopedia); "
         "protocols of the congresses of 1903-07 and of the conference of 1912")
"""Whence the dates and facts of `persons.csv` and `facts.csv`."""

SKILL = parameter(trait("skill"), "index 0-1", 0.6, within_one(trait("skill"), 1.4), dim="leader", publication=LIVES,
                  assumption="what each had organised before he acts here; four tenths of those who had organised nothing, "
                             "more or less by two fifths, since nobody had yet run an office of state")
"""Organisational skill."""

CAUTION = parameter(trait("caution"), "index 0-1", 0.6, within_one(trait("caution"), 1.4), dim="leader", publication=LIVES,
                    assumption="who had driven others out or used arms is less reluctant, who had worked for unity more; "
                               "by two fifths more or less, for a conflict inside a ruling party had not been seen")
"""Reluctance to use force, a split or an appeal over the party's head."""

CIRCLE = parameter(circles(), "index 0-1", 0.5, 1.2, dim=("leader", "circle"), publication=LIVES,
                   assumption="who had lived, worked or written together before 1917 is bound nearly as to himself; half "
                              "as much where the years in between count for more")
"""Personal ties."""

ARMY = parameter(trait("command"), "index 0-1", 0.7, within_one(trait("command"), 1.2), dim="leader",
                 publication=LIVES, assumption="the post in the army as it was made in 1918-19, before which the model lets "
                 "nobody use it; officers of the old army a little more")
"""Authority in the army."""


class Leaders(System):
    """Persons on whom the argument turns."""

    alive: Array = variable("flag", "alive", start=1.0, dim="leader", high=1.0)
    capacity: Array = variable("index 0-1", "capacity for political work", dim="leader", high=1.0,
                               start=parameter([1.0] * L, "index 0-1", 0.9, 1.0, dim="leader",
                                               assumption="all in full activity in January 1917"))
    illness: Array = variable("index 0-1", "a rival is laid up with fever", start=0.0, high=1.0)
    reserve: Array = variable("index 0-1", "what the attacks so far have left Lenin to recover to", start=1.0,
                              high=1.0, book=("leaders.r02",))
    prestige: Array = variable(
        "index 0-1", "prestige in the party", dim="leader", high=1.0,
        start=parameter(
            trait("prestige"), "index 0-1", 0.6, within_one(trait("prestige"), 1.5), dim="leader", publication=LIVES,
            assumption="years in the party, places in its centre, its papers and the soviets before 1917, or before he "
                       "came; from three fifths to half as much again, within which any two neighbours may change places"))
    popularity: Array = variable(
        "index 0-1", "prestige among the masses", dim="leader", high=1.0,
        start=parameter(
            trait("popularity"), "index 0-1", 0.5, within_one(trait("popularity"), 1.6), dim="leader", publication=LIVES,
            assumption="who had spoken for a soviet, a union or a strike is known, others hardly; by half more or less"))
    positions: Array = variable(
        "index -1..1", "positions on the axes of opinion", dim=("leader", "axis"), low=-1.0, high=1.0,
        start=parameter(
            positions(), "index -1..1", 0.5, 1.1, dim=("leader", "axis"), publication=LIVES,
            assumption="sides taken in the disputes of 1903-16, a common programme where none is known, nothing on questions "
                       "that had not been put; half as firm, or a little firmer"))
    dependence: Array = variable("index 0-1", "how far the post is owed to the Secretary", start=0.0, dim="leader",
                                 high=1.0, book=("appointments.r05", "appointments.r10"))
    ties: Array = variable("index 0-1", "personal ties to the Secretary", start=0.0, dim="leader", high=1.0,
                           book=("appointments.r13", "army.r09"))
    hostage: Array = variable("index 0-1", "bound to silence by collective discipline", start=0.0, dim="leader",
                              high=1.0, book=("leaders.r08",))
    abroad: Array = variable("index 0-1", "sent away on a mission", start=0.0, dim="leader", high=1.0,
                             book=("appointments.r15",))
    accountable: Array = variable("flag", "can be called to account for what he does", start=1.0, dim="leader", high=1.0,
                                  book=("leaders.r02",))
    executed: Array = variable("flag", "executed or driven to death", start=0.0, dim="leader", high=1.0,
                               book=("factions.r16",))


HEALTH_CLOCK = parameter(
    [0.0] * L, "years", 0.0, 0.0, dim="leader",
    assumption="nil by construction: years added to a leader's age, for questions about health")

DEATH = choice("leaders.{leader}.death", "natural death or accident", kind="event", dim="leader",
               book=("leaders.r02", "succession.r08"))
STROKE = choice("leaders.lenin.stroke", "an attack that disables Lenin", kind="event",
                book=("leaders.r02",))
FEVER = choice("leaders.trotsky.illness", "fever keeps Trotsky away for months", kind="event",
               book=("leaders.r07",))
EXECUTION = choice("leaders.{leader}.execution", "execution, or suicide under the threat of it", kind="event",
                   dim="leader", book=("factions.r16", "leaders.r17"))


UNBROKEN = parameter(
    0.9, "index 0-1", 0.8, 0.97,
    assumption="capacity above which no attack has come: illnesses of ordinary life cost a tenth; a fifth if he works "
               "through them, little if he is spared")
"""Above it Lenin has not been struck."""


@rule(
    "leaders.r02",
    reads=dict(years="outside:years", capacity="leaders.capacity.lenin", alive="leaders.alive.lenin",
               strain="civil_war.intensity"),
    parameters=dict(
        clock="leaders.health_clock", unbroken="leaders.unbroken",
        hazard=parameter(0.005, "a month", 0.002, 0.01,
                         assumption="his father died of a stroke at 54, and he is given his father's arteries: with the growth "
                                    "beside it the first attack comes as often before that age as after it"),
        growth=parameter(0.2, "a year", 0.1, 0.4,
                         assumption="inherited onsets lie some years to either side of the parent's; twice the slope of "
                                    "mortality by age, or four times"),
        after=parameter(0.1, "a month", 0.03, 0.2, book=("leaders.r02",)),
        weight=parameter(0.3, "1", 0.0, 1.0, assumption="the months of civil war, at full force, raise the hazard of a "
                         "first attack by three tenths: the book links the attacks to distress, not to labour "
                         "(leaders.r02, p. 180), and physicians disagreed, so nothing to a doubling"),
    ),
    neutral=0.0, signs=dict(years=+1, capacity=-1, alive=+1), unit="probability a month",
)
def lenin_is_struck_down(years, capacity, alive, strain, clock, unbroken, hazard, growth, after, weight):
    """The hazard of an attack grows with age and strain, and jumps once the first has come."""
    age = jnp.maximum(years + clock[LENIN], 0.0)
    first = hazard * (jnp.exp(growth * age) - 1.0) * (1.0 + weight * strain)
    return jnp.clip(jnp.where(capacity < unbroken, jnp.maximum(after, first), first), 0.0, 1.0) * alive


@rule(
    "leaders.r02",
    reads=dict(reserve="leaders.reserve", struck=here(0, 1, "an attack"), alive="leaders.alive.lenin"),
    parameters=dict(
        lasting=parameter(0.75, "share left", 0.6, 0.85, assumption="each attack takes a quarter of what he can "
                          "recover to: after those of May and December 1922 he still dictated, after March 1923 he "
                          "never spoke a sentence (leaders.r02, p. 195); at three fifths the second would have "
                          "silenced him, at 0.85 four would not"),
        bearable=parameter(0.4, "index 0-1", 0.3, 0.5,
                           assumption="three attacks were borne on record and a fourth killed: what the third leaves can "
                                      "be lived with, what a fourth would leave cannot; a strong man bears four, a "
                                      "weaker one two"),
    ),
    neutral=(1.0, 0.0), signs=dict(struck=-1), unit="index 0-1",
)
def attacks_wear_lenin_out(reserve, struck, alive, lasting, bearable):
    """Every attack leaves less to recover to, and the one that leaves too little to live with kills.

    Given are what is left, and whether this attack is the last.
    """
    left = jnp.where(struck > HALF, reserve * lasting, reserve)
    return left, struck * alive * (left < bearable)


@rule(
    "leaders.r02",
    reads=dict(capacity="leaders.capacity.lenin", struck=here(0, 1), ceiling="now:leaders.reserve"),
    parameters=dict(
        unbroken="leaders.unbroken",
        blow=parameter(0.45, "share left", 0.25, 0.7, assumption="an attack leaves somewhat less than half of the work "
                       "he did: after May 1922 he was away for four months and then did half days (leaders.r02, p. "
                       "180); a quarter is the attack of March 1923, seven tenths a slight one"),
        recovery=parameter(0.06, "a month", 0.02, 0.12, assumption="of the gap left by an attack a half comes back in "
                           "a year or so at half capacity, none when nothing is left: away from the end of May to "
                           "early October 1922 (leaders.r02, p. 180), with a partial return only; a third as fast or "
                           "twice"),
    ),
    neutral=1.0, signs=dict(capacity=+1, struck=-1), unit="index 0-1",
)
def lenin_recovers_in_part(capacity, struck, ceiling, unbroken, blow, recovery):
    """Each attack leaves a part of the capacity; between attacks some of it returns, never all."""
    healing = jnp.where(capacity < ceiling, recovery * (ceiling - capacity) * capacity, 0.0)
    spared = jnp.where(capacity >= unbroken, capacity, capacity + healing)
    return jnp.where(struck > HALF, capacity * blow, spared)


@rule(
    "leaders.r02",
    reads=dict(years="outside:years", capacity="leaders.capacity", illness="leaders.illness",
               alive="leaders.alive", last=here(0, 1, "an attack is his last")),
    parameters=dict(
        clock="leaders.health_clock", fever="leaders.fever_cost",
        base=parameter(0.00045, "a month", 0.0002, 0.001,
                       publication="life table of men aged 35-45 in interwar Europe, order of magnitude"),
        age=parameter(trait("age"), "years", 1.0, 1.0, dim="leader", publication=LIVES),
        table=parameter(40.0, "years", 35.0, 45.0, publication="the age for which the life table is read"),
        frailty=parameter(trait("frailty"), "factor", 0.6, 1.6, dim="leader", publication=LIVES,
                          assumption="illnesses known before 1917 double the risk of the age; prison, exile and overwork "
                                     "are everybody's"),
        growth=parameter(0.07, "a year", 0.04, 0.1, publication="Gompertz slope of adult mortality"),
        ill=parameter(0.09, "a month", 0.03, 0.2, book=("leaders.r02",)),
        invalid=parameter(0.6, "index 0-1", 0.4, 0.8,
                          assumption="lasting capacity below which life itself is in danger: more than half of it gone "
                                     "is no illness of office life; at two fifths if nursed, four fifths if not"),
    ),
    neutral=0.0, signs=dict(years=+1, capacity=-1, alive=+1), unit="probability a month",
)
def leaders_die(years, capacity, illness, alive, last, clock, fever, base, age, table, frailty, growth, ill, invalid):
    """Leaders die by age and known illness; one whose capacity is destroyed by illness dies soon, Lenin of a last attack."""
    natural = base * frailty * jnp.exp(growth * (age - table + jnp.maximum(years + clock, 0.0)))
    lasting = capacity / (1.0 - fever * illness * jax.nn.one_hot(TROTSKY, L))
    chance = natural + ill * jnp.square(jnp.clip(1.0 - lasting / invalid, 0.0, 1.0))
    return jnp.maximum(chance, last * jax.nn.one_hot(LENIN, L)) * alive


@rule(
    "leaders.r07",
    reads=dict(target="succession.target.trotsky", intensity="civil_war.intensity", illness="leaders.illness",
               alive="leaders.alive.trotsky"),
    parameters=dict(
        hazard=parameter(0.05, "a month", 0.02, 0.1, assumption="a rival under attack falls ill once in twenty months, "
                         "for some months: twice in the decisive half year and again in the years after (leaders.r07, "
                         "p. 200), which is more, while a quiet year shows none on record; fifty months or ten"),
        calm=parameter(0.3, "1", 0.05, 0.6, assumption="in quiet months three tenths of the hazard of strained ones is "
                       "left: fevers came back in years without struggle too; hardly any, or six tenths"),
    ),
    neutral=0.0, signs=dict(target=+1, illness=-1, alive=+1), unit="probability a month",
)
def fever_after_strain(target, intensity, illness, alive, hazard, calm):
    """Fevers follow strain and keep a rival away from decisive moments."""
    return hazard * (calm + (1.0 - calm) * jnp.maximum(target, intensity)) * (1.0 - illness) * alive


@rule(
    "leaders.r07",
    reads=dict(illness="leaders.illness", fever=here(0, 1, "a bout begins")),
    parameters=dict(fades="leaders.fever_fades"),
    neutral="fever", signs=dict(illness=+1, fever=+1), unit="index 0-1",
)
def a_bout_lasts_for_months(illness, fever, fades):
    """A bout of fever passes in two or three months."""
    return jnp.maximum(illness * fades, fever)


@rule(
    "leaders.r02", "leaders.r07",
    reads=dict(lenin=here(0, 1, "capacity that attacks have left to Lenin"), illness="now:leaders.illness",
               alive="now:leaders.alive"),
    parameters=dict(whole="initial.leaders.capacity", cost="leaders.fever_cost"),
    neutral="alive", signs=dict(lenin=+1, illness=-1, alive=+1), unit="index 0-1",
)
def illness_takes_the_power_to_act(lenin, illness, alive, whole, cost):
    """Attacks take it from Lenin by steps, fever from Trotsky for a time, death from everybody."""
    feverish = whole * (1.0 - cost * illness * jax.nn.one_hot(TROTSKY, L))
    return jnp.where(jnp.arange(L) == LENIN, lenin, feverish) * alive


@rule(
    "leaders.r02",
    reads=dict(before="leaders.capacity", capacity="now:leaders.capacity", fevered="leaders.illness",
               illness="now:leaders.illness"),
    parameters=dict(
        fever="leaders.fever_cost",
        disabled=parameter(0.5, "index 0-1", 0.5, 0.7,
                           assumption="who does half of his work may be held to account for it; a party that is gentle "
                                      "with its sick leaves alone whoever does less than most of it")),
    neutral=1.0, signs=dict(before=+1, capacity=+1), unit="flag",
)
def who_can_be_called_to_account(before, capacity, fevered, illness, fever, disabled):
    """A lasting illness takes a man out of politics and out of its quarrels; a fever passes, and takes him out of neither.

    In the month in which he recovers nobody calls him to account for the time in which he lay ill.
    """
    feverish = fever * jax.nn.one_hot(TROTSKY, L)
    lasting = jnp.minimum(before / (1.0 - feverish * fevered), capacity / (1.0 - feverish * illness))
    return (lasting >= disabled).astype(jnp.float32)


@rule(
    "factions.r07", "succession.r04", "succession.r15", "succession.r03",
    reads=dict(prestige="leaders.prestige", standing="succession.standing", network="appointments.network",
               target="succession.target", power="soviets.power", heir="succession.heir",
               cult="succession.cult"),
    parameters=dict(
        vilified=parameter(0.012, "a month", 0.004, 0.03, assumption="a target at the foot of a campaign loses a "
                           "seventh of his prestige in a year and a third in three: in 1925-26 it was still whole "
                           "among the masses (leaders.r08, p. 221), gone with the backward layers (factions.r07, p. "
                           "209); a twentieth or three tenths a year"),
        office=parameter(0.012, "a month", 0.004, 0.03, assumption="the holder of all posts closes an eighth of the "
                         "distance to full prestige in a year, in five years half of it: second-rank men became known "
                         "by office in 1924-25 (appointments.r14, p. 219); twenty years or two"),
        heritage=parameter(0.008, "a month", 0.002, 0.02, assumption="where the cult is full its first heir closes a "
                           "tenth of the distance a year: posters and oaths named him beside the dead man at once "
                           "(succession.r15, p. 218), belief took the decade; forty years or three and a half"),
        power_of_cult=parameter(0.85, "index 0-1", 0.5, 1.0, assumption="a cult made by posts ends a seventh short of "
                                "full prestige: old members went on telling each other who had done what; only half if "
                                "they are many, the whole when they are dead"),
    ),
    neutral=0.0, unit="change a month",
)
def prestige_moves(prestige, standing, network, target, power, heir, cult, vilified, office, heritage, power_of_cult):
    """Campaigns wear a target's prestige down; posts, and the founder's heritage, build their holders'."""
    loss = -vilified * target * prestige
    gain = (office * power * network + heritage * cult * heir) * (power_of_cult - prestige) * standing
    return loss + jnp.maximum(gain, 0.0)


@rule(
    reads=dict(prestige="leaders.prestige", popularity="leaders.popularity", intensity="civil_war.intensity",
               territory="civil_war.red", power="soviets.power", cult="succession.cult", heir="succession.heir",
               discontent="mood.discontent", standing="succession.standing"),
    parameters=dict(
        army="leaders.army",
        victory=parameter(0.006, "a month", 0.001, 0.015, assumption="full war won everywhere closes a fourteenth of "
                          "the distance to fame in a year for the chief of the army, so that three years make him "
                          "famous and not a founder: the front of Kazan showed what his presence did (army.r06, p. "
                          "90); a sixth of that, or two and a half times"),
        celebrated=parameter(0.015, "a month", 0.004, 0.04, assumption="under a full cult the masses know its priests "
                             "by half in four years, where members took a decade: the mausoleum and the oath were for "
                             "them (succession.r04, p. 218); fourteen years or a year and a half"),
        forgotten=parameter(0.012, "a month", 0.003, 0.03, assumption="who is driven out whole is half forgotten in "
                            "five years, by then nobody taught the young who he had been (factions.r17, p. 249); "
                            "nineteen years, as those who remembered 1917 grew old, or two"),
        height=parameter(0.95, "index 0-1", 0.85, 1.0,
                         assumption="fame that victories alone can give, a little under the founder's: some never see "
                                    "the army; a seventh less if he overshadows all, as high if not"),
        sobered=parameter(0.5, "share", 0.2, 0.8,
                          assumption="celebration that discontent at its height leaves without effect: half, for it "
                                     "blames others than the dead; a fifth if the cult consoles, most if it mocks"),
    ),
    neutral=(0.0, 0.0), unit="change a month",
    assumption="fame follows victories and the cult, and fades with absence from the scene",
)
def fame_moves(prestige, popularity, intensity, territory, power, cult, heir, discontent, standing, army, victory,
               celebrated, forgotten, height, sobered):
    """Victory makes the army's chief famous, the cult its priests; who is driven out is forgotten."""
    won = victory * power * intensity * jnp.mean(territory) * jnp.square(army)
    seen = won * (height - popularity) + celebrated * cult * heir * (1.0 - popularity) * (1.0 - sobered * discontent)
    lost = forgotten * (1.0 - standing) * popularity
    return won * (height - prestige), seen - lost


@rule(
    reads=dict(prestige="leaders.prestige", popularity="leaders.popularity", participation="soviets.participation",
               standing="succession.standing"),
    parameters=dict(
        pace=parameter(0.04, "a month", 0.015, 0.08, assumption="in a year of revolution two fifths of the distance are made "
                       "up; a sixth where the committees keep their own counsel, most where meetings decide")),
    neutral=(0.0, 0.0), signs=dict(popularity=+1, participation=+1), unit="change a month",
    assumption="while masses act, the party listens to whom they hear, and they come to know whom it follows",
)
def a_revolution_makes_names(prestige, popularity, participation, standing, pace):
    """Where the masses act, a name in the party and a name among them become one."""
    known = jnp.maximum(prestige, popularity)
    made = pace * participation * standing
    return made * (known - prestige), made * (known - popularity)


@rule(
    reads=dict(positions="leaders.positions", dependence="leaders.dependence"),
    draws=dict(question=uniform(), opinion=normal("leader")),
    parameters=dict(
        step=parameter(0.16, "index -1..1", 0.08, 0.25, assumption="each of six questions comes up twice a year: in six "
                       "years a man moves by half of the way from the middle to an end, as between the dates of the record; a "
                       "quarter, or most of it")),
    neutral=0.0, unit="change a month",
    assumption="nobody could tell in 1917 who would stand where on questions that had not been put: opinions are drawn as "
               "they come up, and are the harder to move the nearer they lie to an end",
)
def opinions_form_as_questions_come_up(positions, dependence, question, opinion, step):
    """Every month one question is debated, and each who thinks for himself moves on it one way or the other."""
    asked = jnp.arange(len(AXES)) == jnp.floor(question * len(AXES))
    return step * (opinion * (1.0 - dependence))[:, None] * (1.0 - jnp.abs(positions)) * asked


@rule(
    "leaders.r12", "appointments.r05",
    reads=dict(positions="leaders.positions", dependence="leaders.dependence", standing="succession.standing",
               secretary="succession.secretary", world="organs.line_world",
               industry="organs.line_industry", democracy="organs.line_democracy",
               peasantry="organs.line_peasantry"),
    parameters=dict(
        follow=parameter(0.06, "a month", 0.02, 0.15, assumption="a man wholly owned turns half way to a new line in a "
                         "year, and in two he has never thought otherwise: clients followed through the changes of "
                         "1925-29 (leaders.r12, p. 270), in half a year or three"),
        expedient=parameter(1.0, "share", 0.3, 1.0, assumption="a Secretary comes to stand for what he did yesterday as a client does: he was for "
                            "the village in 1925, against industry in April 1927, for full haste in April 1929, without theory "
                            "(leaders.r12, regime.r10, p. 270), in as many months as a client; a third as fast if he has views"),
    ),
    neutral=0.0, unit="change a month",
)
def clients_and_their_patron_turn_with_the_line(positions, dependence, standing, secretary, world, industry, democracy,
                                                peasantry, follow, expedient):
    """Who owes his post to the Secretary comes to think what the line says, and so does the Secretary himself."""
    line = jnp.stack([world, industry, democracy, peasantry, jnp.zeros_like(world), democracy])
    turned = jnp.maximum(dependence, expedient * secretary) * standing
    return (follow * turned)[:, None] * (line - positions) * LINED


@rule(
    "factions.r20", "factions.r09",
    reads=dict(positions="leaders.positions", dependence="leaders.dependence", standing="succession.standing"),
    parameters=dict(
        learn=parameter(0.05, "a month", 0.02, 0.12, assumption="who has lost all his posts is half way to wanting "
                        "freedom in a year: accusers of 1923 stood with the accused by the summer of 1926 "
                        "(factions.r09, p. 242), after losing theirs in the winter; six months or three years"),
        ideal=parameter(0.75, "index -1..1", 0.5, 0.95, assumption="the fallen come to want three quarters of what "
                        "full democracy means on these axes: the platforms of 1926-27 asked for it inside the party, "
                        "and for no other party (factions.r09, p. 246); less than half of it, or nearly all"),
    ),
    neutral=0.0, unit="change a month",
)
def who_has_lost_his_post_wants_freedom(positions, dependence, standing, learn, ideal):
    """Former adversaries come to stand side by side once both are driven out."""
    return (learn * (1.0 - standing) * (1.0 - dependence))[:, None] * (ideal - positions) * FREEDOM


@rule(
    "organs.r18", "succession.r06",
    reads=dict(positions="leaders.positions", standing="succession.standing", seat="organs.politburo",
               appointed="appointments.appointed", authority="succession.authority"),
    parameters=dict(
        harden=parameter(0.03, "a month", 0.01, 0.08, assumption="whoever sits where all is nominated is half way to "
                         "wanting command in two years: the three of 1923 conceded in words and refused in deeds from "
                         "the first (organs.r18, p. 197), but that was a motive, this is a creed; nine months or six "
                         "years"),
        rule=parameter(-0.9, "index -1..1", -1.0, -0.6, assumption="holders of nominated power end nine tenths of the "
                       "way to no democracy at all: a congress and some words remain (organs.r18, p. 207); three "
                       "fifths if habits of 1917 hold in them"),
    ),
    neutral=0.0, unit="change a month",
)
def holders_of_nominated_power_harden(positions, standing, seat, appointed, authority, harden, rule):
    """Whoever sits where all is nominated, and no authority stands above him, comes to want command."""
    return (harden * seat * standing * appointed * (1.0 - authority))[:, None] * (rule - positions) * FREEDOM


@rule(
    "appointments.r10", "appointments.r13", "leaders.r18", "appointments.r05",
    reads=dict(dependence="leaders.dependence", secretary="succession.secretary",
               network="appointments.network", prestige="leaders.prestige", standing="succession.standing",
               seat="organs.politburo", dossiers="appointments.dossiers", files="information.files"),
    parameters=dict(
        pace=parameter(0.035, "a month", 0.015, 0.1, assumption="careers are made over two years or so"),
        top=parameter(0.8, "share", 0.5, 1.0, assumption="who sits in the first organ has nowhere left to rise to, and owes it to "
                      "whoever lifted him there: in 1928 the majority of the committee were men of the apparatus, while those at "
                      "the summit since before its network stood apart and one ruled as if nobody were above him "
                      "(p. 270); half as fast bound as one who rises, or not at all"),
        small=parameter(0.45, "index 0-1", 0.3, 0.7, assumption="at less than half of full prestige a man needs no "
                        "patron: the first rank of old members below the founder; three tenths, so that none of the "
                        "second does, or seven, so that all do"),
        held=parameter(0.35, "share", 0.1, 0.6, assumption="a full file adds a third to a man's dependence whatever "
                       "his name: police held kin and charges over the inner circle itself (leaders.r18, p. 364); a "
                       "tenth if files are known to be forged, six tenths if kin are held"),
        spread=parameter(1.6, "1", 1.0, 2.2,
                         assumption="a network with five eighths of the posts reaches every career, since nobody is "
                                    "promoted past it; all of them at the least, fewer than half at the most"),
        fallen=parameter(0.3, "share", 0.1, 0.6,
                         assumption="dependence of one who has lost his place against one who holds it: he hopes to be "
                                    "taken back; a tenth if he has given up, more than half if he lives by hope")),
    neutral=0.0, unit="change a month")
def careers_depend_on_the_secretary(dependence, secretary, network, prestige, standing, seat, dossiers, files,
                                    pace, top, small, held, spread, fallen):
    """Who has no prestige of his own owes his post; a file on him, or on his kin, holds him as well.

    What a man owes grows while he rises, and little once he sits at the top.
    """
    net = jnp.sum(network * secretary)
    own = jnp.clip(1.0 - prestige / small, 0.0, 1.0)
    grip = jnp.clip(own + held * jnp.maximum(dossiers, files), 0.0, 1.0)
    aim = jnp.minimum(spread * net, 1.0) * grip * (1.0 - secretary) * secretary.sum()
    return pace * (1.0 - top * seat * standing) * (aim * (fallen + (1.0 - fallen) * standing) - dependence)


@rule(
    "appointments.r13", "leaders.r18", "army.r09",
    reads=dict(secretary="succession.secretary"),
    parameters=dict(circle="leaders.circle"),
    neutral=0.0, unit="index 0-1",
)
def old_comrades_stand_by_the_secretary(secretary, circle):
    """Men of one front, one town, one group stand by whichever of them holds the office."""
    return tie(secretary, circle)


@rule(
    "leaders.r08", "factions.r19",
    reads=dict(seat="organs.politburo", banned="factions.banned", secretary="succession.secretary",
               standing="succession.standing"),
    parameters=dict(bound=parameter(0.75, "index 0-1", 0.4, 0.95, assumption="a bound seat takes three quarters of a "
                                    "leader's voice: between 1924 and 1926 he spoke in the organs and kept his friends "
                                    "quiet (leaders.r08, p. 221), yet told some; at two fifths the rule is paper, at "
                                    "0.95 he might as well be dead")),
    neutral=0.0, signs=dict(banned=+1), unit="index 0-1",
)
def discipline_binds_the_minority(seat, banned, secretary, standing, bound):
    """A member of the Politburo may speak for himself neither outside nor to his friends."""
    return bound * banned * seat * standing * (1.0 - secretary)


@rule(
    "appointments.r15", "appointments.r04", "factions.r19",
    reads=dict(abroad="leaders.abroad", transfer="appointments.transfer", bloc="factions.bloc",
               prestige="leaders.prestige", seat="organs.politburo", alive="now:leaders.alive"),
    parameters=dict(
        pace=parameter(0.05, "a month", 0.02, 0.1, assumption="where transfers are usual a critic of no name is abroad "
                       "in twenty months, one of great name hardly ever: embassies and missions took the signatories "
                       "of 1923 over two or three years (appointments.r15, p. 247); fifty months or ten"),
        back=parameter(0.02, "a month", 0.005, 0.05, assumption="a mission lasts four years on average, as embassies "
                       "of the time did with recalls and transfers; twenty months or sixteen years"),
    ),
    neutral=0.0, signs=dict(transfer=+1), unit="change a month",
)
def critics_are_sent_abroad(abroad, transfer, bloc, prestige, seat, alive, pace, back):
    """Embassies and economic missions disperse those who have spoken, the small ones first; death ends a mission."""
    sent = pace * transfer * bloc * (1.0 - seat) * (1.0 - prestige) * (1.0 - abroad) - back * abroad
    return jnp.where(alive > HALF, sent, -abroad)


@rule(
    "factions.r16", "organs.r16", "succession.r11", "terror.r01",
    reads=dict(ties="leaders.ties", mass="police.mass_terror", secretary="succession.secretary", expelled="factions.expelled",
               dependence="leaders.dependence", prestige="leaders.prestige", alive="leaders.alive",
               died=here(0, 1, "dies a natural death", "leader")),
    parameters=dict(
        rate=parameter(0.05, "a month", 0.02, 0.1, assumption="of men without ties, mass terror at full force takes a "
                       "twentieth of those with a full name a month, two thirds in twenty months: of 139 elected in "
                       "1934, 28 were left at the end of 1938 (organs.r16, p. 336), friends included, hence from 0.02 "
                       "to 0.1"),
        before=parameter(2.0, "1", 1.0, 4.0, assumption="former oppositionists die three times as fast as others of "
                         "the same name: shot in the first trials and by group in the camps, hardly any of them "
                         "survived 1938 (factions.r16, p. 317); twice or five times"),
        friends=parameter(0.85, "share", 0.6, 0.97, assumption="of those wholly tied to the ruler one in seven is "
                          "taken for one of the others: kin were arrested, the circle itself kept its posts "
                          "(leaders.r18, p. 364), with suicides among it; from two in five to one in thirty"),
        client=parameter(0.5, "share", 0.2, 0.8,
                         assumption="a client is spared half as much as a friend of old, since he can be replaced; a "
                                    "fifth if clients are many, four fifths if they are useful"),
        nameless=parameter(0.6, "1", 0.3, 1.0,
                           assumption="who has no name of his own dies by quotas and by his patron's fall, a little more "
                                      "than half as often as prestige at its height adds; a third, or as often"),
    ),
    neutral=0.0, signs=dict(mass=+1, alive=+1), unit="probability a month",
)
def those_who_could_replace_him_are_killed(ties, mass, secretary, expelled, dependence, prestige, alive, died, rate,
                                           before, friends, client, nameless):
    """Mass terror takes former oppositionists first, then who has a name of his own, followers last."""
    near = friends * jnp.maximum(ties, client * dependence)
    return rate * mass * (1.0 + before * expelled) * (1.0 - near) * (1.0 - secretary) * (nameless + prestige) * (alive * (1.0 - died))


FEVER_FADES = parameter(0.55, "share left a month", 0.3, 0.75, assumption="a bout of fever lasts a bit over two months "
                        "on average: absent from October 1923, in January 1924 again, back in spring (leaders.r07, p. "
                        "200); six weeks or four months")
"""A bout lasts two or three months."""
FEVER_COST = parameter(0.6, "share", 0.3, 0.9, assumption="a leader in fever does two fifths of his work: he dictated "
                       "articles from bed and came to no meeting (leaders.r07, p. 200), and it was meetings that "
                       "decided; seven tenths if friends carry his word, a tenth if he is out of reach")
"""Capacity that fever takes away."""


def step(m: Month) -> None:
    """Health first, then prestige, positions and bonds."""
    struck = m.choose(STROKE, m.rule(lenin_is_struck_down))
    reserve, last = m.rule(attacks_wear_lenin_out, struck=struck)
    m.set("reserve", reserve)
    lenin = m.rule(lenin_recovers_in_part, struck=struck)
    fever = m.choose(FEVER, m.rule(fever_after_strain))
    m.set("illness", m.rule(a_bout_lasts_for_months, fever=fever))
    died = m.choose(DEATH, m.rule(leaders_die, last=last))
    killed = m.choose(EXECUTION, m.rule(those_who_could_replace_him_are_killed, died=died))
    m.change("alive", -died, -killed)
    m.latch("executed", killed)
    m.set("capacity", m.rule(illness_takes_the_power_to_act, lenin=lenin))
    m.set("accountable", m.rule(who_can_be_called_to_account))
    prestige, popularity = m.rule(fame_moves)
    heeded, heard = m.rule(a_revolution_makes_names)
    m.change("prestige", m.rule(prestige_moves), prestige, heeded)
    m.change("popularity", popularity, heard)
    m.change("positions", m.rule(clients_and_their_patron_turn_with_the_line), m.rule(who_has_lost_his_post_wants_freedom),
             m.rule(holders_of_nominated_power_harden), m.rule(opinions_form_as_questions_come_up))
    m.change("dependence", m.rule(careers_depend_on_the_secretary))
    m.set("ties", m.rule(old_comrades_stand_by_the_secretary))
    m.set("hostage", m.rule(discipline_binds_the_minority))
    m.change("abroad", m.rule(critics_are_sent_abroad))


@output("leaders.executed", "persons", "Leaders of the record executed or driven to death", system="leaders",
        high=float(L), book=("factions.r16",))
def leaders_executed(w, flows):
    """Of those who decide as persons."""
    return w.leaders.executed.sum()


@output("leaders.dependent", "persons", "Leaders who owe their post to the Secretary", system="leaders",
        high=float(L), book=("appointments.r10",))
def leaders_dependent(w, flows):
    """Sum of their dependence."""
    return w.leaders.dependence.sum()


@output("power.lenin_capacity", "index 0-1", "Lenin's capacity for work", system="leaders", high=1.0,
        book=("leaders.r02",))
def lenin_capacity(w, flows):
    """0 when dead or paralysed."""
    return w.leaders.capacity[LENIN]
