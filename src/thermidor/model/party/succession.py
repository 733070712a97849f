"""Who holds the Secretariat, who is struck down next: one rule of coalition by threat."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, output, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import LEADERS
from thermidor.model.nature import HALF, NEGLIGIBLE
from thermidor.model.party.ballot import ballot
from thermidor.model.party.information import COMMITTEE, POLITBURO, SECRETARIAT, TESTAMENT
from thermidor.model.party.information import NOTE as NOTE_TEXT
from thermidor.model.party.persons import tie

L = len(LEADERS)
LENIN, TROTSKY, STALIN = (LEADERS.index(leader) for leader in ("lenin", "trotsky", "stalin"))
THE_TWO = slice(LEADERS.index("zinoviev"), LEADERS.index("kamenev") + 1)
THE_RIGHT = slice(LEADERS.index("bukharin"), LEADERS.index("tomsky") + 1)


class Succession(System):
    """The struggle at the summit."""

    standing: Array = variable("index 0-1", "place in the leading organs: 1 full, 0 driven out", start=1.0,
                               dim="leader", high=1.0)
    secretary: Array = variable("flag", "holds the office of General Secretary", start=0.0, dim="leader", high=1.0)
    target: Array = variable("flag", "against whom the others combine", start=0.0, dim="leader", high=1.0)
    authority: Array = variable("index 0-1", "an authority above the apparatus is present", high=1.0,
                                gives="power.authority", book=("leaders.r01",), start=parameter(
                                    0.8, "index 0-1", 0.6, 1.0, assumption="in 1917 Lenin's presence turned the line "
                                            "within weeks (leaders.r01, p. 15); four fifths, because the Central "
                                            "Committee also outvoted him and he had threatened to resign; at 1 nobody "
                                            "could combine against anybody"))
    recognition: Array = variable("index 0-1", "how far the leaders see the network as a danger", start=0.05,
                                  high=1.0, gives="power.recognition", book=("leaders.r16",))
    charge: Array = variable("index 0-1", "a charge against the Secretary lies open before the voters", start=0.0,
                             high=1.0)
    curbed: Array = variable("index 0-1", "a recalled Secretary's office is under watch", start=0.0, high=1.0)
    army_rules: Array = variable("flag", "the head of the army has taken power", start=0.0, high=1.0,
                                 gives="power.army_rules", book=("leaders.r09", "army.r17"))
    exposed: Array = variable("flag", "the Testament has been read to the party", start=0.0, high=1.0)
    cult: Array = variable("index 0-1", "the dead founder made a relic", start=0.0, high=1.0,
                           gives="power.cult", book=("succession.r04",))
    heir: Array = variable("share", "rank among the heirs", start=0.0, dim="leader", high=1.0,
                           book=("succession.r15",))
    ties_to_target: Array = variable("index 0-1", "personal ties to the one under attack", start=0.0, dim="leader",
                                     high=1.0, book=("succession.r05",))
    truce: Array = variable("index 0-1", "an offer of alliance has been accepted", start=0.0, high=1.0,
                            book=("succession.r07",))
    alternative: Array = variable("index 0-1", "a leader who could replace the ruler is alive and free",
                                  high=1.0, gives="power.alternative", book=("succession.r11",), start=parameter(
                                      1.0, "index 0-1", 0.9, 1.0, assumption="of those alive and free many could lead "
                                              "while nobody rules; a tenth less, with the best in exile"))


HEAD = choice("succession.general_secretary", "who is made General Secretary", kind="decision",
              options=("none", *LEADERS), book=("appointments.r01",))
NOTE = choice("succession.georgian_note", "the case against the Secretary is put before the leadership",
              kind="decision", book=("leaders.r05", "organs.r08"))
TESTAMENT_READ = choice("succession.testament_public", "the Testament is read to the party", kind="decision",
                        book=("succession.r01", "organs.r09"))
RECALL = choice("succession.recall", "the General Secretary is recalled", kind="decision",
                book=("succession.r01", "leaders.r06"))
STRIKE = choice("succession.strike", "the target of the coalition loses a post", kind="decision",
                book=("leaders.r11", "succession.r05"))
TAKEOVER = choice("succession.military_takeover", "the head of the army takes power with it", kind="decision",
                  book=("leaders.r09", "army.r17"))

OFFER = choice("succession.offer", "a rival accepts the Secretary's offer of alliance", kind="decision",
               book=("succession.r07",))
REPLACEMENT = choice("succession.replacement", "a congress puts another in the ruler's place", kind="decision",
                     book=("succession.r10",))

OUT = parameter(0.02, "index 0-1", 0.005, 0.05, assumption="a fiftieth of full standing is no place any more; the last "
                "step down is a third, so little is left only by rounding or terror")
"""Standing at which a leader has lost his last place."""

TRUCE_FADES = parameter(0.92, "share left a month", 0.8, 0.97, assumption="an alliance of convenience lasts about a year")
CHARGE_FADES = parameter(0.75, "share left a month", 0.5, 0.9, assumption="a matter not settled is overtaken in months")
WATCH_FADES = parameter(0.99, "share left a month", 0.96, 0.998, assumption="seven tenths of the vigilance is left "
                        "after three years, for those who recalled him sit on; one and a half or thirty years")
ALARM = parameter(0.4, "index 0-1", 0.1, 0.7, assumption="one open charge brings the leaders two fifths of the way to "
                  "full recognition, two charges most of it; the book has them warned by Testament and notes and still "
                  "not act together (succession.r01, p. 220), so one charge alone must leave more than half of them "
                  "unmoved")
"""How much an open charge, or the founder's judgement, opens the leaders' eyes."""
PUT_ASIDE = parameter(0.6, "share", 0.3, 0.9, assumption="three fifths of the others' standing goes when an army chief "
                      "takes power: they keep their names and a council without a say; three tenths or nine")

CASE = parameter([0.1, 0.0, 0.8, 0.0, 0.6, 0.3], "index -1..1", 0.6, 1.4, dim="axis",
                 assumption="the notes of 1922-23 speak of bureaucracy, the Georgians and the trade monopoly "
                 "(leaders.r19, p. 184): party democracy first, the nations next, tolerance and the world less; the "
                 "four weights are read from what the notes are about, all up or down by two fifths")
"""Direction of a motion to recall the Secretary: for party democracy and the nations' rights."""


@rule(
    "leaders.r01", "leaders.r03",
    reads=dict(prestige="leaders.prestige", capacity="leaders.capacity", standing="succession.standing",
               secretary="succession.secretary", dependence="leaders.dependence"),
    parameters=dict(threshold=parameter(0.62, "index 0-1", 0.5, 0.75, assumption="prestige times capacity above which "
                                        "one man holds the others' rivalry in check: in 1917 Lenin alone, and only "
                                        "while he does seven tenths of his work, since the line slipped whenever he "
                                        "was away (leaders.r01, p. 15); a little over half of it, or five sixths, at "
                                        "the bounds"),
                    width=parameter(0.25, "index 0-1", 0.15, 0.35, assumption="from the threshold up a quarter of full "
                                    "prestige more is needed before nobody combines, so that Lenin in health is beyond "
                                    "it and Lenin at four fifths of his work is not; a seventh or a third")),
    neutral=0.0, signs=dict(prestige=+1, capacity=+1, standing=+1), unit="index 0-1",
)
def an_authority_stands_above(prestige, capacity, standing, secretary, dependence, threshold, width):
    """A leader of very high prestige who can work holds the others' rivalry in check.

    Prestige that comes with the Secretary's own posts stands not above the apparatus: it is its head.
    """
    above = prestige * capacity * standing * (1.0 - secretary) * (1.0 - dependence)
    return jnp.clip((jnp.max(above) - threshold) / width, 0.0, 1.0)


@rule(
    reads=dict(alive="now:leaders.alive", standing="succession.standing", expelled="now:factions.expelled",
               power="soviets.power"),
    parameters=dict(out="succession.out"),
    neutral="alive", signs=dict(alive=+1, standing=+1, expelled=-1, power=+1), unit="flag",
    assumption="an office or a command ends with death, expulsion, the loss of the last place, and with its power",
)
def who_can_hold_an_office(alive, standing, expelled, power, out):
    """The living members who still have a place somewhere, as long as there is a soviet power to hold it under."""
    return alive * (standing > out) * (1.0 - expelled) * (power > HALF)


