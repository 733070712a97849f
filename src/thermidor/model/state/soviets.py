"""Power passes from tsar to cabinet to soviets, or past them; then the soviets live or empty."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import RISING_OUTCOMES, WAR_OUTCOMES
from thermidor.model.nature import HALF, NEGLIGIBLE
from thermidor.model.party.ballot import ballot

DEFEAT, VICTORY = RISING_OUTCOMES.index("defeat"), RISING_OUTCOMES.index("victory")


class Soviets(System):
    """Who holds power in Russia, and what the soviets are worth."""

    tsar: Array = variable("flag", "the tsar reigns", gives="soviets.tsar", start=1.0, high=1.0,
                           book=("soviets.r04",))
    provisional: Array = variable("flag", "a provisional government is in office", start=0.0, high=1.0)
    power: Array = variable("flag", "soviets hold the central power", gives="soviets.power", start=0.0, high=1.0,
                            book=("soviets.r08",))
    regime_other: Array = variable("flag", "a White or military government rules", start=0.0, high=1.0)
    bolshevik: Array = variable("share", "share of the soviets that votes Bolshevik", gives="soviets.bolshevik",
                                book=("soviets.r06", "soviets.r08"), start=0.0, high=1.0,
                                typical=(0, 1))
    participation: Array = variable("index 0-1", "how far the masses take part in deciding", gives="soviets.participation",
                                    book=("mood.r07",), start=0.05, high=1.0)
    pluralism: Array = variable("index 0-1", "rights of other parties in the soviets", gives="soviets.pluralism",
                                book=("soviets.r10",), start=1.0, high=1.0)
    partners: Array = variable("flag", "other parties share in soviet power or stand beside it by right", start=1.0,
                               high=1.0, book=("soviets.r10",))


FEBRUARY = choice("soviets.february", "the capital rises and its garrison goes over", kind="event",
                  book=("soviets.r04", "supply.r01", "mood.r04"))
KORNILOV = choice("soviets.kornilov.outcome", "the command tries to seize power", kind="event",
                  options=RISING_OUTCOMES, book=("mood.r03", "soviets.r06"))
OCTOBER = choice("soviets.october.outcome", "the soviets rise against the cabinet", kind="decision",
                 options=RISING_OUTCOMES, book=("delegation.r01", "soviets.r08"))
ONE_PARTY = choice("soviets.one_party", "the last allied party leaves or is put out", kind="event",
                   book=("soviets.r10", "regime.r02"))
OTHER_PARTIES = choice("soviets.other_parties", "other soviet parties are admitted again", kind="decision",
                       book=("regime.r03",))

RISING = parameter([0.8, 0.0, 0.35, 0.2, 0.2, 0.0], "index -1..1", 0.6, 1.4, dim="axis",
                   book=("delegation.r01", "leaders.r01"))
"""Direction of the motion for insurrection: world revolution first, trust in the base."""

RIPE = parameter(0.5, "share", 0.4, 0.6, book=("soviets.r08",))
"""Share of the soviets from which a rising is the majority's."""


@rule(
    "supply.r01", "abroad.great_war.r05",
    reads=dict(tsar="soviets.tsar", hunger="supply.hunger_towns", weariness="great_war.weariness"),
    parameters=dict(
        hazard=parameter(1.4, "a month", 0.6, 2.5, assumption="no page gives a pace: empty shops and a beaten army "
                         "together bring the tsar down within a season"),
        fed=parameter(0.25, "index 0-1", 0.1, 0.5, assumption="a beaten army may bring the tsar down in a fed capital too, "
                      "several times later"),
    ),
    neutral=0.0, signs=dict(hunger=+1, weariness=+1), unit="probability a month",
)
def hunger_and_war_bring_down_the_tsar(tsar, hunger, weariness, hazard, fed):
    """Empty shops and a beaten army bring the capital into the street and the garrison with it."""
    return tsar * hazard * (fed + hunger) * weariness


