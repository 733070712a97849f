"""Confidence, fatigue, fear and discontent of working people."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.nature import FULL_TURN, HALF, MONTHS_A_YEAR, PER_CENT


class Mood(System):
    """State of mind of the working people, each from 0 to 1."""

    confidence: Array = variable("index 0-1", "confidence", high=1.0, gives="mood.confidence", book=("mood.r09",),
        start=parameter(0.45, "index 0-1", 0.2, 0.7, assumption="confidence is near half of full after five years of "
                        "recovery from 4,000 strikers a year in 1910 (mood.r01, p. 21) and under war law; a fifth if "
                        "the front has taken it, seven tenths if hunger has not"))
    fatigue: Array = variable("index 0-1", "weariness", high=1.0, gives="mood.fatigue",
        book=("mood.r07",), start=parameter(
        0.35, "index 0-1", 0.2, 0.5, assumption="a third of full weariness in the third winter of war, in towns that "
                                            "had still struck the autumn before; a fifth or a half"))
    fear: Array = variable("index 0-1", "fear", high=1.0, gives="mood.fear", book=("mood.r15",), start=parameter(
        0.25, "index 0-1", 0.1, 0.4, assumption="a quarter of full fear: police, exile and the front for strikers, "
                "against which hundreds of thousands had struck all the same; a tenth or two fifths"))
    discontent: Array = variable("index 0-1", "discontent", high=1.0, gives="mood.discontent", book=("mood.r14",),
        start=parameter(0.60, "index 0-1", 0.4, 0.8, assumption="weariness of the third war winter is three fifths of "
                        "what can be borne: rations had fallen by steps from a pound and strikes of women were six "
                        "weeks off (supply.r01, p. 23); two fifths or four"))
    attachment: Array = variable("index 0-1", "attachment to what October gave, apart from approval of its leaders",
                                 start=0.0, high=1.0, gives="mood.attachment", book=("mood.r07", "mood.r13"))
    pressure: Array = variable("index 0-1", "anger of those who hold to October and can speak", start=0.0, high=1.0,
                               book=("mood.r05",))
    threshold: Array = variable("index 0-1", "anger needed to act", high=1.0, book=("mood.r10", "mood.r14"), start=parameter(
        0.24, "index 0-1", 0.1, 0.4, assumption="what the fear and the organisers of January 1917 come to"))
    crews: Array = variable("share", "sailors of 1917 in the fleet", start=1.0, high=1.0, book=("mood.r16",))
    commissars: Array = variable("index 0-1", "authority of the fleet's commissars", start=1.0, high=1.0, book=("mood.r17",))
    fortress: Array = variable("flag", "the fortress of the fleet is in rebels' hands", start=0.0, high=1.0, book=("mood.r18",))
    rising: Array = variable("index 0-1", "alarm at a fleet that rises, or rose not long ago", start=0.0, high=1.0,
                             book=("mood.r20",))


FLEET_RISES = choice("mood.fleet_rises", "crews seize the fortress before the capital", kind="event", book=("mood.r18",))
RETAKEN = choice("mood.fortress_retaken", "the fortress is retaken", kind="event", book=("mood.r19", "mood.r20"))


@rule("mood.r03", "mood.r05", "mood.r09",
      reads=dict(hope="comintern.hope", participation="soviets.participation", wage="labour.real_wage",
                 strikers="labour.strikers", workers="classes.workers"),
      parameters=dict(world=parameter(0.30, "index", 0.1, 0.5, assumption="hope abroad counts "
                                      "for less than what people decide themselves; no measure of mood exists"),
                      soviets=parameter(0.40, "index", 0.2, 0.6, assumption="the largest "
                                        "single source, at most six tenths of full confidence"),
                      action=parameter(1.5, "index", 0.5, 3.0, assumption="one worker in three on strike gives half of "
                                       "full confidence: blows and strikes brought members and seats within weeks in "
                                       "1905 and 1917 (mood.r03, p. 14); one in six or all of them"),
                      bread=parameter(0.20, "index", 0.05, 0.4, assumption="full pay gives a "
                                      "fifth of full confidence; fed workers were not always bold")),
      neutral=0.0, signs=dict(hope=+1, participation=+1, wage=+1, strikers=+1), unit="index 0-1")
def confidence_grows_by_action_and_hope(hope, participation, wage, strikers, workers, world, soviets, action, bread):
    """Action, living soviets, bread and victories abroad give confidence; their defeat takes it."""
    return (world * hope + soviets * participation + bread * wage / PER_CENT
            + action * strikers / jnp.maximum(workers, 1))


@rule("mood.r13",
      reads=dict(capital="industry.capital", praise="ideology.praise"),
      parameters=dict(faith=parameter(0.08, "index", 0.0, 0.2, assumption="the plan at full speed gives a twelfth of "
                                      "full confidence to those who build: sincere faith of the young made them bear "
                                      "falling wages (mood.r13, p. 294), beside all that was feared; nothing or a "
                                      "fifth"),
                      myth=parameter(0.15, "index", 0.0, 0.3, assumption="what is told of them at its loudest is "
                                     "believed by somewhat more than a seventh, or by nobody who does not see them (mood.r13)")),
      neutral=0.0, signs=dict(capital=+1, praise=+1), unit="index 0-1")
def works_and_myths_give_faith(capital, praise, faith, myth):
    """Those brought up in the cult of the revolution believe in its works, and in what is told of them."""
    return faith * capital + myth * praise


@rule("mood.r01",
      reads=dict(fear="mood.fear", fatigue="mood.fatigue", grown=here(0.0, 1.5, "confidence by action and hope"),
                 faith=here(0.0, 0.6, "faith in works")),
      parameters=dict(held=parameter(0.5, "share", 0.2, 0.8, assumption="full fear takes half of what action and bread give; a fifth, "
                                     "or most"),
                      tired=parameter(0.5, "share", 0.2, 0.8, assumption="as fear: the weary still meet")),
      neutral=0.0, signs=dict(fear=-1, fatigue=-1, grown=+1, faith=+1), unit="index 0-1")
def fear_and_weariness_take_confidence(fear, fatigue, grown, faith, held, tired):
    """A movement that is repressed or worn loses its confidence, though never what made it."""
    return jnp.minimum((grown + faith) * (1 - held * fear) * (1 - tired * fatigue), 1)


@rule("mood.r07", "population.r01", "classes.r04",
      reads=dict(war="civil_war.intensity", front="great_war.front", towns="supply.hunger_towns",
                 villages="supply.hunger", isolation="comintern.isolation", fatigue="mood.fatigue"),
      parameters=dict(fighting=parameter(0.45, "index", 0.2, 0.7, assumption="neither war nor "
                                         "hunger alone wears people out wholly; the two together nearly do"),
                      hungry=parameter(0.45, "index", 0.2, 0.7, assumption="the worst hunger wearies nearly half of "
                                       "the way by itself, as fighting at its fullest does, so that both together "
                                       "leave little; a fifth or seven tenths"),
                      alone=parameter(0.30, "index", 0.1, 0.5, assumption="waiting in vain for "
                                      "help wears less than war and hunger"),
                      grow=parameter(0.05, "a month", 0.02, 0.1, assumption="two winters of war "
                                     "and hunger do it, one to four"),
                      rest=parameter(0.025, "a month", 0.01, 0.05, assumption="weariness outlives its cause by more "
                                     "than two years: who came back from the fronts of 1920 was weary in 1922; one to "
                                     "six years")),
      neutral=0.0, signs=dict(war=+1, front=+1, towns=+1, villages=+1, isolation=+1, fatigue=-1),
      unit="index a month")
def war_and_hunger_weary(war, front, towns, villages, isolation, fatigue, fighting, hungry, alone, grow,
                         rest):
    """War, hunger and isolation weary people fast; rest comes slowly."""
    aim = jnp.clip(fighting * jnp.maximum(war, front) + hungry * (towns + villages.mean()) + alone * isolation, 0, 1)
    return jnp.where(aim > fatigue, grow, rest) * (aim - fatigue)


@rule("mood.r12", "mood.r15",
      reads=dict(terror="police.terror", unemployed="classes.unemployed",
                 workers="classes.workers", tsar="soviets.tsar", appointed="appointments.appointed",
                 participation="soviets.participation"),
      parameters=dict(blow=parameter(0.85, "index", 0.5, 1.0, assumption="full terror leaves one in seven unafraid, "
                                     "those who have nothing to lose or do not believe it will reach them; from a half "
                                     "to all are frightened"),
                      work=parameter(0.35, "index", 0.1, 0.7, assumption="all jobless and nobody taking part, "
                                     "nominated officials make a third of full fear: a show of hands against dismissal "
                                     "brought votes near zero where forty or fifty in a hundred thought otherwise "
                                     "(mood.r12, p. 247), in work; a tenth or seven tenths"),
                      old=parameter(0.25, "index", 0.1, 0.4, assumption="the old order's police kept a quarter of full "
                                    "fear alive, by arrests of hundreds among hundreds of thousands; a tenth or two "
                                    "fifths"),
                      open_=parameter(0.5, "share", 0.2, 0.8, assumption="where all take part soviets halve what an "
                                      "office can do by dismissing: the dismissed can call a meeting; a fifth or four "
                                      "fifths")),
      neutral=0.0, signs=dict(terror=+1, unemployed=+1, tsar=+1, appointed=+1), unit="index 0-1")
def terror_and_dismissal_frighten(terror, unemployed, workers, tsar, appointed, participation,
                                  blow, work, old, open_):
    """Arrests frighten all; the loss of work and of the card frightens those who would speak."""
    jobless = jnp.clip(unemployed / jnp.maximum(workers, 1), 0, 1)
    return jnp.clip(blow * terror + work * appointed * (jobless + (1 - participation)) * HALF * (1 - open_ * participation)
                    + old * tsar, 0, 1)


@rule("mood.r08", "labour.r05",
      reads=dict(hunger="supply.hunger_towns", wage="labour.real_wage", unemployed="classes.unemployed",
                 workers="classes.workers", ratio="privilege.ratio"),
      parameters=dict(bread=parameter(0.8, "index", 0.4, 1.2, assumption="hunger alone, at its worst, is enough "
                                      "for nearly full discontent, as in February 1917 and 1921"),
                      pay=parameter(0.45, "index", 0.2, 0.8, assumption="no wage at all counts for about half as "
                                    "much as no bread"),
                      idle=parameter(0.30, "index", 0.1, 0.6, assumption="full idleness embitters by three tenths of "
                                     "all there can be, those who fear to become idle less; a tenth or six tenths"),
                      envy=parameter(0.015, "index a ratio", 0.0, 0.03, assumption="an official who earns ten "
                                     "wages adds a seventh of full discontent, or nothing at all")),
      neutral=0.0, signs=dict(hunger=+1, wage=-1, unemployed=+1, ratio=+1), unit="index 0-1")
def misery_embitters(hunger, wage, unemployed, workers, ratio, bread, pay, idle, envy):
    """Cut rations, low pay, layoffs and the sight of privilege embitter."""
    return (bread * hunger + pay * (1 - jnp.clip(wage / PER_CENT, 0, 1))
            + idle * jnp.clip(unemployed / jnp.maximum(workers, 1), 0, 1) + envy * (ratio - 1))


@rule("mood.r01",
      reads=dict(fear="mood.fear", felt=here(0.0, 1.0, "fear that the month's blows would lead to")),
      parameters=dict(come=parameter(6.0, "months", 3, 12, assumption="a blow is felt at once and believed within half a year"),
                      go=parameter(12.0, "months", 6, 36, assumption="strikes came back years after they had been put down, and half as "
                                   "fast as they had gone; as fast, or in three years")),
      neutral=0.0, signs=dict(fear=-1, felt=+1), unit="index a month")
def fear_outlives_its_cause(fear, felt, come, go):
    """Fear follows blows within months and leaves more slowly: a movement that was put down is slow to come back."""
    return (felt - fear) / jnp.where(felt > fear, come, go)


@rule("mood.r10", "mood.r14",
      reads=dict(fear="mood.fear", active="classes.active", workers="classes.workers"),
      parameters=dict(afraid=parameter(0.5, "index", 0.3, 0.8, assumption="full fear asks for more anger than most have: half of the "
                                       "scale, a third or most of it; chosen with the rate of strikes so that 1917 and 1921 keep their size"),
                      alone=parameter(0.25, "index", 0.1, 0.4, assumption="where nobody organises, a quarter of the scale: letters and riots "
                                      "without a centre come before that, movements do not"),
                      cadres=parameter(0.02, "share of workers", 0.01, 0.04, assumption="organisers needed")),
      neutral=0.0, signs=dict(fear=+1, active=-1), unit="index 0-1")
def anger_must_exceed_fear_and_isolation(fear, active, workers, afraid, alone, cadres):
    """Anger becomes action beyond a threshold that fear and the lack of organisers raise; below it people only salute."""
    led = active / jnp.maximum(active + cadres * workers, 1)
    return afraid * fear + alone * (1 - led)


@rule("mood.r16",
      reads=dict(crews="mood.crews", attitude="countryside.attitude", power="soviets.power"),
      parameters=dict(garrison=parameter(0.15, "index", 0.05, 0.3, assumption="recruits of wholly hostile villages in fleet and garrisons are heard in "
                                         "the towns as a seventh of full discontent")),
      neutral=0.0, signs=dict(crews=-1, attitude=-1, power=+1), unit="index 0-1")
def recruits_bring_the_villages_anger(crews, attitude, power, garrison):
    """As recruits of the village replace the men of 1917 the soldier's and the sailor's discontent is that of the peasant."""
    return power * garrison * (1 - crews) * jnp.clip(-jnp.mean(attitude), 0, 1)


@rule("mood.r03", "mood.r11",
      reads=dict(front="great_war.front", weariness="great_war.weariness", tsar="soviets.tsar",
                 terror="police.terror", power="soviets.power", hunger="supply.hunger_towns"),
      parameters=dict(trench=parameter(0.35, "index", 0.1, 0.6, assumption="a third winter of war counts for "
                                       "about half as much as hunger"),
                      crown=parameter(0.20, "index", 0.05, 0.4, assumption="the Tsar's rule embitters by a fifth of "
                                      "all there can be without war or hunger, as in the years of strikes before 1914; "
                                      "a twentieth or two fifths"),
                      blows=parameter(0.10, "index", 0.0, 0.3, assumption="full terror embitters by a tenth, more "
                                      "through kin and neighbours than among those who fear it; nothing, where it hits "
                                      "only enemies, or three tenths")),
      neutral=0.0, signs=dict(front=+1, tsar=+1, terror=+1), unit="index 0-1")
def war_and_blows_embitter(front, weariness, tsar, terror, power, hunger, trench, crown, blows):
    """A war without end, the old order and blows embitter; those of their own power only people who lack bread too.

    Fed people have no experience of measures that strike circles.
    """
    felt = terror * (1 - power * (1 - hunger))
    return trench * front * (1 + weariness) * HALF + crown * tsar + blows * felt


@rule("mood.r07", "privilege.r14", "nature_of_state.r10",
      reads=dict(power="soviets.power", threat="civil_war.intensity", abroad="abroad.threat", participation="soviets.participation",
                 attachment="mood.attachment", base="privilege.base"),
      parameters=dict(revenge=parameter(0.25, "index", 0.1, 0.5, assumption="fear of White revenge: a floor of "
                                        "support, smaller than hunger"),
                      voice=parameter(0.15, "index", 0.0, 0.3, assumption="where all take part they bear a seventh "
                                      "more, since they have decided themselves what they lack; nothing or three "
                                      "tenths"),
                      gains=parameter(0.1, "index", 0.0, 0.25, assumption="land, peace and a state of one's own, once had, take "
                                      "the edge off hunger: less than the fear of losing them to the Whites"),
                      served=parameter(0.5, "share", 0.2, 0.8, assumption="of those who live by the power's favour every second has "
                                       "no complaint that outweighs it")),
      neutral=0.0, signs=dict(power=+1, threat=+1, abroad=+1, participation=+1, attachment=+1, base=+1), unit="index 0-1")
def fear_of_revenge_holds_a_floor(power, threat, abroad, participation, attachment, base, revenge, voice, gains, served):
    """The White threat, a voice of their own, what October gave and what the power gives hold many to it.

    Who holds to October stands by the power against a threat from abroad as against the Whites.
    """
    feared = jnp.maximum(threat, attachment * abroad)
    return power * (revenge * feared + voice * participation + gains * attachment + served * base)


@rule("mood.r07", "mood.r13",
      reads=dict(attachment="mood.attachment", power="soviets.power", unmet="government.unmet",
                 participation="soviets.participation", wage="labour.real_wage"),
      parameters=dict(given=parameter(0.6, "share", 0.3, 0.8, assumption="land, peace and rank abolished hold without a voice in "
                                      "the soviets too: more than half; the rest comes with deciding oneself"),
                      grow=parameter(0.04, "a month", 0.015, 0.08, assumption="what was taken in 1917 is defended as one's own "
                                     "within two years"),
                      fade=parameter(0.006, "a month", 0.002, 0.015, assumption="a generation brought up in the cult of the "
                                     "revolution still holds to it: it fades in ten years and more")),
      neutral=0.0, signs=dict(power=+1, unmet=-1, participation=+1, wage=+1), unit="index a month")
def october_is_held_to(attachment, power, unmet, participation, wage, given, grow, fade):
    """Demands that are met bind people to October, more where they decide and eat; the bond outlives disasters."""
    aim = power * (1 - unmet) * (given + (1 - given) * jnp.maximum(participation, jnp.clip(wage / PER_CENT, 0, 1)))
    gap = aim - attachment
    return jnp.where(gap > 0, grow, fade) * gap


@rule("mood.r05",
      reads=dict(attachment="now:mood.attachment", discontent="now:mood.discontent", fear="now:mood.fear",
                 active="classes.active", workers="classes.workers", power="soviets.power"),
      parameters=dict(layer=parameter(0.03, "share of workers", 0.02, 0.06, assumption="active layer of 1917, with which "
                                      "the base carried a new line against committees")),
      neutral=0.0, signs=dict(attachment=+1, discontent=+1, fear=-1, active=+1, power=+1), unit="index 0-1")
def the_base_presses_its_party(attachment, discontent, fear, active, workers, power, layer):
    """Those who hold to October and are angry press their own party, as far as active workers speak for them."""
    carried = jnp.clip(active / jnp.maximum(layer * workers, 1), 0, 1)
    return power * attachment * discontent * carried * (1 - fear)


@rule("mood.r08", "mood.r11", "labour.r11",
      reads=dict(misery=here(0.0, 1.5), blows=here(0.0, 0.6), floor=here(0.0, 0.4)),
      neutral=0.0, signs=dict(misery=+1, blows=+1, floor=-1), unit="index 0-1")
def hunger_war_and_inequality_embitter(misery, blows, floor):
    """What embitters less what holds."""
    return jnp.clip(misery + blows - floor, 0, 1)


@rule("mood.r16",
      reads=dict(crews="mood.crews", war="civil_war.intensity", power="soviets.power", office="now:classes.to_office",
                 active="classes.active", retaken=here(0.0, 1.0, "the fortress is retaken")),
      parameters=dict(fronts=parameter(0.1, "a month", 0.04, 0.2, assumption="thousands went in 1917-18, and after the winter of 1919 nothing of "
                                       "worth was left: a year and a half of war leaves a fifth")),
      neutral="crews", signs=dict(crews=+1, war=-1, office=-1, retaken=+1), unit="share")
def fronts_and_posts_take_the_crews(crews, war, power, office, active, retaken, fronts):
    """Sailors of 1917 leave for fronts and posts and rural recruits replace them; a crew that rose is replaced in its turn."""
    posts = jnp.clip(office / jnp.maximum(active, 1), 0, 1)
    left = crews * (1 - power * jnp.maximum(fronts * war, posts))
    return jnp.maximum(left, retaken)


@rule("mood.r17",
      reads=dict(power="soviets.power", war="civil_war.intensity", open="delegation.open", petrograd="succession.standing.zinoviev",
                 army="succession.standing.trotsky"),
      parameters=dict(closed=parameter(0.6, "share", 0.3, 0.9, assumption="the campaign was half public a year before the conference that condemned "
                                       "them: more than half of it needs no open discussion"),
                      broken=parameter(0.8, "share", 0.5, 1.0, assumption="nine tenths condemned them; some orders were "
                                       "obeyed all the same (mood.r17)")),
      neutral=1.0, signs=dict(war=+1, open=-1, petrograd=-1), unit="index 0-1")
def a_rival_breaks_the_commissars(power, war, open, petrograd, army, closed, broken):
    """Once war no longer excuses them, the head of Petrograd sets the fleet's cells on commissars who are the army chief's."""
    attack = petrograd * army * (1 - war) * (closed + (1 - closed) * open)
    return 1 - power * broken * attack


COMMISSARS_LAG = parameter(9.0, "months", 4, 18, assumption="from the first attacks to the conference it took eleven months")
"""Time in which commissars lose their authority, or win it."""


@rule("mood.r18", "mood.r16", "mood.r21", "mood.r08",
      reads=dict(power="soviets.power", crews="mood.crews", attitude="countryside.attitude", commissars="mood.commissars",
                 discontent="mood.discontent", fortress="mood.fortress"),
      parameters=dict(hazard=parameter(1.0, "a month", 0.4, 2.0, assumption="crews of peasants whose villages are wholly hostile, with no "
                                       "commissar whom they heed and a capital on strike, rise within weeks; half as fast if nobody "
                                       "steers them")),
      neutral=0.0, signs=dict(crews=-1, attitude=-1, commissars=-1, discontent=+1, fortress=-1), unit="probability a month")
def the_fleet_may_rise(power, crews, attitude, commissars, discontent, fortress, hazard):
    """Crews from hostile villages, stirred by the strikes of the capital, follow the few who seize the fortress."""
    village = jnp.clip(-jnp.mean(attitude), 0, 1)
    return power * hazard * (1 - crews) * village * (1 - commissars) * discontent * (1 - fortress)


@rule("mood.r19", "mood.r20",
      reads=dict(month="outside:month_of_year", engaged="intervention.engaged", fortress="mood.fortress",
                 risen=here(0.0, 1.0, "the fleet rises")),
      parameters=dict(coldest=parameter(1.5, "months since January", 1.0, 2.0, assumption="the gulf is frozen hardest about the middle "
                                        "of February"),
                      thaw=parameter(0.5, "cosine of the season", 0.2, 0.8, assumption="ice bears infantry from January into April"),
                      assault=parameter(0.85, "probability", 0.6, 0.95, assumption="six assaults in ten days, the last of "
                                        "which won (mood.r20)"),
                      starved=parameter(0.4, "probability", 0.1, 0.8, assumption="with a week's food by design, but free "
                                        "ships, it is taken by hunger in a season rather than in a week (mood.r19)"),
                      landed=parameter(0.8, "share", 0.4, 1.0, assumption="where the powers still intervene, food and troops land: hunger hardly "
                                       "takes it then")),
      neutral=0.0, signs=dict(engaged=-1, fortress=+1, risen=+1), unit="probability a month")
def the_fortress_must_be_retaken_before_the_thaw(month, engaged, fortress, risen, coldest, thaw, assault, starved, landed):
    """Infantry reaches it over the ice alone; when that melts ships are free, help may land, and only hunger is left."""
    bears = jnp.where(jnp.cos(FULL_TURN * (month - coldest) / MONTHS_A_YEAR) > thaw, 1, 0)
    falls = bears * assault + (1 - bears) * starved * (1 - landed * engaged)
    return jnp.maximum(fortress, risen) * falls


@rule("mood.r18", "mood.r20",
      reads=dict(fortress="mood.fortress", rising="mood.rising", risen=here(0.0, 1.0, "the fleet rises"),
                 retaken=here(0.0, 1.0, "the fortress is retaken")),
      parameters=dict(fade=parameter(0.5, "share a month", 0.2, 0.8, assumption="what shook the congress in March was a matter of the past by "
                                     "the summer")),
      neutral=("fortress", "rising"), signs=dict(risen=+1, retaken=-1), unit="flag")
def the_alarm_outlasts_the_rising(fortress, rising, risen, retaken, fade):
    """The fortress is the rebels' until it is retaken; the alarm that hastens the turn and the ban lasts a season longer."""
    held = jnp.maximum(fortress, risen)
    return held * (1 - retaken), jnp.maximum(held, fade * rising)


