"""Power passes from tsar to cabinet to soviets, or past them; then the soviets live or empty."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import RISING_OUTCOMES, WAR_OUTCOMES
from thermidor.model.nature import HALF, NEGLIGIBLE, is_code
from thermidor.model.party.ballot import ballot

DEFEAT, VICTORY = RISING_OUTCOMES.index("defeat"), RISING_OUTCOMES.index("victory")
ALONE = ("none", "restrained", "beaten")
"""What comes of a rising of the capital alone; the order gives the codes."""


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
    committees: Array = variable("index 0-1", "elected committees in the old army", start=0.0, high=1.0, book=("soviets.r18",))
    executive: Array = variable("index 0-1", "what the executive of the soviets decides by itself", start=0.0, high=1.0,
                                book=("soviets.r09", "soviets.r15"))
    compliance: Array = variable("share", "orders of the centre that local soviets carry out", start=0.0, high=1.0,
                                 book=("soviets.r12",))


FEBRUARY = choice("soviets.february", "the capital rises and its garrison goes over", kind="event",
                  book=("soviets.r04", "supply.r01", "mood.r04"))
JULY = choice("soviets.july", "the capital rises before the country", kind="event", options=ALONE, book=("mood.r06",))
KORNILOV = choice("soviets.kornilov.outcome", "the command tries to seize power", kind="event",
                  options=RISING_OUTCOMES, book=("mood.r03", "soviets.r06"))
OCTOBER = choice("soviets.october.outcome", "the soviets rise against the cabinet", kind="decision",
                 options=RISING_OUTCOMES, book=("delegation.r01", "soviets.r08"))
ONE_PARTY = choice("soviets.one_party", "the last allied party leaves or is put out", kind="event",
                   book=("soviets.r10", "regime.r02"))
OVERTHROWN = choice("soviets.overthrown", "risings of town and country bring soviet power down", kind="event",
                    book=("mood.r07", "mood.r19", "nature_of_state.r10"))
OTHER_PARTIES = choice("soviets.other_parties", "other soviet parties are admitted again", kind="decision",
                       book=("regime.r03",))

RISING = parameter([0.8, 0.0, 0.35, 0.2, 0.2, 0.0], "index -1..1", 0.6, 1.4, dim="axis",
                   assumption="to rise is to count on the world first, less on the workers' party ruling itself and on "
                   "the peasants and nations: those against it in October doubted Europe, as the letters say "
                   "(delegation.r01, p. 42); weights read from the debate, all up or down by two fifths")
"""Direction of the motion for insurrection: world revolution first, trust in the base."""

RIPE = parameter(0.5, "share", 0.4, 0.6, book=("soviets.r08",))
"""Share of the soviets from which a rising is the majority's."""


@rule(
    "supply.r01", "abroad.great_war.r05", "mood.r04", "soviets.r01",
    reads=dict(tsar="soviets.tsar", hunger="supply.hunger_towns", weariness="great_war.weariness", strikers="labour.strikers",
               workers="classes.workers"),
    parameters=dict(
        general="labour.general",
        hazard=parameter(1.8, "a month", 0.8, 3.2, assumption="no page gives a pace: empty shops, a beaten army and a capital on "
                         "strike together bring the tsar down within a season; reset with strikes read so that February stays where it was"),
        quiet=parameter(0.2, "share", 0.05, 0.5, assumption="a garrison that goes over by itself: one time in five"),
        fed=parameter(0.25, "index 0-1", 0.1, 0.5, assumption="a beaten army may bring the tsar down in a fed capital too, "
                      "several times later"),
    ),
    neutral=0.0, signs=dict(hunger=+1, weariness=+1, strikers=+1), unit="probability a month",
)
def hunger_and_war_bring_down_the_tsar(tsar, hunger, weariness, strikers, workers, general, hazard, quiet, fed):
    """Empty shops, a beaten army and a strike that stops the capital bring the garrison over to those in the street."""
    stopped = jnp.minimum(strikers / jnp.maximum(general * workers, 1.0), 1.0)
    return tsar * hazard * (fed + hunger) * weariness * (quiet + (1.0 - quiet) * stopped)


@rule(
    "soviets.r18",
    reads=dict(committees="soviets.committees", tsar="soviets.tsar", other="soviets.regime_other", front="great_war.front"),
    parameters=dict(pace=parameter(0.5, "a month", 0.2, 0.9, assumption="elected at every level within weeks of the order that called for them (soviets.r18)")),
    neutral=0.0, signs=dict(tsar=-1, other=-1, front=+1, committees=-1), unit="index a month",
)
def soldiers_elect_committees(committees, tsar, other, front, pace):
    """With the tsar gone soldiers elect committees at every level, hold the arms and send delegates to the soviets."""
    return pace * ((1.0 - tsar) * (1.0 - other) * front - committees)