@rule(
    "soviets.r08",
    reads=dict(pluralism="soviets.pluralism"),
    parameters=dict(keep=parameter(
        0.2, "share", 0.08, 0.3, book=("soviets.r08",),
        assumption="where all parties are free the others keep a fifth of the soviets at the height of one: in October they had "
        "nearly two fifths of the delegates, and more than a quarter were against soviet power")),
    neutral=1.0, signs=dict(pluralism=-1), unit="share",
)
def other_parties_keep_some(pluralism, keep):
    """The largest share of the soviets that one party can have: the others keep some wherever they are free."""
    return 1.0 - keep * pluralism


@rule(
    "mood.r05", "soviets.r05", "soviets.r06", "mood.r03", "leaders.r01", "soviets.r17", "government.r01",
    "government.r02", "classes.r03",
    reads=dict(share="soviets.bolshevik", provisional="soviets.provisional", weariness="great_war.weariness",
               hunger="supply.hunger_towns", blow=here(0, 2), present="leaders.capacity.lenin",
               power="soviets.power", voting=here(0, 1, "share of those who speak in the soviets"),
               unmet="government.unmet"),
    parameters=dict(
        growth=parameter(1.3, "a month", 0.7, 2.0, book=("soviets.r05", "soviets.r06")),
        lenin=parameter(0.45, "share", 0.15, 0.75, book=("leaders.r01",)),
        backfire=parameter(0.35, "index 0-1", 0.1, 0.6, book=("mood.r03",)),
        seed=parameter(0.03, "share", 0.01, 0.06, book=("soviets.r03",)),
        settle=parameter(0.1, "a month", 0.04, 0.2, assumption="soviets are elected anew within the year"),
        deferred=parameter(0.6, "1", 0.2, 1.2, assumption="where all demands are put off votes turn three tenths faster than where "
                           "half are, where all are met three tenths slower; a tenth, or twice as much"),
    ),
    neutral=0.0, signs=dict(weariness=+1, hunger=+1, blow=+1, present=+1, voting=+1, unmet=+1), unit="change a month",
)
def the_base_turns_to_the_bolsheviks(share, provisional, weariness, hunger, blow, present, power, voting, unmet,
                                     growth, lenin, backfire, seed, settle, deferred):
    """War, hunger and blows from the right carry the soviets over one by one, if the party has a line.

    In power it has the share of those who still speak there, at the next elections.
    """
    line = (1.0 - lenin) + lenin * present
    rate = growth * line * (HALF * weariness + HALF * hunger) * (1.0 + deferred * (unmet - HALF))
    before = provisional * (1.0 - share) * (rate * share + seed * line + backfire * jnp.minimum(blow, 1.0))
    return before + power * settle * (voting - share)


@rule(
    "soviets.r10", "soviets.r13", "mood.r08", "mood.r18", "classes.r06",
    reads=dict(discontent="mood.discontent", confidence="mood.confidence", pluralism="soviets.pluralism",
               participation="soviets.participation", appointed="appointments.appointed", opposed="classes.opposed",
               most=here(0, 1, "largest share that one party can have")),
    parameters=dict(
        village=parameter(0.3, "share", 0.1, 0.5, assumption="where worker and peasant stand against each other village soviets drift "
                          "from the workers' party: a third of what it has, since it is most of the country and least of the delegates"),
        ruling=parameter(0.75, "share", 0.6, 0.9, book=("soviets.r08",),
                         assumption="seven in ten of the mandates of October, and some who come to whoever rules"),
        warm=parameter(0.3, "share", 0.1, 0.6, assumption="confidence brings votes, anger takes more of them"),
        soured=parameter(0.6, "share", 0.3, 0.9, book=("mood.r08",),
                         assumption="full discontent leaves the ruling party a minority, as the rising fleet and the "
                         "works of Petrograd showed in 1921"),
        unaligned=parameter(0.6, "share", 0.3, 0.9, assumption="without parties the discontented sit as non-party delegates: "
                            "over half as many as if they had lists, where soviets live and are elected"),
        few=parameter(0.02, "share", 0.005, 0.05, assumption="even congresses of one party had some non-party delegates"),
    ),
    neutral=0.0, signs=dict(discontent=-1, confidence=+1, pluralism=-1, participation=-1, appointed=+1, opposed=-1, most=+1), unit="share",
)
def who_still_speaks_there(discontent, confidence, pluralism, participation, appointed, opposed, most, village, ruling, warm, soured, unaligned,
                           few):
    """The ruling party's share of the soviets grows as others are put out, stay away, or are named from above."""
    free = jnp.clip(ruling + warm * confidence - soured * discontent - village * opposed, 0.0, most)
    others = pluralism + (1.0 - pluralism) * (few + unaligned * participation * (1.0 - appointed))
    against = others * (1.0 - free)
    return free / jnp.maximum(free + against, NEGLIGIBLE)