@rule(
    "appointments.r01",
    reads=dict(secretary="succession.secretary", present=here(0, 1, "can hold an office", "leader")),
    neutral="secretary", signs=dict(secretary=+1, present=+1), unit="flag",
)
def a_secretary_holds_his_office_while_he_can(secretary, present):
    """The office stays with its holder from month to month."""
    return secretary * present


@rule(
    "appointments.r07", "leaders.r16",
    reads=dict(network="appointments.network", secretary="succession.secretary"),
    neutral=0.0, signs=dict(network=+1), unit="share",
)
def the_secretary_has_a_network(network, secretary):
    """Share of the posts whose holders owe them to whoever is General Secretary."""
    return jnp.sum(network * secretary)


@rule(
    "appointments.r01",
    reads=dict(standing="succession.standing", capacity="leaders.capacity", prestige="leaders.prestige",
               committee="organs.committee"),
    parameters=dict(
        skill="leaders.skill",
        outsider=parameter(0.05, "1", 0.01, 0.2, assumption="one who does not sit in the committee is named twenty "
                           "times less readily than one who does, since delegates choose among those before them; a "
                           "hundredth or a fifth"),
        modest=parameter(0.55, "index 0-1", 0.35, 0.8, assumption="prestige above which a man seems too great for a "
                         "post that passed for administration (appointments.r01, p. 168): it shuts out Lenin and "
                         "leaves all others; at 0.35 it shuts out the next one too, at 0.8 hardly even Lenin"),
        middling=parameter(0.6, "share", 0.4, 0.8, assumption="the best fit has three fifths of the prestige at which "
                           "a man begins to seem too great for the office; fewer would not be obeyed, more would lead"),
        choosy=parameter(14.0, "1", 6, 22, assumption="who is a tenth of full skill better fit is preferred four to "
                         "one: the office was given without a contest; under two to one, or nine to one"),
    ),
    neutral=1 / L, unit="probability of each leader",
)
def an_administrator_is_preferred(standing, capacity, prestige, committee, skill, outsider, modest, middling, choosy):
    """The office looks administrative: it goes to an able organiser of middling prestige."""
    fit = (skill * standing * capacity - jnp.square(prestige - modest * middling)
           - jnp.maximum(prestige - modest, 0.0))
    odds = standing * capacity * (outsider + committee) * jnp.exp(choosy * (fit - 1.0))
    return odds / jnp.maximum(odds.sum(), NEGLIGIBLE)


@rule(
    "appointments.r01",
    reads=dict(created="now:appointments.secretariat", holder=here(0, 1, "holds the office", "leader"),
               fallen=here(0, 1, "the Secretary is recalled or replaced")),
    neutral=0.0, signs=dict(fallen=+1), unit="flag",
)
def the_office_is_to_be_filled(created, holder, fallen):
    """Somebody is made General Secretary when the office is created, falls vacant or is taken from its holder."""
    return jnp.maximum(created * (1.0 - jnp.sum(holder)), fallen)


@rule(
    "appointments.r01",
    reads=dict(preferred=here(0, 1, "preference among the leaders", "leader"), holder=here(0, 1, "holds it", "leader"),
               present=here(0, 1, "can hold an office", "leader"), open=here(0, 1, "the office is to be filled")),
    neutral=0.0, signs=dict(open=+1), unit="probability of each leader",
)
def another_is_chosen(preferred, holder, present, open):
    """The choice is among those who can hold an office and have not just lost this one."""
    odds = preferred * (1.0 - holder) * present
    return odds / jnp.maximum(odds.sum(), NEGLIGIBLE) * open


@rule(
    "appointments.r01",
    reads=dict(chosen=here(0, L, "number of the leader chosen, 0 for none"), holder=here(0, 1, "holds it", "leader"),
               fallen=here(0, 1, "the Secretary is recalled or replaced")),
    neutral="holder", unit="flag",
)
def the_chosen_takes_the_office(chosen, holder, fallen):
    """There is one General Secretary: the new one, else the old one unless he has fallen."""
    named = (jnp.arange(1, L + 1) == chosen).astype(jnp.float32)
    return jnp.where(chosen > 0, named, holder * (1.0 - fallen))


@rule(
    "leaders.r10", "leaders.r11",
    reads=dict(standing="succession.standing", network="appointments.network", prestige="leaders.prestige",
               positions="leaders.positions"),
    parameters=dict(
        names=parameter(0.2, "1", 0.05, 0.5, assumption="where the middle lies is settled by posts; the prestige of a man "
                        "without any weighs as a fifth of all posts would: he is quoted, not obeyed")),
    neutral=0.0, unit="index 0-2",
)
def leaders_differ_from_the_middle(standing, network, prestige, positions, names):
    """Mean distance of each from the middle of those who have posts and names."""
    weight = standing * (network + names * prestige)
    centre = (weight @ positions) / jnp.maximum(weight.sum(), NEGLIGIBLE)
    return jnp.mean(jnp.abs(positions - centre), axis=1)


@rule(
    "leaders.r10", "leaders.r16", "appointments.r07", "organs.r18",
    reads=dict(distance=here(0, 2, "distance from the middle", "leader"), standing="succession.standing",
               capacity="leaders.capacity", prestige="leaders.prestige", network="appointments.network",
               recognition="succession.recognition", secretary="succession.secretary", ties="leaders.ties",
               dependence="leaders.dependence"),
    parameters=dict(
        rivalry=parameter(0.6, "1", 0.2, 1.2, assumption="a man without any difference of opinion is feared six tenths "
                          "as much as one who is a full axis away: rivals quarrelled over persons first; a fifth, or "
                          "more than opinions"),
        covered=parameter(0.9, "share", 0.7, 1.0, assumption="a sworn follower threatens a tenth as much as an "
                          "independent man: whoever fears him fears his master"),
    ),
    neutral=0.0, unit="index 0-1",
)
def prestige_threatens_before_posts_do(distance, standing, capacity, prestige, network, recognition, secretary, ties,
                                       dependence, rivalry, covered):
    """How threatening each seems: visible prestige and far positions; a network only when it has been seen."""
    visible = standing * capacity * (prestige + recognition * network)
    follower = jnp.maximum(ties, dependence) * (1.0 - secretary)
    return (visible * (rivalry + distance) * (1.0 - covered * follower)
            * (1.0 - secretary * (1.0 - recognition)))


@rule(
    "leaders.r11", "succession.r05", "succession.r07",
    reads=dict(menace=here(0, 1, "how threatening each seems", "leader"), pursued="succession.target",
               standing="succession.standing", truce="succession.truce", deciding="now:organs.weight",
               authority="succession.authority", able="now:leaders.accountable"),
    parameters=dict(
        chase=parameter(1.8, "1", 0.5, 3.0, assumption="a rival under attack draws nearly three times the enmity that "
                        "he would for his menace alone, so that the coalition turns to another only when that one is "
                        "three times as feared; the book has each finished before the next is begun (leaders.r11, p. "
                        "283), not how firmly"),
        least=parameter(0.08, "index 0-1", 0.03, 0.2, assumption="who threatens less than a twelfth of what one can is "
                        "let be: former opponents of no name sat on in offices; one in thirty, or a fifth"),
        finished=parameter(0.01, "index 0-1", 0.002, 0.05, assumption="at a hundredth of his standing a rival is out of "
                           "every organ; half of the least place that an organ gives, or double it"),
        spared=parameter(0.7, "share", 0.4, 0.9, assumption="an ally of convenience is attacked a third as readily: he is "
                         "still needed, and still feared"),
    ),
    neutral=0.0, unit="index 0-1",
)
def others_combine_against_the_most_threatening(menace, pursued, standing, truce, deciding, authority, able, chase,
                                                least, finished, spared):
    """Leaders combine against whoever seems to threaten them most, and stay with it until he is out.

    Nobody combines against himself: who decides alone is feared by none who decides.  Nor does anybody against a man
    whom illness has taken out of politics.
    """
    seen = menace * (1.0 + chase * (pursued > 0) * (standing > finished)) * (1.0 - spared * truce * (pursued > 0))
    seen = seen * (1.0 - deciding) * able
    top = jnp.max(seen)
    return jnp.where((seen >= top) & (top > least), 1.0, 0.0) * (1.0 - authority)


@rule(
    "leaders.r11",
    reads=dict(combined=here(0, 1, "how firmly the others combine", "leader")),
    neutral=0.0, unit="flag",
)
def one_is_under_attack(combined):
    """An authority may soften a coalition; as long as there is one, its target is attacked."""
    return (combined > 0).astype(jnp.float32)


