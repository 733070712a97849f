"""Who knows what: letters kept back, a sick leader guarded, telephones heard, reports that please."""

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, output, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import DOCUMENTS, LEADERS, READERS

TESTAMENT, NOTE, DECLARATION, PLATFORM = range(len(DOCUMENTS))
SECRETARIAT, POLITBURO, COMMITTEE, DELEGATES, MEMBERS = range(len(READERS))
LENIN = LEADERS.index("lenin")
BELOW = np.eye(len(READERS), k=1, dtype=np.float32)
"""Moves what a circle knows to the next wider one."""
CELLS = np.isin(np.arange(len(READERS)), (DELEGATES, MEMBERS)).astype(np.float32)
"""Those to whom copies go: the readers outside the organs."""
THE_TESTAMENT = np.eye(len(DOCUMENTS), dtype=np.float32)[TESTAMENT]


class Information(System):
    """What may be known, and by whom it is."""

    known: Array = variable("share", "readers of each circle who know each document", start=0.0, high=1.0,
                            dim=("document", "reader"), book=("information.r05",))
    rights: Array = variable("index 0-1", "right to publish a platform", high=1.0, gives="press.platforms",
                             book=("delegation.r10", "factions.r18"), start=parameter(
                                 1.0, "index 0-1", 0.8, 1.0, assumption="members of a legal party, and of an illegal "
                                         "one that had quarrelled in print for fifteen years, may read what they can "
                                         "find: no rule forbids it in 1917 (delegation.r01, p. 31); a fifth less where "
                                         "committees keep papers to themselves"))
    guarded: Array = variable("flag", "the Secretary guards the sick founder", start=0.0, high=1.0,
                              gives="power.gatekeeper", book=("information.r03",))
    tapped: Array = variable("flag", "the leaders' telephones are heard", start=0.0, high=1.0, gives="power.wiretap",
                             book=("information.r07",))
    accuracy: Array = variable("index 0-1", "fidelity of reports upward", high=1.0, start=parameter(
        0.9, "index 0-1", 0.75, 1.0, assumption="a small party that argues in the open deceives itself little: "
                "majorities of one are counted and told (delegation.r01, p. 31); a tenth is lost to hopes, a quarter "
                "at most, since local committees wrote what the centre asked"),
        gives="party.accuracy", book=("information.r15",))
    abroad: Array = variable("index 0-1", "what the world outside knows", high=1.0, start=parameter(
        0.7, "index 0-1", 0.5, 0.9, assumption="the world reads seven tenths of what happens: correspondents and "
                "emigrants of all parties write, censors of a war strike out; a half or nine tenths"),
        gives="information.abroad", book=("information.r10",))
    files: Array = variable("index 0-1", "dossiers that the police holds on members", start=0.0, high=1.0,
                            gives="party.files", book=("information.r13", "membership.r11"))


GATE = choice("information.gatekeeper", "the Secretary is made guardian of the sick founder", kind="decision",
              book=("information.r03",))
TAP = choice("information.wiretap", "a line that hears the leaders' calls is laid", kind="decision",
             book=("information.r07",))
LEAK = choice("information.leak", "a document that was kept back gets out", kind="event",
              book=("information.r05", "factions.r05"))

PUBLICATION = parameter(0.0, "share", 0.0, 0.0,
                        assumption="nil by construction: how far the right to publish platforms is kept, a question "
                                   "to ask")


@rule(
    "delegation.r10", "information.r05", "factions.r18",
    reads=dict(banned="factions.banned", appointed="appointments.appointed", autonomy="police.autonomy"),
    parameters=dict(
        publication="information.publication",
        refused=parameter(0.75, "share", 0.4, 0.95, assumption="under the ban three quarters of what opponents write "
                          "is refused where every editor is nominated: the platform of 1927 was, discussion sheets "
                          "before the congress printed some of it (delegation.r10, p. 258); two fifths if editors "
                          "differ, all but a twentieth if none dares"),
        obedient=parameter(0.3, "share", 0.1, 0.6, assumption="part of the refusals that elected editors make too, whom "
                           "the ban binds: a few in a party that still argues, most where they are zealous"),
        seized=parameter(0.2, "share", 0.05, 0.4, assumption="platforms that an independent police takes though editors "
                         "would print: the raid on one press, up to two of five"),
    ),
    neutral=1.0, signs=dict(banned=-1, appointed=-1), unit="index 0-1",
)
def the_press_is_the_secretaries(banned, appointed, autonomy, publication, refused, obedient, seized):
    """Under the ban whoever names the editors decides what is printed."""
    free = 1.0 - refused * banned * (obedient + (1.0 - obedient) * appointed) - seized * autonomy * banned
    return jnp.maximum(free, publication)


