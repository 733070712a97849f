"""Full-text search over the record, ranked by BM25."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from ._words import HEARD, concepts, sound, stems, term_of, words

SATURATION = 1.2
"""BM25's k1: how soon a repeated word stops counting."""

LENGTH_PENALTY = 0.6
"""BM25's b: how much a long entry is marked down."""

NAMED = 2.2
"""An entry that is called by the very term that was typed counts as much more."""

LEADS = 1.25
"""So does one whose title begins with it."""

SOUNDS = 0.8
"""A word that sounds like the one typed counts as much less, one that differs by a letter as much again."""

MOST_CONCEPTS = 12
"""Of a search; further words are passed over."""

MOST_ALIKE = 3
"""Words of the record that stand for one that it does not hold."""

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
    if not words.strip() or limit < 1:
        return []
    from ._index import index

    with _LOCK:
        cursor = index().cursor()
        asked = [
            (concept, alternative, place, len(term), stem, factor)
            for concept, terms in enumerate(concepts(words)[:MOST_CONCEPTS])
            for alternative, term in enumerate(terms)
            for place, word in enumerate(term)
            for stem, factor in _looked_for(word, cursor)
        ]
        if not asked:
            return []
        columns = [list(column) for column in zip(*asked, strict=True)]
        concept_count = len({concept for concept, *_ in asked})
        rows = (
            cursor.execute(
                _RANKED,
                {
                    "concept": columns[0], "alternative": columns[1], "place": columns[2], "size": columns[3],
                    "stem": columns[4], "factor": columns[5], "concepts": concept_count, "kind": kind, "limit": limit,
                    "k1": SATURATION, "b": LENGTH_PENALTY, "named": NAMED, "leads": LEADS, "terms": _terms(words, asked),
                },
            )
            .fetchall()
        )  # fmt: skip
    wanted = {stem for *_, stem, _factor in asked}
    return [
        Hit(id, kind, title, _snippet(id, title, names, body, wanted), page, round(score, 3))
        for id, kind, title, names, body, page, score in rows
    ]


_RANKED = """
    WITH asked AS (
        SELECT unnest($concept::INTEGER[]) AS concept, unnest($alternative::INTEGER[]) AS alternative,
               unnest($place::INTEGER[]) AS place, unnest($size::INTEGER[]) AS size, unnest($stem::VARCHAR[]) AS stem,
               unnest($factor::DOUBLE[]) AS factor
    ),
    rarity AS (
        SELECT stem, ln(1 + (any_value(n) - count(*) + 0.5) / (count(*) + 0.5)) AS idf
        FROM postings, statistics WHERE stem IN (SELECT stem FROM asked) GROUP BY stem
    ),
    of_word AS (
        SELECT concept, alternative, place, size, number,
               max(factor * idf * times * ($k1 + 1) / (times + $k1 * (1 - $b + $b * length / mean))) AS score
        FROM asked JOIN rarity USING (stem) JOIN postings USING (stem) JOIN lengths USING (number), statistics
        GROUP BY concept, alternative, place, size, number
    ),
    of_term AS (
        SELECT concept, number, sum(score) * pow(count(*) / any_value(size), 2) AS score
        FROM of_word GROUP BY concept, alternative, number
    ),
    of_concept AS (SELECT concept, number, max(score) AS score FROM of_term GROUP BY concept, number)
    SELECT id, kind, title, names, body, page,
           sum(score) * pow(count(*) / $concepts, 2) * any_value(weight)
           * CASE WHEN list_has_any(any_value(called), $terms::VARCHAR[]) THEN $named ELSE 1 END
           * CASE WHEN list_has_any(any_value(first), $stem::VARCHAR[]) THEN $leads ELSE 1 END AS score
    FROM of_concept JOIN documents USING (number)
    WHERE $kind IS NULL OR kind = $kind
    GROUP BY number, id, kind, title, names, body, page
    ORDER BY score DESC, id
    LIMIT $limit
"""


def _looked_for(word: str, cursor: Any) -> list[tuple[str, float]]:
    """Stems under which a word is looked for, each with how much it counts.

    A word that the record does not hold is taken for those that it holds and that differ by a letter or two.
    """
    heard = sound(word)
    own = [*((stem, 1.0) for stem in stems(word)), *([(HEARD + heard, SOUNDS)] if heard else [])]
    if len(word) < 4:
        return own
    keys = [stem for stem, _ in own]
    if cursor.execute(
        "SELECT 1 FROM postings WHERE list_contains(?, stem) LIMIT 1", [keys]
    ).fetchone():
        return own
    far = 1 if len(word) < 8 else 2
    alike = cursor.execute(
        """
        WITH near AS (
            SELECT word, entries, damerau_levenshtein(word, $1) AS far FROM vocabulary
            WHERE abs(length(word) - length($1)) <= $2 AND word[1] = $1[1])
        SELECT word FROM near WHERE far <= $2 AND far = (SELECT min(far) FROM near)
        ORDER BY entries DESC, word LIMIT $3
        """,
        [word, far, MOST_ALIKE],
    ).fetchall()
    found = [(stem, SOUNDS**2) for (other,) in alike for stem in stems(other)]
    found += [(HEARD + sound(other), SOUNDS**3) for (other,) in alike if sound(other)]
    return found or own


def _terms(query: str, asked: list[tuple[Any, ...]]) -> list[str]:
    """By which an entry may be called that is the thing itself: what was typed, its equivalents, how it sounds."""
    found = [term_of(words(query)), *(term_of(term) for terms in concepts(query) for term in terms)]
    return [*found, *(stem for *_, stem, _factor in asked if stem.startswith(HEARD))]


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
