"""Who knows what: letters kept back, a sick leader guarded, telephones heard, reports that please."""

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, observable, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.names import DOCUMENTS, LEADERS, READERS

TESTAMENT, NOTE, DECLARATION, PLATFORM = range(len(DOCUMENTS))
SECRETARIAT, POLITBURO, COMMITTEE, DELEGATES, MEMBERS = range(len(READERS))
LENIN = LEADERS.index("lenin")
BELOW = np.eye(len(READERS), k=1, dtype=np.float32)
"""Moves what a circle knows to the next wider one."""


class Information(System):
    """What may be known, and by whom it is."""

    known: Array = variable("share", "readers of each circle who know each document", start=0.0, high=1.0,
                            dim=("document", "reader"), book=("information.r05",))
    rights: Array = variable("index 0-1", "right to publish a platform", high=1.0,
                             book=("delegation.r10", "factions.r18"), start=parameter(
                                 1.0, "index 0-1", 0.8, 1.0, book=("delegation.r01",),
                                 assumption="nothing in the party forbids it"))
    guarded: Array = variable("flag", "the Secretary guards the sick founder", start=0.0, high=1.0,
                                 book=("information.r03",))
    tapped: Array = variable("flag", "the leaders' telephones are heard", start=0.0, high=1.0,
                              book=("information.r07",))
    accuracy: Array = variable("index 0-1", "fidelity of reports upward", high=1.0, start=parameter(
        0.9, "index 0-1", 0.75, 1.0, book=("delegation.r01",), assumption="a small party that argues"))
    abroad: Array = variable("index 0-1", "what the world outside knows", high=1.0, start=parameter(
        0.7, "index 0-1", 0.5, 0.9, assumption="correspondents and emigrants of all parties"))
    files: Array = variable("index 0-1", "dossiers that the police holds on members", start=0.0, high=1.0,
                            book=("membership.r11", "information.r13"))


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
        refused=parameter(0.75, "share", 0.4, 0.95, book=("delegation.r10",)),
    ),
    neutral=1.0, signs=dict(banned=-1, appointed=-1), unit="index 0-1",
)
def the_press_is_the_secretaries(banned, appointed, autonomy, publication, refused):
    """Under the ban whoever names the editors decides what is printed."""
    free = 1.0 - refused * banned * (0.3 + 0.7 * appointed) - 0.2 * autonomy * banned
    return jnp.maximum(free, publication)


@rule(
    "information.r03", "leaders.r02",
    reads=dict(capacity="leaders.capacity.lenin", alive="leaders.alive.lenin", secretary="succession.secretary",
               gatekeeper="information.guarded", power="appointments.power"),
    parameters=dict(chance=parameter(0.3, "a month", 0.1, 0.6, book=("information.r03",))),
    neutral=0.0, signs=dict(capacity=-1), unit="probability a month",
)
def the_secretary_guards_the_sick(capacity, alive, secretary, gatekeeper, power, chance):
    """A plenum makes whoever runs the office the guardian of a sick leader's regime."""
    ill = jnp.clip((0.8 - capacity) / 0.4, 0.0, 1.0) * alive
    return chance * ill * (secretary.sum() - secretary[LENIN]) * power * (1.0 - gatekeeper)


@rule(
    "information.r07",
    reads=dict(secretary="succession.secretary", power="appointments.power", authority="succession.authority",
               wiretap="information.tapped", soviet="soviets.power"),
    parameters=dict(chance=parameter(0.05, "a month", 0.015, 0.15, book=("information.r07",))),
    neutral=0.0, signs=dict(power=+1, authority=-1), unit="probability a month",
)
def a_line_is_laid(secretary, power, authority, wiretap, soviet, chance):
    """With nobody above him a Secretary can have the leaders' lines heard; who laid them does not live to tell."""
    return chance * soviet * secretary.sum() * power * (1.0 - authority) * (1.0 - wiretap)


@rule(
    "succession.r01", "leaders.r19", "leaders.r05", "factions.r05",
    reads=dict(known="information.known", capacity="leaders.capacity.lenin", alive="leaders.alive.lenin",
               recognition="succession.recognition", secretary="succession.secretary",
               gatekeeper="information.guarded", charge=here(0, 1), bloc="factions.bloc",
               voice="factions.voice", printed=here(0, 1)),
    parameters=dict(
        dictate=parameter(0.4, "a month", 0.15, 0.8, book=("succession.r01", "information.r03")),
        note=parameter(0.25, "a month", 0.08, 0.5, book=("leaders.r19",)),
        minutes=parameter(0.35, "share", 0.1, 0.7, book=("information.r03",)),
    ),
    neutral=0.0, unit="share",
)
def documents_are_written(known, capacity, alive, recognition, secretary, gatekeeper, charge, bloc, voice, printed,
                          dictate, note, minutes):
    """A founder who feels his end dictates; an ally keeps his note; an opposition declares and prints."""
    ill = jnp.clip((0.8 - capacity) / 0.4, 0.0, 1.0) * alive * (capacity > 0.05)
    office = secretary.sum() - secretary[LENIN]
    hand = 1.0 - (1.0 - minutes) * gatekeeper
    testament = dictate * ill * office * hand
    case = jnp.maximum(note * recognition * office * alive * hand * (0.3 + ill), charge)
    declaration = jnp.minimum(0.1 * jnp.maximum(bloc.sum() - 3.0, 0.0), 0.5) + voice
    first = jnp.stack([testament, case, jnp.minimum(declaration, 1.0), jnp.maximum(printed, 0.0)])
    at = jnp.asarray([[1.0, 0, 0, 0, 0], [1.0, 0.3, 0, 0, 0], [1.0, 1.0, 0.3, 0, 0], [1.0, 1.0, 0.4, 0.1, 0.05]])
    return first[:, None] * at * (1.0 - known)