@rule(
    "information.r03", "leaders.r02",
    reads=dict(capacity="leaders.capacity.lenin", alive="leaders.alive.lenin"),
    parameters=dict(
        well=parameter(0.8, "index 0-1", 0.7, 0.9, assumption="a founder who does a fifth less than his work is seen to "
                       "be ill; overwork alone takes a tenth, a month's leave three"),
        span=parameter(0.4, "index 0-1", 0.25, 0.6, assumption="from seen to be ill to disabled: at two fifths of his "
                       "work nobody expects him back; doctors' hopes stretch it"),
        able=parameter(0.05, "index 0-1", 0.01, 0.15, assumption="below a twentieth of his work he neither speaks nor "
                       "dictates; five minutes a day are somewhat more"),
    ),
    neutral=(0.0, 0.0), signs=dict(capacity=-1), unit="index 0-1",
)
def the_founder_is_ill(capacity, alive, well, span, able):
    """How ill the founder is, and how ill while he can still dictate: a last will is written between the two."""
    ill = jnp.clip((well - capacity) / span, 0.0, 1.0) * alive
    return ill, ill * (capacity > able)


@rule(
    "information.r03", "leaders.r02",
    reads=dict(ill=here(0, 1, "how ill the founder is"), secretary="succession.secretary",
               gatekeeper="information.guarded", power="appointments.power"),
    parameters=dict(chance=parameter(0.3, "a month", 0.1, 0.6, assumption="a founder wholly ill is put under a "
                                     "guardian within three months and a half: seven months after the first attack, "
                                     "days after the second (information.r03, p. 188); six weeks or ten months")),
    neutral=0.0, signs=dict(ill=+1), unit="probability a month",
)
def the_secretary_guards_the_sick(ill, secretary, gatekeeper, power, chance):
    """A plenum makes whoever runs the office the guardian of a sick leader's regime."""
    return chance * ill * (secretary.sum() - secretary[LENIN]) * power * (1.0 - gatekeeper)


@rule(
    "information.r03",
    reads=dict(guarded="information.guarded", made=here(0, 1, "a guardian is made"), alive="leaders.alive.lenin"),
    neutral="guarded", signs=dict(made=+1, alive=+1), unit="flag",
)
def a_guard_lasts_as_long_as_the_sick_man(guarded, made, alive):
    """The guard, once given, stays with the office while the founder lives, whoever comes to hold it."""
    return jnp.maximum(guarded, made) * alive


@rule(
    "information.r07",
    reads=dict(secretary="succession.secretary", power="appointments.power", authority="succession.authority",
               wiretap="information.tapped", soviet="soviets.power"),
    parameters=dict(chance=parameter(0.05, "a month", 0.015, 0.15, assumption="a Secretary with nobody above him has "
                                     "the line laid within twenty months: appointed in April 1922, he had it at the "
                                     "end of 1923 (information.r07, p. 239) as the founder's authority went; six "
                                     "months or five years")),
    neutral=0.0, signs=dict(power=+1, authority=-1), unit="probability a month",
)
def a_line_is_laid(secretary, power, authority, wiretap, soviet, chance):
    """With nobody above him a Secretary can have the leaders' lines heard; who laid them does not live to tell."""
    return chance * soviet * secretary.sum() * power * (1.0 - authority) * (1.0 - wiretap)


@rule(
    "information.r07",
    reads=dict(tapped="information.tapped", laid=here(0, 1, "a line is laid"), soviet="soviets.power"),
    neutral="tapped", signs=dict(laid=+1, soviet=+1), unit="flag",
)
def a_line_once_laid_is_kept(tapped, laid, soviet):
    """The few who know are bound by fear: the line is heard as long as the regime stands."""
    return jnp.maximum(tapped, laid) * soviet


