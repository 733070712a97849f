"""What may be thought: a stage that must come first, a dead man's quotations, one country, a line that never errs."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.nature import NEGLIGIBLE, PER_CENT
from thermidor.model.party.ballot import ballot


class Ideology(System):
    """Doctrines, the press, and what becomes of an error."""

    stage: Array = variable("index 0-1", "belief in the party, later in its International, that a bourgeois stage must come first",
        high=1.0, gives="ideology.stage", book=("ideology.r01",), start=parameter(
            0.6, "index 0-1", 0.35, 0.85, assumption="more than half of those who led the party in Russia held the "
                    "stage to be obligatory when the tsar fell: the right of the Bolsheviks did (ideology.r01, p. 10) "
                    "and turned the paper to it in March (ideology.r18, p. 29); a third or five sixths"))
    press: Array = variable("index 0-1", "papers of others that may appear", high=1.0, gives="ideology.press",
        book=("ideology.r02",), start=parameter(
            0.2, "index 0-1", 0.1, 0.4, assumption="papers of the liberals under war censors; those of workers closed"))
    decreed: Array = variable("flag", "papers that preach revolt are suppressed, presses not given back", high=1.0,
        start=0.0, book=("ideology.r02",))
    editors: Array = variable("index 0-1", "editors whom those who name from above can replace", high=1.0, start=0.0,
        gives="ideology.editors", book=("ideology.r18",))
    orthodoxy: Array = variable("index 0-1", "truth tested by quotations alone", high=1.0, start=0.0,
        gives="ideology.orthodoxy", book=("ideology.r04", "ideology.r11"))
    label: Array = variable("index 0-1", "dissent bears the name of a heresy", high=1.0, start=0.0,
        gives="ideology.label", book=("ideology.r05",))
    appetite: Array = variable("index 0-1", "appetite for peace, a homeland and one country", high=1.0, start=0.0,
        gives="ideology.appetite", book=("ideology.r07",))
    proclaimed: Array = variable("flag", "socialism in one country is the doctrine", high=1.0, start=0.0,
        gives="ideology.proclaimed", book=("ideology.r06",))
    one_country: Array = variable("share", "members whom the doctrine of one country has won", high=1.0, start=0.0,
        gives="ideology.one_country", book=("ideology.r07",))
    reach: Array = variable("share", "hearers whom an opponent's words reach", high=1.0, start=1.0,
        gives="ideology.reach", book=("ideology.r08",))
    falsified: Array = variable("share", "record of the past withheld or rewritten", high=1.0, start=0.0,
        gives="ideology.falsified", book=("ideology.r09", "ideology.r16"))
    praise: Array = variable("index 0-1", "cult of the living ruler", high=1.0, start=0.0, gives="ideology.praise",
        book=("ideology.r12",))
    infallible: Array = variable("index 0-1", "the line is never in the wrong", high=1.0, start=0.0,
        gives="ideology.infallible", book=("ideology.r13",))
    blame: Array = variable("index 0-1", "failures for which culprits are sought", high=1.0, start=0.0,
        gives="ideology.blame", book=("ideology.r13",))
    scare: Array = variable("index 0-1", "war said to be imminent, division to be treason", high=1.0, start=0.0,
        gives="ideology.scare", book=("ideology.r17",))
    vulgate: Array = variable("share", "members whom a vulgate fits for any line", high=1.0, start=0.0,
        gives="ideology.vulgate", book=("ideology.r15",))
    facade: Array = variable("index 0-1", "sympathy abroad that is paid and guided", high=1.0, start=0.0,
        gives="ideology.facade", book=("ideology.r14", "culture.r11"))


PRESS_DECREE = choice("ideology.press_decree", "papers that preach revolt are suppressed and presses not given back",
                      kind="decision", book=("ideology.r02",))
DOCTRINE = choice("ideology.doctrine", "socialism in one country is made the doctrine", kind="decision",
                  book=("ideology.r06",))

DECREE = parameter([0.0, 0.0, 0.0, 0.0, 0.0, -0.6], "index -1..1", 0.6, 1.4, dim="axis",
                   assumption="the question is one of tolerance alone, weaker than a ban on currents in the party: the papers "
                              "are others', and the text says for the time of war")
"""Direction of the motion on the press."""


@rule(
    "ideology.r01", "mood.r05",
    reads=dict(participation="soviets.participation", stage="ideology.stage", lenin="leaders.capacity.lenin", tsar="soviets.tsar", power="soviets.power",
               one_country="ideology.one_country", trained="membership.docility"),
    parameters=dict(
        held=parameter(0.6, "index 0-1", 0.35, 0.85, assumption="as at the start: more than half of those who led the party in Russia"),
        argued=parameter(0.85, "share", 0.5, 1.0, assumption="a leader who returns with theses of the contrary wins most of the party "
                         "in months; half if he is outvoted for a year, all if nobody resists"),
        pressed=parameter(0.6, "share", 0.3, 0.9, assumption="a base that takes part wholly, to the left of its committees, carries the new line as "
                          "far as most of the party even without him"),
        exported=parameter(0.7, "share", 0.3, 1.0, assumption="who needs no revolution abroad leaves it to the bourgeoisie there, as in "
                           "China; less where sections object"),
        unlearnt=parameter(0.5, "share", 0.2, 0.8, assumption="the trained half of a party resists the export of what October refuted"),
        pace=parameter(0.25, "a month", 0.1, 0.5, assumption="from his return to a conference that follows him it took a month, to a "
                       "party that does three or four"),
    ),
    neutral=0.0, signs=dict(lenin=-1, participation=-1, one_country=+1, stage=-1), unit="index a month",
)
def a_stage_is_to_come_first(participation, stage, lenin, tsar, power, one_country, trained, held, argued, pressed, exported,
                             unlearnt, pace):
    """Those who hold that a bourgeois stage must come leave power to others, at home in 1917, later abroad."""
    carried = 1.0 - (1.0 - argued * lenin) * (1.0 - pressed * participation)
    before = held * (1.0 - carried * (1.0 - tsar))
    after = exported * one_country * (unlearnt + (1.0 - unlearnt) * trained)
    return pace * (power * after + (1.0 - power) * before - stage)


@rule(
    "ideology.r02",
    reads=dict(power="soviets.power", decreed="ideology.decreed", strike="government.strike",
               intensity="civil_war.intensity", standing="succession.standing", prestige="leaders.prestige",
               capacity="leaders.capacity", positions="leaders.positions"),
    parameters=dict(
        question="ideology.decree", hesitation="organs.hesitation", temper="organs.temper", spread="organs.spread",
        hazard=parameter(0.7, "a month", 0.3, 1.0, assumption="put to the vote in the first weeks of a power that all papers attack"),
        besieged=parameter(0.6, "pull", 0.2, 1.2, assumption="officials on strike or civil war pull as half a conviction: war measures "
                           "were the argument that carried"),
    ),
    neutral=0.0, signs=dict(power=+1, decreed=-1, intensity=+1, strike=+1), unit="probability a month",
)
def the_executive_votes_on_the_press(power, decreed, strike, intensity, standing, prestige, capacity, positions, question,
                                     hesitation, temper, spread, hazard, besieged):
    """A besieged power puts the press of its enemies to the vote; some of its own defend it."""
    vote = ballot(question, positions, standing * prestige * capacity, trust=besieged * jnp.maximum(strike, intensity),
                  hesitation=hesitation, temper=temper, spread=spread)
    return hazard * power * vote.carries * (1.0 - decreed)


@rule(
    "ideology.r02", "ideology.r03",
    reads=dict(press="ideology.press", tsar="soviets.tsar", other="soviets.regime_other", power="soviets.power",
               pluralism="soviets.pluralism", decreed="now:ideology.decreed", intensity="civil_war.intensity"),
    parameters=dict(
        censored=parameter(0.8, "share", 0.6, 0.9, assumption="tsar or generals leave the papers of those who support them, one in five"),
        owners=parameter(0.5, "share", 0.3, 0.7, assumption="papers that lived on owners' presses: the greater part in money, half "
                         "in voices, since socialists had theirs"),
        siege=parameter(0.4, "share", 0.1, 0.7, assumption="what a siege closes besides: two in five, for papers inside the "
                        "dictatorship went on attacking its chiefs"),
        pace=parameter(0.25, "a month", 0.1, 0.5, assumption="a closed daily reappeared within days, a movement's press dies in "
                       "half a year"),
    ),
    neutral=0.0, signs=dict(pluralism=+1, decreed=-1, intensity=-1), unit="index a month",
)
def papers_live_and_are_closed(press, tsar, other, power, pluralism, decreed, intensity, censored, owners, siege, pace):
    """Papers live while other parties do; decree and siege close some, and debate survives for a time."""
    free = 1.0 - censored * jnp.maximum(tsar, other)
    soviet = pluralism * (1.0 - owners * decreed) * (1.0 - siege * intensity * decreed)
    return pace * (jnp.where(power > 0, soviet, free) - press)


EDITORS_LAG = parameter(6.0, "months", 2, 12, assumption="editors are replaced one by one, at a conference or by a decision of the centre")
"""Time in which the boards of papers follow who names to posts."""


@rule(
    "ideology.r18",
    reads=dict(power="soviets.power", appointed="appointments.appointed", rights="information.rights"),
    parameters=dict(
        kept=parameter(0.4, "share", 0.1, 0.7, assumption="a right to publish leaves opponents two papers in five; papers are edited "
                       "by posts all the same")),
    neutral=0.0, signs=dict(appointed=+1, rights=-1, power=+1), unit="index 0-1",
)
def whoever_names_editors_sets_the_line(power, appointed, rights, kept):
    """Who holds the editorial boards sets the line: with nomination, they follow whoever nominates."""
    return power * appointed * (1.0 - kept * rights)


@rule(
    "ideology.r04", "ideology.r11",
    reads=dict(orthodoxy="ideology.orthodoxy", cult="succession.cult", editors="ideology.editors",
               plurality="culture.plurality"),
    parameters=dict(
        word=parameter(0.35, "share", 0.1, 0.6, assumption="a relic without its editors: mourners quote too, a third as much"),
        argued=parameter(0.3, "share", 0.1, 0.6, assumption="free currents keep part of the debate alive: a third less of it becomes "
                         "quotation"),
        grow=parameter(0.08, "a month", 0.03, 0.2, assumption="institutes, editions and readers came within a year"),
        yield_=parameter(0.004, "a month", 0.0, 0.01, assumption="a catechism outlives what made it; it is unlearnt in a generation"),
    ),
    neutral=0.0, signs=dict(cult=+1, editors=+1, plurality=-1), unit="index a month",
)
def a_dead_founder_leaves_quotations(orthodoxy, cult, editors, plurality, word, argued, grow, yield_):
    """A relic's texts become quotations whose meaning belongs to those who edit them; argument ends."""
    aim = cult * (word + (1.0 - word) * editors) * (1.0 - argued * plurality)
    gap = aim - orthodoxy
    return jnp.where(gap > 0, grow, yield_) * gap


