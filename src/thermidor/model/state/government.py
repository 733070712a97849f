"""Cabinets that defer, commissars without offices, and the tsar's officials under a thin varnish."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import LEADERS
from thermidor.model.nature import NEGLIGIBLE
from thermidor.model.party.ballot import ballot

TROTSKY = LEADERS.index("trotsky")


class Government(System):
    """Who governs with what officials, and how."""

    unmet: Array = variable("index 0-1", "demands for peace, land and bread that a government defers", high=1.0,
        gives="government.unmet", book=("government.r01",), start=parameter(
            0.4, "index 0-1", 0.2, 0.6, assumption="a third winter of war under a government that nobody asks for anything"))
    shared: Array = variable("flag", "socialists sit in the cabinet", start=0.0, high=1.0, book=("government.r02",))
    broad: Array = variable("index 0-1", "commissars of several parties govern", start=0.0, high=1.0,
        gives="government.broad", book=("government.r05", "government.r09"))
    strike: Array = variable("share", "officials on strike", start=0.0, high=1.0, gives="government.strike",
        book=("government.r07",))
    freed: Array = variable("index 0-1", "enemies released on parole who may come back in arms", start=0.0, high=1.0,
        book=("government.r08",))
    tsarist: Array = variable("share", "the old order's ways in the apparatus", start=1.0, high=1.0,
        gives="government.tsarist", book=("government.r15",))
    practice: Array = variable("index 0-1", "what the offices could do with all at their desks", high=1.0,
        book=("government.r15",), start=parameter(
            0.5, "index 0-1", 0.3, 0.7, assumption="clerks of a third war year go by half of the book: forms are "
                                                  "filled, cases wait; three or seven tenths"))
    quality: Array = variable("index 0-1", "ability of the offices to carry out", high=1.0, gives="government.quality",
        book=("government.r15", "government.r07"), start=parameter(
            0.5, "index 0-1", 0.3, 0.7, assumption="an old bureaucracy in its third year of war"))
    piled: Array = variable("index 0-1", "offices piled up on few heads", start=0.0, high=1.0, gives="government.piled",
        book=("government.r11", "culture.r02"))
    circular: Array = variable("index 0-1", "command by circular", start=0.0, high=1.0, gives="government.circular",
        book=("government.r15", "government.r10"))
    inspection: Array = variable("index 0-1", "weight of the Inspection over the offices", start=0.0, high=1.0,
        book=("government.r11",))
    shelter: Array = variable("index 0-1", "Inspection that serves its head and shelters officials", start=0.0, high=1.0,
        gives="government.shelter", book=("government.r11",))
    courts: Array = variable("index 0-1", "courts that are elected or left alone", high=1.0, gives="government.courts",
        book=("government.r12", "government.r18"), start=parameter(
            0.3, "index 0-1", 0.1, 0.5, assumption="juries of the reform of 1864, beside martial law"))
    head: Array = variable("flag", "heads the government of the soviets", start=0.0, dim="leader", high=1.0,
        book=("government.r13",))
    separation: Array = variable("index 0-1", "state and party have two heads", start=0.0, high=1.0,
        gives="government.separation", book=("government.r14",))


COALITION = choice("government.coalition", "socialists enter the cabinet", kind="event", book=("government.r02",))
BROAD = choice("government.broad_coalition", "commissars of all soviet parties", kind="decision", book=("government.r09", "government.r05"))

ALL_PARTIES = parameter([-0.35, 0.0, 0.0, 0.0, 0.0, 0.5], "index -1..1", 0.6, 1.4, dim="axis",
                        assumption="tolerance of other parties first, caution about a revolution alone next, as the voters of that "
                                   "month gave their reasons")
"""Direction of the motion for a government of all soviet parties."""


@rule(
    "government.r01", "government.r02",
    reads=dict(unmet="government.unmet", provisional="soviets.provisional", hunger="supply.hunger_towns",
               front="great_war.front", land="countryside.land", coalition="government.shared",
               joined=here(0, 1, "socialists enter this month")),
    parameters=dict(
        bread=parameter(0.35, "share", 0.15, 0.5, assumption="of three demands that are named together each about a third"),
        peace=parameter(0.35, "share", 0.15, 0.5, assumption="an unmet wish for peace counts as much as one for bread, "
                        "being that of seven million soldiers; a seventh or a half"),
        soil=parameter(0.30, "share", 0.15, 0.5, assumption="land counts a little less than bread: villages can wait a "
                       "season, and then take it; a seventh or a half"),
        breach=parameter(0.12, "a month", 0.05, 0.25, assumption="eight or nine months of notes and postponements carried it near its height"),
        trap=parameter(0.5, "share", 0.0, 1.0, assumption="ministers of one's own who defer too are counted as a breach: half as much again; "
                       "not at all while they are believed, twice at most"),
        believed=parameter(0.25, "share", 0.1, 0.5, assumption="most took it for a change in their favour: a quarter of what was asked "
                           "for is put down to the new ministers, for a time"),
    ),
    neutral=0.0, signs=dict(hunger=+1, front=+1, land=-1, coalition=+1, joined=-1), unit="index a month",
)
def deferred_demands_accumulate(unmet, provisional, hunger, front, land, coalition, joined, bread, peace, soil, breach, trap,
                                believed):
    """Every reform is put off to an assembly to come; a coalition is believed at first, and its broken promises raise demands."""
    demand = bread * hunger + peace * jnp.maximum(front, 0.0) + soil * (1.0 - land)
    hoped = believed * joined * (1.0 - coalition) * unmet
    return provisional * (breach * demand * (1.0 + trap * coalition) * (1.0 - unmet) - hoped)


@rule(
    reads=dict(power="soviets.power", hunger="supply.hunger_towns", attitude="countryside.attitude",
               executive="soviets.executive"),
    parameters=dict(
        bread="government.deferred_demands_accumulate.bread", soil="government.deferred_demands_accumulate.soil",
        voice=parameter(0.2, "share", 0.05, 0.35, assumption="power to the soviets was a demand as well: what is decided over their heads is owed, "
                        "less than bread"),
    ),
    neutral=0.0, signs=dict(power=+1, hunger=+1, attitude=-1, executive=-1), unit="index 0-1",
    assumption="October promised bread, land and power to the soviets; what hunger, levies and command take of them is owed again",
)
def what_october_owes(power, hunger, attitude, executive, bread, soil, voice):
    """Bread that does not come, land whose crop is taken and a voice that is lost are demands again."""
    taken = jnp.clip(-jnp.mean(attitude), 0.0, 1.0)
    return power * (bread * hunger + soil * taken + voice * (1.0 - executive))


@rule(
    "mood.r07",
    reads=dict(unmet="government.unmet", owed=here(0, 1, "what October owes")),
    parameters=dict(breach="government.deferred_demands_accumulate.breach"),
    neutral=0.0, signs=dict(owed=+1, unmet=-1), unit="index a month",
)
def a_power_that_breaks_its_word_is_asked_again(unmet, owed, breach):
    """What a soviet power takes back it is asked for again, as the cabinet was for what it put off."""
    return breach * jnp.maximum(owed - unmet, 0.0)


@rule(
    "government.r06",
    reads=dict(unmet="government.unmet", power="soviets.power", owed=here(0, 1, "what October owes")),
    parameters=dict(
        decreed=parameter(0.35, "a month", 0.15, 0.6, assumption="decrees on peace, land and control in two days, carried out in months"),
        disorder=parameter(0.6, "share", 0.2, 1.0, assumption="taking what is decreed costs the offices more than half of what it gives: "
                           "papers, keys and clerks go with it"),
    ),
    neutral=(0.0, 0.0), signs=dict(unmet=+1, power=+1, owed=-1), unit="index a month",
)
def decrees_legalise_what_is_done(unmet, power, owed, decreed, disorder):
    """The new power makes law of what the masses do already: support rises, and so does disorder; no decree makes bread."""
    met = power * decreed * jnp.maximum(unmet - owed, 0.0)
    return met, disorder * met


@rule(
    "government.r02", "mood.r04",
    reads=dict(provisional="soviets.provisional", unmet="government.unmet", participation="soviets.participation",
               coalition="government.shared", strikers="labour.strikers", workers="classes.workers"),
    parameters=dict(
        general="labour.general",
        hazard=parameter(0.9, "a month", 0.3, 1.5, assumption="two months after February the cabinet asked for them; it could have "
                         "lasted half a year without"),
        local=parameter(0.3, "share", 0.1, 0.6, assumption="unmet demands alone, where local soviets have not taken its bases yet"),
    ),
    neutral=0.0, signs=dict(unmet=+1, participation=+1, coalition=-1, strikers=+1), unit="probability a month",
)
def a_weak_cabinet_asks_for_socialists(provisional, unmet, participation, coalition, strikers, workers, general, hazard,
                                       local):
    """A cabinet without a base, or before a general strike, concedes: it asks the soviet's moderates to share its office."""
    stopped = jnp.minimum(strikers / jnp.maximum(general * workers, 1.0), 1.0)
    weak = local + (1.0 - local) * jnp.maximum(participation, stopped)
    return hazard * provisional * unmet * weak * (1.0 - coalition)


