"""What a history tells, in words and in order, and what of the record answers to it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from thermidor.engine.calendar import month_number
from thermidor.experiments.milestones import MILESTONES
from thermidor.experiments.regions import tiles
from thermidor.web.words.i18n import Lang, translator
from thermidor.web.words.names import leader_name

FILE = Path(__file__).parent / "data" / "history.yaml"

WITHIN = 60
"""Months away beyond which a recorded event no longer answers to what happened, where nothing else is said."""

GAP = 2
"""Months of pause after which what goes on is told again."""


# -- names ---------------------------------------------------------------------------------------


@functools.cache
def words() -> dict[str, Any]:
    """The file of names, places and counterparts in the record."""
    return yaml.load(FILE.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def element_name(label: str, lang: Lang) -> str:
    """Name of a leader, place, milieu or option; of several, joined by commas."""
    parts = []
    for piece in label.split(", "):
        if piece in tiles():
            parts.append(tiles()[piece].name[lang])
            continue
        known = words()["names"].get(piece)
        parts.append(known[lang] if known else leader_name(piece, lang))
    return ", ".join(parts)


@functools.cache
def template_of(path: str) -> str:
    """The choice of the model to which a path with its element belongs.

    Example:
        >>> template_of("leaders.lenin.death")
        'leaders.{leader}.death'
    """
    return _template_and_element(path)[0]


def element_of(path: str) -> str:
    """The leader or country that a path names; "" where it names none.

    Example:
        >>> element_of("leaders.lenin.death"), element_of("factions.ban")
        ('lenin', '')
    """
    return _template_and_element(path)[1]


def _template_and_element(path: str) -> tuple[str, str]:
    listed = words()["choices"]
    if path in listed:
        return path, ""
    for template in listed:
        pattern = re.sub(r"\\\{(leader|country)\\\}", "([^.]+)", re.escape(template))
        if found := re.fullmatch(pattern, path):
            return template, found[1]
    return path, ""


def choice_text(decision: Mapping[str, Any], lang: Lang) -> str:
    """What happened, in a line."""
    found = words()["choices"].get(template_of(decision["choice"]))
    if found is None:
        return decision["choice"]
    if decision["happened"]:
        if "choose" in found:
            return found["choose"][lang].format(who=element_name(decision["option"], lang))
        found = found.get("option", {}).get(decision["option"], found)
    if decision.get("who") and "who" in found:
        return found["who"][lang].format(who=element_name(decision["who"], lang))
    if decision.get("document") and "document" in found:
        return found["document"][lang].format(document=element_name(decision["document"], lang))
    return found[lang].format(who=element_name(decision["element"], lang))


def event_name(id: str, lang: Lang) -> str:
    """Short title of a recorded event."""
    from thermidor.record import load

    if lang == "fr" and id in words()["events"]:
        return words()["events"][id]
    return load().events[id].name


# -- the record beside it ------------------------------------------------------------------------


@dataclass(frozen=True)
class Recorded:
    """A recorded event: its id, its months (first and last, as numbers), its title's words apart."""

    id: str
    first: int
    last: int
    page: int

    @property
    def exact(self) -> bool:
        """Whether the month is known."""
        return self.first == self.last


@functools.cache
def recorded() -> dict[str, Recorded]:
    """Recorded events of 1917-40 that the page tells: the hinges, and all that answers to a choice."""
    from thermidor.record import load
    from thermidor.record._dates import months as span_of

    record = load()
    ids = {m.event for m in record.milestones.values()}
    ids |= {id for c in words()["choices"].values() for id in event_ids(c)}
    measured = {record.milestones[m.id].event: m.recorded for m in MILESTONES}
    out = {}
    for id in ids:
        event = record.events[id]
        span = span_of(event.date, event.date_end) if event.date else None
        if id in measured:
            first = last = month_number(measured[id])
        elif span is None or span.first < "1917-01" or span.first > "1940-12":
            continue
        else:
            first = month_number(span.first)
            last = month_number(min(span.last, "1940-12"))
        if event.date and len(str(event.date)) > 4 and last - first < 4:
            last = first
        out[id] = Recorded(id, first, last, event.evidence.page)
    return out


def event_ids(node: Any) -> Iterator[str]:
    """Ids of events anywhere in a tree of the file."""
    if isinstance(node, str):
        if re.fullmatch(r"c[0-9]+-e[0-9]+", node):
            yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from event_ids(value)
    elif isinstance(node, list):
        for value in node:
            yield from event_ids(value)