@rule(
    "organs.r13", "succession.r06",
    reads=dict(target=here(0, 1, "the target", "leader"), standing="succession.standing",
               capacity="leaders.capacity", seat="organs.politburo", prestige="leaders.prestige",
               network="appointments.network", appointed="appointments.appointed"),
    parameters=dict(
        unseated=parameter(0.15, "share", 0.05, 0.4, assumption="who sits only in the committee has a seventh of the say "
                           "of a member of the inner organ; he votes a few times a year")),
    neutral=0.0, unit="votes",
)
def votes_go_with_names_or_posts(target, standing, capacity, seat, prestige, network, appointed, unseated):
    """Among the others votes go with prestige while posts are elected, with posts once they are given."""
    voters = standing * (1.0 - target) * capacity * (unseated + (1.0 - unseated) * seat)
    free = voters * jnp.square(prestige)
    posts = voters * network
    return ((1.0 - appointed) * free / jnp.maximum(free.sum(), NEGLIGIBLE)
            + appointed * posts / jnp.maximum(posts.sum(), NEGLIGIBLE))


@rule(
    "leaders.r11", "succession.r05", "succession.r06", "factions.r10",
    reads=dict(target=here(0, 1, "the target", "leader"), near_target=here(0, 1, "ties to the target", "leader"),
               attacked=here(0, 1, "the Secretary is the target"), prestige="leaders.prestige",
               net=here(0, 1, "the Secretary's network"), secretary="succession.secretary",
               recognition="succession.recognition", ties="leaders.ties", dependence="leaders.dependence",
               cult="succession.cult"),
    parameters=dict(
        wariness=parameter(1.6, "1", 0.6, 3.0, assumption="pull on whoever votes on a man of full prestige: seven "
                           "tenths of an axis of conviction, so that fear of the greatest name outweighs one half "
                           "disagreement, not two (succession.r05, p. 197); at 0.6 a quarter of an axis, at 3 more "
                           "than a debt to a patron"),
        bound=parameter(1.0, "1", 0.3, 2.0, assumption="pull of a network fully seen and holding all posts: one axis "
                        "of conviction; at three tenths partners never turn on the Secretary, at two they do so at the "
                        "first sight of him, and the book has them late but turn (leaders.r16, p. 200)"),
        clientage="organs.clientage",
        feared=parameter(0.55, "index 0-1", 0.35, 0.75, assumption="prestige from which on a man is feared rather than "
                         "spared: that of the second rank; a third up or down moves it to the first or the third"),
    ),
    neutral=0.0, signs=dict(near_target=-1), unit="pull",
)
def fear_of_the_man_outweighs_ties(target, near_target, attacked, prestige, net, secretary, recognition, ties,
                                   dependence, cult, wariness, bound, clientage, feared):
    """Each weighs his fear of the target, his ties to him, his debt to the Secretary, and the danger of the network.

    Friends bind as a patron does; the cult, where full, adds as much as one conviction to what is owed to the Secretary.
    """
    client = jnp.maximum(ties, dependence)
    trust = (wariness * (jnp.sum(target * prestige) - feared)
             - bound * recognition * net * (1.0 - secretary) * (1.0 - attacked))
    return trust - clientage * near_target + client * (clientage + cult) * ((1.0 - attacked) - attacked)


@rule(
    "organs.r13", "succession.r09",
    reads=dict(attacked=here(0, 1, "the Secretary is the target"), net=here(0, 1, "the Secretary's network"),
               fear="factions.fear", wiretap="information.tapped", hope="comintern.hope"),
    parameters=dict(
        weight_of_fear="organs.weight_of_fear", exposure="organs.exposure",
        ear=parameter(0.4, "1", 0.0, 0.9, assumption="what is overheard on the one line (information.r07, p. 239) "
                      "presses a quarter as much as all the fear of committee members; nothing where it is only known "
                      "and not used, more than half where it decides single men"),
        triumph=parameter(0.5, "1", 0.0, 1.2, assumption="full hope of victories abroad against none moves a vote of "
                          "the leaders by half an axis: the triumvirs feared what a German victory would make of "
                          "Trotsky (abroad.germany.r12, p. 203); at 1.2 it would outweigh a patron"),
    ),
    neutral=0.0, signs=dict(hope=-1), unit="pull",
)
def posts_press_for_the_line(attacked, net, fear, wiretap, hope, weight_of_fear, exposure, ear, triumph):
    """Fear and what is overheard press for the Secretary's side; hope of victories abroad shields its champions."""
    pressed = weight_of_fear * exposure * fear + ear * wiretap
    return pressed * net * ((1.0 - attacked) - attacked) - triumph * (hope - HALF)


@rule(
    "leaders.r16", "succession.r06",
    reads=dict(target=here(0, 1, "the target", "leader"), secretary="succession.secretary"),
    neutral=0.0, signs=dict(target=+1), unit="flag",
)
def the_secretary_may_be_the_target(target, secretary):
    """The machine that strikes others defends its master."""
    return jnp.sum(target * secretary)


@rule(
    "leaders.r11", "organs.r13", "organs.r05", "succession.r06", "succession.r09", "organs.r12", "factions.r10",
    reads=dict(target=here(0, 1, "the target", "leader"), attacked=here(0, 1, "the Secretary is the target"),
               weights=here(0, 1, "votes of the leaders", "leader"), trust=here(-3, 3, "pull of fear and ties", "leader"),
               line=here(-1, 2, "pull of the posts"), positions="leaders.positions",
               authority="succession.authority", congress="now:delegation.mandate"),
    parameters=dict(
        hesitation="organs.hesitation", temper="organs.temper", spread="organs.spread",
        pace=parameter(0.11, "a month", 0.05, 0.25,
                       assumption="months between the steps of a removal; the book gives two to three years "
                                  "from first attack to exclusion"),
        clear=parameter(0.5, "1", 0.2, 1.0, assumption="a man whose known positions add up to less than half of one axis is "
                        "no question of principle; one axis at most"),
    ),
    neutral=0.0, signs=dict(authority=-1, line=+1), unit="probability a month",
)
def the_coalition_strikes(target, attacked, weights, trust, line, positions, authority, congress, hesitation, temper,
                          spread, pace, clear):
    """A ballot of the leaders and of the posts decides whether the target loses a place.

    Each weighs his distance from the target, his ties to him, his fear of the man and of the Secretary.
    """
    motion = -(target @ positions)
    motion = motion / jnp.maximum(jnp.sum(jnp.abs(motion)), clear)
    vote = ballot(motion, positions, weights, trust=trust, fear=line, hesitation=hesitation, temper=temper,
                  spread=spread)
    return pace * vote.carries * (1.0 - authority) * (1.0 - congress * (1.0 - attacked)) * (jnp.sum(target) > 0)


@rule(
    "leaders.r16", "leaders.r14", "appointments.r07",
    reads=dict(recognition="succession.recognition", net=here(0, 1, "the Secretary's network"),
               standing="succession.standing", prestige="leaders.prestige", alive="leaders.alive"),
    parameters=dict(
        learn=parameter(0.018, "a month", 0.006, 0.05, assumption="a network over all posts is half recognised in "
                        "three years, over a third of them in nine; the book has its partners take from April 1922 to "
                        "the end of 1925 to see it (appointments.r07, p. 235), with their own posts lost in between"),
        losses=parameter(0.03, "a month", 0.0, 0.08, assumption="where all the prestige of the party has lost its "
                         "posts the rest see why in about two years; the partners of 1923-25 noticed as their own "
                         "nominees went (appointments.r07, p. 235), which nothing in the book measures"),
        forget=parameter(0.005, "a month", 0.0, 0.02, assumption="left to itself a recognition fades by half in eleven "
                         "years, since those who have once seen it remember; never, or in three"),
    ),
    neutral=0.0, signs=dict(recognition=-1, net=+1), unit="change a month",
)
def partners_see_the_network_late(recognition, net, standing, prestige, alive, learn, losses, forget):
    """Rivals despise an administrator; they see the network when it has taken their own posts."""
    hurt = jnp.sum(alive * prestige * (1.0 - standing)) / jnp.maximum(jnp.sum(alive * prestige), NEGLIGIBLE)
    return (learn * net + losses * hurt) * (1.0 - recognition) - forget * recognition