@rule(
    "government.r02",
    reads=dict(coalition="government.shared", joined=here(0, 1, "socialists enter"), provisional="soviets.provisional"),
    neutral="coalition", signs=dict(joined=+1, provisional=+1), unit="flag",
)
def a_coalition_ends_with_the_cabinet(coalition, joined, provisional):
    """Those who have entered stay as long as there is a cabinet to sit in."""
    return jnp.maximum(coalition, joined) * provisional


@rule(
    "government.r07", "government.r17", "classes.r03",
    reads=dict(strike="government.strike", before="soviets.power", now="now:soviets.power",
               bolshevik="soviets.bolshevik", broad="government.broad"),
    parameters=dict(
        opposed=parameter(0.9, "share", 0.7, 0.99, assumption="nine in ten officials strike: forty stayed in one "
                          "commissariat (government.r07, p. 64), which had hundreds; seven in ten where couriers and "
                          "guards are counted, all but a hundredth where keys are hidden"),
        yields=parameter(0.35, "a month", 0.15, 0.6, assumption="hunger and threats of dismissal brought them back within the winter"),
        base=parameter(0.5, "share", 0.2, 0.8, assumption="committees and a bank that pay strikers without a people behind them give in; "
                       "without the soviets' majority against them half as fast"),
        parties=parameter(0.5, "1", 0.0, 1.0, assumption="clerks would serve a government of all parties sooner by half"),
    ),
    neutral=0.0, signs=dict(strike=+1, now=+1, bolshevik=-1, broad=-1), unit="share",
)
def officials_strike(strike, before, now, bolshevik, broad, opposed, yields, base, parties):
    """At the takeover officials strike, hide keys and funds; who has no base behind him gives in over the winter."""
    ended = yields * (base + (1.0 - base) * bolshevik) * (1.0 + parties * broad)
    return jnp.maximum(opposed * jnp.maximum(now - before, 0.0), strike * (1.0 - jnp.minimum(ended, 1.0)))