@rule(
    "soviets.r03",
    reads=dict(workers="classes.workers", soldiers="great_war.soldiers", share="soviets.bolshevik", fallen=here(0, 1, "the tsar falls")),
    parameters=dict(
        rear=parameter(0.2, "share", 0.1, 0.3, assumption="garrisons far from the front, which were where soviets were: a fifth of the army"),
        heavy=parameter(4.0, "times", 2.0, 8.0, assumption="a deputy for a company, where workers have one for a thousand (soviets.r03)"),
        unelected=parameter(0.2, "share", 0.05, 0.4, assumption="many intellectuals sit without a mandate: one in five (soviets.r03)"),
        works=parameter(0.15, "share", 0.05, 0.3, assumption="works that would have sent Bolsheviks had they elected in the fight: one in seven"),
    ),
    neutral=0.0, signs=dict(workers=+1, soldiers=-1, fallen=+1), unit="share",
)
def the_rule_of_seats_lets_moderates_lead(workers, soldiers, share, fallen, rear, heavy, unelected, works):
    """A soviet born after the victory weighs soldiers heavily and seats the unelected: what works would send is lost in it."""
    elected = workers / jnp.maximum(workers + heavy * rear * soldiers, 1.0)
    return fallen * jnp.maximum(works * elected * (1.0 - unelected) - share, 0.0)


@rule(
    "soviets.r08",
    reads=dict(pluralism="soviets.pluralism"),
    parameters=dict(keep=parameter(
        0.2, "share", 0.08, 0.3, assumption="where all parties are free the others keep a fifth of the soviets at the "
                                   "height of one: of 697 at the second congress 192 were not for soviet power "
                                   "(soviets.r08, p. 53) and 390 voted Bolshevik; a twelfth where a rising has just "
                                   "won, three tenths in calm")),
    neutral=1.0, signs=dict(pluralism=-1), unit="share",
)
def other_parties_keep_some(pluralism, keep):
    """The largest share of the soviets that one party can have: the others keep some wherever they are free."""
    return 1.0 - keep * pluralism


@rule(
    "mood.r05", "soviets.r05", "soviets.r17", "soviets.r18", "government.r01", "government.r02", "classes.r03",
    reads=dict(weariness="great_war.weariness", hunger="supply.hunger_towns", committees="soviets.committees",
               participation="soviets.participation", unmet="government.unmet", shared="government.shared"),
    parameters=dict(
        growth=parameter(1.3, "a month", 0.7, 2.0, assumption="with war and hunger at their worst the majority grows "
                         "by a factor of three and more in a month, by ten from spring to autumn at half of it: "
                         "capitals went over first, most others in September (soviets.r06, p. 40); twice slower or "
                         "half as fast again"),
        unheard=parameter(0.5, "share", 0.2, 0.8, assumption="soldiers without committees turn half as many soviets: by letters and by "
                          "those on leave"),
        asleep=parameter(0.5, "share", 0.2, 0.8, assumption="where nobody takes part seats stay as they are until they fall due, and turn half as "
                         "fast as in the spring of 1917"),
        roused=parameter(1.6, "1", 0.6, 3.0, assumption="soviets in which three in ten take part, as in 1917, turn at the pace of that year; "
                         "where all do, twice as fast"),
        trapped=parameter(0.2, "1", 0.0, 0.5, assumption="moderates who sit in the cabinet answer for what it leaves undone: a fifth more leave them"),
        deferred=parameter(0.6, "1", 0.2, 1.2, assumption="where all demands are put off votes turn three tenths faster than where "
                           "half are, where all are met three tenths slower; a tenth, or twice as much"),
    ),
    neutral=0.0, signs=dict(weariness=+1, hunger=+1, committees=+1, participation=+1, unmet=+1, shared=+1), unit="a month",
)
def war_and_hunger_turn_those_who_take_part(weariness, hunger, committees, participation, unmet, shared, growth, unheard,
                                            asleep, roused, trapped, deferred):
    """War and hunger turn mandates the sooner the more people take part: they vote, judge what came of it and elect anew."""
    soldiers = weariness * (unheard + (1.0 - unheard) * committees)
    wrong = (HALF * soldiers + HALF * hunger) * (1.0 + deferred * (unmet - HALF)) * (1.0 + trapped * shared)
    return growth * wrong * (asleep + roused * participation)