@rule(
    "information.r05", "organs.r08", "organs.r09",
    reads=dict(known="information.known", rights="information.rights", appointed="appointments.appointed",
               secretariat="appointments.power", leaked=here(0, 1), exposed=here(0, 1), sitting="delegation.sitting",
               open="delegation.open", network="factions.exile_network"),
    parameters=dict(
        circulate=parameter(0.35, "a month", 0.15, 0.7, book=("information.r05", "information.r04")),
        kept=parameter(0.9, "share", 0.6, 0.99, book=("information.r05", "organs.r09")),
        forget=parameter(0.01, "a month", 0.0, 0.03, assumption="texts that may not be shown are forgotten"),
        clandestine=parameter(0.02, "a month", 0.005, 0.06, book=("factions.r18",)),
    ),
    neutral=0.0, unit="share a month",
)
def knowledge_goes_down_in_steps(known, rights, appointed, secretariat, leaked, exposed, sitting, open, network,
                                 circulate, kept, forget, clandestine):
    """Each circle learns from the one above it as far as that one lets it; leaks and print go round."""
    shut = kept * jnp.minimum(appointed + 0.5 * secretariat, 1.0) * (1.0 - rights)
    pass_on = circulate * (1.0 - shut) * jnp.asarray([0.0, 0.5, 0.6, 1.0, 0.6])
    pass_on = pass_on * jnp.asarray([1.0, 1.0, 1.0, 0.1, 0.3]) + pass_on * sitting * jnp.asarray([0.0, 0, 0, 0.9, 0.2])
    above = known @ BELOW
    gain = pass_on * jnp.maximum(above - known, 0.0)
    out = leaked * jnp.asarray([0.0, 0.6, 0.5, 0.35, 0.2]) * known[:, :1]
    print_shop = (clandestine * (open + network) * jnp.asarray([0.0, 0, 0, 1.0, 1.0])) * known[:, 1:2]
    read = exposed * jnp.asarray([[1.0, 1.0, 1.0, 0.9, 0.2], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]])
    step_ = jnp.maximum(jnp.maximum(gain, out), jnp.maximum(print_shop, read)) * (1.0 - known)
    return step_ - forget * known * jnp.asarray([0.0, 0, 0.3, 1.0, 1.0]) * (1.0 - rights)


@rule(
    "information.r05", "factions.r05",
    reads=dict(known="information.known", bloc="factions.bloc", fear="factions.fear",
               wiretap="information.tapped"),
    parameters=dict(chance=parameter(0.03, "a month", 0.01, 0.08, book=("factions.r05", "information.r05"))),
    neutral=0.0, signs=dict(fear=-1, wiretap=-1), unit="probability a month")
def secrets_leak(known, bloc, fear, wiretap, chance):
    """The more know a text that may not be shown, the likelier it gets out, unless fear keeps it in."""
    held = jnp.max(known[:, POLITBURO] - known[:, MEMBERS])
    return chance * (1.0 + jnp.minimum(bloc.sum(), 6.0)) * jnp.maximum(held, 0.0) * (1.0 - fear) * (1.0 - 0.5 * wiretap)


@rule(
    "information.r15", "information.r09", "information.r11", "information.r01",
    reads=dict(accuracy="information.accuracy", fear="factions.fear", appointed="appointments.appointed",
               participation="soviets.participation", mass="police.mass_terror", docility="membership.docility"),
    parameters=dict(
        pace=parameter(0.06, "a month", 0.02, 0.15, assumption="habits of reporting change in a year or two"),
        please=parameter(0.6, "share", 0.3, 0.9, book=("information.r15", "information.r02")),
        owed=parameter(0.4, "share", 0.15, 0.7, book=("information.r01", "information.r02")),
    ),
    neutral=0.0, signs=dict(fear=-1, appointed=-1, participation=+1), unit="change a month",
)
def reports_please_those_who_name(accuracy, fear, appointed, participation, mass, docility, pace, please, owed):
    """Complaints return to the accused and bad news harm who brings them: reports please."""
    aim = (1.0 - please * fear) * (1.0 - owed * appointed * (0.5 + 0.5 * docility)) * (1.0 - 0.4 * mass)
    aim = aim * (0.85 + 0.15 * participation)
    return pace * (aim - accuracy)