@rule(
    "government.r09", "government.r05",
    reads=dict(strike="government.strike", pluralism="soviets.pluralism", bolshevik="soviets.bolshevik",
               broad="government.broad", standing="succession.standing", prestige="leaders.prestige",
               capacity="leaders.capacity", positions="leaders.positions", committee="organs.committee"),
    parameters=dict(
        question="government.all_parties", hesitation="organs.hesitation", temper="organs.temper", spread="organs.spread",
        hazard=parameter(0.6, "a month", 0.3, 1.0, assumption="the crisis of the first weeks: talks, ultimatums, resignations"),
        confirmed=parameter(1.2, "pull a share of the soviets", 0.5, 2.5, assumption="an appeal over the heads of those who resign, "
                            "answered by a majority of the soviets, pulls as a full conviction"),
    ),
    neutral=0.0, signs=dict(strike=+1, pluralism=+1, bolshevik=-1, broad=-1), unit="probability a month",
)
def a_government_of_all_parties_is_demanded(strike, pluralism, bolshevik, broad, standing, prestige, capacity, positions,
                                            committee, question, hesitation, temper, spread, hazard, confirmed):
    """Railwaymen, clerks and some commissars demand all parties; the base, appealed to, confirms those who refuse."""
    vote = ballot(question, positions, standing * prestige * capacity * committee, trust=-confirmed * bolshevik,
                  hesitation=hesitation, temper=temper, spread=spread)
    return hazard * strike * pluralism * vote.carries * (1.0 - broad)


