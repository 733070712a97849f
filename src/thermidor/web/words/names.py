"""Names of what the model and the record hold, in English and French.

French names lie in `locale/names.yaml`; those that the record, a scenario or the model carries itself
come from there. An id that nobody has named is shown as readable words, so that a page never breaks on a name.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml

from thermidor import glossary
from thermidor.plots.labels import sentence
from thermidor.theories import BOOK, outputs, theory
from thermidor.web.words.i18n import Lang

FILE = Path(__file__).parent / "locale" / "names.yaml"


@functools.cache
def named() -> dict[str, dict[str, dict[str, str]]]:
    """Return the file of names: by kind, then by id, then by language."""
    return yaml.load(FILE.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def variable_name(name: str, lang: Lang, of: str = BOOK) -> str:
    """Return the name of an output variable of a theory.

    Example:
        >>> variable_name("party.members", "fr")
        'Membres du parti de plein droit'
    """
    declared = theory(of).registry.outputs.get(name)
    if declared is None:
        return _readable(name)
    return sentence(outputs.french_name(declared) if lang == "fr" else declared.meaning)


def unit_name(unit: str, lang: Lang) -> str:
    """Return the name of a unit of an output or of a figure of the record.

    Example:
        >>> unit_name("persons a month", "fr"), unit_name("percent of GDP", "fr")
        ('personnes par mois', 'pour cent du PIB')
    """
    return named()["units"].get(unit, {}).get(lang) or outputs.unit_name(unit, lang)


def system_name(id: str, lang: Lang) -> str:
    """Return the name of a system of the book, or of the part of the model that stands for one.

    Example:
        >>> system_name("procurement", "en")
        'Grain procurement'
    """
    from thermidor.record import load

    if own := named()["systems"].get(id, {}).get(lang):
        return own
    system = load().systems.get(id) or load().systems.get(f"abroad.{id}")
    if system is None:
        return _readable(id)
    return system.name_fr if lang == "fr" else system.name


def scenario_name(id: str, lang: Lang) -> str:
    """Return the title of a shipped scenario, or the id of another.

    Example:
        >>> scenario_name("secret-ballot", "en")
        'Secret ballot in every cell'
    """
    from thermidor.scenarios import read_shipped
    from thermidor.scenarios.shipped import shipped_ids

    if id not in shipped_ids():
        return _readable(id)
    title: Any = read_shipped(id).title
    return title[lang] if isinstance(title, dict) else str(getattr(title, lang))


def scenario_summary(id: str, lang: Lang) -> str:
    """Return what a shipped scenario changes, in a sentence or two."""
    from thermidor.scenarios import read_shipped

    own = named()["summaries"].get(id, {}).get(lang)
    return own or (read_shipped(id).summary or "")


def scenario_question(id: str, lang: Lang) -> str:
    """Return the question that a shipped scenario puts; empty where it puts none."""
    from thermidor.scenarios import read_shipped

    own = named()["questions"].get(id, {}).get(lang)
    return own or (read_shipped(id).question or "")


def outcome_name(code: str, lang: Lang) -> str:
    """Return the name of an outcome or a phase of the regime.

    Example:
        >>> outcome_name("counter_revolution", "fr")
        'Contre-révolution accomplie'
    """
    return glossary.outcome_name(code, lang)


def milestone_name(id: str, lang: Lang) -> str:
    """Return the short name of a milestone; one that no condition recognises keeps the record's.

    Example:
        >>> milestone_name("m53", "fr")
        'Mort de Lénine'
    """
    if id in named()["milestones"]:
        return _named("milestones", id, lang)
    return recorded_name(id, lang)


def recorded_name(id: str, lang: Lang) -> str:
    """Return the name that a milestone has in the record.

    Example:
        >>> recorded_name("m36", "fr")
        'Début du soulèvement de Cronstadt'
    """
    if lang == "fr" and id in named()["recorded"]:
        return named()["recorded"][id]["fr"]
    from thermidor.record import load

    milestone = load().milestones.get(id)
    return milestone.name if milestone else _readable(id)


def decision_name(id: str, lang: Lang) -> str | None:
    """Return the French name of a decision point that the record names only in English; None for others."""
    return named()["decisions"].get(id, {}).get(lang)


def leader_name(id: str, lang: Lang) -> str:
    """Return a leader's name as the language spells it.

    Example:
        >>> leader_name("zinoviev", "fr")
        'Grigori Zinoviev'
    """
    if lang == "fr" and id in named()["leaders"]:
        return named()["leaders"][id]["fr"]
    from thermidor.record import load

    leader = load().leaders.get(id)
    return leader.name if leader else _readable(id).title()


def _named(kind: str, id: str, lang: Lang) -> str:
    return named()[kind].get(id, {}).get(lang) or _readable(id)


def _readable(id: str) -> str:
    return sentence(id.replace("_", " ").replace("-", " ").replace(".", ": "))
