"""Whites and Reds recruit, advance and retreat by region until one side is beaten, and people die of it."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import (
    System,
    constraint,
    flow,
    here,
    normal,
    output,
    parameter,
    rule,
    variable,
)
from thermidor.engine.month import Month
from thermidor.model.names import REGIONS, WAR_OUTCOMES
from thermidor.model.nature import HALF, is_code, square


class CivilWar(System):
    """Territory, White armies and the toll of the civil war."""

    white: Array = variable("persons", "men of the White armies", quantity="people", gives="army.white",
                            book=("civil_war.r06",), start=0.0, typical=(1.0e4, 8.0e5))
    white_arms: Array = variable("sets", "arms of the White armies", quantity="arms", start=0.0, typical=(1.0e4, 6.0e5))
    red: Array = variable("share", "share of the region's population under soviet power", dim="region", high=1.0, start=0.0)
    held_white: Array = variable("share", "share of the region's population under the Whites", dim="region", high=1.0, start=0.0)
    white_territory: Array = variable("share", "share of all people under the Whites", high=1.0, start=0.0)
    partisans: Array = variable("index 0-1", "partisans and mutinies in the White rear", high=1.0, start=0.0)
    fortune: Array = variable("log ratio", "fortunes of war (persistent luck)", low=-3.0, high=3.0, start=0.0)
    intensity: Array = variable("index 0-1", "intensity of the civil war", high=1.0, start=0.0,
                               gives="war.civil", book=("regime.r02",))
    strength_ratio: Array = variable("index 0-1", "share of the Reds in all fighting strength", high=1.0, start=0.0)
    begun: Array = variable("0 or 1", "armed struggle for power has begun", high=1.0, start=0.0)
    outcome: Array = variable("code", "0 undecided, 1 Red victory, 2 soviet power beaten", high=2.0, start=0.0)
    over: Array = variable("0 or 1", "the civil war is over", high=1.0, start=0.0)
    vanguard_losses: Array = variable("persons a month", "losses of the politically active layer of workers",
                                      start=0.0, typical=(10.0, 5.0e3))


# Order: moscow petrograd central_industrial black_earth north volga urals siberia
#        far_east don_caucasus ukraine belorussia georgia azerbaijan_armenia turkestan kazakhstan
LEANING = parameter(
    [-1.7, -1.2, -1.7, -0.8, -0.3, -0.4, 0.1, 1.0, 1.2, 1.7, -0.3, -1.5, -4.0, -4.0, -1.8, 0.6], "log odds", 0.7, 1.3,
    dim="region", assumption="Cossack lands, distance from the centre and weight of workers, ranked (civil_war.r01, r07); set with others so that free histories have the orders of magnitude of 1919-20")
"""How a region leans to the Whites when forces are equal."""
WON_OVER = parameter(0.5, "share", 0.2, 0.8, assumption="where a village is wholly for the soviets, half of those whom the "
                     "Whites would have had stay at home")
"""How far villages that are for the soviets keep their men from the Whites."""
COSSACKS = parameter(
    [.02, .04, .01, .02, .02, .05, .12, .12, .06, .42, .06, .01, 0, 0, 0, .05], "share", 0.8, 1.2, dim="region",
    assumption="lands of the hosts, by where their stanitsas lay: more than two fifths on Don, Kuban and Terek, an "
                     "eighth each in the Urals and Siberia, hardly any in the centre; the book names Don and Ural "
                     "alone (civil_war.r01, p. 69); a fifth more or less")
"""Where officers and Cossacks gather."""
NATIONAL = parameter(
    [0, 0, 0, 0, 0, 0, 0, 0, 0, .05, .35, .15, 1, 1, .3, .2], "share", 0.6, 1.0, dim="region",
    assumption="national governments that neither side controls at first")
CORE = jnp.array([r in ("moscow", "petrograd", "central_industrial") for r in REGIONS], jnp.float32)
"""The core without which the soviets cannot live."""

RALLIED = flow("civil_war.rallied", "people", "population.rural", "civil_war.white", "persons a month", "officers and Cossacks who join the Whites",
               dim="region", book=("civil_war.r01", "civil_war.r02"))
PRESSED = flow("civil_war.pressed", "people", "population.rural", "civil_war.white", "persons a month", "peasants mobilised by the Whites",
               dim="region", book=("civil_war.r06",))
WHITE_DESERTED = flow("civil_war.white_deserted", "people", "civil_war.white", "population.rural", "persons a month", "deserters from the White armies",
                      dim="region", book=("civil_war.r05",))
CAPTURED = flow("civil_war.captured", "people", "civil_war.white", "army.red", "persons a month", "White prisoners enlisted by the Reds", book=("army.r07",))
EMIGRATED = flow("civil_war.emigrated", "people", "civil_war.white", "border:emigrated", "persons a month", "beaten Whites who leave the country",
                 book=("civil_war.r15",))
WHITE_FALLEN = flow("civil_war.white_fallen", "people", "civil_war.white", "border:killed_white", "persons a month", "White soldiers dead", book=("civil_war.r15",))
TAKEN_OVER = flow("civil_war.taken_over", "people", "civil_war.white", "great_war.soldiers", "persons a month",
                  "victorious Whites who become the army of the state", book=("civil_war.r05",))
RED_FALLEN = flow("civil_war.red_fallen", "people", "army.red", "border:killed_red", "persons a month", "Red soldiers dead", book=("civil_war.r15",))
CIVILIANS = flow("civil_war.civilians", "people", "population.rural", "border:killed_in_white_terror", "persons a month",
                 "villagers killed by punitive columns and in pogroms", dim="region", book=("civil_war.r05", "civil_war.r10"))
SUPPLIED = flow("civil_war.supplied", "arms", "border:foreign_arms", "civil_war.white_arms", "sets a month", "arms sent from abroad to the Whites",
                book=("abroad.intervention.r16",))
DEPOTS = flow("civil_war.depots", "arms", "army.arms", "civil_war.white_arms", "sets a month", "arms that the Whites take", book=("army.r19",))
TROPHIES = flow("civil_war.trophies", "arms", "civil_war.white_arms", "army.arms", "sets a month", "arms that the Reds take", book=("army.r07",))
WHITE_WORN = flow("civil_war.white_worn", "arms", "civil_war.white_arms", "border:white_arms_worn", "sets a month", "White arms worn out",
                  assumption="same wear as on the Red side")


@rule("civil_war.r01", "civil_war.r02", "government.r08", reads=dict(
          freed="government.freed", power="soviets.power", engaged="intervention.engaged", attitude="countryside.attitude.don_caucasus",
          outcome="civil_war.outcome", terror="police.terror"),
      parameters=dict(
          officers=parameter(2500.0, "persons a month", 800.0, 6000.0, assumption="a few thousand officers reached the Don in the first winter"),
          backed=parameter(20000.0, "persons a month", 4000.0, 3.0e4, assumption="Cossacks and officers who join when foreign help is in sight"),
          repelled=parameter(0.5, "share", 0.1, 1.0, assumption="full Red terror brings half as many more Cossacks and "
                             "officers over: massacres and reprisals hardened both sides (civil_war.r12, p. 82), while "
                             "land and weariness kept most at home; a tenth or twice as many"),
          paroled=parameter(0.6, "share", 0.1, 1.2, assumption="officers and cadets let go on their word were a good part of those who "
                            "reached the South first; a tenth more, or twice as many"),
          won="civil_war.won_over", cossacks="civil_war.cossacks"),
      neutral=0.0, signs=dict(power=+1, engaged=+1, attitude=-1, terror=+1, freed=+1), unit="persons a month")
def officers_and_cossacks_rally(freed, power, engaged, attitude, outcome, terror, officers, backed, repelled, paroled, won,
                                cossacks):
    """Officers go South at once; most Cossacks wait until foreign help is in sight or terror repels them."""
    return (1 - jnp.clip(outcome, 0.0, 1.0)) * power * (officers * (1 + paroled * freed) + backed * engaged) * (1 - won * attitude) \
        * (1 + repelled * terror) * cossacks / cossacks.sum()


@rule("civil_war.r05", "civil_war.r06", "civil_war.r04", reads=dict(
          aid="intervention.aid", held="civil_war.held_white", rural="population.rural",
          partisans="civil_war.partisans", attitude="countryside.attitude", outcome="civil_war.outcome"),
      parameters=dict(
          rate=parameter(0.005, "share a month", 0.003, 0.009, assumption="White call-ups of 1918-19 on the people they held; set with others so that free histories have the orders of magnitude of 1919-20"),
          own=parameter(0.12, "share", 0.05, 0.35, assumption="without foreign help they can clothe and arm an eighth "
                        "of those called up, from depots and prisoners; one in twenty or a third"),
          refuse=parameter(0.7, "share", 0.3, 1.0, assumption="where partisans hold the countryside seven in ten of "
                           "those called up do not come: landlords and hostages lost the rear (civil_war.r05, p. 122), "
                           "columns still pressed some; three tenths or all"), won="civil_war.won_over"),
      neutral=0.0, signs=dict(aid=+1, held=+1, rural=+1, partisans=-1, attitude=-1), unit="persons a month")
def whites_press_peasants(aid, held, rural, partisans, attitude, outcome, rate, own, refuse, won):
    """Whites mobilise the peasants they hold as far as aid equips them; those who fear the landlord refuse."""
    return (1 - jnp.clip(outcome, 0.0, 1.0)) * rate * held * rural * (own + (1 - own) * aid) \
        * (1 - refuse * partisans) * (1 - won * attitude)


@constraint("persons a month", 600.0, parameters=dict(
    officers="civil_war.officers_and_cossacks_rally.officers", rate="civil_war.white_soldiers_desert.rate",
    few="civil_war.war_is_decided.few"), book=("civil_war.r06",),
    assumption="without patrons, conquests and defeats officers alone kept up what was a front and no more, as in the first winter on "
    "the Don: as many come as leave it; a quarter more or fewer")
def officers_alone_keep_the_smallest_front(officers, rate, few):
    """Where nobody helps them as many officers come in a month as desert from the smallest front."""
    return rate * few - officers


@rule("civil_war.r05", "civil_war.r18", reads=dict(
          white="civil_war.white", partisans="civil_war.partisans", rural="population.rural",
          losing=here(0.0, 1.0, "share of the Reds in the strength")),
      parameters=dict(
          rate=parameter(0.035, "share a month", 0.015, 0.08, assumption="pressed peasants leave as readily as on the other side; set with others so that free histories have the orders of magnitude of 1919-20"),
          rear=parameter(2.0, "times", 0.5, 4.0, assumption="a rear wholly in revolt triples desertion: mutinies broke "
                         "out within the columns as terror multiplied partisans (civil_war.r05, p. 122); half as many "
                         "again, or five times"),
          rout="army.soldiers_desert.rout"),
      neutral=0.0, signs=dict(white=+1, partisans=+1, losing=+1), unit="persons a month")
def white_soldiers_desert(white, partisans, rural, losing, rate, rear, rout):
    """A rear in revolt and defeat dissolve White armies."""
    home = rural / jnp.maximum(rural.sum(), 1.0)
    return rate * white * (1 + rear * partisans + rout * square(losing)) * home


@rule("civil_war.r05", "civil_war.r16", reads=dict(
          partisans="civil_war.partisans", territory="civil_war.white_territory",
          attitude=here(-1.0, 1.0, "attitude to soviet power where the Whites rule"),
          generals="soviets.regime_other", land="countryside.land", troops="great_war.soldiers"),
      parameters=dict(
          hunted=parameter(0.12, "a month", 0.04, 0.25, assumption="the tens of thousands of Tambov were broken within a year of "
                           "troops in numbers (civil_war.r16, p. 139), whoever sends them; in four months, or two years"),
          enough=parameter(4e5, "persons", 2e5, 8e5, assumption="half a million men are an army that holds railways and hunts in "
                           "half of the provinces; half or twice as many"),
          landlords=parameter(0.25, "a month", 0.1, 0.5, assumption="White rule over all, with the village for the "
                              "Reds, raises partisans half of the way in two or three months: terror first clears, "
                              "then multiplies them (civil_war.r05, p. 122), as in Siberia from the autumn of 1918 to "
                              "spring; a month or seven"),
          wide=parameter(0.15, "share", 0.05, 0.3, assumption="a White state with a seventh of a region's land meets "
                         "half of the land question that a whole one does; a twentieth or three tenths"),
          calm=parameter(0.05, "a month", 0.01, 0.1, assumption="without landlords or columns bands are half gone "
                         "within fourteen months, as in 1921-22; six months or six years")),
      neutral=0.0, signs=dict(territory=+1, attitude=+1, land=+1, troops=-1), unit="index a month")
def landlords_return(partisans, territory, attitude, generals, land, troops, hunted, enough, landlords, wide, calm):
    """White rule brings back landlords and punitive columns, and with them partisans.

    While armies fight all land is at stake behind them; under a government of generals what the peasants
    still hold is, and the bands fade once the landlord has it back.  An army that has no other front hunts them down.
    """
    ruled, stake = jnp.maximum(territory, generals), jnp.where(generals > 0, land, 1.0)
    beaten = calm + hunted * generals * troops / (troops + enough)
    return landlords * (ruled / (ruled + wide)) * (1 + attitude) * HALF * stake * (1 - partisans) - beaten * partisans


@rule("army.r03", "army.r06", "army.r11", "civil_war.r08", "transport.r01", reads=dict(
          red="army.red", arms="army.arms", competence="army.competence", communists="army.communists",
          revolt="countryside.revolt", poland="intervention.poland", stalled="transport.stalled"),
      parameters=dict(
          field=parameter(0.23, "share", 0.15, 0.4, assumption="bayonets in an army that feeds, guards and heals itself; set with others so that free histories have the orders of magnitude of 1919-20"),
          raw=parameter(0.3, "share", 0.15, 0.5, assumption="a mass without command is worth three tenths of its "
                        "numbers in line, as guards of spring 1918 against trained companies; a seventh or a half"),
          spirit=parameter(0.4, "share", 0.1, 0.8, assumption="men full of communists are worth two fifths more: five "
                           "hundred held against a thousand for two days with a leader present (army.r06, p. 90), "
                           "which is the upper end; a tenth or four fifths"),
          leaven=parameter(0.06, "communists a soldier", 0.02, 0.12, assumption="one communist to sixteen soldiers "
                           "carries half of what they can do for an army, near the share of 1919; one to fifty or to "
                           "eight"),
          rear=parameter(0.6, "share", 0.2, 1.0, assumption="revolt everywhere behind it ties down three fifths of the "
                         "Red Army: partners turned, regiments were recalled and the South was lost in 1919 "
                         "(civil_war.r08, p. 117); a fifth or all of it"),
          diverted=parameter(0.35, "share", 0.1, 0.6, assumption="the Polish war ties down a third of it: troops taken "
                             "from one front opened another (army.r11, p. 122), with the best sent west in 1920; a "
                             "tenth or six tenths")),
      neutral=0.0, signs=dict(red=+1, arms=+1, competence=+1, communists=+1, revolt=-1, poland=-1, stalled=-1), unit="soldiers in line")
def reds_fight(red, arms, competence, communists, revolt, poland, stalled, field, raw, spirit, leaven, rear, diverted):
    """Red strength: men, arms, command and communists, less what revolt, other fronts and trains that do not run tie down."""
    armed = jnp.minimum(red, arms)
    density = communists / (communists + leaven * armed + 1)
    return field * armed * (raw + (1 - raw) * competence) * (1 + spirit * density) \
        * (1 - rear * revolt.mean()) * (1 - diverted * poland) * (1 - stalled)


@rule("civil_war.r04", "civil_war.r06", "civil_war.r03", "civil_war.r18", reads=dict(
          white="civil_war.white", arms="civil_war.white_arms", territory="civil_war.white_territory",
          partisans="civil_war.partisans", troops="intervention.troops", czechs="intervention.czechs",
          fortune="civil_war.fortune"),
      parameters=dict(
          worth=parameter(0.55, "share", 0.35, 0.8, assumption="officer-heavy armies put more men in line, each better led"),
          foreign=parameter(0.2, "share", 0.05, 0.5, assumption="foreign soldiers in line are worth a fifth of their "
                            "number: kept in ports and on railways, they knew that they were duped "
                            "(abroad.intervention.r01, p. 113); a twentieth or a half"),
          legion=parameter(0.9, "share", 0.5, 1.2, assumption="the legion of 1918 fights; its like did not exist elsewhere"),
          stretch=parameter(1.2, "times", 0.4, 4.0, assumption="Whites who hold all the land are stretched to less "
                            "than half of their strength: the line lengthened, recruits did not come and the advance "
                            "turned (civil_war.r06, p. 122); a third less or to a fifth"),
          discord=parameter(0.85, "share", 0.6, 1.0, assumption="a seventh of their strength goes to quarrels: some "
                            "twenty governments in the East and no agreement in September 1918 (civil_war.r04, p. 95), "
                            "though generals then commanded alone; two fifths or nothing"),
          rear=parameter(0.65, "share", 0.3, 0.9, assumption="partisans everywhere take two thirds of their strength: "
                         "rears collapsed under both of their armies in the autumn of 1919 (civil_war.r05, p. 125); "
                         "three tenths or nine")),
      neutral=0.0, signs=dict(white=+1, arms=+1, territory=-1, partisans=-1, troops=+1, czechs=+1, fortune=+1),
      unit="soldiers in line")
def whites_fight(white, arms, territory, partisans, troops, czechs, fortune, worth, foreign, legion, stretch,
                 discord, rear):
    """White strength: well-led men and foreigners, less discord, long lines and a hostile rear."""
    men = worth * discord * jnp.minimum(white, arms) * (1 - rear * partisans) + foreign * troops + legion * czechs
    return men * jnp.exp(fortune) / (1 + stretch * territory)


@rule("army.r10", "army.r12", "army.r23", reads=dict(fortune="civil_war.fortune"),
      parameters=dict(
          memory=parameter(0.9, "share a month", 0.75, 0.96, assumption="nine tenths of a month's luck lasts into the "
                           "next, so that a campaign is decided over half a year; a season, or two years"),
          spread=parameter(0.42, "log ratio a month", 0.2, 0.6, assumption="errors of strategy, weather, betrayals; set with others so that free histories have the orders of magnitude of 1919-20")),
      draws=dict(luck=normal()), neutral=0.0, unit="log ratio")
def fortunes_of_war(fortune, memory, spread, luck):
    """Errors, betrayals and boldness shift campaigns for some months."""
    return memory * fortune + spread * luck


@rule("civil_war.r07", "civil_war.r06", "civil_war.r11", reads=dict(
          held="civil_war.held_white", attitude="countryside.attitude", white="civil_war.white",
          lost="intervention.lost", outcome="civil_war.outcome",
          odds=here(-3.0, 3.0, "log ratio of White to Red strength"),
          won=here(0.0, 1.0, "share that a White victory leaves to the victors", dim="region")),
      parameters=dict(
          steep=parameter(1.7, "1", 1.0, 2.5, assumption="how sharply ground follows force; set with others so that free histories have the orders of magnitude of 1919-20"),
          pace=parameter(0.28, "a month", 0.12, 0.5, assumption="Kursk to Kharkov in seven weeks either way (civil_war.r07)"),
          land=parameter(0.8, "log odds", 0.3, 1.5, assumption="villages wholly on one side shift the odds by more "
                         "than two to one, through recruits, carts and news: less than guns; by a third or fourfold"),
          present=parameter(3.0e4, "persons", 1e4, 8e4, assumption="thirty thousand men hold half of the ground that "
                            "odds would give, as many as held the Don in 1918; ten or eighty thousand"),
          leaning="civil_war.leaning"),
      neutral=0.0, signs=dict(odds=+1, white=+1, attitude=-1, lost=-1), unit="share of the region")
def fronts_move(held, attitude, white, lost, outcome, odds, won, steep, pace, land, present, leaning):
    """Ground follows force: fronts move by relative strength, the leaning of the region and its villages."""
    goal = jax.nn.sigmoid(steep * (odds + leaning - land * attitude)) * white / (white + present)
    goal = (goal * (1 - jnp.clip(outcome, 0.0, 1.0)) + jnp.clip(outcome - 1, 0.0, 1.0) * won) * (1 - lost)
    return jnp.minimum(held + pace * (goal - held), 1 - lost)


@rule("civil_war.r04", "abroad.intervention.r09", reads=dict(soldiers="great_war.soldiers"),
      parameters=dict(mass="civil_war.soviets_spread.mass", national="civil_war.national"),
      neutral=1.0, signs=dict(soldiers=+1), unit="share of the region")
def nations_stand_apart_from_the_victors(soldiers, mass, national):
    """A White victory leaves the victors what national governments of their own cannot keep from their army."""
    return 1 - national * (1 - soldiers / (soldiers + mass))


@rule("civil_war.r01", "civil_war.r10", "abroad.intervention.r08", "nationalities.r01", reads=dict(
          red="civil_war.red", power="soviets.power", lost="now:intervention.lost",
          held="now:civil_war.held_white", outcome="civil_war.outcome",
          strength="civil_war.strength_ratio", army="army.red"),
      parameters=dict(
          pace=parameter(0.45, "a month", 0.2, 0.8, assumption="soviets take the country in a few months (November 1917 to February 1918)"),
          mass=parameter(1.5e5, "soldiers", 5e4, 1e6, assumption="at 150,000 men the Red Army brings half of the "
                         "national governments under, as it did beyond the Caucasus with a fifth of that alone; fifty "
                         "thousand or a million"),
          national="civil_war.national"),
      neutral=0.0, signs=dict(power=+1, held=-1, lost=-1, army=+1), unit="share of the region")
def soviets_spread(red, power, lost, held, outcome, strength, army, pace, mass, national):
    """Soviet power spreads where neither Whites, foreigners nor a national government of its own stand."""
    autonomous = national * (1 - strength * army / (army + mass))
    goal = jnp.where(outcome > 1, 0.0, power) * (1 - autonomous)
    return jnp.clip(red + pace * (goal - red), 0.0, jnp.maximum(1 - lost - held, 0.0))


@rule("civil_war.r03", "civil_war.r16", reads=dict(
          white="civil_war.white", troops="intervention.troops", czechs="intervention.czechs",
          poland="intervention.poland", revolt="countryside.revolt", power="soviets.power",
          outcome="civil_war.outcome", generals="soviets.regime_other", partisans="civil_war.partisans"),
      parameters=dict(
          scale=parameter(1.8e5, "persons", 1.3e5, 2.5e5, assumption="180,000 enemies in arms make the war two thirds of "
                          "the worst, as many as stood around in autumn 1918; a hundred and thirty or two hundred and fifty "
                          "thousand, as Cossacks at home are left out or counted"),
          polish=parameter(3.0e5, "persons", 1.5e5, 5e5, assumption="Polish and Ukrainian troops in the offensive of "
                           "spring and the defence of summer 1920, a third of a million: Kiev taken and lost, Warsaw, "
                           "four hundred kilometres of retreat (civil_war.r14, p. 129) and no number printed; half or "
                           "five thirds of it"),
          greens=parameter(8.0e4, "persons", 3e4, 3e5, assumption="risings everywhere are worth eighty thousand armed "
                           "enemies: the armies of Tambov and of the Greens took until the summer of 1921 to destroy "
                           "(civil_war.r16, p. 139), with tens of thousands in the one and unknown numbers in the "
                           "other; thirty thousand or three hundred"),
          foreign=parameter(0.4, "share", 0.1, 0.8, assumption="foreign troops in ports and on railways count two "
                            "fifths of as many Whites at the front; a tenth where they never leave the quay, four "
                            "fifths where they hold a line")),
      neutral=0.0, signs=dict(white=+1, troops=+1, czechs=+1, poland=+1, revolt=+1, partisans=+1, generals=+1), unit="index 0-1")
def war_rages(white, troops, czechs, poland, revolt, power, outcome, generals, partisans, scale, polish, greens,
              foreign):
    """The war is as intense as the armed enemies of those who govern are many: for generals, the bands in the villages."""
    enemies = white + foreign * troops + czechs + polish * poland + greens * revolt.mean()
    bands = greens * (partisans + revolt.mean())
    return power * jnp.where(outcome > 1, 0.0, 1.0) * (1 - jnp.exp(-enemies / scale)) \
        + (1 - power) * generals * (1 - jnp.exp(-bands / scale))


@rule("civil_war.r15", "army.r23", reads=dict(
          red="army.red", white="civil_war.white", intensity="civil_war.intensity", warsaw="intervention.warsaw",
          losing=here(0.0, 1.0, "share of the Reds in the strength")),
      parameters=dict(
          reds=parameter(0.011, "share a month", 0.005, 0.025, publication="order of Krivosheev, Grif sekretnosti sniat, 1993: under a million dead, disease included"),
          whites=parameter(0.02, "share a month", 0.008, 0.05, assumption="a smaller army at the same fronts loses more of its men"),
          beaten=parameter(0.8, "share", 0.2, 1.5, assumption="the retreating side loses up to four fifths more, by "
                           "typhus in the trains and stragglers; a fifth or one and a half times"),
          far=parameter(0.6, "share", 0.1, 1.5, assumption="on the whole way to Warsaw men die six tenths faster: no "
                        "rest, no supply, squadron leaders at the head of regiments (army.r23, p. 132); a tenth or one "
                        "and a half times")),
      neutral=(0.0, 0.0), signs=dict(red=+1, intensity=+1, warsaw=+1), unit="persons a month")
def soldiers_die(red, white, intensity, warsaw, losing, reds, whites, beaten, far):
    """Battle, typhus and retreats kill soldiers on both sides."""
    return reds * red * intensity * (1 + far * warsaw) * (1 + beaten * (1 - losing)), \
        whites * white * intensity * (1 + beaten * losing)


@rule("k0571", "classes.r04", "army.r05", reads=dict(
          active="classes.active", communists="army.communists", red="army.red",
          fallen=here(0.0, 5.0e4, "Red soldiers dead this month")),
      parameters=dict(
          sent=parameter(0.5, "share", 0.2, 0.8, assumption="share of the active layer under arms when the party is fully mobilised"),
          first=parameter(2.0, "times", 1.0, 4.0, assumption="of communists in a unit twice as many fall as of the "
                          "others: they go first, and were shot first after a flight (army.r05, p. 92); as many, or "
                          "four times as many"),
          leaven=parameter(0.05, "communists a soldier", 0.02, 0.12, assumption="one communist to twenty soldiers "
                           "engages half of the active layer in a unit's fate; one to fifty or one to eight")),
      neutral=0.0, signs=dict(active=+1, communists=+1, fallen=+1), unit="persons a month")
def the_best_die_first(active, communists, red, fallen, sent, first, leaven):
    """The active layer of the workers goes first and dies more than the rest."""
    engaged = sent * communists / (communists + leaven * red + 1)
    return active * engaged * jnp.clip(first * fallen / (red + 1), 0.0, 1.0)


@rule("civil_war.r05", "civil_war.r10", "civil_war.r12", reads=dict(
          held="civil_war.held_white", rural="population.rural", partisans="civil_war.partisans",
          revolt="countryside.revolt", outcome="civil_war.outcome", generals="soviets.regime_other"),
      parameters=dict(
          rate=parameter(1.2e-4, "share a month", 3e-5, 4e-4, assumption="villagers killed by Whites and in pogroms: low hundred thousands in all, disputed"),
          hunted=parameter(2.0, "times", 0.5, 4.0, assumption="where all is revolt punitive columns kill twice what "
                           "armies in passing do: three to twenty hostages an act, nine hundred dead in one mutiny "
                           "(civil_war.r05, p. 122); half or four times")),
      neutral=0.0, signs=dict(held=+1, rural=+1, partisans=+1, revolt=+1, generals=+1), unit="persons a month")
def white_terror_kills(held, rural, partisans, revolt, outcome, generals, rate, hunted):
    """Punitive columns, hostages and pogroms kill villagers where armies pass, and where bands are hunted."""
    ruled, passing = jnp.maximum(held, generals), 1 - jnp.clip(outcome, 0.0, 1.0)
    return rate * rural * (held * passing + ruled * hunted * (partisans + revolt))


@rule("abroad.intervention.r16", "army.r19", reads=dict(
          aid="intervention.aid", white="civil_war.white", arms="civil_war.white_arms", depots="army.arms",
          ),
      parameters=dict(
          sent=parameter(5.0e4, "sets a month", 2e4, 1e5, assumption="British and French deliveries of 1919, half a "
                         "million rifles in ten months; two in five of them if most stayed in ports, twice with "
                         "Siberia"),
          local=parameter(0.5, "sets a man short", 0.2, 1.0, assumption="Cossacks and officers bring or seize arms of the old army")),
      neutral=(0.0, 0.0), signs=dict(aid=+1), unit="sets a month")
def whites_are_armed(aid, white, arms, depots, sent, local):
    """Whites live on foreign deliveries and on depots of the old army."""
    short = jnp.maximum(white - arms, 0.0)
    return sent * aid, local * short * depots / (depots + white + 1)


@rule("civil_war.r06", reads=dict(
          outcome="civil_war.outcome", begun="civil_war.begun", white="civil_war.white",
          engaged="intervention.engaged", power="soviets.power", poland="intervention.poland",
          ratio=here(0.0, 1.0, "share of the Reds in the strength"),
          core=here(0.0, 1.0, "share of the core under soviet power")),
      parameters=dict(
          few=parameter(6.0e4, "persons", 2e4, 1e5, assumption="under sixty thousand men there is no front left to "
                        "hold, as in the Crimea before it fell and beyond Baikal; twenty or a hundred thousand"),
          drawn=parameter(0.15, "index 0-1", 0.05, 0.3, assumption="while the powers are committed beyond this the war is relit"),
          superior=parameter(0.7, "share", 0.55, 0.85, assumption="the winner must be plainly stronger; set with others so that free histories have the orders of magnitude of 1919-20"),
          fallen=parameter(0.7, "share", 0.5, 0.8, assumption="soviet power without this much of its core ceases; set with others so that free histories have the orders of magnitude of 1919-20")),
      neutral=0.0, unit="code")
def war_is_decided(outcome, begun, white, engaged, power, poland, ratio, core, few, drawn, superior, fallen):
    """The Reds win when the enemy is a remnant without patrons; the soviets lose when their core falls."""
    open_ = jnp.where((outcome == 0) & (begun > 0), 1.0, 0.0) * power
    won = (white < few) & (engaged < drawn) & (ratio > superior) & (poland <= 0)
    lost = core < fallen
    return jnp.where(open_ > 0, jnp.where(lost, WAR_OUTCOMES.index("soviets_beaten"),
                                         jnp.where(won, WAR_OUTCOMES.index("red_victory"), 0)), outcome)


@rule("civil_war.r06", "civil_war.r07", reads=dict(
          reds=here(0.0, 1.0e6, "Red soldiers in line"), whites=here(0.0, 3.0e5, "White soldiers in line")),
      parameters=dict(guards=parameter(1.5e4, "soldiers in line", 5e3, 4e4, assumption="workers' guards of the "
                                       "capitals and the Don basin who stood in line before there was an army, some "
                                       "fifteen thousand: at the first encounters each side counted hundreds "
                                       "(civil_war.r01, p. 69); a third of it or nearly three times")),
      neutral=0.0, signs=dict(reds=-1, whites=+1), unit="log ratio")
def force_against_force(reds, whites, guards):
    """Odds of the Whites; workers' guards stand beside the Red Army."""
    return jnp.log((whites + 1) / (reds + guards + 1))


