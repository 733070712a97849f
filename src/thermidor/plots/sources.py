"""Publications named in full where the record knows them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache


def citation(source: str | Sequence[str] | None) -> str:
    """Return a source as it can be read: ids of the record become their citations, other words stay.

    Example:
        >>> citation(("s-nove",))
        'Nove A., An Economic History of the USSR'
    """
    if not source:
        return ""
    names = [source] if isinstance(source, str) else list(source)
    return "; ".join(_citations().get(name, name) for name in names)


@lru_cache(maxsize=1)
def _citations() -> dict[str, str]:
    # Imported here, because charts of other people's figures need no record.
    from thermidor.record import load

    return {entry.id: entry.citation for entry in load().sources.values()}
