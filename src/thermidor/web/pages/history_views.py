"""The whole of a history: who sat where, the regions, the ladder, the hinges."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from thermidor.engine.calendar import month_number
from thermidor.experiments.regions import quantities, tiles
from thermidor.plots.theme import colour
from thermidor.web.marks import N_
from thermidor.web.pages.histories import LAYERS, layer_name, layer_unit
from thermidor.web.pages.history_words import (
    heaviest,
    hundredths,
    span_name,
    words,
)
from thermidor.web.service.telling import AXES
from thermidor.web.words.i18n import Lang, month_of, translator
from thermidor.web.words.names import leader_name, outcome_name

HOLDERS = {
    "soviet": N_("soviet power"),
    "white": N_("the Whites"),
    "foreign": N_("foreign troops"),
    "other": N_("another government, or nobody"),
}

PLACES = {
    "p": N_("Politburo"),
    "c": N_("Central Committee"),
    "-": N_("no seat"),
    "o": N_("expelled"),
    "e": N_("deported or exiled"),
    "d": N_("dead"),
    "x": N_("executed or driven to death"),
}
"""Where a leader stands, by the letter of the document."""


# -- leaders and seats ---------------------------------------------------------------------------


def seat_changes(document: Mapping[str, Any]) -> dict[int, list[tuple[str, str, str]]]:
    """Months in which leaders enter or leave the Politburo or are struck: (leader, from, to)."""
    out: dict[int, list[tuple[str, str, str]]] = {}
    for leader in document["leaders"]:
        runs = leader["where"]
        for (was, _, _), (now, at, _) in itertools.pairwise(runs):
            if at > document["begun"] and ("p" in (was, now) or now in "oe") and now not in "dx":
                out.setdefault(at, []).append((leader["id"], was, now))
    return out


def seat_said(change: tuple[str, str, str], lang: Lang) -> str:
    """A change of seat in words."""
    who, _was, now = change
    _ = translator(lang)
    name = leader_name(who, lang)
    if now == "p":
        return _("%(who)s enters the Politburo", who=name)
    if now == "e":
        return _("%(who)s is deported or exiled", who=name)
    if now == "o":
        return _("%(who)s is expelled from the party", who=name)
    return _("%(who)s leaves the Politburo", who=name)


def seats(document: Mapping[str, Any], number: int, lang: Lang) -> dict[str, Any]:
    """Who holds which post in a month: the Secretary, the Politburo, the opposition, the struck."""
    held: dict[str, list[str]] = {letter: [] for letter in PLACES}
    opposed = []
    for leader in document["leaders"]:
        name = leader_name(leader["id"], lang)
        for letter, first, end in leader["where"]:
            if first <= number < end:
                held[letter].append(name)
                if letter in "pc-oe" and any(a <= number < b for a, b in leader["opposed"]):
                    opposed.append(name)
    head = next((w for w, a, b in document["secretary"] if a <= number < b), "")
    return {
        "secretary": leader_name(head, lang) if head else "",
        "opposed": opposed,
        "held": held,
        "deciders": heaviest(document, number, lang, 4),
    }


def lives(document: Mapping[str, Any], lang: Lang) -> list[dict[str, Any]]:
    """Lines of the leaders who ever sat in the Politburo, by their first month there."""
    rows = []
    heads: dict[str, list[list[int]]] = {}
    for who, a, b in document["secretary"]:
        if who:
            heads.setdefault(who, []).append([a, b])
    for leader in document["leaders"]:
        first = [a for letter, a, _ in leader["where"] if letter == "p"]
        if not first and leader["id"] not in heads:
            continue
        last = leader["where"][-1]
        rows.append(
            {
                "id": leader["id"],
                "name": leader_name(leader["id"], lang),
                "first": min(first, default=0),
                "runs": leader["where"],
                "opposed": leader["opposed"],
                "secretary": heads.get(leader["id"], []),
                "end": (last[0], last[1]),
                "weight": leader["weight"],
            }
        )
    # the heaviest, in the order in which they come
    rows = sorted(rows, key=lambda r: (bool(r["secretary"]), r["weight"]), reverse=True)[:24]
    return sorted(rows, key=lambda r: (r["first"], -r["weight"]))


# -- the map -------------------------------------------------------------------------------------


def region_values(document: Mapping[str, Any], number: int) -> dict[str, dict[str, int]]:
    """What the map tells of each region in a month, in whole numbers, by layer of the document."""
    out = {}
    for region in tiles():
        own = words()["organisation"][region]
        out[region] = {
            layer: document["regions"][layer][own if axis == "organisation" else region][number]
            for layer, axis in AXES.items()
        }
    return out


def holder(values: Mapping[str, int]) -> str:
    """Who holds most of a region."""
    shares = {name: values[name] for name in ("soviet", "white", "foreign")}
    shares["other"] = 100 - min(sum(shares.values()), 100)
    return max(shares, key=lambda name: shares[name])


def map_of(
    document: Mapping[str, Any], number: int, layer: str, lang: Lang
) -> list[dict[str, Any]]:
    """The tiles of the map for a month: place, name, class of colour and what is written on them."""
    _ = translator(lang)
    out = []
    for region, values in region_values(document, number).items():
        tile, own = tiles()[region], holder(values)
        if layer == "holder":
            shade, value = f"hold-{own}", values.get(own, 100)
            if own == "other":
                value = 100 - min(values["soviet"] + values["white"] + values["foreign"], 100)
        else:
            value = values[layer]
            shade = f"step-{shade_of(layer, value)}"
        out.append(
            {
                "id": region,
                "name": tile.name[lang],
                "column": tile.column,
                "row": tile.row,
                "shade": shade,
                "said": value_said(layer, value, lang),
                "lines": tile.lines(lang),
                "holder": _(HOLDERS[own]),
                "values": {name: value_said(name, values[name], lang) for name in values},
            }
        )
    return out


BOUNDS = quantities()["soviet"].bounds
"""Where the shades of a share begin."""


def shade_of(layer: str, value: int) -> int:
    """Which of six shades stands for a value of a layer, 0 for the palest."""
    quantity = quantities().get(layer)
    return quantity.shade(value) if quantity else bisect_right(BOUNDS, value)


def value_said(layer: str, value: int, lang: Lang) -> str:
    """A value of a layer as the map writes it.

    Example:
        >>> value_said("hunger", 7, "en"), value_said("loyal", 7, "en")
        ('7', '7%')
    """
    quantity = quantities().get(layer)
    return quantity.said(value, lang) if quantity else hundredths(value, lang)


def suffix_of(layer: str, lang: Lang) -> str:
    """What is written after a value of a layer."""
    quantity = quantities().get(layer)
    return quantity.suffix(lang) if quantity else hundredths(0, lang)[1:]


def shades_of(layer: str, lang: Lang) -> list[str]:
    """What each of the six shades of a layer stands for."""
    _ = translator(lang)
    quantity = quantities().get(layer)
    bounds = quantity.bounds if quantity else BOUNDS
    said = [value_said(layer, bound, lang) for bound in bounds]
    between = [f"{low}–{high}" for low, high in zip(bounds, said[1:], strict=False)]
    return [
        _("under %(limit)s", limit=said[0]), *between, _("%(least)s and more", least=said[-1]),
    ]  # fmt: skip


def layers_of(lang: Lang) -> dict[str, dict[str, Any]]:
    """What the map can show: name, unit, where its shades begin and what they stand for."""
    out = {}
    for layer in LAYERS:
        quantity = quantities().get(layer)
        out[layer] = {
            "name": layer_name(layer, lang),
            "unit": layer_unit(layer, lang),
            "bounds": list(quantity.bounds if quantity else BOUNDS),
            "shades": [] if layer == "holder" else shades_of(layer, lang),
        }
    return out


def columns_of(lang: Lang) -> dict[str, str]:
    """Heads of the map's table, by layer of the document."""
    held = {
        name: translator(lang)(HOLDERS[name]).capitalize()
        for name in ("soviet", "white", "foreign")
    }
    rest = [layer for layer in LAYERS if layer != "holder"]
    heads = {layer: f"{layer_name(layer, lang)} ({layer_unit(layer, lang)})" for layer in rest}
    return held | heads