@rule(
    "ideology.r05",
    reads=dict(label="ideology.label", bloc="factions.bloc", prestige="leaders.prestige", authority="succession.authority",
               editors="ideology.editors", secretary="succession.secretary"),
    parameters=dict(
        invent=parameter(0.3, "a month", 0.1, 0.6, assumption="from the challenge to the name a few months passed, twice"),
        names=parameter(3.0, "1", 1.5, 6.0, assumption="opponents with a third of the leaders' prestige are worth a heresy of their own"),
    ),
    neutral=0.0, signs=dict(label=-1, authority=-1, editors=+1), unit="index a month",
)
def an_old_quarrel_becomes_a_heresy(label, bloc, prestige, authority, editors, secretary, invent, names):
    """When men of name speak and nobody stands above the quarrel, editors make of old polemics an anti-party system."""
    known = jnp.minimum(names * jnp.sum(bloc * prestige) / jnp.maximum(jnp.sum(prestige), NEGLIGIBLE), 1.0)
    return invent * known * (1.0 - authority) * editors * jnp.sum(secretary) * (1.0 - label)


@rule(
    "ideology.r10",
    reads=dict(label="ideology.label", press="ideology.press", editors="ideology.editors", rights="information.rights"),
    parameters=dict(
        refuted=parameter(0.35, "a month", 0.15, 0.6, assumption="where others can print a slander lives for weeks or a season"),
        forgotten=parameter(0.01, "a month", 0.003, 0.03, assumption="a name that is repeated is not forgotten, one that is not is in years"),
    ),
    neutral=0.0, signs=dict(label=+1, press=+1, editors=-1, rights=+1), unit="index a month",
)
def slander_dies_where_others_print(label, press, editors, rights, refuted, forgotten):
    """Events contradict a slander within weeks, unless the press is closed to those who would say so."""
    others = jnp.maximum(press, rights)
    return label * (refuted * others * (1.0 - editors) + forgotten * (1.0 - editors))


