"""The record's fixed terms in words a reader sees, to be translated."""

from __future__ import annotations

from thermidor.web.marks import N_
from thermidor.web.words.i18n import Lang, translator

TERMS: dict[str, dict[str, str]] = {
    "sector": {
        "world": N_("The world"),
        "economy": N_("Economy"),
        "society": N_("Society"),
        "state": N_("State"),
        "party": N_("Party"),
        "regime": N_("Regime"),
    },
    "event": {
        "other": N_("other"),
        "publication": N_("publication"),
        "battle": N_("battle"),
        "policy": N_("policy"),
        "decree": N_("decree"),
        "international": N_("international"),
        "arrest": N_("arrest"),
        "uprising": N_("uprising"),
        "appointment": N_("appointment"),
        "congress": N_("congress"),
        "vote": N_("vote"),
        "execution": N_("execution"),
        "death": N_("death"),
        "economic": N_("economic"),
        "strike": N_("strike"),
        "expulsion": N_("expulsion"),
        "plenum": N_("plenum"),
        "treaty": N_("treaty"),
        "trial": N_("trial"),
        "election": N_("election"),
        "famine": N_("famine"),
    },
    "weight": {"1": N_("central"), "2": N_("secondary"), "3": N_("minor")},
    "emergent": {
        "outcome": N_("a model should produce it"),
        "exogenous": N_("a model receives it as given"),
        "detail": N_("below the scale of a model"),
    },
    "rule": {
        "feedback": N_("feedback"),
        "switch": N_("switch"),
        "flow": N_("flow"),
        "constraint": N_("constraint"),
        "threshold": N_("threshold"),
        "decision": N_("decision"),
        "filter": N_("filter"),
        "hazard": N_("hazard"),
        "sanction": N_("sanction"),
        "information": N_("information"),
        "delay": N_("delay"),
        "veto": N_("veto"),
        "contagion": N_("contagion"),
        "vote": N_("vote"),
        "ratchet": N_("ratchet"),
        "shock": N_("shock"),
        "allocation": N_("allocation"),
    },
    "sign": {
        "+": N_("raises"),
        "-": N_("lowers"),
        "enables": N_("makes possible"),
        "blocks": N_("blocks"),
        "delays": N_("delays"),
        "none": N_("has no effect on"),
    },
    "direction": {"+": N_("up"), "-": N_("down"), "none": N_("no change")},
    "strength": {
        "decisive": N_("decisive"),
        "major": N_("major"),
        "contributing": N_("contributing"),
        "minor": N_("minor"),
    },
    "basis": {
        "book": N_("in the book's wording"),
        "reader": N_("as we read it"),
        "stated": N_("stated by the book"),
        "implied": N_("implied"),
    },
    "claim": {
        "mechanism": N_("mechanism"),
        "historical-attribution": N_("historical attribution"),
        "evaluation": N_("evaluation"),
        "forecast": N_("forecast"),
        "counterfactual": N_("counterfactual"),
    },
    "author": {
        "endorses": N_("the author endorses it"),
        "reports": N_("the author reports it"),
        "rejects": N_("the author rejects it"),
    },
    "testable": {
        "experiment": N_("by an experiment"),
        "trajectory": N_("by the course of histories"),
        "no": N_("not by a model of this kind"),
    },
    "importance": {"hinge": N_("hinge"), "major": N_("major"), "minor": N_("minor")},
    "feasible": {
        "stated possible by the book": N_("stated possible by the book"),
        "implied": N_("implied"),
        "denied by the book": N_("denied by the book"),
    },
    "ballot": {
        "recorded_vote": N_("recorded vote"),
        "secret_ballot": N_("secret ballot"),
        "show_of_hands": N_("show of hands"),
        "acclamation": N_("acclamation"),
        "election": N_("election"),
        "appointment": N_("appointment"),
        "decision": N_("decision"),
    },
    "actor": {
        "person": N_("person"),
        "organ": N_("body"),
        "army": N_("army"),
        "party": N_("party"),
        "faction": N_("faction"),
        "class": N_("class"),
        "state": N_("state"),
        "press": N_("press"),
        "other": N_("other"),
    },
    "axis": {
        "world_revolution": N_("World revolution"),
        "industrialisation": N_("Industrialisation"),
        "party_democracy": N_("Democracy in the party"),
        "peasantry": N_("Concessions to the peasantry"),
        "nationalities": N_("Rights of nationalities"),
        "opposition_tolerance": N_("Tolerance of opposition"),
    },
    "relation": {
        "patron": N_("patron"),
        "client": N_("client"),
        "client_of": N_("client of"),
        "ally": N_("ally"),
        "friend": N_("friend"),
        "enemy": N_("enemy"),
        "promoted": N_("promoted"),
        "kin": N_("kin"),
        "superior": N_("superior"),
        "associate": N_("associate"),
        "brought_forward": N_("brought forward"),
        "companion": N_("companion"),
        "favoured": N_("favoured"),
        "mentor": N_("mentor"),
        "helper": N_("helper"),
        "rival": N_("rival"),
    },
    "bound": {
        "approx": N_("approximate"),
        "lower": N_("at least"),
        "upper": N_("at most"),
    },
    "verdict": {
        "as_claimed": N_("as claimed"),
        "opposite": N_("opposite"),
        "practically_none": N_("practically none"),
        "undecided": N_("undecided"),
        "not_connected": N_("not connected"),
        "descriptive": N_("descriptive"),
        "unrun": N_("not run"),
        "left": N_("not encoded"),
    },
    "experiment": {
        "contrast": N_("twins with and without an intervention"),
        "trajectory": N_("the course of free histories"),
    },
    "size": {
        "reaches": N_("as large as the book says"),
        "short": N_("less than the book says"),
        "open": N_("the interval leaves the size open"),
        "": N_("not judged: there is no effect on the side claimed to be measured"),
    },
    "asked_by": {
        "book": N_("the book's own"),
        "reader": N_("the reader's, not the book's: shown, not judged"),
    },
}
"""Terms of each set, in English."""


def term(set_: str, key: object, lang: Lang) -> str:
    """A fixed term of the record in words; the term itself where the set lacks it.

    Example:
        >>> term("sign", "-", "en")
        'lowers'
    """
    known = TERMS[set_].get(str(key))
    return translator(lang)(known) if known else str(key).replace("_", " ")