@rule(
    "information.r03",
    reads=dict(gatekeeper="information.guarded"),
    parameters=dict(minutes=parameter(0.35, "share", 0.1, 0.7, assumption="guarded, a founder gets down a third of "
                                      "what he would: a few minutes of dictation a day, a secretary at it, no letters "
                                      "that ask for answers (information.r03, p. 188), and yet seven texts; a tenth or "
                                      "seven tenths, as minutes or doctors prevail")),
    neutral=1.0, signs=dict(gatekeeper=-1), unit="share",
)
def a_guarded_man_hardly_writes(gatekeeper, minutes):
    """What a founder gets written down under guard: minutes of dictation, no letters that call for answers."""
    return 1.0 - (1.0 - minutes) * gatekeeper


@rule(
    "succession.r01", "information.r03",
    reads=dict(dying=here(0, 1, "how ill the founder is while he can dictate"),
               hand=here(0.35, 1, "what he gets written down"), secretary="succession.secretary"),
    parameters=dict(dictate=parameter(0.4, "a month", 0.15, 0.8, assumption="once he feels his end a founder who can "
                                      "write has two fifths of his judgement on paper in a month: the letter took from "
                                      "23 December to 4 January (succession.r01, p. 220), inside one month; a slow "
                                      "hand takes half a year")),
    neutral=0.0, signs=dict(dying=+1, hand=+1), unit="share a month",
)
def a_founder_who_feels_his_end_dictates(dying, hand, secretary, dictate):
    """A sick founder who sees another man in the office writes his judgement down."""
    return dictate * dying * (secretary.sum() - secretary[LENIN]) * hand


@rule(
    "leaders.r19", "leaders.r05",
    reads=dict(dying=here(0, 1, "how ill the founder is while he can dictate"),
               hand=here(0.35, 1, "what he gets written down"), alive="leaders.alive.lenin",
               recognition="succession.recognition", secretary="succession.secretary", charge="succession.charge"),
    parameters=dict(
        note=parameter(0.25, "a month", 0.08, 0.5, assumption="with the danger seen whole he writes a quarter of it to "
                       "his ally each month: notes of autumn 1922 to March 1923 (leaders.r19, p. 184), six months with "
                       "pauses of illness; a year, or two months"),
        before=parameter(0.3, "share", 0.1, 0.6, assumption="while well he writes his ally a third as often as when he "
                         "can no longer speak himself; from a rare note to more than half"),
    ),
    neutral=0.0, signs=dict(recognition=+1, charge=+1), unit="share a month",
)
def an_ally_keeps_a_note(dying, hand, alive, recognition, secretary, charge, note, before):
    """What the founder cannot say himself he writes to an ally; a case once put is on paper too."""
    office = secretary.sum() - secretary[LENIN]
    return jnp.maximum(note * recognition * office * alive * hand * (before + dying), charge)


@rule(
    "factions.r05",
    reads=dict(bloc="factions.bloc", voice="factions.voice"),
    parameters=dict(
        few=parameter(3.0, "persons", 1.0, 6.0, assumption="two or three quarrel by letter; from a fourth on they sign "
                      "together, at most from a seventh"),
        each=parameter(0.1, "a month a person", 0.04, 0.2, assumption="five more signers write within half a year; from "
                       "a season to a year"),
        most=parameter(0.5, "a month", 0.25, 0.8, assumption="texts take two months however many sign; from weeks to "
                       "four months"),
    ),
    neutral=0.0, signs=dict(voice=+1), unit="share a month",
)
def an_opposition_declares_itself(bloc, voice, few, each, most):
    """Several leaders who disagree sign a declaration; who speaks in the cells has one in hand."""
    return jnp.minimum(jnp.minimum(each * jnp.maximum(bloc.sum() - few, 0.0), most) + voice, 1.0)