CONFIDENCE_LAGS = parameter(6.0, "months", 3, 12, assumption="a lost or won struggle is felt for half a year")
"""Time in which confidence follows its causes."""

DISCONTENT_LAGS = parameter(3.0, "months", 1, 6, assumption="bread riots follow cuts within weeks, the mood of a "
                            "town within a season")
"""Time in which discontent follows its causes."""


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    m.approach("confidence", m.rule(fear_and_weariness_take_confidence, grown=m.rule(confidence_grows_by_action_and_hope),
                                    faith=m.rule(works_and_myths_give_faith)), "mood.confidence_lags")
    m.change("fear", m.rule(fear_outlives_its_cause, felt=m.rule(terror_and_dismissal_frighten)))
    m.set("threshold", m.rule(anger_must_exceed_fear_and_isolation))
    bitter = m.rule(hunger_war_and_inequality_embitter, misery=m.rule(misery_embitters),
                    blows=m.rule(war_and_blows_embitter) + m.rule(recruits_bring_the_villages_anger), floor=m.rule(fear_of_revenge_holds_a_floor))
    m.approach("discontent", bitter, "mood.discontent_lags")
    m.change("fatigue", m.rule(war_and_hunger_weary))
    m.change("attachment", m.rule(october_is_held_to))
    m.set("pressure", m.rule(the_base_presses_its_party))
    m.approach("commissars", m.rule(a_rival_breaks_the_commissars), "mood.commissars_lag")
    risen = m.choose(FLEET_RISES, m.rule(the_fleet_may_rise))
    retaken = m.choose(RETAKEN, m.rule(the_fortress_must_be_retaken_before_the_thaw, risen=risen))
    fortress, rising = m.rule(the_alarm_outlasts_the_rising, risen=risen, retaken=retaken)
    m.set("fortress", fortress)
    m.set("rising", rising)
    m.set("crews", m.rule(fronts_and_posts_take_the_crews, retaken=retaken))
