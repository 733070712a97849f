"""The record as texts to be searched: one document an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ._french import french_names
from ._record import Record
from ._words import HEARD, sound, term_of, words


class Document(NamedTuple):
    """What is searched of one entry.

    Attributes:
        names: title, other names and French names, which weigh more than the body.
    """

    id: str
    kind: str
    title: str
    names: str
    body: str
    page: int | None
    weight: float
    """How much it counts among entries that fit alike."""
    called: list[str]
    """What it is called, as `term_of` writes it: id, names, what stands in brackets, surnames of persons."""


WEIGHTS = {
    "system": 1.2, "decision": 1.0, "milestone": 1.5, "leader": 1.4, "event": 1.1, "ballot": 1.0, "actor": 0.9,
    "claim": 0.9, "rule": 1.0, "series": 0.9, "independent_series": 0.85, "source": 0.6,
}  # fmt: skip
"""What people mostly look for comes first among entries that fit alike; 1 for kinds not named."""

IMPORTANCE = {1: 1.3, 2: 1.0, 3: 0.75, "hinge": 1.2, "major": 1.0, "minor": 0.8}
"""What is central comes before what is minor."""


def documents(record: Record) -> Iterator[Document]:
    """Every searchable entry.

    Args:
        record: the record.

    Yields:
        Documents, kind by kind.
    """
    for s in record.systems.values():
        changes = [change.change for change in s.changes]
        yield _doc(
            "system",
            s,
            [s.name_fr],
            [s.summary, s.controlled_by, s.limits, *s.inputs, *s.outputs, *changes],
        )
    for r in record.rules.values():
        yield _doc("rule", r, [], [r.when, r.effect, record.systems[r.system].name])
    for c in record.claims.values():
        test = [c.test.intervention, c.test.metric] if c.test else []
        yield _doc("claim", c, [], [c.statement, c.condition, c.holder, *test, c.note])
    for d in record.decision_points.values():
        others = [text for a in d.alternatives for text in (a.what, a.stated_consequence)]
        yield _doc(
            "decision",
            d,
            [d.title_fr],
            [d.actual, d.who_decides, *others, d.mechanism, d.why, d.note],
        )
    for f in record.figures.values():
        yield _doc("figure", f, [], [f.paraphrase, f.place, f.note, f.series])
    for v in record.series.values():
        yield _doc("series", v, [v.id], [v.unit])
    for e in record.events.values():
        yield _doc("event", e, [], [e.what, ", ".join(e.actors), e.note])
    for m in record.milestones.values():
        yield _doc("milestone", m, [], [m.condition])
    for a in record.actors.values():
        roles = [role.role for role in a.roles]
        stances = [f"{p.issue}: {p.stance}" for p in a.positions]
        yield _doc("actor", a, [a.name_fr, *a.aliases], [a.summary, *roles, *stances, a.fate.what])
    for p in record.leaders.values():
        ties = [tie.what for tie in p.patrons_clients]
        traits = [f"{t.trait}: {t.words}" for t in p.traits]
        actor = record.actors[p.id]
        yield _doc(
            "leader",
            p,
            [actor.name_fr, *actor.aliases],
            [*(t.role for t in p.tenures), *ties, *traits],
        )
    for b in record.ballots.values():
        yield _doc("ballot", b, [b.organ_name], [*b.options.values(), b.outcome, b.decided_by])
    for i in record.independent_series.values():
        notes = dict.fromkeys(record.independent[figure].note for figure in i.figures)
        yield _doc("independent_series", i, [i.id], [*i.units, *notes])
    for entry in record.sources.values():
        yield _doc("source", entry, [], [])
    for entry in record.definitions.values():
        yield _doc("definition", entry, [], [entry.text])
    for entry in record.disagreements.values():
        yield _doc("disagreement", entry, [], [entry.advice])


def _called(kind: str, entry, names: list[str]) -> set[str]:
    person = kind == "leader" or (kind == "actor" and entry.kind == "person")
    found = set()
    for name in names:
        inside = re.findall(r"\(([^)]*)\)", name) if kind not in ("figure", "claim", "rule") else []
        plain = re.sub(r"\([^)]*\)", "", name)
        found |= {term_of(words(text)) for text in (name, plain, *inside)}
        if person and (said := words(plain)):
            found |= {said[-1], *([HEARD + sound(said[-1])] if sound(said[-1]) else [])}
    return found - {""}


def _doc(kind: str, entry, names: list[str | None], body: list[str | None]) -> Document:
    names = [*names, *french_names().get((kind, entry.id), ())]
    weight = WEIGHTS.get(kind, 1.0) * IMPORTANCE.get(getattr(entry, "importance", None), 1.0)
    listed = [entry.title, *filter(None, names), entry.id]
    return Document(
        id=entry.id,
        kind=kind,
        title=entry.title,
        names="\n".join(dict.fromkeys(listed)),
        body="\n".join(dict.fromkeys(text for text in body if text)),
        page=getattr(entry, "page", None),
        weight=weight,
        called=sorted(_called(kind, entry, listed)),
    )