# -- the whole course ----------------------------------------------------------------------------


def ladder(document: Mapping[str, Any], lang: Lang) -> list[dict[str, Any]]:
    """The rungs in order, with their months and colours."""
    return [
        {
            "code": code,
            "name": outcome_name(code, lang),
            "first": a,
            "end": b,
            "colour": colour(code),
            "dark": code in DARK,
            "from": month_of(a, lang),
            "to": month_of(b - 1, lang),
        }
        for code, a, b in document["regime"]
    ]


DARK = frozenset(
    {"war_communism", "bureaucratised", "counter_revolution", "collapse", "occupation"}
)
"""Rungs whose colour asks for light letters."""


def milestone_rows(document: Mapping[str, Any], lang: Lang) -> list[dict[str, Any]]:
    """Each milestone with its month in the record and here, and the months between."""
    from thermidor.web.words.names import milestone_name

    _ = translator(lang)
    rows = []
    for m in document["milestones"]:
        there = month_number(m["recorded"])
        here = m["month"]
        if here is None:
            said = _("never") if there < document["months"] else _("not yet")
        elif here == there:
            said = _("as recorded")
        elif here > there:
            said = _("%(span)s later", span=span_name(here - there, lang))
        else:
            said = _("%(span)s earlier", span=span_name(there - here, lang))
        rows.append(
            {
                "id": m["id"],
                "name": milestone_name(m["id"], lang),
                "there": there,
                "here": here,
                "said": said,
            }
        )
    return sorted(rows, key=lambda r: r["there"])