@rule(
    "mood.r05", "soviets.r06", "mood.r03", "leaders.r01", "government.r04",
    reads=dict(share="soviets.bolshevik", provisional="soviets.provisional", turning=here(0, 2, "mandates that turn"),
               blow=here(0, 2), terror="police.terror", present="leaders.capacity.lenin",
               power="soviets.power", voting=here(0, 1, "share of those who speak in the soviets")),
    parameters=dict(
        lenin=parameter(0.45, "share", 0.15, 0.75, assumption="without Lenin the party wins the base half as fast: "
                        "leaders drifted right until he came and after he had gone into hiding (leaders.r01, p. 15); a "
                        "seventh or three quarters less, as one credits the committee"),
        backfire=parameter(0.35, "index 0-1", 0.1, 0.6, assumption="a blow that shakes all wins at once a third of "
                           "those not yet won: strikes, members and seats rose within weeks of each (mood.r03, p. 14), "
                           "of Kornilov's most; a tenth or six tenths"),
        seed=parameter(0.03, "share", 0.01, 0.06, assumption="where the party has no seats a line that fits wins three "
                       "in a hundred a month: in March it had few deputies of one a thousand workers (soviets.r03, p. "
                       "26); one or six"),
        settle=parameter(0.1, "a month", 0.04, 0.2, assumption="soviets are elected anew within the year"),
    ),
    neutral=0.0, signs=dict(turning=+1, blow=+1, terror=+1, present=+1, voting=+1), unit="change a month",
)
def the_base_turns_to_the_bolsheviks(share, provisional, turning, blow, terror, present, power, voting, lenin, backfire,
                                     seed, settle):
    """War, hunger and blows from the right carry the soviets over one by one, if the party has a line.

    In power it has the share of those who still speak there, at the next elections.
    """
    line = (1.0 - lenin) + lenin * present
    struck = backfire * jnp.minimum(blow + terror, 1.0)
    before = provisional * (1.0 - share) * (line * turning * share + seed * line + struck)
    return before + power * settle * (voting - share)


@rule(
    "soviets.r10", "soviets.r13", "mood.r08", "mood.r18", "classes.r06",
    reads=dict(discontent="mood.discontent", confidence="mood.confidence", pluralism="soviets.pluralism",
               participation="soviets.participation", appointed="appointments.appointed", opposed="classes.opposed",
               unmet="government.unmet", most=here(0, 1, "largest share that one party can have")),
    parameters=dict(
        village=parameter(0.3, "share", 0.1, 0.5, assumption="where worker and peasant stand against each other village soviets drift "
                          "from the workers' party: a third of what it has, since it is most of the country and least of the delegates"),
        ruling=parameter(0.75, "share", 0.6, 0.9, book=("soviets.r08", "c2-f039", "c2-f040"),
                         assumption="seven in ten of the mandates of October, and some who come to whoever rules"),
        owed=parameter(0.2, "share", 0.05, 0.4, assumption="each decree that met a demand won masses: with all unmet a fifth of the mandates "
                       "would not have come"),
        warm=parameter(0.3, "share", 0.1, 0.6, assumption="full confidence brings the ruling party three votes in ten, "
                       "half of what full anger takes; a tenth or six tenths"),
        soured=parameter(0.6, "share", 0.3, 0.9, assumption="full discontent leaves the ruling party a minority: "
                         "strikes against a ban on meetings turned political in Petrograd in February 1921 (mood.r08, "
                         "p. 148), with the fleet; three tenths leave it half, nine hardly anything"),
        unaligned=parameter(0.6, "share", 0.3, 0.9, assumption="without parties the discontented sit as non-party delegates: "
                            "over half as many as if they had lists, where soviets live and are elected"),
        few=parameter(0.02, "share", 0.005, 0.05, assumption="even congresses of one party had some non-party delegates"),
    ),
    neutral=0.0, unit="share",
    signs=dict(discontent=-1, confidence=+1, pluralism=-1, participation=-1, appointed=+1, opposed=-1, unmet=-1, most=+1),
)
def who_still_speaks_there(discontent, confidence, pluralism, participation, appointed, opposed, unmet, most, village, ruling,
                           owed, warm, soured, unaligned, few):
    """The ruling party's share of the soviets grows as others are put out, stay away, or are named from above."""
    free = jnp.clip(ruling + warm * confidence - owed * unmet - soured * discontent - village * opposed, 0.0, most)
    others = pluralism + (1.0 - pluralism) * (few + unaligned * participation * (1.0 - appointed))
    against = others * (1.0 - free)
    return free / jnp.maximum(free + against, NEGLIGIBLE)