@rule(
    "succession.r01", "factions.r05",
    reads=dict(known="information.known", testament=here(0, 1, "dictated this month"),
               note=here(0, 1, "noted this month"), declaration=here(0, 1, "signed this month"),
               printed="factions.printed"),
    parameters=dict(
        first=parameter(
            [[1.0, 0.0, 0.0, 0.0, 0.0], [1.0, 0.3, 0.0, 0.0, 0.0], [1.0, 1.0, 0.3, 0.0, 0.0],
             [1.0, 1.0, 0.4, 0.1, 0.05]],
            "share", 0.5, 1.0, dim=("document", "reader"),
            assumption="a secretary types it, its addressees read it, a printed text passes a few hands below: full "
                       "where a circle is sure to see it, half of that where it is kept closer"),
    ),
    neutral=0.0, signs=dict(testament=+1, printed=+1), unit="share",
)
def documents_are_written(known, testament, note, declaration, printed, first):
    """A founder who feels his end dictates; an ally keeps his note; an opposition declares and prints."""
    written = jnp.stack([testament, note, declaration, printed])
    return written[:, None] * first * (1.0 - known)


@rule(
    "information.r05", "organs.r08",
    reads=dict(known="information.known", rights="information.rights", appointed="appointments.appointed",
               secretariat="appointments.power", sitting="delegation.sitting"),
    parameters=dict(
        circulate=parameter(0.35, "a month", 0.15, 0.7, assumption="a text passes a third of the way to the next "
                            "circle in a month where nobody holds it: eight days for a file, four for a letter, two "
                            "for an article, half a year for one from a camp (information.r04, p. 193), mostly with "
                            "somebody holding it; a sixth or seven tenths"),
        kept=parameter(0.9, "share", 0.6, 0.99, assumption="where the circle above names everybody it keeps nine "
                       "tenths of its papers from the one below: texts of 1922-24 were decided on one by one, and "
                       "mostly kept (information.r05, p. 192); three fifths where some are read out without notes, as "
                       "in May 1924"),
        office=parameter(0.5, "share", 0.25, 0.8, assumption="a Secretariat in being keeps back half of what nominated "
                         "secretaries would: it files the papers, others may still ask for them"),
        steps=parameter([0.0, 0.5, 0.6, 1.0, 0.6], "share", 0.6, 1.4, dim="reader",
                        assumption="the office reads first; half of what it has goes up, more goes on to a committee "
                                   "that asks, all to delegates, less to members who read little"),
        between=parameter([1.0, 1.0, 1.0, 0.1, 0.3], "share", 0.5, 1.5, dim="reader",
                          assumption="organs meet every month, delegates only at a congress, members read a paper"),
        gathered=parameter([0.0, 0.0, 0.0, 0.9, 0.2], "share", 0.5, 1.1, dim="reader",
                           assumption="a congress tells nearly all to its delegates, and through them to a fifth of the "
                                      "members"),
    ),
    neutral=0.0, unit="share a month",
)
def each_circle_lets_the_next_read(known, rights, appointed, secretariat, sitting, circulate, kept, office, steps,
                                   between, gathered):
    """Each circle learns from the one above it as far as that one lets it."""
    shut = kept * jnp.minimum(appointed + office * secretariat, 1.0) * (1.0 - rights)
    pass_on = circulate * (1.0 - shut) * steps
    pass_on = pass_on * between + pass_on * sitting * gathered
    return pass_on * jnp.maximum(known @ BELOW - known, 0.0)


@rule(
    "information.r05", "factions.r05",
    reads=dict(known="information.known", leaked=here(0, 1, "a text gets out")),
    parameters=dict(reach=parameter([0.0, 0.6, 0.5, 0.35, 0.2], "share", 0.5, 1.5, dim="reader",
                                    assumption="a leak is read by most leaders and by fewer at each step down; half as "
                                               "many where it is hushed up, half more where it is quoted as a crime")),
    neutral=0.0, signs=dict(leaked=+1), unit="share a month",
)
def a_leak_is_read_further_down(known, leaked, reach):
    """What was kept in the office is read in each circle as soon as it gets out."""
    return leaked * reach * known[:, SECRETARIAT, None]