@rule("civil_war.r06", reads=dict(power="soviets.power", odds=here(-3.0, 3.0, "log ratio of White to Red strength")),
      neutral=0.0, signs=dict(power=+1, odds=-1), unit="share")
def reds_in_all_strength(power, odds):
    """The share of the Reds in all fighting strength."""
    return power / (1 + jnp.exp(odds))


@rule("civil_war.r05", "civil_war.r06", reads=dict(
          held="now:civil_war.held_white", rural="population.rural", urban="population.urban"),
      neutral=0.0, signs=dict(held=+1), unit="share")
def people_under_the_whites(held, rural, urban):
    """The share of all people who live under the Whites."""
    people = rural + urban
    return (held * people).sum() / jnp.maximum(people.sum(), 1.0)


@rule("civil_war.r05", reads=dict(
          held="civil_war.held_white", rural="population.rural", attitude="countryside.attitude"),
      neutral=0.0, signs=dict(attitude=+1), unit="index -1..1")
def villages_under_the_whites(held, rural, attitude):
    """How the villages that the Whites hold look on soviet power."""
    ruled = held * rural
    return (ruled * attitude).sum() / jnp.maximum(ruled.sum(), 1.0)


@rule("army.r07", reads=dict(
          white="civil_war.white", outcome="civil_war.outcome", ratio="now:civil_war.strength_ratio"),
      parameters=dict(surrender="civil_war.surrender"),
      neutral=0.0, signs=dict(white=+1, ratio=+1), unit="persons a month")
