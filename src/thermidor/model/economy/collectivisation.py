"""Peasants are driven into collective farms, resist, leave and are driven again."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import (
    System,
    choice,
    constraint,
    flow,
    here,
    parameter,
    rule,
    variable,
)
from thermidor.engine.month import Month
from thermidor.model.names import METHODS
from thermidor.model.nature import HALF, NEGLIGIBLE, PER_CENT, is_code, square


class Collectivisation(System):
    """State of collectivisation."""

    share: Array = variable("share", "peasant households in collective farms", high=1.0, start=0.0,
                            gives="collectivisation.share", book=("collectivisation.r07",))
    farms: Array = variable("share", "households of each region in collective farms", dim="region", high=1.0, start=0.0,
                            book=("collectivisation.r07",))
    campaign: Array = variable("flag", "a forced drive is on", high=1.0, start=0.0,
                               book=("collectivisation.r01",))
    tempo: Array = variable("index 0-1", "how fast the drive is ordered to go", high=1.0, start=0.0,
                            book=("collectivisation.r02",))
    drive: Array = variable("index 0-1", "force of the drive upon those still outside", high=1.0,
                            start=0.0, book=("collectivisation.r01",))
    force: Array = variable("index 0-1", "force used upon the village, outside farms and in them", high=1.0, start=0.0,
                            book=("collectivisation.r05", "collectivisation.r09"))
    stretched: Array = variable("share", "of those labelled kulaks the part that is none", high=1.0, start=0.0,
                                book=("collectivisation.r03",))
    settled: Array = variable("share", "how far the collective farms have settled down", high=1.0,
                              start=0.0)
    relief: Array = variable("share", "relief granted to the village", high=1.0, start=0.0,
                             book=("collectivisation.r12",))
    deported: Array = variable("persons", "deported peasants in settlements", quantity="people", start=0.0,
                               gives="camps.deportees", book=("collectivisation.r05", "collectivisation.r18"),
                               typical=(0.0, 2e6))


FORCED_DRIVE = choice("collectivisation.forced_drive", "total collectivisation by force",
                      kind="decision", book=("collectivisation.r01", "collectivisation.r02"))
RETREAT = choice("collectivisation.retreat", "coercion relaxed after revolt or disaster",
                 kind="decision", book=("collectivisation.r06", "collectivisation.r12"))

DEPORTED = flow("collectivisation.deported_from", "people", "population.rural", "collectivisation.deported", "persons",
                "peasants deported", dim="region", book=("collectivisation.r05", "collectivisation.r18"))
DIED = flow("collectivisation.died_in_exile", "people", "collectivisation.deported", "border:deaths", "persons",
            "deaths of the deported", publication="Zemskov 2018")
ESCAPED = flow("collectivisation.escaped", "people", "collectivisation.deported", "population.travelling", "persons",
               "deported who fled or were let go", publication="Zemskov 2018")


@rule("collectivisation.r01", "collectivisation.r02", "procurement.r08",
      reads=dict(line="organs.line_peasantry", fast="organs.line_industry",
                 correction="organs.correction", deciders="organs.deciders", shortfall="procurement.shortfall",
                 revolt="countryside.revolt", relief="collectivisation.relief", method="procurement.method",
                 campaign="collectivisation.campaign"),
      parameters=dict(rate=parameter(18.0, "a month", 6.0, 36.0, assumption="a campaign that lags by a quarter beside seizure, a line "
                                     "a third of the way to coercion, a plan of middling haste and one and a half men who "
                                     "decide bring the drive within a season; within a year, or weeks, at the ends. Half "
                                     "the haste brings it a quarter as fast, for what is wanted for it can be bought. Chosen "
                                     "with the drive of 1929 in view"),
                      always=parameter(0.3, "index", 0.1, 0.5, assumption="who has once seized wants grain that need not be "
                                       "seized again: three tenths of a crisis where none is, as the second drive was "
                                       "begun on the best crop; a tenth, or half"),
                      afraid=parameter(0.8, "share", 0.3, 1.0, assumption="a country wholly in revolt takes four "
                                       "fifths off the chance of a new drive: the one of 1930 was stopped by risings "
                                       "and taken up again in autumn; three tenths or all")),
      neutral=0.0, signs=dict(line=-1, fast=+1, correction=-1, deciders=-1, shortfall=+1, relief=-1, campaign=-1),
      unit="probability a month")
def crisis_answered_by_enclosure(line, fast, correction, deciders, shortfall, revolt, relief, method, campaign, rate,
                                 always, afraid):
    """Where seizure fails to fill the plan, few who decide, a coercive line, a hasty plan and no correction make the drive."""
    will = square((1 - line) * HALF) * square(jnp.clip(fast, 0, 1)) * (1 - correction) / jnp.maximum(deciders, 1)
    stayed = (1 - afraid * revolt.mean()) * square(1 - relief)
    return rate * (always + shortfall) * will * stayed * is_code(method, METHODS, "quota") * (1 - campaign)


@rule("collectivisation.r06", "collectivisation.r12", "procurement.r13",
      reads=dict(revolt="countryside.revolt", hunger="supply.hunger", correction="organs.correction",
                 line="organs.line_peasantry", tempo="collectivisation.tempo", relief="collectivisation.relief",
                 method="procurement.method"),
      parameters=dict(rate=parameter(20.0, "a month", 7.0, 40.0, assumption="a tenth of the country in arms against a drive at half of the "
                                     "highest tempo stops even a deaf party within a season, as in March 1930; half a year if the centre "
                                     "doubts its reports, weeks if it does not. Chosen with March 1930 in view"),
                      mild=parameter(0.5, "share", 0.0, 1.0, assumption="the line on the village hastens or delays a "
                                     "retreat by half; not at all where fear alone decides, wholly where will does"),
                      famine=parameter(0.12, "index", 0.04, 0.3, assumption="famine in all villages counts less than a tenth of "
                                       "the same in arms against the fastest rush, for the dying do not march; hardly at "
                                       "all, or a fifth"),
                      floor=parameter(0.35, "share", 0.1, 0.6, assumption="even a party that hears nothing retreats a "
                                      "third as readily as one that hears all, for risings are armed; a tenth or six "
                                      "tenths")),
      neutral=0.0, signs=dict(revolt=+1, hunger=+1, correction=+1, line=+1, relief=-1), unit="probability a month")
def disaster_forces_retreat(revolt, hunger, correction, line, tempo, relief, method, rate, mild, famine, floor):
    """Revolt, and more slowly famine, force a pause; the deafer the party the later."""
    ears = floor + (1 - floor) * correction
    chance = rate * (revolt.mean() * tempo + famine * hunger.mean()) * ears * (1 + mild * line) * (1 - relief)
    return chance * is_code(method, METHODS, "quota")


@rule("collectivisation.r02",
      reads=dict(tempo="collectivisation.tempo", campaign="now:collectivisation.campaign", fast="organs.line_industry",
                 correction="organs.correction", share="collectivisation.share", relief="collectivisation.relief"),
      parameters=dict(first=parameter(0.04, "index 0-1", 0.02, 0.08, assumption="first deadlines, of two years for grain regions, "
                                      "ask for a twenty-fifth of what the last ask for; half, or twice that. Chosen with the "
                                      "households of the end of 1929 and of February 1930 in view (collectivisation.r07, p. 287)"),
                      outbid=parameter(0.9, "a month", 0.4, 1.8, assumption="deadlines were advanced from two years to "
                                       "half a year within two months, each province outbidding another by its reports; "
                                       "within half a year, or one month; less so the fewer are left outside, and while "
                                       "what a retreat has granted still holds. Chosen with the curve of 1930 in view")),
      neutral=0.0, signs=dict(campaign=+1, fast=+1, correction=-1), unit="index 0-1")
def results_reported_advance_the_deadlines(tempo, campaign, fast, correction, share, relief, first, outbid):
    """The centre asks for results, each level outbids the next, and deadlines are advanced until the drive is stopped."""
    more = outbid * (1 + jnp.clip(fast, 0, 1)) * (1 - correction) * (1 - share) * square(1 - relief)
    return campaign * jnp.maximum(first, tempo + more * tempo * (1 - tempo))


@rule("collectivisation.r01", "collectivisation.r07", "collectivisation.r16",
      reads=dict(farms="collectivisation.farms", campaign="now:collectivisation.campaign",
                 tempo="now:collectivisation.tempo",
                 terror="police.terror", poor="countryside.poor", quota="procurement.quota", base="procurement.plan_base"),
      parameters=dict(pace=parameter(0.4, "a month", 0.2, 0.8, book=("collectivisation.r07",),
                                     assumption="from a twelfth to over half of the village in three months, the last "
                                     "quarter in one"),
                      fear=parameter(0.5, "share", 0.0, 1.0, assumption="deportation of some makes the rest enter half as fast "
                                     "again; nothing if it scares into flight, twice the pace if into the farm"),
                      spoils=parameter(1.0, "share", 0.3, 2.0, assumption="poor who are promised a part of the spoils do the work: "
                                       "a village a third of whom are poor is driven a third faster; a tenth to two thirds"),
                      grain=parameter(2.0, "1", 0.5, 4.0, assumption="the first deadlines are those of the grain regions, "
                                      "of whose crop a quarter is asked: they are driven half as fast again; an "
                                      "eighth, or twice as fast")),
      neutral=0.0, signs=dict(campaign=+1, tempo=+1, terror=+1, poor=+1, farms=-1), unit="share a month")
def villages_are_driven_in(farms, campaign, tempo, terror, poor, quota, base, pace, fear, spoils, grain):
    """Under the drive villages enter in a rush, faster where grain is wanted and the poor are paid in spoils."""
    eager = (1 + fear * terror) * (1 + spoils * poor) * (1 + grain * quota / jnp.maximum(base, 1))
    return jnp.minimum(pace * tempo * eager, 1) * campaign * (1 - farms)


@rule("procurement.r13", "countryside.r15", "countryside.r02",
      reads=dict(farms="collectivisation.farms", pressure="procurement.pressure", relief="collectivisation.relief",
                 technique="industry.heavy", elected="soviets.participation",
                 power="soviets.power", west="abroad.power", method="procurement.method"),
      parameters=dict(taxed=parameter(0.05, "a month", 0.02, 0.1, assumption="without a campaign tax and quotas of up to half of "
                                      "the harvest drove one in six of those outside in within a year, as from "
                                      "1932 to 1935; a twelfth, or a third"),
                      join=parameter(0.0002, "a month", 0.0001, 0.0006, publication="0.8 per cent of the households in 1927", assumption="farms that "
                                     "had nothing to settle with; half, or three times as many with some credit"),
                      known=parameter(0.1, "share", 0.03, 0.3, assumption="while fewer than one household in ten has entered nobody is taxed for "
                                      "staying out more than others; one in thirty, or three in ten"),
                      equipped=parameter(1.0, "share a unit of log heavy industry", 0.3, 2.0, assumption="twice the machines, twice "
                                         "the volunteers: nobody has seen it, for there were none"),
                      helped=parameter(36.0, "1 a share of the countries", 12.0, 120.0, assumption="machines of one country of twelve under "
                                       "workers' power count as a quadrupling of those at home; a doubling, or ten times: "
                                       "nobody has seen it")),
      neutral=0.0, signs=dict(pressure=+1, relief=-1, technique=+1, elected=+1, power=+1, west=+1), unit="share a month")
def who_stays_outside_pays_or_enters(farms, pressure, relief, technique, elected, power, west, method, taxed, join, known, equipped,
                                     helped):
    """Volunteers are few where farms have no machines, no help from the West and no voice; later tax and quota drive the rest in."""
    machines = equipped * jnp.maximum(jnp.log(jnp.maximum(technique, 1) / PER_CENT), 0) + helped * west.mean()
    willing = join * power * (1 + machines * elected) * (1 - is_code(method, METHODS, "requisition"))
    pressed = taxed * pressure * (1 - relief) * farms / (farms + known) * is_code(method, METHODS, "quota")
    return (willing + pressed) * (1 - farms)


@rule("collectivisation.r06",
      reads=dict(farms="collectivisation.farms", campaign="now:collectivisation.campaign", settled="collectivisation.settled",
                 poor="countryside.poor", hunger="supply.hunger", relief="collectivisation.relief", method="procurement.method"),
      parameters=dict(pace=parameter(0.9, "a month", 0.5, 1.5, assumption="from 56 to under 25 per cent in five months, a third of "
                                     "it in the first, where nearly half of what the village had was given back "
                                     "(collectivisation.r07, p. 287); half as fast if neighbours hold them, half as fast "
                                     "again if not"),
                      staying=parameter(0.75, "share of the poor", 0.4, 1.0, assumption="the poor who got land, horses and "
                                        "houses of others stay: a fifth of all households where three in ten are poor; a "
                                        "tenth to three tenths"),
                      habit=parameter(2.5, "1", 1.5, 4.0, assumption="farms that are two fifths of the way settled, as after three "
                                      "years, hold all their members, whatever is granted; a quarter, or two thirds, of the way"),
                      starving=parameter(0.05, "a month", 0.0, 0.1, assumption="farms from which the whole crop was taken lost "
                                         "a part of their members: one in twenty a month where all starve")),
      neutral=0.0, signs=dict(campaign=-1, settled=-1, poor=-1, relief=+1, hunger=+1), unit="share a month")
def members_leave(farms, campaign, settled, poor, hunger, relief, method, pace, staying, habit, starving):
    """Coercion is what holds them: where it is relaxed they leave, but for those who got the spoils, until habit binds them."""
    free = 1 - (1 - relief) * is_code(method, METHODS, "quota")
    loose = (pace * free * (1 - campaign) + starving * hunger) * jnp.maximum(1 - habit * settled, 0)
    return loose * jnp.maximum(farms - staying * poor, 0)


@rule(reads=dict(farms="now:collectivisation.farms", rural="population.rural"),
      neutral=0.0, signs=dict(farms=+1), unit="share", assumption="households are as large in all regions")
def farms_of_the_country(farms, rural):
    """Share of all peasant households that are in collective farms."""
    return (farms * rural).sum() / jnp.maximum(rural.sum(), 1)


@rule("collectivisation.r03",
      reads=dict(drive="collectivisation.drive", tempo="collectivisation.tempo", rich="countryside.rich"),
      parameters=dict(asked=parameter(0.04, "share of the households", 0.03, 0.05, publication="quotas of January 1930: 3 to 5 per "
                                      "cent of the households")),
      neutral=0.0, signs=dict(rich=-1), unit="share")
def quota_of_kulaks_stretches_the_label(drive, tempo, rich, asked):
    """Officials have a quota of kulaks to find; where too few are rich, middle peasants get the name."""
    return jnp.where(drive * tempo > 0, asked / (asked + rich), 0.0)


@rule("collectivisation.r05", "collectivisation.r18",
      reads=dict(rural="now:population.rural", drive="collectivisation.drive", tempo="collectivisation.tempo",
                 revolt="countryside.revolt", quota="procurement.quota", base="procurement.plan_base",
                 shortfall="procurement.shortfall", law="procurement.law", farms="collectivisation.farms"),
      parameters=dict(exiled=parameter(0.011, "share a month", 0.004, 0.02, publication="1,803,392 persons exiled in 1930-31, a "
                                       "seventieth of the village", assumption="so that as many are sent away by a drive of its "
                                       "tempo; a third where lists are short, twice where each level adds. Chosen with that "
                                       "figure in view"),
                      rebels=parameter(1.0, "share", 0.3, 2.0, assumption="regions in revolt lose twice as many; a third more, "
                                       "or three times as many"),
                      whole=parameter(0.003, "share a month", 0.0, 0.01, assumption="whole villages of the North Caucasus that had "
                                      "not filled their quota were sent north in the winter of 1932-33: some sixty "
                                      "thousand people")),
      neutral=0.0, signs=dict(drive=+1, tempo=+1, revolt=+1), unit="persons")
def kulaks_and_rebels_are_deported(rural, drive, tempo, revolt, quota, base, shortfall, law, farms, exiled, rebels, whole):
    """Those named kulaks, rebels most, and later villages that have not filled their quota, are deported with their families."""
    named = exiled * drive * tempo * (1 + rebels * revolt)
    blamed = whole * law * shortfall * farms * quota / jnp.maximum(base, 1)
    return (named + blamed) * rural


@rule(reads=dict(deported="now:collectivisation.deported", hunger="supply.hunger"),
      parameters=dict(dying=parameter(0.006, "a month", 0.003, 0.012, publication="Zemskov 2018: 389,521 deaths in settlements, "
                                      "1932-40, of some 1.1 million; 13 per cent in 1933"),
                      starving=parameter(3.0, "1", 1.0, 6.0, assumption="in the year of famine one in eight died, over twice the "
                                         "usual, with a fifth of the villages starving; less or more with stores"),
                      fled=parameter(0.005, "a month", 0.003, 0.01, publication="Zemskov 2018: 629,042 flights, 235,120 caught, "
                                     "1932-40")),
      neutral=(0.0, 0.0), signs=dict(deported=+1), unit="persons", publication="Zemskov 2018")
def the_deported_die_or_flee(deported, hunger, dying, starving, fled):
    """Of those sent to taiga and steppe without bread or roof many die, and many flee."""
    return dying * (1 + starving * hunger.mean()) * deported, fled * deported


@rule("planning.r11", "collectivisation.r12", "procurement.r15",
      reads=dict(settled="collectivisation.settled", before="collectivisation.share", share="now:collectivisation.share",
                 hunger="supply.hunger", relief="collectivisation.relief"),
      parameters=dict(pace=parameter(0.05, "a month", 0.02, 0.1, assumption="some three years of habit, plots and markets, where "
                                     "most are inside; half or twice as long"),
                      bare=parameter(0.5, "share", 0.2, 0.8, assumption="without plot and market a farm settles half of the way; a "
                                     "fifth if only they hold people, four fifths if they hardly matter")),
      neutral=0.0, signs=dict(settled=-1, hunger=-1, relief=+1, before=+1), unit="share a month")
def kolkhoz_settles(settled, before, share, hunger, relief, pace, bare):
    """Plots, a cow and a market let collective farms settle where nobody starves; who has just entered has not settled."""
    aim = (1 - hunger.mean()) * (bare + (1 - bare) * relief)
    new = jnp.maximum(share - before, 0) / jnp.maximum(share, NEGLIGIBLE)
    return pace * share * (aim - settled) - settled * new


@rule("collectivisation.r12", "procurement.r13", reads=dict(relief="collectivisation.relief",
      fast="organs.line_industry", shortfall="procurement.shortfall", share="collectivisation.share", hunger="supply.hunger"),
      parameters=dict(famine="collectivisation.what_a_retreat_grants.famine", fading=parameter(0.1, "a month", 0.03, 0.2, assumption="most of what March 1930 granted was "
                                       "taken back by the next winter; within a season, or three years, at the ends"),
                      hurry=parameter(0.5, "share", 0.0, 1.0, assumption="a hasty plan takes it back half as fast again; "
                                      "no faster if harvests decide, twice as fast if the plan does"),
                      filled=parameter(0.4, "share", 0.1, 0.8, assumption="where quotas are filled two fifths of what would be taken back "
                                       "are let be: little was in the autumn of 1930, nearly all from 1933 on"),
                      inside=parameter(0.8, "share", 0.4, 1.0, assumption="a cow and a plot are taken back to drive in those who stayed or went out: "
                                       "where all are inside four fifths of it are let be, as plots, cows and markets of 1932-35 "
                                       "became law while those of March 1930 did not; two fifths, or all")),
      neutral=0.0, signs=dict(relief=+1, fast=+1, shortfall=+1, share=-1, hunger=-1), unit="share a month")
def relief_fades(relief, fast, shortfall, share, hunger, famine, fading, hurry, filled, inside):
    """Relief wears off, sooner where the plan presses and many are outside, hardly where it is filled, and not while villages starve."""
    lag = jnp.minimum(shortfall + shortfall, 1)
    won = jnp.minimum(famine * hunger.mean(), 1)
    return fading * relief * (1 + hurry * fast) * (1 - filled * (1 - lag)) * (1 - inside * share) * (1 - won)


@rule("collectivisation.r06", "collectivisation.r12", "procurement.r13", reads=dict(method="procurement.method", hunger="supply.hunger"),
      parameters=dict(size=parameter(0.45, "share", 0.2, 0.8, assumption="a cow, a plot and the right to leave are nearly "
                                     "half of what the village had before the drive; a fifth where local offices "
                                     "keep them back, most of it where they do not"),
                      famine=parameter(2.0, "1", 1.0, 4.0, assumption="a quarter of all villages starving win half of the rest: the plot and what it "
                                       "bears for sale, an end of deportation, sale by farms (collectivisation.r12, p. 290, 323); all of "
                                       "it, or a quarter")),
      neutral=0.0, signs=dict(hunger=+1), unit="share")
def what_a_retreat_grants(method, hunger, size, famine):
    """A retreat lightens quotas and lets a cow and a plot be kept, and the more the more villages starve."""
    return (1 - (1 - size) * (1 - jnp.minimum(famine * hunger.mean(), 1))) * is_code(method, METHODS, "quota")


@rule(reads=dict(relief="collectivisation.relief", stop=here(0.0, 1.0, "retreat decided"),
                 granted=here(0.0, 0.8, "relief that a retreat grants"), faded=here(0.0, 0.1, "relief that wears off")),
      neutral="relief", signs=dict(relief=+1, granted=+1, faded=-1), unit="share",
      assumption="a retreat takes back nothing that an earlier one has granted")
def relief_until_it_fades(relief, stop, granted, faded):
    """A retreat raises relief to what it grants; in other months relief wears off."""
    return stop * jnp.maximum(relief, granted) + (1 - stop) * (relief - faded)


@rule("collectivisation.r06",
      reads=dict(campaign="collectivisation.campaign", power="soviets.power", share="collectivisation.share",
                 start=here(0.0, 1.0, "drive decided"), stop=here(0.0, 1.0, "retreat decided")),
      parameters=dict(done=parameter(0.95, "share", 0.9, 0.99, assumption="nobody storms the last twentieth, herdsmen and "
                                     "hamlets; the last tenth or hundredth")),
      neutral="campaign", signs=dict(campaign=+1, start=+1, stop=-1), unit="flag")
def a_drive_lasts_until_a_retreat(campaign, power, share, start, stop, done):
    """A drive goes on until a retreat is decided on, or nobody is left outside, under soviet power."""
    return jnp.where((power > 0) & (share < done), (1 - stop) * jnp.maximum(start, campaign), 0.0)


@rule(reads=dict(campaign="now:collectivisation.campaign", share="now:collectivisation.share"),
      neutral=0.0, signs=dict(campaign=+1, share=-1), unit="index 0-1",
      assumption="who has entered is no longer driven: the force falls with the number of those outside")
def those_outside_are_driven(campaign, share):
    """The drive bears upon the households still outside."""
    return campaign * (1 - share)


@rule("collectivisation.r09", "procurement.r12",
      reads=dict(drive="now:collectivisation.drive", law="now:procurement.law", shortfall="now:procurement.shortfall",
                 pressure="now:procurement.pressure", method="procurement.method"),
      parameters=dict(fines=parameter(0.5, "index", 0.2, 1.0, assumption="searches, fines and arrests for quotas not filled are half "
                                      "the force of a drive where nothing comes and collectors press to the utmost; a "
                                      "fifth, or all of it")),
      neutral=0.0, signs=dict(drive=+1, law=+1, shortfall=+1, pressure=+1), unit="index 0-1")
def force_goes_on_inside_the_farms(drive, law, shortfall, pressure, method, fines):
    """Force does not end with entry: quotas not filled and a law on theft turn it on members and those who spare them."""
    searched = fines * shortfall * pressure * is_code(method, METHODS, "quota")
    return jnp.maximum(jnp.maximum(drive, law), searched)


HUNGER_OF_A_FAMINE = parameter(0.15, "index 0-1", 0.1, 0.2, assumption="thirty million hit (collectivisation.r13, p. 290), of a hundred and "
                               "twenty million villagers, lacking six tenths of their bread; two fifths, or four fifths of it")
"""Hunger in all villages in a famine like that of the first half of 1933."""
MONTHS_TO_THE_CONCESSIONS = parameter(9.0, "months", 6.0, 15.0, assumption="famine appears at the end of 1931 (collectivisation.r18, p. 288), plots "
                                      "may sell at the end of 1932 (collectivisation.r12, p. 290): a year at most, since quotas were cut in "
                                      "between; half a year, or more than one")
"""From a famine to what a party that hears nothing grants for it."""


@constraint("probability a month", 0.03, parameters=dict(
    rate="collectivisation.disaster_forces_retreat.rate", famine="collectivisation.disaster_forces_retreat.famine",
    floor="collectivisation.disaster_forces_retreat.floor", hunger="collectivisation.hunger_of_a_famine",
    months="collectivisation.months_to_the_concessions"), book=("collectivisation.r12", "procurement.r13"),
    assumption="what a deaf power did in 1933 says how its deafness, the weight of famine and the haste of a retreat go together")
def a_famine_wrings_concessions_from_the_deaf(rate, famine, floor, hunger, months):
    """A party that hears nothing grants something within about a year of such a famine."""
    return rate * famine * floor * hunger - 1 / months


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    start = m.choose(FORCED_DRIVE, m.rule(crisis_answered_by_enclosure))
    stop = m.choose(RETREAT, m.rule(disaster_forces_retreat))
    m.set("campaign", m.rule(a_drive_lasts_until_a_retreat, start=start, stop=stop))
    m.set("tempo", m.rule(results_reported_advance_the_deadlines))
    m.change("farms", m.rule(villages_are_driven_in), m.rule(who_stays_outside_pays_or_enters),
             -m.rule(members_leave))
    m.set("share", m.rule(farms_of_the_country))
    m.set("stretched", m.rule(quota_of_kulaks_stretches_the_label))
    m.flow(DEPORTED, m.rule(kulaks_and_rebels_are_deported))
    died, escaped = m.rule(the_deported_die_or_flee)
    m.flow(DIED, died)
    m.flow(ESCAPED, escaped)
    m.set("drive", m.rule(those_outside_are_driven))
    m.set("force", m.rule(force_goes_on_inside_the_farms))
    m.change("settled", m.rule(kolkhoz_settles))
    m.set("relief", m.rule(relief_until_it_fades, stop=stop, granted=m.rule(what_a_retreat_grants),
                           faded=m.rule(relief_fades)))