@rule(
    "leaders.r19", "succession.r14",
    reads=dict(authority="succession.authority", net=here(0, 1, "the Secretary's network"),
               secretary="succession.secretary", appointed="appointments.appointed",
               recognition="succession.recognition", gatekeeper="information.guarded"),
    parameters=dict(
        kept=parameter(0.5, "share", 0.2, 0.8, assumption="guards who ration minutes and papers (information.r03, p. "
                       "188) halve what the founder finds out: the Georgian file reached him all the same, late; a "
                       "fifth if secretaries get round them, four fifths if newspapers are kept from him too"),
        insight=parameter(0.25, "a month", 0.08, 0.6, assumption="a founder at full work recognises a network over all "
                          "posts within four months; over the trade monopoly, the Georgians and the Inspection Lenin "
                          "took from September to December 1922 (leaders.r19, p. 184); two months at 0.6, a year at "
                          "0.08"),
        method=parameter(0.5, "1", 0.2, 1.0, assumption="nominations as a method tell half as much as the network of one "
                         "man: they may be need, until one sees whose they are"),
    ),
    neutral=0.0, signs=dict(authority=+1, appointed=+1, recognition=-1, net=+1), unit="change a month",
)
def the_founder_sees_it_first(authority, net, secretary, appointed, recognition, gatekeeper, kept, insight, method):
    """An active founder meets the network in each quarrel that he takes up and warns of it."""
    seen = net + method * appointed
    return insight * authority * seen * secretary.sum() * (1.0 - recognition) * (1.0 - kept * gatekeeper)


@rule(
    "leaders.r06", "succession.r01",
    reads=dict(charged=here(0, 1, "a case is put"), published=here(0, 1, "the Testament is read")),
    parameters=dict(alarm="succession.alarm"),
    neutral=0.0, signs=dict(charged=+1, published=+1), unit="index 0-1",
)
def a_charge_opens_eyes(charged, published, alarm):
    """An open case, or the founder's judgement, makes the leaders look at the network."""
    return alarm * (charged + published)


@rule(
    "leaders.r05", "leaders.r19",
    reads=dict(capacity="leaders.capacity", standing="succession.standing", secretary="succession.secretary",
               prestige="leaders.prestige", seat="organs.politburo", ties="leaders.ties",
               gatekeeper="information.guarded", known="information.known"),
    parameters=dict(
        caution="leaders.caution",
        kept=parameter(0.7, "share", 0.3, 0.95, assumption="under guard the founder does a third of what he could to "
                       "put the case: he dictated and sent notes, and could call no meeting (information.r03, p. 188); "
                       "next to nothing at 0.95"),
        unproved=parameter(0.6, "share", 0.3, 0.9, assumption="without the founder's note a leader can put three fifths of "
                           "the case: what he has seen himself"),
        note=parameter(0.8, "1", 0.4, 1.2, assumption="with the note in hand his case is more than twice as strong, "
                       "stronger than the founder's own absence makes it: he can quote him"),
    ),
    neutral=0.0, signs=dict(gatekeeper=-1), unit="index 0-1",
)
def one_could_put_the_case(capacity, standing, secretary, prestige, seat, ties, gatekeeper, known, caution, kept,
                           unproved, note):
    """The boldest of those with a seat: a guarded founder hardly can, an ally who holds his note can."""
    able = standing * capacity * (1.0 - secretary) * (1.0 - caution) * prestige * seat * (1.0 - ties)
    means = jnp.where(jax.nn.one_hot(LENIN, L) > 0, 1.0 - kept * gatekeeper, unproved + note * known[NOTE_TEXT, POLITBURO])
    return jnp.max(able * means)


@rule(
    "leaders.r05", "leaders.r19", "organs.r08", "leaders.r06",
    reads=dict(bold=here(0, 1, "boldness of who could put the case"), recognition="succession.recognition",
               secretary="succession.secretary", power="appointments.power", charge="succession.charge",
               wiretap="information.tapped"),
    parameters=dict(
        will=parameter(0.1, "a month", 0.02, 0.3, assumption="a wholly bold leader with full prestige who sees the "
                       "danger puts the case within ten months; caution takes most of it away, as in the one occasion "
                       "on record, the twelfth congress, which passed unused (leaders.r05, p. 197); a season or four "
                       "years at the bounds"),
        forestalled=parameter(0.4, "share", 0.15, 0.7, assumption="a heard telephone warns of two cases in five: those "
                              "that were talked over beforehand by wire"),
    ),
    neutral=0.0, signs=dict(recognition=+1, charge=-1, bold=+1), unit="probability a month",
)
def the_case_is_put(bold, recognition, secretary, power, charge, wiretap, will, forestalled):
    """A leader who has seen the danger may put the case before the others; caution keeps it back.

    What is heard on the telephone is forestalled.
    """
    return will * recognition * bold * power * secretary.sum() * (1.0 - charge) * (1.0 - forestalled * wiretap)


@rule(
    "succession.r01", "organs.r09", "leaders.r14",
    reads=dict(secretary="succession.secretary", capacity="leaders.capacity.lenin", alive="leaders.alive.lenin",
               appointed="appointments.appointed", exposed="succession.exposed", fear="factions.fear",
               recognition="succession.recognition", known="information.known", complicity="factions.complicity"),
    parameters=dict(
        chance=parameter(0.03, "a month", 0.008, 0.08, assumption="with the Testament in the Secretariat, its author "
                         "ill and posts elected it reaches the party in about three years, sooner where the danger is "
                         "seen; kept from the party by one vote of a plenum (succession.r01, p. 220), it is neither "
                         "sure to come nor sure to stay hidden"),
        able=parameter(0.6, "index 0-1", 0.4, 0.8, assumption="while he does three fifths of his work he says himself what "
                       "he thinks; below that others must read it out, at death they alone"),
        duty=parameter(0.5, "1", 0.25, 0.8, assumption="a founder's last will asks to be read even by those who see no "
                       "danger: a third of the reason that full recognition gives"),
        silent="succession.who_dares_turn_on_him.silent",
    ),
    neutral=0.0, signs=dict(appointed=-1, exposed=-1, recognition=+1, complicity=-1), unit="probability a month",
)
def the_testament_comes_out(secretary, capacity, alive, appointed, exposed, fear, recognition, known, complicity, chance,
                            able, duty, silent):
    """A sick or dead founder's judgement may reach the party, unless the apparatus keeps it from it.

    Those who have voted to keep it back would have to tell of that vote.
    """
    ill = jnp.clip((able - capacity * alive) / able, 0.0, 1.0)
    held = known[TESTAMENT, SECRETARIAT] * secretary.sum()
    free = (1.0 - appointed) * (1.0 - fear) * (1.0 - silent * complicity)
    return chance * ill * held * free * (1.0 - exposed) * (duty + recognition)


@rule(
    "succession.r01", "organs.r08",
    reads=dict(charge="succession.charge", charged=here(0, 1, "a case is put"),
               published=here(0, 1, "the Testament is read")),
    parameters=dict(fades="succession.charge_fades"),
    neutral="charge", signs=dict(charge=+1, charged=+1, published=+1), unit="index 0-1",
)
def a_charge_lies_open_for_months(charge, charged, published, fades):
    """A case before the voters that is not settled is overtaken by other matters."""
    return jnp.maximum(charge * fades, jnp.maximum(charged, published))


@rule(
    "succession.r01", "organs.r08",
    reads=dict(standing="succession.standing", capacity="leaders.capacity", secretary="succession.secretary",
               seat="organs.politburo", prestige="leaders.prestige"),
    parameters=dict(
        unseated=parameter(0.25, "share", 0.1, 0.5, assumption="an enlarged plenum lets members of the committee speak more "
                           "than a stroke of the inner organ does: a quarter of a full voice")),
    neutral=0.0, unit="votes",
)
def the_others_judge_the_secretary(standing, capacity, secretary, seat, prestige, unseated):
    """All leaders but the Secretary vote on him, with the weight of their names."""
    votes = standing * capacity * (1.0 - secretary) * (unseated + (1.0 - unseated) * seat) * jnp.square(prestige)
    return votes / jnp.maximum(votes.sum(), NEGLIGIBLE)