@rule(
    "mood.r03", "abroad.great_war.r05", "classes.r02",
    reads=dict(provisional="soviets.provisional", bolshevik="soviets.bolshevik", weariness="great_war.weariness"),
    parameters=dict(
        hazard=parameter(0.09, "a month", 0.03, 0.2, book=("mood.r03",)),
        success=parameter(0.55, "probability", 0.2, 0.9, assumption="against soviets without their own majority"),
        fresh=parameter(0.3, "index 0-1", 0.1, 0.6, assumption="a command whose army is not weary dares a third as often"),
        red=parameter(0.4, "share", 0.2, 0.8, assumption="a command dares even where the soviets are not Bolshevik yet"),
        melting=parameter(0.6, "share", 0.3, 0.9, assumption="a wholly weary army follows no blow, or hardly any"),
    ),
    neutral=(0.0, 0.0), signs=dict(weariness=+1), unit="probability a month",
)
def the_command_strikes(provisional, bolshevik, weariness, hazard, success, fresh, red, melting):
    """A command that sees its army dissolve tries a blow; it fails where the base is roused."""
    attempt = provisional * hazard * (fresh + weariness) * (red + bolshevik)
    wins = success * jnp.square(1.0 - bolshevik) * (1.0 - melting * weariness)
    return attempt * (1.0 - wins), attempt * wins


@rule(
    "delegation.r01", "soviets.r08", "leaders.r01", "ideology.r01",
    reads=dict(stage="ideology.stage", bolshevik="soviets.bolshevik", capacity="leaders.capacity", prestige="leaders.prestige",
               standing="succession.standing", positions="leaders.positions", committee="organs.committee"),
    parameters=dict(
        question="soviets.rising", ripe="soviets.ripe",
        hesitation="organs.hesitation", temper="organs.temper", spread="organs.spread",
        heard=parameter(0.1, "share of a vote", 0.0, 0.3, assumption="leaders outside the committee weigh on it as "
                        "candidates and by their word"),
        mandate=parameter(2.0, "pull a share of the soviets", 1.0, 4.0, assumption="a tenth more of the soviets pulls as a fifth "
                          "of a full conviction"),
        halts=parameter(0.6, "pull", 0.2, 1.2, assumption="who holds that the bourgeoisie must rule first votes against taking power: "
                        "more than half of a conviction, since the soviets are there to be counted"),
    ),
    neutral=0.0, signs=dict(bolshevik=+1, stage=-1), unit="probability",
)
def the_committee_is_for_rising(stage, bolshevik, capacity, prestige, standing, positions, committee, question, ripe,
                                hesitation, temper, spread, heard, mandate, halts):
    """The committee votes on insurrection; Lenin and Trotsky carry the waverers, a majority of the soviets the rest."""
    weights = capacity * standing * prestige * (heard + (1.0 - heard) * committee)
    return ballot(question, positions, weights, trust=mandate * (bolshevik - ripe) - halts * stage, hesitation=hesitation,
                  temper=temper, spread=spread).carries