@rule(
    "government.r05",
    reads=dict(broad="government.broad", agreed=here(0, 1, "all parties are agreed on"), pluralism="now:soviets.pluralism",
               power="now:soviets.power"),
    neutral="broad", signs=dict(agreed=+1, pluralism=+1, power=+1), unit="index 0-1",
)
def partners_sit_while_they_have_rights(broad, agreed, pluralism, power):
    """A government of several parties lasts as long as there are several with rights."""
    return jnp.minimum(jnp.maximum(broad, agreed), pluralism) * power


@rule(
    "government.r08",
    reads=dict(freed="government.freed", before="soviets.power", now="now:soviets.power", terror="police.terror"),
    parameters=dict(
        clement=parameter(0.8, "share", 0.4, 1.0, assumption="cadets and a general let go on their word; hardly anybody was kept"),
        gone=parameter(0.15, "a month", 0.05, 0.3, assumption="they reach the South, or settle, in half a year"),
    ),
    neutral=0.0, signs=dict(now=+1, freed=+1, terror=-1), unit="index 0-1",
)
def winners_are_clement(freed, before, now, terror, clement, gone):
    """Those who win in the capitals free the beaten on parole, arms and all."""
    return jnp.maximum(clement * jnp.maximum(now - before, 0.0) * (1.0 - terror), freed * (1.0 - gone))


@rule(
    "government.r15", "culture.r02",
    reads=dict(tsarist="government.tsarist", educated="culture.educated", power="soviets.power",
               war="civil_war.intensity", hunger="supply.hunger_towns", isolation="comintern.isolation"),
    parameters=dict(
        turnover=parameter(0.03, "a month", 0.01, 0.06, assumption="with people enough an office is renewed in three years, one to eight"),
        busy=parameter(0.7, "share", 0.4, 0.95, assumption="total war or famine leaves three tenths of the time for "
                       "renewing the offices: both are among what the five years to 1923 lacked (government.r15, p. "
                       "184); two fifths lost if towns far from the front go on, all but a twentieth if every cadre is "
                       "at it"),
        unaided=parameter(0.4, "share", 0.1, 0.7, assumption="full isolation takes two fifths of the renewal: learning "
                          "from abroad is named as missing (government.r15, p. 184), and some engineers came all the "
                          "same; a tenth or seven tenths"),
    ),
    neutral=0.0, signs=dict(educated=+1, war=-1, hunger=-1, isolation=-1, power=+1), unit="share a month",
)
def old_offices_are_renewed_slowly(tsarist, educated, power, war, hunger, isolation, turnover, busy, unaided):
    """The old apparatus yields only to educated people of one's own; war, famine and isolation leave no time or help."""
    calm = (1.0 - busy * jnp.maximum(war, hunger)) * (1.0 - unaided * isolation)
    return power * turnover * educated * calm * tsarist


@rule(
    "government.r10",
    reads=dict(tsarist="government.tsarist", educated="culture.educated", taken="now:classes.appointed",
               officials="classes.officials"),
    parameters=dict(
        taught=parameter(0.6, "share", 0.3, 0.9, assumption="who is taken on without learning learns from the desk beside him: most, "
                         "or one in three where he brings ways of the works")),
    neutral=0.0, signs=dict(taken=+1, educated=-1), unit="share a month",
)
def new_clerks_learn_the_old_ways(tsarist, educated, taken, officials, taught):
    """A swelling apparatus teaches its ways to those whom it takes on."""
    fresh = jnp.minimum(taken / jnp.maximum(officials, 1.0), 1.0)
    return taught * fresh * (1.0 - educated) * tsarist * (1.0 - tsarist)


QUALITY_LAG = parameter(12.0, "months", 6, 24, assumption="an office that has lost its clerks and papers works again after a year or two")
"""Time in which offices come to work as well as their people allow."""