@rule(
    "ideology.r07",
    reads=dict(power="soviets.power", fatigue="mood.fatigue", hope="comintern.hope", isolation="comintern.isolation",
               docility="membership.docility"),
    parameters=dict(
        weary=parameter(0.35, "share", 0.15, 0.6, assumption="of three causes that the text names together, each a third; "
                        "from half of that to the largest"),
        disappointed=parameter(0.35, "share", 0.15, 0.6, assumption="full isolation without hope turns a third to "
                               "wishing for peace and one's own country, as much as weariness does: the one comes from "
                               "without, the other from within; a seventh or six tenths"),
        unschooled=parameter(0.30, "share", 0.1, 0.5, assumption="as weariness; it decides who is won more than who is tired"),
    ),
    neutral=0.0, signs=dict(fatigue=+1, hope=-1, docility=+1, power=+1, isolation=+1), unit="index 0-1",
)
def the_weary_want_peace_and_a_homeland(power, fatigue, hope, isolation, docility, weary, disappointed, unschooled):
    """Weariness, waiting in vain for revolution abroad, and little schooling make hearers for a smaller promise."""
    waited = (1.0 - hope) * isolation
    return power * jnp.minimum(weary * fatigue + disappointed * waited + unschooled * docility, 1.0)


@rule(
    "ideology.r06",
    reads=dict(appetite="now:ideology.appetite", label="ideology.label", cult="succession.cult",
               authority="succession.authority", proclaimed="ideology.proclaimed", secretary="succession.secretary",
               power="soviets.power"),
    parameters=dict(
        hazard=parameter(0.25, "a month", 0.08, 0.5, assumption="with an audience, a rival to answer and a dead authority to quote, "
                         "within the year"),
        unneeded=parameter(0.15, "share", 0.03, 0.4, assumption="without a heresy to answer a theory of isolation comes seven times "
                           "later: practice can do without"),
        uncredited=parameter(0.3, "share", 0.1, 0.6, assumption="a doctrine in one's own name is put forward a third as readily as "
                             "one in the founder's"),
    ),
    neutral=0.0, signs=dict(appetite=+1, label=+1, cult=+1, authority=-1, proclaimed=-1), unit="probability a month",
)
def one_country_is_put_in_the_dead_mans_mouth(appetite, label, cult, authority, proclaimed, secretary, power, hazard,
                                              unneeded, uncredited):
    """The Secretary credits the founder with socialism in one country, against a heresy, for those who want to hear it."""
    needed = unneeded + (1.0 - unneeded) * label
    credited = uncredited + (1.0 - uncredited) * cult
    return hazard * power * jnp.sum(secretary) * appetite * needed * credited * (1.0 - authority) * (1.0 - proclaimed)