@rule(
    "leaders.r14", "succession.r10", "succession.r13", "succession.r11", "organs.r05",
    reads=dict(complicity="factions.complicity", fear="factions.fear", alternative="succession.alternative",
               appeal="now:delegation.mandate"),
    parameters=dict(
        silent=parameter(0.7, "share", 0.4, 0.9, assumption="where all have voted the same crimes three in ten would still turn on "
                         "him who asked for them: accomplices are not friends; one in ten, or most"),
        afraid=parameter(0.7, "share", 0.4, 0.9, assumption="at the height of fear three in ten would still speak to others like "
                         "them; one in ten, or more than half"),
        nobody=parameter(0.3, "share", 0.1, 0.6, assumption="with nobody at hand who could take his place three in ten would still be "
                         "rid of him; one in ten, or most"),
    ),
    neutral=1.0, signs=dict(complicity=-1, fear=-1, alternative=+1, appeal=+1), unit="share",
)
def who_dares_turn_on_him(complicity, fear, alternative, appeal, silent, afraid, nobody):
    """Of those who could move against the Secretary how many would: unafraid, not his accomplices, with another at hand.

    What binds an organ does not bind those to whom one can appeal over its head.
    """
    return (1.0 - silent * complicity * (1.0 - appeal)) * (1.0 - afraid * fear) * (nobody + (1.0 - nobody) * alternative)


@rule(
    reads=dict(weight="now:organs.weight", secretary="succession.secretary"),
    parameters=dict(
        half=parameter(0.5, "share", 0.35, 0.7, assumption="who has half of the weight in decisions is held to make the line; a third "
                       "where the others only follow, most of it where a college still signs")),
    neutral=0.0, unit="share",
    assumption="a college shares what it has decided; one man answers for his line",
)
def how_far_the_line_is_his(weight, secretary, half):
    """The Secretary answers for the line as far as he decides it."""
    return jnp.minimum(jnp.sum(weight * secretary) / half, 1.0)


@rule(
    "succession.r10", "factions.r15", "organs.r13",
    reads=dict(misgivings="factions.misgivings", his=here(0, 1, "how far the line is his"), blame="ideology.blame", dare=here(0, 1, "share who dare turn on him")),
    parameters=dict(
        guilty=parameter(0.5, "share", 0.2, 0.8, assumption="half of the blame goes to wreckers and local men where the press finds "
                         "them everywhere: officials know better than readers, and are named themselves"),
    ),
    neutral=0.0, signs=dict(misgivings=+1, dare=+1, blame=-1), unit="share",
)
def disaster_turns_his_own_men(misgivings, his, blame, dare, guilty):
    """Officials whom the line sets before a disaster turn from the one who answers for it, as far as it is his line."""
    return misgivings * his * (1.0 - guilty * blame) * dare


@rule(
    "succession.r01", "succession.r14", "leaders.r06", "succession.r10",
    reads=dict(charge=here(0, 1, "a charge lies open"), exposed=here(0, 1, "the Testament has been read"),
               curbed="succession.curbed", known="information.known", authority="succession.authority",
               recognition="succession.recognition", net=here(0, 1, "the Secretary's network"),
               turned=here(0, 1, "of his own men who turn from him"), dare=here(0, 1, "share who dare turn on him")),
    parameters=dict(
        failure=parameter(1.0, "1", 0.5, 1.5, assumption="a line that has failed before everybody's eyes weighs as much as a charge "
                          "that is proved; half if it may still be mended, half more where people die of it"),
        alleged=parameter(0.6, "share", 0.3, 0.9, assumption="a charge whose proof the voters have not read shows three "
                          "fifths of what it would: who brings it is believed or not"),
        read=parameter(0.3, "1", 0.1, 0.6, assumption="a judgement read to the party months ago weighs a third of a fresh "
                       "charge, until he is once recalled for it; two thirds if it was printed"),
    ),
    neutral=(0.0, 0.0), signs=dict(charge=+1, exposed=+1, curbed=-1, turned=+1), unit="index 0-1",
)
def what_lies_against_the_secretary(charge, exposed, curbed, known, authority, recognition, net, turned, dare, failure,
                                    alleged, read):
    """What voters have been shown of the case, or have seen of his line, and how pressing the matter is.

    A Testament once acted on is spent; that the network has been seen presses nobody who does not dare say so.
    """
    testament = read * (exposed * (1.0 - curbed))
    proof = jnp.maximum(known[TESTAMENT, COMMITTEE], authority)
    shown = charge * (alleged + (1.0 - alleged) * proof) + testament + failure * turned
    return shown, jnp.clip(charge + testament + recognition * net * dare + turned, 0.0, 1.0)


@rule(
    "leaders.r10", "succession.r05",
    reads=dict(target="succession.target", prestige="leaders.prestige", secretary="succession.secretary"),
    parameters=dict(rival=parameter(1.2, "1", 0.4, 2.4, assumption="full fear of a rival of full prestige outweighs an "
                                    "axis of conviction against the Secretary: it saved him in May 1924 (leaders.r10, "
                                    "p. 220), with two partners; at 0.4 the documents would have felled him, at 2.4 "
                                    "nothing could")),
    neutral=0.0, unit="pull",
)
def fear_of_his_rival_saves_him(target, prestige, secretary, rival):
    """Partners keep a Secretary whom they need against a man of greater name; the man himself does not."""
    return rival * (jnp.sum(target * prestige * (1.0 - secretary)) * (1.0 - target))


@rule(
    "succession.r01", "leaders.r06", "organs.r05",
    reads=dict(shown=here(0, 2, "what lies against the Secretary"), saved=here(0, 1.2, "fear of his rival", "leader"),
               net=here(0, 1, "the Secretary's network"), recognition="succession.recognition",
               congress="now:delegation.mandate", ties="leaders.ties", dependence="leaders.dependence",
               wiretap="information.tapped"),
    parameters=dict(
        proof=parameter(1.5, "1", 0.6, 2.5, assumption="the whole case, read, weighs an axis and a half of conviction, "
                        "more than a debt to a patron: his opponent thought that open action would win in 1923 "
                        "(leaders.r06, p. 199), and doubted that it would last"),
        mandate=parameter(1.5, "1", 0.5, 3.0, assumption="delegates all of whom mandate a recall weigh as much as the "
                          "whole case does: a plenum that meets before such a congress cannot both keep him and face "
                          "it (organs.r08, p. 197); at 0.5 leaders ignore delegates, at 3 they only obey them"),
        clientage="organs.clientage",
        quiet=parameter(0.85, "1", 0.4, 1.6, assumption="the habit of leaving a Secretary in place weighs as much as "
                        "nine tenths of an axis: proof, or the network seen, must outweigh it; two fifths where posts "
                        "change yearly, more than a debt where they never do"),
        warned=parameter(0.3, "1", 0.1, 0.6, assumption="who hears the others beforehand wins over one or two: a fifth of "
                         "what a full charge weighs, two fifths where he uses it well"),
    ),
    neutral=0.0, signs=dict(shown=+1, saved=-1, recognition=+1, congress=+1, ties=-1, dependence=-1, wiretap=-1),
    unit="pull",
)
def leaders_weigh_the_charge(shown, saved, net, recognition, congress, ties, dependence, wiretap, proof, mandate,
                             clientage, quiet, warned):
    """Proof, the network seen and a mandate of delegates speak for a recall; debts, habit and a rival against it."""
    owed = clientage * jnp.maximum(ties, dependence)
    return (proof * shown + recognition * net + mandate * congress - saved - owed - quiet - warned * wiretap)


@rule(
    "delegation.r05", "organs.r08", "succession.r10",
    reads=dict(appointees="delegation.appointees", net=here(0, 1, "the Secretary's network"),
               congress="now:delegation.mandate", turned=here(0, 1, "of his own men who turn from him")),
    parameters=dict(
        majority=parameter(2.0, "1", 1.7, 2.5, assumption="nominated men vote for their patron until half of the delegates "
                           "are against him; two fifths may, three fifths must free them"),
        elected=parameter(0.5, "share", 0.2, 0.8, assumption="of the members who owe him their posts half vote for him though an "
                          "elected congress chose them; a congress of nominees chooses the others for it")),
    neutral=0.0, signs=dict(appointees=+1, net=+1, congress=-1, turned=-1), unit="share",
)
def nominated_votes_are_his(appointees, net, congress, turned, majority, elected):
    """A committee of men whose posts are the Secretary's votes for him, most if nominated delegates chose it.

    Not if a congress of others sits behind, nor as far as they have turned from him.
    """
    chosen = elected + (1.0 - elected) * appointees
    return jnp.clip(net * chosen * (1.0 - jnp.minimum(majority * congress, 1.0)) * (1.0 - turned), 0.0, 1.0)


