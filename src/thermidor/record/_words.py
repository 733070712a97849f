"""Words for searching: accents folded, stems of English and French, terms that name the same thing."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Iterable

from ._files import as_json

STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "his",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "were",
        "who",
        "with",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "en",
        "est",
        "et",
        "il",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "leurs",
        "ou",
        "par",
        "pour",
        "qu",
        "que",
        "qui",
        "s",
        "sa",
        "se",
        "ses",
        "son",
        "sur",
        "un",
        "une",
    ]
)
"""Words too common to search for."""

_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    """The words of a text, lower case and without accents, as the index writes them.

    Args:
        text: any text.

    Returns:
        Runs of letters and digits, in order.

    Example:
        >>> words("La promotion Lénine")
        ['la', 'promotion', 'lenine']
    """
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


@functools.cache
def _stemmers() -> tuple:
    import snowballstemmer

    return snowballstemmer.stemmer("english"), snowballstemmer.stemmer("french")


def term_of(said: Iterable[str]) -> str:
    """Words as one term, to be compared with what entries are called.

    Example:
        >>> term_of(words("Lenin Levy"))
        'lenin-levy'
    """
    return "-".join(said)


HEARD = "~"
"""Sign before the stem of how a word sounds."""

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|chtch|tsch|tch|sch|sh|ch", "S"),
        (r"zh|dj|j(?=[aeou])", "J"),
        (r"kh|ck|q", "k"),
        (r"ph", "f"),
        (r"tz|ts", "T"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"iou|you|yu|iu", "U"),
        (r"ou|w(?=[^aeiouy])", "u"),
        (r"ff$|w$|f$", "v"),
        (r"w", "v"),
        (r"yo|io", "o"),
        (r"ia|ya|ja", "A"),
        (r"ie|ye|je", "e"),
        (r"y|j", "i"),
        (r"(.)\1+", r"\1"),
        (r"e$", ""),
    )
)


@functools.lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """How a name sounds, the same however it is written in Latin letters; "" for short words.

    Args:
        word: one word as `words` gives it.

    Example:
        >>> sound("ryutin") == sound("riutin") == sound("rioutine")
        True
        >>> sound("trotsky") == sound("trotski"), sound("spartacus") == sound("spartakus")
        (True, True)
    """
    if len(word) < 5 or word.isdigit():
        return ""
    word = stems(word)[0]
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return word


@functools.lru_cache(maxsize=65536)
def stems(word: str) -> tuple[str, ...]:
    """The stems under which a word is filed, English first, then French where it differs.

    Args:
        word: one word as `words` gives it.

    Returns:
        One or two stems.

    Example:
        >>> stems("ciseaux")
        ('ciseaux', 'ciseau')
    """
    return tuple(dict.fromkeys(stemmer.stemWord(word) for stemmer in _stemmers()))


@functools.cache
def _equivalents() -> tuple[tuple[tuple[str, ...], ...], ...]:
    groups = json.loads(as_json("terms.yaml"))
    return tuple(
        tuple(dict.fromkeys(tuple(words(str(term))) for term in group)) for group in groups
    )


def concepts(query: str) -> list[list[tuple[str, ...]]]:
    """What a query asks for: a list of concepts, each a list of equivalent terms, each a list of words.

    Args:
        query: words as typed, in English or French.

    Returns:
        The concepts in order; a term of the terms file brings its equivalents along.

    Example:
        >>> concepts("promotion Lénine")[0]
        [('promotion', 'lenine'), ('lenin', 'levy'), ('lenin', 'enrolment'), ('leninskii', 'prizyv')]
    """
    typed = words(query)
    found: list[list[tuple[str, ...]]] = []
    at = 0
    while at < len(typed):
        best: tuple[str, ...] = (typed[at],)
        group: tuple[tuple[str, ...], ...] = ()
        for candidate in _equivalents():
            for term in candidate:
                if tuple(typed[at : at + len(term)]) == term and (
                    len(term) > len(best) or not group
                ):
                    best, group = term, candidate
        kept = [_meaningful(term) for term in (best, *group)]
        if group or best[0] not in STOP:
            found.append(list(dict.fromkeys(kept)))
        at += len(best)
    return found or [[(word,)] for word in typed]


def _meaningful(term: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in term if word not in STOP) or term