@rule(
    "ideology.r07",
    reads=dict(one_country="ideology.one_country", proclaimed="now:ideology.proclaimed", appetite="now:ideology.appetite",
               editors="ideology.editors", hope="comintern.hope"),
    parameters=dict(
        pace=parameter(0.12, "a month", 0.05, 0.25, assumption="between the first article and a conference that adopted it six months "
                       "passed; the base took two years"),
        word=parameter(0.4, "share", 0.15, 0.7, assumption="what is wished for is believed without papers too, two fifths as fast"),
        refuted=parameter(0.05, "a month", 0.02, 0.1, assumption="revolutions that win, or seem about to, take the doctrine's believers "
                          "in a year or two"),
    ),
    neutral=0.0, signs=dict(proclaimed=+1, appetite=+1, editors=+1, hope=-1), unit="share a month",
)
def the_doctrine_wins_the_base(one_country, proclaimed, appetite, editors, hope, pace, word, refuted):
    """Peace and a homeland win the base over the heads of the educated; hope abroad takes them back."""
    told = word + (1.0 - word) * editors
    return pace * proclaimed * appetite * told * (1.0 - one_country) - refuted * hope * one_country


@rule(
    "ideology.r08",
    reads=dict(editors="ideology.editors", label="now:ideology.label"),
    parameters=dict(
        flood=parameter(0.5, "share", 0.2, 0.8, assumption="ten volumes against one drown half of what he says; his meetings stayed full"),
    ),
    neutral=1.0, signs=dict(editors=-1, label=-1), unit="share",
)
def opponents_are_drowned_in_print(editors, label, flood):
    """Texts that cannot be forbidden yet are drowned by repetition; interest in them does not fall, their reach does."""
    return 1.0 - flood * editors * label