@rule(
    "factions.r18",
    reads=dict(known="information.known", open="delegation.open", network="factions.exile_network"),
    parameters=dict(clandestine=parameter(0.02, "a month", 0.005, 0.06, assumption="copies by hand reach a fiftieth of "
                                          "the cells' members a month while a discussion is open: the platform of 1927 "
                                          "ran to some thousands of copies (factions.r18, p. 258) in a party of a "
                                          "million; a quarter of that or three times")),
    neutral=0.0, signs=dict(open=+1, network=+1), unit="share a month",
)
def copies_go_from_hand_to_hand(known, open, network, clandestine):
    """While a discussion is open, and by the letters of the deported, copies reach delegates and members."""
    return (clandestine * (open + network) * CELLS) * known[:, POLITBURO, None]


@rule(
    "information.r05", "organs.r08", "organs.r09",
    reads=dict(known="information.known", rights="information.rights", exposed="succession.exposed",
               shown=here(0, 0.4, "by the circle above", ("document", "reader")),
               leaked=here(0, 0.6, "by a leak", ("document", "reader")),
               copied=here(0, 0.05, "in copies", ("document", "reader"))),
    parameters=dict(
        forget=parameter(0.01, "a month", 0.0, 0.03, assumption="texts that may not be shown are forgotten"),
        fades=parameter([0.0, 0.0, 0.3, 1.0, 1.0], "share", 0.5, 1.0, dim="reader",
                        assumption="office and leaders keep files; a committee is renewed in part, delegates and members "
                                   "have nothing on paper"),
        hall=parameter([1.0, 1.0, 1.0, 0.9, 0.2], "share", 0.6, 1.0, dim="reader",
                       assumption="read to the party it is heard by nearly all delegates and by the members who come to "
                                  "meetings, one in five; fewer where it is read once without notes"),
    ),
    neutral=0.0, signs=dict(shown=+1, leaked=+1, copied=+1), unit="share a month",
)
def knowledge_goes_down_in_steps(known, rights, exposed, shown, leaked, copied, forget, fades, hall):
    """A circle learns by the widest of its ways; what nobody may print is forgotten below."""
    read = exposed * (THE_TESTAMENT[:, None] * hall)
    learnt = jnp.maximum(jnp.maximum(shown, leaked), jnp.maximum(copied, read)) * (1.0 - known)
    return learnt - forget * known * fades * (1.0 - rights)


@rule(
    "information.r05", "factions.r05",
    reads=dict(known="information.known", bloc="factions.bloc", fear="factions.fear",
               wiretap="information.tapped"),
    parameters=dict(
        chance=parameter(0.03, "a month", 0.01, 0.08, assumption="a text wholly kept from members gets out within "
                         "three years where no opposition holds it, twice as soon for each leader in opposition: the "
                         "letter of October 1923 leaked within weeks, cited as the offence of others (information.r05, "
                         "p. 207); eight years or one"),
        most=parameter(6.0, "persons", 3.0, 10.0, assumption="half a dozen opponents tell all whom they would; with ten "
                       "nobody has news for another"),
        overheard=parameter(0.5, "share", 0.2, 0.8, assumption="a heard telephone forestalls one leak in two: those that "
                            "are not passed on by word of mouth"),
    ),
    neutral=0.0, signs=dict(fear=-1, wiretap=-1), unit="probability a month")
def secrets_leak(known, bloc, fear, wiretap, chance, most, overheard):
    """The more know a text that may not be shown, the likelier it gets out, unless fear keeps it in."""
    held = jnp.max(known[:, POLITBURO] - known[:, MEMBERS])
    return (chance * (1.0 + jnp.minimum(bloc.sum(), most)) * jnp.maximum(held, 0.0) * (1.0 - fear)
            * (1.0 - overheard * wiretap))