@rule(
    "mood.r06",
    reads=dict(provisional="soviets.provisional", bolshevik="soviets.bolshevik", participation="soviets.participation",
               weariness="great_war.weariness", present="leaders.capacity.lenin"),
    parameters=dict(
        ripe="soviets.ripe", sharp="soviets.the_committee_votes_insurrection.sharp",
        ahead=parameter(1.7, "times", 1.3, 2.5, assumption="a third of the country's soviets is more than half of the capital's (mood.r06, soviets.r05)"),
        hazard=parameter(0.8, "a month", 0.3, 1.5, assumption="a capital that is won and a garrison threatened with the front rise within a "
                         "month or two, if nothing comes of their soviet"),
        restraint=parameter(0.9, "share", 0.6, 1.0, assumption="leaders who are there restrain it or march at its head, and call it off: nearly "
                            "always; without him half as often"),
        without=parameter(0.5, "share", 0.2, 0.8, assumption="the others alone would restrain it as often as not"),
    ),
    neutral=(0.0, 0.0), signs=dict(present=+1, participation=+1), unit="probability a month",
)
def the_capital_may_rise_alone(provisional, bolshevik, participation, weariness, present, ripe, sharp, ahead, hazard,
                               restraint, without):
    """A capital that is won before the country rises for the soviets' power; leaders restrain it, or it is beaten alone."""
    won = jax.nn.sigmoid(sharp * (ahead * bolshevik - ripe)) * jax.nn.sigmoid(sharp * (ripe - bolshevik))
    rises = jnp.clip(provisional * hazard * won * participation * weariness, 0.0, 1.0)
    held = restraint * (without + (1.0 - without) * present)
    return rises * held, rises * (1.0 - held)


@rule(
    "mood.r06",
    reads=dict(share="soviets.bolshevik", alone=here(0, 2, "what came of a rising of the capital")),
    parameters=dict(
        limited=parameter(0.15, "share", 0.05, 0.3, assumption="slander and arrests for some weeks; the districts came back by "
                          "August: a seventh of the soviets won (mood.r06)"),
        destroyed=parameter(0.6, "share", 0.3, 0.9, assumption="a party that is beaten in the street, as a commune alone, loses most of what it had"),
    ),
    neutral=0.0, signs=dict(share=-1), unit="share",
)
def a_rising_alone_is_thrown_back(share, alone, limited, destroyed):
    """Restrained, it is a limited defeat; beaten, it destroys most of what had been won."""
    return -share * (limited * is_code(alone, ALONE, "restrained") + destroyed * is_code(alone, ALONE, "beaten"))


@rule(
    "mood.r03", "abroad.great_war.r05", "government.r04", "soviets.r18", "classes.r02", "transport.r04",
    reads=dict(provisional="soviets.provisional", bolshevik="soviets.bolshevik", weariness="great_war.weariness",
               committees="soviets.committees", participation="soviets.participation", unmet="government.unmet",
               refused="transport.refused"),
    parameters=dict(
        hazard=parameter(0.09, "a month", 0.03, 0.2, assumption="a command whose army is half gone over tries a blow "
                         "once in a year, oftener as the soldiers turn: Kornilov's, six months after February "
                         "(mood.r03, p. 40); five months or three years"),
        success=parameter(0.8, "probability", 0.4, 1.0, assumption="against soviets without their own majority, soldiers without committees "
                          "and workers who sleep four blows in five succeed; set so that 1917 goes on as before those were counted"),
        armed=parameter(0.4, "share", 0.2, 0.7, assumption="committees that hold the arms stop two blows in five (soviets.r18)"),
        stopped=parameter(0.7, "share", 0.4, 1.0, assumption="railwaymen, telegraphists and armed workers stop the rest "
                          "where all take part (government.r04)"),
        trusted=parameter(0.5, "share", 0.2, 0.8, assumption="a head of government whose base is content plots half as readily with his generals"),
        fresh=parameter(0.3, "index 0-1", 0.1, 0.6, assumption="a command whose army is not weary dares a third as often"),
        red=parameter(0.4, "share", 0.2, 0.8, assumption="a command dares two fifths as readily where soviets are not "
                      "Bolshevik yet, fearing the committees as such; a fifth or four fifths"),
        melting=parameter(0.6, "share", 0.3, 0.9, assumption="a wholly weary army follows no blow, or hardly any"),
    ),
    neutral=(0.0, 0.0), signs=dict(weariness=+1), unit="probability a month",
)
def the_command_strikes(provisional, bolshevik, weariness, committees, participation, unmet, refused, hazard, success, armed, stopped,
                        trusted, fresh, red, melting):
    """A command that sees its army dissolve, and a head of government his base, try a blow; it fails where the base is roused."""
    attempt = provisional * hazard * (fresh + weariness) * (red + bolshevik) * (trusted + unmet)
    wins = success * jnp.square(1.0 - bolshevik) * (1.0 - melting * weariness)
    wins = wins * (1.0 - armed * committees) * (1.0 - stopped * participation) * (1.0 - refused)
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
    "soviets.r07",
    reads=dict(bolshevik="soviets.bolshevik", participation="soviets.participation"),
    parameters=dict(
        refused=parameter(0.8, "share", 0.5, 1.0, assumption="an executive elected in another mood does not call the congress "
                          "that would replace it; it wavered once or twice (soviets.r07)"),
        pressed=parameter(5.0, "1", 2.5, 10.0, assumption="half of the soviets, with four in ten who take part, force the date"),
    ),
    neutral=1.0, signs=dict(bolshevik=+1, participation=+1), unit="share",
)
def local_soviets_force_the_congress(bolshevik, participation, refused, pressed):
    """The old executive puts off the congress that is due; soviets that are awake and won force it to be called."""
    return 1.0 - refused * (1.0 - jnp.minimum(pressed * bolshevik * participation, 1.0))