@rule(
    "delegation.r01", "soviets.r08",
    reads=dict(provisional="soviets.provisional", bolshevik="soviets.bolshevik", weariness="great_war.weariness",
               vote=here(0, 1)),
    parameters=dict(
        ripe="soviets.ripe",
        resolve=parameter(0.75, "a month", 0.3, 1.0, book=("delegation.r01",)),
        sharp=parameter(25.0, "1 a share", 10, 50, assumption="a majority is a threshold: four points either way decide"),
        success=parameter(0.97, "probability", 0.75, 0.99, book=("soviets.r08",)),
        bare=parameter(0.5, "probability", 0.3, 0.7, assumption="a rising without the soviets is an even chance at best"),
        backed=parameter(0.8, "probability a share", 0.4, 1.0, assumption="the soviets' majority makes it nearly sure"),
        tired=parameter(0.3, "probability", 0.0, 0.6, assumption="a garrison tired of war does not fire on it"),
    ),
    neutral=(0.0, 0.0), signs=dict(vote=+1), unit="probability a month",
)
def the_committee_votes_insurrection(provisional, bolshevik, weariness, vote, ripe, resolve, sharp, success, bare, backed,
                                     tired):
    """With a majority in the soviets the committee calls the rising, and the garrison decides it."""
    attempt = provisional * resolve * vote * jax.nn.sigmoid(sharp * (bolshevik - ripe))
    wins = success * jnp.clip(bare + backed * bolshevik + tired * (weariness - HALF), 0.0, 1.0)
    return attempt * (1.0 - wins), attempt * wins


@rule(
    "mood.r07", "soviets.r14", "classes.r04",
    reads=dict(power="soviets.power", provisional="soviets.provisional", fatigue="mood.fatigue", fear="mood.fear",
               active="classes.active", command="army.ex_soldiers_in_posts"),
    parameters=dict(
        full=parameter(110_000.0, "persons", 70_000, 200_000, assumption="active workers who can carry soviets"),
        most=parameter(1.2, "times", 1.0, 1.5, assumption="more active workers than soviets have seats for add little"),
        weary=parameter(0.6, "share", 0.3, 0.9, book=("mood.r07",)),
        afraid=parameter(0.7, "share", 0.4, 0.9, assumption="full fear keeps most from meetings, not all"),
        barracks=parameter(0.5, "share", 0.2, 0.8, book=("soviets.r14",)),
    ),
    neutral=1.0, signs=dict(fatigue=-1, fear=-1, active=+1, command=-1), unit="index 0-1",
)
def who_is_awake(power, provisional, fatigue, fear, active, command, full, most, weary, afraid, barracks):
    """The masses decide while active workers carry the soviets; fatigue, fear and command habits send them home."""
    awake = jnp.maximum(power, provisional) * jnp.minimum(active / full, most)
    return awake * (1.0 - weary * fatigue) * (1.0 - afraid * fear) * (1.0 - barracks * command)


@rule(
    "soviets.r13", "regime.r05", "mood.r05", "mood.r09", "government.r15",
    reads=dict(participation="soviets.participation", appointed="appointments.appointed", hope="comintern.hope",
               pluralism="soviets.pluralism", awake=here(0, 1), circular="government.circular"),
    parameters=dict(
        paper=parameter(0.25, "share", 0.1, 0.5, assumption="a soviet that only receives circulars has nothing to decide: one in four stops "
                        "coming; a tenth where local matters are left, half where none are"),
        pace=parameter(0.15, "a month", 0.05, 0.3, assumption="habits of deciding grow and wither in a year"),
        named=parameter(0.55, "share", 0.2, 0.8, book=("soviets.r13", "regime.r05")),
        other=parameter(0.35, "share", 0.1, 0.6, book=("soviets.r10",)),
        despair=parameter(0.35, "share", 0.1, 0.6, book=("mood.r09",)),
    ),
    neutral=0.0, signs=dict(hope=+1, awake=+1, appointed=-1, pluralism=+1, circular=-1), unit="change a month",
)
def masses_take_part_or_withdraw(participation, appointed, hope, pluralism, awake, circular, paper, pace, named, other,
                                 despair):
    """Those who are awake take part where seats are elected, parties are several and there is something to hope for."""
    aim = awake * (1.0 - named * appointed) * (1.0 - other * (1.0 - pluralism)) * (1.0 - paper * circular)
    return pace * (aim * (1.0 - despair * (1.0 - hope)) - participation)


