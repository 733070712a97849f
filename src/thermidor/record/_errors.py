"""What can go wrong with the record, said in one line."""

from __future__ import annotations

from collections.abc import Iterable

from thermidor.errors import Sendable, alike


class RecordError(Exception):
    """The record's own data files are wrong: the message names file, entry and fault."""


class UnknownRecordId(Sendable, KeyError):
    """No entry of the record has this id.

    Args:
        id: what was asked for.
        known: the ids that could have been meant.

    Attributes:
        id: what was asked for.
        nearest: up to five ids that look like it, nearest first.

    Example:
        >>> print(UnknownRecordId("colectivisation", ["collectivisation", "army"]))
        unknown record id 'colectivisation': nearest are collectivisation
    """

    def __init__(self, id: str, known: Iterable[str] = ()) -> None:
        self.id = id
        self.nearest = nearest_names(id, known)
        super().__init__(id)

    def __str__(self) -> str:
        if not self.nearest:
            return (
                f"unknown record id {self.id!r}: `thermidor record search WORDS` finds ids by words"
            )
        return f"unknown record id {self.id!r}: nearest are {', '.join(self.nearest)}"


class UnknownKind(Sendable, ValueError):
    """No kind of entry has this name.

    Args:
        kind: what was asked for.
        known: the kinds there are.

    Example:
        >>> print(UnknownKind("claims", ["claim", "event"]))
        unknown kind 'claims': the kinds are claim, event
    """

    def __init__(self, kind: str, known: Iterable[str]) -> None:
        super().__init__(f"unknown kind {kind!r}: the kinds are {', '.join(known)}")


def nearest_names(name: str, known: Iterable[str], count: int = 5) -> tuple[str, ...]:
    """Names that look like another, nearest first.

    Args:
        name: the name as typed.
        known: the names to choose from.
        count: how many at most.

    Returns:
        The nearest names; those that hold the typed name as a part come after close spellings.

    Example:
        >>> nearest_names("politburo", ["organs", "politburo.members"])
        ('politburo.members',)
    """
    known = list(dict.fromkeys(known))
    folded = {k.lower(): k for k in known}
    close = [folded[k] for k in alike(name.lower(), folded, count, cutoff=0.7)]
    if len(name) >= 4:
        close += sorted((k for k in known if name.lower() in k.lower() and k not in close), key=len)
    return tuple(close[:count])