@rule(
    "information.r15", "information.r09", "information.r11", "information.r01", "ideology.r02", "ideology.r03",
    reads=dict(press="ideology.press", accuracy="information.accuracy", fear="factions.fear", appointed="appointments.appointed",
               participation="soviets.participation", mass="police.mass_terror", docility="membership.docility"),
    parameters=dict(
        pace=parameter(0.06, "a month", 0.02, 0.15, assumption="habits of reporting change in a year or two"),
        please=parameter(0.6, "share", 0.3, 0.9, assumption="full fear takes three fifths of the truth out of reports: "
                         "famine was not reported, or its reporters removed (information.r15, p. 289), while harvests "
                         "and plans were still counted for use; three tenths or nine"),
        owed=parameter(0.4, "share", 0.15, 0.7, assumption="officials all nominated, in a docile party, take out two "
                       "fifths: complaints come back to the accused, three commissioners clear the one who sent them "
                       "(information.r01, p. 182), but grain and men are counted; from a seventh to seven tenths"),
        trained=parameter(0.5, "share", 0.25, 0.8, assumption="half of what a nominated man leaves out he leaves out "
                          "however little docile he is: his post hangs on it"),
        struck=parameter(0.4, "share", 0.2, 0.7, assumption="mass terror strikes those who know and those who report: "
                         "two of five warnings; fewer if technical reports pass"),
        heard=parameter(0.15, "share", 0.05, 0.3, assumption="officials' own reports carry most; soviets in which "
                        "people speak add a seventh, at most a third"),
    ),
    neutral=0.0, signs=dict(fear=-1, appointed=-1, participation=+1, press=+1), unit="change a month",
)
def reports_please_those_who_name(press, accuracy, fear, appointed, participation, mass, docility, pace, please, owed,
                                  trained, struck, heard):
    """Complaints return to the accused and bad news harm who brings them: reports please."""
    owing = owed * appointed * (trained + (1.0 - trained) * docility)
    aim = (1.0 - please * fear) * (1.0 - owing) * (1.0 - struck * mass)
    aim = aim * ((1.0 - heard) + heard * jnp.maximum(participation, press))
    return pace * (aim - accuracy)


@rule(
    "information.r10", "information.r14", "information.r13", "ideology.r16",
    reads=dict(falsified="ideology.falsified", silenced="culture.silenced", abroad="information.abroad", autonomy="police.autonomy", comintern="comintern.autonomy",
               network="factions.exile_network", threat="abroad.threat"),
    parameters=dict(
        pace=parameter(0.05, "a month", 0.02, 0.12, assumption="correspondents and parties change in a year"),
        curtain=parameter(0.7, "share", 0.4, 0.9, assumption="a closed frontier and a police of full autonomy keep "
                          "seven tenths of the truth from the world: flight blocked, guided tours, witnesses "
                          "slandered, nothing through until 1956 (information.r10, p. 289) but for emigrants who were "
                          "not believed; two fifths or nine tenths"),
        parties=parameter(0.3, "share", 0.1, 0.5, assumption="parties wholly obedient keep three tenths more of it "
                          "from those who read them: witnesses were called slanderers by the workers' press itself "
                          "(information.r10, p. 295); a tenth if nobody reads it, a half where it is all that workers "
                          "read"),
        allies=parameter(0.2, "share", 0.05, 0.4, assumption="a government that needs an ally keeps a fifth of it from "
                         "its own: trials were not questioned where world revolution had been given up "
                         "(information.r14, p. 332); a twentieth of an open press, two fifths of a ministry's"),
        letters=parameter(0.1, "share", 0.02, 0.25, assumption="a bulletin of the exiles tells a tenth of what is hidden, "
                          "to few readers; a quarter if newspapers took it up"),
        printed=parameter(0.25, "share", 0.1, 0.5, assumption="one history in all languages crushes the small editions of the others: a "
                          "quarter of what was known; a tenth where libraries keep them, half where only the party prints"),
        mute=parameter(0.25, "share", 0.1, 0.5, assumption="witnesses who are silent or gone told a quarter of what was known; correspondents "
                       "and emigrants the rest")),
    neutral=0.0, signs=dict(autonomy=-1, comintern=+1, falsified=-1, silenced=-1), unit="change a month")
def the_world_is_told_fables(falsified, silenced, abroad, autonomy, comintern, network, threat, pace, curtain, parties,
                             allies, letters, printed, mute):
    """Closed frontiers, obedient parties and governments that want an ally keep the world from knowing."""
    aim = (1.0 - curtain * autonomy) * (1.0 - parties * (1.0 - comintern)) * (1.0 - allies * threat)
    aim = aim * (1.0 - printed * falsified) * (1.0 - mute * silenced)
    return pace * (aim + letters * network * (1.0 - aim) - abroad)


