"""Full-text search over the record, ranked by BM25."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from ._words import concepts, stems, words

SATURATION = 1.2
"""BM25's k1: how soon a repeated word stops counting."""

LENGTH_PENALTY = 0.6
"""BM25's b: how much a long entry is marked down."""

KIND_WEIGHTS = {
    "system": 1.3, "decision": 1.2, "milestone": 1.2, "leader": 1.2, "event": 1.1, "ballot": 1.1, "actor": 1.1,
    "claim": 1.05, "rule": 1.05, "series": 0.9, "independent_series": 0.85, "source": 0.6,
}  # fmt: skip
"""What people mostly look for comes first among entries that fit alike; 1 for kinds not named."""

NAMED = 1.6
"""An entry whose id is the very term that was typed counts as much more."""

_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry found.

    Attributes:
        id: id of the entry.
        kind: its kind.
        title: its title.
        snippet: the line of the entry that fits best.
        page: first page of the book that it cites, None where it cites none.
        score: BM25 score, comparable within one search.
    """

    id: str
    kind: str
    title: str
    snippet: str
    page: int | None
    score: float


def search(words: str, kind: str | None = None, limit: int = 20) -> list[Hit]:
    """Find entries by words, in English or French, with or without accents.

    Args:
        words: what to look for.
        kind: only entries of this kind (a key of `KINDS`); all kinds where None.
        limit: how many hits at most.

    Returns:
        Hits, best first; none where no word is found.

    Raises:
        UnknownKind: there is no such kind.

    Example:
        >>> search("Lenin Levy", kind="event", limit=1)[0].kind
        'event'
    """
    from ._record import load

    if kind is not None:
        load().collection(kind)
    asked = [
        (concept, alternative, place, len(term), stem)
        for concept, terms in enumerate(concepts(words))
        for alternative, term in enumerate(terms)
        for place, word in enumerate(term)
        for stem in stems(word)
    ]
    if not asked or limit < 1:
        return []
    from ._index import index

    columns = [list(column) for column in zip(*asked, strict=True)]
    concept_count = len({concept for concept, *_ in asked})
    with _LOCK:
        rows = (
            index()
            .cursor()
            .execute(
                _RANKED,
                {
                    "concept": columns[0], "alternative": columns[1], "place": columns[2], "size": columns[3],
                    "stem": columns[4], "concepts": concept_count, "kind": kind, "limit": limit,
                    "k1": SATURATION, "b": LENGTH_PENALTY, "kinds": list(KIND_WEIGHTS),
                    "weights": list(KIND_WEIGHTS.values()), "named": NAMED, "ids": _as_ids(words),
                },
            )
            .fetchall()
        )  # fmt: skip
    wanted = {stem for *_, stem in asked}
    return [
        Hit(id, kind, title, _snippet(id, title, names, body, wanted), page, round(score, 3))
        for id, kind, title, names, body, page, score in rows
    ]


_RANKED = """
    WITH asked AS (
        SELECT unnest($concept::INTEGER[]) AS concept, unnest($alternative::INTEGER[]) AS alternative,
               unnest($place::INTEGER[]) AS place, unnest($size::INTEGER[]) AS size, unnest($stem::VARCHAR[]) AS stem
    ),
    rarity AS (
        SELECT stem, ln(1 + (any_value(n) - count(*) + 0.5) / (count(*) + 0.5)) AS idf
        FROM postings, statistics WHERE stem IN (SELECT stem FROM asked) GROUP BY stem
    ),
    of_word AS (
        SELECT concept, alternative, place, size, number,
               max(idf * times * ($k1 + 1) / (times + $k1 * (1 - $b + $b * length / mean))) AS score
        FROM asked JOIN rarity USING (stem) JOIN postings USING (stem) JOIN lengths USING (number), statistics
        GROUP BY concept, alternative, place, size, number
    ),
    of_term AS (
        SELECT concept, number, sum(score) * pow(count(*) / any_value(size), 2) AS score
        FROM of_word GROUP BY concept, alternative, number
    ),
    of_concept AS (SELECT concept, number, max(score) AS score FROM of_term GROUP BY concept, number),
    weighing AS (SELECT unnest($kinds::VARCHAR[]) AS kind, unnest($weights::DOUBLE[]) AS weight)
    SELECT id, kind, title, names, body, page,
           sum(score) * pow(count(*) / $concepts, 2) * coalesce(any_value(weight), 1)
           * CASE WHEN id IN (SELECT unnest($ids::VARCHAR[])) THEN $named ELSE 1 END AS score
    FROM of_concept JOIN documents USING (number) LEFT JOIN weighing USING (kind)
    WHERE $kind IS NULL OR kind = $kind
    GROUP BY number, id, kind, title, names, body, page
    ORDER BY score DESC, id
    LIMIT $limit
"""


def _as_ids(query: str) -> list[str]:
    typed = "-".join(words(query))
    return [typed, *("-".join(term) for terms in concepts(query) for term in terms)]


def _snippet(id: str, title: str, names: str, body: str, wanted: set[str], width: int = 200) -> str:
    lines = [
        line for line in f"{body}\n{names}".split("\n") if line and line not in (id, title)
    ] or [title]
    best = max(lines, key=lambda line: len(wanted & _stems_of(line)))
    if len(best) <= width:
        return best
    parts = best.replace("; ", ". ").split(". ")
    best = max(parts, key=lambda part: len(wanted & _stems_of(part)))
    return best if len(best) <= width else best[: width - 1].rsplit(" ", 1)[0] + "…"


def _stems_of(text: str) -> set[str]:
    return {stem for word in words(text) for stem in stems(word)}
