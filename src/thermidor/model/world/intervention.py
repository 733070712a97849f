"""Foreign powers make war on the soviets: Brest, troops, aid to the Whites, blockade, and what ends them."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.nature import HALF, is_code, square

PEACE = ("none", "signed", "revolutionary_war")
"""Peace with the Central Powers: delay, signature or revolutionary war."""


class Intervention(System):
    """What foreign powers do on the soil of the former empire."""

    brest: Array = variable("code", "0 no peace with the Central Powers, 1 signed, 2 revolutionary war",
                            high=2.0, start=0.0)
    terms: Array = variable("index 0-1", "harshness of the terms of peace offered or signed", high=1.0, start=0.0)
    engaged: Array = variable("index 0-1", "commitment of the powers to the intervention", high=1.0, start=0.0)
    resolve: Array = variable(
        "index 0-1", "will of the powers to go on", high=1.0,
        start=parameter(1.0, "index 0-1", 0.8, 1.0, assumption="the powers' will is whole as long as nobody has tried "
                        "it; a fifth less if treasuries are counted"))
    mutiny: Array = variable("index 0-1", "refusal among expeditionary troops", high=1.0, start=0.0)
    troops: Array = variable("persons", "foreign troops of the Entente and its proxies", start=0.0,
                             typical=(1.0e3, 2.0e5))
    czechs: Array = variable("persons", "soldiers of the Czechoslovak legion in arms against the soviets",
                             start=0.0, typical=(1.0e3, 5.0e4))
    aid: Array = variable("index 0-1", "money and arms for the Whites", high=1.0, start=0.0)
    blockade: Array = variable("index 0-1", "blockade of Soviet trade", high=1.0, start=0.0)
    poland: Array = variable("index 0-1", "war with Poland", high=1.0, start=0.0)
    warsaw: Array = variable("index 0-1", "the offensive beyond the border (fades)", high=1.0, start=0.0)
    lost: Array = variable("share", "share of the region under foreign occupation", dim="region", high=1.0, start=0.0)


TREATY = parameter(
    [0, 0.1, 0, 0.02, 0, 0, 0, 0, 0, 0.2, 0.9, 0.7, 0.5, 0.3, 0, 0], "share", 0.7, 1.1, dim="region",
    assumption="what the treaty gives up of each region: the Ukraine nearly whole, White Russia mostly, a fifth of the "
                   "Don country and half of Georgia; the totals printed, 34 per cent of people and 89 of coal "
                   "(abroad.intervention.r06, p. 77), are of the empire with Poland and the Baltic, which the regions "
                   "leave out; three tenths less or a tenth more")
"""What the Central Powers hold under the treaty (moscow, petrograd, ... in the order of the regions)."""
REACH = parameter(
    [0.5, 0.95, 0.25, 0.6, 0.05, 0.15, 0, 0, 0, 0.6, 0.95, 0.95, 0.8, 0.6, 0, 0], "share", 0.6, 1.05, dim="region",
    assumption="what German and Turkish columns could hold against no army, by distance from their railheads")
LANDINGS = parameter(
    [0, 0, 0, 0, 0.5, 0, 0, 0.1, 0.7, 0.05, 0.15, 0, 0.3, 0.3, 0.1, 0], "share", 0.5, 1.3, dim="region",
    assumption="shares that landed troops reach: most of the Far East, half of the North, Georgia and Baku by three "
                     "tenths, a fringe of the Ukraine at Odessa (abroad.intervention.r12, p. 98) and of Siberia along "
                     "the line (abroad.intervention.r10, p. 84); half or three tenths more")
"""Where the Entente and Japan can land."""
POLISH_REACH = parameter(
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.3, 0.6, 0, 0, 0, 0], "share", 0.5, 1.5, dim="region",
    assumption="Polish armies reach six tenths of White Russia and three of the Ukraine, Kiev being held for five "
                         "weeks (civil_war.r14, p. 129); half or half as much again")

BREST = choice("intervention.brest.outcome", "peace with the Central Powers: delay, signature or revolutionary war",
               kind="decision", options=PEACE,
               book=("abroad.intervention.r02", "abroad.intervention.r05"))
FOREIGN = choice("intervention.foreign_intervention", "the powers go on with armed intervention this month",
                 kind="decision", book=("abroad.intervention.r01", "abroad.intervention.r10"))
CZECHS = choice("intervention.czech_rising", "the Czechoslovak legion turns on the soviets",
                kind="event", book=("abroad.intervention.r10", "civil_war.r03"))
POLAND = choice("intervention.polish_attack", "Poland attacks", kind="event", book=("civil_war.r14",))
WARSAW = choice("intervention.march_on_warsaw", "the Red Army carries the war into Poland",
                kind="decision", book=("abroad.diplomacy.r02",))


@rule("abroad.intervention.r02", "abroad.intervention.r05", "soviets.r09", reads=dict(
          executive="soviets.executive", line="organs.line_world", weariness="great_war.weariness", front="great_war.front", power="soviets.power", war="outside:great_war",
          brest="intervention.brest", lost="intervention.lost.belorussia"),
      parameters=dict(
          refused=parameter(0.3, "share", 0.1, 0.5, assumption="an executive that confirms by 116 to 84 might have refused: three times in ten where "
                             "it decides all"),
          pace=parameter(0.1, "a month", 0.03, 0.25, assumption="two months of talks before the advance settles it"),
          peril=parameter(1.2, "a month", 0.5, 2.5, assumption="each tenth of the country lost makes signing likelier "
                          "by an eighth a month: the committee that refused in January signed on 23 February under the "
                          "advance, by 7 to 4 with 4 abstaining (abroad.intervention.r05, p. 76); half or twice as "
                          "much"),
          ardour=parameter(0.12, "a month", 0.02, 0.35, assumption="wholly unwearied leaders who count on the world "
                           "choose revolutionary war within eight months: 32 of 63 cadres were for it in January 1918 "
                           "(abroad.intervention.r02, p. 73), the committee never; three months or four years"),
          faith=parameter(0.5, "share", 0.2, 0.8, assumption="those who believe wholly in the coming revolution are half as "
                          "ready to sign; some of them signed")),
      neutral=(0.0, 0.0), signs=dict(weariness=+1, power=+1, lost=+1, executive=-1), unit="probability a month")
def leaders_decide_on_peace(executive, line, weariness, front, power, war, brest, lost, refused, pace, peril, ardour,
                            faith):
    """The exhausted sign, the sooner the deeper the enemy stands; belief in world revolution pulls to war."""
    open_question = power * (1 - front) * jnp.where(war > 0, 1.0, 0.0) * jnp.clip(1 - brest, 0.0, 1.0)
    zeal = (1 + line) * HALF
    sign = open_question * weariness * (pace + peril * lost) * (1 - faith * zeal) * (1 - refused * executive)
    fight = open_question * ardour * zeal * (1 - weariness)
    return jnp.clip(sign, 0.0, 1.0), jnp.clip(fight, 0.0, 1.0 - jnp.clip(sign, 0.0, 1.0))


@rule("abroad.intervention.r04", reads=dict(power="soviets.power", terms="intervention.terms", lost="intervention.lost.belorussia"),
      parameters=dict(claims=parameter(0.5, "index", 0.3, 0.7, assumption="what is lost doubles the way to the "
                                       "harshest terms: from 215,000 square kilometres at first to the Ukraine and "
                                       "Kars within two months (abroad.intervention.r04, p. 73); three or seven tenths "
                                       "of it are asked before a shot")),
      neutral="power", signs=dict(terms=+1, lost=+1), unit="index 0-1")
def delay_worsens_terms(power, terms, lost, claims):
    """Terms only get worse: what the advance has taken is claimed on top."""
    return power * jnp.maximum(terms, claims + (1 - claims) * lost)


@rule("abroad.intervention.r03", "abroad.intervention.r08", "abroad.great_war.r10", reads=dict(
          war="outside:great_war", front="great_war.front", brest="intervention.brest", terms="intervention.terms",
          soldiers="great_war.soldiers", authority="great_war.authority", red="army.red"),
      parameters=dict(
          held_by=parameter(1.5e6, "soldiers", 5e5, 3e6, assumption="an obedient army of this size halves the advance"),
          treaty="intervention.treaty", reach="intervention.reach"),
      neutral=0.0, signs=dict(terms=+1), unit="share of the region")
def the_central_powers_advance(war, front, brest, terms, soldiers, authority, red, held_by, treaty, reach):
    """A dissolving army lets the enemy in, a treaty stops him at its line."""
    obedient = soldiers * square(authority) * front + red * is_code(brest, PEACE, "revolutionary_war")
    weak = 1 / (1 + square(obedient / held_by))
    signed = is_code(brest, PEACE, "signed")
    return jnp.where(war > 0, 1.0, 0.0) * (signed * treaty * terms + (1 - signed) * reach * weak)


@rule("abroad.intervention.r10", "abroad.intervention.r12", "civil_war.r14", reads=dict(
          poland="intervention.poland", warsaw="intervention.warsaw", troops="intervention.troops"),
      parameters=dict(
          landing=parameter(1.0e5, "soldiers", 3e4, 3e5, assumption="a hundred thousand men fill half of what landings "
                            "can reach, ports and the line behind them; thirty or three hundred"),
          landings="intervention.landings", polish="intervention.polish_reach"),
      neutral=0.0, signs=dict(troops=+1), unit="share of the region")
def the_entente_lands_and_poland_takes(poland, warsaw, troops, landing, landings, polish):
    """The Entente holds what its troops can reach from ports, Poland its borderlands."""
    return jnp.maximum(landings * (1 - jnp.exp(-troops / landing)), polish * poland * (1 - warsaw))


@rule("abroad.intervention.r08", reads=dict(
          lost="intervention.lost", central=here(0.0, 1.0, "within reach of the Central Powers", dim="region"),
          others=here(0.0, 1.0, "within reach of others", dim="region")),
      parameters=dict(
          pace=parameter(0.45, "share of what is reachable a month", 0.2, 0.9,
                         assumption="an army that nobody resists takes nearly half of what it reaches in a month: "
                         "seventeen to one in the Ukraine (abroad.intervention.r08, p. 80), Kiev within two weeks, the "
                         "Don by May; a fifth or nine tenths"),
          leaving=parameter(0.4, "a month", 0.2, 0.8, assumption="occupiers leave within months once defeated")),
      neutral=0.0, signs=dict(central=+1, others=+1), unit="share of the region")
def occupiers_take_what_nobody_defends(lost, central, others, pace, leaving):
    """Territory follows force: taken within a season, given up within months."""
    goal = jnp.maximum(central, others)
    return lost + jnp.where(goal > lost, pace, leaving) * (goal - lost)


@rule("abroad.intervention.r01", "abroad.intervention.r10", "abroad.intervention.r12", "foreign_trade.r01", reads=dict(
          power="soviets.power", front="great_war.front", war="outside:great_war",
          resolve="intervention.resolve", outcome="civil_war.outcome", white="civil_war.white",
          territory="civil_war.white_territory", annulled="foreign_trade.annulled"),
      parameters=dict(
          creditors=parameter(0.3, "share", 0.1, 0.6, assumption="debts that are paid would take three tenths of the will to intervene away; France had most to lose"),
          eastern=parameter(0.85, "a month", 0.5, 1.0, assumption="the Allies want their eastern front back at almost any price"),
          clients=parameter(0.9, "a month", 0.5, 1.0, assumption="while a White army has hope the powers act within "
                            "five weeks: tsarist officers were chosen, named and paid as soon as the war was over "
                            "(abroad.intervention.r16, p. 116); two months or at once"),
          worth=parameter(5.0e4, "soldiers", 2e4, 1.5e5, assumption="at fifty thousand men a White army makes half of "
                          "the case for helping it, as the Volunteers did by the end of 1918; twenty or a hundred and "
                          "fifty")),
      neutral=0.0, signs=dict(power=+1, resolve=+1, front=-1, war=+1, white=+1, territory=+1, outcome=-1, annulled=+1),
      unit="probability a month")
def powers_intervene(power, front, war, resolve, outcome, white, territory, annulled, creditors, eastern, clients, worth):
    """The powers want Russia back in the war, then the soviets gone: as long as somebody fights for it and they can."""
    hopeful = jnp.clip(white / (white + worth) + territory, 0.0, 1.0)
    motive = jnp.maximum(eastern * war, clients * hopeful)
    return power * (1 - front) * resolve * motive * (1 - creditors * (1 - annulled)) * (1 - jnp.clip(outcome, 0.0, 1.0))


@rule("abroad.intervention.r01", "abroad.intervention.r14", "abroad.intervention.r17", reads=dict(
          engaged="intervention.engaged", mutiny="intervention.mutiny",
          france="abroad.crisis.france", britain="abroad.crisis.britain",
          losing=here(0.0, 1.0, "the Whites are losing"), resolve="intervention.resolve"),
      parameters=dict(
          cost=parameter(0.02, "a month", 0.005, 0.05, assumption="engagement costs a fiftieth of the will a month by "
                         "itself, through treasuries and voters, a quarter in a year; a twentieth or six tenths a "
                         "year"),
          refusal=parameter(0.06, "a month", 0.02, 0.15, assumption="troops all refusing use up a sixteenth of the "
                            "powers' will a month: from April to May 1919 no French ship was left "
                            "(abroad.intervention.r14, p. 113), while aid went on for a year; a third or two and a "
                            "half times"),
          unrest=parameter(0.05, "a month", 0.01, 0.15, assumption="full labour unrest at home uses up a twentieth a "
                           "month: British workers would not bear a full attack from the sea in 1919 "
                           "(abroad.britain.r01, p. 125), and bore the blockade; a fifth or three times"),
          defeat=parameter(0.06, "a month", 0.02, 0.15, assumption="losing clients are dropped within the year"),
          recovery=parameter(0.004, "a month", 0.0, 0.02, assumption="when nothing is ventured the will grows back by "
                             "a twentieth a year at calm home: after 1921 no new expedition was even discussed for "
                             "years; never or a fifth a year")),
      neutral=0.0, signs=dict(mutiny=+1, france=+1, britain=+1, losing=+1, resolve=+1), unit="index a month")
def intervention_costs_will(engaged, mutiny, france, britain, losing, resolve, cost, refusal, unrest, defeat,
                            recovery):
    """Exhaustion, refusing soldiers, labour unrest at home and beaten clients use up the powers' will.

    It grows back when nothing is ventured, never beyond what crisis at home leaves of it.
    """
    home = (france + britain) * HALF
    return engaged * (cost + refusal * mutiny + unrest * home + defeat * losing) \
        - recovery * (1 - engaged) * (1 - home - resolve)


@rule("abroad.intervention.r14", "abroad.intervention.r13", reads=dict(
          mutiny="intervention.mutiny", troops="intervention.troops", war="outside:great_war",
          hope="comintern.hope"),
      parameters=dict(
          spark=parameter(0.01, "a month", 0.0, 0.04, assumption="where troops are kept on in contact with hope one in "
                          "a hundred refuses a month before there is an example: an infantry regiment among dozens; "
                          "none or four"),
          spread=parameter(1.5, "a month", 0.6, 3.0, assumption="where all troops are kept on, in contact with hope, "
                           "refusal multiplies by four in a month: from one regiment to the fleet in two months, five "
                           "days after the first lesson (abroad.intervention.r14, p. 113); less than doubles, or "
                           "twentyfold"),
          large=parameter(4.0e4, "soldiers", 1.5e4, 1e5, assumption="at forty thousand men half of an occupying force "
                          "meets the people, smaller ones staying in their quays; fifteen or a hundred"),
          calm=parameter(0.1, "a month", 0.03, 0.3, assumption="units dispersed and sentenced calm a tenth a month: "
                         "five to ten years of labour, and a campaign that won amnesty in 1922 "
                         "(abroad.intervention.r15, p. 116), so that little of it is forgotten soon; a thirtieth or "
                         "three tenths")),
      neutral=0.0, signs=dict(troops=+1, hope=+1, war=-1), unit="index a month")
def refusal_spreads(mutiny, troops, war, hope, spark, spread, large, calm):
    """Soldiers kept under arms after the war meet the revolution and refuse; refusal spreads with news."""
    contact = (troops / (troops + large)) * (1 - war) * hope
    return contact * (spark + spread * mutiny) * (1 - mutiny) - calm * mutiny


@rule("abroad.intervention.r01", "abroad.intervention.r16", reads=dict(
          war="outside:great_war", mutiny="intervention.mutiny",
          engaged=here(0.0, 1.0, "commitment this month")),
      parameters=dict(
          troops=parameter(1.5e5, "soldiers", 6e4, 3e5, assumption="150,000 men at the height of 1919, by contingents: "
                           "half Japanese in the Far East, French and Greeks in the South, British in the North; sixty "
                           "thousand without Japan, three hundred with all who guarded rails"),
          held=parameter(0.5, "share", 0.2, 0.8, assumption="half of what could be sent is tied to the western front "
                         "while the World War lasts; a fifth or four fifths"),
          proxy=parameter(0.75, "share", 0.4, 1.0, assumption="three quarters of the will goes into arms and money for "
                          "Whites: the cheaper method, after direct intervention failed (abroad.intervention.r16, p. "
                          "116); two fifths or all"),
          early=parameter(0.5, "share", 0.2, 0.8, assumption="half of the aid cannot pass before the straits are open: "
                          "through Archangel and Vladivostok only; a fifth or four fifths"),
          instead=parameter(0.5, "share", 0.0, 1.0, assumption="where all troops refuse, half as much again goes to the Whites"),
          blockade=parameter(1.0, "share", 0.7, 1.0, assumption="as long as the powers are engaged the blockade is "
                             "whole: it lasted until Estonia's armistice and British trade (abroad.intervention.r18, "
                             "p. 125); smuggling takes three tenths at most")),
      neutral=(0.0, 0.0, 0.0), signs=dict(engaged=+1, mutiny=-1, war=-1), unit="soldiers")
def powers_send(war, mutiny, engaged, troops, held, proxy, early, instead, blockade):
    """Exhaustion caps the troops; when they refuse, arms and money for White generals take their place."""
    direct = troops * engaged * (1 - held * war) * (1 - mutiny)
    aid = engaged * proxy * (1 - early * war) * (1 + instead * mutiny)
    return direct, aid, blockade * engaged


@rule("abroad.intervention.r10", "civil_war.r03", reads=dict(
          engaged="intervention.engaged", czechs="intervention.czechs", war="outside:great_war"),
      parameters=dict(chance=parameter(0.5, "a month", 0.15, 0.9, book=("abroad.intervention.r10",))),
      neutral=0.0, signs=dict(engaged=+1, war=+1, czechs=-1), unit="probability a month")
def legion_is_used(engaged, czechs, war, chance):
    """A foreign legion strung out along the Siberian railway is the ready tool of the powers."""
    return chance * engaged * war / (1 + czechs)


@rule("civil_war.r14", reads=dict(
          war="outside:great_war", resolve="intervention.resolve", power="soviets.power",
          workers="abroad.power.poland", intensity="civil_war.intensity", poland="intervention.poland",
          outcome="civil_war.outcome"),
      parameters=dict(
          chance=parameter(0.07, "a month", 0.02, 0.2, assumption="one attack in eighteen months of independence"),
          weariness=parameter(0.25, "share", 0.05, 0.6, assumption="a Soviet state that has won and demobilises is "
                              "attacked a quarter as readily, its army having shown itself; a twentieth or six tenths"),
          busy=parameter(12.0, "power", 4.0, 30.0, assumption="a war that is still going on, however small, is not begun anew")),
      neutral=0.0, signs=dict(resolve=+1, power=+1, workers=-1, poland=-1), unit="probability a month")
def poland_attacks(war, resolve, power, workers, intensity, poland, outcome, chance, weariness, busy):
    """A new neighbour, armed by France, takes borderlands while the soviets fight elsewhere."""
    free = (1 - war) * (1 - poland) ** busy
    return chance * free * power * (1 - workers) * square(resolve) * (1 - jnp.clip(outcome, 0.0, 1.0) * (1 - weariness * intensity))


@rule("abroad.diplomacy.r02", "abroad.diplomacy.r03", reads=dict(
          poland="intervention.poland", line="organs.line_world", hope="comintern.hope", red="army.red",
          warsaw="intervention.warsaw"),
      parameters=dict(
          zeal=parameter(0.4, "a month", 0.1, 0.8, assumption="decided within weeks of the first success"),
          mass=parameter(2.0e6, "soldiers", 5e5, 4e6, assumption="at two million men half of the temptation is there, "
                         "less than half of the army of 1920 being fed; half a million if only the front counts, four "
                         "if all do")),
      neutral=0.0, signs=dict(poland=+1, line=+1, hope=+1, red=+1, warsaw=-1), unit="probability a month")
def success_tempts_beyond_the_border(poland, line, hope, red, warsaw, zeal, mass):
    """After success a majority turns defence into an offensive that should meet a rising."""
    return zeal * poland * hope * (1 + line) * HALF * red / (red + mass) * (1 - warsaw)


@rule("civil_war.r14", "abroad.diplomacy.r01", reads=dict(
          poland="intervention.poland", red="army.red", workers="abroad.power.poland",
          attack=here(0.0, 1.0, "Poland attacks this month")),
      parameters=dict(
          enough=parameter(0.35, "index 0-1", 0.2, 0.6, assumption="at a third of the effort of the first month "
                           "neither side fights on, as in October 1920; a fifth or three fifths"),
          tire=parameter(0.08, "a month", 0.03, 0.2, assumption="six months of war in 1920"),
          mass=parameter(1.0e6, "soldiers", 3e5, 3e6, assumption="at a million men the army is half of what makes "
                         "peace attractive to both; three hundred thousand or three millions")),
      neutral="poland", signs=dict(poland=+1, red=-1, workers=-1, attack=+1), unit="index 0-1")
def borders_are_settled(poland, red, workers, attack, tire, mass, enough):
    """Both sides tire; peace is bought with land."""
    left = poland * (1 - tire - tire * red / (red + mass))
    return jnp.maximum(jnp.where(left < enough, 0.0, left) * (1 - workers), attack)


@rule("abroad.intervention.r01", reads=dict(
          engaged="intervention.engaged", go_on=here(0.0, 1.0, "the powers go on this month")),
      parameters=dict(
          build_up=parameter(0.15, "a month", 0.05, 0.4, assumption="expeditions take half a year to gather"),
          withdrawal="intervention.withdrawal"),
      neutral=0.0, signs=dict(go_on=+1, engaged=-1), unit="index a month")
def expeditions_gather_and_leave(engaged, go_on, build_up, withdrawal):
    """Expeditions gather in half a year and are brought home in a few months."""
    return jnp.where(go_on > 0, build_up, withdrawal) * (go_on - engaged)


@rule("abroad.intervention.r16", reads=dict(ratio="civil_war.strength_ratio"),
      parameters=dict(even=parameter(0.6, "share", 0.5, 0.75, assumption="share of the Reds in all strength beyond which "
                                     "patrons see their clients losing")),
      neutral=0.0, signs=dict(ratio=+1), unit="index 0-1")
def patrons_see_their_clients_losing(ratio, even):
    """Beyond an even fight the powers see that the Whites are losing."""
    return jnp.clip((ratio - even) / (1 - even), 0.0, 1.0)


@rule("abroad.intervention.r10", "civil_war.r03", "soviets.r12", reads=dict(
          czechs="intervention.czechs", rising=here(0.0, 1.0, "the legion turns on the soviets"), war="outside:great_war",
          obeyed="soviets.compliance"),
      parameters=dict(
          disarmed=parameter(0.6, "share", 0.3, 0.9, assumption="local soviets that had carried out the order would have disarmed most of a legion "
                             "strung out in trains; they made truces with it"),
          legion=parameter(4.0e4, "soldiers", 3.0e4, 6.0e4, assumption="some forty thousand Czechs and Slovaks were on "
                           "the line from Penza to Vladivostok in May 1918; thirty in arms, sixty with later recruits"),
          stays=parameter(0.85, "share a month", 0.7, 0.95, assumption="once the World War is over the men want to go home")),
      neutral=0.0, signs=dict(czechs=+1, rising=+1, obeyed=-1), unit="persons")
def the_legion_fights_and_goes_home(czechs, rising, war, obeyed, disarmed, legion, stays):
    """Where local soviets do not disarm it the legion fights while the World War lasts, and then melts away."""
    return jnp.maximum(czechs * jnp.where(war > 0, 1.0, stays), rising * legion * (1 - disarmed * obeyed))


@rule("abroad.diplomacy.r02", reads=dict(
          warsaw="intervention.warsaw", march=here(0.0, 1.0, "the war is carried into Poland"),
          poland="now:intervention.poland"),
      parameters=dict(withdrawal="intervention.withdrawal"),
      neutral=0.0, signs=dict(warsaw=+1, march=+1), unit="index 0-1")
def the_march_is_driven_back(warsaw, march, poland, withdrawal):
    """The offensive beyond the border lasts some months, and no longer than the war."""
    return jnp.maximum(warsaw * (1 - withdrawal), march) * jnp.where(poland > 0, 1.0, 0.0)


WITHDRAWAL = parameter(0.35, "a month", 0.15, 0.6, assumption="evacuations took a few months")
"""Pace at which armies beyond a border are brought home."""


def step(m: Month) -> None:
    """Take the month's step."""
    m.set("terms", m.rule(delay_worsens_terms))
    m.latch("brest", m.choose(BREST, *m.rule(leaders_decide_on_peace)))
    go_on = m.choose(FOREIGN, m.rule(powers_intervene))
    engaged = m.change("engaged", m.rule(expeditions_gather_and_leave, go_on=go_on))
    m.change("resolve", -m.rule(intervention_costs_will, losing=m.rule(patrons_see_their_clients_losing)))
    m.change("mutiny", m.rule(refusal_spreads))
    troops, aid, blockade = m.rule(powers_send, engaged=engaged)
    m.set("troops", troops)
    m.set("aid", aid)
    m.set("blockade", blockade)
    rising = m.choose(CZECHS, m.rule(legion_is_used))
    m.set("czechs", m.rule(the_legion_fights_and_goes_home, rising=rising))
    m.set("poland", m.rule(borders_are_settled, attack=m.choose(POLAND, m.rule(poland_attacks))))
    march = m.choose(WARSAW, m.rule(success_tempts_beyond_the_border))
    m.set("warsaw", m.rule(the_march_is_driven_back, march=march))
    m.set("lost", m.rule(occupiers_take_what_nobody_defends, central=m.rule(the_central_powers_advance),
                         others=m.rule(the_entente_lands_and_poland_takes)))