@rule(
    "information.r10", "information.r14", "information.r13",
    reads=dict(abroad="information.abroad", autonomy="police.autonomy", comintern="comintern.autonomy",
               network="factions.exile_network", threat="abroad.threat"),
    parameters=dict(
        pace=parameter(0.05, "a month", 0.02, 0.12, assumption="correspondents and parties change in a year"),
        curtain=parameter(0.7, "share", 0.4, 0.9, book=("information.r10", "information.r12")),
        parties=parameter(0.3, "share", 0.1, 0.5, book=("information.r14", "information.r10")),
        allies=parameter(0.2, "share", 0.05, 0.4, book=("information.r14"))),
    neutral=0.0, signs=dict(autonomy=-1, comintern=+1), unit="change a month")
def the_world_is_told_fables(abroad, autonomy, comintern, network, threat, pace, curtain, parties, allies):
    """Closed frontiers, obedient parties and governments that want an ally keep the world from knowing."""
    aim = (1.0 - curtain * autonomy) * (1.0 - parties * (1.0 - comintern)) * (1.0 - allies * threat)
    return pace * (aim + 0.1 * network * (1.0 - aim) - abroad)


@rule(
    "information.r13", "membership.r11", "leaders.r18",
    reads=dict(files="information.files", expelled="now:membership.expulsion", members="membership.total",
               autonomy="police.autonomy", wiretap="information.tapped", banned="factions.banned"),
    parameters=dict(
        opened=parameter(0.04, "a month", 0.01, 0.1, book=("information.r13",)),
        case=parameter(1.2, "files a share expelled", 0.4, 2.5, book=("membership.r11",)),
        weeding=parameter(0.01, "a month", 0.0, 0.03, assumption="files age"),
    ),
    neutral=0.0, signs=dict(autonomy=+1, banned=+1), unit="change a month",
)
def files_are_kept(files, expelled, members, autonomy, wiretap, banned, opened, case, weeding):
    """Every expulsion sends a file to the police, which keeps one on each who matters."""
    out = jnp.sum(expelled) / jnp.maximum(members, 1.0)
    grow = opened * autonomy * (0.3 + 0.7 * banned) * (1.0 + wiretap) + case * out * (0.2 + 0.8 * banned)
    return grow * (1.0 - files) - weeding * files


def step(m: Month) -> None:
    """Rights, gates and taps; documents come into being and go round; reports please."""
    last = m.last
    m.set("rights", m.rule(the_press_is_the_secretaries))
    guarded = m.choose(GATE, m.rule(the_secretary_guards_the_sick))
    present = last("leaders.alive.lenin") * (last("succession.secretary").sum() > 0)
    m.set("guarded", jnp.maximum(last("information.guarded"), guarded) * present)
    laid = m.choose(TAP, m.rule(a_line_is_laid))
    m.set("tapped", jnp.maximum(last("information.tapped"), laid) * last("soviets.power"))
    leaked = m.choose(LEAK, m.rule(secrets_leak))
    known = last("information.known") + m.rule(
        documents_are_written, charge=last("succession.charge"), printed=last("factions.printed"))
    m.set("known", known + m.rule(knowledge_goes_down_in_steps, leaked=leaked, exposed=last("succession.exposed")))
    m.set("accuracy", last("information.accuracy") + m.rule(reports_please_those_who_name))
    m.set("abroad", last("information.abroad") + m.rule(the_world_is_told_fables))
    m.set("files", last("information.files") + m.rule(files_are_kept))


@observable("party.known_testament", "share", "Members who know the Testament", system="information", high=1.0,
            book=("organs.r09",))
def members_know_the_testament(w, flows):
    """Members at large."""
    return w.information.known[TESTAMENT, MEMBERS]


@observable("party.known_platform", "share", "Members who know the platform of the opposition",
            system="information", high=1.0, book=("factions.r18",))
def members_know_the_platform(w, flows):
    """Members at large."""
    return w.information.known[PLATFORM, MEMBERS]


@observable("party.accuracy", "index 0-1", "Fidelity of reports upward", system="information", high=1.0,
            book=("information.r15",))
def accuracy_of_reports(w, flows):
    """A modelling scale."""
    return w.information.accuracy


@observable("information.abroad", "index 0-1", "What the world outside knows", system="information", high=1.0,
            book=("information.r10",))
def known_abroad(w, flows):
    """A modelling scale."""
    return w.information.abroad


@observable("party.files", "index 0-1", "Dossiers that the police holds on members", system="information", high=1.0,
            book=("information.r13",))
def police_files(w, flows):
    """A modelling scale."""
    return w.information.files


@observable("power.gatekeeper", "flag", "The Secretary guards the sick founder", system="information", high=1.0,
            book=("information.r03",))
def guardian(w, flows):
    """Guardian of the medical regime."""
    return w.information.guarded


@observable("power.wiretap", "flag", "The leaders' telephones are heard", system="information", high=1.0,
            book=("information.r07",))
def telephones_heard(w, flows):
    """Whether a line is laid."""
    return w.information.tapped