@rule(
    "soviets.r10", "regime.r02", "regime.r05", "government.r05",
    reads=dict(power="soviets.power", partners="soviets.partners", intensity="civil_war.intensity",
               terror="police.terror", lost="intervention.lost", broad="government.broad"),
    parameters=dict(
        hazard=parameter(0.25, "a month", 0.08, 0.5, book=("soviets.r10",)),
        war=parameter(0.3, "share", 0.1, 0.6, assumption="war alone brings a rupture once in a year or two"),
        blows=parameter(0.4, "share", 0.1, 0.8, assumption="terror somewhat more often than war: partners are its next victims"),
        peace=parameter(1.5, "1 a share of the regions", 0.5, 3.0, assumption="a fifth of the regions given up, as in March 1918, "
                        "weighs like war itself"),
        bound=parameter(0.5, "share", 0.2, 0.8, assumption="partners who govern leave half as easily as those who only sit: office holds, "
                        "and war divides all the same"),
    ),
    neutral=0.0, signs=dict(intensity=+1, terror=+1, partners=+1, broad=-1), unit="probability a month",
)
def war_leaves_one_party(power, partners, intensity, terror, lost, broad, hazard, war, blows, peace, bound):
    """War and unequal peace drive the last partner out, as long as there is one."""
    return power * partners * (1.0 - bound * broad) * hazard * (war * intensity + blows * terror + peace * jnp.mean(lost))


@rule(
    "regime.r03", "soviets.r11",
    reads=dict(power="soviets.power", partners="soviets.partners", intensity="civil_war.intensity",
               isolation="comintern.isolation", correction="organs.correction", banned="factions.banned",
               threat="police.terror", revolt="countryside.revolt"),
    parameters=dict(
        hazard=parameter(0.035, "a month", 0.01, 0.08, book=("regime.r03",)),
        alone=parameter(0.8, "share", 0.5, 1.0, assumption="wholly isolated, hardly anybody dares to reopen"),
        risings=parameter(2.0, "1 a share of the regions", 1.0, 4.0, assumption="half of the regions in revolt close the way"),
        unity=parameter(0.8, "share", 0.5, 1.0, assumption="a party that bans its own currents admits no other party"),
    ),
    neutral=0.0, signs=dict(intensity=-1, correction=+1, isolation=-1, partners=-1), unit="probability a month",
)
def peace_may_reopen_the_soviets(power, partners, intensity, isolation, correction, banned, threat, revolt, hazard, alone,
                                 risings, unity):
    """Peace, less isolation and a party that corrects itself may bring the other parties back."""
    ease = (1.0 - intensity) * (1.0 - alone * isolation) * (1.0 - threat)
    ease = ease * (1.0 - jnp.minimum(jnp.mean(revolt) * risings, 1.0))
    return power * (1.0 - partners) * hazard * ease * correction * (1.0 - unity * banned)


@rule(
    "mood.r03",
    reads=dict(provisional="soviets.provisional", drawn=here(0, 2)),
    neutral=0.0, signs=dict(drawn=+1), unit="code of the outcome",
)
def only_a_cabinet_can_be_struck(provisional, drawn):
    """The command strikes at a provisional government; there is nothing to seize before or after it."""
    return drawn * provisional