@rule(
    "delegation.r01", "soviets.r08", "soviets.r07",
    reads=dict(provisional="soviets.provisional", bolshevik="soviets.bolshevik", weariness="great_war.weariness",
               vote=here(0, 1), called=here(0, 1, "chance that a congress is called")),
    parameters=dict(
        ripe="soviets.ripe",
        resolve=parameter(0.75, "a month", 0.3, 1.0, assumption="with a majority in both the rising is called within "
                          "six weeks: the letters of mid-September, the vote of 10 October, the day of the 25th "
                          "(delegation.r01, p. 42); one or three months"),
        sharp=parameter(25.0, "1 a share", 10, 50, assumption="a majority is a threshold: four points either way decide"),
        success=parameter(0.97, "probability", 0.75, 0.99, assumption="a rising with garrison and soviets behind it "
                          "fails three times in a hundred: the congress voted it through with one against on the peace "
                          "(soviets.r08, p. 53); one in four if troops from the front are counted"),
        bare=parameter(0.5, "probability", 0.3, 0.7, assumption="a rising without the soviets is an even chance at best"),
        backed=parameter(0.8, "probability a share", 0.4, 1.0, assumption="with every seat won a rising is nearly "
                         "sure, each tenth of the seats giving a twelfth of the chance, for garrisons voted as soviets "
                         "did; half of that or the whole"),
        tired=parameter(0.3, "probability", 0.0, 0.6, assumption="a garrison tired of war does not fire on it"),
    ),
    neutral=(0.0, 0.0), signs=dict(vote=+1, called=+1), unit="probability a month",
)
def the_committee_votes_insurrection(provisional, bolshevik, weariness, vote, called, ripe, resolve, sharp, success, bare, backed,
                                     tired):
    """With a majority in the soviets the committee calls the rising, and the garrison decides it."""
    attempt = provisional * resolve * vote * called * jax.nn.sigmoid(sharp * (bolshevik - ripe))
    wins = success * jnp.clip(bare + backed * bolshevik + tired * (weariness - HALF), 0.0, 1.0)
    return attempt * (1.0 - wins), attempt * wins


@rule(
    "mood.r07", "soviets.r14", "classes.r04",
    reads=dict(power="soviets.power", provisional="soviets.provisional", fatigue="mood.fatigue", fear="mood.fear",
               active="classes.active", command="army.ex_soldiers_in_posts", terror="police.terror"),
    parameters=dict(
        headless=parameter(1 / 3, "share", 0.15, 0.5, assumption="where those who lead are arrested others cannot play their "
                           "part, and two in three still come (soviets.r02)"),
        full=parameter(110_000.0, "persons", 70_000, 200_000, assumption="with the hundred and ten thousand active of "
                       "1917 soviets are wholly alive, one active worker to each thousand and a half of the people; "
                       "two thirds of them, or twice"),
        most=parameter(1.2, "times", 1.0, 1.5, assumption="more active workers than soviets have seats for add little"),
        weary=parameter(0.6, "share", 0.3, 0.9, assumption="full fatigue sends three in five of the active home: mass "
                        "activity weakened with hunger and war, and fear of revenge kept some support (mood.r07, p. "
                        "85); three tenths or nine"),
        afraid=parameter(0.7, "share", 0.4, 0.9, assumption="full fear keeps most from meetings, not all"),
        barracks=parameter(0.5, "share", 0.2, 0.8, assumption="offices all held by former commanders send half home: "
                           "ranked men took command habits into local soviets and the masses withdrew (soviets.r14, p. "
                           "177), for other reasons too; a fifth or four fifths"),
    ),
    neutral=1.0, signs=dict(fatigue=-1, fear=-1, active=+1, command=-1, terror=-1), unit="index 0-1",
)
def who_is_awake(power, provisional, fatigue, fear, active, command, terror, headless, full, most, weary, afraid, barracks):
    """The masses decide while active workers carry the soviets; fatigue, fear and command habits send them home."""
    awake = jnp.maximum(power, provisional) * jnp.minimum(active / full, most)
    return awake * (1.0 - weary * fatigue) * (1.0 - afraid * fear) * (1.0 - barracks * command) * (1.0 - headless * terror)


