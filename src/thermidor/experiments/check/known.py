"""Failures that are known, each with its reason: a list that must be exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib import resources
from pathlib import Path

from thermidor.experiments.check.finding import Finding
from thermidor.scenarios._yaml import parse

FIELDS = {"id", "what", "reason", "rare", "small"}


@dataclass(frozen=True)
class Known:
    """One known failure.

    Attributes:
        id: of the check.
        what: is at fault; `*` stands for any words, and "" for the check as a whole.
        reason: why it fails, or why it may.
        rare: too rare to show itself in the small check.
        small: in the small check alone, among whose few histories it has more than its share.
    """

    id: str
    what: str
    reason: str
    rare: bool = False
    small: bool = False

    def means(self, id: str, what: str) -> bool:
        """Whether this is the failure."""
        return id == self.id and (not self.what or fnmatchcase(what, self.what))


@dataclass(frozen=True)
class Verdict:
    """How findings stand beside the list.

    Attributes:
        unknown: (check, what) that fail and are not in the list.
        mended: entries of the list that do not fail any more.
    """

    unknown: tuple[tuple[str, str], ...]
    mended: tuple[Known, ...]

    @property
    def exact(self) -> bool:
        """Whether the list says just what fails."""
        return not self.unknown and not self.mended


def known_failures(path: Path | None = None) -> tuple[Known, ...]:
    """The list of known failures.

    Args:
        path: of a file; the one of the package by default.

    Returns:
        Its entries in order.

    Raises:
        ValueError: an entry lacks its reason, or says something else.
    """
    source = path or resources.files("thermidor.experiments.data") / "check" / "known.yaml"
    entries = []
    for n, one in enumerate(parse(source.read_bytes(), "known.yaml")[0] or (), start=1):
        if not {"id", "reason"} <= set(one) <= FIELDS:
            raise ValueError(
                f"known.yaml, entry {n}: has {', '.join(one)}; it takes id, what, reason, rare and small"
            )
        for what in one.get("what") if isinstance(one.get("what"), list) else [one.get("what", "")]:
            flags = (bool(one.get(name, False)) for name in ("rare", "small"))
            entries.append(Known(one["id"], what, one["reason"], *flags))
    return tuple(entries)


def compare(findings: Sequence[Finding], known: Iterable[Known], small: bool) -> Verdict:
    """Hold what was found against the list of known failures.

    Args:
        findings: of all the checks that were run.
        known: the list; entries of checks that were not run are left out.
        small: whether this was the small check, in which what is rare may not show.

    Returns:
        What is in one and not in the other; what lies close to its limit is neither.
    """
    run = {f.id: f for f in findings}
    known = [k for k in known if k.id in run and (small or not k.small)]
    failing = [(f.id, x.what) for f in findings for x in f.faults]
    failing += [(f.id, "") for f in findings if not f.passes and not f.faults]
    unknown = [
        (id, what)
        for id, what in failing
        if what not in run[id].close and not any(k.means(id, what) for k in known)
    ]
    mended = [
        k
        for k in known
        if not (small and k.rare)
        and not any(k.means(id, what) for id, what in failing)
        and not any(k.means(k.id, what) for what in run[k.id].close)
    ]
    return Verdict(tuple(unknown), tuple(mended))


__all__ = ["Known", "Verdict", "compare", "known_failures"]