def counterparts(decision: Mapping[str, Any]) -> list[str]:
    """Recorded events that answer to what happened in a history."""
    found = words()["choices"].get(template_of(decision["choice"]), {})
    listed = found.get("option", {}).get(decision["option"], {}).get("record", found.get("record"))
    if isinstance(listed, Mapping):
        who = decision["option"] if "choose" in found else decision["element"]
        listed = listed.get(who)
    return [id for id in listed or () if id in recorded()]


@dataclass(frozen=True)
class Told:
    """A decision or event of a history, with what the record has for it.

    Attributes:
        month: number of the month.
        last: of its last month where it goes on, else the same.
        decision: of the document.
        ballot: of the document, or None.
        record: the recorded event that answers to it, or None.
        lasting: it goes on from month to month.
    """

    month: int
    last: int
    decision: Mapping[str, Any]
    ballot: Mapping[str, Any] | None
    record: Recorded | None
    lasting: bool


def course(document: Mapping[str, Any]) -> list[Told]:
    """All that happened or nearly did, in order; what goes on month after month is told once.

    A recorded event answers to at most one happening: the nearest in time.
    """
    told: list[Told] = []
    running: dict[tuple[str, bool], int] = {}
    happened: set[str] = set()
    for entry in document["told"]:
        number = month_number(entry["month"])
        for d in entry["decisions"]:
            listed = words()["choices"].get(template_of(d["choice"]), {})
            if listed.get("after", d["choice"]) not in {d["choice"], *happened}:
                continue  # nothing is there yet that it could end
            if d["happened"]:
                happened.add(d["choice"])
            ballots = [
                b
                for b in entry["ballots"]
                if b["choice"] == d["choice"] or template_of(d["choice"]) == b["choice"]
            ]
            lasting = bool(listed.get("lasting"))
            key = (d["choice"], d["happened"])
            before = running.get(key)
            repeats = before is not None and number - told[before].last <= GAP
            if repeats and (lasting or not d["happened"]) and not ballots:
                assert before is not None
                told[before] = replace(told[before], last=number)
                continue
            if lasting and not d["happened"] and (d["choice"], True) in running:
                began = running[d["choice"], True]
                if number - told[began].last <= GAP:
                    continue  # a month's pause of what goes on
            running[key] = len(told)
            told.append(Told(number, number, d, ballots[0] if ballots else None, None, lasting))
    return _matched(told, document["begun"])


def _matched(told: list[Told], begun: int) -> list[Told]:
    """Give each recorded event since the history is free to the happening that is nearest."""
    pairs = []
    for place, t in enumerate(told):
        if t.decision["happened"]:
            found = words()["choices"].get(template_of(t.decision["choice"]), {})
            for id in counterparts(t.decision):
                away = abs(months_away(t.month, recorded()[id]))
                if recorded()[id].last >= begun and away <= found.get("within", WITHIN):
                    pairs.append((away, place, id))
    taken: set[str] = set()
    done: set[int] = set()
    for _, place, id in sorted(pairs):
        if place not in done and id not in taken:
            told[place] = replace(told[place], record=recorded()[id])
            done.add(place)
            taken.add(id)
    return told


def months_away(number: int, event: Recorded) -> int:
    """Months by which something is later than a recorded event; nothing within its span."""
    if number < event.first:
        return number - event.first
    return max(number - event.last, 0)


def departure(number: int, event: Recorded, lang: Lang) -> str:
    """How far from the record, in words."""
    _ = translator(lang)
    away = months_away(number, event)
    if away == 0:
        return _("as recorded")
    if away > 0:
        return _("%(span)s later than recorded", span=span_name(away, lang))
    return _("%(span)s earlier than recorded", span=span_name(-away, lang))


def span_name(months: int, lang: Lang) -> str:
    """A number of months in words, from two years on in years.

    Example:
        >>> span_name(17, "en"), span_name(37, "en")
        ('17 months', '3 years')
    """
    _ = translator(lang)
    if months >= 24 or months == 12:
        return _.many("{n} year", "{n} years", round(months / 12))
    return _.many("{n} month", "{n} months", months)


def hundredths(n: int, lang: Lang) -> str:
    """Whole per cent.

    Example:
        >>> hundredths(7, "en")
        '7%'
    """
    return f"{n}\u202f%" if lang == "fr" else f"{n}%"


def heaviest(document: Mapping[str, Any], number: int, lang: Lang, most: int = 3) -> str:
    """Those with the most weight in decisions, by family name."""
    return ", ".join(
        f"{leader_name(id, lang).split(' ')[-1]} {hundredths(share, lang)}"
        for id, share in document["deciders"][number][:most]
    )