@rule(
    "government.r15", "culture.r02", "culture.r13", "government.r11",
    reads=dict(shelter="government.shelter", educated="culture.educated", specialists="culture.specialists", tsarist="now:government.tsarist",
               power="soviets.power", fast="organs.line_industry", mass="police.mass_terror", disorder=here(0, 0.4, "disorder of decrees")),
    parameters=dict(
        first="initial.culture.specialists",
        old=parameter(0.5, "index 0-1", 0.3, 0.7, assumption="as at the start: the old bureaucracy on its own ground"),
        serving=parameter(0.3, "index 0-1", 0.15, 0.5, assumption="the same men serving a power that they do not love, in ruin"),
        haste=parameter(0.4, "share", 0.1, 0.7, assumption="full haste costs an administration without educated people "
                        "two fifths of what it does: haste where learning is missing is called harmful (culture.r13, "
                        "p. 196), more than slowness; a tenth or seven tenths"),
        purged=parameter(0.4, "share", 0.2, 0.7, assumption="mass terror at full force takes two fifths of what "
                         "offices do, by beginners and silence; a fifth or seven tenths"),
        refuge=parameter(0.3, "share", 0.1, 0.5, assumption="disorder of an organ that is a refuge and checks all others: "
                         "three tenths of what they can do (government.r11)"),
    ),
    neutral=0.5, signs=dict(educated=+1, specialists=+1, fast=-1, mass=-1, disorder=-1, shelter=-1), unit="index 0-1",
)
def offices_work_as_their_people_can(shelter, educated, specialists, tsarist, power, fast, mass, disorder, first, old, serving,
                                     haste, purged, refuge):
    """Administration is as good as its people: few learned ones, old clerks, and no haste that takes their place."""
    served = serving * jnp.minimum(specialists / first, 1.0)
    own = educated + (1.0 - educated) * served * tsarist
    hurried = haste * jnp.maximum(fast, 0.0) * (1.0 - educated)
    own = own * (1.0 - hurried) * (1.0 - purged * mass) * (1.0 - refuge * shelter)
    return jnp.maximum(jnp.where(power > 0, own, old) - disorder, 0.0)


@rule(
    "government.r07",
    reads=dict(practice="now:government.practice", strike="now:government.strike"),
    neutral="practice", signs=dict(practice=+1, strike=-1), unit="index 0-1",
)
def a_strike_stops_the_offices(practice, strike):
    """What offices can do is done by those who are at their desks."""
    return practice * (1.0 - strike)


@rule(
    "government.r11", "culture.r02",
    reads=dict(educated="culture.educated", power="soviets.power", active="classes.active", officials="classes.officials"),
    parameters=dict(
        many=parameter(0.15, "active an official", 0.06, 0.3, assumption="one active worker to seven officials could share the offices "
                       "that need trust out among enough of them"),
        spread=parameter(
            0.5,
            "share",
            0.2,
            0.8,
            assumption="active workers who share offices halve the pile, for they cannot all write; a fifth, or four fifths",
        ),
    ),
    neutral=0.0, signs=dict(educated=-1, active=-1, officials=+1, power=+1), unit="index 0-1",
)
def offices_pile_on_few_heads(educated, power, active, officials, many, spread):
    """Where those who can be trusted and those who can write are few, each of them holds several posts."""
    trusted = jnp.minimum(active / jnp.maximum(many * officials, 1.0), 1.0)
    return power * (1.0 - educated) * (1.0 - spread * trusted)


CIRCULAR_LAG = parameter(12.0, "months", 6, 24, assumption="a year of office makes a habit of ruling by paper, since a "
                         "budget and a round of reports pass in it; half a year or two")
"""Time in which ways of command follow who sits in the offices."""