@rule(
    "ideology.r09", "ideology.r11",
    reads=dict(falsified="ideology.falsified", orthodoxy="ideology.orthodoxy", label="ideology.label",
               editors="ideology.editors"),
    parameters=dict(
        share=parameter(0.6, "share", 0.3, 0.8, assumption="what institutes and editors can withhold while witnesses live: more than half"),
        pace=parameter(0.04, "a month", 0.015, 0.1, assumption="three years of work by the institutes of history"),
    ),
    neutral=0.0, signs=dict(orthodoxy=+1, label=+1, editors=+1), unit="share a month",
)
def the_past_is_withheld_and_rewritten(falsified, orthodoxy, label, editors, share, pace):
    """Documents are kept back or changed to fit the saint's life and the heretic's; what is gone does not return."""
    aim = share * editors * jnp.maximum(orthodoxy, label)
    return pace * jnp.maximum(aim - falsified, 0.0)


@rule(
    "ideology.r16", "culture.r12",
    reads=dict(falsified="ideology.falsified", deciders="organs.deciders", guard="organs.cc_old_guard",
               silenced="culture.silenced", orthodoxy="ideology.orthodoxy"),
    parameters=dict(
        few=parameter(2.2, "persons", 1.7, 2.6, assumption="one man with followers has a history written under his own eye"),
        pace=parameter(0.15, "a month", 0.05, 0.3, assumption="printed by the million and taught everywhere within the year"),
    ),
    neutral=0.0, signs=dict(deciders=-1, guard=-1, silenced=+1, orthodoxy=+1), unit="share a month",
)
def one_history_replaces_all(falsified, deciders, guard, silenced, orthodoxy, few, pace):
    """One ruler, historians silent, old members gone: a single history takes the place of all others."""
    alone = jnp.clip(few - deciders, 0.0, 1.0)
    return pace * orthodoxy * alone * silenced * (1.0 - guard) * (1.0 - falsified)