@rule(
    "succession.r09", "leaders.r19", "leaders.r12",
    reads=dict(his=here(0, 1, "how far the line is his"), world="organs.line_world", industry="organs.line_industry",
               democracy="organs.line_democracy", peasantry="organs.line_peasantry"),
    parameters=dict(case="succession.case"),
    neutral=0.0, unit="index -1..1",
)
def a_motion_against_him_is_one_against_his_line(his, world, industry, democracy, peasantry, case):
    """Against the Secretary speak the rights of the party and the nations, and the line as far as it is his."""
    line = jnp.stack([world, industry, democracy, peasantry, jnp.zeros_like(world), democracy])
    return jnp.clip(case - his * line, -1.0, 1.0)


@rule(
    "succession.r01", "leaders.r06", "succession.r05", "succession.r14", "succession.r09",
    reads=dict(motion=here(-1, 1, "direction of the motion", "axis"), weights=here(0, 1, "votes of the others", "leader"), trust=here(-3, 3, "pull of the charge", "leader"),
               net=here(0, 1, "the Secretary's network"), loyal=here(0, 1, "votes that are his"),
               pressing=here(0, 1, "how pressing the matter is"), positions="leaders.positions",
               fear="factions.fear", secretary="succession.secretary"),
    parameters=dict(
        weight_of_fear="organs.weight_of_fear", exposure="organs.exposure",
        hesitation="organs.hesitation", temper="organs.temper", spread="organs.spread",
        pace=parameter(0.3, "a month", 0.1, 0.6, assumption="a plenum every two or three months can decide it"),
    ),
    neutral=0.0, signs=dict(trust=+1, loyal=-1, pressing=+1, fear=-1), unit="probability a month",
)
def a_plenum_may_recall_the_secretary(motion, weights, trust, net, loyal, pressing, positions, fear, secretary,
                                      weight_of_fear, exposure, hesitation, temper, spread, pace):
    """With a charge or a failure before them the leaders vote on the Secretary; fear of his rival saves him."""
    vote = ballot(motion, positions, weights, trust=trust, fear=-weight_of_fear * exposure * fear * net,
                  hesitation=hesitation, temper=temper, spread=spread)
    share = (1.0 - loyal) * vote.share
    carries = jax.nn.sigmoid((share - HALF) / spread)
    return pace * carries * secretary.sum() * pressing


@rule(
    "leaders.r06", "succession.r10",
    reads=dict(recalled=here(0, 1, "a plenum recalls him"), replaced=here(0, 1, "a congress replaces him")),
    neutral=0.0, signs=dict(recalled=+1, replaced=+1), unit="flag",
)
def a_secretary_falls(recalled, replaced):
    """He falls by a plenum or by a congress."""
    return jnp.maximum(recalled, replaced)


@rule(
    reads=dict(curbed="succession.curbed", fallen=here(0, 1, "the Secretary falls")),
    parameters=dict(fades="succession.watch_fades"),
    neutral="curbed", signs=dict(curbed=+1, fallen=+1), unit="index 0-1",
    assumption="who has once recalled a Secretary watches the next",
)
def a_recalled_office_is_watched(curbed, fallen, fades):
    """After a fall the office is under watch for years."""
    return jnp.maximum(curbed * fades, fallen)


@rule(
    "leaders.r09", "army.r17",
    reads=dict(target=here(0, 1, "the target", "leader"), present=here(0, 1, "can hold a command", "leader"),
               standing="succession.standing", popularity="leaders.popularity", capacity="leaders.capacity",
               force="army.red", mass="police.mass_terror", dependence="leaders.dependence",
               rules="succession.army_rules"),
    parameters=dict(
        army="leaders.army", caution="leaders.caution",
        cornered=parameter(0.08, "1", 0.0, 0.3, assumption="a chief whom mass terror threatens has a twelfth of the "
                           "motive of one openly attacked: none of them moved in 1937-38, since each thought himself "
                           "trusted; zero if no victim can see it coming"),
        chance=parameter(0.02, "a month", 0.004, 0.06, assumption="a bold and loved chief of the whole army under "
                         "attack would use it once in four years; the one who could refused outright in 1924-25 "
                         "(leaders.r09, p. 234), which his caution carries, so that this is only the rate of a "
                         "reckless one"),
        unloved=parameter(0.4, "share", 0.2, 0.7, assumption="a chief whom soldiers do not love is followed by his staff "
                          "alone, two fifths of what it takes"),
        commands=parameter(0.6, "index 0-1", 0.4, 0.8, assumption="after two blows out of five a chief still commands, "
                           "after the next he does not"),
    ),
    neutral=(0.0, 0.0), unit="probability a month",
)
def the_army_may_be_used(target, present, standing, popularity, capacity, force, mass, dependence, rules, army, caution,
                         cornered, chance, unloved, commands):
    """A chief of the army under attack could use it; caution makes it improbable, power held already needless.

    Gives the chance of each, and of any.
    """
    cause = jnp.maximum(target, cornered * mass)
    could = (cause * jnp.square(army) * (unloved + (1.0 - unloved) * popularity) * capacity * (1.0 - caution)
             * (standing > commands) * (1.0 - dependence))
    each = chance * could * (force > 0.0) * present * (1.0 - rules)
    return each, each.sum()


@rule(
    "leaders.r09",
    reads=dict(takeover=here(0, 1, "the army takes power"), chances=here(0, 0.02, "chance of each chief", "leader"),
               present=here(0, 1, "can hold a command", "leader")),
    parameters=dict(army="leaders.army"),
    neutral=0.0, unit="flag",
)
def the_likeliest_chief_takes_power(takeover, chances, present, army):
    """Whoever was likeliest to use the army has used it; where none was, the one who has most of it."""
    rank = chances + NEGLIGIBLE * army * present
    return takeover * (rank >= rank.max()).astype(jnp.float32)


@rule(
    reads=dict(takeover=here(0, 1, "the army takes power"), chief=here(0, 1, "its chief", "leader")),
    parameters=dict(put_aside="succession.put_aside"),
    neutral=0.0, signs=dict(chief=-1), unit="standing lost",
    assumption="an army chief in power needs no committee",
)
def a_chief_puts_the_others_aside(takeover, chief, put_aside):
    """When the head of the army takes power the other leaders lose most of their place."""
    return put_aside * takeover * (1.0 - chief)


@rule(
    "succession.r05", "leaders.r11",
    reads=dict(target=here(0, 1, "the target", "leader")),
    parameters=dict(circle="leaders.circle"),
    neutral=0.0, unit="index 0-1",
)
def friends_of_the_target(target, circle):
    """A blow at one of a circle is felt by the others: partners and clients stand by him."""
    return tie(target, circle)


@rule(
    "leaders.r11", "factions.r16", "succession.r05", "organs.r12",
    reads=dict(near_target=here(0, 1, "ties to the target", "leader"), struck=here(0, 1),
               target=here(0, 1, "the target", "leader"), bloc="factions.bloc", secretary="succession.secretary",
               able="now:leaders.accountable"),
    parameters=dict(step=parameter(0.34, "index 0-1", 0.2, 0.5, book=("factions.r10", "organs.r12")),
                    friends=parameter(0.6, "share", 0.2, 0.9, assumption="a follower in opposition loses three fifths "
                                      "of what his leader loses: with the heads of 1925-27 fell their lieutenants, not "
                                      "all and not so deep (succession.r05, p. 197); a fifth where examples are made, "
                                      "nine tenths where circles are uprooted")),
    neutral=0.0, unit="standing lost",
)
def a_place_is_lost_at_each_blow(near_target, struck, target, bloc, secretary, able, step, friends):
    """Post, seat and membership go one after another; those who stand with the target lose theirs too, unless too ill."""
    with_him = friends * bloc * near_target * (1.0 - secretary)
    return step * struck * jnp.maximum(target, with_him) * able


@rule(
    "leaders.r06",
    reads=dict(fallen=here(0, 1, "the Secretary falls"), holder=here(0, 1, "held the office", "leader")),
    parameters=dict(step="succession.a_place_is_lost_at_each_blow.step"),
    neutral=0.0, signs=dict(fallen=+1, holder=+1), unit="standing lost",
)
def a_fallen_secretary_loses_a_place(fallen, holder, step):
    """A recall is a blow like another: the post goes, seat and membership stay."""
    return step * fallen * holder