def the_routed_change_sides(white, outcome, ratio, surrender):
    """Whites surrender to a plainly stronger enemy and are enlisted by it."""
    return white * surrender * square(ratio) * jnp.where(outcome > 1, 0.0, 1.0)


@rule("civil_war.r15", reads=dict(white="civil_war.white", outcome="civil_war.outcome"),
      parameters=dict(exile=parameter(0.4, "share a month", 0.2, 0.7,
                                      assumption="the beaten army is evacuated within a season")),
      neutral=0.0, signs=dict(white=+1), unit="persons a month")
def the_beaten_emigrate(white, outcome, exile):
    """Beaten Whites leave the country."""
    return is_code(outcome, WAR_OUTCOMES, "red_victory") * exile * white


@rule("civil_war.r05", reads=dict(white="civil_war.white", outcome="civil_war.outcome"),
      neutral=0.0, signs=dict(white=+1), unit="persons a month",
      assumption="the army that has won is the army of the new state, and is kept or sent home as that of any other")
def the_victors_are_the_army_of_the_state(white, outcome):
    """Where the soviets are beaten the White army is the army of the state."""
    return is_code(outcome, WAR_OUTCOMES, "soviets_beaten") * white


@rule("army.r07", reads=dict(arms="civil_war.white_arms", ratio="now:civil_war.strength_ratio"),
      parameters=dict(surrender="civil_war.surrender"),
      neutral=0.0, signs=dict(arms=+1, ratio=+1), unit="sets a month")