@rule(
    "ideology.r12",
    reads=dict(praise="ideology.praise", deciders="organs.deciders", editors="ideology.editors",
               hunger="supply.hunger_towns", villages="supply.hunger", wage="labour.real_wage"),
    parameters=dict(
        few=parameter(2.6, "persons", 2.0, 3.2, assumption="one man stands out once fewer than three decide"),
        pace=parameter(0.05, "a month", 0.02, 0.12, assumption="a year of better supply carried it from greetings to liturgy"),
        usual=parameter(0.3, "share", 0.1, 0.5, assumption="birthdays are kept in hungry years too: three tenths as zealously"),
        fades=parameter(0.03, "a month", 0.01, 0.08, assumption="where several decide again it is dropped in a few years"),
    ),
    neutral=0.0, signs=dict(deciders=-1, editors=+1, hunger=-1, wage=+1), unit="index a month",
)
def recovery_is_turned_into_praise(praise, deciders, editors, hunger, villages, wage, few, pace, usual, fades):
    """Better supply is credited to the one who rules; the press competes in praise, and the level is kept."""
    alone = jnp.clip(few - deciders, 0.0, 1.0)
    better = jnp.minimum(wage / PER_CENT, 1.0) * (1.0 - hunger) * (1.0 - villages.mean())
    return pace * alone * editors * (usual + (1.0 - usual) * better) * (1.0 - praise) - fades * (1.0 - alone) * praise


INFALLIBLE_LAG = parameter(9.0, "months", 4, 18, assumption="what may no longer be said is unlearnt in a congress or two")
"""Time in which a line comes to be beyond error."""


@rule(
    "ideology.r13",
    reads=dict(banned="factions.banned", appointed="appointments.appointed", orthodoxy="ideology.orthodoxy",
               authority="succession.authority"),
    parameters=dict(
        claimed=parameter(0.5, "share", 0.25, 0.75, assumption="where nobody may contradict half of it is there already; doctrine "
                          "gives the rest"),
        owned=parameter(0.6, "share", 0.3, 0.9, assumption="a founder who says where he erred, as with war communism, keeps others from "
                        "denying theirs, mostly"),
    ),
    neutral=0.0, signs=dict(banned=+1, appointed=+1, orthodoxy=+1, authority=-1), unit="index 0-1",
)
def error_is_never_admitted(banned, appointed, orthodoxy, authority, claimed, owned):
    """Officials named from above, whom no current may contradict, have always been right."""
    return banned * appointed * (claimed + (1.0 - claimed) * orthodoxy) * (1.0 - owned * authority)


@rule(
    "ideology.r13",
    reads=dict(infallible="now:ideology.infallible", towns="supply.hunger_towns", villages="supply.hunger",
               shortfall="procurement.shortfall"),
    parameters=dict(
        famine=parameter(2.0, "1", 1.0, 3.0, assumption="famine in half of the regions is as great a failure as hunger in all towns"),
    ),
    neutral=0.0, signs=dict(infallible=+1, towns=+1, villages=+1), unit="index 0-1",
)
def others_are_to_blame(infallible, towns, villages, shortfall, famine):
    """When an infallible line fails somebody else is guilty: hoarders, wreckers, those who were right too early."""
    failure = jnp.maximum(jnp.maximum(towns, famine * villages.mean()), shortfall)
    return infallible * jnp.minimum(failure, 1.0)


@rule(
    "ideology.r17",
    reads=dict(scare="ideology.scare", power="soviets.power", threat="abroad.threat", voice="factions.voice",
               banned="factions.banned", editors="ideology.editors", isolation="comintern.isolation"),
    parameters=dict(
        feared=parameter(0.8, "1", 0.4, 1.2, assumption="a threat that all see is said to be as large as it is, or somewhat less"),
        used=parameter(0.5, "1", 0.2, 0.9, assumption="a voice in the cells that has to be silenced is worth half a war"),
        up=parameter(0.3, "a month", 0.1, 0.6, assumption="an announced danger is three tenths told in the first month "
                     "and nearly all in half a year, as the war scare of one summer was; a tenth or six tenths"),
        down=parameter(0.012, "a month", 0.0, 0.03, assumption="once in the programme it stays for years"),
    ),
    neutral=0.0, signs=dict(threat=+1, voice=+1, editors=+1, banned=+1, isolation=+1, power=+1), unit="index a month",
)
def war_is_said_to_be_imminent(scare, power, threat, voice, banned, editors, isolation, feared, used, up, down):
    """A leadership that is contradicted proclaims imminent war, and division becomes treason; then it stays so."""
    said = jnp.maximum(feared * threat, used * voice * isolation)
    gap = power * banned * editors * jnp.minimum(said, 1.0) - scare
    return jnp.where(gap > 0, up, down) * gap