@rule(
    "factions.r16", "succession.r11", "terror.r01",
    reads=dict(ties="leaders.ties", standing="succession.standing", secretary="succession.secretary",
               mass="police.mass_terror", dependence="leaders.dependence"),
    parameters=dict(
        rate=parameter(0.07, "a month", 0.03, 0.15, assumption="two years of mass terror at full force leave a fifth "
                       "of the standing of anybody not near the ruler; the book has no rival left by 1941 "
                       "(succession.r11, p. 372), and one year at the upper bound would do it"),
        client=parameter(0.6, "share", 0.3, 0.9, assumption="a post owed to the ruler protects three fifths as well as an "
                         "old friendship; appointees fell in numbers, some friends too"),
        near=parameter(0.85, "share", 0.6, 0.97, assumption="of his oldest circle one in seven is taken for one in one of "
                       "the others; from hardly any to two in five"),
    ),
    neutral=0.0, signs=dict(mass=+1), unit="standing lost a month",
)
def terror_leaves_no_alternative(ties, standing, secretary, mass, dependence, rate, client, near):
    """Mass terror takes whoever could replace the ruler, his followers last."""
    close = jnp.maximum(ties, client * dependence)
    return standing * rate * mass * (1.0 - secretary) * (1.0 - near * close)


@rule(
    "factions.r13", "factions.r11",
    reads=dict(standing="succession.standing", lost=here(0, 1, "standing lost this month", "leader"),
               expelled="now:factions.expelled", recanted="now:factions.recanted", alive="now:leaders.alive"),
    parameters=dict(readmitted="factions.readmitted"),
    neutral="standing", signs=dict(lost=-1, expelled=-1), unit="index 0-1",
)
def standing_is_what_blows_leave(standing, lost, expelled, recanted, alive, readmitted):
    """What is lost is lost; the expelled have no place, those who have recanted a small one at most."""
    left = jnp.clip(standing - lost, 0.0, 1.0)
    return (left + recanted * (readmitted - left)) * (1.0 - expelled) * alive


@rule(
    "succession.r04", "succession.r15", "succession.r03", "culture.r10",
    reads=dict(religion="culture.religion", cult="succession.cult", alive="leaders.alive.lenin", appointed="appointments.appointed",
               rights="information.rights", soviet="soviets.power"),
    parameters=dict(
        pace=parameter(0.15, "a month", 0.05, 0.3, assumption="the relic is half made in four months, four fifths in "
                       "ten: mausoleum, oath and renamed city within days of the death, teaching by quotation in the "
                       "year after (succession.r04, p. 218); a month or two at 0.3"),
        devout=parameter(0.3, "share", 0.1, 0.6, assumption="liturgy speaks to a country that believes: without churches the relic would "
                         "have seven tenths of its worshippers; nearly all, or two in five"),
        sober=parameter(0.25, "index 0-1", 0.05, 0.5, assumption="mourning alone leaves a quarter of the cult, the "
                        "wreaths and portraits that any founder has; hardly any or half"),
        argued=parameter(0.5, "share", 0.2, 0.8, assumption="free platforms would quote the dead man against his heirs and "
                         "halve the cult; editors would still print most of it"),
    ),
    neutral=0.0, signs=dict(appointed=+1, alive=-1, religion=+1), unit="change a month",
)
def the_founder_is_made_a_relic(religion, cult, alive, appointed, rights, soviet, pace, devout, sober, argued):
    """A dead founder, a press of nominated editors: mummy, oath and litany make his disciples his heirs."""
    aim = soviet * (1.0 - alive) * (sober + (1.0 - sober) * appointed * (1.0 - argued * rights))
    return pace * (aim * (1.0 - devout + devout * religion) - cult)


@rule(
    "succession.r15", "succession.r03", "succession.r04",
    reads=dict(standing="succession.standing", network="appointments.network", prestige="leaders.prestige",
               capacity="leaders.capacity", bloc="factions.bloc", seat="organs.politburo"),
    parameters=dict(
        posts=parameter(0.7, "share", 0.4, 0.9, assumption="the guard of honour was of men in office, and the widow "
                        "without a post counted for nothing (succession.r15, p. 218); a name of 1917 still gives three "
                        "tenths of the rank, between a tenth and six tenths"),
        shunned=parameter(0.5, "share", 0.2, 0.8, assumption="an open opponent is still named among the heirs, half as "
                          "often; his portraits go last")),
    neutral=1 / L, unit="share",
)
def heirs_are_ranked_by_posts(standing, network, prestige, capacity, bloc, seat, posts, shunned):
    """The first guard of honour is those who hold posts and seats, not those whom the dead man named."""
    name = standing * capacity * prestige * seat
    post = standing * capacity * network
    rank = ((1.0 - posts) * name / jnp.maximum(name.sum(), NEGLIGIBLE)
            + posts * post / jnp.maximum(post.sum(), NEGLIGIBLE))
    return rank * (1.0 - shunned * bloc)


@rule(
    "succession.r02", "leaders.r07",
    reads=dict(before="leaders.alive.lenin", now="now:leaders.alive.lenin", illness="leaders.illness",
               abroad="leaders.abroad"),
    parameters=dict(coldness=parameter(0.12, "index 0-1", 0.03, 0.25, assumption="who is missing at the burial falls "
                                       "by an eighth of full standing, a third of what a blow costs: the book tells of "
                                       "a false date and of coldness held against him (succession.r02, p. 217), and he "
                                       "lost no office by it that year; from a tenth of a blow to most of one")),
    neutral=0.0, unit="standing lost",
)
def absence_from_the_funeral_reads_as_coldness(before, now, illness, abroad, coldness):
    """Who is away, ill or misled about the date when the founder is buried loses standing."""
    away = jnp.maximum(abroad, illness * jax.nn.one_hot(TROTSKY, L))
    return coldness * jnp.maximum(before - now, 0.0) * away


@rule(
    "succession.r07",
    reads=dict(target="succession.target", secretary="succession.secretary", recognition="succession.recognition",
               net=here(0, 1, "the Secretary's network"), authority="succession.authority", truce="succession.truce",
               standing="succession.standing"),
    parameters=dict(
        caution="leaders.caution",
        hazard=parameter(0.08, "a month", 0.02, 0.2, assumption="a Secretary with all the posts makes a rival as "
                         "cautious as Trotsky an offer every sixteen months; the book tells of offers over 1924-25 "
                         "(succession.r07, p. 221) and counts none, so two a year or one in five years"),
        trusting=parameter(0.25, "probability", 0.05, 0.5, assumption="one offer in four is taken: the one on record "
                           "was refused, by a man who had seen the offerer at work; one in twenty or every second"),
    ),
    neutral=0.0, signs=dict(truce=-1), unit="probability a month",
)
def an_offer_is_accepted(target, secretary, recognition, net, authority, truce, standing, caution, hazard, trusting):
    """The Secretary offers the rival under attack an alliance to keep him bound; a cautious one may take it."""
    offered = hazard * net * jnp.sum((target > 0) * (1.0 - secretary) * standing * caution)
    return jnp.clip(offered * trusting, 0.0, 1.0) * (1.0 - recognition) * (1.0 - authority) * (1.0 - truce)


@rule(
    "succession.r07",
    reads=dict(truce="succession.truce", accepted=here(0, 1, "an offer is accepted")),
    parameters=dict(fades="succession.truce_fades"),
    neutral="truce", signs=dict(truce=+1, accepted=+1), unit="index 0-1",
)
def an_alliance_of_convenience_cools(truce, accepted, fades):
    """A truce holds as long as both need it."""
    return jnp.maximum(truce * fades, accepted)


@rule(
    "succession.r11", "succession.r10",
    reads=dict(alive="leaders.alive", standing="succession.standing", prestige="leaders.prestige",
               popularity="leaders.popularity", dependence="leaders.dependence", secretary="succession.secretary"),
    parameters=dict(
        enough=parameter(0.35, "index 0-1", 0.2, 0.5, assumption="prestige of the third rank, a third of the "
                         "founder's, is enough for one to whom others could turn; a fifth, as the names of 1934 had, "
                         "or a half, as those of 1917"),
        owned=parameter(0.4, "share", 0.2, 0.7, assumption="who owes his post to the ruler is two fifths less of an "
                        "alternative: he must first be ready to turn on him"),
    ),
    neutral=0.5, unit="index 0-1",
)
def an_alternative_is_left(alive, standing, prestige, popularity, dependence, secretary, enough, owned):
    """While a leader of some name lives in freedom, the ruler can be replaced."""
    able = alive * standing * jnp.maximum(prestige, popularity) * (1.0 - owned * dependence) * (1.0 - secretary)
    return jnp.clip(jnp.max(able) / enough, 0.0, 1.0)