@rule(
    "soviets.r08",
    reads=dict(provisional="soviets.provisional", drawn=here(0, 2), blow=here(0, 2)),
    neutral=0.0, signs=dict(drawn=+1), unit="code of the outcome",
)
def no_rising_under_the_generals(provisional, drawn, blow):
    """The soviets rise against a provisional government; where the command has won, they do not."""
    return jnp.where(blow == VICTORY, 0.0, drawn * provisional)


@rule(
    "soviets.r08", "soviets.r04",
    reads=dict(blow=here(0, 2), october=here(0, 2), power="soviets.power", war="now:civil_war.outcome"),
    neutral=(0.0, 0.0, 0.0), unit="flag",
)
def arms_decide_who_rules(blow, october, power, war):
    """What the month's arms have done: soviets come to power, soviets or cabinet are crushed, soviets lose a war."""
    crushed = jnp.maximum((blow == VICTORY).astype(jnp.float32), (october == DEFEAT).astype(jnp.float32))
    lost = jnp.where(war == WAR_OUTCOMES.index("soviets_beaten"), power, 0.0)
    return (october == VICTORY).astype(jnp.float32), crushed, lost


@rule(
    "soviets.r08", "soviets.r04",
    reads=dict(power="soviets.power", risen=here(0, 1), lost=here(0, 1)),
    neutral="power", signs=dict(risen=+1, lost=-1), unit="flag",
)
def soviets_take_and_lose_power(power, risen, lost):
    """Soviets hold the central power from a won rising to a lost war."""
    return jnp.maximum(power, risen) - lost


@rule(
    "soviets.r04",
    reads=dict(tsar="soviets.tsar", other="soviets.regime_other", provisional="soviets.provisional",
               power="now:soviets.power", fallen=here(0, 1), risen=here(0, 1), crushed=here(0, 1), lost=here(0, 1)),
    neutral=("tsar", "other", "provisional"), unit="flag",
)
def others_rule_where_soviets_do_not(tsar, other, provisional, power, fallen, risen, crushed, lost):
    """The tsar until he falls, a cabinet after him until it is driven out, generals where arms have brought them."""
    fallen = fallen * tsar
    generals = jnp.clip(jnp.maximum(other, jnp.maximum(crushed, lost)) * (1.0 - power), 0.0, 1.0)
    cabinet = jnp.clip(jnp.maximum(provisional, fallen) - risen - crushed, 0.0, 1.0)
    return tsar - fallen, generals, cabinet


@rule(
    "mood.r05",
    reads=dict(share="soviets.bolshevik", change=here(-0.5, 0.5), most=here(0, 1, "largest share that one party can have"),
               crushed=here(0, 1), lost=here(0, 1)),
    neutral="share", signs=dict(change=+1, most=+1), unit="share",
)
def a_crushed_base_has_no_votes(share, change, most, crushed, lost):
    """No wave carries a party over what others keep; soviets crushed, or beaten in their war, vote for nobody."""
    return jnp.minimum(share + change, jnp.maximum(share, most)) * (1.0 - crushed) * (1.0 - lost)


@rule(
    "soviets.r10", "regime.r03",
    reads=dict(partners="soviets.partners", opened=here(0, 1), closed=here(0, 1)),
    neutral="partners", signs=dict(opened=+1, closed=-1), unit="flag",
)
def the_last_partner_leaves_once(partners, opened, closed):
    """Who has left is gone until other parties are admitted again."""
    return jnp.maximum(partners, opened) * (1.0 - closed)