@rule(
    "ideology.r15",
    reads=dict(orthodoxy="ideology.orthodoxy", docility="membership.docility", literate="membership.literate"),
    parameters=dict(
        letters=parameter(0.3, "share", 0.1, 0.6, assumption="of the untrained three in ten read enough to notice a turn")),
    neutral=0.0, signs=dict(orthodoxy=+1, docility=+1, literate=-1), unit="share",
)
def the_untrained_learn_a_vulgate(orthodoxy, docility, literate, letters):
    """Members who have read nothing learn a doctrine that fits any line, and take each turn as it comes."""
    return orthodoxy * docility * (1.0 - letters * literate)


@rule(
    "ideology.r14", "culture.r11",
    reads=dict(facade="ideology.facade", power="soviets.power", editors="ideology.editors", known="information.abroad",
               output="industry.output"),
    parameters=dict(
        pace=parameter(0.03, "a month", 0.01, 0.08, assumption="societies of friends, guests and films take some years"),
        means=parameter(40.0, "index", 20, 80, assumption="output, 1913 = 100, at which half of the guests one would like are paid for"),
        seen=parameter(0.02, "a month", 0.005, 0.05, assumption="where all is known half of the sympathy is lost in three years; it "
                       "outlives testimony"),
    ),
    neutral=0.0, signs=dict(editors=+1, known=-1, power=+1, output=+1), unit="index a month",
)
def guests_are_shown_a_facade(facade, power, editors, known, output, pace, means, seen):
    """Fees, tours, films and slander of critics tie opinion abroad to a continuity that is no more."""
    return pace * (power * editors * output / (output + means) - facade) - seen * known * facade


def step(m: Month) -> None:
    """Who prints; what the founder becomes; the doctrine and its hearers; errors and traitors."""
    m.latch("decreed", m.choose(PRESS_DECREE, m.rule(the_executive_votes_on_the_press)))
    m.change("press", m.rule(papers_live_and_are_closed))
    m.approach("editors", m.rule(whoever_names_editors_sets_the_line), "ideology.editors_lag")
    m.change("orthodoxy", m.rule(a_dead_founder_leaves_quotations))
    m.change("label", m.rule(an_old_quarrel_becomes_a_heresy) - m.rule(slander_dies_where_others_print))
    m.set("appetite", m.rule(the_weary_want_peace_and_a_homeland))
    m.latch("proclaimed", m.choose(DOCTRINE, m.rule(one_country_is_put_in_the_dead_mans_mouth)))
    m.change("one_country", m.rule(the_doctrine_wins_the_base))
    m.change("stage", m.rule(a_stage_is_to_come_first))
    m.set("reach", m.rule(opponents_are_drowned_in_print))
    m.change("falsified", m.rule(the_past_is_withheld_and_rewritten) + m.rule(one_history_replaces_all))
    m.change("praise", m.rule(recovery_is_turned_into_praise))
    m.approach("infallible", m.rule(error_is_never_admitted), "ideology.infallible_lag")
    m.set("blame", m.rule(others_are_to_blame))
    m.change("scare", m.rule(war_is_said_to_be_imminent))
    m.set("vulgate", m.rule(the_untrained_learn_a_vulgate))
    m.change("facade", m.rule(guests_are_shown_a_facade))