def the_routed_leave_their_arms(arms, ratio, surrender):
    """A routed army leaves its arms to the victor."""
    return arms * surrender * square(ratio)


@rule(reads=dict(arms="civil_war.white_arms", intensity="civil_war.intensity"),
      parameters=dict(war="army.arms_wear_out.war", rust="army.arms_wear_out.rust"),
      neutral=0.0, signs=dict(arms=+1, intensity=+1), unit="sets a month", assumption="same wear as on the Red side")
def white_arms_wear_out(arms, intensity, war, rust):
    """White arms wear out as Red ones do."""
    return arms * (rust + war * intensity)


@rule(reads=dict(red="now:civil_war.red", rural="population.rural", urban="population.urban"),
      neutral=0.0, signs=dict(red=+1), unit="share", assumption="the core is weighed by those who live there")
def core_under_soviet_power(red, rural, urban):
    """The share of the people of the core who live under soviet power."""
    people = rural + urban
    return (CORE * red * people).sum() / jnp.maximum((CORE * people).sum(), 1.0)


@rule("civil_war.r01", reads=dict(power="soviets.power", core=here(0.0, 1.0, "share of the core under soviet power")),
      parameters=dict(established=parameter(0.8, "share", 0.7, 0.9,
                                            assumption="share of the core that makes soviet power a fact")),
      neutral=0.0, signs=dict(power=+1), unit="flag")