@rule(
    "information.r13", "membership.r11", "leaders.r18",
    reads=dict(files="information.files", expelled="now:membership.expulsion", members="membership.total",
               autonomy="police.autonomy", wiretap="information.tapped", banned="factions.banned"),
    parameters=dict(
        opened=parameter(0.04, "a month", 0.01, 0.1, assumption="an autonomous police opens files on half of those who "
                         "matter within a year and a half: the book has agents in every opposition and services abroad "
                         "by 1937-39 (information.r13, p. 343), a decade after they began; six years or half a year"),
        case=parameter(1.2, "files a share expelled", 0.4, 2.5, assumption="a party all of which is expelled has its "
                       "files at once, and a fifth over on friends: each exclusion of 1935 sent one to the police "
                       "(membership.r11, p. 322); two fifths if cells keep them, two and a half times with kin"),
        weeding=parameter(0.01, "a month", 0.0, 0.03, assumption="files unused for eight years are half weeded out, "
                          "for police archives were moved and burnt in the war; never, or within two years"),
        watched=parameter(0.3, "share", 0.1, 0.6, assumption="without a ban an independent police still opens files on "
                          "suspects of all kinds: a third of those that a forbidden opposition adds to"),
        handed=parameter(0.2, "share", 0.05, 0.5, assumption="without a ban one expulsion in five is for a crime and "
                         "goes to the police; up to one in two in a purge of careerists"),
    ),
    neutral=0.0, signs=dict(autonomy=+1, banned=+1), unit="change a month",
)
def files_are_kept(files, expelled, members, autonomy, wiretap, banned, opened, case, weeding, watched, handed):
    """Every expulsion sends a file to the police, which keeps one on each who matters."""
    out = jnp.sum(expelled) / jnp.maximum(members, 1.0)
    grow = (opened * autonomy * (watched + (1.0 - watched) * banned) * (1.0 + wiretap)
            + case * out * (handed + (1.0 - handed) * banned))
    return grow * (1.0 - files) - weeding * files


def step(m: Month) -> None:
    """Rights, gates and taps; documents come into being and go round; reports please."""
    m.set("rights", m.rule(the_press_is_the_secretaries))
    ill, dying = m.rule(the_founder_is_ill)
    made = m.choose(GATE, m.rule(the_secretary_guards_the_sick, ill=ill))
    m.set("guarded", m.rule(a_guard_lasts_as_long_as_the_sick_man, made=made))
    laid = m.choose(TAP, m.rule(a_line_is_laid))
    m.set("tapped", m.rule(a_line_once_laid_is_kept, laid=laid))
    leak = m.choose(LEAK, m.rule(secrets_leak))
    hand = m.rule(a_guarded_man_hardly_writes)
    written = m.rule(
        documents_are_written, testament=m.rule(a_founder_who_feels_his_end_dictates, dying=dying, hand=hand),
        note=m.rule(an_ally_keeps_a_note, dying=dying, hand=hand), declaration=m.rule(an_opposition_declares_itself))
    read = m.rule(
        knowledge_goes_down_in_steps, shown=m.rule(each_circle_lets_the_next_read),
        leaked=m.rule(a_leak_is_read_further_down, leaked=leak), copied=m.rule(copies_go_from_hand_to_hand))
    m.change("known", written, read)
    m.change("accuracy", m.rule(reports_please_those_who_name))
    m.change("abroad", m.rule(the_world_is_told_fables))
    m.change("files", m.rule(files_are_kept))


@output("party.known_testament", "share", "Members who know the Testament", system="information", high=1.0,
        book=("organs.r09",))
def members_know_the_testament(w, flows):
    """Members at large."""
    return w.information.known[TESTAMENT, MEMBERS]


@output("party.known_platform", "share", "Members who know the platform of the opposition",
        system="information", high=1.0, book=("factions.r18",))
def members_know_the_platform(w, flows):
    """Members at large."""
    return w.information.known[PLATFORM, MEMBERS]