@rule(
    "soviets.r17", "soviets.r01", "mood.r03",
    reads=dict(strikers="labour.strikers", workers="classes.workers", hunger="supply.hunger_towns"),
    parameters=dict(
        general="labour.general",
        taught=parameter(0.25, "index 0-1", 0.1, 0.5, assumption="who votes on going on or stopping learns to decide: a general strike alone makes a "
                         "quarter of a living soviet, as in 1905"),
    ),
    neutral=0.0, signs=dict(strikers=+1, hunger=-1), unit="index 0-1",
)
def strikes_teach_to_decide(strikers, workers, hunger, general, taught):
    """Works on strike elect delegates and vote on each step; soviets are born of it, and come to life again by it.

    Who starves strikes for bread and judges nothing.
    """
    return taught * (1.0 - hunger) * jnp.minimum(strikers / jnp.maximum(general * workers, 1.0), 1.0)


@rule(
    "soviets.r13", "regime.r05", "mood.r05", "mood.r09", "government.r15", "government.r06",
    reads=dict(participation="soviets.participation", appointed="appointments.appointed", hope="comintern.hope",
               pluralism="soviets.pluralism", awake=here(0, 1.5), circular="government.circular", power="soviets.power",
               unmet="government.unmet"),
    parameters=dict(
        idle=parameter(0.4, "share", 0.1, 0.7, assumption="soviets that govern and leave all demands unmet lose two in five of those who came; people "
                       "secured a power that made law of what they did"),
        paper=parameter(0.25, "share", 0.1, 0.5, assumption="a soviet that only receives circulars has nothing to decide: one in four stops "
                        "coming; a tenth where local matters are left, half where none are"),
        pace=parameter(0.15, "a month", 0.05, 0.3, assumption="habits of deciding grow and wither in a year"),
        named=parameter(0.55, "share", 0.2, 0.8, assumption="where all seats are named more than half of the awake "
                        "stay away: packing with named delegates emptied rural soviets in 1920-21 (soviets.r13, p. "
                        "142); a fifth where the shop still elects, four fifths where none does"),
        other=parameter(0.35, "share", 0.1, 0.6, assumption="with one party left a third of them stay away: each "
                        "partner that went left a narrower soviet with more mass support (soviets.r10, p. 57), for a "
                        "time; a tenth or six tenths"),
        despair=parameter(0.35, "share", 0.1, 0.6, assumption="without any hope abroad a third of them stay away: "
                          "defeats discourage by the million (mood.r09, p. 257), soviets more than queues; a tenth or "
                          "six tenths"),
    ),
    neutral=0.0, signs=dict(hope=+1, awake=+1, appointed=-1, pluralism=+1, circular=-1, unmet=-1), unit="change a month",
)
def masses_take_part_or_withdraw(participation, appointed, hope, pluralism, awake, circular, power, unmet, idle, paper, pace,
                                 named, other, despair):
    """Those who are awake take part where seats are elected, parties are several and there is something to hope for."""
    aim = awake * (1.0 - named * appointed) * (1.0 - other * (1.0 - pluralism)) * (1.0 - paper * circular)
    aim = aim * (1.0 - idle * power * unmet)
    return pace * (aim * (1.0 - despair * (1.0 - hope)) - participation)