@rule(
    "soviets.r10", "regime.r02", "soviets.r11",
    reads=dict(partners="now:soviets.partners", terror="police.terror", intensity="civil_war.intensity",
               banned="factions.banned", other="now:soviets.regime_other"),
    parameters=dict(
        siege=parameter(0.6, "share", 0.3, 0.8, assumption="war suspends most rights even of parties that share in power"),
        blows=parameter(0.6, "share", 0.3, 0.9, assumption="full terror leaves two fifths of the rights of those who have any"),
        tolerated=parameter(0.3, "share", 0.1, 0.5, assumption="legal Mensheviks and anarchists of 1919-21: papers now "
                            "and then, a few seats, arrests between"),
        unity="soviets.peace_may_reopen_the_soviets.unity",
    ),
    neutral=1.0, signs=dict(partners=+1, terror=-1, intensity=-1, banned=-1, other=-1), unit="index 0-1",
)
def rights_that_war_and_terror_leave(partners, terror, intensity, banned, other, siege, blows, tolerated, unity):
    """Partners keep what war and terror leave; the others are tolerated at best, and soviets that are no more give none."""
    right = partners + (1.0 - partners) * tolerated * (1.0 - unity * banned)
    return right * (1.0 - siege * intensity) * (1.0 - blows * terror) * (1.0 - other)


@rule(
    "soviets.r10", "regime.r02", "regime.r03",
    reads=dict(pluralism="soviets.pluralism", opened=here(0, 1), closed=here(0, 1), rights=here(0, 1)),
    parameters=dict(
        admitted=parameter(0.8, "share", 0.4, 1.0, assumption="rights that come back at once"),
        put_out=parameter(0.5, "share", 0.3, 0.9, assumption="half of the other parties' rights are those of the one that shares "
                          "in power"),
        worn=parameter(0.15, "a month", 0.05, 0.3, assumption="seats are lost and won at quarterly congresses"),
    ),
    neutral=0.0, signs=dict(opened=+1, closed=-1, rights=+1), unit="change a month",
)
def parties_come_and_go(pluralism, opened, closed, rights, admitted, put_out, worn):
    """A rupture takes half of the other parties' rights, admission gives most back; between them they wear or grow."""
    return (opened * (1.0 - pluralism) * admitted - closed * pluralism * put_out
            + worn * (rights - pluralism) * (1.0 - opened) * (1.0 - closed))


def step(m: Month) -> None:
    """February, the blow from the right, October, and the life of the soviets."""
    fallen = m.choose(FEBRUARY, m.rule(hunger_and_war_bring_down_the_tsar))
    blow = m.rule(only_a_cabinet_can_be_struck, drawn=m.choose(KORNILOV, *m.rule(the_command_strikes)))
    vote = m.rule(the_committee_is_for_rising)
    october = m.choose(OCTOBER, *m.rule(the_committee_votes_insurrection, vote=vote))
    october = m.rule(no_rising_under_the_generals, drawn=october, blow=blow)
    risen, crushed, lost = m.rule(arms_decide_who_rules, blow=blow, october=october)
    m.set("power", m.rule(soviets_take_and_lose_power, risen=risen, lost=lost))
    tsar, generals, cabinet = m.rule(
        others_rule_where_soviets_do_not, fallen=fallen, risen=risen, crushed=crushed, lost=lost)
    m.set("tsar", tsar)
    m.set("regime_other", generals)
    m.set("provisional", cabinet)
    most = m.rule(other_parties_keep_some)
    change = m.rule(the_base_turns_to_the_bolsheviks, blow=blow, voting=m.rule(who_still_speaks_there, most=most))
    m.set("bolshevik", m.rule(a_crushed_base_has_no_votes, change=change, most=most, crushed=crushed, lost=lost))
    m.change("participation", m.rule(masses_take_part_or_withdraw, awake=m.rule(who_is_awake)))
    closed = m.choose(ONE_PARTY, m.rule(war_leaves_one_party))
    opened = m.choose(OTHER_PARTIES, m.rule(peace_may_reopen_the_soviets))
    m.set("partners", m.rule(the_last_partner_leaves_once, opened=opened, closed=closed))
    rights = m.rule(rights_that_war_and_terror_leave)
    m.change("pluralism", m.rule(parties_come_and_go, opened=opened, closed=closed, rights=rights))