@rule(
    "succession.r10", "delegation.r12", "leaders.r15",
    reads=dict(sitting="delegation.sitting", hidden="delegation.hidden", dare=here(0, 1, "share who dare turn on him"),
               secretary="succession.secretary", wiretap="information.tapped", appointees="delegation.appointees",
               deciders="organs.deciders", turned=here(0, 1, "of his own men who turn from him")),
    parameters=dict(
        chance=parameter(0.5, "probability", 0.2, 0.9, assumption="where a majority would dare half of such congresses "
                         "act, one having to speak first; a fifth or nine tenths"),
        needed=parameter(0.4, "share", 0.25, 0.5, assumption="share of ballots without his name at which a corridor "
                         "plan becomes a vote: a fifth or so struck it in 1934 and the plan failed (succession.r10, p. "
                         "318), so more than that, and less than the half that would have removed him at once"),
        steep=parameter(14.0, "1", 7, 25, assumption="three points of struck names around the needed share decide "
                        "three chances in five: delegates do not know of each other until they are counted; half as "
                        "sharp, or nearly twice"),
        overheard=parameter(0.5, "share", 0.2, 0.8, assumption="a plan that may be overheard is dropped one time in two; a "
                            "congress meets in corridors, not by wire"),
        grateful=parameter(0.3, "share", 0.1, 0.6, assumption="delegates who owe their posts tell of one plan in three; "
                           "many of them struck his name all the same"),
        few=parameter(3.0, "persons", 2.2, 4.0, assumption="under three who decide the ruler is one man who can be "
                      "replaced; four are a college that changes by itself"),
    ),
    neutral=0.0, signs=dict(hidden=+1, dare=+1, wiretap=-1, turned=+1), unit="probability",
)
def a_congress_may_replace_the_ruler(sitting, hidden, dare, secretary, wiretap, appointees, deciders, turned, chance,
                                      needed, steep, overheard, grateful, few):
    """Delegates who strike his name may put another in his place, if one consents and nobody tells."""
    bold = (jax.nn.sigmoid(steep * (hidden - needed)) * dare * (1.0 - overheard * wiretap)
            * (1.0 - grateful * appointees * (1.0 - turned)))
    return chance * sitting * secretary.sum() * bold * jnp.clip(few - deciders, 0.0, 1.0)


def step(m: Month) -> None:
    """Authority, office, coalition, blows, recall, heritage."""
    m.set("authority", m.rule(an_authority_stands_above))
    present = m.rule(who_can_hold_an_office)
    holder = m.rule(a_secretary_holds_his_office_while_he_can, present=present)
    net = m.rule(the_secretary_has_a_network)

    charged = m.choose(NOTE, m.rule(the_case_is_put, bold=m.rule(one_could_put_the_case)))
    published = m.choose(TESTAMENT_READ, m.rule(the_testament_comes_out))
    charge = m.rule(a_charge_lies_open_for_months, charged=charged, published=published)
    exposed = m.latch("exposed", published)
    dare, his = m.rule(who_dares_turn_on_him), m.rule(how_far_the_line_is_his)
    turned = m.rule(disaster_turns_his_own_men, his=his, dare=dare)
    shown, pressing = m.rule(what_lies_against_the_secretary, charge=charge, exposed=exposed, net=net, turned=turned,
                             dare=dare)
    trust = m.rule(leaders_weigh_the_charge, shown=shown, saved=m.rule(fear_of_his_rival_saves_him), net=net)
    recalled = m.choose(RECALL, m.rule(
        a_plenum_may_recall_the_secretary, motion=m.rule(a_motion_against_him_is_one_against_his_line, his=his),
        weights=m.rule(the_others_judge_the_secretary), trust=trust, net=net,
        loyal=m.rule(nominated_votes_are_his, net=net, turned=turned), pressing=pressing))
    replaced = m.choose(REPLACEMENT, m.rule(a_congress_may_replace_the_ruler, dare=dare, turned=turned))
    fallen = m.rule(a_secretary_falls, recalled=recalled, replaced=replaced)
    m.set("charge", charge - charge * fallen)
    m.set("curbed", m.rule(a_recalled_office_is_watched, fallen=fallen))
    m.change("recognition", m.rule(partners_see_the_network_late, net=net), m.rule(the_founder_sees_it_first, net=net),
             m.rule(a_charge_opens_eyes, charged=charged, published=published))

    is_open = m.rule(the_office_is_to_be_filled, holder=holder, fallen=fallen)
    odds = m.rule(another_is_chosen, preferred=m.rule(an_administrator_is_preferred), holder=holder, present=present,
                  open=is_open)
    chosen = m.choose(HEAD, *odds)
    m.set("secretary", m.rule(the_chosen_takes_the_office, chosen=chosen, holder=holder, fallen=fallen))

    accepted = m.choose(OFFER, m.rule(an_offer_is_accepted, net=net))
    m.set("truce", m.rule(an_alliance_of_convenience_cools, accepted=accepted))
    menace = m.rule(prestige_threatens_before_posts_do, distance=m.rule(leaders_differ_from_the_middle))
    combined = m.set("target", m.rule(others_combine_against_the_most_threatening, menace=menace))
    target = m.rule(one_is_under_attack, combined=combined)
    near = m.set("ties_to_target", m.rule(friends_of_the_target, target=target))
    attacked = m.rule(the_secretary_may_be_the_target, target=target)
    struck = m.choose(STRIKE, m.rule(
        the_coalition_strikes, target=target, attacked=attacked,
        weights=m.rule(votes_go_with_names_or_posts, target=target),
        trust=m.rule(fear_of_the_man_outweighs_ties, target=target, near_target=near, attacked=attacked, net=net),
        line=m.rule(posts_press_for_the_line, attacked=attacked, net=net)))
    chances, any_chance = m.rule(the_army_may_be_used, target=target, present=present)
    takeover = m.choose(TAKEOVER, any_chance)
    chief = m.rule(the_likeliest_chief_takes_power, takeover=takeover, chances=chances, present=present)
    m.latch("army_rules", takeover)
    lost = (m.rule(a_place_is_lost_at_each_blow, struck=struck, target=target, near_target=near)
            + m.rule(a_fallen_secretary_loses_a_place, fallen=fallen, holder=holder)
            + m.rule(terror_leaves_no_alternative) + m.rule(absence_from_the_funeral_reads_as_coldness)
            + m.rule(a_chief_puts_the_others_aside, takeover=takeover, chief=chief))
    m.set("standing", m.rule(standing_is_what_blows_leave, lost=lost))
    m.change("cult", m.rule(the_founder_is_made_a_relic))
    m.set("heir", m.rule(heirs_are_ranked_by_posts))
    m.set("alternative", m.rule(an_alternative_is_left))


@output("power.stalin_secretary", "flag", "Stalin holds the office of General Secretary", system="succession",
        high=1.0, book=("appointments.r01",))
def stalin_is_secretary(w, flows):
    """Whether the office is his."""
    return w.succession.secretary[STALIN]


@output("power.trotsky_standing", "index 0-1", "Trotsky's place in the leading organs", system="succession",
        high=1.0, book=("factions.r11",))
def trotsky_standing(w, flows):
    """1 in full, 0 driven out or dead."""
    return w.succession.standing[TROTSKY]


@output("power.stalin_standing", "index 0-1", "Stalin's place in the leading organs", system="succession", high=1.0,
        book=("succession.r01",))
def stalin_standing(w, flows):
    """1 in full, 0 driven out or dead."""
    return w.succession.standing[STALIN]


@output("power.right_standing", "index 0-1", "Place of Bukharin, Rykov and Tomsky in the leading organs",
        system="succession", high=1.0, book=("succession.r09",))
def right_standing(w, flows):
    """Mean of the three."""
    return jnp.mean(w.succession.standing[THE_RIGHT])


@output("power.zinoviev_standing", "index 0-1", "Place of Zinoviev and Kamenev in the leading organs",
        system="succession", high=1.0, book=("succession.r05",))
def zinoviev_standing(w, flows):
    """Mean of the two."""
    return jnp.mean(w.succession.standing[THE_TWO])