@rule(
    "soviets.r10", "regime.r02", "regime.r05", "government.r05",
    reads=dict(power="soviets.power", partners="soviets.partners", intensity="civil_war.intensity",
               terror="police.terror", lost="intervention.lost", broad="government.broad"),
    parameters=dict(
        hazard=parameter(0.25, "a month", 0.08, 0.5, assumption="war at full force, with terror and unequal peace, "
                         "breaks with the last partner within two to four months: in on 9 December, out in July 1918 "
                         "after Brest and the Ukraine (soviets.r10, p. 57); one month or a year"),
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
        hazard=parameter(0.035, "a month", 0.01, 0.08, assumption="in full peace a party that corrects itself lets "
                         "others back within two and a half years: the window of early 1920 was three months "
                         "(regime.r03, p. 127) and nobody used it; one or eight years"),
        alone=parameter(0.8, "share", 0.5, 1.0, assumption="wholly isolated, a party would reopen the soviets a fifth "
                        "as readily: a quarrel inside is fought before enemies outside; half as readily, or never"),
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
    "nature_of_state.r10", "mood.r07", "mood.r19",
    reads=dict(power="soviets.power", revolt="countryside.revolt", strikers="labour.strikers", workers="classes.workers",
               fortress="mood.fortress", united="classes.united", attachment="mood.attachment",
               intensity="civil_war.intensity"),
    parameters=dict(
        hazard="soviets.hunger_and_war_bring_down_the_tsar.hazard", general="labour.general",
        spread="organs.disaster_wrings_a_concession.spread",
        enough=parameter(0.4, "index 0-1", 0.25, 0.6, assumption="where two fifths hold to what October gave there are troops and workers "
                         "enough who defend it, whoever leads: sympathy with the strikers of 1921 went as far, and the garrison did not "
                         "move (mood.r08, p. 148), when somewhat more of them held to it in the model; a quarter, or most"),
        scattered=parameter(0.25, "share", 0.1, 0.5, assumption="risings that nobody unites bring a power down a quarter as readily as "
                            "those with a centre: anger without an organiser stays at letters and riots (mood.r14)"),
        revenge=parameter(0.8, "share", 0.5, 1.0, assumption="while Whites stand under arms four in five who rose would rather bear "
                          "the power than let them in (mood.r07, p. 142); half, or all"),
    ),
    neutral=0.0, signs=dict(revolt=+1, strikers=+1, fortress=+1, united=+1, attachment=-1, intensity=-1),
    unit="probability a month",
)
def risings_find_nobody_to_defend_the_power(power, revolt, strikers, workers, fortress, united, attachment, intensity,
                                            hazard, general, spread, enough, scattered, revenge):
    """Villages in arms, with a capital on strike or a fleet that is free, bring the power down where too few hold to October.

    What people hold to is what October gave, not those who lead; while the Whites are in the field they fear them more.
    """
    towns = jnp.maximum(jnp.minimum(strikers / jnp.maximum(general * workers, 1.0), 1.0), fortress)
    villages = jnp.minimum(spread * jnp.mean(revolt), 1.0)
    undefended = jnp.clip(1.0 - attachment / enough, 0.0, 1.0)
    centre = scattered + (1.0 - scattered) * united
    return power * hazard * villages * towns * undefended * centre * (1.0 - revenge * intensity)


@rule(
    "soviets.r08", "soviets.r04", "mood.r19",
    reads=dict(blow=here(0, 2), october=here(0, 2), power="soviets.power", war="now:civil_war.outcome",
               overthrown=here(0, 1, "risings bring soviet power down")),
    neutral=(0.0, 0.0, 0.0), unit="flag",
)
def arms_decide_who_rules(blow, october, power, war, overthrown):
    """What the month's arms have done: soviets come to power, soviets or cabinet are crushed, soviets lose a war or to risings."""
    crushed = jnp.maximum((blow == VICTORY).astype(jnp.float32), (october == DEFEAT).astype(jnp.float32))
    lost = jnp.where(war == WAR_OUTCOMES.index("soviets_beaten"), power, power * overthrown)
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
               banned="factions.banned", other="now:soviets.regime_other", power="now:soviets.power", unmet="government.unmet"),
    parameters=dict(
        walked=parameter(0.15, "share", 0.05, 0.3, assumption="each radical decree melted those ready to go along: with all "
                         "demands met a seventh of the seats has walked out, the right of the congress of October (soviets.r10)"),
        siege=parameter(0.6, "share", 0.3, 0.8, assumption="war suspends most rights even of parties that share in power"),
        blows=parameter(0.6, "share", 0.3, 0.9, assumption="full terror leaves two fifths of the rights of those who have any"),
        tolerated=parameter(0.3, "share", 0.1, 0.5, assumption="legal Mensheviks and anarchists of 1919-21: papers now "
                            "and then, a few seats, arrests between"),
        unity="soviets.peace_may_reopen_the_soviets.unity",
    ),
    neutral=1.0, signs=dict(partners=+1, terror=-1, intensity=-1, banned=-1, other=-1, unmet=+1), unit="index 0-1",
)
def rights_that_war_and_terror_leave(partners, terror, intensity, banned, other, power, unmet, walked, siege, blows, tolerated,
                                     unity):
    """Partners keep what war and terror leave, the tolerated less; radical decrees make some walk out of their seats."""
    right = partners + (1.0 - partners) * tolerated * (1.0 - unity * banned)
    right = right * (1.0 - walked * power * (1.0 - unmet))
    return right * (1.0 - siege * intensity) * (1.0 - blows * terror) * (1.0 - other)