def the_struggle_has_begun(power, core, established):
    """Once soviet power is a fact in the core, whoever wants another must fight it."""
    return jnp.where(core > established, power, 0.0)


@rule(reads=dict(outcome="now:civil_war.outcome", begun="now:civil_war.begun"),
      neutral=0.0, unit="flag", assumption="what has been decided is not fought for again")
def the_war_is_over(outcome, begun):
    """A war that has begun is over when it is decided."""
    return jnp.where(outcome > 0, 1.0, 0.0) * begun


SURRENDER = parameter(0.1, "share a month", 0.02, 0.15, assumption="beaten men come over by a tenth a month: prisoners "
                      "and deserters who rallied were taught and enlisted (army.r07, p. 92), most others went home; a "
                      "fiftieth or a seventh")
"""Of a wholly superior enemy: men and arms that go over to it."""


def step(m: Month) -> None:
    """Take the month's step."""
    odds = m.rule(force_against_force, reds=m.rule(reds_fight), whites=m.rule(whites_fight))
    ratio = m.set("strength_ratio", m.rule(reds_in_all_strength, odds=odds))
    m.set("fortune", m.rule(fortunes_of_war))
    m.set("held_white", m.rule(fronts_move, odds=odds, won=m.rule(nations_stand_apart_from_the_victors)))
    m.set("red", m.rule(soviets_spread))
    m.set("white_territory", m.rule(people_under_the_whites))
    m.change("partisans", m.rule(landlords_return, attitude=m.rule(villages_under_the_whites)))
    m.flow(RALLIED, m.rule(officers_and_cossacks_rally))
    m.flow(PRESSED, m.rule(whites_press_peasants))
    m.flow(WHITE_DESERTED, m.rule(white_soldiers_desert, losing=ratio))
    red_dead, white_dead = m.rule(soldiers_die, losing=ratio)
    fallen = m.flow(RED_FALLEN, red_dead)
    m.flow(WHITE_FALLEN, white_dead)
    m.flow(CAPTURED, m.rule(the_routed_change_sides))
    m.flow(EMIGRATED, m.rule(the_beaten_emigrate))
    m.flow(TAKEN_OVER, m.rule(the_victors_are_the_army_of_the_state))
    m.flow(CIVILIANS, m.rule(white_terror_kills))
    sent, seized = m.rule(whites_are_armed)
    m.flow(SUPPLIED, sent)
    m.flow(DEPOTS, seized)
    m.flow(TROPHIES, m.rule(the_routed_leave_their_arms))
    m.flow(WHITE_WORN, m.rule(white_arms_wear_out))
    m.set("intensity", m.rule(war_rages))
    core = m.rule(core_under_soviet_power)
    m.latch("begun", m.rule(the_struggle_has_begun, core=core))
    m.set("outcome", m.rule(war_is_decided, ratio=ratio, core=core))
    m.set("over", m.rule(the_war_is_over))
    m.set("vanguard_losses", m.rule(the_best_die_first, fallen=fallen))


@output("territory.soviet", "share", "share of the population under soviet power", system="civil_war", high=1.0,
        book=("civil_war.r07",))
def territory_soviet(w, flows):
    """Share of the population under soviet power."""
    people = w.population.rural + w.population.urban
    return (w.civil_war.red * people).sum() / jnp.maximum(people.sum(), 1.0)


@output("deaths.war", "persons a month", "soldiers and civilians dead in the wars", system="civil_war",
        book=("civil_war.r15", "abroad.great_war.r01"))
def deaths_war(w, flows):
    """Deaths in the World War and the civil war, on the territory of the former empire."""
    return flows["great_war.fallen"] + flows["civil_war.red_fallen"] + flows["civil_war.white_fallen"] \
        + flows["civil_war.civilians"].sum()
