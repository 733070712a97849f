"""Which history a reader wishes for: its address, and the key under which it is kept.

The telling is made elsewhere (`telling`) and comes as a document of plain data; `history_words`,
`history_year` and `history_views` read it for a page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from thermidor.engine.calendar import month_number, month_text
from thermidor.experiments.regions import quantities
from thermidor.web.marks import N_
from thermidor.web.pages import conditions
from thermidor.web.service.limits import Refused
from thermidor.web.service.model import identity, outcomes
from thermidor.web.service.questions import Question
from thermidor.web.service.telling import FORMAT
from thermidor.web.words.i18n import Lang, translator

__all__ = ["LAYERS", "MOST", "OWN", "Wish", "layer_name", "layer_unit"]

MOST = 1_000_000
"""Histories that have a number."""

OWN = ("history", "outcome", "year", "at", "layer")
"""Parts of an address that are no part of the question."""

ELSE = {
    "holder": N_("Who holds it"),
    "burden": N_("Crop taken for nothing"),
    "loyal": N_("Officials who follow the Secretary"),
}
"""Layers of the map beside the quantities of every tile map; the holder is told by three of the document's."""

LAYERS = ("holder", *(id for id in quantities() if id != "soviet"), "burden", "loyal")
"""Layers of the map as readers choose them."""


def layer_name(layer: str, lang: Lang) -> str:
    """What a layer of the map shows."""
    return translator(lang)(ELSE[layer]) if layer in ELSE else quantities()[layer].name[lang]


def layer_unit(layer: str, lang: Lang) -> str:
    """In which unit a layer of the map is told."""
    if layer in quantities():
        return quantities()[layer].unit[lang]
    return translator(lang)(N_("share held") if layer == "holder" else N_("per cent"))


# -- what is asked for ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """Which history, which year of it, and what its map shows.

    Attributes:
        question: to whose histories it belongs.
        history: its number, or None for the most typical of an outcome.
        outcome: of which it is the most typical; "" for the most frequent.
        year: that is told.
        at: month of the map.
        layer: of the map.
    """

    question: Question
    history: int | None
    outcome: str
    year: int
    at: int
    layer: str

    @classmethod
    def from_query(cls, params: Any) -> Wish:
        """The wish of an address.

        Args:
            params: the request's `query_params`, or a mapping.

        Raises:
            Refused: with one clear line.
        """
        pairs = list(params.multi_items() if hasattr(params, "multi_items") else params.items())
        asked = [pair for pair in pairs if pair != ("branch", "")]  # a form sends it empty
        question = Question.from_query(asked, ignore=OWN)
        conditions.check(question.set)
        given = _lone(pairs)
        last = question.end - 1
        year = _whole(given.get("year"), "year", 1917, 1940)
        at = given.get("at")
        if at is not None and re.fullmatch(r"[0-9]{4}-[0-9]{2}", at):
            try:
                place = month_number(at)
            except ValueError:
                raise Refused(N_("There is no such month."), "at", N_("Write YYYY-MM.")) from None
        else:
            place = _whole(at, "at", 0, 287)
        first = month_number(question.branch) if question.branch else 0
        usual = 1917 + first // 12 if first else 1921
        year = min(usual if year is None else year, 1917 + last // 12)
        place = (year - 1917) * 12 + 11 if place is None else place
        layer = given.get("layer") or "holder"
        if layer not in LAYERS:
            raise Refused(N_("The map has no such layer."), "layer", ", ".join(LAYERS))
        outcome = given.get("outcome") or ""
        if outcome and outcome not in outcomes():
            raise Refused(N_("No outcome has this name."), "outcome", ", ".join(outcomes()))
        return cls(
            question,
            _whole(given.get("history") or None, "history", 0, MOST - 1),
            outcome,
            max(year, 1917 + first // 12),
            max(first, min(place, last)),
            layer,
        )

    def query(self, **changes: Any) -> str:
        """The address of this wish with some parts changed, after the question mark."""
        other = replace(self, **changes)
        parts: list[tuple[str, str]] = []
        if other.history is not None:
            parts.append(("history", str(other.history)))
        elif other.outcome:
            parts.append(("outcome", other.outcome))
        parts.append(("year", str(other.year)))
        if other.at != (other.year - 1917) * 12 + 11 and "at" in changes:
            parts.append(("at", month_text(other.at)))
        if other.layer != "holder":
            parts.append(("layer", other.layer))
        asked = other.question.query()
        return (asked + "&" if asked else "") + urlencode(parts)

    @property
    def base(self) -> str:
        """The question as far as it decides the course of its histories: what is shown does not."""
        usual = Question.model_fields
        bare = self.question.model_copy(
            update={"show": usual["show"].default, "against": usual["against"].default}
        )
        if self.history is not None:
            bare = bare.model_copy(update={"histories": usual["histories"].default})
        return bare.query()

    def key(self, what: str) -> str:
        """Address of the content of what is made for this wish."""
        arm = [str(done) for done in self.question.arms[0]]
        whole = (FORMAT, what, self.base, arm, identity(self.question.theory))
        return hashlib.sha256(repr(whole).encode()).hexdigest()[:40]


def _lone(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        if name not in OWN:
            continue
        if name in found:
            raise Refused(N_("It is given twice."), name, N_("Keep one of them."))
        found[name] = value
    return found


def _whole(text: str | None, name: str, least: int, most: int) -> int | None:
    if text is None or text == "":
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) or not least <= int(text) <= most:
        raise Refused(N_("This is not a whole number in the range."), name, f"{least}-{most}")
    return int(text)
