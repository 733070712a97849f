"""Which definitions of the record are computed: a class that carries a rule's id as its ground names months by it.

Only systems that define are asked.  A class also cites rules that say why something happens; citing them is
no proof that it happens, so that those count where a rule of the model does what they say.
"""

from __future__ import annotations

from collections.abc import Container

from thermidor.codings.book import BOOK
from thermidor.codings.classes import CLASS
from thermidor.codings.classify import outputs_read
from thermidor.codings.declare import Coding
from thermidor.codings.measures import CRITERIA
from thermidor.codings.regime import REGIME
from thermidor.codings.rivals import RIVALS

DEFINING = ("regime", "nature_of_state")
"""Systems of the record whose rules say what something is called."""

CRITERIA_OF = "nature_of_state.r09"
"""The rule that lists the criteria, which are measures and no class."""


def definers(outputs: Container[str]) -> dict[str, list[str]]:
    """The classes that name months as a rule of the record defines them.

    Args:
        outputs: names of the outputs of a model.

    Returns:
        By id of the record the names of classes, as "coding book: thermidor".

    Example:
        >>> definers(th.variables())["nature_of_state.r07"]
        ['coding class: nomenklatura', 'coding nomenklaturist: nomenklaturist_state']
    """
    found: dict[str, list[str]] = {}
    codings = [c for c in (BOOK, REGIME, CLASS, *RIVALS) if _asked_of(c, outputs)]
    for coding in codings:
        for one in coding.classes:
            for id in one.grounds.book:
                if id.split(".")[0] in DEFINING:
                    found.setdefault(id, []).append(f"coding {coding.name}: {one.name}")
    if codings:
        measured = sum(not isinstance(m, str) for m in CRITERIA.values())
        found[CRITERIA_OF] = [f"codings: {measured} of {len(CRITERIA)} criteria"]
    return found


def _asked_of(coding: Coding, outputs: Container[str]) -> bool:
    return all(o in outputs for o in outputs_read([coding]))