@rule(
    "government.r15", "government.r10", "privilege.r05",
    reads=dict(tsarist="now:government.tsarist", piled="now:government.piled", power="soviets.power",
               barracks="army.ex_soldiers_in_posts", participation="soviets.participation"),
    parameters=dict(
        desks=parameter(0.4, "share", 0.2, 0.6, assumption="of three sources, old ways of the desk the first"),
        heads=parameter(0.35, "share", 0.15, 0.55, assumption="who holds five posts can only send paper: as much"),
        war=parameter(0.25, "share", 0.1, 0.5, assumption="habits of war somewhat less, since they fade"),
        answered=parameter(0.5, "share", 0.2, 0.8, assumption="soviets that decide send half of the circulars back"),
    ),
    neutral=0.0, signs=dict(tsarist=+1, piled=+1, barracks=+1, participation=-1, power=+1), unit="index 0-1",
)
def offices_command_by_circular(tsarist, piled, power, barracks, participation, desks, heads, war, answered):
    """Old desks, heads with too many posts and men from the army rule by paper, where nobody below answers back."""
    orders = desks * tsarist + heads * piled + war * barracks
    return power * jnp.minimum(orders, 1.0) * (1.0 - answered * participation)


INSPECTION_LAG = parameter(18.0, "months", 9, 30, assumption="a commissariat with staff in all others is built in a year or two")
"""Time in which the Inspection grows to what is expected of it."""


@rule(
    "government.r11",
    reads=dict(quality="now:government.quality", power="soviets.power", tsarist="now:government.tsarist"),
    neutral=0.0, signs=dict(quality=-1, tsarist=+1, power=+1), unit="index 0-1",
)
def an_inspection_is_set_over_the_offices(quality, power, tsarist):
    """The worse the offices work, and the older their ways, the more is asked of an organ above them."""
    return power * tsarist * (1.0 - quality)


@rule(
    "government.r11",
    reads=dict(inspection="now:government.inspection", appointed="appointments.appointed", correction="organs.correction",
               educated="culture.educated", enlarged="organs.control"),
    parameters=dict(
        unselected=parameter(0.8, "share", 0.5, 1.0, assumption="militants whom nobody has chosen for obedience turn most of it to its "
                             "purpose; half if specialists resist")),
    neutral=0.0, signs=dict(inspection=+1, appointed=+1, correction=-1, educated=-1), unit="index 0-1",
)
def the_remedy_feeds_the_disease(inspection, appointed, correction, educated, enlarged, unselected):
    """An Inspection made of selected cadres serves its head and shelters those with nothing to do; reform needs others."""
    sound = jnp.maximum(correction, enlarged * educated) * (1.0 - appointed)
    return inspection * (1.0 - unselected * jnp.minimum(sound, 1.0))


@rule(
    "government.r18",
    reads=dict(courts="government.courts", participation="soviets.participation", power="soviets.power",
               provisional="soviets.provisional", intensity="civil_war.intensity"),
    parameters=dict(
        pace=parameter(0.1, "a month", 0.04, 0.25, assumption="courts were elected in every district within the winter"),
        martial=parameter(0.5, "share", 0.2, 0.8, assumption="tribunals of war take half of the cases"),
    ),
    neutral=0.0, signs=dict(participation=+1, intensity=-1), unit="index a month",
)
def districts_elect_their_courts(courts, participation, power, provisional, intensity, pace, martial):
    """Workers and soldiers elect small courts that judge with moderation, while they take part at all."""
    aim = jnp.maximum(power, provisional) * participation * (1.0 - martial * intensity)
    return pace * jnp.maximum(aim - courts, 0.0)


@rule(
    "government.r12",
    reads=dict(courts="government.courts", power="soviets.power", appointed="appointments.appointed",
               autonomy="police.autonomy", authority="succession.authority", terror="police.terror"),
    parameters=dict(
        dictated=parameter(0.05, "a month", 0.02, 0.1, assumption="political organs took cases into their hands in a year or two"),
        upheld=parameter(0.7, "share", 0.3, 0.9, assumption="a founder who refuses stops most of it while he can; stated, not kept"),
    ),
    neutral=0.0, signs=dict(courts=+1, appointed=+1, autonomy=+1, authority=-1, terror=+1), unit="index a month",
)
def organs_dictate_to_courts(courts, power, appointed, autonomy, authority, terror, dictated, upheld):
    """Those who name the posts, and their police, come to dictate sentences; the founder's principle holds while he does."""
    hand = jnp.minimum(jnp.maximum(appointed, autonomy) * (1.0 - upheld * authority) + terror, 1.0)
    return power * dictated * hand * courts