@rule(
    "soviets.r10", "regime.r02", "regime.r03",
    reads=dict(pluralism="soviets.pluralism", opened=here(0, 1), closed=here(0, 1), rights=here(0, 1)),
    parameters=dict(
        admitted=parameter(0.8, "share", 0.4, 1.0, assumption="of what is opened four fifths comes back within the "
                           "month, papers and clubs at once, branches later; two fifths, or all"),
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


@rule(
    "soviets.r09", "soviets.r15",
    reads=dict(power="now:soviets.power", pluralism="now:soviets.pluralism", participation="now:soviets.participation",
               deciders="organs.deciders", blame="ideology.blame"),
    parameters=dict(
        few="police.one_man",
        plural=parameter(0.6, "share", 0.3, 0.8, assumption="an executive decides by counted votes where others sit in it, more than where the base "
                         "stands behind it"),
        theory=parameter(0.1, "index 0-1", 0.0, 0.2, assumption="a power that had become purely theoretical: a tenth, by the "
                         "paper that it signs and the house in which it sits (soviets.r15)"),
    ),
    neutral=0.0, signs=dict(pluralism=+1, participation=+1, deciders=+1, blame=-1), unit="index 0-1",
)
def the_executive_counts_until_it_is_put_out(power, pluralism, participation, deciders, blame, few, plural, theory):
    """An executive of several parties over living soviets decides by counted votes; a sole ruler puts the empty one out."""
    counts = plural * pluralism + (1.0 - plural) * participation
    sole = jnp.clip(few - deciders, 0.0, 1.0)
    return power * (theory + (1.0 - theory) * counts) * (1.0 - jnp.minimum(sole * blame, 1.0))


@rule(
    "soviets.r12",
    reads=dict(power="now:soviets.power", circular="government.circular", appointed="appointments.appointed",
               strike="government.strike"),
    neutral=1.0, signs=dict(circular=+1, appointed=+1, strike=-1), unit="share",
)
def orders_are_optional_where_soviets_are_their_own(power, circular, appointed, strike):
    """Local soviets decide for themselves on truce, arms and resistance until offices and nominees carry the centre's orders."""
    carried = jnp.maximum(circular, appointed)
    return power * carried * (1.0 - strike)


def step(m: Month) -> None:
    """February, the blow from the right, October, and the life of the soviets."""
    fallen = m.choose(FEBRUARY, m.rule(hunger_and_war_bring_down_the_tsar))
    alone = m.choose(JULY, *m.rule(the_capital_may_rise_alone))
    blow = m.rule(only_a_cabinet_can_be_struck, drawn=m.choose(KORNILOV, *m.rule(the_command_strikes)))
    vote = m.rule(the_committee_is_for_rising)
    called = m.rule(local_soviets_force_the_congress)
    october = m.choose(OCTOBER, *m.rule(the_committee_votes_insurrection, vote=vote, called=called))
    october = m.rule(no_rising_under_the_generals, drawn=october, blow=blow)
    overthrown = m.choose(OVERTHROWN, m.rule(risings_find_nobody_to_defend_the_power))
    risen, crushed, lost = m.rule(arms_decide_who_rules, blow=blow, october=october, overthrown=overthrown)
    m.set("power", m.rule(soviets_take_and_lose_power, risen=risen, lost=lost))
    tsar, generals, cabinet = m.rule(
        others_rule_where_soviets_do_not, fallen=fallen, risen=risen, crushed=crushed, lost=lost)
    m.set("tsar", tsar)
    m.set("regime_other", generals)
    m.set("provisional", cabinet)
    most = m.rule(other_parties_keep_some)
    turning = m.rule(war_and_hunger_turn_those_who_take_part)
    change = m.rule(the_base_turns_to_the_bolsheviks, turning=turning, blow=blow,
                    voting=m.rule(who_still_speaks_there, most=most))
    change = change + m.rule(the_rule_of_seats_lets_moderates_lead, fallen=fallen)
    change = change + m.rule(a_rising_alone_is_thrown_back, alone=alone)
    m.set("bolshevik", m.rule(a_crushed_base_has_no_votes, change=change, most=most, crushed=crushed, lost=lost))
    awake = m.rule(who_is_awake) + m.rule(strikes_teach_to_decide)
    m.change("participation", m.rule(masses_take_part_or_withdraw, awake=awake))
    m.change("committees", m.rule(soldiers_elect_committees))
    closed = m.choose(ONE_PARTY, m.rule(war_leaves_one_party))
    opened = m.choose(OTHER_PARTIES, m.rule(peace_may_reopen_the_soviets))
    m.set("partners", m.rule(the_last_partner_leaves_once, opened=opened, closed=closed))
    rights = m.rule(rights_that_war_and_terror_leave)
    m.change("pluralism", m.rule(parties_come_and_go, opened=opened, closed=closed, rights=rights))
    m.set("executive", m.rule(the_executive_counts_until_it_is_put_out))
    m.set("compliance", m.rule(orders_are_optional_where_soviets_are_their_own))
