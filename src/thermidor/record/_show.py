"""One entry in full, with the entries it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ._record import Record, load

_REFERENCES: dict[str, dict[str, str]] = {
    "system": {"figures": "figure", "couples_to": "system"},
    "claim": {"systems": "system"},
    "decision": {"systems": "system", "related": "decision"},
    "figure": {
        "series": "series",
        "system": "system",
        "contradicts": "figure",
        "repeats": "figure",
    },
    "series": {"systems": "system", "figures": "figure"},
    "event": {"systems": "system", "contradicts": "event"},
    "milestone": {"event": "event", "systems": "system", "series": "series"},
    "leader": {"votes": "ballot", "patrons_clients": "actor", "factions": "actor"},
    "actor": {"factions": "actor"},
    "ballot": {"organ": "actor", "systems": "system", "votes": "actor"},
    "independent": {"source": "source", "series": "independent_series"},
    "independent_series": {
        "figures": "independent",
        "definitions": "definition",
        "disagreements": "disagreement",
    },
}
"""Fields of each kind that name other entries, and the kind they name."""

_KEYS = ("id", "ballot", "actor", "faction")


def show(id: str) -> dict[str, Any]:
    """One entry in full.

    Args:
        id: an id of any kind, or "kind:id".

    Returns:
        Its kind, title, fields, pages cited in order, and `links`, field by field the entries it refers to.

    Raises:
        UnknownRecordId: no entry has this id; the message names the nearest.

    Example:
        >>> show("m12")["kind"]
        'milestone'
    """
    record = load()
    kind = record.kind_of(id)
    entry = record[id]
    fields = entry.model_dump(mode="json", by_alias=True)
    pages = sorted({place.page for place in getattr(entry, "citations", ())})
    return {
        "id": entry.id,
        "kind": kind,
        "title": entry.title,
        "pages": pages,
        "entry": fields,
        "links": _links(record, kind, entry.id, fields),
    }


def _links(
    record: Record, kind: str, id: str, fields: dict[str, Any]
) -> dict[str, list[dict[str, str]]]:
    links: dict[str, list[dict[str, str]]] = {}
    for field, target in _REFERENCES.get(kind, {}).items():
        collection = record.collection(target)
        named = dict.fromkeys(_ids(fields.get(field)))
        found = [
            {"id": other, "kind": target, "title": collection[other].title}
            for other in named
            if other in collection
        ]
        if found:
            links[field] = found
    if kind == "rule":
        owner = record.rules[id].system
        links["system"] = [{"id": owner, "kind": "system", "title": record.systems[owner].title}]
    if kind == "event":
        marks = [m for m in record.milestones.values() if m.event == id]
        if marks:
            links["milestone"] = [
                {"id": m.id, "kind": "milestone", "title": m.title} for m in marks
            ]
    return links


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (value[key] for key in _KEYS if isinstance(value.get(key), str))
    elif isinstance(value, list):
        for item in value:
            yield from _ids(item)