@rule(
    "government.r13", "government.r14",
    reads=dict(head="government.head", power="soviets.power", standing="succession.standing", capacity="leaders.capacity",
               prestige="leaders.prestige", seat="organs.politburo", secretary="succession.secretary", ties="leaders.ties",
               network="appointments.network"),
    parameters=dict(
        skill="leaders.skill",
        usable=parameter(0.3, "index 0-1", 0.1, 0.5, assumption="a head who is half driven out or hardly works is replaced; a founder, not "
                         "before the end"),
        refused=parameter(0.9, "share", 0.5, 1.0, assumption="he had refused to be vice-president, and heads come from "
                          "the vice-presidents (government.r13, p. 219): a tenth of his merit for the post is left; "
                          "half if a congress may draw him, none if a refusal stands"),
        friends=parameter(1.5, "1", 0.5, 3.0, assumption="a Secretary who has the posts puts a friend there, unless the others weigh more"),
    ),
    neutral="head", unit="flag",
)
def who_heads_the_council(head, power, standing, capacity, prestige, seat, secretary, ties, network, skill, usable, refused,
                          friends):
    """The first in name heads it; after him an administrator whom nobody fears, then whom the Secretary puts there."""
    able = standing * capacity
    sits = power * jnp.where(jnp.sum(head * able) > usable, 1.0, 0.0)
    first = able * jnp.square(prestige) * seat
    net = jnp.sum(network * secretary)
    modest = able * skill * seat * (1.0 - refused * jax.nn.one_hot(TROTSKY, len(LEADERS))) * (1.0 - secretary)
    modest = modest * (1.0 - prestige) * (1.0 + friends * net * ties)
    merit = jnp.where(jnp.sum(head) > 0, modest, first)
    chosen = jax.nn.one_hot(jnp.argmax(merit), len(LEADERS))
    return jnp.where(sits > 0, head, power * chosen)


@rule(
    "government.r14",
    reads=dict(head="now:government.head", power="soviets.power", secretary="succession.secretary", ties="leaders.ties",
               dependence="leaders.dependence"),
    neutral=0.0, signs=dict(power=+1), unit="index 0-1",
)
def party_and_state_have_two_heads(head, power, secretary, ties, dependence):
    """While somebody who owes the Secretary nothing heads the state, power has two seats."""
    own = head * (1.0 - secretary) * (1.0 - jnp.maximum(ties, dependence))
    return power * jnp.sum(own) / jnp.maximum(jnp.sum(head), NEGLIGIBLE)


def step(m: Month) -> None:
    """Demands and decrees; who governs; the officials, their ways and who watches them."""
    joined = m.choose(COALITION, m.rule(a_weak_cabinet_asks_for_socialists))
    m.set("shared", m.rule(a_coalition_ends_with_the_cabinet, joined=joined))
    owed = m.rule(what_october_owes)
    met, disorder = m.rule(decrees_legalise_what_is_done, owed=owed)
    broken = m.rule(a_power_that_breaks_its_word_is_asked_again, owed=owed)
    m.change("unmet", m.rule(deferred_demands_accumulate, joined=joined) + broken - met)
    m.set("strike", m.rule(officials_strike))
    agreed = m.choose(BROAD, m.rule(a_government_of_all_parties_is_demanded))
    m.set("broad", m.rule(partners_sit_while_they_have_rights, agreed=agreed))
    m.set("freed", m.rule(winners_are_clement))
    m.change("tsarist", m.rule(new_clerks_learn_the_old_ways) - m.rule(old_offices_are_renewed_slowly))
    m.approach("practice", m.rule(offices_work_as_their_people_can, disorder=disorder), "government.quality_lag")
    m.set("quality", m.rule(a_strike_stops_the_offices))
    m.set("piled", m.rule(offices_pile_on_few_heads))
    m.approach("circular", m.rule(offices_command_by_circular), "government.circular_lag")
    m.approach("inspection", m.rule(an_inspection_is_set_over_the_offices), "government.inspection_lag")
    m.set("shelter", m.rule(the_remedy_feeds_the_disease))
    m.change("courts", m.rule(districts_elect_their_courts) - m.rule(organs_dictate_to_courts))
    m.set("head", m.rule(who_heads_the_council))
    m.set("separation", m.rule(party_and_state_have_two_heads))
